//! A whole report: its parts brought together.

use super::draft::Draft;
use super::sort::{self, Message, Sort};
use super::{find, html, named, returned, signs, speech, status, until, words};
use crate::facts::{Action, Facts, Kind, Moment, Recipient, Role};
use crate::input::{aside, headers, mime};
use crate::mail::charset::Decoder;
use crate::mail::date;
use crate::text::Text;

/// A report that is a message.
pub fn read(message: &Message, decoder: Decoder) -> Facts {
    read_nested(message, decoder, 0)
}

/// How deep reports that were forwarded in reports are followed.
const DEEPEST: usize = 3;

fn read_nested(message: &Message, decoder: Decoder, depth: usize) -> Facts {
    let mut draft = Draft::default();
    // A mail program shows the fields under names of its own language.
    draft.facts.envelope.time =
        message.header.value("Date").or_else(|| speech::shown_time(message.header.text.as_str()));
    for kind in
        ["message/delivery-status", "message/global-delivery-status", "message/disposition-notification"]
    {
        for part in message.parts(kind) {
            status::read(&mut draft, &part.text());
        }
    }
    // Copied fields without the mail around them: their first group looks like a header.
    if message.header.has("Reporting-MTA") {
        status::read(&mut draft, &message.header.text);
    }
    failed_field(&mut draft, message);
    let subject = message.header.ranges("Subject").next();
    if let Some(range) = subject.filter(|range| signs::is_majordomos(message.header.text.get(range.clone())))
    {
        subject_only(&mut draft, &message.header.text, range);
    }
    draft.is_complete = !draft.facts.recipients.is_empty();
    let texts = texts(message);
    let others = others(message);
    let mut mails: Vec<Text> = Vec::new();
    for text in &texts {
        mails.extend(words::read(&mut draft, text, &others));
    }
    mails.extend(attached(message));
    if (draft.facts.recipients.is_empty() || only_encloses(&draft, &texts))
        && depth < DEEPEST
        && let Some(nested) = mails.iter().find_map(|text| nested(text, decoder, depth))
    {
        return nested;
    }
    for text in &mails {
        returned::read(&mut draft, text);
    }
    sent_to(&mut draft, message);
    for text in &mails {
        returned::author(&mut draft, text);
    }
    finish(draft, &texts, &mails, &message.decoded("Subject", decoder), decoder)
}

/// A report goes to the sender of the mail (RFC 3464, section 2): whom `To` names alone.
fn sent_to(draft: &mut Draft, message: &Message) {
    let Some(value) = message.header.value("To") else { return };
    if let [only] = &find::addresses(&value)[..]
        && !find::is_helper(&value[only.clone()])
        && draft.find(&value[only.clone()]).is_none()
    {
        draft.facts.envelope.sender.get_or_insert_with(|| value[only.clone()].to_owned());
    }
}

/// Whether a report says no reason of its own, since it was written by a mailing list about the report that it encloses.
fn only_encloses(draft: &Draft, texts: &[Text]) -> bool {
    let gives_none = draft.facts.statements.iter().all(|statement| statement.code_span.is_none());
    !draft.is_complete && gives_none && texts.iter().any(|text| signs::is_lists_notice(text.as_str()))
}

/// Words of a report, copied without its header.
pub fn read_words(text: &Text, decoder: Decoder) -> Facts {
    let mut draft = Draft::default();
    let text = if html::looks(text.as_str()) { html::words(text) } else { text.clone() };
    let own = shown_fields(text.as_str());
    // As [`sent_to`] has it.
    let mut receivers = own.iter().filter(|address| !find::is_helper(address) && !signs::is_daemon(address));
    draft.facts.envelope.sender = receivers.next().cloned().filter(|_| receivers.next().is_none());
    let mail = words::read(&mut draft, &text, &named::Others(own));
    let mails: Vec<Text> = mail.into_iter().collect();
    for mail in &mails {
        returned::read(&mut draft, mail);
        returned::author(&mut draft, mail);
    }
    finish(draft, &[text], &mails, "", decoder)
}

