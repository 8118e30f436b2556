//! What is said of mail that arrived.

pub fn finding(paste: &str) -> crate::report::Finding {
    crate::diagnose(paste).findings.remove(0)
}

pub const WAY: &str = "Received: from mx.example.com (mx.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; \
        Tue, 3 Nov 2026 10:20:00 +0100\nReceived: from pc (pc.example.com [192.0.2.9])\n\tby mx.example.com with \
        ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n\
        Message-ID: <1@example.com>\nSubject: Lunch\n";

#[test]
fn what_takes_most_of_the_time_leads_over_a_little_greylisting() {
    let late = |seconds: u32| {
        finding(&format!(
            "X-Greylist: delayed {seconds} seconds by postgrey-1.37 at in.example.net\nReceived: from out.example.com \
                 (out.example.com [192.0.2.1])\n\tby in.example.net (Postfix) with ESMTPS id b2; Tue, 3 Nov 2026 14:00:00 \
                 +0100\nReceived: from pc (pc.example.com [192.0.2.9])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 \
                 10:00:00 +0100\nFrom: Bob <bob@example.com>\nMessage-ID: <1@example.com>\nSubject: Lunch\n"
        ))
    };
    let little = late(720);
    assert_eq!(little.title, "The mail arrived after 4 hours on its way, most of it at out.example.com");
    assert!(little.summary.contains("X-Greylist names for 12 minutes (5 % of it)"), "{}", little.summary);
    assert_eq!(little.who, "example.com's mail administrator");
    let steps = little.steps.iter().map(|step| &*step.text).collect::<Vec<_>>().join("\n");
    assert!(steps.contains("log of out.example.com") && !steps.contains("exception"), "{steps}");
    assert!(steps.contains("no sooner than 3 hours 48 minutes after"), "{steps}");
    let letter = little.ask.unwrap_or_default();
    assert!(letter.contains("Greylisting at in.example.net: 12 minutes\n"), "{letter}");
    let most = late(9000);
    assert_eq!(most.title, "The mail arrived after 4 hours on its way");
    // Greylisting asks for minutes: hours lie with both sides.
    assert_eq!(most.who, "the mail administrators of example.com and example.net");
    assert_eq!((most.about.as_str(), little.about.as_str()), ("greylisted", ""));
    let letter = most.ask.unwrap_or_default();
    assert!(
        letter.contains("Id on out.example.com: a1") && letter.contains("Id on in.example.net: b2"),
        "{letter}"
    );
    assert!(
        most.summary.contains("greylisting and a late return for 2 hours 30 minutes"),
        "{}",
        most.summary
    );
    assert!(
        most.summary.contains(": sent 10:00, arrived 14:00 (2026-11-03, zone +0100)."),
        "{}",
        most.summary
    );
    let of_sender =
        most.steps.iter().find(|step| step.by == "sender-admin").expect("a step for the sender's side");
    assert!(of_sender.text.contains("tried again (a1 there)"), "{}", of_sender.text);
    assert!(most.steps[0].text.contains("nothing is to be done"), "{}", most.steps[0].text);
    assert!(most.steps.iter().any(|step| step.text.contains("exception from greylisting")));
    // The server that put it off does not put off what it hands to itself.
    let inside = finding(
        "Received: from localhost (localhost [127.0.0.1]) by in.example.net (Postfix) with ESMTP id c3; Tue, 3 Nov 2026 \
             14:00:00 +0100\nX-Greylist: delayed 400 seconds by postgrey-1.37 at in.example.net\nReceived: from out.example.com \
             (out.example.com [192.0.2.1]) by in.example.net (Postfix) with ESMTPS id b2; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: \
             bob@example.com\n",
    );
    assert!(!inside.summary.contains("X-Greylist"), "{}", inside.summary);
}

#[test]
fn mail_that_took_long_is_called_late() {
    let late = finding(WAY);
    assert_eq!(late.title, "The mail arrived after 20 minutes on its way");
    assert!(
        late.summary.starts_with(
            "It took 2 hops, 20 minutes in all: sent 10:00, arrived 10:20 (2026-11-03, zone +0100). From "
        ),
        "{}",
        late.summary
    );
    // Some minutes are no failure that anybody has to mend, hours are lost time.
    let told = |paste: &str| {
        let told = finding(paste);
        (told.cause, told.state, told.who)
    };
    let of = |state: &str, who: &str| ("delivered".to_owned(), state.to_owned(), who.to_owned());
    // Where somebody's log is to be looked into, it is not nobody.
    let who = "nobody has to: it arrived; why it waited, example.com's mail administrator can see";
    assert_eq!(told(WAY), of("fine", who));
    assert_eq!(told(&WAY.replace("10:20:00", "10:00:02")), of("fine", "nobody: it arrived"));
    let hours = WAY.replace("10:20:00", "12:20:00");
    assert_eq!(told(&hours), of("late", "example.com's mail administrator"));
    // Of hours on its way, it is no news that a filter liked it.
    let liked =
        |way: &str| finding(&format!("X-Spam-Status: No, score=-1.1 required=5.0 tests=NONE\n{way}")).summary;
    assert!(liked(WAY).contains("SpamAssassin") && !liked(&hours).contains("SpamAssassin"));
}

