//! What to do, and who can do it.

use super::proof::{BySpf, Proof, publish};
use super::wait::Wait;
use super::{Chosen, ON_THE_WAY, Passed, StandIn};
use crate::diagnose::checks::SignedIn;
use crate::diagnose::checks::alignment::{Alignment, Row};
use crate::diagnose::checks::noted::Noted;
use crate::knowledge;
use crate::report::Step;

/// To the sending side, where DMARC could not be checked.
const UNANSWERED: &str = "If that happens again, see whether all name servers of the domain in From answer, from outside, too: DMARC could \
                          not be checked because of DNS trouble (dmarc=temperror).";

/// Who can change where such mail lands: its author's administrator if the author is not proved, else the reader. What
/// a filter on the way said decides nothing where the mail ended.
pub fn act(chosen: Chosen) -> Option<&'static str> {
    if chosen.own.is_some() {
        return Some("recipient");
    }
    if chosen.failed_alone {
        return Some(match chosen.proof {
            _ if chosen.is_elsewhere() => "author",
            Proof::BrokenAtFilter(_) => chosen.proof.by(),
            _ => "sender-admin",
        });
    }
    if chosen.is_let_in {
        return Some("recipient");
    }
    match (chosen.landed?.0.id, chosen.proved.map(|one| one.id)) {
        _ if chosen.danger && !chosen.forged => Some("recipient"),
        _ if chosen.is_forbidden => Some("recipient"),
        (id, _) if chosen.by_home && id != ON_THE_WAY => Some("author"),
        _ if chosen.is_elsewhere() || chosen.is_no_domain => Some("author"),
        (_, Some("dmarc-failed" | "not-aligned")) => Some(chosen.proof.by()),
        // Nothing is published that could prove the author: only their side can mend that.
        ("in-junk" | "spam-verdict", Some("dmarc-not-published")) if chosen.is_unproved => {
            Some("sender-admin")
        }
        (ON_THE_WAY, _) => None,
        // A mark in the mailbox changes nothing of it, as far as anybody knows.
        _ if chosen.exception.is_some() => Some("recipient-admin"),
        _ => Some("recipient"),
    }
}

