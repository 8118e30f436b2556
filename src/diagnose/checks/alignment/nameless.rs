//! Whom SPF was asked about, where its result names nobody: the envelope's sender of then, and behind a list or a forward that is not
//! the one of now.

use super::detour::detour;
use crate::facts::message::{Message, Of};
use crate::mail::address;
use crate::mail::auth_results::AuthResults;

/// The domain; none where nothing tells. `stated` is the field of the result; `is_trusted`: the network where the mail ended wrote it.
pub(super) fn whose(message: &Message, stated: Option<&Of<AuthResults>>, is_trusted: bool) -> Option<String> {
    let now = || address::domain(&message.return_path.as_ref()?.read.address);
    let Some(field) = stated.filter(|_| !is_trusted && detour(message).is_some()) else { return now() };
    beside(message, field.field).or_else(|| noted_below(message, field.field))
}

/// The one address that stands among the words of the field, and is no value of a property.
fn beside(message: &Message, field: usize) -> Option<String> {
    let value = &message.fields.get(field)?.value;
    let words = value.split(|c: char| c.is_whitespace() || "();,<>".contains(c));
    let mut found =
        words.filter(|word| word.contains('@') && !word.contains('=')).filter_map(address::domain);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The sender that the next older hop notes: it handed the mail to who checked it.
fn noted_below(message: &Message, field: usize) -> Option<String> {
    let below = message.hops.iter().find(|hop| hop.field > field)?;
    address::domain(below.read.envelope_from.as_deref()?.trim_matches(['<', '>', '"']))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_result_from_before_a_list_is_not_the_lists() {
        let told = |results: &str, noted: &str| {
            let paste = format!(
                "Return-Path: <talk-bounces@lists.example.net>\nReceived: from lists.example.net (lists.example.net [192.0.2.5]) by \
                 mx.example.org with ESMTPS id c3; Tue, 3 Nov 2026 13:00:09 +0100\nReceived: from out.example.com (out.example.com \
                 [192.0.2.2]) by lists.example.net with ESMTPS id b2; Tue, 3 Nov 2026 13:00:05 +0100\n{results}Received: from pc \
                 ([192.0.2.9]) by out.example.com{noted} with ESMTP id a1; Tue, 3 Nov 2026 13:00:01 +0100\nFrom: Bob \
                 <bob@example.com>\nSubject: Lunch\nList-Post: <mailto:talk@lists.example.net>\n"
            );
            crate::diagnose(&paste).alignment.expect("a domain in From")
        };
        let results = "Authentication-Results: gate.example.com; spf=softfail\n";
        let domain = |noted: &str, results: &str| {
            told(results, noted).rows.into_iter().find(|row| row.by == "spf").map(|row| row.domain)
        };
        assert_eq!(domain("", results), None);
        assert_eq!(
            domain(" (envelope-from <bob@mail.example.com>)", results).as_deref(),
            Some("mail.example.com")
        );
        let beside = results.replace("com; spf", "com ann@shop.example.com; spf");
        assert_eq!(domain("", &beside).as_deref(), Some("shop.example.com"));
        assert!(!told(results, "").text.contains("lists.example.net"));
        // What the last server states is about the list.
        let last = told("", "");
        assert_eq!(
            last.rows.into_iter().find(|row| row.by == "spf").map(|row| row.domain).as_deref(),
            Some("lists.example.net")
        );
    }
}
