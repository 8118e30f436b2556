//! What somebody writes below a server's reply that they pasted: `Is my address on a list?`, `Her mailbox is not full.`
//!
//! The reply's own lines tell why. What stands below them is the rest of a report, or a person's: who asks, denies, thinks or
//! speaks of themselves is a person, and their words prove nothing against the reply.

use super::prose;
use super::words::is_refusal;
use crate::facts::{Facts, Role, Statement};
use crate::mail::{header, reply};
use crate::text::{Span, Text, TextBuilder, opinion, token};
use std::ops::Range;

/// A text, taken apart.
pub struct Parted {
    /// The reply, and all that stands above it.
    pub own: Text,
    /// What somebody says of it.
    pub said: Vec<Span>,
    /// Whole sentences of the paste, in which they say it.
    pub remark: Text,
    /// What stands below the reply, and nothing shows whose it is.
    pub rest: Text,
}

/// Takes a text apart behind the last reply in it. `None`: nobody says anything below it.
///
/// `is_reports`: whether a line belongs to what else a report says.
pub fn part(text: &Text, is_reports: impl Fn(&str) -> bool) -> Option<Parted> {
    let string = text.as_str();
    let codes = last(string)?;
    let line_end = string[codes.end..].find('\n').map_or(string.len(), |at| codes.end + at + 1);
    let tail = &string[line_end..];
    let has_fields = tail.lines().any(|line| is_field(line) || is_reports(line));
    let mut said = beside(string, codes.end..line_end);
    let (mut rest, mut walk) = (Vec::new(), Walk::behind(&string[codes.end..line_end]));
    for group in prose::wrapped(tail) {
        let lines = &tail[group.clone()];
        walk.step(lines);
        for sentence in prose::sentences(tail, group) {
            let range = line_end + sentence.start..line_end + sentence.end;
            let words = &string[range.clone()];
            // A report's further fields are nobody's words: `Last-Attempt-Date: …` behind `Diagnostic-Code`.
            let is_reports_field = words.lines().all(|line| is_field(line) || line.starts_with([' ', '\t']));
            if !words.contains(char::is_alphabetic) || is_reports_field {
                continue;
            }
            if walk.is_a_persons(words) {
                said.push(range);
            } else if walk.is_over && !has_fields {
                rest.push(range);
            }
        }
    }
    // The rest of a report that a person's words stand in the midst of is a report's.
    if said.is_empty() && rest.is_empty() {
        return None;
    }
    let spans = said.iter().map(|range| text.span(range.clone())).collect();
    let mut all: Vec<Range<usize>> = said.iter().chain(&rest).cloned().collect();
    all.sort_unstable_by_key(|range| range.start);
    Some(Parted { own: without(text, &all), said: spans, remark: only(text, &said), rest: only(text, &rest) })
}

/// Takes in what stands below the reply: it counts where the reply says nothing, and a person's proves nothing then.
pub fn add(facts: &mut Facts, parted: Parted) {
    if !parted.said.is_empty() {
        facts.prose.extend(parted.said);
        facts.statements.push(Statement::new(parted.remark, Role::Words));
    }
    if parted.rest.as_str().contains(char::is_alphabetic) {
        facts.statements.push(Statement::new(parted.rest, Role::Context));
    }
}

/// The codes of the last refusal that nobody asks about.
fn last(string: &str) -> Option<Range<usize>> {
    let is_asked_about = |range: &Range<usize>| {
        let Some(start) = line_start(string, range.start) else { return false };
        let end = string.floor_char_boundary((start + 2 * LONGEST_LINE).min(string.len()));
        let line = string[start..end].lines().next().unwrap_or_default();
        start < range.start && asks(line) && prose::is_persons(line)
    };
    reply::all(string)
        .filter(|(weight, found)| *weight > 1 && is_refusal(found) && !is_asked_about(&found.range))
        .last()
        .map(|(_, found)| found.range)
}

