//! The lines of a log that tell of trouble, for those who want each case by itself.

use super::{recognise, unwrap};
use crate::facts::story::Event;
use crate::text::{Text, lines};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// For each message and recipient the last line of trouble, unless the mail arrived after all. Lines without a message,
/// such as refusals before there is one, stand for themselves.
#[derive(Default)]
pub struct Troubles {
    lines: Vec<Option<Range<u64>>>,
    of: HashMap<u64, usize>,
    /// How many messages were given up or refused: no later line takes that back.
    pub lasting: usize,
}

impl Troubles {
    /// Reads lines that begin at `at` in the file. Messages are followed from one call to the next.
    pub fn read(&mut self, string: &str, at: u64) {
        let text = unwrap::unwrap(&Text::plain(string));
        let mut is_open = false;
        for line in lines(text.as_str()) {
            let words = &text.as_str()[line.clone()];
            let range = || around(string, text.span(line.clone()).start, text.span(line.clone()).end, at);
            if words.starts_with(['\t', ' ']) {
                // A line that goes on is part of the line before.
                if let Some(Some(last)) = self.lines.last_mut().filter(|_| is_open) {
                    last.end = range().end;
                }
                continue;
            }
            let known = recognise(words);
            let entry = known.and_then(|(format, head)| Some((format.program, (format.read)(words, &head)?)));
            let Some((program, entry)) = entry else { continue };
            let part = |range: &Option<Range<usize>>| range.clone().and_then(|range| words.get(range));
            let key = part(&entry.id).map(|id| key((program, id, part(&entry.to))));
            is_open = entry.event >= Event::Deferred;
            let is_new = key.is_none_or(|key| !self.of.contains_key(&key));
            self.lasting += usize::from(entry.event > Event::Deferred && is_new);
            match (entry.event, key) {
                (Event::Sent, Some(key)) => self.forget(key),
                (Event::Deferred | Event::Rejected | Event::Bounced, key) => self.keep(key, range()),
                _ => {}
            }
        }
    }

    /// In the order of the log.
    pub fn finish(self) -> Vec<Range<u64>> {
        self.lines.into_iter().flatten().collect()
    }

    fn keep(&mut self, key: Option<u64>, range: Range<u64>) {
        if let Some(key) = key {
            self.forget(key);
            self.of.insert(key, self.lines.len());
        }
        self.lines.push(Some(range));
    }

    fn forget(&mut self, key: u64) {
        if let Some(index) = self.of.remove(&key) {
            self.lines[index] = None;
        }
    }
}

fn key(of: (&str, &str, Option<&str>)) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The whole line, as it stands in the file: its wrapping belongs to it.
fn around(string: &str, start: usize, end: usize, at: u64) -> Range<u64> {
    let start = string[..start].rfind('\n').map_or(0, |line| line + 1);
    let end = string[end..].find('\n').map_or(string.len(), |line| end + line);
    let end = start + string[start..end].trim_end().len();
    at + start as u64..at + end as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, status: &str) -> String {
        format!(
            "Nov 24 10:00:00 mail postfix/smtp[1]: {id}: to=<a@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, \
             dsn=4.0.0, status={status} (host mx.example.net[192.0.2.1] said: 450 4.2.0 later)\n"
        )
    }

    fn found(log: &[String]) -> Vec<String> {
        let mut troubles = Troubles::default();
        let mut at = 0;
        for line in log {
            troubles.read(line, at);
            at += line.len() as u64;
        }
        let log = log.concat();
        troubles
            .finish()
            .into_iter()
            .map(|r| log[r.start as usize..r.end as usize].to_owned() + "\n")
            .collect()
    }

    #[test]
    fn a_message_counts_once_and_not_when_it_arrived() {
        let (first, again) =
            (line("4F2A1B3C01", "deferred"), line("4F2A1B3C01", "deferred").replace("10:00", "11:00"));
        let (other, sent) = (line("4F2A1B3C02", "deferred"), line("4F2A1B3C02", "sent"));
        assert_eq!(found(&[first.clone(), other.clone(), again.clone()]), [other.clone(), again.clone()]);
        assert_eq!(found(&[first, other, again.clone(), sent]), [again]);
    }

    #[test]
    fn wrapped_lines_are_kept_whole() {
        let wrapped = format!("{{\"log\":\"{}\"}}\n", line("4F2A1B3C01", "deferred").trim_end());
        assert_eq!(found(std::slice::from_ref(&wrapped)), [wrapped]);
    }
}
