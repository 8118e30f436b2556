//! Ties log lines to messages, and counts what repeats: ten thousand lines become a few statements.

mod doubled;
mod fault;
mod rows;
mod session;
mod side;
mod sign_in;
mod tried;

use super::clock;
use super::entry::Entry;
use super::head::Head;
use super::windows;
use crate::facts::story::{Event, Group, Log, Named, Only, Step, Story, Time};
use crate::facts::{Action, Enhanced, Facts, Recipient, Role, Statement};
use crate::input::reply as lines;
use crate::mail::ip::is_inner;
use crate::mail::reply;
use crate::text::{AnyOf, Span, Text, TextBuilder, token};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How many lines of one story are kept: a message that is tried for five days has hundreds.
const STEPS: usize = 40;
/// How many recipients of one story are kept.
const RECIPIENTS: usize = 20;
/// How many different wordings are kept, and for how many of them each host by itself.
const WORDINGS: usize = 1_000;
const HOSTS: usize = 500;

/// How Dovecot begins to say into which folder a rule put a mail.
const FILED: &str = "stored mail into mailbox '";

pub struct Tale<'a> {
    text: &'a Text,
    log: Log,
    statements: Vec<Statement>,
    /// Wording and host, and the group that counts them.
    groups: HashMap<(u64, u64, Event), usize>,
    stories: HashMap<(&'static str, &'a str), usize>,
    /// The message's id of each attempt that was begun.
    attempts: HashMap<&'a str, &'a str>,
    programs: Vec<(&'static str, usize)>,
    success: Option<Span>,
    /// It names the folder into which the mail was put.
    place_is_named: bool,
    /// Notes that no outcome has repeated yet, by their very words: index of their group.
    notes: HashMap<u64, usize>,
    /// The code and the status of the last line about each recipient that was not reached.
    stated: Option<(Option<Enhanced>, Option<u16>)>,
    /// The statement that the last line made, its stretch of the text, and whether more lines joined it.
    open: Option<(usize, Range<usize>, bool)>,
    senders: Only,
    message_id: Only,
    /// A line of a form that nobody knows holds a refusal.
    doubted: bool,
    /// The group of the line before, where that is a note that names neither message nor host; and who wrote it.
    noted: Option<doubled::Noted>,
    /// What a delivery program (LMTP) said of a recipient: its group and its story.
    local: HashMap<String, (usize, Option<usize>)>,
    /// Stories that are another one's, told by the delivery program.
    doubled: Vec<usize>,
    /// What a mail server said of a recipient whom it handed to the delivery program, which has not told its side yet.
    handed: HashMap<String, usize>,
    /// Stories of the delivery program that a mail server tells, too, by the group that does.
    told_above: HashMap<usize, usize>,
    tries: tried::Tries<'a>,
    /// The first story with an id, and whether only a filter has named it so far.
    by_id: HashMap<&'a str, (usize, bool)>,
    /// Ids of what somebody handed in who had signed in.
    signed: HashSet<&'a str>,
    sessions: session::Sessions<'a>,
    faults: fault::Faults<'a>,
    rows: rows::Rows<'a>,
    sign_ins: sign_in::SignIns<'a>,
    /// What Rspamd said of a message that it refused, by the id that the mail server has for it: its group.
    judged: HashMap<&'a str, usize>,
    helo: Only,
    /// Whom the delivery program, and the server that handed it over, say to have been reached: the other one's story.
    filed: HashMap<String, (bool, usize)>,
}

impl<'a> Tale<'a> {
    pub fn new(text: &'a Text) -> Self {
        Self {
            text,
            log: Log::default(),
            statements: Vec::new(),
            groups: HashMap::new(),
            stories: HashMap::new(),
            attempts: HashMap::new(),
            programs: Vec::new(),
            success: None,
            place_is_named: false,
            notes: HashMap::new(),
            stated: None,
            open: None,
            senders: Only::default(),
            message_id: Only::default(),
            doubted: false,
            noted: None,
            local: HashMap::new(),
            doubled: Vec::new(),
            handed: HashMap::new(),
            told_above: HashMap::new(),
            tries: tried::Tries::default(),
            by_id: HashMap::new(),
            signed: HashSet::new(),
            sessions: session::Sessions::default(),
            faults: fault::Faults::default(),
            rows: rows::Rows::default(),
            sign_ins: sign_in::SignIns::default(),
            judged: HashMap::new(),
            helo: Only::default(),
            filed: HashMap::new(),
        }
    }

