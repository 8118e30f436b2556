//! What is said of mail that something speaks against: who can mend it, and who is asked for what.

use super::tests::{WAY, finding};
use crate::report::Finding;

/// A mail from `from` that Microsoft's filter took for spam, with fields of its own in `more` and a sign-in as `account`.
fn junk(from: &str, results: &str, account: &str, more: &str) -> Finding {
    microsoft("J", from, results, account, more)
}

fn microsoft(dest: &str, from: &str, results: &str, account: &str, more: &str) -> Finding {
    finding(&format!(
        "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:{dest};\nX-Forefront-Antispam-Report: \
         CIP:192.0.2.7;SCL:6;SFV:SPM;DIR:INB;\n{more}Authentication-Results: {results} header.from={from}\nReceived: from web.example.net \
         (192.0.2.7) by a.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 15.1; Tue, 3 Nov 2026 13:00:02 \
         +0000\nReceived: from [198.51.100.9] (unknown [198.51.100.9]){account} by web.example.net with ESMTPSA id a1; Tue, 3 Nov 2026 \
         10:00:00 +0000\nFrom: Bob <bob@{from}>\nMessage-ID: <1@example.edu>\nSubject: Lunch\n"
    ))
}

const UNPROVED: &str = "spf=none (sender IP is 192.0.2.7) smtp.mailfrom=example.net; dkim=none (message not signed) header.d=none;dmarc=none action=none";

fn steps(told: &Finding) -> String {
    told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
}

#[test]
fn nobody_is_asked_for_records_of_one_word() {
    for word in ["grandbank-points", "6806"] {
        // Its own words in the envelope prove nothing.
        let told = junk(word, UNPROVED, "", &format!("Return-Path: news@{word}\n"));
        let steps = steps(&told);
        assert_eq!((told.act.as_str(), told.ask.as_deref()), ("recipient", None), "{word}");
        assert!(
            steps.contains("do not answer it") && !steps.contains("DKIM") && !steps.contains("DMARC"),
            "{steps}"
        );
    }
    // The machine's own name: whoever runs that can give it a domain.
    let own = junk("web", UNPROVED, "", "Return-Path: root@web\n");
    let told = steps(&own);
    assert_eq!((own.act.as_str(), own.ask.as_deref()), ("author", None));
    assert!(
        told.contains("author: If you sent it: web in From is one word") && !told.contains("Publish"),
        "{told}"
    );
    assert!(steps(&junk("example.com", UNPROVED, "", "")).contains("Publish a DMARC record"));
}

#[test]
fn a_providers_domain_is_nobodys_own_whatever_is_published() {
    let results = UNPROVED.replace("example.net", "bellsouth.net");
    let told = junk("bellsouth.net", &results, "", "");
    let steps = steps(&told);
    assert_eq!((told.act.as_str(), told.ask.as_deref()), ("author", None));
    assert!(
        steps.contains("only the servers of bellsouth.net can prove") && !steps.contains("Publish"),
        "{steps}"
    );
}

#[test]
fn a_newsletters_advice_is_for_mail_to_many() {
    let told = |more: &str| {
        steps(&junk("example.com", UNPROVED, "", &format!("X-Microsoft-Antispam: BCL:8;\n{more}")))
            .contains("newsletter")
    };
    assert!(told("List-Unsubscribe: <mailto:out@example.com>\n"));
    assert!(!told("To: ann@example.org, eve@example.org\n"));
}

#[test]
fn whose_account_it_was_is_told() {
    let told = |account: &str| steps(&junk("example.com", UNPROVED, account, ""));
    let other = told(" (Authenticated sender: office@shop.example.edu)");
    assert!(
        other.contains("recipient: If you do not know the sender, send these headers to the mail administrator of example.edu: it was sent \
                        with the account office@shop.example.edu, from 198.51.100.9"),
        "{other}"
    );
    assert!(
        !told("").contains("account")
            && !told(" (Authenticated sender: bob@example.com)").contains("account")
    );
}

