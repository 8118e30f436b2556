//! The header of a report: that it arrived helps nobody, and why the mail failed stands in its text.

use crate::facts::message::Message;
use crate::facts::{Facts, ReportHeader};
use crate::report::values::Values;
use crate::report::{Finding, Step, evidence};

pub fn of_report(paste: &str, facts: &Facts, header: &ReportHeader) -> Finding {
    let message = facts.message.as_deref();
    let field = message.and_then(|message| message.fields.get(header.field));
    let whom = header.recipient.as_ref().map_or(String::new(), |whom| format!(" It is about {whom}."));
    let subject = message.and_then(|message| message.subject.as_ref());
    let subject = subject.filter(|subject| !subject.read.trim().is_empty());
    let title = subject.filter(|_| header.is_failure).and_then(|subject| message?.fields.get(subject.field));
    let subject = subject.map(|subject| subject.read.trim());
    let subject = subject
        .map_or(String::new(), |subject| format!(" Its subject: “{}”.", subject.trim_end_matches('.')));
    let what = if header.is_failure { "why it failed" } else { "what became of it" };
    let step = |text: &'static str| Step::new("sender", text);
    Finding {
        cause: "undetermined".to_owned(),
        title: match header.is_failure {
            true => {
                "This is itself a report that a mail was not delivered: open it for the reason".to_owned()
            }
            false => "This is itself a server's report on another mail: open it for the reason".to_owned(),
        },
        summary: format!(
            "These are only the headers of the report. Its text tells in full to whom the mail went and {what}.{whom}{subject}"
        ),
        permanence: "none".to_owned(),
        confidence: "certain".to_owned(),
        stage: "report".to_owned(),
        act: "nobody".to_owned(),
        // A delay and a success have the same form as a failure: the subject tells them apart.
        evidence: title
            .into_iter()
            .chain(field)
            .filter_map(|field| evidence::evidence(paste, facts, field.span))
            .collect(),
        steps: vec![
            step("Open the report in your mail program and paste its text here, word for word."),
            step(
                "Better still, paste the whole of it: what “Show original”, “View source” or the saved file has below these \
                 headers names the recipient, the server and its answer.",
            ),
        ]
        .into_iter()
        .chain(search(message))
        .collect(),
        facts: super::named(Values::plain(facts).facts(), facts),
        ..Finding::default()
    }
}

/// By what the mail itself can be found: a report answers it (RFC 5322, section 3.6.4).
fn search(message: Option<&Message>) -> Option<Step> {
    let value = message?.field("In-Reply-To")?.value.trim();
    let id = value
        .strip_prefix('<')?
        .strip_suffix('>')
        .filter(|id| id.contains('@') && !id.contains(['<', '>', ' ']))?;
    let text = format!(
        "To find the mail that it is about, search among the sent ones, or in the log of your server, for its Message-ID, as In-Reply-To \
         names it: <{id}>."
    );
    Some(Step::new("sender", text))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_mail_that_a_report_is_about_is_named() {
        let steps = |field: &str| {
            let paste = format!(
                "Received: from mx.example.org (mx.example.org [192.0.2.1]) by in.example.com with ESMTPS id b7; Tue, 3 Nov 2026 10:00:02 \
                 +0100\nReturn-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nTo: bob@example.com\nSubject: Undeliverable: \
                 Lunch\n{field}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"
            );
            crate::diagnose(&paste).findings.remove(0).steps
        };
        let named = steps("In-Reply-To: <a17@pc.example.com>\n");
        assert!(named.iter().any(|step| step.text.contains("<a17@pc.example.com>")), "{named:?}");
        for none in ["", "In-Reply-To: Your mail of Tuesday\n", "In-Reply-To: <a@b> <c@d>\n"] {
            assert!(steps(none).len() < named.len(), "{none}");
        }
    }
}
