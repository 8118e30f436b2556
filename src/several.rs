//! Several mails in one paste where one answer is wanted: it is of the mail that something was wrong with, and says what
//! became of the others.

mod repliers;

use crate::Report;
use crate::diagnose::checks::speak::duration;
use crate::mail::charset::Decoder;
use crate::many;
use std::ops::Range;

/// So many are read for one answer, and so many of the others are told of.
const MOST: usize = 20;
const TOLD: usize = 4;

/// A mail of a paste: the line where it begins, and what is said of it.
pub struct Mail {
    pub line: usize,
    pub report: Report,
}

/// The mails of a paste, the one that the answer is of first. None where the paste is one case, or holds anything else.
pub fn mails(paste: &str, decoder: Decoder) -> Vec<Mail> {
    let cases = many::mails(paste);
    if cases.len() < 2 {
        return Vec::new();
    }
    let line = |case: &Range<usize>| 1 + paste[..case.start].matches('\n').count();
    let explained = |case: &Range<usize>| Mail {
        line: line(case),
        report: crate::explain(&paste[case.clone()], decoder),
    };
    let mut mails: Vec<Mail> = cases.iter().take(MOST).map(explained).collect();
    if !mails.iter().all(|mail| matches!(mail.report.kind.as_str(), "headers" | "message" | "auto-reply")) {
        return Vec::new();
    }
    let circle = repliers::answering(mails.iter().map(|mail| &mail.report));
    // The last of equals is the one that `max_by_key` gives.
    let worst = || (0..mails.len()).rev().max_by_key(|at| trouble(&mails[*at].report)).unwrap_or_default();
    let asked = circle.map_or_else(worst, |(answer, _)| answer);
    let answered = circle.map(|(_, answered)| mails[answered].report.clone());
    let mut chosen = mails.remove(asked);
    // Read again in its place, below the question: what is quoted of it stands where the report says.
    chosen.report = crate::explain(&alone(paste, cases[0].start, &cases[asked]), decoder);
    if let Some(answered) = &answered {
        repliers::tell(&mut chosen.report, answered, paste);
    }
    let others = others(&chosen, &mails, cases.len());
    if let Some(finding) = chosen.report.findings.first_mut() {
        finding.summary = format!("{others} {}", finding.summary);
    }
    mails.insert(0, chosen);
    mails
}

/// Whether the mails of a paste are one case together, which no table of cases would show: each sets off the next.
pub fn is_circle(paste: &str, decoder: Decoder) -> bool {
    let cases = many::mails(paste);
    if !(2..=TOLD).contains(&cases.len()) {
        return false;
    }
    let reports: Vec<Report> = cases.into_iter().map(|case| crate::explain(&paste[case], decoder)).collect();
    repliers::answering(reports.iter()).is_some()
}

/// How much of a question a mail is: something was against it, or it took minutes.
fn trouble(report: &Report) -> (bool, i64) {
    let is_fine = report.findings.first().is_none_or(|finding| finding.state == "fine");
    let total = report.timeline.as_ref().and_then(|timeline| timeline.total);
    (!is_fine, total.unwrap_or(0) / 60)
}

/// The paste as long as before, with nothing in it but what stands above all mails, and this one.
fn alone(paste: &str, above: usize, case: &Range<usize>) -> String {
    let blank = |range: Range<usize>| " ".repeat(range.len());
    let before = match paste[above..case.start].ends_with('\n') {
        true => blank(above..case.start - 1) + "\n",
        false => blank(above..case.start),
    };
    [&paste[..above], &before, &paste[case.clone()], &blank(case.end..paste.len())].concat()
}

fn others(chosen: &Mail, others: &[Mail], all: usize) -> String {
    let mut text = format!(
        "{all} mails stand in this paste. This answer is of the one that begins in line {}.",
        chosen.line
    );
    for other in others.iter().take(TOLD) {
        let title = other.report.findings.first().map_or("", |finding| finding.title.as_str());
        text += &format!(" The one in line {}: {title}", other.line);
        match other.report.timeline.as_ref().and_then(|timeline| timeline.total) {
            Some(total) if !title.contains(" after ") => {
                text += &format!(", {} on its way.", duration(total))
            }
            _ => text.push('.'),
        }
        text += &compared(&chosen.report, &other.report).unwrap_or_default();
    }
    let more = all - 1 - others.len().min(TOLD);
    if more > 0 {
        text += &format!(" {more} more are not told of here.");
    }
    text
}

