//! Settings of outgoing mail: environment files, code, JSON, YAML, properties, msmtprc, main.cf, a page typed in.
//!
//! `key` knows the names, `pair` cuts lines. Passwords are covered as soon as they are seen and never kept.

mod call;
mod key;
mod pair;

use crate::facts::settings::{Secret, Security, Settings, Value, Way};
use crate::facts::{Facts, Kind};
use crate::text::{Span, Text, lines};
use call::Begins;
use key::Key;
use std::ops::Range;

/// Settings fit on a page: what is longer is something else.
const LONGEST: usize = 40_000;

/// How sure that these are settings of a mail server.
pub fn looks(text: &Text) -> u8 {
    looks_as(text, false)
}

/// The settings that stand beside the words of a program; those in its code, too.
pub fn beside(text: &Text) -> Option<Facts> {
    (looks_as(text, true) > 0).then(|| read_as(text, true))
}

fn looks_as(text: &Text, with_calls: bool) -> u8 {
    if text.len() > LONGEST {
        return 0;
    }
    let mut covered = Vec::new();
    let (settings, about_mail, strange) = collect(text, &mut covered, with_calls);
    let place = usize::from(settings.host.is_some()) + usize::from(settings.port.is_some());
    let rest = usize::from(settings.security.is_some())
        + usize::from(settings.user.is_some())
        + usize::from(settings.password.is_some())
        + usize::from(settings.auth.is_some());
    let mail_host = settings.host.as_ref().is_some_and(|host| {
        key::about_mail(&host.is) || is_mail_port(settings.port.as_ref().map(|port| port.is))
    });
    match () {
        () if place + rest < 2 || !(about_mail || mail_host) => 0,
        () if place == 0 || strange > 12 + 3 * (place + rest) => 0,
        () if place + rest >= 3 => 50,
        () if place == 2 => 30,
        () => 0,
    }
}

fn is_mail_port(port: Option<u16>) -> bool {
    port.is_some_and(|port| matches!(port, 25 | 465 | 587 | 2525 | 2465 | 2587 | 1025))
}

pub fn read(text: &Text) -> Facts {
    read_as(text, false)
}

fn read_as(text: &Text, with_calls: bool) -> Facts {
    let mut facts = Facts { kind: Kind::Settings, ..Facts::default() };
    let (settings, ..) = collect(text, &mut facts.covered, with_calls);
    facts.envelope.sender = settings.from.as_ref().map(|from| from.is.clone());
    facts.settings = Some(settings);
    facts
}

