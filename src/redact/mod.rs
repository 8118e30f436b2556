//! Takes out of a paste what belongs to persons, before it is passed on.
//!
//! Addresses, names, hosts, network addresses, ids, secrets and the words of the message are replaced by stand-ins: the
//! same thing always by the same one, so that the story can still be told (and `diagnose` still finds its cause).
//! Domains of large providers stay: half the world has them, and the answer depends on them.
//!
//! Rather too much than too little: what only looks like an id is replaced, too. It cannot know every name that stands
//! in free text, which is why the page shows the result before anything is passed on.
//!
//! May use: `text`, `knowledge`, and the report, whose quotes it leaves.

mod find;
mod given;
mod hosts;
mod locals;
mod phones;
mod secrets;
mod stand_in;
mod structure;
mod told;
mod users;

use crate::text::order;
use stand_in::StandIns;
use std::ops::Range;
pub use told::Told;

/// What to take out; all of it by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// E-mail addresses, user names and telephone numbers.
    pub addresses: bool,
    /// Display names of people.
    pub names: bool,
    /// Host names and domains, but those of large providers and of the pages that replies point to.
    pub hosts: bool,
    /// Network addresses.
    pub ips: bool,
    /// Message ids, queue ids, tokens.
    pub ids: bool,
    /// Subjects and the text of the message.
    pub content: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { addresses: true, names: true, hosts: true, ips: true, ids: true, content: true }
    }
}

/// A paste with stand-ins, and what they stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    pub text: String,
    /// Byte ranges of the stand-ins in `text`, for showing them.
    pub marks: Vec<Range<usize>>,
}

/// What kind of thing a stretch of the paste is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Category {
    /// Passwords and AUTH data: always taken out.
    Secret,
    Address,
    Phone,
    Name,
    Host,
    Ip,
    Id,
    Content,
}

/// A stretch of the paste that is to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub range: Range<usize>,
    pub category: Category,
}

/// Replaces what the options name. Linear in the length of the paste.
pub fn redact(paste: &str, options: &Options) -> Redacted {
    redact_told(paste, options, &Told::default())
}

/// The same, with what the answer knows.
pub fn redact_told(paste: &str, options: &Options, told: &Told) -> Redacted {
    let secrets = secrets::find(paste);
    let placed = structure::find(paste, told);
    let mut found: Vec<Found> = placed
        .into_iter()
        .filter(|found| found.category != Category::Content || !told.holds(&found.range))
        .collect();
    found.extend(find::find(paste));
    found.extend(users::find(paste));
    found.extend(phones::find(paste));
    found.retain(|found| wanted(found.category, options));
    found.extend(locals::find(paste, &found));
    found.extend(given::find(paste, &found));
    if options.hosts && options.ips {
        found.extend(find::spelt(paste, &found));
    }
    let mut found = beside(paste, found, &secrets);
    found.extend(secrets);
    // Where two overlap, the one that starts first and reaches further stands: contents hold the rest.
    order::by_key(&mut found, |found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut stand_ins = StandIns::default();
    let mut text = String::with_capacity(paste.len());
    let mut marks = Vec::new();
    let mut done = 0;
    for found in found {
        if found.range.start < done {
            continue;
        }
        text.push_str(&paste[done..found.range.start]);
        let start = text.len();
        text.push_str(&stand_ins.of(&paste[found.range.clone()], found.category, options));
        marks.push(start..text.len());
        done = found.range.end;
    }
    text.push_str(&paste[done..]);
    Redacted { text, marks }
}

/// What is left of the others where a secret begins: none may end within one, or its rest would stay.
fn beside(paste: &str, mut found: Vec<Found>, secrets: &[Found]) -> Vec<Found> {
    order::by_key(&mut found, |found| found.range.start);
    let mut next = 0;
    found.retain_mut(|found| {
        while secrets.get(next).is_some_and(|secret| secret.range.end <= found.range.start) {
            next += 1;
        }
        let Some(secret) = secrets.get(next).map(|secret| &secret.range) else { return true };
        // What begins within one and ends behind it: `word@mx.example.org` of a password with a sign in it.
        if secret.start <= found.range.start && secret.end < found.range.end {
            let rest = paste.get(secret.end..found.range.end).unwrap_or_default();
            found.range.start = found.range.end - rest.trim_start_matches(['@', ':', '/', '"', '\'']).len();
            if found.category == Category::Address && !paste[found.range.clone()].contains('@') {
                found.category = Category::Host;
                return !hosts::is_public(&paste[found.range.clone()]);
            }
            return found.range.start < found.range.end;
        }
        let holds = found.range.start <= secret.start && secret.end <= found.range.end;
        if found.range.end > secret.start && (found.category != Category::Content || !holds) {
            let left = paste.get(found.range.start..secret.start).unwrap_or_default();
            found.range.end = found.range.start + left.trim_end_matches([':', '/', '=', '"', '\'']).len();
        }
        found.range.start < found.range.end
    });
    found
}

fn wanted(category: Category, options: &Options) -> bool {
    match category {
        Category::Secret => true,
        Category::Address | Category::Phone => options.addresses,
        Category::Name => options.names,
        Category::Host => options.hosts,
        Category::Ip => options.ips,
        Category::Id => options.ids,
        Category::Content => options.content,
    }
}
