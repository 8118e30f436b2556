//! Several lines of a log on one attempt: what they tell counts once.

use super::super::entry::Entry;
use super::Tale;
use crate::facts::Role;
use crate::facts::story::Event;
use std::collections::HashMap;

impl Tale<'_> {
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

    /// What Dovecot's delivery program says the mail server repeats, as the answer that it got.
    pub(super) fn local_says(
        &mut self,
        program: &str,
        event: Event,
        to: Option<String>,
        group: Option<usize>,
        story: Option<usize>,
    ) {
        if let Some((to, group)) = to.zip(group).filter(|_| program == "dovecot" && is_no(event)) {
            self.local.insert(to, (group, story));
        }
    }

    /// Two lines on one attempt: a note right before the outcome, and what the delivery program said before the server that
    /// handed the mail to it. Both count once.
    pub(super) fn follow(&mut self, tag: &str, entry: &Entry, group: Option<usize>, to: Option<&str>) {
        let noted = self.noted.take();
        let Some(group) = group else { return };
        if entry.event == Event::Note && entry.id.is_none() && entry.host.is_none() {
            self.noted = Some((group, tag.to_owned()));
        }
        if !is_no(entry.event) {
            return;
        }
        if let Some((note, _)) = noted.filter(|(_, of)| of == tag) {
            self.log.led.push((note, group));
        }
        if tag.ends_with("/lmtp")
            && let Some((first, story)) = to.and_then(|to| self.local.remove(to))
        {
            self.log.led.push((first, group));
            self.doubled.extend(story);
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

/// Whether a line says that a mail did not get through, for now or for good.
fn is_no(event: Event) -> bool {
    matches!(event, Event::Deferred | Event::Bounced)
}
