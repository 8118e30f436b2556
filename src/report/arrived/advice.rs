//! What to do, and who can do it.

mod case;
mod danger;
mod junk;
mod search;
mod sending;
mod unwanted;

use super::proof::Proof;
use super::wait::{self, Wait};
use super::{Chosen, ON_THE_WAY, author, counted, forwarded, own};
use crate::diagnose::checks::SignedIn;
use crate::knowledge;
use crate::report::Step;
use case::Case;
use std::borrow::Cow;

/// Who can change where such mail lands: its author's administrator if the author is not proved, else the reader. What
/// a filter on the way said decides nothing where the mail ended.
pub fn act(chosen: Chosen) -> Option<&'static str> {
    if chosen.own.is_some() {
        return Some("recipient");
    }
    if chosen.failed_alone {
        return Some(match chosen.proof {
            _ if chosen.is_shady() => "recipient",
            _ if chosen.is_elsewhere() => "author",
            Proof::BrokenAtFilter(_) | Proof::BrokenUnseen => chosen.proof.by(),
            _ => "sender-admin",
        });
    }
    if chosen.is_let_in {
        return Some("recipient");
    }
    match (chosen.landed?.0.id, chosen.proved.map(|one| one.id)) {
        _ if chosen.danger && !chosen.forged => Some("recipient"),
        _ if chosen.is_forbidden || chosen.is_shady() => Some("recipient"),
        (id, _) if chosen.by_home && id != ON_THE_WAY => Some("author"),
        _ if chosen.is_elsewhere() || chosen.is_no_domain => Some("author"),
        // What is missing there is not why.
        _ if chosen.is_by_points && chosen.exception.is_some() => Some("recipient-admin"),
        _ if chosen.is_by_points => Some("recipient"),
        (_, Some("dmarc-failed" | "not-aligned")) => Some(chosen.proof.by()),
        // Nothing is published that could prove the author: only their side can mend that.
        ("in-junk" | "spam-verdict", Some("dmarc-not-published")) if chosen.is_unproved => {
            Some("sender-admin")
        }
        (ON_THE_WAY, _) => None,
        // A filter of the house heard what its own gateway's address made of SPF.
        ("in-junk" | "spam-verdict", _) if chosen.asked_inside().is_some() && !chosen.is_proved => {
            Some("recipient-admin")
        }
        // A mark in the mailbox changes nothing of it, as far as anybody knows.
        _ if chosen.exception.is_some() => Some("recipient-admin"),
        // What weighs most is a link that the author can leave out.
        (id, _) if id != ON_THE_WAY && counted::is_of_link(chosen.counted) && !chosen.is_doubted() => {
            Some("author")
        }
        _ => Some("recipient"),
    }
}

/// The steps, and what they say of who acts.
pub struct Advice {
    pub steps: Vec<Step>,
    /// They name who can see why it waited.
    pub tells_holder: bool,
    /// Who can mend something beside a wait, of those who look after servers: as in the report.
    pub mender: Option<Cow<'static, str>>,
    /// The reader is to take care, though nothing is against the mail.
    pub is_care_asked: bool,
}

pub fn advice(chosen: Chosen, wait: Option<&Wait>) -> Advice {
    let mends = mends(&chosen);
    let case = Case::of(chosen, wait, &mends);
    let mut steps = besides_wait(&case, mends);
    let looks_after = |step: &&Step| matches!(&*step.by, "recipient-admin" | "sender-admin" | "network");
    let mender = steps.iter().find(looks_after).filter(|_| case.chosen.held.is_none());
    let mender = mender.map(|step| step.by.clone());
    add_wait(&mut steps, &case);
    warn_first(&mut steps, &case);
    Advice {
        tells_holder: told_to(&case).is_some()
            && wait.is_some_and(|wait| wait.is_unexplained() && !wait.is_greylisting()),
        mender,
        is_care_asked: !danger::at_once(&case).is_empty()
            || (case.failed && !danger::of_unproved(&case).is_empty()),
        steps,
    }
}

fn besides_wait(case: &Case, mends: Vec<Step>) -> Vec<Step> {
    let mut steps: Vec<Step> = unwanted::step(case).into_iter().chain(told_to(case)).collect();
    steps.extend(sending::on_signature(case));
    steps.extend(case.chosen.own.map(|own| own::steps(own, &case.chosen)).unwrap_or_default());
    steps.extend(danger::of_shady(case));
    steps.extend(danger::of_care(case));
    steps.extend(danger::at_once(case));
    steps.extend(danger::of_forged(case));
    steps.extend(junk::put_aside(case));
    steps.extend(danger::of_unproved(case));
    steps.extend(
        forwarded::of_reader(&case.chosen, case.chosen.at_gmail)
            .filter(|_| case.is_judged && !case.chosen.danger),
    );
    steps.extend(junk::let_in(case));
    steps.extend(sending::of_verdict(case));
    steps.extend(sending::at_microsoft(case));
    steps.extend(search::by_rule(case));
    steps.extend(sending::on_clock(case));
    steps.extend(sending::on_slow_clock(case));
    steps.extend(search::unseen(case));
    steps.extend(not_greylisted(case));
    steps.extend(mends);
    if_they_sent_it(&mut steps, case);
    add_authors_own(&mut steps, case);
    steps.extend(sending::on_dns(case));
    steps.extend(sending::on_proof(case));
    steps.extend(sending::on_gateway(case));
    steps.extend(sending::on_envelope(case));
    steps.extend(sending::besides_proof(case));
    steps.extend(sending::on_rating(case));
    steps.extend(junk::on_lists(case));
    steps.extend(told_of_account(case));
    steps
}

