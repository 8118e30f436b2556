//! What a delay is, where a field says so, or what it is likely to be.

use super::{GAP, SLOW, Step, server};
use crate::diagnose::checks::filters::is_released;
use crate::diagnose::checks::list::List;
use crate::diagnose::checks::path::{self, Place};
use crate::diagnose::checks::speak::{count, duration, join};
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::date;
use crate::mail::message_id;
use crate::mail::received::Received;

/// Servers give up after about five days (RFC 5321, section 4.5.4.1). Seconds.
const LONGEST: i64 = 8 * 86_400;
/// From here on greylisting is not what took most of the time, in seconds.
pub const LONG_GREYLISTING: i64 = 3600;
/// How many servers are named that a step goes over.
const MOST_NAMED: usize = 3;

/// Why a step took its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// X-Greylist names this very delay.
    Greylisting,
    /// The same, and it was hours: greylisting asks for minutes, so the sender took its time to come back.
    LongGreylisting,
    /// X-Greylist names so many seconds of it, and more than half: the sender took its time to come back.
    PartlyGreylisting(i64),
    /// X-Greylist names the smaller part of it: so many seconds, so many in a hundred.
    BesideGreylisting(i64, i64),
    /// X-Mailman-Approved-At falls into it: so many seconds before it went on.
    Moderator(i64),
    /// A list's own server had it, between taking it and sending it on.
    LikelyModerator,
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
    /// So many seconds in the spool of the server that had it, before it tried to hand it over, and what the rest is likely to
    /// be.
    Spooled(i64, &'static str),
    /// Microsoft's quarantine, by SFV:SKQ: somebody released it.
    Quarantine,
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
            Reason::Greylisting => {
                "greylisting, by which a server lets one that it does not know yet come back later: X-Greylist names this very delay"
                    .to_owned()
            }
            Reason::LongGreylisting => {
                "the receiving server put the sending one off by greylisting, which asks for some minutes as a rule, and that one came back only \
                 after all that time, as X-Greylist says"
                    .to_owned()
            }
            Reason::PartlyGreylisting(seconds) => format!(
                "greylisting{} for {} of it, as X-Greylist says, and likely a queue for the rest",
                if *seconds < LONG_GREYLISTING { "" } else { " and a late return" },
                duration(*seconds)
            ),
            Reason::BesideGreylisting(seconds, share) => format!(
                "most of it not greylisting, which X-Greylist names for {} ({} of it): likely a queue at the sending side",
                duration(*seconds),
                if *share < 1 { "less than 1 %".to_owned() } else { format!("{share} %") }
            ),
            Reason::Moderator(_) => {
                "the mailing list held it until a moderator let it through, as X-Mailman-Approved-At says".to_owned()
            }
            Reason::LikelyModerator => {
                "likely the mailing list held it until a moderator let it through; or a queue, or a program there that was not running"
                    .to_owned()
            }
            Reason::Quarantine => "likely the quarantine, until somebody released it".to_owned(),
            Reason::Deferred => "the sender's own wish: Deferred-Delivery names this time".to_owned(),
            Reason::Collection => "the time until a program next fetched mail from that mailbox".to_owned(),
            Reason::Shared(between) => shared(between),
            Reason::Placed(placed) => placed.words(),
            Reason::SentAnew(pause, is_stated) => {
                let seems = if *is_stated { "" } else { ", as it seems" };
                format!("sent anew{seems}: the {} before are not counted", duration(*pause))
            }
            Reason::Spooled(seconds, rest) => format!(
                "{} of it in that server's own spool, as the time in its Message-ID shows; the rest is likely {rest}",
                duration(*seconds)
            ),
            Reason::Likely(text) => format!("likely {text}"),
        }
    }

    /// Nothing but place, length and clocks speaks for it.
    pub fn is_guess(&self) -> bool {
        matches!(self, Reason::Likely(_) | Reason::Shared(_) | Reason::Placed(_) | Reason::Spooled(..))
    }

    /// Whoever took the mail at last may have put it off before.
    pub fn may_be_takers(&self) -> bool {
        matches!(self, Reason::Likely(GREYLISTED_OR_BUSY | PUT_OFF_OR_SLOW))
    }

    /// The field that states it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Reason::Greylisting
            | Reason::LongGreylisting
            | Reason::PartlyGreylisting(_)
            | Reason::BesideGreylisting(..) => Some("X-Greylist"),
            Reason::Moderator(_) => Some("X-Mailman-Approved-At"),
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
    list: Option<List>,
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
            list: List::of(message),
        }
    }

    /// Whether a field names a wait of about so many seconds.
    pub fn names(&self, wait: i64) -> bool {
        self.greylist.iter().any(|(_, seconds)| is_near(*seconds, wait))
    }
}

