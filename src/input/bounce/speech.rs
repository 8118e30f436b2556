//! Who speaks in a report, and at which point of the conversation: told by the words around a quoted reply.

use crate::facts::Moment;
use crate::mail::reply;

/// The host whose reply is quoted, where the words before the reply name it.
pub fn remote(before: &str) -> Option<String> {
    let lower = before.to_ascii_lowercase();
    if let Some(host) = exchanges(&lower) {
        return Some(host);
    }
    for (cue, follows) in CUES {
        let Some(at) = lower.rfind(cue) else { continue };
        let found = match follows {
            true => first_host(&lower[at + cue.len()..]),
            false => last_host(&lower[..at]),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whom Exchange quotes: `mx.example.org #550 …`, or the host on the line above `Remote Server returned '550 …`.
fn exchanges(before: &str) -> Option<String> {
    let mut lines = before.lines().rev();
    let last = lines.next()?.trim();
    let alone = |line: &str| host(line.trim()).filter(|_| !line.trim().contains(' '));
    if let Some(front) = last.strip_suffix('#').or(last.strip_suffix("#<")) {
        return alone(front);
    }
    last.starts_with("remote server returned").then(|| alone(lines.next()?)).flatten()
}

/// The server that writes the report, by Exchange's own line on it (English, German, French).
pub fn reporter(words: &str) -> Option<String> {
    const LABELS: &[&str] = &["generating server:", "generierender server:", "serveur de génération :"];
    words.lines().find_map(|line| {
        let lower = line.trim().to_lowercase();
        let label = LABELS.iter().find(|label| lower.starts_with(**label))?;
        first_host(&lower[label.len()..])
    })
}

/// What the reporting server calls the message, where its words for people name that.
pub fn queue_id(words: &str) -> Option<String> {
    const LABELS: &[&str] =
        &["message identifier is:", "queue id:", "queue-id:", "queue id is", "queue identifier:"];
    words.lines().find_map(|line| {
        let lower = line.to_ascii_lowercase();
        let end = LABELS.iter().find_map(|label| Some(lower.find(label)? + label.len()))?;
        let id = line.get(end..)?.split_whitespace().next()?.trim_end_matches(['.', ',']);
        let fits = id.len() >= 5 && id.bytes().any(|byte| byte.is_ascii_digit());
        fits.then(|| id.to_owned())
    })
}

/// `after more than 24 hours on the queue`: how long the message waits.
pub fn queued(words: &str) -> Option<String> {
    let flat = super::signs::flat(words);
    let end = ["on the queue", "in the queue", "in queue"].iter().find_map(|sign| flat.find(sign))?;
    let mut span: Vec<&str> = flat[..end].split_whitespace().rev().take(2).collect();
    span.reverse();
    let [number, unit] = span[..] else { return None };
    let is_unit = ["second", "minute", "hour", "day"].iter().any(|name| unit.starts_with(name));
    let more = if flat[..end].trim_end().ends_with(&format!("more than {number} {unit}")) {
        "more than "
    } else {
        ""
    };
    (is_unit && number.parse::<f32>().is_ok()).then(|| format!("{more}{number} {unit}"))
}

/// Words beside which a host stands: behind them, or before them.
const CUES: &[(&str, bool)] = &[
    ("while talking to", true),
    ("response from", true),
    ("reply from", true),
    ("by the server for the recipient domain", true),
    ("connected to", true),
    ("remote-mta:", true),
    ("relay=", true),
    ("host ", true),
    ("host: ", true),
    ("server ", true),
    (" does not like", false),
    (" did not like our", false),
    (" rejected your message", false),
    (" gave this error", false),
    (" said", false),
    ("mx ", true),
    ("receiving server:", true),
    ("from ", true),
];

/// The first word that is a host name, of the next few.
fn first_host(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| {
        c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '<' | '>' | '"')
    });
    let mut found = words.by_ref().filter(|word| !word.is_empty()).take(4).find_map(host)?;
    // `example.org by mx.example.net`: the one behind `by` speaks.
    let mut rest = words.filter(|word| !word.is_empty());
    if rest.next() == Some("by")
        && let Some(by) = rest.next().and_then(host)
    {
        found = by;
    }
    Some(found)
}

/// The name of `name [192.0.2.1]`, or the one host that ends a text.
fn last_host(text: &str) -> Option<String> {
    let mut words = text.split_whitespace().rev();
    let last = host(words.next()?)?;
    Some(words.next().and_then(host).filter(|_| is_ip(&last)).unwrap_or(last))
}

fn host(word: &str) -> Option<String> {
    let word = word.trim_matches(['.', ':', ',', '[', ']', '(', ')', '<', '>', '"', '\'']);
    let fits = word.contains('.')
        && !word.contains('@')
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':'))
        && !word.starts_with('.')
        && !word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
        || is_ip(word);
    (fits && reply::enhanced_at(word, 0).is_none())
        .then(|| word.split(':').next().unwrap_or(word).to_ascii_lowercase())
}

