//! A log's lines, cut where a window or a mail ended: each begins with a time, and what was cut off stands at the first column.

use crate::input::log;
use crate::text::{Text, TextBuilder, lines};
use std::ops::Range;

/// No window and no mail is narrower, or wider.
const WIDTHS: Range<usize> = 30..150;

/// So often the cuts have to fit the width: once may be chance.
const LEAST: usize = 3;

/// Where fewer are cut, each would have been longer than any narrower window.
const NARROW: usize = 60;

/// Puts records together again. All that shows the width has to agree on it: the first word of a line would not have fitted behind the
/// line above, or every line that goes on is as long as the window was wide.
pub fn whole(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let (cuts, width) = cuts(source)?;
    let long = |line: &Range<usize>| source[line.clone()].trim_end().chars().count();
    let is_hard = cuts.len() > 1 && cuts.iter().all(|(line, _)| long(line) + 1 >= width);
    let with_next = |(line, next): &Cut| {
        let first = source[next.clone()].split(' ').next().unwrap_or_default();
        long(line) + 1 + first.chars().count()
    };
    let fits = |cut: &&Cut| with_next(cut) > width;
    let fitting: Vec<_> = cuts.iter().filter(fits).collect();
    let is_shown = fitting.len() >= LEAST && fitting.len() * 10 >= cuts.len() * 9;
    let goes_on = |cut: &Cut| {
        let begins_sentence = source[cut.1.clone()].starts_with(char::is_uppercase)
            && source[cut.0.clone()].trim_end().ends_with(['.', '!', ')']);
        with_next(cut) > NARROW && !begins_sentence
    };
    if !is_shown && !(fitting.len() == cuts.len() && is_all_records(source) && cuts.iter().all(goes_on)) {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    for (line, next) in fitting {
        builder.keep(kept..line.start + source[line.clone()].trim_end().len());
        builder.replace(line.end..next.start, if is_hard && long(line) == width { "" } else { " " });
        kept = next.start;
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

/// A line of a record, and the one below it that goes on.
type Cut = (Range<usize>, Range<usize>);

/// Whether nothing but records stands there, from the first line on.
fn is_all_records(source: &str) -> bool {
    log::begins_with_time(source.trim_start()) && !source.trim().contains("\n\n")
}

/// All of these, and how long the longest line is.
fn cuts(source: &str) -> Option<(Vec<Cut>, usize)> {
    let (mut cuts, mut width, mut records) = (Vec::new(), 0, 0);
    let mut above: Option<Range<usize>> = None;
    for line in lines(source) {
        let words = source[line.clone()].trim_end();
        if log::begins_with_time(words) {
            records += 1;
        } else {
            let goes_on = !words.is_empty() && !words.starts_with('\t') && !words.starts_with("  ");
            let Some(above) = above.take().filter(|_| goes_on && !words.ends_with('?')) else { continue };
            cuts.push((above, line.clone()));
        }
        // A long word cannot be broken: its line shows no width.
        if words.contains(' ') {
            width = width.max(words.chars().count());
        }
        if width >= WIDTHS.end {
            return None;
        }
        above = Some(line);
    }
    (records > 0 && !cuts.is_empty() && WIDTHS.contains(&width)).then_some((cuts, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: &[&str] = &[
        "2026-11-03 10:00:00 1vNkQ4-00000003ZkT-1abc <= ann@example.org H=localhost (mx.example.org) [127.0.0.1] P=esmtp S=2190 id=1@example.org",
        "2026-11-03 10:00:01 1vNkQ4-00000003ZkT-1abc ** bob@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.9]: SMTP error from \
         remote mail server after RCPT TO:<bob@example.net>: 550 5.1.1 <bob@example.net>: no such user here",
        "2026-11-03 10:00:01 1vNkQ4-00000003ZkT-1abc Completed",
    ];

    /// As a mail wraps it: between words.
    fn wrapped(line: &str, width: usize) -> String {
        let (mut out, mut long) = (String::new(), 0);
        for word in line.split(' ') {
            let gap = match long {
                0 => "",
                _ if long + 1 + word.len() > width => "\n",
                _ => " ",
            };
            long = if gap == "\n" { 0 } else { long + gap.len() } + word.len();
            out += gap;
            out += word;
        }
        out
    }

    /// As a window cuts it: within words, too.
    fn cut(line: &str, width: usize) -> String {
        let pieces: Vec<String> =
            line.as_bytes().chunks(width).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect();
        pieces.join("\n")
    }

    #[test]
    fn records_are_whole_again() {
        let records = [RECORDS, RECORDS].concat();
        let whole_ones = records.join("\n");
        for width in [62, 72, 80, 100] {
            for damage in [wrapped, cut] {
                let damaged: Vec<String> = records.iter().map(|line| damage(line, width)).collect();
                let damaged = format!("In the log I see:\n\n{}\n\nWhy?", damaged.join("\n"));
                let repaired = whole(&Text::plain(&damaged)).unwrap_or_else(|| panic!("{width}: {damaged}"));
                // Blanks at the end of a line are lost.
                let bare = |text: &str| text.split_whitespace().collect::<String>();
                let lines = |text: &str| text.lines().map(bare).collect::<Vec<_>>();
                assert_eq!(
                    lines(&repaired.as_str()[19..])[..records.len()],
                    lines(&whole_ones),
                    "{width} {damaged}"
                );
                assert!(repaired.as_str().ends_with("\n\nWhy?"));
            }
        }
    }

    #[test]
    fn one_record_is_whole_again() {
        for width in [62, 72, 80] {
            let repaired = whole(&Text::plain(&wrapped(RECORDS[1], width)));
            assert_eq!(repaired.as_ref().map(Text::as_str), Some(RECORDS[1]), "{width}");
        }
    }

    #[test]
    fn what_is_whole_stays() {
        for text in [
            RECORDS.join("\n"),
            format!("{}\nI do not know what it means\nand nobody else\nknows\n", RECORDS[2].repeat(2)),
            format!("{0}\nTraceback\nValueError: x\n{0}\nshort\n{0}\nshort too\nand so on\n", RECORDS[2]),
        ] {
            assert!(whole(&Text::plain(&text)).is_none(), "{text}");
        }
    }
}