/// Why step `at` took its time. First what fields say, then what the place and the length suggest.
pub fn reason(message: &Message, stated: &Stated, steps: &[Step], at: usize) -> Option<Reason> {
    let step = &steps[at];
    let delay = step.delay.filter(|delay| *delay > 0)?;
    let told = if delay >= GAP { stated_reason(message, stated, step, delay) } else { None };
    let released = || is_quarantine(message, step, delay).then_some(Reason::Quarantine);
    told.or_else(released)
        .or_else(|| placed(message, steps, at))
        .or_else(|| shared_with(message, steps, at))
        .or_else(|| {
            if is_held_by_list(message, stated, steps, at) {
                return Some(Reason::LikelyModerator);
            }
            let earlier = steps[..at].iter().rfind(|step| step.epoch.is_some());
            match likely(message, step, delay)? {
                Reason::Likely(text) if delay <= LONGEST => {
                    Some(at_sender(message, earlier, step, delay, text))
                }
                reason => Some(reason),
            }
        })
}

/// Whether it lay between two of Microsoft's servers, and was released from quarantine.
fn is_quarantine(message: &Message, step: &Step, delay: i64) -> bool {
    let by = message.hops[step.hop].read.by.as_deref();
    delay >= SLOW
        && step.place == Place::Internal
        && by.is_some_and(|by| path::same_network(by, "outlook.com"))
        && is_released(message)
}

/// Whether a list's own server had it for hours, between taking it and sending it on: a person takes hours, a program seconds. Where a
/// moderator's stamp is elsewhere, none took that long.
fn is_held_by_list(message: &Message, stated: &Stated, steps: &[Step], at: usize) -> bool {
    const HOURS: std::ops::Range<i64> = 3600..30 * 86_400;
    let hop = |step: &Step| message.hops.get(step.hop).map(|hop| &hop.read);
    let delay = steps[at].delay.is_some_and(|delay| HOURS.contains(&delay));
    let Some(earlier) = at.checked_sub(1).map(|before| &steps[before]) else { return false };
    delay
        && stated.approved.is_none()
        && earlier.epoch.is_some()
        && stated
            .list
            .as_ref()
            .zip(hop(earlier).zip(hop(&steps[at])))
            .is_some_and(|(list, (took, sent))| list.held_between(took, sent))
}

/// The same, where the block shows that the server that had it took its time itself. `text`: what it is likely to be else.
fn at_sender(
    message: &Message,
    earlier: Option<&Step>,
    step: &Step,
    delay: i64,
    text: &'static str,
) -> Reason {
    let text = if is_fan_out(message, earlier, step) { FAN_OUT } else { text };
    let spooled = earlier.and_then(|earlier| spooled(message, earlier, delay));
    spooled.map_or(Reason::Likely(text), |seconds| Reason::Spooled(seconds, text))
}

/// Where a list's own server had it before it left.
const FAN_OUT: &str = "the list's server, which sends to its members one after the other, or a queue there";

/// Whether a list's own server had it last: the envelope sender is the list's, and of its organization.
fn is_fan_out(message: &Message, earlier: Option<&Step>, step: &Step) -> bool {
    const LIST: [&str; 5] = ["List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List", "List-Id"];
    let by = |step: &Step| message.hops[step.hop].read.by.as_deref();
    let path = message.return_path.as_ref().and_then(|path| path.read.domain());
    let (Some(path), Some(from), Some(to)) = (path, earlier.and_then(by), by(step)) else { return false };
    step.place == Place::Border
        && LIST.iter().any(|name| message.field(name).is_some())
        && path::same_owner(from, &path)
        && !path::same_owner(to, &path)
        && message
            .from
            .iter()
            .all(|author| author.read.domain().is_none_or(|author| !path::same_owner(&author, &path)))
}

/// So many seconds after its own stamp a server began to work on the mail: Postfix puts that time and the queue's id into the
/// Message-ID that it gives to a mail without one (`20261103091500.4F2A81C0@mx.example.org`, in UTC).
fn spooled(message: &Message, holder: &Step, delay: i64) -> Option<i64> {
    let id = message.message_id.as_ref()?.read.trim_start_matches('<');
    let (left, _) = id.split_once('@')?;
    let (digits, queue) = left.split_once('.')?;
    let is_its = message.hops[holder.hop].read.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(queue));
    let made = message_id::time(id).filter(|_| is_its && digits.len() == 14)?;
    let seconds = made.checked_sub(holder.epoch?)?;
    (GAP..=delay).contains(&seconds).then_some(seconds)
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

