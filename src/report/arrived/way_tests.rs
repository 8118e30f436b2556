//! What is said of a way that ends early, is another mail's, or begins late.

use super::tests::finding;

const FIRST: &str = "From: Bob <bob@example.com>\nMessage-ID: <1@example.com>\nSubject: Lunch\n";

#[test]
fn a_services_own_fields_show_no_arrival() {
    let way = "Received: by filter0001.sendgrid.net with SMTP id f1\n\t2026-11-03 10:00:02.5 +0000 UTC m=+1.5\nReceived: from MTIz \
               (unknown [192.0.2.7])\n\tby ismtpd0001.sendgrid.net (SG) with HTTP id abc\n\tTue, 03 Nov 2026 10:00:01.7 +0000 \
               (UTC)\n";
    let paste = format!("{way}{FIRST}Date: Tue, 3 Nov 2026 10:00:00 +0000\n");
    let told = crate::diagnose(&paste).findings.remove(0);
    assert_eq!(told.title, "These headers end at the service that sends for the sender");
    assert!(told.summary.contains("SendGrid"), "{}", told.summary);
    // A mailbox's own field shows that it got there.
    let arrived = crate::diagnose(&format!("Delivered-To: ann@example.org\n{paste}")).findings.remove(0);
    assert_eq!(arrived.cause, "delivered");
}

#[test]
fn a_time_without_a_semicolon_is_the_time_alone() {
    let paste = format!(
        "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nReceived: from out.example.com (out.example.com \
         [192.0.2.1])\n\tby mx.example.org with ESMTP id abc\n\tTue, 03 Nov 2026 10:00:01.7 +0000 (UTC)\n{FIRST}Date: Sun, 15 \
         Nov 2026 10:00:00 +0000\n"
    );
    let facts = crate::diagnose(&paste).findings.remove(0).facts;
    let time = facts.iter().find(|fact| fact.name == "Time").expect("a time");
    assert_eq!(time.value, "Tue, 03 Nov 2026 10:00:01.7 +0000 (UTC)");
}

#[test]
fn another_mails_fields_are_no_part_of_the_way() {
    let told = |client: &str| {
        crate::diagnose(&format!(
            "Received: from {client} ({client} [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:20:00 \
             +0000\nReceived: from a.example.edu (a.example.edu [192.0.2.2])\n\tby in.example.com with ESMTPS id a1; Tue, 22 Sep \
             2026 08:00:00 +0000\n{FIRST}Date: Tue, 3 Nov 2026 10:01:00 +0000\n"
        ))
    };
    let seen =
        |report: &crate::report::Report, id: &str| report.observations.iter().any(|seen| seen.id == id);
    let replayed = told("out.example.net");
    assert!(seen(&replayed, "sent-anew") && !seen(&replayed, "date-ahead") && !seen(&replayed, "slow-hop"));
    // Where the one names the other, it lay there.
    let waited = told("in.example.com");
    assert!(!seen(&waited, "sent-anew") && seen(&waited, "slow-hop"));
}

#[test]
fn a_server_without_a_name_has_one_beside_it() {
    let told = crate::diagnose(&format!(
        "Received: (qmail 12 invoked from network); 3 Nov 2026 16:00:00 -0000\nReceived: from unknown (HELO example.com) \
         (192.0.2.1)\n  by smtp.example.org with SMTP; 3 Nov 2026 16:00:00 -0000\nReceived: (qmail 11 invoked by uid 80); 3 Nov \
         2026 10:00:02 -0000\nReceived: from 192.0.2.9 by mail.example.com; 3 Nov 2026 10:00:02 -0000\n{FIRST}"
    ));
    let told = &told.findings[0];
    assert!(told.summary.contains("rom mail.example.com to smtp.example.org"), "{}", told.summary);
    assert_eq!((told.act.as_str(), told.who.as_str()), ("sender-admin", "example.com's mail administrator"));
}

#[test]
fn time_before_the_first_field_is_told() {
    let told = |date: &str| {
        let report = crate::diagnose(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 \
             10:00:00 +0000\n{FIRST}Date: {date}\n"
        ));
        report.observations.into_iter().find(|seen| seen.id == "date-before").map(|seen| seen.text)
    };
    assert!(
        told("Tue, 3 Nov 2026 07:00:00 +0000")
            .is_some_and(|text| text.contains("3 hours before the first field"))
    );
    assert_eq!(told("Tue, 3 Nov 2026 09:30:00 +0000"), None);
    assert_eq!(told("Sun, 1 Nov 2026 09:30:00 +0000"), None);
}

#[test]
fn a_key_that_is_not_there_is_to_be_published() {
    for dmarc in ["none", "fail"] {
        let told = crate::diagnose(&format!(
            "Authentication-Results: mx.example.org; dkim=fail (no key for signature) header.d=example.com header.s=k1; dmarc={dmarc} \
             header.from=example.com\nX-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nReceived: from out.example.com \
             (out.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:00:00 +0000\n{FIRST}"
        ));
        let told = &told.findings[0];
        let steps: Vec<&str> = told.steps.iter().map(|step| &*step.text).collect();
        assert!(steps.iter().any(|step| step.contains("at k1._domainkey.example.com")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.to_lowercase().contains("sign with dkim")), "{steps:?}");
        assert!(
            told.ask.as_deref().is_some_and(|letter| letter.contains("have that key published")),
            "{:?}",
            told.ask
        );
    }
}

