//! A log in which one mail waits: to send it at once, Postfix is told its id, and the rest of the queue is left alone.

use crate::facts::Facts;
use crate::report::Finding;
use crate::report::values::Values;

/// postqueue(1).
const ALL: &str = "`postqueue -f`";

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let Some(log) = facts.log.as_ref().filter(|_| facts.program == Some("postfix")) else { return };
    let mut waiting = log.stories.iter().filter(|story| !story.waiting.is_empty());
    let Some(id) = values.get("queue_id").filter(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    else {
        return;
    };
    if waiting.next().is_none_or(|story| story.id != id) || waiting.next().is_some() {
        return;
    }
    for step in told.steps.iter_mut().filter(|step| step.text.contains(ALL)) {
        step.text = step.text.replace(ALL, &format!("`postqueue -i {id}`")).into();
    }
}

#[cfg(test)]
mod tests {
    const OLD: &str = "Nov 26 10:00:01 mx postfix/smtp[41]: SSL_connect error to mx.example.net[192.0.2.7]:25: -1\n\
                       Nov 26 10:00:01 mx postfix/smtp[41]: warning: TLS library problem: error:0A000102:SSL routines::unsupported \
                       protocol:../ssl/statem/statem_lib.c:1986:\n\
                       Nov 26 10:00:01 mx postfix/smtp[41]: 4b9BQ11bB1z2: to=<eve@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, \
                       dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)\n";

    #[test]
    fn the_one_mail_that_waits_is_sent_by_its_id() {
        let steps = |log: &str| crate::diagnose(log).findings.remove(0).steps;
        let one = steps(OLD);
        assert!(one.iter().any(|step| step.text.contains("`postqueue -i 4b9BQ11bB1z2`")), "{one:?}");
        assert!(
            !one[0].text.starts_with("Update the old side") && one[0].text.contains("example.net none"),
            "{one:?}"
        );
        let two =
            steps(&(OLD.to_owned() + &OLD.replace("4b9BQ11bB1z2", "4b9BR22cC2z3").replace("eve@", "dan@")));
        assert!(two.iter().any(|step| step.text.contains("`postqueue -f`")), "{two:?}");
    }

    #[test]
    fn an_exception_names_the_domain() {
        let log = OLD.replace(
            "error:0A000102:SSL routines::unsupported protocol",
            "error:0A00018A:SSL routines::dh key too small",
        );
        let steps = crate::diagnose(&log).findings.remove(0).steps;
        assert!(steps.iter().any(|step| step.text.contains("`example.net may exclude=kDHE`")), "{steps:?}");
    }

    #[test]
    fn each_mail_of_a_log_is_counted() {
        let of = |id: &str, from: &str, to: &str| {
            format!(
                "Nov 20 08:01:02 mx postfix/pickup[21]: {id}: uid=1001 from=<{from}>\nNov 20 08:01:02 mx postfix/qmgr[12]: {id}: from=<{from}@example.org>, size=8, \
                 nrcpt=1 (queue active)\nNov 20 08:01:02 mx postfix/lmtp[22]: {id}: to=<{to}>, relay=mx[private/dovecot-lmtp], delay=0.2, dsn=2.0.0, status=sent \
                 (250 2.0.0 Saved)\nNov 20 08:01:02 mx postfix/qmgr[12]: {id}: removed\n"
            )
        };
        let log = of("4Xx1Aa2BcDz1", "scan", "a@example.org") + &of("4Xx1SH5PqRz3", "root", "b@example.org");
        assert_eq!(crate::diagnose(&log).log.expect("a log").messages, 2);
    }
}
