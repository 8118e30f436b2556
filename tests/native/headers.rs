//! What is said of header blocks as a whole: times, proofs, and whose filter spoke.

use mailwhy::report::Report;

/// Three hops: from example.net by example.org to example.com, at these times of one minute.
fn way(first: &str, second: &str, third: &str) -> String {
    format!(
        "Received: from mx.example.org (mx.example.org [198.51.100.2])\n\tby in.example.com with ESMTPS id c3; Tue, 3 Nov 2026 \
         {third} +0000\nReceived: from out.example.net (out.example.net [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; \
         Tue, 3 Nov 2026 {second} +0000\nReceived: from pc (pc.example.net [192.0.2.9])\n\tby out.example.net with ESMTPSA id \
         a1; Tue, 3 Nov 2026 {first} +0000\nFrom: Ann <ann@example.net>\nTo: bob@example.com\nSubject: Lunch\nMessage-ID: \
         <1@example.net>\n"
    )
}

fn text(report: &Report, id: &str) -> String {
    let seen = report.observations.iter().find(|seen| seen.id == id);
    seen.unwrap_or_else(|| panic!("no {id}: {:?}", report.observations)).text.clone()
}

#[test]
fn a_step_over_a_clock_that_is_left_out_belongs_to_two_servers() {
    let report = mailwhy::diagnose(&way("10:00:00", "08:00:00", "10:20:00"));
    let step = &report.timeline.as_ref().expect("a timeline").steps[2];
    assert_eq!(step.delay, Some(1200));
    assert_eq!(
        step.likely.as_deref(),
        Some(
            "for 2 servers together: the time of mx.example.org cannot be used, so which of them took it is not known"
        )
    );
    assert!(text(&report, "slow-hop").contains("for 2 servers together"));
    let advice = &report.findings[0].steps[1].text;
    assert!(advice.contains("out.example.net and mx.example.org"), "{advice}");
}

#[test]
fn what_a_stamp_is_moved_by_is_told() {
    let report = mailwhy::diagnose(&way("10:00:00", "10:00:14", "10:00:04"));
    let steps = &report.timeline.as_ref().expect("a timeline").steps;
    assert_eq!((steps[1].delay, steps[1].adjusted, steps[2].delay), (Some(4), Some(10), Some(0)));
    let even = mailwhy::diagnose(&way("10:00:00", "10:00:02", "10:00:04"));
    assert!(even.timeline.expect("a timeline").steps.iter().all(|step| step.adjusted.is_none()));
}

#[test]
fn a_clock_is_told_with_one_number_everywhere() {
    let report = mailwhy::diagnose(&way("10:00:00", "03:47:15", "10:00:01"));
    let off = report.timeline.as_ref().and_then(|timeline| timeline.steps[1].clock_off);
    // 6 hours 12 minutes 45 seconds are at least 6 hours 12 minutes: whoever words it cuts.
    assert_eq!(off, Some(-(6 * 3600 + 12 * 60 + 45)));
    assert!(text(&report, "clock-off").contains("6 hours 12 minutes"));
}

#[test]
fn a_filters_word_on_the_author_is_told_as_its_word() {
    let noted = "X-Spam-Report: Spam detection software, running on the system \"spamd.example.org\",\n\thas NOT identified this \
                 incoming email as spam.\n\t-0.0 SPF_PASS               SPF: sender matches SPF record\n\t-0.1 DKIM_VALID_AU     \
                 Message has a valid signature\n\t-0.1 DKIM_VALID        Message has a signature\n";
    let signed = "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=k1; h=from:to; bh=YQ==; b=YQ==\n";
    let way = way("10:00:00", "10:00:01", "10:00:02");
    // What stands above the receiving server's own stamp was written there.
    let report = mailwhy::diagnose(&format!("{noted}{way}{signed}"));
    let told = text(&report, "dmarc-not-stated");
    assert!(
        told.contains("the spam filter of spamd.example.org found a DKIM signature of example.net valid"),
        "{told}"
    );
    assert!(told.contains("SPF_PASS") && !told.contains("nothing can be said"), "{told}");
    let alignment = report.alignment.expect("an alignment");
    assert_eq!(alignment.aligned, Some(true));
    assert!(alignment.noted.iter().all(|noted| noted.by == "the spam filter of spamd.example.org"));
    // Below it anybody may have written it, the author included: it is told, and proves nothing.
    let report = mailwhy::diagnose(&format!("{way}{signed}{noted}"));
    let told = text(&report, "dmarc-not-stated");
    assert!(told.contains("noted SPF_PASS") && told.contains("DKIM_VALID_AU ("), "{told}");
    assert_eq!(report.alignment.expect("an alignment").aligned, None);
    // Without the signature there is nothing that the word could be about.
    let unsigned = mailwhy::diagnose(&format!("{noted}{way}"));
    assert_eq!(unsigned.alignment.expect("an alignment").aligned, None);
}

