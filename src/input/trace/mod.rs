//! What Exchange Online's message trace shows: the table of messages with their status, the events of one message, the lists that
//! its cmdlets print, and the enhanced summary as a file.
//!
//! <https://learn.microsoft.com/en-us/exchange/monitoring/trace-an-email-message/message-trace-modern-eac> names columns, statuses
//! and events; `Get-MessageTraceV2` and `Get-MessageTraceDetailV2` print the same. The rows of the extended report are like those of
//! Exchange's own message tracking, and a log's.

mod event;
mod row;

use super::reply;
use crate::facts::{Action, Facts, Kind, Recipient, Role, Statement};
use crate::text::{Text, TextBuilder, lines};
use event::{Event, Events, What};
use row::{Labelled, Row, Status};
use std::ops::Range;

/// How sure it is: the readers of logs come first, those of anything else later.
pub const SURE: u8 = 72;

/// More rows than this are counted by nobody who pastes them.
const MOST: usize = 200;

/// And a longer text is no page that somebody copied.
const LONGEST: usize = 1 << 20;

/// Its names for itself.
const NAMES: &[&str] = &["message trace", "messagetrace", "message events", "historicalsearch"];

/// A trace as it was read: ranges of the text.
#[derive(Default)]
struct Trace {
    rows: Vec<Row>,
    events: Vec<Event>,
    message_id: Option<Range<usize>>,
}

pub fn looks(text: &Text) -> u8 {
    if trace(text.as_str()).is_some() { SURE } else { 0 }
}

pub fn read(text: &Text) -> Facts {
    let Some(trace) = trace(text.as_str()) else { return Facts::default() };
    let mut facts = Facts { kind: Kind::Log, program: Some("message-trace"), ..Facts::default() };
    let string = text.as_str();
    let of = |range: &Option<Range<usize>>| range.as_ref().map(|range| string[range.clone()].to_owned());
    facts.envelope.message_id = of(&trace.message_id);
    let senders: Vec<_> = trace.rows.iter().filter_map(|row| of(&row.sender)).collect();
    facts.envelope.sender =
        senders.first().filter(|first| senders.iter().all(|other| other == *first)).cloned();
    if let [only] = &trace.rows[..] {
        facts.envelope.time = of(&only.time);
    }
    for row in &trace.rows {
        recipient(text, row, &mut facts);
    }
    happened(text, &trace, &mut facts);
    beside(text, &trace, &mut facts);
    for row in &trace.rows {
        status(text, row, &mut facts);
    }
    facts
}

/// Reads it, where the text shows that it is one: by its name, its columns, or what its events say.
fn trace(string: &str) -> Option<Trace> {
    if string.len() > LONGEST || !shows(string) {
        return None;
    }
    let mut found = Trace::default();
    let (mut labelled, mut events) = (Labelled::default(), Events::default());
    let mut is_its = NAMES.iter().any(|name| holds(string, name));
    for line in lines(string) {
        let words = &string[line.clone()];
        is_its |= row::are_columns(words) || words.contains("##Receive");
        if found.rows.len() < MOST {
            found.rows.extend(row::rows(string, line.clone()));
        }
        if let Some((label, value)) = row::label(string, &line) {
            match label.as_str() {
                "messageid" if !value.is_empty() => found.message_id = Some(value),
                "event" | "detail" => events.label(string, &label, value),
                _ => found.rows.extend(labelled.label(string, &label, value)),
            }
        } else if !events.line(string, line.clone()) {
            found.rows.extend(labelled.value(string, line));
        }
    }
    found.rows.extend(labelled.finish());
    found.events = events.finish();
    is_its |= found.events.iter().any(|event| event.is_its_own(string));
    // Of another table, or of a story about a trace, there is neither.
    (is_its && !(found.rows.is_empty() && found.events.is_empty())).then_some(found)
}

