//! Posts of people who ask: their own words around an error and its settings.

use mailwhy::Report;

fn told(post: &str) -> Report {
    crate::diagnose(post)
}

/// The one finding that is to come out, and what must be nowhere.
fn check(post: &str, cause: &str) {
    let report = told(post);
    let causes: Vec<&str> = report.findings.iter().map(|finding| finding.cause.as_str()).collect();
    assert_eq!(causes, [cause], "{post}");
}

#[test]
fn versions_and_products_are_no_replies() {
    const ERROR: &str = "SMTP Error: Could not connect to SMTP host. Connection refused";
    for prose in [
        "We moved to Microsoft 365 Business, the mailbox has Full Access.",
        "Matomo 5.1.1 on PHP 5.4.16, the host has moved.",
        "Since the update to 4.4.2 of the plug-in our shop is silent. 500 GB disk, 450 users.",
    ] {
        check(&format!("{prose}\n\n{ERROR}"), "connection-refused");
    }
}

#[test]
fn what_people_say_around_an_error_is_no_cause() {
    const ERROR: &str = "SMTP Error: Could not connect to SMTP host. Connection refused";
    for prose in [
        "Hello, our virus scanner is Kaspersky and I checked the spam filter.",
        "My mailbox is not full. Is it greylisting?",
        "Mein Postfach ist nicht voll, der Spamfilter ist geprüft.",
        "I think that we are on a blacklist, or the attachment is too large.",
    ] {
        check(&format!("{prose}\n\n{ERROR}"), "connection-refused");
    }
    // What they deny is no answer either; what they suspect is one, and no more than possible.
    check("I cannot send with my program. My mailbox is not full.", "undetermined");
    let report = told("My Outlook 2019 says nothing useful, I guess the mailbox is full.");
    assert!(report.findings.iter().all(|finding| finding.confidence == "possible"), "{:?}", report.findings);
}

#[test]
fn what_people_repeat_of_a_program_is_the_programs() {
    for (post, cause) in [
        ("Whenever I send with Nodemailer I get connect ETIMEDOUT 192.0.2.7:587", "connection-timeout"),
        ("My PHPMailer form says: SMTP Error: Could not authenticate.", "auth-credentials"),
        ("I get \"Relay access denied\" from my own server since Monday", "relay-denied"),
    ] {
        assert_eq!(told(post).findings[0].cause, cause, "{post}");
    }
}

#[test]
fn an_error_among_settings_is_the_answer() {
    let post = "Our Brother MFC-L2750 shows \"Authentication Error\" since Friday.\n\nSMTP server: smtp.example.org\nPort: 587\n\
                User: scan@example.org\nTLS: on\n";
    let report = told(post);
    assert_eq!(report.findings[0].cause, "auth-credentials");
    assert!(report.settings.is_some(), "the settings stand beside it");
    let post = "Canon imageRUNNER, job log NG #839.\nSMTP server: smtp.example.org\nport 587\nUser: scan@example.org\n";
    assert_eq!(told(post).findings[0].cause, "auth-credentials");
    let post = "SMTP server: smtp.example.org\nPort: 587\nUser: scan@example.org\nTLS: on\n";
    assert_eq!(told(post).findings[0].cause, "undetermined");
}

#[test]
fn a_timeout_that_is_set_is_none() {
    for setting in [
        "mail.smtp.timeout=5000\nmail.smtp.connectiontimeout=4000",
        "platform: smtp\ntimeout: 15",
        "SMTP_TIMEOUT=10",
        "'smtp' => [\n    'timeout' => null,\n]",
        "client.Timeout = 10000;",
    ] {
        let post = format!("{setting}\n\njavax.mail.AuthenticationFailedException: failed to connect");
        let report = told(&post);
        assert!(report.findings.iter().all(|finding| finding.cause != "connection-timeout"), "{post}");
    }
}
