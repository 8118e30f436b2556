//! A service that filters what the sender's house sends: it speaks to its customer alone, so the sender's administrator looks into its tracking.

use crate::diagnose::checks::Opinions;
use crate::diagnose::checks::alignment::By;
use crate::diagnose::checks::speak;
use crate::facts::message::Message;
use crate::knowledge::{self, OWNERS};
use crate::report::text::local;

pub struct Outbound {
    service: &'static str,
    /// The domain in From, whose own record lists the service's server.
    domain: String,
}

impl Outbound {
    /// Where it handed the mail to the network where it ended, and SPF passed there for the author's domain: who lists the service's address
    /// sends by it. `servers`: where it waited.
    pub fn of(opinions: &Opinions, servers: &[String]) -> Option<Self> {
        let table = opinions.alignment.as_ref().filter(|table| table.is_trusted && table.detour.is_none())?;
        let owner = knowledge::provider_of_host(servers.first()?)?;
        let is_it =
            servers.iter().all(|server| knowledge::is_filter_service(server)) && table.is_proved_by(By::Spf);
        is_it.then(|| Outbound { service: OWNERS[usize::from(owner)].name, domain: table.from.clone() })
    }

    pub fn who(&self) -> String {
        format!("the mail administrator of {} (in {}'s message tracking)", self.domain, self.service)
    }

    pub fn step(&self, id: Option<&str>) -> String {
        let id = id.map_or(String::new(), |id| format!(" (id there {id})"));
        format!(
            "Search {service}'s message tracking for the message{id}: it says whether a scan or a rule held it, who let it go, or how long it lay in a queue. {service} filters what {domain} sends, \
             and answers its customer alone.",
            service = self.service,
            domain = self.domain
        )
    }

    /// For whoever asks why it was late: who had it when.
    pub fn to_tell(
        &self,
        message: &Message,
        opinions: &Opinions,
        wait: (i64, i64),
        next: &str,
    ) -> Option<String> {
        let (from, until) = wait;
        let timeline = &opinions.timeline;
        let offset = message.hops.get(timeline.trust.as_ref()?.hop)?.read.date?.offset?;
        let last = timeline.steps.iter().rev().find_map(|step| step.epoch)?;
        let after = match last - until {
            0 => "at once".to_owned(),
            seconds if seconds > 0 => format!("{} later", speak::duration(seconds)),
            _ => return None,
        };
        Some(format!(
            "The mail reached {}, which filters what {} sends, at {}, and {next} took it from there at {}: its last server had it {after}. It waited {} on the sender's side, and not at the \
             recipient's.",
            self.service,
            self.domain,
            local(from, offset),
            local(until, offset),
            speak::duration(until - from)
        ))
    }
}

