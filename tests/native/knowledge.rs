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
    let sources: String = super::layers::sources(&report)
        .iter()
        .filter_map(|file| std::fs::read_to_string(file).ok())
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

/// What the text of a log looks like: the words of a rule stand in it as another server's answer, as one's own server's answer to
/// others, and as lines of programs beside it.
const LOGS: &[(&str, &str)] = &[
    (
        "another server's answer",
        "Nov 24 09:31:03 mx postfix/smtp[30]: 4b9BQ12kZ9z1: to=<ann@example.org>, relay=mx.example.org[192.0.2.8]:25, delay=1, dsn=5.0.0, \
         status=bounced (host mx.example.org[192.0.2.8] said: {words} (in reply to RCPT TO command))\n",
    ),
    (
        "one's own server's answer",
        "Nov 24 09:31:03 mx postfix/smtpd[30]: NOQUEUE: reject: RCPT from x.example.net[203.0.113.50]: {words}; from=<a@example.net> \
         to=<ann@example.org> proto=ESMTP helo=<x.example.net>\n",
    ),
    ("Dovecot", "Nov 24 09:31:03 mx dovecot: lmtp(ann@example.org)<9><aB3xOhLqJWda>: Error: {words}\n"),
    ("a program's line", "Nov 24 09:31:03 mx postfix/smtpd[30]: warning: {words}\n"),
];

/// Beside other lines the words are only a part of a log.
const BESIDE: &str = "Nov 24 09:30:58 mx postfix/smtp[29]: 4b9BP02kZ9z1: to=<bob@example.net>, relay=mx.example.net[192.0.2.9]:25, delay=1, dsn=2.0.0, \
                      status=sent (250 2.0.0 Ok: queued as 7F1A2)\n";

/// Whoever is told of a failure is told what to do, wherever its words stand.
#[test]
fn no_failure_is_told_without_steps() {
    let mut bare = Vec::new();
    let mut look = |what: &str, text: &str| {
        for found in mailwhy::diagnose(text).findings {
            if found.steps.is_empty() && !matches!(found.cause.as_str(), "delivered" | "undetermined") {
                let by = found.rule.as_deref().unwrap_or("a bare code");
                bare.push(format!("{what}: {} by {by}, from {text:?}", found.cause));
            }
        }
    };
    for (rule, _, _, text) in EXAMPLES {
        look(rule, text);
        // A line of its own already, or many lines, would be none within another.
        if text.contains('\n') || text.len() > 600 {
            continue;
        }
        for (name, log) in LOGS {
            let line = log.replace("{words}", text);
            look(&format!("{rule} in {name}"), &line);
        }
        look(&format!("{rule} beside others"), &format!("{BESIDE}{text}\n{BESIDE}"));
    }
    for fixture in super::paste::fixtures(&[super::paste::KINDS, super::paste::PLAIN].concat()) {
        look(&fixture.name, &fixture.paste);
    }
    assert!(bare.is_empty(), "{} answers without steps:\n{}", bare.len(), bare.join("\n"));
}
