//! What is told of a sending address that a gateway rated badly.

use crate::report::Report;

fn told(fields: &str) -> Report {
    crate::diagnose(&format!(
        "Received: from gate.example.org (gate.example.org [192.0.2.20])\n\tby box.example.org with ESMTP id c3; Tue, 3 Nov 2026 10:00:06 \
         +0100\n{fields}Received: from out.example.com (out.example.com [203.0.113.7])\n\tby gate.example.org with ESMTP; 3 Nov 2026 10:00:05 \
         +0100\nFrom: Bob <bob@example.com>\nTo: ann@example.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: \
         [SPAM] Invoice\n"
    ))
}

fn rated(fields: &str) -> Option<String> {
    told(fields).observations.into_iter().find(|one| one.id == "sender-rated").map(|one| one.text)
}

#[test]
fn why_ciscos_gateway_was_wary_is_told() {
    let fields = "X-IronPort-RemoteIP: 203.0.113.7\nX-IronPort-Reputation: -2.4\nX-IronPort-SenderGroup: \
                  SUSPECTLIST\nX-IronPort-MailFlowPolicy: $THROTTLED\n";
    let text = rated(fields).expect("a reason");
    for part in [
        "sending address 203.0.113.7",
        "rated it -2.4, from -10 (bad) to 10 (good)",
        "group SUSPECTLIST (senders under suspicion",
        "policy $THROTTLED (",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let first = told(fields).findings.remove(0);
    assert!(
        first.summary.contains("Cisco's gateway had the sending address under suspicion"),
        "{}",
        first.summary
    );
    let steps: String = first.steps.iter().map(|step| format!("{}\n", step.text)).collect();
    assert!(steps.contains("https://talosintelligence.com/reputation_center"), "{steps}");
}

#[test]
fn a_rating_that_is_not_bad_is_no_reason() {
    for fine in [
        "X-IronPort-Reputation: 3.5\nX-IronPort-SenderGroup: UNKNOWNLIST\nX-IronPort-MailFlowPolicy: $ACCEPTED\n",
        "X-SBRS: -0.4\n",
        "X-SBRS: None\n",
        "",
    ] {
        assert_eq!(rated(fine), None, "{fine}");
    }
    assert!(rated("X-SBRS: -3.0\n").is_some());
    let unknown = "X-SBRS: None\nX-IronPort-SenderGroup: SUSPECTLIST\n";
    assert!(rated(unknown).is_some_and(|text| text.contains("had no rating of it")));
}
