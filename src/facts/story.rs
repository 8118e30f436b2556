//! A server's log, told by message: what came in, what was tried, what became of it.

use crate::text::Span;

/// Everything that the log lines tell.
#[derive(Debug, Default)]
pub struct Log {
    /// Indices of groups: a note that names no message and no host, and the outcome on the very next line.
    pub led: Vec<(usize, usize)>,
    /// Addresses of IPv6 were tried, there was no way to them, and others were tried beside them.
    pub lacks_ipv6: bool,
    /// A server outside took mail at the port of the servers among themselves.
    pub reached_out: bool,
    /// Lines that were understood, and all lines.
    pub understood: usize,
    pub lines: usize,
    /// One for each queue id, in the order of first appearance.
    pub stories: Vec<Story>,
    /// Events that tell the same to the same host, counted.
    pub groups: Vec<Group>,
}

/// What happened to one message.
#[derive(Debug, Default)]
pub struct Story {
    pub id: String,
    pub from: Option<String>,
    pub to: Vec<String>,
    pub steps: Vec<Step>,
    /// How often it was put off.
    pub deferred: usize,
    /// Recipients that were put off and not reached since.
    pub waiting: Vec<String>,
    /// How long it is on its way, in seconds, where a line says so: lines from before are often not pasted.
    pub age: Option<i64>,
    /// Recipients that it reached, and that it could not reach.
    pub sent: usize,
    pub failed: usize,
    /// The server has set it aside and does not try it any more, until somebody lets it go (Exim).
    pub is_frozen: bool,
    /// It has no sender: a notice that a server wrote.
    pub is_notice: bool,
    /// Another server brought it; somebody or something of this server's own people handed it in.
    pub from_outside: bool,
    pub from_within: bool,
    /// It was for mailboxes of this server; for other servers.
    pub here: bool,
    pub elsewhere: bool,
}

/// Whose message it is, to the server that logged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Sent by its own people and programs, as far as the lines tell.
    Own,
    /// Brought by another server, or for a mailbox here.
    Incoming,
    /// Written by a server: a bounce, a warning of delay.
    Notice,
}

impl Story {
    pub fn whose(&self) -> Whose {
        let is_for_here = self.here && !self.elsewhere;
        match () {
            () if self.is_notice => Whose::Notice,
            () if !self.from_within && (self.from_outside || is_for_here) => Whose::Incoming,
            () => Whose::Own,
        }
    }
}

/// One line of a story.
#[derive(Debug)]
pub struct Step {
    pub event: Event,
    pub time: Option<Time>,
    pub to: Option<String>,
    pub host: Option<String>,
    /// Index into [`super::Facts::statements`]: the words that say why.
    pub statement: Option<usize>,
    pub span: Span,
}

/// Events of the same wording, about the same host.
#[derive(Debug)]
pub struct Group {
    pub event: Event,
    /// Index into [`super::Facts::statements`]: the first of them.
    pub statement: usize,
    pub host: Option<String>,
    pub count: usize,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// The first line of them.
    pub span: Span,
    pub named: Named,
}

/// Whom lines of one wording name: many have no message's id that would tie them to a story.
#[derive(Debug, Default)]
pub struct Named {
    pub from: Only,
    pub to: Only,
    /// The address that was refused at the door.
    pub address: Only,
    /// Who was at the other end, where the lines say so.
    pub client: Only,
    /// Who wanted to sign in, as Dovecot names them.
    pub user: Only,
    /// One of those addresses that is of an inner network, or of the machine itself.
    pub inner: Option<String>,
    /// All of them had signed in, or came over the port that is for signing in.
    pub hands_in: bool,
    /// All of them are of a service that others connect to.
    pub takes_in: bool,
    /// One of them names a port of submission at the other side: that server is one that the reader's signs in at.
    pub submits: bool,
    /// All of them are outcomes at the mailboxes of this server.
    pub here: bool,
    /// All of them are of no message that the server has: of somebody at the door, or who signs in to read.
    pub apart: bool,
}

/// Nothing yet, one value, or several different ones.
#[derive(Debug, Default)]
pub enum Only {
    #[default]
    Nothing,
    One(String),
    Several,
}

impl Only {
    pub fn see(&mut self, value: Option<&str>) {
        let Some(value) = value else { return };
        match self {
            Only::Nothing => *self = Only::One(value.to_owned()),
            Only::One(known) if known != value => *self = Only::Several,
            _ => {}
        }
    }

    pub fn get(&self) -> Option<&str> {
        match self {
            Only::One(value) => Some(value),
            _ => None,
        }
    }
}

/// When, as the line has it, and in seconds. Syslog names no year: the seconds serve for differences alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    pub text: String,
    pub seconds: i64,
}

/// What one line reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// Something on the way, no outcome.
    Note,
    /// Taken up from the queue: an attempt begins.
    Queued,
    Received,
    Sent,
    Removed,
    Deferred,
    /// Refused while another server was handing it in: it never had a queue id.
    Rejected,
    Bounced,
}

impl Event {
    pub fn name(self) -> &'static str {
        match self {
            Event::Note => "note",
            Event::Queued => "taken up from the queue",
            Event::Received => "received",
            Event::Sent => "sent",
            Event::Removed => "removed",
            Event::Deferred => "deferred",
            Event::Rejected => "rejected",
            Event::Bounced => "bounced",
        }
    }
}
