//! The verdict's sentences: how far and how long, where it landed and why.

use super::proof::Proof;
use super::wait::{LONG, Wait};
use super::{Chosen, LATE, QUARANTINED, moderated};
use crate::diagnose::checks::alignment::{Alignment, By, Row};
use crate::diagnose::checks::spf::{self, Checked};
use crate::diagnose::checks::timeline::{self, Timeline, server};
use crate::diagnose::checks::{Opinions, path, speak};
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::date;
use crate::report::text::{local, utc};

/// How many results are told in their own terms.
const MOST_TERMS: usize = 4;

/// Where it was for most of that time, as the end of a title.
pub fn held_by(wait: &Wait, total: i64) -> String {
    match (wait.moderated(total), wait.holder(total)) {
        (Some(true), _) => moderated::HELD.to_owned(),
        (Some(false), _) => moderated::LIKELY_HELD.to_owned(),
        (None, Some(holder)) => format!(" on its way, most of it at {holder}"),
        (None, None) => " on its way".to_owned(),
    }
}

/// `most`: where it was for most of that time.
pub fn title(landed: Option<&str>, late: Option<i64>, held: Option<i64>, most: String) -> String {
    match (landed, held, late) {
        (Some(landed), ..) => landed.to_owned(),
        // Greylisting asks for minutes.
        (None, Some(held), _) if held >= LONG => {
            format!("The mail arrived {} after greylisting first put it off", speak::duration(held))
        }
        (None, Some(held), _) => {
            format!("The mail arrived after greylisting held it back for {}", speak::duration(held))
        }
        (None, None, Some(total)) => {
            let most = if most.is_empty() { " on its way" } else { &most };
            format!("The mail arrived after {}{most}", speak::duration(total))
        }
        (None, None, None) => "The mail arrived".to_owned(),
    }
}

/// First how far and how long, then where it landed and why; what else is to be said of these stands behind.
/// `late`: of a mail that waited, when the servers had it, if that is known; then nothing is said of who wrote it.
pub fn words(
    facts: &Facts,
    opinions: Option<&Opinions>,
    chosen: &Chosen,
    late: Option<Option<String>>,
) -> (String, Option<String>) {
    let way = opinions.map(|opinions| &opinions.timeline).filter(|way| !way.steps.is_empty()).map(|way| {
        // What was before a second sending is another journey.
        let since = &way.steps[way.anew.as_ref().map_or(0, |anew| anew.step)..];
        let is_new = |step: &&timeline::Step| {
            facts.message.as_deref().is_none_or(|message| !message.is_stamped_again(step.hop))
        };
        let hops = speak::count(since.iter().filter(is_new).count() as u64, "hop");
        if chosen.is_beyond
            && let Some((message, trust)) = facts.message.as_deref().zip(way.trust.as_ref())
        {
            let client = path::client_shown(&message.hops[trust.hop].read);
            return format!(
                "Its fields name {hops}. {} took it from {client}, and the fields below are of another organization's servers: they may be \
                 made up, or of another mail.",
                server(message, trust.hop)
            );
        }
        if let Some(missing) = way.missing() {
            let total = way.total.filter(|_| since.len() > 1 && way.anew.is_none());
            let took = total.map_or(String::new(), |total| format!(", {} from the first to the last", speak::duration(total)));
            let rest = super::beyond::told(facts, way).unwrap_or_else(|| "how long the whole way took, they do not tell".to_owned());
            return format!("These headers hold {hops}{took}. The newest Received fields, those of {missing}, are missing: {rest}.");
        }
        let Some(total) = way.total.filter(|_| since.len() > 1) else {
            return format!("It took {hops}.");
        };
        let counted = two_readings(facts, way, total).unwrap_or_else(|| counted(facts, way, total));
        match chosen.slow {
            Some(slow) => format!("It took {hops}{counted}. {}", slow.text),
            None => format!("It took {hops}{counted}."),
        }
    });
    let stamp = facts.message.as_deref().and_then(stamp);
    let way = stamp.or(way).or_else(|| {
        facts.message.as_deref().filter(|message| is_only_noted(message)).map(|message| {
            let alone = if message.from.is_empty() { ONLY_NOTED } else { NO_WAY };
            match chosen.place.is_none() && chosen.alignment.is_none() {
                true => format!("{alone} {}", nameless(message).unwrap_or(NOT_READABLE.to_owned())),
                false => alone.to_owned(),
            }
        })
    });
    let (landed, rest) = chosen.place.map_or(("", ""), |place| place.text.split_at(place.main));
    let landed = Some(landed.to_owned()).filter(|landed| !landed.is_empty());
    let by = chosen.held_by.unwrap_or("a server");
    let held = chosen.held.map(|(_, seconds)| match seconds < LONG {
        true => format!(
            "Before that, {by} put it off by greylisting for {}: as it does once with servers that it does not know yet.",
            speak::duration(seconds)
        ),
        false => format!(
            "Before that, {by} put it off by greylisting, as it does once, for some minutes as a rule, with servers that it does \
             not know yet: the sending server came back only {} later.",
            speak::duration(seconds)
        ),
    });
    // Why it lies where it lies comes before how it got there, and the checks' own terms are told apart from both.
    if let Some(why) = unproved(facts, opinions, chosen) {
        // Where it is proved one day, that is still held against it.
        let bulk =
            chosen.is_bulk.then(|| "It counts as bulk mail that people complain about, too.".to_owned());
        let summary: Vec<String> =
            [Some(why), landed, rated(chosen), bulk, way, held].into_iter().flatten().collect();
        return (summary.join(" "), missing(chosen));
    }
    let summary: Vec<String> = [way, held, landed, rated(chosen)].into_iter().flatten().collect();
    let proved = chosen.proved.filter(|_| late.is_none()).map_or("", |proved| proved.text.as_str());
    let proved = if chosen.is_vouched && late.is_none() { VOUCHED } else { proved };
    let stamps = late.flatten().unwrap_or_default();
    let note: Vec<&str> =
        [stamps.as_str(), rest.trim(), proved].into_iter().filter(|text| !text.is_empty()).collect();
    (summary.join(" "), (!note.is_empty()).then(|| note.join(" ")))
}

