//! What the look of a word tells: addresses, hosts, network addresses, ids.

use super::hosts::{self, is_host, is_public};
use super::{Category, Found};
use crate::knowledge;
use crate::text::{chat, each_line, scanned};
use std::collections::HashSet;
use std::ops::Range;

/// Words after which a single label is a computer's name.
const BEFORE_HOSTS: &[&str] = &["helo", "ehlo", "lhlo"];

/// Those that are words of any sentence, too: `scans by e-mail`.
const IN_TRACES: &[&str] = &["from", "by"];

/// Schemes before an address.
const BEFORE_ADDRESSES: &[&str] = &["mailto:", "smtp:", "sip:", "imap:"];

pub fn find(paste: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut before = "";
    let mut before_start = 0;
    for word in words(paste) {
        let text = &paste[word.clone()];
        match category(text) {
            // `Message-ID: <1@mx.example.org>` names no person.
            Some(Category::Address) if is_before_ids(before) => {
                found.push(Found { range: word.clone(), category: Category::Id });
            }
            Some(Category::Address) => {
                address(paste, word.clone(), before_start..before_start + before.len(), &mut found)
            }
            Some(Category::Id) if is_version_word(before) => {}
            // `PTR:mail-4a7b.example`: the label tells what it is.
            Some(Category::Id) if label(text) > 0 => {
                found.push(Found { range: word.start + label(text)..word.end, category: Category::Id });
            }
            // `.env.local` is a file.
            Some(Category::Host) if text.starts_with("env.") && paste[..word.start].ends_with('.') => {}
            None if paste[word.end..].starts_with("@[") => {
                found.push(Found { range: word.clone(), category: Category::Address });
            }
            Some(category) => found.push(Found { range: word.clone(), category }),
            None if before == "id" && is_called_id(text) => {
                found.push(Found { range: word.clone(), category: Category::Id });
            }
            None => found.extend(inside(paste, word.clone(), before)),
        }
        (before, before_start) = (text, word.start);
    }
    found.extend(log_hosts(paste));
    found.extend(chat_names(paste));
    found
}

/// Who wrote the messages of a chat, as its export names them.
fn chat_names(paste: &str) -> impl Iterator<Item = Found> + '_ {
    let names = each_line(paste).scan(0, |at, line| {
        let start = std::mem::replace(at, *at + line.len());
        Some(chat::prefix(line).map(|(_, name)| start + name.start..start + name.end))
    });
    names.flatten().map(|range| Found { range, category: Category::Name })
}

/// Fields whose values are ids of mails (RFC 5322, section 3.6.4), and what logs call them.
fn is_before_ids(before: &str) -> bool {
    ["message-id", "messageid", "msgid", "in-reply-to", "references"]
        .iter()
        .any(|name| before.eq_ignore_ascii_case(name))
}

/// How long the label before a value is, with its colon: `H:`, `PTR:`.
fn label(word: &str) -> usize {
    const LONGEST: usize = 12;
    let Some((label, rest)) = word.split_once(':') else { return 0 };
    let fits = (1..=LONGEST).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    if fits && !rest.is_empty() { label.len() + 1 } else { 0 }
}

/// Names of large providers' machines that spell the end of an address which is taken out: `a113-7.smtp-out.example.net`.
pub fn spelt(paste: &str, found: &[Found]) -> Vec<Found> {
    let address = |found: &Found| paste.get(found.range.clone())?.parse::<std::net::Ipv4Addr>().ok();
    let addresses = found.iter().filter(|found| found.category == Category::Ip).filter_map(address);
    let ends: HashSet<hosts::End> =
        addresses.map(|address| (address.octets()[2], address.octets()[3])).collect();
    if ends.is_empty() {
        return Vec::new();
    }
    // `PTR:name;`, `helo=name`: a colon stands before many of them.
    let pieces = words(paste).flat_map(|word| {
        let mut at = word.start;
        paste[word].split([':', '/']).map(move |piece| {
            let start = at;
            at += piece.len() + 1;
            start..start + piece.len()
        })
    });
    let is_one = |piece: &str| is_host(piece) && is_public(piece) && hosts::spells_end(piece, &ends);
    pieces
        .filter(|piece| is_one(&paste[piece.clone()]))
        .map(|range| Found { range, category: Category::Host })
        .collect()
}

