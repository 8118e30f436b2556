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

/// A topic that nobody asks for is a word too much in the knowledge. What code puts on steps of its own is no question.
#[test]
fn every_topic_of_a_step_is_asked_for() {
    let report = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let sources: String = std::fs::read_dir(report)
        .expect("the folder is there")
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.path()).ok())
        .map(|source| source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned())
        .collect();
    let asked = sources.replace(".about(Topic::", "");
    let is_asked = |name: &str| {
        let mut found = asked.split("Topic::").skip(1);
        found.any(|rest| rest.split(|c: char| !c.is_alphanumeric()).next() == Some(name))
    };
    let unasked: Vec<_> =
        mailwhy::knowledge::Topic::ALL.iter().filter(|topic| !is_asked(&format!("{topic:?}"))).collect();
    assert!(unasked.is_empty(), "topics that nothing asks for: {unasked:?}");
}