#[test]
fn a_delivery_that_had_ended_is_no_part_of_the_way() {
    let told = |with: &str| {
        crate::diagnose(&format!(
            "Received: from out.example.net (out.example.net [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 12:20:00 \
             +0000\nReceived: from A1.prod.outlook.com (2603:10a6::1)\n\tby B1.prod.outlook.com with {with}; Tue, 3 Nov 2026 10:00:03 \
             +0000\nDKIM-Signature: v=1; a=rsa-sha256; d=example.edu; s=a; h=from; bh=AA; b=AA\nReceived: from in.example.edu \
             (in.example.edu [192.0.2.2])\n\tby A1.prod.outlook.com with ESMTPS id a1; Tue, 3 Nov 2026 10:00:00 \
             +0000\n{FIRST}Date: Tue, 3 Nov 2026 10:00:00 +0000\n"
        ))
    };
    let taken_up = told("HTTPS");
    let text = |report: &crate::report::Report, id: &str| {
        report.observations.iter().find(|seen| seen.id == id).map(|seen| seen.text.clone())
    };
    // What came with the other delivery proves nothing of this mail.
    let is_listed = |report: &crate::report::Report| {
        report
            .alignment
            .as_ref()
            .is_some_and(|table| table.rows.iter().any(|row| row.domain == "example.edu"))
    };
    assert!(text(&taken_up, "sent-anew").is_some_and(|text| text.contains("had ended at a mailbox there")));
    assert!(text(&taken_up, "slow-hop").is_none() && !is_listed(&taken_up));
    // Else it may have waited, or not be of this mail.
    let unsure = told("ESMTPS");
    assert!(text(&unsure, "sent-anew").is_none());
    assert!(
        text(&unsure, "slow-hop")
            .is_some_and(|text| text.contains("or there was no such wait: it came from out.example.net"))
    );
    assert!(is_listed(&unsure));
}

#[test]
fn what_was_signed_after_the_wait_nobody_put_off() {
    let told = |signed: i64| {
        let report = crate::diagnose(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:20:00 \
             +0000\nDKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; t={signed}; h=from; bh=AA; b=AA\nReceived: from pc \
             (pc.example.com [192.0.2.9])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0000\n{FIRST}"
        ));
        report.findings[0].summary.clone()
    };
    let ended = 1_793_701_200;
    assert!(told(ended).contains("signed only when that time was over"), "{}", told(ended));
    assert!(told(ended - 1200).contains("likely greylisting"), "{}", told(ended - 1200));
}

fn first(paste: &str) -> crate::report::Finding {
    crate::diagnose(paste).findings.remove(0)
}

#[test]
fn words_around_a_reports_header_are_no_report() {
    let header = "Return-Path: <MAILER-DAEMON>\nReceived: from localhost (localhost) by mx.example.com id q9; Tue, 3 Nov 2026 10:00:09 \
                  +0100\nFrom: Mail Delivery Subsystem <MAILER-DAEMON>\nTo: postmaster\nSubject: Postmaster notify: see transcript \
                  for details\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"q9/mx.example.com\"\n\
                  Auto-Submitted: auto-generated (postmaster-notification)\n";
    let want = first(header).title;
    assert!(want.starts_with("This is itself"), "{want}");
    const ASKED: &str = "Hi,\n\nwhat is this?\n\n---------- Forwarded headers ----------\n";
    let told = crate::diagnose(&format!("{ASKED}{header}\nRegards\n"));
    assert_eq!((told.kind.as_str(), told.findings[0].title.as_str()), ("headers", want.as_str()));
    // A mail as it came begins with its header.
    assert_eq!(crate::diagnose(&format!("{header}\nThanks\n")).kind, "bounce");
    let failed = first(&format!("{ASKED}X-Failed-Recipients: ann@example.org\n{header}\nThanks\n"));
    assert!(failed.summary.contains("It is about ann@example.org."), "{}", failed.summary);
    // So is what the server shows of the session.
    assert_eq!(crate::diagnose(&format!("{ASKED}{header}\n<<< Nothing more came >>>\n")).kind, "bounce");
    // A server's answer below is the report's own.
    let told = first(&format!("{header}\n<ann@example.org>: 552 5.2.2 Mailbox full\n"));
    assert_eq!(told.cause, "mailbox-full");
}

#[test]
fn a_providers_own_outgoing_fields_show_no_arrival() {
    let paste = |to: &str, more: &str| {
        format!(
            "{more}Received: from sign.p00im-asmtp001.me.com by p00im-asmtp001.me.com with ESMTP id <2@p00im-asmtp001.me.com>; Tue, 3 Nov \
             2026 10:00:02 +0000\nReceived: from localhost (p00im-web01.me.com [17.0.2.1]) by p00im-asmtp001.me.com with ESMTP id \
             <1@p00im-asmtp001.me.com> for {to}; Tue, 3 Nov 2026 10:00:01 +0000\nDKIM-Signature: v=1; a=rsa-sha256; d=icloud.com; s=a; \
             h=From; bh=AA==; b=AA==\nTo: {to}\n{FIRST}"
        )
    };
    let told = first(&paste("ann@example.org", ""));
    assert_eq!(told.title, "These headers end where the mail was sent from");
    assert_eq!(first(&paste("ann@icloud.com", "")).cause, "delivered");
    assert_eq!(first(&paste("ann@example.org", "Delivered-To: ann@example.org\n")).cause, "delivered");
}

#[test]
fn a_stamp_before_the_mail_was_written_is_no_delay() {
    let told_with = |date: &str, with: &str| {
        crate::diagnose(&format!(
            "Received: from mx3.example.edu (mx3.example.edu [192.0.2.3])\n\tby in.example.org with {with} id b2; Tue, 3 Nov 2026 10:03:04 \
             +0000\nReceived: from pc.example.net (pc.example.net [192.0.2.9])\n\tby mx3.example.edu with ESMTPS id a1; Tue, 3 Nov 2026 \
             10:01:00 +0000\n{FIRST}Date: Tue, 3 Nov 2026 {date} +0000\n"
        ))
    };
    let told = |date: &str| told_with(date, "ESMTPS");
    let early = told("10:03:00");
    let seen = early.observations.iter().find(|one| one.id == "clock-off").expect("a stamp too early");
    assert!(seen.text.contains("beginning of the session"), "{}", seen.text);
    assert!(!early.findings[0].summary.contains("2 minutes"), "{}", early.findings[0].summary);
    // With a sign-in a new mail begins, and the field below is another's.
    assert!(told_with("10:03:00", "ESMTPSA").observations.iter().all(|one| one.id != "clock-off"));
    // A Date that fits no other stamp says nothing of the servers.
    assert!(told("10:02:00").observations.iter().all(|one| one.id != "clock-off"));
}

