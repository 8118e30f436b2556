//! Mail that is years old: nobody sends it again, and logs seldom reach back so far.

use crate::diagnose::checks::timeline::Timeline;
use crate::facts::Facts;
use crate::report::Step;
use crate::report::text::utc;

/// Two years before these words were written, 27 November 2024: no clock is read here. Seconds of UTC since 1970.
const OLD: i64 = 1_732_665_600;

/// The year of a mail that is so old, by its last stamp, or else by Date.
pub fn year(facts: &Facts, way: &Timeline) -> Option<String> {
    let stamp = way.steps.iter().rev().find_map(|step| step.epoch.or(step.said));
    let written = || Some(facts.message.as_deref()?.date.as_ref()?.read.1?.epoch);
    let moment = stamp.or_else(written).filter(|moment| (1..OLD).contains(moment))?;
    utc(moment).get(..4).map(str::to_owned)
}

/// What is left to do about it: nobody on the sending side has to mend what was sent then.
pub fn steps(year: Option<String>, mut steps: Vec<Step>) -> Vec<Step> {
    let Some(year) = year else { return steps };
    steps.retain(|step| step.by.starts_with("recipient"));
    let text = format!(
        "This mail is of {year}: too old for a letter about it, and logs seldom reach back so far. What stands here tells what was made of it then; look at settings and \
         filters only where they are still in use."
    );
    steps.insert(0, Step::new("recipient", text));
    steps
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;

    #[test]
    fn nobody_writes_about_a_mail_of_years_ago() {
        let told = |year: &str| {
            finding(&format!(
                "X-Spam-Status: Yes, score=6.4 required=5.0 tests=FORGED_MUA_OUTLOOK=2.9,RDNS_NONE=2\nReceived: from out.example.com (out.example.com [192.0.2.1]) by \
                 mx.example.org with ESMTP id b2; 10 Mar {year} 10:00:02 +0100\nFrom: Bob <bob@example.com>\nTo: ann@example.org\nDate: 10 Mar {year} 10:00:00 \
                 +0100\nMessage-ID: <1@example.com>\nSubject: Lunch\n"
            ))
        };
        let old = told("2009");
        assert!(old.steps[0].text.starts_with("This mail is of 2009: too old"), "{:?}", old.steps);
        assert_eq!((old.ask, old.ask_if_sent), (None, None));
        assert!(
            old.steps.iter().all(|step| !matches!(&*step.by, "author" | "sender-admin")),
            "{:?}",
            old.steps
        );
        let new = told("2026");
        assert!(new.steps.iter().all(|step| !step.text.contains("too old")), "{:?}", new.steps);
        // A test may be wrong.
        assert!(
            new.steps.iter().any(|step| step.text.contains("If it was that one, the test is wrong")),
            "{:?}",
            new.steps
        );
    }
}
