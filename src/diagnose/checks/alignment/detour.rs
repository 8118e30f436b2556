//! Lists and forwards, which separate From from what can be proved.

use super::Detour;
use crate::diagnose::checks::path;
use crate::facts::message::Message;

/// Lists, SRS and forwards leave traces of their own.
pub(super) fn detour(message: &Message) -> Option<Detour> {
    let has = |name: &str| message.field(name).is_some();
    let path =
        message.return_path.as_ref().map_or("", |path| path.read.address.as_str()).to_ascii_lowercase();
    let discussion = has("List-Post") || has("X-BeenThere") || has("X-Mailing-List") || has("Mailing-List");
    let is_posted_to = discussion && !message.field("List-Post").is_some_and(|field| is_no(&field.value));
    if is_posted_to {
        return Some(Detour::MailingList);
    }
    if path.starts_with("srs0") || path.starts_with("srs1") {
        return Some(Detour::Rewritten);
    }
    let forwarded = ["X-Forwarded-To", "Resent-From", "X-Forwarding-Service"].iter().any(|name| has(name));
    (forwarded || path.contains("+caf_=")).then_some(Detour::Forwarded)
}

/// The address in From is one that the list's own fields name.
pub(super) fn is_of_list(message: &Message) -> bool {
    let Some(from) = message.from.first().map(|from| from.read.address.to_ascii_lowercase()) else {
        return false;
    };
    let is_its = |value: &str| {
        let mut words = value.split(|c: char| c.is_whitespace() || "<>,;:?".contains(c));
        words.any(|word| word.eq_ignore_ascii_case(&from))
    };
    ["List-Post", "X-BeenThere", "X-Mailing-List"]
        .iter()
        .any(|name| message.field(name).is_some_and(|field| is_its(&field.value)))
}

/// Whether the first server was one of the list's own, and the author is of the same organization: a service that gives its
/// own mail the fields of a list, which nobody passed on.
pub(super) fn is_from_list_host(message: &Message) -> bool {
    let list = ["List-Post", "List-Id", "X-BeenThere"].iter().find_map(|name| message.field(name));
    let list = list.and_then(|field| {
        let word = field.value.rsplit('<').next()?.split('>').next()?.trim_start_matches("mailto:");
        Some(word.split('?').next()?.rsplit('@').next()?.trim().to_ascii_lowercase())
    });
    let author = message.from.first().and_then(|from| from.read.domain());
    let Some((list, author)) = list.filter(|list| list.contains('.')).zip(author) else { return false };
    let Some(first) = message.hops.last().map(|hop| &hop.read) else { return false };
    let is_lists = |name: &Option<String>| name.as_deref().is_some_and(|name| path::same_owner(name, &list));
    // Who wrote to a list from elsewhere signed in nowhere there, and no list's server is where it began.
    let began_there =
        is_lists(&first.by) && path::client(first).is_none_or(|client| path::same_owner(client, &list));
    let began_there = began_there || is_lists(&first.from_rdns);
    began_there && path::same_owner(&author, &list)
}

/// `NO (posting not allowed on this list)`: RFC 2369, section 3.4.
fn is_no(value: &str) -> bool {
    let word = value.trim().split(|c: char| !c.is_ascii_alphanumeric()).next();
    word.is_some_and(|word| word.eq_ignore_ascii_case("no"))
}
