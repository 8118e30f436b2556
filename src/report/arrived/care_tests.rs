//! Mail that nothing failed of, and that asks for care, or lies with somebody all the same; and what its sender can do.

use super::tests::finding;

const HEAD: &str = "Date: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.net>\nSubject: a\n";

fn received(from: &str) -> String {
    format!(
        "Received: from {from} ({from} [192.0.2.1]) by mx.norrland-pumps.example with ESMTPS id b7 for <ann@norrland-pumps.example>; Tue, 3 Nov 2026 \
         10:00:02 +0100\n"
    )
}

#[test]
fn a_mail_that_passed_may_still_ask_for_care() {
    let results = "Authentication-Results: mx.norrland-pumps.example; spf=pass smtp.mailfrom=example.net; dmarc=pass header.from=example.net\n";
    let way = received("out.example.net");
    let led = format!(
        "{results}{way}From: Tara <tara@example.net>\nReply-To: desk@example.com\nTo: undisclosed-recipients:;\n{HEAD}"
    );
    let claimed = format!(
        "{way}From: \"Karin (CEO Norrland)\" <k77@gmail.com>\nTo: ann@norrland-pumps.example\n{HEAD}"
    );
    let own =
        format!("{way}From: Karin <karin@norrland-pumps.example>\nTo: ann@norrland-pumps.example\n{HEAD}");
    for paste in [led, claimed, own] {
        let told = finding(&paste);
        assert!(told.title.contains("take care"), "{}", told.title);
        assert_eq!((told.state.as_str(), told.act.as_str()), ("warning", "recipient"), "{paste}");
        let first = &told.steps[0].text;
        assert!(first.contains("by another way") && first.contains("not that it is honest"), "{first}");
        assert!(told.steps.iter().all(|step| !step.text.contains("look into Junk")), "{:?}", told.steps);
    }
}

#[test]
fn results_alone_do_not_tell_where_it_landed() {
    let told = finding(
        "Authentication-Results: mx.example.org; dkim=pass header.d=example.com; dmarc=pass header.from=example.com\n",
    );
    assert!(told.title.starts_with("The checks passed; where"), "{}", told.title);
    assert!(!told.who.contains("it arrived") && told.stage == "inbound", "{} {}", told.who, told.stage);
}

#[test]
fn a_rule_of_the_readers_is_theirs_to_look_at() {
    let told = finding(&format!(
        "{}X-Microsoft-Antispam-Mailbox-Delivery: ucf:1;jmr:0;dest:C;OFR:CustomRules;\nFrom: bob@example.com\n{HEAD}",
        received("out.example.com")
    ));
    assert!(told.title.contains("rule") && told.who.starts_with("you"), "{} {}", told.title, told.who);
    assert!(told.steps[0].text.starts_with("Look at your own rules"), "{:?}", told.steps);
}

#[test]
fn what_is_there_is_not_asked_for() {
    let told = |more: &str| {
        let paste = format!(
            "Authentication-Results: spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com;dmarc=pass action=none \
             header.from=example.com\nReceived: from out.example.com (192.0.2.33) by B1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP \
             Server id 15.20.1; Tue, 3 Nov 2026 10:00:02 +0000\nX-Forefront-Antispam-Report: CIP:192.0.2.33;SCL:5;SFV:SPM;CAT:SPM;DIR:INB;\n\
             X-Microsoft-Antispam-Mailbox-Delivery: dest:J;OFR:SpamFilterAuthJ;\n{more}From: shop@example.com\nTo: pete@hotmail.com\n{HEAD}"
        );
        finding(&paste)
    };
    let says = |found: &crate::report::Finding, words: &str| {
        found.steps.iter().any(|step| step.text.contains(words))
    };
    let plain = told("");
    assert!(
        says(&plain, "SNDS") && !says(&plain, "one click") && !says(&plain, "compare its headers"),
        "{:?}",
        plain.steps
    );
    assert_eq!(plain.evidence[0].quote, "SFV:SPM");
    let letter = plain.ask_if_sent.expect("a letter");
    assert!(!letter.contains("Message-ID") && letter.contains("From: shop@example.com"), "{letter}");
    assert!(says(&told("List-Unsubscribe: <mailto:a@example.com>\n"), "one click"));
    let both =
        "List-Unsubscribe: <https://example.com/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n";
    assert!(!says(&told(both), "one click"));
}