#[test]
fn a_verdict_of_the_way_out_says_whose_it_is() {
    let told = crate::diagnose(&format!(
        "Received: from a.example.com (a.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:00:02 +0000\n\
         Received: from b.example.com (b.example.com [192.0.2.2])\n\tby a.example.com with ESMTPS id a1; Tue, 3 Nov 2026 10:00:01 +0000\n\
         X-Proofpoint-Spam-Details: rule=outbound_notspam policy=outbound score=0\n{FIRST}"
    ));
    assert!(
        told.observations.iter().all(|one| !one.text.contains("Whose filter")),
        "{:?}",
        told.observations
    );
}

#[test]
fn who_resent_a_mail_had_the_filter() {
    let told = first(&format!(
        "Received: from home.example.com (home.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 15:00:02 \
         +0000\nResent-From: Olaf <olaf@example.com>\nResent-Date: Tue, 3 Nov 2026 15:00:00 +0000\nReceived: from b.example.net \
         (b.example.net [192.0.2.2])\n\tby home.example.com with ESMTPS id a1; Tue, 3 Nov 2026 10:00:01 +0000\nX-Bogosity: Spam, \
         tests=bogofilter, spamicity=0.99\n{FIRST}"
    ));
    assert!(told.steps.iter().all(|step| !step.text.contains("where it lies")), "{:?}", told.steps);
}

#[test]
fn without_a_message_id_none_is_to_be_sent() {
    let way = "Received: from a.example.com (a.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:00:02 \
               +0000\nFrom: bob@example.com\n";
    let steps =
        |paste: &str| first(paste).steps.into_iter().map(|step| step.text).collect::<Vec<_>>().join("\n");
    assert!(!steps(way).contains("send them the Message-ID"));
    assert!(steps(&format!("{way}Message-ID: <1@example.com>\n")).contains("send them the Message-ID"));
}

#[test]
fn who_writes_from_a_forbidden_server_is_not_helped() {
    let told = first(
        "X-Forefront-Antispam-Report: CIP:192.0.2.7;CTRY:;LANG:en;SCL:8;SFV:SPM;H:qwkzz.zzqqx;DIR:INB;\nAuthentication-Results: spf=fail \
         (sender IP is 192.0.2.7) smtp.mailfrom=example.com; dkim=none (message not signed) header.d=none;dmarc=none action=none \
         header.from=example.com;\nReceived: from qwkzz.zzqqx (192.0.2.7) by a.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP \
         Server id 15.1; Tue, 3 Nov 2026 10:00:02 +0000\nReturn-Path: bob@example.com\nFrom: Bob <bob@example.com>\nMessage-ID: \
         <1@example.com>\nSubject: Lunch\n",
    );
    assert_eq!((told.act.as_str(), told.ask.as_deref()), ("recipient", None));
    assert!(told.steps[0].text.starts_with("Do not trust it"), "{:?}", told.steps);
    assert!(
        told.steps
            .iter()
            .filter(|step| step.by == "sender-admin")
            .all(|step| step.text.starts_with("If you sent it")),
        "{:?}",
        told.steps
    );
    assert!(told.ask_if_sent.is_some());
}

/// A mail that lay at one server for hours before a filter of the same house took it, and was back from the scan after seconds.
const FILTERED: &str = "Received: from localhost (localhost [127.0.0.1])\n\tby scan.example.org (Postfix) with ESMTP id c3; Tue, 3 Nov 2026 \
    15:00:07 +0100\nX-Virus-Scanned: amavis at scan.example.org\nReceived: from mx.example.org (mx.example.org [192.0.2.3])\n\tby \
    scan.example.org (Postfix) with ESMTPS id c2; Tue, 3 Nov 2026 15:00:00 +0100\nReceived: from out.example.com (out.example.com \
    [203.0.113.9])\n\tby mx.example.org (Postfix) with ESMTPS id c1; Tue, 3 Nov 2026 08:00:03 +0100\nReceived: from pc (pc.example.com \
    [203.0.113.8])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 07:00:00 +0000\nTo: ann@example.org\n";

#[test]
fn who_waited_can_show_where_it_lay() {
    let report = crate::diagnose(&format!("{FILTERED}{FIRST}"));
    let told = &report.findings[0];
    assert_eq!(
        told.to_tell.as_deref(),
        Some(
            "The mail was sent at 2026-11-03 08:00:00 +0100, reached mx.example.org at 2026-11-03 08:00:03 +0100, and lay there until \
             scan.example.org took it at 2026-11-03 15:00:00 +0100. It waited 6 hours 59 minutes on the recipient's side, and the sending side had \
             handed it over before."
        )
    );
    assert!(
        told.summary.contains("likely a queue before the filter.") && !told.summary.contains("slow scan"),
        "{}",
        told.summary
    );
    let rows = crate::report::journey::rows(&report);
    assert_eq!(rows[0], "2026-11-03 08:00:00 +0100  out.example.com");
    assert!(rows[2].ends_with("scan.example.org, 6 hours 59 minutes after the one before"), "{rows:?}");
    let ticket = crate::report::markdown::write(&report, None);
    assert!(ticket.contains("## The way of the mail") && ticket.contains("For whoever asks"), "{ticket}");
}