    pub fn count_line(&mut self) {
        self.log.lines += 1;
    }

    /// A line that begins with a space belongs to the one before.
    pub fn goes_on(&mut self, line: Range<usize>) {
        if let Some((_, range, longer)) = &mut self.open {
            range.end = line.end;
            *longer = true;
        }
    }

    /// The lines of the last statement are read once, when the last of them is known.
    fn close(&mut self) {
        if let Some((statement, range, true)) = self.open.take() {
            self.statements[statement].text = spoken(self.text, range);
        }
    }

    pub fn add(&mut self, program: &'static str, line: Range<usize>, head: &Head, mut entry: Entry) {
        self.log.understood += 1;
        self.count_program(program);
        let words = self.text.get(line.clone());
        let part = |range: &Range<usize>| words.get(range.clone()).unwrap_or("");
        let text = self.text;
        let own = process(words, &head.tag);
        let own = own.and_then(|own| text.as_str().get(line.start + own.start..line.start + own.end));
        let met = own.map(|own| self.sessions.meets(own, text.get(line.clone()), part(&head.tag)));
        if met.as_ref().is_some_and(|met| met.only_follows) {
            entry.words = None;
        }
        let time = head.time.as_ref().map(part).or_else(|| rows::time(program, words)).map(time);
        let owned = |range: &Option<Range<usize>>| range.as_ref().map(|range| part(range).to_owned());
        let (mut from, mut to, mut host) = (owned(&entry.from), owned(&entry.to), owned(&entry.host));
        let session = self.rows.meets(program, text.as_str().get(line.clone()).unwrap_or_default());
        // Only what is stated is about somebody: the lines before it say about whom.
        if let Some(session) = session.filter(|_| entry.words.is_some()) {
            let known = |value: Option<&str>| value.map(str::to_owned);
            if entry.event >= Event::Deferred {
                (from, to) = (from.or(known(session.from)), to.or(known(session.to)));
                entry.moment = entry.moment.or(session.moment);
                self.helo.see(session.helo.filter(|_| entry.event != Event::Rejected));
            }
            host = host.or(known(session.host));
        }
        let span = self.text.span(line.clone());
        let noted = self.repeats(&line, &entry);
        let host = host.or(noted);
        let stated = self.state(&line, &entry, host.as_deref(), time.as_ref(), span);
        let client = match program {
            "exchange" => windows::client(words),
            "stalwart" => remote_ip(words),
            "rspamd" => rspamds_client(words),
            _ => bracketed(words).or(met.as_ref().and_then(|met| met.client)),
        };
        let id_here =
            entry.id.as_ref().and_then(|id| text.as_str().get(line.start + id.start..line.start + id.end));
        // It names the user that had signed in.
        let is_ones_own = program == "rspamd" && words.contains(", user: ");
        let hands_in = is_ones_own
            || hands_in(words, part(&head.tag))
            || id_here.is_some_and(|id| self.signed.contains(id));
        if let Some(id) = id_here.filter(|_| hands_in) {
            self.signed.insert(id);
        }
        let side = side::Side::of(program, entry.event, words, part(&head.tag), client, hands_in);
        if let Some(group) = stated {
            let named = &mut self.log.groups[group].named;
            named.here &= side.here;
            named.from.see(from.as_deref());
            named.to.see(to.as_deref());
            named.takes_in &= takes_in(words, part(&head.tag));
            named.submits |= is_at_submission(words);
            let is_at_the_door =
                entry.event == Event::Rejected || (named.takes_in && entry.event == Event::Note);
            if named.inner.is_none() {
                named.inner = client.filter(|client| is_at_the_door && is_inner(client)).map(str::to_owned);
            }
            named.client.see(client.or_else(|| sign_in::client(program, words)));
            named.user.see(sign_in::user(program, words));
            named.address.see(client.filter(|_| entry.event == Event::Rejected));
            named.hands_in &= hands_in;
            named.apart &= entry.id.is_none()
                && (entry.event == Event::Rejected
                    || named.takes_in
                    || is_of_no_message(words, part(&head.tag)));
        }
        let statement = stated.map(|group| self.log.groups[group].statement);
        self.follow(part(&head.tag), words, &entry, time.as_ref(), stated, to.as_deref());
        if let Some(group) = stated {
            self.refuses_as_judged(program, text.get(line.clone()), id_here, entry.event, group);
            if let Some(line) = text.as_str().get(line.clone()) {
                self.refuses_sign_in(program, line, time.as_ref(), group);
            }
            self.answers_for(own, (part(&head.tag), words), &entry, time.as_ref(), (group, to.as_deref()));
        }
        // Who was turned away at the door got an answer of their own.
        let is_at_the_door = entry.event == Event::Rejected && entry.id.is_none();
        if matches!(entry.event, Event::Deferred | Event::Bounced | Event::Rejected) && !is_at_the_door {
            let numbers = self.stated_by(statement, entry.status.as_ref().map(part));
            // A line without numbers takes nothing from one that has them.
            if numbers != (None, None) || self.stated.is_none() {
                self.stated = Some(numbers);
            }
        }
        self.log.reached_out |= entry.event == Event::Sent && is_far(words);
        let age = entry.age.as_ref().and_then(|range| clock::stretch(part(range)));
        if entry.event == Event::Sent {
            let said = entry
                .words
                .clone()
                .map_or(line.clone(), |words| line.start + words.start..line.start + words.end);
            // Where it lies tells more than that it was taken.
            let names_place = self.text.get(said.clone()).starts_with(FILED);
            if self.success.is_none() || (names_place && !self.place_is_named) {
                self.success = Some(self.text.span(said));
            }
            self.place_is_named |= names_place;
        }
        self.senders.see(from.as_deref().filter(|from| from.contains('@')));
        let named = |range: &Option<Range<usize>>| -> Option<&'a str> {
            range
                .as_ref()
                .and_then(|range| text.as_str().get(line.start + range.start..line.start + range.end))
        };
        let (id, attempt) = (named(&entry.id), named(&entry.attempt));
        if let Some(group) = stated.or((entry.event == Event::Sent).then_some(usize::MAX)) {
            let said = entry.words.as_ref().map_or("", part);
            self.tries([id, own], said, entry.event, group);
        }
        self.message_id.see(named(&entry.message_id));
        if let (Some(id), Some(attempt)) = (id, attempt) {
            self.attempts.insert(attempt, id);
        }
        let of_attempt = attempt.map(|attempt| self.attempts.get(attempt).copied().unwrap_or(attempt));
        if let Some(id) = id.or(of_attempt) {
            let step = Step { event: entry.event, time, to, host, statement, span };
            let (to, event) = (step.to.clone(), step.event);
            let story = self.tell(program, id, from, age, step);
            side.tell(&mut self.log.stories[story]);
            if program == "exim" && entry.event == Event::Note {
                let frozen = &mut self.log.stories[story].is_frozen;
                *frozen = super::exim::frozen(words, head).unwrap_or(*frozen);
            }
            if program == "dovecot" {
                self.turns_down(story, to.as_deref(), event);
                self.says_again(story, event, stated);
            }
            if event == Event::Sent {
                self.files(program == "dovecot", part(&head.tag), words, to.as_deref(), story);
            }
            self.local_says(program, event, to, stated, Some(story));
        } else {
            self.local_says(program, entry.event, to, stated, None);
        }
    }

    /// Postfix notes that a host cannot be reached, and then gives the same words as the reason of the outcome: one attempt
    /// on two lines. It is counted once, and the host that the note named is the outcome's. So it does with the verdict of a policy
    /// service, which a line of that service tells, too.
    fn repeats(&mut self, line: &Range<usize>, entry: &Entry) -> Option<String> {
        let words = entry.words.clone()?;
        let words = self.text.get(line.start + words.start..line.start + words.end);
        let is_repeated = match entry.event {
            Event::Rejected => entry.host.is_some(),
            event => matches!(event, Event::Deferred | Event::Bounced),
        };
        if !is_repeated {
            return None;
        }
        let group = &mut self.log.groups[self.notes.remove(&noted(entry.event, words))?];
        group.count -= 1;
        let said = &mut self.statements[group.statement];
        said.times -= 1;
        // The outcome says the same, and says of whom.
        if said.times == 0 {
            said.role = Role::Context;
        }
        group.host.clone()
    }

    /// What a line about a recipient states as numbers: its own status, else what stands in its words.
    fn stated_by(&self, statement: Option<usize>, status: Option<&str>) -> (Option<Enhanced>, Option<u16>) {
        let said = statement.map(|statement| &self.statements[statement]);
        let own = status.and_then(|status| {
            let ((class, subject, detail), _) = reply::enhanced_at(status, 0)?;
            Some(Enhanced { class, subject, detail })
        });
        (own.or(said.and_then(|said| said.enhanced)), said.and_then(|said| said.code))
    }

    /// A line of an unknown form: what it says of a refusal is no outcome of a known message, but it is said.
    pub fn add_strange(&mut self, line: Range<usize>) {
        let words = self.text.get(line.clone());
        let refuses =
            |found: &reply::Found| found.code.is_some_and(|code| code >= 400) && found.enhanced.is_some();
        if reply::find(words).is_none_or(|found| !refuses(&found)) {
            return;
        }
        self.doubted = true;
        let entry = Entry { is_reply: true, ..Entry::words(Event::Note, 0..line.len()) };
        let span = self.text.span(line.clone());
        self.state(&line, &entry, None, None, span);
    }

    /// The words become a statement, unless the same has been said before: then they are counted. Returns their group.
    fn state(
        &mut self,
        line: &Range<usize>,
        entry: &Entry,
        host: Option<&str>,
        time: Option<&Time>,
        span: Span,
    ) -> Option<usize> {
        self.close();
        let range = entry.words.clone().filter(|_| {
            !matches!(entry.event, Event::Sent | Event::Removed | Event::Received | Event::Queued)
        })?;
        let range = line.start + range.start..line.start + range.end;
        let words = self.text.get(range.clone());
        let wording = wording(words);
        let of_host = |host: Option<&str>| (wording, host.map_or(0, |host| fnv(host.bytes())), entry.event);
        // Of too many hosts only the trouble is counted, not each host.
        let known = self.groups.contains_key(&of_host(host)) || self.log.groups.len() < HOSTS;
        let host = host.filter(|_| known);
        let key = of_host(host);
        // Exim notes what a server answered, and on the next line that the message is put off for it.
        let is_answer = entry.event == Event::Note && entry.is_reply;
        let is_note = is_answer
            || entry.id.is_none()
                && (entry.event == Event::Note || (entry.event == Event::Rejected && entry.host.is_none()));
        if let Some(number) = self.groups.get(&key) {
            if is_note {
                self.notes.insert(noted(entry.event, words), *number);
            }
            let group = &mut self.log.groups[*number];
            group.count += 1;
            self.statements[group.statement].times += 1;
            group.last = time.cloned().or(group.last.take());
            return Some(*number);
        }
        if self.log.groups.len() >= WORDINGS {
            return None;
        }
        // The same words about another host are judged once.
        let same =
            self.groups.iter().find(|((other, _, event), _)| *other == wording && *event == entry.event);
        let statement = match same.map(|(_, group)| self.log.groups[*group].statement) {
            Some(statement) if entry.host.is_none() => statement,
            _ => {
                self.statements.push(statement(self.text, range.clone(), entry, host));
                self.statements.len() - 1
            }
        };
        if is_note {
            self.notes.insert(noted(entry.event, words), self.log.groups.len());
        }
        self.open = Some((statement, range, false));
        self.groups.insert(key, self.log.groups.len());
        self.log.groups.push(Group {
            event: entry.event,
            statement,
            host: host.map(str::to_owned),
            count: 1,
            first: time.cloned(),
            last: time.cloned(),
            span,
            named: Named { hands_in: true, takes_in: true, here: true, apart: true, ..Named::default() },
        });
        Some(self.log.groups.len() - 1)
    }

    fn tell(
        &mut self,
        program: &'static str,
        id: &'a str,
        from: Option<String>,
        age: Option<i64>,
        mut step: Step,
    ) -> usize {
        let next = self.log.stories.len();
        let is_filter = program == "opendkim";
        // A filter calls a message as the server does that asks it.
        let shared = self.by_id.get(id).filter(|(_, by_filter)| is_filter || *by_filter).map(|(of, _)| *of);
        let number = *self.stories.entry((program, id)).or_insert(shared.unwrap_or(next));
        let known = self.by_id.entry(id).or_insert((number, is_filter));
        known.1 &= is_filter;
        if number == next {
            self.log.stories.push(Story { id: id.to_owned(), ..Story::default() });
        }
        let story = &mut self.log.stories[number];
        if story.from.is_none() {
            story.from = from;
        }
        story.age = story.age.max(age);
        // An outcome without a name is that of the one recipient.
        if let ([only], None, Event::Sent | Event::Deferred | Event::Bounced) =
            (&story.to[..], &step.to, step.event)
        {
            step.to = Some(only.clone());
        }
        match step.event {
            Event::Sent => story.sent += 1,
            Event::Deferred => story.deferred += 1,
            Event::Bounced => story.failed += 1,
            _ => {}
        }
        if let Some(to) = &step.to {
            match step.event {
                Event::Deferred if story.waiting.len() < RECIPIENTS && !story.waiting.contains(to) => {
                    story.waiting.push(to.clone());
                }
                Event::Sent | Event::Bounced => story.waiting.retain(|waiting| waiting != to),
                _ => {}
            }
        }
        if let Some(to) = &step.to
            && story.to.len() < RECIPIENTS
            && !story.to.contains(to)
        {
            story.to.push(to.clone());
        }
        if story.steps.len() < STEPS {
            story.steps.push(step);
        } else if let Some(last) = story.steps.last_mut() {
            *last = step;
        }
        number
    }

    fn count_program(&mut self, program: &'static str) {
        match self.programs.iter_mut().find(|(known, _)| *known == program) {
            Some((_, count)) => *count += 1,
            None => self.programs.push((program, 1)),
        }
    }

    pub fn finish(mut self) -> Facts {
        self.close();
        self.step_back();
        self.forget_doubled();
        self.forget_remarks();
        self.soften();
        let mut facts = Facts { program: self.program(), ..Facts::default() };
        // A message whose sender no line names borrows none.
        let is_of_all =
            self.log.stories.len() < 2 || self.log.stories.iter().all(|story| story.from.is_some());
        facts.envelope.sender = self.senders.get().filter(|_| is_of_all).map(str::to_owned);
        facts.recipients = only_recipient(&self.log);
        if let ([recipient], Some((status, code))) = (&mut facts.recipients[..], self.stated) {
            (recipient.status, recipient.reply_code) = (status, code);
            // Who is refused for now at the door comes back.
            let for_now = status.map_or(code.is_some_and(|code| code < 500), |status| status.class == 4);
            if for_now && only_at_the_door(&self.log) {
                recipient.action = Some(Action::Delayed);
            }
        }
        let message_id = self.message_id.get().filter(|_| self.log.stories.len() < 2);
        facts.envelope.message_id = only_message(&self.log).or(message_id.map(str::to_owned));
        // Its rows are numbered by session.
        let has_ids = facts.program != Some("hmailserver");
        facts.envelope.queue_id = only_queue_id(&self.log).filter(|_| has_ids);
        facts.envelope.helo = self.helo.get().map(str::to_owned);
        if !facts.recipients.is_empty() {
            let of_it = self.about(&facts.recipients[0].address);
            for (statement, _) in self.statements.iter_mut().zip(of_it).filter(|(_, is_its)| *is_its) {
                statement.recipient = Some(0);
            }
        }
        let failed = |group: &Group| {
            group.event >= Event::Deferred && self.statements[group.statement].role > Role::Context
        };
        facts.success = self.success.filter(|_| !self.doubted && !self.log.groups.iter().any(failed));
        facts.statements = self.statements;
        facts.log = Some(self.log);
        facts
    }

    /// For each statement whether it can be about the one recipient of a log: who came to the door meanwhile, or signed in to read
    /// mail, has no part in that message.
    fn about(&self, recipient: &str) -> Vec<bool> {
        let mut all = vec![true; self.statements.len()];
        for group in &self.log.groups {
            all[group.statement] &= !group.named.apart || group.named.to.get() == Some(recipient);
        }
        all
    }

    /// What Postfix remarks on a client's name, `hostname x does not resolve to address 192.0.2.1`, where it then refuses that very
    /// client for it: one trouble on two lines.
    fn forget_remarks(&mut self) {
        let refused = |address: &str, times: usize| {
            let mut groups = self.log.groups.iter().filter(|group| group.event == Event::Rejected);
            groups.any(|group| group.named.address.get() == Some(address) && group.count >= times)
        };
        let is_told = |group: &Group| {
            let words = self.statements[group.statement].text.as_str();
            let (_, rest) = words.strip_prefix("hostname ")?.split_once(" does not resolve to address ")?;
            let end = rest.find([' ', ',']).unwrap_or(rest.len());
            Some(refused(rest[..end].trim_end_matches(':'), group.count))
        };
        let remarks = self
            .log
            .groups
            .iter()
            .enumerate()
            .filter(|(_, group)| group.event == Event::Note && is_told(group).unwrap_or(false));
        for number in remarks.map(|(number, _)| number).take(WORDINGS).collect::<Vec<_>>() {
            let group = &mut self.log.groups[number];
            let said = &mut self.statements[group.statement];
            said.times -= std::mem::take(&mut group.count);
            if said.times == 0 {
                said.role = Role::Context;
            }
        }
    }

    /// What put a message off that arrived in the end, or was refused in the end, is only why it was late, with each recipient by itself; and what follows
    /// an outcome is not why it came.
    fn soften(&mut self) {
        let mut lasting = vec![false; self.statements.len()];
        for group in &self.log.groups {
            lasting[group.statement] |= group.event != Event::Deferred && group.event != Event::Note;
        }
        for story in &self.log.stories {
            let reached: Vec<&Option<String>> =
                story.steps.iter().filter(|step| step.event == Event::Sent).map(|step| &step.to).collect();
            let arrived = |step: &Step| match &step.to {
                // Of a long story the steps in between are not kept.
                Some(to) => {
                    let is_cut = story.steps.len() == STEPS && story.failed == 0 && story.sent > 0;
                    reached.contains(&&step.to) || (is_cut && !story.waiting.contains(to))
                }
                None => story.sent > 0 && story.failed == 0,
            };
            let refused = refused_in_the_end(story, &self.statements);
            let mut ended = false;
            for step in &story.steps {
                let Some(statement) = step.statement else { continue };
                let is_past = arrived(step) || (step.event == Event::Deferred && refused.contains(&&step.to));
                // What is noted behind an outcome, that the session ended and such, is no reason; but Sendmail's own fault is
                // told there.
                let is_fault = self.statements[statement].text.as_str().starts_with("SYSERR(");
                lasting[statement] |= !is_past && !(ended && step.event == Event::Note && !is_fault);
                ended |= step.event >= Event::Deferred;
            }
        }
        let mut told = vec![false; self.statements.len()];
        for statement in
            self.log.stories.iter().flat_map(|story| &story.steps).filter_map(|step| step.statement)
        {
            told[statement] = true;
        }
        for (number, statement) in self.statements.iter_mut().enumerate() {
            if told[number] && !lasting[number] {
                statement.role = Role::Context;
            }
        }
    }

    /// The program that most lines are of; a filter's lines around it count half.
    fn program(&self) -> Option<&'static str> {
        self.programs
            .iter()
            .enumerate()
            .max_by_key(|(index, (_, count))| (*count, usize::MAX - index))
            .map(|(_, (program, _))| *program)
    }
}

