//! A reply that names an address to write to: whoever runs the sending server writes there first.

use super::values::Values;
use super::{Finding, Step};

/// Causes that the other side takes away when it is asked.
const ASKED: &[&str] = &[
    "ip-blocklisted",
    "domain-blocklisted",
    "bad-reputation",
    "policy-rejected",
    "spam-content",
    "geo-blocked",
    "rate-limited",
];

pub fn adapt(told: &mut Finding, values: &Values) {
    let Some(contact) = values.get("contact").filter(|_| ASKED.contains(&told.cause.as_str())) else {
        return;
    };
    if !told.act.starts_with("sender") || told.steps.iter().any(|step| step.text.contains(contact)) {
        return;
    }
    let text = format!(
        "Write to {contact}, which the reply names for this. Give the network address and the host name of the sending server, the time, and \
         the whole reply."
    );
    let at = told.steps.iter().position(|step| step.by == told.act).unwrap_or(0);
    told.steps.insert(at, Step::new(told.act.clone(), text));
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_address_in_the_reply_is_named_where_it_is_to_be_written_to() {
        let told = |words: &str| {
            let paste = format!(
                "This is the mail system at host out.orchard.example.\n\n<bob@example.net>: host mx.example.net[192.0.2.9] said: {words} (in reply to end of DATA \
                 command)\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let refused = told(
            "554 5.7.1 198.51.100.4 has a poor reputation. Please contact unblock@example.net to have it reset",
        );
        assert!(
            refused.steps.iter().any(|step| step.text.contains("unblock@example.net")),
            "{:?}",
            refused.steps
        );
    }

    #[test]
    fn who_is_let_in_by_writing_is_told_the_address_and_whom_to_pass_it_to() {
        let paste = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n\
                     recipients. This is a permanent error. The following address(es) failed:\n\n  bob@t-online.de<mailto:bob@t-online.de>\n    host mx01.t-online.de \
                     [192.0.2.4]\n    SMTP error from remote mail server after initial connection:\n    554 IP=198.51.100.4 - None/bad reputation. (Ask your \
                     postmaster for help or to contact tosa@rx.t-online.de<mailto:tosa@rx.t-online.de> for reset.) (NOWL)\n";
        let told = crate::diagnose(paste).findings.remove(0);
        let letter = told.ask.clone().unwrap_or_default();
        assert!(
            letter.contains("tosa@rx.t-online.de")
                && !letter.contains("mailto:")
                && !letter.contains("delayed"),
            "{letter}"
        );
        assert!(
            letter.contains("Write to: tosa@rx.t-online.de") && letter.contains("198.51.100.4"),
            "{letter}"
        );
        let first = told.steps.iter().find(|step| step.by == "sender").expect("a step");
        assert!(first.text.starts_with("Pass this on"), "{:?}", told.steps);
        assert!(
            told.steps.iter().any(|step| step.text.contains("write to tosa@rx.t-online.de")),
            "{:?}",
            told.steps
        );
    }
}
