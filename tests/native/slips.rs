//! What a redacted paste still says of persons, found by means of the tests' own: every fixture, all of it replaced.
//!
//! `MAILWHY_PASTES=DIR cargo test --test native slips -- --nocapture` looks through a folder of other pastes too: files, and
//! `.jsonl` files with a `text` on each line.

use mailwhy::redact::{Options, redact};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::Path;

/// Hosts of these tell of nobody: too many people are with them, or nobody is. Written out here again on purpose: what comes
/// into the product's list by mistake is found, not let through.
const EVERYBODYS: &[&str] = &[
    "invalid",
    "localhost",
    "localdomain",
    "test",
    "gmail.com",
    "google.com",
    "googlemail.com",
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
    "rfc-editor.org",
    "w3.org",
    "openspf.org",
    "aka.ms",
    "yahooinc.com",
    "comcast.net",
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

/// Mailboxes of these names are nobody's.
const MACHINES: &[&str] = &["mailer-daemon", "postmaster", "noreply", "no-reply", "abuse"];

/// Top-level domains of the hosts that are looked for.
const TOPS: &[&str] = &[
    "com", "net", "org", "edu", "gov", "info", "biz", "io", "de", "at", "ch", "fr", "it", "es", "nl", "be",
    "cz", "se", "no", "dk", "fi", "uk", "ie", "ru", "ua", "cn", "jp", "br", "au", "ca", "in", "us", "eu",
    "tv", "lan", "local", "internal", "example",
];

#[test]
fn nothing_of_the_fixtures_slips_through() {
    let slips = slips_in(Path::new("tests/fixtures"));
    assert!(slips.is_empty(), "{} slips:\n{}", slips.len(), slips.join("\n"));
}

#[test]
fn nothing_of_other_pastes_slips_through() {
    let Some(folder) = std::env::var_os("MAILWHY_PASTES") else { return };
    let slips = slips_in(Path::new(&folder));
    assert!(slips.is_empty(), "{} slips:\n{}", slips.len(), slips.join("\n"));
}

fn slips_in(folder: &Path) -> Vec<String> {
    let mut slips = Vec::new();
    for (name, paste) in pastes(folder) {
        let redacted = redact(&paste, &Options::default()).text;
        let left: BTreeSet<&str> = words(&redacted).collect();
        for (what, found) in personal(&paste) {
            let whole = matches!(what, "message id" | "credentials");
            let there = if whole { redacted.contains(found) } else { left.contains(found) };
            if there {
                slips.push(format!("{name}: {what} {found:?}"));
            }
        }
    }
    slips
}

/// Name and text of every paste in a folder and in those below it.
fn pastes(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("there is a folder of pastes").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(pastes(&path));
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("jsonl") => found.extend(text.lines().filter_map(|line| {
                let item: serde_json::Value = serde_json::from_str(line).ok()?;
                Some((item["id"].to_string(), item["text"].as_str()?.to_owned()))
            })),
            Some("eml" | "txt" | "log" | "csv" | "properties") => found.push((name, text)),
            _ => {}
        }
    }
    found
}

/// Stretches without white space, brackets and quotes: where personal things are looked for.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "<>()[]{}\"'`,;=|\\/*?&:!#%$“”«»".contains(c))
        .map(|word| word.trim_matches(['.', '-', '+', '_', '@']))
        .filter(|word| !word.is_empty())
}

/// What belongs to persons, and what it is.
fn personal(paste: &str) -> Vec<(&'static str, &str)> {
    let mut found: Vec<(&str, &str)> = words(paste).filter_map(|word| Some((what(word)?, word))).collect();
    found.extend(paste.lines().filter_map(message_id).map(|id| ("message id", id)));
    found.extend(paste.lines().filter_map(credentials).map(|data| ("credentials", data)));
    found.extend(paste.lines().filter_map(argument).map(|data| ("credentials", data)));
    found
}

