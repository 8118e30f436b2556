//! What Cisco's gateway (Secure Email, once IronPort) held against the address that connected, before it looked at the mail: its rating by
//! Talos, once called SenderBase, the group of senders, and the policy for their mail.

use crate::diagnose::checks::Notes;
use crate::diagnose::checks::side::Side;
use crate::facts::message::Message;
use crate::knowledge::filter_term;
use crate::knowledge::filters::OTHERS;
use crate::mail::ip::is_inner;
use crate::text::Span;

/// Below it the address is under suspicion where nobody changed the ranges (<https://www.cisco.com/c/en/us/support/docs/security/email-security-appliance/117919-technote-cdc-00.html>
/// and the user guide of AsyncOS 9.1.2, table of approaches, both read 2026-11-28).
const SUSPICIOUS: f32 = -1.0;

pub(super) fn check(notes: &mut Notes, sides: &[Side]) {
    let message = notes.message;
    let of = |filter: &str, key: &str| {
        let mut fields = message.filters.iter().zip(sides);
        let (field, _) = fields.find(|(field, side)| {
            field.read.filter == filter && matches!(side, Side::Receiver | Side::Unknown)
        })?;
        Some((field.read.get(key)?, field.field))
    };
    let score = of("ironport-reputation", "score");
    let group = of("ironport-group", "value");
    let policy = of("ironport-policy", "value");
    let is_low = score.is_some_and(|(score, _)| score.parse::<f32>().is_ok_and(|score| score < SUSPICIOUS));
    let is_bad = |term: &str| filter_term(OTHERS, &format!("cisco-bad:{term}")).is_some();
    if !is_low && ![group, policy].into_iter().flatten().any(|(value, _)| is_bad(value)) {
        return;
    }
    let address = address(message).map_or(String::new(), |address| format!(" {address}"));
    let rated = score.map(|(score, _)| match score.parse::<f32>() {
        Ok(_) => format!("rated it {score}, from -10 (bad) to 10 (good), by what was seen of it: spam traps, block lists, complaints and amounts of mail"),
        Err(_) => "had no rating of it: too little mail was seen from there".to_owned(),
    });
    let meaning = |prefix: &str, value: &str| {
        let term = filter_term(OTHERS, &format!("{prefix}:{value}"));
        term.map_or(String::new(), |term| format!(" ({})", super::lower(term.meaning.trim_end_matches('.'))))
    };
    let group_of =
        group.map(|(value, _)| format!("put it into the group {value}{}", meaning("cisco-group", value)));
    let under =
        policy.map(|(value, _)| format!("took its mail under the policy {value}{}", meaning("cisco", value)));
    let all: Vec<String> = [rated, group_of, under].into_iter().flatten().collect();
    let text = format!(
        "Cisco's gateway (IronPort) was wary of the sending address{address} before it looked at the mail: it {}.",
        crate::diagnose::checks::speak::join(&all)
    );
    let fields = [score, group, policy].into_iter().flatten();
    let evidence: Vec<Span> = fields.filter_map(|(value, field)| message.span_of(field, value)).collect();
    notes.add("sender-rated", text, evidence);
}

/// The address that connected, as the gateway noted it.
pub fn address(message: &Message) -> Option<&str> {
    let noted = message.field("X-IronPort-RemoteIP")?.value.trim();
    noted.parse::<std::net::IpAddr>().is_ok().then_some(noted).filter(|address| !is_inner(address))
}
