//! Several lines of a log on one attempt: what they tell counts once.

use super::super::entry::Entry;
use super::Tale;
use crate::facts::Role;
use crate::facts::story::{Event, Time};
use std::collections::HashMap;

/// So many messages are followed from the filter to the server.
const MOST_JUDGED: usize = 10_000;

impl<'a> Tale<'a> {
    /// Dovecot's delivery program says that it could not store a message, and on its next line that it rejected it: one
    /// attempt, of which the second line tells what became of it.
    pub(super) fn turns_down(&mut self, story: usize, to: Option<&str>, event: Event) {
        let Some(to) = to.filter(|_| event == Event::Bounced) else { return };
        match self.local.remove(to) {
            Some((first, Some(of))) if of == story && self.log.groups[first].event == Event::Deferred => {
                let group = &mut self.log.groups[first];
                group.count -= 1;
                let said = &mut self.statements[group.statement];
                said.times = said.times.saturating_sub(1);
                if said.times == 0 {
                    said.role = Role::Context;
                }
                self.log.stories[story].deferred = self.log.stories[story].deferred.saturating_sub(1);
            }
            Some(other) => {
                self.local.insert(to.to_owned(), other);
            }
            None => {}
        }
    }

    /// What Dovecot notes behind its no, of the same mail: it says it once more.
    pub(super) fn says_again(&mut self, story: usize, event: Event, group: Option<usize>) {
        let Some(group) = group.filter(|_| event == Event::Note) else { return };
        let before = self.log.stories[story].steps.iter().rev().nth(1);
        if before.is_none_or(|before| !is_no(before.event)) {
            return;
        }
        let again = &mut self.log.groups[group];
        again.count = again.count.saturating_sub(1);
        let said = &mut self.statements[again.statement];
        said.times = said.times.saturating_sub(1);
        if said.times == 0 {
            said.role = Role::Context;
        }
    }

    /// Rspamd tells the mail server to refuse a message, and that one says so on a line of its own, under the id that Rspamd names (`qid`):
    /// one refusal, of which the server's line has the answer.
    pub(super) fn refuses_as_judged(
        &mut self,
        program: &str,
        line: &'a str,
        id: Option<&str>,
        event: Event,
        group: usize,
    ) {
        if event != Event::Rejected {
            return;
        }
        if program == "rspamd" {
            let id = line.split_once(", qid: <").and_then(|(_, rest)| Some(rest.split_once('>')?.0));
            if let Some(id) = id.filter(|_| self.judged.len() < MOST_JUDGED) {
                self.judged.insert(id, group);
            }
            return;
        }
        let Some(judged) = id.and_then(|id| self.judged.remove(id)).filter(|judged| *judged != group) else {
            return;
        };
        let judged = &mut self.log.groups[judged];
        judged.count = judged.count.saturating_sub(1);
        let said = &mut self.statements[judged.statement];
        said.times = said.times.saturating_sub(1);
        if said.times == 0 {
            said.role = Role::Context;
        }
    }

    /// What Dovecot's delivery program says the mail server repeats, as the answer that it got: before or after that, as the
    /// two write their lines.
    pub(super) fn local_says(
        &mut self,
        program: &str,
        event: Event,
        to: Option<String>,
        group: Option<usize>,
        story: Option<usize>,
    ) {
        let Some((to, group)) = to.zip(group).filter(|_| program == "dovecot" && is_no(event)) else {
            return;
        };
        let of_story = story.and_then(|story| self.told_above.get(&story).copied());
        match self.handed.remove(&to).or(of_story) {
            Some(outcome) => self.is_one_with(group, story, outcome),
            None => {
                self.local.insert(to, (group, story));
            }
        }
    }

