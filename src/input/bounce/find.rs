//! Addresses in words, where no grammar of header fields helps.

use std::ops::Range;

/// All addresses of a text, in order. Angle brackets and quotes around them do not belong to them.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let from = found.last().map_or(0, |last| last.end);
        if at < from {
            continue;
        }
        if let Some(range) = around(text, from, at) {
            found.push(range);
        }
    }
    found
}

/// The address whose `@` is at `at`; its local part does not reach back over `from`.
fn around(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let before = &text[from..at];
    let local = if let Some(inner) = before.strip_suffix('"') {
        // A quoted local part (RFC 5321, section 4.1.2).
        inner.rfind('"').map(|quote| before.len() - quote)?
    } else {
        let plain = before.trim_end_matches(is_local);
        before.len() - plain.len()
    };
    let mut start = at - local;
    start += text[start..at].len()
        - text[start..at].trim_start_matches(['\'', '`', '.', '*', '-', '|', '/']).len();
    // `to=a@example.org`; an encoded word begins alike, `=?utf-8?b?…?=`.
    if text[start..at].starts_with('=') && !text[start..at].starts_with("=?") {
        start += 1;
    }
    let after = &text[at + 1..];
    let domain = if after.starts_with('[') {
        after.find(']').filter(|close| *close < 50)? + 1
    } else {
        let end = after
            .find(|c: char| is_ideograph(c) || !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')))
            .unwrap_or(after.len());
        after[..end].trim_end_matches(['.', '-', '_']).len()
    };
    let has_dot = after[..domain].contains('.');
    if !has_dot && text[start..at].contains('/') {
        start = names_start(text, from, start);
    }
    (start < at && domain > 0 && local <= 256).then_some(start..at + 1 + domain)
}

/// Where the name of a person begins whom Domino calls `Ann Lee/Sales/Acme@Acme`: a name has blanks, and a Domino domain no dot.
/// Each word of it begins with a capital, or with a sign of another script.
fn names_start(text: &str, from: usize, start: usize) -> usize {
    const MOST: usize = 6;
    const WITHIN: &[&str] = &[
        "van", "von", "de", "der", "den", "la", "le", "di", "da", "dos", "del", "zu", "af", "bin", "al",
        "el", "ter",
    ];
    let (mut begin, mut at) = (start, start);
    for _ in 0..MOST {
        let Some(before) = text[from..at].strip_suffix(' ') else { break };
        let word = &before[before.trim_end_matches(|c: char| is_local(c) && c != '/').len()..];
        at = from + before.len() - word.len();
        if word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) {
            begin = at;
        } else if !WITHIN.contains(&word) {
            break;
        }
    }
    begin
}

/// RFC 5322 `atext` and the dot; letters of other scripts belong to it since RFC 6531.
fn is_local(c: char) -> bool {
    (c.is_alphanumeric() && !is_ideograph(c))
        || matches!(
            c,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
                | '.'
                | '-'
        )
}

/// In Chinese, Japanese and Korean text no blank parts a word from an address.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// Addresses that stand in reports without being failed recipients: of those to ask, and of those who run a list.
pub fn is_helper(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    ["postmaster", "mailer-daemon", "abuse", "hostmaster", "support", "helpdesk", "noreply", "no-reply"]
        .contains(&local.as_str())
        || local.starts_with("owner-")
        || ["-owner", "-request", "-ctl"].iter().any(|role| local.ends_with(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn addresses_are_found_in_words() {
        check("<a.b@example.org>: no, see c@d.example.", &["a.b@example.org", "c@d.example"]);
        check("rfc822;x+y=z@example.org mailto:q@example.org", &["x+y=z@example.org", "q@example.org"]);
        check("'o'brien@example.org'", &["o'brien@example.org"]);
        check("\"two words\"@example.org", &["\"two words\"@example.org"]);
        check("a@[192.0.2.1]: no", &["a@[192.0.2.1]"]);
        check("宛先a@example.jpへ", &["a@example.jp"]);
        check("jürgen@müller.example", &["jürgen@müller.example"]);
        check("@ a@ @b a@@b", &[]);
        check("not delivered to: Ann Lee/Sales/Acme@Acme", &["Ann Lee/Sales/Acme@Acme"]);
        check(
            "to Ann van Lee/Acme@Acme\nCN=Bo Lee/O=Acme@Acme",
            &["Ann van Lee/Acme@Acme", "CN=Bo Lee/O=Acme@Acme"],
        );
        check("see Note a/b@example.org", &["a/b@example.org"]);
    }
}
