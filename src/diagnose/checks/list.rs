//! The mailing list that a mail came by, its server, and whom to ask about it.
//!
//! Fields of RFC 2369 and RFC 2919. Mailman gives each list `NAME-owner@HOST` for its owner and `NAME-bounces@HOST` for failures.

use super::path::{is_host_name, same_owner};
use crate::facts::message::Message;
use crate::mail::received::Received;

/// Longer addresses are nobody's.
const MOST: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What is written to. Where only List-Id tells, it is known of Mailman's lists alone.
    pub address: Option<String>,
    pub host: String,
    /// By its own fields or addresses it is Mailman's.
    pub is_mailman: bool,
}

/// Whom to ask about a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub address: String,
    /// The list itself states it; else it is the address that such lists mostly have.
    pub is_stated: bool,
}

impl List {
    pub fn of(message: &Message) -> Option<Self> {
        let value = |name: &str| message.field(name).map(|field| field.value.as_str());
        let posted = ["List-Post", "X-BeenThere"].iter().find_map(|name| address(value(name)?));
        let id = value("List-Id").and_then(in_brackets);
        let named = id.and_then(|id| id.split_once('.')).filter(|(_, host)| is_host(host));
        let own = |list: &str| {
            let (name, host) = list.split_once('@').unwrap_or_default();
            let paths = ["Return-Path", "Sender", "Errors-To"].iter().filter_map(|field| value(field));
            paths.map(str::to_ascii_lowercase).any(|path| {
                path.contains(&format!("{name}-bounces@{host}")) || path.contains(&format!("{name}-bounces+"))
            })
        };
        let has_fields = message
            .fields
            .iter()
            .any(|field| field.name.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("X-Mailman-")));
        let by_id = || named.and_then(|(name, host)| address(&format!("{name}@{host}")));
        let is_mailman = has_fields || posted.clone().or_else(by_id).is_some_and(|list| own(&list));
        let address = posted.or_else(|| by_id().filter(|_| is_mailman));
        let host = match &address {
            Some(address) => address.rsplit_once('@')?.1.to_owned(),
            None => named?.1.to_ascii_lowercase(),
        };
        Some(List { address, host, is_mailman })
    }

    pub fn owner(&self, message: &Message) -> Option<Owner> {
        let stated = message.field("List-Owner").and_then(|field| address(&field.value));
        if let Some(address) = stated {
            return Some(Owner { address, is_stated: true });
        }
        // Google Groups: `list NAME@HOST; contact NAME+owners@HOST`.
        let contact = message.all("Mailing-List").find_map(|field| {
            let (_, contact) = field.value.split_once("; contact ")?;
            address(contact.trim())
        });
        if let Some(address) = contact {
            return Some(Owner { address, is_stated: true });
        }
        let (name, host) = self.address.as_ref().filter(|_| self.is_mailman)?.split_once('@')?;
        Some(Owner { address: format!("{name}-owner@{host}"), is_stated: false })
    }

    /// Whether a server took the mail for the list's own address: whoever runs that server, the list had it then.
    pub fn took(&self, hop: &Received) -> bool {
        let whom = hop.r#for.as_deref().map(|whom| whom.trim_matches(['<', '>']));
        whom.zip(self.address.as_deref()).is_some_and(|(whom, list)| whom.eq_ignore_ascii_case(list))
    }

    /// Whether a wait between these two hops of one machine was between the list's taking the mail and its sending it on.
    pub fn held_between(&self, took: &Received, sent: &Received) -> bool {
        let (Some(holder), Some(taker)) = (&took.by, &sent.by) else { return false };
        // Google Groups have no server of the list's own domain, and none with a name takes the mail up again.
        if self.took(took) && super::path::same_network(holder, "google.com") {
            return taker.parse::<std::net::IpAddr>().is_ok() && !self.took(sent);
        }
        let is_from_outside =
            || super::path::client(took).is_some_and(|client| !same_owner(client, &self.host));
        holder.eq_ignore_ascii_case(taker)
            && same_owner(holder, &self.host)
            && (self.took(took) || is_from_outside())
            && !self.took(sent)
    }
}

/// `Talk <talk.lists.example.net>`
fn in_brackets(value: &str) -> Option<&str> {
    Some(value.rsplit_once('<')?.1.split_once('>')?.0.trim())
}

/// `<mailto:talk@lists.example.net?subject=x>`, or the address alone.
fn address(value: &str) -> Option<String> {
    let value = value.trim().get(..MOST).unwrap_or(value.trim());
    let mail = value.to_ascii_lowercase().find("mailto:").map(|at| &value[at + "mailto:".len()..]);
    let word = mail.unwrap_or_else(|| in_brackets(value).unwrap_or(value));
    let word = word.split(['?', '>', ',', ' ']).next()?.to_ascii_lowercase();
    let (name, host) = word.split_once('@')?;
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || b"._+=-".contains(&c);
    (!name.is_empty() && name.bytes().all(is_plain) && is_host(host)).then_some(word)
}

fn is_host(host: &str) -> bool {
    host.len() < MOST && host.contains('.') && is_host_name(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_out_of_its_field() {
        for (value, wanted) in [
            ("<mailto:Talk@lists.example.net>", Some("talk@lists.example.net")),
            (
                "<https://lists.example.net/talk>, <mailto:talk@lists.example.net?subject=a>",
                Some("talk@lists.example.net"),
            ),
            ("talk@lists.example.net", Some("talk@lists.example.net")),
            ("Ann <ann@example.net> (owner)", Some("ann@example.net")),
            ("NO (posting not allowed on this list)", None),
            ("<mailto:a{b}@lists.example.net>", None),
            ("<mailto:talk@localhost>", None),
            ("<https://lists.example.net/talk>", None),
        ] {
            assert_eq!(address(value).as_deref(), wanted, "{value}");
        }
    }
}
