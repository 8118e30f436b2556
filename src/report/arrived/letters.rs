//! The letters: to whom one helps, and what stands in it.

use super::ON_THE_WAY;
use super::advice::act;
use super::counted::is_of_link;
use super::house::TO_FILTER;
use super::proof::Proof;
use super::words::terms;
use super::{Chosen, Handed};
use crate::diagnose::checks::alignment::{Alignment, By, Detour, Relation, Row};
use crate::knowledge;
use std::borrow::Cow;

/// From the author to whoever can teach the filter.
pub const TO_RECIPIENT: &str = "Hello,
a message of mine was taken for spam on your side.
Subject: {subject}
Address in From: {from}
Envelope sender: {envelope}
Time: {time}
Message-ID: {message_id}
Counted most against it: {counted}
If you want mail from me, could you mark it as no spam?
Thank you.";

/// The same to somebody with a mailbox at a provider: by these they find it, and by nothing of a log.
pub const TO_PERSON: &str = "Hello,
a mail of mine to you was taken for spam, and should lie in your Junk folder.
Subject: {subject}
From: {from}
Time: {time}
If you want mail from me, could you mark it as no spam there?
Thank you.";

/// From the recipient to the author, whose way of sending it was.
const TO_AUTHOR: &str = "Hello,
a mail with your address in From was taken for spam on my side: it came straight from a connection for homes, and filters hold \
that against each mail.
Subject: {subject}
Address in From: {from}
Envelope sender: {envelope}
Time: {time}
Message-ID: {message_id}
Sent from: {home}
Did you write it? If so, could you send through your provider's outgoing server, with its name and your password?
Thank you.";

/// From the recipient to the author, where a list names a link in it.
const ON_LINK: &str = "Hello,
a mail with your address in From was taken for spam on my side: a block list names a link in it.
Subject: {subject}
Address in From: {from}
Time: {time}
Message-ID: {message_id}
Counted most against it: {counted}
Did you write it? If so, could you leave that link out, or put in the full address that it leads to?
Thank you.";

/// What is known of the mail, for letters that either side may send.
pub const KNOWN: &str = "Address in From: {from}
Envelope sender: {envelope}
Recipient: {recipient}
Time: {time}
Message-ID: {message_id}";

/// To whoever can have the domain proved.
pub fn to_administrator(chosen: &Chosen) -> String {
    let (service, ask) = match chosen.service {
        Some((name, By::Dkim)) => (
            format!("\nSigned for: {name}"),
            format!(
                "Could you have {name}, which signs such mail for itself alone, sign it with DKIM for the domain of that address"
            ),
        ),
        Some((name, By::Spf)) => (
            format!("\nSent by a server of: {name}"),
            format!(
                "Could you have {name}, whose server sends such mail, sign it with DKIM for the domain of that address"
            ),
        ),
        None => (String::new(), "Could you have such mail signed with DKIM for that domain".to_owned()),
    };
    // Where the envelope's domain belongs to that in From, SPF can prove it as well.
    let or_listed = match (chosen.by_spf, chosen.lacks_spf) {
        (true, _) if chosen.breaks_spf => {
            ", or the domain's SPF record mended, which has a fault, with the server that sends it listed there"
        }
        (true, false) => ", or the server that sends it listed in the domain's SPF record",
        (true, true) => ", or an SPF record of the domain published that lists the server that sends it",
        (false, _) => "",
    };
    let way = match (chosen.settings, chosen.alignment.and_then(Alignment::proved_instead)) {
        (Some(at), _) => format!(" {}.", super::author::way(at)),
        // It may be a service that is not known here, or a stranger's.
        (None, Some((signer, By::Dkim))) if chosen.service.is_none() => {
            let signer = in_full(chosen, signer);
            format!(
                " It is signed for {signer}, and not for that domain: if that is a service of yours, its settings have a place for your own domain \
                 (verified domain, or domain authentication)."
            )
        }
        _ => String::new(),
    };
    let compauth = chosen.compauth.filter(|(result, _)| !result.eq_ignore_ascii_case("pass"));
    let compauth = compauth.map_or(String::new(), |(result, reason)| {
        let reason = reason.map_or(String::new(), |reason| format!(" reason={reason}"));
        format!("; compauth={result}{reason}")
    });
    let results = chosen
        .alignment
        .and_then(terms)
        .map_or(String::new(), |terms| format!("\nResults: {terms}{compauth}"));
    let handed = handed(chosen);
    let site = match chosen.is_sites_own() {
        true => {
            " A web site's program sends it by the mail server of its own machine: it could also send through the mailbox of that address, signed in."
        }
        false => "",
    };
    let came = came_of_it(chosen);
    let domain = chosen.alignment.map_or(String::new(), |alignment| format!(" ({})", alignment.from));
    format!(
        "Hello,\na mail {came}, and nothing in its headers proves the domain in From{domain}.\n{KNOWN}{handed}{service}{results}\n\
         {ask}{or_listed}?{way}{site}\nThank you."
    )
}

