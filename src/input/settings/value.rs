//! What values say: hosts and addresses, ports with words behind them, ways of signing in.

use super::encryption::{Encryption, security, switch};
use super::key::Key;
use super::program::Program;
use super::{cover, password};
use crate::facts::settings::{PasswordAt, Secret, Security, Settings, Value, Way};
use crate::text::{Span, Text};
use std::ops::Range;

/// A value under a name whose meaning is known.
pub struct Told<'a> {
    pub key: Key,
    pub value: &'a str,
    pub span: Span,
    pub program: Option<&'static Program>,
}

/// The first value of each kind counts.
pub fn set(
    settings: &mut Settings,
    encryption: &mut Encryption,
    told: Told,
    parts: impl FnOnce() -> Address,
) {
    let Told { key, value, span, program } = told;
    let on = switch(value);
    match key {
        Key::Host => {
            link(settings, value, span);
            host(settings, encryption, value.trim_end_matches('/'), span);
        }
        Key::Port => {
            // `465 (SSL/TLS)`, `587 STARTTLS`: as people type them.
            let (number, rest) =
                value.trim().split_once([' ', ',', ';', '(', '/']).unwrap_or((value.trim(), ""));
            if let Ok(port) = number.parse() {
                settings.port.get_or_insert(Value { is: port, span });
            }
            let denies = [" no", "not ", "no "].iter().any(|word| rest.to_ascii_lowercase().contains(word));
            if let Some(is) = security(rest).filter(|_| !rest.trim().is_empty() && !denies) {
                encryption.say(is, span);
            }
        }
        // A phone's field in which nothing stands.
        Key::User if password::is_placeholder(value) => {
            settings.no_user.get_or_insert(span);
        }
        Key::User => text_value(&mut settings.user, value, span),
        Key::From if value.contains('@') => text_value(&mut settings.from, bare_address(value), span),
        Key::Helo => text_value(&mut settings.helo, value, span),
        Key::Auth => {
            if let Some(is) = way(value) {
                settings.way.get_or_insert(Value { is, span });
            }
            settings.auth.get_or_insert(Value { is: on != Some(false), span });
        }
        Key::Verify if on == Some(false) => settings.unchecked = Some(span),
        Key::Address => {
            let parts = parts();
            if let Some(port) = parts.port {
                settings.port.get_or_insert(Value { is: port, span });
            }
            if let Some(is) = parts.security {
                encryption.say(is, span);
            }
            if let Some(user) = parts.user {
                text_value(&mut settings.user, &user, span);
            }
            if let Some((secret, at)) = parts.password {
                settings.password.get_or_insert(Value { is: secret, span });
                settings.password_at.get_or_insert(PasswordAt { span: at, in_code: false });
            }
            host(settings, encryption, &parts.host, span);
        }
        _ => encryption.set(key, value, span, program),
    }
}

fn text_value(slot: &mut Option<Value<String>>, value: &str, span: Span) {
    let value = value.trim();
    if !value.is_empty() && !value.eq_ignore_ascii_case("null") && value.len() < 200 {
        slot.get_or_insert(Value { is: value.to_owned(), span });
    }
}

/// `smtp://mail.example.org` in the place of a name: programs look the whole of it up. (`ssl://` and `tls://` are PHP's for
/// encryption.)
pub fn link(settings: &mut Settings, value: &str, span: Span) {
    if let Some((scheme, _)) = value.trim().split_once("://")
        && matches!(scheme, "smtp" | "http" | "https")
    {
        settings.scheme.get_or_insert(Value { is: format!("{scheme}://"), span });
    }
}

/// A host's name or address; code that reads it from elsewhere is no value.
pub fn host(settings: &mut Settings, encryption: &mut Encryption, value: &str, span: Span) {
    let value = value.trim().trim_matches(['[', ']']);
    let (implicit, value) = match value.split_once("://") {
        Some((scheme, rest)) => (matches!(scheme, "ssl" | "smtps" | "tls" | "submissions"), rest),
        None => (false, value),
    };
    let (name, port) = match value.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() && !name.contains(':') => (name, port.parse().ok()),
        _ => (value, None),
    };
    let fits = !name.is_empty()
        && !is_version(name)
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    if !fits || !(name.contains('.') || name == "localhost" || settings.host.is_none() && name.contains('-'))
    {
        return;
    }
    settings.host.get_or_insert(Value { is: name.trim_end_matches('.').to_ascii_lowercase(), span });
    if let Some(port) = port {
        settings.port.get_or_insert(Value { is: port, span });
    }
    if implicit {
        encryption.say(Security::Implicit, span);
    }
}

/// `3.10.0`, `v4.3.4`, `2.1.0-beta`: the last part of a host's name begins with a letter (RFC 3696, section 2), unless all of it
/// is an address.
fn is_version(name: &str) -> bool {
    let last = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    name.contains('.')
        && last.starts_with(|c: char| c.is_ascii_digit())
        && name.parse::<std::net::IpAddr>().is_err()
}

/// The parts of `smtp://user:password@host:port?encryption=tls` and of `[host]:port`.
#[derive(Default)]
pub struct Address {
    host: String,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    password: Option<(Secret, Span)>,
}

pub fn address(text: &Text, range: Range<usize>, covered: &mut Vec<Span>) -> Address {
    let value = text.get(range.clone());
    let mut found = Address::default();
    let scheme = value.find("://").map_or(0, |at| at + 3);
    let is_implicit = ["smtps", "ssl:", "submissions"].iter().any(|scheme| value.starts_with(scheme));
    if is_implicit || value.contains("encryption=ssl") {
        found.security = Some(Security::Implicit);
    } else if value.contains("encryption=tls")
        || value.starts_with("submission")
        || value.contains("starttls")
    {
        found.security = Some(Security::StartTls);
    }
    let rest = &value[scheme..];
    let rest = &rest[..rest.find(['/', '?']).unwrap_or(rest.len())];
    let place = match rest.rfind('@') {
        Some(at) => {
            let sign_in = &rest[..at];
            let user = sign_in.find(':').unwrap_or(sign_in.len());
            found.user = Some(sign_in[..user].replace("%40", "@"));
            if user < sign_in.len() {
                let start = range.start + scheme + user + 1;
                let at = start..range.start + scheme + at;
                cover(text, at.clone(), covered);
                found.password = Some((password::judged(&sign_in[user + 1..], false), text.span(at)));
            }
            &rest[at + 1..]
        }
        None => rest,
    };
    let place = place.trim_matches(['"', '\'']);
    let (host, port) = place.rsplit_once(':').map_or((place, None), |(host, port)| (host, port.parse().ok()));
    // Debian's Exim has two colons before the port.
    found.host = host.trim_end_matches(':').trim_matches(['[', ']']).to_owned();
    found.port = port;
    found
}

/// `Normal password`, `Passwort, normal`, `OAuth2`: as the windows of mail programs have it.
fn way(value: &str) -> Option<Way> {
    const PASSWORDS: &[&str] = &[
        "password",
        "passwort",
        "kennwort",
        "mot de passe",
        "contraseña",
        "wachtwoord",
        "senha",
        "hasło",
        "heslo",
        "пароль",
        "plain",
        "login",
    ];
    let value = value.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| value.contains(word));
    match () {
        () if says(&["oauth"]) => Some(Way::Browser),
        () if says(PASSWORDS) => Some(Way::Password),
        () => None,
    }
}

/// The address in `Name <a@example.org>`.
fn bare_address(value: &str) -> &str {
    let inner = value.rsplit_once('<').map_or(value, |(_, inner)| inner);
    inner.trim().trim_end_matches('>').trim_matches(['"', '\''])
}
