//! Which words are shown for a cause: the sentence about the recipient rather than a link below it, the whole reply rather
//! than its first line.

use super::Finding;
use crate::facts::{Facts, Recipient, Role, Statement};
use crate::text::Span;
use std::ops::Range;

/// Looks again at what is to be shown for a finding.
pub fn choose(facts: &Facts, finding: &mut Finding) {
    if facts.recipients.len() > MOST {
        return;
    }
    finding.answer = fuller(facts, finding).or(finding.answer);
    if let Some(sentence) = sentence(facts, finding) {
        finding.evidence.insert(0, sentence);
    }
}

/// The same reply with more of its words: Sendmail gives the first line of the reply as the reason, and all of it in the
/// transcript.
fn fuller(facts: &Facts, finding: &Finding) -> Option<usize> {
    let own = &facts.statements[finding.answer.or(finding.statement)?];
    if own.role != Role::Reply {
        return None;
    }
    let begins = reply(own)?;
    let is_it = |other: &Statement| {
        (other.role, other.code, other.enhanced) == (own.role, own.code, own.enhanced)
            && (other.recipient.is_none() || other.recipient == own.recipient)
            && (own.remote.is_none() || own.remote == other.remote)
            && reply(other).is_some_and(|whole| whole.len() > begins.len() && whole.starts_with(&begins))
    };
    facts.statements.iter().position(is_it)
}

/// Hundreds of recipients each have words of their own.
const MOST: usize = 8;
/// A reply is no longer than this, RFC 5321, section 4.5.3.1.5, but for one of many lines.
const LONGEST: usize = 2000;

/// The words of a reply from its code on, without the bracket that closed around them.
fn reply(statement: &Statement) -> Option<String> {
    let start = statement.text.range_of(statement.code_span?)?.start;
    let text = statement.text.as_str();
    let words = &text[start..text.floor_char_boundary(text.len().min(start + LONGEST))];
    let paragraph = words.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let is_telling = |words: &String| words.len() > 12 || statement.enhanced.is_some();
    Some(words.join(" ").trim_end_matches(')').to_owned()).filter(is_telling)
}

/// Where the words that told are but (a part of) a link: the first sentence that names the recipient.
fn sentence(facts: &Facts, finding: &Finding) -> Option<Span> {
    let text = &facts.statements.get(finding.statement?)?.text;
    let told = text.range_of(*finding.evidence.first()?)?;
    if facts.kind == crate::facts::Kind::Reply || !is_in_link(text.as_str(), &told) {
        return None;
    }
    let range = naming(text.as_str(), facts.recipients.get(finding.recipient?)?)?;
    (!range.contains(&told.start)).then(|| text.span(range))
}

fn is_in_link(text: &str, told: &Range<usize>) -> bool {
    let before = text[..told.start].rsplit(char::is_whitespace).next().unwrap_or_default();
    let words = &text[told.clone()];
    (before.contains("://") || words.contains("://")) && !words.contains(char::is_whitespace)
}

/// The sentence, or the line, that has the address or its first part as a word.
fn naming(text: &str, recipient: &Recipient) -> Option<Range<usize>> {
    let local = recipient.address.split('@').next().filter(|local| local.len() >= 4)?;
    let at = text.find(recipient.address.as_str()).or_else(|| {
        let is_word = |(at, name): &(usize, &str)| {
            let joins = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '/');
            !text[..*at].ends_with(joins) && !text[at + name.len()..].starts_with(joins)
        };
        text.match_indices(local).find(is_word).map(|(at, _)| at)
    })?;
    let ends = [". ", ".\n", "\n\n", "。", "? ", "! "];
    let start = ends.iter().filter_map(|end| Some(text[..at].rfind(end)? + end.len())).max().unwrap_or(0);
    let end = ends.iter().filter_map(|end| text[at..].find(end)).min().map_or(text.len(), |end| at + end + 1);
    let end = text.ceil_char_boundary(end);
    let lead = text[start..end].len() - text[start..end].trim_start().len();
    Some(start + lead..start + text[start..end].trim_end().len())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_whole_reply_is_shown_and_not_its_first_line() {
        let paste = "   ----- The following addresses had permanent fatal errors -----\n<ann@example.org>\n    \
                     (reason: 550-5.1.1 The account that you want to reach is not there. Please)\n\n   ----- Transcript of session follows -----\n\
                     ... while talking to mx.example.org.:\n>>> RCPT To:<ann@example.org>\n\
                     <<< 550-5.1.1 The account that you want to reach is not there. Please\n<<< 550-5.1.1 look at the address again, or at\n\
                     <<< 550 5.1.1 https://help.example.org/nouser\n550 5.1.1 <ann@example.org>... User unknown\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(
            first.reply.expect("a reply").text,
            "550-5.1.1 The account that you want to reach is not there. Please look at the address again, or at \
             https://help.example.org/nouser"
        );
    }

    #[test]
    fn a_sentence_says_more_than_the_link_below_it() {
        let paste = "From: MAILER-DAEMON@googlegroups.com\nTo: bob@example.net\nSubject: Undeliverable: hello\n\
                     X-Failed-Recipients: gardeners@googlegroups.com\n\nHello bob@example.net,\n\n\
                     Gruppen gardeners som du skrev till tar inte emot brev av dig. Den kan vara stängd.\n\n\
                     Läs mera på https://groups.google.com/support/ om du vill.\n\n----- Original message -----\n\nFrom: bob@example.net\nSubject: hello\n\nHi\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.cause, "recipient-restricted");
        assert!(first.evidence[0].quote.starts_with("Gruppen gardeners"), "{:?}", first.evidence);
        let ask = first.ask.expect("a letter");
        assert!(ask.contains("Gruppen gardeners") && ask.contains("it may be this"), "{ask}");
    }
}
