//! Opinions on header blocks: ids, sentences, evidence.

use mailwhy::report::opinions::observation_ids;

/// All ids, with their levels. They are public and permanent: a change here breaks what others build upon.
const IDS: &str = "
    slow-hop notice, clock-off notice, sent-anew info, fetched-from-mailbox info, trust-boundary info, plain-text-hop info,
    old-tls notice, many-hops notice, dmarc-passed info, dmarc-failed warning, dmarc-not-published info,
    dmarc-not-stated info, not-aligned notice, results-from-elsewhere notice, mailing-list info, forwarded info,
    arc-broken notice, weak-signature notice, short-signature-key notice, partly-signed-body notice,
    signature-expired notice, signature-dated-ahead notice, from-not-signed warning, missing-from notice,
    missing-date notice, missing-message-id notice, doubled-field notice, malformed-message-id info,
    unreadable-date notice, date-without-zone info, date-ahead notice, date-before info, date-long-before info, auto-submitted info, dmarc-report info, empty-sender info,
    loop-sign warning, display-name-imitates warning, lookalike-domain warning, reply-to-elsewhere notice, return-path-elsewhere info, unknown-top-level-domain warning,
    international-domain info, bulk-without-unsubscribe notice, unsubscribe-not-one-click info, training-mail notice,
    claimed-name warning, own-domain-outside warning, answers-led-away warning,
    from-rewritten notice, sender-elsewhere info, signed-in-elsewhere notice, abuse-address info,
    in-junk warning, in-inbox info, in-folder info, spam-verdict warning, spam-verdict-on-the-way warning, clean-verdict info,
    filter-on-the-way info,
    phishing-verdict warning, phishing-suspected warning, spoof-verdict warning, imitation-suspected warning, bulk-verdict notice, bulk-near-limit info, sender-rated notice, virus-verdict warning,
    quarantined warning, filter-skipped info, greylisted info, begins-within-a-field notice";

#[test]
fn no_id_is_gone_or_renamed() {
    let want: Vec<(&str, &str)> = IDS.split(',').filter_map(|row| row.trim().split_once(' ')).collect();
    assert_eq!(observation_ids().collect::<Vec<_>>(), want);
}

#[test]
fn a_paste_that_begins_within_a_field_says_so() {
    let whole = "Received: by mx.example.net id 1; Tue, 4 Mar 2025 10:02:09 +0000\nFrom: b@example.net\nDate: Tue, 4 Mar 2025 10:02:08 +0000\n";
    assert!(!ids(whole).contains(&"begins-within-a-field".to_owned()));
    let date = format!("    Tue, 4 Mar 2025 10:02:11 +0000\n{whole}");
    assert!(seen(&date, "begins-within-a-field").0.contains("of the newest server only a part stands here"));
    let other = format!("\tb=abc\n{whole}");
    assert!(seen(&other, "begins-within-a-field").0.contains("is not here"));
}

/// The ids seen in a block, in their order.
fn ids(block: &str) -> Vec<String> {
    mailwhy::diagnose(block).observations.into_iter().map(|seen| seen.id).collect()
}

/// The sentence and the quoted words of one observation.
#[track_caller]
fn seen(block: &str, id: &str) -> (String, Vec<String>) {
    let report = mailwhy::diagnose(block);
    let found = report.observations.iter().find(|seen| seen.id == id);
    let found = found.unwrap_or_else(|| panic!("no {id} among {:?}", ids(block)));
    for quoted in &found.evidence {
        assert_eq!(block.get(quoted.start..quoted.end), Some(quoted.quote.as_str()), "{id}");
    }
    (found.text.clone(), found.evidence.iter().map(|quoted| quoted.quote.clone()).collect())
}

