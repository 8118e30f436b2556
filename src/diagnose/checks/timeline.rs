//! How long each hop took, whose clock is off, what a gap is likely to be, and from where on the fields can be believed.

use super::path::{self, Place};
use super::speak::{count, duration};
use super::{Notes, value_span};
use crate::facts::message::Message;
use crate::knowledge::{self, filters::WITH};
use crate::mail::date;
use crate::mail::received::Received;
use crate::text::Span;
use crate::text::order;

/// Clocks that differ by less are ordinary: a small step back counts as no time. Seconds.
const SKEW: i64 = 15;
/// From here on a gap is named. Seconds.
const GAP: i64 = 60;
/// From here on a gap is worth an observation. Seconds.
const SLOW: i64 = 300;
/// A clock that is off by less is left out of the delays without a word. Seconds.
const NOTABLE: u64 = 60;
/// How many gaps are told of.
const MOST_GAPS: usize = 3;
/// Ordinary mail passes three to eight servers.
const MANY_HOPS: usize = 20;

/// The way of the mail, oldest hop first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    pub steps: Vec<Step>,
    /// From the first usable clock to the last. Seconds.
    pub total: Option<i64>,
    /// Index into `steps` of the longest delay.
    pub slowest: Option<usize>,
    pub trust: Option<Trust>,
}

/// One hop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Index into [`Message::hops`], where the newest is 0.
    pub hop: usize,
    pub place: Place,
    /// Seconds of UTC since 1970, where the clock can be used.
    pub epoch: Option<i64>,
    /// Seconds since the last hop whose clock can be used; none for the first and for clocks that are off.
    pub delay: Option<i64>,
    /// The delay's part of the total, in percent.
    pub share: Option<u8>,
    /// How far this clock is off at least: positive where it is ahead. Seconds.
    pub clock_off: Option<i64>,
    /// Whose network took the mail over here.
    pub network: Option<&'static str>,
    /// What the delay is likely to be, as the end of a sentence.
    pub likely: Option<String>,
    /// What the protocol behind `with` means.
    pub with_means: Option<&'static str>,
}

/// Where belief begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Index into [`Message::hops`]: the lowest hop that the receiving network wrote.
    pub hop: usize,
    /// The receiving network, by the registered part of its name.
    pub network: String,
    pub why: String,
}

/// Works the timeline out. Linear but for one sort-like search, also for ten thousand hops.
pub fn work_out(message: &Message) -> Timeline {
    let oldest = message.hops.len().saturating_sub(1);
    let mut steps: Vec<Step> = message
        .hops
        .iter()
        .enumerate()
        .rev()
        .map(|(hop, field)| Step {
            hop,
            place: path::place(&field.read, hop == oldest),
            epoch: field.read.date.map(|date| date.epoch),
            network: path::network(field.read.by.as_deref(), None),
            with_means: field.read.with.as_deref().and_then(with_means),
            ..Step::default()
        })
        .collect();
    set_clocks_right(&mut steps);
    let total = set_delays(&mut steps);
    let slowest = (0..steps.len())
        .filter(|&at| steps[at].delay.is_some_and(|delay| delay > 0))
        .max_by_key(|&at| steps[at].delay);
    for at in 0..steps.len() {
        steps[at].likely = likely(message, &steps, at);
    }
    Timeline { steps, total, slowest, trust: trust(message) }
}

/// The meaning of a `with` protocol: registered ones are in capitals.
fn with_means(with: &str) -> Option<&'static str> {
    let find = |name: &str| knowledge::filter_term(WITH, name).map(|term| term.meaning);
    find(with).or_else(|| find(&with.to_ascii_uppercase())).or_else(|| find(&with.to_ascii_lowercase()))
}

/// Finds the largest set of hops whose times agree with their order; the clocks of the others are off.
fn set_clocks_right(steps: &mut [Step]) {
    let stated: Vec<usize> = (0..steps.len()).filter(|&at| steps[at].epoch.is_some()).collect();
    let mut times: Vec<i64> = stated.iter().filter_map(|&at| steps[at].epoch).collect();
    for at in 1..times.len() {
        if times[at] < times[at - 1] && times[at].saturating_add(SKEW) >= times[at - 1] {
            times[at] = times[at - 1];
        }
    }
    let kept = longest_in_order(&times);
    let mut earlier: Option<i64> = None;
    let mut next = kept.iter().peekable();
    for (at, &step) in stated.iter().enumerate() {
        if next.peek() == Some(&&at) {
            next.next();
            earlier = Some(times[at]);
            steps[step].epoch = Some(times[at]);
            continue;
        }
        let later = next.peek().map(|&&kept| times[kept]);
        steps[step].clock_off = match (earlier, later) {
            (Some(earlier), _) if times[at] < earlier => Some(times[at].saturating_sub(earlier)),
            (_, Some(later)) => Some(times[at].saturating_sub(later)),
            _ => None,
        };
        steps[step].epoch = None;
    }
}

