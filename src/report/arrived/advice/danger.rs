//! To the reader, before they trust the mail.

use super::{Case, told};
use crate::report::Step;

/// Of a company nobody asks anybody in person: its own web site says whether anything is to be done.
const OF_BRAND: &str = "Open no link or attachment of it, sign in nowhere by it, and call no number in it. If you have an account at the company that it names, look there: type the \
                        address of its web site yourself, or use its app. Passed checks say which domain sent it, not that it is that company's. Report it with your mail program's button, and \
                        delete it. If you have typed a password after such a mail already, change that one now, and tell whoever looks after your own mail.";

/// What comes first: signs of an imitated author, of fraud, or of a server that may not send for the domain.
pub fn at_once(case: &Case) -> Vec<Step> {
    told([
        (
            case.chosen.poses && !case.chosen.danger,
            "recipient",
            "Before you open a link or an attachment of it, or answer: what is proved is the domain of the address in From, and not whom the name \
             beside it shows. If you did not expect this mail, ask whom it names by another way, or report it with your mail program's button and \
             delete it.",
        ),
        (
            case.chosen.is_warned && !case.chosen.poses && !case.chosen.danger,
            "recipient",
            "Before you answer: answers go to a mailbox that anybody can have, and what is proved is the domain in From alone. Make sure by \
             another way that the author wants answers there.",
        ),
        (
            case.chosen.is_forbidden && (!case.chosen.danger || case.chosen.forged),
            "recipient",
            "Do not trust it: the domain in From says that the server which sent this mail may not send for it (SPF fail), that server \
             gave itself a name that does not exist, and nothing is signed.",
        ),
        (
            case.chosen.danger && !case.chosen.forged && case.chosen.care.is_none() && !case.chosen.is_proved,
            "recipient",
            "Open no link and no attachment of it, and do not answer it. If you know the sender, ask by another way \
             whether they wrote it; if not, report it with your mail program's button and delete it.",
        ),
        (
            case.chosen.danger && !case.chosen.forged && case.chosen.care.is_none() && case.chosen.is_proved,
            "recipient",
            "Open no link and no attachment of it, and do not answer it. The checks that passed prove the domain in From alone, which anybody may \
             have registered: not whom the name beside it shows, and not that the mail is honest. If you know the sender, ask by another way \
             whether they wrote it; if not, report it with your mail program's button and delete it.",
        ),
    ])
}

/// Where nothing is against it but what it shows.
pub fn of_care(case: &Case) -> Option<Step> {
    let care = case.chosen.care?;
    if case.chosen.borrows_brand && care.id == "claimed-name" {
        return Some(Step::new("recipient", OF_BRAND));
    }
    let domain = case.chosen.alignment.map_or("the sender's side", |alignment| alignment.from.as_str());
    let whom = match care.id {
        "answers-led-away" => {
            format!("and to whoever looks after mail at {domain}, where that account may be in other hands")
        }
        _ => "and to whoever looks after your own mail".to_owned(),
    };
    Some(Step::new(
        "recipient",
        format!(
            "Do not answer it, and open no link or attachment of it, before you have asked whom it names by another way: in person, by a number that you \
         know, or on the web site whose address you type yourself, and not by what the mail offers. Passed checks say which domain sent it, not that it is honest. If they did not write it, \
         report it with your mail program's button {whom}, and delete it."
        ),
    ))
}

/// Where nothing proves who wrote it, and it has the signs of a fraud: before anything else.
pub fn of_shady(case: &Case) -> Vec<Step> {
    let chosen = &case.chosen;
    if !chosen.is_shady() {
        return Vec::new();
    }
    let domain = chosen.alignment.map_or("the domain in From", |alignment| alignment.from.as_str());
    let led = if chosen.is_suspect { ", and answers go to a mailbox that anybody can have" } else { "" };
    let first = format!(
        "Before you pay, send data or answer: nothing proves that it comes from {domain}{led}. Ask whom it names in person, or by a number that you know, \
         and not by one in the mail. If they did not write it, report it with your mail program's button, and to whoever looks after your own mail."
    );
    let site = chosen.form.and_then(|form| form.site).or(chosen.sent_by).filter(|_| chosen.form.is_some());
    let host = site.map(|site| {
        format!("If it is a fraud: send these headers to whoever hosts {site}. A program of a web site there sent it; the site may be in a stranger's hands.")
    });
    std::iter::once(first).chain(host).map(|text| Step::new("recipient", text)).collect()
}

/// Where a filter takes the sender for forged, and nothing worse.
pub fn of_forged(case: &Case) -> Vec<Step> {
    told([
        (
            case.chosen.danger && case.chosen.forged && case.is_lost_behind,
            "recipient",
            "If you know the sender and expected this mail, take it out of Junk or have it released: the gateway in front of your mailbox found its \
             sender proved.",
        ),
        (
            case.chosen.danger && case.chosen.forged && !case.is_lost_behind,
            "recipient",
            match case.chosen.in_inbox {
                _ if case.chosen.form.is_some() && case.chosen.is_elsewhere() => {
                    "If you received it: a form or program of a web site wrote it, and the address in From is what somebody typed in there. Before you \
                     open a link or an attachment, or answer, see whether you expect such mail. If the web site is yours, what stands here for it is yours to mend."
                }
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
            case.chosen.danger && case.chosen.forged && case.chosen.at_microsoft && !case.is_lost_behind,
            "recipient-admin",
            "At Microsoft 365, if the sender is real: allow the pair of that domain and the server or service that sends for it, in the \
             Defender portal under Tenant Allow/Block Lists, Spoofed senders. Such an entry stays until you take it out: do that once they prove their domain.",
        ),
    ])
}

/// Where nothing proves who wrote it.
pub fn of_unproved(case: &Case) -> Vec<Step> {
    told([
        (
            (case.chosen.failed_alone && !case.chosen.is_shady())
                || (case.failed
                    && case.against
                    && !case.chosen.danger
                    && !case.chosen.is_forbidden
                    && !case.is_lost_behind),
            "recipient",
            match case.chosen.alignment.is_some_and(|table| table.noted_before.is_some()) {
                false
                    if case
                        .chosen
                        .alignment
                        .is_some_and(|table| table.earlier.is_some() && table.forwarder.is_some()) =>
                {
                    "If you received it: that the sender was proved when the mail first came, only the server that passed it on says. If it asks for money, a sign-in or an \
                     answer, ask the sender by another way than by answering."
                }
                true => {
                    "If you received it: that the sender was proved when the mail first came, only a filter's word says. If it asks for money, a sign-in or an \
                     answer, ask the sender by another way than by answering."
                }
                false => {
                    "If you received it: nothing in these headers proves who wrote it. If it asks for money, a sign-in or an answer, ask the \
                     sender by another way than by answering."
                }
            },
        ),
        (
            (case.is_open() && !(case.on_the_way && case.is_noted_valid))
                || ((case.is_unproved_there
                    || (case.chosen.is_suspect
                        && !case.against
                        && !case.chosen.failed_alone
                        && !case.chosen.is_shady()))
                    && !case.chosen.danger
                    && !case.is_lost_behind),
            "recipient",
            if case.chosen.is_bare {
                "These lines do not tell who wrote it: From is not among them, nor a check that somebody passed. If it asks for money, a sign-in or an answer, \
                 ask the sender by another way than by answering."
            } else {
                "Nothing in these headers proves who wrote it. If it asks for money, a sign-in or an answer, ask the sender by another \
             way than by answering."
            },
        ),
    ])
}
