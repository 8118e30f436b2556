//! PowerShell's Send-MailMessage with its command line: which of the options that a provider's server asks for are not in it.
//! Without -Port it takes 25, and without -UseSsl it encrypts nothing
//! (learn.microsoft.com/powershell/module/microsoft.powershell.utility/send-mailmessage, checked 2026-11-27).

use crate::diagnose::Diagnosis;
use crate::knowledge::{OWNERS, RULES, Topic, worded};
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, paste: &str, diagnosis: &Diagnosis, values: &Values) {
    let is_its = diagnosis.product.is_some_and(|owner| OWNERS[usize::from(owner)].id == "powershell");
    let line = is_its.then(|| command(paste)).flatten();
    let encrypts = line.as_deref().is_some_and(|line| line.to_ascii_lowercase().contains("-usessl"));
    if is_its && told.cause == "tls-required" && !encrypts {
        told_to_encrypt(told);
    }
    let wanted: &[&str] = match told.cause.as_str() {
        "auth-required" | "relay-denied" => &["-Port 587", "-UseSsl", "-Credential (Get-Credential)"],
        "tls-required" | "connection-timeout" | "connection-refused" => &["-Port 587", "-UseSsl"],
        _ => return,
    };
    let Some(line) = line else { return };
    let lower = line.to_ascii_lowercase();
    let has = |option: &str| {
        let name = option.split(' ').next().unwrap_or_default().to_ascii_lowercase();
        lower.split([' ', '\t', ':']).any(|word| word == name)
    };
    let missing: Vec<&str> = wanted.iter().copied().filter(|option| !has(option)).collect();
    if missing.is_empty() {
        return;
    }
    let server = values.get("remote").unwrap_or("smtp.example.org");
    let names: Vec<String> =
        missing.iter().map(|option| format!("`{}`", option.split(" (").next().unwrap_or_default())).collect();
    let port = if missing.contains(&"-Port 587") { " Without -Port it goes to port 25." } else { "" };
    let text = format!(
        "The command lacks {}.{port} Add it: `Send-MailMessage -SmtpServer {server} {} …`, and the rest as it stands. -UseSsl means STARTTLS here; port 465 does not work \
         with this command.",
        listed(&names),
        missing.join(" ")
    );
    told.act = "sender".to_owned();
    // What the rule says of the same options in general is in it.
    told.steps.retain(|step| !step.is_about(Topic::Ports) && !step.is_about(Topic::SignInFields));
    told.steps.insert(0, Step::new("sender", text));
    for command in &mut told.commands {
        let of_port = " Put in the place of PORT: the number of the port, as in the program's settings.";
        command.why = command.why.replace(of_port, "");
        for shell in [&mut command.shell, &mut command.windows] {
            *shell = shell.replace(" PORT", " 587");
        }
    }
}

/// A server's reply is everybody's, and judged so; what switches encryption on is PowerShell's alone.
fn told_to_encrypt(told: &mut Finding) {
    let Some(rule) = RULES.iter().find(|rule| rule.id == "powershell/starttls") else { return };
    told.title = rule.title.to_owned();
    told.summary = worded::plain(rule.summary).into_owned();
    told.retry = rule.retry.to_owned();
    told.note = None;
    told.ask = None;
    told.steps = rule.steps.iter().map(Step::from).collect();
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The command with all its options: over several lines a backtick joins them. One that PowerShell cut short, or whose options are kept
/// in a variable, does not tell what is missing.
fn command(paste: &str) -> Option<String> {
    let mut lines = paste.lines();
    while let Some(line) = lines.next() {
        let Some(at) = find(line) else { continue };
        let mut whole = line[at..].trim_end().to_owned();
        while let Some(front) = whole.strip_suffix('`') {
            whole = format!("{front} {}", lines.next().unwrap_or_default().trim());
        }
        let is_cut = whole.ends_with("...") || whole.ends_with('…');
        let is_splat = whole.split_whitespace().any(|word| word.starts_with('@'));
        if !is_cut && !is_splat && whole.to_ascii_lowercase().contains("-smtpserver") {
            return Some(whole);
        }
    }
    None
}

/// Where the command begins on a line, if options follow it.
fn find(line: &str) -> Option<usize> {
    const NAME: &str = "send-mailmessage ";
    let at = line.to_ascii_lowercase().find(NAME)?;
    line[at + NAME.len()..].trim_start().starts_with(['-', '`']).then_some(at)
}

#[cfg(test)]
mod tests {
    fn first(options: &str, error: &str) -> crate::report::Finding {
        let paste = format!(
            "PS C:\\> Send-MailMessage -To bob@example.org -From ann@example.com -Subject t {options}\nSend-MailMessage : {error}\nAt line:1 char:1\n    + \
             FullyQualifiedErrorId : SmtpException,Microsoft.PowerShell.Commands.SendMailMessage\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    #[test]
    fn the_option_that_lacks_is_named_with_the_command() {
        const ANONYMOUS: &str = "The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.57 Client not \
                                 authenticated to send mail.";
        const BARE: &str = "The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.0 Must issue a STARTTLS \
                            command first";
        let told = first("-SmtpServer smtp.office365.com", ANONYMOUS);
        assert!(
            told.steps[0].text.contains("`-Port 587`, `-UseSsl` and `-Credential`")
                && told.steps[0].text.contains(
                    "-SmtpServer smtp.office365.com -Port 587 -UseSsl -Credential (Get-Credential)"
                ),
            "{:?}",
            told.steps
        );
        let told = first("-SmtpServer smtp.gmail.com -Port 587 -Credential $c", BARE);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-required", "sender"));
        assert!(told.steps[0].text.starts_with("The command lacks `-UseSsl`."), "{:?}", told.steps);
        assert!(told.title.starts_with("Send-MailMessage") && told.steps.len() == 2, "{:?}", told.steps);
        let told = first(
            "-SmtpServer smtp.office365.com -UseSsl -Credential $c",
            "Unable to connect to the remote server",
        );
        assert!(told.steps[0].text.contains("goes to port 25"), "{:?}", told.steps);
        assert!(
            told.commands
                .iter()
                .all(|command| !command.windows.contains("PORT") && !command.shell.contains("PORT")),
            "{:?}",
            told.commands
        );
        let cut = crate::diagnose(&format!(
            "Send-MailMessage : {ANONYMOUS}\n+ Send-MailMessage -To bob@example.org -SmtpServer smtp.office365.com ...\n"
        ));
        assert!(!cut.findings[0].steps[0].text.contains("lacks"), "{:?}", cut.findings[0].steps);
    }
}
