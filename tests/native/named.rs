//! Steps and sentences name what a paste tells, and in general words what it does not.

use crate::diagnose;

/// A refusal in a report of Postfix.
fn bounce(said: &str) -> String {
    format!(
        "This is the mail system at host out.orchard.example.\n\n<bob@harbour.example>: {said}\n\nReporting-MTA: dns; out.orchard.example\n\
         X-Postfix-Queue-ID: 4cQ1Kx23qZ\nX-Postfix-Sender: rfc822; ann@orchard.example\n\nFinal-Recipient: rfc822; bob@harbour.example\nAction: \
         failed\nStatus: 5.0.0\n"
    )
}

/// The same, said by the recipient's server.
fn refused(reply: &str) -> String {
    bounce(&format!("host mx.harbour.example[203.0.113.9] said: {reply} (in reply to RCPT TO command)"))
}

/// The cause, and the first finding's sentence and steps in lines.
fn told(paste: &str) -> (String, String) {
    let told = diagnose(paste).findings.remove(0);
    let steps: Vec<&str> = told.steps.iter().map(|step| &*step.text).collect();
    (told.cause, format!("{}\n{}", told.summary, steps.join("\n")))
}

fn tells(paste: &str, cause: &str, named: &[&str]) {
    let (is, text) = told(paste);
    assert_eq!(is, cause, "{paste}");
    for words in named {
        assert!(text.contains(words), "{words:?} in\n{text}");
    }
}

#[test]
fn a_report_names_the_recipient_and_its_domain() {
    let user = "The domain harbour.example takes mail, but the part before the @ (bob) matches";
    tells(
        &refused("550 5.1.1 User unknown"),
        "user-unknown",
        &[user, "Compare bob@harbour.example letter by letter"],
    );
    tells(
        &refused("552 5.2.2 Mailbox full"),
        "mailbox-full",
        &["The recipient, bob@harbour.example, has", "mail for bob@harbour.example,"],
    );
    tells(
        &refused("550 5.2.1 Mailbox disabled"),
        "mailbox-disabled",
        &["The mailbox bob@harbour.example exists", "Look up bob@harbour.example in"],
    );
    tells(
        &bounce(
            "Host or domain name not found. Name service error for name=harbour.example type=A: Host not found",
        ),
        "domain-not-found",
        &["The part after the @, harbour.example, has", "Look harbour.example up at"],
    );
    tells(
        &bounce("connect to mx.harbour.example[203.0.113.9]:25: Connection refused"),
        "connection-refused",
        &["mx.harbour.example was reached, but no mail service listens on its port 25", "(harbour.example)"],
    );
    tells(
        &bounce("connect to mx.harbour.example[203.0.113.9]:25: Connection timed out"),
        "connection-timeout",
        &["A connection to mx.harbour.example was tried", "of the server mx.harbour.example are alive"],
    );
}

#[test]
fn a_report_names_the_server_and_the_sending_address() {
    tells(
        "550 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org",
        "ip-blocklisted",
        &["If 192.0.2.7 is your own internet connection"],
    );
    tells(
        &refused("550 5.7.25 Client host [192.0.2.7] rejected: cannot find your reverse hostname"),
        "ptr-missing",
        &["the sending IP address 192.0.2.7 and found none", "Ask the owner of the IP address 192.0.2.7 ("],
    );
    tells(
        &refused("550 5.7.23 SPF fail: 192.0.2.7 is not allowed to send mail from orchard.example"),
        "spf-fail",
        &[
            "may send for orchard.example (SPF), did not find 192.0.2.7, which delivered",
            "SPF record of orchard.example.",
        ],
    );
    tells(
        &refused("550 5.7.1 Message rejected due to local policy"),
        "policy-rejected",
        &["The server mx.harbour.example said that its local policy", "the sender (ann@orchard.example)"],
    );
    tells(
        &refused("450 4.2.0 Greylisted, try again later"),
        "greylisted",
        &["The receiving server mx.harbour.example does not know ann@orchard.example yet"],
    );
    tells(
        &refused("554 5.7.1 Message rejected as spam"),
        "spam-content",
        &["A filter at mx.harbour.example read the message", "DMARC for orchard.example:"],
    );
    tells(
        &refused("550 5.1.8 Sender address rejected: Domain not found"),
        "sender-address-rejected",
        &["(ann@orchard.example), or its domain", "write to exactly ann@orchard.example."],
    );
    tells(
        &refused(
            "550 5.7.26 Unauthenticated email from orchard.example is not accepted due to domain's DMARC policy",
        ),
        "dmarc-fail",
        &["The domain in the From line, orchard.example, asks"],
    );
}

