//! What to do, to run and to ask, as the cause and its rule know it.

use crate::diagnose::{self, Diagnosis};
use crate::facts::Facts;
use crate::knowledge::{self, Act, CAUSES, LISTS, OWNERS, Only, OwnerKind, Permanence, RULES, Runs, Topic};
use crate::report::kind::kind;
use crate::report::scene::Scene;
use crate::report::values::Values;
use crate::report::{Finding, Link, Step, honest, seen};

/// What to do, to run and to ask, and what else was considered. Returns how many of the steps are the rule's own.
pub fn advise(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    values: &Values,
) -> usize {
    let cause = &CAUSES[usize::from(found.cause)];
    let rule = found.rule.map(|rule| &RULES[usize::from(rule)]);
    let scene = Scene::of(facts, found, diagnosis, values);
    let system = system(facts, found, rule);
    let (mends, mender) = mends(facts, found, diagnosis, rule);
    // What a library's rule says to whoever writes code, the program that holds the library says to its own people.
    let of_rule = match mends.iter().any(|mend| !mend.rule.is_empty()) {
        true => &[][..],
        false => rule.map_or(&[][..], |rule| &rule.steps),
    };
    let instead = mends.iter().any(|mend| mend.instead);
    let of_cause = if instead || rule.is_some_and(|rule| rule.alone) { &[][..] } else { &cause.steps };
    let fitting = |steps: &'static [knowledge::Step]| steps.iter().filter(|step| scene.fits(step.only));
    let of_program =
        mends.iter().map(|mend| Step { about: mend.about, ..Step::new(mender, values.worded(mend.text)) });
    let filled = |step: &knowledge::Step| values.step(step);
    told.steps =
        fitting(of_rule).map(filled).chain(of_program).chain(fitting(of_cause).map(filled)).collect();
    // Where it is set in this very program comes before what the system's own words are looked into for.
    if rule.is_some_and(|rule| rule.alone && is_systems(rule)) {
        told.steps.rotate_right(mends.len());
    }
    told.commands = values.commands(cause.commands.iter().filter(|command| {
        let has_zone = !command.unix.contains("{zone}") || values.get("zone").is_some();
        has_zone
            && !(instead && command.only == Only::Server)
            && can_run(command, system)
            && scene.fits(command.only)
            && (system.is_some() || can_be_readers(command, cause, values))
    }));
    if own(rule, |rule| rule.summary).is_some() {
        // They test what the cause says, and here it is another case.
        told.commands.clear();
    }
    told.links = links(found);
    let statement = found.statement.map(|index| &facts.statements[index]);
    told.considered =
        [honest::also_said(facts, found, &diagnosis.causes), honest::considered(found, statement)].concat();
    told.missing = honest::missing(facts, found, diagnosis.product);
    told.facts = values.facts();
    let ask = own(rule, |rule| rule.ask).unwrap_or(cause.ask);
    // It asks for what others would have to set.
    told.ask = Some(values.message(ask)).filter(|ask| !ask.is_empty() && !instead);
    fitting(of_rule).count() + mends.len()
}

/// How the programs that show themselves mend it, in their own settings, and by whom: the first of them that knows.
/// Whether the words are the operating system's, which every program passes on.
fn is_systems(rule: &knowledge::Rule) -> bool {
    OWNERS.get(usize::from(rule.owner)).is_some_and(|owner| owner.id == "sockets")
}

