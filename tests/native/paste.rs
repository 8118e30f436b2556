//! Pastes with known answers: each fixture says in its path what is expected of it.
//!
//! `tests/fixtures/<kind>/<cause>.<what>.<ext>`: the report's kind is the folder's, its first cause the name's.

use mailwhy::{Report, text};
use std::path::{Path, PathBuf};

/// A paste, with the kind and the cause that it is expected to get.
pub struct Fixture {
    /// Its path below the fixtures.
    pub name: String,
    pub kind: String,
    pub cause: String,
    pub paste: String,
}

/// Kinds whose readers these tests are about.
pub const KINDS: &[&str] = &["bounce", "delivery-report", "auto-reply", "feedback-report", "message"];

/// Kinds of which only the plain fixtures are tested here.
pub const PLAIN: &[&str] =
    &["transcript", "log", "settings", "client-error", "library-error", "api-error", "unknown"];

/// All fixtures of these kinds, in the order of their names.
pub fn fixtures(kinds: &[&str]) -> Vec<Fixture> {
    let mut found: Vec<Fixture> = kinds
        .iter()
        .flat_map(|kind| files(&root().join(kind)).into_iter().map(|path| fixture(kind, &path)))
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

pub fn first_cause(report: &Report) -> &str {
    report.findings.first().map_or("", |finding| finding.cause.as_str())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn fixture(kind: &str, path: &Path) -> Fixture {
    let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let cause = name.split('.').next().unwrap_or_default().to_owned();
    let paste = text::from_bytes(&std::fs::read(path).expect("a fixture can be read"));
    Fixture { name: format!("{kind}/{name}"), kind: kind.to_owned(), cause, paste }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

fn report_on(name: &str) -> Report {
    let bytes = std::fs::read(root().join(name)).expect("a fixture can be read");
    crate::diagnose(&text::from_bytes(&bytes))
}

#[test]
fn every_fixture_gets_its_kind_and_cause() {
    let all = fixtures(&[KINDS, PLAIN].concat());
    assert!(all.len() > 15, "the fixtures are there");
    let mut wrong = Vec::new();
    for fixture in all {
        let report = crate::diagnose(&fixture.paste);
        let got = (report.kind.as_str(), first_cause(&report));
        if got != (fixture.kind.as_str(), fixture.cause.as_str()) {
            wrong.push(format!("{}: {got:?}", fixture.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn recipients_are_those_of_the_report_and_no_others() {
    for (name, want) in [
        ("bounce/user-unknown.postfix.eml", Some("failed")),
        ("bounce/mailbox-full.exim.eml", Some("failed")),
        ("bounce/user-unknown.qmail.eml", Some("failed")),
        ("bounce/user-unknown.sendmail-transcript.eml", Some("failed")),
        ("bounce/mailbox-full.html-only.eml", Some("failed")),
        ("bounce/mailbox-full.forwarded.eml", Some("failed")),
        ("bounce/user-unknown.forwarded-gmail.txt", Some("failed")),
        ("bounce/mailbox-full.text-only.txt", Some("failed")),
        ("bounce/mailbox-full.exchange-block.txt", Some("failed")),
        ("delivery-report/delayed.no-reason.eml", Some("delayed")),
        ("delivery-report/delivered.read-receipt.eml", Some("delivered")),
        ("auto-reply/auto-reply.vacation.eml", None),
        ("message/delivered.ordinary.eml", None),
    ] {
        let got: Vec<_> = report_on(name).recipients.into_iter().map(|r| (r.address, r.action)).collect();
        let want: Vec<_> =
            want.into_iter().map(|action| ("bob@example.net".to_owned(), Some(action.to_owned()))).collect();
        assert_eq!(got, want, "{name}");
    }
}

#[test]
fn each_recipient_has_a_cause_of_its_own() {
    let report = report_on("bounce/mailbox-full.two-recipients.eml");
    let causes: Vec<_> = report
        .findings
        .iter()
        .map(|f| (f.recipient.as_deref().unwrap_or_default(), f.cause.as_str()))
        .collect();
    assert_eq!(causes, [("carol@example.net", "mailbox-full"), ("dave@example.net", "user-unknown")]);
}

#[test]
fn of_several_dialogues_each_recipient_gets_its_own() {
    let report = report_on("bounce/user-unknown.sendmail-5.eml");
    let told: Vec<_> = report
        .findings
        .iter()
        .map(|f| {
            let host = f.reply.as_ref().and_then(|reply| reply.remote.as_deref());
            (f.recipient.as_deref().unwrap_or_default(), f.cause.as_str(), host)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("bob@example.net", "user-unknown", Some("mx.example.net")),
            ("dave@example.org", "mailbox-full", Some("mail.example.org")),
            ("erin@example.org", "domain-not-found", None),
        ]
    );
}

/// An error of old, one that is mended, and what others think are not what somebody asks about.
#[test]
fn what_is_told_beside_the_failure_does_not_outweigh_it() {
    let now = "Error: self-signed certificate in certificate chain\n  code: 'ESOCKET', command: 'CONN'";
    let old = "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.";
    for (paste, cause) in [
        (
            format!(
                "Our script cannot send mail.\n\n{now}\n\nLast year I got this one:\n\n> Error: Invalid login: {old}\n"
            ),
            "tls-certificate",
        ),
        (
            format!("Our script cannot send mail.\n\n{now}\n\nLast week it was {old} That is solved.\n"),
            "tls-certificate",
        ),
        // Without anything else it is what they ask about.
        (format!("Last year I got this one:\n\n> Error: Invalid login: {old}\n"), "auth-method"),
        ("550 5.1.1 User unknown. My colleague thinks the mailbox is full.".to_owned(), "user-unknown"),
    ] {
        assert_eq!(mailwhy::diagnose(&paste).findings[0].cause, cause, "{paste}");
    }
}

#[test]
fn a_line_of_something_else_is_no_mails_whoever_signs_below_it() {
    for line in [
        "psql: error: connection to server at \"localhost\", port 5432 failed: Connection refused",
        "fatal: unable to access 'https://git.example.org/a.git/': Failed to connect to git.example.org port 443: Connection timed out",
        "remote: error: File a.bin is 187.33 MB; this exceeds the server's file size limit of 100.00 MB",
    ] {
        let report = mailwhy::diagnose(&format!(
            "Hello, this fails since Monday.\n\n{line}\n\nRegards\nAnn <ann@example.org>\n"
        ));
        assert_eq!(report.findings[0].cause, "undetermined", "{line}");
    }
    let mails = "Hello, this fails since Monday.\n\nFailed to connect to mx.example.org port 587: Connection refused\n\nAnn <ann@example.org>\n";
    assert_eq!(mailwhy::diagnose(mails).findings[0].cause, "connection-refused");
}

/// A program's own record goes on behind the reply in lines of its own.
#[test]
fn a_reply_ends_where_the_next_line_of_a_record_begins() {
    let record = "02/20/26 08:14:31 E-mail Job 12 STARTTLS\n02/20/26 08:14:32 E-mail Job 12 535 5.7.8 Error: authentication failed\n\
        02/20/26 08:15:32 E-mail Job 12 Send failed, retry 1 of 3\n";
    let reply = mailwhy::diagnose(record).findings.remove(0).reply.expect("a reply");
    assert!(reply.text.ends_with("authentication failed"), "{}", reply.text);
    let two = "08:14:32 550-5.1.1 The mailbox\n08:14:32 550 5.1.1 does not exist\n";
    let reply = mailwhy::diagnose(two).findings.remove(0).reply.expect("a reply");
    assert!(reply.text.contains("does not exist"), "{}", reply.text);
}

/// The fields for machines name where it went, the words which address was written to.
#[test]
fn the_address_that_was_written_to_stands_in_the_words() {
    let paste = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of \
        its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  bob.private@gmail.com\n    (generated from club@example.org)\n    \
        host gmail-smtp-in.l.google.com [192.0.2.27]\n    SMTP error from remote mail server after RCPT TO:<bob.private@gmail.com>:\n    552-5.2.2 The \
        recipient's inbox is out of storage space.\n\nReporting-MTA: dns; host.example.org\n\nAction: failed\nFinal-Recipient: \
        rfc822;bob.private@gmail.com\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space.\n";
    let told = mailwhy::diagnose(paste).findings.remove(0);
    assert!(told.facts.iter().any(|fact| fact.value.contains("club@example.org")), "{:?}", told.facts);
}

/// All of a report's source, below the words of whoever asks about it.
#[test]
fn a_reports_source_is_read_below_a_question() {
    let source = "Return-Path: <>\nReceived: from mx.example.net by mx.example.org with ESMTP id 1; Tue, 3 Nov 2026 10:00:05 +0000\n\
        Date: Tue, 3 Nov 2026 10:00:04 +0000\nFrom: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail Returned to Sender\n\
        To: ann@example.org\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
        --b\nContent-Type: text/plain\n\nThis is the mail system at host mx.example.net.\n\n<bob@example.net>: mailbox is full\n\n\
        --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; bob@example.net\n\
        Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox is full\n\n--b--\n";
    let quoted: String = source.lines().map(|line| format!("> {line}\n")).collect();
    for paste in [
        format!("Hello, what does this mean?\n\n{source}"),
        format!("Hello, what does this mean?\n\n{quoted}\nThanks\n"),
    ] {
        let report = mailwhy::diagnose(&paste);
        let told = &report.findings[0];
        assert_eq!(
            (report.kind.as_str(), told.cause.as_str(), told.recipient.as_deref()),
            ("bounce", "mailbox-full", Some("bob@example.net")),
            "{paste}"
        );
    }
}

/// Who asks the help desk by mail pastes the mail, with the fields that a mail program shows.
#[test]
fn the_fields_of_a_mail_that_asks_do_not_hide_what_it_says() {
    let fields = "From: Ann Berg\nTo: Help desk\nSubject: mail to a customer\n\n";
    for (says, cause) in [
        (
            "Outlook shows:\nYour mailbox is full. You can't send or receive messages until you delete some.",
            "mailbox-full",
        ),
        (
            "It came back:\n550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown",
            "user-unknown",
        ),
    ] {
        let report = mailwhy::diagnose(&format!("{fields}{says}\n"));
        assert_eq!(report.findings[0].cause, cause, "{says}");
    }
    // A server's own fields are what a header is about.
    let carried = format!(
        "Message-ID: <1@example.org>\n{fields}The mailbox is full, it said: 552 5.2.2 mailbox full\n"
    );
    assert_eq!(mailwhy::diagnose(&carried).findings[0].cause, "undetermined");
}

/// Each of them is some other message's.
#[test]
fn a_log_is_answered_for_each_cause() {
    let refused = [
        "550 5.1.1 user unknown",
        "552 5.2.2 mailbox full",
        "552 5.3.4 message size exceeds fixed limit",
        "550 5.7.26 unauthenticated mail is not accepted due to the domain's DMARC policy",
        "554 5.7.1 Client host [192.0.2.9] blocked using zen.spamhaus.org",
        "550 5.1.2 domain not found",
    ];
    let line = |(number, reply): (usize, &&str)| {
        format!(
            "Nov 24 10:00:0{number} mail postfix/smtp[1]: 4F2A0{number}: to=<a{number}@example.net>, relay=mx.example.net[192.0.2.1]:25, \
             delay=1, dsn=5.0.0, status=bounced (host mx.example.net[192.0.2.1] said: {reply} (in reply to RCPT TO command))\n"
        )
    };
    let log: String = refused.iter().enumerate().map(line).collect();
    let report = mailwhy::diagnose(&log);
    let causes: Vec<_> = report.findings.iter().map(|found| found.cause.as_str()).collect();
    assert_eq!(causes.len(), refused.len(), "{causes:?}");
}

#[test]
fn the_moment_is_taken_from_the_words_where_the_fields_leave_it_out() {
    for (name, moment) in
        [("bounce/user-unknown.docomo.eml", "end-of-data"), ("bounce/bad-reputation.t-online.eml", "connect")]
    {
        let reply = report_on(name).findings[0].reply.clone().expect("a reply is quoted");
        assert_eq!(reply.moment.as_deref(), Some(moment), "{name}");
    }
}

#[test]
fn a_list_that_a_reply_names_leads_to_its_page_or_is_said_to_be_closed() {
    let note = |paste: &str| {
        let finding = &crate::diagnose(paste).findings[0];
        (finding.note.clone().unwrap_or_default(), finding.links.first().map(|link| link.url.clone()))
    };
    let (_, link) = note("554 5.7.1 Client host [192.0.2.7] blocked using bl.spamcop.net");
    assert_eq!(link.as_deref(), Some("https://www.spamcop.net/bl.shtml"));
    let (closed, link) = note("554 5.7.1 Client host [192.0.2.7] blocked using dnsbl.sorbs.net");
    assert!(closed.contains("shut down") && link.is_none(), "{closed}");
}

#[test]
fn a_copy_that_was_given_up_is_to_be_sent_anew() {
    let retry = |paste: &str| crate::diagnose(paste).findings[0].retry.clone();
    assert!(retry("552 5.2.2 mailbox full").contains("given up"));
    assert!(!retry("452 4.2.2 mailbox full").contains("given up"));
    // A block that ends by itself, although the code begins with 5.
    let report = crate::diagnose("554 mx.example.net not taken; see cox.net. AUP#CDRBL");
    assert_eq!(report.findings[0].permanence, "temporary");
    assert!(report.findings[0].retry.contains("clears by itself"));
}

#[test]
fn a_bounce_names_speaker_moment_and_returned_mail() {
    let report = report_on("bounce/mailbox-full.exim.eml");
    let reply = report.findings[0].reply.as_ref().expect("a reply is quoted");
    assert_eq!(reply.remote.as_deref(), Some("mx.example.net"));
    assert_eq!(reply.moment.as_deref(), Some("rcpt"));
    let returned = report.returned.expect("the mail is returned");
    assert_eq!(returned.message.message_id.as_deref(), Some("<lunch-1@example.com>"));
    assert_eq!(returned.hops.len(), 1);
}

#[test]
fn the_trace_of_a_forward_and_the_end_of_trying_are_kept() {
    let report = report_on("bounce/user-unknown.postfix.eml");
    assert_eq!(report.recipients[0].original.as_deref(), Some("team@example.com"));
    let report = report_on("delivery-report/delayed.no-reason.eml");
    assert_eq!(report.recipients[0].will_retry_until, Some(1_741_514_529));
}

/// One finding's facts, by name.
fn fact(finding: &mailwhy::report::Finding, name: &str) -> Option<String> {
    finding.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
}

#[test]
fn a_server_that_could_not_be_reached_is_named_where_the_paste_names_it() {
    let report = crate::diagnose(
        "Reporting-MTA: dns; out.example.org\nArrival-Date: Mon, 3 Mar 2025 10:00:00 +0000\n\n\
         Final-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 4.4.1\n\
         Last-Attempt-Date: Wed, 5 Mar 2025 12:00:00 +0000\n\
         Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.25]:25: Connection refused\n",
    );
    let finding = &report.findings[0];
    assert_eq!((finding.cause.as_str(), finding.act.as_str()), ("connection-refused", "recipient-admin"));
    assert!(finding.commands[0].shell.contains("mx.example.net 25"), "{}", finding.commands[0].shell);
    assert_eq!(fact(finding, "Server that was tried").as_deref(), Some("mx.example.net"));
    // The server that reports gave no name in HELO that the paste shows.
    assert_eq!(fact(finding, "Name given in HELO"), None);
    assert_eq!(fact(finding, "Server that reports").as_deref(), Some("out.example.org"));
    assert!(
        fact(finding, "Time from taking it to this report").expect("it waited").starts_with("2 days 2 hours")
    );
    let letter = finding.ask.as_deref().expect("there is a letter");
    for known in ["mx.example.net", "Recipient: bob@example.net", "Words of the report: connect to"] {
        assert!(letter.contains(known), "{known}: {letter}");
    }
}

#[test]
fn a_command_is_shown_at_the_systems_that_know_it() {
    let commands = |paste: &str| -> Vec<String> {
        crate::diagnose(paste).findings[0].commands.iter().map(|command| command.windows.clone()).collect()
    };
    let exchange = |commands: Vec<String>| commands.iter().any(|command| command.starts_with("Get-"));
    assert!(exchange(commands("552 5.2.2 mailbox full")));
    let at = |domain: &str| {
        commands(&format!(
            "Final-Recipient: rfc822; bob@{domain}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n"
        ))
    };
    assert!(exchange(at("example.net")) && exchange(at("outlook.com")) && !exchange(at("gmail.com")));
    assert!(!exchange(commands(
        "552-5.2.2 The email account is over quota. https://support.google.com/mail/?p=OverQuotaPerm - gsmtp"
    )));
}

#[test]
fn the_same_number_means_what_its_speaker_means() {
    let meaning = |paste: &str| {
        let reply = crate::diagnose(paste).findings[0].reply.clone().expect("a reply");
        let part = reply.parts.into_iter().find(|part| part.kind == "enhanced").expect("a code");
        part.meaning
    };
    let elsewhere = meaning(
        "550 5.1.10 <bob@example.net>: Recipient address rejected: Domain example.net does not accept mail (nullMX)",
    );
    assert!(elsewhere.contains("takes no mail"), "{elsewhere}");
    let exchange =
        meaning("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup");
    assert!(exchange.contains("no mailbox with this name"), "{exchange}");
}

#[test]
fn other_causes_need_a_registered_meaning() {
    let considered = |paste: &str| crate::diagnose(paste).findings[0].considered.len();
    // No list of codes has it, and the bare 550 beside it says nothing.
    assert_eq!(considered("550 5.4.316 Message expired, connection refused"), 0);
    for paste in ["550 no", "550 5.7.1 blocked by our policy", "452 4.2.2 mailbox full", "554 5.7.1 spam"] {
        assert!(considered(paste) <= 2, "{paste}");
    }
}

#[test]
fn whether_to_try_again_is_said_for_the_code_at_hand() {
    let retry = |paste: &str| crate::diagnose(paste).findings[0].retry.clone();
    for paste in [
        "552 Too many recipients",
        "452 4.5.3 Too many recipients",
        "550 5.7.25 no PTR record",
        "451 4.7.1 rejected by policy",
    ] {
        let retry = retry(paste);
        assert!(!retry.contains("4xx") && !retry.contains("5xx"), "{paste}: {retry}");
    }
    assert_ne!(retry("552 Too many recipients"), retry("452 4.5.3 Too many recipients"));
}

#[test]
fn encoded_words_are_shown_decoded() {
    let report = report_on("bounce/mailbox-full.kddi-2022.eml");
    let evidence = &report.findings[0].evidence[0];
    assert!(evidence.quote.is_ascii() && !evidence.words().is_ascii(), "{evidence:?}");
    let report = crate::diagnose("550 5.1.1 <=?utf-8?B?w6Rubmk=?=@example.org>... User unknown");
    let reply = report.findings[0].reply.as_ref().expect("a reply");
    // The server was asked for it as it was said.
    assert!(reply.text.contains("=?utf-8?B?w6Rubmk=?=@example.org"));
    let fact = |name: &str| report.findings[0].facts.iter().find(|fact| fact.name == name);
    assert_eq!(fact("This address reads").map(|fact| fact.value.as_str()), Some("änni@example.org"));
    assert!(reply.parts.iter().any(|part| part.meaning.starts_with("Reads änni@example.org.")), "{reply:?}");
}

#[test]
fn of_a_returned_mail_nothing_is_said_on_its_arrival() {
    let returned = report_on("bounce/mailbox-full.exim.eml").returned.expect("the mail is returned");
    assert!(returned.alignment.is_none());
    assert!(returned.timeline.as_ref().is_none_or(|timeline| timeline.trust.is_none()));
    let ids: Vec<&str> = returned.observations.iter().map(|seen| seen.id.as_str()).collect();
    assert!(!ids.contains(&"dmarc-not-stated") && !ids.contains(&"trust-boundary"), "{ids:?}");
}

#[test]
fn an_event_of_a_service_names_recipient_sort_and_reply() {
    let report = crate::diagnose(
        r#"{"Type":"Notification","Message":"{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Transient\",\"bounceSubType\":\"MailboxFull\",\"bouncedRecipients\":[{\"emailAddress\":\"bob@example.net\",\"diagnosticCode\":\"smtp; 552 5.2.2 <bob@example.net>: mailbox full\"}]}}"}"#,
    );
    let finding = &report.findings[0];
    assert_eq!(finding.recipient.as_deref(), Some("bob@example.net"));
    assert_eq!(finding.reply.as_ref().expect("a reply").text, "552 5.2.2 <bob@example.net>: mailbox full");
    assert_eq!(fact(finding, "Sort of failure, by the service").as_deref(), Some("Transient, MailboxFull"));
}

#[test]
fn exchange_says_who_refused() {
    let remote = |name: &str| report_on(name).findings[0].reply.clone().expect("a reply").remote;
    assert_eq!(remote("bounce/user-unknown.exchange-2007.eml").as_deref(), Some("mx.example.net"));
    // Its own directory: the server that reports found it.
    assert_eq!(remote("bounce/user-unknown.exchange-2016.eml"), None);
}

#[test]
fn the_list_that_is_named_is_the_one_to_ask() {
    let commands = |paste: &str| -> String {
        let finding = &crate::diagnose(paste).findings[0];
        finding.commands.iter().map(|command| format!("{}\n", command.shell)).collect()
    };
    let named = commands("554 5.7.1 Client host [192.0.2.7] blocked using bl.spamcop.net");
    assert!(named.contains("bl.spamcop.net") && named.contains("192.0.2.7"), "{named}");
    assert!(commands("554 5.7.1 [192.0.2.7] is on a block list").contains("zen.spamhaus.org"));
    // Nobody else can ask Microsoft's, and SORBS answers no more.
    for paste in [
        "550 5.7.606 Access denied, banned sending IP [192.0.2.7]; see https://sender.office.com/",
        "554 5.7.1 Client host [192.0.2.7] blocked using dnsbl.sorbs.net",
    ] {
        assert!(!commands(paste).contains("dig +short $(echo"), "{paste}");
    }
}

#[test]
fn an_inner_mailbox_is_called_by_the_address_that_was_written() {
    let report = crate::diagnose(
        "Reporting-MTA: dns; out.example.org\n\nOriginal-Recipient: rfc822; bob@example.net\n\
         Final-Recipient: rfc822; @mx.example.net:bob@store\nAction: failed\nStatus: 5.2.2\n\
         Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n",
    );
    assert_eq!(fact(&report.findings[0], "Recipient").as_deref(), Some("bob@example.net"));
}

#[test]
fn words_for_all_recipients_share_what_became_of_each() {
    let report = crate::diagnose(
        "Your message could not be delivered to the following recipients:\n\n  <bob@example.net>\n  <eve@example.net>\n\n\
         Your message was returned, since the mailbox is full.\n\n--- Below this line is a copy of the message.\n\n\
         From: ann@example.com\nTo: bob@example.net\nSubject: Lunch\n",
    );
    assert!(report.recipients.iter().all(|recipient| recipient.action.as_deref() == Some("failed")));
    assert!(report.findings.iter().all(|finding| finding.permanence == "permanent"), "{:?}", report.findings);
}

#[test]
fn whose_server_refused_is_who_can_mend_it() {
    let act = |relay: &str| {
        let line = format!(
            "Nov  3 18:06:25 mail postfix/smtp[1436]: 81571C2D: to=<bob@example.net>, relay=none, delay=30, delays=1/0/29/0, \
             dsn=4.4.1, status=deferred (connect to {relay}: Connection refused)\n"
        );
        crate::diagnose(&line).findings[0].act.clone()
    };
    assert_eq!(act("mx.example.net[192.0.2.25]:25"), "recipient-admin");
    assert_eq!(act("smtp.example.com[192.0.2.58]:587"), "sender-admin");
}

#[test]
fn a_dovecot_that_does_not_start_turned_nothing_away() {
    let line = "Nov 26 05:59:10 mx dovecot: doveconf: Fatal: Error in configuration file /etc/dovecot/dovecot.conf line 12: Unknown setting: mail_location\n";
    let told = mailwhy::diagnose(line).findings.remove(0);
    assert_eq!(
        (told.permanence.as_str(), told.stage.as_str(), told.steps.len()),
        ("permanent", "mailbox", 2)
    );
    assert!(!told.retry.contains("senders"), "{}", told.retry);
}

#[test]
fn what_somebody_writes_below_is_no_reason() {
    let report = "This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to \
                  one or more recipients.\n\n<bob@example.net>: host mx.example.net[192.0.2.9] said: 550 5.1.1\n    User unknown (in reply to RCPT \
                  TO command)\n";
    for remark in [
        "\nHis mailbox is not full.",
        "\nThe attachment was too large?",
        "\nIch bin nicht auf einer Blacklist.",
        "\nEl buzón está lleno?",
        "相手の方は受信拒否設定をしていないと言っています。",
    ] {
        let told = mailwhy::diagnose(&format!("{report}{remark}\n")).findings;
        assert_eq!((told.len(), told[0].cause.as_str()), (1, "user-unknown"), "{remark}: {told:?}");
    }
}

#[test]
fn an_address_that_a_line_end_tore_is_the_whole_one() {
    let report = |list: &str| {
        format!(
            "Delivery has failed to these recipients or groups:\n\n{list}\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; \
             Recipient office@long-name.example not found'\n"
        )
    };
    let to = |list: &str| {
        let told = mailwhy::diagnose(&report(list)).findings;
        told.into_iter().filter_map(|told| told.recipient).collect::<Vec<_>>()
    };
    for list in [
        "office@long-na\nme.example (office@long-name.example)\noffice@long-name.example\n",
        "office@long-na\nme.example\nThe address couldn't be found.\n",
        "office@long-name.exam\nple\nThe address couldn't be found.\n",
    ] {
        assert_eq!(to(list), ["office@long-name.example"], "{list}");
    }
    assert_eq!(to("root@mailhost\nThe address couldn't be found.\n"), ["root@mailhost"]);
}

#[test]
fn lines_that_a_program_prints_below_its_error_are_no_header() {
    let error = "The server for ann@example.org rejected the username or password.\n\nX-RequestId: 7A41\nX-ErrorCode: LoginFailed\n\
                 X-Link: https://example.org/mail/\nTime: 2026-11-20T08:14:22.413Z\n";
    assert_eq!(mailwhy::diagnose(error).findings[0].cause, "auth-credentials");
}
