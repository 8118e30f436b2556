//! What the look of a word tells: addresses, hosts, network addresses, ids.

use super::hosts::{is_host, is_public};
use super::{Category, Found};
use crate::knowledge;
use std::ops::Range;

/// Words after which a single label is a computer's name.
const BEFORE_HOSTS: &[&str] = &["helo", "ehlo", "lhlo", "from", "by"];

/// Keys whose values are user names or ids.
const USER_KEYS: &[&str] = &[
    "user",
    "username",
    "user_name",
    "login",
    "sasl_username",
    "sasl_sender",
    "uid",
    "account",
    "orig_to",
    "authenticated_id",
    "a",
];

pub fn find(paste: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut before = "";
    for word in words(paste) {
        let text = &paste[word.clone()];
        match category(text) {
            Some(category) => found.push(Found { range: word.clone(), category }),
            None if before == "id" && is_called_id(text) => {
                found.push(Found { range: word.clone(), category: Category::Id });
            }
            None => found.extend(inside(paste, word.clone(), before)),
        }
        before = text;
    }
    found.extend(log_hosts(paste));
    found
}

/// Cuts at white space and at the signs that surround values; `@ . - _ : + /` may stand inside.
fn words(paste: &str) -> impl Iterator<Item = Range<usize>> {
    let parts = |c: char| c.is_whitespace() || "<>()[]{}\"'`,;=|*?&!\\“”„«»".contains(c);
    paste.split(parts).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - paste.as_ptr() as usize;
        // `@example.org` is a domain (DKIM's i=), `ann@example.org@` an address with a network address behind it.
        let front = word.len() - word.trim_start_matches([':', '.', '/', '-', '#', '@']).len();
        let inner = word[front..].trim_end_matches([':', '.', '/', '-', '@']);
        start + front..start + front + inner.len()
    })
}

fn category(word: &str) -> Option<Category> {
    if word.contains('@') {
        let (local, domain) = word.rsplit_once('@')?;
        return (!local.is_empty() && !domain.is_empty()).then_some(Category::Address);
    }
    if is_ip(word) {
        return Some(Category::Ip);
    }
    if is_host(word) {
        return (!is_public(word)).then_some(Category::Host);
    }
    is_id(word).then_some(Category::Id)
}

/// Values inside a longer word: `https://host/path`, `host:25`, `mailto:ann@…`, `/home/ann/`, `IPv6:2001:…`.
fn inside(paste: &str, word: Range<usize>, before: &str) -> Vec<Found> {
    let text = &paste[word.clone()];
    let lower = before.to_ascii_lowercase();
    if BEFORE_HOSTS.contains(&lower.as_str()) && is_computer(text) {
        return vec![Found { range: word, category: Category::Host }];
    }
    let user_key = USER_KEYS.iter().any(|key| lower == *key || (key.len() > 3 && lower.ends_with(key)));
    if user_key && paste[..word.start].ends_with(['=', '<', '"', '\'']) && is_user(text) {
        return vec![Found { range: word, category: Category::Address }];
    }
    let mut found = Vec::new();
    let mut at = word.start;
    let url = text.contains("://");
    for (index, piece) in text.split(['/', ':', '%', '$', '#']).enumerate() {
        let range = at..at + piece.len();
        at += piece.len() + 1;
        let home =
            index > 0 && (text.contains("/home/") || text.contains("/Users/")) && before_is(text, piece);
        let found_here = category(piece).or((home && !piece.is_empty()).then_some(Category::Address));
        match found_here {
            Some(category) => found.push(Found { range, category }),
            // What follows the host of an address on the web may hold anything; short plain words tell nothing.
            None if url && piece.len() > 7 && piece.bytes().any(|b| b.is_ascii_digit()) => {
                found.push(Found { range, category: Category::Id });
            }
            None => {}
        }
    }
    if found.is_empty()
        && let Some(rest) = text.to_ascii_lowercase().strip_prefix("ipv6:")
        && is_ip(rest)
    {
        found.push(Found { range: word.start + 5..word.end, category: Category::Ip });
    }
    found
}

/// The folder right below `/home/` or `/Users/` is a person's.
fn before_is(text: &str, piece: &str) -> bool {
    let start = piece.as_ptr() as usize - text.as_ptr() as usize;
    text[..start].ends_with("/home/") || text[..start].ends_with("/Users/")
}

