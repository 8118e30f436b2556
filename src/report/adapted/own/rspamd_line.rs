//! Rspamd's line about a message that it refused, or put off: who handed it in for whom, the points, and which tests weighed most stand in it.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::knowledge::Topic;
use crate::report::{Fact, Finding, Step};
use crate::text::order;

/// So many tests are named.
const MOST: usize = 5;

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, found: &diagnose::Finding) {
    let group = facts.groups_of(found.statement).next();
    let line = group.and_then(|group| paste.get(group.span.start..group.span.end));
    let Some(line) = line.filter(|line| line.contains("rspamd_task_write_log")) else { return };
    let Some(read) = read(line) else { return };
    for (name, value) in [
        ("Sender", value(line, "from: <", &['>'])),
        ("Recipient", value(line, "rcpts: <", &['>'])),
        ("Message-ID", value(line, " id: <", &['>'])),
        ("Queue id", value(line, "qid: <", &['>'])),
        ("Sending address", value(line, " ip: ", &[',', ' '])),
        ("Points", Some(read.points)),
    ] {
        let is_new = told.facts.iter().all(|fact| fact.name != name);
        if let Some(value) = value.filter(|_| is_new) {
            told.facts.push(Fact { name: name.to_owned(), value: value.to_owned() });
        }
    }
    let forced = value(line, "forced: ", &[';']);
    let words = forced.and_then(|forced| forced.split('"').nth(1));
    for fact in told.facts.iter_mut().filter(|fact| fact.name == "Refused with") {
        match words {
            Some(words) => words.clone_into(&mut fact.value),
            // What the sender was told the mail server's own line has.
            None => *fact = Fact { name: "Verdict".to_owned(), value: read.action.to_owned() },
        }
    }
    if read.tests.is_empty() {
        return;
    }
    let tests: Vec<String> =
        read.tests.iter().take(MOST).map(|(name, points)| format!("{name} ({points:.2})")).collect();
    let tests = tests.join(", ");
    let (got, limit) = read.points.split_once('/').unwrap_or_default();
    let text = match told.cause.as_str() {
        // Of mail that it let pass its rule says all.
        _ if group.is_none_or(|group| group.event != Event::Rejected) => String::new(),
        "spam-content" if forced.is_none() => format!(
            "In Rspamd's line these tests weighed most: {tests}. Together all gave {got} points, and Rspamd refuses from {limit} on. What they found is for \
             the sender to mend. Where one of them is wrong, give it less weight here (local.d/groups.conf)."
        ),
        "dmarc-fail" | "policy-rejected" | "spam-content" if read.is_over => format!(
            "An exception from that rule alone does not let the mail in: it has {got} points as well, and Rspamd refuses from {limit} on. Most come from \
             {tests}."
        ),
        _ => String::new(),
    };
    told.facts.push(Fact { name: "Tests that weighed most".to_owned(), value: tests });
    if !text.is_empty() {
        told.steps.retain(|step| !step.is_about(Topic::Weights));
        let wanted = told.steps.len().min(2);
        told.steps.insert(wanted, Step::new("sender-admin", text));
    }
}

/// The points, as `17.40/15.00`, and the tests that speak against the mail, the weightiest first.
struct Read<'a> {
    /// What the points alone lead to: `reject`, `greylist`.
    action: &'a str,
    points: &'a str,
    /// They reach what Rspamd refuses from.
    is_over: bool,
    tests: Vec<(&'a str, f64)>,
}

fn read(line: &str) -> Option<Read<'_>> {
    let (_, rest) = line.split_once("(default: ")?;
    let (verdict, rest) = rest.split_once("): [")?;
    let (_, action) = verdict.rsplit_once('(')?;
    let (points, rest) = rest.split_once("] [")?;
    let (got, limit) = points.split_once('/')?;
    let is_over = got.parse::<f64>().ok()? >= limit.parse::<f64>().ok()?;
    let mut tests = Vec::new();
    let mut rest = rest;
    // `NAME(2.00){options},NAME(…`: options may hold any sign, and braces of their own are closed in them.
    while let Some((name, behind)) = rest.split_once('(') {
        let Some((number, behind)) = behind.split_once(')') else { break };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let Ok(points) = number.parse::<f64>() else { break };
        if name.is_empty() || !name.bytes().all(is_name) {
            break;
        }
        if points > 0.0 {
            tests.push((name, points));
        }
        let Some(next) = behind.find("},") else { break };
        rest = &behind[next + 2..];
    }
    order::by(&mut tests, |(_, one), (_, other)| other.total_cmp(one));
    Some(Read { action, points, is_over, tests })
}

