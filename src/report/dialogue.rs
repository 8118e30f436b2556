//! A conversation with a server as a walk: each command beside its reply, and what both mean.

use crate::facts::dialogue::{Act, Exchange};
use crate::facts::{self, Facts};
use crate::knowledge;
use crate::report::Evidence;
use crate::report::evidence::evidence;
use crate::text::{Span, Text};
use serde::{Deserialize, Serialize};

/// The walk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dialogue {
    pub exchanges: Vec<Move>,
    /// What the server offered, with what each keyword means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<Capability>,
    /// Index of the first move that went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong: Option<usize>,
}

/// A command with its reply, or something that happened between two of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Move {
    /// `connect`, `helo`, `starttls`, `auth`, `auth-data`, `mail`, `rcpt`, `data`, `end-of-data`, `reset`, `verify`,
    /// `noop`, `quit`, `other`; `note`, `trouble`, `lost` for what the tool itself says.
    pub act: String,
    /// Without what must not be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<Words>,
    /// Credentials stood here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub covered: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enhanced: Option<String>,
    pub failed: bool,
    /// In plain words.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub means: String,
}

/// What was said, without the signs that the tool put before each line; and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// A keyword of the EHLO reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capability {
    pub keyword: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parameters: String,
    /// Left out where the keyword is in no list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Index of the move that offered it.
    pub exchange: usize,
    pub evidence: Evidence,
}

/// How many moves are shown: a session of thousands of recipients repeats itself.
const MOST: usize = 300;

pub fn dialogue(paste: &str, facts: &Facts) -> Option<Dialogue> {
    let walk = facts.dialogue.as_ref()?;
    let exchanges = walk.exchanges.iter().take(MOST).map(one).collect();
    let capabilities = walk
        .capabilities
        .iter()
        .filter(|capability| capability.exchange < MOST)
        .filter_map(|capability| offered(paste, facts, capability))
        .collect();
    Some(Dialogue { exchanges, capabilities, wrong: walk.wrong.filter(|wrong| *wrong < MOST) })
}

fn one(exchange: &Exchange) -> Move {
    let command = exchange.command.as_ref().map(|said| words(&said.text, said.span));
    let heard = exchange.reply.as_ref();
    let reply = heard.map(|heard| words(&heard.text, heard.span));
    let code = heard.and_then(|heard| heard.code);
    Move {
        act: exchange.act.name().to_owned(),
        command,
        covered: exchange.covered,
        reply,
        code,
        enhanced: heard.and_then(|heard| heard.enhanced).map(|enhanced| enhanced.to_string()),
        failed: exchange.failed(),
        means: means_of(exchange, code).to_owned(),
    }
}

fn words(text: &Text, span: Span) -> Words {
    Words { start: span.start, end: span.end, text: text.as_str().to_owned() }
}

fn offered(paste: &str, facts: &Facts, capability: &facts::dialogue::Capability) -> Option<Capability> {
    Some(Capability {
        keyword: capability.keyword.clone(),
        parameters: capability.parameters.clone(),
        about: knowledge::capability(&capability.keyword).map(str::to_owned),
        exchange: capability.exchange,
        evidence: evidence(paste, facts, capability.span)?,
    })
}

/// What a command and the class of its reply mean (RFC 5321, section 4.3.2).
/// What a word of Exchange says, wherever in a conversation it stands.
pub const SEND_AS_DENIED: &str =
    "Microsoft's word for it: the account that signed in may not send as the address in From.";

fn means_of(exchange: &Exchange, code: Option<u16>) -> &'static str {
    let says = |word: &str| exchange.reply.as_ref().is_some_and(|reply| reply.text.as_str().contains(word));
    if says("SendAsDenied") { SEND_AS_DENIED } else { means(exchange.act, code) }
}

fn means(act: Act, code: Option<u16>) -> &'static str {
    let class = code.map(|code| code / 100);
    match (act, class) {
        // What is pasted may begin behind the command (RFC 4954, section 6).
        _ if code == Some(235) => "Signing in worked.",
        // openssl speaks EHLO itself, and shows the last line of the answer.
        (Act::Connect, Some(2)) if code != Some(220) => "",
        (Act::Connect, Some(2)) => "The server greets: the way to it is free.",
        (Act::Connect, Some(4)) => {
            "The server does not want to talk now: too busy, or it limits or distrusts your address."
        }
        (Act::Connect, Some(5)) => "The server does not want to talk to this address at all.",
        (Act::Helo, Some(2)) => "Your program says its name, and the server says what it can do.",
        (Act::Helo, Some(4 | 5)) => "The server does not accept the name or the greeting of your program.",
        (Act::StartTls, Some(2)) => "The server agrees: encryption is set up now.",
        (Act::StartTls, Some(4 | 5)) => "The server does not start encryption.",
        (Act::Auth | Act::AuthData, Some(2)) => "Signing in worked.",
        (Act::Auth | Act::AuthData, Some(3)) => "The server asks for the next part of the credentials.",
        (Act::Auth | Act::AuthData, Some(4)) => "The server could not check the credentials just now.",
        (Act::Auth | Act::AuthData, Some(5)) => {
            "The server does not accept this way of signing in, or these credentials."
        }
        (Act::Mail, Some(2)) => "The sender is accepted.",
        (Act::Mail, Some(4 | 5)) => {
            "The server refuses before it knows any recipient: for the sender, for who you are, or for how you come."
        }
        (Act::Rcpt, Some(2)) => "This recipient is accepted.",
        (Act::Rcpt, Some(4)) => "This recipient is put off: a later try may pass.",
        (Act::Rcpt, Some(5)) => "This recipient is refused.",
        (Act::Data, Some(3)) => "The server waits for the message.",
        (Act::Data, Some(4 | 5)) => {
            "The server does not want the message, though it took sender and recipients."
        }
        (Act::EndOfData, Some(2)) => "The server has taken the message and answers for it from now on.",
        (Act::EndOfData, Some(4)) => "The server has read the message and puts it off.",
        (Act::EndOfData, Some(5)) => {
            "The server has read the message and refuses it: for what is in it, or for its sender."
        }
        (Act::Reset, Some(2)) => "Begun anew.",
        (Act::Verify, Some(2)) => "An answer that proves little: most servers say this to anything.",
        (Act::Quit, Some(2)) => "Goodbye.",
        (Act::Other, Some(5)) => "The server does not know or not allow this here.",
        (Act::Other, Some(4)) => "The server breaks off for now.",
        (Act::Lost, _) => "The connection ended before its time.",
        (Act::Quit | Act::Note | Act::Trouble, _) => "",
        (_, None) => "No answer to this in the text.",
        _ => "",
    }
}
