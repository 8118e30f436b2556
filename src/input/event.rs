//! The events of sending services, in JSON: whom they are about, of what sort they are, and when it happened. What a
//! server said is read as in any other words.

use crate::facts::{Action, Facts, Recipient, Role};
use crate::text::{Span, Text};
use std::ops::Range;

/// Keys that name the sort of an event: Amazon SES, SendGrid and Mailgun, Postmark, SparkPost.
const SORTS: &[&str] = &["notificationType", "eventType", "event", "RecordType", "type"];
/// Keys of finer sorts.
const FINER: &[&str] = &["bounceType", "bounceSubType", "Type", "severity", "bounce_classification"];
/// Keys of the address that an event is about.
const RECIPIENTS: &[&str] =
    &["emailAddress", "email", "Email", "recipient", "Recipient", "rcpt_to", "recipients"];
/// More than this is no event, but a list.
const MOST: usize = 50;

/// The action that an event's sort means. `None`: it is no event of a sending service.
pub fn action(text: &str) -> Option<Action> {
    let sorts = SORTS.iter().flat_map(|key| values(text, key).take(4));
    sorts.filter_map(|range| meant(&text[range])).next()
}

fn meant(sort: &str) -> Option<Action> {
    match sort.to_ascii_lowercase().as_str() {
        "bounce" | "bounced" | "failed" | "dropped" | "reject" | "out_of_band" | "policy_rejection" => {
            Some(Action::Failed)
        }
        "delivery" | "delivered" => Some(Action::Delivered),
        "deliverydelay" | "deferred" | "delay" => Some(Action::Delayed),
        _ => None,
    }
}

