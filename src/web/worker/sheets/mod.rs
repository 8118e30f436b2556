//! Lays a report out in sheets.

pub mod beside;
mod headers;
mod session;
mod settings;
mod stops;
mod way;

use super::explained::{Cell, Explained, Row, Sheet, Stop, head};
use super::folded::Folded;
use crate::report::origin::origin;
use crate::report::text::without_marks;
use crate::report::{Finding, Recipient, Report, Returned};
use crate::web::clock;

/// The header that matters stands first: of a report on a mail, that of the mail. The report's own comes last, folded.
pub fn explained(report: Report) -> Explained {
    let session = [
        settings::settings(&report),
        session::dialogue(&report),
        session::offers(&report),
        session::log(&report),
        session::stories(&report),
    ];
    let mut sheets: Vec<Sheet> = session.into_iter().flatten().collect();
    sheets.extend(recipients(&report.recipients));
    let returned = report.returned.clone().map(returned);
    let (way, (stops, journey)) = (way(&report).to_owned(), travelled(&report));
    match &returned {
        None => sheets.extend(headers::all(&report)),
        Some(mail) => {
            sheets.extend(headers::all(mail).map(|sheet| named(sheet, "returned", "Your mail: ")));
            sheets.extend(headers::itself(&report).map(|sheet| named(sheet, "report", "The report: ")));
        }
    }
    Explained {
        way,
        journey,
        stops,
        sheets,
        covered: report.covered.iter().map(|stretch| (stretch.start, stretch.end)).collect(),
        origin: origin(&report),
        beside: report.findings.iter().map(|finding| beside::beside(&report, finding)).collect(),
        notice: String::new(),
        kind: report.kind,
        findings: report.findings.into_iter().map(unquoted).collect(),
        folded: Folded::default(),
    }
}

/// Evidence without the marks of a quoted paste: the answer shows words, and the text beside it has the marks.
fn unquoted(mut finding: Finding) -> Finding {
    // Beside the title stands whom it is about.
    if finding.whom().is_none_or(|(who, _)| who != "Recipient") {
        finding.recipient = None;
    }
    for evidence in &mut finding.evidence {
        evidence.quote = without_marks(&evidence.quote).into_owned();
    }
    for part in finding.reply.iter_mut().flat_map(|reply| &mut reply.parts) {
        part.quote = part.words().into_owned();
    }
    finding
}

/// Whose way the hops are: a report has come by one of its own.
fn way(report: &Report) -> &'static str {
    match &report.returned {
        None => "Timeline",
        Some(mail) if mail.hops.is_empty() => "The report: timeline",
        Some(_) => "Your mail: timeline",
    }
}

/// The way of the mail that the report is about.
pub fn stops(report: &Report) -> Vec<Stop> {
    travelled(report).0
}

/// The same, and its journey in one line.
fn travelled(report: &Report) -> (Vec<Stop>, String) {
    let mail = report.returned.clone().filter(|mail| !mail.hops.is_empty()).map(returned);
    let mail = mail.as_ref().unwrap_or(report);
    let stops = stops::stops(mail);
    let journey = stops::journey(mail, &stops);
    (stops, journey)
}

/// A returned mail's header, to be laid out like one that was pasted by itself.
fn returned(mail: Returned) -> Report {
    Report {
        message: Some(mail.message),
        hops: mail.hops,
        auth: mail.auth,
        dkim_signatures: mail.dkim_signatures,
        filters: mail.filters,
        observations: mail.observations,
        timeline: mail.timeline,
        alignment: mail.alignment,
        ..Report::default()
    }
}

/// A sheet of which there are two.
fn named(sheet: Sheet, whose: &str, prefix: &str) -> Sheet {
    let title = sheet.title[..1].to_ascii_lowercase() + &sheet.title[1..];
    Sheet { id: format!("{whose}-{}", sheet.id), title: format!("{prefix}{title}"), open: false, ..sheet }
}

