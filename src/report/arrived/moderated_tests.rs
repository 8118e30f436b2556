use super::tests::finding;
use crate::report::Finding;

/// By a list that had it from 10:00:05 until `sent`; `whom` stands in the field where it sends it on, `more` are fields of the list.
fn held(sent: &str, whom: &str, more: &str) -> Finding {
    by("out.example.com (out.example.com [192.0.2.2])", sent, whom, more)
}

fn by(client: &str, sent: &str, whom: &str, more: &str) -> Finding {
    finding(&paste(client, sent, whom, more))
}

fn held_paste(more: &str) -> String {
    paste("out.example.com (out.example.com [192.0.2.2])", SENT, "", more)
}

fn paste(client: &str, sent: &str, whom: &str, more: &str) -> String {
    format!(
        "Received: from lists.example.net (lists.example.net [192.0.2.5])\n\tby mx.example.org (Postfix) with ESMTPS id d4; {sent}\n\
         Received: from lists.example.net (localhost [127.0.0.1])\n\tby lists.example.net (Postfix) with ESMTP id c3{whom}; {sent}\n\
         Received: from {client}\n\tby lists.example.net (Postfix) with ESMTPS id b2; Tue, 3 Nov 2026 10:00:05 +0100\nFrom: Bob \
         <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: Choir\n{more}"
    )
}

const SENT: &str = "Wed, 4 Nov 2026 08:00:00 +0100";
const ID: &str = "List-Id: Choir <choir.lists.example.net>\n";
const MAILMAN: &str = "List-Id: Choir <choir.lists.example.net>\nX-Mailman-Version: 3.3.9\nList-Post: <mailto:choir@lists.example.net>\n";

fn stamped(time: &str) -> String {
    format!("X-Mailman-Approved-At: {time}\n{MAILMAN}")
}

fn steps(told: &Finding) -> String {
    told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
}

#[test]
fn a_moderators_stamp_is_the_cause() {
    let told = held(SENT, "", &stamped("Wed, 4 Nov 2026 07:59:57 +0100"));
    assert_eq!(
        told.title,
        "The mail arrived after 21 hours 59 minutes, held for a moderator of the mailing list"
    );
    assert_eq!(
        (told.confidence.as_str(), told.state.as_str(), told.who.as_str()),
        ("certain", "late", "the mailing list's owner")
    );
    assert!(
        told.summary.contains("stayed 21 hours 59 minutes on lists.example.net, 100 % of the whole way: the mailing list held it until a moderator let it through"),
        "{}",
        told.summary
    );
    let all = steps(&told);
    assert!(
        all.contains("recipient: If you read the list") && all.contains("author: If you wrote it"),
        "{all}"
    );
    assert!(
        all.contains("mostly choir-owner@lists.example.net")
            && all.contains("mail of bob@example.com through"),
        "{all}"
    );
    assert!(!all.contains("queue") && !all.contains("log"), "{all}");
    let letter = told.ask.expect("a letter");
    assert!(
        letter.contains(
            "your mailing list choir@lists.example.net lay there 21 hours 59 minutes, until a moderator"
        ),
        "{letter}"
    );
    let owner = told.facts.iter().find(|fact| fact.name == "Owner of the list").expect("the owner");
    assert_eq!(owner.value, "mostly choir-owner@lists.example.net");
}

#[test]
fn a_stamp_long_before_it_went_on_is_less_sure_or_another_reason() {
    let later = held(SENT, "", &stamped("Wed, 4 Nov 2026 06:00:00 +0100"));
    assert_eq!((later.confidence.as_str(), later.title.contains(", held for a moderator")), ("likely", true));
    let at_once = held(SENT, "", &stamped("Tue, 3 Nov 2026 10:20:00 +0100"));
    assert!(
        !at_once.title.contains("moderator") && !steps(&at_once).contains("moderator"),
        "{}",
        at_once.title
    );
    assert!(steps(&at_once).contains("Search the queue"), "{}", steps(&at_once));
}

#[test]
fn a_wait_at_the_lists_own_server_is_likely_a_moderators() {
    for fields in [MAILMAN, ID] {
        let told = held(SENT, "", fields);
        assert_eq!(
            told.title,
            "The mail arrived after 21 hours 59 minutes, likely held for a moderator of the mailing list"
        );
        assert_eq!(told.confidence, "likely");
        let all = steps(&told);
        assert!(
            all.contains("whether a moderator held it")
                && all.contains("If no moderator held it: search the queue"),
            "{all}"
        );
        // Only Mailman's lists have such an address as a rule.
        assert_eq!(all.contains("choir-owner@"), fields == MAILMAN, "{all}");
        assert!(
            told.ask.is_some_and(
                |letter| letter.contains("Was it held for a moderator?") && letter.contains(": b2")
            )
        );
    }
    let by_path = held(SENT, "", &format!("Return-Path: <choir-bounces@lists.example.net>\n{ID}"));
    assert!(steps(&by_path).contains("mostly choir-owner@lists.example.net"), "{}", steps(&by_path));
    let stated = held(SENT, "", &format!("List-Owner: <mailto:carol@example.net> (Carol)\n{MAILMAN}"));
    assert!(steps(&stated).contains("the list's owner (carol@example.net)"), "{}", steps(&stated));
}

