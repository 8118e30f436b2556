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
    "Locaweb",
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
    ("X-Locaweb-Id", "Locaweb"),
];

/// Where a service that sends has its customers' own domains proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proving {
    /// The service, as people call it.
    pub name: &'static str,
    /// The way there, by the names of its menus.
    pub path: &'static str,
    /// Its own page on the matter.
    pub source: &'static str,
}

/// The pages are those on the matter; the names of menus were checked against them or against what customers write down of them,
/// 2026-11-27. Menus are renamed now and then.
static PROVING: &[Proving] = &[
    Proving {
        name: "Amazon SES",
        path: "Configuration, Verified identities, the domain, Easy DKIM",
        source: "https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html",
    },
    Proving {
        name: "Brevo",
        path: "Senders, Domains & Dedicated IPs, Domains",
        source: "https://help.brevo.com/hc/en-us/articles/17286219877778-FAQs-About-domain-authentication-Brevo-code-DKIM-DMARC",
    },
    Proving {
        name: "Google Workspace",
        path: "Admin console, Apps, Google Workspace, Gmail, Authenticate email",
        source: "https://support.google.com/a/answer/174124",
    },
    Proving {
        name: "Mailchimp",
        path: "Domains, and there the domain's authentication",
        source: "https://mailchimp.com/help/set-up-email-domain-authentication/",
    },
    Proving {
        name: "Mailgun",
        path: "the domain, Domain Verification & DNS",
        source: "https://documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-verify",
    },
    Proving {
        name: "Microsoft 365",
        path: "Defender portal (security.microsoft.com), Email & collaboration, Policies & rules, Threat policies, Email \
               authentication settings, DKIM",
        source: "https://learn.microsoft.com/en-us/defender-office-365/email-authentication-dkim-configure",
    },
    Proving {
        name: "SendGrid",
        path: "Settings, Sender Authentication, Authenticate Your Domain",
        source: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/how-to-set-up-domain-authentication",
    },
];

/// Domains for which hosts of mail sign where the customer's own is not set up, and whose they are.
static DEFAULT_SIGNERS: &[(&str, &str)] =
    &[("gappssmtp.com", "Google Workspace"), ("onmicrosoft.com", "Microsoft 365")];

/// The host of mail whose signature this is where its customer's own domain is not set up.
pub fn default_signer(domain: &str) -> Option<&'static str> {
    let is_of = |end: &str| domain == end || domain.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    DEFAULT_SIGNERS.iter().find(|(end, _)| is_of(end)).map(|(_, name)| *name)
}

/// Where the domains of a service's customers are proved, by its name.
pub fn proving(service: &str) -> Option<&'static Proving> {
    PROVING.iter().find(|one| one.name == service)
}

/// The same by the domain that signed or sent in the customer's place.
pub fn proving_of_domain(domain: &str) -> Option<&'static Proving> {
    proving(default_signer(domain).or_else(|| sending_service_of_host(domain))?)
}

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

    #[test]
    fn where_a_domain_is_proved_is_known_by_what_signed_in_its_place() {
        assert!(PROVING.iter().all(|one| one.source.starts_with("https://")));
        for (domain, name) in [
            ("sendgrid.net", Some("SendGrid")),
            ("example-com.20230601.gappssmtp.com", Some("Google Workspace")),
            ("example.onmicrosoft.com", Some("Microsoft 365")),
            ("notonmicrosoft.com", None),
            ("example.net", None),
        ] {
            assert_eq!(proving_of_domain(domain).map(|one| one.name), name, "{domain}");
        }
    }
}