#[test]
fn a_record_with_a_fault_is_mended_first() {
    let told = |result: &str| {
        let results = format!(
            "spf={result} (sender IP is 192.0.2.7) smtp.mailfrom=example.com; dkim=none (message not signed) \
             header.d=none;dmarc=fail action=none"
        );
        let told = junk("example.com", &results, "", "");
        format!("{}{}{}", steps(&told), told.ask.clone().unwrap_or_default(), told.note.unwrap_or_default())
    };
    let broken = told("permerror");
    assert!(
        broken.contains("or mend its SPF record")
            && broken.contains("SPF record mended")
            && broken.contains("an SPF record of it without a fault"),
        "{broken}"
    );
    assert!(!told("softfail").contains("fault"));
}

#[test]
fn what_a_filter_says_outweighs_hours_in_the_inbox_too() {
    let told = microsoft("I", "example.com", UNPROVED, "", "");
    assert_eq!(told.title, "The mail arrived in the inbox, though a filter calls it spam");
    assert_eq!((told.act.as_str(), told.state.as_str()), ("recipient", "warning"));
    let steps = steps(&told);
    assert!(steps.starts_with("recipient: Nothing in these headers proves who wrote it"), "{steps}");
    assert!(!steps.contains("nothing is to be done") && told.ask.is_none(), "{steps}");
    let note = told.note.unwrap_or_default();
    assert!(note.contains("Why it is in the inbox all the same, the headers do not show"), "{note}");
    // Where the mailbox states why, and where the author is proved, it was only late.
    let chosen = microsoft("I;OFR:TrustedSenderList", "example.com", UNPROVED, "", "");
    assert!(chosen.title.starts_with("The mail arrived after 3 hours"), "{}", chosen.title);
    let results = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.com; dkim=none (message not signed) header.d=none;dmarc=pass \
                   action=none";
    assert!(
        microsoft("I", "example.com", results, "", "").title.starts_with("The mail arrived after 3 hours")
    );
}

#[test]
fn who_wants_answers_at_a_providers_mailbox_is_asked_about() {
    let told = |reply: &str| {
        steps(&finding(&format!(
            "X-Greylist: delayed 1200 seconds by postgrey-1.37 at in.example.net\nReceived: from out.example.com (out.example.com \
             [192.0.2.1]) by in.example.net (Postfix) with ESMTPS id b2; Tue, 3 Nov 2026 10:20:02 +0100\nReceived: from pc \
             (pc.example.com [192.0.2.9]) by out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: Bob \
             <bob@example.com>\n{reply}Message-ID: <1@example.com>\nSubject: Lunch\n"
        )))
    };
    let doubtful = told("Reply-To: bob.office.17@gmail.com\n");
    assert!(
        doubtful.contains("If it asks for money") && !doubtful.contains("exception from greylisting"),
        "{doubtful}"
    );
    let plain = told("");
    assert!(
        !plain.contains("If it asks for money") && plain.contains("exception from greylisting"),
        "{plain}"
    );
}

#[test]
fn a_list_is_not_its_readers() {
    let told = |whom: &str, list: &str| {
        finding(&format!(
            "Received: from out.example.com (out.example.com [192.0.2.1]) by lists.example.net (Postfix) with ESMTPS id b2 for <{whom}>; \
             Tue, 3 Nov 2026 10:00:02 +0100\nFrom: Bob <bob@example.com>\n{list}Message-ID: <1@example.com>\nSubject: Lunch\n"
        ))
    };
    for list in ["List-Id: Talk <talk.lists.example.net>\n", "List-Post: <mailto:talk@lists.example.net>\n"] {
        let at_list = told("talk@lists.example.net", list);
        assert_eq!(
            (at_list.title.as_str(), at_list.stage.as_str()),
            ("The mail arrived at the mailing list's server", "inbound")
        );
        assert!(steps(&at_list).contains("whether any reader got it") && !at_list.is_turned_away());
        assert_eq!(told("ann@example.net", list).stage, "mailbox");
    }
}

