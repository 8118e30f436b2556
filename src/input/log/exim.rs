//! Exim's main and reject log (specification, chapter 53): `time id <= address …`, `=>`, `->`, `==`, `**`.

use super::entry::{Entry, host, moment_of, value};
use super::head::Head;
use crate::facts::story::Event;
use std::ops::Range;

/// Whether the line says that the message was set aside (`Frozen`, `Message is frozen`, `*** Frozen (delivery error message)`), or that
/// it goes on (`Unfrozen by forced delivery`).
pub fn frozen(line: &str, head: &Head) -> Option<bool> {
    let rest = without_pid(&line[head.rest..]);
    let text = &rest[message_id(rest)?..];
    let text = text.trim_start_matches([' ', '\t', '*']);
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    match () {
        () if begins("frozen") || begins("message is frozen") => Some(true),
        () if begins("unfrozen") => Some(false),
        () => None,
    }
}

/// Lines of Exim show themselves by a message id, or by a host that was turned away.
pub fn shaped(rest: &str) -> bool {
    let rest = without_pid(rest);
    let begins = [
        "H=",
        "SMTP call from",
        "rejected EHLO from",
        "rejected HELO from",
        "rejected connection from",
        "SMTP connection from",
        "SMTP protocol error in",
        "SMTP command timeout on",
        "SMTP data timeout",
        "TLS error on connection",
        "unexpected disconnection while reading SMTP",
    ];
    message_id(rest).is_some()
        || begins.iter().any(|begin| rest.starts_with(begin))
        || rest.contains(" authenticator failed for ")
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let rest = without_pid(&line[head.rest..]);
    let mut at = line.len() - rest.len();
    let id = message_id(rest).map(|length| at..at + length);
    if let Some(id) = &id {
        at = (id.end + 1).min(line.len());
    }
    let mut entry = body(line, at);
    entry.id = id;
    Some(entry.unquote(line))
}

fn body(line: &str, at: usize) -> Entry {
    let text = &line[at..];
    let flag = text.get(..3).unwrap_or("");
    match flag {
        "<= " => Entry {
            from: word(line, at + 3),
            message_id: value(line, at, "id"),
            ..Entry::new(Event::Received)
        },
        "=> " | "-> " | ">> " | "*> " => {
            let words = value(line, at, "C").or(Some(at..line.len()));
            let age = value(line, at, "QT");
            Entry { to: address(line, at + 3), host: remote(line, at), words, age, ..Entry::new(Event::Sent) }
        }
        "== " => delivery(line, at, Event::Deferred),
        "** " => delivery(line, at, Event::Bounced),
        _ if text.starts_with("Completed") => Entry::new(Event::Removed),
        _ => refused(line, at)
            .unwrap_or_else(|| Entry { host: remote(line, at), ..Entry::words(Event::Note, at..line.len()) }),
    }
}

/// `== address R=dnslookup T=remote_smtp defer (110) H=…: words`, `** address R=… T=…: words`.
fn delivery(line: &str, at: usize, event: Event) -> Entry {
    let after = match line[at..].find(" defer (") {
        Some(defer) => at + defer,
        // The reason begins behind the last of the fields `R=`, `T=`, `H=`, `X=`, `F=`.
        None => at + 3,
    };
    let words = match router_alone(line, at) {
        Some(router) => router..line.len(),
        None => {
            line[after..].find(": ").map(|colon| after + colon + 2..line.len()).unwrap_or(after..line.len())
        }
    };
    let age = value(line, at, "QT");
    Entry { to: address(line, at + 3), host: remote(line, at), age, ..Entry::words(event, words) }
}

/// `** address R=dnslookup: Unrouteable address`: the router that looks up other domains (it has these names in the settings that
/// come with Exim; `ldap_lookup` looks for mailboxes) gave up by itself, so that its name is
/// a part of what it says.
fn router_alone(line: &str, at: usize) -> Option<usize> {
    let text = &line[at..];
    let start = text.find(" R=")? + 1;
    let name = text[start + 2..].split([' ', ':']).next()?;
    let is_of_others = name.starts_with("dnslookup") || name.starts_with("lookuphost");
    (is_of_others || knows_no_mailbox(text, start + 2 + name.len()))
        .then_some(at + start)
        .filter(|_| !text.contains(" T="))
}

/// `R=virtual_aliases: No Such User Here`: a router of this server's own has no mailbox of that name (`:fail:` in an alias file), or
/// its last one took the address for one of its own. No other server was asked, whose answer would begin with a code.
fn knows_no_mailbox(text: &str, behind: usize) -> bool {
    const SIGNS: &[&str] =
        &["unrouteable", "no such", "unknown", "not exist", "not found", "no mailbox", "invalid"];
    let Some(said) = text[behind..].strip_prefix(": ") else { return false };
    let said = said.to_ascii_lowercase();
    !text.contains(" H=")
        && !said.starts_with(|sign: char| sign.is_ascii_digit())
        && SIGNS.iter().any(|sign| said.contains(sign))
}

/// `H=name [address] F=<…> rejected RCPT <…>: words`, also `temporarily rejected`.
fn refused(line: &str, at: usize) -> Option<Entry> {
    let text = &line[at..];
    let cue = text.find("rejected ")?;
    let words = at + cue + text[cue..].find(": ")? + 2;
    let mut entry = Entry::words(Event::Rejected, words..line.len());
    entry.moment = moment_of(&line[at + cue..words]);
    entry.host = remote(line, at);
    entry.from = value(line, at, "F");
    entry.to = text[cue..].find('<').and_then(|open| {
        let start = at + cue + open + 1;
        let end = start + line[start..].find('>')?;
        (end <= words).then_some(start..end)
    });
    Some(entry)
}

/// `H=name (helo) [address]`: the name.
fn remote(line: &str, at: usize) -> Option<Range<usize>> {
    let text = &line[at..];
    let start = at + text.find("H=")? + 2;
    if line[start..].starts_with(['(', '[']) {
        return None;
    }
    host(line, start..line.len())
}

/// An address that ends with a space or a colon: `a@b.example: words`, `a@b.example <orig@b.example>`.
fn address(line: &str, at: usize) -> Option<Range<usize>> {
    let word = word(line, at)?;
    let trimmed = line[word.clone()].trim_end_matches(':').len();
    Some(word.start..word.start + trimmed)
}

fn word(line: &str, at: usize) -> Option<Range<usize>> {
    let text = line.get(at..)?;
    let end = text.find(' ').unwrap_or(text.len());
    (end > 0).then_some(at..at + end)
}

/// `[2249] ` with `log_selector = +pid`.
fn without_pid(rest: &str) -> &str {
    match rest.strip_prefix('[').and_then(|inner| inner.split_once("] ")) {
        Some((pid, after)) if pid.bytes().all(|b| b.is_ascii_digit()) => after,
        _ => rest,
    }
}

/// Length of a message id: 6-6-2 letters and digits, since 4.97 6-11-4.
pub fn message_id(rest: &str) -> Option<usize> {
    for [first, second, third] in [[6, 6, 2], [6, 11, 4]] {
        let length = first + second + third + 2;
        let Some(id) = rest.get(..length) else { continue };
        let mut parts = id.split('-');
        let mut fits = |wanted: usize| {
            parts
                .next()
                .is_some_and(|part| part.len() == wanted && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        };
        if fits(first) && fits(second) && fits(third) && rest[length..].starts_with([' ', '\t', ':']) {
            return Some(length);
        }
    }
    None
}
