//! The mail that a report returns: whose it was, and to whom.

use super::super::mime::{self, Header};
use super::draft::Draft;
use super::find;
use crate::mail::address;
use crate::text::Text;

/// Takes the envelope's sender, the Message-ID and the time of the returned mail into the envelope.
pub fn read(draft: &mut Draft, text: &Text) {
    let Some((header, _)) = mime::split(text) else { return };
    let envelope = &mut draft.facts.envelope;
    envelope.sender = envelope.sender.take().or_else(|| address_in(&header, "Return-Path"));
    envelope.message_id =
        header.value("Message-ID").filter(|id| !id.is_empty()).or(envelope.message_id.take());
    envelope.time = envelope.time.take().or_else(|| header.value("Date"));
    // The topmost stamp is that of the server which then could not pass it on.
    let stamp = || header.value("Received")?.rsplit_once(';').map(|(_, date)| date.trim().to_owned());
    envelope.taken = envelope.taken.take().or_else(stamp).filter(|date| !date.is_empty());
}

/// Where nothing tells the envelope's sender: the author.
pub fn author(draft: &mut Draft, text: &Text) {
    let Some((header, _)) = mime::split(text) else { return };
    let sender = &mut draft.facts.envelope.sender;
    let author = || ["From", "Sender"].iter().find_map(|name| address_in(&header, name));
    *sender = sender.take().or_else(author);
}

fn address_in(header: &Header, name: &str) -> Option<String> {
    let value = header.value(name)?;
    find::addresses(&value).into_iter().next().map(|range| value[range].to_owned())
}

/// The one address that the returned mail was for: where the report itself names nobody.
pub fn only_recipient(text: &Text) -> Option<(String, crate::text::Span)> {
    let (header, _) = mime::split(text)?;
    recipient_of(&header)
}

fn recipient_of(header: &Header) -> Option<(String, crate::text::Span)> {
    let range = header.ranges("To").next()?;
    let listed = address::list(header.text.get(range.clone()));
    let [only] = listed.as_slice() else { return None };
    (only.address.contains('@') && !header.has("Cc")).then(|| (only.address.clone(), header.text.span(range)))
}
