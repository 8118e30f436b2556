//! What came of a proof that failed: what the server did about it, and why it failed.

use mailwhy::report::Report;

/// A mail from example.net by out.example.net to this server, which states these results.
fn arrived(server: &str, results: &str, more: &str) -> Report {
    mailwhy::diagnose(&format!(
        "Authentication-Results: {server}; {results}\nReceived: from out.example.net (out.example.net [192.0.2.1])\n\tby \
         {server} with ESMTPS id b2; Tue, 3 Nov 2026 10:00:01 +0000\nReceived: from pc (pc.example.net [192.0.2.9])\n\tby \
         out.example.net with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0000\nDKIM-Signature: v=1; a=rsa-sha256; \
         d=example.net; s=a; h=From; bh=YQ==; b=YQ==\nFrom: Ann <ann@example.net>\nTo: bob@example.com\nSubject: \
         Lunch\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.net>\n{more}"
    ))
}

fn text(report: &Report, id: &str) -> String {
    let seen = report.observations.iter().find(|seen| seen.id == id);
    seen.unwrap_or_else(|| panic!("no {id}: {:?}", report.observations)).text.clone()
}

fn steps(report: &Report) -> String {
    report.findings[0].steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
}

#[test]
fn what_the_server_did_about_a_failure_is_told() {
    let of = |done: &str| {
        let results = format!(
            "dkim=fail header.d=example.net; dmarc=fail (p=REJECT sp=REJECT dis={done}) header.from=example.net"
        );
        arrived("mx.google.com", &results, "")
    };
    let aside = of("QUARANTINE");
    assert_eq!(aside.findings[0].title, "The mail was put in quarantine or in Junk");
    assert!(
        aside.findings[0].summary.contains("Gmail puts such mail into Spam"),
        "{}",
        aside.findings[0].summary
    );
    assert!(steps(&aside).contains("mark it as no spam"), "{}", steps(&aside));
    let none = of("NONE");
    assert_eq!(none.findings[0].title, "The mail arrived, and nothing proves who sent it");
    assert!(text(&none, "dmarc-failed").contains("did nothing about that (dis=NONE)"));
    let refused = of("REJECT");
    assert_eq!(refused.findings[0].title, "The mail arrived, and nothing proves who sent it");
    assert!(text(&refused, "dmarc-failed").contains("(dis=REJECT), yet it is here"));
}

#[test]
fn a_signature_that_expired_was_changed_by_nobody() {
    for stated in [
        "dkim=permerror (expired signature)",
        "dkim=fail (signature expired)",
        "dkim=fail reason=\"signature expired\"",
    ] {
        let report = arrived(
            "mx.example.com",
            &format!("{stated} header.d=example.net; dmarc=fail header.from=example.net"),
            "",
        );
        let told = steps(&report);
        assert!(told.contains("sender-admin: ") && told.contains("later expiry (x=)"), "{told}");
        assert!(!told.contains("changed") && !told.contains("forwarder"), "{told}");
        let meaning = report
            .auth
            .iter()
            .find(|stated| stated.method == "dkim")
            .and_then(|stated| stated.meaning.clone());
        assert_eq!(meaning.as_deref(), Some("The signature had expired when it was checked (x=)."));
    }
    // Of another domain's signature, nothing follows for this one.
    let other = arrived(
        "mx.example.com",
        "dkim=fail (body hash did not verify) header.d=example.net; dkim=fail (signature expired) header.d=example.org; \
         dmarc=fail header.from=example.net",
        "",
    );
    assert!(!steps(&other).contains("expiry"), "{}", steps(&other));
}

#[test]
fn who_passed_a_mail_on_can_leave_it_as_it_is() {
    let results = "dkim=fail header.d=example.net; spf=pass smtp.mailfrom=\"SRS0=a=b=example.net=ann@example.org\"; dmarc=fail \
                   header.from=example.net";
    let told =
        steps(&arrived("mx.example.com", results, "Return-Path: <SRS0=a=b=example.net=ann@example.org>\n"));
    assert!(told.contains("network: ") && told.contains("the server that passed the mail on"), "{told}");
}

#[test]
fn a_list_that_writes_its_own_address_can_prove_it() {
    let failed = |more: &str| {
        let results = "spf=none smtp.mailfrom=talk-bounces@example.net; dkim=pass header.d=example.org; dmarc=fail \
                       header.from=example.net";
        text(&arrived("mx.example.com", results, more), "dmarc-failed")
    };
    let own = failed("List-Post: <mailto:ann@example.net>\n");
    assert!(own.contains("no SPF record is published for example.net (spf=none)"), "{own}");
    assert!(own.contains("its own address into From") && !own.contains("replaces the envelope"), "{own}");
    let other = failed("List-Post: <mailto:talk@example.net>\n");
    assert!(other.contains("replaces the envelope sender"), "{other}");
}

