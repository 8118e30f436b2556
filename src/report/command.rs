//! Fills the placeholders of commands and messages with what the paste told.
//!
//! What goes into a command comes from a hostile paste: it is quoted for the shell, always.

use super::build::Depth;
use crate::diagnose::Finding;
use crate::diagnose::checks::speak;
use crate::facts::dialogue::{Act, Exchange};
use crate::facts::story::{Event, Step, Story};
use crate::facts::{Facts, Kind, Recipient, Role, Statement};
use crate::knowledge::{self, CAUSES, LISTS, Stage};
use crate::mail::{address, date, place};
use crate::text::{self, order};
use std::borrow::Cow;

/// The domain that the mail's author writes under, which is what DMARC is about (RFC 9989): the envelope's where no header
/// tells.
fn author_domain(facts: &Facts) -> Option<&str> {
    let mail = facts.returned.as_ref().or(facts.message.as_ref());
    let author = mail.and_then(|mail| mail.from.first()).map(|author| author.read.address.as_str());
    Some(author.or(facts.envelope.sender.as_deref())?.rsplit_once('@')?.1)
}

/// The address in the From line of the mail that a report brings back, or of the one that was pasted.
fn author(facts: &Facts) -> Option<&str> {
    let is_mail = matches!(facts.kind, Kind::Headers | Kind::Message);
    let mail = facts.returned.as_ref().or(facts.message.as_ref().filter(|_| is_mail));
    let author = mail?.from.first()?.read.address.as_str();
    author.contains('@').then_some(author)
}

/// The facts that a placeholder can stand for.
#[derive(Default)]
pub struct Values<'a> {
    entries: Vec<(&'static str, Cow<'a, str>)>,
    /// The server did not answer: it is the one of the settings, or the one that was tried.
    silent: bool,
    /// Whose words the reply is: a server's, a report's, a program's.
    speaker: Speaker,
}

/// Who wrote the words that a message quotes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Speaker {
    #[default]
    Server,
    Report,
    Program,
}

impl Speaker {
    fn label(self) -> &'static str {
        match self {
            Speaker::Server => "Reply",
            Speaker::Report => "Words of the report",
            Speaker::Program => "Error",
        }
    }
}

/// Less than this between taking a message and the report is no waiting; longer than this no server waits.
const WAITING: std::ops::RangeInclusive<i64> = 600..=30 * 86_400;

impl<'a> Values<'a> {
    /// What is known without a finding: of a block of headers.
    pub fn plain(facts: &'a Facts) -> Self {
        Values::plain_at(facts, None)
    }

    /// The same, with a time that is surer than Date.
    pub fn plain_at(facts: &'a Facts, time: Option<String>) -> Self {
        let mut values = Values::default();
        values.add("time", time);
        let sender = facts.envelope.sender.as_deref();
        values.add("from", author(facts).or(sender));
        values.add("envelope", sender.filter(|sender| author(facts).is_some_and(|author| author != *sender)));
        values.envelope(facts, None, Depth::Whole);
        values
    }

    /// Where a mail waited, and for how long.
    pub fn add_wait(&mut self, waited: String, holder: String, next: &'a str, id: Option<&'a str>) {
        self.add("held", Some(waited));
        self.add("holder", Some(holder));
        self.add("next", Some(next));
        self.add("holder_id", id);
    }

