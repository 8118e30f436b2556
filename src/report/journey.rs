//! The way of a mail as a short list, for text and tickets: when each server had it, in one zone, and where it took long.

use crate::diagnose::checks::speak;
use crate::knowledge;
use crate::report::Report;
use crate::report::text::local;

/// More than any mail passes that is no loop.
const MOST: usize = 30;
/// What is less is how mail is, in seconds.
const WORTH: i64 = 60;

/// A row for each hop, oldest first; none where there is no way to be seen.
pub fn rows(report: &Report) -> Vec<String> {
    let is_of_headers = matches!(report.kind.as_str(), "headers" | "message");
    if !is_of_headers || report.hops.len() < 2 {
        return Vec::new();
    }
    let offset = zone(report);
    let row = |(at_hop, hop): (usize, &crate::report::message::Hop)| {
        let at = hop.epoch.map_or("no time".to_owned(), |epoch| local(epoch, offset));
        let program = step(report, hop).and_then(|step| step.program.as_deref());
        let by = program.or(hop.by.as_deref()).unwrap_or("a server without a name");
        let before = at_hop.checked_sub(1).and_then(|before| report.hops.get(before));
        let later = match hop.delay {
            _ if is_off(report, hop) => ", a time that does not agree with those around it".to_owned(),
            // What lies between is no time that the mail took.
            _ if before.is_some_and(|before| is_off(report, before)) => match delay(report, hop) {
                Some(seconds) if seconds >= WORTH => {
                    format!(", {} after the last one that agrees with it", speak::duration(seconds))
                }
                _ => String::new(),
            },
            Some(seconds) if seconds >= WORTH => {
                format!(", {} after the one before", speak::duration(seconds))
            }
            Some(seconds) if seconds <= -WORTH => ", before the one before it: a clock is off".to_owned(),
            _ => String::new(),
        };
        format!("{at}  {by}{later}")
    };
    report.hops.iter().enumerate().take(MOST).map(row).collect()
}

/// The clock that the way is told by, in seconds east of UTC: that of the last server. One of a large service is nobody's, so the author's
/// stands in for it where a server of the mail has it, too, as in the verdict's own sentences.
fn zone(report: &Report) -> i32 {
    let Some(last) = report.hops.iter().rev().find(|hop| hop.offset.is_some()) else { return 0 };
    let network =
        report.timeline.as_ref().and_then(|way| way.trust.as_ref()).map(|trust| trust.network.as_str());
    let mut names = last.by.as_deref().into_iter().chain(network);
    if !names.any(|name| knowledge::provider_of_host(name).is_some()) {
        return last.offset.unwrap_or(0);
    }
    let written = report.message.as_ref().and_then(|message| message.date.as_ref()?.offset);
    written.filter(|zone| report.hops.iter().any(|hop| hop.offset == Some(*zone))).unwrap_or(0)
}

fn step<'r>(
    report: &'r Report,
    hop: &crate::report::message::Hop,
) -> Option<&'r crate::report::opinions::Step> {
    report.timeline.as_ref()?.steps.iter().find(|step| step.hop == hop.index)
}

/// Whether the time since the hop before is one that the mail took: both clocks can be used.
#[cfg(feature = "web")]
pub fn is_counted(report: &Report, hop: &crate::report::message::Hop) -> bool {
    let at = report.hops.iter().position(|one| one.index == hop.index);
    let before = at.and_then(|at| report.hops.get(at.checked_sub(1)?));
    !is_off(report, hop) && !before.is_some_and(|before| is_off(report, before))
}

/// Whether this clock is left out of the delays.
fn is_off(report: &Report, hop: &crate::report::message::Hop) -> bool {
    step(report, hop).is_some_and(|step| step.clock_off.is_some())
}

fn delay(report: &Report, hop: &crate::report::message::Hop) -> Option<i64> {
    step(report, hop)?.delay
}
