//! Mail that came straight from a connection for homes: whether a filter says so, and whether that alone made it spam.

use crate::diagnose::checks::{Opinions, Points, path};
use crate::facts::message::Message;
use crate::mail::ip::is_private;
use crate::mail::spam_headers::{FilterReport, FilterValue};
use std::net::IpAddr;

/// Tests of SpamAssassin and Rspamd that say of the sending address that it is no mail server's.
const HOME: &[&str] = &["RCVD_IN_PBL", "RDNS_DYNAMIC", "HELO_DYNAMIC_", "RBL_SPAMHAUS_PBL"];

pub fn is_of_home(test: &str) -> bool {
    HOME.iter().any(|known| test.starts_with(known))
}

/// Less than this decides nothing: SpamAssassin gives 0.1 for some tests.
const WEIGHTY: &str = "0.5";

/// Whether a test says so that weighs, and the way shows no server of a provider in between.
pub fn is_told(message: &Message, opinions: &Opinions) -> bool {
    is_straight(message, opinions) && is_tested(message) && !is_light(message)
}

/// Whether the server that took the mail in had it from a machine that is not known as a mail server: one that wrote the field below, and
/// whose name was found for its address, is one. Such tests can speak of the machine before it.
fn is_straight(message: &Message, opinions: &Opinions) -> bool {
    let Some(border) = opinions.timeline.trust.as_ref().map(|trust| trust.hop) else { return false };
    let Some(hop) = message.hops.get(border) else { return false };
    let below = message.hops.get(border + 1).and_then(|below| below.read.by.as_deref());
    !below.zip(path::client(&hop.read)).is_some_and(|(below, client)| path::same_network(below, client))
}

/// Whether its points are stated, and few.
fn is_light(message: &Message) -> bool {
    let points = message.filters.iter().flat_map(|filter| filter.read.list("points"));
    let home = points.filter_map(|item| item.split_once('=')).filter(|(test, _)| is_of_home(test));
    let mut stated = home.filter_map(|(_, points)| Points::read(points)).peekable();
    stated.peek().is_some() && stated.all(|points| Some(points) < Points::read(WEIGHTY))
}

fn is_tested(message: &Message) -> bool {
    let fields = message.filters.iter().flat_map(|filter| &filter.read.fields);
    let lists = fields.filter_map(|(_, value)| match value {
        FilterValue::List(tests) => Some(tests),
        FilterValue::Text(_) => None,
    });
    lists.flatten().any(|test| is_of_home(test))
}

/// Whether the points for it make the difference between spam and no spam.
pub fn decides(message: &Message, opinions: &Opinions) -> bool {
    is_straight(message, opinions) && tips_any(message, is_of_home)
}

/// Whether the points of these tests make the difference for one of the filters.
pub fn tips_any(message: &Message, is_meant: impl Fn(&str) -> bool + Copy) -> bool {
    message.filters.iter().any(|filter| tips(&filter.read, is_meant).unwrap_or(false))
}

fn tips(report: &FilterReport, is_meant: impl Fn(&str) -> bool) -> Option<bool> {
    let stated = |key: &str| Points::read(report.get(key)?.split(' ').next()?);
    let (score, required) = (stated("score")?, stated("required")?);
    let pairs = report.list("points").iter().filter_map(|item| item.split_once('='));
    let meant = pairs.filter(|(test, _)| is_meant(test)).filter_map(|(_, points)| Points::read(points));
    let without = meant.fold(score, Points::less);
    Some(score >= required && without < required)
}

/// The address of that connection, as the server that took the mail over there notes it.
pub fn address<'a>(message: &'a Message, opinions: &Opinions) -> Option<&'a str> {
    let hop = &message.hops.get(opinions.timeline.trust.as_ref()?.hop)?.read;
    let address = hop.from_ip.as_deref()?;
    address.parse::<IpAddr>().is_ok_and(|ip| !is_private(ip) && !ip.is_loopback()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;

    /// A mail that tests take for one of a connection for homes, which came by the fields `way`.
    fn told(way: &str, points: &str) -> bool {
        let told = finding(&format!(
            "X-Spam-Flag: YES\nX-Spam-Status: Yes, score=6.4 required=5.0 tests=BAYES_99=3.5,RCVD_IN_PBL={points}\n{way}From: Bob <bob@isp.example>\nTo: \
             ann@example.org\nSubject: Lunch\nMessage-ID: <1@isp.example>\n"
        ));
        let words = told.steps.iter().map(|step| step.text.to_string()).chain(told.ask.clone());
        words.into_iter().any(|text| text.contains("straight from a connection for homes"))
    }

    #[test]
    fn it_came_straight_only_where_no_server_lies_between() {
        const DATE: &str = "Tue, 3 Nov 2026 08:30:09 +0100";
        let taken = |client: &str, ip: &str| {
            format!("Received: from {client} ({client} [{ip}]) by mx.example.org with ESMTP id d4; {DATE}\n")
        };
        let straight = taken("p5-1.dip.isp.example", "192.0.2.7");
        let between = taken("out.isp.example", "192.0.2.8")
            + &format!(
                "Received: from pc (p5-1.dip.isp.example [192.0.2.7]) by out.isp.example with SMTP id b2; {DATE}\n"
            );
        assert!(told(&straight, "2.9"));
        assert!(!told(&straight, "0.1"));
        assert!(!told(&between, "2.9"));
        assert!(!told("", "2.9"));
    }
}