#[test]
fn a_shop_that_sends_by_itself_is_told_so() {
    let told = finding(&format!(
        "Authentication-Results: spf=none smtp.mailfrom=web9.example.net; dkim=none;dmarc=none action=none header.from=shop.example;compauth=fail \
         reason=001\nReceived: from web9.example.net (192.0.2.33) by B1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server id \
         15.20.1; Tue, 3 Nov 2026 10:00:02 +0000\nReceived: by web9.example.net (Postfix, from userid 33) id 9A0D73E; Tue, 3 Nov 2026 \
         10:00:01 +0000\nX-Forefront-Antispam-Report: CIP:192.0.2.33;SCL:5;SFV:SPM;CAT:SPOOF;DIR:INB;\n\
         X-Microsoft-Antispam-Mailbox-Delivery: dest:J;OFR:SpamFilterAuthJ;\nX-PHP-Originating-Script: 33:PHPMailer.php\nReturn-Path: \
         www-data@web9.example.net\nFrom: shop@shop.example\nTo: pete@hotmail.com\n{HEAD}"
    ));
    assert!(
        told.steps[0].text.contains("your web site sent this mail itself, as www-data@web9.example.net"),
        "{:?}",
        told.steps
    );
    assert!(
        told.steps.iter().any(|step| step.text.contains("spf=none) is that of web9.example.net")),
        "{:?}",
        told.steps
    );
    let letter = told.ask.expect("a letter");
    for words in ["Sent by: web9.example.net (192.0.2.33), id there 9A0D73E", "compauth=fail reason=001"] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    assert!(told.who.starts_with("the sender, with"), "{}", told.who);
}

#[test]
fn a_rewritten_author_is_judged_by_the_readers_own_filter() {
    let report = |more: &str| {
        crate::diagnose(&format!(
            "{more}Return-Path: <talk+b1@list.example>\n{}Received: from out.example.com (out.example.com [192.0.2.9]) by mx.list.example with ESMTPS id \
             a1 for <talk@list.example>; Tue, 3 Nov 2026 10:00:01 +0100\nReceived-SPF: pass (domain of bob@example.com designates 192.0.2.9) \
             client-ip=192.0.2.9; envelope-from=bob@example.com;\nDKIM-Signature: v=1; a=rsa-sha256; d=list.example; s=k; h=from; b=aa==\n\
             List-Post: <mailto:talk@list.example>\nFrom: Bob via Talk <talk@list.example>\nReply-To: bob@example.com\n{HEAD}",
            received("mx.list.example")
        ))
    };
    let rspamd = "X-Spamd-Result: default: False [9.42 / 15.00]; BAYES_SPAM(5.10)[99.98%]; DMARC_POLICY_ALLOW(-0.50)[list.example,none]; \
                  R_DKIM_ALLOW(-0.20)[list.example:s=k]; FUZZY_DENIED(2.80)[1:5f0c:0.56:bin]\nX-Spam: Yes\nX-Rspamd-Action: add header\n";
    let seen = report(rspamd);
    assert!(seen.observations.iter().all(|one| one.id != "not-aligned"), "{:?}", seen.observations);
    let found = &seen.findings[0];
    let note = found.note.clone().unwrap_or_default();
    assert!(
        note.contains("9.42 points, and refuses mail from 15.00 on") && note.contains("DMARC_POLICY_ALLOW"),
        "{note}"
    );
    assert!(
        found.steps.iter().any(|step| step.text.contains("It is the attached file")),
        "{:?}",
        found.steps
    );
    assert!(
        found.steps.iter().all(|step| !step.text.contains("Nothing in these headers proves")),
        "{:?}",
        found.steps
    );
    // A report alone names the domain.
    let alone = finding(rspamd);
    assert!(alone.note.is_some_and(|note| note.contains("signature of list.example")), "{:?}", alone.steps);
}

