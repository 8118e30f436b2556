//! What a delay is, where a field says so, or what it is likely to be.

use super::{GAP, SLOW, Step, server};
use crate::diagnose::checks::path::{self, Place};
use crate::diagnose::checks::speak::{count, duration, join};
use crate::facts::message::Message;
use crate::mail::date;
use crate::mail::received::Received;

/// Servers give up after about five days (RFC 5321, section 4.5.4.1). Seconds.
const LONGEST: i64 = 8 * 86_400;
/// How many servers are named that a step goes over.
const MOST_NAMED: usize = 3;

/// Why a step took its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// X-Greylist names this very delay.
    Greylisting,
    /// X-Greylist names so many seconds of it: the sender took its time to come back.
    PartlyGreylisting(i64),
    /// X-Mailman-Approved-At falls into it.
    Moderator,
    /// Deferred-Delivery names this time.
    Deferred,
    /// A program collects mail from a mailbox from time to time.
    Collection,
    /// These servers lie between the two hops, and their times cannot be used.
    Shared(Vec<String>),
    /// Of a step over servers whose clocks are off by little against the wait: where nearly all of it was, and what it is
    /// likely to be.
    Placed(Placed),
    /// So many seconds before it are not counted. Whether a field says that it was sent anew.
    SentAnew(i64, bool),
    /// What place and length suggest.
    Likely(&'static str),
}

/// Where a wait was, although a clock in it is off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The server whose clock is off, by so many seconds at least, and its hop.
    pub server: String,
    pub off: i64,
    pub hop: usize,
    /// Before that server took the mail, or with it.
    pub is_before: bool,
    pub likely: &'static str,
}

impl Placed {
    fn words(&self) -> String {
        let Placed { server, likely, .. } = self;
        let little = format!("is off by little against that ({} at least)", duration(self.off));
        match self.is_before {
            true => {
                format!("likely nearly all of it before it came to {server}, whose clock {little}: {likely}")
            }
            false => format!("likely nearly all of it at {server}, whose clock {little}: {likely}"),
        }
    }
}

impl Reason {
    /// As the end of a sentence.
    pub fn words(&self) -> String {
        match self {
            Reason::Greylisting => "greylisting: X-Greylist names this very delay".to_owned(),
            Reason::PartlyGreylisting(seconds) => format!(
                "greylisting for {} of it, as X-Greylist says, and likely a queue for the rest",
                duration(*seconds)
            ),
            Reason::Moderator => {
                "a moderator: the mailing list held the message until somebody let it through, as \
                                  X-Mailman-Approved-At says"
                    .to_owned()
            }
            Reason::Deferred => "the sender's own wish: Deferred-Delivery names this time".to_owned(),
            Reason::Collection => "the time until a program next fetched mail from that mailbox".to_owned(),
            Reason::Shared(between) => shared(between),
            Reason::Placed(placed) => placed.words(),
            Reason::SentAnew(pause, is_stated) => {
                let seems = if *is_stated { "" } else { ", as it seems" };
                format!("sent anew{seems}: the {} before are not counted", duration(*pause))
            }
            Reason::Likely(text) => format!("likely {text}"),
        }
    }

    /// The field that states it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Reason::Greylisting | Reason::PartlyGreylisting(_) => Some("X-Greylist"),
            Reason::Moderator => Some("X-Mailman-Approved-At"),
            Reason::Deferred => Some("Deferred-Delivery"),
            _ => None,
        }
    }
}

fn shared(between: &[String]) -> String {
    let mut names: Vec<String> = between.iter().take(MOST_NAMED).cloned().collect();
    let more = between.len() - names.len();
    if more > 0 {
        names.push(count(more as u64, "other"));
    }
    let time = if between.len() == 1 { "time" } else { "times" };
    format!(
        "for {} together: the {time} of {} cannot be used, so which of them took it is not known",
        count(between.len() as u64 + 1, "server"),
        join(&names)
    )
}

