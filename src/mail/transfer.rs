//! Transfer encodings, quoted-printable and base64 (RFC 2045, sections 6.7 and 6.8), and charsets, with the way back:
//! what is decoded knows which signs of the paste it was written with.

use super::charset::{self, Decoder};
use crate::text::{Text, TextBuilder, to_bytes};
use std::ops::Range;

/// A body with its transfer encoding and charset undone. What is not encoded as it claims stays as it is.
pub fn decode(body: &Text, encoding: &str, charset: &str, decoder: Decoder) -> Text {
    let words = Words::new(charset.trim_matches(['"', '\'', ' ']).to_ascii_lowercase(), decoder);
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64(body, &words),
        "quoted-printable" => quoted_printable(body, &words),
        _ => plain(body, &words),
    }
}

/// Decodes pieces of a text by its charset.
struct Words {
    /// In lower case.
    charset: String,
    /// Whether ASCII stands for itself: in nearly all charsets, but not in UTF-7 and UTF-16.
    is_ascii_like: bool,
    decoder: Decoder,
}

impl Words {
    fn new(charset: String, decoder: Decoder) -> Self {
        let is_ascii_like = charset.is_empty()
            || ["utf-8", "us-ascii", "iso-8859-", "windows-125"].iter().any(|name| charset.starts_with(name));
        Self { charset, is_ascii_like, decoder }
    }

    /// Never fails: an unknown charset is read as UTF-8, what is no UTF-8 as Windows-1252.
    fn decode(&self, bytes: &[u8]) -> String {
        // Japanese mail often loses its label, yet its escape sequences give it away (RFC 1468).
        let label = if is_iso_2022_jp(bytes) { "iso-2022-jp" } else { &self.charset };
        // Who says US-ASCII or nothing at all often means UTF-8.
        let said = !matches!(label, "" | "us-ascii" | "ascii" | "unknown-8bit");
        if said && let Some(text) = charset::decode(label, bytes, self.decoder) {
            return text;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => charset::decode("windows-1252", bytes, self.decoder)
                .unwrap_or_else(|| bytes.iter().map(|byte| char::from(*byte)).collect()),
        }
    }

    /// Whether bytes may be cut at blanks and decoded word by word: not where they carry a state along.
    fn is_stateless(&self, bytes: &[u8]) -> bool {
        !bytes.contains(&0x1b) && !self.charset.starts_with("utf-16")
    }
}

fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| matches!(three, [0x1b, b'$', b'B' | b'@']))
}

fn plain(body: &Text, words: &Words) -> Text {
    if !body.as_str().bytes().any(|byte| byte == 0x1b || !byte.is_ascii()) {
        return body.clone();
    }
    let mut built = TextBuilder::new(body);
    let mut at = 0;
    for line in body.as_str().split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        match to_bytes(line) {
            Some(bytes) if !line.is_ascii() || line.contains('\x1b') => {
                let units: Vec<Unit> = line
                    .char_indices()
                    .zip(&bytes)
                    .map(|((at, c), byte)| unit(*byte, range.start + at, c.len_utf8()))
                    .collect();
                put(&mut built, &units, words);
            }
            _ => built.keep(range),
        }
    }
    built.finish()
}

/// One decoded byte and the place that it was written at.
struct Unit {
    byte: u8,
    start: usize,
    end: usize,
}

fn unit(byte: u8, start: usize, len: usize) -> Unit {
    Unit { byte, start, end: start + len }
}

fn quoted_printable(body: &Text, words: &Words) -> Text {
    let mut built = TextBuilder::new(body);
    let mut units: Vec<Unit> = Vec::new();
    let bytes = body.as_str().as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = units.is_empty() && (at == 0 || bytes[at - 1] == b'\n');
        if begins
            && words.is_ascii_like
            && let Some(len) = plain_line(&bytes[at..])
        {
            built.keep(at..at + len);
            at += len;
            continue;
        }
        let escape = if bytes[at] == b'=' { escape(&bytes[at..]) } else { None };
        let (byte, len) = match (bytes[at], escape) {
            (_, Some(Escape::Byte(byte))) => (byte, 3),
            (_, Some(Escape::SoftBreak(len))) => {
                at += len;
                continue;
            }
            (byte, None) if byte.is_ascii() => (byte, 1),
            _ => {
                // Raw 8-bit signs have no place here, but are met: they stand for their byte or for themselves.
                let c = body.as_str()[at..].chars().next().unwrap_or('?');
                match u8::try_from(u32::from(c)) {
                    Ok(byte) => (byte, c.len_utf8()),
                    Err(_) => {
                        put(&mut built, &units, words);
                        units.clear();
                        built.keep(at..at + c.len_utf8());
                        at += c.len_utf8();
                        continue;
                    }
                }
            }
        };
        units.push(unit(byte, at, len));
        at += len;
        if byte == b'\n' {
            put(&mut built, &units, words);
            units.clear();
        }
    }
    put(&mut built, &units, words);
    built.finish()
}

/// How long the line is with which the bytes begin, where nothing in it is encoded.
fn plain_line(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().position(|byte| *byte == b'\n')? + 1;
    let is_plain = |byte: &u8| byte.is_ascii() && !matches!(byte, b'=' | b'\r' | 0x1b);
    bytes[..len].iter().all(is_plain).then_some(len)
}