#[test]
fn a_wrong_clock_and_a_chosen_time_are_said() {
    let way = |last: &str, more: &str| {
        format!(
            "Received: from b.example.com (b.example.com [192.0.2.1]) by mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:00:04 +0100\n\
             Received: from a.example.com (a.example.com [192.0.2.2]) by b.example.com with ESMTPS id b1; Tue, 3 Nov 2026 10:00:03 +0100\n\
             Received: from pc (pc.example.com [192.0.2.3]) by a.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 {last} +0100\n{more}From: \
             bob@example.com\nTo: ann@example.org\nSubject: a\n"
        )
    };
    let off = finding(&way("16:00:01", "Date: Tue, 3 Nov 2026 16:00:00 +0100\n"));
    assert!(off.who.starts_with("whoever runs a.example.com"), "{off:?}");
    assert!(off.steps[0].text.contains("time server"), "{:?}", off.steps);
    let set = finding(&way(
        "10:00:02",
        "Date: Mon, 2 Nov 2026 20:00:00 +0100\nDeferred-Delivery: Tue, 3 Nov 2026 10:00:00 +0100\n",
    ));
    assert!(set.summary.contains("Its author chose that time"), "{}", set.summary);
}

#[test]
fn a_wait_names_whom_it_may_lie_with() {
    let held = |by: &str, client: &str, at: &str| {
        finding(&format!(
            "Received: from localhost (localhost [127.0.0.1]) by {by}; Tue, 3 Nov 2026 13:00:04 +0100\nReceived: from {client} ({client} \
             [192.0.2.2]) by {at} with ESMTPS id b1; Tue, 3 Nov 2026 10:00:03 +0100\nFrom: bob@example.com\nDate: Tue, 3 Nov 2026 10:00:00 \
             +0100\nTo: ann@example.org\nSubject: a\n"
        ))
    };
    let amavis = held(
        "localhost (mx.example.org [127.0.0.1]) (amavis, port 10032) with ESMTP id x1",
        "out.example.com",
        "mx.example.org (Postfix)",
    );
    assert!(amavis.summary.contains("before amavis"), "{}", amavis.summary);
    let list = held(
        "lists.example.org (Postfix) with ESMTP id x1",
        "out.example.com",
        "lists.example.org (Postfix)",
    );
    assert!(list.summary.contains("for a moderator"), "{}", list.summary);
    let between = finding(
        "Received: from relay.example.com (relay.example.com [192.0.2.2]) by mx.example.org with ESMTPS id b1 for <ann@example.org>; Tue, 3 Nov \
         2026 15:00:03 +0100\nReceived: from pc (pc.example.com [192.0.2.3]) by relay.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:03 \
         +0100\nFrom: bob@example.com\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nTo: ann@example.org\nSubject: a\n",
    );
    let says = |step: &crate::report::Step| {
        step.by == "recipient-admin"
            && step.text.contains("whether relay.example.com came with this mail before")
    };
    assert!(between.steps.iter().any(says), "{:?}", between.steps);
    // The same by a filter in front of the reader's network.
    let filtered = finding(
        "Received: from gate7.spamwall.example (gate7.spamwall.example [192.0.2.8]) by mx.example.org with ESMTPS id c1 for <ann@example.org>; Tue, 3 \
         Nov 2026 15:00:05 +0100\nReceived: from relay.example.com (relay.example.com [192.0.2.2]) by gate7.spamwall.example with ESMTPS id b1 for \
         <ann@example.org>; Tue, 3 Nov 2026 15:00:03 +0100\nReceived: from pc (pc.example.com [192.0.2.3]) by relay.example.com with ESMTPSA id a1; \
         Tue, 3 Nov 2026 10:00:03 +0100\nFrom: bob@example.com\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nTo: ann@example.org\nSubject: a\n",
    );
    assert!(filtered.steps.iter().any(says), "{:?}", filtered.steps);
    let inside = finding(
        "Received: from A1.eurprd02.prod.outlook.com (2603:10a6::1) by B1.eurprd02.prod.outlook.com (2603:10a6::2) with Microsoft SMTP Server id \
         15.20.1; Tue, 3 Nov 2026 15:00:03 +0000\nReceived: from out.example.com (192.0.2.2) by A1.eurprd02.prod.outlook.com (10.1.1.1) with \
         Microsoft SMTP Server id 15.20.1 via Frontend Transport; Tue, 3 Nov 2026 10:00:03 +0000\nFrom: bob@example.com\nDate: Tue, 3 Nov 2026 \
         10:00:00 +0000\nTo: ann@example.org\nSubject: a\n",
    );
    assert_eq!(inside.who, "the recipient's mail administrator");
}

