//! Why DMARC passed or failed, in plain sentences.

use super::{Alignment, Aside, Asked, By, Detour, Earlier, Noted, Relation, Row};
use crate::diagnose::checks::filters::{lower, meaning_of_result};
use crate::diagnose::checks::speak::{join, upper};
use crate::knowledge;

/// The plain sentences.
pub(super) fn explain(a: &Alignment) -> String {
    let from = a.stated_for.as_ref().unwrap_or(&a.from);
    let stated = a.stated.as_deref();
    let whose = a.stated_for.as_ref().filter(|named| !named.is_empty());
    let whose = whose.map_or(String::new(), |named| format!(" for {named}"));
    // A filter is a server, too.
    let states = if a.noted.is_some() { "Authentication-Results field states" } else { "server states" };
    let verdict = match (stated, a.outcome) {
        (stated, Some(true)) if let Some(server) = &a.own_word => format!(
            "{}{}: so says {server}, which is the sender's own side, or made up. Nobody on the recipient's side states a result.",
            upper(&proofs(a)),
            if stated == Some("pass") { ", and DMARC passed" } else { "" }
        ),
        (None, None) if a.is_masked => "The address in From is a mask: Gmane, an archive of mailing lists, wrote public.gmane.org over the \
                                        author's own domain, so nothing can be said of that one."
            .to_owned(),
        (None | Some("none" | "fail"), None | Some(false)) if a.is_no_domain() && *from == a.from => format!(
            "{from}, in From, is one word and no domain: nothing can be published for it in DNS, so no check can prove who wrote the mail."
        ),
        (Some("none" | "bestguesspass"), _) if from.is_empty() => {
            "The server found no domain in From whose DMARC policy it could look up.".to_owned()
        }
        (Some(result), _) if *from != a.from && !from.is_empty() => {
            format!("The server states dmarc={result} for {from}, while From shows {}.", a.from)
        }
        (Some("pass"), Some(true)) => format!("DMARC passed: {}.", proofs(a)),
        (Some("pass"), _) => {
            format!(
                "The server states that DMARC passed{whose}. The other fields do not show by which domain."
            )
        }
        (Some("fail"), Some(true))
            if a.rows.iter().any(|row| row.proves() && row.relation == Relation::Same) =>
        {
            format!("The server states that DMARC failed, though {}. Why, the fields do not show.", proofs(a))
        }
        (Some("fail"), Some(true)) => format!(
            "The server states that DMARC failed, though {}. The domain may ask for strict alignment, where only the same \
             name counts.",
            proofs(a)
        ),
        (Some("fail"), _) => format!("DMARC failed: {}.", failures(a)),
        (Some("none"), Some(true)) if let Some((by, result)) = &a.policy_elsewhere => format!(
            "The server that these results are of found no DMARC policy of {from} (dmarc=none), while {by} states dmarc={result} for it. \
             The mail would have passed{}: {}.",
            usually(a),
            proofs(a)
        ),
        (Some("none" | "bestguesspass"), Some(true)) => {
            format!(
                "{from} publishes no DMARC policy. The mail would have passed{}: {}.",
                usually(a),
                proofs(a)
            )
        }
        (Some("none"), _) if let Some((by, result)) = &a.policy_elsewhere => format!(
            "The server that these results are of found no DMARC policy of {from} (dmarc=none), while {by} states dmarc={result} for it. {}.",
            upper(&failures(a))
        ),
        (Some("none"), _) => format!("{from} publishes no DMARC policy. {}.", upper(&failures(a))),
        (Some(other), _) => {
            let meaning = meaning_of_result("dmarc", other);
            let meaning = meaning.map_or(String::new(), |meaning| format!(" {meaning}"));
            format!("The server states dmarc={other}{whose}.{meaning}")
        }
        (None, Some(true)) if a.is_before_dmarc => {
            format!(
                "The mail is older than DMARC (2012). What is stated proves the author's domain: {}.",
                proofs(a)
            )
        }
        (None, Some(false)) if a.is_before_dmarc => format!(
            "The mail is older than DMARC (2012), and nothing that is stated proves {from}: {}.",
            failures(a)
        ),
        (None, None) if a.is_before_dmarc && a.noted.is_none() && a.aside.is_none() => format!(
            "No server states a result that proves or disproves {from}; the mail is older than DMARC (2012)."
        ),
        (None, Some(true)) if let Some(noted) = a.noted.as_ref().filter(|noted| noted.states_dmarc()) => {
            format!("DMARC passed, as {} found: {}.", noted.by, proofs(a))
        }
        (None, Some(true)) => {
            format!("No {states} a DMARC result, but the mail would pass{}: {}.", usually(a), proofs(a))
        }
        (None, Some(false)) => {
            format!("No {states} a DMARC result, and nothing that is stated proves {from}: {}.", failures(a))
        }
        (None, None) if a.noted.is_some() => {
            format!("No Authentication-Results field says what would prove or disprove {from}.")
        }
        (None, None) => match (&a.aside, a.rows.iter().any(|row| row.is_fetched)) {
            (None, false) => format!(
                "No server states a result that proves or disproves {from}, so nothing can be said on DMARC.",
            ),
            (None, true) => format!("No server states a result that proves or disproves {from}."),
            (Some(aside), _) => set_aside(aside, from),
        },
    };
    let failed = stated == Some("fail") || (stated != Some("pass") && a.outcome == Some(false));
    let why = match a.detour.filter(|_| failed) {
        Some(Detour::MailingList) if a.is_of_list => {
            " The list wrote its own address into From, so the list's server can prove it: by a signature of that domain, or \
             by the domain's SPF record."
        }
        Some(Detour::MailingList)
            if !a.rows.iter().any(|row| row.by == By::Dkim && row.relation != Relation::Other) =>
        {
            " It has the fields of a mailing list: a list replaces the envelope sender, so SPF proves the list at most, and there is no \
             signature of the author's domain that could have come through."
        }
        Some(Detour::MailingList) => {
            " It has the fields of a mailing list: a list replaces the envelope sender and often changes the text, which \
             breaks the proof without any fault of the author's."
        }
        Some(Detour::Rewritten | Detour::Forwarded) if a.is_broken => {
            " It was passed on: SPF then speaks of the server that did so, and a change of the text breaks DKIM."
        }
        Some(Detour::Rewritten | Detour::Forwarded) => {
            " It was passed on: SPF then speaks of the server that did so."
        }
        None => "",
    };
    let unsaid = unsaid(a, &verdict);
    let by_spf = unsaid_of_spf(a, &verdict);
    verdict
        + a.of_author.as_deref().unwrap_or_default()
        + &unsaid
        + &by_spf
        + fetched(a).as_str()
        + &disposition(a)
        + why
        + &a.earlier.as_ref().map_or(String::new(), |before| earlier(before, a.rows.iter().any(Row::is_void)))
        + &a.filter_between.map_or(String::new(), between)
        + &noted(a)
}

