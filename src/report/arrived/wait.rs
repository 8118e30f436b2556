//! Where the mail waited, why, and what shortens that.

use super::LATE;
use super::envelope::{self, Sender};
use super::moderated::{self, Moderated};
use super::outbound::{self, Outbound};
use crate::diagnose::checks::alignment::{is_gateway, mailbox};
use crate::diagnose::checks::list::{List, Owner};
use crate::diagnose::checks::path::{self, same_network};
use crate::diagnose::checks::timeline::{self, Greylisted, LONG_GREYLISTING, Place, Reason, server};
use crate::diagnose::checks::{Observation, Opinions, is_host_name, same_owner, speak};
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge::{self, OWNERS};
use crate::mail::address;
use crate::mail::ip::{is_inner, is_inner_name, is_made_of_address, is_unset_name};
use crate::mail::received::{Received, is_version};
use crate::report::Step;
use crate::report::standing::mender;
use crate::report::text::local;
use std::borrow::Cow;

/// Seconds of greylisting that no step of the way shows: the sender's server stamps nothing when it comes back.
pub fn held(facts: &Facts, opinions: Option<&Opinions>) -> Option<i64> {
    let trust = opinions.and_then(|opinions| opinions.timeline.trust.as_ref());
    let greylisted = Greylisted::of(facts.message.as_deref()?, trust)?;
    let shown = opinions.and_then(|opinions| opinions.timeline.total).unwrap_or(0);
    Some(greylisted.seconds).filter(|seconds| *seconds >= LATE && *seconds > shown)
}

/// Who did so, where that is no server of the network where the mail ended.
pub fn held_by<'a>(message: &'a Message, opinions: &Opinions) -> Option<&'a str> {
    Greylisted::of(message, opinions.timeline.trust.as_ref())?.elsewhere
}

/// Whose server it is that put the mail off.
pub fn its_administrator(server: &str) -> String {
    owner(&[server.to_owned()]).map_or_else(|| format!("whoever runs {server}"), |owner| named(&owner))
}

/// To whoever runs the server where it waited.
const TO_HOLDER: &str = "Hello,
a mail took {held} from {holder} to {next}.
Address in From: {from}
Envelope sender: {envelope}
Time: {time}
Message-ID: {message_id}
Id on {first_holder}: {holder_id}
Taken there: {held_from}
Taken by {next}: {held_until}
Greylisting at {next}: {greylisted}
Could you see in the log there what it waited for?
Thank you.";

/// To both sides, where one put it off and the other came back late.
const TO_BOTH: &str = "Hello,
a mail took {held} from {holder} to {next}. Greylisting at {next} put it off, and {client} came back only then.
Address in From: {from}
Envelope sender: {envelope}
Recipient: {recipient}
Time: {time}
Message-ID: {message_id}
Id on {first_holder}: {holder_id}
Taken there: {held_from}
Id on {next}: {next_id}
First try there: {first_try}
Taken by {next}: {held_until}
Could the sending side see in its log when it tried again, as greylisting asks for some minutes as a rule? And could the receiving \
side let that server in without it?
Thank you.";

/// The same, where it waited from one program of that server to the next.
const TO_ITSELF: &str = "Hello,
a mail stayed {held} on {holder}.
Address in From: {from}
Envelope sender: {envelope}
Time: {time}
Message-ID: {message_id}
Id there: {holder_id}
Taken first: {held_from}
Taken by the next program there: {held_until}
Last stamp there: {held_left}
Could you see in the log there what it waited for?
Thank you.";

/// From here on it is more than that nothing failed, in seconds.
pub const LONG: i64 = 3600;
/// From here on a look into a log is worth its while, in seconds: less is how mail is.
const WORTH: i64 = 900;

/// That it waited for hours, and with whom.
pub struct Waited {
    /// As in the report, and in words.
    pub act: &'static str,
    pub who: String,
}

impl Waited {
    /// `late`: how long it took, where that is worth a word; `held`: how long greylisting that no step shows.
    pub fn of(
        wait: Option<&Wait>,
        late: Option<i64>,
        held: Option<(&Observation, i64)>,
        held_by: Option<&str>,
    ) -> Option<Self> {
        let greylisted = || {
            held.map(|_| match held_by {
                Some(server) => ("network", its_administrator(server)),
                None => ("recipient-admin", mender("recipient-admin", "").to_owned()),
            })
        };
        let (act, who) = match wait {
            Some(wait) => wait.who()?,
            None => greylisted()?,
        };
        // Where nothing failed, nobody has anything to mend.
        let is_long = late.into_iter().chain(held.map(|(_, seconds)| seconds)).any(|seconds| seconds >= LONG);
        is_long.then_some(Waited { act, who })
    }
}

