//! The verdict on headers of mail that arrived: where it landed and why, how long it took, what was proved.
//!
//! It is put together from the observations, which hold the details and the evidence.

use super::command::Values;
use super::{Evidence, Finding, Step};
use crate::diagnose;
use crate::diagnose::checks::{Observation, Opinions, speak};
use crate::facts::{Facts, ReportHeader};

/// From here on mail is called late, in seconds.
const LATE: i64 = 300;

/// Where a mail landed: the observation that tells, and what the verdict is then. The first that was seen decides.
const LANDED: &[(&str, &str)] = &[
    ("quarantined", "The mail was put in quarantine"),
    ("virus-verdict", "A filter says that this mail carries malware"),
    ("in-junk", "The mail arrived, and was put in Junk"),
    ("phishing-verdict", "The mail arrived, and a filter calls it phishing"),
    ("spam-verdict", "The mail arrived, and a filter calls it spam"),
];

/// What else is said of the landing, where nothing is against the mail.
const WELCOME: &[&str] = &["in-inbox", "in-folder", "clean-verdict", "filter-skipped"];

/// What proves the author, or does not: one of them is always there when there is a From domain.
const PROVED: &[&str] =
    &["dmarc-passed", "dmarc-failed", "dmarc-not-published", "dmarc-not-stated", "not-aligned"];

/// The finding on a header block that shows no failure.
pub fn finding(
    paste: &str,
    facts: &Facts,
    found: &diagnose::Finding,
    opinions: Option<&Opinions>,
) -> Finding {
    if let Some(header) = &facts.report_header {
        return of_report(paste, facts, header);
    }
    let seen = opinions.map_or(&[][..], |opinions| &opinions.observations);
    let first = |ids: &[&str]| ids.iter().find_map(|id| seen.iter().find(|one| one.id == *id));
    let landed = LANDED.iter().find_map(|(id, title)| Some((first(&[id])?, *title)));
    let danger = first(&["phishing-verdict", "virus-verdict"]).is_some();
    let slow = first(&["slow-hop"]);
    let late = opinions.and_then(|opinions| opinions.timeline.total).filter(|total| *total >= LATE);
    let proved = first(PROVED);
    let place = landed.map(|(one, _)| one).or(first(WELCOME));
    let told = place.into_iter().chain(slow).chain(proved);
    let values = Values::plain(facts);
    let (summary, note) = words(opinions, slow, place, proved);
    let act = act(landed.is_some(), proved).unwrap_or(found.act.name());
    let letter = if act == "sender-admin" { TO_ADMINISTRATOR } else { TO_RECIPIENT };
    Finding {
        cause: "delivered".to_owned(),
        title: title(landed.map(|(_, title)| title), late),
        summary,
        note,
        permanence: found.permanence.name().to_owned(),
        // Headers are claims, and the rest is concluded.
        confidence: "likely".to_owned(),
        stage: stage(landed.map(|(one, _)| one.id)).to_owned(),
        act: act.to_owned(),
        evidence: told.flat_map(|one| evidence(paste, facts, one)).collect(),
        steps: steps(landed.is_some(), danger, slow.is_some(), place, proved),
        facts: values.facts(),
        // Nobody is to be asked to dig out what may do harm.
        ask: landed.filter(|_| !danger).map(|_| values.message(letter)),
        ..Finding::default()
    }
}

/// The header of a report: that it arrived helps nobody, and why the mail failed stands in its text.
fn of_report(paste: &str, facts: &Facts, header: &ReportHeader) -> Finding {
    let message = facts.message.as_deref();
    let field = message.and_then(|message| message.fields.get(header.field));
    let whom = header.recipient.as_ref().map_or(String::new(), |whom| format!(" It is about {whom}."));
    let subject = message.and_then(|message| message.subject.as_ref()).map(|subject| subject.read.trim());
    let subject = subject.filter(|subject| !subject.is_empty());
    let subject = subject.map_or(String::new(), |subject| format!(" Its subject: “{subject}”."));
    let step = |text: &'static str| Step { by: "sender".into(), text: text.into() };
    Finding {
        cause: "undetermined".to_owned(),
        title: match header.is_failure {
            true => {
                "This is itself a report that a mail was not delivered: open it for the reason".to_owned()
            }
            false => "This is itself a server's report on another mail: open it for the reason".to_owned(),
        },
        summary: format!(
            "These are only the headers of the report. To whom the mail went and why it failed stands in its text.{whom}{subject}"
        ),
        permanence: "none".to_owned(),
        confidence: "certain".to_owned(),
        stage: "report".to_owned(),
        act: "nobody".to_owned(),
        evidence: field
            .and_then(|field| super::build::evidence(paste, facts, field.span))
            .into_iter()
            .collect(),
        steps: vec![
            step("Open the report in your mail program and paste its text here, word for word."),
            step(
                "Better still, paste the whole of it: what “Show original”, “View source” or the saved file has below these \
                 headers names the recipient, the server and its answer.",
            ),
        ],
        facts: Values::plain(facts).facts(),
        ..Finding::default()
    }
}

