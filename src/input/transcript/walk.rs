//! Lays what was said side by side: each command with the reply to it.

use super::marker::{self, Who};
use super::utter::{self, Utterance};
use crate::facts::dialogue::{Act, Capability, Dialogue, Exchange, Heard, Said};
use crate::facts::{Enhanced, Facts};
use crate::mail::reply;
use crate::text::{Span, Text, TextBuilder};
use std::ops::Range;

/// Builds the walk; what must not be quoted goes to `covered`.
pub fn walk(text: &Text, said: &[Utterance], covered: &mut Vec<Span>) -> Dialogue {
    let mut walker = Walker { text, covered, steps: Vec::new(), content: false, is_one: false };
    let mut last = None;
    for (index, utterance) in said.iter().enumerate() {
        let range = utterance.range.clone();
        if utterance.who == Who::Server && last != Some(Who::Server) {
            walker.is_one = is_one_reply(text, &said[index..]);
        }
        last = Some(utterance.who);
        match utterance.who {
            Who::Client => walker.client(range),
            Who::Server => walker.server(range),
            Who::Note => walker.event(Act::Note, range),
            Who::Trouble => walker.event(Act::Trouble, range),
            Who::Gap => walker.gap(),
            Who::Echo => {}
        }
    }
    let mut dialogue = walker.finish();
    dialogue.wrong = (0..dialogue.exchanges.len()).find(|index| is_wrong(&dialogue.exchanges, *index));
    dialogue
}

/// Whether a single reply stands here, before the client speaks again or the text ends.
fn is_one_reply(text: &Text, said: &[Utterance]) -> bool {
    let run = said.iter().take_while(|utterance| utterance.who == Who::Server);
    let ends = |utterance: &&Utterance| {
        utter::code(text.get(utterance.range.clone())).is_some_and(|(_, more)| !more)
    };
    run.filter(ends).nth(1).is_none()
}

/// An exchange that failed and was not made good: HELO after a refused EHLO, a second way of signing in.
pub fn is_wrong(exchanges: &[Exchange], index: usize) -> bool {
    let exchange = &exchanges[index];
    let later = &exchanges[index + 1..];
    exchange.failed()
        && match exchange.act {
            Act::Helo | Act::StartTls | Act::Mail => {
                !later.iter().any(|other| other.act == exchange.act && other.succeeded())
            }
            Act::Auth | Act::AuthData => {
                !later.iter().any(|other| matches!(other.act, Act::Auth | Act::AuthData) && other.succeeded())
            }
            Act::Verify | Act::Noop | Act::Reset | Act::Quit => false,
            // A tool tries one address after the other: IPv6 fails, IPv4 works.
            Act::Trouble if says(exchange, "connect") => {
                !later.iter().any(|other| other.act == Act::Connect && other.succeeded())
            }
            // What the tool says at the very beginning is said again where it happened: the two ways out of a program are
            // not always copied in their order.
            Act::Trouble if exchanges[..index].iter().all(|other| other.reply.is_none()) => {
                !later.iter().any(|other| other.reply.is_some() && other.failed())
            }
            _ => true,
        }
}

fn says(exchange: &Exchange, word: &str) -> bool {
    exchange.command.as_ref().is_some_and(|said| said.text.as_str().to_ascii_lowercase().contains(word))
}

struct Step {
    exchange: Exchange,
    command: Vec<Range<usize>>,
    /// The reply's lines so far, and whether more are announced.
    reply: Vec<Range<usize>>,
    more: bool,
    /// Its reply was cut out: none that follows is it.
    cut: bool,
}

struct Walker<'a> {
    text: &'a Text,
    covered: &'a mut Vec<Span>,
    steps: Vec<Step>,
    /// The message itself is being sent: nothing in it is a command.
    content: bool,
    /// The reply that is read stands alone: several commands above it were not sent in one go.
    is_one: bool,
}

