//! Several messages or bounces one after the other: header blocks, forwarded bounces, the words of bounces.
//!
//! The hard part is what must not be cut: a bounce returns the mail that it is about, a mail quotes others. So a header
//! begins a case only where nothing announces it, where no part of MIME is open around it, and, behind a bounce, only
//! where it is a bounce's own.

use super::split::Cut;
use crate::input::{damage, reports};
use crate::mail::header;
use std::ops::Range;

/// Only where at least two begin. What stands before the first is an introduction.
pub fn cut(text: &str) -> Cut {
    match damage::single_spaced(text) {
        None => between(text, &starts(text)),
        Some(repaired) => {
            let starts = starts(repaired.as_str());
            let starts: Vec<usize> = starts.iter().map(|start| repaired.span(*start..*start).start).collect();
            between(text, &starts)
        }
    }
}

fn starts(text: &str) -> Vec<usize> {
    let mut walk = Walk::new(text);
    lines(text).for_each(|line| walk.line(line));
    walk.close();
    match walk.heads.len() {
        0 | 1 if walk.has_parts => Vec::new(),
        0 | 1 => openings(text),
        _ => walk.heads.iter().map(|head| head.start).collect(),
    }
}

/// Lines with their ends: LF, CRLF, and the CR of old programs.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes())
            .map_or(rest.len(), |end| end + if rest[end..].starts_with("\r\n") { 2 } else { 1 });
        let line = start..start + end;
        start = line.end;
        Some(line)
    })
}

fn between(text: &str, starts: &[usize]) -> Cut {
    if starts.len() < 2 {
        return Cut::default();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    Cut {
        cases: starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect(),
        last: starts[starts.len() - 1],
    }
}

/// A line that announces a header is no longer, in bytes.
const LONGEST_ANNOUNCEMENT: usize = 200;

/// Where a case begins.
struct Head {
    start: usize,
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Announced {
    /// `---------- Forwarded message ----------`
    Forwarded,
    /// `-----Original Message-----`: forwarded by people, returned by servers.
    Original,
    /// `Original headers:`
    Returned,
}

struct Walk<'a> {
    text: &'a str,
    heads: Vec<Head>,
    block: Option<Block>,
    /// The last line was empty, or a line of dashes.
    is_free: bool,
    /// The last line with words, where no block ended since.
    last: Option<Range<usize>>,
    /// Of the case's own MIME parts.
    boundary: Option<&'a str>,
    is_open: bool,
    has_parts: bool,
    /// Headers since the last line that parts MIME: the part's own, and that of a mail in it.
    blocks: usize,
    /// Where the present paragraph begins, and a title over it.
    paragraph: Option<usize>,
    title: Option<usize>,
    /// Where the table begins that a web page shows above a header.
    table: Option<usize>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
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

    fn line(&mut self, range: Range<usize>) {
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
        self.is_free = is_blank || is_rule;
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
    fn close(&mut self) {
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
            None => self.text[..block.range.start].trim().is_empty(),
            Some(head) if head.is_report => head.is_closed,
            Some(head) => !head.has_body || head.is_closed || fields.is_trace_first,
        }
    }
}

/// Where, in a run of fields, a header begins anew: with a field that servers put on top, then Received, then From and what
/// else authors write, all of which the header before had already. A field alone may stand twice in one header.
fn fresh_starts(block: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut before = Authored::default();
    // Where a second header may begin, and what was seen of it.
    let mut second: Option<(usize, Authored)> = None;
    for line in lines(block) {
        let start = line.start;
        let line = &block[line];
        let line = line.strip_prefix("> ").unwrap_or(line);
        // Folded lines, and lists of names such as a signature's, begin with names, too.
        let Some(len) = header::name_len(line).filter(|len| line[*len..].starts_with([':', ' '])) else {
            continue;
        };
        let name = &line[..len];
        let rest = line[len..].trim_start().strip_prefix(':').unwrap_or("x");
        if !rest.starts_with([' ', '\t', '\r', '\n']) {
            continue;
        }
        if second.is_none() && before.is_whole() && is_one_of(name, TOP) {
            second = Some((start, Authored::default()));
        }
        match &mut second {
            None => before.note(name),
            Some((start, seen)) => {
                seen.note(name);
                if seen.is_whole() && seen.received {
                    starts.push(*start);
                    before = *seen;
                    second = None;
                }
            }
        }
    }
    starts
}

/// Fields that servers put on top of a header.
const TOP: &[&str] =
    &["Return-Path", "Delivered-To", "X-Original-To", "Envelope-To", "Received", "X-Apparently-To"];

/// Which of the fields that authors write were seen.
#[derive(Clone, Copy, Default)]
struct Authored {
    from: bool,
    others: [bool; 4],
    received: bool,
}

impl Authored {
    fn note(&mut self, name: &str) {
        self.from |= name.eq_ignore_ascii_case("From");
        self.received |= name.eq_ignore_ascii_case("Received");
        for (seen, known) in self.others.iter_mut().zip(["Date", "Subject", "Message-ID", "To"]) {
            *seen |= name.eq_ignore_ascii_case(known);
        }
    }

    fn is_whole(&self) -> bool {
        self.from && self.others.iter().filter(|seen| **seen).count() >= 2
    }
}

/// What a header tells about whether a case begins.
#[derive(Default)]
struct Fields<'a> {
    count: usize,
    machine: usize,
    from: Option<&'a str>,
    subject: Option<&'a str>,
    boundary: Option<&'a str>,
    /// It begins with a field that servers put on top.
    is_trace_first: bool,
}

