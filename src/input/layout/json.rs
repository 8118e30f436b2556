//! Fields in JSON, as programs hand them over: `{"name": …, "value": …}`, `["Received", …]`, `{"Received": [ … ]}`. Also within
//! other JSON, cut, or as JavaScript prints its objects.

use super::{Names, is_name, is_trace};
use crate::mail::{header, reply};
use crate::text::{Text, TextBuilder};
use std::ops::Range;

/// So much of what stands beside the fields is searched for a server's refusal.
const BESIDE: usize = 4000;

pub fn as_fields(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !["\":", "\" :", "':", "[\"", "name:"].iter().any(|sign| source.contains(sign)) {
        return None;
    }
    // A text that begins within a string has each quotation mark the other way round.
    let first = source.find(['"', '\''])?;
    let (as_it_is, within) = (best(source, 0), best(source, first + 1));
    let count = |pairs: &Option<Vec<Pair>>| pairs.as_ref().map_or(0, Vec::len);
    let pairs = if count(&within) > count(&as_it_is) { within } else { as_it_is }?;
    let start = pairs.iter().map(|pair| pair.name.start.min(pair.value.start)).min()?;
    let end = pairs.iter().map(|pair| pair.value.end.max(pair.name.end)).max()?;
    if is_of_an_event(source, start, end) {
        return None;
    }
    Some(write(text, &pairs))
}

/// An event or an error that shows the fields of its mail beside what went wrong.
fn is_of_an_event(source: &str, start: usize, end: usize) -> bool {
    let before = &source[source.floor_char_boundary(start.saturating_sub(BESIDE))..start];
    let behind = &source[end..source.floor_char_boundary((end + BESIDE).min(source.len()))];
    let is = |part: &str| crate::input::event::action(part).is_some() || reply::refuses(part);
    is(before) || is(behind)
}

/// A field: both ranges are within the quotation marks.
struct Pair {
    group: usize,
    name: Range<usize>,
    value: Range<usize>,
    /// Not the first of the values that one name has.
    is_further: bool,
}

/// The fields of the one list or object that shows most of them.
fn best(source: &str, from: usize) -> Option<Vec<Pair>> {
    let (pairs, groups) = Reader::read(source, from);
    let mut names = vec![Names::default(); groups];
    for pair in &pairs {
        names[pair.group].add(&source[pair.name.clone()]);
    }
    let headers = names.iter().enumerate().filter(|(_, names)| names.is_header());
    let (group, _) = headers.rev().max_by_key(|(_, names)| names.known)?;
    Some(pairs.into_iter().filter(|pair| pair.group == group).collect())
}

#[derive(Clone, Debug)]
enum Token {
    /// Within its quotation marks.
    String(Range<usize>),
    /// A key without quotation marks.
    Word(Range<usize>),
    Sign(u8),
}

/// An object or an array that is open.
#[derive(Default)]
struct Frame {
    id: usize,
    is_array: bool,
    /// The field's name and value, where the object is one.
    name: Option<Range<usize>>,
    value: Option<Range<usize>>,
    /// The field's name whose values the array holds.
    of: Option<Range<usize>>,
    strings: usize,
}

struct Reader<'a> {
    source: &'a str,
    frames: Vec<Frame>,
    groups: usize,
    pairs: Vec<Pair>,
    /// How many more are open than are told apart.
    deeper: usize,
}

/// Nobody nests fields deeper.
const DEEPEST: usize = 100;

impl<'a> Reader<'a> {
    fn read(source: &'a str, from: usize) -> (Vec<Pair>, usize) {
        let mut reader =
            Reader { source, frames: vec![Frame::default()], groups: 1, pairs: Vec::new(), deeper: 0 };
        let tokens = tokens(source, from);
        let mut at = 0;
        while at < tokens.len() {
            let key = match (&tokens[at], tokens.get(at + 1)) {
                (Token::String(key) | Token::Word(key), Some(Token::Sign(b':'))) => Some(key.clone()),
                _ => None,
            };
            match (key, &tokens[at]) {
                (Some(key), _) => at += 2 + reader.key(key, tokens.get(at + 2)),
                (None, token) => {
                    reader.token(token);
                    at += 1;
                }
            }
        }
        (reader.pairs, reader.groups)
    }

