//! A queue of Exchange (`Get-Queue`) for the mailboxes or the other servers of the same organisation: whoever reads it runs both ends.

use crate::facts::Facts;
use crate::knowledge;
use crate::report::{Command, Finding, Source, Step};

/// The rule on Exchange's own word for it.
const BACK_PRESSURE: &str = "exchange/back-pressure";

/// Delivery types that lead to one's own servers, and to others':
/// learn.microsoft.com/exchange/mail-flow/queues/queues (NextHopSolutionKey), checked 2026-11-27.
const WITHIN: &[&str] =
    &["SmtpDeliveryToMailbox", "MapiDelivery", "SmtpRelayTo", "SmtpRelayWithin", "ShadowRedundancy"];
const OUTSIDE: &[&str] = &["DnsConnectorDelivery", "SmartHostConnectorDelivery", "NonSmtpGatewayDelivery"];

pub fn adapt(told: &mut Finding, facts: &Facts) {
    let Some(kind) = delivery(facts).filter(|_| told.cause != "undetermined" && told.cause != "delivered")
    else {
        return;
    };
    told.steps.retain(|step| step.by.ends_with("-admin"));
    if told.cause == "server-storage-full" {
        short_of_room(told);
    } else {
        told.add_note(&format!(
            "This queue is for your own organisation ({kind}): your own servers stand at both ends."
        ));
    }
    for step in &mut told.steps {
        step.by = "sender-admin".into();
    }
    told.act = "sender-admin".to_owned();
    told.who = "you, or whoever runs your mail server".to_owned();
    told.stage = "submission".to_owned();
    told.ask = None;
}

/// The log of another server, below an event of the very server that it speaks of: that one is the reader's, and takes mail in and out.
pub fn of_event(told: &mut Finding, facts: &Facts) {
    if !facts.own_event || told.cause != "server-storage-full" {
        return;
    }
    short_of_room(told);
    told.note = None;
    if facts.program == Some("postfix") {
        told.steps.push(Step::new("sender-admin", "What waits on the server before it goes out at once with `postqueue -f` there, once Exchange takes mail again."));
    }
    told.act = "sender-admin".to_owned();
    told.who = "you, or whoever runs your mail server".to_owned();
    told.stage = "submission".to_owned();
    told.ask = None;
}

/// Whether it is the reader's own server that takes mail in and out, and not one that they send through.
pub fn is_of_both_ways(told: &Finding) -> bool {
    told.rule.as_deref() == Some(BACK_PRESSURE) && told.act == "sender-admin"
}

/// What Exchange does where its disk or memory runs short: its own rule says it.
fn short_of_room(told: &mut Finding) {
    let Some(rule) = knowledge::rule(BACK_PRESSURE) else { return };
    told.rule = Some(rule.id.to_owned());
    told.source = Some(Source { url: rule.source.into(), checked: rule.checked.into() });
    (told.title, told.summary, told.retry) =
        (rule.title.to_owned(), rule.summary.to_owned(), rule.retry.to_owned());
    told.steps = rule.steps.iter().map(Step::from).collect();
    told.commands = vec![Command {
        shell: "Get-Volume".to_owned(),
        windows: String::new(),
        why: "On the server that is named: which drive has hardly anything left.".to_owned(),
    }];
}

/// The delivery type of the queue, where all that are shown lead within.
fn delivery(facts: &Facts) -> Option<&'static str> {
    let texts = || facts.statements.iter().take(8).map(|said| said.text.as_str());
    let has = |words: &str| texts().any(|text| text.contains(words));
    if facts.log.is_some() || OUTSIDE.iter().any(|kind| has(kind)) {
        return None;
    }
    WITHIN.iter().copied().find(|kind| has(kind))
}

#[cfg(test)]
mod tests {
    fn told(delivery: &str, error: &str) -> crate::report::Finding {
        crate::diagnose(&format!(
            "Identity      : MX2\\7\nDeliveryType  : {delivery}\nNextHopDomain : dag3\nStatus        : Retry\nMessageCount  : 90\nLastError     : {error}\n"
        ))
        .findings
        .remove(0)
    }

    const SHORT: &str =
        "452 4.3.1 Insufficient system resources (UsedDiskSpace[D:\\Exchange\\TransportRoles\\data\\Queue])";

    #[test]
    fn a_queue_within_the_house_is_its_administrators() {
        let short = told("SmtpDeliveryToMailbox", SHORT);
        assert_eq!(
            (short.cause.as_str(), short.act.as_str(), &short.ask),
            ("server-storage-full", "sender-admin", &None)
        );
        assert!(short.title.starts_with("Your Exchange server"), "{}", short.title);
        let said: String = short.steps.iter().map(|step| step.text.as_ref()).collect();
        assert!(
            said.contains("Move-TransportDatabase.ps1")
                && !said.contains("telephone")
                && !said.contains("inode"),
            "{said}"
        );
        let dropped =
            told("SmtpRelayToMailboxDeliveryGroup", "421 4.4.2 Connection dropped due to ConnectionReset");
        assert_eq!((dropped.act.as_str(), &dropped.ask), ("sender-admin", &None));
        assert!(
            dropped.steps.iter().all(|step| !step.text.contains("Ask the recipient")),
            "{:?}",
            dropped.steps
        );
        assert_eq!(told("DnsConnectorDelivery", SHORT).act, "recipient-admin");
    }

    #[test]
    fn ones_own_event_tells_whose_server_the_log_below_it_speaks_of() {
        let event = "Source:        MSExchangeTransport\nEvent ID:      15006\nComputer:      MX2.corp.example.org\nDescription:\nMicrosoft Exchange \
                     Transport is rejecting message submissions because the available disk space has dropped below the configured threshold.\n";
        let log = format!(
            "Nov 26 07:02:11 gw postfix/smtp[81]: 4b9BQ11bB1z2: to=<ann@example.org>, relay=mx2.corp.example.org[10.0.0.5]:25, delay=9, dsn=4.3.1, \
             status=deferred (host mx2.corp.example.org[10.0.0.5] said: {SHORT} (in reply to MAIL FROM command))\n"
        );
        let report = crate::diagnose(&format!("{event}\nand the relay says\n{log}"));
        let told = &report.findings[0];
        assert_eq!(
            (told.cause.as_str(), told.act.as_str()),
            ("server-storage-full", "sender-admin"),
            "{told:?}"
        );
        assert_eq!(report.product.map(|product| product.id).as_deref(), Some("exchange"));
        assert!(told.ask.is_none() && told.steps.iter().all(|step| !step.text.contains("telephone")));
        // Without it the log is of whoever sends.
        assert_eq!(crate::diagnose(&log.replace("10.0.0.5", "192.0.2.5")).findings[0].act, "recipient-admin");
    }

    #[test]
    fn back_pressure_is_known_by_its_events() {
        for event in [
            "Source: MSExchangeTransport\nEvent ID: 15007\nMicrosoft Exchange Transport is rejecting message submissions because the service continues to consume more memory than \
             the configured threshold.",
            "Quelle:        MSExchangeTransport\nEreignis-ID:   15006\nEbene:         Fehler\n",
        ] {
            let told = crate::diagnose(event).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), told.ask),
                ("server-storage-full", "sender-admin", None),
                "{event}"
            );
            assert!(
                told.steps.len() > 3 && told.steps.iter().all(|step| step.by == "sender-admin"),
                "{:?}",
                told.steps
            );
        }
    }
}
