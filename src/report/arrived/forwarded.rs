//! A mail that the reader's other mailbox passed on, and whose proof was lost there: what its server can do, and what the reader can.

use super::Chosen;
use super::proof::Proof;
use crate::facts::message::Message;
use crate::report::Step;

/// What shows that a server marks mail that it takes from outside.
#[derive(Clone, Copy, Default)]
pub struct Mark<'a> {
    /// `[EXTERN]`, as the subject begins.
    subject: Option<&'a str>,
    /// A field that tells of a warning in the text, by its name.
    field: Option<&'a str>,
}

/// What such marks say, in the languages of those who set them.
const OUTSIDE: &[&str] =
    &["ext", "extern", "external", "externe", "externo", "esterno", "external email", "externe mail"];

pub fn mark(message: &Message) -> Mark<'_> {
    let subject = message.field("Subject").and_then(|field| {
        let inner = field.value.trim().strip_prefix('[')?.split(']').next()?;
        let is_mark = OUTSIDE.contains(&inner.trim().to_lowercase().as_str());
        is_mark.then(|| field.value.trim().get(..inner.len() + 2)).flatten()
    });
    let tells = |name: &str| {
        name.to_ascii_lowercase().starts_with("x-") && name.to_ascii_lowercase().contains("banner")
    };
    let field = message.fields.iter().map(|field| field.name.as_str()).find(|name| tells(name));
    Mark { subject, field }
}

impl Mark<'_> {
    /// As the reason for a signature that does not fit.
    fn told(self) -> String {
        match (self.subject, self.field) {
            (Some(subject), Some(field)) => {
                format!(", likely by the mark in the subject ({subject}) or a warning in the text ({field})")
            }
            (Some(subject), None) => format!(", likely with the mark in the subject ({subject})"),
            (None, Some(field)) => format!(", likely by a warning in the text ({field})"),
            (None, None) => String::new(),
        }
    }
}

/// The server that passed it on, where that broke what proved the author.
fn changer<'a>(chosen: &Chosen<'a>) -> Option<&'a str> {
    let is_broken = matches!(chosen.proof, Proof::BrokenByForward | Proof::BrokenBehind(..));
    chosen.alignment?.forwarder.as_deref().filter(|_| is_broken && chosen.own.is_none())
}

/// Who can mend it.
pub fn owner(chosen: &Chosen) -> Option<String> {
    Some(format!("whoever runs {}, which passed the mail on", changer(chosen)?))
}

/// To that server.
pub fn step(chosen: &Chosen) -> Option<Step> {
    let server = changer(chosen)?;
    let found = match chosen.proof {
        Proof::BrokenBehind(by, check) => {
            format!(" Before that, {by} found that {check} passed, so the sender has nothing to mend.")
        }
        _ => String::new(),
    };
    Some(Step::new(
        "network",
        format!(
            "The mail is signed for the domain in From, and the signature did not fit any more behind {server}: it changed the mail as it passed it on{}.{found} Whoever runs it can pass mail on \
             unchanged (no mark and no warning on what leaves the house again), write an envelope sender of its own (SRS), and seal what it had found (ARC).",
            chosen.mark.told()
        ),
    ))
}

/// To the reader, whom none of that needs to wait for. Gmail's filters: <https://support.google.com/mail/answer/6579> (still to be checked).
pub fn of_reader(chosen: &Chosen, at_gmail: bool) -> Option<Step> {
    changer(chosen)?;
    let (was_for, went_to) = chosen.alignment?.passed_on.as_ref()?;
    let filter = match at_gmail {
        true => format!(
            " Until then, a filter at Gmail for mail to {was_for} with \"Never send it to Spam\" keeps it in the inbox: that lets in all that is forwarded from there."
        ),
        false => String::new(),
    };
    Some(Step::new(
        "recipient",
        format!(
            "If you want such mail: give its sender {went_to} in place of {was_for}, or have your mail program or mailbox fetch the mail from there, in place of having it forwarded.{filter}"
        ),
    ))
}