#[test]
fn records_are_asked_for_at_a_domain_of_the_readers_own() {
    let said =
        "550 5.7.26 Unauthenticated email from orchard.example is not accepted due to domain's DMARC policy";
    tells(
        &refused(said),
        "dmarc-fail",
        &["DKIM for your own domain, orchard.example.", "weaken the policy of orchard.example,"],
    );
    let said = "550 5.7.23 SPF fail: 192.0.2.7 is not allowed to send mail from gmail.com";
    let (cause, text) = told(&refused(said).replace("ann@orchard.example", "ann@gmail.com"));
    assert!(cause == "spf-fail" && !text.contains("record of gmail.com"), "{text}");
}

#[test]
fn what_dns_was_asked_for_is_named_where_it_is_told() {
    let late = "Host or domain name not found. Name service error for name=relay.harbour.example type=A: Host not found, try again";
    tells(
        &bounce(late),
        "dns-temporary",
        &["no usable answer for relay.harbour.example,", "resolver for relay.harbour.example."],
    );
    let senders = refused("451 4.4.3 Temporary DNS lookup failure for the sender's domain");
    tells(&senders, "dns-temporary", &["gave no usable answer, so", "resolver for the same name."]);
}

#[test]
fn a_programs_error_names_its_server_and_account() {
    tells(
        "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed')\n  File \"send.py\", line 9\n    \
         smtp.login('ann@orchard.example', password)\n",
        "auth-credentials",
        &["the username ann@orchard.example and password", "Look up the account ann@orchard.example in"],
    );
    tells(
        "Sending of the message failed. The message could not be sent because the connection to Outgoing server (SMTP) smtp.orchard.example timed out. \
         Try again.",
        "connection-timeout",
        &["A connection to smtp.orchard.example was tried"],
    );
    tells(
        "Error: getaddrinfo ENOTFOUND smtp.orchrad.example\n    at GetAddrInfoReqWrap.onlookup [as oncomplete] {\n  command: 'CONN'\n}",
        "server-name-unresolved",
        &["in your settings, smtp.orchrad.example, could", "server's name (smtp.orchrad.example)"],
    );
    tells(
        "553 5.7.1 <desk@orchard.example>: Sender address rejected: not owned by user ann@orchard.example",
        "send-as-denied",
        &["with one account (ann@orchard.example)", "another address (desk@orchard.example)"],
    );
}

#[test]
fn what_is_not_told_is_said_in_general_words() {
    tells(
        "550 5.1.1 User unknown",
        "user-unknown",
        &["The domain takes mail, but the part before the @ matches"],
    );
    tells("Connection timed out", "connection-timeout", &["A connection was tried"]);
    // The server that mail is fetched from is not the outgoing one.
    let fetched = "The password was rejected.\n\nServer: 'pop.orchard.example'\nWindows Live Mail Error ID: 0x800CCC92\nProtocol: POP3\n";
    let (_, text) = told(fetched);
    assert!(!text.contains("outgoing server pop."), "{text}");
    // A sender that holds the recipient's address is no word of a sentence.
    let long = refused("550 5.1.8 Sender address rejected: Domain not found")
        .replace("ann@", "bounce+4711.0815.4242-bob=harbour.example-spring-letter-to-all@");
    let (cause, text) = told(&long);
    assert!(cause == "sender-address-rejected" && !text.contains("bounce+4711"), "{text}");
}

#[test]
fn no_program_that_sends_is_started_as_a_filter() {
    let told = diagnose(&bounce("Command died with status 1: \"Command output: failed\"")).findings.remove(0);
    assert_eq!(told.cause, "delivery-program-failed");
    let shells: Vec<&str> = told.commands.iter().map(|command| &*command.shell).collect();
    assert!(shells.iter().any(|shell| shell.starts_with("sudo -u nobody COMMAND ")), "{shells:?}");
}

