//! What is said, and to whom, of mail that nothing proves.

use super::tests::{WAY, finding};

#[test]
fn an_author_is_told_where_the_service_proves_their_domain() {
    let told = |results: &str, more: &str| {
        let steps = finding(&format!(
            "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nAuthentication-Results: mx.example.org; {results}; \
             dmarc=fail header.from=example.com\n{more}{WAY}"
        ))
        .steps;
        steps
            .into_iter()
            .find(|step| step.by == "author")
            .map(|step| step.text.to_string())
            .unwrap_or_default()
    };
    let signed = |domain: &str| told(&format!("dkim=pass header.d={domain}"), "");
    assert!(signed("sendgrid.net").contains("In SendGrid, go to: Settings, Sender Authentication, "));
    assert!(
        signed("example-com.20230601.gappssmtp.com").contains("In Google Workspace, go to: Admin console")
    );
    assert!(signed("example.onmicrosoft.com").contains("Defender portal"));
    // A field of the service shows it as well; where none does, the server that handed it over is named.
    assert!(told("spf=none smtp.mailfrom=example.com", "X-Mailgun-Sid: WyI\n").contains("In Mailgun"));
    assert!(
        told("spf=none smtp.mailfrom=example.com", "")
            .contains("that sends it (mx.example.com) does not prove")
    );
    let keyless = told(
        "dkim=permerror (no key for signature) header.d=example.com",
        "DKIM-Signature: v=1; d=example.com; s=a; b=AA\n",
    );
    assert!(keyless.contains("the key is missing"), "{keyless}");
}

#[test]
fn a_providers_address_is_proved_by_its_own_servers_alone() {
    let told = |from: &str| {
        finding(&format!(
            "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nAuthentication-Results: mx.example.org; spf=pass \
             smtp.mailfrom=b@example.net; dmarc=fail header.from={from}\n{}",
            WAY.replace("bob@example.com", &format!("bob@{from}")).replace("10:20:00", "10:00:02")
        ))
    };
    let provider = told("hotmail.com");
    assert_eq!(
        (provider.act.as_str(), provider.ask.as_ref(), provider.about.as_str()),
        ("author", None, "dmarc-fail")
    );
    assert!(
        provider.steps[0].text.contains("only the servers of hotmail.com can prove"),
        "{:?}",
        provider.steps
    );
    assert!(!provider.steps.iter().any(|step| step.text.contains("Sign with DKIM")), "{:?}", provider.steps);
    assert!(provider.note.is_some_and(|note| note.contains("Only servers of hotmail.com itself")));
    let own = told("example.com");
    assert!(own.act == "sender-admin" && own.steps.iter().any(|step| step.text.contains("Sign with DKIM")));
    // Whoever has it is told what not to do with what nothing proves.
    assert!(
        own.steps.iter().any(|step| step.text.starts_with("If you received it: nothing in these headers"))
    );
}

#[test]
fn a_record_that_is_not_there_lists_nothing() {
    let told = |spf: &str| {
        let told = finding(&format!(
            "Authentication-Results: mx.example.org; spf={spf} smtp.mailfrom=example.com; dmarc=fail header.from=example.com\n{}",
            WAY.replace("10:20:00", "10:00:02")
        ));
        let steps: Vec<_> = told.steps.iter().map(|step| step.text.to_string()).collect();
        format!("{} {} {}", told.note.unwrap_or_default(), told.ask.unwrap_or_default(), steps.join(" "))
    };
    let none = told("none");
    assert!(
        none.contains("SPF record of the domain published") && none.contains("publish an SPF record of it"),
        "{none}"
    );
    assert!(!none.contains("its SPF record lists") && !none.contains("listed in"), "{none}");
    assert!(told("fail").contains("listed in the domain's SPF record"));
}