#[test]
fn results_that_failed_do_not_say_that_the_mail_was_let_in() {
    let told = finding(
        "Authentication-Results: mx.example.org; dkim=fail header.i=@example.com; spf=softfail smtp.mailfrom=example.com; dmarc=fail (p=REJECT) header.from=example.com\n",
    );
    assert!(!told.title.contains("arrived"), "{}", told.title);
    assert_eq!(told.state, "part");
}

/// Gmail's fields do not tell where it put a mail.
#[test]
fn a_mail_that_failed_dmarc_is_no_success_where_no_filter_speaks() {
    let told = |result: &str, way: &str| {
        finding(&format!(
            "Authentication-Results: mx.example.org; spf=softfail smtp.mailfrom=example.com; dmarc={result} header.from=example.com\n{}",
            way.replace("10:20:00", "10:00:02")
        ))
    };
    let failed = told("fail", WAY);
    assert_eq!(failed.title, "The mail arrived, and nothing proves who sent it");
    assert_eq!((failed.state.as_str(), failed.act.as_str()), ("warning", "sender-admin"));
    assert!(
        failed.summary.starts_with("Nothing proves that it comes from example.com"),
        "{}",
        failed.summary
    );
    assert!(failed.ask.is_some_and(|ask| ask.contains("failed DMARC when it arrived")));
    // Once in the checks' own terms, and a step for each who may read it.
    assert_eq!(
        failed.note.as_deref(),
        Some(
            "What is missing: a DKIM signature of example.com, or a server that its SPF record lists. The checks say: spf=softfail for \
             example.com and dmarc=fail."
        )
    );
    let starts: Vec<_> = failed
        .steps
        .iter()
        .map(|step| (&*step.by, step.text.split(':').next().unwrap_or_default()))
        .collect();
    assert_eq!(starts[..2], [("author", "If you sent it"), ("recipient", "If you received it")]);
    assert_eq!(told("pass", WAY).state, "fine");
    // Some minutes on its way are no news beside that, hours are.
    let took = |until: &str| told("fail", &WAY.replace("10:20:00", until));
    assert_eq!(took("10:10:00").title, failed.title);
    assert_eq!(took("13:20:00").state, "late");
    let list =
        WAY.replace("from mx.example.com (mx.example.com", "from lists.example.net (lists.example.net");
    let by_list = told(
        "fail",
        &format!(
            "Return-Path: <talk-bounces@lists.example.net>\nList-Post: <mailto:talk@lists.example.net>\n{list}"
        ),
    );
    assert!(by_list.act != "sender-admin", "{}", by_list.act);
}

#[test]
fn a_key_that_is_not_published_is_no_signature_that_does_not_fit() {
    let told = finding(&format!(
        "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nAuthentication-Results: mx.example.org; dkim=permerror (no key \
         for signature) header.d=example.com; dmarc=fail header.from=example.com\nDKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; \
         h=from; bh=AA; b=AA\n{WAY}"
    ));
    assert!(told.summary.contains("the key of its signature was not found"), "{}", told.summary);
    assert!(!told.summary.contains("did not fit"), "{}", told.summary);
}

#[test]
fn what_nothing_proves_is_said_plainly_first() {
    let junk = finding(&format!(
        "X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nAuthentication-Results: mx.example.org; spf=pass \
         smtp.mailfrom=b.example.net; dkim=pass header.d=example.net; dmarc=fail header.from=example.com\n{WAY}"
    ));
    assert!(
        junk.summary.starts_with("Nothing proves that it comes from example.com: example.net, which signs it, does so in its own name alone."),
        "{}",
        junk.summary
    );
}

#[test]
fn a_short_wait_sends_nobody_into_a_log() {
    let asks = |paste: &str| {
        let told = finding(paste);
        (told.ask.is_some(), told.steps.iter().any(|step| step.text.contains("Search the queue")))
    };
    assert_eq!(asks(&WAY.replace("10:20:00", "10:07:00")), (false, false));
    assert_eq!(asks(WAY), (false, true));
    assert_eq!(asks(&WAY.replace("10:20:00", "11:20:00")), (true, true));
    let junk = |paste: &str| {
        asks(&format!("X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n{paste}")).1
    };
    assert!(!junk(WAY) && junk(&WAY.replace("10:20:00", "11:20:00")));
}

