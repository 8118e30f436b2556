//! Cuts a pasted conversation into what was said, line by line: by the signs of tools, or by SMTP's own words.

use super::marker::{self, Who};
use crate::text::lines;
use std::ops::Range;

/// One line of somebody, without signs, quotes and escapes.
#[derive(Debug)]
pub struct Utterance {
    pub who: Who,
    /// Within the text.
    pub range: Range<usize>,
    /// Id of the tool whose sign stood before it; empty where there was none, or several tools share it.
    pub program: &'static str,
    /// A sign stood before it.
    pub signed: bool,
}

/// What was said in a text whose tool puts signs before the lines. Lines without a sign are the tool's own words.
pub fn marked(text: &str) -> Vec<Utterance> {
    let mut found: Vec<Utterance> = Vec::new();
    for line in lines(text) {
        let pieces = marker::pieces(&text[line.clone()]);
        if pieces.is_empty() {
            if let Some(utterance) = unmarked(text, line, found.last()) {
                found.push(utterance);
            }
            continue;
        }
        for piece in pieces {
            let range = line.start + piece.range.start..line.start + piece.range.end;
            for range in unquoted(text, range) {
                let parts = if piece.who == Who::Server { unglued(text, range) } else { vec![range] };
                let program = piece.program;
                // Ruby's arrows are copied the wrong way round as often as not; what was said tells.
                let who = match () {
                    () if program != "ruby-net-smtp" => piece.who,
                    () if parts.first().is_some_and(|part| code(&text[part.clone()]).is_some()) => {
                        Who::Server
                    }
                    () if parts.first().is_some_and(|part| verb(&text[part.clone()]).is_some()) => {
                        Who::Client
                    }
                    () => piece.who,
                };
                found.extend(parts.into_iter().map(|range| Utterance { who, range, program, signed: true }));
            }
        }
    }
    found
}

/// A line of a browser's console without the place in the program behind it: `S: 250 Ok SmtpClient.sys.mjs:441:17`.
fn without_origin(line: &str) -> &str {
    let Some((words, last)) = line.trim_end().rsplit_once(' ') else { return line };
    let mut parts = last.rsplitn(3, ':');
    let number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u32>().is_ok());
    let is_place = number(parts.next()) && number(parts.next());
    match parts.next() {
        Some(file) if is_place && [".mjs", ".jsm", ".js"].iter().any(|end| file.ends_with(end)) => words,
        _ => line,
    }
}

/// How long a sign may be that is not known: `Received: `, `smtp(3)> `.
const LONGEST_SIGN: usize = 24;

