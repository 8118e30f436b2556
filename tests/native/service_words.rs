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

#[test]
fn a_limit_of_the_organisation_is_not_the_accounts() {
    let told = first(
        "Delivery has failed to these recipients or groups:\n\nida@harbour.example (ida@harbour.example)\n\nGenerating server: AM0PR01MB0001.eurprd01.prod.outlook.com\n\n\
         ida@harbour.example\nRemote server returned '550 5.7.233 - Your message can't be sent because your tenant has exceeded its daily limit for sending email to \
         external recipients (tenant external recipient rate limit).'\n\nOriginal message headers:\n\nFrom: Kim <kim@orchard.example>\nTo: ida@harbour.example\nSubject: Apples\n",
    );
    assert_eq!((told.cause.as_str(), told.act.as_str()), ("sending-limit", "sender-admin"));
    assert!(
        told.title.contains("organisation")
            && told.ask.as_deref().is_some_and(|ask| ask.starts_with("Hello,\n\nour organisation")),
        "{told:?}"
    );
    assert!(
        told.commands.iter().all(|command| !command.windows.contains("-SenderAddress")),
        "{:?}",
        told.commands
    );
    assert!(
        told.steps.iter().any(|step| step.text.contains("Group-Object SenderAddress")),
        "{:?}",
        told.steps
    );
}

#[test]
fn what_entra_says_is_about_the_account_or_the_app_that_signs_in() {
    for (said, cause, act) in [
        (
            "AADSTS50034: The user account pia@orchard.example does not exist in the orchard.example directory.",
            "auth-credentials",
            "sender",
        ),
        (
            "AADSTS7000222: The provided client secret keys for app '11aa' are expired.",
            "auth-method",
            "sender-admin",
        ),
        (
            "AADSTS700016: Application with identifier '11aa' was not found in the directory 'Orchard'.",
            "auth-method",
            "sender-admin",
        ),
        (
            "AADSTS50053: You've tried to sign in too many times with an incorrect user ID or password.",
            "account-blocked",
            "sender-admin",
        ),
        (
            "AADSTS530003: Your device is required to be managed to access this resource.",
            "auth-method",
            "sender-admin",
        ),
        (
            "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50076: You must use multi-factor authentication.\",\"error_codes\":[50076]}",
            "auth-method",
            "sender-admin",
        ),
    ] {
        let told = first(said);
        assert_eq!((told.cause.as_str(), told.act.as_str()), (cause, act), "{said}");
        assert!(told.steps.iter().all(|step| !step.by.starts_with("recipient")), "{said}: {:?}", told.steps);
    }
    let veeam = diagnose(
        "Veeam Backup & Replication\nFailed to send test e-mail.\nAADSTS7000222: The provided client secret keys for app '11aa' are expired.",
    );
    assert_eq!(veeam.product.map(|product| product.id).as_deref(), Some("veeam"));
}

#[test]
fn a_service_account_is_entered_for_delegation() {
    let told = first(
        "google.auth.exceptions.RefreshError: ('unauthorized_client: Client is unauthorized to retrieve access tokens using this method, or client not authorized for any \
         of the scopes requested.', {'error': 'unauthorized_client'})",
    );
    assert!(
        told.steps[0].text.contains("Domain Wide Delegation") && told.steps[0].text.contains("client_id"),
        "{:?}",
        told.steps
    );
}

#[test]
fn exchanges_own_connector_is_its_administrators() {
    let told = first(
        "Identity      : MX7\\4711\nStatus        : Retry\nNextHopDomain : orchard.mail.onmicrosoft.example\nLastError     : [{LRT=11/20/2026 8:02:11 AM};{LED=454 4.7.5 The certificate \
         specified in TlsCertificateName of the SendConnector could not be found.};{FQDN=};{IP=}]\n",
    );
    assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-certificate", "sender-admin"));
    assert!(told.steps.iter().any(|step| step.text.contains("Set-SendConnector")), "{:?}", told.steps);
    assert!(told.considered.is_empty() && told.missing.is_empty(), "{told:?}");
}