/// What the server did about it, where it put the mail nowhere else: that is an observation of its own.
fn disposition(a: &Alignment) -> String {
    let asked = asked_for(a);
    let done = match a.disposition.as_deref() {
        None if a.stated.as_deref() == Some("fail") && a.policy.as_deref() == Some("none") => {
            " The domain asks for nothing to be done about that (p=none)."
        }
        Some("none") => " The server did nothing about that (dis=NONE).",
        Some("reject") => {
            " By its own word the server was to refuse the mail for that (dis=REJECT), yet it is here."
        }
        Some("oreject") => {
            " The domain asks for such mail to be refused; Microsoft took it in all the same (action=oreject)."
        }
        _ => "",
    };
    let is_kept = a.stated.as_deref() == Some("fail") && a.disposition.as_deref() != Some("quarantine");
    let skipped = a.skipped.as_ref().filter(|_| is_kept).map_or(String::new(), |by| {
        // Microsoft has one word for the reader's own list.
        let what = match by.contains("SFE") {
            true => "as the sender is on the reader's list of safe senders",
            false => "as a mail flow rule or a list of safe senders does",
        };
        format!(
            " Its filter was told to let this mail by ({by}), {what}: likely that is why nothing was done."
        )
    });
    asked + done + &skipped
}

/// What the domain's record asks for, where a result that failed names it.
fn asked_for(a: &Alignment) -> String {
    let is_told = a.stated.as_deref() == Some("fail") && a.disposition.as_deref() != Some("oreject");
    match a.policy.as_deref().filter(|_| is_told) {
        Some("reject") => " The domain asks for such mail to be refused (p=reject).".to_owned(),
        Some("quarantine") => {
            " The domain asks for such mail to be put aside, mostly into Junk (p=quarantine).".to_owned()
        }
        _ => String::new(),
    }
}