    /// What is known about a finding, the words that told it cut out of `said`.
    pub fn new(
        facts: &'a Facts,
        found: &Finding,
        said: Option<(&'a Statement, &'a str)>,
        depth: Depth,
    ) -> Self {
        let mut values = Values::default();
        let tale = tale(facts, found);
        if let Some((story, step)) = tale {
            values.of_message(story, step);
        }
        let only = || facts.recipients.first().filter(|_| facts.recipients.len() == 1);
        let listed = found.recipient.map_or_else(only, |index| facts.recipients.get(index));
        let of_tale = tale.and_then(|(_, step)| step.to.as_deref());
        let recipient = of_tale.or(listed.map(reachable)).or(facts.envelope.recipient.as_deref());
        if let Some(recipient) = recipient.or_else(|| mentioned(facts, found, said?.0)) {
            values.address("recipient", "recipient_domain", recipient);
            if depth == Depth::Whole {
                values.organization("recipient_organization", "recipient_domain");
                let reads = super::build::readable(recipient);
                values.add("reads", Some(reads).filter(|reads| reads != recipient));
            }
        }
        values.envelope(facts, said, depth);
        if let Some((statement, words)) = said {
            // Where no connection came about, the server that tells of it is not the one that was tried.
            let is_tried = |host: &&str| found.stage != Stage::Connection || !is_reporter(facts, host);
            values.add("remote", statement.remote.as_deref().filter(is_tried));
            values.add("code", statement.code.map(|code| code.to_string()));
            values.add("enhanced", statement.enhanced.map(|code| code.to_string()));
            values.speaker = match statement.role {
                Role::Reply | Role::Status => Speaker::Server,
                _ if is_report(facts) => Speaker::Report,
                // A log quotes the reply behind its own words.
                _ if statement.code.is_some() => Speaker::Server,
                _ => Speaker::Program,
            };
            let words = one_line(&super::build::as_said(words));
            let is_programs = values.speaker == Speaker::Program;
            values.add("reply", Some(if is_programs { bare(&words).to_owned() } else { words }));
        }
        if let Some((_, words)) = said.filter(|_| values.speaker == Speaker::Server) {
            let remote = values.get("remote").map(str::to_owned);
            values.add("sending_ip", place::only_address(words).filter(|ip| Some(ip) != remote.as_ref()));
        }
        if facts.success.is_some() && said.is_none() {
            values.taken(facts);
        }
        let original = listed.and_then(|listed| listed.original.as_deref());
        if let Some(original) = original.filter(|original| values.get("recipient") != Some(original)) {
            values.add("original", Some(super::build::readable(original)));
        }
        let of_domains = CAUSES[usize::from(found.cause)].id == "domain-blocklisted";
        values.add("zone", zone(&found.lists, of_domains));
        values.server(facts, found, depth);
        if let Some(settings) = facts.settings.as_ref().filter(|_| values.get("remote").is_none()) {
            values.add("remote", settings.host.as_ref().map(|host| host.is.as_str()));
            values.add("port", settings.port.as_ref().map(|port| port.is.to_string()));
            values.silent = true;
        }
        // The account's own name, which need not be the sender's address.
        let user = facts.settings.as_ref().and_then(|read| read.user.as_ref()).map(|user| user.is.as_str());
        values.add("login", user.or(facts.envelope.sender.as_deref()));
        // Servers talk to each other on port 25 (RFC 5321, section 4.5.4.2).
        let is_program = matches!(facts.program, Some("msmtp" | "ssmtp"));
        // Who signs in comes by another one.
        let is_submission = found.stage == Stage::Submission && facts.kind == Kind::Log;
        if (is_report(facts) || facts.kind == Kind::Log) && !is_program && !is_submission {
            values.add("port", Some("25"));
        }
        if depth == Depth::Whole {
            values.log(facts, found);
            values.other_ports(facts);
        }
        values
    }

    /// What the server of a conversation said when it took the message: often its own id for it.
    fn taken(&mut self, facts: &'a Facts) {
        let Some(dialogue) = &facts.dialogue else { return };
        let heard = |exchange: &&Exchange| exchange.act == Act::EndOfData && exchange.succeeded();
        let reply = dialogue.exchanges.iter().rfind(heard).and_then(|exchange| exchange.reply.as_ref());
        self.add("reply", reply.map(|reply| one_line(reply.text.as_str())));
        self.add("remote", dialogue.to.as_ref().map(|(host, _)| host.as_str()));
    }

    /// Of the one message in a log that the words are about.
    fn of_message(&mut self, story: &'a Story, step: &'a Step) {
        if let Some(from) = story.from.as_ref().filter(|from| from.contains('@')) {
            self.address("sender", "sender_domain", from);
        }
        if story.id.starts_with('<') {
            self.add("message_id", Some(story.id.as_str()));
        } else {
            self.add("queue_id", Some(story.id.as_str()));
        }
        self.add("time", step.time.as_ref().map(|time| time.text.as_str()));
    }

