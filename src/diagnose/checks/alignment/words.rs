//! Why DMARC passed or failed, in plain sentences.

use super::{Alignment, By, Detour, Earlier, Relation, Row};
use crate::diagnose::checks::filters::{lower, meaning_of_result};
use crate::diagnose::checks::speak::{join, upper};

/// The plain sentences.
pub(super) fn explain(a: &Alignment) -> String {
    let from = a.stated_for.as_ref().unwrap_or(&a.from);
    let stated = a.stated.as_deref();
    let whose = a.stated_for.as_ref().filter(|named| !named.is_empty());
    let whose = whose.map_or(String::new(), |named| format!(" for {named}"));
    // A filter is a server, too.
    let states = if a.noted.is_some() { "Authentication-Results field states" } else { "server states" };
    let verdict = match (stated, a.outcome) {
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
        (Some("none" | "bestguesspass"), Some(true)) => {
            format!(
                "{from} publishes no DMARC policy. The mail would have passed{}: {}.",
                usually(a),
                proofs(a)
            )
        }
        (Some("none"), _) => format!("{from} publishes no DMARC policy. {}.", upper(&failures(a))),
        (Some(other), _) => {
            let meaning = meaning_of_result("dmarc", other);
            let meaning = meaning.map_or(String::new(), |meaning| format!(" {meaning}"));
            format!("The server states dmarc={other}{whose}.{meaning}")
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
        (None, None) => format!(
            "No server states a result that proves or disproves {from}, so nothing can be said on DMARC.",
        ),
    };
    let failed = stated == Some("fail") || (stated != Some("pass") && a.outcome == Some(false));
    let why = match a.detour.filter(|_| failed) {
        Some(Detour::MailingList) if a.is_of_list => {
            " The list wrote its own address into From, so the list's server can prove it: by a signature of that domain, or \
             by the domain's SPF record."
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
    verdict + disposition(a) + why + &a.earlier.as_ref().map_or(String::new(), earlier) + &noted(a)
}

/// What the server did about it, where it put the mail nowhere else: that is an observation of its own.
fn disposition(a: &Alignment) -> &'static str {
    match a.disposition.as_deref() {
        Some("none") => " The server did nothing about that (dis=NONE).",
        Some("reject") => {
            " By its own word the server was to refuse the mail for that (dis=REJECT), yet it is here."
        }
        _ => "",
    }
}

/// What a server before had found.
fn earlier(earlier: &Earlier) -> String {
    let by = &earlier.server;
    match earlier.is_sealed {
        true => format!(
            " By ARC, {by} had found before that DMARC passed; the server found the seals intact (arc=pass), and may let the \
             mail in for that."
        ),
        false => format!(
            " Before that, {by} stated that DMARC passed. If so, the proof was lost behind it: the mail was changed there, or SPF \
             saw the address of a server in between."
        ),
    }
}

/// Where the domain in From may ask for its very name (RFC 7489, section 3.1), and what it asks for is not stated.
fn usually(a: &Alignment) -> String {
    let is_same = a.rows.iter().any(|row| row.proves() && row.relation == Relation::Same);
    if is_same { String::new() } else { format!(" unless {} asks for strict alignment", a.from) }
}

/// A spam filter's word: whose, and which tests say so.
fn noted(a: &Alignment) -> String {
    let Some(noted) = &a.noted else { return String::new() };
    let tests: Vec<String> =
        noted.tests.iter().map(|(test, meaning)| format!("{test} ({})", lower(meaning))).collect();
    // Named before, where its word decides.
    let by = if a.rows.iter().any(|row| row.noted_by.is_some()) { "It".to_owned() } else { upper(&noted.by) };
    // What SPF was asked about there is not what the mail has now.
    let is_of_spf = noted.tests.iter().any(|(test, _)| test.to_ascii_uppercase().contains("SPF"));
    let before = match a.detour.filter(|_| is_of_spf && noted.is_earlier) {
        Some(Detour::MailingList) => {
            " That was of the envelope sender that the mail had there, which need not be the list's."
        }
        Some(_) => " That was of the envelope sender that the mail had there, before it was passed on.",
        None => "",
    };
    format!(" {by} noted {}.{before}", join(&tests))
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
    let clauses = unique(a.rows.iter().map(|row| failure(row, &a.from)));
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
        (By::Spf, false, _) => format!("SPF did not pass for {} ({result})", row.domain),
        (By::Dkim, true, _) => format!("a DKIM signature is valid only for {}, {other}", row.domain),
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
