//! What is worth knowing of the alignment: one observation for each thing that follows from it.

use super::detour::{FORWARDED, passed_on};
use super::words::{own_filter, unique};
use super::{Alignment, By, Detour, Row, chosen};
use crate::diagnose::checks::speak::join;
use crate::diagnose::checks::{Notes, value_span};
use crate::facts::message::Message;
use crate::mail::auth_results::Statement;
use crate::text::Span;

pub(in crate::diagnose::checks) fn check(notes: &mut Notes, a: &Alignment) {
    let mut evidence = statements_of(notes.message, a);
    if let Some(gate) = a.earlier.as_ref().filter(|earlier| earlier.is_in_front) {
        evidence.extend(notes.word(gate.field, "dmarc=pass"));
    }
    let id = match a.stated.as_deref() {
        _ if a.own_word.is_some() && a.outcome == Some(true) => "dmarc-not-stated",
        Some("fail") => "dmarc-failed",
        Some("pass") => "dmarc-passed",
        Some("none") if a.policy_elsewhere.is_some() => "dmarc-not-stated",
        Some("none" | "bestguesspass") if a.stated_for.as_deref() != Some("") => "dmarc-not-published",
        _ => "dmarc-not-stated",
    };
    notes.add(id, a.text.clone(), evidence.clone());
    not_aligned(notes, a, evidence);
    elsewhere(notes, a);
    detours(notes, a);
    if notes.message.arc_chain() == Some("fail")
        && let Some(seal) = notes.message.seals.iter().max_by_key(|seal| seal.read.instance)
    {
        let text = format!(
            "The ARC seal {} says that the chain of seals was broken already when the mail came there, so what earlier \
             servers had found does not count.",
            seal.read.domain.as_ref().map_or("last set".to_owned(), |domain| format!("of {domain}")),
        );
        let evidence = notes.word(seal.field, "cv=fail");
        notes.add("arc-broken", text, evidence);
    } else if let Some((field, found)) = chain_refused(notes.message) {
        let text = format!(
            "A server found the chain of ARC seals broken (arc={}), so what earlier servers had found does not count.",
            found.result.to_ascii_lowercase()
        );
        let evidence = notes.message.span_in(field, found.range.clone()).into_iter().collect();
        notes.add("arc-broken", text, evidence);
    }
}

/// Where a result says so; Rspamd writes reject for it.
fn chain_refused(message: &Message) -> Option<(usize, &Statement)> {
    let is_bad = |result: &str| ["fail", "reject"].iter().any(|bad| result.eq_ignore_ascii_case(bad));
    let mut all = message.auth.iter().flat_map(|of| of.read.statements.iter().map(|found| (of.field, found)));
    all.find(|(_, found)| found.method == "arc" && is_bad(&found.result))
}

/// Something passed, but for another domain, and nothing that counts did.
fn not_aligned(notes: &mut Notes, a: &Alignment, evidence: Vec<Span>) {
    if a.rows.iter().any(Row::proves) {
        return;
    }
    let passed = a.rows.iter().filter(|row| row.has_passed());
    let domains = unique(passed.map(|row| row.domain.clone()));
    if domains.is_empty() {
        return;
    }
    let text = format!(
        "What passed proves {}, not {}. A pass counts for DMARC only if its domain belongs to the one in From.",
        join(&domains),
        a.from
    );
    notes.add("not-aligned", text, evidence);
}

fn elsewhere(notes: &mut Notes, a: &Alignment) {
    let Some(first) = a.elsewhere else { return };
    let unnamed = || "a server that does not give its name".to_owned();
    let own = notes.message.auth.iter().find(|field| field.field == first);
    let authserv = own.and_then(|field| field.read.authserv.clone());
    let used = unique(chosen(notes.message).into_iter().filter_map(|field| field.read.authserv.clone()));
    let used = if used.is_empty() { vec![authserv.clone().unwrap_or_else(unnamed)] } else { used };
    let who = join(&used);
    let others = notes.message.auth.iter().filter(|field| !field.read.statements.is_empty());
    let others = others.filter_map(|field| field.read.authserv.clone()).filter(|other| !used.contains(other));
    let others = unique(others);
    let written = match others.is_empty() {
        true => format!("The authentication results were written by {who}"),
        false => format!(
            "The authentication results that are used here were written by {who} (others by {})",
            join(&others)
        ),
    };
    let text = match &a.gate {
        Some(gate) => format!(
            "{written}. By its name and its place, {gate} is the gateway in front of the mailbox's own servers: what it found is the word of the reader's own side, where that service is theirs.{}",
            a.own_filter.as_ref().map_or(String::new(), own_filter)
        ),
        None => format!(
            "{written}, below fields of other servers, and not by the network where the mail ended up. They count only if you \
             trust that server.{}",
            a.own_filter.as_ref().map_or(String::new(), own_filter)
        ),
    };
    let evidence = notes.word(first, authserv.as_deref().unwrap_or_default());
    notes.add("results-from-elsewhere", text, evidence);
}

