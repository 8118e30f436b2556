//! Commands that belong to one mail server's program: those of another one, and the log of one that nobody runs here, are
//! left out.

use super::{Command, Finding};
use crate::diagnose::Diagnosis;
use crate::knowledge::{OWNERS, OwnerKind};

pub fn adapt(told: &mut Finding, diagnosis: &Diagnosis) {
    let Some(product) = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]) else { return };
    if product.kind == OwnerKind::ApiError {
        told.commands.retain(|command| !is_of_a_server(command));
    }
    told.commands.retain(|command| !is_of_another(command, product.id));
    told.commands.iter_mut().for_each(|command| in_its_log(command, product.id));
}

/// Programs that keep a queue of their own, and the commands that look into it.
const QUEUES: &[(&str, &[&str])] = &[
    ("postfix", &["postqueue", "postconf smtp_", "postconf default_", "postconf queue_"]),
    ("exim", &["exim -bp", "exim -bP"]),
];

/// Servers of which it is known that none of these commands is theirs.
const OTHERS: &[&str] = &[
    "sendmail",
    "qmail",
    "courier",
    "opensmtpd",
    "exchange",
    "lotus-domino",
    "amazon-ses",
    "haraka",
    "kumomta",
    "powermta",
    "hmailserver",
    "mdaemon",
    "kerio-connect",
    "stalwart",
];

/// Whether a command looks into the queue of another program than the one that wrote the report.
fn is_of_another(command: &Command, program: &str) -> bool {
    let is_known = QUEUES.iter().any(|(name, _)| *name == program) || OTHERS.contains(&program);
    let of = QUEUES.iter().find(|(_, begins)| begins.iter().any(|begin| command.shell.starts_with(begin)));
    is_known && of.is_some_and(|(name, _)| *name != program)
}

/// Whoever sends through a service has no mail server's log or queue to look into.
fn is_of_a_server(command: &Command) -> bool {
    let line = if command.shell.is_empty() { &command.windows } else { &command.shell };
    line.contains("/var/log/") || ["Get-", "postqueue", "exim "].iter().any(|begin| line.starts_with(begin))
}

/// Exim keeps its log apart from the system's (specification, chapter 53).
fn in_its_log(command: &mut Command, program: &str) {
    const SYSTEMS: &str = "/var/log/mail.log";
    if program == "exim" && command.shell.contains(SYSTEMS) {
        command.shell = command.shell.replace(SYSTEMS, "/var/log/exim4/mainlog");
        command.why.push_str(
            " Without Debian the file is /var/log/exim/main.log, with cPanel /var/log/exim_mainlog.",
        );
    }
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn who_sends_through_a_service_has_no_log_to_search() {
        let told = first(
            r#"{"notificationType":"Delivery","mail":{"timestamp":"2025-03-04T10:02:11.000Z","source":"bob@example.net",
            "messageId":"0100abc-000000","sourceArn":"arn:aws:ses:us-east-1:1:identity/example.net","destination":["ann@example.org"]},
            "delivery":{"recipients":["ann@example.org"],"smtpResponse":"250 2.6.0 taken","reportingMTA":"a1.smtp-out.amazonses.com"}}"#,
        );
        assert_eq!(told.cause, "delivered");
        assert!(told.commands.is_empty(), "{:?}", told.commands);
    }

    #[test]
    fn exims_log_and_queue_are_exims() {
        let told = first(
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered \
             to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ann@example.org\n    \
             retry timeout exceeded\n",
        );
        let shells: String = told.commands.iter().map(|command| command.shell.clone() + "\n").collect();
        assert!(shells.contains("/var/log/exim4/mainlog") && !shells.contains("mail.log"), "{shells}");
    }
}
