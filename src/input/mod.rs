//! Recognises what kind of paste it is and reads it into facts.
//!
//! One row of [`KINDS`] a kind, the reader in its own file. Readers nest: a bounce hands the headers that it returns
//! to the header reader. Reading never fails: what cannot be read stays words.
//!
//! May use: `facts`, `mail`, `text`. Never `knowledge`: whose words they are, the rules tell.

mod aside;
mod below;
mod bounce;
mod complaint;
pub mod damage;
mod escape;
mod event;
mod export;
mod form;
pub mod headers;
mod layout;
pub(crate) mod log;
mod mime;
mod notice;
mod own_address;
mod prose;
mod records;
mod refused;
mod reply;
mod settings;
mod topic;
mod trace;
mod transcript;
mod words;

/// What shows that a mail is a report: for `many`, which cuts before anything is read.
pub(crate) mod reports {
    pub(crate) use super::bounce::{
        attached, is_daemon, is_failing_subject, is_of_no_failure, is_separator, is_server, sounds,
    };
}

use crate::facts::{Facts, Kind, Notice};
use crate::mail::charset::Decoder;
use crate::text::{self, Span, Text, order};
use std::cell::OnceCell;

/// A text as it was pasted, and as it was before: repaired once, for all readers that want it so.
///
/// Dialogues and logs are read nearly as pasted, since what looks like damage may be their own sign (`> MAIL FROM`).
pub(crate) struct Paste {
    plain: Text,
    /// Where lines end otherwise than in LF.
    line_feeds: Option<Text>,
    /// Where there is damage; found when first asked for.
    repaired: OnceCell<Option<Text>>,
    /// Where a mail quotes a log's lines.
    unquoted: Option<Text>,
    /// Of [`Paste::line_feeds`].
    begin: Option<mime::Begin>,
    /// Found when first asked for, like how sure it is that this is a log.
    headers: OnceCell<Option<headers::Found>>,
    log: OnceCell<u8>,
}

impl Paste {
    fn new(paste: &str) -> Self {
        let plain = Text::plain(paste);
        let plain = damage::unprefix(&plain).unwrap_or(plain);
        let line_feeds = text::line_feeds(&plain);
        let begin = mime::begin(line_feeds.as_ref().unwrap_or(&plain).as_str());
        let unquoted = log::unquoted(&plain);
        Self {
            plain,
            line_feeds,
            repaired: OnceCell::new(),
            unquoted,
            begin,
            headers: OnceCell::new(),
            log: OnceCell::new(),
        }
    }

    /// As pasted, with LF as the only line end.
    fn line_feeds(&self) -> &Text {
        self.line_feeds.as_ref().unwrap_or(&self.plain)
    }

    fn repaired(&self) -> &Text {
        self.repaired.get_or_init(|| damage::repair(&self.plain)).as_ref().unwrap_or(&self.plain)
    }

    /// How sure, 0 to 100, that it is a log.
    fn log(&self) -> u8 {
        *self.log.get_or_init(|| log::looks(self.logged()))
    }

    /// As a log is read: as pasted, or without the signs of a mail that quotes all of it.
    fn logged(&self) -> &Text {
        if let Some(unquoted) = &self.unquoted {
            return unquoted;
        }
        let is_quoted = self.plain.as_str().trim_start().starts_with('>')
            && log::looks(&self.plain) == 0
            && log::looks(self.repaired()) >= 45;
        if is_quoted { self.repaired() } else { &self.plain }
    }

    /// The block of the outermost message, where there is one.
    fn headers(&self) -> Option<&headers::Found> {
        self.headers.get_or_init(|| headers::find(self.repaired())).as_ref()
    }
}

/// A kind of paste: how to know it, and how to read it.
struct Reader {
    /// How sure it can be at most: where another one is as sure already, it need not look.
    most: u8,
    /// How sure, 0 to 100, that a paste is of this kind.
    looks: fn(&Paste) -> u8,
    read: fn(&Paste, Decoder) -> Facts,
}

