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
fn an_address_is_never_a_piece_of_a_damaged_one() {
    let told = |host: &str| {
        let paste = format!("550 5.7.1 Client host [{host}] blocked using zen.spamhaus.org");
        crate::diagnose(&paste).findings.remove(0)
    };
    for (read, was) in [("2O3.0.113.88", "203.0.113.88"), ("l98.51.100.44", "198.51.100.44")] {
        let told = told(read);
        assert!(told.facts.iter().any(|fact| fact.value == was), "{read}: {:?}", told.facts);
        assert!(told.ask.is_some_and(|ask| ask.contains(&format!("Address: {was}\n"))), "{read}");
    }
    // What cannot be mended is left out.
    let told = told("Z03.0.113.88");
    assert!(told.facts.iter().all(|fact| fact.value != "3.0.113.88"), "{:?}", told.facts);
}

#[test]
fn a_program_is_known_by_its_own_words_alone() {
    let product = |paste: &str| crate::diagnose(paste).product.map(|product| product.name);
    const HANDSHAKE: &str = "javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure";
    assert_eq!(product(HANDSHAKE), None);
    let spring = format!("spring.mail.host=smtp.example.org\nspring.mail.port=587\n{HANDSHAKE}");
    assert_eq!(product(&spring).as_deref(), Some("Spring's JavaMailSender"));
    let domino = "11/24/2026 01:20:33 PM  SMTP Client: Error connecting to mx.example.net: The remote server is not a known TCP/IP host.";
    assert_eq!(product(domino).as_deref(), Some("HCL Domino"));
    let settings = "Outgoing server (SMTP): smtp.example.org, 0x800CCC0E";
    assert_ne!(product(settings).as_deref(), Some("Mozilla Thunderbird"));
}