fn value<'a>(line: &'a str, key: &str, ends: &[char]) -> Option<&'a str> {
    let (_, rest) = line.split_once(key)?;
    let end = rest.find(ends).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn told(default: &str, tests: &str, rest: &str) -> Finding {
        let paste = format!(
            "2026-11-24 09:41:17 #19(normal) <b41d2e>; task; rspamd_task_write_log: id: <a@example.net>, qid: <4XyB7R0Lp3z9v>, ip: 203.0.113.77, from: \
             <bob@example.net>, (default: {default} [{tests}]), len: 88, time: 6.1ms, dns req: 4, digest: <c1a9>, rcpts: <ann@example.org>, mime_rcpts: \
             <ann@example.org>{rest}\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    const TESTS: &str = "DMARC_POLICY_REJECT(2.00){example.net : SPF not aligned (relaxed), DKIM not aligned (relaxed),reject;},BAYES_SPAM(5.10){99.98%;},\
                         R_SPF_FAIL(1.00){-all},MIME_GOOD(-0.10){}";

    #[test]
    fn what_a_module_forced_is_the_cause() {
        for (default, rest, cause) in [
            (
                "T (reject): [17.40/15.00]",
                ", forced: reject \"Action set by DMARC\"; score=nan (set by dmarc)",
                "dmarc-fail",
            ),
            (
                "T (reject): [17.40/15.00]",
                ", forced: reject \"clamav: virus found: Test.File-1\"",
                "virus-or-attachment",
            ),
            (
                "F (soft reject): [3.40/15.00]",
                ", forced: soft reject \"Try again later\"; score=nan (set by greylist)",
                "greylisted",
            ),
            (
                "F (no action): [3.40/15.00]",
                ", forced: reject \"Not here\"; score=nan (set by force_actions)",
                "policy-rejected",
            ),
            ("T (reject): [17.40/15.00]", "", "spam-content"),
        ] {
            let found = told(default, TESTS, rest);
            assert_eq!(found.cause, cause, "{rest}");
            // As the mail server's own line on it is told: nothing of the reader's failed.
            assert!(found.is_turned_away(), "{rest}: {found:?}");
        }
    }

    #[test]
    fn whom_the_line_names_and_what_weighed_most_is_told() {
        let found = told(
            "T (reject): [17.40/15.00]",
            TESTS,
            ", forced: reject \"Action set by DMARC\"; score=nan (set by dmarc)",
        );
        let fact =
            |name: &str| found.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str());
        assert_eq!(fact("Sender"), Some("bob@example.net"));
        assert_eq!(fact("Recipient"), Some("ann@example.org"));
        assert_eq!(fact("Sending address"), Some("203.0.113.77"));
        assert_eq!(fact("Queue id"), Some("4XyB7R0Lp3z9v"));
        assert_eq!(fact("Points"), Some("17.40/15.00"));
        assert_eq!(fact("Refused with"), Some("Action set by DMARC"));
        assert_eq!(
            fact("Tests that weighed most"),
            Some("BAYES_SPAM (5.10), DMARC_POLICY_REJECT (2.00), R_SPF_FAIL (1.00)")
        );
        assert!(found.steps.iter().any(|step| step.text.contains("BAYES_SPAM (5.10)")), "{:?}", found.steps);
    }

    #[test]
    fn a_refusal_that_filter_and_server_both_tell_counts_once() {
        let filter = "Nov 24 09:41:17 mx rspamd[19]: <b41d2e>; proxy; rspamd_task_write_log: id: <a@example.net>, qid: <4XyB7R0Lp3z9v>, ip: 203.0.113.77, \
                      from: <bob@example.net>, (default: T (reject): [17.40/15.00] [BAYES_SPAM(5.10){99.98%;}]), len: 8, rcpts: <ann@example.org>\n";
        let server = "Nov 24 09:41:17 mx postfix/cleanup[33]: 4XyB7R0Lp3z9v: milter-reject: END-OF-MESSAGE from unknown[203.0.113.77]: 5.7.1 Spam message \
                      rejected; from=<bob@example.net> to=<ann@example.org> proto=ESMTP helo=<x>\n";
        let report = crate::diagnose(&format!("{filter}{server}"));
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.log.expect("a log").groups.iter().map(|group| group.count).sum::<usize>(), 1);
    }
}