/// A newsletter that Microsoft filed in Junk: SPF passes for the mailing service alone.
const JUNK: &str = "\
Received: from A1.prod.outlook.com (2603:10a6::1) by B1.prod.outlook.com (2603:10a6::2) with HTTPS; Tue, 4 Mar 2025 10:00:09 +0000
Received: from C1.outlook.office365.com (2603:10a6::3) by A1.prod.outlook.com (2603:10a6::1) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8511.15; Tue, 4 Mar 2025 10:00:08 +0000
Authentication-Results: spf=pass (sender IP is 192.0.2.10) smtp.mailfrom=bounce.sender.example; dkim=none (message not signed) header.d=none;dmarc=fail action=quarantine header.from=shop.example.org;compauth=fail reason=000
Received: from out.sender.example (192.0.2.10) by D1.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 15.20.8511.15; Tue, 4 Mar 2025 10:00:07 +0000
Return-Path: b-17@bounce.sender.example
From: \"Shop (help@bank.example.com)\" <news@shop.example.org>
To: <ann@example.com>
Subject: News
Date: Tue, 4 Mar 2025 10:00:00 +0000
Message-ID: <1@sender.example>
Precedence: bulk
X-MS-Exchange-Organization-SCL: 5
X-Microsoft-Antispam: BCL:8;
X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:J;ENG:(1)(2);RF:JunkEmail;OFR:SpamFilterAuthJ;
";

#[test]
fn a_mail_in_junk_is_explained() {
    assert_eq!(
        ids(JUNK),
        [
            "trust-boundary",
            "plain-text-hop",
            "dmarc-failed",
            "not-aligned",
            "display-name-imitates",
            "return-path-elsewhere",
            "bulk-without-unsubscribe",
            "in-junk",
            "bulk-verdict",
            "quarantined",
        ]
    );
    let (text, quotes) = seen(JUNK, "in-junk");
    assert_eq!(
        text,
        "The mailbox filed this mail in Junk: the spam filter's verdict decided. Exchange: spam, which goes to the Junk \
         folder by default (SCL 5); Microsoft's filter: a bulk sender with a high number of complaints. Microsoft did \
         not take the sender for real (compauth=fail, reason 000: DMARC failed, and the domain asks to quarantine or refuse \
         such mail)."
    );
    assert_eq!(quotes, ["dest:J", "compauth=fail reason=000"]);
    assert_eq!(
        seen(JUNK, "dmarc-failed").0,
        "DMARC failed: SPF passed only for bounce.sender.example, which does not belong to shop.example.org; there is no \
         DKIM signature that could help."
    );
    assert_eq!(seen(JUNK, "display-name-imitates").1, ["help@bank.example.com"]);
}

/// A greylisted mail whose first server has a clock two hours ahead, passed by a mailing list.
const LIST: &str = "\
Return-Path: <talk-bounces@lists.example.net>
Delivered-To: ann@example.com
Received: from lists.example.net (lists.example.net [198.51.100.20])
 by mx.example.com (Postfix) with ESMTP id 4A
 for <ann@example.com>; Tue, 4 Mar 2025 10:20:00 +0000
Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=talk-bounces@lists.example.net;
 dkim=fail (body hash did not verify) header.d=author.example.org header.s=s1; dmarc=fail (p=NONE) header.from=author.example.org
Received: from mail.author.example.org (mail.author.example.org [203.0.113.9])
 by lists.example.net (Exim 4.98) with esmtps (TLS1.3) id 4B; Tue, 4 Mar 2025 10:05:00 +0000
Received: from pc (pc.author.example.org [203.0.113.77])
 by mail.author.example.org with ESMTPSA id 4C; Tue, 4 Mar 2025 12:04:30 +0000
DKIM-Signature: v=1; a=rsa-sha1; d=author.example.org; s=s1; l=120; x=1741000000; h=subject:to; bh=YQ==; b=YQ==
From: Author <a@author.example.org>
To: talk@lists.example.net
Date: Tue, 4 Mar 2025 10:04:00 +0000
Subject: Hello
Message-ID: <2@author.example.org>
List-Post: <mailto:talk@lists.example.net>
List-Id: Talk <talk.lists.example.net>
X-Greylist: delayed 890 seconds by postgrey-1.37 at mx.example.com
";