#[test]
fn a_field_that_stands_there_twice_is_one_hop() {
    let hop = |id: &str| {
        format!(
            "Received: from out.example.com (out.example.com [203.0.113.9])\n\tby mx.example.org with ESMTPS id {id}; Tue, 3 Nov 2026 10:00:03 \
             +0000\n"
        )
    };
    let hops = |second: &str| {
        let report = crate::diagnose(&format!("{}X-Seen: 1\n{}{FIRST}", hop("b1"), hop(second)));
        let is_doubled = report.observations.iter().any(|seen| seen.id == "doubled-field");
        (report.findings[0].summary.contains("It took 1 hop"), is_doubled)
    };
    assert_eq!(hops("b1"), (true, true));
    assert_eq!(hops("b2"), (false, false));
}

#[test]
fn a_zone_in_words_is_no_utc() {
    let told = crate::diagnose(&format!(
        "Received: from out.example.com (out.example.com [203.0.113.9])\n\tby mx.example.org with ESMTPS id b1; Tue, 3 Nov 2026 18:00:03 \
         +0000\nReceived: from pc (pc.example.com [203.0.113.8])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 Pacific \
         Standard Time\n{FIRST}"
    ));
    assert_eq!(told.findings[0].title, "The mail arrived", "{}", told.findings[0].summary);
}

#[test]
fn a_made_up_field_and_its_date_do_not_outvote_the_reader() {
    let told = crate::diagnose(&format!(
        "Received: from mx.example.org (mx.example.org [192.0.2.3])\n\tby box.example.org with ESMTP id b2; Tue, 3 Nov 2026 10:00:01 \
         +0000\nReceived: from pc.example.com (pc.example.com [203.0.113.8])\n\tby mx.example.org with ESMTP id b1; Tue, 3 Nov 2026 10:00:00 \
         +0000\nReceived: from 198.51.100.66 by ; Sun, 15 Nov 2026 10:00:00 +0000\nDate: Sun, 15 Nov 2026 10:00:01 +0000\n{FIRST}"
    ));
    let seen = told.observations.iter().find(|seen| seen.id == "clock-off");
    assert!(seen.is_none_or(|seen| !seen.text.contains("mx.example.org are left out")), "{seen:?}");
    assert!(
        told.findings[0].facts.iter().all(|fact| fact.name != "Time" || fact.value.contains("3 Nov")),
        "{:?}",
        told.findings[0].facts
    );
}

#[test]
fn no_time_is_told_in_a_zone_where_no_server_is() {
    let summary = |zone: &str| {
        let paste = format!(
            "Received: by 2002:a05:6402:1 with SMTP id b2; Tue, 3 Nov 2026 04:00:01 -0800 (PST)\nReceived: from out.example.com \
             (out.example.com. [203.0.113.9])\n\tby mx.google.com with ESMTPS id b1; Tue, 3 Nov 2026 04:00:00 -0800 (PST)\nReceived: from pc \
             (pc.example.com [203.0.113.8])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 11:00:00 {zone}\nDate: Tue, 3 Nov 2026 \
             12:00:00 +0100\n{FIRST}"
        );
        crate::diagnose(&paste).findings.remove(0).summary
    };
    assert!(summary("+0000").contains("(2026-11-03, UTC)"), "{}", summary("+0000"));
}

#[test]
fn a_chain_that_a_result_refuses_is_broken() {
    let told = crate::diagnose(&format!(
        "Authentication-Results: mx.example.org; arc=reject (\"signature check failed\"); spf=pass smtp.mailfrom=example.com\n\
         Received: from out.example.com (out.example.com [203.0.113.9])\n\tby mx.example.org with ESMTPS id b1; Tue, 3 Nov 2026 18:00:03 \
         +0000\n{FIRST}"
    ));
    assert!(told.observations.iter().any(|seen| seen.id == "arc-broken"), "{:?}", told.observations);
}

