//! A log in which a message was put off, and delivered at a later attempt: what put it off is over.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::{Event, Story};
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let (Some(log), Some(statement)) = (&facts.log, found.statement) else { return };
    if told.permanence != "temporary" {
        return;
    }
    let put_off = |story: &Story| {
        story
            .steps
            .iter()
            .rposition(|step| step.event == Event::Deferred && step.statement == Some(statement))
    };
    let mut of_it = log.stories.iter().filter_map(|story| Some((story, put_off(story)?))).peekable();
    if of_it.peek().is_none() || !of_it.all(|(story, at)| arrives_behind(story, at)) {
        return;
    }
    told.state = "fine".to_owned();
    told.who = "nobody: it was delivered".to_owned();
    told.retry = "Not needed: a later attempt delivered the message, as the log shows.".to_owned();
    told.steps = vec![Step::new(
        "sender-admin",
        "Nothing is to be done for this message. Where many are put off like this, and for hours, the words above say by what.",
    )];
    told.commands.clear();
    told.ask = None;
}

/// Whether the attempt behind a step reached the same recipient, and none was refused.
fn arrives_behind(story: &Story, at: usize) -> bool {
    let (step, behind) = (&story.steps[at], &story.steps[at + 1..]);
    behind.iter().any(|later| later.event == Event::Sent && (later.to == step.to || step.to.is_none()))
        && behind.iter().all(|later| later.event != Event::Bounced)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_put_off_and_then_delivered_is_over() {
        let line = |minute: u8, rest: &str| format!("2026-11-25 09:{minute}:00 1tH2ab-0003xY-1k {rest}");
        let to = "bob@example.net R=dnslookup T=remote_smtp";
        let host = "H=mx.example.net [192.0.2.9]";
        let off = format!(
            "== {to} defer (-45) {host}: SMTP error from remote mail server after initial connection: 421 busy, try again later"
        );
        let sent = format!("=> {to} {host} C=\"250 2.0.0 Ok: queued as 4XyZ\"");
        let told = |lines: &[String]| crate::diagnose(&lines.join("\n"));
        let report = told(&[line(10, &off), line(40, &sent), line(41, "Completed")]);
        assert_eq!(report.findings[0].cause, "delivered");
        let letter = report.findings[0].ask.as_deref().unwrap_or_default();
        for fact in ["bob@example.net", "mx.example.net", "2026-11-25 09:40:00"] {
            assert!(letter.contains(fact), "{letter}");
        }
        let past = &report.findings[1];
        assert_eq!((past.state.as_str(), past.ask.as_ref(), past.steps.len()), ("fine", None, 1), "{past:?}");
        let waiting = told(&[line(10, &off)]);
        assert_eq!(waiting.findings[0].state, "temporary");
    }
}
