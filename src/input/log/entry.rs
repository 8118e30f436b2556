//! What one log line tells, as ranges of the line; and the small cuts that several formats share.

use crate::facts::Moment;
use crate::facts::story::Event;
use std::ops::Range;

/// One line, read.
#[derive(Debug)]
pub struct Entry {
    pub event: Event,
    /// Queue id, session, message number: what ties lines together.
    pub id: Option<Range<usize>>,
    /// The mail's own Message-ID, where the line gives it.
    pub message_id: Option<Range<usize>>,
    /// The number of one attempt, where later lines name only that: qmail's deliveries.
    pub attempt: Option<Range<usize>>,
    pub from: Option<Range<usize>>,
    pub to: Option<Range<usize>>,
    /// The other side's name.
    pub host: Option<Range<usize>>,
    /// The words that say why, and whether they are a server's reply.
    pub words: Option<Range<usize>>,
    pub is_reply: bool,
    /// What a filter noted on a message that it let pass: no reason why one was not delivered.
    pub is_aside: bool,
    pub moment: Option<Moment>,
    /// A status that stands beside the words: `dsn=4.4.1`.
    pub status: Option<Range<usize>>,
    /// Since when the message is on its way, as the line writes it: `50784`, `01:02:03`, `1h2m3s`.
    pub age: Option<Range<usize>>,
}

impl Entry {
    pub fn new(event: Event) -> Self {
        let (id, attempt, from, to, host, words) = (None, None, None, None, None, None);
        let (is_reply, is_aside, moment, status, age) = (false, false, None, None, None);
        let message_id = None;
        Self {
            event,
            id,
            message_id,
            attempt,
            from,
            to,
            host,
            words,
            is_reply,
            is_aside,
            moment,
            status,
            age,
        }
    }

    /// `id`, and the rest of the line as words.
    pub fn words(event: Event, words: Range<usize>) -> Self {
        Self { words: Some(words), ..Self::new(event) }
    }

    /// Takes a reply that is quoted in the words for the words: the remote server's own speech tells more.
    pub fn unquote(mut self, line: &str) -> Self {
        let Some(words) = self.words.clone() else { return self };
        if let Some(quoted) = quoted(line, words) {
            self.words = Some(quoted.reply);
            self.is_reply = true;
            self.moment = quoted.moment.or(self.moment);
            self.host = quoted.host.or(self.host);
        }
        self
    }
}

/// A reply that a program reports.
pub struct Quoted {
    pub reply: Range<usize>,
    pub host: Option<Range<usize>>,
    pub moment: Option<Moment>,
}

/// Words before a remote server's reply.
const SAID: &[(&str, Option<Moment>)] = &[
    (" said: ", None),
    (" refused to talk to me: ", Some(Moment::Connect)),
    ("Remote host said: ", None),
    ("Remote_host_said:_", None),
];

/// `host mx.example.org[192.0.2.1] said: 550 … (in reply to RCPT TO command)`, and Exim's
/// `SMTP error from remote mail server after RCPT TO:<…>: host mx.example.org [192.0.2.1]: 550 …`.
pub fn quoted(line: &str, words: Range<usize>) -> Option<Quoted> {
    let text = &line[words.clone()];
    let exim = text.find("from remote mail server after ");
    let (at, moment) = match exim {
        Some(at) => (reply_start(text, at)?, moment_of(&text[at..])),
        None => SAID.iter().find_map(|(cue, moment)| {
            let at = text.find(cue)? + cue.len();
            text[at..].starts_with(|c: char| c.is_ascii_digit()).then_some((at, *moment))
        })?,
    };
    let end = text[at..].rfind("(in reply to ").map_or(text.len(), |end| at + end);
    let moment = moment.or_else(|| moment_of(&text[end..]));
    let reply = words.start + at..words.start + text[..end].trim_end().len().max(at);
    Some(Quoted { reply, host: host_before(line, words.start..words.start + at), moment })
}

