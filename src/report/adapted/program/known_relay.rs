//! Who is refused for relaying by a server that mail is handed to for sending: whose server that is, is known, and nobody on the
//! recipient's side has to do with it.

use crate::knowledge::{self, Topic};
use crate::report::values::Values;
use crate::report::{Finding, Step};

const RETRY: &str = "Not before whoever sends signs in there, or is registered there.";

pub fn adapt(told: &mut Finding, values: &Values) {
    if told.cause != "relay-denied" || !told.steps.iter().any(|step| step.is_about(Topic::WhoseServer)) {
        return;
    }
    let remote = values.get("remote").map(str::to_ascii_lowercase);
    let Some(host) = remote else { return };
    let Some(service) = knowledge::sending_service(&host) else { return };
    let name = service.name;
    const BESIDE: [Topic; 3] = [Topic::WhoseServer, Topic::OwnDomain, Topic::KnownAddress];
    told.steps.retain(|step| !BESIDE.iter().any(|topic| step.is_about(*topic)));
    let sign_in = format!(
        "Let the program or server sign in at {host}: that is {name}'s server for sending, and it passes on mail for those alone who sign in. {}",
        service.note
    );
    let sender = format!(
        "See that the sender's address is one that this account at {name} may send as: of the account itself, or of a domain that is verified there."
    );
    told.steps
        .splice(0..0, [sign_in, sender].map(|text| Step::new("sender-admin", text.trim_end().to_owned())));
    told.retry = RETRY.to_owned();
    // They ask whose server it is.
    told.commands.retain(|command| !command.shell.contains(" MX "));
    told.ask = told.ask.is_some().then(|| values.message(&letter(name)));
}

fn letter(name: &str) -> String {
    format!(
        "Hello,\n\n{name}'s server for sending refuses our mail and speaks of relaying.\n\nServer that refused: {{remote}}\nSender: {{sender}}\n\
         Recipient: {{recipient}}\nSending address: {{sending_ip}}\nTime: {{time}}\nWords of the server: {{reply}}\n\nCould you see that the program \
         signs in there, and that our domain is verified in the account?\n\nThank you."
    )
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn first(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn a_known_server_for_sending_is_nobody_elses() {
        for (paste, name) in [
            (
                "Nov 24 09:11:02 mail postfix/smtp[2211]: 4A1B2C3D: to=<ann@example.org>, relay=smtp.sendgrid.net[192.0.2.1]:587, delay=1.2, \
                 delays=0.1/0/0.8/0.3, dsn=5.7.1, status=bounced (host smtp.sendgrid.net[192.0.2.1] said: 550 5.7.1 Relaying denied (in reply to \
                 RCPT TO command))",
                "SendGrid",
            ),
            ("554 5.7.1 <ann@example.org>: Relay access denied (smtp.mailgun.org)", "Mailgun"),
            (
                "smtplib.SMTPRecipientsRefused: {'ann@example.org': (550, b'5.7.1 Unable to relay')}\nhost = \"email-smtp.eu-west-1.amazonaws.com\"",
                "Amazon SES",
            ),
        ] {
            let told = first(paste);
            assert!(told.steps[0].text.contains(&format!("that is {name}'s server")), "{:?}", told.steps);
            let all: String = told.steps.iter().map(|step| format!("{} {}\n", step.by, step.text)).collect();
            assert!(!all.contains("recipient") && !all.contains("whose server"), "{all}");
            assert!(
                told.ask.is_some_and(|ask| ask.contains("signs in there") && !ask.contains("add the domain"))
            );
            assert!(told.commands.iter().all(|command| !command.shell.contains(" MX ")));
        }
        // Whose that one is, nobody knows.
        let open = first("554 5.7.1 <ann@example.org>: Relay access denied (mail.example.net)");
        assert!(open.steps[0].text.starts_with("See whose server refused"), "{:?}", open.steps);
    }

    #[test]
    fn a_relay_service_names_the_place_and_the_address() {
        let google = first(
            "550 5.7.1 Invalid credentials for relay [192.0.2.44]. The IP address you've registered in your Workspace SMTP Relay service \
                            doesn't match the domain of the account this email is being sent from.",
        );
        let texts: Vec<&str> = google.steps.iter().map(|step| &*step.text).collect();
        assert!(
            texts[0].contains("Apps, Google Workspace, Gmail, Routing") && texts[0].contains("192.0.2.44"),
            "{texts:?}"
        );
        assert!(
            google.commands.is_empty()
                && google.ask.is_some_and(|ask| ask.contains("Address that sends: 192.0.2.44"))
        );
        let microsoft = first(
            "<bob@example.net>: host example-com.mail.protection.outlook.com[192.0.2.1] said: 550 5.7.64 TenantAttribution; Relay Access \
                               Denied SMTP; IP 192.0.2.44 (in reply to RCPT TO command)",
        );
        assert!(microsoft.steps[0].text.contains("Connectors"), "{:?}", microsoft.steps);
        let code = first("550 5.7.64 refused (AM0.eurprd01.prod.outlook.com)");
        assert!(code.steps[0].text.contains("Connectors") && code.ask.is_some(), "{:?}", code.steps);
    }
}
