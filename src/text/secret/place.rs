//! Places with a form of their own: the user's part of a URL, tables of mail servers, what AUTH sends.

use super::{is_value, quoted};
use std::ops::Range;

pub fn find(text: &str, line: Range<usize>, lower: &str, found: &mut Vec<Range<usize>>) {
    urls(text, line.clone(), found);
    found.extend(auth(text, line.clone(), lower));
    if lower.contains("base64") || lower.contains("auth") {
        found.extend(zeros(text, line.clone()));
    }
    found.extend(client_send(text, line.clone(), lower));
    found.extend(after(text, line.clone(), lower, "static:").and_then(|value| behind_colon(text, value)));
    // Dovecot's auth_verbose_passwords, sendmail's authinfo, netrc on one line.
    found.extend(after(text, line.clone(), lower, "given password: "));
    if lower.contains("\"u:") || lower.contains("\"i:") {
        let at = lower.find("\"p:").or_else(|| lower.find("\"p="));
        found
            .extend(at.and_then(|at| quoted(text, line.start + at, line.end)).map(|it| it.start + 2..it.end));
    }
    if lower.trim_start().starts_with("machine ") {
        found.extend(after(text, line.clone(), lower, " password "));
    }
    if lower.contains("inline:") && lower.contains("password") {
        inline(text, line.clone(), found);
    }
    if let Some(at) = lower.find("convertto-securestring") {
        found.extend(secure_string(text, line.start + at, line.end));
    }
}

/// The word behind a cue, without what closes a sentence or a list.
fn after(text: &str, line: Range<usize>, lower: &str, cue: &str) -> Option<Range<usize>> {
    let start = line.start + lower.find(cue)? + cue.len();
    let word = text[start..line.end].split_whitespace().next()?;
    let length = word.trim_end_matches([')', ',', ';', '"', '\'']).len();
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    is_value(&text[start..start + length]).then(|| start..start + length)
}

fn behind_colon(text: &str, value: Range<usize>) -> Option<Range<usize>> {
    let colon = text[value.clone()].find(':')?;
    Some(value.start + colon + 1..value.end)
}

/// `scheme://user:password@host` (RFC 3986, section 3.2.1); what people paste may hold signs that belong encoded.
fn urls(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = line.start;
    while let Some(sign) = text[at..line.end].find("://") {
        let start = at + sign + 3;
        let rest = &text[start..line.end];
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '|' | '\\'));
        let word = &rest[..length.unwrap_or(rest.len())];
        at = start + word.len();
        let Some(colon) = word.find([':', '/', '?', '#']).filter(|at| word[*at..].starts_with(':')) else {
            continue;
        };
        let port = word[colon + 1..].split(['/', '?', '#']).next().unwrap_or_default();
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
        let Some(end) = word.rfind('@').filter(|end| *end > colon && !is_port) else { continue };
        if is_value(&word[colon + 1..end]) {
            found.push(start + colon + 1..start + end);
        }
    }
}

/// `AUTH PLAIN AGJvYgBzZWNyZXQ=` (RFC 4954, section 4).
fn auth(text: &str, line: Range<usize>, lower: &str) -> Option<Range<usize>> {
    const METHODS: &[&str] = &[
        "plain",
        "login",
        "xoauth2",
        "oauthbearer",
        "cram-md5",
        "ntlm",
        "external",
        "scram-sha-1",
        "scram-sha-256",
    ];
    let at = lower.match_indices("auth ").map(|(at, _)| at).find(|at| {
        let method = lower[at + 5..].split_whitespace().next().unwrap_or_default();
        METHODS.contains(&method) && !lower[..*at].ends_with(char::is_alphanumeric)
    })?;
    let data = text[line.start + at + 5..line.end].split_whitespace().nth(1)?;
    let start = data.as_ptr() as usize - text.as_ptr() as usize;
    let length = data.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b)).count();
    let data = &data[..length];
    let lowers = data.bytes().any(|byte| byte.is_ascii_lowercase());
    let others = data.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (length >= 8 && (data.ends_with('=') || (lowers && others))).then(|| start..start + length)
}

/// What is put into base64 by hand: `printf '\0user\0password'`, `"\000user\000password"`.
fn zeros(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let words = &text[line.clone()];
    let zero = ["\\000", "\\x00", "\\0"].into_iter().find(|zero| words.contains(zero))?;
    let (first, second) = (words.find(zero)?, words.rfind(zero)?);
    let from = second + zero.len();
    let end = words[from..].find(['"', '\'', ' ']).map_or(words.len(), |at| from + at);
    let user = &words[first + zero.len()..second.max(first + zero.len())];
    let is_pair = second > first && !user.is_empty() && !user.contains(char::is_whitespace);
    (is_pair && is_value(&words[from..end])).then(|| line.start + from..line.start + end)
}

