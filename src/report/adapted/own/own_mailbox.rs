//! A log of the server that holds the mailboxes, and could not put mail into one of them: whoever reads it runs that server, and
//! the recipient is one of its own people.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{Permanence, Topic};
use crate::report::adapted::own::own_server;
use crate::report::advice::names_the_fault;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// Whether it was told so; else the finding is another one's.
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) -> bool {
    if !is_here(facts, found) {
        return false;
    }
    let address = values.get("recipient").map_or("the mailbox".to_owned(), |address| format!("`{address}`"));
    match told.cause.as_str() {
        "mailbox-full" => full(told, &address),
        // A rule that knows the server's own program has said all.
        "user-unknown" if !names_the_fault(found) => unknown(told, &address, facts.program),
        "delivery-program-failed" => program_failed(told),
        _ => return false,
    }
    told.act = "sender-admin".to_owned();
    told.stage = "mailbox".to_owned();
    told.retry = match found.permanence {
        Permanence::Permanent => {
            "This copy went back to its sender, who can send it anew once it is mended here."
        }
        _ => {
            "Your server tries again by itself for some days: what waits is put down once it is mended here."
        }
    }
    .to_owned();
    told.ask = None;
    true
}

/// All who were not reached for it are of this server, as the lines show.
fn is_here(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut of_it = facts.groups_of(found.statement).filter(|group| group.count > 0).peekable();
    of_it.peek().is_some() && of_it.all(|group| group.named.here)
}

fn full(told: &mut Finding, address: &str) {
    told.title = "A mailbox on your own server is full".to_owned();
    told.summary = "The mail was already on this server. The mailbox that it is for has used up what the server allows it, so it \
                    could not be put down there."
        .to_owned();
    told.steps.retain(|step| step.is_about(Topic::FreeSpace));
    let firsts = [
        format!(
            "Look how much {address} holds and what it is allowed (with Dovecot: `doveadm quota get -u` and the address), and allow it \
             more or archive old mail."
        ),
        "Tell whoever reads that mailbox, by another way: they may not know that nothing comes in. A warning before the limit is \
         reached spares the next time."
            .to_owned(),
    ];
    told.steps.splice(0..0, firsts.map(by_admin));
}

fn unknown(told: &mut Finding, address: &str, program: Option<&str>) {
    told.title = "Your own server has no mailbox with this name".to_owned();
    told.summary = "This server takes mail for that domain. When it wanted to put the mail down, it found no mailbox of that name."
        .to_owned();
    told.steps = [
        format!(
            "If {address} should exist here, make the mailbox or an alias, or add it to the table in which the server looks{}.",
            own_server::tables(program)
        ),
        "If it should not, have such mail refused at the door, before it is taken: whoever wrote learns it at once, and no bounce goes \
         to an address that may be forged."
            .to_owned(),
    ]
    .map(by_admin)
    .to_vec();
}

/// The command is the reader's own: nobody else is to be asked, and no other address to be written to.
fn program_failed(told: &mut Finding) {
    told.steps.retain(|step| step.by != "sender");
    for step in told.steps.iter_mut().filter(|step| step.by == "recipient-admin") {
        step.by = "sender-admin".into();
    }
}

fn by_admin(text: String) -> Step {
    Step::new("sender-admin", text)
}

#[cfg(test)]
mod tests {
    fn line(relay: &str, outcome: &str) -> String {
        format!(
            "Nov 24 09:31:03 mx postfix/lmtp[30]: 4b9BQ12kZ9: to=<ann@example.org>, relay={relay}, delay=1, {outcome}\n"
        )
    }

    const FULL: &str = "dsn=4.2.2, status=deferred (host RELAY said: 452 4.2.2 <ann@example.org> Quota exceeded (mailbox for user is full) \
                        (in reply to end of DATA command))";

    #[test]
    fn a_full_mailbox_of_this_server_is_for_its_own_administrator() {
        let told =
            |relay: &str| crate::diagnose(&line(relay, &FULL.replace("RELAY", relay))).findings.remove(0);
        let own = told("mx.example.org[private/dovecot-lmtp]");
        assert_eq!((own.cause.as_str(), own.act.as_str()), ("mailbox-full", "sender-admin"));
        assert_eq!((own.title.as_str(), own.ask), ("A mailbox on your own server is full", None));
        assert!(own.steps[0].text.contains("`ann@example.org`"), "{:?}", own.steps);
        assert!(own.retry.starts_with("Your server tries again"), "{}", own.retry);
        let theirs = told("mx.example.org[192.0.2.7]:25");
        assert_eq!((theirs.act.as_str(), theirs.ask.is_some()), ("recipient", true));
    }

    #[test]
    fn a_command_of_this_server_is_its_own_administrators() {
        let told = |program: &str| {
            let paste = format!(
                "Nov 24 09:31:03 mx postfix/{program}[30]: 4b9BQ12kZ9: to=<tickets@example.org>, relay=desk, delay=1, dsn=5.3.0, \
                 status=bounced (Command died with status 127: \"/opt/desk/import\")\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        for program in ["pipe", "local"] {
            let own = told(program);
            assert_eq!((own.cause.as_str(), own.act.as_str()), ("delivery-program-failed", "sender-admin"));
            assert_eq!(
                (own.title.as_str(), own.ask),
                ("The program that should take the message is not there", None)
            );
            assert!(own.steps[0].text.contains("master.cf"), "{:?}", own.steps);
            assert!(own.steps.iter().all(|step| step.by == "sender-admin"), "{:?}", own.steps);
        }
    }

    #[test]
    fn a_name_that_this_server_does_not_hold_is_nobody_elses_matter() {
        let told = |relay: &str| {
            let said = format!(
                "host {relay} said: 550 5.1.1 <ann@example.org> User doesn't exist (in reply to RCPT TO command)"
            );
            crate::diagnose(&line(relay, &format!("dsn=5.1.1, status=bounced ({said})"))).findings.remove(0)
        };
        let own = told("mx.example.org[private/dovecot-lmtp]");
        assert_eq!((own.cause.as_str(), own.act.as_str()), ("user-unknown", "sender-admin"));
        assert!(own.steps[0].text.contains("virtual_mailbox_maps"), "{:?}", own.steps);
        assert_ne!(told("mx.example.org[192.0.2.7]:25").act, "sender-admin");
    }

    #[test]
    fn exims_own_transport_puts_mail_down_here() {
        let line = "2026-11-26 07:15:02 1vLbQX-00000000AbC-1zXy == ann@example.org R=virtual_user T=dovecot_lmtp defer (-44): LMTP error from \
                    remote mail server after end of data: 452 4.2.2 <ann@example.org> Quota exceeded (mailbox for user is full)\n";
        assert_eq!(crate::diagnose(line).findings[0].title, "A mailbox on your own server is full");
    }
}
