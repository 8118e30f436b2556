//! Haraka: `[LEVEL] [UUID] [plugin] words`, and the same with `[-]`.

use super::entry::{Entry, moment_of, value};
use super::head::Head;
use crate::facts::story::Event;
use std::ops::Range;

pub fn shaped(rest: &str) -> bool {
    brackets(rest).is_some()
}

/// Where the id stands, the plugin, and where the words begin.
fn brackets(rest: &str) -> Option<(Range<usize>, Range<usize>, usize)> {
    const LEVELS: &[&str] = &[
        "DATA", "PROTOCOL", "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "CRIT", "ALERT", "EMERG", "data",
        "protocol", "debug", "info", "notice", "warn", "error", "crit",
    ];
    let rest_of = |at: usize| -> Option<Range<usize>> {
        let open = at + rest[at..].find('[').filter(|gap| rest[at..at + gap].trim().is_empty())? + 1;
        Some(open..open + rest[open..].find(']')?)
    };
    let level = rest_of(0).filter(|range| LEVELS.contains(&rest[range.clone()].trim()))?;
    let id = rest_of(level.end + 1)?;
    let plugin = rest_of(id.end + 1)?;
    // The connection's UUID; the numbers of transaction and delivery behind dots show a shortened one, too.
    let (uuid, numbers) = rest[id.clone()].split_once('.').unwrap_or((&rest[id.clone()], ""));
    let is_hex = uuid.len() >= 4 && uuid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let uuid = is_hex && (uuid.len() >= 36 || !numbers.is_empty());
    let words = rest[plugin.end + 1..].len() - rest[plugin.end + 1..].trim_start().len();
    (uuid || &rest[id.clone()] == "-").then_some((id, plugin.clone(), plugin.end + 1 + words))
}

pub fn read(line: &str, head: &Head) -> Option<Entry> {
    let (id, plugin, words) = brackets(&line[head.rest..])?;
    let shift = |range: Range<usize>| head.rest + range.start..head.rest + range.end;
    let at = head.rest + words;
    let mut entry = body(line, at, &line[shift(plugin)]);
    // A transaction's and a delivery's id begin with the connection's, `UUID.1.1`: all of it is one story.
    let id = shift(id);
    let end = line[id.clone()].find('.').map_or(id.end, |dot| id.start + dot);
    entry.id = (&line[id.clone()] != "-").then_some(id.start..end);
    Some(entry)
}

fn body(line: &str, at: usize, plugin: &str) -> Entry {
    let text = &line[at..];
    let words = at..line.len();
    if let Some(reply) = text.strip_prefix("S: ").or_else(|| text.strip_prefix("C: ")) {
        // The conversation itself: a refusal in it is told again by the plugin.
        let server = (plugin == "outbound") == text.starts_with("S: ");
        let refused = server && reply.starts_with(['4', '5']) && reply.get(3..4) == Some(" ");
        let start = line.len() - reply.len();
        return match refused {
            true => Entry { is_reply: true, ..Entry::words(Event::Note, start..line.len()) },
            false => Entry::new(Event::Note),
        };
    }
    // `recipient <…> rejected: 550 …`: behind a colon it is a word of the reply.
    if let Some(cue) = text.find(" rejected: ").filter(|cue| !text[..*cue].contains(": ")) {
        // Behind the colon the server names whom it likes.
        let to = address(&text[..cue]).map(|to| at + to.start..at + to.end);
        let moment = text.starts_with("recipient").then(|| moment_of("RCPT")).flatten();
        let start = at + cue + " rejected: ".len();
        return Entry { to, moment, is_reply: true, ..Entry::words(Event::Bounced, start..line.len()) };
    }
    if text.starts_with("delivered ") {
        return Entry {
            to: value(line, at, "to"),
            host: value(line, at, "host"),
            ..Entry::words(Event::Sent, words)
        };
    }
    let event = match () {
        () if text.starts_with("bouncing mail") || text.starts_with("bounced") => Event::Bounced,
        () if ["Temp fail", "temp fail", "Requeue", "deferred"]
            .iter()
            .any(|start| text.starts_with(start)) =>
        {
            Event::Deferred
        }
        () => Event::Note,
    };
    let host = value(line, at, "host");
    let to = value(line, at, "to");
    let reply = reply(text).filter(|_| event != Event::Note).map(|reply| at + reply.start..at + reply.end);
    let is_reply = reply.is_some();
    Entry { host, to, is_reply, ..Entry::words(event, reply.unwrap_or(words)) }
}

/// `recipient <ann@example.org>`, `recipient ann@example.org`.
fn address(words: &str) -> Option<Range<usize>> {
    let at = words.find('@')?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
    let start = words[..at].rfind(ends).map_or(0, |before| before + 1);
    let end = words[at..].find(ends).map_or(words.len(), |end| at + end);
    (start < at && at + 1 < end).then_some(start..end)
}

/// The server's reply behind a colon; what Haraka writes behind it as `name=value` is its own.
fn reply(text: &str) -> Option<Range<usize>> {
    let start = text.match_indices(": ").map(|(at, _)| at + 2).find(|at| {
        let rest = &text[*at..];
        let code = rest.get(..3).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
        code && rest.starts_with(['4', '5']) && !rest[3..].starts_with(|c: char| c.is_ascii_alphanumeric())
    })?;
    let ends = [" to=<", " from=<", " host=", " ip=", " domain="];
    let end = ends.iter().filter_map(|name| text[start..].find(name)).min();
    Some(start..end.map_or(text.len(), |end| start + end))
}
