//! Where passwords and keys stand, by the place that they have in code, on command lines, in tables and addresses, or by
//! their own look. Words that only speak of a password are none.
//!
//! What stands in a dialogue or among settings is known by their readers as well.

mod call;
mod key;
mod named;
mod option;
mod place;
#[cfg(test)]
mod tests;

use super::{AnyOf, each_line, order};
use std::ops::Range;

/// A line without any of these holds no secret that is known by its place. Lower-case.
static ANCHORS: AnyOf = AnyOf::new(&[
    "pass",
    "pwd",
    "pw",
    "secret",
    "token",
    "kennwort",
    "apikey",
    "api_key",
    "api-key",
    "key=",
    "key-",
    "key:",
    "login",
    "auth",
    "credential",
    "securestring",
    "connect(",
    "start(",
    "dialer(",
    "smtp(",
    "://",
    "static:",
    "client_send",
    // The programs of `option`.
    "curl",
    "swaks",
    "sendemail",
    "doveadm",
    "msmtp",
    "ssmtp",
    "mailx",
    "s-nail",
    "wget",
    "mutt",
    "blat",
    "mailsend",
    "smtp-cli",
    "smtptest",
    "imtest",
    "openssl",
    "\"p:",
    "\\0",
    "\\x00",
    "akia",
    "asia",
    "sg.",
    "re_",
    "xkeysib",
    "xsmtpsib",
    "md-",
    "mlsn.",
    "ya29.",
    "eyj",
    "bearer",
    "private key",
    "privatekey",
    "private_key",
    "accesskey",
    "access_key",
    "imapopen",
    "imap_open",
    "smtp.start",
    "machine ",
    "inline:",
]);

/// The stretches of a text that are secrets, in order, none within another.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut lower = String::new();
    let mut lines = Lines::default();
    for line in each_line(text) {
        let end = start + line.len();
        let body = start..start + line.trim_end().len();
        place::table(text, body.clone(), &mut found);
        // Of thousands of lines hardly one is looked at closely.
        let is_free = !lines.in_key && !lines.in_command;
        if is_free && (is_encoded(line) || !ANCHORS.is_in_any_case(line)) {
            start = end;
            continue;
        }
        lower.clear();
        lower.push_str(&text[body.clone()]);
        lower.make_ascii_lowercase();
        found.extend(key_in_line(&lower).map(|key| start + key.start..start + key.end));
        if lines.go_on(&lower) {
            found.push(body.clone());
        } else if lines.in_command || ANCHORS.is_in(&lower) {
            call::find(text, body.clone(), &lower, &mut found);
            named::find(text, body.clone(), &lower, &mut found);
            option::find(text, body.clone(), lines.in_command, &mut found);
            place::find(text, body.clone(), &lower, &mut found);
            key::find(text, body.clone(), &mut found);
        }
        start = end;
    }
    merged(found)
}

