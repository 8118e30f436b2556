//! Reports on delivery, and what looks like them: failures, delays, successes, read receipts, complaints, automatic
//! answers (RFC 3461 to 3464, RFC 5965, RFC 8098, RFC 3834), and the many reports that follow no standard.
//!
//! A whole message is opened and sorted (`sort`). A report's part for machines is read by `status`, its words by
//! `words` (whom they name by `named` and `lead`, Sendmail's dialogue by `transcript`), what it returns by `returned`;
//! `draft` brings together what they say of the same recipient.

mod attached;
mod away;
mod cut;
mod draft;
mod find;
mod html;
mod lead;
mod named;
mod openers;
mod other;
mod passed;
mod remark;
mod report;
mod returned;
mod signs;
mod sort;
mod speech;
mod status;
mod table;
mod transcript;
mod until;
mod words;

pub(crate) use attached::attached;
pub use away::{SURE as AWAY, looks as looks_away, read as read_away};
pub(crate) use cut::is_separator;
pub(crate) use signs::{is_daemon, is_delay, is_failing_subject, is_of_no_failure, is_server};
pub use speech::{moment, remote};
pub use words::unquoted;

use super::{Paste, headers, mime};
use crate::facts::Facts;
use crate::mail::charset::Decoder;
use crate::text::Text;

/// Reads a whole message, where it is a report or an automatic answer. `None`: it is neither.
///
/// A message is read as it stands, since repairs can harm its encodings; only where that fails as a damaged one.
pub fn open(paste: &Paste, decoder: Decoder) -> Option<Facts> {
    let (plain, repaired) = (paste.line_feeds(), paste.repaired());
    // Whoever asks says so first, and then shows all of it, quoted or not.
    let below = || {
        let source = headers::below_words(paste).filter(|_| paste.begin.is_none())?;
        // A report's fields for machines below its words are no header.
        let begin = mime::begin(source.as_str()).filter(|begin| is_in_transit(begin, source.as_str()));
        open_text(&source, begin, decoder)
    };
    let differs = || !std::ptr::eq(plain, repaired) && plain.as_str() != repaired.as_str();
    open_text(plain, paste.begin.clone(), decoder)
        .or_else(|| differs().then(|| open_text(repaired, mime::begin(repaired.as_str()), decoder)).flatten())
        .or_else(below)
}

fn open_text(text: &Text, begin: Option<mime::Begin>, decoder: Decoder) -> Option<Facts> {
    // Only a header: how it travelled is all that it can tell.
    let begin = begin.filter(|begin| begin.has_body(text.as_str()))?;
    let (header, leaves) = mime::open_at(text, begin, decoder);
    // One field may be the first words of anything: `Error: mailbox full`.
    if header.fields.len() < 2 && leaves.len() < 2 {
        return None;
    }
    if leaves.iter().all(|leaf| leaf.body.as_str().trim().is_empty()) {
        return None;
    }
    let message = sort::Message { header, leaves };
    let mut facts = match sort::sort(&message, decoder)? {
        sort::Sort::Report => written(report::read(&message, decoder), text.as_str()),
        sort::Sort::Complaint => other::complaint(&message),
        sort::Sort::Receipt => other::receipt(&message),
        sort::Sort::Answer => other::answer(&message),
    };
    // The paste's own header tells the way of the report; how the mail itself travelled stands in the returned one.
    let own = headers::read(&message.header.text, decoder).map(Box::new);
    facts.returned = std::mem::replace(&mut facts.message, own);
    Some(facts)
}

/// How sure it is that a text without a header is (a piece of) a report.
///
/// What has a header was looked at by [`open`] already.
pub fn looks(paste: &Paste) -> u8 {
    let source = paste.line_feeds().as_str();
    // Who copies a report from a window may begin with its subject: one field is no header.
    let is_message = paste
        .begin
        .as_ref()
        .is_some_and(|begin| begin.names(source).nth(1).is_some() && is_in_transit(begin, source));
    if is_message { 0 } else { signs::of_report(source) }
}

/// Whether a header has a field that only mails have.
fn is_in_transit(begin: &mime::Begin, source: &str) -> bool {
    const FIELDS: &[&str] = &["From", "Received", "Subject"];
    begin.names(source).any(|name| FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name)))
}

/// How sure words are a report's that have the fields of RFC 3464.
pub const BY_FIELDS: u8 = 95;

/// How sure, 0 to 100, that words are a report's.
pub fn sounds(words: &str) -> u8 {
    signs::of_report(words)
}

/// The words of a report, as somebody copied them.
pub fn read(paste: &Paste, decoder: Decoder) -> Facts {
    written(report::read_words(paste.repaired(), decoder), paste.repaired().as_str())
}

/// The stations that stand beside what is no report.
pub fn stations(words: &str) -> Vec<(String, String)> {
    passed::listed(words)
}

/// With the program that wrote the report itself, and the stations that it lists, where they show.
fn written(facts: Facts, words: &str) -> Facts {
    let program = facts.program.or_else(|| signs::writes_itself(words));
    let mut passed = passed::read(words);
    if passed.is_empty() {
        passed = passed::listed(words);
    }
    Facts { program, passed, ..facts }
}

#[cfg(test)]
mod tests {
    #[test]
    fn fields_for_machines_below_the_words_are_the_reports() {
        let paste = "This is the mail system at host relay1.example.com.\n\nI'm sorry to have to inform you that your message could not\n\
                     be delivered to one or more recipients. It's attached below.\n\n<ann@example.org>: host mx1.example.org[192.0.2.14] said:\n    \
                     554 5.7.1 Service unavailable (in reply to RCPT TO command)\n\nReporting-MTA: dns; relay1.example.com\n\
                     X-Postfix-Queue-ID: 8C0F2401D2\nX-Postfix-Sender: rfc822; bob@example.com\nArrival-Date: Tue, 3 Nov 2026 13:02:07 +0000\n\n\
                     Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 Service unavailable\n";
        let envelope = crate::input::read(paste, crate::mail::charset::builtin).envelope;
        assert_eq!(envelope.queue_id.as_deref(), Some("8C0F2401D2"));
        assert_eq!(envelope.sender.as_deref(), Some("bob@example.com"));
        assert_eq!(envelope.reporter.as_deref(), Some("relay1.example.com"));
        assert_eq!(envelope.time.as_deref(), Some("Tue, 3 Nov 2026 13:02:07 +0000"));
    }

    #[test]
    fn who_stands_behind_a_reply_that_asks_to_write_is_a_recipient() {
        let paste = "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n\
                     <ann@example.org>: host mx.example.org[192.0.2.14] said: 550 5.7.1 Blocked. Please contact your provider (in reply to MAIL FROM \
                     command)\n\n<bob@example.net>: unknown user: \"bob\"\n\n<cy@example.net>: connect to mx.example.net[192.0.2.15]:25: Connection timed out\n";
        for paste in [paste.to_owned(), paste.replace('\n', " ")] {
            let facts = crate::input::read(&paste, crate::mail::charset::builtin);
            let found: Vec<&str> = facts.recipients.iter().map(|known| known.address.as_str()).collect();
            assert_eq!(found, ["ann@example.org", "bob@example.net", "cy@example.net"], "{paste}");
        }
    }
}
