//! The automaton: every phrase cut into words, every word a number, all of them in one trie.
//!
//! A trie over words is small (one edge a word of a phrase, not one a letter) and its depth is the longest phrase, so
//! that the time to walk a paste does not grow with the number of rules. It is written without anything that follows
//! from the rest (offsets, numbers of segments): the page has to load it. `knowledge/automaton.rs` adds them up.
//!
//! A class of words, `{mailbox}`, is one made-up word in the phrases that use it; its members are phrases that tell of it.

use crate::token;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt::Write;

#[derive(Default)]
pub struct Automaton {
    phrases: Vec<Phrase>,
    /// Names of the classes of words; a class is known by its index.
    classes: Vec<String>,
}

struct Phrase {
    /// Words, cut at the `*` and beside classes.
    segments: Vec<Vec<String>>,
    /// For each segment but the last, whether the next one follows at once.
    tight: Vec<bool>,
    /// BCP-47 tag where it is not English.
    lang: String,
    kind: Kind,
    /// Index into the table that the kind names.
    target: usize,
}

/// What a phrase tells. The numbers are those of `knowledge/automaton.rs`.
#[derive(Clone, Copy)]
pub enum Kind {
    Rule = 0,
    Unless = 1,
    Mark = 2,
    List = 3,
    Class = 4,
}

impl Automaton {
    /// `classes`: names, and the wordings of each.
    pub fn new(classes: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut automaton = Self { classes: classes.keys().cloned().collect(), ..Self::default() };
        for (index, members) in classes.values().enumerate() {
            for member in members {
                if member.contains(['*', '{']) {
                    return Err(format!("a class holds plain words only: {member:?}"));
                }
                automaton.add(member, "", Kind::Class, index)?;
            }
        }
        Ok(automaton)
    }

    /// Adds a phrase; says what is wrong with it.
    pub fn add(&mut self, phrase: &str, lang: &str, kind: Kind, target: usize) -> Result<(), String> {
        let mut segments: Vec<Vec<String>> = Vec::new();
        let mut tight = Vec::new();
        for gap in phrase.split('*') {
            let from = segments.len();
            for piece in pieces(gap) {
                match piece.strip_prefix('{') {
                    Some(name) => segments.push(vec![self.class_word(name)?]),
                    None => {
                        let mut words = Vec::new();
                        token::words(piece, |_, word| words.push(word.to_owned()));
                        segments.extend((!words.is_empty()).then_some(words));
                    }
                }
            }
            if segments.len() == from {
                return Err(format!("phrase with an empty piece: {phrase:?}"));
            }
            tight.resize(segments.len() - 1, true);
            tight.push(false);
        }
        tight.pop();
        self.phrases.push(Phrase { segments, tight, lang: lang.to_owned(), kind, target });
        Ok(())
    }

    /// The made-up word that stands for a class: no text holds it, braces being no letters.
    fn class_word(&self, name: &str) -> Result<String, String> {
        let index = self.classes.iter().position(|class| class == name);
        index.map(|index| format!("{{{index}}}")).ok_or_else(|| format!("no class {name:?} in classes.toml"))
    }

    /// A class that no phrase uses.
    pub fn unused(&self) -> Option<&str> {
        let uses = |word: &String| {
            self.phrases.iter().any(|phrase| phrase.segments.iter().flatten().any(|other| other == word))
        };
        (0..self.classes.len())
            .find(|index| !uses(&format!("{{{index}}}")))
            .map(|index| self.classes[index].as_str())
    }

    /// All tables, as Rust.
    pub fn emit(&self) -> String {
        let words: BTreeSet<&str> =
            self.phrases.iter().flat_map(|p| p.segments.iter().flatten()).map(String::as_str).collect();
        let numbers: HashMap<&str, u16> = words
            .iter()
            .enumerate()
            .map(|(index, word)| (*word, u16::try_from(index + 1).expect("fewer than 65,536 words")))
            .collect();
        let trie = Trie::new(self.phrases.iter().flat_map(|phrase| &phrase.segments), &numbers);
        let lengths: Vec<usize> = words.iter().map(|word| word.len()).collect();
        let mut out = format!(
            "static WORD_TEXT: &str = {:?};\nstatic WORD_LENGTHS: &[u8] = &{lengths:?};\n",
            words.iter().copied().collect::<String>()
        );
        out.push_str(&trie.emit(&self.by_last_segment(&trie, &numbers)));
        out.push_str(&self.emit_phrases(&trie, &numbers));
        out
    }

    /// Indices of the phrases, by the number of their last segment.
    fn by_last_segment(&self, trie: &Trie, numbers: &HashMap<&str, u16>) -> Vec<Vec<usize>> {
        let mut by_last = vec![Vec::new(); trie.segments.len() + 1];
        for (index, phrase) in self.phrases.iter().enumerate() {
            let last = phrase.segments.last().expect("add() refuses empty ones");
            by_last[usize::from(trie.number(last, numbers))].push(index);
        }
        by_last
    }

