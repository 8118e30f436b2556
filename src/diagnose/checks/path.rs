//! Where on the way a hop is: handed in by its author, between two networks, inside one, or fetched from a mailbox.

use crate::knowledge;
use crate::mail::ip::is_private;
use crate::mail::received::Received;
use std::net::IpAddr;

/// RFC 5598, section 2: the parts of the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The author's program, or a web page, handed the message to its server.
    Submission,
    /// From one server to the next of the same network, or of the same machine.
    Internal,
    /// From one network to another.
    #[default]
    Border,
    /// A program collected the message from a mailbox.
    Collection,
}

impl Place {
    pub fn name(self) -> &'static str {
        match self {
            Place::Submission => "submission",
            Place::Internal => "internal",
            Place::Border => "border",
            Place::Collection => "collection",
        }
    }
}

/// Where a program collected the message from a mailbox.
pub fn is_collected(hop: &Received) -> bool {
    let with = hop.with.as_deref().unwrap_or("");
    ["POP3", "POP3S", "IMAP", "IMAPS", "APOP"].iter().any(|name| with.eq_ignore_ascii_case(name))
}

/// The server of the mailbox from which the reader's own program collected the message at last: the mail ended in its
/// network as well.
pub fn mailbox(newest: &Received) -> Option<&str> {
    client(newest).filter(|_| is_collected(newest))
}

/// Places a hop. `older` is the one below it, none for the oldest.
pub fn place(hop: &Received, older: Option<&Received>) -> Place {
    let is_oldest = older.is_none();
    let with = hop.with.as_deref().unwrap_or("");
    let is_with = |names: &[&str]| names.iter().any(|name| with.eq_ignore_ascii_case(name));
    if is_collected(hop) {
        return Place::Collection;
    }
    let has_client = client(hop).is_some() || hop.from_ip.is_some();
    // One server hands mail to the next by LMTP and signs in for that; an author does not.
    if (hop.is_authenticated && !has_prefix(with, "lmtp"))
        || (is_oldest && (!has_client || is_with(&["HTTP", "HTTPS", "DAV"])))
    {
        return Place::Submission;
    }
    // Yahoo's own protocol, from one of its machines to the next.
    let is_yahoos = is_with(&["nnfmp"]) && hop.by.as_deref().is_some_and(|by| same_owner(by, "yahoo.com"));
    let is_local = !has_client
        || is_yahoos
        || is_with(&["local", "scanner", "mapi", "stdio"])
        || has_prefix(with, "lmtp");
    let address = hop.from_ip.as_deref().and_then(|ip| ip.parse::<IpAddr>().ok());
    // A program that has no other name, and was given no address.
    let is_program =
        hop.from_ip.is_none() && hop.by.as_deref().is_some_and(|by| by.eq_ignore_ascii_case("localhost"));
    let is_local = is_local || is_program;
    if is_local || address.is_some_and(is_loopback) {
        return Place::Internal;
    }
    if address.is_some_and(is_private) {
        return if is_oldest { Place::Submission } else { Place::Internal };
    }
    let same = client(hop).zip(hop.by.as_deref()).is_some_and(|(from, by)| same_network(from, by));
    // Anybody can give a name in HELO: where the server found none itself, the field below has to agree.
    let before = older.and_then(|older| older.by.as_deref()).filter(|by| is_host_name(by));
    let agrees = before.zip(hop.by.as_deref()).is_none_or(|(before, by)| same_network(before, by));
    if same && (hop.from_rdns.is_some() || agrees) { Place::Internal } else { Place::Border }
}

/// The client's name: the one that the server found, else the one that the client gave.
pub fn client(hop: &Received) -> Option<&str> {
    let names = [&hop.from_rdns, &hop.from_name, &hop.from_helo];
    names.into_iter().flatten().map(String::as_str).find(|name| is_host_name(name))
}

/// A name for sentences: the client's, else its address, else nothing known.
pub fn client_shown(hop: &Received) -> &str {
    client(hop).or(hop.from_ip.as_deref()).or(hop.from_name.as_deref()).unwrap_or("an unnamed client")
}

/// Whether two domains carry one organization's name, in any case.
pub fn same_owner(a: &str, b: &str) -> bool {
    knowledge::same_organization(a.trim_end_matches('.'), b.trim_end_matches('.'))
}

/// Whether two hosts belong to one network: some have several names (outlook.com, office365.com).
pub fn same_network(a: &str, b: &str) -> bool {
    same_owner(a, b) || network(Some(a), None).is_some_and(|name| network(Some(b), None) == Some(name))
}

/// Whose server it is, where name or address tells.
pub fn network(name: Option<&str>, address: Option<&str>) -> Option<&'static str> {
    let by_name = name.and_then(|name| {
        let provider =
            knowledge::provider_of_host(name).map(|owner| knowledge::OWNERS[usize::from(owner)].name);
        provider.or_else(|| knowledge::network_of_host(name))
    });
    by_name.or_else(|| knowledge::network_of_address(address?.parse().ok()?))
}

/// Whether a server took the mail from its own network: from a private address, or from a program on the same machine.
/// A program that fetches mail comes from the machine itself, too, but gives another server's name.
pub fn is_from_inside(hop: &Received, older: &Received) -> bool {
    if is_collected(hop) {
        return false;
    }
    let address = hop.from_ip.as_deref().and_then(|ip| ip.parse::<IpAddr>().ok());
    let name = hop.from_name.as_deref().unwrap_or("localhost");
    let is_own = [Some("localhost"), hop.by.as_deref(), older.by.as_deref()]
        .into_iter()
        .flatten()
        .any(|own| name.eq_ignore_ascii_case(own) || (own == "localhost" && !is_host_name(name)));
    let is_local = is_own || name.to_ascii_lowercase().starts_with("localhost.");
    if is_itself(hop, older) {
        return true;
    }
    match address {
        Some(address) => is_private(address) || (is_loopback(address) && is_local),
        None => hop.from_name.is_some() && name.eq_ignore_ascii_case("localhost"),
    }
}

