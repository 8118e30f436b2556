//! The recipients that a library of Python's tells by an exception: a key for each, and what the server said as its value,
//! `{'bob@example.org': (550, b'No such user here'), …}` (docs.python.org/3/library/smtplib.html, SMTPRecipientsRefused).

use crate::facts::{Action, Facts, Recipient, Statement};
use crate::text::{Span, Text};
use std::ops::Range;

/// Each reply is about the address that it is the value of.
pub fn name(facts: &mut Facts, text: &Text, replies: &mut [Statement]) {
    let string = text.as_str();
    let whose: Vec<Option<Range<usize>>> = replies
        .iter()
        .map(|reply| reply.code_span.and_then(|span| text.range_of(span)))
        .map(|code| code.and_then(|code| key(string, code.start)))
        .collect();
    if whose.is_empty() || whose.iter().any(Option::is_none) {
        return;
    }
    if let [Some(only)] = &whose[..] {
        facts.envelope.recipient = Some(string[only.clone()].to_owned());
        return;
    }
    for (reply, key) in replies.iter_mut().zip(whose.into_iter().flatten()) {
        let address = &string[key.clone()];
        let span: Option<Span> = Some(text.span(key.clone()));
        let known = facts.recipients.iter().position(|known| known.address == address);
        reply.recipient = Some(known.unwrap_or(facts.recipients.len()));
        if known.is_none() {
            let recipient = Recipient {
                address: address.to_owned(),
                span,
                action: action(reply),
                ..Recipient::default()
            };
            facts.recipients.push(recipient);
        }
    }
}

/// Nobody tries again by himself: what the code says of the next attempt holds.
fn action(reply: &Statement) -> Option<Action> {
    reply.code.filter(|code| *code >= 500).map(|_| Action::Failed)
}

/// The address in quotes before `: (` and the code.
fn key(string: &str, code: usize) -> Option<Range<usize>> {
    let before = string[..code].strip_suffix('(')?.trim_end().strip_suffix(':')?;
    let quote = before.chars().next_back().filter(|quote| matches!(quote, '\'' | '"'))?;
    let inner = &before[..before.len() - 1];
    let start = inner.rfind(quote)? + 1;
    let address = &inner[start..];
    let is_address = address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !address.contains(|c: char| c.is_whitespace() || c == ',')
    });
    is_address.then_some(start..inner.len())
}

/// Whether a text is nothing but such a table, or the pair of a code and words: Python's, and no JSON.
pub fn is_bare(string: &str) -> bool {
    let is_value = |rest: &str| {
        let digits = rest.get(..3).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()));
        digits
            && rest[3..].starts_with(", ")
            && rest[5..].trim_start_matches(['b', 'u']).starts_with(['\'', '"'])
    };
    let text = string.trim();
    text.strip_prefix('(').is_some_and(is_value)
        || (text.starts_with(['{', '['])
            && text.match_indices(": (").any(|(at, sign)| is_value(&text[at + sign.len()..])))
}
