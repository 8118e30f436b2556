//! Logs of mail servers, and of what stands around them.
//!
//! `head` reads what writes the line (syslog, journald, containers), `formats` is the table of programs, one file each
//! where a program needs code, `entry` is what a line tells, `tale` ties lines to messages and counts what repeats.

mod clock;
mod entry;
mod exim;
mod folded;
mod formats;
mod haraka;
mod head;
mod kumomta;
mod mailq;
mod opensmtpd;
mod postfix;
mod qmail;
mod sendmail;
mod tale;
mod trouble;
mod unwrap;
mod windows;
mod wrapped;

pub use folded::unquoted;
pub use trouble::Troubles;

use crate::facts::{Facts, Kind};
use crate::text::{Text, TextBuilder, lines};
use formats::{FORMATS, Format};
use head::Head;

/// How many lines are looked at to recognise a log.
const SAMPLE: usize = 200;

/// In which that many lines surely stand, in bytes.
const SAMPLED: usize = 1 << 20;

/// How sure that this is a log: by the share of lines that a format knows.
pub fn looks(text: &Text) -> u8 {
    sample(text).sure
}

/// Whether each line is a log's, as in what a log is cut into: then nothing else need be looked for.
pub fn is_all(text: &Text) -> bool {
    sample(text).is_all
}

/// What the first lines show.
#[derive(Default)]
struct Sample {
    /// As in [`looks`].
    sure: u8,
    /// No line stands behind them, and each is one that a format knows.
    is_all: bool,
}

fn sample(text: &Text) -> Sample {
    let string = text.as_str();
    if string.starts_with("Received: ") || string.starts_with("Return-Path: ") {
        return Sample::default();
    }
    if mailq::shaped(string) {
        return Sample { sure: 90, is_all: false };
    }
    let (mut all, mut known, mut dated, mut traced) = (0, 0, 0, 0);
    let (mut follows, mut is_all) = (false, true);
    let mut fold = folded::Fold::default();
    let mut filled = lines(string).map(|line| &string[line]).filter(|line| !line.trim().is_empty());
    for line in filled.by_ref().take(SAMPLE) {
        // A line that goes on is part of the line before.
        if fold.takes(line) {
            continue;
        }
        if follows && (line.starts_with(['\t', ' ']) || wrapped::goes_on(line)) {
            is_all = false;
            continue;
        }
        all += 1;
        traced += usize::from(line.contains(": <<< ") || line.contains(": >>> "));
        let found = recognise(line);
        dated += usize::from(found.as_ref().is_some_and(|(_, head)| head.time.is_some()));
        is_all &= found.is_some();
        follows = found.is_some() || unwrap::is_wrapped(line);
        known += usize::from(follows);
    }
    let sure = match () {
        // A conversation among the lines is more than they are.
        () if known == 0 || traced * 4 > known => 0,
        () if dated * 2 >= all => 90,
        () if known * 2 >= all => 75,
        () if known * 5 >= all || known > 5 => 45,
        () => 20,
    };
    Sample { sure, is_all: is_all && sure == 90 && filled.next().is_none() }
}

/// Most lines are those of a log: no list of replies and no bounce is like that.
pub fn is_log(text: &str) -> bool {
    looks(&Text::plain(&text[..text.floor_char_boundary(SAMPLED.min(text.len()))])) > 70
}

/// Whether a text begins as a line of syslog or journald: time, host, program with its number.
pub fn is_record(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let head = head::head(line);
    let number = line[head.tag.end..].split_once("]: ").is_some_and(|(number, _)| {
        number.strip_prefix('[').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    });
    head.time.is_some() && !head.tag.is_empty() && number
}

/// Whether a text begins with a time, in brackets or not.
pub fn begins_with_time(text: &str) -> bool {
    head::time(text.trim_start()).is_some()
}

