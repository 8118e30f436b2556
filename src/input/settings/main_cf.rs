//! Postfix's main.cf (postconf(5)), or what `postconf -n` prints: parameters with the lines that carry them on.

use crate::facts::settings::{MainCf, Parameter, Value};
use crate::text::{Text, lines};

/// Parameters that Postfix alone has; those that end in `_` are beginnings.
const NAMES: &[&str] = &[
    "relayhost",
    "mynetworks",
    "mydestination",
    "myhostname",
    "mydomain",
    "myorigin",
    "inet_interfaces",
    "inet_protocols",
    "compatibility_level",
    "relay_domains",
    "home_mailbox",
    "mailbox_size_limit",
    "message_size_limit",
    "recipient_delimiter",
    "alias_maps",
    "alias_database",
    "transport_maps",
    "header_checks",
    "smtp_use_tls",
    "smtp_sasl_",
    "smtp_tls_",
    "smtp_generic_maps",
    "smtp_header_checks",
    "smtpd_",
    "virtual_mailbox_",
    "virtual_alias_",
    "virtual_transport",
    "local_recipient_maps",
    "sender_canonical_",
    "sender_dependent_",
    "queue_directory",
    "command_directory",
    "daemon_directory",
    "append_dot_mydomain",
    "readme_directory",
    "milter_default_action",
    "non_smtpd_milters",
];

/// The parameters of a paste, and how many lines are none of them; where two or more names are Postfix's.
pub fn read(text: &Text) -> Option<(MainCf, usize)> {
    let string = text.as_str();
    let mut main_cf = MainCf::default();
    let (mut own, mut strange) = (0, 0);
    let margin = margin(string);
    for line in lines(string) {
        let words = string[line.clone()].get(margin..).unwrap_or_default();
        let begins = words.trim_start();
        if begins.is_empty() || begins.starts_with('#') {
            continue;
        }
        if let Some(key) = key(words) {
            let start = line.start + margin;
            main_cf.keys.push(Value { is: key.to_owned(), span: text.span(start..start + key.len()) });
            continue;
        }
        // A line that begins with a blank carries the one before on.
        if let Some(last) = main_cf.parameters.last_mut().filter(|_| words.starts_with([' ', '\t'])) {
            last.value.push(' ');
            last.value.push_str(begins.trim_end());
            last.span = last.span.join(text.span(line));
            continue;
        }
        match words.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
            Some((name, value)) if is_name(name) && words.starts_with(name) => {
                own += usize::from(is_own(name));
                let span = text.span(line);
                main_cf.parameters.push(Parameter { name: name.to_owned(), value: value.to_owned(), span });
            }
            _ => strange += 1,
        }
    }
    (own > 1).then_some((main_cf, strange))
}

/// The key of a line of a table of passwords: `[smtp.example.org]:587 user:password`.
fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once([' ', '\t'])?;
    let login = rest.trim();
    let name = key.trim_start_matches('[').split([']', ':']).next()?;
    let is_host = name.contains('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let is_login = login.contains(':') && !login.contains([' ', '\t', '=']) && !login.starts_with(':');
    // What stands behind a host's name in words and logs is no login.
    (is_host && is_login && !key.ends_with(':') && !login.contains("://")).then_some(key)
}

/// How far all lines are set in: those that carry one on stand further in.
pub fn margin(string: &str) -> usize {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    string.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn is_own(name: &str) -> bool {
    NAMES.iter().any(|known| name == *known || known.ends_with('_') && name.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_carried_on_by_blanks() {
        let text = Text::plain(
            "$ postconf -n\nmynetworks = 127.0.0.0/8\n# of the office\n\t192.0.2.0/24\nrelayhost =\nmyhostname=mx.example.org\n",
        );
        let (main_cf, strange) = read(&text).expect("a main.cf");
        assert_eq!(main_cf.value("mynetworks").as_deref(), Some("127.0.0.0/8 192.0.2.0/24"));
        assert_eq!(main_cf.value("relayhost").as_deref(), Some(""));
        assert_eq!(strange, 1);
        let (main_cf, _) =
            read(&Text::plain("    relayhost = a\n    mynetworks = b\n      c\n")).expect("a main.cf");
        assert_eq!(main_cf.value("mynetworks").as_deref(), Some("b c"));
        assert!(read(&Text::plain("MAIL_HOST=a\nrelayhost = b\n")).is_none());
    }
}
