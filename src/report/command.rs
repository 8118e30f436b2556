//! Fills the placeholders of commands and messages with what the paste told.
//!
//! What goes into a command comes from a hostile paste: it is quoted for the shell, always.

use super::place;
use crate::facts::{Facts, Kind, Role, Statement};
use crate::knowledge;
use crate::text::{Span, lines};
use std::borrow::Cow;

/// The domain that the mail's author writes under, which is what DMARC is about (RFC 9989): the envelope's where no header
/// tells.
fn author_domain(facts: &Facts) -> Option<&str> {
    let mail = facts.returned.as_ref().or(facts.message.as_ref());
    let author = mail.and_then(|mail| mail.from.first()).map(|author| author.read.address.as_str());
    Some(author.or(facts.envelope.sender.as_deref())?.rsplit_once('@')?.1)
}

/// The facts that a placeholder can stand for.
#[derive(Default)]
pub struct Values<'a> {
    entries: Vec<(&'static str, Cow<'a, str>)>,
    /// The server is the one in the settings: nothing came from it.
    silent: bool,
    /// The words are a program's own, and no server's reply.
    program: bool,
}

impl<'a> Values<'a> {
    /// `told`: where in the paste the words stand that told.
    pub fn new(
        facts: &'a Facts,
        statement: Option<&'a Statement>,
        recipient: Option<usize>,
        told: Option<Span>,
    ) -> Self {
        let mut values = Values::default();
        let only = || facts.recipients.first().filter(|_| facts.recipients.len() == 1);
        if let Some(recipient) = recipient.map_or_else(only, |index| facts.recipients.get(index)) {
            values.address("recipient", "recipient_domain", &recipient.address);
        }
        if let Some(sender) = &facts.envelope.sender {
            values.address("sender", "sender_domain", sender);
        }
        values.add("author_domain", author_domain(facts));
        let envelope = &facts.envelope;
        values.add("sending_ip", envelope.sending_ip.as_deref());
        values.add("helo", envelope.helo.as_deref());
        values.add("message_id", envelope.message_id.as_deref());
        values.add("time", envelope.time.as_deref());
        if let Some(statement) = statement {
            values.add("remote", statement.remote.as_deref());
            let text = telling(statement, told);
            values.add("reply", Some(one_line(&text[..text.floor_char_boundary(super::LONGEST_REPLY)])));
            values.program = statement.role != Role::Reply && statement.code.is_none();
            values.add("code", statement.code.map(|code| code.to_string()));
            values.add("enhanced", statement.enhanced.map(|code| code.to_string()));
        }
        if let Some(settings) = facts.settings.as_ref().filter(|_| values.get("remote").is_none()) {
            values.add("remote", settings.host.as_ref().map(|host| host.is.as_str()));
            values.add("port", settings.port.as_ref().map(|port| port.is.to_string()));
            values.silent = true;
        }
        let dialogue = facts.dialogue.as_ref();
        let captured = facts.capture.as_ref().and_then(|capture| capture.to.as_ref());
        let spoken = dialogue.and_then(|dialogue| dialogue.to.as_ref()).or(captured);
        let words = statement.map(|statement| statement.text.as_str()).unwrap_or_default();
        let (host, port) = place::named(&words[..words.floor_char_boundary(super::LONGEST_REPLY)]);
        if values.get("remote").is_none() {
            // Where nobody answered, the name is for the commands alone.
            values.silent |= statement.is_none_or(|statement| statement.role != Role::Reply);
            values.add("remote", spoken.map(|(host, _)| host.as_str()).or(host));
        }
        values.add("port", port.or(spoken.and_then(|(_, port)| port.as_deref())));
        // Servers talk to each other on port 25 (RFC 5321, section 4.5.4.2).
        let is_program = matches!(facts.program, Some("msmtp" | "ssmtp"));
        if matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport | Kind::Log) && !is_program {
            values.add("port", Some("25"));
        }
        values
    }

    /// What a reader typed in by hand, under the names of placeholders. A domain in the place of an address is one.
    pub fn typed(told: &[(&'static str, &'a str)]) -> Self {
        let mut values = Values::default();
        for (name, value) in told.iter().map(|(name, value)| (*name, value.trim())) {
            match name {
                "sender" if value.contains('@') => values.address(name, "sender_domain", value),
                "recipient" if value.contains('@') => values.address(name, "recipient_domain", value),
                "sender" => values.add("sender_domain", Some(value)),
                "recipient" => values.add("recipient_domain", Some(value)),
                _ => values.add(name, Some(value)),
            }
        }
        values
    }

    fn address(&mut self, whole: &'static str, domain: &'static str, address: &'a str) {
        self.add(whole, Some(address));
        self.add(domain, address.rsplit_once('@').map(|(_, domain)| domain));
    }

    fn add(&mut self, name: &'static str, value: Option<impl Into<Cow<'a, str>>>) {
        if let Some(value) = value.map(Into::into).filter(|value| !value.is_empty()) {
            self.entries.push((name, value));
        }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    /// What a postmaster will ask for, in the order of a report.
    pub fn facts(&self) -> Vec<super::Fact> {
        const NAMES: &[(&str, &str)] = &[
            ("time", "Time"),
            ("sender", "Sender"),
            ("recipient", "Recipient"),
            ("message_id", "Message-ID"),
            ("sending_ip", "Sending address"),
            ("helo", "Name given in HELO"),
            ("remote", "Server that answered"),
            ("reply", "Reply"),
        ];
        let fact = |(key, name): &(&str, &str)| {
            let name = if self.program && *key == "reply" { "Error" } else { *name };
            self.get(key).map(|value| super::Fact { name: name.to_owned(), value: value.to_owned() })
        };
        NAMES.iter().filter(|(key, _)| !(self.silent && *key == "remote")).filter_map(fact).collect()
    }

    /// A command for a Unix shell and one for PowerShell.
    pub fn command(&self, command: &knowledge::Command) -> super::Command {
        super::Command {
            shell: self.filled(command.unix, quote_unix),
            windows: self.filled(command.windows, quote_windows),
            why: command.why.to_owned(),
        }
    }

    /// A message: a line whose placeholders are unknown is left out.
    pub fn message(&self, template: &str) -> String {
        let known = |line: &&str| placeholders(line).all(|(_, name)| self.get(name).is_some());
        let mut message = String::with_capacity(2 * template.len());
        for (index, line) in template.lines().filter(known).enumerate() {
            if index > 0 {
                message.push('\n');
            }
            self.fill(&mut message, line, |value| value.into());
        }
        message
    }

    /// A message to be completed by hand: what is not known is left blank.
    pub fn letter(&self, template: &str) -> String {
        let blanks = placeholders(template).filter(|(_, name)| self.get(name).is_none());
        let template =
            blanks.fold(template.to_owned(), |text, (_, name)| text.replace(&format!("{{{name}}}"), ""));
        self.filled(&template, |value| value.into())
    }

    /// An unknown placeholder stays, in capitals, for the reader to fill in.
    fn filled(&self, template: &str, quote: impl Fn(&str) -> Cow<str>) -> String {
        let mut out = String::with_capacity(template.len() + 40);
        self.fill(&mut out, template, quote);
        out
    }

    fn fill(&self, out: &mut String, template: &str, quote: impl Fn(&str) -> Cow<str>) {
        let mut done = 0;
        for (at, name) in placeholders(template) {
            out.push_str(&template[done..at]);
            match self.get(name) {
                Some(value) => out.push_str(&quote(value)),
                None => out.push_str(&name.to_ascii_uppercase()),
            }
            done = at + name.len() + 2;
        }
        out.push_str(&template[done..]);
    }
}

