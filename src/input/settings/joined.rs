//! Settings whose lines were joined in one: where each begins, by its name.

use super::encryption;
use super::key::{Key, key};

/// A label that people read has no more words, and is no longer, in bytes.
const WORDS: usize = 3;
const LONGEST: usize = 40;

/// Where settings begin in a line, where at least three stand in it, with a server and how it is reached among them.
pub fn starts(line: &str) -> Vec<usize> {
    let mut found: Vec<(usize, Key)> = Vec::new();
    let mut behind = 0;
    let words = std::iter::once(0).chain(line.match_indices(' ').map(|(at, _)| at + 1));
    for at in words {
        if at < behind {
            continue;
        }
        if let Some((len, key)) = name(&line[at..]) {
            found.push((at, key));
            behind = at + len;
        }
    }
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([line.len()]);
    let is_said = found.iter().zip(ends).any(|((start, _), end)| line[*start..end].trim_end().ends_with('.'));
    let has = |keys: &[Key]| found.iter().any(|(_, key)| keys.contains(key));
    let is_whole =
        has(&[Key::Host]) && has(&[Key::Port, Key::User, Key::Security]) && found.len() > 2 && !is_said;
    // What ends like a sentence is somebody's words.
    if is_whole { found.into_iter().map(|(at, _)| at).collect() } else { Vec::new() }
}

/// How long the name is with which a setting begins, and what it means: `MAIL_PORT=`, `Outgoing server:`.
fn name(text: &str) -> Option<(usize, Key)> {
    let word = text.split(' ').next()?;
    if let Some((name, _)) = word.split_once('=') {
        let is_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        return key(name).filter(|_| is_name).map(|key| (name.len() + 1, key));
    }
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let label = near.split_once(':').map(|(label, _)| label)?;
    // A value of the one before, which has no sign behind it.
    let is_value = encryption::security(word.trim()).is_some();
    let is_label = !label.is_empty()
        && label.split(' ').count() <= WORDS
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '(' | ')'));
    (is_label && !is_value && near[label.len() + 1..].starts_with(' '))
        .then(|| key(label))
        .flatten()
        .map(|key| (label.len() + 1, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(line: &str) -> Vec<&str> {
        let starts = starts(line);
        let ends = starts.iter().skip(1).copied().chain([line.len()]);
        starts.iter().zip(ends).map(|(start, end)| line[*start..end].trim()).collect()
    }

    #[test]
    fn settings_in_one_line_are_parted() {
        assert_eq!(
            parted(
                "Outgoing server: smtp.example.org Port: 465 Encryption: STARTTLS Username: ann@example.org"
            ),
            [
                "Outgoing server: smtp.example.org",
                "Port: 465",
                "Encryption: STARTTLS",
                "Username: ann@example.org"
            ]
        );
        assert_eq!(
            parted("MAIL_HOST=smtp.example.org MAIL_PORT=587 MAIL_USERNAME=ann MAIL_ENCRYPTION=ssl").len(),
            4
        );
    }

    #[test]
    fn words_are_no_settings() {
        for line in [
            "The server: it says no. The port: closed. My user: Ann",
            "smtp; 550 5.1.1 user unknown",
            "host=mx.example.org port=25: connection refused",
        ] {
            assert!(parted(line).is_empty(), "{line}: {:?}", parted(line));
        }
    }
}
