//! A log of a server that sends to its own domain: both sides are the reader's.

use super::values::Values;
use super::{Finding, Step};
use crate::diagnose;
use crate::facts::Facts;

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
        told.steps.insert(0, Step { by: "sender-admin".into(), text: text.into() });
    }
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
}