fn is_ip(word: &str) -> bool {
    word.parse::<std::net::IpAddr>().is_ok()
}

/// The point of the conversation, where the words name it.
pub fn moment(words: &str) -> Option<Moment> {
    let lower = super::signs::flat(words);
    MOMENTS.iter().find(|(sign, _)| lower.contains(sign)).map(|(_, moment)| *moment)
}

/// What systems write; the later points of the conversation first, because a report may name earlier ones, too.
const MOMENTS: &[(&str, Moment)] = &[
    ("end of data", Moment::EndOfData),
    ("after sending the message", Moment::EndOfData),
    ("failed after i sent the message", Moment::EndOfData),
    ("after message body", Moment::EndOfData),
    ("in reply to data", Moment::Data),
    ("after data", Moment::Data),
    ("during data", Moment::Data),
    ("our data", Moment::Data),
    (">>> data", Moment::Data),
    ("smtp command data", Moment::Data),
    ("in reply to rcpt to", Moment::Rcpt),
    ("after rcpt", Moment::Rcpt),
    ("our rcpt to", Moment::Rcpt),
    (">>> rcpt", Moment::Rcpt),
    ("smtp command rcpt", Moment::Rcpt),
    ("rcpt to generated", Moment::Rcpt),
    ("does not like recipient", Moment::Rcpt),
    ("in reply to mail from", Moment::Mail),
    ("after mail from", Moment::Mail),
    ("our mail from", Moment::Mail),
    (">>> mail from", Moment::Mail),
    ("smtp command mail", Moment::Mail),
    ("sender was rejected", Moment::Mail),
    ("in reply to starttls", Moment::StartTls),
    ("after starttls", Moment::StartTls),
    ("in reply to auth", Moment::Auth),
    ("in reply to ehlo", Moment::Helo),
    ("in reply to helo", Moment::Helo),
    ("after ehlo", Moment::Helo),
    ("after helo", Moment::Helo),
    ("my name was rejected", Moment::Helo),
    ("(sent_helo)", Moment::Helo),
    ("after initial connection", Moment::Connect),
    ("greeting failed", Moment::Connect),
    ("refused to talk to me", Moment::Connect),
    ("while receiving the initial server greeting", Moment::Connect),
    ("initial connection", Moment::Connect),
    ("[rcpt_to]", Moment::Rcpt),
    ("[mail_from]", Moment::Mail),
    ("rcpt to", Moment::Rcpt),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_named_in_many_ways() {
        for (words, host) in [
            ("host mx1.example.org[192.0.2.1] said: ", Some("mx1.example.org")),
            ("host mx.example.org [192.0.2.1]: ", Some("mx.example.org")),
            ("... while talking to mx.example.org.:\n<<< ", Some("mx.example.org")),
            ("192.0.2.1 does not like recipient.\nRemote host said: ", Some("192.0.2.1")),
            (
                "rejected by the server for the recipient domain example.org by mx.example.net. [192.0.2.1].",
                Some("mx.example.net"),
            ),
            ("mx.example.org [192.0.2.1] did not like our RCPT TO:\n", Some("mx.example.org")),
            ("Generating server: ex1.example.org\n\na@example.com\nmx.example.org #", Some("mx.example.org")),
            ("a@example.com\nmx.example.org\nRemote Server returned '", Some("mx.example.org")),
            ("Generating server: ex1.example.org\n\na@example.com\nRemote Server returned '", None),
            ("no such user", None),
            ("the server said 5.1.1", None),
        ] {
            assert_eq!(remote(words).as_deref(), host, "{words}");
        }
    }

    #[test]
    fn a_queue_is_told_by_its_words() {
        let exim = "A message has not been delivered to all of its recipients after\nmore than 24 hours on the queue on a.example.\n\n\
                    The message identifier is:     1h5GDu-0004zu-UP\nThe subject is: x";
        assert_eq!(queue_id(exim).as_deref(), Some("1h5GDu-0004zu-UP"));
        assert_eq!(queued(exim).as_deref(), Some("more than 24 hours"));
        assert_eq!(queued("it has been 3 days in the queue").as_deref(), Some("3 days"));
        assert_eq!((queued("still in the queue"), queue_id("queue id: none")), (None, None));
    }

    #[test]
    fn moments_are_told_by_commands() {
        assert_eq!(moment("said: 550 (in reply to RCPT TO\n command)"), Some(Moment::Rcpt));
        assert_eq!(moment("SMTP error from remote mail server after end of data:"), Some(Moment::EndOfData));
        assert_eq!(moment("mailbox full"), None);
    }
}