/// The slowest part of the way: where the mail waited, and why.
pub struct Wait<'a> {
    /// Who had it first and who took it at last, indices into [`Message::hops`].
    pub hops: (usize, usize),
    /// The servers that had the mail meanwhile.
    pub servers: Vec<String>,
    /// Under which id the first of them had it.
    pub id: Option<&'a str>,
    /// The same on the server that took it at last, and for whom it was there.
    pub next_id: Option<&'a str>,
    pub recipient: Option<&'a str>,
    /// The server that came to the one that took it at last, by that one's own field, where no field of its own shows it.
    client: Option<&'a str>,
    pub seconds: i64,
    /// When they took it, and when the next server did, in seconds since 1970.
    pub from: i64,
    pub until: i64,
    /// The last stamp of the one server that had it all along, where that is later.
    pub left: Option<i64>,
    /// When it was put off first, as the field of greylisting that names the delay tells.
    first_try: Option<i64>,
    /// The zone of the letter: that of the log in which the first server has it, in seconds east of UTC.
    pub offset: i32,
    pub reason: Option<&'a Reason>,
    /// Who runs them, as far as it is known.
    pub by: &'static str,
    /// Whether they are of the domain in From.
    is_authors: bool,
    /// The organisation that runs them, where their names are of one.
    pub owner: Option<String>,
    /// Where its author signed in, if that was at a server of that organisation, and it is not the author's own.
    pub signed_in: Option<String>,
    /// The list of whose moderator it waited, as far as that is told or likely.
    pub list: Option<Moderated>,
    /// They are of the mailing list that it came by, and its owner, where the list has no server of its own.
    is_lists: bool,
    lists_owner: Option<Owner>,
    /// The reader's own gateway.
    is_gate: bool,
    /// What that one noted against the mail, and what follows.
    suspected: Option<String>,
    /// A service that filters what the sender's house sends.
    outbound: Option<Outbound>,
    /// It came from another house to the reader's own side, which may have put it off before.
    is_taken_in: bool,
    /// It lay between Microsoft's own servers, for an organization: nobody there looks into their logs.
    is_microsofts: bool,
    /// Who took it over then, and whether that was in the network where the mail ended.
    pub next: String,
    pub is_received: bool,
}

