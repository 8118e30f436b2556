//! Under which sender the servers of a wait had the mail: a list and a forward put their own in its place.

use crate::diagnose::checks::same_owner;
use crate::facts::message::{Message, Of};
use crate::mail::auth_results::AuthResults;

/// What is known of the envelope sender at the time of a wait.
#[derive(Debug, PartialEq, Eq)]
pub enum Sender<'a> {
    /// As the mail has it at last.
    AsArrived,
    /// This one, as a server there notes it.
    Noted(&'a str),
    /// Another one may have come into its place since.
    Unknown,
}

/// Hops are indices into [`Message::hops`]: of who held the mail, and of who took it then. `is_passed_on`: a list or a forward
/// has written a sender of its own.
pub fn at(message: &Message, holder: usize, taker: usize, is_passed_on: bool) -> Sender<'_> {
    let by = |hop: usize| message.hops.get(hop).and_then(|hop| hop.read.by.as_deref());
    let noted =
        [holder, taker].into_iter().filter_map(|hop| message.hops.get(hop)?.read.envelope_from.as_deref());
    let noted = noted.chain(by(taker).and_then(|taker| checked(message, taker)));
    if let Some(noted) =
        noted.map(|noted| noted.trim_matches(['<', '>', '"'])).find(|noted| noted.contains('@'))
    {
        return Sender::Noted(noted);
    }
    let last = message.return_path.as_ref().and_then(|path| path.read.domain());
    let is_of_last = |hop: usize| last.as_deref().zip(by(hop)).is_some_and(|(last, by)| same_owner(last, by));
    // What left the list's own servers has the list's sender.
    match is_passed_on && !(is_of_last(holder) && !is_of_last(taker)) {
        true => Sender::Unknown,
        false => Sender::AsArrived,
    }
}

/// Whether a check of SPF was asked about this address: of the envelope's sender, whatever From shows.
pub fn is_checked(message: &Message, address: &str) -> bool {
    let results =
        message.auth.iter().flat_map(|of| &of.read.statements).filter(|found| found.method == "spf");
    let noted = message.received_spf.iter().filter_map(|of| of.read.prop("envelope_from"));
    let mut senders = results.filter_map(|found| found.prop("smtp.mailfrom")).chain(noted);
    senders.any(|sender| sender.trim_matches(['<', '>', '"', ' ']).eq_ignore_ascii_case(address))
}

/// The sender whom the server that took the mail checked by SPF, as its results and the seals (RFC 8617) state.
fn checked<'a>(message: &'a Message, taker: &str) -> Option<&'a str> {
    let is_its = |field: &&Of<AuthResults>| {
        field.read.authserv.as_deref().is_some_and(|authserv| same_owner(authserv, taker))
    };
    // The oldest of them stands lowest: that of who took the mail first.
    let stated = message.auth.iter().chain(&message.arc_auth).filter(is_its);
    let found = stated.flat_map(|field| &field.read.statements).filter(|found| found.method == "spf");
    found.filter_map(|found| found.prop("smtp.mailfrom")).find(|sender| sender.contains('@'))
}

#[cfg(test)]
mod tests {
    use crate::report::arrived::tests::{WAY, finding};

    #[test]
    fn without_a_return_path_the_check_of_spf_names_the_envelope_sender() {
        let of = |results: &str, way: &str| {
            let facts = finding(&format!("{results}{way}")).facts;
            facts.into_iter().find(|fact| fact.name == "Envelope sender").map(|fact| fact.value)
        };
        let checked = |sender: &str| {
            format!("Authentication-Results: mx.example.org; spf=pass smtp.mailfrom={sender}\n")
        };
        let bob = Some("bob@example.com".to_owned());
        assert_eq!(of(&checked("bob@example.com"), WAY), bob);
        let noted = "Received-SPF: pass (ok) client-ip=192.0.2.1; envelope-from=\"bob@example.com\"\n";
        assert_eq!(of(noted, WAY), bob);
        assert_eq!(of(&checked("x@example.net"), WAY).as_deref(), Some("x@example.net"));
        // A domain alone is no address.
        assert_eq!((of(&checked("example.com"), WAY), of("", WAY)), (None, None));
        let path = of(&format!("Return-Path: <bob@example.com>\n{}", checked("x@example.net")), WAY);
        assert_eq!(path, bob);
    }

    /// The letter on a wait of three hours before a list, or behind it; `noted` stands in the field of the first server.
    fn letter(noted: &str, results: &str, before: bool) -> String {
        let (first, second) = if before { ("10:00:05", "13:00:05") } else { ("10:00:01", "10:00:05") };
        let paste = format!(
            "Return-Path: <dev-bounces@lists.example.net>\n\
             Received: from lists.example.net (lists.example.net [192.0.2.5]) by mx.example.org with ESMTPS id c3; Tue, 3 Nov \
             2026 13:00:09 +0100\n{results}Received: from out.example.com (out.example.com [192.0.2.2]) by lists.example.net \
             with ESMTPS id b2; Tue, 3 Nov 2026 {second} +0100\nReceived: from pc (pc.example.com [192.0.2.9]) by \
             out.example.com with ESMTPSA id a1{noted}; Tue, 3 Nov 2026 {first} +0100\nFrom: Bob <bob@example.com>\nSubject: \
             Lunch\nList-Post: <mailto:dev@lists.example.net>\n"
        );
        crate::diagnose(&paste).findings.remove(0).ask.expect("a letter on the wait")
    }

    #[test]
    fn servers_before_a_list_had_another_sender() {
        let sender = |letter: String| {
            let line =
                letter.lines().find_map(|line| line.strip_prefix("Envelope sender: ").map(str::to_owned));
            assert!(letter.contains("Address in From: bob@example.com"), "{letter}");
            assert!(line.is_some() || !letter.contains("lists.example.net>"), "{letter}");
            line
        };
        assert_eq!(sender(letter("", "", true)), None);
        let noted = " (envelope-from bob+work@example.com)";
        assert_eq!(sender(letter(noted, "", true)).as_deref(), Some("bob+work@example.com"));
        let results = "Authentication-Results: lists.example.net; spf=pass smtp.mailfrom=bob@example.com\n";
        assert_eq!(sender(letter("", results, true)).as_deref(), Some("bob@example.com"));
        assert_eq!(sender(letter("", "", false)).as_deref(), Some("dev-bounces@lists.example.net"));
    }
}