#[test]
fn a_guessed_spf_record_proves_nothing() {
    let results = "Authentication-Results: in.example.com; spf=pass (best guess record for domain of ann@example.net) \
                   smtp.mailfrom=ann@example.net\n";
    let report = mailwhy::diagnose(&format!("{results}{}", way("10:00:00", "10:00:01", "10:00:02")));
    assert_eq!(report.alignment.as_ref().and_then(|alignment| alignment.aligned), Some(false));
    assert!(text(&report, "dmarc-not-stated").contains("example.net publishes no SPF record"));
    let record = mailwhy::diagnose(&format!(
        "{}{}",
        results.replace("best guess record for ", ""),
        way("10:00:00", "10:00:01", "10:00:02")
    ));
    assert_eq!(record.alignment.and_then(|alignment| alignment.aligned), Some(true));
}

#[test]
fn everybody_who_wrote_results_is_named() {
    let elsewhere = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=ann@example.net\n";
    let other = "Authentication-Results: out.example.net; dkim=pass header.d=example.net\n";
    let block = way("10:00:00", "10:00:01", "10:00:02");
    let (top, rest) = block.split_at(block.find("Received: from out").expect("a hop"));
    let (middle, last) = rest.split_at(rest.find("Received: from pc").expect("a hop"));
    let report = mailwhy::diagnose(&format!("{top}{elsewhere}{middle}{other}{last}"));
    let told = text(&report, "results-from-elsewhere");
    assert!(told.contains("by mx.example.org (others by out.example.net)"), "{told}");
}

#[test]
fn tests_of_equal_weight_are_named_together_and_shown() {
    let status = "X-Spam-Status: Yes, score=6.4 required=5.0 tests=[RAZOR2_CHECK=4.0,\n\tSPF_FAIL=0.8, RDNS_NONE=0.8, \
                  URIBL_BLACK=0.8]\n";
    let report = mailwhy::diagnose(&format!("{status}{}", way("10:00:00", "10:00:01", "10:00:02")));
    let told = text(&report, "spam-verdict");
    for test in ["RAZOR2_CHECK", "SPF_FAIL", "RDNS_NONE", "URIBL_BLACK"] {
        assert!(told.contains(test), "{test} is missing in {told}");
    }
    let seen = report.observations.iter().find(|seen| seen.id == "spam-verdict").expect("a verdict");
    assert_eq!(seen.evidence.len(), 4);
    // Where too many weigh the same, their number is told.
    let many: Vec<String> = (0..9).map(|test| format!("EXAMPLE_{test}=0.7")).collect();
    let status = format!("X-Spam-Status: Yes, score=6.3 required=5.0 tests=[{}]\n", many.join(",\n\t"));
    let report = mailwhy::diagnose(&format!("{status}{}", way("10:00:00", "10:00:01", "10:00:02")));
    assert!(text(&report, "spam-verdict").contains("6 more weigh 0.7 each"));
}

#[test]
fn common_fields_on_spam_are_of_the_filter_whose_fields_stand_around() {
    let filter = "X-Spam-Level: \nX-Spam-Flag: NO\nX-Rspamd-Queue-Id: a1\nX-Rspamd-Action: no action\nX-Spamd-Result: default: \
                  False [-2.50 / 50.00];\n\tBAYES_HAM(-3.00)[99%]\n";
    let report = mailwhy::diagnose(&format!("{}{filter}", way("10:00:00", "10:00:01", "10:00:02")));
    let told = text(&report, "filter-on-the-way");
    assert!(told.contains("Rspamd of out.example.net did not take this mail for spam (-2.5"), "{told}");
}

#[test]
fn a_bare_no_is_no_word_of_spamassassin() {
    let of = |status: &str| {
        let block = format!("X-Spam-Status: {status}\n{}", way("10:00:00", "10:00:01", "10:00:02"));
        text(&mailwhy::diagnose(&block), "clean-verdict")
    };
    assert!(of("No").starts_with("The spam filter"), "{}", of("No"));
    assert!(of("No, score=1.0 required=5.0").starts_with("SpamAssassin"));
}

#[test]
fn nobody_is_told_that_a_filter_looked_and_did_not() {
    let stamp = "X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:1;SFV:NSPM;IPV:CAL;CAT:NONE;\n";
    let report = mailwhy::diagnose(&format!("{stamp}{}", way("10:00:00", "10:00:01", "10:00:02")));
    let verdict = report.filters[0].verdict.clone().unwrap_or_default();
    assert_eq!(verdict, "Looked at, and not taken for spam (SCL 1).");
}

#[test]
fn symbols_of_a_plain_report_are_its_filters_word() {
    let results = "Authentication-Results: in.example.com; dkim=pass header.d=example.net\n";
    let symbols =
        "X-Rspamd-Server: scan.example.com\nX-Rspamd-Report: R_DKIM_ALLOW(-0.2) DMARC_POLICY_ALLOW(-0.5)\n";
    let report = mailwhy::diagnose(&format!("{results}{}{symbols}", way("10:00:00", "10:00:01", "10:00:02")));
    let told = text(&report, "dmarc-not-stated");
    assert!(
        told.starts_with("No Authentication-Results field states a DMARC result, but the mail would pass")
    );
    assert!(
        told.contains("The spam filter of scan.example.com noted R_DKIM_ALLOW")
            && told.contains("DMARC passed"),
        "{told}"
    );
}

