//! Damage to lines: quoting, indentation, an empty line after each.

use crate::mail::header;
use crate::text::{Text, TextBuilder, chat, each_line};
use std::ops::Range;

/// The ranges of the lines, each with its line feed.
fn lines(source: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let line = |line: &str| {
        at += line.len();
        at - line.len()..at
    };
    each_line(source).map(line).collect()
}

/// So many lines may stand above a header on the page that shows it. The table has eight rows, and buttons follow.
const TABLE: usize = 60;

/// The text from its header on, where the table of Gmail's "Show original" page stands above: it says again what the
/// header says, in words that look like a report's.
pub fn without_table(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let mut rows = 0;
    let mut at = 0;
    for line in each_line(source).take(TABLE) {
        let name = header::name_len(line).map(|len| &line[..len]);
        if name.is_some_and(|name| TRACE.iter().any(|trace| trace.eq_ignore_ascii_case(name))) {
            return (rows >= 2).then(|| text.slice(at..source.len()));
        }
        rows += usize::from(is_row(line));
        at += line.len();
    }
    None
}

/// What stands on top of a message as servers deliver it.
const TRACE: &[&str] = &["Delivered-To", "Return-Path", "Received", "X-Received", "X-Original-To"];

/// `Message ID <1@example.org>`, `Created at: …`, `SPF: PASS with IP …`: no field of mail is named like that.
fn is_row(line: &str) -> bool {
    ["Message ID", "Created at:", "SPF:", "DKIM:", "DMARC:"]
        .iter()
        .any(|row| line.trim_start().strip_prefix(row).is_some_and(|rest| rest.starts_with(['\t', ' ', ':'])))
}

/// Takes `> ` away, level by level, where nearly the whole text is quoted or a quoted stretch is a header block.
///
/// Sendmail shows a dialogue as `>>> ` and `<<< ` lines: those stay, as they are not of one kind.
pub fn unquote(text: &Text) -> Option<Text> {
    let mut unquoted = unquote_once(text)?;
    for _ in 1..10 {
        match unquote_once(&unquoted) {
            Some(next) => unquoted = next,
            None => break,
        }
    }
    Some(unquoted)
}

fn unquote_once(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !source.contains('>') || !each_line(source).any(|line| quote_len(line) > 0) {
        return None;
    }
    let lines = lines(source);
    let filled = lines.iter().filter(|line| !source[(*line).clone()].trim().is_empty()).count();
    let mut builder = TextBuilder::new(text);
    let mut is_changed = false;
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].iter().take_while(|line| quote_len(&source[(*line).clone()]) > 0).count();
        let strips = run > 0 && is_quotation(source, &lines[at..at + run], filled);
        for line in &lines[at..at + run.max(1)] {
            let cut = if strips { quote_len(&source[line.clone()]) } else { 0 };
            builder.keep(line.start + cut..line.end);
        }
        is_changed |= strips;
        at += run.max(1);
    }
    is_changed.then(|| builder.finish())
}

/// Whether a run of quoted lines is a quotation to undo.
fn is_quotation(source: &str, run: &[Range<usize>], filled: usize) -> bool {
    let is_dialogue = run.iter().all(|line| source[line.clone()].starts_with(">>>"));
    if run.len() * 10 >= filled * 8 {
        return !is_dialogue || run.len() > 3;
    }
    let is_field = |line: &&Range<usize>| {
        let line = &source[(*line).clone()];
        header::name_len(&line[quote_len(line)..]).is_some()
    };
    run.iter().filter(is_field).count() >= 2
}

/// How much of the line is one level of quoting.
fn quote_len(line: &str) -> usize {
    let bytes = line.as_bytes();
    let blanks = bytes.iter().take(4).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match bytes[blanks..] {
        [b'>', b' ', ..] if blanks < 4 => blanks + 2,
        [b'>', ..] if blanks < 4 => blanks + 1,
        _ => 0,
    }
}

/// Takes the fence (three backticks) away where it stands around all of the text, as in issues and chats.
pub fn unfence(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let body = source.trim().strip_prefix("```")?.strip_suffix("```")?;
    let first = body.find('\n').filter(|_| !body.contains("```"))?;
    let start = source.len() - source.trim_start().len() + 3 + first + 1;
    let end = source.trim_end().len() - 3;
    Some(text.slice(start.min(end)..end))
}

/// Takes one level of quoting away where every line has it.
pub fn unquote_all(text: &Text) -> Option<Text> {
    without_heads(text, |line| {
        let length = quote_len(line);
        (length > 0 && !line.starts_with(">>>")).then_some(length)
    })
}

/// Takes away what an export of a chat puts before each message. A message of several lines has it before the first.
pub fn unchat(text: &Text) -> Option<Text> {
    let source = text.as_str();
    chat::prefix(source.trim_start_matches(['\r', '\n']).split('\n').next()?)?;
    let mut builder = TextBuilder::new(text);
    for line in lines(source) {
        let cut = chat::prefix(&source[line.clone()]).map_or(0, |(length, _)| length);
        builder.keep(line.start + cut..line.end);
    }
    Some(builder.finish())
}