#[test]
fn a_machine_without_a_name_is_told_by_whoever_took_the_mail_from_it() {
    let way = |by: &str, seen: &str| {
        finding(&format!(
                "Received: from {by} ({seen} [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 \
                 16:00:00 +0100\nReceived: from [192.0.2.77] (helo=pc)\n\tby {by} with esmtpa (Exim 4.92) id a1; Tue, 3 \
                 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: Lunch\n"
            ))
            .who
    };
    let unset = "localhost.localdomain.org";
    assert_eq!(way(unset, "out.example.net"), "example.net's mail administrator");
    assert_eq!(way(unset, "unknown"), "the sender's mail administrator");
    assert_eq!(way("out.host.qqzx", "out.host.qqzx"), "the sender's mail administrator");
    assert_eq!(way("out.example.edu", "cloud7.example.net"), "example.edu's mail administrator");
}

#[test]
fn a_clock_that_is_off_by_little_hides_no_long_wait() {
    // The second server's clock is a minute and a half ahead of the third's, or behind the first's; the wait is of hours.
    let told = |second: &str, third: &str| {
        finding(&format!(
            "Received: from mx.example.org (mx.example.org [192.0.2.6])\n\tby store.example.org with ESMTPS id d4; Tue, 3 Nov \
                 2026 13:00:09 +0100\nReceived: from in.example.net (in.example.net [192.0.2.4])\n\tby mx.example.org with ESMTPS \
                 id c3; Tue, 3 Nov 2026 {third} +0100\nReceived: from out.example.com (out.example.com [192.0.2.2])\n\tby \
                 in.example.net with ESMTPS id b2; Tue, 3 Nov 2026 {second} +0100\nReceived: from pc (pc.example.com \
                 [192.0.2.9])\n\tby out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: Bob \
                 <bob@example.com>\nSubject: Lunch\n"
        ))
    };
    let ahead = told("13:01:40", "13:00:05");
    assert!(
        ahead.summary.contains("before it came to in.example.net, whose clock is off by little"),
        "{}",
        ahead.summary
    );
    assert_eq!(ahead.who, "example.com's mail administrator");
    assert!(ahead.steps[0].text.contains("until in.example.net took it"), "{:?}", ahead.steps);
    assert!(ahead.ask.is_some_and(|ask| ask.contains("Id on out.example.com: a1")));
    let behind = told("09:58:20", "13:00:05");
    assert!(behind.summary.contains("nearly all of it at in.example.net"), "{}", behind.summary);
    assert_eq!(behind.who, "example.net's mail administrator");
    // Off by as much as the wait, it tells nothing.
    assert!(told("15:30:00", "13:00:05").summary.contains("is not known"));
}

#[test]
fn what_lay_with_one_of_two_networks_is_not_the_senders_alone() {
    // The clock of the server in between is a day ahead.
    let told = finding(
        "Received: from in.example.net (in.example.net [192.0.2.4])\n\tby store.example.org with ESMTPS id d4; Tue, 3 Nov \
             2026 13:00:09 +0100\nReceived: from in.example.net (in.example.net [192.0.2.4])\n\tby mx.example.org with ESMTPS \
             id c3; Tue, 3 Nov 2026 13:00:00 +0100\nReceived: from out.example.com (out.example.com [192.0.2.2])\n\tby \
             in.example.net with ESMTPS id b2; Wed, 4 Nov 2026 13:30:00 +0100\nReceived: from pc (pc.example.com [192.0.2.9])\n\tby \
             out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.com>\nSubject: Lunch\n",
    );
    let step = told.steps.iter().find(|step| step.text.contains("Search the queue")).expect("a step");
    assert!(step.text.contains("out.example.com and in.example.net"), "{}", step.text);
    assert_eq!((step.by.as_ref(), told.who.as_str()), ("network", "whoever held it up"));
}

#[test]
fn who_is_to_be_asked_about_a_wait_depends_on_its_reason() {
    let steps =
        |paste: &str| finding(paste).steps.into_iter().map(|step| step.text).collect::<Vec<_>>().join(" ");
    assert!(steps(WAY).contains("log of mx.example.com for the message (a1 there)"), "{}", steps(WAY));
    let held = steps(&format!("X-Mailman-Approved-At: Tue, 3 Nov 2026 09:19:00 +0000\n{WAY}"));
    assert!(held.contains("ask the list's owner") && !held.contains("queue"), "{held}");
}

#[test]
fn who_held_a_mail_up_is_named_where_servers_have_names_of_one_owner() {
    let way = |holder: &str, login: &str| {
        finding(&format!(
            "Received: from out.{holder} (out.{holder} [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 \
                 16:00:00 +0100\nReceived: from pc (pc.example.net [192.0.2.9])\n\t{login}by out.{holder} with ESMTPSA id a1; Tue, 3 \
                 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: Lunch\n"
        ))
    };
    let told = way("example.net", "(Authenticated sender: bob@example.com)\n\t");
    assert_eq!((told.who.as_str(), told.state.as_str()), ("example.net's mail administrator", "late"));
    assert!(
        told.steps[0]
            .text
            .contains("example.net is the sender's provider, as the sign-in at out.example.net")
    );
    // The author's own domain is no provider, and a name of a private network is nobody's.
    assert!(!way("example.com", "").steps[0].text.contains("provider"));
    assert_eq!(way("office.lan", "").who, "the sender's mail administrator");
}

