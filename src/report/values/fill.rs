//! Fills the placeholders of commands and messages.
//!
//! What goes into a command comes from a hostile paste: it is quoted for the shell, always.

use super::{Speaker, Values};
use crate::knowledge::worded::{self, Part};
use crate::knowledge::{self, PLACEHOLDERS};
use crate::report;
use crate::report::quote::{quote_unix, quote_windows};
use crate::text::order;
use std::borrow::Cow;

impl Values<'_> {
    /// The commands of a cause. What finds a value that is not known comes before what needs it, and what is left for the reader
    /// to fill in is named once.
    pub fn commands<'c>(
        &self,
        commands: impl Iterator<Item = &'c knowledge::Command>,
    ) -> Vec<report::Command> {
        let mut commands: Vec<&knowledge::Command> = commands.collect();
        // One that asks a well-known server tells nothing new where that is the one that was asked.
        let asked =
            self.get("remote").filter(|remote| remote.contains('.')).map(|remote| format!(" {remote} "));
        commands.retain(|command| !asked.as_ref().is_some_and(|asked| command.unix.contains(asked)));
        let finds_server = |command: &&knowledge::Command| command.unix.contains("MX {recipient_domain}");
        if self.get("remote").is_none() {
            order::by_key(&mut commands, |command| !finds_server(command));
        }
        let has_look_up = commands.iter().any(finds_server) && self.get("recipient_domain").is_some();
        let mut named: Vec<&str> = Vec::new();
        let explain = |command: &&knowledge::Command| {
            let mut told = self.command(command);
            for name in
                [command.unix, command.windows].into_iter().flat_map(placeholders).map(|(_, name)| name)
            {
                if self.get(name).is_none() && !named.contains(&name) {
                    named.push(name);
                    told.why.push_str(&self.to_fill_in(name, has_look_up));
                }
            }
            told
        };
        commands.iter().map(explain).collect()
    }

    /// What to put in the place of a name in capitals.
    fn to_fill_in(&self, name: &str, has_look_up: bool) -> String {
        let what = match (name, self.get("recipient_domain")) {
            ("remote", Some(_)) if has_look_up => {
                "the name of a server that the look-up of MX shows".to_owned()
            }
            // None took it where no connection came about.
            ("remote", Some(domain)) if self.unreached => {
                format!("the name of a server that `dig +short MX {}` shows", quote_unix(domain))
            }
            ("remote", Some(domain)) if !matches!(self.speaker, Speaker::Program) => {
                format!(
                    "the name of the server that took the mail, or one that `dig +short MX {}` shows",
                    quote_unix(domain)
                )
            }
            _ => match PLACEHOLDERS.iter().find(|(known, _)| *known == name) {
                Some((_, what)) => (*what).to_owned(),
                None => return String::new(),
            },
        };
        format!(" Put in the place of {}: {what}.", name.to_ascii_uppercase())
    }

    /// A step, with the values that it is about where they are known.
    pub fn step(&self, step: &knowledge::Step) -> report::Step {
        report::Step { text: self.worded(step.text), ..report::Step::from(step) }
    }

    /// A text of which each part names its values where they are known.
    pub fn worded(&self, text: &'static str) -> Cow<'static, str> {
        if !text.contains("[[") {
            return text.into();
        }
        let mut out = String::with_capacity(text.len() + 40);
        let mut in_code = false;
        for part in worded::parts(text) {
            let words = match part {
                Part::Where { known, .. } if self.can_say(known, in_code) => known,
                Part::Where { otherwise, .. } => otherwise,
                Part::Always(words) => words,
            };
            // Between backticks stands a command, mostly, and what a value brings into it is quoted.
            for (nth, span) in words.split('`').enumerate() {
                if nth > 0 {
                    out.push('`');
                    in_code = !in_code;
                }
                match in_code {
                    true => self.fill(&mut out, span, quote_in_words),
                    false => self.fill(&mut out, span, |value| value.into()),
                }
            }
        }
        out.into()
    }

    /// Whether all values are known that the words name, and are such as a sentence can hold.
    fn can_say(&self, words: &str, in_code: bool) -> bool {
        /// Longer ones, in signs, make a sentence unreadable: a sender that holds the recipient's address, a mail system's own form.
        const LONGEST: usize = 60;
        let in_code = in_code || words.contains('`');
        placeholders(words).all(|(_, name)| {
            self.get(name).is_some_and(|value| {
                in_code || value != BLANK && !value.contains('`') && value.chars().count() <= LONGEST
            })
        })
    }

    /// A command for a Unix shell and one for PowerShell.
    pub fn command(&self, command: &knowledge::Command) -> report::Command {
        report::Command {
            shell: self.verified(self.encrypted(self.filled(command.unix, quote_unix))),
            windows: self.verified(self.encrypted(self.filled(&on_windows(command), quote_windows))),
            why: command.why.to_owned(),
        }
    }

    /// A certificate is made out to an address in a way of its own, which openssl has to be asked for (RFC 5280, 4.2.1.6).
    fn verified(&self, command: String) -> String {
        let Some(remote) = self.get("remote").filter(|remote| remote.parse::<std::net::IpAddr>().is_ok())
        else {
            return command;
        };
        command
            .replace(&format!(" -servername {remote}"), "")
            .replace(&format!("-verify_hostname {remote}"), &format!("-verify_ip {remote}"))
    }

    /// swaks has an option of its own for ports that are encrypted from the first byte.
    fn encrypted(&self, command: String) -> String {
        let implicit = self.get("port").is_some_and(|port| report::scene::IMPLICIT.contains(&port));
        match command.starts_with("swaks ") && implicit {
            true => command.replace(" --tls ", " --tls-on-connect "),
            false => command,
        }
    }

    /// A message: a line whose placeholders are unknown is left out, and what else a postmaster will ask for stands behind the
    /// last line of its facts.
    pub fn message(&self, template: &str) -> String {
        self.written(template, true)
    }

    /// The same to somebody who looks into no log: only what the template asks for.
    pub fn plain_message(&self, template: &str) -> String {
        self.written(template, false)
    }

    fn written(&self, template: &str, has_facts: bool) -> String {
        let asks_for_sender = self.get("sender").is_none() && template.contains(OWN);
        let known = |line: &&str| placeholders(line).all(|(_, name)| self.get(name).is_some());
        // Whoever is asked to let an address in has to be told which.
        let blank = |line: &str| {
            let is_it = asks_for_sender && line.ends_with("{sender}") && placeholders(line).count() == 1;
            is_it.then(|| line.replace("{sender}", BLANK))
        };
        let blanks: Vec<Option<String>> = template.lines().map(blank).collect();
        let lines = template.lines().zip(&blanks);
        let lines: Vec<&str> =
            lines.filter_map(|(line, blank)| blank.as_deref().or(Some(line).filter(known))).collect();
        let last = lines.iter().rposition(|line| placeholders(line).next().is_some());
        let mut message = String::with_capacity(2 * template.len());
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                message.push('\n');
            }
            self.fill(&mut message, self.relabelled(line).as_ref(), |value| value.into());
            if has_facts && Some(index) == last {
                self.append_facts(&mut message, template);
            }
        }
        message
    }

    /// `Answer of the server: {reply}` with the true speaker, where no server spoke.
    fn relabelled<'l>(&self, line: &'l str) -> Cow<'l, str> {
        match line.split_once(": {reply}") {
            Some((_, rest)) if self.speaker != Speaker::Server => {
                format!("{}: {{reply}}{rest}", self.speaker.label()).into()
            }
            _ => line.into(),
        }
    }

    /// The facts that the template does not ask for, and that find the message in a log.
    fn append_facts(&self, message: &mut String, template: &str) {
        const MORE: &[&str] = &[
            "Mail sent",
            "Sender",
            "Address in From",
            "Recipient",
            "This address reads",
            "Address that was written",
            "Message-ID",
            "Queue id",
            "Messages",
            "Server that answered",
            "Server that was tried",
            "Server that reports",
            "Time",
            "In the queue since",
        ];
        const WAITED: &str = "Time from taking it to this report";
        for fact in self.facts() {
            let wanted = MORE.contains(&fact.name.as_str()) || fact.name == WAITED;
            if wanted
                && !message.contains(&fact.value)
                && !(fact.name == "Time" && template.contains("{time}"))
            {
                message.push_str(&format!("\n{}: {}", fact.name, fact.value));
            }
        }
    }

    /// A message to be completed by hand: what is not known is left blank.
    pub fn letter(&self, template: &str) -> String {
        // A label with nothing behind it says nothing.
        let is_bare = |line: &str| {
            let value = line.split_once(": ").map_or("", |(_, value)| value);
            value
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
                .is_some_and(|name| self.get(name).is_none())
        };
        let template: Vec<&str> = template.lines().filter(|line| !is_bare(line)).collect();
        let template = template.join("\n");
        let blanks = placeholders(&template).filter(|(_, name)| self.get(name).is_none());
        let template =
            blanks.fold(template.clone(), |text, (_, name)| text.replace(&format!("{{{name}}}"), ""));
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

/// A command in a sentence may be one for a console that knows no quotes (Domino's): a path with backslashes goes in as it is.
fn quote_in_words(value: &str) -> Cow<'_, str> {
    let bare = value.replace('\\', "");
    if quote_unix(&bare) == bare { value.into() } else { quote_unix(value) }
}