/// Those whom a server refused for good, in its own words: what put the message off before is not why it failed. Where the
/// sending server gave up for lack of time, it is.
fn refused_in_the_end<'a>(story: &'a Story, statements: &[Statement]) -> Vec<&'a Option<String>> {
    let for_good = |step: &&Step| {
        step.event == Event::Bounced
            && step.to.is_some()
            && step.statement.is_some_and(|index| statements[index].code.is_some_and(|code| code >= 500))
    };
    story.steps.iter().filter(for_good).map(|step| &step.to).collect()
}

/// Where all that went wrong is about one recipient, it can be named.
fn only_recipient(log: &Log) -> Vec<Recipient> {
    let mut found: Option<(&str, Event)> = None;
    for step in log
        .stories
        .iter()
        .flat_map(|story| &story.steps)
        .filter(|step| step.event >= Event::Sent && step.event != Event::Removed)
    {
        let Some(to) = &step.to else { continue };
        match found {
            Some((known, _)) if known != to => return Vec::new(),
            Some((_, Event::Sent)) => {}
            _ => found = Some((to, step.event)),
        }
    }
    let Some((address, event)) = found.filter(|(_, event)| *event != Event::Sent) else { return Vec::new() };
    let action = if event == Event::Deferred { Action::Delayed } else { Action::Failed };
    vec![Recipient { address: address.to_owned(), action: Some(action), ..Recipient::default() }]
}