/// The settings, whether a name shows that they are about mail, and how many lines are something else.
fn collect(text: &Text, covered: &mut Vec<Span>, with_calls: bool) -> (Settings, bool, usize) {
    let string = text.as_str();
    let mut settings = Settings::default();
    let (mut about_mail, mut strange, mut off) = (false, 0, None);
    // Where both servers of an account stand, only the outgoing one is judged.
    let has_both = lines(string).any(|line| side(&string[line]) == Some(Side::Outgoing));
    let mut now = Side::Outgoing;
    settings.is_postfixs = is_main_cf(string);
    let mut parameter = "";
    let mut label: Option<Label> = None;
    for line in lines(string) {
        let words = &string[line.clone()];
        if words.trim().is_empty() {
            continue;
        }
        // A window's text that was copied: the label, and its value on the line below.
        if let Some(label) = label.take().filter(|label| label.is_value(words)) {
            let is_incoming = has_both && now == Side::Incoming && is_of_server(label.key);
            if label.key == Key::Password {
                cover(text, line.clone(), covered);
                let span = text.span(line.clone());
                settings.password.get_or_insert(Value { is: secret(words.trim()), span });
            } else if !is_incoming {
                let span = text.span(label.line.start..line.end);
                set(&mut settings, label.key, words.trim(), span, Address::default);
            }
            about_mail |= label.about_mail;
            continue;
        }
        // A line that begins with a blank carries the one before on (postconf(5)).
        if settings.is_postfixs && words.starts_with([' ', '\t']) {
            if parameter == "mynetworks" && holds_everybody(words) {
                settings.open_relay.get_or_insert_with(|| text.span(line.clone()));
            }
            continue;
        }
        parameter = words.split('=').next().unwrap_or_default().trim();
        now = side(words).unwrap_or(now);
        let start = words.trim_start();
        if start.starts_with(['#', '/']) {
            continue;
        }
        label = Label::of(words, line.clone());
        if label.is_some() {
            continue;
        }
        if is_everybody(start) {
            settings.open_relay.get_or_insert_with(|| text.span(line.clone()));
        }
        let mut known = false;
        for pair in pair::pairs(words) {
            let name = &words[pair.name.clone()];
            if is_of_another(name) {
                // Its password is covered all the same: `text::secret` knows it by its name.
                known = true;
                continue;
            }
            let Some(key) = key::key(name) else { continue };
            known = true;
            about_mail |= key::about_mail(&words[pair.name.clone()]);
            let value = line.start + pair.value.start..line.start + pair.value.end;
            let span = text.span(line.start + pair.name.start..value.end);
            let is_incoming = has_both && now == Side::Incoming && is_of_server(key);
            if is_reference(&string[value.clone()]) || is_incoming {
                continue;
            }
            if key == Key::Password {
                // What follows may belong to it: a password may hold any sign.
                let rest = if string[..value.start].ends_with(['"', '\'', '`']) {
                    value.clone()
                } else {
                    value.start..line.end
                };
                cover(text, rest, covered);
                settings
                    .password
                    .get_or_insert(Value { is: secret(&string[value]), span: text.span(line.clone()) });
                break;
            }
            if matches!(key, Key::StartTls | Key::Tls) && switch(&string[value.clone()]) == Some(false) {
                off = Some(span);
            }
            // Nodemailer and its kin: not from the first byte, and STARTTLS where the server offers it.
            if key == Key::Security
                && words[pair.name.clone()].to_ascii_lowercase().ends_with("secure")
                && string[value.clone()].trim() == "false"
            {
                settings.security.get_or_insert(Value { is: Security::StartTls, span });
                continue;
            }
            set(&mut settings, key, &string[value.clone()], span, || address(text, value.clone(), covered));
        }
        if let Some(call) = call::call(words).filter(|_| with_calls) {
            let span = |range: &Range<usize>| text.span(line.start + range.start..line.start + range.end);
            host(&mut settings, &words[call.host.clone()], span(&call.host));
            let port = words[call.port.clone()].parse().ok();
            settings.port = settings.port.or(port.map(|is| Value { is, span: span(&call.port) }));
            // Whether it switches to encryption then, other lines tell.
            let is_switched = settings.security.is_some() || port == Some(465);
            let security = match call.begins {
                Begins::Encrypted => Some(Security::Implicit),
                Begins::Plain if is_switched => Some(Security::StartTls),
                _ => None,
            };
            // What is called says more than a switch beside it.
            settings.security = security.map(|is| Value { is, span: span(&call.name) }).or(settings.security);
            (known, about_mail) = (true, true);
        }
        strange += usize::from(!known);
    }
    settings.is_msmtps = is_msmtprc(string);
    if let Some(known) =
        settings.security.as_mut().filter(|known| settings.is_msmtps && known.is == Security::Some)
    {
        known.is = if off.is_some() { Security::Implicit } else { Security::StartTls };
    }
    let is_implicit_port = settings.port.as_ref().is_some_and(|port| port.is == 465);
    if settings.is_postfixs && settings.security.is_none() && is_implicit_port {
        let span = settings.port.as_ref().map(|port| port.span);
        settings.security = span.map(|span| Value { is: Security::StartTls, span });
    }
    // STARTTLS is off, and nothing else is on.
    if settings.security.is_none() {
        settings.security = off.map(|span| Value { is: Security::None, span });
    }
    // Laravel since 9 begins TLS as the port wants it, whatever MAIL_ENCRYPTION says; in 7 and 8 `ssl` is TLS from the first byte
    // and `tls` is STARTTLS. Where word and port agree, it is the same in all of them.
    if string.contains("MAIL_MAILER")
        && let Some(security) = settings.security.as_mut()
    {
        let is_agreed = match security.is {
            Security::Implicit => is_implicit_port,
            Security::StartTls => !is_implicit_port,
            _ => true,
        };
        if !is_agreed {
            security.is = Security::Some;
        }
    }
    (settings, about_mail, strange)
}