/// What a server before had found. `is_asked`: that SPF was asked about it is told already.
fn earlier(earlier: &Earlier, is_asked: bool) -> String {
    let by = &earlier.server;
    match earlier.is_sealed {
        _ if earlier.is_in_front && is_asked => format!(
            " {by} stated that DMARC passed, too. The proof was lost behind it: what it changes in a mail breaks DKIM."
        ),
        _ if earlier.is_in_front => format!(
            " {by}, which stands before the mailbox's own servers, stated that DMARC passed. The proof was lost behind it: SPF then speaks of \
             {by}, and what it changes in a mail breaks DKIM."
        ),
        _ if earlier.is_unplaced => format!(
            " {by} stated that DMARC passed. Whether that is a gateway in front of the mailbox, which changes mail and shows its own address to \
             the servers behind it, or a service of the sender's, these lines do not show: no Received field is among them."
        ),
        true => format!(
            " By ARC, {by} had found before that DMARC passed; the server found the seals intact (arc=pass), and may let the \
             mail in for that."
        ),
        false => format!(
            " Before that, {by} stated that {} passed{}. If so, the proof was lost behind it: the mail was changed there, or SPF \
             saw the address of a server in between.",
            earlier.check,
            if earlier.check == "DMARC" { "" } else { " for the author's domain" }
        ),
    }
}

/// A filter service that had it just before, and that states nothing.
fn between(service: &str) -> String {
    format!(
        " {service}, a service that filters mail, had it just before: such services often change a mail, which breaks DKIM, and SPF then \
         speaks of their server."
    )
}

/// Where the domain in From may ask for its very name (RFC 7489, section 3.1), and what it asks for is not stated.
fn usually(a: &Alignment) -> String {
    let is_same = a.rows.iter().any(|row| row.proves() && row.relation == Relation::Same);
    if is_same { String::new() } else { format!(" unless {} asks for strict alignment", a.from) }
}

/// Results that nobody in the network where the mail ended stands for.
fn set_aside(aside: &Aside, from: &str) -> String {
    match aside {
        Aside::Sealed(by, stated) => format!(
            "No server of the network where the mail ended states a result that proves or disproves {from}. By \
             ARC-Authentication-Results, {by} had found {} on the way: that counts only if you trust who sealed it.",
            join(stated)
        ),
        Aside::Outgoing(name) => format!(
            "No server states a result that proves or disproves {from}: the Authentication-Results in the name of {name} are \
             what Microsoft 365 writes on mail that it sends, and check nothing."
        ),
    }
}

/// A signature of the author's own that did not pass, where the verdict speaks of what did.
fn unsaid(a: &Alignment, verdict: &str) -> String {
    let own = a
        .rows
        .iter()
        .filter(|row| row.by == By::Dkim && row.relation != Relation::Other && !row.has_passed());
    if let Some(row) = own.clone().find(|row| row.is_weak && !verdict.contains("rsa-sha1")) {
        return format!(
            " The DKIM signature of {} is made by rsa-sha1, which counts as no signature since 2018 (RFC 8301).",
            row.domain
        );
    }
    // Beside one of the same domain that passed, another one takes nothing away.
    let has_passed = |domain: &str| {
        a.rows.iter().any(|row| row.by == By::Dkim && row.domain == domain && row.has_passed())
    };
    let own = own.filter(|row| !has_passed(&row.domain));
    let mut stated = own.filter_map(|row| Some((row, row.result.as_deref()?.to_ascii_lowercase())));
    let Some((row, result)) = stated.find(|(_, result)| {
        // Google says of a text that was changed that it is neutral.
        let is_changed = a.is_broken && result == "neutral";
        (is_changed || matches!(result.as_str(), "fail" | "hardfail" | "permerror" | "temperror" | "timeout"))
            && !verdict.contains(&format!("dkim={result}"))
    }) else {
        return String::new();
    };
    let domain = &row.domain;
    if row.is_unusable {
        return format!(
            " For the DKIM signature of {domain} the server got no key that it could use (dkim={result}, 0-bit key): the key is revoked, or \
             of a kind that the server does not know."
        );
    }
    if row.is_keyless {
        return format!(
            " For the DKIM signature of {domain} the server found no key in DNS (dkim={result})."
        );
    }
    let is_stated_open = a.stated.as_deref() == Some("temperror");
    let what = match result.as_str() {
        "fail" | "hardfail" | "neutral" => "did not verify",
        "permerror" => "could not be checked",
        _ if is_stated_open => {
            return format!(
                " The key of the DKIM signature of {domain} could not be fetched (dkim={result}), either: likely the name \
                 servers of {domain} did not answer. That is for the sender's side to mend; mail that is sent again may pass."
            );
        }
        _ => "could not be checked, as its key could not be fetched",
    };
    format!(" The DKIM signature of {domain} {what} (dkim={result}).")
}

