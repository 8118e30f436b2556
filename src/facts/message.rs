//! One message's header block, field by field, and the values that were read out of it.
//!
//! Everything here is a claim: of the server that added the field, or of whoever wrote the message.

use crate::mail::address::Mailbox;
use crate::mail::arc::Seal;
use crate::mail::auth_results::AuthResults;
use crate::mail::date::Date;
use crate::mail::dkim::TagList;
use crate::mail::received::Received;
use crate::mail::received_spf::ReceivedSpf;
use crate::mail::spam_headers::FilterReport;
use crate::text::{Span, Text};
use std::ops::Range;

/// A header block, with or without the body behind it.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// The block, repaired, with the way back to the paste.
    pub text: Text,
    pub fields: Vec<Field>,
    /// The Received fields as they stand: the newest first.
    pub hops: Vec<Of<Received>>,
    /// Authentication-Results, in the order of the block.
    pub auth: Vec<Of<AuthResults>>,
    /// ARC-Authentication-Results: what earlier hops had found.
    pub arc_auth: Vec<Of<AuthResults>>,
    /// Authentication-Results-Original: what Exchange found in the mail already, and set apart from its own.
    pub original_auth: Vec<Of<AuthResults>>,
    /// ARC-Seal.
    pub seals: Vec<Of<Seal>>,
    pub received_spf: Vec<Of<ReceivedSpf>>,
    /// DKIM-Signature.
    pub dkim: Vec<Of<TagList>>,
    pub filters: Vec<Of<FilterReport>>,
    /// The authors (RFC 5322, section 3.6.2), names decoded.
    pub from: Vec<Of<Mailbox>>,
    pub reply_to: Vec<Of<Mailbox>>,
    pub to: Vec<Of<Mailbox>>,
    /// The envelope's sender, as the last server noted it; an empty address is that of a report.
    pub return_path: Option<Of<Mailbox>>,
    /// Decoded.
    pub subject: Option<Of<String>>,
    /// With its angle brackets, as written.
    pub message_id: Option<Of<String>>,
    /// The text, and the point in time where it is one.
    pub date: Option<Of<(String, Option<Date>)>>,
    /// Whether text stands behind the block: a whole message.
    pub has_body: bool,
    /// Whether the paste begins within a field: the newest of the way is not here, or only in part.
    pub is_begun: bool,
}

/// A value, and the field it was read from: an index into [`Message::fields`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Of<T> {
    pub field: usize,
    pub read: T,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// As written.
    pub name: String,
    /// Unfolded, encoded words left as they are.
    pub value: String,
    /// The value with its encoded words decoded, where it has any.
    pub decoded: Option<String>,
    /// Where name and value stand in the paste.
    pub span: Span,
    /// Where the value stands in [`Message::text`], folds kept.
    pub range: Range<usize>,
}

impl Field {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value for people: decoded where it was encoded.
    pub fn shown(&self) -> &str {
        self.decoded.as_deref().unwrap_or(&self.value)
    }
}

impl Message {
    /// The first field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.is(name))
    }

    /// All fields of that name, in the order of the block.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// Where a stretch of a field's value stands in the paste, such as the range of a statement in it.
    pub fn span_in(&self, field: usize, range: Range<usize>) -> Option<Span> {
        let field = self.fields.get(field)?;
        let base = field.range.start;
        Some(self.text.span(base + range.start..(base + range.end).min(field.range.end)))
    }

    /// Where a word of a field's value stands in the paste, case as written: its first occurrence that is no part of a
    /// longer word, else its first.
    pub fn span_of(&self, field: usize, word: &str) -> Option<Span> {
        let value = self.text.get(self.fields.get(field)?.range.clone());
        let is_part = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
        let is_whole = |at: &usize| {
            !is_part(value[..*at].chars().next_back()) && !is_part(value[at + word.len()..].chars().next())
        };
        let found = || value.match_indices(word).map(|(at, _)| at);
        let at = found().find(is_whole).or_else(|| found().next())?;
        self.span_in(field, at..at + word.len())
    }

    /// The Message-ID that the mail was sent with, and Google's stand-in for it: its servers replace one that is not of the
    /// form, and give one to mail that has none.
    pub fn stand_in(&self) -> Option<(Option<&str>, &str)> {
        let given = self.message_id.as_ref().map(|id| id.read.as_str())?;
        let is_form =
            given.contains("SMTPIN_ADDED_") && given.trim_end_matches('>').ends_with("@mx.google.com");
        let is_googles = |by: &str| by.to_ascii_lowercase().ends_with(".google.com");
        let is_given = is_form && self.hops.iter().filter_map(|hop| hop.read.by.as_deref()).any(is_googles);
        let original = self.field("X-Google-Original-Message-ID").map(|field| field.value.trim());
        is_given.then_some((original.filter(|id| !id.is_empty()), given))
    }

    /// Whether a server wrote something when it took the mail over. Drafts and copies of sent mail have nothing of that.
    pub fn was_taken_over(&self) -> bool {
        const NOTES: &[&str] = &[
            "Delivered-To",
            "Delivery-Date",
            "Envelope-To",
            "X-Original-To",
            "X-Received",
            "X-Apparently-To",
        ];
        let seen = [
            self.hops.len(),
            self.auth.len(),
            self.arc_auth.len(),
            self.received_spf.len(),
            self.filters.len(),
        ];
        seen.iter().any(|count| *count > 0)
            || self.return_path.is_some()
            || NOTES.iter().any(|name| self.field(name).is_some())
    }

    /// Whether a Received field says the same as the newer one above it, to the last token, id and time too: one server wrote its
    /// stamp twice, and it is one hop.
    pub fn is_stamped_again(&self, hop: usize) -> bool {
        let value = |hop: usize| {
            let hop = self.hops.get(hop).filter(|hop| hop.read.id.is_some() && hop.read.date.is_some())?;
            Some(self.fields.get(hop.field)?.value.split_whitespace())
        };
        let newer = hop.checked_sub(1).and_then(value);
        newer.zip(value(hop)).is_some_and(|(newer, own)| newer.eq(own))
    }

    /// What the last ARC seal says of the chain, RFC 8617.
    pub fn arc_chain(&self) -> Option<&str> {
        self.seals.iter().max_by_key(|seal| seal.read.instance)?.read.cv.as_deref()
    }
}