/// Takes `mail-1  | ` away where docker compose has put it before every line.
pub fn uncompose(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let bar = source[..source.floor_char_boundary(42)].find(" |")?;
    let head = &source[..bar + 2];
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    // A table has words there; a container's name ends with its number or is filled up with blanks.
    let name = source[..bar].trim_end();
    let fits =
        name.chars().all(is_name) && (name.len() < bar || name.ends_with(|c: char| c.is_ascii_digit()));
    if !fits {
        return None;
    }
    without_heads(text, |line| {
        let rest = line.strip_prefix(head)?;
        Some(head.len() + usize::from(rest.starts_with(' ')))
    })
}

/// Takes from every line that is not empty as much as `head` says, or nothing at all where one line has no head.
fn without_heads(text: &Text, head: impl Fn(&str) -> Option<usize>) -> Option<Text> {
    let source = text.as_str();
    // Seen at the first line, as a rule.
    head(source.trim_start_matches(['\r', '\n']).split('\n').next()?)?;
    let mut builder = TextBuilder::new(text);
    for line in lines(source) {
        let words = &source[line.clone()];
        let cut = if words.trim().is_empty() { 0 } else { head(words)? };
        builder.keep(line.start + cut..line.end);
    }
    Some(builder.finish())
}

/// Takes away the indent that all lines share.
pub fn undent(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !source.trim_start_matches('\n').starts_with([' ', '\t']) {
        return None;
    }
    let lines = lines(source);
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let filled = lines.iter().map(|line| &source[line.clone()]).filter(|line| !line.trim().is_empty());
    let common = filled.map(indent).min().unwrap_or(0);
    if common == 0 {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    for line in lines {
        let cut = indent(&source[line.clone()]).min(common);
        builder.keep(line.start + cut..line.end);
    }
    Some(builder.finish())
}

/// Takes away the empty line after each line, in texts that hold header fields: elsewhere empty lines part paragraphs.
pub fn single_space(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !begins_double_spaced(source) {
        return None;
    }
    let lines = lines(source);
    if !is_double_spaced(source, &lines) {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut blanks = 0;
    for line in lines {
        let is_blank = source[line.clone()].trim().is_empty();
        // The first of each odd run was added; an empty line of the text itself got one of its own.
        let is_added = is_blank && blanks % 2 == 0;
        blanks = if is_blank { blanks + 1 } else { 0 };
        if !is_added {
            builder.keep(line);
        }
    }
    Some(builder.finish())
}

/// Seen at a glance: the first lines alternate.
pub fn begins_double_spaced(source: &str) -> bool {
    source.trim_start().split('\n').take(8).filter(|line| line.trim().is_empty()).count() >= 3
}

fn is_double_spaced(source: &str, lines: &[Range<usize>]) -> bool {
    let (mut filled, mut fields, mut single, mut gap) = (0_usize, 0, 0_usize, 0);
    for line in lines {
        let line = &source[line.clone()];
        if line.trim().is_empty() {
            gap += 1;
            continue;
        }
        filled += 1;
        fields += usize::from(header::name_len(line).is_some() || line.starts_with([' ', '\t']));
        single += usize::from(gap % 2 == 1);
        gap = 0;
    }
    filled >= 4 && fields * 2 >= filled && single * 10 >= (filled - 1) * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(repair: fn(&Text) -> Option<Text>, from: &str, to: &str) {
        let repaired = repair(&Text::plain(from));
        assert_eq!(repaired.as_ref().map_or(from, Text::as_str), to, "{from:?}");
    }

    #[test]
    fn quoting_is_undone() {
        check(unquote, "> a\n>\n> > b\n", "a\n\n> b\n");
        check(unquote, ">> a\n>> b", "a\nb");
        check(
            unquote,
            "He wrote:\n\nbut why\n> From: a\n>  b\n> To: c\nx",
            "He wrote:\n\nbut why\nFrom: a\n b\nTo: c\nx",
        );
        check(
            unquote,
            "... while talking:\n>>> RCPT To:<a>\n<<< 550 no",
            "... while talking:\n>>> RCPT To:<a>\n<<< 550 no",
        );
        check(unquote, "one\ntwo\n> three\nfour", "one\ntwo\n> three\nfour");
    }

    #[test]
    fn what_stands_before_every_line_is_taken_away() {
        check(uncompose, "mx-1  | a\nmx-1  |\nmx-1  |   b\n", "a\n\n  b\n");
        check(uncompose, "Host | a\nPort | b", "Host | a\nPort | b");
        check(uncompose, "mx-1 | a\nb", "mx-1 | a\nb");
        check(unquote_all, "> a\n>\n>  b", "a\n\n b");
        check(unquote_all, "> EHLO me\n< 250 ok", "> EHLO me\n< 250 ok");
    }

    #[test]
    fn a_common_indent_is_undone() {
        check(undent, "    a\n\n      b\n", "a\n\n  b\n");
        check(undent, "a\n b", "a\n b");
        check(undent, "", "");
    }

    #[test]
    fn double_spacing_is_undone_in_headers() {
        check(
            single_space,
            "A: b\n\n c\n\nD: e\n\nF: g\n\n\n\nbody\n\nmore\n",
            "A: b\n c\nD: e\nF: g\n\nbody\nmore\n",
        );
        check(single_space, "one.\n\ntwo.\n\nthree.\n\nfour.\n", "one.\n\ntwo.\n\nthree.\n\nfour.\n");
        check(single_space, "A: b\nC: d\n\nbody\n\nmore", "A: b\nC: d\n\nbody\n\nmore");
    }
}
