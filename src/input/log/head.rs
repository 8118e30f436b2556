//! The head of a log line: time, host, program. What writes it is a syslog daemon, journald, a container runtime, or
//! the program itself.

use std::ops::Range;

/// A line's head. Ranges are within the line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub time: Option<Range<usize>>,
    /// `postfix/smtp`, `exim`, `sm-mta`: without process ids.
    pub tag: Range<usize>,
    /// Where the program's own words begin.
    pub rest: usize,
    /// Where the line goes on behind the time.
    pub body: usize,
}

/// Reads as much of a head as there is: a container's prefix, a priority, a time, host and tag.
pub fn head(line: &str) -> Head {
    let mut at = container(line);
    at += priority(&line[at..]);
    let mut head = Head { rest: at, body: at, ..Head::default() };
    if let Some(length) = time(&line[at..]) {
        head.time = Some(trim_brackets(line, at..at + length));
        at += length + usize::from(line[at + length..].starts_with(": "));
        at = skip_spaces(line, at);
        // A container writes its time before the syslog line with a time of its own.
        if let Some(second) = time(&line[at..]) {
            head.time = Some(trim_brackets(line, at..at + second));
            at = skip_spaces(line, at + second);
        }
        // `<mail.notice> ` of BSD's syslogd -v.
        if let Some(end) = line[at..].strip_prefix("<mail.").and_then(|rest| rest.find("> ")) {
            at += end + "<mail.> ".len();
        }
        head.rest = at;
        head.body = at;
        if let Some((tag, rest)) = host_and_tag(line, at) {
            head.tag = tag;
            head.rest = rest;
        } else if let Some((tag, rest)) = tag(line, at) {
            head.tag = tag;
            head.rest = rest;
        }
    } else if let Some((tag, rest)) =
        tag(line, at).filter(|(tag, _)| known(&line[tag.clone()], &line[tag.end..]))
    {
        head.tag = tag;
        head.rest = rest;
    }
    head
}

/// `mail-1  | ` of docker compose, `maillog:` or `12:` of grep.
fn container(line: &str) -> usize {
    // Each line of a log comes by here, most of them several times: bytes are compared, and no more than are needed.
    let bytes = line.as_bytes();
    if let Some(at) = bytes.iter().take(40).position(|b| *b == b'|')
        && let Some(name) = line[..at].strip_suffix(' ')
        && bytes.get(at + 1) == Some(&b' ')
        && name.trim_end().bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    {
        return at + 2;
    }
    let colon = bytes.iter().take(60).position(|b| *b == b':');
    let prefix = colon.filter(|at| *at > 0).map(|at| &line[..at]);
    match prefix {
        Some(name) if name.contains("log") && name.starts_with('/') => name.len() + 1,
        Some(name) if ["mail.log", "maillog", "mainlog", "syslog", "mail.err"].contains(&name) => {
            name.len() + 1
        }
        _ => 0,
    }
}

/// `<22>` or `<22>1 ` (RFC 3164, RFC 5424).
fn priority(line: &str) -> usize {
    if !line.starts_with('<') {
        return 0;
    }
    let Some(end) = line.find('>').filter(|end| *end < 5) else { return 0 };
    if !line[1..end].bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    if line[end + 1..].starts_with("1 ") { end + 3 } else { end + 1 }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Length of the time that a text begins with, in any form that logs have.
pub fn time(text: &str) -> Option<usize> {
    let Some(inside) = text.strip_prefix('[') else { return bare_time(text) };
    let inner = bare_time(inside)?;
    let end = inside[inner..].find(']')?;
    (end < 16).then_some(inner + end + 2)
}

fn bare_time(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        b'A'..=b'Z' => syslog_time(text),
        b'0'..=b'9' => iso_time(text).or_else(|| slashed_time(text)),
        // TAI64N label of multilog.
        b'@' => (text.len() >= 25 && bytes[1..25].iter().all(u8::is_ascii_hexdigit)).then_some(25),
        _ => None,
    }
}

