//! Records, dialogues and settings whose lines were joined in one: a search field, a ticket's title and a spreadsheet's cell keep no line ends.

use crate::input::{log, settings};
use crate::text::{Text, TextBuilder, lines};
use std::ops::Range;

/// A text with more lines than these kept its own.
const LINES: usize = 5;

/// So many beginnings of lines in one are no chance, where their sign could stand for something else.
const LEAST: usize = 3;

/// Puts the line ends back before what only begins a line.
pub fn part(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let filled = lines(source).filter(|line| !source[line.clone()].trim().is_empty());
    if filled.take(LINES + 1).count() > LINES {
        return None;
    }
    let starts: Vec<usize> = lines(source).flat_map(|line| starts(source, line)).collect();
    if starts.is_empty() {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    for start in starts {
        let end = source[..start].trim_end_matches(' ').len();
        builder.keep(kept..end);
        builder.replace(end..start, "\n");
        kept = start;
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

/// Finds where what belongs to it begins within a line.
type Find = fn(&str) -> Vec<usize>;

/// Where lines begin within one, but for its first.
fn starts(source: &str, line: Range<usize>) -> Vec<usize> {
    let words = &source[line.clone()];
    let kinds: [(Find, usize); 7] = [
        (times, LEAST),
        (objects, 2),
        (tool, 2),
        (arrows, LEAST),
        (calls, LEAST),
        (settings::joined::starts, LEAST),
        (refused, 1),
    ];
    let found = kinds.into_iter().map(|(find, least)| (find(words), least));
    let found = found.into_iter().find(|(found, least)| found.len() >= *least).map(|(found, _)| found);
    found.unwrap_or_default().into_iter().filter(|at| *at > 0).map(|at| line.start + at).collect()
}

/// Where a word begins that is one of these.
fn words_that<'l>(line: &'l str, is: impl Fn(&str) -> bool + 'l) -> Vec<usize> {
    let begins = line.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(begins).filter(|at| is(&line[*at..])).collect()
}

/// Records of a log: each begins with a time of the same form, and with the same host where it names one.
fn times(line: &str) -> Vec<usize> {
    let Some(first) = log::time_of(line).filter(|_| log::begins_with_time(line)) else { return Vec::new() };
    let form = form(first);
    let host = host(line, first);
    words_that(line, |rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && log::begins_with_time(rest)
            && log::time_of(rest)
                .is_some_and(|time| self::form(time) == form && self::host(rest, time) == host)
    })
}

/// Digits and letters of a time look alike, from record to record.
fn form(time: &str) -> String {
    let alike = |c: char| match c {
        '0'..='9' | ' ' => '0',
        'a'..='z' | 'A'..='Z' => 'a',
        other => other,
    };
    time.chars().map(alike).collect()
}

/// The word behind the time, in a line of syslog: others have what changes there.
fn host<'l>(line: &'l str, time: &str) -> Option<&'l str> {
    let behind = line[line.find(time)? + time.len()..].trim_start();
    let mut words = behind.split(' ');
    let host = words.next()?;
    words.next().filter(|tag| tag.ends_with(':') && host.len() > 1).map(|_| host)
}

/// Objects of JSON, one a line.
fn objects(line: &str) -> Vec<usize> {
    if !line.starts_with("{\"") {
        return Vec::new();
    }
    let behind = line.match_indices("} {\"").map(|(at, _)| at + 2);
    std::iter::once(0).chain(behind).collect()
}

/// What swaks puts before each line, who begins with what it tries.
const SWAKS: &[&str] = &["=== ", "<-  ", "-> ", "<** ", "<~  ", "~> ", "<~* ", "*** "];

fn tool(line: &str) -> Vec<usize> {
    match line.starts_with("=== ") {
        true => words_that(line, |rest| starts_with_one(rest, SWAKS)),
        false => Vec::new(),
    }
}

/// What other tools put before each line that they got or sent.
const ARROWS: &[&[&str]] = &[SWAKS, &["<-- ", "--> "], &["C: ", "S: "]];

fn arrows(line: &str) -> Vec<usize> {
    // Both sides speak, and one of them is a server: it begins with a code.
    let is_server = |at: &usize| line[*at..].split_whitespace().nth(1).is_some_and(begins_with_code);
    let all = ARROWS.iter().map(|arrows| words_that(line, |rest| starts_with_one(rest, arrows)));
    let mut spoken = all.filter(|found| found.len() >= LEAST && found.iter().any(is_server));
    spoken.next().filter(|_| line.contains("HLO ")).unwrap_or_default()
}

/// Commands as they are typed by hand (RFC 5321, section 4.1.1), and what telnet says.
const TYPED: &[&str] = &["EHLO ", "HELO ", "MAIL FROM:", "RCPT TO:", "STARTTLS ", "AUTH ", "DATA ", "QUIT "];
const TELNET: &[&str] = &["Trying ", "Connected to ", "Escape character "];

