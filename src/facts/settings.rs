//! Settings of outgoing mail as they were pasted: from a file of environment variables, code, or a settings page.

use crate::text::Span;

/// What the settings say. Passwords are not among them: only that there is one.
#[derive(Debug, Default)]
pub struct Settings {
    pub host: Option<Value<String>>,
    pub port: Option<Value<u16>>,
    pub security: Option<Value<Security>>,
    /// A switch for SSL is off, and nothing says whether STARTTLS is on.
    pub ssl_off: Option<Span>,
    pub user: Option<Value<String>>,
    /// The field for it shows what stands there while it is empty.
    pub no_user: Option<Span>,
    pub from: Option<Value<String>>,
    /// The name that the program gives itself in EHLO.
    pub helo: Option<Value<String>>,
    /// Signing in is switched on or off.
    pub auth: Option<Value<bool>>,
    /// The way of signing in, where a word says it.
    pub way: Option<Value<Way>>,
    /// The line with the password, and what can be told of it.
    pub password: Option<Value<Secret>>,
    /// Where the password itself stands: its form is judged before it is covered, and never kept.
    pub password_at: Option<PasswordAt>,
    /// Certificates are not checked.
    pub unchecked: Option<Span>,
    /// Id of the program that these are for, where a name in them shows it.
    pub program: Option<&'static str>,
    /// The page of a printer or scanner, which encrypts nothing where that is switched off.
    pub of_device: bool,
    /// Postfix's main.cf.
    pub main_cf: Option<MainCf>,
    /// Two switches of which only one may be on.
    pub both_on: Option<[Span; 2]>,
    /// Names that the program does not have, and those that were meant.
    pub misspelt: Vec<Misspelt>,
    /// The name of a value with blanks and no quotation marks around it, in a file whose reader stops there.
    pub unquoted: Option<Value<String>>,
    /// The password holds a sign at which the file's reader ends a value without quotation marks.
    pub cut_short: bool,
    /// A way of sending that sends nothing: `MAIL_MAILER=log`.
    pub unsent: Option<Value<String>>,
    /// Where `EnableSsl` is on.
    pub enable_ssl: Option<Span>,
    /// Statements of code in an order in which one undoes the other.
    pub out_of_order: Option<Value<Order>>,
    /// What stands before the host's name as if it were a link: `smtp://`.
    pub scheme: Option<Value<String>>,
    /// Fields with a value of another kind than they want.
    pub wrong_kind: Vec<WrongKind>,
    /// A word that the program does not take (`MAIL_SCHEME=tls`).
    pub unknown_scheme: Option<Value<String>>,
}

impl Settings {
    pub fn is_of(&self, program: &str) -> bool {
        self.program == Some(program)
    }
}

/// What an order of statements leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// .NET: name and password are set, and then emptied again.
    CredentialsEmptied,
    /// Flask-Mail: the settings come after they were read.
    ConfigUnread,
}

/// The place of a password in the paste.
#[derive(Clone, Copy, Debug)]
pub struct PasswordAt {
    pub span: Span,
    /// It stands without quotation marks among statements of a programming language.
    pub in_code: bool,
}

/// A field that wants one kind of value and has another.
#[derive(Debug)]
pub struct WrongKind {
    pub name: String,
    pub is: String,
    pub wants: Wants,
    pub span: Span,
}

/// Of what kind a field's value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// What stands before the @ of an address; the domain has a field of its own.
    LocalPart,
    Domain,
    Address,
    /// The server's name alone; the port has a field of its own.
    Host,
    /// `mail.example.org:587`, in one value.
    HostAndPort,
}

#[derive(Debug)]
pub struct Misspelt {
    pub written: String,
    pub meant: &'static str,
    pub span: Span,
}

/// A value, and where the line that gives it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<T> {
    pub is: T,
    pub span: Span,
}

/// How the connection is to be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte: SSL, SSL/TLS, smtps.
    Implicit,
    /// STARTTLS.
    StartTls,
    None,
    /// Switched on, and the word does not say which of the two.
    Some,
}

/// How the account signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Password,
    /// In the browser: OAuth 2.
    Browser,
}

