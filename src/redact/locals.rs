//! A mailbox's name that stands alone: `ann.berg wasn't found at example.org`. It is taken out with the address it belongs to.

use super::users::is_role;
use super::{Category, Found};
use std::collections::HashSet;
use std::ops::Range;

/// What is known by the addresses found. In the order of the paste.
pub fn find(paste: &str, found: &[Found]) -> Vec<Found> {
    let addresses = found.iter().filter(|found| found.category == Category::Address);
    let locals: HashSet<String> = addresses.filter_map(|found| local(&paste[found.range.clone()])).collect();
    if locals.is_empty() {
        return Vec::new();
    }
    let is_one = |word: &Range<usize>| {
        let text = &paste[word.clone()];
        locals.contains(&text.to_lowercase()) && (is_made(text) || is_cell(paste, word))
    };
    words(paste).filter(is_one).map(|range| Found { range, category: Category::Address }).collect()
}

fn local(address: &str) -> Option<String> {
    let (local, _) = address.rsplit_once('@')?;
    let is_name = local.len() > 2 && local.contains(char::is_alphabetic) && !is_role(local);
    is_name.then(|| local.to_lowercase())
}

/// No word of a language: `ann.berg`, `berg7`.
fn is_made(text: &str) -> bool {
    text.contains(|sign: char| matches!(sign, '.' | '_' | '+') || sign.is_ascii_digit())
}

/// All that stands in a cell of a table, or in a column of Outlook's picture of the way, which blanks set apart.
fn is_cell(paste: &str, word: &Range<usize>) -> bool {
    const APART: &str = "   ";
    let (before, after) = (&paste[..word.start], &paste[word.end..]);
    let is_edge = |sign: Option<char>| sign.is_none_or(|sign| matches!(sign, '\t' | '\n' | '\r'));
    let begins = is_edge(before.chars().next_back()) || before.ends_with(APART);
    let ends = is_edge(after.chars().next()) || after.starts_with(APART);
    let is_column =
        [before.ends_with('\t'), before.ends_with(APART), after.starts_with('\t'), after.starts_with(APART)]
            .contains(&true);
    is_column && begins && ends
}

/// Without the marks around them.
fn words(paste: &str) -> impl Iterator<Item = Range<usize>> {
    let is_end = |sign: char| {
        sign.is_whitespace()
            || matches!(
                sign,
                '"' | '\''
                    | '’'
                    | '<'
                    | '>'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | ','
                    | ';'
                    | ':'
                    | '|'
                    | '*'
                    | '/'
                    | '\\'
            )
    };
    paste.split(is_end).filter_map(move |word| {
        let start = word.as_ptr() as usize - paste.as_ptr() as usize;
        let word = word.trim_end_matches(['.', '!', '?']);
        (word.len() > 2).then(|| start..start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use crate::redact::{Options, redact};

    #[test]
    fn a_name_of_an_address_goes_with_it() {
        let shared = |paste: &str| redact(paste, &Options::default()).text;
        let told = shared(
            "Your message to ann.berg@example.org failed.\n\nann.berg wasn't found there. Ask \"Ann.Berg\".\n",
        );
        assert!(!told.to_lowercase().contains("ann.berg"), "{told}");
        assert_eq!(told.matches("user1").count(), 3, "{told}");
        let table =
            shared("To: desk@example.org\n\ndesk\tOffice 365\tBerg7\nthe desk is full; Berg7@example.net\n");
        assert!(!table.contains("\ndesk\t") && table.contains("the desk is full"), "{table}");
        assert!(!table.contains("Berg7"), "{table}");
    }
}
