//! Checks settings against each other and against what providers document.
//!
//! Only what is proved by the settings alone is a fault; the rest is a doubt, said as one.

mod field;
mod main_cf;
mod program;

pub use program::written;

use crate::facts::Settings;
use crate::facts::settings::{Secret, Security, Value, Way};
use crate::knowledge::{self, PasswordKind, Service};
use crate::mail::ip;
use crate::text::Span;
use crate::text::order;

/// Something about the settings that is worth knowing.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Kebab-case, public and permanent.
    pub id: &'static str,
    pub level: Level,
    pub text: String,
    pub spans: Vec<Span>,
    /// The cause that mail will fail with, where it will.
    pub cause: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It fits.
    Fine,
    /// It may be meant so, and often is not.
    Doubt,
    /// It cannot work.
    Fault,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Fine => "fine",
            Level::Doubt => "doubt",
            Level::Fault => "fault",
        }
    }
}

type Rule = fn(&Settings, Option<&'static Service>) -> Option<Remark>;

/// In the order of how certainly they stop mail.
const RULES: &[Rule] = &[
    program::unquoted,
    program::unsent,
    program::unknown_scheme,
    program::both_on,
    program::dotnet_465,
    program::cdo_at_587,
    program::laravels_word,
    program::out_of_order,
    host_as_link,
    field::of_another_kind,
    port_and_encryption,
    incoming_server,
    sign_in_with_browser,
    fixed_user,
    unknown_port,
    unknown_host,
    for_mailboxes_alone,
    plain_text,
    ssl_off,
    relay_port,
    user_form,
    other_sender,
    app_password,
    no_password,
    no_sign_in,
    auth_off,
    unchecked,
    localhost,
    program::misspelt,
    program::cut_short,
    enable_ssl,
];

/// What there is to say, faults first; where nothing is wrong, that.
pub fn remarks(settings: &Settings) -> Vec<Remark> {
    let service = service(settings);
    let mut found = main_cf::remarks(settings, service);
    found.extend(RULES.iter().filter_map(|rule| rule(settings, service)));
    order::by_key(&mut found, |remark| std::cmp::Reverse(remark.level));
    // The other values are of no effect.
    if settings.unsent.is_some() {
        found.retain(|remark| matches!(remark.id, "not-sent" | "unquoted-blanks"));
    }
    if found.is_empty() {
        found.extend(all_fits(settings, service));
    }
    found
}

/// Whose server it is; by the address where the host tells nothing.
pub fn service(settings: &Settings) -> Option<&'static Service> {
    knowledge::service_of_host(&settings.host.as_ref()?.is)
}

fn remark(id: &'static str, level: Level, text: String, spans: &[Option<Span>]) -> Option<Remark> {
    let mut shown: Vec<Span> = Vec::new();
    // One line may give several values.
    spans.iter().flatten().for_each(|span| {
        if !shown.contains(span) {
            shown.push(*span);
        }
    });
    Some(Remark { id, level, text, spans: shown, cause: None })
}

fn because(remark: Option<Remark>, cause: &'static str) -> Option<Remark> {
    remark.map(|remark| Remark { cause: Some(cause), ..remark })
}

fn span<T>(value: &Option<Value<T>>) -> Option<Span> {
    value.as_ref().map(|value| value.span)
}

