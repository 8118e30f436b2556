//! Microsoft's fields: pairs of keys and values, of which some decide.

use super::Verdict;
use super::words::of_term;
use crate::knowledge::filters::FOREFRONT;
use crate::knowledge::{self, FilterTerm};
use crate::mail::spam_headers::{FilterReport, FilterValue};
use crate::text::order;

/// Microsoft's pairs: the verdict is made of the keys that decide, the rest are notes.
pub(super) fn forefront(report: &FilterReport, by: &'static str, deciding: &[&str]) -> Verdict {
    let mut verdict = Verdict { by, ..Verdict::default() };
    let mut sentences = Vec::new();
    for (key, value) in &report.fields {
        let FilterValue::Text(value) = value else { continue };
        let pair = format!("{key}:{value}");
        let found = knowledge::filter_term(FOREFRONT, &pair);
        if let Some(term) = found.or_else(|| knowledge::filter_term(FOREFRONT, key)) {
            verdict.notes.push((
                if found.is_some() { pair } else { key.clone() },
                term.meaning,
                term.leaning,
            ));
        }
        if let Some(term) =
            found.filter(|_| deciding.contains(&key.as_str()) && value != "NONE" && value != "NLI")
        {
            sentences.push((deciding.iter().position(|known| known == key), term));
        }
    }
    order::by_key(&mut sentences, |(rank, _)| *rank);
    // The one that says spam speaks louder than one that says nothing.
    verdict.leaning = match sentences.iter().any(|(_, term)| term.leaning > 0) {
        true => 1,
        false => sentences.iter().map(|(_, term)| term.leaning).min().unwrap_or(0),
    };
    let texts = texts(report, &sentences);
    verdict.main = texts.first().map_or(0, String::len);
    verdict.text = (!texts.is_empty()).then(|| texts.join(" "));
    verdict
}

/// What the deciding pairs say. The level goes with the verdict, and what repeats it or speaks of filters that were
/// passed over, while the verdict says that they looked, is left to the table.
fn texts(report: &FilterReport, pairs: &[(Option<usize>, &FilterTerm)]) -> Vec<String> {
    let has_verdict = pairs.iter().any(|(_, term)| term.term.starts_with("SFV:"));
    let has_looked = pairs.iter().any(|(_, term)| matches!(term.term, "SFV:NSPM" | "SFV:SPM"));
    let mut texts: Vec<String> = Vec::new();
    for (_, term) in pairs {
        let repeats = term.term.starts_with("SCL:") || term.term == "CAT:SPM";
        if (has_verdict && repeats) || (has_looked && term.term == "IPV:CAL") {
            continue;
        }
        let level = report.get("SCL").filter(|level| !level.is_empty() && term.term.starts_with("SFV:"));
        texts.push(match level {
            Some(level) => format!("{} (SCL {level}).", term.meaning.trim_end_matches('.')),
            None => term.meaning.to_owned(),
        });
    }
    texts
}

/// A bare spam or phishing confidence level.
pub(super) fn level(report: &FilterReport, key: &str) -> Verdict {
    let pair = format!("{key}:{}", report.get("score").unwrap_or_default());
    let mut verdict = of_term(knowledge::filter_term(FOREFRONT, &pair), pair.clone(), "Exchange");
    if let Some(text) = &mut verdict.text {
        text.insert_str(text.len() - 1, &format!(" ({})", pair.replace(':', " ")));
    }
    verdict
}
