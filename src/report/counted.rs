//! How much a server counted, where the words that told have it in numbers.

use super::Finding;
use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::RULES;

/// cPanel's `(201/200 (100%))`: counted, and allowed in an hour.
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let is_hourly = found.rule.is_some_and(|rule| RULES[usize::from(rule)].id.starts_with("exim/hourly"));
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let Some((counted, allowed)) = numbers(words).filter(|_| is_hourly) else { return };
    told.add_note(&format!("The server counted {counted} in this hour, and allows {allowed}."));
}

fn numbers(words: &str) -> Option<(&str, &str)> {
    let (counted, rest) = words.split_once(" per hour (")?.1.split_once('/')?;
    let allowed = rest.split([' ', ')']).next()?;
    let is_number =
        |text: &str| !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit());
    (is_number(counted) && is_number(allowed)).then_some((counted, allowed))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_limit_per_hour_is_named() {
        let told = |end: &str| {
            crate::diagnose(&format!(
                "2026-11-20 10:00:00 1vLbQX-0001Ab-2C ** a@example.org R=enforce_mail_permissions: Domain example.net has exceeded the max emails \
                 per hour (51/50 (102%)) allowed.  Message {end}"
            ))
            .findings
            .remove(0)
        };
        let gone = told("discarded.");
        assert_eq!((gone.cause.as_str(), gone.permanence.as_str()), ("sending-limit", "permanent"));
        assert!(gone.note.is_some_and(|note| note.contains("51") && note.contains("allows 50")));
        assert!(gone.retry.contains("gone") && gone.steps[0].text.starts_with("Send it anew"));
        assert!(!told("will be reattempted later").retry.contains("gone"));
    }
}