/// What was said in a text whose tool is not known: the same sign stands before every command, another one before
/// every reply.
pub fn learnt(text: &str) -> Vec<Utterance> {
    let mut signs: Vec<(Who, &str, usize)> = Vec::new();
    for line in lines(text) {
        let Some((who, sign)) = signed(text, line) else { continue };
        match signs.iter().position(|(other, known, _)| (*other, *known) == (who, sign)) {
            Some(known) => signs[known].2 += 1,
            None if signs.len() < 16 => signs.push((who, sign, 1)),
            None => {}
        }
    }
    let most = |who| signs.iter().filter(|sign| sign.0 == who).max_by_key(|sign| sign.2).map(|sign| sign.1);
    let (Some(client), Some(server)) = (most(Who::Client), most(Who::Server)) else { return Vec::new() };
    if client == server {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in lines(text) {
        let lead = line.start + marker::lead(&text[line.clone()]);
        let rest = &text[lead..line.end];
        let said = [(Who::Client, client), (Who::Server, server)]
            .into_iter()
            .find_map(|(who, sign)| rest.strip_prefix(sign).map(|words| (who, words)));
        match said {
            Some((who, words)) => {
                let range = trim(text, line.end - words.len()..line.end);
                found.push(Utterance { who, range, program: "", signed: true });
            }
            None => found.extend(unmarked(text, line, found.last())),
        }
    }
    found
}

/// A line that is a sign and a command or a reply: whose, and the sign.
fn signed(text: &str, line: Range<usize>) -> Option<(Who, &str)> {
    let lead = line.start + marker::lead(&text[line.clone()]);
    let rest = &text[lead..line.end];
    let limit = rest.floor_char_boundary(LONGEST_SIGN.min(rest.len()));
    let starts = |at: &usize| *at > 0 && !rest[..*at].ends_with(|c: char| c.is_alphanumeric());
    (0..limit).filter(|at| rest.is_char_boundary(*at)).filter(starts).find_map(|at| {
        let words = &rest[at..];
        let who = match () {
            () if code(words).is_some() && words.len() > 3 => Who::Server,
            () if verb(words).is_some_and(|verb| verb.len() > 3) => Who::Client,
            () => return None,
        };
        Some((who, &rest[..at]))
    })
}

/// A line without a sign: the rest of a reply (Exim and curl show them bare), or an error.
fn unmarked(text: &str, line: Range<usize>, last: Option<&Utterance>) -> Option<Utterance> {
    let range = trim(text, line);
    let words = &text[range.clone()];
    let continues = last.filter(|last| last.who == Who::Server).is_some_and(|last| {
        text[last.range.clone()].get(..3) == words.get(..3) && text[last.range.clone()].get(3..4) == Some("-")
    });
    match () {
        () if continues && code(words).is_some() => {
            Some(Utterance { who: Who::Server, range, program: "", signed: false })
        }
        () if marker::is_gap(words) => Some(Utterance { who: Who::Gap, range, program: "", signed: false }),
        () if is_trouble(words) => Some(Utterance { who: Who::Trouble, range, program: "", signed: false }),
        () => None,
    }
}

/// What was said in a text without signs: replies begin with a code, commands with a verb.
pub fn bare(text: &str) -> Vec<Utterance> {
    let mut found: Vec<Utterance> = Vec::new();
    let (mut content, mut secret) = (false, false);
    for line in lines(text) {
        let range = trim(text, line);
        let words = &text[range.clone()];
        let who = match () {
            () if code(words).is_some() => Who::Server,
            () if content && words != "." => Who::Echo,
            () if secret || words == "." || verb(words).is_some() => Who::Client,
            () if marker::is_gap(words) => Who::Gap,
            () if is_note(words) => Who::Note,
            () if is_trouble(words) => Who::Trouble,
            () => continue,
        };
        if who == Who::Server {
            content = words.starts_with("354");
            secret = words.starts_with("334");
        } else if who == Who::Client {
            (content, secret) = (false, false);
        }
        let parts = if who == Who::Server { unglued(text, range) } else { vec![range] };
        found.extend(parts.into_iter().map(|range| Utterance { who, range, program: "", signed: false }));
    }
    found
}

/// The code that a reply line begins with, and whether more lines follow (RFC 5321, section 4.2.1).
pub fn code(line: &str) -> Option<(u16, bool)> {
    let digits = line.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let code: u16 = digits.parse().ok().filter(|code| (200..600).contains(code))?;
    match line.as_bytes().get(3) {
        None | Some(b' ' | b'\t') => Some((code, false)),
        Some(b'-') => Some((code, true)),
        _ => None,
    }
}

/// The verbs of SMTP and its extensions, as clients send them.
const VERBS: &[&str] = &[
    "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "AUTH", "STARTTLS", "RSET", "NOOP", "QUIT",
    "VRFY", "EXPN", "HELP", "XCLIENT", "ETRN", "SEND",
];

/// The verb that a command line begins with. MAIL and RCPT are words of prose, too: they need their argument.
pub fn verb(line: &str) -> Option<&'static str> {
    let end = line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let verb = VERBS.iter().find(|verb| verb.eq_ignore_ascii_case(word))?;
    // Settings and code have other signs behind it: `auth: {`.
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let rest = rest.trim_start();
    let fits = match *verb {
        "MAIL" => starts(rest, "from:") || starts(rest, "from "),
        "RCPT" => starts(rest, "to:") || starts(rest, "to "),
        "DATA" | "STARTTLS" | "RSET" | "QUIT" => rest.is_empty(),
        "EHLO" | "HELO" | "LHLO" | "AUTH" | "VRFY" | "EXPN" | "BDAT" => rest.split_whitespace().count() <= 4,
        "NOOP" | "HELP" | "SEND" => rest.is_empty(),
        _ => true,
    };
    fits.then_some(verb)
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// What telnet, nc, openssl and JavaMail say about themselves.
fn is_note(words: &str) -> bool {
    const NOTES: &[&str] = &[
        "Trying ",
        "Connected to ",
        "Connection to ",
        "Escape character",
        "CONNECTED(",
        "DEBUG: ",
        "DEBUG SMTP: trying to connect",
        "DEBUG SMTP: connected to",
        "SSL handshake has read",
        "Verification: OK",
        "Ncat: Connected",
    ];
    NOTES.iter().any(|note| words.starts_with(note))
}

/// Words of which one stands in nearly every error.
fn is_trouble(words: &str) -> bool {
    const TROUBLE: &[&str] = &[
        "error",
        "failed",
        "failure",
        "refused",
        "timed out",
        "timeout",
        "closed by",
        "closed connection",
        "could not",
        "couldn't",
        "unable to",
        "denied",
        "exception",
        "expired",
        "unreachable",
        "reset by",
        "not known",
        "lost",
        "no route",
        "no peer certificate",
        "unexpected",
        "curl: (",
        "cannot",
        "can't",
        "mismatch",
        "bad password",
        "not resolve",
        // What openssl s_client makes of a typed line that begins with R.
        "renegotiating",
    ];
    let words = words.to_ascii_lowercase();
    // A tool's own settings: `timeout = off`.
    let is_setting = words.split_once(" = ").is_some_and(|(name, _)| !name.trim().contains(' '));
    !is_setting
        && !words.contains("got response code")
        && TROUBLE.iter().any(|trouble| words.contains(trouble))
}

/// What stands between quotes (`b'220 mx\r\n'`), one piece for each escaped line end in it.
fn unquoted(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut range = trim(text, range);
    let words = &text[range.clone()];
    let opening = words.strip_prefix(['b', 'u', 'B', 'U']).unwrap_or(words);
    if let Some(quote) = opening.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        range.start += words.len() - opening.len() + 1;
        // What follows the closing quote (`, referer: …`) is not said by anybody.
        let inner = &text[range.clone()];
        range.end = range.start + inner.rfind(quote).unwrap_or(inner.len());
    }
    split_escaped(text, range)
}

