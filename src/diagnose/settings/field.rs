//! A field that has another kind of value than it wants: the whole address where the local part is asked for, an address for a server.

use super::{Level, Remark, because, remark};
use crate::facts::Settings;
use crate::facts::settings::{Wants, WrongKind};
use crate::knowledge::Service;

/// The first; as a rule there is one.
pub fn of_another_kind(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let field = settings.wrong_kind.first()?;
    let (text, cause) = match field.wants {
        Wants::LocalPart => (local_part(field), "sender-address-rejected"),
        Wants::Domain => (domain(field), "sender-address-rejected"),
        Wants::Address => (
            format!("{} wants a whole address, name@example.org, and has {}.", field.name, field.is),
            "sender-address-rejected",
        ),
        Wants::Host => (host(field), "server-name-unresolved"),
        Wants::HostAndPort => (
            format!(
                "{} wants the server's name and the port in one value, such as {}:587. Without the port the program stops before it connects (missing port in address).",
                field.name, field.is
            ),
            "undetermined",
        ),
    };
    because(remark("field-of-another-kind", Level::Fault, text, &[Some(field.span)]), cause)
}

fn local_part(field: &WrongKind) -> String {
    let name = &field.name;
    let (local, domain) = field.is.split_once('@').unwrap_or((&field.is, ""));
    // Nextcloud has them in a row, and its container in variables.
    let other = if name.chars().any(|c| c.is_ascii_uppercase()) { "MAIL_DOMAIN" } else { "mail_domain" };
    format!(
        "{name} wants only what stands before the @ of the sender address. What stands behind it belongs into {other}, and the program puts the two together. Write {local} into {name} and {domain} into {other}: as it is, the sender has two @ and is none."
    )
}

fn domain(field: &WrongKind) -> String {
    let (_, domain) = field.is.split_once('@').unwrap_or(("", &field.is));
    format!("{} wants the domain alone, without what stands before the @. Write {domain}.", field.name)
}

fn host(field: &WrongKind) -> String {
    let name = &field.name;
    if field.is.contains('@') {
        return format!(
            "{name} wants the name of the mail server, and {} is an e-mail address. Write the server that your provider documents for sending, such as smtp.example.org.",
            field.is
        );
    }
    let (host, port) = field.is.rsplit_once(':').unwrap_or((&field.is, ""));
    format!(
        "{name} wants the server's name alone. Write {host}, and the port {port} into its own field: else the whole of it is looked up as a name."
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_field_that_wants_another_kind_is_the_answer() {
        let config = "  'mail_smtpmode' => 'smtp',\n  'mail_from_address' => 'wolke@verein.example',\n  'mail_domain' => 'verein.example',\n  \
                      'mail_smtphost' => 'mx.verein.example',\n  'mail_smtpport' => '465',\n  'mail_smtpsecure' => 'ssl',\n  'mail_smtpauth' => true,\n";
        let asked = format!(
            "Our Nextcloud shares send no mail, the provider says \"bad sender\". This is config.php:\n\n{config}"
        );
        for paste in [config, &asked] {
            let report = crate::diagnose(paste);
            let told = &report.findings[0];
            assert_eq!(
                (report.kind.as_str(), told.cause.as_str()),
                ("settings", "sender-address-rejected"),
                "{paste}"
            );
            let said = report.settings.as_ref().map(|read| read.remarks[0].text.clone()).unwrap_or_default();
            assert!(
                said.contains("Write wolke into mail_from_address and verein.example into mail_domain"),
                "{said}"
            );
            assert!(told.facts.iter().all(|fact| fact.name != "Error"), "{:?}", told.facts);
            assert!(told.steps.iter().all(|step| !step.text.contains("www-data")), "{:?}", told.steps);
        }
        let right = config.replace("wolke@verein.example", "wolke");
        assert_eq!(crate::diagnose(&right).findings[0].cause, "undetermined");
        // What a server refused in its own words stays the answer.
        let refused = format!("550 5.7.1 Sender address rejected: not owned by user\n\n{config}");
        assert_ne!(crate::diagnose(&refused).kind, "settings");
    }
}
