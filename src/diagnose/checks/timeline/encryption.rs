//! Hops between networks that do not say that they were encrypted, or were so in an outdated way.

use super::{Step, Timeline, server};
use crate::diagnose::checks::Notes;
use crate::diagnose::checks::path::{self, Place};
use crate::diagnose::checks::speak::{count, join};
use crate::facts::message::{Message, Of};
use crate::mail::received::Received;
use std::collections::HashMap;

/// How many other hops are named.
const MOST_NAMED: usize = 3;
/// How many hops with outdated encryption are told of, one by one.
const MOST_OUTDATED: usize = 20;

/// Hops between networks that do not say that they were encrypted, or were so in an outdated way.
pub(super) fn encryption(notes: &mut Notes, timeline: &Timeline) {
    let mut plain = Vec::new();
    let taken = taken(notes.message);
    let handover = |hop: usize| handover(notes.message, hop, &taken);
    let mut outdated = Vec::new();
    for step in timeline.steps.iter().filter(|step| step.place == Place::Border) {
        let hop = &notes.message.hops[step.hop];
        let with = hop.read.with.as_deref().unwrap_or_default();
        match hop.read.tls.as_deref() {
            Some(version) if is_retired(version) => {
                let text = format!(
                    "{} with {version}, a way of encrypting that was retired in 2021 (RFC 8996).",
                    handover(step.hop)
                );
                outdated.push((text, hop.field));
            }
            None if is_silent(notes.message, hop) && !is_before_tls(step) => {
                plain.push((step.hop, hop.field, with.to_owned()))
            }
            _ => {}
        }
    }
    let names: Vec<String> = plain.iter().map(|(hop, ..)| server(notes.message, *hop)).collect();
    let more = names.len().saturating_sub(1);
    let first = plain.first().map(|(hop, ..)| handover(*hop));
    for (text, field) in outdated.into_iter().take(MOST_OUTDATED) {
        let evidence = notes.value(field);
        notes.add("old-tls", text, evidence);
    }
    let Some(first) = first else { return };
    let others = match more {
        0 => String::new(),
        _ if more <= MOST_NAMED => format!(" The same holds for {}.", join(&names[1..])),
        _ => format!(" The same holds for {}.", count(more as u64, "other hop") + " between networks"),
    };
    let text = format!("When {first}, the field does not say that the connection was encrypted.{others}");
    let words = |with: &str| if with.is_empty() { String::new() } else { format!("with {with}") };
    let evidence = plain.iter().flat_map(|(_, field, with)| notes.word(*field, &words(with))).collect();
    notes.add("plain-text-hop", text, evidence);
}

/// From before SMTP could be encrypted (RFC 2487, January 1999).
fn is_before_tls(step: &Step) -> bool {
    const PUBLISHED: i64 = 915_148_800;
    step.epoch.or(step.said).is_some_and(|moment| moment < PUBLISHED)
}

/// How often each server took the mail over from another one.
fn taken(message: &Message) -> HashMap<Option<&str>, usize> {
    let mut taken = HashMap::new();
    for hop in message.hops.iter().filter(|hop| path::client(&hop.read).is_some()) {
        *taken.entry(hop.read.by.as_deref()).or_default() += 1;
    }
    taken
}

/// Who took the mail over, and from whom where the same server did so more than once.
fn handover(message: &Message, hop: usize, taken: &HashMap<Option<&str>, usize>) -> String {
    let by = server(message, hop);
    let read = &message.hops[hop].read;
    match taken.get(&read.by.as_deref()).is_some_and(|times| *times > 1) {
        false => format!("{by} took the mail over"),
        true => format!("{by} took the mail over from {}", path::client_shown(read)),
    }
}

/// Whether SMTP was spoken and no word of the field is about encryption. Some put their name before the protocol's, and
/// some tell of TLS in a comment alone.
fn is_silent(message: &Message, hop: &Of<Received>) -> bool {
    let with = hop.read.with.as_deref().unwrap_or("SMTP");
    let last = with.rsplit(' ').next().unwrap_or(with);
    let is_smtp = ["SMTP", "ESMTP", "UTF8SMTP"].iter().any(|name| last.eq_ignore_ascii_case(name));
    let is_microsofts = with.eq_ignore_ascii_case("Microsoft SMTP Server");
    let field = message.fields.get(hop.field).map_or("", |field| field.value.as_str());
    (is_smtp || is_microsofts) && hop.read.cipher.is_none() && !tells_of_encryption(field)
}

