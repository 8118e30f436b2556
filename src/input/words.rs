//! What is no special form: an error box, a traceback, one reply line, the JSON of a service.
//!
//! The whole of it is one statement, in the program's own words. Each reply of a server that is quoted in it is a
//! statement beside that one, with its codes.

use super::bounce;
use super::escape;
use crate::facts::{Facts, Kind, Role, Statement};
use crate::mail::reply::{self, Found};
use crate::text::Text;
use std::ops::Range;

/// How many quoted replies are looked at. A log of retries repeats itself.
const MOST: usize = 16;
/// A reply that runs on further than this is not a reply, but the rest of the paste.
const LONGEST: usize = 1500;

/// Anything can be read as words.
pub fn looks(_: &Text) -> u8 {
    1
}

pub fn read(text: &Text) -> Facts {
    let mut facts = Facts::default();
    if text.as_str().trim().is_empty() {
        return facts;
    }
    let text = escape::undo(text);
    // A paste that begins with its code is a reply; a code further in is quoted by somebody.
    let begins =
        reply::find(text.as_str()).is_some_and(|found| text.as_str()[..found.range.start].trim().is_empty());
    if begins {
        facts.kind = Kind::Reply;
        let moment = bounce::moment(text.as_str());
        facts.statements.push(Statement { moment, ..super::reply::statement(&text) });
        return facts;
    }
    facts.kind = form(&text);
    let mut quoted = replies(&text);
    if let [only] = &mut quoted[..] {
        only.moment = bounce::moment(text.as_str());
    }
    facts.statements.push(Statement::new(text, Role::Words));
    facts.statements.extend(quoted);
    facts
}

/// The replies of servers that a text quotes: those that clearly are, or the first one that may be.
fn replies(text: &Text) -> Vec<Statement> {
    let string = text.as_str();
    let mut found: Vec<(u8, Found)> = reply::all(string).filter(|(_, found)| is_refusal(found)).collect();
    let clearest = found.iter().map(|(weight, _)| *weight).max().unwrap_or(0).min(2);
    found.retain(|(weight, _)| *weight >= clearest);
    let mut statements = Vec::new();
    let mut end = 0;
    for (_, found) in found {
        if found.range.start < end || statements.len() == MOST {
            continue;
        }
        let range = extent(string, &found.range);
        end = range.end;
        let start = range.start;
        let says = string[found.range.end.min(range.end)..range.end].chars().any(char::is_alphabetic);
        if says || is_replys(&string[..start]) {
            let found = Found { range: found.range.start - start..found.range.end - start, ..found };
            let role = if says { Role::Reply } else { Role::Status };
            statements.push(Statement { role, ..super::reply::with_code(&text.slice(range), &found) });
        }
    }
    statements
}

/// Replies that accept tell nothing of a failure.
fn is_refusal(found: &Found) -> bool {
    match (found.code, found.enhanced) {
        (Some(code), _) => code >= 400,
        (None, Some((class, ..))) => class >= 4,
        (None, None) => false,
    }
}

/// Whether a number without words is a reply's code: services number their HTTP answers alike.
fn is_replys(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let tail: String = before.chars().rev().take(16).collect::<Vec<_>>().into_iter().rev().collect();
    let tail = tail.to_ascii_lowercase();
    [
        "responsecode",
        "server error",
        "smtpcode",
        "smtp code",
        "smtpstatus",
        "smtp error",
        "smtp status",
        "retcode",
    ]
    .iter()
    .any(|cue| tail.ends_with(cue))
}

/// How far a quoted reply goes: to the closing quote or bracket; without one, to the end of the line and over the
/// lines that carry it on.
fn extent(string: &str, codes: &Range<usize>) -> Range<usize> {
    let start = codes.start;
    let mut limit = (start + LONGEST).min(string.len());
    while !string.is_char_boundary(limit) {
        limit -= 1;
    }
    let between = &string[codes.start..codes.end];
    let opener =
        between.chars().rev().find(|c| matches!(c, '\'' | '"')).or(string[..start].chars().next_back());
    let after = string[codes.end..limit].strip_prefix(", b").or(string[codes.end..limit].strip_prefix(", "));
    let opener = after.and_then(|after| after.chars().next()).filter(|c| matches!(c, '\'' | '"')).or(opener);
    let skip = usize::from(after.is_some_and(|after| after.starts_with(['\'', '"']))) * 4;
    let from = (codes.end + skip).min(limit);
    let from = if string.is_char_boundary(from) { from } else { codes.end };
    let end = match opener {
        Some(quote @ ('\'' | '"')) => closing_quote(&string[from..limit], quote),
        Some('“') => string[from..limit].find('”'),
        Some('(') => closing_bracket(&string[from..limit]),
        _ => None,
    };
    start..end.map_or_else(|| lines_end(string, codes.start, limit), |end| from + end)
}