/// From the author to whoever can teach the filter.
const TO_RECIPIENT: &str = "Hello,
a message of mine was taken for spam on your side.
Sender: {sender}
Time: {time}
Message-ID: {message_id}
If you want mail from me, could you mark it as no spam and allow this sender?";

/// From the author to whoever can have the domain proved.
const TO_ADMINISTRATOR: &str = "Hello,
a message of ours was taken for spam on the receiving side, and nothing in its headers proves the domain in From.
Sender: {sender}
Time: {time}
Message-ID: {message_id}
Could you have such mail signed with DKIM for that domain, or the server that sends it listed in the domain's SPF record?";

fn title(landed: Option<&str>, late: Option<i64>) -> String {
    match (landed, late) {
        (Some(landed), _) => landed.to_owned(),
        (None, Some(total)) => format!("The mail arrived after {} on its way", speak::duration(total)),
        (None, None) => "The mail arrived".to_owned(),
    }
}

/// First how far and how long, then where it landed and why; what else is to be said of these stands behind.
fn words(
    opinions: Option<&Opinions>,
    slow: Option<&Observation>,
    place: Option<&Observation>,
    proved: Option<&Observation>,
) -> (String, Option<String>) {
    let way = opinions.map(|opinions| &opinions.timeline).filter(|way| !way.steps.is_empty()).map(|way| {
        let hops = speak::count(way.steps.len() as u64, "hop");
        match (way.total, slow) {
            (Some(total), Some(slow)) if way.steps.len() > 1 => {
                format!("It took {hops}, {} in all: {}", speak::duration(total), small(&slow.text))
            }
            (Some(total), None) if way.steps.len() > 1 => {
                format!("It took {hops}, {} in all.", speak::duration(total))
            }
            _ => format!("It took {hops}."),
        }
    });
    let place = place.map_or("", |place| place.text.as_str());
    let (landed, rest) = place.split_once(". ").unwrap_or((place.trim_end_matches('.'), ""));
    let landed = (!landed.is_empty()).then(|| format!("{landed}."));
    let summary: Vec<String> = way.into_iter().chain(landed).collect();
    let proved = proved.map_or("", |proved| proved.text.as_str());
    let note: Vec<&str> = [rest, proved].into_iter().filter(|text| !text.is_empty()).collect();
    (summary.join(" "), (!note.is_empty()).then(|| note.join(" ")))
}

/// Its first letter small: for the middle of a sentence.
fn small(text: &str) -> String {
    text.get(..1).map_or(String::new(), str::to_ascii_lowercase) + text.get(1..).unwrap_or_default()
}

/// Whether the verdict's own words have said it: it is not to be said twice.
pub fn has_said(finding: &Finding, seen: &super::opinions::Observation) -> bool {
    let said = [finding.summary.as_str(), finding.note.as_deref().unwrap_or_default()].join(" ");
    // Its first letter may have become a small one.
    finding.cause == "delivered" && seen.text.get(1..).is_some_and(|rest| said.contains(rest))
}

/// How far it came.
fn stage(landed: Option<&str>) -> &'static str {
    if landed == Some("quarantined") { "filter" } else { "mailbox" }
}

/// Who can change where such mail lands: its author's administrator if the author is not proved, else the reader.
fn act(against: bool, proved: Option<&Observation>) -> Option<&'static str> {
    match (against, proved.map(|one| one.id)) {
        (true, Some("dmarc-failed" | "not-aligned")) => Some("sender-admin"),
        (true, _) => Some("recipient"),
        (false, _) => None,
    }
}

fn evidence(paste: &str, facts: &Facts, one: &Observation) -> Vec<Evidence> {
    one.evidence.iter().filter_map(|span| super::build::evidence(paste, facts, *span)).collect()
}