impl<'a> Fields<'a> {
    fn read(block: &'a str) -> Self {
        let mut fields = Fields::default();
        for line in lines(block).map(|line| unquoted(&block[line])) {
            if fields.boundary.is_none() {
                fields.boundary = boundary(line);
            }
            let Some(name) = name(line) else { continue };
            let value = line[line.find(':').map_or(line.len(), |colon| colon + 1)..].trim();
            let is_machine = header::is_machine(name);
            fields.is_trace_first |= fields.count == 0 && is_machine;
            fields.count += 1;
            fields.machine += usize::from(is_machine);
            if fields.from.is_none() && is_one_of(name, FROM) {
                fields.from = Some(value);
            }
            if fields.subject.is_none() && is_one_of(name, SUBJECT) {
                fields.subject = Some(value);
            }
        }
        fields
    }

    /// More than a program prints of a header.
    fn is_complete(&self) -> bool {
        self.from.is_some() && self.count >= 3 && self.machine > 0
    }

    /// Written by a mail server.
    fn is_report(&self) -> bool {
        self.is_bounce() || self.from.is_some_and(reports::is_server)
    }

    /// A bounce by its sender or its subject. An answer to a bounce or its forwarding is written by people.
    fn is_bounce(&self) -> bool {
        let about_failure = self.subject.is_some_and(|subject| {
            let is_answer = subject.split_once(':').is_some_and(|(mark, _)| is_one_of(mark, ANSWERS));
            !is_answer && reports::is_failing_subject(subject)
        });
        self.from.is_some_and(|from| about_failure || reports::is_daemon(from))
    }
}

/// Names that mail programs print over what they forward, in the languages that are met most.
const FROM: &[&str] = &["From", "Von", "De", "Da", "Van", "Från", "Fra", "Od", "От"];
const SUBJECT: &[&str] = &[
    "Subject",
    "Betreff",
    "Objet",
    "Oggetto",
    "Asunto",
    "Assunto",
    "Onderwerp",
    "Ämne",
    "Emne",
    "Temat",
    "Тема",
];
const ANSWERS: &[&str] =
    &["Re", "Fw", "Fwd", "Aw", "Wg", "Tr", "Rv", "Enc", "I", "R", "Sv", "Vs", "Antw", "Doorst"];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
}

/// The name of a field that mail has, or that a mail program prints.
fn name(line: &str) -> Option<&str> {
    let colon = line.get(..line.floor_char_boundary(80))?.find(':')?;
    let name = line[..colon].trim_matches(['*', ' ']);
    let is_known = header::name_len(line).is_some_and(|len| header::is_known(&line[..len]));
    (is_known || is_one_of(name, FROM) || is_one_of(name, SUBJECT)).then_some(name)
}

/// A row of the table that says what became of a check: `SPF: PASS with IP 192.0.2.1`.
fn is_result(line: &str) -> bool {
    let result = |rest: &str| rest.trim_start_matches([':', ' ', '\t', '\'']).starts_with(char::is_uppercase);
    ["SPF", "DKIM", "DMARC"].iter().any(|check| {
        line.strip_prefix(check).is_some_and(|rest| rest.starts_with([':', '\t']) && result(rest))
    })
}

/// A line that parts.
fn is_rule(line: &str) -> bool {
    ["--", "==", "__"].iter().any(|rule| line.starts_with(rule))
}

/// Without the marks of a quotation.
fn unquoted(line: &str) -> &str {
    line.trim_end().trim_start_matches(['\u{feff}', '>', ' ']).trim_start_matches("> ")
}

