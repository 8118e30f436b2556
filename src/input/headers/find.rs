//! Where header blocks stand in a text.

use super::verdicts::is_stamp;
use crate::mail::header;
use crate::text::each_line;
use std::ops::Range;

/// A run of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From the first field to the end of the last one.
    pub range: Range<usize>,
    /// How many lines begin a field.
    pub fields: usize,
    /// How many of them only programs write.
    pub machine: usize,
    /// Whether words stand right behind the empty line, as in a whole message.
    pub has_body: bool,
    /// Nothing but white space, or an mbox separator, stands before it.
    pub is_first: bool,
}

impl Block {
    /// More than a list of From, To and Subject that a mail program prints.
    pub fn is_strong(&self) -> bool {
        self.machine > 0 && self.fields >= 2
    }
}

/// The outermost message's block: the one at the start, else the first that programs wrote, else the first that is
/// more than one field. The text behind a block at the start is not searched.
pub fn main(source: &str) -> Option<Block> {
    let mut finder = Finder { source, blocks: Vec::new(), open: None, is_before_all: true, is_ruled: false };
    let mut at = 0;
    for line in each_line(source) {
        finder.line(at, line);
        at += line.len();
        if finder.open.is_none()
            && finder.blocks.first().is_some_and(|block| block.is_first && block.fields >= 2)
        {
            break;
        }
    }
    finder.close(at);
    let blocks = finder.blocks;
    let best = |fits: &dyn Fn(&Block) -> bool| blocks.iter().find(|block| fits(block)).cloned();
    let is_alone = blocks.len() == 1;
    best(&|block| block.is_first && (block.fields >= 2 || is_alone))
        .or_else(|| best(&Block::is_strong))
        .or_else(|| best(&|block| block.fields >= 2))
        .or_else(|| best(&|block| is_alone && is_stamp(&source[block.range.clone()])))
}

struct Finder<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    open: Option<Block>,
    is_before_all: bool,
    /// The line above is the one below the names of a table's columns.
    is_ruled: bool,
}

impl Finder<'_> {
    fn line(&mut self, at: usize, line: &str) {
        let is_blank =
            line.trim().is_empty() && !header::is_blank_fold(line, &self.source[at + line.len()..]);
        if let Some(block) = &mut self.open {
            // The line below a table's column names may go on in the next one, where a window wrapped it.
            let is_table =
                is_table_rule(line) || (self.is_ruled && line.trim().bytes().all(|byte| byte == b'-'));
            self.is_ruled = is_table && !is_blank;
            if is_blank || (is_rule(line) && !is_table) {
                self.close(at);
                return;
            }
            if let Some(len) = header::name_len(line) {
                block.fields += 1;
                block.machine += usize::from(header::is_machine(&line[..len]));
            }
            block.range.end = at + line.len();
            return;
        }
        if is_blank {
            return;
        }
        let name = header::name_len(line).map(|len| &line[..len]);
        if let Some(name) = name.filter(|name| header::is_known(name)) {
            let machine = usize::from(header::is_machine(name));
            let range = at..at + line.len();
            let is_first = self.is_before_all;
            self.open = Some(Block { range, fields: 1, machine, has_body: false, is_first });
        }
        // The separator of an mbox is not text before the block.
        self.is_before_all &= line.starts_with("From ") && self.blocks.is_empty();
    }

    fn close(&mut self, at: usize) {
        if let Some(mut block) = self.open.take() {
            let behind = self.source[at..].trim_start();
            block.has_body = !behind.is_empty() && block.is_first;
            self.blocks.push(block);
        }
    }
}

/// A line of dashes and the like: what mail programs put around what they forward, and MIME between its parts.
fn is_rule(line: &str) -> bool {
    line.starts_with("--") || line.starts_with("==") || line.starts_with("__")
}

/// ` ---- ---------- -----`, without its indent: below the names of a table's columns, as a filter's report has one.
fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.bytes().all(|byte| matches!(byte, b'-' | b' ')) && line.contains("- -")
}

/// How the values of fields begin that nobody writes by hand.
const SERVERS_OWN: &[(&str, &[&str])] = &[
    ("DKIM-Signature", &["v=1", "a=rsa-", "a=ed25519-"]),
    ("Received", &["from ", "by "]),
    ("Authentication-Results", &[]),
    ("ARC-Seal", &["i="]),
    ("ARC-Message-Signature", &["i="]),
    ("ARC-Authentication-Results", &["i="]),
    ("MIME-Version", &["1.0"]),
    ("Content-Type", &["text/", "multipart/"]),
];

/// The fields in whose lines they are looked for: those that hold a few words or an address.
const SHORT: &[&str] = &[
    "Subject",
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Sender",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Return-Path",
    "Delivered-To",
    "Thread-Topic",
];

/// Where a server's own field begins behind a short one on the same line, among other fields on lines of their own: what copies a page
/// drops single line ends.
pub fn hidden_fields(source: &str) -> Option<Vec<usize>> {
    const LEAST: usize = 3;
    let name_of = |line: &str| line.split_once(':').map_or("", |(name, _)| name).len();
    let mut hidden = Vec::new();
    let (mut own_lines, mut at) = (0, 0);
    for line in source.split_inclusive('\n') {
        // The text below is nobody's header.
        if own_lines >= LEAST && line.trim().is_empty() {
            break;
        }
        let name = &line[..name_of(line)];
        own_lines += usize::from(!name.is_empty() && header::is_known(name));
        if SHORT.iter().any(|short| short.eq_ignore_ascii_case(name)) {
            hidden.extend(servers_own(line).map(|start| at + start));
        }
        at += line.len();
    }
    (!hidden.is_empty() && own_lines >= LEAST).then_some(hidden)
}

/// The first field of a server's within a line, behind other words.
fn servers_own(line: &str) -> Option<usize> {
    let found = line.match_indices(": ").filter_map(|(colon, _)| {
        let name = line[..colon].rsplit([' ', '\t']).next().filter(|name| name.len() < colon)?;
        let (_, begins) = SERVERS_OWN.iter().find(|(own, _)| *own == name)?;
        let value = line[colon + 2..].trim_start();
        let is_begun = match begins {
            // `mx.example.org; spf=pass`
            [] => value.split_once(';').is_some_and(|(host, _)| host.contains('.') && !host.contains(' ')),
            begins => begins.iter().any(|begin| value.starts_with(begin)),
        };
        is_begun.then_some(colon - name.len())
    });
    found.min()
}

/// Where fields begin that follow each other on one line: at least three known names, and fewer on lines of their own.
///
/// Texts with lines of ordinary length are not searched.
pub fn joined_fields(source: &str) -> Option<Vec<usize>> {
    let line_ends = memchr::memchr_iter(b'\n', source.trim_ascii_end().as_bytes()).count();
    if source.len() / (line_ends + 1) < 150 {
        return None;
    }
    let mut joined = Vec::new();
    let mut own_lines = 0;
    for (colon, _) in source.match_indices(": ") {
        let name = source[..colon].rsplit(char::is_whitespace).next().unwrap_or_default();
        let start = colon - name.len();
        if !(header::is_known(name) && name.as_bytes()[0].is_ascii_uppercase()) {
            continue;
        }
        match start.checked_sub(1).map(|before| source.as_bytes()[before]) {
            None | Some(b'\n') => own_lines += 1,
            Some(b' ' | b'\t') => joined.push(start),
            _ => {}
        }
    }
    let is_joined = joined.len() >= 3 && joined.len() > own_lines * 3;
    is_joined.then_some(joined)
}
