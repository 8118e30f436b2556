//! Encoded words: `=?charset?Q?text?=` and `=?charset?B?text?=` (RFC 2047; a language behind `*`, RFC 2231).
//!
//! Neighbours with the same charset and encoding are decoded as one: many programs cut a character in two.

use super::charset::{self, Decoder};
use super::transfer::base64_bytes;
use std::borrow::Cow;

/// Decodes all encoded words of a value; what cannot be decoded stays as it is. White space between encoded words
/// vanishes (RFC 2047, section 6.2), folds elsewhere become one blank.
pub fn decode(value: &str, decoder: Decoder) -> Cow<'_, str> {
    if !value.contains("=?") {
        return super::header::unfold(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut run = Run::default();
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let Some(word) = word(&rest[at..]) else {
            run.flush(&mut out, decoder);
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let between = &rest[..at];
        if !(run.is_open() && between.trim().is_empty()) {
            run.flush(&mut out, decoder);
            out.push_str(between);
        }
        run.add(&word, &mut out, decoder);
        rest = &rest[at + word.source.len()..];
    }
    run.flush(&mut out, decoder);
    out.push_str(rest);
    Cow::Owned(super::header::unfold(&out).into_owned())
}

/// RFC 2047 allows 75 signs; whole subjects in one word are met. The bound keeps hostile values linear.
const LONGEST: usize = 8192;

/// One encoded word, as it stands.
struct Word<'a> {
    charset: &'a str,
    is_base64: bool,
    text: &'a str,
    source: &'a str,
}

/// The word with which a text begins.
fn word(text: &str) -> Option<Word<'_>> {
    let text = &text[..text.floor_char_boundary(LONGEST.min(text.len()))];
    let inner = text.strip_prefix("=?")?;
    let (charset, rest) = inner.split_once('?')?;
    let is_base64 = match rest.as_bytes().first()? {
        b'b' | b'B' => true,
        b'q' | b'Q' => false,
        _ => return None,
    };
    let body = rest[1..].strip_prefix('?')?;
    let len = body.find("?=")?;
    let label_fits = charset.len() < 40 && charset.bytes().all(|byte| byte.is_ascii_graphic());
    if !label_fits || charset.is_empty() {
        return None;
    }
    let source = &text[..text.len() - body.len() + len + 2];
    let charset = charset.split('*').next().unwrap_or(charset);
    Some(Word { charset, is_base64, text: &body[..len], source })
}

/// Neighbours that are decoded as one.
#[derive(Default)]
struct Run {
    charset: String,
    bytes: Vec<u8>,
    source: String,
}

impl Run {
    fn is_open(&self) -> bool {
        !self.source.is_empty()
    }

    fn add(&mut self, word: &Word, out: &mut String, decoder: Decoder) {
        if self.is_open() && (!self.charset.eq_ignore_ascii_case(word.charset) || has_states(word.charset)) {
            self.flush(out, decoder);
        }
        word.charset.clone_into(&mut self.charset);
        self.source.push_str(word.source);
        match word.is_base64 {
            true => base64_bytes(word.text, &mut self.bytes),
            false => q_bytes(word.text, &mut self.bytes),
        }
    }

    fn flush(&mut self, out: &mut String, decoder: Decoder) {
        if !self.is_open() {
            return;
        }
        match charset::decode(&self.charset, &self.bytes, decoder) {
            Some(text) => out.push_str(&text),
            None => out.push_str(&self.source),
        }
        *self = Run::default();
    }
}

/// Charsets that switch tables by escape sequences: each word begins and ends in ASCII (RFC 2047, section 3), and
/// decoders take a switch that is at once switched back for an attack.
fn has_states(charset: &str) -> bool {
    charset.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("iso-2022"))
}

/// RFC 2047, section 4.2: `_` is a blank, `=` begins two hex digits.
fn q_bytes(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let pair = (bytes.get(at).and_then(hex), bytes.get(at + 1).and_then(hex));
        match (byte, pair) {
            (b'=', (Some(high), Some(low))) => {
                out.push(high * 16 + low);
                at += 2;
            }
            (b'_', _) => out.push(b' '),
            _ => out.push(byte),
        }
    }
}

fn hex(byte: &u8) -> Option<u8> {
    char::from(*byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, want: &str) {
        assert_eq!(decode(value, |_, _| None), want, "{value:?}");
    }

    #[test]
    fn words_are_decoded() {
        check("plain\n text", "plain text");
        check("=?utf-8?Q?caf=C3=A9_=2E?= x", "café . x");
        check("a =?iso-8859-1*fr?B?6Q==?= b", "a é b");
        check("=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab");
        check("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"); // one character, cut in two
        check("=?utf-8?q?a?= =?koi8-r?b?wQ==?=", "aа");
        check("=?utf-8?Q?with blank?=", "with blank");
    }

    #[test]
    fn words_of_charsets_with_states_are_decoded_one_by_one() {
        let count = |_: &str, bytes: &[u8]| Some(format!("[{}]", bytes.len()));
        assert_eq!(decode("=?iso-2022-jp?Q?ab?= =?ISO-2022-JP?Q?c?=", count), "[2][1]");
        assert_eq!(decode("=?gbk?Q?ab?= =?GBK?Q?c?=", count), "[3]");
    }

    #[test]
    fn what_cannot_be_decoded_stays() {
        check("=?no-such?Q?a?= b", "=?no-such?Q?a?= b");
        check("=?utf-8?X?a?=", "=?utf-8?X?a?=");
        check("=?", "=?");
        check("a =?utf-8?Q?open", "a =?utf-8?Q?open");
        check("=?utf-8?Q?=ZZ=?=", "=ZZ=");
    }
}
