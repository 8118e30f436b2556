//! Pastes that begin within a field: what stands of it above the first whole field.
//!
//! Who marks headers by hand often misses the first line. The date of the newest server is in what is left.

use super::find::Block;
use crate::mail::date;
use crate::text::{Text, TextBuilder};

/// What is left of a field is no longer than this.
const LONGEST: usize = 2000;
const MOST_LINES: usize = 40;

/// What stands right above a block.
pub(super) enum Rest {
    /// Of a Received field: the text with the field's name put before it.
    Received(Text),
    /// Of another field, or too little of it.
    Other,
}

/// The rest of a field right above a block, if it is one.
pub(super) fn rest(text: &Text, block: &Block) -> Option<Rest> {
    let above = &text.as_str()[..block.range.start];
    let start = above.rfind("\n\n").map_or(0, |at| at + 2);
    let rest = &above[start..];
    let is_near = rest.ends_with('\n') && !rest.trim().is_empty();
    // The separator of an mbox has a date, too.
    if !is_near || rest.len() > LONGEST || rest.lines().count() > MOST_LINES || rest.starts_with("From ") {
        return None;
    }
    let is_folded = rest.lines().all(|line| line.starts_with([' ', '\t']) || line.trim().is_empty());
    let (stated, stamp) = rest.rsplit_once(';').unwrap_or(("", rest));
    let is_dated = date::begins(stamp.trim_start()) && date::parse(stamp).is_ok();
    let has_clause = ["by", "with", "id", "for", "from"]
        .iter()
        .any(|clause| stated.split_whitespace().any(|word| word == *clause));
    if is_dated && (is_folded || stated.trim().is_empty() || has_clause) {
        let mut builder = TextBuilder::new(text);
        builder.keep(0..start);
        let is_bare = rest.len() == stamp.len();
        builder.replace(start..start, if is_bare { "Received: ; " } else { "Received: " });
        builder.keep(start + (rest.len() - rest.trim_start().len())..text.len());
        return Some(Rest::Received(builder.finish()));
    }
    is_folded.then_some(Rest::Other)
}
