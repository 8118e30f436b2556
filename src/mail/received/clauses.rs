//! The clauses of a Received field: a keyword, its words, and the comments behind them.

use crate::mail::lex::{Kind, Token};

/// One clause.
#[derive(Default)]
pub struct Clause<'a> {
    /// Most have but one.
    first: Option<&'a str>,
    /// Those behind the first.
    pub more: Vec<&'a str>,
    /// Without their brackets.
    pub comments: Vec<&'a str>,
    /// The words end at the first comment: what stands behind it is no more of the phrase.
    is_closed: bool,
    is_given: bool,
}

impl<'a> Clause<'a> {
    /// The first word, empty where there is none.
    pub fn word(&self) -> &'a str {
        self.first.unwrap_or("")
    }

    /// All words with single blanks.
    pub fn phrase(&self) -> String {
        let mut phrase = self.word().to_owned();
        for word in &self.more {
            phrase.push(' ');
            phrase.push_str(word);
        }
        phrase
    }

    fn push(&mut self, word: &'a str) {
        match self.first {
            None => self.first = Some(word),
            Some(_) => self.more.push(word),
        }
    }
}

/// The clauses of RFC 5321, section 4.4, `tls` of newer Exims, and the comments that stand before all of them.
#[derive(Default)]
pub struct Clauses<'a> {
    pub head: Clause<'a>,
    pub from: Clause<'a>,
    pub by: Clause<'a>,
    pub via: Clause<'a>,
    pub with: Clause<'a>,
    pub id: Clause<'a>,
    pub r#for: Clause<'a>,
    pub tls: Clause<'a>,
}

impl<'a> Clauses<'a> {
    /// All comments of the field.
    pub fn comments(&self) -> impl Iterator<Item = &'a str> {
        let clauses =
            [&self.head, &self.from, &self.by, &self.via, &self.with, &self.id, &self.r#for, &self.tls];
        clauses.into_iter().flat_map(|clause| clause.comments.iter().copied())
    }

    fn get(&mut self, key: Key) -> &mut Clause<'a> {
        match key {
            Key::Head => &mut self.head,
            Key::From => &mut self.from,
            Key::By => &mut self.by,
            Key::Via => &mut self.via,
            Key::With => &mut self.with,
            Key::Id => &mut self.id,
            Key::For => &mut self.r#for,
            Key::Tls => &mut self.tls,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Head,
    From,
    By,
    Via,
    With,
    Id,
    For,
    Tls,
}

static KEYWORDS: &[(&str, Key)] = &[
    ("from", Key::From),
    ("by", Key::By),
    ("via", Key::Via),
    ("with", Key::With),
    ("id", Key::Id),
    ("for", Key::For),
    ("tls", Key::Tls),
];

/// Sorts the pieces before the date into clauses. A keyword counts once: what comes again is read over.
pub fn read<'a>(value: &'a str, tokens: &[Token]) -> Clauses<'a> {
    let mut clauses = Clauses::default();
    let mut key = Key::Head;
    let mut is_repeated = false;
    for token in tokens {
        let text = token.text(value);
        match token.kind {
            Kind::Comment => {
                let clause = clauses.get(key);
                clause.comments.push(token.inner(value));
                clause.is_closed |= clause.first.is_some();
            }
            Kind::Word | Kind::Quoted => {
                if let Some(next) = keyword(text).filter(|next| is_start(clauses.get(key), key, *next)) {
                    key = next;
                    let clause = clauses.get(key);
                    is_repeated = clause.is_given;
                    clause.is_given = true;
                } else if !is_repeated && !clauses.get(key).is_closed {
                    clauses.get(key).push(text);
                }
            }
            Kind::Delimiter(_) => {}
        }
    }
    clauses
}

fn keyword(word: &str) -> Option<Key> {
    KEYWORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, key)| *key)
}

/// Whether a word that is a keyword begins its clause. A server or client may be called `via`; only `by` is taken for
/// what it is even where the client's name is missing.
fn is_start(clause: &Clause, key: Key, next: Key) -> bool {
    let is_named = clause.first.is_some() || !clause.comments.is_empty();
    is_named || next == Key::By || !matches!(key, Key::From | Key::By)
}
