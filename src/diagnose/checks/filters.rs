//! What the filters on the way made of the mail, in words, and so why it landed where it did.
//!
//! The vocabulary is data (`knowledge::filters`). A value that nobody documents is shown as it is, with no meaning.

pub mod ironport;
pub mod listed;
pub mod marks;
mod microsoft;
mod others;
pub mod own;
mod placement;
pub use others::UNDOCUMENTED;
pub use placement::is_released;
pub mod scored;
mod words;

use super::path;
use super::points::Points;
use super::side::Side;
use super::timeline::Timeline;
use crate::facts::message::{Message, Of};
use crate::knowledge::filters::{AUTH, OTHERS, RSPAMD};
use crate::knowledge::{self, TestMend};
use crate::mail::spam_headers::FilterReport;
use microsoft::{forefront, level};
use others::{
    barracuda, flag, gmail, gmx, gmx_results, icloud, known, mailscanner, mimecast, proofpoint, proton, yahoo,
};
pub(super) use placement::check;
use scored::{
    Test, counted, fastmail, hits, report_field, report_tests, reported, rspamd, spamassassin,
    tell_what_was_known,
};
pub use words::lower;

/// A test that counted against a mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    pub test: String,
    /// Where the filter gives them.
    pub points: Option<Points>,
    /// What takes them away.
    pub mend: Option<TestMend>,
    /// The domains or addresses that a list names, as the filter wrote them beside the test.
    pub listed: Vec<String>,
}

/// What one field of a filter says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// In words; none where the field holds no verdict, or nobody documents it.
    pub text: Option<String>,
    /// How long its first sentence is, in bytes; what follows are the reasons.
    pub main: usize,
    /// The tests that the text names.
    pub named: Vec<String>,
    /// -1 speaks for the mail, 1 against it.
    pub leaning: i8,
    /// Each key, value or test that is explained: as written, what it means, which way it leans.
    pub notes: Vec<(String, &'static str, i8)>,
    /// What weighs most against the mail, where the verdict itself is for it: a sentence, and the tests that it names.
    pub most: (String, Vec<String>),
    /// What counted against the mail, heaviest first, where the verdict is not for it.
    pub against: Vec<Counted>,
    /// `TEST=points`, where another field than its own gives the points.
    pub points: Vec<String>,
    /// Who speaks, for sentences.
    pub by: &'static str,
    /// Said before the mail came to its end: whoever has the mailbox can change nothing of that filter.
    pub is_earlier: bool,
    /// Whether the receiving network may have written it: not so for fields that came from outside and were renamed.
    pub counts: bool,
}

/// Explains each of the message's filter fields.
pub fn translate(message: &Message) -> Vec<Verdict> {
    let report = report_field(message).map(|field| field.value.as_str()).unwrap_or_default();
    let points = report_tests(report);
    let hits = hits(message.field("X-Spam-hits").map(|field| field.value.as_str()).unwrap_or_default());
    let is_fastmails = message.field("X-Spam-known-sender").is_some();
    let is_spamassassin = message
        .field("X-Spam-Checker-Version")
        .is_some_and(|field| field.value.to_ascii_lowercase().contains("spamassassin"));
    let has_status = message.filters.iter().any(|field| field.read.filter == "spamassassin");
    let scanned = mailscanner(message);
    let one = |read: &FilterReport| match read.filter {
        // The report stands for X-Spam-Status.
        "spam-score" if !has_status => reported(report, &points, read)
            .or_else(|| if is_fastmails { fastmail(&hits, read) } else { counted(&hits, read) })
            .unwrap_or_else(|| verdict(&points, read)),
        // To groups Google always writes 0.
        "gmail-spam" if message.field("X-Google-Group-Id").is_some() => Verdict::default(),
        // Nothing in the field itself names it, but another one does.
        "spamassassin" if is_spamassassin => Verdict { by: "SpamAssassin", ..verdict(&points, read) },
        // A bare yes is that of the program which gives its reason in a field of its own.
        "spamassassin" | "spam-flag" if read.get("score").is_none() => {
            let bare = verdict(&points, read);
            scanned.as_ref().filter(|_| bare.leaning > 0).cloned().unwrap_or(bare)
        }
        _ => verdict(&points, read),
    };
    let is_blocked = own::blocked(message).is_some();
    let of = |field: &Of<FilterReport>| {
        let mut verdict = one(&field.read);
        if field.read.filter == "rspamd" {
            tell_what_was_known(&mut verdict, &message.fields[field.field].value);
        }
        listed::tell(&mut verdict, field.read.filter, &message.fields[field.field].value, report);
        if is_blocked {
            own::follow(&mut verdict);
        }
        verdict
    };
    message.filters.iter().map(of).collect()
}

/// Says of what was written before the mail came to its end that it was, or that it may have been: it stands among the
/// receiver's own.
pub fn tell_sides(verdicts: &mut [Verdict], sides: &[Side], timeline: &Timeline) {
    for (verdict, side) in verdicts.iter_mut().zip(sides) {
        let Some(text) = verdict.text.as_mut().filter(|_| verdict.counts) else { continue };
        if let Side::Before(_) = side {
            verdict.is_earlier = true;
            const HEAD: &str = "Said before the mail came to its end: ";
            text.insert_str(0, HEAD);
            verdict.main += HEAD.len();
        } else if timeline.trust.is_some() {
            text.push_str(&whose(side));
        }
    }
}

