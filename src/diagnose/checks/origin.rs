//! Who handed the mail in, where fields tell of another one than the author in From. Each may be quite in order.

use super::Notes;
use super::path::{is_loopback, same_owner};
use super::service;
use crate::facts::message::Message;
use crate::mail::address;
use crate::mail::ip::is_private;

pub(super) fn check(notes: &mut Notes) {
    rewritten(notes);
    on_behalf(notes);
    signed_in(notes);
    abuse(notes);
}

/// The domain in From, and the address.
fn author(notes: &Notes) -> Option<(String, String)> {
    let from = &notes.message.from.first()?.read;
    Some((from.domain()?, from.address.clone()))
}

/// Gmail puts the account into From where it may not send as the author that the program gave, and keeps that one here.
fn rewritten(notes: &mut Notes) {
    let Some((field, value)) = notes.named("X-Google-Original-From") else { return };
    let Some((_, from)) = author(notes) else { return };
    let wanted = value.trim().to_owned();
    if wanted.is_empty() || wanted.to_ascii_lowercase().contains(&from.to_ascii_lowercase()) {
        return;
    }
    let text = format!(
        "The mail was handed in with {wanted} in From. Gmail put {from} there, the account that signed in: likely it has no right to send \
         as the other."
    );
    let evidence = notes.value(field);
    notes.add("from-rewritten", text, evidence);
}

/// RFC 5322, section 3.6.2: Sender is who sent it, where that is not the author.
fn on_behalf(notes: &mut Notes) {
    let Some((domain, from)) = author(notes) else { return };
    // A list is its own Sender.
    if service::is_list(notes.message) {
        return;
    }
    let Some((field, value)) = notes.named("Sender") else { return };
    let inner = value.rsplit_once('<').map_or(value, |(_, inner)| inner.trim_end_matches([' ', '>']));
    // `ann@example.com (Ann)`, as of old.
    let sender = inner.split_whitespace().next().unwrap_or_default().to_owned();
    if address::domain(&sender).is_none_or(|other| same_owner(&other, &domain)) {
        return;
    }
    let text = format!(
        "By Sender, {sender} sent it on behalf of {from}: programs may show both. Services, assistants and shared mailboxes do so, and \
         anybody can write it: it proves neither address."
    );
    let evidence = notes.value(field);
    notes.add("sender-elsewhere", text, evidence);
}

/// Fields in which a server keeps the name that somebody signed in with.
const SIGNED_IN: &[&str] = &["X-Authenticated-Sender", "X-Authenticated-User", "X-Auth-User", "X-AuthUser"];

/// By which words a Received field brings that name.
const WORDS: &[&str] =
    &["authenticated sender: ", "authenticated user: ", "authenticated as: ", "authenticated as "];

/// The name behind such words.
fn account(value: &str) -> Option<&str> {
    let lower = value.to_ascii_lowercase();
    let start = WORDS.iter().find_map(|words| Some(lower.find(words)? + words.len()))?;
    let rest = value.get(start..)?;
    let end = rest.find([' ', ')', '\t', '\n', ',', ';']).unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

/// Who signed in, where that is an account of another domain than the author's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn<'a> {
    /// The field that says so, an index into [`Message::fields`].
    field: usize,
    pub name: &'a str,
    by: Option<&'a str>,
    /// The domain or server whose account it is.
    pub host: &'a str,
    /// From where, as far as the server tells.
    pub address: Option<&'a str>,
}

/// Of a bare name the server tells whose it is.
pub fn signed_in_elsewhere(message: &Message) -> Option<SignedIn<'_>> {
    let domain = message.from.first()?.read.domain()?;
    let by_hop = message.hops.iter().rev().find_map(|hop| {
        let name = account(&message.fields.get(hop.field)?.value)?;
        Some((hop.field, name, hop.read.by.as_deref(), hop.read.from_ip.as_deref()))
    });
    let by_field = || {
        SIGNED_IN.iter().find_map(|name| {
            let field = message.fields.iter().position(|field| field.is(name))?;
            let value = message.fields[field].shown().trim();
            // `server7.example.net: ann@example.com`
            let name = value.rsplit(": ").next().unwrap_or(value);
            Some((field, name, None, None))
        })
    };
    let (field, name, by, address) = by_hop.or_else(by_field)?;
    let host = name.rsplit_once('@').map(|(_, domain)| domain.trim_end_matches(['>', '.'])).or(by)?;
    let address = address.filter(|ip| ip.parse().is_ok_and(|ip| !is_private(ip) && !is_loopback(ip)));
    (host.contains('.') && !same_owner(host, &domain)).then_some(SignedIn { field, name, by, host, address })
}

