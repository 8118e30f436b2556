//! The shapes of what mailwhy knows; see `README.md` beside this file.

use super::code_spec::CodeSpec;
use super::names::*;

/// One cause of the closed list; [`article`](super::article_on) is its article.
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
    /// In its place where the server does not try this copy again, though the cause passes; empty where it does not.
    pub given_up: &'static str,
    /// In its place where the code is a temporary one; empty where that changes nothing.
    pub for_now: &'static str,
    /// In its place where the code is a final one, for causes that do not pass.
    pub for_good: &'static str,
    /// In its place where a mail program tells, which does not repeat by itself.
    pub by_hand: &'static str,
    /// A message to the person who can mend it, with `{placeholders}`.
    pub ask: &'static str,
    pub steps: Vec<Step>,
    pub commands: Vec<Command>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub by: Act,
    pub only: Only,
    pub about: Topics,
    /// Worded by what the paste tells: see `worded`.
    pub text: &'static str,
}

/// A command to run, with `{placeholders}` that are quoted for the shell when they are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    pub unix: &'static str,
    pub windows: &'static str,
    pub why: &'static str,
    pub only: Only,
    /// Ids of the owners at whose systems alone it can be run, parted by blanks; empty: anywhere.
    pub at: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub title: &'static str,
    pub url: &'static str,
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
    pub hosts: Vec<&'static str>,
    /// One sentence on what it is. Programs only; empty elsewhere.
    pub about: &'static str,
    /// What to switch on or copy when its words do not tell.
    pub collect: &'static str,
    /// How it is made to trust an authority that it does not know; empty where nothing is known of that.
    pub trust: &'static str,
    /// How encryption between it and a mail server on its own machine is switched off; empty where nothing is known of that.
    pub local: &'static str,
    /// How the address that it sends as is set; empty where nothing is known of that.
    pub sender: &'static str,
    pub mends: Vec<Mend>,
    pub runs: Option<Runs>,
}

/// How a fault is mended in one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mend {
    /// Index into `CAUSES`; of a mend for a rule it says nothing.
    pub cause: u8,
    /// The rule whose steps it stands for; empty where it is for a cause.
    pub rule: &'static str,
    /// In place of the cause's own steps, which are about other programs.
    pub instead: bool,
    pub about: Topics,
    /// As in steps.
    pub text: &'static str,
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
    pub codes: Vec<CodeSpec>,
    pub permanence: Option<Permanence>,
    pub stage: Option<Stage>,
    pub act: Option<Act>,
    pub lang: &'static str,
    pub note: &'static str,
    /// In place of the cause's words on trying again, where the very fault tells more; empty where it does not.
    pub retry: &'static str,
    /// In place of the cause's verdict, sentence and letter, where the very fault is another case of it; empty likewise.
    pub title: &'static str,
    pub summary: &'static str,
    pub ask: &'static str,
    pub steps: Vec<Step>,
    /// The steps of the cause are about other faults, and are left out.
    pub alone: bool,
    pub link: Option<Link>,
    pub source: &'static str,
    pub checked: &'static str,
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
    /// Number of a class of words: one of its wordings stands here.
    Class(u16),
}

/// A reply code, an enhanced code (class `X` where any), or a number that circulates as one.
#[derive(Debug)]
pub struct Code {
    pub code: &'static str,
    pub meaning: &'static str,
    /// Where in the conversation it is usual. Basic codes only.
    pub place: &'static str,
    pub cause: Option<u8>,
    pub also: Vec<u8>,
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
    /// What its answers mean: `127.0.0.2`, `127.0.0.5-7`.
    pub answers: Vec<(&'static str, &'static str)>,
    pub closed: bool,
}

impl BlockList {
    /// What an answer of its zone means.
    pub fn answer(&self, address: std::net::Ipv4Addr) -> Option<&'static str> {
        let [.., last] = address.octets();
        let fits = |span: &str| {
            let (low, high) = span.split_once('-').unwrap_or((span, ""));
            let Ok(low) = low.parse::<std::net::Ipv4Addr>() else { return false };
            let high = high.parse().unwrap_or(low.octets()[3]);
            low.octets()[..3] == address.octets()[..3] && (low.octets()[3]..=high).contains(&last)
        };
        self.answers.iter().find(|(span, _)| fits(span)).map(|(_, meaning)| *meaning)
    }
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
    /// What takes its points away.
    pub mend: Option<TestMend>,
}

/// What is changed where a filter's test counts against a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestMend {
    pub by: Act,
    /// It is about the proof of the author.
    pub is_proof: bool,
    pub text: &'static str,
    /// In its place where the filter wrote what it found: `{listed}` stands for that.
    pub known: Option<&'static str>,
}

/// What a provider documents about its servers.
#[derive(Debug)]
pub struct Service {
    pub id: &'static str,
    pub name: &'static str,
    /// Domains of the addresses that it gives out.
    pub domains: Vec<&'static str>,
    /// Suffixes of its host names, beside those of `servers`.
    pub hosts: Vec<&'static str>,
    pub servers: Vec<Server>,
    /// The user name is the whole address.
    pub whole_address: bool,
    pub password: PasswordKind,
    pub note: &'static str,
    pub source: &'static str,
    /// Empty where the source was not looked up again when this was written down.
    pub checked: &'static str,
    /// It documents that its filter learns from mail that is marked as no spam.
    pub learns: bool,
}

#[derive(Debug)]
pub struct Server {
    /// `submission`, `imap` or `pop3`.
    pub purpose: &'static str,
    pub host: &'static str,
    pub port: u16,
    pub security: Security,
}

/// What somebody comes with who has no text to paste.
#[derive(Debug)]
pub struct Complaint {
    pub id: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    /// Index into `CHECKS`.
    pub first: u16,
    /// The mail is there: what is said of trying refused mail again does not hold.
    pub arrives: bool,
    /// The reader is the recipient: the other side is the sender's.
    pub to_reader: bool,
}

/// A question of the guided check.
#[derive(Debug)]
pub struct Check {
    pub id: &'static str,
    pub question: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    /// How to find out.
    pub help: &'static str,
    /// What the reader's provider documents about its servers belongs here.
    pub provider: bool,
    pub commands: Vec<Command>,
    pub outcomes: Vec<Outcome>,
}

/// An answer, and where it leads.
#[derive(Debug)]
pub struct Outcome {
    /// Unique in its check; stands in addresses.
    pub id: &'static str,
    pub says: &'static str,
    /// What it shows, where the words alone do not say.
    pub means: &'static str,
    /// From here on nobody can run commands.
    pub by_hand: bool,
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
    pub text: &'static str,
    /// A message to who can act, with placeholders; where it is empty, the cause may have one.
    pub letter: &'static str,
    /// The verdict where the reader's provider is known: what it documents is the text then.
    pub known: &'static str,
}

/// A program, and where it hides what is to be pasted.
#[derive(Debug)]
pub struct Place {
    /// Stands in addresses.
    pub id: &'static str,
    pub name: &'static str,
    pub note: &'static str,
    pub finds: Vec<Find>,
    pub source: &'static str,
    /// Empty where the source was not looked up again when this was written down.
    pub checked: &'static str,
}

/// What can be found, and how.
#[derive(Debug)]
pub struct Find {
    pub what: &'static str,
    pub steps: Vec<&'static str>,
}

/// A tool that people are told to use.
#[derive(Debug)]
pub struct Tool {
    pub name: &'static str,
    pub shows: &'static str,
    /// When its outcome tells nothing.
    pub useless: &'static str,
}