/// `boundary=` of a Content-Type (RFC 2046, section 5.1.1).
fn boundary(line: &str) -> Option<&str> {
    let at = line.to_ascii_lowercase().find("boundary=")?;
    let value = line[at + "boundary=".len()..].trim_start();
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([';', ' ', '\t']).next()?,
    };
    (!value.is_empty()).then_some(value)
}

/// Whether the line says what the block behind it is.
fn announced(line: &str) -> Option<Announced> {
    let lower = line.trim_matches(['-', '=', '_', '*', '+', ' ', '#', '<', '>']).to_lowercase();
    let is_one_of = |marks: &[&str]| lower.len() < 60 && marks.iter().any(|mark| lower.starts_with(mark));
    match () {
        () if is_one_of(FORWARDED) => Some(Announced::Forwarded),
        () if is_one_of(ORIGINAL) => Some(Announced::Original),
        () if line.ends_with(':') || reports::is_separator(line) => Some(Announced::Returned),
        () => None,
    }
}

/// What programs write over a mail that they forward.
const FORWARDED: &[&str] = &[
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten",
    "message transféré",
    "début du message",
    "mensaje reenviado",
    "mensagem encaminhada",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "пересылаемое сообщение",
];

const ORIGINAL: &[&str] = &[
    "original message",
    "original-nachricht",
    "ursprüngliche nachricht",
    "message d'origine",
    "message d’origine",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
];

/// Where the words of bounces begin, that were copied without their headers.
fn openings(text: &str) -> Vec<usize> {
    let mut is_free = true;
    let mut begins = |line: &Range<usize>| {
        let words = unquoted(&text[line.clone()]);
        let begins = is_free && is_opening(words);
        is_free = words.is_empty() || is_rule(words);
        begins
    };
    lines(text).filter(|line| begins(line)).map(|line| line.start).collect()
}

fn is_opening(line: &str) -> bool {
    let lower = line[..line.floor_char_boundary(120)].to_lowercase().replace('’', "'");
    let is_told_apart = lower.starts_with("your message to ") && lower.contains(" couldn't be delivered");
    is_told_apart || OPENINGS.iter().any(|opening| lower.starts_with(opening))
}