impl<'a> Wait<'a> {
    pub fn of(facts: &'a Facts, opinions: &'a Opinions) -> Option<Self> {
        let message = facts.message.as_deref()?;
        let timeline = &opinions.timeline;
        let at = timeline.slowest?;
        let step = &timeline.steps[at];
        let earlier = timeline.steps[..at].iter().rfind(|step| step.epoch.is_some())?;
        // Where the time of who held it is off, it is still the one that the field states.
        let holder = match &step.likely {
            Some(Reason::Placed(placed)) if !placed.is_before => {
                timeline.steps[..at].iter().rfind(|step| step.hop == placed.hop)?
            }
            _ => earlier,
        };
        let mut servers = vec![server(message, holder.hop)];
        if let Some(Reason::Shared(between)) = &step.likely {
            servers.extend(between.iter().cloned());
        }
        servers.dedup();
        let is_inside = |hop: usize| timeline.trust.as_ref().is_some_and(|trust| hop <= trust.hop);
        // What no other network has touched yet is with the sender's own.
        let until = timeline.steps.iter().take_while(|step| step.hop >= holder.hop).skip(1);
        let is_own = until.map(|step| step.place).all(|at| matches!(at, Place::Submission | Place::Internal));
        // The author's own server had handed it over before.
        let is_own = is_own && !timeline::is_from_authors(message);
        // Who lies between two servers of which it lay with one may be of another network than the first.
        let crosses = matches!(step.likely, Some(Reason::Shared(_)))
            && timeline.steps[..at]
                .iter()
                .rev()
                .take_while(|step| step.hop < earlier.hop)
                .any(|step| step.place == Place::Border);
        let owner = owner(&servers).or_else(|| {
            let next = servers.len() == 1 && holder.hop > 0;
            let next = next.then(|| message.hops.get(holder.hop - 1))??;
            next.read.from_rdns.as_ref()?;
            owner(&[seen_as(&next.read)?.to_owned()])
        });
        // The reader's own gateway is looked after by the reader's administrator, whoever sells it.
        let is_gate = !is_inside(holder.hop) && is_gateway(message, timeline, &servers[0]);
        let owner = owner.filter(|_| !is_gate);
        let outbound = Outbound::of(opinions, &servers)
            .filter(|_| !is_gate && !is_inside(holder.hop) && is_inside(step.hop));
        let is_outbound = outbound.is_some();
        let author = message.from.first().and_then(|from| from.read.address.rsplit_once('@'));
        // A list's own server is looked after by the list's people, also where the list wrote its own address into From.
        let list = List::of(message);
        let is_lists_own = servers.iter().all(|server| is_of_list(list.as_ref(), server));
        let is_hosted = !is_lists_own
            && list
                .as_ref()
                .zip(message.hops.get(holder.hop))
                .is_some_and(|(list, hop)| list.took(&hop.read));
        let is_lists = is_lists_own || is_hosted;
        let is_authors = !is_lists
            && author.zip(owner.as_ref()).is_some_and(|((_, domain), owner)| same_owner(domain, owner));
        const APART: i64 = 60;
        let is_one = servers == [server(message, step.hop)];
        let left = is_one.then(|| left(message, &timeline.steps[at..])).flatten();
        let left = left.filter(|left| step.epoch.is_some_and(|until| left - until >= APART));
        let offset_at = |hop: usize| message.hops.get(hop)?.read.date?.offset;
        let (from, until) = (holder.epoch.or(holder.said)?, step.epoch?);
        let first_try = put_off(facts, opinions, step.likely.as_ref()).map(|seconds| until - seconds);
        Some(Wait {
            hops: (holder.hop, step.hop),
            client: client(message, step.hop, &servers),
            first_try: first_try.filter(|first| (from..until).contains(first)),
            offset: offset_at(holder.hop).or_else(|| offset_at(step.hop)).unwrap_or(0),
            is_authors,
            signed_in: owner.as_deref().and_then(|owner| signed_in(message, holder.hop, owner)),
            owner,
            servers,
            id: id_at(message, holder.hop),
            next_id: id_at(message, step.hop),
            recipient: message.hops.get(step.hop).and_then(|hop| hop.read.r#for.as_deref()),
            seconds: step.delay?,
            from,
            until,
            left,
            reason: step.likely.as_ref(),
            list: Moderated::of(message, step.likely.as_ref()),
            is_lists,
            lists_owner: list.filter(|_| is_hosted).and_then(|list| list.owner(message)),
            is_gate,
            suspected: outbound::suspected(message).filter(|_| is_gate),
            outbound,
            is_taken_in: (is_inside(step.hop)
                || is_in_front(step.hop, timeline, opinions)
                || is_gateway(message, timeline, &server(message, step.hop)))
                && !is_inside(holder.hop)
                // A large provider's log is nobody's whom its readers could ask.
                && !is_providers_own(&server(message, step.hop))
                && !is_at_provider(message, opinions)
                && step.likely.as_ref().is_some_and(Reason::may_be_takers),
            is_microsofts: is_inside(holder.hop)
                && [holder.hop, step.hop]
                    .iter()
                    .all(|hop| same_network(&server(message, *hop), "outlook.com"))
                && !message.to.iter().any(|to| {
                    to.read.domain().is_some_and(|to| knowledge::service_of_mailbox(&to).is_some())
                }),
            by: match is_inside(holder.hop) || is_gate {
                true => "recipient-admin",
                false if is_outbound => "sender-admin",
                false if ((is_own && !crosses) || is_authors) && !is_lists => "sender-admin",
                false => "network",
            },
            next: server(message, step.hop),
            is_received: is_inside(step.hop),
        })
    }

    /// The letter to whoever runs the servers.
    pub fn letter(&self) -> Cow<'static, str> {
        match (&self.list, &self.servers[..]) {
            (Some(list), _) => list.letter().into(),
            _ if self.is_long_greylisting() => TO_BOTH.into(),
            (_, [only]) if *only == self.next => TO_ITSELF.into(),
            _ => TO_HOLDER.into(),
        }
    }