fn mends(
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    rule: Option<&knowledge::Rule>,
) -> (Vec<knowledge::Mend>, &'static str) {
    let none = (Vec::new(), "sender-admin");
    let kind = kind(facts, diagnosis);
    let is_log = kind == "log";
    if !is_log && !matches!(kind, "client-error" | "library-error" | "api-error") {
        return none;
    }
    // Who reads a server's log can set that server right; what other programs say of themselves is no log.
    let may_mend = |owner: &u16| !is_log || OWNERS[usize::from(*owner)].kind == OwnerKind::Log;
    // Where somebody sits before it, they set it themselves.
    let mender = |owner: u16| match OWNERS[usize::from(owner)].runs {
        Some(Runs::Desk) => "sender",
        _ => "sender-admin",
    };
    let owners: Vec<u16> = seen::programs(facts, diagnosis).filter(may_mend).collect();
    let of_rule = |owner: u16| {
        let mends = OWNERS[usize::from(owner)].mends.iter();
        let its = mends.filter(|mend| !mend.rule.is_empty() && rule.is_some_and(|rule| rule.id == mend.rule));
        (its.copied().collect::<Vec<_>>(), mender(owner))
    };
    if let Some(its) = owners.iter().map(|owner| of_rule(*owner)).find(|(its, _)| !its.is_empty()) {
        return its;
    }
    if rule.is_some_and(|rule| rule.alone && !is_systems(rule)) {
        return none;
    }
    // What a rule of its own says of the very words comes before.
    let says = |owner: u16| rule.is_some_and(|rule| rule.owner == owner && !rule.steps.is_empty());
    let own = |owner: u16| {
        let mends = OWNERS[usize::from(owner)].mends.iter();
        let is_for_it = |mend: &&knowledge::Mend| mend.rule.is_empty() && mend.cause == found.cause;
        (mends.filter(is_for_it).copied().collect::<Vec<_>>(), mender(owner))
    };
    if owners.iter().any(|owner| says(*owner)) {
        return none;
    }
    owners.into_iter().map(own).find(|(mends, _)| !mends.is_empty()).unwrap_or(none)
}

/// Whether a rule says what it is in words of its own, in place of the cause's.
pub fn names_the_fault(found: &diagnose::Finding) -> bool {
    found.rule.is_some_and(|rule| !RULES[usize::from(rule)].title.is_empty())
}

/// A text that a rule has of its own, in place of its cause's.
pub fn own(
    rule: Option<&knowledge::Rule>,
    text: fn(&knowledge::Rule) -> &'static str,
) -> Option<&'static str> {
    rule.map(text).filter(|text| !text.is_empty())
}

/// How the program is made to know the authority that it lacks, where that is the fault.
pub fn trust(told: &mut Finding, rule: Option<&knowledge::Rule>, diagnosis: &Diagnosis) {
    const UNKNOWN: &[&str] = &["tls/certificate-self-signed", "tls/certificate-issuer"];
    let Some(product) = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]) else { return };
    let text = match rule.map(|rule| rule.id) {
        Some(id) if UNKNOWN.contains(&id) => product.trust.to_owned(),
        Some("tls/certificate-verify") => {
            format!("If this machine does not know the authority behind it, make it known. {}", product.trust)
        }
        _ => return,
    };
    if !product.trust.is_empty() {
        told.steps.push(Step::new("sender-admin", text));
    }
}

/// How the program is told as whom it sends, where it is known and that is the fault.
pub fn sender(told: &mut Finding, facts: &Facts, diagnosis: &Diagnosis) {
    if told.cause != "send-as-denied" {
        return;
    }
    let own = seen::programs(facts, diagnosis).map(|owner| OWNERS[usize::from(owner)].sender);
    let Some(text) = own.into_iter().find(|text| !text.is_empty()) else { return };
    let general = |step: &Step| step.is_about(Topic::FromAddress) || step.is_about(Topic::FromPlace);
    let at = told.steps.iter().rposition(general).map_or(0, |at| at + 1);
    told.steps.insert(at, Step::new("sender", text));
}

/// Whether a command belongs to the systems of who speaks: one for Exchange says nothing at Google.
fn can_run(command: &knowledge::Command, system: Option<u16>) -> bool {
    let Some(owner) = system.map(|system| &OWNERS[usize::from(system)]) else { return true };
    command.at.is_empty() || command.at.split(' ').any(|at| at == owner.id)
}

/// Whether a command that only the recipient's side can run may be the reader's own: where both sides are one organisation,
/// or one of them is not named.
fn can_be_readers(command: &knowledge::Command, cause: &knowledge::Cause, values: &Values) -> bool {
    let theirs = matches!(cause.act, Act::Recipient | Act::RecipientAdmin) && !command.at.is_empty();
    let (own, other) = (values.get("sender_organization"), values.get("recipient_organization"));
    !theirs || own.is_none() || other.is_none() || own == other
}

