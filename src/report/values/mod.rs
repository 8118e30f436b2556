//! What the paste told, under the names that the placeholders of commands and messages have for it.

mod contact;
mod fill;
mod gleaned;
mod tagged;

use crate::diagnose::Finding;
use crate::diagnose::checks::speak;
use crate::facts::dialogue::{Act, Exchange};
use crate::facts::message::Message;
use crate::facts::story::{Event, Group, Named, Step, Story};
use crate::facts::{Facts, Kind, Role, Statement};
use crate::knowledge::{self, CAUSES, OWNERS, OwnerKind, Stage};
use crate::mail::{date, place};
use crate::report::build::Depth;
use crate::text;
use gleaned::{is_report, is_reporter, named, tale};
use std::borrow::Cow;

pub use fill::placeholders;
pub use gleaned::in_sentences as addresses_in;

/// The facts that a placeholder can stand for.
#[derive(Default)]
pub struct Values<'a> {
    entries: Vec<(&'static str, Cow<'a, str>)>,
    /// The server did not answer: it is the one of the settings, or the one that was tried.
    silent: bool,
    /// No server took anything: there was no connection.
    unreached: bool,
    /// Whose words the reply is: a server's, a report's, a program's.
    speaker: Speaker,
    /// Somebody from outside was turned away: the reader's own senders are not theirs.
    of_a_stranger: bool,
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
        // Headers without From do not tell it.
        let is_headers = facts.kind == Kind::Headers;
        values.add("from", gleaned::author(facts).or(sender.filter(|_| !is_headers)));
        values.add(
            "envelope",
            sender.filter(|sender| gleaned::author(facts).is_some_and(|author| author != *sender)),
        );
        let subject = facts.message.as_deref().and_then(|mail| mail.subject.as_ref());
        values.add("subject", subject.map(|subject| tagged::untagged(&subject.read)));
        values.envelope(facts, None, Depth::Whole);
        values
    }

    /// Where a mail waited, and for how long. The id is that of the first server.
    pub fn add_wait(
        &mut self,
        waited: String,
        holders: &'a [String],
        next: (Cow<'a, str>, Option<&'a str>),
        id: Option<&'a str>,
    ) {
        self.add("held", Some(waited));
        self.add("holder", Some(speak::join(holders)));
        self.add("first_holder", holders.first().map(String::as_str));
        self.add("next", Some(next.0));
        self.add("next_id", next.1);
        self.add("holder_id", id);
    }

    /// For whom the mail was, where it waited.
    pub fn add_recipient(&mut self, recipient: Option<&'a str>) {
        self.add("recipient", recipient.filter(|recipient| recipient.contains('@')));
    }

    /// Another envelope sender than the one that the mail came with at last: where none is known, none is told.
    pub fn replace_sender(&mut self, sender: Option<&'a str>) {
        self.entries.retain(|(name, _)| !matches!(*name, "envelope" | "sender"));
        self.add("envelope", sender);
    }

    /// The time in a zone, where that of the mail is known: a letter's times are in one.
    pub fn set_time_by(&mut self, offset: i32) {
        let time = self.get("time").and_then(|time| date::parse(time).ok());
        let Some(time) = time.filter(|time| time.offset.is_some()) else { return };
        self.entries.retain(|(name, _)| *name != "time");
        self.add("time", Some(crate::report::text::local(time.epoch, offset)));
    }

    /// For which part of that it was put off by greylisting, who had come, and when first.
    pub fn add_greylisted(&mut self, part: Option<String>, client: Cow<'a, str>, first_try: Option<String>) {
        self.add("greylisted", part);
        self.add("client", Some(client));
        self.add("first_try", first_try);
    }

    /// When the first of them took it, and when the next one did.
    pub fn add_stamps(&mut self, from: String, until: String, left: Option<String>) {
        self.add("held_from", Some(from));
        self.add("held_until", Some(until));
        self.add("held_left", left);
    }

    /// Which program or device sends; where nothing tells, the reader knows.
    pub fn add_program(&mut self, product: Option<u16>, machine: Option<&'a str>) {
        let owner = product
            .map(|owner| &OWNERS[usize::from(owner)])
            .filter(|owner| owner.kind != OwnerKind::Provider);
        let service = owner.filter(|owner| owner.kind == OwnerKind::ApiError);
        self.add("service", service.map(|owner| owner.name));
        let name = owner.map(|owner| match owner.name.strip_suffix(" printers") {
            Some(maker) => format!("{maker} printer"),
            None => owner.name.to_owned(),
        });
        let name = name.map(Cow::from).or(machine.map(Cow::from));
        self.add("program", Some(name.unwrap_or(fill::BLANK.into())));
    }

    /// The key that other lines of a log show the mail to have been signed with, where it is the sender's domain's.
    pub fn add_key(&mut self, paste: &'a str) {
        let Some((selector, domain)) = gleaned::key_in_log(paste) else { return };
        let is_senders = match (domain, self.get("sender_domain")) {
            (Some(domain), Some(sender)) => knowledge::same_organization(domain, sender),
            _ => true,
        };
        if is_senders {
            self.add("selector", Some(selector));
            self.add("author_domain", domain);
            self.add("sender_domain", domain);
        }
    }

    /// Of a mail that came straight from a connection for homes: its address.
    pub fn add_home(&mut self, address: Option<&'a str>) {
        self.add("home", address);
    }

    /// Which tests of a filter counted most against a mail.
    pub fn add_counted(&mut self, tests: Option<String>) {
        self.add("counted", tests);
    }

    /// What is known about a finding, the words that told it cut out of `said`.
    pub fn new(
        facts: &'a Facts,
        found: &Finding,
        said: Option<(&'a Statement, &'a str)>,
        depth: Depth,
    ) -> Self {
        // Of a server's certificate the other side tells.
        let silent = crate::report::quoted::is_judged(found);
        let unreached = matches!(found.stage, Stage::Connection | Stage::Dns);
        let mut values = Values { silent, unreached, ..Values::default() };
        let tale = tale(facts, found);
        let named = named(facts, found);
        // Whose limit it is the words say, whoever wrote this one mail.
        values.add("sender_domain", said.and_then(|(_, words)| gleaned::limited_domain(words)));
        if let Some((story, step)) = tale {
            values.of_message(story, step, facts.program != Some("hmailserver"));
        }
        if let Some(named) = named {
            values.of_lines(named);
        }
        // In a log others come to the door, who have no part in its one message.
        let is_anothers = named.is_some_and(|named| named.apart)
            && found.statement.is_some_and(|index| facts.statements[index].recipient.is_none());
        let only = || facts.recipients.first().filter(|_| facts.recipients.len() == 1 && !is_anothers);
        let listed = found.recipient.map_or_else(only, |index| facts.recipients.get(index));
        let of_tale = tale.map_or(named.and_then(|named| named.to.get()), |(_, step)| step.to.as_deref());
        let recipient = of_tale.or(listed.map(gleaned::reachable)).or(facts.envelope.recipient.as_deref());
        if let Some(recipient) = recipient.or_else(|| gleaned::mentioned(facts, found, said?.0)) {
            values.address("recipient", "recipient_domain", recipient);
            values.add("recipient_name", recipient.rsplit_once('@').map(|(name, _)| name));
            if depth == Depth::Whole {
                values.organization("recipient_organization", "recipient_domain");
                let reads = crate::report::quoted::readable(recipient);
                values.add("reads", Some(reads).filter(|reads| reads != recipient));
            }
        }
        let mut groups = facts.groups_of(found.statement).peekable();
        values.of_a_stranger =
            groups.peek().is_some() && groups.all(|group| group.event == Event::Note && group.named.apart);
        if let Some(author) = said.and_then(|(_, words)| gleaned::sent_as(found, words)) {
            values.address("sender", "sender_domain", author);
        }
        values.envelope(facts, said, depth);
        let set_as =
            facts.settings.as_ref().filter(|_| facts.kind != Kind::Log).and_then(|read| read.from.as_ref());
        if let Some(from) = set_as.filter(|from| from.is.contains('@')) {
            values.address("sender", "sender_domain", &from.is);
        }
        if values.get("sender").is_none() {
            let by_call = gleaned::asked_mailbox(facts).or_else(|| gleaned::sender_in_code(facts));
            by_call.into_iter().for_each(|sender| values.address("sender", "sender_domain", sender));
        }
        values.add("sender_domain", said.and_then(|(_, words)| gleaned::counted_domain(words)));
        values.add("mail_file", said.and_then(|(_, words)| gleaned::mail_file(words)));
        values.add(
            "recipient_domain",
            gleaned::next_hop(facts).filter(|_| depth == Depth::Whole && facts.log.is_none()),
        );
        if let Some((statement, words)) = said {
            values.add("remote", gleaned::entered(facts, statement));
            // Where no connection came about, the server that tells of it is not the one that was tried.
            let is_at_once = matches!(found.stage, Stage::Connection | Stage::Tls);
            let is_tried = |host: &&str| !is_at_once || !is_reporter(facts, host);
            if CAUSES[usize::from(found.cause)].id == "tls-certificate" {
                let names = crate::report::adapted::program::cert_names::names(statement.text.as_str());
                values.add("remote", names.map(|names| names.asked));
            }
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
            let words =
                crate::report::quoted::without_diagnostics(&one_line(&crate::report::quoted::as_said(words)))
                    .into_owned();
            values.add(
                "contact",
                contact::address(&words, [values.get("sender"), values.get("recipient")]).map(str::to_owned),
            );
            let is_programs = values.speaker == Speaker::Program;
            // `The provider says "bad sender". This is config.php:` is said above settings, by whoever shows them.
            let introduces =
                is_programs && facts.settings.is_some() && words.trim_end().ends_with([':', '：']);
            let words = if is_programs { gleaned::bare(&words).to_owned() } else { words };
            // What the reporting server makes of it stands before, and was said with it.
            let outer = facts.answer_around_of(statement).map(|outer| one_line(outer.text.as_str()));
            let whole = outer.map_or(words.clone(), |outer| format!("{outer} {words}"));
            values.add("reply", (!introduces).then_some(whole));
        }
        if let Some((_, words)) = said {
            let known: Vec<String> = ["recipient", "sender"]
                .iter()
                .filter_map(|name| values.get(name))
                .map(str::to_owned)
                .collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            values.add("new_address", gleaned::new_address(found, words, &known));
        }
        let is_reply = |words: &str| gleaned::begins_with_code(words) || gleaned::asks_for_address(found);
        if let Some((_, words)) =
            said.filter(|(_, words)| values.speaker == Speaker::Server || is_reply(words))
        {
            let remote = values.get("remote").map(str::to_owned);
            // `mx.example.org[192.0.2.1]`, and `[mx.example.org;192.0.2.1]` of Exchange: the address of the server that is named.
            let is_its_own = |ip: &str| {
                words.contains(&format!(";{ip}]"))
                    || remote.as_deref().is_some_and(|remote| {
                        remote == ip
                            || ["[", " [", " ("]
                                .iter()
                                .any(|between| words.contains(&format!("{remote}{between}{ip}")))
                    })
            };
            values.add(
                "sending_ip",
                place::only_address(words).filter(|ip| !is_its_own(ip) && !gleaned::is_called(words, ip)),
            );
        }
        values.add("sending_ip", facts.own_address.as_deref());
        if facts.success.is_some() && said.is_none() {
            values.taken(facts);
        }
        let original = listed.and_then(|listed| listed.original.as_deref());
        if let Some(original) = original.filter(|original| values.get("recipient") != Some(original)) {
            values.add("original", Some(crate::report::quoted::readable(original)));
        }
        let of_domains = CAUSES[usize::from(found.cause)].id == "domain-blocklisted";
        values.add("zone", gleaned::zone(&found.lists, of_domains));
        values.add("list", gleaned::list(&found.lists));
        values.domains(facts, said.map(|(_, words)| words));
        values.server(facts, found, depth);
        let set = facts.settings.as_ref().filter(|_| facts.kind != Kind::Log);
        // The port that is set for that very server.
        let is_asked = |settings: &&crate::facts::Settings| {
            settings.host.as_ref().is_some_and(|host| values.get("remote") == Some(host.is.as_str()))
        };
        let port = set.filter(is_asked).and_then(|settings| settings.port.as_ref());
        if values.get("port").is_none() {
            values.add("port", port.map(|port| port.is.to_string()));
        }
        if let Some(settings) =
            facts.settings.as_ref().filter(|_| values.get("remote").is_none() && facts.kind != Kind::Log)
        {
            values.add("remote", settings.host.as_ref().map(|host| host.is.as_str()));
            values.add("port", settings.port.as_ref().map(|port| port.is.to_string()));
            values.silent = true;
        }
        // The account's own name, which need not be the sender's address.
        let user = facts.settings.as_ref().and_then(|read| read.user.as_ref()).map(|user| user.is.as_str());
        let user = user.or_else(|| gleaned::signed_in(said?.1)).or_else(|| gleaned::login_in_code(facts));
        let user = user.or_else(|| gleaned::account(facts, found));
        // A name alone may be a key, which signs in nowhere else.
        values.add("account", user.filter(|user| user.contains('@')));
        values.add("login", user.or(facts.envelope.sender.as_deref()));
        // Servers talk to each other on port 25 (RFC 5321, section 4.5.4.2).
        let is_program = matches!(facts.program, Some("msmtp" | "ssmtp"));
        // Who signs in comes by another one.
        let is_submission = found.stage == Stage::Submission && facts.kind == Kind::Log;
        let is_servers = is_report(facts)
            || facts.kind == Kind::Log
            || crate::report::adapted::own::outgoing::is_queue(facts);
        if is_servers && !is_program && !is_submission {
            values.add("port", Some("25"));
        }
        values.outgoing(facts, is_servers);
        if depth == Depth::Whole {
            if CAUSES[usize::from(found.cause)].id == "mail-loop" {
                let circle = match crate::report::adapted::theirs::forwards::is_it(found) {
                    true => crate::report::adapted::theirs::forwards::shown(facts, found),
                    false => crate::report::adapted::theirs::circle::shown(facts),
                };
                values.add("circle", circle);
            }
            values.log(facts, found);
            let words = found.statement.map(|index| facts.statements[index].text.as_str());
            let words = words.filter(|_| facts.kind == Kind::Log);
            values.add("jail", words.and_then(gleaned::jail));
            values.add("quarantine", words.and_then(gleaned::quarantine));
            values.other_ports(facts);
        }
        values
    }

    /// The domains of the sender's side that records are looked up for, and the one that the words show DNS to have been asked for.
    fn domains(&mut self, facts: &'a Facts, words: Option<&'a str>) {
        // At a provider of mailboxes for people nobody else publishes a record.
        let is_own = |domain: &str| knowledge::service_of_mailbox(&domain.to_ascii_lowercase()).is_none();
        let from = gleaned::from_domain(facts, words);
        self.add("from_domain", from);
        self.add("dkim_domain", from.filter(|domain| is_own(domain)));
        let sender = self.get("sender_domain").filter(|domain| is_own(domain)).map(str::to_owned);
        self.add("spf_domain", sender);
        let is_senders = words.is_none_or(gleaned::is_about_sender);
        let recipients = self.get("recipient_domain").filter(|_| !is_senders).map(str::to_owned);
        self.add("looked_up", words.and_then(gleaned::name_asked).map(str::to_owned).or(recipients));
    }

    /// The server that a program hands its mail to, and no recipient's: by the port, by its name, or as a program has it set.
    fn outgoing(&mut self, facts: &Facts, is_servers: bool) {
        let Some(remote) = self.get("remote").map(str::to_owned) else { return };
        let is_set = facts
            .settings
            .as_ref()
            .is_some_and(|set| set.host.as_ref().is_some_and(|host| host.is.eq_ignore_ascii_case(&remote)));
        let is_submission =
            self.get("port").is_some_and(|port| matches!(port, "465" | "587" | "2465" | "2525" | "2587"));
        let is_programs = self.speaker == Speaker::Program && self.get("port") != Some("25");
        let is_one = knowledge::is_submission_server(&remote) || is_set || is_submission || is_programs;
        let label = remote.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_incoming = ["pop", "imap"].iter().any(|incoming| label.starts_with(incoming))
            || self.get("port").is_some_and(|port| matches!(port, "110" | "143" | "993" | "995"));
        self.add("outgoing", (is_one && !is_servers && !is_incoming).then_some(remote));
    }

    /// What the server of a conversation said when it took the message: often its own id for it.
    fn taken(&mut self, facts: &'a Facts) {
        let Some(dialogue) = &facts.dialogue else { return self.taken_in_a_log(facts) };
        let heard = |exchange: &&Exchange| exchange.act == Act::EndOfData && exchange.succeeded();
        let reply = dialogue.exchanges.iter().rfind(heard).and_then(|exchange| exchange.reply.as_ref());
        self.add("reply", reply.map(|reply| one_line(reply.text.as_str())));
        self.add("remote", dialogue.to.as_ref().map(|(host, _)| host.as_str()));
    }

    /// The same in a log of one message.
    fn taken_in_a_log(&mut self, facts: &'a Facts) {
        let [story] = facts.log.as_ref().map_or(&[][..], |log| &log.stories[..]) else { return };
        let Some(step) = story.steps.iter().rfind(|step| step.event == Event::Sent) else { return };
        self.add("remote", step.host.as_deref());
        let answer = facts.success.and_then(|span| {
            facts.statements.iter().find_map(|said| Some(&said.text.as_str()[said.text.range_of(span)?]))
        });
        self.add("reply", answer.map(one_line));
    }

    /// Of the one message in a log that the words are about.
    /// `has_ids`: the log numbers messages, and not conversations.
    fn of_message(&mut self, story: &'a Story, step: &'a Step, has_ids: bool) {
        if let Some(from) = story.from.as_ref().filter(|from| from.contains('@')) {
            self.address("sender", "sender_domain", from);
        }
        if story.id.starts_with('<') {
            self.add("message_id", Some(story.id.as_str()));
        } else if has_ids {
            self.add("queue_id", Some(story.id.as_str()));
        }
        self.add("time", step.time.as_ref().map(|time| time.text.as_str()));
        // A list of the queue tells when a message was taken, and not when it was tried.
        let taken = story.steps.iter().find_map(|step| step.time.as_ref()).filter(|_| step.time.is_none());
        self.add("since", taken.map(|time| time.text.as_str()));
    }

    /// Of lines that belong to no message by its id.
    fn of_lines(&mut self, named: &'a Named) {
        if let Some(from) = named.from.get().filter(|from| from.contains('@')) {
            self.address("sender", "sender_domain", from);
        }
        self.add("sending_ip", named.address.get());
        self.add("user", named.user.get());
        self.add("login", named.user.get());
        self.add("came_from", named.client.get());
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
        self.add("messages", gleaned::messages(log, index));
    }

    /// The port that is known, where it can be the one of such a connection; else the usual one.
    fn other_ports(&mut self, facts: &Facts) {
        let known = self.get("port").map(str::to_owned);
        let starttls = known.clone().filter(|port| !crate::report::scene::IMPLICIT.contains(&port.as_str()));
        let among_servers = is_report(facts) || matches!(facts.kind, Kind::Log | Kind::Reply);
        let usual = if among_servers { "25" } else { "587" };
        self.add("starttls_port", Some(starttls.unwrap_or_else(|| usual.to_owned())));
        let submission = known.filter(|port| port != "25");
        self.add("submission_port", Some(submission.unwrap_or_else(|| "587".to_owned())));
    }

    /// The sender's side. `said`: where the name stands that a server did not like.
    fn envelope(&mut self, facts: &'a Facts, said: Option<(&'a Statement, &'a str)>, depth: Depth) {
        let envelope = &facts.envelope;
        if let Some(sender) = envelope.sender.as_deref().filter(|_| !self.of_a_stranger) {
            self.address("sender", "sender_domain", sender);
        }
        if depth == Depth::Row {
            self.add("sending_ip", envelope.sending_ip.as_deref());
            return;
        }
        self.add("sender_domain", said.and_then(|(_, words)| gleaned::checked_domain(words)));
        self.add("sender_domain", said.and_then(|(_, words)| gleaned::limited_domain(words)));
        self.organization("sender_organization", "sender_domain");
        let named = said.and_then(|(statement, _)| gleaned::key_named(statement.text.as_str()));
        let named = named.map(|(selector, domain)| (selector, Some(domain)));
        let key = named.or_else(|| gleaned::key_told(said?.0.text.as_str()));
        let signer = key.and_then(|(_, domain)| domain);
        let words = said.map(|(_, words)| words);
        let author = gleaned::from_domain(facts, words).or_else(|| gleaned::author_domain(facts));
        self.add("author_domain", author.or(signer));
        self.add("sender_domain", signer);
        let known = self.get("sender").or(envelope.sender.as_deref());
        let author = gleaned::author(facts).filter(|author| Some(*author) != known);
        self.add("author", author);
        self.add("sending_ip", envelope.sending_ip.as_deref());
        self.add("helo", envelope.helo.as_deref());
        self.add("helo", said.and_then(|(_, words)| gleaned::refused_name(words)));
        if let Some(sender) = gleaned::verified_in(facts, said.map(|(_, words)| words)) {
            self.address("sender", "sender_domain", sender);
        }
        self.add("reporter", envelope.reporter.as_deref());
        let stand_in = facts.message.as_deref().and_then(Message::stand_in);
        // In a log with strangers the message that has an id is another one.
        let own_id = |id: &'a Option<String>| id.as_deref().filter(|_| !self.of_a_stranger);
        let (message_id, queue_id) = (own_id(&envelope.message_id), own_id(&envelope.queue_id));
        self.add("message_id", stand_in.map_or(message_id, |(sent, _)| sent));
        self.add("given_id", stand_in.map(|(_, given)| given));
        self.add("time", gleaned::time(envelope.time.as_deref(), said.map(|(_, words)| words)));
        let time = self.get("time").map(str::to_owned);
        // The header above a report is the report's own.
        let mail = facts.returned.as_deref().filter(|_| is_report(facts));
        let sent = mail.and_then(|mail| mail.date.as_ref()).map(|date| date.read.0.as_str());
        // The time beside it is then that of the report.
        self.add("sent", sent.filter(|sent| time.as_deref().is_some_and(|time| time != *sent)));
        self.add("waited", gleaned::waited(facts));
        self.add("sort", envelope.sort.as_deref());
        self.add("queue_id", queue_id);
        self.add("queued", envelope.queued.as_deref());
        self.add("command", said.and_then(|(_, words)| gleaned::program(words)));
        self.add("selector", gleaned::selector(facts).or(key.map(|(selector, _)| selector)));
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
            None if facts.log.is_some() => false,
            None => found.recipient.is_none() || statement.recipient == found.recipient,
        };
        // A name that was not found has no port yet.
        let is_name = CAUSES[usize::from(found.cause)].id == "server-name-unresolved";
        for statement in own.into_iter().chain(facts.statements.iter().filter(same)) {
            // Microsoft's replies end with the machine behind the server that one speaks to.
            let is_own =
                |host: &str| is_reporter(facts, host) || gleaned::is_back_end(statement.text.as_str(), host);
            // Hundreds of recipients each have words of their own.
            let place = match facts.recipients.len() {
                0..=8 => place::first(statement.text.as_str(), is_own),
                _ => place::Place::default(),
            };
            let remote = statement.remote.clone().filter(|host| !is_own(host));
            // What names no recipient was written by the program that sends.
            let is_programs = matches!(facts.kind, Kind::Words | Kind::Exception | Kind::Traceback)
                || (facts.kind == Kind::Bounce && facts.recipients.is_empty());
            // `host mx.example.org [192.0.2.1]`: it was looked up, and tried.
            let is_beside_address = || {
                let host = place.host.as_deref();
                host.is_some_and(|host| gleaned::address_of(statement.text.as_str(), host).is_some())
            };
            let fits = place.port.is_some() || place.is_pair || is_name || is_programs || is_beside_address();
            self.add("remote", place.host.filter(|_| fits).or(remote));
            self.add("port", place.port.map(|port| port.to_string()));
            if self.get("remote").is_some() {
                break;
            }
        }
        // Also where it said nothing that is quoted, a log names the server that it spoke to.
        self.add(
            "remote",
            tale.and_then(|(_, step)| step.host.as_deref()).filter(|host| !is_reporter(facts, host)),
        );
        // A line that belongs to no message by its id is about a host all the same: the one that is named, where others name none.
        let is_on_its_way = |group: &Group| {
            !group.named.takes_in && matches!(group.event, Event::Note | Event::Deferred | Event::Bounced)
        };
        if facts.groups_of(found.statement).all(is_on_its_way) {
            let mut hosts = facts.groups_of(found.statement).filter_map(|group| group.host.as_deref());
            let first = hosts.next().filter(|first| hosts.all(|host| host == *first));
            self.add("remote", first.filter(|host| !is_reporter(facts, host)));
        }
        let spoken = facts.dialogue.as_ref().and_then(|dialogue| dialogue.to.as_ref());
        let captured = facts.capture.as_ref().and_then(|capture| capture.to.as_ref());
        if let Some((host, port)) = spoken.or(captured) {
            self.add("remote", Some(host.as_str()));
            self.add("port", port.as_deref());
        }
        self.add("remote", own.and_then(|said| gleaned::sending_server(said.text.as_str())));
        // Who connects names the server, whether it answers or not.
        self.silent |= !told || (self.speaker == Speaker::Program && facts.kind == Kind::Transcript);
        if let Some(remote) = self.get("remote").map(str::to_owned).filter(|_| facts.recipients.len() <= 8) {
            let about: Vec<&Statement> =
                own.into_iter().chain(facts.statements.iter().filter(same)).collect();
            let texts = || about.iter().map(|statement| statement.text.as_str());
            self.add("remote_ip", texts().find_map(|text| gleaned::address_of(text, &remote)));
            self.add("others", gleaned::others(&about, &remote));
        }
    }

    /// What a reader typed in by hand, under the names of placeholders. A domain in the place of an address is one.
    pub fn typed(told: &[(&'static str, &'a str)]) -> Self {
        let mut values = Values::default();
        values.add_program(None, None);
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
    pub fn facts(&self) -> Vec<crate::report::Fact> {
        const NAMES: &[(&str, &str)] = &[
            ("sent", "Mail sent"),
            ("time", "Time"),
            ("since", "In the queue since"),
            ("sender", "Sender"),
            ("author", "Address in From"),
            ("recipient", "Recipient"),
            ("reads", "This address reads"),
            ("original", "Address that was written"),
            ("message_id", "Message-ID"),
            ("given_id", "Message-ID that Google gave it"),
            ("queue_id", "Queue id"),
            ("messages", "Messages"),
            ("user", "User name"),
            ("jail", "Jail of fail2ban"),
            ("quarantine", "Name in the quarantine"),
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
            self.get(key).map(|value| crate::report::Fact { name: name.to_owned(), value: value.to_owned() })
        };
        NAMES.iter().filter_map(fact).collect()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_server_that_never_answered_is_named_with_its_address() {
        let paste = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n\
                     recipients. This is a permanent error. The following address(es) failed:\n\n  bob@example.net\n    host mx.example.net [192.0.2.9]\n    \
                     Connection timed out:\n    retry timeout exceeded\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert!(told.commands[0].shell.contains(" mx.example.net 25"), "{:?}", told.commands[0]);
        let fact =
            |name: &str| told.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str());
        assert_eq!(fact("Server that was tried"), Some("mx.example.net"));
    }

    use super::*;

    #[test]
    fn a_list_of_the_queue_tells_whose_mail_waits_since_when() {
        let queue = "root@mx:~# mailq\n-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n\
                     5B2C33D1E2     3061 Thu Nov 12 10:20:00  ann@example.org\n\
                     (host mx.olc.protection.outlook.com[192.0.2.5] said: 451 4.7.650 The mail server [192.0.2.9] has been temporarily rate limited \
                     due to IP reputation. (S775) (in reply to MAIL FROM command))\n          bob@outlook.com\n\n\
                     7D2C33D1E2     3061 Thu Nov 12 11:20:00  ann@example.org\n\
                     (host mx.olc.protection.outlook.com[192.0.2.5] refused to talk to me: 421 4.7.650 temporarily rate limited)\n          \
                     tom@outlook.com\n\n6C3D44E2F3     1024 Thu Nov 12 10:25:00  ann@example.org\n\
                     (connect to mx.example.net[192.0.2.8]:25: Connection timed out)\n     eve@example.net\n\n\
                     -- 7 Kbytes in 3 Requests.\nroot@mx:~# \nwhy do they wait??\n";
        let report = crate::diagnose(queue);
        let told: Vec<_> =
            report.findings.iter().map(|told| (&*told.cause, told.recipient.as_deref())).collect();
        assert!(report.recipients.iter().all(|to| !to.address.starts_with("root")));
        assert_eq!(told[0].0, "bad-reputation");
        assert!(told.iter().all(|(cause, _)| *cause != "rate-limited"), "{told:?}");
        let late = report.findings.iter().find(|told| told.cause == "connection-timeout").expect("told");
        let fact = |name: &str| late.facts.iter().find(|fact| fact.name == name).map(|fact| &*fact.value);
        assert_eq!(late.recipient.as_deref(), Some("eve@example.net"));
        assert_eq!(fact("In the queue since"), Some("Nov 12 10:25:00"));
        assert_eq!(fact("Sender"), Some("ann@example.org"));
        assert_eq!(fact("Server that was tried"), Some("mx.example.net"));
        assert!(late.ask.as_ref().is_some_and(|ask| ask.contains("In the queue since: Nov 12 10:25:00")));
    }

    #[test]
    fn a_strangers_line_has_no_id_of_another_mail() {
        let log = "Nov 26 00:01:10 vs1 postfix/smtpd[51]: connect from unknown[192.0.2.11]\n\
                   Nov 26 00:01:11 vs1 postfix/smtpd[51]: lost connection after EHLO from unknown[192.0.2.11]\n\
                   Nov 26 00:04:33 vs1 postfix/smtpd[52]: 8D2C41C0A2: client=mx.example.net[192.0.2.46]\n\
                   Nov 26 00:04:33 vs1 postfix/cleanup[53]: 8D2C41C0A2: message-id=<a1@example.net>\n\
                   Nov 26 00:04:34 vs1 postfix/qmgr[99]: 8D2C41C0A2: from=<bob@example.net>, size=512, nrcpt=1 (queue active)\n\
                   Nov 26 00:04:34 vs1 postfix/lmtp[54]: 8D2C41C0A2: to=<ann@example.org>, relay=box.example.org[private/lmtp], delay=0.4, dsn=2.0.0, \
                   status=sent (250 2.0.0 Saved)\n";
        let report = crate::diagnose(log);
        let stranger =
            report.findings.iter().find(|told| told.cause == "connection-dropped").expect("a stranger");
        assert!(
            stranger.facts.iter().all(|fact| !fact.value.contains("a1@example.net")),
            "{:?}",
            stranger.facts
        );
    }

    #[test]
    fn a_report_went_to_the_sender_and_googles_is_about_a_group() {
        let report = crate::diagnose(include_str!(
            "../../../tests/fixtures/bounce/recipient-restricted.google-group.txt"
        ));
        let told = &report.findings[0];
        assert_eq!(told.recipient.as_deref(), Some("choir-alto@harbour.example"));
        assert_eq!((told.act.as_str(), told.confidence.as_str()), ("sender", "likely"));
        assert!(told.ask.as_deref().is_some_and(|ask| ask.contains("My address: kim@orchard.example")));
        assert!(told.commands.is_empty(), "{:?}", told.commands);
        assert_eq!(report.product.as_ref().map(|product| product.id.as_str()), Some("google-groups"));
    }

    #[test]
    fn of_a_qmails_report_the_server_and_what_is_left_of_the_mail_are_read() {
        let told = crate::diagnose(
            "Hi. This is the qmail-send program at mail.orchard.example.\nI'm afraid I wasn't able to deliver your message to the following \
             addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<bob@harbour.example>:\n192.0.2.44 failed after I sent the \
             message.\nRemote host said: 550 5.4.1 Recipient address rejected: Access denied.\n\n--- Below this line is a copy of the \
             message.\n\nReturn-Path: <kim@orchard.example>\n...\n",
        )
        .findings
        .remove(0);
        let shells =
            told.commands.iter().map(|command| command.shell.as_str()).collect::<Vec<_>>().join("\n");
        assert!(shells.contains("--from kim@orchard.example --server 192.0.2.44"), "{shells}");
    }

    #[test]
    fn thunderbird_names_the_server_in_japanese_too() {
        let told = crate::diagnose(
            "メッセージの送信に失敗しました。\n送信 (SMTP) サーバー mail.example.org への接続がタイムアウトしたため、メッセージを送信できませんでした。",
        );
        assert_eq!(told.findings[0].cause, "connection-timeout");
        let named = |fact: &crate::report::Fact| fact.value == "mail.example.org";
        assert!(told.findings[0].facts.iter().any(named), "{:?}", told.findings[0].facts);
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

    fn fact(report: &crate::report::Report, name: &str) -> Option<String> {
        report.findings[0].facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
    }

    #[test]
    fn rows_of_one_session_tell_whom_a_refusal_is_about() {
        let row = |session: u8, time: u8, said: &str| {
            format!(
                "\"SMTPC\"\t3100\t{session}\t\"2026-11-02 08:00:{time}.000\"\t\"203.0.113.25\"\t\"{said}\"\n"
            )
        };
        let paste = [
            row(7, 10, "RECEIVED: 220 mx.example.net ESMTP"),
            row(7, 11, "SENT: EHLO mail.example.org"),
            row(7, 12, "SENT: MAIL FROM:<ann@example.org>"),
            row(8, 13, "SENT: RCPT TO:<eve@example.com>"),
            row(7, 14, "RECEIVED: 250 ok"),
            row(7, 15, "SENT: RCPT TO:<bob@example.net>"),
            row(7, 16, "RECEIVED: 550 5.1.1 User unknown"),
        ]
        .concat();
        let report = crate::diagnose(&paste);
        assert_eq!(report.findings[0].cause, "user-unknown");
        for (name, value) in [
            ("Sender", "ann@example.org"),
            ("Recipient", "bob@example.net"),
            ("Server that answered", "mx.example.net"),
            ("Name given in HELO", "mail.example.org"),
        ] {
            assert_eq!(fact(&report, name).as_deref(), Some(value), "{:?}", report.findings[0].facts);
        }
        assert!(
            fact(&report, "Time").is_some() && fact(&report, "Queue id").is_none(),
            "{:?}",
            report.findings[0].facts
        );
        assert_eq!(report.findings[0].permanence, "permanent");
        let put_off = paste.replace("550 5.1.1 User unknown", "452 4.2.2 mailbox full");
        assert_eq!(crate::diagnose(&put_off).findings[0].permanence, "temporary");
    }

    #[test]
    fn who_was_connected_to_is_who_did_not_answer() {
        let paste = "Nov  2 08:00:00 box smtpd[80]: a1b2c3d4e5f60718 mta connecting address=smtp://203.0.113.25:25 host=mx.example.net\n\
                     Nov  2 08:01:15 box smtpd[80]: a1b2c3d4e5f60718 mta error reason=Connection timeout\n";
        let report = crate::diagnose(paste);
        assert_eq!(report.findings[0].cause, "connection-timeout");
        assert_eq!(fact(&report, "Server that was tried").as_deref(), Some("mx.example.net"));
        let commands = &report.findings[0].commands;
        assert!(commands.iter().all(|command| !command.shell.contains("REMOTE")), "{commands:?}");
    }

    #[test]
    fn the_key_that_a_reply_names_goes_into_the_look_up() {
        let told = crate::diagnose(
            "550 5.7.20 DKIM verification failed: no key for signature (k26._domainkey.holm.example)",
        )
        .findings
        .remove(0);
        assert_eq!(told.cause, "dkim-fail");
        let shells: Vec<&str> = told.commands.iter().map(|command| command.shell.as_str()).collect();
        assert!(shells.iter().any(|shell| shell.contains("k26._domainkey.holm.example")), "{shells:?}");
    }

    #[test]
    fn whom_a_program_calls_invalid_is_the_recipient() {
        for paste in [
            "Error sending to the following INVALID addresses: kim@orchard.example\njavax.mail.SendFailedException: Invalid Addresses;\n  nested \
             exception is:\ncom.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 User unknown\n",
            "450 4.1.2 <kim@orchard.example>: Recipient address rejected: Domain not found",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            let known =
                told.facts.iter().find(|fact| fact.name == "Recipient").map(|fact| fact.value.as_str());
            assert_eq!(known, Some("kim@orchard.example"), "{paste}");
        }
    }

    #[test]
    fn a_notice_of_certified_mail_names_all_that_it_is_about() {
        let notice = "Avviso di mancata consegna\n\nIl giorno 02/11/2026 alle ore 08:00:00 (+0100) nel messaggio\n\"Preventivo\" proveniente da \
                      \"ann@pec.example.org\"\ne destinato all'utente \"bob@pec.example.net\"\nè stato rilevato un errore 5.1.1 - Esempio S.p.A. - indirizzo non \
                      valido.\n\nIl messaggio è stato rifiutato dal sistema.\n\nIdentificativo messaggio: opec1.20261102080000.1@pec.example.org\n";
        let report = crate::diagnose(notice);
        let first = &report.findings[0];
        assert_eq!((report.kind.as_str(), first.cause.as_str()), ("bounce", "user-unknown"));
        assert_eq!(first.recipient.as_deref(), Some("bob@pec.example.net"));
        let fact =
            |name: &str| first.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str());
        assert_eq!(fact("Sender"), Some("ann@pec.example.org"));
        assert_eq!(fact("Message-ID"), Some("opec1.20261102080000.1@pec.example.org"));
    }
}
