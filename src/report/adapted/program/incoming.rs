//! A sign-in that failed while mail was fetched: sending is another sign-in, with a server and a password of its own.

use crate::facts::Facts;
use crate::knowledge::Topic;
use crate::report::{Finding, Step};
use crate::text::token;

const TITLE: &str = "The incoming mail server did not accept username or password";
const SUMMARY: &str = "The program was fetching mail, and the server of the mailbox said no to the username or the password. Sending is \
                       another sign-in: it may work all the same, or fail by itself.";
const ANEW: &str = "Type the password anew under the incoming server (IMAP or POP) of the account. On an iPhone: Settings, Apps, Mail, Mail \
                    Accounts, the account, the account once more, Password.";

pub fn adapt(told: &mut Finding, facts: &Facts) {
    if !is_fetching(facts) {
        return;
    }
    let connection = CONNECTIONS.iter().find(|(cause, _)| *cause == told.cause);
    if let Some((_, title)) = connection.filter(|_| names_the_protocol(facts)) {
        return not_connected(told, title);
    }
    if told.cause != "auth-credentials" {
        return;
    }
    (told.title, told.summary) = (TITLE.to_owned(), SUMMARY.to_owned());
    told.stage = "mailbox".to_owned();
    told.steps.retain(|step| !step.is_about(Topic::OutgoingServer));
    let at = told.steps.iter().position(|step| step.by.starts_with("sender-")).unwrap_or(told.steps.len());
    told.steps.insert(at.min(1), Step::new("sender", ANEW));
    // They try the outgoing server.
    told.commands.retain(|command| !command.shell.starts_with("swaks"));
    let incoming = |line: &str| {
        line.replace("the outgoing mail server", "the incoming mail server")
            .replace("use SMTP", "use IMAP or POP")
    };
    told.ask = told.ask.take().map(|ask| crate::report::adapted::in_its_sentences(&ask, incoming));
}

/// Where no connection to the server of the mailbox came about, or it broke.
const CONNECTIONS: &[(&str, &str)] = &[
    ("connection-dropped", "The connection to the incoming mail server broke off"),
    ("connection-timeout", "The incoming mail server did not answer in time"),
    ("connection-refused", "The incoming mail server turned the connection away"),
    ("server-name-unresolved", "The name of the incoming mail server was not found"),
];

/// IMAP or POP, or Outlook's task of fetching. `The receiving server` is another one.
fn names_the_protocol(facts: &Facts) -> bool {
    facts.statements.iter().take(BEGINNING).any(|said| {
        let text = said.text.as_str();
        let mut named = text.contains("- Receiving'");
        token::words(text, |_, word| {
            named |= matches!(word, "imap" | "imaps" | "imap4" | "pop" | "pop3" | "pops");
        });
        named
    })
}

fn not_connected(told: &mut Finding, title: &str) {
    const NONE: &str = "The program was fetching mail (IMAP or POP). What is sent goes by another server and is not touched by this.";
    const SETTINGS: &str = "Compare the incoming server (IMAP or POP) in the account's settings with what the provider names: as a rule port 993 with \
                            SSL/TLS for IMAP, 995 with SSL/TLS for POP.";
    const WEB: &str = "Open the mailbox on the provider's web page: if that works, and other programs fetch mail, it is this program's settings, or an \
                       antivirus program or a firewall on this computer.";
    (told.title, told.summary) = (title.to_owned(), NONE.to_owned());
    told.retry =
        "Yes: the program asks again by itself. If it stays, something has to be changed.".to_owned();
    told.stage = "mailbox".to_owned();
    told.act = "sender".to_owned();
    told.steps = [SETTINGS, WEB].map(|text| Step::new("sender", text)).into();
    // They try the outgoing server.
    told.commands.retain(|command| command.shell.starts_with("nslookup "));
    told.ask = None;
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
        let told = first(
            "Task 'ann@example.org - Receiving' reported error (0x800CCC0F): 'The connection to the server was interrupted.'",
        );
        assert_eq!((told.stage.as_str(), told.act.as_str(), told.ask), ("mailbox", "sender", None));
        assert!(told.title.contains("incoming") && told.commands.is_empty(), "{:?}", told.commands);
        let told = first("Cannot Send Mail\nThe user name or password for “smtp.example.org” is incorrect.");
        assert_ne!(told.title, super::TITLE);
    }
}
