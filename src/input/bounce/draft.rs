//! What has been read of one report so far: several parts of it speak of the same recipients.

use crate::facts::{Action, Enhanced, Facts, Recipient, Role, Statement};
use crate::input::reply;
use crate::mail::reply as codes;
use crate::text::{Span, Text};

use super::speech;

#[derive(Default)]
pub struct Draft {
    pub facts: Facts,
    /// No recipient may be added any more: a part that knows them has been read.
    pub is_complete: bool,
}

/// More recipients than this are counted, not listed: a report of a million lines is no report.
const MOST: usize = 2_000;

impl Draft {
    /// The recipient of that address, whichever of its two forms it is.
    pub fn find(&self, address: &str) -> Option<usize> {
        let same = |other: &str| other.eq_ignore_ascii_case(address);
        self.facts
            .recipients
            .iter()
            .position(|known| same(&known.address) || known.original.as_deref().is_some_and(same))
    }

    /// Finds or adds a recipient. `None` where it is not known and none may be added.
    pub fn recipient(&mut self, address: &str, span: Option<Span>) -> Option<usize> {
        if let Some(found) = self.find(address) {
            return Some(found);
        }
        if self.is_complete || self.facts.recipients.len() >= MOST {
            return None;
        }
        self.facts.recipients.push(Recipient { address: address.to_owned(), span, ..Recipient::default() });
        Some(self.facts.recipients.len() - 1)
    }

    /// Takes in words: replies that are quoted in them speak for themselves, what stands before them is the report's.
    ///
    /// `about`: the recipients that the words are about; none: the whole report.
    pub fn say(&mut self, words: &Text, about: &[usize]) {
        if words.as_str().trim().is_empty() {
            return;
        }
        for statement in split(words) {
            self.push(statement, about);
        }
    }

    /// Takes in words that only introduce; a reply in them counts as any other.
    pub fn introduce(&mut self, words: &Text, about: &[usize]) {
        let from = self.facts.statements.len();
        self.say(words, about);
        for statement in self.facts.statements[from..].iter_mut().filter(|said| said.role == Role::Words) {
            statement.role = Role::Context;
        }
    }

    /// Adds a statement once for each recipient that it is about.
    pub fn push(&mut self, statement: Statement, about: &[usize]) {
        if about.is_empty() {
            self.facts.statements.push(statement);
            return;
        }
        for index in about {
            if let Some(recipient) = self.facts.recipients.get_mut(*index)
                && statement.role == Role::Reply
            {
                recipient.reply_code = recipient.reply_code.or(statement.code);
                recipient.status = recipient.status.or(statement.enhanced);
            }
            self.facts.statements.push(Statement { recipient: Some(*index), ..statement.clone() });
        }
    }

    /// Gives all recipients without an action this one.
    pub fn settle(&mut self, action: Action) {
        for recipient in &mut self.facts.recipients {
            recipient.action.get_or_insert(action);
        }
    }
}

/// At most so many replies are taken from one run of words: the last ones, since a server's last word counts.
const REPLIES: usize = 6;

/// Cuts words at the replies in them.
fn split(words: &Text) -> Vec<Statement> {
    let text = words.as_str();
    let starts = starts(text);
    let moment = speech::moment(text);
    let Some(first) = starts.first().copied() else {
        let mut statement = reply::statement(words);
        statement.role = if statement.code_span.is_some() { Role::Reply } else { Role::Words };
        statement.moment = moment;
        statement.remote = speech::remote(text).filter(|_| statement.role == Role::Reply);
        return vec![statement];
    };
    if let [only] = starts[..]
        && !text[only..].bytes().any(|byte| byte.is_ascii_alphabetic())
    {
        // `mailbox unavailable [error code 550]`: the code stands behind the words.
        let mut statement = reply::statement(words);
        (statement.remote, statement.moment) = (speech::remote(text), moment);
        return vec![statement];
    }
    let mut statements = Vec::new();
    let before = words.slice(0..first);
    if before.as_str().chars().filter(|c| c.is_alphabetic()).count() > 3 {
        statements.push(Statement { moment, ..Statement::new(before, Role::Words) });
    }
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let mut statement = with_its_code(&words.slice(*start..end), text, *start);
        statement.role = if is_sendmails_own(text, *start) { Role::Words } else { Role::Reply };
        statement.remote = speech::remote(&text[..*start]);
        statement.moment = moment;
        statement.is_quoted = text[..*start].ends_with('\'');
        statements.push(statement);
    }
    statements
}

/// A reply that was found at an offset of the whole words: what stands before it may be what shows its code, as in
/// `ResponseCode 421, , Host not reachable`.
fn with_its_code(words: &Text, whole: &str, start: usize) -> Statement {
    let statement = reply::statement(words);
    let known = || {
        codes::all(&whole[..whole.floor_char_boundary(start + CODES)])
            .find(|(_, found)| found.range.start == start)
    };
    match statement.code_span {
        None => known().map_or(statement, |(_, found)| {
            let range = 0..found.range.len().min(words.len());
            reply::with_code(words, &codes::Found { range, ..found })
        }),
        Some(_) => statement,
    }
}