#[test]
fn a_date_that_goes_with_a_clock_that_is_left_out_blames_no_author() {
    let block = format!("{}Date: Tue, 3 Nov 2026 11:00:05 +0000\n", way("11:00:09", "10:00:01", "10:00:02"));
    let told = text(&mailwhy::diagnose(&block), "date-ahead");
    assert!(
        told.ends_with("it goes with the clock of out.example.net, which does not agree with the others."),
        "{told}"
    );
    let alone = format!("{}Date: Tue, 3 Nov 2026 11:00:05 +0000\n", way("10:00:00", "10:00:01", "10:00:02"));
    assert!(text(&mailwhy::diagnose(&alone), "date-ahead").contains("the author's clock or time zone"));
}

#[test]
fn a_report_on_late_mail_is_no_report_on_mail_that_failed() {
    let of = |subject: &str| {
        let block = format!(
            "Return-Path: <>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: MAILER-DAEMON@example.com\n\
             Subject: {subject}\n"
        );
        mailwhy::diagnose(&block).findings.remove(0)
    };
    let late = of("Delivery Status Notification (Delay)");
    assert!(
        late.title.contains("report on another mail") && late.summary.contains("what became of it"),
        "{}",
        late.title
    );
    assert!(of("Undelivered Mail Returned to Sender").title.contains("not delivered"));
}

#[test]
fn who_ends_greylisting_is_who_runs_that_server() {
    let held = "X-Greylist: delayed 1200 seconds by postgrey-1.37 at";
    let by = |block: String| {
        let steps = mailwhy::diagnose(&block).findings.remove(0).steps;
        let exception = steps.iter().find(|step| step.text.contains("exception from greylisting"));
        exception.expect("a step").by.to_string()
    };
    let on_the_way = format!("{}{held} mx.example.org\n", way("10:00:00", "10:20:00", "10:20:01"));
    assert_eq!(by(on_the_way), "network");
    let at_the_end = format!("{}{held} in.example.com\n", way("10:00:00", "10:00:01", "10:20:01"));
    assert_eq!(by(at_the_end), "recipient-admin");
}

#[test]
fn dmarc_that_failed_beside_a_proof_is_not_explained_by_what_cannot_be() {
    let results = "Authentication-Results: in.example.com; spf=pass smtp.mailfrom=ann@NAME; dmarc=fail header.from=example.net\n";
    let of = |name: &str| {
        let results = results.replace("NAME", name);
        mailwhy::diagnose(&format!("{results}{}", way("10:00:00", "10:00:01", "10:00:02")))
    };
    let same = of("example.net");
    assert!(text(&same, "dmarc-failed").ends_with("Why, the fields do not show."));
    assert!(
        !same.findings[0]
            .steps
            .iter()
            .any(|step| step.text.contains("Sign with DKIM for the domain in From"))
    );
    assert!(text(&of("mail.example.net"), "dmarc-failed").contains("strict alignment"));
}

#[test]
fn a_result_without_a_domain_is_about_the_only_signature() {
    let signed = "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=k1; h=from:to; bh=YQ==; b=YQ==\n";
    let results =
        "Authentication-Results: in.example.com; dkim=neutral; spf=none smtp.mailfrom=example.net\n";
    let block = format!("{results}{}{signed}", way("10:00:00", "10:00:01", "10:00:02"));
    let told = text(&mailwhy::diagnose(&block), "dmarc-not-stated");
    assert!(told.contains("(dkim=neutral)") && !told.contains("no result is stated"), "{told}");
    let two = text(
        &mailwhy::diagnose(&format!("{block}{}", signed.replace("example.net", "example.org"))),
        "dmarc-not-stated",
    );
    assert!(!two.contains("(dkim=neutral)"), "{two}");
}

#[test]
fn mail_that_lay_in_a_mailbox_waited_for_whoever_fetches_it() {
    let fetched = "Received: from localhost [127.0.0.1]\n\tby home.example.com with IMAP (fetchmail-6.4.1); Tue, 3 Nov 2026 10:40:00 \
                   +0000\n";
    // The clock of the server before is off, which is no reason to look for the mail there.
    let report = mailwhy::diagnose(&format!("{fetched}{}", way("10:00:00", "10:00:02", "08:00:00")));
    let step = &report.timeline.as_ref().expect("a timeline").steps[3];
    assert_eq!(step.likely.as_deref(), Some("the time until a program next fetched mail from that mailbox"));
    assert_eq!(report.findings[0].steps[0].by, "recipient");
}

