//! The shapes of what mailwhy knows. The build script writes tables of them; see `README.md` beside this file.

/// One cause of the closed list, with its article.
#[derive(Debug)]
pub struct Cause {
    pub id: &'static str,
    pub title: &'static str,
    pub summary: &'static str,
    pub permanence: Permanence,
    pub stage: Stage,
    pub act: Act,
    /// Whether trying again helps, and when.
    pub retry: &'static str,
    /// A message to the person who can mend it, with `{placeholders}`.
    pub ask: &'static str,
    pub steps: &'static [Step],
    pub commands: &'static [Command],
    pub article: &'static [Section],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub by: Act,
    pub text: &'static str,
}

/// A command to run, with `{placeholders}` that are quoted for the shell when they are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    pub unix: &'static str,
    pub windows: &'static str,
    pub why: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub title: &'static str,
    pub url: &'static str,
}

/// A heading and what stands under it.
#[derive(Debug)]
pub struct Section {
    /// 2 or 3.
    pub level: u8,
    pub title: &'static str,
    pub blocks: &'static [Block],
}

#[derive(Debug)]
pub enum Block {
    Paragraph(&'static [Inline]),
    List { ordered: bool, items: &'static [&'static [Inline]] },
    Code(&'static str),
}

#[derive(Debug)]
pub enum Inline {
    Text(&'static str),
    Strong(&'static str),
    Emphasis(&'static str),
    Code(&'static str),
    /// An address on the web, or `cause:<id>`, or `code:<code>`.
    Link(&'static str, &'static str),
}

/// Whose words a rule knows: an organisation, or a program.
#[derive(Debug)]
pub struct Owner {
    pub id: &'static str,
    pub name: &'static str,
    pub kind: OwnerKind,
    /// 0 a language or system library, 1 a mail library, 2 a sending service, 3 an application: where several show
    /// themselves, the highest is the one that somebody uses.
    pub layer: u8,
    /// Suffixes of its host names.
    pub hosts: &'static [&'static str],
    /// One sentence on what it is. Programs only; empty elsewhere.
    pub about: &'static str,
    /// What to switch on or copy when its words do not tell.
    pub collect: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerKind {
    /// `phrases/`: nobody in particular.
    General,
    Provider,
    ClientError,
    LibraryError,
    ApiError,
    Log,
    Transcript,
    /// Recognised so that it is not mistaken for a failure of mail.
    Unrelated,
}

#[derive(Debug)]
pub struct Rule {
    pub id: &'static str,
    /// Index into `OWNERS`.
    pub owner: u16,
    /// Index into `CAUSES`.
    pub cause: u8,
    pub confidence: Confidence,
    pub priority: i8,
    pub only_here: bool,
    /// Without phrases the codes alone decide, where the owner is recognised.
    pub has_phrases: bool,
    pub codes: &'static [CodeSpec],
    pub permanence: Option<Permanence>,
    pub stage: Option<Stage>,
    pub act: Option<Act>,
    pub lang: &'static str,
    pub note: &'static str,
    pub steps: &'static [Step],
    pub link: Option<Link>,
    pub source: &'static str,
    pub checked: &'static str,
}

/// A condition on codes: `550`, `5.7.1`, `550 5.7.1`, `5.7.606-649`, `X.7.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeSpec {
    /// 0: any.
    pub basic: u16,
    /// 0: any; meaningful where `detail` is set.
    pub class: u8,
    pub subject: u16,
    /// First and last detail. `None`: no condition on the enhanced code.
    pub detail: Option<(u16, u16)>,
}

/// What a phrase tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Index into `RULES`: the rule holds.
    Rule(u16),
    /// Index into `RULES`: the rule is off.
    Unless(u16),
    /// Index into `OWNERS`: this is who speaks.
    Mark(u16),
    /// Index into `LISTS`: this block list is named.
    List(u16),
}

/// A reply code, an enhanced code (class `X` where any), or a number that circulates as one.
#[derive(Debug)]
pub struct Code {
    pub code: &'static str,
    pub meaning: &'static str,
    /// Where in the conversation it is usual. Basic codes only.
    pub place: &'static str,
    pub cause: Option<u8>,
    pub also: &'static [u8],
    pub confidence: Confidence,
    pub note: &'static str,
    pub source: Link,
}

/// A DNS block list.
#[derive(Debug)]
pub struct BlockList {
    pub id: &'static str,
    pub name: &'static str,
    /// What its entries are: addresses or domains.
    pub lists: &'static str,
    /// The zone to ask, empty where it is not public.
    pub zone: &'static str,
    /// Where to look up and to ask for removal.
    pub url: &'static str,
    /// What to know: how it clears, whether it still runs.
    pub note: &'static str,
    pub closed: bool,
}

/// One sentence on a header field.
#[derive(Debug)]
pub struct FieldInfo {
    /// As usually written; looked up without regard to case.
    pub name: &'static str,
    pub about: &'static str,
    pub source: &'static str,
}

/// What a key, value or test of a spam filter means.
#[derive(Debug)]
pub struct FilterTerm {
    pub term: &'static str,
    pub meaning: &'static str,
    /// -1 speaks for the mail, 1 against it, 0 neither.
    pub leaning: i8,
}

/// What a provider documents about its servers.
#[derive(Debug)]
pub struct Service {
    pub id: &'static str,
    pub name: &'static str,
    /// Domains of the addresses that it gives out.
    pub domains: &'static [&'static str],
    /// Suffixes of its host names, beside those of `servers`.
    pub hosts: &'static [&'static str],
    pub servers: &'static [Server],
    /// The user name is the whole address.
    pub whole_address: bool,
    pub password: PasswordKind,
    pub note: &'static str,
    pub source: &'static str,
    /// Empty where the source was not looked up again when this was written down.
    pub checked: &'static str,
}

#[derive(Debug)]
pub struct Server {
    /// `submission`, `imap` or `pop3`.
    pub purpose: &'static str,
    pub host: &'static str,
    pub port: u16,
    pub security: Security,
}

/// How a connection is encrypted: from the first byte, after STARTTLS, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    Implicit,
    StartTls,
    None,
}

