//! Walks a statement through the automaton of all phrases.
//!
//! One pass: every word starts a walk down the trie, which ends after the longest phrase at the latest. What the rules
//! number does not matter; what the statement is long does, linearly.

use crate::knowledge::{Automaton, TIGHT, Target, automaton};
use crate::text::order;
use crate::text::token;
use std::ops::Range;

/// How many words a `*` may stand for. It does not reach over the end of a sentence or a paragraph.
const GAP: usize = 8;

/// A phrase that stands in the text.
#[derive(Clone, Debug)]
pub struct Hit {
    pub target: Target,
    /// How many words of the phrase were compared.
    pub words: u8,
    /// BCP-47 tag of the phrase; empty for English.
    pub lang: &'static str,
    /// Bytes of the text, from its first to its last word.
    pub range: Range<usize>,
    /// The phrase has no `*`: nothing of somebody else's stands between its words.
    pub solid: bool,
}

impl Hit {
    /// Whether this is the wider phrase around another one, and so knows better what the words mean.
    pub fn surrounds(&self, other: &Hit) -> bool {
        self.solid
            && self.words > other.words
            && self.range.start <= other.range.start
            && other.range.end <= self.range.end
    }
}

/// All phrases in a text, in the order of their last words.
pub fn run(text: &str) -> Vec<Hit> {
    let automaton = automaton();
    let mut words = Vec::new();
    token::words(text, |range, word| words.push((range, automaton.word(word))));
    let begins = begins_anew(text, &words);
    let sentences = sentences(text, &words, &begins);
    let segments = segments(automaton, text, &words, &begins);
    let mut hits = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        for phrase in automaton.phrases(segment.id) {
            if matches!(phrase.target, Target::Class(_)) {
                continue;
            }
            let Some((first, count)) = compare(&segments, &sentences, index, phrase.earlier) else {
                continue;
            };
            let range = words[first].0.start..words[segment.end - 1].0.end;
            let solid = phrase.earlier.iter().all(|id| id & TIGHT != 0);
            hits.push(Hit { target: phrase.target, words: count, lang: phrase.lang, range, solid });
        }
    }
    hits
}

/// The number of the sentence that each word stands in.
fn sentences(text: &str, words: &[(Range<usize>, u16)], begins: &[usize]) -> Vec<u32> {
    let mut sentence = 0;
    let mut end = 0;
    words
        .iter()
        .enumerate()
        .map(|(index, (range, _))| {
            let is_new = parts_sentences(&text[end..range.start]) || begins.binary_search(&index).is_ok();
            sentence += u32::from(is_new);
            end = range.end;
            sentence
        })
        .collect()
}

/// Words with which another program's own sentence begins, within the words that pass it on: `a permanent exception with message Content
/// conversion …`, `Uncaught exception with message 'SMTP …'`. What stands on either side is no wording.
fn begins_anew(text: &str, words: &[(Range<usize>, u16)]) -> Vec<usize> {
    const CUES: &[&str] = &["with message", "with the message"];
    let begins = |index: &usize| {
        let (before, word) = (&words[index - 1].0, &words[*index].0);
        let is_new = text[word.start..].starts_with(char::is_uppercase)
            || text[before.end..word.start].contains(['\'', '"', '“', '[']);
        is_new
            && text[before.clone()].eq_ignore_ascii_case("message")
            && CUES.iter().any(|cue| ends_with(&text[..before.end], cue))
    };
    (1..words.len()).filter(begins).collect()
}

/// `. `, but not the `... ` that follows an address in Sendmail's words.
fn parts_sentences(between: &str) -> bool {
    let stop = between.find(['.', '!', '?']).is_some_and(|at| {
        let rest = &between[at..];
        !rest.starts_with("..")
            && rest[1..].trim_start_matches([')', '"', '\'']).starts_with(char::is_whitespace)
    });
    stop || between.contains("\n\n") || between.contains('。')
}

fn ends_with(text: &str, cue: &str) -> bool {
    let from = text.len().checked_sub(cue.len());
    from.and_then(|from| text.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(cue))
}

/// A run of words that is (a part of) a phrase, or of a class of wordings; `end` is exclusive.
struct Segment {
    id: u16,
    start: usize,
    end: usize,
}

impl Segment {
    fn words(&self) -> u8 {
        (self.end - self.start) as u8
    }
}