/// Whose systems it is about: of the organisation that is known to speak, or that has the recipient's domain.
fn system(facts: &Facts, found: &diagnose::Finding, rule: Option<&knowledge::Rule>) -> Option<u16> {
    let is_provider = |owner: &u16| OWNERS[usize::from(*owner)].kind == OwnerKind::Provider;
    let recipient = found.recipient.and_then(|index| facts.recipients.get(index));
    let domain = recipient.and_then(|recipient| recipient.address.rsplit_once('@')).map(|(_, domain)| domain);
    let spoken = rule.map(|rule| rule.owner).filter(is_provider).or(found.speaker.filter(is_provider));
    spoken.or_else(|| knowledge::provider_of_host(domain?))
}

/// Stands before what a cause says of trying again.
pub const GOES_ON: &str = "The code is a temporary one, so the server goes on trying for some days. ";

/// Whether trying again helps. What clears by itself and was refused for good all the same has a text of its own, and so
/// has what the speaker's rule knows to clear, or not to clear, against its kind.
pub fn retry(found: &diagnose::Finding, cause: &knowledge::Cause, rule: Option<&knowledge::Rule>) -> String {
    if let Some(rule) = rule.filter(|rule| !rule.retry.is_empty()) {
        return rule.retry.to_owned();
    }
    let passes = found.permanence == Permanence::Temporary;
    let stated = match found.stated {
        Some(Permanence::Temporary) => cause.for_now,
        Some(Permanence::Permanent) if !passes => cause.for_good,
        _ => "",
    };
    match (cause.permanence, found.given_up) {
        (Permanence::Temporary, _) if found.permanence == Permanence::Permanent && !found.given_up => {
            "No: here it does not clear by itself, although the code says so.".to_owned()
        }
        (Permanence::Temporary, true) => cause.given_up.to_owned(),
        (Permanence::Permanent, true) if passes => {
            "Yes: here it clears by itself. This copy was given up, so send it anew then.".to_owned()
        }
        _ if !stated.is_empty() => stated.to_owned(),
        (Permanence::Permanent, false) if passes => {
            format!("{GOES_ON}{}", cause.retry)
        }
        _ => cause.retry.to_owned(),
    }
}

/// How long a server goes on trying: the notice knows it better than what is usual.
pub fn as_noticed(retry: &str, seconds: i64) -> String {
    let (number, unit) = match seconds / 3600 {
        hours if hours > 0 && hours % 24 == 0 => (hours / 24, "day"),
        0 => (seconds / 60, "minute"),
        hours => (hours, "hour"),
    };
    let ending = if number == 1 { "" } else { "s" };
    let noticed = format!("for {number} more {unit}{ending} after this notice");
    ["for one to five days", "for some days", "for days"]
        .iter()
        .find(|usual| retry.contains(*usual))
        .map_or_else(|| retry.to_owned(), |usual| retry.replacen(usual, &noticed, 1))
}