    /// When a log says it, and of which message, where it is one.
    fn log(&mut self, facts: &'a Facts, found: &Finding) {
        let (Some(log), Some(index)) = (&facts.log, found.statement) else { return };
        let group = log.groups.iter().find(|group| group.statement == index);
        let mut time = group.and_then(|group| group.last.as_ref());
        if let [story] = &log.stories[..] {
            let outcome = story.steps.iter().rev().find(|step| step.event >= Event::Deferred);
            time = time.or(outcome.and_then(|step| step.time.as_ref()));
        }
        self.add("time", time.map(|time| time.text.as_str()));
    }

    /// The port that is known, where it can be the one of such a connection; else the usual one.
    fn other_ports(&mut self, facts: &Facts) {
        let known = self.get("port").map(str::to_owned);
        let starttls = known.clone().filter(|port| !super::scene::IMPLICIT.contains(&port.as_str()));
        let among_servers = is_report(facts) || matches!(facts.kind, Kind::Log | Kind::Reply);
        let usual = if among_servers { "25" } else { "587" };
        self.add("starttls_port", Some(starttls.unwrap_or_else(|| usual.to_owned())));
        let submission = known.filter(|port| port != "25");
        self.add("submission_port", Some(submission.unwrap_or_else(|| "587".to_owned())));
    }

    /// The sender's side. `said`: where the name stands that a server did not like.
    fn envelope(&mut self, facts: &'a Facts, said: Option<(&'a Statement, &'a str)>, depth: Depth) {
        let envelope = &facts.envelope;
        if let Some(sender) = &envelope.sender {
            self.address("sender", "sender_domain", sender);
        }
        if depth == Depth::Row {
            self.add("sending_ip", envelope.sending_ip.as_deref());
            return;
        }
        self.add("sender_domain", said.and_then(|(_, words)| checked_domain(words)));
        self.organization("sender_organization", "sender_domain");
        self.add("author_domain", author_domain(facts));
        let author = author(facts).filter(|author| Some(*author) != envelope.sender.as_deref());
        self.add("author", author);
        self.add("sending_ip", envelope.sending_ip.as_deref());
        self.add("helo", envelope.helo.as_deref());
        self.add("helo", said.and_then(|(_, words)| refused_name(words)));
        self.add("reporter", envelope.reporter.as_deref());
        self.add("message_id", envelope.message_id.as_deref());
        self.add("time", envelope.time.as_deref());
        self.add("waited", waited(facts));
        self.add("sort", envelope.sort.as_deref());
        self.add("queue_id", envelope.queue_id.as_deref());
        self.add("queued", envelope.queued.as_deref());
        self.add("selector", selector(facts));
    }

