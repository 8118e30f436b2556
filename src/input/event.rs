//! The events of sending services, in JSON: whom they are about, of what sort they are, and when it happened. What a
//! server said is read as in any other words.

use crate::facts::{Action, Facts, Recipient, Role, Statement};
use crate::text::{Span, Text, TextBuilder};
use std::collections::HashMap;
use std::ops::Range;

/// Keys that name the sort of an event: Amazon SES, SendGrid and Mailgun, Postmark, SparkPost.
const SORTS: &[&str] = &["notificationType", "eventType", "event", "RecordType", "type"];
/// Keys of finer sorts.
const FINER: &[&str] = &["bounceType", "bounceSubType", "Type", "severity", "bounce_classification"];
/// Keys of the address that an event is about.
const RECIPIENTS: &[&str] = &[
    "emailAddress",
    "email",
    "Email",
    "recipient",
    "Recipient",
    "rcpt_to",
    "recipients",
    "to",
    "To",
    "destination",
];
/// Keys of the message that an event is about.
const MESSAGES: &[&str] = &["messageId", "sg_message_id", "MessageID", "message-id", "message_id"];
/// More than this is no event, but a list.
const MOST: usize = 200;
/// For so many recipients of one event among several its words are looked at.
const COPIES: usize = 4;

/// Postmark's events explain their sort in general, `"Description":"… (ex: unknown user, mailbox not found)."`, beside what happened here in
/// `Details`: where that says something, the examples are left out.
pub fn without_glossary(text: Text) -> Text {
    let string = text.as_str();
    let is_its = string.contains("\"TypeCode\"") && values(string, "Details").any(|range| !range.is_empty());
    if !is_its {
        return text;
    }
    let mut builder = TextBuilder::new(&text);
    let mut done = 0;
    for range in values(string, "Description").collect::<Vec<_>>() {
        builder.keep(done..range.start);
        done = range.end;
    }
    builder.keep(done..string.len());
    builder.finish()
}

/// Mailgun gives a reply in two values, `"code":550,"message":"5.7.1 No"`: they are one again, and read as any reply.
pub fn with_whole_reply(text: Text) -> Text {
    let string = text.as_str();
    if !string.contains("\"delivery-status\"") {
        return text;
    }
    let mut builder = TextBuilder::new(&text);
    let mut done = 0;
    for (at, key) in string.match_indices("\"code\":") {
        let start =
            at + key.len() + string[at + key.len()..].len() - string[at + key.len()..].trim_start().len();
        let digits = string[start..].bytes().take_while(u8::is_ascii_digit).count();
        let Some(gap) = between(&string[start + digits..]).filter(|_| digits == 3) else { continue };
        builder.keep(done..start + digits);
        builder.replace(start + digits..start + digits + gap, " ");
        done = start + digits + gap;
    }
    builder.keep(done..string.len());
    builder.finish()
}

/// How long `,"message":"` is, with blanks, where it comes next and a value with words in it behind it.
fn between(text: &str) -> Option<usize> {
    let mut rest = text;
    for part in [",", "\"message\"", ":", "\""] {
        rest = rest.trim_start().strip_prefix(part)?;
    }
    (!rest.starts_with('"')).then_some(text.len() - rest.len())
}

/// The action that an event's sort means. `None`: it is no event of a sending service.
pub fn action(text: &str) -> Option<Action> {
    let action = sorts(text).filter_map(|sort| meant(&sort)).next()?;
    // Mailgun calls each try that failed `failed`, and says beside it whether it tries again.
    let mut severities = values(text, "severity").map(|range| &text[range]).peekable();
    let for_now = severities.peek().is_some() && severities.all(|severity| severity == "temporary");
    Some(if for_now && action == Action::Failed { Action::Delayed } else { action })
}

/// What its keys say of an event's sort: `email.bounced`, `hard_bounce` and `HardBounce` are written alike.
fn sorts(text: &str) -> impl Iterator<Item = String> + '_ {
    let found = SORTS.iter().flat_map(|key| values(text, key).take(4));
    found.map(|range| {
        let sort = text[range].rsplit('.').next().unwrap_or_default();
        sort.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    })
}

