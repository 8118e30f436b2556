//! How much a server counted, where the words that told have it in numbers.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::RULES;
use crate::report::Finding;

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
    use crate::report::Finding;

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
            assert_eq!(told.permanence, "temporary", "{paste}");
            assert!(told.retry.contains("gone"), "{}", told.retry);
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
        // The limit ends with the hour, and of this copy nothing waits.
        assert_eq!((gone.cause.as_str(), gone.permanence.as_str()), ("sending-limit", "temporary"));
        assert!(gone.note.is_some_and(|note| note.contains("51") && note.contains("allows 50")));
        assert!(gone.retry.contains("gone") && gone.steps[0].text.starts_with("Send it anew"));
        assert!(!told("will be reattempted later").retry.contains("gone"));
    }

    const POSTFIX: &str = "Nov 20 09:12:44 relay postfix/smtp[71]: 4dGk2m5hQyz7: to=<bob@example.net>, relay=mx.example.net[203.0.113.8]:25, \
                           delay=2, dsn=5.1.1, status=bounced (host mx.example.net[203.0.113.8] said: 550 5.1.1 no such user (in reply to RCPT TO command))";
    const EXIM: &str = "2026-11-20 09:12:44 1vPaXk-00000003Bq1-2cD8 ** bob@example.net R=dnslookup T=remote_smtp H=mx.example.net [203.0.113.8] CV=yes: \
                        SMTP error from remote mail server after RCPT TO:<bob@example.net>: 550 5.1.1 no such user";

    fn told(paste: &str) -> (String, Finding) {
        let report = crate::diagnose(paste);
        assert_eq!(report.log.as_ref().map(|log| (log.messages, log.failed)), Some((1, 1)), "{paste}");
        (report.kind, report.findings.into_iter().next().expect("a finding"))
    }

    #[test]
    fn a_line_that_was_wrapped_before_the_answer_is_one() {
        let whole = [told(POSTFIX), told(EXIM)];
        for (log, breaks) in [
            (POSTFIX, &["said: ", "delay=2, ", "]:25, "][..]),
            (EXIM, &["CV=yes: ", "T=remote_smtp ", "R=dnslookup ", "net>: "][..]),
        ] {
            let (_, of_whole) = &whole[usize::from(log == EXIM)];
            let mut all = log.to_owned();
            for at in breaks {
                all = all.replace(at, &format!("{}\n", at.trim_end()));
                for wrapped in [log.replace(at, &format!("{}\n", at.trim_end())), all.clone()] {
                    let quoted: String = wrapped.lines().map(|line| format!("> {line}\n")).collect();
                    for paste in [
                        wrapped.clone(),
                        format!("{quoted}\nWarum?\n"),
                        format!("Hallo\n\n{quoted}"),
                        format!("Hello\n\n{wrapped}\n\nWhat is that?\n"),
                    ] {
                        let (kind, told) = told(&paste);
                        assert_eq!(
                            (kind.as_str(), &told.cause, &told.title, &told.recipient),
                            ("log", &of_whole.cause, &of_whole.title, &of_whole.recipient),
                            "{paste}"
                        );
                        let text = told.reply.map(|reply| reply.text).unwrap_or_default();
                        assert!(text.contains("no such user") && !text.contains("Warum"), "{paste}: {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_link_that_was_cut_is_whole() {
        let log = EXIM.replace("CV=yes: ", "CV=yes:\n").replace(
            "550 5.1.1 no such user",
            "554 5.7.9 Message not accepted. See\nhttps://help.example.net/postmaster/answers/codes-of-refusals/\nrefused-579",
        );
        let (_, told) = told(&log);
        let text = told.reply.expect("a reply").text;
        assert!(
            text.contains("https://help.example.net/postmaster/answers/codes-of-refusals/refused-579"),
            "{text}"
        );
    }

    #[test]
    fn quoted_lines_of_sendmail_stand_among_words() {
        let line = "> Nov 20 09:12:44 mail sendmail[7]: 5AKAV1aB000071: to=<bob@example.net>, dsn=5.1.1, stat=User unknown\n";
        for paste in [format!("{line}\nWarum?\n"), format!("Hallo\n\n{line}")] {
            let (kind, told) = told(&paste);
            assert_eq!(
                (kind.as_str(), told.cause.as_str(), told.recipient.as_deref()),
                ("log", "user-unknown", Some("bob@example.net")),
                "{paste}"
            );
        }
    }
}
