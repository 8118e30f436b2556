//! Postfix: smtp, smtpd, qmgr, cleanup, bounce, postscreen and the rest write one shape (postconf(5), `syslog_name`).
//!
//! `QUEUEID: to=<…>, relay=…, dsn=…, status=sent|deferred|bounced (words)`, `NOQUEUE: reject: RCPT from …: reply; …`.

use super::entry::{Entry, host, moment_of, value};
use super::head::Head;
use crate::facts::story::Event;
use std::ops::Range;

/// Lines that a reader has cut the head off.
pub fn shaped(rest: &str) -> bool {
    const STARTS: &[&str] = &[
        "NOQUEUE: ",
        "improper command pipelining",
        "certificate verification failed for",
        "bare <LF> received after",
        "lost connection after ",
        "too many errors after ",
        "timeout after ",
        "Untrusted TLS connection",
        "Trusted TLS connection",
        "Anonymous TLS connection",
        "connect to ",
        "SSL_accept error from",
        "SSL_connect error to",
        "PREGREET ",
        "DNSBL rank ",
        "warning: hostname ",
        "warning: unknown[",
        "warning: SASL",
    ];
    const WORDS: &[&str] = &[
        "to=<",
        "from=<",
        "client=",
        "message-id=<",
        "host ",
        "removed",
        "uid=",
        "lost connection",
        "SASL authentication",
        "conversation with",
        "Cannot start TLS",
        "reject: ",
        "milter-reject: ",
        "TLS is required",
        "sender non-delivery",
        "sender delivery",
        "enabling PIX",
        "Server certificate",
        "certificate verification",
        "header ",
        "skipped, still being",
    ];
    let smtp_url = rest.starts_with("connect to ") && !rest.contains("]:");
    if STARTS.iter().any(|start| rest.starts_with(start)) && !smtp_url {
        return true;
    }
    let status = ["sent (", "deferred (", "bounced (", "expired,"]
        .iter()
        .any(|status| rest.contains(&format!("status={status}")));
    match queue_id(rest) {
        Some(end) => status || WORDS.iter().any(|word| rest[end + 2..].starts_with(word)),
        None => status,
    }
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let rest = &line[head.rest..];
    let mut at = head.rest;
    let id = queue_id(rest).map(|end| head.rest..head.rest + end);
    if let Some(id) = &id {
        at = id.end + 2;
    }
    for level in ["warning: ", "error: ", "fatal: ", "panic: ", "info: "] {
        if line[at..].starts_with(level) {
            at += level.len();
        }
    }
    let mut entry = body(line, at);
    entry.id = id.filter(|id| &line[id.clone()] != "NOQUEUE");
    Some(entry.unquote(line))
}

fn body(line: &str, at: usize) -> Entry {
    let text = &line[at..];
    if let Some(status) = status(line, at) {
        return status;
    }
    if let Some(entry) = reject(line, at) {
        return entry;
    }
    if text.starts_with("removed") {
        return Entry::new(Event::Removed);
    }
    if text.starts_with("from=<") || text.starts_with("client=") || text.starts_with("uid=") {
        // The queue manager says so before each attempt, long after the message came in.
        let event = if text.contains("(queue active)") { Event::Queued } else { Event::Received };
        return Entry { from: value(line, at, "from"), ..Entry::new(event) };
    }
    if text.starts_with("message-id=<") {
        return Entry { message_id: value(line, at, "message-id"), ..Entry::new(Event::Note) };
    }
    if is_routine(text) {
        return Entry::new(Event::Note);
    }
    // `hostname x does not resolve to address 192.0.2.1: Name or service not known`: a remark on a client's name. What the resolver
    // said of it is no failure of a name in anybody's settings.
    let remark = text.find(" does not resolve to address ").filter(|_| text.starts_with("hostname "));
    let end = remark.and_then(|from| Some(at + from + text[from..].rfind(": ")?)).unwrap_or(line.len());
    Entry { host: peer(line, at), ..Entry::words(Event::Note, at..end) }
}

