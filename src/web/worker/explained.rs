//! A report as the page needs it: findings as they are, everything else laid out in sheets.
//!
//! The page draws all sheets alike, so it need not know what a log or an alignment is. That keeps it small; what to say
//! about each is written where it weighs nothing on the page, in `sheets/`.

use super::folded::Folded;
use crate::report::Finding;
use serde::Serialize;

/// The answer to a paste.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explained {
    /// The report's kind.
    pub kind: String,
    /// What the text was read as, in a sentence.
    pub origin: String,
    pub findings: Vec<Finding>,
    /// What is said beside each of them.
    pub beside: Vec<Beside>,
    /// Where the text came from, if that is to be known before it is believed.
    pub notice: String,
    /// What the timeline is headed.
    pub way: String,
    /// It in one line: "5 hops, 3 min 12 s, the longest wait 2 min 50 s".
    pub journey: String,
    /// The hops, oldest first.
    pub stops: Vec<Stop>,
    pub sheets: Vec<Sheet>,
    /// Credentials, in bytes of the paste: not to be shown.
    pub covered: Vec<(usize, usize)>,
    /// Of sheets and stops, what is folded away at first.
    #[serde(skip)]
    pub folded: Folded,
}

impl Explained {
    /// Takes out what is folded away at first: the rows of each sheet, the facts of each stop.
    pub fn fold(&mut self) -> (Vec<Vec<Row>>, Vec<Facts>) {
        let rows = |sheet: &mut Sheet| if sheet.open { Vec::new() } else { std::mem::take(&mut sheet.rows) };
        let facts = |stop: &mut Stop| std::mem::take(&mut stop.facts);
        (self.sheets.iter_mut().map(rows).collect(), self.stops.iter_mut().map(facts).collect())
    }

    /// The rows of a sheet, also where they crossed behind it.
    pub fn rows(&self, index: usize) -> Vec<Row> {
        match self.sheets.get(index) {
            Some(sheet) if !sheet.rows.is_empty() => sheet.rows.clone(),
            _ => self.folded.rows(index),
        }
    }

    /// The facts of a stop, likewise.
    pub fn facts(&self, index: usize) -> Facts {
        match self.stops.get(index) {
            Some(stop) if !stop.facts.is_empty() => stop.facts.clone(),
            _ => self.folded.facts(index),
        }
    }
}

/// What is said beside a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Beside {
    /// Who can mend it.
    pub who: String,
    /// What the buttons say that show messages to somebody, and the messages.
    pub letters: Vec<(String, String)>,
    /// Who gave the reply, and when in the conversation.
    pub spoken: String,
    /// The stations of the mail's way, where it is known, and which of them it ended at.
    pub way: Vec<String>,
    pub stop: usize,
    /// What happened at that one.
    pub here: String,
    /// A station before it that the mail passed with trouble, and what trouble.
    pub passed_at: Option<usize>,
    pub passed_how: String,
    /// How sure the evidence makes us.
    pub sure: String,
    /// For each piece of it, what stands there.
    pub meanings: Vec<String>,
    /// The signs of the case behind the address of its article: to write them takes the knowledge.
    pub case: String,
}

/// Names and values.
pub type Facts = Vec<(String, String)>;

/// One hop.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stop {
    /// Who took the mail over.
    pub name: String,
    pub from: Option<String>,
    /// Seconds since 1970.
    pub epoch: Option<i64>,
    /// What words and bar are made from: the worker keeps it to itself.
    #[serde(skip)]
    pub spent: Spent,
    /// What it took, in words.
    pub step: String,
    /// Whether that is the longest of the way, and so long that it matters.
    pub slowest: bool,
    pub bar: Bar,
    /// The writer's zone, in seconds east of UTC.
    pub offset: i32,
    /// What the field states: name and value.
    pub facts: Facts,
    /// What is likely to have happened here.
    pub note: Option<String>,
    /// Where belief begins: why what is above this row could have been written by anybody.
    pub trust: Option<String>,
    /// Where the field stands in the paste.
    pub start: usize,
    pub end: usize,
}

/// The time that a hop took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Seconds that the clock is off at least, positive where it is ahead.
    pub clock: Option<i64>,
    /// Seconds since the hop before; none for the first, and where a clock is off.
    pub took: Option<i64>,
    /// Several servers took that time together.
    pub shared: bool,
}

/// How a hop's time is drawn, in thousandths of the picture's width.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bar {
    pub start: i64,
    pub length: i64,
    /// Its classes in the style.
    pub class: String,
    /// Where it is drawn shorter than it was: the cut through it, as a path of SVG.
    pub cut: Option<String>,
}

/// An instrument: folded to its summary, a table when it is opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sheet {
    /// Stable, for tests and styles.
    pub id: String,
    pub title: String,
    /// The main thing in a line.
    pub summary: String,
    pub open: bool,
    /// Whether rows can be searched.
    pub search: bool,
    /// Sentences above the table.
    pub sentences: Vec<String>,
    /// Headings of the columns; none for names with their values.
    pub head: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// A cell for each heading, or one that takes the whole width.
    pub cells: Vec<Cell>,
    /// What it was read from, in bytes of the paste.
    pub range: Option<(usize, usize)>,
    /// The one to look at.
    pub marked: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    pub text: String,
    /// Said below it, smaller.
    pub small: String,
    /// `fine`, `temporary`, `permanent`, `unknown`, `notice` or `warning`: a sign before the text.
    pub sign: String,
    /// The cause whose article the text leads to.
    pub cause: String,
    /// The page that it was read from, as a link behind the text. Never from the paste.
    pub page: String,
    /// Words of the paste, in a monospaced face.
    pub code: bool,
    /// A button copies the text.
    pub copies: bool,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Self {
        Cell { text: text.into(), ..Cell::default() }
    }

    pub fn code(text: impl Into<String>) -> Self {
        Cell { text: text.into(), code: true, ..Cell::default() }
    }

    pub fn copies(self) -> Self {
        Cell { copies: true, ..self }
    }

    pub fn sign(self, sign: &str) -> Self {
        Cell { sign: sign.to_owned(), ..self }
    }

    pub fn small(self, small: impl Into<String>) -> Self {
        Cell { small: small.into(), ..self }
    }

    pub fn from_page(self, page: &str) -> Self {
        Cell { page: page.to_owned(), ..self }
    }

    pub fn leads_to(self, cause: &str) -> Self {
        Cell { cause: cause.to_owned(), ..self }
    }
}

impl Row {
    pub fn new(cells: Vec<Cell>) -> Self {
        Row { cells, ..Row::default() }
    }

    pub fn at(self, start: usize, end: usize) -> Self {
        Row { range: Some((start, end)), ..self }
    }
}

/// Headings of columns.
pub fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
