//! An SPF record that is at fault by itself: which, and how it is set right.

use crate::diagnose;
use crate::diagnose::records::{Fault, fault, is_all, terms};
use crate::facts::{Facts, Record};
use crate::report::{Command, Finding, Step};

/// Speaks of the finding that the records alone prove.
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let is_proved = found.statement.is_none() && found.rule.is_none() && told.cause == "spf-fail";
    let Some(fault) = fault(facts).filter(|_| is_proved) else { return };
    let (title, summary, mend) = words(&fault);
    told.title = title.to_owned();
    told.summary = summary;
    told.retry = "Once the record is set right: DNS hands the new one out after the time that the old one may be kept (TTL), mostly within an hour.".to_owned();
    told.note = None;
    told.steps = vec![Step::new("sender-admin", mend), Step::new("sender-admin", DMARC)];
    told.commands.retain(|command: &Command| command.shell.contains("TXT"));
    let name =
        facts.records.iter().filter(|record| record.is_spf()).find_map(|record| record.name.as_deref());
    if let Some(name) = name {
        told.commands.iter_mut().for_each(|command| with_name(command, name));
    }
    let letter = format!(
        "Hello,\n\nthe SPF record of our domain is at fault.\n\n{}\n\n{}\n\nThank you.\n",
        told.summary, told.steps[0].text
    );
    told.ask = Some(letter.replace('`', ""));
}

/// A name of letters, digits, dots and hyphens needs no quoting.
fn with_name(command: &mut Command, name: &str) {
    const PLACE: &str = "SENDER_DOMAIN";
    for shell in [&mut command.shell, &mut command.windows] {
        *shell = shell.replace(PLACE, name);
    }
    if let Some(at) = command.why.find(" Put in the place of SENDER_DOMAIN") {
        command.why.truncate(at);
    }
}

const DMARC: &str = "Beside SPF let the service that sends sign with DKIM in the name of your domain: most have a page for it. Then DMARC can pass even where SPF does not.";

fn words(fault: &Fault) -> (&'static str, String, String) {
    match fault {
        Fault::Several(records) => (
            "The domain has more than one SPF record",
            format!(
                "A domain may have one record that begins with v=spf1, and here are {}. Whoever checks SPF then stops with an error (permerror), and no server of yours passes, whatever the records say.",
                records.len()
            ),
            format!("Make one record of them and delete the others: `{}`", joined(records)),
        ),
        Fault::Unknown(_, term) => (
            "The SPF record has a word that SPF does not know",
            format!(
                "“{term}” is no term of SPF. Whoever checks the record then stops with an error (permerror), and no server of yours passes."
            ),
            format!("Correct `{term}` in the record. SPF knows include:, a, mx, ip4:, ip6:, exists: and all, and redirect=."),
        ),
        Fault::Lookups(_, count) => (
            "The SPF record asks DNS too often",
            format!(
                "Ten terms of an SPF record may ask DNS (include, a, mx, ptr, exists, redirect), those within what it includes counted with them. Here are {count} in the record itself. Whoever checks it stops with an error (permerror), and no server of yours passes."
            ),
            "Take out what no longer sends for the domain, and name servers of your own by `ip4:` and `ip6:`, which ask nothing. A service that sends much can have a subdomain with a record of its own.".to_owned(),
        ),
    }
}

/// All terms once, and at the end the mildest of their last ones: what passed by one of them still passes.
fn joined(records: &[&Record]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for term in records.iter().flat_map(|record| terms(record)).filter(|term| !is_all(term)) {
        if !all.contains(&term) {
            all.push(term);
        }
    }
    let lasts = || records.iter().flat_map(|record| terms(record)).filter(|term| is_all(term));
    let last = if lasts().all(|last| last == "-all") { "-all" } else { "~all" };
    format!("v=spf1 {} {last}", all.join(" "))
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_records_are_joined() {
        let told = crate::diagnose(
            "Our invoices end in spam since we added Brevo.\n\n$ dig +short TXT bakery.example\n\"v=spf1 include:spf.protection.outlook.com -all\"\n\
             \"v=spf1 include:spf.service.example ~all\"\n\"MS=ms12345678\"\n",
        );
        let first = &told.findings[0];
        assert_eq!(
            (first.cause.as_str(), first.title.as_str()),
            ("spf-fail", "The domain has more than one SPF record")
        );
        let step = &first.steps[0].text;
        assert!(
            step.contains("v=spf1 include:spf.protection.outlook.com include:spf.service.example ~all"),
            "{step}"
        );
        assert_eq!(first.commands[0].shell, "dig +short TXT bakery.example");
        assert_eq!((told.product.is_none(), first.evidence.len(), told.findings.len()), (true, 2, 1));
    }

    #[test]
    fn a_record_without_a_fault_tells_of_no_refusal() {
        for paste in [
            "v=spf1 include:spf.protection.outlook.com -all",
            "$ dig TXT bakery.example\nbakery.example. 300 IN TXT \"v=spf1 include:spf.protection.outlook.com include:spf.brevo.com -all\"",
        ] {
            let told = crate::diagnose(paste);
            assert_eq!(
                (told.findings[0].cause.as_str(), told.product.is_none()),
                ("undetermined", true),
                "{paste}"
            );
        }
    }
}
