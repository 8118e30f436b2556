//! Lists of refusals: each line a server's reply, alone or beside the address that it is about; also rows of a table.

use super::split::Cut;
use crate::mail::address::{lead, numbered, unlisted};
use std::ops::Range;

/// From how many lines on it is a list, and not one reply of several lines.
const LIST: usize = 4;

/// The same where every line is a row about an address.
const ROWS: usize = 2;

pub fn looks(text: &str) -> bool {
    let (mut lines, mut begin, mut bear, mut name) = (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut rows, mut told, mut counted) = (0_usize, 0_usize, 0_u32);
    for whole in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = unlisted(whole);
        let begins = begins_with_refusal(line);
        let bears = !begins && bears_refusal(line);
        counted += u32::from(numbered(whole).is_some_and(|(number, _)| number == counted + 1));
        rows += usize::from(is_row(whole));
        told += usize::from(begins || bears || tells_bounce(line));
        // Lines before the first refusal are a heading at most.
        if begin + bear + rows == 0 && !begins && !bears && counted == 0 && lines > 0 {
            return false;
        }
        lines += 1;
        begin += usize::from(begins);
        bear += usize::from(bears);
        // In a list of refusals, what came to nothing has no code: `a@example.org: connection timed out`.
        name += usize::from(!begins && !bears && lead(line).is_some());
    }
    let counted = counted as usize;
    // A number or a cell's border before each address: that is a table, whatever its cells say.
    if rows >= ROWS && rows + 1 >= lines && told > 0 {
        return true;
    }
    if counted >= LIST && counted * 2 >= lines && (begin + bear + name) * 2 >= counted && told > 0 {
        return true;
    }
    let named = bear + name;
    let found =
        if bear > begin && (bear > name || named + 1 >= lines) { begin + named } else { begin + bear };
    // Beside an address a code may stand in any prose, so nearly every line has to be like that.
    let share = if bear > begin { found * 10 >= lines.saturating_sub(1) * 9 } else { found * 2 >= lines };
    found >= LIST && share
}

/// A reply of several lines (`550-…`, RFC 5321 section 4.2.1) is one case, and so is a refusal with the lines behind it.
pub fn cut(text: &str) -> Cut {
    let mut cases: Vec<Range<usize>> = Vec::new();
    let (mut at, mut names, mut counts) = (0, false, false);
    // The line that says that its reply goes on.
    let mut open: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let words = unlisted(line);
        let range = at..at + line.len();
        at += line.len();
        if words.is_empty() {
            continue;
        }
        let begins = begins_with_refusal(words);
        let bears = begins || bears_refusal(words);
        let number = numbered(line.trim());
        names |= cases.is_empty() && lead(words).is_some();
        counts |= cases.is_empty() && number.is_some();
        let goes_on = open.is_some_and(|open| !bears || continues(open, words));
        let is_new = !goes_on && (bears || (names && lead(words).is_some()) || (counts && number.is_some()));
        match cases.last_mut() {
            Some(last) if !is_new => last.end = range.end,
            None if !is_new => {}
            // The number of a list is none of the reply's words.
            _ => cases.push(number.map_or(range.start, |_| words_start(line, words, range.start))..range.end),
        }
        open = (begins && words.as_bytes()[3] == b'-').then_some(words);
    }
    Cut { last: cases.last().map_or(0, |last| last.start), cases }
}

fn words_start(line: &str, words: &str, start: usize) -> usize {
    start + line.find(words).unwrap_or_default()
}

/// A row of a table or of a numbered list: its one address, with something beside it.
fn is_row(line: &str) -> bool {
    let is_parted =
        numbered(line).is_some() || line.contains('\t') || line.contains(',') || line.contains(';');
    is_parted && line.matches('@').count() == 1 && lead(line).is_some()
}

/// `hard bounce`, as exports call it.
fn tells_bounce(line: &str) -> bool {
    let is_bounce = |word: &str| ["bounce", "bounced"].iter().any(|bounce| word.eq_ignore_ascii_case(bounce));
    line.contains('@') && line.split(|c: char| !c.is_alphanumeric()).any(is_bounce)
}

/// Whether a line may be the next one of a reply: it has the same code, and does not begin the same words once more.
fn continues(open: &str, next: &str) -> bool {
    let code = |line: &str| line.get(..3).map(str::to_owned);
    let said = |line: &str| {
        let words = line.get(4..).unwrap_or_default().split_whitespace();
        words.take(5).map(str::to_owned).collect::<Vec<_>>()
    };
    code(open) == code(next) && said(open) != said(next)
}

fn begins_with_refusal(line: &str) -> bool {
    line.len() > 4 && is_code(line.as_bytes()) && matches!(line.as_bytes()[3], b' ' | b'-')
}

/// An address, and the code of a refusal as a word of its own.
fn bears_refusal(line: &str) -> bool {
    let is_part =
        |c: char| matches!(c, ' ' | '\t' | ',' | ';' | ':' | '"' | '(' | ')' | '[' | ']' | '|' | '=');
    line.contains('@')
        && line.split(is_part).any(|word| match word.len() {
            3 => is_code(word.as_bytes()),
            _ => is_enhanced(word) || (word.len() > 4 && begins_with_refusal(word)),
        })
}

fn is_code(bytes: &[u8]) -> bool {
    bytes.len() > 2
        && matches!(bytes[0], b'4' | b'5')
        && matches!(bytes[1], b'0'..=b'7')
        && bytes[2].is_ascii_digit()
}

