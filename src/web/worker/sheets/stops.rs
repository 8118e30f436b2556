//! The hops, with what is to be said at each.

use super::super::explained::{Facts, Spent, Stop};
use super::super::waterfall;
use crate::diagnose::checks::speak;
use crate::mail::received::is_version;
use crate::report::Report;
use crate::report::message::Hop;
use crate::report::opinions::Step;
use crate::web::clock::duration;

pub fn stops(report: &Report) -> Vec<Stop> {
    let mut stops: Vec<Stop> =
        report.hops.iter().enumerate().map(|(row, hop)| stop(report, row, hop)).collect();
    waterfall::draw(&mut stops);
    stops
}

fn stop(report: &Report, row: usize, hop: &Hop) -> Stop {
    let timeline = report.timeline.as_ref();
    let step = timeline.and_then(|timeline| timeline.steps.get(row));
    let trust = timeline.and_then(|timeline| timeline.trust.as_ref()).filter(|trust| trust.hop == hop.index);
    let from = [&hop.from_rdns, &hop.from_name, &hop.from_helo, &hop.from_ip];
    Stop {
        name: step
            .and_then(|step| step.program.clone())
            .or(hop.by.clone())
            .or(hop.from_name.clone())
            .unwrap_or_else(|| {
                let software =
                    hop.software.as_deref().map_or(String::new(), |software| format!("{software} "));
                format!("{software}server without a name")
            }),
        // Where the address has no name, some write that word.
        from: from.into_iter().flatten().find(|name| !name.eq_ignore_ascii_case("unknown")).cloned(),
        epoch: hop.epoch,
        spent: step.map(spent).unwrap_or_default(),
        offset: hop.offset.unwrap_or(0),
        facts: facts(hop, step.and_then(|step| step.with_means.as_deref())),
        note: step.and_then(note),
        trust: trust.map(|trust| trust.why.clone()),
        start: hop.start,
        end: hop.end,
        ..Stop::default()
    }
}

fn spent(step: &Step) -> Spent {
    Spent { clock: step.clock_off, took: step.delay, shared: step.shared }
}

/// Why the step took its time, and by whose clock it is counted.
fn note(step: &Step) -> Option<String> {
    let why = step.likely.as_deref().map(|why| format!("{}.", speak::upper(why)));
    let clock = step.adjusted.map(|seconds| match seconds {
        1.. => {
            format!(
                "Its clock is {} ahead of the next server’s: counted by that one, so the time of both is in this step.",
                duration(seconds)
            )
        }
        _ => {
            format!(
                "Its clock is {} behind that of the server before it: counted by that one, so the time of both is in the next step.",
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
    let id_is = if hop.id.as_deref().is_some_and(is_version) { "version" } else { "queue id" };
    let by = hop.by.clone().or_else(|| Some("a server without a name".to_owned()));
    let facts = [
        ("taken by", &by),
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

/// "5 hops, 3 min 12 s, the longest wait 2 min 50 s". What was before a second sending is another journey, and a step over
/// servers whose time cannot be used is no single wait.
pub fn journey(report: &Report, stops: &[Stop]) -> String {
    let steps = report.timeline.as_ref().map_or(&[][..], |timeline| &timeline.steps);
    let why = |row: usize| steps.get(row).and_then(|step| step.likely.as_deref()).unwrap_or_default();
    let anew = (0..stops.len()).find(|row| why(*row).starts_with("sent anew"));
    let begin = anew.unwrap_or(0);
    let since = &stops[begin..];
    let picture = waterfall::of_stops(since);
    let mut line = speak::count(since.len() as u64, "hop");
    line += match anew {
        None => "",
        Some(row) if why(row).starts_with("sent anew:") => " since it was sent anew",
        Some(_) => " since the newer fields begin",
    };
    if picture.total > 0 {
        line += &format!(", {}{}", duration(picture.total), part(stops, begin));
    }
    if since.len() > 2
        && let Some(took) = picture.slowest.and_then(|row| since[row].spent.took)
    {
        line += &format!(", the longest wait {}", duration(took));
    }
    line
}

/// Of which part of the way a time is, where clocks that are off, or none, leave its ends out.
fn part(stops: &[Stop], begin: usize) -> String {
    let is_known = |row: &usize| stops[*row].epoch.is_some() && stops[*row].spent.clock.is_none();
    let mut known = (begin..stops.len()).filter(is_known);
    let (Some(first), last) = (known.next(), known.next_back()) else { return String::new() };
    let last = last.unwrap_or(first);
    match first == begin && last + 1 == stops.len() {
        true => String::new(),
        false => format!(" from hop {} to {}", first + 1, last + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::opinions::Timeline;

    fn stops(took: &[Option<i64>]) -> Vec<Stop> {
        let stop = |took: &Option<i64>| Stop {
            epoch: Some(0),
            spent: Spent { took: *took, ..Spent::default() },
            ..Stop::default()
        };
        took.iter().map(stop).collect()
    }

    fn report(why: &[Option<&str>]) -> Report {
        let step = |why: &Option<&str>| Step { likely: why.map(str::to_owned), ..Step::default() };
        let timeline = Timeline { steps: why.iter().map(step).collect(), ..Timeline::default() };
        Report { timeline: Some(timeline), ..Report::default() }
    }

    #[test]
    fn the_journey_says_the_main_thing() {
        let hops = stops(&[None, Some(3), Some(192)]);
        assert_eq!(journey(&Report::default(), &hops), "3 hops, 3 min 15 s, the longest wait 3 min 12 s");
        assert_eq!(journey(&Report::default(), &hops[..1]), "1 hop");
        let mut shared = hops;
        shared[2].spent.shared = true;
        assert_eq!(journey(&Report::default(), &shared), "3 hops, 3 min 15 s");
    }

    #[test]
    fn a_second_sending_begins_the_journey() {
        let hops = stops(&[None, Some(7), None, Some(14)]);
        let anew = report(&[None, None, Some("sent anew: the 2 days before are not counted"), None]);
        assert_eq!(journey(&anew, &hops), "2 hops since it was sent anew, 14 s");
        let open =
            report(&[None, None, Some("sent anew, as it seems: the 2 days before are not counted"), None]);
        assert_eq!(journey(&open, &hops), "2 hops since the newer fields begin, 14 s");
    }

    #[test]
    fn the_time_of_a_part_says_of_which() {
        let mut hops = stops(&[None, None, Some(3), Some(61)]);
        hops[0].spent.clock = Some(-22_320);
        assert_eq!(
            journey(&Report::default(), &hops),
            "4 hops, 1 min 4 s from hop 2 to 4, the longest wait 1 min 1 s"
        );
    }
}