/// An address without the scheme before it and the port or path behind it.
fn address(paste: &str, word: Range<usize>, before: Range<usize>, found: &mut Vec<Found>) {
    let text = &paste[word.clone()];
    let scheme = BEFORE_ADDRESSES
        .iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    // `smtps://ann@example.org:465`
    let behind = text.find("://").map(|at| at + 3);
    let mut start = word.start + behind.or(scheme.map(|scheme| scheme.len())).unwrap_or(0);
    let sign = text.rfind('@').unwrap_or_default();
    let end = text[sign..].find([':', '/', '%', '#', '$']).map_or(word.end, |cut| word.start + sign + cut);
    // A bounce's own address holds the recipient's: `list-42-ann=example.org@example.net`.
    let verp = paste.get(start..word.start + sign).is_some_and(is_host);
    if verp && before.end + 1 == word.start && paste[before.clone()].contains(['+', '-']) {
        start = before.start;
    }
    found.push(Found { range: start..end, category: Category::Address });
    if end < word.end {
        found.extend(inside(paste, end + 1..word.end, ""));
    }
}

/// `Version`, `Firmwareversion`, `wersja`: what follows is a program's number.
fn is_version_word(word: &str) -> bool {
    let word = word.to_lowercase();
    ["version", "versión", "versão", "versione", "versie", "wersja", "firmware", "release"]
        .iter()
        .any(|end| word.ends_with(end))
}

/// Cuts at white space and at the signs that surround values; `@ . - _ : + /` may stand inside.
fn words(paste: &str) -> impl Iterator<Item = Range<usize>> {
    let parts = |c: char| c.is_whitespace() || "<>()[]{}\"'`,;=|*?&!\\“”„«»".contains(c);
    paste.split(parts).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - paste.as_ptr() as usize;
        // `@example.org` is a domain (DKIM's i=), `ann@example.org@` an address with a network address behind it.
        let front = word.len() - word.trim_start_matches([':', '.', '/', '-', '#', '@']).len();
        let front = if is_reply_line(word) { 4 } else { front };
        let inner = word[front..].trim_end_matches([':', '.', '/', '-', '@']);
        start + front..start + front + inner.len()
    })
}

