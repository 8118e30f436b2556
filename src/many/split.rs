//! Whether a text is many cases, and where they stand in it.

use super::{events, mbox, messages, replies};
use crate::input::log::Troubles;
use crate::input::reports;
use std::ops::Range;

/// A log with no more trouble than this is one answer: its story lists every message (`report::story`).
pub const TOLD: usize = 100;

/// How much of a log is read at once, in bytes.
const PIECE: usize = 256 << 10;

/// How many cases stand one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    One,
    Mbox,
    Events,
    Log,
    /// Reports attached to one mail.
    Attached,
    Messages,
    Replies,
}

/// The cases of a text, and where the last of them begins: in a text that goes on, it may go on as well.
#[derive(Debug, Default)]
pub struct Cut {
    pub cases: Vec<Range<usize>>,
    pub last: usize,
}

impl Form {
    /// The surest form first. A log is a log whatever stands in its lines.
    pub fn of(text: &str) -> Form {
        if mbox::looks(text) {
            return Form::Mbox;
        }
        if events::looks(text) {
            return Form::Events;
        }
        if crate::input::log::is_log(text) {
            return Form::Log;
        }
        match () {
            () if !reports::attached(text).is_empty() => Form::Attached,
            () if messages::cut(text).cases.len() > 1 => Form::Messages,
            () if replies::looks(text) => Form::Replies,
            () => Form::One,
        }
    }

    /// Cuts a text of this form. A log is not cut here: what its lines are about, only all of them tell.
    pub fn cut(self, text: &str) -> Cut {
        match self {
            Form::Mbox => mbox::cut(text),
            Form::Events => events::cut(text),
            Form::Attached => attached(text),
            Form::Messages => messages::cut(text),
            Form::Replies => replies::cut(text),
            Form::One | Form::Log => Cut::default(),
        }
    }
}

fn attached(text: &str) -> Cut {
    let cases = reports::attached(text);
    Cut { last: cases.last().map_or(0, |last| last.start), cases }
}

/// The cases of a paste, in order; one range where it is one case.
pub fn split(paste: &str) -> Vec<Range<usize>> {
    let cases = match Form::of(paste) {
        Form::Log => Some(troubles(paste)).filter(|cases| cases.len() > TOLD),
        form => Some(form.cut(paste).cases).filter(|cases| cases.len() > 1),
    };
    cases.unwrap_or_else(|| std::iter::once(0..paste.len()).collect())
}

/// The cases of a paste that holds several mails or their headers; none where they are something else.
pub fn mails(paste: &str) -> Vec<Range<usize>> {
    // Cheaper than to cut: each mail came by a server.
    if paste.matches("Received:").take(2).count() < 2 || paste.matches("From:").take(2).count() < 2 {
        return Vec::new();
    }
    match Form::of(paste) {
        form @ (Form::Mbox | Form::Messages) => form.cut(paste).cases,
        _ => Vec::new(),
    }
}

/// Whether [`split`] finds several, without finding them all.
pub fn is_many(paste: &str) -> bool {
    match Form::of(paste) {
        Form::Log => has_much_trouble(paste),
        form => form.cut(paste).cases.len() > 1,
    }
}

/// Read piece by piece, until it is clear.
fn has_much_trouble(log: &str) -> bool {
    let mut troubles = Troubles::default();
    let mut at = 0;
    while at < log.len() && troubles.lasting <= TOLD {
        let far = (at + PIECE).min(log.len());
        let end = memchr::memchr(b'\n', &log.as_bytes()[far..]).map_or(log.len(), |end| far + end + 1);
        troubles.read(&log[at..end], at as u64);
        at = end;
    }
    troubles.lasting > TOLD || troubles.finish().len() > TOLD
}

fn troubles(paste: &str) -> Vec<Range<usize>> {
    let mut troubles = Troubles::default();
    troubles.read(paste, 0);
    troubles.finish().into_iter().map(|range| range.start as usize..range.end as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::split;

    fn pieces(paste: &str) -> Vec<&str> {
        split(paste).into_iter().map(|range| &paste[range]).collect()
    }

    #[test]
    fn one_case_stays_whole() {
        for paste in ["550 5.1.1 no\n550 5.1.1 still the same", "From me to you\n550 no", "", "{\"a\": 1}"] {
            assert_eq!(pieces(paste), [paste]);
        }
    }

    #[test]
    fn a_log_is_cut_when_its_story_cannot_tell_all() {
        let line = |number: usize| {
            format!(
                "Nov 24 10:00:00 mail postfix/smtp[1]: 4F2A{number:06X}: to=<a{number}@example.net>, \
                 relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] \
                 said: 550 5.1.1 user unknown (in reply to RCPT TO command))\n"
            )
        };
        let short: String = (0..100).map(line).collect();
        assert_eq!(pieces(&short).len(), 1);
        assert!(!super::is_many(&short));
        let long: String = (0..101).map(line).collect();
        assert!(super::is_many(&long) && super::is_many(&long.replace("bounced", "deferred")));
        assert_eq!(pieces(&long).len(), 101);
        assert_eq!(pieces(&long)[7], line(7).trim_end());
    }
}
