//! Whose network a server belongs to, by the end of its name or by its address. Names of organizations, no judgement.
//!
//! Providers with rules of their own are known by `providers/`; here are those that only send or pass on.
//! Sources: the SPF records of the named domains and, for names, what the servers write; checked 2026-11-24.

use std::net::IpAddr;

/// Ends of host names, sorted.
static NAMES: &[(&str, &str)] = &[
    ("1and1.com", "IONOS"),
    ("activehosted.com", "ActiveCampaign"),
    ("amazonses.com", "Amazon SES"),
    ("aol.com", "AOL"),
    ("apple.com", "Apple"),
    ("barracudanetworks.com", "Barracuda"),
    ("brevo.com", "Brevo"),
    ("cloudfilter.net", "Cloudmark"),
    ("cloudflare-email.net", "Cloudflare"),
    ("cmail19.com", "Campaign Monitor"),
    ("cmail20.com", "Campaign Monitor"),
    ("constantcontact.com", "Constant Contact"),
    ("createsend.com", "Campaign Monitor"),
    ("elasticemail.com", "Elastic Email"),
    ("email-od.com", "SocketLabs"),
    ("emarsys.net", "Emarsys"),
    ("emsmtp.us", "Emarsys"),
    ("ess.barracudanetworks.com", "Barracuda"),
    ("exacttarget.com", "Salesforce Marketing Cloud"),
    ("exclaimer.net", "Exclaimer"),
    ("facebook.com", "Facebook"),
    ("fastmail.com", "Fastmail"),
    ("freshdesk.com", "Freshdesk"),
    ("getresponse-mail.com", "GetResponse"),
    ("github.com", "GitHub"),
    ("gmail.com", "Google"),
    ("gmx.com", "GMX"),
    ("gmx.de", "GMX"),
    ("gmx.net", "GMX"),
    ("google.com", "Google"),
    ("googlemail.com", "Google"),
    ("hornetsecurity.com", "Hornetsecurity"),
    ("hostedemail.com", "OpenSRS"),
    ("hostinger.com", "Hostinger"),
    ("hubspotemail.net", "HubSpot"),
    ("icloud.com", "Apple iCloud"),
    ("improvmx.com", "ImprovMX"),
    ("ionos.com", "IONOS"),
    ("iphmx.com", "Cisco Secure Email"),
    ("klaviyomail.com", "Klaviyo"),
    ("kundenserver.de", "IONOS"),
    ("linkedin.com", "LinkedIn"),
    ("live.com", "Microsoft"),
    ("mail.ru", "Mail.ru"),
    ("mailchannels.net", "MailChannels"),
    ("mailgun.net", "Mailgun"),
    ("mailgun.org", "Mailgun"),
    ("mailjet.com", "Mailjet"),
    ("mandrillapp.com", "Mandrill"),
    ("mcdlv.net", "Mailchimp"),
    ("mcsv.net", "Mailchimp"),
    ("me.com", "Apple iCloud"),
    ("messagelabs.com", "Symantec (MessageLabs)"),
    ("messagingengine.com", "Fastmail"),
    ("mimecast.com", "Mimecast"),
    ("mktomail.com", "Marketo"),
    ("mtasv.net", "Postmark"),
    ("mxlogic.net", "McAfee"),
    ("office.com", "Microsoft 365"),
    ("office365.com", "Microsoft 365"),
    ("outlook.com", "Microsoft 365"),
    ("ovh.net", "OVH"),
    ("perfora.net", "IONOS"),
    ("ppe-hosted.com", "Proofpoint Essentials"),
    ("pphosted.com", "Proofpoint"),
    ("protonmail.ch", "Proton"),
    ("qq.com", "QQ Mail"),
    ("registrar-servers.com", "Namecheap"),
    ("retarus.com", "Retarus"),
    ("rsgsv.net", "Mailchimp"),
    ("salesforce.com", "Salesforce"),
    ("secureserver.net", "GoDaddy"),
    ("sendgrid.info", "SendGrid"),
    ("sendgrid.me", "SendGrid"),
    ("sendgrid.net", "SendGrid"),
    ("sendinblue.com", "Brevo"),
    ("smtp.com", "SMTP.com"),
    ("smtp2go.com", "SMTP2GO"),
    ("smtpcorp.com", "SMTP2GO"),
    ("sparkpostmail.com", "SparkPost"),
    ("t-online.de", "T-Online"),
    ("trendmicro.com", "Trend Micro"),
    ("twitter.com", "X (Twitter)"),
    ("unifiedlayer.com", "Bluehost"),
    ("web.de", "web.de"),
    ("yahoo.co.jp", "Yahoo Japan"),
    ("yahoo.com", "Yahoo"),
    ("yahoodns.net", "Yahoo"),
    ("yandex.net", "Yandex"),
    ("yandex.ru", "Yandex"),
    ("zendesk.com", "Zendesk"),
    ("zoho.com", "Zoho"),
    ("zoho.eu", "Zoho"),
];

