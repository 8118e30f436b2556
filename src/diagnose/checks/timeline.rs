//! How long each hop took, whose clock is off, what a gap is likely to be, and from where on the fields can be believed.

use super::clocks;
use super::path::{self, Place};
use super::speak::{at_least, count, duration};
use super::{Notes, value_span};
use crate::facts::message::Message;
use crate::knowledge::{self, filters::WITH};
use crate::mail::date;
use crate::mail::received::Received;
use crate::text::Span;
use crate::text::order;

/// From here on a gap is named. Seconds.
const GAP: i64 = 60;
/// From here on a gap is worth an observation. Seconds.
const SLOW: i64 = 300;
/// A clock that is off by less is left out of the delays without a word. Seconds.
const NOTABLE: u64 = 60;
/// So long after its first hops a Date is that of a second sending. Seconds.
const ANEW: i64 = 86_400;
/// Servers give up after about five days (RFC 5321, section 4.5.4.1). Seconds.
const LONGEST: i64 = 8 * 86_400;
/// How many gaps are told of.
const MOST_GAPS: usize = 3;
/// How many clocks are told of.
const MOST_CLOCKS: usize = 8;
/// Ordinary mail passes three to eight servers.
const MANY_HOPS: usize = 20;

/// The way of the mail, oldest hop first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    pub steps: Vec<Step>,
    /// The sum of all delays. Seconds.
    pub total: Option<i64>,
    /// Index into `steps` of the longest delay.
    pub slowest: Option<usize>,
    pub trust: Option<Trust>,
    /// Where the mail was sent anew: the time before is no part of the total.
    pub anew: Option<Anew>,
}

/// One hop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Index into [`Message::hops`], where the newest is 0.
    pub hop: usize,
    pub place: Place,
    /// Seconds of UTC since 1970, where the clock can be used.
    pub epoch: Option<i64>,
    /// The same as the field states it, right or wrong.
    pub said: Option<i64>,
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
            said: field.read.date.map(|date| date.epoch),
            network: path::network(field.read.by.as_deref(), None),
            with_means: with_means(&field.read),
            ..Step::default()
        })
        .collect();
    let machines = machines(message);
    let anew = sent_anew(message, &steps);
    let begin = anew.as_ref().map_or(0, |anew| anew.step);
    // A time without a zone may be hours off.
    let date = message.date.as_ref().and_then(|date| date.read.1).filter(|date| date.offset.is_some());
    let date = date.map(|date| date.epoch);
    // Where the first hop is the author's own machine, Date is by the same clock.
    let date = date.filter(|_| message.hops.last().is_some_and(|hop| is_from_elsewhere(&hop.read)));
    let (before, since) = steps.split_at_mut(begin);
    clocks::set_right(before, &machines[..begin], None);
    clocks::set_right(since, &machines[begin..], date);
    let total = set_delays(&mut steps, begin);
    let slowest = (0..steps.len())
        .filter(|&at| steps[at].delay.is_some_and(|delay| delay > 0))
        .max_by_key(|&at| steps[at].delay);
    for at in 0..steps.len() {
        steps[at].likely = likely(message, &steps, at);
    }
    if let Some(anew) = &anew {
        steps[anew.step].likely =
            Some(format!("sent anew: the {} before are no part of the way", duration(anew.pause)));
    }
    Timeline { steps, total, slowest, trust: trust(message), anew }
}

/// The meaning of a `with` protocol: registered ones are in capitals.
fn with_means(hop: &Received) -> Option<&'static str> {
    let with = hop.with.as_deref()?;
    let is_microsofts =
        |name: &Option<String>| name.as_deref().is_some_and(|name| path::same_network(name, "outlook.com"));
    if with.eq_ignore_ascii_case("HTTPS") && is_microsofts(&hop.by) && is_microsofts(&hop.from_name) {
        return Some("Handed over by HTTPS, from one of Microsoft's servers to another.");
    }
    let find = |name: &str| knowledge::filter_term(WITH, name).map(|term| term.meaning);
    find(with).or_else(|| find(&with.to_ascii_uppercase())).or_else(|| find(&with.to_ascii_lowercase()))
}

