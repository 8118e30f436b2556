//! Settings of outgoing mail: environment files, code, JSON, YAML, properties, msmtprc, main.cf, a page typed in.
//!
//! `key` knows the names, `pair` cuts lines. Passwords are covered as soon as they are seen and never kept.

mod call;
mod encryption;
mod key;
mod main_cf;
mod pair;
mod password;
mod program;

use crate::facts::settings::{Misspelt, PasswordAt, Secret, Security, Settings, Value, Way};
use crate::facts::{Facts, Kind};
use crate::text::{Span, Text, lines};
use call::Begins;
use encryption::{Encryption, security, switch};
use key::Key;
use program::Program;
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
    // A server's own file, whether it names another server or not.
    if let Some((main_cf, strange)) = main_cf::read(text)
        && main_cf.parameters.len() > 2
        && strange <= 3 + main_cf.parameters.len() / 2
    {
        return 50;
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
    facts.program = settings.program;
    facts.envelope.sender = settings.from.as_ref().map(|from| from.is.clone());
    facts.settings = Some(settings);
    facts
}

/// Tells of the password what its form tells, from the paste before anything in it was covered.
pub fn weigh(facts: &mut Facts, paste: &str) {
    let Some(settings) = facts.settings.as_mut() else { return };
    let (Some(password), Some(at)) = (settings.password.as_mut(), settings.password_at) else { return };
    let Some(value) = paste.get(at.span.range()) else { return };
    // What ends the statement may have been covered with it.
    let value = if at.in_code { value.trim_end_matches([',', ';', ' ']) } else { value };
    let is_quoted = paste[..at.span.start].ends_with(['"', '\'']);
    let sign = value.find('#').filter(|sign| !value[..*sign].ends_with([' ', '\t']));
    settings.cut_short = settings.program == Some("laravel") && !is_quoted && sign.is_some();
    password.is = if is_reference(value) { Secret::StandIn } else { password::judged(value, at.in_code) };
}

