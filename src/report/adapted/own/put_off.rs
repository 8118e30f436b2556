//! A program that sends once, and is put off: a mail server comes back by itself, the program gives up.

use crate::report::{Finding, Step};

const QUEUE: &str = "A program that sends once gives up here. Let it hand its mail to a server that keeps a queue: the mail server on the same machine, or \
                     your provider's. These come back by themselves, after some minutes.";
const AGAIN: &str = "Or let the program itself try again: the same message, from the same address, after five minutes, and a few times more if need be.";

/// `kind` as in the report.
pub fn adapt(told: &mut Finding, kind: &str) {
    if told.cause != "greylisted" || !matches!(kind, "library-error" | "transcript") {
        return;
    }
    told.steps.retain(|step| step.by != "sender");
    let step = |text: &'static str| Step::new("sender", text);
    told.steps.splice(0..0, [step(QUEUE), step(AGAIN)]);
    told.act = "sender".to_owned();
    told.who = "whoever runs the program".to_owned();
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_program_without_a_queue_does_not_come_back() {
        let refused = "450 4.2.0 <bob@example.net>: Recipient address rejected: Greylisted";
        let library = "smtplib.SMTPRecipientsRefused: {'bob@example.net': (450, b'4.2.0 <bob@example.net>: Recipient address rejected: Greylisted')}".to_owned();
        let dialogue = format!("-> RCPT TO:<bob@example.net>\n<- {refused}\n-> QUIT\n<- 221 2.0.0 Bye\n");
        for paste in [library, dialogue] {
            let told = crate::diagnose(&paste).findings.remove(0);
            assert_eq!((told.cause.as_str(), told.act.as_str()), ("greylisted", "sender"), "{paste}");
            assert!(told.steps[0].text.contains("queue"), "{:?}", told.steps);
        }
        let told = crate::diagnose(refused).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("greylisted", "nobody"));
    }
}