    /// Whether it waited for a moderator for most of a long way, and whether that is stated.
    pub fn moderated(&self, total: i64) -> Option<bool> {
        let list = self.list.as_ref().filter(|_| self.seconds.saturating_mul(2) > total)?;
        Some(list.is_stated)
    }

    /// The moderator's stamp lies just before the mail went on: nothing else held it.
    pub fn is_surely_moderated(&self) -> bool {
        const JUST: i64 = 300;
        matches!(self.reason, Some(Reason::Moderator(after)) if *after <= JUST)
    }

    /// For the other side, where it is plain that it lay on the recipient's: the times of the servers, in one zone. Between two
    /// houses either may be the reason, and of weeks a clock or a second sending.
    pub fn to_tell(&self, message: &Message, opinions: &Opinions) -> Option<String> {
        const LONGEST: i64 = 5 * 86_400;
        if self.is_long_greylisting() && self.is_received {
            return self.first_offered();
        }
        if let Some(outbound) = self.outbound.as_ref().filter(|_| !self.is_greylisting()) {
            return outbound.to_tell(message, opinions, (self.from, self.until), &self.next);
        }
        let is_plain = matches!(self.reason, None | Some(Reason::Likely(_) | Reason::Spooled(..)));
        if self.by != "recipient-admin" || !is_plain || self.servers.len() > 1 || self.seconds > LONGEST {
            return None;
        }
        let offset = message.hops.get(self.hops.1)?.read.date?.offset?;
        let at = |epoch: i64| local(epoch, offset);
        let holder = &self.servers[0];
        let first =
            opinions.timeline.steps.iter().find_map(|step| step.epoch).filter(|first| *first < self.from);
        let sent = first.map_or(String::new(), |first| format!("was sent at {}, ", at(first)));
        Some(format!(
            "The mail {sent}reached {holder} at {}, and lay there until {} took it at {}.{} It waited {} on the recipient's side, and the sending side had \
             handed it over before.",
            at(self.from),
            self.taken_by(),
            at(self.until),
            self.stayed(&at),
            speak::duration(self.left.map_or(self.seconds, |left| left - self.from))
        ))
    }

    /// Who took it then: of one server, its next program.
    fn taken_by(&self) -> &str {
        if self.servers[0] == self.next { "the next program there" } else { &self.next }
    }

    /// How long the one server had it after all, where more of its programs had it behind the wait.
    fn stayed(&self, at: &dyn Fn(i64) -> String) -> String {
        self.left.map_or(String::new(), |left| {
            format!(
                " The last stamp of {} is of {}: {} after it took the mail.",
                self.next,
                at(left),
                speak::duration(left - self.from)
            )
        })
    }

    /// When it was at the recipient's door first, by the time for which that server put it off.
    fn first_offered(&self) -> Option<String> {
        self.first_try().map(|first| {
            format!(
                "The mail was offered to {next} at {}, the first time that its X-Greylist field counts from. {next} put it off by greylisting, and took it at {}, when \
                 the sending server came back.",
                first,
                local(self.until, self.offset),
                next = self.next,
            )
        })
    }

