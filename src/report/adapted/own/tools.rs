//! Commands that belong to one mail server's program: those of another one, and the log of one that nobody runs here, are
//! left out.

use crate::diagnose::Diagnosis;
use crate::knowledge::{self, OWNERS, OwnerKind, Runs, Topic};
use crate::mail::ip::is_inner_name;
use crate::report::values::Values;
use crate::report::{Command, Finding};

pub fn adapt(told: &mut Finding, diagnosis: &Diagnosis, values: &Values) {
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    let whose = Whose::of(told, product, values);
    told.commands.retain(|command| whose.may_run(command) && searches_own_log(command, product));
    // No public directory knows a name of one's own network.
    if values.get("remote").is_some_and(is_inner_name) {
        told.commands.retain(|command| !command.shell.contains(" 9.9.9.9"));
    }
    // A setting of Symfony's, and of those that are built on it.
    let is_symfonys = |id: &str| matches!(id, "symfony-mailer" | "laravel");
    if product.is_some_and(|product| !is_symfonys(product.id)) {
        told.steps.retain(|step| !step.is_about(Topic::MailerDsn));
    }
    // The fault is in Exchange, whatever runs at the reader's.
    if whose.is_microsofts && matches!(told.stage.as_str(), "inbound" | "mailbox") {
        told.commands.retain(|command| !is_of_unix(command));
    }
    // A provider's server reports: its customers have no queue of it before them.
    if values.get("reporter").and_then(knowledge::service_of_host).is_some() {
        told.commands
            .retain(|command| !POSTFIXS.contains(&command.shell.split(' ').next().unwrap_or_default()));
    }
    let Some(product) = product else { return };
    if product.kind == OwnerKind::ApiError && !whose.is_microsofts {
        told.commands.retain(|command| !is_of_a_server(command));
    }
    told.commands.retain(|command| !is_of_another(command, product));
    told.commands.iter_mut().for_each(|command| in_its_log(command, product.id));
}

/// Whose the server is that refused, as far as it shows.
struct Whose {
    is_microsofts: bool,
    is_amazons: bool,
    /// A large provider's: no Postfix of the reader's.
    is_providers: bool,
    is_known: bool,
}

impl Whose {
    fn of(told: &Finding, product: Option<&knowledge::Owner>, values: &Values) -> Self {
        let service =
            values.get("remote").and_then(knowledge::service_of_host).map_or("", |service| service.id);
        let id = product.map_or("", |product| product.id);
        let provider = told.provider.as_deref().unwrap_or_default();
        let is_microsofts = matches!(id, "exchange" | "message-trace" | "microsoft-graph" | "outlook-web")
            || service.starts_with("microsoft")
            || service.starts_with("outlook")
            || matches!(provider, "microsoft" | "exchange-server");
        let is_amazons = id == "amazon-ses" || service == "amazon-ses" || provider == "amazon-ses";
        let is_service = product.is_some_and(|product| product.kind == OwnerKind::ApiError);
        let is_providers = is_microsofts || is_amazons || is_service || !service.is_empty();
        // Postfix's own words (reject_sender_login_mismatch).
        let is_postfixs = told.evidence.iter().any(|shown| {
            let quote = shown.quote.to_ascii_lowercase();
            quote.contains("not owned by user") || quote.contains("not logged in")
        });
        let is_known = is_providers
            || is_postfixs
            || product.is_some_and(is_other)
            || QUEUES.iter().any(|(name, _)| *name == id);
        Self { is_microsofts, is_amazons, is_providers, is_known }
    }

    fn may_run(&self, command: &Command) -> bool {
        let line = if command.shell.is_empty() { &command.windows } else { &command.shell };
        match line.split(' ').next().unwrap_or_default() {
            "aws" => self.is_amazons,
            "postmap" => !self.is_providers,
            cmdlet if cmdlet.starts_with("Get-EXO") || cmdlet.starts_with("Get-MessageTrace") => {
                self.is_microsofts || !self.is_known
            }
            _ => true,
        }
    }
}

