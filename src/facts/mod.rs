//! What was read in a paste, with spans, and no opinions.
//!
//! Readers (`input`) fill this in; `diagnose` draws conclusions from it.
//!
//! May use: `mail`, `text`.

pub mod capture;
pub mod dialogue;
pub mod message;
pub mod settings;
pub mod story;

pub use capture::Capture;
pub use dialogue::Dialogue;
pub use settings::Settings;
pub use story::Log;

use crate::text::{Span, Text};
use message::Message;

/// A conversation in another protocol than one of mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    pub server: Option<String>,
    pub address: Option<String>,
    pub user: Option<String>,
    /// The last answer, where it refuses.
    pub refusal: Option<String>,
}

/// Everything that was read in one paste.
#[derive(Debug, Default)]
pub struct Facts {
    pub kind: Kind,
    /// What was said, by whomever: each is judged by the rules.
    pub statements: Vec<Statement>,
    /// Whom a report is about, in the order of the paste.
    pub recipients: Vec<Recipient>,
    /// The envelope and the servers, as far as the paste tells.
    pub envelope: Envelope,
    /// The header block that the paste is, or holds.
    pub message: Option<Box<Message>>,
    /// The header of the mail that a report returns, beside the report's own.
    pub returned: Option<Box<Message>>,
    /// Who handed the mail to whom, oldest first, as a report's own table has it.
    pub passed: Vec<(String, String)>,
    /// Id of the program that wrote the paste, where its form alone shows it.
    pub program: Option<&'static str>,
    /// A sending service's event: the replies in it are those of the servers that it delivers to.
    pub event: bool,
    /// Another protocol than one of mail, whose replies look alike: `FTP`, `NNTP`, `SIP`.
    pub protocol: Option<&'static str>,
    /// What such a conversation names.
    pub foreign: Option<Box<Foreign>>,
    /// Nothing in the words shows that they are about mail.
    pub strange: bool,
    /// Goods, letters or money are spoken of, and no mail.
    pub goods: bool,
    /// No address, no code and no word of mail alone shows that it is about mail: see `input::topic`.
    pub vague: bool,
    /// A host, a port or an address of the web is named, and none of them is mail's.
    pub elsewhere: bool,
    /// The words say that a server goes on trying.
    pub waiting: bool,
    /// Nothing in the words shows that anything went wrong.
    pub quiet: bool,
    /// A word of failure stands in one sentence with a word of mail.
    pub failing: bool,
    /// A printer, a scanner or a copier is spoken of, or the maker of one.
    pub device: bool,
    /// The device that a conversation is of, as a line above it names it.
    pub machine: Option<String>,
    /// The reader's own address, as a service outside told it that was asked beside the mail.
    pub own_address: Option<String>,
    /// Somebody tells what happened, in words of their own: no program's and no server's are in it.
    pub told: bool,
    /// Where they show what a program showed them: paragraphs in which nobody speaks.
    pub boxes: Vec<Span>,
    /// A server's reply stands on lines of its own in the words, and no other: nothing before it says who showed it.
    pub bare_reply: bool,
    /// The sentences in which somebody speaks for themselves, around what a program or a server said.
    pub prose: Vec<Span>,
    /// What they tell beside it: an error of old, one that is mended, what others think.
    pub aside: Vec<Span>,
    /// It is mail to the reader about their own mailbox: no mail failed.
    pub notice: Option<Notice>,
    /// What they complain of, where that says that the mail arrived.
    pub complaint: Option<Complaint>,
    /// Words that say that the mail was taken: the answer where nothing went wrong.
    pub success: Option<Span>,
    /// Passwords, tokens, answers to challenges: never quoted.
    pub covered: Vec<Span>,
    pub dialogue: Option<Dialogue>,
    pub log: Option<Log>,
    pub settings: Option<Settings>,
    pub capture: Option<Capture>,
    /// Records of DNS that the paste shows.
    pub records: Vec<Record>,
    /// The paste is the bare header of a report on another mail: the reason stands in its text.
    pub report_header: Option<ReportHeader>,
    /// An event of Windows above a log tells of the server that the log speaks of, the reader's own, and tells the same.
    pub own_event: bool,
    /// Somebody asks about a log, in words of their own beside it: it is no flood of strangers that nobody looks at.
    pub asked: bool,
    /// The words above a header say that whoever asks about it sent the mail.
    pub is_senders_question: bool,
    /// The words around a header ask about times or clocks.
    pub is_question_of_time: bool,
    /// They ask how not to get such mail any more.
    pub is_unwanted: bool,
}