/// `Mar  5 10:26:50`, `Jul-29-16 16:49:52`, `Mon Mar 5 10:26:50 2024`, `Mon 2024-03-05 10:26:50`.
fn syslog_time(text: &str) -> Option<usize> {
    let is_day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().any(|day| text.starts_with(day));
    if !is_day {
        return month_time(text);
    }
    let rest = text[3..].trim_start_matches([',', ' ']);
    let end = text.len() - rest.len() + iso_time(rest).or_else(|| month_time(rest))?;
    Some(end + year(&text[end..]))
}

/// `Mar  5 10:26:50`, `Jul-29-16 16:49:52`.
fn month_time(text: &str) -> Option<usize> {
    MONTHS.iter().find(|month| text.starts_with(**month))?;
    let after = &text[3..];
    let clock = after.find(':').filter(|at| (4..16).contains(at))?;
    let start = clock.checked_sub(2)?;
    let between = after.get(..start)?;
    if !between.bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'-') {
        return None;
    }
    clock_end(after, start).map(|end| 3 + end)
}

/// ` 2024` behind a time.
fn year(text: &str) -> usize {
    let digits = text.get(1..5).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if digits && text.starts_with(' ') && !text[5..].starts_with(|c: char| c.is_alphanumeric()) {
        5
    } else {
        0
    }
}

/// `2024-03-05 10:26:50`, `2024-03-05T10:26:50.123+01:00`, `2024/03/05 10:26:50`, `20240305 102650`.
fn iso_time(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits =
        |range: Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    if !digits(0..4) || !matches!(bytes.get(4), Some(b'-' | b'/')) || !digits(5..7) || !digits(8..10) {
        return None;
    }
    let start = match bytes.get(10)? {
        b'T' | b' ' | b'_' => 11 + bytes[11..].iter().take_while(|b| **b == b' ').count(),
        _ => return None,
    };
    clock_end(text, start)
}

/// `17/Jun/2011 17:00:45`, `05.03.2024 10:26:50`, `03/05/2024 10:26:50`.
fn slashed_time(text: &str) -> Option<usize> {
    let space = text.find(' ').filter(|at| (8..12).contains(at))?;
    let date = &text[..space];
    let signs = date.bytes().filter(|b| matches!(b, b'/' | b'.' | b'-')).count();
    let fits =
        signs == 2 && date.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-'));
    if fits { clock_end(text, space + 1) } else { None }
}

/// `10:26:50` with fraction, half of the day and zone: where it ends.
fn clock_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = start + bytes.get(start..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(start + 1..=start + 2).contains(&at) {
        return None;
    }
    for _ in 0..2 {
        if bytes.get(at) == Some(&b':') && digit(at + 1) && digit(at + 2) {
            at += 3;
        }
    }
    if at < start + 4 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1) {
        at += 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    }
    if bytes.get(at) == Some(&b'Z') {
        return Some(at + 1);
    }
    // `01:20:33 PM`
    let is_half = |half: &[u8]| matches!(half, [b' ', b'A' | b'P', b'M']);
    let ends = |at: usize| bytes.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    if bytes.get(at..at + 3).is_some_and(is_half) && ends(at + 3) {
        return Some(at + 3);
    }
    let zone = if bytes.get(at) == Some(&b' ') { at + 1 } else { at };
    if matches!(bytes.get(zone), Some(b'+' | b'-')) && digit(zone + 1) && digit(zone + 2) {
        let length = bytes[zone + 1..].iter().take_while(|b| b.is_ascii_digit() || **b == b':').count();
        if (4..=5).contains(&length) {
            return Some(zone + 1 + length);
        }
    }
    Some(at)
}

/// Where the first of some signs of ASCII stands.
fn position(text: &str, signs: &[u8]) -> Option<usize> {
    text.bytes().position(|b| signs.contains(&b))
}

/// `mx1 postfix/smtp[31500]: `.
fn host_and_tag(line: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let host = position(&line[at..], b" ")?;
    let name = &line[at..at + host];
    if position(name, b"[=<").is_some() || name.ends_with(':') {
        return None;
    }
    let next = skip_spaces(line, at + host);
    tag(line, next).or_else(|| tag_5424(line, next))
}

