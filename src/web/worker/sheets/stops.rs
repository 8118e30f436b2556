//! The hops, with what is to be said at each.

use super::super::explained::{Facts, Stop};
use crate::diagnose::checks::speak;
use crate::report::Report;
use crate::report::message::Hop;
use crate::report::opinions::Step;
use crate::web::clock::duration;

pub fn stops(report: &Report) -> Vec<Stop> {
    report.hops.iter().enumerate().map(|(row, hop)| stop(report, row, hop)).collect()
}

fn stop(report: &Report, row: usize, hop: &Hop) -> Stop {
    let timeline = report.timeline.as_ref();
    let step = timeline.and_then(|timeline| timeline.steps.get(row));
    let trust = timeline.and_then(|timeline| timeline.trust.as_ref()).filter(|trust| trust.hop == hop.index);
    let from = [&hop.from_rdns, &hop.from_name, &hop.from_helo, &hop.from_ip];
    Stop {
        name: hop.by.clone().or(hop.from_name.clone()).unwrap_or_else(|| "unnamed server".to_owned()),
        // Where the address has no name, some write that word.
        from: from.into_iter().flatten().find(|name| !name.eq_ignore_ascii_case("unknown")).cloned(),
        epoch: hop.epoch,
        clock: step.and_then(|step| step.clock_off),
        took: step.and_then(|step| step.delay),
        offset: hop.offset.unwrap_or(0),
        facts: facts(hop, step.and_then(|step| step.with_means.as_deref())),
        note: step.and_then(note),
        trust: trust.map(|trust| trust.why.clone()),
        start: hop.start,
        end: hop.end,
    }
}

/// Why the step took its time, and by whose clock it is counted.
fn note(step: &Step) -> Option<String> {
    let why = step.likely.as_deref().map(|why| format!("{}.", speak::upper(why)));
    let clock = step.adjusted.map(|seconds| match seconds {
        1.. => {
            format!(
                "Its clock is {} ahead of the servers behind it: counted by theirs, so its step holds the next one's time, too.",
                duration(seconds)
            )
        }
        _ => {
            format!(
                "Its clock is {} behind the server before it: counted by that one’s, so its time is in the next step.",
                duration(seconds)
            )
        }
    });
    let notes: Vec<String> = why.into_iter().chain(clock).collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// What the field states, in the order of its words.
fn facts(hop: &Hop, with_means: Option<&str>) -> Facts {
    let protocol = hop.with.as_ref().map(|with| match with_means {
        Some(means) => format!("{with}: {means}"),
        None => with.clone(),
    });
    // Microsoft's servers write their version there.
    let is_version = |id: &String| {
        id.bytes().filter(|byte| *byte == b'.').count() == 3 && !id.contains(|c: char| c.is_alphabetic())
    };
    let id_is = if hop.id.as_ref().is_some_and(is_version) { "version" } else { "queue id" };
    let facts = [
        ("taken by", &hop.by),
        ("from", &hop.from_name),
        ("called itself", &hop.from_helo),
        ("name of the address", &hop.from_rdns),
        ("address", &hop.from_ip),
        ("by way of", &hop.via),
        ("protocol", &protocol),
        ("encryption", &hop.tls),
        (id_is, &hop.id),
        ("for", &hop.r#for),
        ("envelope sender", &hop.envelope_from),
        ("software", &hop.software),
    ];
    let known = facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
    let signed_in = hop.authenticated.then(|| ("sign-in".to_owned(), "the sender had signed in".to_owned()));
    known.chain(signed_in).collect()
}