impl Facts {
    /// A conversation by hand (telnet, netcat, openssl) in which no server refused anything but what somebody tells of beside it.
    pub fn is_refused_aside_alone(&self) -> bool {
        const BY_HAND: &[&str] = &["telnet", "netcat", "openssl-s-client"];
        let is_aside = |statement: &Statement| {
            let said = statement.text.span(0..statement.text.len());
            self.aside.iter().any(|aside| aside.contains(said))
        };
        self.kind == Kind::Transcript
            && self.program.is_some_and(|program| BY_HAND.contains(&program))
            && self.statements.iter().all(is_aside)
    }

    /// The final answer around one that it was given for: Exchange quotes the reply that it waited with behind its own,
    /// `550 5.4.300 Message expired -> 451 4.4.0 …`.
    pub fn answer_around(&self, inner: usize) -> Option<&Statement> {
        let before = &self.statements[inner.checked_sub(1)?];
        (before.code_span.is_some() && before.text.as_str().trim_end().ends_with("->")).then_some(before)
    }

    /// The same of a statement that is one of these.
    pub fn answer_around_of(&self, inner: &Statement) -> Option<&Statement> {
        self.answer_around(self.statements.iter().position(|other| std::ptr::eq(other, inner))?)
    }

    /// The statement of the one outcome that a log's note led to, which names message and host where the note does not; else the same.
    pub fn outcome_of(&self, statement: usize) -> usize {
        let Some(log) = &self.log else { return statement };
        let outcomes = log.led.iter().filter(|(note, _)| log.groups[*note].statement == statement);
        let mut outcomes = outcomes.map(|(_, outcome)| &log.groups[*outcome]);
        let first = outcomes.next().filter(|first| first.event != story::Event::Note);
        first
            .filter(|first| outcomes.all(|other| other.statement == first.statement))
            .map_or(statement, |first| first.statement)
    }

    /// The lines of a log that say what one statement does, by event and host. Of a paste that is no log there are none.
    pub fn groups_of(&self, statement: Option<usize>) -> impl Iterator<Item = &story::Group> {
        let groups = self.log.iter().flat_map(|log| &log.groups);
        groups.filter(move |group| Some(group.statement) == statement)
    }
}

/// A record that says who may send in the name of a domain (RFC 7208; RFC 7489), as DNS has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Whose it is, where the paste shows that.
    pub name: Option<String>,
    /// From `v=` on.
    pub value: String,
    pub span: Span,
}

impl Record {
    pub fn is_spf(&self) -> bool {
        self.value.starts_with("v=spf1")
    }
}

/// What is wrong with mail that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    Late,
    Junk,
}

/// What mail about the reader's own mailbox is, by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It wants a click, as lures do.
    Lure,
    /// It warns, and wants no click.
    Warning,
}

/// What the header of a report tells of the mail that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportHeader {
    /// Whether it says that the mail was not delivered.
    pub is_failure: bool,
    /// The field that shows it: an index into the message's.
    pub field: usize,
    /// Whom the mail did not reach, where a field says so.
    pub recipient: Option<String>,
}

/// What kind of paste it is: the outermost thing in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    Headers,
    Message,
    Bounce,
    DeliveryReport,
    FeedbackReport,
    AutoReply,
    Reply,
    Transcript,
    Log,
    Settings,
    Mixed,
    /// Words with the frames of a stack, or with a time before them.
    Traceback,
    /// Words that have the form of an exception or of a program's own log line.
    Exception,
    /// A log's line of a program that is not known: time, host, program with its number.
    Record,
    /// Statements of a programming language, or a list of codes: nothing that happened.
    Source,
    /// Words inside the JSON of some service.
    Json,
    /// An error of a program, or anything else: whose words they are, only the rules can tell.
    #[default]
    Words,
}