/// What a server has for itself; name, password and sender are the account's.
fn is_of_server(key: Key) -> bool {
    !matches!(key, Key::User | Key::Password | Key::From)
}

/// A line that names a setting, and has no value for it.
struct Label {
    key: Key,
    line: Range<usize>,
    about_mail: bool,
}

impl Label {
    /// `Server name`, `Port:`, `Connection security *`.
    fn of(words: &str, line: Range<usize>) -> Option<Self> {
        const MOST_WORDS: usize = 4;
        let name = words.trim().trim_end_matches([':', '*', ' ']);
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '(' | ')' | '/'))
            && name.split_whitespace().count() <= MOST_WORDS;
        // `host smtp.example.org`, `user ann`: a name and its value. `User name` is a name alone.
        let is_set = |pair: &pair::Pair| {
            let value = &words[pair.value.clone()];
            let key = key::key(&words[pair.name.clone()]);
            key.is_some_and(|key| Self { key, line: 0..0, about_mail: false }.is_value(value))
                && !["name", "address", "adresse", "id"].contains(&value)
        };
        let holds_a_value = pair::pairs(words).iter().any(is_set);
        let key = key::key(name).filter(|_| is_name && !holds_a_value)?;
        Some(Self { key, line, about_mail: key::about_mail(name) })
    }

    /// Whether the next line is the value.
    fn is_value(&self, words: &str) -> bool {
        let value = words.trim();
        let holds_a_setting =
            || pair::pairs(words).iter().any(|pair| key::key(&words[pair.name.clone()]).is_some());
        let is_word = !value.contains(char::is_whitespace);
        let is_label = || key::key(value).is_some();
        match self.key {
            Key::Host => is_word && value.contains('.') && !value.contains(['=', '@']),
            Key::Port => value.starts_with(|c: char| c.is_ascii_digit()),
            Key::Security => security(value).is_some() && !holds_a_setting(),
            Key::From => is_word && value.contains('@'),
            Key::User => is_word && !is_label() && !holds_a_setting(),
            Key::Password => !is_label() && !holds_a_setting(),
            // What such a window offers: `Normal password`.
            Key::Auth => !holds_a_setting() && value.split_whitespace().count() <= 3,
            _ => false,
        }
    }
}

/// Parameters that Postfix alone has (postconf(5)), at the beginning of a line.
fn is_main_cf(string: &str) -> bool {
    const NAMES: &[&str] =
        &["relayhost", "mynetworks", "smtp_sasl_", "smtp_tls_", "smtp_use_tls", "inet_interfaces"];
    let set = |line: &str| line.contains('=') && NAMES.iter().any(|name| line.starts_with(name));
    string.lines().filter(|line| set(line)).count() > 1
}

/// `mynetworks = 0.0.0.0/0`: whoever is in these networks may send to anybody (postconf(5), permit_mynetworks).
fn is_everybody(line: &str) -> bool {
    let Some((name, networks)) = line.split_once('=') else { return false };
    name.trim() == "mynetworks" && holds_everybody(networks)
}

fn holds_everybody(networks: &str) -> bool {
    let mut networks = networks.split([' ', ',', '\t']);
    networks.any(|network| matches!(network, "0.0.0.0/0" | "::/0" | "[::]/0"))
}

/// Lines that msmtp alone has (msmtp(1), configuration files).
fn is_msmtprc(string: &str) -> bool {
    const LINES: &[&str] =
        &["account ", "defaults", "tls_trust_file ", "tls_starttls ", "tls_certcheck ", "passwordeval "];
    let begins = |line: &str| LINES.iter().any(|begin| line.trim_start().starts_with(begin));
    string.lines().any(|line| line.trim() == "tls on") && string.lines().any(begins)
}

