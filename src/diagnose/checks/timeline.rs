//! How long each hop took, whose clock is off, what a gap is likely to be, and from where on the fields can be believed.

mod delay;
mod encryption;
mod ends;
mod tell;
mod trust;

use super::clocks;
use super::path;
pub use super::path::Place;
use super::value_span;
use crate::facts::message::Message;
use crate::knowledge::{self, filters::WITH};
use crate::mail::date;
use crate::mail::ip::is_inner_name;
use crate::mail::message_id;
use crate::mail::received::{self, Received};
use crate::text::Span;
pub use delay::{Greylisted, LONG_GREYLISTING, Reason};
pub use ends::{Beyond, Written};
pub(super) use tell::check;
pub use tell::is_set_for_later;
pub use trust::Trust;
use trust::{is_apart, trust};

/// From here on a gap is named. Seconds.
const GAP: i64 = 60;
/// From here on a gap is worth an observation. Seconds.
const SLOW: i64 = 300;
/// So long after its first hops a Date is that of a second sending. Seconds.
const ANEW: i64 = 86_400;
/// The way of the mail, oldest hop first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    pub steps: Vec<Step>,
    /// The sum of all delays. Seconds.
    pub total: Option<i64>,
    /// Index into `steps` of the longest delay.
    pub slowest: Option<usize>,
    pub trust: Option<Trust>,
    /// The border server took the mail from another organization's server than the field below is of.
    pub is_apart: bool,
    /// Where the mail was sent anew: the time before is no part of the total.
    pub anew: Option<Anew>,
    /// The field by which the oldest stamp is too early: an index into [`Message::fields`].
    pub written_by: Option<usize>,
    /// When it was written, where that was long before the first server took it.
    pub written: Option<Written>,
    /// When it came to a network whose Received fields are missing.
    pub beyond: Option<Beyond>,
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
    /// By so much this stamp is ahead of the servers behind it, or (negative) behind those before it, where that is too
    /// little to doubt the clock: the step is counted by theirs. Seconds.
    pub adjusted: Option<i64>,
    /// The delay's part of the total, in percent.
    pub share: Option<u8>,
    /// How far this clock is off at least: positive where it is ahead. Seconds.
    pub clock_off: Option<i64>,
    /// Where it is behind for certain: so many seconds lie between the servers before and after its own.
    pub agreed: Option<i64>,
    /// Its stamp is earlier than the mail was written, as [`Timeline::written_by`] and the next server say.
    pub is_early: bool,
    /// Which program of which machine it is, where its field has each machine's name for itself.
    pub program: Option<String>,
    /// Whose network took the mail over here.
    pub network: Option<&'static str>,
    /// What the delay is, or is likely to be.
    pub likely: Option<Reason>,
    /// What is to be said behind that, where the fields do not join: as the end of a sentence.
    pub unless: String,
    /// What the protocol behind `with` means.
    pub with_means: Option<&'static str>,
}