#[test]
fn what_was_late_by_the_authors_wish_nobody_held_up() {
    let wish = "Deferred-Delivery: Tue, 3 Nov 2026 13:00:00 +0100\nFrom: Bob";
    let told = finding(&WAY.replace("10:20:00", "13:00:05").replace("From: Bob", wish));
    assert_eq!((told.state.as_str(), told.who.as_str()), ("fine", "nobody: it arrived"));
}

#[test]
fn a_service_that_signs_for_itself_is_where_the_domain_is_added() {
    let told = |results: &str| {
        finding(&format!(
            "Authentication-Results: mx.example.org; {results}; dmarc=fail header.from=example.com\nX-Spam-Status: Yes, \
                 score=7.2 required=5.0 tests=BAYES_99\n{}",
            WAY.replace("10:20:00", "10:00:02")
        ))
    };
    let signed = told("dkim=pass header.d=news.sendgrid.net; spf=pass smtp.mailfrom=b@bounce.sendgrid.net");
    let letter = signed.ask.unwrap_or_default();
    assert!(letter.contains("Signed for: sendgrid.net") && !letter.contains("ours"), "{letter}");
    assert!(
        signed.steps.iter().any(|step| step.text.contains("sendgrid.net signs this mail for itself alone"))
    );
    assert!(!signed.steps.iter().any(|step| step.text.contains("compare its headers")), "{:?}", signed.steps);
    let sent = told("spf=pass smtp.mailfrom=b@bounce.sendgrid.net").ask.unwrap_or_default();
    assert!(sent.contains("Sent by a server of: sendgrid.net"), "{sent}");
    assert!(!told("spf=fail smtp.mailfrom=b@sendgrid.net").ask.unwrap_or_default().contains(" of: "));
    // Of a domain that is nobody's who sends for others, it may be a stranger's: nobody is to have mail signed there.
    let stranger = told("dkim=pass header.d=news.example.net; spf=pass smtp.mailfrom=b@bounce.example.net");
    let letter = stranger.ask.unwrap_or_default();
    assert!(letter.contains("Could you have such mail signed") && !letter.contains("Signed for"), "{letter}");
    assert!(
        letter
            .contains("signed for news.example.net, and not for that domain: if that is a service of yours"),
        "{letter}"
    );
    assert!(!stranger.steps.iter().any(|step| step.text.contains("example.net")), "{:?}", stranger.steps);
}

#[test]
fn what_came_from_a_home_line_its_sender_mends() {
    let told = |points: &str| {
        finding(&format!(
            "X-Spam-Status: Yes, score=6.4 required=5.0 tests=[{points}]\nReceived: from dyn (dyn.example.net [203.0.113.8])\n\tby \
                 mx.example.org with ESMTP id b2; Tue, 3 Nov 2026 10:20:00 +0100\nFrom: bob@example.com\nSubject: Rent\n"
        ))
    };
    let home = told("RCVD_IN_PBL=3.3,MISSING_MID=3.1");
    assert_eq!((home.act.as_str(), home.who.as_str()), ("author", "the sender"));
    assert!(home.ask_if_sent.is_some_and(|letter| letter.contains("mark it as no spam")));
    let letter = home.ask.unwrap_or_default();
    assert!(letter.contains("Sent from: 203.0.113.8") && letter.contains("with your address"), "{letter}");
    let by: Vec<_> = home.steps.iter().map(|step| step.by.as_ref()).collect();
    assert_eq!(by, ["recipient", "recipient", "author"]);
    assert!(home.steps[1].text.contains("another way than by answering"), "{:?}", home.steps);
    // Where it would be spam without that, too, whoever runs the filter decides.
    assert_eq!(told("RCVD_IN_PBL=1.0,MISSING_MID=5.4").act, "recipient-admin");
}

#[test]
fn a_filter_on_the_way_is_not_the_readers() {
    let paste = format!(
        "Received: from mx.example.org (mx.example.org [192.0.2.3])\n\tby in.example.net with ESMTPS id c3; Tue, 3 Nov \
             2026 10:20:01 +0100\n{WAY}X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nX-Spam-Checker-Version: \
             SpamAssassin 4.0.0 on mx.example.org\n"
    );
    let told = finding(&paste);
    assert_eq!(told.title, "The mail arrived, and a filter on its way called it spam");
    assert!(told.summary.contains("SpamAssassin of mx.example.org"), "{}", told.summary);
    assert!(told.ask.is_none() && told.act == "nobody", "{:?}", told.ask);
    // Whoever has it is warned, unless the filter found a proof of the author.
    let warns = |paste: &str| {
        finding(paste).steps.iter().any(|step| step.text.contains("another way than by answering"))
    };
    assert!(warns(&paste) && !warns(&paste.replace("RAZOR2_CHECK", "RAZOR2_CHECK,DKIM_VALID_AU")));
    // Nobody is to be asked about a wait of such mail.
    let held = paste.replace("10:20:0", "13:20:0")
        + "X-Greylist: delayed 11000 seconds by postgrey-1.37 at mx.example.org\n";
    assert_eq!(finding(&held).ask, None);
    assert!(!told.steps.iter().any(|step| step.text.contains("the filter learns from it")));
}

