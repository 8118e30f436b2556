//! The recipient's mailbox is one for people at a large provider: no administrator of theirs can be reached, and what one would do the
//! provider alone can.

use crate::knowledge::{self, Service};
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, values: &Values) {
    // Its filter is its own, and another one's verdict says nothing of it.
    if told.cause == "spam-content" && (told.provider.is_some() || service(values).is_some()) {
        told.commands.clear();
    }
    let Some(service) = service(values) else { return };
    let is_theirs = |step: &Step| step.by == "recipient-admin";
    if told.steps.iter().all(is_theirs) {
        return;
    }
    told.steps.retain(|step| !is_theirs(step));
    if told.act == "recipient-admin" && told.who.is_empty() {
        told.who = format!("{}, the recipient's mail provider", service.name);
    }
}

/// The provider of the recipient's mailbox, or where none is named that of the server that takes mail for such mailboxes.
pub fn service(values: &Values) -> Option<&'static Service> {
    match values.get("recipient_domain") {
        Some(domain) => knowledge::service_of_mailbox(&domain.to_ascii_lowercase()),
        None => values.get("remote").and_then(by_server),
    }
}

/// `smtp-in.orange.fr`. Microsoft's servers take mail for companies, too.
fn by_server(host: &str) -> Option<&'static Service> {
    let host = host.to_ascii_lowercase();
    if host.ends_with(".outlook.com") && !host.contains(".olc.") {
        return None;
    }
    let mut domains = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    domains.find_map(knowledge::service_of_mailbox)
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn first(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn nobody_is_sent_to_an_administrator_of_a_private_mailbox() {
        for (address, host) in [
            ("eve@icloud.com", "mx01.mail.icloud.com"),
            ("eve@gmx.de", "mx00.emig.gmx.net"),
            ("eve@yahoo.com", "mta5.am0.yahoodns.net"),
        ] {
            let told = first(&format!(
                "This is the mail system at host mail.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<{address}>: host {host}[192.0.2.30] said: 550 5.7.1 Message rejected as spam \
                 (in reply to end of DATA command)\n"
            ));
            assert!(
                !told.steps.is_empty() && told.steps.iter().all(|step| step.by != "recipient-admin"),
                "{:?}",
                told.steps
            );
        }
        let own = first(
            "This is the mail system at host mail.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<eve@example.net>: host mx.example.net[192.0.2.30] said: 550 5.7.1 Message rejected as \
             spam (in reply to end of DATA command)\n",
        );
        assert!(own.steps.iter().any(|step| step.by == "recipient-admin"), "{:?}", own.steps);
    }
}