/// Indices of the longest run of times that never go back. Of two as long, the one that the newest hop agrees with:
/// its clock is the one that the reader knows.
fn longest_in_order(times: &[i64]) -> Vec<usize> {
    let Some(newest) = times.last() else { return Vec::new() };
    let any = longest(times, i64::MAX);
    let with_newest = longest(times, *newest);
    if with_newest.len() < any.len() { any } else { with_newest }
}

/// The longest run among the times up to `latest`.
fn longest(times: &[i64], latest: i64) -> Vec<usize> {
    // From the newest on times must not rise: `tails[n]` is where the best run of n + 1 times ends.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; times.len()];
    for at in (0..times.len()).rev().filter(|&at| times[at] <= latest) {
        let length = tails.partition_point(|&tail| times[tail] >= times[at]);
        before[at] = length.checked_sub(1).map(|length| tails[length]);
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(index) = at {
        run.push(index);
        at = before[index];
    }
    run
}

/// Delays and shares. Gives the total.
fn set_delays(steps: &mut [Step]) -> Option<i64> {
    let mut first = None;
    let mut last: Option<i64> = None;
    for step in steps.iter_mut() {
        let Some(epoch) = step.epoch else { continue };
        step.delay = last.map(|last| epoch.saturating_sub(last));
        first.get_or_insert(epoch);
        last = Some(epoch);
    }
    let total = last?.saturating_sub(first?);
    for step in steps.iter_mut().filter(|_| total > 0) {
        step.share = step.delay.and_then(|delay| u8::try_from(delay.saturating_mul(100) / total).ok());
    }
    steps.iter().any(|step| step.delay.is_some()).then_some(total)
}

/// What a delay is likely to be. First what fields say, then what the place and the length suggest.
fn likely(message: &Message, steps: &[Step], at: usize) -> Option<String> {
    let step = &steps[at];
    let delay = step.delay.filter(|delay| *delay >= GAP)?;
    let hop = &message.hops[step.hop].read;
    if let Some(reason) = stated_reason(message, step, delay) {
        return Some(reason);
    }
    let text = match step.place {
        // Servers give up after about five days (RFC 5321, section 4.5.4.1).
        Place::Border | Place::Submission | Place::Internal if delay > 8 * 86_400 => {
            "a message that was sent again later, or a clock that is off: servers do not try that long"
        }
        Place::Collection => "the time until a program next fetched mail from that mailbox",
        Place::Internal if is_scanner(hop) => "a scan or another program inside one network",
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
    Some(text.to_owned())
}

/// Reasons that another field of the block gives.
fn stated_reason(message: &Message, step: &Step, delay: i64) -> Option<String> {
    let near = |seconds: i64| seconds.abs_diff(delay) <= 60.max(delay.unsigned_abs() / 5);
    if let Some(seconds) = message.all("X-Greylist").find_map(|field| greylist_delay(&field.value))
        && near(seconds)
    {
        return Some("greylisting: X-Greylist names this very delay".to_owned());
    }
    let approved = message.field("X-Mailman-Approved-At").and_then(|field| date::parse(&field.value).ok());
    if let (Some(approved), Some(epoch)) = (approved, step.epoch)
        && (epoch - delay..=epoch + GAP).contains(&approved.epoch)
    {
        return Some(
            "a moderator: the mailing list held the message until somebody let it through".to_owned(),
        );
    }
    let deferred = message.field("Deferred-Delivery").and_then(|field| date::parse(&field.value).ok());
    if let (Some(deferred), Some(epoch)) = (deferred, step.epoch)
        && (epoch - delay..=epoch + SLOW).contains(&deferred.epoch)
    {
        return Some("the sender's own wish: Deferred-Delivery names this time".to_owned());
    }
    None
}

/// The seconds in `Delayed for 00:05:12 …`, `delayed 312 seconds by …`.
pub fn greylist_delay(value: &str) -> Option<i64> {
    let at = value.to_ascii_lowercase().find("delayed")?;
    let word =
        value[at..].split_whitespace().skip(1).take(2).find(|word| word.as_bytes()[0].is_ascii_digit())?;
    word.split(':').try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))
}

fn is_scanner(hop: &Received) -> bool {
    let address = hop.from_ip.as_deref().and_then(|ip| ip.parse().ok());
    let names = [&hop.from_name, &hop.by, &hop.with, &hop.software];
    let mut names = names.into_iter().flatten().map(|name| name.to_ascii_lowercase());
    address.is_some_and(path::is_loopback)
        || names.any(|name| {
            ["amavis", "filterd", "scan", "spam", "localhost"].iter().any(|word| name.contains(word))
        })
}