/// First words of bounces. Each program has one of them, so that no bounce has two.
const OPENINGS: &[&str] = &[
    "** address not found **",
    "** message blocked **",
    "** message not delivered **",
    "** message too large **",
    "** delivery incomplete **",
    "** recipient inbox full **",
    "an error occurred while trying to deliver the mail to the following recipients",
    "delivery has failed to these recipients or groups",
    "delivery to the following recipient",
    "hi. this is the ",
    "sorry, we were unable to deliver your message",
    "the following message to <",
    "the original message was received at",
    "this is the mail system at host",
    "this message was created automatically by",
    "die zustellung an folgende empfänger oder gruppen ist fehlgeschlagen",
    "échec de la remise à ces destinataires ou groupes",
    "no se pudo entregar a estos destinatarios o grupos",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(text: &str) -> Vec<&str> {
        cut(text).cases.into_iter().map(|range| text[range].lines().next().unwrap_or_default()).collect()
    }

    const HEADERS: &str =
        "Received: from a by b; Tue\nFrom: ann@example.org\nTo: bob@example.net\nSubject: hello\n\n";
    const BOUNCE: &str = "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nTo: ann@example.org\nSubject: Undelivered Mail\n\
        \nThis is the mail system at host mx.example.net.\n\n<bob@example.net>: no\n\n--- Below this line is a copy of \
        the message.\n\nReceived: from a by b; Tue\nFrom: ann@example.org\nTo: bob@example.net\nMessage-ID: <1@a>\n\nhello\n\n";
    const FORWARDED: &str = "---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@example.com>\n\
        Date: Tue, 24 Nov 2026\nSubject: Delivery Status Notification (Failure)\nTo: <ann@example.org>\n\n\
        ** Address not found **\n\nYour message wasn't delivered to bob@example.net\n\n";

    #[test]
    fn header_blocks_in_a_row_are_cases() {
        let three = HEADERS.repeat(3);
        assert_eq!(firsts(&three), ["Received: from a by b; Tue"; 3]);
        assert_eq!(cut(&three.replace('\n', "\r")).cases.len(), 3);
        let ruled = format!("{HEADERS}----\n\n{HEADERS}");
        assert_eq!(firsts(&ruled).len(), 2);
        let quoted: String = HEADERS.repeat(2).lines().map(|line| format!("> {line}\n")).collect();
        assert_eq!(firsts(&quoted).len(), 2);
    }

    #[test]
    fn header_blocks_without_a_line_between_are_cases() {
        let block = |n: u8| {
            format!(
                "Return-Path: <a{n}@example.org>\nReceived: from a by b; Tue\nDKIM-Signature: h=x;\n From:Date:Subject\nFrom: \
                 ann@example.org\nTo: bob@example.net\nSubject: hello {n}\nX-Mailer: x\n"
            )
        };
        let three = block(1) + &block(2) + &block(3);
        let want = [
            "Return-Path: <a1@example.org>",
            "Return-Path: <a2@example.org>",
            "Return-Path: <a3@example.org>",
        ];
        assert_eq!(firsts(&three), want);
        assert_eq!(firsts(&three.replace('\n', "\n\n")), want);
        // One mail: fields that stand twice, and Received fields below the author's.
        let odd =
            block(1) + "Received: from c by d; Tue\nReceived: from e by f; Tue\nFrom: ann@example.org\n";
        assert!(firsts(&odd).is_empty());
        assert!(
            firsts(&(block(1) + "From: ann@example.org\nTo: eve@example.net\nSubject: hello\n")).is_empty()
        );
    }

    #[test]
    fn header_blocks_with_an_empty_line_behind_each_line_are_cases() {
        let doubled = HEADERS.repeat(3).replace('\n', "\n\n");
        assert_eq!(firsts(&doubled), ["Received: from a by b; Tue"; 3]);
        assert!(firsts(&HEADERS.replace('\n', "\n\n")).is_empty());
    }

    #[test]
    fn pages_that_show_a_table_above_the_header_are_cases() {
        let page = format!(
            "Original Message\n\nMessage ID\t<1@a>\nFrom:\tann@example.org\nSubject:\thello\nSPF:\tPASS with IP 192.0.2.1\n\
             DKIM:\t'PASS' with domain example.org\n\nDownload Original\n\n{HEADERS}How are you?\n\nAnn\n\n"
        );
        assert!(firsts(&page).is_empty());
        assert_eq!(firsts(&page.repeat(3)), ["Original Message"; 3]);
        let untitled = page.replace("Original Message\n\n", "");
        assert_eq!(firsts(&untitled.repeat(2)), ["Message ID\t<1@a>"; 2]);
    }

    #[test]
    fn a_bounce_keeps_what_it_returns() {
        assert!(firsts(BOUNCE).is_empty());
        assert_eq!(firsts(&BOUNCE.repeat(2)), ["Return-Path: <>"; 2]);
    }

    #[test]
    fn a_returned_mail_of_the_postmaster_is_no_case() {
        let bounce = "From: MAILER-DAEMON <>\nMessage-ID: <1@a>\nSubject: Mail delivery failed\n\n552 full\n\n\
            Original message follows.\n\nReceived: x\nSubject: Hi\nTo: you\nFrom: <postmaster@example.org>\n\nhi\n";
        assert!(firsts(bounce).is_empty());
    }

    #[test]
    fn parts_of_mime_belong_to_their_message() {
        let bounce = "From: MAILER-DAEMON@example.net\nSubject: Undelivered Mail\nContent-Type: multipart/report;\n boundary=\"b1\"\n\
            \n--b1\nContent-Type: text/plain\n\nno\n\n--b1\nContent-Type: message/rfc822\n\nReceived: x\nFrom: \
            mailer-daemon@example.org\nSubject: Undelivered\nTo: y\n\nThis is the mail system at host a.\n\n--b1--\n\n";
        assert!(firsts(bounce).is_empty());
        assert_eq!(firsts(&bounce.repeat(3)).len(), 3);
        assert_eq!(firsts(&format!("{bounce}{HEADERS}")).len(), 2);
    }

    #[test]
    fn forwarded_bounces_are_cases_and_their_introduction_is_none() {
        assert!(firsts(FORWARDED).is_empty());
        let note = "From: ann@example.org\nTo: help@example.org\nSubject: Fwd: Undeliverable\nMessage-ID: <2@a>\n\nPlease look at these.\n\n";
        assert!(firsts(&format!("{note}{FORWARDED}")).is_empty());
        let four = format!("{note}{}", FORWARDED.repeat(4));
        assert_eq!(firsts(&four), ["---------- Forwarded message ---------"; 4]);
    }

    #[test]
    fn words_of_bounces_without_headers_are_cases() {
        let one = "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you.\n\n<bob@example.net>: no\n\n";
        assert!(firsts(one).is_empty());
        assert_eq!(firsts(&one.repeat(2)).len(), 2);
    }

    #[test]
    fn a_mail_that_quotes_headers_is_one() {
        let mail = format!("{HEADERS}Look at these headers:\n\n{HEADERS}");
        assert!(firsts(&mail).is_empty());
    }
}