/// Whether all that came to a server was signed in the minute in which it took the mail: nobody can have put that off before.
fn is_signed_behind(message: &Message, step: &Step) -> bool {
    const NEAR: u64 = 60;
    let Some((took, hop)) = step.epoch.zip(message.hops.get(step.hop)) else { return false };
    let older = message.dkim.iter().filter(|of| of.field > hop.field);
    let mut times =
        older.map(|of| of.read.get("t").and_then(|time| time.trim().parse::<i64>().ok())).peekable();
    times.peek().is_some() && times.all(|time| time.is_some_and(|time| time.abs_diff(took) <= NEAR))
}

/// Whether a service that filters mail for others handed it over.
fn comes_from_filter(message: &Message, hop: usize) -> bool {
    message.hops.get(hop + 1).and_then(|hop| hop.read.by.as_deref()).is_some_and(knowledge::is_filter_service)
}

/// The same, where the name of its server says that it takes mail in for its customers.
fn comes_from_inbound(message: &Message, hop: usize) -> bool {
    let took = message.hops.get(hop + 1).and_then(|hop| hop.read.by.as_deref());
    took.is_some_and(path::is_inbound) && comes_from_filter(message, hop)
}

const GREYLISTED_OR_BUSY: &str = "greylisting, a busy server or a queue: the receiving side asked to come back later, or the sending server took its time";

const PUT_OFF_OR_SLOW: &str = "a queue: the receiving server could not be reached or put the sender off, or the sending server itself was slow to send";

const HELD_BY_FILTER: &str = "mail that the filter service held (for a scan, by a rule, or until somebody let it go), or a queue there";

const SIGNED_BY_FILTER: &str = "mail that the filter service held (for a scan, by a rule, or until somebody let it go), or a queue there: it was signed only when that time was over, as t= \
                                in its DKIM signature says";

fn likely(message: &Message, step: &Step, delay: i64) -> Option<Reason> {
    if delay < GAP {
        return None;
    }
    let hop = &message.hops[step.hop].read;
    let text = match step.place {
        // Such services sign on the way out: that says nothing of why they had it so long.
        Place::Border
            if delay >= SLOW && is_signed_behind(message, step) && comes_from_filter(message, step.hop) =>
        {
            SIGNED_BY_FILTER
        }
        Place::Border if delay >= SLOW && is_signed_behind(message, step) => {
            "a queue at the sending side: the mail was signed only when that time was over, as t= in its DKIM signature says"
        }
        Place::Border | Place::Submission | Place::Internal if delay > LONGEST => {
            "a message that was sent again later, or a clock that is off: servers do not try that long"
        }
        Place::Collection => return Some(Reason::Collection),
        // By its loopback address, and not from another server's hands.
        Place::Internal if delay >= SLOW && hop.by.as_deref().is_some_and(knowledge::is_filter_service) => {
            HELD_BY_FILTER
        }
        Place::Internal if delay >= SLOW && is_by_amavis(message, step.hop) => {
            "a queue before amavis, the filter program there (its Received field names it), or amavis itself, which was busy or not running"
        }
        Place::Internal if is_handed_back(hop) && came_from_itself(message, step.hop) => match delay < SLOW {
            true => "a scan or another program on the same server",
            // A moderator's stamp elsewhere says when one had let it through.
            false if is_named_for_lists(hop) && message.field("X-Mailman-Approved-At").is_none() => {
                "a mailing list that held it for a moderator, as the server's name lets expect; or a queue, or a program on the same server that \
                 was not running"
            }
            false => "a queue, or a program on the same server that was not running",
        },
        Place::Internal if is_scanner(message, hop) && delay < SLOW => "a scan, or a queue at the filter",
        Place::Internal if is_scanner(message, hop) && scanned_at_once(message, step.hop) => {
            "a queue before the filter"
        }
        Place::Internal if is_scanner(message, hop) => "a queue before the filter, or a slow scan",
        Place::Internal if delay < SLOW => "a scan or a short queue inside one network",
        Place::Internal => "a queue, a scan or a message held for review inside one network",
        Place::Submission => {
            "a queue on the sender's own server, before it handed the mail on, or a clock there that is as much behind"
        }
        Place::Border if delay < 240 => "a check on the way in, or a busy server",
        Place::Border if delay >= SLOW && comes_from_inbound(message, step.hop) => HELD_BY_FILTER,
        Place::Border if delay <= 2100 && comes_from_filter(message, step.hop) => {
            "mail that the filter service held, a queue there, or greylisting behind it"
        }
        // Greylisting was thought of in June 2003.
        Place::Border if delay <= 2100 && step.epoch.is_some_and(|epoch| epoch > 1_056_000_000) => {
            GREYLISTED_OR_BUSY
        }
        Place::Border if comes_from_filter(message, step.hop) => HELD_BY_FILTER,
        Place::Border => PUT_OFF_OR_SLOW,
    };
    Some(Reason::Likely(text))
}