#[test]
fn a_late_mail_is_told_by_the_step_that_cost_the_time() {
    let paste = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com; dmarc=pass header.from=example.com\nReceived: from out.example.com \
                 (out.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 15:30:02 +0100\nReceived: from pc \
                 (pc.example.com [192.0.2.9])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 09:00:01 +0000\nFrom: bob@example.com\nTo: \
                 ann@example.org\nDate: Tue, 3 Nov 2026 11:00:00 +0200\nSubject: a\n";
    let report = crate::diagnose(paste);
    let told = &report.findings[0];
    assert_eq!(told.state, "late");
    let quotes: Vec<&str> = told.evidence.iter().map(|one| one.quote.as_str()).collect();
    assert_eq!(quotes, ["Tue, 3 Nov 2026 09:00:01 +0000", "Tue, 3 Nov 2026 15:30:02 +0100"]);
    let note = told.note.as_deref().unwrap_or_default();
    assert_eq!(
        note,
        "out.example.com took the mail at 2026-11-03 10:00:01 +0100, and mx.example.org took it at 2026-11-03 15:30:02 +0100: 5 hours 30 minutes \
         later."
    );
    // Who wrote it is told among the rest.
    assert!(report.untold().any(|one| one.id == "dmarc-passed"));
    // Who has the log of the first server reads its own zone, and no other one.
    let letter = told.ask.as_deref().unwrap_or_default();
    assert_eq!(letter.matches(" +0000").count(), 3, "{letter}");
    assert!(!letter.contains("+0100") && !letter.contains("+0200"), "{letter}");
}

const TO_READER: &str = "To: ann@example.org\nMessage-ID: <1@example.com>\nSubject: Lunch\n";

#[test]
fn a_lists_server_is_its_owners_and_gives_mail_to_itself() {
    let told = finding(&format!(
        "Received: from lists.example.net (lists.example.net [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 Nov 2026 13:17:09 +0100\n\
         Received: from localhost (localhost [127.0.0.1]) by lists.example.net with ESMTP id c3; Tue, 3 Nov 2026 13:17:05 +0100\nReceived: from \
         out.example.com (out.example.com [198.51.100.4]) by lists.example.net with ESMTPS id b2; Tue, 3 Nov 2026 13:00:03 +0100\nFrom: Bob via talk \
         <talk@lists.example.net>\nList-Id: <talk.lists.example.net>\nList-Post: <mailto:talk@lists.example.net>\n{TO_READER}"
    ));
    let texts: Vec<&str> = told.steps.iter().map(|step| &*step.text).collect();
    assert!(
        texts[0].contains("to the mailing list's owner") && !texts[0].contains("sender's side"),
        "{texts:?}"
    );
    assert!(told.steps.iter().all(|step| step.by != "sender-admin"), "{:?}", told.steps);
}

#[test]
fn what_a_server_gave_to_itself_lay_on_it() {
    let told = finding(&format!(
        "Received: from hub.example.com (hub.example.com [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 Nov 2026 13:17:09 +0100\nReceived: \
         from localhost (localhost [127.0.0.1]) by hub.example.com with ESMTP id c3; Tue, 3 Nov 2026 13:17:05 +0100\nReceived: from pc.example.com \
         (pc.example.com [192.0.2.9]) by hub.example.com with ESMTPSA id b2; Tue, 3 Nov 2026 13:00:03 +0100\nFrom: Bob <bob@example.com>\n{TO_READER}"
    ));
    assert!(
        told.steps[0].text.contains("on hub.example.com, between two of its programs"),
        "{:?}",
        told.steps
    );
}

#[test]
fn the_wait_before_the_first_server_is_told() {
    let told = |written: &str| {
        finding(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 Nov 2026 08:30:09 +0100\nReceived: \
             from phone.example.com (phone.example.com [192.0.2.9]) by out.example.com with ESMTPSA id b2; Tue, 3 Nov 2026 08:30:03 +0100\nDate: Tue, 3 \
             Nov 2026 {written} +0100\nFrom: Bob <bob@example.com>\n{TO_READER}"
        ))
        .summary
    };
    let late = told("07:58:20");
    assert!(
        late.contains(
            "6 seconds from the first Received field on, and 31 minutes 49 seconds from writing if the author's clock is right: written 07:58, first taken over \
             08:30, arrived 08:30"
        ),
        "{late}"
    );
    assert!(!told("08:29:58").contains("written"));
    let days = finding(&format!(
        "Received: from out.example.com (out.example.com [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 Nov 2026 08:30:09 +0100\nReceived: from \
         phone.example.com (phone.example.com [192.0.2.9]) by out.example.com with ESMTPS id b2; Tue, 3 Nov 2026 08:30:03 +0100\nDate: Mon, 2 Nov 2026 19:00:00 \
         +0100\nFrom: Bob <bob@example.com>\n{TO_READER}"
    ))
    .summary;
    assert!(
        days.contains("written 2026-11-02 19:00, first taken over 08:30, arrived 08:30 (2026-11-03,"),
        "{days}"
    );
    assert!(!told("08:40:00").contains("written"));
}

#[test]
fn another_clock_proves_when_it_was_written() {
    let told = |more: &str| {
        finding(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 Nov 2026 08:30:09 +0100\nReceived: \
             from phone.example.com (phone.example.com [192.0.2.9]) by out.example.com with ESMTPSA id b2; Tue, 3 Nov 2026 08:30:03 +0100\n{more}Date: Tue, 3 \
             Nov 2026 07:58:20 +0100\nFrom: Bob <bob@example.com>\n{TO_READER}"
        ))
    };
    let by_gmail =
        told("X-Received: by 2002:a05:600c::1 with SMTP id a1; Mon, 2 Nov 2026 22:58:30 -0800 (PST)\n");
    let whole =
        "31 minutes 49 seconds from writing to arrival, 6 seconds of these from the first Received field on";
    assert!(by_gmail.summary.contains(whole), "{}", by_gmail.summary);
    assert!(by_gmail.summary.contains("written 07:58 (as X-Received shows, too)"), "{}", by_gmail.summary);
    assert_eq!(by_gmail.title, "The mail arrived after 31 minutes 49 seconds on its way");
    let signed = told("DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; t=1793689102; b=AA\n");
    assert!(signed.summary.contains("(as the time in its DKIM signature shows, too)"), "{}", signed.summary);
    // Signed where it was taken over at last.
    let late = told("DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; t=1793691003; b=AA\n");
    assert!(late.summary.contains("if the author's clock is right"), "{}", late.summary);
}

#[test]
fn other_fields_tell_when_it_came_where_the_newest_are_missing() {
    let way = "Received: from [192.0.2.34] (p5.example.net [192.0.2.14]) by mail.example.com (Postfix) with ESMTPSA id 8D1F41A0C7 for <ann@aol.com>; Thu, 19 \
               Nov 2026 19:03:52 +0100 (CET)\nFrom: Bob <bob@example.com>\nTo: ann@aol.com\nSubject: a\nMessage-ID: <1@example.com>\nDate: Thu, 19 Nov 2026 \
               19:03:50 +0100\n";
    let told = finding(&format!(
        "Authentication-Results: atlas-production.omega.yahoo.com; spf=pass smtp.mailfrom=example.com\nX-Apparently-To: ann@aol.com; Sun, 22 Nov 2026 05:48:29 \
         +0000\n{way}"
    ));
    assert!(told.title.contains("after 2 days 11 hours 44 minutes"), "{}", told.title);
    assert!(
        told.summary.contains("by X-Apparently-To the mail was there at 2026-11-22 05:48 UTC"),
        "{}",
        told.summary
    );
    assert_eq!(told.state, "late");
    assert!(
        told.steps
            .iter()
            .any(|step| step.text.contains("log of mail.example.com for the message (8D1F41A0C7 there)"))
    );
    let gmail = finding(&format!(
        "X-Received: by 2002:a05:6402::1 with SMTP id 4f; Thu, 19 Nov 2026 10:16:12 -0800 (PST)\nAuthentication-Results: mx.google.com; spf=pass \
         smtp.mailfrom=example.com\n{}",
        way.replace("ann@aol.com", "ann@example.org")
    ));
    assert!(gmail.title.contains("after 12 minutes 20 seconds"), "{}", gmail.title);
}