/// No message was given up: mail was refused while others handed it in.
fn only_at_the_door(log: &Log) -> bool {
    log.groups.iter().all(|group| group.event != Event::Bounced)
}

/// Whether whoever handed a mail in had signed in (Postfix: `sasl_username=`, Exim: `A=login:ann`), or came over a port that is
/// for that (Postfix's master.cf names the services `submission`, `submissions` and `smtps`).
fn hands_in(line: &str, tag: &str) -> bool {
    static SIGNS: AnyOf = AnyOf::new(&["sasl_username=", " A="]);
    // What stands in brackets are names that the other side gave itself.
    let mut told = line.split(['<', '(']).enumerate().map(|(at, piece)| match at {
        0 => piece,
        _ => piece.split_once(['>', ')']).map_or("", |(_, behind)| behind),
    });
    tag.contains("/submission")
        || tag.contains("/smtps/")
        || SIGNS.is_in(line) && told.any(|piece| SIGNS.is_in(piece))
}

/// Whether a service wrote it that others connect to: Postfix's smtpd, Dovecot's `imap-login` and the like, and OpenSSL's word for
/// that side of a handshake.
fn takes_in(line: &str, tag: &str) -> bool {
    static SIGNS: AnyOf = AnyOf::new(&[
        "SSL_accept",
        "STARTTLS=server",
        "-login: ",
        " connection from ",
        "while reading SMTP command from",
        "SMTP call from ",
        " authenticator failed for ",
    ]);
    tag.ends_with("/smtpd") || tag.ends_with("/postscreen") || SIGNS.is_in(line)
}

