//! What people tell beside the failure: an error of old, one that is mended, and what others think of it.
//!
//! `Last year I once had: 535 …`, `last week 550 …, that is solved`, `my colleague thinks the mailbox is full`: these words tell
//! of a failure as well as the failure's own, and are not what somebody asks about.

use super::prose;
use crate::text::{AnyOf, Span, Text, opinion, token};
use std::cell::OnceCell;
use std::ops::Range;

/// So much is looked at behind a sentence that leads on, in bytes.
const FAR: usize = 4000;

/// Nobody tells of so many old errors.
const MOST: usize = 64;

/// Where it stands in the paste.
pub fn spans(text: &Text) -> Vec<Span> {
    find(text.as_str()).into_iter().map(|range| text.span(range)).collect()
}

/// What follows `Last year I had this one` in a quotation or a box of code belongs to it.
fn find(string: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let now = OnceCell::new();
    for line in prose::wrapped(string) {
        if found.len() >= MOST {
            break;
        }
        let mut is_past = false;
        for sentence in prose::sentences(string, line.clone()) {
            let said = string[sentence.clone()].to_lowercase();
            if is_member(&said) {
                continue;
            }
            is_past = match () {
                () if holds(&said, &SETTLED) => true,
                () if holds(&said, &THEN) && *now.get_or_init(|| last_now(string)) > sentence.end => true,
                () if holds(&said, &NOW) => false,
                () if holds_past(&said) => true,
                // What somebody had then goes on to where they speak again.
                () => is_past && !prose::is_persons(&said),
            };
            if is_past || is_hearsay(&said) || is_tried(&said) {
                found.push(sentence);
            }
        }
        if is_past && points_on(&string[line.clone()]) && holds(&string[line.clone()].to_lowercase(), &HAD) {
            found.extend(quotation(string, line.end));
        }
    }
    found
}

/// Phrases in small letters, of which most sentences hold none.
struct Phrases {
    list: &'static [&'static str],
    any: AnyOf,
}

impl Phrases {
    const fn new(list: &'static [&'static str]) -> Self {
        Self { list, any: AnyOf::new(list) }
    }
}

/// A member of an object in JSON, `"description": "previously bounced"`: a program's, and nobody's story.
fn is_member(said: &str) -> bool {
    said.trim_start().starts_with(['"', '{']) && said.contains("\":")
}

/// Where somebody says for the last time what comes now.
fn last_now(string: &str) -> usize {
    let mut last = 0;
    token::words(string, |range, word| {
        if LATER.contains(&word) {
            last = range.start;
        }
    });
    last
}

fn near(string: &str, from: usize) -> &str {
    let rest = &string[from..];
    &rest[..rest.floor_char_boundary(FAR.min(rest.len()))]
}

/// Whether what follows is what a line speaks of.
fn points_on(line: &str) -> bool {
    let line = line.trim_end();
    let mut points = line.ends_with(':') || ["got", "had", "saw"].iter().any(|verb| line.ends_with(verb));
    token::words(line, |_, word| points |= POINTING.contains(&word));
    points
}

/// The next lines: what is quoted or stands in a box, else a paragraph.
fn quotation(string: &str, from: usize) -> Option<Range<usize>> {
    let start = from + string[from..].len() - string[from..].trim_start().len();
    let rest = near(string, start);
    if let Some(within) = rest.strip_prefix("```") {
        let end = within.find("```").map_or(rest.len(), |at| at + 6);
        return Some(start..start + end);
    }
    let end = rest.find("\n\n").unwrap_or(rest.len());
    Some(start..start + end)
}

/// `since last week` goes on.
fn holds_past(said: &str) -> bool {
    (holds(said, &PAST) || (holds(said, &MONTHS) && holds(said, &HAD)))
        && !SINCE.iter().any(|since| {
            said.match_indices(since).any(|(at, _)| {
                let rest = said[at + since.len()..].trim_start();
                PAST.list.iter().any(|past| rest.starts_with(past))
            })
        })
}

/// Whether a phrase of these stands in it, as words of their own.
fn holds(said: &str, phrases: &Phrases) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    phrases.any.is_in(said)
        && phrases.list.iter().any(|phrase| {
            said.match_indices(phrase).any(|(at, _)| {
                !is_word(said[..at].chars().next_back()) && !is_word(said[at + phrase.len()..].chars().next())
            })
        })
}

/// `Somebody says that …`: who, and within three words what they do.
fn is_hearsay(said: &str) -> bool {
    if HEARSAY.iter().any(|phrase| said.contains(phrase)) {
        return true;
    }
    let (mut left, mut found) = (0_u8, false);
    token::words(said, |_, word| {
        found |= left > 0 && (opinion::THINKS.contains(&word) || opinion::CLAIMS.contains(&word));
        left = if opinion::OTHERS.contains(&word) { 3 } else { left.saturating_sub(1) };
    });
    found
}

/// `Removing auth gives: …`: what somebody tried beside it.
fn is_tried(said: &str) -> bool {
    let (mut is_trying, mut found) = (false, false);
    token::words(said, |_, word| {
        found |= is_trying && GIVES.contains(&word);
        is_trying |= TRYING.contains(&word);
    });
    found
}

const TRYING: &[&str] = &[
    "removing",
    "disabling",
    "dropping",
    "omitting",
    "leaving",
    "switching",
    "turning",
    "entferne",
    "lasse",
];

