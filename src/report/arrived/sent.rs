//! The answer where the words around the headers say that the reader sent the mail: what they can mend comes first, then whom they ask.

use super::{Chosen, counted, letters};
use crate::diagnose::checks::speak::upper;
use crate::report::values::Values;
use crate::report::{Finding, Step};

const ASK: &str = "Ask the recipient, by phone or from another mailbox, to mark the mail as no spam, and to pass the message to copy on to whoever \
                   looks after their mail: only their side can change what their filter does with mail from you.";
/// Whose mailbox is at a provider has nobody to ask.
const ASK_PERSON: &str = "Ask the recipient, by phone or from another mailbox, to mark the mail as no spam: the message to copy says which it is.";
/// What would name the mail does not stand there.
const ASK_WITHOUT: &str = "Ask the recipient, by phone or from another mailbox, to mark the mail as no spam, and to tell whoever looks after their mail: only their side can change \
                           what their filter does with mail from you.";
/// Who is asked first is the service that sends.
const ASK_MEANWHILE: &str = "Send the message to copy to the service that sends the mail. Until that is mended, ask the recipient, by phone or from another mailbox, to look \
                             into Junk.";
/// Steps for whoever may be the author begin so.
const IF_THEIRS: &str = "If you sent it: ";

/// Only of mail that a check, a filter or the reader's choice is against, and that shows no danger.
pub fn is_meant(chosen: &Chosen, is_senders_question: bool) -> bool {
    let is_against = chosen.landed.is_some() || chosen.failed_alone;
    is_senders_question
        && is_against
        && (!chosen.danger || chosen.forged)
        && !chosen.is_forbidden
        && !chosen.poses
}

/// `may_write`: something stands there by which the other side finds the mail.
pub fn adapt(told: &mut Finding, chosen: &Chosen, values: &Values, may_write: bool) {
    let is_theirs = |step: &Step| matches!(&*step.by, "author" | "sender-admin");
    let is_others = |step: &Step| step.by == "recipient" && chosen.own.is_none();
    let steps = std::mem::take(&mut told.steps).into_iter().filter(|step| !is_others(step));
    let (own, rest): (Vec<Step>, Vec<Step>) = steps.partition(is_theirs);
    if let Some(first) = own.first().filter(|_| chosen.own.is_none()) {
        let who = if first.by == "author" && counted::listing(chosen).is_none() {
            "you"
        } else {
            "you, or whoever looks after your mail and your domain"
        };
        (told.act, told.who) = ("sender".to_owned(), who.to_owned());
        // It was proved who they are: the article on spam tells more.
        if chosen.landed.is_some() && !chosen.is_doubted() && told.about.is_empty() {
            told.about = "spam-content".to_owned();
        }
    }
    let is_asked = chosen.own.is_none() && chosen.landed.is_some();
    let service = letters::to_service(chosen);
    let ask = match (&service, chosen.is_to_person) {
        (Some(_), _) => ASK_MEANWHILE,
        (None, _) if !may_write => ASK_WITHOUT,
        (None, true) => ASK_PERSON,
        (None, false) => ASK,
    };
    let asked = is_asked.then(|| Step::new("sender", ask));
    told.steps = own.into_iter().map(spoken_to).chain(asked).chain(rest).collect();
    if let Some(service) = service {
        (told.ask, told.ask_if_sent) = (Some(values.message(&service)), None);
        return;
    }
    let is_recipients = |ask: &str| ask.contains("a mail to me ") || ask.contains("on my side");
    if is_asked && told.ask.as_deref().is_none_or(is_recipients) {
        let letter = told.ask_if_sent.take();
        // The step promises one.
        told.ask = letter.or_else(|| {
            may_write.then(|| match chosen.is_to_person {
                true => values.plain_message(letters::TO_PERSON),
                false => values.message(letters::TO_RECIPIENT),
            })
        });
    }
}

/// To the reader, whose house the sending side is.
pub fn spoken_to(step: Step) -> Step {
    let text = match step.text.strip_prefix(IF_THEIRS) {
        Some(text) => upper(text).into(),
        None => step.text.clone(),
    };
    Step { by: "sender".into(), text, ..step }
}
