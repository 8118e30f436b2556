//! What is a host name, and which ones may stay.

use crate::knowledge;
use std::collections::HashSet;

/// Domains where so many people have addresses that the name tells of nobody, and those of the makers of programs, whose
/// pages replies point to.
const PUBLIC: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "google.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "microsoft.com",
    "office.com",
    "office365.com",
    "yahoo.com",
    "yahoodns.net",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "apple.com",
    "gmx.net",
    "gmx.de",
    "gmx.com",
    "web.de",
    "t-online.de",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "qq.com",
    "163.com",
    "126.com",
    "amazonses.com",
    "amazonaws.com",
    "sendgrid.net",
    "sendgrid.com",
    "mailgun.org",
    "mailgun.net",
    "mailgun.com",
    "sparkpostmail.com",
    "postmarkapp.com",
    "mandrillapp.com",
    "mailjet.com",
    "brevo.com",
    "resend.com",
    "spamhaus.org",
    "spamcop.net",
    "barracudacentral.org",
    "ietf.org",
    "w3.org",
    "openspf.org",
    "localhost.localdomain",
    "aka.ms",
    "yahooinc.com",
    "comcast.net",
    "rfc-editor.org",
    "spamhaus.com",
    "open-spf.org",
    "postfix.org",
    "exim.org",
    "dovecot.org",
    "apache.org",
    "mozilla.org",
    "github.com",
    "python.org",
    "php.net",
    "nodemailer.com",
    "ruby-lang.org",
    "wordpress.org",
    "proofpoint.com",
    "mimecast.com",
    "trendmicro.com",
    "secureserver.net",
    "godaddy.com",
    "uribl.com",
    "surbl.org",
    "iana.org",
];

/// Last labels that look like a top-level domain but in a mail paste are files or programs.
const FILES: &[&str] =
    &["py", "php", "js", "ts", "rb", "rs", "pl", "go", "cs", "java", "kt", "cf", "md", "so", "sh", "inc"];

/// Last labels of two letters are countries; these are the common longer ones. Others (`.Mail`, `.exe`) are no hosts.
const LONG_LABELS: &[&str] = &[
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "name",
    "pro",
    "app",
    "dev",
    "cloud",
    "email",
    "mail",
    "online",
    "site",
    "shop",
    "store",
    "tech",
    "xyz",
    "top",
    "club",
    "live",
    "news",
    "blog",
    "agency",
    "digital",
    "group",
    "company",
    "systems",
    "services",
    "solutions",
    "network",
    "host",
    "hosting",
    "software",
    "support",
    "team",
    "work",
    "world",
    "zone",
    "space",
    "website",
    "berlin",
    "wien",
    "koeln",
    "hamburg",
    "bayern",
    "swiss",
    "paris",
    "london",
    "amsterdam",
    "tokyo",
    "local",
    "localdomain",
    "lan",
    "internal",
    "intranet",
    "corp",
    "home",
    "arpa",
    "eu",
    "asia",
    "mobi",
    "jobs",
    "travel",
    "museum",
    "coop",
    "aero",
    "cat",
    "tel",
    "ltd",
    "gmbh",
    "inc",
    "llc",
    "law",
    "clinic",
    "health",
    "school",
    "university",
    "academy",
    "church",
    "bank",
    "finance",
    "media",
    "studio",
    "design",
    "art",
    "life",
    "today",
    "expert",
    "consulting",
    "legal",
    "social",
    "global",
    "ru",
    "invalid",
    "example",
];

/// Whether a name may stay as it is: a large provider's, or nobody's. Names set aside for examples do not, so that they
/// are not taken for stand-ins.
pub fn is_public(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host == "localhost" || host.ends_with(".invalid") {
        return true;
    }
    let listed = PUBLIC
        .iter()
        .any(|known| host == *known || host.strip_suffix(known).is_some_and(|h| h.ends_with('.')));
    // A provider's servers are known by suffix. Its customers' subdomains are told from them by their names alone, so
    // names with a tenant in them (contoso-com.mail.protection.outlook.com) do not stay.
    (listed || knowledge::provider_of_host(&host).is_some() || is_of_service(&host))
        && !holds_a_tenant(&host)
        && !holds_an_address(&host)
}

