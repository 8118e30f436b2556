//! Walks the lines once and notes the headers with which cases begin.

use super::announced::{Announced, announced};
use super::fields::{Fields, is_result, name};
use super::fresh::fresh_starts;
use super::lines::{is_rule, unquoted};
use crate::input::reports;
use crate::mail::reply;
use crate::many::mbox;
use std::ops::Range;

/// A line that announces a header is no longer, in bytes.
const LONGEST_ANNOUNCEMENT: usize = 200;

/// What somebody says above the first of several mails is no longer.
const LONGEST_QUESTION: usize = 1000;

/// Where a case begins.
pub struct Head {
    pub start: usize,
    is_report: bool,
    /// It has fields that only programs write.
    is_machine: bool,
    /// Words stand behind the header.
    has_body: bool,
    /// Its last part of MIME has been closed.
    is_closed: bool,
}

impl Head {
    fn new(start: usize, fields: &Fields) -> Self {
        let (is_report, is_machine) = (fields.is_report(), fields.machine > 0);
        Head { start, is_report, is_machine, has_body: false, is_closed: false }
    }
}

/// A run of header fields.
struct Block {
    range: Range<usize>,
    /// A line that announces it.
    announced: Option<Announced>,
}

pub struct Walk<'a> {
    text: &'a str,
    pub heads: Vec<Head>,
    block: Option<Block>,
    /// The last line was empty, or a line of dashes.
    is_free: bool,
    /// The last line with words, where no block ended since.
    last: Option<Range<usize>>,
    /// Of the case's own MIME parts.
    boundary: Option<&'a str>,
    is_open: bool,
    pub has_parts: bool,
    /// Headers since the last line that parts MIME: the part's own, and that of a mail in it.
    blocks: usize,
    /// Where the present paragraph begins, and a title over it.
    paragraph: Option<usize>,
    title: Option<usize>,
    /// Where the table begins that a web page shows above a header.
    table: Option<usize>,
}

impl<'a> Walk<'a> {
    pub fn new(text: &'a str) -> Self {
        Walk {
            text,
            heads: Vec::new(),
            block: None,
            is_free: true,
            last: None,
            boundary: None,
            is_open: false,
            has_parts: false,
            blocks: 0,
            paragraph: None,
            title: None,
            table: None,
        }
    }

    pub fn line(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let words = unquoted(line);
        let is_blank = words.trim().is_empty();
        // A folded value may begin with anything.
        let is_rule = is_rule(words) && !line.starts_with([' ', '\t']);
        if let Some(block) = &mut self.block {
            if !is_blank && !is_rule {
                block.range.end = range.end;
                return;
            }
            self.close();
        }
        if let Some(rest) =
            self.boundary.and_then(|boundary| words.strip_prefix("--")?.strip_prefix(boundary))
        {
            self.has_parts = true;
            self.is_open = !rest.starts_with("--");
            if let Some(head) = self.heads.last_mut().filter(|_| !self.is_open) {
                head.is_closed = true;
            }
            (self.is_free, self.last, self.blocks) = (true, None, 0);
            return;
        }
        self.note(&range, words);
        let is_field = name(words).is_some();
        let announcing = self.last.clone().filter(|last| is_field && last.len() < LONGEST_ANNOUNCEMENT);
        let announced = announcing.and_then(|last| announced(unquoted(&self.text[last])));
        if is_field && (self.is_free || announced.is_some()) {
            let start = match (&self.last, announced) {
                (Some(last), Some(Announced::Forwarded | Announced::Original)) => last.start,
                _ => range.start,
            };
            self.block = Some(Block { range: start..range.end, announced });
        } else if !is_blank {
            if let Some(head) = self.heads.last_mut().filter(|_| !is_rule) {
                head.has_body = true;
            }
            self.last = Some(range);
        }
        self.is_free = is_blank || is_rule || mbox::is_separator(words);
    }

    /// Remembers where the table of Gmail's "Show original" page begins, its title with it.
    fn note(&mut self, range: &Range<usize>, words: &str) {
        if words.trim().is_empty() {
            self.paragraph = None;
            return;
        }
        if self.paragraph.is_none() {
            let above = self.title.take();
            let is_title = matches!(announced(words), Some(Announced::Original));
            self.title = is_title.then_some(range.start);
            self.paragraph = Some(if is_title { range.start } else { above.unwrap_or(range.start) });
        }
        if is_result(words) && self.table.is_none() {
            self.table = self.paragraph;
        }
    }

    /// The block is complete: does a case begin with it?
    pub fn close(&mut self) {
        let Some(block) = self.block.take() else { return };
        self.last = None;
        let inner = fresh_starts(&self.text[block.range.clone()]);
        let whole = block.range.clone();
        let mut block = block;
        block.range.end = inner.first().map_or(whole.end, |first| whole.start + first);
        let heads = self.heads.len();
        self.first_of(&block);
        if self.heads.len() == heads {
            return;
        }
        // Headers that follow each other without an empty line between.
        for (at, start) in inner.iter().enumerate() {
            let range = whole.start + start..inner.get(at + 1).map_or(whole.end, |end| whole.start + end);
            let fields = Fields::read(&self.text[range.clone()]);
            self.blocks += 1;
            self.heads.push(Head::new(range.start, &fields));
            self.boundary = fields.boundary;
        }
    }

    fn first_of(&mut self, block: &Block) {
        let fields = Fields::read(&self.text[block.range.clone()]);
        self.blocks += 1;
        let table = self.table.take().filter(|_| fields.is_complete() && fields.is_trace_first);
        if let Some(start) = table {
            self.heads.push(Head::new(start, &fields));
            self.boundary = fields.boundary;
        } else if self.begins(block, &fields) {
            // What people wrote above the bounces that they forward is an introduction.
            let is_forwarded = block.announced.is_some() || fields.machine == 0;
            if is_forwarded && self.heads.last().is_some_and(|head| !head.is_report && head.has_body) {
                self.heads.pop();
            }
            self.heads.push(Head::new(block.range.start, &fields));
            self.boundary = fields.boundary;
        }
    }

    fn begins(&self, block: &Block, fields: &Fields) -> bool {
        let is_complete = fields.is_complete();
        // A message that was cut off never closes its parts; a bounce's as the third header in one of them is another's.
        if self.is_open && !(is_complete && fields.is_report() && fields.is_trace_first && self.blocks > 2) {
            return false;
        }
        let within =
            self.heads.last().is_some_and(|head| head.is_report && head.is_machine && !head.is_closed);
        match block.announced {
            Some(Announced::Returned) => false,
            Some(Announced::Forwarded) => is_complete || fields.is_report(),
            // A bounce may return a mail that the postmaster wrote.
            Some(Announced::Original) => !within && fields.is_report(),
            None if fields.is_report() => {
                fields.count >= 2 && (!within || fields.is_bounce() || fields.is_trace_first)
            }
            None => is_complete && self.is_between(block, fields),
        }
    }

    /// Nothing of the message before is around a header that people's mail has.
    fn is_between(&self, block: &Block, fields: &Fields) -> bool {
        match self.heads.last() {
            None => {
                let above = self.text[..block.range.start].trim();
                above.is_empty() || (fields.is_trace_first && is_question(above))
            }
            Some(head) if head.is_report => head.is_closed,
            Some(head) => !head.has_body || head.is_closed || fields.is_trace_first,
        }
    }
}

/// Whether it is somebody's own words, and no server's on a mail that it gives back.
fn is_question(above: &str) -> bool {
    above.len() <= LONGEST_QUESTION && reports::sounds(above) == 0 && !reply::refuses(above)
}
