//! A mail that went round in circles: which servers passed it to each other, where its Received fields show that.

use crate::diagnose;
use crate::diagnose::checks::{is_host_name, same_owner};
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge::{self, OWNERS, RULES, Topic};
use crate::report::adapted::own::house;
use crate::report::adapted::theirs::forwards;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// So many stations a circle has at most that is told.
const MOST: usize = 8;
/// So often a server takes one mail over where filters beside it hand it back, and no circle is meant.
const ORDINARY: usize = 2;

/// The stations of one round, the first one again at its end: `a.example → b.example → a.example`.
pub fn shown(facts: &Facts) -> Option<String> {
    let by_fields = || round(stations(facts.returned.as_deref().or(facts.message.as_deref())?));
    by_fields().or_else(|| round(listed(&facts.passed)))
}

/// Who had the mail: a large service counts as one, whose servers are many.
#[derive(Clone, Debug)]
struct Station {
    owner: String,
    /// The server of it that took the mail, or handed it on.
    host: String,
}

impl PartialEq for Station {
    fn eq(&self, other: &Self) -> bool {
        self.owner == other.owner
    }
}

impl Station {
    fn named(&self) -> String {
        if self.owner == self.host { self.host.clone() } else { format!("{} ({})", self.owner, self.host) }
    }
}

fn round(all: Vec<Station>) -> Option<String> {
    let mut stations = all.clone();
    stations.dedup();
    // The newest are those that it was in when it was stopped.
    let (last, before) = stations.split_last()?;
    let round = match before.iter().rev().take(MOST).position(|one| one == last) {
        Some(back) => &stations[before.len() - 1 - back..],
        // One server that handed the mail to itself.
        None if all.iter().rev().take_while(|one| *one == last).count() > ORDINARY => {
            &[last.clone(), last.clone()]
        }
        None => return None,
    };
    // Which door of the service it was says whose mailboxes it serves there; that it comes back is said by its name alone.
    let first = round.iter().map(Station::named).take(round.len() - 1);
    let back = round.last().map(|station| station.owner.clone());
    Some(first.chain(back).collect::<Vec<_>>().join(" → "))
}

/// Says which servers or addresses they are, in place of how to find out.
pub fn tell(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if told.cause != "mail-loop" {
        return;
    }
    // Whoever reads the log of the server that stopped it runs that server.
    let is_readers = match facts.log.is_some() {
        true => is_at_one_server(found),
        false => is_own_domain(found) && is_senders_own(values),
    };
    if is_readers {
        at_ones_own(told, found);
    } else if is_own_domain(found) {
        told.title = OWN_DOMAIN.to_owned();
    }
    let Some(circle) = values.get("circle").filter(|_| !is_own_domain(found)) else { return };
    match forwards::is_it(found) {
        true => of_addresses(told, circle),
        false => of_servers(told, circle, facts, values),
    }
    if !is_readers && facts.log.is_none() && is_in_senders_house(circle, values) {
        in_ones_own_house(told, circle);
    }
}

/// Whether all servers of the circle are of the sender's organisation, and the recipient is elsewhere: the mail never left.
fn is_in_senders_house(circle: &str, values: &Values) -> bool {
    let Some(recipient) = values.get("recipient_domain") else { return false };
    let stations: Vec<&str> = circle.split(" → ").collect();
    // A Domino server's name ends in its organisation. One of the recipient's would be named in the address.
    if let Some(organization) = stations[0].rsplit_once('/').map(|(_, last)| last) {
        let organization = organization.trim_start_matches("O=").to_lowercase();
        let is_of_it = |name: &str| name.to_lowercase().contains(&organization.replace(' ', ""));
        let is_one = stations.iter().all(|station| {
            station
                .rsplit_once('/')
                .is_some_and(|(_, last)| last.trim_start_matches("O=").to_lowercase() == organization)
        });
        return is_one && !is_of_it(recipient) && values.get("sender_domain").is_none_or(is_of_it);
    }
    let Some(sender) = values.get("sender_domain") else { return false };
    !knowledge::same_organization(sender, recipient)
        && stations.iter().all(|station| knowledge::same_organization(station, sender))
}

