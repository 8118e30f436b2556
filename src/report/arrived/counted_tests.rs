//! What is to be changed where a filter's tests counted, and whose filter it was.

use crate::report::{Finding, Report};

const WAY: &str = "Received: from out.shop.example.com (out.shop.example.com [192.0.2.10])\n\tby mx.example.org (Postfix) with ESMTPS id 4F1A22B0C1; \
                   Tue, 3 Nov 2026 10:00:02 +0100\nAuthentication-Results: mx.example.org; spf=pass smtp.mailfrom=shop.example.com; dkim=pass \
                   header.d=shop.example.com; dmarc=pass header.from=shop.example.com\nFrom: news@shop.example.com\nTo: ann@example.org\nSubject: News\n\
                   Message-ID: <1@shop.example.com>\n";

fn report(filter: &str) -> Report {
    crate::diagnose(&format!("{filter}{WAY}"))
}

fn by_tests(points: &str) -> Finding {
    let status =
        format!("X-Spam-Status: Yes, score=7.1 required=5.0 tests={points} autolearn=no version=4.0.0\n");
    report(&status).findings.remove(0)
}

/// Who is to change something, and by which tests.
fn mends(told: &Finding) -> Vec<(&str, &str)> {
    let tests = |text: &str| text.split([' ', ':']).next().is_some_and(|word| word.contains('_'));
    let steps = told.steps.iter().filter(|step| tests(&step.text));
    steps.map(|step| (&*step.by, step.text.split(':').next().unwrap_or_default())).collect()
}

#[test]
fn the_heaviest_tests_say_what_is_to_be_changed() {
    let told = by_tests(
        "HTML_IMAGE_ONLY_12=1.629,\n HAS_SHORT_URL=1.2,BAYES_80=2,MIME_HTML_ONLY=0.723,HTML_MESSAGE=0.001,SPF_PASS=-0.001,URIBL_BLOCKED=0.001",
    );
    let want = [
        ("recipient-admin", "BAYES_80 (2 points)"),
        ("author", "HTML_IMAGE_ONLY_12 (1.629 points)"),
        ("author", "HAS_SHORT_URL (1.2 points)"),
    ];
    assert_eq!(mends(&told), want);
    // Each of a family, in amavis' way, too; what is to be changed for several is said once.
    let told = by_tests("[HTML_IMAGE_ONLY_08=2, HTML_IMAGE_RATIO_06=1, RDNS_NONE=0.8]");
    assert_eq!(
        mends(&told),
        [
            ("author", "HTML_IMAGE_ONLY_08 and HTML_IMAGE_RATIO_06 (3 points together)"),
            ("sender-admin", "RDNS_NONE (0.8 points)"),
        ]
    );
    // Without points nobody knows which weighs most, and what proves the author is told by itself.
    assert_eq!(
        mends(&by_tests("HTML_IMAGE_ONLY_12,SPF_FAIL")),
        [("author", "HTML_IMAGE_ONLY_12"), ("sender-admin", "SPF_FAIL")]
    );
}

#[test]
fn what_has_no_points_is_no_reason() {
    let told = report(
        "X-Spamd-Result: default: False [8.10 / 15.00];\n MISSING_MID(2.50)[];\n R_PARTS_DIFFER(5.60)[];\n PHISHING(0.00)[];\n \
         DMARC_POLICY_ALLOW(-0.50)[];\n FREEMAIL_REPLYTO_NEQ_FROM_DOM(0.00)[]\nX-Rspamd-Action: add header\n",
    );
    let note =
        |test: &str| told.filters[0].notes.iter().find(|note| note.term == test).map(|note| note.leaning);
    assert_eq!(
        (note("PHISHING"), note("R_PARTS_DIFFER"), note("DMARC_POLICY_ALLOW")),
        (Some(0), Some(1), Some(-1))
    );
    let first = &told.findings[0];
    let quotes: Vec<&str> = first.evidence.iter().map(|one| one.quote.as_str()).collect();
    assert_eq!(quotes, ["add header", "R_PARTS_DIFFER", "MISSING_MID"]);
    assert_eq!(mends(first).len(), 2);
    // A thousandth of a point is how SpamAssassin notes what it only looked at.
    assert!(!by_tests("BAYES_99=7,HTML_MESSAGE=0.001").note.unwrap_or_default().contains("HTML_MESSAGE"));
}

#[test]
fn who_runs_the_filter_can_change_it() {
    let own = by_tests("BAYES_99=7.1");
    assert_eq!(
        (own.act.as_str(), own.who.as_str()),
        ("recipient-admin", "the recipient's mail administrator")
    );
    assert!(
        own.steps.iter().any(|step| step.by == "recipient-admin" && step.text.contains("welcomelist_auth"))
    );
    assert!(!own.steps.iter().any(|step| step.text.contains("the filter learns from it")));
    assert!(own.ask.is_some_and(|letter| letter.contains("by the filter on our side")));
    assert!(own.ask_if_sent.is_some_and(|letter| letter.contains("mark it as no spam")));
    let bare = report(
        "X-Barracuda-Spam-Status: Yes, SCORE=7.1 using global scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=5.5\n",
    );
    assert!(bare.findings[0].steps.iter().any(|step| step.text.contains("the filter's maker")));
    // A large provider's own filter is nobody's administrator's; whether it learns, its pages say or not.
    for (domain, network, learns) in [("gmx.de", "mx.gmx.net", true), ("gmail.com", "mx.google.com", false)] {
        let way = WAY.replace("ann@example.org", &format!("ann@{domain}")).replace("mx.example.org", network);
        let told = crate::diagnose(&format!("X-Spam-Flag: YES\n{way}")).findings.remove(0);
        assert_eq!(told.act, "recipient", "{domain}");
        let says = told.steps.iter().any(|step| step.text.contains("the filter learns from it"));
        assert_eq!(says, learns, "{domain} {:?}", told.steps);
    }
}
