//! A mailing list that sends on what it got with the author's address in From: where the author's domain asks by DMARC for proof, the
//! proof is gone (RFC 7960, section 4.1.3), and the one who can mend that runs the list.

use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::address;
use crate::report::{Finding, Step};

/// GNU Mailman's own names for it: https://docs.mailman3.org/projects/mailman/en/latest/src/mailman/handlers/docs/dmarc-mitigations.html
/// (checked 2026-11-27), and the list settings of Mailman 2.1.18 and later.
const REWRITE: &str = "Let the list put an address of its own into From where the author's domain asks for proof, with the author's in Reply-To. Mailman 2.1: \
                       dmarc_moderation_action = Munge From; Mailman 3: DMARC mitigations, Replace From: with list address; other list programs have \
                       the like.";
const BOUNCES: &str = "Do not count these refusals against the members: many lists take off who bounces, and these mailboxes are in order.";

const AUTHOR: &str = "Whoever wrote the mail can do nothing about it but write to the people directly, or to the list from an address elsewhere.";

pub fn adapt(told: &mut Finding, facts: &Facts) {
    let is_proof = matches!(told.cause.as_str(), "dmarc-fail" | "sender-unauthenticated");
    let returned = facts.returned.as_deref();
    let Some(author) = returned.and_then(author).filter(|_| is_proof) else { return };
    let sender = facts.envelope.sender.as_deref();
    let is_lists = returned.is_some_and(names_a_list) || sender.is_some_and(is_lists);
    let is_its_own =
        sender.and_then(address::domain).is_some_and(|domain| knowledge::same_organization(&domain, &author));
    if !is_lists || is_its_own {
        return;
    }
    told.summary = format!(
        "A mailing list sent the mail on, still with its author's address at {author} in From. That domain asks receivers to refuse what cannot be proved to \
         come from it, and what a list sends on cannot."
    );
    // The report goes to the list's own address.
    told.act = "sender".to_owned();
    told.who = "whoever runs the mailing list".to_owned();
    told.retry = "Not as it is: each mail of such an author is refused again, until the list rewrites From."
        .to_owned();
    told.steps = [REWRITE, BOUNCES, AUTHOR].map(|text| Step::new("sender", text)).to_vec();
    told.ask = None;
}

/// The domain in From.
fn author(message: &Message) -> Option<String> {
    message.from.first()?.read.domain()
}

/// RFC 2369 and RFC 2919; Mailman's X-BeenThere.
fn names_a_list(message: &Message) -> bool {
    ["List-Id", "List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List"]
        .iter()
        .any(|name| message.field(name).is_some())
}

/// `club-bounces@`, `club-bounces+ann=example.org@`, `owner-club@`: the senders that list programs write.
fn is_lists(sender: &str) -> bool {
    let local = sender.rsplit_once('@').map_or("", |(local, _)| local).to_ascii_lowercase();
    let name = local.split('+').next().unwrap_or_default();
    name.ends_with("-bounces") || name.ends_with("-owner") || name.starts_with("owner-")
}

#[cfg(test)]
mod tests {
    fn told(reply: &str, author: &str) -> crate::report::Finding {
        let paste = format!(
            "From: MAILER-DAEMON@lists.example.org (Mail Delivery System)\nTo: choir-bounces@lists.example.org\nSubject: Undelivered Mail Returned to \
             Sender\n\nThis is the mail system at host lists.example.org.\n\n<tom@yahoo.com>: host mta7.am0.yahoodns.net[192.0.2.72] said: {reply} (in \
             reply to end of DATA command)\n\nReturn-Path: <choir-bounces@lists.example.org>\nFrom: Ida <{author}>\nTo: choir@lists.example.org\n\
             List-Id: <choir.lists.example.org>\nSubject: [choir] Tuesday\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    #[test]
    fn the_lists_administrator_rewrites_from() {
        for reply in [
            "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
            "550 5.7.1 Unauthenticated email from yahoo.com is not accepted due to domain's DMARC policy.",
        ] {
            let told = told(reply, "ida@yahoo.com");
            assert_eq!(
                (told.cause.as_str(), told.who.as_str()),
                ("dmarc-fail", "whoever runs the mailing list"),
                "{reply}"
            );
            assert!(told.steps[0].text.contains("Munge From"), "{:?}", told.steps);
        }
    }

    #[test]
    fn a_list_that_writes_for_itself_has_a_domain_to_prove() {
        let own = told(
            "550 5.7.1 Unauthenticated email is not accepted due to domain's DMARC policy.",
            "office@example.org",
        );
        assert_ne!(own.who, "whoever runs the mailing list");
    }
}