#[test]
fn of_two_houses_at_microsoft_the_senders_fields_are_not_the_whole_way() {
    let paste = |more: &str, came: &str| {
        format!(
            "Authentication-Results: spf=pass (sender IP is 40.107.160.92) smtp.mailfrom=example.com; dmarc=pass action=none header.from=example.com\n{more}\
             Received: from A1.DEUP281.PROD.OUTLOOK.COM (2603:10a6::13) by A2.DEUP281.PROD.OUTLOOK.COM (2603:10a6::7) with Microsoft SMTP Server id 15.20; \
             Wed, 25 Nov 2026 08:41:11 +0000\nReceived: from A1.DEUP281.PROD.OUTLOOK.COM ([fe80::1]) by A1.DEUP281.PROD.OUTLOOK.COM ([fe80::1]) with mapi id \
             15.20; Wed, 25 Nov 2026 08:41:11 +0000\nFrom: Bob <bob@example.com>\nTo: ann@example.org\nSubject: a\nMessage-ID: <1@example.com>\n\
             X-Forefront-Antispam-Report: CIP:{came};SCL:1;SFV:NSPM;CAT:NONE;DIR:INB;\nX-MS-Exchange-CrossTenant-OriginalArrivalTime: 25 Nov 2026 \
             08:41:14.3870 (UTC)\n"
        )
    };
    let cut = finding(&paste("", "40.107.160.92")).summary;
    assert!(cut.contains("those of the recipient's side at Microsoft 365, are missing"), "{cut}");
    assert!(
        cut.contains("3 seconds after the newest Received field here") && !cut.contains("in all"),
        "{cut}"
    );
    let border = "Received: from a.outbound.protection.outlook.com (40.107.160.92) by B1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server id \
                  15.20; Wed, 25 Nov 2026 08:41:14 +0000\n";
    assert!(!finding(&paste(border, "40.107.160.92")).summary.contains("missing"));
}

#[test]
fn the_newest_fields_are_said_to_be_missing_where_those_above_are_of_another_network() {
    let rest = format!(
        "Received: from out.example.com (out.example.com [192.0.2.7]) by relay.example.net with ESMTPS id d4; Tue, 3 Nov 2026 08:30:09 +0100\nReceived: \
         from pc.example.com (pc.example.com [192.0.2.9]) by out.example.com with ESMTPSA id b2; Tue, 3 Nov 2026 08:30:03 +0100\nFrom: Bob \
         <bob@example.com>\n{TO_READER}"
    );
    for (above, whose) in [
        ("Authentication-Results: mx.google.com; spf=pass smtp.mailfrom=example.com\n", "Google"),
        ("X-Apparently-To: ann@aol.com; Tue, 3 Nov 2026 07:31:00 +0000\n", "Yahoo"),
    ] {
        let report = crate::diagnose(&format!("{above}{rest}"));
        let told = &report.findings[0].summary;
        assert!(told.contains("These headers hold 2 hops, 6 seconds from the first to the last"), "{told}");
        assert!(told.contains(whose) && told.contains("are missing") && !told.contains("in all"), "{told}");
        let trust =
            report.observations.iter().find(|one| one.id == "trust-boundary").map(|one| one.text.as_str());
        assert!(
            trust.is_some_and(|text| text.contains("then reached") && !text.contains("the last that")),
            "{trust:?}"
        );
    }
    for above in ["", "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.com\n"] {
        assert!(finding(&format!("{above}{rest}")).summary.contains("6 seconds in all"), "{above}");
    }
}

#[test]
fn at_a_provider_the_mailbox_is_named_and_nobody_is_sent_to_its_log() {
    let told = |results: &str, to: &str| {
        let paste = format!(
            "X-Apparently-To: {to}; Tue, 3 Nov 2026 10:40:05 +0000\nAuthentication-Results: {results}; spf=pass smtp.mailfrom=firm.example; dmarc=pass \
             header.from=firm.example\nReceived: from 192.0.2.7 (EHLO out.firm.example) by 10.253.57.1 with SMTPs; Tue, 3 Nov 2026 10:40:04 +0000\nReceived: \
             from in.firm.example (in.firm.example [192.0.2.8]) by out.firm.example with ESMTP id b7; Tue, 3 Nov 2026 11:00:02 +0100\nReceived: from pc.firm.example \
             (pc.firm.example [192.0.2.9]) by in.firm.example with ESMTP id b6; Tue, 3 Nov 2026 11:00:01 +0100\nFrom: Ann <ann@firm.example>\nTo: \
             bob@reader.example\nSubject: Offer\nDate: Tue, 3 Nov 2026 11:00:00 +0100\nMessage-ID: <1@firm.example>\n"
        );
        finding(&paste)
    };
    let recipient = |told: &crate::report::Finding| {
        told.facts.iter().find(|fact| fact.name == "Recipient").map(|fact| fact.value.clone())
    };
    let asks = |told: &crate::report::Finding| {
        told.steps.iter().any(|step| step.text.contains("in the log of 10.253.57.1"))
    };
    let provider = told("mta1.mail.yahoo.com", "bob@yahoo.de");
    assert_eq!(recipient(&provider).as_deref(), Some("bob@yahoo.de"));
    assert!(!asks(&provider), "{:?}", provider.steps);
    let house = told("mx.reader.example", "bob@reader.example");
    assert_eq!(recipient(&house).as_deref(), Some("bob@reader.example"));
    assert!(asks(&house), "{:?}", house.steps);
}

