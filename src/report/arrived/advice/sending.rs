//! To the sending side, of mail that a filter speaks against.

use super::super::proof::{Proof, publish};
use super::super::{Chosen, Passed};
use super::{Case, told};
use crate::diagnose::checks::alignment::{Alignment, Row};
use crate::report::Step;

/// Where DMARC could not be checked.
const UNANSWERED: &str = "If that happens again, see whether all name servers of the domain in From answer, from outside, too: DMARC could \
                          not be checked because of DNS trouble (dmarc=temperror).";

/// What the verdict itself says of the sender.
pub fn of_verdict(case: &Case) -> Vec<Step> {
    told([
        (
            case.is_judged && case.chosen.from_home && !case.chosen.danger,
            "author",
            "Send through your provider's outgoing server, with its name and your password: this mail came straight from a \
             connection for homes, and filters hold that against each mail.",
        ),
        (
            case.is_judged && case.chosen.is_bulk && case.chosen.is_to_many && !case.chosen.danger,
            "author",
            match case.failed {
                true => {
                    "As the sender of a newsletter: proof alone does not mend that it counts as bulk mail, fewer complaints do. Write to those alone who \
                     asked for it, take out who has opened nothing for months, and let everybody leave with one click (List-Unsubscribe-Post, RFC 8058)."
                }
                false => {
                    "As the sender of a newsletter: fewer complaints mend that, and no entry in DNS. Write to those alone who asked for it, \
                     take out who has opened nothing for months, let everybody leave with one click (List-Unsubscribe-Post, RFC \
                     8058), and ask your sending service about the address that it sends from."
                }
            },
        ),
        (
            case.is_judged
                && case.chosen.has_reason
                && (!case.chosen.danger || case.chosen.forged)
                && !case.chosen.is_doubted()
                && !case.chosen.by_home
                && !case.chosen.is_bulk
                && !case.has_mends,
            "author",
            "If other mail of yours is taken for spam, too, compare its headers with these: the reason that stands in each is \
             the one to mend.",
        ),
        (
            case.is_judged
                && case.proved == Some("dmarc-not-published")
                && !case.chosen.imitated
                && !case.chosen.is_no_domain
                && !case.chosen.is_elsewhere(),
            "sender-admin",
            publish(case.chosen.passed, case.spf, case.chosen.proof),
        ),
    ])
}

/// Where DNS did not answer.
pub fn on_dns(case: &Case) -> Option<Step> {
    let alignment = case.chosen.alignment.filter(|_| !case.chosen.imitated)?;
    let text = match unanswered(alignment) {
        _ if alignment.stated.as_deref() == Some("temperror") => UNANSWERED.to_owned(),
        Some((check, domain)) if case.is_judged => format!(
            "{check} could not be checked, because DNS did not answer in time ({lower}=temperror): see whether all name servers of \
             {domain} answer, from outside, too.",
            lower = check.to_ascii_lowercase()
        ),
        _ => return None,
    };
    Some(Step::new("sender-admin", text))
}

/// How to prove the author, where that failed. Who imitates somebody is not told how to be believed.
pub fn on_proof(case: &Case) -> Option<Step> {
    let chosen = &case.chosen;
    let is_unpublished = case.is_judged && case.proved == Some("dmarc-not-published");
    let lacks_key = is_unpublished && matches!(chosen.proof, Proof::Keyless(..)) && !chosen.is_proved;
    let is_told = (case.failed || lacks_key) && !chosen.imitated;
    if !is_told || chosen.is_elsewhere() || chosen.is_no_domain {
        return None;
    }
    let step = chosen.proof.step(case.spf, chosen.service, chosen.settings, chosen.at_microsoft);
    Some(match chosen.is_forbidden {
        true => Step { text: format!("If you sent it: {}", step.text).into(), ..step },
        false => step,
    })
}

/// Where the author is proved, and that is not what speaks against the mail.
pub fn besides_proof(case: &Case) -> Option<Step> {
    let chosen = &case.chosen;
    let has_points = chosen.landed.is_some_and(|(one, _)| one.text.contains(" points"));
    let is_told = case.is_judged && case.proved == Some("dmarc-passed") && !chosen.imitated && !chosen.poses;
    // Who imitates somebody is not told how to be let in.
    let is_told = is_told && !chosen.is_named_imitation;
    is_told.then(|| match chosen.is_of_provider && !has_points {
        true => look_at_it(chosen),
        false => look_elsewhere(chosen.passed, has_points, case.has_mends),
    })
}

/// To who has a mailbox at a provider: they have no hand in its servers, and nobody else looks after that domain.
fn look_at_it(chosen: &Chosen) -> Step {
    let domain = chosen.alignment.map_or("the provider", |alignment| alignment.from.as_str());
    let text = format!(
        "If you sent it: the checks passed, and the servers are those of {domain}: there is nothing to set up. Look at what the mail says, links to and attaches, \
         ask the reader by another way to mark it as no spam, and to put your address among their contacts. If you did not send it, change that mailbox's password."
    );
    Step::new("author", text)
}

/// The check that found no answer in DNS, and the domain that it asked for.
fn unanswered(alignment: &Alignment) -> Option<(String, &str)> {
    let is_it =
        |row: &&Row| row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("temperror"));
    alignment.rows.iter().find(is_it).map(|row| (row.by.name().to_ascii_uppercase(), row.domain.as_str()))
}

/// To the sending side, where DMARC passed: what remains to be looked at.
fn look_elsewhere(passed: Passed, has_points: bool, has_mends: bool) -> Step {
    let passed = match (passed.spf, passed.dkim) {
        (true, true) => "SPF, DKIM and DMARC passed: they are not",
        (true, false) => "SPF and DMARC passed: they are not",
        (false, true) => "DKIM and DMARC passed: they are not",
        (false, false) => "DMARC passed: it is not",
    };
    let look = match (has_mends, has_points) {
        (true, _) => "",
        (false, true) => {
            " Look at what the filter gives points for, at the reputation of the sending address and at complaints."
        }
        (false, false) => {
            " Look at the reputation of the sending address, at complaints and at what the mail says and links to."
        }
    };
    let text = format!("{passed} what speaks against it.{look}");
    Step::new("sender-admin", text)
}
