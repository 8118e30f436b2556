//! The form in which values cross between page and worker: bytes, field after field.
//!
//! Page and worker are built from one source and named by their content, so neither meets another version of the other;
//! nothing is named in the bytes. That is small, on both sides, and quick. Serde's way through the browser's objects took
//! an eighth of the page's code.
//!
//! A number is seven bits a byte, the lowest first, with the high bit where more follow; a text is its length and its
//! bytes; a list is its length and its items; a choice is its number and what it holds.

use super::explained::{Cell, Explained, Row, Sheet, Stop};
use super::message::{
    Answer, Ask, CheckStop, Checkup, Choice, Format, Found, Guide, Hideout, Keep, Progress, Redacted,
    Request, Said, Spot, Surveyed,
};
use crate::many::Case;
use crate::report::{
    Command, Considered, Evidence, Fact, Finding, Link, Part, Reply, Source, Step as Advice,
};
use std::borrow::Cow;

/// What can cross.
pub trait Wire: Sized {
    fn put(&self, to: &mut Vec<u8>);
    fn take(from: &mut Reader) -> Self;
}

/// The bytes that are still to be read. Where they end too early or say what cannot be, all that is read from there on is
/// empty: one look at the end is less code than one after every field.
pub struct Reader<'a> {
    rest: &'a [u8],
    broken: bool,
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn bytes(&mut self, length: usize) -> &'a [u8] {
        match self.rest.split_at_checked(length) {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    fn fail(&mut self) {
        (self.rest, self.broken) = (&[], true);
    }

    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1).first().copied().unwrap_or_default();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let length = self.number() as usize;
        String::from_utf8(self.bytes(length).to_vec()).unwrap_or_default()
    }
}

/// A value as bytes.
pub fn written(value: &impl Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.put(&mut bytes);
    bytes
}

/// The value that the bytes are.
pub fn read<T: Wire>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader { rest: bytes, broken: false };
    let value = T::take(&mut from);
    (!from.broken).then_some(value)
}

#[inline(never)]
fn put_number(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

#[inline(never)]
fn put_text(text: &str, to: &mut Vec<u8>) {
    put_number(text.len() as u64, to);
    to.extend_from_slice(text.as_bytes());
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl Wire for $number {
            fn put(&self, to: &mut Vec<u8>) {
                put_number(*self as u64, to);
            }

            fn take(from: &mut Reader) -> Self {
                from.number() as $number
            }
        }
    )* };
}

numbers! { u16 u32 u64 usize i32 i64 }

impl Wire for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn take(from: &mut Reader) -> Self {
        from.number() != 0
    }
}

impl Wire for String {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Reader) -> Self {
        from.text()
    }
}

impl Wire for Cow<'static, str> {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Reader) -> Self {
        Cow::Owned(from.text())
    }
}

impl<T: Wire> Wire for Box<T> {
    fn put(&self, to: &mut Vec<u8>) {
        T::put(self, to);
    }