/// A quote that no letter follows: an apostrophe is none.
fn closing_quote(rest: &str, quote: char) -> Option<usize> {
    let ends = |at: usize| !rest[at + 1..].starts_with(char::is_alphanumeric);
    rest.match_indices(quote).map(|(at, _)| at).find(|at| ends(*at))
}

fn closing_bracket(rest: &str) -> Option<usize> {
    let mut depth = 0;
    rest.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (depth < 0).then_some(at)
    })
}

/// The end of the line, or of the last line that carries the reply on: one with the same code, or one after a line
/// that is long enough to have been wrapped.
fn lines_end(string: &str, start: usize, limit: usize) -> usize {
    let code = &string[start..(start + 3).min(limit)];
    let mut end = start;
    for line in string[start..limit].split_inclusive('\n') {
        let body = line.trim();
        let first = end == start;
        let goes_on = first || body.starts_with(code) || wraps(&string[..end], body);
        if !goes_on {
            break;
        }
        end += line.len();
    }
    end
}

fn wraps(before: &str, next: &str) -> bool {
    let last = before.trim_end_matches('\n');
    let last = &last[last.rfind('\n').map_or(0, |newline| newline + 1)..];
    let other = ["at ", "File ", "#", "Caused by", "Traceback", "code:", "}", "{", "[", "20", "\tat", "in "];
    last.len() >= 60 && !next.is_empty() && !other.iter().any(|start| next.starts_with(start))
}

/// Whether a program must have written it, as it failed: a stack, a box with an error number.
pub fn is_programs(text: &Text) -> bool {
    let string = text.as_str();
    STACKS.iter().any(|sign| string.contains(sign))
        || (BOXES.iter().any(|sign| string.contains(sign)) && string.len() < 4000)
}

const STACKS: &[&str] = &["\n    at ", "\n   at ", "\n\tat ", "Traceback (most", "\n  File \"", "goroutine "];
const BOXES: &[&str] = &["Error Number: 0x8", "Error ID: 0x8", "Socket Error: 1", "reported error (0x8"];

pub fn is_json(text: &Text) -> bool {
    let trimmed = text.as_str().trim();
    trimmed.starts_with(['{', '['])
        && trimmed.ends_with(['}', ']'])
        && trimmed.contains(['"', '\''])
        && trimmed.contains(':')
}

/// What shape the words have, for where no product shows itself.
fn form(text: &Text) -> Kind {
    if is_json(text) {
        return Kind::Json;
    }
    let string = text.as_str();
    match string {
        _ if is_source(string) => Kind::Source,
        _ if FRAMES.iter().any(|sign| string.contains(sign)) => Kind::Traceback,
        _ if EXCEPTIONS.iter().any(|sign| string.contains(sign)) => Kind::Exception,
        _ => Kind::Words,
    }
}

/// Most lines are statements of some programming language: a program, and not what it says.
fn is_source(string: &str) -> bool {
    let lines = || string.lines().map(str::trim).filter(|line| !line.is_empty());
    let statements = lines().filter(|line| {
        STATEMENTS.iter().any(|word| line.starts_with(word))
            || line.ends_with([';', '{'])
            || line.ends_with("):")
    });
    2 * statements.count() > lines().count()
}

/// How statements of common languages begin.
const STATEMENTS: &[&str] = &[
    "import ",
    "from ",
    "const ",
    "let ",
    "var ",
    "def ",
    "class ",
    "function ",
    "fn ",
    "#include",
    "public ",
    "private ",
    "<?php",
    "use ",
    "using ",
    "package ",
    "require",
    "return ",
    "if (",
    "if __name__",
    "}",
    "server.",
    "s.",
    "$",
    "//",
    "# ",
    "await ",
    "async ",
    "func ",
    "try",
    "echo ",
    "print(",
    "msg[",
    "msg.",
    "with ",
    "transporter.",
    "mail.",
];

/// The frames of a stack: Java, .NET and JavaScript, Python, PHP, Go, Ruby.
const FRAMES: &[&str] = &[
    "\n    at ",
    "\n\tat ",
    "\n   at ",
    " at System.",
    "Traceback (most",
    "  File \"",
    ".php on line ",
    "\n#0 ",
    ".php:",
    "goroutine ",
    ".rb:",
    "stack trace",
    ".js:",
    "nested exception",
];

/// What stands in exceptions and in the log lines of programs, and hardly ever in a box for people.
const EXCEPTIONS: &[&str] = &[
    "Exception",
    "Error: ",
    "error: ",
    "panic:",
    "panicked at",
    "[Errno ",
    "level=",
    "lvl=",
    "[ERROR]",
    "ERROR",
    "exception",
    "Warning: ",
    "Fatal error",
    "() ",
    "::",
    "errno",
];