/// What is typed, and the replies to it.
fn calls(line: &str) -> Vec<usize> {
    let upper = line.to_ascii_uppercase();
    if !(upper.contains("HLO ") || upper.contains("HELO ")) || !upper.contains("MAIL FROM:") {
        return Vec::new();
    }
    words_that(line, |rest| {
        let is_reply = begins_with_code(rest) && rest[3..].starts_with([' ', '-']);
        is_reply
            || starts_with_one(rest, TELNET)
            || TYPED
                .iter()
                .any(|typed| rest.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed)))
    })
}

/// What Postfix and qmail say first, and no person who tells of a bounce.
const DAEMONS: &[&str] = &[
    "This is the mail system at host ",
    "This is the Postfix program at host ",
    "This is the qmail-send program at ",
];

/// The addresses that a bounce is about, each before what became of it: `<ann@example.org>: unknown user`.
fn refused(line: &str) -> Vec<usize> {
    if !DAEMONS.iter().any(|opening| line.contains(opening)) {
        return Vec::new();
    }
    words_that(line, |rest| {
        let Some((address, behind)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
            return false;
        };
        let is_address = address.contains('@') && !address.contains([' ', '<', '>']);
        is_address && (behind.starts_with(": ") || behind.starts_with(" (expanded from <"))
    })
    .into_iter()
    // In a reply the address stands behind its code.
    .filter(|at| !line[..*at].split_whitespace().next_back().is_some_and(is_code))
    .collect()
}

/// `550`, `550-5.1.1`, `5.1.1`.
fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'#'))
}

fn starts_with_one(text: &str, all: &[&str]) -> bool {
    all.iter().any(|one| text.starts_with(one))
}

/// Of a reply (RFC 5321, section 4.2.1).
fn begins_with_code(text: &str) -> bool {
    matches!(text.as_bytes(), [b'2'..=b'5', b'0'..=b'5', b'0'..=b'9', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(whole: &str) {
        let joined = whole.trim_end().replace('\n', " ");
        let parted = part(&Text::plain(&joined));
        assert_eq!(parted.as_ref().map(Text::as_str), Some(whole.trim_end()), "{joined}");
    }

    #[test]
    fn records_are_parted() {
        check(
            "Nov  3 10:00:01 mx1 postfix/smtpd[7]: connect from a.example.org[192.0.2.1]\nNov  3 10:00:02 mx1 postfix/smtpd[7]: NOQUEUE: reject\n\
             Nov  3 10:00:02 mx1 postfix/smtpd[7]: disconnect\n",
        );
        check(
            "2026-11-03 10:00:01 1vO9T6-0 <= a@example.org\n2026-11-03 10:00:02 1vO9T6-0 ** b@example.net R=x: 550 no\n2026-11-03 10:00:02 1vO9T6-0 Completed\n",
        );
        check("{\"type\":\"Bounce\"}\n{\"type\":\"Delivery\"}\n");
    }

    #[test]
    fn dialogues_are_parted() {
        check(
            "=== Trying 192.0.2.1:25...\n<-  220 mx.example.org ESMTP\n-> EHLO a.example.org\n<** 554 5.7.1 no\n",
        );
        check("=== Trying 192.0.2.1:25...\n*** Error connecting to 192.0.2.1:25:\n");
        check("<-- 220 mx.example.org\n--> EHLO localhost\n<-- 250 fine\n");
        check(
            "220 mx.example.org ESMTP\nEHLO a.example.org\n250 fine\nMAIL FROM:<a@example.org>\n550 5.7.1 no\nQUIT\n221 bye\n",
        );
    }

    #[test]
    fn bounces_are_parted_before_each_recipient() {
        check(
            "This is the mail system at host mx.example.org. It could not be delivered. The mail system\n<ann@example.net>: host mx.example.net[192.0.2.5] said: 550 5.1.1 \
             <ann@example.net>: Recipient address rejected (in reply to RCPT TO command)\n<bob@example.com>: unknown user: \"bob\"\n<cy@example.com> (expanded from \
             <all@example.com>): connect to mx.example.com[192.0.2.6]:25: Connection timed out\n",
        );
    }

    #[test]
    fn what_is_one_line_stays_one() {
        for whole in [
            "Nov  3 10:00:01 mx1 postfix/qmgr[7]: 4XA: in the queue since Nov  3 09:00:00 and Nov  3 09:30:00",
            "554 5.7.1 no; see 550 and 421 for more",
            "{\"a\": [{\"b\": 1}, {\"b\": 2}]}",
            "I wrote EHLO and got 250 and 550 and 221 back",
        ] {
            assert!(part(&Text::plain(whole)).is_none(), "{whole}");
        }
    }
}
