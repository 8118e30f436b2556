//! The part of a report that is for people, of whatever system.
//!
//! Reports without a standard share a shape: addresses lead lines or stand in sentences about failing, the reason
//! stands beside or under them, and at the end comes the mail that is returned. So no system has a reader of its own.
//!
//! Lines are walked once. A line that is led by an address opens words about that recipient; addresses that follow
//! each other with nothing between them share the words that come next; a ruled line closes them.

use super::cut;
use super::draft::Draft;
use super::find;
use super::lead::lead;
use super::named::{Others, named, written_to};
use super::remark;
use super::speech;
use super::status;
use super::table;
use super::transcript::{claimed, retell, transcript};
use crate::facts::{Role, Statement};
use crate::input::{below, event, words};
use crate::text::order;
use crate::text::{Text, TextBuilder};

/// Reads the words and returns the header of the mail that they return, if there is one.
pub fn read(draft: &mut Draft, text: &Text, others: &Others) -> Option<Text> {
    let text = unquoted(text);
    if tell_of_an_event(draft, &text) {
        return None;
    }
    let (end, header) = cut::returned(text.as_str());
    let below = remark::start(&text.as_str()[..end]).unwrap_or(end);
    let above = remark::above(&text.as_str()[..below]);
    let own = text.slice(above..below);
    let envelope = &mut draft.facts.envelope;
    envelope.reporter = envelope.reporter.take().or_else(|| speech::reporter(own.as_str()));
    let (sender, time) = speech::original(own.as_str());
    envelope.sender = envelope.sender.take().or(sender);
    envelope.message_id = envelope.message_id.take().or_else(|| speech::certified_id(own.as_str()));
    // When the mail was written is asked for, and not when the report was.
    envelope.time = time.or(envelope.time.take()).or_else(|| speech::shown_time(own.as_str()));
    let parted = below::part(&own, |line| lead(line).is_some() || is_ruled(line));
    let own = parted.as_ref().map_or(own, |parted| parted.own.clone());
    if has_fields(own.as_str()) {
        status::read(draft, &own);
        draft.is_complete |= !draft.facts.recipients.is_empty();
    }
    match draft.facts.recipients.is_empty() {
        true => named(draft, &own, others),
        false => written_to(draft, own.as_str()),
    }
    let known = draft.facts.statements.len();
    let fields = if draft.is_complete { fields_start(own.as_str()) } else { own.len() };
    say(draft, &own.slice(0..fields));
    answered(&mut draft.facts.statements[known..], &own.as_str()[..fields]);
    if let Some(parted) = parted {
        below::add(&mut draft.facts, parted);
    }
    remarked(draft, &text.slice(0..above));
    remarked(draft, &text.slice(below..end));
    if header.is_none() {
        let envelope = &mut draft.facts.envelope;
        envelope.sender = envelope.sender.take().or_else(|| return_path(&text.as_str()[end..]));
    }
    header.map(|at| text.slice(at..text.len()))
}

/// The sender in what is left of a returned mail, where little was copied of it.
fn return_path(rest: &str) -> Option<String> {
    const FEW: usize = 12;
    let value = rest.lines().take(FEW).find_map(|line| line.trim_start().strip_prefix("Return-Path:"))?;
    find::addresses(value).into_iter().next().map(|range| value[range].to_owned())
}

/// Takes in what somebody wrote below: it counts where the report says nothing, and proves nothing then.
fn remarked(draft: &mut Draft, remark: &Text) {
    if !remark.as_str().trim().is_empty() {
        draft.facts.prose.push(remark.span(0..remark.len()));
        draft.facts.statements.push(Statement::new(remark.clone(), Role::Words));
    }
}

/// A service's event in JSON, sent by mail. What stands behind it is a footer.
fn tell_of_an_event(draft: &mut Draft, text: &Text) -> bool {
    let string = text.as_str();
    let start = string.len() - string.trim_start().len();
    if !string[start..].starts_with('{') || event::action(string).is_none() {
        return false;
    }
    let object = text.slice(start..start + event::end(&string[start..]));
    let told = words::read(&object);
    for (number, recipient) in told.recipients.into_iter().enumerate() {
        let Some(index) = draft.recipient(&recipient.address, recipient.span) else { continue };
        let known = &mut draft.facts.recipients[index];
        known.action = known.action.or(recipient.action);
        for statement in
            told.statements.iter().filter(|said| said.recipient.is_none_or(|about| about == number))
        {
            draft.push(statement.clone(), &[index]);
        }
    }
    let time = draft.facts.envelope.time.take();
    draft.facts.envelope = told.envelope;
    draft.facts.envelope.time = draft.facts.envelope.time.take().or(time);
    true
}

