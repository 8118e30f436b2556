//! The client, as the comments behind its name describe it.
//!
//! Servers differ in what the word after `from` is: what the client called itself (Postfix, Sendmail, Exchange,
//! Gmail), or the reverse name, with the HELO name in a comment (qmail, IronPort, Exim, vger).

use super::Received;
use super::clauses::Clauses;
use std::net::{IpAddr, Ipv6Addr};

/// What the comments say.
#[derive(Default)]
struct Peer<'a> {
    helo: Option<&'a str>,
    rdns: Option<&'a str>,
    ip: Option<IpAddr>,
    /// The address stood alone in brackets, `([192.0.2.1])`: the reverse name may be the word before it.
    is_bare_literal: bool,
}

/// Fills in `from_helo`, `from_rdns`, `from_ip`.
pub fn read(hop: &mut Received, clauses: &Clauses) {
    let name = clauses.from.word();
    let mut peer = Peer::default();
    for comment in &clauses.from.comments {
        comment_of(&mut peer, comment);
    }
    // `from name [192.0.2.1] by`: Exim 3, fetchmail, ZoneMTA.
    let literal = clauses.from.more.first().filter(|word| word.starts_with('['));
    peer.ip = peer.ip.or(literal.and_then(|word| address(word)));
    peer.is_bare_literal |= literal.is_some();
    let name_ip = address(name);
    let is_name = name_ip.is_none() && is_host(name);
    let is_reverse_first = peer.helo.is_some() || writes_reverse_first(hop, &peer);
    let helo = match peer.helo {
        Some(helo) => Some(helo),
        // Exim writes the address in brackets for want of a reverse name: that is not what the client said.
        None if is_reverse_first && name_ip.is_some() => None,
        // Who collects from a mailbox names the server it asked: nobody said HELO.
        None if is_collected(hop) => None,
        None if peer.ip.is_some() && !name.is_empty() && !is_unknown(name) => Some(name),
        None => None,
    };
    let rdns = peer.rdns.or((is_reverse_first && is_name && peer.ip.is_some()).then_some(name));
    hop.from_helo = helo.map(|helo| helo.trim_end_matches('.').to_owned());
    hop.from_rdns = rdns.filter(|name| !is_unknown(name)).map(|name| name.trim_end_matches('.').to_owned());
    hop.from_ip = peer.ip.or(name_ip).map(|ip| ip.to_string());
}

/// Exim verifies the reverse name and writes it first, the HELO name only where it differs.
fn writes_reverse_first(hop: &Received, peer: &Peer) -> bool {
    let is_exim = hop.software.as_deref().is_some_and(|software| software.starts_with("Exim"));
    is_exim && peer.is_bare_literal
}

fn is_collected(hop: &Received) -> bool {
    let protocol = hop.with.as_deref().unwrap_or("");
    ["POP3", "IMAP", "ODMR", "ETRN"].iter().any(|name| protocol.eq_ignore_ascii_case(name))
}

fn comment_of<'a>(peer: &mut Peer<'a>, comment: &'a str) {
    let helo = helo(comment);
    // What the client called itself may look like an address; where it came from is said before.
    let before = helo.map_or(comment, |(at, _)| &comment[..at]);
    peer.helo = peer.helo.or(helo.map(|(_, helo)| helo));
    if peer.ip.is_none() {
        place(peer, before);
    }
}

/// `HELO x`, `EHLO x`, `LHLO x`, `helo=x`, also quoted or behind other words; and where that begins.
fn helo(comment: &str) -> Option<(usize, &str)> {
    let mut words = comment.split(|c: char| c.is_whitespace() || c == '"').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let at = word.as_ptr() as usize - comment.as_ptr() as usize;
        if ["HELO", "EHLO", "LHLO", "helo"].contains(&word) {
            return words.next().map(|word| (at, word.trim_end_matches([')', ','])));
        }
        let value = word.strip_prefix("helo=").or_else(|| word.strip_prefix("ehlo="));
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            return Some((at, value));
        }
    }
    None
}

/// The address, and the reverse name before it: `name [192.0.2.1]`, `ident@name [192.0.2.1]`, `[192.0.2.1]:25`,
/// `192.0.2.1`, `user@192.0.2.1`, `name 192.0.2.1`.
fn place<'a>(peer: &mut Peer<'a>, comment: &'a str) {
    let (before, literal) = match comment.split_once('[') {
        Some((before, rest)) => (before, rest.split(']').next().unwrap_or(rest)),
        None => {
            let mut words = comment.split_whitespace();
            let first = words.next().unwrap_or("");
            match address(behind_at(first)) {
                Some(_) => ("", behind_at(first)),
                None => (first, words.next().unwrap_or("")),
            }
        }
    };
    let Some(ip) = address(literal) else { return };
    peer.ip = Some(ip);
    // `user@[192.0.2.1]` names a user and no host.
    let name = behind_at(before.split_whitespace().last().unwrap_or(""));
    if is_host(name) && address(name).is_none() {
        peer.rdns = Some(name);
    }
    peer.is_bare_literal = before.trim().is_empty() && comment.contains('[');
}

fn behind_at(word: &str) -> &str {
    word.rsplit_once('@').map_or(word, |(_, host)| host)
}

fn is_unknown(name: &str) -> bool {
    name.eq_ignore_ascii_case("unknown")
}

fn is_host(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || byte >= 0x80;
    !name.is_empty() && name.bytes().all(fits)
}

/// An address in any of its dresses: brackets, `IPv6:`, a zone, v4 inside v6.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(['.', ',', ';']);
    let text = text.split(']').next().unwrap_or(text).trim();
    let has_prefix = text.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("ipv6:"));
    let text = if has_prefix { text[5..].trim() } else { text };
    let text = text.split('%').next().unwrap_or(text);
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V6(v6) => Some(v4_inside(v6)),
        v4 => Some(v4),
    }
}

fn v4_inside(v6: Ipv6Addr) -> IpAddr {
    v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4)
}
