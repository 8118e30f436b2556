//! Opinions on a header block: what needs arithmetic or several facts, one theme a file.
//!
//! Headers are claims. Each sentence says what stands there, calls likely what is only likely, and has the words of the
//! paste as evidence. Ids are public and permanent.
//!
//! To add one: a row in [`OBSERVATIONS`], and a line in the theme's `check`.

pub mod alignment;
mod clocks;
mod fields;
pub mod filters;
pub mod form;
mod identity;
pub mod list;
pub mod noted;
mod origin;
pub mod path;
mod points;
pub mod posing;
pub mod service;
mod side;
mod signature;
pub mod speak;
pub mod spf;
pub mod timeline;

pub use identity::{answers_to_mailbox, is_made_up, poses_as_another};
pub use origin::{SignedIn, signed_in_elsewhere};
pub use path::{is_host_name, same_owner};
pub use points::Points;

use crate::facts::message::Message;
use crate::text::Span;
use alignment::Alignment;
use filters::Verdict;
use filters::own::{self, Own};
use timeline::Timeline;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Good to know.
    Info,
    /// Worth a look.
    Notice,
    /// Explains a failure or a verdict, or asks for care.
    Warning,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Notice => "notice",
            Level::Warning => "warning",
        }
    }
}

/// The ids of all observations, by theme.
pub static OBSERVATIONS: &[(&str, Level)] = &[
    // timeline
    ("slow-hop", Level::Notice),
    ("clock-off", Level::Notice),
    ("sent-anew", Level::Info),
    ("fetched-from-mailbox", Level::Info),
    ("trust-boundary", Level::Info),
    ("plain-text-hop", Level::Info),
    ("old-tls", Level::Notice),
    ("many-hops", Level::Notice),
    // alignment
    ("dmarc-passed", Level::Info),
    ("dmarc-failed", Level::Warning),
    ("dmarc-not-published", Level::Info),
    ("dmarc-not-stated", Level::Info),
    ("not-aligned", Level::Notice),
    ("results-from-elsewhere", Level::Notice),
    ("mailing-list", Level::Info),
    ("forwarded", Level::Info),
    ("arc-broken", Level::Notice),
    // signature
    ("weak-signature", Level::Notice),
    ("short-signature-key", Level::Notice),
    ("partly-signed-body", Level::Notice),
    ("signature-expired", Level::Notice),
    ("signature-dated-ahead", Level::Notice),
    ("from-not-signed", Level::Warning),
    // fields
    ("missing-from", Level::Notice),
    ("missing-date", Level::Notice),
    ("missing-message-id", Level::Notice),
    ("doubled-field", Level::Notice),
    ("malformed-message-id", Level::Info),
    ("unreadable-date", Level::Notice),
    ("date-without-zone", Level::Info),
    ("date-ahead", Level::Notice),
    ("date-before", Level::Info),
    ("date-long-before", Level::Info),
    ("auto-submitted", Level::Info),
    ("dmarc-report", Level::Info),
    ("empty-sender", Level::Info),
    ("loop-sign", Level::Warning),
    // identity
    ("display-name-imitates", Level::Warning),
    ("lookalike-domain", Level::Warning),
    ("reply-to-elsewhere", Level::Notice),
    ("return-path-elsewhere", Level::Info),
    ("unknown-top-level-domain", Level::Warning),
    ("international-domain", Level::Info),
    ("bulk-without-unsubscribe", Level::Notice),
    ("unsubscribe-not-one-click", Level::Info),
    ("training-mail", Level::Notice),
    ("claimed-name", Level::Warning),
    ("own-domain-outside", Level::Warning),
    ("answers-led-away", Level::Warning),
    // origin
    ("from-rewritten", Level::Notice),
    ("sender-elsewhere", Level::Info),
    ("signed-in-elsewhere", Level::Notice),
    ("abuse-address", Level::Info),
    // filters
    ("in-junk", Level::Warning),
    ("in-inbox", Level::Info),
    ("in-folder", Level::Info),
    ("spam-verdict", Level::Warning),
    ("spam-verdict-on-the-way", Level::Warning),
    ("clean-verdict", Level::Info),
    ("filter-on-the-way", Level::Info),
    ("phishing-verdict", Level::Warning),
    ("phishing-suspected", Level::Warning),
    ("spoof-verdict", Level::Warning),
    ("imitation-suspected", Level::Warning),
    ("bulk-verdict", Level::Notice),
    ("bulk-near-limit", Level::Info),
    ("sender-rated", Level::Notice),
    ("virus-verdict", Level::Warning),
    ("quarantined", Level::Warning),
    ("filter-skipped", Level::Info),
    ("greylisted", Level::Info),
];