#[test]
fn a_borrowed_brand_asks_for_care_whatever_passed() {
    let told = |name: &str, from: &str| {
        finding(&format!(
            "Authentication-Results: mx.reader.example; spf=pass smtp.mailfrom={from}; dkim=pass header.d={from}; dmarc=pass header.from={from}\nReceived: from \
             out.{from} (out.{from} [192.0.2.7]) by mx.reader.example with ESMTPS id b; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: {name} <notice@{from}>\nTo: \
             ann@reader.example\nSubject: Your password\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@{from}>\n"
        ))
    };
    let posing = told("PayPal Account Security", "notice-centre.example");
    assert!(posing.title.contains("may be borrowed") && posing.act == "recipient", "{}", posing.title);
    assert!(
        posing.summary.contains("proves notice-centre.example alone") && posing.ask.is_none(),
        "{}",
        posing.summary
    );
    assert_eq!(told("PayPal Account Security", "mail.paypal.de").title, "The mail arrived");
    assert_eq!(told("PayPal Meetup Berlin", "notice-centre.example").title, "The mail arrived");
    // An office of the reader's own house, from another one.
    assert!(
        told("Reader IT-Support", "notice-centre.example")
            .summary
            .contains("office of the reader's own house")
    );
    assert_eq!(told("Reader IT-Support", "reader-group.example").title, "The mail arrived");
}

#[test]
fn who_may_be_a_fraud_is_not_helped_first() {
    let told = |name: &str, reply: &str, to: &str| {
        finding(&format!(
            "Return-Path: <www@web1.hoster.example>\nAuthentication-Results: mx.{to}; spf=pass smtp.mailfrom=web1.hoster.example; dkim=none; dmarc=fail (p=none) \
             header.from=firm.example\nReceived: from web1.hoster.example (web1.hoster.example [192.0.2.7]) by mx.{to} with ESMTPS id b; Tue, 3 Nov 2026 10:00:02 \
             +0100\nX-PHP-Originating-Script: 30:mailer.php\nFrom: {name} <ann@firm.example>\n{reply}To: bob@{to}\nSubject: Payment\nDate: Tue, 3 Nov 2026 \
             10:00:00 +0100\nMessage-ID: <1@web1.hoster.example>\n"
        ))
    };
    let reply = "Reply-To: office77@gmail.com\n";
    for (name, reply) in [("Ann", reply), ("\"Ann (CEO)\"", "")] {
        let told = told(name, reply, "reader.example");
        assert_eq!((told.act.as_str(), told.who.as_str(), told.ask), ("recipient", "the recipient", None));
        assert!(told.steps[0].text.starts_with("Before you pay"), "{:?}", told.steps);
        let own =
            told.steps.iter().position(|step| step.by == "author").expect("the sender may have sent it");
        assert!(own > 1, "{:?}", told.steps);
        assert!(told.steps.iter().any(|step| step.text.contains("whoever hosts web1.hoster.example")));
    }
    // A contact form of the reader's own site has answers sent to whoever filled it in.
    assert!(told("Ann", reply, "firm.example").act != "recipient");
    assert!(told("Ann", "", "reader.example").act != "recipient");
}