#[test]
fn name_servers_that_did_not_answer_are_the_sending_sides_to_mend() {
    let told = finding(&format!(
        "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nAuthentication-Results: mx.example.org; dkim=timeout \
         header.d=example.com; dmarc=temperror header.from=example.com\n{WAY}"
    ));
    let step = told.steps.iter().find(|step| step.text.contains("name servers")).expect("a step");
    assert_eq!(step.by, "sender-admin");
}

#[test]
fn who_received_a_mail_that_looks_forged_is_not_its_author() {
    let stamps = "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;LANG:en;SCL:5;SFV:SPM;CAT:CATEGORY;\nAuthentication-Results: \
                  spf=pass smtp.mailfrom=sendgrid.net; dmarc=fail header.from=example.com\n";
    let first = |category: &str| {
        let mut steps = finding(&format!("{}{WAY}", stamps.replace("CATEGORY", category))).steps;
        steps.truncate(2);
        steps.into_iter().map(|step| (step.by.to_string(), step.text.to_string())).collect::<Vec<_>>()
    };
    let spoof = first("SPOOF");
    assert!(
        spoof[0].0 == "author" && spoof[1].1.starts_with("If you received it: before you open"),
        "{spoof:?}"
    );
    // Of phishing the warning comes first.
    let phishing = first("PHSH");
    assert!(phishing[0].1.starts_with("Open no link"), "{phishing:?}");
}

#[test]
fn a_forward_asks_for_a_signature_and_for_no_record() {
    let paste = "Delivered-To: k.berg.private@gmail.com\nReceived: from mx2.uni.example (mx2.uni.example. [192.0.2.44]) by mx.google.com with ESMTPS id \
                 a1 for <k.berg.private@gmail.com>; Wed, 25 Nov 2026 00:15:11 -0800 (PST)\nAuthentication-Results: mx.google.com; spf=fail \
                 smtp.mailfrom=office@shop.example; dmarc=fail (p=QUARANTINE sp=QUARANTINE dis=QUARANTINE) header.from=shop.example\nReceived: by \
                 mx2.uni.example (Postfix) id 4hQm2; Wed, 25 Nov 2026 09:15:09 +0100 (CET)\nReceived: from srv1.shop.example (srv1.shop.example \
                 [198.51.100.20]) by mx2.uni.example (Postfix) with ESMTPS id 4hQm1 for <k.berg@uni.example>; Wed, 25 Nov 2026 09:15:05 +0100 (CET)\nTo: \
                 k.berg@uni.example\nFrom: Office <office@shop.example>\nSubject: Order\nDate: Wed, 25 Nov 2026 09:15:03 +0100\nMessage-ID: \
                 <1@shop.example>\n";
    let told = finding(paste);
    let author = told.steps.iter().find(|step| step.by == "author").expect("a step");
    assert!(
        author.text.contains("mx2.uni.example passed it on") && author.text.contains("DKIM"),
        "{author:?}"
    );
    let all =
        told.steps.iter().map(|step| step.text.as_ref()).chain([told.ask.as_deref().unwrap_or_default()]);
    assert!(!all.clone().any(|text| text.contains("SPF record")), "{:?}", all.collect::<Vec<_>>());
    assert!(told.summary.contains("only to the first server"), "{}", told.summary);
}

#[test]
fn results_alone_tell_nothing_of_the_way() {
    let told = finding(
        "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example; dmarc=pass \
         header.from=shop.example\n",
    );
    assert!(told.summary.starts_with("Only what a receiving server's checks"), "{}", told.summary);
    assert!(told.note.is_some_and(|note| note.starts_with("DMARC passed: SPF passed for shop.example")));
    assert!(!finding(&format!("X-Spam-Flag: NO\n{WAY}")).summary.contains("Only what"));
}

