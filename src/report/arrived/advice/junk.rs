//! To the reader, and who runs the filter, of mail that was put aside, or let in.

use super::super::Chosen;
use super::{Case, told};
use crate::report::Step;

/// How to have it, and the next one.
pub fn put_aside(case: &Case) -> Vec<Step> {
    told([
        (
            case.on_the_way && !case.chosen.danger,
            "recipient",
            "If it lies in Junk and you want it, mark it as no spam there: the filter on the way, which passed the mail on, need not learn \
             from it.",
        ),
        (
            case.is_judged && !case.on_the_way && !case.chosen.danger && !case.chosen.is_forbidden,
            "recipient",
            wanted(&case.chosen),
        ),
        (
            case.is_judged
                && case.chosen.exception.is_some()
                && !case.chosen.by_home
                && !case.on_the_way
                && !case.chosen.danger
                && !case.chosen.is_forbidden,
            "recipient-admin",
            case.chosen.exception.unwrap_or_default(),
        ),
    ])
}

/// To who runs the filter, where lists do not answer it
/// (<https://cwiki.apache.org/confluence/display/SPAMASSASSIN/DnsBlocklists>, checked 2026-11-28).
pub fn on_lists(case: &Case) -> Option<Step> {
    let test = case.chosen.unanswered.filter(|_| case.is_judged && case.chosen.exception.is_some())?;
    Some(Step::new(
        "recipient-admin",
        format!(
            "A block list refuses the filter's questions ({test}), mostly since they come by a large DNS resolver that many share: that says nothing of the \
             mail. Give the filter a resolver of its own, which asks the lists itself."
        ),
    ))
}

/// Where the reader's own list let it in.
pub fn let_in(case: &Case) -> Vec<Step> {
    told([(
        case.is_in_inbox && !case.against && case.chosen.has_reason && case.chosen.by_safe_list,
        "recipient",
        "It is in the inbox because the sender, or the sender's whole domain, is on your list of safe senders: take that \
             entry out if you did not put it there for this sender.",
    )])
}

/// To the reader, of mail that a filter put aside.
fn wanted(chosen: &Chosen) -> &'static str {
    // Who ordered a newsletter may well have all that comes from its address.
    if chosen.is_to_many && chosen.is_proved && chosen.exception.is_none() {
        return "If you want this mail, mark it as no spam where it lies, and put the address in From on your list of safe senders, or among your contacts where your mailbox has no such list: the checks prove that the \
                mail comes from that domain.";
    }
    if chosen.is_marked && chosen.exception.is_some() {
        return "If you want mail of this sender without the mark: ask whoever runs the gateway, with the message to copy. A mark in your mail program, or a move to another folder, does not \
                reach that filter.";
    }
    match (chosen.exception.is_some(), chosen.learns, chosen.is_proved) {
        (true, _, true) => {
            "If you want this mail, mark it as no spam where it lies, and put its sender on your own list of wanted senders, if your mailbox \
             has one. The filter itself is your organization's or hosting company's: who runs it can change it. Do not allow the whole \
             domain: the checks prove where the mail came from, and not that all from there is wanted."
        }
        (true, _, false) => {
            "If you want this mail, mark it as no spam where it lies, and put its sender on your own list of wanted senders, if your mailbox \
             has one. The filter itself is your organization's or hosting company's: who runs it can change it. Do not allow the whole \
             domain: anybody can write its name into From."
        }
        (false, true, true) => {
            "If you want this mail, mark it as no spam where it lies: the filter learns from it. Do not allow the \
             whole domain: the checks prove where the mail came from, and not that all from there is wanted."
        }
        (false, true, false) => {
            "If you want this mail, mark it as no spam where it lies: the filter learns from it. Do not allow the \
             whole domain: anybody can write its name into From."
        }
        (false, false, true) => {
            "If you want this mail, mark it as no spam where it lies. Do not allow the whole domain: the checks prove where the mail came \
             from, and not that all from there is wanted."
        }
        (false, false, false) => {
            "If you want this mail, mark it as no spam where it lies. Do not allow the whole domain: anybody can write its name into From."
        }
    }
}