#[test]
fn a_list_a_clock_and_greylisting_are_told_apart() {
    assert_eq!(
        ids(LIST),
        [
            "slow-hop",
            "clock-off",
            "trust-boundary",
            "plain-text-hop",
            "dmarc-failed",
            "not-aligned",
            "mailing-list",
            "weak-signature",
            "partly-signed-body",
            "from-not-signed",
            "signature-expired",
            "return-path-elsewhere",
            "greylisted",
        ]
    );
    assert_eq!(
        seen(LIST, "slow-hop").0,
        "From lists.example.net to mx.example.com took 15 minutes, 100 % of the whole way, greylisting, by which a \
         server lets one that it does not know yet come back later: X-Greylist names this very delay."
    );
    let (text, quotes) = seen(LIST, "clock-off");
    assert!(text.starts_with(
        "The clock of mail.author.example.org is at least 1 hour 59 minutes ahead of the others."
    ));
    assert_eq!(quotes, ["Tue, 4 Mar 2025 12:04:30 +0000"]);
    let (text, _) = seen(LIST, "dmarc-failed");
    assert!(text.contains("It has the fields of a mailing list"), "{text}");
    let report = mailwhy::diagnose(LIST);
    let timeline = report.timeline.expect("a timeline");
    let places: Vec<&str> = timeline.steps.iter().map(|step| step.place.as_str()).collect();
    assert_eq!(places, ["submission", "border", "border"]);
    assert_eq!(
        (timeline.total, timeline.slowest, timeline.trust.map(|trust| trust.hop)),
        (Some(900), Some(2), Some(0))
    );
    let rows = report.alignment.expect("an alignment").rows;
    let rows: Vec<_> =
        rows.iter().map(|row| (row.by.as_str(), row.domain.as_str(), row.relation.as_str())).collect();
    assert_eq!(rows, [("spf", "lists.example.net", "none"), ("dkim", "author.example.org", "strict")]);
}

/// Nothing is odd about it.
const PLAIN: &str = "\
Return-Path: <a@example.org>
Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=mail.example.org; dkim=pass header.d=example.org; dmarc=pass header.from=example.org
Received: from mail.example.org (mail.example.org [203.0.113.9])
 by mx.example.com (Postfix) with ESMTPS id 5A; Tue, 4 Mar 2025 10:05:01 +0000
From: Ann <a@example.org>
To: b@example.com
Date: Tue, 4 Mar 2025 10:05:00 +0000
Subject: Hello
Message-ID: <3@example.org>
X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00 autolearn=ham
";

#[test]
fn ordinary_mail_gets_calm_words() {
    assert_eq!(ids(PLAIN), ["trust-boundary", "dmarc-passed", "clean-verdict"]);
    assert_eq!(
        seen(PLAIN, "dmarc-passed").0,
        "DMARC passed: SPF passed for mail.example.org and a DKIM signature of example.org is valid; these belong to the \
         domain in From (example.org)."
    );
    let report = mailwhy::diagnose(PLAIN);
    let filter = &report.filters[0];
    assert_eq!(filter.verdict.as_deref(), Some("Not taken for spam (-1.9 points, spam from 5.0)."));
    assert_eq!((filter.notes[0].term.as_str(), filter.notes[0].leaning), ("BAYES_00", -1));
    assert!(report.auth[0].meaning.as_deref().is_some_and(|meaning| meaning.contains("may send")));
}

#[test]
fn missing_doubled_and_strange_fields_are_named() {
    let block = "Received: from [192.168.0.2] by mail.example.org with ESMTP id 1; Tue, 4 Mar 2025 10:00:00 +0000\n\
                 Delivered-To: b@example.com\nDelivered-To: b@example.com\n\
                 From: a@xn--exmple-cua.org\nReply-To: c@example.net\nSubject: a\nSubject: b\n\
                 Message-ID: none\nDate: tomorrow\nAuto-Submitted: auto-replied\n";
    let ids = ids(block);
    let wanted = [
        "doubled-field",
        "malformed-message-id",
        "unreadable-date",
        "auto-submitted",
        "loop-sign",
        "reply-to-elsewhere",
        "international-domain",
    ];
    for id in wanted {
        assert!(ids.iter().any(|seen| seen == id), "{id} is not among {ids:?}");
    }
}

/// What is said of a filter's field that stands at the end of a mail which a list server passed on to example.net.
fn of_filter(field: &str) -> String {
    let block = format!(
        "Received: from list.example.org (list.example.org [192.0.2.7]) by mx.example.net with ESMTPS id A7; Tue, 4 Mar 2025 \
         10:00:05 +0000\nReceived: from out.example.com (out.example.com [192.0.2.3]) by list.example.org with ESMTPS id B3; \
         Tue, 4 Mar 2025 10:00:03 +0000\nReceived: from pc (pc.example.com [192.0.2.1]) by out.example.com with ESMTPSA id C1; \
         Tue, 4 Mar 2025 10:00:01 +0000\nFrom: Ann <ann@example.com>\n{field}\n"
    );
    let seen = mailwhy::diagnose(&block).observations;
    let of_filters = ["clean-verdict", "filter-on-the-way", "spam-verdict"];
    seen.into_iter()
        .find(|seen| of_filters.contains(&seen.id.as_str()))
        .map(|seen| seen.text)
        .unwrap_or_default()
}

