//! What other fields than Received tell of the two ends of the way: when it was written, and when a network had it whose Received
//! fields are missing.

use super::{Timeline, Trust};
use crate::diagnose::checks::path;
use crate::facts::message::Message;
use crate::mail::date;

/// From here on the time before the first server is worth a word; longer ones are another journey's. Seconds.
const WAITED: std::ops::Range<i64> = super::SLOW..86_400;
/// Two clocks that lie so near to each other agree. Seconds.
const NEAR: u64 = 120;
/// Servers do not try longer, by and large. Seconds.
const LONGEST: i64 = 14 * 86_400;

/// When it was written, where it lay for minutes before the first Received field: no field of a server's counts that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub epoch: i64,
    /// What it lay before the first Received field. Seconds.
    pub before: i64,
    /// The field of another clock that agrees with Date, as it is called in a sentence.
    pub by: Option<&'static str>,
}

/// The way's own clocks have to be right for it, and Date the only one.
pub fn written(message: &Message, way: &Timeline) -> Option<Written> {
    let epoch = message.date.as_ref()?.read.1.filter(|date| date.offset.is_some())?.epoch;
    let first = way.steps.first()?.epoch.filter(|_| way.anew.is_none() && way.written_by.is_none())?;
    let before = first.saturating_sub(epoch);
    let is_one = message.all("Date").take(2).count() == 1;
    (is_one && WAITED.contains(&before)).then(|| Written { epoch, before, by: agrees(message, epoch) })
}

/// Another clock that had the mail when Date says that it was written: Gmail's (X-Received), or that of who signed it.
fn agrees(message: &Message, written: i64) -> Option<&'static str> {
    let is_near = |time: i64| time.abs_diff(written) <= NEAR;
    let took = message.all("X-Received").filter_map(|field| stamp(&field.value)).any(is_near);
    let signed = || message.dkim.iter().filter_map(|of| of.read.get("t")?.trim().parse().ok()).any(is_near);
    match took {
        true => Some("X-Received"),
        false => signed().then_some("the time in its DKIM signature"),
    }
}

/// When a network had the mail whose Received fields are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// What tells it, an index into [`Message::fields`].
    pub field: usize,
    pub epoch: i64,
    /// Since the newest Received field that is here. Seconds.
    pub since: i64,
}

/// The first time that the missing network's own fields state.
pub fn beyond(message: &Message, way: &Timeline) -> Option<Beyond> {
    way.trust.as_ref()?.missing?;
    let newest = message.hops.first()?.field;
    let last = way.steps.iter().rev().find_map(|step| step.epoch)?;
    let stated = message.fields.iter().enumerate().filter_map(|(field, of)| {
        let is_above = field < newest;
        let epoch = match () {
            () if of.is("X-Apparently-To") || (of.is("X-Received") && is_above) => stamp(&of.value),
            () if of.is("ARC-Seal") && is_above => sealed(&of.value),
            () if of.is("X-MS-Exchange-CrossTenant-OriginalArrivalTime")
                || of.is("X-MS-Exchange-Organization-ExpirationStartTime") =>
            {
                utc(&of.value)
            }
            () => None,
        }?;
        (last <= epoch && epoch - last <= LONGEST).then_some((field, epoch))
    });
    let (field, epoch) = stated.min_by_key(|(_, epoch)| *epoch)?;
    Some(Beyond { field, epoch, since: epoch - last })
}

/// `…; Sun, 22 Nov 2026 05:48:29 +0000`
fn stamp(value: &str) -> Option<i64> {
    let date = value.rsplit_once(';')?.1.trim();
    date::parse(date).ok().filter(|date| date.offset.is_some()).map(|date| date.epoch)
}

/// The `t=` of a seal (RFC 8617, section 4.1.3).
fn sealed(value: &str) -> Option<i64> {
    value.split(';').find_map(|tag| tag.trim().strip_prefix("t=")?.trim().parse().ok())
}

/// `03 Nov 2026 10:00:00.1234 (UTC)`: the zone stands in a comment.
pub fn utc(value: &str) -> Option<i64> {
    date::parse(value.replace("(UTC)", "+0000").trim()).ok().map(|date| date.epoch)
}

/// Where sender and recipient both are at Microsoft, and the Received fields are the sender's alone: none names the address from which the
/// recipient's side took the mail (CIP, where DIR is INB).
pub fn lacks_recipients_side(message: &Message, receiver: &str) -> bool {
    let report = message.filters.iter().find(|field| field.read.filter == "forefront");
    let address = |text: Option<&str>| text?.parse::<std::net::IpAddr>().ok();
    let came = report
        .filter(|field| field.read.get("DIR").is_some_and(|way| way.eq_ignore_ascii_case("INB")))
        .and_then(|field| address(field.read.get("CIP")))
        .filter(|came| came.to_string() != "255.255.255.255");
    let is_end = |hop: &crate::mail::received::Received| {
        hop.with.as_deref().is_some_and(|with| with.eq_ignore_ascii_case("HTTPS"))
            || hop
                .by
                .as_deref()
                .is_some_and(|by| by.to_ascii_lowercase().ends_with(".protection.outlook.com"))
    };
    let mut hops = message.hops.iter().map(|hop| &hop.read);
    path::same_network(receiver, "outlook.com")
        && came
            .is_some_and(|came| hops.all(|hop| !is_end(hop) && address(hop.from_ip.as_deref()) != Some(came)))
}

impl Timeline {
    /// From the first server to where the mail was seen last. Seconds.
    pub fn whole(&self) -> Option<i64> {
        match self.beyond {
            Some(beyond) if self.anew.is_none() => Some(self.total.unwrap_or(0).saturating_add(beyond.since)),
            _ => self.total,
        }
    }

    /// The same from when it was written, where another clock than the author's tells that.
    pub fn since_written(&self) -> Option<i64> {
        let before = self.written.filter(|written| written.by.is_some()).map_or(0, |written| written.before);
        self.whole().map(|whole| whole.saturating_add(before))
    }

    /// The network whose Received fields are missing.
    pub fn missing(&self) -> Option<&'static str> {
        self.trust.as_ref().and_then(|trust: &Trust| trust.missing)
    }
}
