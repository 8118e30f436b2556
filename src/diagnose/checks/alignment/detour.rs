//! Lists and forwards, which separate From from what can be proved.

use super::Detour;
use crate::diagnose::checks::service::is_list;
use crate::diagnose::checks::{path, spf};
use crate::facts::message::{Message, Of};
use crate::knowledge;
use crate::mail::address;
use crate::mail::ip::is_inner_name;
use crate::mail::received::Received;

/// Lists, SRS and forwards leave traces of their own.
pub(super) fn detour(message: &Message) -> Option<Detour> {
    let has = |name: &str| message.field(name).is_some();
    let path =
        message.return_path.as_ref().map_or("", |path| path.read.address.as_str()).to_ascii_lowercase();
    let discussion = has("List-Post") || has("X-BeenThere") || has("X-Mailing-List") || has("Mailing-List");
    let is_posted_to = discussion && !message.field("List-Post").is_some_and(|field| is_no(&field.value));
    if is_posted_to {
        return Some(Detour::MailingList);
    }
    if is_rewritten(&path) {
        return Some(Detour::Rewritten);
    }
    let forwarded = FORWARDED.iter().any(|name| has(name));
    (forwarded || path.contains("+caf_=") || passed_on(message).is_some()).then_some(Detour::Forwarded)
}

/// What those write who pass a mail on. The last one is Microsoft 365's, for a mailbox that forwards.
pub(super) const FORWARDED: &[&str] =
    &["X-Forwarded-To", "Resent-From", "X-Forwarding-Service", "X-MS-Exchange-ForwardingLoop"];

/// An envelope sender that a forwarder made out of another one (SRS): `SRS0=…@`, and Microsoft 365's
/// `ann+SRS=code=5X=example.com=bob@example.org`
/// (<https://learn.microsoft.com/exchange/reference/sender-rewriting-scheme>, checked 2026-11-28).
fn is_rewritten(path: &str) -> bool {
    let local = path.rsplit_once('@').map_or(path, |(local, _)| local);
    let by_microsoft = local.split_once("+srs=").is_some_and(|(_, rest)| rest.matches('=').count() >= 2);
    path.starts_with("srs0") || path.starts_with("srs1") || by_microsoft
}

/// A mail that a house took for one of its addresses, and handed on to another house's.
pub(super) struct PassedOn<'a> {
    pub server: &'a str,
    /// The Received field of that server, an index into [`Message::fields`].
    pub field: usize,
    /// For whom it was there, and for whom at last.
    pub was_for: &'a str,
    pub went_to: &'a str,
    /// The domain for which that server states that SPF passed.
    pub spf: Option<String>,
}

/// So many fields one house writes on a mail, at most, from taking it to passing it on.
const MOST_NOTED: usize = 12;