/// What is worth knowing but is no cause of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    pub id: &'static str,
    pub level: Level,
    /// Plain sentences.
    pub text: String,
    /// How long the main one is, in bytes: reasons and remarks follow it.
    pub main: usize,
    pub evidence: Vec<Span>,
}

/// All that is concluded from one header block.
#[derive(Clone, Debug, Default)]
pub struct Opinions {
    /// In the order of the themes.
    pub observations: Vec<Observation>,
    pub timeline: Timeline,
    /// None where no From domain can be read.
    pub alignment: Option<Alignment>,
    /// One for each of [`Message::filters`].
    pub verdicts: Vec<Verdict>,
    /// What of the reader's own put it into Junk, where no filter did.
    pub own: Option<Own>,
}

/// Whose header a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Of mail that arrived where the reader has it.
    Arrived,
    /// Of a report on other mail.
    Report,
    /// Of the mail that a report brings back: it never arrived, its last stamp is the sending side's, and often only some
    /// of its fields come back.
    Returned,
}

impl Role {
    /// What would be untrue of such a block.
    fn leaves_out(self, id: &str) -> bool {
        const OF_ARRIVAL: &[&str] = &[
            "trust-boundary",
            "dmarc-not-stated",
            "not-aligned",
            "results-from-elsewhere",
            "in-junk",
            "in-inbox",
            "in-folder",
            "clean-verdict",
            "missing-from",
            "missing-date",
            "missing-message-id",
            "reply-to-elsewhere",
            "return-path-elsewhere",
            "abuse-address",
            "claimed-name",
            "own-domain-outside",
            "answers-led-away",
        ];
        match self {
            Role::Arrived => false,
            // Who writes reports gives an address in From that takes none, hardly any report is signed, and that their envelope
            // sender is empty is as it should be.
            Role::Report => {
                matches!(id, "return-path-elsewhere" | "dmarc-not-stated" | "empty-sender" | "abuse-address")
            }
            Role::Returned => OF_ARRIVAL.contains(&id),
        }
    }
}

/// Looks at a block from every side.
pub fn look(message: &Message, role: Role) -> Opinions {
    let mut opinions = look_closely(message);
    opinions.observations.retain(|seen| !role.leaves_out(seen.id));
    match role {
        Role::Arrived => {}
        // That nothing is stated of who wrote a report tells nobody anything.
        Role::Report => opinions.alignment = opinions.alignment.filter(Alignment::is_stated),
        Role::Returned => {
            opinions.timeline.trust = None;
            opinions.alignment = opinions.alignment.filter(|alignment| alignment.stated.is_some());
        }
    }
    opinions
}

fn look_closely(message: &Message) -> Opinions {
    let timeline = timeline::work_out(message);
    let alignment = alignment::work_out(message, &timeline);
    let mut verdicts = filters::translate(message);
    let sides = side::sides(message, &timeline);
    let mut notes = Notes { message, observations: Vec::new() };
    timeline::check(&mut notes, &timeline);
    if let Some(alignment) = &alignment {
        alignment::check(&mut notes, alignment);
    }
    signature::check(&mut notes, &timeline);
    fields::check(&mut notes, &timeline);
    identity::check(&mut notes, &verdicts, alignment.as_ref());
    posing::check(&mut notes, &timeline, alignment.as_ref());
    origin::check(&mut notes);
    let own = own::of(message, &verdicts, &sides);
    filters::check(&mut notes, &timeline, (&sides, own), &verdicts, alignment.as_ref());
    filters::tell_sides(&mut verdicts, &sides, &timeline);
    Opinions { observations: notes.observations, timeline, alignment, verdicts, own }
}

