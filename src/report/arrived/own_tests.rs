use super::own::{BY_BLOCK_LIST, BY_RULE, BY_SETTING};
use super::tests::finding;
use crate::report::Finding;

const PASSED: &str =
    "spf=pass smtp.mailfrom=shop.example.com; dkim=pass header.d=shop.example.com; dmarc=pass action=none";

/// A mail in a mailbox at Microsoft: how the mailbox filed it, and other fields of filters.
fn filed(delivery: &str, filters: &str, results: &str) -> Finding {
    finding(&format!(
        "Received: from a.prod.outlook.com (10.0.0.1) by b.prod.outlook.com with HTTPS; Tue, 3 Nov 2026 13:00:04 +0000\n\
         Authentication-Results: {results} header.from=shop.example.com\nReceived: from out.example.net (192.0.2.7) by \
         c.mail.protection.outlook.com (10.0.0.2) with Microsoft SMTP Server id 15.20.1; Tue, 3 Nov 2026 13:00:02 +0000\n\
         From: Shop <orders@shop.example.com>\nTo: ann@example.org\nDate: Tue, 3 Nov 2026 13:00:00 +0000\nMessage-ID: \
         <1@shop.example.com>\nSubject: Order 7\n{filters}{delivery}"
    ))
}

fn delivery(dest: &str) -> String {
    format!("X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:1;dest:{dest};ENG:(1);\n")
}

fn report(verdict: &str) -> String {
    format!(
        "X-Forefront-Antispam-Report: CIP:192.0.2.7;CTRY:;LANG:en;SRV:;IPV:NLI;{verdict};CAT:NONE;DIR:INB;\n"
    )
}

fn steps(told: &Finding) -> String {
    told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
}

/// No word of a filter that learns, of a verdict, of a reputation.
fn is_of_no_filter(told: &Finding) {
    let all = format!("{}{}{:?}", steps(told), told.summary, told.ask_if_sent);
    for word in
        ["no spam", "learns", "taken for spam", "Look at", "whole domain:", "doubt", "compare its headers"]
    {
        assert!(!all.contains(word), "{word}: {all}");
    }
}

#[test]
fn a_mailbox_for_known_senders_only_is_no_filter() {
    let level = "X-MS-Exchange-Organization-SCL: 1\n";
    let told = filed(&delivery("J;OFR:ExclusiveSettings"), level, PASSED);
    assert_eq!(
        (told.title.as_str(), told.state.as_str(), told.act.as_str()),
        (BY_SETTING, "junk", "recipient")
    );
    is_of_no_filter(&told);
    let all = steps(&told);
    assert!(
        all.contains(
            "recipient: If you want this mail: put orders@shop.example.com among your safe senders (contacts"
        ),
        "{all}"
    );
    assert!(
        all.contains("not documented")
            && all.contains("sender-admin: On the sending side there is nothing to mend"),
        "{all}"
    );
    let quotes: Vec<&str> = told.evidence.iter().map(|one| one.quote.as_str()).collect();
    assert_eq!(quotes, ["OFR:ExclusiveSettings", "dest:J", "X-MS-Exchange-Organization-SCL: 1"]);
    assert!(
        told.note
            .as_ref()
            .is_some_and(|note| note.starts_with("Exchange has nothing against it: not spam (SCL 1).")),
        "{:?}",
        told.note
    );
    assert_eq!(told.ask, None);
    let letter = told.ask_if_sent.expect("a letter");
    assert!(
        letter.contains("among your safe senders") && letter.contains("orders@shop.example.com"),
        "{letter}"
    );
    // An administrator there can look at the lists; nobody can for a provider's mailboxes.
    assert!(all.contains("recipient-admin: At Microsoft 365, Get-MailboxJunkEmailConfiguration"), "{all}");
}

#[test]
fn a_blocked_sender_is_taken_off_the_list() {
    let own = delivery("J");
    let blocked = report("SCL:6;SFV:BLK");
    for told in [
        filed(&own, &blocked, PASSED),
        filed(&own, &format!("{blocked}X-MS-Exchange-Organization-SCL: 6\n"), PASSED),
        filed("", &blocked, PASSED),
    ] {
        assert_eq!(
            (told.title.as_str(), told.state.as_str(), told.act.as_str()),
            (BY_BLOCK_LIST, "junk", "recipient")
        );
        is_of_no_filter(&told);
        assert!(told.summary.contains("own list of blocked senders (SFV:BLK, SCL 6)"), "{}", told.summary);
        assert!(
            steps(&told)
                .contains("take orders@shop.example.com, or its whole domain, out of your blocked senders"),
            "{}",
            steps(&told)
        );
        assert_eq!((told.evidence[0].quote.as_str(), told.evidence[1].quote.as_str()), ("SFV:BLK", "SCL:6"));
        assert!(told.ask_if_sent.is_some_and(|letter| letter.contains("out of your blocked senders")));
    }
}

#[test]
fn a_rule_of_the_reader_is_named() {
    let told = filed(&delivery("J;OFR:CustomRules"), "", PASSED);
    assert_eq!((told.title.as_str(), told.state.as_str()), (BY_RULE, "junk"));
    is_of_no_filter(&told);
}

#[test]
fn what_a_filter_speaks_against_as_well_is_the_filters() {
    for told in [
        filed(&delivery("J;OFR:ExclusiveSettings"), &report("SCL:5;SFV:SPM"), PASSED),
        filed(&delivery("J;OFR:SpamFilterAuthJ"), &report("SCL:5;SFV:SPM"), PASSED),
        filed(&delivery("J"), "", PASSED),
    ] {
        assert_eq!(
            (told.title.as_str(), told.state.as_str()),
            ("The mail arrived, and was put in Junk", "warning")
        );
        assert!(steps(&told).contains("mark it as no spam"));
    }
    // In the inbox, nobody put it into Junk, and what is called phishing is told as that.
    assert_eq!(filed(&delivery("I;OFR:TrustedSenderList"), &report("SCL:-1;SFV:SFE"), PASSED).state, "fine");
    let phishing =
        filed(&delivery("J"), "X-Forefront-Antispam-Report: SCL:9;SFV:BLK;CAT:PHSH;DIR:INB;\n", PASSED);
    assert!(phishing.state == "warning" && steps(&phishing).contains("Open no link"), "{}", steps(&phishing));
}

#[test]
fn whom_nothing_proves_is_not_trusted_for_that() {
    let failed = "spf=fail smtp.mailfrom=shop.example.com; dkim=none; dmarc=fail action=none";
    let told = filed(&delivery("J;OFR:ExclusiveSettings"), &report("SCL:1;SFV:NSPM"), failed);
    assert_eq!((told.title.as_str(), told.act.as_str()), (BY_SETTING, "recipient"));
    let all = steps(&told);
    assert!(all.contains("proves who wrote it") && !all.contains("nothing to mend"), "{all}");
    assert!(all.starts_with("recipient: If you want this mail"), "{all}");
}
