//! An account that may not send as another address: both are put side by side, and who can change what.

use crate::knowledge::{self, CAUSES, OWNERS, Only, Topic};
use crate::report::adapted::program::provider::is_peoples;
use crate::report::quote::quote_windows;
use crate::report::values::Values;
use crate::report::{Command, Finding, Step};

/// So much is looked through for the program, in bytes.
const LONGEST: usize = 16 << 10;

pub fn adapt(told: &mut Finding, paste: &str, values: &Values) {
    let (Some(login), Some(sender)) = (values.get("login"), values.get("sender")) else { return };
    if told.cause != "send-as-denied" || !login.contains('@') || login.eq_ignore_ascii_case(sender) {
        return;
    }
    told.note = Some(format!("The account {login} signed in, and it may not send as {sender}."));
    let plugin = knowledge::plugin(&paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))]);
    let place = match plugin.map(|plugin| (plugin.name, plugin.sender)) {
        Some((name, at)) if !at.is_empty() => format!(" In {name} it stands under {at}"),
        _ => String::new(),
    };
    let text = format!("Set the From address to {login} in place of {sender}, and send again.{place}");
    // It stands in the place of the general words for it, without the two addresses.
    let is_general = |step: &Step| step.is_about(Topic::FromAddress);
    let at = told.steps.iter().position(is_general).unwrap_or(0);
    told.steps.retain(|step| !is_general(step) && (place.is_empty() || !is_of_code(step)));
    told.steps.insert(at.min(told.steps.len()), Step::new("sender", text));
    if is_microsofts(told, values) && !is_peoples(values) {
        of_microsoft(told, login, sender);
    }
}

/// What is said to whoever writes the program: who only sets up a plug-in has no code before them.
fn is_of_code(step: &Step) -> bool {
    let own = OWNERS.iter().any(|owner| !owner.sender.is_empty() && owner.sender == step.text);
    let cause = CAUSES.iter().find(|cause| cause.id == "send-as-denied");
    own || cause
        .is_some_and(|cause| cause.steps.iter().any(|own| own.only == Only::Code && own.text == step.text))
}

fn is_microsofts(told: &Finding, values: &Values) -> bool {
    let service = values.get("remote").and_then(knowledge::service_of_host);
    told.provider.as_deref() == Some("microsoft")
        || service.is_some_and(|service| service.id.starts_with("microsoft"))
}

/// At Microsoft 365 an administrator can give leave; nobody can to an account for people.
fn of_microsoft(told: &mut Finding, login: &str, sender: &str) {
    if !told.steps.iter().any(|step| step.is_about(Topic::SendAs)) {
        let text = format!(
            "Or let {login} send as {sender}: in the Exchange admin center under Recipients, Mailboxes, the mailbox of {sender}, Delegation, Send As. An address \
             without a mailbox has to be made first, as a shared mailbox."
        );
        told.steps.push(Step::new("sender-admin", text));
    }
    told.commands.push(Command {
        shell: String::new(),
        windows: format!("Add-RecipientPermission {} -AccessRights SendAs -Trustee {}", quote_windows(sender), quote_windows(login)),
        why: "For a Microsoft 365 administrator (Exchange Online PowerShell): gives the account leave to send as the other address. It takes up to an hour to work."
            .to_owned(),
    });
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_two_addresses_stand_side_by_side() {
        let paste = "Versions:\nWordPress: 6.8\nWP Mail SMTP: 4.6\n\nParams:\nMailer: smtp\nHost: smtp.office365.com\nPort: 587\nSMTP Debug:\n\
                     2026-11-03 09:15:30\tSERVER -> CLIENT: 220 AM0.outlook.office365.com Microsoft ESMTP MAIL Service ready\n2026-11-03 09:15:30\tCLIENT -> \
                     SERVER: EHLO www.orchard.example\n2026-11-03 09:15:31\tSERVER -> CLIENT: 235 2.7.0 Authentication successful\n2026-11-03 09:15:31\tCLIENT -> \
                     SERVER: MAIL FROM:<blog@orchard.example>\n2026-11-03 09:15:31\tSERVER -> CLIENT: 250 2.1.0 Sender OK\n2026-11-03 09:15:31\tCLIENT -> SERVER: \
                     RCPT TO:<bob@example.net>\n2026-11-03 09:15:31\tSERVER -> CLIENT: 250 2.1.5 Recipient OK\n2026-11-03 09:15:32\tSERVER -> CLIENT: 554 5.2.252 \
                     SendAsDenied; desk@orchard.example not allowed to send as blog@orchard.example\n";
        let report = crate::diagnose(paste);
        let told = &report.findings[0];
        assert_eq!(told.cause, "send-as-denied");
        let own: Vec<&str> =
            told.steps.iter().filter(|step| step.by == "sender").map(|step| step.text.as_ref()).collect();
        let first = own.first().copied().unwrap_or_default();
        assert!(first.contains("desk@orchard.example in place of blog@orchard.example"), "{own:?}");
        assert!(first.contains("Force From Email"), "{first}");
        assert!(own.iter().all(|text| !text.contains("setFrom")), "{own:?}");
        assert!(told.steps.iter().all(|step| !step.text.contains("Outlook.com")), "{:?}", told.steps);
        assert!(
            told.steps.iter().any(|step| step.by == "sender-admin" && step.text.contains("Send As")),
            "{:?}",
            told.steps
        );
        assert!(
            told.commands
                .iter()
                .any(|command| command.windows.starts_with("Add-RecipientPermission blog@orchard.example"))
        );
        let parts = &told.reply.as_ref().expect("a reply").parts;
        assert!(
            parts.iter().any(|part| part.quote == "SendAsDenied" && part.meaning.contains("may not send")),
            "{parts:?}"
        );
        let moves = &report.dialogue.as_ref().expect("a dialogue").exchanges;
        assert!(moves.iter().all(|step| !step.means.contains("not know or not allow")), "{moves:?}");
    }
}
