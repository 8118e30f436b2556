//! A gateway in front of the mailbox that proved the author, and a mailbox that checks anew behind it, where neither SPF nor an
//! altered mail's DKIM can hold.

/// In place of "nothing proves".
pub fn verdict(gate: &str, author: &str) -> String {
    format!(
        "{gate}, which mail passes before it comes to the mailbox, proved that it comes from {author}. The mailbox's own servers checked again behind it, \
         where that cannot be proved any more: they see the address of {gate}, and a mail that may have been changed there."
    )
}

/// Enhanced Filtering for Connectors:
/// <https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/enhanced-filtering-for-connectors>,
/// checked 2026-11-27.
pub fn step(gate: &str, at_microsoft: bool) -> String {
    match at_microsoft {
        true => format!(
            "Let Microsoft 365 look past {gate}: in the Defender portal under Policies & rules, Threat policies, Enhanced filtering, have the connector for \
             {gate} skip its addresses. Each mail is then judged by the server that brought it to {gate}. An exception for this sender alone would be \
             needed anew for the next one."
        ),
        false => format!(
            "Have the servers behind {gate} trust what it found: take over its results or its ARC seals, or leave the check of SPF, DKIM and DMARC to \
             {gate} for mail that comes from there."
        ),
    }
}

/// Where the gateway states nothing: it may as well be the sender's own service.
pub fn likely_step(service: &str, at_microsoft: bool) -> String {
    format!(
        "If {service} is your gateway: likely it changed the mail (a mark in the subject, a warning, rewritten links), and a signature does not fit a changed \
         mail. {} If {service} sends for the sender, their administrator can have mail signed behind it.",
        step(service, at_microsoft)
    )
}

/// In place of "nothing proves", where no Received field shows on whose side the service works.
pub fn stated_verdict(service: &str, author: &str) -> String {
    format!(
        "The last check did not prove that it comes from {author}. {service}, which filters mail, states that it was proved before. Whether that is your own \
         gateway, these lines do not show: no Received field is among them."
    )
}

pub fn stated_step(service: &str, at_microsoft: bool) -> String {
    format!(
        "If {service} is your gateway, there is nothing to mend on the sender's side. {} If it is not, paste the whole header: it shows who changed the mail.",
        step(service, at_microsoft)
    )
}

/// To whoever runs the mailbox, likewise.
pub fn likely_letter(service: &str, came: &str, known: &str) -> String {
    format!(
        "Hello,\na mail to us {came}. {service} had it before our own mail servers, and what had proved the author did not hold behind that.\n{known}\nIf \
         {service} is our gateway, could you have our servers look past it, so that each mail is judged by the server that brought it there? At Microsoft 365 that \
         is Enhanced Filtering for Connectors.\nThank you."
    )
}

