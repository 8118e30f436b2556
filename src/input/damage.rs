//! Undoes what copying and pasting does to any text: line ends, byte-order marks, no-break spaces, mojibake, HTML
//! entities, quoting, indentation. Each repair is made only where the text shows the damage, and keeps the offsets.
//!
//! What only header blocks suffer, such as lost folding, is `headers`' business.

mod lines;
mod signs;

use crate::text::Text;

/// The text as it was before it was pasted, as far as that can be told.
pub fn repair(text: &Text) -> Text {
    // Mojibake first: a no-break blank may be half of an accented letter.
    let text = signs::mojibake(text.clone());
    let text = signs::line_ends_and_blanks(text);
    let text = signs::entities(text);
    let text = lines::unquote(text);
    let text = lines::undent(text);
    lines::single_space(text)
}
