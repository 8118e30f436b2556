//! Where the mail waited, why, and what shortens that.

use super::LATE;
use crate::diagnose::checks::timeline::{self, Place, Reason, server};
use crate::diagnose::checks::{Opinions, speak};
use crate::facts::Facts;
use crate::mail::received::is_version;
use crate::report::Step;

/// Seconds of greylisting that no step of the way shows: the sender's server stamps nothing when it comes back.
pub fn held(facts: &Facts, opinions: Option<&Opinions>) -> Option<i64> {
    let field = facts.message.as_deref()?.field("X-Greylist")?;
    let shown = opinions.and_then(|opinions| opinions.timeline.total).unwrap_or(0);
    timeline::greylist_delay(&field.value).filter(|seconds| *seconds >= LATE && *seconds > shown)
}

/// To whoever runs the server where it waited.
const TO_HOLDER: &str = "Hello,
a mail took {held} from {holder} to {next}.
Address in From: {from}
Envelope sender: {envelope}
Time: {time}
Message-ID: {message_id}
Id on {first_holder}: {holder_id}
Could you see in the log there what it waited for?
Thank you.";

/// The same, where it waited from one program of that server to the next.
const TO_ITSELF: &str = "Hello,
a mail stayed {held} on {holder}.
Address in From: {from}
Envelope sender: {envelope}
Time: {time}
Message-ID: {message_id}
Id there: {holder_id}
Could you see in the log there what it waited for?
Thank you.";

/// The slowest part of the way: where the mail waited, and why.
pub struct Wait<'a> {
    /// The servers that had the mail meanwhile.
    pub servers: Vec<String>,
    /// Under which id the first of them had it.
    pub id: Option<&'a str>,
    pub seconds: i64,
    pub reason: Option<&'a Reason>,
    /// Who runs them, as far as it is known.
    pub by: &'static str,
    /// Who took it over then, and whether that was in the network where the mail ended.
    pub next: String,
    pub is_received: bool,
}

impl<'a> Wait<'a> {
    pub fn of(facts: &'a Facts, opinions: &'a Opinions) -> Option<Self> {
        let message = facts.message.as_deref()?;
        let timeline = &opinions.timeline;
        let at = timeline.slowest?;
        let step = &timeline.steps[at];
        let earlier = timeline.steps[..at].iter().rfind(|step| step.epoch.is_some())?;
        let mut servers = vec![server(message, earlier.hop)];
        if let Some(Reason::Shared(between)) = &step.likely {
            servers.extend(between.iter().cloned());
        }
        servers.dedup();
        let is_inside = |hop: usize| timeline.trust.as_ref().is_some_and(|trust| hop <= trust.hop);
        // What no other network has touched yet is with the sender's own.
        let until = timeline.steps.iter().take_while(|step| step.hop >= earlier.hop).skip(1);
        let is_own = until.map(|step| step.place).all(|at| matches!(at, Place::Submission | Place::Internal));
        // The author's own server had handed it over before.
        let is_own = is_own && !timeline::is_from_authors(message);
        Some(Wait {
            servers,
            id: message
                .hops
                .get(earlier.hop)
                .and_then(|hop| hop.read.id.as_deref())
                .filter(|id| !is_version(id)),
            seconds: step.delay?,
            reason: step.likely.as_ref(),
            by: match is_inside(earlier.hop) {
                true => "recipient-admin",
                false if is_own => "sender-admin",
                false => "network",
            },
            next: server(message, step.hop),
            is_received: is_inside(step.hop),
        })
    }

    /// The letter to whoever runs the servers.
    pub fn letter(&self) -> &'static str {
        match &self.servers[..] {
            [only] if *only == self.next => TO_ITSELF,
            _ => TO_HOLDER,
        }
    }

    /// Nobody chose that it should wait, as far as the fields tell: a log says more.
    pub fn is_unexplained(&self) -> bool {
        matches!(self.reason, None | Some(Reason::Shared(_) | Reason::Likely(_)))
    }
}

/// What shortens the wait.
pub fn shorter(wait: &Wait) -> Option<Step> {
    let (by, text) = match wait.reason {
        Some(Reason::Moderator) => (
            "sender",
            "A moderator of the mailing list had to let it through. Who writes from a subscribed address, or is allowed by the \
             list's owner, may not need to wait: ask the owner."
                .to_owned(),
        ),
        Some(Reason::Deferred | Reason::SentAnew(..)) => return None,
        Some(Reason::Collection) => (
            "recipient",
            "Let the program that fetches the mail look more often: the mail lay ready in the other mailbox.".to_owned(),
        ),
        Some(Reason::Greylisting | Reason::PartlyGreylisting(_)) => (
            if wait.is_received { "recipient-admin" } else { "network" },
            format!(
                "If such mail must not wait, make an exception from greylisting for this sender's servers on {}.",
                wait.next
            ),
        ),
        _ => (
            wait.by,
            format!(
                "Search the queue and the log of {} for the message's id, or ask whoever runs {}: they say what it waited for.",
                speak::join(&wait.servers),
                if wait.servers.len() == 1 { "it" } else { "them" }
            ),
        ),
    };
    Some(Step { by: by.into(), text: text.into() })
}