fn in_ones_own_house(told: &mut Finding, circle: &str) {
    let is_domino = circle.contains('/');
    house::both_sides(told);
    told.title = "Your own servers pass the message to each other in a circle".to_owned();
    told.summary = format!(
        "The servers of the circle are all of the sender's side ({circle}). The recipient's server was never reached."
    );
    told.note = None;
    told.retry = "No. It circles again until a route on the sender's side has been changed.".to_owned();
    told.stage = "outbound".to_owned();
    told.steps.retain(|step| step.is_about(Topic::FindCircle));
    told.commands.retain(|command| !command.shell.contains("MX "));
    told.steps.insert(
        0,
        Step::new(
            "sender",
            "Pass this answer to whoever runs your mail servers. Nobody on the recipient's side can mend it, and sending again ends the same way.",
        ),
    );
    let text = format!(
        "Of the servers in the circle ({circle}), one hands mail for the internet to another one, which hands it back. "
    );
    let rest = match is_domino {
        true => {
            "Compare their Configuration documents (Router/SMTP, Basics: “Relay host for messages leaving the local internet domain”, and \
             “SMTP used when sending messages outside of the local internet domain”) and the Foreign SMTP Domain and SMTP Connection documents: \
             the one with the way to the internet may not name the other one as its relay."
        }
        false => {
            "Look at which next server each of them has set for foreign domains (relay, smart host, send connector): the one with the way to the internet \
             may not name the other one."
        }
    };
    for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::FindCircle)) {
        step.text = format!("{text}{rest}").into();
    }
}

/// Rules for a server that is named for a domain, and does not have it among its own.
const OWN_DOMAIN_RULES: &[&str] =
    &["mail-loop/own-domain", "postfix/own-domain", "exim/own-domain", "sendmail/loop"];
const OWN_DOMAIN: &str = "The domain's mail server does not know the domain as its own";

fn is_own_domain(found: &diagnose::Finding) -> bool {
    found.rule.is_some_and(|rule| OWN_DOMAIN_RULES.contains(&RULES[usize::from(rule)].id))
}

/// What one server found by itself, without others.
fn is_at_one_server(found: &diagnose::Finding) -> bool {
    is_own_domain(found) || forwards::is_it(found)
}

/// The server that wrote the report is the one that found itself, and it is the sender's own.
fn is_senders_own(values: &Values) -> bool {
    let both = values.get("reporter").zip(values.get("sender_domain"));
    both.is_some_and(|(reporter, sender)| knowledge::same_organization(reporter, sender))
}

/// A server that was asked, and answered so, is another one's.
fn at_ones_own(told: &mut Finding, found: &diagnose::Finding) {
    if told.reply.as_ref().is_some_and(|reply| reply.remote.is_some()) {
        return;
    }
    house::both_sides(told);
    told.steps.retain(|step| step.by != "sender");
    if is_own_domain(found) {
        told.stage = "outbound".to_owned();
    }
}

fn of_addresses(told: &mut Finding, circle: &str) {
    told.steps.retain(|step| !step.is_about(Topic::OneServer));
    told.add_note(&format!("The message's own lines show the circle: {circle}."));
    if let Some(step) = told.steps.iter_mut().find(|step| step.is_about(Topic::FindCircle)) {
        step.text = format!(
            "Take out one of the forwards of this circle: {circle}. Look for it among the aliases, the forwards that people set for their mailboxes, and a \
             catch-all of the domain."
        )
        .into();
    }
}

