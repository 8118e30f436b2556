//! How much a server counted, where the words that told have it in numbers.

use super::Finding;
use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::RULES;

/// cPanel's `(201/200 (100%))`: counted, and allowed in an hour.
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let id = found.rule.map_or("", |rule| RULES[usize::from(rule)].id);
    let is_of_failures = id.starts_with("exim/failures");
    let is_hourly = id.starts_with("exim/hourly") || is_of_failures;
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let Some((counted, allowed)) = numbers(words).filter(|_| is_hourly) else { return };
    if is_of_failures {
        told.add_note(&format!(
            "The server counted {counted} that failed or were put off in this hour, and begins to stop them at {allowed}."
        ));
        return;
    }
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
    fn messages_that_failed_are_no_volume() {
        let words =
            "Domain example.net has exceeded the max defers and failures per hour (7/5 (58%)) allowed.";
        let log = format!(
            "2026-11-20 10:00:00 1vLbQX-0001Ab-2C ** a@example.org R=enforce_mail_permissions: {words} Message discarded."
        );
        let bounce = format!(
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n\
             recipients. This is a permanent error. The following address(es) failed:\n\n  a@example.org\n    {words} Message discarded.\n"
        );
        for paste in [&log, &bounce] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str()),
                ("sending-limit", "sender-admin"),
                "{paste}"
            );
            assert_eq!(told.permanence, "permanent", "{paste}");
            assert!(told.title.contains("failed") && told.steps[0].text.contains("exigrep"), "{told:?}");
            assert!(told.steps.iter().all(|step| !step.text.contains("newsletter")), "{:?}", told.steps);
        }
        let note = crate::diagnose(&log).findings.remove(0).note.unwrap_or_default();
        assert!(note.contains("counted 7") && note.contains("at 5"), "{note}");
    }

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
