//! Reads a paste line by line: names and values, labels with their values below, calls that connect.

use super::build;
use super::call::{self, Begins};
use super::dialect::{
    as_a_switch, is_msmtprc, is_of_relay, laravels, main_switch, postfixs, scheme, unquoted, unsent,
};
use super::encryption::{Encryption, switch};
use super::key::{self, Key};
use super::kind;
use super::label::Label;
use super::program::{self, Program};
use super::side::{Side, is_of_another, side};
use super::value::{Address, Told, address, host, link, set};
use super::{cover, is_reference, main_cf, option, order, pair, password};
use crate::facts::settings::{Misspelt, PasswordAt, Security, Settings, Value, WrongKind};
use crate::text::{Span, Text, lines};
use std::ops::Range;

/// What was read until now.
pub struct Reading<'a> {
    text: &'a Text,
    string: &'a str,
    pub settings: Settings,
    encryption: Encryption,
    program: Option<&'static Program>,
    /// A name shows that mail is meant.
    pub about_mail: bool,
    /// How many lines are something else.
    pub strange: usize,
    /// Where these stand.
    pub others: Vec<Range<usize>>,
    /// Passwords.
    pub covered: Vec<Span>,
    /// Where both servers of an account stand, only the outgoing one is judged.
    has_both: bool,
    now: Side,
    label: Option<Label>,
    /// The last line that only opens something: `starttls:`.
    heading: &'a str,
    /// The port that a device has apart for connections that are encrypted from the first byte.
    ssl_port: Option<Value<u16>>,
    /// The line above is of a traceback, and names a file.
    in_frame: bool,
    /// A transport is put together, whose further calls are lines of their own.
    pub is_built: bool,
}

impl<'a> Reading<'a> {
    pub fn of(text: &'a Text, with_calls: bool) -> Self {
        let mut reading = Self::new(text);
        let margin = main_cf::margin(reading.string);
        for line in lines(reading.string) {
            let words = &reading.string[line.clone()];
            // A line that begins with a blank carries the one before on (postconf(5)).
            let is_set_in = words.get(margin..).is_some_and(|rest| rest.starts_with([' ', '\t']));
            if !words.trim().is_empty() && !(is_set_in && reading.settings.main_cf.is_some()) {
                reading.line(line, with_calls);
            }
        }
        reading.settings.out_of_order =
            order::find(reading.string).map(|(is, at)| Value { is, span: text.span(at) });
        reading.settle();
        reading
    }

    fn new(text: &'a Text) -> Self {
        let string = text.as_str();
        let main_cf = main_cf::read(text).map(|(main_cf, _)| main_cf);
        let is_msmtps = is_msmtprc(string);
        let program = program::of(string).filter(|_| main_cf.is_none() && !is_msmtps);
        let id = match program {
            _ if main_cf.is_some() => Some("postfix"),
            _ if is_msmtps => Some("msmtp"),
            _ => program.map(|program| program.id),
        };
        Self {
            text,
            string,
            settings: Settings { main_cf, program: id, ..Settings::default() },
            encryption: Encryption::default(),
            program,
            about_mail: false,
            strange: 0,
            others: Vec::new(),
            covered: Vec::new(),
            has_both: lines(string).any(|line| side(&string[line]) == Some(Side::Outgoing)),
            now: Side::Outgoing,
            label: None,
            heading: "",
            ssl_port: None,
            in_frame: false,
            is_built: false,
        }
    }

