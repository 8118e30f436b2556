//! Junk that no filter chose: a setting, a block list or a rule of the reader's own put the mail there.
//!
//! `SFV:BLK` is documented: the sender is on the reader's list of blocked senders, and the mail goes to Junk or, where the organisation
//! wants that, to quarantine
//! (<https://learn.microsoft.com/en-us/defender-office-365/configure-junk-email-settings-on-exo-mailboxes>, checked 2026-11-27 in its public
//! source). `OFR` is not: what it says is likely, and no more.

use super::Verdict;
use crate::diagnose::checks::Notes;
use crate::diagnose::checks::side::Side;
use crate::facts::message::{Message, Of};
use crate::mail::spam_headers::FilterReport;
use crate::text::Span;

/// What of the reader's own put a mail into Junk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// The mailbox takes mail from known senders only.
    KnownOnly,
    /// The sender is on the reader's list of blocked senders.
    Blocked,
    /// A rule of the reader.
    Rule,
}

type Field<'a> = (&'a Of<FilterReport>, &'a Verdict);

fn is_mailbox(field: &Of<FilterReport>) -> bool {
    field.read.filter == "microsoft-mailbox-delivery"
}

fn blocks(field: &Of<FilterReport>) -> bool {
    field.read.filter == "forefront" && field.read.get("SFV") == Some("BLK")
}

/// Nothing where a filter speaks against the mail as well: then it has reasons of its own.
pub fn of(message: &Message, verdicts: &[Verdict], sides: &[Side]) -> Option<Own> {
    let all = message.filters.iter().zip(verdicts).zip(sides);
    let at_home: Vec<Field> = all
        .filter(|((_, verdict), side)| verdict.counts && !matches!(side, Side::Before(_)))
        .map(|(one, _)| one)
        .collect();
    let mailbox = at_home.iter().find(|(field, _)| is_mailbox(field)).map(|(field, _)| &field.read);
    let dest = mailbox.and_then(|read| read.get("dest"));
    // Where it did not go to Junk, nothing put it there.
    if dest.is_some_and(|dest| dest != "J") {
        return None;
    }
    let is_blocked = at_home.iter().any(|(field, _)| blocks(field));
    let own = match mailbox.filter(|_| dest.is_some()).and_then(|read| read.get("OFR")) {
        _ if is_blocked => Own::Blocked,
        Some("ExclusiveSettings") => Own::KnownOnly,
        Some("CustomRules") => Own::Rule,
        _ => return None,
    };
    // Of a blocked sender, Microsoft's level follows from that, and its other filters were passed over.
    let is_microsofts =
        |field: &Of<FilterReport>| matches!(field.read.filter, "exchange-scl" | "microsoft_antispam");
    let follows = |field: &Of<FilterReport>| {
        is_mailbox(field) || (own == Own::Blocked && (blocks(field) || is_microsofts(field)))
    };
    let is_judged = at_home.iter().any(|(field, verdict)| verdict.leaning > 0 && !follows(field));
    (!is_judged).then_some(own)
}

/// Why it lies in Junk, as the end of a sentence.
pub(super) fn why(own: Own, blocked: Option<&FilterReport>, by: Option<&str>) -> String {
    match own {
        Own::KnownOnly => {
            "likely the reader takes mail from known senders only (OFR:ExclusiveSettings, which Microsoft does not document)".to_owned()
        }
        Own::Rule => {
            "likely a rule of the reader decided (OFR:CustomRules, which Microsoft does not document)".to_owned()
        }
        Own::Blocked => {
            let level = blocked.and_then(|read| read.get("SCL")).filter(|level| !level.is_empty());
            let level = level.map_or(String::new(), |level| format!(", SCL {level}"));
            let also = match by {
                Some("CustomRules") => {
                    "; a rule of the reader's may move such mail as well (OFR:CustomRules, which Microsoft does not document), so look through the rules, too"
                }
                _ => "",
            };
            format!("the sender is on the reader's own list of blocked senders (SFV:BLK{level}){also}")
        }
    }
}

/// Of a sender whom the reader blocked, Microsoft sets the level of spam, and judges nothing.
pub(super) fn follow(verdict: &mut Verdict) {
    const SET: &str = "The level that a blocked sender gets: it follows from the reader's own list, and no filter judged the mail.";
    let is_level = |test: &str| test.starts_with("SCL:");
    for (_, meaning, _) in
        verdict.notes.iter_mut().filter(|(test, _, leaning)| is_level(test) && *leaning > 0)
    {
        *meaning = SET;
    }
    if let [(test, ..)] = &verdict.notes[..]
        && is_level(test)
        && verdict.leaning > 0
    {
        (verdict.text, verdict.main) = (Some(SET.to_owned()), SET.len());
    }
}

/// The words that say so, and the level beside them.
pub(super) fn evidence(notes: &Notes, own: Own) -> Vec<Span> {
    let filters = &notes.message.filters;
    let words = |is_it: fn(&Of<FilterReport>) -> bool, key: &str| {
        let field = filters.iter().find(|field| is_it(field))?;
        let value = field.read.get(key).filter(|value| !value.is_empty())?;
        Some(notes.word(field.field, &format!("{key}:{value}")))
    };
    let level = || {
        let field = filters.iter().find(|field| field.read.filter == "exchange-scl")?;
        Some(notes.value(field.field))
    };
    let told = match own {
        Own::Blocked => {
            [words(blocks, "SFV"), words(blocks, "SCL").or_else(level), words(is_mailbox, "dest")]
        }
        Own::KnownOnly | Own::Rule => [words(is_mailbox, "OFR"), words(is_mailbox, "dest"), level()],
    };
    told.into_iter().flatten().flatten().collect()
}

/// Which field of Microsoft's filter says that it is blocked.
pub(super) fn blocked(message: &Message) -> Option<&FilterReport> {
    message.filters.iter().find(|field| blocks(field)).map(|field| &field.read)
}