fn segments(
    automaton: &Automaton,
    text: &str,
    words: &[(Range<usize>, u16)],
    begins: &[usize],
) -> Vec<Segment> {
    // `user@example.org` is nobody's "user".
    let is_address = |from: usize, to: usize| text[..from].ends_with('@') || text[to..].starts_with('@');
    let mut found = Vec::new();
    for start in 0..words.len() {
        if ends_a_name(text, &words[start].0) {
            continue;
        }
        let mut node = 0;
        for (offset, (_, word)) in words[start..].iter().enumerate() {
            if offset > 0 && begins.binary_search(&(start + offset)).is_ok() {
                break;
            }
            let Some(next) = automaton.step(node, *word) else { break };
            node = next;
            if let Some(id) = automaton.segment(node) {
                let end = start + offset + 1;
                found.push(Segment { id, start, end });
                if !is_address(words[start].0.start, words[end - 1].0.end) {
                    found.extend(automaton.classes(id).map(|id| Segment { id, start, end }));
                }
            }
        }
    }
    order::by_key(&mut found, |segment| segment.end);
    found
}

/// The last label of an address or of a host's name: the "no" of `<ann@example.no>` begins nobody's words.
fn ends_a_name(text: &str, word: &Range<usize>) -> bool {
    /// The longest name (RFC 1035, section 2.3.4), and a local part before it.
    const LONGEST: usize = 320;
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || b"._-+@".contains(&b);
    let (before, after) = (&text.as_bytes()[..word.start], &text.as_bytes()[word.end..]);
    if !before.ends_with(b".") || after.first().is_some_and(|b| b"-@_".contains(b)) {
        return false;
    }
    // `mx.example.org` has another label, and the stop of a sentence none.
    if after.starts_with(b".") && after.get(1).is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let mut signs = before.iter().rev().take(LONGEST).take_while(|b| is_of_name(**b)).skip(1);
    let label = text[word.clone()].bytes().all(|b| b.is_ascii_lowercase());
    let mut dots = 0;
    label
        && signs.any(|b| {
            dots += u8::from(*b == b'.');
            *b == b'@' || dots > 1
        })
}

/// Looks back from a phrase's last segment for its earlier ones, each at most [`GAP`] words before the next: where it
/// begins, and how many words were compared.
fn compare(segments: &[Segment], sentences: &[u32], last: usize, earlier: &[u16]) -> Option<(usize, u8)> {
    let (mut start, mut words) = (segments[last].start, segments[last].words());
    let mut at = last;
    for id in earlier.iter().rev() {
        let gap = if id & TIGHT == 0 { GAP } else { 0 };
        let limit = start.saturating_sub(gap);
        loop {
            at = at.checked_sub(1)?;
            let candidate = &segments[at];
            if candidate.end < limit {
                return None;
            }
            if candidate.id == id & !TIGHT && candidate.end <= start {
                if sentences[candidate.end - 1] != sentences[start] {
                    return None;
                }
                start = candidate.start;
                words = words.saturating_add(candidate.words());
                break;
            }
        }
    }
    Some((start, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_speakers_are_no_wording() {
        let cause = |reply: &str| crate::diagnose(reply).findings.remove(0).cause;
        let wrapped = "554 5.2.0 Failed to process the mail: an exception with message Content is too deep";
        assert_ne!(cause(wrapped), "spam-content");
        assert_eq!(cause("554 5.7.1 refused for its message content"), "spam-content");
        // A program's own sentence is read whole.
        assert_eq!(
            cause("Fatal error: Uncaught exception with message 'SMTP Error: Could not authenticate.'"),
            "auth-credentials"
        );
    }

    #[test]
    fn the_end_of_a_name_begins_no_wording() {
        for text in ["<ann@example.no>: rejected", "mx.post.example.no said", "ann.lie@post.no"] {
            let at = text.find(".no").map(|at| at + 1..at + 3).expect("a name");
            assert!(ends_a_name(text, &at), "{text}");
        }
        for text in ["refused.no such user", "the mailbox is gone. no such user", "mail.no-reply.example.org"]
        {
            let at =
                text.find("no").filter(|_| !text.starts_with("mail")).or(text.find("no-")).expect("a word");
            assert!(!ends_a_name(text, &(at..at + 2)), "{text}");
        }
        for domain in ["example.no", "example.se"] {
            let reply = format!(
                "450 4.2.0 <ann@{domain}>: Recipient address rejected: Greylisted, try again in 300 seconds"
            );
            assert_eq!(crate::diagnose(&reply).findings[0].cause, "greylisted", "{domain}");
        }
    }
}
