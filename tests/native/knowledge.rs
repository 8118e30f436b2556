//! The knowledge as a whole: every example of every rule is judged against all the other rules.

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[test]
fn every_example_gets_its_cause() {
    let mut wrong = Vec::new();
    for (rule, cause, counter, text) in EXAMPLES {
        let report = mailwhy::diagnose(text);
        let found = &report.findings[0];
        let right = if *counter { found.cause != *cause } else { found.cause == *cause };
        if !right {
            let by = found.rule.as_deref().unwrap_or("a bare code");
            let not = if *counter { "counter-example of " } else { "" };
            wrong.push(format!("{not}{rule}: {} by {by}, from {text:?}", found.cause));
        }
    }
    assert!(wrong.is_empty(), "{} of {} examples:\n{}", wrong.len(), EXAMPLES.len(), wrong.join("\n"));
}
