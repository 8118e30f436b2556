//! A program and the server that it sends through do not agree on encryption. A large provider's server is current, and what it
//! takes is public: it is this side that has to change, and nobody there is to be asked.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::knowledge::{self, OWNERS, Permanence, RULES, Topic};
use crate::report::Finding;
use crate::report::advice::GOES_ON;
use crate::report::values::Values;

pub fn adapt(told: &mut Finding, found: &diagnose::Finding, values: &Values) {
    if told.cause != "tls-handshake" {
        return;
    }
    let rule = found.rule.map_or("", |rule| RULES[usize::from(rule)].id);
    if rule == "tls/plain-against-tls" {
        // Port and encryption stand in the program's own settings.
        told.ask = None;
        return;
    }
    let Some(name) = values.get("remote").and_then(large) else { return };
    // It says of itself that it cannot begin.
    if rule == "tls-handshake/not-ready" {
        return;
    }
    told.ask = None;
    if TOO_FAR_APART.contains(&rule) {
        told.steps.retain(|step| !step.is_about(Topic::OlderSide));
        told.add_note(&format!(
            "The server is one of {name}, which takes what is current: it is this side that is too old, or set otherwise."
        ));
    }
}

/// In the log of a server that sends: the other one chose a version of TLS that OpenSSL does not take here, so it is the older.
pub fn of_log(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    const NOTE: &str = "The other server chose a version of TLS that is too old for this side. As long as nobody has set this side to the newest \
                        version alone, it is the other one that has to be updated.";
    if told.cause != "tls-handshake" || !values.get("port").is_none_or(|port| port == "25") {
        return;
    }
    let said = |statement: usize| facts.statements[statement].text.as_str();
    let outcome = found.statement.map(|statement| facts.outcome_of(statement));
    let mut of_it = facts.groups_of(outcome).peekable();
    let goes_out = of_it.peek().is_some()
        && of_it
            .all(|group| matches!(group.event, Event::Deferred | Event::Bounced) && !group.named.takes_in);
    if !goes_out {
        return;
    }
    if found.permanence == Permanence::Temporary && !told.retry.starts_with(GOES_ON) {
        told.retry.insert_str(0, GOES_ON);
    }
    if found.statement.is_some_and(|statement| said(statement).contains("unsupported protocol")) {
        told.act = "recipient-admin".to_owned();
        told.note = Some(NOTE.to_owned());
        // Which one it is, is known, and it is not this one.
        told.steps.retain(|step| !step.is_about(Topic::OlderSide) && !step.is_about(Topic::UpdateOldSide));
    }
}

const TOO_FAR_APART: &[&str] = &["tls/no-common-version", "tls/no-common-cipher", "tls/broken-off"];

fn large(host: &str) -> Option<&'static str> {
    let of_provider = || knowledge::provider_of_host(host).map(|owner| OWNERS[usize::from(owner)].name);
    knowledge::service_of_host(host).map(|service| service.name).or_else(of_provider)
}

#[cfg(test)]
mod tests {
    fn told(host: &str, words: &str) -> crate::report::Finding {
        let paste = format!(
            "Epson WorkForce, scan to mail\nSMTP server: {host}\nPort: 587\nSecure connection: STARTTLS\n{words}"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    #[test]
    fn versions_that_do_not_meet_stay_so() {
        for words in [
            "421 4.7.0 unsupported protocol: TLS 1.1 is switched off",
            "SSL routines:ssl3_read_bytes:tlsv1 alert protocol version",
            "454 4.7.0 TLS negotiation failed: no shared cipher",
        ] {
            let large = told("smtp.gmail.com", words);
            assert_eq!(
                (large.cause.as_str(), large.state.as_str()),
                ("tls-handshake", "permanent"),
                "{words}"
            );
            assert_eq!(large.ask, None, "{words}");
            assert!(large.note.is_some_and(|note| note.contains("this side")), "{words}");
            assert!(large.steps.iter().all(|step| !step.text.contains("which side")), "{:?}", large.steps);
            assert!(told("mail.example.org", words).ask.is_some(), "{words}");
        }
        let not_ready = told("mail.example.org", "454 4.7.0 TLS not available due to temporary reason");
        assert_eq!(not_ready.state, "temporary");
    }

    #[test]
    fn a_log_names_the_server_and_the_mail_that_encryption_failed_for() {
        const TRY: &str = "Nov 26 10:00:01 mx postfix/smtp[41]: SSL_connect error to mx.example.net[192.0.2.7]:25: -1\n\
                           Nov 26 10:00:01 mx postfix/smtp[41]: warning: TLS library problem: error:0A000102:SSL routines::unsupported \
                           protocol:../ssl/statem/statem_lib.c:1986:\n\
                           Nov 26 10:00:01 mx postfix/smtp[41]: 4b9BQ11bB1z2: to=<eve@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, \
                           dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)\n";
        const OTHER: &str = "Nov 26 10:05:01 mx postfix/smtp[42]: 4b9BR22cC2z3: to=<dan@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, \
                             dsn=2.0.0, status=sent (250 2.0.0 Ok)\n";
        let told = crate::diagnose(&[OTHER, TRY, TRY].concat()).findings.remove(0);
        assert_eq!((told.permanence.as_str(), told.act.as_str()), ("temporary", "recipient-admin"));
        assert!(told.retry.starts_with(super::GOES_ON), "{}", told.retry);
        for wanted in ["mx.example.net", "eve@example.net", "4b9BQ11bB1z2"] {
            let in_facts = told.facts.iter().any(|fact| fact.value == wanted);
            assert!(
                in_facts && told.ask.as_ref().is_some_and(|ask| ask.contains(wanted)),
                "{wanted}: {told:?}"
            );
        }
        let steps: Vec<&str> = told.steps.iter().map(|step| &*step.text).collect();
        assert!(steps.iter().any(|text| text.contains("`example.net may protocols=>=TLSv1`")), "{steps:?}");
        assert!(steps.iter().all(|text| !text.contains("SERVER") && !text.contains(":587")), "{steps:?}");
        assert!(told.commands.iter().any(|command| command.shell.contains("mx.example.net:25")), "{told:?}");
        // That the handshake failed tells no more than that.
        let bare = TRY.lines().next_back().expect("three lines");
        let told = crate::diagnose(bare).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-handshake", "sender-admin"));
        assert!(told.note.as_ref().is_none_or(|note| !note.contains("in common")), "{:?}", told.note);
    }

    #[test]
    fn what_fits_is_not_to_be_matched() {
        let matches = |port: u16| {
            let paste = format!(
                "SMTP server: smtp.gmail.com\nPort: {port}\nEncryption: STARTTLS\nError: the SSL handshake failed"
            );
            let told = crate::diagnose(&paste).findings.remove(0);
            assert_eq!(told.cause, "tls-handshake");
            assert!(!told.steps.is_empty());
            told.steps.iter().any(|step| step.text.starts_with("Match port and encryption"))
        };
        assert!(!matches(587));
    }
}
