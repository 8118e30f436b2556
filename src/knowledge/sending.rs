//! Services that send mail for others: how their servers and their own fields show them. No judgement, and no proof either:
//! anybody can copy a field.
//!
//! Source: what the servers of these services write, and their own pages on the fields that they add; checked 2026-11-27.

use super::networks::network_of_host;

/// Those of the networks (`networks.rs`) that send for others, sorted.
static NAMES: &[&str] = &[
    "ActiveCampaign",
    "Amazon SES",
    "Brevo",
    "Campaign Monitor",
    "Constant Contact",
    "Elastic Email",
    "Emarsys",
    "Freshdesk",
    "GetResponse",
    "HubSpot",
    "Klaviyo",
    "Mailchimp",
    "Mailgun",
    "Mailjet",
    "Mandrill",
    "Marketo",
    "Postmark",
    "SMTP.com",
    "SMTP2GO",
    "Salesforce",
    "Salesforce Marketing Cloud",
    "SendGrid",
    "SocketLabs",
    "SparkPost",
    "Zendesk",
];

/// Fields that a service adds to what it sends.
static FIELDS: &[(&str, &str)] = &[
    ("X-SG-EID", "SendGrid"),
    ("X-SG-ID", "SendGrid"),
    ("X-SES-Outgoing", "Amazon SES"),
    ("X-Mailgun-Sid", "Mailgun"),
    ("X-Mailgun-Sending-Ip", "Mailgun"),
    ("X-Mandrill-User", "Mandrill"),
    ("X-MC-User", "Mailchimp"),
    ("X-PM-Message-Id", "Postmark"),
    ("X-MJ-Mid", "Mailjet"),
    ("X-Mailin-EID", "Brevo"),
    ("X-Kmail-Message", "Klaviyo"),
    ("X-HS-Cid", "HubSpot"),
    ("X-EMarSys-Identify", "Emarsys"),
];

/// The service whose server or signing domain this is.
pub fn sending_service_of_host(host: &str) -> Option<&'static str> {
    network_of_host(host).filter(|name| NAMES.binary_search(name).is_ok())
}

/// The service that adds this field.
pub fn sending_service_of_field(name: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, service)| *service)
}

/// The service whose programs call themselves so in a Received field: SendGrid's write `by geopod-ismtpd-1 (SG)`.
pub fn sending_service_of_software(software: &str) -> Option<&'static str> {
    (software == "SG").then_some("SendGrid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_name_and_field() {
        assert!(NAMES.is_sorted());
        assert!(FIELDS.iter().all(|(_, service)| NAMES.contains(service)));
        assert_eq!(sending_service_of_host("mail.outlook.com"), None);
        assert_eq!(sending_service_of_host("O1.Mail.SendGrid.net."), Some("SendGrid"));
        assert_eq!(sending_service_of_host("notsendgrid.net"), None);
        assert_eq!(sending_service_of_field("x-sg-eid"), Some("SendGrid"));
        assert_eq!(sending_service_of_software("Postfix"), None);
    }
}