/// Exim's `client_send = ^user^password` and `client_send = : user : password`.
fn client_send(text: &str, line: Range<usize>, lower: &str) -> Option<Range<usize>> {
    let at = lower.find("client_send")?;
    let value = line.start + at + lower[at..].find('=')? + 1;
    let words = text[value..line.end].trim_matches([' ', '"']);
    let start = words.as_ptr() as usize - text.as_ptr() as usize;
    let sign = if words.contains('^') { '^' } else { ':' };
    let last = words.rfind(sign).filter(|last| *last > 0)? + 1;
    let secret = words[last..].trim();
    let from = start + last + words[last..].len() - words[last..].trim_start().len();
    (is_value(secret)).then(|| from..from + secret.len())
}

/// Postfix's `inline:{ [mx.example.org]:587=user:password }`.
fn inline(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    for word in text[line].split([' ', '\t', '{', '}', ',']) {
        let Some((_, pair)) = word.split_once('=') else { continue };
        let start = pair.as_ptr() as usize - text.as_ptr() as usize;
        found.extend(behind_colon(text, start..start + pair.len()));
    }
}

/// PowerShell's `ConvertTo-SecureString hunter2 -AsPlainText -Force`; the first quotes in the line hold it otherwise.
fn secure_string(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let words = &text[at..end];
    let rest = words.split_once(' ')?.1;
    let value = rest.split_whitespace().find(|word| !word.starts_with('-'))?;
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    let range =
        if value.starts_with(['"', '\'']) { quoted(text, start, end)? } else { start..start + value.len() };
    (is_value(&text[range.clone()]) && !value.starts_with('(')).then_some(range)
}

/// A row of a password table: `[mx.example.org]:587 user:password` (Postfix), `mx.example.org:user:password` (Exim).
pub fn table(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    /// Rows of a transport table name the way, and not a user.
    const WAYS: &[&str] = &[
        "smtp", "smtps", "relay", "lmtp", "local", "virtual", "error", "retry", "discard", "pipe", "uucp",
        "maildrop", "dovecot", "procmail", "warning", "info", "fatal", "http", "https", "hash", "lmdb",
        "texthash", "mysql",
    ];
    if line.len() > 300 || !text[line.clone()].contains(':') {
        return;
    }
    let words = text[line].trim_start_matches(['>', ' ', '\t']);
    let mut parts = words.split_ascii_whitespace();
    let (Some(first), second, None) = (parts.next(), parts.next(), parts.next()) else { return };
    let pair = match second {
        Some(pair) if is_place(first) => pair,
        None if !first.contains("//") => match first.split_once(':') {
            Some((place, pair)) if place.starts_with('*') || (place.contains('.') && is_place(place)) => pair,
            _ => return,
        },
        _ => return,
    };
    let Some((user, secret)) = pair.split_once(':') else { return };
    let start = secret.as_ptr() as usize - text.as_ptr() as usize;
    let is_port =
        secret.len() <= 5 && secret.bytes().all(|byte| byte.is_ascii_digit()) && !user.contains('@');
    let is_user = user.bytes().any(|byte| byte.is_ascii_alphabetic())
        && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@._-+\\=%!".contains(&byte))
        && !WAYS.contains(&user.to_ascii_lowercase().as_str());
    let is_address = pair.parse::<std::net::IpAddr>().is_ok() || secret.starts_with([':', '/']);
    // `[AM0.eurprd01.prod.outlook.com 2026-11-03T10:00:00.000Z`, its end on the next line: a stamp, and no row of a table.
    let is_stamp = user.split_once('T').is_some_and(|(day, hour)| {
        day.len() == 10 && hour.bytes().chain(day.bytes()).all(|byte| byte.is_ascii_digit() || byte == b'-')
    });
    if is_user && !is_port && !is_address && !is_stamp && is_value(secret) {
        found.push(start..start + secret.len());
    }
}

/// `mx.example.org`, `[mx.example.org]:587`, `@example.org`, `ann@example.org`.
fn is_place(word: &str) -> bool {
    let (host, port) = match word.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (word, ""),
    };
    let bare = host.trim_matches(['[', ']']);
    let name = bare.rsplit_once('@').map_or(bare, |(_, domain)| domain);
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && (name.contains('.') || name == "localhost" || bare.len() < host.len());
    is_name && name.bytes().any(|byte| byte.is_ascii_alphabetic() || !port.is_empty())
}