/// Names of what is set beside mail in one file: `DB_HOST`, `redis.password`, `SESSION_SECURE`.
fn is_of_another(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "db",
        "database",
        "mysql",
        "mariadb",
        "postgres",
        "postgresql",
        "pg",
        "pgsql",
        "mongo",
        "mongodb",
        "redis",
        "memcached",
        "elasticsearch",
        "rabbitmq",
        "amqp",
        "kafka",
        "ldap",
        "session",
        "cache",
        "queue",
        "broadcast",
        "pusher",
        "ftp",
        "sftp",
        "ssh",
        "s3",
        "aws",
        "minio",
        "jwt",
        "oauth",
        "stripe",
        "app",
    ];
    let Some((first, _)) = name.trim_matches(['"', '\'', ' ', '$']).split_once(['_', '.']) else {
        return false;
    };
    let lower = name.to_ascii_lowercase();
    !lower.contains("smtp")
        && !lower.contains("mail")
        && OTHERS.iter().any(|other| first.eq_ignore_ascii_case(other))
}

/// Which server of an account a line is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Incoming,
    Outgoing,
}

/// What a heading or a name says; what stands below it is about the same server.
fn side(line: &str) -> Option<Side> {
    const INCOMING: &[&str] = &[
        "imap",
        "pop3",
        "pop.",
        "incoming",
        "posteingang",
        "entrant",
        "in arrivo",
        "inkomend",
        "binnenkomend",
        "przychodz",
        "entrada",
    ];
    let name = line.split(['=', ':']).next().unwrap_or(line).to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match (says(INCOMING), says(key::OUTGOING) || name.contains("mail_")) {
        (true, false) => Some(Side::Incoming),
        (false, true) => Some(Side::Outgoing),
        _ => None,
    }
}

/// Code that fetches a value from elsewhere: `process.env.SMTP_HOST`, `${SMTP_HOST}`, `os.environ["SMTP_HOST"]`. There is
/// nothing in it to check.
fn is_reference(value: &str) -> bool {
    const FETCHES: &[&str] = &[
        "process.env",
        "import.meta.env",
        "os.environ",
        "os.getenv",
        "os.Getenv",
        "System.getenv",
        "getenv(",
        "env(",
        "env.",
        "ENV[",
        "ENV.fetch",
        "config(",
        "config.",
        "settings.",
        "Configuration[",
        "builder.Configuration",
        "$_ENV",
        "{{",
        "$env:",
        "Deno.env",
    ];
    let value = value.trim_start_matches(['"', '\'', '`', ' ']);
    let shell = value.strip_prefix('$').is_some_and(|rest| {
        let name = rest.trim_start_matches('{').trim_end_matches('}');
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    });
    shell || FETCHES.iter().any(|sign| value.starts_with(sign))
}

fn cover(text: &Text, range: Range<usize>, covered: &mut Vec<Span>) {
    if !range.is_empty() {
        covered.push(text.span(range));
    }
}

fn secret(value: &str) -> Secret {
    let letters: String = value.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let placeholder = ["", "null", "none", "''", "\"\""].contains(&value.trim());
    Secret {
        length: value.chars().count(),
        like_app_password: letters.len() == 16 && letters.bytes().all(|b| b.is_ascii_lowercase()),
        empty: placeholder,
    }
}

