//! How the build script packs tables (`build/pack.rs`), and how they are laid out again, once, when first asked for.
//!
//! A table of structs is what the engine wants, and heavy for a page to load: a pointer and a length beside every text,
//! all of them different. So each field is a column of its own, its texts one after the other, and so is each number.

use super::names::{Act, Named, Only, Topic, Topics};
use super::types::{Command, Mend, Step};
use std::str::Split;

/// Stands between two cells of a column (ASCII's record separator).
pub const BETWEEN_CELLS: char = '\u{1e}';
/// Stands behind each item of a cell that holds a list (ASCII's unit separator).
pub const BEHIND_ITEM: char = '\u{1f}';

/// Parts two texts of an item (ASCII's group separator).
pub const WITHIN_ITEM: char = '\u{1d}';

/// The texts of one field, row after row.
pub struct Column(pub &'static str);

impl Column {
    pub fn cells(&self) -> Cells {
        Cells(self.0.split(BETWEEN_CELLS))
    }
}

/// Goes down a column.
pub struct Cells(Split<'static, char>);

impl Iterator for Cells {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        self.0.next()
    }
}

impl Cells {
    pub fn text(&mut self) -> &'static str {
        self.next().unwrap_or_default()
    }

    pub fn number(&mut self) -> usize {
        self.text().parse().unwrap_or(0)
    }

    /// One of a closed set of names, by its number.
    pub fn name<T: Named>(&mut self) -> T {
        T::of(self.number() as u8)
    }

    /// Rows within a row, behind their count.
    pub fn rows<T>(&mut self, row: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.number()).map(|_| row(self)).collect()
    }

    pub fn list(&mut self) -> impl Iterator<Item = &'static str> {
        self.text().split_terminator(BEHIND_ITEM)
    }

    /// Each item begins with the number of its cause and with whether it stands alone, or in place of a rule's steps.
    pub fn mends(&mut self) -> Vec<Mend> {
        let mend = |(cause, alone, about, text): (u8, u8, Topics, &'static str)| {
            let (rule, text) = text.split_once(WITHIN_ITEM).unwrap_or(("", text));
            Mend { cause, rule, instead: alone == 1, about, text }
        };
        self.list().filter_map(headed).map(mend).collect()
    }

    /// Each item begins with the number of who takes the step, and that of the pastes that it is for.
    pub fn steps(&mut self) -> Vec<Step> {
        let step = |(by, only, about, text): (u8, u8, Topics, &'static str)| Step {
            by: Act::of(by),
            only: Only::of(only),
            about,
            text,
        };
        self.list().filter_map(headed).map(step).collect()
    }
}

/// An item's two numbers, how many topics it is about and which, each in one sign from `0` on, and its text.
fn headed(item: &'static str) -> Option<(u8, u8, Topics, &'static str)> {
    let number = |sign: u8| sign.wrapping_sub(b'0');
    let [first, second, count, ..] = *item.as_bytes() else { return None };
    let (topics, text) = item[3..].split_at_checked(usize::from(number(count)))?;
    let about = topics.bytes().map(|sign| Topic::of(number(sign))).collect();
    Some((number(first), number(second), about, text))
}

pub struct Causes {
    pub ids: Column,
    pub titles: Column,
    pub summaries: Column,
    pub retries: Column,
    pub given_up: Column,
    pub for_now: Column,
    pub for_good: Column,
    pub by_hand: Column,
    pub asks: Column,
    pub steps: Column,
    pub unix: Column,
    pub windows: Column,
    pub whys: Column,
    pub onlys: Column,
    pub ats: Column,
    pub permanence: &'static [u8],
    pub stages: &'static [u8],
    pub acts: &'static [u8],
}

pub struct Owners {
    pub ids: Column,
    pub names: Column,
    pub hosts: Column,
    pub abouts: Column,
    pub collects: Column,
    pub trusts: Column,
    pub locals: Column,
    pub senders: Column,
    pub mends: Column,
    pub sources: Column,
    pub checked: Column,
    pub kinds: &'static [u8],
    pub layers: &'static [u8],
    pub runs: &'static [u8],
    /// How many rules each has.
    pub rules: &'static [u16],
}

/// In the order of their owners.
pub struct Rules {
    pub ids: Column,
    pub codes: Column,
    pub langs: Column,
    pub notes: Column,
    pub retries: Column,
    pub verdicts: Column,
    pub summaries: Column,
    pub asks: Column,
    pub steps: Column,
    pub link_titles: Column,
    pub link_urls: Column,
    /// Empty where they are the owner's.
    pub sources: Column,
    pub checked: Column,
    pub causes: &'static [u8],
    pub confidence: &'static [u8],
    pub priorities: &'static [i8],
    pub only_here: &'static [u8],
    pub has_phrases: &'static [u8],
    pub alone: &'static [u8],
    /// One more than the number; 0 where the cause's own holds.
    pub permanence: &'static [u8],
    pub stages: &'static [u8],
    pub acts: &'static [u8],
}

pub struct Codes {
    pub codes: Column,
    pub meanings: Column,
    pub places: Column,
    pub notes: Column,
    pub sources: Column,
    pub urls: Column,
    /// Numbers of causes.
    pub also: Column,
    /// One more than the cause's number; 0 for none.
    pub causes: &'static [u8],
    pub confidence: &'static [u8],
}

pub struct Lists {
    pub ids: Column,
    pub names: Column,
    pub lists: Column,
    pub zones: Column,
    pub urls: Column,
    pub notes: Column,
    pub answers: Column,
    pub closed: &'static [u8],
}

pub struct Fields {
    pub names: Column,
    pub abouts: Column,
    pub sources: Column,
    pub count: usize,
}

pub struct Terms {
    pub terms: Column,
    pub meanings: Column,
    pub leanings: &'static [i8],
    /// One more than the place among `mends`; 0 where there is none.
    pub mended: &'static [u8],
    /// Each begins with the number of who does it, and with whether it is about proof, in one sign each.
    pub mends: Column,
}

/// The columns of commands, row after row.
pub struct Commands {
    pub unix: Cells,
    pub windows: Cells,
    pub whys: Cells,
    pub onlys: Cells,
    pub ats: Cells,
}

impl Commands {
    pub fn row(&mut self) -> Vec<Command> {
        let forms = self.unix.list().zip(self.windows.list());
        let texts = forms.zip(self.whys.list().zip(self.onlys.list().zip(self.ats.list())));
        let command = |((unix, windows), (why, (only, at)))| Command {
            unix,
            windows,
            why,
            only: Only::from_name(only).unwrap_or(Only::Any),
            at,
        };
        texts.map(command).collect()
    }
}