#[test]
fn other_waits_are_nobodys_decision() {
    let is_held = |told: Finding| told.title.contains("moderator") || steps(&told).contains("moderator");
    // Without a list; not yet with the list, whose address it still goes to; for minutes; of the list's own making; elsewhere.
    assert!(!is_held(held(SENT, "", "")));
    assert!(!is_held(held(SENT, "\n\tfor <choir@lists.example.net>", MAILMAN)));
    assert!(!is_held(held("Tue, 3 Nov 2026 10:40:00 +0100", "", MAILMAN)));
    assert!(!is_held(by("web.example.net (web.example.net [192.0.2.8])", SENT, "", ID)));
    assert!(!is_held(held(SENT, "", "List-Id: Choir <choir.lists.example.edu>\n")));
}

#[test]
fn who_is_no_member_is_named_to_the_owner() {
    let more = stamped("Wed, 4 Nov 2026 07:59:57 +0100")
        + "X-Mailman-Rule-Hits: nonmember-moderation\nReply-To: Bob <bob@example.com>\n";
    let paste = |more: &str| {
        held_paste(more)
            .replace("From: Bob <bob@example.com>", "From: Bob via Choir <choir@lists.example.net>")
    };
    let told = finding(&paste(&more));
    let letter = told.ask.clone().expect("a letter");
    assert!(
        letter.contains("Author: bob@example.com") && letter.contains("mail of bob@example.com through"),
        "{letter}"
    );
    assert!(letter.contains("not a member") && !letter.contains("Mailman 2"), "{letter}");
    assert!(steps(&told).contains("not one of its members'"), "{}", steps(&told));
    let kept = more.replace("Reply-To: Bob <bob@example.com>", "X-MailFrom: bob@example.com");
    assert!(finding(&paste(&kept)).ask.is_some_and(|letter| letter.contains("Author: bob@example.com")));
}

#[test]
fn a_google_group_is_its_owners_and_not_gmails() {
    let told = |minutes: &str| {
        finding(&format!(
            "Received: from mail-wm1.google.com ([209.85.128.57]) by mx.example.org with ESMTPS id b; Fri, 20 Nov 2026 1{minutes}:05 +0100\nReceived: by \
             mail-wm1.google.com with SMTP id 5b for <ann@example.org>; Fri, 20 Nov 2026 1{minutes}:03 +0100\nX-BeenThere: labor@example.net\nReceived: by \
             2002:a05:600c:4ecd:b0:477:a18b:e0b1 with SMTP id 5a; Fri, 20 Nov 2026 1{minutes}:01 +0100\nReceived: from out.example.com (out.example.com \
             [203.0.113.170]) by gmr-mx.google.com with ESMTPS id 4z for <labor@example.net>; Fri, 20 Nov 2026 10:00:11 +0100\nFrom: 'Ann' via Labor \
             <labor@example.net>\nReply-To: ann@example.com\nSubject: a\nMessage-ID: <1@example.com>\nMailing-list: list labor@example.net; contact \
             labor+owners@example.net\nList-ID: <labor.example.net>\nX-Google-Group-Id: 4182\nList-Post: <mailto:labor@example.net>\n"
        ))
    };
    let text = |told: &Finding| told.steps.iter().map(|step| &*step.text).collect::<Vec<_>>().join("\n");
    let minutes = told("0:26");
    assert!(
        text(&minutes).contains("the mailing list's owner (labor+owners@example.net)"),
        "{}",
        text(&minutes)
    );
    assert!(!text(&minutes).contains("Gmail") && !text(&minutes).contains("log of"), "{}", text(&minutes));
    let hours = told("4:26");
    assert_eq!(hours.who, "the mailing list's owner");
    assert!(hours.title.ends_with("likely held for a moderator of the mailing list"), "{}", hours.title);
}

#[test]
fn what_a_moderator_had_let_through_before_was_not_held_for_one() {
    let told = |approved: &str| {
        super::tests::finding(&format!(
            "{approved}Received: from localhost (localhost [127.0.0.1])\n\tby lists.example.org (Postfix) with ESMTP id q2; Wed, 4 Nov 2026 18:00:00 +0100\n\
             Received: from out.example.com (out.example.com [203.0.113.9])\n\tby lists.example.org (Postfix) with ESMTPS id c1; Tue, 3 Nov 2026 16:00:00 \
             +0100\nFrom: Bob <bob@example.com>\nTo: choir@lists.example.org\nDate: Tue, 3 Nov 2026 15:59:58 +0100\nMessage-ID: <1@example.com>\nSubject: Songs\n"
        ))
    };
    assert!(told("").summary.contains("held it for a moderator"), "{}", told("").summary);
    let before = told("X-Mailman-Approved-At: Tue, 03 Nov 2026 16:07:00 +0100\n");
    assert!(!before.summary.contains("moderator"), "{}", before.summary);
}
