//! Who says a line: the signs that tools put before what the client and the server said.

use crate::text::order;
use std::ops::Range;

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Client,
    Server,
    /// The tool, about itself.
    Note,
    /// The tool, about what went wrong.
    Trouble,
    /// Whoever pasted it left lines out here.
    Gap,
    /// Said a second time, or by nobody: left out.
    Echo,
}

use Who::{Client, Echo, Note, Server, Trouble};

/// A sign, and whose words follow it.
struct Mark {
    sign: &'static str,
    who: Who,
    /// Whose sign it is; empty where several tools write it.
    program: &'static str,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a line, behind times and ids.
    Start,
    /// Anywhere: nothing else looks like it.
    Anywhere,
}

const fn start(sign: &'static str, who: Who, program: &'static str) -> Mark {
    Mark { sign, who, program, place: Place::Start }
}

const fn anywhere(sign: &'static str, who: Who, program: &'static str) -> Mark {
    Mark { sign, who, program, place: Place::Anywhere }
}

/// The longer of two signs that begin alike stands first.
static MARKS: &[Mark] = &[
    anywhere("SERVER -> CLIENT:", Server, "phpmailer"),
    anywhere("CLIENT -> SERVER:", Client, "phpmailer"),
    anywhere("SMTP -> FROM SERVER:", Server, "phpmailer"),
    anywhere("SMTP -> get_lines():", Echo, "phpmailer"),
    anywhere("SMTP -> ERROR:", Trouble, "phpmailer"),
    anywhere("SMTP INBOUND:", Echo, "phpmailer"),
    anywhere("SMTP ERROR:", Trouble, "phpmailer"),
    anywhere("SMTP NOTICE:", Trouble, "phpmailer"),
    anywhere("SMTP<< ", Server, "exim"),
    anywhere("SMTP>> ", Client, "exim"),
    anywhere("SMTP| ", Client, "exim"),
    anywhere("SMTP(close)>>", Note, "exim"),
    anywhere("SMTP(Connection refused)<<", Trouble, "exim"),
    anywhere("SMTP(Connection timed out)<<", Trouble, "exim"),
    anywhere("SMTP(closed)<<", Trouble, "exim"),
    anywhere("SMTP(timed out)<<", Trouble, "exim"),
    start("<** ", Server, "swaks"),
    start("<~* ", Server, "swaks"),
    start("<~ ", Server, "swaks"),
    start("~> ", Client, "swaks"),
    start("*> ", Client, "swaks"),
    start("**> ", Client, "swaks"),
    start("=== ", Note, "swaks"),
    start("*** ", Trouble, "swaks"),
    start("<-- ", Server, "msmtp"),
    start("--> ", Client, "msmtp"),
    start("<<< ", Server, ""),
    start(">>> ", Client, ""),
    start("<< ", Server, "swiftmailer"),
    start(">> ", Client, "swiftmailer"),
    start("++ ", Note, "swiftmailer"),
    start("!! ", Trouble, "swiftmailer"),
    // Ruby's arrows are the other way round: `<-` is written, `->` is read.
    start("<- \"", Client, "ruby-net-smtp"),
    start("-> \"", Server, "ruby-net-smtp"),
    start("<- ", Server, "swaks"),
    start("-> ", Client, "swaks"),
    start("send: ", Client, "python-smtplib"),
    start("reply: retcode", Echo, "python-smtplib"),
    start("reply: ", Server, "python-smtplib"),
    start("data: (", Echo, "python-smtplib"),
    start("connect: ", Note, "python-smtplib"),
    start("S: ", Server, ""),
    start("C: ", Client, ""),
    start("Server: \"", Server, ""),
    start("Client: \"", Client, ""),
    start("[rx] ", Server, "outlook-desktop"),
    start("[tx] ", Client, "outlook-desktop"),
    start("[<-] ", Server, "ssmtp"),
    start("[->] ", Client, "ssmtp"),
    start("[S] ", Server, ""),
    start("[C] ", Client, ""),
    start("SMTP< ", Server, "fetchmail"),
    start("SMTP> ", Client, "fetchmail"),
    start("5< ", Server, "mutt"),
    start("5> ", Client, "mutt"),
    start("4< ", Server, "mutt"),
    start("4> ", Client, "mutt"),
    start("< ", Server, "curl"),
    start("> ", Client, "curl"),
    start("* ", Note, "curl"),
];

/// A marked piece of a line.
#[derive(Debug)]
pub struct Piece {
    pub who: Who,
    pub program: &'static str,
    /// What was said, without the sign. Within the line.
    pub range: Range<usize>,
}

/// The marked pieces of a line: more than one where a page has run lines together.
pub fn pieces(line: &str) -> Vec<Piece> {
    let mut found = glued(line);
    if found.is_empty() {
        let lead = lead(line);
        let rest = &line[lead..];
        let mark = MARKS.iter().find(|mark| mark.place == Place::Start && begins(rest, mark.sign));
        if let Some(mark) = mark {
            // A quote belongs to what was said: it is taken off at both ends.
            let from = lead + mark.sign.trim_end_matches([' ', '"']).len();
            found.push(Piece {
                who: mark.who,
                program: mark.program,
                range: from.min(line.len())..line.len(),
            });
        }
    }
    found
}

