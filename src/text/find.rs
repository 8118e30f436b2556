//! Looking for words in a short text. The standard library's search is quick on long ones, and weighs as much as a component
//! of the page does.

/// Where `wanted` begins, in bytes.
pub fn find(text: &str, wanted: &str) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    text.as_bytes().windows(wanted.len()).position(|window| window == wanted.as_bytes())
}

/// What stands before `wanted`, and what behind it.
pub fn cut<'a>(text: &'a str, wanted: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, wanted)?;
    Some((&text[..at], &text[at + wanted.len()..]))
}

/// With every `wanted` put as `instead`.
pub fn replaced(text: &str, wanted: &str, instead: &str) -> String {
    if wanted.is_empty() {
        return text.to_owned();
    }
    let mut rest = text;
    let mut done = String::new();
    while let Some((before, after)) = cut(rest, wanted) {
        done.push_str(before);
        done.push_str(instead);
        rest = after;
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_and_replaced_as_the_standard_library_does() {
        for (text, wanted) in
            [("", ""), ("a", ""), ("", "a"), ("aXbXc", "X"), ("ééa", "é"), ("aab", "ab"), ("ab", "abc")]
        {
            assert_eq!(find(text, wanted), text.find(wanted), "{text} {wanted}");
            assert_eq!(cut(text, wanted), text.split_once(wanted), "{text} {wanted}");
            let whole = if wanted.is_empty() { text.to_owned() } else { text.replace(wanted, "++") };
            assert_eq!(replaced(text, wanted, "++"), whole, "{text} {wanted}");
        }
    }
}
