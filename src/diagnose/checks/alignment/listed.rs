//! A list that wrote its own address into From: what passes then proves the list, and its author is vouched for by the list's seal alone
//! (RFC 8617).

use super::{Alignment, By, bare_domain};
use crate::diagnose::checks::path;
use crate::facts::message::{Message, Of};
use crate::mail::auth_results::{AuthResults, Statement};

/// What is to be said of the author. None where From is the author's own.
pub(super) fn of_author(message: &Message, table: &Alignment) -> Option<String> {
    if !table.is_of_list || table.outcome != Some(true) {
        return None;
    }
    let list = &table.from;
    let author = author(message, list);
    let whom = author.as_deref().unwrap_or("the author's domain");
    let told = message.arc_auth.iter().find_map(|field| Some((field, stated(field, list)?)));
    let seal = match told {
        Some((field, found)) => sealed(message, field, found),
        None if let Some(told) = stated_by_list(message, table, author.as_deref()) => told,
        None => format!(" What the list had found of {whom} does not stand here."),
    };
    let own = table.rows.iter().find(|row| {
        row.by == By::Dkim
            && author.as_deref().is_some_and(|author| path::same_owner(&row.domain, author))
            && row.result.as_deref().is_some_and(|result| result.to_ascii_lowercase().ends_with("fail"))
    });
    let own = own.map_or(String::new(), |row| {
        format!(
            " The signature of {} does not fit any more, as usual behind a list that changes the text.",
            row.domain
        )
    });
    Some(format!(" That proves the mailing list alone, and not who wrote the mail.{seal}{own}"))
}

/// What the list's server itself wrote as it took the mail, in plain Authentication-Results: DMARC, or else what passed for the author.
fn stated_by_list(message: &Message, table: &Alignment, author: Option<&str>) -> Option<String> {
    let list = &table.from;
    let took = |name: &str| {
        path::same_owner(name, list)
            || message
                .hops
                .iter()
                .filter_map(|hop| hop.read.by.as_deref())
                .any(|by| by.eq_ignore_ascii_case(name) && path::same_owner(by, list))
    };
    let last = message.hops.first().map_or(0, |hop| hop.field);
    let mut own = message.auth.iter().filter(|field| {
        field.field > last
            && field
                .read
                .authserv
                .as_deref()
                .is_some_and(|name| Some(name) != table.authserv.as_deref() && took(name))
    });
    let field = own.find(|field| stated(field, list).is_some() || passed(field, author).is_some())?;
    let by = field.read.authserv.as_deref().unwrap_or(list);
    let counts = "It stands in that server's own Authentication-Results, without a seal";
    Some(match (stated(field, list), passed(field, author)) {
        (Some(found), _) => {
            let domain = found.prop("header.from").map(bare_domain).unwrap_or_default();
            let result = found.result.to_ascii_lowercase();
            match result.as_str() {
                "pass" => format!(
                    " As the list took it, {by} found that DMARC passed for {domain}. {counts}: so the list vouches that the mail came from {domain}, and that counts as far as you \
                     trust it."
                ),
                _ => format!(
                    " As the list took it, {by} found that DMARC did not pass for {domain} (dmarc={result}). {counts}. So not even the list found its author proved."
                ),
            }
        }
        (None, Some(check)) => format!(
            " As the list took it, {by} found that {check} passed for {}. {counts}: that counts as far as you trust the list.",
            author.unwrap_or("the author's domain")
        ),
        (None, None) => return None,
    })
}

/// The check that passed there for the author's domain.
fn passed(field: &Of<AuthResults>, author: Option<&str>) -> Option<&'static str> {
    let author = author?;
    let is_passed = |method: &str, props: &[&str]| {
        field.read.statements.iter().any(|found| {
            let named = props.iter().find_map(|name| found.prop(name)).map(bare_domain);
            found.method == method
                && found.result.eq_ignore_ascii_case("pass")
                && named.is_some_and(|named| path::same_owner(&named, author))
        })
    };
    match is_passed("dkim", &["header.d", "header.i"]) {
        true => Some("DKIM"),
        false => is_passed("spf", &["smtp.mailfrom"]).then_some("SPF"),
    }
}