fn steps(
    against: bool,
    danger: bool,
    slow: bool,
    place: Option<&Observation>,
    proved: Option<&Observation>,
) -> Vec<Step> {
    let is_in_inbox = place.is_some_and(|place| place.id == "in-inbox");
    let is_placed = is_in_inbox || place.is_some_and(|place| place.id == "in-folder");
    let proved = proved.map(|one| one.id);
    let failed = matches!(proved, Some("dmarc-failed" | "not-aligned"));
    let all: [(bool, &'static str, &'static str); 10] = [
        (
            danger,
            "recipient",
            "Open no link and no attachment of it, and do not answer it. If you know the sender, ask by another way \
             whether they wrote it; if not, report it with your mail program's button and delete it.",
        ),
        (
            against && !danger,
            "recipient",
            "If you want this mail, mark it as no spam where it lies: the filter learns from it. Do not allow the \
             whole domain: anybody can write its name into From.",
        ),
        (
            against,
            "sender",
            "Ask one recipient for these headers each time it happens. The same reason in each of them is the one to \
             mend.",
        ),
        (
            against && proved == Some("dmarc-passed"),
            "sender-admin",
            "SPF, DKIM and DMARC are not what speaks against it. Look at what the filter names below: its points, the \
             reputation of the sending address, complaints.",
        ),
        (
            failed,
            "sender-admin",
            "Sign with DKIM for the domain in From, or send through a server that its SPF record lists: nothing else \
             proves who wrote it.",
        ),
        (
            against && proved == Some("dmarc-not-published"),
            "sender-admin",
            "Publish a DMARC record for the domain in From, and sign with DKIM for it: filters believe less of mail \
             whose author nothing proves.",
        ),
        (
            slow,
            "sender-admin",
            "Search the queue and the log of the server before the slowest step for the message's id: it says what it \
             waited for.",
        ),
        (
            is_in_inbox && !against,
            "recipient",
            "If you do not see it, look into the other tabs of your inbox, and your own rules.",
        ),
        (
            !against && !is_placed,
            "recipient",
            "If you do not see it, look into Junk, the other tabs of your inbox, and your own rules.",
        ),
        (
            !against && !slow,
            "sender",
            "If somebody says that it never came, send them the Message-ID: their administrator can search for it.",
        ),
    ];
    let wanted = all.into_iter().filter(|(when, ..)| *when);
    wanted.map(|(_, by, text)| Step { by: by.into(), text: text.into() }).collect()
}

#[cfg(test)]
mod tests {
    fn finding(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    const WAY: &str = "Received: from mx.example.com (mx.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; \
        Tue, 3 Nov 2026 10:20:00 +0100\nReceived: from pc (pc.example.com [192.0.2.9])\n\tby mx.example.com with \
        ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n\
        Message-ID: <1@example.com>\nSubject: Lunch\n";

    #[test]
    fn mail_that_took_long_is_called_late() {
        let late = finding(WAY);
        assert_eq!(late.title, "The mail arrived after 20 minutes on its way");
        assert!(late.summary.starts_with("It took 2 hops, 20 minutes in all: from "), "{}", late.summary);
        assert_eq!((late.cause.as_str(), late.act.as_str()), ("delivered", "nobody"));
    }

    #[test]
    fn junk_is_the_verdict_with_its_reason() {
        let junk = finding(&format!("X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n{WAY}"));
        assert_eq!(junk.title, "The mail arrived, and a filter calls it spam");
        assert_eq!(
            junk.summary,
            "It took 2 hops, 20 minutes in all: from mx.example.com to mx.example.org took 20 minutes, likely greylisting, or a \
             busy server: the receiving side asked to come back later, and the sender did. SpamAssassin speaks against this \
             mail: taken for spam (7.2 points, spam from 5.0)."
        );
        assert_eq!(junk.act, "recipient");
        assert_eq!(junk.evidence[0].quote, "RAZOR2_CHECK");
        assert!(junk.ask.is_some_and(|ask| ask.contains("1@example.com")));
    }

    #[test]
    fn nobody_is_told_to_dig_out_what_may_do_harm() {
        let stamp = "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;LANG:en;SCL:8;SFV:SPM;CAT:PHSH;";
        let phishing = finding(&format!("{stamp}\n{WAY}"));
        assert!(phishing.steps[0].text.starts_with("Open no link"), "{:?}", phishing.steps);
        assert!(!phishing.steps.iter().any(|step| step.text.contains("mark it as no spam")));
        assert_eq!(phishing.ask, None);
    }

    #[test]
    fn the_header_of_a_bounce_sends_to_its_text() {
        let bounce = "Return-Path: <>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: MAILER-DAEMON@\
            example.com\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; \
            report-type=delivery-status; boundary=b\nX-Failed-Recipients: ann@example.org\n";
        let told = finding(bounce);
        assert_eq!(
            told.title,
            "This is itself a report that a mail was not delivered: open it for the reason"
        );
        assert!(told.summary.contains("It is about ann@example.org."), "{}", told.summary);
        // Gmail's page shows a table above, which is not the report's text.
        let page = format!(
            "Original Message\n\nMessage ID\t<1@example.com>\nCreated at:\tTue\nSPF:\tNEUTRAL\n\n{bounce}"
        );
        let paged = finding(&page);
        assert_eq!((paged.title, paged.recipient), (told.title, None));
        // A mail to a postmaster, and an answer to a bounce, are no reports.
        let plain = "Return-Path: <bob@example.com>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: \
            postmaster@example.com\nSubject: Lunch\n";
        assert_eq!(finding(plain).cause, "delivered");
    }

    #[test]
    fn mail_that_arrived_as_it_should_says_so() {
        let fine = finding(&WAY.replace("10:20:00", "10:00:02"));
        assert_eq!(fine.title, "The mail arrived");
        assert!(fine.summary.starts_with("It took 2 hops, 2 seconds in all."), "{}", fine.summary);
    }
}
