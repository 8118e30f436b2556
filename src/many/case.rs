//! What is kept of a case: a row of the table.

use crate::report::message::Message;
use crate::report::standing::headed;
use crate::report::{Finding, Report};
use serde::{Deserialize, Serialize};

/// A quotation is cut to this many characters.
const LONGEST_QUOTE: usize = 160;

/// What is wrong for one recipient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// Where it comes from: a file's name, a number within it.
    pub id: String,
    pub cause: String,
    pub title: String,
    pub act: String,
    /// Who can mend it, in words.
    pub who: String,
    /// How it stands, as in the report.
    pub state: String,
    pub permanence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The host that answered, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The server's words, or those that told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl Case {
    /// The recipient's domain.
    pub fn domain(&self) -> Option<&str> {
        self.recipient.as_deref()?.rsplit_once('@').map(|(_, domain)| domain)
    }
}

/// A row for each recipient of a report, with its finding's number; one row where no recipient is named.
///
/// The first finding about a recipient is the telling one; the others say what else could be meant.
pub fn cases(id: &str, report: &Report) -> Vec<(usize, Case)> {
    let mut told: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for (index, finding) in report.findings.iter().enumerate() {
        if let Some(recipient) = &finding.recipient
            && !told.contains(&recipient.as_str())
        {
            told.push(recipient);
            rows.push((index, case(id, finding, report)));
        }
    }
    if rows.is_empty() {
        rows.extend(report.findings.first().map(|finding| (0, case(id, finding, report))));
    }
    rows
}

fn case(id: &str, finding: &Finding, report: &Report) -> Case {
    let reply = finding.reply.as_ref();
    let words = reply
        .map(|reply| reply.text.as_str())
        .or_else(|| finding.evidence.first().map(|evidence| evidence.words()));
    let arrived = report.message.as_ref().filter(|_| finding.cause == "delivered");
    Case {
        id: id.to_owned(),
        cause: finding.cause.clone(),
        title: finding.title.clone(),
        act: finding.act.clone(),
        who: headed(&finding.who),
        state: finding.state.clone(),
        permanence: finding.permanence.clone(),
        recipient: finding
            .recipient
            .clone()
            .or_else(|| part(finding, "mailbox"))
            .or_else(|| arrived.and_then(addressee)),
        host: reply
            .and_then(|reply| reply.remote.as_deref())
            .or_else(|| arrived.and_then(|_| report.hops.last()?.by.as_deref()))
            .map(str::to_lowercase),
        quote: words.map(one_line).filter(|words| !words.is_empty()),
    }
}

/// Whose mailbox a mail reached, as the last server notes it; else whom its author wrote to.
fn addressee(message: &Message) -> Option<String> {
    let noted = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Apparently-To"];
    let value = |name: &&str| message.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    let noted = noted.iter().find_map(value).map(|field| field.value.as_str());
    let address = noted.or(message.to.first().map(String::as_str))?;
    let address = address.rsplit_once('<').map_or(address, |(_, rest)| rest);
    let address = address.trim_matches(['>', '<', ' ', '\t']);
    let is_one = address.contains('@') && !address.contains([' ', ',']);
    is_one.then(|| address.to_owned())
}

/// What the reply itself names.
fn part(finding: &Finding, kind: &str) -> Option<String> {
    let parts = &finding.reply.as_ref()?.parts;
    parts.iter().find(|part| part.kind == kind).map(|part| part.quote.clone())
}

