//! How the messages of a log fared, counted by whose they are: the server's own people's, those that came in, notices.

use crate::facts::story::{self, Whose};
use crate::report::story::{Log, counted, is_none, outcome};
use serde::{Deserialize, Serialize};

/// Messages of one side, by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Share {
    /// `own`, `incoming`, `notice`.
    pub whose: String,
    pub messages: usize,
    pub delivered: usize,
    pub waiting: usize,
    /// Those of the waiting ones that the server has set aside.
    #[serde(skip_serializing_if = "is_none")]
    pub frozen: usize,
    /// Those that reached nobody, and those that reached some of their recipients.
    pub failed: usize,
    pub partly: usize,
    /// Those of both that still wait for other recipients.
    #[serde(skip_serializing_if = "is_none")]
    pub open: usize,
}

impl Log {
    /// The sides apart, or the whole where all are of one; nothing where the lines do not tell messages apart.
    pub fn tally(&self) -> Vec<Share> {
        if !self.shares.is_empty() || self.messages == 0 {
            return self.shares.clone();
        }
        let (failed, partly) = (self.failed - self.partly, self.partly);
        let (messages, delivered, waiting) = (self.messages, self.delivered, self.waiting);
        let (frozen, open) = (self.frozen, self.open);
        vec![Share { whose: String::new(), messages, delivered, waiting, frozen, failed, partly, open }]
    }
}

const WHOSE: &[(Whose, &str)] =
    &[(Whose::Own, "own"), (Whose::Incoming, "incoming"), (Whose::Notice, "notice")];

pub fn whose(story: &story::Story) -> &'static str {
    WHOSE.iter().find(|(whose, _)| *whose == story.whose()).map_or("", |(_, name)| name)
}

/// Where all are of one side, the whole is told.
pub fn by_side(told: &story::Log) -> Vec<Share> {
    let tally =
        |(side, name): &(Whose, &str)| of(name, told.stories.iter().filter(|story| story.whose() == *side));
    let shares: Vec<Share> = WHOSE.iter().map(tally).filter(|share| share.messages > 0).collect();
    if shares.len() > 1 { shares } else { Vec::new() }
}

/// The tally of these.
pub fn of<'a>(whose: &str, stories: impl Iterator<Item = &'a story::Story>) -> Share {
    let mut share = Share { whose: whose.to_owned(), ..Share::default() };
    for story in stories {
        share.messages += 1;
        share.open += usize::from(story.failed > 0 && !story.waiting.is_empty());
        match outcome(story) {
            "delivered" => share.delivered += 1,
            "waiting" => {
                share.waiting += 1;
                share.frozen += usize::from(story.is_frozen);
            }
            "failed" => share.failed += 1,
            "partly" => share.partly += 1,
            _ => {}
        }
    }
    share
}

/// `11 messages: 5 were delivered, 1 failed.`
pub fn fared(share: &Share) -> String {
    let mut parts = Vec::new();
    for (number, what) in [
        (share.delivered, "were delivered"),
        (share.waiting - share.frozen, "were put off and still wait"),
        (share.frozen, "were set aside (frozen) and are not tried any more"),
        (share.failed, "failed"),
        (share.partly, "reached some of the recipients and failed for others"),
    ] {
        if number > 0 {
            parts.push(format!(
                "{number} {}",
                if number == 1 {
                    what.replacen("were", "was", 1)
                        .replace("still wait", "still waits")
                        .replace("and are not", "and is not")
                } else {
                    what.to_owned()
                }
            ));
        }
    }
    // What failed for one recipient may reach another one yet.
    if let Some(last) = parts.last_mut().filter(|_| share.open > 0) {
        let failed = share.failed + share.partly;
        last.push_str(&match (share.open, failed) {
            (1, 1) => " and still waits for other recipients".to_owned(),
            (open, failed) if open == failed => " and still wait for other recipients".to_owned(),
            (1, _) => " (1 of them still waits for other recipients)".to_owned(),
            (open, _) => format!(" ({open} of them still wait for other recipients)"),
        });
    }
    let all = match share.whose.as_str() {
        "own" => format!("{} sent from here", counted(share.messages, "message")),
        "incoming" => format!("{} that came in", counted(share.messages, "message")),
        "notice" => {
            format!("{} that a server wrote (bounces and the like)", counted(share.messages, "notice"))
        }
        _ => counted(share.messages, "message"),
    };
    match parts.is_empty() {
        true => format!("{all}."),
        false => format!("{all}: {}.", parts.join(", ")),
    }
}