#[test]
fn a_certificate_without_a_list_of_names_is_issued_anew() {
    let told = first(
        "smtp: tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead",
    );
    assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-certificate", "sender-admin"));
    assert!(
        told.commands.is_empty() && told.steps.iter().any(|step| step.text.contains("-ext subjectAltName")),
        "{told:?}"
    );
}

#[test]
fn a_large_providers_server_that_keeps_silent_at_port_25_is_not_down() {
    for said in [
        "Error: connect ETIMEDOUT gmail-smtp-in.l.google.com:25",
        "  File \"send.py\", line 7, in <module>\n    s = smtplib.SMTP(\"gmail-smtp-in.l.google.com\", 25)\nTimeoutError: [Errno 110] Connection timed out",
        "This is the mail system at host mx.orchard.example.\n\n<ida@gmail.com>: connect to gmail-smtp-in.l.google.com[192.0.2.26]:25: Connection timed out",
    ] {
        let told = first(said);
        assert_eq!(
            (told.cause.as_str(), told.act.as_str()),
            ("connection-timeout", "sender-admin"),
            "{said}"
        );
        assert!(told.title.contains("port 25 is most likely closed"), "{said}: {}", told.title);
    }
    // Of a small one it is not known.
    let small = first("Error: connect ETIMEDOUT mx.orchard.example:25");
    assert!(!small.title.contains("most likely closed"), "{}", small.title);
}

#[test]
fn apple_mail_says_in_each_language_that_the_sign_in_is_not_offered() {
    for said in [
        "Mail auf dem Mac\nDie Nachricht konnte nicht über den Server „out.lagoon.example“ gesendet werden.\n\nDer SMTP-Server „out.lagoon.example“ unterstützt keine Authentifizierung mit „MD5 Challenge-Response“.",
        "Impossible d’envoyer le message via le serveur out.lagoon.example.\n\nLe serveur SMTP « out.lagoon.example » ne prend pas en charge l’authentification « Mot de passe ».",
        "Impossibile inviare il messaggio utilizzando il server out.lagoon.example\n\nIl server SMTP “out.lagoon.example” non supporta l’autenticazione Password.",
        "Cannot send message using the server out.lagoon.example\n\nThe SMTP server “out.lagoon.example” doesn’t support NTLM authentication.",
    ] {
        let report = diagnose(said);
        let told = &report.findings[0];
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("auth-method", "sender"), "{said}");
        assert_eq!(report.product.as_ref().map(|product| product.id.as_str()), Some("apple-mail"), "{said}");
    }
}

#[test]
fn a_certificate_that_has_run_out_is_told_in_each_language() {
    for (opening, reason) in [
        (
            "Die Nachricht konnte nicht gesendet werden, weil die Verbindung mit dem Postausgangsserver (SMTP) smtp.example.org mitten in der Transaktion abgebrochen wurde.",
            "Das Zertifikat der Gegenseite ist abgelaufen.",
        ),
        (
            "Het bericht kon niet worden verzonden, omdat de verbinding met de uitgaande server (SMTP) smtp.example.org tijdens de transactie is mislukt.",
            "Het certificaat van de andere kant is verlopen.",
        ),
        ("L'envoi du message a échoué.", "Le certificat de la machine distante a expiré."),
        ("Invio del messaggio non riuscito.", "Il certificato della controparte è scaduto."),
        ("Nie udało się wysłać wiadomości.", "Certyfikat drugiej strony wygasł."),
    ] {
        for paste in [format!("{opening} {reason}\n"), format!("{reason}\n")] {
            let told = &mailwhy::diagnose(&paste).findings[0];
            assert_eq!(
                (told.cause.as_str(), told.title.as_str()),
                ("tls-certificate", "The certificate that was shown has expired"),
                "{paste}"
            );
        }
    }
}