/// RFC 8314, section 3.3: port 465 is TLS from the first byte; RFC 6409 and RFC 3207: 587 and 25 begin in plain text.
fn port_and_encryption(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let port = settings.port.as_ref()?.is;
    let security = settings.security.as_ref()?.is;
    // Of these another rule speaks.
    let has_own = settings.is_of("dotnet-smtpclient")
        || (settings.is_of("cdo") && matches!(port, 25 | 587 | 2525 | 2587));
    if settings.both_on.is_some() || has_own {
        return None;
    }
    let in_it = |security: Security| {
        let written = program::written(settings, security);
        written.map(|written| format!(" Here that is written: {written}.")).unwrap_or_default()
    };
    let documented = |wanted: knowledge::Security| {
        service.is_some_and(|service| {
            service.servers.iter().any(|server| server.port == port && server.security == wanted)
        })
    };
    let text = match (port, security) {
        (465 | 2465, Security::StartTls) if settings.is_of("msmtp") => format!(
            "Port {port} is encrypted from the first byte, but msmtp asks for STARTTLS unless it is told otherwise: it waits for a greeting that never comes. Add the line tls_starttls off, or take port 587."
        ),
        (465, Security::StartTls) if settings.main_cf.is_some() => {
            "Port 465 is encrypted from the first byte, and Postfix begins in plain text unless it is told otherwise. In main.cf set smtp_tls_wrappermode = yes, beside smtp_tls_security_level = encrypt (Postfix 3.0 and later), or take port 587 in relayhost.".to_owned()
        }
        (465 | 2465, Security::StartTls) if documented(knowledge::Security::StartTls) => return None,
        (465 | 2465, Security::StartTls) => format!(
            "Port {port} is encrypted from the first byte (SSL/TLS), but these settings begin in plain text, as with STARTTLS. Choose SSL/TLS for port {port}, or port 587 for STARTTLS.{}",
            in_it(Security::Implicit)
        ),
        (465 | 2465, Security::None) if settings.main_cf.is_some() => {
            "Port 465 is encrypted from the first byte, but encryption is switched off. In main.cf set smtp_tls_wrappermode = yes and smtp_tls_security_level = encrypt (Postfix 3.0 and later).".to_owned()
        }
        (465 | 2465, Security::None) => {
            format!(
                "Port {port} is encrypted from the first byte, but encryption is switched off. Choose SSL/TLS.{}",
                in_it(Security::Implicit)
            )
        }
        (25 | 587 | 2525 | 2587, Security::Implicit) if settings.is_of("msmtp") => format!(
            "Port {port} begins in plain text and switches with STARTTLS, but tls_starttls off tells msmtp to begin with TLS. Write tls_starttls on, or take port 465."
        ),
        (25 | 587 | 2525 | 2587, Security::Implicit) if settings.main_cf.is_some() => format!(
            "Port {port} begins in plain text and switches with STARTTLS, but smtp_tls_wrappermode = yes begins with TLS. Set smtp_tls_wrappermode = no in main.cf, or take port 465 in relayhost."
        ),
        (25 | 587 | 2525 | 2587, Security::Implicit) if !documented(knowledge::Security::Implicit) => {
            let or = if lacks(service, 465) { "" } else { ", or port 465 for SSL/TLS" };
            format!(
                "Port {port} begins in plain text and switches with STARTTLS, but the settings ask for TLS from the first byte (SSL). Choose STARTTLS (often called TLS) for port {port}{or}.{}",
                in_it(Security::StartTls)
            )
        }
        _ => return None,
    };
    because(
        remark(
            "port-against-encryption",
            Level::Fault,
            text,
            &[span(&settings.port), span(&settings.security)],
        ),
        "tls-handshake",
    )
}

/// The server for fetching mail was entered for sending it.
fn incoming_server(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let host = settings.host.as_ref()?;
    let by_port = settings.port.as_ref().is_some_and(|port| matches!(port.is, 110 | 143 | 993 | 995));
    let known = service.map_or(&[][..], |service| &service.servers[..]);
    let of_host = |purpose: &str| {
        known.iter().any(|server| {
            server.host == host.is && (server.purpose == "submission") == (purpose == "submission")
        })
    };
    let by_name = host.is.starts_with("imap.") || host.is.starts_with("pop.") || host.is.starts_with("pop3.");
    if !by_port && !(by_name || of_host("fetching")) || of_host("submission") && !by_port {
        return None;
    }
    let instead = known
        .iter()
        .find(|server| server.purpose == "submission")
        .map(|server| format!(" Use {} with port {}.", server.host, server.port));
    let text = format!(
        "This is a server or port for fetching mail (IMAP, POP3), not for sending it.{}",
        instead.unwrap_or_default()
    );
    because(
        remark("incoming-server", Level::Fault, text, &[Some(host.span), span(&settings.port)]),
        "protocol-error",
    )
}

fn sign_in_with_browser(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let service = service.filter(|service| service.password == PasswordKind::Oauth)?;
    let way = settings.way.as_ref().map(|way| way.is);
    if way == Some(Way::Browser) || (settings.password.is_none() && way.is_none()) {
        return None;
    }
    let certain = service.id == "outlook-com";
    // Of the port another remark speaks.
    let note = service.note.strip_prefix("There is no port 465. ").unwrap_or(service.note);
    let choose = match way {
        Some(_) => " Choose OAuth2 in place of the password as the way of signing in.",
        None => "",
    };
    let whose = if note.starts_with(service.name) { String::new() } else { format!("{}: ", service.name) };
    let text = format!("{whose}{note}{choose}");
    let level = if certain { Level::Fault } else { Level::Doubt };
    let found =
        remark("password-not-taken", level, text, &[span(&settings.password).or(span(&settings.way))]);
    if certain { because(found, "auth-method") } else { found }
}

