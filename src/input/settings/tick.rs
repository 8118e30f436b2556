//! Lines of a window or a device's page that was copied: a switch, and whether it is on; a name and its value. `Authentication
//! required: ticked` and `Mail size limit: 0` are what somebody set, and no server's complaint.

use super::LONGEST;
use super::encryption::switch;
use super::key::{self, Key};
use crate::input::words::tells_of_trouble;
use crate::text::{Text, TextBuilder, lines};
use std::ops::Range;

/// The text without such lines. One of nothing else stays as it is.
pub fn without(text: Text) -> Text {
    if text.len() > LONGEST {
        return text;
    }
    let string = text.as_str();
    let all: Vec<Range<usize>> = lines(string).collect();
    let mut is_set: Vec<bool> = all.iter().map(|line| is_switch(&string[line.clone()])).collect();
    for run in pages(string, &all) {
        for at in run {
            is_set[at] |= is_strange(&string[all[at].clone()]);
        }
    }
    let says = |at: usize| !is_set[at] && !string[all[at].clone()].trim().is_empty();
    if !is_set.contains(&true) || !(0..all.len()).any(says) {
        return text;
    }
    let mut kept = TextBuilder::new(&text);
    for (line, _) in all.iter().zip(&is_set).filter(|(_, is_set)| !**is_set) {
        kept.keep(line.start..(line.end + 1).min(text.len()));
    }
    kept.finish()
}

/// Runs of lines with a name and its value, of which some are known for settings of mail.
fn pages(string: &str, all: &[Range<usize>]) -> Vec<Range<usize>> {
    const LEAST: usize = 4;
    const KNOWN: usize = 2;
    const SHORT: usize = 20;
    let mut found = Vec::new();
    let mut start = 0;
    while start < all.len() {
        // `Port 110`: one that lost its colon. Blank lines part a page, and end none.
        let is_short = |line: &str| line.len() <= SHORT;
        let is_of_it = |line: &&Range<usize>| {
            let line = &string[(*line).clone()];
            entry(line).is_some() || is_short(line)
        };
        let length = all[start..].iter().take_while(is_of_it).count();
        let entries = all[start..start + length].iter().filter_map(|line| entry(&string[line.clone()]));
        let names = entries.map(|(name, _)| name);
        let known = names.clone().filter(|name| key::key(name).is_some()).count();
        if names.count() >= LEAST && known >= KNOWN {
            found.push(start..start + length);
        }
        start += length.max(1);
    }
    found
}

/// The name and the value in a line `E-mail Size Limit: 0 Kilobytes`, `Verify Certificate   off`, `POP before SMTP 60 seconds`.
fn entry(line: &str) -> Option<(&str, &str)> {
    const SIDE: usize = 60;
    let line = line.trim();
    let by_colon =
        line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t']));
    let (name, value) = by_colon.or_else(|| columns(line)).or_else(|| closed_by_value(line))?;
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " -./()&_'’".contains(c));
    (is_name && name.len() <= SIDE && value.len() <= SIDE).then_some((name, value))
}

/// What was copied out of a table: a tab, or several blanks, stand between.
fn columns(line: &str) -> Option<(&str, &str)> {
    let at = line.find('\t').or_else(|| line.find("  "))?;
    Some((line[..at].trim_end(), line[at..].trim()))
}

/// One blank stands between, and the last word can be nothing but a value: a switch's state, a number with what it counts; in a
/// program's own file the one word behind a name that is written as programs write names (`tls_trust_file system`).
fn closed_by_value(line: &str) -> Option<(&str, &str)> {
    let (before, last) = line.rsplit_once(' ')?;
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is_written = !before.contains(' ') && before.contains('_') && !before.ends_with(':');
    if is_state(last) || last == "None" || is_number(last) || is_written {
        return Some((before, last));
    }
    let (name, number) = before.rsplit_once(' ')?;
    let is_unit = last.chars().all(char::is_alphabetic);
    (is_unit && is_number(number)).then(|| (name, &line[name.len() + 1..]))
}

