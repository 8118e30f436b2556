//! A window's text that was copied: a name on one line, and its value on the next.

use super::encryption::security;
use super::key::{self, Key};
use super::pair;
use std::ops::Range;

/// A line that names a setting, and has no value for it.
pub struct Label {
    pub key: Key,
    pub line: Range<usize>,
    pub about_mail: bool,
}

impl Label {
    /// `Server name`, `Port:`, `Connection security *`.
    pub fn of(words: &str, line: Range<usize>) -> Option<Self> {
        const MOST_WORDS: usize = 4;
        let name = words.trim().trim_end_matches([':', '*', ' ']);
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '(' | ')' | '/'))
            && name.split_whitespace().count() <= MOST_WORDS;
        // `host smtp.example.org`, `user ann`: a name and its value. `User name` is a name alone.
        let is_set = |pair: &pair::Pair| {
            let value = &words[pair.value.clone()];
            let key = key::key(&words[pair.name.clone()]);
            key.is_some_and(|key| Self { key, line: 0..0, about_mail: false }.is_value(value))
                && !["name", "address", "adresse", "id"].contains(&value)
        };
        let holds_a_value = pair::pairs(words).iter().any(is_set);
        let key = key::key(name).filter(|_| is_name && !holds_a_value)?;
        Some(Self { key, line, about_mail: key::about_mail(name) })
    }

    /// Whether the next line is the value.
    pub fn is_value(&self, words: &str) -> bool {
        let value = words.trim();
        let holds_a_setting =
            || pair::pairs(words).iter().any(|pair| key::key(&words[pair.name.clone()]).is_some());
        let is_word = !value.contains(char::is_whitespace);
        let is_label = || key::key(value).is_some();
        match self.key {
            Key::Host => is_word && value.contains('.') && !value.contains(['=', '@']),
            Key::Port => value.starts_with(|c: char| c.is_ascii_digit()),
            Key::Security => security(value).is_some() && !holds_a_setting(),
            Key::From => is_word && value.contains('@'),
            Key::User => is_word && !is_label() && !holds_a_setting(),
            Key::Password => !is_label() && !holds_a_setting(),
            // What such a window offers: `Normal password`.
            Key::Auth => !holds_a_setting() && value.split_whitespace().count() <= 3,
            _ => false,
        }
    }
}
