//! Fields and words in quoted-printable, as who saves a mail that quotes them gets them (RFC 2045, section 6.7).

use crate::mail::header;
use crate::text::{Text, TextBuilder, each_line};
use std::ops::Range;

/// The text with its header decoded. In quoted-printable each `=` is followed by two digits or by the end of its line: no header is
/// like that by itself.
pub fn decode(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !source.contains("=3D") || !(source.contains("=\n") || source.contains("=\r\n")) {
        return None;
    }
    within(text, block(source)?)
}

/// The whole text decoded, where its lines go on behind `=` again and again. A message's own parts are read by their fields.
pub fn decode_words(text: &Text) -> Option<Text> {
    const SOFT: usize = 3;
    let source = text.as_str();
    // The first `=` of a log or of code shows at once that it is none.
    run(source.as_bytes(), memchr::memchr(b'=', source.as_bytes())?)?;
    let breaks = memchr::memmem::find_iter(source.as_bytes(), "=\n").count()
        + memchr::memmem::find_iter(source.as_bytes(), "=\r\n").count();
    let signs = memchr::memchr_iter(b'=', source.as_bytes()).count();
    let is_message = || source.to_ascii_lowercase().contains("content-transfer-encoding");
    (breaks >= SOFT && signs > breaks && !is_message()).then(|| within(text, 0..source.len()))?
}

/// A stretch of the text decoded; none where a sign in it is no quoted-printable.
fn within(text: &Text, stretch: Range<usize>) -> Option<Text> {
    let source = text.as_str();
    let bytes = source.as_bytes();
    let mut builder = TextBuilder::new(text);
    let (mut kept, mut at) = (0, stretch.start);
    while let Some(found) = memchr::memchr(b'=', &bytes[at..stretch.end]) {
        at += found;
        builder.keep(kept..at);
        let (end, decoded) = run(bytes, at)?;
        builder.replace(at..end, &String::from_utf8_lossy(&decoded));
        (kept, at) = (end, end);
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

/// From the first known field to the empty line behind it.
fn block(source: &str) -> Option<Range<usize>> {
    let (mut at, mut start, mut fields) = (0, None, 0);
    for line in each_line(source) {
        if line.trim().is_empty() && start.is_some() {
            break;
        }
        if header::name_len(line).is_some_and(|len| header::is_known(&line[..len])) {
            start = start.or(Some(at));
            fields += 1;
        }
        at += line.len();
    }
    let block = start?..at;
    let text = &source[block.clone()];
    let is_soft = text.contains("=\n") || text.contains("=\r\n");
    (fields >= 2 && is_soft && text.contains("=3D")).then_some(block)
}

/// The bytes of one sign at least, and where they end. None: it is no quoted-printable.
fn run(bytes: &[u8], start: usize) -> Option<(usize, Vec<u8>)> {
    let mut decoded = Vec::new();
    let mut at = start;
    loop {
        let (length, byte) = match bytes.get(at..) {
            Some([b'=', b'\n', ..]) => (2, None),
            Some([b'=', b'\r', b'\n', ..]) => (3, None),
            // The paste ends within it.
            Some([b'=']) => (1, None),
            Some([b'=', _]) => (2, None),
            Some([b'=', high, low, ..]) => (3, Some(digit(*high)? << 4 | digit(*low)?)),
            _ => return Some((at, decoded)),
        };
        decoded.extend(byte);
        at += length;
        // The bytes of a sign beyond ASCII follow each other.
        if byte.map_or(decoded.is_empty(), |byte| byte.is_ascii()) {
            return Some((at, decoded));
        }
    }
}

fn digit(sign: u8) -> Option<u8> {
    match sign {
        b'0'..=b'9' => Some(sign - b'0'),
        b'A'..=b'F' => Some(sign - b'A' + 10),
        _ => None,
    }
}
