//! What is worth knowing of the way: slow hops, clocks that are off, second sendings, where belief begins.

use super::delay::Reason;
use super::encryption::encryption;
use super::{SLOW, Step, Timeline, is_dated_by_author, machines, server, stamp, was_put_in};
use crate::diagnose::checks::path::{self, Place};
use crate::diagnose::checks::speak::{count, duration, join};
use crate::diagnose::checks::{Notes, value_span};
use crate::facts::message::Message;
use crate::mail::date;
use crate::text::order;

/// How many gaps are told of.
const MOST_GAPS: usize = 3;
/// How many names of one machine are told.
const MOST_NAMED: usize = 3;
/// How many clocks are told of.
const MOST_CLOCKS: usize = 8;
/// Ordinary mail passes three to eight servers.
const MANY_HOPS: usize = 20;

pub(in crate::diagnose::checks) fn check(notes: &mut Notes, timeline: &Timeline) {
    slow_hops(notes, timeline);
    early(notes, timeline);
    clocks(notes, timeline);
    sent_again(notes, timeline);
    fetched(notes, timeline);
    boundary(notes, timeline);
    encryption(notes, timeline);
    if notes.message.hops.len() >= MANY_HOPS {
        let text = format!(
            "{} are many: ordinary mail has three to eight. Forwarding several times or a loop may be the reason.",
            count(notes.message.hops.len() as u64, "Received field")
        );
        notes.add("many-hops", text, Vec::new());
    }
}

fn slow_hops(notes: &mut Notes, timeline: &Timeline) {
    // What no server counts is part of the whole.
    let is_whole = timeline.written.is_none() && timeline.beyond.is_none();
    let whole = if is_whole { "whole way" } else { "way between these servers" };
    let mut slow: Vec<usize> = (0..timeline.steps.len())
        .filter(|&at| timeline.steps[at].delay.is_some_and(|delay| delay >= SLOW))
        .collect();
    order::by_key(&mut slow, |&at| std::cmp::Reverse(timeline.steps[at].delay));
    for at in slow.into_iter().take(MOST_GAPS) {
        let step = &timeline.steps[at];
        let earlier = timeline.steps[..at].iter().rfind(|step| step.epoch.is_some());
        let (Some(delay), Some(earlier)) = (step.delay, earlier) else { continue };
        let share = step.share.filter(|share| *share > 0 && timeline.steps.len() > 2);
        let share = share.map_or(String::new(), |share| format!(", {share} % of the {whole}"));
        let likely = step.likely.as_ref().map_or(String::new(), |reason| match reason {
            // A sentence of its own.
            Reason::Moderator(_) | Reason::LikelyModerator | Reason::LongGreylisting => {
                format!(": {}", reason.words())
            }
            _ => format!(", {}", reason.words()),
        });
        let likely = likely + &step.unless;
        let (from, by) = (server(notes.message, earlier.hop), server(notes.message, step.hop));
        let text = match from == by {
            true => format!("The mail stayed {} on {by}{share}{likely}.", duration(delay)),
            false => format!("From {from} to {by} took {}{share}{likely}.", duration(delay)),
        };
        let evidence = [
            stamp(notes.message, earlier.hop),
            stamp(notes.message, step.hop),
            step.likely
                .as_ref()
                .and_then(Reason::field)
                .and_then(|name| value_span(notes.message, notes.named(name)?.0)),
        ];
        notes.add("slow-hop", text, evidence.into_iter().flatten().collect());
    }
}

/// Where a server took the mail from another one than the field below it is of, that field need not be of this mail.
pub(super) fn unless_put_in(message: &Message, steps: &[Step], at: usize) -> String {
    let is_guess = matches!(&steps[at].likely, Some(Reason::Likely(_)) | None);
    if at == 0 || !is_guess || !was_put_in(message, steps, &[at - 1, at]) {
        return String::new();
    }
    let client = path::client_shown(&message.hops[steps[at].hop].read);
    format!(
        "; or there was no such wait: it came from {client}, and the fields below may be made up, or of another mail"
    )
}