    fn take(from: &mut Reader) -> Self {
        Box::new(T::take(from))
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn take(from: &mut Reader) -> Self {
        bool::take(from).then(|| T::take(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(self.len() as u64, to);
        self.iter().for_each(|item| item.put(to));
    }

    fn take(from: &mut Reader) -> Self {
        let mut items = Vec::new();
        for _ in 0..from.number() {
            items.push(T::take(from));
            if from.broken {
                break;
            }
        }
        items
    }
}

impl Wire for [String; 3] {
    fn put(&self, to: &mut Vec<u8>) {
        self.iter().for_each(|text| put_text(text, to));
    }

    fn take(from: &mut Reader) -> Self {
        [from.text(), from.text(), from.text()]
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Reader) -> Self {
        (A::take(from), B::take(from))
    }
}

/// All fields of a structure: one that is forgotten does not compile.
macro_rules! structures {
    ($($name:ident { $($field:ident)* })*) => { $(
        impl Wire for $name {
            #[inline(never)]
            fn put(&self, to: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($field.put(to);)*
            }

            #[inline(never)]
            fn take(from: &mut Reader) -> Self {
                $name { $($field: Wire::take(from)),* }
            }
        }
    )* };
}

/// All variants of a choice, each with its number. A field without a name is `0: it`.
macro_rules! choices {
    ($($name:ident { $($number:literal $variant:ident { $($field:tt : $bound:ident),* })* })*) => { $(
        impl Wire for $name {
            fn put(&self, to: &mut Vec<u8>) {
                match self {
                    $($name::$variant { $($field: $bound),* } => {
                        to.push($number);
                        $($bound.put(to);)*
                    })*
                }
            }

            fn take(from: &mut Reader) -> Self {
                match from.number() {
                    $($number => $name::$variant { $($field: Wire::take(from)),* },)*
                    _ => {
                        from.fail();
                        $name::take(from)
                    }
                }
            }
        }
    )* };
}

structures! {
    Request { id ask }
    Keep { addresses names hosts ips ids content }
    Redacted { text marks fragment }
    Spot { file member start end }
    Found { spot finding case }
    Case { id cause title act permanence recipient host quote }
    Progress { files all_files cases all_cases bytes all_bytes }
    Surveyed { unread files is_cut }
    Hideout { id name note finds source checked }
    Guide { complaints tools }
    Choice { id says means }
    Checkup { complaint title trail fields stop }
    Explained { kind product language findings stops sheets covered }
    Stop { name from epoch offset facts note trust start end }
    Sheet { id title summary open search sentences head rows }
    Row { cells range marked }
    Cell { text small sign cause code copies }
    Finding {
        cause title summary permanence confidence stage act retry note recipient will_retry_until reply provider rule
        source evidence steps commands links considered missing did_you_mean facts ask
    }
    Considered { cause title why }
    Fact { name value }
    Reply { code enhanced text remote moment parts }
    Part { start end quote kind meaning }
    Source { url checked }
    Evidence { start end quote }
    Advice { by text }
    Command { shell windows why }
    Link { title url }
}

choices! {
    Ask {
        0 Explain { text: text, as_one: as_one }
        1 Case { signs: signs }
        2 Guide {}
        3 Check { complaint: complaint, answers: answers, told: told }
        4 Hideouts {}
        5 Survey { text: text, names: names }
        6 Fetch { spot: spot }
        7 Whole {}
        8 Write { text: text, format: format }
        9 Redact { text: text, keep: keep }
        10 Unlink { fragment: fragment }
        11 Example { 0: it }
    }
    Format {
        0 Text {}
        1 Markdown {}
        2 Json {}
        3 Hops {}
        4 Recipients {}
        5 Svg {}
        6 Png {}
    }
    Said {
        0 Ready {}
        1 Found { id: id, found: found, progress: progress }
        2 Answer { id: id, answer: answer }
    }
    Answer {
        0 Explained { 0: it }
        1 Case { 0: it }
        2 Guide { 0: it }
        3 Hideouts { 0: it }
        4 Check { 0: it }
        5 Many {}
        6 Surveyed { 0: it }
        7 Paste { text: text, as_one: as_one }
        8 Refused { 0: it }
        9 Written { format: format, text: text }
        10 Redacted { 0: it }
    }
    CheckStop {
        0 Question {
            question: question, why: why, help: help, provider: provider, commands: commands, choices: choices
        }
        1 Paste { 0: it }
        2 End { cause: cause, verdict: verdict, act: act, text: text, retry: retry, letter: letter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::examples::EXAMPLES;

    #[test]
    fn numbers_and_texts_come_back() {
        for number in [0, 1, 127, 128, 300, u64::MAX] {
            assert_eq!(read(&written(&number)), Some(number));
        }
        for number in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(read(&written(&number)), Some(number));
        }
        assert_eq!(read(&written(&-3600)), Some(-3600));
        let value = (Some("ä€".to_owned()), vec![(true, None::<String>), (false, Some(String::new()))]);
        assert_eq!(read(&written(&value)), Some(value));
    }

    #[test]
    fn answers_come_back_as_they_were() {
        for (_, paste) in EXAMPLES {
            let explained = crate::web::worker::sheets::explained(crate::diagnose(paste));
            let answer = Answer::Explained(Box::new(explained));
            assert_eq!(read(&written(&answer)), Some(answer));
        }
        let question = Ask::Check {
            complaint: "late".into(),
            answers: vec!["a".into()],
            told: vec![("host".into(), "x".into())],
        };
        assert_eq!(read(&written(&question)), Some(question));
    }

    #[test]
    fn what_is_cut_is_nothing() {
        let answer = Answer::Paste { text: "a text".into(), as_one: true };
        let bytes = written(&answer);
        for length in 0..bytes.len() {
            assert_eq!(read::<Answer>(&bytes[..length]), None, "{length}");
        }
        assert_eq!(read::<Answer>(&[99]), None);
        // A list that claims to be endless takes no room.
        assert_eq!(read::<Vec<String>>(&[0xff, 0xff, 0xff, 0xff, 0x0f]), None);
    }
}
