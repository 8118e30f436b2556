//! Undoes what copying and pasting does to any text: line ends, byte-order marks, no-break spaces, mojibake, HTML
//! entities, quoting, indentation. Each repair is made only where the text shows the damage, and keeps the offsets.
//!
//! What only header blocks suffer, such as lost folding, is `headers`' business.

mod lines;
mod signs;

use crate::text::Text;

/// The text as it was before it was pasted, as far as that can be told; none where it shows no damage.
pub fn repair(text: &Text) -> Option<Text> {
    REPAIRS.iter().fold(None, |repaired, repair| repair(repaired.as_ref().unwrap_or(text)).or(repaired))
}

/// Mojibake first: a no-break blank may be half of an accented letter.
const REPAIRS: &[fn(&Text) -> Option<Text>] = &[
    signs::mojibake,
    signs::line_ends_and_blanks,
    signs::entities,
    lines::unquote,
    lines::undent,
    lines::single_space,
];