#[test]
fn where_the_author_signed_in_is_the_senders_side() {
    let told = microsoft("I", "example.com", UNPROVED, "", "");
    let search = told.steps.iter().find(|step| step.text.contains("earch the queue"));
    assert_eq!(search.map(|step| &*step.by), Some("sender-admin"), "{:?}", told.steps);
}

/// A mail whose sender Microsoft takes for forged, to `reader`.
fn spoofed(reader: &str) -> crate::report::Report {
    crate::diagnose(&format!(
        "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;\nX-Forefront-Antispam-Report: CIP:192.0.2.7;SCL:5;SFV:SPM;CAT:SPOOF;DIR:INB;\n\
         Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=out.example.net; dkim=pass (signature was verified) \
         header.d=out.example.net;dmarc=fail action=none header.from=example.org;compauth=fail reason=001\nReceived: from \
         out.example.net (192.0.2.7) by a.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP Server id 15.1; Tue, 3 Nov 2026 13:00:02 \
         +0000\nFrom: Bob <bob@example.org>\nTo: {reader}\nMessage-ID: <1@example.net>\nDate: Tue, 3 Nov 2026 13:00:00 +0000\n"
    ))
}

#[test]
fn what_took_the_sender_for_forged_is_shown_and_said_once() {
    let report = spoofed("ann@example.com");
    let told = &report.findings[0];
    for words in ["dest:J", "CAT:SPOOF", "compauth=fail reason=001"] {
        assert!(told.evidence.iter().any(|one| one.quote == words), "{words}: {:?}", told.evidence);
    }
    assert!(report.untold().all(|seen| seen.id != "spoof-verdict"), "{:?}", report.observations);
    let letter = told.ask.as_deref().unwrap_or_default();
    assert!(
        letter.contains("the domain in From (example.org)") && letter.contains("Recipient: ann@example.com"),
        "{letter}"
    );
    // The name as it is signed, and not the organization's.
    assert!(letter.contains("signed for out.example.net,"), "{letter}");
    assert!(steps(told).contains("recipient-admin: At Microsoft 365"), "{}", steps(told));
    // Nobody administers a mailbox at Outlook.com.
    let own = spoofed("ann@outlook.com");
    assert!(!steps(&own.findings[0]).contains("Tenant"), "{}", steps(&own.findings[0]));
}

#[test]
fn readers_who_are_not_named_are_said_to_be_none() {
    let facts = |to: &str| spoofed(to).findings.remove(0).facts;
    let hidden = |fact: &crate::report::Fact| fact.name == "Recipient" && fact.value.contains("undisclosed");
    assert!(facts("undisclosed-recipients:;").iter().any(hidden));
    assert!(!facts("ann@example.com").iter().any(hidden));
}

#[test]
fn a_check_that_dns_left_open_is_told_with_its_domain() {
    let told = junk(
        "example.org",
        "spf=temperror (sender IP is 192.0.2.7) smtp.mailfrom=example.org; dkim=none (message not signed) header.d=none;dmarc=none action=none",
        "",
        "",
    );
    assert!(
        steps(&told).contains("SPF could not be checked") && steps(&told).contains("spf=temperror"),
        "{}",
        steps(&told)
    );
}

#[test]
fn a_record_with_a_fault_has_to_list_the_server_as_well() {
    let told = junk(
        "example.org",
        "spf=permerror (sender IP is 192.0.2.7) smtp.mailfrom=example.org; dkim=none (message not signed) header.d=none;dmarc=fail action=none",
        "",
        "",
    );
    assert!(steps(&told).contains("list in it the server"), "{}", steps(&told));
}

