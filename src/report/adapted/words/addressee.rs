//! Whom a message to copy is to. Whoever has the root shell of their server before them is the administrator that it would ask; and whoever has a mailbox at a provider for people has no administrator at all.

use crate::diagnose::{self, is_window_named};
use crate::knowledge::RULES;
use crate::report::Finding;
use crate::report::adapted::in_its_sentences;
use crate::report::adapted::theirs::large_provider;
use crate::report::values::Values;

/// What is asked of the sender's own administrator: nobody else can do it.
const OF_ONES_OWN: &[&str] = &[
    "bad-reputation",
    "rate-limited",
    "too-many-connections",
    "helo-invalid",
    "dkim-fail",
    "dmarc-fail",
    "spf-fail",
    "sender-unauthenticated",
    "ip-blocklisted",
];

/// So much of a paste is looked through for a root's prompt, in bytes.
const LONGEST: usize = 32 << 10;

pub fn adapt(told: &mut Finding, paste: &str, found: &diagnose::Finding, values: &Values) {
    let has_own = found.rule.is_some_and(|rule| !RULES[usize::from(rule)].ask.is_empty());
    let is_own = told.act == "sender-admin" && OF_ONES_OWN.contains(&told.cause.as_str()) && !has_own;
    if is_own && has_root(paste) {
        told.ask = None;
        if told.who.is_empty() {
            told.who = "you, or whoever runs your mail server".to_owned();
        }
    }
    of_a_private_mailbox(told, values);
    about_a_named_limit(told, values);
}

/// `root@mx:~# mailq`, `[root@mx ~]# telnet …`.
fn has_root(paste: &str) -> bool {
    let paste = &paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))];
    paste.lines().map(str::trim_start).any(|line| {
        let line = line.trim_start_matches('[');
        line.strip_prefix("root@").and_then(|rest| rest.split_once('#')).is_some_and(|(host, _)| {
            host.len() < 80 && host.contains([':', ' ']) && !host.contains(['<', '@', '='])
        })
    })
}

/// The mailbox is one of a provider for people: its owner can only ask that provider.
fn of_a_private_mailbox(told: &mut Finding, values: &Values) {
    let Some(service) = large_provider::service(values) else { return };
    let name = service.name;
    told.ask = told.ask.take().map(|ask| {
        in_its_sentences(&ask, |line| {
            line.replace(
                "ask your administrator to",
                &format!("ask the support of {name}, your mail provider, to"),
            )
            .replace("whoever looks after your mail", &format!("the support of {name}"))
        })
    });
}

/// The limit stands in the words: which one it is, is not to be asked.
fn about_a_named_limit(told: &mut Finding, values: &Values) {
    const WHICH: &str = "Which limit is it (messages or recipients, per hour or per day), when does it end, and does another plan or a relay service allow more?";
    const MORE: &str = "Does another plan or a relay service allow more than this limit?";
    if told.cause == "sending-limit" && values.get("reply").is_some_and(is_window_named) {
        told.ask = told.ask.take().map(|ask| ask.replace(WHICH, MORE));
    }
}

#[cfg(test)]
mod tests {
    use crate::knowledge::{CAUSES, RULES};
    use crate::report::Finding;

    fn first(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn nobody_writes_to_themselves() {
        let queue = "root@mail:~# mailq\n-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n4F2kQ91xzz      8812 Wed Nov 25 07:12:40  \
                     news@example.com\n(host smtp-in.orange.fr[192.0.2.32] refused to talk to me: 421 Too many connections, slow down. OFR004_104 [104])\n                  \
                     ann@orange.fr\n\n-- 8 Kbytes in 1 Request.\n";
        let told = first(queue);
        assert_eq!((told.cause.as_str(), &told.ask), ("too-many-connections", &None));
        assert!(told.steps.iter().all(|step| step.by != "recipient-admin"), "{:?}", told.steps);
        let refusal = "554 5.7.1 Your access to this mail system has been rejected due to the sending MTA's poor reputation";
        // Of a log alone it is not known whose it is.
        let log = crate::diagnose(&queue.replace("root@mail:~# mailq\n", ""));
        assert!(crate::report::markdown::write(&log, None).contains("If somebody else runs it"), "{log:?}");
        let typed = format!(
            "[root@box ~]# telnet mx.example.org 25\nTrying 192.0.2.4...\nConnected to mx.example.org.\n{refusal}\n"
        );
        assert_eq!(first(&typed).ask, None);
        assert!(first(refusal).ask.is_some());
    }

    #[test]
    fn a_private_mailbox_has_a_provider_and_no_administrator() {
        let bounce = |to: &str, host: &str| {
            first(&format!(
                "This is the mail system at host mail.example.com.\n\n<{to}>: host {host}[192.0.2.30] said: 550 5.7.1 Message rejected as spam (in reply to \
                 end of DATA command)\n"
            ))
        };
        let private = bounce("ann@gmx.net", "mx00.gmx.net");
        let ask = private.ask.unwrap_or_default();
        assert!(ask.contains("your mail provider") && !ask.contains("administrator"), "{ask}");
        assert!(private.steps.iter().all(|step| step.by != "recipient-admin"), "{:?}", private.steps);
        let company = bounce("ann@example.org", "mx.example.org");
        assert!(company.ask.is_some_and(|ask| ask.contains("your administrator")));
    }

    #[test]
    fn a_limit_that_is_quoted_is_not_asked_for() {
        let asks = |reply: &str| first(reply).ask.unwrap_or_default();
        let quoted = asks("550 5.7.0 hourly sending limit exceeded");
        assert!(!quoted.contains("Which limit") && quoted.contains("another plan"), "{quoted}");
        assert!(asks("550 5.7.0 sending limit exceeded").contains("Which limit"));
        let failures = asks(
            "550 Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message discarded.",
        );
        assert!(!failures.contains("limit is it") && failures.contains("Domain: example.com"), "{failures}");
    }

    #[test]
    fn a_letter_about_a_service_names_it_the_message_and_the_time() {
        let text = r#"{"event": "blocked", "time": 1764001220, "MessageID": 288230397312338812, "email": "ann@example.org", "error_related_to": "recipient",
            "error": "preblocked", "mj_campaign_id": 0}"#;
        let ask = first(text).ask.unwrap_or_default();
        for line in ["Service: Mailjet", "Time: 2025-11-24 16:20:20 UTC", "Message-ID: 288230397312338812"] {
            assert!(ask.contains(line), "{line}: {ask}");
        }
    }

    /// A line is a fact, or ends with its sentence.
    #[test]
    fn no_letter_breaks_a_line_within_a_sentence() {
        let asks = CAUSES
            .iter()
            .map(|cause| (cause.id, cause.ask))
            .chain(RULES.iter().map(|rule| (rule.id, rule.ask)));
        for (id, ask) in asks {
            let mut lines = ask.lines().filter(|line| !line.is_empty()).peekable();
            while let Some(line) = lines.next() {
                let goes_on = lines.peek().is_some_and(|next| next.starts_with(char::is_lowercase));
                let is_greeting = line.ends_with(',');
                assert!(!goes_on || is_greeting, "{id}: {line}");
            }
        }
    }
}