/// Works the timeline out. Linear but for one sort-like search, also for ten thousand hops.
pub fn work_out(message: &Message) -> Timeline {
    let mut steps: Vec<Step> = message
        .hops
        .iter()
        .enumerate()
        .rev()
        .map(|(hop, field)| Step {
            hop,
            place: path::place(&field.read, message.hops.get(hop + 1).map(|older| &older.read)),
            epoch: field.read.date.map(|date| date.epoch),
            said: field.read.date.map(|date| date.epoch),
            network: path::network(field.read.by.as_deref(), None),
            with_means: with_means(
                &field.read,
                message.fields.get(field.field).map_or("", |field| &field.value),
            ),
            program: program(message, hop),
            ..Step::default()
        })
        .collect();
    let machines = machines(message);
    let anew = sent_anew(message, &steps).or_else(|| taken_up(message, &steps));
    let begin = anew.as_ref().map_or(0, |anew| anew.step);
    // A time without a zone may be hours off.
    let date = message.date.as_ref().and_then(|date| date.read.1).filter(|date| date.offset.is_some());
    let date = date.map(|date| date.epoch);
    // Where the first hop is the author's own machine, Date is by the same clock.
    let date = date.filter(|_| message.hops.last().is_some_and(|hop| is_from_elsewhere(&hop.read)));
    // Whose oldest field names no server made it up, and may have made Date up with it.
    let date = date.filter(|_| message.hops.last().is_some_and(|hop| hop.read.by.is_some()));
    // Of two, one was put in on the way.
    let date = date.filter(|_| message.all("Date").take(2).count() == 1);
    let (before, since) = steps.split_at_mut(begin);
    clocks::set_right(before, &machines[..begin], None);
    clocks::set_right(since, &machines[begin..], date);
    let stated = delay::Stated::of(message);
    for of in [&machines, &houses(message, &machines)] {
        clocks::leave_out_behind(since, &of[begin..], date, |wait| stated.names(wait));
    }
    let taken = originally_taken(message)
        .filter(|(_, at)| clocks::leave_out_early(since, &machines[begin..], *at, false));
    let is_own = is_dated_by_author(message);
    let is_early =
        |at: i64| taken.is_none() && clocks::leave_out_early(since, &machines[begin..], at, is_own);
    let by_date = date.is_some_and(is_early).then(|| message.date.as_ref().map(|date| date.field)).flatten();
    let written_by = taken.map(|(field, _)| field).or(by_date);
    let total = set_delays(&mut steps, begin);
    // The first of several.
    let slowest = (begin..steps.len())
        .rev()
        .filter(|&at| steps[at].delay.is_some_and(|delay| delay > 0))
        .max_by_key(|&at| steps[at].delay);
    for at in 0..steps.len() {
        steps[at].likely = delay::reason(message, &stated, &steps, at);
        let moved = steps[at].said.zip(steps[at].epoch).map(|(said, epoch)| said.saturating_sub(epoch));
        steps[at].adjusted = moved.filter(|seconds| *seconds != 0);
    }
    if let Some(anew) = &anew {
        let is_stated = anew.is_stated(message);
        steps[anew.step].likely = Some(Reason::SentAnew(anew.pause, is_stated));
    }
    for at in 0..steps.len() {
        steps[at].unless = tell::unless_put_in(message, &steps, at);
    }
    let trust = trust(message);
    let is_apart = trust.as_ref().is_some_and(|trust| is_apart(message, trust.hop));
    let mut way =
        Timeline { steps, total, slowest, trust, is_apart, anew, written_by, ..Timeline::default() };
    way.written = ends::written(message, &way);
    way.beyond = ends::beyond(message, &way);
    way
}

/// Whether the Message-ID was made when Date says, and by no server that the mail went through: both are of the machine that wrote it.
pub(super) fn is_dated_by_author(message: &Message) -> bool {
    const NEAR: u64 = 60;
    let Some(written) = message.date.as_ref().and_then(|date| date.read.1) else { return false };
    let Some(id) = message.message_id.as_ref().map(|id| id.read.as_str()) else { return false };
    let east = i64::from(written.offset.unwrap_or(0));
    let is_near = |made: i64| [0, east].iter().any(|zone| made.abs_diff(written.epoch + zone) <= NEAR);
    let host = id.rsplit_once('@').map_or("", |(_, host)| host.trim_matches(['>', ' ']));
    let author = message.from.first().and_then(|from| from.read.domain());
    let is_authors = is_inner_name(host) || author.is_some_and(|author| path::same_owner(&author, host));
    // The oldest server may be of the author's own house.
    let handed_to = message.hops.iter().rev().skip(1).filter_map(|hop| hop.read.by.as_deref());
    message_id::time(id).is_some_and(is_near)
        && is_authors
        && !handed_to.into_iter().any(|by| path::same_owner(by, host))
}

/// When Microsoft took the mail, before all servers that are named.
fn originally_taken(message: &Message) -> Option<(usize, i64)> {
    let is_its = |by: &str| path::same_network(by, "outlook.com");
    if message.hops.iter().any(|hop| hop.read.by.as_deref().is_some_and(is_its)) {
        return None;
    }
    let is_it = |name: &str| message.fields.iter().position(|field| field.is(name));
    let field = is_it("X-MS-Exchange-CrossTenant-OriginalArrivalTime")?;
    ends::utc(&message.fields[field].value).map(|epoch| (field, epoch))
}