    /// The server that was tried, where none answered: named in the words, in others about the same recipient, or in packets.
    fn server(&mut self, facts: &'a Facts, found: &Finding, depth: Depth) {
        let told = self.get("remote").is_some();
        // A server that answered is all that a row tells of it.
        if told && depth == Depth::Row {
            return;
        }
        let own = found.statement.map(|index| &facts.statements[index]);
        let tale = tale(facts, found);
        let same = |statement: &&Statement| match tale {
            // In a log other lines are of other messages.
            Some((story, step)) => story.steps.iter().any(|other| {
                other.to == step.to
                    && other.statement.is_some_and(|index| std::ptr::eq(&facts.statements[index], *statement))
            }),
            None => found.recipient.is_none() || statement.recipient == found.recipient,
        };
        // A name that was not found has no port yet.
        let is_name = CAUSES[usize::from(found.cause)].id == "server-name-unresolved";
        let is_own = |host: &str| is_reporter(facts, host);
        for statement in own.into_iter().chain(facts.statements.iter().filter(same)) {
            // Hundreds of recipients each have words of their own.
            let place = match facts.recipients.len() {
                0..=8 => place::first(statement.text.as_str(), is_own),
                _ => place::Place::default(),
            };
            let remote = statement.remote.clone().filter(|host| !is_own(host));
            let is_programs = matches!(facts.kind, Kind::Words | Kind::Exception | Kind::Traceback);
            let fits = place.port.is_some() || place.is_pair || is_name || is_programs;
            self.add("remote", place.host.filter(|_| fits).or(remote));
            self.add("port", place.port.map(|port| port.to_string()));
            if self.get("remote").is_some() {
                break;
            }
        }
        let spoken = facts.dialogue.as_ref().and_then(|dialogue| dialogue.to.as_ref());
        let captured = facts.capture.as_ref().and_then(|capture| capture.to.as_ref());
        if let Some((host, port)) = spoken.or(captured) {
            self.add("remote", Some(host.as_str()));
            self.add("port", port.as_deref());
        }
        // Who connects names the server, whether it answers or not.
        self.silent = !told || (self.speaker == Speaker::Program && facts.kind == Kind::Transcript);
        if let Some(remote) = self.get("remote").map(str::to_owned).filter(|_| facts.recipients.len() <= 8) {
            let about: Vec<&Statement> =
                own.into_iter().chain(facts.statements.iter().filter(same)).collect();
            let texts = || about.iter().map(|statement| statement.text.as_str());
            self.add("remote_ip", texts().find_map(|text| address_of(text, &remote)));
            self.add("others", others(&about, &remote));
        }
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

    /// The domain that was registered, of which another one is a part.
    fn organization(&mut self, name: &'static str, domain: &str) {
        let domain = self.get(domain).map(str::to_ascii_lowercase);
        let registered = domain.as_deref().and_then(knowledge::organizational_domain).map(str::to_owned);
        self.add(name, registered.or(domain));
    }

    fn add(&mut self, name: &'static str, value: Option<impl Into<Cow<'a, str>>>) {
        if let Some(value) = value.map(Into::into).filter(|value| !value.is_empty()) {
            self.entries.push((name, text::seen(value)));
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
            ("author", "Address in From"),
            ("recipient", "Recipient"),
            ("reads", "This address reads"),
            ("original", "Address that was written"),
            ("message_id", "Message-ID"),
            ("queue_id", "Queue id"),
            ("sending_ip", "Sending address"),
            ("helo", "Name given in HELO"),
            ("reporter", "Server that reports"),
            ("waited", "Time from taking it to this report"),
            ("sort", "Sort of failure, by the service"),
            ("queued", "Time in the queue"),
            ("remote", "Server that answered"),
            ("remote_ip", "Address of that server"),
            ("others", "Other servers that were tried"),
            ("reply", "Reply"),
        ];
        let fact = |(key, name): &(&'static str, &'static str)| {
            let name = match *key {
                "remote" if self.silent => "Server that was tried",
                "reply" => self.speaker.label(),
                _ => name,
            };
            self.get(key).map(|value| super::Fact { name: name.to_owned(), value: value.to_owned() })
        };
        NAMES.iter().filter_map(fact).collect()
    }

    /// The commands of a cause. What finds a value that is not known comes before what needs it, and what is left for the reader
    /// to fill in is named once.
    pub fn commands<'c>(
        &self,
        commands: impl Iterator<Item = &'c knowledge::Command>,
    ) -> Vec<super::Command> {
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
            ("remote", Some(domain)) if !matches!(self.speaker, Speaker::Program) => {
                format!(
                    "the name of the server that took the mail, or one that `dig +short MX {}` shows",
                    quote_unix(domain)
                )
            }
            ("remote", _) => "the name of the server that is asked".to_owned(),
            ("sending_ip", _) => "the network address that the mail went out from, as the Received field of a receiving server names it"
                .to_owned(),
            ("sender_domain" | "author_domain" | "sender_organization", _) => {
                "the part after the @ of the sender's address".to_owned()
            }
            ("sender", _) => "the address that the mail is sent from".to_owned(),
            ("login", _) => "the user name of the account, mostly its whole address".to_owned(),
            ("recipient", _) => "the address that the mail was sent to".to_owned(),
            ("recipient_domain" | "recipient_organization", _) => {
                "the part after the @ of the recipient's address".to_owned()
            }
            ("selector", _) => {
                "the name of the key: it stands behind s= in the DKIM-Signature field of a mail that was sent"
                    .to_owned()
            }
            ("helo", _) => "the name that the sending server gives in HELO".to_owned(),
            ("message_id", _) => "the Message-ID of the mail, from its header".to_owned(),
            ("port", _) => "the number of the port, as in the program's settings".to_owned(),
            _ => return String::new(),
        };
        format!(" Put in the place of {}: {what}.", name.to_ascii_uppercase())
    }

    /// A command for a Unix shell and one for PowerShell.
    pub fn command(&self, command: &knowledge::Command) -> super::Command {
        super::Command {
            shell: self.verified(self.encrypted(self.filled(command.unix, quote_unix))),
            windows: self.verified(self.encrypted(self.filled(command.windows, quote_windows))),
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
        let implicit = self.get("port").is_some_and(|port| super::scene::IMPLICIT.contains(&port));
        match command.starts_with("swaks ") && implicit {
            true => command.replace(" --tls ", " --tls-on-connect "),
            false => command,
        }
    }

    /// A message: a line whose placeholders are unknown is left out, and what else a postmaster will ask for stands behind the
    /// last line of its facts.
    pub fn message(&self, template: &str) -> String {
        let known = |line: &&str| placeholders(line).all(|(_, name)| self.get(name).is_some());
        let lines: Vec<&str> = template.lines().filter(known).collect();
        let last = lines.iter().rposition(|line| placeholders(line).next().is_some());
        let mut message = String::with_capacity(2 * template.len());
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                message.push('\n');
            }
            self.fill(&mut message, self.relabelled(line).as_ref(), |value| value.into());
            if Some(index) == last {
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
            "Sender",
            "Address in From",
            "Recipient",
            "This address reads",
            "Address that was written",
            "Message-ID",
            "Queue id",
            "Server that answered",
            "Server that was tried",
            "Time",
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

fn is_report(facts: &Facts) -> bool {
    matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport)
}

/// The domain that a reply says it checked: `SPF [example.org] with ip: [192.0.2.1] = did not pass`.
fn checked_domain(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once("SPF [")?;
    let (domain, _) = rest.split_once(']')?;
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    (domain.contains('.') && domain.split('.').all(is_label)).then_some(domain)
}

/// Whether the report was written by this server. Microsoft's have two names with one first label.
fn is_reporter(facts: &Facts, host: &str) -> bool {
    let Some(reporter) = facts.envelope.reporter.as_deref() else { return false };
    let label = |host: &str| host.split('.').next().unwrap_or_default().to_ascii_lowercase();
    host.eq_ignore_ascii_case(reporter)
        || label(host) == label(reporter) && knowledge::same_organization(host, reporter)
}

/// The address that stands beside a server's name: `mx.example.org[192.0.2.1]`, `mx.example.org [192.0.2.1]`.
fn address_of(text: &str, host: &str) -> Option<String> {
    let lower = text.get(..text.floor_char_boundary(text.len().min(4000)))?.to_ascii_lowercase();
    lower.match_indices(&host.to_ascii_lowercase()).find_map(|(at, name)| {
        let rest = lower[at + name.len()..].trim_start_matches(['.', ' ']);
        let inner = rest.strip_prefix(['[', '('])?.split([']', ')']).next()?;
        inner.parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
    })
}

/// Other servers whose words are about the same recipient.
fn others(about: &[&Statement], remote: &str) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for host in about.iter().filter_map(|statement| statement.remote.as_deref()) {
        if !host.eq_ignore_ascii_case(remote) && !found.contains(&host) {
            found.push(host);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// The message in a log that a finding's words are about, and the line of it. Where several have the same words, none.
fn tale<'a>(facts: &'a Facts, found: &Finding) -> Option<(&'a Story, &'a Step)> {
    let stories = &facts.log.as_ref()?.stories;
    let mut told = stories.iter().flat_map(|story| story.steps.iter().map(move |step| (story, step)));
    let is_it = |(_, step): &(&Story, &Step)| step.statement.is_some() && step.statement == found.statement;
    let first = told.find(is_it)?;
    told.all(|other| !is_it(&other) || (std::ptr::eq(other.0, first.0) && other.1.to == first.1.to))
        .then_some(first)
}

/// The name of the key that the author's domain signed the mail with.
fn selector(facts: &Facts) -> Option<&str> {
    let mail = facts.returned.as_ref().or(facts.message.as_ref())?;
    let author = author_domain(facts)?;
    let of_author = |domain: &str| knowledge::same_organization(domain, author);
    let signature = mail.dkim.iter().find(|signature| signature.read.get("d").is_some_and(of_author))?;
    signature.read.get("s")
}

/// A program's words without what the label says, the name of a member (`"Message":"…"`), and brackets that close what was
/// opened before them.
fn bare(words: &str) -> &str {
    let words = words.strip_prefix("Error: ").unwrap_or(words);
    let words = match words.split_once(':') {
        Some((name, value)) if name.starts_with('"') && name.trim_end().ends_with('"') => {
            let value = value.trim();
            value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
        }
        _ => words,
    };
    match words.contains(['{', '[']) {
        true => words,
        false => words.trim_end_matches(['}', ']', ' ']),
    }
}

/// The address that others can write to: a mailbox of an inner host is known to that organisation alone.
fn reachable(recipient: &Recipient) -> &str {
    let is_inner = recipient.address.rsplit_once('@').is_none_or(|(_, domain)| !domain.contains('.'));
    recipient
        .original
        .as_deref()
        .filter(|original| is_inner && original.contains('@'))
        .unwrap_or(&recipient.address)
}

/// The block list to ask: the one that is named, if it can be asked, or the one that most servers ask.
fn zone(lists: &[u16], of_domains: bool) -> Option<&'static str> {
    let mut named = lists.iter().map(|list| &LISTS[usize::from(*list)]);
    match lists {
        [] if of_domains => Some("dbl.spamhaus.org"),
        [] => Some("zen.spamhaus.org"),
        _ => named.find(|list| !list.zone.is_empty() && !list.closed).map(|list| list.zone),
    }
}

/// The one address that a reply about a recipient names.
fn mentioned<'a>(facts: &Facts, found: &Finding, statement: &'a Statement) -> Option<&'a str> {
    const AND_THESE: &[&str] = &["relay-denied", "greylisted", "recipient-restricted", "suppressed"];
    let cause = &CAUSES[usize::from(found.cause)];
    let about_a_mailbox = cause.stage == Stage::Mailbox || AND_THESE.contains(&cause.id);
    if !about_a_mailbox || !facts.recipients.is_empty() {
        return None;
    }
    let sender = facts.envelope.sender.as_deref().unwrap_or_default();
    let text = statement.text.as_str();
    // A service's own list holds recipients alone, and names them within its sentences.
    let named: Vec<&str> = match cause.id {
        "suppressed" => in_sentences(text).collect(),
        _ => address::in_brackets(text).collect(),
    };
    let mut named = named.into_iter().filter(|address| *address != sender);
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// Addresses as words of a sentence.
fn in_sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}')
    };
    let words = text.split(ends).map(|word| word.trim_end_matches('.'));
    words.filter(|word| {
        word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
    })
}

