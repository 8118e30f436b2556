//! Filters with a verdict in a word or two, each in its own way.

use super::Verdict;
use super::words::{lower, of_term};
use crate::diagnose::checks::points::Points;
use crate::diagnose::checks::speak::join;
use crate::facts::message::Message;
use crate::knowledge::filters::OTHERS;
use crate::knowledge::{self, FilterTerm};
use crate::mail::spam_headers::{FilterReport, FilterValue};

/// The first word of a value that the vocabulary knows, under a prefix.
pub(super) fn known(
    report: &FilterReport,
    by: &'static str,
    table: &'static [FilterTerm],
    prefix: &str,
) -> Verdict {
    let value = report.get("value").unwrap_or_default();
    let word = value.split([' ', ',', ';']).next().unwrap_or_default();
    let find = |text: &str| knowledge::filter_term(table, &format!("{prefix}{text}"));
    of_term(find(value).or_else(|| find(word)), value.to_owned(), by)
}

/// Yes or no; points may hang on it (Trend Micro: `No--24.6-8.0-31`).
pub(super) fn flag(report: &FilterReport, by: &'static str) -> Verdict {
    let value = report.get("value").unwrap_or_default().trim();
    let word = value.split('-').next().unwrap_or_default();
    match word.get(..3).unwrap_or(word).to_ascii_lowercase().as_str() {
        "yes" => Verdict { text: Some("Taken for spam.".to_owned()), leaning: 1, by, ..Verdict::default() },
        "no" => {
            Verdict { text: Some("Not taken for spam.".to_owned()), leaning: -1, by, ..Verdict::default() }
        }
        _ => Verdict { by, ..Verdict::default() },
    }
}

/// `0` or `1`: Workspace writes so where it hands mail on, or where its administrator wants it
/// (<https://support.google.com/a/answer/2368153>, checked 2026-11-27).
pub(super) fn gmail(report: &FilterReport) -> Verdict {
    let (text, leaning) = match report.get("score").map(str::trim) {
        Some("0") => ("Not taken for spam (X-Gm-Spam: 0).", -1),
        Some("1") => ("Taken for spam (X-Gm-Spam: 1).", 1),
        _ => return Verdict { by: "Gmail", ..Verdict::default() },
    };
    Verdict { text: Some(text.to_owned()), leaning, by: "Gmail", ..Verdict::default() }
}

/// `0 (Mail was not recognized as spam)`, `6 (nemesis text pattern profiler)`: a number, and in brackets which part of the
/// filter it is of. Below 0 it did not look.
pub(super) fn gmx(report: &FilterReport) -> Verdict {
    let by = "GMX's filter";
    let value = report.get("value").unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let mark = value.split(' ').next().and_then(|number| number.parse::<i32>().ok());
    let (text, leaning) = match mark {
        Some(0) => ("Not taken for spam.".to_owned(), -1),
        Some(1..) => (format!("Marked {value}, where 0 means not spam."), 1),
        _ => return Verdict { by, ..Verdict::default() },
    };
    Verdict { text: Some(text), leaning, by, ..Verdict::default() }
}

/// Of a mark that is only likely to mean what it seems to.
pub const UNDOCUMENTED: &str = "which likely means the spam folder: the makers do not document this field";

/// `junk:10;V03:…`: only the first word can be read, and no page says what it means.
pub(super) fn gmx_results(report: &FilterReport) -> Verdict {
    let by = "the filter of GMX and WEB.DE";
    let mark = report.get("value").unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let text =
        mark.to_ascii_lowercase().starts_with("junk:").then(|| format!("Marked {mark}, {UNDOCUMENTED}."));
    Verdict { leaning: i8::from(text.is_some()), text, by, ..Verdict::default() }
}

/// `inbox`, `spam` or `phishing`, by its own words.
pub(super) fn proton(report: &FilterReport) -> Verdict {
    let (text, leaning) = match report.get("value").unwrap_or_default() {
        "phishing" => ("Taken for phishing.", 1),
        "spam" => ("Taken for spam.", 1),
        "inbox" => ("Meant for the inbox.", -1),
        _ => return Verdict { by: "Proton", ..Verdict::default() },
    };
    Verdict { text: Some(text.to_owned()), leaning, by: "Proton", ..Verdict::default() }
}