fn detours(notes: &mut Notes, a: &Alignment) {
    match a.detour {
        Some(Detour::MailingList) => {
            let names = ["List-Id", "X-BeenThere", "X-Mailing-List", "Mailing-List", "List-Post"];
            let Some((field, value)) = names.iter().find_map(|name| notes.named(name)) else { return };
            let text = format!(
                "{} says that the mail came by a mailing list: {}.",
                notes.message.fields[field].name,
                value.trim()
            );
            let evidence = notes.value(field);
            notes.add("mailing-list", text, evidence);
        }
        Some(Detour::Rewritten) => {
            let Some(path) = &notes.message.return_path else { return };
            let text = format!(
                "The mail was passed on by another server: that one rewrote the envelope sender to {} (SRS), so that its own \
                 SPF record applies.",
                path.read.address
            );
            let evidence = notes.word(path.field, &path.read.address);
            notes.add("forwarded", text, evidence);
        }
        Some(Detour::Forwarded) => {
            let named = FORWARDED.iter().find_map(|name| notes.named(name));
            if let Some(way) = passed_on(notes.message).filter(|_| named.is_none()) {
                let found = way.spf.map_or(String::new(), |domain| {
                    format!(" That server had found that SPF passed for {domain}.")
                });
                let text = format!(
                    "The mail was forwarded: {} took it for {}, and passed it on to {}.{found}",
                    way.server, way.was_for, way.went_to
                );
                let evidence = notes.word(way.field, way.was_for);
                notes.add("forwarded", text, evidence);
                return;
            }
            let Some((field, value)) = named.or_else(|| notes.named("Return-Path")) else { return };
            let text = format!(
                "The mail was forwarded, as {} says: {}.",
                notes.message.fields[field].name,
                value.trim()
            );
            let evidence = notes.value(field);
            notes.add("forwarded", text, evidence);
        }
        None => {}
    }
}

/// The words that state SPF, DKIM and DMARC; where none do, the From field.
fn statements_of(message: &Message, a: &Alignment) -> Vec<Span> {
    let mut spans = Vec::new();
    for field in chosen(message) {
        for found in &field.read.statements {
            if matches!(found.method.as_str(), "spf" | "dkim" | "dmarc") {
                spans.extend(message.span_in(field.field, found.range.clone()));
            }
        }
    }
    // Where SPF alone proves the author, and Received-SPF alone says so.
    let is_of_spf = |found: &Statement| found.method == "spf";
    let states_spf = chosen(message).iter().any(|field| field.read.statements.iter().any(is_of_spf));
    if a.is_proved_by(By::Spf) && !states_spf {
        spans.extend(message.received_spf.first().and_then(|found| value_span(message, found.field)));
    }
    if let Some(noted) = a.noted.as_ref().filter(|_| spans.is_empty()) {
        spans.extend(noted.tests.iter().filter_map(|(test, _)| message.span_of(noted.field, test)));
    }
    if spans.is_empty() {
        let field = message.from.first().map_or(0, |from| from.field);
        spans.extend(message.span_of(field, &a.from).or_else(|| value_span(message, field)));
    }
    spans.truncate(8);
    spans
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_proves_the_author_is_quoted() {
        let quotes = |spf: &str, results: &str| {
            let paste = format!(
                "{spf}{results}Return-Path: <bob@example.com>\nReceived: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org \
                 with ESMTPS id b7; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: bob@example.com\nSubject: a\n"
            );
            let found = crate::diagnose(&paste).findings.remove(0).evidence;
            found.iter().any(|one| one.quote.starts_with("pass (mx.example.org: 192.0.2.1"))
        };
        let spf = "Received-SPF: pass (mx.example.org: 192.0.2.1 may send for example.com) envelope-from=bob@example.com;\n";
        assert!(quotes(spf, "Authentication-Results: mx.example.org; dkim=neutral (no sig)\n"));
        assert!(quotes(spf, ""));
        assert!(!quotes(
            spf,
            "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bob@example.com\n"
        ));
    }
}
