//! Where the cases stand in a file that may be too large for one piece: it is read in slices, and no slice is kept.

use super::split::{Form, TOLD};
use crate::input::log::Troubles;
use std::borrow::Cow;
use std::ops::Range;

/// How much of one case is read, in bytes; what tells stands in front of what was attached.
pub const LONGEST: u64 = 16 << 20;

/// One read from the file. A file up to this size is looked at as a whole.
const SLICE: u64 = 16 << 20;

/// More than this of a file that is one single case is not read.
pub const WHOLE: u64 = 64 << 20;

/// Why a file has no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The file cannot be read any more: it was moved, changed, or is not permitted.
    Gone,
    /// It is one case, and over 64 MB.
    TooLarge,
}

/// The cases of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Their stretches, in order, in bytes.
    pub cases: Vec<Range<u64>>,
    /// One answer tells it all, as for a log whose story names every message.
    pub is_one: bool,
}

/// Reads one stretch of the file.
pub type Read<'a> = dyn FnMut(Range<u64>) -> Option<Vec<u8>> + 'a;

/// Looks a file through. `progress` hears how many bytes are done.
///
/// # Errors
///
/// See [`Unread`].
pub fn index(len: u64, read: &mut Read, progress: &mut dyn FnMut(u64)) -> Result<Index, Unread> {
    let mut walk = Walk::default();
    while walk.end() < len {
        let wanted = walk.end()..len.min(walk.end() + SLICE);
        let bytes = read(wanted.clone()).filter(|bytes| !bytes.is_empty()).ok_or(Unread::Gone)?;
        walk.buffer.extend(bytes);
        let form = *walk.form.get_or_insert_with(|| match Form::of(&ascii(&walk.buffer)) {
            // The parts of one mail are found in all of it only.
            Form::Attached if len > SLICE => Form::One,
            form => form,
        });
        match form {
            Form::One if len > WHOLE => return Err(Unread::TooLarge),
            Form::One => break,
            _ => walk.cut(form, walk.end() >= len),
        }
        progress(walk.end());
    }
    let is_log = walk.form == Some(Form::Log);
    let mut cases = walk.cases;
    cases.extend(walk.troubles.finish());
    let is_one = len <= WHOLE && (cases.len() < 2 || is_log && cases.len() <= TOLD);
    // A log without trouble is one case, and so is what could not be cut.
    if cases.is_empty() && is_one {
        cases.push(0..len);
    }
    Ok(Index { cases, is_one })
}

#[derive(Default)]
struct Walk {
    form: Option<Form>,
    /// Where the buffer begins in the file.
    at: u64,
    /// What was read and is not cut yet.
    buffer: Vec<u8>,
    cases: Vec<Range<u64>>,
    troubles: Troubles,
}

impl Walk {
    fn end(&self) -> u64 {
        self.at + self.buffer.len() as u64
    }

    /// Cuts the buffer, and keeps of it what may go on in the next slice.
    fn cut(&mut self, form: Form, is_end: bool) {
        let lines = if is_end { self.buffer.len() } else { whole_lines(&self.buffer) };
        let text = ascii(&self.buffer[..lines]);
        let done = if form == Form::Log {
            self.troubles.read(&text, self.at);
            lines
        } else {
            let mut cut = form.cut(&text);
            // A case that is longer than what is read of one ends here; what follows of it is passed over.
            let waits = !is_end && ((lines - cut.last.min(lines)) as u64) < LONGEST;
            if waits {
                cut.cases.retain(|case| case.end <= cut.last);
            }
            let at = self.at;
            self.cases.extend(cut.cases.iter().map(|case| at + case.start as u64..at + case.end as u64));
            if waits { cut.last } else { lines }
        };
        drop(text);
        self.buffer.drain(..done);
        self.at += done as u64;
    }
}

/// Up to the end of the last line; all of it where there is no line's end.
fn whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1)
}

/// The bytes as text of the same length: cutting asks for ASCII alone.
fn ascii(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `index` finds in a file, read as it asks for it.
    fn indexed(file: &[u8]) -> Result<Vec<Range<u64>>, Unread> {
        let mut read =
            |range: Range<u64>| file.get(range.start as usize..range.end as usize).map(<[u8]>::to_vec);
        index(file.len() as u64, &mut read, &mut |_| {}).map(|index| index.cases)
    }

    fn mail(number: usize, size: usize) -> String {
        let body = "x".repeat(72) + "\n";
        format!("From a@example.org Tue\nSubject: {number}\n\n{}\n", body.repeat(size / 73))
    }

    #[test]
    fn a_large_mbox_is_cut_as_a_small_one() {
        let mails: Vec<String> = (0..9).map(|number| mail(number, 5 << 20)).collect();
        let file = mails.concat();
        let cases = indexed(file.as_bytes()).expect("cases");
        assert_eq!(cases.len(), 9);
        for (number, case) in cases.iter().enumerate() {
            let text = &file[case.start as usize..case.end as usize];
            assert!(text.starts_with(&format!("Subject: {number}\n")), "{number}");
            assert!(text.ends_with("x\n\n"), "{number}");
        }
    }

    #[test]
    fn a_case_without_end_does_not_hide_the_next() {
        let file = mail(1, 40 << 20) + &mail(2, 100) + &mail(3, 100);
        let cases = indexed(file.as_bytes()).expect("cases");
        let starts: Vec<&str> = cases.iter().map(|case| &file[case.start as usize..][..10]).collect();
        assert_eq!(starts, ["Subject: 1", "Subject: 2", "Subject: 3"]);
    }

    #[test]
    fn bytes_of_any_charset_keep_their_places() {
        let mut file = b"550 5.1.1 caf\xe9\n".repeat(3);
        file.extend(b"452 4.2.2 full\n");
        assert_eq!(indexed(&file).expect("cases"), [0..15, 15..30, 30..45, 45..60]);
    }

    #[test]
    fn what_cannot_be_cut_is_one_case_or_too_large() {
        assert_eq!(indexed(b"mailbox full"), Ok(vec![0..12]));
        let prose = "It did not arrive.\n".repeat(4 << 20);
        assert_eq!(indexed(prose.as_bytes()), Err(Unread::TooLarge));
        assert_eq!(index(9, &mut |_| None, &mut |_| {}), Err(Unread::Gone));
    }
}