impl Walker<'_> {
    fn client(&mut self, range: Range<usize>) {
        let line = self.text.get(range.clone());
        if self.content {
            if line == "." {
                self.push(Act::EndOfData, Some(range), false);
                self.content = false;
            }
            return;
        }
        if marker::is_gap(line) {
            return self.gap();
        }
        if self.awaits_secret() {
            self.cover(range);
            self.push(Act::AuthData, None, true);
            return;
        }
        let act = act(line);
        if act == Act::Auth {
            self.auth(range);
        } else {
            self.push(act, Some(range), false);
        }
    }

    /// `AUTH PLAIN <initial response>` (RFC 4954, section 4): the method is shown, the response is not.
    fn auth(&mut self, range: Range<usize>) {
        let line = self.text.get(range.clone());
        let method = line.find(' ').map_or(line.len(), |at| line.len() - line[at..].trim_start().len());
        let shown = line[method..].find(' ').map_or(line.len(), |at| method + at);
        self.cover(range.start + shown..range.end);
        let covered = shown < line.len();
        self.push(Act::Auth, Some(range.start..range.start + shown), covered);
    }

    /// The last thing the server said was a challenge, or a method was named that has a second line.
    fn awaits_secret(&self) -> bool {
        let Some(last) = self.steps.iter().rev().find(|step| is_command(step.exchange.act)) else {
            return false;
        };
        let in_auth = matches!(last.exchange.act, Act::Auth | Act::AuthData);
        let code = last.reply.first().and_then(|line| utter::code(self.text.get(line.clone())));
        in_auth && code.is_none_or(|(code, _)| code == 334)
    }

    fn server(&mut self, range: Range<usize>) {
        if marker::is_gap(self.text.get(range.clone())) {
            return self.gap();
        }
        let code = utter::code(self.text.get(range.clone()));
        let more = code.is_some_and(|(_, more)| more);
        if code.is_some_and(|(code, _)| code == 334) {
            self.cover(range.start + 3..range.end);
        }
        if let Some(last) = self.steps.last_mut()
            && last.more
        {
            last.reply.push(range);
            last.more = more;
            return;
        }
        // Nothing but a sign-in is answered so (RFC 4954, sections 4 and 6): the command itself was not shown.
        let answers_sign_in = code.is_some_and(|(code, _)| matches!(code, 235 | 334 | 534 | 535 | 538));
        let is_asked = |index: &usize| {
            !answers_sign_in || !matches!(self.steps[*index].exchange.act, Act::Helo | Act::StartTls)
        };
        let index = match self.unanswered().filter(is_asked) {
            Some(index) if self.is_answered_by(index, code.map(|(code, _)| code)) => index,
            asked => {
                let act = match () {
                    () if code.is_some_and(|(code, _)| code == 354) => Act::Data,
                    () if self.content || asked.is_some() => Act::EndOfData,
                    () if answers_sign_in => Act::Auth,
                    () if !self.steps.iter().any(|step| is_command(step.exchange.act)) => Act::Connect,
                    () => Act::Other,
                };
                self.content = false;
                self.push(act, None, false);
                self.steps.len() - 1
            }
        };
        if code.is_some_and(|(code, _)| code == 354) {
            self.content = true;
        }
        let step = &mut self.steps[index];
        step.reply.push(range);
        step.more = more;
    }

    /// The oldest of the commands at the end that have no reply yet: several were sent in one go. All but the last of them are
    /// of those that others may follow (RFC 2920, section 3.1); what stands above them has lost its reply.
    fn unanswered(&self) -> Option<usize> {
        let commands = self.steps.iter().enumerate().rev().filter(|(_, step)| is_command(step.exchange.act));
        let mut waiting = commands.take_while(|(_, step)| step.reply.is_empty() && !step.cut);
        let (last, _) = waiting.next()?;
        if self.is_one {
            return Some(last);
        }
        let leads = |act: Act| matches!(act, Act::Mail | Act::Rcpt | Act::Reset | Act::Other);
        Some(waiting.take_while(|(_, step)| leads(step.exchange.act)).last().map_or(last, |(index, _)| index))
    }

    /// Only DATA is answered with 354, and with nothing else that goes on: behind it stands what was said of the message
    /// (RFC 5321, section 4.3.2).
    fn is_answered_by(&self, index: usize, code: Option<u16>) -> bool {
        let is_data = self.steps[index].exchange.act == Act::Data;
        match code {
            Some(354) => is_data,
            Some(code) => !(is_data && code < 300),
            None => true,
        }
    }

    /// Lines were cut out here: what waited for a reply has it among them.
    fn gap(&mut self) {
        if !self.content {
            self.steps.iter_mut().for_each(|step| step.cut = true);
        }
    }

    fn event(&mut self, act: Act, range: Range<usize>) {
        let words = self.text.get(range.clone()).to_ascii_lowercase();
        if words.is_empty() {
            return;
        }
        let closes = ["closed", "lost", "disconnected"].iter().any(|word| words.contains(word));
        let done = self.steps.iter().rev().find(|step| is_command(step.exchange.act)).is_some_and(|step| {
            step.exchange.act == Act::Quit
                || step
                    .reply
                    .last()
                    .and_then(|line| utter::code(self.text.get(line.clone())))
                    .is_some_and(|(code, _)| code == 221 || code >= 400)
        });
        let act = match act {
            Act::Trouble if closes && done => Act::Note,
            Act::Trouble if closes => Act::Lost,
            act => act,
        };
        // An error of two lines is one event.
        if act == Act::Trouble
            && let Some(last) = self.steps.last_mut().filter(|last| last.exchange.act == Act::Trouble)
        {
            last.command.push(range);
            return;
        }
        self.push(act, Some(range), false);
    }

    fn push(&mut self, act: Act, command: Option<Range<usize>>, covered: bool) {
        let exchange = Exchange { act, command: None, covered, reply: None };
        let command = command.into_iter().collect();
        self.steps.push(Step { exchange, command, reply: Vec::new(), more: false, cut: false });
    }

    fn cover(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.covered.push(self.text.span(range));
        }
    }

    fn finish(self) -> Dialogue {
        let mut dialogue = Dialogue::default();
        for (index, mut step) in self.steps.into_iter().enumerate() {
            if step.exchange.act == Act::Helo {
                capabilities(self.text, &step.reply, index, &mut dialogue.capabilities);
            }
            step.exchange.command = joined(self.text, &step.command).map(|(text, span)| Said { text, span });
            step.exchange.reply = heard(self.text, &step.reply);
            dialogue.exchanges.push(step.exchange);
        }
        dialogue
    }
}

