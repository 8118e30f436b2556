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
use super::signs;
use super::speech;
use super::status;
use crate::facts::Role;
use crate::input::{event, words};
use crate::text::order;
use crate::text::{Text, TextBuilder};
use std::ops::Range;

/// Addresses that a report names without meaning them: its own sender and receiver.
pub struct Others(pub Vec<String>);

impl Others {
    fn has(&self, address: &str) -> bool {
        find::is_helper(address) || self.0.iter().any(|other| other.eq_ignore_ascii_case(address))
    }
}

/// Reads the words and returns the header of the mail that they return, if there is one.
pub fn read(draft: &mut Draft, text: &Text, others: &Others) -> Option<Text> {
    let text = unquoted(text);
    if tell_of_an_event(draft, &text) {
        return None;
    }
    let (end, header) = cut::returned(text.as_str());
    let own = text.slice(0..end);
    let envelope = &mut draft.facts.envelope;
    envelope.reporter = envelope.reporter.take().or_else(|| speech::reporter(own.as_str()));
    let (sender, time) = speech::original(own.as_str());
    envelope.sender = envelope.sender.take().or(sender);
    envelope.time = envelope.time.take().or(time);
    if has_fields(own.as_str()) {
        status::read(draft, &own);
        draft.is_complete |= !draft.facts.recipients.is_empty();
    }
    if draft.facts.recipients.is_empty() {
        named(draft, &own, others);
    }
    let fields = if draft.is_complete { fields_start(own.as_str()) } else { own.len() };
    say(draft, &own.slice(0..fields));
    header.map(|at| text.slice(at..text.len()))
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
fn unquoted(text: &Text) -> Text {
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

/// Finds the recipients by the places where addresses stand.
fn named(draft: &mut Draft, text: &Text, others: &Others) {
    let source = text.as_str();
    let mut before = "";
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some(lead) = lead(line)
            && !asks_to_write(before)
        {
            for range in lead.addresses {
                if !others.has(&line[range.clone()]) {
                    add(draft, text, at + range.start..at + range.end);
                }
            }
        }
        if !line.trim().is_empty() {
            before = line;
        }
        at += line.len();
    }
    if draft.facts.recipients.is_empty() {
        in_sentences(draft, text, others);
    }
}

fn add(draft: &mut Draft, text: &Text, range: Range<usize>) {
    let address = text.get(range.clone()).to_owned();
    draft.recipient(&address, Some(text.span(range)));
}

/// Addresses that stand in the midst of lines: those with a word before them that means a recipient, or the only one.
fn in_sentences(draft: &mut Draft, text: &Text, others: &Others) {
    let source = text.as_str();
    let mut meant: Vec<Range<usize>> = find::addresses(source)
        .into_iter()
        .filter(|range| !others.has(&source[range.clone()]) && !is_senders(before(source, range.start)))
        .collect();
    // Whom the report itself went to is no failed recipient, unless nobody else is named.
    if meant.iter().any(|range| !is_noted(source, range.start)) {
        meant.retain(|range| !is_noted(source, range.start));
    }
    let cued: Vec<Range<usize>> =
        meant.iter().filter(|range| is_cued(before(source, range.start))).cloned().collect();
    let is_one =
        meant.windows(2).all(|two| source[two[0].clone()].eq_ignore_ascii_case(&source[two[1].clone()]));
    let chosen = if !cued.is_empty() {
        cued
    } else if is_one {
        meant
    } else {
        Vec::new()
    };
    for range in chosen {
        add(draft, text, range);
    }
}

/// Whether an address stands in a line of the note that programs put over a forwarded mail: `To:` right beside `Subject:`,
/// `Date:` and the like, in whatever language.
fn is_noted(source: &str, at: usize) -> bool {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    is_field(&source[start..]) && source[..start].lines().next_back().is_some_and(is_field)
}

/// A line of a word and a colon, with something behind it.
fn is_field(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '*']);
    line.split_once(':').is_some_and(|(name, value)| {
        let word = name.trim_end_matches('*');
        !word.is_empty()
            && word.len() <= 20
            && word.chars().all(char::is_alphabetic)
            && value.lines().next().is_some_and(|value| !value.trim().is_empty())
    })
}

