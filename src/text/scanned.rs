//! Signs that reading a picture mistakes for one another: `2O3.0.113.88`, `5.7.O`, `Diagnostic-C0de`.
//!
//! Mended only where the place leaves one reading: four numbers of an address, the codes of a reply, the names of a report's fields.
//! Each sign becomes another single byte, so that all offsets stay.

use super::each_line;
use std::net::Ipv4Addr;
use std::ops::Range;

/// The text with what was misread in it as it stood in the picture; none where nothing was.
pub fn mended(text: &str) -> Option<String> {
    let mut wrong: Vec<(Range<usize>, String)> = numbers(text);
    wrong.extend(names(text));
    if wrong.is_empty() {
        return None;
    }
    // Where so much was misread, words were as well.
    wrong.extend(words(text));
    let mut mended = text.as_bytes().to_vec();
    for (range, right) in wrong {
        debug_assert_eq!(range.len(), right.len(), "offsets stay");
        mended[range].copy_from_slice(right.as_bytes());
    }
    String::from_utf8(mended).ok()
}

/// The network address that a word was before it was misread; none where it is none, or was read well.
pub fn address(word: &str) -> Option<String> {
    const LONGEST: usize = 15;
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let dots = word.bytes().filter(|byte| *byte == b'.').count();
    // Where letters are as many as digits it may be a name.
    if word.len() > LONGEST || dots != 3 || digits <= word.len() - dots - digits {
        return None;
    }
    let right = as_digits(word)?;
    right.parse::<Ipv4Addr>().is_ok().then_some(right)
}

/// Addresses and codes that hold a letter in the place of a digit.
fn numbers(text: &str) -> Vec<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte == b'.' || digit(byte).is_some();
    let mut found = Vec::new();
    let mut seen = 0;
    for dot in memchr::memchr_iter(b'.', bytes) {
        if dot < seen {
            continue;
        }
        let start = dot - bytes[seen..dot].iter().rev().take_while(|byte| is_part(**byte)).count();
        let end = dot + bytes[dot..].iter().take_while(|byte| is_part(**byte)).count();
        seen = end;
        // A sentence may end behind it.
        let word = text[start..end].trim_end_matches('.');
        let range = start..start + word.len();
        if word.len() < 5 || !stands_alone(bytes, &(start..end)) {
            continue;
        }
        let is_code = code(word);
        if let Some(right) = address(word).or_else(|| if is_code { as_digits(word) } else { None }) {
            found.push((range.clone(), right));
        }
        if is_code && let Some(reply) = reply_before(text, start) {
            found.push(reply);
        }
    }
    found
}

/// Whether nothing around it makes it a piece of a name.
fn stands_alone(bytes: &[u8], range: &Range<usize>) -> bool {
    let is_of_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'@') || byte >= 0x80;
    let before = range.start.checked_sub(1).map(|at| bytes[at]);
    !before.is_some_and(is_of_name) && !bytes.get(range.end).copied().is_some_and(is_of_name)
}

/// An enhanced code (RFC 3463), well read or not: its class is sure.
fn code(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_class = matches!(parts.next(), Some("2" | "4" | "5"));
    let [subject, detail] = [parts.next(), parts.next()];
    let is_number = |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && part.len() <= 3);
    is_class
        && parts.next().is_none()
        && is_number(subject)
        && is_number(detail)
        && word.bytes().filter(u8::is_ascii_digit).count() >= 2
}

/// A reply code that was misread, before an enhanced one: `55O 5.7.1`.
fn reply_before(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let before = text[..at].strip_suffix([' ', '-'])?;
    let start = before.len().checked_sub(3)?;
    let word = before.get(start..)?;
    let is_front = start == 0 || !text.as_bytes()[start - 1].is_ascii_alphanumeric();
    let is_reply = is_front && word.starts_with(['4', '5']) && word.as_bytes()[1] < b'A';
    is_reply.then(|| as_digits(word)).flatten().map(|right| (start..before.len(), right))
}

/// The digit that a sign was in the picture.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte),
        b'O' | b'o' => Some(b'0'),
        b'l' | b'I' => Some(b'1'),
        _ => None,
    }
}