/// A name that is none of a setting that is read, and of nothing that a program says.
fn is_strange(line: &str) -> bool {
    const SAYS: &[&str] = &[
        "error",
        "errors",
        "status",
        "result",
        "message",
        "reply",
        "response",
        "answer",
        "reason",
        "log",
        "details",
        "detail",
        "description",
        "exception",
        "code",
        "panel",
        "said",
        "says",
        "warning",
        "output",
        "fehler",
        "meldung",
        "fehlermeldung",
        "ergebnis",
        "antwort",
        "grund",
        "erreur",
        "réponse",
        "résultat",
        "raison",
        "errore",
        "risposta",
        "mensaje",
        "respuesta",
        "resultado",
        "fout",
        "melding",
        "foutmelding",
    ];
    entry(line).is_some_and(|(name, value)| {
        let last = name.split([' ', '-', '_', '(']).rfind(|word| !word.is_empty()).unwrap_or_default();
        // What somebody notes beside a covered password is theirs, too. How one signs in, and what is checked, is what servers
        // complain of as well.
        let is_other =
            key::key(name).is_none_or(|key| matches!(key, Key::Password | Key::Auth | Key::Verify));
        is_other
            && !SAYS.contains(&last.to_lowercase().as_str())
            && !tells_of_trouble(line)
            && !says_no(value)
            && is_label(line)
    })
}

/// `Sign-in: not accepted`, `Account: expired`: what became of it, and nothing that anybody set.
fn says_no(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "not",
        "invalid",
        "expired",
        "unknown",
        "locked",
        "unavailable",
        "nicht",
        "ungültig",
        "abgelaufen",
        "gesperrt",
    ];
    let lower = value.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// `label: ticked`, `label – yes`, `[x] label`.
fn is_switch(line: &str) -> bool {
    const LINE: usize = 120;
    let line = line.trim();
    if line.len() > LINE || line.contains('"') {
        return false;
    }
    let ends = [":", "=", " – ", " - ", " — ", "  ", "\t"].iter().filter_map(|sign| line.rsplit_once(sign));
    let is_set = ends
        .into_iter()
        .any(|(label, state)| is_label(label) && is_state(state.trim().trim_matches(['(', ')', '.'])));
    let boxes = ["[x] ", "[X] ", "[ ] ", "☑ ", "☐ ", "✓ ", "✔ "];
    let is_box = |sign: &&str| {
        let label = line.strip_prefix(*sign).or_else(|| line.strip_suffix(sign.trim_end()));
        label.is_some_and(is_label)
    };
    is_set || boxes.iter().any(is_box)
}

/// What somebody reads off a switch. `true`, `none` and numbers are a program's own words.
fn is_state(state: &str) -> bool {
    const PROGRAMS: &[&str] = &["true", "false", "none", "never", "required", "0", "1"];
    switch(state).is_some() && !PROGRAMS.contains(&state.to_lowercase().as_str())
}

/// Words, and no reply or error number.
fn is_label(words: &str) -> bool {
    words.contains(char::is_alphabetic) && crate::mail::reply::find(words).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_tells_of_a_failure_stays() {
        // What a field says of a failure is no setting.
        let page = "SMTP Server Name   mail.example.org\nPort   587\nUser name   ann@example.org\nUse SSL   on\nAuthentication   rejected\n";
        assert!(without(Text::plain(page)).as_str().contains("rejected"));
        let page = page.replace("Authentication   rejected", "Sign-in   not accepted");
        assert!(without(Text::plain(&page)).as_str().contains("not accepted"));
        let msmtp = "host mail.example.org\nport 587\nauth on\ntls_trust_file system\nmsmtp: cannot use a secure authentication method\n";
        assert!(!without(Text::plain(msmtp)).as_str().contains("tls_trust_file"));
    }

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
