//! The verdict's sentences: how far and how long, where it landed and why.

use super::Chosen;
use super::advice::Proof;
use crate::diagnose::checks::alignment::By;
use crate::diagnose::checks::timeline::{self, Timeline, server};
use crate::diagnose::checks::{Opinions, speak};
use crate::facts::Facts;

/// `holder`: the server that had it for most of that time.
pub fn title(landed: Option<&str>, late: Option<i64>, held: Option<i64>, holder: Option<&str>) -> String {
    match (landed, held, late) {
        (Some(landed), ..) => landed.to_owned(),
        (None, Some(held), _) => {
            format!("The mail arrived after greylisting held it back for {}", speak::duration(held))
        }
        (None, None, Some(total)) => {
            let most = holder.map_or(String::new(), |holder| format!(", most of it at {holder}"));
            format!("The mail arrived after {} on its way{most}", speak::duration(total))
        }
        (None, None, None) => "The mail arrived".to_owned(),
    }
}

/// First how far and how long, then where it landed and why; what else is to be said of these stands behind.
pub fn words(facts: &Facts, opinions: Option<&Opinions>, chosen: &Chosen) -> (String, Option<String>) {
    let way = opinions.map(|opinions| &opinions.timeline).filter(|way| !way.steps.is_empty()).map(|way| {
        // What was before a second sending is another journey.
        let since = &way.steps[way.anew.as_ref().map_or(0, |anew| anew.step)..];
        let hops = speak::count(since.len() as u64, "hop");
        let Some(total) = way.total.filter(|_| since.len() > 1) else {
            return format!("It took {hops}.");
        };
        let counted = counted(facts, way, &speak::duration(total));
        match chosen.slow {
            Some(slow) => format!("It took {hops}{counted}. {}", slow.text),
            None => format!("It took {hops}{counted}."),
        }
    });
    let (landed, rest) = chosen.place.map_or(("", ""), |place| place.text.split_at(place.main));
    let landed = Some(landed.to_owned()).filter(|landed| !landed.is_empty());
    let held = chosen.held.map(|(_, seconds)| {
        format!("Before that, a server put it off by greylisting for {}: as it does once with servers that it does not know yet.", speak::duration(seconds))
    });
    let told = match unproved(facts, opinions, chosen) {
        // Why it lies where it lies comes before how it got there.
        Some(why) => [Some(why), landed, way, held],
        None => [way, held, landed, None],
    };
    let summary: Vec<String> = told.into_iter().flatten().collect();
    let proved = chosen.proved.map_or("", |proved| proved.text.as_str());
    let note: Vec<&str> = [rest.trim(), proved].into_iter().filter(|text| !text.is_empty()).collect();
    (summary.join(" "), (!note.is_empty()).then(|| note.join(" ")))
}

/// In plain words, where a filter speaks against the mail, or DMARC failed, and its author is not proved: the checks' own terms stand behind.
fn unproved(facts: &Facts, opinions: Option<&Opinions>, chosen: &Chosen) -> Option<String> {
    let is_asked = chosen.landed.is_some() || chosen.failed_alone;
    let is_it = is_asked && matches!(chosen.proved?.id, "dmarc-failed" | "not-aligned") && !chosen.is_proved;
    let author = facts.message.as_deref()?.from.first().filter(|_| is_it)?.read.domain()?;
    let instead = opinions?.alignment.as_ref()?.proved_instead();
    let why = match (chosen.proof, instead) {
        (Proof::Keyless(..), _) => ": the key of its signature was not found in DNS".to_owned(),
        (Proof::Expired, _) => ": its signature was too old when it was checked".to_owned(),
        (Proof::Missing | Proof::Open, Some((name, By::Dkim))) => {
            format!(": {name}, which signs it, does so in its own name alone")
        }
        (Proof::Missing | Proof::Open, Some((name, By::Spf))) => {
            format!(": the server that sent it is known as one of {name} alone")
        }
        (Proof::Missing | Proof::Open, None) => String::new(),
        _ => ": its signature did not fit any more when it arrived".to_owned(),
    };
    Some(format!("Nothing proves that it comes from {author}{why}."))
}

/// The time, and of which part of the way it is: clocks that are off may leave its ends out, and a mail that was sent anew
/// has waited in between.
fn counted(facts: &Facts, way: &Timeline, total: &str) -> String {
    let is_known = |step: &&timeline::Step| step.epoch.is_some();
    let (first, last) = (way.steps.iter().find(is_known), way.steps.iter().rfind(is_known));
    let is_end = |one: Option<&timeline::Step>, end: Option<&timeline::Step>| {
        one.map(|step| step.hop) == end.map(|step| step.hop)
    };
    match (facts.message.as_deref(), first, last) {
        (Some(message), Some(from), Some(to))
            if !is_end(first, way.steps.first()) || !is_end(last, way.steps.last()) =>
        {
            let (from, to) = (server(message, from.hop), server(message, to.hop));
            format!("; from {from} to {to} it was {total}")
        }
        (Some(message), ..) if let Some(anew) = &way.anew => match anew.is_stated(message) {
            true => format!(" and {total} since it was sent anew"),
            false => format!(" and {total} from where its newer fields begin"),
        },
        _ => format!(", {total} in all"),
    }
}

/// How far it came.
pub fn stage(set_aside: bool) -> &'static str {
    if set_aside { "filter" } else { "mailbox" }
}