/// The filter's own server had it back from the scan within a minute: what came before was no scan.
fn scanned_at_once(message: &Message, hop: usize) -> bool {
    const SOON: i64 = 60;
    let Some(newer) = hop.checked_sub(1).and_then(|newer| message.hops.get(newer)) else { return false };
    let time = |hop: &crate::mail::received::Received| hop.date.map(|date| date.epoch);
    let own = &message.hops[hop].read;
    is_handed_back(&newer.read)
        && newer.read.by == own.by
        && time(&newer.read).zip(time(own)).is_some_and(|(newer, own)| (0..=SOON).contains(&(newer - own)))
}

/// Whether what a field names is this delay.
fn is_near(seconds: i64, delay: i64) -> bool {
    seconds.abs_diff(delay) <= 60.max(delay.unsigned_abs() / 5)
}

/// Reasons that another field of the block gives.
fn stated_reason(message: &Message, stated: &Stated, step: &Step, delay: i64) -> Option<Reason> {
    if stated.greylist.first().is_some_and(|(_, seconds)| is_near(*seconds, delay)) {
        return Some(if delay < LONG_GREYLISTING { Reason::Greylisting } else { Reason::LongGreylisting });
    }
    // It was put off, and the sender took its time to come back. A server does not put off itself.
    let hop = &message.hops[step.hop].read;
    let by = hop.by.as_deref().filter(|_| !is_handed_back(hop)).unwrap_or_default();
    let own = stated.greylist.iter().filter(|(words, _)| !by.is_empty() && words.contains(by));
    let part = own.map(|(_, seconds)| *seconds).find(|seconds| (GAP..delay).contains(seconds));
    if let Some(seconds) = part.filter(|_| delay < LONGEST) {
        return Some(match seconds * 2 < delay {
            true => Reason::BesideGreylisting(seconds, seconds * 100 / delay),
            false => Reason::PartlyGreylisting(seconds),
        });
    }
    let epoch = step.epoch?;
    let falls = |time: Option<i64>, late: i64| {
        time.is_some_and(|time| (epoch - delay..=epoch + late).contains(&time))
    };
    // What went by after a moderator had let it through was not for that.
    let approved = stated.approved.filter(|_| falls(stated.approved, GAP)).map(|time| (epoch - time).max(0));
    match (approved.filter(|after| after.saturating_mul(2) <= delay), falls(stated.deferred, SLOW)) {
        (Some(after), _) => Some(Reason::Moderator(after)),
        (None, true) => Some(Reason::Deferred),
        (None, false) => None,
    }
}

/// What X-Greylist says.
pub struct Greylisted<'a> {
    /// An index into [`Message::fields`].
    pub field: usize,
    pub seconds: i64,
    /// The server that it names, where that is not of the network where the mail ended.
    pub elsewhere: Option<&'a str>,
}