fn is_command(act: Act) -> bool {
    !matches!(act, Act::Note | Act::Trouble | Act::Lost)
}

fn act(line: &str) -> Act {
    match utter::verb(line) {
        Some("EHLO" | "HELO" | "LHLO") => Act::Helo,
        Some("STARTTLS") => Act::StartTls,
        Some("AUTH") => Act::Auth,
        Some("MAIL") => Act::Mail,
        Some("RCPT") => Act::Rcpt,
        Some("DATA") => Act::Data,
        Some("BDAT") => Act::EndOfData,
        Some("RSET") => Act::Reset,
        Some("VRFY" | "EXPN") => Act::Verify,
        Some("NOOP" | "HELP") => Act::Noop,
        Some("QUIT") => Act::Quit,
        // MAIL and RCPT whose argument a page has swallowed as a tag.
        _ if line.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("mail from")) => Act::Mail,
        _ if line.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("rcpt to")) => Act::Rcpt,
        _ if line.contains("credentials hidden") => Act::AuthData,
        _ if line == "." => Act::EndOfData,
        _ => Act::Other,
    }
}

/// The EHLO reply's lines behind the first (RFC 5321, section 4.1.1.1): a keyword and its parameters.
fn capabilities(text: &Text, lines: &[Range<usize>], exchange: usize, found: &mut Vec<Capability>) {
    for range in lines.iter().skip(1) {
        let Some((250, _)) = utter::code(text.get(range.clone())) else { continue };
        let range = (range.start + 4).min(range.end)..range.end;
        let line = text.get(range.clone());
        let end = line.find([' ', '=']).unwrap_or(line.len());
        if end > 0 {
            let (keyword, parameters) = line.split_at(end);
            let parameters = parameters.trim_start_matches(['=', ' ']).to_owned();
            let keyword = keyword.to_ascii_uppercase();
            found.push(Capability { keyword, parameters, span: text.span(range), exchange });
        }
    }
}

fn heard(text: &Text, lines: &[Range<usize>]) -> Option<Heard> {
    let code = utter::code(text.get(lines.first()?.clone())).map(|(code, _)| code);
    // A challenge belongs to the secret.
    let shown = |line: &Range<usize>| line.start..if code == Some(334) { line.start + 3 } else { line.end };
    let lines: Vec<Range<usize>> = lines.iter().map(shown).collect();
    let (words, span) = joined(text, &lines)?;
    let enhanced = reply::find(words.as_str())
        .and_then(|found| found.enhanced)
        .map(|(class, subject, detail)| Enhanced { class, subject, detail });
    Some(Heard { text: words, code, enhanced, span })
}

/// Lines put together, and the stretch of the paste from the first to the last.
fn joined(text: &Text, lines: &[Range<usize>]) -> Option<(Text, Span)> {
    let (first, last) = (lines.first()?, lines.last()?);
    let mut builder = TextBuilder::new(text);
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            builder.replace(line.start..line.start, "\n");
        }
        builder.keep(line.clone());
    }
    Some((builder.finish(), text.span(first.start..last.end)))
}

/// The envelope as the commands tell it.
pub fn envelope(dialogue: &Dialogue, facts: &mut Facts) {
    let mut recipients: Vec<String> = Vec::new();
    for exchange in &dialogue.exchanges {
        let Some(command) = &exchange.command else { continue };
        match exchange.act {
            Act::Helo => {
                facts.envelope.helo = command.text.as_str().split_whitespace().nth(1).map(str::to_owned)
            }
            Act::Mail => facts.envelope.sender = address(command.text.as_str()).map(str::to_owned),
            Act::Rcpt => recipients.extend(address(command.text.as_str()).map(str::to_owned)),
            _ => {}
        }
    }
    recipients.dedup();
    if let [only] = &mut recipients[..] {
        facts.envelope.recipient = Some(std::mem::take(only));
    }
}

/// The address in `MAIL FROM:<…>` and `RCPT TO:<…>`.
pub fn address(command: &str) -> Option<&str> {
    let rest = &command[command.find(':')? + 1..];
    let rest = rest.trim().trim_start_matches('<');
    let end = rest.find(['>', ' ']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|address| address.contains('@'))
}
