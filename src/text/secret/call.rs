//! Arguments of calls: `login("user", "password")` in code, in the line that a traceback prints, in a stack with values.

use super::{is_value, quoted};
use std::ops::Range;

/// A call's name without case and `_`, and which of its arguments is the secret, counted from 0.
pub(super) const CALLS: &[(&str, usize)] = &[
    ("login", 1),
    ("loginasync", 1),
    ("authenticate", 1),
    ("authenticateasync", 1),
    ("auth", 1),
    ("authlogin", 1),
    ("authplain", 1),
    ("authcrammd5", 1),
    ("smtpauth", 1),
    ("networkcredential", 1),
    ("passwordauthentication", 1),
    ("defaultauthenticator", 1),
    ("setauthentication", 1),
    ("setcredentials", 1),
    ("credentials", 1),
    ("pscredential", 1),
    ("basicauth", 1),
    ("httpbasicauth", 1),
    ("usernamepasswordcredential", 1),
    ("loginauth", 1),
    ("crammd5auth", 1),
    ("plainauth", 2),
    ("imapopen", 2),
    ("newdialer", 3),
    ("newplaindialer", 3),
    ("setpassword", 0),
    ("withpassword", 0),
    ("password", 0),
    ("setapikey", 0),
    ("apikey", 0),
    ("convertto-securestring", 0),
];

/// How far the arguments of a call are read.
const LONGEST: usize = 400;

/// Calls whose name stands in the line; their arguments may go on in the next ones.
pub fn find(text: &str, line: Range<usize>, lower: &str, found: &mut Vec<Range<usize>>) {
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| is_name(**byte)).count();
        let name = at..at + length;
        at += length.max(1);
        if !(3..=40).contains(&length) {
            continue;
        }
        let end = line.start + name.end;
        // A call in brackets, or as Ruby and PowerShell write it: the arguments behind a space.
        let rest = &lower[name.end..];
        let open = if rest.starts_with('(') {
            end + 1
        } else if rest.starts_with([' ', '\t']) && rest.trim_start().starts_with(['"', '\'']) {
            end + rest.len() - rest.trim_start().len()
        } else {
            continue;
        };
        let in_brackets = rest.starts_with('(');
        let Some(which) = which(&lower[name.clone()], near(&lower[..name.start])) else { continue };
        let stop = if in_brackets { text.len() } else { line.end };
        let limit = text.floor_char_boundary((open + LONGEST).min(stop));
        let arguments = arguments(text, open, limit);
        // Words in front of a quotation are a call only where a list follows.
        if !in_brackets && arguments.len() < 2 && !matches!(which, Which::At(0)) {
            continue;
        }
        found.extend(which.of(text, &arguments));
    }
}

/// The end of what stands before a name.
fn near(before: &str) -> &str {
    &before[before.ceil_char_boundary(before.len().saturating_sub(80))..]
}

enum Which {
    At(usize),
    /// `connect(host, user, password)`, and the same with a port.
    Connect,
    /// `Net::SMTP.start(host, port, helo, user, password)`, and `start(helo, user, password)`.
    Start,
}

impl Which {
    fn of(&self, text: &str, arguments: &[Range<usize>]) -> Option<Range<usize>> {
        let literal =
            |index: usize| arguments.get(index).and_then(|argument| literal(text, argument.clone()));
        let is_number = |index: usize| {
            arguments.get(index).is_some_and(|it| text[it.clone()].trim().bytes().all(|b| b.is_ascii_digit()))
        };
        match self {
            Self::At(index) => literal(*index),
            Self::Connect if is_number(1) => literal(3),
            Self::Connect => literal(2),
            Self::Start if is_number(1) => literal(4),
            Self::Start => literal(2),
        }
    }
}

fn which(name: &str, before: &str) -> Option<Which> {
    let plain: String = name.chars().filter(|c| *c != '_').collect();
    if let Some((_, index)) = CALLS.iter().find(|(call, _)| *call == plain) {
        return Some(Which::At(*index));
    }
    match plain.as_str() {
        "connect" | "connectasync" => Some(Which::Connect),
        "start" if before.contains("smtp") => Some(Which::Start),
        "smtp" if before.ends_with("yagmail.") => Some(Which::At(1)),
        "new" if before.ends_with("credentials::") || before.ends_with("credentials.") => Some(Which::At(1)),
        _ => None,
    }
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Cuts at commas outside quotes and inner brackets. What goes deep is no list of a name and a password.
fn arguments(text: &str, open: usize, limit: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut depth, mut at) = (open, 0, open);
    while at < limit {
        match bytes[at] {
            b'"' | b'\'' | b'`' | b'\\' => {
                if let Some(inner) = quoted(text, at, limit) {
                    at = inner.end;
                    // The closing sign, and the signs of an escape before it.
                    while at < limit && bytes[at] == b'\\' {
                        at += 1;
                    }
                }
            }
            b'(' | b'[' | b'{' if depth == 2 => break,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => break,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    found.push(start..text.floor_char_boundary(at.min(limit)));
    found
}

/// The quoted text in an argument, but the name of something that is fetched: `getenv("SMTP_PASSWORD")`.
fn literal(text: &str, argument: Range<usize>) -> Option<Range<usize>> {
    let words = &text[argument.clone()];
    let at = words.find(['"', '\'', '`', '“', '‘'])?;
    let before = words[..at].to_ascii_lowercase();
    let fetched = ["env", "conf", "get", "read", "fetch", "setting", "param", "[", "open", "load", "$"];
    // A named argument of PHP: `$password = 'hunter2'`.
    let named = before.trim_end().ends_with(['=', ':']);
    if !named && fetched.iter().any(|word| before.contains(word)) {
        return None;
    }
    let back = words[..at].len() - words[..at].trim_end_matches('\\').len();
    let inner =
        quoted(text, argument.start + at - back, argument.end.max(argument.start + at)).or_else(|| {
            quoted(
                text,
                argument.start + at - back,
                text.floor_char_boundary((argument.end + 8).min(text.len())),
            )
        })?;
    is_value(&text[inner.clone()]).then_some(inner)
}
