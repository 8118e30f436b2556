//! Passwords, AUTH data, keys: always covered, whatever the options say.
//!
//! Beside what `text::secret` is sure of, whatever only looks so: here too much is better than too little.

use super::{Category, Found};
use crate::text::{order, secret};
use std::ops::Range;

/// Words before a `=` or `:` whose value is a secret. Compared without case, as the end of the key.
const KEYS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "kennwort",
    "pass",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "api-key",
    "access_key",
    "private_key",
    "secretaccesskey",
    "client_secret",
    "authorization",
    "passphrase",
    "contraseña",
    "mot de passe",
    "senha",
    "hasło",
    "пароль",
    "パスワード",
    "密码",
    "密碼",
];

/// Where secrets stand, in order, none within another.
pub fn find(paste: &str) -> Vec<Found> {
    let mut found: Vec<Found> =
        secret::find(paste).into_iter().map(|range| Found { range, category: Category::Secret }).collect();
    let mut start = 0;
    let mut in_auth = false;
    for line in paste.split_inclusive('\n') {
        let range = auth(line).or_else(|| in_auth.then(|| answer(line)).flatten()).or_else(|| value(line));
        in_auth = continues(line, in_auth);
        if let Some(range) = range {
            found.push(Found { range: start + range.start..start + range.end, category: Category::Secret });
        }
        start += line.len();
    }
    order::by_key(&mut found, |found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut whole: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        match whole.last_mut() {
            Some(last) if one.range.start < last.range.end => {
                last.range.end = last.range.end.max(one.range.end);
            }
            _ => whole.push(one),
        }
    }
    whole
}

/// `AUTH PLAIN AGJvYgBzZWNyZXQ=` (RFC 4954, section 4): what follows the mechanism. `AUTH LOGIN PLAIN` of an EHLO reply is
/// no secret: mechanisms are words of their own.
fn auth(line: &str) -> Option<Range<usize>> {
    let at = find_word(line, "auth")?;
    let rest = &line[at + 4..];
    let mut words = rest.split_whitespace().skip(1);
    let data = words.find(|word| !is_mechanism(word) && word.len() > 3)?;
    let start = data.as_ptr() as usize - line.as_ptr() as usize;
    is_base64(data).then(|| start..start + data.trim_end_matches(['"', '\'', '\\', ',']).len())
}

/// After a server's 334 the client's next lines are its user name and its password in base64.
fn answer(line: &str) -> Option<Range<usize>> {
    let data = line.split_whitespace().next_back()?.trim_matches(['"', '\'', '<', '>', ',']);
    let start = data.as_ptr() as usize - line.as_ptr() as usize;
    (data.len() > 3 && !reply_code(line) && is_base64(data)).then(|| start..start + data.len())
}

fn continues(line: &str, in_auth: bool) -> bool {
    if has_code(line, "334") {
        return true;
    }
    // The exchange ends with the server's verdict.
    in_auth && !reply_code(line)
}

fn has_code(line: &str, code: &str) -> bool {
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == code)
}

fn reply_code(line: &str) -> bool {
    ["235", "535", "534", "538", "501", "503", "504", "432", "454", "530", "221", "250"]
        .iter()
        .any(|code| has_code(line, code))
}

/// `password = hunter2`, `"pass": "hunter2"`, `Authorization: Bearer …`, `password hunter2` of msmtprc.
fn value(line: &str) -> Option<Range<usize>> {
    let lower = line.to_lowercase();
    // Lower-casing may change lengths in rare scripts; offsets would be off, so such lines are searched as they are.
    let lower = if lower.len() == line.len() { lower } else { line.to_owned() };
    // The first key that stands there; of `pass` and `password` the longer.
    let keys = KEYS.iter().filter_map(|key| lower.find(key).map(|at| (at, at + key.len())));
    let (_, key) = keys.min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))?;
    let rest = &line[key..];
    let sign = rest.find(|c: char| !matches!(c, '"' | '\'' | ' ' | '\t' | ']' | ')'))?;
    let assigned = rest[sign..].starts_with(['=', ':', '：']);
    if !assigned && !config_line(line) {
        return None;
    }
    let after = if assigned { sign + rest[sign..].chars().next()?.len_utf8() } else { sign };
    let value = rest[after..].trim_start_matches([' ', '\t', '"', '\'', '>', '=']);
    let start = key + after + (rest[after..].len() - value.len());
    let end = start + value.trim_end().trim_end_matches(['"', '\'', ',', ';', '}', ')', ']']).len();
    (end > start && !line[start..].starts_with("[covered]")).then_some(start..end)
}

/// A line of two words, `password hunter2`: msmtprc and netrc.
fn config_line(line: &str) -> bool {
    let mut words = line.trim_start_matches(['>', ' ', '\t']).split_whitespace();
    let first = words.next().is_some_and(|word| KEYS.contains(&word.to_lowercase().as_str()));
    first && words.next().is_some() && words.next().is_none()
}

fn find_word(line: &str, word: &str) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    lower.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = lower[..*at].chars().next_back();
        let after = lower[at + word.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| c == ' ')
    })
}

/// Names of mechanisms, and the words of an EHLO reply: capitals, digits and hyphens.
fn is_mechanism(word: &str) -> bool {
    const NAMES: &[&str] = &[
        "plain",
        "login",
        "cram-md5",
        "digest-md5",
        "ntlm",
        "gssapi",
        "xoauth2",
        "xoauth",
        "oauthbearer",
        "external",
        "anonymous",
        "scram-sha-1",
        "scram-sha-256",
        "scram-sha-1-plus",
        "scram-sha-256-plus",
        "plain-clienttoken",
    ];
    NAMES.contains(
        &word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_ascii_lowercase().as_str(),
    )
}

fn is_base64(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '\'', '\\', ',']);
    word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b))
        && (word.ends_with('=') || word.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
}