/// The addresses of a report's own fields, as a mail program shows them in any language: next to each other, and one of them is
/// the daemon's.
fn shown_fields(text: &str) -> Vec<String> {
    const FIRST: usize = 40;
    const LONGEST_LABEL: usize = 24;
    let is_field = |line: &&str| {
        line.split_once([':', '：']).is_some_and(|(label, value)| {
            !value.trim().is_empty()
                && label.len() <= LONGEST_LABEL
                && !label.trim().contains(char::is_whitespace)
        })
    };
    let is_reports = |line: &&str| line.contains('@') && (signs::is_daemon(line) || signs::is_server(line));
    let lines: Vec<&str> = text.lines().take(FIRST).collect();
    let run = |lines: &[&str]| -> Vec<String> {
        let mut runs = lines.split(|line| !is_field(line));
        let own = runs.find(|run| run.len() > 1 && run.iter().any(is_reports)).unwrap_or_default();
        let addresses = |line: &&str| {
            find::addresses(line).into_iter().map(|range| line[range].to_owned()).collect::<Vec<_>>()
        };
        own.iter().flat_map(addresses).collect()
    };
    let own = run(&lines);
    if !own.is_empty() {
        return own;
    }
    // With a blank line behind each, or all in one line.
    let filled: Vec<&str> = lines.iter().copied().filter(|line| !line.trim().is_empty()).collect();
    let own = run(&filled);
    match own.is_empty() {
        true => filled
            .iter()
            .find(|line| is_reports(line))
            .and_then(|line| behind_the_daemon(line))
            .into_iter()
            .collect(),
        false => own,
    }
}

/// `… <mailer-daemon@example.org> To: ann@example.org Subject: …`: the address of the field behind the daemon's own.
fn behind_the_daemon(line: &str) -> Option<String> {
    let all = find::addresses(line);
    let [first, second] = all.get(..2)? else { return None };
    // Date and subject may stand between the two.
    let between = line[first.end..second.start].trim_end_matches(['<', ' ', '"']);
    let is_field = between.ends_with([':', '：'])
        && between.contains(' ')
        && between.len() < 160
        && !between.ends_with("mailto:");
    let head = &line[..first.end];
    (is_field && (signs::is_daemon(head) || signs::is_server(head))).then(|| line[second.clone()].to_owned())
}

fn finish(mut draft: Draft, texts: &[Text], mails: &[Text], subject: &str, decoder: Decoder) -> Facts {
    if draft.facts.recipients.is_empty()
        && let Some((address, span)) = mails.iter().find_map(returned::only_recipient)
    {
        draft.recipient(&address, Some(span));
        for statement in &mut draft.facts.statements {
            statement.recipient = Some(0);
        }
    }
    let any = |sign: fn(&str) -> bool| texts.iter().any(|text| sign(text.as_str()));
    let subject = signs::flat(subject);
    let action = if any(signs::is_delay)
        || signs::is_delay(&subject)
        || subject.contains("(delay)")
        || subject.starts_with("delayed:")
    {
        Action::Delayed
    } else if any(signs::is_success) {
        Action::Delivered
    } else {
        Action::Failed
    };
    draft.settle(action);
    let has_fields = draft.is_complete;
    let mut facts = draft.facts;
    if has_fields {
        moments(&mut facts, texts);
    }
    warn(&mut facts, texts, mails);
    let failed = facts.recipients.iter().any(|recipient| recipient.action == Some(Action::Failed));
    let is_bounce = failed || (facts.recipients.is_empty() && action == Action::Failed);
    let header = |mail: &Text| headers::read(&mime::split(mail)?.0.text, decoder);
    facts.message = mails.iter().find_map(header).map(Box::new);
    queued(&mut facts, texts);
    facts.aside = texts.iter().flat_map(aside::spans).collect();
    facts.kind = if is_bounce { Kind::Bounce } else { Kind::DeliveryReport };
    facts
}

