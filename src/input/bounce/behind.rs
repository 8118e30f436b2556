//! The source of a report below the words of whoever asks: `Hello, what does this mean?`, and then all of it.

use crate::mail::header;
use crate::text::{Text, TextBuilder, lines};

/// So far down it is looked for, in lines, and so often.
const FIRST: usize = 200;
const TRIES: usize = 8;

/// The text from where the source begins. `None` where it begins at once, or nowhere.
pub fn source(text: &Text) -> Option<Text> {
    let string = text.as_str();
    let mut was_field = false;
    let mut has_words = false;
    let mut tries = 0;
    for line in lines(string).take(FIRST) {
        let (mark, rest) = marked(&string[line.clone()]);
        let is_field = header::name_len(rest).is_some() || (was_field && rest.starts_with([' ', '\t']));
        if is_field && !was_field && has_words && tries < TRIES {
            tries += 1;
            let source = match mark {
                0 => text.slice(line.start..string.len()),
                _ => unmarked(text, line.start),
            };
            if is_source(source.as_str()) {
                return Some(source);
            }
        }
        has_words |= !rest.trim().is_empty() && !is_field;
        was_field = is_field;
    }
    None
}

/// The length of the mark of a quotation, and the line without it.
fn marked(line: &str) -> (usize, &str) {
    let rest = line.strip_prefix('>').map(|rest| rest.strip_prefix(' ').unwrap_or(rest)).unwrap_or(line);
    (line.len() - rest.len(), rest)
}

/// The lines of one quotation, without its marks.
fn unmarked(text: &Text, from: usize) -> Text {
    let string = text.as_str();
    let mut builder = TextBuilder::new(text);
    let mut at = from;
    for line in string[from..].split_inclusive('\n') {
        let (mark, _) = marked(line);
        if mark == 0 {
            break;
        }
        builder.keep(at + mark..at + line.len());
        at += line.len();
    }
    builder.finish()
}

/// Whether fields stand there that only servers write, beside those of every mail.
fn is_source(text: &str) -> bool {
    const FIELDS: &[&str] =
        &["Return-Path", "Received", "Delivered-To", "MIME-Version", "Auto-Submitted", "X-Failed-Recipients"];
    let (fields, _) = header::fields(text);
    let has = |wanted: &[&str]| {
        fields
            .iter()
            .any(|field| wanted.iter().any(|name| name.eq_ignore_ascii_case(&text[field.name.clone()])))
    };
    fields.len() > 2 && has(FIELDS) && has(&["From", "Subject"])
}
