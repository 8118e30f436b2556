//! Quotes for a shell what comes from a hostile paste.

use std::borrow::Cow;

/// POSIX shell: single quotes, and a quote inside ends, escapes and begins again.
pub fn quote_unix(value: &str) -> Cow<'_, str> {
    match plain(value) {
        true => value.into(),
        false => format!("'{}'", printable(value).replace('\'', r"'\''")).into(),
    }
}

/// PowerShell: single quotes, doubled inside. Its typographic quotes count as quotes, too.
pub fn quote_windows(value: &str) -> Cow<'_, str> {
    if plain(value) {
        return value.into();
    }
    let mut quoted = String::from("'");
    for c in printable(value).chars() {
        if matches!(c, '\'' | '‘' | '’' | '‚' | '‛') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    (quoted + "'").into()
}

fn plain(value: &str) -> bool {
    !value.starts_with('-') && value.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_@:+=".contains(&b))
}

/// Control characters (a line end would start a command of its own) and a leading dash have no place in an argument.
fn printable(value: &str) -> String {
    value.trim_start_matches('-').chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_paste_says_is_quoted() {
        assert_eq!(quote_unix("example.org"), "example.org");
        assert_eq!(quote_unix("a'; rm -rf ~ #"), r"'a'\''; rm -rf ~ #'");
        assert_eq!(quote_unix("$(id)\n"), "'$(id)'");
        assert_eq!(quote_unix("-oProxyCommand=x"), "'oProxyCommand=x'");
        assert_eq!(quote_windows("a’b"), "'a’’b'");
    }
}
