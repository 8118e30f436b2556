//! What holds for the report on any paste whatsoever.

use serde_json::Value;

/// Explains the paste and panics if the report is not sound.
pub fn check(paste: &str) {
    let report = mailwhy::diagnose(paste);
    assert!(!report.findings.is_empty(), "there is always a finding, if need be that nothing is known");
    for finding in &report.findings {
        assert!(mailwhy::knowledge::cause(&finding.cause).is_some(), "unknown cause {}", finding.cause);
    }
    let report = serde_json::to_value(&report).expect("a report is plain data");
    let read = mailwhy::text::scanned::mended(paste);
    spans_hold([paste, read.as_deref().unwrap_or(paste)], &report);
    for case in mailwhy::many::split(paste) {
        assert!(paste.get(case.clone()).is_some(), "{case:?} is no case in a paste of {} bytes", paste.len());
    }
}

/// Wherever the report says `start` and `end`, these are places in the paste, and a `quote` is what stands there, or stood there in
/// the picture that it was read from.
fn spans_hold([paste, read]: [&str; 2], value: &Value) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| spans_hold([paste, read], value)),
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (offset(fields, "start"), offset(fields, "end")) {
                let there = paste.get(start..end);
                assert!(there.is_some(), "{start}..{end} is no place in a paste of {} bytes", paste.len());
                let quote = fields.get("quote").and_then(Value::as_str);
                let places = [there, read.get(start..end)];
                let fits = |quote: &str| places.into_iter().flatten().any(|there| quotes(there, quote));
                assert!(quote.is_none_or(fits), "{there:?} is quoted as {quote:?}");
            }
            fields.values().for_each(|value| spans_hold([paste, read], value));
        }
        _ => {}
    }
}

/// Word for word, but for passwords, for each of which a bullet stands.
fn quotes(there: &str, quote: &str) -> bool {
    there == quote || (quote.contains('•') && quote.split('•').all(|piece| there.contains(piece)))
}

fn offset(fields: &serde_json::Map<String, Value>, name: &str) -> Option<usize> {
    fields.get(name)?.as_u64()?.try_into().ok()
}
