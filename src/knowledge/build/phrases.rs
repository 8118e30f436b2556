//! The automaton: every phrase cut into words, every word a number, all of them in one trie.
//!
//! A trie over words is small (one edge a word of a phrase, not one a letter) and its depth is the longest phrase, so
//! that the time to walk a paste does not grow with the number of rules.

use crate::token;
use std::collections::{BTreeMap, HashMap};

#[derive(Default)]
pub struct Automaton {
    words: BTreeMap<String, u16>,
    order: Vec<String>,
    segments: HashMap<Vec<u16>, u16>,
    segment_words: Vec<Vec<u16>>,
    pub phrases: Vec<Phrase>,
}

pub struct Phrase {
    pub segments: Vec<u16>,
    pub words: usize,
    /// BCP-47 tag where it is not English.
    pub lang: String,
    /// Rust source of the target: `Target::Rule(3)`.
    pub target: String,
}

impl Automaton {
    /// Adds a phrase; says what is wrong with it.
    pub fn add(&mut self, phrase: &str, lang: &str, target: String) -> Result<(), String> {
        let mut segments = Vec::new();
        let mut words = 0;
        for piece in phrase.split('*') {
            let mut segment = Vec::new();
            token::words(piece, |_, word| segment.push(self.word(word)));
            if segment.is_empty() {
                return Err(format!("phrase with an empty piece: {phrase:?}"));
            }
            words += segment.len();
            segments.push(self.segment(segment));
        }
        self.phrases.push(Phrase { segments, words, lang: lang.to_owned(), target });
        Ok(())
    }

    fn word(&mut self, word: &str) -> u16 {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        self.order.push(word.to_owned());
        let id = u16::try_from(self.order.len()).expect("fewer than 65,536 words");
        self.words.insert(word.to_owned(), id);
        id
    }

    /// Segments are numbered from 1: 0 marks a node where none ends.
    fn segment(&mut self, words: Vec<u16>) -> u16 {
        if let Some(id) = self.segments.get(&words) {
            return *id;
        }
        self.segment_words.push(words.clone());
        let id = u16::try_from(self.segment_words.len()).expect("fewer than 65,536 segments");
        self.segments.insert(words, id);
        id
    }

    /// `WORD_TEXT`, `WORD_ENDS`, `WORD_SLOTS`: an open-addressing hash table.
    pub fn emit_words(&self) -> String {
        let mut ends = vec![0];
        let mut text = String::new();
        for word in &self.order {
            text.push_str(word);
            ends.push(text.len());
        }
        let size = (self.order.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![0; size];
        for (index, word) in self.order.iter().enumerate() {
            let mut slot = token::hash(word) as usize & (size - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = index + 1;
        }
        format!(
            "static WORD_TEXT: &str = {text:?};\nstatic WORD_ENDS: &[u32] = &{ends:?};\nstatic WORD_SLOTS: &[u16] = &{slots:?};\n"
        )
    }

    /// The trie in breadth-first order: the edge number k leads to node k + 1, so that no targets are stored.
    pub fn emit_trie(&self) -> String {
        let mut nodes: Vec<(BTreeMap<u16, usize>, u16)> = vec![Default::default()];
        for (index, words) in self.segment_words.iter().enumerate() {
            let mut node = 0;
            for word in words {
                let fresh = nodes.len();
                let next = *nodes[node].0.entry(*word).or_insert(fresh);
                if next == fresh {
                    nodes.push(Default::default());
                }
                node = next;
            }
            nodes[node].1 = u16::try_from(index + 1).expect("counted in segment()");
        }
        let (mut first, mut edges, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        let mut queue = std::collections::VecDeque::from([0]);
        while let Some(node) = queue.pop_front() {
            first.push(edges.len());
            ends.push(nodes[node].1);
            for (word, next) in &nodes[node].0 {
                edges.push(*word);
                queue.push_back(*next);
            }
        }
        first.push(edges.len());
        format!(
            "pub static TRIE_FIRST: &[u32] = &{first:?};\npub static TRIE_WORDS: &[u16] = &{edges:?};\npub static TRIE_SEGMENT: &[u16] = &{ends:?};\n"
        )
    }

    /// `PHRASES`, and for each segment the phrases that end with it.
    pub fn emit_phrases(&self) -> String {
        let mut rows = String::new();
        let mut by_last = vec![Vec::new(); self.segment_words.len() + 1];
        for (index, phrase) in self.phrases.iter().enumerate() {
            let segments = &phrase.segments;
            rows.push_str(&format!(
                "Phrase{{segments:&{segments:?},words:{},lang:{:?},target:{}}},",
                phrase.words.min(255),
                phrase.lang,
                phrase.target
            ));
            by_last[usize::from(*segments.last().expect("add() refuses empty ones"))].push(index);
        }
        let (mut first, mut flat) = (Vec::new(), Vec::new());
        for phrases in by_last {
            first.push(flat.len());
            flat.extend(phrases);
        }
        first.push(flat.len());
        format!(
            "pub static PHRASES: &[Phrase] = &[{rows}];\npub static SEGMENT_FIRST: &[u32] = &{first:?};\npub static SEGMENT_PHRASES: &[u16] = &{flat:?};\n"
        )
    }
}
