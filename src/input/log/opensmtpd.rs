//! OpenSMTPD, old (`relay: PermFail for id: …, stat=…`) and new (`session mta delivery … result="…" stat="…"`).

use super::entry::{Entry, host, value};
use super::head::Head;
use crate::facts::story::Event;
use std::ops::Range;

pub fn shaped(rest: &str) -> bool {
    const STARTS: &[&str] = &[
        "relay: Ok for ",
        "relay: PermFail for ",
        "relay: TempFail for ",
        "smtp-out: ",
        "smtp-in: ",
        "delivery: ",
        "debug: mta: ",
        "debug: mta-routing: ",
        "debug: smtp: ",
        "debug: queue: ",
        "lookup: lookup ",
        "mta: ",
        "smtp: ",
    ];
    let fits = |start: &&&str| rest.starts_with(**start);
    // `smtp: …` alone is anybody's word.
    match STARTS.iter().find(fits) {
        Some(&("mta: " | "smtp: ")) => rest.contains(" 0x") && !is_trace(rest),
        Some(_) => !is_trace(rest),
        None => session(rest).is_some(),
    }
}

/// The conversation itself, as `smtpd -T smtp` prints it.
fn is_trace(rest: &str) -> bool {
    rest.contains(": <<< ") || rest.contains(": >>> ")
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let text = &line[at..];
    if let Some(cue) = text.find("Fail for ").or_else(|| text.find("Ok for ")) {
        return Some(outcome(line, at, at + cue));
    }
    if let Some(end) = session(text) {
        return Some(of_session(line, at + end));
    }
    if text.starts_with("smtp-out: Error on session")
        || text.starts_with("smtp-in: Failed command on session")
    {
        let words = text.rfind("=> ").map(|arrow| arrow + 3).or_else(|| {
            Some(text.find(": ")? + 2).and_then(|first| Some(first + text[first..].find(": ")? + 2))
        });
        let event = if text.starts_with("smtp-in") { Event::Rejected } else { Event::Note };
        let start = at + words.unwrap_or(0);
        return Some(Entry {
            is_reply: starts_with_code(&line[start..]),
            ..Entry::words(event, start..line.len())
        });
    }
    if text.starts_with("smtp-out: Enabling route") {
        return Some(Entry::new(Event::Note));
    }
    Some(Entry::words(Event::Note, at..line.len()))
}

/// `relay: TempFail for 66251a40: from=…, to=…, relay=192.0.2.1 (mx.example.org), delay=12s, stat=451 …`.
fn outcome(line: &str, at: usize, cue: usize) -> Entry {
    let event = match &line[at..cue + 2] {
        head if head.ends_with("Ok") => Event::Sent,
        _ if line[..cue].ends_with("Perm") => Event::Bounced,
        _ => Event::Deferred,
    };
    let start = cue + line[cue..].find("for ").map_or(0, |at| at + 4);
    let id = line[start..].find(':').map(|end| start..start + end);
    let words = line[start..].find("stat=").map(|stat| start + stat + 5..line.len());
    let mut entry = Entry { id, words, ..Entry::new(event) };
    entry.from = value(line, start, "from");
    entry.to = value(line, start, "to");
    entry.host = relay(line, start);
    entry.age = value(line, start, "delay");
    entry.is_reply = entry.words.clone().is_some_and(|words| starts_with_code(&line[words]));
    entry
}

/// `e5d3a1 mta delivery evpid=… from=<…> to=<…> relay="…" result="TempFail" stat="451 …"`.
fn of_session(line: &str, at: usize) -> Entry {
    let result = value(line, at, "result").map_or("", |range| &line[range]);
    let words = value(line, at, "stat")
        .or_else(|| line[at..].find(" reason=").map(|reason| at + reason + " reason=".len()..line.len()))
        .or_else(|| value(line, at, "result").filter(|range| starts_with_code(&line[range.clone()])));
    let event = match result {
        "Ok" => Event::Sent,
        "TempFail" => Event::Deferred,
        "PermFail" => Event::Bounced,
        _ if line[at..].contains("failed-command") => Event::Rejected,
        _ => Event::Note,
    };
    let is_reply = words.clone().is_some_and(|words| starts_with_code(&line[words]));
    let mut entry = Entry { words, is_reply, ..Entry::new(event) };
    // An envelope's id begins with its message's, which is half as long.
    let envelope = value(line, at, "evpid").map(|id| id.start..id.end.min(id.start + 8));
    entry.id = envelope.or_else(|| value(line, at, "msgid"));
    entry.from = value(line, at, "from");
    entry.to = value(line, at, "to");
    entry.host = relay(line, at);
    entry
}

/// `192.0.2.1 (mx.example.org)`: the name in the brackets.
fn relay(line: &str, at: usize) -> Option<Range<usize>> {
    let relay = value(line, at, "relay")?;
    let after = &line[relay.start..];
    let Some(open) = after.find('(').filter(|open| *open < 60) else { return host(line, relay) };
    let end = after[open..].find(')')?;
    host(line, relay.start + open + 1..relay.start + open + end)
}

/// Sixteen hexadecimal digits, then what speaks.
fn session(rest: &str) -> Option<usize> {
    let end = rest.find(' ').filter(|end| *end == 16)?;
    let hex = rest[..end].bytes().all(|b| b.is_ascii_hexdigit());
    (hex && (rest[end..].starts_with(" mta ")
        || rest[end..].starts_with(" smtp ")
        || rest[end..].starts_with(" mda ")))
    .then_some(end + 1)
}

fn starts_with_code(text: &str) -> bool {
    text.get(..3).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
}
