//! What crosses between page and worker.
//!
//! Values cross by serde-wasm-bindgen in their JSON-compatible form. An article crosses as blocks of text, never as markup.

use super::explained::Explained;
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
    /// The article on a cause.
    Article { cause: String },
    /// All causes, for the list of articles.
    Causes,
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
    Article(Article),
    Causes(Vec<Heading>),
    /// A text to explain, from a file or a link.
    Paste(String),
    /// Why there is none, in a sentence.
    Refused(String),
    Written {
        format: Format,
        text: String,
    },
    Redacted(Redacted),
    /// There is no article on this cause.
    NoArticle(String),
}

/// One line of the list of articles.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    pub cause: String,
    pub title: String,
    pub summary: String,
    pub stage: String,
}

/// The article on a cause.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    pub cause: String,
    pub title: String,
    pub summary: String,
    pub permanence: String,
    pub stage: String,
    pub act: String,
    pub retry: String,
    pub sections: Vec<Section>,
}

/// A heading (level 2 or 3) and what stands under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub level: u8,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    Paragraph(Vec<Inline>),
    List { ordered: bool, items: Vec<Vec<Inline>> },
    Code(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    Text(String),
    Strong(String),
    Emphasis(String),
    Code(String),
    /// Words and where they lead: an address on the web, `cause:<id>` or `code:<code>`.
    Link(String, String),
}