/// The lines of Postfix's log are found by other words than those of Exim's. Where nothing shows whose it is, Postfix's are offered.
fn searches_own_log(command: &Command, product: Option<&knowledge::Owner>) -> bool {
    let is_exim = product.is_some_and(|product| product.id == "exim");
    let is_search = command.shell.starts_with("grep");
    let (of_exim, of_postfix) = (command.shell.contains("/exim"), command.shell.contains("status="));
    !is_search || if is_exim { !of_postfix } else { !of_exim }
}

/// Programs that keep a queue of their own, and the commands that look into it.
const QUEUES: &[(&str, &[&str])] = &[
    ("postfix", &["postqueue", "qshape", "postconf smtp_", "postconf default_", "postconf queue_"]),
    ("exim", &["exim -bp", "exim -bP"]),
];

/// The commands of each.
const POSTFIXS: &[&str] = &["postfix", "postmap", "postconf", "postqueue", "postsuper", "qshape"];
const EXCHANGES: &[&str] = &[
    "Get-AcceptedDomain",
    "Get-Mail",
    "Get-Recipient",
    "Get-Transport",
    "Get-Queue",
    "Get-EXO",
    "Get-Remote",
    "Get-Distribution",
];
const EXIMS: &[&str] = &["exim", "exiqgrep", "exigrep", "exinext"];

/// A server of which it is known that none of these commands is its own.
fn is_other(program: &knowledge::Owner) -> bool {
    program.runs == Some(Runs::Mta)
}

/// Whether a program runs on Windows alone: who pasted from it has no shell of Unix before them.
pub fn is_of_windows(program: &str) -> bool {
    const OF_WINDOWS: &[&str] = &[
        "outlook-desktop",
        "outlook-express",
        "windows-live-mail",
        "windows-mail",
        "powershell",
        "cdo",
        "blat",
        "sql-server-database-mail",
        "exchange",
        "hmailserver",
        "mdaemon",
    ];
    OF_WINDOWS.contains(&program)
}

/// A mail server's command, or its log, on Unix alone.
fn is_of_unix(command: &Command) -> bool {
    let tool = command.shell.split(' ').next().unwrap_or_default();
    let is_servers = [POSTFIXS, EXIMS, &["journalctl"]].iter().any(|tools| tools.contains(&tool));
    command.windows.is_empty() && is_servers
}