/// Whether Dovecot's part that checks passwords wrote it, or the processes that ask the database for it; or Postfix's part that asks
/// block lists about who knocks.
fn is_of_no_message(line: &str, tag: &str) -> bool {
    static SIGNS: AnyOf = AnyOf::new(&["auth: ", "auth-worker("]);
    tag.starts_with("dovecot") && SIGNS.is_in(line) || tag.starts_with("auth") || tag.ends_with("/dnsblog")
}

/// `remoteIp = 192.0.2.1`: Stalwart's word for whoever connected.
fn remote_ip(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("remoteIp = ")?;
    let address = rest.split([',', ' ']).next()?.trim_matches('"');
    address.parse::<std::net::IpAddr>().is_ok().then_some(address)
}

/// `ip: 192.0.2.1`: Rspamd's word for whoever handed the mail in.
fn rspamds_client(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(", ip: ")?;
    let address = rest.split([',', ' ']).next()?;
    address.parse::<std::net::IpAddr>().is_ok().then_some(address)
}

/// The first address in square brackets: `from name[192.0.2.1]`, `H=name [192.0.2.1]`.
fn bracketed(line: &str) -> Option<&str> {
    let address = |inner: &str| inner.parse::<std::net::IpAddr>().is_ok();
    line.split('[').skip(1).take(8).filter_map(|part| part.split(']').next()).find(|inner| address(inner))
}

