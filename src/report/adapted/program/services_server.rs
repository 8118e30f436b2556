//! A sending service's own server is what the recipient's side met, or could not let in: whoever sends through the service runs no
//! such server, and can neither name its address nor try its way.

use crate::facts::Facts;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts) {
    if !facts.event {
        return;
    }
    match told.cause.as_str() {
        "ptr-missing" | "helo-invalid" => named_by_the_service(told),
        "connection-timeout" | "connection-refused" | "network-unreachable" => not_let_in(told),
        "dns-temporary" => {
            told.steps.retain(|step| step.by != "sender-admin");
            told.commands.retain(|command| !command.shell.contains(" -x "));
        }
        _ => {}
    }
}

/// What a provider says of one of its own accounts is looked up in its pages: the queue that shows what the account sent is the provider's.
pub fn of_an_account(told: &mut Finding) {
    const QUEUES: &[&str] = &["postqueue", "exim ", "mailq"];
    if told.provider.is_some() && matches!(told.cause.as_str(), "account-blocked" | "sending-limit") {
        told.commands.retain(|command| !QUEUES.iter().any(|queue| command.shell.starts_with(queue)));
    }
}

/// The address is the service's, and so is its name.
fn named_by_the_service(told: &mut Finding) {
    told.summary = "The receiving server looked at the name of the server that delivered, and did not accept it. That server is the service's, and so are its \
                    address and its name: nothing of your own domain is at fault."
        .to_owned();
    told.retry = format!("{} Only the service can set the name.", told.retry.trim_end());
    told.who = "the service that sends your mail".to_owned();
    told.commands.clear();
    told.ask = None;
    told.steps = [SUPPORT, OWN_ADDRESS, MEANWHILE].map(|text| Step::new("sender", text)).into();
}

const SUPPORT: &str = "Send the answer, with the address in it and the time, to the service's support: the name of its servers is theirs to set. With an \
                       address shared by many customers nothing is to be done in your own DNS.";
const OWN_ADDRESS: &str = "Only with an address of your own at the service (dedicated IP): look in its console for reverse DNS, and enter the record that it \
                           shows there into the DNS of your domain.";
const MEANWHILE: &str = "If a single recipient refuses and others take the same mail, tell that recipient by another way: their server is stricter than most.";

/// From which network it was tried, the service alone knows: what is tried from the reader's proves nothing.
fn not_let_in(told: &mut Finding) {
    told.steps.retain(|step| step.by.starts_with("recipient"));
    let own = [SPELLING, OTHERS].map(|text| Step::new("sender", text));
    told.steps.splice(0..0, own);
    told.commands.clear();
    told.ask = None;
    told.act = "recipient-admin".to_owned();
}

const SPELLING: &str = "Compare the part behind the @ letter by letter: a slip leads to a machine that takes no mail. Where it is wrong, correct it at its \
                        source, too, so that it is not used again.";
const OTHERS: &str = "Look in the service's log whether mail to other domains goes out. If it does, tell the recipient by another way: it is their server, or \
                      a firewall before it, that the service does not reach.";

#[cfg(test)]
mod tests {
    fn told(event: &str) -> crate::report::Finding {
        crate::diagnose(event).findings.remove(0)
    }

    #[test]
    fn a_reply_in_two_values_is_one() {
        let told = crate::diagnose(
            r#"{"event":"failed","severity":"permanent","reason":"bounce","delivery-status":{"attempt-no":1, "code": 550, "message": "5.1.1 No such user here"},"recipient":"bob@example.org"}"#,
        );
        let reply = told.findings[0].reply.as_ref().expect("a reply");
        assert_eq!((reply.code, reply.enhanced.as_deref()), (Some(550), Some("5.1.1")));
        assert!(reply.text.starts_with("550 5.1.1 No such user here"), "{}", reply.text);
    }

    #[test]
    fn a_providers_account_has_no_queue_of_the_readers() {
        let told = told("Remote Server returned '550 5.1.8 Access denied, bad outbound sender AS(42004)'");
        assert_eq!(told.cause, "account-blocked");
        assert!(
            told.commands
                .iter()
                .all(|command| !command.shell.contains("postqueue") && !command.shell.contains("exim")),
            "{:?}",
            told.commands
        );
    }

    #[test]
    fn a_services_own_server_is_not_the_readers_to_mend() {
        let ses = |kind: &str, code: &str| {
            format!(
                r#"{{"eventType":"DeliveryDelay","mail":{{"source":"a@example.com"}},"deliveryDelay":{{"delayType":"{kind}","delayedRecipients":[{{"emailAddress":"bob@example.org","status":"4.4.1","diagnosticCode":"smtp; {code}"}}]}}}}"#
            )
        };
        let mailgun = r#"{"event":"failed","severity":"permanent","reason":"bounce","delivery-status":{"code":550,"message":"5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.9]"},"recipient":"bob@example.org","envelope":{"sender":"a@example.com"}}"#;
        let sendgrid = r#"{"email":"bob@example.org","event":"deferred","sg_event_id":"1","response":"timed out while trying to connect to mx.example.org:25 dial tcp 192.0.2.7:25: i/o timeout","attempt":"4"}"#;
        let named = [
            ses(
                "IPFailure",
                "450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.8]",
            ),
            mailgun.to_owned(),
        ];
        for event in &named {
            let told = told(event);
            assert_eq!(
                (told.cause.as_str(), told.who.as_str()),
                ("ptr-missing", "the service that sends your mail")
            );
            assert!(told.commands.is_empty() && told.ask.is_none(), "{:?}", told.commands);
            assert!(told.steps[0].text.contains("support"), "{:?}", told.steps);
        }
        for event in [
            ses("TransientCommunicationFailure", "421 4.4.1 Unable to connect to remote host"),
            sendgrid.to_owned(),
        ] {
            let told = told(&event);
            assert_eq!(
                (told.stage.as_str(), told.act.as_str()),
                ("connection", "recipient-admin"),
                "{event}"
            );
            assert!(told.commands.is_empty(), "{:?}", told.commands);
            assert!(told.steps.iter().all(|step| !step.text.contains("phone as a hotspot") && !step.text.contains("localhost")));
        }
    }
}