/// A stamp that was set before there was a mail.
fn early(notes: &mut Notes, timeline: &Timeline) {
    let Some(step) = timeline.steps.iter().find(|step| step.is_early) else { return };
    let (Some(field), Some(off)) = (timeline.written_by, step.clock_off) else { return };
    let name = &notes.message.fields[field].name;
    let or_author = if name.eq_ignore_ascii_case("Date") { ", or the author's clock is ahead" } else { "" };
    let (server, off) = (server(notes.message, step.hop), duration(off.saturating_abs()));
    let text = match timeline.slow_clock(notes.message) {
        Some(_) => format!(
            "The time of {server} is {off} earlier than Date and the time in the Message-ID, which the author's own machine wrote, and the next server's time fits \
             both: the mail was not there yet, so likely the clock of {server} is behind. It is left out of the delays."
        ),
        None => format!(
            "The time of {server} is {off} earlier than {name}, and the next server's time fits {name}: that clock is behind, or the time is that \
             of the beginning of the session{or_author}. It is left out of the delays."
        ),
    };
    let evidence = [stamp(notes.message, step.hop), value_span(notes.message, field)];
    notes.add("clock-off", text, evidence.into_iter().flatten().collect());
}

/// Whether a stamp states the zone that the servers before and after it state, both that have one.
fn is_of_their_zone(message: &Message, steps: &[Step], wrong: &Step) -> bool {
    let zone = |step: &Step| message.hops.get(step.hop)?.read.date?.offset;
    let right = || steps.iter().filter(|step| step.epoch.is_some());
    let before = right().rfind(|step| step.hop > wrong.hop).and_then(zone);
    let after = right().find(|step| step.hop < wrong.hop).and_then(zone);
    zone(wrong).is_some() && before == zone(wrong) && after == zone(wrong)
}

/// One sentence for each machine whose clock is off.
fn clocks(notes: &mut Notes, timeline: &Timeline) {
    let machines = machines(notes.message);
    let steps = &timeline.steps;
    let mut at = 0;
    let mut told = 0;
    while at < steps.len() && told < MOST_CLOCKS {
        let end = (at..steps.len()).find(|&end| machines[end] != machines[at]).unwrap_or(steps.len());
        let wrong: Vec<&Step> =
            steps[at..end].iter().filter(|step| step.clock_off.is_some() && !step.is_early).collect();
        at = end;
        let most = wrong.iter().filter_map(|step| step.clock_off).max_by_key(|off| off.unsigned_abs());
        let Some(off) = most else { continue };
        let side = if off < 0 { "behind" } else { "ahead of" };
        // At most fourteen hours lie between zones.
        let seconds = off.unsigned_abs();
        let zone = (3480..=14 * 3600).contains(&seconds) && (seconds + 120) % 3600 <= 240;
        let zone = match zone {
            true if is_of_their_zone(notes.message, steps, wrong[0]) => {
                " It is close to whole hours, and the time is stated in the zone of the servers beside it: likely the clock itself is set to another zone's time."
            }
            true => " It is close to whole hours, so a wrong time zone is likely.",
            false => "",
        };
        // One machine may give itself several names.
        let mut names: Vec<String> = wrong.iter().map(|step| server(notes.message, step.hop)).collect();
        names.dedup();
        names.truncate(MOST_NAMED);
        let name = join(&names);
        let text = match rival(timeline, &machines, wrong[0]) {
            _ if let Some(agreed) = wrong[0].agreed => {
                let (clock, whose) = if names.len() == 1 { ("clock", "is") } else { ("clocks", "are") };
                let its = if names.len() == 1 { "Its" } else { "Their" };
                format!(
                    "The {clock} of {name} {whose} likely at least {} behind: the times of the servers before and after agree ({} lie \
                     between them).{zone} {its} times are left out of the delays.",
                    duration(off),
                    duration(agreed)
                )
            }
            Some(other) => {
                let other = server(notes.message, other);
                let disagree = match names.len() {
                    1 => format!("{name} and {other} disagree: one of them"),
                    _ => format!("{name} disagree with that of {other}: one side"),
                };
                let readings =
                    timeline.other_reading(notes.message).filter(|other| names.contains(&other.by));
                let readings = readings.zip(timeline.total).map_or(String::new(), |(other, total)| {
                    format!(
                        " By the clock of {} the way took {}, by that of {} {}.",
                        other.not_by,
                        duration(total),
                        other.by,
                        other.took()
                    )
                });
                format!(
                    "The clocks of {disagree} is off by at least {}.{zone} The times of {name} are left out of the delays.{readings} A wrong clock alone is no \
                     sign that somebody changed the mail.",
                    duration(off)
                )
            }
            None => {
                let (clock, whose) = if names.len() == 1 { ("clock", "is") } else { ("clocks", "are") };
                let its = if names.len() == 1 { "Its" } else { "Their" };
                format!(
                    "The {clock} of {name} {whose} at least {} {side} the others.{zone} {its} times are left out of the \
                     delays.",
                    duration(off)
                )
            }
        };
        let evidence = wrong.iter().filter_map(|step| stamp(notes.message, step.hop)).take(4).collect();
        notes.add("clock-off", text, evidence);
        told += 1;
    }
}

