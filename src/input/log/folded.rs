//! Lines of Postfix and Exim as a terminal, a mail or a forum wraps them: what goes on stands at the first column, without a time, a
//! program or a queue id of its own, below a line that has not come to its end.

use super::formats::FORMATS;
use super::head::{self, Head};
use super::{exim, postfix, recognise, recognise_behind};
use crate::input::topic;
use crate::text::{Text, TextBuilder, lines};

/// A line is wrapped at about so many columns, or more.
const COLUMNS: usize = 50;

/// Values of Postfix's lines (postlog, `to=<…>, relay=…`) that a line can break before.
const OF_POSTFIX: &[&str] =
    &["to=<", "orig_to=<", "relay=", "delay=", "delays=", "conn_use=", "dsn=", "status=", "proto=", "helo=<"];

/// Fields of Exim's lines (specification, section 53.4), and how it begins what another server said.
const OF_EXIM: &[&str] = &[
    "R=",
    "T=",
    "H=",
    "X=",
    "CV=",
    "C=",
    "F=",
    "P=",
    "DT=",
    "QT=",
    "SMTP error from",
    "LMTP error from",
    "TO:<",
    "FROM:<",
];

/// How far the record is that the last line belongs to.
#[derive(Default)]
pub struct Fold(Option<Record>);

struct Record {
    is_postfix: bool,
    /// Postfix tells of a client that it turned away, and not of a delivery.
    is_reject: bool,
    has_status: bool,
    /// Brackets that are open behind `status=`.
    depth: usize,
    /// What another server answered has begun.
    has_answer: bool,
    is_quoting: bool,
    is_wrapped: bool,
    breaks_off: bool,
}

impl Fold {
    /// Whether a line goes on with the record above. Every line is to be shown to it, in order.
    pub fn takes(&mut self, line: &str) -> bool {
        let words = line.trim();
        let head = head::head(line);
        if is_own(line, &head) {
            self.0 = Record::begin(line, head);
            return false;
        }
        let goes_on = !words.is_empty() && self.0.as_ref().is_some_and(|record| record.goes_on(words));
        match self.0.as_mut().filter(|_| goes_on) {
            Some(record) => {
                record.is_wrapped = true;
                record.add(words);
            }
            None => self.0 = None,
        }
        goes_on
    }
}

impl Record {
    fn begin(line: &str, head: Head) -> Option<Self> {
        let (format, _) = recognise_behind(line, head)?;
        let is_postfix = format.program == "postfix";
        let is_reject = is_postfix && line.contains("reject: ");
        let is_delivery = match is_postfix {
            true => is_reject || line.contains(" to=<") || line.contains("]: "),
            false => format.program == "exim" && [" ** ", " == "].iter().any(|flag| line.contains(flag)),
        };
        let mut record = Self {
            is_postfix,
            is_reject,
            has_status: false,
            depth: 0,
            has_answer: false,
            is_quoting: false,
            is_wrapped: false,
            breaks_off: false,
        };
        record.add(line);
        is_delivery.then_some(record)
    }

    fn add(&mut self, words: &str) {
        let counted = match words.find("status=") {
            Some(at) => {
                self.has_status = true;
                &words[at..]
            }
            None if self.has_status => words,
            None => "",
        };
        for byte in counted.bytes() {
            match byte {
                b'(' => self.depth += 1,
                b')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.is_quoting |= words.contains("error from remote") || words.contains(" said:");
        self.has_answer |= begins_with_code(words)
            || words.match_indices(": ").any(|(at, gap)| begins_with_code(&words[at + gap.len()..]));
        let end = words.trim_end();
        self.breaks_off =
            end.ends_with([',', ':', '(']) || end.len() >= COLUMNS && !end.ends_with(['.', '?', '!']);
    }

    fn goes_on(&self, words: &str) -> bool {
        if words.ends_with('?') {
            return false;
        }
        let is_link = words.starts_with("http") && self.breaks_off;
        let breaks_off = self.breaks_off && !topic::is_told(words);
        if self.is_postfix {
            let is_field = OF_POSTFIX.iter().any(|field| words.starts_with(field));
            return match () {
                () if self.is_reject => !self.has_status && (is_field || (breaks_off && !self.has_answer)),
                () if !self.has_status => is_field,
                () => self.depth > 0 && (breaks_off || is_link || begins_with_code(words)),
            };
        }
        if self.has_answer {
            return is_link || (self.is_wrapped && breaks_off);
        }
        OF_EXIM.iter().any(|field| words.starts_with(field))
            || begins_with_code(words)
            || (self.is_quoting && breaks_off)
    }
}

/// `550 5.1.1 …`, `554-…`: of a refusal.
fn begins_with_code(words: &str) -> bool {
    let bytes = words.as_bytes();
    matches!(bytes, [b'4' | b'5', b'0'..=b'5', b'0'..=b'9', b' ' | b'-', ..])
}

/// Whether a line has a time, a program or a queue id.
fn is_own(line: &str, head: &Head) -> bool {
    let tag = &line[head.tag.clone()];
    let is_tagged = !tag.is_empty()
        && FORMATS.iter().any(|format| format.tags.iter().any(|known| tag.starts_with(known)));
    head.time.is_some()
        || is_tagged
        || postfix::queue_id(&line[head.rest..]).is_some()
        || exim::message_id(&line[head.rest..]).is_some()
}

/// The text with such lines put together; without them it stays as it is.
pub fn join(text: &Text) -> Text {
    let string = text.as_str();
    let mut fold = Fold::default();
    if !lines(string).any(|line| fold.takes(&string[line])) {
        return text.clone();
    }
    let mut fold = Fold::default();
    let mut builder = TextBuilder::new(text);
    let mut above = "";
    for (index, line) in lines(string).enumerate() {
        let words = &string[line.clone()];
        let indent = words.len() - words.trim_start().len();
        let joins = fold.takes(words);
        if joins && !is_cut_link(above, words) {
            builder.replace(line.start..line.start, " ");
        } else if !joins && index > 0 {
            builder.replace(line.start..line.start, "\n");
        }
        let start = line.start + if joins { indent } else { 0 };
        builder.keep(start..(line.start + words.trim_end().len()).max(start));
        above = words;
    }
    builder.finish()
}

/// Whether the wrap went through a link: its end stands on the next line.
fn is_cut_link(above: &str, below: &str) -> bool {
    let last = above.split_whitespace().next_back().unwrap_or_default();
    let first = below.split_whitespace().next().unwrap_or_default();
    let is_open = last.ends_with(['/', '-', '_', '=', '?', '&', '%', '#']);
    let is_path = !first.contains("://")
        && (first.contains('/') || [".html", ".htm", ".php", ".aspx"].iter().any(|end| first.ends_with(end)));
    last.contains("://") && above.len() >= COLUMNS && !begins_with_code(below) && (is_open || is_path)
}

/// The text without the signs of a mail that quotes a log's lines, where any is one.
pub fn unquoted(text: &Text) -> Option<Text> {
    let string = text.as_str();
    let is_record = |line: &str| {
        let inner = &line[quote(line)..];
        inner.len() < line.len() && head::head(inner).time.is_some() && recognise(inner).is_some()
    };
    if !lines(string).take(super::SAMPLE).any(|line| is_record(&string[line])) {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    for (index, line) in lines(string).enumerate() {
        if index > 0 {
            builder.replace(line.start..line.start, "\n");
        }
        builder.keep(line.start + quote(&string[line.clone()])..line.end);
    }
    Some(builder.finish())
}

/// Length of `> `, `> > ` and the like.
fn quote(line: &str) -> usize {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    line.len() - rest.len()
}