/// What became of each recipient, as the report states it.
fn recipients(recipients: &[Recipient]) -> Option<Sheet> {
    let row = |recipient: &Recipient| {
        let original = recipient.original.as_ref().map(|original| format!("written to as {original}"));
        let until = recipient.will_retry_until.map(|until| format!("tried until {}", clock::time(until, 0)));
        let code = recipient.reply_code.map(|code| code.to_string()).unwrap_or_default();
        Row::new(vec![
            Cell::code(&recipient.address).small(original.unwrap_or_default()),
            Cell::new(recipient.action.clone().unwrap_or_default()).small(until.unwrap_or_default()),
            Cell::new(recipient.status.clone().unwrap_or_default()),
            Cell::new(code),
        ])
    };
    (!recipients.is_empty()).then(|| Sheet {
        id: "recipients".to_owned(),
        title: "Recipients".to_owned(),
        summary: counted(recipients.iter().map(|recipient| recipient.action.as_deref())),
        head: head(&["Address", "Outcome", "Status", "Reply code"]),
        rows: recipients.iter().map(row).collect(),
        ..Sheet::default()
    })
}

/// "2 failed, 1 delayed"
fn counted<'a>(actions: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for action in actions {
        let action = action.unwrap_or("outcome not stated");
        match counts.iter_mut().find(|(known, _)| *known == action) {
            Some((_, count)) => *count += 1,
            None => counts.push((action, 1)),
        }
    }
    counts.iter().map(|(action, count)| format!("{count} {action}")).collect::<Vec<_>>().join(", ")
}