#[test]
fn the_time_is_told_of_the_part_that_the_clocks_tell_of() {
    let summary = |block: String| mailwhy::diagnose(&block).findings.remove(0).summary;
    let whole = summary(way("10:00:00", "10:00:02", "10:00:05"));
    assert!(whole.starts_with("It took 3 hops, 5 seconds in all."), "{whole}");
    let part = summary(way("12:00:00", "10:00:02", "10:00:05"));
    assert!(
        part.starts_with("It took 3 hops; from mx.example.org to in.example.com it was 3 seconds."),
        "{part}"
    );
}

#[test]
fn results_without_a_domain_claim_nothing_of_one() {
    let of = |results: &str| {
        mailwhy::diagnose(&format!(
            "Authentication-Results: in.example.com; {results}\n{}",
            way("10:00:00", "10:00:01", "10:00:02")
        ))
    };
    let broken = text(&of("dmarc=permerror (no from domain)"), "dmarc-not-stated");
    assert!(
        broken.starts_with("The server states dmarc=permerror.")
            && broken.contains("or From holds no domain"),
        "{broken}"
    );
    let none = of("dmarc=none action=none header.from=").auth.remove(0).meaning.unwrap_or_default();
    assert!(none.starts_with("The server found no domain in From"), "{none}");
}

/// A mail that failed DMARC at Outlook.com, with what came of it and where the mailbox put it.
fn failed_at_outlook(action: &str, mailbox: &str) -> Report {
    mailwhy::diagnose(&format!(
        "Received: from A1.prod.outlook.com (2603:10a6::1) by B1.prod.outlook.com with HTTPS; Tue, 3 Nov 2026 10:00:03 \
         +0000\nAuthentication-Results: spf=fail (sender IP is 192.0.2.9) smtp.mailfrom=example.net; dkim=none (message not \
         signed) header.d=none;dmarc=fail action={action} header.from=example.net;compauth=fail reason=000\nReceived: from \
         out.example.org (192.0.2.9) by D1.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id \
         15.20.8511.15; Tue, 3 Nov 2026 10:00:01 +0000\nFrom: Ann <ann@example.net>\nTo: bob@example.com\nSubject: \
         Lunch\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.net>\n{mailbox}"
    ))
}

#[test]
fn the_mailbox_and_not_the_policy_tells_where_a_mail_landed() {
    let title = |action: &str, mailbox: &str| failed_at_outlook(action, mailbox).findings[0].title.clone();
    let inbox = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:I;ENG:(1)(2);\n";
    assert_eq!(title("quarantine", ""), "The mail was put in quarantine or in Junk");
    assert_eq!(title("quarantine", inbox), "The mail arrived");
    // By that Microsoft lets it in: no filter spoke, and where it landed is not told.
    let refused = failed_at_outlook("oreject", "");
    assert_eq!(refused.findings[0].title, "The mail arrived, and nothing proves who sent it");
    assert!(refused.observations.iter().all(|seen| seen.id != "spam-verdict"), "{:?}", refused.observations);
    assert!(
        refused
            .alignment
            .is_some_and(|table| table.text.contains("took it in all the same (action=oreject)"))
    );
    let let_in = failed_at_outlook("oreject", inbox);
    assert!(let_in.observations.iter().all(|seen| seen.id != "quarantined"), "{:?}", let_in.observations);
}

#[test]
fn greylisting_that_no_stamp_shows_is_the_delay() {
    let held = "X-Greylist: delayed 528 seconds by postgrey-1.37 at in.example.com\n";
    let told =
        mailwhy::diagnose(&format!("{held}{}", way("10:00:00", "10:00:01", "10:00:02"))).findings.remove(0);
    assert_eq!(told.title, "The mail arrived after greylisting held it back for 8 minutes 48 seconds");
    assert!(told.evidence.iter().any(|seen| seen.quote.contains("528 seconds")));
    assert!(told.steps.iter().any(|step| step.by == "recipient-admin" && step.text.contains("greylisting")));
    // Where the stamps show it, it is told of them.
    let shown =
        mailwhy::diagnose(&format!("{held}{}", way("10:00:00", "10:00:01", "10:08:49"))).findings.remove(0);
    assert!(shown.title.starts_with("The mail arrived after 8 minutes"), "{}", shown.title);
}

#[test]
fn suspicion_of_phishing_warns_where_nothing_proves_the_author() {
    let stamps = "X-MS-Exchange-Organization-PCL: 4\nX-Microsoft-Antispam-Mailbox-Delivery: dest:J;\n";
    let results = |dkim: &str| {
        format!(
            "Authentication-Results: in.example.com; dkim={dkim} header.d=example.net; dmarc={dkim} header.from=example.net\n"
        )
    };
    let steps = |dkim: &str| {
        let block = format!("{stamps}{}{}", results(dkim), way("10:00:00", "10:00:01", "10:00:02"));
        mailwhy::diagnose(&block).findings.remove(0).steps
    };
    assert!(steps("fail")[0].text.starts_with("Open no link"), "{:?}", steps("fail"));
    assert!(steps("pass")[0].text.contains("mark it as no spam"), "{:?}", steps("pass"));
}