    /// Who knocked at the server that took it at last: the last one of the other side.
    pub fn client(&self) -> Cow<'_, str> {
        self.client.map_or_else(|| speak::join(&self.servers).into(), Cow::from)
    }

    /// When it was put off first, in the letter's zone.
    pub fn first_try(&self) -> Option<String> {
        Some(local(self.first_try?, self.offset))
    }

    /// When the servers had it, in one zone: the step that cost the time.
    pub fn stamps(&self, offset: i32) -> Option<String> {
        if self.servers.len() > 1 {
            return None;
        }
        let at = |epoch: i64| local(epoch, offset);
        let (whom, on) = (self.taken_by(), self.stayed(&at));
        let client = self.client.map_or(String::new(), |client| format!(" from {client}"));
        let first = self.first_try.map_or(String::new(), |first| {
            format!(" Its first try was at {}, as X-Greylist tells.", at(first))
        });
        Some(format!(
            "{} took the mail at {}, and {whom} took it{client} at {}: {} later.{first}{on}",
            self.servers[0],
            at(self.from),
            at(self.until),
            speak::duration(self.seconds)
        ))
    }

    /// Who can say why it lay there, or have it otherwise: as in the report, and in words. Nobody where its author wished it so.
    pub fn who(&self) -> Option<(&'static str, String)> {
        let or =
            |owner: Option<&String>, who: &str| owner.map_or_else(|| who.to_owned(), |owner| named(owner));
        match self.reason {
            Some(Reason::Deferred | Reason::SentAnew(..)) => None,
            Some(Reason::Moderator(_) | Reason::LikelyModerator) => {
                Some(("network", moderated::OWNER.to_owned()))
            }
            Some(Reason::Quarantine) => Some(("recipient-admin", mender("recipient-admin", "").to_owned())),
            Some(Reason::Collection) => Some(("recipient", "the recipient".to_owned())),
            _ if self.is_long_greylisting() => Some((self.by, self.both())),
            _ if self.is_greylisting() => {
                let by = if self.is_received { "recipient-admin" } else { "network" };
                Some((
                    by,
                    or(
                        owner(std::slice::from_ref(&self.next)).as_ref(),
                        "the recipient's mail administrator",
                    ),
                ))
            }
            _ if let Some(outbound) = self.outbound.as_ref() => Some(("sender-admin", outbound.who())),
            _ if self.is_lists && self.lists_owner.is_some() => {
                Some(("network", moderated::OWNER.to_owned()))
            }
            _ if self.is_microsofts => Some(("recipient-admin", mender("recipient-admin", "").to_owned())),
            _ if self.by == "network" => Some((self.by, or(self.owner.as_ref(), "whoever held it up"))),
            _ => Some((self.by, or(self.owner.as_ref(), mender(self.by, "delivered")))),
        }
    }

    /// Whose log it is, as steps name them: a provider's server is not of the author's own administrator.
    fn helper(&self) -> &'static str {
        match (self.by, &self.owner) {
            // Where its author signed in, it is the sender's own side, whatever the domain in From.
            ("network", Some(_)) if self.signed_in.is_some() => "sender-admin",
            ("sender-admin", Some(_)) if !self.is_authors && self.signed_in.is_none() => "network",
            (by, _) => by,
        }
    }

    /// Before what is to be searched: the sender's own side may be of two organisations.
    fn side(&self) -> String {
        match &self.owner {
            Some(owner) if self.helper() == "sender-admin" && !self.is_authors => {
                format!("At {owner}, search ")
            }
            _ => "Search ".to_owned(),
        }
    }

    /// To whom these headers are of use.
    fn addressee(&self) -> String {
        match (&self.owner, &self.signed_in) {
            _ if let Some(outbound) = self.outbound.as_ref() => outbound.who(),
            _ if self.is_lists => match &self.lists_owner {
                Some(owner) => format!("{} ({})", moderated::OWNER, owner.address),
                None => moderated::OWNER.to_owned(),
            },
            _ if self.is_gate || self.is_microsofts => mender("recipient-admin", "").to_owned(),
            (Some(owner), Some(at)) => {
                format!("{}: {owner} is the sender's provider, as the sign-in at {at} shows", named(owner))
            }
            (Some(owner), None) => named(owner),
            _ => "whoever runs the servers where it waited".to_owned(),
        }
    }

    /// Who took it from the server where it waited, also where the clock of that one is off.
    fn taker(&self) -> &str {
        match self.reason {
            Some(Reason::Placed(placed)) if placed.is_before => &placed.server,
            _ => &self.next,
        }
    }

    /// Under which sender its servers had the mail.
    pub fn sender<'m>(&self, message: &'m Message, opinions: &Opinions) -> Sender<'m> {
        let is_passed_on = opinions.alignment.as_ref().is_some_and(|alignment| alignment.detour.is_some());
        envelope::at(message, self.hops.0, self.hops.1, is_passed_on)
    }

    /// Whether it is worth it to look there for the reason. `is_against`: a filter speaks against the mail, and that is what
    /// its reader wants to know about.
    pub fn is_worth_a_look(&self, is_against: bool) -> bool {
        self.is_unexplained() && self.seconds >= if is_against { LONG } else { WORTH }
    }

    /// Nobody chose that it should wait, as far as the fields tell: a log says more.
    pub fn is_unexplained(&self) -> bool {
        matches!(
            self.reason,
            None | Some(
                Reason::Shared(_)
                    | Reason::Placed(_)
                    | Reason::Spooled(..)
                    | Reason::Likely(_)
                    | Reason::BesideGreylisting(..)
            )
        )
    }

    /// The receiving side put it off on purpose.
    pub fn is_greylisting(&self) -> bool {
        matches!(
            self.reason,
            Some(Reason::Greylisting | Reason::LongGreylisting | Reason::PartlyGreylisting(_))
        )
    }

    /// The same for hours: it asks for minutes, so the sending side took its time, too.
    pub fn is_long_greylisting(&self) -> bool {
        self.is_greylisting() && self.seconds >= LONG_GREYLISTING
    }

    /// The two sides that a long greylisting lies with.
    fn both(&self) -> String {
        let receiver = owner(std::slice::from_ref(&self.next));
        let client = self.client.and_then(|client| owner(&[client.to_owned()]));
        let sender = client.or_else(|| owner(&self.servers)).or_else(|| self.owner.clone());
        match (sender, receiver) {
            (Some(sender), Some(receiver)) => format!("the mail administrators of {sender} and {receiver}"),
            (Some(one), None) => format!("the mail administrators of {one} and the recipient"),
            (None, Some(one)) => format!("the mail administrators of the sender and {one}"),
            (None, None) => "the mail administrators of both sides".to_owned(),
        }
    }

    /// The smaller part of it for which it was put off, in seconds.
    pub fn greylisted(&self) -> Option<i64> {
        match self.reason {
            Some(Reason::BesideGreylisting(seconds, _)) => Some(*seconds),
            _ => None,
        }
    }

    /// The one server that had the mail for most of a long way, as far as the fields tell.
    pub fn holder(&self, total: i64) -> Option<&str> {
        let is_most = self.seconds >= LONG && self.seconds.saturating_mul(2) > total;
        match &self.servers[..] {
            [only] if is_most && self.is_unexplained() && is_host_name(only) => Some(only),
            _ => None,
        }
    }
}