#[test]
fn a_score_alone_names_no_program() {
    let by = |more: &str| {
        let report = arrived(
            "mx.example.com",
            "spf=pass smtp.mailfrom=example.net",
            &format!("X-Spam-Status: No, score=0.8{more}\n"),
        );
        report.findings[0].summary.contains("SpamAssassin")
    };
    assert!(!by(""));
    assert!(by(" required=5.0"));
    assert!(by("\nX-Spam-Checker-Version: SpamAssassin 4.0.0 on mx.example.com"));
}

#[test]
fn a_filter_beside_a_server_is_called_by_the_servers_name() {
    let report = mailwhy::diagnose(
        "Received: from mx.example.net (mx.example.net [192.0.2.5]) by mx.example.com with ESMTPS id c3; Tue, 3 Nov 2026 \
         10:00:04 +0000\nReceived: from localhost (localhost [127.0.0.1]) by mx.example.net (Postfix) with ESMTP id b2; Tue, 3 \
         Nov 2026 10:00:03 +0000\nX-Spam-Status: No, score=1.9 required=6.3 tests=[HTML_MESSAGE=0.001]\nReceived: from \
         mx.example.net ([127.0.0.1]) by localhost (mx.example.net [127.0.0.1]) (amavis, port 10024) with ESMTP id a9; Tue, 3 \
         Nov 2026 10:00:02 +0000\nReceived: from out.example.org (out.example.org [198.51.100.1]) by mx.example.net with \
         ESMTPS id a1; Tue, 3 Nov 2026 10:00:01 +0000\nFrom: ann@example.org\nSubject: Lunch\n",
    );
    let told = text(&report, "filter-on-the-way");
    assert!(told.contains("SpamAssassin of mx.example.net"), "{told}");
}

#[test]
fn the_server_of_a_mailbox_that_is_fetched_is_the_receivers() {
    let report = mailwhy::diagnose(
        "Received: from pop.example.com [192.0.2.5] by pc with POP3 (fetchmail-6.4.37) for <bob@localhost>; Tue, 3 Nov 2026 \
         11:00:00 +0000\nReceived: from out.example.net (out.example.net [192.0.2.1]) by mx.example.com with ESMTPS id b2; \
         Tue, 3 Nov 2026 10:00:01 +0000\nAuthentication-Results: mx.example.com; dmarc=fail header.from=example.net\n\
         X-Spam-Checker-Version: SpamAssassin 4.0.0 on mx.example.com\nX-Spam-Status: Yes, score=5.6 required=5.0 \
         tests=BAYES_99\nFrom: ann@example.net\nSubject: Lunch\n",
    );
    assert_eq!(
        report.findings[0].title,
        "The mail arrived, likely in the spam folder: a filter calls it spam"
    );
    assert!(report.observations.iter().all(|seen| seen.id != "results-from-elsewhere"));
}

#[test]
fn yahoos_word_on_bulk_mail_is_told() {
    let report = mailwhy::diagnose(
        "Received: from 192.0.2.1 (EHLO out.example.net) by atlas1.free.mail.ir2.yahoo.com with SMTPs; Tue, 3 Nov 2026 \
         10:00:01 +0000\nFrom: ann@example.net\nSubject: Lunch\nX-YahooFilteredBulk: 192.0.2.1\n",
    );
    assert_eq!(
        report.findings[0].title,
        "The mail arrived, likely in the spam folder: a filter calls it spam"
    );
    assert!(text(&report, "spam-verdict").starts_with("Yahoo speaks against this mail: taken for bulk mail"));
}

#[test]
fn a_method_of_its_time_is_no_fault() {
    let told = |year: &str| {
        let mail = format!(
            "Received: from out.example.net (out.example.net [192.0.2.1]) by mx.example.com with ESMTP id b2; Wed, 29 Aug \
             {year} 10:00:01 +0000\nDKIM-Signature: a=rsa-sha1; d=example.net; s=a; h=From; b=YQ==\nFrom: \
             ann@example.net\nSubject: Lunch\n"
        );
        text(&mailwhy::diagnose(&mail), "weak-signature")
    };
    assert!(told("2007").contains("as was usual when the mail was sent"));
    assert!(told("2018").contains("counts as no signature"));
}
