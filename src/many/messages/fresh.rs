//! Headers that follow each other without an empty line between.

use super::fields::is_one_of;
use super::lines::lines;
use crate::mail::header;

/// Where, in a run of fields, a header begins anew: with a field that servers put on top, then Received, then From and what
/// else authors write, all of which the header before had already. A field alone may stand twice in one header.
pub fn fresh_starts(block: &str) -> Vec<usize> {
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