#[test]
fn the_sender_is_read_where_the_reply_blames_it() {
    tells(
        "550 5.7.27 Sender address has null MX (ann@orchard.example)",
        "sender-address-rejected",
        &["to come from (ann@orchard.example)", "records of orchard.example from"],
    );
    let (_, text) = told("550 5.7.1 Your sender address is not allowed to write to club@harbour.example");
    assert!(!text.contains("exactly club@harbour.example"), "{text}");
}

/// What is said of the fault, and what is to be done, in one text.
fn said(told: &mailwhy::report::Finding) -> String {
    let steps = told.steps.iter().map(|step| step.text.to_string());
    std::iter::once(told.summary.to_string()).chain(steps).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_step_speaks_of_the_very_server_or_address() {
    for (paste, named) in [
        (
            "Nov 20 08:00:00 mx1 postfix/smtp[9]: 4F2A91C0B1: to=<bob@harbour.example>, relay=none, delay=1, dsn=5.4.6, status=bounced (mail for \
             harbour.example loops back to myself)",
            &[
                "takes mail for harbour.example",
                "`harbour.example smtp:[inner.example.org]`",
                "another server takes mail for harbour.example",
            ][..],
        ),
        (
            "550 5.7.606 Access denied, banned sending IP [203.0.113.7]. To request removal visit https://sender.office.com/",
            &["Give 203.0.113.7 at sender.office.com"],
        ),
        (
            "554 IP=203.0.113.7 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.)",
            &["It does not know 203.0.113.7 well enough", "give the sending address (203.0.113.7)"],
        ),
        (
            "Reporting-MTA: dns;ex1.harbour.example\n\nFinal-Recipient: rfc822;bob@harbour.example\nAction: failed\nStatus: 5.2.0\nDiagnostic-Code: smtp;554 \
             5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message due to a permanent exception with message Cannot save changes.\n",
            &[
                "`Get-MessageTrackingLog -EventId FAIL -Recipients bob@harbour.example`",
                "`New-MailboxRepairRequest -Mailbox bob@harbour.example -CorruptionType",
            ],
        ),
        (
            "An error occurred while sending mail: Outgoing server (SMTP) smtp.orchrad.example is unknown. The server may be incorrectly configured.",
            &["compare the server name, smtp.orchrad.example, letter by letter"],
        ),
        (
            "javax.mail.MessagingException: Could not connect to SMTP host: smtp.orchard.example, port: 2525",
            &["`nc -vz smtp.orchard.example 2525`"],
        ),
        (
            "sSMTP[8123]: Unable to connect to \"smtp.orchard.example\" port 465.",
            &["`nc -vz smtp.orchard.example 465`.", "its settings name, smtp.orchard.example."],
        ),
        (
            "HTTP 403: {\"event\":\"dropped\",\"email\":\"bob@harbour.example\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"1\"}",
            &["delete bob@harbour.example from Bounces"],
        ),
    ] {
        let told = crate::diagnose(paste).findings.remove(0);
        let said = said(&told);
        for named in named {
            assert!(said.contains(named), "{named:?} is not in what is said of {paste:?}:\n{said}");
        }
    }
}

#[test]
fn what_the_paste_does_not_tell_of_a_provider_has_general_words() {
    for (paste, general, other) in [
        // The server that tells of it is not the one that was tried.
        (
            "550 5.4.317 Message expired, cannot connect to remote server (AM0.eurprd01.prod.outlook.com)",
            "See what the server answers",
            "See what am0.",
        ),
        // One sentence for several strangers names none of them.
        (
            "Nov 20 08:00:00 mx1 postfix/postscreen[9]: DNSBL rank 8 for [203.0.113.5]:50000\n\
             Nov 20 08:00:00 mx1 postfix/postscreen[9]: DNSBL rank 4 for [203.0.113.7]:50000\n",
            "no mail from that address",
            "203.0.113.5",
        ),
        // A bare answer does not tell whose mailbox it was.
        (
            "554 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message due to a permanent exception with message Cannot save \
             changes.",
            "-Recipients ADDRESS`",
            "RECIPIENT",
        ),
    ] {
        let told = crate::diagnose(paste).findings.remove(0);
        let said = said(&told);
        assert!(said.contains(general) && !said.contains(other), "{paste:?}:\n{said}");
    }
}
