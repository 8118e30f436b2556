//! The name of the outgoing server is one slip of the finger away from a large provider's.

use super::values::Values;
use super::{Finding, Step};
use crate::diagnose::typo;
use crate::knowledge;

pub fn adapt(told: &mut Finding, values: &Values) {
    let Some(written) = values.get("remote").filter(|_| told.cause == "server-name-unresolved") else {
        return;
    };
    let Some(meant) = meant(written) else { return };
    told.add_note(&format!(
        "{written} is one slip away from {meant}, a server that many people send through."
    ));
    told.permanence = "permanent".to_owned();
    told.retry = "Not before the name is corrected.".to_owned();
    told.act = "sender".to_owned();
    told.ask = None;
    let text =
        format!("If {meant} is meant, put that into the settings for outgoing mail in place of {written}.");
    told.steps.insert(0, Step { by: "sender".into(), text: text.into() });
}

/// The server that was probably meant, where one of that name is known.
fn meant(written: &str) -> Option<String> {
    let domain = knowledge::organizational_domain(written)?;
    let front = written.strip_suffix(domain)?;
    let host = format!("{front}{}", typo::meant(domain)?);
    knowledge::is_submission_server(&host).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_slip_in_a_known_servers_name_is_told() {
        for (written, want) in [
            ("smtp.gmall.com", Some("smtp.gmail.com")),
            ("smtp.gmail.com", None),
            ("smtp.example.com", None),
            ("nothere.gmall.com", None),
            ("localhost", None),
        ] {
            assert_eq!(meant(written).as_deref(), want, "{written}");
        }
        let told =
            crate::diagnose("Error: getaddrinfo ENOTFOUND smtp.gmall.com\n  code: 'EDNS', command: 'CONN'")
                .findings
                .remove(0);
        assert_eq!((told.state.as_str(), told.act.as_str()), ("permanent", "sender"));
        assert!(told.steps[0].text.contains("smtp.gmail.com"), "{:?}", told.steps);
        let told =
            crate::diagnose("Error: getaddrinfo ENOTFOUND smtp.example.com\n  code: 'EDNS', command: 'CONN'")
                .findings
                .remove(0);
        assert_eq!(told.permanence, "none");
    }
}