/// To whoever runs both.
pub fn letter(gate: &str, came: &str, known: &str) -> String {
    format!(
        "Hello,\na mail to us {came}. {gate}, which our mail passes first, states that the author's domain was proved; our own mail servers check again \
         behind it, and there the proof fails.\n{known}\nCould you have them look past {gate}, so that each mail is judged by the server that brought it \
         there? At Microsoft 365 that is Enhanced Filtering for Connectors.\nThank you."
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;

    /// A mail that passes `gate` before it comes to Microsoft 365, where the proof fails.
    fn paste(gate: &str, results: &str, hours: u32) -> String {
        format!(
            "Received: from delivery-7.{gate} (delivery-7.{gate} [198.51.100.7]) by AM0EUR02FT031.mail.protection.outlook.com (10.13.1.1) with \
             Microsoft SMTP Server id 15.20.8158.19; Thu, 26 Nov 2026 {:02}:14:11 +0000\nAuthentication-Results: spf=fail (sender IP is 198.51.100.7) \
             smtp.mailfrom=shop.example; dkim=fail (body hash did not verify) header.d=shop.example;dmarc=fail action=quarantine \
             header.from=shop.example;compauth=fail reason=000\n{results}Received: from mail.shop.example (mail.shop.example [192.0.2.31]) by \
             relay.{gate} with ESMTP id de-7; Thu, 26 Nov 2026 08:14:05 +0000\nFrom: Lin <lin@shop.example>\nTo: ann@buyer.example\nSubject: Offer\n\
             Date: Thu, 26 Nov 2026 08:14:02 +0000\nMessage-ID: <1@shop.example>\nX-Forefront-Antispam-Report: CIP:198.51.100.7;SCL:5;SFV:SPM;\
             CAT:SPOOF;DIR:INB;\n",
            8 + hours
        )
    }

    fn results(name: &str, gate: &str) -> String {
        format!(
            "{name}: relay.{gate}; dkim=pass header.d=shop.example; dmarc=pass header.from=shop.example\n"
        )
    }

    #[test]
    fn what_a_gateway_proved_is_mended_behind_it() {
        for name in ["Authentication-Results", "Authentication-Results-Original"] {
            let told = finding(&paste("mimecast.com", &results(name, "mimecast.com"), 0));
            assert_eq!(told.act, "recipient-admin", "{name}");
            assert!(
                told.summary.starts_with("relay.mimecast.com, which mail passes before"),
                "{}",
                told.summary
            );
            assert!(told.evidence.iter().any(|one| one.quote == "dmarc=pass"), "{:?}", told.evidence);
            assert!(
                told.steps.iter().any(|step| step.text.contains("Enhanced filtering")),
                "{:?}",
                told.steps
            );
            assert!(told.ask.is_some_and(|ask| ask.contains("look past relay.mimecast.com")));
        }
        // What stands below the gateway's own field its sender can have written.
        let below = paste("mimecast.com", "", 0)
            .replace("From: Lin", &format!("{}From: Lin", results("Authentication-Results", "mimecast.com")));
        assert!(!finding(&below).ask.unwrap_or_default().contains("was proved"));
    }

    #[test]
    fn what_a_silent_gateway_likely_broke_is_not_looked_for_on_the_senders_side() {
        let silent = paste("mimecast.com", "", 0);
        let told = finding(&silent);
        assert_eq!(told.act, "recipient-admin");
        assert!(
            told.summary.contains("Mimecast, which filters mail, had it just before"),
            "{}",
            told.summary
        );
        assert!(told.steps.iter().all(|step| step.by != "sender-admin"), "{:?}", told.steps);
        assert!(told.steps.iter().any(|step| step.text.starts_with("If Mimecast is your gateway")));
        assert!(told.ask.is_some_and(|ask| ask.contains("If Mimecast is our gateway")));
        // Where the service is all that is seen of the sending side, and where nobody filters mail for others.
        let own = silent.replace(
            "from mail.shop.example (mail.shop.example [192.0.2.31])",
            "from out.mimecast.com (out.mimecast.com [198.51.100.8])",
        );
        assert_eq!(finding(&own).act, "sender-admin");
        assert_eq!(finding(&paste("gate.example", "", 0)).act, "sender-admin");
    }

    #[test]
    fn a_gateway_is_known_by_each_of_its_names() {
        let passed = "Authentication-Results-Original: ppops.net; dkim=pass header.d=shop.example; dmarc=pass header.from=shop.example\n";
        let told = finding(&paste("pphosted.com", passed, 0));
        assert_eq!(told.act, "recipient-admin");
        assert!(
            told.summary.starts_with("Proofpoint (ppops.net), which mail passes before"),
            "{}",
            told.summary
        );
        let behind = crate::knowledge::is_filter_service("mx1.eu-central-1b.ess.aws.cudaops.com");
        assert!(
            behind
                && crate::diagnose::checks::path::same_network(
                    "a.cudaops.com",
                    "egress.ess.de.barracuda.com"
                )
        );
    }

    #[test]
    fn minutes_in_the_readers_gateway_are_no_greylisting() {
        let told = finding(
            "Received: from egress-1.ess.de.barracuda.com (egress-1.ess.de.barracuda.com [198.51.100.7]) by mx.google.com with ESMTPS id 4f for \
             <ines@kontor.example>; Fri, 20 Nov 2026 04:31:07 -0800 (PST)\nReceived: from mx3.shop.example (mx3.shop.example [192.0.2.19]) by \
             mx-inbound11-148.eu-central-1b.ess.aws.cudaops.com with ESMTPS; Fri, 20 Nov 2026 12:18:44 +0000\nReceived: from pc.shop.example (pc.shop.example \
             [192.0.2.80]) by mx3.shop.example (Postfix) with ESMTPSA id 5A; Fri, 20 Nov 2026 12:18:41 +0000\nFrom: a@shop.example\nTo: \
             ines@kontor.example\nSubject: a\nMessage-ID: <1@shop.example>\n",
        );
        assert!(told.summary.contains("likely mail that the filter service held"), "{}", told.summary);
        let steps = told.steps.iter().map(|step| &*step.text).collect::<Vec<_>>().join("\n");
        assert!(steps.contains("send these headers to the recipient's mail administrator"), "{steps}");
        assert!(!steps.contains("to Barracuda"), "{steps}");
    }

    #[test]
    fn what_a_filter_service_held_is_asked_of_the_readers_administrator() {
        let inbox = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:I;\n";
        let late = |gate: &str| {
            let paste = paste(gate, &results("Authentication-Results", gate), 3);
            finding(&format!(
                "{inbox}{}",
                paste.replace("SCL:5;SFV:SPM;CAT:SPOOF", "SCL:-1;SFV:SKN;CAT:NONE")
            ))
        };
        let told = late("mimecast.com");
        assert_eq!((told.state.as_str(), told.act.as_str()), ("late", "recipient-admin"));
        assert!(told.summary.contains("the filter service held"), "{}", told.summary);
        assert!(!told.steps.iter().any(|step| step.text.contains("proves who wrote it")), "{:?}", told.steps);
        assert!(!late("gate.example").summary.contains("filter service"));
    }
}
