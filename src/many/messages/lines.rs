//! Lines, whatever ends them and whoever quotes them.

use std::ops::Range;

/// Lines with their ends: LF, CRLF, and the CR of old programs.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes())
            .map_or(rest.len(), |end| end + if rest[end..].starts_with("\r\n") { 2 } else { 1 });
        let line = start..start + end;
        start = line.end;
        Some(line)
    })
}

/// A line that parts.
pub fn is_rule(line: &str) -> bool {
    ["--", "==", "__"].iter().any(|rule| line.starts_with(rule))
}

/// Without the marks of a quotation.
pub fn unquoted(line: &str) -> &str {
    line.trim_end().trim_start_matches(['\u{feff}', '>', ' ']).trim_start_matches("> ")
}