/// `postfix/smtp[31500]: `, `haraka: `, `deliver(user@example.org): `.
fn tag(line: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let word = &line[at..];
    let length = position(word, b" \t").unwrap_or(word.len());
    let end = position(&word[..length], b"[(:").filter(|end| *end > 0)?;
    let colon = match word[..length].ends_with(':') {
        true => length,
        false => {
            // `dovecot: lmtp(user@example.org): ` has no spaces in its tag, `deliver(a b): ` may.
            let close = word.find("]: ").or_else(|| word.find("): ")).filter(|close| *close < 80)?;
            if !word[..close].contains(['[', '(']) || word[..end].contains(' ') {
                return None;
            }
            close + 2
        }
    };
    let name = &word[..end];
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
        || name.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    Some((at..at + end, skip_spaces(line, at + colon)))
}

/// `postfix/smtp 31500 - - ` (RFC 5424).
fn tag_5424(line: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let mut words = line[at..].splitn(5, ' ');
    let (name, process) = (words.next()?, words.next()?);
    let (_, data, rest) = (words.next()?, words.next()?, words.next()?);
    let fits =
        (process == "-" || process.bytes().all(|b| b.is_ascii_digit())) && data.starts_with(['-', '[']);
    fits.then(|| (at..at + name.len(), line.len() - rest.len()))
}

/// A tag that needs no time before it. `sendmail: …` alone is what the command says to whoever called it.
fn known(tag: &str, behind: &str) -> bool {
    const NAMES: &[&str] = &[
        "postfix/",
        "exim",
        "sendmail",
        "dovecot",
        "opensmtpd",
        "smtpd",
        "haraka",
        "amavis",
        "sm-mta",
        "kumomta",
    ];
    NAMES.iter().any(|name| tag.starts_with(name))
        && (!tag.starts_with("sendmail") || behind.starts_with('['))
}

fn trim_brackets(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    match text.strip_prefix('[') {
        Some(_) => range.start + 1..range.end - 1,
        None => range,
    }
}

fn skip_spaces(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, time: &str, tag: &str, rest: &str) {
        let head = head(line);
        assert_eq!(head.time.map_or("", |range| &line[range]), time, "time of {line}");
        assert_eq!(&line[head.tag], tag, "tag of {line}");
        assert_eq!(&line[head.rest..], rest, "rest of {line}");
    }

    #[test]
    fn heads_of_many_writers() {
        check("Mar  5 10:26:50 mx1 postfix/smtp[99]: A1: to", "Mar  5 10:26:50", "postfix/smtp", "A1: to");
        check(
            "2024-03-05T10:26:50.123456+01:00 mx1 postfix/qmgr[9]: x",
            "2024-03-05T10:26:50.123456+01:00",
            "postfix/qmgr",
            "x",
        );
        check("<22>1 2024-03-05T10:26:50Z mx1 exim 99 - - 1rX x", "2024-03-05T10:26:50Z", "exim", "1rX x");
        check("mx-1  | 2024-03-05T10:26:50Z [INFO] x", "2024-03-05T10:26:50Z", "", "[INFO] x");
        check("2024-03-05 10:26:50 1rX-0001-Ab <= a", "2024-03-05 10:26:50", "", "1rX-0001-Ab <= a");
        check("03/05/2024 01:20:33 PM  Router: x", "03/05/2024 01:20:33 PM", "Router", "x");
        check("[17/Jun/2011 17:00:45] Attempt to", "17/Jun/2011 17:00:45", "", "Attempt to");
        check("postfix/smtp[9]: A1: x", "", "postfix/smtp", "A1: x");
        check("Oct  1 07:49:20 u1 deliver(a@example.org): msgid=1", "Oct  1 07:49:20", "deliver", "msgid=1");
        check("Subject: hello", "", "", "Subject: hello");
        check("é", "", "", "é");
        check("[[2024-03-05 10:26:50]", "", "", "[[2024-03-05 10:26:50]");
        head(&"[".repeat(1_000_000));
        head(&"Mon ".repeat(1_000_000));
    }
}
