//! Header blocks: where they stand in a paste, and what they say.
//!
//! Also those that lost their folding, their line ends, that stand inside of a forwarding note, or below the table of
//! Gmail's "Show original" page.

mod asker;
mod begun;
mod find;
mod read;
mod summary;
mod verdicts;

use crate::facts::message::{Message, Of};
use crate::facts::{Envelope, Facts, Kind, ReportHeader};
use crate::input::below::asks;
use crate::input::{Paste, damage, prose, reports};
use crate::mail::address::Mailbox;
use crate::mail::charset::Decoder;
use crate::mail::{header, reply};
use crate::text::{Text, TextBuilder};
use find::Block;
use verdicts::{is_filters, is_stamp, is_verdict};

/// A block, and the text that it stands in where that is not the one that was searched.
pub struct Found {
    parted: Option<Text>,
    block: Block,
    /// The paste begins within a field, of which only the rest stands above the block or as its first field.
    is_begun: bool,
}

/// Finds the block of the outermost message in a repaired text.
pub fn find(text: &Text) -> Option<Found> {
    let parted = part_joined(text).or_else(|| summary::as_field(text));
    let whole = parted.as_ref().unwrap_or(text);
    match find::main(whole.as_str()) {
        Some(block) if !block.is_first && begun::rest(whole, &block).is_some() => begin(text, parted, block),
        Some(block)
            if block.fields > 1 || block.is_first || is_stamp(&whole.as_str()[block.range.clone()]) =>
        {
            Some(Found { parted, block, is_begun: false })
        }
        other => verdicts::find(text).or_else(|| Some(Found { parted, block: other?, is_begun: false })),
    }
}

/// A block below the rest of a field: that is its first field, where enough of it stands there.
fn begin(text: &Text, parted: Option<Text>, block: Block) -> Option<Found> {
    let whole = parted.as_ref().unwrap_or(text);
    if let Some(begun::Rest::Received(named)) = begun::rest(whole, &block)
        && let Some(block) = find::main(named.as_str())
    {
        return Some(Found { parted: Some(named), block, is_begun: true });
    }
    let has_body = !whole.as_str()[block.range.end..].trim().is_empty();
    Some(Found { block: Block { is_first: true, has_body, ..block }, parted, is_begun: true })
}

/// So long is what somebody says on each side of the headers that they ask about.
const LONGEST_QUESTION: usize = 400;

/// The message whose headers the text holds; the outermost one. The text need not be repaired before.
pub fn read(text: &Text, decoder: Decoder) -> Option<Message> {
    let repaired = damage::repair(text);
    let text = repaired.as_ref().unwrap_or(text);
    Some(read_found(text, &find(text)?, decoder))
}

/// How sure, 0 to 100, that a paste is headers or a message and nothing more telling.
pub fn looks(paste: &Paste) -> u8 {
    let Some(Found { parted, block, is_begun }) = paste.headers() else { return 0 };
    let source = parted.as_ref().unwrap_or(paste.repaired()).as_str();
    if !is_mails(&source[block.range.clone()]) {
        return 0;
    }
    let is_at_start = *is_begun || source[..block.range.start].trim().is_empty();
    match (is_at_start, block.is_strong()) {
        (true, true) => 80,
        (true, false) if block.fields >= 3 => 50,
        // What a filter or a check says needs no other field beside it.
        (true, false) if block.fields <= 2 && source[block.range.clone()].lines().any(is_verdict) => 50,
        // One server's stamp, and at most a question about it.
        (_, false)
            if block.fields == 1
                && source.len() - block.range.len() <= LONGEST_QUESTION
                && is_stamp(&source[block.range.clone()])
                && !is_refusal(source) =>
        {
            50
        }
        (false, true)
            if block.fields >= 4
                && shows_mail(&source[block.range.clone()])
                && !is_refusal(&source[..block.range.start]) =>
        {
            40
        }
        _ => 0,
    }
}

/// A paste from where the block of a mail begins that programs wrote, below somebody's words.
pub fn below_words(paste: &Paste) -> Option<Text> {
    let Found { parted: None, block, .. } = paste.headers()? else { return None };
    let text = paste.repaired();
    let is_mails =
        !block.is_first && block.is_strong() && !is_of_machines(&text.as_str()[block.range.clone()]);
    is_mails.then(|| text.slice(block.range.start..text.len()))
}

/// Whether the fields are those of a report for machines (RFC 3464, section 2.2), which stand below its words and head no mail.
fn is_of_machines(block: &str) -> bool {
    const FIELDS: &[&str] =
        &["Reporting-MTA", "X-Postfix-Queue-ID", "Arrival-Date", "Final-Recipient", "Original-Recipient"];
    let mut names = block.lines().filter_map(|line| Some(&line[..header::name_len(line)?]));
    names.next().is_some_and(|first| FIELDS.iter().any(|field| field.eq_ignore_ascii_case(first)))
}