/// The settings, whether a name shows that they are about mail, and how many lines are something else.
fn collect(text: &Text, covered: &mut Vec<Span>, with_calls: bool) -> (Settings, bool, usize) {
    let string = text.as_str();
    let mut settings = Settings::default();
    let (mut about_mail, mut strange) = (false, 0);
    let mut encryption = Encryption::default();
    // Where both servers of an account stand, only the outgoing one is judged.
    let has_both = lines(string).any(|line| side(&string[line]) == Some(Side::Outgoing));
    let mut now = Side::Outgoing;
    settings.main_cf = main_cf::read(text).map(|(main_cf, _)| main_cf);
    let is_msmtps = is_msmtprc(string);
    let program = program::of(string).filter(|_| settings.main_cf.is_none() && !is_msmtps);
    settings.program = match program {
        _ if settings.main_cf.is_some() => Some("postfix"),
        _ if is_msmtps => Some("msmtp"),
        _ => program.map(|program| program.id),
    };
    let mut label: Option<Label> = None;
    let mut heading = "";
    let margin = main_cf::margin(string);
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
                put_password(&mut settings, words.trim(), span, span, false);
            } else if !is_incoming {
                let span = text.span(label.line.start..line.end);
                let told = Told { key: label.key, value: words.trim(), span, program };
                set(&mut settings, &mut encryption, told, Address::default);
            }
            about_mail |= label.about_mail;
            continue;
        }
        // A line that begins with a blank carries the one before on (postconf(5)).
        let carries_on = || words.get(margin..).is_some_and(|rest| rest.starts_with([' ', '\t']));
        if settings.main_cf.is_some() && carries_on() {
            continue;
        }
        now = side(words).unwrap_or(now);
        let start = words.trim_start();
        if start.starts_with(['#', '/', ';']) {
            continue;
        }
        label = Label::of(words, line.clone());
        if label.is_some() {
            heading = start.trim_end().trim_end_matches(':');
            continue;
        }
        if let Some(name) = unquoted(words, program) {
            settings.unquoted.get_or_insert(Value { is: name.to_owned(), span: text.span(line.clone()) });
        }
        let mut known = false;
        for pair in pair::pairs(words) {
            let name = &words[pair.name.clone()];
            if settings.main_cf.is_some() && !is_of_relay(name) {
                known = true;
                break;
            }
            if is_of_another(name) {
                // Its password is covered all the same: `text::secret` knows it by its name.
                known = true;
                continue;
            }
            let value = line.start + pair.value.start..line.start + pair.value.end;
            let span = text.span(line.start + pair.name.start..value.end);
            if let Some(meant) = program.and_then(|program| program.meant(name)) {
                let written = name.to_owned();
                settings.misspelt.push(Misspelt { written, meant, span });
                (known, about_mail) = (true, true);
                if key::key(name) == Some(Key::Password) {
                    cover(text, value, covered);
                }
                continue;
            }
            // `starttls:`, and `enable: true` below it.
            let nested =
                matches!(name, "enable" | "enabled" | "required").then(|| format!("{heading}.{name}"));
            let name = nested.as_deref().unwrap_or(name);
            let own = program.and_then(|program| program.key(name));
            if let Some(word) = unsent(program, name, &string[value.clone()]) {
                settings.unsent.get_or_insert(Value { is: word.to_owned(), span });
            }
            let Some(key) = own.or_else(|| key::key(name)) else { continue };
            known = true;
            about_mail |= key::about_mail(name);
            let is_incoming = has_both && now == Side::Incoming && is_of_server(key);
            if is_reference(&string[value.clone()]) || is_incoming {
                continue;
            }
            if key == Key::Password {
                // What follows may belong to it: a password may hold any sign.
                let is_quoted = string[..value.start].ends_with(['"', '\'', '`']);
                let rest = if is_quoted { value.clone() } else { value.start..line.end };
                cover(text, rest, covered);
                let in_code = !is_quoted && (is_statement(words) || host_is_quoted(&settings, string, text));
                let (at, line) = (text.span(value.clone()), text.span(line.clone()));
                put_password(&mut settings, &string[value], line, at, in_code);
                break;
            }
            if let Some(word) = scheme(program, name, &string[value.clone()]) {
                settings.unknown_scheme.get_or_insert(Value { is: word, span });
                continue;
            }
            if name.to_ascii_lowercase().ends_with("enablessl")
                && switch(&string[value.clone()]) == Some(true)
            {
                settings.enable_ssl.get_or_insert(span);
            }
            let key = as_a_switch(key, name, &string[value.clone()], program);
            let told = Told { key, value: &string[value.clone()], span, program };
            set(&mut settings, &mut encryption, told, || address(text, value.clone(), covered));
        }
        if let Some(call) = call::call(words).filter(|_| with_calls) {
            let span = |range: &Range<usize>| text.span(line.start + range.start..line.start + range.end);
            host(&mut settings, &mut encryption, &words[call.host.clone()], span(&call.host));
            let port = words[call.port.clone()].parse().ok();
            settings.port = settings.port.or(port.map(|is| Value { is, span: span(&call.port) }));
            // Whether it switches to encryption then, other lines tell.
            let is_switched = encryption.is_told() || port == Some(465);
            match call.begins {
                Begins::Encrypted => encryption.call(Security::Implicit, span(&call.name)),
                Begins::Plain if is_switched => encryption.call(Security::StartTls, span(&call.name)),
                _ => {}
            }
            (known, about_mail) = (true, true);
        }
        strange += usize::from(!known);
    }
    settings.both_on =
        encryption.both_on().filter(|_| settings.is_of("django") || settings.is_of("flask-mail"));
    let port = settings.port.as_ref().map(|port| port.is);
    settings.security = match settings.main_cf {
        Some(_) => postfixs(&settings),
        None => encryption.settle(port, program, main_switch(settings.program)),
    };
    if settings.is_of("laravel") {
        laravels(&mut settings);
    }
    (settings, about_mail, strange)
}

/// msmtp(1): `tls on` is STARTTLS unless `tls_starttls off`; ssmtp.conf(5): `UseTLS` is TLS from the first byte unless
/// `UseSTARTTLS`.
fn main_switch(program: Option<&str>) -> Option<Security> {
    match program? {
        "msmtp" => Some(Security::StartTls),
        "ssmtp" => Some(Security::Implicit),
        _ => None,
    }
}