    fn line(&mut self, line: Range<usize>, with_calls: bool) {
        let words = &self.string[line.clone()];
        // Below `File "smtp.py", line 102, in open` of a traceback stands a line of the program.
        let is_frame = words.trim_start().starts_with("File \"") && words.contains(", line ");
        let is_source = self.in_frame && words.starts_with([' ', '\t']);
        self.in_frame = is_frame;
        if is_frame || is_source {
            self.label = None;
            self.strange += 1;
            self.others.push(line);
            return;
        }
        // A window's text that was copied: the label, and its value on the line below.
        if let Some(label) = self.label.take().filter(|label| label.is_value(words)) {
            return self.below(label, line);
        }
        self.now = side(words).unwrap_or(self.now);
        let start = words.trim();
        // A device's number, `#839`, is no comment.
        let is_number = start
            .strip_prefix('#')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
        if start.starts_with(['#', '/', ';']) && !is_number {
            return;
        }
        if let Some(heading) = start.strip_suffix(':') {
            self.heading = heading;
        }
        self.label = Label::of(words, line.clone());
        if self.label.is_some() {
            return;
        }
        if let Some(name) = unquoted(words, self.program) {
            let span = self.text.span(line.clone());
            self.settings.unquoted.get_or_insert(Value { is: name.to_owned(), span });
        }
        let has_settings = self.pairs(&line);
        let has_call = with_calls && self.call(&line);
        let is_built = self.built(&line);
        if !has_settings && !has_call && !is_built {
            self.strange += 1;
            self.others.push(line);
        }
    }

    /// A value that stands below its name.
    fn below(&mut self, label: Label, line: Range<usize>) {
        let value = self.string[line.clone()].trim();
        self.about_mail |= label.about_mail;
        if label.key == Key::Password {
            let span = self.text.span(line);
            self.covered.extend((!span.is_empty()).then_some(span));
            self.put_password(value, span, span, false);
        } else if !self.is_incoming(label.key) {
            let span = self.text.span(label.line.start..line.end);
            let told = Told { key: label.key, value, span, program: self.program };
            set(&mut self.settings, &mut self.encryption, told, Address::default);
        }
    }

    /// Whether anything in a line is known.
    fn pairs(&mut self, line: &Range<usize>) -> bool {
        let words = &self.string[line.clone()];
        let mut known = false;
        for pair in pair::pairs(words) {
            let name = &words[pair.name.clone()];
            if self.settings.main_cf.is_some() && !is_of_relay(name) {
                return true;
            }
            // Its password is covered all the same: `text::secret` knows it by its name.
            if is_of_another(name) {
                known = true;
                continue;
            }
            let value = line.start + pair.value.start..line.start + pair.value.end;
            let span = self.text.span(line.start + pair.name.start..value.end);
            if self.is_misspelt(name, &value, span) {
                known = true;
                continue;
            }
            // `starttls:`, and `enable: true` below it.
            let is_switch = matches!(name, "enable" | "enabled" | "required");
            let nested = is_switch.then(|| format!("{}.{name}", self.heading));
            let name = nested.as_deref().unwrap_or(name);
            self.is_of_its_kind(name, &value, span);
            if unsent(self.program, name, &self.string[value.clone()]) {
                known = true;
                self.settings
                    .unsent
                    .get_or_insert(Value { is: self.string[value.clone()].trim().to_owned(), span });
            }
            if let Some(is) = key::is_ssl_port(name).then(|| self.string[value.clone()].trim().parse()) {
                known = true;
                self.ssl_port = is.ok().map(|is| Value { is, span });
                continue;
            }
            let own = self.program.and_then(|program| program.key(name));
            let Some(key) = own.or_else(|| key::key(name)) else { continue };
            known = true;
            self.about_mail |= key::about_mail(name);
            if is_reference(&self.string[value.clone()]) || self.is_incoming(key) {
                continue;
            }
            if key == Key::Password {
                self.password(value, line);
                break;
            }
            self.told(key, name, value, span);
        }
        known
    }

    /// Notes a field that wants another kind of value.
    fn is_of_its_kind(&mut self, name: &str, value: &Range<usize>, span: Span) {
        const MOST: usize = 8;
        let is = self.string[value.clone()].trim();
        if is_reference(is) || self.settings.wrong_kind.len() >= MOST {
            return;
        }
        if let Some(wants) = kind::missed(self.settings.program, name, is) {
            let (name, is) = (name.to_owned(), is.to_owned());
            self.settings.wrong_kind.push(WrongKind { name, is, wants, span });
        }
    }

