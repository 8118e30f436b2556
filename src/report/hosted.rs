//! A large provider reports that its own servers reached nobody: whoever sends by it has no machine to test from, and no port
//! that could be blocked.

use super::Finding;
use crate::diagnose;
use crate::knowledge::{OWNERS, OwnerKind, RULES};

pub fn adapt(told: &mut Finding, found: &diagnose::Finding, kind: &str) {
    let is_report = matches!(kind, "bounce" | "delivery-report");
    if !is_report || told.stage != "connection" || !is_providers(found) {
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
    fn who_sends_by_a_provider_tests_no_port() {
        let head = "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Delay)\n\n";
        let told = crate::diagnose(&format!("{head}{NOTICE}")).findings.remove(0);
        assert_eq!((told.stage.as_str(), told.commands.len()), ("connection", 0), "{told:?}");
        assert!(told.steps.iter().all(|step| !step.text.contains("port 25 from")), "{:?}", told.steps);
        assert!(!told.retry.contains("a port is blocked"), "{}", told.retry);
    }
}