/// Services whose user name is a word that they give.
fn fixed_user(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let wanted = match service?.id {
        "sendgrid" => "apikey",
        "resend" => "resend",
        "sparkpost" => "SMTP_Injection",
        _ => return None,
    };
    let user = settings.user.as_ref().filter(|user| user.is != wanted)?;
    let text =
        format!("The user name for {} is the word {wanted}, with an API key as the password.", service?.name);
    because(remark("user-name", Level::Fault, text, &[Some(user.span)]), "auth-credentials")
}

fn unknown_port(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let service = service?;
    let port = settings.port.as_ref()?;
    let ports: Vec<&knowledge::Server> =
        service.servers.iter().filter(|server| server.purpose == "submission").collect();
    let is_known = ports.iter().any(|server| server.port == port.is) || takes_for_mailboxes(settings);
    if ports.is_empty() || is_known {
        return None;
    }
    let host = settings.host.as_ref().map(|host| host.is.as_str());
    let (name, port_is, known) = (service.name, port.is, documented(&ports, host));
    let is_encrypted = settings.security.as_ref().is_some_and(|security| security.is == Security::Implicit);
    let takes_none = ports.iter().all(|server| server.security == knowledge::Security::StartTls);
    let switch = match is_encrypted && takes_none {
        true => " Change the encryption with it: STARTTLS, often called TLS, in place of SSL.",
        false => "",
    };
    let text = match service.checked {
        "" => format!("Port {port_is} is not among those that are known of {name} for sending: {known}."),
        _ => format!("{name} documents no port {port_is} for sending, but {known}."),
    } + switch;
    // Others may take more ports than they document; these are known not to.
    if service.note.contains(&format!("There is no port {port_is}.")) {
        let found = remark("port-not-documented", Level::Fault, text, &[Some(port.span)]);
        return because(found, "connection-timeout");
    }
    remark("port-not-documented", Level::Doubt, text, &[Some(port.span)])
}

fn unknown_host(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let service = service?;
    let host = settings.host.as_ref()?;
    let ports: Vec<&knowledge::Server> =
        service.servers.iter().filter(|server| server.purpose == "submission").collect();
    let known = service.servers.iter().any(|server| server.host == host.is)
        || service.hosts.iter().any(|suffix| knowledge::is_under(&host.is, suffix));
    if known || ports.is_empty() || takes_for_mailboxes(settings) {
        return None;
    }
    let (name, host_is, listed) = (service.name, &host.is, documented(&ports, None));
    let text = match service.checked {
        "" => format!("{host_is} is not among the servers that are known of {name} for sending: {listed}."),
        _ => format!("{host_is} is not among the servers that {name} documents for sending: {listed}."),
    };
    remark("host-not-documented", Level::Doubt, text, &[Some(host.span)])
}

/// `smtp.example.org with port 465 (SSL/TLS) or 587 (STARTTLS)`: of the server that is asked for, where it is one of them.
fn documented(servers: &[&knowledge::Server], host: Option<&str>) -> String {
    let asked = servers.iter().find(|server| host.is_some_and(|host| server.host.eq_ignore_ascii_case(host)));
    let Some(first) = asked.or(servers.first()) else { return String::new() };
    let ports: Vec<String> = servers
        .iter()
        .filter(|server| server.host == first.host)
        .map(|server| match server.security {
            knowledge::Security::Implicit => format!("{} (SSL/TLS)", server.port),
            knowledge::Security::StartTls => format!("{} (STARTTLS)", server.port),
            knowledge::Security::None => format!("{} (no encryption)", server.port),
        })
        .collect();
    format!("{} with port {}", first.host, ports.join(" or "))
}

/// Programs in which nothing else encrypts where the switch is off.
const PLAIN_WHERE_OFF: &[&str] = &["django", "flask-mail", "spring", "javamail", "dotnet-smtpclient"];

/// The provider documents the server with encryption alone, and signs nobody in without it.
fn demands_encryption(settings: &Settings, service: Option<&'static Service>) -> bool {
    let Some((host, service)) = settings.host.as_ref().zip(service) else { return false };
    // Amazon has one of these for each region.
    let is_regions = service.id == "amazon-ses" && host.is.starts_with("email-smtp.");
    let mut own = service.servers.iter().filter(|server| is_regions || server.host == host.is).peekable();
    // Many sending services take an API key without encryption as well.
    let is_strict = service.password != PasswordKind::ApiKey || service.id == "amazon-ses";
    is_strict
        && !service.checked.is_empty()
        && own.peek().is_some()
        && own.all(|server| server.security != knowledge::Security::None)
}

