//! From the text of a block to its values.

use crate::facts::message::{Field, Message, Of};
use crate::mail::address::{self, Mailbox};
use crate::mail::charset::Decoder;
use crate::mail::header::{self, RawField};
use crate::mail::{arc, auth_results, date, dkim, encoded_word, received, received_spf, spam_headers};
use crate::text::Text;

/// Reads a block that begins with its first field.
pub fn message(text: Text, decoder: Decoder) -> Message {
    let (raw, _) = header::fields(text.as_str());
    let mut message = Message { fields: Vec::with_capacity(raw.len()), ..Message::default() };
    for field in raw {
        message.fields.push(read_field(&text, &field, decoder));
        read_value(&mut message, text.get(field.value), decoder);
    }
    message.text = text;
    message
}

fn read_field(text: &Text, raw: &RawField, decoder: Decoder) -> Field {
    let source = text.get(raw.value.clone());
    let value = header::unfold(source).into_owned();
    let decoded = source.contains("=?").then(|| encoded_word::decode(source, decoder).into_owned());
    Field {
        name: text.get(raw.name.clone()).to_owned(),
        decoded: decoded.filter(|decoded| *decoded != value),
        value,
        span: text.span(raw.name.start..raw.value.end.max(raw.name.end)),
        range: raw.value.clone(),
    }
}

/// Reads the value of the last field by its name. Where a field may occur once, the first counts: it is the one added
/// last.
fn read_value(message: &mut Message, value: &str, decoder: Decoder) {
    let field = message.fields.len() - 1;
    let mut buffer = [0; LONGEST_NAME];
    match lower(&message.fields[field].name, &mut buffer) {
        "received" => message.hops.push(Of { field, read: received::parse(value) }),
        "authentication-results" => message.auth.push(Of { field, read: auth_results::parse(value) }),
        "authentication-results-original" => {
            message.original_auth.push(Of { field, read: auth_results::parse(value) });
        }
        "arc-authentication-results" => message.arc_auth.push(Of { field, read: auth_results::parse(value) }),
        "arc-seal" => message.seals.extend(arc::seal(&dkim::parse(value)).map(|read| Of { field, read })),
        "received-spf" => {
            message.received_spf.extend(received_spf::parse(value).map(|read| Of { field, read }));
        }
        "dkim-signature" => message.dkim.push(Of { field, read: dkim::parse(value) }),
        "from" if message.from.is_empty() => message.from = mailboxes(field, value, decoder),
        "reply-to" if message.reply_to.is_empty() => message.reply_to = mailboxes(field, value, decoder),
        "to" => message.to.extend(mailboxes(field, value, decoder)),
        "return-path" if message.return_path.is_none() => {
            // A path without a domain, as local delivery writes it, is no mailbox by the letter.
            let whole = || Mailbox { name: None, address: value.trim().to_owned() };
            let read = address::first(value).unwrap_or_else(whole);
            // Where a copy lost a line end, the next field stands there.
            let is_field = value.trim_start().split(' ').next().is_some_and(|word| word.ends_with(':'));
            if !is_field {
                message.return_path = Some(Of { field, read });
            }
        }
        "subject" if message.subject.is_none() => {
            let read = message.fields[field].shown().to_owned();
            message.subject = Some(Of { field, read });
        }
        "message-id" if message.message_id.is_none() => {
            let read = message.fields[field].value.clone();
            message.message_id = Some(Of { field, read });
        }
        "date" if message.date.is_none() => {
            let read = (message.fields[field].value.clone(), date::parse(value).ok());
            message.date = Some(Of { field, read });
        }
        _ => {
            let name = &message.fields[field].name;
            message.filters.extend(spam_headers::parse(name, value).map(|read| Of { field, read }));
        }
    }
}

/// As long as the longest name that is looked for, and more.
const LONGEST_NAME: usize = 40;

/// A name in lower case, without an allocation; empty where it is too long to be one of those looked for.
fn lower<'a>(name: &str, buffer: &'a mut [u8; LONGEST_NAME]) -> &'a str {
    let Some(copy) = buffer.get_mut(..name.len()) else { return "" };
    copy.copy_from_slice(name.as_bytes());
    copy.make_ascii_lowercase();
    std::str::from_utf8(copy).unwrap_or("")
}

fn mailboxes(field: usize, value: &str, decoder: Decoder) -> Vec<Of<Mailbox>> {
    let mut list = address::list(value);
    for mailbox in &mut list {
        mailbox.name = mailbox.name.take().map(|name| encoded_word::decode(&name, decoder).into_owned());
    }
    list.into_iter().map(|read| Of { field, read }).collect()
}
