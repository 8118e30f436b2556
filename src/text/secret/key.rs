//! Keys of services, known by their own look.

use std::ops::Range;

/// How a key begins, and how long it is at least with that.
const SHAPES: &[(&str, usize)] = &[
    ("SG.", 24),
    ("key-", 24),
    ("re_", 20),
    ("xkeysib-", 20),
    ("xsmtpsib-", 20),
    ("md-", 24),
    ("mlsn.", 24),
    ("ya29.", 24),
    ("eyJ", 40),
    ("AKIA", 20),
    ("ASIA", 20),
];

/// How far behind the id of an AWS key its secret may stand.
const NEAR: usize = 200;

pub fn find(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    for word in
        text[line.clone()].split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))
    {
        if word.len() < 20 {
            continue;
        }
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let Some((lead, _)) =
            SHAPES.iter().find(|(lead, least)| word.starts_with(lead) && word.len() >= *least)
        else {
            continue;
        };
        let rest = &word[lead.len()..];
        let is_amazons = matches!(*lead, "AKIA" | "ASIA");
        let fits = match *lead {
            "AKIA" | "ASIA" => word.len() == 20 && !rest.bytes().any(|b| b.is_ascii_lowercase()),
            // Three parts of base64: a signed token (RFC 7519).
            "eyJ" => word.matches('.').count() == 2,
            "SG." => rest.contains('.'),
            _ => rest.bytes().any(|b| b.is_ascii_digit()) && rest.bytes().any(|b| b.is_ascii_alphabetic()),
        };
        if !fits {
            continue;
        }
        if is_amazons {
            // The id itself is a user's name, and no secret.
            found.extend(secret_behind(text, start + word.len()));
        } else {
            found.push(start..start + word.trim_end_matches('.').len());
        }
    }
}

/// The secret of an AWS key: 40 signs of base64, 44 where it is one for SMTP.
fn secret_behind(text: &str, at: usize) -> Option<Range<usize>> {
    let limit = text.floor_char_boundary((at + NEAR).min(text.len()));
    let is_secret = |word: &&str| {
        (40..=44).contains(&word.len())
            && word.bytes().any(|b| b.is_ascii_digit())
            && word.bytes().any(|b| b.is_ascii_lowercase())
            && word.bytes().any(|b| b.is_ascii_uppercase())
    };
    let word = text[at..limit]
        .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/'))
        .find(is_secret)?;
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + word.len())
}
