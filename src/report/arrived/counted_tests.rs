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

#[test]
fn missing_proof_is_no_reason_where_other_tests_weigh_more() {
    let told = |bayes: &str| {
        crate::diagnose(&format!(
            "Received: from out.shop.example (unknown [192.0.2.10]) by mx.example.org (Postfix) with ESMTPS id 7A0D; Thu, 26 Nov 2026 07:05:30 \
             +0100\nFrom: news@shop.example\nTo: ann@example.org\nSubject: News\nMessage-ID: <1@shop.example>\nX-Spamd-Result: default: False [9.20 / 15.00];\n \
             BAYES_SPAM({bayes})[99%];\n R_SPF_SOFTFAIL(3.00)[~all];\n DMARC_NA(0.00)[shop.example]\nAuthentication-Results: mx.example.org; dkim=none; \
             dmarc=none; spf=softfail smtp.mailfrom=news@shop.example\nX-Rspamd-Action: add header\n"
        ))
        .findings
        .remove(0)
    };
    let other = told("6.20");
    assert_eq!(other.act, "recipient-admin");
    assert!(other.summary.starts_with("It took 1 hop. Rspamd speaks against"), "{}", other.summary);
    let note = other.note.unwrap_or_default();
    assert!(
        note.contains("It counted 9.20 points, and refuses mail from 15.00 on. Most against it: BAYES_SPAM"),
        "{note}"
    );
    assert!(other.steps.iter().all(|step| !step.text.contains("send again")), "{:?}", other.steps);
    assert_eq!(told("0.20").act, "sender-admin");
}

#[test]
fn what_the_senders_provider_noted_is_not_told_as_the_readers_filter() {
    let seen = |last: &str| {
        let paste = format!(
            "Received: from mout.example.net (mout.example.net [192.0.2.131]) by mx.example.org (Postfix) with ESMTPS id 9C; Wed, 25 Nov 2026 10:02:13 +0100\n\
             Received: from [192.0.2.20] (pc.example.com [192.0.2.20]) by mrelay.example.net with ESMTPSA id 1M; Wed, 25 Nov 2026 10:02:10 +0100\n\
             From: bob@example.com\nTo: ann@example.org\nSubject: a\nMessage-ID: <1@example.com>\nX-Spam-Flag: NO\n{last}"
        );
        let found = crate::diagnose(&paste).observations.into_iter();
        found
            .filter(|seen| seen.text.contains("spam"))
            .map(|seen| (seen.id, seen.text))
            .next()
            .unwrap_or_default()
    };
    let (id, text) = seen("UI-OutboundReport: notjunk:1;M01:P0:aGVs;abc\n");
    assert_eq!(id, "filter-on-the-way");
    assert!(text.contains("the spam filter of the sender's provider did not take"), "{text}");
    assert_eq!(seen("").0, "clean-verdict");
}

#[test]
fn filters_that_stand_alone_are_read() {
    let told = |fields: &str| {
        let told = crate::diagnose(fields).findings.remove(0);
        format!("{} {}", told.summary, told.note.unwrap_or_default())
    };
    let gmail = told("X-Gm-Spam: 0\nX-Gm-Phishy: 0\n");
    assert!(gmail.contains("Gmail did not take this mail for spam"), "{gmail}");
    let barracuda = told(
        "X-BESS-ID: 1795177124-302964\nX-BESS-Spam-Status: SCORE=0.50 using account:ESS1 scores of KILL_LEVEL=7.0 tests=BSF_BESS_INBOUND\n",
    );
    assert!(
        barracuda.contains("Barracuda did not take this mail for spam (0.5 points, and it blocks from 7 on)"),
        "{barracuda}"
    );
    let silent = told("X-IronPort-Anti-Spam-Filtered: true\nX-IronPort-Anti-Spam-Result: A2EPAADo\n");
    assert!(silent.contains("None of these fields says"), "{silent}");
    // A verdict without a mail is nothing to write a letter by.
    let flag =
        crate::diagnose("X-Spam-Flag: YES\nX-Spam-Status: Yes, score=6.4 required=5.0 tests=RDNS_NONE=6\n")
            .findings
            .remove(0);
    assert_eq!((flag.ask, flag.ask_if_sent), (None, None));
    assert!(
        flag.steps.iter().any(|step| step.text.starts_with("These lines do not tell who wrote it")),
        "{:?}",
        flag.steps
    );
}