    /// How many tokens the value has that was read with its key.
    fn key(&mut self, key: Range<usize>, value: Option<&Token>) -> usize {
        let name = &self.source[key.clone()];
        let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_field = is_name(name) && (is_trace(name) || header::is_known(name));
        match value {
            Some(Token::String(value)) => {
                let value = value.clone();
                if is(&["name", "key", "header", "field"]) {
                    self.part(Some(value), None);
                } else if is(&["value", "content"]) {
                    self.part(None, Some(value));
                } else if is_field {
                    let group = self.top().id;
                    self.push(group, key, value, false);
                }
                1
            }
            Some(Token::Sign(sign @ (b'[' | b'{'))) => {
                self.open(*sign == b'[', (is_field && *sign == b'[').then_some(key));
                1
            }
            _ => 0,
        }
    }

    /// One half of a field that is an object.
    fn part(&mut self, name: Option<Range<usize>>, value: Option<Range<usize>>) {
        let group = self.frames.len().checked_sub(2).map_or(0, |parent| self.frames[parent].id);
        let is_bare = self.frames.len() == 1;
        let frame = self.top();
        frame.name = name.or(frame.name.take());
        frame.value = value.or(frame.value.take());
        let group = if is_bare { frame.id } else { group };
        if frame.name.is_some()
            && frame.value.is_some()
            && let (Some(name), Some(value)) = (frame.name.take(), frame.value.take())
        {
            self.push(group, name, value, false);
        }
    }

    fn token(&mut self, token: &Token) {
        match token {
            Token::Sign(sign @ (b'[' | b'{')) => self.open(*sign == b'[', None),
            Token::Sign(sign @ (b']' | b'}')) => self.close(*sign == b']'),
            Token::String(value) => self.item(value.clone()),
            _ => {}
        }
    }

    /// A string of an array: a field's further value, or one half of `["Received", "…"]`.
    fn item(&mut self, value: Range<usize>) {
        let depth = self.frames.len();
        let parent = depth.checked_sub(2).map(|parent| self.frames[parent].id);
        let frame = self.top();
        let count = frame.strings;
        frame.strings += 1;
        if let Some(of) = frame.of.clone() {
            let group = parent.unwrap_or(frame.id);
            self.push(group, of, value, count > 0);
        } else if frame.is_array && count == 0 {
            frame.name = Some(value);
        } else if frame.is_array
            && count == 1
            && let Some(name) = frame.name.take()
        {
            let group = parent.unwrap_or(frame.id);
            self.push(group, name, value, false);
        }
    }

    fn push(&mut self, group: usize, name: Range<usize>, value: Range<usize>, is_further: bool) {
        if is_name(&self.source[name.clone()]) {
            self.pairs.push(Pair { group, name, value, is_further });
        }
    }

    fn open(&mut self, is_array: bool, of: Option<Range<usize>>) {
        if self.frames.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        self.frames.push(Frame { id: self.groups, is_array, of, ..Frame::default() });
        self.groups += 1;
    }

    fn close(&mut self, is_array: bool) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if self.frames.len() > 1 {
            self.frames.pop();
            return;
        }
        // It was opened above what was pasted.
        let id = if is_array { self.groups } else { self.top().id };
        self.groups += usize::from(is_array);
        *self.top() = Frame { id, ..Frame::default() };
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }
}

fn tokens(source: &str, from: usize) -> Vec<Token> {
    let bytes = source.as_bytes();
    let mut tokens = Vec::new();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        let is_inner = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        match byte {
            b'"' => at = string(source, at, &mut tokens),
            // An apostrophe stands behind a letter.
            b'\'' if !is_inner => at = string(source, at, &mut tokens),
            b'{' | b'}' | b'[' | b']' | b':' | b',' => {
                tokens.push(Token::Sign(byte));
                at += 1;
            }
            _ if byte.is_ascii_alphabetic() => {
                let len = bytes[at..]
                    .iter()
                    .position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_'))
                    .unwrap_or(bytes.len() - at);
                tokens.push(Token::Word(at..at + len));
                at += len;
            }
            _ => at += 1,
        }
    }
    tokens
}

