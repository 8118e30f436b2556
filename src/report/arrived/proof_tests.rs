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