/// Beside what a filter made of the mail.
fn rated(chosen: &Chosen) -> Option<String> {
    chosen.rated.filter(|_| chosen.landed.is_some())?;
    Some("Cisco's gateway had the sending address under suspicion, too.".to_owned())
}

const VOUCHED: &str = "Microsoft 365 took it as mail of the reader's own organization (AuthAs Internal): its connector vouches for the server that handed it over, so SPF \
                       and DKIM are not needed for that.";

const NOT_READABLE: &str = "None of these fields says in words that their makers document whether a filter took it for spam, or whether it reached a mailbox.";

const ONLY_NOTED: &str = "Only what a receiving server's checks and filters noted stands here. How the mail came, and when, the other fields say.";

const NO_WAY: &str = "No Received field stands here: how the mail came, and when, those say.";

/// Whether no server's stamp is there, and what stands there are results of checks, or no fields of the author's own.
pub fn is_only_noted(message: &Message) -> bool {
    let is_checked = !message.auth.is_empty() || !message.received_spf.is_empty();
    is_lone_stamp(message) || (message.hops.is_empty() && (is_checked || message.from.is_empty()))
}

/// Whether one Received field is all that there is.
pub fn is_lone_stamp(message: &Message) -> bool {
    message.hops.len() == 1 && message.fields.len() == 1
}

/// What that field says.
fn stamp(message: &Message) -> Option<String> {
    let hop = &message.hops.first().filter(|_| is_lone_stamp(message))?.read;
    let (by, date) = (hop.by.as_deref()?, hop.date?);
    let client = path::client(hop).or(hop.from_ip.as_deref());
    let from = client.map_or(String::new(), |client| format!(" from {client}"));
    let whom = hop.r#for.as_deref().map_or(String::new(), |whom| format!(", for {whom}"));
    Some(format!(
        "{by} took the mail{from} at {}{whom}. Each server that has a mail writes such a field on top of it: how it came there, and what became of it, the other fields say.",
        local(date.epoch, date.offset.unwrap_or(0))
    ))
}