/// Whether the server of a hop handed the mail to the network where it ended, and nothing shows that it passed it on for somebody else.
fn is_in_front(hop: usize, timeline: &timeline::Timeline, opinions: &Opinions) -> bool {
    let is_next = timeline.trust.as_ref().is_some_and(|trust| trust.hop + 1 == hop);
    is_next && opinions.alignment.as_ref().is_none_or(|alignment| alignment.detour.is_none())
}

/// Whether a server is of a provider of mailboxes, and not of a service that filters mail for others.
fn is_providers_own(server: &str) -> bool {
    !knowledge::is_filter_service(server)
        && (knowledge::provider_of_host(server).is_some() || knowledge::service_of_host(server).is_some())
}

/// Whether a server is the mailing list's.
fn is_of_list(list: Option<&List>, server: &str) -> bool {
    list.is_some_and(|list| same_owner(server, &list.host))
}

/// Who handed it over by the taker's own field, where none of the names there is a holder's, and it is no inner one.
fn client<'a>(message: &'a Message, taker: usize, holders: &[String]) -> Option<&'a str> {
    let hop = &message.hops.get(taker)?.read;
    let names = [&hop.from_rdns, &hop.from_name, &hop.from_helo];
    let is_holders = |name: &String| holders.iter().any(|holder| holder.eq_ignore_ascii_case(name));
    let is_inner = hop.from_ip.as_deref().is_none_or(is_inner);
    let is_itself = holders.iter().any(|holder| hop.by.as_ref() == Some(holder));
    let is_other = !is_inner && !is_itself && !names.into_iter().flatten().any(is_holders);
    seen_as(hop).filter(|client| is_other && !is_inner_name(client))
}

/// For so many seconds it was put off, as a field of greylisting says.
fn put_off(facts: &Facts, opinions: &Opinions, reason: Option<&Reason>) -> Option<i64> {
    match reason? {
        Reason::PartlyGreylisting(seconds) | Reason::BesideGreylisting(seconds, _) => Some(*seconds),
        Reason::Greylisting | Reason::LongGreylisting => {
            Some(Greylisted::of(facts.message.as_deref()?, opinions.timeline.trust.as_ref())?.seconds)
        }
        _ => None,
    }
}

