//! Header fields that were copied in a layout of name and value: a table, JSON, a list with bold names or numbers.
//!
//! Web pages, spreadsheets and programs show them so. They are put back into the form that mail has, one field a line, and each byte
//! keeps its place in the paste. Only where enough names of mail stand in that form, and one of them is a server's own: a log's
//! JSON or a list of settings stays what it is.

mod json;
mod printable;
mod rows;

use crate::mail::header;
use crate::text::{Text, TextBuilder};
use memchr::memmem;

pub use printable::{decode as unprint, decode_words as unprint_words};

/// The text with its fields in the form of RFC 5322; none where they are in it already, or where there are none.
pub fn as_fields(text: &Text) -> Option<Text> {
    let source = text.as_str();
    // One of these stands in every header that is worth it.
    let is_worth = SEEN.iter().any(|part| memmem::find(source.as_bytes(), part.as_bytes()).is_some());
    is_worth.then(|| rows::as_fields(text).or_else(|| json::as_fields(text)))?
}

/// Parts of the names that only servers write, as they stand in any case of the first letter.
const SEEN: &[&str] =
    &["eceived", "eturn-", "uthentication-", "IME-Version", "ime-version", "elivered-", "KIM-", "kim-"];

/// So many names of mail have to stand in a layout.
const FEWEST: usize = 3;

/// What the names of a layout show.
#[derive(Clone, Copy, Debug, Default)]
struct Names {
    all: usize,
    known: usize,
    /// Those that only mail servers write.
    trace: usize,
}

impl Names {
    fn add(&mut self, name: &str) {
        self.all += 1;
        self.known += usize::from(header::is_known(name));
        self.trace += usize::from(is_trace(name));
    }

    fn is_header(self) -> bool {
        self.trace > 0 && self.known >= FEWEST && self.known * 2 >= self.all
    }
}

fn is_trace(name: &str) -> bool {
    const TRACE: &[&str] = &[
        "Received",
        "X-Received",
        "Return-Path",
        "Delivered-To",
        "DKIM-Signature",
        "Authentication-Results",
        "Received-SPF",
        "MIME-Version",
        "ARC-Seal",
        "ARC-Message-Signature",
        "ARC-Authentication-Results",
    ];
    TRACE.iter().any(|trace| trace.eq_ignore_ascii_case(name))
}

/// Whether a whole string has the form of a field's name.
fn is_name(name: &str) -> bool {
    const LONGEST: usize = 76;
    name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Writes the end of a field's line where none stands yet.
fn end_line(builder: &mut TextBuilder, at: usize) {
    if !builder.as_str().is_empty() && !builder.as_str().ends_with('\n') {
        builder.replace(at..at, "\n");
    }
}

#[cfg(test)]
mod tests;