fn is_ip(word: &str) -> bool {
    let word = word.strip_prefix("IPv6:").unwrap_or(word);
    let word = word.split('%').next().unwrap_or(word);
    match word.parse::<std::net::IpAddr>() {
        Ok(ip) => !ip.is_loopback() && !ip.is_unspecified(),
        Err(_) => false,
    }
}

/// A computer's own name, as Windows and Macs make them up, or any single label that HELO gives.
fn is_computer(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let known =
        ["localhost", "unknown", "with", "the", "your", "this", "a", "an", "server", "mail", "and", "or"];
    plain
        && word.chars().any(char::is_alphabetic)
        && !known.contains(&word.to_ascii_lowercase().as_str())
        && knowledge::automaton().word(&word.to_lowercase()) == 0
}

fn is_user(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || ".-_+".contains(c))
        && !["yes", "no", "true", "false", "null"].contains(&word)
}

/// Long words of letters and digits mixed, that no rule knows: queue ids, tokens, signatures, hashes.
fn is_id(word: &str) -> bool {
    const SHORTEST: usize = 9;
    /// So many digits are no date and no code.
    const NUMBER: usize = 18;
    if word.len() < SHORTEST || !word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+/:.~$".contains(&b)) {
        return false;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    if digits >= NUMBER {
        return true;
    }
    if digits < 2 || letters < 2 || is_error_number(word) || is_technical(word) {
        return false;
    }
    let mut known = false;
    crate::text::token::words(word, |_, part| {
        known |= part.len() > 5 && knowledge::automaton().word(part) != 0
    });
    !known || word.split(|c: char| !c.is_ascii_alphanumeric()).any(is_mixed)
}

/// What stands behind the word `id`, as in Received fields, need not look like one.
fn is_called_id(word: &str) -> bool {
    const SHORTEST: usize = 5;
    let signs = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let has_digit = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && word.bytes().any(|byte| byte.is_ascii_digit());
    word.len() >= SHORTEST && (signs || has_digit)
}

/// `0x800CCC0E`
fn is_error_number(word: &str) -> bool {
    let hex = word.strip_prefix("0x").filter(|hex| hex.len() <= 16);
    hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Letters and digits without sense between known words: `Webmail-42--43f8db56-c891`.
fn is_mixed(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    part.len() > 7 && digits > 1 && digits + 1 < part.len() && !is_technical(part)
}

/// Names of ciphers, protocols, dates and products: telling, and nobody's.
fn is_technical(word: &str) -> bool {
    const STARTS: &[&str] = &[
        "TLS", "SSL", "ECDHE", "DHE-", "AES", "RSA", "iso-", "ISO-", "windows-", "utf-", "UTF-", "koi8",
        "http", "X-", "rfc", "RFC", "sha256", "rsa-", "ed25519", "POSTFIX", "version", "smtp.", "ipv",
    ];
    is_date(word) || STARTS.iter().any(|start| word.starts_with(start))
}

/// Begins with a date of ISO 8601.
fn is_date(word: &str) -> bool {
    let shape =
        |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    word.as_bytes().get(..10).is_some_and(|date| date.iter().enumerate().all(shape))
}

/// `Nov 24 10:00:00 myhost postfix/smtp[12]:` (RFC 3164): the word between the time and the program.
fn log_hosts(paste: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for line in paste.lines() {
        let start = line.as_ptr() as usize - paste.as_ptr() as usize;
        let words: Vec<&str> = line.split_whitespace().take(6).collect();
        let Some(time) = words.iter().position(|word| is_time(word)) else { continue };
        let (Some(host), Some(program)) = (words.get(time + 1), words.get(time + 2)) else { continue };
        let program_like = program.ends_with(':') && (program.contains('[') || program.contains('/'));
        if program_like && host.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) && !is_host(host) {
            let at = start + (host.as_ptr() as usize - line.as_ptr() as usize);
            found.push(Found { range: at..at + host.len(), category: Category::Host });
        }
    }
    found
}

/// `10:00:00`, alone or at the end of an ISO date.
fn is_time(word: &str) -> bool {
    let clock = word.rsplit('T').next().unwrap_or(word);
    let mut parts = clock.split(':');
    let two = |part: Option<&str>| {
        part.is_some_and(|part| part.len() >= 2 && part.as_bytes()[..2].iter().all(u8::is_ascii_digit))
    };
    two(parts.next()) && two(parts.next()) && two(parts.next())
}
