//! Mail that came straight from a connection for homes: whether a filter says so, and whether that alone made it spam.

use crate::diagnose::checks::{Opinions, Points};
use crate::facts::message::Message;
use crate::mail::ip::is_private;
use crate::mail::spam_headers::{FilterReport, FilterValue};
use std::net::IpAddr;

/// Tests of SpamAssassin and Rspamd that say of the sending address that it is no mail server's.
const HOME: &[&str] = &["RCVD_IN_PBL", "RDNS_DYNAMIC", "HELO_DYNAMIC_", "RBL_SPAMHAUS_PBL"];

pub fn is_of_home(test: &str) -> bool {
    HOME.iter().any(|known| test.starts_with(known))
}

/// Whether a test says so.
pub fn is_told(message: &Message) -> bool {
    let fields = message.filters.iter().flat_map(|filter| &filter.read.fields);
    let lists = fields.filter_map(|(_, value)| match value {
        FilterValue::List(tests) => Some(tests),
        FilterValue::Text(_) => None,
    });
    lists.flatten().any(|test| is_of_home(test))
}

/// Whether the points for it make the difference between spam and no spam.
pub fn decides(message: &Message) -> bool {
    message.filters.iter().any(|filter| tips(&filter.read).unwrap_or(false))
}

fn tips(report: &FilterReport) -> Option<bool> {
    let stated = |key: &str| Points::read(report.get(key)?.split(' ').next()?);
    let (score, required) = (stated("score")?, stated("required")?);
    let pairs = report.list("points").iter().filter_map(|item| item.split_once('='));
    let home = pairs.filter(|(test, _)| is_of_home(test)).filter_map(|(_, points)| Points::read(points));
    let without = home.fold(score, Points::less);
    Some(score >= required && without < required)
}

/// The address of that connection, as the server that took the mail over there notes it.
pub fn address<'a>(message: &'a Message, opinions: &Opinions) -> Option<&'a str> {
    let hop = &message.hops.get(opinions.timeline.trust.as_ref()?.hop)?.read;
    let address = hop.from_ip.as_deref()?;
    address.parse::<IpAddr>().is_ok_and(|ip| !is_private(ip) && !ip.is_loopback()).then_some(address)
}