#[test]
fn results_alone_are_titled_by_what_they_say() {
    let told = |field: &str| finding(&format!("{field}\n"));
    let another = told(
        "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=mailer.example; dkim=pass header.d=mailer.example; dmarc=none \
         header.from=shop.example",
    );
    assert!(another.title.starts_with("Checks passed, but not for the domain in From"), "{}", another.title);
    assert_eq!((another.state.as_str(), another.steps[0].by.as_ref()), ("part", "author"));
    let open = told(
        "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=mailer.example; dkim=pass header.d=mailer.example\nFrom: Ann \
         <ann@shop.example>",
    );
    assert_eq!((open.title, open.stage), (another.title, another.stage));
    assert!(open.summary.starts_with("No Received field stands here"), "{}", open.summary);
    let stated = told(
        "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=mailer.example; dmarc=pass header.from=shop.example",
    );
    assert!(
        stated.title.starts_with("The checks passed") && stated.steps.iter().all(|step| step.by != "author")
    );
    // Nothing names the author.
    for field in [
        "Received-SPF: softfail (mx.example.org: domain of shop.example does not designate 192.0.2.9 as permitted sender) client-ip=192.0.2.9;",
        "Authentication-Results: mx.example.org; spf=softfail smtp.mailfrom=shop.example",
    ] {
        let bare = told(field);
        assert!(bare.title.starts_with("Results of checks;") && bare.state == "part", "{bare:?}");
        assert!(bare.summary.contains("The SPF record of shop.example does not list"), "{}", bare.summary);
        assert!(!bare.evidence.is_empty() && bare.steps.iter().all(|step| step.by != "author"), "{bare:?}");
    }
}

#[test]
fn without_received_fields_nobodys_server_is_said_to_have_changed_it() {
    let last = "Authentication-Results: spf=softfail (sender IP is 198.51.100.7) smtp.mailfrom=shop.example; dkim=fail (body hash did not verify) \
                header.d=shop.example;dmarc=fail action=none header.from=shop.example;compauth=none reason=405\n";
    let alone = finding(last);
    assert_eq!((alone.act.as_str(), alone.ask.as_ref()), ("network", None), "{alone:?}");
    assert!(
        alone.steps.iter().all(|step| step.by != "author" && step.by != "sender-admin"),
        "{:?}",
        alone.steps
    );
    assert!(
        alone.steps.iter().any(|step| step.text.contains("a gateway in front of the reader's own mailbox"))
    );
    // A filter service that says otherwise is told as who says so.
    let stated = finding(&format!(
        "{last}Authentication-Results-Original: ppops.net; dkim=pass header.d=shop.example; dmarc=pass header.from=shop.example\nFrom: Lin <lin@shop.example>\n"
    ));
    let note = stated.note.unwrap_or_default();
    assert!(note.contains("Proofpoint (ppops.net) stated that DMARC passed"), "{note}");
    assert!(note.contains("these lines do not show"), "{note}");
    assert_eq!(stated.act, "nobody");
    assert!(
        stated.steps.iter().any(|step| step.text.starts_with("If Proofpoint (ppops.net) is your gateway"))
    );
    assert!(
        stated.steps.iter().all(|step| step.by != "author" && step.by != "sender-admin"),
        "{:?}",
        stated.steps
    );
    // What anybody can have written stays what it is.
    let other = finding(&format!(
        "{last}Authentication-Results-Original: mx.other.example; dmarc=pass header.from=shop.example\nFrom: Lin <lin@shop.example>\n"
    ));
    assert!(!other.note.unwrap_or_default().contains("stated that DMARC passed"));
    // SPF alone fails behind a forwarder, too.
    let spf = finding(
        "Authentication-Results: mx.google.com; spf=fail smtp.mailfrom=bob@shop.example; dmarc=fail (p=QUARANTINE dis=QUARANTINE) header.from=shop.example\n",
    );
    assert!(spf.steps[0].text.contains("if somebody passed the mail on"), "{:?}", spf.steps);
    assert!(spf.steps.iter().all(|step| !step.text.contains("its SPF record lists")), "{:?}", spf.steps);
}