    fn is_misspelt(&mut self, name: &str, value: &Range<usize>, span: Span) -> bool {
        let Some(meant) = self.program.and_then(|program| program.meant(name)) else { return false };
        self.settings.misspelt.push(Misspelt { written: name.to_owned(), meant, span });
        self.about_mail = true;
        if key::key(name) == Some(Key::Password) {
            cover(self.text, value.clone(), &mut self.covered);
        }
        true
    }

    fn password(&mut self, value: Range<usize>, line: &Range<usize>) {
        // What follows may belong to it: a password may hold any sign.
        let is_quoted = self.string[..value.start].ends_with(['"', '\'', '`']);
        let rest = if is_quoted { value.clone() } else { value.start..line.end };
        cover(self.text, rest, &mut self.covered);
        let in_code = !is_quoted && (is_statement(&self.string[line.clone()]) || self.host_is_quoted());
        let (at, span) = (self.text.span(value.clone()), self.text.span(line.clone()));
        self.put_password(&self.string[value], span, at, in_code);
    }

    fn put_password(&mut self, value: &str, line: Span, at: Span, in_code: bool) {
        if self.settings.password.is_none() {
            self.settings.password = Some(Value { is: password::judged(value, in_code), span: line });
            self.settings.password_at = Some(PasswordAt { span: at, in_code });
        }
    }

    /// A name that is known, with its value.
    fn told(&mut self, key: Key, name: &str, at: Range<usize>, span: Span) {
        let value = &self.string[at.clone()];
        if let Some(word) = scheme(self.program, name, value) {
            self.settings.unknown_scheme.get_or_insert(Value { is: word, span });
            return;
        }
        if name.to_ascii_lowercase().ends_with("enablessl") && switch(value) == Some(true) {
            self.settings.enable_ssl.get_or_insert(span);
        }
        let key = as_a_switch(key, name, value, self.program);
        let told = Told { key, value, span, program: self.program };
        let (text, covered) = (self.text, &mut self.covered);
        set(&mut self.settings, &mut self.encryption, told, || address(text, at, covered));
    }

    /// Whether a line calls what connects.
    fn call(&mut self, line: &Range<usize>) -> bool {
        let words = &self.string[line.clone()];
        let Some(call) = call::call(words) else { return self.switches(line) || self.options(line) };
        let text = self.text;
        let span = |range: &Range<usize>| text.span(line.start + range.start..line.start + range.end);
        let name = &words[call.host.clone()];
        link(&mut self.settings, name, span(&call.host));
        host(&mut self.settings, &mut self.encryption, name.trim_end_matches('/'), span(&call.host));
        let port = words[call.port.clone()].parse().ok();
        let stated = port.map(|is| Value { is, span: span(&call.port) });
        self.settings.port = self.settings.port.take().or(stated);
        // Whether it switches to encryption then, other lines tell.
        let is_switched = self.encryption.is_told() || port == Some(465);
        match call.begins {
            Begins::Encrypted => self.encryption.call(Security::Implicit, span(&call.name)),
            Begins::Plain if is_switched => self.encryption.call(Security::StartTls, span(&call.name)),
            Begins::ByPort if port == Some(465) => self.encryption.call(Security::Implicit, span(&call.name)),
            Begins::ByPort | Begins::StartTls => self.encryption.call(Security::StartTls, span(&call.name)),
            Begins::Unencrypted => self.encryption.call(Security::None, span(&call.name)),
            Begins::Plain | Begins::AsTold | Begins::AsArgued => {}
        }
        if let Some(user) = call.user.filter(|user| !is_reference(&words[user.clone()])) {
            let told = Told {
                key: Key::User,
                value: &words[user.clone()],
                span: span(&user),
                program: self.program,
            };
            set(&mut self.settings, &mut self.encryption, told, Address::default);
        }
        self.about_mail = true;
        true
    }