#[test]
fn each_filter_is_named_where_they_differ() {
    let told = |below: &str| {
        finding(&format!(
            "Received: from gate.reader.example (10.0.0.20) by ex1.reader.example (10.0.0.11) with Microsoft SMTP Server id 15.2.1748.36; Tue, 3 Nov 2026 10:00:05 \
             +0100\nReceived: from out.firm.example (out.firm.example [192.0.2.7]) by gate.reader.example with ESMTP id b for <bob@reader.example>; Tue, 3 Nov 2026 \
             10:00:02 +0100\nFrom: Ann <ann@firm.example>\nTo: bob@reader.example\nSubject: Offer\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: \
             <1@firm.example>\nX-Barracuda-Spam-Status: No, SCORE=2.40 using global scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=6.0 KILL_LEVEL=9.0 tests=A\n{below}"
        ))
    };
    let level = "X-MS-Exchange-Organization-SCL: 6\n";
    let both = told(level);
    assert!(
        both.summary.contains("Exchange speaks against this mail")
            && both.summary.contains("Barracuda did not take this mail for spam (2.4 points)")
            && both.summary.contains("Of these two, Exchange is against it, and not Barracuda."),
        "{}",
        both.summary
    );
    // What made it so may be SPF of the own gateway.
    let spf = "Received-SPF: Fail (ex1.reader.example: domain of ann@firm.example does not designate 10.0.0.20 as permitted sender) client-ip=10.0.0.20;\n";
    let behind = told(&format!("{level}{spf}"));
    assert_eq!(behind.act, "recipient-admin");
    assert!(behind.steps.iter().any(|step| step.text.contains("InternalSMTPServers")), "{:?}", behind.steps);
    assert!(behind.ask.is_some_and(|ask| ask.contains("SPF was asked about gate.reader.example")));
}

#[test]
fn a_word_for_the_mail_that_may_be_the_senders_is_told_apart() {
    let told = |status: &str| {
        finding(&format!(
            "Authentication-Results: mail.protonmail.ch; dmarc=pass header.from=firm.example; spf=pass smtp.mailfrom=firm.example\nReceived: from out.firm.example \
             (out.firm.example [192.0.2.7]) by mailin1.protonmail.ch with ESMTPS id b; Tue, 3 Nov 2026 10:00:02 +0000\nReceived: by out.firm.example (Postfix) id a; \
             Tue, 3 Nov 2026 10:00:01 +0000\nFrom: Ann <ann@firm.example>\nTo: bob@proton.me\nSubject: Offer\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: \
             <1@firm.example>\n{status}X-Pm-Spam-Action: inbox\n"
        ))
    };
    let with = told("X-Spam-Status: No, score=-4.9 required=5.0\n").note.unwrap_or_default();
    assert!(with.contains("X-Spam-Status stands there, too") && with.contains("the sender's side"), "{with}");
    assert!(!told("").note.unwrap_or_default().contains("stands there, too"));
}

#[test]
fn a_borrowed_brand_is_asked_at_its_own_site_and_nobody_in_person() {
    let told = |name: &str| {
        finding(&format!(
            "Received: from out.notice.example (out.notice.example [192.0.2.1]) by mx.norrland-pumps.example with ESMTPS id b for \
             <ann@norrland-pumps.example>; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: \"{name}\" <alerts@notice.example>\nTo: \
             ann@norrland-pumps.example\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@notice.example>\nSubject: a\n"
        ))
    };
    let brand = told("Microsoft 365 Security Team");
    let step = brand.steps.iter().find(|step| step.by == "recipient").expect("a step");
    assert!(step.text.contains("type the address of its web site yourself"), "{}", step.text);
    assert!(!step.text.contains("in person"), "{}", step.text);
    let office = told("Norrland Pumps IT Helpdesk");
    assert!(office.steps.iter().any(|step| step.text.contains("in person")), "{:?}", office.steps);
}

