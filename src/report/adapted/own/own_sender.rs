//! A mail program whose own outgoing server does not allow the sender address: what it says is not that the address is bad, but that
//! this account may not use it.

use crate::diagnose;
use crate::facts::Facts;
use crate::report::{Finding, Step};

/// That an address is not allowed is said to who has signed in; that it does not exist, or is blocked, is said in other words.
const NOT_ALLOWED: &[&str] = &[
    "sender address is not allowed",
    "sender address not allowed",
    "from address is not allowed",
    "from address not allowed",
];

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let said = found.statement.map(|index| facts.statements[index].text.as_str().to_lowercase());
    let words = said.map(|said| said.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_it = words.is_some_and(|words| NOT_ALLOWED.iter().any(|phrase| words.contains(phrase)));
    if told.cause != "sender-address-rejected" || !is_it {
        return;
    }
    told.title = "Your outgoing server does not let this account send under that address".to_owned();
    told.summary = "The server through which you send compares the sender address (From) with the account that signed in. The address in this mail is none \
                    that the account may use there: another one of yours, one with a slip, or one that was deleted."
        .to_owned();
    told.note = None;
    told.retry =
        "As soon as the sender address is one that the account may use. Nothing left your outgoing server."
            .to_owned();
    told.act = "sender".to_owned();
    told.ask = None;
    told.commands.clear();
    let step = |text: &'static str| Step::new("sender", text);
    told.steps = vec![step(COMPARE), step(ALIAS), step(OTHER)];
}

const COMPARE: &str = "In the account settings compare two fields, letter by letter: the e-mail address (sender, From) and the user name of the outgoing server \
                       (SMTP). Mostly both are to be the same full address. Correct the one that is wrong.";
const ALIAS: &str = "If you want to send under another address of yours, enter it at your provider first, as an alias or a further address of this very \
                     mailbox; a forwarding alone is not enough.";
const OTHER: &str = "If the program has several accounts, let each use its own outgoing server with its own user name: a reply may be going out under one \
                     address and through another one's server.";

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_that_is_not_allowed_is_compared_with_the_account() {
        let outlook = "Task 'kim@orchard.example - Sending' reported error (0x800CCC78): 'Cannot send the message. Verify the e-mail address in your \
                       account properties. The server responded: 550 Requested action not taken: mailbox unavailable\nSender address is not allowed.'";
        let thunderbird = "An error occurred while sending mail. The mail server responded: Requested action not taken: mailbox unavailable\nSender \
                           address is not allowed. Please check the message and try again.";
        for paste in [outlook, thunderbird] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str()),
                ("sender-address-rejected", "sender"),
                "{paste}"
            );
            assert!(told.steps[0].text.contains("user name of the outgoing server"), "{:?}", told.steps);
            assert!(told.ask.is_none() && told.commands.is_empty());
        }
        // In a report it is another server that says so.
        let report = crate::diagnose(
            "<ida@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.8 Sender address is not allowed (in reply to MAIL FROM command)",
        );
        assert!(
            report.findings[0]
                .steps
                .iter()
                .all(|step| !step.text.contains("user name of the outgoing server"))
        );
    }
}
