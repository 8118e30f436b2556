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
        open_text(&source, mime::begin(source.as_str()), decoder)
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
    let in_transit =
        |name: &str| ["From", "Received", "Subject"].iter().any(|it| it.eq_ignore_ascii_case(name));
    // Who copies a report from a window may begin with its subject: one field is no header.
    let is_message = paste
        .begin
        .as_ref()
        .is_some_and(|begin| begin.names(source).nth(1).is_some() && begin.names(source).any(in_transit));
    if is_message { 0 } else { signs::of_report(source) }
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

/// With the program that wrote the report itself, and the stations that it lists, where they show.
fn written(facts: Facts, words: &str) -> Facts {
    let program = facts.program.or_else(|| signs::writes_itself(words));
    Facts { program, passed: passed::read(words), ..facts }
}
