//! A mail program that is refused for relaying: it speaks to the server that one sends through and to no other, so what is
//! missing is the sign-in, or the server in the settings is another provider's.

use super::{Finding, Step};
use crate::diagnose::{self, Diagnosis};
use crate::facts::Facts;
use crate::knowledge::{OWNERS, OwnerKind};

/// `own_steps`: as in [`super::adapted::adapt`].
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    own_steps: usize,
) {
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    let is_mail_program = product.is_some_and(|product| product.kind == OwnerKind::ClientError);
    if told.cause != "relay-denied" || !(is_mail_program || asks_for_sign_in(facts, found)) {
        return;
    }
    let step = |text: &'static str| Step::new("sender", text);
    // A rule of the program's own says where it is switched on there.
    let own: Vec<Step> = told.steps.drain(..own_steps.min(told.steps.len())).collect();
    told.steps.retain(|step| step.by == "sender-admin");
    let place = product.and_then(|product| PLACES.iter().find(|(id, _)| *id == product.id));
    let sign_in = match place {
        _ if !own.is_empty() => own,
        Some((_, place)) => vec![Step::new("sender", format!("{SIGN_IN} {place}"))],
        None => vec![step(SIGN_IN)],
    };
    told.steps.splice(0..0, sign_in.into_iter().chain([step(OWN_SERVER)]));
    told.retry = "Not before the program signs in, or uses the right outgoing server.".to_owned();
    told.act = "sender".to_owned();
    told.ask = None;
    told.commands.clear();
}

const SIGN_IN: &str = "Switch on the sign-in for the outgoing server (SMTP) in the account's settings, with the user name and the password of \
                       the mailbox: the one for the incoming server does not count there.";
const OWN_SERVER: &str = "Use the outgoing server of the provider that your From address belongs to. Another one, of the internet line or of an \
                          earlier provider, passes on mail for its own customers alone.";

/// Where a program keeps that.
const PLACES: &[(&str, &str)] = &[(
    "outlook-desktop",
    "In Outlook: File, Account Settings, More Settings, Outgoing Server: tick “My outgoing server (SMTP) requires authentication”.",
)];

/// The words say that whoever signs in is let through.
fn asks_for_sign_in(facts: &Facts, found: &diagnose::Finding) -> bool {
    const SIGNS: &[&str] = &[
        "requires authentication",
        "authentication required",
        "authentication is required",
        "without authentication",
        "authenticate to relay",
        "mail client settings",
    ];
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    SIGNS.iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_mail_program_has_to_sign_in_and_asks_nobody() {
        for paste in [
            "Task 'ann@example.org - Sending' reported error (0x800CCC79) : 'The server responded: 503 This mail server requires authentication \
             when attempting to send to a non-local e-mail address. Please check your mail client settings.'",
            "An error occurred while sending mail. The mail server responded: 5.7.1 <bob@example.net>: Relay access denied. Please check the \
             message recipient \"bob@example.net\" and try again.",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), told.ask),
                ("relay-denied", "sender", None),
                "{paste}"
            );
            assert!(
                told.steps[0].text.contains("sign-in")
                    || told.steps[0].text.contains("requires authentication"),
                "{:?}",
                told.steps
            );
            assert!(told.steps.iter().all(|step| !step.text.contains("recipient")), "{:?}", told.steps);
            assert!(told.commands.is_empty());
        }
    }
}
