//! What is sent by programs as reports are, and is none: complaints, read receipts, automatic answers. No recipient
//! failed, so none is listed as failed.

use super::super::mime;
use super::find;
use super::report::attached;
use super::sort::Message;
use crate::facts::{Action, Facts, Kind, Recipient};
use crate::mail::dsn;
use crate::text::Text;

/// Somebody complains about a mail that was delivered: RFC 5965, or a mail server about one that failed its checks: RFC 6591.
pub fn complaint(message: &Message) -> Facts {
    let mut facts = Facts { kind: Kind::FeedbackReport, ..Facts::default() };
    facts.envelope.time = message.header.value("Date");
    facts.envelope.message_id = attached(message)
        .iter()
        .find_map(|mail| mime::split(mail)?.0.value("Message-ID"))
        .filter(|id| !id.trim().is_empty());
    for part in message.parts("message/feedback-report") {
        let text = part.text();
        let source = text.as_str();
        for group in dsn::groups(source) {
            if let Some(range) = group.range(source, "Original-Rcpt-To") {
                list(&mut facts, &text.slice(range), None);
            }
            let value = |name: &str| group.get(source, name).map(|value| value.trim().to_owned());
            facts.envelope.sending_ip = facts.envelope.sending_ip.take().or_else(|| value("Source-IP"));
            facts.envelope.sender = facts.envelope.sender.take().or_else(|| {
                value("Original-Mail-From").map(|sender| sender.trim_matches(['<', '>']).to_owned())
            });
        }
    }
    facts
}

/// A read receipt, RFC 8098: the mail arrived.
pub fn receipt(message: &Message) -> Facts {
    let mut facts = Facts { kind: Kind::DeliveryReport, ..Facts::default() };
    facts.envelope.time = message.header.value("Date");
    for part in message.parts("message/disposition-notification") {
        let text = part.text();
        let source = text.as_str();
        for group in dsn::groups(source) {
            if let Some(range) =
                group.range(source, "Final-Recipient").or(group.range(source, "Original-Recipient"))
            {
                list(&mut facts, &text.slice(range), Some(Action::Delivered));
            }
            if let Some(id) = group.get(source, "Original-Message-ID") {
                facts.envelope.message_id.get_or_insert(id.trim().to_owned());
            }
        }
    }
    if facts.recipients.is_empty() {
        facts.recipients.push(Recipient {
            address: sender(message).unwrap_or_default(),
            action: Some(Action::Delivered),
            ..Recipient::default()
        });
    }
    facts
}

/// An automatic answer, RFC 3834. Its words are kept for the reader, not for the rules: they tell of no failure.
pub fn answer(message: &Message) -> Facts {
    let mut facts = Facts { kind: Kind::AutoReply, ..Facts::default() };
    facts.envelope.time = message.header.value("Date");
    facts
}

fn list(facts: &mut Facts, text: &Text, action: Option<Action>) {
    for range in find::addresses(text.as_str()) {
        let address = text.get(range.clone()).to_owned();
        facts.recipients.push(Recipient {
            address,
            action,
            span: Some(text.span(range)),
            ..Recipient::default()
        });
    }
}

fn sender(message: &Message) -> Option<String> {
    let from = message.header.value("From")?;
    find::addresses(&from).into_iter().next().map(|range| from[range].to_owned())
}
