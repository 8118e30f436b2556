//! A post that a mailing list holds for its moderator: which list it is, how its moderator is reached, and what it takes, as the notice says.

use crate::knowledge::Topic;
use crate::mail::address;
use crate::report::Finding;

/// So much of a paste is looked through: such notices are short.
const LONGEST_NOTICE: usize = 8 << 10;

pub fn adapt(told: &mut Finding, paste: &str) {
    if !told.rule.as_deref().is_some_and(|rule| rule.starts_with("mailman/held")) {
        return;
    }
    let notice = &paste[..paste.floor_char_boundary(LONGEST_NOTICE.min(paste.len()))];
    told.who = "the mailing list's moderator".to_owned();
    let list = list(notice);
    if let Some(List { name, host }) = &list {
        told.add_note(&format!(
            "The list is {name}@{host}. Whoever looks after it reads {name}-owner@{host}."
        ));
    }
    if let Some(link) = notice.split_whitespace().find(|word| is_cancel_link(word)) {
        told.add_note(&format!("The post can be taken back at {}", link.trim_matches(['<', '>'])));
    }
    if let Some((size, limit)) = notice.lines().find_map(size_and_limit) {
        // Base64 makes four letters of three bytes (RFC 2045, section 6.8).
        let share = format!(
            " The list takes {limit} KB a message, and this one has {} KB: keep the files under {} KB together, as they grow by a third on the way.",
            size / 1024,
            limit * 57 / 78
        );
        for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::SizeLimit)) {
            step.text = format!("{}{share}", step.text).into();
        }
    }
}

struct List<'a> {
    name: &'a str,
    host: &'a str,
}

/// Its addresses for reports and commands are made of its name: `choir-bounces@lists.example.org`.
fn list(notice: &str) -> Option<List<'_>> {
    const ENDS: &[&str] = &["-bounces", "-owner", "-request", "-confirm"];
    notice.split(|c: char| c.is_whitespace() || "<>()[]\",;:'".contains(c)).find_map(|word| {
        let (local, host) = word.trim_end_matches('.').split_once('@')?;
        address::domain(word.trim_end_matches('.'))?;
        // The confirmation and the envelope's sender carry more behind a plus.
        let local = local.split('+').next()?;
        let name = ENDS.iter().find_map(|end| local.strip_suffix(end)).filter(|name| !name.is_empty())?;
        Some(List { name, host })
    })
}

fn is_cancel_link(word: &str) -> bool {
    word.trim_start_matches('<').starts_with("http") && word.contains("/mailman/confirm/")
}

/// `6291804 bytes with a limit of 500 KB`, in whatever language: bytes, then thousands of them.
fn size_and_limit(line: &str) -> Option<(u64, u64)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let unit = words.iter().rposition(|word| {
        matches!(word.trim_end_matches(['.', ',', ')']), "KB" | "kB" | "Kb" | "Ko" | "ko" | "КБ")
    })?;
    let limit = words[..unit].last()?.parse().ok()?;
    let size = words[..unit - 1].iter().rev().find_map(|word| word.parse().ok())?;
    (0 < limit && limit < size / 1024).then_some((size, limit))
}

#[cfg(test)]
mod tests {
    fn told(reason: &str, link: &str) -> crate::report::Finding {
        let paste = format!(
            "From: choir-bounces@lists.example.org\nTo: ann@example.net\nSubject: Your message to Choir awaits moderator approval\n\nYour mail to 'Choir' with the \
             subject\n\n    concert\n\nIs being held until the list moderator can review it for approval.\n\nThe reason it is being held:\n\n    {reason}\n\n\
             Either the message will get posted to the list, or you will receive notification of the moderator's decision.{link}\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    const LINK: &str = "  If you would like to cancel this posting, please visit the following URL:\n\n    https://lists.example.org/mailman/confirm/choir/0a1b2c";

    #[test]
    fn a_post_that_is_held_was_not_refused() {
        for (reason, cause) in [
            ("Message body is too big: 2097152 bytes with a limit of 200 KB", "message-too-large"),
            ("Post by non-member to a members-only list", "recipient-restricted"),
            ("Message has implicit destination", "delayed"),
        ] {
            let told = told(reason, LINK);
            assert_eq!(
                (told.cause.as_str(), told.permanence.as_str(), told.who.as_str(), told.stage.as_str()),
                (cause, "temporary", "the mailing list's moderator", "mailbox"),
                "{reason}"
            );
            let note = told.note.unwrap_or_default();
            for part in
                ["choir@lists.example.org", "choir-owner@lists.example.org", "/mailman/confirm/choir/0a1b2c"]
            {
                assert!(note.contains(part), "{part}: {note}");
            }
        }
    }

    #[test]
    fn the_limit_of_the_list_is_told() {
        let large = told("Message body is too big: 2097152 bytes with a limit of 200 KB", "");
        assert!(
            large.steps[0]
                .text
                .contains("takes 200 KB a message, and this one has 2048 KB: keep the files under 146 KB"),
            "{:?}",
            large.steps
        );
        assert!(large.commands.is_empty(), "{:?}", large.commands);
    }

    #[test]
    fn numbers_of_one_line() {
        assert_eq!(
            super::size_and_limit("troppo grande: 6291804 byte con un limite di 500 KB"),
            Some((6_291_804, 500))
        );
        assert_eq!(super::size_and_limit("500 KB"), None);
        assert_eq!(super::size_and_limit("KB"), None);
    }
}