/// The meaning of a `with` protocol: registered ones are in capitals. `field` is the whole value.
fn with_means(hop: &Received, field: &str) -> Option<&'static str> {
    let with = hop.with.as_deref()?;
    let is_microsofts =
        |name: &Option<String>| name.as_deref().is_some_and(|name| path::same_network(name, "outlook.com"));
    if with.eq_ignore_ascii_case("HTTPS") && is_microsofts(&hop.by) && is_microsofts(&hop.from_name) {
        return Some("Handed over by HTTPS, from one of Microsoft's servers to another.");
    }
    // The word alone says nothing of encryption, and the field does.
    let is_plain = matches!(with.to_ascii_uppercase().as_str(), "SMTP" | "ESMTP" | "ESMTP WITH STARTTLS");
    if is_plain && hop.tls.is_some() {
        return Some("SMTP, over an encrypted connection as the field says.");
    }
    if with.eq_ignore_ascii_case("Microsoft SMTP Server") && field.contains("(TLS)") {
        return Some(
            "SMTP, taken over by a Microsoft server, over an encrypted connection as the field says (TLS).",
        );
    }
    let find = |name: &str| knowledge::filter_term(WITH, name).map(|term| term.meaning);
    let whole = |name: &str| {
        find(name).or_else(|| find(&name.to_ascii_uppercase())).or_else(|| find(&name.to_ascii_lowercase()))
    };
    // Some put their own name, or the cipher, before the protocol's.
    let last = || with.rsplit_once(' ').map(|(before, last)| (before.to_ascii_lowercase(), last));
    whole(with)
        .or_else(|| match last()? {
            (before, "SMTP" | "ESMTP") if before.ends_with("encrypted") => find("ESMTPS"),
            (_, last) => whole(last),
        })
        // IronPort: `ESMTP/TLS/ECDHE-RSA-AES256-SHA384`.
        .or_else(|| with.split_once("/TLS").and_then(|_| find("ESMTPS")))
}