/// The time that a line of any tool begins with; one of day alone is one, too.
pub fn time_of(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let end = head::time(line).or_else(|| {
        let end = line.find([' ', ',']).unwrap_or(line.len());
        let is_clock =
            line[..end].matches(':').count() == 2 && !line[..end].contains(|c: char| c.is_alphabetic());
        (is_clock && line.starts_with(|c: char| c.is_ascii_digit())).then_some(end)
    })?;
    Some(line[..end].trim_matches(['[', ']']))
}

/// The text without the lines that are a log's.
pub fn rest(text: &Text) -> Text {
    let string = text.as_str();
    let mut builder = TextBuilder::new(text);
    let mut fold = folded::Fold::default();
    let mut is_others = |line: &str| !fold.takes(line) && recognise(line).is_none();
    for line in lines(string).filter(|line| is_others(&string[line.clone()])) {
        builder.keep(line.start..(line.end + 1).min(text.len()));
    }
    builder.finish()
}

pub fn read(text: &Text) -> Facts {
    let text = &wrapped::join(&folded::join(&mailq::lay_out(&unwrap::unwrap(text))));
    let string = text.as_str();
    let mut tale = tale::Tale::new(text);
    let mut last = None;
    let mut asked = false;
    let mut looked_at = 0;
    for line in lines(string) {
        let words = &string[line.clone()];
        if words.trim().is_empty() {
            continue;
        }
        tale.count_line();
        if words.starts_with(['\t', ' ']) && last.is_some() {
            tale.goes_on(line);
            continue;
        }
        last = recognise(words);
        if last.is_none() {
            tale.add_strange(line);
            looked_at += 1;
            asked = asked || (looked_at <= MOST_BESIDE && is_asked(words));
            continue;
        }
        if let Some((format, head)) = &last
            && let Some(entry) = (format.read)(words, head)
        {
            tale.add(format.program, line, head, entry);
        }
    }
    let mut facts = tale.finish();
    facts.kind = Kind::Log;
    facts.asked = asked;
    facts
}

/// So many lines beside a log's own are looked through for somebody's words.
const MOST_BESIDE: usize = 100;

/// Whether somebody asks, or speaks of themselves.
fn is_asked(line: &str) -> bool {
    let is_question = || line.trim_end().ends_with('?') && line.split_whitespace().count() > 2;
    super::prose::is_persons(line) || is_question()
}

/// Whose line it is: by its tag, else by its shape.
fn recognise(line: &str) -> Option<(&'static Format, Head)> {
    recognise_behind(line, head::head(line))
}

/// The same for a line whose head was read.
fn recognise_behind(line: &str, head: Head) -> Option<(&'static Format, Head)> {
    let tag = &line[head.tag.clone()];
    if !tag.is_empty() {
        let by_tag = FORMATS.iter().find(|format| format.tags.iter().any(|known| tag.starts_with(known)));
        if let Some(format) = by_tag {
            return Some((format, head));
        }
    }
    let rest = &line[head.rest..];
    let format = FORMATS.iter().find(|format| (format.shaped)(rest));
    if let Some(format) = format {
        return Some((format, head));
    }
    // What looked like a tag may be the first of the program's own words.
    let whole = Head { tag: 0..0, rest: head.body, ..head };
    let rest = &line[whole.rest..];
    let format = FORMATS.iter().find(|format| !tag.is_empty() && (format.shaped)(rest))?;
    Some((format, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "Nov  3 10:00:02 mx postfix/smtp[1000]: 4000: to=<ann@example.org>, relay=none, delay=3, status=deferred (x)\n";

    #[test]
    fn a_log_and_nothing_else_is_told_from_one_that_somebody_speaks_of() {
        let is = |paste: &str| is_all(&Text::plain(paste));
        assert!(is(LINE) && is(&LINE.repeat(SAMPLE)) && is(&format!("\n{LINE}\n{LINE}")));
        assert!(!is(""));
        assert!(!is(&format!("Why is that?\n\n{LINE}")));
        assert!(!is(&format!("{LINE}Why is that?\n")));
        assert!(!is(&format!("{LINE}  as before\n")));
        // What stands behind the sample is not known.
        assert!(!is(&LINE.repeat(SAMPLE + 1)));
    }
}
