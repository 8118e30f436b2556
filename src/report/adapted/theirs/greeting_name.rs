//! A name given in EHLO that Google hung up on: where the paste shows it, and it is none, it is known why.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{RULES, Topic};
use crate::mail::ip::{is_inner, is_inner_name};
use crate::report::Finding;

/// Google's answer, which does not say what was wrong.
const RULE: &str = "google/ehlo-name";

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    if found.rule.is_none_or(|rule| RULES[usize::from(rule)].id != RULE) {
        return;
    }
    let set =
        facts.settings.as_ref().and_then(|settings| settings.helo.as_ref()).map(|helo| helo.is.as_str());
    let Some(name) = facts.envelope.helo.as_deref().or(set) else { return };
    if is_full(name) {
        told.add_note(&format!("The name given here, {name}, is a full one: look at the last step first."));
        return;
    }
    told.confidence = "certain".to_owned();
    told.summary = format!(
        "The name given was {name}. Google hangs up on such names right after EHLO, in spite of what the words say: it has to be a full host name."
    );
    // That many connections came is not the reason then.
    told.steps.retain(|step| !step.is_about(Topic::FullName));
}

/// A host's name with dots (RFC 5321, section 4.1.4), and not the machine's name for itself. An address in brackets is lawful, and
/// Google takes one of the own machine from nobody.
fn is_full(name: &str) -> bool {
    let name = name.trim_matches(['\'', '"']).trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_matches(['[', ']']).trim_start_matches("ipv6:");
    name.contains('.') && !is_inner(address) && !is_inner_name(&name)
}

#[cfg(test)]
mod tests {
    const SAID: &str = "421-4.7.0 Try again later, closing connection. (EHLO)\n421 4.7.0 For more information, go to \
                        https://support.google.com/a/answer/3221692 a1-20 - gsmtp";

    #[test]
    fn a_bare_name_is_why_google_hangs_up() {
        let session =
            |name: &str| format!("220 smtp-relay.gmail.com ESMTP a1-20 - gsmtp\nEHLO {name}\n{SAID}\n");
        let settings = |line: &str| {
            format!(
                "smtp_address = \"smtp-relay.gmail.com\"\nsmtp_port = 587\n{line}\n\nNet::SMTPServerBusy ({SAID})\n"
            )
        };
        for paste in [
            session("localhost"),
            session("[127.0.0.1]"),
            session("web-1"),
            settings("smtp_domain = \"localhost\""),
        ] {
            let told = crate::diagnose(&paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.confidence.as_str(), told.permanence.as_str(), told.act.as_str()),
                ("helo-invalid", "certain", "permanent", "sender-admin"),
                "{paste}"
            );
            assert!(!told.retry.contains("some minutes") && told.steps[0].text.contains("EHLO"), "{told:?}");
        }
        let full = crate::diagnose(&session("mail.example.org")).findings.remove(0);
        assert_eq!(full.confidence, "likely");
        assert!(full.note.is_some_and(|note| note.contains("mail.example.org")));
    }
}