/// What the server that reports calls the message, and how long it has had it: by its fields, its words, or the uppermost
/// Received field of the mail that it returns.
fn queued(facts: &mut Facts, texts: &[Text]) {
    let envelope = &mut facts.envelope;
    let words = || texts.iter().map(|text| &text.as_str()[..front(text.as_str())]);
    let noted = || {
        let hop = &facts.message.as_ref()?.hops.first()?.read;
        let is_its = match (&envelope.reporter, &hop.by) {
            (Some(reporter), Some(by)) => reporter.eq_ignore_ascii_case(by),
            _ => false,
        };
        // Exchange puts its version there.
        let is_version = |id: &String| id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        hop.id.clone().filter(|id| is_its && !is_version(id))
    };
    let id = envelope.queue_id.take().or_else(|| words().find_map(speech::queue_id)).or_else(noted);
    (envelope.queue_id, envelope.queued) = (id, words().find_map(speech::queued));
}

/// The point of the conversation, where the fields of a reply leave it out and the words for people tell it.
fn moments(facts: &mut Facts, texts: &[Text]) {
    let addresses: Vec<String> =
        facts.recipients.iter().map(|recipient| recipient.address.to_ascii_lowercase()).collect();
    for statement in &mut facts.statements {
        let Some(index) = statement.recipient else { continue };
        if statement.moment.is_none() && statement.role == Role::Reply {
            let about = |text: &Text| {
                let lower = text.as_str().to_ascii_lowercase();
                let others: Vec<&String> =
                    addresses.iter().filter(|other| **other != addresses[index]).collect();
                let places = lower.match_indices(&addresses[index]).take(PLACES);
                places.map(|(at, _)| at).find_map(|at| beside(&lower, at, &others))
            };
            let whole = |text: &Text| speech::moment(&text.as_str()[..front(text.as_str())]);
            let told = texts.iter().find_map(about);
            statement.moment = told.or_else(|| texts.iter().filter(|_| addresses.len() == 1).find_map(whole));
        }
    }
}

/// How far behind an address its reply is looked for.
const FARTHEST: usize = 2000;
/// How many places of an address are looked at: lists, transcripts.
const PLACES: usize = 4;

fn front(text: &str) -> usize {
    text.floor_char_boundary(text.len().min(FARTHEST))
}

