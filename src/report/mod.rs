//! The answer as data: the public shape that the page, the command and other programs read.
//!
//! Field names are a contract: more may be added, nothing renamed. Unknown values are left out. Times are seconds of
//! UTC since 1970, durations are seconds, offsets are bytes of UTF-8 into the paste as pasted.
//!
//! These are the product's only serde types. May use: everything below but `input`.

pub(crate) mod adapted;
mod advice;
pub(crate) mod arrived;
mod build;
pub mod case;
pub mod csv;
pub mod dialogue;
mod evidence;
mod honest;
pub(crate) mod journey;
mod kind;
pub mod language;
pub mod letter;
pub mod markdown;
mod meaning;
pub mod message;
pub mod opinions;
pub mod origin;
mod parts;
mod people;
mod quote;
mod quoted;
mod said;
mod scene;
mod seen;
pub mod settings;
pub mod share;
pub mod standing;
pub mod story;
pub mod text;
pub mod values;

pub use build::{Depth, build};
pub use dialogue::{Capability, Dialogue, Move, Words};
pub use settings::{Remark, Server, Service, Settings};
pub use story::{Group, Log, Story};

use crate::knowledge::{self, Topic, Topics, worded};
use message::{Arc, Auth, Filter, Hop, Message, ReceivedSpf};
use opinions::{Alignment, Observation, Timeline};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The whole answer to one paste.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub schema: u32,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Recipient>,
    /// The header block that the paste is, or holds; the parts below say what stands in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// Oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub auth: Vec<Auth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arc: Option<Arc>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub received_spf: Vec<ReceivedSpf>,
    /// The tags of each DKIM-Signature; `h` is how many fields are signed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dkim_signatures: Vec<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// What is worth knowing but is no cause of failure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<Observation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// A conversation with a server, command by command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialogue: Option<Dialogue>,
    /// A server's log, by message and by cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Log>,
    /// Settings of outgoing mail, checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// Passwords and the like in the paste: nothing in the report quotes them, and they are not to be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covered: Vec<Stretch>,
    /// The mail that a bounce returns, where the bounce has a header of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// Which of the observations the first finding's own words tell, as indices.
    #[serde(skip)]
    pub told: Vec<usize>,
}

impl Report {
    /// The observations that the first finding's words do not tell: nothing is to be said twice.
    pub fn untold(&self) -> impl Iterator<Item = &opinions::Observation> {
        self.observations
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.told.contains(index))
            .map(|(_, seen)| seen)
    }

    /// Whether what to do about a finding is not said with one before it. Of many recipients only the first few are told; what a log
    /// tells of are causes, each of another kind.
    pub fn has_steps_of_its_own(&self, index: usize) -> bool {
        const TOLD: usize = 5;
        let steps = &self.findings[index].steps;
        (index < TOLD || self.log.is_some())
            && self.findings[..index].iter().all(|before| before.steps != *steps)
    }
}

/// A stretch of the paste, in bytes of UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stretch {
    pub start: usize,
    pub end: usize,
}

/// A returned mail's header: its way until it was refused. Fields as in [`Report`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Returned {
    pub message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub auth: Vec<Auth>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dkim_signatures: Vec<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<Observation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
}

/// What wrote the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Product {
    pub id: String,
    pub name: String,
}

/// Causes that are about the address that a mail is sent from, or the account.
pub(crate) const OF_THE_SENDER: &[&str] = &["send-as-denied", "sender-address-rejected", "account-blocked"];

/// A cause, who can mend it, and the words that told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Finding {
    pub cause: String,
    /// The cause in plain words.
    pub title: String,
    pub summary: String,
    pub permanence: String,
    pub confidence: String,
    pub stage: String,
    pub act: String,
    /// How it stands, in one word: see [`standing::state`].
    pub state: String,
    /// Who can mend it, in words, by name where the paste tells it.
    pub who: String,
    /// The cause whose article tells more, where that is another one than this state of a mail suggests.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// How a mail arrived, where the state alone does not say it: for links ([`arrived::signs`]).
    #[serde(skip)]
    pub sign: Cow<'static, str>,
    /// Whether trying again helps, and when.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub retry: String,
    /// What this speaker means by it, where its rule knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The sender's address that was refused, where it was refused as such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Until when the recipient's server is tried: seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub will_retry_until: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    pub steps: Vec<Step>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<Command>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What the codes alone would also allow, and why it comes second.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub considered: Vec<Considered>,
    /// What to collect for a surer answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// A large provider's address that was probably meant: to be asked, not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// What a postmaster will ask for: time, addresses, ids, reply.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// A message ready to send to the person who can mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// The same from who sent the mail, where `ask` is from who received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_if_sent: Option<String>,
    /// A sentence for whoever asks on the other side why a mail came late: what the times show, where it waited on the recipient's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_tell: Option<String>,
    /// Where in the guided check the reader stands already: an address below the site's root.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub check: String,
}

