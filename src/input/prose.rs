//! Where people tell of it in their own words, around what a program or a server said.
//!
//! Who writes to a forum says what they use, what they looked at and what they suspect: `our virus scanner is …`, `is it
//! greylisting?`. Those words surround a failure, and are none.

use crate::mail::version;
use crate::text::lines;
use crate::text::token;
use std::ops::Range;

/// A line that is as long as this may have been wrapped.
const WRAPPED: usize = 50;

/// The sentences in which somebody speaks, but for what they quote.
pub fn find(string: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for whole in wrapped(string) {
        let is_persons = is_persons(&string[whole.clone()]);
        for spoken in unquoted(string, whole) {
            for sentence in sentences(string, spoken) {
                if is_persons || string[sentence.clone()].trim_end().ends_with('?') {
                    found.push(before_colon(string, sentence));
                }
            }
        }
    }
    found.retain(|sentence| !string[sentence.clone()].trim().is_empty());
    found
}

/// Lines, those together that a narrow window broke.
pub(super) fn wrapped(string: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for line in lines(string) {
        let next = string[line.clone()].trim_start();
        match found.last_mut() {
            Some(last) if last.end + 2 >= line.start && goes_on(string[last.clone()].trim_end(), next) => {
                last.end = line.end;
            }
            _ => found.push(line),
        }
    }
    found
}

fn goes_on(last: &str, next: &str) -> bool {
    let line = &last[last.rfind('\n').map_or(0, |at| at + 1)..];
    line.len() >= WRAPPED
        && line.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        && next.starts_with(|c: char| c.is_lowercase())
}

/// Whether somebody speaks of themselves. Programs do so, too, in ways that are known.
pub(super) fn is_persons(line: &str) -> bool {
    let start = line.trim_start();
    let behind = start.trim_start_matches(|c: char| c.is_ascii_digit());
    // `450 km away, says my aunt` begins no reply.
    if (behind.len() < start.len() && !version::is_an_amount(behind)) || is_raised(start) {
        return false;
    }
    let mut last = String::new();
    let mut found = JAPANESE.iter().any(|sign| line.contains(sign));
    token::words(line, |range, word| {
        // `I/O`, `sendmail -t -i`, `smtp.my.example`
        let is_part = line[..range.start].ends_with(['-', '/', '.', '_', '@', '$', '\\', '=', '<', '%'])
            || line[range.end..].starts_with(['/', '_', '@', '=', '\\', '('])
            || line[range.end..]
                .strip_prefix('.')
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let is_person = PERSONS.contains(&word)
            || (range.len() > word.len() && ELIDED.iter().any(|start| word.starts_with(start)));
        found |= is_person && !is_part && last != "sorry" && !is_a_programs(word, &line[range.end..]);
        word.clone_into(&mut last);
    });
    found
}

/// `smtplib.SMTPException: …`, `Error: …`: what follows is a program's.
fn is_raised(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    first.strip_suffix(':').is_some_and(|name| {
        name.contains('.') || ["Error", "Exception", "ERROR", "Warning"].iter().any(|end| name.ends_with(end))
    })
}

/// `We couldn't connect …`, `our system has detected …`, `I'm afraid I wasn't able …`.
fn is_a_programs(word: &str, rest: &str) -> bool {
    let starts: &[&str] = match word {
        "we" => &[
            "couldn",
            "could not",
            "can't",
            "can’t",
            "cannot",
            "were unable",
            "are unable",
            "were not able",
            "have detected",
            "have noticed",
            "detected",
            "noticed",
            "received",
            "are sorry",
        ],
        "our" => &[
            "system", "record", "polic", "network", "service", "server", "request", "mail", "email",
            "e-mail", "spam", "filter", "security", "anti",
        ],
        "im" => &["afraid", "sorry", "not going"],
        "i" => &["am sorry", "am afraid", "wasn't able", "was unable"],
        "ive" => &["given up"],
        "wir" => &["konnten"],
        "unser" => &["system", "server", "mailsystem"],
        "wij" => &["konden"],
        "nous" => &["n'avons", "n’avons", "avons", "sommes"],
        "мы" => &["не смогли"],
        // `je Nachricht` is German for each, and `ma` is Italian for but.
        "je" => return rest.trim_start().starts_with(char::is_uppercase),
        "ma" => &["non", "il ", "la ", "è ", "una ", "un "],
        _ => return false,
    };
    let rest = rest.trim_start().to_lowercase();
    starts.iter().any(|start| rest.starts_with(start))
}

