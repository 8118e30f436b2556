//! What crosses between page and worker.
//!
//! Values cross by serde-wasm-bindgen; `taken` is how the page takes them up.

use super::explained::Explained;
use crate::many::Case;
use crate::report::Command;
use serde::{Deserialize, Serialize};

/// A question of the page. The number comes back with the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    pub id: u32,
    pub ask: Ask,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Explain this paste; as one case, even where it looks like many.
    Explain { text: String, as_one: bool },
    /// What the signs of a case say (`report::case`).
    Case { signs: String },
    /// Where the guided check begins, and the tools that it uses.
    Guide,
    /// The guided check after these answers (ids of outcomes), its commands filled with what was told: a placeholder's name
    /// and its value.
    Check { complaint: String, answers: Vec<String>, told: Vec<(String, String)> },
    /// Where programs hide headers and errors.
    Hideouts,
    /// Every case of a paste, or of the files that come with the question, as the browser's own objects. The names are
    /// those of the files, with their folders.
    Survey { text: Option<String>, names: Vec<String> },
    /// One case of the file that comes with the question.
    Fetch { spot: Spot },
    /// All of the file that comes with the question, as one text.
    Whole,
    /// The explanation of this paste, written out.
    /// `root` is the address of the site, which a worker cannot know: its own is no address of the site's.
    Write { text: String, format: Format, root: String },
    /// The paste without what belongs to persons, but for what is kept, and the fragment of a link to it.
    Redact { text: String, keep: Keep },
    /// The paste that the fragment of a link holds.
    Unlink { fragment: String },
    /// The example of this number.
    Example(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Text,
    Markdown,
    Json,
    /// The hops as a table.
    Hops,
    /// The recipients as a table.
    Recipients,
    /// The timeline as SVG: to be saved as it is, or drawn as PNG.
    Svg,
    Png,
}

/// What stays as it is when a paste is redacted; by default nothing that belongs to persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    pub addresses: bool,
    pub names: bool,
    pub hosts: bool,
    pub ips: bool,
    pub ids: bool,
    pub content: bool,
}

type Place = fn(&mut Keep) -> &mut bool;

impl Keep {
    /// What can be kept, in plain words, with its place.
    pub const KINDS: [(&str, Place); 6] = [
        ("e-mail addresses", |keep| &mut keep.addresses),
        ("names of people", |keep| &mut keep.names),
        ("host names", |keep| &mut keep.hosts),
        ("IP addresses", |keep| &mut keep.ips),
        ("ids of messages", |keep| &mut keep.ids),
        ("subject and words of the message", |keep| &mut keep.content),
    ];
}

/// A paste with stand-ins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Redacted {
    pub text: String,
    /// Where the stand-ins are, in bytes.
    pub marks: Vec<(usize, usize)>,
    /// Of a link that holds this text, without the `#`.
    pub fragment: String,
    /// What to look for in it.
    pub note: String,
}

/// Where a case stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Which of the files.
    pub file: usize,
    /// Which file within it, where it had to be unpacked.
    pub member: Option<usize>,
    /// Bytes of the file, or of the text that was unpacked.
    pub start: u64,
    pub end: u64,
}

/// A row of the table of cases.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    pub spot: Spot,
    /// Which of the findings about this case.
    pub finding: usize,
    pub case: Case,
}

/// How far a survey is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Files that are done, and all of them.
    pub files: usize,
    pub all_files: usize,
    /// Cases of the present file that are done, and all of them; none while it is looked through.
    pub cases: usize,
    pub all_cases: usize,
    /// Of all files.
    pub bytes: u64,
    pub all_bytes: u64,
}

/// The end of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Surveyed {
    /// The files that could not be read, and why.
    pub unread: Vec<(String, String)>,
    /// How many files there were.
    pub files: usize,
    /// There were more cases than are kept.
    pub is_cut: bool,
}

/// What the worker says.
#[derive(Clone, Debug, Serialize)]
pub enum Said {
    /// The worker listens. What is posted to it before this is lost.
    Ready,
    /// Part of a survey; the answer comes when all is found.
    Found {
        id: u32,
        found: Vec<Found>,
        progress: Progress,
    },
    Answer {
        id: u32,
        answer: Answer,
    },
    /// What the last answer left out since it is folded away at first, as JSON.
    Folded {
        id: u32,
        json: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Answer {
    Explained(Box<Explained>),
    /// Each sign, and what it says.
    Case(Vec<(String, String)>),
    Guide(Guide),
    Hideouts(Vec<Hideout>),
    Check(Box<Checkup>),
    /// The paste is many cases: a survey tells.
    Many,
    Surveyed(Surveyed),
    /// A text to explain, from a file, a link or an example; as one case, where it is known to be one.
    Paste {
        text: String,
        as_one: bool,
    },
    /// Why there is none, in a sentence.
    Refused(String),
    Written {
        format: Format,
        text: String,
    },
    Redacted(Redacted),
}

/// A program, and where it hides what is to be pasted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hideout {
    pub id: String,
    pub name: String,
    pub note: String,
    /// What can be found, and the steps to it, with markup (`knowledge::article`).
    pub finds: Vec<(String, Vec<String>)>,
    pub source: String,
    pub checked: String,
}

/// Where a guided check begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Guide {
    pub complaints: Vec<Choice>,
    /// A tool, what it shows, and when it tells nothing.
    pub tools: Vec<[String; 3]>,
}

/// A way on: its id, its words, and what it means.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    pub id: String,
    pub says: String,
    pub means: String,
}

/// How far a guided check is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checkup {
    pub complaint: String,
    pub title: String,
    /// The answers so far: their ids, the questions, what was said.
    pub trail: Vec<[String; 3]>,
    /// What can be filled in here: a placeholder's name, a label, an example.
    pub fields: Vec<[String; 3]>,
    pub stop: CheckStop,
}

/// `why`, `help`, `provider` and `text` may hold markup.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum CheckStop {
    Question {
        question: String,
        why: String,
        help: String,
        /// What the reader's provider documents.
        provider: String,
        commands: Vec<Command>,
        choices: Vec<Choice>,
    },
    /// There is a text: what to paste.
    Paste(String),
    End {
        cause: Option<String>,
        verdict: String,
        who: String,
        text: String,
        retry: String,
        /// What the button says that shows the letter, and the letter.
        letters: Vec<(String, String)>,
    },
}
