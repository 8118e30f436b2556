//! Whose filter it was: one of the network where the mail ended, or one that it passed before.
//!
//! Fields above the lowest Received field of the receiving network were written there. Below it, a field that names a
//! host, a peer or a queue id tells which hop wrote it; one that stands between older Received fields was written on the
//! way. Of the rest nobody can tell: some programs put their fields at the end.

use super::filters::scored;
use super::path;
use super::timeline::Timeline;
use crate::facts::message::{Message, Of};
use crate::mail::address;
use crate::mail::spam_headers::FilterReport;

/// More filters than any mail passes: of the rest nothing is told.
const MOST: usize = 200;
/// So many fields around one are looked at for the program that wrote it.
const MOST_NEAR: usize = 12;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Of the network where the mail ended.
    Receiver,
    /// Of this server, before the mail came there.
    Before(String),
    /// The field names this host, which no Received field does.
    Elsewhere(String),
    /// The fields do not tell.
    #[default]
    Unknown,
}

/// Of each filter's field.
pub fn sides(message: &Message, timeline: &Timeline) -> Vec<Side> {
    let known = message.filters.iter().take(MOST).map(|filter| side(message, timeline, filter));
    known.chain(std::iter::repeat(Side::Unknown)).take(message.filters.len()).collect()
}

pub(super) fn side(message: &Message, timeline: &Timeline, filter: &Of<FilterReport>) -> Side {
    let Some(trust) = &timeline.trust else { return Side::Unknown };
    if says_outbound(&filter.read) {
        let whose = if is_microsofts(filter.read.filter) { MICROSOFT } else { "an earlier server" };
        return Side::Before(whose.to_owned());
    }
    if let Some(server) = before_resent(message, timeline, filter.field) {
        return Side::Before(server);
    }
    if is_of_outbound_report(message, filter) {
        return Side::Before("the sender's provider".to_owned());
    }
    let border = &message.hops[trust.hop];
    if filter.field < border.field {
        return Side::Receiver;
    }
    // Nobody else writes these.
    if filter.read.filter.starts_with("gmail") && trust.network == "google.com" {
        return Side::Receiver;
    }
    let name = |hop: usize| own_name(message, hop).unwrap_or_else(|| "an earlier server".to_owned());
    let mailbox = path::mailbox(&message.hops[0].read);
    let is_receivers = |hop: usize| {
        let by = message.hops[hop].read.by.as_deref();
        hop <= trust.hop || mailbox.zip(by).is_some_and(|(mailbox, by)| path::same_network(mailbox, by))
    };
    let of_hop = |hop: usize| if is_receivers(hop) { Side::Receiver } else { Side::Before(name(hop)) };
    let hops = message.hops.len();
    let program = program(message, filter);
    if let Some(hop) = author(message, program) {
        return of_hop(hop);
    }
    let mut named = None;
    if let Some(host) = host(message, program) {
        let is_its =
            |hop: &usize| message.hops[*hop].read.by.as_deref().is_some_and(|by| path::same_owner(by, &host));
        // These name the machine itself; others a service, or a page to look at.
        let is_named = matches!(family(program), "rspamd" | "spamassassin" | "kaspersky");
        let found =
            (0..hops).find(|hop| is_its(hop) && names(message, *hop, &host)).or((0..hops).find(is_its));
        match found.map(of_hop) {
            Some(Side::Before(_)) if is_named => return Side::Before(host),
            Some(side) => return side,
            None => {}
        }
        if senders(message).iter().any(|domain| path::same_owner(domain, &host)) {
            return Side::Before(host);
        }
        named = is_named.then_some(host);
    }
    if is_microsofts(filter.read.filter)
        && let Some(side) = of_microsoft(message, filter, &of_hop)
    {
        return side;
    }
    if trust.hop + 1 == hops {
        return Side::Receiver;
    }
    // Between older hops: written by the server of the hop below, or by the next one.
    let above = message.hops.iter().rposition(|hop| hop.field < filter.field);
    match above {
        // Without a name, nothing tells that it was another network's.
        Some(above) if above > trust.hop && above + 1 < hops => {
            own_name(message, above + 1).map_or(Side::Unknown, Side::Before)
        }
        _ if is_foreign(filter.read.filter, &trust.network) => {
            Side::Before(named.unwrap_or_else(|| "an earlier server".to_owned()))
        }
        _ => named.map_or(Side::Unknown, Side::Elsewhere),
    }
}