#[test]
fn the_way_is_told_in_the_verdicts_zone() {
    let paste = "Received: from out.firm.example (out.firm.example [192.0.2.7]) by mx.google.com with ESMTPS id a1; Tue, 3 Nov 2026 02:40:04 -0800 (PST)\nReceived: \
                 from pc.firm.example (pc.firm.example [192.0.2.9]) by out.firm.example with ESMTP id b6; Tue, 3 Nov 2026 11:00:01 +0100\nFrom: Ann \
                 <ann@firm.example>\nTo: bob@gmail.com\nSubject: Offer\nDate: Tue, 3 Nov 2026 11:00:00 +0100\nMessage-ID: <1@firm.example>\n";
    let report = crate::diagnose(paste);
    assert!(
        report.findings[0].summary.contains("sent 11:00, arrived 11:40"),
        "{}",
        report.findings[0].summary
    );
    let rows = crate::report::journey::rows(&report);
    assert!(rows.iter().all(|row| row.contains("+0100")), "{rows:?}");
}

#[test]
fn a_list_that_refuses_the_filter_is_the_filters_matter() {
    let told = |tests: &str| {
        finding(&format!(
            "Received: from out.firm.example (out.firm.example [192.0.2.7]) by mx.reader.example with ESMTPS id a1 for <bob@reader.example>; Tue, 3 Nov 2026 \
             10:40:04 +0100\nX-Spam-Status: Yes, score=7.1 required=5.0 tests=[RDNS_NONE=5.1, HTML_MESSAGE=2.0{tests}]\nX-Spam-Checker-Version: SpamAssassin \
             4.0.0 on mx.reader.example\nFrom: Ann <ann@firm.example>\nTo: bob@reader.example\nSubject: Offer\nMessage-ID: <1@firm.example>\n"
        ))
    };
    let asks = |tests: &str| {
        told(tests)
            .steps
            .iter()
            .any(|step| step.by == "recipient-admin" && step.text.contains("Give the filter a resolver"))
    };
    assert!(asks(", URIBL_BLOCKED=0.001") && !asks(""));
}

#[test]
fn one_received_field_alone_is_told_as_one() {
    let told = finding(
        "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org with ESMTPS id b2 for <ann@example.org>; Tue, 3 Nov \
         2026 10:20:00 +0100\n",
    );
    assert_eq!((told.state.as_str(), told.stage.as_str()), ("part", "inbound"));
    assert!(told.title.starts_with("One server took the mail over"), "{}", told.title);
    let wanted = "mx.example.org took the mail from out.example.com at 2026-11-03 10:20:00 +0100, for ann@example.org.";
    assert!(told.summary.starts_with(wanted), "{}", told.summary);
    let kind = |above: &str, field: &str| crate::diagnose(&format!("{above}{field}\n")).kind;
    let field = "Received: from out.example.com ([192.0.2.1]) by mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:20:00 +0100";
    assert_eq!(kind("", field), "headers");
    assert_eq!(kind("What does this mean?\n\n", field), "headers");
    assert_ne!(kind("550 5.1.1 No such user\n\n", field), "headers");
    assert_ne!(kind("", "Received: one parcel from the depot by the neighbour"), "headers");
}

#[test]
fn what_the_verdict_says_of_two_clocks_is_said_once() {
    let paste = "Received: from list.example.org (list.example.org [192.0.2.7]) by mx.example.net with ESMTPS id A; Tue, 4 Mar 2025 \
        10:00:05 +0000\nReceived: from out.example.com (out.example.com [192.0.2.3]) by list.example.org with ESMTPS id B; Tue, 4 \
        Mar 2025 10:05:05 +0000\nReceived: from pc.example.com (pc.example.com [192.0.2.1]) by out.example.com with ESMTPS id C; \
        Tue, 4 Mar 2025 10:00:01 +0000\nFrom: Ann <ann@example.com>\n";
    let report = crate::diagnose(paste);
    assert!(report.observations.iter().any(|one| one.id == "clock-off"));
    assert!(report.findings[0].summary.contains("one of the two is off by at least 5 minutes"));
    let text = crate::report::text::write(&report, None, &|_, words| words.to_owned());
    assert!(!text.contains("disagree: one of them"), "{text}");
    assert!(!text.contains("does not fit"), "{text}");
}

#[test]
fn the_name_of_a_line_is_not_of_who_runs_the_server_on_it() {
    let late = |seen: &str| {
        finding(&format!(
            "X-Greylist: delayed 9000 seconds by postgrey-1.37 at mx.example.org; Tue, 3 Nov 2026 12:30:10 +0000\nReceived: from \
             mail.example.com ({seen} [203.0.113.9])\n\tby mx.example.org (Postfix) with ESMTPS id c1; Tue, 3 Nov 2026 12:30:10 \
             +0000\nReceived: from SRV.shop.local (192.168.1.2) by SRV.shop.local (192.168.1.2) with Microsoft SMTP Server id \
             15.1; Tue, 3 Nov 2026 10:00:00 +0000\n{FIRST}Date: Tue, 3 Nov 2026 10:00:00 +0000\nTo: ann@example.org\n"
        ))
    };
    for line in ["ip-203-0-113-9.static.example.net", "pcb007109.dip0.example.net"] {
        let told = late(line);
        assert_eq!(told.who, "the mail administrators of example.com and example.org");
        assert_eq!(told.steps[1].by, "sender-admin", "{:?}", told.steps);
        let tell = told.to_tell.expect("the recipient can show it");
        assert!(tell.contains("was offered to mx.example.org at 2026-11-03 10:00:10 +0000"), "{tell}");
    }
    assert_eq!(late("gate.example.net").who, "the mail administrators of example.net and example.org");
}