/// What the server writes of its day, whatever happens: counts of connections (anvil(8), scache(8)), who comes and goes, that it
/// started. Their words are those of troubles, `max connection rate`, and tell of none.
fn is_routine(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "statistics: ",
        "message-id=",
        "connect from",
        "disconnect from",
        "CONNECT from",
        "DISCONNECT ",
        "PASS NEW ",
        "PASS OLD ",
        "WHITELISTED ",
        "ALLOWLISTED ",
        "ALLOWLIST VETO ",
        "cache ",
        "daemon started",
        "reload ",
        "refreshing the Postfix",
        "starting the Postfix",
        "stopping the Postfix",
        "terminating on signal",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// `to=<…>, relay=…, status=deferred (words)`.
fn status(line: &str, at: usize) -> Option<Entry> {
    let status = at + line[at..].find("status=")? + 7;
    let word = &line[status..];
    let event = match () {
        () if word.starts_with("sent") || word.starts_with("deliverable") => Event::Sent,
        () if word.starts_with("deferred") || word.starts_with("undeliverable") => Event::Deferred,
        () if word.starts_with("bounced") || word.starts_with("expired") => Event::Bounced,
        () => return None,
    };
    let open = word.find('(').map(|open| status + open + 1);
    let words = match open {
        Some(open) => open..open + line[open..].rfind(')').unwrap_or(line.len() - open),
        None => status - 7..line.len(),
    };
    let relay = value(line, at, "relay").and_then(|relay| host(line, relay));
    // `relay=none, … (connect to mx.example.org[192.0.2.1]:25: Connection timed out)`.
    let tried = || {
        let start =
            words.start + line[words.clone()].strip_prefix("connect to ").map(|_| "connect to ".len())?;
        host(line, start..words.end)
    };
    let relay = relay.or_else(tried);
    let (from, to) = (value(line, at, "from"), value(line, at, "to"));
    let (status, age) = (value(line, at, "dsn"), value(line, at, "delay"));
    Some(Entry { from, to, host: relay, status, age, ..Entry::words(event, words) })
}

/// `reject: RCPT from name[address]: 450 4.7.1 words; from=<…> to=<…> proto=ESMTP helo=<…>`.
fn reject(line: &str, at: usize) -> Option<Entry> {
    let text = &line[at..];
    let verbs = ["reject: ", "milter-reject: ", "reject_warning: ", "discard: ", "hold: "];
    let verb = verbs.iter().find(|verb| text.starts_with(**verb))?;
    let event = if matches!(*verb, "reject: " | "milter-reject: ") { Event::Rejected } else { Event::Note };
    let peer = peer(line, at);
    let from = text.find(" from ")?;
    let start = at
        + from
        + text[from..].find("]: ").map(|end| end + 3).or_else(|| {
            // postscreen adds the port: `from [192.0.2.1]:60591: 550 …`.
            let close = text[from..].find("]:")?;
            Some(close + text[from + close..].find(": ")? + 2)
        })?;
    // Before MAIL FROM there is no sender: `…; proto=SMTP`.
    let ends = ["; from=", "; proto="];
    let end = ends.iter().find_map(|end| line[start..].find(end)).map_or(line.len(), |end| start + end);
    let mut entry = Entry::words(event, start..end);
    entry.moment = moment_of(&text[..from]);
    entry.is_reply = line[start..].starts_with(|c: char| c.is_ascii_digit());
    entry.host = peer;
    entry.from = value(line, end, "from");
    entry.to = value(line, end, "to");
    Some(entry)
}

/// The name in `from name[address]`, `with name[address]`, `to name[address]`.
fn peer(line: &str, at: usize) -> Option<Range<usize>> {
    let text = &line[at..];
    let bracket = text.find('[')?;
    let start = text[..bracket].rfind(' ').map_or(0, |space| space + 1);
    host(line, at + start..at + bracket)
}

/// What Postfix writes behind an id: so begins none of its other lines.
const BEHIND_IDS: &[&str] = &["uid=", "message-id=<", "from=<", "to=<", "client=", "removed"];

/// Length of a queue id before `: `: short ids are hexadecimal, long ones have no vowels; or NOQUEUE. Whoever made ids up for a paste did
/// not know that: before what stands behind ids alone it is one all the same.
pub fn queue_id(rest: &str) -> Option<usize> {
    let end = rest.find(": ").filter(|end| (5..=20).contains(end))?;
    let id = &rest[..end];
    let hex = id.len() >= 6 && id.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    let long = id.len() >= 10
        && id.bytes().all(|b| b.is_ascii_alphanumeric() && !b"aeiouAEIOU".contains(&b) || b == b'0');
    let is_put_in_its_place = || {
        let is_short = (10..=16).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // Sendmail's lines have such signs as well.
        let is_sendmails = || ["mailer=", "nrcpts=", "class="].iter().any(|sign| rest.contains(sign));
        is_short && BEHIND_IDS.iter().any(|sign| rest[end + 2..].starts_with(sign)) && !is_sendmails()
    };
    let has_digit = id.bytes().any(|byte| byte.is_ascii_digit());
    (hex || (has_digit && is_put_in_its_place()) || (long && has_digit) || id == "NOQUEUE").then_some(end)
}

#[cfg(test)]
mod tests {
    use super::queue_id;

    #[test]
    fn an_id_is_known_by_its_signs_or_by_its_place() {
        for (rest, want) in [
            ("4Xx1PV3KmNz2: client=x", Some(12)),
            ("4Xx1Aa2BcDz1: uid=1001 from=<scan>", Some(12)),
            ("4Xx1Aa2BcDz1: removed", Some(12)),
            ("attention123: something", None),
            ("4AK8abcdef012345: from=<a@example.org>, size=9, class=0, nrcpts=1", None),
            ("NOQUEUE: reject: x", Some(7)),
        ] {
            assert_eq!(queue_id(rest), want, "{rest}");
        }
    }
}