/// From the author to the service that sends for them, where what is missing is their own domain there.
pub fn to_service(chosen: &Chosen) -> Option<String> {
    let table = chosen.alignment?;
    let (signer, _) = table.proved_instead()?;
    let is_it =
        matches!(chosen.proof, Proof::Missing | Proof::Open) && !chosen.is_elsewhere() && !chosen.is_of_list;
    let results = terms(table).map_or(String::new(), |terms| format!("\nResults: {terms}"));
    is_it.then(|| {
        format!(
            "Hello,\nmail that we send through you fails DMARC when it arrives: it is proved for {signer}, and not for our domain in From ({from}).\n{KNOWN}{}{results}\n\
             Could you tell us how to add our domain with you, so that our mail is signed with DKIM for {from}, and whether it can have a return path (envelope sender) of \
             our own domain, too?\nThank you.",
            handed(chosen),
            from = table.from
        )
    })
}

/// By what its own log finds the mail.
fn handed(chosen: &Chosen) -> String {
    let Handed { name, address, id } = chosen.handed;
    let Some(server) = name.or(address) else { return String::new() };
    let address =
        address.filter(|address| *address != server).map_or(String::new(), |address| format!(" ({address})"));
    let id = id.map_or(String::new(), |id| format!(", id there {id}"));
    // Who passed it on is not to be listed by the sender.
    let is_passed_on = chosen
        .alignment
        .is_some_and(|table| matches!(table.detour, Some(Detour::Rewritten | Detour::Forwarded)));
    let label = if is_passed_on { "Passed on by" } else { "Sent by" };
    format!("\n{label}: {server}{address}{id}")
}

/// The domain as the signature names it, of which `organization` is the registered part: it may be one machine's own.
fn in_full<'a>(chosen: &'a Chosen, organization: &'a str) -> &'a str {
    let is_it = |row: &&Row| {
        row.by == By::Dkim
            && row.relation == Relation::Other
            && row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("pass"))
            && knowledge::same_organization(&row.domain, organization)
    };
    let rows = chosen.alignment.map_or(&[][..], |alignment| &alignment.rows);
    rows.iter().find(is_it).map_or(organization, |row| &row.domain)
}

/// The same, where it is signed.
fn on_signature(chosen: &Chosen, what: &str, ask: &str) -> String {
    let came = came_of_it(chosen);
    format!(
        "Hello,\na mail {came}. It is signed with DKIM for the domain in From, but the signature {what} when it \
         arrived.\n{KNOWN}\n{ask}\nThank you."
    )
}

/// To whoever can have the author proved.
fn on_proof(chosen: &Chosen) -> String {
    match chosen.proof {
        Proof::Broken => on_signature(
            chosen,
            "did not fit",
            "Could you see whether a server on your side changes mail after it is signed?",
        ),
        Proof::Expired => on_signature(
            chosen,
            "had expired",
            "Could you have mail signed with a later expiry (x=), or with none?",
        ),
        Proof::Keyless(..) => on_signature(
            chosen,
            "could not be checked, as its key was not found in DNS,",
            "Could you have that key published?",
        ),
        _ => to_administrator(chosen),
    }
}

/// What came of it.
fn came_of_it(chosen: &Chosen) -> &'static str {
    if chosen.landed.is_some() { "was taken for spam" } else { "failed DMARC when it arrived" }
}

/// To whom a letter goes, where one helps.
pub fn letter(chosen: Chosen) -> Option<Cow<'static, str>> {
    if chosen.is_forbidden {
        return None;
    }
    let act = act(chosen);
    if act == Some("sender-admin") {
        return Some(on_proof(&chosen).into());
    }
    if let Proof::LostBehind(gate) = chosen.proof
        && act == Some(chosen.proof.by())
    {
        return Some(super::gate::letter(gate, came_of_it(&chosen), KNOWN).into());
    }
    if let Proof::BrokenAtFilter(service) | Proof::StatedBy(service) = chosen.proof
        && act == Some(chosen.proof.by())
    {
        return Some(super::gate::likely_letter(service, came_of_it(&chosen), KNOWN).into());
    }
    let (landed, _) = chosen.landed?;
    match act {
        Some("author") if (chosen.is_elsewhere() || chosen.is_no_domain) && !chosen.by_home => None,
        Some("author") if !chosen.by_home && is_of_link(chosen.counted) => Some(ON_LINK.into()),
        Some("author") => Some(TO_AUTHOR.into()),
        Some("network") => None,
        _ if landed.id == ON_THE_WAY => None,
        Some("recipient-admin") => Some(match chosen.asked_inside() {
            Some(asked) => to_filter_behind(asked.name()).into(),
            None => TO_FILTER.into(),
        }),
        _ => Some(TO_RECIPIENT.into()),
    }
}

/// To whoever runs the filter, where it asked SPF about its own gateway.
fn to_filter_behind(gateway: &str) -> String {
    let asks = format!(
        "SPF was asked about {gateway}, a server of our own, and not about the sender's, so it fails for every sender. Could you have it look past that \
         server? "
    );
    TO_FILTER.replace("I want mail", &format!("{asks}I want mail"))
}

/// The letter that helps only who did send it.
pub fn letter_of_forbidden(chosen: &Chosen) -> Option<String> {
    (chosen.is_forbidden && !chosen.imitated && !(chosen.danger && !chosen.forged))
        .then(|| to_administrator(chosen))
}