/// The first value of each kind counts.
fn set(settings: &mut Settings, key: Key, value: &str, span: Span, parts: impl FnOnce() -> Address) {
    let on = switch(value);
    match key {
        Key::Host => host(settings, value, span),
        Key::Port => {
            // `465 (SSL/TLS)`, `587 STARTTLS`: as people type them.
            let (number, rest) =
                value.trim().split_once([' ', ',', ';', '(', '/']).unwrap_or((value.trim(), ""));
            if let Ok(port) = number.parse() {
                settings.port.get_or_insert(Value { is: port, span });
            }
            let denies = [" no", "not ", "no "].iter().any(|word| rest.to_ascii_lowercase().contains(word));
            if let Some(is) = security(rest).filter(|_| !rest.trim().is_empty() && !denies) {
                settings.security.get_or_insert(Value { is, span });
            }
        }
        Key::Security => {
            if let Some(is) = security(value) {
                settings.security.get_or_insert(Value { is, span });
            }
        }
        Key::Ssl if on == Some(true) => settings.security = Some(Value { is: Security::Implicit, span }),
        Key::StartTls if on == Some(true) => settings.security = Some(Value { is: Security::StartTls, span }),
        // msmtp: `tls on` with `tls_starttls off`.
        Key::StartTls if on == Some(false) => {
            if settings.security.as_ref().is_some_and(|known| known.is == Security::Some) {
                settings.security = Some(Value { is: Security::Implicit, span });
            }
        }
        Key::Tls => {
            let is = match on {
                Some(false) => Security::None,
                _ if value.contains("encrypt") || value.contains("may") => Security::StartTls,
                _ => security(value).unwrap_or(Security::Some),
            };
            settings.security.get_or_insert(Value { is, span });
        }
        Key::User => text_value(&mut settings.user, value, span),
        Key::From if value.contains('@') => text_value(&mut settings.from, bare_address(value), span),
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
                settings.security.get_or_insert(Value { is, span });
            }
            if let Some(user) = parts.user {
                text_value(&mut settings.user, &user, span);
            }
            if let Some(secret) = parts.password {
                settings.password.get_or_insert(Value { is: secret, span });
            }
            host(settings, &parts.host, span);
        }
        _ => {}
    }
}

fn text_value(slot: &mut Option<Value<String>>, value: &str, span: Span) {
    let value = value.trim();
    if !value.is_empty() && !value.eq_ignore_ascii_case("null") && value.len() < 200 {
        slot.get_or_insert(Value { is: value.to_owned(), span });
    }
}

/// A host's name or address; code that reads it from elsewhere is no value.
fn host(settings: &mut Settings, value: &str, span: Span) {
    let value = value.trim().trim_matches(['[', ']']);
    let (implicit, value) = match value.split_once("://") {
        Some((scheme, rest)) => (matches!(scheme, "ssl" | "smtps" | "tls"), rest),
        None => (false, value),
    };
    let (name, port) = match value.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() && !name.contains(':') => (name, port.parse().ok()),
        _ => (value, None),
    };
    let fits = !name.is_empty()
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
        settings.security.get_or_insert(Value { is: Security::Implicit, span });
    }
}

/// The parts of `smtp://user:password@host:port?encryption=tls` and of `[host]:port`.
#[derive(Default)]
struct Address {
    host: String,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    password: Option<Secret>,
}

fn address(text: &Text, range: Range<usize>, covered: &mut Vec<Span>) -> Address {
    let value = text.get(range.clone());
    let mut found = Address::default();
    let scheme = value.find("://").map_or(0, |at| at + 3);
    if value.starts_with("smtps") || value.starts_with("ssl:") || value.contains("encryption=ssl") {
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
                cover(text, start..range.start + scheme + at, covered);
                found.password = Some(secret(&sign_in[user + 1..]));
            }
            &rest[at + 1..]
        }
        None => rest,
    };
    let place = place.trim_matches(['"', '\'']);
    let (host, port) = place.rsplit_once(':').map_or((place, None), |(host, port)| (host, port.parse().ok()));
    found.host = host.trim_matches(['[', ']']).to_owned();
    found.port = port;
    found
}

fn switch(value: &str) -> Option<bool> {
    const ON: &[&str] = &[
        "true",
        "yes",
        "on",
        "1",
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "enabled",
        "aktiviert",
        "an",
        "checked",
        "✓",
        "required",
        "enable",
    ];
    const OFF: &[&str] = &[
        "false",
        "no",
        "off",
        "0",
        "nein",
        "non",
        "não",
        "disabled",
        "deaktiviert",
        "aus",
        "none",
        "unchecked",
        "disable",
        "never",
    ];
    let value = value.trim().to_lowercase();
    match () {
        () if ON.contains(&value.as_str()) => Some(true),
        () if OFF.contains(&value.as_str()) => Some(false),
        () => None,
    }
}

