//! A web site's form or program that wrote to the site's own house, and is not believed there: who has the mail is whose site it is, and what is
//! to be mended lies with the site and whoever hosts it.

use super::Chosen;
use super::author::step as authors_step;
use super::letters;
use super::proof::Proof;
use crate::diagnose::checks::alignment::{By, Relation, Row};
use crate::report::values::Values;
use crate::report::{Finding, Step};

const WHO: &str = "you, if the web site is yours, with whoever hosts it";

pub struct SiteForm<'a> {
    domain: &'a str,
    /// The host's own name in the envelope that the server at the end did not find proved: that row of the table.
    gap: Option<&'a Row>,
}

impl<'a> SiteForm<'a> {
    /// Not of what a filter calls worse than forged: a form can be filled in with anything.
    pub fn of(chosen: &Chosen<'a>) -> Option<Self> {
        let alignment = chosen.alignment?;
        let is_harmless =
            (!chosen.danger || chosen.forged) && !chosen.imitated && !chosen.is_forbidden && !chosen.poses;
        let is_against = chosen.landed.is_some() || chosen.failed_alone;
        let is_it =
            chosen.is_contact_form && is_against && is_harmless && chosen.own.is_none() && !chosen.is_of_list;
        let is_mendable = chosen.is_doubted()
            && matches!(chosen.proof, Proof::Missing | Proof::Open)
            && !chosen.is_elsewhere();
        let failed = |row: &&Row| {
            row.by == By::Spf
                && row.relation == Relation::Other
                && row
                    .result
                    .as_deref()
                    .is_some_and(|result| matches!(result, "softfail" | "fail" | "neutral" | "permerror"))
        };
        (is_it && is_mendable)
            .then(|| SiteForm { domain: &alignment.from, gap: alignment.rows.iter().find(failed) })
    }

    /// `values`: where something stands there by which others find the mail.
    pub fn adapt(&self, told: &mut Finding, chosen: &Chosen, values: Option<&Values>) {
        (told.act, told.who) = ("sender".to_owned(), WHO.to_owned());
        told.about = "dmarc-fail".to_owned();
        let own = authors_step(chosen).map(super::sent::spoken_to);
        let rest = std::mem::take(&mut told.steps).into_iter().filter(|step| step.by == "recipient-admin");
        told.steps = own
            .into_iter()
            .chain(self.to_host(chosen))
            .chain([self.meanwhile(chosen), self.if_not()])
            .chain(rest)
            .collect();
        told.ask = values.map(|values| values.message(&self.letter(chosen)));
        told.ask_if_sent = None;
    }

    /// The host's own duty.
    fn to_host(&self, chosen: &Chosen) -> Option<Step> {
        let gap = self.gap?;
        let server = sending(chosen)?;
        Some(Step::new(
            "sender",
            format!(
                "Tell whoever hosts the web site, with the message to copy: the SPF record of {}, the name that the host's server sends under, does not list {server}, from which this mail \
                 came (spf={}). That is the host's own to mend, whatever you change.",
                gap.domain,
                gap.result.as_deref().unwrap_or_default()
            ),
        ))
    }

    fn meanwhile(&self, chosen: &Chosen) -> Step {
        // What whoever looks after the mail at Microsoft can allow meanwhile stands behind.
        let how = match chosen.at_microsoft && chosen.forged {
            true => "",
            false => "mark such mail as no spam where it lies, and ",
        };
        Step::new(
            "recipient",
            format!(
                "Until that is mended, {how}look into Junk for what visitors wrote. A visitor may be answered; the address is what they typed in, so treat links and attachments as a \
                 stranger's."
            ),
        )
    }

    fn if_not(&self) -> Step {
        Step::new(
            "recipient",
            format!(
                "If you know of no web site or form of {} that writes to you: do not answer it, open nothing of it, and report it with your mail program's button.",
                self.domain
            ),
        )
    }

