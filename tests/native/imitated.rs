//! Mail that may imitate its sender: who is told what, and who is told nothing.

use mailwhy::report::Finding;

/// A mail that Microsoft's filter takes for spoofed, from this envelope, with more fields below.
fn spoofed(envelope: &str, more: &str) -> mailwhy::report::Report {
    mailwhy::diagnose(&format!(
        "Received: from A1.prod.outlook.com (2603:10a6::1) by B1.prod.outlook.com with HTTPS; Tue, 3 Nov 2026 10:00:03 \
         +0000\nAuthentication-Results: spf=fail (sender IP is 192.0.2.9) smtp.mailfrom={envelope}; dkim=none (message not \
         signed) header.d=none;dmarc=fail action=quarantine header.from=example.com;compauth=fail reason=000\nReceived: from \
         out.example.org (192.0.2.9) by D1.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id \
         15.20.8511.15; Tue, 3 Nov 2026 10:00:01 +0000\nFrom: Ann <ann@example.com>\nTo: bob@example.com\nSubject: \
         Pay\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.net>\nReturn-Path: \
         <ann@{envelope}>\nX-Forefront-Antispam-Report: CIP:192.0.2.9;CTRY:;LANG:en;SCL:8;SFV:SPM;CAT:SPOOF;\n{more}"
    ))
}

fn first(envelope: &str, more: &str) -> Finding {
    spoofed(envelope, more).findings.remove(0)
}

fn steps_of<'a>(told: &'a Finding, by: &str) -> Vec<&'a str> {
    told.steps.iter().filter(|step| step.by == by).map(|step| &*step.text).collect()
}

#[test]
fn a_forger_is_not_told_how_to_be_believed() {
    let mimecast = |user: bool| {
        format!(
            "X-Mimecast-Impersonation-Protect: Policy=Default; Internal User Name={user}; Newly Observed Domain=false\n"
        )
    };
    for more in ["Reply-To: ann.boss@example.edu\n", &mimecast(true)] {
        let told = first("example.net", more);
        assert_eq!((told.act.as_str(), &told.ask), ("recipient", &None), "{more}");
        assert!(steps_of(&told, "sender-admin").is_empty(), "{:?}", told.steps);
        assert!(steps_of(&told, "sender").is_empty(), "{:?}", told.steps);
        assert!(steps_of(&told, "recipient")[0].starts_with("Open no link"), "{:?}", told.steps);
    }
    // Without such a sign it may be the domain's own mail that nothing proves.
    let told = first("example.net", &mimecast(false));
    assert_eq!(told.act, "sender-admin");
    assert!(told.ask.is_some_and(|ask| ask.contains("DKIM") && !ask.contains("SPF")));
}

#[test]
fn the_spf_record_is_spoken_of_where_spf_could_prove_from() {
    let says_spf = |envelope: &str| {
        let told = first(envelope, "");
        let step = steps_of(&told, "sender-admin").iter().any(|step| step.contains("SPF record"));
        (step, told.ask.is_some_and(|ask| ask.contains("SPF record")))
    };
    assert_eq!(says_spf("bounces.example.com"), (true, true));
    assert_eq!(says_spf("example.net"), (false, false));
}

#[test]
fn what_is_usual_for_services_is_no_comfort_where_spf_failed() {
    let told = |more: &str| {
        let report = spoofed("example.net", more);
        report.observations.into_iter().find(|seen| seen.id == "return-path-elsewhere").map(|seen| seen.text)
    };
    let plain = told("").expect("the envelope is another's");
    assert!(!plain.contains("usual") && plain.contains("SPF did not pass for it"), "{plain}");
    let list = told("List-Post: <mailto:talk@example.net>\n").expect("the envelope is another's");
    assert!(list.contains("usual for mailing lists"), "{list}");
}

#[test]
fn the_filter_that_counts_the_address_for_answers_is_named() {
    let report = spoofed(
        "example.net",
        "Reply-To: ann.boss@example.edu\nX-Mimecast-Impersonation-Protect: Policy=Default; Reply-to Address Mismatch=true\n",
    );
    let seen = report.observations.iter().find(|seen| seen.id == "reply-to-elsewhere").expect("it is told");
    assert!(seen.text.contains("Reply-to Address Mismatch"), "{}", seen.text);
}
