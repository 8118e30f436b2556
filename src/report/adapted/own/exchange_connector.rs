//! A program hands the organisation's own Exchange server mail for somewhere else, and is not let through: what is missing there is a receive
//! connector that knows the program's machine, or a sign-in. The recipient's domain is none of that server's.
//!
//! [Anonymous relay](https://learn.microsoft.com/exchange/mail-flow/connectors/allow-anonymous-relay), as generally known, and
//! [New-ReceiveConnector](https://learn.microsoft.com/powershell/module/exchange/new-receiveconnector), checked 2026-11-28.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge;
use crate::mail::address;
use crate::mail::ip::{is_inner, is_inner_name};
use crate::report::values::Values;
use crate::report::{Fact, Finding, Step};

const SIGN_IN: &str = "Or let the program sign in: port 587 with STARTTLS (the connector “Client Frontend”), with user name and password of a mailbox in your \
                       organisation, whose address then stands in From.";
const NOT_THE_DOMAIN: &str =
    "Do not add the recipient's domain to the accepted domains: Exchange would keep all mail for it.";

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    if told.cause != "relay-denied" || !is_exchanges(words) {
        return;
    }
    let Some(server) = values.get("remote").filter(|host| is_own(host, values)).map(str::to_owned) else {
        return;
    };
    let recipient = values.get("recipient").or_else(|| failed_recipient(paste)).map(str::to_owned);
    let whom = recipient.as_deref().map(|recipient| format!(", {recipient},")).unwrap_or_default();
    told.title = "Your Exchange server does not let this program send to the outside".to_owned();
    told.summary = format!(
        "The program handed {server} a message for an address outside of your organisation{whom} without a sign-in, and from a machine that may not do so. For its own \
         domains Exchange takes such mail, for others it does not."
    );
    told.note = words.contains("System.Net.Mail").then(|| {
        "That the mailbox is unavailable is only .NET's word for the number 550: the recipient's mailbox has no part in it.".to_owned()
    });
    told.retry = "Not before the server knows the program's machine, or the program signs in.".to_owned();
    told.act = "sender-admin".to_owned();
    told.who = "you, or whoever runs your Exchange server".to_owned();
    told.stage = "submission".to_owned();
    let machine = values.get("sending_ip").unwrap_or("ADDRESS");
    let means = if machine == "ADDRESS" {
        " In the place of ADDRESS: the program's machine, and no whole network."
    } else {
        ""
    };
    let connector = format!(
        "Make a receive connector for the program's machine alone. In the Exchange Management Shell: `New-ReceiveConnector -Name 'Relay' -TransportRole FrontendTransport \
         -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges {machine} -PermissionGroups AnonymousUsers`.{means}"
    );
    let right = "Give it the right to pass mail on: `Get-ReceiveConnector 'SERVER\\Relay' | Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights \
                 Ms-Exch-SMTP-Accept-Any-Recipient`, with the server's name in the place of SERVER. On a server in another language that user has a name of its own (in German \
                 `NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG`).";
    told.steps.clear();
    told.steps.push(Step::new("sender-admin", connector));
    told.steps.push(Step::new("sender-admin", right));
    told.steps.push(Step::new("sender-admin", SIGN_IN));
    told.steps.push(Step::new("sender-admin", NOT_THE_DOMAIN));
    told.commands.clear();
    told.links.clear();
    told.ask = None;
    if let Some(recipient) = recipient.filter(|_| told.facts.iter().all(|fact| fact.name != "Recipient")) {
        told.facts.insert(0, Fact { name: "Recipient".to_owned(), value: recipient });
    }
}

/// `5.7.54 SMTP; Unable to relay recipient in non-accepted domain`, `5.7.1 Unable to relay`: so Exchange says it.
fn is_exchanges(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    lower.contains("smtp; unable to relay") || (lower.contains("5.7.54") && lower.contains("relay"))
}

/// Whether the server is in the reader's own network, as its name or address shows.
fn is_own(host: &str, values: &Values) -> bool {
    const LABELS: &[&str] = &["intern", "internal", "local", "lan", "corp", "intra", "intranet", "ad"];
    let is_label = |label: &str| LABELS.iter().any(|known| label.eq_ignore_ascii_case(known));
    let is_senders = || {
        let organisation =
            |name: &str| values.get(name).is_some_and(|domain| knowledge::same_organization(host, domain));
        organisation("sender_domain") && !organisation("recipient_domain")
    };
    is_inner(host)
        || values.get("remote_ip").is_some_and(is_inner)
        || is_inner_name(host)
        || !host.contains('.')
        || host.split('.').skip(1).any(is_label)
        || is_senders()
}

/// .NET's property: `FailedRecipient: <bob@example.net>`.
fn failed_recipient(paste: &str) -> Option<&str> {
    paste.lines().take(400).find_map(|line| {
        let (_, value) = line.split_once("FailedRecipient")?;
        address::in_brackets(value).next()
    })
}

#[cfg(test)]
mod tests {
    fn told(server: &str) -> crate::report::Finding {
        crate::diagnose(&format!(
            "System.Net.Mail.SmtpFailedRecipientException: Mailbox unavailable. The server response was: 5.7.54 SMTP; Unable to relay recipient in non-accepted domain\n   \
             at System.Net.Mail.SmtpTransport.SendMail(MailAddress sender)\n   at Shop.Mailer.Send() in C:\\Shop\\Mailer.cs:line 18\n---\nFailedRecipient: \
             <bob@example.net>\nServer: {server}:25\n"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn ones_own_exchange_gets_a_connector_and_no_foreign_domain() {
        for server in ["ex1.intern.orchard.example", "10.1.0.5", "ex1.orchard.local"] {
            let told = told(server);
            assert_eq!((told.cause.as_str(), &told.ask), ("relay-denied", &None), "{server}");
            assert!(told.title.starts_with("Your Exchange server"), "{server}: {}", told.title);
            let said: String = told.steps.iter().map(|step| step.text.as_ref()).collect();
            assert!(
                said.contains("New-ReceiveConnector") && said.contains("Ms-Exch-SMTP-Accept-Any-Recipient"),
                "{said}"
            );
            assert!(!said.contains("belongs to the recipient"), "{said}");
            assert!(told.facts.iter().any(|fact| fact.value == "bob@example.net"), "{:?}", told.facts);
        }
        assert!(!told("mx.example.com").title.starts_with("Your Exchange server"));
    }
}