#[test]
fn a_date_that_is_off_is_no_time_for_a_postmaster() {
    let told = finding(&WAY.replace("Date: Tue, 3 Nov 2026 10:00", "Date: Tue, 3 Nov 2026 11:00"));
    let time = told.facts.iter().find(|fact| fact.name == "Time").expect("a time");
    assert_eq!(time.value, "Tue, 3 Nov 2026 10:00:00 +0100");
}

#[test]
fn junk_is_the_verdict_with_its_reason() {
    let junk = finding(&format!("X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n{WAY}"));
    assert_eq!(junk.title, "The mail arrived, likely in the spam folder: a filter calls it spam");
    assert_eq!(
        junk.summary,
        "It took 2 hops, 20 minutes in all: sent 10:00, arrived 10:20 (2026-11-03, zone +0100). From mx.example.com to mx.example.org took 20 minutes, likely greylisting, a \
             busy server or a queue: the receiving side asked to come back later, or the sending server took its time. SpamAssassin speaks against this \
             mail: taken for spam (7.2 points, spam from 5.0)."
    );
    // It is the filter of the recipient's own house.
    assert_eq!(junk.act, "recipient-admin");
    assert_eq!(junk.evidence[0].quote, "RAZOR2_CHECK");
    // Who reads a mail did not write it.
    assert!(junk.ask.is_some_and(|ask| ask.contains("a mail to me")));
    assert!(junk.ask_if_sent.is_some_and(|ask| ask.contains("1@example.com")));
}

#[test]
fn the_mailbox_has_the_last_word() {
    let stamps = |place: &str| {
        format!(
            "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:{place};ENG:(1);\nX-Forefront-Antispam-Report: \
                 CIP:192.0.2.1;CTRY:;LANG:en;SCL:5;SFV:SPM;CAT:SPM;\n{WAY}"
        )
    };
    let asks = |told: &crate::report::Finding| {
        told.steps.iter().any(|step| step.text.contains("mark it as no spam"))
    };
    let (inbox, junk) = (finding(&stamps("I")), finding(&stamps("J")));
    assert_eq!((inbox.state.as_str(), inbox.ask.is_some(), asks(&inbox)), ("fine", false, false));
    assert_eq!((junk.act.as_str(), junk.ask_if_sent.is_some(), asks(&junk)), ("recipient", true, true));
    let letter = finding(&stamps("I").replace("10:20:00", "12:20:00")).ask.expect("a letter on the wait");
    assert!(letter.contains("from mx.example.com to mx.example.org") && !letter.contains("spam"), "{letter}");
}

#[test]
fn what_is_to_be_published_goes_by_what_is_proved() {
    let step = |results: &str| {
        let told = finding(&format!(
            "Authentication-Results: mx.example.org; {results}; dmarc=none header.from=example.com\nX-Spam-Status: Yes, \
                 score=7.2 required=5.0 tests=BAYES_99\n{WAY}"
        ));
        let step = told.steps.into_iter().find(|step| step.text.starts_with("Publish"));
        step.expect("a step on DMARC").text.to_string()
    };
    let signed = step("spf=pass smtp.mailfrom=a@example.net; dkim=pass header.d=example.com");
    assert!(signed.contains("signed with DKIM for it already") && !signed.contains("SPF"), "{signed}");
    let elsewhere = step("spf=pass smtp.mailfrom=a@example.net");
    assert!(elsewhere.contains("sign with DKIM for it") && !elsewhere.contains("SPF"), "{elsewhere}");
    let listed = step("spf=softfail smtp.mailfrom=a@bounce.example.com");
    assert!(listed.contains("SPF record of the envelope sender's domain"), "{listed}");
    let passed = step("spf=pass smtp.mailfrom=a@bounce.example.com");
    assert!(passed.contains("SPF proves it already") && !passed.contains("record of the"), "{passed}");
}

#[test]
fn the_whole_domain_is_not_allowed_for_a_reason_that_holds() {
    let step = |results: &str| {
        let told =
            finding(&format!("{results}X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99\n{WAY}"));
        told.steps[0].text.to_string()
    };
    assert!(step("").contains("anybody can write its name"));
    let proved = step(
        "Authentication-Results: mx.example.org; dkim=pass header.d=example.com; dmarc=pass header.from=example.com\n",
    );
    assert!(
        !proved.contains("anybody can write") && proved.contains("prove where the mail came from"),
        "{proved}"
    );
}

