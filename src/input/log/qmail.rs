//! qmail-send's log: `new msg`, `info msg`, `starting delivery`, `delivery N: success|failure|deferral: words`.

use super::entry::{Entry, value};
use super::head::Head;
use crate::facts::story::Event;
use std::ops::Range;

pub fn shaped(rest: &str) -> bool {
    let delivery =
        rest.strip_prefix("delivery ").and_then(|rest| rest.split_once(": ")).map(|(_, words)| words);
    delivery
        .is_some_and(|words| ["success", "failure", "deferral"].iter().any(|word| words.starts_with(word)))
        || (rest.starts_with("info msg ") && rest.contains(" from <"))
        || (rest.starts_with("starting delivery ") && rest.contains(" msg "))
        || ["new msg ", "end msg ", "bounce msg "]
            .iter()
            .any(|start| rest.starts_with(start) && rest.len() < 60)
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let text = &line[at..];
    if let Some(words) = text.strip_prefix("delivery ") {
        let colon = line.len() - words.len() + words.find(": ")?;
        let outcome = colon + 2;
        let event = match &line[outcome..] {
            rest if rest.starts_with("success") => Event::Sent,
            rest if rest.starts_with("deferral") => Event::Deferred,
            _ => Event::Bounced,
        };
        let start = outcome + line[outcome..].find(": ").map_or(0, |at| at + 2);
        let attempt = Some(at + "delivery ".len()..colon);
        // `Remote_host_said:_451_…/Giving_up_on_192.0.2.4./`: who said it stands behind.
        let given_up = line[start..].find("Giving_up_on_").map(|at| start + at);
        let host = given_up.map(|at| at + "Giving_up_on_".len()).map(|at| {
            let end = line[at..].find(['_', '/']).map_or(line.len(), |end| at + end);
            at..at + line[at..end].trim_end_matches('.').len()
        });
        let end = given_up.map_or(line.len(), |at| line[..at].trim_end_matches('/').len()).max(start);
        let is_reply = line[start..end].contains("Remote_host_said:");
        return Some(Entry { attempt, host, is_reply, ..Entry::words(event, start..end) });
    }
    if text.starts_with("starting delivery ") {
        let number = at + "starting delivery ".len();
        let end = number + line[number..].find(':')?;
        let to = line.rfind(' ').map(|space| space + 1..line.len());
        return Some(Entry {
            id: message(line, end),
            attempt: Some(number..end),
            to,
            ..Entry::new(Event::Note)
        });
    }
    if text.starts_with("info msg ") {
        let from = sender(line).or_else(|| value(line, at, "from"));
        return Some(Entry { id: message(line, at), from, ..Entry::new(Event::Received) });
    }
    let event = if text.starts_with("end msg ") { Event::Removed } else { Event::Note };
    Some(Entry { id: message(line, at), ..Entry::new(event) })
}

/// The number behind `msg `.
fn message(line: &str, at: usize) -> Option<Range<usize>> {
    let start = at + line[at..].find("msg ")? + 4;
    let length = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    (length > 0).then_some(start..start + length)
}

fn sender(line: &str) -> Option<Range<usize>> {
    let start = line.find(" from <")? + " from <".len();
    let end = start + line[start..].find('>')?;
    (end > start).then_some(start..end)
}