/// What Proofpoint's own rule and score make likely of a wait at a gateway: its score is how sure it is of spam, from 0 to 100, and houses have such
/// mail put into quarantine from a score of their own on, often 50 (<https://gethelp.uh.edu/kb/3051>, as one of them tells, an excerpt read 2026-11-28).
pub fn suspected(message: &Message) -> Option<String> {
    const OFTEN: u32 = 50;
    let report = message.filters.iter().find(|field| field.read.filter == "proofpoint")?;
    let score: u32 = report.read.get("score")?.parse().ok()?;
    let rule = report.read.get("rule").unwrap_or_default();
    let is_named = ["quarantine", "suspect"].iter().any(|word| rule.to_ascii_lowercase().contains(word));
    let is_clean = rule.ends_with("notspam") || rule.ends_with("safe");
    let rule = if rule.is_empty() { String::new() } else { format!("rule={rule}, ") };
    (!is_clean && (is_named || score >= OFTEN)).then(|| {
        format!(
            " Look into its quarantine, too: by {rule}score={score} (of 100) it was not sure that this is no spam, and gateways mostly keep such mail there until somebody releases it. If the \
             sender is wanted, put them on the safe list there; readers can do so for themselves where the quarantine sends them a digest."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;

    fn told(service: &str, spf: &str, minutes: u32, signed: &str) -> crate::report::Finding {
        finding(&format!(
            "Received: by 2002:a05:7300:5b8a:0:0:0:1 with SMTP id q1; Tue, 24 Nov 2026 11:{minutes:02}:40 +0000\nReceived: from out214.{service} (out214.{service}. [192.0.2.7])\n\tby \
             mx.google.com with ESMTPS id a1\n\tfor <tom@gmail.com>; Tue, 24 Nov 2026 11:{minutes:02}:39 +0000\nAuthentication-Results: mx.google.com; dkim=pass \
             header.i=@pinecourt.example; spf=pass smtp.mailfrom=ann@{spf}; dmarc=pass header.from=pinecourt.example\nDKIM-Signature: v=1; a=rsa-sha256; d=pinecourt.example; \
             s=a;{signed} h=from:to; bh=x; b=y\nReceived: from mail.pinecourt.example (mail.pinecourt.example [192.0.2.3]) by relay.{service} with ESMTPS id uk-7; Tue, 24 Nov 2026 \
             09:02:14 +0000\nFrom: Ann <ann@pinecourt.example>\nTo: tom@gmail.com\nDate: Tue, 24 Nov 2026 09:02:10 +0000\nMessage-ID: <1@pinecourt.example>\nSubject: a\n"
        ))
    }

    #[test]
    fn a_filter_of_the_senders_house_is_looked_into_by_their_administrator() {
        let signed = " t=1795519897;";
        for service in ["mimecast.com", "pphosted.com"] {
            for signed in ["", signed] {
                let told = told(service, "pinecourt.example", 31, signed);
                let all: String =
                    told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect();
                assert_eq!(told.act, "sender-admin", "{all}");
                assert!(
                    told.who.starts_with("the mail administrator of pinecourt.example (in "),
                    "{}",
                    told.who
                );
                assert!(
                    all.contains("sender-admin: Search ")
                        && all.contains("message tracking for the message (id there uk-7)"),
                    "{all}"
                );
                assert!(!all.contains("headers to Mimecast") && !all.contains("network:"), "{all}");
                assert!(told.summary.contains("held (for a scan, by a rule"), "{}", told.summary);
                assert_eq!(
                    told.summary.contains("as t= in its DKIM signature says"),
                    !signed.is_empty(),
                    "{}",
                    told.summary
                );
                let tell = told.to_tell.unwrap_or_default();
                assert!(
                    tell.contains("its last server had it 1 second later")
                        && tell.contains("on the sender's side"),
                    "{tell}"
                );
            }
        }
        // Whose customer it works for, nothing shows.
        let open = told("mimecast.com", "another.example", 31, "");
        assert!(!open.who.contains("message tracking"), "{}", open.who);
    }

    #[test]
    fn a_gateway_that_was_not_sure_of_a_mail_is_asked_for_its_quarantine() {
        let told = |details: &str| {
            let told = finding(&format!(
                "Received: from mx0b-1.pphosted.com (mx0b-1.pphosted.com [192.0.2.5])\n\tby mbx.pinecourt.example with ESMTPS id c3; Wed, 25 Nov 2026 19:47:34 +0000\nX-Proofpoint-Spam-Details: {details}\nAuthentication-Results: mx0b-1.pphosted.com; spf=pass smtp.mailfrom=northlamp.example; dmarc=pass header.from=northlamp.example\nReceived: from \
                 out.northlamp.example (out.northlamp.example [192.0.2.9])\n\tby mx0b-1.pphosted.com (PPS) with ESMTPS id b2 for <kim@pinecourt.example>; Mon, 23 Nov 2026 15:04:33 \
                 +0000\nFrom: post@northlamp.example\nTo: kim@pinecourt.example\nDate: Mon, 23 Nov 2026 15:04:28 +0000\nMessage-ID: <1@northlamp.example>\n\
                 Subject: a\n"
            ));
            told.steps.iter().map(|step| format!("{}\n", step.text)).collect::<String>()
        };
        let held = told("rule=inbound_suspect policy=inbound score=63 suspectscore=63 spamscore=12");
        assert!(
            held.contains("rule=inbound_suspect, score=63 (of 100)") && held.contains("safe list"),
            "{held}"
        );
        assert!(told("rule=quarantine_inbound policy=inbound score=30").contains("quarantine, too"));
        assert!(!told("rule=inbound_notspam policy=inbound score=0").contains("quarantine, too"));
    }
}
