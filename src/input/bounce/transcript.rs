//! The dialogue that Sendmail shows: `----- Transcript of session follows -----`.

use super::draft::Draft;
use super::lead::lead;
use super::speech;
use super::words::is_ruled;
use crate::facts::Role;
use crate::text::Text;
use std::ops::Range;

/// Where the lines behind `----- Transcript of session follows -----` stand.
pub fn transcript(source: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for line in source.split_inclusive('\n') {
        if is_ruled(line) {
            match start {
                None if line.to_ascii_lowercase().contains("transcript of session") => {
                    start = Some(at + line.len());
                }
                Some(start) => return Some(start..at),
                None => {}
            }
        }
        at += line.len();
    }
    start.map(|start| start..source.len())
}

/// `550 <a@example.org>... User unknown`, `a@example.org... Deferred`: Sendmail's word on a recipient, and where it stands.
pub fn claimed(line: &str) -> Option<(&str, Range<usize>)> {
    let range = lead(line)?.addresses.into_iter().next()?;
    let rest = line[range.end..].trim_start_matches('>');
    rest.starts_with("...").then(|| (&line[range.clone()], range))
}

/// A dialogue with one server after another: what was said stands before the line on the recipient whom it was said of.
pub fn retell(draft: &mut Draft, text: &Text) {
    let source = text.as_str();
    let (mut from, mut at) = (0, 0);
    let mut host = None;
    for line in source.split_inclusive('\n') {
        if line.to_ascii_lowercase().contains("while talking to") {
            tell(draft, &text.slice(from..at), &[], None);
            (from, host) = (at, speech::remote(line));
        }
        at += line.len();
        if let Some(index) = claimed(line).and_then(|(address, _)| draft.find(address)) {
            tell(draft, &text.slice(from..at), &[index], host.as_deref());
            from = at;
        }
    }
    tell(draft, &text.slice(from..source.len()), &[], None);
}

/// Takes words of the dialogue in; `host` is the server that it is held with, where they do not name it themselves. What
/// has no `<<<` is Sendmail's own.
fn tell(draft: &mut Draft, words: &Text, about: &[usize], host: Option<&str>) {
    let known = draft.facts.statements.len();
    draft.say(words, about);
    let host = host.filter(|_| words.as_str().contains("<<<"));
    for statement in &mut draft.facts.statements[known..] {
        if statement.role == Role::Reply && statement.remote.is_none() {
            statement.remote = host.map(str::to_owned);
        }
    }
}
