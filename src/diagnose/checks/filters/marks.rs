//! What a filter wrote before the subject. A mark moves nothing: where such a mail lies, no field says.
//!
//! Cisco's gateways have marks of their own at first, for spam, for graymail and for what their outbreak filters hold for dangerous; the marked mail
//! is delivered (<https://servicedesk.msstate.edu/TDClient/45/Portal/KB/ArticleDet?ID=1598> and
//! <https://auburn.service-now.com/it?id=kb_article_view&sysparm_article=KB0000156>, as two houses tell their readers, excerpts read 2026-11-28).

use crate::diagnose::checks::{Notes, service};
use crate::facts::message::Message;

/// How the sentence on such a mark goes on, and no other verdict's.
pub const BEFORE_SUBJECT: &str = "before the subject: it takes this mail for spam, or is not sure of it.";

/// Marks of Cisco's that call nothing spam, in lower case, and what they say.
const GRAYMAIL: &[(&str, &str)] = &[
    ("[marketing]", "marketing mail, which the reader may have ordered"),
    ("[bulk]", "mail to many"),
    ("[social network]", "a notice of a social network"),
];
const SUSPICIOUS: &str = "[suspicious message]";

/// Where no filter says more in a field of its own.
pub(super) fn check(notes: &mut Notes) {
    let message = notes.message;
    let Some((field, mark)) = mark(message) else { return };
    let is_cisco = message.field("X-IronPort-Anti-Spam-Filtered").is_some();
    let by = match is_cisco {
        true => "A filter, likely Cisco's (IronPort), whose field says that it looked at this mail,",
        false => "A filter",
    };
    let evidence = notes.word(field, mark);
    let lower = mark.to_ascii_lowercase();
    if is_spam(message, mark) {
        let text = format!(
            "{by} wrote “{mark}” {BEFORE_SUBJECT} The mark alone moves nothing: in which folder the mail lies, no field says."
        );
        notes.add("spam-verdict", text, evidence);
    } else if let Some((_, what)) = GRAYMAIL.iter().find(|(known, _)| is_cisco && *known == lower) {
        let text = format!(
            "{by} wrote “{mark}” before the subject: it counts it as {what}. That is no verdict of spam, and moves nothing by itself."
        );
        notes.add("clean-verdict", text, evidence);
    } else if is_cisco && lower == SUSPICIOUS {
        let text = format!(
            "{by} wrote “{mark}” before the subject, as Cisco's outbreak filters do: a link or an attachment in it may do harm, and links may have been rewritten so that Cisco looks at them \
             first."
        );
        notes.add("phishing-suspected", text, evidence);
    }
}

/// Whether the subject bears a filter's mark of spam.
pub fn is_marked(message: &Message) -> bool {
    mark(message).is_some_and(|(_, mark)| is_spam(message, mark))
}

/// What stands before the subject, and the field: `[SUSPECTED SPAM]`, `***SPAM***`. An answer has what stood there before.
fn mark(message: &Message) -> Option<(usize, &str)> {
    const LONGEST: usize = 40;
    let field = message.fields.iter().position(|field| field.is("Subject"))?;
    let subject = message.fields[field].value.trim_start();
    let end = match subject.as_bytes().first()? {
        b'[' => subject.find(']')? + 1,
        b'{' => subject.find('}')? + 1,
        b'*' if subject.starts_with("**") => {
            let word = subject.trim_start_matches('*');
            let start = subject.len() - word.len();
            let close = start + word.find('*')?;
            close + subject[close..].bytes().take_while(|byte| *byte == b'*').count()
        }
        _ => return None,
    };
    Some((field, subject.get(..end).filter(|mark| mark.len() <= LONGEST)?))
}

/// A list has its own name there.
fn is_spam(message: &Message, mark: &str) -> bool {
    let mut words = mark.split(|c: char| !c.is_alphanumeric());
    words.any(|word| ["spam", "junk", "phishing"].iter().any(|known| word.eq_ignore_ascii_case(known)))
        && !service::is_list(message)
}

#[cfg(test)]
mod tests {
    fn paste(subject: &str, more: &str) -> String {
        format!(
            "Received: from gate.example.org (gate.example.org [192.0.2.9])\n\tby mbx.example.org with ESMTP id c3; Tue, 3 Nov 2026 10:00:06 +0100\n{more}Received: from \
             out.example.com (out.example.com [192.0.2.1])\n\tby gate.example.org with ESMTP id b2; Tue, 3 Nov 2026 10:00:05 +0100\nFrom: Bob <bob@example.com>\nTo: \
             ann@example.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: {subject}\n"
        )
    }

    const CISCO: &str = "X-IronPort-Anti-Spam-Filtered: true\n";

    #[test]
    fn a_mark_alone_puts_no_mail_into_a_folder_and_the_gateways_administrator_mends_it() {
        let marked = crate::diagnose(&paste("[SUSPECTED SPAM] Invoice", CISCO));
        let first = &marked.findings[0];
        assert_eq!(first.title, "The mail arrived, and a filter marked its subject as spam");
        assert_eq!(
            (first.act.as_str(), first.state.as_str()),
            ("recipient-admin", "warning"),
            "{:?}",
            first.steps
        );
        let all: String = first.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect();
        assert!(
            all.contains("recipient-admin: If you run the gateway") && all.contains("X-IronPort-MID"),
            "{all}"
        );
        assert!(!all.contains("where it lies"), "{all}");
    }

    #[test]
    fn ciscos_other_marks_are_known_and_are_no_spam() {
        let seen = |subject: &str, more: &str, id: &str| {
            crate::diagnose(&paste(subject, more)).observations.iter().any(|one| one.id == id)
        };
        for mark in ["[MARKETING]", "[BULK]", "[SOCIAL NETWORK]"] {
            let subject = format!("{mark} Offers");
            assert!(
                seen(&subject, CISCO, "clean-verdict") && !seen(&subject, CISCO, "spam-verdict"),
                "{mark}"
            );
            assert!(!seen(&subject, "", "clean-verdict"), "{mark}");
        }
        assert!(seen("[SUSPICIOUS MESSAGE] Offers", CISCO, "phishing-suspected"));
    }
}
