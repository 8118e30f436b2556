//! Meanings of a vocabulary, made fit for sentences.

use super::Verdict;
use crate::knowledge::FilterTerm;

/// A verdict that is one term.
pub(super) fn of_term(term: Option<&'static FilterTerm>, shown: String, by: &'static str) -> Verdict {
    let Some(term) = term else { return Verdict { by, ..Verdict::default() } };
    Verdict {
        text: Some(term.meaning.to_owned()),
        leaning: term.leaning,
        notes: vec![(shown, term.meaning, term.leaning)],
        by,
        ..Verdict::default()
    }
}

/// A meaning inside of a sentence: without its full stop, its first letter small where it is no name.
pub fn lower(meaning: &str) -> String {
    let meaning = meaning.trim_end_matches('.');
    let first = meaning.split(' ').next().unwrap_or_default();
    let bare = first.trim_end_matches([',', ':']);
    let is_name = bare.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_punctuation())
        || first.contains("Message-ID")
        || [
            "From",
            "To",
            "Date",
            "Subject",
            "Spamhaus",
            "Validity",
            "Mailspike",
            "Barracuda",
            "Microsoft",
            "Google",
        ]
        .contains(&first);
    let mut letters = meaning.chars();
    match letters.next() {
        Some(letter) if !is_name => letter.to_lowercase().collect::<String>() + letters.as_str(),
        _ => meaning.to_owned(),
    }
}