#[test]
fn a_form_under_a_visitors_address_is_mended_by_the_sites_owner() {
    let told = finding(
        "Authentication-Results: spf=pass (sender IP is 192.0.2.33) smtp.mailfrom=web3.example.net; dkim=none (message not signed) header.d=none;dmarc=fail \
         action=none header.from=gmail.com;compauth=fail reason=001\nReceived: from web3.example.net (192.0.2.33) by B1.mail.protection.outlook.com (10.1.1.1) \
         with Microsoft SMTP Server id 15.20; Tue, 24 Nov 2026 17:02:14 +0000\nReceived: from inn by web3.example.net with local (Exim 4.98.2) id 1x; Tue, 24 Nov \
         2026 18:02:11 +0100\nTo: inn@example.com\nSubject: Room\nX-PHP-Script: www.inn.example/contact.php for 192.0.2.55\nFrom: Ann \
         <ann.b@gmail.com>\nMessage-ID: <1@inn.example>\nX-Forefront-Antispam-Report: CIP:192.0.2.33;SCL:5;SFV:SPM;CAT:SPOOF;DIR:INB;\n\
         X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;dest:J;\n",
    );
    assert_eq!((told.act.as_str(), told.who.as_str()), ("author", "the owner of the web site inn.example"));
    assert!(told.steps[0].text.starts_with("If the web site (inn.example) is yours"), "{:?}", told.steps);
    assert!(
        told.steps.iter().all(|step| !step.text.contains("signed in to that mailbox")),
        "{:?}",
        told.steps
    );
}

#[test]
fn who_imitates_somebody_is_not_told_how_to_be_let_in() {
    let report = |from: &str| {
        crate::diagnose(&format!(
            "Authentication-Results: spf=pass (sender IP is 192.0.2.33) smtp.mailfrom={from}; dkim=pass (signature was verified) header.d={from};dmarc=pass \
             action=none header.from={from};compauth=pass reason=100\nReceived: from out.{from} (192.0.2.33) by B1.mail.protection.outlook.com (10.1.1.1) with \
             Microsoft SMTP Server id 15.20; Tue, 24 Nov 2026 17:02:14 +0000\nFrom: Max <max@{from}>\nTo: ann@hofer-bau.example\nSubject: Pay\nMessage-ID: \
             <1@{from}>\nX-Forefront-Antispam-Report: CIP:192.0.2.33;SCL:5;SFV:SPM;CAT:UIMP;DIR:INB;\nX-Microsoft-Antispam-Mailbox-Delivery: dest:J;\n"
        ))
    };
    let is_seen = |from: &str| report(from).observations.iter().any(|seen| seen.id == "lookalike-domain");
    assert!(
        is_seen("hofer-bau-gmbh.example") && is_seen("h0fer-bau.example") && is_seen("my-hofer-bau.example")
    );
    assert!(!is_seen("miller.example") && !is_seen("hofer-bau.example") && !is_seen("bau.example"));
    let steps = report("hofer-bau-gmbh.example").findings.remove(0).steps;
    assert!(steps.iter().all(|step| !step.text.contains("reputation")), "{steps:?}");
}

#[test]
fn a_mailbox_at_a_provider_has_no_administrator_to_ask() {
    let steps = finding(
        "Authentication-Results: spf=pass (sender IP is 192.0.2.33) smtp.mailfrom=gmail.com; dmarc=pass action=none header.from=gmail.com\nReceived: from \
         mail-wm1.google.com (192.0.2.33) by B1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server id 15.20; Tue, 24 Nov 2026 17:02:14 +0000\n\
         From: Max <max.b@gmail.com>\nTo: ann@example.org\nSubject: Pay\nMessage-ID: <1@gmail.com>\nX-Forefront-Antispam-Report: \
         CIP:192.0.2.33;SCL:5;SFV:SPM;CAT:SPM;DIR:INB;\nX-Microsoft-Antispam-Mailbox-Delivery: dest:J;\n",
    )
    .steps;
    assert!(steps.iter().all(|step| step.by != "sender-admin"), "{steps:?}");
    assert!(
        steps
            .iter()
            .any(|step| step.by == "author" && step.text.contains("the servers are those of gmail.com"))
    );
}