#[test]
fn whose_filter_it_was_is_told_by_what_it_names() {
    let rspamd = |id: &str| {
        of_filter(&format!("X-Spamd-Result: default: False [1.0 / 15.0];\nX-Rspamd-Queue-Id: {id}"))
    };
    assert!(
        rspamd("A7").starts_with("Rspamd did not take this mail for spam (1.0 points, refused from 15.0).")
    );
    assert!(
        rspamd("C1")
            .starts_with("Before the mail came to example.net, Rspamd of out.example.com did not take")
    );
    assert!(rspamd("F9").ends_with("Whose filter that is, the fields do not state."));
    // Fields that several filters write are those of the one whose fields stand next to them.
    let flag =
        |own: &str| of_filter(&format!("X-Rspamd-Queue-Id: C1\n{own}X-Spam-Flag: NO\nX-Spam-Score: -3.0"));
    assert!(
        flag("X-Rspamd-Action: no action\n").contains("of out.example.com"),
        "{}",
        flag("X-Rspamd-Action: no action\n")
    );
    assert!(flag("").contains("of out.example.com"));
    let bare = of_filter("X-Spam-Flag: NO\nX-Spam-Score: -3.0");
    assert!(bare.ends_with("Whose filter that is, the fields do not state."), "{bare}");
    let barracuda = |field: &str| of_filter(&format!("X-Barracuda-Spam-Status: No, SCORE=0.5\n{field}"));
    let named = barracuda("X-Barracuda-URL: https://quarantine.example.com:443/mark.cgi");
    assert!(
        named.starts_with("Before the mail came to example.net, Barracuda of out.example.com"),
        "{named}"
    );
    assert!(
        barracuda("X-Barracuda-URL: https://q.example.net/mark.cgi").starts_with("Barracuda did not take")
    );
    assert!(barracuda("X-Barracuda-URL: https://q.example.edu/mark.cgi").ends_with("do not state."));
    assert!(
        barracuda("X-Barracuda-Connect: list.example.org[192.0.2.7]").starts_with("Barracuda did not take")
    );
}

#[test]
fn the_heaviest_tests_are_named_by_their_points() {
    let status = "X-Spam-Status: Yes, score=7.3 required=5.0 tests=RDNS_NONE,EXAMPLE_RULE,\n FREEMAIL_FORGED_REPLYTO autolearn=no";
    let alone = of_filter(status);
    assert!(alone.contains("Against it, among others: "), "{alone}");
    let weighed = of_filter(&format!(
        "{status}\nX-Spam-Report: *  0.8 RDNS_NONE Delivered by a host\n\t*  4.4 EXAMPLE_RULE Words on it\n\t*      go on\n\t*  2.1 \
         FREEMAIL_FORGED_REPLYTO Freemail"
    ));
    assert!(weighed.contains("Most against it: EXAMPLE_RULE, FREEMAIL_FORGED_REPLYTO ("), "{weighed}");
}

#[test]
fn a_mail_that_was_sent_anew_is_not_late() {
    let block = "Received: from out.example.com (out.example.com [192.0.2.3]) by mx.example.net with ESMTPS id B; Fri, 7 Mar 2025 \
        10:00:14 +0000\nReceived: from mx.example.org (mx.example.org [192.0.2.4]) by out.example.com with ESMTPS id C; Fri, 7 Mar \
        2025 10:00:02 +0000\nReceived: from pc.example.edu (pc.example.edu [192.0.2.5]) by mx.example.org with ESMTPS id D; Tue, \
        4 Mar 2025 10:00:00 +0000\nFrom: Ann <ann@example.com>\nSubject: x\n";
    let by_date = format!("{block}Date: Fri, 7 Mar 2025 10:00:00 +0000\n");
    let report = mailwhy::diagnose(&by_date);
    assert_eq!(report.timeline.expect("hops").total, Some(12));
    assert_eq!(report.findings[0].title, "The mail arrived");
    let (text, _) = seen(&by_date, "sent-anew");
    assert!(text.contains("mx.example.org are 3 days older"), "{text}");
    let resent =
        format!("Resent-Date: Fri, 7 Mar 2025 09:59:00 +0000\n{block}Date: Tue, 4 Mar 2025 09:59:59 +0000\n");
    assert!(seen(&resent, "sent-anew").0.contains("3 days later, as Resent-Date says"));
    // A queue of three days is none.
    let slow = format!("{block}Date: Tue, 4 Mar 2025 09:59:59 +0000\n");
    assert!(mailwhy::diagnose(&slow).findings[0].title.contains("3 days"));
}