/// What SPF and DKIM came to, where nothing names the domain in From.
fn nameless(message: &Message) -> Option<String> {
    let spf = |found: Checked| match found.result.to_ascii_lowercase().as_str() {
        "pass" => Some(format!("the SPF record of {} lists the server that sent the mail", found.domain)),
        result @ ("fail" | "softfail") => Some(format!(
            "the SPF record of {} does not list the server that sent the mail (spf={result})",
            found.domain
        )),
        result => Some(format!("spf={result} for {}", found.domain)),
    };
    let stated = message.auth.iter().flat_map(|field| &field.read.statements).filter_map(|found| {
        let domain = || Some(found.prop("header.d").or(found.prop("header.i"))?.trim_start_matches('@'));
        match (found.method.as_str(), found.result.to_ascii_lowercase().as_str()) {
            ("spf", _) => spf(spf::checked(message, found)?),
            ("dkim", "pass") => Some(format!("a DKIM signature of {} is valid", domain()?)),
            ("dkim", result) => Some(format!("dkim={result} for {}", domain()?)),
            _ => None,
        }
    });
    let noted = message.received_spf.iter().filter_map(|field| spf(spf::noted(&field.read)?));
    let mut told: Vec<String> = stated.chain(noted).take(MOST_TERMS).collect();
    told.dedup();
    (!told.is_empty()).then(|| {
        format!(
            "{}. The address in From is not among these lines, so whether that proves the author, they do not show.",
            speak::upper(&speak::join(&told))
        )
    })
}

/// What would prove the author, and the checks' own terms, once: the observations have the rest.
fn missing(chosen: &Chosen) -> Option<String> {
    let alignment = chosen.alignment?;
    let wanted = match chosen.proof {
        // Who imitates somebody is not told how to be believed.
        _ if chosen.imitated || chosen.is_no_domain => String::new(),
        _ if chosen.is_elsewhere() => {
            format!("Only servers of {} itself can prove a sender there. ", alignment.from)
        }
        Proof::Missing | Proof::Open => {
            let or_spf = match (chosen.by_spf, chosen.lacks_spf) {
                (true, _) if chosen.breaks_spf => {
                    ", or an SPF record of it without a fault that lists the server"
                }
                (true, false) => ", or a server that its SPF record lists",
                (true, true) => ", or an SPF record of it that lists the server",
                (false, _) => "",
            };
            format!("What is missing: a DKIM signature of {}{or_spf}. ", alignment.from)
        }
        _ => String::new(),
    };
    let terms = terms(alignment).map_or(String::new(), |terms| format!("The checks say: {terms}."));
    let policy = match (alignment.policy.as_deref(), chosen.landed.map(|(one, _)| one.id)) {
        _ if alignment.stated.as_deref() != Some("fail") => "",
        (Some("quarantine"), Some("in-junk" | QUARANTINED | "spam-verdict")) => {
            " The domain's own DMARC record asks for mail that fails to be put aside (p=quarantine): likely that is why it lies there."
        }
        (Some("quarantine"), _) => {
            " The domain's DMARC record asks for mail that fails to be put aside (p=quarantine)."
        }
        (Some("reject"), _) => {
            " The domain's DMARC record asks for mail that fails to be refused (p=reject)."
        }
        _ => "",
    };
    Some(wanted + &terms + policy).filter(|note| !note.is_empty())
}

/// The results, as they are written.
pub fn terms(alignment: &Alignment) -> Option<String> {
    let is_stated = |row: &&Row| row.result.is_some() && row.noted_by.is_none();
    let rows = alignment.rows.iter().filter(is_stated).take(MOST_TERMS).map(|row| {
        let result = row.result.as_deref().unwrap_or_default().to_ascii_lowercase();
        format!("{}={result} for {}", row.by.name(), row.domain)
    });
    let mut terms: Vec<String> =
        rows.chain(alignment.stated.iter().map(|stated| format!("dmarc={stated}"))).collect();
    terms.dedup();
    (!terms.is_empty()).then(|| speak::join(&terms))
}

/// Whether the observations that the verdict is made of say more than its own words.
pub fn is_short(facts: &Facts, opinions: Option<&Opinions>, chosen: &Chosen) -> bool {
    unproved(facts, opinions, chosen).is_some()
}

/// Whose filter noted before the mail was passed on that its author was proved, and by which tests.
fn alignment_before<'a>(chosen: &Chosen<'a>) -> Option<(&'a str, String)> {
    let noted = chosen.alignment?.noted_before.as_ref()?;
    let tests: Vec<String> = noted.tests.iter().map(|(test, _)| test.clone()).collect();
    Some((&noted.by, speak::join(&tests)))
}