pub fn steps(chosen: Chosen, wait: Option<&Wait>) -> Vec<Step> {
    let Chosen {
        landed,
        place,
        slow,
        held,
        proved,
        danger,
        passed,
        stand_in,
        proof,
        is_proved,
        from_home,
        forged,
        by_home,
        service,
        imitated,
        is_bulk,
        has_reason,
        by_safe_list,
        failed_alone,
        settings,
        is_forbidden,
        has_id,
        is_let_in,
        is_suspect,
        is_no_domain,
        is_to_many,
        ..
    } = chosen;
    let against = landed.is_some();
    // By a filter or a check, and not by the reader's own choice.
    let is_judged = against && chosen.own.is_none();
    let spf = BySpf::of(&chosen);
    let on_the_way = landed.is_some_and(|(one, _)| one.id == ON_THE_WAY);
    let is_in_inbox = place.is_some_and(|place| place.id == "in-inbox");
    let is_placed = is_in_inbox || place.is_some_and(|place| place.id == "in-folder");
    let proved = proved.map(|one| one.id);
    let failed = chosen.has_failed();
    // Nobody is asked to let through sooner what a filter speaks against: only why it lay there is to be found.
    let may_tell = |wait: &&Wait| match wait.is_unexplained() {
        true => wait.is_worth_a_look(against || is_let_in) && !(against && (on_the_way || danger)),
        false => !against && !is_let_in && !is_suspect,
    };
    let slow_step = wait.filter(may_tell).map(super::wait::shorter).unwrap_or_default();
    let has_points = landed.is_some_and(|(one, _)| one.text.contains(" points"));
    let is_late = slow.is_some() || held.is_some();
    // The mailbox took it in, though a filter there spoke against it.
    let is_direct = chosen.alignment.is_some_and(|alignment| alignment.detour.is_none());
    let is_unproved_there = is_in_inbox && !against && !is_proved && (has_reason || (failed && is_direct));
    let noted = chosen.alignment.and_then(|alignment| alignment.noted.as_ref());
    let is_noted_valid = noted.is_some_and(Noted::speaks_for_author);
    // Without the points for a home connection it were no spam: that alone is to be mended.
    let mends = match is_judged && !by_home && !on_the_way && !danger && !is_forbidden {
        true => super::counted::steps(&chosen),
        false => Vec::new(),
    };
    // Something is named that the sending side can change.
    let has_mends = mends.iter().any(|step| matches!(&*step.by, "author" | "sender-admin"));
    // What may be a stranger's word is not to be answered.
    let is_lost_behind = matches!(proof, Proof::LostBehind(_));
    let is_open = against && !danger && !is_proved && !failed && !is_forbidden;
    let all: [(bool, &'static str, &'static str); _] = [
        (
            chosen.poses && !danger,
            "recipient",
            "Before you open a link or an attachment of it, or answer: what is proved is the domain of the address in From, and not whom the name \
             beside it shows. If you did not expect this mail, ask whom it names by another way, or report it with your mail program's button and \
             delete it.",
        ),
        (
            chosen.is_warned && !chosen.poses && !danger,
            "recipient",
            "Before you answer: answers go to a mailbox that anybody can have, and what is proved is the domain in From alone. Make sure by \
             another way that the author wants answers there.",
        ),
        (
            is_forbidden && (!danger || forged),
            "recipient",
            "Do not trust it: the domain in From says that the server which sent this mail may not send for it (SPF fail), that server \
             gave itself a name that does not exist, and nothing is signed.",
        ),
        (
            danger && !forged,
            "recipient",
            "Open no link and no attachment of it, and do not answer it. If you know the sender, ask by another way \
             whether they wrote it; if not, report it with your mail program's button and delete it.",
        ),
        (
            danger && forged && is_lost_behind,
            "recipient",
            "If you know the sender and expected this mail, take it out of Junk or have it released: the gateway in front of your mailbox found its \
             sender proved.",
        ),
        (
            danger && forged && !is_lost_behind,
            "recipient",
            match chosen.in_inbox {
                true => {
                    "If you received it: before you open a link or an attachment, or answer, ask the sender by another way whether \
                     they wrote it. If they did, tell them what stands here for the sender. If you do not know them, report it with \
                     your mail program's button and delete it."
                }
                false => {
                    "If you received it: before you open a link or an attachment, or answer, ask the sender by another way whether \
                     they wrote it. If they did, mark it as no spam where it lies, and tell them what stands here for the sender. If \
                     you do not know them, report it with your mail program's button and delete it."
                }
            },
        ),
        (
            danger && forged && chosen.at_microsoft && !is_lost_behind,
            "recipient-admin",
            "At Microsoft 365, if the sender is real: allow the pair of that domain and the server or service that sends for it, in the \
             Defender portal under Tenant Allow/Block Lists, Spoofed senders. Such an entry stays until you take it out: do that once they prove their domain.",
        ),
        (
            on_the_way && !danger,
            "recipient",
            "If it lies in Junk and you want it, mark it as no spam there: the filter on the way, which passed the mail on, need not learn \
             from it.",
        ),
        (is_judged && !on_the_way && !danger && !is_forbidden, "recipient", wanted(&chosen)),
        (
            is_judged && chosen.exception.is_some() && !by_home && !on_the_way && !danger && !is_forbidden,
            "recipient-admin",
            chosen.exception.unwrap_or_default(),
        ),
        (
            failed_alone || (failed && against && !danger && !is_forbidden && !is_lost_behind),
            "recipient",
            "If you received it: nothing in these headers proves who wrote it. If it asks for money, a sign-in or an answer, ask the \
             sender by another way than by answering.",
        ),
        (
            (is_open && !(on_the_way && is_noted_valid))
                || ((is_unproved_there || (is_suspect && !against && !failed_alone))
                    && !danger
                    && !is_lost_behind),
            "recipient",
            "Nothing in these headers proves who wrote it. If it asks for money, a sign-in or an answer, ask the sender by another \
             way than by answering.",
        ),
        (
            is_in_inbox && !against && has_reason && by_safe_list,
            "recipient",
            "It is in the inbox because the sender, or the sender's whole domain, is on your list of safe senders: take that \
             entry out if you did not put it there for this sender.",
        ),
        (
            is_judged && from_home && !danger,
            "author",
            "Send through your provider's outgoing server, with its name and your password: this mail came straight from a \
             connection for homes, and filters hold that against each mail.",
        ),
        (
            is_judged && is_bulk && is_to_many && !danger,
            "author",
            match failed {
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
            is_judged
                && has_reason
                && (!danger || forged)
                && !chosen.is_doubted()
                && !by_home
                && !is_bulk
                && !has_mends,
            "author",
            "If other mail of yours is taken for spam, too, compare its headers with these: the reason that stands in each is \
             the one to mend.",
        ),
        (
            is_judged
                && proved == Some("dmarc-not-published")
                && !imitated
                && !is_no_domain
                && !chosen.is_elsewhere(),
            "sender-admin",
            publish(passed, spf, proof),
        ),
        (
            is_in_inbox && !against && !is_late && !is_let_in,
            "recipient",
            "If you do not see it, look into the other tabs of your inbox, and your own rules.",
        ),
        (
            !against && chosen.is_at_list && !is_late,
            "recipient",
            "These headers end where the list's server took it: whether any reader got it, they do not show. If it does not appear on the \
             list, ask its owner.",
        ),
        (
            !against && !is_placed && !is_late && !chosen.is_at_list,
            "recipient",
            "If you do not see it, look into Junk, the other tabs of your inbox, and your own rules.",
        ),
        (
            held.is_some() && chosen.held_by.is_none(),
            "recipient-admin",
            "If such mail must not wait, make an exception from greylisting for the sender's servers.",
        ),
        (!against && !is_late && !failed_alone && !is_let_in, "sender", search_by(stand_in, has_id)),
    ];
    let wanted = all.into_iter().filter(|(when, ..)| *when);
    let told_to = (!against
        && !is_let_in
        && (held.is_some() || wait.is_some_and(|wait| wait.is_unexplained() || wait.is_greylisting())))
    .then(|| super::wait::told_to(wait));
    let mut steps: Vec<Step> = told_to
        .into_iter()
        .chain(chosen.own.map(|own| super::own::steps(own, &chosen)).unwrap_or_default())
        .chain(wanted.map(|(_, by, text)| Step::new(by, text)))
        .chain(held.and(chosen.held_by).map(|server| Step::new("network", format!(
                "If such mail must not wait: {} can make an exception from greylisting on {server} for the sender's servers.",
                super::wait::its_administrator(server)
            ))))
        .collect();
    steps.extend(mends);
    if is_forbidden {
        for step in steps.iter_mut().filter(|step| matches!(&*step.by, "author" | "sender-admin")) {
            step.text = format!("If you sent it: {}", step.text).into();
        }
    }
    // The author's own comes first, where the mail is no danger to who reads it.
    if let Some(step) = super::author::step(&chosen) {
        let at = match is_forbidden || (danger && !forged) {
            // Junk by the reader's own choice is not mended by proof.
            _ if chosen.own.is_some() => steps.len(),
            true => steps.len().min(1),
            false => 0,
        };
        steps.insert(at, step);
    }
    if chosen.alignment.is_some_and(|alignment| alignment.stated.as_deref() == Some("temperror")) && !imitated
    {
        steps.push(Step::new("sender-admin", UNANSWERED));
    } else if let Some((check, domain)) =
        chosen.alignment.and_then(unanswered).filter(|_| is_judged && !imitated)
    {
        let text = format!(
            "{check} could not be checked, because DNS did not answer in time ({lower}=temperror): see whether all name servers of \
             {domain} answer, from outside, too.",
            lower = check.to_ascii_lowercase()
        );
        steps.push(Step::new("sender-admin", text));
    }
    // Who imitates somebody is not told how to be believed.
    let lacks_key = is_judged && proved == Some("dmarc-not-published") && matches!(proof, Proof::Keyless(..));
    if (failed || (lacks_key && !is_proved)) && !imitated {
        steps.extend((!chosen.is_elsewhere() && !is_no_domain).then(|| {
            let step = proof.step(spf, service, settings, chosen.at_microsoft);
            match is_forbidden {
                true => Step { text: format!("If you sent it: {}", step.text).into(), ..step },
                false => step,
            }
        }));
    }
    if is_judged && proved == Some("dmarc-passed") && !imitated && !chosen.poses {
        steps.push(look_elsewhere(passed, has_points, has_mends));
    }
    // Who signed in and wrote under another name may have taken the account: its house can see that, and nobody else.
    if let Some(account) = chosen.account.as_ref().filter(|_| !on_the_way && (against || is_suspect)) {
        steps.push(told_of(account));
    }
    // Behind what is to be done about Junk, and behind the reader's own.
    let at = if against || is_let_in {
        steps.len()
    } else {
        steps.iter().take_while(|step| step.by == "sender").count()
    };
    let slow_steps =
        wait.filter(|_| !slow_step.is_empty()).and_then(super::wait::sooner).into_iter().chain(slow_step);
    steps.splice(at..at, slow_steps);
    // Who wrote it is not known at all: the reader is warned before anybody is told how to be believed.
    if chosen.is_apart
        && failed
        && let Some(at) = steps.iter().position(|step| step.by == "recipient")
    {
        let warning = steps.remove(at);
        steps.insert(0, warning);
    }
    steps
}

/// To the reader, of mail that a filter put aside.
fn wanted(chosen: &Chosen) -> &'static str {
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

/// The check that found no answer in DNS, and the domain that it asked for.
fn unanswered(alignment: &Alignment) -> Option<(String, &str)> {
    let is_it =
        |row: &&Row| row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("temperror"));
    alignment.rows.iter().find(is_it).map(|row| (row.by.name().to_ascii_uppercase(), row.domain.as_str()))
}

