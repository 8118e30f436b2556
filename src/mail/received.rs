//! Received fields: RFC 5321, section 4.4, and the many ways in which servers write them.
//!
//! The field is cut into words and comments, the words into clauses by their keywords, and the comments behind the
//! client's name are read by their form in [`peer`], whoever wrote them. TLS is looked for in the whole field.

mod clauses;
mod peer;
mod tls;

use super::date::{self, Date};
use super::lex::{self, Kind, Token};
use clauses::Clauses;
use std::ops::Range;

/// What one server stated about how it took the message. All of it is a claim of whoever wrote the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The word after `from`.
    pub from_name: Option<String>,
    /// What the client called itself in HELO or EHLO, where the form of the field tells.
    pub from_helo: Option<String>,
    /// The reverse name that the server found for the client's address.
    pub from_rdns: Option<String>,
    /// The client's address, without brackets, `IPv6:` and zone; v4 in v6 is written as v4.
    pub from_ip: Option<String>,
    pub by: Option<String>,
    pub via: Option<String>,
    /// The protocol; all words of a phrase such as `Microsoft SMTP Server`.
    pub with: Option<String>,
    pub id: Option<String>,
    pub r#for: Option<String>,
    /// The sender of the envelope, where the server notes it.
    pub envelope_from: Option<String>,
    /// The TLS version as claimed, as `TLS1.2`.
    pub tls: Option<String>,
    pub cipher: Option<String>,
    /// Whether the field says that the client signed in: by its protocol (ESMTPA, RFC 3848) or in words.
    pub is_authenticated: bool,
    /// The software that names itself in a comment behind `by` or `with`.
    pub software: Option<String>,
    pub date: Option<Date>,
}

/// Reads the value of a Received field. Folds need not be undone. What is not stated stays empty.
///
/// ```
/// let value = "from mx.example.net (mx.example.net [192.0.2.1]) by in.example.com (Postfix) with ESMTPS id 4XyZ
///     for <a@example.com>; Tue, 4 Mar 2025 10:02:11 +0000";
/// let hop = mailwhy::mail::received::parse(value);
/// assert_eq!(hop.from_ip.as_deref(), Some("192.0.2.1"));
/// assert_eq!(hop.with.as_deref(), Some("ESMTPS"));
/// ```
pub fn parse(value: &str) -> Received {
    let tokens = lex::tokens(value, b";");
    let (end, date) = find_date(value, &tokens);
    let stated = &tokens[..end];
    let clauses = clauses::read(value, stated);
    let mut hop = Received { date, ..Received::default() };
    copy_words(&mut hop, &clauses);
    peer::read(&mut hop, &clauses);
    // Yandex writes how the connection was secured behind the date.
    let behind = tokens[end..].iter().filter(|token| token.kind == Kind::Comment);
    (hop.tls, hop.cipher) = tls::find(&clauses, behind.map(|token| token.inner(value)));
    hop.envelope_from = hop.envelope_from.or_else(|| envelope_from(value, &tokens));
    hop.is_authenticated = is_authenticated(&clauses);
    hop
}

/// Where the date of a Received field stands: behind a semicolon, or without one. None where there is no date.
pub fn stamp(value: &str) -> Option<Range<usize>> {
    let tokens = lex::tokens(value, b";");
    let (index, date) = find_date(value, &tokens);
    date?;
    let token = tokens.get(index)?;
    let start = if token.kind == Kind::Word { token.range.start } else { token.range.end };
    let told = &value[start..];
    let start = start + (told.len() - told.trim_start().len());
    Some(start..value.trim_end().len().max(start))
}

/// Microsoft's servers write their version where others write the queue's id: `id 15.20.9115.10`.
pub fn is_version(id: &str) -> bool {
    id.bytes().filter(|byte| *byte == b'.').count() == 3 && !id.contains(char::is_alphabetic)
}

fn copy_words(hop: &mut Received, clauses: &Clauses) {
    let owned = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
    hop.from_name = owned(clauses.from.word());
    hop.by = owned(clauses.by.word());
    hop.via = owned(&clauses.via.phrase());
    hop.with = owned(&clauses.with.phrase());
    hop.id = owned(bare(clauses.id.word()));
    hop.r#for = owned(bare(clauses.r#for.word()));
    let software = clauses.by.comments.iter().chain(&clauses.with.comments).chain(&clauses.tls.comments);
    hop.software = software.copied().find(|comment| is_software(comment)).map(str::to_owned);
}

