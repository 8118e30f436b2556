//! What a check came to: its name alone says nothing of its failure, and the name of a field says nothing at all.

use super::matcher::Hit;
use crate::facts::Statement;
use crate::knowledge::{CAUSES, RULES, Target};
use crate::mail::header;
use std::ops::Range;

/// The causes that tell of a check's failure.
const OF_CHECKS: &[&str] = &["spf-fail", "dkim-fail", "dmarc-fail", "sender-unauthenticated"];
const CHECKS: &[&str] = &["spf", "dkim", "dmarc"];
/// Between a check and its result, and between checks that have one result together.
const BETWEEN: &[&str] = &[
    "and", "und", "et", "y", "e", "or", "all", "both", "are", "is", "result", "check", "checks", "spf",
    "dkim", "dmarc",
];
const PASSED: &[&str] = &["pass", "passed", "passes", "passing"];
const NOTHING: &[&str] = &["none", "neutral"];
/// Who says these asks for a pass, or misses it.
const DENIES: &[&str] = &[
    "not", "no", "neither", "nor", "never", "must", "should", "require", "requires", "required", "without",
    "unless", "if", "cannot", "need", "needs", "didnt", "didn", "doesnt", "doesn", "failed", "until",
    "nicht", "kein", "keine",
];
/// So far around a check's name is looked.
const NEAR: usize = 60;

/// Whether the words of a rule name checks, each with a result that is no failure: `dmarc=pass`, `SPF: PASS with IP …`.
pub fn is_passed(statement: &Statement, hit: &Hit) -> bool {
    let text = statement.text.as_str();
    if !is_of_a_check(hit) {
        return false;
    }
    let mut named = checks(text, &hit.range).peekable();
    named.peek().is_some() && named.all(|check| has_passed(text, &check, statement.code.is_some()))
}

fn is_of_a_check(hit: &Hit) -> bool {
    let Target::Rule(number) = hit.target else { return false };
    OF_CHECKS.contains(&CAUSES[usize::from(RULES[usize::from(number)].cause)].id)
}

/// Where a stretch of a text names checks.
fn checks<'a>(text: &'a str, within: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
    let start = within.start;
    let is_letter = |c: char| c.is_alphanumeric();
    words(&text[within.clone()])
        .filter(|word| CHECKS.iter().any(|check| check.eq_ignore_ascii_case(word.1)))
        .map(move |(at, word)| start + at..start + at + word.len())
        .filter(move |range| !text[range.end..].starts_with(is_letter))
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn is_one(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn has_passed(text: &str, check: &Range<usize>, is_reply: bool) -> bool {
    let behind = &text[check.end..text.floor_char_boundary((check.end + NEAR).min(text.len()))];
    let mut following = words(behind).skip_while(|(_, word)| is_one(word, BETWEEN));
    let Some((at, result)) = following.next() else { return false };
    // What a server refuses with `dkim=none` it refuses for the want of a signature.
    let is_well = is_one(result, PASSED) || (!is_reply && is_one(result, NOTHING));
    let is_near = !behind[..at].contains(['.', '!', '?', '\n']);
    let line = &text[text.floor_char_boundary(check.start.saturating_sub(NEAR))..check.start];
    let line = line.rsplit(['\n', '.', ';', ',']).next().unwrap_or_default();
    let denies = words(line).any(|(_, word)| is_one(word, DENIES))
        || following
            .take(2)
            .any(|(_, word)| is_one(word, &["required", "needed", "is", "or", "erforderlich"]));
    is_well && is_near && !denies
}

/// Whether the words of a rule are but (a part of) the name of a field, and no server refuses with it: `X-Spam-source: …`,
/// `**DKIM-Signature:** …`.
pub fn is_field_name(statement: &Statement, hit: &Hit) -> bool {
    const LONGEST: usize = 76;
    if statement.code.is_some() || !matches!(hit.target, Target::Rule(_)) {
        return false;
    }
    let text = statement.text.as_str();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (before, phrase, behind) =
        (&text[..hit.range.start], &text[hit.range.clone()], &text[hit.range.end..]);
    if phrase.len() > LONGEST || !phrase.chars().all(is_of_name) {
        return false;
    }
    let left = before.chars().rev().take(LONGEST).take_while(|c| is_of_name(*c)).count();
    let right = behind.chars().take(LONGEST).take_while(|c| is_of_name(*c)).count();
    let name = &text[hit.range.start - left..hit.range.end + right];
    // As a field's name stands: on a line of its own beginning, with a colon or in a cell.
    let tail = behind[right..].trim_start_matches(['*', '_', '`', '"', '\'', ' ']);
    let head =
        before[..before.len() - left].trim_end_matches(['*', '_', '`', '"', '\'', ' ', '\t', '|', '-']);
    let begins = head.is_empty() || head.ends_with(['\n', '\r', '{', ',', ':', '[', '>']);
    begins
        && tail.starts_with([':', '|', '\t', ',', '\n', '\r'])
        && name.contains('-')
        && header::is_known(name)
}

#[cfg(test)]
mod tests {
    use crate::diagnose;

    #[track_caller]
    fn cause(paste: &str) -> &'static str {
        let report = diagnose(paste);
        let id = report.findings[0].cause.clone();
        String::leak(id.to_string())
    }

    #[test]
    fn a_check_that_passed_is_no_failure() {
        for paste in [
            "dmarc=pass",
            "DMARC: PASS",
            "DKIM: 'PASS' with domain shop.example",
            "The web page shows: SPF pass, DKIM pass, DMARC pass. My mail lies in spam.",
            "SPF and DKIM both pass",
            "dmarc=none",
        ] {
            let told = cause(paste);
            assert!(!super::OF_CHECKS.contains(&told), "{paste}: {told}");
        }
    }

    #[test]
    fn a_check_that_did_not_pass_is_one() {
        for (paste, want) in [
            ("550 5.7.26 DMARC pass is required for this domain", "dmarc-fail"),
            ("550 5.7.1 SPF=pass, DKIM=pass, DMARC=fail: rejected", "dmarc-fail"),
            ("550 5.7.26 The message did not pass DMARC", "dmarc-fail"),
        ] {
            assert_eq!(cause(paste), want, "{paste}");
        }
    }

    #[test]
    fn the_name_of_a_field_says_nothing() {
        for paste in ["X-Spam-source: IP='192.0.2.4'\nsome words", "**DKIM-Signature:** v=1; d=shop.example"]
        {
            let told = cause(paste);
            assert!(!["bad-reputation", "dkim-fail"].contains(&told), "{paste}: {told}");
        }
    }
}