/// `postfix/smtp[31500]`: which process wrote the line.
fn process(line: &str, tag: &Range<usize>) -> Option<Range<usize>> {
    let rest = line.get(tag.end..)?.strip_prefix('[')?;
    let end = rest.find(']')?;
    let is_number = end > 0 && rest[..end].bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !tag.is_empty()).then_some(tag.start..tag.end + end + 2)
}

/// `relay=smtp.example.org[192.0.2.1]:587`: the ports where one signs in (RFC 8314, section 3.3), and the one that services add.
fn is_at_submission(line: &str) -> bool {
    static PORTS: AnyOf = AnyOf::new(&["]:587", "]:465", "]:2525"]);
    PORTS.is_in(line)
}

/// Whether a server outside took the mail, at the port of the servers among themselves.
fn is_far(line: &str) -> bool {
    !is_at_submission(line) && bracketed(line).is_some_and(|address| !is_inner(address))
}

/// Exchange ties its lines by the Message-ID itself.
fn only_message(log: &Log) -> Option<String> {
    match &log.stories[..] {
        [only] if only.id.starts_with('<') && only.id.contains('@') => Some(only.id.clone()),
        _ => None,
    }
}

/// What the server calls the one message that the lines are about. Whoever was refused at the door left none.
fn only_queue_id(log: &Log) -> Option<String> {
    let is_anothers = |story: &Story| {
        log.groups.iter().any(|group| group.event == Event::Rejected)
            && story.steps.iter().all(|step| step.statement.is_none())
    };
    match &log.stories[..] {
        [only] if !only.id.starts_with('<') && !is_anothers(only) => Some(only.id.clone()),
        _ => None,
    }
}