/// Who asks about a reply does not do so in a longer line, in bytes.
const LONGEST_LINE: usize = 1000;

/// Where the line begins that a place stands in, if that is near.
fn line_start(string: &str, at: usize) -> Option<usize> {
    let from = string.floor_char_boundary(at.saturating_sub(LONGEST_LINE));
    let found = string[from..at].rfind('\n').map(|line| from + line + 1);
    found.or((from == 0).then_some(0))
}

/// On the reply's own line, behind its first clause: `550 no such user, my brother thinks that it is full`.
fn beside(string: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let words = &string[line.clone()];
    let is_opinion = |clause: &str| {
        let start: String = clause.trim_start().chars().take(40).collect();
        // `our filter believes …` is the server's.
        is_anothers(&start) && !has(&start, &["we", "our"]) && has(clause, opinion::THINKS)
    };
    let mut signs = words.match_indices([',', ';', '(', '-', '–', '.']);
    let clause = signs.find_map(|(at, sign)| {
        let behind = &words[at + sign.len()..];
        (behind.starts_with(' ') || sign == "(").then_some(())?;
        is_opinion(behind).then_some(line.start + at..line.end)
    });
    let sentences = || prose::sentences(string, line.clone()).into_iter().skip(1);
    clause.map_or_else(
        || sentences().filter(|sentence| asks(&string[sentence.clone()])).collect(),
        |one| vec![one],
    )
}

/// Where the walk down the lines is.
struct Walk {
    /// The paragraph of the reply has ended.
    is_over: bool,
    has_words: bool,
    /// `550`, and its words below: the first ones are the reply's.
    is_first: bool,
    /// How the line above ends.
    is_open: bool,
    is_set_in: bool,
}

impl Walk {
    fn behind(line: &str) -> Self {
        let end = line.trim_end();
        let has_words = line.contains(char::is_alphabetic);
        // `returned '550 …'`
        let is_over = has_words && end.ends_with(['\'', '"', '”', '’']);
        Self {
            is_over,
            has_words,
            is_first: false,
            is_open: end.ends_with([',', '-', '(']),
            is_set_in: false,
        }
    }

    fn step(&mut self, lines: &str) {
        if lines.trim().is_empty() {
            self.is_over |= self.has_words;
            self.is_open = false;
            return;
        }
        self.is_first = !self.has_words;
        self.is_set_in = lines.starts_with([' ', '\t']);
        self.has_words |= lines.contains(char::is_alphabetic);
    }

    fn is_a_persons(&mut self, sentence: &str) -> bool {
        let start = sentence.trim_start();
        // The reply goes on: `550-5.1.1 …`.
        let goes_on = !self.is_over && (self.is_set_in || start.starts_with(|c: char| c.is_ascii_digit()));
        let is_new = self.is_over || (!self.is_open && !start.starts_with(char::is_lowercase));
        let is_denial =
            || has(sentence, opinion::NOT) || opinion::NOT_SIGNS.iter().any(|sign| sentence.contains(sign));
        let is_short = || sentence.split_whitespace().nth(MOST_WORDS).is_none();
        let is_found = !goes_on
            && !self.is_first
            && is_new
            && (asks(sentence)
                || prose::is_persons(sentence)
                || is_thought(sentence)
                || (is_short() && (is_denial() || is_of_others(sentence))));
        self.is_open = false;
        is_found
    }
}

/// Who denies something says so in a few words; programs explain at length.
const MOST_WORDS: usize = 12;

/// Whether a sentence asks.
pub fn asks(sentence: &str) -> bool {
    let end = sentence.trim_end();
    // Neither all languages nor all people write the sign.
    end.ends_with(['?', '？', '吗', '嗎', '呢'])
        || end.contains("吗")
        || end.trim_end_matches('。').ends_with('か')
}

/// Whether somebody shows that they or others only think so.
pub fn is_thought(sentence: &str) -> bool {
    has(sentence, opinion::MAYBE)
        || (has(sentence, opinion::THINKS) && is_anothers(sentence))
        || (has(sentence, opinion::CLAIMS) && sentence.contains(','))
}

