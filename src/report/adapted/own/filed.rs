//! A mail that the log shows to lie in a folder: Dovecot names it, `stored mail into mailbox 'Junk'`.

use crate::facts::Facts;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts) {
    if told.cause != "delivered" {
        return;
    }
    let Some(folder) = told.evidence.iter().find_map(|evidence| folder(&evidence.quote)).map(str::to_owned)
    else {
        return;
    };
    if folder.eq_ignore_ascii_case("INBOX") {
        return;
    }
    let stories =
        facts.log.as_ref().map_or(0, |log| log.stories.iter().filter(|story| story.sent > 0).count());
    if stories > 1 {
        told.add_note(&format!("One of these messages was put into the folder “{folder}” of its mailbox."));
        return;
    }
    told.title = format!("The message was delivered, into the folder “{folder}”");
    told.summary = format!(
        "The server took the message and put it into the folder “{folder}” of the mailbox, and not into the inbox. Nothing was refused. A rule of the \
         mailbox, or of the server, did that: mostly because a filter had marked the message."
    );
    told.retry = format!("Not needed: the message lies in “{folder}”. A second one would be put there, too.");
    let step = |by: &'static str, text: String| Step::new(by, text);
    told.steps = vec![
        step("recipient", format!("Look into the folder “{folder}”. If you want such mail, move it to the inbox, or mark it as no spam.")),
        step(
            "recipient-admin",
            "See in the filter's line of the same message what it was marked for, and which rule puts marked mail there (sieve_before, sieve_after, \
             the user's own rules). If the mail is wanted, let its sender through."
                .to_owned(),
        ),
    ];
    told.commands.clear();
}

/// The folder that Dovecot names.
fn folder(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once("stored mail into mailbox '")?;
    rest.split_once('\'').map(|(folder, _)| folder).filter(|folder| !folder.is_empty())
}

#[cfg(test)]
mod tests {
    const SIEVE: &str =
        "Nov  3 09:00:02 mail dovecot: lmtp(eva@orchard.example)<41><q1>: sieve: msgid=<77@press.example>: ";
    const SENT: &str = "Nov  3 09:00:02 mail postfix/lmtp[40]: 4KAB12: to=<eva@orchard.example>, relay=mail.orchard.example[private/lmtp], delay=1, \
                        dsn=2.0.0, status=sent (250 2.0.0 <eva@orchard.example> q1 Saved)\n";

    fn rspamd(action: &str) -> String {
        format!(
            "2026-11-03 09:00:01 #71(rspamd_proxy) <0a1b2c>; proxy; rspamd_task_write_log: id: <77@press.example>, qid: <4KAB12>, ip: 192.0.2.61, \
             from: <news@press.example>, (default: F ({action}): [8.10/15.00] [MIME_HTML_ONLY(0.20){{}},PHISHING(4.00){{}}]), len: 4812, rcpts: \
             <eva@orchard.example>\n"
        )
    }

    #[test]
    fn what_a_filter_marked_and_the_server_delivered_is_delivered() {
        let stored = format!("{SIEVE}stored mail into mailbox 'Junk'\n");
        let counted = "Nov  3 09:00:01 mail spamd[9]: spamd: identified spam (7.9/5.0) for debian-spamd:112 in 1.1 seconds, 4812 bytes.\n";
        for (paste, folder) in [
            (rspamd("add header") + &stored + SENT, Some("Junk")),
            (rspamd("rewrite subject") + SENT, None),
            (counted.to_owned() + SENT, None),
            (stored.replace("Junk", "Lists/Press"), Some("Lists/Press")),
            (SENT.to_owned() + &stored, Some("Junk")),
        ] {
            let report = crate::diagnose(&paste);
            let first = &report.findings[0];
            assert_eq!(first.cause, "delivered", "{paste}");
            let is_named =
                |folder: &str| first.title.contains(folder) && first.steps[0].text.contains(folder);
            assert!(folder.is_none_or(is_named), "{paste} {}", first.title);
            let facts = report.findings.iter().flat_map(|finding| &finding.facts);
            assert!(facts.clone().all(|fact| fact.name != "Refused with"), "{paste}");
            assert!(
                report.findings.iter().all(|finding| !finding.summary.contains("was refused for it")),
                "{paste}"
            );
        }
    }

    #[test]
    fn a_filter_that_let_pass_tells_of_no_failure() {
        let passed = &crate::diagnose(&rspamd("no action")).findings[0];
        assert_eq!((passed.cause.as_str(), passed.missing.is_empty()), ("delivered", true));
        assert!(passed.title.contains("let this message pass"), "{}", passed.title);
        let marked = &crate::diagnose(&rspamd("add header")).findings[0];
        assert!(marked.title.contains("let it pass"), "{}", marked.title);
    }

    #[test]
    fn what_a_rule_of_the_mailbox_threw_away_did_not_arrive() {
        let discarded =
            format!("{SIEVE}marked message to be discarded if not explicitly delivered (discard action)\n");
        let told = &crate::diagnose(&(discarded + SENT)).findings[0];
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("recipient-restricted", "recipient"));
        let forwarded = format!("{SIEVE}forwarded to <eva@else.example>\n");
        assert_eq!(crate::diagnose(&forwarded).findings[0].cause, "delivered");
    }
}