/// Words of a letter that mean the sender's address.
const OWN: &str = "my address";

/// What stands in the place of a value that only the reader knows.
pub const BLANK: &str = "(please fill in)";

/// A command's form for Windows. That of openssl is the same but for its input, which no file there ends at once.
fn on_windows(command: &knowledge::Command) -> Cow<'static, str> {
    const NO_INPUT: &str = " </dev/null";
    match command.unix.strip_suffix(NO_INPUT) {
        Some(unix) if command.windows.is_empty() && unix.starts_with("openssl ") => {
            format!("echo Q | {unix}").into()
        }
        _ => command.windows.into(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_spoken_of_is_never_left_out() {
        let template = "My address: {sender}\nWhen: {time}\nCould you let my address write to it?";
        let mut values = Values::default();
        assert_eq!(
            values.message(template),
            "My address: (please fill in)\nCould you let my address write to it?"
        );
        values.address("sender", "sender_domain", "ann@example.org");
        assert!(values.message(template).starts_with("My address: ann@example.org\n"));
    }

    #[test]
    fn a_text_names_the_values_that_are_known() {
        let text = "Ask [[{remote}||the server]][[ ({sending_ip})]]: `dig [[{recipient_domain}||DOMAIN]]`.";
        let mut values = Values::default();
        assert_eq!(values.worded(text), "Ask the server: `dig DOMAIN`.");
        values.add("remote", Some("mx.example.org"));
        values.add("sending_ip", Some("192.0.2.1"));
        values.add("recipient_domain", Some("a;id"));
        assert_eq!(values.worded(text), "Ask mx.example.org (192.0.2.1): `dig 'a;id'`.");
    }

    #[test]
    fn what_no_sentence_can_hold_is_left_out() {
        let text = "Look at [[{sender}||your address]]: `swaks --from [[{sender}||SENDER]]`.";
        let long = format!("{}@example.org", "a".repeat(60));
        let mut values = Values::default();
        values.add("sender", Some(long.as_str()));
        assert_eq!(values.worded(text), format!("Look at your address: `swaks --from {long}`."));
        let mut values = Values::default();
        values.add("sender", Some("a`b@example.org"));
        assert!(values.worded(text).starts_with("Look at your address: "));
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
}
