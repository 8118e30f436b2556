//! Walks a statement through the automaton of all phrases.
//!
//! One pass: every word starts a walk down the trie, which ends after the longest phrase at the latest. What the rules
//! number does not matter; what the statement is long does, linearly.

use crate::knowledge::{Automaton, Target, automaton};
use crate::text::token;
use std::ops::Range;

/// How many words a `*` may stand for.
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
    let segments = segments(automaton, &words);
    let mut hits = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        for phrase in automaton.phrases(segment.id) {
            let Some(first) = first_word(&segments, index, phrase.earlier) else { continue };
            let range = words[first].0.start..words[segment.end - 1].0.end;
            let solid = phrase.earlier.is_empty();
            hits.push(Hit { target: phrase.target, words: phrase.words, lang: phrase.lang, range, solid });
        }
    }
    hits
}

/// A run of words that is (a part of) a phrase; `end` is exclusive.
struct Segment {
    id: u16,
    start: usize,
    end: usize,
}

fn segments(automaton: &Automaton, words: &[(Range<usize>, u16)]) -> Vec<Segment> {
    let mut found = Vec::new();
    for start in 0..words.len() {
        let mut node = 0;
        for (offset, (_, word)) in words[start..].iter().enumerate() {
            let Some(next) = automaton.step(node, *word) else { break };
            node = next;
            if let Some(id) = automaton.segment(node) {
                found.push(Segment { id, start, end: start + offset + 1 });
            }
        }
    }
    found.sort_by_key(|segment| segment.end);
    found
}

/// Looks back from a phrase's last segment for its earlier ones, each at most [`GAP`] words before the next.
fn first_word(segments: &[Segment], last: usize, earlier: &[u16]) -> Option<usize> {
    let mut start = segments[last].start;
    let mut at = last;
    for id in earlier.iter().rev() {
        let limit = start.saturating_sub(GAP);
        loop {
            at = at.checked_sub(1)?;
            let candidate = &segments[at];
            if candidate.end < limit {
                return None;
            }
            if candidate.id == *id && candidate.end <= start {
                start = candidate.start;
                break;
            }
        }
    }
    Some(start)
}