/// First address as a number, bits of the network, name. Addresses of version 4.
static BLOCKS: &[([u8; 4], u32, &str)] = &[
    ([17, 0, 0, 0], 8, "Apple"),
    ([40, 92, 0, 0], 15, "Microsoft 365"),
    ([40, 107, 0, 0], 16, "Microsoft 365"),
    ([52, 100, 0, 0], 14, "Microsoft 365"),
    ([54, 240, 0, 0], 18, "Amazon SES"),
    ([74, 125, 0, 0], 16, "Google"),
    ([104, 47, 0, 0], 17, "Microsoft 365"),
    ([149, 72, 0, 0], 16, "SendGrid"),
    ([167, 89, 0, 0], 17, "SendGrid"),
    ([198, 2, 128, 0], 18, "Mailchimp"),
    ([205, 201, 128, 0], 20, "Mailchimp"),
    ([209, 85, 128, 0], 17, "Google"),
];

/// The organization whose name ends like this: `mx1.mail.example.com` asks for itself, then `mail.example.com`, ….
pub fn network_of_host(host: &str) -> Option<&'static str> {
    let host = super::lookup::lower(host.trim_end_matches('.'));
    let mut rest: &str = &host;
    loop {
        if let Ok(found) = NAMES.binary_search_by(|(name, _)| (*name).cmp(rest)) {
            return Some(NAMES[found].1);
        }
        rest = &rest[rest.find('.')? + 1..];
    }
}

/// The organization that an address belongs to, where it is one of the few that are known.
pub fn network_of_address(address: IpAddr) -> Option<&'static str> {
    of_block(BLOCKS, address)
}

/// Public resolvers by the addresses that they ask from. Cloudflare's: <https://www.cloudflare.com/ips-v4>; Google's:
/// <https://developers.google.com/speed/public-dns/faq> (both checked 2026-11-28).
static RESOLVERS: &[([u8; 4], u32, &str)] = &[
    ([74, 125, 0, 0], 16, "Google's (8.8.8.8)"),
    ([108, 162, 192, 0], 18, "Cloudflare's (1.1.1.1)"),
    ([141, 101, 64, 0], 18, "Cloudflare's (1.1.1.1)"),
    ([162, 158, 0, 0], 15, "Cloudflare's (1.1.1.1)"),
    ([172, 64, 0, 0], 13, "Cloudflare's (1.1.1.1)"),
    ([172, 253, 0, 0], 16, "Google's (8.8.8.8)"),
];

/// Whose resolver asks from this address, where it is a large public one.
pub fn public_resolver(address: IpAddr) -> Option<&'static str> {
    of_block(RESOLVERS, address)
}

fn of_block(blocks: &[([u8; 4], u32, &'static str)], address: IpAddr) -> Option<&'static str> {
    let IpAddr::V4(address) = address else { return None };
    let address = u32::from(address);
    let block = blocks.iter().find(|(first, bits, _)| {
        let shift = 32 - bits;
        address >> shift == u32::from_be_bytes(*first) >> shift
    });
    block.map(|(_, _, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_end() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(network_of_host("a.b.Outlook.com."), Some("Microsoft 365"));
        assert_eq!(network_of_host("notoutlook.com"), None);
        assert_eq!(network_of_host(""), None);
    }

    #[test]
    fn addresses_are_found_by_their_block() {
        let name = |text: &str| network_of_address(text.parse().expect("an address"));
        assert_eq!(name("209.85.218.51"), Some("Google"));
        assert_eq!(name("209.85.127.255"), None);
        assert_eq!(name("40.93.1.1"), Some("Microsoft 365"));
        assert_eq!(name("2001:db8::1"), None);
    }
}