#[test]
fn what_a_sealing_server_says_is_told_as_its_word() {
    let seal = "ARC-Seal: i=2; a=rsa-sha256; cv=fail; d=example.com; s=k; b=YQ==\nARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.org; s=k; b=YQ==\n";
    let told =
        text(&mailwhy::diagnose(&format!("{seal}{}", way("10:00:00", "10:00:01", "10:00:02"))), "arc-broken");
    assert!(told.starts_with("The ARC seal of example.com says"), "{told}");
}

#[test]
fn a_yes_with_points_behind_it_is_a_yes() {
    let of = |word: &str| {
        let block = format!("X-TM-AS-Result: {word}12.3-5.0-31\n{}", way("10:00:00", "10:00:01", "10:00:02"));
        mailwhy::diagnose(&block).findings.remove(0)
    };
    assert_eq!(of("Yes-").title, "The mail arrived, likely in the spam folder: a filter calls it spam");
    assert!(of("No--").summary.contains("Trend Micro did not take this mail for spam"));
}

#[test]
fn headers_that_end_at_the_senders_server_say_nothing_of_the_mailbox() {
    let home = "Received: from localhost (localhost [127.0.0.1])\n\tby mail.example.net (Postfix) with ESMTP id b2\n\tfor <bob@example.org>; \
                Tue, 3 Nov 2026 10:00:02 +0000\nReceived: by mail.example.net (Postfix, from userid 48)\n\tid a1; Tue, 3 Nov 2026 10:00:00 \
                +0000\nFrom: ann@example.net\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.net>\n";
    let title = |block: &str| mailwhy::diagnose(block).findings.remove(0).title;
    assert_eq!(title(home), "These headers end where the mail was sent from");
    // Delivered there, or for the same organisation.
    assert!(title(&format!("Delivered-To: bob@example.org\n{home}")).starts_with("The mail arrived"));
    assert!(title(&home.replace("bob@example.org", "bob@example.net")).starts_with("The mail arrived"));
}

#[test]
fn a_newsletter_is_no_list_that_writes_its_own_address() {
    let block = format!(
        "List-Id: <news.example.net>\nReply-To: x@example.org\n{}",
        way("10:00:00", "10:00:01", "10:00:02")
    );
    let told = text(&mailwhy::diagnose(&block), "reply-to-elsewhere");
    assert!(told.starts_with("Answers go to x@example.org, not to"), "{told}");
}

/// Fastmail's servers name themselves by a word of their own network on top.
#[test]
fn a_network_is_called_by_the_name_that_others_know() {
    let block = "Received: from in5.internal (in5.nyi.internal [10.0.0.45]) by store1.internal (Cyrus) with LMTPA; Wed, 12 Mar \
        2025 09:14:33 -0400\nReceived: from mx4 ([10.0.0.203]) by in5.internal (LMTPProxy); Wed, 12 Mar 2025 09:14:32 -0400\n\
        Received: from milter.internal (localhost [127.0.0.1]) by mx4.example.org (Authentication Milter) with ESMTP id F1; Wed, \
        12 Mar 2025 09:14:32 -0400\nAuthentication-Results: mx4.example.org; dmarc=pass header.from=example.com; spf=pass \
        smtp.mailfrom=b+1@example.com\nReceived: from out.example.com (out.example.com [192.0.2.44]) by mx4.example.org (Postfix) \
        with ESMTPS; Wed, 12 Mar 2025 09:14:31 -0400\nFrom: ann@example.com\nSubject: a\n";
    let report = mailwhy::diagnose(block);
    let trust = report.timeline.as_ref().and_then(|timeline| timeline.trust.as_ref()).expect("a boundary");
    assert_eq!((trust.hop, trust.network.as_str()), (3, "example.org"));
    assert!(report.observations.iter().all(|seen| seen.id != "results-from-elsewhere"));
    // The envelope's sender is known by the check of it.
    let sender = report.findings[0].facts.iter().find(|fact| fact.name == "Envelope sender");
    assert_eq!(sender.map(|fact| fact.value.as_str()), Some("b+1@example.com"));
}

#[test]
fn a_server_that_gives_an_address_for_a_name_is_not_the_senders() {
    let block = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com\nReceived: from 203.0.113.140 (EHLO \
        out.example.com) by 10.0.0.12 with SMTPs; Sun, 01 Jun 2025 20:10:12 +0000\nReceived: from pc (pc.example.com \
        [203.0.113.5]) by out.example.com with ESMTPSA id 1; Sun, 1 Jun 2025 20:10:11 +0000\nFrom: ann@example.com\nSubject: \
        a\n";
    let report = mailwhy::diagnose(block);
    let trust = report.timeline.as_ref().and_then(|timeline| timeline.trust.as_ref()).expect("a boundary");
    assert_eq!((trust.hop, trust.network.as_str()), (0, "example.org"));
}

