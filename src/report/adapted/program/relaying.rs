//! A mail program that is refused for relaying: it speaks to the server that one sends through and to no other, so what is
//! missing is the sign-in, or the server in the settings is another provider's.

use crate::diagnose::{self, Diagnosis};
use crate::facts::Facts;
use crate::knowledge::{OWNERS, OwnerKind, Topic};
use crate::report::adapted::program::served;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    own_steps: usize,
    values: &Values,
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
    // Whoever types into a mail program has no smart host.
    let is_on_a_desk = is_mail_program
        && !diagnose::bare::is_device(facts, diagnosis)
        && !served::is_served(facts, diagnosis);
    if is_on_a_desk {
        told.steps.clear();
    }
    let named = account(values).map(|text| Step::new("sender", text));
    let ports = is_on_a_desk.then(|| step(PORTS).about(Topic::Ports));
    told.steps.splice(0..0, sign_in.into_iter().chain(named).chain([step(OWN_SERVER)]).chain(ports));
    told.retry = "Not before the program signs in, or uses the right outgoing server.".to_owned();
    told.act = "sender".to_owned();
    told.ask = None;
    told.commands.clear();
}

const SIGN_IN: &str = "Switch on the sign-in for the outgoing server (SMTP) in the account's settings, with the user name and the password of \
                       the mailbox: the one for the incoming server does not count there.";
const OWN_SERVER: &str = "Use the outgoing server of the provider that your From address belongs to. Another one, of the internet line or of an \
                          earlier provider, passes on mail for its own customers alone.";

const PORTS: &str = "Choose port 587 with STARTTLS, or 465 with SSL, for that server. Without encryption, and at port 25, many servers take no sign-in, \
                     and the network of a hotel or a guest may lead the connection to a server of its own.";

/// Both as the paste has them.
fn account(values: &Values) -> Option<String> {
    let (login, server) = (values.get("login"), values.get("remote"));
    let is_name = |host: &&str| host.parse::<std::net::IpAddr>().is_err();
    match (login.filter(|login| login.contains('@')), server.filter(is_name)) {
        (Some(login), Some(server)) => Some(format!(
            "Here that is the account {login}: its user name and password, for the outgoing server {server}."
        )),
        (None, Some(server)) => Some(format!("The outgoing server that is meant here is {server}.")),
        _ => None,
    }
}

/// Where a program keeps that.
const PLACES: &[(&str, &str)] = &[
    (
        "outlook-desktop",
        "In Outlook: File, Account Settings, More Settings, Outgoing Server: tick “My outgoing server (SMTP) requires authentication”.",
    ),
    // https://support.apple.com/en-us/102594, checked 2026-11-28
    (
        "ios-mail",
        "On the iPhone: Settings, Apps, Mail, Mail Accounts, your account, SMTP, Primary Server: enter both, although “optional” stands there. At home it \
         may go without them where the internet line is the provider's own.",
    ),
];

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
    fn on_an_iphone_the_optional_fields_are_filled_in() {
        for paste in [
            "メールを送信できません\n受信者の1人、\"bob@example.net\"がサーバによって拒否されました。\n554 5.7.1 <bob@example.net>: Relay access denied",
            "iPhone mail: works at home, but on 4G I get 554 5.7.1 <bob@example.net>: Relay access denied",
        ] {
            let report = crate::diagnose(paste);
            assert_eq!(
                report.product.as_ref().map(|product| product.id.as_str()),
                Some("ios-mail"),
                "{paste}"
            );
            let told = &report.findings[0];
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), &told.ask),
                ("relay-denied", "sender", &None),
                "{paste}"
            );
            assert!(told.steps[0].text.contains("Primary Server"), "{:?}", told.steps);
        }
        // Without the server's words it is no more than possible.
        let bare = crate::diagnose("One of the recipients, \"bob@example.net\", was rejected by the server.")
            .findings
            .remove(0);
        assert_eq!(
            (bare.cause.as_str(), bare.confidence.as_str(), bare.act.as_str()),
            ("relay-denied", "possible", "sender")
        );
        assert!(bare.steps[0].text.contains("Primary Server"), "{:?}", bare.steps);
    }

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

    #[test]
    fn a_phone_is_told_its_own_account_and_no_smart_host() {
        let paste = "No se puede enviar el correo\nSe ha guardado una copia en la bandeja de salida. El destinatario “eve@example.net” ha sido \
                     rechazado por el servidor porque no permite la retransmisión.\n\nla cuenta es ann@example.org, servidor saliente mail.example.org\n";
        let told = crate::diagnose(paste).findings.remove(0);
        let texts: Vec<&str> = told.steps.iter().map(|step| step.text.as_ref()).collect();
        assert!(
            texts.iter().any(|text| text.contains("ann@example.org") && text.contains("mail.example.org")),
            "{texts:?}"
        );
        assert!(texts.iter().any(|text| text.contains("587")), "{texts:?}");
        assert!(
            told.steps.iter().all(|step| step.by == "sender" && !step.text.contains("smart host")),
            "{texts:?}"
        );
    }
}