/// That SPF failed, where the verdict speaks of what passed: nothing else tells the sender that the record lacks a server.
fn unsaid_of_spf(a: &Alignment, verdict: &str) -> String {
    let is_failed =
        |result: &str| matches!(result, "fail" | "hardfail" | "softfail" | "permerror" | "temperror");
    let mut stated = a.rows.iter().filter(|row| row.by == By::Spf && !row.is_fetched && !row.is_guess);
    let found = stated.find_map(|row| Some((&row.domain, row.result.as_deref()?.to_ascii_lowercase(), row)));
    let found = found.filter(|(_, result, row)| {
        (is_failed(result) || row.is_void())
            && !verdict.contains("spf=")
            && !verdict.contains("SPF was asked")
    });
    match found {
        Some((_, result, row)) if let Some(asked) = row.asked.as_ref().filter(|_| row.is_void()) => {
            format!(" {}.", void(asked, &format!("spf={result}")))
        }
        Some((domain, result, _)) if result.ends_with("error") => {
            format!(" {}.", upper(&unchecked(domain, &result)))
        }
        // Who passes a mail on is in nobody's record.
        Some((domain, result, row))
            if let Some(Asked::Claimed(server)) = row.asked.as_ref().filter(|_| a.detour.is_none()) =>
        {
            format!(
                " SPF did not pass (spf={result}): the record of {domain} does not list {server}, which handed the mail over and states that SPF had passed \
                 there. If {server} is a gateway of the reader's own, the result says nothing of the sender."
            )
        }
        Some((domain, result, row)) if a.detour.is_none() => {
            let server = row.client.as_ref();
            let server = server.map_or("the server that sent the mail".to_owned(), |client| {
                format!("{client}, which sent the mail")
            });
            format!(" SPF did not pass (spf={result}): the record of {domain} does not list {server}.")
        }
        Some((domain, result, row)) if matches!(a.detour, Some(Detour::Forwarded)) => format!(
            " SPF did not pass (spf={result}): it was asked about {}, which the record of {domain} does not list and need not.",
            row.client.as_deref().or(a.forwarder.as_deref()).unwrap_or("the server that passed the mail on")
        ),
        _ => String::new(),
    }
}

/// A result of SPF that says nothing of the sender.
fn void(asked: &Asked, result: &str) -> String {
    let found = if matches!(asked, Asked::Gate(_, true)) { ", where SPF had passed before" } else { "" };
    format!(
        "SPF was asked about {}{found}: that one need not stand in the sender's record, so the result ({result}) says nothing of the sender",
        asked.shown()
    )
}

/// What came in the way of a check by SPF (RFC 7208, sections 2.6.6 and 2.6.7).
fn unchecked(domain: &str, result: &str) -> String {
    match result {
        "permerror" => {
            format!("the SPF record of {domain} has a fault, so that no server passes by it (spf=permerror)")
        }
        _ => {
            format!("the SPF record of {domain} could not be looked up, for trouble with DNS (spf=temperror)")
        }
    }
}

/// What SPF is worth to a server that fetched the mail.
fn fetched(a: &Alignment) -> String {
    let Some(row) = a.rows.iter().find(|row| row.is_fetched) else { return String::new() };
    format!(
        " SPF proves nothing here: who states it ({} for {}) fetched the mail from another mailbox, and took the address from \
         an older field.",
        row.result.as_deref().unwrap_or_default().to_ascii_lowercase(),
        row.domain
    )
}