/// What fields of the block say on waits, read once for all steps.
pub struct Stated<'a> {
    /// The fields X-Greylist: what they say, and for how many seconds.
    greylist: Vec<(&'a str, i64)>,
    /// Seconds since 1970.
    approved: Option<i64>,
    deferred: Option<i64>,
}

impl<'a> Stated<'a> {
    pub fn of(message: &'a Message) -> Self {
        // More than any mail is put off by.
        const MOST: usize = 8;
        let greylist = message.all("X-Greylist");
        let greylist =
            greylist.filter_map(|field| Some((field.value.as_str(), greylist_delay(&field.value)?)));
        let time = |name: &str| Some(date::parse(&message.field(name)?.value).ok()?.epoch);
        Stated {
            greylist: greylist.take(MOST).collect(),
            approved: time("X-Mailman-Approved-At"),
            deferred: time("Deferred-Delivery"),
        }
    }
}

/// Why step `at` took its time. First what fields say, then what the place and the length suggest.
pub fn reason(message: &Message, stated: &Stated, steps: &[Step], at: usize) -> Option<Reason> {
    let step = &steps[at];
    let delay = step.delay.filter(|delay| *delay > 0)?;
    let stated = if delay >= GAP { stated_reason(message, stated, step, delay) } else { None };
    stated
        .or_else(|| placed(message, steps, at))
        .or_else(|| shared_with(message, steps, at))
        .or_else(|| likely(message, step, delay))
}

/// Where a wait was, if all clocks in between are off to one side, and by little against it: a clock that is a minute ahead
/// of the next server's says that the mail waited before, and one that is behind the last server's, that it waited there.
fn placed(message: &Message, steps: &[Step], at: usize) -> Option<Reason> {
    /// What is little: a part of the wait.
    const PART: i64 = 4;
    let delay = steps[at].delay.filter(|delay| *delay >= SLOW)?;
    if steps[at].place == Place::Collection {
        return None;
    }
    let between = || steps[..at].iter().rev().take_while(|step| step.epoch.is_none());
    let off = |step: &Step| step.clock_off.filter(|off| off.saturating_abs().saturating_mul(PART) <= delay);
    // One that states no time tells nothing.
    let (newest, oldest) = (between().next()?, between().last()?);
    let is_before = off(newest)? > 0;
    if !between().all(|step| off(step).is_some_and(|off| (off > 0) == is_before)) {
        return None;
    }
    let (named, waits) = if is_before { (oldest, oldest) } else { (newest, &steps[at]) };
    let Reason::Likely(likely) = likely(message, waits, delay)? else { return None };
    let server = server(message, named.hop);
    Some(Reason::Placed(Placed { server, off: off(named)?, hop: named.hop, is_before, likely }))
}

/// The servers between this step and the last one whose time can be used.
fn shared_with(message: &Message, steps: &[Step], at: usize) -> Option<Reason> {
    // It lay in a mailbox until it was fetched, whatever came before.
    if steps[at].place == Place::Collection {
        return None;
    }
    let own = server(message, steps[at].hop);
    let between = steps[..at].iter().rev().take_while(|step| step.epoch.is_none());
    let mut names: Vec<String> = between.map(|step| server(message, step.hop)).collect();
    names.reverse();
    names.retain(|name| *name != own);
    names.dedup();
    (!names.is_empty()).then_some(Reason::Shared(names))
}