/// Reads a string; gives where the text goes on. One without an end ends with the line where the next one begins like JSON.
fn string(source: &str, open: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = source.as_bytes();
    let quote = bytes[open];
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' if begins_json(&bytes[at + 1..]) => {
                tokens.push(Token::String(open + 1..at));
                return at + 1;
            }
            _ if byte == quote => {
                tokens.push(Token::String(open + 1..at));
                return at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    // Cut within an escape, it may end beyond the text.
    tokens.push(Token::String(open + 1..bytes.len()));
    bytes.len()
}

/// Whether a line goes on as JSON does.
fn begins_json(line: &[u8]) -> bool {
    const WIDEST: usize = 64;
    let first = line.iter().take(WIDEST).find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    matches!(first, Some(b'"' | b'{' | b'}' | b'[' | b']'))
}

fn write(text: &Text, pairs: &[Pair]) -> Text {
    let mut builder = TextBuilder::new(text);
    for pair in pairs {
        let (name, value) = (pair.name.clone(), pair.value.clone());
        if pair.is_further {
            builder.replace(value.start..value.start, &text.as_str()[name]);
        } else {
            builder.keep(name);
        }
        builder.replace(value.start..value.start, ": ");
        unescape(&mut builder, text.as_str(), value.clone());
        builder.replace(value.end..value.end, "\n");
    }
    builder.finish()
}

/// Puts a string without its escapes (RFC 8259, section 7), with folds as a field has them.
fn unescape(builder: &mut TextBuilder, source: &str, range: Range<usize>) {
    let bytes = source.as_bytes();
    let (mut kept, mut at) = (range.start, range.start);
    while at < range.end {
        if let Some(end) = fold(&bytes[..range.end], at) {
            builder.keep(kept..at);
            if end < range.end {
                builder.replace(at..end, "\n ");
            }
            (kept, at) = (end, end);
        } else if bytes[at] == b'\\' {
            builder.keep(kept..at);
            let (end, sign) = escape(source, at, range.end);
            let mut buffer = [0; 4];
            if let Some(sign) = sign {
                builder.replace(at..end, sign.encode_utf8(&mut buffer));
            }
            (kept, at) = (end, end);
        } else {
            at += 1;
        }
    }
    builder.keep(kept..range.end);
}

/// Where a fold ends that begins here: line ends, as they are or escaped, and the blanks behind them.
fn fold(bytes: &[u8], start: usize) -> Option<usize> {
    let is_end = |at: usize| match bytes.get(at..)? {
        [b'\n' | b'\r', ..] => Some(1),
        [b'\\', b'n' | b'r', ..] => Some(2),
        _ => None,
    };
    let mut at = start + is_end(start)?;
    loop {
        at += match bytes.get(at..) {
            _ if is_end(at).is_some() => is_end(at).unwrap_or(1),
            Some([b' ' | b'\t', ..]) => 1,
            Some([b'\\', b't', ..]) => 2,
            _ => return Some(at),
        };
    }
}

/// What an escape stands for, and where it ends.
fn escape(source: &str, at: usize, end: usize) -> (usize, Option<char>) {
    let unit = |at: usize| {
        let digits = source.get(at..at + 6).filter(|digits| digits.starts_with("\\u") && at + 6 <= end)?;
        u32::from_str_radix(&digits[2..], 16).ok()
    };
    if let Some(first) = unit(at) {
        // Beyond U+FFFF two of them are one sign.
        if (0xd800..0xdc00).contains(&first)
            && let Some(second) = unit(at + 6).filter(|second| (0xdc00..0xe000).contains(second))
        {
            let sign = char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            return (at + 12, sign);
        }
        return (at + 6, Some(char::from_u32(first).unwrap_or('\u{fffd}')));
    }
    let Some(sign) = source.get(at + 1..end).and_then(|rest| rest.chars().next()) else { return (end, None) };
    let meant = match sign {
        't' => '\t',
        'b' | 'f' => ' ',
        other => other,
    };
    (at + 1 + sign.len_utf8(), Some(meant))
}