/// What the last network's own filter made of it.
pub(super) fn own_filter(noted: &Noted) -> String {
    format!(" {} noted itself: {}.", upper(&noted.by), tests(noted))
}

fn tests(noted: &Noted) -> String {
    let tests: Vec<String> =
        noted.tests.iter().map(|(test, meaning)| format!("{test} ({})", lower(meaning))).collect();
    join(&tests)
}

/// A spam filter's word: whose, and which tests say so.
fn noted(a: &Alignment) -> String {
    let Some(noted) = &a.noted else { return String::new() };
    // Named before, where its word decides.
    let is_named = a.rows.iter().any(|row| row.noted_by.is_some());
    let by = if is_named || (a.outcome == Some(true) && a.stated.is_none() && noted.states_dmarc()) {
        "It".to_owned()
    } else {
        upper(&noted.by)
    };
    // What SPF was asked about there is not what the mail has now.
    let is_of_spf = noted.tests.iter().any(|(test, _)| test.to_ascii_uppercase().contains("SPF"));
    let before = match a.detour.filter(|detour| {
        is_of_spf && (noted.is_earlier || (*detour == Detour::MailingList && !noted.is_receivers))
    }) {
        Some(Detour::MailingList) => {
            " SPF was asked of the envelope sender that the mail had there, which need not be the list's."
        }
        Some(_) => " SPF was asked of the envelope sender that the mail had there, before it was passed on.",
        None => "",
    };
    format!(" {by} noted {}.{before}", tests(noted))
}

fn proofs(a: &Alignment) -> String {
    let proofs = a.rows.iter().filter(|row| row.proves()).map(|row| match row.by {
        By::Spf if row.is_helo => {
            format!("SPF passed for {}, the name in HELO of a mail without an envelope sender", row.domain)
        }
        By::Spf => format!("SPF passed for {}", row.domain),
        By::Dkim => match &row.noted_by {
            Some(by) => format!("{by} found a DKIM signature of {} valid", row.domain),
            None => format!("a DKIM signature of {} is valid", row.domain),
        },
    });
    let proofs = unique(proofs);
    let is_same = a.rows.iter().filter(|row| row.proves()).all(|row| row.relation == Relation::Same);
    let belongs = match (proofs.len(), is_same) {
        (_, true) => ", the domain in From itself".to_owned(),
        (1, false) => format!(", which belongs to the domain in From ({})", a.from),
        (_, false) => format!("; these belong to the domain in From ({})", a.from),
    };
    join(&proofs) + &belongs
}

fn failures(a: &Alignment) -> String {
    // Of SPF at a server that fetched the mail, more is told by itself.
    let clauses = unique(a.rows.iter().filter(|row| !row.is_fetched).map(|row| failure(row, &a.from)));
    let has_dkim = a.rows.iter().any(|row| row.by == By::Dkim);
    let unsigned = (!has_dkim).then(|| "there is no DKIM signature that could help".to_owned());
    let clauses: Vec<String> = clauses.into_iter().chain(unsigned).collect();
    clauses.join("; ")
}

