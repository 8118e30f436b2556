//! A program and the server that it sends through do not agree on encryption. A large provider's server is current, and what it
//! takes is public: it is this side that has to change, and nobody there is to be asked.

use super::Finding;
use super::values::Values;
use crate::diagnose;
use crate::knowledge::{self, OWNERS, RULES, Topic};

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
