//! The part of a report that says what a header block states.

use crate::diagnose::checks::filters::Verdict;
use crate::facts::message::{self as stated, Message as Facts, Of};
use crate::mail::address::Mailbox;
use crate::mail::spam_headers::{FilterReport, FilterValue};
use crate::mail::{auth_results, received};
use crate::report::meaning::meaning;
use crate::report::opinions::{self, Note};
use crate::text::Span;
use crate::text::order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fields that people know, and all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Message {
    /// As people see it: display name and address, decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Date {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
    /// The writer's zone, in seconds east of UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i32>,
}

/// One field, decoded; where it stands in the paste.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    pub name: String,
    pub value: String,
    pub start: usize,
    pub end: usize,
}

/// One Received field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hop {
    /// Position among the Received fields as pasted, the topmost being 0.
    pub index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_helo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_rdns: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub r#for: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cipher: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub authenticated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
    /// The writer's zone, in seconds east of UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i32>,
    /// Seconds since the hop before, as the clocks say: negative where they disagree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<i64>,
    /// Where the field stands in the paste.
    pub start: usize,
    pub end: usize,
}

/// One statement of an Authentication-Results field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Auth {
    /// Position among the fields of that name, the topmost being 0.
    pub header_index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authserv: Option<String>,
    pub method: String,
    pub result: String,
    pub props: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What this result of this method means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arc {
    pub instances: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cv: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReceivedSpf {
    pub result: String,
    /// `client_ip`, `envelope_from`, … and nothing that the field does not say.
    #[serde(flatten)]
    pub props: BTreeMap<String, String>,
}

/// What one filter wrote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub name: String,
    /// What it states by name. SpamAssassin's `points` may be those of X-Spam-Report, X-Ham-Report or X-Spam-hits.
    pub fields: BTreeMap<String, Value>,
    /// What it says, in words; none where it holds no verdict, or nobody documents it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Its keys, values and tests, where it is known what they mean.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    pub start: usize,
    pub end: usize,
}

/// By hand: what serde derives for a flattened map weighs too much on the page.
impl<'de> Deserialize<'de> for ReceivedSpf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut props = BTreeMap::<String, String>::deserialize(deserializer)?;
        Ok(ReceivedSpf { result: props.remove("result").unwrap_or_default(), props })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    List(Vec<String>),
}

/// All but the fields: see [`hops_and_fields`].
pub fn message(facts: &Facts) -> Message {
    Message {
        from: facts.field("From").map(|field| field.shown().to_owned()).filter(|text| !text.is_empty()),
        from_address: facts
            .from
            .first()
            .map(|from| from.read.address.clone())
            .filter(|address| address.contains('@')),
        return_path: facts
            .return_path
            .as_ref()
            .map(|path| path.read.address.clone())
            .filter(|text| !text.is_empty()),
        reply_to: facts.reply_to.first().map(|to| to.read.address.clone()).filter(|text| !text.is_empty()),
        to: facts.to.iter().map(shown).collect(),
        subject: facts.subject.as_ref().map(|subject| subject.read.clone()).filter(|text| !text.is_empty()),
        message_id: facts.message_id.as_ref().map(|id| id.read.clone()).filter(|text| !text.is_empty()),
        date: facts.date.as_ref().map(|date| Date {
            text: date.read.0.clone(),
            // Without a zone it is no moment.
            epoch: date.read.1.filter(|date| date.offset.is_some()).map(|date| date.epoch),
            offset: date.read.1.and_then(|date| date.offset),
        }),
        fields: Vec::new(),
    }
}

fn shown(mailbox: &Of<Mailbox>) -> String {
    match &mailbox.read.name {
        Some(name) => format!("{name} <{}>", mailbox.read.address),
        None => mailbox.read.address.clone(),
    }
}

/// The hops in the order of the journey, oldest first, and all fields.
pub fn hops_and_fields(facts: Facts) -> (Vec<Hop>, Vec<Field>) {
    let mut hops: Vec<Hop> = Vec::with_capacity(facts.hops.len());
    let mut before = None;
    for (index, of) in facts.hops.into_iter().enumerate().rev() {
        let mut hop = hop(index, of.read, facts.fields[of.field].span);
        hop.delay = hop.epoch.zip(before).map(|(now, before): (i64, i64)| now - before);
        before = hop.epoch.or(before);
        hops.push(hop);
    }
    let field = |field: stated::Field| Field {
        name: field.name,
        value: field.decoded.unwrap_or(field.value),
        start: field.span.start,
        end: field.span.end,
    };
    (hops, facts.fields.into_iter().map(field).collect())
}