/// Those of a table that hold.
fn told(all: impl IntoIterator<Item = (bool, &'static str, &'static str)>) -> Vec<Step> {
    let wanted = all.into_iter().filter(|(when, ..)| *when);
    wanted.map(|(_, by, text)| Step::new(by, text)).collect()
}

/// What takes away a filter's points. Without the points for a home connection it were no spam: that alone is to be mended.
fn mends(chosen: &Chosen) -> Vec<Step> {
    let is_judged = chosen.landed.is_some_and(|(one, _)| one.id != ON_THE_WAY) && chosen.own.is_none();
    match is_judged && !chosen.by_home && !chosen.danger && !chosen.is_forbidden {
        true => counted::steps(chosen),
        false => Vec::new(),
    }
}

/// Who is told of a wait.
fn told_to(case: &Case) -> Option<Step> {
    let waited = |wait: &Wait| wait.is_unexplained() || wait.is_greylisting();
    let is_told = case.chosen.held.is_some() || case.wait.is_some_and(waited);
    (!case.against && !case.chosen.is_let_in && is_told).then(|| wait::told_to(case.wait))
}

fn not_greylisted(case: &Case) -> Option<Step> {
    let server = case.chosen.held.and(case.chosen.held_by)?;
    let text = format!(
        "If such mail must not wait: {} can make an exception from greylisting on {server} for the sender's servers.",
        wait::its_administrator(server)
    );
    Some(Step::new("network", text))
}

/// Of a mail that may be forged, nobody is taken for its author.
fn if_they_sent_it(steps: &mut [Step], case: &Case) {
    let is_theirs = |step: &&mut Step| matches!(&*step.by, "author" | "sender-admin");
    for step in steps.iter_mut().filter(is_theirs).filter(|_| case.chosen.is_forbidden) {
        step.text = format!("If you sent it: {}", step.text).into();
    }
}

/// The author's own comes first, where the mail is no danger to who reads it.
fn add_authors_own(steps: &mut Vec<Step>, case: &Case) {
    let Some(step) = author::step(&case.chosen) else { return };
    let at = match case.chosen.is_forbidden || (case.chosen.danger && !case.chosen.forged) {
        // Junk by the reader's own choice is not mended by proof.
        _ if case.chosen.own.is_some() => steps.len(),
        _ if case.chosen.is_shady() => steps.len(),
        true => steps.len().min(1),
        false => 0,
    };
    steps.insert(at, step);
}

/// Who signed in and wrote under another name may have taken the account: its house can see that, and nobody else.
fn told_of_account(case: &Case) -> Option<Step> {
    let account = case.chosen.account.as_ref()?;
    (!case.on_the_way && (case.against || case.chosen.is_suspect)).then(|| told_of(account))
}

/// What makes the next one faster: behind what is to be done about Junk, and behind the reader's own.
fn add_wait(steps: &mut Vec<Step>, case: &Case) {
    // Nobody is asked to let through sooner what a filter speaks against: only why it lay there is to be found.
    let is_risky = case.against && (case.on_the_way || case.chosen.danger);
    let may_tell = |wait: &&Wait| match wait.is_unexplained() {
        true => wait.is_worth_a_look(case.against || case.chosen.is_let_in) && !is_risky,
        false => !case.against && !case.chosen.is_let_in && !case.chosen.is_suspect,
    };
    let slow = case.wait.filter(may_tell).map(wait::shorter).unwrap_or_default();
    let at = match case.against || case.chosen.is_let_in {
        true => steps.len(),
        false => steps.iter().take_while(|step| step.by == "sender").count(),
    };
    let sooner = case.wait.filter(|_| !slow.is_empty()).and_then(wait::sooner);
    steps.splice(at..at, sooner.into_iter().chain(slow));
}

/// Who wrote it is not known at all: the reader is warned before anybody is told how to be believed.
fn warn_first(steps: &mut Vec<Step>, case: &Case) {
    if case.chosen.is_apart
        && case.failed
        && let Some(at) = steps.iter().position(|step| step.by == "recipient")
    {
        let warning = steps.remove(at);
        steps.insert(0, warning);
    }
}

/// To whoever has the account that it was sent with.
fn told_of(account: &SignedIn) -> Step {
    let host = account.host.to_ascii_lowercase();
    let whom = knowledge::organizational_domain(&host).unwrap_or(&host);
    let from = account.address.map_or(String::new(), |address| format!(", from {address}"));
    let text = format!(
        "If you do not know the sender, send these headers to the mail administrator of {whom}: it was sent with the account {}{from}. If a stranger uses that \
         account, its password has to be changed.",
        account.name
    );
    Step::new("recipient", text)
}