/// What the other mail took between the two servers where this one waited.
fn compared(this: &Report, other: &Report) -> Option<String> {
    let slowest = this.timeline.as_ref()?.slowest?;
    let delay = |report: &Report, at: usize| report.timeline.as_ref()?.steps.get(at)?.delay;
    let ends = |report: &Report, at: usize| -> Option<(String, String)> {
        let name = |at: usize| report.hops.get(at)?.by.clone();
        Some((name(at.checked_sub(1)?)?, name(at)?))
    };
    let (from, to) = ends(this, slowest)?;
    let waited = delay(this, slowest).filter(|waited| *waited >= 60)?;
    let is_same = |at: &usize| {
        ends(other, *at).is_some_and(|(a, b)| a.eq_ignore_ascii_case(&from) && b.eq_ignore_ascii_case(&to))
    };
    let took = delay(other, (0..other.hops.len()).find(is_same)?)?;
    Some(format!(" From {from} to {to} that one took {}, and this one {}.", duration(took), duration(waited)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::charset::builtin;

    fn block(gate: &str, inner: &str, subject: &str) -> String {
        format!(
            "Received: from gate.example.org by box.example.org with ESMTPS id 2; Tue, 3 Nov 2026 {inner} +0000\n\
             Received: from out.example.net (out.example.net [192.0.2.1]) by gate.example.org with ESMTPS id 1; Tue, 3 Nov \
             2026 {gate} +0000\nFrom: ann@example.net\nTo: bob@example.org\nSubject: {subject}\nMessage-ID: <{subject}@example.net>\n"
        )
    }

    #[test]
    fn the_answer_is_of_the_mail_that_waited_and_tells_of_the_other() {
        let (quick, slow) = (block("08:00:00", "08:00:02", "one"), block("08:10:00", "10:40:00", "two"));
        let question = "One came at once and one did not. Is it our gate?\n\n";
        for between in [
            "\n",
            "\n---- the other one ----\n",
            "\nAnd this is what took so long\n\n",
            "\nThe second one:\n\n",
        ] {
            for (first, second, of) in [(&quick, &slow, 2), (&slow, &quick, 1)] {
                for above in ["", question] {
                    let paste = format!("{above}{first}{between}{second}");
                    let report = crate::diagnose(&paste);
                    let told = &report.findings[0];
                    assert_eq!(told.state, "late", "{paste}");
                    let line =
                        |of: &str| 1 + paste[..paste.find(of).expect("it is there")].matches('\n').count();
                    let own = line(if of == 2 { second } else { first });
                    assert!(told.summary.starts_with(&format!("2 mails stand in this paste. This answer is of the one that begins in line {own}.")), "{paste}\n{}", told.summary);
                    let compared = "From gate.example.org to box.example.org that one took 2 seconds, and this one 2 hours 30 minutes.";
                    assert!(told.summary.contains(compared), "{}", told.summary);
                    let seen = &told.evidence[0];
                    assert_eq!(&paste[seen.start..seen.end], seen.quote.as_str());
                }
            }
        }
        assert!(mails(&quick, builtin).is_empty());
    }

    #[test]
    fn programs_that_answer_each_other_are_a_circle() {
        let notice = block("08:00:00", "08:00:02", "away") + "Auto-Submitted: auto-replied\n";
        let ticket = block("08:00:05", "08:00:07", "ticket")
            + "In-Reply-To: <away@example.net>\nAuto-Submitted: auto-generated\n";
        for between in ["\n", "\n--- second mail, 4 seconds later ---\n\n"] {
            for paste in [format!("{notice}{between}{ticket}"), format!("{ticket}{between}{notice}")] {
                let told = crate::diagnose(&paste).findings.remove(0);
                assert_eq!(
                    (told.cause.as_str(), told.evidence.len()),
                    ("mail-loop", 2),
                    "{paste}\n{}",
                    told.title
                );
            }
        }
        let by_hand = ticket.replace("auto-generated", "no");
        let answered = format!("{notice}\n{by_hand}");
        assert!(!is_circle(&answered, builtin));
        assert_ne!(crate::diagnose(&answered).findings[0].cause, "mail-loop");
    }

    #[test]
    fn an_mbox_below_a_question_is_each_of_its_mails() {
        let (quick, slow) = (block("08:00:00", "08:00:02", "one"), block("08:10:00", "10:40:00", "two"));
        let mark = "From ann@example.net Tue Nov  3 08:00:00 2026\n";
        for above in ["", "Why did the second take so long?\n\n"] {
            let paste = format!("{above}{mark}{quick}\n{mark}{slow}\n");
            assert_eq!(mails(&paste, builtin).len(), 2, "{paste}");
        }
    }
}
