//! A report by a web host's own Exim that found no mailbox itself: no other server was asked. Where the domain's mail moved elsewhere, the
//! web host was not told, and a web site's form on it reaches nobody.
//! docs.cpanel.net/cpanel/email/email-routing, checked 2026-11-27.

use crate::diagnose;
use crate::facts::Facts;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What cPanel's Exim says of a name that it keeps no mailbox for, in its own routing.
const SAID: &str = "no such user here";

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let Some(said) = found.statement.map(|index| &facts.statements[index]) else { return };
    let is_its_own = said.code.is_none() && said.remote.is_none();
    let names_it = said.text.as_str().to_lowercase().contains(SAID);
    if told.cause != "user-unknown" || !is_its_own || !names_it {
        return;
    }
    let Some(domain) = values.get("recipient_domain") else { return };
    let reporter = values.get("reporter").map_or("the server that reports".to_owned(), str::to_owned);
    told.add_note(&format!("No other server was asked: {reporter} takes {domain} for a domain of its own."));
    let text = format!(
        "If {domain} is your own domain and its mailboxes are at another provider by now, {reporter} has to be told: in cPanel under Email Routing choose “Remote Mail \
         Exchanger” for the domain (`dig +short MX {domain}` shows where its mail belongs). Forms and programs on that server reach the mailboxes then."
    );
    told.steps.insert(0, Step::new("sender-admin", text));
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_web_host_that_keeps_the_mail_itself_is_to_be_told() {
        let report = |words: &str| {
            let paste = format!(
                "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. \
                 This is a permanent error. The following address(es) failed:\n\n  info@example.com\n    {words}\n\nReporting-MTA: dns; web7.host.example\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let kept = report("No Such User Here");
        assert_eq!(kept.cause, "user-unknown");
        assert!(kept.steps[0].text.contains("Remote Mail Exchanger"), "{:?}", kept.steps);
        assert!(kept.note.is_some_and(|note| note.contains("web7.host.example")));
        let theirs = report(
            "host mx.example.com [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<info@example.com>:\n    550 No Such User Here",
        );
        assert!(
            theirs.steps.iter().all(|step| !step.text.contains("Remote Mail Exchanger")),
            "{:?}",
            theirs.steps
        );
    }
}
