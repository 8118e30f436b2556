//! Exim asked whether the sender address could get a bounce, and found that it could not: where the client is the same machine, a script
//! on it gave the address, and nobody's mail program or domain records are looked at first.
//! Exim's specification, section 44.27 (sender verification) and chapter 5 (`-bvs`); php.net/manual/en/function.mail.php,
//! checked 2026-11-27.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge;
use crate::report::quote::quote_unix;
use crate::report::scene::is_own_machine;
use crate::report::values::Values;
use crate::report::{Command, Finding, Step};

/// Exim's words for it, in its log and in its answer.
const SAID: &[&str] = &["sender verify fail", "verification failed for <"];

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str()).to_lowercase();
    let is_it = told.cause == "sender-address-rejected" && SAID.iter().any(|said| words.contains(said));
    if !is_it || !is_from_here(facts, found, values) {
        return;
    }
    let sender = values.get("sender").map(str::to_owned);
    let named = sender.as_deref().map_or(String::new(), |sender| format!(", {sender},"));
    told.title = "Your own server does not know the sender address of a script".to_owned();
    told.summary = format!(
        "A program on this machine handed the mail in. Before Exim takes it, it looks whether the sender address{named} could get a bounce, and it found no \
         mailbox or domain for it. No recipient's server was asked."
    );
    told.retry = "Not before the script has a sender address that exists, or the address is made.".to_owned();
    told.note = None;
    told.stage = "submission".to_owned();
    told.act = "sender-admin".to_owned();
    told.who = "you, or whoever runs the web site or the server".to_owned();
    told.ask = None;
    told.steps = [REAL, MAKE, ELSEWHERE].map(|text| Step::new("sender-admin", text)).into();
    told.commands = sender.map(asked).into_iter().collect();
}

/// From the loopback address, or to a server that calls itself as the sender's domain does.
fn is_from_here(facts: &Facts, found: &diagnose::Finding, values: &Values) -> bool {
    let mut inner = facts.groups_of(found.statement).filter_map(|group| group.named.inner.as_deref());
    let at_home = || {
        values.get("remote").zip(values.get("sender_domain")).is_some_and(|(remote, domain)| {
            is_own_machine(remote) || knowledge::same_organization(remote, domain)
        })
    };
    inner.any(is_own_machine) || at_home()
}

fn asked(sender: String) -> Command {
    Command {
        shell: format!("exim -bvs {}", quote_unix(&sender)),
        windows: String::new(),
        why: "On that server, as root (Debian: exim4): Exim checks the address as it did then. `verified` means that it is known now; else the reason stands there."
            .to_owned(),
    }
}

const REAL: &str = "Give the script a sender address that exists, in From and in the envelope. PHP's mail(): the fifth parameter `-fname@example.org`, or \
                    `sendmail_path = \"/usr/sbin/sendmail -t -i -f name@example.org\"` in php.ini; WordPress and shops: the sender address in the mail settings \
                    or of an SMTP plug-in; cron: MAILFROM or the script itself.";
const MAKE: &str = "Or make the address: a mailbox, alias or forwarder of that name (cPanel: Email Accounts, Forwarders). For one of the machine's own name, such as \
                    www-data@web1, an entry in /etc/aliases, and the name among Exim's local domains.";
const ELSEWHERE: &str = "If the mailbox exists, but at another provider, tell this server that the domain's mail is elsewhere: in cPanel under Email Routing “Remote \
                         Mail Exchanger”; else take the domain out of Exim's local_domains.";

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn a_scripts_own_address_is_what_exim_does_not_know() {
        let log = |client: &str| {
            format!(
                "2026-11-25 10:11:12 H={client}:41234 sender verify fail for <www-data@web1.example.net>: Unrouteable address\n\
                 2026-11-25 10:11:12 H={client}:41234 F=<www-data@web1.example.net> rejected RCPT <bob@example.org>: Sender verify failed\n"
            )
        };
        let session = "SERVER -> CLIENT: 220 web1.example.net ESMTP Exim 4.96\nCLIENT -> SERVER: EHLO localhost\nSERVER -> CLIENT: 250 web1.example.net\n\
                       CLIENT -> SERVER: MAIL FROM:<noreply@web1.example.net>\nSERVER -> CLIENT: 250 OK\nCLIENT -> SERVER: RCPT TO:<bob@example.org>\n\
                       SERVER -> CLIENT: 550-Verification failed for <noreply@web1.example.net>\n550-The mail server could not deliver mail to it.\n550 Sender verify failed\n";
        for paste in [log("localhost (web1.example.net) [127.0.0.1]"), session.to_owned()] {
            let told = told(&paste);
            assert_eq!(
                (told.cause.as_str(), told.stage.as_str()),
                ("sender-address-rejected", "submission"),
                "{paste}"
            );
            assert!(
                told.title.contains("script") && told.steps[0].text.contains("-fname@"),
                "{:?}",
                told.steps
            );
            assert!(told.commands[0].shell.starts_with("exim -bvs "), "{:?}", told.commands);
        }
        let answered = told(
            "Warning: mail(): SMTP server response: 550-Verification failed for <shop@example.com>\n550 Sender verify failed",
        );
        assert!(
            answered.commands.iter().any(|command| command.shell.contains("shop@example.com")),
            "{:?}",
            answered.commands
        );
        assert!(!told(&log("out.example.com [192.0.2.9]")).title.contains("script"));
    }
}