    /// Two lines on one attempt: a note right before the outcome, what the delivery program said before the server that
    /// handed the mail to it, and what a server says on several lines when a part of it does not start. Each counts once.
    pub(super) fn follow(
        &mut self,
        tag: &str,
        line: &str,
        entry: &Entry,
        time: Option<&Time>,
        group: Option<usize>,
        to: Option<&str>,
    ) {
        // What a line of routine stands between belongs together.
        let Some(group) = group else { return };
        let noted = self.noted.take();
        if entry.event == Event::Note && entry.id.is_none() && entry.host.is_none() {
            let is_ones_own = is_about_itself(tag, line);
            let seconds = time.map(|time| time.seconds);
            if let Some(before) = noted.filter(|before| is_ones_own && before.is_ones_own)
                && before.group != group
                && before.seconds.zip(seconds).is_some_and(|(then, now)| (0..=2).contains(&(now - then)))
            {
                self.log.led.push((group, before.first));
                let (first, tag) = (before.first, tag.to_owned());
                self.noted = Some(Noted { group, first, tag, is_ones_own, seconds });
                return;
            }
            self.noted = Some(Noted { group, first: group, tag: tag.to_owned(), is_ones_own, seconds });
            return;
        }
        if !is_no(entry.event) {
            return;
        }
        if let Some(note) = noted.filter(|noted| noted.tag == tag) {
            self.log.led.push((note.group, group));
        }
        let Some(to) = to.filter(|_| hands_over(tag, line)) else { return };
        match self.local.remove(to) {
            Some((first, story)) => self.is_one_with(first, story, group),
            None => {
                self.handed.insert(to.to_owned(), group);
            }
        }
    }

    /// Who was reached is told by the delivery program, and by the server that handed the mail to it: one delivery.
    pub(super) fn files(&mut self, is_local: bool, tag: &str, line: &str, to: Option<&str>, story: usize) {
        let Some(to) = to.filter(|_| is_local || hands_over(tag, line)) else { return };
        match self.filed.remove(to) {
            Some((other_is_local, other)) if other_is_local != is_local => {
                self.doubled.push(if is_local { story } else { other });
            }
            _ => {
                self.filed.insert(to.to_owned(), (is_local, story));
            }
        }
    }

    /// What the delivery program says is what the server says that handed the mail to it: the server knows what became of it.
    fn is_one_with(&mut self, local: usize, story: Option<usize>, outcome: usize) {
        self.log.led.push((local, outcome));
        self.doubled.extend(story);
        if let Some(story) = story {
            self.told_above.insert(story, outcome);
        }
    }

    /// Leaves out what was counted with another line, and stories of which nothing else is told.
    pub(super) fn forget_doubled(&mut self) {
        let mut places = Vec::new();
        let mut kept = 0;
        self.log.groups.retain(|group| {
            places.push((group.count > 0).then_some(kept));
            kept += usize::from(group.count > 0);
            group.count > 0
        });
        let led = std::mem::take(&mut self.log.led);
        self.log.led =
            led.into_iter().filter_map(|(note, outcome)| places[note].zip(places[outcome])).collect();
        let mut times: HashMap<usize, usize> = HashMap::new();
        self.doubled.iter().for_each(|story| *times.entry(*story).or_default() += 1);
        let mut number = 0;
        self.log.stories.retain(|story| {
            number += 1;
            let outcomes = story.sent + story.deferred + story.failed;
            times.get(&(number - 1)).is_none_or(|doubled| *doubled < outcomes)
        });
    }
}

/// A note that names neither message nor host.
pub struct Noted {
    group: usize,
    /// The group of the first line that told of the same event.
    first: usize,
    tag: String,
    /// It is about the server itself, and about no client.
    is_ones_own: bool,
    seconds: Option<i64>,
}

/// Whether a line of Postfix is about a part of its own that does not start: another client is another event.
fn is_about_itself(tag: &str, line: &str) -> bool {
    tag.starts_with("postfix") && !line.contains("unknown[") && super::bracketed(line).is_none()
}

/// Whether a server handed the mail to a program that files it into mailboxes: Postfix's lmtp, or pipe with Dovecot's `deliver`;
/// Exim names the transport.
pub(super) fn hands_over(tag: &str, line: &str) -> bool {
    let transport =
        line.split_once(" T=").map_or("", |(_, rest)| rest.split([' ', ':']).next().unwrap_or(""));
    tag.ends_with("/lmtp")
        || line.contains("relay=dovecot")
        || ["lmtp", "dovecot"].iter().any(|name| transport.contains(name))
}

/// Whether a line says that a mail did not get through, for now or for good.
fn is_no(event: Event) -> bool {
    matches!(event, Event::Deferred | Event::Bounced)
}
