//! A large provider reports that its own servers reached nobody: whoever sends by it has no machine to test from, and no port
//! that could be blocked.

use crate::diagnose;
use crate::knowledge::{OWNERS, OwnerKind, RULES};
use crate::report::Finding;

pub fn adapt(told: &mut Finding, found: &diagnose::Finding, kind: &str) {
    let is_report = matches!(kind, "bounce" | "delivery-report");
    // What a server answered as soon as the connection stood is another matter: there it was reached.
    if !is_report || told.stage != "connection" || told.reply.is_some() || !is_providers(found) {
        return;
    }
    told.steps.retain(|step| step.by != "sender-admin");
    told.commands.clear();
    if let Some(at) = told.retry.find(" If each attempt times out") {
        told.retry.truncate(at);
    }
}

/// That no connection came about, only the side that wanted to connect can say.
fn is_providers(found: &diagnose::Finding) -> bool {
    let is_provider = |number: u16| OWNERS[usize::from(number)].kind == OwnerKind::Provider;
    let of_rule = found.rule.map(|rule| RULES[usize::from(rule)].owner);
    found.speaker.into_iter().chain(of_rule).any(is_provider)
}

#[cfg(test)]
mod tests {
    const NOTICE: &str = "There was a temporary problem delivering your message to bob@example.net. Gmail will retry for 46 more hours. You'll be \
        notified if the delivery fails permanently.\n\nThe response was:\n\nThe recipient server did not accept our requests to connect. For more \
        information, go to https://support.google.com/mail/answer/7720 [example.net. 192.0.2.19: timed out]\n";

    #[test]
    fn who_was_answered_keeps_what_is_to_be_done() {
        let bounce = "From: Mail Delivery System <mailer-daemon@mail.example.org>\nSubject: Mail delivery failed: returning message to sender\n\n\
            A message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  \
            bob@gmx.net\n    host mx00.gmx.net [212.227.15.10]\n    SMTP error from remote mail server after initial connection:\n    \
            554-gmx.net (mxgmx101) Nemesis ESMTP Service not available\n    554-No SMTP service\n    554 Bad DNS PTR resource record.\n";
        let told = crate::diagnose(bounce).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("ptr-missing", "sender-admin"));
        assert!(
            told.steps.iter().any(|step| step.by == "sender-admin") && !told.commands.is_empty(),
            "{told:?}"
        );
    }

    #[test]
    fn who_sends_by_a_provider_tests_no_port() {
        let head = "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Delay)\n\n";
        let told = crate::diagnose(&format!("{head}{NOTICE}")).findings.remove(0);
        assert_eq!((told.stage.as_str(), told.commands.len()), ("connection", 0), "{told:?}");
        assert!(told.steps.iter().all(|step| !step.text.contains("port 25 from")), "{:?}", told.steps);
        assert!(!told.retry.contains("a port is blocked"), "{}", told.retry);
    }
}
