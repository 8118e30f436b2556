//! The way of a mail as a short list, for text and tickets: when each server had it, in one zone, and where it took long.

use super::Report;
use super::text::local;
use crate::diagnose::checks::speak;

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
    // The reader's own clock is that of the last server.
    let offset = report.hops.iter().rev().find_map(|hop| hop.offset).unwrap_or(0);
    let row = |(at_hop, hop): (usize, &super::message::Hop)| {
        let at = hop.epoch.map_or("no time".to_owned(), |epoch| local(epoch, offset));
        let by = hop.by.as_deref().unwrap_or("a server without a name");
        let before = at_hop.checked_sub(1).and_then(|before| report.hops.get(before));
        let later = match hop.delay {
            _ if is_off(report, hop) => ", a time that does not fit the others".to_owned(),
            // What lies between is no time that the mail took.
            _ if before.is_some_and(|before| is_off(report, before)) => match delay(report, hop) {
                Some(seconds) if seconds >= WORTH => {
                    format!(", {} after the last one whose time fits", speak::duration(seconds))
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

fn step<'r>(report: &'r Report, hop: &super::message::Hop) -> Option<&'r super::opinions::Step> {
    report.timeline.as_ref()?.steps.iter().find(|step| step.hop == hop.index)
}

/// Whether the time since the hop before is one that the mail took: both clocks can be used.
#[cfg(feature = "web")]
pub fn is_counted(report: &Report, hop: &super::message::Hop) -> bool {
    let at = report.hops.iter().position(|one| one.index == hop.index);
    let before = at.and_then(|at| report.hops.get(at.checked_sub(1)?));
    !is_off(report, hop) && !before.is_some_and(|before| is_off(report, before))
}

/// Whether this clock is left out of the delays.
fn is_off(report: &Report, hop: &super::message::Hop) -> bool {
    step(report, hop).is_some_and(|step| step.clock_off.is_some())
}

fn delay(report: &Report, hop: &super::message::Hop) -> Option<i64> {
    step(report, hop)?.delay
}