fn split_escaped(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let words = &text[range.clone()];
    let mut start = 0;
    while let Some(at) = words[start..].find("\\r\\n").or_else(|| words[start..].find("\\n")) {
        found.push(trim(text, range.start + start..range.start + start + at));
        let length = if words[start + at..].starts_with("\\r") { 4 } else { 2 };
        start += at + length;
    }
    let rest = trim(text, range.start + start..range.end);
    if found.is_empty() || (!rest.is_empty() && !text[rest.clone()].starts_with(',')) {
        found.push(rest);
    }
    found
}

/// The lines of a reply that lost its line ends: `250-mx250-PIPELINING250 HELP`.
fn unglued(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[range.clone()];
    let Some((_, true)) = code(words) else { return vec![range] };
    let digits = &words[..3];
    let mut cuts = vec![0];
    for (at, _) in words.match_indices(digits).skip(1) {
        let after = words.as_bytes().get(at + 3);
        let begins = words.as_bytes().get(at + 4).is_some_and(u8::is_ascii_alphanumeric);
        if matches!(after, Some(b'-' | b' ')) && begins {
            cuts.push(at);
        }
    }
    cuts.push(words.len());
    cuts.windows(2).map(|cut| trim(text, range.start + cut[0]..range.start + cut[1])).collect()
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let words = without_origin(&text[range.clone()]);
    let start = range.start + words.len() - words.trim_start().len();
    let end = range.start + words.trim_end().len();
    start.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Vec<Utterance>, text: &str, want: &[(Who, &str)]) {
        let got: Vec<(Who, &str)> = found.iter().map(|u| (u.who, &text[u.range.clone()])).collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn quotes_and_escapes_are_taken_off() {
        let text = "reply: b'250-mx\\r\\n250 ok\\r\\n'\nsend: 'QUIT\\r\\n'";
        check(marked(text), text, &[(Who::Server, "250-mx"), (Who::Server, "250 ok"), (Who::Client, "QUIT")]);
    }

    #[test]
    fn lost_line_ends_are_found() {
        let text = "SERVER -> CLIENT: 250-mx250-SIZE 99250-8BITMIME250 HELP";
        let want = ["250-mx", "250-SIZE 99", "250-8BITMIME", "250 HELP"].map(|line| (Who::Server, line));
        check(marked(text), text, &want);
    }

    #[test]
    fn a_session_by_hand() {
        let text = "220 mx\nhelo me\n250 mx\nhello?\nQUIT\n";
        let want = [
            (Who::Server, "220 mx"),
            (Who::Client, "helo me"),
            (Who::Server, "250 mx"),
            (Who::Client, "QUIT"),
        ];
        check(bare(text), text, &want);
    }
}
