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
    let row = |hop: &super::message::Hop| {
        let at = hop.epoch.map_or("no time".to_owned(), |epoch| local(epoch, offset));
        let by = hop.by.as_deref().unwrap_or("a server without a name");
        let later = match hop.delay {
            Some(seconds) if seconds >= WORTH => {
                format!(", {} after the one before", speak::duration(seconds))
            }
            Some(seconds) if seconds <= -WORTH => ", before the one before it: a clock is off".to_owned(),
            _ => String::new(),
        };
        format!("{at}  {by}{later}")
    };
    report.hops.iter().take(MOST).map(row).collect()
}
