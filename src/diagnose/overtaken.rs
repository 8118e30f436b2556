//! In a server's log: why a message was put off at first, where a later try for the same recipient failed for another reason. The newest
//! answer is the one to act on.

use super::candidate::Candidate;
use super::rank::Told;
use crate::facts::Facts;
use crate::facts::story::{Event, Step, Story};
use crate::knowledge::CAUSES;
use crate::text::order;

/// What a later line says of the whole time on the way, and not of its own try.
const OF_ALL_TRIES: &[&str] = &["queue-expired", "delayed", "undetermined", "delivered"];

/// For each statement whether a later try has overtaken it, every time that it was said.
pub struct Overtaken(Vec<bool>);

impl Overtaken {
    /// `told_most`: the cause that each statement speaks for most.
    pub fn of(facts: &Facts, told_most: &[Told]) -> Self {
        let Some(log) = facts.log.as_ref() else { return Self(Vec::new()) };
        let mut times = vec![0; told_most.len()];
        for story in &log.stories {
            for (at, step) in story.steps.iter().enumerate() {
                if let Some(statement) = step.statement.filter(|_| step.event == Event::Deferred)
                    && is_overtaken(story, at, statement, told_most)
                {
                    times[statement] += 1;
                }
            }
        }
        let said = |statement| facts.groups_of(Some(statement)).map(|group| group.count).sum::<usize>();
        Self(
            times
                .iter()
                .enumerate()
                .map(|(statement, times)| *times > 0 && *times >= said(statement))
                .collect(),
        )
    }

    /// Puts what is overtaken behind the rest.
    pub fn last(&self, candidates: &mut Vec<&Candidate>) {
        if self.0.contains(&true) {
            order::by_key(candidates, |candidate| self.0.get(candidate.statement).copied().unwrap_or(false));
        }
    }
}

/// Whether the last try for this step's recipient had another reason.
fn is_overtaken(story: &Story, at: usize, statement: usize, told_most: &[Told]) -> bool {
    let cause = |statement: usize| told_most.get(statement).and_then(|told| told.0);
    let is_try = |step: &&Step| {
        matches!(step.event, Event::Deferred | Event::Bounced | Event::Sent) && step.to == story.steps[at].to
    };
    let last = story.steps[at + 1..].iter().rev().find(is_try);
    let reason = last.filter(|step| step.event != Event::Sent).and_then(|step| cause(step.statement?));
    reason.is_some_and(|reason| {
        Some(reason) != cause(statement) && !OF_ALL_TRIES.contains(&CAUSES[usize::from(reason)].id)
    })
}

#[cfg(test)]
mod tests {
    fn first(tries: &[(&str, &str)]) -> String {
        let line = |(minute, (relay, said)): (usize, &(&str, &str))| {
            format!(
                "Nov 24 09:{minute:02}:00 mx postfix/smtp[28]: 4b9BQ11bB1z2: to=<eve@example.net>, relay={relay}, delay={minute}, dsn=4.0.0, \
                 status=deferred ({said})\n"
            )
        };
        let log: String = tries.iter().enumerate().map(line).collect();
        crate::diagnose(&log).findings.remove(0).cause
    }

    const GREY: (&str, &str) = (
        "mx.example.net[192.0.2.7]:25",
        "host mx.example.net[192.0.2.7] said: 450 4.7.1 <eve@example.net>: Recipient address rejected: Greylisted (in reply to RCPT TO command)",
    );
    const FULL: (&str, &str) = (
        "mx.example.net[192.0.2.7]:25",
        "host mx.example.net[192.0.2.7] said: 452 4.2.2 <eve@example.net>: Mailbox full (in reply to RCPT TO command)",
    );
    const SILENT: (&str, &str) = ("none", "connect to mx.example.net[192.0.2.7]:25: Connection timed out");

    #[test]
    fn the_newest_try_of_a_message_is_the_answer() {
        assert_eq!(first(&[GREY, SILENT, SILENT]), "connection-timeout");
        assert_eq!(first(&[FULL, SILENT]), "connection-timeout");
        assert_eq!(first(&[SILENT, GREY]), "greylisted");
        assert_eq!(first(&[SILENT, GREY, FULL]), "mailbox-full");
    }
}