fn failure(row: &Row, from: &str) -> String {
    let Some(result) = row.result.as_deref() else {
        return match row.by {
            By::Spf => format!("no result of SPF is stated for {}", row.domain),
            By::Dkim => format!("no result is stated for the DKIM signature of {}", row.domain),
        };
    };
    let result = format!("{}={}", row.by.name(), result.to_ascii_lowercase());
    let other = format!("which does not belong to {from}");
    match (row.by, row.has_passed(), row.relation) {
        (By::Spf, ..) if let Some(asked) = row.asked.as_ref().filter(|_| row.is_void()) => {
            void(asked, &result)
        }
        (By::Spf, ..) if row.is_guess => format!(
            "{} publishes no SPF record, and the server only guessed one ({result}), which proves nothing",
            row.domain
        ),
        (By::Spf, true, _) if row.is_helo => format!(
            "the envelope sender is empty, and SPF passed only for {}, the name in HELO, {other}",
            row.domain
        ),
        (By::Spf, true, _) => format!("SPF passed only for {}, {other}", row.domain),
        (By::Spf, false, _) if result == "spf=none" && !row.is_helo => {
            format!("no SPF record is published for {} ({result})", row.domain)
        }
        (By::Spf, false, _) if matches!(result.as_str(), "spf=permerror" | "spf=temperror") => {
            unchecked(&row.domain, result.trim_start_matches("spf="))
        }
        (By::Spf, false, _) => format!("SPF did not pass for {} ({result})", row.domain),
        (By::Dkim, true, _) if let Some(host) = knowledge::default_signer(&row.domain) => format!(
            "a DKIM signature is valid only for {}, which {host} signs with where the customer's own domain is not set up; DMARC does not \
             count it for {from}",
            row.domain
        ),
        (By::Dkim, false, _) if row.is_weak && result == "dkim=pass" => format!(
            "the DKIM signature of {} is valid, but made by rsa-sha1, which counts as no signature since 2018 (RFC 8301)",
            row.domain
        ),
        (By::Dkim, false, _) if row.is_unusable => {
            format!(
                "for the DKIM signature of {} the server got no key that it could use ({result}, 0-bit key)",
                row.domain
            )
        }
        (By::Dkim, true, _) => format!("a DKIM signature is valid only for {}, {other}", row.domain),
        (By::Dkim, false, _) if row.is_keyless => {
            format!("for the DKIM signature of {} the server found no key in DNS ({result})", row.domain)
        }
        (By::Dkim, false, _) if matches!(result.as_str(), "dkim=fail" | "dkim=hardfail") => {
            format!("the DKIM signature of {} did not verify ({result})", row.domain)
        }
        (By::Dkim, false, _) => {
            format!("no DKIM signature of {} is known to be valid ({result})", row.domain)
        }
    }
}

/// Each name once, in order: at most so many as anybody reads.
pub(super) fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    const MOST: usize = 8;
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if found.len() < MOST && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
pub(super) mod tests {
    /// What is said of DMARC, where these fields stand above and below the last server's.
    pub fn told(above: &str, below: &str) -> String {
        let paste = format!(
            "{above}Received: from out.example.net (out.example.net [192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 3 Nov \
             2026 10:00:02 +0100\n{below}From: bob@example.com\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: a\n"
        );
        crate::diagnose(&paste).alignment.expect("a domain in From").text
    }

    #[test]
    fn a_missing_key_and_a_failed_spf_are_spoken_of() {
        let told = |results: &str| told(&format!("Authentication-Results: mx.example.org; {results}\n"), "");
        for result in ["fail (no key for signature)", "permerror (no key for signature)"] {
            let text =
                told(&format!("dkim={result} header.d=example.com; dmarc=fail header.from=example.com"));
            assert!(text.contains("found no key in DNS") && !text.contains("did not verify"), "{text}");
        }
        let text = told(
            "spf=softfail smtp.mailfrom=bob@example.com; dkim=pass header.d=example.com; dmarc=pass header.from=example.com",
        );
        assert!(text.contains("SPF did not pass (spf=softfail): the record of example.com"), "{text}");
    }

    #[test]
    fn a_record_that_cannot_be_read_is_told_from_one_that_does_not_list_the_server() {
        let told = |result: &str, more: &str| {
            told(
                &format!(
                    "Authentication-Results: mx.example.org; spf={result} smtp.mailfrom=bob@example.com; {more}\n"
                ),
                "",
            )
        };
        for more in [
            "dkim=pass header.d=example.com; dmarc=pass header.from=example.com",
            "dmarc=fail header.from=example.com",
        ] {
            let broken = told("permerror", more).to_lowercase();
            assert!(
                broken.contains("the spf record of example.com has a fault, so that no server passes by it"),
                "{broken}"
            );
            let silent = told("temperror", more).to_lowercase();
            assert!(silent.contains("the spf record of example.com could not be looked up"), "{silent}");
        }
    }

    #[test]
    fn a_policy_of_none_asks_for_nothing() {
        let of = |policy: &str| {
            told(
                &format!(
                    "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=bob@example.com; dmarc=fail{policy} header.from=example.com\n"
                ),
                "",
            )
        };
        assert!(of(" (policy=none)").contains("asks for nothing to be done about that (p=none)"));
        assert!(!of(" (policy=reject)").contains("asks for nothing"));
        assert!(
            of(" (p=none dis=none)").contains("did nothing about that")
                && !of("").contains("asks for nothing")
        );
    }