/// The author's domain: answers go there, or another field keeps what From was.
fn author(message: &Message, list: &str) -> Option<String> {
    let replies = message.reply_to.iter().filter_map(|reply| reply.read.domain());
    let kept = ["X-Original-From", "Original-From"].iter().filter_map(|name| message.field(name));
    let kept = kept.filter_map(|field| crate::mail::address::first(&field.value)?.domain());
    replies.chain(kept).find(|domain| !path::same_owner(domain, list))
}

/// The result of DMARC for a domain that is not the list's.
fn stated<'a>(field: &'a Of<AuthResults>, list: &str) -> Option<&'a Statement> {
    field.read.statements.iter().find(|found| {
        let named = found.prop("header.from").map(bare_domain);
        found.method == "dmarc" && named.is_some_and(|named| !path::same_owner(&named, list))
    })
}

fn sealed(message: &Message, field: &Of<AuthResults>, found: &Statement) -> String {
    let by = field.read.authserv.as_deref().unwrap_or("a server before");
    let domain = found.prop("header.from").map(bare_domain).unwrap_or_default();
    let result = found.result.to_ascii_lowercase();
    let mut stated = message.auth.iter().flat_map(|field| &field.read.statements);
    let is_intact = stated.any(|found| found.method == "arc" && found.result.eq_ignore_ascii_case("pass"));
    let seals = match is_intact {
        true => "the last server found the seals intact (arc=pass)",
        false => "that the seals are intact, no server at the end states",
    };
    match result.as_str() {
        "pass" => format!(
            " By ARC, {by} had found before that DMARC passed for {domain}; {seals}. So the list vouches that the mail came from {domain}, and that counts as \
             far as you trust it."
        ),
        _ => format!(
            " By ARC, {by} had found before that DMARC did not pass for {domain} (dmarc={result}); {seals}. So not even the list found its author proved."
        ),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_pass_of_the_list_is_not_the_authors() {
        let told = |sealed: &str| {
            let paste = format!(
                "Authentication-Results: mx.example.org; arc=pass; dkim=fail header.d=author.example; dkim=pass header.d=lists.example.net; dmarc=pass \
                 header.from=lists.example.net\nReceived: from lists.example.net (lists.example.net [192.0.2.5]) by mx.example.org with ESMTPS id c3; \
                 Tue, 3 Nov 2026 13:00:09 +0100\n{sealed}Received: from out.author.example (out.author.example [192.0.2.2]) by lists.example.net with \
                 ESMTPS id b2; Tue, 3 Nov 2026 13:00:05 +0100\nFrom: Bob via Talk <talk@lists.example.net>\nReply-To: Bob <bob@author.example>\nSubject: \
                 Lunch\nList-Post: <mailto:talk@lists.example.net>\n"
            );
            crate::diagnose(&paste).alignment.expect("a domain in From").text
        };
        let seal = |result: &str| {
            format!(
                "ARC-Authentication-Results: i=1; lists.example.net; dmarc={result} header.from=author.example\n"
            )
        };
        let passed = told(&seal("pass"));
        assert!(
            passed.contains("proves the mailing list alone")
                && passed.contains("had found before that DMARC passed for author.example")
                && passed.contains("signature of author.example does not fit any more"),
            "{passed}"
        );
        assert!(told(&seal("fail")).contains("not even the list found its author proved"));
        // The same in plain results of the list's own server, wherever it has them.
        let plain = |stated: &str| told(&format!("Authentication-Results: lists.example.net; {stated}\n"));
        let dmarc = plain(
            "spf=pass smtp.mailfrom=bob@author.example; dmarc=pass (policy=none) header.from=author.example",
        );
        assert!(dmarc.contains("lists.example.net found that DMARC passed for author.example"), "{dmarc}");
        assert!(plain("dmarc=fail header.from=author.example").contains("not even the list found"));
        let dkim = plain("dkim=pass (2048-bit key) header.d=author.example");
        assert!(dkim.contains("found that DKIM passed for author.example"), "{dkim}");
        assert!(told("").contains("What the list had found of author.example does not stand here"));
    }
}
