//! The automaton of all phrases, as it is walked.
//!
//! The build script writes words, edges and phrases; the offsets into them are added up here, once: a millisecond of
//! work that the page does not have to load.

use super::*;
use crate::text::token;
use std::sync::LazyLock;

/// The automaton; see [`Automaton`].
pub fn automaton() -> &'static Automaton {
    static AUTOMATON: LazyLock<Automaton> = LazyLock::new(Automaton::new);
    &AUTOMATON
}

/// A trie over the words of all phrases, in breadth-first order: the edge number k leads to node k + 1.
pub struct Automaton {
    /// Where each word ends in `WORD_TEXT`.
    word_ends: Vec<u32>,
    /// An open-addressing hash table of word numbers; 0 is free.
    word_slots: Vec<u16>,
    /// The node that each word leads to from the root; 0 for none. Every word of a text asks for it.
    roots: Vec<u16>,
    /// The first edge of each node, and one more.
    edges: Vec<u32>,
    /// The segment that ends at each node; 0 for none.
    segments: Vec<u16>,
    /// The first phrase of each segment, and one more.
    phrase_first: Vec<u32>,
    phrases: Vec<Phrase>,
    /// The segment that stands for each class of words, by the class's number.
    classes: Vec<u16>,
}

/// Marks an earlier segment of a phrase that the next one follows at once, and not within a few words.
pub const TIGHT: u16 = 1 << 15;

/// A phrase, by its last segment.
pub struct Phrase {
    /// The segments before the last, in order; with [`TIGHT`] where the next one follows at once.
    pub earlier: &'static [u16],
    /// BCP-47 tag; empty for English and for what has no language.
    pub lang: &'static str,
    pub target: Target,
}

impl Automaton {
    fn new() -> Self {
        let word_ends = sums(WORD_LENGTHS.iter().map(|length| u32::from(*length)));
        let counts =
            std::iter::once(u32::from(ROOT_EDGES)).chain(NODE_EDGES.iter().map(|count| u32::from(*count)));
        let edges = sums(counts);
        let mut number = 0;
        let segments: Vec<u16> = NODE_ENDS
            .iter()
            .map(|ends| {
                number += u16::from(*ends > 0);
                if *ends > 0 { number } else { 0 }
            })
            .collect();
        let counts = NODE_ENDS.iter().filter(|ends| **ends > 0).map(|ends| u32::from(ends - 1));
        let phrase_first = sums(std::iter::once(0).chain(counts));
        let word_slots = slots(&word_ends);
        let mut roots = vec![0; word_ends.len()];
        for (edge, word) in EDGE_WORDS[..usize::from(ROOT_EDGES)].iter().enumerate() {
            roots[usize::from(*word)] = edge as u16 + 1;
        }
        let mut automaton = Self {
            word_ends,
            word_slots,
            roots,
            edges,
            segments,
            phrase_first,
            phrases: Vec::new(),
            classes: Vec::new(),
        };
        automaton.phrases = automaton.read_phrases();
        automaton.classes = (0..)
            .map_while(|class| automaton.segment_of_word(automaton.word(&format!("{{{class}}}"))))
            .collect();
        automaton
    }

    fn segment_of_word(&self, word: u16) -> Option<u16> {
        self.step(0, word).and_then(|node| self.segment(node))
    }

    fn read_phrases(&self) -> Vec<Phrase> {
        let mut phrases = Vec::with_capacity(PHRASE_KINDS.len());
        let mut earlier = 0;
        for segment in 1..self.phrase_first.len() - 1 {
            for index in self.phrase_first[segment] as usize..self.phrase_first[segment + 1] as usize {
                let before = &EARLIER[earlier..earlier + usize::from(PHRASE_EARLIER[index])];
                earlier += before.len();
                let target = PHRASE_TARGETS[index];
                phrases.push(Phrase {
                    earlier: before,
                    lang: LANGS[usize::from(PHRASE_LANGS[index])],
                    target: match PHRASE_KINDS[index] {
                        0 => Target::Rule(target),
                        1 => Target::Unless(target),
                        2 => Target::Mark(target),
                        3 => Target::List(target),
                        _ => Target::Class(target),
                    },
                });
            }
        }
        phrases
    }

    /// A word's number; 0 for a word that stands in no phrase.
    pub fn word(&self, word: &str) -> u16 {
        let mask = self.word_slots.len() - 1;
        let mut slot = token::hash(word) as usize & mask;
        loop {
            let id = self.word_slots[slot];
            if id == 0 || text_of(&self.word_ends, id) == word {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The node that a word leads to from a node; the root is 0.
    pub fn step(&self, node: usize, word: u16) -> Option<usize> {
        if node == 0 {
            return Some(usize::from(self.roots[usize::from(word)])).filter(|next| *next != 0);
        }
        let edges = self.edges[node] as usize..self.edges[node + 1] as usize;
        let start = edges.start;
        EDGE_WORDS[edges].binary_search(&word).ok().map(|edge| start + edge + 1)
    }

    /// The segment that ends at a node.
    pub fn segment(&self, node: usize) -> Option<u16> {
        Some(self.segments[node]).filter(|segment| *segment != 0)
    }

    /// The segments that stand for the classes that a segment is a member of.
    pub fn classes(&self, segment: u16) -> impl Iterator<Item = u16> {
        self.phrases(segment).iter().filter_map(|phrase| match phrase.target {
            Target::Class(class) => self.classes.get(usize::from(class)).copied(),
            _ => None,
        })
    }

    /// The phrases that end with a segment.
    pub fn phrases(&self, segment: u16) -> &[Phrase] {
        let segment = usize::from(segment);
        &self.phrases[self.phrase_first[segment] as usize..self.phrase_first[segment + 1] as usize]
    }
}

/// 0, and what each number adds up to with those before it.
fn sums(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sum = 0;
    let rest = numbers.map(|number| {
        sum += number;
        sum
    });
    std::iter::once(0).chain(rest).collect()
}

fn slots(ends: &[u32]) -> Vec<u16> {
    let size = (ends.len() * 2).next_power_of_two();
    let mut slots = vec![0; size];
    for id in 1..ends.len() {
        let mut slot = token::hash(text_of(ends, id as u16)) as usize & (size - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (size - 1);
        }
        slots[slot] = id as u16;
    }
    slots
}

fn text_of(ends: &[u32], id: u16) -> &'static str {
    let id = usize::from(id);
    &WORD_TEXT[ends[id - 1] as usize..ends[id] as usize]
}

/// BCP-47 tags of the languages that phrases are in; the empty one for English.
pub fn languages() -> &'static [&'static str] {
    LANGS
}
