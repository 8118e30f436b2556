//! Where a program's settings are read by rules of its own.

use super::encryption::switch;
use super::key::Key;
use super::program::Program;
use crate::facts::settings::{Security, Settings, Value};

/// msmtp(1): `tls on` is STARTTLS unless `tls_starttls off`; ssmtp.conf(5): `UseTLS` is TLS from the first byte unless
/// `UseSTARTTLS`.
pub fn main_switch(program: Option<&str>) -> Option<Security> {
    match program? {
        "msmtp" => Some(Security::StartTls),
        "ssmtp" => Some(Security::Implicit),
        _ => None,
    }
}

/// How Postfix encrypts what it sends on: by STARTTLS, unless `smtp_tls_wrappermode` is on (postconf(5)).
pub fn postfixs(settings: &Settings) -> Option<Value<Security>> {
    let main_cf = settings.main_cf.as_ref()?;
    let on = |name: &str| {
        let parameter = main_cf.get(name)?;
        switch(&parameter.value).map(|is| Value { is, span: parameter.span })
    };
    let wrapped = on("smtp_tls_wrappermode").filter(|wrapped| wrapped.is);
    // Where the level is set, smtp_use_tls does not count.
    let level = main_cf.get("smtp_tls_security_level").filter(|level| !level.value.is_empty());
    let level =
        level.map(|level| Value { is: level.value != "none", span: level.span }).or(on("smtp_use_tls"));
    let is_plain_first = settings.port.as_ref().filter(|port| port.is == 465);
    match (wrapped, level) {
        (_, Some(Value { is: false, span })) => Some(Value { is: Security::None, span }),
        (Some(wrapped), _) => Some(Value { is: Security::Implicit, span: wrapped.span }),
        (None, Some(level)) => Some(Value { is: Security::StartTls, span: level.span }),
        (None, None) => is_plain_first.map(|port| Value { is: Security::StartTls, span: port.span }),
    }
}

/// Laravel since 9 begins TLS as the port wants it, whatever MAIL_ENCRYPTION says, and switches where the server offers it;
/// in 7 and 8 `ssl` is TLS from the first byte and `tls` is STARTTLS. Where word and port agree, it is the same in all of them.
pub fn laravels(settings: &mut Settings) {
    let is_implicit_port = settings.port.as_ref().is_some_and(|port| port.is == 465);
    let Some(told) = settings.security.as_mut() else { return };
    let is_agreed = match told.is {
        Security::Implicit => is_implicit_port,
        Security::StartTls => !is_implicit_port,
        Security::Some => true,
        Security::None => {
            settings.security = None;
            return;
        }
    };
    if !is_agreed {
        told.is = Security::Some;
    }
}

/// Up to Laravel 8 Swift Mailer sends, and takes the word as it stands; in its words the version shows itself.
pub fn swifts(settings: &mut Settings, words: &str) {
    if settings.program != Some("laravel") || !is_swifts(words) {
        return;
    }
    let is_implicit_port = settings.port.as_ref().is_some_and(|port| port.is == 465);
    if let Some(told) = settings.security.as_mut().filter(|told| told.is == Security::Some) {
        // Word and port did not agree.
        told.is = if is_implicit_port { Security::StartTls } else { Security::Implicit };
    }
}

/// Swift Mailer names the host without quotation marks and the port apart, `with host mx.example.org :stream_socket_client(): …` or `[… #110]`;
/// Symfony's mailer writes `with host "mx.example.org:465": …`.
fn is_swifts(words: &str) -> bool {
    let behind = words.split_once("could not be established with host ").map(|(_, rest)| rest);
    let is_form = behind.is_some_and(|rest| {
        let rest =
            rest.split_once(' ').map_or("", |(host, rest)| if host.starts_with('"') { "" } else { rest });
        rest.starts_with([':', '['])
    });
    is_form || ["Swift_", "swiftmailer"].iter().any(|sign| words.contains(sign))
}

