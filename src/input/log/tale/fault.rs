//! What goes wrong within a server, and the answer that it then gives for it: one event on two lines.

use super::super::entry::Entry;
use super::Tale;
use super::doubled::hands_over;
use crate::facts::story::{Event, Time};
use std::collections::HashMap;

/// So many processes and mailboxes are followed, and so many notes of each.
const MOST: usize = 10_000;
const NOTES: usize = 4;
/// An answer comes this soon behind what it is given for, in seconds.
const SOON: i64 = 10;

/// The notes of each process, and of each mailbox: their group, and when the last line of them was written.
#[derive(Default)]
pub struct Faults<'a> {
    of_process: HashMap<&'a str, Vec<(usize, i64)>>,
    of_mailbox: HashMap<String, Vec<(usize, i64)>>,
}

impl<'a> Tale<'a> {
    /// Postfix warns that it cannot reach a filter, and the same process puts the client off; Dovecot cannot write into a mailbox, and
    /// the server that handed the mail over tells its answer. Which of them go together by their causes is for the diagnosis.
    pub(super) fn answers_for(
        &mut self,
        own: Option<&'a str>,
        (tag, line): (&str, &str),
        entry: &Entry,
        time: Option<&Time>,
        (group, to): (usize, Option<&str>),
    ) {
        let Some(now) = time.map(|time| time.seconds) else { return };
        let faults = &mut self.faults;
        if entry.event == Event::Note {
            match (to, own) {
                (Some(to), _) if faults.of_mailbox.len() < MOST => {
                    remember(faults.of_mailbox.entry(to.to_owned()).or_default(), group, now);
                }
                (None, Some(own)) if faults.of_process.len() < MOST => {
                    remember(faults.of_process.entry(own).or_default(), group, now);
                }
                _ => {}
            }
            return;
        }
        if entry.event < Event::Deferred {
            return;
        }
        let of_mailbox = to.filter(|_| hands_over(tag, line)).and_then(|to| faults.of_mailbox.get(to));
        let notes = own.and_then(|own| faults.of_process.get(own)).into_iter().chain(of_mailbox).flatten();
        for (note, _) in notes.filter(|(_, then)| (0..=SOON).contains(&(now - then))) {
            let pair = (*note, group);
            // The line before may be known to lead to it already.
            if *note != group && self.log.led.last() != Some(&pair) {
                self.log.led.push(pair);
            }
        }
    }
}

fn remember(notes: &mut Vec<(usize, i64)>, group: usize, now: i64) {
    notes.retain(|(known, then)| *known != group && now - then <= SOON);
    if notes.len() < NOTES {
        notes.push((group, now));
    }
}