/// The fields that the receiving network wrote stand on top, in one piece: they are believed, the rest is not.
fn trust(message: &Message) -> Option<Trust> {
    // Gmail's last hops are known by addresses of its own alone.
    let name = |hop: &Received| hop.by.clone().filter(|by| path::is_host_name(by));
    let receiver = message.hops.iter().find_map(|hop| name(&hop.read))?;
    let is_theirs = |hop: &Received| name(hop).is_none_or(|by| path::same_network(&by, &receiver));
    let theirs = message.hops.iter().take_while(|hop| is_theirs(&hop.read)).count();
    // A hop without a name of its own belongs to the network above it only if one more of that network stands below.
    let hop = message.hops[..theirs].iter().rposition(|hop| name(&hop.read).is_some())?;
    let lower = receiver.trim_end_matches('.').to_ascii_lowercase();
    let network = knowledge::organizational_domain(&lower).unwrap_or(&lower).to_owned();
    let below = message.hops.len() - hop - 1;
    let subject = match (hop, below) {
        (0, 0) => "The only Received field names a server".to_owned(),
        (0, _) => "The topmost Received field names a server".to_owned(),
        (_, 0) => "All Received fields name servers".to_owned(),
        _ => format!("The topmost {} Received fields name servers", hop + 1),
    };
    let rest = match below {
        0 => "",
        _ => {
            " What is older was written by others and can be forged, unless a server there is one that you trust, too."
        }
    };
    let why = format!("{subject} of {network}, the last that this mail reached.{rest}");
    Some(Trust { hop, network, why })
}

pub(super) fn check(notes: &mut Notes, timeline: &Timeline) {
    slow_hops(notes, timeline);
    clocks(notes, timeline);
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
    let mut slow: Vec<usize> = (0..timeline.steps.len())
        .filter(|&at| timeline.steps[at].delay.is_some_and(|delay| delay >= SLOW))
        .collect();
    order::by_key(&mut slow, |&at| std::cmp::Reverse(timeline.steps[at].delay));
    for at in slow.into_iter().take(MOST_GAPS) {
        let step = &timeline.steps[at];
        let earlier = timeline.steps[..at].iter().rfind(|step| step.epoch.is_some());
        let (Some(delay), Some(earlier)) = (step.delay, earlier) else { continue };
        let share = step.share.filter(|_| timeline.steps.len() > 2);
        let share = share
            .filter(|share| *share > 0)
            .map_or(String::new(), |share| format!(", {share} % of the whole way"));
        let likely = step.likely.as_deref().map_or(String::new(), |likely| format!(" Likely {likely}."));
        let (from, by) = (server(notes.message, earlier.hop), server(notes.message, step.hop));
        let text = match from == by {
            true => format!("The mail stayed {} on {by}{share}.{likely}", duration(delay)),
            false => format!("From {from} to {by} took {}{share}.{likely}", duration(delay)),
        };
        let evidence = [stamp(notes.message, earlier.hop), stamp(notes.message, step.hop)];
        notes.add("slow-hop", text, evidence.into_iter().flatten().collect());
    }
}