    /// Kinds, languages and targets in the order of the last segments; the earlier segments of those that have some.
    fn emit_phrases(&self, trie: &Trie, numbers: &HashMap<&str, u16>) -> String {
        let langs: BTreeSet<&str> = self.phrases.iter().map(|phrase| phrase.lang.as_str()).collect();
        let langs: Vec<&str> = langs.into_iter().collect();
        let (mut kinds, mut tags, mut targets) = (Vec::new(), Vec::new(), Vec::new());
        let (mut counts, mut earlier) = (Vec::new(), Vec::new());
        for index in self.by_last_segment(trie, numbers).into_iter().flatten() {
            let phrase = &self.phrases[index];
            let before = &phrase.segments[..phrase.segments.len() - 1];
            kinds.push(phrase.kind as u8);
            tags.push(langs.binary_search(&phrase.lang.as_str()).expect("collected above"));
            targets.push(phrase.target);
            counts.push(before.len());
            earlier.extend(
                before
                    .iter()
                    .zip(&phrase.tight)
                    .map(|(segment, tight)| trie.number(segment, numbers) | if *tight { TIGHT } else { 0 }),
            );
        }
        format!(
            "static PHRASE_KINDS: &[u8] = &{kinds:?};\nstatic PHRASE_LANGS: &[u8] = &{tags:?};\nstatic LANGS: &[&str] = &{langs:?};\nstatic PHRASE_TARGETS: &[u16] = &{targets:?};\nstatic PHRASE_EARLIER: &[u8] = &{counts:?};\nstatic EARLIER: &[u16] = &{earlier:?};\n"
        )
    }
}

/// Marks an earlier segment that the next one follows at once: as in `knowledge/automaton.rs`.
const TIGHT: u16 = 1 << 15;

/// `no such {mailbox} here` in three: a class keeps its opening brace.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('}').flat_map(|part| {
        let (words, class) = part
            .strip_suffix('}')
            .and_then(|part| part.rfind('{').map(|at| part.split_at(at)))
            .unwrap_or((part, ""));
        [words, class].into_iter().filter(|piece| !piece.trim().is_empty())
    })
}

/// Nodes in breadth-first order: the edge number k leads to node k + 1, so that no targets are stored.
struct Trie {
    /// Words of the edges out of each node, in order.
    children: Vec<Vec<u16>>,
    /// Whether a segment ends at the node.
    ends: Vec<bool>,
    /// A segment's number, from 1 in the order of the nodes.
    segments: HashMap<Vec<u16>, u16>,
}

/// While the trie grows: where each word leads, and the segment that ends here.
type Node = (BTreeMap<u16, usize>, Option<Vec<u16>>);

impl Trie {
    fn new<'a>(segments: impl Iterator<Item = &'a Vec<String>>, numbers: &HashMap<&str, u16>) -> Self {
        let mut nodes: Vec<Node> = vec![Node::default()];
        for segment in segments {
            let words: Vec<u16> = segment.iter().map(|word| numbers[word.as_str()]).collect();
            let mut node = 0;
            for word in &words {
                let fresh = nodes.len();
                let next = *nodes[node].0.entry(*word).or_insert(fresh);
                if next == fresh {
                    nodes.push(Node::default());
                }
                node = next;
            }
            nodes[node].1 = Some(words);
        }
        let mut trie = Trie { children: Vec::new(), ends: Vec::new(), segments: HashMap::new() };
        let mut queue = VecDeque::from([0]);
        while let Some(node) = queue.pop_front() {
            let (edges, segment) = &nodes[node];
            trie.children.push(edges.keys().copied().collect());
            trie.ends.push(segment.is_some());
            if let Some(words) = segment {
                let number = u16::try_from(trie.segments.len() + 1).expect("fewer than 65,536 segments");
                assert!(number < TIGHT, "too many segments");
                trie.segments.insert(words.clone(), number);
            }
            queue.extend(edges.values());
        }
        trie
    }

    fn number(&self, segment: &[String], numbers: &HashMap<&str, u16>) -> u16 {
        let words: Vec<u16> = segment.iter().map(|word| numbers[word.as_str()]).collect();
        self.segments[&words]
    }

    /// How many children a node has; 0 where no segment ends at it, else one more than the phrases that end with it.
    fn emit(&self, by_last: &[Vec<usize>]) -> String {
        let counts: Vec<u16> = self
            .children
            .iter()
            .map(|words| u16::try_from(words.len()).expect("fewer than 65,536 words"))
            .collect();
        let mut number = 0;
        let mut ends = Vec::new();
        for is_end in &self.ends {
            number += usize::from(*is_end);
            let phrases = if *is_end { by_last[number].len() + 1 } else { 0 };
            ends.push(u8::try_from(phrases).expect("fewer than 255 phrases alike"));
        }
        let words: Vec<u16> = self.children.iter().flatten().copied().collect();
        let mut out = String::new();
        let _ = writeln!(out, "static ROOT_EDGES: u16 = {};", counts[0]);
        let narrow: Vec<u8> = counts[1..]
            .iter()
            .map(|count| u8::try_from(*count).expect("fewer than 256 words go on"))
            .collect();
        let _ = writeln!(out, "static NODE_EDGES: &[u8] = &{narrow:?};");
        let _ = writeln!(out, "static NODE_ENDS: &[u8] = &{ends:?};");
        let _ = writeln!(out, "static EDGE_WORDS: &[u16] = &{words:?};");
        out
    }
}
