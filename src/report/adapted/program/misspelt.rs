//! The name of the outgoing server is one slip of the finger away from a large provider's.

use crate::diagnose::{self, typo};
use crate::facts::Facts;
use crate::knowledge;
use crate::report::values::{Values, addresses_in};
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, values: &Values) {
    let Some(written) = values.get("remote").filter(|_| told.cause == "server-name-unresolved") else {
        return;
    };
    let Some(meant) = meant(written) else { return };
    told.add_note(&format!(
        "{written} is one slip away from {meant}, a server that many people send through."
    ));
    told.permanence = "permanent".to_owned();
    told.retry = "Not before the name is corrected.".to_owned();
    told.act = "sender".to_owned();
    told.ask = None;
    let text =
        format!("If {meant} is meant, put that into the settings for outgoing mail in place of {written}.");
    told.steps.insert(0, Step::new("sender", text));
}

/// The end of the recipient's domain is one that no domain has: no owner of it can set up anything.
pub fn of_no_domain(told: &mut Finding, values: &Values) {
    let is_none = |domain: &str| !knowledge::is_registrable(domain);
    let is_it = told.did_you_mean.is_some() && values.get("recipient_domain").is_some_and(is_none);
    if !is_it || !matches!(told.cause.as_str(), "domain-accepts-no-mail" | "domain-not-found") {
        return;
    }
    told.summary = "No domain on the internet ends like this: the address was mistyped.".to_owned();
    told.retry = "Not to this address. Send it to the right one.".to_owned();
    told.act = "sender".to_owned();
    told.steps = vec![Step::new("sender", "Correct the part after the @, and send the message anew.")];
    told.commands.clear();
    told.ask = None;
}

/// The reader's own address has the slip: it stands in the settings of the program that sends.
pub fn of_sender(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let Some(said) = found.statement.filter(|_| told.cause == "sender-address-rejected") else { return };
    let mut named = addresses_in(facts.statements[said].text.as_str());
    let Some((address, right)) = named.find_map(|address| {
        let (local, domain) = address.split_once('@')?;
        Some((address, format!("{local}@{}", typo::meant(domain)?)))
    }) else {
        return;
    };
    told.act = "sender".to_owned();
    told.ask = None;
    told.commands.clear();
    told.steps.retain(|step| step.by == "sender");
    let text = format!(
        "Compare your own address in the account's settings letter by letter: it reads {address}. If {right} is meant, correct it there, and send again."
    );
    told.steps.splice(0..told.steps.len().min(1), [Step::new("sender", text)]);
}

/// The server that was probably meant, where one of that name is known.
fn meant(written: &str) -> Option<String> {
    let domain = knowledge::organizational_domain(written)?;
    let front = written.strip_suffix(domain)?;
    let host = format!("{front}{}", typo::meant(domain)?);
    knowledge::is_submission_server(&host).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn an_end_that_no_domain_has_is_the_senders_to_mend() {
        let told = |to: &str| {
            crate::diagnose(&format!(
                "From: MAILER-DAEMON@mx.example.org\nSubject: Failure Notice\n\nSorry, we were unable to deliver your message to the following \
                 address.\n\n<{to}>:\nNo mx record found for domain={}\n",
                to.split('@').nth(1).unwrap_or_default()
            ))
            .findings
            .remove(0)
        };
        let slip = told("eva@villa-rosa.con");
        assert_eq!((slip.act.as_str(), slip.did_you_mean.as_deref()), ("sender", Some("eva@villa-rosa.com")));
        assert!(slip.ask.is_none() && slip.steps.len() == 1, "{:?}", slip.steps);
        let other = told("eva@villa-rosa.it");
        assert_eq!((other.act.as_str(), other.did_you_mean.as_deref()), ("recipient-admin", None));
        assert!(!other.summary.contains("exists"), "{}", other.summary);
    }

    #[test]
    fn a_slip_in_the_own_address_is_the_readers_to_mend() {
        let told = |address: &str| {
            let shown = format!("Cannot Send Mail\nThe sender address \"{address}\" was invalid.\n");
            crate::diagnose(&shown).findings.remove(0)
        };
        let slip = told("ann@btinternet.con");
        assert_eq!((slip.act.as_str(), slip.cause.as_str()), ("sender", "sender-address-rejected"));
        assert!(slip.steps[0].text.contains("ann@btinternet.com") && slip.ask.is_none(), "{:?}", slip.steps);
        assert!(!told("ann@example.com").steps[0].text.contains("is meant"));
    }

    #[test]
    fn a_slip_in_a_known_servers_name_is_told() {
        for (written, want) in [
            ("smtp.gmall.com", Some("smtp.gmail.com")),
            ("smtp.gmail.com", None),
            ("smtp.example.com", None),
            ("nothere.gmall.com", None),
            ("localhost", None),
        ] {
            assert_eq!(meant(written).as_deref(), want, "{written}");
        }
        let told =
            crate::diagnose("Error: getaddrinfo ENOTFOUND smtp.gmall.com\n  code: 'EDNS', command: 'CONN'")
                .findings
                .remove(0);
        assert_eq!((told.state.as_str(), told.act.as_str()), ("permanent", "sender"));
        assert!(told.steps[0].text.contains("smtp.gmail.com"), "{:?}", told.steps);
        let told =
            crate::diagnose("Error: getaddrinfo ENOTFOUND smtp.example.com\n  code: 'EDNS', command: 'CONN'")
                .findings
                .remove(0);
        assert_eq!(told.permanence, "none");
    }
}