#[test]
fn a_conversation_that_began_is_told_from_a_connection_that_did_not() {
    let told = |after: &str| {
        let line = format!(
            "2026-11-18 08:01:45 1tCx2Q-00000004kLm-1a2B == ann@example.net R=dnslookup T=remote_smtp defer (110): Connection timed out \
             H=mx.example.net [192.0.2.19]: SMTP timeout after {after}"
        );
        crate::diagnose(&line).findings.remove(0)
    };
    for (after, title) in [
        ("initial connection", "did not greet"),
        ("RCPT TO:<ann@example.net>", "stopped answering"),
        ("end of data (31800000 bytes written)", "receipt did not come"),
    ] {
        let told = told(after);
        assert!(told.title.contains(title), "{after}: {}", told.title);
        assert!(told.steps.iter().all(|step| !step.text.contains("outbound port 25")), "{:?}", told.steps);
        assert!(!told.retry.contains("blocked"), "{after}: {}", told.retry);
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

/// Whatever sentence stands above the table of Microsoft 365, whoever wrote to whom is read from the table.
#[test]
fn a_forward_that_is_not_allowed_is_the_forwarders() {
    let notice = |said: &str| {
        format!(
            "{said}\n\nDetails zur ursprünglichen Nachricht\nErstellungsdatum:   12.11.2026 07:41:18\nAbsenderadresse:   kim@orchard.example\n\
             Empfängeradresse:   bob@example.net\nBetreff:   WG: Plan\n\nFehlerdetails\nGemeldeter Fehler:   550 5.7.520 Access denied, Your \
             organization does not allow external forwarding. AS(7555)\nDSN generiert von:   VI1PR04MB5566.eurprd04.prod.outlook.com\n"
        )
    };
    for said in
        ["Ihre Nachricht an bob@example.net konnte nicht übermittelt werden.", "Hier lief etwas schief."]
    {
        let report = crate::diagnose(&notice(said));
        assert_eq!(report.kind, "bounce", "{said}");
        assert_eq!(
            report.product.map(|product| product.name).as_deref(),
            Some("Microsoft 365 (Exchange Online)")
        );
        let told = &report.findings[0];
        assert_eq!((told.act.as_str(), told.stage.as_str()), ("sender-admin", "outbound"), "{said}");
        assert_eq!(fact(told, "Sender"), "kim@orchard.example");
        assert!(
            told.steps.iter().any(|step| step.text.contains("-From kim@orchard.example")),
            "{:?}",
            told.steps
        );
        assert!(told.steps.iter().all(|step| !step.by.starts_with("recipient")), "{:?}", told.steps);
    }
}

#[test]
fn what_mailq_marks_is_told_apart() {
    let list = |entries: &[(&str, &str)]| {
        let entry = |(mark, reason): &(&str, &str)| {
            format!(
                "0A3F160C4{}{mark}    8812 Wed Nov 25 07:55:10  ann@example.org\n{reason}      bob@example.net\n\n",
                reason.len() % 10
            )
        };
        let entries: String = entries.iter().map(entry).collect();
        crate::diagnose(&format!(
            "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n{entries}-- 8 Kbytes in 1 Request.\n"
        ))
    };
    let told = list(&[("*", "")]).findings.remove(0);
    assert_eq!((told.act.as_str(), told.permanence.as_str()), ("nobody", "temporary"));
    assert!(told.title.contains("being delivered"), "{}", told.title);
    let told = list(&[("!", "")]).findings.remove(0);
    assert!(
        told.steps.iter().any(|step| step.text.contains("`postsuper -H 0A3F160C40`")),
        "{:?}",
        told.steps
    );
    // What failed comes before what is under way.
    let report =
        list(&[("*", ""), (" ", "(connect to mx.example.net[192.0.2.4]:25: Connection timed out)\n")]);
    assert_eq!(report.findings[0].cause, "connection-timeout");
}

#[test]
fn what_forced_a_filters_verdict_is_the_reason() {
    let told = |forced: &str| {
        let line = format!(
            "2026-11-24 09:41:17 #1904(normal) <b41d2e>; task; rspamd_task_write_log: id: <1@example.net>, qid: <4XyB7R0Lp3z9v>, ip: 192.0.2.77, from: \
             <bob@example.net>, (default: T (reject): [17.40/15.00] [BAYES_SPAM(5.10){{99.98%;}},RDNS_NONE(1.00){{}}]), len: 88124, rcpts: \
             <ann@example.org>{forced}"
        );
        crate::diagnose(&line).findings.remove(0)
    };
    assert_eq!(told("").cause, "spam-content");
    let dmarc = told(", forced: reject \"Action set by DMARC\"; score=nan (set by dmarc)");
    assert_eq!(dmarc.cause, "dmarc-fail");
    assert_eq!(fact(&dmarc, "Refused with"), "Action set by DMARC");
    let virus = told(", forced: reject \"clamav: virus found: Win.Test.EICAR_HDB-1\"");
    assert_eq!(virus.cause, "virus-or-attachment");
    assert!(
        virus.steps.iter().all(|step| !step.text.contains("let this sender through")),
        "{:?}",
        virus.steps
    );
}

#[test]
fn the_language_of_a_time_limit_is_told() {
    let language = |paste: &str| crate::diagnose(paste).language;
    assert_eq!(
        language("System.Net.Mail.SmtpException: A operação atingiu o tempo limite.").as_deref(),
        Some("pt")
    );
    assert_eq!(language("SMTP: la connessione ha superato il tempo limite").as_deref(), Some("it"));
}

#[test]
fn the_box_of_a_mail_program_is_no_report() {
    for said in [
        "El mensaje no se pudo enviar porque la conexión con el servidor SMTP mail.example.org sobrepasó el tiempo de espera.\nPuerto: 587",
        "Le message n'a pas pu être envoyé car la connexion au serveur SMTP mail.example.org a dépassé le délai d'attente.\nPort : 587",
        "Die Nachricht konnte nicht gesendet werden, weil die Verbindung mit dem Postausgang-Server (SMTP) mail.example.org die Zeit überschritten \
         hat.\nPort: 587",
    ] {
        let report = crate::diagnose(said);
        assert_eq!(report.kind, "client-error", "{said}");
        assert_eq!(report.findings[0].cause, "connection-timeout", "{said}");
        assert!(!report.findings[0].act.starts_with("recipient"), "{said}");
    }
}
