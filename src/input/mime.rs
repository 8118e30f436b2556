//! Opens a whole message: its header, its parts with all encodings undone (RFC 2045, RFC 2046).
//!
//! Reports come broken: the boundary is not declared, the last one is missing, the message was cut. A line that begins
//! with `--` and is followed by a `Content-` field is a boundary whatever the header says.

use crate::mail::charset::Decoder;
use crate::mail::header::{self, RawField};
use crate::mail::transfer;
use crate::text::Text;
use std::ops::Range;

/// A message or a part of one. Lines end in LF.
#[derive(Clone, Debug)]
pub struct Entity {
    pub header: Header,
    /// As it stands, encodings not undone; empty for a multipart, whose parts are entities of their own.
    pub body: Text,
    /// `text/plain` where nothing is declared (RFC 2045, section 5.2), in lower case.
    pub media_type: String,
    pub decoder: Decoder,
}

impl Entity {
    fn new(header: Header, body: Text, decoder: Decoder) -> Self {
        let value = header.value("Content-Type").unwrap_or_default();
        let declared = value.split(';').next().unwrap_or_default().trim();
        let media_type = if declared.is_empty() { "text/plain" } else { declared }.to_ascii_lowercase();
        Self { header, body, media_type, decoder }
    }

    /// The body with transfer encoding and charset undone.
    pub fn text(&self) -> Text {
        let encoding = self.header.value("Content-Transfer-Encoding").unwrap_or_default();
        let value = self.header.value("Content-Type").unwrap_or_default();
        let charset = parameter(&value, "charset").unwrap_or_default();
        transfer::decode(&self.body, &encoding, &charset, self.decoder)
    }
}

/// The fields of a message or of a part.
#[derive(Clone, Debug, Default)]
pub struct Header {
    pub text: Text,
    pub fields: Vec<RawField>,
}

impl Header {
    /// The first field of that name, unfolded.
    pub fn value(&self, name: &str) -> Option<String> {
        self.values(name).next()
    }

    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.ranges(name).map(|range| header::unfold(self.text.get(range)).into_owned())
    }

    /// Where the values of a field stand, in [`Header::text`].
    pub fn ranges<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let is_it = move |field: &&RawField| self.text.get(field.name.clone()).eq_ignore_ascii_case(name);
        self.fields.iter().filter(is_it).map(|field| field.value.clone())
    }

    pub fn has(&self, name: &str) -> bool {
        self.ranges(name).next().is_some()
    }
}

/// How deep multiparts may nest, and how many parts there may be: what is beyond is read as one.
const DEEPEST: usize = 12;
const MOST: usize = 500;

/// The message's own header and its leaves in order; a multipart itself is no leaf.
///
/// `None` where the text does not begin with a header.
pub fn open(text: &Text, decoder: Decoder) -> Option<(Header, Vec<Entity>)> {
    Some(open_at(text, begin(text.as_str())?, decoder))
}

/// The same of a message whose beginning was found already.
pub fn open_at(text: &Text, begin: Begin, decoder: Decoder) -> (Header, Vec<Entity>) {
    let (header, body) = begin.split(text);
    let mut leaves = Vec::new();
    walk(header.clone(), body, decoder, 0, &mut leaves);
    (header, leaves)
}

/// Header and body of a message.
pub fn split(text: &Text) -> Option<(Header, Text)> {
    Some(begin(text.as_str())?.split(text))
}

/// Where a message's header stands, and where its body begins.
#[derive(Clone)]
pub struct Begin {
    start: usize,
    /// Offsets behind `start`.
    fields: Vec<RawField>,
    body: usize,
}

impl Begin {
    fn split(self, text: &Text) -> (Header, Text) {
        let header = Header { text: text.slice(self.start..self.body), fields: self.fields };
        (header, text.slice(self.body..text.len()))
    }

    pub fn has_body(&self, source: &str) -> bool {
        !source[self.body..].trim().is_empty()
    }

    pub fn names<'a>(&'a self, source: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().map(|field| &source[self.start..][field.name.clone()])
    }
}

/// Finds the header at the beginning. An mbox line (`From x …`), empty lines and a byte order mark may stand before it.
pub fn begin(source: &str) -> Option<Begin> {
    let mut start = source.len() - source.trim_start_matches(['\u{feff}', '\n', ' ', '\t']).len();
    start = source[..start].rfind('\n').map_or(start, |newline| newline + 1).min(start);
    start += source[start..].len() - source[start..].trim_start_matches('\u{feff}').len();
    let first = source[start..].split('\n').next().unwrap_or_default();
    if first.starts_with("From ") || first.starts_with(">From ") {
        start += (first.len() + 1).min(source.len() - start);
    }
    let block = &source[start..];
    header::name_len(block.split('\n').next().unwrap_or_default())?;
    let (fields, body) = header::fields(block);
    let body = start + body.unwrap_or(block.len());
    (!fields.is_empty()).then_some(Begin { start, fields, body })
}