/// Yahoo writes the sending server's address into a field on bulk mail, and into no other.
pub(super) fn yahoo(report: &FilterReport) -> Verdict {
    let verdict = Verdict { by: "Yahoo", ..Verdict::default() };
    let has_address = report.get("value").is_some_and(|value| !value.trim().is_empty());
    match knowledge::filter_term(OTHERS, "yahoo:bulk").filter(|_| has_address) {
        Some(term) => Verdict { text: Some(term.meaning.to_owned()), leaning: term.leaning, ..verdict },
        None => verdict,
    }
}

/// The folder that iCloud files it in: `INBOX`, `Junk`, or one of the reader's.
pub(super) fn icloud(report: &FilterReport) -> Verdict {
    let folder = report.get("value").unwrap_or_default().trim();
    let (text, leaning) = match folder.to_ascii_lowercase().as_str() {
        "" => return Verdict { by: "iCloud", ..Verdict::default() },
        "junk" => ("Filed in Junk.".to_owned(), 1),
        "inbox" => ("Filed in the inbox.".to_owned(), -1),
        _ => (format!("Filed in the folder {folder}."), 0),
    };
    Verdict { text: Some(text), leaning, by: "iCloud", ..Verdict::default() }
}

pub(super) fn proofpoint(report: &FilterReport) -> Verdict {
    let mut verdict = Verdict { by: "Proofpoint", ..Verdict::default() };
    for (key, _) in &report.fields {
        if let Some(term) = knowledge::filter_term(OTHERS, &format!("proofpoint:{key}")) {
            verdict.notes.push((key.clone(), term.meaning, term.leaning));
        }
    }
    let rule = report.get("rule").unwrap_or_default();
    // A customer's prefix is common: `inbound_spam`, `acme_notspam`.
    let plain = match rule {
        rule if rule.ends_with("notspam") => "notspam",
        rule if rule.ends_with("spam") => "spam",
        rule => rule,
    };
    let exact = knowledge::filter_term(OTHERS, &format!("proofpoint:rule={rule}"));
    if let Some(term) = exact.or_else(|| knowledge::filter_term(OTHERS, &format!("proofpoint:rule={plain}")))
    {
        verdict.text = Some(term.meaning.to_owned());
        verdict.leaning = term.leaning;
        verdict.notes.push((format!("rule={rule}"), term.meaning, term.leaning));
    }
    verdict
}

/// Checks that hit are `true`.
pub(super) fn mimecast(report: &FilterReport) -> Verdict {
    let mut verdict = Verdict { by: "Mimecast", ..Verdict::default() };
    let is_hit = |value: &FilterValue| matches!(value, FilterValue::Text(value) if value == "true");
    for (key, _) in report.fields.iter().filter(|(_, value)| is_hit(value)) {
        if let Some(term) = knowledge::filter_term(OTHERS, &format!("mimecast:{key}")) {
            verdict.notes.push((key.clone(), term.meaning, term.leaning));
            verdict.leaning = 1;
        }
    }
    let hits: Vec<String> = verdict.notes.iter().map(|(_, meaning, _)| lower(meaning)).collect();
    verdict.text = Some(match hits.is_empty() {
        true => "No sign of an imitated sender.".to_owned(),
        false => format!("Signs of an imitated sender: {}.", join(&hits)),
    });
    verdict
}

/// `No, SCORE=0.5 … TAG_LEVEL=3.0 QUARANTINE_LEVEL=6.0 KILL_LEVEL=9.0`.
pub(super) fn barracuda(report: &FilterReport) -> Verdict {
    let mut verdict = flag(report, "Barracuda");
    let number = |key: &str| report.get(key).and_then(|value| Points::read(value.trim_end_matches(',')));
    let Some(score) = number("SCORE") else { return verdict };
    let levels = [("KILL_LEVEL", "blocks"), ("QUARANTINE_LEVEL", "quarantines"), ("TAG_LEVEL", "marks")];
    // A level of 1000 is switched off.
    let passed = levels
        .iter()
        .find(|(key, _)| number(key).is_some_and(|level| level < Points::whole(1000) && score >= level));
    if let Some((key, does)) = passed {
        verdict.leaning = 1;
        verdict.text =
            Some(format!("{score} points, and it {does} from {} on.", number(key).unwrap_or_default()));
    } else if is_counting_only(&levels.map(|(key, _)| number(key))) {
        // What is never taken for spam was not cleared.
        verdict.leaning = 0;
        verdict.text =
            Some(format!("{score} points; its limits are switched off, so it takes nothing for spam."));
    } else if let Some(level) = number("KILL_LEVEL").filter(|_| verdict.text.is_none()) {
        verdict.leaning = -1;
        verdict.text = Some(format!("Not taken for spam ({score} points, and it blocks from {level} on)."));
    } else if let Some(text) = &mut verdict.text {
        text.insert_str(text.len() - 1, &format!(" ({score} points)"));
    }
    verdict
}