/// Something that was said about why the mail failed.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The words, repaired, with the way back to the paste.
    pub text: Text,
    pub role: Role,
    /// Index into [`Facts::recipients`], where it is about one of them.
    pub recipient: Option<usize>,
    pub code: Option<u16>,
    pub enhanced: Option<Enhanced>,
    /// Where code and enhanced code stand in the paste.
    pub code_span: Option<Span>,
    /// The host whose words these are, where the paste names it.
    pub remote: Option<String>,
    pub moment: Option<Moment>,
    /// Where it quotes somebody else: those words do not show whose the text is.
    pub quotes: Vec<Span>,
    /// It stood between quotation marks: its lines are all of one reply.
    pub is_closed: bool,
    /// An apostrophe stands right before it: `returned '550 …`. It goes on to the one that closes that.
    pub is_quoted: bool,
    /// How often it was said: logs repeat themselves.
    pub times: usize,
}

impl Statement {
    pub fn new(text: Text, role: Role) -> Self {
        Self {
            text,
            role,
            recipient: None,
            code: None,
            enhanced: None,
            code_span: None,
            remote: None,
            moment: None,
            quotes: Vec::new(),
            is_closed: false,
            is_quoted: false,
            times: 1,
        }
    }
}

/// Who says it; the most trustworthy first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Words that only introduce or surround: looked at when nothing else tells.
    Context,
    /// A bare status, without words.
    Status,
    /// The words of a program, or of the system that writes the report.
    Words,
    /// A server's reply, quoted.
    Reply,
}

/// The point of the SMTP conversation (RFC 5321, section 3) at which the reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Connect,
    Helo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    EndOfData,
    /// The server had taken the message and then gave up on it.
    AfterAcceptance,
}

/// An enhanced status code, RFC 3463. Unregistered ones are kept as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enhanced {
    pub class: u8,
    pub subject: u16,
    pub detail: u16,
}

impl std::fmt::Display for Enhanced {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// One recipient of a report (RFC 3464, section 2.3).
#[derive(Clone, Debug, Default)]
pub struct Recipient {
    pub address: String,
    /// The address that the sender wrote, where the report names another final one: the trace of a forward.
    pub original: Option<String>,
    pub action: Option<Action>,
    pub status: Option<Enhanced>,
    pub reply_code: Option<u16>,
    /// The service that tells of it counts the failure as one for now, `SoftBounce`, though this copy is given up.
    pub is_soft: bool,
    /// When the server gives up, in seconds since 1970: delay warnings only.
    pub will_retry_until: Option<i64>,
    /// For how many seconds more it tries, counted from the warning, whose date may not be known.
    pub tries_for: Option<i64>,
    pub span: Option<Span>,
}

/// RFC 3464, section 2.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Failed,
    Delayed,
    Delivered,
    Relayed,
    Expanded,
}

impl Action {
    pub fn name(self) -> &'static str {
        match self {
            Action::Failed => "failed",
            Action::Delayed => "delayed",
            Action::Delivered => "delivered",
            Action::Relayed => "relayed",
            Action::Expanded => "expanded",
        }
    }
}

/// The sender's side of the story, for messages and commands.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    pub sender: Option<String>,
    pub sending_ip: Option<String>,
    /// What the sending server called itself, where the paste shows that conversation.
    pub helo: Option<String>,
    /// The server that writes the report (RFC 3464, section 2.2.2).
    pub reporter: Option<String>,
    /// To whom, where one recipient alone is named outside of a report.
    pub recipient: Option<String>,
    /// When the server that reports took the message, as in the paste.
    pub taken: Option<String>,
    /// What the server that reports calls the message in its queue.
    pub queue_id: Option<String>,
    /// How long the report says that it waits there.
    pub queued: Option<String>,
    /// What a service calls this sort of failure: `Transient, MailboxFull`.
    pub sort: Option<String>,
    pub message_id: Option<String>,
    /// When the report or the failure was written, as in the paste.
    pub time: Option<String>,
}
