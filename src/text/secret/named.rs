//! Values behind a name that says what they are: `pass: 'hunter2'`, `"password": "hunter2"`, `SMTP_PASS=hunter2`,
//! `Authorization: Bearer …`.

use super::{LONGEST, is_value, quoted};
use std::ops::Range;

/// Ends of names that are clear in any company.
pub(super) const CLEAR: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "kennwort",
    "passphrase",
    "userpwd",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "secretkey",
    "secret_key",
    "privatekey",
    "private_key",
    "clientsecret",
    "client_secret",
    "accesstoken",
    "access_token",
    "access-token",
    "servertoken",
    "server_token",
    "server-token",
    "authtoken",
    "auth_token",
    "auth-token",
    "accounttoken",
    "account-token",
    "refreshtoken",
    "refresh_token",
    "apitoken",
    "api_token",
    "api-token",
];

/// Ends that are words of other things, too: alone, or behind a sign or one of the words below.
const SHORT: &[&str] = &["pass", "pwd", "secret", "token", "pw"];
const BEFORE_SHORT: &[&str] =
    &["smtp", "auth", "mail", "email", "user", "imap", "sasl", "login", "sender", "host"];

pub fn find(text: &str, line: Range<usize>, lower: &str, found: &mut Vec<Range<usize>>) {
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| is_name(**byte)).count();
        let name = at..at + length;
        at += length.max(1);
        if length < 2 {
            continue;
        }
        // An option, `--password=…`, is one of these as well.
        if is_of_secret(&text[line.start + name.start..line.start + name.end], &lower[name.clone()]) {
            found.extend(value(text, line.clone(), line.start + name.start..line.start + name.end));
        }
        if matches!(&lower[name.clone()], "authorization" | "bearer")
            && let Some(token) = bearer(text, line.start + name.end, line.end)
        {
            at = at.max(token.end - line.start);
            found.push(token);
        }
    }
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_of_secret(name: &str, lower: &str) -> bool {
    if CLEAR.iter().any(|end| lower.ends_with(end)) {
        return true;
    }
    let Some(end) = SHORT.iter().find(|end| lower.ends_with(*end)) else { return false };
    let before = &name[..name.len() - end.len()];
    let camel = name[before.len()..].starts_with(char::is_uppercase) && before.ends_with(char::is_lowercase);
    before.is_empty()
        || before.ends_with(['_', '-', '.'])
        || camel
        || BEFORE_SHORT.iter().any(|word| lower[..before.len()].ends_with(word))
}

/// The value that a sign gives to the name.
fn value(text: &str, line: Range<usize>, name: Range<usize>) -> Option<Range<usize>> {
    let end = text.floor_char_boundary((name.end + LONGEST + 20).min(line.end));
    let rest = &text[name.end..end];
    if let Some(inner) = element(rest, &text[..name.start]) {
        return is_value(inner).then(|| name.end + 1..name.end + 1 + inner.len());
    }
    if let Some(told) = told(rest) {
        return Some(end - rest.len() + told.start..end - rest.len() + told.end);
    }
    let after = rest.trim_start_matches(['"', '\'', '\\', ']', '}', '`', ')']);
    let closed = rest.len() - after.len();
    let spaced = after.trim_start_matches([' ', '\t']);
    let sign = spaced.chars().next()?;
    let is_compound = text[name.clone()].contains(['_', '-', '.'])
        || text[name.clone()].chars().skip(1).any(char::is_uppercase);
    // `define('SMTP_PASS', 'hunter2')`, `curl_setopt($ch, CURLOPT_USERPWD, 'ann:hunter2')`, but no list of names.
    let listed = sign == ',' && is_compound && (closed > 0 || text[name.clone()].starts_with("CURLOPT_"));
    if !listed && !matches!(sign, '=' | ':' | '：') {
        return None;
    }
    let value = spaced[sign.len_utf8()..].trim_start_matches(['=', '>']);
    let shown = value.trim_start_matches([' ', '\t']);
    let start = end - shown.len();
    if let Some(inner) = quoted(text, start, end) {
        return is_value(&text[inner.clone()]).then_some(inner);
    }
    // Behind a sign without a space, as in an environment file or an address: up to what ends it there.
    let adjacent = spaced.len() == after.len() && shown.len() == value.len() && closed == 0;
    let lead = if name.start - line.start < 100 { &text[line.start..name.start] } else { "…" };
    let leads = matches!(lead.trim_start_matches(['>', ' ', '\t', '-']).trim_end(), "" | "export");
    let ends =
        |c: char| c.is_whitespace() || (!leads && matches!(c, '&' | ',' | ';' | ')' | '"' | '\'' | '>'));
    let word = &shown[..shown.find(ends).unwrap_or(shown.len())];
    let is_alone = !shown.trim_end().contains(char::is_whitespace);
    let code = shown.contains(['(', '[', '{', '$']) || shown.ends_with(';');
    let held = ["pass", "pwd", "secret", "token"].iter().any(|held| word.to_ascii_lowercase().contains(held));
    let telling = shown.contains(|c: char| !c.is_alphabetic()) && shown.len() > 3;
    let fits = match sign {
        '=' if adjacent && leads => !shown.contains('('),
        // `oldest-pass=1` of a filter.
        '=' if adjacent => word.len() > 3 && (is_compound || &text[name.clone()] != "pass"),
        '=' => leads && is_alone && !code && !shown.contains('.') && !held,
        ':' => leads && is_alone && !code && closed == 0 && (is_compound || telling),
        _ => false,
    };
    if !fits {
        return None;
    }
    // Another variable that holds it.
    let is_reference =
        !leads && (held || (word.contains('.') && !word.contains(|c: char| c.is_ascii_digit())));
    if is_reference || is_points(word) {
        return None;
    }
    is_value(word).then(|| start..start + word.len())
}