#[test]
fn two_clocks_that_disagree_are_both_named() {
    let block = "Received: from list.example.org (list.example.org [192.0.2.7]) by mx.example.net with ESMTPS id A; Tue, 4 Mar 2025 \
        10:00:05 +0000\nReceived: from out.example.com (out.example.com [192.0.2.3]) by list.example.org with ESMTPS id B; Tue, 4 \
        Mar 2025 10:05:05 +0000\nReceived: from pc.example.com (pc.example.com [192.0.2.1]) by out.example.com with ESMTPS id C; \
        Tue, 4 Mar 2025 10:00:01 +0000\nFrom: Ann <ann@example.com>\n";
    let (text, _) = seen(block, "clock-off");
    assert_eq!(
        text,
        "The clocks of list.example.org and mx.example.net disagree: one of them is off by at least 5 minutes. The times of \
         list.example.org are left out of the delays. By the clock of mx.example.net the way took 4 seconds, by that of list.example.org \
         at least 5 minutes 4 seconds. A wrong clock alone is no sign that somebody changed the mail."
    );
    let told = mailwhy::diagnose(block).findings.remove(0);
    assert!(
        told.summary.contains("4 seconds in all by the clock of mx.example.net, or at least 5 minutes 4 seconds by that of list.example.org"),
        "{}",
        told.summary
    );
}

#[test]
fn what_a_filter_noted_of_spf_is_no_silence() {
    let block = "Received: from out.example.com (out.example.com [192.0.2.3]) by mx.example.net with ESMTP id B; Tue, 4 Mar 2025 \
        10:00:03 +0000\nX-Spam-Status: No, score=0.8 required=5.0 tests=SPF_HELO_NONE,SPF_NEUTRAL autolearn=no\nFrom: \
        ann@example.com\n";
    let (text, _) = seen(block, "dmarc-not-stated");
    assert!(text.ends_with("The spam filter of example.net noted SPF_NEUTRAL (SPF: the domain makes no claim about the sending server)."), "{text}");
}

/// A mail that a server of example.net took from outside and handed on inside; what a bare address tells.
#[test]
fn belief_reaches_as_far_as_private_addresses_show() {
    let way = |inner: &str| {
        format!(
            "Received: from {inner} by store.example.net with ESMTP id 3; Tue, 4 Mar 2025 10:00:05 +0000\nReceived: from \
             out.example.com (out.example.com [192.0.2.3]) by FILTER with ESMTP id 2; Tue, 4 Mar 2025 10:00:04 +0000\nReceived: \
             from pc (pc.example.com [192.0.2.1]) by out.example.com with ESMTPSA id 1; Tue, 4 Mar 2025 10:00:01 +0000\nFrom: \
             ann@example.com\n"
        )
    };
    let hop =
        |block: &str| mailwhy::diagnose(block).timeline.and_then(|way| way.trust).map(|trust| trust.hop);
    assert_eq!(hop(&way("filter (filter.lan [10.0.0.4])")), Some(1));
    assert_eq!(hop(&way("filter.example.org (filter.example.org [198.51.100.4])")), Some(0));
    // A program that fetches mail speaks from the machine itself, and names another server.
    assert_eq!(hop(&way("mail.example.org ([127.0.0.1])")), Some(0));
    assert!(seen(&way("filter (filter.lan [10.0.0.4])"), "trust-boundary").0.contains("as far as they name"));
}

