//! A mail whose newest Received fields are missing: what other fields tell of when it came, and who had it before.

use super::LATE;
use super::wait::{LONG, Waited};
use crate::diagnose::checks::timeline::{Timeline, server};
use crate::diagnose::checks::{path, speak};
use crate::facts::Facts;
use crate::mail::received::is_version;
use crate::report::Step;
use crate::report::text::utc;
use crate::text::Span;

/// When it came, by which field.
pub fn told(facts: &Facts, way: &Timeline) -> Option<String> {
    let beyond = way.beyond?;
    let field = &facts.message.as_deref()?.fields.get(beyond.field)?.name;
    let whole = match way.whole() {
        Some(whole) if whole > beyond.since => format!(", and {} after the first", speak::duration(whole)),
        _ => String::new(),
    };
    Some(format!(
        "by {field} the mail was there at {}, {} after the newest Received field here{whole}",
        utc(beyond.epoch),
        speak::duration(beyond.since)
    ))
}

/// Where the field stands that tells when it came.
pub fn field(facts: &Facts, way: &Timeline) -> Option<Span> {
    let field = facts.message.as_deref()?.fields.get(way.beyond?.field)?;
    Some(field.span)
}

/// The server that had it last, as far as is seen, and for so long that it is worth a look.
pub struct LastSeen<'a> {
    server: String,
    id: Option<&'a str>,
    seconds: i64,
    behind: &'static str,
    /// As the report names who runs it.
    by: &'static str,
}

impl<'a> LastSeen<'a> {
    pub fn of(facts: &'a Facts, way: &Timeline) -> Option<Self> {
        let seconds = way.beyond?.since;
        let message = facts.message.as_deref()?;
        let hop = &message.hops.first()?.read;
        let id = hop.id.as_deref().filter(|id| !is_version(id));
        let server = server(message, 0);
        let author = message.from.first().and_then(|from| from.read.domain());
        let by = match author {
            // The reader's own gateway is looked after by the reader's side.
            _ if path::is_inbound(&server) => "recipient-admin",
            Some(domain) if path::same_owner(&domain, &server) => "sender-admin",
            _ => "network",
        };
        let seen = LastSeen { server, id, seconds, behind: way.missing()?, by };
        (seconds >= LATE).then_some(seen)
    }

    /// Of hours, somebody is to be asked.
    pub fn waited(&self) -> Option<Waited> {
        let who = format!("whoever runs {}, which had it last as far as these fields show", self.server);
        (self.seconds >= LONG).then_some(Waited { act: self.by, who })
    }

    pub fn step(&self) -> Step {
        let id = self.id.map_or(String::new(), |id| format!(" ({id} there)"));
        let text = format!(
            "If others wait as long: search the queue and the log of {} for the message{id}. They say whether it lay there, and what {} answered \
             meanwhile.",
            self.server, self.behind
        );
        Step::new(self.by, text)
    }
}