impl<'a> Greylisted<'a> {
    /// None where another network's word does not fit Date: the first try would have been before the mail was written.
    pub fn of(message: &'a Message, trust: Option<&super::Trust>) -> Option<Self> {
        const SLACK: i64 = 300;
        let field = message.fields.iter().position(|field| field.is("X-Greylist"))?;
        let value = message.fields[field].value.as_str();
        let seconds = greylist_delay(value)?;
        let is_host =
            |name: &&str| path::is_host_name(name) && knowledge::is_registrable(&name.to_ascii_lowercase());
        let mut words = value.split(|c: char| c.is_whitespace() || "()[];,".contains(c));
        let host = words.find(is_host);
        let elsewhere = host.zip(trust).filter(|(host, trust)| {
            let mut home = message.hops.iter().take(trust.hop + 1).filter_map(|hop| hop.read.by.as_deref());
            !path::same_network(host, &trust.network) && !home.any(|by| path::same_network(host, by))
        });
        let elsewhere = elsewhere.map(|(host, _)| host);
        let epoch = |text: &str| {
            date::parse(text.trim()).ok().filter(|date| date.offset.is_some()).map(|date| date.epoch)
        };
        let until = value.rsplit_once(';').and_then(|(_, stamp)| epoch(stamp));
        let written = message.field("Date").and_then(|date| epoch(&date.value));
        let is_early = until
            .zip(written)
            .is_some_and(|(until, written)| until.saturating_sub(seconds).saturating_add(SLACK) < written);
        (elsewhere.is_none() || !is_early).then_some(Greylisted { field, seconds, elsewhere })
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

/// amavis writes `(amavis, port 10024)`, of old `(amavisd-new, port 10024)`, into its own field.
fn is_by_amavis(message: &Message, hop: usize) -> bool {
    let field = message.hops.get(hop).and_then(|hop| message.fields.get(hop.field));
    field.is_some_and(|field| field.value.contains("(amavis"))
}

/// `lists.example.org`: servers of mailing lists are mostly called so.
fn is_named_for_lists(hop: &Received) -> bool {
    const NAMES: &[&str] =
        &["list", "lists", "listserv", "listes", "listen", "mailman", "mailinglists", "lyris", "sympa"];
    let first =
        hop.by.as_deref().and_then(|by| by.split('.').next()).unwrap_or_default().to_ascii_lowercase();
    NAMES.contains(&first.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Whether the server below, where one is named, is the one that took the mail up again.
fn came_from_itself(message: &Message, hop: usize) -> bool {
    let name = |hop: usize| Some(message.hops.get(hop)?.read.by.as_deref()?.to_ascii_lowercase());
    match (name(hop), name(hop + 1)) {
        (Some(by), Some(below)) => by == below || !path::is_host_name(&below) || !path::is_host_name(&by),
        _ => true,
    }
}

/// By its name, or by the field in which it says that it scanned.
fn is_scanner(message: &Message, hop: &Received) -> bool {
    if let Some(by) = &hop.by
        && message.all("X-Virus-Scanned").take(8).any(|field| field.value.contains(&format!(" at {by}")))
    {
        return true;
    }
    let names = [&hop.from_name, &hop.by, &hop.with, &hop.software];
    let mut names = names.into_iter().flatten().map(|name| name.to_ascii_lowercase());
    names
        .any(|name| ["amavis", "filterd", "scan", "spam", "localhost"].iter().any(|word| name.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a wait of half an hour.
    fn told(path: &str, holder: &str, id: &str, more: &str) -> String {
        let paste = format!(
            "Return-Path: <{path}>\nReceived: from {holder} ({holder} [192.0.2.1]) by mx.example.org with ESMTPS id b2; Tue, 3 \
             Nov 2026 10:30:00 +0000\nReceived: by {holder} (Postfix, from userid 33) id 4F2A81C0; Tue, 3 Nov 2026 10:00:00 \
             +0000\nFrom: bob@example.com\nSubject: a\nMessage-ID: <{id}>\n{more}"
        );
        let found = crate::diagnose(&paste).observations.into_iter().find(|seen| seen.id == "slow-hop");
        found.expect("a wait").text
    }

    #[test]
    fn a_servers_own_spool_shows_in_the_message_id_that_it_made() {
        let of = |id: &str| told("bob@example.com", "web.example.com", id, "");
        let spooled = of("20261103102500.4F2A81C0@web.example.com");
        assert!(spooled.contains("25 minutes of it in that server's own spool"), "{spooled}");
        // Of another server's making, of no time, made at once, and of a time that does not fall into the wait.
        for other in [
            "20261103102500.77AA81C0@web.example.com",
            "1.4F2A81C0@web.example.com",
            "20261103100002.4F2A81C0@web.example.com",
            "20261103112500.4F2A81C0@web.example.com",
        ] {
            assert!(!of(other).contains("spool"), "{other}");
        }
        assert!(of("1@web.example.com").contains("or the sending server took its time"));
    }

    #[test]
    fn a_list_sends_to_its_members_one_after_the_other() {
        let list = "List-Id: <dev.lists.example.net>\n";
        let fans = |path: &str, holder: &str, more: &str| {
            told(path, holder, "1@example.com", more).contains("sends to its members")
        };
        assert!(fans("dev-bounces@lists.example.net", "out.example.net", list));
        assert!(!fans("dev-bounces@lists.example.net", "out.example.edu", list));
        assert!(!fans("bounces@example.net", "out.example.net", ""));
    }

    #[test]
    fn greylisting_is_read() {
        assert_eq!(greylist_delay("Delayed for 00:05:12 by milter-greylist (mx.example.com)"), Some(312));
        assert_eq!(greylist_delay("delayed 312 seconds by postgrey-1.36 at mx.example.com"), Some(312));
        assert_eq!(greylist_delay("Sender passed SPF test, not delayed by milter-greylist-4.6"), None);
        assert_eq!(greylist_delay("whitelisted"), None);
    }
}
