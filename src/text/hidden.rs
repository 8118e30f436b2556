//! Signs that cannot be seen.

use std::borrow::Cow;

/// Controls, marks and overrides of direction (Unicode, annex 9), and what has no width. Joiners stay: writing needs them.
pub fn is_hidden(sign: char) -> bool {
    match sign {
        '\t' | '\r' | '\n' => false,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        sign => sign.is_control(),
    }
}

/// The text without them: what is copied and sent on is read by people, who would see another name than stands there.
pub fn seen(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_control();
    if !text.bytes().all(is_plain) && text.contains(is_hidden) {
        text.replace(is_hidden, "").into()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_it_looks_like() {
        assert_eq!(seen("ann\u{202e}@example.com\u{200b}".into()), "ann@example.com");
        assert_eq!(seen("\u{645}\u{200c}\u{627}".into()), "\u{645}\u{200c}\u{627}");
    }
}
