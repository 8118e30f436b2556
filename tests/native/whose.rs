//! Whose it is to mend: the reader's own server, program, certificate or clock is nobody else's.

use mailwhy::report::Finding;

fn first(fixture: &str) -> Finding {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    crate::diagnose(&std::fs::read_to_string(path).expect("a fixture can be read")).findings.remove(0)
}

fn fact(told: &Finding, name: &str) -> String {
    let fact = told.facts.iter().find(|fact| fact.name == name);
    fact.map_or(String::new(), |fact| fact.value.clone())
}

#[test]
fn what_lies_with_the_reader_is_asked_of_nobody() {
    for (fixture, act, title) in [
        ("log/tls-certificate.dovecot-own.txt", "sender-admin", "your server's certificate"),
        ("log/mail-loop.sendmail-own.txt", "sender-admin", "does not know it"),
        ("log/server-error.postfix-filter-down.txt", "sender-admin", "your own mail server does not run"),
        ("library-error/tls-certificate.mailkit-revocation.txt", "sender-admin", "could not be looked up"),
        ("library-error/tls-certificate.go-clock.txt", "sender-admin", "this machine's clock"),
        ("library-error/auth-required.ruby-no-user.txt", "sender-admin", "no user name or password"),
        ("transcript/auth-method.msmtp-no-tls.txt", "sender", "without encryption"),
        ("settings/auth-method.outlook-password.txt", "sender", "cannot work"),
    ] {
        let told = first(fixture);
        assert_eq!((told.act.as_str(), &told.ask), (act, &None), "{fixture}");
        assert!(told.title.contains(title), "{fixture}: {}", told.title);
        assert!(
            told.steps.iter().all(|step| !step.by.starts_with("recipient")),
            "{fixture}: {:?}",
            told.steps
        );
    }
}

#[test]
fn whoever_insists_on_encryption_is_named() {
    let told = first("log/tls-required.postfix-insists.txt");
    assert!(told.title.starts_with("Your server insists"), "{}", told.title);
    assert!(told.ask.is_some_and(|ask| ask.contains("STARTTLS")));
}

#[test]
fn the_server_is_the_one_that_the_program_was_told() {
    let told = first("transcript/tls-certificate.phpmailer-name.txt");
    assert_eq!(fact(&told, "Server that was tried"), "mail.example.org");
    let python = "  File \"/usr/lib/python3.13/smtplib.py\", line 720, in login\n    raise SMTPNotSupportedError(\n        \"SMTP AUTH \
                  extension not supported by server.\")\nsmtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.\n";
    let told = crate::diagnose(python).findings.remove(0);
    assert_eq!(fact(&told, "Server that was tried"), "");
    assert!(told.commands.iter().all(|command| !command.shell.contains("smtpnotsupported")));
}

#[test]
fn a_mail_program_is_refused_by_ones_own_server() {
    let told = crate::diagnose(
        "The size of the message you are trying to send exceeds the global size limit of the server. The mail was not sent. The mail server \
         responded: 5.3.4 Message size exceeds fixed limit.",
    )
    .findings
    .remove(0);
    assert_eq!((told.cause.as_str(), told.stage.as_str()), ("message-too-large", "submission"));
    assert!(told.ask.is_none_or(|ask| !ask.contains("message to you")));
}

#[test]
fn a_stack_is_no_part_of_a_reply() {
    let told = crate::diagnose(
        r#"{"level":"error","stack":"Error: Can't send mail - all recipients were rejected: 553 5.7.1 <a@example.com>: Sender address rejected: not owned by user b@example.com\n    at SMTPConnection._formatError (/app/index.js:809:19)","code":"EENVELOPE"}"#,
    )
    .findings
    .remove(0);
    assert!(told.reply.is_some_and(|reply| reply.text.ends_with("b@example.com")));
}

#[test]
fn one_refusal_on_two_lines_is_one() {
    let report = crate::diagnose(
        "Nov 26 07:58:11 mx postfix/smtpd[20]: warning: hostname host-9.example.net does not resolve to address 203.0.113.91: Name or service \
         not known\nNov 26 07:58:12 mx postfix/smtpd[20]: NOQUEUE: reject: RCPT from unknown[203.0.113.91]: 450 4.7.25 Client host rejected: \
         cannot find your hostname, [203.0.113.91]; from=<a@example.com> to=<b@example.org> proto=ESMTP helo=<mail.example.com>\n",
    );
    let log = report.log.expect("a log");
    assert!(log.sentences.iter().any(|line| line.contains("1 time")), "{:?}", log.sentences);
}

#[test]
fn each_message_of_a_log_that_came_back_has_its_answer() {
    let line = |to: &str, host: &str, result: &str, said: &str| {
        format!(
            "Nov 25 11:00:05 pluto smtpd[61244]: 7c1d0a5789f2a811 mta delivery evpid=5e71c0aa93d1b0c7 from=<ann@example.com> to=<{to}> rcpt=<-> \
             source=\"192.0.2.14\" relay=\"198.51.100.30 ({host})\" delay=3s result=\"{result}\" stat=\"{said}\"\n"
        )
    };
    let first = line(
        "bob@example.net",
        "mx.example.net",
        "TempFail",
        "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.14]",
    );
    for (said, cause) in [
        ("550 5.7.1 Message rejected: link to blocked domain (DBL) in body", "domain-blocklisted"),
        ("550 5.7.1 Message rejected: house rule number seven", "policy-rejected"),
    ] {
        let log = [first.as_str(), &line("eve@example.org", "mx.example.org", "PermFail", said)].concat();
        let report = crate::diagnose(&log);
        let told: Vec<&str> = report.findings.iter().map(|found| found.cause.as_str()).collect();
        assert_eq!(told, ["ptr-missing", cause], "{said}");
        assert_eq!(report.findings[1].recipient.as_deref(), Some("eve@example.org"));
    }
}