/// What stands before an offset on its line and at the end of the line above, in lower case.
fn before(source: &str, at: usize) -> String {
    let from = source.floor_char_boundary(at.saturating_sub(60));
    let flat = signs::flat(&source[from..at]);
    flat.trim_end_matches(['<', '"', '\'', ' ', ':', '=', '(', '[', '\\']).to_owned()
}

fn is_cued(before: String) -> bool {
    const CUES: &[&str] = &[
        "to",
        "recipient",
        "recipients",
        "user",
        "rcpt to",
        "address",
        "mailbox",
        "account",
        "email",
        "emailaddress",
        "for",
        "addressee",
        "an",
        "à",
        "a",
        "para",
        "al",
        "aan",
        "do",
        "пользователь",
        "local mailbox",
        "generated by",
        "generated from",
        "permanent errors",
        "reach",
        "550",
        "553",
        "551",
        "552",
        "554",
        "5.1.1",
        "users",
    ];
    CUES.iter().any(|cue| before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

fn is_senders(before: String) -> bool {
    if before.ends_with("generated from") {
        return false;
    }
    const CUES: &[&str] = &[
        "from",
        "sender",
        "mail from",
        "reply-to",
        "contact",
        "envelope-from",
        "return-path",
        "message-id",
        "id",
        "identifier",
        "write to",
        "mail to",
        "e-mail to",
        "email to",
        "by e-mail at",
        "by email at",
        "via e-mail at",
        "via email at",
        "forward to",
        "report to",
        "von",
        "de",
        "source",
        "messageid",
        "email us at",
        "us at",
    ];
    CUES.iter().any(|cue| before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

/// A line that asks to write to somebody: the address under it is a helper's.
fn asks_to_write(line: &str) -> bool {
    let line = signs::flat(line);
    [
        "contact us",
        "please contact",
        "assistance",
        "question",
        "please write",
        "send mail to",
        "send an e-mail to",
        "help",
        "from:",
        "sender",
    ]
    .iter()
    .any(|sign| line.contains(sign))
        && !["recipient", "address"].iter().any(|sign| line.contains(sign))
}

/// A line that is led by an address, perhaps behind a label or a name.
struct Lead {
    addresses: Vec<Range<usize>>,
    /// Where the words behind the addresses begin.
    rest: usize,
}

/// What stands before an address in the line of a list.
const LABELS: &[&str] = &[
    "recipient:",
    "recipients:",
    "recipient address:",
    "intended recipient:",
    "intended recipients:",
    "failed recipient:",
    "original recipient:",
    "rcpt to:",
    "addressee:",
    "email address:",
    "e-mail address:",
    "address:",
    "user:",
    "unknown user:",
    "undeliverable to",
    "undeliverable to:",
    "empfänger:",
    "destinataire:",
    "destinatario:",
    "destinatário:",
    "получатель:",
    "收件人:",
    "收件人：",
    "宛先:",
    "宛先：",
    "受信者:",
];

fn lead(line: &str) -> Option<Lead> {
    let mut addresses = find::addresses(line);
    let first = addresses.first()?.clone();
    const OPENING: &[char] =
        &[' ', '\t', '*', '-', '•', '·', '|', '>', '"', '\'', '<', '(', '[', '\u{a0}', '\u{3000}'];
    let before = line[..first.start].trim_matches(OPENING);
    let label = before.to_lowercase();
    // `550 <a@example.org>... User unknown`: the last lines of Sendmail's transcript.
    let is_transcript = line[first.end..].trim_start_matches('>').starts_with("... ") && is_code(before);
    let leads = before.is_empty()
        || is_transcript
        || LABELS.contains(&label.as_str())
        || label.strip_suffix("mailto:").is_some_and(|name| is_name(name.trim_matches(OPENING)))
        || (line[..first.start].ends_with(['<', '('])
            && is_name(before)
            && line[first.end..].trim_matches(['>', ')', ' ', '\n', '.', ':']).is_empty());
    if !leads {
        return None;
    }
    // `a@example.org, b@example.org`: as long as nothing but separators stands between.
    let mut count = 1;
    while let Some(next) = addresses.get(count)
        && line[addresses[count - 1].end..next.start]
            .trim_matches([' ', ',', ';', '<', '>', '"', '\t', '(', ')', '[', ']'])
            .trim_start_matches("mailto:")
            .is_empty()
    {
        count += 1;
    }
    addresses.truncate(count);
    let rest = addresses.last()?.end;
    Some(Lead { addresses, rest })
}

fn is_code(word: &str) -> bool {
    word.len() >= 3 && word.bytes().take(3).all(|byte| byte.is_ascii_digit())
}

/// The display name of a person: a few words that begin with capitals, or none.
fn is_name(words: &str) -> bool {
    words.split_whitespace().count() <= 4
        && !words.contains([':', '.', '='])
        && words
            .split_whitespace()
            .all(|word| !word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()))
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

/// Where the lines behind `----- Transcript of session follows -----` stand.
fn transcript(source: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for line in source.split_inclusive('\n') {
        if is_ruled(line) {
            match start {
                None if line.to_ascii_lowercase().contains("transcript of session") => {
                    start = Some(at + line.len());
                }
                Some(start) => return Some(start..at),
                None => {}
            }
        }
        at += line.len();
    }
    start.map(|start| start..source.len())
}

/// `550 <a@example.org>... User unknown`, `a@example.org... Deferred`: Sendmail's word on a recipient, and where it stands.
fn claimed(line: &str) -> Option<(&str, Range<usize>)> {
    let range = lead(line)?.addresses.into_iter().next()?;
    let rest = line[range.end..].trim_start_matches('>');
    rest.starts_with("...").then(|| (&line[range.clone()], range))
}

/// A dialogue with one server after another: what was said stands before the line on the recipient whom it was said of.
fn retell(draft: &mut Draft, text: &Text) {
    let source = text.as_str();
    let (mut from, mut at) = (0, 0);
    let mut host = None;
    for line in source.split_inclusive('\n') {
        if line.to_ascii_lowercase().contains("while talking to") {
            tell(draft, &text.slice(from..at), &[], None);
            (from, host) = (at, speech::remote(line));
        }
        at += line.len();
        if let Some(index) = claimed(line).and_then(|(address, _)| draft.find(address)) {
            tell(draft, &text.slice(from..at), &[index], host.as_deref());
            from = at;
        }
    }
    tell(draft, &text.slice(from..source.len()), &[], None);
}

/// Takes words of the dialogue in; `host` is the server that it is held with, where they do not name it themselves. What
/// has no `<<<` is Sendmail's own.
fn tell(draft: &mut Draft, words: &Text, about: &[usize], host: Option<&str>) {
    let known = draft.facts.statements.len();
    draft.say(words, about);
    let host = host.filter(|_| words.as_str().contains("<<<"));
    for statement in &mut draft.facts.statements[known..] {
        if statement.role == Role::Reply && statement.remote.is_none() {
            statement.remote = host.map(str::to_owned);
        }
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
fn is_ruled(line: &str) -> bool {
    let line = line.trim();
    ["---", "===", "***", "___", "+++", "|--"].iter().any(|rule| line.starts_with(rule))
}

fn mentioned(draft: &Draft, text: &str) -> Vec<usize> {
    let mut found: Vec<usize> =
        find::addresses(text).into_iter().filter_map(|range| draft.find(&text[range])).collect();
    order::distinct(&mut found);
    found
}