    #[test]
    fn one_word_in_from_publishes_nothing() {
        let of = |from: &str| {
            let paste = format!(
                "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.net; dmarc=none header.from={from}\nReceived: \
                 from out.example.net (out.example.net [192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 3 Nov 2026 10:00:02 \
                 +0100\nFrom: news@{from}\nSubject: a\n"
            );
            crate::diagnose(&paste).alignment.expect("a domain in From").text
        };
        let word = of("grandbank-points");
        assert!(word.contains("one word and no domain") && !word.contains("publishes no"), "{word}");
        assert!(of("example.com").contains("publishes no DMARC policy"));
        assert!(of("public.gmane.org").contains("publishes no DMARC policy"));
    }

    #[test]
    fn an_archives_mask_is_nobodys_domain() {
        let of = |from: &str| {
            let paste = format!(
                "Return-Path: <talk-owner-a1b2@{from}>\nReceived: from list.example.net (list.example.net [192.0.2.1]) by lo.example.org \
                 with ESMTP id b; Tue, 3 Nov 2015 10:00:02 +0100\nFrom: bob-a1b2@{from}\nSubject: a\n"
            );
            crate::diagnose(&paste).alignment.expect("a domain in From")
        };
        let masked = of("public.gmane.org");
        assert!(masked.text.contains("is a mask: Gmane") && masked.rows.is_empty(), "{}", masked.text);
        assert!(!of("example.com").rows.is_empty());
    }

    #[test]
    fn what_the_last_network_states_where_it_seals_is_stated() {
        let sign = "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=a; h=from; bh=AA; b=AA\n";
        let told = |result: &str| {
            let fields = format!(
                "ARC-Authentication-Results: i=1; mx.example.org; {result}\nAuthentication-Results: mx.example.org; spf=none \
                 smtp.mailfrom=bob@example.com; dmarc=none header.from=example.com\n"
            );
            told(&fields, sign)
        };
        let text = told("dkim=fail (signature did not verify) header.d=example.net");
        assert!(text.contains("the DKIM signature of example.net did not verify"), "{text}");
        assert!(
            told("dkim=pass header.d=example.edu")
                .contains("no result is stated for the DKIM signature of example.net")
        );
    }

    #[test]
    fn what_was_stated_on_the_way_is_not_denied() {
        let sealed = "ARC-Authentication-Results: i=1; mx.example.net; spf=pass smtp.mailfrom=bob@example.com; dmarc=pass \
                      header.from=example.com\n";
        let text = told("", sealed);
        assert!(text.contains("mx.example.net had found spf=pass and dmarc=pass"), "{text}");
        assert!(!text.contains("nothing can be said"), "{text}");
        let outgoing = "Authentication-Results: example.org; dkim=none (message not signed) header.d=none;example.org; dmarc=none \
                        action=none header.from=example.com;\n";
        assert!(told("", outgoing).contains("in the name of example.org are what Microsoft 365 writes"));
        assert!(told("", "").contains("nothing can be said on DMARC"));
    }

    #[test]
    fn who_fetched_a_mail_saw_no_server_that_sent_it() {
        let fetched = |with: &str| {
            told(
                &format!(
                    "Authentication-Results: home.example.edu; spf=pass smtp.mailfrom=bob@example.com\nReceived: from \
                     pop.example.org (pop.example.org [192.0.2.8]) by home.example.edu with {with} id c; Tue, 3 Nov 2026 10:09:02 \
                     +0100\n"
                ),
                "",
            )
        };
        let text = fetched("POP3");
        assert!(text.contains("SPF proves nothing here") && !text.contains("would pass"), "{text}");
        assert!(fetched("ESMTPS").contains("would pass"));
    }