fn plain_text(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    // Without a name and a password nothing secret crosses the line to it.
    if settings.main_cf.is_some() || (takes_for_mailboxes(settings) && settings.user.is_none()) {
        return None;
    }
    let security = settings.security.as_ref().filter(|security| security.is == Security::None)?;
    let port = settings.port.as_ref().map(|port| port.is);
    if matches!(port, Some(465 | 2465 | 1025)) || is_local(settings) {
        return None;
    }
    let instead = match port {
        // Of the port another remark speaks.
        Some(25) if relay_port(settings, service).is_some() => "Choose STARTTLS, with port 587.".to_owned(),
        Some(port @ (25 | 587 | 2525 | 2587)) => {
            format!("Switch STARTTLS on: it is what port {port} is for.")
        }
        _ => "Choose STARTTLS with port 587.".to_owned(),
    };
    let is_sure =
        settings.of_device || settings.program.is_some_and(|program| PLAIN_WHERE_OFF.contains(&program));
    if let Some(service) = service.filter(|_| is_sure && demands_encryption(settings, service)) {
        let written = program::written(settings, Security::StartTls);
        let written = written.map(|written| format!(" Here that is written: {written}.")).unwrap_or_default();
        let text = format!(
            "Encryption is switched off, and {} takes no sign-in without it. {instead}{written}",
            service.name
        );
        return because(remark("no-encryption", Level::Fault, text, &[Some(security.span)]), "tls-required");
    }
    let why = match settings.auth.as_ref().is_some_and(|auth| !auth.is) {
        true => "Nearly all servers sign nobody in without it.",
        false => {
            "Nearly all servers refuse to sign you in without it, and your password would cross the network in plain text."
        }
    };
    let text = format!("Encryption is switched off. {why} {instead}");
    remark("no-encryption", Level::Doubt, text, &[Some(security.span)])
}

/// Some programs and devices have one switch for SSL and STARTTLS, others use STARTTLS by themselves.
fn ssl_off(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let span = settings.ssl_off.filter(|_| settings.security.is_none())?;
    let service = service.filter(|service| demands_encryption(settings, Some(service)))?;
    let text = format!(
        "The switch for SSL is off, and {} takes no sign-in without encryption. Switch it on, unless STARTTLS is switched on elsewhere: many devices have this one switch for both.",
        service.name
    );
    remark("ssl-off", Level::Doubt, text, &[Some(span)])
}

/// The provider is known to take no mail from programs at a port.
fn lacks(service: Option<&'static Service>, port: u16) -> bool {
    service.is_some_and(|service| service.lacks(port))
}

/// A name is looked up as it stands, with what looks like a link before it. Where no port stands beside it, a link may be what the
/// program wants (`address: smtp://mail.example.org:587` of Authelia), or another service's.
fn host_as_link(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let scheme = settings.scheme.as_ref()?;
    settings.port.as_ref().filter(|port| port.span != scheme.span)?;
    let host = settings.host.as_ref().map_or("the server's name", |host| host.is.as_str());
    let text = format!(
        "The server's name has {} before it. Only the name belongs there: {host}. With the rest the program asks DNS for a name that cannot exist, and finds none.",
        scheme.is
    );
    because(remark("host-as-link", Level::Fault, text, &[Some(scheme.span)]), "server-name-unresolved")
}

/// The server that takes mail for a provider's own mailboxes (MX): it knows no sign-in, and no port but 25.
fn takes_for_mailboxes(settings: &Settings) -> bool {
    settings.host.as_ref().is_some_and(|host| {
        let host = host.is.as_str();
        (host.starts_with("aspmx") || host.starts_with("alt") || host.starts_with("gmail-smtp-in"))
            && host.ends_with(".l.google.com")
            || host.ends_with(".mail.protection.outlook.com")
    })
}

/// Google's and Microsoft's pages on sending from devices and applications: support.google.com/a/answer/176600,
/// learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365,
/// checked 2026-11-27.
fn for_mailboxes_alone(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let host = settings.host.as_ref().filter(|_| takes_for_mailboxes(settings))?;
    let others = match host.is.ends_with(".google.com") {
        true => "smtp-relay.gmail.com, or smtp.gmail.com with an account and an app password",
        false => "a connector for your address, or smtp.office365.com with an account",
    };
    let text = format!(
        "{} is the server that takes mail for its own mailboxes (MX): it knows no sign-in, reaches nobody elsewhere, and judges a program like any stranger. The sender's domain has to name this machine in SPF or sign with DKIM. For mail to everybody take {others}.",
        host.is
    );
    remark("host-of-mailboxes", Level::Doubt, text, &[Some(host.span)])
}

