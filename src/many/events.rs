//! JSON objects one after the other: lines of their own, or the elements of an array. Services report bounces like that.

use super::split::Cut;
use std::ops::Range;

/// Nothing stands between them but what parts them.
pub fn looks(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if !start.starts_with('{') && !start.starts_with('[') {
        return false;
    }
    let (objects, is_clean) = objects(text);
    // Containers wrap log lines in objects, too; those are a log.
    is_clean && objects.len() > 1 && !crate::input::log::is_log(text)
}

pub fn cut(text: &str) -> Cut {
    let (cases, _) = objects(text);
    Cut { last: cases.last().map_or(0, |last| last.end), cases }
}

/// The outermost objects, and whether there is nothing else.
fn objects(text: &str) -> (Vec<Range<usize>>, bool) {
    let mut found = Vec::new();
    let (mut depth, mut start, mut is_clean) = (0_usize, 0, true);
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' if depth > 0 => in_string = true,
            b'{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(start..at + 1);
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | 0xef | 0xbb | 0xbf => {}
            _ if depth > 0 => {}
            _ => is_clean = false,
        }
    }
    (found, is_clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        cut(text).cases.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn objects_are_cut_from_lines_and_arrays() {
        let one = r#"{"a": "} \" {", "b": {"c": 1}}"#;
        for text in [format!("{one}\n{one}\n"), format!("[{one},\n {one}]")] {
            assert!(looks(&text));
            assert_eq!(pieces(&text), [one, one]);
        }
    }

    #[test]
    fn one_object_or_other_text_is_none() {
        assert!(!looks(r#"{"errors": [{"a": 1}, {"b": 2}]}"#));
        assert!(!looks("{'a'} and {'b'}"));
    }
}
