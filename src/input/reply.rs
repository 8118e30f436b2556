//! Words of a server: the codes that lead them, and the codes of their further lines taken out, so that a sentence that
//! runs over two lines is one sentence.

use crate::facts::{Enhanced, Role, Statement};
use crate::mail::reply::{self, Found};
use crate::text::{Text, TextBuilder};

/// A statement out of words, with the codes that stand in them. Without any code the role is [`Role::Words`].
pub fn statement(text: &Text) -> Statement {
    match reply::find(text.as_str()) {
        Some(found) => with_code(text, &found),
        None => Statement::new(text.clone(), Role::Words),
    }
}

/// A statement out of words in which a code has been found.
pub fn with_code(text: &Text, found: &Found) -> Statement {
    let mut statement = Statement::new(joined(text, found), Role::Reply);
    statement.code = found.code;
    statement.code_span = Some(text.span(found.range.clone()));
    let beside = || {
        let near = |other: &Found| other.code.is_none() && other.range.start < found.range.end + FAR;
        reply::all(text.as_str()).map(|(_, other)| other).filter(near).find_map(|other| other.enhanced)
    };
    statement.enhanced = found
        .enhanced
        .or_else(|| found.code.and_then(|_| beside()))
        .map(|(class, subject, detail)| Enhanced { class, subject, detail });
    statement
}

/// `550 no such user (#5.1.1)`: how far behind the basic code the enhanced one may stand.
const FAR: usize = 600;

/// The reply's lines as one line: a blank stands for the line end and the code of the next one.
pub fn joined(text: &Text, found: &Found) -> Text {
    let cuts = reply::continuations(text.as_str(), found);
    if cuts.is_empty() {
        return text.clone();
    }
    let mut built = TextBuilder::new(text);
    let mut from = 0;
    for cut in cuts {
        // `<<<` leads the lines of Sendmail's transcripts, `[nl]` ends those in hMailServer's log.
        let before = text.as_str()[..cut.start].trim_end().trim_end_matches("<<<").trim_end_matches("[nl]");
        let start = before.trim_end().len().max(from);
        built.keep(from..start);
        built.replace(start..cut.end, " ");
        from = cut.end.max(from);
    }
    built.keep(from..text.len());
    built.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_of_several_lines_is_one_sentence() {
        let statement =
            statement(&Text::plain("550-5.1.1 The account does\r\n550-5.1.1 not exist\r\n550 5.1.1 here"));
        assert_eq!(statement.text.as_str(), "550-5.1.1 The account does not exist here");
        assert_eq!((statement.code, statement.role), (Some(550), Role::Reply));
        assert_eq!(statement.enhanced.map(|code| code.to_string()).as_deref(), Some("5.1.1"));
    }

    #[test]
    fn a_reply_that_is_quoted_keeps_its_code() {
        let statement =
            statement(&Text::plain("550-Called: 192.0.2.7[nl]550-Response: 550 Unknown user[nl]550 No"));
        assert_eq!(statement.text.as_str(), "550-Called: 192.0.2.7 Response: 550 Unknown user No");
    }

    #[test]
    fn the_enhanced_code_may_stand_behind_the_words() {
        let statement = statement(&Text::plain("553 sorry, no mailbox here (#5.7.1)"));
        assert_eq!(statement.enhanced.map(|code| code.to_string()).as_deref(), Some("5.7.1"));
    }
}
