//! The mark that a recipient's filter put before a subject: its author does not know it, and their log does not hold it.

/// Words of such marks, in lower case.
const WORDS: &[&str] = &[
    "spam",
    "junk",
    "bulk",
    "suspected",
    "suspect",
    "possible",
    "possibly",
    "probable",
    "probably",
    "likely",
    "definite",
    "high",
    "low",
    "medium",
    "external",
    "extern",
    "externe",
    "sender",
    "email",
    "mail",
    "warning",
    "detected",
];
/// One of these makes it a mark.
const TELLING: &[&str] = &["spam", "junk", "bulk", "external", "extern", "externe"];
/// Marks are short, in bytes.
const MOST: usize = 40;

/// A subject as its author wrote it: without marks such as `***SPAM***`, `[EXTERNAL]` and `{Spam?}` at its start.
pub fn untagged(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some(next) = after_mark(rest).filter(|next| !next.is_empty()) {
        rest = next;
    }
    rest
}

/// What follows one mark: signs, words of marks and points alone, and signs again.
fn after_mark(text: &str) -> Option<&str> {
    let inner = text.trim_start_matches(is_sign);
    let opened = text.len() - inner.len();
    let end = inner.find(closes).filter(|end| opened > 0 && *end <= MOST)?;
    let (mark, rest) = inner.split_at(end);
    let words = || mark.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_known = |word: &str| {
        let word = word.to_ascii_lowercase();
        WORDS.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_mark =
        words().all(is_known) && words().any(|word| TELLING.contains(&word.to_ascii_lowercase().as_str()));
    let opening = text[..opened].chars().next().filter(|_| is_mark)?;
    // What it was opened with closes it: the next mark, or the subject's own, may follow at once.
    let closing = match opening {
        '[' => ']',
        '{' => '}',
        '(' => ')',
        '<' => '>',
        sign => sign,
    };
    let rest = rest.trim_start_matches(['?', '!']);
    Some(rest.trim_start_matches(closing).trim_start()).filter(|after| after.len() < rest.len())
}

fn is_sign(sign: char) -> bool {
    matches!(sign, '[' | '{' | '(' | '<' | '*' | '#' | '=' | '~')
}

fn closes(sign: char) -> bool {
    matches!(sign, ']' | '}' | ')' | '>' | '*' | '#' | '=' | '~' | '?' | '!')
}

#[cfg(test)]
mod tests {
    use super::untagged;

    #[test]
    fn a_filters_mark_is_no_part_of_what_its_author_wrote() {
        for mark in [
            "***SPAM***",
            "*****SPAM*****",
            "[SPAM]",
            "{Spam?}",
            "[EXTERNAL]",
            "[Suspected Spam]",
            "(SPAM 7.2)",
            "[SPAM] [EXTERN]",
        ] {
            assert_eq!(untagged(&format!("{mark} Offer")), "Offer", "{mark}");
        }
        for own in [
            "[talk] Spam filters",
            "Re: [SPAM] Offer",
            "[SPAM]",
            "[External review] Offer",
            "Spam?",
            "***",
            "",
        ] {
            assert_eq!(untagged(own), own);
        }
    }
}