#[test]
fn nothing_is_to_be_compared_where_no_reason_stands() {
    let compares = |filter: &str| {
        let told = finding(&format!("{filter}\n{WAY}"));
        told.steps.iter().any(|step| step.text.contains("compare its headers"))
    };
    assert!(compares("X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99"));
    assert!(!compares("X-Spam-Flag: YES"));
}

#[test]
fn what_a_filter_spoke_against_is_to_be_doubted_in_the_inbox_too() {
    let steps = |list: &str, results: &str| {
        let told = finding(&format!(
            "{results}X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:I;{list}ENG:(1);\n\
                 X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;LANG:en;SCL:9;SFV:SPM;CAT:HSPM;\n{WAY}"
        ));
        told.steps.into_iter().map(|step| step.text).collect::<Vec<_>>().join(" ")
    };
    let listed = steps("OFR:TrustedSenderList;", "");
    assert!(
        listed.contains("Nothing in these headers proves") && listed.contains("list of safe senders"),
        "{listed}"
    );
    assert!(!steps("", "").contains("list of safe senders"));
    let proved = "Authentication-Results: mx.example.org; dkim=pass header.d=example.com\n";
    assert!(!steps("", proved).contains("Nothing in these headers proves"));
}

#[test]
fn who_takes_a_made_up_name_is_not_told_how_to_be_believed() {
    let told = |path: &str| {
        finding(&format!(
            "Return-Path: <{path}>\nAuthentication-Results: mx.example.org; spf=none smtp.mailfrom={path}; dmarc=none \
                 header.from=example.com\nX-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99\n{WAY}"
        ))
    };
    let made_up = told("root@web.qqzx");
    assert!(made_up.steps[0].text.starts_with("Open no link"), "{:?}", made_up.steps);
    assert!(!made_up.steps.iter().any(|step| step.text.contains("Publish")), "{:?}", made_up.steps);
    assert_eq!((made_up.act.as_str(), made_up.ask, made_up.ask_if_sent), ("recipient", None, None));
    assert!(told("root@web.example.net").steps.iter().any(|step| step.text.contains("Publish")));
}

#[test]
fn nobody_is_told_to_dig_out_what_may_do_harm() {
    let stamp = "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;LANG:en;SCL:8;SFV:SPM;CAT:PHSH;";
    let phishing = finding(&format!("{stamp}\n{WAY}"));
    assert!(phishing.steps[0].text.starts_with("Open no link"), "{:?}", phishing.steps);
    assert!(!phishing.steps.iter().any(|step| step.text.contains("mark it as no spam")));
    assert_eq!((phishing.ask, phishing.ask_if_sent), (None, None));
}

#[test]
fn who_answers_a_fraud_is_told_not_to() {
    let spam = |test: &str| {
        let report = crate::diagnose(&format!(
            "X-Spam-Status: Yes, score=7.2 required=5.0 tests={test}\nReply-To: <pay@example.net>\n{WAY}"
        ));
        let seen = report.observations.iter().find(|seen| seen.id == "reply-to-elsewhere");
        (seen.expect("answers go elsewhere").text.clone(), report.findings[0].steps[0].text.clone())
    };
    let (text, step) = spam("REPTO_419_FRAUD_GM,BAYES_99");
    assert!(text.ends_with("replies go to an address known from frauds): do not answer."), "{text}");
    assert!(step.contains("do not answer it"), "{step}");
    let (text, step) = spam("BAYES_99");
    assert!(text.ends_with("ask the author by another way before you answer."), "{text}");
    assert!(!step.contains("do not answer"), "{step}");
}

#[test]
fn only_checks_that_passed_are_cleared() {
    let cleared = |results: &str| {
        let told = finding(&format!(
            "X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99\nAuthentication-Results: mx.example.org; {results}; \
                 dmarc=pass header.from=example.com\n{WAY}"
        ));
        let step = told.steps.into_iter().find(|step| step.text.contains("what speaks against it"));
        step.expect("a step for the sending side").text.split(':').next().unwrap_or_default().to_owned()
    };
    let spf = "spf=pass smtp.mailfrom=bob@example.com";
    assert_eq!(cleared(&format!("{spf}; dkim=timeout header.d=example.com")), "SPF and DMARC passed");
    assert_eq!(cleared(&format!("{spf}; dkim=pass header.d=example.com")), "SPF, DKIM and DMARC passed");
}