/// Where the checks write down what they see.
struct Notes<'a> {
    message: &'a Message,
    observations: Vec<Observation>,
}

impl Notes<'_> {
    /// Writes an observation down. The id must be one of [`OBSERVATIONS`].
    fn add(&mut self, id: &'static str, text: String, evidence: Vec<Span>) {
        let known = OBSERVATIONS.iter().find(|(known, _)| *known == id);
        debug_assert!(known.is_some(), "{id} is not in OBSERVATIONS");
        let level = known.map_or(Level::Info, |(_, level)| *level);
        let main = text.len();
        self.observations.push(Observation { id, level, text, main, evidence });
    }

    /// The same where several fields may say it: once, in the words that say the most.
    fn add_once(&mut self, id: &'static str, text: String, evidence: Vec<Span>) {
        let Some(said) = self.observations.iter_mut().find(|said| said.id == id) else {
            return self.add(id, text, evidence);
        };
        said.evidence.extend(evidence);
        if said.text.len() < text.len() {
            (said.main, said.text) = (text.len(), text);
        }
    }

    /// The same with what is to be said behind the main sentence, which may be nothing.
    fn add_with_more(&mut self, id: &'static str, main: String, more: &str, evidence: Vec<Span>) {
        let length = main.len();
        self.add(id, main + more, evidence);
        if let Some(last) = self.observations.last_mut() {
            last.main = length;
        }
    }

    /// Whether one of these was written down.
    fn has(&self, ids: &[&str]) -> bool {
        self.observations.iter().any(|one| ids.contains(&one.id))
    }

    /// Where the value of a field stands.
    fn value(&self, field: usize) -> Vec<Span> {
        value_span(self.message, field).into_iter().collect()
    }

    /// Where a word of a field's value stands; the whole value where the word was decoded or folded.
    fn word(&self, field: usize, word: &str) -> Vec<Span> {
        match self.message.span_of(field, word) {
            Some(span) if !word.is_empty() => vec![span],
            _ => self.value(field),
        }
    }

    /// Where the first field of that name stands, and its value.
    fn named(&self, name: &str) -> Option<(usize, &str)> {
        let at = self.message.fields.iter().position(|field| field.is(name))?;
        Some((at, self.message.fields[at].shown()))
    }
}

/// Where the value of a field stands in the paste.
fn value_span(message: &Message, field: usize) -> Option<Span> {
    let range = message.fields.get(field)?.range.clone();
    let shown = message.text.get(range.clone());
    let start = range.start + (shown.len() - shown.trim_start().len());
    let end = range.start + shown.trim_end().len();
    Some(message.text.span(start..end.max(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let mut seen = std::collections::HashSet::new();
        for (id, _) in OBSERVATIONS {
            assert!(seen.insert(id), "{id} stands there twice");
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
        }
    }

    #[test]
    fn where_nothing_is_stated_of_a_report_nothing_is_said_of_its_author() {
        let report = |results: &str| {
            let paste = format!(
                "{results}From: MAILER-DAEMON@mx.example.org\nTo: ann@example.com\nSubject: Undelivered Mail Returned to Sender\nContent-Type: \
                 multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: \
                 dns; mx.example.org\n\nFinal-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
            );
            crate::diagnose(&paste).alignment.is_some()
        };
        assert!(!report(""));
        assert!(report(
            "Authentication-Results: in.example.com; spf=pass smtp.helo=mx.example.org; dmarc=pass header.from=mx.example.org\n"
        ));
    }
}
