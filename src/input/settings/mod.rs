//! Settings of outgoing mail: environment files, code, JSON, YAML, properties, msmtprc, main.cf, a page typed in.
//!
//! `reading` goes from line to line, `pair` cuts them, `key` knows the names, `program` whose they are, `value` and
//! `encryption` what they come to. Passwords are covered as soon as they are seen and never kept.

mod build;
mod call;
mod dialect;
mod encryption;
pub mod joined;
mod key;
mod kind;
mod label;
mod main_cf;
mod option;
mod order;
mod pair;
mod password;
mod program;
mod reading;
mod side;
pub mod tick;
mod value;

use super::topic;
use crate::facts::settings::{Secret, Settings};
use crate::facts::{Facts, Kind};
use crate::text::{Span, Text, TextBuilder};
use reading::Reading;
use std::ops::Range;

/// Settings fit on a page: what is longer is something else.
const LONGEST: usize = 40_000;

/// How sure that these are settings of a mail server.
pub fn looks(text: &Text) -> u8 {
    looks_as(text, false)
}

/// The settings that stand beside the words of a program; those in its code, too.
pub fn beside(text: &Text) -> Option<Facts> {
    (looks_as(text, true) > 0).then(|| read_as(text, true))
}

/// Lines of Postfix's main.cf among others, which `rest` cuts out. `None` where there are none.
pub fn of_postfix(text: &Text, rest: impl Fn(&Text) -> Text) -> Option<Facts> {
    const MOST: usize = 200_000;
    if text.len() > MOST || main_cf::read(text).is_none() {
        return None;
    }
    let rest = rest(text);
    (rest.len() <= LONGEST && main_cf::read(&rest).is_some()).then(|| read_as(&rest, false))
}

/// What stands among settings and is none: words of a program, and of whoever asks. `None` where there are none.
pub fn others(text: &Text) -> Option<Text> {
    let text = &tick::without(text.clone());
    let lines = Reading::of(text, true).others;
    let says = |line: &Range<usize>| text.as_str()[line.clone()].contains(char::is_alphanumeric);
    let mut builder = TextBuilder::new(text);
    let mut end = 0;
    for line in lines.into_iter().filter(says) {
        // What stood apart stays apart.
        if text.as_str()[end..line.start].contains("\n\n") {
            builder.put(line.start..line.start, "\n");
        }
        end = line.end;
        builder.keep(line.start..(line.end + 1).min(text.len()));
    }
    let others = builder.finish();
    (!others.is_empty()).then_some(others)
}

fn looks_as(text: &Text, with_calls: bool) -> u8 {
    if text.len() > LONGEST {
        return 0;
    }
    // A server's own file, whether it names another server or not.
    if let Some((main_cf, strange)) = main_cf::read(text)
        && main_cf.parameters.len() > 2
        && strange <= 3 + main_cf.parameters.len() / 2
    {
        return 50;
    }
    let Reading { settings, about_mail, strange, is_built, .. } = Reading::of(text, with_calls);
    let place = usize::from(settings.host.is_some()) + usize::from(settings.port.is_some());
    let rest = usize::from(settings.security.is_some())
        + usize::from(settings.user.is_some())
        + usize::from(settings.password.is_some())
        + usize::from(settings.auth.is_some());
    let mail_host = settings.host.as_ref().is_some_and(|host| {
        key::about_mail(&host.is) || is_mail_port(settings.port.as_ref().map(|port| port.is))
    });
    match () {
        // By that alone nothing is sent, whatever else is set.
        () if settings.unsent.is_some() && strange <= 12 => 50,
        () if place + rest < 2 || !(about_mail || mail_host) => 0,
        () if place == 0 || strange > 12 + 3 * (place + rest) => 0,
        () if place + rest >= 3 => 50,
        () if place == 2 => 30,
        // The server's name is a variable there.
        () if is_built && settings.port.is_some() && settings.security.is_some() => 30,
        () => 0,
    }
}

fn is_mail_port(port: Option<u16>) -> bool {
    port.is_some_and(|port| matches!(port, 25 | 465 | 587 | 2525 | 2465 | 2587 | 1025))
}

pub fn read(text: &Text) -> Facts {
    read_as(text, false)
}

fn read_as(text: &Text, with_calls: bool) -> Facts {
    let Reading { settings, covered, .. } = Reading::of(text, with_calls);
    let mut facts = Facts { kind: Kind::Settings, covered, ..Facts::default() };
    facts.program = settings.program;
    facts.envelope.sender = settings.from.as_ref().map(|from| from.is.clone());
    let of_device = settings.program.is_none() && topic::is_device(text.as_str());
    facts.settings = Some(Settings { of_device, ..settings });
    facts
}

/// What the words beside them tell of how the settings are meant.
pub fn by_words(facts: &mut Facts, words: &Text) {
    if let Some(settings) = facts.settings.as_mut() {
        dialect::swifts(settings, words.as_str());
    }
}

/// Tells of the password what its form tells, from the paste before anything in it was covered.
pub fn weigh(facts: &mut Facts, paste: &str) {
    let Some(settings) = facts.settings.as_mut() else { return };
    let (Some(password), Some(at)) = (settings.password.as_mut(), settings.password_at) else { return };
    let Some(value) = paste.get(at.span.range()) else { return };
    // What ends the statement may have been covered with it.
    let value = if at.in_code { value.trim_end_matches([',', ';', ' ']) } else { value };
    let is_quoted = paste[..at.span.start].ends_with(['"', '\'']);
    let sign = value.find('#').filter(|sign| !value[..*sign].ends_with([' ', '\t']));
    settings.cut_short = settings.program == Some("laravel") && !is_quoted && sign.is_some();
    password.is = if is_reference(value) { Secret::StandIn } else { password::judged(value, at.in_code) };
}

