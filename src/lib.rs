//! mailwhy says why mail failed: what happened, where on the way, who can mend it, and what to do next.
//!
//! ```
//! let report = mailwhy::diagnose("452 4.2.2 mailbox full");
//! assert_eq!(report.findings[0].cause, "mailbox-full");
//! assert_eq!(report.findings[0].permanence, "temporary");
//! ```
//!
//! # A paste's way
//!
//! Text → [`text`] repairs what pasting damaged and keeps the offsets → the surest reader of `input` reads it → `facts`:
//! what was said, by whom, about which recipient → `diagnose` judges every statement by the rules of [`knowledge`] and
//! ranks what comes out, or says `undetermined` → [`report`] lays it out with evidence, steps and commands.
//!
//! # Who may use whom
//!
//! `text`: std, memchr. `mail`: text. `facts`: mail, text. `input`: facts, mail, text. `knowledge`: std, `text::find` and `text::token`.
//! `diagnose`: facts, mail, text, knowledge. `report`: all of these but `input`. `many`: report, input, mail, text. `web`
//! and `main.rs`: [`diagnose`], [`report`], [`many`], and articles from [`knowledge`]. Nothing backwards, nothing else;
//! `tests/native/layers.rs` proves it.

// `html!` takes its markup piece by piece.
#![cfg_attr(feature = "web", recursion_limit = "1024")]

mod diagnose;
mod facts;
pub mod files;
mod input;
pub mod knowledge;
pub mod link;
pub mod mail;
pub mod many;
pub mod redact;
pub mod report;
pub mod several;
pub mod text;
#[cfg(feature = "web")]
pub mod web;

pub use report::Report;

/// Explains a paste. Never fails: where the text does not tell, the one finding is `undetermined`.
pub fn diagnose(paste: &str) -> Report {
    diagnose_with(paste, mail::charset::builtin)
}

/// Explains a paste, with a decoder for the charsets that are not built in: see [`mail::charset`].
///
/// Of several mails the one that something was wrong with is explained, and the others are told of: see [`several::mails`].
pub fn diagnose_with(paste: &str, decoder: mail::charset::Decoder) -> Report {
    let mut mails = several::mails(paste, decoder);
    if mails.is_empty() { explain(paste, decoder) } else { mails.swap_remove(0).report }
}

/// Explains what is one case.
fn explain(paste: &str, decoder: mail::charset::Decoder) -> Report {
    let mended = text::scanned::mended(paste);
    let paste = mended.as_deref().unwrap_or(paste);
    let (facts, diagnosis) = judged(paste, decoder);
    report::build(paste, facts, &diagnosis, report::Depth::Whole)
}

/// An error among settings is the answer, where one is recognised: the settings stand beside it.
fn judged(paste: &str, decoder: mail::charset::Decoder) -> (facts::Facts, diagnose::Diagnosis) {
    let mut facts = input::read(paste, decoder);
    if facts.kind == facts::Kind::Settings
        && let Some(words) = input::words_among_settings(paste)
    {
        let diagnosis = diagnose::diagnose(&words);
        let of_settings = diagnose::diagnose(&facts);
        // What people say above their settings, and the settings prove, is told by these.
        let is_proved = diagnose::is_hearsay_of(&words, &diagnosis, &facts, &of_settings);
        if diagnose::is_told(&diagnosis) && !is_proved {
            return (words, diagnosis);
        }
        // What a program said is never asked for again, known or not; but what the settings prove tells more.
        let is_unsent = facts.settings.as_ref().is_some_and(|settings| settings.unsent.is_some());
        if input::tells_failure(&words)
            && !is_unsent
            && of_settings.findings.iter().all(diagnose::is_undetermined)
        {
            return (words, diagnosis);
        }
    }
    // Somebody asks by mail, and pasted it with the few fields that a mail program shows.
    if let Some(below) = input::words_below_fields(paste, &facts, decoder) {
        let diagnosis = diagnose::diagnose(&below);
        if diagnose::is_told(&diagnosis) {
            return (below, diagnosis);
        }
    }
    if let Some(event) = input::event_above_log(paste, &facts) {
        let diagnosis = diagnose::diagnose(&event);
        if diagnose::is_told(&diagnosis) {
            let of_log = diagnose::diagnose(&facts);
            // The log tells the same, and has the times and the server's own words besides.
            if diagnose::is_of_one_fault(&diagnosis, &facts, &of_log, paste) {
                facts.own_event = true;
                return (facts, diagnose::Diagnosis { product: diagnosis.product, ..of_log });
            }
            return (event, diagnosis);
        }
    }
    let mut diagnosis = diagnose::diagnose(&facts);
    if diagnose::is_a_box(&facts, &diagnosis) {
        facts.kind = facts::Kind::Words;
        diagnosis = diagnose::diagnose(&facts);
    }
    // Who asks about a report's header says `Thanks`, and is no report.
    if !diagnose::is_told(&diagnosis)
        && let Some(header) = input::header_within_words(paste, &facts, decoder)
    {
        let diagnosis = diagnose::diagnose(&header);
        return (header, diagnosis);
    }
    // A test by hand went well, or its refusal is one that somebody only tells of: the program's own error is what they ask about.
    if facts.is_refused_aside_alone()
        && let Some(words) = input::words_beside_dialogue(paste)
    {
        let beside = diagnose::diagnose(&words);
        if diagnose::is_a_programs_word(&beside) {
            return (words, beside);
        }
    }
    (facts, diagnosis)
}

/// What a row of a table shows of a paste, as [`diagnose_with`] says it: findings without what to do, and the mail's own
/// header.
pub fn diagnose_in_brief(paste: &str, decoder: mail::charset::Decoder) -> Report {
    let mended = text::scanned::mended(paste);
    let paste = mended.as_deref().unwrap_or(paste);
    let (facts, diagnosis) = judged(paste, decoder);
    report::build(paste, facts, &diagnosis, report::Depth::Row)
}

#[cfg(test)]
mod tests {
    use crate::{diagnose, input, knowledge, mail};
    use std::collections::HashSet;

    include!(concat!(env!("OUT_DIR"), "/examples.rs"));

    /// A rule whose own examples do not show it has a phrase that is never met, or an owner that is not recognised.
    #[test]
    fn every_rule_holds_for_one_of_its_examples() {
        let mut held = HashSet::new();
        for (_, _, counter, text) in EXAMPLES {
            if *counter {
                continue;
            }
            let facts = input::read(text, mail::charset::builtin);
            for (index, statement) in facts.statements.iter().enumerate() {
                let program = facts.program.and_then(knowledge::owner_number);
                let found = diagnose::judge(index, statement, program, diagnose::Writer::Any);
                held.extend(found.into_iter().filter_map(|found| found.rule));
            }
        }
        let silent: Vec<&str> = (0..knowledge::RULES.len())
            .filter(|rule| !held.contains(&(*rule as u16)))
            .map(|rule| knowledge::RULES[rule].id)
            .collect();
        assert!(silent.is_empty(), "rules that none of their examples shows: {silent:?}");
    }
}