/// Which machine wrote each hop, oldest first: one that hands a mail over to itself has one clock for both hops.
fn machines(message: &Message) -> Vec<usize> {
    let mut machines = Vec::with_capacity(message.hops.len());
    let mut older: Option<&Received> = None;
    for hop in message.hops.iter().rev().map(|hop| &hop.read) {
        // What names neither a server nor who handed over (qmail's own field) is of the server below.
        let is_nameless = hop.by.is_none() && path::client(hop).is_none() && hop.from_ip.is_none();
        let is_same = older.is_some_and(|older| {
            let by_name =
                older.by.as_deref().zip(hop.by.as_deref()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
            is_nameless || by_name || (!is_from_elsewhere(hop) && path::is_from_inside(hop, older))
        });
        let last = machines.last().copied().unwrap_or(0);
        machines.push(if is_same { last } else { last + 1 });
        older = Some(hop);
    }
    machines
}

/// Which organization's servers wrote each hop, oldest first, by the numbers of `machines`: that of its first one.
fn houses(message: &Message, machines: &[usize]) -> Vec<usize> {
    let mut houses = Vec::with_capacity(machines.len());
    let mut named: Option<&str> = None;
    for (at, hop) in message.hops.iter().rev().map(|hop| &hop.read).enumerate() {
        let by = hop.by.as_deref().filter(|by| path::is_host_name(by));
        let is_same = at > 0
            && (machines[at] == machines[at - 1]
                || by.zip(named).is_some_and(|(by, named)| path::same_network(by, named)));
        houses.push(if is_same { houses[at - 1] } else { machines[at] });
        named = if is_same { by.or(named) } else { by };
    }
    houses
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

impl Anew {
    /// Whether Resent-Date says so. A late Date alone may also show that old fields were put into the mail.
    pub fn is_stated(&self, message: &Message) -> bool {
        message.fields[self.field].is("Resent-Date")
    }
}

impl Timeline {
    /// Whether how long a step took is told only by fields that do not join those of the receiving network.
    pub fn is_beyond(&self, at: usize) -> bool {
        let is_guess = |step: &Step| step.likely.as_ref().is_none_or(Reason::is_guess);
        let reaches = |step: &Step| self.trust.as_ref().is_some_and(|trust| step.hop >= trust.hop);
        self.is_apart && self.steps.get(at).is_some_and(|step| reaches(step) && is_guess(step))
    }

    /// How long the mail was with the receiving network. Seconds.
    pub fn at_home(&self) -> Option<i64> {
        let border = self.trust.as_ref()?.hop;
        self.steps
            .iter()
            .filter(|step| step.hop < border)
            .filter_map(|step| step.delay)
            .reduce(i64::saturating_add)
    }

    /// Whether a field stands below the fields of another mail that were put into this one.
    pub fn is_older_mails(&self, message: &Message, field: usize) -> bool {
        let Some(anew) = self.anew.as_ref().filter(|anew| !anew.is_stated(message)) else { return false };
        let older = self.steps.get(anew.before).and_then(|step| message.hops.get(step.hop));
        older.is_some_and(|older| older.field < field)
    }
}

/// Where the fields of a delivery that had ended at a mailbox stand below those of a server that took the mail from elsewhere. Only
/// Microsoft's say so: its servers hand over by HTTPS at last.
fn taken_up(message: &Message, steps: &[Step]) -> Option<Anew> {
    let is_delivered = |step: &Step| {
        let hop = &message.hops[step.hop].read;
        hop.with.as_deref().is_some_and(|with| with.eq_ignore_ascii_case("HTTPS"))
            && hop.by.as_deref().is_some_and(|by| path::same_network(by, "outlook.com"))
    };
    (0..steps.len().saturating_sub(1)).rev().find_map(|before| {
        let step = before + 1;
        let pause = steps[step].epoch?.saturating_sub(steps[before].epoch?);
        let is_it = pause > 0 && is_delivered(&steps[before]) && was_put_in(message, steps, &[before, step]);
        is_it.then_some(Anew { step, before, field: message.hops[steps[step].hop].field, pause })
    })
}

/// Where Resent-Date, or a Date that is days later than the first hops, falls between two hops that lie apart.
fn sent_anew(message: &Message, steps: &[Step]) -> Option<Anew> {
    let moment = |field: usize| date::parse(&message.fields[field].value).ok().map(|date| date.epoch);
    let resent = (0..message.fields.len()).filter(|&at| message.fields[at].is("Resent-Date"));
    let resent = resent.filter_map(|field| Some((field, moment(field)?, SLOW))).max_by_key(|(_, at, _)| *at);
    let written = message
        .date
        .as_ref()
        .and_then(|date| Some((date.field, date.read.1.filter(|date| date.offset.is_some())?.epoch, ANEW)));
    [resent, written].into_iter().flatten().find_map(|(field, moment, least)| {
        let stated: Vec<usize> = (0..steps.len()).filter(|&at| steps[at].epoch.is_some()).collect();
        let found = stated.windows(2).rev().find_map(|pair| {
            let (earlier, later) = (steps[pair[0]].epoch?, steps[pair[1]].epoch?);
            let pause = later.saturating_sub(earlier);
            let fits = moment > earlier && moment <= later.saturating_add(GAP);
            // A Date that a hop does not agree with tells nothing of a second sending.
            let near = match least == ANEW && was_put_in(message, steps, pair) {
                // By the rest it is the newer way's, too.
                true => (pause / FAR).max(SLOW),
                false => SLOW,
            };
            let agrees = least == SLOW || later.saturating_sub(moment) <= near;
            (pause >= least && fits && agrees).then_some((pair[0], pair[1], pause))
        });
        let (before, step, pause) = found?;
        Some(Anew { step, before, field, pause })
    })
}

/// A Date may be that part of the pause before a hop, and be of its way. Of an older mail's fields.
const FAR: i64 = 10;

/// Whether a server took the mail from another one than the field below it names: that one is another mail's.
pub fn was_put_in(message: &Message, steps: &[Step], pair: &[usize]) -> bool {
    is_of_another(&message.hops[steps[pair[0]].hop].read, &message.hops[steps[pair[1]].hop].read)
}

fn is_of_another(older: &Received, newer: &Received) -> bool {
    let Some(by) = older.by.as_deref().filter(|by| path::is_host_name(by)) else { return false };
    let names = [&newer.from_rdns, &newer.from_name, &newer.from_helo];
    let mut names = names
        .into_iter()
        .filter_map(|name| name.as_deref())
        .filter(|name| path::is_host_name(name))
        .peekable();
    // By none of its names.
    names.peek().is_some()
        && !path::is_from_inside(newer, older)
        && names.all(|name| !path::same_network(name, by))
}

/// Delays, from step `begin` on afresh, and the shares of what is since. Gives the total of that.
fn set_delays(steps: &mut [Step], begin: usize) -> Option<i64> {
    let mut last: Option<i64> = None;
    let mut total: Option<i64> = None;
    for (at, step) in steps.iter_mut().enumerate() {
        if at == begin {
            last = None;
        }
        let Some(epoch) = step.epoch else { continue };
        step.delay = last.map(|last| epoch.saturating_sub(last));
        if let Some(delay) = step.delay.filter(|_| at >= begin) {
            total = Some(total.unwrap_or(0).saturating_add(delay));
        }
        last = Some(epoch);
    }
    let Some(whole) = total.filter(|total| *total > 0) else { return total };
    for step in &mut steps[begin..] {
        // Rounded, so that two thirds are no 66 %.
        let share = |delay: i64| (i128::from(delay) * 200 / i128::from(whole) + 1) / 2;
        let most = |delay: i64| if delay < whole { share(delay).min(99) } else { 100 };
        step.share = step.delay.and_then(|delay| u8::try_from(most(delay)).ok());
    }
    total
}

/// The server that wrote a Received field, for sentences.
pub fn server(message: &Message, hop: usize) -> String {
    match message.hops.get(hop).and_then(|hop| hop.read.by.as_deref()) {
        Some(by) if is_loopback_name(by) => machine_of(message, hop).unwrap_or(by).to_owned(),
        Some(by) => by.to_owned(),
        None => {
            let own = message.hops.get(hop).map_or("", |hop| message.fields[hop.field].value.trim_start());
            let qmails = if own.starts_with("(qmail ") { "qmail " } else { "" };
            if let Some(named) = named_beside(message, hop, !qmails.is_empty()) {
                return named.to_owned();
            }
            format!("the {qmails}server of hop {}", message.hops.len().saturating_sub(hop))
        }
    }
}

/// Of a hop whose server calls itself by the loopback's name: which program of which machine it is, as the fields around it show.
fn program(message: &Message, hop: usize) -> Option<String> {
    let own = &message.hops.get(hop)?.read;
    let machine = machine_of(message, hop).filter(|_| own.by.as_deref().is_some_and(is_loopback_name))?;
    let name = own.software.as_deref().and_then(|software| software.split([' ', ',', ';', '/']).next());
    Some(format!("{} on {machine}", name.unwrap_or("a program")))
}

/// Each machine's name for itself.
fn is_loopback_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().starts_with("localhost.")
}

/// The machine whose program calls itself by the loopback's name, as the field below or above tells: one that handed the mail to that
/// program, or took it back.
fn machine_of(message: &Message, hop: usize) -> Option<&str> {
    let own = &message.hops.get(hop)?.read;
    let is_name = |name: &&str| path::is_host_name(name) && !is_loopback_name(name);
    let is_within =
        |hop: &Received| hop.from_ip.as_deref().and_then(|ip| ip.parse().ok()).is_some_and(path::is_loopback);
    let below = message.hops.get(hop + 1).map(|below| &below.read).filter(|_| is_within(own));
    let above =
        || message.hops.get(hop.checked_sub(1)?).map(|above| &above.read).filter(|above| is_within(above));
    below
        .and_then(|below| below.by.as_deref())
        .filter(is_name)
        .or_else(|| above()?.by.as_deref().filter(is_name))
}

/// The name of a server that gives none itself: qmail's second field of the same moment has it, or whoever took the mail from there.
fn named_beside(message: &Message, hop: usize, is_qmail: bool) -> Option<&str> {
    /// Between two fields of one program. Seconds.
    const SAME: u64 = 2;
    let own = &message.hops.get(hop)?.read;
    let below = message.hops.get(hop + 1).map(|below| &below.read).filter(|_| is_qmail);
    let below = below.filter(|below| {
        own.date.zip(below.date).is_some_and(|(own, below)| own.epoch.abs_diff(below.epoch) <= SAME)
    });
    let is_name =
        |name: &&str| path::is_host_name(name) && !name.to_ascii_lowercase().starts_with("localhost.");
    let below = below.and_then(|below| below.by.as_deref()).filter(is_name);
    let taker =
        || message.hops.get(hop.checked_sub(1)?).and_then(|taker| path::client(&taker.read)).filter(is_name);
    below.or_else(taker)
}

/// Whether the oldest server that is named took the mail from another one of the author's organization, and is not of it.
pub fn is_from_authors(message: &Message) -> bool {
    let Some(oldest) = message.hops.last().map(|hop| &hop.read) else { return false };
    let author = message.from.first().and_then(|from| from.read.domain()).unwrap_or_default();
    let is_authors =
        |name: &Option<String>| name.as_deref().is_some_and(|name| path::same_owner(name, &author));
    !oldest.is_authenticated && is_authors(&oldest.from_rdns) && !is_authors(&oldest.by)
}

/// Where a hop's time stands; the whole field where it states none.
pub fn stamp(message: &Message, hop: usize) -> Option<Span> {
    let field = message.hops.get(hop)?.field;
    let value = message.text.get(message.fields.get(field)?.range.clone());
    match received::stamp(value) {
        Some(time) => message.span_in(field, time),
        None => value_span(message, field),
    }
}

/// The stamp of the first server whose clock can be used, since the mail was sent as it came.
pub fn first_stamp(message: &Message, timeline: &Timeline) -> Option<Span> {
    let begin = timeline.anew.as_ref().map_or(0, |anew| anew.step);
    let first = timeline.steps.get(begin..)?.iter().find(|step| step.epoch.is_some())?;
    stamp(message, first.hop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(times: &[Option<i64>]) -> Vec<Step> {
        times.iter().map(|epoch| Step { epoch: *epoch, ..Step::default() }).collect()
    }

    #[test]
    fn the_loopbacks_name_is_no_place() {
        let told = |address: &str| {
            let paste = format!(
                "Received: from hub.example.com (hub.example.com [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 Nov 2026 13:00:09 \
                 +0100\nReceived: from localhost (localhost [{address}]) by hub.example.com with ESMTP id c3; Tue, 3 Nov 2026 13:00:05 \
                 +0100\nReceived: from hub.example.com ([{address}]) by localhost (hub.example.com [{address}]) (scanner, port 10024) with \
                 ESMTP id b2; Tue, 3 Nov 2026 13:00:03 +0100\nReceived: from pc ([192.0.2.9]) by hub.example.com with ESMTPSA id a1; Tue, 3 \
                 Nov 2026 10:00:01 +0100\nFrom: Bob <bob@example.com>\nSubject: Lunch\n"
            );
            let found = crate::diagnose(&paste).observations.into_iter().find(|seen| seen.id == "slow-hop");
            found.expect("a wait").text
        };
        assert!(
            told("127.0.0.1").starts_with("The mail stayed 3 hours on hub.example.com"),
            "{}",
            told("127.0.0.1")
        );
        assert!(told("192.0.2.8").contains("to localhost took 3 hours"));
    }

    #[test]
    fn hops_without_a_time_are_passed_over() {
        let mut steps = steps(&[Some(100), None, Some(160), Some(200)]);
        assert_eq!(set_delays(&mut steps, 0), Some(100));
        let shares: Vec<_> = steps.iter().map(|step| step.share).collect();
        assert_eq!(shares, [None, None, Some(60), Some(40)]);
    }
}
