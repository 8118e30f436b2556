//! To whom a reply says that one is to write.

use crate::text::token;

/// The address that a reply names for questions: `or to contact help@example.org`. `known`: those of the mail itself.
pub fn address<'a>(words: &'a str, known: [Option<&str>; 2]) -> Option<&'a str> {
    /// What leads to it, in the same sentence.
    const CUES: &[&str] = &[
        "contact",
        "contacting",
        "write",
        "writing",
        "report",
        "delist",
        "unblock",
        "kontakt",
        "kontaktieren",
        "wenden",
        "contactez",
        "contacte",
    ];
    /// So many words before it are looked at.
    const NEAR: usize = 8;
    let mut before: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        let is_address = bare.rsplit_once('@').is_some_and(|(local, domain)| {
            let fits = |part: &str| part.chars().all(|sign| sign.is_alphanumeric() || "._+-".contains(sign));
            !local.is_empty() && domain.contains('.') && fits(local) && fits(domain)
        });
        let is_known = || known.iter().flatten().any(|other| other.eq_ignore_ascii_case(bare));
        let is_led = || {
            // `rspamd_task_write_log: id: <7@example.net>`: a name of a program's, and the mail's own id.
            let is_id = before.last().is_some_and(|word| word.to_ascii_lowercase().ends_with("id:"));
            let mut said = before.iter().rev().take(NEAR).filter(|word| !is_id && !word.contains('_'));
            said.any(|word| {
                let mut is_cue = false;
                token::words(word, |_, part| is_cue |= CUES.contains(&part));
                is_cue
            })
        };
        if is_address && !is_known() && is_led() {
            return Some(bare);
        }
        before.push(word);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_write_to_is_named_in_the_reply() {
        let mine = [Some("ann@example.org"), Some("bob@example.net")];
        for (words, named) in [
            (
                "554 Ask your postmaster for help or to contact desk@rx.example for reset. (NOWL)",
                Some("desk@rx.example"),
            ),
            ("550 blocked, please write to <lists@example.com>.", Some("lists@example.com")),
            ("550 5.1.1 <bob@example.net>: contact nobody", None),
            ("550 mail from ann@example.org to bob@example.net refused", None),
            ("550 5.7.1 mail for eve@example.com refused", None),
            ("<a81f02>; proxy; rspamd_task_write_log: id: <7@example.com>, qid: <4V9b2k>", None),
        ] {
            assert_eq!(address(words, mine), named, "{words}");
        }
    }
}