/// Which machine wrote each hop, oldest first: one that hands a mail over to itself has one clock for both hops.
fn machines(message: &Message) -> Vec<usize> {
    let mut machines = Vec::with_capacity(message.hops.len());
    let mut older: Option<&Received> = None;
    for hop in message.hops.iter().rev().map(|hop| &hop.read) {
        let is_same = older.is_some_and(|older| {
            let by_name =
                older.by.as_deref().zip(hop.by.as_deref()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
            by_name || (!is_from_elsewhere(hop) && path::is_from_inside(hop, older))
        });
        let last = machines.last().copied().unwrap_or(0);
        machines.push(if is_same { last } else { last + 1 });
        older = Some(hop);
    }
    machines
}

/// Whether another machine handed the mail over, as far as the field tells.
fn is_from_elsewhere(hop: &Received) -> bool {
    let address = hop.from_ip.as_deref().and_then(|ip| ip.parse().ok());
    let same_name =
        hop.from_name.as_deref().zip(hop.by.as_deref()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    match address {
        Some(address) => !path::is_loopback(address) && !same_name,
        None => path::client(hop).is_some() && !same_name,
    }
}

/// A mail that was on its way before, and was sent again or passed on by its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anew {
    /// Index into [`Timeline::steps`]: the first hop since.
    pub step: usize,
    /// The last hop before that states a time.
    pub before: usize,
    /// The field that shows it, an index into [`Message::fields`].
    pub field: usize,
    /// Seconds between the two hops: they are no part of the way.
    pub pause: i64,
}

/// Where Resent-Date, or a Date that is days later than the first hops, falls between two hops that lie apart.
fn sent_anew(message: &Message, steps: &[Step]) -> Option<Anew> {
    let moment = |field: usize| date::parse(&message.fields[field].value).ok().map(|date| date.epoch);
    let resent = (0..message.fields.len()).filter(|&at| message.fields[at].is("Resent-Date"));
    let resent = resent.filter_map(|field| Some((field, moment(field)?, SLOW))).max_by_key(|(_, at, _)| *at);
    let written = message.date.as_ref().and_then(|date| Some((date.field, date.read.1?.epoch, ANEW)));
    [resent, written].into_iter().flatten().find_map(|(field, moment, least)| {
        let stated: Vec<usize> = (0..steps.len()).filter(|&at| steps[at].epoch.is_some()).collect();
        let found = stated.windows(2).rev().find_map(|pair| {
            let (earlier, later) = (steps[pair[0]].epoch?, steps[pair[1]].epoch?);
            let pause = later.saturating_sub(earlier);
            let fits = moment > earlier && moment <= later.saturating_add(GAP);
            // A Date that a hop does not agree with tells nothing of a second sending.
            let agrees = least == SLOW || later.saturating_sub(moment) <= SLOW;
            (pause >= least && fits && agrees).then_some((pair[0], pair[1], pause))
        });
        let (before, step, pause) = found?;
        Some(Anew { step, before, field, pause })
    })
}

/// Delays and shares, from step `begin` on afresh. Gives the total.
fn set_delays(steps: &mut [Step], begin: usize) -> Option<i64> {
    let mut last: Option<i64> = None;
    let mut total: Option<i64> = None;
    for (at, step) in steps.iter_mut().enumerate() {
        if at == begin {
            last = None;
        }
        let Some(epoch) = step.epoch else { continue };
        step.delay = last.map(|last| epoch.saturating_sub(last));
        if let Some(delay) = step.delay {
            total = Some(total.unwrap_or(0).saturating_add(delay));
        }
        last = Some(epoch);
    }
    let Some(whole) = total.filter(|total| *total > 0) else { return total };
    for step in steps {
        // Rounded, so that two thirds are no 66 %.
        let share = |delay: i64| (i128::from(delay) * 200 / i128::from(whole) + 1) / 2;
        let most = |delay: i64| if delay < whole { share(delay).min(99) } else { 100 };
        step.share = step.delay.and_then(|delay| u8::try_from(most(delay)).ok());
    }
    total
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
        Place::Border | Place::Submission | Place::Internal if delay > LONGEST => {
            "a message that was sent again later, or a clock that is off: servers do not try that long"
        }
        Place::Collection => "the time until a program next fetched mail from that mailbox",
        // By its loopback address, and not from another server's hands.
        Place::Internal if is_handed_back(hop) && came_from_itself(message, step.hop) => {
            "a scan or another program on the same server"
        }
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
    // It was put off, and the sender took its time to come back.
    let by = message.hops[step.hop].read.by.as_deref().unwrap_or_default();
    let own = message.all("X-Greylist").filter(|field| !by.is_empty() && field.value.contains(by));
    if let Some(seconds) = own
        .filter_map(|field| greylist_delay(&field.value))
        .find(|seconds| (GAP..delay).contains(seconds) && delay < LONGEST)
    {
        return Some(format!(
            "greylisting for {} of it, as X-Greylist says, and a queue for the rest",
            duration(seconds)
        ));
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

/// The field that a stated reason was read from.
fn reason_field(step: &Step) -> Option<&'static str> {
    let likely = step.likely.as_deref()?;
    let starts = [
        ("greylisting: ", "X-Greylist"),
        ("greylisting for ", "X-Greylist"),
        ("a moderator", "X-Mailman-Approved-At"),
        ("the sender's own wish", "Deferred-Delivery"),
    ];
    starts.iter().find(|(start, _)| likely.starts_with(start)).map(|(_, name)| *name)
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

/// The lowest hop of the receiving network, from the topmost that names a server on: those that name a server of it, and
/// those that one of these took the mail from by a private address. A hop that names none belongs to it only where one
/// more of that network stands below.
fn lowest_inside(message: &Message, top: usize, receiver: &str) -> usize {
    let mut last = top;
    for at in top + 1..message.hops.len() {
        let (newer, hop) = (&message.hops[at - 1].read, &message.hops[at].read);
        if last == at - 1 && path::is_from_inside(newer, hop) {
            last = at;
            continue;
        }
        match hop.by.as_deref().filter(|by| path::is_host_name(by)) {
            Some(by) if path::same_network(by, receiver) => last = at,
            Some(_) => break,
            None => {}
        }
    }
    last
}

/// The fields that the receiving network wrote stand on top, in one piece: they are believed, the rest is not.
fn trust(message: &Message) -> Option<Trust> {
    // Gmail's last hops are known by addresses of its own alone.
    let name = |hop: &Received| hop.by.clone().filter(|by| path::is_host_name(by));
    let is_end = |hop: &Received| name(hop).is_some() || path::is_bare_server(hop);
    let top = message.hops.iter().position(|hop| is_end(&hop.read))?;
    let bare = message.hops[top].read.by.clone().filter(|_| name(&message.hops[top].read).is_none());
    let receiver = message.hops[top].read.by.clone()?;
    let hop = lowest_inside(message, top, &receiver);
    let lower = receiver.trim_end_matches('.').to_ascii_lowercase();
    let network = knowledge::organizational_domain(&lower).unwrap_or(&lower).to_owned();
    let below = message.hops.len() - hop - 1;
    let of = |at: usize| name(&message.hops[at].read);
    let is_named = (0..=hop).all(|at| of(at).is_none_or(|by| path::same_network(&by, &receiver)));
    let all_named = (0..=hop).all(|at| of(at).is_some());
    let which = match (hop, below) {
        (0, 0) => "The only Received field".to_owned(),
        (0, _) => "The topmost Received field".to_owned(),
        (_, 0) => "All Received fields".to_owned(),
        _ => format!("The topmost {} Received fields", hop + 1),
    };
    let subject = match (is_named, all_named, hop) {
        (true, true, 0) => format!("{which} names a server"),
        (true, true, _) => format!("{which} name servers"),
        (true, false, _) => format!("{which}, as far as they name a server, name one"),
        (false, ..) => format!("{which} were, as private addresses show, written inside the network"),
    };
    let rest = match below {
        0 => "",
        _ => {
            " What is older was written by others and can be forged, unless a server there is one that you trust, too."
        }
    };
    let why = match bare {
        Some(server) if hop == 0 => {
            format!("{which} names {server}, the last server that this mail reached.{rest}")
        }
        Some(server) => {
            format!("{which} were written by {server} and behind it, where the way of this mail ends.{rest}")
        }
        None => format!("{subject} of the network of {network}, the last that this mail reached.{rest}"),
    };
    Some(Trust { hop, network, why })
}

pub(super) fn check(notes: &mut Notes, timeline: &Timeline) {
    slow_hops(notes, timeline);
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
    let mut slow: Vec<usize> = (0..timeline.steps.len())
        .filter(|&at| timeline.steps[at].delay.is_some_and(|delay| delay >= SLOW))
        .collect();
    order::by_key(&mut slow, |&at| std::cmp::Reverse(timeline.steps[at].delay));
    for at in slow.into_iter().take(MOST_GAPS) {
        let step = &timeline.steps[at];
        let earlier = timeline.steps[..at].iter().rfind(|step| step.epoch.is_some());
        let (Some(delay), Some(earlier)) = (step.delay, earlier) else { continue };
        let share = step.share.filter(|share| *share > 0 && timeline.steps.len() > 2);
        let share = share.map_or(String::new(), |share| format!(", {share} % of the whole way"));
        let likely = step.likely.as_deref().map_or(String::new(), |likely| format!(", likely {likely}"));
        let (from, by) = (server(notes.message, earlier.hop), server(notes.message, step.hop));
        let text = match from == by {
            true => format!("The mail stayed {} on {by}{share}{likely}.", duration(delay)),
            false => format!("From {from} to {by} took {}{share}{likely}.", duration(delay)),
        };
        let evidence = [
            stamp(notes.message, earlier.hop),
            stamp(notes.message, step.hop),
            reason_field(step).and_then(|name| value_span(notes.message, notes.named(name)?.0)),
        ];
        notes.add("slow-hop", text, evidence.into_iter().flatten().collect());
    }
}

/// One sentence for each machine whose clock is off.
fn clocks(notes: &mut Notes, timeline: &Timeline) {
    let machines = machines(notes.message);
    let steps = &timeline.steps;
    let mut at = 0;
    let mut told = 0;
    while at < steps.len() && told < MOST_CLOCKS {
        let end = (at..steps.len()).find(|&end| machines[end] != machines[at]).unwrap_or(steps.len());
        let wrong: Vec<&Step> = steps[at..end].iter().filter(|step| step.clock_off.is_some()).collect();
        at = end;
        let most = wrong.iter().filter_map(|step| step.clock_off).max_by_key(|off| off.unsigned_abs());
        let Some(off) = most.filter(|off| off.unsigned_abs() >= NOTABLE) else { continue };
        let side = if off < 0 { "behind" } else { "ahead of" };
        // At most fourteen hours lie between zones.
        let seconds = off.unsigned_abs();
        let zone = (3480..=14 * 3600).contains(&seconds) && (seconds + 120) % 3600 <= 240;
        let zone = if zone { " It is close to whole hours, so a wrong time zone is likely." } else { "" };
        let name = server(notes.message, wrong[0].hop);
        let text = match rival(timeline, &machines, wrong[0]) {
            Some(other) => format!(
                "The clocks of {name} and {} disagree: one of them is off by at least {}.{zone} The times of {name} are left \
                 out of the delays.",
                server(notes.message, other),
                at_least(off)
            ),
            None => format!(
                "The clock of {name} is at least {} {side} the others.{zone} Its times are left out of the delays.",
                at_least(off)
            ),
        };
        let evidence = wrong.iter().filter_map(|step| stamp(notes.message, step.hop)).take(4).collect();
        notes.add("clock-off", text, evidence);
        told += 1;
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

    #[test]
    fn hops_without_a_time_are_passed_over() {
        let mut steps = steps(&[Some(100), None, Some(160), Some(200)]);
        assert_eq!(set_delays(&mut steps, 0), Some(100));
        let shares: Vec<_> = steps.iter().map(|step| step.share).collect();
        assert_eq!(shares, [None, None, Some(60), Some(40)]);
    }

    #[test]
    fn greylisting_is_read() {
        assert_eq!(greylist_delay("Delayed for 00:05:12 by milter-greylist (mx.example.com)"), Some(312));
        assert_eq!(greylist_delay("delayed 312 seconds by postgrey-1.36 at mx.example.com"), Some(312));
        assert_eq!(greylist_delay("Sender passed SPF test, not delayed by milter-greylist-4.6"), None);
        assert_eq!(greylist_delay("whitelisted"), None);
    }
}