fn meant(sort: &str) -> Option<Action> {
    match sort {
        "bounce" | "bounced" | "hardbounce" | "softbounce" | "hardbounced" | "softbounced" | "failed"
        | "dropped" | "blocked" | "invalidemail" | "reject" | "rejected" | "outofband"
        | "policyrejection" | "renderingfailure" => Some(Action::Failed),
        "delivery" | "delivered" => Some(Action::Delivered),
        "deliverydelay" | "deliverydelayed" | "deferred" | "deferral" | "delay" => Some(Action::Delayed),
        _ => None,
    }
}

/// Whether the sort of a bounce says that it is one for now: `SoftBounce` and `Transient` of Postmark, `soft_bounce` of Brevo, `Transient` of
/// Amazon SES. That calls `Transient` whatever is not the address's fault, and so what is the message's own.
fn is_soft(text: &str) -> bool {
    const OF_THE_MESSAGE: &[&str] = &["MessageTooLarge", "ContentRejected", "AttachmentRejected"];
    if values(text, "bounceSubType").any(|range| OF_THE_MESSAGE.contains(&&text[range])) {
        return false;
    }
    const SOFT: &[&str] = &["softbounce", "softbounced", "transient", "soft"];
    let finer = FINER.iter().flat_map(|key| values(text, key).take(4));
    let finer = finer.map(|range| text[range].to_ascii_lowercase());
    sorts(text).chain(finer).any(|sort| SOFT.contains(&sort.as_str()))
}

/// Whether an event only tells that a mail is on its way, or was read: nothing is to be explained of it.
fn is_progress(text: &str) -> bool {
    const STEPS: &[&str] = &[
        "processed",
        "request",
        "requests",
        "accepted",
        "queued",
        "sent",
        "send",
        "injection",
        "initial",
        "open",
        "opened",
        "firstopening",
        "uniqueopened",
        "click",
        "clicked",
    ];
    action(text).is_none() && sorts(text).any(|sort| STEPS.contains(&sort.as_str()))
}

