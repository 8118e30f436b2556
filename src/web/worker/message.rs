//! What crosses between page and worker.
//!
//! Values cross by serde-wasm-bindgen in their JSON-compatible form.

use super::explained::Explained;
use crate::report::Command;
use serde::{Deserialize, Serialize};

/// The property of a question that files travel in: they cross as they are, without being read by the page.
pub const FILES: &str = "files";

/// A question of the page. The number comes back with the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    pub id: u32,
    pub ask: Ask,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Explain this paste.
    Explain { text: String },
    /// Where the guided check begins, and the tools that it uses.
    Guide,
    /// The guided check after these answers (ids of outcomes), its commands filled with what was told: a placeholder's name
    /// and its value.
    Check { complaint: String, answers: Vec<String>, told: Vec<(String, String)> },
    /// Where programs hide headers and errors.
    Hideouts,
    /// The texts in the files that come with the question, as the browser's own objects.
    Open,
    /// The explanation of this paste, written out.
    Write { text: String, format: Format },
    /// The paste without what belongs to persons, but for what is kept, and the fragment of a link to it.
    Redact { text: String, keep: Keep },
    /// The paste that the fragment of a link holds.
    Unlink { fragment: String },
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

/// A paste with stand-ins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Redacted {
    pub text: String,
    /// Where the stand-ins are, in bytes.
    pub marks: Vec<(usize, usize)>,
    /// Of a link that holds this text, without the `#`.
    pub fragment: String,
}

/// What the worker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Said {
    /// The worker listens. What is posted to it before this is lost.
    Ready,
    Answer {
        id: u32,
        answer: Answer,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Explained(Box<Explained>),
    Guide(Guide),
    Hideouts(Vec<Hideout>),
    Check(Box<Checkup>),
    /// A text to explain, from a file or a link.
    Paste(String),
    /// Why there is none, in a sentence.
    Refused(String),
    Written {
        format: Format,
        text: String,
    },
    Redacted(Redacted),
}

/// A program, and where it hides what is to be pasted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    pub complaints: Vec<Choice>,
    /// A tool, what it shows, and when it tells nothing.
    pub tools: Vec<[String; 3]>,
}

/// A way on: its id, its words, and what it means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub says: String,
    pub means: String,
}

/// How far a guided check is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        act: String,
        text: String,
        retry: String,
        letter: Option<String>,
    },
}
