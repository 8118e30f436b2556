//! Fields that are missing, doubled or implausible (RFC 5322, section 3.6), automatic mail, signs of a loop.

use super::Notes;
use super::speak::{count, duration, join};
use super::timeline::{self, Timeline, server, stamp};
use crate::facts::message::Message;
use crate::mail::mime_track;
use crate::text::Span;
use crate::text::order;

/// RFC 5322, section 3.6: at most one of each.
const SINGLE: &[&str] =
    &["From", "Sender", "Reply-To", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "References", "Subject"];
/// Date may be that much later than the first server's clock. Seconds.
const AHEAD: i64 = 300;
/// A Date that is so near to a later hop fits it. Seconds.
const FITS: i64 = 30;
/// Between the zones farthest apart. Seconds.
const ZONES: i64 = 26 * 3600;
/// Seconds, of the Gregorian calendar's mean.
const YEAR: i64 = 31_556_952;
/// From here on no hours are told.
const MONTH: i64 = 30 * 86_400;
/// Date may be that much earlier, and is worth a word. Seconds.
const EARLIER: i64 = 3600;
/// So much earlier, it is another time than that of sending. Seconds.
const BEFORE: i64 = 86_400;
/// So often one server may stand in the path, with others in between: filters hand back, and are handed to, on one host.
const VISITS: usize = 4;

pub(super) fn check(notes: &mut Notes, timeline: &Timeline) {
    missing(notes);
    doubled(notes);
    message_id(notes);
    date(notes, timeline);
    automatic(notes);
    loops(notes, timeline);
}

/// Only where the block looks whole: it has been received, and has a field that only authors write.
fn missing(notes: &mut Notes) {
    let message = notes.message;
    let has = |name: &str| message.field(name).is_some();
    let is_whole =
        !message.hops.is_empty() && ["Subject", "To", "From", "MIME-Version"].iter().any(|name| has(name));
    if !is_whole {
        return;
    }
    let missing = [
        ("From", "missing-from", "Every mail must have it (RFC 5322), and many servers refuse mail without."),
        ("Date", "missing-date", "Every mail must have it (RFC 5322), and filters count its absence."),
        (
            "Message-ID",
            "missing-message-id",
            "Every mail should have one; replies cannot refer to this mail, and filters count its absence.",
        ),
    ];
    for (name, id, why) in missing {
        if !has(name) {
            notes.add(id, format!("There is no {name} field. {why}"), Vec::new());
        }
    }
}

fn doubled(notes: &mut Notes) {
    for name in SINGLE {
        let found: Vec<usize> =
            (0..notes.message.fields.len()).filter(|&at| notes.message.fields[at].is(name)).collect();
        if found.len() < 2 {
            continue;
        }
        let evidence: Vec<Span> = found.iter().take(4).map(|&at| notes.message.fields[at].span).collect();
        let text = format!(
            "{name} stands there {} times, and may stand there once (RFC 5322, section 3.6). Programs differ in which one \
             they show, and some servers refuse such mail.",
            found.len()
        );
        notes.add("doubled-field", text, evidence);
    }
    stamped_twice(notes);
}

/// A Received field that says the same as the one above it, to the last sign: it is one hop.
fn stamped_twice(notes: &mut Notes) {
    let message = notes.message;
    if let Some(hop) = (0..message.hops.len()).find(|&hop| message.is_stamped_again(hop)) {
        let evidence = [hop - 1, hop].map(|hop| message.fields[message.hops[hop].field].span).into();
        let text = "A server wrote its Received field twice, with the same id and time: that is one hop, and counted once.".to_owned();
        notes.add("doubled-field", text, evidence);
    }
}

