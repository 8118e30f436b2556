//! To the sending side, of mail that a filter speaks against.

use super::super::forwarded;
use super::super::proof::{Proof, publish};
use super::super::{Chosen, Passed};
use super::{Case, told};
use crate::diagnose::checks::alignment::{Alignment, By, Relation, Row};
use crate::diagnose::checks::speak;
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
            match (case.failed, case.chosen.leaves_by_click) {
                (true, false) => {
                    "As the sender of a newsletter: proof alone does not mend that it counts as bulk mail, fewer complaints do. Write to those alone who \
                     asked for it, take out who has opened nothing for months, and let everybody leave with one click (List-Unsubscribe-Post, RFC 8058)."
                }
                (true, true) => {
                    "As the sender of a newsletter: proof alone does not mend that it counts as bulk mail, fewer complaints do. Write to those alone who \
                     asked for it, and take out who has opened nothing for months."
                }
                (false, false) => {
                    "As the sender of a newsletter: fewer complaints mend that, and no entry in DNS. Write to those alone who asked for it, \
                     take out who has opened nothing for months, let everybody leave with one click (List-Unsubscribe-Post, RFC \
                     8058), and ask your sending service about the address that it sends from."
                }
                (false, true) => {
                    "As the sender of a newsletter: fewer complaints mend that, and no entry in DNS. Write to those alone who asked for it, \
                     take out who has opened nothing for months, and ask your sending service about the address that it sends from."
                }
            },
        ),
        (
            case.is_judged && case.chosen.is_nearly_bulk && case.chosen.is_to_many && !case.chosen.danger,
            "author",
            "As the sender of a newsletter: Microsoft counts complaints about it, and it is near the number from which on it is spam by default. Write to those \
             alone who asked for it, take out who has opened nothing for months, and ask your sending service about the address that it sends from.",
        ),
        (
            case.is_judged
                && names_reason(&case.chosen)
                && (!case.chosen.danger || case.chosen.forged)
                && !case.chosen.is_doubted()
                && !case.chosen.by_home
                && !case.chosen.is_bulk
                && !case.chosen.is_nearly_bulk
                && case.chosen.asked_inside().is_none()
                && !is_plain_spam(case)
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

/// Whether a filter says more than how sure it is (Exchange's SCL).
fn names_reason(chosen: &Chosen) -> bool {
    let rest = chosen.place.map_or("", |place| place.text[place.main..].trim());
    let is_level = rest.starts_with("Exchange:") && rest.matches(". ").count() == 0;
    chosen.has_reason && !is_level
}

/// Microsoft's filter took a mail for spam whose author it found proved: it names no test that could be mended.
fn is_plain_spam(case: &Case) -> bool {
    let chosen = &case.chosen;
    chosen.is_microsofts_verdict && case.proved == Some("dmarc-passed") && !chosen.imitated && !chosen.poses
}

/// What a sender can do about it, from the likeliest on. The form and SNDS are of
/// <https://sendersupport.olc.protection.outlook.com/pm/> (checked 2026-11-27).
pub fn at_microsoft(case: &Case) -> Option<Step> {
    let service = case.chosen.alignment.filter(|_| is_plain_spam(case))?;
    let is_by_service = case.chosen.is_by_service || service.proved_instead().is_some();
    let look = "If you sent it: compare a plain mail without links and pictures from the same address: if that reaches the inbox, it is what this one says and links to.";
    let leave = match case.chosen.lacks_click {
        true => " Let everybody leave with one click (List-Unsubscribe and List-Unsubscribe-Post, RFC 8058).",
        false => "",
    };
    let address = match is_by_service {
        true => {
            " A sending service's address is mostly shared with other customers: ask the service how Microsoft rates it, or for an address of your own."
        }
        false => {
            " If the sending address is your own: SNDS shows how Microsoft rates it, JMRP sends you its users' complaints, and the form for senders \
             (https://olcsupport.office.com/) asks for a look at it, for mail to Outlook.com, Hotmail and Live. If it is your provider's, ask them."
        }
    };
    Some(Step::new("author", format!("{look}{leave}{address}")))
}

/// To who runs the server whose clock is wrong: mail programs sort by what it writes.
pub fn on_clock(case: &Case) -> Option<Step> {
    let name = case.chosen.clock.filter(|_| !case.against)?;
    let by = if case.chosen.is_authors_clock { "sender-admin" } else { "network" };
    // Zones lie quarters of an hour apart at least.
    const NO_ZONE: i64 = 780;
    let off = case.chosen.clock_off;
    let side = if off < 0 { "behind" } else { "ahead of" };
    let what = match off.saturating_abs() < NO_ZONE {
        true => format!(
            "set its clock: it is about {} {side} the others, which is no whole or half hour, so the time zone is not what is wrong. L",
            speak::duration(off.saturating_abs())
        ),
        false => "set its clock and its time zone, and l".to_owned(),
    };
    Some(Step::new(
        by,
        format!(
            "Whoever runs {name}: {what}et it take the time from a time server (NTP). Until then mail that it stamps sorts wrongly by \
         date, and filters may hold a date in the future against it."
        ),
    ))
}

/// To who runs the one that wrote a time before there was a mail: on the sender's side, as the first on the way.
pub fn on_slow_clock(case: &Case) -> Option<Step> {
    let (name, off) = case.chosen.slow_clock.filter(|_| !case.against)?;
    Some(Step::new(
        "sender-admin",
        format!(
            "Whoever runs {name}: set its clock, and let it take the time from a time server (NTP). It is about {} behind, and makes mail look as if it had waited. \
             A wrong clock is no sign that somebody changed the mail.",
            speak::duration(off)
        ),
    ))
}

/// To who sends from an address that Cisco rates badly. Where to look it up: <https://talosintelligence.com/reputation_center> (checked
/// 2026-11-23).
pub fn on_rating(case: &Case) -> Option<Step> {
    let address = case.chosen.rated.filter(|_| case.is_judged && !case.chosen.imitated)?;
    let shared = match case.chosen.form.is_some() {
        true => {
            " A web server's address is mostly shared: mail of others counts, too, so sending through the mailbox's own server helps."
        }
        false => {
            " If it is shared with others, theirs counts, too: ask whoever runs it, or send by another server."
        }
    };
    let which = address.map_or("the sending address".to_owned(), str::to_owned);
    Some(Step::new(
        "sender-admin",
        format!(
            "If you sent it: Cisco's gateways rate {which} badly. Look it up at https://talosintelligence.com/reputation_center, and on block lists, and \
             end what spoils its name.{shared}"
        ),
    ))
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
    let step = match chosen.signed.filter(|_| chosen.proof == Proof::Broken) {
        Some(signed) => signed.step(),
        None => chosen.proof.step(case.spf, chosen.service, chosen.settings, chosen.at_microsoft),
    };
    let step = forwarded::step(chosen).unwrap_or(step);
    Some(match chosen.is_forbidden || chosen.is_shady() || is_likely_forged(case) {
        true => Step { text: format!("If you sent it: {}", step.text).into(), ..step },
        false => step,
    })
}

/// In the inbox, with nothing that proves it: a server that may not send for the domain, or answers that go to anybody's mailbox.
fn is_likely_forged(case: &Case) -> bool {
    let forbids = case.chosen.alignment.is_some_and(Alignment::forbids_server);
    case.is_unproved_there && (forbids || case.chosen.is_suspect)
}

/// The author's own signature did not hold, and something else proves them, for now.
pub fn on_signature(case: &Case) -> Option<Step> {
    Some(case.chosen.signed.filter(|_| case.chosen.is_proved && !case.is_late)?.step())
}

/// To who runs the servers that asked SPF about their own gateway. Sender ID of Exchange reads over the servers that it is told of
/// (<https://learn.microsoft.com/exchange/antispam-and-antimalware/antispam-protection/sender-id>, checked 2026-11-28).
pub fn on_gateway(case: &Case) -> Option<Step> {
    let asked =
        case.chosen.asked_inside().filter(|_| (case.against || case.failed) && !case.is_lost_behind)?;
    let name = asked.name();
    let way = match case.chosen.at_microsoft {
        true => super::super::gate::step(name, true),
        false => format!(
            "Let SPF be checked by {name}, which sees the sender's server, or let the servers behind it look past its address: at Exchange, `Set-TransportConfig \
             -InternalSMTPServers` takes the addresses of such gateways, and Sender ID then reads over them."
        ),
    };
    Some(Step::new(
        "recipient-admin",
        format!("SPF was asked about {name} here, so it fails for every sender. {way}"),
    ))
}

/// Of whose SPF record a result speaks: that of the domain in From was not asked for.
pub fn on_envelope(case: &Case) -> Option<Step> {
    let chosen = &case.chosen;
    let alignment =
        chosen.alignment.filter(|_| chosen.is_sites_own() && !chosen.imitated && chosen.landed.is_some())?;
    let is_missing = |row: &&Row| {
        row.by == By::Spf
            && row.relation == Relation::Other
            && row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("none"))
    };
    let row = alignment.rows.iter().find(is_missing)?;
    let text = format!(
        "The SPF record that is missing (spf=none) is that of {}, the envelope sender's domain. That of {} was not asked for: a record there changes nothing as long \
         as the web site sends under the other name. What stands in DNS, `dig +short TXT {}` and `dig +short TXT _dmarc.{}` show.",
        row.domain, alignment.from, row.domain, alignment.from
    );
    Some(Step::new("sender-admin", text))
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
         ask the reader by another way to mark it as no spam, and to put your address among their contacts."
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
