//! Damage to single signs.

use crate::text::{Text, TextBuilder};

/// LF as the only line end, no byte-order marks, zero-width signs or NULs, and plain blanks for no-break ones.
pub fn line_ends_and_blanks(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let bytes = source.as_bytes();
    if source.is_ascii() && !bytes.contains(&b'\r') && !bytes.contains(&0) {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    // Those that may begin one of the signs in question: all others are passed over quickly.
    let suspects =
        bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'\r' | 0 | 0xc2 | 0xe2 | 0xe3 | 0xef));
    for (at, _) in suspects {
        let (before, from) = source.split_at(at);
        let Some(c) = from.chars().next() else { break };
        let behind = &from[c.len_utf8()..];
        if let Some(with) = plain(before.chars().next_back().unwrap_or(' '), c, behind) {
            builder.keep(kept..at);
            kept = at + c.len_utf8();
            builder.replace(at..kept, with);
        }
    }
    if kept == 0 {
        return None;
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

/// What a sign becomes; none where it stays.
fn plain(before: char, c: char, behind: &str) -> Option<&'static str> {
    match c {
        // Also the CR CR LF of some gateways is one end.
        '\r' if ["\n", "\r\n"].iter().any(|end| behind.starts_with(end)) => Some(""),
        '\r' | '\u{2028}' | '\u{2029}' => Some("\n"),
        '\u{feff}' | '\u{200b}' | '\0' => Some(""),
        // Between other signs up to U+00FF it may be a byte of a charset that is not decoded yet.
        '\u{a0}' if is_byte(before) || behind.chars().next().is_some_and(is_byte) => None,
        '\u{a0}' | '\u{202f}' | '\u{3000}' => Some(" "),
        _ => None,
    }
}

fn is_byte(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{ff}')
}

/// UTF-8 that was shown as windows-1252: `Ã¼` for ü. Undone only where every sign beyond ASCII tells the same story.
pub fn mojibake(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if source.is_ascii() {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    let mut run = Run::default();
    for (at, c) in source.char_indices().chain(std::iter::once((source.len(), ' '))) {
        if c.is_ascii() {
            if run.bytes.is_empty() {
                continue;
            }
            let fixed = std::str::from_utf8(&run.bytes).ok()?;
            builder.keep(kept..run.start);
            builder.replace(run.start..at, fixed);
            kept = at;
            run = Run::default();
            continue;
        }
        let byte = windows_1252(c)?;
        if run.bytes.is_empty() {
            run.start = at;
        }
        run.bytes.push(byte);
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

#[derive(Default)]
struct Run {
    start: usize,
    bytes: Vec<u8>,
}

/// The byte that windows-1252 shows as this sign.
fn windows_1252(c: char) -> Option<u8> {
    // 0x80 to 0x9f; those that the charset leaves out are shown as the control characters themselves.
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match u32::from(c) {
        code @ 0x80..=0xff => Some(code as u8),
        _ => HIGH.chars().position(|high| high == c).map(|index| 0x80 + index as u8),
    }
}

static ENTITIES: &[(&str, &str)] = &[
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&nbsp;", " "),
];

/// HTML entities, where the text shows that it was escaped as a whole: `&lt;` and never a bare `<`.
pub fn entities(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if source.contains('<') || !source.contains("&lt;") {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    for (at, _) in source.match_indices('&') {
        let found = ENTITIES.iter().find(|(entity, _)| source[at..].starts_with(entity));
        if let Some((entity, sign)) = found {
            builder.keep(kept..at);
            builder.replace(at..at + entity.len(), sign);
            kept = at + entity.len();
        }
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[track_caller]
    fn check(repair: fn(&Text) -> Option<Text>, from: &str, to: &str) {
        let repaired = repair(&Text::plain(from));
        assert_eq!(repaired.as_ref().map_or(from, Text::as_str), to, "{from:?}");
    }

    #[test]
    fn line_ends_and_blanks_become_plain() {
        check(line_ends_and_blanks, "\u{feff}a\r\nb\r\rc\r\r\n\u{a0}d\0", "a\nb\n\nc\n d");
        let text = line_ends_and_blanks(&Text::plain("a\r\nbc")).expect("other ends");
        assert_eq!(text.span(2..4), Span::new(3, 5));
    }

    #[test]
    fn mojibake_is_undone_where_all_of_it_is() {
        check(mojibake, "fÃ¼r â€œalleâ€\u{9d}", "für “alle”");
        check(mojibake, "Ã\u{a0} la carte", "à la carte");
        check(mojibake, "für Ã¼", "für Ã¼");
        check(mojibake, "日本", "日本");
        check(mojibake, "plain", "plain");
    }

    #[test]
    fn entities_are_decoded_where_all_is_escaped() {
        check(entities, "a &lt;b&gt; &amp;&amp;lt; &x;", "a <b> &&lt; &x;");
        check(entities, "<p>a &lt;b&gt;</p>", "<p>a &lt;b&gt;</p>");
        check(entities, "a &amp; b", "a &amp; b");
    }
}