fn one_line(words: &str) -> String {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if line.chars().count() + word.chars().count() > LONGEST_QUOTE {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_recipient_is_a_row() {
        let finding = |cause: &str, recipient: Option<&str>| Finding {
            cause: cause.to_owned(),
            recipient: recipient.map(str::to_owned),
            ..Finding::default()
        };
        let report = |findings| Report { findings, ..Report::default() };
        let check = |findings, want: &[(usize, &str)]| {
            let rows = cases("1", &report(findings));
            let got: Vec<(usize, &str)> =
                rows.iter().map(|(index, case)| (*index, case.cause.as_str())).collect();
            assert_eq!(got, want);
        };
        check(vec![finding("a", None), finding("b", None)], &[(0, "a")]);
        let (x, y) = (Some("x@example.org"), Some("y@example.org"));
        check(vec![finding("a", x), finding("b", x), finding("c", y)], &[(0, "a"), (2, "c")]);
        check(vec![], &[]);
    }

    #[test]
    fn a_mail_that_arrived_names_its_mailbox() {
        let block = "Delivered-To: ann@example.org\nReceived: from a.example.com by MX.example.org with ESMTP id 1; Tue, 3 Nov 2026 \
            10:00:00 +0100\nFrom: bob@example.com\nTo: Team <team@example.org>\nSubject: x\n";
        let row = |block: &str| cases("1", &crate::diagnose(block)).remove(0).1;
        let case = row(block);
        assert_eq!(
            (case.recipient.as_deref(), case.host.as_deref()),
            (Some("ann@example.org"), Some("mx.example.org"))
        );
        let without = block.split_once('\n').map_or("", |(_, rest)| rest);
        assert_eq!(row(without).recipient.as_deref(), Some("team@example.org"));
    }

    #[test]
    fn a_late_mail_names_who_held_it_up() {
        let late = "Received: from a.example.net by mx.example.org with ESMTPS id 2; Tue, 3 Nov 2026 12:35:00 +0000\n\
                    Received: from pc by a.example.net with ESMTPSA id 1; Tue, 3 Nov 2026 10:00:05 +0000\nFrom: ann@example.net\n";
        let case = cases("1", &crate::diagnose_in_brief(late, crate::mail::charset::builtin)).remove(0).1;
        assert_eq!((case.who.as_str(), case.state.as_str()), ("example.net's mail administrator", "late"));
    }

    #[test]
    fn a_row_is_the_same_without_the_rest_of_the_answer() {
        let log = "Nov  3 18:06:25 web postfix/smtp[36]: 81571C2D: to=<ann@example.net>, relay=none, delay=50784, dsn=4.4.1, \
                   status=deferred (connect to mx.example.net[192.0.2.123]:25: Connection timed out)";
        let session = "220 mx.example.org ESMTP\nEHLO me\n250 mx.example.org\nAUTH PLAIN\n334 \nAGFubgBz\n235 Ok\nMAIL FROM:<a@example.org>\n\
                       250 Ok\nRCPT TO:<bob@example.net>\n250 Ok\nDATA\n354 go on\n.\n550 5.7.1 message refused by policy\n";
        let arrived = "Delivered-To: ann@example.org\nReceived: from a.example.com by MX.example.org with ESMTP id 1; Tue, 3 Nov 2026 \
                       10:00:00 +0100\nFrom: bob@example.com\nSubject: x\n";
        for paste in
            [log, session, arrived, "552 5.2.2 <ann@example.org> mailbox full", "nothing is wrong here"]
        {
            let brief = crate::diagnose_in_brief(paste, crate::mail::charset::builtin);
            assert_eq!(cases("1", &crate::diagnose(paste)), cases("1", &brief), "{paste}");
        }
    }

    #[test]
    fn a_row_is_about_its_address() {
        for (words, cause, stage) in [
            ("550 5.7.26 not accepted due to the DMARC policy of example.com", "dmarc-fail", "filter"),
            (
                "connect to mx.example.org[192.0.2.1]:25: Connection timed out",
                "connection-timeout",
                "connection",
            ),
            ("Host or domain name not found", "domain-not-found", "dns"),
            ("out of office", "auto-reply", "report"),
            ("hard bounce", "undetermined", ""),
            ("soft bounce", "undetermined", ""),
            ("hard bounce, mailbox full", "mailbox-full", "mailbox"),
        ] {
            for form in [
                "4. ann@example.org - WORDS",
                "2026-11-03 08:14 ann@example.org WORDS",
                "3/11\tann@example.org\tWORDS",
            ] {
                let line = form.replace("WORDS", words);
                let report = crate::diagnose(&line);
                let case = cases("1", &report).remove(0).1;
                assert_eq!(
                    (&*case.cause, case.recipient.as_deref()),
                    (cause, Some("ann@example.org")),
                    "{line}"
                );
                assert!(stage.is_empty() || report.findings[0].stage == stage, "{line}");
            }
        }
        assert_eq!(
            crate::diagnose(
                "Our shop got this: 550 5.7.26 not accepted due to the DMARC policy of example.com"
            )
            .findings[0]
                .stage,
            "filter"
        );
        // Of an account that cannot sign in it is the account's.
        assert_eq!(crate::diagnose("ann@example.org - the password was wrong").findings[0].recipient, None);
    }

    #[test]
    fn a_reply_names_its_recipient() {
        let rows = cases("7", &crate::diagnose("552 5.2.2 <ann@example.org> mailbox full"));
        let case = &rows[0].1;
        assert_eq!((case.cause.as_str(), case.domain()), ("mailbox-full", Some("example.org")));
        assert_eq!(case.quote.as_deref(), Some("552 5.2.2 <ann@example.org> mailbox full"));
    }

    #[test]
    fn what_arrived_is_no_failure_and_a_complaint_is_one_of_its_own() {
        let told = |row: &str| {
            let case = cases("1", &crate::diagnose_in_brief(row, crate::mail::charset::builtin)).remove(0).1;
            (case.cause, case.recipient)
        };
        for (event, cause) in [
            ("delivered;\"250 2.0.0 OK\"", "delivered"),
            ("open;\"\"", "delivered"),
            ("Clicked;", "delivered"),
            ("processed;", "delivered"),
            ("spamreport;\"\"", "feedback-report"),
            ("\"Spam Complaint\";", "feedback-report"),
            ("bounced;\"552 5.2.2 Mailbox full\"", "mailbox-full"),
        ] {
            for (form, sign) in
                [("2026-11-24 09:00:12;ann@example.org;EVENT", ";"), ("ann@example.org\tEVENT", "\t")]
            {
                let row = form.replace("EVENT", event).replace(';', sign);
                assert_eq!(told(&row), (cause.to_owned(), Some("ann@example.org".to_owned())), "{row}");
            }
        }
    }
}
