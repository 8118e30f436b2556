//! An SMTP conversation as it was pasted: who said what, in order (RFC 5321, section 3).

use super::Enhanced;
use crate::text::{Span, Text};

/// A walk through a conversation.
#[derive(Debug, Default)]
pub struct Dialogue {
    pub exchanges: Vec<Exchange>,
    /// What the server offered in answer to EHLO (RFC 5321, section 4.1.1.1), in order, every time it did.
    pub capabilities: Vec<Capability>,
    /// Host and port, as the tool's command line or its first words name them.
    pub to: Option<(String, Option<String>)>,
    /// Index of the first exchange that went wrong and was not made good later.
    pub wrong: Option<usize>,
}

/// A command with the reply to it; or something that happened between two of them.
#[derive(Debug)]
pub struct Exchange {
    pub act: Act,
    /// What the client said, without what must not be shown.
    pub command: Option<Said>,
    /// Something secret stood here: a password, a token, a challenge's answer.
    pub covered: bool,
    pub reply: Option<Heard>,
}

/// Words, and where they stand.
#[derive(Debug)]
pub struct Said {
    pub text: Text,
    pub span: Span,
}

/// A reply: all its lines.
#[derive(Debug)]
pub struct Heard {
    pub text: Text,
    pub code: Option<u16>,
    pub enhanced: Option<Enhanced>,
    pub span: Span,
}

impl Exchange {
    /// The reply says no (4yz or 5yz), or this is an event that broke the walk.
    pub fn failed(&self) -> bool {
        match self.act {
            Act::Trouble | Act::Lost => true,
            _ => self.reply.as_ref().and_then(|reply| reply.code).is_some_and(|code| code >= 400),
        }
    }

    /// The reply says yes (2yz).
    pub fn succeeded(&self) -> bool {
        self.reply.as_ref().and_then(|reply| reply.code).is_some_and(|code| (200..300).contains(&code))
    }
}

/// A keyword of the EHLO reply, with its parameters.
#[derive(Debug)]
pub struct Capability {
    pub keyword: String,
    pub parameters: String,
    pub span: Span,
    /// Index of the exchange that offered it.
    pub exchange: usize,
}

/// What was done: a command of SMTP, or what happened around the commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// The connection was made; the reply is the server's greeting.
    Connect,
    Helo,
    StartTls,
    Auth,
    /// A line of credentials, or of an answer to a challenge.
    AuthData,
    Mail,
    Rcpt,
    Data,
    /// The message and the dot that ends it.
    EndOfData,
    Reset,
    Verify,
    Noop,
    Quit,
    /// A command that no list knows.
    Other,
    /// What the tool says about itself: it connects, it negotiates TLS.
    Note,
    /// What the tool says went wrong.
    Trouble,
    /// The connection ended before its time.
    Lost,
}

impl Act {
    pub fn name(self) -> &'static str {
        match self {
            Act::Connect => "connect",
            Act::Helo => "helo",
            Act::StartTls => "starttls",
            Act::Auth => "auth",
            Act::AuthData => "auth-data",
            Act::Mail => "mail",
            Act::Rcpt => "rcpt",
            Act::Data => "data",
            Act::EndOfData => "end-of-data",
            Act::Reset => "reset",
            Act::Verify => "verify",
            Act::Noop => "noop",
            Act::Quit => "quit",
            Act::Other => "other",
            Act::Note => "note",
            Act::Trouble => "trouble",
            Act::Lost => "lost",
        }
    }
}
