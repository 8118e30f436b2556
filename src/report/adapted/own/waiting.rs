//! A server or a service has the mail still and goes on by itself: a second copy would come on top of it, so that nobody is
//! told to send it again, and nobody promises to.

use crate::diagnose;
use crate::facts::{Action, Facts};
use crate::knowledge::Topic;
use crate::report::Finding;
use crate::report::adapted::program::service;

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    if told.permanence != "temporary" || found.given_up || !goes_on(told, facts, found) {
        return;
    }
    told.steps.retain(|step| !step.is_about(Topic::SendAgain));
    told.ask = told.ask.take().map(|ask| crate::report::adapted::in_its_sentences(&ask, without_promise));
}

fn goes_on(told: &Finding, facts: &Facts, found: &diagnose::Finding) -> bool {
    let is_delayed = found
        .recipient
        .and_then(|index| facts.recipients.get(index))
        .is_some_and(|recipient| recipient.action == Some(Action::Delayed));
    let says_so = ["tries again by itself", "goes on by itself", "goes out by itself"];
    service::goes_on(facts, found) || is_delayed || says_so.iter().any(|words| told.retry.contains(words))
}

fn without_promise(line: &str) -> String {
    [" I will send it again then.", " I will send it again."]
        .iter()
        .fold(line.to_owned(), |line, promise| line.replace(promise, ""))
}

#[cfg(test)]
mod tests {
    fn texts(paste: &str) -> String {
        let told = crate::diagnose(paste).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.state.as_str()), ("mailbox-full", "temporary"), "{paste}");
        let steps = told.steps.iter().map(|step| step.text.to_string()).collect::<Vec<_>>().join("\n");
        format!("{steps}\n{}", told.ask.unwrap_or_default())
    }

    #[test]
    fn what_still_waits_is_not_sent_again() {
        let event = r#"{"event": "failed", "severity": "temporary", "recipient": "ann@example.org", "delivery-status": {"attempt-no": 2,
            "retry-seconds": 900, "code": 452, "message": "4.2.2 mailbox full"}, "mailgun": true}"#;
        let log = "Nov 20 08:00:00 mx postfix/smtp[9]: 4F1A22B0C1: to=<b@example.org>, relay=mx.example.org[203.0.113.4]:25, delay=2, \
                   dsn=4.2.2, status=deferred (host mx.example.org[203.0.113.4] said: 452 4.2.2 mailbox full (in reply to RCPT TO command))";
        for paste in [event, log] {
            let texts = texts(paste);
            assert!(!texts.contains("Send the message again") && !texts.contains("I will send"), "{texts}");
        }
    }

    #[test]
    fn what_a_program_could_not_hand_over_is_sent_again() {
        let texts = texts("smtplib.SMTPRecipientsRefused: {'b@example.org': (452, b'4.2.2 mailbox full')}");
        assert!(texts.contains("Send the message again"), "{texts}");
    }

    #[test]
    fn a_wrapped_line_is_read_as_one() {
        let log = "Nov 20 08:31:07 mail sendmail[81]: 5AK7V1aB000079: to=<bob@example.net>,\nctladdr=<ann@example.org> (1002/1002), delay=00:00:06, xdelay=00:00:05,\n\
                   mailer=esmtp, pri=121402, relay=mx.example.net. [203.0.113.19], dsn=4.2.0,\nstat=Deferred: 450 4.2.0 <bob@example.net>: Recipient address rejected:\n\
                   Greylisted, come again\n\nDo I have to do anything?\n";
        let quoted: String = log
            .split_inclusive('\n')
            .map(|line| if line.len() > 1 { format!("> {line}") } else { line.to_owned() })
            .collect();
        let quoted = quoted.replace("> Do I", "Do I");
        for paste in [quoted, log.to_owned(), log.replace("ctladdr=<ann@example.org> (1002/1002), ", "")] {
            let report = crate::diagnose(&paste);
            let told = &report.findings[0];
            assert_eq!(
                (report.kind.as_str(), told.cause.as_str(), told.confidence.as_str()),
                ("log", "greylisted", "certain"),
                "{paste}"
            );
            assert!(
                told.reply.as_ref().is_some_and(|reply| reply.text.ends_with("Greylisted, come again")),
                "{:?}",
                told.reply
            );
            assert_eq!(told.recipient.as_deref(), Some("bob@example.net"));
        }
    }
}