/// Whoever writes runs no server: they hear where to look the listing up, and have a letter to their own host.
#[test]
fn a_listed_server_is_a_matter_of_the_senders_host() {
    let told = super::tests::finding(
        "X-Spam-Status: Yes, score=8.1 required=5.0 tests=[BAYES_50=0.8, RCVD_IN_PSBL=2.7, RDNS_NONE=0.8, MIME_HTML_ONLY=0.1, HTML_IMA...\n\
         Received: from out.example.com ([192.0.2.61]) by mx.example.org with ESMTPS id b7; Tue, 3 Nov 2026 10:00:02 +0100\n\
         From: Bob <bob@example.com>\nTo: ann@example.org\nSubject: Lunch\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n",
    );
    let letter = told.ask_if_sent.as_deref().unwrap_or_default();
    for part in ["192.0.2.61", "https://psbl.org", "RCVD_IN_PSBL"] {
        assert!(letter.contains(part), "{part}: {letter}");
        let step = told.steps.iter().find(|step| step.by == "author" && step.text.contains(part));
        assert!(step.is_some(), "{part}: {:?}", told.steps);
    }
    assert!(
        told.steps.iter().any(|step| step.text.starts_with("RDNS_NONE (0.8 points)")),
        "{:?}",
        told.steps
    );
    let words = format!("{}{:?}{:?}{:?}", told.summary, told.note, told.ask, told.steps);
    assert!(words.contains("breaks off in this text"), "{words}");
    assert!(!words.contains("BAYES_50") && !words.contains("HTML_IMA"), "{words}");
}

#[test]
fn a_listed_link_is_named_and_is_the_authors_to_leave_out() {
    let told = |result: &str| {
        super::tests::finding(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.1])\n\tby mx1.mailbox.org (Postfix) with ESMTPS id b2\n\tfor \
             <ann@mailbox.org>; Tue, 3 Nov 2026 10:00:02 +0100\nAuthentication-Results: mx1.mailbox.org; dkim=pass header.d=example.com; \
             dmarc=pass header.from=example.com\nX-Spam: Yes\nX-Rspamd-Action: add header\nX-Spamd-Result: default: False [8.40 / 15.00]; \
             {result}; FUZZY_UNKNOWN(2.40)[1:aa:0.5:txt]; R_EMPTY_IMAGE(2.00)[]\nX-Rspamd-Server: mx\nFrom: Bob <bob@example.com>\nTo: \
             ann@mailbox.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: Lunch\n"
        ))
    };
    let redirected = told("DBL_ABUSE_REDIR(5.00)[go.example.net:url]");
    assert_eq!((redirected.act.as_str(), redirected.who.as_str()), ("author", "the sender"));
    let words = format!("{} {}", redirected.summary, redirected.note.clone().unwrap_or_default());
    assert!(words.contains("a shortener or redirector that is misused for spam: go.example.net"), "{words}");
    let step = |told: &crate::report::Finding| {
        let step = told.steps.iter().find(|step| step.by == "author" && step.text.contains("go.example.net"));
        step.map(|step| step.text.to_string())
    };
    assert!(step(&redirected).is_some_and(|text| text.contains("in place of the link to go.example.net")));
    let letter = redirected.ask.as_deref().unwrap_or_default();
    assert!(letter.contains("DBL_ABUSE_REDIR (5 points, go.example.net)"), "{letter}");
    let listed = told("URIBL_SBL(6.50)[go.example.net:url]");
    assert!(step(&listed).is_some_and(|text| text.contains("Take out the links to go.example.net")));
    // Whose link does harm is no author to be helped first.
    assert_ne!(told("DBL_ABUSE_PHISH(7.50)[go.example.net:url]").act, "author");
    assert_ne!(told("R_MISSING_CHARSET(5.00)[]").act, "author");
}