/// Where two are equally sure, the earlier one reads.
static KINDS: &[Reader] = &[
    Reader { most: 95, looks: bounce_looks, read: bounce::read },
    Reader { most: 80, looks: headers::looks, read: headers::read_facts },
    Reader { most: 90, looks: Paste::log, read: |paste, _| read_log(paste.logged()) },
    Reader { most: bounce::AWAY, looks: bounce::looks_away, read: |paste, _| bounce::read_away(paste) },
    Reader {
        most: trace::SURE,
        looks: |paste| trace::looks(&paste.plain),
        read: |paste, _| trace::read(&paste.plain),
    },
    Reader {
        most: 70,
        looks: |paste| transcript::capture::looks(&paste.plain),
        read: |paste, _| transcript::capture::read(&paste.plain),
    },
    Reader {
        most: 65,
        looks: |paste| transcript::looks(&paste.plain),
        read: |paste, _| transcript::read(&paste.plain),
    },
    // The boxes and stacks of programs name hosts and ports, too.
    Reader { most: 50, looks: settings_look, read: |paste, _| settings::read(&paste.plain) },
    Reader {
        most: 1,
        looks: |paste| words::looks(&paste.plain),
        read: |paste, _| words::read_with_settings(&paste.plain),
    },
];

fn settings_look(paste: &Paste) -> u8 {
    // What a server's log tells comes before its settings, which are judged beside it.
    let is_beside_a_log = || paste.log() > 40 && settings::of_postfix(&paste.plain, log::rest).is_some();
    if words::is_trouble(&paste.plain) || is_beside_a_log() { 0 } else { settings::looks(&paste.plain) }
}

/// A log, with the lines of main.cf that somebody pasted beside it.
fn read_log(text: &Text) -> Facts {
    let mut facts = log::read(text);
    // What people say of their own around the lines.
    facts.device = topic::is_device(log::rest(text).as_str());
    if facts.program == Some("postfix")
        && let Some(beside) = settings::of_postfix(text, log::rest)
    {
        facts.settings = beside.settings;
        facts.covered.extend(beside.covered);
    }
    facts
}

fn bounce_looks(paste: &Paste) -> u8 {
    // A service tells of a bounce in JSON of its own, which is no report on delivery.
    if form::is_json(&paste.plain) {
        return 0;
    }
    // So does a server's log, of each message that it gives back.
    let others = (paste.log() > 0).then(|| log::rest(paste.logged()));
    if others.as_ref().is_some_and(|lines| lines.as_str().trim().is_empty()) {
        return 0;
    }
    let sure = bounce::looks(paste);
    // What is said of the reader's own mailbox is no report, though it speaks of messages that did not arrive.
    let plain = paste.plain.as_str();
    if sure < bounce::BY_FIELDS && notice::is_notice(plain) && !crate::mail::reply::refuses(plain) {
        return 0;
    }
    // `Mail delivery failed via SMTP server '…'. SMTPSenderRefused: 530`: a program raised it.
    if sure < bounce::BY_FIELDS && form::raises(&paste.plain) {
        return 0;
    }
    // What a trace says of a failure sounds like a report on it.
    if sure > 0 && sure < bounce::BY_FIELDS && trace::looks(&paste.plain) > 0 {
        return 0;
    }
    match others {
        _ if sure >= bounce::BY_FIELDS => sure,
        _ if form::holds_json(&paste.plain) => 0,
        Some(lines) if sure > 0 => bounce::sounds(lines.as_str()),
        _ => sure,
    }
}

/// Reads a paste, whatever it is.
///
/// Passwords stand in code, in stacks and on command lines, whatever the paste is. They are covered before anything is read, so
/// that no answer can quote one.
pub fn read(paste: &str, decoder: Decoder) -> Facts {
    covered(paste, |paste| Some(read_as_it_looks(paste, decoder))).unwrap_or_default()
}

/// What stands among settings, if anything does: an error that people paste with their settings may be in it. Whether it is one,
/// the rules tell.
pub fn words_among_settings(paste: &str) -> Option<Facts> {
    covered(paste, |paste| words::read_beside_settings(&Paste::new(paste).plain))
}

