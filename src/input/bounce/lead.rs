//! Lines that are led by addresses: the list of those whom a report is about.

use super::find;
use std::ops::Range;

/// A line that is led by an address, perhaps behind a label or a name.
pub struct Lead {
    pub addresses: Vec<Range<usize>>,
    /// Where the words behind the addresses begin.
    pub rest: usize,
}

/// What stands before an address in the line of a list.
const LABELS: &[&str] = &[
    "recipient:",
    "recipients:",
    "recipient address:",
    "intended recipient:",
    "intended recipients:",
    "failed recipient:",
    "original recipient:",
    "rcpt to:",
    "addressee:",
    "email address:",
    "e-mail address:",
    "address:",
    "user:",
    "unknown user:",
    "undeliverable to",
    "undeliverable to:",
    "empfänger:",
    "destinataire:",
    "destinatario:",
    "destinatário:",
    "получатель:",
    "收件人:",
    "收件人：",
    "宛先:",
    "宛先：",
    "受信者:",
];

pub fn lead(line: &str) -> Option<Lead> {
    let mut addresses = find::addresses(line);
    let first = addresses.first()?.clone();
    if is_reports(&line[first.clone()]) && line[first.end..].trim_matches(CLOSING).is_empty() {
        return None;
    }
    const OPENING: &[char] =
        &[' ', '\t', '*', '-', '•', '·', '|', '>', '"', '\'', '<', '(', '[', '\u{a0}', '\u{3000}'];
    let before = line[..first.start].trim_matches(OPENING);
    let label = before.to_lowercase();
    // `550 <a@example.org>... User unknown`: the last lines of Sendmail's transcript.
    let is_transcript = line[first.end..].trim_start_matches('>').starts_with("... ") && is_code(before);
    let leads = before.is_empty()
        || is_transcript
        || LABELS.contains(&label.as_str())
        || label.strip_suffix("mailto:").is_some_and(|name| is_name(name.trim_matches(OPENING)))
        || (line[..first.start].ends_with(['<', '('])
            && is_name(before)
            && line[first.end..].trim_matches(CLOSING).is_empty());
    if !leads {
        return None;
    }
    // `a@example.org, b@example.org`: as long as nothing but separators stands between.
    let mut count = 1;
    while let Some(next) = addresses.get(count)
        && line[addresses[count - 1].end..next.start]
            .trim_matches([' ', ',', ';', '<', '>', '"', '\t', '(', ')', '[', ']'])
            .trim_start_matches("mailto:")
            .is_empty()
    {
        count += 1;
    }
    addresses.truncate(count);
    let rest = addresses.last()?.end;
    Some(Lead { addresses, rest })
}

/// What may stand behind an address that ends its line.
const CLOSING: &[char] = &['>', ')', ' ', '\n', '.', ':'];

/// An address that reports come from: alone on a line it is their sender, as a mail program shows it above a message, and no recipient.
fn is_reports(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    // Exchange's own has a number of 32 hex digits, the same everywhere.
    local == "mailer-daemon"
        || local.strip_prefix("microsoftexchange").is_some_and(|number| number.len() == 32)
}

fn is_code(word: &str) -> bool {
    word.len() >= 3 && word.bytes().take(3).all(|byte| byte.is_ascii_digit())
}

/// The display name of a person: a few words that begin with capitals, or none.
fn is_name(words: &str) -> bool {
    words.split_whitespace().count() <= 4
        && !words.contains([':', '.', '='])
        && words
            .split_whitespace()
            .all(|word| !word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()))
}
