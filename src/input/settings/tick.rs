//! Lines of a window that was copied: a switch, and whether it is on. `Authentication required: ticked` is what somebody set, and
//! no server's complaint.

use crate::text::{Text, TextBuilder, lines};

/// What a switch stands at, as people and programs write it. `true` and `false` are a program's own words.
const STATES: &[&str] = &[
    "yes",
    "no",
    "on",
    "off",
    "ticked",
    "unticked",
    "checked",
    "unchecked",
    "enabled",
    "disabled",
    "[x]",
    "[ ]",
    "✓",
    "✔",
    "☑",
    "☐",
    "ja",
    "nein",
    "an",
    "aus",
    "aktiviert",
    "deaktiviert",
    "angehakt",
    "oui",
    "non",
    "activé",
    "désactivé",
    "coché",
    "sí",
    "si",
    "activado",
    "desactivado",
    "no marcado",
    "marcado",
    "sì",
    "attivato",
    "disattivato",
    "aan",
    "uit",
    "ingeschakeld",
    "uitgeschakeld",
    "aangevinkt",
    "sim",
    "não",
    "ativado",
    "desativado",
    "tak",
    "nie",
    "på",
    "av",
];

/// The text without such lines. One of nothing else stays as it is.
pub fn without(text: Text) -> Text {
    let string = text.as_str();
    if !lines(string).any(|line| is_switch(&string[line]))
        || lines(string).all(|line| is_switch(&string[line.clone()]) || string[line].trim().is_empty())
    {
        return text;
    }
    let mut kept = TextBuilder::new(&text);
    for line in lines(string).filter(|line| !is_switch(&string[line.clone()])) {
        kept.keep(line.start..(line.end + 1).min(text.len()));
    }
    kept.finish()
}

/// `label: ticked`, `label – yes`, `[x] label`.
fn is_switch(line: &str) -> bool {
    const LONGEST: usize = 120;
    let line = line.trim();
    if line.len() > LONGEST || line.contains('"') {
        return false;
    }
    let ends = [":", "=", " – ", " - ", " — "].iter().filter_map(|sign| line.rsplit_once(sign));
    let is_set = ends.into_iter().any(|(label, state)| {
        is_label(label)
            && STATES.contains(&state.trim().trim_matches(['(', ')', '.']).to_lowercase().as_str())
    });
    let boxes = ["[x] ", "[X] ", "[ ] ", "☑ ", "☐ ", "✓ ", "✔ "];
    is_set || boxes.iter().any(|sign| line.strip_prefix(sign).is_some_and(is_label))
}

/// Words, and no reply or error number.
fn is_label(words: &str) -> bool {
    words.contains(char::is_alphabetic) && crate::mail::reply::find(words).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_with_its_state_is_no_complaint() {
        for line in [
            "Authentication required: ticked",
            "My outgoing server (SMTP) requires authentication – checked",
            "Secure connection (SSL/TLS) is required = yes",
            "Authentifizierung erforderlich: ja",
            "[x] Server requires authentication",
        ] {
            assert!(is_switch(line), "{line}");
        }
        for line in [
            "Authentication required",
            "Error: 530 5.7.0 Authentication required: yes",
            "\"requireTLS\": \"yes\"",
            "SMTP error: authentication required",
        ] {
            assert!(!is_switch(line), "{line}");
        }
        let text = "Sending failed.\nAuthentication required: ticked\nWhat now?\n";
        assert_eq!(without(Text::plain(text)).as_str(), "Sending failed.\nWhat now?\n");
        let alone = "Authentication required: ticked\n";
        assert_eq!(without(Text::plain(alone)).as_str(), alone);
    }
}