/// By which a note is found again in the line that repeats it: of an answer, what stands behind its numbers and Postfix's
/// `<ann@example.org>: Recipient address rejected: `.
fn noted(event: Event, words: &str) -> u64 {
    let told = match event {
        Event::Rejected => words
            .split_once(" rejected: ")
            .map_or(words, |(_, told)| told)
            .trim_start_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ' ')),
        _ => words,
    };
    fnv(told.bytes())
}

fn statement(text: &Text, range: Range<usize>, entry: &Entry, host: Option<&str>) -> Statement {
    // What this server refused with is this program's own speech.
    let quoted = entry.is_reply && entry.event != Event::Rejected;
    let role = match () {
        () if entry.is_aside => Role::Context,
        () if quoted => Role::Reply,
        () => Role::Words,
    };
    let mut statement = Statement::new(spoken(text, range), role);
    if let Some(found) = reply::find(statement.text.as_str()) {
        statement.code = found.code;
        statement.enhanced =
            found.enhanced.map(|(class, subject, detail)| Enhanced { class, subject, detail });
        statement.code_span = Some(statement.text.span(found.range.clone()));
        statement.text = lines::joined(&statement.text, &found);
    }
    statement.remote = host.filter(|_| quoted).map(str::to_owned);
    statement.moment = entry.moment;
    statement
}

