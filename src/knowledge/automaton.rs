//! The automaton of all phrases, as it is walked.
//!
//! The build script writes the phrases as texts, cut into words: that is the least that the page can load. They are put
//! together here, once, in a few milliseconds.

use super::packed::BEHIND_ITEM;
use super::*;
use crate::text::token;
use std::sync::LazyLock;

/// The automaton; see [`Automaton`].
pub fn automaton() -> &'static Automaton {
    static AUTOMATON: LazyLock<Automaton> = LazyLock::new(Automaton::new);
    &AUTOMATON
}

/// A trie over the words of all phrases. Node 0 is the root.
pub struct Automaton {
    words: Words,
    /// The node that each word leads to from the root; 0 for none. Every word of a text asks for it.
    roots: Vec<u16>,
    edges: Edges,
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
        let mut automaton = Self {
            words: Words::of(WORD_COUNT),
            roots: vec![0; WORD_COUNT + 1],
            edges: Edges::of(NODE_COUNT),
            segments: Vec::with_capacity(NODE_COUNT + 1),
            phrase_first: Vec::new(),
            phrases: Vec::new(),
            classes: Vec::new(),
        };
        automaton.segments.push(0);
        automaton.read();
        automaton.classes = (0..)
            .map_while(|class| automaton.segment_of_word(automaton.word(&format!("{{{class}}}"))))
            .collect();
        automaton
    }

    fn segment_of_word(&self, word: u16) -> Option<u16> {
        self.step(0, word).and_then(|node| self.segment(node))
    }

    /// Reads all phrases, and sorts them by their last segments.
    fn read(&mut self) {
        let mut reader = Reader { automaton: self, segments: 0, earlier: Vec::new() };
        let mut read = Vec::new();
        let mut target = 0u16;
        let langs = LANGS.iter().flat_map(|(lang, count)| std::iter::repeat_n(lang, *count));
        for (((cell, kind), step), lang) in PHRASES.cells().zip(GROUP_KINDS).zip(GROUP_STEPS).zip(langs) {
            target = target.wrapping_add_signed(*step);
            let target = match kind {
                0 => Target::Rule(target),
                1 => Target::Unless(target),
                2 => Target::Mark(target),
                3 => Target::List(target),
                _ => Target::Class(target),
            };
            for phrase in cell.split_terminator(BEHIND_ITEM) {
                let before = reader.earlier.len();
                let last = reader.phrase(phrase);
                read.push((last, before..reader.earlier.len(), *lang, target));
            }
        }
        let segments = usize::from(reader.segments);
        // As long as the program: there is one automaton.
        let earlier: &'static [u16] = Vec::leak(reader.earlier);
        let mut counts = vec![0; segments + 1];
        read.iter().for_each(|(last, ..)| counts[usize::from(*last)] += 1);
        self.phrase_first = sums(&counts);
        let mut next = self.phrase_first.clone();
        let mut order = vec![0; read.len()];
        for (index, (last, ..)) in read.iter().enumerate() {
            let place = &mut next[usize::from(*last)];
            order[*place as usize] = index;
            *place += 1;
        }
        let phrase = |index: usize| {
            let (_, before, lang, target) = &read[index];
            Phrase { earlier: &earlier[before.clone()], lang, target: *target }
        };
        self.phrases = order.into_iter().map(phrase).collect();
    }

    /// A word's number; 0 for a word that stands in no phrase.
    pub fn word(&self, word: &str) -> u16 {
        self.words.find(word).unwrap_or(0)
    }

    /// The node that a word leads to from a node; the root is 0.
    pub fn step(&self, node: usize, word: u16) -> Option<usize> {
        let next = match node {
            0 => self.roots[usize::from(word)],
            _ => self.edges.find(node as u16, word).unwrap_or(0),
        };
        Some(usize::from(next)).filter(|next| *next != 0)
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

    /// The same as [`step`](Self::step); where nothing is, a new node.
    fn grow(&mut self, node: u16, word: u16) -> u16 {
        let fresh = self.segments.len() as u16;
        let next = match node {
            0 if self.roots[usize::from(word)] != 0 => self.roots[usize::from(word)],
            0 => {
                self.roots[usize::from(word)] = fresh;
                fresh
            }
            _ => self.edges.find_or_add(node, word, fresh),
        };
        if next == fresh {
            self.segments.push(0);
        }
        next
    }
}

