//! Mail that waits in a server's queue: nobody has a copy of it that came back.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::knowledge::Topic;
use crate::report::Finding;

/// Whoever reads in a server's queue or log that mail waits has no copy of it that came back, and is the administrator.
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let groups = facts.log.as_ref().map_or(&[][..], |log| &log.groups);
    let all_wait =
        !groups.is_empty() && groups.iter().all(|group| matches!(group.event, Event::Deferred | Event::Note));
    // Beside mail that failed the lines of this answer may be of one that waits.
    let outcome = found.statement.map(|statement| facts.outcome_of(statement));
    let mut own = facts.groups_of(outcome).peekable();
    let waits = all_wait || (own.peek().is_some() && own.all(|group| group.event == Event::Deferred));
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
}