#[test]
fn a_domain_made_of_a_name_and_words_of_trust_is_no_failure_free_mail() {
    let told = |name: &str, domain: &str| {
        super::tests::finding(&format!(
            "Delivered-To: ann@gmail.com\nAuthentication-Results: mx.google.com; spf=pass smtp.mailfrom={domain}; dkim=pass header.i=@{domain}; dmarc=pass \
             header.from={domain}\nReceived: from out.{domain} (out.{domain} [192.0.2.1])\n\tby mx.google.com with ESMTPS id b2; Tue, 3 Nov 2026 10:00:05 \
             +0100\nFrom: {name} <service@{domain}>\nTo: ann@gmail.com\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@{domain}>\nSubject: Act now\n"
        ))
    };
    let lure = told("Lakebank Konto Support", "lakebank-login-secure.example");
    assert_eq!((lure.act.as_str(), lure.state.as_str()), ("recipient", "warning"), "{lure:?}");
    assert!(lure.steps[0].text.contains("Report it with your mail program's button"), "{:?}", lure.steps);
    for (name, domain) in [
        ("Lakebank Support", "lakebank.example"),
        ("Lakebank Support", "lakebank-online.example"),
        ("Ann Lakebank", "lakebank-login-secure.example"),
    ] {
        assert_eq!(told(name, domain).act, "nobody", "{name} {domain}");
    }
}

#[test]
fn a_filters_mark_before_the_subject_is_its_verdict() {
    let told = |subject: &str, more: &str| {
        crate::diagnose(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.1])\n\tby gate.example.org with ESMTP id b2; Tue, 3 Nov 2026 10:00:05 +0100\n{more}From: Bob \
             <bob@example.com>\nTo: ann@example.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: {subject}\n"
        ))
    };
    for mark in ["[SUSPECTED SPAM]", "***SPAM***", "{Spam?}", "*****SPAM*****"] {
        let report = told(&format!("{mark} Invoice"), "");
        let verdict = report.observations.iter().find(|one| one.id == "spam-verdict").expect(mark);
        assert_eq!(verdict.evidence[0].quote, mark);
        assert_eq!(report.findings[0].state, "warning", "{mark}");
    }
    let cisco = told("[SPAM] Invoice", "X-IronPort-Anti-Spam-Filtered: true\n");
    assert!(cisco.observations.iter().any(|one| one.text.contains("Cisco's (IronPort)")));
    for (other, more) in [
        ("Re: [SPAM] Invoice", ""),
        ("[antispam] Rules", ""),
        ("[spam-l] Rules", "List-Id: <spam-l.example.com>\nList-Post: <mailto:spam-l@example.com>\n"),
        ("* spam *and* eggs", ""),
    ] {
        assert!(told(other, more).observations.iter().all(|one| one.id != "spam-verdict"), "{other}");
    }
}

#[test]
fn a_stamp_before_the_mail_was_written_is_a_slow_clock_and_no_wait() {
    let told = |id: &str| {
        finding(&format!(
            "Received: from smtp.example.net (smtp.example.net [192.0.2.20])\n\tby mx.example.org (Postfix) with ESMTPS id c3; Fri, 6 Nov 2026 \
             10:08:31 +0100\nReceived: from gw.example.com (line.example.net [192.0.2.77])\n\tby smtp.example.net (Postfix) with ESMTPSA id b2; Fri, 6 \
             Nov 2026 10:08:27 +0100\nReceived: from SRV1 (192.168.7.5) by gw.example.com\n\twith ESMTP id a1; Fri, 6 Nov 2026 10:01:15 +0100\nDate: \
             Fri, 6 Nov 2026 10:08:24 +0100\nFrom: Bob <bob@example.com>\nTo: ann@example.org\nSubject: Lunch\nMessage-ID: {id}\n"
        ))
    };
    for id in ["<20261106100824.4C1E@srv1.example.local>", "<20261106090824.4C1E@srv1.example.com>"] {
        let told = told(id);
        assert_eq!(told.title, "The mail arrived");
        assert_eq!(told.who, "whoever runs gw.example.com on the sender's side, if the wrong time matters");
        let step = &told.steps[0];
        assert!(
            step.by == "sender-admin" && step.text.contains("about 7 minutes 9 seconds behind"),
            "{step:?}"
        );
    }
    // The sign-in's server may have dated it, and another time is none of the writing.
    for id in [
        "<20261106100824.4C1E@smtp.example.net>",
        "<20261106100115.4C1E@srv1.example.com>",
        "<4C1E@srv1.example.com>",
        "<20261106100824.4C1E@other.example.edu>",
    ] {
        assert!(told(id).title.starts_with("The mail arrived after 7 minutes"), "{id}: {}", told(id).title);
    }
}