/// How Postfix encrypts what it sends on: by STARTTLS, unless `smtp_tls_wrappermode` is on (postconf(5)).
fn postfixs(settings: &Settings) -> Option<Value<Security>> {
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
fn laravels(settings: &mut Settings) {
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

/// What does not send, and is meant for trying out: Laravel's `log` and `array`, Django's backends for the console and the like.
fn unsent<'a>(program: Option<&Program>, name: &str, value: &'a str) -> Option<&'a str> {
    let value = value.trim();
    let is_it = match (program?.id, name) {
        ("laravel", "MAIL_MAILER" | "MAIL_DRIVER") => matches!(value, "log" | "array"),
        ("django", "EMAIL_BACKEND") => ["console", "dummy", "locmem", "filebased"]
            .iter()
            .any(|kind| value == format!("django.core.mail.backends.{kind}.EmailBackend")),
        _ => false,
    };
    is_it.then_some(value)
}

/// `MAIL_SCHEME=tls`: Laravel takes `smtp` and `smtps` there.
fn scheme(program: Option<&Program>, name: &str, value: &str) -> Option<String> {
    let is_known = matches!(value.trim(), "" | "null" | "(null)" | "smtp" | "smtps");
    let is_word = value.len() < 20 && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_laravels = program.is_some_and(|program| program.id == "laravel") && name == "MAIL_SCHEME";
    (is_laravels && !is_known && is_word).then(|| value.to_owned())
}

/// A value that says yes or no where another name would have a word: `encryption: true` does not say which kind.
fn as_a_switch(key: Key, name: &str, value: &str, program: Option<&Program>) -> Key {
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
fn unquoted<'a>(line: &'a str, program: Option<&Program>) -> Option<&'a str> {
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
fn is_of_relay(name: &str) -> bool {
    matches!(name, "relayhost" | "smtp_sasl_auth_enable" | "smtp_sasl_password_maps")
}

/// A line of code: what stands in it without quotation marks is a name or a number.
fn is_statement(line: &str) -> bool {
    line.contains("=>") || line.trim_end().ends_with([',', ';', ')', '}', '{'])
}

/// The server's name stands between quotation marks: so would a password.
fn host_is_quoted(settings: &Settings, string: &str, text: &Text) -> bool {
    let Some(host) = settings.host.as_ref() else { return false };
    let is_it = |line: &Range<usize>| text.span(line.clone()).contains(host.span);
    lines(string).find(is_it).is_some_and(|line| string[line].contains(['"', '\'']))
}

fn put_password(settings: &mut Settings, value: &str, line: Span, at: Span, in_code: bool) {
    if settings.password.is_none() {
        settings.password = Some(Value { is: password::judged(value, in_code), span: line });
        settings.password_at = Some(PasswordAt { span: at, in_code });
    }
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

/// Lines that msmtp alone has (msmtp(1), configuration files).
fn is_msmtprc(string: &str) -> bool {
    const NAMES: &[&str] =
        &["account", "defaults", "tls_trust_file", "tls_starttls", "tls_certcheck", "passwordeval"];
    let first = |line: &str| line.split_whitespace().next().is_some_and(|name| NAMES.contains(&name));
    let is_on = |line: &str| line.split_whitespace().take(3).eq(["tls", "on"]);
    string.lines().any(is_on) && string.lines().any(first)
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

/// A value under a name whose meaning is known.
struct Told<'a> {
    key: Key,
    value: &'a str,
    span: Span,
    program: Option<&'static Program>,
}

/// The first value of each kind counts.
fn set(settings: &mut Settings, encryption: &mut Encryption, told: Told, parts: impl FnOnce() -> Address) {
    let Told { key, value, span, program } = told;
    let on = switch(value);
    match key {
        Key::Host => host(settings, encryption, value, span),
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

/// A host's name or address; code that reads it from elsewhere is no value.
fn host(settings: &mut Settings, encryption: &mut Encryption, value: &str, span: Span) {
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

/// The parts of `smtp://user:password@host:port?encryption=tls` and of `[host]:port`.
#[derive(Default)]
struct Address {
    host: String,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    password: Option<(Secret, Span)>,
}

fn address(text: &Text, range: Range<usize>, covered: &mut Vec<Span>) -> Address {
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
        let networks = known.main_cf.expect("a main.cf").list("mynetworks");
        assert_eq!(networks, ["127.0.0.0/8", "192.0.2.0/24", "[::1]/128"]);
    }
}