/// What the speaker means, and what is to know of the block lists that it names: whether they still run, how an entry
/// is taken off.
pub fn note(found: &diagnose::Finding, rule: Option<&knowledge::Rule>) -> Option<String> {
    let mut notes: Vec<&str> = rule.map(|rule| rule.note).into_iter().collect();
    if OF_LISTS.contains(&CAUSES[usize::from(found.cause)].id) {
        notes.extend(found.lists.iter().map(|list| LISTS[usize::from(*list)].note));
    }
    notes.retain(|note| !note.is_empty());
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// Causes for which an entry on a list is the reason, or may be.
const OF_LISTS: &[&str] = &["ip-blocklisted", "domain-blocklisted", "bad-reputation"];

fn links(found: &diagnose::Finding) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(link) = found.rule.and_then(|rule| RULES[usize::from(rule)].link) {
        links.push(Link { title: link.title.to_owned(), url: link.url.to_owned() });
    }
    // A list that is named on the way to another cause has no entry that is to be removed.
    let is_of_lists = OF_LISTS.contains(&CAUSES[usize::from(found.cause)].id);
    for list in found.lists.iter().filter(|_| is_of_lists) {
        let list = &LISTS[usize::from(*list)];
        if !list.url.is_empty() {
            links.push(Link { title: list.name.to_owned(), url: list.url.to_owned() });
        }
    }
    links
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_program_is_mended_where_it_is_set_up() {
        for (paste, cause, has, has_not) in [
            (
                "Symfony\\Component\\Mailer\\Exception\\TransportException: Expected response code \"250\" but got code \"501\", with message \"501 5.5.4 \
                 Invalid domain name [AM0P250CA01.EURP250.PROD.OUTLOOK.COM]\"",
                "helo-invalid",
                "local_domain",
                "Set the HELO name of the mail server",
            ),
            (
                "TrueNAS alert mail: [EFAULT] Failed to send email: [Errno -3] Temporary failure in name resolution",
                "server-name-unresolved",
                "Nameserver 1",
                "environment variable",
            ),
            (
                "The mail could not be sent to the recipients because of the mail server failure. Exception Message: Cannot send mails to mail server. \
                 (Service not available, closing transmission channel. The server response was: 4.3.2 Too many concurrent connections).",
                "too-many-connections",
                "sysmail_configure_sp",
                "Postfix",
            ),
            (
                "  File \"/app/django/core/mail/backends/smtp.py\", line 131\nsmtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command \
                 first', 'webmaster@localhost')",
                "tls-required",
                "EMAIL_USE_TLS = True",
                "smtp_tls_security_level",
            ),
            (
                "pvedaemon[7]: could not notify via target `mail-smtp`: failed to lookup address information: Temporary failure in name resolution",
                "server-name-unresolved",
                "System, DNS",
                "environment variable",
            ),
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(told.cause, cause, "{paste}");
            assert!(told.steps[0].text.contains(has) || told.steps[1].text.contains(has), "{:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains(has_not)), "{:?}", told.steps);
            let shells = told.commands.iter().map(|command| command.shell.as_str());
            assert!(
                shells.clone().all(|shell| !shell.starts_with("post") && !shell.starts_with("exim")),
                "{:?}",
                told.commands
            );
        }
    }

    #[test]
    fn whoever_sits_before_a_program_sets_it_themselves() {
        for (paste, menu) in [
            (
                "Mailspring: Authentication Error - Check your username and password. (SMTP)",
                "Preferences, Accounts",
            ),
            (
                "FairEmail: javax.mail.AuthenticationFailedException: 535 5.7.8 Error: authentication failed",
                "Identities",
            ),
            (
                "SeaMonkey: Sending of message failed. The message could not be sent because connecting to Outgoing server (SMTP) \
                 smtp.example.org failed. The server may be unavailable or is refusing SMTP connections.",
                "Mail & Newsgroups Account Settings",
            ),
            (
                "Kontact/KMail: Failed to transport message. 535 5.7.8 Error: authentication failed",
                "Configure KMail",
            ),
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            let step = told.steps.iter().find(|step| step.text.contains(menu));
            assert_eq!(step.map(|step| &*step.by), Some("sender"), "{paste}: {:?}", told.steps);
        }
    }

    #[test]
    fn the_reply_alone_is_about_no_program() {
        let told = crate::diagnose("501 5.5.4 Invalid domain name").findings.remove(0);
        assert_eq!(told.cause, "helo-invalid");
        assert!(told.steps.iter().any(|step| step.text.starts_with("Set the HELO name")), "{:?}", told.steps);
    }

    #[test]
    fn a_notice_that_names_its_own_time_is_believed() {
        let told = |hours: &str| {
            crate::diagnose(&format!(
                "Delivery incomplete\n\nThere was a temporary problem delivering your message to ann@example.org. Gmail will retry for {hours}. You'll be \
                 notified if the delivery fails permanently.\n\nThe response was:\n\nThe recipient server did not accept our requests to connect. \
                 For more information, go to https://support.google.com/mail/answer/7720 [mx.example.org 192.0.2.30: timed out]\n"
            ))
            .findings
            .remove(0)
            .retry
        };
        assert!(told("23 more hours").contains("for 23 more hours"), "{}", told("23 more hours"));
        assert!(
            told("1 more hour").contains("for 1 more hour after")
                && !told("1 more hour").contains("five days")
        );
    }
}