#[test]
fn a_proof_that_was_lost_behind_a_server_is_no_fault_of_the_senders() {
    let block = "Authentication-Results: spf=softfail smtp.mailfrom=example.org; dkim=fail (body hash did not verify) \
        header.d=example.org;dmarc=fail action=none header.from=example.org\nReceived: from esa.example.com (203.0.113.20) by \
        D1.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 15.20; Tue, 4 Mar 2025 10:00:07 +0000\n\
        Authentication-Results: esa.example.com; dkim=pass header.i=@example.org; dmarc=pass (p=reject dis=none) d=example.org\n\
        Received: from out.example.org (192.0.2.10) by esa.example.com with ESMTP; 4 Mar 2025 10:00:06 +0000\nFrom: \
        news@example.org\nSubject: News\nX-Forefront-Antispam-Report: CIP:203.0.113.20;SCL:5;SFV:SPM;\n";
    let report = mailwhy::diagnose(block);
    let finding = &report.findings[0];
    assert_eq!(finding.act, "network");
    let step = finding.steps.iter().find(|step| step.by == "network").expect("a step for them");
    assert!(
        step.text.contains("though esa.example.com is said to have found that DMARC passed"),
        "{}",
        step.text
    );
    assert!(finding.ask.is_none(), "nobody is asked to sign what is signed");
    // Anybody can write results of a server that the mail never came by.
    let forged = mailwhy::diagnose(
        &block.replace("Authentication-Results: esa.example.com", "Authentication-Results: mx.bank.example"),
    );
    assert_eq!(forged.findings[0].act, "sender-admin");
    // Without that word, it is the sending side's to look.
    let alone =
        mailwhy::diagnose(&block.replace("dmarc=pass (p=reject dis=none) d=example.org", "dmarc=none"));
    assert_eq!(alone.findings[0].act, "sender-admin");
    assert!(alone.findings[0].ask.as_ref().is_some_and(|ask| ask.contains("the signature did not fit")));
}

#[test]
fn a_filter_that_was_skipped_does_not_praise() {
    let block = "Received: from a.example.org (192.0.2.1) by ex.example.com (10.0.0.2) with Microsoft SMTP Server id 15.2; Mon, 3 \
        Mar 2025 14:20:43 +0000\nFrom: ann@example.org\nSubject: a\nX-MS-Exchange-Organization-SCL: -1\n";
    let summary = mailwhy::diagnose(block).findings.remove(0).summary;
    assert!(summary.ends_with("Exchange let this mail past the spam filter (SCL -1)."), "{summary}");
}

#[test]
fn fortimails_word_on_spf_is_told() {
    let block = "Received: from a.example.org (a.example.org [192.0.2.1]) by fml.example.com with ESMTP id 5; Mon, 3 Mar 2025 \
        14:20:43 +0000\nX-FEAS-SPF: spf-result=pass, ip=192.0.2.1, helo=a.example.org, mailFrom=ann@example.org\nFrom: \
        ann@example.org\nSubject: a\n";
    let text = text(&mailwhy::diagnose(block), "dmarc-not-stated");
    assert!(text.contains("noted spf-result=pass ("), "{text}");
}

#[test]
fn a_signature_of_who_passed_the_mail_on_is_not_dated_ahead() {
    let block = |t: &str| {
        format!(
            "Received: from group.example.com (group.example.com [192.0.2.7]) by mx.example.com with ESMTPS id 2; Fri, 7 Feb 2025 \
             12:11:08 +0000\nDKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=g; t={t}; h=From; b=x\nReceived: from \
             out.example.net (out.example.net [198.51.100.61]) by group.example.com with ESMTPS id 1; Fri, 7 Feb 2025 08:10:00 \
             +0000\nFrom: kai@example.net\nSubject: a\n"
        )
    };
    let is_ahead = |t: &str| {
        let seen = mailwhy::diagnose(&block(t)).observations;
        seen.iter().any(|seen| seen.id == "signature-dated-ahead")
    };
    assert!(!is_ahead("1738930260"), "signed at noon, when the group passed it on");
    assert!(is_ahead("1738940000"), "signed hours after it arrived");
}

#[test]
fn points_that_stand_in_a_field_of_their_own_are_read() {
    let block = |more: &str| {
        format!(
            "Received: from a.example.org (a.example.org [192.0.2.1]) by mx.example.com with ESMTP id 5; Mon, 3 Mar 2025 14:20:43 \
             +0000\n{more}From: ann@example.org\nSubject: a\n"
        )
    };
    let points = |more: &str| {
        let filter = mailwhy::diagnose(&block(more)).filters.remove(0);
        let known = filter.notes.iter().any(|note| note.term == "RAZOR2_CHECK");
        (serde_json::to_value(filter.fields.get("points")).expect("a list").to_string(), known)
    };
    let fastmails = "X-Spam-score: 2.5\nX-Spam-hits: RAZOR2_CHECK 2.5, LOCAL_OTHER -0.1, LANGUAGES en, SA_VERSION 4.0.0\n";
    assert_eq!(points(fastmails), ("[\"RAZOR2_CHECK=2.5\",\"LOCAL_OTHER=-0.1\"]".to_owned(), true));
    let reported = "X-Spam-Status: Yes, score=7.3 required=5.0 tests=RAZOR2_CHECK,LOCAL_OTHER\nX-Spam-Report: *  2.6 \
        RAZOR2_CHECK Listed\n\t* -1.0 LOCAL_OTHER No words\n";
    assert_eq!(points(&reported.replace("X-Spam-Report", "X-Ham-Report")), points(reported));
    assert_eq!(points(reported), ("[\"RAZOR2_CHECK=2.6\",\"LOCAL_OTHER=-1\"]".to_owned(), true));
}