#[test]
fn a_message_id_of_googles_is_not_what_others_search_for() {
    let elsewhere = WAY.replace("<1@example.com>", "<6.8SMTPIN_ADDED_BROKEN@mx.google.com>");
    let stamped = elsewhere.replace("mx.example.org", "mx.google.com");
    let ids = |paste: &str| {
        let told = finding(&paste.replace("10:20:00", "10:00:02"));
        let ids = told.facts.into_iter().filter(|fact| fact.name.starts_with("Message-ID"));
        let step = told.steps.last().map(|step| step.text.to_string()).unwrap_or_default();
        (ids.map(|fact| (fact.name, fact.value)).collect::<Vec<_>>(), step)
    };
    let (told, step) = ids(&format!("X-Google-Original-Message-ID: a b@example.com\n{stamped}"));
    assert_eq!(told[0], ("Message-ID".to_owned(), "a b@example.com".to_owned()));
    assert_eq!(told[1].0, "Message-ID that Google gave it");
    assert!(step.contains("X-Google-Original-Message-ID"), "{step}");
    let (told, step) = ids(&stamped);
    assert_eq!(told.len(), 1);
    assert!(step.contains("its time and its envelope sender"), "{step}");
    // Anybody can write it: no server of Google's had the mail.
    assert!(!ids(&elsewhere).1.contains("its time and its envelope sender"));
}

#[test]
fn the_newest_check_of_spf_names_the_envelope_sender() {
    let newest = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=lists@example.net\n";
    let older =
        "Received-SPF: pass (mx.example.com: ok) envelope-from=\"old@example.com\"; client-ip=192.0.2.9;\n";
    let way = WAY.replace("Received: from pc", &format!("{older}Received: from pc"));
    let sender = |paste: &str| {
        let facts = finding(paste).facts.into_iter();
        facts.filter(|fact| fact.name == "Envelope sender").map(|fact| fact.value).next()
    };
    assert_eq!(sender(&format!("{newest}{way}")).as_deref(), Some("lists@example.net"));
    assert_eq!(sender(&way).as_deref(), Some("old@example.com"));
}

#[test]
fn a_broken_signature_is_mended_where_the_mail_was_changed() {
    let mend = |more: &str| {
        let told = finding(&format!(
            "Authentication-Results: mx.example.org; dkim=fail header.d=example.com; arc=pass (i=1); dmarc=fail \
                 header.from=example.com\n{WAY}{more}"
        ));
        let step = told.steps.into_iter().find(|step| step.text.contains("does not fit"));
        (step.expect("a step on the signature").by.to_string(), told.note.unwrap_or_default())
    };
    assert_eq!(mend("").0, "sender-admin");
    let list = "List-Post: <mailto:dev@lists.example.net>\nARC-Authentication-Results: i=1; lists.example.net; dmarc=pass \
                    header.from=example.com\n";
    let (by, note) = mend(list);
    assert_eq!(by, "network");
    assert!(note.contains("By ARC, lists.example.net had found before that DMARC passed"), "{note}");
}

#[test]
fn a_report_without_an_envelope_sender_names_the_address_in_from() {
    let told = finding(
        "Return-Path: <>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: MAILER-DAEMON@\
             example.com\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; \
             report-type=delivery-status; boundary=b\n",
    );
    let names: Vec<&str> = told.facts.iter().map(|fact| fact.name.as_str()).collect();
    assert!(names.contains(&"Address in From") && !names.contains(&"Sender"), "{names:?}");
}

#[test]
fn a_mail_that_is_attached_is_another_one() {
    let spoken =
        format!("{WAY}Content-Type: text/plain\n\nthe line\nContent-Type: message/rfc822\nis missing\n");
    assert!(!finding(&spoken).steps.iter().any(|step| step.text.contains("outer mail")));
    let holds = |form: &str| {
        let mail = format!(
            "{WAY}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: {form}\n\nSubject: Inner\nFrom: \
                 eve@example.net\n\nHello\n--b--\n"
        );
        finding(&mail).steps.iter().any(|step| step.text.contains("holds another one"))
    };
    assert!(holds("message/rfc822; name=\"lunch.eml\"") && !holds("text/plain"));
}

#[test]
fn icloud_says_where_it_filed_a_mail() {
    let mail = |folder: &str| {
        finding(&format!(
            "Received: from in1 by out1 with SMTP id 4b; Tue, 3 Nov 2026 10:00:04 GMT\nX-Apple-MoveToFolder: {folder}\n\
                 Received: from in1 (in1-vip [192.0.2.7]) by in1 (Postfix) with ESMTPS id 9C; Tue, 3 Nov 2026 10:00:03 \
                 +0000\nAuthentication-Results: dmarc.icloud.com; dmarc=pass header.from=example.com\n\
                 Authentication-Results: spf.icloud.com; spf=pass smtp.mailfrom=bob@example.com\nReceived: from \
                 out.example.com (out.example.com [198.51.100.7]) by in1 (Postfix) with ESMTPS id 55; Tue, 3 Nov 2026 \
                 10:00:02 +0000\nFrom: bob@example.com\nTo: olaf@icloud.com\nSubject: a\n"
        ))
    };
    let junk = mail("Junk");
    assert_eq!(junk.title, "The mail arrived, and was put in Junk");
    assert!(junk.summary.ends_with("iCloud filed this mail in Junk."), "{}", junk.summary);
    // Each check has a host of its own.
    let note = junk.note.unwrap_or_default();
    assert!(note.contains("SPF passed for example.com"), "{note}");
    assert!(mail("INBOX").summary.ends_with("iCloud filed this mail in the inbox."));
    assert!(mail("Shop").summary.ends_with("iCloud filed this mail in the folder Shop."));
}

