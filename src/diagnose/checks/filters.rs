//! What the filters on the way made of the mail, in words, and so why it landed where it did.
//!
//! The vocabulary is data (`knowledge::filters`). A value that nobody documents is shown as it is, with no meaning.

mod microsoft;
mod others;
mod placement;
pub mod scored;
mod words;

use super::side::Side;
use crate::facts::message::Message;
use crate::knowledge;
use crate::knowledge::filters::{AUTH, OTHERS, RSPAMD};
use crate::mail::spam_headers::FilterReport;
use microsoft::{forefront, level};
use others::{barracuda, flag, gmx, known, mimecast, proofpoint, proton};
pub(super) use placement::check;
use scored::{Test, report_tests, rspamd, spamassassin};
pub use words::lower;

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
    /// Who speaks, for sentences.
    pub by: &'static str,
    /// Whether the receiving network may have written it: not so for fields that came from outside and were renamed.
    pub counts: bool,
}

/// Explains each of the message's filter fields.
pub fn translate(message: &Message) -> Vec<Verdict> {
    let points = message.field("X-Spam-Report").map(|field| report_tests(&field.value)).unwrap_or_default();
    message.filters.iter().map(|field| verdict(&points, &field.read)).collect()
}

/// Says of what was written before the mail came to its end that it was: it stands among the receiver's own.
pub fn tell_sides(verdicts: &mut [Verdict], sides: &[Side]) {
    for (verdict, side) in verdicts.iter_mut().zip(sides) {
        if let (Side::Before(_), Some(text)) = (side, verdict.text.as_mut().filter(|_| verdict.counts)) {
            const HEAD: &str = "Said before the mail came to its end: ";
            text.insert_str(0, HEAD);
            verdict.main += HEAD.len();
        }
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
        "ironport-policy" | "cisco-amp" => known(report, "Cisco", OTHERS, "cisco:"),
        "bogofilter" => known(report, "Bogofilter", OTHERS, "bogofilter:"),
        "spam-flag" => flag(report, "the spam filter"),
        "trend-micro" => flag(report, "Trend Micro"),
        "gmx" => gmx(report),
        "proton-action" => proton(report),
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

/// What a statement of Authentication-Results means: `spf=pass`.
pub fn meaning_of_result(method: &str, result: &str) -> Option<&'static str> {
    let pair = format!("{}={}", method.to_ascii_lowercase(), result.to_ascii_lowercase());
    knowledge::filter_term(AUTH, &pair).map(|term| term.meaning)
}