/// `250-mx.example.net`: the code of a reply with more lines (RFC 5321, section 4.2.1) is no part of the name.
fn is_reply_line(word: &str) -> bool {
    let code = word.as_bytes();
    matches!(code, [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9', b'-', next, ..] if next.is_ascii_alphabetic())
        && word.len() > 4
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

/// Values inside a longer word: `https://host/path`, `host:25`, `IPv6:2001:…`.
fn inside(paste: &str, word: Range<usize>, before: &str) -> Vec<Found> {
    let text = &paste[word.clone()];
    let lower = before.to_ascii_lowercase();
    let names_host = BEFORE_HOSTS.contains(&lower.as_str())
        || (IN_TRACES.contains(&lower.as_str()) && is_in_trace(paste, &word, lower.len()));
    if names_host && is_computer(text) {
        return vec![Found { range: word, category: Category::Host }];
    }
    let mut found = Vec::new();
    let mut at = word.start;
    let url = text.contains("://");
    for piece in text.split(['/', ':', '%', '$', '#']) {
        let range = at..at + piece.len();
        at += piece.len() + 1;
        match category(piece) {
            Some(category) => found.push(Found { range, category }),
            // What follows the host of an address on the web may hold anything; short plain words tell nothing.
            None if url && piece.len() > 7 && piece.bytes().any(|b| b.is_ascii_digit()) => {
                found.push(Found { range, category: Category::Id });
            }
            // `2026.11.24-192.0.2.7`, as Amazon notes the day and its own address.
            None => {
                found.extend(piece.rsplit_once('-').filter(|(_, address)| is_ip(address)).map(
                    |(_, address)| Found { range: at - 1 - address.len()..at - 1, category: Category::Ip },
                ))
            }
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

fn is_ip(word: &str) -> bool {
    let word = word.strip_prefix("IPv6:").unwrap_or(word);
    let word = word.split('%').next().unwrap_or(word);
    match word.parse::<std::net::IpAddr>() {
        Ok(ip) => !ip.is_loopback() && !ip.is_unspecified(),
        // Misread from a picture, it is as much a person's.
        Err(_) => scanned::address(word).is_some(),
    }
}

/// Whether a word stands where a Received field or a line of a log names a host (RFC 5321, section 4.4): behind the field's name, or
/// before an address in brackets, or before the next clause of such a field.
fn is_in_trace(paste: &str, word: &Range<usize>, key: usize) -> bool {
    const CLAUSES: &[&str] = &["by", "with", "via", "id", "for", ";"];
    /// A name and an address in brackets.
    const LONGEST: usize = 200;
    let line = paste[..word.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = paste[line..word.start].trim_end();
    let lead = before[..before.len().saturating_sub(key)].trim_matches(['>', '|', ' ', '\t']);
    if lead.to_ascii_lowercase().ends_with("received:") {
        return true;
    }
    let end = paste.floor_char_boundary((word.end + LONGEST).min(paste.len()));
    let behind = paste[word.end..end].trim_start();
    let (inner, behind) = match behind.strip_prefix(['(', '[']).and_then(|rest| rest.split_once([')', ']'])) {
        Some((inner, rest)) => (inner, rest.trim_start_matches([')', ']', ' ', '\n', '\t'])),
        None => ("", behind),
    };
    let is_address = |part: &str| is_ip(part) || is_host(part);
    if inner.split([' ', '[', '=', ':']).any(is_address) {
        return true;
    }
    // A field that was folded begins with blanks; what is said in a sentence seldom has a clause behind it.
    let clause = behind.split_whitespace().next().unwrap_or_default();
    let protocol = behind.split_whitespace().nth(1).unwrap_or_default().to_ascii_lowercase();
    let is_protocol = ["smtp", "lmtp", "http", "mapi"].iter().any(|name| protocol.contains(name));
    match clause {
        "with" => is_protocol,
        _ => lead.is_empty() && (CLAUSES.contains(&clause) || behind.starts_with(';')),
    }
}

/// A computer's own name, as Windows and Macs make them up, or any single label that HELO gives.
fn is_computer(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let known = [
        "localhost",
        "unknown",
        "with",
        "the",
        "your",
        "this",
        "a",
        "an",
        "server",
        "mail",
        "and",
        "or",
        "e-mail",
        "email",
    ];
    plain
        && word.chars().any(char::is_alphabetic)
        && !known.contains(&word.to_ascii_lowercase().as_str())
        && knowledge::automaton().word(&word.to_lowercase()) == 0
}

/// Long words of letters and digits mixed, that no rule knows: queue ids, tokens, signatures, hashes.
fn is_id(word: &str) -> bool {
    const SHORTEST: usize = 9;
    /// So many digits are no date and no code.
    const NUMBER: usize = 18;
    if word.len() < SHORTEST || !word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+/:.~$".contains(&b)) {
        return false;
    }
    // `ssl://smtp.example.org:587`, `error:0A00010B:SSL`: each part by itself.
    if word.contains(':') {
        return word.split(':').any(is_id);
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    if digits >= NUMBER && !is_date(word) {
        return true;
    }
    if digits < 2 || letters < 2 || is_error_number(word) || is_technical(word) || is_programs(word) {
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

/// A name that a program gave: `_ssl.c:1006`, `python3.11`, `HTML_IMAGE_ONLY_12`.
fn is_programs(word: &str) -> bool {
    is_source_place(word) || is_product(word) || is_constant(word)
}

/// A file of source with the line in it.
fn is_source_place(word: &str) -> bool {
    const SOURCES: &[&str] = &[
        "c", "cc", "cpp", "h", "py", "php", "js", "mjs", "ts", "rb", "go", "rs", "java", "kt", "cs", "pl",
        "pm",
    ];
    let Some((file, line)) = word.split_once(':') else { return false };
    let Some((name, end)) = file.rsplit_once('.') else { return false };
    SOURCES.contains(&end)
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte))
        && line.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// Letters, and a version of few digits behind them: `openssl-3.0.2`, `OpenSSL/1.1.1f`.
fn is_product(word: &str) -> bool {
    let Some(digit) = word.find(|c: char| c.is_ascii_digit()) else { return false };
    let (name, version) = word.split_at(digit);
    let name = name.trim_end_matches(['v', '-', '/', '_']);
    let version = version.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let parts = || version.split('.');
    name.len() > 2
        && name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_-".contains(&byte))
        && (2..=4).contains(&parts().count())
        && parts().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Capitals and few digits in parts, of which one is a word at least: tests of filters, errors of programs.
fn is_constant(word: &str) -> bool {
    let fine = |part: &str| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        digits < 4 && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let is_word = |part: &str| part.len() > 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    word.contains('_') && word.split('_').all(fine) && word.split('_').any(is_word)
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