/// RFC 5322, section 3.6.4: `<left@right>`.
fn message_id(notes: &mut Notes) {
    let Some((field, value)) = notes.named("Message-ID") else { return };
    if let Some((sent, _)) = notes.message.stand_in() {
        let evidence = notes.word(field, "SMTPIN_ADDED_");
        match sent {
            Some(sent) => notes.add(
                "malformed-message-id",
                format!("Google's server put a Message-ID of its own in the place of {sent}, with which the mail came. Replies and searches in other logs do not find it by the new one."),
                evidence,
            ),
            None => notes.add(
                "missing-message-id",
                "The mail came to Google's server without a Message-ID that it could use, and it added its own. Logs of the servers before do not know that one."
                    .to_owned(),
                evidence,
            ),
        }
        return;
    }
    let value = value.trim();
    let inner = value.strip_prefix('<').and_then(|value| value.strip_suffix('>'));
    let parts = inner.and_then(|inner| inner.split_once('@'));
    let is_fine = parts.is_some_and(|(left, right)| {
        !left.is_empty() && !right.is_empty() && !value.contains(char::is_whitespace)
    });
    if !is_fine && !value.is_empty() {
        let text = "Message-ID is not of the form <left@right>. Replies and searches in logs may not find this mail by it.";
        let evidence = notes.value(field);
        notes.add("malformed-message-id", text.to_owned(), evidence);
    }
}

fn date(notes: &mut Notes, timeline: &Timeline) {
    let Some(date) = &notes.message.date else { return };
    let field = date.field;
    let Some(written) = date.read.1 else {
        if !date.read.0.trim().is_empty() {
            let text = "Date is not a date that can be read (RFC 5322, section 3.3).".to_owned();
            let evidence = notes.value(field);
            notes.add("unreadable-date", text, evidence);
        }
        return;
    };
    // Without a zone it may be hours off, and nobody is to blame.
    if written.offset.is_none() {
        let text = "Date names no time zone, or none that is known: which moment it means is open by hours, so it is compared with nothing.";
        let evidence = notes.value(field);
        notes.add("date-without-zone", text.to_owned(), evidence);
        return;
    }
    // A Date that was written for a second sending is measured against that.
    let anew = timeline.anew.as_ref().filter(|anew| anew.field == field).map_or(0, |anew| anew.step);
    let Some(first) = timeline.steps[anew..].iter().find(|step| step.epoch.is_some()) else { return };
    let Some(received) = first.epoch else { return };
    let later = written.epoch.saturating_sub(received);
    let by = server(notes.message, first.hop);
    let evidence =
        || notes.value(field).into_iter().chain(stamp(notes.message, first.hop)).collect::<Vec<_>>();
    if later > AHEAD {
        let steps = &timeline.steps[anew..];
        let near = |time: Option<i64>, most: i64| {
            time.is_some_and(|time| time.saturating_sub(written.epoch).saturating_abs() <= most)
        };
        let fits = steps.iter().skip(1).find(|step| near(step.epoch, FITS));
        // By the same clock, or by one that goes with it.
        let left_out = steps.iter().find(|step| step.clock_off.is_some() && near(step.said, AHEAD));
        let reason = match (left_out, fits) {
            (Some(step), _) => format!(
                "it goes with the clock of {}, which does not agree with the others",
                server(notes.message, step.hop)
            ),
            (None, Some(step)) => format!(
                "it fits that of {}, so it was likely dated there, or {by}'s clock is off",
                server(notes.message, step.hop)
            ),
            (None, None) => match (later <= ZONES, later <= YEAR) {
                // No two zones lie farther apart.
                (true, _) => "likely the author's clock or time zone is wrong".to_owned(),
                (false, true) => "likely the author's clock is wrong".to_owned(),
                (false, false) => "likely the Date is made up".to_owned(),
            },
        };
        let span = if later > YEAR {
            count(later.unsigned_abs() / YEAR.unsigned_abs(), "year")
        } else if later > MONTH {
            count(later.unsigned_abs() / 86_400, "day")
        } else {
            duration(later)
        };
        let text = format!("Date is {span} later than the time at which {by} took the mail over: {reason}.");
        let evidence = evidence();
        notes.add("date-ahead", text, evidence);
    } else if later < -BEFORE {
        let text = format!(
            "By Date it was written {} before {by} took it over: it was sent on its way later than it was written, or sent \
             again, or the author's clock is wrong.",
            duration(later)
        );
        let evidence = evidence();
        notes.add("date-long-before", text, evidence);
    } else if later < -EARLIER && !is_dmarc_report(notes.message) {
        let track = notes.message.field("X-MIMETrack").and_then(|field| mime_track::parse(&field.value));
        let why = match track {
            _ if timeline::is_set_for_later(notes.message, timeline) => {
                "its author chose that time: Deferred-Delivery names it".to_owned()
            }
            Some(kept) if kept.seconds > EARLIER => format!(
                "by X-MIMETrack, in which Domino writes its own times, {} had it from {} to {} by that server's clock, which is {}",
                kept.server,
                kept.from,
                kept.until,
                duration(kept.seconds)
            ),
            _ => "meanwhile it lay with the sender or on servers whose fields are not here, or the author's clock or time zone is wrong"
                .to_owned(),
        };
        let text = format!(
            "By Date it was written {} before the first field that a server wrote, {by}'s: {why}. That time is in no delay.",
            duration(later)
        );
        let evidence = evidence();
        notes.add("date-before", text, evidence);
    }
}

