//! The recipient's mailbox is one for people at a large provider: no administrator of theirs can be reached, and what one would do the
//! provider alone can.

use super::values::Values;
use super::{Finding, Step};
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::knowledge::{self, Service, Topic};

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    of_a_queue(told, facts);
    let Some(service) = service(values) else { return };
    let is_theirs = |step: &Step| step.by == "recipient-admin";
    if told.steps.iter().all(is_theirs) {
        return;
    }
    told.steps.retain(|step| !is_theirs(step));
    if told.act == "recipient-admin" && told.who.is_empty() {
        told.who = format!("{}, the recipient's mail provider", service.name);
    }
}

/// The provider of the recipient's mailbox, or that of the server, where its name is below a domain of such mailboxes
/// (`smtp-in.orange.fr`).
fn service(values: &Values) -> Option<&'static Service> {
    let named = values.get("recipient_domain").map(str::to_ascii_lowercase);
    let domain = named.or_else(|| {
        knowledge::organizational_domain(&values.get("remote")?.to_ascii_lowercase()).map(str::to_owned)
    })?;
    knowledge::service_of_mailbox(&domain)
}

/// Whoever reads in a server's queue or log that mail waits has no copy of it that came back, and is the administrator.
fn of_a_queue(told: &mut Finding, facts: &Facts) {
    let groups = facts.log.as_ref().map_or(&[][..], |log| &log.groups);
    let waits =
        !groups.is_empty() && groups.iter().all(|group| matches!(group.event, Event::Deferred | Event::Note));
    let is_more = told.steps.iter().any(|step| !step.is_about(Topic::CameBack));
    if waits && is_more && told.permanence == "temporary" {
        told.steps.retain(|step| !step.is_about(Topic::CameBack));
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn first(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn nobody_is_sent_to_an_administrator_of_a_private_mailbox() {
        for (address, host) in [
            ("eve@icloud.com", "mx01.mail.icloud.com"),
            ("eve@gmx.de", "mx00.emig.gmx.net"),
            ("eve@yahoo.com", "mta5.am0.yahoodns.net"),
        ] {
            let told = first(&format!(
                "This is the mail system at host mail.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<{address}>: host {host}[192.0.2.30] said: 550 5.7.1 Message rejected as spam \
                 (in reply to end of DATA command)\n"
            ));
            assert!(
                !told.steps.is_empty() && told.steps.iter().all(|step| step.by != "recipient-admin"),
                "{:?}",
                told.steps
            );
        }
        let own = first(
            "This is the mail system at host mail.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<eve@example.net>: host mx.example.net[192.0.2.30] said: 550 5.7.1 Message rejected as \
             spam (in reply to end of DATA command)\n",
        );
        assert!(own.steps.iter().any(|step| step.by == "recipient-admin"), "{:?}", own.steps);
    }

    #[test]
    fn a_queue_says_how_its_own_program_slows_down() {
        let queue = "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n4F2kQ91xzz      8812 Wed Nov 25 07:12:40  news@example.org\n\
                     (host smtp-in.orange.fr[192.0.2.32] refused to talk to me: 421 mwinf5c12 ME Trop de connexions, veuillez verifier votre configuration. \
                     Too many connections, slow down. OFR004_104 [104])\n                                         eve@wanadoo.fr\n";
        let told = first(queue);
        assert!(told.steps[0].text.contains("`wanadoo.fr slow:`"), "{:?}", told.steps);
        assert!(
            told.steps.iter().all(|step| step.by != "recipient-admin" && !step.text.starts_with("Limit the")),
            "{:?}",
            told.steps
        );
        let rows = "type,timeLogged,timeQueued,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,vmta,jobId\n\
                    t,2026-11-24 16:20:11+0000,2026-11-24 15:58:02+0000,b1@example.org,eve@yahoo.com,delayed,4.7.0 (other or undefined security \
                    status),\"smtp;421 4.7.0 [TSS04] Messages from 192.0.2.118 temporarily deferred due to unexpected volume or user \
                    complaints\",mta5.am0.yahoodns.net (192.0.2.4),quota-issues,smtp,app.example.org (10.1.4.3),smtp,192.0.2.118,192.0.2.4,v1,j1\n";
        let told = first(rows);
        assert!(told.steps.iter().any(|step| step.text.contains("`<domain yahoo.com>`")), "{:?}", told.steps);
        assert!(told.steps.iter().all(|step| !step.text.contains("came back to you")), "{:?}", told.steps);
    }

    #[test]
    fn mailjets_own_list_is_found_in_its_pages() {
        let told = first(
            r#"{"event":"blocked","email":"eve@example.org","error_related_to":"recipient","error":"preblocked"}"#,
        );
        assert!(
            told.steps[0].text.contains("In Mailjet") && told.steps[0].text.contains("eve@example.org"),
            "{:?}",
            told.steps
        );
        assert!(told.steps.iter().all(|step| !step.text.contains("suppression list")), "{:?}", told.steps);
    }
}