/// A machine whose own network knows it by a bare word, under which it goes in several forms (`in1`, `in1-vip`), and that
/// wrote the field below, too.
fn is_itself(hop: &Received, older: &Received) -> bool {
    let is_word = |name: &str| !name.contains(['.', ':']) && !name.eq_ignore_ascii_case("localhost");
    let same = hop.by.as_deref().zip(older.by.as_deref());
    let Some(((by, below), reverse)) = same.zip(hop.from_rdns.as_deref()) else { return false };
    let is_form = has_prefix(reverse, by) || has_prefix(by, reverse);
    is_word(reverse) && is_word(by) && is_form && by.eq_ignore_ascii_case(below)
}

/// Whether a filter service's server says by its name that it takes mail in: Barracuda's are `mx-inbound11-148.…`, and those that send
/// `mx-outbound…`.
pub fn is_inbound(server: &str) -> bool {
    let machine = server.split('.').next().unwrap_or_default().to_ascii_lowercase();
    machine.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == "inbound")
        && knowledge::is_filter_service(server)
}

/// A server that gives itself a bare word or an address of its own network for a name, and took the mail from outside: a
/// network of its own.
pub fn is_bare_server(hop: &Received) -> bool {
    let is_word = |by: &str| match by.parse::<IpAddr>() {
        Ok(address) => is_private(address),
        Err(_) => {
            !by.contains(['.', ':'])
                && by.bytes().any(|byte| byte.is_ascii_alphabetic())
                && !by.eq_ignore_ascii_case("localhost")
        }
    };
    let address = hop.from_ip.as_deref().and_then(|ip| ip.parse::<IpAddr>().ok());
    let is_outside = address.is_some_and(|address| !is_loopback(address) && !is_private(address));
    is_outside && hop.by.as_deref().is_some_and(is_word)
}

/// A name with a dot that is no address.
pub fn is_host_name(name: &str) -> bool {
    let is_letter =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || !byte.is_ascii();
    name.contains('.') && name.bytes().all(is_letter) && name.parse::<IpAddr>().is_err()
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

pub fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::received;

    #[track_caller]
    fn check(value: &str, is_oldest: bool, want: Place) {
        let older = received::parse("by other.example.net with SMTP; Tue, 4 Mar 2025 10:02:00 +0000");
        assert_eq!(place(&received::parse(value), (!is_oldest).then_some(&older)), want, "{value}");
    }

    #[test]
    fn a_name_in_helo_has_to_agree_with_the_field_below() {
        let hop = received::parse(
            "from example.com (198.51.100.7) by mx.example.com with Microsoft SMTP Server id 1; Tue, 4 Mar 2025 10:02:11 +0000",
        );
        let by =
            |name: &str| received::parse(&format!("by {name} with SMTP; Tue, 4 Mar 2025 10:02:00 +0000"));
        assert_eq!(place(&hop, Some(&by("out.example.net"))), Place::Border);
        assert_eq!(place(&hop, Some(&by("hub.example.com"))), Place::Internal);
    }

    #[test]
    fn hops_are_placed() {
        let date = "; Tue, 4 Mar 2025 10:02:11 +0000";
        let border = format!(
            "from out.example.net (out.example.net [198.51.100.7]) by mx.example.com with ESMTPS id 1{date}"
        );
        check(&border, true, Place::Border);
        let inside = format!(
            "from mx.example.com (mx.example.com [198.51.100.8]) by store.example.com with ESMTP id 2{date}"
        );
        check(&inside, false, Place::Internal);
        let own = format!(
            "from localhost (localhost [127.0.0.1]) by mx.example.com (Postfix) with ESMTP id 3{date}"
        );
        check(&own, false, Place::Internal);
        let laptop =
            format!("from [192.168.1.5] (unknown [192.168.1.5]) by mail.example.com with ESMTP id 4{date}");
        check(&laptop, true, Place::Submission);
        let signed_in =
            format!("from pc (pc.isp.example [203.0.113.5]) by mail.example.com with ESMTPSA id 5{date}");
        check(&signed_in, true, Place::Submission);
        check(&format!("by web.example.com (Postfix, from userid 33) id 6{date}"), true, Place::Submission);
        check(&format!("from 192.0.2.7 by web1.example.com with DAV{date}"), true, Place::Submission);
        let pop = format!(
            "from pop.example.org by home.example.com with POP3 (fetchmail-6.3.26) for <a@example.com>{date}"
        );
        check(&pop, false, Place::Collection);
        for (by, place) in
            [("nm4.bullet.mail.ne1.yahoo.com", Place::Internal), ("mx.example.com", Place::Border)]
        {
            check(&format!("from [198.51.100.4] by {by} with NNFMP{date}"), false, place);
        }
    }

    #[test]
    fn networks_have_names() {
        assert_eq!(network(Some("a.b.sendgrid.net"), None), Some("SendGrid"));
        assert_eq!(network(None, Some("209.85.218.51")), Some("Google"));
        assert_eq!(network(Some("mx.example.com"), Some("not an address")), None);
    }
}
