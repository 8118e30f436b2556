//! Evidence that says something by itself: a bare "Yes", a number or the author's domain is no reason.

use crate::facts::Facts;
use crate::facts::message::Of;
use crate::mail::address::Mailbox;
use crate::report::{Evidence, evidence};
use crate::text::Span;

/// Longer lines are not quoted for one word in them. Bytes.
const MOST: usize = 120;

/// The same words, a bare value with the line of the field that it stands in; what only names the domain in From is left out, and
/// where nothing remains, the field of the server that took the mail last shows that it arrived, or that of a check that it was looked at.
pub fn telling(paste: &str, facts: &Facts, all: Vec<Evidence>) -> Vec<Evidence> {
    let Some(message) = facts.message.as_deref() else { return all };
    let told: Vec<Evidence> = all.iter().filter_map(|one| widened(paste, facts, one)).collect();
    if !told.is_empty() {
        return told;
    }
    let checked =
        || message.auth.iter().map(|of| of.field).chain(message.received_spf.iter().map(|of| of.field));
    let newest = message.hops.first().map(|hop| hop.field).or_else(|| checked().min());
    let newest = newest.and_then(|at| message.fields.get(at));
    newest.and_then(|field| evidence::evidence(paste, facts, field.span)).map_or(all, |newest| vec![newest])
}

fn widened(paste: &str, facts: &Facts, one: &Evidence) -> Option<Evidence> {
    let message = facts.message.as_deref()?;
    let holds = |span: Span| span.start <= one.start && one.end <= span.end;
    let Some(field) = message.fields.iter().find(|field| holds(field.span)) else { return Some(one.clone()) };
    let word = one.quote.trim();
    let names_author =
        |from: &Of<Mailbox>| from.read.address.ends_with(word) || from.read.domain().as_deref() == Some(word);
    if field.is("From") && message.from.iter().any(names_author) {
        return None;
    }
    let is_bare =
        word.parse::<f64>().is_ok() || (!word.contains([' ', '=', ':']) && field.value.trim() == word);
    let line = paste.get(field.span.start..field.span.end)?.lines().next().unwrap_or_default();
    let end = field.span.start + line.trim_end().len();
    // Where it stands on a later line, or in a long one, it stays as it is.
    let fits = is_bare && end >= one.end && end - field.span.start <= MOST;
    match fits {
        true => evidence::evidence(paste, facts, Span { start: field.span.start, end }),
        false => Some(one.clone()),
    }
}

#[cfg(test)]
mod tests {
    fn quotes(filter: &str) -> Vec<String> {
        let paste = format!(
            "{filter}Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org with ESMTPS id b7; Tue, 3 Nov \
             2026 10:00:02 +0100\nFrom: bob@example.com\nSubject: a\n"
        );
        crate::diagnose(&paste).findings.remove(0).evidence.into_iter().map(|one| one.quote).collect()
    }

    #[test]
    fn a_bare_word_is_no_reason() {
        assert_eq!(quotes("X-Spam-Status: Yes\n"), ["X-Spam-Status: Yes"]);
        assert_eq!(
            quotes("X-Spam-Score: 8.5\nX-Spam-Flag: YES\n").last().map(String::as_str),
            Some("X-Spam-Flag: YES")
        );
        // A test's name is one.
        let tests = "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n";
        assert_eq!(quotes(tests), ["RAZOR2_CHECK"]);
        let arrived = quotes("");
        assert!(
            matches!(&arrived[..], [one] if one.starts_with("Received: from out.example.com")),
            "{arrived:?}"
        );
    }
}