fn of_servers(told: &mut Finding, circle: &str, facts: &Facts, values: &Values) {
    told.add_note(&format!("The stations of the mail show the circle: {circle}."));
    if circle.contains(MICROSOFT) {
        let ask = told.ask.take();
        told.ask = ask.map(|ask| ask.replace("\nThank you.", &format!("\n{INTERNAL_RELAY}\nThank you.")));
    }
    if is_senders_provider(circle, facts, values) {
        told.add_note(&format!("{WHOSE}{}.", values.get("recipient_domain").unwrap_or_default()));
    }
    let to_find = told.steps.iter_mut().find(|step| step.is_about(Topic::FindCircle));
    if let Some(step) = to_find {
        let text = format!(
            "One of the servers in the circle ({circle}) sends back what it should keep: take out the forward, alias or route there that does."
        );
        step.text = text.into();
    }
    // Which case it is, the circle shows.
    let mut stations: Vec<&str> = circle.split(" → ").collect();
    stations.dedup();
    if stations.len() > 1 {
        told.steps.retain(|step| !step.is_about(Topic::OneServer));
    }
}

const MICROSOFT: &str = "Microsoft 365";
/// https://learn.microsoft.com/exchange/mail-flow-best-practices/manage-accepted-domains/manage-accepted-domains (checked 2026-11-27)
const INTERNAL_RELAY: &str = "At Microsoft 365 the usual reason is that the domain is set as Internal relay there, with a connector to a server that \
                              sends the mail back for addresses that it does not know.";
const WHOSE: &str = "The sender's mail is at the same provider; in the circle it is the provider's part for ";

/// Whether the sender, too, has its mail where the circle passes.
fn is_senders_provider(circle: &str, facts: &Facts, values: &Values) -> bool {
    let first = facts.passed.first().map(|(from, _)| from.as_str());
    let sender = first.and_then(knowledge::provider_of_host).map(|owner| OWNERS[usize::from(owner)].name);
    let domains = values.get("sender_domain").zip(values.get("recipient_domain"));
    domains.is_some_and(|(sender, recipient)| !same_owner(sender, recipient))
        && sender.is_some_and(|name| circle.contains(name))
}

/// The same by a table, in which inner steps of a service count as one.
fn listed(passed: &[(String, String)]) -> Vec<Station> {
    let mut stations: Vec<Station> = Vec::new();
    for host in passed.iter().flat_map(|(from, to)| [from, to]).filter_map(|host| station(host)) {
        if stations.last() != Some(&host) {
            stations.push(host);
        }
    }
    stations
}

/// Who had the mail, oldest first. A large service counts as one, whose servers are many; a server that names itself by a
/// word alone says nothing.
fn stations(message: &Message) -> Vec<Station> {
    let mut stations: Vec<Station> = Vec::new();
    for hop in message.hops.iter().rev().map(|hop| &hop.read) {
        let from = hop.from_rdns.as_deref().or(hop.from_name.as_deref()).and_then(station);
        stations.extend(from.filter(|from| stations.last() != Some(from)));
        // Inside a large service a mail passes several of its servers.
        let by = hop.by.as_deref().and_then(station);
        stations.extend(by.filter(|by| stations.last() != Some(by) || by.owner == by.host));
    }
    stations
}

