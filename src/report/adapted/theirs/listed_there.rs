//! A refusal or a filter's log that writes a list's test with what it found, as `DBL_SPAM(6.50){shop.example:url;}`: that is named.

use crate::diagnose::checks::filters::{listed, lower};
use crate::diagnose::checks::speak;
use crate::facts::{Facts, Kind};
use crate::report::{Finding, Step};

/// So much of a paste is looked through, in bytes.
const LONGEST: usize = 16 << 10;
const CAUSES: &[&str] = &["spam-content", "domain-blocklisted", "ip-blocklisted", "policy-rejected"];

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts) {
    if !CAUSES.contains(&told.cause.as_str()) {
        return;
    }
    let found = listed::named_in(&paste[..paste.floor_char_boundary(LONGEST)]);
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let words: Vec<String> = found
        .iter()
        .map(|one| format!("{} ({}: {})", one.test, lower(one.meaning), speak::join(&owned(&one.listed))))
        .collect();
    if words.is_empty() {
        return;
    }
    told.add_note(&format!("The filter names what it found on a list: {}.", speak::join(&words)));
    // In a log the sender may be anybody.
    if facts.kind == Kind::Log {
        return;
    }
    let step = |one: &listed::Named| {
        let by = if one.mend.by.name() == "sender" { "sender" } else { "sender-admin" };
        let text =
            one.mend.known.unwrap_or(one.mend.text).replace("{listed}", &speak::join(&owned(&one.listed)));
        Step::new(by, format!("{}: {text}", one.test))
    };
    told.steps.splice(0..0, found.iter().map(step));
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn what_a_refusal_says_is_listed_is_named() {
        for reply in [
            "554 5.7.1 Message contains spam or virus, DBL_SPAM(6.50)[shop.example.click:url]",
            "550 5.7.1 Message rejected as spam by Content Filtering. Score 8.1: URIBL_DBL_SPAM [URIs: shop.example.click], BAYES_99",
        ] {
            let told = first(reply);
            assert!(
                told.steps[0].text.contains("Take out the links to shop.example.click"),
                "{reply} {:?}",
                told.steps
            );
            assert!(told.note.is_some_and(|note| note.contains("shop.example.click")));
        }
        assert!(
            !first("554 5.7.1 Message contains spam or virus").note.unwrap_or_default().contains("on a list")
        );
    }

    #[test]
    fn a_filters_log_names_it_and_blames_nobody() {
        let told = first(
            "Nov 25 03:41:10 mx rspamd[91]: <a81f02>; proxy; rspamd_task_write_log: id: <7@example.net>, qid: <4V9b2k>, ip: 192.0.2.40, from: \
             <b@example.net>, (default: T (reject): [17.10/15.00] [DBL_SPAM(6.50){shop.example.click:url;},RBL_SPAMHAUS_SBL(4.00){192.0.2.40:from;}]), len: \
             1, time: 4.1ms\n",
        );
        let note = told.note.unwrap_or_default();
        assert!(note.contains("shop.example.click") && note.contains("192.0.2.40"), "{note}");
        assert!(told.steps.iter().all(|step| !step.text.contains("Take out the links")), "{:?}", told.steps);
    }
}