/// Whether a verdict itself says that it was given on the way out.
fn says_outbound(report: &FilterReport) -> bool {
    let is_out = |key: &str| report.get(key).is_some_and(|value| value.starts_with("outbound"));
    report.get("DIR") == Some("OUT")
        || (report.filter == "proofpoint" && (is_out("policy") || is_out("rule")))
}

/// Whether it stands beside the field by which GMX, WEB.DE and IONOS note what they made of a mail that they send out.
fn is_of_outbound_report(message: &Message, filter: &Of<FilterReport>) -> bool {
    const NEAR: usize = 2;
    let around = filter.field.saturating_sub(NEAR)..=filter.field + NEAR;
    let newest = message.hops.last().is_none_or(|hop| filter.field > hop.field);
    newest
        && filter.read.filter == "spam-flag"
        && around
            .into_iter()
            .filter_map(|at| message.fields.get(at))
            .any(|field| field.is("UI-OutboundReport"))
}

/// What stands below the fields of somebody who sent the mail on by hand (Resent-Date) and below the last Received field from
/// before that, was said to them, and they sent it all the same.
fn before_resent(message: &Message, timeline: &Timeline, field: usize) -> Option<String> {
    let anew = timeline.anew.as_ref().filter(|anew| anew.is_stated(message))?;
    let before = timeline.steps.get(anew.before)?.hop;
    let is_below = field > anew.field && field > message.hops[before].field;
    is_below.then(|| own_name(message, before).unwrap_or_else(|| "an earlier server".to_owned()))
}

/// The name of the server that wrote a hop. A filter that runs beside it calls the machine localhost: then the server that
/// took the mail back from there names it.
fn own_name(message: &Message, hop: usize) -> Option<String> {
    let is_local = |name: &str| name.eq_ignore_ascii_case("localhost") || name.starts_with("localhost.");
    let by = message.hops[hop].read.by.clone()?;
    let after = hop.checked_sub(1).map(|after| &message.hops[after].read);
    let after = after.filter(|after| is_local(&by) && after.from_name.as_deref().is_some_and(is_local));
    Some(after.and_then(|after| after.by.clone()).unwrap_or(by))
}

/// Large services run filters of their own, and no others write among their fields.
fn is_foreign(filter: &str, network: &str) -> bool {
    match network {
        "outlook.com" => !is_microsofts(filter),
        "google.com" => !filter.starts_with("gmail"),
        _ => false,
    }
}

/// Which filter wrote a field: Rspamd writes `X-Spam-Flag` and its like among fields of its own, as SpamAssassin does.
fn program<'a>(message: &Message, filter: &'a Of<FilterReport>) -> &'a str {
    const COMMON: [&str; 3] = ["spam-flag", "spam-score", "spam-level"];
    if !COMMON.contains(&filter.read.filter) {
        return filter.read.filter;
    }
    // The field of one of the two that stands nearest, the one above first, among fields on spam.
    let own = |at: usize| {
        let name = message.fields[at].name.to_ascii_lowercase();
        let its = match name.as_str() {
            "x-spamd-result" => Some("rspamd"),
            "x-spam-status" | "x-spam-checker-version" | "x-spam-report" => Some("spamassassin"),
            _ => name.starts_with("x-rspamd-").then_some("rspamd"),
        };
        (its.is_some() || name.starts_with("x-spam")).then_some(its)
    };
    let above = (0..filter.field).rev().take(MOST_NEAR).map_while(own).flatten().next();
    let below = || (filter.field + 1..message.fields.len()).take(MOST_NEAR).map_while(own).flatten().next();
    above.or_else(below).unwrap_or(filter.read.filter)
}