/// Whether Deferred-Delivery names about the time of the first stamp: the author wished it to be sent then.
pub fn is_set_for_later(message: &Message, timeline: &Timeline) -> bool {
    const NEAR: u64 = 900;
    let set =
        message.field("Deferred-Delivery").and_then(|field| Some(date::parse(&field.value).ok()?.epoch));
    let first = timeline.steps.iter().find_map(|step| step.epoch);
    set.zip(first).is_some_and(|(set, first)| set.abs_diff(first) <= NEAR)
}

impl Timeline {
    /// The hop whose clock is off by so many seconds at least, where no other one can be the wrong one instead, and by how many it is.
    pub fn wrong_clock(&self, message: &Message, least: u64) -> Option<(usize, i64)> {
        let machines = machines(message);
        let is_far = |step: &&Step| step.clock_off.is_some_and(|off| off.unsigned_abs() >= least);
        let mut wrong = self.steps.iter().filter(|step| !step.is_early).filter(is_far);
        let found = wrong.find(|step| rival(self, &machines, step).is_none())?;
        // As its sentence has it: the most that any of its stamps is off.
        let own = self.steps.iter().filter(|step| server(message, step.hop) == server(message, found.hop));
        let off = own.filter_map(|step| step.clock_off).max_by_key(|off| off.unsigned_abs())?;
        Some((found.hop, off))
    }
}

impl Timeline {
    /// The hop whose stamp lies before the mail was written, by Date and by the Message-ID of the author's own machine, and by how much. Seconds.
    pub fn slow_clock(&self, message: &Message) -> Option<(usize, i64)> {
        let step = self.steps.iter().find(|step| step.is_early)?;
        let is_by_date = self.written_by.is_some_and(|field| message.fields[field].is("Date"));
        (is_by_date && is_dated_by_author(message)).then_some((step.hop, step.clock_off?.saturating_abs()))
    }
}

/// How long the way took where the clock that is left out is the right one, and the one that speaks against it is wrong.
pub struct OtherReading {
    /// The server whose clock that is, and the one that is believed otherwise.
    pub by: String,
    pub not_by: String,
    pub seconds: i64,
    /// By how much one of the two is off at least.
    pub off: i64,
    /// A stamp at the way's beginning or end is none then.
    is_least: bool,
}

impl OtherReading {
    pub fn took(&self) -> String {
        let least = if self.is_least { "at least " } else { "" };
        format!("{least}{}", duration(self.seconds))
    }
}