#[test]
fn a_wait_on_one_server_ends_with_its_last_stamp() {
    let pass = |id: u8, time: &str| {
        format!(
            "Received: from localhost (localhost [127.0.0.1])\n\tby mx.example.org (Postfix) with ESMTP id q{id}; Tue, 3 Nov 2026 {time} +0100\nReceived: \
             from mx.example.org ([127.0.0.1])\n\tby localhost (mx.example.org [127.0.0.1]) (amavis, port 1002{id})\n\twith ESMTP id s{id}; Tue, 3 \
             Nov 2026 {time} +0100\n"
        )
    };
    let told = finding(&format!(
        "{}{}Received: from out.example.com (out.example.com [203.0.113.9])\n\tby mx.example.org (Postfix) with ESMTPS id c1; Tue, 3 Nov 2026 08:00:03 \
         +0100\nTo: ann@example.org\n{FIRST}",
        pass(2, "10:05:00"),
        pass(1, "10:00:00")
    ));
    let words = format!(
        "{} {} {}",
        told.note.unwrap_or_default(),
        told.to_tell.unwrap_or_default(),
        told.ask.unwrap_or_default()
    );
    assert!(!words.contains("at last"), "{words}");
    for part in [
        "the next program there took it at 2026-11-03 10:00:00 +0100",
        "The last stamp of mx.example.org is of 2026-11-03 10:05:00 +0100",
        "Last stamp there: 2026-11-03 10:05:00 +0100",
        "It waited 2 hours 4 minutes on the recipient's side",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_clock_that_is_hours_off_is_told_beside_a_wait_of_minutes() {
    let report = crate::diagnose(&format!(
        "Received: from box.example.org (box.example.org [192.0.2.2])\n\tby store.example.org with LMTP id c4; Tue, 3 Nov 2026 10:07:21 +0100\n\
         Received: from gate.example.org (gate.example.org [192.0.2.3])\n\tby box.example.org with ESMTPS id c3; Tue, 3 Nov 2026 10:07:20 +0100\n\
         Received: from out.host.example (out.host.example [198.51.100.4])\n\tby gate.example.org with ESMTPS id c2; Tue, 3 Nov 2026 11:07:18 +0100\n\
         Received: from srv.example.com (srv.example.com [203.0.113.9])\n\tby out.host.example with ESMTPSA id c1; Tue, 3 Nov 2026 10:07:10 +0100\n\
         Received: from pc ([192.168.1.7])\n\tby srv.example.com with ESMTP id a1; Tue, 3 Nov 2026 10:00:00 +0100\nTo: ann@example.org\nDate: Tue, 3 Nov \
         2026 10:00:00 +0100\n{FIRST}"
    ));
    let told = &report.findings[0];
    assert!(told.who.contains("whoever runs gate.example.org"), "{}", told.who);
    assert!(told.steps.iter().any(|step| step.text.contains("time server (NTP)")), "{:?}", told.steps);
    assert!(
        told.summary.contains("a queue on the sender's own server, before it handed the mail on"),
        "{}",
        told.summary
    );
    let clock = report.observations.iter().find(|one| one.id == "clock-off").expect("the clock");
    assert!(
        clock.text.contains("in the zone of the servers beside it")
            && !clock.text.contains("wrong time zone"),
        "{}",
        clock.text
    );
}

#[test]
fn who_is_put_off_is_who_knocked() {
    let told = |client: &str| {
        finding(&format!(
            "X-Greylist: delayed 10790 seconds by postgrey-1.37 at in.example.net\nReceived: from {client} by in.example.net (Postfix) with \
             ESMTPS id b2; Tue, 3 Nov 2026 13:00:00 +0100\nReceived: from pc.example.com (pc.example.com [10.0.0.9])\n\tby inside.example.com \
             with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\n{FIRST}"
        ))
    };
    let step = |told: &crate::report::Finding| {
        let own = told.steps.iter().find(|step| step.text.contains("when it tried again"));
        let own = own.expect("a step for the sender's side");
        (own.by.to_string(), own.text.to_string())
    };
    let pool = told("pool7.example.edu (pool7.example.edu [192.0.2.1])");
    let (by, text) = step(&pool);
    assert_eq!(by, "sender-admin");
    assert!(
        text.contains(
            "log of pool7.example.edu when it tried again after its first try at 2026-11-03 10:00:10 +0100:"
        ),
        "{text}"
    );
    assert_eq!(pool.who, "the mail administrators of example.edu and example.net");
    let letter = pool.ask.unwrap_or_default();
    assert!(letter.contains("pool7.example.edu came back only then"), "{letter}");
    assert!(letter.contains("\nFirst try there: 2026-11-03 10:00:10 +0100\n"), "{letter}");
    assert!(pool.note.unwrap_or_default().contains("Its first try was at 2026-11-03 10:00:10 +0100"));
    // What it was called in HELO is its own name, whatever DNS knows it by; an inner name is nobody's to find.
    for same in [
        "inside.example.com (static-7.example.edu [192.0.2.1])",
        "hub.example.com (hub.corp.local [10.0.0.4])",
    ] {
        let (_, text) = step(&told(same));
        assert!(text.contains("log of inside.example.com when it tried again (a1 there)"), "{text}");
    }
}

#[test]
fn a_program_that_calls_itself_localhost_is_named_by_its_machine() {
    let rows = |program: &str, from: &str| {
        let report = crate::diagnose(&format!(
            "Received: from localhost (localhost [127.0.0.1])\n\tby mx.example.org (Postfix) with ESMTP id a3; Tue, 3 Nov 2026 10:00:03 +0100\n\
             Received: from {from}\n\tby localhost (mx.example.org [127.0.0.1]){program}\n\twith ESMTP id x1; Tue, 3 Nov 2026 10:00:02 \
             +0100\nReceived: from out.example.com (out.example.com [192.0.2.1])\n\tby mx.example.org (Postfix) with ESMTPS id a1; Tue, 3 Nov \
             2026 10:00:01 +0100\nFrom: bob@example.com\nTo: ann@example.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\n"
        ));
        crate::report::journey::rows(&report).remove(1)
    };
    let inner = "mx.example.org ([127.0.0.1])";
    for (program, name) in [
        (" (amavis, port 10024)", "amavis"),
        (" (amavisd-new, port 10024)", "amavisd-new"),
        ("", "a program"),
    ] {
        let row = rows(program, inner);
        assert!(row.ends_with(&format!("  {name} on mx.example.org")), "{row}");
    }
}