#[test]
fn a_stamp_on_what_goes_out_checks_nothing() {
    let block = "Received: from out.example.com (out.example.com [192.0.2.3]) by mx.example.net with ESMTPS id B; Tue, 4 Mar 2025 \
        10:00:03 +0000\nAuthentication-Results: example.net; dkim=none (message not signed) header.d=none;example.net; dmarc=none \
        action=none header.from=example.com;\nFrom: ann@example.com\n";
    assert!(seen(block, "dmarc-not-stated").0.starts_with("No server states"));
}

#[test]
fn a_date_without_a_zone_blames_no_clock() {
    let block = |date: &str| {
        format!(
            "Received: from pc.example.com (pc.example.com [192.0.2.1]) by mx.example.net with ESMTP id 1; Tue, 4 Mar 2025 10:00:01 \
             +0000\nFrom: ann@example.com\nDate: {date}\n"
        )
    };
    assert!(ids(&block("4 Mar 2025 19:00:00 +0000")).contains(&"date-ahead".to_owned()));
    assert!(!ids(&block("4 Mar 2025 19:00")).contains(&"date-ahead".to_owned()));
}

#[test]
fn a_server_with_a_bare_name_is_where_the_mail_ended() {
    let block = "Received: from mx.example.net (mx.example.net [198.51.100.9]) by attic (Postfix) with ESMTP id 2; Tue, 4 Mar 2025 \
        10:00:04 +0000\nReceived: from out.example.com (out.example.com [192.0.2.3]) by mx.example.net with ESMTP id 1; Tue, 4 Mar \
        2025 10:00:01 +0000\nFrom: ann@example.com\n";
    let (text, _) = seen(block, "trust-boundary");
    assert!(text.starts_with("The newest Received field names attic, the last server"), "{text}");
}

#[test]
fn greylisting_is_a_part_of_a_longer_delay() {
    let block = "Received: from out.example.com (out.example.com [192.0.2.3]) by mx.example.net with ESMTP id 1; Tue, 4 Mar 2025 \
        13:00:00 +0000\nReceived: from pc (pc.example.com [192.0.2.1]) by out.example.com with ESMTPSA id 1; Tue, 4 Mar 2025 \
        10:00:00 +0000\nX-Greylist: delayed 6000 seconds by postgrey-1.37 at mx.example.net\nFrom: ann@example.com\n";
    let (text, quotes) = seen(block, "slow-hop");
    assert!(
        text.contains("greylisting and a late return for 1 hour 40 minutes of it, as X-Greylist says"),
        "{text}"
    );
    assert!(quotes.iter().any(|quote| quote.starts_with("delayed 6000")), "{quotes:?}");
}

#[test]
fn a_date_that_fits_a_later_hop_blames_no_author() {
    let block = "Received: from localhost (localhost [127.0.0.1]) by mx.example.net with ESMTP id 2; Tue, 4 Mar 2025 10:06:01 \
        +0000\nReceived: by mx.example.net id 1; Tue, 4 Mar 2025 10:00:01 +0000\nFrom: ann@example.com\nDate: Tue, 4 Mar 2025 \
        10:06:01 +0000\n";
    let (text, _) = seen(block, "date-ahead");
    assert!(text.contains("it fits that of mx.example.net"), "{text}");
    let (slow, _) = seen(block, "slow-hop");
    assert!(
        slow.ends_with("likely a queue, or a program on the same server that was not running."),
        "{slow}"
    );
}

#[test]
fn what_a_filter_calls_phishing_is_said_once() {
    let block = "X-Pm-Spam-Action: phishing\nReceived: from pc.example.com (pc.example.com [192.0.2.1]) by mail.protonmail.ch with \
        ESMTPS id 1; Tue, 4 Mar 2025 10:00:01 +0000\nFrom: ann@example.com\n";
    assert!(ids(block).contains(&"phishing-verdict".to_owned()));
    assert!(!ids(block).contains(&"spam-verdict".to_owned()));
    assert_eq!(
        mailwhy::diagnose(block).findings[0].title,
        "The mail arrived, and a filter calls it phishing"
    );
}

