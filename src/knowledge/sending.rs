//! Services that send mail for others: how their servers and their own fields show them. No judgement, and no proof either:
//! anybody can copy a field.
//!
//! Source: what the servers of these services write, and their own pages on the fields that they add; checked 2026-11-27.

use super::is_under;

/// Ends of host names and of signing domains, and whose they are.
static HOSTS: &[(&str, &str)] = &[
    ("activehosted.com", "ActiveCampaign"),
    ("amazonses.com", "Amazon SES"),
    ("brevo.com", "Brevo"),
    ("cmail19.com", "Campaign Monitor"),
    ("cmail20.com", "Campaign Monitor"),
    ("constantcontact.com", "Constant Contact"),
    ("createsend.com", "Campaign Monitor"),
    ("elasticemail.com", "Elastic Email"),
    ("email-od.com", "SocketLabs"),
    ("emarsys.net", "Emarsys"),
    ("emsmtp.us", "Emarsys"),
    ("exacttarget.com", "Salesforce Marketing Cloud"),
    ("freshdesk.com", "Freshdesk"),
    ("getresponse-mail.com", "GetResponse"),
    ("hubspotemail.net", "HubSpot"),
    ("klaviyomail.com", "Klaviyo"),
    ("mailgun.net", "Mailgun"),
    ("mailgun.org", "Mailgun"),
    ("mailjet.com", "Mailjet"),
    ("mandrillapp.com", "Mandrill"),
    ("mcdlv.net", "Mailchimp"),
    ("mcsv.net", "Mailchimp"),
    ("mktomail.com", "Marketo"),
    ("mtasv.net", "Postmark"),
    ("rsgsv.net", "Mailchimp"),
    ("salesforce.com", "Salesforce"),
    ("sendgrid.info", "SendGrid"),
    ("sendgrid.me", "SendGrid"),
    ("sendgrid.net", "SendGrid"),
    ("sendinblue.com", "Brevo"),
    ("smtp.com", "SMTP.com"),
    ("smtp2go.com", "SMTP2GO"),
    ("smtpcorp.com", "SMTP2GO"),
    ("sparkpostmail.com", "SparkPost"),
    ("zendesk.com", "Zendesk"),
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
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    HOSTS.iter().find(|(suffix, _)| is_under(&host, suffix)).map(|(_, name)| *name)
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
        assert_eq!(sending_service_of_host("O1.Mail.SendGrid.net."), Some("SendGrid"));
        assert_eq!(sending_service_of_host("notsendgrid.net"), None);
        assert_eq!(sending_service_of_field("x-sg-eid"), Some("SendGrid"));
        assert_eq!(sending_service_of_software("Postfix"), None);
    }
}