fn clocks(notes: &mut Notes, timeline: &Timeline) {
    for step in timeline.steps.iter().filter(|step| step.clock_off.is_some()) {
        let Some(off) = step.clock_off.filter(|off| off.unsigned_abs() >= NOTABLE) else { continue };
        let side = if off < 0 { "behind" } else { "ahead of" };
        // At most fourteen hours lie between zones.
        let seconds = off.unsigned_abs();
        let zone = (3480..=14 * 3600).contains(&seconds) && (seconds + 120) % 3600 <= 240;
        let zone = if zone { " It is close to whole hours, so a wrong time zone is likely." } else { "" };
        let text = format!(
            "The clock of {} is at least {} {side} the others.{zone} Its times are left out of the delays.",
            server(notes.message, step.hop),
            duration(off)
        );
        notes.add("clock-off", text, stamp(notes.message, step.hop).into_iter().collect());
    }
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

/// Hops between networks that do not say that they were encrypted, or were so in an outdated way.
fn encryption(notes: &mut Notes, timeline: &Timeline) {
    let mut plain = Vec::new();
    for step in timeline.steps.iter().filter(|step| step.place == Place::Border) {
        let hop = &notes.message.hops[step.hop];
        let with = hop.read.with.as_deref().unwrap_or_default();
        let is_plain = ["SMTP", "ESMTP", "UTF8SMTP"].iter().any(|name| with.eq_ignore_ascii_case(name));
        match hop.read.tls.as_deref() {
            Some(version) if is_retired(version) => {
                let text = format!(
                    "{} took the mail over with {version}, a way of encrypting that was retired in 2021 (RFC 8996).",
                    server(notes.message, step.hop)
                );
                let evidence = notes.value(hop.field);
                notes.add("old-tls", text, evidence);
            }
            None if is_plain => plain.push((step.hop, hop.field, with.to_owned())),
            _ => {}
        }
    }
    let names: Vec<String> = plain.iter().map(|(hop, ..)| server(notes.message, *hop)).collect();
    let (Some(first), more) = (names.first(), names.len().saturating_sub(1)) else { return };
    let others = match more {
        0 => String::new(),
        _ => format!(" The same holds for {}.", count(more as u64, "other hop")),
    };
    let text = format!(
        "When {first} took the mail over, the field does not say that the connection was encrypted.{others}"
    );
    let evidence =
        plain.iter().flat_map(|(_, field, with)| notes.word(*field, &format!("with {with}"))).collect();
    notes.add("plain-text-hop", text, evidence);
}

fn is_retired(version: &str) -> bool {
    let version = version.to_ascii_uppercase();
    version.starts_with("SSL")
        || matches!(version.as_str(), "TLS1.0" | "TLS1.1" | "TLS1" | "TLSV1" | "TLSV1.1")
}

/// The server that wrote a Received field, for sentences.
pub fn server(message: &Message, hop: usize) -> String {
    match message.hops.get(hop).and_then(|hop| hop.read.by.as_deref()) {
        Some(by) => by.to_owned(),
        None => format!("the server of hop {}", message.hops.len().saturating_sub(hop)),
    }
}

/// Where a hop's time stands: what follows the last semicolon, else the whole field.
pub fn stamp(message: &Message, hop: usize) -> Option<Span> {
    let field = message.hops.get(hop)?.field;
    let value = message.text.get(message.fields.get(field)?.range.clone());
    let Some(semicolon) = value.rfind(';') else { return value_span(message, field) };
    let time = value[semicolon + 1..].trim();
    if time.is_empty() {
        return value_span(message, field);
    }
    let start = value.len() - value[semicolon + 1..].trim_start().len();
    message.span_in(field, start..start + time.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(times: &[Option<i64>]) -> Vec<Step> {
        times.iter().map(|epoch| Step { epoch: *epoch, ..Step::default() }).collect()
    }

    #[track_caller]
    fn check_clocks(times: &[i64], delays: &[Option<i64>], off: &[Option<i64>]) {
        let mut steps = steps(&times.iter().map(|time| Some(*time)).collect::<Vec<_>>());
        set_clocks_right(&mut steps);
        set_delays(&mut steps);
        assert_eq!(steps.iter().map(|step| step.delay).collect::<Vec<_>>(), delays);
        assert_eq!(steps.iter().map(|step| step.clock_off).collect::<Vec<_>>(), off);
    }

    #[test]
    fn a_step_back_is_a_clock() {
        check_clocks(&[100, 103, 110], &[None, Some(3), Some(7)], &[None; 3]);
        // Small differences are no time at all.
        check_clocks(&[100, 98, 101], &[None, Some(0), Some(1)], &[None; 3]);
        // One server an hour ahead.
        check_clocks(&[100, 3705, 110], &[None, None, Some(10)], &[None, Some(3595), None]);
        // One server an hour behind.
        check_clocks(&[4000, 410, 4010], &[None, None, Some(10)], &[None, Some(-3590), None]);
        // Two hops that disagree: the newer one, which the reader knows, is taken for right.
        check_clocks(&[5000, 100], &[None, None], &[Some(4900), None]);
        check_clocks(&[], &[], &[]);
    }

    #[test]
    fn extreme_times_do_no_harm() {
        check_clocks(&[i64::MAX, i64::MIN], &[None, None], &[Some(i64::MAX), None]);
    }

    #[test]
    fn hops_without_a_time_are_passed_over() {
        let mut steps = steps(&[Some(100), None, Some(160), Some(200)]);
        set_clocks_right(&mut steps);
        assert_eq!(set_delays(&mut steps), Some(100));
        let shares: Vec<_> = steps.iter().map(|step| step.share).collect();
        assert_eq!(shares, [None, None, Some(60), Some(40)]);
    }

    #[test]
    fn ten_thousand_hops_take_no_time() {
        let times: Vec<Option<i64>> = (0..10_000).map(|at| Some((at * 7919) % 10_007)).collect();
        let mut steps = steps(&times);
        set_clocks_right(&mut steps);
        assert!(steps.iter().filter(|step| step.epoch.is_some()).count() > 50);
    }

    #[test]
    fn greylisting_is_read() {
        assert_eq!(greylist_delay("Delayed for 00:05:12 by milter-greylist (mx.example.com)"), Some(312));
        assert_eq!(greylist_delay("delayed 312 seconds by postgrey-1.36 at mx.example.com"), Some(312));
        assert_eq!(greylist_delay("Sender passed SPF test, not delayed by milter-greylist-4.6"), None);
        assert_eq!(greylist_delay("whitelisted"), None);
    }
}
