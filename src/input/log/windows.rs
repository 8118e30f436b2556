//! Logs in rows of fields: hMailServer (tabs), Exchange's message tracking and protocol logs (commas), PowerMTA's
//! accounting (commas).

use super::entry::{Entry, host};
use super::head::Head;
use crate::facts::story::Event;
use std::ops::Range;

/// `"SMTPD"⇥4012⇥1187⇥"2023-09-09 11:02:41.101"⇥"192.0.2.44"⇥"SENT: 550 Unknown user"`.
pub fn hmailserver_shaped(rest: &str) -> bool {
    [
        "\"SMTPD\"",
        "\"SMTPC\"",
        "\"TCPIP\"",
        "\"APPLICATION\"",
        "\"ERROR\"",
        "\"IMAPD\"",
        "\"POP3D\"",
        "\"DEBUG\"",
    ]
    .iter()
    .any(|start| {
        rest.starts_with(start) && rest[start.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}

pub fn hmailserver(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let words = line[at..]
        .rfind("\t\"")
        .map(|tab| at + tab + 2)
        .or_else(|| line[at..].rfind(" \"").map(|gap| at + gap + 2))?;
    let end = line.trim_end().trim_end_matches('"').len().max(words);
    let text = &line[words..end];
    let server = if line[at..].starts_with("\"SMTPC\"") { "RECEIVED: " } else { "SENT: " };
    if let Some(reply) = text.strip_prefix(server) {
        if !reply.starts_with(['4', '5']) {
            return Some(Entry::new(Event::Note));
        }
        let event = match server {
            "SENT: " => Event::Rejected,
            _ if reply.starts_with('4') => Event::Deferred,
            _ => Event::Bounced,
        };
        let id = session(&line[at..]).map(|number| at + number.start..at + number.end);
        return Some(Entry { id, is_reply: true, ..Entry::words(event, end - reply.len()..end) });
    }
    if text.starts_with("SENT: ") || text.starts_with("RECEIVED: ") {
        return Some(Entry::new(Event::Note));
    }
    Some(Entry::words(Event::Note, words..end))
}

/// The third field of a row: which conversation it is of.
fn session(row: &str) -> Option<Range<usize>> {
    let mut fields = row.split(['\t', ' ']).filter(|field| !field.is_empty());
    let number = fields.nth(2).filter(|field| field.bytes().all(|byte| byte.is_ascii_digit()))?;
    let start = number.as_ptr() as usize - row.as_ptr() as usize;
    Some(start..start + number.len())
}

/// Message tracking: a row of commas that holds an event's name (Exchange Server, "Message tracking").
pub fn exchange_shaped(rest: &str) -> bool {
    rest.starts_with("#Fields: date-time") || rest.starts_with("#Software: Microsoft Exchange") || {
        let fields = fields(rest);
        fields.len() >= 7 && (event(rest, &fields).is_some() || protocol(rest, &fields).is_some())
    }
}

pub fn exchange(line: &str, head: &Head) -> Option<Entry> {
    let at = head.time.as_ref().map_or(head.rest, |time| time.start);
    let row = &line[at..];
    if row.starts_with('#') {
        return Some(Entry::new(Event::Note));
    }
    let fields = fields(row);
    let shift = |range: &Range<usize>| at + range.start..at + range.end;
    if let Some((data, is_server)) = protocol(row, &fields) {
        let words = &row[data.clone()];
        let refused = words.starts_with(['4', '5']) && words.get(3..4) == Some(" ");
        return Some(match refused {
            true => Entry {
                is_reply: true,
                ..Entry::words(if is_server { Event::Bounced } else { Event::Rejected }, shift(&data))
            },
            // What the server notes about the connection stands in the last field.
            false => match fields.get(8).filter(|context| row[(*context).clone()].contains(' ')) {
                Some(context) if words.is_empty() => Entry::words(Event::Note, shift(context)),
                _ => Entry::new(Event::Note),
            },
        });
    }
    let (event, name) = event(row, &fields)?;
    let behind = &fields[name..];
    let to = behind
        .iter()
        .find(|field| row[(*field).clone()].contains('@') && !row[(*field).clone()].starts_with('<'));
    let id = behind.iter().find(|field| row[(*field).clone()].starts_with('<'));
    let words = fields.iter().filter_map(|field| why(row, field.clone())).max_by_key(Range::len);
    let from = fields.iter().position(|field| to == Some(field)).and_then(|to| sender(row, &fields, to));
    let (id, to, from) = (id.map(shift), to.map(shift), from.as_ref().map(shift));
    Some(Entry { id, to, from, words: words.as_ref().map(shift), ..Entry::new(event) })
}

/// The sender's address stands seven fields behind the recipient's: status, bytes, count, related recipient, reference and
/// subject are between them.
fn sender(row: &str, fields: &[Range<usize>], to: usize) -> Option<Range<usize>> {
    let is_address = |field: &&Range<usize>| {
        let address = &row[(*field).clone()];
        address.contains('@') && !address.contains([' ', '<', ';'])
    };
    fields.get(to + 7).filter(is_address).or_else(|| fields.get(to + 8).filter(is_address)).cloned()
}

/// A status with its code; or the same inside `[{LRT=…};{LED=…};{FQDN=…}]`.
fn why(row: &str, field: Range<usize>) -> Option<Range<usize>> {
    let text = &row[field.clone()];
    if text.starts_with("[{") {
        // The last error, and the time of the last try, where one of them is written into the other's place.
        return ["{LED=", "{LRT="].iter().find_map(|key| {
            let start = text.find(key)? + key.len();
            let rest = &text[start..];
            let end = start + rest.find("};{").or(rest.find("}]")).unwrap_or(rest.len());
            let says = text[start..end].contains(char::is_alphabetic);
            says.then_some(field.start + start..field.start + end)
        });
    }
    // Newer versions write the status between single quotes.
    let (field, text) = match text.strip_prefix('\'').map(|inner| inner.trim_end_matches('\'')) {
        Some(inner) => (field.start + 1..field.start + 1 + inner.len(), inner),
        None => (field, text),
    };
    let code = text.get(..4).is_some_and(|code| code.starts_with(['4', '5']) && code.ends_with([' ', '-']));
    (code && text.len() > 8).then_some(field)
}

fn event(row: &str, fields: &[Range<usize>]) -> Option<(Event, usize)> {
    fields.iter().enumerate().find_map(|(index, field)| {
        let event = match &row[field.clone()] {
            "FAIL" | "BADMAIL" | "POISONMESSAGE" => Event::Bounced,
            "DEFER" => Event::Deferred,
            "DELIVER" | "SEND" | "SENDEXTERNAL" => Event::Sent,
            "RECEIVE" | "SUBMIT" => Event::Received,
            "DSN" | "EXPAND" | "REDIRECT" | "RESOLVE" | "TRANSFER" | "HAREDIRECT" | "AGENTINFO" => {
                Event::Note
            }
            _ => return None,
        };
        (index > 3).then_some((event, index))
    })
}

/// Protocol log: `time,connector,session,sequence,local,remote,event,data,context`; the event is `<`, `>`, `+`, `-`, `*`.
fn protocol(row: &str, fields: &[Range<usize>]) -> Option<(Range<usize>, bool)> {
    let event = &row[fields.get(6)?.clone()];
    let data = fields.get(7)?.clone();
    let is_session =
        fields.get(3).is_some_and(|field| row[field.clone()].bytes().all(|b| b.is_ascii_digit()));
    (is_session && matches!(event, "<" | ">" | "+" | "-" | "*")).then_some((data, event == "<"))
}

/// The address of the other side in a protocol log's sixth field: `192.0.2.5:51544`, `[2001:db8::5]:51544`.
pub fn client(line: &str) -> Option<&str> {
    let (address, _) = line.split(',').nth(5)?.rsplit_once(':')?;
    let address = address.trim_matches(['[', ']']).split('%').next()?;
    address.parse::<std::net::IpAddr>().is_ok().then_some(address)
}

/// Comma-separated fields; quotes hold commas (RFC 4180). Ranges leave the quotes out.
fn fields(row: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                found.push(unquoted(row, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(unquoted(row, start..row.len()));
    found
}

fn unquoted(row: &str, range: Range<usize>) -> Range<usize> {
    let field = &row[range.clone()];
    if field.len() > 1 && field.starts_with('"') && field.ends_with('"') {
        range.start + 1..range.end - 1
    } else {
        range
    }
}

/// PowerMTA: `b,time,time,orig,rcpt,…,failed,5.1.1 (…),smtp;550 …,mx.example.org (192.0.2.1),bad-mailbox,…`.
pub fn powermta_shaped(rest: &str) -> bool {
    rest.starts_with("type,timeLogged") || {
        let kind = ["b,", "d,", "t,", "tq,", "rb,"].iter().any(|kind| rest.starts_with(kind));
        kind && rest.matches(',').count() >= 8 && rest.contains('@')
    }
}

pub fn powermta(line: &str, head: &Head) -> Option<Entry> {
    let row = &line[head.rest..];
    let fields = fields(row);
    let shift = |range: &Range<usize>| head.rest + range.start..head.rest + range.end;
    let event = match &row[fields.first()?.clone()] {
        "b" | "rb" => Event::Bounced,
        "d" => Event::Sent,
        "t" | "tq" => Event::Deferred,
        _ => return Some(Entry::new(Event::Note)),
    };
    let mut addresses = fields.iter().filter(|field| row[(*field).clone()].contains('@'));
    let (from, to) = (addresses.next().map(shift), addresses.next().map(shift));
    let said = fields.iter().find(|field| row[(*field).clone()].starts_with("smtp;"));
    let words = said.map(|field| head.rest + field.start + "smtp;".len()..head.rest + field.end);
    let remote = fields.iter().find(|field| {
        let name = row[(*field).clone()].strip_suffix(')').and_then(|field| field.split_once(" ("));
        // `5.1.1 (bad destination mailbox address)` is the status, `app1 (10.0.0.4)` a client within.
        name.is_some_and(|(name, _)| {
            name.contains('.')
                && !name.contains([' ', ';'])
                && name.starts_with(|c: char| c.is_ascii_alphabetic())
        })
    });
    let host = remote.and_then(|field| host(line, shift(field)));
    Some(Entry { from, to, words, host, is_reply: true, ..Entry::new(event) })
}
