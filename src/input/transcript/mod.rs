//! SMTP conversations as tools print them: swaks, telnet, openssl s_client, debug output of libraries.
//!
//! `marker` knows the signs that tools put before lines, `utter` cuts the text into what was said, `walk` lays command
//! and reply side by side. What must not be shown (credentials of AUTH, RFC 4954) is only covered, never decoded.

pub mod capture;
mod marker;
pub mod others;
mod tool;
mod utter;
mod walk;

use super::{aside, reply, settings, topic};
use crate::facts::dialogue::{Act, Dialogue, Exchange, Heard};
use crate::facts::{Action, Facts, Kind, Moment, Recipient, Role, Statement};
use crate::text::{Span, Text, lines};
use marker::Who;
use std::collections::HashSet;
use utter::Utterance;

/// What tells of a device is shorter, in bytes.
const HEADING: usize = 4 << 10;

/// How many lines are looked at to recognise a conversation.
const SAMPLE: usize = 400;

/// How sure that this is a conversation.
pub fn looks(text: &Text) -> u8 {
    let string = sample(text.as_str());
    // A bounce that quotes a conversation is a bounce.
    if string.contains("ranscript of session follows")
        || string.starts_with("Received: from ")
        || others::of_others(string).is_some()
    {
        return 0;
    }
    let marked = count(&utter::marked(string), string);
    if marked.is_walk() && marked.signs > 0 {
        return 65;
    }
    let bare = count(&utter::bare(string), string);
    if bare.is_walk() || tool::opens(string) {
        return 55;
    }
    let learnt = count(&utter::learnt(string), string);
    if learnt.commands > 0 && learnt.replies > 1 { 65 } else { 0 }
}

pub fn read(text: &Text) -> Facts {
    let string = text.as_str();
    let marked = utter::marked(string);
    let counted = count(&marked, string);
    let bare = utter::bare(string);
    // Signs count where there is a conversation behind them, or none at all: a tool that got nowhere.
    let by_signs = counted.signs > 0 && (counted.is_walk() || !count(&bare, string).is_walk());
    let by_words = by_signs || count(&bare, string).is_walk() || tool::opens(string);
    let said = match () {
        () if by_signs => marked,
        () if by_words => bare,
        () => utter::learnt(string),
    };
    let mut facts =
        Facts { kind: Kind::Transcript, program: tool::program(string, &said), ..Facts::default() };
    converse(text, &said, &mut facts);
    heading(text, &said, &mut facts);
    facts.aside = aside::spans(text);
    facts
}

/// What stands before the first word of either side: the program or device that noted it down, and how it is set up.
fn heading(text: &Text, said: &[Utterance], facts: &mut Facts) {
    let first = said.iter().find(|said| matches!(said.who, Who::Client | Who::Server));
    let before = &text.as_str()[..first.map_or(0, |said| said.range.start)];
    let heading = text.slice(0..before.rfind('\n').map_or(0, |end| end + 1));
    facts.device = heading.len() < HEADING && topic::is_device(heading.as_str());
    if let Some(beside) = settings::beside(&heading) {
        facts.covered.extend(beside.covered);
        facts.settings = beside.settings;
    }
}

/// Lays out what was said, and states what was refused.
fn converse(text: &Text, said: &[Utterance], facts: &mut Facts) {
    let mut dialogue = walk::walk(text, said, &mut facts.covered);
    dialogue.to = tool::target(text.as_str()).or_else(|| tool::announced(text.as_str(), said));
    walk::envelope(&dialogue, facts);
    state(&dialogue, facts);
    let turn =
        dialogue.wrong.or(dialogue.exchanges.len().checked_sub(1)).map(|index| &dialogue.exchanges[index]);
    let said = |exchange: &Exchange| {
        exchange.reply.as_ref().map(|reply| reply.span).or(Some(exchange.command.as_ref()?.span))
    };
    facts.envelope.time = facts.envelope.time.take().or(time_of(text, turn.and_then(said)));
    facts.dialogue = Some(dialogue);
}