const GIVES: &[&str] = &["gives", "gave", "leads", "led", "results", "yields", "throws", "bringt", "kommt"];

/// What came first, where what comes now is told as well.
static THEN: Phrases = Phrases::new(&[
    "then i got",
    "then we got",
    "first i got",
    "first we got",
    "first it said",
    "zuerst kam",
    "erst kam",
]);
const LATER: &[&str] = &["now", "jetzt", "maintenant", "ahora", "adesso"];

static SETTLED: Phrases = Phrases::new(&[
    "once had",
    "once got",
    "is solved",
    "was solved",
    "that is fixed",
    "that was fixed",
    "is resolved",
    "was resolved",
    "already solved",
    "already fixed",
    "has been fixed",
    "ist gelöst",
    "ist behoben",
    "wurde behoben",
    "est résolu",
    "ya está resuelto",
    "è risolto",
]);

static HAD: Phrases = Phrases::new(&[
    "had",
    "got",
    "once",
    "was",
    "saw",
    "received",
    "solved",
    "fixed",
    "hatte",
    "hatten",
    "kam",
    "bekam",
    "bekamen",
    "war",
    "avais",
    "avait",
    "tenía",
    "teníamos",
]);

static MONTHS: Phrases = Phrases::new(&[
    "in january",
    "in february",
    "in march",
    "in april",
    "in may",
    "in june",
    "in july",
    "in august",
    "in september",
    "in october",
    "in november",
    "in december",
    "im januar",
    "im februar",
    "im märz",
    "im april",
    "im mai",
    "im juni",
    "im juli",
    "im august",
    "im september",
    "im oktober",
    "im november",
    "im dezember",
]);

static PAST: Phrases = Phrases::new(&[
    "last year",
    "last month",
    "last week",
    "a year ago",
    "years ago",
    "months ago",
    "weeks ago",
    "a while ago",
    "back then",
    "in the past",
    "previously",
    "used to get",
    "used to say",
    "the old one",
    "the old error",
    "an old error",
    "before that",
    "on the old",
    "letztes jahr",
    "letzten monat",
    "letzte woche",
    "vor einem jahr",
    "vor jahren",
    "vor monaten",
    "vor wochen",
    "damals",
    "der alte fehler",
    "die alte meldung",
    "l'an dernier",
    "l'année dernière",
    "le mois dernier",
    "la semaine dernière",
    "il y a un an",
    "el año pasado",
    "el mes pasado",
    "la semana pasada",
    "hace un año",
    "l'anno scorso",
    "il mese scorso",
    "vorig jaar",
    "vorige week",
]);

/// It goes on: `last week I changed it, and now …`.
static NOW: Phrases = Phrases::new(&[
    "now",
    "today",
    "still",
    "again",
    "worked",
    "works",
    "jetzt",
    "nun",
    "heute",
    "wieder",
    "noch",
    "ging",
    "maintenant",
    "encore",
    "ahora",
    "todavía",
    "adesso",
    "nu",
]);

const SINCE: &[&str] =
    &["since", "until", "till", "seit", "bis", "depuis", "jusqu'à", "desde", "hasta", "da", "sinds", "tot"];

const POINTING: &[&str] = &[
    "this",
    "these",
    "following",
    "diese",
    "diesen",
    "dieser",
    "folgende",
    "folgenden",
    "celui",
    "suivant",
    "este",
    "esto",
    "siguiente",
];

const HEARSAY: &[&str] = &[
    "please check whether",
    "please check if",
    "can you check",
    "could you check",
    "有人说",
    "他们说",
    "听说",
    "говорят, что",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn aside(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| text[range].trim()).collect()
    }

    #[test]
    fn what_is_old_or_only_thought_stands_aside() {
        for (text, want) in [
            ("550 5.1.1 No. My colleague thinks it is full.", &["My colleague thinks it is full."][..]),
            ("x\nLast month it was 452 full, once.\ny", &["Last month it was 452 full, once."]),
            (
                "A year ago I got this one.\n\n> 535 no\n> Call us\n\nOther",
                &["A year ago I got this one.", "> 535 no\n> Call us"],
            ),
            ("Letzte Woche kam:\n\n```\n550 nein\n```\nB", &["Letzte Woche kam:", "```\n550 nein\n```"]),
            (
                "In May we had the error below, so that one is SOLVED:\n\n  535 no\n\nNow: x",
                &["In May we had the error below, so that one is SOLVED:", "535 no"],
            ),
            ("It ran, then I got\n\n  535 no\n\nI changed it. Now: x", &["It ran, then I got", "535 no"]),
            ("- removing auth (nil) gives `554 no`\nx", &["- removing auth (nil) gives `554 no`"]),
            // The error itself is of now.
            ("We moved last month and get this:\n\n550 no", &["We moved last month and get this:"]),
            ("Last week: 535 5.7.8 No. Go away. I changed it.", &["Last week: 535 5.7.8 No.", "Go away."]),
        ] {
            assert_eq!(aside(text), want, "{text}");
        }
    }

    #[test]
    fn what_goes_on_is_no_old_matter() {
        for text in [
            "Since last week I get this:\n\n> 535 no",
            "Last week I changed the password, and now: 535 5.7.8 no",
            "It worked last month.\n\n> 550 no",
            "host mx.example.org said: 550 5.1.1 no such user",
        ] {
            assert_eq!(aside(text), [""; 0], "{text}");
        }
    }
}