fn relay_port(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    if takes_for_mailboxes(settings) {
        return None;
    }
    let port = settings.port.as_ref().filter(|port| port.is == 25)?;
    let is_25 = |server: &knowledge::Server| server.purpose == "submission" && server.port == 25;
    let documented = service.is_some_and(|service| service.servers.iter().any(is_25));
    // A relay in the own network is handed mail at that port, and asks for no password.
    let is_inner =
        settings.host.as_ref().is_some_and(|host| ip::is_inner(&host.is)) && settings.user.is_none();
    if is_local(settings) || is_inner {
        return None;
    }
    if let Some(service) = service.filter(|_| documented) {
        let other =
            service.servers.iter().find(|server| server.purpose == "submission" && server.port != 25)?;
        let text = format!(
            "{} takes mail at port 25, too, but many networks and hosting companies let nothing out there: take port {}.",
            service.name, other.port
        );
        return remark("relay-port", Level::Doubt, text, &[Some(port.span)]);
    }
    let or = if lacks(service, 465) { "" } else { " or 465 with SSL/TLS" };
    let text = format!(
        "Port 25 is for mail servers among themselves. Many networks and hosting companies block it, and many servers take no sign-in there. For programs use 587 with STARTTLS{or}."
    );
    remark("relay-port", Level::Doubt, text, &[Some(port.span)])
}

fn user_form(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let service = service.filter(|service| service.whole_address)?;
    let user = settings.user.as_ref().filter(|user| !user.is.contains('@'))?;
    let text = format!(
        "The user name of {} is the whole address, with the part behind @, and here it is only “{}”.",
        service.name, user.is
    );
    remark("user-name", Level::Doubt, text, &[Some(user.span)])
}

/// The account and the sender differ.
fn other_sender(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let (from, user) =
        (settings.from.as_ref()?, settings.user.as_ref().filter(|user| user.is.contains('@'))?);
    // Whoever signs in at a sending service with a key has no mailbox there: the sender is any of the domains verified with it.
    let is_service = service.is_some_and(|service| service.password == PasswordKind::ApiKey);
    if is_service || from.is.eq_ignore_ascii_case(&user.is) {
        return None;
    }
    let mailbox =
        service.is_some_and(|service| !service.domains.is_empty() || service.password == PasswordKind::Oauth);
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    let same = domain(&from.is) == domain(&user.is);
    if same && !mailbox {
        return None;
    }
    let text = match service.map(|service| service.id) {
        Some("microsoft-365") => {
            "The sender (From) is not the account that signs in. Microsoft 365 refuses that unless the account has the Send As permission for the other address: an administrator gives it in the Exchange admin center (Recipients, Mailboxes, the mailbox of that address, Delegation)."
        }
        _ => {
            "The sender (From) is not the account that signs in. Most providers refuse this or put the account's address in its place, unless the other address has been set up as an alias there."
        }
    };
    remark("from-not-account", Level::Doubt, text.to_owned(), &[Some(from.span), Some(user.span)])
}

fn app_password(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let service = service.filter(|service| service.password == PasswordKind::AppPassword)?;
    // A device's page shows none, and is told one all the same.
    if let (None, Some(auth)) = (&settings.password, &settings.auth)
        && settings.of_device
        && auth.is
    {
        let text = format!(
            "{} wants a password made for this one device (app password), not the one of the account.",
            service.name
        );
        return remark("app-password", Level::Doubt, text, &[Some(auth.span)]);
    }
    let password = settings.password.as_ref().filter(|password| password.is != Secret::Empty)?;
    let sixteen =
        matches!(service.id, "gmail" | "google-relay" | "yahoo" | "aol" | "icloud" | "qq" | "netease-163");
    if sixteen && password.is == Secret::LikeAppPassword {
        return None;
    }
    let form = match sixteen && password.is == Secret::Other {
        true => " The password in these settings does not have the form of one (sixteen letters).",
        false => "",
    };
    let note = if service.note.is_empty() { String::new() } else { format!(" {}", service.note) };
    let text = format!(
        "{} wants a password made for this one program (app password), not the one of the account.{form}{note}",
        service.name
    );
    remark("app-password", Level::Doubt, text, &[Some(password.span)])
}