/// In plain words, where a filter speaks against the mail, or DMARC failed, and its author is not proved.
fn unproved(facts: &Facts, opinions: Option<&Opinions>, chosen: &Chosen) -> Option<String> {
    let is_asked = chosen.landed.is_some() || chosen.failed_alone;
    // Why it is where it is, is not that.
    let is_it = is_asked && chosen.own.is_none() && !chosen.is_by_points && chosen.is_doubted();
    let author = facts.message.as_deref()?.from.first().filter(|_| is_it)?.read.domain()?;
    let instead = opinions?.alignment.as_ref()?.proved_instead();
    let why = match (chosen.proof, instead) {
        (Proof::Keyless(..), _) => ": the key of its signature was not found in DNS".to_owned(),
        (Proof::Expired, _) => ": its signature was too old when it was checked".to_owned(),
        (Proof::Missing, None) if let Some(server) = chosen.forwarder() => {
            let noted = alignment_before(chosen).map_or(String::new(), |(by, tests)| {
                format!(". There, before that, {by} noted {tests}: by its word the sender was proved then")
            });
            format!(
                ": {server} passed it on, and SPF proves a sender only to the first server that takes the mail{noted}"
            )
        }
        (Proof::Missing | Proof::Open, Some((name, By::Dkim))) => {
            format!(": {name}, which signs it, does so in its own name alone")
        }
        (Proof::Missing | Proof::Open, Some((name, By::Spf))) => {
            format!(": the server that sent it is known as one of {name} alone")
        }
        (Proof::Missing | Proof::Open, None) => String::new(),
        (Proof::LostBehind(gate), _) => return Some(super::gate::verdict(gate, &author)),
        (Proof::StatedBy(service), _) => return Some(super::gate::stated_verdict(service, &author)),
        (Proof::BrokenAtFilter(service), _) => format!(
            ": its signature did not fit any more when it arrived. {service}, which filters mail, had it just before, and likely changed it"
        ),
        _ => ": its signature did not fit any more when it arrived".to_owned(),
    };
    Some(format!("Nothing proves that it comes from {author}{why}."))
}

/// Whether the verdict's own words tell of these two clocks.
pub fn tells_clocks(facts: &Facts, opinions: &Opinions, chosen: &Chosen) -> bool {
    let way = &opinions.timeline;
    let is_whole = !chosen.is_beyond && way.missing().is_none() && way.steps.len() > 1;
    is_whole && way.total.is_some_and(|total| two_readings(facts, way, total).is_some())
}

/// Where one of two clocks is wrong, and the fields do not show which.
fn two_readings(facts: &Facts, way: &Timeline, total: i64) -> Option<String> {
    let other = way.other_reading(facts.message.as_deref()?)?;
    Some(format!(
        ", {} in all by the clock of {}, or {} by that of {}: one of the two is off by at least {}, and these headers do not show which. That makes a time look as if it lay \
         before the sending; alone it is no sign that somebody changed the mail",
        speak::duration(total),
        other.not_by,
        other.took(),
        other.by,
        speak::duration(other.off)
    ))
}

/// The time, and of which part of the way it is: clocks that are off may leave its ends out, and a mail that was sent anew
/// has waited in between.
fn counted(facts: &Facts, way: &Timeline, seconds: i64) -> String {
    let total = speak::duration(seconds);
    let is_known = |step: &&timeline::Step| step.epoch.is_some();
    let (first, last) = (way.steps.iter().find(is_known), way.steps.iter().rfind(is_known));
    let is_end = |one: Option<&timeline::Step>, end: Option<&timeline::Step>| {
        one.map(|step| step.hop) == end.map(|step| step.hop)
    };
    match (facts.message.as_deref(), first, last) {
        (Some(message), Some(from), Some(to))
            if !is_end(first, way.steps.first()) || !is_end(last, way.steps.last()) =>
        {
            let (from, to) = (server(message, from.hop), server(message, to.hop));
            // Of one server alone it tells nothing of the way.
            if from == to {
                return String::new();
            }
            format!("; from {from} to {to} it was {total}")
        }
        (Some(message), ..) if let Some(anew) = &way.anew => match anew.is_stated(message) {
            true => format!(" and {total} since it was sent anew"),
            false => format!(" and {total} from where its newer fields begin"),
        },
        (Some(message), Some(from), Some(to)) if let Some(written) = way.written => {
            let whole = speak::duration(seconds.saturating_add(written.before));
            let clock = clock(message, way, from, to).unwrap_or_default();
            match written.by {
                Some(_) => format!(
                    ", {whole} from writing to arrival, {total} of these from the first Received field on{clock}"
                ),
                None if timeline::is_set_for_later(message, way) => format!(
                    ", {total} from the first Received field on, and {whole} from writing{clock}. Its author chose that time for sending, as Deferred-Delivery \
                     says: no server held it up"
                ),
                None => format!(
                    ", {total} from the first Received field on, and {whole} from writing if the author's clock is right{clock}. What it waited for before the \
                     first server took it, no field says: a device without a connection, an outbox, or a time set for sending"
                ),
            }
        }
        (Some(message), Some(from), Some(to)) if seconds >= LATE => {
            format!(", {total} in all{}", clock(message, way, from, to).unwrap_or_default())
        }
        _ => format!(", {total} in all"),
    }
}