#[test]
fn fastmails_points_count_from_its_default_on() {
    let told = |score: &str, more: &str| {
        finding(&format!(
            "{more}X-Spam-score: {score}\nX-Spam-hits: URIBL_BLACK 4.8, BAYES_50 0.8, HTML_MESSAGE 0.001\n{WAY}"
        ))
    };
    const ITS: &str = "X-Spam-known-sender: no\n";
    let spam = told("5.6", ITS);
    assert_eq!(spam.title, "The mail arrived, likely in the spam folder: a filter calls it spam");
    assert!(
        spam.summary
            .contains("5.6 points, and from 5 on it moves mail to Spam unless the account is set otherwise."),
        "{}",
        spam.summary
    );
    let fine = told("1.2", ITS);
    assert!(
        fine.summary.contains("Fastmail did not take this mail for spam (1.2 points)."),
        "{}",
        fine.summary
    );
    // Nobody else's threshold is known.
    assert!(!told("5.6", "").summary.contains("moves mail"));
}

#[test]
fn bulk_that_is_not_proved_has_both_to_mend() {
    const FAILED: &str = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.net; dkim=pass header.d=example.net;dmarc=fail action=none";
    let told = junk(
        "shop.example",
        FAILED,
        "",
        "X-Microsoft-Antispam: BCL:7;\nList-Unsubscribe: <https://example.net/u>\n",
    );
    assert!(
        told.summary.contains("It counts as bulk mail that people complain about, too."),
        "{}",
        told.summary
    );
    let steps = steps(&told);
    assert!(steps.contains("proof alone does not mend") && steps.contains("Sign with DKIM"), "{steps}");
}

/// A mail that passes DMARC for the domain in From, which is not the one that the name beside it shows.
fn posing(name: &str, more: &str) -> crate::report::Finding {
    finding(&format!(
        "Authentication-Results: mx.example.org; dkim=pass header.d=parcel.example; spf=pass smtp.mailfrom=parcel.example; dmarc=pass \
         header.from=parcel.example\n{more}Received: from out.parcel.example (out.parcel.example [192.0.2.7]) by mx.example.org with ESMTPS id d4; Tue, 3 \
         Nov 2026 08:30:09 +0100\nFrom: {name} <info@parcel.example>\nTo: ann@example.org\nSubject: Your parcel\nMessage-ID: <1@parcel.example>\n"
    ))
}

#[test]
fn who_shows_anothers_name_is_warned_of_first_though_dmarc_passed() {
    for more in ["", "X-Spam-Flag: YES\nX-Spam-Status: Yes, score=6.4 required=5.0 tests=BAYES_99=3.5\n"] {
        let told = posing("\"dhl.com\"", more);
        assert!(told.steps[0].text.starts_with("Before you open a link"), "{:?}", told.steps);
        assert!(told.ask.is_none_or(|ask| !ask.contains("mark it as no spam")));
        assert_eq!(told.ask_if_sent, None);
    }
    let answered = posing("Parcels", "Reply-To: parcel.help@gmail.com\n");
    assert!(answered.steps[0].text.starts_with("Before you answer"), "{:?}", answered.steps);
    assert!(!posing("Parcels", "").steps.iter().any(|step| step.text.starts_with("Before you")));
}

#[test]
fn a_verdict_without_a_folder_says_where_such_mail_goes() {
    let title = |report: &str, more: &str| {
        let field = format!("X-Forefront-Antispam-Report: CIP:192.0.2.1;LANG:en;{report};DIR:INB;\n");
        finding(&format!("{field}{more}{}", WAY.replace("mx.example.org", "AA1.mail.protection.outlook.com")))
            .title
    };
    for report in ["SCL:5;SFV:SPM;CAT:SPOOF", "SCL:6;SFV:SPM;CAT:SPM", "SCL:8;SFV:SPM;CAT:PHSH"] {
        let unfiled = title(report, "");
        assert!(unfiled.starts_with("The mail arrived, likely in the spam folder"), "{report}: {unfiled}");
        // Where the mailbox says it, nothing is likely.
        let filed = title(report, "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;\n");
        assert_eq!(filed, "The mail arrived, and was put in Junk", "{report}");
    }
    assert!(!title("SCL:1;SFV:NSPM;CAT:SPOOF", "").contains("likely"));
}