impl Timeline {
    /// The other of two readings, where the fields do not decide which of two clocks is wrong, and the total depends on it.
    pub fn other_reading(&self, message: &Message) -> Option<OtherReading> {
        let machines = machines(message);
        let steps = &self.steps;
        let wrong = steps
            .iter()
            .position(|step| step.clock_off.is_some() && !step.is_early && step.agreed.is_none())?;
        let rival = steps.len() - 1 - rival(self, &machines, &steps[wrong])?;
        let is_one = |at: usize, machine: usize| machines[at] == machines[machine];
        // Of three clocks that disagree, there are more readings than two.
        let is_alone = (0..steps.len()).all(|at| steps[at].clock_off.is_none() || is_one(at, wrong));
        let times = (0..steps.len())
            .filter(|&at| !is_one(at, rival))
            .filter_map(|at| if is_one(at, wrong) { steps[at].said } else { steps[at].epoch });
        let times: Vec<i64> = times.collect();
        let seconds = times.last()?.checked_sub(*times.first()?)?;
        let is_sound = is_alone && self.anew.is_none() && times.is_sorted() && times.len() > 1;
        let ends = [0, steps.len() - 1];
        let of_wrong = (0..steps.len()).filter(|&at| is_one(at, wrong)).filter_map(|at| steps[at].clock_off);
        (is_sound && Some(seconds) != self.total).then(|| OtherReading {
            by: server(message, steps[wrong].hop),
            not_by: server(message, steps[rival].hop),
            seconds,
            off: of_wrong.max_by_key(|off| off.unsigned_abs()).unwrap_or_default(),
            is_least: ends.into_iter().any(|end| is_one(end, rival)),
        })
    }
}

/// The hop whose clock could as well be the wrong one: it alone speaks against the one that was left out.
fn rival(timeline: &Timeline, machines: &[usize], wrong: &Step) -> Option<usize> {
    let steps = &timeline.steps;
    let at = steps.len() - 1 - wrong.hop;
    let (time, ahead) = (wrong.said?, wrong.clock_off? > 0);
    let speaks =
        |at: &usize| steps[*at].epoch.is_some_and(|epoch| if ahead { epoch < time } else { epoch > time });
    let known = |at: &usize| steps[*at].epoch.is_some();
    // Times that are believed never go back, so those that speak against it stand nearest.
    let near = |others: &mut dyn Iterator<Item = usize>| {
        let mut others = others.filter(known).take_while(speaks);
        let first = others.next()?;
        others.all(|at| machines[at] == machines[first]).then_some(steps[first].hop)
    };
    if ahead { near(&mut (at + 1..steps.len())) } else { near(&mut (0..at).rev()) }
}

fn sent_again(notes: &mut Notes, timeline: &Timeline) {
    let Some(anew) = &timeline.anew else { return };
    let message = notes.message;
    let field = &message.fields[anew.field];
    let (before, since) = (timeline.steps[anew.before].hop, timeline.steps[anew.step].hop);
    let (last, pause) = (server(message, before), duration(anew.pause));
    let text = match field.is("Date") {
        false if field.is("Received") => format!(
            "The fields up to {last} are of a delivery that had ended at a mailbox there, and the next server took the mail from another \
             one: it was sent on from that mailbox, or its fields were put into another mail. That time is no part of the delays."
        ),
        true => format!(
            "The fields up to {last} are {pause} older than the rest, and Date fits the later ones: the mail was sent anew, \
             or old fields were put into it. That time is no part of the delays."
        ),
        false => format!(
            "The mail was on its way before, as far as {last}; it was sent anew {pause} later, as {} says. That time is no \
             part of the delays.",
            field.name
        ),
    };
    let spans = [value_span(message, anew.field), stamp(message, before), stamp(message, since)];
    notes.add("sent-anew", text, spans.into_iter().flatten().collect());
}

fn fetched(notes: &mut Notes, timeline: &Timeline) {
    let Some(step) = timeline.steps.iter().rfind(|step| step.place == Place::Collection) else { return };
    let hop = &notes.message.hops[step.hop];
    let text = format!(
        "A program fetched the mail from a mailbox on {} ({}). How long that took says how often it looks, not how \
         slow the mail was.",
        path::client_shown(&hop.read),
        hop.read.with.as_deref().unwrap_or_default()
    );
    let evidence = notes.word(hop.field, hop.read.with.as_deref().unwrap_or_default());
    notes.add("fetched-from-mailbox", text, evidence);
}

fn boundary(notes: &mut Notes, timeline: &Timeline) {
    let Some(trust) = &timeline.trust else { return };
    let hop = &notes.message.hops[trust.hop];
    let by = hop.read.by.clone().unwrap_or_default();
    notes.add("trust-boundary", trust.why.clone(), notes.word(hop.field, &by));
}
