//! Texts with parts that name what a paste tells: `Look [[{sending_ip}||the sending address]] up[[ at {zone}]].`
//!
//! Between the brackets stands what is said where all values are known, behind the bars what is said otherwise.

use std::borrow::Cow;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'t> {
    Always(&'t str),
    Where { known: &'t str, otherwise: &'t str },
}

/// The parts of a text, in order. A bracket that is not closed is a part of the words.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, behind) = match rest.strip_prefix("[[").and_then(|inner| inner.split_once("]]")) {
            Some((inner, behind)) => {
                let (known, otherwise) = inner.split_once("||").unwrap_or((inner, ""));
                (Part::Where { known, otherwise }, behind)
            }
            None => {
                let first = rest.chars().next()?.len_utf8();
                let end = rest[first..].find("[[").map_or(rest.len(), |at| first + at);
                (Part::Always(&rest[..end]), &rest[end..])
            }
        };
        rest = behind;
        Some(part)
    })
}

/// The text as it is said where nothing is known.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains("[[") {
        return text.into();
    }
    let said = |part| match part {
        Part::Always(words) => words,
        Part::Where { otherwise, .. } => otherwise,
    };
    parts(text).map(said).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_parts_that_depend_on_the_paste() {
        let text = "Look [[{sending_ip}||the address]] up[[ at {zone}]].";
        assert_eq!(plain(text), "Look the address up.");
        let known: Vec<_> = parts(text).collect();
        assert_eq!(known.len(), 5);
        assert_eq!(known[1], Part::Where { known: "{sending_ip}", otherwise: "the address" });
        assert_eq!(known[3], Part::Where { known: " at {zone}", otherwise: "" });
    }

    #[test]
    fn what_is_no_part_stays() {
        for text in ["", "none", "if [[ -n x", "a]] b", "é [[", "gitlab_rails['a']"] {
            assert_eq!(plain(text), text);
        }
    }
}