/// Whether a command looks into the queue of another program than the one that wrote the report.
fn is_of_another(command: &Command, product: &knowledge::Owner) -> bool {
    let program = product.id;
    // Exchange Online runs on nobody's own machine, and no server of Unix runs on Windows.
    if program == "message-trace" || (is_of_windows(program) && command.windows.is_empty()) {
        let tool = command.shell.split(' ').next().unwrap_or_default();
        return command.shell.contains("/var/log/")
            || [POSTFIXS, EXIMS, &["ss", "journalctl", "systemctl"]]
                .iter()
                .any(|tools| tools.contains(&tool));
    }
    let tool = command.shell.split(' ').next().unwrap_or_default();
    // Of both at once, or about what is not a queue. Exchange runs on Windows.
    let is_of_unix = || product.id == "exchange" && command.shell.contains("/var/log/");
    let line = if command.shell.is_empty() { &command.windows } else { &command.shell };
    if is_other(product) && product.id != "exchange" && EXCHANGES.iter().any(|begin| line.starts_with(begin))
    {
        return true;
    }
    if is_other(product)
        && (POSTFIXS.contains(&tool)
            || EXIMS.contains(&tool)
            || command.shell.contains(" -u postfix")
            || is_of_unix())
    {
        return true;
    }
    if (program == "postfix" && EXIMS.contains(&tool)) || (program == "exim" && POSTFIXS.contains(&tool)) {
        return true;
    }
    let is_known = QUEUES.iter().any(|(name, _)| *name == program) || is_other(product);
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
        command.why = command.why.replace("On a Postfix server: ", "");
        command.shell = command.shell.replace(SYSTEMS, "/var/log/exim4/mainlog");
        command.why.push_str(
            " Without Debian the file is /var/log/exim/main.log, with cPanel /var/log/exim_mainlog.",
        );
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_providers_server_is_asked_by_its_own_tools_alone() {
        let shells = |paste: &str| -> String {
            first(paste)
                .commands
                .iter()
                .map(|command| format!("{}{}\n", command.shell, command.windows))
                .collect()
        };
        let icloud = shells(
            "The sender address a@example.org was rejected by the server smtp.mail.me.com: 550 5.7.0 From address is not one of your addresses",
        );
        assert!(!icloud.contains("Get-EXO") && !icloud.contains("postmap"), "{icloud}");
        let graph = shells(
            r#"{"error":{"code":"ErrorSendAsDenied","message":"The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account."}}"#,
        );
        assert!(!graph.contains("postmap"), "{graph}");
        let postfix =
            shells("553 5.7.1 <a@example.org>: Sender address rejected: not owned by user b@example.org");
        assert!(!postfix.contains("Get-EXO") && postfix.contains("postmap"), "{postfix}");
        let mailgun = shells(
            r#"{"event":"failed","severity":"permanent","reason":"suppress-bounce","recipient":"ann@example.org","delivery-status":{"code":605,"message":"","description":"Not delivering to previously bounced address"}}"#,
        );
        assert!(!mailgun.contains("aws "), "{mailgun}");
    }

    #[test]
    fn a_program_of_windows_is_checked_there() {
        let outlook = crate::diagnose(
            "Task 'ann@example.org - Sending' reported error (0x800CCC13) : 'Cannot connect to the network. Verify your network connection or modem.'",
        );
        let text = crate::report::text::write(&outlook, None, &|_, text| text.to_owned());
        assert!(text.contains("Test-NetConnection") && !text.contains("ip route"), "{text}");
        let trace = shells_of(
            "Date (UTC)\tSender\tRecipient\tSubject\tStatus\n11/3/2026 10:00\tann@example.org\tbob@example.net\tOffer\tPending\n",
        );
        assert!(!trace.contains("postqueue") && !trace.contains("exim"), "{trace}");
    }

    fn shells_of(paste: &str) -> String {
        let lines = first(paste).commands.into_iter().map(|command| command.shell + &command.windows + "\n");
        lines.collect()
    }

    #[test]
    fn the_port_beside_the_error_is_the_one_to_try() {
        let shells = shells_of(
            "Kyocera TASKalfa, job result: Error\nConnection to the server failed\n\nSMTP Server Name: smtp.gmail.com\nSMTP Port Number: 587\nSMTP \
             Security: Off\nSMTP Authentication: On\nLogin User Name: ann@gmail.com\n",
        );
        assert!(shells.contains("smtp.gmail.com 587"), "{shells}");
    }

    #[test]
    fn an_inner_name_is_asked_of_no_public_directory() {
        let asks = |host: &str| {
            let told = first(&format!("Send-MailMessage : The remote name could not be resolved: '{host}'"));
            assert_eq!(told.cause, "server-name-unresolved");
            told.commands.iter().any(|command| command.shell.contains("9.9.9.9"))
        };
        assert!(asks("smtp.example.org") && !asks("smtp.office.local"));
    }

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
    fn exims_log_is_searched_for_exims_lines() {
        let told = |head: &str| {
            shells_of(&format!(
                "{head}\n  bob@t-online.de\n    host mx01.t-online.de [192.0.2.4]\n    SMTP error from remote mail server after initial \
                 connection:\n    554 IP=198.51.100.4 - None/bad reputation. (Ask your postmaster for help or to contact tosa@rx.t-online.de for reset.) (NOWL)\n"
            ))
        };
        let exim = told(
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n\
             recipients. This is a permanent error. The following address(es) failed:\n",
        );
        assert!(!exim.contains("status=") && exim.contains("(==|"), "{exim}");
        let postfix = shells_of(
            "This is the mail system at host out.example.org.\n\n<bob@t-online.de>: host mx01.t-online.de[192.0.2.4] refused to talk to me: 554 \
             IP=198.51.100.4 - None/bad reputation. (Ask your postmaster for help or to contact tosa@rx.t-online.de for reset.) (NOWL)\n",
        );
        assert!(postfix.contains("status=") && !postfix.contains("exim"), "{postfix}");
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
