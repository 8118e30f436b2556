//! In a log: what a server answers because something in it does not work, behind the line that says what that is. The answer tells
//! nothing of its own, so that it is no second failure.

use super::Finding;
use super::rank::Told;
use crate::facts::Facts;
use crate::facts::story::{Event, Group};
use crate::knowledge::{CAUSES, Permanence, RULES};
use std::collections::HashMap;

/// Faults of a server's own, which others are put off for.
const FAULTS: &[&str] = &["server-error", "delivery-program-failed", "server-storage-full", "dns-temporary"];
/// What such an answer says by itself.
const VAGUE: &[&str] = &["server-unavailable", "server-error", "delayed", "undetermined"];

/// Gives each such answer the cause of the line before it. Returns the statements of both.
pub fn hand_on(facts: &Facts, told_most: &mut [Told]) -> Vec<(usize, usize)> {
    let Some(log) = &facts.log else { return Vec::new() };
    // How often each group of answers had its reason before it, and which.
    let mut reasons: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut found = Vec::new();
    for (note, answer) in &log.led {
        let (fault, vague) = (&log.groups[*note], &log.groups[*answer]);
        let is_one =
            answers(vague) && is_fault(told_most[fault.statement]) && is_vague(told_most[vague.statement]);
        if is_one && fault.statement != vague.statement {
            reasons.entry(*answer).or_insert((0, fault.statement)).0 += 1;
        }
        // Both say the same: how long it lasts the outcome tells.
        let is_same = || {
            let (said, outcome) = (told_most[fault.statement].0, told_most[vague.statement].0);
            said.is_some() && said == outcome && facts.outcome_of(fault.statement) == vague.statement
        };
        if fault.event == Event::Note && answers(vague) && is_same() {
            found.push((fault.statement, vague.statement));
        }
    }
    for (answer, (_, fault)) in &reasons {
        let statement = log.groups[*answer].statement;
        let is_led = |(number, group): (usize, &Group)| {
            group.statement != statement
                || reasons.get(&number).is_some_and(|(times, _)| *times >= group.count)
        };
        if log.groups.iter().enumerate().all(is_led) {
            found.push((*fault, statement));
        }
    }
    for (fault, answer) in &found {
        told_most[*answer] = told_most[*fault];
    }
    found
}

/// How long it lasts the answer says, where the line before it does not.
pub fn last(facts: &Facts, echoes: &[(usize, usize)], findings: &mut [Finding]) {
    for finding in findings {
        let knows = finding.rule.is_some_and(|rule| RULES[usize::from(rule)].permanence.is_some());
        let answers = echoes.iter().filter(|(fault, _)| Some(*fault) == finding.statement);
        let is_for_now = |answer: usize| {
            let said = &facts.statements[answer];
            let class = said.code.map(|code| code < 500).or(said.enhanced.map(|status| status.class == 4));
            class.unwrap_or_else(|| facts.groups_of(Some(answer)).all(|group| group.event == Event::Deferred))
        };
        let mut lasting = answers.map(|(_, answer)| is_for_now(*answer)).peekable();
        if !knows && finding.permanence == Permanence::None && lasting.peek().is_some() {
            let for_now = lasting.all(|is_so| is_so);
            finding.permanence = if for_now { Permanence::Temporary } else { Permanence::Permanent };
        }
    }
}

fn answers(group: &Group) -> bool {
    matches!(group.event, Event::Deferred | Event::Rejected | Event::Bounced)
}

fn is_fault((cause, rule): Told) -> bool {
    // A rule that knows what to do, not words that any server says.
    let is_known = rule.is_some_and(|rule| RULES[usize::from(rule)].alone);
    is_known && cause.is_some_and(|cause| FAULTS.contains(&CAUSES[usize::from(cause)].id))
}

fn is_vague((cause, rule): Told) -> bool {
    let is_known = rule.is_some_and(|rule| RULES[usize::from(rule)].alone);
    !is_known && cause.is_none_or(|cause| VAGUE.contains(&CAUSES[usize::from(cause)].id))
}

#[cfg(test)]
mod tests {
    const SENT: &str = "Nov 24 09:30:00 mx postfix/smtp[28]: 4b9BQ11aB1z2: to=<eve@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, dsn=2.0.0, \
                        status=sent (250 2.0.0 Ok)\n";

    #[test]
    fn an_answer_for_a_filter_that_is_down_is_no_failure_of_its_own() {
        let log = |answered: &str| {
            format!(
                "{SENT}Nov 24 09:31:02 mx postfix/smtpd[30]: connect from out.example.com[203.0.113.9]\n\
                 Nov 24 09:31:02 mx postfix/smtpd[30]: warning: connect to Milter service inet:127.0.0.1:8891: Connection refused\n\
                 Nov 24 09:31:03 mx postfix/smtpd[30]: 4b9BQ12kZ9z1: client=out.example.com[203.0.113.9]\n\
                 Nov 24 09:{answered} mx postfix/smtpd[30]: NOQUEUE: milter-reject: MAIL from out.example.com[203.0.113.9]: 451 4.7.1 Service unavailable - \
                 try again later; from=<a@example.com> proto=ESMTP helo=<out.example.com>\n"
            )
        };
        let one = crate::diagnose(&log("31:04"));
        assert_eq!(one.findings.len(), 1, "{:?}", one.findings);
        assert_eq!(one.findings[0].rule.as_deref(), Some("postfix/milter"));
        let groups = one.log.expect("a log").groups;
        assert_eq!(groups.iter().map(|group| group.count).sum::<usize>(), 1, "{groups:?}");
        // An hour later it is another event.
        assert_eq!(crate::diagnose(&log("58:04")).findings.len(), 2);
    }

    #[test]
    fn what_dovecot_could_not_write_is_what_its_neighbour_puts_off() {
        let log = format!(
            "{SENT}Nov 24 09:31:02 box dovecot: lmtp(ann@example.org)<77><kX1>: Error: Mailbox INBOX: mkdir(/data/mail/ann/tmp) failed: Permission denied \
             (euid=5000(vmail) egid=5000(vmail) missing +w perm: /data/mail/ann, dir owned by 0:0 mode=0755)\n\
             Nov 24 09:31:02 box postfix/lmtp[78]: 4b9BQ12kZ9z1: to=<ann@example.org>, relay=box[private/dovecot-lmtp], delay=0.3, dsn=4.2.0, \
             status=deferred (host box[private/dovecot-lmtp] said: 451 4.2.0 <ann@example.org> Execution of Sieve filters was aborted due to temporary \
             failure (in reply to end of DATA command))\n\
             Nov 24 09:31:03 box postfix/lmtp[78]: 4b9BQ12kZ9z3: to=<bob@example.org>, relay=box[private/dovecot-lmtp], delay=0.3, dsn=2.0.0, \
             status=sent (250 2.0.0 <bob@example.org> Saved)\n"
        );
        let report = crate::diagnose(&log);
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        let first = &report.findings[0];
        assert_eq!(
            (first.rule.as_deref(), first.permanence.as_str()),
            (Some("dovecot/permission"), "temporary")
        );
        assert!(first.steps.iter().any(|step| step.text.contains("namei -l")), "{:?}", first.steps);
        // It waits, and came back to nobody.
        assert!(!first.retry.contains("came back"), "{}", first.retry);
    }
}