    /// Whether a line is of a transport that is put together call by call.
    fn built(&mut self, line: &Range<usize>) -> bool {
        let words = &self.string[line.clone()];
        let built = build::built(words);
        let text = self.text;
        let span = |range: &Range<usize>| text.span(line.start + range.start..line.start + range.end);
        if let Some((begins, at)) = &built.begins {
            self.is_built = true;
            self.about_mail = true;
            let is = if *begins == Begins::Encrypted { Security::Implicit } else { Security::StartTls };
            self.encryption.call(is, span(at));
        }
        if let Some(at) = &built.host {
            host(&mut self.settings, &mut self.encryption, &words[at.clone()], span(at));
        }
        let port = built.port.filter(|_| self.is_built || built.is_mails);
        if let Some(at) = &port {
            let stated = words[at.clone()].parse().ok().map(|is| Value { is, span: span(at) });
            self.settings.port = stated.or(self.settings.port.take());
        }
        built.begins.is_some() || port.is_some()
    }

    /// `server.starttls()`, behind a call that connects.
    fn switches(&mut self, line: &Range<usize>) -> bool {
        let words = &self.string[line.clone()];
        let at = [".starttls(", "->starttls("].iter().find_map(|call| words.find(call));
        let Some(at) = at.filter(|_| self.settings.host.is_some()) else { return false };
        let span = self.text.span(line.start + at..line.end);
        self.encryption.set(Key::StartTls, "true", span, self.program);
        true
    }

    /// `Send-MailMessage -SmtpServer mail.example.org -Port 587 -UseSsl`.
    fn options(&mut self, line: &Range<usize>) -> bool {
        let words = &self.string[line.clone()];
        let found = option::options(words);
        for (key, value) in &found {
            let span = self.text.span(line.start + value.start..line.start + value.end);
            match key {
                // .NET's client does it, which knows STARTTLS alone.
                Key::StartTls => self.encryption.call(Security::StartTls, span),
                _ if is_reference(&words[value.clone()]) => {}
                _ => {
                    let told = Told { key: *key, value: &words[value.clone()], span, program: self.program };
                    set(&mut self.settings, &mut self.encryption, told, Address::default);
                }
            }
        }
        self.about_mail |= !found.is_empty();
        !found.is_empty()
    }

    /// What all that was said of the encryption comes to.
    fn settle(&mut self) {
        let settings = &mut self.settings;
        let is_exclusive = settings.is_of("django") || settings.is_of("flask-mail");
        settings.both_on = self.encryption.both_on().filter(|_| is_exclusive);
        let encryption = std::mem::take(&mut self.encryption);
        if settings.port.is_none() || encryption.is_implicit() {
            settings.port = self.ssl_port.take().or(settings.port.take());
        }
        let port = settings.port.as_ref().map(|port| port.is);
        settings.ssl_off = encryption.ssl_off();
        settings.security = match settings.main_cf {
            Some(_) => postfixs(settings),
            None => encryption.settle(port, self.program, main_switch(settings.program)),
        };
        // That there is a table of passwords switches nothing on.
        if let Some(main_cf) = &settings.main_cf {
            let auth = main_cf.get("smtp_sasl_auth_enable");
            settings.auth = auth.and_then(|auth| Some(Value { is: switch(&auth.value)?, span: auth.span }));
        }
        if settings.is_of("laravel") {
            laravels(settings);
        }
    }

    fn is_incoming(&self, key: Key) -> bool {
        self.has_both && self.now == Side::Incoming && is_of_server(key)
    }

    /// The server's name stands between quotation marks: so would a password.
    fn host_is_quoted(&self) -> bool {
        let Some(host) = self.settings.host.as_ref() else { return false };
        let is_it = |line: &Range<usize>| self.text.span(line.clone()).contains(host.span);
        let line = lines(self.string).find(is_it);
        line.is_some_and(|line| self.string[line].contains(['"', '\'']))
    }
}

/// A line of code: what stands in it without quotation marks is a name or a number.
fn is_statement(line: &str) -> bool {
    line.contains("=>") || line.trim_end().ends_with([',', ';', ')', '}', '{'])
}

/// What a server has for itself; name, password and sender are the account's.
fn is_of_server(key: Key) -> bool {
    !matches!(key, Key::User | Key::Password | Key::From | Key::Helo)
}