/// The time that the line begins with in which something stands: some tools write one.
fn time_of(text: &Text, span: Option<Span>) -> Option<String> {
    let at = text.range_of(span?)?.start;
    let string = text.as_str();
    let start = string[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = string[start..].lines().next()?;
    super::log::time_of(line).map(str::to_owned)
}

/// What the refusals say becomes statements: they are judged like every reply.
fn state(dialogue: &Dialogue, facts: &mut Facts) {
    let to = || dialogue.to.as_ref().map(|(host, _)| host.clone());
    let remote = tool::server(dialogue);
    let mut known = HashSet::new();
    for (index, exchange) in dialogue.exchanges.iter().enumerate() {
        if !walk::is_wrong(&dialogue.exchanges, index) {
            continue;
        }
        let Some(mut statement) = statement(exchange) else { continue };
        // A name that no server said anything under: the one that the program was told, not the one in a greeting.
        statement.remote = match exchange.reply {
            Some(_) => remote.clone(),
            None => to().or_else(|| remote.clone()),
        };
        if !known.insert((statement.code, statement.text.as_str().trim().to_owned())) {
            continue;
        }
        statement.recipient = refused_recipient(exchange, &statement, &mut facts.recipients)
            .or_else(|| only_recipient(&dialogue.exchanges[..index], exchange, &statement, facts));
        facts.statements.push(statement);
    }
    // Where nothing else went wrong, the question whether an address exists was what it was about.
    if facts.statements.is_empty() {
        let refused = |exchange: &&Exchange| exchange.act == Act::Verify && exchange.failed();
        facts.statements.extend(dialogue.exchanges.iter().rfind(refused).and_then(statement));
    }
    if dialogue.wrong.is_none() {
        facts.success = taken(&dialogue.exchanges).map(|reply| reply.span);
        if facts.success.is_some()
            && facts.recipients.is_empty()
            && let Some((address, span)) = accepted(&dialogue.exchanges)
        {
            let said = taken(&dialogue.exchanges);
            facts.recipients.push(Recipient {
                address,
                action: Some(Action::Relayed),
                status: said.and_then(|reply| reply.enhanced),
                reply_code: said.and_then(|reply| reply.code),
                span: Some(span),
                ..Recipient::default()
            });
        }
    }
}

/// The reply that took the last message.
fn taken(exchanges: &[Exchange]) -> Option<&Heard> {
    let took = |exchange: &&Exchange| exchange.act == Act::EndOfData && exchange.succeeded();
    exchanges.iter().rfind(took)?.reply.as_ref()
}

fn statement(exchange: &Exchange) -> Option<Statement> {
    if let Some(heard) = &exchange.reply {
        let found = crate::mail::reply::find(heard.text.as_str());
        let words = found.map_or_else(|| heard.text.clone(), |found| reply::joined(&heard.text, &found));
        let mut statement = Statement::new(words, Role::Reply);
        statement.code = heard.code;
        statement.enhanced = heard.enhanced;
        statement.code_span = Some(Span::new(heard.span.start, heard.span.start + 3));
        statement.moment = moment(exchange.act);
        return Some(statement);
    }
    let command = exchange.command.as_ref()?;
    Some(reply::statement(&command.text))
}

/// A refused RCPT is about one recipient.
fn refused_recipient(
    exchange: &Exchange,
    statement: &Statement,
    known: &mut Vec<Recipient>,
) -> Option<usize> {
    if exchange.act != Act::Rcpt {
        return None;
    }
    let address = walk::address(exchange.command.as_ref()?.text.as_str())?.to_owned();
    let code = statement.code?;
    let action = if code < 500 { Action::Delayed } else { Action::Failed };
    known.push(Recipient {
        address,
        action: Some(action),
        status: statement.enhanced,
        reply_code: Some(code),
        span: exchange.command.as_ref().map(|command| command.span),
        ..Recipient::default()
    });
    Some(known.len() - 1)
}

/// A message that was refused as a whole is about the one recipient that it had.
fn only_recipient(
    before: &[Exchange],
    exchange: &Exchange,
    statement: &Statement,
    facts: &mut Facts,
) -> Option<usize> {
    let code = statement.code.filter(|_| matches!(exchange.act, Act::Data | Act::EndOfData))?;
    let (address, span) = accepted(before)?;
    let action = if code < 500 { Action::Delayed } else { Action::Failed };
    facts.recipients.push(Recipient {
        address,
        action: Some(action),
        status: statement.enhanced,
        reply_code: Some(code),
        span: Some(span),
        ..Recipient::default()
    });
    Some(facts.recipients.len() - 1)
}

/// The recipient of the last message, where it has only one, and that was accepted.
fn accepted(exchanges: &[Exchange]) -> Option<(String, Span)> {
    let begins = exchanges.iter().rposition(|exchange| exchange.act == Act::Mail)?;
    let mut all = exchanges[begins..].iter().filter(|exchange| exchange.act == Act::Rcpt);
    let only = all.next().filter(|only| only.succeeded() && all.next().is_none())?;
    let command = only.command.as_ref()?;
    Some((walk::address(command.text.as_str())?.to_owned(), command.span))
}

fn moment(act: Act) -> Option<Moment> {
    Some(match act {
        Act::Connect => Moment::Connect,
        Act::Helo => Moment::Helo,
        Act::StartTls => Moment::StartTls,
        Act::Auth | Act::AuthData => Moment::Auth,
        Act::Mail => Moment::Mail,
        Act::Rcpt => Moment::Rcpt,
        Act::Data => Moment::Data,
        Act::EndOfData => Moment::EndOfData,
        _ => return None,
    })
}

/// What a text holds of a conversation.
struct Count {
    commands: usize,
    replies: usize,
    welcome: bool,
    /// A reply has words, and not its code alone: `465` may be a port.
    spoken: bool,
    /// Lines with a sign before them.
    signs: usize,
}

impl Count {
    /// Somebody spoke and somebody answered; or there are several answers, of which one is not a refusal.
    fn is_walk(&self) -> bool {
        (self.commands > 0 && self.replies > 0 && (self.welcome || self.spoken))
            || (self.replies > 1 && self.welcome)
    }
}

fn count(said: &[Utterance], text: &str) -> Count {
    let mut count = Count { commands: 0, replies: 0, welcome: false, spoken: false, signs: 0 };
    // `> ` and `* ` alone are quotes and lists, not curl.
    let answers = |utterance: &Utterance| {
        utterance.who == Who::Server && utter::code(&text[utterance.range.clone()]).is_some()
    };
    let is_curl = said.iter().any(|utterance| utterance.program == "curl" && answers(utterance));
    for utterance in said {
        let words = &text[utterance.range.clone()];
        count.signs += usize::from(utterance.signed && (utterance.program != "curl" || is_curl));
        match utterance.who {
            Who::Client => count.commands += usize::from(utter::verb(words).is_some()),
            Who::Server => {
                if let Some((code, false)) = utter::code(words) {
                    count.replies += 1;
                    count.welcome |= code < 400;
                    count.spoken |= words.contains(char::is_alphabetic);
                }
            }
            _ => {}
        }
    }
    count
}

fn sample(text: &str) -> &str {
    let end = lines(text).take(SAMPLE).last().map_or(0, |line| line.end);
    &text[..end]
}