/// Where the Received fields show it by themselves: an older one names a recipient of To or Cc at its own house, which then handed
/// the mail to the house of another one.
pub(super) fn passed_on(message: &Message) -> Option<PassedOn<'_>> {
    if is_list(message) {
        return None;
    }
    let hops = &message.hops;
    let by_hop = hops.iter().enumerate().find_map(|(at, hop)| Some((at + 1, hop.read.r#for.as_deref()?)));
    let by_field = mailbox(message).map(|mailbox| (1, mailbox));
    by_hop.into_iter().chain(by_field).find_map(|(from, went_to)| passed_on_to(message, from, went_to))
}

/// The mailbox where it ended, as fields above all others name it.
pub fn mailbox(message: &Message) -> Option<&str> {
    const NAMES: &[&str] =
        &["Delivered-To", "X-Apparently-To", "X-Delivered-To", "X-Original-To", "Envelope-To"];
    let first = message.hops.first()?.field;
    let mut above = message.fields[..first].iter().filter(|field| NAMES.iter().any(|name| field.is(name)));
    let words = above.next()?.value.split(|c: char| c.is_whitespace() || "<>,;".contains(c));
    let mut addresses = words.filter(|word| word.contains('@'));
    addresses.next().filter(|address| {
        address::domain(address).is_some_and(|domain| domain.contains('.') && !is_inner_name(&domain))
    })
}

/// `from`: the newest hop that may be the forwarder's.
fn passed_on_to<'a>(message: &'a Message, from: usize, went_to: &'a str) -> Option<PassedOn<'a>> {
    let hops = &message.hops;
    let end = address::domain(went_to)?;
    let named: Vec<String> = ["To", "Cc"]
        .iter()
        .filter_map(|name| Some(message.field(name)?.value.to_ascii_lowercase()))
        .collect();
    let is_named = |whom: &str| {
        let whom = whom.to_ascii_lowercase();
        named.iter().any(|value| value.contains(&whom))
    };
    hops.iter().enumerate().skip(from).find_map(|(at, hop)| {
        let (was_for, server) = (hop.read.r#for.as_deref()?, hop.read.by.as_deref()?);
        let domain = address::domain(was_for)?;
        let is_its =
            |hop: &&Of<Received>| hop.read.by.as_deref().is_some_and(|by| path::same_owner(by, server));
        let may_be = is_named(was_for)
            && !is_named(went_to)
            && path::is_host_name(server)
            && (path::same_owner(server, &domain) || takes_in_for_others(message, &hop.read, server))
            && !path::same_owner(&domain, &end)
            // A program that fetches the mail has a reader at `localhost`.
            && end.contains('.');
        // It may note the mail once more as it sends it on.
        let next = || path::client(&hops[..at].iter().rev().take(MOST_NOTED).find(|hop| !is_its(hop))?.read);
        let is_it = may_be && next().is_some_and(|next| path::same_owner(next, server));
        is_it.then(|| PassedOn {
            server,
            field: hop.field,
            was_for,
            went_to,
            spf: passed_at(message, server),
        })
    })
}

/// Whether a server whose name is not the recipient's own took the mail in for them, as a hoster's does, and did not send it for its author:
/// it came there from another house's outgoing server, or was checked there as mail is that comes in.
fn takes_in_for_others(message: &Message, hop: &Received, server: &str) -> bool {
    const CHECKED: &[&str] = &["X-AntiAbuse", "X-Ham-Report", "X-Spam-Report", "X-Spam-Checker-Version"];
    let Some(client) = path::client(hop).filter(|client| !path::same_network(client, server)) else {
        return false;
    };
    let is_ended_there = message
        .hops
        .first()
        .and_then(|hop| hop.read.by.as_deref())
        .is_some_and(|by| path::same_network(by, server));
    let is_checked =
        || CHECKED.iter().any(|name| message.all(name).any(|field| field.value.contains(server)));
    !is_ended_there
        && !hop.is_authenticated
        && !knowledge::is_filter_service(server)
        && (path::network(Some(client), hop.from_ip.as_deref()).is_some()
            || knowledge::sending_service_of_host(client).is_some()
            || passed_at(message, server).is_some()
            || is_checked())
}

/// The domain of whose sender this server states that SPF passed.
fn passed_at(message: &Message, server: &str) -> Option<String> {
    let is_its = |name: Option<&str>| name.is_some_and(|name| path::same_owner(name, server));
    let own = message.auth.iter().filter(|field| is_its(field.read.authserv.as_deref()));
    let mut stated = own.flat_map(|field| &field.read.statements);
    stated.find_map(|found| {
        let is_passed = found.method == "spf" && found.result.eq_ignore_ascii_case("pass");
        is_passed.then(|| spf::checked(message, found)).flatten().map(|checked| checked.domain)
    })
}

/// The address in From is one that the list's own fields name.
pub(super) fn is_of_list(message: &Message) -> bool {
    let Some(from) = message.from.first().map(|from| from.read.address.to_ascii_lowercase()) else {
        return false;
    };
    let is_its = |value: &str| {
        let mut words = value.split(|c: char| c.is_whitespace() || "<>,;:?".contains(c));
        words.any(|word| word.eq_ignore_ascii_case(&from))
    };
    ["List-Post", "X-BeenThere", "X-Mailing-List"]
        .iter()
        .any(|name| message.field(name).is_some_and(|field| is_its(&field.value)))
}

/// Whether the first server was one of the list's own, and the author is of the same organization: a service that gives its
/// own mail the fields of a list, which nobody passed on.
pub(super) fn is_from_list_host(message: &Message) -> bool {
    let list = ["List-Post", "List-Id", "X-BeenThere"].iter().find_map(|name| message.field(name));
    let list = list.and_then(|field| {
        let word = field.value.rsplit('<').next()?.split('>').next()?.trim_start_matches("mailto:");
        Some(word.split('?').next()?.rsplit('@').next()?.trim().to_ascii_lowercase())
    });
    let author = message.from.first().and_then(|from| from.read.domain());
    let Some((list, author)) = list.filter(|list| list.contains('.')).zip(author) else { return false };
    let Some(first) = message.hops.last().map(|hop| &hop.read) else { return false };
    let is_lists = |name: &Option<String>| name.as_deref().is_some_and(|name| path::same_owner(name, &list));
    // Who wrote to a list from elsewhere signed in nowhere there, and no list's server is where it began.
    let began_there =
        is_lists(&first.by) && path::client(first).is_none_or(|client| path::same_owner(client, &list));
    let began_there = began_there || is_lists(&first.from_rdns);
    began_there && path::same_owner(&author, &list)
}

/// `NO (posting not allowed on this list)`: RFC 2369, section 3.4.
fn is_no(value: &str) -> bool {
    let word = value.trim().split(|c: char| !c.is_ascii_alphanumeric()).next();
    word.is_some_and(|word| word.eq_ignore_ascii_case("no"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_forward_shows_by_its_recipients() {
        let told = |to: &str, by: &str, more: &str| {
            let paste = format!(
                "Return-Path: <b17@out.example.net>\nReceived: from mail.example.com (mail.example.com [192.0.2.3]) by mx.example.org with \
                 ESMTPS id c for <ann@example.org>; Tue, 3 Nov 2026 10:00:04 +0100\nAuthentication-Results: mx.example.org; spf=fail \
                 smtp.mailfrom=b17@out.example.net\nReceived: from out.example.net (out.example.net [192.0.2.1]) by {by} with ESMTPS id b \
                 for <ann.b@example.com>; Tue, 3 Nov 2026 10:00:02 +0100\nAuthentication-Results: mail.example.com; spf=pass \
                 smtp.mailfrom=b17@out.example.net\n{more}From: Shop <shop@example.edu>\nTo: {to}\nSubject: a\n"
            );
            let report = crate::diagnose(&paste);
            let seen =
                report.observations.into_iter().find(|seen| seen.id == "forwarded").map(|seen| seen.text);
            assert_eq!(seen.is_some(), report.alignment.is_some_and(|table| table.detour.is_some()));
            seen
        };
        let told_of = told("ann.b@example.com", "mail.example.com", "").unwrap_or_default();
        assert!(
            told_of.contains("mail.example.com took it for ann.b@example.com")
                && told_of.contains("on to ann@example.org")
                && told_of.contains("had found that SPF passed for out.example.net"),
            "{told_of}"
        );
        // Of a name that To does not hold, at a house that is not the address's, and of two in To.
        for (to, by) in [
            ("bob@example.com", "mail.example.com"),
            ("ann.b@example.com", "mail.example.edu"),
            ("ann.b@example.com, ann@example.org", "mail.example.com"),
        ] {
            assert_eq!(told(to, by, ""), None, "{to} {by}");
        }
    }

    #[test]
    fn a_hosters_server_is_known_as_a_forwarder_by_what_it_took_in() {
        let told = |client: &str, end: &str, more: &str| {
            let paste = format!(
                "X-Apparently-To: {end}; Tue, 3 Nov 2026 10:00:05 +0000\nReturn-Path: <bob@shop.example>\nAuthentication-Results: mta.example.org; \
                 spf=fail smtp.mailfrom=shop.example; dkim=none; dmarc=fail header.from=shop.example\nReceived: from web9.hoster.example (web9.hoster.example \
                 [192.0.2.3]) by mta.example.org with ESMTPS id c; Tue, 3 Nov 2026 10:00:04 +0000\nReceived: from {client} by web9.hoster.example \
                 with ESMTPS id b for <ann@choir.example>; Tue, 3 Nov 2026 10:00:02 +0000\n{more}From: Bob <bob@shop.example>\nTo: \
                 ann@choir.example\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nSubject: a\n"
            );
            let report = crate::diagnose(&paste);
            let is_seen = report.observations.iter().any(|seen| seen.id == "forwarded");
            (is_seen, report)
        };
        let plain = "out.shop.example (out.shop.example [192.0.2.1])";
        let checked = "X-AntiAbuse: Primary Hostname - web9.hoster.example\n";
        let passed = "Authentication-Results: web9.hoster.example; spf=pass smtp.mailfrom=shop.example\n";
        for (client, more) in [
            ("mail-wr1-f73.google.com (mail-wr1-f73.google.com [209.85.221.73])", ""),
            (plain, checked),
            (plain, passed),
        ] {
            let (is_seen, report) = told(client, "ann.b@example.org", more);
            assert!(is_seen, "{client} {more}");
            let first = &report.findings[0];
            let all = format!("{:?} {:?}", first.steps, first.ask);
            assert!(!first.title.contains("nothing proves") && !all.contains("SPF record lists"), "{all}");
        }
        // It may be the sender's own relay.
        assert!(!told(plain, "ann.b@example.org", "").0);
        assert!(!told(plain, "ann@choir.example", checked).0);
    }

    #[test]
    fn microsofts_form_of_a_rewritten_envelope_is_known() {
        let is = super::is_rewritten;
        assert!(
            is("ann+srs=ab1cd=5x=shop.example=bob@choir.example")
                && is("srs0=a=b=shop.example=bob@choir.example")
        );
        assert!(!is("ann+srs=notes@choir.example") && !is("srsly@choir.example+srs=a=b"));
    }
}