/// The hop that a field of the same filter points at: by its queue id, or by the peer that it took the mail from.
fn author(message: &Message, filter: &str) -> Option<usize> {
    let value = |name: &str| message.field(name).map(|field| field.value.trim());
    let with_id = |id: &str| message.hops.iter().position(|hop| hop.read.id.as_deref() == Some(id));
    let from = |ip: &str| message.hops.iter().position(|hop| hop.read.from_ip.as_deref() == Some(ip));
    let microsoft = |name: &str| {
        let report = message.filters.iter().find(|field| field.read.filter == name)?;
        from(report.read.get("CIP").filter(|ip| !ip.is_empty())?)
    };
    match family(filter) {
        "rspamd" => with_id(value("X-Rspamd-Queue-Id")?),
        "barracuda" => from(value("X-Barracuda-Connect")?.rsplit_once('[')?.1.trim_end_matches(']')),
        "forefront" if filter == "forefront" => microsoft("forefront"),
        "proofpoint" => {
            let is_its = |by: &str| {
                ["pphosted.com", "ppe-hosted.com", "ppops.net"].iter().any(|name| path::same_owner(by, name))
            };
            let its: Vec<usize> = (0..message.hops.len())
                .filter(|hop| {
                    let read = &message.hops[*hop].read;
                    read.from_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("pps.filterd"))
                        || read.by.as_deref().is_some_and(is_its)
                })
                .collect();
            // Where two of its customers follow each other, nobody can tell.
            let (first, last) = (its.first()?, its.last()?);
            (last - first < its.len()).then_some(*first)
        }
        _ => None,
    }
}

/// The host that a field of the same filter names.
pub fn host(message: &Message, filter: &str) -> Option<String> {
    let value = |name: &str| message.field(name).map(|field| field.value.trim());
    let host = match family(filter) {
        "rspamd" => value("X-Rspamd-Server")?,
        "spamassassin" => match value("X-Spam-Checker-Version") {
            Some(version) => version.rsplit(' ').next()?,
            None => scored::system(&scored::report_field(message)?.value)?,
        },
        "barracuda" => value("X-Barracuda-URL")?.split("://").nth(1)?.split(['/', ':']).next()?,
        "kaspersky" => value("X-KSE-ServerInfo")?.split([',', ' ']).next()?,
        "mimecast" => "mimecast.com",
        "proton" => "protonmail.ch",
        "spamexperts" => "antispamcloud.com",
        "gmx" => "gmx.net",
        "yahoo" => "yahoo.com",
        _ => return None,
    };
    path::is_host_name(host).then(|| host.to_ascii_lowercase())
}

fn family(filter: &str) -> &str {
    match filter {
        "spam-flag" | "spam-score" | "spam-level" => "spamassassin",
        filter => filter.split('-').next().unwrap_or(filter),
    }
}

/// Domains that the author's side writes.
fn senders(message: &Message) -> Vec<String> {
    let id =
        message.message_id.iter().filter_map(|id| address::domain(id.read.trim_matches(['<', '>', ' '])));
    let authors = message.from.iter().chain(&message.reply_to).filter_map(|from| from.read.domain());
    authors.chain(id).collect()
}

fn names(message: &Message, hop: usize, host: &str) -> bool {
    message.hops[hop].read.by.as_deref().is_some_and(|by| by.eq_ignore_ascii_case(host))
}

/// Its network, where nobody can tell which of its servers spoke.
pub const MICROSOFT: &str = "Microsoft 365";

fn is_microsofts(filter: &str) -> bool {
    filter.starts_with("microsoft") || filter.starts_with("forefront") || filter.starts_with("exchange")
}

/// Microsoft 365 takes such fields away from what comes in, so the newest of its hops wrote them; what it judged on the
/// way out says so.
fn of_microsoft(
    message: &Message,
    filter: &Of<FilterReport>,
    of_hop: &dyn Fn(usize) -> Side,
) -> Option<Side> {
    let is_its = |by: &str| path::same_network(by, "outlook.com");
    let mut cloud =
        (0..message.hops.len()).filter(|hop| message.hops[*hop].read.by.as_deref().is_some_and(is_its));
    let own = (0..message.hops.len()).filter(|hop| {
        let read = &message.hops[*hop].read;
        [&read.with, &read.software]
            .into_iter()
            .flatten()
            .any(|with| with.contains("Microsoft") || with == "mapi")
    });
    if filter.read.get("DIR") == Some("OUT") {
        // Which of its servers it was, no field names.
        cloud.next_back()?;
        return Some(Side::Before(MICROSOFT.to_owned()));
    }
    Some(of_hop(cloud.chain(own).next()?))
}