fn likely(message: &Message, step: &Step, delay: i64) -> Option<Reason> {
    if delay < GAP {
        return None;
    }
    let hop = &message.hops[step.hop].read;
    let text = match step.place {
        Place::Border | Place::Submission | Place::Internal if delay > LONGEST => {
            "a message that was sent again later, or a clock that is off: servers do not try that long"
        }
        Place::Collection => return Some(Reason::Collection),
        // By its loopback address, and not from another server's hands.
        Place::Internal if is_handed_back(hop) && came_from_itself(message, step.hop) => match delay < SLOW {
            true => "a scan or another program on the same server",
            false => "a queue, or a program on the same server that was not running",
        },
        Place::Internal if is_scanner(hop) => "a scan, or a queue at the filter",
        Place::Internal if delay < SLOW => "a scan or a short queue inside one network",
        Place::Internal => "a queue, a scan or a message held for review inside one network",
        Place::Submission => "a queue on the way to the sender's own server",
        Place::Border if delay < 240 => "a check on the way in, or a busy server",
        // Greylisting was thought of in June 2003.
        Place::Border if delay <= 2100 && step.epoch.is_some_and(|epoch| epoch > 1_056_000_000) => {
            "greylisting, or a busy server: the receiving side asked to come back later, and the sender did"
        }
        Place::Border => {
            "a queue: the receiving server could not be reached or put the sender off, and the sender tried again later"
        }
    };
    Some(Reason::Likely(text))
}

/// Reasons that another field of the block gives.
fn stated_reason(message: &Message, stated: &Stated, step: &Step, delay: i64) -> Option<Reason> {
    let near = |seconds: i64| seconds.abs_diff(delay) <= 60.max(delay.unsigned_abs() / 5);
    if stated.greylist.first().is_some_and(|(_, seconds)| near(*seconds)) {
        return Some(Reason::Greylisting);
    }
    // It was put off, and the sender took its time to come back.
    let by = message.hops[step.hop].read.by.as_deref().unwrap_or_default();
    let own = stated.greylist.iter().filter(|(words, _)| !by.is_empty() && words.contains(by));
    let part = own.map(|(_, seconds)| *seconds).find(|seconds| (GAP..delay).contains(seconds));
    if let Some(seconds) = part.filter(|_| delay < LONGEST) {
        return Some(Reason::PartlyGreylisting(seconds));
    }
    let epoch = step.epoch?;
    let falls = |time: Option<i64>, late: i64| {
        time.is_some_and(|time| (epoch - delay..=epoch + late).contains(&time))
    };
    match (falls(stated.approved, GAP), falls(stated.deferred, SLOW)) {
        (true, _) => Some(Reason::Moderator),
        (false, true) => Some(Reason::Deferred),
        (false, false) => None,
    }
}

/// The seconds in `Delayed for 00:05:12 …`, `delayed 312 seconds by …`.
pub fn greylist_delay(value: &str) -> Option<i64> {
    let at = value.to_ascii_lowercase().find("delayed")?;
    let word =
        value[at..].split_whitespace().skip(1).take(2).find(|word| word.as_bytes()[0].is_ascii_digit())?;
    word.split(':').try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))
}

/// From a program on the same machine.
fn is_handed_back(hop: &Received) -> bool {
    let address = hop.from_ip.as_deref().and_then(|ip| ip.parse().ok());
    let is_local = || hop.from_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("localhost"));
    address.map_or_else(is_local, path::is_loopback)
}

/// Whether the server below, where one is named, is the one that took the mail up again.
fn came_from_itself(message: &Message, hop: usize) -> bool {
    let name = |hop: usize| Some(message.hops.get(hop)?.read.by.as_deref()?.to_ascii_lowercase());
    match (name(hop), name(hop + 1)) {
        (Some(by), Some(below)) => by == below || !path::is_host_name(&below) || !path::is_host_name(&by),
        _ => true,
    }
}

fn is_scanner(hop: &Received) -> bool {
    let names = [&hop.from_name, &hop.by, &hop.with, &hop.software];
    let mut names = names.into_iter().flatten().map(|name| name.to_ascii_lowercase());
    names
        .any(|name| ["amavis", "filterd", "scan", "spam", "localhost"].iter().any(|word| name.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greylisting_is_read() {
        assert_eq!(greylist_delay("Delayed for 00:05:12 by milter-greylist (mx.example.com)"), Some(312));
        assert_eq!(greylist_delay("delayed 312 seconds by postgrey-1.36 at mx.example.com"), Some(312));
        assert_eq!(greylist_delay("Sender passed SPF test, not delayed by milter-greylist-4.6"), None);
        assert_eq!(greylist_delay("whitelisted"), None);
    }
}