#[test]
fn inside_one_house_no_proof_is_missed() {
    let told = |who: &str| {
        finding(&format!(
            "Received: from hybrid.example.com (203.0.113.10) by B1.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server id 15.20; Thu, 26 Nov 2026 \
             10:05:17 +0000\nAuthentication-Results: spf=none (sender IP is 203.0.113.10) smtp.mailfrom=example.com; dkim=none (message not signed) \
             header.d=none;dmarc=none action=none header.from=example.com;\nFrom: Ann <ann@example.com>\nTo: bob@example.com\nSubject: a\nMessage-ID: \
             <1@example.com>\nX-MS-Exchange-Organization-AuthAs: {who}\nX-Forefront-Antispam-Report: CIP:203.0.113.10;SCL:-1;SFV:SKI;CAT:NONE;DIR:INT;\n\
             X-Microsoft-Antispam-Mailbox-Delivery: dest:I;\n"
        ))
        .note
        .unwrap_or_default()
    };
    assert!(
        told("Internal").contains("its connector vouches") && !told("Internal").contains("No SPF record"),
        "{}",
        told("Internal")
    );
    assert!(told("Anonymous").contains("No SPF record"), "{}", told("Anonymous"));
}

/// A mail that the sender's own servers `more` had behind the one that signed it.
fn broken(result: &str, more: &str) -> crate::report::Finding {
    finding(&format!(
        "Delivered-To: ann@gmail.com\nAuthentication-Results: mx.google.com; dkim={result} header.i=@example.com; spf=pass \
         smtp.mailfrom=bob@example.com; dmarc=pass header.from=example.com\nReceived: from out.example.com (out.example.com \
         [192.0.2.1])\n\tby mx.google.com with ESMTPS id b2; Tue, 3 Nov 2026 10:00:05 +0100\n{more}Received: from pc.example.com \
         (pc.example.com [192.0.2.9])\n\tby sign.example.com with ESMTP id a1; Tue, 3 Nov 2026 10:00:01 +0100\nDKIM-Signature: v=1; \
         d=example.com; s=a; h=from; bh=AA; b=AA\nFrom: Bob <bob@example.com>\nTo: ann@gmail.com\nDate: Tue, 3 Nov 2026 10:00:00 \
         +0100\nMessage-ID: <1@example.com>\nSubject: Lunch\n"
    ))
}

#[test]
fn the_servers_behind_the_signing_one_are_named_where_its_signature_broke() {
    let more = "Received: from sign.example.com (sign.example.com [192.0.2.8])\n\tby stamp.example.com with ESMTP id a2; Tue, 3 Nov 2026 \
                10:00:03 +0100\nX-Stamp: disclaimer added\n";
    for result in ["neutral (body hash did not verify)", "fail (body hash did not verify)"] {
        let told = broken(result, more);
        let step = &told.steps[0];
        assert_eq!(step.by, "sender-admin", "{told:?}");
        for part in
            ["after sign.example.com signed it", "stamp.example.com had it", "“X-Stamp: disclaimer added”"]
        {
            assert!(step.text.contains(part), "{part}: {}", step.text);
        }
        assert!(told.note.as_deref().unwrap_or_default().contains("did not verify"), "{:?}", told.note);
        let found = told.steps.iter().find(|step| step.text.contains("Message-ID")).expect("how it is found");
        assert!(!found.text.contains("their administrator"), "{}", found.text);
    }
    assert!(broken("neutral (no key)", more).steps.iter().all(|step| !step.text.contains("signed it")));
    assert!(
        broken("fail (body hash did not verify)", "")
            .steps
            .iter()
            .all(|step| !step.text.contains("signed it"))
    );
}