/// The name in `<mail.local>: Helo command rejected: …`, `Invalid HELO name (mail.local)`.
fn refused_name(words: &str) -> Option<&str> {
    let lower = words.to_ascii_lowercase();
    let at = lower.find("helo").or(lower.find("ehlo"))?;
    let host = |word: &'_ str| {
        word.contains('.') && !word.contains('@') && word.parse::<std::net::IpAddr>().is_err()
    };
    let front = words[..at].trim_end().strip_suffix(">:").and_then(|front| front.rsplit_once('<'));
    let inner = front
        .map(|(_, name)| name)
        .or_else(|| words[at..].split_once('(')?.1.split_once(')').map(|(name, _)| name));
    inner.filter(|name| host(name) && !name.contains(' '))
}

/// How long the reporting server had the message before it gave it back.
fn waited(facts: &Facts) -> Option<String> {
    let epoch = |time: Option<&str>| date::parse(time?).ok().map(|date| date.epoch);
    let (taken, given) = (facts.envelope.taken.as_deref(), facts.envelope.time.as_deref());
    let seconds = epoch(given)?.checked_sub(epoch(taken)?)?;
    (is_report(facts) && WAITING.contains(&seconds))
        .then(|| format!("{} (taken {})", speak::duration(seconds), taken.unwrap_or_default()))
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
    fn a_programs_words_stand_without_what_holds_them() {
        assert_eq!(bare("\"Message\":\"No API tokens were supplied.\""), "No API tokens were supplied.");
        assert_eq!(bare("reject_reason: 'invalid-sender' } ] }"), "reject_reason: 'invalid-sender'");
        assert_eq!(bare("Error: kind { a: 1 }"), "kind { a: 1 }");
    }

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