/// Whether levels are stated, and all of them are out of reach.
fn is_counting_only(levels: &[Option<Points>]) -> bool {
    let mut stated = levels.iter().flatten().peekable();
    stated.peek().is_some() && stated.all(|level| *level >= Points::whole(1000))
}

/// MailScanner's yes, with its reason: `X-Example-MailScanner-SpamCheck: spam, SBL+XBL`, under a name that each site chooses.
pub(super) fn mailscanner(message: &Message) -> Option<Verdict> {
    /// Longer ones are SpamAssassin's tests, which it repeats.
    const MOST: usize = 80;
    let is_its = |name: &str| name.to_ascii_lowercase().ends_with("mailscanner-spamcheck");
    let field = message.fields.iter().find(|field| is_its(&field.name))?;
    let (verdict, reason) = field.value.trim().split_once(',')?;
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_reason = !reason.is_empty() && reason.len() <= MOST;
    (verdict.eq_ignore_ascii_case("spam") && is_reason).then(|| {
        let text = format!("Taken for spam ({reason}).");
        let main = text.len();
        Verdict { text: Some(text), main, leaning: 1, by: "MailScanner", counts: true, ..Verdict::default() }
    })
}

#[cfg(test)]
mod tests {
    use crate::mail::spam_headers;

    fn summary(header: &str) -> String {
        let paste = format!(
            "{header}Received: from out.example.net (out.example.net [192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 3 \
             Nov 2026 10:00:02 +0100\nFrom: bob@example.net\nSubject: a\n"
        );
        crate::diagnose(&paste).findings.remove(0).summary
    }

    #[test]
    fn a_filter_that_only_counts_cleared_nothing() {
        let told = |levels: &str| {
            let value = format!("No, SCORE=0.40 using global scores of {levels} tests=HTML_MESSAGE");
            let report = spam_headers::parse("X-Barracuda-Spam-Status", &value).expect("a filter's field");
            let verdict = super::barracuda(&report);
            (verdict.leaning, verdict.text.unwrap_or_default())
        };
        let (leaning, text) = told("TAG_LEVEL=1000.0 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=1000.0");
        assert!(leaning == 0 && text.contains("takes nothing for spam"), "{text}");
        assert_eq!(told("TAG_LEVEL=3.5 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=1000.0").0, -1);
    }

    #[test]
    fn mailscanner_gives_its_reason_in_a_field_of_its_own() {
        let told = summary("X-Example-MailScanner-SpamCheck: spam, EXAMPLE-BL\nX-Spam-Status: Yes\n");
        assert!(told.contains("MailScanner speaks against this mail: taken for spam (EXAMPLE-BL)"), "{told}");
        let clean = summary("X-Example-MailScanner-SpamCheck: not spam, EXAMPLE-BL\nX-Spam-Status: Yes\n");
        assert!(!clean.contains("MailScanner"), "{clean}");
    }

    #[test]
    fn what_microsoft_said_on_the_way_out_is_of_no_single_host() {
        let told = summary(
            "Received: from eur1.outbound.protection.outlook.com (192.0.2.7) by mx.example.org with ESMTPS id c; Tue, 3 Nov 2026 \
             10:00:05 +0100\nReceived: from AA1.eurprd01.prod.outlook.com (2001:db8::1) by BB2.eurprd01.prod.outlook.com \
             (2001:db8::2) with Microsoft SMTP Server id 15.20.1.1; Tue, 3 Nov 2026 10:00:03 +0100\nX-Forefront-Antispam-Report: \
             CIP:255.255.255.255;CTRY:;LANG:en;SCL:5;SFV:SPM;H:AA1.eurprd01.prod.outlook.com;DIR:OUT;SFP:1102;\n",
        );
        assert!(told.contains("Microsoft's filter spoke against"), "{told}");
        assert!(!told.contains("filter of "), "{told}");
    }
}