fn station(host: &str) -> Option<Station> {
    if host.contains('/') {
        return Some(Station { owner: host.to_owned(), host: host.to_owned() });
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if !is_host_name(&host) {
        return None;
    }
    let provider = knowledge::provider_of_host(&host).map(|owner| OWNERS[usize::from(owner)].name.to_owned());
    Some(Station { owner: provider.unwrap_or_else(|| host.clone()), host })
}

#[cfg(test)]
mod tests {
    fn first(hops: &[(&str, &str)]) -> crate::report::Finding {
        let received: String = hops
            .iter()
            .map(|(from, by)| format!("Received: from {from} (192.0.2.1) by {by} with ESMTPS id 1; Thu, 19 Nov 2026 13:05:50 +0000\n"))
            .collect();
        crate::diagnose(&format!(
            "Delivery has failed to these recipients or groups:\n\nann@example.org\n\nDiagnostic information for administrators:\n\
             Generating server: mx.example.org\nann@example.org\nRemote Server returned '554 5.4.14 Hop count exceeded - possible \
             mail loop'\n\nOriginal message headers:\n{received}From: bob@example.com\nTo: ann@example.org\nSubject: a\n"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn a_server_that_does_not_know_its_domain_is_mended_by_whoever_runs_it() {
        let bounce = |host: &str| {
            format!(
                "This is the mail system at host {host}.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n\
                 <ida@example.net>: mail for example.net loops back to myself\n\nReporting-MTA: dns; {host}\nX-Postfix-Sender: rfc822; ann@example.com\n\n\
                 Final-Recipient: rfc822; ida@example.net\nAction: failed\nStatus: 5.4.6\nDiagnostic-Code: X-Postfix; mail for example.net loops back to myself\n"
            )
        };
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        for paste in [
            bounce("mx2.example.org").as_str(),
            "<ida@example.net>: mail for example.net loops back to myself",
            "mail for example.net loops back to myself",
            "554 5.3.5 Local configuration error: MX list points to this host",
        ] {
            let theirs = told(paste);
            assert_eq!(
                (theirs.cause.as_str(), theirs.act.as_str()),
                ("mail-loop", "recipient-admin"),
                "{paste}"
            );
            assert!(
                theirs.title.contains("does not know") && !theirs.summary.contains("stations"),
                "{paste}: {}",
                theirs.summary
            );
            assert!(theirs.steps.iter().all(|step| !step.text.contains('{')), "{:?}", theirs.steps);
        }
        let own = told(&bounce("out.example.com"));
        assert_eq!((own.act.as_str(), own.ask), ("sender-admin", None));
        // Stations that were counted are another case.
        assert!(told("554 5.4.6 Too many hops").summary.contains("stations"));
    }

    #[test]
    fn the_servers_of_a_circle_are_named() {
        let out = "mail-1.outbound.protection.outlook.com";
        let (gate, cloud) = ("gw.example.org", "A1.mail.protection.outlook.com");
        let told = first(&[(gate, cloud), (out, gate), (gate, cloud), (out, gate)]);
        let circle = "Microsoft 365 and Outlook.com (a1.mail.protection.outlook.com) → gw.example.org → Microsoft 365 and Outlook.com";
        assert!(told.note.as_ref().is_some_and(|note| note.contains(circle)), "{:?}", told.note);
        assert!(told.ask.is_some_and(|ask| ask.contains(circle) && ask.contains("Internal relay")));
        assert!(
            !told
                .steps
                .iter()
                .any(|step| step.text.contains("find the servers") || step.text.contains("alone"))
        );
    }

    #[test]
    fn a_circle_among_the_senders_own_servers_is_theirs_to_open() {
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let domino = |organization: &str| {
            format!(
                "Delivery Failure Report\n\nYour document:    Offer 12\ncould not be delivered to:    ann@example.net\nbecause:    554 5.4.6 Maximum hop \
                 count exceeded. Message probably in a routing loop.\n\nRouting path:\nHUB1/SRV/{organization}, SMTP2/SRV/{organization}, \
                 HUB1/SRV/{organization}\n\nServer: HUB1/SRV/{organization}   HCL Domino Release 12.0.2\n"
            )
        };
        let own = told(&domino("Acme"));
        assert_eq!((own.act.as_str(), own.stage.as_str(), &own.ask), ("sender-admin", "outbound", &None));
        assert!(own.summary.contains("SMTP2/SRV/Acme"), "{}", own.summary);
        assert!(
            own.steps.iter().any(|step| step.text.contains("Configuration documents")),
            "{:?}",
            own.steps
        );
        assert!(own.commands.iter().all(|command| !command.shell.contains("Get-")), "{:?}", own.commands);
        let theirs = told(&domino("Example"));
        assert_eq!(theirs.act, "recipient-admin");
        let fields = |host: &str| {
            let hop = |from: &str, by: &str| {
                format!(
                    "Received: from {from}.{host} (10.0.0.5) by {by}.{host} (10.0.0.6); Tue, 24 Nov 2026 13:20:31 +0100\n"
                )
            };
            format!(
                "554 5.4.6 Hop count exceeded - possible mail loop\n{}{}{}From: bob@example.com\nTo: ann@example.net\n",
                hop("mx1", "gw2"),
                hop("gw2", "mx1"),
                hop("mx1", "gw2")
            )
        };
        let own = told(&fields("example.com"));
        assert_eq!(own.act, "sender-admin");
        assert!(own.summary.contains("gw2.example.com → mx1.example.com"), "{}", own.summary);
        let theirs = told(&fields("example.net"));
        assert_eq!(theirs.act, "recipient-admin");
        assert!(theirs.note.is_some_and(|note| note.contains("gw2.example.net → mx1.example.net")));
    }

    #[test]
    fn whose_part_of_a_provider_it_is_is_said_where_the_sender_is_there_too() {
        let told = |reporter: &str| {
            let cloud = "A1.mail.protection.outlook.com";
            let rows: String = [
                (reporter, cloud),
                (cloud, "gw.example.org"),
                ("gw.example.org", cloud),
                (cloud, "gw.example.org"),
                ("gw.example.org", cloud),
            ]
            .iter()
            .zip(1..)
            .map(|((from, to), number)| {
                format!("{number}\t11/19/2026 1:05:50 PM\t{from}\t{to}\tESMTP\t1 sec\n")
            })
            .collect();
            let paste = format!(
                "Your message to ann@example.org couldn't be delivered.\n\nError Details\nError:\t554 5.4.14 Hop count exceeded - possible mail \
                 loop ATTR34\nMessage rejected by:\t{cloud}\n\nOriginal Message Details\nSender Address:\tbob@example.com\n\nMessage Hops\nHOP\tTIME \
                 (UTC)\tFROM\tTO\tWITH\tRELAY TIME\n{rows}"
            );
            crate::diagnose(&paste).findings.remove(0).note.unwrap_or_default()
        };
        assert!(told("B1.eurprd08.prod.outlook.com").contains("the provider's part for example.org"));
        assert!(!told("out.example.com").contains("the provider's part"));
    }

    #[test]
    fn a_reports_own_table_shows_the_circle() {
        let (gate, cloud) = ("gw.example.org", "A1.mail.protection.outlook.com");
        let rows: String = [
            ("mail-1.outbound.protection.outlook.com", cloud),
            (cloud, gate),
            (gate, cloud),
            (cloud, gate),
            (gate, cloud),
        ]
        .iter()
        .zip(1..)
        .map(|((from, to), number)| format!("{number}\t11/19/2026 1:05:50 PM\t{from}\t{to}\tESMTP\t1 sec\n"))
        .collect();
        let told = crate::diagnose(&format!(
            "Your message to ann@example.org couldn't be delivered.\n\nError Details\nError:\t554 5.4.14 Hop count exceeded - possible mail \
             loop ATTR34\nMessage rejected by:\t{cloud}\n\nMessage Hops\nHOP\tTIME (UTC)\tFROM\tTO\tWITH\tRELAY TIME\n{rows}"
        ))
        .findings
        .remove(0);
        assert!(told.ask.is_some_and(|ask| {
            ask.contains("gw.example.org → Microsoft 365 and Outlook.com (a1.mail.protection.outlook.com) → gw.example.org")
                || ask.contains("Outlook.com (a1.mail.protection.outlook.com) → gw.example.org → Microsoft")
        }));
    }

    #[test]
    fn a_server_that_hands_to_itself_is_a_circle_after_the_second_time() {
        let one = ("mx.example.org", "mx.example.org");
        let note = |hops: &[(&str, &str)]| first(hops).note.unwrap_or_default();
        assert!(
            note(&[one, one, one, ("a.example.com", "mx.example.org")])
                .contains("mx.example.org → mx.example.org")
        );
        // A filter beside the server hands the mail back once.
        assert!(!note(&[("localhost", "mx.example.org"), ("a.example.com", "mx.example.org")]).contains('→'));
        assert!(
            !note(&[("mx.example.org", "mx.example.net"), ("a.example.com", "mx.example.org")]).contains('→')
        );
    }
}