enum Escape {
    Byte(u8),
    /// `=` at the end of a line, with the blanks that transports append: how long it is.
    SoftBreak(usize),
}

fn escape(rest: &[u8]) -> Option<Escape> {
    let digit = |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    if let (Some(high), Some(low)) = (digit(1), digit(2)) {
        return Some(Escape::Byte((high * 16 + low) as u8));
    }
    let blanks = rest[1..].iter().take(80).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match rest.get(1 + blanks) {
        Some(b'\n') => Some(Escape::SoftBreak(2 + blanks)),
        None => Some(Escape::SoftBreak(1 + blanks)),
        _ => None,
    }
}

fn base64(body: &Text, words: &Words) -> Text {
    let mut built = TextBuilder::new(body);
    let mut units: Vec<Unit> = Vec::new();
    let (mut bits, mut count, mut start) = (0u32, 0u32, 0);
    for (at, byte) in body.as_str().bytes().enumerate() {
        let Some(value) = sextet(byte) else { continue };
        if count == 0 {
            start = at;
        }
        bits = bits << 6 | value;
        count += 1;
        if count > 1 {
            // Two, three or four signs of six bits make one, two or three bytes.
            units.push(Unit { byte: (bits >> (8 - 2 * count) & 0xff) as u8, start, end: at + 1 });
        }
        if count == 4 {
            (bits, count) = (0, 0);
        }
        if units.last().is_some_and(|unit| unit.byte == b'\n') {
            put(&mut built, &units, words);
            units.clear();
        }
    }
    put(&mut built, &units, words);
    built.finish()
}

/// The bytes that a text stands for; what is no sign of base64 is passed over (RFC 2045, section 6.8).
pub(super) fn base64_bytes(text: &str, out: &mut Vec<u8>) {
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in text.bytes() {
        let Some(value) = sextet(byte) else {
            // Behind the end another text may begin.
            count = if byte == b'=' { 0 } else { count };
            continue;
        };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

/// Writes one decoded line. Word by word where that can be done, so that evidence points at words and not at lines.
fn put(built: &mut TextBuilder, units: &[Unit], words: &Words) {
    let line: Vec<u8> = units.iter().map(|unit| unit.byte).filter(|byte| *byte != b'\r').collect();
    if !words.is_stateless(&line) {
        return put_piece(built, units, &words.decode(&line));
    }
    let is_blank = |unit: &Unit| matches!(unit.byte, b' ' | b'\n' | b'\t' | b'\r');
    let mut rest = &line[..];
    for piece in units.chunk_by(|a, b| is_blank(a) == is_blank(b)) {
        let len = piece.iter().filter(|unit| unit.byte != b'\r').count();
        let (word, behind) = rest.split_at(len);
        rest = behind;
        match std::str::from_utf8(word) {
            Ok(plain) if words.is_ascii_like && plain.is_ascii() => put_piece(built, piece, plain),
            _ => put_piece(built, piece, &words.decode(word)),
        }
    }
}

fn put_piece(built: &mut TextBuilder, units: &[Unit], text: &str) {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return };
    built.put(Range { start: first.start, end: last.end }, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(encoding: &str, charset: &str, body: &str, want: &str) {
        let text = decode(&Text::plain(body), encoding, charset, |_, _| None);
        assert_eq!(text.as_str(), want, "{body:?}");
    }

    #[test]
    fn base64_goes_on_behind_what_is_no_sign_and_behind_an_end() {
        let check = |text: &str, want: &[u8]| {
            let mut bytes = Vec::new();
            base64_bytes(text, &mut bytes);
            assert_eq!(bytes, want, "{text}");
        };
        check("Y2Fmw6k=", "café".as_bytes());
        check("Y2F\r\n mw6k", "café".as_bytes());
        check("YQ==YmM=", b"abc");
        check("Y", b"");
    }

    #[test]
    fn encodings_are_undone() {
        check("quoted-printable", "utf-8", "caf=C3=A9 is =\nfull=20\nend=", "café is full \nend");
        check("quoted-printable", "iso-8859-1", "voll=FC=\n=DF x", "vollüß x");
        check("quoted-printable", "", "a =ZZ b = c", "a =ZZ b = c");
        check("base64", "utf-8", "bWFpbGJveCBm\ndWxsCnNpemU=", "mailbox full\nsize");
        check("base64", "utf-8", "YQ==", "a");
        check("7bit", "us-ascii", "plain", "plain");
        check("8bit", "iso-8859-1", "gr\u{fc}n und =20", "grün und =20");
        check("8bit", "", "gr\u{c3}\u{bc}n", "grün");
        check("8bit", "koi8-r", "\u{d0}\u{cf}\u{de}\u{d4}\u{c1} 1", "почта 1");
        check("8bit", "utf-8", "schon 日本 gelesen", "schon 日本 gelesen");
    }

    #[test]
    fn decoded_words_point_to_where_they_were_written() {
        let text = decode(
            &Text::plain("das Postfach ist =C3=BCbervoll, ja"),
            "quoted-printable",
            "utf-8",
            |_, _| None,
        );
        let at = text.as_str().find("über").expect("it is decoded");
        let span = text.span(at..at + "übervoll".len());
        assert_eq!((span.start, span.end), (17, 31));
    }
}
