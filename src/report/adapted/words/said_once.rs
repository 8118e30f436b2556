//! Steps that say what steps before them said.

use crate::knowledge::Topic;
use crate::report::Finding;

/// What a rule's own step says of these, a step of the cause need not say again.
const ONCE: &[Topic] = &[
    Topic::AppPassword,
    Topic::Antivirus,
    Topic::Ports,
    Topic::Hotspot,
    Topic::Clock,
    Topic::Suggestion,
    Topic::SendAs,
    Topic::Outsiders,
    Topic::Pace,
];

/// Steps of the cause that are about nothing but what steps before them were about are left out.
pub fn adapt(told: &mut Finding, own_steps: usize) {
    let mut said: Vec<(String, Topic)> = Vec::new();
    let mut index = 0;
    told.steps.retain(|step| {
        let about: Vec<Topic> = ONCE.iter().copied().filter(|topic| step.is_about(*topic)).collect();
        let known = |topic: &Topic| said.iter().any(|(by, known)| *by == step.by && known == topic);
        let again = index >= own_steps && !about.is_empty() && about.iter().all(known);
        index += 1;
        said.extend(about.into_iter().map(|topic| (step.by.to_string(), topic)));
        !again
    });
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_the_rule_says_the_cause_says_no_more() {
        let told = crate::diagnose(
            "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; the sender was not authenticated",
        )
        .findings
        .remove(0);
        let about = |step: &&crate::report::Step| {
            step.text.contains("outside") && step.text.contains("mailbox or group")
        };
        assert_eq!(told.steps.iter().filter(about).count(), 1, "{:?}", told.steps);
        // By phone they are reached once.
        let log = "Nov 25 09:10:06 a1 sendmail[51]: 0AP8A1uW005120: to=<bob@example.net>, delay=00:00:05, mailer=esmtp, relay=mx.example.net., dsn=4.0.0, \
                   stat=Deferred: Name server: mx.example.net.: host name lookup failure";
        let told = crate::diagnose(log).findings.remove(0);
        let by_phone = told.steps.iter().filter(|step| step.text.contains("phone")).count();
        assert_eq!((told.cause.as_str(), by_phone), ("dns-temporary", 1), "{:?}", told.steps);
    }

    #[test]
    fn a_group_for_insiders_is_named_in_the_command_that_opens_it() {
        let paste = "Reporting-MTA: dns; AM0PR01MB0001.eurprd01.prod.outlook.com\n\nFinal-Recipient: rfc822;team@example.net\nAction: failed\nStatus: \
                     5.7.133\nDiagnostic-Code: smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check \
                     failed because the sender was not authenticated when sending to this group\n";
        let told = crate::diagnose(paste).findings.remove(0);
        let opens = "Set-DistributionGroup team@example.net -RequireSenderAuthenticationEnabled $false";
        assert!(told.steps.iter().any(|step| step.text.contains(opens)), "{:?}", told.steps);
    }
}