fn hop(index: usize, read: received::Received, span: Span) -> Hop {
    Hop {
        index,
        from_name: read.from_name,
        from_helo: read.from_helo,
        from_rdns: read.from_rdns,
        from_ip: read.from_ip,
        by: read.by,
        via: read.via,
        with: read.with,
        id: read.id,
        r#for: read.r#for,
        envelope_from: read.envelope_from,
        tls: read.tls,
        cipher: read.cipher,
        authenticated: read.is_authenticated,
        software: read.software,
        epoch: read.date.map(|date| date.epoch),
        offset: read.date.and_then(|date| date.offset),
        delay: None,
        start: span.start,
        end: span.end,
    }
}

/// Every statement of every Authentication-Results, in the order of the block.
pub fn auth(facts: &Facts) -> Vec<Auth> {
    let fields = facts.auth.iter().enumerate();
    let statements = fields.flat_map(|(index, of)| of.read.statements.iter().map(move |s| (index, of, s)));
    statements.map(|(index, of, statement)| one_auth(facts, index, of, statement)).collect()
}

fn one_auth(
    facts: &Facts,
    header_index: usize,
    of: &Of<auth_results::AuthResults>,
    statement: &auth_results::Statement,
) -> Auth {
    let span = facts.span_in(of.field, statement.range.clone()).unwrap_or(facts.fields[of.field].span);
    Auth {
        header_index,
        authserv: of.read.authserv.clone(),
        method: statement.method.clone(),
        result: statement.result.clone(),
        props: first_of_each(&statement.props),
        comment: statement.comment.clone(),
        meaning: meaning(facts, statement),
        start: span.start,
        end: span.end,
    }
}

/// A property that is given twice counts as first given.
fn first_of_each(props: &[(String, String)]) -> BTreeMap<String, String> {
    let mut first = BTreeMap::new();
    for (name, value) in props.iter().rev() {
        first.insert(name.clone(), value.clone());
    }
    first
}

pub fn arc(facts: &Facts) -> Option<Arc> {
    let mut instances: Vec<u32> = facts.seals.iter().map(|seal| seal.read.instance).collect();
    order::distinct(&mut instances);
    (!instances.is_empty())
        .then(|| Arc { instances: instances.len(), cv: facts.arc_chain().map(str::to_owned) })
}

pub fn received_spf(facts: &Facts) -> Vec<ReceivedSpf> {
    let one = |of: &Of<crate::mail::received_spf::ReceivedSpf>| ReceivedSpf {
        result: of.read.result.clone(),
        props: first_of_each(&of.read.props),
    };
    facts.received_spf.iter().map(one).collect()
}

/// The tags of each DKIM-Signature that can be read without the key; `h` is how many fields are signed.
pub fn dkim_signatures(facts: &Facts) -> Vec<BTreeMap<String, String>> {
    let tags = ["v", "d", "s", "a", "c", "i", "t", "x", "l", "q"];
    let one = |of: &Of<crate::mail::dkim::TagList>| {
        let mut shown = BTreeMap::new();
        for (tag, value) in tags.iter().filter_map(|tag| Some((tag, of.read.get(tag)?))) {
            shown.insert((*tag).to_owned(), value.to_owned());
        }
        shown.insert("h".to_owned(), of.read.signed_fields().len().to_string());
        shown
    };
    facts.dkim.iter().map(one).collect()
}

/// `verdicts` has one for each filter.
pub fn filters(facts: &Facts, verdicts: &[Verdict]) -> Vec<Filter> {
    let one = |(index, of): (usize, &Of<FilterReport>)| {
        let verdict = verdicts.get(index);
        let span = facts.fields[of.field].span;
        let mut fields = BTreeMap::new();
        for (key, value) in of.read.fields.iter().rev() {
            fields.insert(key.clone(), filter_value(value));
        }
        if let Some(verdict) = verdict.filter(|verdict| !verdict.points.is_empty()) {
            fields.insert("points".to_owned(), Value::List(verdict.points.clone()));
        }
        Filter {
            name: of.read.filter.to_owned(),
            fields,
            verdict: verdict.and_then(|verdict| verdict.text.clone()),
            notes: verdict.map(opinions::notes).unwrap_or_default(),
            start: span.start,
            end: span.end,
        }
    };
    facts.filters.iter().enumerate().map(one).collect()
}

fn filter_value(value: &FilterValue) -> Value {
    match value {
        FilterValue::Text(text) => Value::Text(text.clone()),
        FilterValue::List(list) => Value::List(list.clone()),
    }
}