/// Puts phrases into the trie.
struct Reader<'a> {
    automaton: &'a mut Automaton,
    /// How many segments there are.
    segments: u16,
    /// The earlier segments of all phrases so far.
    earlier: Vec<u16>,
}

impl Reader<'_> {
    /// The last segment of a phrase, whose words are set apart by blanks: `mailbox * full`, `no {3} here`.
    fn phrase(&mut self, text: &'static str) -> u16 {
        let (mut last, mut node) = (0, 0);
        for piece in text.split(' ') {
            if piece == "*" {
                last = self.end(last, node) & !TIGHT;
                node = 0;
                continue;
            }
            let is_class = piece.starts_with('{');
            if is_class {
                (last, node) = (self.end(last, node), 0);
            }
            let word = self.automaton.words.find_or_add(piece);
            node = self.automaton.grow(node, word);
            if is_class {
                (last, node) = (self.end(last, node), 0);
            }
        }
        self.end(last, node) & !TIGHT
    }

    /// Ends the segment at a node, if one is open: it is the last then, and the one before it an earlier one.
    fn end(&mut self, before: u16, node: u16) -> u16 {
        if node == 0 {
            return before;
        }
        if before != 0 {
            self.earlier.push(before);
        }
        let segment = &mut self.automaton.segments[usize::from(node)];
        if *segment == 0 {
            self.segments += 1;
            *segment = self.segments;
        }
        *segment | TIGHT
    }
}

/// Words and their numbers, from 1: an open-addressing hash table.
struct Words {
    /// By number.
    texts: Vec<&'static str>,
    /// Numbers; 0 is free.
    slots: Vec<u16>,
}

impl Words {
    fn of(count: usize) -> Self {
        Words { texts: vec![""], slots: vec![0; (count * 2).next_power_of_two()] }
    }

    /// Where the word is, or else the free slot for it.
    fn slot(&self, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = token::hash(word) as usize & mask;
        while self.slots[slot] != 0 && self.texts[usize::from(self.slots[slot])] != word {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn find(&self, word: &str) -> Option<u16> {
        Some(self.slots[self.slot(word)]).filter(|number| *number != 0)
    }

    fn find_or_add(&mut self, word: &'static str) -> u16 {
        let slot = self.slot(word);
        if self.slots[slot] == 0 {
            self.slots[slot] = self.texts.len() as u16;
            self.texts.push(word);
        }
        self.slots[slot]
    }
}

/// Where a word leads from a node that is not the root: an open-addressing hash table.
struct Edges {
    /// Node and word; 0 is free.
    keys: Vec<u32>,
    nodes: Vec<u16>,
}

impl Edges {
    fn of(count: usize) -> Self {
        let size = (count * 2).next_power_of_two();
        Edges { keys: vec![0; size], nodes: vec![0; size] }
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.keys.len() - 1;
        // Fibonacci hashing: the high bits are the mixed ones.
        let mut slot = (key.wrapping_mul(0x9e37_79b1) >> 12) as usize & mask;
        while self.keys[slot] != 0 && self.keys[slot] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn find(&self, node: u16, word: u16) -> Option<u16> {
        let key = key(node, word);
        let slot = self.slot(key);
        (self.keys[slot] == key).then(|| self.nodes[slot])
    }

    fn find_or_add(&mut self, node: u16, word: u16, fresh: u16) -> u16 {
        let key = key(node, word);
        let slot = self.slot(key);
        if self.keys[slot] == 0 {
            (self.keys[slot], self.nodes[slot]) = (key, fresh);
        }
        self.nodes[slot]
    }
}

fn key(node: u16, word: u16) -> u32 {
    u32::from(node) << 16 | u32::from(word)
}

/// 0, and what each number adds up to with those before it.
fn sums(numbers: &[u32]) -> Vec<u32> {
    let mut sum = 0;
    let rest = numbers.iter().map(|number| {
        sum += number;
        sum
    });
    std::iter::once(0).chain(rest).collect()
}

/// BCP-47 tags of the languages that phrases are in; the empty one for English.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGS.iter().map(|(lang, _)| *lang)
}