/// Longer than a code and an enhanced one.
const CODES: usize = 24;

/// Behind the dialogue with a server, `<<< 553 …`, Sendmail writes what it makes of it on a line of its own:
/// `550 5.1.1 <a@b>... User unknown`, whatever the server had said.
fn is_sendmails_own(text: &str, start: usize) -> bool {
    text[..start].ends_with('\n') && text[start..].lines().next().is_some_and(|line| line.contains("... "))
}

/// A reply's code and its enhanced code.
type Codes = (Option<u16>, Option<(u8, u16, u16)>);

/// Where replies begin: clear ones, each with another code than the one before it, or on a line of its own behind `<<<`.
fn starts(text: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    let mut last: Option<Codes> = None;
    let dialogue = text.find("<<< ");
    for (weight, found) in codes::all(text) {
        let start = found.range.start;
        if weight < 2 || found.code.is_none_or(|code| code < 400) {
            continue;
        }
        let key = (found.code, found.enhanced);
        let is_same = last.is_some_and(|last| last == key || (last.0 == key.0 && key.1.is_none()));
        let is_behind = dialogue.is_some_and(|dialogue| dialogue < start);
        if is_same && !(is_behind && is_sendmails_own(text, start)) {
            // A table has the code alone, Sendmail's reason the first line: the whole reply comes further down.
            if let Some(known) = starts.last_mut()
                && !is_alone(text, start)
                && (is_alone(text, *known) || is_first_line(text, *known, start))
            {
                *known = start;
            }
            continue;
        }
        last = Some(key);
        starts.push(start);
    }
    let surplus = starts.len().saturating_sub(REPLIES);
    starts.drain(..surplus);
    starts
}

/// Whether the code that stands here is all of its line.
fn is_alone(text: &str, start: usize) -> bool {
    text[start..].lines().next().is_none_or(|line| !line.contains(char::is_alphabetic))
}

/// `(reason: 550-5.7.1 Messages missing)`, and the same among the lines of the dialogue, each behind `<<<`.
fn is_first_line(text: &str, known: usize, start: usize) -> bool {
    text[..known].ends_with("(reason: ") && text[..start].ends_with("<<< ")
}

/// An enhanced code out of a value.
pub fn enhanced(value: &str) -> Option<Enhanced> {
    let start = value.find(|c: char| c.is_ascii_digit())?;
    codes::enhanced_at(value, start).map(|((class, subject, detail), _)| Enhanced { class, subject, detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_by_what_stands_before_it() {
        let words =
            Text::plain("[Status: Error, Address: <a@example.org>, ResponseCode 421, , not reachable]");
        let statements = split(&words);
        assert_eq!(statements.last().expect("a reply").code, Some(421));
    }

    #[test]
    fn the_whole_reply_counts_where_a_table_has_its_code_alone() {
        let words = Text::plain(
            "Status code: 550 5.1.8\n\nSubject: Offer\nError:\t550 5.1.8 Access denied, bad sender\n",
        );
        let said: Vec<String> = split(&words).iter().map(|said| said.text.as_str().to_owned()).collect();
        assert_eq!(
            said.last().map(|said| said.trim()),
            Some("550 5.1.8 Access denied, bad sender"),
            "{said:?}"
        );
    }

    #[test]
    fn the_dialogue_has_the_lines_that_sendmails_reason_leaves_out() {
        let words = Text::plain(
            "<b@example.net>\n    (reason: 550-5.7.1 [192.0.2.4] This message has no date)\n\n   ----- Transcript of session follows -----\n\
             >>> DATA\n<<< 550-5.7.1 [192.0.2.4] This message has no date\n<<< 550 5.7.1 and is not taken.\n554 5.0.0 Service unavailable\n",
        );
        let said = split(&words);
        let reply = said.iter().find(|said| said.role == Role::Reply).expect("a reply");
        assert_eq!(
            reply.text.as_str().trim(),
            "550-5.7.1 [192.0.2.4] This message has no date and is not taken."
        );
    }

    #[test]
    fn quoted_replies_speak_for_themselves() {
        let words = Text::plain(
            "host mx.example.org[192.0.2.1] said:\n 452 4.2.2 full (in reply to RCPT TO command)",
        );
        let statements = split(&words);
        assert_eq!(statements.len(), 2);
        assert_eq!((statements[0].role, statements[1].role), (Role::Words, Role::Reply));
        assert_eq!(statements[1].remote.as_deref(), Some("mx.example.org"));
        assert_eq!(statements[1].code, Some(452));
    }
}
