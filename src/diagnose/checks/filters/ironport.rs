//! What Cisco's gateway (Secure Email, once IronPort) held against the address that connected, before it looked at the mail: its rating by
//! Talos, once called SenderBase, the group of senders, and the policy for their mail.

use crate::diagnose::checks::Notes;
use crate::diagnose::checks::side::Side;
use crate::facts::message::Message;
use crate::knowledge::filter_term;
use crate::knowledge::filters::OTHERS;
use crate::mail::ip::is_inner;
use crate::text::Span;

/// Below it the address is under suspicion where nobody changed the ranges (<https://www.cisco.com/c/en/us/support/docs/security/email-security-appliance/117919-technote-cdc-00.html>
/// and the user guide of AsyncOS 9.1.2, table of approaches, both read 2026-11-28).
const SUSPICIOUS: f32 = -1.0;

pub(super) fn check(notes: &mut Notes, sides: &[Side]) {
    let message = notes.message;
    let of = |filter: &str, key: &str| {
        let mut fields = message.filters.iter().zip(sides);
        let (field, _) = fields.find(|(field, side)| {
            field.read.filter == filter && matches!(side, Side::Receiver | Side::Unknown)
        })?;
        Some((field.read.get(key)?, field.field))
    };
    let score = of("ironport-reputation", "score");
    let group = of("ironport-group", "value");
    let policy = of("ironport-policy", "value");
    let is_low = score.is_some_and(|(score, _)| score.parse::<f32>().is_ok_and(|score| score < SUSPICIOUS));
    let is_bad = |term: &str| filter_term(OTHERS, &format!("cisco-bad:{term}")).is_some();
    if !is_low && ![group, policy].into_iter().flatten().any(|(value, _)| is_bad(value)) {
        return;
    }
    let address = address(message).map_or(String::new(), |address| format!(" {address}"));
    let rated = score.map(|(score, _)| match score.parse::<f32>() {
        Ok(_) => format!("rated it {score}, from -10 (bad) to 10 (good), by what was seen of it: spam traps, block lists, complaints and amounts of mail"),
        Err(_) => "had no rating of it: too little mail was seen from there".to_owned(),
    });
    let meaning = |prefix: &str, value: &str| {
        let term = filter_term(OTHERS, &format!("{prefix}:{value}"));
        term.map_or(String::new(), |term| format!(" ({})", super::lower(term.meaning.trim_end_matches('.'))))
    };
    let group_of =
        group.map(|(value, _)| format!("put it into the group {value}{}", meaning("cisco-group", value)));
    let under =
        policy.map(|(value, _)| format!("took its mail under the policy {value}{}", meaning("cisco", value)));
    let all: Vec<String> = [rated, group_of, under].into_iter().flatten().collect();
    let text = format!(
        "Cisco's gateway (IronPort) was wary of the sending address{address} before it looked at the mail: it {}.",
        crate::diagnose::checks::speak::join(&all)
    );
    let fields = [score, group, policy].into_iter().flatten();
    let evidence: Vec<Span> = fields.filter_map(|(value, field)| message.span_of(field, value)).collect();
    notes.add("sender-rated", text, evidence);
}

/// The address that connected, as the gateway noted it.
pub fn address(message: &Message) -> Option<&str> {
    let noted = message.field("X-IronPort-RemoteIP")?.value.trim();
    noted.parse::<std::net::IpAddr>().is_ok().then_some(noted).filter(|address| !is_inner(address))
}

#[cfg(test)]
mod tests {
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
}