fn no_password(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let password = settings.password.as_ref().filter(|password| password.is == Secret::Empty)?;
    settings.user.as_ref()?;
    remark(
        "no-password",
        Level::Doubt,
        "There is a user name, and the password is empty.".to_owned(),
        &[Some(password.span)],
    )
}

/// Who sends through a server has to sign in there (RFC 6409, section 4.3); iPhones call both fields optional.
fn no_sign_in(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let user = settings.no_user.filter(|_| settings.user.is_none())?;
    let password = settings.password.as_ref().filter(|password| password.is == Secret::Empty);
    let is_submission = settings.port.as_ref().is_some_and(|port| matches!(port.is, 465 | 587 | 2525));
    let wants_it =
        (is_submission || service.is_some()) && service.is_none_or(|service| service.id != "google-relay");
    let what = if password.is_some() { "User name and password are" } else { "The user name is" };
    let text = format!(
        "{what} empty: “Optional” is what a phone shows in a field in which nothing stands. A server for outgoing mail wants a sign-in: enter the          account's user name (mostly the whole address) and its password there, although it says “optional”."
    );
    let spans = [Some(user), password.map(|password| password.span)];
    let level = if wants_it { Level::Fault } else { Level::Doubt };
    let found = remark("no-sign-in", level, text, &spans);
    if wants_it { because(found, "auth-required") } else { found }
}

fn auth_off(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let auth = settings.auth.as_ref().filter(|auth| !auth.is)?;
    // It may know the sender by the address of the network.
    let service = service.filter(|service| service.id != "google-relay");
    if settings.user.is_none() && service.is_none() {
        return None;
    }
    let text = match service {
        Some(service) => format!(
            "Signing in is switched off, and {} takes mail here only from those who sign in. Switch it on, with the account's user name and password.",
            service.name
        ),
        None => "Signing in is switched off, so that user name and password are not used. Switch it on, unless the server knows you by the network.".to_owned(),
    };
    let found = remark(
        "auth-off",
        if service.is_some() { Level::Fault } else { Level::Doubt },
        text,
        &[Some(auth.span)],
    );
    if service.is_some() { because(found, "auth-required") } else { found }
}

fn unchecked(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let text = "Certificates are not checked: anybody in between can read the password. Mend the certificate or the server's name instead.".to_owned();
    remark("certificate-unchecked", Level::Doubt, text, &[Some(settings.unchecked?)])
}

fn localhost(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let host = settings.host.as_ref().filter(|_| is_local(settings))?;
    let text = "The server is this very machine. That works where a mail server runs on it; inside a container it means the container, not the machine around it.".to_owned();
    remark("localhost", Level::Doubt, text, &[Some(host.span)])
}

/// The name is that of .NET's System.Net.Mail, which cannot use 465; another program may have it, too.
fn enable_ssl(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let port = settings.port.as_ref().filter(|port| port.is == 465)?;
    let span = settings.enable_ssl.filter(|_| !settings.is_of("dotnet-smtpclient"))?;
    let text = "If EnableSsl is for .NET's SmtpClient (System.Net.Mail): it knows STARTTLS only and cannot use port 465. Take port 587 for it, or send with MailKit.".to_owned();
    remark("enable-ssl", Level::Doubt, text, &[Some(port.span), Some(span)])
}

fn is_local(settings: &Settings) -> bool {
    settings.host.as_ref().is_some_and(|host| host.is == "localhost" || host.is.starts_with("127."))
}

/// Where nothing but the settings is there to be judged.
pub const ELSE: &str = " If mail still does not go out, the fault lies elsewhere: mostly in user name, password, the network or the account.";

fn all_fits(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let (port, host) = (settings.port.as_ref()?, settings.host.as_ref()?);
    let security = settings.security.as_ref()?;
    let what = match security.is {
        Security::Some => "Host and port",
        _ => "Host, port and encryption",
    };
    let text = match service {
        Some(service) if service.checked.is_empty() => {
            format!("{what} are as they are known of {}.{ELSE}", service.name)
        }
        Some(service) => format!("{what} are as {} documents them.{ELSE}", service.name),
        None if security.is == Security::Some => format!(
            "Nothing speaks against port {}. Compare the server's name with what your provider documents.",
            port.is
        ),
        None => format!(
            "Port {} and the encryption fit together. Compare the server's name with what your provider documents.",
            port.is
        ),
    };
    remark("fits", Level::Fine, text, &[Some(host.span), Some(port.span)])
}