/// The events of a text that holds several ones, each with mail of its own.
pub fn several(text: &str) -> Vec<Range<usize>> {
    let mut found = objects(text);
    found.retain(|object| !is_progress(&text[object.clone()]));
    let is_event = |object: &&Range<usize>| action(&text[(*object).clone()]).is_some();
    if found.iter().filter(is_event).count() > 1 { found } else { Vec::new() }
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

/// A recipient as one event names it.
struct Named {
    span: Span,
    /// Index into [`Facts::recipients`].
    index: usize,
    /// Which event.
    object: usize,
}

/// Takes recipients and envelope in, and gives each quoted reply to the recipient named last before it in its event.
pub fn read(text: &Text, facts: &mut Facts) {
    let string = text.as_str();
    let Some(action) = action(string) else { return };
    let mut objects = objects(string);
    if objects.len() > 1 {
        objects.retain(|object| !is_progress(&string[object.clone()]));
    }
    let named = name(text, &objects, action, facts);
    if facts.recipients.is_empty() {
        return;
    }
    facts.event = true;
    let spans: Vec<Span> = objects.iter().map(|object| text.span(object.clone())).collect();
    give(facts, &spans, &named);
    let only = |keys: &[&str]| {
        let mut found = keys.iter().find_map(|key| {
            let mut all =
                values(string, key).map(|range| &string[range]).filter(|value| !value.is_empty()).peekable();
            all.peek().is_some().then_some(all)
        })?;
        let first = found.next()?;
        // What events say differently is true of none but its own.
        (objects.len() < 2 || found.all(|other| other == first)).then(|| first.to_owned())
    };
    let envelope = &mut facts.envelope;
    envelope.sender = only(&["source", "friendly_from", "From", "from"])
        .filter(|sender| sender.contains('@'))
        .map(|sender| sender[address(&sender)].to_owned());
    let is_one = objects.len() < 2;
    envelope.message_id =
        only(MESSAGES).or_else(|| number(string, MESSAGES).filter(|_| is_one).map(str::to_owned));
    // `dns; mta.example.org` (RFC 3464, section 2.2.2).
    envelope.reporter = only(&["reportingMTA"]).map(|named| match named.split_once(';') {
        Some((_, name)) => name.trim().to_owned(),
        None => named,
    });
    envelope.sending_ip =
        only(&["sending-ip", "sending_ip"]).filter(|address| address.parse::<std::net::IpAddr>().is_ok());
    envelope.time = time(string, objects.len() > 1).or_else(|| seconds(string).filter(|_| is_one));
    let finer: Vec<String> = FINER
        .iter()
        .filter_map(|key| only(&[key]))
        .filter(|finer| is_word(finer) && finer != "Notification")
        .collect();
    envelope.sort = (!finer.is_empty()).then(|| finer.join(", "));
}

/// Each event tells of its own recipients. Of the same message a later one is what became of it.
fn name(text: &Text, objects: &[Range<usize>], of_all: Action, facts: &mut Facts) -> Vec<Named> {
    let string = text.as_str();
    let mut named = Vec::new();
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for (number, object) in objects.iter().enumerate() {
        let words = &string[object.clone()];
        let action = action(words).or((objects.len() == 1).then_some(of_all));
        let message = MESSAGES.iter().find_map(|key| values(words, key).next());
        let message = message.map_or("", |range| &words[range]);
        for range in recipients(words) {
            let range = object.start + range.start..object.start + range.end;
            let (address, span) = (&string[range.clone()], text.span(range));
            let index = *known.entry((address, message)).or_insert(facts.recipients.len());
            named.push(Named { span, index, object: number });
            match facts.recipients.get_mut(index) {
                Some(known) => known.action = action.or(known.action),
                None => facts.recipients.push(Recipient {
                    address: address.to_owned(),
                    action,
                    is_soft: is_soft(words),
                    span: Some(span),
                    ..Recipient::default()
                }),
            }
        }
    }
    named
}

/// Gives what was said to those whom it is about.
fn give(facts: &mut Facts, objects: &[Span], named: &[Named]) {
    let mut copies = Vec::new();
    for statement in facts.statements.iter_mut().filter(|statement| statement.role >= Role::Status) {
        let whole = statement.text.span(0..statement.text.len());
        let at = statement.code_span.unwrap_or(whole).start;
        let object = objects.partition_point(|object| object.start <= at).saturating_sub(1);
        let from = named.partition_point(|named| named.object < object);
        let own = &named[from..named.partition_point(|named| named.object <= object)];
        if statement.role == Role::Words {
            // An event's own words; those around all of them are about nobody.
            if objects.len() < 2 || objects.get(object).is_none_or(|object| !object.contains(whole)) {
                continue;
            }
            for other in own.iter().skip(1).take(COPIES) {
                copies.push(Statement { recipient: Some(other.index), ..statement.clone() });
            }
            statement.recipient = own.first().map(|named| named.index);
            continue;
        }
        // What stands between events is of none of them.
        if objects.len() > 1 && objects.get(object).is_none_or(|object| !object.contains(whole)) {
            continue;
        }
        let before = own.iter().rev().find(|named| named.span.start <= at).or(own.first());
        let Some(Named { index, .. }) = before.filter(|_| statement.code_span.is_some()) else { continue };
        statement.recipient = Some(*index);
        let recipient = &mut facts.recipients[*index];
        recipient.reply_code = recipient.reply_code.or(statement.code);
        recipient.status = recipient.status.or(statement.enhanced);
    }
    facts.statements.extend(copies);
}

/// The last time named: that of the bounce stands behind that of the mail.
fn time(text: &str, is_of_several: bool) -> Option<String> {
    let keys = ["BouncedAt", "timestamp"];
    let found = keys
        .iter()
        .find_map(|key| values(text, key).filter(|range| text[range.clone()].contains('-')).last());
    found.filter(|_| !is_of_several).map(|range| text[range].to_owned())
}

/// The value of the first of these keys that has digits alone, without quotes: `"MessageID": 288230397312338812`.
fn number<'a>(text: &'a str, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| {
        text.match_indices(key).find_map(|(at, _)| {
            let rest = text[at + key.len()..].strip_prefix('"').filter(|_| text[..at].ends_with('"'))?;
            let rest = rest.trim_start().strip_prefix(':')?.trim_start();
            let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
            (end > 1).then_some(&rest[..end])
        })
    })
}