/// Whether a line says that others were left out: `...`, `[…]`, `[snip]`.
pub fn is_gap(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '<' | '>' | '-' | '*' | ' '));
    let dots = inner.chars().all(|c| matches!(c, '.' | '…' | ' '))
        && (inner.contains("...") || inner.contains('…') || inner.contains(". . ."));
    let is_word = || {
        ["snip", "snipped", "cut", "skipped", "omitted", "gekürzt"]
            .iter()
            .any(|word| inner.eq_ignore_ascii_case(word))
    };
    dots || (inner.len() < line.len() && is_word())
}

/// A sign at the end of its line has lost its space.
fn begins(rest: &str, sign: &str) -> bool {
    rest.starts_with(sign) || rest == sign.trim_end()
}

/// The pieces of signs that may stand anywhere.
fn glued(line: &str) -> Vec<Piece> {
    let mut starts: Vec<(usize, &Mark)> = Vec::new();
    // All of them hold `>`, `<`, `SMTP`: most lines are done after one look.
    if line.contains("SMTP") || line.contains(" -> ") {
        for mark in MARKS.iter().filter(|mark| mark.place == Place::Anywhere) {
            starts.extend(line.match_indices(mark.sign).map(|(at, _)| (at, mark)));
        }
        order::by_key(&mut starts, |(at, _)| *at);
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([line.len()]);
    let pieces = starts.iter().zip(ends).map(|((at, mark), end)| {
        let from = at + mark.sign.len();
        let words = &line[from..end.max(from)];
        let length = if end < line.len() { without_time(words) } else { words.len() };
        Piece { who: mark.who, program: mark.program, range: from..from + length }
    });
    pieces.collect()
}

/// A piece that runs into the next one ends with that one's time: the length without it.
fn without_time(words: &str) -> usize {
    let mut rest = words.trim_end();
    while let Some(token) = rest.rsplit(' ').next().filter(|token| token.len() > 4) {
        let digits = token.bytes().filter(u8::is_ascii_digit).count();
        let other = token.bytes().filter(|b| b"-:./TZ+".contains(b)).count();
        if digits + other < token.len() || other == 0 || digits < 4 {
            break;
        }
        rest = rest[..rest.len() - token.len()].trim_end();
    }
    rest.len()
}

/// How much of a line is a time, a level, an id in brackets, the name of a logger.
pub fn lead(line: &str) -> usize {
    let mut at = 0;
    for _ in 0..8 {
        let rest = &line[at..];
        let spaces = rest.len() - rest.trim_start().len();
        let rest = &rest[spaces..];
        let Some(length) = lead_token(rest) else { return at + spaces };
        at += spaces + length;
    }
    at
}

/// One token that only introduces: its length.
fn lead_token(rest: &str) -> Option<usize> {
    // Signs in brackets are no ids.
    if ["[rx]", "[tx]", "[<-]", "[->]", "[S]", "[C]"].iter().any(|sign| rest.starts_with(sign)) {
        return None;
    }
    if rest.starts_with('[') {
        return rest.find(']').filter(|end| *end < 60).map(|end| end + 1);
    }
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let token = &rest[..length];
    let bare = token.trim_end_matches(':');
    let level = ["debug", "info", "trace", "notice", "verbose", "dbg", "smtp", "mta", "smtp-out", "protocol"];
    let is_time = token.len() > 3
        && token.starts_with(|c: char| c.is_ascii_digit())
        && token.bytes().all(|b| b.is_ascii_digit() || b"-:./,TZ+".contains(&b));
    let is_id = bare.starts_with("0x") || token.contains("=GLOB(0x") || token.ends_with("@main");
    let known = level.iter().any(|level| bare.eq_ignore_ascii_case(level)) && length < rest.len();
    if is_time || known {
        return Some(length);
    }
    // `Net::SMTP=GLOB(0x55d0)>>> EHLO`: the sign is glued to the id.
    if is_id {
        return Some(token.find(')').map_or(length, |end| end + 1));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, want: &[(Who, &str)]) {
        let got: Vec<(Who, &str)> = pieces(line).into_iter().map(|p| (p.who, line[p.range].trim())).collect();
        assert_eq!(got, want, "{line}");
    }

    #[test]
    fn lines_that_were_left_out_show() {
        for line in ["...", " [...] ", "…", "[ ... ]", "-- snip --", "(…)", "<snip>", "......"] {
            assert!(is_gap(line), "{line}");
        }
        for line in [".", "..", "", "-", "snip", "wait ...", "220 mx ..."] {
            assert!(!is_gap(line), "{line}");
        }
    }

    #[test]
    fn signs_of_many_tools() {
        check("<-  220 mx.example.org", &[(Server, "220 mx.example.org")]);
        check(" -> EHLO me", &[(Client, "EHLO me")]);
        check(" -> ", &[(Client, "")]);
        check("[2024-01-02 10:00:00] DEBUG [ab3] S: 250 ok", &[(Server, "250 ok")]);
        check("Net::SMTP=GLOB(0x55d0)>>> EHLO me", &[(Client, "EHLO me")]);
        check("  308   SMTP<< 220 mx", &[(Server, "220 mx")]);
        check("mta: 0xea6710: <<< 554 no", &[(Server, "554 no")]);
        check("SMTP (mx.example.org): 10:00:00 [rx] 220 hello", &[]);
        check("-> \"220 mx\\r\\n\"", &[(Server, "\"220 mx\\r\\n\"")]);
        check("just words", &[]);
    }

    #[test]
    fn lines_that_ran_together() {
        check(
            "10:00 SERVER -> CLIENT: 220 hello 10:00 CLIENT -> SERVER: QUIT",
            &[(Server, "220 hello"), (Client, "QUIT")],
        );
    }
}