#[test]
fn a_wait_on_a_gateway_is_not_the_authors() {
    let block = "Received: from mx.example.com (mx.example.com [192.0.2.9]) by store.example.com with ESMTPS id 3; Wed, 4 Jun 2025 \
        07:12:05 +0000\nReceived: from gate.example.net (localhost [127.0.0.1]) by gate.example.net (Postfix) with ESMTP id 2; \
        Wed, 4 Jun 2025 07:12:04 +0000\nReceived: from mail.example.org (mail.example.org [203.0.113.61]) by gate.example.net \
        (Postfix) with ESMTPS id 1; Wed, 4 Jun 2025 05:05:58 +0000\nFrom: ann@example.org\nSubject: a\n";
    let finding = mailwhy::diagnose(block).findings.remove(0);
    let step = finding
        .steps
        .iter()
        .find(|step| step.text.starts_with("Search the queue"))
        .expect("a step on the wait");
    assert_eq!(step.by, "network");
    let letter = finding.ask.expect("a letter");
    assert!(letter.contains("a mail stayed 2 hours 6 minutes on gate.example.net."), "{letter}");
}

#[test]
fn what_rspamds_action_rests_on_is_told() {
    let block = "X-Spamd-Result: default: False [5.79 / 15.00]; R_DKIM_REJECT(1.00)[example.com]; BAYES_SPAM(4.90)[99%]; \
        MIME_GOOD(-0.10)[text/plain]\nX-Rspamd-Action: add header\nReceived: from out.example.com (out.example.com \
        [198.51.100.73]) by mx.example.org with ESMTPS id 1; Fri, 20 Dec 2024 19:48:27 +0000\nFrom: vic@example.com\nSubject: \
        a\n";
    let report = mailwhy::diagnose(block);
    let said = text(&report, "spam-verdict");
    assert!(said.contains("Most against it: BAYES_SPAM ("), "{said}");
    assert!(report.findings[0].evidence.iter().any(|one| one.quote == "BAYES_SPAM"));
}

#[test]
fn results_of_a_sister_of_the_last_server_are_no_earlier_ones() {
    let block = |second: &str| {
        let report = mailwhy::diagnose(&format!(
            "Authentication-Results: mx1.example.org; dmarc=fail header.from=example.com; dkim=fail header.d=example.com\n\
             {second}Received: from out.example.com (out.example.com [192.0.2.44]) by mx.example.org with ESMTPS id 4X; Wed, 12 Mar \
             2025 09:14:31 +0000\nFrom: a@example.com\nSubject: x\nDKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=x; h=from; \
             bh=a; b=b\n"
        ));
        report.alignment.expect("a table").text
    };
    let sister = "Authentication-Results: mx2.example.org; dmarc=pass header.from=example.com\n";
    assert!(block("").contains("DMARC failed"));
    assert!(!block(sister).contains("Before that"), "{}", block(sister));
}

/// A way to example.org: fields above it, and below it the author's.
fn headers(above: &str, below: &str) -> String {
    format!(
        "{above}Received: from out.example.com (out.example.com [198.51.100.73]) by mx.example.org with ESMTPS id 1; Fri, 20 Dec \
         2024 19:48:27 +0000\n{below}From: vic@example.com\nSubject: a\n"
    )
}

#[test]
fn signs_of_an_imitated_sender_are_told_before_all() {
    let hits = |reply: &str| {
        format!(
            "X-Mimecast-Impersonation-Protect: Policy=Default;Internal User Name=true;Reply-to Address Mismatch={reply};Newly \
             Observed Domain=false\n"
        )
    };
    let first = |reply: &str| mailwhy::diagnose(&headers("", &hits(reply))).findings.remove(0);
    let seen = first("true");
    assert!(seen.title.ends_with("a filter sees signs of an imitated sender"), "{}", seen.title);
    assert!(seen.steps[0].text.contains("do not answer it") && seen.steps.len() == 1, "{:?}", seen.steps);
    assert!(seen.ask.is_none());
    assert!(!first("false").title.contains("imitated"));
}

