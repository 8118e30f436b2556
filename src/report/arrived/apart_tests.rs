//! What others wrote, or may have made up, is not told as a fact.

use super::tests::finding;
use crate::report::Finding;

/// Taken by mx.example.org from `client`, above a field that names smtp.example.net.
fn apart(client: &str, more: &str) -> String {
    format!(
        "{more}Received: from {client} ({client} [192.0.2.1])\n\tby mx.example.org (Postfix) with ESMTPS id b2; Tue, 3 Nov 2026 10:40:00 \
         +0100\nReceived: from pc.example.net (pc.example.net [192.0.2.9])\n\tby smtp.example.net (Postfix) with ESMTPSA id a1; Tue, 3 Nov 2026 \
         10:00:00 +0100\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.net>\nSubject: Account\n"
    )
}

fn steps(told: &Finding) -> String {
    told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
}

#[test]
fn a_wait_below_fields_that_do_not_join_is_no_fact() {
    let paste = apart("vps.example.com", "") + "From: bob@shop.example.edu\n";
    let told = finding(&paste);
    assert_eq!(told.title, "The mail arrived");
    assert!(
        told.summary.contains("took it from vps.example.com") && !told.summary.contains("40 minutes"),
        "{}",
        told.summary
    );
    let all = steps(&told);
    assert!(!all.contains("example.net"), "{all}");
    let report = crate::diagnose(&paste);
    let wait = report.observations.iter().find(|seen| seen.id == "slow-hop").expect("the wait");
    assert!(wait.text.contains("or there was no such wait"), "{}", wait.text);
    let likely = report.timeline.expect("a way").steps.pop().and_then(|step| step.likely).expect("a reason");
    assert!(likely.contains("or there was no such wait"), "{likely}");
    // Where they join, where what passed is of that server, or where a list took it under another name, it is one.
    let from = "From: bob@example.net\n";
    let proof = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bob@example.net\n";
    for paste in [
        apart("out.example.net", "") + from,
        apart("vps.example.com", proof) + from,
        apart("vps.example.com", "List-Post: <mailto:a@example.net>\n") + from,
    ] {
        assert!(finding(&paste).title.contains("after 40 minutes"), "{paste}");
    }
}

#[test]
fn who_reads_a_forgery_is_warned_first() {
    let results = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=a@example.com; dmarc=fail header.from=example.net\n";
    let all = steps(&finding(&(apart("vps.example.com", results) + "From: service@example.net\n")));
    assert!(all.starts_with("recipient: If you received it"), "{all}");
    assert!(!all.contains("log") && !all.contains("sender's side"), "{all}");
}

#[test]
fn the_authors_own_word_is_told_as_that() {
    let told = |server: &str| {
        let way = "Received: from vps.example.com (vps.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 \
                   10:40:00 +0100\n";
        let results = format!(
            "Authentication-Results: {server}; dkim=pass header.d=example.net; dmarc=pass header.from=example.net\n"
        );
        finding(&format!("{way}{results}From: service@example.net\nMessage-ID: <1@example.net>\n"))
            .note
            .unwrap_or_default()
    };
    let own = told("mx.example.net");
    assert!(own.contains("so says mx.example.net, which is the sender's own side, or made up"), "{own}");
    assert!(told("gate.example.edu").starts_with("DMARC passed"), "{}", told("gate.example.edu"));
}

#[test]
fn greylisting_elsewhere_is_not_the_recipients() {
    let told = |until: &str| {
        finding(&format!(
            "Received: from mail.example.net (mail.example.net [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 12:00:10 \
             +0100\nX-Greylist: delayed 5400 seconds by postgrey-1.37 at mail.example.net; {until}\nFrom: bob@example.edu\nDate: Tue, 3 Nov 2026 \
             10:29:50 +0100\nMessage-ID: <1@example.edu>\n"
        ))
    };
    let there = told("Tue, 3 Nov 2026 12:00:00 +0100");
    assert_eq!((there.act.as_str(), there.who.as_str()), ("network", "example.net's mail administrator"));
    assert!(
        steps(&there).contains("example.net's mail administrator can make an exception"),
        "{}",
        steps(&there)
    );
    // Before the mail was written.
    assert_eq!(told("Tue, 3 Nov 2026 10:00:00 +0100").title, "The mail arrived");
}

#[test]
fn a_name_of_one_an_address_of_another_and_answers_to_a_third_imitate() {
    let told = |name: &str, reply: &str, more: &str| {
        let results = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=a@example.com; dmarc=pass header.from=example.com\n";
        finding(&format!(
            "{more}{results}{}From: \"{name}\" <a@example.com>\nReply-To: {reply}\n",
            apart("vps.example.com", "")
        ))
    };
    let imitated = told("Bank <help@example.net>", "help.desk@gmail.com", "");
    assert_eq!(imitated.title, "The mail arrived, and shows signs of an imitated sender");
    assert_eq!(imitated.act, "recipient");
    assert!(steps(&imitated).starts_with("recipient: Open no link"), "{}", steps(&imitated));
    assert!(
        imitated.evidence.iter().any(|one| one.quote.contains("help@example.net")),
        "{:?}",
        imitated.evidence
    );
    let junk = told(
        "Bank <help@example.net>",
        "help.desk@gmail.com",
        "X-Spam-Status: Yes, score=9 required=5 tests=BAYES_99\n",
    );
    assert!(
        steps(&junk).starts_with("recipient: Open no link") && !steps(&junk).contains("no spam"),
        "{}",
        steps(&junk)
    );
    // A form puts the writer's address into the name, and has answers sent there.
    for (name, reply) in [("ann@gmail.com by our form", "ann@gmail.com"), ("Bank", "help.desk@gmail.com")] {
        assert!(!told(name, reply, "").title.contains("imitated"), "{name}");
    }
}

