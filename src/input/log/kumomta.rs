//! KumoMTA: one JSON object a line (docs.kumomta.com, "Log Record"), which is laid out as a line like those of other
//! servers, `kumomta: Bounce id=… from=<…> to=<…> host=…: 550 5.1.1 words`, and then read like them.

use super::entry::{Entry, host, value};
use super::head::Head;
use super::unwrap::{string_of, unescape};
use crate::facts::story::Event;
use crate::mail::date::civil_from_days;
use crate::text::TextBuilder;
use std::ops::Range;

/// What a record can be of. Sending services have a `type` in their events, too, and words of their own in it.
const TYPES: &[&str] = &[
    "Reception",
    "Delivery",
    "Bounce",
    "TransientFailure",
    "Expiration",
    "AdminBounce",
    "OOB",
    "Feedback",
    "Rejection",
    "AdminRebind",
    "DeferredInjectionRebind",
    "Delayed",
    "XferOut",
    "XferIn",
];

/// A record has a type, and fields that only this server writes.
pub fn shaped(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('{')
        && string_of(line, "\"type\"").is_some_and(|kind| TYPES.contains(&&line[kind]))
        && (["\"egress_pool\"", "\"egress_source\"", "\"bounce_classification\"", "\"nodeid\""]
            .iter()
            .any(|key| line.contains(key))
            // What a template for its log leaves of a record.
            || ["\"queue\"", "\"site\"", "\"num_attempts\""].iter().all(|key| line.contains(key)))
}

/// Writes the record that stands at `start` as a line.
pub fn lay_out(builder: &mut TextBuilder, string: &str, line: Range<usize>) {
    let record = &string[line.clone()];
    let shift = |range: Range<usize>| line.start + range.start..line.start + range.end;
    if let Some((number, seconds)) = timestamp(record) {
        builder.replace(shift(number), &written(seconds));
    }
    let mut field = |before: &str, value: Option<Range<usize>>, after: &str| {
        let Some(value) = value.map(shift) else { return };
        builder.replace(value.start..value.start, before);
        unescape(builder, string, value.clone());
        builder.replace(value.end..value.end, after);
    };
    field("kumomta: ", string_of(record, "\"type\""), "");
    field(" id=", string_of(record, "\"id\""), "");
    field(" from=<", string_of(record, "\"sender\""), ">");
    field(" to=<", string_of(record, "\"recipient\""), ">");
    field(" host=", string_of(record, "\"site\""), "");
    field(": ", number_of(record, "\"response\"", "\"code\""), "");
    field(" ", number_of(record, "\"enhanced_code\"", "\"class\""), ".");
    field("", number_of(record, "\"enhanced_code\"", "\"subject\""), ".");
    field("", number_of(record, "\"enhanced_code\"", "\"detail\""), "");
    field(" ", string_of(record, "\"content\""), "");
}

/// When the record was written, in seconds since 1970. Newer versions write a text, which is left alone.
fn timestamp(record: &str) -> Option<(Range<usize>, i64)> {
    let key = "\"timestamp\"";
    let from = record.find(key)? + key.len();
    let start = from + record[from..].find(|c: char| !matches!(c, ':' | ' '))?;
    let length = record[start..].bytes().take_while(u8::is_ascii_digit).count();
    Some((start..start + length, record[start..start + length].parse().ok()?))
}

/// `2024-03-05T10:00:00Z `, as other servers begin their lines.
fn written(seconds: i64) -> String {
    let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z ")
}

/// The number under a key behind another key.
fn number_of(record: &str, group: &str, key: &str) -> Option<Range<usize>> {
    let from = record.find(group)? + group.len();
    // Where it has none it is null.
    let inner = record[from..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('{')?;
    let at = record.len() - inner.len();
    let end = at + inner.find('}').unwrap_or(inner.len());
    let start = at + record[at..end].find(key)? + key.len();
    let start = start + record[start..end].find(|c: char| c.is_ascii_digit())?;
    let length = record[start..end].bytes().take_while(u8::is_ascii_digit).count();
    Some(start..start + length)
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let event = match line[at..].split(' ').next()? {
        "Reception" => Event::Received,
        "Delivery" => Event::Sent,
        "TransientFailure" => Event::Deferred,
        "Bounce" | "AdminBounce" | "OOB" | "Expiration" => Event::Bounced,
        "Rejection" => Event::Rejected,
        _ => return Some(Entry::new(Event::Note)),
    };
    let words = line[at..].find(": ").map(|colon| at + colon + 2..line.len());
    let is_reply = words.clone().is_some_and(|words| line[words].starts_with(['4', '5']));
    let mut entry = Entry { words, is_reply, ..Entry::new(event) };
    entry.id = value(line, at, "id");
    entry.from = value(line, at, "from");
    entry.to = value(line, at, "to");
    entry.host = value(line, at, "host").and_then(|site| {
        let end = site.start + line[site.clone()].find("->").map_or(0, |arrow| arrow + 2);
        host(line, end..site.start + line[site.clone()].find('@').unwrap_or(site.len()))
    });
    Some(entry)
}
