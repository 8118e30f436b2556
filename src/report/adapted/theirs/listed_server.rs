//! A mail server's own report that another one refused it for a list: the address that is listed is that server's, and no line at home.

use crate::diagnose::Diagnosis;
use crate::facts::Facts;
use crate::knowledge::{OWNERS, OwnerKind, Topic};
use crate::report::Finding;
use crate::report::values::Values;

/// Words by which a list of lines at home and of changing addresses shows itself: such a line may well have a mail server on it.
const OF_LINES: &[&str] =
    &["pbl", "dynamic", "dialup", "dial-up", "dul.", "dynablock", "residential", "policy block"];

pub fn adapt(told: &mut Finding, facts: &Facts, diagnosis: &Diagnosis, kind: &str, values: &Values) {
    if told.cause != "ip-blocklisted" || !told.steps.iter().any(|step| step.is_about(Topic::OwnLine)) {
        return;
    }
    // Whose report it is was refused by another server.
    let reports = matches!(kind, "bounce" | "delivery-report")
        && values.get("reporter").is_some()
        && values.get("reporter") != values.get("remote");
    let is_server = |owner: u16| matches!(OWNERS[usize::from(owner)].kind, OwnerKind::Log);
    let is_in_its_form = kind == "reply" && diagnosis.product.is_some_and(is_server);
    let reply = told.reply.as_ref().map(|reply| reply.text.to_ascii_lowercase()).unwrap_or_default();
    let is_of_lines = OF_LINES.iter().any(|word| reply.contains(word));
    if (reports || is_in_its_form) && !is_of_lines && facts.settings.is_none() {
        told.steps.retain(|step| !step.is_about(Topic::OwnLine));
    }
}

#[cfg(test)]
mod tests {
    use crate::knowledge::Topic;

    #[test]
    fn a_mail_servers_own_address_is_no_line_at_home() {
        let told = |reply: &str| {
            let paste = format!(
                "This is the mail system at host mx1.orchard.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more \
                 recipients. It's attached below.\n\n                   The mail system\n\n<bob@example.net>: host mx.example.net[192.0.2.9] refused to talk to \
                 me: {reply}\n\nReporting-MTA: dns; mx1.orchard.example\n\nFinal-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 5.0.0\n\
                 Diagnostic-Code: smtp; {reply}\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let listed = told("554 Blocked - see https://ipcheck.proofpoint.com/?ip=198.51.100.7");
        assert_eq!(listed.cause, "ip-blocklisted");
        assert!(!listed.steps.iter().any(|step| step.is_about(Topic::OwnLine)), "{:?}", listed.steps);
        // One page is named once, and what is to be asked there comes behind what is to be stopped.
        let pages: Vec<&str> =
            listed.steps.iter().map(|step| step.text.as_ref()).filter(|text| text.contains("page")).collect();
        assert_eq!(pages.len(), 2, "{:?}", listed.steps);
        assert!(
            pages[0].contains("ipcheck.proofpoint.com/?ip=198.51.100.7") && !pages[0].contains("form"),
            "{pages:?}"
        );
        let place = |words: &str| listed.steps.iter().position(|step| step.text.contains(words));
        assert!(
            place("ipcheck") < place("Stop the cause") && place("Stop the cause") < place("ask for removal"),
            "{:?}",
            listed.steps
        );
        let of_lines =
            told("554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using pbl.spamhaus.org");
        assert!(of_lines.steps.iter().any(|step| step.is_about(Topic::OwnLine)), "{:?}", of_lines.steps);
    }
}
