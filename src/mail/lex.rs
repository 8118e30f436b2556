//! The pieces that structured header fields are made of: words, quoted strings, comments (RFC 5322, section 3.2).
//!
//! Line breaks count as white space, so values need not be unfolded first. Comments nest, and where their brackets do
//! not balance, a comment ends at the next closing one: broken fields are daily bread. Linear in the length.

use std::ops::Range;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signs up to white space, a comment or one of the lexer's own delimiters.
    Word,
    /// A quoted string, with its quotes.
    Quoted,
    /// A comment, with its brackets and those inside.
    Comment,
    /// One of the delimiters.
    Delimiter(u8),
}

/// One piece: what it is, and where it stands in the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub range: Range<usize>,
}

impl Token {
    pub fn text<'a>(&self, value: &'a str) -> &'a str {
        value.get(self.range.clone()).unwrap_or("")
    }

    /// The text of a comment or quoted string without what surrounds it.
    pub fn inner<'a>(&self, value: &'a str) -> &'a str {
        let text = self.text(value);
        match self.kind {
            Kind::Comment => strip(text, '(', ')'),
            Kind::Quoted => strip(text, '"', '"'),
            _ => text,
        }
    }
}

fn strip(text: &str, open: char, close: char) -> &str {
    let text = text.strip_prefix(open).unwrap_or(text);
    text.strip_suffix(close).unwrap_or(text).trim()
}

/// Cuts a value into pieces. `delimiters` are ASCII signs that stand alone, such as `;` and `=`.
pub fn tokens(value: &str, delimiters: &[u8]) -> Vec<Token> {
    // About as many as there are: words of mail headers are short.
    let mut tokens = Vec::with_capacity(value.len() / 6 + 4);
    tokens.extend(each(value, delimiters));
    tokens
}

/// The same, one after the other.
pub fn each<'a>(value: &'a str, delimiters: &'a [u8]) -> impl Iterator<Item = Token> + 'a {
    Lexer { bytes: value.as_bytes(), delimiters, at: 0, nests: true, closes: true, quotes: true }
}

struct Lexer<'a> {
    bytes: &'a [u8],
    delimiters: &'a [u8],
    at: usize,
    /// Whether brackets may still balance; once they did not, comments do not nest any more.
    nests: bool,
    /// Whether there is a closing bracket ahead, a closing quote.
    closes: bool,
    quotes: bool,
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.bytes.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        let start = self.at;
        let first = self.bytes[start];
        if self.delimiters.contains(&first) {
            self.at += 1;
            return Some(self.token(Kind::Delimiter(first), start));
        }
        if first == b'('
            && let Some(end) = self.comment_end(start)
        {
            self.at = end;
            return Some(self.token(Kind::Comment, start));
        }
        if first == b'"'
            && let Some(end) = self.quote_end(start)
        {
            self.at = end;
            return Some(self.token(Kind::Quoted, start));
        }
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte.is_ascii_whitespace() || byte == b'(' || self.delimiters.contains(&byte) {
                break;
            }
            self.at += 1;
        }
        Some(self.token(Kind::Word, start))
    }
}

impl Lexer<'_> {
    fn token(&self, kind: Kind, start: usize) -> Token {
        Token { kind, range: start..self.at }
    }

    fn comment_end(&mut self, start: usize) -> Option<usize> {
        if self.nests {
            match balanced_end(self.bytes, start) {
                Some(end) => return Some(end),
                None => self.nests = false,
            }
        }
        if !self.closes {
            return None;
        }
        let end = self.bytes[start..].iter().position(|byte| *byte == b')');
        self.closes = end.is_some();
        end.map(|end| start + end + 1)
    }

    fn quote_end(&mut self, start: usize) -> Option<usize> {
        if !self.quotes {
            return None;
        }
        let mut at = start + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'"' => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
        self.quotes = false;
        None
    }
}

/// Behind the bracket that closes the one at `start`.
fn balanced_end(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_u32);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Ranges of a value between delimiters that stand outside of comments and quoted strings.
pub fn split(value: &str, delimiter: u8) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for token in each(value, &[delimiter]) {
        if token.kind == Kind::Delimiter(delimiter) {
            parts.push(start..token.range.start);
            start = token.range.end;
        }
    }
    parts.push(start..value.len());
    parts
}

/// The content of a quoted string without its backslashes (RFC 5322, section 3.2.4).
pub fn unescape(quoted: &str) -> String {
    let mut plain = String::with_capacity(quoted.len());
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, want: &[&str]) {
        let got: Vec<_> = tokens(value, b";=").iter().map(|token| token.text(value)).collect();
        assert_eq!(got, want, "{value:?}");
    }

    #[test]
    fn pieces() {
        check("a (b (c; d)) e=\"f; \\\" g\";h", &["a", "(b (c; d))", "e", "=", "\"f; \\\" g\"", ";", "h"]);
        check("one(two)\n\tthree", &["one", "(two)", "three"]);
        check("(never closed; x", &["(never", "closed", ";", "x"]);
        check("a (b (c) d; e", &["a", "(b (c)", "d", ";", "e"]);
        check("\"open", &["\"open"]);
        check("", &[]);
    }

    #[test]
    fn parts_between_delimiters() {
        let value = "a (;) ; b;";
        let got: Vec<_> = split(value, b';').into_iter().map(|range| value[range].trim()).collect();
        assert_eq!(got, ["a (;)", "b", ""]);
    }
}
