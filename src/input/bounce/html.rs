//! Reports in HTML, as words: tags gone, entities undone, a line for each block.

use crate::text::{Text, TextBuilder};

/// Whether a text is HTML, whatever its part claims.
pub fn looks(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(2000.min(text.len()))].to_ascii_lowercase();
    ["<html", "<body", "<!doctype html", "<table", "<br>\n", "<br><br>"].iter().any(|tag| head.contains(tag))
}

/// The words. What is an address in angle brackets is no tag and stays.
pub fn words(text: &Text) -> Text {
    let source = text.as_str();
    let mut built = TextBuilder::new(text);
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = source[at..].find(['<', '&']) {
        let start = at + found;
        let (end, with) = match source.as_bytes()[start] {
            b'<' => tag(source, start),
            _ => entity(source, start),
        }
        .unwrap_or((start, None));
        if end == start {
            at = start + 1;
            continue;
        }
        built.keep(from..start);
        if let Some(with) = with {
            built.put(start..end, &with);
        }
        (from, at) = (end, end);
    }
    built.keep(from..source.len());
    built.finish()
}

/// Where a tag ends, and what stands for it. A style sheet and a script go with all that they hold.
fn tag(source: &str, start: usize) -> Option<(usize, Option<String>)> {
    let rest = &source[start + 1..];
    if let Some(comment) = rest.strip_prefix("!--") {
        let end = comment.find("-->").map_or(source.len(), |end| start + 4 + end + 3);
        return Some((end, None));
    }
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    let window = &rest[..rest.floor_char_boundary(LONGEST.min(rest.len()))];
    let close = window.find('>')?;
    let inner = &rest[..close];
    if inner.contains('@') && !inner.contains('=') {
        return None;
    }
    let name: String = inner
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let end = start + 1 + close + 1;
    if matches!(name.as_str(), "style" | "script" | "title") && !inner.starts_with('/') {
        let closing = format!("</{name}");
        let rest = &source[end..];
        let found = find_ignoring_case(rest, &closing).map_or(source.len(), |found| end + found);
        return Some((found, None));
    }
    let with = BLOCKS.contains(&name.as_str()).then(|| "\n".to_owned());
    Some((end, with.or_else(|| matches!(name.as_str(), "td" | "th").then(|| " ".to_owned()))))
}

/// A tag that is longer is none: keeps hostile texts linear.
const LONGEST: usize = 4000;

const BLOCKS: &[&str] = &[
    "br",
    "p",
    "div",
    "tr",
    "table",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "pre",
    "blockquote",
    "dd",
    "dt",
    "body",
    "head",
    "center",
];

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.windows(what.len()).position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

/// A character reference.
fn entity(source: &str, start: usize) -> Option<(usize, Option<String>)> {
    let rest = &source[start + 1..];
    let window = &rest[..rest.floor_char_boundary(12.min(rest.len()))];
    let len = window.find(';')?;
    let name = &window[..len];
    let sign = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    };
    Some((start + 1 + len + 1, Some(sign.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_lines() {
        for (html, want) in [
            ("<p>to &lt;a@b.example&gt;<br>no</p>", "\nto <a@b.example>\nno\n"),
            ("<style>p { a: b }</style>x<a href=\"y@z\">z</a>", "xz"),
            ("to <a@b.example>: 1 < 2 &amp; &#252; &x", "to <a@b.example>: 1 < 2 & ü &x"),
            ("<!-- gone -->a<b", "a<b"),
        ] {
            assert_eq!(words(&Text::plain(html)).as_str(), want, "{html}");
        }
    }
}
