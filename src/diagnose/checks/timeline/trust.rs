//! From where on the fields can be believed: those that the receiving network wrote.

use super::ends::lacks_recipients_side;
use super::is_of_another;
use crate::diagnose::checks::{path, service};
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::ip::{is_inner_name, is_unset_name};
use crate::mail::received::Received;
use std::net::IpAddr;

/// Where belief begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Index into [`Message::hops`]: the lowest hop that the receiving network wrote.
    pub hop: usize,
    /// The receiving network, by the registered part of its name.
    pub network: String,
    pub why: String,
    /// The network that the mail reached behind that, as fields above show, and of which no Received field is here.
    pub missing: Option<&'static str>,
}

/// The provider whose own fields stand above all Received fields, where none of these is its own.
fn missing(message: &Message, receiver: &str) -> Option<&'static str> {
    /// Where both are at Microsoft.
    const RECIPIENTS: &str = "the recipient's side at Microsoft 365";
    if lacks_recipients_side(message, receiver) {
        return Some(RECIPIENTS);
    }
    let newest = message.hops.first()?.field;
    let is_host = path::is_host_name(receiver);
    let results = message.auth.iter().filter(|field| field.field < newest);
    let named =
        results.filter_map(|field| field.read.authserv.as_deref()).find(|name| path::is_host_name(name));
    let own = message.fields[..newest].iter().find_map(|field| {
        let is = |name: &str| field.name.eq_ignore_ascii_case(name);
        (is("X-Apparently-To") || is("X-YMailISG")).then_some("yahoo.com")
    });
    let name = named.or(own)?;
    let is_seen =
        message.hops.iter().filter_map(|hop| hop.read.by.as_deref()).any(|by| path::same_network(by, name));
    path::network(Some(name), None).filter(|_| is_host && !is_seen && !path::same_network(name, receiver))
}

/// The lowest hop of the receiving network, from the topmost that names a server on: those that name a server of it, or of
/// the one above, and those that one of these took the mail from by a private address. A hop that names none belongs to it
/// only where one more of that network stands below.
fn lowest_inside(message: &Message, top: usize, receiver: &str) -> usize {
    let mut last = top;
    for at in top + 1..message.hops.len() {
        let (newer, hop) = (&message.hops[at - 1].read, &message.hops[at].read);
        if last == at - 1 && path::is_from_inside(newer, hop) {
            last = at;
            continue;
        }
        let above = message.hops[last].read.by.as_deref().unwrap_or(receiver);
        match hop.by.as_deref().filter(|by| path::is_host_name(by)) {
            Some(by) if path::same_network(by, receiver) || path::same_network(by, above) => last = at,
            Some(_) => break,
            None => {}
        }
    }
    last
}

/// Whether the field below the border is of a server of another organization than the one that connected: an inner name is nobody's.
pub fn is_apart(message: &Message, border: usize) -> bool {
    let (Some(newer), Some(older)) = (message.hops.get(border), message.hops.get(border + 1)) else {
        return false;
    };
    let is_public = |name: &str| {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        !is_inner_name(&name) && !is_unset_name(&name) && knowledge::is_registrable(&name)
    };
    let of = |name: &Option<String>| name.as_deref().is_some_and(is_public);
    // From a server of its own network, only a field in between is missing.
    let is_own = newer.read.by.as_deref().zip(newer.read.from_rdns.as_deref());
    let is_own = is_own.is_some_and(|(by, client)| path::same_network(by, client));
    !is_own && of(&older.read.by) && of(&newer.read.from_rdns) && is_of_another(&older.read, &newer.read)
}

/// Whose server it is that gives itself no more than a bare word: iCloud's are `p00-icloudmta-smtpin-…`.
fn known_by_word(server: &str) -> Option<&'static str> {
    (!server.contains('.') && server.contains("icloudmta")).then_some("icloud.com")
}

/// The fields that the receiving network wrote stand on top, in one piece: they are believed, the rest is not.
pub fn trust(message: &Message) -> Option<Trust> {
    // Gmail's last hops are known by addresses of its own alone.
    let name = |hop: &Received| hop.by.clone().filter(|by| path::is_host_name(by));
    let is_end = |hop: &Received| name(hop).is_some() || path::is_bare_server(hop);
    let top = message.hops.iter().position(|hop| is_end(&hop.read))?;
    let bare = message.hops[top].read.by.clone().filter(|_| name(&message.hops[top].read).is_none());
    let receiver = message.hops[top].read.by.clone()?;
    // Some tell their name in their results alone.
    let top_field = message.hops[top].field;
    let above = message.auth.iter().take_while(|field| field.field < top_field);
    let stated = above.filter_map(|field| field.read.authserv.clone()).find(|name| path::is_host_name(name));
    let receiver = stated.filter(|_| receiver.parse::<IpAddr>().is_ok()).unwrap_or(receiver);
    let receiver = known_by_word(&receiver).map_or(receiver, str::to_owned);
    let hop = lowest_inside(message, top, &receiver);
    let of = |at: usize| name(&message.hops[at].read);
    // A name that only its own network knows says to nobody whose it is.
    let public = (0..=hop).filter_map(of).find(|by| !is_inner_name(by));
    let receiver = public.unwrap_or(receiver);
    let lower = receiver.trim_end_matches('.').to_ascii_lowercase();
    let network = knowledge::organizational_domain(&lower).unwrap_or(&lower).to_owned();
    let below = message.hops.len() - hop - 1;
    let is_named = (0..=hop).all(|at| of(at).is_none_or(|by| path::same_network(&by, &receiver)));
    let all_named = (0..=hop).all(|at| of(at).is_some());
    // Some networks name their servers under several domains: then the network's own name is the true one.
    let is_one = (0..=hop).all(|at| of(at).is_none_or(|by| path::same_owner(&by, &receiver)));
    let known = path::network(Some(&receiver), None).filter(|_| is_named && !is_one);
    let shown = known.unwrap_or(&network);
    let which = match (hop, below) {
        (0, 0) => "The only Received field".to_owned(),
        (0, _) => "The newest Received field".to_owned(),
        (_, 0) => "All Received fields".to_owned(),
        _ => format!("The newest {} Received fields", hop + 1),
    };
    let subject = match (is_named, all_named, hop) {
        (true, true, 0) => format!("{which} was written by a server"),
        (true, true, _) => format!("{which} were written by servers"),
        (true, false, _) => format!("{which}, as far as they name who wrote them, were written by servers"),
        (false, ..) => format!("{which}, as private and local addresses show, were written by servers"),
    };
    let rest = match below {
        0 => "",
        _ => {
            " What is older was written by others and can be forged, unless a server there is one that you trust, too."
        }
    };
    let why = match bare {
        Some(server) if hop == 0 => {
            format!("{which} names {server}, the last server that this mail reached.{rest}")
        }
        Some(server) => {
            format!("{which} were written by {server} and behind it, where the way of this mail ends.{rest}")
        }
        None => format!("{subject} of the network of {shown}, the last that this mail reached.{rest}"),
    };
    let why = service::where_it_ends(message).map_or(why, |service| {
        format!(
            "All Received fields were written by {service}, which sends for the sender, on the mail's way out. None shows a server of \
             the recipient's."
        )
    });
    let missing = missing(message, &receiver);
    let why = missing.map_or(why.clone(), |behind| {
        format!(
            "{subject} of the network of {shown}. Other fields show that the mail then reached {behind}: the Received fields of that network are \
             missing here.{rest}"
        )
    });
    Some(Trust { hop, network, why, missing })
}
