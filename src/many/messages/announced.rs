//! Lines over a header that say whose it is: a forwarded mail's, a returned one's.

use crate::input::reports;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Announced {
    /// `---------- Forwarded message ----------`
    Forwarded,
    /// `-----Original Message-----`: forwarded by people, returned by servers.
    Original,
    /// `Original headers:`
    Returned,
}

/// Whether the line says what the block behind it is.
pub fn announced(line: &str) -> Option<Announced> {
    let lower = line.trim_matches(['-', '=', '_', '*', '+', ' ', '#', '<', '>']).to_lowercase();
    let is_one_of = |marks: &[&str]| lower.len() < 60 && marks.iter().any(|mark| lower.starts_with(mark));
    match () {
        () if is_one_of(FORWARDED) => Some(Announced::Forwarded),
        () if is_one_of(ORIGINAL) => Some(Announced::Original),
        // `The second one:`: somebody shows several mails.
        () if counts(&lower) => None,
        () if line.ends_with(':') || reports::is_separator(line) => Some(Announced::Returned),
        () => None,
    }
}

/// What programs write over a mail that they forward.
const FORWARDED: &[&str] = &[
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten",
    "message transféré",
    "début du message",
    "mensaje reenviado",
    "mensagem encaminhada",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "пересылаемое сообщение",
];

const ORIGINAL: &[&str] = &[
    "original message",
    "original-nachricht",
    "ursprüngliche nachricht",
    "message d'origine",
    "message d’origine",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
];

/// Whether a short line, or its last sentence, tells one mail from another that stands in the same paste.
fn counts(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "other",
        "first",
        "second",
        "third",
        "1st",
        "2nd",
        "3rd",
        "another",
        "next",
        "1",
        "2",
        "3",
        "slow",
        "late",
        "fast",
        "quick",
        "erste",
        "zweite",
        "andere",
        "premier",
        "deuxième",
        "autre",
        "primero",
        "segundo",
        "otro",
    ];
    let sentence = line.rsplit(['?', '.', '!']).next().unwrap_or_default();
    let words = || sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().count() <= 8 && words().any(|word| WORDS.contains(&word))
}
