//! Undoes what copying and pasting does to any text: line ends, byte-order marks, no-break spaces, mojibake, HTML
//! entities, quoting, indentation. Each repair is made only where the text shows the damage, and keeps the offsets.
//!
//! What only header blocks suffer, such as lost folding, is `headers`' business.

mod blanks;
mod console;
mod joined;
mod lines;
mod records;
mod signs;

use crate::input::layout;
use crate::text::Text;

/// The text without what stands before every line and is nobody's words: a fence, an indent, a level of quoting, the name
/// that docker compose puts there. What only some lines have may be the sign of a tool, and stays.
pub fn unprefix(text: &Text) -> Option<Text> {
    all(PREFIXES, text)
}

/// The text as it was before it was pasted, as far as that can be told; none where it shows no damage.
pub fn repair(text: &Text) -> Option<Text> {
    all(REPAIRS, text)
}

/// The text without the empty line behind each of its lines; none where there are not such.
pub fn single_spaced(text: &str) -> Option<Text> {
    lines::begins_double_spaced(text).then(|| lines::single_space(&Text::plain(text)))?
}

fn all(repairs: &[fn(&Text) -> Option<Text>], text: &Text) -> Option<Text> {
    repairs.iter().fold(None, |repaired, repair| repair(repaired.as_ref().unwrap_or(text)).or(repaired))
}

const PREFIXES: &[fn(&Text) -> Option<Text>] = &[
    lines::unfence,
    lines::unchat,
    layout::unprint_words,
    console::unbox,
    console::whole_links,
    lines::undent,
    lines::unquote_all,
    lines::uncompose,
    lines::undent,
    joined::part,
    records::whole,
    layout::unprint,
    layout::as_fields,
    lines::without_table,
];

/// Mojibake first: a no-break blank may be half of an accented letter.
const REPAIRS: &[fn(&Text) -> Option<Text>] = &[
    signs::mojibake,
    signs::line_ends_and_blanks,
    signs::entities,
    lines::unquote,
    lines::undent,
    lines::single_space,
    blanks::part_report,
];