/// Where it starts, and `{name}`.
pub fn placeholders(template: &str) -> impl Iterator<Item = (usize, &str)> {
    template.match_indices('{').filter_map(|(at, _)| {
        let rest = &template[at + 1..];
        let name = &rest[..rest.find('}')?];
        let fine = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        fine.then_some((at, name))
    })
}

fn plain(value: &str) -> bool {
    !value.starts_with('-') && value.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_@:+=".contains(&b))
}

/// POSIX shell: single quotes, and a quote inside ends, escapes and begins again.
pub fn quote_unix(value: &str) -> Cow<'_, str> {
    match plain(value) {
        true => value.into(),
        false => format!("'{}'", printable(value).replace('\'', r"'\''")).into(),
    }
}

/// PowerShell: single quotes, doubled inside. Its typographic quotes count as quotes, too.
pub fn quote_windows(value: &str) -> Cow<'_, str> {
    if plain(value) {
        return value.into();
    }
    let mut quoted = String::from("'");
    for c in printable(value).chars() {
        if matches!(c, '\'' | '‘' | '’' | '‚' | '‛') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    (quoted + "'").into()
}

/// Control characters (a line end would start a command of its own) and a leading dash have no place in an argument.
fn printable(value: &str) -> String {
    value.trim_start_matches('-').chars().filter(|c| !c.is_control()).collect()
}

/// The words that say it: a reply's first paragraph; of what a program prints over many lines (a stack, a log) the line that
/// told.
fn telling(statement: &Statement, told: Option<Span>) -> &str {
    let text = statement.text.as_str();
    if let Some(told) = told.filter(|_| statement.role != Role::Reply && statement.code.is_none()) {
        let holds = |line: &std::ops::Range<usize>| statement.text.span(line.clone()).contains(told);
        if let Some(line) = lines(text).find(holds) {
            return text[line].trim().trim_start_matches(['{', '[', ' ']);
        }
    }
    super::build::first_paragraph(text)
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_paste_says_is_quoted() {
        assert_eq!(quote_unix("example.org"), "example.org");
        assert_eq!(quote_unix("a'; rm -rf ~ #"), r"'a'\''; rm -rf ~ #'");
        assert_eq!(quote_unix("$(id)\n"), "'$(id)'");
        assert_eq!(quote_unix("-oProxyCommand=x"), "'oProxyCommand=x'");
        assert_eq!(quote_windows("a’b"), "'a’’b'");
    }

    #[test]
    fn placeholders_are_filled_or_named() {
        let mut values = Values::default();
        values.address("recipient", "recipient_domain", "ann@example.org");
        assert_eq!(
            values.filled("dig {recipient_domain} {sending_ip}", quote_unix),
            "dig example.org SENDING_IP"
        );
        assert_eq!(values.message("To {recipient}\nFrom {sender}\nBye"), "To ann@example.org\nBye");
        assert_eq!(values.filled("{ } {x", quote_unix), "{ } {x");
    }

    #[test]
    fn what_was_typed_is_an_address_or_a_domain() {
        let values =
            Values::typed(&[("sender", " ann@example.org "), ("recipient", "example.net"), ("host", "")]);
        assert_eq!(values.get("sender"), Some("ann@example.org"));
        assert_eq!(values.get("sender_domain"), Some("example.org"));
        assert_eq!((values.get("recipient"), values.get("recipient_domain")), (None, Some("example.net")));
        assert_eq!(values.letter("From {sender} to {recipient}.\nBye"), "From ann@example.org to .\nBye");
    }
}