#[test]
fn what_dmarc_calls_for_is_not_what_was_done() {
    let results = "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=example.com; dkim=none; dmarc=fail \
                   action=quarantine header.from=example.com\n";
    let title =
        |more: &str| mailwhy::diagnose(&headers(&format!("{more}{results}"), "")).findings.remove(0).title;
    assert_eq!(title(""), "The mail was put in quarantine or in Junk");
    assert_eq!(title("X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:I;\n"), "The mail arrived");
    let phishing = "X-Forefront-Antispam-Report: CIP:198.51.100.73;SCL:8;SFV:SPM;CAT:HPHSH;\n";
    assert_eq!(title(phishing), "The mail was put in quarantine or in Junk, as phishing");
}

#[test]
fn a_text_that_was_changed_is_neutral_to_google() {
    let results = "Authentication-Results: mx.example.org; dkim=neutral (body hash did not verify) header.d=example.com; spf=pass \
                   smtp.mailfrom=lists.example.net; dmarc=fail header.from=example.com\n";
    let signed = "List-Id: <a.lists.example.net>\nDKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=x; h=from; bh=a; b=b\n";
    let finding = mailwhy::diagnose(&headers(results, signed)).findings.remove(0);
    assert!(
        finding.steps.iter().any(|step| step.text.contains("the signature does not fit")),
        "{:?}",
        finding.steps
    );
}

#[test]
fn who_publishes_nothing_can_mend_it() {
    let results = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;\nAuthentication-Results: mx.example.org; spf=none \
                   smtp.mailfrom=example.com; dkim=none; dmarc=none header.from=example.com\n";
    assert_eq!(mailwhy::diagnose(&headers(results, "")).findings[0].act, "sender-admin");
    let proved = results.replace("dkim=none", "dkim=pass header.d=example.com");
    assert_eq!(mailwhy::diagnose(&headers(&proved, "")).findings[0].act, "recipient");
}

#[test]
fn not_refused_is_not_yet_clean() {
    let verdict = |points: &str| {
        let report = mailwhy::diagnose(&headers(
            &format!("X-Spamd-Result: default: False [{points} / 15.00]; BAYES_SPAM({points})[99%]\n"),
            "",
        ));
        report.filters[0].verdict.clone().unwrap_or_default()
    };
    assert!(verdict("8.40").starts_with("Not refused (8.40 points"), "{}", verdict("8.40"));
    assert!(verdict("1.10").starts_with("Not taken for spam"), "{}", verdict("1.10"));
}

#[test]
fn icloud_names_its_servers_with_bare_words() {
    let block = "Received: from out.example.com (out.example.com [198.51.100.73]) by p00-icloudmta-smtpin-us-west-1a-9 (Postfix) with \
        ESMTPS id 1 for <ann@icloud.com>; Fri, 20 Dec 2024 19:48:27 +0000\nAuthentication-Results: dmarc.icloud.com; dmarc=pass \
        header.from=example.com\nReceived: by out.example.com id 2; Fri, 20 Dec 2024 19:48:26 +0000\nFrom: vic@example.com\n";
    let report = mailwhy::diagnose(block);
    assert!(
        report.observations.iter().all(|one| !one.text.contains("not by the network")),
        "{:?}",
        report.observations
    );
}

#[test]
fn a_record_of_what_could_not_be_sent_is_no_header() {
    let kind = |more: &str| {
        let paste = format!("Date: Fri, 20 Nov 2026 10:00:00 +0000\nTo: ann@example.org\nSubject: a\n{more}");
        mailwhy::diagnose(&paste).kind
    };
    assert_ne!(kind("Error: SMTP Error: Could not authenticate.\n"), "headers");
    assert_eq!(kind("From: bob@example.com\nMessage-ID: <1@example.com>\nError: none\n"), "headers");
}

#[test]
fn a_servers_field_behind_a_short_one_is_a_field_of_its_own() {
    let way = "Received: from out.example.com (out.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:00:02 \
               +0100\nFrom: Bob <bob@example.com>\nTo: ann@example.org\n";
    let read = |line: &str| mailwhy::diagnose(&format!("{way}{line}Date: Tue, 3 Nov 2026 10:00:00 +0100\n"));
    let signed = read(
        "Subject: Offer DKIM-Signature: v=1; a=rsa-sha256; d=example.com;\n\ts=k1; h=from; bh=AA; b=AA\n",
    );
    assert_eq!(signed.dkim_signatures.len(), 1);
    let subject =
        |report: &mailwhy::Report| report.message.as_ref().and_then(|message| message.subject.clone());
    assert_eq!(subject(&signed).as_deref(), Some("Offer"));
    let passed = read(
        "Message-ID: <1@example.com> Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com\n",
    );
    assert_eq!(passed.auth.len(), 1);
    // What somebody writes about fields is a subject.
    for words in [
        "What does Received: mean?",
        "Authentication-Results: what is it; tell me",
        "DKIM-Signature: missing",
    ] {
        assert_eq!(
            subject(&read(&format!("Subject: Re: {words}\n"))).as_deref(),
            Some(&*format!("Re: {words}"))
        );
    }
}
