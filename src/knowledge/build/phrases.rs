//! The automaton: every phrase cut into words, every word a number, all of them in one trie.
//!
//! A trie over words is small (one edge a word of a phrase, not one a letter) and its depth is the longest phrase, so
//! that the time to walk a paste does not grow with the number of rules. The page has to load it, and nothing that says
//! the same weighs less than the phrases themselves: they are written, `knowledge/automaton.rs` makes the trie.
//!
//! A class of words, `{mailbox}`, is one made-up word in the phrases that use it; its members are phrases that tell of it.

use crate::pack::{ITEM, column};
use crate::token;
use std::collections::{BTreeMap, BTreeSet};

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

    /// All phrases as Rust: in groups that tell the same in the same language, one language after the other, because what
    /// is alike weighs least side by side.
    pub fn emit(&self) -> String {
        let mut phrases: Vec<&Phrase> = self.phrases.iter().collect();
        phrases.sort_by_key(|phrase| &phrase.lang);
        let groups: Vec<&[&Phrase]> = phrases.chunk_by(|a, b| a.tells() == b.tells()).collect();
        let texts = column(
            groups.iter().map(|group| group.iter().map(|phrase| phrase.text() + ITEM).collect::<String>()),
        );
        let kinds: Vec<u8> = groups.iter().map(|group| group[0].kind as u8).collect();
        let targets = groups.iter().map(|group| group[0].target);
        let steps: Vec<i16> = targets
            .scan(0, |last, target| Some(target as i16 - std::mem::replace(last, target as i16)))
            .collect();
        let langs: Vec<(&str, usize)> = groups
            .chunk_by(|a, b| a[0].lang == b[0].lang)
            .map(|groups| (groups[0][0].lang.as_str(), groups.len()))
            .collect();
        let words: BTreeSet<&String> =
            self.phrases.iter().flat_map(|p| p.segments.iter().flatten()).collect();
        let segments = || self.phrases.iter().flat_map(|phrase| &phrase.segments);
        let nodes: BTreeSet<&[String]> =
            segments().flat_map(|segment| (1..=segment.len()).map(|length| &segment[..length])).collect();
        assert!(words.len() < usize::from(u16::MAX), "too many words");
        assert!(nodes.len() < usize::from(u16::MAX), "too many beginnings of phrases");
        assert!(segments().collect::<BTreeSet<_>>().len() < usize::from(TIGHT), "too many segments");
        format!(
            "static PHRASES: packed::Column = {texts};\nstatic GROUP_KINDS: &[u8] = &{kinds:?};\nstatic GROUP_STEPS: &[i16] = &{steps:?};\n/// Each language, and how many groups are in it.\nstatic LANGS: &[(&str, usize)] = &{langs:?};\nconst WORD_COUNT: usize = {};\nconst NODE_COUNT: usize = {};\n",
            words.len(),
            nodes.len()
        )
    }
}

impl Phrase {
    /// What and in which language.
    fn tells(&self) -> (&str, u8, usize) {
        (&self.lang, self.kind as u8, self.target)
    }

    /// The words set apart by blanks, with `*` where others may stand between.
    fn text(&self) -> String {
        let mut text = self.segments[0].join(" ");
        for (segment, tight) in self.segments[1..].iter().zip(&self.tight) {
            text += if *tight { " " } else { " * " };
            text += &segment.join(" ");
        }
        text
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