    #[test]
    fn of_mail_before_dmarc_nobody_could_state_a_result() {
        let of = |year: &str, results: &str| {
            let paste = format!(
                "{results}Received: from out.example.net (out.example.net [192.0.2.1]) by mx.example.org with ESMTP id b; 3 Nov \
                 {year} 10:00:02 +0100\nFrom: bob@example.com\nSubject: a\n"
            );
            crate::diagnose(&paste).alignment.expect("a domain in From").text
        };
        let passed = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bob@example.com\n";
        for results in ["", passed, &passed.replace("pass", "fail")] {
            let old = of("2009", results);
            assert!(old.contains("older than DMARC (2012)") && !old.contains("nothing can be said"), "{old}");
            assert!(!of("2013", results).contains("older than DMARC"));
        }
    }

    #[test]
    fn what_a_service_sends_from_its_own_list_took_no_detour() {
        let detour = |result: &str, first: &str, from: &str| {
            let paste = format!(
                "Authentication-Results: mx.example.org; dkim={result} header.d=example.net\nReceived: from out.example.net \
                 (out.example.net [192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 3 Nov 2026 10:00:02 +0100\nReceived: \
                 {first}; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: {from}\nList-Post: <mailto:reply@talk.example.net>\nSubject: a\n"
            );
            crate::diagnose(&paste).alignment.expect("a domain in From").detour
        };
        let own = "from app.example.net (app.example.net [192.0.2.2]) by out.example.net with ESMTPS id a";
        assert_eq!(detour("pass", own, "news@example.net"), None);
        let list = Some("mailing-list".to_owned());
        assert_eq!(detour("fail", own, "news@example.net"), list);
        assert_eq!(detour("pass", own, "reply@talk.example.net"), list);
        assert_eq!(detour("pass", own, "bob@example.com"), list);
        let wrote = "from pc.example.com (pc.example.com [192.0.2.2]) by out.example.net with ESMTPS id a";
        assert_eq!(detour("pass", wrote, "talk@example.net"), list);
    }

    #[test]
    fn a_signature_that_did_not_pass_is_spoken_of() {
        let of = |results: &str| told(&format!("Authentication-Results: mx.example.org; {results}\n"), "");
        let passed = "spf=pass smtp.mailfrom=bob@example.com; dmarc=pass header.from=example.com; dkim=";
        let failed = of(&format!("{passed}fail header.d=example.com"));
        assert!(failed.contains("signature of example.com did not verify (dkim=fail)"), "{failed}");
        assert!(!of(&format!("{passed}pass header.d=example.com")).contains("did not verify"));
        assert!(!of(&format!("{passed}fail header.d=example.net")).contains("did not verify"));
        let both = of(&format!("{passed}permerror header.d=example.com; dkim=pass header.d=example.com"));
        assert!(!both.contains("could not be checked"), "{both}");
        let silent = of("dkim=timeout header.d=example.com; dmarc=temperror header.from=example.com");
        assert!(silent.contains("name servers of example.com did not answer"), "{silent}");
        let bad = of("dkim=fail header.d=example.com; dmarc=fail header.from=example.com");
        assert_eq!(bad.matches("did not verify (dkim=fail)").count(), 1, "{bad}");
    }

    #[test]
    fn the_last_servers_own_filter_is_heard() {
        let results = "Authentication-Results: lists.example.net; dkim=pass header.d=example.com; dmarc=pass \
                       header.from=example.com\n";
        let paste = |filter: &str| {
            let paste = format!(
                "{filter}Received: from lists.example.net (lists.example.net [192.0.2.1]) by mx.example.org with ESMTPS id \
                 b17; Tue, 3 Nov 2026 10:00:02 +0100\n{results}Received: from out.example.com (out.example.com [192.0.2.2]) by \
                 lists.example.net with ESMTPS id a16; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: bob@example.com\nSubject: a\n"
            );
            let found = crate::diagnose(&paste).observations;
            found
                .into_iter()
                .find(|seen| seen.id == "results-from-elsewhere")
                .expect("of another network")
                .text
        };
        let rspamd = "X-Rspamd-Server: mail\nX-Spamd-Result: default: False [0.84 / 15.00]; \
                      DMARC_POLICY_ALLOW(-0.50)[example.com,none]\nX-Rspamd-Queue-Id: b17\n";
        let text = paste(rspamd);
        assert!(text.contains("noted itself: DMARC_POLICY_ALLOW (DMARC passed)"), "{text}");
        assert!(!paste("").contains("noted itself"));
    }
}