/// Who answered, where a line of the words names one server and the words before the replies none.
fn answered(statements: &mut [Statement], words: &str) {
    if let Some((_, remote)) = table::rejecting(words) {
        for statement in statements.iter_mut().filter(|said| said.role == Role::Reply) {
            // Microsoft 365 names it on the line below the reply.
            let said = statement.text.as_str();
            let end = table::rejecting(said).map_or(said.len(), |(at, _)| said[..at].trim_end().len());
            statement.text = statement.text.slice(0..end);
            statement.remote = Some(remote.clone());
        }
        return;
    }
    let Some(remote) = speech::answering(words) else { return };
    for statement in statements.iter_mut().filter(|said| said.role == Role::Reply) {
        statement.remote.get_or_insert_with(|| remote.clone());
    }
}

fn has_fields(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("final-recipient:") || lower.contains("original-recipient:")
}

/// Where the fields for machines begin, which speak for themselves, in words that were copied with them.
fn fields_start(text: &str) -> usize {
    const FIRST: &[&str] = &["reporting-mta:", "final-recipient:", "original-recipient:"];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.get(..line.floor_char_boundary(24)).unwrap_or_default().to_ascii_lowercase();
        if FIRST.iter().any(|field| lower.starts_with(field)) {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// Marks of quoting taken off (RFC 3676, section 4.5); `>>>` is a transcript's own sign.
pub fn unquoted(text: &Text) -> Text {
    if !text.as_str().contains("\n> ") && !text.as_str().starts_with("> ") {
        return text.clone();
    }
    let mut built = TextBuilder::new(text);
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let mut skip = 0;
        while line[skip..].starts_with("> ") || line[skip..].trim_end() == ">" {
            skip += if line[skip..].starts_with("> ") { 2 } else { 1 };
        }
        built.keep(at + skip..at + line.len());
        at += line.len();
    }
    built.finish()
}

/// Takes the words in; a dialogue of Sendmail's by its own order.
fn say(draft: &mut Draft, text: &Text) {
    let talk = transcript(text.as_str()).filter(|range| {
        let lines = text.as_str()[range.clone()].split_inclusive('\n');
        lines.filter_map(claimed).any(|(address, _)| draft.find(address).is_some())
    });
    match talk {
        Some(range) => {
            say_plainly(draft, &text.slice(0..range.start));
            retell(draft, &text.slice(range.clone()));
            say_plainly(draft, &text.slice(range.end..text.len()));
        }
        None => say_plainly(draft, text),
    }
}

/// Takes the words in, each run of lines for the recipients that it is about.
fn say_plainly(draft: &mut Draft, text: &Text) {
    let source = text.as_str();
    if draft.facts.recipients.len() <= 1 {
        return say_of_one(draft, text);
    }
    let mut run = Run::default();
    let mut at = 0;
    let mut paragraph_end = 0;
    for line in source.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if range.start >= paragraph_end {
            paragraph_end = range.start + paragraph(&source[range.start..]);
            let mentioned = mentioned(draft, &source[range.start..paragraph_end]);
            if mentioned.len() == 1 && run.about != mentioned && lead(line).is_none() {
                run.turn(draft, text, range.start, mentioned);
            }
        }
        if is_ruled(line) {
            run.turn(draft, text, range.start, Vec::new());
            run.from = range.end;
        } else if let Some(lead) = lead(line) {
            let known: Vec<usize> =
                lead.addresses.iter().filter_map(|range| draft.find(&line[range.clone()])).collect();
            if known.is_empty() {
                continue;
            }
            let shares = run.is_list && !source[run.from..range.start].contains(char::is_alphanumeric);
            let mut about = if shares { run.about.clone() } else { Vec::new() };
            about.extend(known);
            run.turn(draft, text, range.start, about);
            (run.from, run.is_list) = (range.start + lead.rest, true);
        } else {
            let mentioned = mentioned(draft, line);
            if !mentioned.is_empty() && mentioned.iter().any(|index| !run.about.contains(index)) {
                run.turn(draft, text, range.start, mentioned);
            }
        }
    }
    run.turn(draft, text, source.len(), Vec::new());
}