/// When it was, where the event counts the seconds since 1970 (POSIX), as people write it.
fn seconds(text: &str) -> Option<String> {
    const DAY: i64 = 86_400;
    /// From 2001 on: what has fewer digits is another number.
    const LEAST: i64 = 1_000_000_000;
    let stamp: i64 = number(text, &["time", "timestamp", "ts_event", "ts"])?.parse().ok()?;
    let stamp = if stamp > LEAST * 1000 { stamp / 1000 } else { stamp };
    if !(LEAST..=10 * LEAST).contains(&stamp) {
        return None;
    }
    let (year, month, day) = crate::mail::date::civil_from_days(stamp.div_euclid(DAY));
    let of_day = stamp.rem_euclid(DAY);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    Some(format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC"))
}

fn is_word(value: &str) -> bool {
    value.len() <= 40 && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
}

/// The addresses that the event is about, each once.
fn recipients(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for key in RECIPIENTS {
        let named = values(text, key).map(|range| {
            let inner = address(&text[range.clone()]);
            range.start + inner.start..range.start + inner.end
        });
        for range in named.filter(|range| is_address(&text[range.clone()])).take(MOST) {
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

/// The address of `Ann <ann@example.org>`.
fn address(value: &str) -> Range<usize> {
    let inner = value.rfind('<').zip(value.rfind('>')).filter(|(open, close)| open < close);
    inner.map_or(0..value.len(), |(open, close)| open + 1..close)
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
    fn whom_a_plain_key_names_is_the_recipient() {
        for key in
            [r#""to":["bob@example.net"]"#, r#""to":"Bob <bob@example.net>""#, r#""email":"bob@example.net""#]
        {
            let text = format!(
                r#"{{"type":"email.bounced","data":{{"bounce":{{"message":"The address is on the suppression list","type":"Permanent"}},"from":"Shop <shop@example.org>",{key}}}}}"#
            );
            let facts = crate::input::read(&text, crate::mail::charset::builtin);
            let named: Vec<_> = facts.recipients.iter().map(|recipient| recipient.address.as_str()).collect();
            assert_eq!(named, ["bob@example.net"], "{text}");
            assert_eq!(facts.envelope.sender.as_deref(), Some("shop@example.org"));
        }
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
    fn words_between_events_are_read_and_are_of_none() {
        let text = "{\"event\":\"delivered\",\"email\":\"a@example.org\",\"response\":\"250 OK\"}\nRetrying b@example.org: 452 4.2.2 over quota\n\
                    {\"event\":\"deferred\",\"email\":\"c@example.org\",\"response\":\"451 4.7.1 greylisted\"}\n";
        let facts = crate::input::read(text, crate::mail::charset::builtin);
        let said: Vec<_> = facts.statements.iter().filter(|said| said.role == Role::Reply).collect();
        let told: Vec<_> = said.iter().map(|said| (said.code, said.recipient)).collect();
        assert_eq!(told, [(Some(451), Some(1)), (Some(452), None)]);
    }

    #[test]
    fn an_id_says_nothing() {
        let text =
            r#"{"level":"error","error_id":"mailbox_full_552","msg":"could not send mail: 535 5.7.8 no"}"#;
        let facts = crate::input::read(text, crate::mail::charset::builtin);
        assert!(facts.statements.iter().all(|said| !said.text.as_str().contains("mailbox_full")));
    }

    #[test]
    fn what_fails_for_now_is_delayed() {
        let event = |severity: &str| {
            action(&format!(r#"{{"event":"failed","severity":"{severity}","recipient":"a@example.org"}}"#))
        };
        assert_eq!((event("temporary"), event("permanent")), (Some(Action::Delayed), Some(Action::Failed)));
    }

    #[test]
    fn other_json_is_no_event() {
        assert_eq!(action(r#"{"level":"error","msg":"bounce"}"#), None);
        assert_eq!(action(r#"{"event":"delivered"}"#), Some(Action::Delivered));
    }
}