/// Whether anything of it can be in a text: most texts are not looked at line by line.
fn shows(string: &str) -> bool {
    NAMES.iter().any(|name| holds(string, name))
        || event::SAID.iter().any(|said| string.contains(said))
        || string.contains("##Receive")
        || lines(string).any(|line| row::are_columns(&string[line]))
}

fn holds(string: &str, name: &str) -> bool {
    string.as_bytes().windows(name.len()).any(|window| window.eq_ignore_ascii_case(name.as_bytes()))
}

/// Whom a row is about, and what became of their copy.
fn recipient(text: &Text, row: &Row, facts: &mut Facts) {
    let Some(range) = &row.recipient else { return };
    let action = match row.status {
        Status::Delivered | Status::Resolved => Some(Action::Delivered),
        Status::Expanded => Some(Action::Expanded),
        Status::Pending => Some(Action::Delayed),
        Status::Failed => Some(Action::Failed),
        // It is neither lost nor where it should be.
        Status::Quarantined | Status::Spam | Status::Getting => None,
    };
    facts.recipients.push(Recipient {
        address: text.get(range.clone()).to_owned(),
        action,
        span: Some(text.span(range.clone())),
        ..Recipient::default()
    });
}

/// What the events say, as far as it bears on how it ended: what was put off and then sent is no trouble.
fn happened(text: &Text, trace: &Trace, facts: &mut Facts) {
    let ended =
        trace.rows.last().map(|row| row.status).or_else(|| trace.events.iter().rev().find_map(Event::ends));
    let is_done = matches!(ended, Some(Status::Delivered | Status::Expanded | Status::Resolved));
    // The events are those of one message for one recipient.
    let about = (facts.recipients.len() == 1).then_some(0);
    for event in &trace.events {
        let says = event.says(text.as_str());
        let mut said = match event.what {
            What::Fail | What::Defer => reply::statement(&text.slice(says)),
            What::Send | What::Deliver if is_done => {
                facts.success = facts.success.or(Some(text.span(says.clone())));
                reply::statement(&text.slice(says))
            }
            What::Verdict if !is_done => Statement::new(text.slice(event.range.clone()), Role::Words),
            _ => continue,
        };
        if is_done && matches!(event.what, What::Fail | What::Defer) {
            said.role = Role::Context;
        }
        said.remote = event.host(text.as_str()).filter(|_| said.role == Role::Reply);
        said.recipient = about;
        facts.statements.push(said);
    }
    // Without a row the events are all that tells.
    if !trace.rows.is_empty() {
        facts.success = None;
    }
}

/// A reply that somebody pasted below the table of one message.
fn beside(text: &Text, trace: &Trace, facts: &mut Facts) {
    let string = text.as_str();
    let is_told = |line: &Range<usize>| {
        let within = |range: &Range<usize>| range.start < line.end && line.start < range.end;
        trace.events.iter().any(|event| within(&event.range))
            || trace.rows.iter().any(|row| within(&row.said))
    };
    let about = (facts.recipients.len() == 1).then_some(0);
    if about.is_none() || !facts.statements.is_empty() {
        return;
    }
    for line in
        lines(string).filter(|line| !is_told(line) && crate::mail::reply::refuses(&string[line.clone()]))
    {
        let mut said = reply::statement(&text.slice(line));
        said.recipient = about;
        facts.statements.push(said);
    }
}

/// The status of a row, as words of the trace: `Status: FilteredAsSpam`.
fn status(text: &Text, row: &Row, facts: &mut Facts) {
    let mut words = TextBuilder::new(text);
    words.replace(row.said.start..row.said.start, "Status: ");
    words.keep(row.said.clone());
    let mut said = Statement::new(words.finish(), Role::Words);
    let whom = row.recipient.as_ref().map(|range| text.span(range.clone()));
    said.recipient = facts.recipients.iter().position(|known| whom.is_some() && known.span == whom);
    // What an event says of it tells more.
    if facts.statements.iter().any(|other| other.role > Role::Context && other.recipient == said.recipient) {
        said.role = Role::Context;
    }
    facts.statements.push(said);
}