/// What is to be said of a filter that need not be the receiver's.
fn whose(side: &Side) -> String {
    match side {
        Side::Unknown => " Whose filter that is, the fields do not state.".to_owned(),
        Side::Elsewhere(host) => format!(" It ran on {host}, which no Received field names."),
        Side::Receiver | Side::Before(_) => String::new(),
    }
}

fn verdict(in_report: &[Test], report: &FilterReport) -> Verdict {
    let mut verdict = match report.filter {
        "forefront" | "forefront-untrusted" => {
            forefront(report, "Microsoft's filter", &["SFV", "SCL", "CAT", "SRV", "IPV", "SFTY"])
        }
        "microsoft_antispam" | "microsoft-antispam-untrusted" => {
            forefront(report, "Microsoft's filter", &["BCL", "PCL"])
        }
        "microsoft-mailbox-delivery" => forefront(report, "the mailbox", &["dest", "OFR"]),
        "exchange-scl" => level(report, "SCL"),
        "exchange-pcl" => level(report, "PCL"),
        "spamassassin" => spamassassin(in_report, report),
        "rspamd" => rspamd(report),
        "rspamd-action" => known(report, "Rspamd", RSPAMD, ""),
        "proofpoint" => proofpoint(report),
        "mimecast-impersonation" => mimecast(report),
        "barracuda-status" => barracuda(report),
        "kaspersky" => known(report, "Kaspersky", OTHERS, "kaspersky:"),
        "spamexperts" => known(report, "SpamExperts", OTHERS, "spamexperts:"),
        "vade" => known(report, "Vade", OTHERS, "vade:"),
        "ironport-group" => known(report, "Cisco", OTHERS, "cisco-group:"),
        "ironport-policy" | "cisco-amp" => known(report, "Cisco", OTHERS, "cisco:"),
        "bogofilter" => known(report, "Bogofilter", OTHERS, "bogofilter:"),
        "spam-flag" => flag(report, "the spam filter"),
        "trend-micro" => flag(report, "Trend Micro"),
        "gmail-spam" => gmail(report),
        "gmx" => gmx(report),
        "gmx-results" => gmx_results(report),
        "proton-action" => proton(report),
        "icloud-folder" => icloud(report),
        "yahoo-bulk" => yahoo(report),
        _ => Verdict::default(),
    };
    let length = verdict.text.as_deref().map_or(0, str::len);
    verdict.main = if verdict.main == 0 { length } else { verdict.main.min(length) };
    verdict.counts = !report.filter.ends_with("-untrusted");
    if !verdict.counts
        && let Some(text) = verdict.text.take()
    {
        let head = "It came from outside and was put aside; it is not the receiver's verdict. ";
        verdict.main += head.len();
        verdict.text = Some(format!("{head}{text}"));
    }
    verdict
}

/// What speaks of fraud or phishing, as written and in words: where the filter speaks against the mail, or where it is about
/// the address for answers itself.
pub fn fraud(verdicts: &[Verdict]) -> Option<(&str, &'static str)> {
    let speaks = |meaning: &str| ["fraud", "hishing"].iter().any(|word| meaning.contains(word));
    let tests = verdicts.iter().filter(|verdict| verdict.counts);
    let mut tests = tests.flat_map(|verdict| verdict.notes.iter().map(|note| (verdict.leaning, note)));
    let (_, (test, meaning, _)) = tests.find(|(verdict, (test, meaning, leaning))| {
        *leaning > 0 && speaks(meaning) && (*verdict > 0 || is_on_replies(test))
    })?;
    Some((test, meaning))
}

/// Whether a filter that looks for imitated senders found signs of one.
pub fn sees_imitation(message: &Message, verdicts: &[Verdict]) -> bool {
    let mut told = message.filters.iter().zip(verdicts);
    told.any(|(field, verdict)| {
        field.read.filter == "mimecast-impersonation" && verdict.counts && verdict.leaning > 0
    })
}

/// Microsoft's categories of imitated persons, domains and brands.
pub const IMITATIONS: &[&str] = &["DIMP", "UIMP", "GIMP", "BIMP"];

/// Whether Microsoft's filter gives an imitation as its reason.
pub fn names_imitation(message: &Message) -> bool {
    let mut reports = message.filters.iter().filter(|field| field.read.filter == "forefront");
    reports.any(|field| field.read.get("CAT").is_some_and(|category| IMITATIONS.contains(&category)))
}

/// Tests of the address that answers go to.
pub fn is_on_replies(test: &str) -> bool {
    ["REPLYTO", "REPLY_TO", "REPTO", "Reply-to"].iter().any(|word| test.contains(word))
}

/// What a statement of Authentication-Results means: `spf=pass`.
pub fn meaning_of_result(method: &str, result: &str) -> Option<&'static str> {
    let pair = format!("{}={}", method.to_ascii_lowercase(), result.to_ascii_lowercase());
    knowledge::filter_term(AUTH, &pair).map(|term| term.meaning)
}
