//! Undoes what programs do to a text before they print it: the escapes of JSON, Python and PHP strings, the entities
//! and line breaks of HTML. Without this `\n452 4.2.2` would be the word `n452`.

use crate::text::{Text, TextBuilder};

/// The text with its escapes undone. What is no escape stays as it is.
pub fn undo(text: &Text) -> Text {
    let string = text.as_str();
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    let mut at = 0;
    while let Some(next) = string[at..].find(['\\', '&', '<', '"']) {
        let start = at + next;
        match escape_at(string, start) {
            Some((len, with)) => {
                builder.keep(kept..start);
                builder.replace(start..start + len, with.encode_utf8(&mut [0; 4]));
                kept = start + len;
                at = kept;
            }
            None => at = start + 1,
        }
    }
    builder.keep(kept..string.len());
    builder.finish()
}

/// The escape that begins at `at`: how long it is, and what it stands for.
fn escape_at(string: &str, at: usize) -> Option<(usize, char)> {
    let rest = &string[at..];
    match rest.as_bytes()[0] {
        b'\\' => backslash(string, at),
        // Bytes of Python's within a string of its own: `(535, "b'5.7.8 …'")`.
        b'"' => rest.starts_with("\"b'").then_some((2, 'b')),
        b'&' => {
            ENTITIES.iter().find(|(name, _)| rest.starts_with(name)).map(|(name, with)| (name.len(), *with))
        }
        _ => BREAKS.iter().find(|name| rest.starts_with(**name)).map(|name| (name.len(), '\n')),
    }
}

const ENTITIES: &[(&str, char)] = &[
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#39;", '\''),
    ("&#039;", '\''),
    ("&apos;", '\''),
    ("&nbsp;", ' '),
    ("&amp;", '&'),
];
const BREAKS: &[&str] = &["<br>", "<br/>", "<br />", "<BR>", "</p>", "</li>"];

/// `\r\n`, `\n`, `\t`, `\"`, `\/`, `\u00e9`, also with the backslash doubled. In a path (`node_modules\nodemailer`) a
/// letter stands on both sides, which no escape that matters has.
fn backslash(string: &str, at: usize) -> Option<(usize, char)> {
    let slashes = string[at..].bytes().take_while(|b| *b == b'\\').take(2).count();
    let rest = &string[at + slashes..];

    if rest.starts_with("r\\") && (rest.starts_with("r\\n") || rest.starts_with("r\\\\n")) {
        return Some((slashes + rest.find('n')? + 1, '\n'));
    }
    let in_path = string[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
        && rest.get(1..).is_some_and(|after| after.starts_with(|c: char| c.is_lowercase()))
        && !is_in_bytes(string, at);
    match rest.chars().next()? {
        'n' | 'r' if !in_path && slashes == 1 => Some((slashes + 1, '\n')),
        'n' if !in_path && rest.get(1..)?.starts_with(|c: char| !c.is_alphabetic()) => {
            Some((slashes + 1, '\n'))
        }
        't' if !in_path => Some((slashes + 1, ' ')),
        '"' => Some((slashes + 1, '"')),
        '/' => Some((slashes + 1, '/')),
        'u' => {
            let number = u32::from_str_radix(rest.get(1..5)?, 16).ok()?;
            Some((slashes + 5, char::from_u32(number)?))
        }
        _ => None,
    }
}

/// Whether a reply that Python prints as bytes is open there, `(550, b'first line\nsecond`: no path stands in one.
fn is_in_bytes(string: &str, at: usize) -> bool {
    /// A reply is hardly longer.
    const LOOK_BACK: usize = 600;
    let before = &string[string.ceil_char_boundary(at.saturating_sub(LOOK_BACK))..at];
    let opened = [" b'", " b\""].iter().filter_map(|sign| before.rfind(sign)).max();
    opened.is_some_and(|open| {
        let (quote, inner) = before[open + 2..].split_at(1);
        !inner.contains(&format!("{quote})")) && !inner.contains(&format!("{quote},"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        assert_eq!(undo(&Text::plain(text)).as_str(), want, "{text}");
    }

    #[test]
    fn escapes_become_what_they_stand_for() {
        check(r"full\n452 4.2.2 later", "full\n452 4.2.2 later");
        check(r#"said \"no\" \r\nbye"#, "said \"no\" \nbye");
        check(r"at \\r\\n250 ok", "at \n250 ok");
        check(r"caf\u00e9", "café");
        check("&lt;a&gt; &amp; b<br>c", "<a> & b\nc");
    }

    #[test]
    fn paths_and_plain_text_stay() {
        check(r"C:\app\node_modules\nodemailer\lib", r"C:\app\node_modules\nodemailer\lib");
        check(r"Mail\Exception", r"Mail\Exception");
        check(r"(550, b'not here\nlook again')", "(550, b'not here\nlook again')");
        check(r"(550, b'no') in C:\app\new", r"(550, b'no') in C:\app\new");
        check("a < b & c \\", "a < b & c \\");
        check(r"\u12", r"\u12");
    }
}