/// What does not send, and is meant for trying out: Laravel's `log` and `array`, Django's backends for the console and the like.
pub fn unsent(program: Option<&Program>, name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_on = || switch(value) == Some(true);
    match (program.map_or("", |program| program.id), name.rsplit('.').next().unwrap_or(name)) {
        ("laravel", "MAIL_MAILER" | "MAIL_DRIVER") => matches!(value, "log" | "array"),
        ("django", "EMAIL_BACKEND") => DJANGOS.iter().any(|kind| {
            value
                .strip_prefix("django.core.mail.backends.")
                .and_then(|rest| rest.strip_suffix(".EmailBackend"))
                == Some(kind)
        }),
        ("ruby-net-smtp", "delivery_method") => {
            matches!(value.trim_start_matches(':'), "test" | "file" | "letter_opener")
        }
        ("ruby-net-smtp", "perform_deliveries") => switch(value) == Some(false),
        ("symfony-mailer", "MAILER_DSN") => value.starts_with("null://"),
        ("flask-mail", "MAIL_SUPPRESS_SEND") | ("wordpress", "WPMS_DO_NOT_SEND") => is_on(),
        _ => false,
    }
}

/// Django's backends that hand nothing to a server.
const DJANGOS: &[&str] = &["console", "dummy", "locmem", "filebased"];

/// `MAIL_SCHEME=tls`: Laravel takes `smtp` and `smtps` there.
pub fn scheme(program: Option<&Program>, name: &str, value: &str) -> Option<String> {
    let is_known = matches!(value.trim(), "" | "null" | "(null)" | "smtp" | "smtps");
    let is_word = value.len() < 20 && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_laravels = program.is_some_and(|program| program.id == "laravel") && name == "MAIL_SCHEME";
    (is_laravels && !is_known && is_word).then(|| value.to_owned())
}

/// A value that says yes or no where another name would have a word: `encryption: true` does not say which kind.
pub fn as_a_switch(key: Key, name: &str, value: &str, program: Option<&Program>) -> Key {
    let name = name.to_ascii_lowercase();
    let is_nodemailers = ["secure", "secureconnection", "ssl_tls"].iter().any(|end| name.ends_with(end));
    let is = |id: &str| program.is_some_and(|program| program.id == id);
    match (key, switch(value)) {
        // Nodemailer and its kin: not from the first byte, and STARTTLS where the server offers it. PHPMailer does likewise.
        (Key::Security, Some(false)) if name.ends_with("secure") || name.ends_with("secureconnection") => {
            Key::StartTlsByItself
        }
        (Key::Security, None) if is("phpmailer") && value.trim().is_empty() => Key::StartTlsByItself,
        // It goes by the port where the word is empty.
        (Key::Security, None) if (is("codeigniter") || is("nextcloud")) && value.trim().is_empty() => {
            Key::Nothing
        }
        (Key::Security, Some(true)) if !is_nodemailers => Key::Tls,
        _ => key,
    }
}

/// Blanks without quotation marks: the reader of Laravel's and Symfony's .env files stops there, unless a comment follows.
pub fn unquoted<'a>(line: &'a str, program: Option<&Program>) -> Option<&'a str> {
    program.filter(|program| matches!(program.id, "laravel" | "symfony-mailer"))?;
    let (name, value) = line.split_once('=')?;
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    // What stands behind may be a poster's remark.
    let is_plain = !value.contains(['"', '\'', '$', '(', '\\', '<']);
    let (_, behind) = value.trim().split_once([' ', '\t'])?;
    let is_comment = behind.trim_start().starts_with(['#', '/', ';', '-']);
    (is_name && is_plain && !is_comment).then_some(name)
}

/// What main.cf says of the server that it sends through.
pub fn is_of_relay(name: &str) -> bool {
    matches!(name, "relayhost" | "smtp_sasl_auth_enable" | "smtp_sasl_password_maps")
}

/// Lines that msmtp alone has (msmtp(1), configuration files).
pub fn is_msmtprc(string: &str) -> bool {
    const NAMES: &[&str] =
        &["account", "defaults", "tls_trust_file", "tls_starttls", "tls_certcheck", "passwordeval"];
    let first = |line: &str| line.split_whitespace().next().is_some_and(|name| NAMES.contains(&name));
    let is_on = |line: &str| line.split_whitespace().take(3).eq(["tls", "on"]);
    string.lines().any(is_on) && string.lines().any(first)
}