fn signed_in(notes: &mut Notes) {
    let Some((_, from)) = author(notes) else { return };
    let Some(SignedIn { field, name, by, .. }) = signed_in_elsewhere(notes.message) else { return };
    let at = by.map_or(String::new(), |by| format!(" at {by}"));
    let text = format!(
        "Whoever sent it signed in as {name}{at}, and wrote as {from}. Customers of a mail provider look so, and so does whoever uses an \
         account that is not theirs."
    );
    let evidence = notes.word(field, name);
    notes.add("signed-in-elsewhere", text, evidence);
}

/// Where the sending side wants abuse reported.
fn abuse(notes: &mut Notes) {
    let names = ["X-Report-Abuse-To", "X-Report-Abuse", "X-Abuse-Reports-To", "X-Complaints-To"];
    let Some((field, value)) = names.iter().find_map(|name| notes.named(name)) else { return };
    let value = value.trim();
    if value.is_empty() || !(value.contains('@') || value.contains("://")) {
        return;
    }
    let text = format!(
        "Abuse of the server that sent it can be reported there, by its own word ({}): {value}",
        notes.message.fields[field].name
    );
    let text = format!("{}.", text.trim_end_matches('.'));
    let evidence = notes.value(field);
    notes.add("abuse-address", text, evidence);
}

#[cfg(test)]
mod tests {
    fn seen(id: &str, header: &str) -> Option<String> {
        let paste = format!(
            "{header}Received: from out.example.net (out.example.net [192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 3 \
             Nov 2026 10:00:02 +0100\nFrom: Bob <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: a\n"
        );
        let found = crate::diagnose(&paste).observations.into_iter().find(|seen| seen.id == id);
        found.map(|seen| seen.text)
    }

    #[test]
    fn what_gmail_put_into_from_is_told() {
        let told = |value: &str| seen("from-rewritten", &format!("X-Google-Original-From: {value}\n"));
        let other = told("Shop <shop@example.net>").unwrap_or_default();
        assert!(
            other.contains("handed in with Shop <shop@example.net>") && other.contains("put bob@example.com"),
            "{other}"
        );
        assert_eq!(told("Robert <bob@example.com>"), None);
    }

    #[test]
    fn who_sends_on_behalf_is_told_where_it_is_no_list() {
        let told = |fields: &str| seen("sender-elsewhere", fields);
        let other = told("Sender: \"Office\" <office@example.net>\n").unwrap_or_default();
        assert!(
            other.starts_with("By Sender, office@example.net sent it on behalf of bob@example.com"),
            "{other}"
        );
        assert_eq!(told("Sender: office@mail.example.com (Office)\n"), None);
        assert_eq!(told("Sender: owner-talk@example.net\nPrecedence: bulk\n"), None);
        assert_eq!(told("Sender: talk@example.net\nList-Post: <mailto:talk@example.net>\n"), None);
    }

    #[test]
    fn an_account_of_another_domain_is_told() {
        let told = |sender: &str| {
            seen(
                "signed-in-elsewhere",
                &format!(
                    "Received: from pc (pc.example.net [192.0.2.7]) (Authenticated sender: {sender}) by smtp.example.net (Postfix) with \
                     ESMTPSA id a; Tue, 3 Nov 2026 10:00:01 +0100\n"
                ),
            )
        };
        let other = told("ann@example.net").unwrap_or_default();
        assert!(
            other.contains("signed in as ann@example.net at smtp.example.net, and wrote as bob@example.com"),
            "{other}"
        );
        // A bare name is of the server.
        assert!(told("ann17").is_some());
        assert_eq!(told("bob@mail.example.com"), None);
        let field = |value: &str| seen("signed-in-elsewhere", &format!("X-Authenticated-Sender: {value}\n"));
        assert!(field("srv7.example.net: ann@example.net").is_some());
        assert_eq!(field("srv7.example.net: bob@example.com"), None);
    }

    #[test]
    fn where_to_report_abuse_is_told() {
        let told = |value: &str| seen("abuse-address", &format!("X-Report-Abuse-To: {value}\n"));
        assert!(
            told("abuse@example.net")
                .is_some_and(|text| text.ends_with("(X-Report-Abuse-To): abuse@example.net."))
        );
        assert_eq!(told("nobody"), None);
    }
}
