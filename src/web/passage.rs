//! Cuts a paste into the lines and pieces that are shown beside the answer, its evidence marked.
//!
//! Offsets are bytes of UTF-8 into the paste. A long paste is shown in passages: its beginning, and what stands around
//! each mark, since a browser does not draw a hundred thousand lines in a moment.

use crate::text::order;
use std::ops::Range;

/// Up to so many lines a paste is shown whole.
const WHOLE: usize = 600;
/// Of a longer one: so many lines of its beginning, and so many on each side of a mark.
const BEGINNING: usize = 60;
const AROUND: usize = 8;
/// A longer stretch without a mark is shown by its two ends, in bytes.
const LONG_PIECE: usize = 4_000;
const END_PIECE: usize = 1_500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Line {
        number: usize,
        pieces: Vec<Piece>,
    },
    /// Lines that are not shown.
    Gap {
        lines: usize,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// The mark that it belongs to, as it was given.
    pub mark: Option<Mark>,
}

pub type Mark = Range<usize>;

/// The rows to show. Marks may overlap, lie out of range or inside a character: each is cut to what can be shown.
pub fn rows(paste: &str, marks: &[Mark]) -> Vec<Row> {
    rows_of(paste, &lines(paste), marks)
}

/// The same for one who shows a paste again and again: its lines are found once.
pub fn rows_of(paste: &str, lines: &[Range<usize>], marks: &[Mark]) -> Vec<Row> {
    let marks = tidy(paste, marks);
    let shown = shown(lines, &marks);
    let mut rows = Vec::new();
    let mut next = 0;
    for range in shown {
        if range.start > next {
            rows.push(Row::Gap { lines: range.start - next });
        }
        for index in range.clone() {
            rows.push(Row::Line { number: index + 1, pieces: pieces(paste, lines[index].clone(), &marks) });
        }
        next = range.end;
    }
    if next < lines.len() {
        rows.push(Row::Gap { lines: lines.len() - next });
    }
    rows
}

/// The paste with these stretches covered by stars. Offsets stay what they were.
pub fn cover(paste: &str, stretches: impl Iterator<Item = Range<usize>>) -> String {
    let mut covered = paste.to_owned();
    for stretch in stretches {
        if let Some(secret) = paste.get(stretch.clone()) {
            let stars: String = secret.bytes().map(|b| if b == b'\n' { '\n' } else { '*' }).collect();
            covered.replace_range(stretch, &stars);
        }
    }
    covered
}

/// The number of the line, from 1, that an offset stands in.
pub fn line_number(paste: &str, offset: usize) -> usize {
    let before = &paste.as_bytes()[..offset.min(paste.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Where each line stands, without its end.
pub fn lines(paste: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines: Vec<_> = paste
        .split_inclusive('\n')
        .map(|line| {
            let ends = line.bytes().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let range = start..start + line.len() - ends;
            start += line.len();
            range
        })
        .collect();
    while lines.len() > 1 && lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// Sorted, in range, on the borders of characters, none over another.
fn tidy(paste: &str, marks: &[Mark]) -> Vec<(Range<usize>, Mark)> {
    let floor = |mut at: usize| {
        at = at.min(paste.len());
        while !paste.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let mut tidy: Vec<_> =
        marks.iter().map(|mark| (floor(mark.start)..floor(mark.end), mark.clone())).collect();
    order::by_key(&mut tidy, |(mark, _)| mark.start);
    let mut end = 0;
    for (mark, _) in &mut tidy {
        mark.start = mark.start.max(end);
        end = end.max(mark.end);
    }
    tidy.retain(|(mark, _)| mark.start < mark.end);
    tidy
}

/// Ranges of line indexes, in order, apart from each other.
fn shown(lines: &[Range<usize>], marks: &[(Range<usize>, Mark)]) -> Vec<Range<usize>> {
    if lines.len() <= WHOLE {
        return std::iter::once(0..lines.len()).collect();
    }
    let beginning = 0..BEGINNING;
    let mut shown = vec![beginning];
    for (mark, _) in marks {
        let line = |offset: usize| lines.partition_point(|line| line.end < offset);
        let start = line(mark.start).saturating_sub(AROUND);
        let end = (line(mark.end) + AROUND + 1).min(lines.len());
        match shown.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => shown.push(start..end),
        }
    }
    shown
}

fn pieces(paste: &str, line: Range<usize>, marks: &[(Range<usize>, Mark)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    let first = marks.partition_point(|(mark, _)| mark.end <= line.start);
    for (mark, whole) in marks[first..].iter().take_while(|(mark, _)| mark.start < line.end) {
        let (start, end) = (mark.start.max(line.start), mark.end.min(line.end));
        push_plain(&mut pieces, &paste[at..start]);
        if start < end {
            pieces.push(Piece { text: paste[start..end].to_owned(), mark: Some(whole.clone()) });
        }
        at = end.max(start);
    }
    push_plain(&mut pieces, &paste[at..line.end]);
    pieces
}

fn push_plain(pieces: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    let text = if text.len() > LONG_PIECE {
        let head = text.floor_char_boundary(END_PIECE);
        let tail = text.ceil_char_boundary(text.len() - END_PIECE);
        format!("{} … {}", &text[..head], &text[tail..])
    } else {
        text.to_owned()
    };
    pieces.push(Piece { text, mark: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(rows: &[Row]) -> String {
        let line = |row: &Row| match row {
            Row::Line { number, pieces } => {
                let piece = |p: &Piece| {
                    p.mark.as_ref().map_or(p.text.clone(), |m| format!("[{}:{}]", m.start, p.text))
                };
                format!("{number} {}", pieces.iter().map(piece).collect::<String>())
            }
            Row::Gap { lines } => format!("({lines})"),
        };
        rows.iter().map(line).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn marks_are_cut_at_line_ends_and_at_each_other() {
        assert_eq!(plain(&rows("one two\nthree", &[4..11])), "1 one [4:two]|2 [4:thr]ee");
        assert_eq!(plain(&rows("abcdef", &[1..4, 2..5])), "1 a[1:bcd][2:e]f");
        assert_eq!(plain(&rows("a\r\nb\n\n", &[0..1])), "1 [0:a]|2 b");
    }

    #[test]
    fn no_range_is_out_of_reach() {
        for start in 0..8 {
            for end in 0..12 {
                let marks = [Range { start, end }];
                assert!(!rows("é€x", &marks).is_empty());
            }
        }
        assert!(rows("", std::slice::from_ref(&(3..9))).is_empty());
    }

    #[test]
    fn a_long_paste_is_shown_around_its_marks() {
        let paste = "line\n".repeat(5_000);
        let rows = rows(&paste, &[Range { start: 15_000, end: 15_004 }]);
        assert_eq!(rows.len(), BEGINNING + 1 + 2 * AROUND + 1 + 1);
        assert_eq!(rows[BEGINNING], Row::Gap { lines: 3_000 - AROUND - BEGINNING });
    }

    #[test]
    fn what_is_covered_keeps_its_length() {
        let spans = [Range { start: 4, end: 9 }, Range { start: 30, end: 40 }];
        assert_eq!(cover("key pässx\nend", spans.into_iter()), "key *****x\nend");
    }

    #[test]
    fn lines_are_counted_from_one() {
        assert_eq!(line_number("a\nb", 0), 1);
        assert_eq!(line_number("a\nb", 2), 2);
        assert_eq!(line_number("a\nb", 99), 2);
    }
}