fn what(word: &str) -> Option<&'static str> {
    if let Some((local, domain)) = word.rsplit_once('@') {
        let address = domain.contains('.')
            && !local.is_empty()
            && domain.chars().all(|c| c.is_alphanumeric() || "-.".contains(c));
        // A fixture's address may look like a stand-in.
        let machine = MACHINES.contains(&local.to_ascii_lowercase().as_str()) && is_known(domain);
        return (address && !is_stand_in(local) && !machine).then_some("e-mail address");
    }
    if let Ok(ip) = word.parse::<IpAddr>() {
        return (!is_reserved(ip)).then_some("address of the network");
    }
    if is_host(word) {
        return (!is_known(word)).then_some("host");
    }
    is_token(word).then_some("token")
}

/// A provider's or a mail service's own, or everybody's.
fn is_known(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    let provider = mailwhy::knowledge::provider_of_host(&lower).is_some();
    provider || mailwhy::knowledge::service_of_host(&lower).is_some() || is_everybodys(host)
}

fn is_stand_in(local: &str) -> bool {
    local.strip_prefix("user").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Set aside for examples (RFC 5737, RFC 3849), or of no use to anybody outside.
fn is_reserved(ip: IpAddr) -> bool {
    let text = ip.to_string();
    ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:", "127.", "0."]
        .iter()
        .any(|start| text.starts_with(start))
        || ip.is_unspecified()
        || ip.is_loopback()
        || text.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.octets().iter().all(|part| *part < 10))
}

fn is_host(word: &str) -> bool {
    let labels: Vec<&str> = word.split('.').collect();
    let fine = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let top = labels.last().map(|top| top.to_ascii_lowercase()).unwrap_or_default();
    labels.len() > 1
        && labels.iter().all(fine)
        && TOPS.contains(&top.as_str())
        && word.chars().any(char::is_alphabetic)
}

fn is_everybodys(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    EVERYBODYS
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        || host.strip_prefix("host").is_some_and(|rest| rest.ends_with(".example"))
}

/// Long, with a stretch without sense in it: letters and digits mixed, or nothing but digits.
fn is_token(word: &str) -> bool {
    if word.len() < 20 || !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(&byte)) {
        return false;
    }
    let technical = ["TLS", "ECDHE", "AES", "DHE", "X-", "X400-"].iter().any(|start| word.starts_with(start));
    let mixed = |part: &str| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        part.len() > 7 && digits > 1 && part.len() > digits + 1
    };
    let number = word.bytes().filter(u8::is_ascii_digit).count() >= 18
        && word.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    !technical && (number || word.split(['-', '_', '+']).any(mixed))
}

fn message_id(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['>', ' ', '|']);
    let (name, rest) = line.split_once(':')?;
    if !["message-id", "in-reply-to", "references", "x-message-id"]
        .contains(&name.to_ascii_lowercase().as_str())
    {
        return None;
    }
    let id = rest.split_once('<')?.1.split_once('>')?.0;
    (id.len() > 5).then_some(id)
}

/// What follows the mechanism of AUTH.
fn credentials(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("AUTH PLAIN ").or_else(|| line.split_once("AUTH LOGIN "))?;
    let data = rest.split_whitespace().next()?.trim_end_matches(['"', '\'', '\\', ',']);
    let base64 =
        data.len() > 7 && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
    (base64 && data.bytes().any(|byte| byte.is_ascii_lowercase())).then_some(data)
}

/// The second argument of what signs in, and what stands before the host in a URL.
fn argument(line: &str) -> Option<&str> {
    let call = ["login(", "authenticate(", "NetworkCredential(", "PasswordAuthentication("];
    let second = call.iter().find_map(|call| line.split_once(call)).and_then(|(_, rest)| {
        let mut quoted = rest.split(['"', '\'']).skip(1);
        let between = quoted.nth(1)?;
        between.trim().eq(",").then(|| quoted.next())?
    });
    let url = || {
        let (user, _) = line.split_once("://")?.1.split_once('@')?;
        let secret = user.split_once(':')?.1;
        (!user.contains(['/', ' ', '$', '<'])).then_some(secret)
    };
    second.or_else(url).filter(|secret| secret.len() > 3 && !secret.contains('$'))
}
