//! A program that hands its mail to a command of its own machine (sendmail, or what stands in for it) or to PHP's mail(), and
//! that failed: no server was asked, and nothing left the machine.

use crate::diagnose;
use crate::knowledge::{OWNERS, OwnerKind, RULES};
use crate::report::{Finding, Step};

/// What files mail for a mailbox: it is called by a server that has the mail.
const FILERS: &[&str] = &["procmail", "maildrop", "dovecot", "deliver", "vacation"];

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(told: &mut Finding, found: &diagnose::Finding, own_steps: usize) {
    let owner = found.rule.map(|rule| &OWNERS[usize::from(RULES[usize::from(rule)].owner)]);
    let by_program =
        owner.is_some_and(|owner| matches!(owner.kind, OwnerKind::ClientError | OwnerKind::LibraryError));
    let quotes = || told.evidence.iter().map(|shown| shown.quote.to_lowercase());
    let is_filer = |word: &str| FILERS.contains(&word);
    let by_filer = quotes().any(|quote| quote.split(|c: char| !c.is_alphanumeric()).any(is_filer));
    if told.cause != "delivery-program-failed" || !by_program || by_filer {
        return;
    }
    told.title = "The mail did not leave this machine".to_owned();
    told.summary = "The program does not speak to a mail server itself: it hands its mail to this machine's own mail command (sendmail, or \
                    PHP's mail(), which calls it). That command is missing, is not allowed, or failed. No server was asked."
        .to_owned();
    told.retry = "Not before the command works, or the program sends through a mail server.".to_owned();
    told.stage = "client".to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    told.commands.clear();
    told.steps.truncate(own_steps);
    told.steps.extend([THROUGH_A_SERVER, BY_HAND].map(|text| Step::new("sender-admin", text)));
}

const THROUGH_A_SERVER: &str = "Let the program send through a mail server instead: its name, port, encryption, and a mailbox's user name and \
                                password, as its provider documents them. WordPress needs a plug-in for that, PHP a library such as PHPMailer.";
const BY_HAND: &str = "To keep the local way, see whether there is such a command (`ls -l /usr/sbin/sendmail`), run it by hand as the program's \
                       user with a short message, and read what it prints and what the machine's mail log says. On rented web space ask the \
                       hosting company whether it allows mail to be sent so.";

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn what_never_left_the_machine_is_nobody_elses_matter() {
        for paste in [
            "Mailer Error: Could not instantiate mail function.",
            "sh: 1: /usr/sbin/sendmail: not found",
            "Error: Sendmail exited with code 127 { code: 'ESENDMAIL' }",
            "Error sending message, child exited 127 (Exec error.).",
            "Swift_TransportException: Process could not be started [The system cannot find the path specified. ]",
        ] {
            let told = first(paste);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), told.stage.as_str(), told.ask),
                ("delivery-program-failed", "sender-admin", "client", None),
                "{paste}"
            );
            assert!(told.steps.iter().all(|step| step.by.starts_with("sender")), "{:?}", told.steps);
        }
        assert_eq!(first("maildrop: EX_TEMPFAIL").act, "recipient-admin");
    }
}