/// Where the object ends with which a text begins; what stands behind is a footer.
pub fn end(text: &str) -> usize {
    let mut depth = 0;
    for (at, sign) in text.char_indices() {
        match sign {
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The events of a text: the outermost objects of an array, or of lines; all of it where it is one.
fn objects(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut depth, mut start, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => {
                start = if depth == 0 { at } else { start };
                depth += 1;
            }
            b'}' if !in_string && depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    if found.len() > 1 && found.len() <= MOST { found } else { std::iter::once(0..text.len()).collect() }
}

/// Takes recipients and envelope in, and gives each quoted reply to the recipient named last before it.
pub fn read(text: &Text, facts: &mut Facts) {
    let string = text.as_str();
    let Some(action) = action(string) else { return };
    // Where several events follow each other, each tells of its own recipient; a later one is what became of the mail.
    let mut starts: Vec<(Span, usize)> = Vec::new();
    for object in objects(string) {
        let action =
            self::action(&string[object.clone()]).or((object.len() == string.len()).then_some(action));
        for range in recipients(&string[object.clone()]) {
            let range = object.start + range.start..object.start + range.end;
            let address = &string[range.clone()];
            let known = facts.recipients.iter().position(|known| known.address == address);
            let index = known.unwrap_or(facts.recipients.len());
            starts.push((text.span(range.clone()), index));
            match facts.recipients.get_mut(index) {
                Some(known) => known.action = action.or(known.action),
                None => facts.recipients.push(Recipient {
                    address: address.to_owned(),
                    action,
                    span: Some(text.span(range)),
                    ..Recipient::default()
                }),
            }
        }
    }
    if facts.recipients.is_empty() {
        return;
    }
    for statement in facts.statements.iter_mut().filter(|statement| statement.role >= Role::Status) {
        let Some(at) = statement.code_span else { continue };
        if statement.role == Role::Words {
            continue;
        }
        let index =
            starts.iter().rev().find(|(start, _)| start.start <= at.start).map_or(0, |(_, index)| *index);
        statement.recipient = Some(index);
        let recipient = &mut facts.recipients[index];
        recipient.reply_code = recipient.reply_code.or(statement.code);
        recipient.status = recipient.status.or(statement.enhanced);
    }
    let value = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| values(string, key).next());
        found.map(|range| string[range].to_owned()).filter(|value| !value.is_empty())
    };
    let envelope = &mut facts.envelope;
    envelope.sender = value(&["source", "friendly_from", "From"]).filter(|sender| sender.contains('@'));
    envelope.message_id = value(&["messageId", "sg_message_id", "MessageID", "message-id", "message_id"]);
    envelope.reporter = value(&["reportingMTA"]);
    envelope.time = time(string);
    let finer: Vec<String> = FINER
        .iter()
        .filter_map(|key| value(&[key]))
        .filter(|finer| is_word(finer) && finer != "Notification")
        .collect();
    envelope.sort = (!finer.is_empty()).then(|| finer.join(", "));
}

/// The last time named: that of the bounce stands behind that of the mail.
fn time(text: &str) -> Option<String> {
    let keys = ["BouncedAt", "timestamp"];
    let found = keys
        .iter()
        .find_map(|key| values(text, key).filter(|range| text[range.clone()].contains('-')).last());
    found.map(|range| text[range].to_owned())
}

fn is_word(value: &str) -> bool {
    value.len() <= 40 && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
}

/// The addresses that the event is about, each once.
fn recipients(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for key in RECIPIENTS {
        for range in values(text, key).filter(|range| is_address(&text[range.clone()])).take(MOST) {
            if !found.iter().any(|known| text[known.clone()] == text[range.clone()]) {
                found.push(range);
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

fn is_address(value: &str) -> bool {
    value.contains('@') && !value.contains(char::is_whitespace)
}

/// Where the values of a key stand: `"key": "value"`, `"key": ["value"]`.
fn values<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(key).filter_map(move |(at, _)| {
        let rest = text[at + key.len()..].strip_prefix('"').filter(|_| text[..at].ends_with('"'))?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let rest = rest.strip_prefix('[').map_or(rest, str::trim_start);
        let value = rest.strip_prefix('"')?;
        let start = text.len() - value.len();
        Some(start..start + value.find('"')?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reply_belongs_to_its_recipient() {
        let text = r#"{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"General",
            "bouncedRecipients":[{"emailAddress":"a@example.org","diagnosticCode":"smtp; 452 4.2.2 mailbox full"},
            {"emailAddress":"b@example.org","diagnosticCode":"smtp; 550 5.1.1 no such user"}]},
            "mail":{"source":"me@example.com","timestamp":"2026-11-25T10:00:00Z"}}"#;
        let facts = crate::input::read(text, crate::mail::charset::builtin);
        let codes: Vec<_> = facts.recipients.iter().map(|r| (r.address.as_str(), r.reply_code)).collect();
        assert_eq!(codes, [("a@example.org", Some(452)), ("b@example.org", Some(550))]);
        assert_eq!(facts.envelope.sort.as_deref(), Some("Transient, General"));
        assert_eq!(facts.envelope.sender.as_deref(), Some("me@example.com"));
        let replies: Vec<&str> =
            facts.statements.iter().filter(|s| s.role == Role::Reply).map(|s| s.text.as_str()).collect();
        assert_eq!(replies, ["452 4.2.2 mailbox full", "550 5.1.1 no such user"]);
    }

    #[test]
    fn several_events_tell_of_several_recipients() {
        let text = r#"[{"email":"a@example.org","event":"processed"},
            {"email":"a@example.org","event":"delivered","response":"250 OK"},
            {"email":"b@example.org","event":"deferred","response":"452 4.2.2 mailbox full"},
            {"email":"c@example.org","event":"dropped","reason":"Bounced Address"}]"#;
        let facts = crate::input::read(text, crate::mail::charset::builtin);
        let told: Vec<_> =
            facts.recipients.iter().map(|r| (r.address.as_str(), r.action, r.reply_code)).collect();
        let want = [
            ("a@example.org", Some(Action::Delivered), None),
            ("b@example.org", Some(Action::Delayed), Some(452)),
            ("c@example.org", Some(Action::Failed), None),
        ];
        assert_eq!(told, want);
    }

    #[test]
    fn other_json_is_no_event() {
        assert_eq!(action(r#"{"level":"error","msg":"bounce"}"#), None);
        assert_eq!(action(r#"{"event":"delivered"}"#), Some(Action::Delivered));
    }
}