/// A mail that came to example.net by a list server, with what is given put between these two and below.
fn by_list(between: &str, below: &str) -> String {
    format!(
        "Received: from list.example.org (list.example.org [192.0.2.7]) by mx.example.net with ESMTPS id A7; Tue, 4 Mar 2025 \
         10:00:05 +0000\n{between}Received: from out.example.com (out.example.com [192.0.2.3]) by list.example.org with ESMTPS id \
         B3; Tue, 4 Mar 2025 10:00:03 +0000\nReceived: from pc (pc.example.com [192.0.2.1]) by out.example.com with ESMTPSA id C1; \
         Tue, 4 Mar 2025 10:00:01 +0000\nFrom: Ann <ann@example.com>\n{below}\n"
    )
}

#[test]
fn a_report_in_words_stands_for_the_status() {
    let report = |is: &str, host: &str, score: &str| {
        by_list(
            "",
            &format!(
                "X-Spam-Score: {score} (/)\nX-Spam-Report: Spam detection software,\n running on the system \"{host}\",\n has {is} \
                 this incoming email as spam.\n Content analysis details:   (-0.2 points, 6.0 required)\n pts rule name\n -0.0 \
                 SPF_PASS SPF: fits\n -0.1 DKIM_VALID A signature is valid"
            ),
        )
    };
    let filter = |block: &str| mailwhy::diagnose(block).filters.remove(0);
    let own = filter(&report("NOT identified", "scan.example.org", "-0.2"));
    assert_eq!(
        own.verdict.as_deref(),
        Some("Said before the mail came to its end: Not taken for spam (-0.2 points, spam from 6.0).")
    );
    let tests: Vec<&str> = own.notes.iter().map(|note| note.term.as_str()).collect();
    assert_eq!(tests, ["SPF_PASS", "DKIM_VALID"]);
    let (text, _) = seen(&report("NOT identified", "scan.example.org", "-0.2"), "filter-on-the-way");
    assert!(text.contains("SpamAssassin of scan.example.org did not take this mail for spam"), "{text}");
    let other = filter(&report("NOT identified", "scan.example.edu", "-0.2"));
    assert!(
        other
            .verdict
            .is_some_and(|text| text.ends_with("It ran on scan.example.edu, which no Received field names."))
    );
    let spam = filter(&report("identified", "mx.example.net", "-0.2"));
    assert!(spam.verdict.is_some_and(|text| text.starts_with("Taken for spam (-0.2 points")));
    // Another filter's score.
    assert_eq!(filter(&report("NOT identified", "scan.example.org", "3.1")).verdict, None);
}

#[test]
fn filters_of_large_services_are_their_own() {
    let block = by_list("", "X-Spam-Status: No").replace("mx.example.net", "A1.mail.protection.outlook.com");
    let said = mailwhy::diagnose(&block).filters.remove(0).verdict;
    assert_eq!(said.as_deref(), Some("Said before the mail came to its end: Not taken for spam."));
    let open = mailwhy::diagnose(&by_list("", "X-Spam-Status: No")).filters.remove(0).verdict;
    assert_eq!(open.as_deref(), Some("Not taken for spam. Whose filter that is, the fields do not state."));
}

#[test]
fn results_on_other_things_are_of_another_network_too() {
    let results = "Authentication-Results: list.example.org; auth=pass smtp.auth=ann@example.com\n";
    let (text, evidence) = seen(&by_list(results, ""), "results-from-elsewhere");
    assert!(text.starts_with("The authentication results were written by list.example.org, below"), "{text}");
    assert_eq!(evidence, ["list.example.org"]);
    let own = format!("Authentication-Results: mx.example.net; auth=pass\n{}", by_list("", ""));
    assert!(!ids(&own).contains(&"results-from-elsewhere".to_owned()));
}

#[test]
fn answers_that_a_filter_suspects_are_not_called_common() {
    let answers = |more: &str| {
        seen(&by_list("", &format!("Reply-To: ann@example.edu\n{more}")), "reply-to-elsewhere").0
    };
    assert!(answers("X-SG-EID: ab").contains("That is common"));
    assert!(answers("").contains("These headers do not show whether example.edu is the author"));
    let suspected =
        answers("X-Spam-Status: No, score=4.1 required=5.0 tests=FREEMAIL_FORGED_REPLYTO autolearn=no");
    assert!(suspected.contains("(FREEMAIL_FORGED_REPLYTO: replies go to a free mail address"), "{suspected}");
    let spam = answers("X-Spam-Status: Yes, score=7.1 required=5.0 tests=RDNS_NONE autolearn=no");
    assert!(spam.contains("A filter speaks against this mail") && !spam.contains("common"), "{spam}");
}

