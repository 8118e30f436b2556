//! Mail within one organisation. In a log of its server both sides are the reader's; in a bounce the recipient's administrator is the
//! reader's own one.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{self, Topic};
use crate::report::adapted::in_its_sentences;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let domains = values.get("sender_domain").zip(values.get("recipient_domain"));
    let Some((own, _)) = domains.filter(|(own, theirs)| own.eq_ignore_ascii_case(theirs)) else { return };
    let several = found.recipient.is_none() && facts.recipients.len() > 1;
    if several || told.cause == "delivered" {
        return;
    }
    both_sides(told);
    if matches!(told.stage.as_str(), "dns" | "connection" | "tls") {
        told.steps.retain(|step| step.by != "sender");
        let text = format!(
            "Sender and recipient are both at {own}. If this server is to deliver mail for {own} itself, add the domain to those that it \
             delivers (Postfix: mydestination or virtual_mailbox_domains; Exim: local_domains): it looks for another server instead."
        );
        told.steps.insert(0, Step::new("sender-admin", text));
    }
}

/// Of a report. Where a provider has the mailboxes of both, its customers are strangers to each other.
pub fn adapt_report(told: &mut Finding, values: &Values) {
    let domains = values.get("sender_domain").zip(values.get("recipient_domain"));
    let Some((own, _)) = domains.filter(|(own, theirs)| knowledge::same_organization(own, theirs)) else {
        return;
    };
    let is_theirs = |by: &str| matches!(by, "recipient-admin" | "network");
    let has_theirs = is_theirs(&told.act) || told.steps.iter().any(|step| is_theirs(&step.by));
    if told.cause == "delivered"
        || !has_theirs
        || knowledge::service_of_mailbox(&own.to_ascii_lowercase()).is_some()
    {
        return;
    }
    told.add_note(&format!(
        "Sender and recipient are both at {own}: whoever runs the mail there is your own administrator, and can look at both ends."
    ));
    if is_theirs(&told.act) {
        told.act = "sender-admin".to_owned();
    }
    for step in told.steps.iter_mut().filter(|step| is_theirs(&step.by)) {
        step.by = "sender-admin".into();
    }
    told.ask = told.ask.take().map(|ask| {
        in_its_sentences(&ask, |line| {
            line.replace("your mail system", "our mail system").replace("your mail server", "our mail server")
        })
        .replace("Answer of your server:", "Answer of the server:")
    });
}

/// Nobody else is to be asked: what the other side could do is the reader's, too.
pub fn both_sides(told: &mut Finding) {
    if told.act.starts_with("recipient") || told.act == "network" {
        told.act = "sender-admin".to_owned();
    }
    told.ask = None;
    for step in told.steps.iter_mut().filter(|step| step.by.starts_with("recipient-admin")) {
        step.by = "sender-admin".into();
    }
    // Who can mend it at once needs no way around.
    if told.cause == "delivery-program-failed" {
        told.steps.retain(|step| !step.is_about(Topic::AnotherWay));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn mail_within_one_domain_has_one_side() {
        let log = |to: &str| {
            crate::diagnose(&format!(
                "Nov  3 18:05:55 web postfix/qmgr[14]: 81571C2D: from=<root@web.example.com>, size=642, nrcpt=1 (queue active)\n\
                 Nov  3 18:06:25 web postfix/smtp[36]: 81571C2D: to=<{to}>, relay=none, delay=50784, dsn=4.4.1, status=deferred \
                 (connect to web.example.com[192.0.2.123]:25: Connection timed out)"
            ))
            .findings
            .remove(0)
        };
        let own = log("root@web.example.com");
        assert_eq!((own.act.as_str(), own.ask), ("sender-admin", None));
        assert!(
            own.steps[0].text.contains("mydestination")
                && own.steps.iter().all(|step| step.by == "sender-admin")
        );
        assert!(log("ann@example.net").ask.is_some());
    }

    #[test]
    fn whoever_can_mend_the_program_is_sent_to_no_other_address() {
        let log = |from: &str| {
            crate::diagnose(&format!(
                "Nov  3 18:05:55 mx postfix/qmgr[14]: 81571C2D: from=<{from}>, size=642, nrcpt=1 (queue active)\n\
                 Nov  3 18:05:56 mx postfix/pipe[36]: 81571C2D: to=<desk@example.com>, relay=gate, delay=1, dsn=5.3.0, status=bounced (Command died with \
                 status 127: \"/opt/gate --queue desk\")"
            ))
            .findings
            .remove(0)
        };
        let told = log("kim@example.com");
        assert_eq!(told.cause, "delivery-program-failed");
        assert!(told.steps.iter().all(|step| !step.text.contains("another address")), "{:?}", told.steps);
    }

    #[test]
    fn a_colleague_is_let_in_without_opening_the_group_to_everybody() {
        let told = crate::diagnose(
            "Delivery has failed to these recipients or groups:\n\nAll (all@example.org)\n\nDiagnostic information for administrators:\n\nGenerating server: \
             EX02.example.org\n\nall@example.org\nRemote Server returned '550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized'\n\nOriginal message headers:\n\n\
             From: Ann <ann@example.org>\nTo: All <all@example.org>\nSubject: Party\n",
        )
        .findings
        .remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("recipient-restricted", "sender-admin"));
        let lets_in = "-AcceptMessagesOnlyFromSendersOrMembers @{Add='ann@example.org'}";
        assert!(told.steps[0].text.contains(lets_in), "{:?}", told.steps);
        assert!(
            told.steps.iter().all(|step| !step.text.contains("RequireSenderAuthentication")
                && !step.text.contains("blocked senders")),
            "{:?}",
            told.steps
        );
    }

    #[test]
    fn in_a_bounce_within_one_organisation_the_recipients_administrator_is_ones_own() {
        let told = |to: &str| {
            crate::diagnose(&format!(
                "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\nTo: ann@example.com\nSubject: Undelivered Mail Returned to Sender\n\n\
                 This is the mail system at host mx.example.com.\n\n<{to}>: host box.example.com[192.0.2.5] said: 550 5.7.1 <{to}>: Only \
                 members may write to this group (in reply to RCPT TO command)\n"
            ))
            .findings
            .remove(0)
        };
        let own = told("staff@lists.example.com");
        assert_eq!((own.cause.as_str(), own.act.as_str()), ("recipient-restricted", "sender-admin"));
        assert!(own.note.is_some_and(|note| note.contains("both at")));
        assert!(own.steps.iter().all(|step| step.by != "recipient-admin"), "{:?}", own.steps);
        assert_eq!(told("staff@example.net").act, "recipient-admin");
    }
}
