//! Sentences about a report that the page shows as they are.

use crate::report::{Finding, Report, language};

/// What the text was read as.
pub fn origin(report: &Report) -> String {
    let kind = match report.kind.as_str() {
        "headers" => "message headers",
        "message" => "a message",
        "bounce" => "a bounce",
        "delivery-report" => "a delivery report",
        "feedback-report" => "a complaint report",
        "auto-reply" => "an automatic reply",
        "reply" => "a server’s reply",
        "client-error" => "an error of a mail program",
        "library-error" => "an error of a program that sends mail",
        "api-error" => "an error of a sending service",
        "transcript" => "the record of a connection",
        "log" => "a server’s log",
        "settings" => "mail settings",
        "mixed" => "several things",
        _ => "a description",
    };
    let product = report.product.as_ref().map(|product| format!(", by {}", product.name)).unwrap_or_default();
    let language = language::foreign(report.language.as_deref());
    let language = language.map(|language| format!(", in {language}")).unwrap_or_default();
    format!("Read as {kind}{product}{language}.")
}

/// The button of a finding's message.
pub fn button(finding: &Finding, kind: &str) -> String {
    let arrived = finding.cause == "delivered" && matches!(kind, "headers" | "message");
    match finding.act.as_str() {
        "nobody" if arrived => "A message to whoever held it up",
        // Who has the headers may be on either side.
        "sender-admin" if arrived => "A message to that administrator",
        act => message_to(&finding.cause, act, finding.ask.as_deref().unwrap_or_default()),
    }
    .to_owned()
}

/// To whom a message is: who is to act; where that is the reader or nobody, the message itself tells.
pub fn message_to(cause: &str, act: &str, message: &str) -> &'static str {
    match act {
        _ if cause == "undetermined" => "A message that asks for the reason",
        "nobody" if matches!(cause, "greylisted" | "server-unavailable") => {
            "A message to their administrator"
        }
        "sender" if !is_to_recipient(message) => "A message to your mail provider",
        "sender" | "nobody" | "recipient" => "A message to the recipient",
        "sender-admin" => "A message to your administrator",
        "recipient-admin" => "A message to their administrator",
        _ => "A message to them",
    }
}

fn is_to_recipient(message: &str) -> bool {
    [" to you", " reach you", "your mail system"].iter().any(|words| message.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::CAUSES;

    #[test]
    fn a_message_of_who_acts_himself_names_whom_it_asks() {
        let own_side = [
            "auth-credentials",
            "auth-required",
            "sending-limit",
            "server-name-unresolved",
            "too-many-recipients",
        ];
        for cause in CAUSES.iter().filter(|cause| cause.act.name() == "sender") {
            let wanted = if own_side.contains(&cause.id) {
                "A message to your mail provider"
            } else {
                "A message to the recipient"
            };
            assert_eq!(message_to(cause.id, "sender", cause.ask), wanted, "{}", cause.id);
        }
    }

    #[test]
    fn the_button_goes_by_who_refused() {
        let button = |paste: &str| super::super::explained(crate::diagnose(paste)).buttons.swap_remove(0);
        assert_eq!(button("550 5.1.1 <ann@example.org> user unknown"), "A message to the recipient");
        assert_eq!(button("452 4.2.2 mailbox full"), "A message to the recipient");
        assert_eq!(button("535 5.7.8 authentication failed"), "A message to your mail provider");
    }
}
