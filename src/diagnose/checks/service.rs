//! Whether a service that sends for others shows itself in a block, and where.

use super::path;
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::received::Received;

/// Whether it has a list's own fields.
pub fn has_list_fields(message: &Message) -> bool {
    const FIELDS: &[&str] =
        &["List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List", "X-List", "X-Listar-Version"];
    FIELDS.iter().any(|name| message.field(name).is_some())
}

/// Whether a mailing list passed it on, by its own fields, or by the address that lists since Majordomo and LISTSERV have failures
/// reported to.
pub fn is_list(message: &Message) -> bool {
    const ENDS: &[&str] = &["-owner", "-bounce", "-bounces"];
    let is_lists = |address: &str| {
        let address = address.rsplit('<').next().unwrap_or(address).to_ascii_lowercase();
        let name = address.split_once('@').map_or("", |(name, _)| name.trim());
        name.starts_with("owner-") || ENDS.iter().any(|end| name.ends_with(end))
    };
    let by_address = ["Sender", "Errors-To", "Return-Path"].iter().filter_map(|name| message.field(name));
    has_list_fields(message) || by_address.map(|field| field.value.as_str()).any(is_lists)
}

/// Whether the newest server took it for the list's own address: `dev@lists.example.net` of the list `<dev.lists.example.net>`.
pub fn ends_at_list(message: &Message) -> bool {
    let Some(whom) = message.hops.first().and_then(|hop| hop.read.r#for.as_deref()) else { return false };
    let whom = whom.trim_matches(['<', '>']).to_ascii_lowercase();
    let id = whom.replace('@', ".");
    let words = |name: &str| {
        let value = message.field(name).map(|field| field.value.to_ascii_lowercase()).unwrap_or_default();
        let words = value.split(|c: char| c.is_whitespace() || "<>,;:?".contains(c));
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let is_its = |name: &str, wanted: &str| words(name).iter().any(|word| word == wanted);
    whom.contains('@')
        && (["List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List"]
            .iter()
            .any(|name| is_its(name, &whom))
            || is_its("List-Id", &id))
}

/// Whether fields mark it as mail to many: a list's, a service's, or what readers leave it by.
pub fn is_to_many(message: &Message) -> bool {
    const FIELDS: &[&str] = &[
        "List-Unsubscribe",
        "List-Id",
        "Precedence",
        "Feedback-ID",
        "X-CSA-Complaints",
        "X-Campaign",
        "X-CampaignID",
    ];
    is_list(message) || FIELDS.iter().any(|name| message.field(name).is_some()) || seen(message).is_some()
}

/// A service, and the field that shows it: an index into [`Message::fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub name: &'static str,
    pub field: usize,
}

/// The service whose server wrote a Received field.
pub fn writer(hop: &Received) -> Option<&'static str> {
    let by_name = hop.by.as_deref().and_then(knowledge::sending_service_of_host);
    by_name.or_else(|| knowledge::sending_service_of_software(hop.software.as_deref()?))
}

/// The first that shows itself: by a server that wrote a field or handed the mail over, by a field of its own, by a signature.
pub fn seen(message: &Message) -> Option<Seen> {
    let by_hop = message.hops.iter().find_map(|hop| {
        let from = || knowledge::sending_service_of_host(path::client(&hop.read)?);
        Some(Seen { name: writer(&hop.read).or_else(from)?, field: hop.field })
    });
    let by_field = || {
        message.fields.iter().enumerate().find_map(|(field, one)| {
            Some(Seen { name: knowledge::sending_service_of_field(&one.name)?, field })
        })
    };
    let by_signature = || {
        message.dkim.iter().find_map(|of| {
            Some(Seen { name: knowledge::sending_service_of_host(of.read.get("d")?)?, field: of.field })
        })
    };
    by_hop.or_else(by_field).or_else(by_signature)
}

/// The service that alone wrote the Received fields, where the oldest was its taking the mail in from its customer, and nothing
/// shows a mailbox: they end on the way out.
pub fn where_it_ends(message: &Message) -> Option<&'static str> {
    /// Fields that a receiving server writes.
    const TAKEN: &[&str] =
        &["Return-Path", "Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "X-Received"];
    let oldest = message.hops.last()?;
    let service = writer(&oldest.read)?;
    let is_its = |hop: &Received| match &hop.by {
        // Inside, its machines call themselves by bare words.
        Some(by) => writer(hop) == Some(service) || !by.contains('.'),
        None => false,
    };
    let with = oldest.read.with.as_deref().unwrap_or_default();
    // What comes by SMTP without a sign-in may as well be mail to a customer.
    let is_handed_in = oldest.read.is_authenticated
        || ["HTTP", "HTTPS"].iter().any(|name| with.eq_ignore_ascii_case(name))
        || oldest
            .read
            .software
            .as_deref()
            .is_some_and(|software| knowledge::sending_service_of_software(software).is_some());
    let is_taken = TAKEN.iter().any(|name| message.field(name).is_some())
        || !message.auth.is_empty()
        || !message.received_spf.is_empty();
    (is_handed_in && !is_taken && message.hops.iter().all(|hop| is_its(&hop.read))).then_some(service)
}