/// Of a report on one recipient: what stands before the recipient is named says hello, and seldom why.
fn say_of_one(draft: &mut Draft, text: &Text) {
    let about: Vec<usize> = (0..draft.facts.recipients.len()).collect();
    let source = text.as_str();
    let named =
        find::addresses(source).into_iter().find(|range| draft.find(&source[range.clone()]).is_some());
    let start = named.map_or(0, |range| source[..range.start].rfind('\n').map_or(0, |newline| newline + 1));
    draft.introduce(&text.slice(0..start), &about);
    draft.say(&text.slice(start..source.len()), &about);
}

/// Words that are about the same recipients.
#[derive(Default)]
struct Run {
    about: Vec<usize>,
    from: usize,
    /// Whether its recipients led lines.
    is_list: bool,
}

impl Run {
    /// Ends here and begins anew about others.
    fn turn(&mut self, draft: &mut Draft, text: &Text, at: usize, about: Vec<usize>) {
        if self.from < at {
            draft.say(&text.slice(self.from..at), &self.about);
        }
        *self = Run { about, from: at, is_list: false };
    }
}

/// How long a paragraph is: to the next empty or ruled line.
fn paragraph(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() || is_ruled(line) {
            break;
        }
    }
    at
}

/// `----- Transcript of session follows -----`, `=====`.
pub fn is_ruled(line: &str) -> bool {
    let line = line.trim();
    ["---", "===", "***", "___", "+++", "|--"].iter().any(|rule| line.starts_with(rule))
}

fn mentioned(draft: &Draft, text: &str) -> Vec<usize> {
    let mut found: Vec<usize> =
        find::addresses(text).into_iter().filter_map(|range| draft.find(&text[range])).collect();
    order::distinct(&mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_microsofts_is_read_in_its_other_languages() {
        for (heading, created, sender, error, rejected) in [
            (
                "Ursprüngliche Nachrichtendetails",
                "Erstellungsdatum:",
                "Absenderadresse:",
                "Fehler:",
                "Nachricht abgelehnt von:",
            ),
            (
                "Détails du message d'origine",
                "Date de création :",
                "Adresse de l'expéditeur :",
                "Erreur :",
                "Message rejeté par :",
            ),
        ] {
            let paste = format!(
                "Gesendet: Dienstag, 3. November 2026 11:40\n\nUnzustellbar: bob@example.net\n\n550 5.7.133\n{heading}\n{created}\t03.11.2026 \
                 08:15:02\n{sender}\tann@example.org\n\n{error}\t550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; not for \
                 you\n{rejected}\tmx.example.net\n"
            );
            let facts = super::super::report::read_words(&Text::plain(&paste), crate::mail::charset::builtin);
            assert_eq!(facts.envelope.sender.as_deref(), Some("ann@example.org"), "{heading}");
            assert_eq!(facts.envelope.time.as_deref(), Some("03.11.2026 08:15:02"), "{heading}");
            let reply = facts.statements.iter().find(|said| said.role == Role::Reply).expect("a reply");
            assert!(reply.text.as_str().ends_with("not for you"), "{:?}", reply.text.as_str());
            assert_eq!(reply.remote.as_deref(), Some("mx.example.net"));
        }
    }

    #[test]
    fn who_answered_may_stand_below_the_reply() {
        let paste = "Your message could not be delivered.\n\nError: 550 5.1.1 no such user\nRecipient: ann@example.org\n\n\
                     Sender-MTA:  <192.0.2.2>\nRemote-MTA:\t<198.51.100.7>\nReporting-MTA:  <out.example.net>\n";
        let facts = super::super::report::read_words(&Text::plain(paste), crate::mail::charset::builtin);
        let reply = facts.statements.iter().find(|said| said.role == Role::Reply).expect("a reply");
        assert_eq!(reply.remote.as_deref(), Some("198.51.100.7"));
        assert_eq!(facts.envelope.reporter.as_deref(), Some("out.example.net"));
    }
}
