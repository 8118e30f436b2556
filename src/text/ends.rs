//! Line ends: LF, CR LF and the lone CR of old systems all become LF.

use super::{Text, TextBuilder};

/// The same text with LF as its only line end, and without NUL bytes; none where it is so already.
pub fn line_feeds(text: &Text) -> Option<Text> {
    let bytes = text.as_str().as_bytes();
    memchr::memchr2(b'\r', 0, bytes)?;
    let mut built = TextBuilder::new(text);
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' | b'\0' => {
                built.keep(from..at);
                if *byte == b'\r' && ends_line(&bytes[at + 1..]) {
                    built.replace(at..at + 1, "\n");
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    built.keep(from..bytes.len());
    Some(built.finish())
}

/// Whether the CR before `rest` ends a line of its own: not in CR LF, nor in CR CR LF, as some gateways write it.
fn ends_line(rest: &[u8]) -> bool {
    !matches!(rest, [b'\n', ..] | [b'\r', b'\n', ..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn every_line_end_is_a_line_feed() {
        for (from, to) in [
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\rb\r", "a\nb\n"),
            ("a\r\r\nb", "a\nb"),
            ("a\r\rb", "a\n\nb"),
            ("a\0b", "ab"),
        ] {
            assert_eq!(line_feeds(&Text::plain(from)).expect("other ends").as_str(), to, "{from:?}");
        }
        assert!(line_feeds(&Text::plain("a\n")).is_none());
        let text = line_feeds(&Text::plain("a\r\nbc")).expect("other ends");
        assert_eq!(text.span(2..4), Span::new(3, 5));
    }
}
