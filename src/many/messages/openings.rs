//! Bounces whose words were copied without their headers.

use super::lines::{is_rule, lines, unquoted};
use std::ops::Range;

/// Where the words of bounces begin, that were copied without their headers.
pub fn openings(text: &str) -> Vec<usize> {
    let mut is_free = true;
    let mut begins = |line: &Range<usize>| {
        let words = unquoted(&text[line.clone()]);
        let begins = is_free && is_opening(words);
        is_free = words.is_empty() || is_rule(words);
        begins
    };
    lines(text).filter(|line| begins(line)).map(|line| line.start).collect()
}

fn is_opening(line: &str) -> bool {
    let lower = line[..line.floor_char_boundary(120)].to_lowercase().replace('’', "'");
    let is_told_apart = lower.starts_with("your message to ") && lower.contains(" couldn't be delivered");
    is_told_apart || OPENINGS.iter().any(|opening| lower.starts_with(opening))
}

/// First words of bounces. Each program has one of them, so that no bounce has two.
const OPENINGS: &[&str] = &[
    "** address not found **",
    "** message blocked **",
    "** message not delivered **",
    "** message too large **",
    "** delivery incomplete **",
    "** recipient inbox full **",
    "an error occurred while trying to deliver the mail to the following recipients",
    "delivery has failed to these recipients or groups",
    "delivery to the following recipient",
    "hi. this is the ",
    "sorry, we were unable to deliver your message",
    "the following message to <",
    "the original message was received at",
    "this is the mail system at host",
    "this message was created automatically by",
    "die zustellung an folgende empfänger oder gruppen ist fehlgeschlagen",
    "échec de la remise à ces destinataires ou groupes",
    "no se pudo entregar a estos destinatarios o grupos",
];