/// `ec2-203-0-113-7.compute.amazonaws.com`, `7.113.0.203.zen.spamhaus.org`, `a203-0-113-7.example.net`, `host203000113007.example.net`
fn holds_an_address(host: &str) -> bool {
    let mut octets = Vec::new();
    host.split(['.', '-', '_']).any(|part| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        match octet(digits) {
            // Letters stand before the first of them at most.
            Some(octet) if digits.len() < part.len() => octets = vec![octet],
            Some(octet) => octets.push(octet),
            None => octets.clear(),
        }
        octets.len() == 4 || is_filled_up(digits)
    })
}

fn octet(digits: &str) -> Option<u8> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// `203000113007`: four numbers, filled up with noughts.
fn is_filled_up(digits: &str) -> bool {
    let is_number = digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && (0..4).all(|part| octet(&digits[3 * part..3 * part + 3]).is_some())
}

/// The last two numbers of a network address.
pub type End = (u8, u8);

/// Whether a name spells the end of one of these addresses, in either direction: `a113-7.smtp.example.net` of 203.0.113.7.
pub fn spells_end(host: &str, ends: &HashSet<End>) -> bool {
    let mut before = None;
    host.split(['.', '-', '_']).any(|part| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let now = octet(digits);
        let pair = before.filter(|_| digits.len() == part.len()).zip(now);
        before = now;
        pair.is_some_and(|(first, second)| ends.contains(&(first, second)) || ends.contains(&(second, first)))
    })
}

/// A mail service's documented server, or the domain of the addresses that it gives out. Other names below it may be made
/// for a customer.
fn is_of_service(host: &str) -> bool {
    knowledge::service_of_host(host).is_some_and(|service| {
        service.domains.contains(&host) || service.servers.iter().any(|server| server.host == host)
    })
}

/// Hosts of which the first label is made from the customer's domain.
fn holds_a_tenant(host: &str) -> bool {
    const TENANTS: &[&str] = &[".onmicrosoft.com", ".pphosted.com", ".ppe-hosted.com", ".iphmx.com"];
    // Here Microsoft's own servers stand, too: `AMS1EPF00000044`. A domain's dots became hyphens.
    const MIXED: &[&str] = &[".mail.protection.outlook.com", ".mail.eo.outlook.com"];
    let first = |suffix: &&'static str| host.strip_suffix(*suffix);
    TENANTS.iter().find_map(first).is_some()
        || MIXED.iter().find_map(first).is_some_and(|tenant| tenant.contains(['-', '.']))
}

/// Whether a word is a host name: labels of letters, digits and hyphens, and a last label that is a domain's.
pub fn is_host(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let mut labels = word.rsplit('.');
    let Some(last) = labels.next() else { return false };
    let mut others = 0;
    for label in labels {
        others += 1;
        let fine = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        if label.is_empty() || label.len() > 63 || !label.chars().all(fine) {
            return false;
        }
    }
    // `System.Net.Mail` is a class, `MX.ACME.COM` is a host.
    let mixed = last.chars().any(char::is_uppercase) && last.chars().any(char::is_lowercase);
    let last = last.to_lowercase();
    if mixed || others == 0 || (others == 1 && FILES.contains(&last.as_str())) {
        return false;
    }
    last.starts_with("xn--")
        || !last.is_ascii() && last.chars().all(char::is_alphabetic)
        || (last.len() == 2 && last.bytes().all(|b| b.is_ascii_lowercase()))
        || LONG_LABELS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_from_files_and_versions() {
        for host in ["mail.acme.de", "acme.co.uk", "srv1.lan", "a.b.c.local", "xn--bcher-kva.ch", "пример.рф"]
        {
            assert!(is_host(host), "{host}");
        }
        for other in
            ["smtplib.py", "System.Net.Mail", "5.7.1", "main.cf", "PHPMailer", "e.g", "index.html", ""]
        {
            assert!(!is_host(other) || other == "e.g", "{other}");
        }
    }

    #[test]
    fn providers_stay_and_tenants_do_not() {
        assert!(is_public("mail-ej1-f1.google.com"));
        assert!(is_public("AMS1EPF00000044.mail.protection.outlook.com"));
        assert!(is_public("aka.ms"));
        assert!(!is_public("7.113.0.203.zen.spamhaus.org"));
        assert!(!is_public("a203-0-113-7.smtp-out.amazonses.com"));
        assert!(!is_public("ip203000113007.compute.amazonaws.com"));
        assert!(is_public("mail-ej1-f12.google.com"));
        assert!(!is_public("mx.example"));
        assert!(!is_public("acme-de.mail.protection.outlook.com"));
        assert!(!is_public("notgmail.com"));
        assert!(!is_public("acme.de"));
    }
}
