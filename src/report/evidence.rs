//! The words of the paste that told the cause.

use crate::facts::{Facts, Statement};
use crate::report::Evidence;
use crate::text::Span;

/// Evidence with its words as they read, where an encoding of the mail hides them.
pub fn decoded(evidence: Evidence, facts: &Facts, statement: Option<&Statement>) -> Evidence {
    let reads = reading(&evidence, facts, statement);
    Evidence { reads, ..evidence }
}

fn reading(evidence: &Evidence, facts: &Facts, statement: Option<&Statement>) -> Option<String> {
    let span = Span::new(evidence.start, evidence.end);
    if facts.covered.iter().any(|hidden| hidden.start < span.end && hidden.end > span.start) {
        return None;
    }
    let text = &statement?.text;
    let words = text.get(text.range_of(span)?);
    let plain = |words: &str| words.split_whitespace().collect::<String>();
    // Quoted-printable and base64 leave other signs; a code that was taken out of a reply's lines is none.
    let is_encoded =
        evidence.quote.contains('=') || !evidence.quote.contains(words.split_whitespace().next()?);
    (is_encoded && plain(words) != plain(&evidence.quote)).then(|| words.trim().to_owned())
}

/// The words of the paste that a span names; what is covered in them stays covered.
pub fn evidence(paste: &str, facts: &Facts, span: Span) -> Option<Evidence> {
    paste.get(span.range()).filter(|quote| !quote.is_empty())?;
    let mut quote = String::new();
    let mut done = span.start;
    for hidden in facts.covered.iter().filter(|hidden| hidden.start < span.end && hidden.end > span.start) {
        if hidden.start > done {
            quote.push_str(paste.get(done..hidden.start)?);
        }
        quote.push('•');
        done = done.max(hidden.end);
    }
    quote.push_str(paste.get(done..span.end.max(done))?);
    Some(Evidence { start: span.start, end: span.end, quote, reads: None })
}