/// A newsletter that Microsoft filed in Junk.
fn newsletter(bcl: u8) -> crate::report::Report {
    crate::diagnose(&format!(
        "Received: from out.example.com (192.0.2.1) by AM0EUR.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 15.20; \
         Tue, 3 Nov 2026 10:00:05 +0000\nAuthentication-Results: spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; \
         dmarc=pass action=none header.from=example.com; compauth=pass reason=100\nFrom: Shop <news@example.com>\nTo: ann@outlook.com\nDate: \
         Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.com>\nSubject: News\nList-Unsubscribe: <https://example.com/u>\n\
         X-MS-Exchange-Organization-SCL: 5\nX-Microsoft-Antispam: BCL:{bcl};\nX-Microsoft-Antispam-Mailbox-Delivery: dest:J;\n"
    ))
}

#[test]
fn complaints_about_a_newsletter_are_told_by_microsofts_bands() {
    let told = |bcl: u8, id: &str| {
        newsletter(bcl).observations.into_iter().find(|one| one.id == id).map(|one| one.text)
    };
    assert!(
        told(6, "bulk-near-limit")
            .is_some_and(|text| text.contains("mixed number of complaints (BCL 6 of 9)")
                && text.contains("next to the limit"))
    );
    assert!(told(4, "bulk-near-limit").is_some_and(|text| !text.contains("next to the limit")));
    assert!(told(7, "bulk-verdict").is_some_and(|text| text.contains("mixed number")));
    assert!(told(9, "bulk-verdict").is_some_and(|text| text.contains("high number")));
    assert!(told(3, "bulk-near-limit").is_none() && told(7, "bulk-near-limit").is_none());
    // Where the house has a lower limit than the default one, it is not "near" it.
    let over = |bcl: u8| {
        let report = crate::diagnose(&format!(
            "X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SRV:BULK;SFV:SPM;CAT:BULK;\nX-Microsoft-Antispam: BCL:{bcl};\nFrom: \
             news@example.com\nReceived: from out.example.com (192.0.2.1) by AM0EUR.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id \
             15.20; Tue, 3 Nov 2026 10:00:05 +0000\n"
        ));
        let is_near = report.observations.iter().any(|one| one.id == "bulk-near-limit");
        let told = report.observations.into_iter().find(|one| one.id == "bulk-verdict").expect("a verdict");
        (told.text, is_near)
    };
    let (six, is_near) = over(6);
    assert!(six.contains("(BCL 6 of 9)") && six.contains("the Standard preset has 6") && !is_near, "{six}");
    assert!(over(8).0.contains("high number") && !over(6).0.contains("high number"));
    let steps: String =
        newsletter(6).findings[0].steps.iter().map(|step| format!("{}\n", step.text)).collect();
    assert!(
        steps.contains("As the sender of a newsletter") && steps.contains("list of safe senders"),
        "{steps}"
    );
    assert!(
        !steps.contains("Do not allow the whole domain") && !steps.contains("reason that stands in each"),
        "{steps}"
    );
}