const PERSONS: &[&str] = &[
    "i", "im", "ive", "my", "we", "weve", "our", "ours", "ich", "mein", "meine", "meinen", "meiner",
    "meinem", "mir", "mich", "wir", "unser", "unsere", "unserem", "unseren", "unserer", "je", "mon", "ma",
    "mes", "nous", "notre", "mi", "mis", "yo", "tengo", "nuestro", "nuestra", "mio", "mia", "miei", "meu",
    "minha", "nosso", "mijn", "wij", "ik", "mój", "moja", "moje", "мой", "моя", "мои", "мы",
];

/// Words for oneself, and the ends of sentences in which somebody tells or asks. Servers end theirs otherwise.
const JAPANESE: &[&str] = &["私", "と言って", "そうです", "でしょうか", "のですが", "んですが"];

/// `j'ai`, `j'utilise`: one word, as words are cut.
const ELIDED: &[&str] = &["jai", "juti", "jess", "jétais"];

/// Each ends at a full stop, a mark of question or exclamation, or at the end of the lines.
pub(super) fn sentences(string: &str, whole: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = whole.start;
    for (at, sign) in string[whole.clone()].match_indices(['.', '!', '?', '。', '！', '？']) {
        let end = whole.start + at + sign.len();
        let is_wide = !sign.is_ascii();
        let ends = is_wide || string[end..whole.end].chars().next().is_none_or(char::is_whitespace);
        if ends && end > start {
            found.push(start..end);
            start = end;
        }
    }
    if start < whole.end {
        found.push(start..whole.end);
    }
    found
}

/// Without what stands between quotation marks. One that nothing closes quotes nothing.
fn unquoted(string: &str, whole: Range<usize>) -> Vec<Range<usize>> {
    let signs = ['"', '“', '”', '„', '«', '»', '`'];
    let marks: Vec<(usize, usize)> =
        string[whole.clone()].match_indices(signs).map(|(at, sign)| (whole.start + at, sign.len())).collect();
    let mut found = Vec::new();
    let mut start = whole.start;
    for pair in marks.as_chunks::<2>().0 {
        found.push(start..pair[0].0);
        start = pair[1].0 + pair[1].1;
    }
    found.push(start..whole.end);
    found
}

/// Without what follows a colon where nobody speaks any more: `I get: Connection refused`.
fn before_colon(string: &str, sentence: Range<usize>) -> Range<usize> {
    let words = &string[sentence.clone()];
    let colon = words.rfind(": ").filter(|at| {
        let rest = &words[at + 2..];
        !is_persons(rest) && !rest.trim_end().ends_with('?')
    });
    sentence.start..colon.map_or(sentence.end, |at| sentence.start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = find(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn people_speak_around_what_a_program_said() {
        check(
            "I looked at the spam folder. Nothing there.\n\nConnection refused",
            &["I looked at the spam folder.", "Nothing there."],
        );
        check("Is it greylisting?", &["Is it greylisting?"]);
        check("When we send it says \"Mailbox full\" at once.", &["When we send it says", "at once."]);
        check("My box says \"Server busy. Call later.\" now.", &["My box says", "now."]);
        check("Since Monday I get: Relay access denied", &["Since Monday I get"]);
        check(
            "Virenschutz ist Avast, sagt meine Tochter.\nSenden fehlgeschlagen",
            &["Virenschutz ist Avast, sagt meine Tochter."],
        );
        check(
            "This goes over a line that is long enough to wrap, and my\nprinter is new.",
            &["This goes over a line that is long enough to wrap, and my\nprinter is new."],
        );
    }

    #[test]
    fn programs_speak_of_themselves_too() {
        for text in [
            "We couldn't sign you in",
            "our system has detected spam",
            "Sorry, I couldn't find any host by that name.",
            "dial tcp: i/o timeout",
            "Error: could not send my_mail",
            "mail.Exception: we gave up",
            "550 we do not relay",
            "Mailbox full",
            "could not execute '/usr/sbin/sendmail -t -i'",
            "cannot look up smtp.my.example.org",
            "they do not take our requests",
            "message id 17",
            "Wir konnten Ihre Nachricht nicht zustellen",
            "Höchstens 20 MB je Nachricht",
            "inviato, ma non salvato",
        ] {
            check(text, &[]);
        }
    }
}