/// A whole line of base64 (RFC 4648, section 4), as in the parts of a mail: no name and no place is in it that would tell.
fn is_encoded(line: &str) -> bool {
    let line = line.trim_ascii_end().trim_end_matches('=').as_bytes();
    line.len() >= 60 && line.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

/// A private key (RFC 7468) whose lines were put into one, as in JSON.
fn key_in_line(lower: &str) -> Option<Range<usize>> {
    const HEAD: &str = "private key-----";
    let begin = lower.find("-----begin ")?;
    let start = begin + lower[begin..].find(HEAD)? + HEAD.len();
    let end = lower[start..].find("-----end ").map_or(lower.len(), |end| start + end);
    (start < end).then_some(start..end)
}

/// The text with signs of the same kind and length in the place of its secrets: whoever reads that can tell none.
pub fn without(text: &str, secrets: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for byte in secrets.iter().flat_map(|secret| secret.clone()) {
        bytes[byte] = match bytes[byte] {
            byte @ (b' ' | b'-' | b'=' | b'\n' | b'\r') => byte,
            byte if byte.is_ascii_uppercase() => b'X',
            byte if byte.is_ascii_digit() => b'0',
            _ => b'x',
        };
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// What a line takes over from those before it.
#[derive(Default)]
struct Lines {
    /// Within the block of a private key (RFC 7468).
    in_key: bool,
    /// Fields stand before the key itself, and a blank line behind them (RFC 1421).
    is_headed: bool,
    /// A program's command line, which a sign at its end carries on.
    in_command: bool,
    carries_on: bool,
}

impl Lines {
    /// Whether the whole line is a secret.
    fn go_on(&mut self, lower: &str) -> bool {
        self.in_command = (self.carries_on && self.in_command) || option::runs(lower);
        self.carries_on = lower.ends_with(['\\', '`', '^']);
        // The sign alone is found faster than the words.
        let has_dash = lower.as_bytes().contains(&b'-');
        if has_dash && lower.contains("-----begin ") && lower.contains("private key-----") {
            self.in_key = !lower.contains("-----end ");
            return false;
        }
        let is_blank = lower.trim().is_empty();
        self.in_key &= !lower.contains("-----end ") && (!is_blank || self.is_headed);
        self.is_headed = self.in_key && !is_blank && lower.contains(':');
        self.in_key
    }
}

fn merged(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.retain(|range| !range.is_empty());
    order::by_key(&mut found, |range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// A longer value is no password; and no line is read to its end for each word in it.
const LONGEST: usize = 300;

/// What stands within quotation marks that begin at `at`, behind the letters of a kind of string (`b'…'`, `@"…"`) and the
/// signs of an escape (`\"…\"`).
fn quoted(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = &text[at..end];
    let lead = rest.len() - rest.trim_start_matches(['b', 'r', 'u', 'f', 'L', 'q', '@', '\\']).len();
    let escape = rest[..lead].len() - rest[..lead].trim_end_matches('\\').len();
    let quote =
        rest[lead..].chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’'))?;
    if lead > 4 {
        return None;
    }
    // `"""…"""`: Python's and TOML's.
    let thrice = ["\"\"\"", "'\'\'"].into_iter().find(|thrice| rest[lead..].starts_with(thrice));
    if let Some(inner) = thrice.map(|_| &rest[lead + 3..]) {
        let length = inner[..inner.floor_char_boundary(LONGEST.min(inner.len()))].find(thrice?)?;
        return Some(at + lead + 3..at + lead + 3 + length);
    }
    let from = lead + quote.len_utf8();
    let closing = match quote {
        '“' => '”',
        '‘' => '’',
        other => other,
    };
    let mut slashes = 0;
    for (index, sign) in rest[from..].char_indices() {
        match sign {
            _ if index > LONGEST => return None,
            '\\' => slashes += 1,
            '\n' => return None,
            sign if sign == closing && slashes == escape => {
                return Some(at + from..at + from + index - escape);
            }
            _ => slashes = 0,
        }
    }
    None
}

/// The name of a value that is kept elsewhere: `$SMTP_PASS`, `${PASS}`, `{{ pass }}`, `%PASS%`, `<password>`, `[removed]`.
fn is_reference(value: &str) -> bool {
    let ends = |end: char| value.trim_end_matches([';', ',', ')']).ends_with(end);
    match value.chars().next() {
        Some('$') => {
            let name = value[1..].trim_start_matches(['{', '(']);
            value.len() - name.len() > 1 || name.is_empty() || !name.bytes().any(|byte| byte.is_ascii_digit())
        }
        Some('{') => ends('}'),
        Some('<') => ends('>'),
        Some('%') => ends('%'),
        Some('[') => ends(']'),
        _ => false,
    }
}

/// Whether a value can be a secret: no name of one that is kept elsewhere, no cover, no sentence about it.
fn is_value(value: &str) -> bool {
    const NONE: &[&str] = &[
        "none",
        "null",
        "nil",
        "undefined",
        "true",
        "false",
        "yes",
        "no",
        "string",
        "str",
        "required",
        "optional",
        "plain",
        "login",
        "tls",
        "ssl",
        "starttls",
        "password",
        "passwd",
        "pass",
        "username",
        "user",
        // What stands in a secret's place already, ours (`redact`) among them.
        "covered",
        "redacted",
        "filtered",
        "hidden",
        "removed",
    ];
    let value = value.trim();
    let lower = value.trim_matches(['[', ']']).to_ascii_lowercase();
    let words = value.split_whitespace();
    let groups = words.clone().all(|word| word.len() <= 5) || value.bytes().any(|byte| byte.is_ascii_digit());
    !value.is_empty()
        && value.len() <= LONGEST
        && !is_reference(value)
        && value.chars().any(|c| !matches!(c, '*' | '•' | '.' | '-' | '_' | 'x' | 'X' | '●' | '#'))
        && !NONE.contains(&lower.as_str())
        && (words.count() < 3 || groups)
}
