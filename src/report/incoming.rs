//! A sign-in that failed while mail was fetched: sending is another sign-in, with a server and a password of its own.

use super::{Finding, Step};
use crate::facts::Facts;
use crate::text::token;

const TITLE: &str = "The incoming mail server did not accept username or password";
const SUMMARY: &str = "The program was fetching mail, and the server of the mailbox said no to the username or the password. Sending is \
                       another sign-in: it may work all the same, or fail by itself.";
const ANEW: &str = "Type the password anew under the incoming server (IMAP or POP) of the account. On an iPhone: Settings, Apps, Mail, Mail \
                    Accounts, the account, the account once more, Password.";

pub fn adapt(told: &mut Finding, facts: &Facts) {
    if told.cause != "auth-credentials" || !is_fetching(facts) {
        return;
    }
    (told.title, told.summary) = (TITLE.to_owned(), SUMMARY.to_owned());
    told.stage = "mailbox".to_owned();
    told.steps.retain(|step| !step.text.contains("SMTP") && !step.text.contains("outgoing"));
    let at = told.steps.iter().position(|step| step.by.starts_with("sender-")).unwrap_or(told.steps.len());
    told.steps.insert(at.min(1), Step { by: "sender".into(), text: ANEW.into() });
    // They try the outgoing server.
    told.commands.retain(|command| !command.shell.starts_with("swaks"));
    let incoming = |line: &str| {
        line.replace("the outgoing mail server", "the incoming mail server")
            .replace("use SMTP", "use IMAP or POP")
    };
    told.ask = told.ask.take().map(|ask| super::adapted::in_its_sentences(&ask, incoming));
}

/// A program says at the beginning what it does: long sessions have an answer for each of thousands of recipients.
const BEGINNING: usize = 64;

/// Whether all that is named is the way that mail comes in: `imap.example.org`, `Cannot Get Mail`.
fn is_fetching(facts: &Facts) -> bool {
    let (mut fetches, mut sends) = (false, false);
    for said in facts.statements.iter().take(BEGINNING) {
        token::words(said.text.as_str(), |_, word| {
            fetches |= matches!(
                word,
                "imap" | "imaps" | "imap4" | "pop" | "pop3" | "pops" | "receiving" | "incoming"
            );
            sends |=
                matches!(word, "smtp" | "smtps" | "sending" | "send" | "sent" | "outgoing" | "submission");
        });
    }
    fetches && !sends
}

#[cfg(test)]
mod tests {
    #[test]
    fn fetching_is_not_sending() {
        let first = |paste: &str| crate::diagnose(paste).findings.remove(0);
        for paste in [
            "Cannot Get Mail\nThe user name or password for “imap.example.org” is incorrect.",
            "Login to server pop3.example.org failed: the username or password is incorrect.",
        ] {
            let told = first(paste);
            assert_eq!((told.title.as_str(), told.stage.as_str()), (super::TITLE, "mailbox"), "{paste}");
            assert!(!told.ask.unwrap_or_default().contains("outgoing"), "{paste}");
        }
        let told = first("Cannot Send Mail\nThe user name or password for “smtp.example.org” is incorrect.");
        assert_ne!(told.title, super::TITLE);
    }
}
