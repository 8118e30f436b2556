//! Where a report's own words end and the mail that it returns begins.

use super::signs::quotes_refusal;
use super::table;
use crate::mail::{header, reply};

/// So many headers that begin with From are held against what stands above them.
const MOST_AUTHORS: usize = 4;

/// The offset behind the last of the report's own words, and where the returned header begins, if there is one.
pub fn returned(text: &str) -> (usize, Option<usize>) {
    let mut at = 0;
    // What stands at the very beginning is not returned, but quoted: `Begin forwarded message`.
    let mut has_words = false;
    let mut authors = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        // `Ursprüngliche Nachrichtendetails`: a few facts about the mail, and the reason comes behind them.
        if has_words && announces_mail(line) && !table::begins(&text[at..]) {
            let rest = text[at..].trim_start_matches(['\n', ' ', '\t', '-', '=', '_']);
            let header = begins_header(rest).then_some(text.len() - rest.len());
            // A heading alone is one where the header stands below it: `Original Message Headers`.
            if header.is_some() || (is_separator(line) && !only_names_it(line, &text[..start], &text[at..])) {
                return (start, header);
            }
        }
        if has_words && is_trace(line) && begins_header(&text[start..]) {
            return (start, Some(start));
        }
        // Some begin with From, and say on a later line that they were in transit. Behind the refusal that is no quoting mail.
        if has_words && authors < MOST_AUTHORS && is_author(line) && is_in_transit(&text[start..]) {
            authors += 1;
            if reply::refuses(&text[..start]) {
                return (start, Some(start));
            }
        }
        has_words |= !line.trim().is_empty() && header::name_len(line).is_none();
    }
    (text.len(), None)
}

/// Whether a heading stands above a few facts about the mail, and the reason comes behind them: `Original message:`.
fn only_names_it(line: &str, before: &str, behind: &str) -> bool {
    let is_framed = line.trim_start().starts_with(|c: char| c.is_ascii_punctuation());
    !is_framed && quotes_refusal(behind) && !reply::refuses(before)
}

/// A short line that speaks of the returned mail.
fn announces_mail(line: &str) -> bool {
    let trimmed = line.trim();
    if trimmed.len() > 110 || trimmed.is_empty() {
        return false;
    }
    let lower = trimmed.to_lowercase();
    // `The following addresses did not receive a copy of your message:`
    let names_people = ["not receive", "addresses", "recipient"].iter().any(|word| lower.contains(word));
    !names_people && SEPARATORS.iter().any(|sign| lower.contains(sign))
}

/// A line that announces the returned mail. Shorter than a sentence, and either dashed or ending in a colon or `follows`.
pub fn is_separator(line: &str) -> bool {
    let trimmed = line.trim();
    let is_framed = trimmed.starts_with(['-', '=', '*', '|', '+', '#', '~', '_', '[', '<']);
    let lower = trimmed.to_lowercase();
    let ends = lower.trim_end_matches(['.', ':', '-', ' ', '*', '|', '=', ']', '+']);
    let is_marked = is_framed
        || trimmed.ends_with(':')
        || ends.ends_with("follow")
        || ends.ends_with("follows")
        || ends.ends_with("following")
        || ends.ends_with("attached")
        || lower == "original message";
    is_marked && announces_mail(line)
}

const SEPARATORS: &[&str] = &[
    "original message",
    "original mail",
    "source mail",
    "copy of the message",
    "copy of your message",
    "copy of the original",
    "copy of the mail",
    "copy of the header",
    "copy of the bounce",
    "bounce notice is attached",
    "returned message",
    "returned mail follows",
    "returned mail ---",
    "- returned mail -",
    "message header",
    "message follows",
    "mail follows",
    "header follow",
    "headers follow",
    "header of the original",
    "header of the source",
    "header of the message",
    "headers of the message",
    "headers of the original",
    "unsent message",
    "undelivered message",
    "message text follows",
    "lines of your original",
    "lines of your message",
    "beginning of message",
    "message transcript",
    "your original message",
    "old message:",
    "begin message",
    "mensaje original",
    "mensagem original",
    "message d'origine",
    "message original",
    "ursprüngliche nachricht",
    "originalnachricht",
    "messaggio originale",
    "исходное сообщение",
    "текст вашего письма",
    "元のメッセージ",
    "オリジナルメッセージ",
    "原始邮件",
    "原邮件",
    "原信",
];

/// A field that only mails in transit have.
fn is_trace(line: &str) -> bool {
    const FIELDS: &[&str] = &[
        "received:",
        "arc-",
        "authentication-results:",
        "return-path:",
        "delivered-to:",
        "dkim-signature:",
        "x-original-to:",
        "message-id:",
        "mime-version:",
    ];
    let lower = line.get(..line.floor_char_boundary(20)).unwrap_or_default().to_ascii_lowercase();
    FIELDS.iter().any(|field| lower.starts_with(field))
}

fn is_author(line: &str) -> bool {
    line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("from:"))
}

/// Whether a header begins here with a field that people do not write.
fn is_in_transit(text: &str) -> bool {
    let mut fields = text.lines().take(30).take_while(|line| !line.trim().is_empty());
    let is_machines = |line: &str| is_trace(line) || line.starts_with("X-");
    begins_header(text) && fields.any(is_machines)
}

/// Whether a text begins with a header of at least two fields.
fn begins_header(text: &str) -> bool {
    let mut fields = 0;
    for line in text.lines().take(30) {
        if line.trim().is_empty() {
            break;
        }
        if header::name_len(line).is_some() && !line.starts_with(' ') {
            fields += 1;
        } else if fields == 0 {
            return false;
        }
    }
    fields >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, own: &str, returned_begins: Option<&str>) {
        let (end, header) = returned(text);
        assert_eq!(&text[..end], own, "{text:?}");
        assert_eq!(
            header.map(|at| text[at..].lines().next().unwrap_or_default()),
            returned_begins,
            "{text:?}"
        );
    }

    #[test]
    fn the_returned_mail_is_cut_off() {
        check(
            "<a@b.example>: no\n\n--- Below this line is a copy of the message.\n\nReceived: x\nFrom: y\n",
            "<a@b.example>: no\n\n",
            Some("Received: x"),
        );
        check(
            "No such user\n\nReceived: from a\n by b\nFrom: c\n",
            "No such user\n\n",
            Some("Received: from a"),
        );
        check("No\n   ----- Original message -----\ntext", "No\n", None);
        let noted =
            "No mail for you\nNote (Original message):\nTo: bob\n\nhost a.example said: 550 5.1.1 no\n";
        check(noted, noted, None);
        let table = "Nicht zugestellt\nUrsprüngliche Nachrichtendetails\nErstellungsdatum: 03.11.2026 08:15:02\nAbsenderadresse: a@b.example\n\nFehler: 550 5.1.1 no\n";
        check(table, table, None);
        check("We received: the mail\nand sent it", "We received: the mail\nand sent it", None);
        check(
            "The original message was received at noon\nx",
            "The original message was received at noon\nx",
            None,
        );
    }
}