/// What can be told of a password without telling it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secret {
    Empty,
    /// Sixteen lower-case letters, perhaps in fours: the form of an app password of Google, Apple or Yahoo.
    LikeAppPassword,
    /// A mask, an example, or the name of a value that is kept elsewhere: of the password it tells nothing.
    StandIn,
    #[default]
    Other,
}

/// The parameters of a main.cf (postconf(5)) in the order of the paste.
#[derive(Debug, Default)]
pub struct MainCf {
    pub parameters: Vec<Parameter>,
    /// For whom the table of passwords (smtp_sasl_password_maps) has one, where the paste shows it: the keys alone.
    pub keys: Vec<Value<String>>,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    /// With the lines that carry it on, and with `$names` as they are written.
    pub value: String,
    pub span: Span,
}

impl MainCf {
    /// What counts: where a parameter is set twice, the last one does.
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().rev().find(|parameter| parameter.name == name)
    }

    /// The value with its `$names` put in, as far as they are told.
    pub fn value(&self, name: &str) -> Option<String> {
        self.get(name).map(|parameter| self.expanded(&parameter.value, 0))
    }

    /// The domains or networks that a parameter lists: no tables, and no names whose value is not told.
    pub fn list(&self, name: &str) -> Vec<String> {
        let value = self.value(name).unwrap_or_default().to_ascii_lowercase();
        let items = value.split([' ', ',', '\t']).filter(|item| !item.is_empty());
        items
            .filter(|item| !item.contains(['$', '{', '}', '!']) && !item.starts_with('/'))
            .map(str::to_owned)
            .collect()
    }

    /// `$name`, `${name}`, `$(name)`; a condition (`${name?value}`) stays as it is.
    fn expanded(&self, value: &str, depth: u8) -> String {
        const DEEPEST: u8 = 4;
        const LONGEST: usize = 4_000;
        let mut told = String::new();
        let mut rest = value;
        while let Some(at) = rest.find('$') {
            told.push_str(&rest[..at]);
            let (name, end) = named(&rest[at + 1..]);
            let known =
                (depth < DEEPEST && told.len() < LONGEST).then(|| self.known(name, depth + 1)).flatten();
            match known {
                Some(known) => told.push_str(&known),
                None => told.push_str(&rest[at..at + 1 + end]),
            }
            rest = &rest[at + 1 + end..];
        }
        told.push_str(rest);
        told
    }

    fn known(&self, name: &str, depth: u8) -> Option<String> {
        match self.get(name) {
            Some(parameter) => Some(self.expanded(&parameter.value, depth)),
            // The default of mydomain: myhostname without its first part.
            None if name == "mydomain" => {
                let host = self.known("myhostname", depth)?;
                host.split_once('.').map(|(_, domain)| domain.to_owned())
            }
            None => None,
        }
    }
}

/// The name behind a `$`, and where it ends.
fn named(text: &str) -> (&str, usize) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let inner = text.trim_start_matches(['{', '(']);
    let lead = text.len() - inner.len();
    let length = inner.len() - inner.trim_start_matches(is_part).len();
    let closes = lead > 0 && inner[length..].starts_with(['}', ')']);
    let is_plain = lead == usize::from(closes);
    (if is_plain { &inner[..length] } else { "" }, lead + length + usize::from(closes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_values_are_put_in() {
        let set = |name: &str, value: &str| Parameter {
            name: name.to_owned(),
            value: value.to_owned(),
            span: Span::new(0, 0),
        };
        let main_cf = MainCf {
            parameters: vec![
                set("myhostname", "mx.Example.org"),
                set(
                    "mydestination",
                    "$myhostname, localhost.${mydomain} $(mydomain), $unknown ${a?b} hash:/etc/x",
                ),
                set("loop", "$loop x"),
            ],
            ..MainCf::default()
        };
        assert_eq!(
            main_cf.list("mydestination"),
            ["mx.example.org", "localhost.example.org", "example.org", "hash:/etc/x"]
        );
        assert!(main_cf.value("loop").is_some_and(|value| value.len() < 20));
        assert!(main_cf.list("relay_domains").is_empty());
    }
}