/// By the subject that a report on all mail of a day has (RFC 7489, section 7.2.1.1).
fn is_dmarc_report(message: &Message) -> bool {
    let Some(subject) = &message.subject else { return false };
    let subject = subject.read.to_ascii_lowercase();
    ["report domain:", "submitter:", "report-id:"].iter().all(|word| subject.contains(word))
}

/// RFC 3834, and the fields that came before it.
fn automatic(notes: &mut Notes) {
    if is_dmarc_report(notes.message)
        && let Some((field, _)) = notes.named("Subject")
    {
        let text = "This is a DMARC report: a server tells the owner of a domain what mail came in its name, mostly once a day. Nobody \
                    wrote it, and its Date may be the end of that day.";
        let evidence = notes.value(field);
        notes.add("dmarc-report", text.to_owned(), evidence);
    }
    let auto = notes.named("Auto-Submitted").filter(|(_, value)| !value.trim().eq_ignore_ascii_case("no"));
    let older = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "Autosubmitted"];
    if let Some((field, value)) = auto.or_else(|| older.iter().find_map(|name| notes.named(name))) {
        let replied = value.trim().get(..12).is_some_and(|start| start.eq_ignore_ascii_case("auto-replied"));
        let what = if replied { "an automatic answer" } else { "a mail that a program sent" };
        let text = format!("{} marks this as {what}.", notes.message.fields[field].name);
        let evidence = notes.value(field);
        notes.add("auto-submitted", text, evidence);
    }
    if let Some(path) = notes.message.return_path.as_ref().filter(|path| path.read.address.is_empty()) {
        let text = "The envelope sender is empty: so are those of bounces and automatic replies, and no automatic reply may go to it.";
        let evidence = notes.value(path.field);
        notes.add("empty-sender", text.to_owned(), evidence);
    }
}

/// The same mailbox twice in Delivered-To, or one server again and again.
fn loops(notes: &mut Notes, timeline: &Timeline) {
    let delivered: Vec<(usize, String)> = (0..notes.message.fields.len())
        .filter(|&at| notes.message.fields[at].is("Delivered-To"))
        .map(|at| (at, notes.message.fields[at].value.trim().to_ascii_lowercase()))
        .collect();
    let mut seen = std::collections::HashMap::new();
    for (at, address) in &delivered {
        seen.entry(address.as_str()).or_insert_with(Vec::new).push(*at);
    }
    let mut twice: Vec<(&str, Vec<usize>)> = seen.into_iter().filter(|(_, at)| at.len() > 1).collect();
    order::by(&mut twice, Ord::cmp);
    if let Some((address, at)) = twice.first().filter(|(address, _)| !address.is_empty()) {
        let text = format!(
            "The mail was delivered to {address} {} times: it came back there, by a forward that leads in a circle.",
            at.len()
        );
        let evidence = at.iter().take(4).map(|&at| notes.message.fields[at].span).collect();
        notes.add("loop-sign", text, evidence);
        return;
    }
    visits(notes, timeline);
}