/// In the inbox, with what Microsoft's filter and its check came to.
fn inbox(report: &str, results: &str) -> String {
    format!(
        "From: bob@example.com\nAuthentication-Results: spf=fail smtp.mailfrom=example.com; dmarc=fail {results} \
         header.from=example.com\nX-Forefront-Antispam-Report: {report};DIR:INB;\nX-Microsoft-Antispam-Mailbox-Delivery: dest:I;\n"
    )
}

#[test]
fn what_was_released_is_in_the_inbox_for_that() {
    for category in ["SPOOF", "NONE"] {
        let paste = inbox(&format!("SFV:SKQ;CAT:{category}"), "action=none");
        let told = finding(&paste);
        assert_eq!(told.title, "The mail arrived in the inbox, released from quarantine");
        let report = crate::diagnose(&paste);
        let all: String = report.observations.iter().map(|seen| seen.text.as_str()).collect();
        assert!(all.contains("out of quarantine") && !all.contains("do not show"), "{all}");
        assert!(!steps(&told).contains("no spam"), "{}", steps(&told));
    }
    let hop = |by: &str, from: &str, time: &str| {
        format!(
            "Received: from {from}.prod.outlook.com (10.0.0.1) by {by}.prod.outlook.com (10.0.0.2) with Microsoft SMTP Server id 15.20; {time}\n"
        )
    };
    let way = hop("AM2", "AM1", "Tue, 3 Nov 2026 15:00:00 +0000")
        + &hop("AM1", "AM0", "Tue, 3 Nov 2026 10:00:00 +0000");
    let told = finding(&(way + &inbox("SFV:SKQ;CAT:SPOOF", "action=none")));
    assert!(
        told.summary.contains("5 hours")
            && told.summary.contains("likely the quarantine, until somebody released it"),
        "{}",
        told.summary
    );
}

#[test]
fn a_filter_that_was_passed_over_had_no_consequences() {
    let seen = |report: &str, results: &str| {
        let report = crate::diagnose(&inbox(report, results).replace("dest:I", "ucf:0"));
        report.observations.iter().any(|seen| seen.text.contains("had consequences"))
    };
    assert!(seen("SCL:5;SFV:SPM", "action=quarantine"));
    assert!(!seen("SCL:-1;SFV:NSPM", "action=quarantine"));
    assert!(!seen("SFV:SKN", "action=quarantine"));
    // What lets a mail in is no consequence, but why it was let in is told.
    assert!(!seen("SCL:5;SFV:SPM", "action=oreject"));
    let skipped = crate::diagnose(&inbox("SCL:-1;SFV:SKN", "action=oreject"));
    assert!(
        skipped
            .alignment
            .as_ref()
            .is_some_and(|table| table.text.contains("told to let this mail by (SFV:SKN, SCL -1)")),
        "{:?}",
        skipped.alignment
    );
    let none = "X-Forefront-Antispam-Report: SCL:1;SFV:NSPM;\nAuthentication-Results: dmarc=fail action=oreject \
                header.from=example.com; compauth=none reason=451\nFrom: bob@example.com\n";
    assert!(!crate::diagnose(none).observations.iter().any(|seen| seen.text.contains("had consequences")));
}

#[test]
fn a_list_has_no_place_for_an_authors_domain() {
    let told = finding(
        "X-Forefront-Antispam-Report: SFV:SPM;SCL:6;CAT:SPOOF;\nAuthentication-Results: spf=pass smtp.mailfrom=example.net; dkim=none; \
         dmarc=fail action=none header.from=example.com\nList-Post: <mailto:choir@example.net>\nFrom: bob@example.com\n",
    );
    let all = steps(&told);
    assert!(all.contains("your own mail server has to sign it") && !all.contains("verified domain"), "{all}");
}

#[test]
fn a_mark_that_nobody_documents_is_hedged() {
    let told = |mark: &str| {
        finding(&format!(
            "Received: from out.example.com ([192.0.2.1]) by mx.web.de with ESMTPS id b2; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: \
             bob@example.com\nX-UI-Filterresults: {mark};V03:K0:abc\n"
        ))
    };
    assert_eq!(told("junk:10").title, "The mail arrived, likely in the spam folder");
    assert_eq!(told("notjunk:1").title, "The mail arrived");
}

#[test]
fn a_clock_that_is_left_out_counts_for_no_delay() {
    let paste = "Received: from in.example.org ([10.0.0.5]) by hub.example.org with ESMTP id 2; Tue, 3 Nov 2026 10:15:16 +0100\nReceived: from \
                 out.example.com ([192.0.2.1]) by in.example.org with ESMTP id 1; Tue, 3 Nov 2026 10:07:41 +0100\nFrom: \
                 bob@example.com\nDate: Tue, 3 Nov 2026 09:15:11 +0000\n";
    let rows = crate::report::journey::rows(&crate::diagnose(paste));
    assert!(
        rows[0].ends_with("does not agree with those around it") && rows[1].ends_with("hub.example.org"),
        "{rows:?}"
    );
}