/// What a program signs in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// The account's own password.
    Account,
    /// A password made for this one program.
    AppPassword,
    /// A sign-in in the browser; passwords are not taken.
    Oauth,
    /// A key that the service's own pages hand out.
    ApiKey,
}

/// What somebody comes with who has no text to paste.
#[derive(Debug)]
pub struct Complaint {
    pub id: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    /// Index into `CHECKS`.
    pub first: u16,
}

/// A question of the guided check.
#[derive(Debug)]
pub struct Check {
    pub id: &'static str,
    pub question: &'static str,
    /// Why it is asked.
    pub why: &'static [Inline],
    /// How to find out.
    pub help: &'static [Inline],
    /// What the reader's provider documents about its servers belongs here.
    pub provider: bool,
    pub commands: &'static [Command],
    pub outcomes: &'static [Outcome],
}

/// An answer, and where it leads.
#[derive(Debug)]
pub struct Outcome {
    /// Unique in its check; stands in addresses.
    pub id: &'static str,
    pub says: &'static str,
    /// What it shows, where the words alone do not say.
    pub means: &'static str,
    pub next: Next,
}

#[derive(Debug)]
pub enum Next {
    /// Index into `CHECKS`. No way leads in circles.
    Check(u16),
    /// There is a text after all: what to paste.
    Paste(&'static str),
    End(End),
}

/// Where a guided check ends: at a cause, or at somebody who can look further.
#[derive(Debug)]
pub struct End {
    /// Index into `CAUSES`.
    pub cause: Option<u8>,
    /// In plain words; where it is empty, the cause's title says it.
    pub verdict: &'static str,
    pub act: Act,
    pub text: &'static [Inline],
    /// A message to who can act, with placeholders; where it is empty, the cause may have one.
    pub letter: &'static str,
}

/// A program, and where it hides what is to be pasted.
#[derive(Debug)]
pub struct Place {
    /// Stands in addresses.
    pub id: &'static str,
    pub name: &'static str,
    pub note: &'static str,
    pub finds: &'static [Find],
    pub source: &'static str,
    /// Empty where the source was not looked up again when this was written down.
    pub checked: &'static str,
}

/// What can be found, and how.
#[derive(Debug)]
pub struct Find {
    pub what: &'static str,
    pub steps: &'static [&'static [Inline]],
}

/// A tool that people are told to use.
#[derive(Debug)]
pub struct Tool {
    pub name: &'static str,
    pub shows: &'static str,
    /// When its outcome tells nothing.
    pub useless: &'static str,
}

/// Declares an enum whose variants have public kebab-case names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

named! {
    /// Whether the failure clears by itself or by repeating.
    Permanence { Temporary = "temporary", Permanent = "permanent", None = "none" }
}
named! {
    /// Where on the way it happened.
    Stage {
        Compose = "compose", Client = "client", Submission = "submission", Outbound = "outbound", Dns = "dns",
        Connection = "connection", Tls = "tls", Inbound = "inbound", Filter = "filter", Mailbox = "mailbox",
        Report = "report",
    }
}
named! {
    /// Who can mend it.
    Act {
        Sender = "sender", SenderAdmin = "sender-admin", Recipient = "recipient",
        RecipientAdmin = "recipient-admin", Network = "network", Nobody = "nobody",
    }
}
named! {
    /// How sure: lowest first.
    Confidence { Possible = "possible", Likely = "likely", Certain = "certain" }
}
