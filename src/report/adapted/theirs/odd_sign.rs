//! A sign in a refused address that no address has there: a comma for a dot, a semicolon, a blank, a dot too many. Which one it is, and how
//! the address reads without it.

use crate::report::values::Values;
use crate::report::{Finding, Step};

const CAUSES: &[&str] = &[
    "recipient-address-invalid",
    "user-unknown",
    "domain-not-found",
    "protocol-error",
    "sender-address-rejected",
    "message-malformed",
];

/// So much of the words is looked through, in bytes.
const LONGEST: usize = 4 << 10;

pub fn adapt(told: &mut Finding, words: Option<&str>, values: &Values) {
    if !CAUSES.contains(&told.cause.as_str()) {
        return;
    }
    let words = words.map_or("", |words| &words[..words.floor_char_boundary(LONGEST.min(words.len()))]);
    let written = candidates(words).chain(values.get("recipient"));
    let Some((written, odd)) = written.filter_map(|written| Some((written, odd(written)?))).next() else {
        return;
    };
    let text = match &odd.meant {
        Some(meant) => format!(
            "The address that was refused has {} in it: `{}`. Write `{meant}`, if that is what you meant, and take the wrong one out of the \
             address book and out of the suggestions of your mail program.",
            odd.what,
            shown(written)
        ),
        None => format!(
            "Two addresses stand in the place of one, with {} between them: `{}`. Enter them as two recipients, each on its own.",
            odd.what,
            shown(written)
        ),
    };
    told.did_you_mean = odd.meant;
    told.steps.insert(0, Step::new("sender", text));
    if told.cause == "recipient-address-invalid" {
        told.summary = format!(
            "The address is not written as one can be: it has {} in it. No server can deliver to it.",
            odd.what
        );
    }
}

/// What stands between the signs that servers put around an address, and words with `@` in them.
fn candidates(words: &str) -> impl Iterator<Item = &str> {
    let within = |open: char, close: char| {
        words.match_indices(open).filter_map(move |(at, _)| {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let inner = &words[at + open.len_utf8()..];
            let (inner, behind) = inner.split_at(inner.find(close)?);
            // `wasn't delivered to bob@example.org because … couldn't`: an apostrophe puts nothing between signs.
            let within_words = is_letter(words[..at].chars().next_back()) || is_letter(behind.chars().nth(1));
            let is_one = inner.contains('@') && inner.len() <= 254 && !inner.contains(['<', '\n']);
            (is_one && (open != '\'' || !within_words)).then_some(inner)
        })
    };
    let bare = words.split_whitespace().map(|word| {
        word.trim_matches(|c: char| {
            matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | ',' | ';' | ':' | '.' | '`')
        })
    });
    within('<', '>')
        .chain(within('"', '"'))
        .chain(within('\'', '\''))
        .chain(bare.filter(|word| word.contains('@')))
}

struct Odd {
    what: &'static str,
    /// The address without it; where there are two in one, none.
    meant: Option<String>,
}

fn odd(written: &str) -> Option<Odd> {
    let inner = written.trim();
    if inner.matches('@').count() > 1 {
        let sign = inner.find([',', ';', ' ', '/']).map(|at| &inner[at..])?;
        let what = match sign.as_bytes()[0] {
            b',' => "a comma",
            b';' => "a semicolon",
            b' ' => "a blank",
            _ => "a slash",
        };
        let is_two = inner.split([',', ';', ' ', '/']).filter(|part| !part.is_empty()).all(is_address);
        return is_two.then_some(Odd { what, meant: None });
    }
    let (what, meant): (_, String) = match () {
        () if inner.contains(',') => ("a comma", inner.replace(',', ".")),
        () if inner.contains(';') => ("a semicolon", inner.replace(';', ".")),
        () if written.contains(char::is_whitespace) => ("a blank", inner.split_whitespace().collect()),
        () if inner.contains(['\u{200b}', '\u{200e}', '\u{feff}']) => {
            ("a sign that cannot be seen", inner.replace(['\u{200b}', '\u{200e}', '\u{feff}'], ""))
        }
        () if inner.contains("..") => ("two dots beside each other", inner.replace("..", ".")),
        () if inner.contains(".@") => ("a dot right before the @", inner.replace(".@", "@")),
        () => return None,
    };
    let meant = meant.trim_matches('.').replace("..", ".").replace(".@", "@").replace("@.", "@");
    is_address(&meant).then_some(Odd { what, meant: Some(meant) })
}

/// Letters, digits and what else stands in nearly all addresses (RFC 5321, section 4.1.2).
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'' | '=' | '&');
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    !local.is_empty()
        && local.chars().all(is_local)
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|end| end.chars().all(char::is_alphabetic) && end.chars().count() >= 2)
}

/// Blanks that cannot be told from ordinary ones are shown as such.
fn shown(written: &str) -> String {
    written.replace(|c: char| c.is_whitespace(), "␣").replace(['\u{200b}', '\u{200e}', '\u{feff}'], "□")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_named_and_the_address_given() {
        for (written, what, meant) in [
            ("bob@example,org", "a comma", Some("bob@example.org")),
            ("bob@example.org;", "a semicolon", Some("bob@example.org")),
            ("bob @example.org", "a blank", Some("bob@example.org")),
            ("bob@example.org ", "a blank", Some("bob@example.org")),
            ("bob\u{a0}@example.org", "a blank", Some("bob@example.org")),
            ("bob@example..org", "two dots beside each other", Some("bob@example.org")),
            ("bob.@example.org", "a dot right before the @", Some("bob@example.org")),
            ("bob@example.org;ann@example.net", "a semicolon", None),
        ] {
            let odd = odd(written).expect(written);
            assert_eq!((odd.what, odd.meant.as_deref()), (what, meant), "{written}");
        }
        for fine in ["bob@example.org", "bob.smith+x@mail.example.org", "Bob, see bob", "a@b@c", "1,2@3"] {
            assert!(odd(fine).is_none(), "{fine}");
        }
    }

    #[test]
    fn an_apostrophe_puts_no_address_between_signs() {
        let words = "It wasn't delivered to bob@example.org because the address couldn't be found";
        assert_eq!(candidates(words).find(|inner| odd(inner).is_some()), None);
        assert_eq!(candidates("no such user: 'ann@example,org'").next(), Some("ann@example,org"));
    }

    #[test]
    fn the_first_step_says_which_sign_it_is() {
        for (paste, sign, meant) in [
            ("501 5.1.3 <bob@example,org>: Bad recipient address syntax", "a comma", "bob@example.org"),
            (
                "553 5.1.3 <bob @example.org>... Invalid address: illegal character",
                "a blank",
                "bob@example.org",
            ),
            (
                "501 5.1.3 Bad recipient address syntax: \"bob@example.org;\"",
                "a semicolon",
                "bob@example.org",
            ),
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(told.cause, "recipient-address-invalid", "{paste}");
            assert!(
                told.steps[0].text.contains(sign) && told.steps[0].text.contains(&format!("`{meant}`")),
                "{:?}",
                told.steps
            );
        }
    }
}