/// Whether a program's own sentence says that a mail was not sent, in words that no rule knows.
pub fn tells_failure(facts: &Facts) -> bool {
    facts.statements.iter().any(|said| said.text.as_str().lines().any(topic::is_box))
}

/// An event of Windows that stands above another server's log: whoever can look it up runs the server that it is of. Whether it tells what
/// is wrong, the rules tell.
pub fn event_above_log(paste: &str, facts: &Facts) -> Option<Facts> {
    const NAMES: &[&str] = &[
        "Event ID:",
        "Ereignis-ID:",
        "ID de l’événement",
        "ID de l'événement",
        "Id. del evento:",
        "ID evento:",
    ];
    let is_name = |line: &str| NAMES.iter().any(|name| line.trim_start().starts_with(name));
    if facts.kind != Kind::Log || !paste.lines().any(is_name) {
        return None;
    }
    covered(paste, |paste| Some(words::read(&log::rest(&Paste::new(paste).plain))))
}

/// A conversation, read as words: what a program said stands before or behind it.
pub fn words_beside_dialogue(paste: &str) -> Option<Facts> {
    covered(paste, |paste| Some(words::read(&Paste::new(paste).plain)))
}

/// What a mail says that nothing but From, To, Subject and the like stand above, none of them a server's. Whether that is what
/// went wrong, the rules tell.
pub fn words_below_fields(paste: &str, facts: &Facts, decoder: Decoder) -> Option<Facts> {
    let message = facts.message.as_deref().filter(|_| facts.kind == Kind::Message)?;
    let is_carried =
        !message.hops.is_empty() || message.message_id.is_some() || message.return_path.is_some();
    let is_proved = !message.auth.is_empty() || !message.dkim.is_empty() || !message.filters.is_empty();
    if (is_carried || is_proved) && !is_of_a_scheduler(message) {
        return None;
    }
    let fields = message.text.span(0..message.text.len());
    // As long as before, so that places in it are places in the paste.
    let mut below = paste.get(..fields.start)?.to_owned();
    below.push_str(&" ".repeat(fields.end - fields.start));
    below.push_str(paste.get(fields.end..)?);
    // A mail that came in, and asks to click or to pay: what it tells of a mailbox is no server's word.
    if notice::is_to_reader(&below) && !crate::mail::reply::refuses(&below) {
        return None;
    }
    Some(read(&below, decoder))
}

/// What cron and the like mail is what a program said: the mail itself has arrived, and nobody asks about it.
fn is_of_a_scheduler(message: &crate::facts::message::Message) -> bool {
    const WRITERS: &[&str] = &["cron daemon", "crondaemon", "anacron", "fcron", "task scheduler"];
    let is_sign = |name: &str, value: &str| match name {
        "x-cron-env" => true,
        "from" => WRITERS.iter().any(|writer| value.contains(writer)),
        "subject" => value.starts_with("cron <") || value.starts_with("anacron job"),
        _ => false,
    };
    message.fields.iter().any(|field| {
        is_sign(&field.name.to_ascii_lowercase(), &field.value.as_str().trim().to_ascii_lowercase())
    })
}

/// The header of a report that nothing of the report stands below: only what somebody says around it. Where that tells of a
/// failure, it is the answer.
pub fn header_within_words(paste: &str, facts: &Facts, decoder: Decoder) -> Option<Facts> {
    // Whom it names may stand in the header: X-Failed-Recipients.
    let is_bare =
        facts.returned.is_none() && facts.statements.iter().all(|statement| statement.code_span.is_none());
    if !matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport) || !is_bare {
        return None;
    }
    covered(paste, |paste| headers::read_bare_report(&Paste::new(paste), decoder))
}

/// Reads without the passwords.
fn covered(paste: &str, read: impl Fn(&str) -> Option<Facts>) -> Option<Facts> {
    let secrets = text::secret::find(paste);
    if secrets.is_empty() {
        let mut facts = read(paste)?;
        settings::weigh(&mut facts, paste);
        beside(&mut facts, paste);
        return Some(facts);
    }
    let plain = text::secret::without(paste, &secrets);
    let mut facts = read(&plain)?;
    settings::weigh(&mut facts, paste);
    beside(&mut facts, &plain);
    cover(secrets, &mut facts.covered);
    Some(facts)
}