/// The point of the conversation in the paragraph of an address, from its line on to where others are spoken of.
fn beside(lower: &str, at: usize, others: &[&String]) -> Option<Moment> {
    let line = lower[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let about = lower[line..].split("\n\n").next().unwrap_or_default();
    let end = others.iter().filter_map(|other| about.find(other.as_str())).min().unwrap_or(about.len());
    speech::moment(&about[..about.floor_char_boundary(end.min(FARTHEST))])
}

/// When the server gives up on those that it still tries, where only the words for people say it.
fn warn(facts: &mut Facts, texts: &[Text], mails: &[Text]) {
    let waits = |recipient: &Recipient| {
        recipient.action == Some(Action::Delayed) && recipient.will_retry_until.is_none()
    };
    if !facts.recipients.iter().any(waits) {
        return;
    }
    let Some(limit) = texts.iter().find_map(|text| until::limit(text.as_str())) else { return };
    let epoch = |time: &str| date::parse(time).ok().map(|date| date.epoch);
    let sent = mails.iter().find_map(|mail| epoch(&mime::split(mail)?.0.value("Date")?));
    if let until::Limit::More(seconds) = limit {
        for recipient in facts.recipients.iter_mut().filter(|recipient| waits(recipient)) {
            recipient.tries_for = Some(seconds);
        }
    }
    let time = limit.time(facts.envelope.time.as_deref().and_then(epoch), sent);
    for recipient in facts.recipients.iter_mut().filter(|recipient| waits(recipient)) {
        recipient.will_retry_until = time;
    }
}

/// Majordomo says all in the subject; the body is the mail that it did not take.
fn subject_only(draft: &mut Draft, header: &Text, range: std::ops::Range<usize>) {
    let subject = header.slice(range.clone());
    let Some(list) = find::addresses(subject.as_str()).into_iter().next() else { return };
    let about: Vec<usize> = draft
        .recipient(&subject.as_str()[list.clone()], Some(subject.span(list.clone())))
        .into_iter()
        .collect();
    draft.say(&subject.slice(list.end..subject.len()), &about);
}

/// `X-Failed-Recipients` of Exim and Google: a list of addresses.
fn failed_field(draft: &mut Draft, message: &Message) {
    if !draft.facts.recipients.is_empty() {
        return;
    }
    for range in message.header.ranges("X-Failed-Recipients") {
        let value = message.header.text.get(range.clone());
        for found in find::addresses(value) {
            let span = message.header.text.span(range.start + found.start..range.start + found.end);
            draft.recipient(&value[found], Some(span));
        }
    }
}

/// The words for people, up to the returned mail; HTML only where there is no plain text.
fn texts(message: &Message) -> Vec<Text> {
    let mut plain: Vec<Text> = Vec::new();
    let mut rich: Vec<Text> = Vec::new();
    for leaf in &message.leaves {
        match leaf.media_type.as_str() {
            "text/html" => rich.push(html::words(&leaf.text())),
            "text/rfc822-headers" | "message/rfc822" | "message/global" | "message/global-headers" => break,
            "message/delivery-status" | "message/global-delivery-status" => {}
            kind if kind.starts_with("text/") || !kind.contains('/') || kind.starts_with("multipart/") => {
                let text = leaf.text();
                match html::looks(text.as_str()) {
                    true => rich.push(html::words(&text)),
                    false => plain.push(text),
                }
            }
            _ => {}
        }
    }
    plain.retain(|text| !text.as_str().trim().is_empty());
    if plain.is_empty() { rich } else { plain }
}

/// The returned mail, or its header, as a part of its own.
pub fn attached(message: &Message) -> Vec<Text> {
    message
        .leaves
        .iter()
        .filter(|leaf| {
            matches!(
                leaf.media_type.as_str(),
                "message/rfc822" | "text/rfc822-headers" | "message/global" | "message/global-headers"
            )
        })
        .map(mime::Entity::text)
        .collect()
}

/// The report's own sender and receiver are nobody's failed recipient.
fn others(message: &Message) -> named::Others {
    let fields = ["From", "To", "Sender", "Return-Path", "Reply-To", "Delivered-To", "Errors-To"];
    let values = fields.iter().flat_map(|name| message.header.values(name).collect::<Vec<_>>());
    named::Others(
        values
            .flat_map(|value| {
                find::addresses(&value).into_iter().map(|range| value[range].to_owned()).collect::<Vec<_>>()
            })
            .collect(),
    )
}

/// A report inside of the mail that seems to be returned: somebody forwarded it.
fn nested(text: &Text, decoder: Decoder, depth: usize) -> Option<Facts> {
    let (header, leaves) = mime::open(text, decoder)?;
    let message = Message { header, leaves };
    (sort::sort(&message, decoder) == Some(Sort::Report)).then(|| read_nested(&message, decoder, depth + 1))
}

#[cfg(test)]
mod tests {
    use super::shown_fields;

    #[test]
    fn whom_a_report_went_to_is_told_from_whom_it_is_about() {
        let lines = [
            "Von: Mail Delivery Subsystem <mailer-daemon@example.org>",
            "An: ann@example.org",
            "Betreff: Fehler",
        ];
        let words = "Address not found\n\nYour message wasn't delivered to bob@example.net.";
        for gap in ["\n", "\n\n", " "] {
            let own = shown_fields(&format!("{}\n\n{words}", lines.join(gap)));
            assert!(own.iter().any(|address| address == "ann@example.org"), "{gap:?} {own:?}");
            assert!(own.iter().all(|address| address != "bob@example.net"), "{gap:?} {own:?}");
        }
        assert!(shown_fields(words).is_empty());
        let told = "mailer-daemon@example.org wrote to me that there is no such mailbox: bob@example.net";
        assert!(shown_fields(&told.replace(": ", " ")).is_empty());
    }
}