/// RFC 3463: `5.1.1`.
fn is_enhanced(word: &str) -> bool {
    let mut parts = word.trim_end_matches('.').split('.');
    let number = |part: Option<&str>| {
        part.is_some_and(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(parts.next(), Some("4" | "5"))
        && number(parts.next())
        && number(parts.next())
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::address::subject;

    fn pieces(text: &str) -> Vec<&str> {
        assert!(looks(text), "{text}");
        cut(text).cases.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_list_is_cut_at_its_lines() {
        let text = "550 5.1.1 no\n452 full\n\n550-5.7.1 one\n550 5.7.1 and two\n554 no\n";
        assert_eq!(
            pieces(text),
            ["550 5.1.1 no\n", "452 full\n", "550-5.7.1 one\n550 5.7.1 and two\n", "554 no\n"]
        );
    }

    #[test]
    fn a_first_line_alone_is_a_reply() {
        let blocked = "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n";
        let text = format!(
            "{blocked}user26@example.org 451 4.7.0 Temporary rate limit\n{blocked}{blocked}552 full\n{blocked}\
             550-5.7.26 Learn more there.\n550 5.7.26 end\n"
        );
        assert_eq!(pieces(&text).len(), 6);
        assert_eq!(subject("user26@example.org 451 4.7.0 Temporary rate limit"), Some("user26@example.org"));
        assert_eq!(subject("<user26@example.org> - 5.1.1 unknown"), Some("user26@example.org"));
        assert_eq!(subject("user26@example.org 5 of them"), None);
    }

    #[test]
    fn addresses_may_stand_beside() {
        let text = "address,status,reason\na@example.org,5.1.1,unknown\n\"b@example.org\",552,\"full\"\n\
                    c@example.org: host mx said: 550-5.7.1 no\n<d@example.org>: 5.7.606 banned\n";
        assert_eq!(pieces(text).len(), 4);
        assert!(pieces(text)[0].starts_with("a@example.org"));
    }

    #[test]
    fn a_line_without_a_code_is_a_case_among_others() {
        let list = |with: &str| {
            [
                "550 5.1.1 no",
                "connect to mx: Connection timed out",
                "452 4.2.2 full",
                "554 no",
                "550 no",
                "550 gone",
            ]
            .iter()
            .enumerate()
            .map(|(at, words)| {
                with.replace("ADDRESS", &format!("a{at}@example.org")).replace("WORDS", words) + "\n"
            })
            .collect::<String>()
        };
        for form in [
            "ADDRESS: host mx said: WORDS",
            "<ADDRESS>: WORDS",
            "2026-11-03 08:14\tADDRESS\thard\tWORDS",
            "\"ADDRESS\",\"WORDS\"",
        ] {
            let list = list(form);
            let pieces = pieces(&list);
            assert_eq!(pieces.len(), 6, "{form}");
            assert_eq!(subject(pieces[1]), Some("a1@example.org"), "{form}");
        }
        assert_eq!(subject("550 5.1.1 <a@example.org>: no"), None);
        assert_eq!(subject("2026-11-03,a@example.org,b@example.net,550 no"), None);
    }

    #[test]
    fn numbered_lines_and_rows_are_cases_whatever_they_say() {
        const SAID: [&str; 7] = [
            "552 5.2.2 over quota",
            "connect to mx.example.net[192.0.2.1]:25: Connection timed out",
            "Name service error: Host not found",
            "away until Monday",
            "hard bounce",
            "421 busy",
            "550 5.7.1 no",
        ];
        let list = |form: &str, many: usize| {
            let line = |at: usize| {
                form.replace('#', &(at + 1).to_string())
                    .replace("ADDRESS", &format!("a{at}@example.org"))
                    .replace("WORDS", SAID[at % SAID.len()])
                    + "\n"
            };
            (0..many).map(line).collect::<String>()
        };
        for form in
            ["#. ADDRESS - WORDS", "(#) ADDRESS WORDS", "2026-11-03\tADDRESS\tWORDS", "ADDRESS,bounced,WORDS"]
        {
            for many in [2, 3, 7, 40] {
                let list = list(form, many);
                let pieces = pieces(&list);
                assert_eq!(pieces.len(), many, "{form}");
                assert!(pieces[0].starts_with("a0") || pieces[0].starts_with("2026"), "{}", pieces[0]);
                for (at, piece) in pieces.iter().enumerate() {
                    assert_eq!(lead(piece), Some(&*format!("a{at}@example.org")), "{form}");
                }
            }
            let headed = "Date Address Reason\n".to_owned() + &list(form, 9);
            assert_eq!(pieces(&headed).len(), 9, "{form}");
        }
        // Where no line has an address, the numbers part them.
        assert_eq!(pieces("1. 550 5.1.1 no\n2. Host not found\n3. 452 full\n4. 550 no\n").len(), 4);
        assert!(!looks(
            "1. ann@example.org, our chair\n2. bob@example.org, who pays\n3. eve@example.org, new\n"
        ));
    }

    #[test]
    fn prose_and_dialogues_are_no_list() {
        assert!(!looks("550 5.1.1 no\n550 5.1.1 still the same"));
        assert!(!looks("220 mx ready\nMAIL FROM:<a@example.org>\n250 ok\nRCPT TO:<b@example.org>\n550 no\n"));
        assert!(!looks(
            "Dear a@example.org,\n\nwe saw 550 on four lines.\nWrite to b@example.org\nor call.\n"
        ));
    }
}