/// None where nothing was misread, or not only digits were.
fn as_digits(word: &str) -> Option<String> {
    let right: Option<Vec<u8>> =
        word.bytes().map(|byte| if byte == b'.' { Some(byte) } else { digit(byte) }).collect();
    String::from_utf8(right?).ok().filter(|right| right != word)
}

/// Fields of a report (RFC 3464, section 2): no other words have a digit for one of their letters.
const FIELDS: &[&str] = &[
    "action",
    "arrival-date",
    "diagnostic-code",
    "final-recipient",
    "last-attempt-date",
    "original-recipient",
    "received-from-mta",
    "remote-mta",
    "reporting-mta",
    "status",
    "will-retry-until",
];

/// Their names, where a letter was read as a digit.
fn names(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    each_line(text)
        .scan(0, |at, line| {
            let start = std::mem::replace(at, *at + line.len());
            Some((start, line))
        })
        .filter_map(|(start, line)| {
            let name = line.get(..line.find(':')?)?;
            let inner = name.trim_start_matches(['>', ' ', '\t', '*']);
            let start = start + name.len() - inner.len();
            let right = field(inner)?;
            Some((start..start + inner.len(), right))
        })
}

/// Words in which a digit stands between small letters: `b1ocked`. What has more digits, or is a piece of a longer name, is an id.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    const SHORTEST: usize = 5;
    const MOST: usize = 2;
    let bytes = text.as_bytes();
    let is_of_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'@' | b'.' | b'/' | b'=');
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + word.len();
        let misread = word.bytes().filter(|byte| matches!(byte, b'0' | b'1')).count();
        let rest = word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'0' | b'1'));
        let is_front = start == 0 || !is_of_name(bytes[start - 1]);
        let is_behind = bytes.get(end).is_none_or(|byte| {
            !is_of_name(*byte) || (*byte == b'.' && bytes.get(end + 1).is_none_or(u8::is_ascii_whitespace))
        });
        let is_word = word.len() >= SHORTEST
            && (1..=MOST).contains(&misread)
            && rest
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.ends_with(|c: char| c.is_ascii_alphabetic())
            && is_front
            && is_behind;
        is_word.then(|| (start..end, word.replace('0', "o").replace('1', "l")))
    })
}

fn field(name: &str) -> Option<String> {
    if !name.bytes().any(|byte| matches!(byte, b'0' | b'1')) {
        return None;
    }
    let known = FIELDS.iter().find(|field| {
        field.len() == name.len() && name.bytes().zip(field.bytes()).all(|(is, was)| is_read_as(is, was))
    })?;
    let letter = |(is, was): (u8, u8)| if is.is_ascii_digit() { was } else { is };
    String::from_utf8(name.bytes().zip(known.bytes()).map(letter).collect()).ok()
}

fn is_read_as(is: u8, was: u8) -> bool {
    match is {
        b'0' => was == b'o',
        b'1' => matches!(was, b'l' | b'i'),
        _ => is.eq_ignore_ascii_case(&was),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_picture_lost_is_mended_where_its_place_tells() {
        for (from, to) in [
            ("[2O3.0.113.88]", "[203.0.113.88]"),
            ("from l98.51.lOO.44.", "from 198.51.100.44."),
            ("?ip=2O3.O.113.88", "?ip=203.0.113.88"),
            ("55O 5.7.l Blocked", "550 5.7.1 Blocked"),
            ("smtp; 554 5.7.O Blocked", "smtp; 554 5.7.0 Blocked"),
            ("Fina1-Recipient: rfc822; a@b.example", "Final-Recipient: rfc822; a@b.example"),
            (
                "C1ient [2O3.0.113.88] b1ocked a1b2c3d4 mx1.example",
                "Client [203.0.113.88] blocked a1b2c3d4 mx1.example",
            ),
            ("> Diagn0st1c-C0de: smtp", "> Diagnostic-Code: smtp"),
        ] {
            assert_eq!(mended(from).as_deref(), Some(to), "{from}");
        }
    }

    #[test]
    fn what_may_be_a_name_stays() {
        for text in [
            "203.0.113.88 550 5.7.1 ok",
            "mx-2O3.0.113.88",
            "2O3.0.113.88.dyn.example",
            "a.l.1.O.example",
            "O.l.l.O",
            "2O3.0.113.888",
            "v3.1.0.l2.4",
            "h0st: 1",
            "b1ocked",
            "see 5.lO",
        ] {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