/// `tls` means STARTTLS in PHPMailer, Laravel and Symfony; `SSL/TLS` means TLS from the first byte everywhere.
fn security(value: &str) -> Option<Security> {
    let value = value.to_lowercase();
    match () {
        () if value.contains("starttls") => Some(Security::StartTls),
        () if value.contains("smtps") || value.contains("ssl") || value.contains("wrapper") => {
            Some(Security::Implicit)
        }
        () if [
            "",
            "none",
            "null",
            "keine",
            "aucun",
            "aucune",
            "ninguno",
            "ninguna",
            "nessuno",
            "nessuna",
            "nenhum",
            "nenhuma",
            "kein",
            "ohne",
            "off",
            "false",
            "no",
            "plain",
            "plaintext",
            "geen",
            "brak",
            "нет",
        ]
        .contains(&value.trim()) =>
        {
            Some(Security::None)
        }
        () if value.contains("tls") => Some(Security::StartTls),
        // Nodemailer's `secure: true`.
        () if value.trim() == "true" => Some(Security::Implicit),
        () if ["auto", "automatic", "on", "yes", "1"].contains(&value.trim()) => Some(Security::Some),
        () => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_stand_below_its_label() {
        let text = "Outgoing server (SMTP)\nServer name\nsmtp.example.org\nPort:\n587\n\nConnection security\nSTARTTLS\nAuthentication\n\
                    Normal password\nUser name\nann@example.org\nPassword\nhunter2 and more\nSave\nCancel\n";
        let facts = super::read(&Text::plain(text));
        let known = facts.settings.expect("settings");
        assert_eq!(known.host.map(|host| host.is).as_deref(), Some("smtp.example.org"));
        assert_eq!(known.port.map(|port| port.is), Some(587));
        assert_eq!(known.security.map(|security| security.is), Some(Security::StartTls));
        assert_eq!(known.user.map(|user| user.is).as_deref(), Some("ann@example.org"));
        assert!(known.password.is_some());
        let covered: Vec<&str> = facts.covered.iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(covered, ["hunter2 and more"]);
        assert!(looks(&Text::plain(text)) > 0);
        let yaml = "mail:\n  password:\n  port: 25\n  host: mail.example.org\n";
        let facts = super::read(&Text::plain(yaml));
        assert!(facts.covered.is_empty() && facts.settings.is_some_and(|known| known.port.is_some()));
    }

    #[test]
    fn laravels_word_for_encryption_counts_where_the_port_agrees() {
        let read = |port: &str, word: &str| {
            let text = format!(
                "MAIL_MAILER=smtp\nMAIL_HOST=smtp.example.org\nMAIL_PORT={port}\nMAIL_ENCRYPTION={word}\n"
            );
            let known = super::read(&Text::plain(&text)).settings.expect("settings");
            known.security.map(|security| security.is)
        };
        assert_eq!(read("465", "ssl"), Some(Security::Implicit));
        assert_eq!(read("587", "tls"), Some(Security::StartTls));
        assert_eq!(read("587", "ssl"), Some(Security::Some));
        assert_eq!(read("465", "tls"), Some(Security::Some));
    }

    #[test]
    fn a_set_in_line_of_main_cf_belongs_to_the_one_before() {
        let read = |networks: &str| {
            let text = format!(
                "myhostname = mail.example.org\nmynetworks = 127.0.0.0/8\n    {networks}\nrelayhost = [smtp.example.net]:587\nsmtp_tls_security_level = encrypt\n"
            );
            super::read(&Text::plain(&text)).settings.expect("settings")
        };
        let known = read("192.0.2.0/24, [::1]/128");
        assert_eq!(known.host.map(|host| host.is).as_deref(), Some("smtp.example.net"));
        assert!(known.open_relay.is_none() && known.is_postfixs);
        assert!(read("0.0.0.0/0").open_relay.is_some());
    }
}