/// Names with their values: a sheet without headings.
fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Vec<Row> {
    let known = pairs.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    known.map(|(name, value)| Row::new(vec![Cell::new(name), Cell::new(value)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::examples::EXAMPLES;

    fn sheets(paste: &str) -> Vec<String> {
        let explained = explained(crate::diagnose(paste));
        explained.sheets.iter().map(|sheet| format!("{}: {}", sheet.id, sheet.summary)).collect()
    }

    #[test]
    fn headers_are_laid_out() {
        let sheets = sheets(EXAMPLES[0].1);
        for wanted in
            ["auth: SPF pass, DKIM pass, DMARC pass", "message: Minutes of Monday", "fields: 11 fields"]
        {
            assert!(sheets.iter().any(|sheet| sheet == wanted), "{wanted} is missing in {sheets:#?}");
        }
    }

    #[test]
    fn a_bounce_shows_the_way_of_the_mail_and_not_its_own() {
        let bounce = "Received: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: MAILER-DAEMON@mx.example.com\n\
            To: bob@example.com\nSubject: Undelivered\nMIME-Version: 1.0\nContent-Type: multipart/report; \
            report-type=delivery-status; boundary=b1\n\n--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; \
            mx.example.com\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\n\n--b1\nContent-Type: \
            text/rfc822-headers\n\nReceived: from pc by out.example.com id 2; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: \
            bob@example.com\nSubject: Lunch\n\n--b1--\n";
        let explained = explained(crate::diagnose(bounce));
        assert_eq!(
            explained.stops.iter().map(|stop| stop.name.as_str()).collect::<Vec<_>>(),
            ["out.example.com"]
        );
        let titles: Vec<_> = explained.sheets.iter().map(|sheet| sheet.title.as_str()).collect();
        for wanted in ["Your mail: the message", "Your mail: all fields", "The report: the message"] {
            assert!(titles.contains(&wanted), "{wanted} is missing in {titles:?}");
        }
    }

    #[test]
    fn settings_are_laid_out_without_their_password() {
        let paste = "SMTP_HOST=smtp.example.org\nSMTP_PORT=587\nSMTP_SECURE=ssl\nSMTP_USER=ann@example.org\nSMTP_PASS=horse battery";
        let explained = explained(crate::diagnose(paste));
        let sheet =
            explained.sheets.iter().find(|sheet| sheet.id == "settings").expect("a sheet of settings");
        assert_eq!(sheet.summary, "1 wrong: see the steps");
        let cells = || sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
        assert!(cells().any(|text| text == "smtp.example.org"));
        assert!(!cells().any(|text| text.contains("horse") || text.contains("battery")));
    }

    #[test]
    fn what_is_a_step_already_is_not_said_again_of_settings() {
        let paste = "SMTP_HOST=smtp.example.org\nSMTP_PORT=587\nSMTP_SECURE=ssl\nSMTP_USER=ann";
        let explained = explained(crate::diagnose(paste));
        let steps: Vec<_> = explained.findings[0].steps.iter().map(|step| step.text.as_ref()).collect();
        let sheet =
            explained.sheets.iter().find(|sheet| sheet.id == "settings").expect("a sheet of settings");
        let mut cells = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
        assert!(!steps.is_empty() && !cells.any(|text| steps.contains(&text)), "{sheet:#?}");
    }

    #[test]
    fn where_belief_begins_is_said_in_the_timeline_alone() {
        let explained = explained(crate::diagnose(EXAMPLES[0].1));
        let trust = explained.stops.iter().find_map(|stop| stop.trust.clone()).expect("a line of trust");
        let cells = explained.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
        assert!(cells.into_iter().all(|cell| cell.text != trust), "{trust}");
    }

    #[test]
    fn what_happened_to_a_message_stands_one_a_line_and_a_time_once() {
        let explained = explained(crate::diagnose(
            "Nov  3 18:05:55 mx postfix/qmgr[14]: 4F1C2D81: from=<ann@example.org>, size=642, nrcpt=1 (queue active)\n\
             Nov  3 18:06:25 mx postfix/smtp[16]: 4F1C2D81: to=<bob@example.net>, relay=none, delay=30, dsn=4.4.1, \
             status=deferred (connect to mail.example.net[192.0.2.12]:25: Connection timed out)",
        ));
        let cells = |id: &str| {
            let sheet = explained.sheets.iter().find(|sheet| sheet.id == id).expect("a sheet");
            sheet.rows[0].cells.last().expect("a cell").clone()
        };
        let told = cells("stories");
        assert_eq!(
            (told.text.as_str(), told.cause.as_str(), told.small.lines().count()),
            ("The mail server did not answer in time", "connection-timeout", 2)
        );
        assert_eq!((cells("log").text.as_str(), cells("log").small.as_str()), ("Nov  3 18:06:25", ""));
    }

    #[test]
    fn of_several_recipients_each_stands_with_its_reason() {
        let line = |to: &str, host: &str, words: &str| {
            format!(
                "Nov 24 09:00:05 mx postfix/smtp[7]: 4b9BQ12kZ9: to=<{to}>, relay={host}[192.0.2.4]:25, delay=2, dsn=5.0.0, status=bounced \
                 (host {host}[192.0.2.4] said: {words})\n"
            )
        };
        let told = |second: &str| {
            let paste = [
                line("a@example.net", "mx.example.net", "550 5.1.1 User unknown"),
                line("b@example.com", "mx.example.com", second),
            ];
            let explained = explained(crate::diagnose(&paste.concat()));
            let sheet = explained.sheets.into_iter().find(|sheet| sheet.id == "stories").expect("a sheet");
            sheet.rows[0].cells.last().expect("a cell").clone()
        };
        let two = told("552 5.2.2 mailbox full");
        assert_eq!((two.text.as_str(), two.cause.as_str()), ("2 reasons, each beside its recipient", ""));
        assert!(
            two.small.ends_with("bounced b@example.com mx.example.com: The recipient's mailbox is full"),
            "{}",
            two.small
        );
        let same = told("550 5.1.1 User unknown");
        assert_eq!(same.cause, "user-unknown");
        assert!(same.small.ends_with("bounced b@example.com mx.example.com"), "{}", same.small);
    }

    #[test]
    fn a_conversation_is_a_walk() {
        let sheets = sheets(EXAMPLES[3].1);
        assert!(sheets.iter().any(|sheet| sheet.starts_with("dialogue: ")), "{sheets:#?}");
    }

    #[test]
    fn every_range_lies_in_the_paste() {
        for (_, paste) in EXAMPLES {
            let explained = explained(crate::diagnose(paste));
            let ranges = explained.sheets.iter().flat_map(|sheet| &sheet.rows).filter_map(|row| row.range);
            let stops = explained.stops.iter().map(|stop| (stop.start, stop.end));
            for (start, end) in ranges.chain(stops) {
                assert!(paste.get(start..end).is_some(), "{start}..{end} of {}", paste.len());
            }
        }
    }
}
