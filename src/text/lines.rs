//! Lines, however they end.

use std::ops::Range;

/// The lines of a text, without their ends: LF, CRLF, CR, and the `<br>` of what was shown on a web page.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let (end, next) = line_end(text, start);
        let line = start..end;
        start = next;
        Some(line)
    })
}

/// The lines of a text that has LF as its only line end, each with its own: `split_inclusive`, several times as fast.
pub fn each_line(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// Where the line that starts at `start` ends, and where the next one starts.
fn line_end(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(found) = memchr::memchr3(b'\n', b'\r', b'<', &bytes[at..]) {
        at += found;
        match bytes[at] {
            b'\n' => return (at, at + 1),
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => return (at, at + 2),
            b'\r' => return (at, at + 1),
            _ => match break_tag(&bytes[at..]) {
                Some(length) => return (at, at + length),
                None => at += 1,
            },
        }
    }
    (text.len(), text.len())
}

/// Length of `<br>`, `<br/>` or `<br />` with the line end behind it.
fn break_tag(bytes: &[u8]) -> Option<usize> {
    let tag = [&b"<br>"[..], b"<br/>", b"<br />"]
        .into_iter()
        .find(|tag| bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))?;
    let ends = [&b"\r\n"[..], b"\n", b"\r"].into_iter().find(|end| bytes[tag.len()..].starts_with(end));
    Some(tag.len() + ends.map_or(0, <[u8]>::len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = lines(text).map(|range| &text[range]).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn lines_end_in_many_ways() {
        check("a\nb\r\nc\rd", &["a", "b", "c", "d"]);
        check("a<br>b<BR />\nc", &["a", "b", "c"]);
        check("a\n\nb\n", &["a", "", "b"]);
        check("", &[]);
        check("<b", &["<b"]);
    }

    #[test]
    fn lines_keep_their_line_feed() {
        for text in ["a\nb\n", "a\n\nb", "\n", "", "é\n"] {
            let want: Vec<&str> = text.split_inclusive('\n').collect();
            assert_eq!(each_line(text).collect::<Vec<_>>(), want, "{text:?}");
        }
    }
}