/// Words with their escapes undone: Exim writes line ends as `\n`, qmail spaces as `_`.
fn spoken(text: &Text, range: Range<usize>) -> Text {
    let words = text.get(range.clone());
    let underscored = words.matches('_').count() > 2 && !words.contains(' ');
    if !underscored && !words.contains("\\n") {
        return text.slice(range);
    }
    let mut builder = TextBuilder::new(text);
    let mut done = range.start;
    let (sign, with) = if underscored { ("_", " ") } else { ("\\n", "\n") };
    for (at, _) in words.match_indices(sign) {
        let at = range.start + at;
        builder.keep(done..at);
        builder.replace(at..at + sign.len(), with);
        done = at + sign.len();
    }
    builder.keep(done..range.end);
    builder.finish()
}

/// A number for words that only differ in ids, addresses and hosts.
fn wording(words: &str) -> u64 {
    let mut hash = fnv(std::iter::empty());
    for word in words.split_ascii_whitespace().take(60) {
        let varies = word.bytes().any(|b| b.is_ascii_digit() || b == b'@' || b == b'<')
            || word.trim_end_matches('.').contains('.');
        // Codes say what they say.
        let is_code = word.len() <= 8
            && reply::enhanced_at(word.trim_end_matches([':', ';', ',']), 0).is_some()
            || (word.len() == 3 && word.starts_with(['4', '5']));
        let word = if varies && !is_code { "#" } else { word };
        hash = (hash ^ u64::from(token::hash(word))).wrapping_mul(0x100_0000_01b3);
    }
    hash
}

fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

fn time(text: &str) -> Time {
    let seconds = clock::seconds(text);
    // Nobody reads the labels of qmail's log (TAI64N).
    let text = match seconds {
        Some(seconds) if text.starts_with("@4000") => clock::written(seconds),
        _ => text.to_owned(),
    };
    Time { text, seconds: seconds.unwrap_or_default() }
}
