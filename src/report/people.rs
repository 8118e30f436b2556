//! An account at a provider for people, as the sender of what was pasted: in the settings, as the user name, in a From line. It has no
//! administrator. Its own page shows what blocks it, and beyond that there is the provider's support.

use crate::facts::Facts;
use crate::knowledge::{self, SERVICES, Service};
use crate::mail::shown;
use crate::report::adapted::program::freemail::renamed;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What a mail program, a lone reply, a conversation or settings show; whoever runs a program or a server of their own is their own
/// administrator, and on reports see [`crate::report::adapted::program::freemail`].
const KINDS: &[&str] = &["client-error", "reply", "transcript", "settings", "unknown", "mixed"];
const OF_CODE: &[&str] = &["library-error", "api-error"];

/// So many lines are looked through for a From.
const LINES: usize = 60;

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, kind: &str, values: &Values) {
    if told.is_turned_away() || !(KINDS.contains(&kind) || OF_CODE.contains(&kind)) {
        return;
    }
    let known = account(paste, facts, values).or_else(|| at_sign_in(told, paste, values));
    let Some(service) = known.and_then(service_of) else { return };
    // Another's server that is asked with this name is no server of that provider's.
    if values.get("remote").is_some_and(|host| is_anothers(host, service) && told.stage == "submission") {
        return;
    }
    let name = service.name;
    told.retry = renamed(&told.retry, name);
    told.note = told.note.take().map(|note| renamed(&note, name));
    for step in &mut told.steps {
        step.text = renamed(&step.text, name).into();
    }
    if !KINDS.contains(&kind) {
        return;
    }
    // What only whoever runs servers can run.
    told.commands.retain(|command| {
        let tool = command.shell.split(' ').next().unwrap_or_default();
        ["dig", "nc", "openssl", "swaks", "nslookup", "curl", "traceroute", "ping"].contains(&tool)
    });
    let is_admins = told.act == "sender-admin";
    let before = told.steps.len();
    told.steps.retain(|step| step.by != "sender-admin");
    if is_admins || told.steps.len() < before && told.steps.is_empty() {
        let text = format!(
            "Sign in to the account at {name} in a browser: what blocks or limits it is shown there, in a notice or on the page of the account. \
             What cannot be changed there, only the support of {name} can change."
        );
        told.steps.push(Step::new("sender", text));
    }
    if is_admins {
        told.who = format!("you on the account's own page, and {name} beyond that");
        told.commands.clear();
        told.ask = told
            .ask
            .take()
            .map(|ask| ask.replace("our mail", "my mail").replace("our server", "your server"));
    }
}

/// The address of the account that sends, where it is told.
fn account<'a>(paste: &'a str, facts: &'a Facts, values: &'a Values) -> Option<&'a str> {
    let settings = facts.settings.as_ref();
    let set = || {
        let user = settings.and_then(|settings| settings.user.as_ref()).map(|user| user.is.as_str());
        let from = settings.and_then(|settings| settings.from.as_ref()).map(|from| from.is.as_str());
        user.filter(|user| user.contains('@')).or(from)
    };
    let in_from = || paste.lines().take(LINES).find_map(|line| address_in(shown::from_value(line)?));
    let is_recipient =
        |address: &&str| values.get("recipient").is_some_and(|other| other.eq_ignore_ascii_case(address));
    values
        .get("sender")
        .or_else(set)
        .or_else(in_from)
        .or(values.get("login"))
        .filter(|address| !is_recipient(address))
}

/// The one account whose own server refused it: at that point there is no other address that counts than the reader's.
fn at_sign_in<'a>(told: &Finding, paste: &'a str, values: &Values) -> Option<&'a str> {
    if !matches!(told.stage.as_str(), "client" | "submission" | "tls") {
        return None;
    }
    let recipient = values.get("recipient").unwrap_or_default();
    let mut named = paste
        .lines()
        .take(LINES)
        .filter_map(address_in)
        .filter(|address| !address.eq_ignore_ascii_case(recipient));
    let first = named.next()?;
    named.all(|other| other.eq_ignore_ascii_case(first)).then_some(first)
}

fn address_in(value: &str) -> Option<&str> {
    let word = value
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | ','));
    word.map(|word| word.trim_start_matches("mailto:").trim_matches(['.', ';']))
        .find(|word| word.contains('@'))
}

/// The provider for people that a mailbox's address is of. Some have domains in many countries: `hotmail.co.uk`, `yahoo.fr`.
fn service_of(address: &str) -> Option<&'static Service> {
    const COUNTRIES: &[(&str, &str)] = &[
        ("outlook", "outlook-com"),
        ("hotmail", "outlook-com"),
        ("live", "outlook-com"),
        ("msn", "outlook-com"),
        ("yahoo", "yahoo"),
    ];
    let domain = address.rsplit_once('@')?.1.trim_end_matches('.').to_ascii_lowercase();
    let of_country = || {
        let (first, end) = domain.split_once('.')?;
        let is_country = end.len() == 2
            || matches!(
                end,
                "co.uk" | "co.jp" | "co.in" | "com.br" | "com.au" | "com.mx" | "com.ar" | "com.tr"
            );
        let (_, id) = COUNTRIES.iter().find(|(name, _)| *name == first && is_country)?;
        SERVICES.iter().find(|service| service.id == *id)
    };
    knowledge::service_of_mailbox(&domain).or_else(of_country)
}

/// Whether a host is known to be another provider's, or is somebody's own.
fn is_anothers(host: &str, service: &Service) -> bool {
    let is_its = service.servers.iter().any(|server| knowledge::same_organization(server.host, host))
        || service.domains.iter().any(|domain| knowledge::is_under(host, domain))
        || knowledge::service_of_host(host).is_some_and(|other| other.name == service.name)
        || service.servers.first().is_some_and(|server| {
            knowledge::provider_of_host(server.host).is_some()
                && knowledge::provider_of_host(server.host) == knowledge::provider_of_host(host)
        });
    !is_its
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn whoever_has_a_private_account_has_no_administrator() {
        for (paste, name) in [
            (
                "From: lena@gmx.de\nTo: bob@example.org\n\n550 5.7.1 Your account has been blocked from sending",
                "GMX",
            ),
            (
                "De\u{a0}: Léa <lea@orange.fr>\n\n550 5.7.1 Your account has been suspended for sending spam",
                "Orange",
            ),
            (
                "От: Lena <lena@hotmail.co.uk>\n\n554 5.7.1 account blocked, contact your administrator",
                "Outlook",
            ),
            (
                "550 5.4.5 Daily user sending limit exceeded for lena@gmail.com\nMAIL FROM:<lena@gmail.com>",
                "",
            ),
        ] {
            let told = first(paste);
            let all = format!("{} {} {:?} {:?}", told.retry, told.who, told.steps, told.note);
            assert!(!all.contains("dministrator"), "{paste}: {all}");
            assert!(told.steps.iter().all(|step| step.by != "sender-admin"), "{paste}: {:?}", told.steps);
            assert!(all.contains(name), "{paste}: {all}");
        }
    }

    #[test]
    fn a_company_keeps_its_administrator() {
        let told = first("From: lena@example.com\n\n550 5.7.1 Your account has been blocked from sending");
        assert_eq!(told.act, "sender-admin");
        assert!(!told.who.contains("account's own page"), "{}", told.who);
    }
}