/// A reply's code behind `: `.
fn reply_start(text: &str, from: usize) -> Option<usize> {
    text[from..].match_indices(": ").map(|(at, _)| from + at + 2).find(|at| {
        text.get(*at..*at + 3).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
            && !text[*at + 3..].starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// The name behind the last `host ` or `server `.
fn host_before(line: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &line[range.clone()];
    let cue = ["host ", "server ", "H="].iter().filter_map(|cue| Some(text.rfind(cue)? + cue.len())).max()?;
    let end = text[cue..].find(['[', ' ', ':', ']']).map_or(text.len(), |end| cue + end);
    let name = &text[cue..end];
    let fits = name.contains('.') && name.bytes().any(|b| b.is_ascii_alphabetic());
    fits.then(|| range.start + cue..range.start + end)
}

/// The command that a program says the reply was to.
pub fn moment_of(text: &str) -> Option<Moment> {
    const NAMES: &[(&str, Moment)] = &[
        ("end of DATA", Moment::EndOfData),
        ("end of data", Moment::EndOfData),
        ("END-OF-MESSAGE", Moment::EndOfData),
        ("after DATA", Moment::EndOfData),
        ("RCPT", Moment::Rcpt),
        ("MAIL", Moment::Mail),
        ("DATA", Moment::Data),
        ("STARTTLS", Moment::StartTls),
        ("AUTH", Moment::Auth),
        ("EHLO", Moment::Helo),
        ("HELO", Moment::Helo),
        ("initial connection", Moment::Connect),
        ("CONNECT", Moment::Connect),
    ];
    NAMES.iter().find(|(name, _)| text.contains(name)).map(|(_, moment)| *moment)
}

/// The value of `key=`, without its brackets or quotes; behind a comma, a space or a bracket.
pub fn value(line: &str, from: usize, key: &str) -> Option<Range<usize>> {
    let text = line.get(from..)?;
    let bytes = text.as_bytes();
    let sign = (0..bytes.len()).filter(|at| bytes[*at] == b'=').find(|at| {
        let before = bytes[..*at].strip_suffix(key.as_bytes());
        before.is_some_and(|before| before.last().is_none_or(|sign| b" ,;([\t{".contains(sign)))
    })?;
    let start = from + sign + 1;
    let rest = &line[start..];
    let (open, close) = match rest.chars().next()? {
        '<' => (1, rest[1..].find('>')? + 1),
        quote @ ('"' | '\'') => (1, rest[1..].find(quote)? + 1),
        _ => (0, rest.find([',', ' ', ';', ')']).unwrap_or(rest.len())),
    };
    (close > open).then_some(start + open..start + close)
}

/// A host's name out of `mx.example.org[192.0.2.1]:25` or `mx.example.org. [192.0.2.1]`; the address where it has none.
pub fn host(line: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &line[range.clone()];
    let end = text.find(['[', ' ', ',', ')', '(', '"']).unwrap_or(text.len());
    // An address of IPv6 has colons of its own; behind a name stands the port.
    let is_six = text[..end].parse::<std::net::Ipv6Addr>().is_ok();
    let end = if is_six { end } else { text[..end].find(':').unwrap_or(end) };
    let name = text[..end].trim_end_matches('.');
    if name.is_empty() || matches!(name, "none" | "unknown" | "local" | "virtual" | "dovecot" | "-") {
        return None;
    }
    Some(range.start..range.start + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_taken_out_of_their_quotes() {
        let line = "host mx.example.org[192.0.2.1] said: 452 4.2.2 full (in reply to RCPT TO command)";
        let found = quoted(line, 0..line.len()).expect("a reply");
        assert_eq!(&line[found.reply], "452 4.2.2 full");
        assert_eq!(found.host.map(|host| &line[host]), Some("mx.example.org"));
        assert_eq!(found.moment, Some(Moment::Rcpt));
        let line = "SMTP error from remote mail server after MAIL FROM:<a@b.example>: host mx.example.org [192.0.2.1]: 550 no";
        let found = quoted(line, 0..line.len()).expect("a reply");
        assert_eq!(&line[found.reply], "550 no");
        assert_eq!(found.moment, Some(Moment::Mail));
        assert!(quoted("Connection timed out", 0..20).is_none());
    }

    #[test]
    fn values_lose_their_brackets() {
        let line = "A: to=<a@b.example>, relay=mx.example.org[192.0.2.1]:25, stat=\"two words\"";
        assert_eq!(value(line, 0, "to").map(|range| &line[range]), Some("a@b.example"));
        assert_eq!(value(line, 0, "stat").map(|range| &line[range]), Some("two words"));
        let relay = value(line, 0, "relay").and_then(|range| host(line, range));
        assert_eq!(relay.map(|range| &line[range]), Some("mx.example.org"));
        assert_eq!(value(line, 0, "none"), None);
        for (line, want) in [
            ("2001:db8::1b[2001:db8::1b]:25", "2001:db8::1b"),
            ("2001:db8::1b (2001:db8::1b)", "2001:db8::1b"),
            ("mx.example.org:25", "mx.example.org"),
        ] {
            assert_eq!(host(line, 0..line.len()).map(|range| &line[range]), Some(want), "{line}");
        }
    }
}