fn bare(word: &str) -> &str {
    word.trim_matches(['<', '>', ',']).trim_end_matches('.')
}

/// A name with a capital and no address in it: `Postfix`, `Exim 4.98`, `8.15.2/8.15.2` is Sendmail's way.
fn is_software(comment: &str) -> bool {
    let first = comment.as_bytes().first().copied().unwrap_or(b' ');
    let is_name = first.is_ascii_uppercase() || comment.starts_with("amavis");
    (is_name || comment.starts_with("8."))
        && !comment.contains(['[', '=', '@', ':'])
        && !["TLS", "SSL"].iter().any(|word| comment.starts_with(word))
        && !comment.contains("encrypted")
        && !tls::names_version(comment)
}

/// Where the statements end, and the date behind them: behind the last semicolon that has a date, or where one begins
/// although there is no semicolon (SendGrid).
fn find_date(value: &str, tokens: &[Token]) -> (usize, Option<Date>) {
    let semicolons = tokens.iter().enumerate().rev().filter(|(_, token)| token.kind == Kind::Delimiter(b';'));
    // A field with thousands of semicolons is an attack, not a date.
    for (index, token) in semicolons.take(4) {
        if let Ok(date) = date::parse(&value[token.range.end..]) {
            return (index, Some(date));
        }
    }
    let words = tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word);
    for (index, token) in words.skip(1).filter(|(_, token)| date::begins(rest(value, token))).take(4) {
        if let Ok(date) = date::parse(&value[token.range.start..]) {
            return (index, Some(date));
        }
    }
    let last = tokens.iter().position(|token| token.kind == Kind::Delimiter(b';'));
    (last.unwrap_or(tokens.len()), None)
}

/// Enough of the text from a token on to see whether a date begins there.
fn rest<'a>(value: &'a str, token: &Token) -> &'a str {
    let rest = &value[token.range.start..];
    let mut end = rest.len().min(64);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}

/// Exim's and OpenBSD's `(envelope-from <a@b>)`, qmail's `(envelope-sender <a@b>)`, also behind the date.
fn envelope_from(value: &str, tokens: &[Token]) -> Option<String> {
    let comments = tokens.iter().filter(|token| token.kind == Kind::Comment).map(|token| token.inner(value));
    for comment in comments {
        for key in ["envelope-from", "envelope-sender"] {
            if let Some(rest) = comment.strip_prefix(key) {
                let address = rest.trim_start_matches(['=', ':', ' ', '\n', '\t', '<']);
                let end = address.find(|c: char| c == '>' || c.is_whitespace()).unwrap_or(address.len());
                return Some(address[..end].to_owned());
            }
        }
    }
    None
}

/// By the protocol's name (RFC 3848: an A behind the P), or by a word in a comment.
fn is_authenticated(clauses: &Clauses) -> bool {
    let protocol = clauses.with.word().as_bytes();
    let ends = |name: &str| {
        let start = protocol.len().checked_sub(name.len());
        start.is_some_and(|start| protocol[start..].eq_ignore_ascii_case(name.as_bytes()))
    };
    if ["asmtp", "smtpauth"].iter().any(|name| protocol.eq_ignore_ascii_case(name.as_bytes()))
        || ["smtpa", "smtpsa", "lmtpa", "lmtpsa"].into_iter().any(ends)
    {
        return true;
    }
    clauses.comments().any(signs_in)
}

/// `Authenticated sender: a`, `AUTH: LOGIN a`, `account a`, `a@192.0.2.1 with login`.
fn signs_in(comment: &str) -> bool {
    // Most comments are of other things: seen at one glance.
    if !["uth", "AUTH", "ccount", "with "].iter().any(|part| comment.contains(part)) {
        return false;
    }
    let comment = comment.to_ascii_lowercase();
    ["authenticated", "auth:", "account ", "with login", "with plain"]
        .iter()
        .any(|word| comment.contains(word))
        && !comment.contains("not authenticated")
}

#[cfg(test)]
mod tests;
