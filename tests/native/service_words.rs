//! What sending services say in words of their own.

use mailwhy::diagnose;
use mailwhy::report::Finding;

fn first(paste: &str) -> Finding {
    diagnose(paste).findings.remove(0)
}

fn ses(kind: &str, more: &str) -> String {
    format!(
        r#"{{"eventType":"{kind}","mail":{{"timestamp":"2026-11-20T08:00:00.000Z","source":"orders@shop.example","messageId":"0102-a","destination":["kim@orchard.example"]}},{more}}}"#
    )
}

#[test]
fn amazon_tells_of_what_it_did_not_send() {
    let virus = first(&ses("Reject", r#""reject":{"reason":"Bad content"}"#));
    assert_eq!(
        (virus.cause.as_str(), virus.stage.as_str(), virus.act.as_str()),
        ("virus-or-attachment", "submission", "sender")
    );
    assert_eq!(
        (virus.recipient.as_deref(), virus.permanence.as_str()),
        (Some("kim@orchard.example"), "permanent")
    );
    assert!(virus.ask.is_none());
    let report = diagnose(&ses("Reject", r#""reject":{"reason":"Bad content"}"#));
    assert_eq!(report.product.map(|product| product.id).as_deref(), Some("amazon-ses"));
    let template = first(&ses(
        "Rendering Failure",
        r#""failure":{"errorMessage":"Attribute 'city' is not present in the rendering data.","templateName":"Welcome"}"#,
    ));
    assert_eq!((template.cause.as_str(), template.act.as_str()), ("message-malformed", "sender"));
}

#[test]
fn what_amazon_calls_transient_may_be_the_messages_own_fault() {
    let bounce = |sort: &str| {
        first(&ses(
            "Bounce",
            &format!(
                r#""bounce":{{"bounceType":"Transient","bounceSubType":"{sort}","bouncedRecipients":[{{"emailAddress":"kim@orchard.example"}}]}}"#
            ),
        ))
    };
    for (sort, cause) in [
        ("AttachmentRejected", "virus-or-attachment"),
        ("MessageTooLarge", "message-too-large"),
        ("ContentRejected", "spam-content"),
    ] {
        let told = bounce(sort);
        assert_eq!(
            (told.cause.as_str(), told.permanence.as_str(), told.state.as_str()),
            (cause, "permanent", "permanent"),
            "{sort}"
        );
    }
    assert_eq!(bounce("MailboxFull").permanence, "temporary");
}

#[test]
fn a_delay_that_somebody_has_to_end_says_so() {
    let delay = |sort: &str| {
        first(&ses(
            "DeliveryDelay",
            &format!(
                r#""deliveryDelay":{{"delayType":"{sort}","expirationTime":"2026-11-21T08:00:00.000Z","delayedRecipients":[{{"emailAddress":"kim@orchard.example"}}]}}"#
            ),
        ))
    };
    for sort in ["SpamDetected", "IPFailure"] {
        let told = delay(sort);
        assert_eq!(
            (told.cause.as_str(), told.act.as_str(), told.permanence.as_str()),
            ("bad-reputation", "sender-admin", "temporary"),
            "{sort}"
        );
    }
    assert_eq!(delay("MailboxFull").cause, "mailbox-full");
    assert_eq!(delay("General").cause, "delayed");
}

#[test]
fn sendgrids_look_up_is_of_the_recipients_domain() {
    let told = first(
        r#"{"email":"kim@orchard.example","event":"bounce","sg_event_id":"a","reason":"unable to get mx info: failed to get IPs from PTR record: lookup <nil>: unrecognized address"}"#,
    );
    assert_eq!(told.cause, "domain-not-found");
    assert!(told.steps.iter().all(|step| !step.text.contains("PTR")), "{:?}", told.steps);
}

#[test]
fn interfaces_tell_which_account_they_do_not_know() {
    let error = |code: &str, message: &str| {
        first(&format!(
            r#"{{"error":{{"code":"{code}","message":"{message}","innerError":{{"request-id":"1"}}}}}}"#
        ))
    };
    let user = error("ErrorInvalidUser", "The requested user 'shop@orchard.example' is invalid.");
    let missing = error(
        "Request_ResourceNotFound",
        "Resource 'shop@orchard.example' does not exist or one of its queried reference-property objects are not present.",
    );
    for told in [user, missing] {
        assert_eq!(told.cause, "sender-address-rejected", "{}", told.title);
        assert!(
            told.steps.iter().all(|step| !step.text.contains("verified") && !step.text.contains("DNS")),
            "{:?}",
            told.steps
        );
        assert!(told.steps[0].text.contains("user principal name"));
    }
    let mailbox = error(
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    );
    assert!(
        mailbox.title.contains("no mailbox")
            && mailbox.steps.iter().any(|step| step.text.contains("licence")),
        "{:?}",
        mailbox.steps
    );
    let many = error("ApplicationThrottled", "Application is over its MailboxConcurrency limit.");
    assert_eq!((many.cause.as_str(), many.permanence.as_str()), ("too-many-connections", "temporary"));
    let google = first(
        r#"{"error":{"code":400,"message":"Mail service not enabled","errors":[{"domain":"global","reason":"failedPrecondition"}]}}"#,
    );
    assert!(
        google.title.contains("has no Gmail") && google.steps[0].text.contains("service account"),
        "{:?}",
        google.steps
    );
    let leave = first(
        r#"{"error":{"code":403,"message":"Delegation denied for bot@proj.iam.gserviceaccount.com","errors":[{"reason":"forbidden"}]}}"#,
    );
    assert!(leave.steps.iter().any(|step| step.text.contains("Domain-wide delegation")), "{:?}", leave.steps);
}

#[test]
fn a_name_server_that_does_not_answer_is_no_typing_error() {
    for paste in [
        "Error: getaddrinfo EAI_AGAIN smtp.example.org",
        "socket.gaierror: [Errno -3] Temporary failure in name resolution (smtplib)",
        "msmtp: cannot locate host smtp.example.org: Temporary failure in name resolution",
        "PHP Warning: stream_socket_client(): php_network_getaddresses: getaddrinfo failed: Temporary failure in name resolution, smtp.example.org:587",
        "failed to send mail: dial tcp: lookup smtp.example.org on 10.43.0.10:53: read udp 10.42.0.8:50112->10.43.0.10:53: i/o timeout",
        "failed to send mail: dial tcp: lookup smtp.example.org on 10.43.0.10:53: server misbehaving",
    ] {
        let told = first(paste);
        assert_eq!(
            (told.cause.as_str(), told.permanence.as_str()),
            ("server-name-unresolved", "temporary"),
            "{paste}"
        );
        assert!(
            told.steps.iter().any(|step| step.text.contains("/etc/resolv.conf")),
            "{paste}: {:?}",
            told.steps
        );
        assert!(
            told.steps.iter().all(|step| !step.text.contains("letter by letter")),
            "{paste}: {:?}",
            told.steps
        );
    }
    let wrong = first("failed to send mail: dial tcp: lookup smtp.exmple.org on 10.43.0.10:53: no such host");
    assert_ne!(wrong.permanence, "temporary");
    assert_eq!(first("failed to send mail: dial tcp 192.0.2.9:587: i/o timeout").cause, "connection-timeout");
}