/// Under which id a server had it.
fn id_at(message: &Message, hop: usize) -> Option<&str> {
    message.hops.get(hop).and_then(|hop| hop.read.id.as_deref()).filter(|id| !is_version(id))
}

/// A provider by its name, else who is in charge of the domain's mail.
fn named(owner: &str) -> String {
    match knowledge::provider_of_host(owner) {
        Some(provider) => OWNERS[usize::from(provider)].name.to_owned(),
        None => format!("{owner}'s mail administrator"),
    }
}

/// The organisation that all these servers are of, as their names tell it. What a machine calls itself that nobody gave a
/// name, or by an end that nobody can register, is nobody's.
fn owner(servers: &[String]) -> Option<String> {
    let mut owners = servers.iter().map(|server| {
        let name = server.trim_end_matches('.').to_ascii_lowercase();
        let is_public = is_host_name(&name)
            && !is_inner_name(&name)
            && !is_unset_name(&name)
            && knowledge::is_registrable(&name);
        is_public.then(|| knowledge::organizational_domain(&name).map(str::to_owned)).flatten()
    });
    let first = owners.next()??;
    owners.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// The last stamp that the server of the first of these steps wrote, before another one took over.
fn left(message: &Message, steps: &[timeline::Step]) -> Option<i64> {
    let holder = server(message, steps.first()?.hop);
    let own = steps.iter().take_while(|step| server(message, step.hop) == holder);
    own.filter_map(|step| step.epoch).last()
}

/// By which name the next server saw it: where that is only its line's, made of the address, what it calls itself.
fn seen_as(hop: &Received) -> Option<&str> {
    let name = path::client(hop)?;
    match is_made_of_address(name, hop.from_ip.as_deref()) {
        true => [&hop.from_helo, &hop.from_name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|own| *own != name),
        false => Some(name),
    }
}

/// The server of that organisation at which the author signed in. Where the author's domain is the organisation's, that
/// says nothing new.
fn signed_in(message: &Message, holder: usize, owner: &str) -> Option<String> {
    let author = message.from.first().and_then(|from| from.read.domain());
    if author.is_some_and(|domain| same_owner(&domain, owner)) {
        return None;
    }
    let hops = message.hops.get(holder..)?.iter().map(|hop| &hop.read).filter(|hop| hop.is_authenticated);
    hops.filter_map(|hop| hop.by.clone()).find(|by| same_owner(by, owner))
}

/// That nothing is to be done, and to whom it can be told.
pub fn told_to(wait: Option<&Wait>) -> Step {
    if wait.is_some_and(Wait::is_greylisting) {
        return Step::new(
            "sender",
            "It is there, so for this mail nothing is to be done. Once a server has come back, its later mail passes at once, as a \
                   rule; a large provider sends from many addresses, and each of them can be put off once.",
        );
    }
    let whom = wait.map_or("whoever runs the servers where it waited".to_owned(), Wait::addressee);
    let lay = wait.filter(|wait| wait.is_authors && wait.is_unexplained()).map_or(String::new(), |wait| {
        let servers = speak::join(&wait.servers);
        match wait.servers.iter().all(|server| server == wait.taker()) {
            true => {
                format!(" It lay on the sender's side, on {servers}, between two of its programs: the log there says why.")
            }
            false => format!(
                " It lay on the sender's side, at {servers}, until {} took it: the log there says why.",
                wait.taker()
            ),
        }
    });
    Step::new(
        "sender",
        format!(
            "It is there, so for this mail nothing is to be done.{lay} If others wait as long, send these headers to {whom}."
        ),
    )
}

/// What the sending side can do about a long greylisting.
pub fn sooner(wait: &Wait) -> Option<Step> {
    // The id is that of the server before.
    let id = wait.id.filter(|_| wait.client.is_none());
    let first = wait.first_try().map_or(String::new(), |first| format!(" after its first try at {first}"));
    wait.is_long_greylisting().then(|| Step::new(wait.by, format!(
            "See in the log of {} when it tried again{}{first}: greylisting asks for some minutes as a rule, so a server that tries \
             again every quarter of an hour, from the same address, loses no hours.",
            wait.client(),
            id.map_or(String::new(), |id| format!(" ({id} there)"))
        )))
}

/// What shortens the wait.
pub fn shorter(wait: &Wait) -> Vec<Step> {
    if let Some(list) = &wait.list {
        let log = (!list.is_stated)
            .then(|| Step::new("network", format!("If no moderator held it: search {}.", in_log(wait))));
        return list.steps().into_iter().chain(log).collect();
    }
    let (by, text) = match wait.reason {
        Some(Reason::Deferred | Reason::SentAnew(..)) => return Vec::new(),
        Some(Reason::Collection) => (
            "recipient",
            "Let the program that fetches the mail look more often: the mail lay ready in the other mailbox."
                .to_owned(),
        ),
        Some(Reason::Quarantine) => (
            "recipient-admin",
            "Look into Microsoft's quarantine more often, or have notices of quarantined mail sent: it waits there until somebody releases it."
                .to_owned(),
        ),
        _ if wait.is_greylisting() => (
            if wait.is_received { "recipient-admin" } else { "network" },
            format!(
                "If such mail must not wait, make an exception from greylisting for this sender's servers on {}.",
                wait.next
            ),
        ),
        // Nobody but the provider sees that log.
        _ if let Some(owner) = &wait.lists_owner => (
            "network",
            format!(
                "Ask the list's owner ({}) whether a moderator held it: they can let this author's mail through at once.",
                owner.address
            ),
        ),
        _ if wait.is_gate => (
            wait.helper(),
            format!(
                "See in the log of your gateway ({}) whether it held the mail{} for a scan, or by a rule, and what the server behind it answered.{}",
                speak::join(&wait.servers),
                wait.id.map_or(String::new(), |id| format!(" ({id} there)")),
                wait.suspected.as_deref().unwrap_or_default()
            ),
        ),
        _ if let Some(outbound) = &wait.outbound => ("sender-admin", outbound.step(wait.id)),
        _ if wait.is_microsofts => (
            "recipient-admin",
            "Look into the quarantine and at the message trace (Defender portal, Exchange admin center), by the Message-ID or the sender: they say whether it lay in \
             quarantine, was held for a scan, or waited for Microsoft."
                .to_owned(),
        ),
        _ => (wait.helper(), format!("{}{}.{}", wait.side(), in_log(wait), first_try(wait))),
    };
    std::iter::once(Step::new(by, text)).chain(at_taker(wait)).collect()
}

/// The same by who states the results there, or by the mailbox itself, where the server gives itself an address for a name.
fn is_at_provider(message: &Message, opinions: &Opinions) -> bool {
    let results = opinions.alignment.as_ref().filter(|table| table.is_trusted);
    let by_results = results.and_then(|table| table.authserv.as_deref()).is_some_and(is_providers_own);
    let mailbox = mailbox(message).and_then(address::domain);
    by_results || mailbox.is_some_and(|domain| knowledge::service_of_mailbox(&domain).is_some())
}

/// The reader's own side knows at once whether it was offered before.
fn at_taker(wait: &Wait) -> Option<Step> {
    let [_] = &wait.servers[..] else { return None };
    let holder = wait.client();
    let whose = if wait.is_received { "your own server" } else { "which stands before your own servers" };
    (wait.is_taken_in && wait.greylisted().is_none()).then(|| {
        Step::new(
            "recipient-admin",
            format!(
                "See in the log of {next}, {whose}, whether {holder} came with this mail before: if so, {next} put it off then, and the log says why; if not, it \
                 waited at {holder} alone.",
                next = wait.next,
            ),
        )
    })
}

fn in_log(wait: &Wait) -> String {
    let id = wait.id.filter(|_| wait.servers.len() == 1);
    let client =
        wait.client.map_or(String::new(), |client| format!(", and of {client}, which brought it on,"));
    format!(
        "the queue and the log of {}{client} for the message{}: they say what it waited for",
        speak::join(&wait.servers),
        id.map_or(String::new(), |id| format!(" ({id} there)"))
    )
}

/// When the receiving server saw it first, as greylisting counts from there: a server with many addresses may have tried before.
fn first_try(wait: &Wait) -> String {
    let Some(greylisted) = wait.greylisted() else { return String::new() };
    let at = wait.first_try().map_or(String::new(), |first| format!(" ({first})"));
    format!(
        " Greylisting counts from the first try: that came no sooner than {} after the mail was taken there{at}, unless other addresses of \
         theirs had tried before.",
        speak::duration(wait.seconds - greylisted)
    )
}