/// Whether a server's refusal stands in the words above a block: these are what the paste is about.
fn is_refusal(above: &str) -> bool {
    above.len() <= verdicts::LONGEST && reply::refuses(above)
}

/// Whether it is no answer of a web server, and no program's list in the same form.
fn is_mails(block: &str) -> bool {
    let names = || block.lines().filter_map(|line| Some((line, &line[..header::name_len(line)?])));
    let is =
        |list: &[&str]| names().any(|(_, name)| list.iter().any(|known| known.eq_ignore_ascii_case(name)));
    // A plug-in's or a form's record of what it sent shows the mail's own fields, and beside them what went wrong.
    if is(&["Error", "Exception", "Last-Error"])
        && !is(&["Received", "Message-ID", "MIME-Version", "DKIM-Signature"])
    {
        return false;
    }
    names().any(|(line, name)| header::is_mails_own(name) || is_filters(line))
        || !names().any(|(_, name)| {
            header::is_known(name) && !name.get(..2).is_some_and(|x| x.eq_ignore_ascii_case("x-"))
        })
}

/// Whether a field that mail alone has stands in a block: programs print `X-ClientId: …` and the like below their errors, too.
fn shows_mail(block: &str) -> bool {
    let names = |line: &str| header::name_len(line).is_some_and(|len| header::is_mails_own(&line[..len]));
    block.lines().any(|line| names(line) || is_filters(line))
}

/// Reads a paste of headers, or a whole message, into facts.
pub fn read_facts(paste: &Paste, decoder: Decoder) -> Facts {
    let message = paste.headers().map(|found| read_found(paste.repaired(), found, decoder));
    let is_whole = message.as_ref().is_some_and(|message| message.has_body);
    let kind = if is_whole { Kind::Message } else { Kind::Headers };
    let envelope = message.as_ref().map(envelope).unwrap_or_default();
    let report_header = message.as_ref().filter(|_| !is_whole).and_then(report_header);
    let from = message.as_ref().and_then(|message| message.from.first()?.read.domain());
    let is_sender = |words: &str| asker::is_sender(words, from.as_deref());
    let is_senders_question = above(paste).is_some_and(is_sender)
        || message.as_ref().and_then(|message| below(paste, message)).is_some_and(is_sender);
    let asked = |is: fn(&str) -> bool| {
        above(paste).is_some_and(is)
            || message.as_ref().and_then(|message| below(paste, message)).is_some_and(is)
    };
    let is_question_of_time = asked(asker::is_of_time);
    let is_unwanted = asked(asker::is_unwanted);
    let message = message.map(Box::new);
    Facts {
        kind,
        envelope,
        message,
        report_header,
        is_senders_question,
        is_question_of_time,
        is_unwanted,
        ..Facts::default()
    }
}

/// What stands above the block.
fn above(paste: &Paste) -> Option<&str> {
    let found = paste.headers().filter(|found| !found.is_begun)?;
    let text = found.parted.as_ref().unwrap_or(paste.repaired());
    text.as_str().get(..found.block.range.start)
}

/// What stands below the block, where somebody asks there and it is no text of the mail's own.
fn below<'a>(paste: &'a Paste, message: &Message) -> Option<&'a str> {
    let found = paste.headers()?;
    let text = found.parted.as_ref().unwrap_or(paste.repaired());
    let words = text.as_str().get(found.block.range.end..)?.trim();
    let value = |name: &str| message.field(name).map(|field| field.value.trim().to_ascii_lowercase());
    let (kind, coding) = (value("Content-Type"), value("Content-Transfer-Encoding"));
    // A body of that form looks otherwise.
    let is_without_body = match kind.as_deref() {
        Some(kind) if kind.starts_with("multipart/") => !words.contains("--"),
        Some(kind) if kind.starts_with("text/html") => !words.contains('<'),
        Some(_) => coding.as_deref() == Some("base64"),
        None => true,
    };
    let is_asked = words.len() <= LONGEST_QUESTION
        && prose::sentences(words, 0..words.len()).into_iter().any(|one| asks(&words[one]));
    (is_asked && (is_without_body || asker::is_of_headers(words))).then_some(words)
}