#[test]
fn the_header_of_a_bounce_sends_to_its_text() {
    let bounce = "Return-Path: <>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: MAILER-DAEMON@\
            example.com\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; \
            report-type=delivery-status; boundary=b\nX-Failed-Recipients: ann@example.org\n";
    let told = finding(bounce);
    assert_eq!(told.title, "This is itself a report that a mail was not delivered: open it for the reason");
    assert!(told.summary.contains("It is about ann@example.org."), "{}", told.summary);
    // Gmail's page shows a table above, which is not the report's text.
    let page = format!(
        "Original Message\n\nMessage ID\t<1@example.com>\nCreated at:\tTue\nSPF:\tNEUTRAL\n\n{bounce}"
    );
    let paged = finding(&page);
    assert_eq!((paged.title, paged.recipient), (told.title, None));
    // A mail to a postmaster, and an answer to a bounce, are no reports.
    let plain = "Return-Path: <bob@example.com>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: \
            postmaster@example.com\nSubject: Lunch\n";
    assert_eq!(finding(plain).cause, "delivered");
}

#[test]
fn mail_that_arrived_as_it_should_says_so() {
    let fine = finding(&WAY.replace("10:20:00", "10:00:02"));
    assert_eq!(fine.title, "The mail arrived");
    assert!(fine.summary.starts_with("It took 2 hops, 2 seconds in all."), "{}", fine.summary);
}

#[test]
fn nobody_is_not_said_beside_a_step_that_names_somebody() {
    // Too short a wait for a look into the log, and long enough to say whom to ask.
    let short = finding(&WAY.replace("10:20:00", "10:14:00"));
    let who = "nobody has to: it arrived; why it waited, example.com's mail administrator can see";
    assert_eq!((short.state.as_str(), short.who.as_str()), ("fine", who));
    assert!(short.steps.iter().all(|step| !step.text.contains("Search the queue")), "{:?}", short.steps);
    // A name that is not the author's: the reader takes care, whatever passed.
    let posing = finding(&format!(
        "Authentication-Results: mx.example.org; dkim=pass header.d=example.com; dmarc=pass header.from=example.com\n\
         X-Microsoft-Antispam-Mailbox-Delivery: dest:I;\n{}",
        WAY.replace("10:20:00", "10:00:02").replace("From: Bob", "From: \"ann@example.net\"")
    ));
    assert!(posing.steps.iter().any(|step| step.text.starts_with("Before you open")), "{:?}", posing.steps);
    assert_eq!((posing.state.as_str(), posing.who.as_str()), ("warning", "the recipient"));
}

#[test]
fn who_can_do_more_for_later_mail_is_named_once() {
    let passed_on = finding(
        "Delivered-To: ann.private@gmail.com\nReceived: from mx.example.net (mx.example.net [198.51.100.9])\n\tby mx.google.com with ESMTPS id b3; \
         Tue, 3 Nov 2026 10:00:05 +0100\nAuthentication-Results: mx.google.com; spf=softfail smtp.mailfrom=bob@example.com; dmarc=fail (p=NONE \
         dis=NONE) header.from=example.com\nReceived: from out.example.com (out.example.com [192.0.2.1])\n\tby mx.example.net (Postfix) with \
         ESMTPS id a1\n\tfor <ann@example.net>; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: Bob <bob@example.com>\nTo: ann@example.net\nDate: Tue, 3 \
         Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: Lunch\n",
    );
    assert_eq!(
        (passed_on.state.as_str(), passed_on.who.as_str()),
        ("mend", "nobody has to: it arrived; for later mail, the sender's mail administrator can do more")
    );
}

#[test]
fn what_a_rule_let_by_in_spite_of_its_failed_proof_is_doubted() {
    let told = finding(&format!(
        "Authentication-Results: spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none; dmarc=fail action=none \
         header.from=example.com\nX-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:-1;SFV:SFE;CAT:NONE;\n\
         X-Microsoft-Antispam-Mailbox-Delivery: dest:I;\n{}",
        WAY.replace("10:20:00", "10:00:02").replace("mx.example.org", "AM0EUR.mail.protection.outlook.com")
    ));
    assert_eq!((told.state.as_str(), told.who.as_str()), ("warning", "the recipient"));
}
