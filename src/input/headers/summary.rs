//! The results of checks as a page or a person writes them: `SPF: PASS with IP 192.0.2.1`, `DKIM: 'PASS' with domain example.org`,
//! `DMARC pass, SPF pass`. Made into the field that a server would have written.

use super::verdicts::LONGEST;
use crate::mail::reply;
use crate::text::{Text, TextBuilder, each_line};
use std::ops::Range;

const METHODS: &[&str] = &["spf", "dkim", "dmarc"];
/// As people and servers write a result, and as RFC 8601 does.
const RESULTS: &[(&str, &str)] = &[
    ("pass", "pass"),
    ("passed", "pass"),
    ("passes", "pass"),
    ("none", "none"),
    ("neutral", "neutral"),
    ("fail", "fail"),
    ("failed", "fail"),
    ("softfail", "softfail"),
    ("temperror", "temperror"),
    ("permerror", "permerror"),
];
/// Who says these asks why mail comes back, and only names the results beside it.
const TROUBLE: &[&str] = &[
    "reject",
    "bounce",
    "refus",
    "error",
    "block",
    "denied",
    "undeliver",
    "return",
    "fehler",
    "abgelehnt",
    "zurück",
    "but not",
    "does not",
    "did not",
    "must",
    "required",
    "rejet",
    "rechaz",
];
/// A sentence with results is no longer.
const SENTENCE: usize = 400;

struct Told {
    method: Range<usize>,
    result: &'static str,
    /// Where the result ends.
    end: usize,
}

/// The text with such lines as a field; none where there are none, or where a server refuses the mail.
pub(super) fn as_field(text: &Text) -> Option<Text> {
    let source = text.as_str();
    // What a server wrote is read as it is.
    let is_servers = [
        "header.d",
        "header.i",
        "header.f",
        "smtp.",
        "uthentication-",
        "eceived",
        "v=spf1",
        "v=DMARC1",
        "v=DKIM1",
    ]
    .iter()
    .any(|part| source.contains(part));
    if source.len() > LONGEST || is_servers || reply::refuses(source) {
        return None;
    }
    lines(text).or_else(|| sentence(text))
}

/// At least two lines that each begin with a check and its result, or one line that is all of the text.
fn lines(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let rows: Vec<(Range<usize>, Option<Told>)> = rows(source).collect();
    let found = rows.iter().filter(|(_, told)| told.is_some()).count();
    let is_all = || {
        let is_good = rows.iter().all(|(_, told)| told.as_ref().is_none_or(|told| told.result != "fail"));
        is_good && rows.iter().all(|(line, told)| told.is_some() || source[line.clone()].trim().is_empty())
    };
    // A list of records has `none`, too.
    let is_of_a_mail = rows.iter().flat_map(|(_, told)| told).any(|told| told.result != "none");
    let is_pages = ["with IP", "with domain", "'PASS'", "'FAIL'"].iter().any(|sign| source.contains(sign));
    let few = found == 0 || (found == 1 && (!is_all() || sentence(text).is_some()));
    if few || (found > 1 && !is_of_a_mail) || (!is_pages && tells_trouble(source)) {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut is_within = false;
    for (line, told) in rows {
        let words = &source[line.clone()];
        let Some(told) = told else {
            is_within &= words.trim().is_empty();
            other(&mut builder, source, line);
            continue;
        };
        let field = if is_within { " " } else { "Authentication-Results: " };
        builder.replace(line.start..line.start, field);
        put(&mut builder, source, &told, line.end);
        builder.replace(line.end..line.end, "\n");
        is_within = true;
    }
    Some(builder.finish())
}

/// The other rows of that table: the id is a field, and when it was made stands in words of the page's language.
fn other(builder: &mut TextBuilder, source: &str, line: Range<usize>) {
    let words = &source[line.clone()];
    if let Some(id) = words.strip_prefix("Message ID").map(|rest| rest.trim_start_matches([':', ' ', '\t'])) {
        builder.replace(line.start..line.end - id.len(), "Message-ID: ");
        builder.keep(line.end - id.len()..line.end);
    } else if !words.starts_with("Created at") {
        builder.keep(line);
    }
}

/// A line's place, and what it says of a check.
fn rows(source: &str) -> impl Iterator<Item = (Range<usize>, Option<Told>)> + '_ {
    each_line(source).map(move |line| {
        let at = line.as_ptr() as usize - source.as_ptr() as usize;
        let start = at + (line.len() - line.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
        let told = (start <= at + line.len()).then(|| told(source, start)).flatten();
        (at..at + line.len(), told.filter(|told| told.end <= at + line.len()))
    })
}

/// Nothing but good results, in words.
fn sentence(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if source.len() > SENTENCE || tells_trouble(source) {
        return None;
    }
    let is_start = |at: usize| !source[..at].ends_with(char::is_alphanumeric);
    let starts = source.char_indices().filter(|(at, c)| matches!(c, 's' | 'S' | 'd' | 'D') && is_start(*at));
    let found: Vec<Told> = starts.filter_map(|(at, _)| told(source, at)).collect();
    let is_good = |told: &Told| matches!(told.result, "pass" | "none" | "neutral");
    let named =
        |method: &&&str| found.iter().any(|told| source[told.method.clone()].eq_ignore_ascii_case(method));
    if METHODS.iter().filter(named).count() < 2 || !found.iter().all(is_good) {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    builder.replace(0..0, "Authentication-Results:");
    for told in &found {
        builder.replace(told.method.start..told.method.start, " ");
        put(&mut builder, source, told, told.end);
    }
    builder.replace(source.len()..source.len(), "\n");
    Some(builder.finish())
}

fn tells_trouble(source: &str) -> bool {
    let lower = source.to_lowercase();
    TROUBLE.iter().any(|word| lower.contains(word))
}

/// The check and its result that begin at a place.
fn told(source: &str, at: usize) -> Option<Told> {
    let rest = source.get(at..)?;
    let method = METHODS
        .iter()
        .find(|method| rest.get(..method.len()).is_some_and(|start| start.eq_ignore_ascii_case(method)))?;
    let behind = &rest[method.len()..];
    let gap = behind.bytes().take(8).take_while(|byte| b" \t:='\"([-".contains(byte)).count();
    if gap == 0 {
        return None;
    }
    let word = behind[gap..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let (_, result) = RESULTS.iter().find(|(written, _)| written.eq_ignore_ascii_case(word))?;
    Some(Told { method: at..at + method.len(), result, end: at + method.len() + gap + word.len() })
}

/// Puts a result as RFC 8601 has it, with the domain or the address that it is for.
fn put(builder: &mut TextBuilder, source: &str, told: &Told, line_end: usize) {
    let method = source[told.method.clone()].to_ascii_lowercase();
    builder.put(told.method.clone(), &method);
    builder.replace(told.method.end..told.end, &format!("={}", told.result));
    let tail = &source[told.end..line_end];
    let named = |key: &str| {
        let (_, behind) = tail.split_once(key)?;
        let value = behind.trim_start().split(|c: char| c.is_whitespace() || ",;()'\"".contains(c)).next()?;
        let start = value.as_ptr() as usize - source.as_ptr() as usize;
        (!value.is_empty()).then(|| start..start + value.trim_end_matches('.').len())
    };
    let property = match method.as_str() {
        "dkim" => named("with domain").map(|domain| (" header.d=", domain)),
        "spf" => named("with IP").map(|address| (" policy.ip=", address)),
        _ => None,
    };
    if let Some((key, value)) = property {
        builder.replace(value.start..value.start, key);
        builder.keep(value);
    }
    builder.replace(line_end..line_end, ";");
}