/// To whoever has the account that it was sent with.
fn told_of(account: &SignedIn) -> Step {
    let host = account.host.to_ascii_lowercase();
    let whom = knowledge::organizational_domain(&host).unwrap_or(&host);
    let from = account.address.map_or(String::new(), |address| format!(", from {address}"));
    Step::new(
        "recipient",
        format!(
            "If you do not know the sender, send these headers to the mail administrator of {whom}: it was sent with the account {}{from}. If a stranger uses that \
             account, its password has to be changed.",
            account.name
        ),
    )
}

/// By what others find the mail. What Google put in the place of a Message-ID stands in no log before its own.
fn search_by(stand_in: Option<StandIn>, has_id: bool) -> &'static str {
    match stand_in {
        None if !has_id => {
            "If somebody says that it never came: no Message-ID stands in these headers. Paste the rest of them, or send the time and \
             the id of the newest Received field, for their administrator to search for."
        }
        None => {
            "If somebody says that it never came, send them the Message-ID: their administrator can search for it."
        }
        Some(StandIn::Replaced) => {
            "If somebody says that it never came, send them the Message-ID that it was sent with, as \
             X-Google-Original-Message-ID states it: their administrator can search for it. The one in Message-ID is \
             Google's."
        }
        Some(StandIn::Added) => {
            "If somebody says that it never came, send them its time and its envelope sender: their administrator can \
             search for these. Its Message-ID is one that Google added, and no server before Google knows it."
        }
    }
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