fn visits(notes: &mut Notes, timeline: &Timeline) {
    let mut count_of: std::collections::HashMap<&str, Vec<usize>> = std::collections::HashMap::new();
    let mut last = "";
    for step in &timeline.steps {
        let hop = &notes.message.hops[step.hop];
        let by = hop.read.by.as_deref().unwrap_or("");
        if by != last && by.contains('.') {
            count_of.entry(by).or_default().push(hop.field);
        }
        last = by;
    }
    let mut often: Vec<(&str, Vec<usize>)> =
        count_of.into_iter().filter(|(_, at)| at.len() >= VISITS).collect();
    order::by(&mut often, Ord::cmp);
    if often.is_empty() {
        return;
    }
    let names: Vec<String> =
        often.iter().map(|(by, at)| format!("{by} ({})", count(at.len() as u64, "time"))).collect();
    let text =
        format!("The mail came by the same server again and again: {}. It may go in a circle.", join(&names));
    let fields: Vec<usize> = often.iter().flat_map(|(_, at)| at.iter().copied()).take(8).collect();
    let evidence = fields.iter().map(|&at| notes.message.fields[at].span).collect();
    notes.add("loop-sign", text, evidence);
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_dmarc_report_is_no_mail_that_lay_somewhere() {
        let ids = |subject: &str| {
            let paste = format!(
                "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.net with SMTP id a; Tue, 3 Nov 2026 \
                 10:00:00 +0000\nFrom: reports@example.com\nSubject: {subject}\nDate: Mon, 2 Nov 2026 23:59:59 +0000\n"
            );
            let found = crate::diagnose(&paste).observations;
            (
                found.iter().any(|seen| seen.id == "dmarc-report"),
                found.iter().any(|seen| seen.id == "date-before"),
            )
        };
        assert_eq!(ids("Report Domain: example.net Submitter: example.com Report-ID: <17>"), (true, false));
        assert_eq!(ids("Report on the domain"), (false, true));
    }

    #[test]
    fn a_date_without_a_zone_is_no_moment() {
        let told = |zone: &str| {
            let paste = format!(
                "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.net with SMTP id a; Tue, 3 Nov 2026 \
                 10:00:00 +0000\nFrom: bob@example.com\nDate: Tue, 3 Nov 2026 10:00:00{zone}\n"
            );
            let report = crate::diagnose(&paste);
            let epoch = report.message.and_then(|message| message.date).and_then(|date| date.epoch);
            (report.observations.iter().any(|seen| seen.id == "date-without-zone"), epoch.is_some())
        };
        assert_eq!(told(" +0000"), (false, true));
        assert_eq!(told(""), (true, false));
    }

    #[test]
    fn a_date_of_another_age_is_made_up() {
        let told = |date: &str| {
            let paste = format!(
                "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.net with SMTP id a; Tue, 3 Nov 2026 \
                 10:00:00 +0000\nFrom: bob@example.com\nDate: {date}\n"
            );
            let found = crate::diagnose(&paste).observations.into_iter().find(|seen| seen.id == "date-ahead");
            found.expect("a Date ahead").text
        };
        assert!(told("Tue, 3 Nov 2026 15:00:00 +0000").ends_with("clock or time zone is wrong."));
        assert!(told("Fri, 6 Nov 2026 15:00:00 +0000").ends_with("likely the author's clock is wrong."));
        assert!(told("Fri, 5 Mar 2027 13:00:00 +0000").starts_with("Date is 122 days later"));
        let absurd = told("3 Dec 4026 15:00:00 +0000");
        assert!(
            absurd.starts_with("Date is 2000 years later") && absurd.ends_with("is made up."),
            "{absurd}"
        );
    }

    #[test]
    fn where_domino_had_it_is_told_by_its_own_times() {
        let paste = |last: &str| {
            format!(
                "Received: from hub1.example.com ([192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 24 Nov 2026 13:40:09 +0100\nX-MIMETrack: \
                 Itemize by SMTP Server on Hub1/Pine(Release 12.0.2|May 1, 2024) at 24.11.2026 10:00:05,\n\tSerialize by Router on \
                 Hub1/Pine(Release 12.0.2|May 1, 2024) at 24.11.2026 {last}\nFrom: joe@example.com\nDate: Tue, 24 Nov 2026 10:00:01 +0100\n"
            )
        };
        let told = |last: &str| {
            let seen = crate::diagnose(&paste(last)).observations;
            seen.into_iter().find(|one| one.id == "date-before").map(|one| one.text).unwrap_or_default()
        };
        assert!(
            told("13:40:07").contains("Hub1/Pine had it from 10:00:05 to 13:40:07"),
            "{}",
            told("13:40:07")
        );
        assert!(told("10:00:07").contains("meanwhile it lay with the sender"));
    }
}
