//! The name given in HELO, where the paste shows it and it is no host's full name: what it is instead, and where such a name comes from.
//! docs.docker.com/engine/network (a container's name is its short id unless one is set), checked 2026-11-27.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::knowledge::Topic;
use crate::mail::ip::is_inner_name;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    // Where somebody typed it, or only Google's hanging up tells of it, that was said already.
    let is_told = told.title.contains("typed") || told.summary.starts_with("The name given was");
    if told.cause != "helo-invalid" || is_told || told.is_turned_away() {
        return;
    }
    let said = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let Some(name) = refused(said).or(facts.envelope.helo.as_deref()) else { return };
    let Some(kind) = Kind::of(name) else { return };
    let is_own_log = facts.log.is_some();
    if is_own_log && !was_to_be_sent(facts, found) {
        return;
    }
    told.summary = format!("{} {}", told.summary, kind.about(name));
    // Where the program's own setting is named, that one is enough.
    let is_general = told.steps.iter().any(|step| step.is_about(Topic::GreetingName));
    if kind == Kind::Container && is_general {
        told.steps.push(Step::new("sender-admin", CONTAINER));
    }
    if is_own_log {
        told.steps.retain(|step| step.by != "sender");
        if facts.program == Some("postfix") {
            told.steps.insert(0, Step::new("sender-admin", POSTFIX));
        }
    }
    // Nobody asks the DNS for a name that has no dot, or for one that was not given.
    told.commands.retain(|command| {
        !["HELO", "SENDING_IP"].iter().any(|empty| command.shell.contains(empty))
            && !command.shell.contains(&format!(" {name};"))
    });
}

const CONTAINER: &str = "Where the program that sends has no setting for the name, give its container a full name: `hostname: app.example.org` in docker-compose.yml, or `docker run \
                         --hostname app.example.org`, and make it anew.";
/// <https://www.postfix.org/postconf.5.html#smtp_helo_name>, checked 2026-11-27.
const POSTFIX: &str = "`postconf -e 'myhostname = mail.example.org'` with the machine's full name, then `postfix reload`; where myhostname has to stay, set smtp_helo_name \
                       alone.";

/// Whether this very server gave the name, and no stranger to it.
fn was_to_be_sent(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut groups = facts.groups_of(found.statement).peekable();
    groups.peek().is_some() && groups.all(|group| matches!(group.event, Event::Bounced | Event::Deferred))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Container,
    Localhost,
    Inner,
    Short,
}

impl Kind {
    fn of(name: &str) -> Option<Kind> {
        let lower = name.to_ascii_lowercase();
        let is_id = lower.len() == 12 && lower.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(match lower.as_str() {
            // A word of twelve letters out of a to f is none, but one with digits.
            _ if is_id && lower.bytes().any(|byte| byte.is_ascii_digit()) => Kind::Container,
            "localhost" | "localhost.localdomain" => Kind::Localhost,
            _ if !lower.contains('.') => Kind::Short,
            _ if is_inner_name(&lower) => Kind::Inner,
            _ => return None,
        })
    }

    fn about(self, name: &str) -> String {
        match self {
            Kind::Container => format!(
                "Here it was {name}: the number of a container, which it has as its name where no other is set. No DNS knows it, and it is another one after each update."
            ),
            Kind::Localhost => format!("Here it was {name}, as every machine calls itself: it names none."),
            Kind::Inner => format!("Here it was {name}, a name that only your own network knows."),
            Kind::Short => {
                format!("Here it was {name}, a machine's short name: the domain behind it is missing.")
            }
        }
    }
}

/// `<web1>: Helo command rejected: …`, `HELO/EHLO argument web1 invalid`.
fn refused(said: &str) -> Option<&str> {
    let lower = said.to_ascii_lowercase();
    if let Some(at) = lower.find(">: helo command rejected") {
        let front = &said[..at];
        return front.rsplit_once('<').map(|(_, name)| name).filter(|name| is_word(name));
    }
    const ARGUMENT: &str = "helo/ehlo argument ";
    let at = lower.find(ARGUMENT)? + ARGUMENT.len();
    let word = said[at..].split([' ', ',', ';', '\n']).next().unwrap_or_default();
    Some(word.trim_matches(['"', '\'', '<', '>'])).filter(|name| is_word(name))
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    fn refused(name: &str) -> String {
        format!("504 5.5.2 <{name}>: Helo command rejected: need fully-qualified hostname")
    }

    #[test]
    fn a_program_names_where_its_own_greeting_is_set() {
        for (paste, option) in [
            (
                format!(
                    "[vaultwarden::mail][ERROR] SMTP error: permanent error (504): {}",
                    refused("3f2a9c1b7d4e")
                ),
                "HELO_NAME",
            ),
            (
                format!(
                    "mailer.go:390:processMailQueue() [E] Failed to send emails [bob@example.org]: Gitea - Test - {}",
                    refused("3f2a9c1b7d4e")
                ),
                "HELO_HOSTNAME",
            ),
            (
                format!(
                    "logger=ngalert.notifier.email msg=\"Failed to send alert notification\" err=\"{}\" grafana",
                    refused("3f2a9c1b7d4e")
                ),
                "ehlo_identity",
            ),
            (
                format!(
                    "SMTPAddressFailedException: {}\n\tat org.keycloak.email.DefaultEmailSenderProvider.send(DefaultEmailSenderProvider.java:120)",
                    refused("3f2a9c1b7d4e")
                ),
                "--hostname",
            ),
            (
                format!(
                    "msmtp: server message: {}\nmsmtp: could not send mail (account default from /etc/msmtprc)",
                    refused("localhost")
                ),
                "`domain ",
            ),
            (
                format!("Error: Failed to send: permanent error (550): {} (lettre)", refused("localhost")),
                "hello_name",
            ),
            (
                format!(
                    "{{\"reqId\":\"x\",\"level\":3,\"app\":\"core\",\"message\":\"Expected response code \\\"250\\\" but got code \\\"504\\\", with message \\\"{}\\\".\",\"exception\":{{\"Exception\":\"Symfony\\\\Component\\\\Mailer\\\\Exception\\\\UnexpectedResponseException\"}}}}",
                    refused("3f2a9c1b7d4e")
                ),
                "overwrite.cli.url",
            ),
        ] {
            let told = told(&paste);
            assert_eq!(told.cause, "helo-invalid", "{paste}");
            assert!(told.steps[0].text.contains(option), "{option}: {:?}", told.steps);
            assert!(told.commands.is_empty(), "{:?}", told.commands);
        }
    }

    #[test]
    fn what_such_a_name_is_is_said() {
        let node = |name: &str| {
            format!(
                "Error: {}\n at SMTPConnection (/app/node_modules/nodemailer/lib/smtp-connection/index.js:1:2)",
                refused(name)
            )
        };
        for (name, about) in [
            ("3f2a9c1b7d4e", "number of a container"),
            ("localhost", "every machine calls itself"),
            ("web-1", "short name"),
            ("pc.lan", "only your own network"),
        ] {
            let told = told(&node(name));
            assert!(told.summary.contains(about), "{}", told.summary);
        }
        assert!(!told(&node("mail.example.org")).summary.contains("Here it was"));
        let log = told(&format!(
            "Nov 20 10:00:00 pi postfix/smtp[12]: 4F1D: to=<bob@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.5.2, status=bounced (host \
             mx.example.org[192.0.2.1] said: {} (in reply to RCPT TO command))\n",
            refused("pi")
        ));
        assert!(
            log.steps[0].text.contains("myhostname") && log.steps.iter().all(|step| step.by != "sender"),
            "{:?}",
            log.steps
        );
    }
}