/// `SPF_PASS=-0.001`, with more tests behind it in the same list: the points that a filter gives for a test.
fn is_points(word: &str) -> bool {
    // In quoted-printable `=` is `=3D`.
    let is_number = |word: &str| {
        let word = word.strip_prefix("3D").unwrap_or(word);
        word.contains('.') && word.parse::<f32>().is_ok()
    };
    let mut parts = word.trim_end_matches([']', ')', '}', ',']).split(',');
    let is_test = |part: &str| {
        part.split_once('=').is_some_and(|(test, points)| {
            is_number(points)
                && test.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        })
    };
    // A list that was cut breaks off within a name.
    let is_cut = |part: &str| {
        part.ends_with("..")
            && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_.".contains(&b))
    };
    parts.next().is_some_and(is_number) && parts.all(|part| is_test(part) || is_cut(part))
}

/// `<password>hunter2</password>`: what stands between.
fn element<'t>(rest: &'t str, before: &str) -> Option<&'t str> {
    let inner = rest.strip_prefix('>').filter(|_| before.ends_with('<'))?;
    Some(&inner[..inner.find("</")?])
}

/// `the password is hunter2`, `occ config:system:set mail_smtppassword --value=hunter2`: in words only what has a digit in it,
/// and is no number of a reply.
fn told(rest: &str) -> Option<Range<usize>> {
    const CUES: &[(&str, bool)] = &[
        (" --value=", false),
        (" --value ", false),
        (" is ", true),
        (" is: ", true),
        (" ist ", true),
        (" lautet ", true),
    ];
    let (cue, in_words) = CUES.iter().find(|(cue, _)| rest.starts_with(cue))?;
    let word = rest[cue.len()..].split_whitespace().next()?;
    let start = cue.len() + word.len() - word.trim_start_matches(['"', '\'', '“', '„']).len();
    let end = cue.len() + word.trim_end_matches(['"', '\'', '”', '“', '.', ',', ';']).len();
    let inner = rest.get(start..end)?;
    let digit = inner.bytes().any(|byte| byte.is_ascii_digit()) && inner.len() >= 6;
    ((digit || !in_words) && is_value(inner)).then_some(start..end)
}

/// `Authorization: Bearer eyJ…`, `Authorization: Basic YXBpOmtleQ==`.
fn bearer(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = text[at..end].trim_start_matches(['"', '\'', '\\', ':', '=', '>', ' ']);
    let rest = ["Bearer ", "Basic ", "bearer ", "basic ", "Token "]
        .iter()
        .find_map(|scheme| rest.strip_prefix(scheme))
        .unwrap_or(rest);
    let start = end - rest.len();
    // A word of prose is told by its beginning.
    let begins = &rest[..rest.floor_char_boundary(rest.len().min(40))];
    if !begins.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'=') {
        return None;
    }
    let length = rest.find(|c: char| c.is_whitespace() || "\"'\\,;`)".contains(c)).unwrap_or(rest.len());
    (length >= 16).then(|| start..start + length)
}
