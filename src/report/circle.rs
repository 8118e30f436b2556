//! A mail that went round in circles: which servers passed it to each other, where its Received fields show that.

use super::values::Values;
use super::{Finding, Step};
use crate::diagnose::checks::is_host_name;
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge::{self, OWNERS};

/// So many stations a circle has at most that is told.
const MOST: usize = 8;
/// So often a server takes one mail over where filters beside it hand it back, and no circle is meant.
const ORDINARY: usize = 2;

/// The stations of one round, the first one again at its end: `a.example → b.example → a.example`.
pub fn shown(facts: &Facts) -> Option<String> {
    let by_fields = || round(stations(facts.returned.as_deref().or(facts.message.as_deref())?));
    by_fields().or_else(|| round(listed(&facts.passed)))
}

fn round(all: Vec<String>) -> Option<String> {
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
    Some(round.join(" → "))
}

/// Says which servers they are, in place of how to find out.
pub fn tell(told: &mut Finding, values: &Values) {
    let Some(circle) = values.get("circle") else { return };
    told.add_note(&format!("The stations of the mail show the circle: {circle}."));
    let to_find = told.steps.iter_mut().find(|step| step.text.starts_with("Read the Received lines"));
    if let Some(step) = to_find {
        let text = format!(
            "One of the servers in the circle ({circle}) sends back what it should keep: take out the forward, alias or route there that does."
        );
        *step = Step { by: step.by.clone(), text: text.into() };
    }
    // Which case it is, the circle shows.
    let mut stations: Vec<&str> = circle.split(" → ").collect();
    stations.dedup();
    if stations.len() > 1 {
        told.steps.retain(|step| !step.text.starts_with("If one server alone repeats"));
    }
}

/// The same by a table, in which inner steps of a service count as one.
fn listed(passed: &[(String, String)]) -> Vec<String> {
    let mut stations: Vec<String> = Vec::new();
    for host in passed.iter().flat_map(|(from, to)| [from, to]).filter_map(|host| station(host)) {
        if stations.last() != Some(&host) {
            stations.push(host);
        }
    }
    stations
}

/// Who had the mail, oldest first. A large service counts as one, whose servers are many; a server that names itself by a
/// word alone says nothing.
fn stations(message: &Message) -> Vec<String> {
    let mut stations: Vec<String> = Vec::new();
    for hop in message.hops.iter().rev().map(|hop| &hop.read) {
        let from = hop.from_rdns.as_deref().or(hop.from_name.as_deref()).and_then(station);
        stations.extend(from.filter(|from| stations.last() != Some(from)));
        // Inside a large service a mail passes several of its servers.
        let by = hop.by.as_deref().and_then(station);
        stations.extend(by.filter(|by| stations.last() != Some(by) || is_host_name(by)));
    }
    stations
}

fn station(host: &str) -> Option<String> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if !is_host_name(&host) {
        return None;
    }
    let provider = knowledge::provider_of_host(&host).map(|owner| OWNERS[usize::from(owner)].name.to_owned());
    Some(provider.unwrap_or(host))
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
    fn the_servers_of_a_circle_are_named() {
        let out = "mail-1.outbound.protection.outlook.com";
        let (gate, cloud) = ("gw.example.org", "A1.mail.protection.outlook.com");
        let told = first(&[(gate, cloud), (out, gate), (gate, cloud), (out, gate)]);
        let circle = "Microsoft 365 and Outlook.com → gw.example.org → Microsoft 365 and Outlook.com";
        assert!(told.note.as_ref().is_some_and(|note| note.contains(circle)), "{:?}", told.note);
        assert!(told.ask.is_some_and(|ask| ask.contains(circle)));
        assert!(
            !told
                .steps
                .iter()
                .any(|step| step.text.contains("find the servers") || step.text.contains("alone"))
        );
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
            ask.contains("gw.example.org → Microsoft 365 and Outlook.com → gw.example.org")
                || ask.contains("Outlook.com → gw.example.org → Microsoft")
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