    /// To whoever hosts the web site.
    fn letter(&self, chosen: &Chosen) -> String {
        let letter = letters::to_administrator(chosen);
        let (Some(gap), Some(server)) = (self.gap, sending(chosen)) else { return letter };
        let asks = format!(
            "\nCould you also list {server} in the SPF record of {}, under which it sends?\nThank you.",
            gap.domain
        );
        letter.replace("\nThank you.", &asks)
    }
}

/// The server that handed it over, with its address.
fn sending(chosen: &Chosen) -> Option<String> {
    let (name, address) = (chosen.handed.name, chosen.handed.address);
    match (name, address) {
        (Some(name), Some(address)) => Some(format!("{address} ({name})")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use crate::report::Finding;

    fn told(verdict: &str, to: &str, from: &str, spf: &str, script: &str) -> Finding {
        finding(&format!(
            "Received: from a.prod.outlook.com (10.0.0.1) by b.prod.outlook.com with HTTPS; Tue, 3 Nov 2026 13:00:04 +0000\n\
             Authentication-Results: spf={spf} (sender IP is 192.0.2.7) smtp.mailfrom=srv7.webhost.example; dkim=none (message not signed) header.d=none;dmarc=fail action=none \
             header.from=pinecourt.example;compauth=fail reason=601\nReceived: from out3.webhost.example (192.0.2.7) by c.mail.protection.outlook.com (10.0.0.2) with \
             Microsoft SMTP Server id 15.20.1; Tue, 3 Nov 2026 13:00:02 +0000\nReceived: by out3.webhost.example (Postfix, from userid 1014)\n\tid 1; Tue, 3 Nov 2026 13:00:01 \
             +0000\n{script}X-Mailer: PHPMailer 6.9.3\nFrom: Pine Court <{from}>\nTo: {to}\nReply-To: visitor82@web.de\nDate: Tue, 3 Nov 2026 13:00:00 +0000\nMessage-ID: \
             <1@pinecourt.example>\nSubject: Contact form\nReturn-Path: w7@srv7.webhost.example\nX-MS-Exchange-Organization-SCL: 5\nX-Forefront-Antispam-Report: \
             CIP:192.0.2.7;CTRY:DE;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:out3.webhost.example;PTR:out3.webhost.example;CAT:{verdict};DIR:INB;\n"
        ))
    }

    #[test]
    fn a_form_that_writes_to_its_own_house_is_its_owners_and_the_hosts() {
        const SCRIPT: &str = "X-PHP-Script: www.pinecourt.example/index.php for 198.51.100.9\n";
        for (to, from, script) in [
            ("info@pinecourt.example", "info@pinecourt.example", ""),
            ("pine.workshop@outlook.de", "forms@pinecourt.example", SCRIPT),
            ("pine.workshop@outlook.de", "wordpress@pinecourt.example", ""),
        ] {
            for verdict in ["SPM", "SPOOF"] {
                for spf in ["softfail", "pass"] {
                    let told = told(verdict, to, from, spf, script);
                    let all: String =
                        told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect();
                    assert_eq!(told.act, "sender", "{verdict} {to}: {all}");
                    assert!(told.who.contains("whoever hosts it"), "{}", told.who);
                    assert!(
                        told.steps[0].text.contains("Let the shop or form send through the mailbox"),
                        "{all}"
                    );
                    assert!(!all.contains("Before you pay") && !all.contains("delete it"), "{all}");
                    let ask = told.ask.unwrap_or_default();
                    let is_gap = spf == "softfail";
                    assert_eq!(
                        all.contains("does not list 192.0.2.7 (out3.webhost.example)"),
                        is_gap,
                        "{all}"
                    );
                    assert_eq!(ask.contains("list 192.0.2.7"), is_gap, "{ask}");
                    assert!(ask.contains("signed with DKIM") && told.ask_if_sent.is_none(), "{ask}");
                }
            }
        }
    }

    #[test]
    fn what_a_filter_calls_phishing_is_no_plain_form() {
        let told = told("PHSH", "info@pinecourt.example", "info@pinecourt.example", "pass", "");
        assert!(!told.who.contains("hosts it"), "{}", told.who);
        assert!(told.steps[0].text.starts_with("Open no link"), "{:?}", told.steps);
    }
}