/// Code that fetches a value from elsewhere: `process.env.SMTP_HOST`, `${SMTP_HOST}`, `os.environ["SMTP_HOST"]`. There is
/// nothing in it to check.
fn is_reference(value: &str) -> bool {
    const FETCHES: &[&str] = &[
        "process.env",
        "import.meta.env",
        "os.environ",
        "os.getenv",
        "os.Getenv",
        "System.getenv",
        "getenv(",
        "env(",
        "env.",
        "ENV[",
        "ENV.fetch",
        "config(",
        "config.",
        "settings.",
        "Configuration[",
        "builder.Configuration",
        "$_ENV",
        "{{",
        "$env:",
        "Deno.env",
    ];
    // `server = smtplib.SMTP(`: a call whose values stand elsewhere.
    if value.trim_end().ends_with('(') {
        return true;
    }
    let value = value.trim_start_matches(['"', '\'', '`', ' ']);
    let shell = value.strip_prefix('$').is_some_and(|rest| {
        let name = rest.trim_start_matches('{').trim_end_matches('}');
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    });
    shell || FETCHES.iter().any(|sign| value.starts_with(sign))
}

fn cover(text: &Text, range: Range<usize>, covered: &mut Vec<Span>) {
    if !range.is_empty() {
        covered.push(text.span(range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::settings::Security;

    #[test]
    fn a_value_may_stand_below_its_label() {
        let text = "Outgoing server (SMTP)\nServer name\nsmtp.example.org\nPort:\n587\n\nConnection security\nSTARTTLS\nAuthentication\n\
                    Normal password\nUser name\nann@example.org\nPassword\nhunter2 and more\nSave\nCancel\n";
        let facts = super::read(&Text::plain(text));
        let known = facts.settings.expect("settings");
        assert_eq!(known.host.map(|host| host.is).as_deref(), Some("smtp.example.org"));
        assert_eq!(known.port.map(|port| port.is), Some(587));
        assert_eq!(known.security.map(|security| security.is), Some(Security::StartTls));
        assert_eq!(known.user.map(|user| user.is).as_deref(), Some("ann@example.org"));
        assert!(known.password.is_some());
        let covered: Vec<&str> = facts.covered.iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(covered, ["hunter2 and more"]);
        assert!(looks(&Text::plain(text)) > 0);
        let yaml = "mail:\n  password:\n  port: 25\n  host: mail.example.org\n";
        let facts = super::read(&Text::plain(yaml));
        assert!(facts.covered.is_empty() && facts.settings.is_some_and(|known| known.port.is_some()));
    }

    #[test]
    fn of_two_ports_the_one_counts_that_goes_with_the_encryption() {
        let read = |encryption: &str| {
            let text = format!(
                "SMTP Server Address: smtp.example.org\nUse SSL/TLS: {encryption}\nPort Number: 587\nPort No. (SSL): 465\n"
            );
            let known = super::read(&Text::plain(&text)).settings.expect("settings");
            (known.port.map(|port| port.is), known.security.map(|security| security.is))
        };
        assert_eq!(read("SMTP over SSL"), (Some(465), Some(Security::Implicit)));
        assert_eq!(read("Start TLS"), (Some(587), Some(Security::StartTls)));
        let alone = super::read(&Text::plain(
            "SMTP Server: smtp.example.org\nSSL Port: 465\nUser: ann@example.org\n",
        ));
        assert_eq!(alone.settings.and_then(|known| known.port).map(|port| port.is), Some(465));
    }

    #[test]
    fn what_a_program_offers_names_its_port() {
        let read = |word: &str| {
            let text = format!(
                "Hostname: smtp.example.org\nPort: 587\nSecurity: {word}\nUsername: ann@example.org\n"
            );
            super::read(&Text::plain(&text))
                .settings
                .and_then(|known| known.security)
                .map(|security| security.is)
        };
        assert_eq!(read("TLS (465)"), Some(Security::Implicit));
        assert_eq!(read("SSL/STARTTLS (587)"), Some(Security::StartTls));
    }

    #[test]
    fn laravels_word_for_encryption_counts_where_the_port_agrees() {
        let read = |port: &str, word: &str| {
            let text = format!(
                "MAIL_MAILER=smtp\nMAIL_HOST=smtp.example.org\nMAIL_PORT={port}\nMAIL_ENCRYPTION={word}\n"
            );
            let known = super::read(&Text::plain(&text)).settings.expect("settings");
            known.security.map(|security| security.is)
        };
        assert_eq!(read("465", "ssl"), Some(Security::Implicit));
        assert_eq!(read("587", "tls"), Some(Security::StartTls));
        assert_eq!(read("587", "ssl"), Some(Security::Some));
        assert_eq!(read("465", "tls"), Some(Security::Some));
    }

    #[test]
    fn a_set_in_line_of_main_cf_belongs_to_the_one_before() {
        let read = |networks: &str| {
            let text = format!(
                "myhostname = mail.example.org\nmynetworks = 127.0.0.0/8\n    {networks}\nrelayhost = [smtp.example.net]:587\nsmtp_tls_security_level = encrypt\n"
            );
            super::read(&Text::plain(&text)).settings.expect("settings")
        };
        let known = read("192.0.2.0/24, [::1]/128");
        assert_eq!(known.host.map(|host| host.is).as_deref(), Some("smtp.example.net"));
        let networks = known.main_cf.expect("a main.cf").list("mynetworks");
        assert_eq!(networks, ["127.0.0.0/8", "192.0.2.0/24", "[::1]/128"]);
    }
}
