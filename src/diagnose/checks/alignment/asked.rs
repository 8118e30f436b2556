//! Which server SPF was asked about: where that is one of the recipient's own side, which passed the mail on, its result says nothing
//! of the sender (RFC 7208, section 2.3: the check belongs at the border).

use super::before::is_in_front;
use crate::diagnose::checks::path;
use crate::diagnose::checks::timeline::Timeline;
use crate::facts::message::{Message, Of};
use crate::knowledge;
use crate::mail::ip::is_inner;
use crate::mail::received::Received;
use std::net::IpAddr;

/// A server that no sender's record can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// By an address of an inner network; its name, where a Received field has it.
    Inner(String, Option<String>),
    /// A gateway in front of the mailbox; whether it had found that SPF passed.
    Gate(String, bool),
    /// One that states that SPF had passed there, and that nothing shows to be of the recipient's side.
    Claimed(String),
}

impl Asked {
    /// For sentences.
    pub fn shown(&self) -> String {
        match self {
            Asked::Inner(address, Some(name)) => {
                format!("{name} ({address}), by an address of an inner network")
            }
            Asked::Inner(address, None) => format!("{address}, an address of an inner network"),
            Asked::Claimed(server) => server.clone(),
            Asked::Gate(server, _) => format!("{server}, which stands before the mailbox's own servers"),
        }
    }

    /// By its name, else by its address.
    pub fn name(&self) -> &str {
        match self {
            Asked::Inner(_, Some(name)) | Asked::Gate(name, _) | Asked::Claimed(name) => name,
            Asked::Inner(address, None) => address,
        }
    }
}

/// The address that the field names, and the server that came from it, where a Received field has that: for sentences.
pub(super) fn client(message: &Message, field: usize, result: &str) -> Option<String> {
    let address = address(message, field, result)?;
    let mut hops = message.hops.iter().map(|hop| &hop.read);
    let hop = hops.find(|hop| hop.from_ip.as_deref() == Some(&*address));
    Some(match hop.and_then(path::client) {
        Some(name) => format!("{name} ({address})"),
        None => address,
    })
}

/// `field`: the one that states the result, an index into [`Message::fields`].
pub(super) fn asked(message: &Message, timeline: &Timeline, field: usize, result: &str) -> Option<Asked> {
    let address = address(message, field, result);
    let is_it = |hop: &&Of<Received>| hop.read.from_ip.as_deref() == address.as_deref();
    let hop = match &address {
        Some(_) => message.hops.iter().find(is_it),
        None => message.hops.iter().find(|hop| hop.field > field),
    };
    if let Some(address) = address.as_deref().filter(|address| is_inner(address)) {
        let name = hop.and_then(|hop| path::client(&hop.read)).map(str::to_owned);
        return Some(Asked::Inner(address.to_owned(), name));
    }
    let at = message.hops.iter().position(|other| hop.is_some_and(|hop| hop.field == other.field))?;
    gate(message, timeline, at)
}

/// The address that the field names, or a Received-SPF of the same server beside it.
fn address(message: &Message, field: usize, result: &str) -> Option<String> {
    let between = |spf: usize| {
        let mut hops = message.hops.iter().map(|hop| hop.field);
        hops.any(|hop| (spf.min(field)..spf.max(field)).contains(&hop))
    };
    let of_spf = message.received_spf.iter().find(|spf| {
        spf.field == field || (!between(spf.field) && spf.read.result.eq_ignore_ascii_case(result))
    });
    let by_property = of_spf.and_then(|spf| spf.read.prop("client_ip")).map(str::to_owned);
    let words = |text: &str| {
        let mut words = text.split(|c: char| c.is_whitespace() || "();,=[]".contains(c));
        words.find(|word| word.len() > 6 && word.parse::<IpAddr>().is_ok()).map(str::to_owned)
    };
    let own = || {
        let stated = message.auth.iter().find(|of| of.field == field)?;
        let found = stated.read.statements.iter().find(|found| found.method == "spf")?;
        words(found.comment.as_deref()?)
    };
    by_property.or_else(own).or_else(|| words(of_spf?.read.comment.as_deref()?))
}

/// The gateway that handed the mail to the server of this hop, having taken it from elsewhere.
fn gate(message: &Message, timeline: &Timeline, at: usize) -> Option<Asked> {
    let hop = &message.hops[at].read;
    let client = path::client(hop)?;
    let is_its = |name: &str| path::same_network(name, client);
    let took = message.hops[at + 1..].iter().rfind(|hop| hop.read.by.as_deref().is_some_and(is_its))?;
    let is_from_elsewhere =
        path::client(&took.read).is_some_and(|from| !is_its(from)) && !took.read.is_authenticated;
    if !is_from_elsewhere {
        return None;
    }
    let passed = message.auth.iter().chain(&message.original_auth).any(|field| {
        field.field < took.field
            && field.field > message.hops[at].field
            && field.read.authserv.as_deref().is_some_and(is_its)
            && field
                .read
                .statements
                .iter()
                .any(|found| found.method == "spf" && found.result.eq_ignore_ascii_case("pass"))
    });
    // A filter service may work for the sender, too: its own check of SPF, or its name, shows that it stands at the reader's.
    let is_gate = knowledge::is_filter_service(client)
        && (passed || path::is_inbound(client) || takes_in(message))
        && is_in_front(message, timeline, client, message.hops[at].field);
    let is_own = hop.by.as_deref().is_some_and(|by| path::same_owner(by, client));
    if is_gate || is_own {
        return Some(Asked::Gate(client.to_owned(), passed));
    }
    let author = message.from.first().and_then(|from| from.read.domain());
    let is_authors = author.is_some_and(|author| path::same_owner(&author, client));
    (passed && !is_authors).then(|| Asked::Claimed(client.to_owned()))
}

