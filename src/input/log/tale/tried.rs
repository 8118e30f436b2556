//! What a server tried on the way to an outcome: the outcome says why, and the tries before it say it once more, of one address
//! each.

use super::Tale;
use crate::facts::Role;
use crate::facts::story::Event;
use std::collections::HashMap;
use std::net::Ipv6Addr;

/// How many tries of one attempt are kept: domains have few addresses.
const MOST: usize = 40;

/// Tries whose outcome has not been told yet, by whose they are: a message's id (Exim), or a process (Postfix).
#[derive(Default)]
pub struct Tries<'a> {
    open: HashMap<&'a str, Vec<Try>>,
    /// How many lines of a group are told by another line.
    told: HashMap<usize, usize>,
}

struct Try {
    group: usize,
    /// There is no way to this address by IPv6: as a rule the machine has none at all.
    is_without_ipv6: bool,
}

impl<'a> Tale<'a> {
    /// A line, by whose it is: of one try, or of what came of all of them.
    pub(super) fn tries(&mut self, keys: [Option<&'a str>; 2], words: &str, event: Event, group: usize) {
        let is_without_ipv6 = is_without_ipv6(words);
        if event == Event::Note {
            let Some(key) = keys.into_iter().flatten().last().filter(|_| is_try(words)) else { return };
            let open = self.tries.open.entry(key).or_default();
            if open.len() < MOST {
                open.push(Try { group, is_without_ipv6 });
            }
            return;
        }
        if !matches!(event, Event::Sent | Event::Deferred | Event::Bounced) {
            return;
        }
        let tried: Vec<Try> =
            keys.into_iter().flatten().filter_map(|key| self.tries.open.remove(key)).flatten().collect();
        // Postfix gives the last try as the reason, whichever it was.
        let is_beside =
            is_without_ipv6 && event != Event::Sent && tried.iter().any(|one| !one.is_without_ipv6);
        self.log.lacks_ipv6 |= tried.iter().any(|one| one.is_without_ipv6 && tried.len() > 1)
            || (is_without_ipv6 && !tried.is_empty());
        if is_beside {
            self.counts_once(group);
        }
        for one in tried.iter().filter(|one| !is_beside || one.is_without_ipv6) {
            self.counts_once(one.group);
        }
    }

    /// A line of this group is told by another one.
    pub(super) fn counts_once(&mut self, group: usize) {
        *self.tries.told.entry(group).or_default() += 1;
    }

    /// What other lines tell of is looked at only where these say nothing.
    pub(super) fn step_back(&mut self) {
        let mut lines: HashMap<usize, (usize, usize)> = HashMap::new();
        for (number, group) in self.log.groups.iter().enumerate() {
            let told = self.tries.told.get(&number).copied().unwrap_or(0);
            let all = lines.entry(group.statement).or_default();
            *all = (all.0 + group.count, all.1 + told);
        }
        for (statement, (all, told)) in lines {
            if told > 0 && told >= all {
                self.statements[statement].role = Role::Context;
            }
        }
    }
}

/// `connect to mx.example.org[192.0.2.1]:25: …` (Postfix), `H=mx.example.org [192.0.2.1]: …` (Exim).
fn is_try(words: &str) -> bool {
    words.starts_with("connect to ") || words.starts_with("H=")
}

/// `connect to mx.example.org[2001:db8::1]:25: Network is unreachable`.
fn is_without_ipv6(words: &str) -> bool {
    const SAID: &[&str] = &["unreachable", "no route to", "cannot assign requested", "address family not"];
    let is_ipv6 = words
        .split('[')
        .skip(1)
        .take(4)
        .filter_map(|part| part.split(']').next())
        .any(|address| address.parse::<Ipv6Addr>().is_ok());
    let lower = || words.to_ascii_lowercase();
    is_ipv6 && SAID.iter().any(|said| lower().contains(said))
}