/// What stands beside that which was read, whatever it is.
fn beside(facts: &mut Facts, paste: &str) {
    facts.machine = machine(paste).filter(|_| facts.kind == Kind::Transcript);
    facts.notice = notice_in(paste, facts);
    facts.own_address = own_address::find(paste);
    if facts.passed.is_empty() && matches!(facts.kind, Kind::Reply | Kind::Words) {
        facts.passed = bounce::stations(paste);
        from_to(facts, paste);
    }
}

/// Of whom and to whom the mail was whose stations stand beside a reply.
fn from_to(facts: &mut Facts, paste: &str) {
    let named = |name: &str| {
        let value = paste.lines().find_map(|line| line.strip_prefix(name))?.trim();
        let address = value.rsplit('<').next()?.trim_end_matches('>');
        let is_one = address.contains('@') && !address.contains([' ', ',']);
        is_one.then(|| address.to_owned())
    };
    if !facts.passed.is_empty() {
        facts.envelope.sender = facts.envelope.sender.take().or_else(|| named("From: "));
        facts.envelope.recipient = facts.envelope.recipient.take().or_else(|| named("To: "));
    }
}

/// What a mail says of the reader's own mailbox, where no server refuses anything in it.
fn notice_in(paste: &str, facts: &Facts) -> Option<Notice> {
    let is_mail = matches!(facts.kind, Kind::Words | Kind::Message | Kind::Headers);
    let found = is_mail.then(|| notice::find(paste))??;
    (!notice::is_refused(paste)).then_some(found)
}

/// The device that a conversation is of, where a line above it names one: no answer tells it.
fn machine(paste: &str) -> Option<String> {
    const HEAD: usize = 12;
    const LONGEST: usize = 60;
    let above = paste
        .lines()
        .take(HEAD)
        .take_while(|line| !line.trim_start().starts_with(['S', '<', '2']) || !line.contains("220"));
    let named = above.map(|line| line.split([',', '(', '>', ';', '|']).next().unwrap_or_default().trim());
    let is_name = |line: &&str| {
        !line.contains([':', '=', '@', '?', '"']) && line.len() <= LONGEST && topic::is_device(line)
    };
    let line = named.filter(|line| !line.is_empty()).find(is_name)?;
    // Behind the model's number nothing is its name: `LaserJet M479 job log`.
    let words: Vec<&str> = line.split_whitespace().collect();
    let model = words.iter().rposition(|word| word.contains(|c: char| c.is_ascii_digit()));
    (words.len() <= 8).then(|| words[..=model.unwrap_or(words.len() - 1)].join(" "))
}

/// In order, none within another.
fn cover(secrets: Vec<std::ops::Range<usize>>, covered: &mut Vec<Span>) {
    covered.extend(secrets.into_iter().map(|range| Span::new(range.start, range.end)));
    order::by_key(covered, |span| span.start);
    let all = std::mem::take(covered);
    for span in all {
        match covered.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => covered.push(span),
        }
    }
}

fn read_as_it_looks(paste: &str, decoder: Decoder) -> Facts {
    let paste = Paste::new(paste);
    if paste.unquoted.is_none() && log::is_all(&paste.plain) {
        return read_log(&paste.plain);
    }
    // A whole message is what its parts make it, so it is opened before its words are looked at.
    if let Some(facts) = bounce::open(&paste, decoder) {
        return facts;
    }
    let mut best = (0, &KINDS[KINDS.len() - 1]);
    for reader in KINDS {
        if best.0 >= reader.most {
            continue;
        }
        let sure = (reader.looks)(&paste);
        debug_assert!(sure <= reader.most, "surer than it says: {sure}");
        if sure > best.0 {
            best = (sure, reader);
        }
    }
    (best.1.read)(&paste, decoder)
}
