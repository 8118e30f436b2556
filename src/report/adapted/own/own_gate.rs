//! Gmail's report to one of its own people on a mail that Gmail itself did not let out: the recipient's side never saw it, and nobody
//! there can mend it.
//!
//! Gmail quotes another server behind “The response from the remote server was:”, and its own refusal behind “The response was:”.
//! <https://support.google.com/mail/answer/6590>

use crate::diagnose;
use crate::facts::{Facts, Kind};
use crate::knowledge::Topic;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// Where the addresses of Gmail's own people are.
const OWN: &[&str] = &["gmail.com", "googlemail.com"];

/// What Gmail judges of the message itself. Of the recipient's mailbox it speaks for a domain that has its mail with Google, too.
const OF_THE_MESSAGE: &[&str] =
    &["virus-or-attachment", "spam-content", "message-too-large", "message-malformed"];

const FILE: &str = "\
Hello,

my message to you did not leave my own mail provider (Gmail): it does not pass on one of the files. Nothing is wrong on your side.

Here is the file another way: (please fill in the link)

";

const MESSAGE: &str = "\
Hello,

my message to you did not leave my own mail provider (Gmail). Nothing is wrong on your side.

What it was about: (please fill in)

";

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if !OF_THE_MESSAGE.contains(&told.cause.as_str()) || !is_own_refusal(paste, facts, found, values) {
        return;
    }
    told.stage = "submission".to_owned();
    told.act = "sender".to_owned();
    told.add_note("Gmail itself stopped it: it never left, and the recipient's mail system has not seen it.");
    told.steps.retain(|step| step.by != "recipient-admin" && step.by != "recipient");
    let is_file = told.cause == "virus-or-attachment";
    if is_file {
        let texts = [
            "Send the text without the file, put the file into Google Drive, and give the recipient the link.",
            "Look into the files, and into each archive: one program or script in it (.exe, .js, .bat, .vbs, .jar and the like), or a password \
             on the archive, is enough. Without that one file the mail goes out.",
        ];
        // What says the same at large, and what is only for a file that nobody meant to send, come after.
        told.steps.retain(|step| !step.is_about(Topic::AnotherRoad));
        told.steps.splice(0..0, texts.map(|text| Step::new("sender", text)));
    }
    told.ask = Some(if is_file { FILE } else { MESSAGE }.to_owned() + "Thank you.\n");
}

fn is_own_refusal(paste: &str, facts: &Facts, found: &diagnose::Finding, values: &Values) -> bool {
    let is_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    let said = found.statement.map(|index| &facts.statements[index]);
    let is_googles = said.is_some_and(|said| said.remote.is_none() && said.text.as_str().contains("gsmtp"));
    let is_own = |domain: &str| OWN.iter().any(|own| domain.eq_ignore_ascii_case(own));
    let sender = values.get("sender_domain").map(str::to_owned).or_else(|| author(paste));
    is_report
        && is_googles
        && paste.contains("The response was:")
        && !paste.contains("from the remote server")
        && sender.is_some_and(|domain| is_own(&domain))
        && values.get("recipient_domain").is_some_and(|domain| !is_own(domain))
}

/// The domain in the From of the mail that the report brings back.
fn author(paste: &str) -> Option<String> {
    const BACK: &[&str] = &["Forwarded message", "Original message", "Message truncated"];
    let at = BACK.iter().filter_map(|mark| paste.find(mark)).min()?;
    let from = paste[at..].lines().take(12).find_map(|line| line.trim().strip_prefix("From: "))?;
    crate::mail::address::first(from)?.domain()
}

#[cfg(test)]
mod tests {
    const BLOCKED: &str = "552 5.7.0 This message was blocked because its content presents a potential security issue. To review our content \
                           guidelines, go to https://support.google.com/mail/?p=BlockedMessage a1b2-c3d4.5 - gsmtp";

    fn report(from: &str, to: &str, response: &str) -> crate::report::Finding {
        let paste = format!(
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nto me\n\nMessage blocked\n\nYour message to {to} has been blocked. See \
             technical details below for more information.\n\n{response}\n\n{BLOCKED}\n\n---------- Forwarded message ----------\nFrom: Ida Holm \
             <{from}>\nTo: {to}\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: Plans\n----- Message truncated -----\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    #[test]
    fn what_gmail_stopped_never_left() {
        let own = report("ida.holm@gmail.com", "kim@orchard.example", "The response was:");
        assert_eq!(
            (own.cause.as_str(), own.stage.as_str(), own.act.as_str()),
            ("virus-or-attachment", "submission", "sender")
        );
        assert!(own.steps[0].text.contains("Google Drive"), "{:?}", own.steps);
        assert!(own.steps.iter().all(|step| step.by == "sender"), "{:?}", own.steps);
        let ask = own.ask.expect("a message");
        assert!(
            ask.contains("Nothing is wrong on your side") && !ask.contains("your mail system takes"),
            "{ask}"
        );
    }

    #[test]
    fn what_another_server_said_is_theirs() {
        for other in [
            report("ida.holm@gmail.com", "kim@orchard.example", "The response from the remote server was:"),
            report("ida.holm@gmail.com", "kim@gmail.com", "The response was:"),
            report("ida@holm.example", "kim@orchard.example", "The response was:"),
        ] {
            assert_ne!(other.stage, "submission", "{other:?}");
        }
    }
}
