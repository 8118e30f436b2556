//! Sendmail's log (Operations Guide, section 2.1): `id: to=<…>, …, relay=…, dsn=…, stat=…`.

use super::entry::{Entry, host, value};
use super::head::Head;
use crate::facts::story::Event;

/// Lines that have lost their head.
pub fn shaped(rest: &str) -> bool {
    queue_id(rest).is_some_and(|end| {
        let words = &rest[end + 2..];
        ["to=", "from=", "ruleset=", "Milter", "SYSERR", "DSN:", "lost input channel", "return to sender"]
            .iter()
            .any(|start| words.starts_with(start))
    })
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let rest = &line[head.rest..];
    let id = queue_id(rest).map(|end| head.rest..head.rest + end);
    let at = id.as_ref().map_or(head.rest, |id| id.end + 2);
    let mut entry = body(line, at);
    entry.id = id;
    Some(entry)
}

fn body(line: &str, at: usize) -> Entry {
    let text = &line[at..];
    let relay = value(line, at, "relay").and_then(|relay| host(line, relay));
    if let Some(stat) = text.find("stat=") {
        let words = at + stat + 5..line.len();
        let event = match &line[words.clone()] {
            stat if stat.starts_with("Sent") => Event::Sent,
            stat if stat.starts_with("Deferred") || stat.starts_with("queued") => Event::Deferred,
            _ => Event::Bounced,
        };
        let (status, age) = (value(line, at, "dsn"), value(line, at, "delay"));
        return Entry { to: value(line, at, "to"), host: relay, status, age, ..Entry::words(event, words) };
    }
    if let Some(reject) = text.find("reject=") {
        let words = at + reject + 7..line.len();
        let to = value(line, at, "arg1");
        return Entry { to, host: relay, is_reply: true, ..Entry::words(Event::Rejected, words) };
    }
    if text.starts_with("from=") {
        return Entry { from: value(line, at, "from"), ..Entry::new(Event::Received) };
    }
    Entry { host: relay, ..Entry::words(Event::Note, at..line.len()) }
}

/// Eight letters and digits for the time, six digits for the process (older ones have fewer).
fn queue_id(rest: &str) -> Option<usize> {
    let end = rest.find(": ").filter(|end| (12..=16).contains(end))?;
    let id = &rest.as_bytes()[..end];
    let digits = id[id.len() - 5..].iter().all(u8::is_ascii_digit);
    (digits && id.iter().all(u8::is_ascii_alphanumeric) && id.iter().any(u8::is_ascii_alphabetic))
        .then_some(end)
}
