//! A refusal for its size that names the limit: then nobody need be asked for it, and the files' share of it is known.

use crate::facts::Facts;
use crate::knowledge::Topic;
use crate::report::Finding;

/// Smaller numbers are no limits of servers, and larger ones no sizes of messages. Bytes.
const SIZES: std::ops::RangeInclusive<u64> = 100_000..=100_000_000_000;
/// How far behind the word the number may stand, in bytes.
const NEAR: usize = 40;

pub fn tell(told: &mut Finding, facts: &Facts) {
    if told.cause != "message-too-large" {
        return;
    }
    // A mail program learned the limit when it connected, and says it around the server's answer.
    let of_reply = told.reply.as_ref().and_then(|reply| named(&reply.text));
    let around = || facts.statements.iter().find_map(|said| named(said.text.as_str()));
    let Some(limit) = of_reply.or_else(around) else { return };
    // Base64 makes four letters of three bytes, and breaks them into lines of 76 (RFC 2045, section 6.8).
    let files = limit / 78 * 57;
    let share = format!(
        " The server takes {} a message, so keep its files under {} together: they grow by a third on the way.",
        size(limit),
        size(files)
    );
    for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::SizeLimit)) {
        step.text = format!("{}{share}", step.without_its_end()).into();
    }
    told.ask = told.ask.take().map(|ask| {
        ["Which size does your system take, or may", "Which size does it take, or may"]
            .iter()
            .fold(ask, |ask, question| ask.replace(question, "May"))
    });
}

/// `exceeds fixed limit of 20971520 bytes`, `(limit 20971520, size 40478211)`, `max size: 10485760`.
fn named(words: &str) -> Option<u64> {
    let lower = words.to_ascii_lowercase();
    ["limit", "maxim", "max size", "max message size"].iter().find_map(|cue| {
        let behind = &lower[lower.find(cue)? + cue.len()..];
        let near = &behind[..behind.floor_char_boundary(NEAR.min(behind.len()))];
        let at = near.find(|c: char| c.is_ascii_digit())?;
        let digits = &behind[at..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let is_whole =
            !digits[end..].starts_with('.') || !digits[end + 1..].starts_with(|c: char| c.is_ascii_digit());
        digits[..end].parse().ok().filter(|limit| is_whole && SIZES.contains(limit))
    })
}

/// In millions of bytes, rounded down: who keeps to it is not refused.
fn size(bytes: u64) -> String {
    if bytes >= 10_000_000 {
        format!("{} MB", bytes / 1_000_000)
    } else {
        format!("{:.1} MB", (bytes / 100_000) as f64 / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_the_answer_names_is_told() {
        for (words, want) in [
            ("552 5.3.4 Message size exceeds fixed limit of 20971520 bytes", Some(20_971_520)),
            ("552 5.3.4 message too big (limit 10485760, size 30478211)", Some(10_485_760)),
            ("552 maximum message size is 31457280", Some(31_457_280)),
            ("552 5.3.4 Message size exceeds fixed limit", None),
            ("552 5.3.4 limit reached, see https://example.org/help/limit/12", None),
            ("552 limit 10.5.1048576.2", None),
        ] {
            assert_eq!(named(words), want, "{words}");
        }
    }

    #[test]
    fn nobody_is_asked_for_a_limit_that_is_known() {
        let told = |words: &str| crate::diagnose(words).findings.remove(0);
        let named = told("552 5.3.4 <ann@example.org>: message size exceeds fixed limit of 20971520 bytes");
        assert!(
            named
                .steps
                .iter()
                .any(|step| step.text.contains("takes 20 MB a message, so keep its files under 15 MB")),
            "{:?}",
            named.steps
        );
        assert!(!named.ask.unwrap_or_default().contains("Which size"));
        let around = told(
            "The size of the message you are trying to send exceeds the global size limit (31457280 bytes) of the server. The message was not sent; reduce the message \
             size and try again. The server responded: 5.3.4 Message size exceeds fixed limit.",
        );
        assert!(
            around.steps.iter().any(|step| step.text.contains("takes 31 MB a message")),
            "{:?}",
            around.steps
        );
        let silent = told("552 5.3.4 <ann@example.org>: message size exceeds fixed limit");
        assert!(silent.steps.iter().any(|step| step.text.contains("names no limit")), "{:?}", silent.steps);
    }
}