/// Proofpoint names the rule and the policy by which it judged: those for mail that comes in.
fn takes_in(message: &Message) -> bool {
    message.field("X-Proofpoint-Spam-Details").is_some_and(|field| field.value.contains("policy=inbound"))
}

#[cfg(test)]
mod tests {
    fn of(results: &str, client: &str, below: &str) -> (String, Option<bool>) {
        let report = crate::diagnose(&format!(
            "{results}Received: from {client} by mx.example.org with ESMTPS id b; Tue, 3 Nov 2026 10:00:09 +0100\n{below}Received: from \
             out.example.com (out.example.com [192.0.2.1]) by {by} with ESMTPS id a; Tue, 3 Nov 2026 10:00:02 +0100\nReturn-Path: \
             <bob@example.com>\nFrom: bob@example.com\nTo: ann@example.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: a\n",
            by = client.split(' ').next().unwrap_or_default(),
        ));
        let table = report.alignment.expect("a domain in From");
        (table.text, table.aligned)
    }

    #[test]
    fn it_was_asked_about_the_address_that_the_field_names() {
        let spf = "Received-SPF: softfail (mx.example.org: domain of bob@example.com does not designate 192.0.2.77 as permitted sender) \
                   client-ip=192.0.2.77\nAuthentication-Results: mx.example.org; dkim=pass header.d=example.com; spf=softfail \
                   smtp.mailfrom=example.com; dmarc=pass header.from=example.com\n";
        let below = "Received: from in.example.edu (in.example.edu [192.0.2.70]) by out.example.edu with ESMTPS id b2; Tue, 3 Nov 2026 \
                     10:00:05 +0100\nX-Forwarded-To: ann@example.org\n";
        let (told, _) = of(spf, "out.example.edu (out.example.edu [192.0.2.77])", below);
        assert!(told.contains("it was asked about out.example.edu (192.0.2.77), which the record"), "{told}");
        // No Received field has it.
        let (told, _) = of(spf, "out.example.edu (out.example.edu [192.0.2.78])", below);
        assert!(told.contains("it was asked about 192.0.2.77, which the record"), "{told}");
        let (told, _) = of(spf, "out.example.net (out.example.net [192.0.2.77])", "");
        assert!(told.contains("does not list out.example.net (192.0.2.77), which sent the mail"), "{told}");
    }

    #[test]
    fn an_inner_address_is_no_evidence_against_the_sender() {
        let spf = |ip: &str| {
            format!(
                "Received-SPF: Fail (mx.example.org: domain of bob@example.com does not designate {ip} as permitted sender) client-ip={ip}\n"
            )
        };
        let (inner, aligned) = of(&spf("10.0.0.20"), "gate.corp.example (gate.corp.example [10.0.0.20])", "");
        assert!(inner.contains("SPF was asked about gate.corp.example (10.0.0.20)"), "{inner}");
        assert_eq!(aligned, None);
        let (outer, aligned) =
            of(&spf("198.51.100.20"), "gate.corp.example (gate.corp.example [198.51.100.20])", "");
        assert!(!outer.contains("was asked about"), "{outer}");
        assert_eq!(aligned, Some(false));
    }

    #[test]
    fn the_readers_own_gateway_is_in_no_senders_record() {
        let end = "Authentication-Results: mx.example.org; spf=softfail (sender IP is 198.51.100.7) smtp.mailfrom=example.com; dkim=pass \
                   header.d=example.com; dmarc=pass header.from=example.com\n";
        let gate = "mx07-1.pphosted.com (mx07-1.pphosted.com [198.51.100.7])";
        let passed = "Authentication-Results: ppops.net; spf=pass smtp.mailfrom=bob@example.com\n";
        let (told, _) = of(end, gate, passed);
        assert!(
            told.contains("SPF was asked about mx07-1.pphosted.com") && !told.contains("does not list"),
            "{told}"
        );
        // The service may be the sender's, where nothing shows that it checked what came in.
        assert!(of(end, gate, "").0.contains("does not list"));
        // Anybody can write results below the border: of a gateway that nobody knows it is said as a case.
        let unknown = "gate.example.edu (gate.example.edu [198.51.100.7])";
        let results = passed.replace("ppops.net", "gate.example.edu");
        let (told, _) = of(end, unknown, &results);
        assert!(told.contains("If gate.example.edu is a gateway of the reader's own"), "{told}");
        assert!(!of(end, unknown, "").0.contains("gateway of the reader's own"));
        let (own, _) = of(end, "gate.example.org (gate.example.org [198.51.100.7])", "");
        assert!(own.contains("SPF was asked about gate.example.org"), "{own}");
    }
}