#[test]
fn every_clock_whose_time_is_left_out_is_named() {
    let block = "Received: from list.example.org (list.example.org [192.0.2.7]) by mx.example.net with ESMTPS id A; Tue, 4 Mar 2025 \
        10:00:05 +0000\nReceived: from out.example.com (out.example.com [192.0.2.3]) by list.example.org with ESMTPS id B; Tue, 4 \
        Mar 2025 10:00:03 +0000\nReceived: from localhost (localhost [127.0.0.1]) by FILTER with SMTP id C; Tue, 4 Mar 2025 09:00:03 \
        +0000\nReceived: from pc.example.com (pc.example.com [192.0.2.1]) by out.example.com with ESMTPS id D; Tue, 4 Mar 2025 \
        09:00:02 +0000\nReceived: by pc.example.com with ESMTP id E; Tue, 4 Mar 2025 10:00:01 +0000\nFrom: Ann <ann@example.com>\n";
    let (text, _) = seen(block, "clock-off");
    assert!(
        text.starts_with("The clocks of out.example.com and FILTER are likely at least 59 minutes"),
        "{text}"
    );
    // A wait behind them leaves it open whose clock it is.
    let (text, evidence) =
        seen(&block.replace("10:00:03", "10:20:03").replace("10:00:05", "10:20:05"), "clock-off");
    assert!(
        text.starts_with("The clocks of out.example.com and FILTER disagree with that of pc.example.com: one side is off by"),
        "{text}"
    );
    assert_eq!(evidence.len(), 2);
    let little = by_list("", "").replace("10:00:03", "10:00:26");
    assert!(seen(&little, "clock-off").0.contains("21 seconds"));
}

#[test]
fn the_sender_is_called_by_what_it_is() {
    let names = |block: &str| {
        let facts = mailwhy::diagnose(block).findings.remove(0).facts;
        facts.into_iter().map(|fact| fact.name).filter(|name| name != "Time").collect::<Vec<_>>()
    };
    let bounces = format!("Return-Path: <list-bounces@example.org>\n{}", by_list("", ""));
    assert_eq!(names(&bounces), ["Envelope sender", "Address in From"]);
    assert_eq!(names(&format!("Return-Path: <>\n{}", by_list("", ""))), ["Address in From"]);
}

#[test]
fn a_wait_has_a_step_also_where_the_mail_is_in_junk() {
    let steps = |more: &str| {
        let late = by_list("", more).replace("10:00:05", "11:40:05");
        let steps = mailwhy::diagnose(&late).findings.remove(0).steps;
        steps.into_iter().map(|step| step.text).collect::<Vec<_>>().join("\n")
    };
    let junk = steps("X-Rspamd-Queue-Id: A7\nX-Spamd-Result: default: True [17.0 / 15.0];");
    assert!(junk.contains("Search the queue and the log of list.example.org"), "{junk}");
    // Nobody needs what another network calls spam any sooner.
    let way = steps("X-Rspamd-Queue-Id: C1\nX-Spamd-Result: default: True [17.0 / 15.0];");
    assert!(!way.contains("Search the queue"), "{way}");
}

#[test]
fn a_late_date_alone_leaves_open_what_was() {
    let block = |more: &str| {
        let older = by_list("", more).replace("Tue, 4 Mar 2025 10:00:01", "Sat, 1 Mar 2025 10:00:01");
        let report = mailwhy::diagnose(&older);
        let likely = report.timeline.expect("hops").steps.into_iter().find_map(|step| step.likely);
        (report.findings[0].summary.clone(), likely.unwrap_or_default())
    };
    let (summary, likely) = block("Date: Tue, 4 Mar 2025 10:00:00 +0000");
    assert!(summary.ends_with("2 hops and 2 seconds from where its newer fields begin."), "{summary}");
    assert!(likely.starts_with("sent anew, as it seems: "), "{likely}");
    let (summary, likely) =
        block("Resent-Date: Tue, 4 Mar 2025 10:00:00 +0000\nDate: Sat, 1 Mar 2025 10:00:00 +0000");
    assert!(summary.contains("since it was sent anew") && likely.starts_with("sent anew: "), "{summary}");
}