/// `TLS1.2`, `(using TLSv1.3 with cipher …)`, `encrypted`: a word of its own, and not a part of a server's name.
fn tells_of_encryption(field: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '=' | ',' | ';' | ':' | '[' | ']');
    field.to_ascii_lowercase().split(ends).any(|word| {
        let named = word.contains("encrypt") || word.contains("cipher") || word == "starttls";
        named || (word.starts_with("tls") || word.starts_with("ssl")) && !path::is_host_name(word)
    })
}

fn is_retired(version: &str) -> bool {
    let version = version.to_ascii_uppercase();
    version.starts_with("SSL")
        || matches!(version.as_str(), "TLS1.0" | "TLS1.1" | "TLS1" | "TLSV1" | "TLSV1.1")
}

#[cfg(test)]
mod tests {
    /// Two borders: the older with these words, the newer encrypted.
    fn seen(with: &str) -> Option<String> {
        let paste = format!(
            "Received: from mx.example.net (mx.example.net [192.0.2.2]) by in.example.org with ESMTPS id b; Tue, 3 Nov 2026 \
             10:00:02 +0100\nReceived: from out.example.com (out.example.com [192.0.2.1]) by mx.example.net {with}; Tue, 3 Nov \
             2026 10:00:00 +0100\nFrom: bob@example.com\n"
        );
        let found = crate::diagnose(&paste).observations.into_iter().find(|seen| seen.id == "plain-text-hop");
        found.map(|seen| seen.text)
    }

    #[test]
    fn a_server_that_took_the_mail_twice_is_told_apart() {
        let hop = |from: &str, with: &str| {
            format!(
                "Received: from {from} ({from} [192.0.2.1]) by mx.example.net with {with} id a; Tue, 3 Nov 2026 10:00:00 +0100\n"
            )
        };
        let block = format!(
            "{}{}From: bob@example.com\n",
            hop("b.example.org", "ESMTPS"),
            hop("a.example.com", "ESMTP")
        );
        let found = crate::diagnose(&block).observations.into_iter().find(|seen| seen.id == "plain-text-hop");
        assert!(found.is_some_and(|seen| {
            seen.text.contains("When mx.example.net took the mail over from a.example.com,")
        }));
    }

    #[test]
    fn what_is_counted_is_named() {
        let hop = |at: u8| {
            format!(
                "Received: from out{at}.example.com (out{at}.example.com [192.0.2.{at}]) by mx{at}.example.net with SMTP id a; Tue, \
                 3 Nov 2026 10:00:00 +0100\n"
            )
        };
        let block = (1..=6).map(hop).collect::<String>() + "From: bob@example.com\n";
        let found = crate::diagnose(&block).observations.into_iter().find(|seen| seen.id == "plain-text-hop");
        let text = found.expect("hops that say nothing").text;
        assert!(text.ends_with("The same holds for 5 other hops between networks."), "{text}");
    }

    #[test]
    fn nothing_was_encrypted_before_there_was_a_way() {
        let told = |year: &str| {
            let paste = format!(
                "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.net with SMTP id a; 3 Nov {year} \
                 10:00:00 +0100\nFrom: bob@example.com\n"
            );
            crate::diagnose(&paste).observations.iter().any(|seen| seen.id == "plain-text-hop")
        };
        assert!(!told("1996") && told("2004"));
    }

    #[test]
    fn a_hop_that_says_nothing_of_encryption_is_told_of() {
        for with in
            ["with ESMTP id a", "with ExampleServer ESMTP", "with Microsoft SMTP Server id 14.0", "id a"]
        {
            assert!(seen(with).is_some_and(|text| text.contains("mx.example.net")), "{with}");
        }
        for with in [
            "with ESMTPS id a",
            "with SMTP (TLS) id a",
            "with ECDHE-RSA-AES256-GCM-SHA384 encrypted SMTP",
            "with HTTP id a",
        ] {
            assert_eq!(seen(with), None, "{with}");
        }
    }
}