/// Whether a sentence begins as no server's does: `They blocked us`, `Apparently the box is full`. A server speaks of `you` and of itself.
fn is_of_others(sentence: &str) -> bool {
    let mut first = None;
    token::words(sentence, |_, word| {
        if first.is_none() {
            first = Some(opinion::BEGINS.contains(&word));
        }
    });
    first == Some(true)
}

fn is_anothers(words: &str) -> bool {
    has(words, opinion::OTHERS)
}

fn has(string: &str, list: &[&str]) -> bool {
    let mut found = false;
    token::words(string, |_, word| found |= list.contains(&word));
    found
}

fn is_field(line: &str) -> bool {
    header::name_len(line).is_some_and(|len| header::is_known(&line[..len]) || line[..len].contains('-'))
}

fn without(text: &Text, ranges: &[Range<usize>]) -> Text {
    let mut builder = TextBuilder::new(text);
    let mut done = 0;
    for range in ranges {
        builder.keep(done..range.start);
        done = range.end;
    }
    builder.keep(done..text.len());
    builder.finish()
}

fn only(text: &Text, ranges: &[Range<usize>]) -> Text {
    let mut builder = TextBuilder::new(text);
    for range in ranges {
        builder.keep(range.clone());
        builder.replace(range.end..range.end, "\n");
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(paste: &str) -> (String, String, String) {
        let text = Text::plain(paste);
        let Some(parted) = part(&text, |_| false) else {
            return (paste.trim().to_owned(), String::new(), String::new());
        };
        [&parted.own, &parted.remark, &parted.rest]
            .map(|part| part.as_str().trim().replace("\n\n", "\n"))
            .into()
    }

    #[test]
    fn what_a_person_says_below_a_reply_is_theirs() {
        for (reply, remark) in [
            ("550 5.1.1 No such user\n\n", "Am I on a list?"),
            ("550 5.1.1 No such user\n", "Am I on a list?"),
            ("550 5.1.1 No such user\n\n", "Sein Postfach ist nicht voll."),
            ("550 5.1.1 No such user\n\n", "Maybe it is full."),
            ("550 5.1.1 No such user\n", "No DMARC failure here."),
            ("550 5.1.1 No such user\n", "I think they blocked us"),
            ("550 5.1.1 No such user\n", "They put us on a blocklist"),
            ("550 5.1.1 No such user\n", "Apparently his mailbox is full"),
            ("550 5.1.1 No such user\n", "Angeblich ist die Mailbox voll."),
            ("554 no\n\n", "我的IP被拉黑了吗"),
            ("The server said: 550 5.1.1 No such user", ", my sister thinks that it is full"),
            ("550-5.1.1 No such\n550 5.1.1 user\n\n", "We are not on a list."),
        ] {
            let paste = format!("{reply}{remark}");
            assert_eq!(parts(&paste), (reply.trim().to_owned(), remark.to_owned(), String::new()), "{paste}");
        }
        let (own, remark, rest) = parts("550 5.1.1 No such user\n\nThe box is full.");
        assert_eq!(
            (own.as_str(), remark.as_str(), rest.as_str()),
            ("550 5.1.1 No such user", "", "The box is full.")
        );
    }

    #[test]
    fn a_replys_own_lines_stay() {
        for paste in [
            "550 5.1.1 The account\ndoes not exist.",
            "550-5.1.1 The account does\n550 5.1.1 not exist. Ask us.",
            "550\n\nUser not known",
            "554 5.7.1 Rejected. We think that this is spam",
            "554 5.7.1 Message rejected\nYour address is on a blocklist.",
            "554 5.7.1 Rejected, our filter believes that it is spam",
            "host mx.example.org said: 550 5.1.1\n    Not here (in reply to RCPT TO command)",
        ] {
            assert_eq!(parts(paste).0, paste, "{paste}");
        }
    }
}