#[test]
fn what_the_first_server_noted_before_a_forward_is_told() {
    let told = |tests: &str| {
        finding(&format!(
            "Delivered-To: ann.private@gmail.com\nReturn-Path: <bob@example.com>\nReceived: from mx.example.net (mx.example.net [198.51.100.9])\n\tby \
             mx.google.com with ESMTPS id b3; Tue, 3 Nov 2026 10:00:05 +0100\nAuthentication-Results: mx.google.com; spf=softfail \
             smtp.mailfrom=bob@example.com; dmarc=fail (p=QUARANTINE dis=QUARANTINE) header.from=example.com\nReceived: by mx.example.net (Postfix)\n\tid \
             a2; Tue, 3 Nov 2026 10:00:04 +0100\nDelivered-To: ann@example.net\nX-Spamd-Result: default: False [1.32 / 15.00];\n\t{tests}\n\
             X-Rspamd-Server: mx\nReceived: from out.example.com (out.example.com [192.0.2.1])\n\tby mx.example.net (Postfix) with ESMTPS id a1\n\tfor \
             <ann@example.net>; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: Bob <bob@example.com>\nTo: ann@example.net\nDate: Tue, 3 Nov 2026 10:00:00 \
             +0100\nMessage-ID: <1@example.com>\nSubject: Lunch\n"
        ))
    };
    let proved = told("R_SPF_ALLOW(-0.20)[+ip4:192.0.2.1];\n\tDMARC_POLICY_ALLOW(-0.50)[example.com,none]");
    assert!(proved.summary.contains("noted R_SPF_ALLOW and DMARC_POLICY_ALLOW"), "{}", proved.summary);
    let steps: String = proved.steps.iter().map(|step| format!("{}\n", step.text)).collect();
    assert!(!steps.contains("nothing in these headers proves"), "{steps}");
    let delivered = proved.facts.iter().find(|fact| fact.name == "Delivered to").expect("the mailbox itself");
    assert_eq!(delivered.value, "ann.private@gmail.com");
    let failed = told("R_SPF_FAIL(1.00)[-all];\n\tDMARC_POLICY_SOFTFAIL(0.10)[example.com,none]");
    assert!(!failed.summary.contains("noted"), "{}", failed.summary);
}

#[test]
fn what_the_forwarders_server_found_counts_and_it_is_named() {
    let told = |found: &str| {
        finding(&format!(
            "Delivered-To: kim.home@gmail.com\nReceived: from out3.elm-uni.example (out3.elm-uni.example [192.0.2.20])\n\tby mx.google.com with ESMTPS id 2\n\tfor \
             <kim.home@gmail.com>; Tue, 24 Nov 2026 10:00:04 +0100\nAuthentication-Results: mx.google.com; spf=fail smtp.mailfrom=post@northlamp.example; dkim=neutral (body hash \
             did not verify) header.i=@northlamp.example; dmarc=fail (p=QUARANTINE dis=QUARANTINE) header.from=northlamp.example\n{found}Received: from mx.northlamp.example \
             (mx.northlamp.example [192.0.2.10])\n\tby mx2.elm-uni.example (Postfix) with ESMTPS id 1\n\tfor <kim@elm-uni.example>; Tue, 24 Nov 2026 10:00:02 +0100\nDKIM-Signature: \
             v=1; a=rsa-sha256; d=northlamp.example; s=a; h=from:to; bh=x; b=y\nFrom: Northlamp <post@northlamp.example>\nTo: kim@elm-uni.example\nSubject: [EXTERN] Bill\nX-Elm-Banner: \
             added\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: <1@northlamp.example>\n"
        ))
    };
    for (found, words) in [
        (
            "Authentication-Results: mx2.elm-uni.example (amavisd-new);\n\tdkim=pass (2048-bit key) header.d=northlamp.example\n",
            "found that DKIM passed",
        ),
        (
            "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10; helo=mx.northlamp.example; envelope-from=post@northlamp.example; receiver=elm-uni.example\n",
            "found that SPF passed",
        ),
        (
            "",
            "it changed the mail as it passed it on, likely by the mark in the subject ([EXTERN]) or a warning in the text (X-Elm-Banner)",
        ),
    ] {
        let told = told(found);
        let all: String = told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect();
        assert!(all.contains(words) && all.contains("behind mx2.elm-uni.example"), "{words}: {all}");
        assert_eq!(all.contains("the sender has nothing to mend"), !found.is_empty(), "{all}");
        assert!(
            all.contains("recipient: If you want such mail: give its sender kim.home@gmail.com"),
            "{all}"
        );
        assert!(told.who.contains("mx2.elm-uni.example"), "{}", told.who);
    }
}