/// The same for the header of a report that only somebody's words stand around. Whether these tell of a failure, the rules say.
pub fn read_bare_report(paste: &Paste, decoder: Decoder) -> Option<Facts> {
    let found = paste.headers()?;
    let text = found.parted.as_ref().unwrap_or(paste.repaired());
    let (above, below) = (&text.as_str()[..found.block.range.start], &text.as_str()[found.block.range.end..]);
    // A mail as it came begins with its header; who asks about one says so first.
    let is_asked = above.contains(char::is_alphabetic);
    if !is_asked || !found.block.is_strong() || is_of_a_report(above) || is_of_a_report(below) {
        return None;
    }
    let message = Message { has_body: false, ..read_found(paste.repaired(), found, decoder) };
    let report_header = Some(report_header(&message)?);
    let envelope = envelope(&message);
    Some(Facts {
        kind: Kind::Headers,
        envelope,
        message: Some(Box::new(message)),
        report_header,
        ..Facts::default()
    })
}

/// Whether words have what a report has and a question about its header has not: a server's answer, a code, a field or another
/// header, a recipient's address, what Sendmail shows of the session (`<<< No Message Collected >>>`). A longer text is not
/// somebody's question.
fn is_of_a_report(words: &str) -> bool {
    let is_code = |word: &str| word.len() == 3 && word.bytes().all(|c| c.is_ascii_digit());
    words.len() > LONGEST_QUESTION
        || words.contains('@')
        || words.lines().any(|line| line.starts_with("<<<") || line.starts_with(">>>"))
        || reports::sounds(words) > 0
        || words.split(|c: char| !c.is_alphanumeric()).any(is_code)
        || words.lines().any(|line| header::name_len(line).is_some_and(|len| header::is_known(&line[..len])))
}

/// Whether the header is that of a report on delivery (RFC 3464, and what servers write that follow no standard).
fn report_header(message: &Message) -> Option<ReportHeader> {
    let place = |name: &str| message.fields.iter().position(|field| field.is(name));
    let value = |name: &str| message.field(name).map(|field| field.shown()).unwrap_or_default();
    let form = value("Content-Type").to_ascii_lowercase();
    let by_form = place("Content-Type")
        .filter(|_| form.trim_start().starts_with("multipart/report") && form.contains("delivery-status"));
    let failed = place("X-Failed-Recipients");
    let from = value("From");
    let is_reports = reports::is_failing_subject(value("Subject")) || failed.is_some();
    let is_nobodys = message.return_path.as_ref().is_some_and(|path| path.read.address.is_empty());
    let by_name = place("From").filter(|_| {
        let says = is_nobodys || is_reports;
        says && (reports::is_daemon(from) || (reports::is_server(from) && is_nobodys && is_reports))
    });
    let is_failure = failed.is_some() || (is_reports && !reports::is_of_no_failure(value("Subject")));
    let recipient = failed.map(|at| message.fields[at].value.trim().to_owned());
    Some(ReportHeader { is_failure, field: failed.or(by_form).or(by_name)?, recipient })
}

/// The envelope's sender, as the newest check of SPF names it, which stands on top: some mailboxes note no Return-Path.
fn checked_sender(message: &Message) -> Option<String> {
    let spf = message.received_spf.iter();
    let spf = spf.filter_map(|spf| Some((spf.field, spf.read.prop("envelope_from")?)));
    let stated = message.auth.iter().filter_map(|field| {
        let mut checks = field.read.statements.iter().filter(|found| found.method == "spf");
        Some((field.field, checks.find_map(|found| found.prop("smtp.mailfrom"))?))
    });
    let (_, sender) = spf.chain(stated).min_by_key(|(field, _)| *field)?;
    let sender = sender.trim_matches(['<', '>', '"', ' ']);
    let is_address = sender.contains('@') && !sender.contains(char::is_whitespace);
    is_address.then(|| sender.to_owned())
}

/// What a postmaster searches a log for.
fn envelope(message: &Message) -> Envelope {
    let address = |of: &Of<Mailbox>| Some(of.read.address.clone()).filter(|address| address.contains('@'));
    let noted = match &message.return_path {
        Some(path) => address(path),
        None => checked_sender(message),
    };
    Envelope {
        sender: noted.or_else(|| message.from.iter().find_map(address)),
        message_id: message.message_id.as_ref().map(|id| id.read.clone()),
        time: message.date.as_ref().map(|date| date.read.0.clone()),
        ..Envelope::default()
    }
}

fn read_found(text: &Text, found: &Found, decoder: Decoder) -> Message {
    let Found { parted, block, is_begun } = found;
    let text = parted.as_ref().unwrap_or(text);
    let mut message = read::message(text.slice(block.range.clone()), decoder);
    message.has_body = block.has_body;
    message.is_begun = *is_begun;
    message
}

/// Puts line ends before the field names of a block that lost them: all on one line, or one field behind another.
fn part_joined(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let starts = find::joined_fields(source).or_else(|| find::hidden_fields(source))?;
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    for start in starts {
        builder.keep(kept..start - 1);
        builder.replace(start - 1..start, "\n");
        kept = start;
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

#[cfg(test)]
mod tests;