impl Finding {
    /// The reader's own server turned somebody away, as it should: no mail of the reader's failed.
    pub fn is_turned_away(&self) -> bool {
        self.cause != "delivered"
            && (self.permanence.as_str(), self.act.as_str(), self.stage.as_str())
                == ("none", "nobody", "inbound")
    }

    /// Whose address stands beside the title, and what is before it: where the sender was refused, no recipient has a part in it.
    pub fn whom(&self) -> Option<(&'static str, &str)> {
        match OF_THE_SENDER.contains(&self.cause.as_str()) {
            true => self.sender.as_deref().map(|sender| ("Sender", sender)),
            false => self.recipient.as_deref().map(|recipient| ("Recipient", recipient)),
        }
    }

    fn turn_away(&mut self) {
        self.permanence = "none".to_owned();
        self.act = "nobody".to_owned();
        self.stage = "inbound".to_owned();
    }

    /// Says one thing more.
    fn add_note(&mut self, more: &str) {
        let note = self.note.get_or_insert_default();
        if !note.is_empty() {
            note.push(' ');
        }
        note.push_str(more);
    }
}

/// Another cause, and why it is not the answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Considered {
    pub cause: String,
    pub title: String,
    pub why: String,
}

/// A fact with its name: `Recipient`, `Message-ID`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reply {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enhanced: Option<String>,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<String>,
    /// The point of the conversation: `connect`, `helo`, `starttls`, `auth`, `mail`, `rcpt`, `data`, `end-of-data`,
    /// `after-acceptance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<String>,
    /// What can be explained in it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A piece of a reply, and what it says. Kinds: `code`, `enhanced`, `host`, `address`, `mailbox`, `link`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Part {
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub kind: String,
    pub meaning: String,
}

impl Part {
    /// The words for people: one that was cut at the end of a line is one word.
    pub fn words(&self) -> Cow<'_, str> {
        match self.quote.contains('\n') {
            true => self.quote.split_whitespace().collect::<String>().into(),
            false => self.quote.as_str().into(),
        }
    }
}

/// Where a rule's fact was read, and when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    pub url: Cow<'static, str>,
    pub checked: Cow<'static, str>,
}

/// Words of the paste, and where they stand in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    pub start: usize,
    pub end: usize,
    /// Letter by letter what stands there, but for passwords, and for digits that were misread from a picture.
    pub quote: String,
    /// The same decoded, where an encoding of the mail hides it (RFC 2045, section 6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads: Option<String>,
}

impl Evidence {
    /// The words for people.
    pub fn words(&self) -> &str {
        self.reads.as_deref().unwrap_or(&self.quote)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    pub by: Cow<'static, str>,
    pub text: Cow<'static, str>,
    /// For what is put together here; the report does not say it.
    #[serde(skip)]
    about: Topics,
}

impl Step {
    pub fn new(by: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { by: by.into(), text: text.into(), about: Topics::default() }
    }

    pub fn about(mut self, topic: Topic) -> Self {
        self.about = self.about.with(topic);
        self
    }

    pub fn is_about(&self, topic: Topic) -> bool {
        self.about.has(topic)
    }

    /// All but the last sentence: some topics say that it holds in one case alone.
    fn without_its_end(&self) -> &str {
        self.text.rfind(". ").map_or("", |at| &self.text[..=at])
    }
}

impl From<&knowledge::Step> for Step {
    fn from(step: &knowledge::Step) -> Self {
        Self { about: step.about, ..Self::new(step.by.name(), worded::plain(step.text)) }
    }
}

/// A command for a Unix shell and its form for Windows, both ready to run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Command {
    pub shell: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub windows: String,
    pub why: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    pub title: String,
    pub url: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipient {
    pub address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub will_retry_until: Option<i64>,
}