fn walk(header: Header, body: Text, decoder: Decoder, depth: usize, leaves: &mut Vec<Entity>) {
    let value = header.value("Content-Type").unwrap_or_default();
    let is_multipart = value.trim_start().to_ascii_lowercase().starts_with("multipart/");
    let declared = parameter(&value, "boundary").filter(|_| is_multipart);
    let boundary = declared
        .filter(|boundary| has_boundary(body.as_str(), boundary))
        .or_else(|| if depth == 0 { undeclared(body.as_str()) } else { None });
    let Some(boundary) = boundary.filter(|_| depth < DEEPEST && leaves.len() < MOST) else {
        leaves.push(Entity::new(header, body, decoder));
        return;
    };
    for (index, range) in pieces(body.as_str(), &boundary).into_iter().enumerate() {
        let piece = body.slice(range);
        // Before the first boundary stands a preamble: nearly always a remark on old programs.
        if index == 0 {
            if !is_multipart && !piece.as_str().trim().is_empty() {
                leaves.push(Entity::new(Header::default(), piece, decoder));
            }
            continue;
        }
        let (header, body) = part(&piece);
        walk(header, body, decoder, depth + 1, leaves);
    }
}

/// A part may have no header at all: it begins with an empty line then (RFC 2046, section 5.1).
fn part(piece: &Text) -> (Header, Text) {
    let source = piece.as_str();
    let has_header = header::name_len(source.split('\n').next().unwrap_or_default()).is_some();
    match has_header.then(|| split(piece)).flatten() {
        Some(found) => found,
        None => {
            let start = usize::from(source.starts_with('\n'));
            (Header::default(), piece.slice(start..source.len()))
        }
    }
}

fn has_boundary(body: &str, boundary: &str) -> bool {
    body.lines().any(|line| is_boundary(line, boundary).is_some())
}

/// Whether a line is the boundary; true where it is the last one.
fn is_boundary(line: &str, boundary: &str) -> Option<bool> {
    let rest = line.strip_prefix("--")?.strip_prefix(boundary)?.trim_end();
    match rest {
        "" => Some(false),
        "--" => Some(true),
        _ => None,
    }
}

/// What stands between the boundary lines: the preamble first, what follows the last boundary not at all.
fn pieces(body: &str, boundary: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(is_last) = is_boundary(line.trim_end_matches('\n'), boundary) else { continue };
        // The line end before a boundary belongs to the boundary.
        let end = if body[from..start].ends_with('\n') { start - 1 } else { start };
        pieces.push(from..end.max(from));
        from = at;
        if is_last {
            return pieces;
        }
    }
    pieces.push(from..body.len());
    pieces
}

/// A boundary that no header declares: a line `--…` with a `Content-` field on the next line.
fn undeclared(body: &str) -> Option<String> {
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(boundary) = line.strip_prefix("--").map(str::trim_end) else { continue };
        let next = lines.peek().copied().unwrap_or_default().to_ascii_lowercase();
        let is_plausible = (4..=120).contains(&boundary.len()) && !boundary.contains(' ');
        if is_plausible && (next.starts_with("content-type:") || next.starts_with("content-description:")) {
            return Some(boundary.to_owned());
        }
    }
    None
}

/// A parameter of a structured field, `name=value` or `name="value"` (RFC 2045, section 5.1).
pub fn parameter(value: &str, name: &str) -> Option<String> {
    for piece in value.split(';').skip(1) {
        let Some((key, rest)) = piece.split_once('=') else { continue };
        if !key.trim().eq_ignore_ascii_case(name) {
            continue;
        }
        // A quoted value may hold a semicolon: look at it where it stands in the whole.
        let start = rest.as_ptr() as usize - value.as_ptr() as usize;
        let rest = value[start..].trim_start();
        return match rest.strip_prefix('"') {
            Some(quoted) => Some(quoted.split('"').next().unwrap_or_default().to_owned()),
            None => rest.split([';', ' ', '\t']).next().map(str::to_owned).filter(|value| !value.is_empty()),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(text: &str) -> Vec<(String, String)> {
        let (_, leaves) = open(&Text::plain(text), |_, _| None).expect("a header");
        leaves.iter().map(|leaf| (leaf.media_type.clone(), leaf.text().as_str().trim().to_owned())).collect()
    }

    fn check(text: &str, want: &[(&str, &str)]) {
        let got = types(text);
        let got: Vec<_> = got.iter().map(|(kind, text)| (kind.as_str(), text.as_str())).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn messages_are_opened() {
        check("From: a\n\nbody", &[("text/plain", "body")]);
        check(
            "From x Mon\nContent-Type: multipart/mixed;\n boundary=\"b;1\"\n\npre\n--b;1\n\none\n--b;1\nContent-Type: text/html\n\ntwo\n--b;1--\nend",
            &[("text/plain", "one"), ("text/html", "two")],
        );
        check(
            "Content-Type: text/plain\n\nintro\n--xyzxyz\nContent-Type: message/delivery-status\n\nA: b",
            &[("text/plain", "intro"), ("message/delivery-status", "A: b")],
        );
        check(
            "Content-Type: multipart/mixed; boundary=none\n\nplain after all",
            &[("multipart/mixed", "plain after all")],
        );
    }

    #[test]
    fn what_has_no_header_is_no_message() {
        assert!(open(&Text::plain("Hello,\nhow are you"), |_, _| None).is_none());
        assert!(open(&Text::plain(""), |_, _| None).is_none());
    }
}
