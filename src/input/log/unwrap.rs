//! Log lines inside JSON: docker's `{"log": "…"}`, journald's `{"MESSAGE": "…", "SYSLOG_IDENTIFIER": "…"}`, and kin.

use super::kumomta;
use crate::mail::date;
use crate::text::{Text, TextBuilder, lines};
use std::ops::Range;

/// Keys under which the line itself stands.
const MESSAGE: &[&str] = &["\"log\"", "\"MESSAGE\"", "\"message\"", "\"msg\"", "\"line\""];

/// An object on one line that holds a log line.
pub fn is_wrapped(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('{') && line.ends_with('}') && {
        let inner = MESSAGE.iter().find_map(|key| string_of(line, key));
        inner.is_some_and(|inner| super::recognise(&inside(line, inner)).is_some())
    }
}

/// Takes the lines out of their wrapping; a text without wrapping stays as it is.
pub fn unwrap(text: &Text) -> Text {
    let string = text.as_str();
    let is_json = |line: &str| is_wrapped(line) || kumomta::shaped(line);
    if !lines(string).take(50).any(|line| is_json(&string[line])) {
        return text.clone();
    }
    let mut builder = TextBuilder::new(text);
    for line in lines(string) {
        let words = &string[line.clone()];
        if kumomta::shaped(words) {
            kumomta::lay_out(&mut builder, string, line.clone());
            builder.replace(line.end..line.end, "\n");
            continue;
        }
        match MESSAGE
            .iter()
            .find_map(|key| string_of(words, key))
            .filter(|_| words.trim_start().starts_with('{'))
        {
            Some(inner) => {
                if let Some(time) = journals_time(words) {
                    builder.replace(line.start..line.start, &time);
                }
                if let Some(tag) = string_of(words, "\"SYSLOG_IDENTIFIER\"") {
                    builder.keep(line.start + tag.start..line.start + tag.end);
                    builder.replace(line.end..line.end, ": ");
                }
                unescape(&mut builder, string, line.start + inner.start..line.start + inner.end);
            }
            None => builder.keep(line.clone()),
        }
        builder.replace(line.end..line.end, "\n");
    }
    builder.finish()
}

/// When journald took the line: microseconds since 1970 (systemd.journal-fields(7), `__REALTIME_TIMESTAMP`), as RFC 3339 writes it.
fn journals_time(line: &str) -> Option<String> {
    let micros: i64 = line[string_of(line, "\"__REALTIME_TIMESTAMP\"")?].parse().ok()?;
    let seconds = micros / 1_000_000;
    let (year, month, day) = date::civil_from_days(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    // Another number than a time of our days is none.
    (1990..2200)
        .contains(&year)
        .then(|| format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z "))
}

fn inside(line: &str, inner: Range<usize>) -> String {
    let tag =
        string_of(line, "\"SYSLOG_IDENTIFIER\"").map(|tag| format!("{}: ", &line[tag])).unwrap_or_default();
    tag + &line[inner].replace("\\u003c", "<").replace("\\u003e", ">").replace("\\\"", "\"")
}

/// The string that stands under a key, without its quotes.
pub fn string_of(line: &str, key: &str) -> Option<Range<usize>> {
    let after = line.find(key)? + key.len();
    let rest = line[after..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let start = line.len() - rest.len();
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(start..start + at),
            _ => {}
        }
    }
    None
}

/// JSON's escapes (RFC 8259, section 7) undone; a line end inside becomes a space.
pub fn unescape(builder: &mut TextBuilder, string: &str, range: Range<usize>) {
    let mut done = range.start;
    while let Some(at) = string[done..range.end].find('\\').map(|at| done + at) {
        builder.keep(done..at);
        let escape = string[at + 1..range.end].chars().next();
        let (length, sign) = match escape {
            Some('u') => {
                let code = string.get(at + 2..at + 6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                (6, code.and_then(char::from_u32).unwrap_or(' '))
            }
            Some('n' | 'r') => (2, ' '),
            Some('t') => (2, '\t'),
            Some(c) => (1 + c.len_utf8(), c),
            None => (1, ' '),
        };
        let end = (at + length).min(range.end);
        let end = if string.is_char_boundary(end) { end } else { range.end };
        builder.replace(at..end, sign.encode_utf8(&mut [0; 4]));
        done = end;
    }
    builder.keep(done..range.end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journals_own_time_is_the_lines() {
        let line = "{\"__REALTIME_TIMESTAMP\":\"1795257621000000\",\"SYSLOG_IDENTIFIER\":\"postfix/smtp\",\"MESSAGE\":\"4dH0Xk2v7Lz2b: \
                    removed\"}";
        assert_eq!(
            unwrap(&Text::plain(line)).as_str().trim(),
            "2026-11-21T10:40:21Z postfix/smtp: 4dH0Xk2v7Lz2b: removed"
        );
    }
}
