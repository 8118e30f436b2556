//! What a filter or a check says of a mail, where that alone was pasted: among words of somebody's own, or without the field's name.

use super::Found;
use super::find::Block;
use crate::mail::auth_results::{self, Statement};
use crate::mail::{received, reply, spam_headers};
use crate::text::{Text, TextBuilder, each_line};

/// A longer text is not searched for fields within its lines.
pub(super) const LONGEST: usize = 4000;

/// The methods of RFC 8601, section 2.7, and Microsoft's.
const METHODS: &[&str] = &["spf", "dkim", "dmarc", "arc", "iprev", "compauth"];

pub(super) fn find(text: &Text) -> Option<Found> {
    let source = text.as_str();
    if source.len() > LONGEST || reply::refuses(source) {
        return None;
    }
    quoted(text).or_else(|| results(text))
}

/// Fields of filters and of checks that somebody quotes in words of their own: `The header says: X-Spam-Flag: YES`. In a server's
/// refusal they are its reason.
fn quoted(text: &Text) -> Option<Found> {
    let source = text.as_str();
    let mut builder = TextBuilder::new(text);
    let (mut fields, mut is_within) = (0, false);
    for line in each_line(source) {
        let at = line.as_ptr() as usize - source.as_ptr() as usize;
        // Its further lines, as they were folded (RFC 5322, section 2.2.3).
        if is_within && line.starts_with([' ', '\t']) && !line.trim().is_empty() {
            builder.keep(at..(at + line.len() + 1).min(source.len()));
            continue;
        }
        let starts = QUOTED.iter().flat_map(|begin| line.match_indices(begin)).map(|(start, _)| start);
        // In a rule of a server's, `/^X-Spam-Flag: YES/`, nobody says it of a mail.
        let is_word = |before: &str| {
            before
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '“' | '\'' | '(' | ':' | '>'))
        };
        let is_field = |start: &usize| is_word(&line[..*start]) && is_verdict(&line[*start..]);
        let start = starts.into_iter().find(is_field);
        is_within = start.is_some();
        if let Some(start) = start {
            builder.keep(at + start..(at + line.len() + 1).min(source.len()));
            fields += 1;
        }
    }
    (fields > 0).then(|| found(builder.finish(), fields))
}

/// The value of Authentication-Results alone (RFC 8601, section 2.2), as people copy it: at least two results, and nothing before the
/// first of them but the name of the server.
fn results(text: &Text) -> Option<Found> {
    let source = text.as_str();
    let start = source.len() - source.trim_start().len();
    let end = source.trim_end().len();
    let value = source.get(start..end)?;
    let read = auth_results::parse(value);
    let is_result = |found: &&Statement| METHODS.contains(&found.method.as_str());
    let mut stated = read.statements.iter().filter(is_result);
    let (first, _) = (stated.next()?, stated.next()?);
    let above = value[..first.range.start].trim().trim_end_matches(';').trim_end();
    let is_server = above.is_empty() || read.authserv.as_deref() == Some(above);
    if !is_server {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    builder.replace(start..start, "Authentication-Results: ");
    for (at, line) in value.split('\n').scan(start, |at, line| {
        let begin = *at;
        *at += line.len() + 1;
        Some((begin, line))
    }) {
        builder.keep(at..at + line.len());
        builder.replace(at..at, " ");
    }
    builder.replace(end..end, "\n");
    Some(found(builder.finish(), 1))
}

fn found(parted: Text, fields: usize) -> Found {
    let range = 0..parted.as_str().len();
    let block = Block { range, fields, machine: fields, has_body: false, is_first: true };
    Found { parted: Some(parted), block, is_begun: false }
}

/// What the names of such fields begin with.
const QUOTED: &[&str] = &["X-", "Authentication-Results", "ARC-Authentication-Results", "Received-SPF"];

/// Whether a line begins as a field in which a filter or a check says what it found.
pub(super) fn is_verdict(line: &str) -> bool {
    const CHECKS: &[&str] = &[
        "Authentication-Results",
        "ARC-Authentication-Results",
        "Authentication-Results-Original",
        "Received-SPF",
    ];
    let name = line.split_once(':').map_or("", |(name, _)| name);
    CHECKS.iter().any(|check| check.eq_ignore_ascii_case(name)) || is_filters(line)
}

/// Whether all of a text is one Received field (RFC 5321, section 4.4), with a server's name and its time.
pub(super) fn is_stamp(block: &str) -> bool {
    let Some((name, value)) = block.split_once(':') else { return false };
    let is_stamp = || {
        let read = received::parse(value);
        read.by.is_some() && read.date.is_some()
    };
    name.eq_ignore_ascii_case("Received") && is_stamp()
}

/// Whether a line begins as a field in which a filter says what it made of the mail.
pub(super) fn is_filters(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let filter = spam_headers::parse(name, value).map(|report| report.filter);
    filter.is_some_and(|filter| !matches!(filter, "virus-scanner" | "virus-status" | "antivirus"))
}
