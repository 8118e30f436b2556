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
        let words = match &status {
            Some(status) if is_exit_name(&line[words.clone()], &line[status.clone()]) => status.clone(),
            _ => words,
        };
        return Entry { to: value(line, at, "to"), host: relay, status, age, ..Entry::words(event, words) };
    }
    // What the server answered, on a line beside the one with the outcome.
    if let Some(reply) = text.find(", reply=") {
        let words = at + reply + ", reply=".len()..line.len();
        let to = value(line, at, "to");
        return Entry { to, host: relay, is_reply: true, ..Entry::words(Event::Note, words) };
    }
    // A check of the server that it sends to: the outcome has its words once more.
    if text.starts_with("ruleset=tls_server") || text.starts_with("ruleset=tls_rcpt") {
        return Entry::new(Event::Note);
    }
    if let Some(reject) = text.find("reject=") {
        let words = at + reject + 7..line.len();
        let to = value(line, at, "arg1");
        return Entry { to, host: relay, is_reply: true, ..Entry::words(Event::Rejected, words) };
    }
    // The notice to the sender has the outcome's own words once more.
    let is_notice = |word: &str| word == "DSN:" || word == "return";
    if text.split(' ').nth(1).is_some_and(is_notice) {
        return Entry::new(Event::Note);
    }
    if text.starts_with("from=") {
        return Entry { from: value(line, at, "from"), ..Entry::new(Event::Received) };
    }
    Entry { host: relay, ..Entry::words(Event::Note, at..line.len()) }
}

/// `User unknown` is Sendmail's name for any refusal of a recipient (EX_NOUSER of sysexits.h): where the server's own
/// status says something else, that is why.
fn is_exit_name(stat: &str, status: &str) -> bool {
    let of_a_mailbox = ["5.1.0", "5.1.1", "5.0.0", "4.1.1", "5.1.6", "5.1.10"];
    stat.trim_end() == "User unknown" && !of_a_mailbox.contains(&status)
}

/// Eight letters and digits for the time, six digits for the process (older ones have fewer).
fn queue_id(rest: &str) -> Option<usize> {
    let end = rest.find(": ").filter(|end| (12..=16).contains(end))?;
    let id = &rest.as_bytes()[..end];
    let digits = id[id.len() - 5..].iter().all(u8::is_ascii_digit);
    (digits && id.iter().all(u8::is_ascii_alphanumeric) && id.iter().any(u8::is_ascii_alphabetic))
        .then_some(end)
}