/// The clock that times are told by: where the mail came, or where it was written. In seconds east of UTC.
pub fn zone(message: &Message, way: &Timeline) -> Option<i32> {
    let to = way.steps.iter().rfind(|step| step.epoch.is_some())?;
    let arrival = &message.hops.get(to.hop)?.read;
    let offset = arrival.date?.offset?;
    // The clock of a large service's server is nobody's: Gmail's runs in California.
    let network = way.trust.as_ref().map(|trust| trust.network.as_str());
    let is_services = arrival
        .by
        .as_deref()
        .into_iter()
        .chain(network)
        .any(|name| knowledge::provider_of_host(name).is_some());
    let written = || date::parse(&message.field("Date")?.value).ok()?.offset;
    // The author's zone is one that servers of the mail are in, or else nobody's here.
    let is_met =
        |zone: &i32| message.hops.iter().any(|hop| hop.read.date.and_then(|date| date.offset) == Some(*zone));
    Some(if is_services { written().filter(is_met).unwrap_or(0) } else { offset })
}

/// When it was sent and when it came.
fn clock(message: &Message, way: &Timeline, from: &timeline::Step, to: &timeline::Step) -> Option<String> {
    let offset = zone(message, way)?;
    let (sent, came) = (from.epoch?, to.epoch?);
    let at = |epoch: i64| epoch + i64::from(offset);
    let (east, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
    let zone = match minutes {
        0 => "UTC".to_owned(),
        _ => format!("zone {east}{:02}{:02}", minutes / 60, minutes % 60),
    };
    let wrote = way.written.and_then(|written| {
        let day = utc(at(written.epoch));
        let at = day.get(11..16)?.to_owned();
        Some((day, at, written.by.map_or(String::new(), |by| format!(" (as {by} shows, too)"))))
    });
    let (sent, came) = (utc(at(sent)), utc(at(came)));
    // `2026-11-19 18:14 UTC`, of which the zone is not meant.
    let part = |text: &str| Some((text.get(..10)?.to_owned(), text.get(11..16)?.to_owned()));
    let ((sent_on, sent_at), (came_on, came_at)) = (part(&sent)?, part(&came)?);
    if let Some((day, wrote, by)) = wrote {
        let came_on = if came_on == sent_on { String::new() } else { format!("{came_on} ") };
        let day = day.get(..10).unwrap_or_default();
        let wrote_on = if day == sent_on { String::new() } else { format!("{day} ") };
        // Gmail notes in a field of its own that it took a mail over.
        let first = match message.field("X-Received") {
            Some(_) => "in the first Received field",
            None => "first taken over",
        };
        return Some(format!(
            ": written {wrote_on}{wrote}{by}, {first} {sent_at}, arrived {came_on}{came_at} ({sent_on}, {zone})"
        ));
    }
    Some(match sent_on == came_on {
        true => format!(": sent {sent_at}, arrived {came_at} ({came_on}, {zone})"),
        false => format!(": sent {sent_on} {sent_at}, arrived {came_on} {came_at} ({zone})"),
    })
}

/// How far it came.
pub fn stage(set_aside: bool, is_at_list: bool) -> &'static str {
    match (set_aside, is_at_list) {
        (true, _) => "filter",
        (false, true) => "inbound",
        (false, false) => "mailbox",
    }
}
