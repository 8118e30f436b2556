//! A mail that lay with a mailing list until a moderator let it through: whom to ask, and what for.

use crate::diagnose::checks::list::{List, Owner};
use crate::diagnose::checks::timeline::Reason;
use crate::facts::message::Message;
use crate::mail;
use crate::report::Step;

/// Who can have it otherwise.
pub const OWNER: &str = "the mailing list's owner";
/// How a title ends that tells of it.
pub const HELD: &str = ", held for a moderator of the mailing list";
pub const LIKELY_HELD: &str = ", likely held for a moderator of the mailing list";

pub struct Moderated {
    /// A stamp says so.
    pub is_stated: bool,
    /// What is written to, where that is known.
    address: Option<String>,
    pub owner: Option<Owner>,
    is_mailman: bool,
    /// Who wrote it, by From, or where the list wrote itself there, by what it kept.
    author: Option<String>,
    /// From is the list's own.
    is_hidden: bool,
    /// The author is no member, as the list's own fields say.
    is_nonmember: bool,
}

impl Moderated {
    pub fn of(message: &Message, reason: Option<&Reason>) -> Option<Self> {
        let is_stated = match reason? {
            Reason::Moderator(_) => true,
            Reason::LikelyModerator => false,
            _ => return None,
        };
        let list = List::of(message);
        let is_lists = |author: &str| {
            let written = list.as_ref().and_then(|list| list.address.as_deref());
            written.is_some_and(|list| list.eq_ignore_ascii_case(author))
        };
        let author = super::author(message).filter(|author| !is_lists(author)).map(str::to_owned);
        let is_hidden = author.is_none();
        let kept = || {
            let stated = |name: &str| {
                let read = mail::address::first(&message.field(name)?.value)?;
                (read.address.contains('@') && !is_lists(&read.address)).then_some(read.address)
            };
            let replies = message.reply_to.iter().map(|reply| reply.read.address.as_str());
            stated("X-Original-From")
                .or_else(|| {
                    replies
                        .filter(|reply| reply.contains('@'))
                        .find(|reply| !is_lists(reply))
                        .map(str::to_owned)
                })
                .or_else(|| stated("X-MailFrom"))
        };
        let author = author.or_else(kept);
        let hits = |rule: &str| {
            let value = message.field("X-Mailman-Rule-Hits").map_or("", |field| &field.value);
            value.split([';', ',', ' ']).any(|hit| hit.trim() == rule)
        };
        let is_nonmember = hits("nonmember-moderation");
        Some(Moderated {
            is_stated,
            author,
            is_hidden,
            is_nonmember,
            owner: list.as_ref().and_then(|list| list.owner(message)),
            // The stamp is Mailman's own.
            is_mailman: is_stated || list.as_ref().is_some_and(|list| list.is_mailman),
            address: list.and_then(|list| list.address),
        })
    }

    /// The owner, with the address where it follows.
    fn whom(&self) -> String {
        match &self.owner {
            Some(Owner { address, is_stated: true }) => format!("the list's owner ({address})"),
            Some(Owner { address, .. }) => {
                format!("the list's owner (mostly {address}: Mailman gives each list such an address)")
            }
            None => "the list's owner (the list's page names them)".to_owned(),
        }
    }

    pub fn steps(&self) -> Vec<Step> {
        let whom = self.whom();
        let whose = self.author.as_deref().unwrap_or("this author");
        let ask = match self.is_stated {
            true => format!(
                "So that the next one does not wait, ask {whom} to let mail of {whose} through at once, or to look at held mail more often."
            ),
            false => format!(
                "Ask {whom} whether a moderator held it: they can let mail of {whose} through at once, or look at held mail more often."
            ),
        };
        let reader =
            format!("If you read the list: this mail is there, and nothing is to be done for it. {ask}");
        let author = if self.is_nonmember {
            "If you wrote it: the list held it because your address is not one of its members' (nonmember-moderation). Write from the \
             address that you are subscribed with, subscribe this one, or ask the owner to let it through."
        } else {
            "If you wrote it: lists hold mail from an address that is not subscribed, from new members, or from all. Write from the \
                      address that you are subscribed with; if you did, ask the owner to let yours through at once."
        };
        [("recipient", reader), ("author", author.to_owned())].map(|(by, text)| Step::new(by, text)).into()
    }

    /// To the owner.
    pub fn letter(&self) -> String {
        let list = self.address.as_ref().map_or(String::new(), |address| format!(" {address}"));
        let (held, ask) = match self.is_stated {
            true => (
                "lay there {held}, until a moderator let it through",
                "Could you let mail of this author through at once, or have held mail looked at more often?",
            ),
            false => (
                "lay there {held}",
                "Was it held for a moderator? If so, could you let mail of this author through at once, or have held mail looked at more \
                 often? If not, could whoever runs the server see in its log what the mail waited for?",
            ),
        };
        let whose = self.author.as_deref().unwrap_or("this author");
        let ask = ask.replace("this author", whose);
        let from = match self.author.as_deref().filter(|_| self.is_hidden) {
            Some(author) => format!("Author: {author}"),
            None => "Address in From: {from}".to_owned(),
        };
        let mailman = match self.is_mailman {
            true if self.is_nonmember => {
                "\nThe author is not a member (nonmember-moderation): in Mailman 3 the moderation of that non-member, or the list's default action for \
                 non-members, decides that."
            }
            true => {
                "\nIn Mailman 2 the box \"mod\" of a member decides that, in Mailman 3 the member's moderation."
            }
            false => "",
        };
        format!(
            "Hello,\na mail to your mailing list{list} {held}.\n{from}\nEnvelope sender: {{envelope}}\nTime: {{time}}\n\
             Message-ID: {{message_id}}\nId on {{first_holder}}: {{holder_id}}\nTaken there: {{held_from}}\nSent on: {{held_until}}\n{ask}{mailman}\n\
             Thank you."
        )
    }
}
