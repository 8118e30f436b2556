//! A log told by message and by cause: ten thousand lines in a few sentences.

use crate::diagnose::Diagnosis;
use crate::facts::Facts;
use crate::facts::story::{self, Event};
use crate::knowledge::{CAUSES, RULES};
use crate::report::adapted::own::own_server;
use crate::report::evidence::evidence;
use crate::report::share::{self, Share};
use crate::report::{Evidence, Finding};
use crate::text::order;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The whole log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Log {
    /// All lines, and those that were understood.
    pub lines: usize,
    pub understood: usize,
    pub messages: usize,
    /// Messages by what became of them.
    pub delivered: usize,
    pub waiting: usize,
    /// Those of the waiting ones that the server has set aside.
    #[serde(skip_serializing_if = "is_none")]
    pub frozen: usize,
    pub failed: usize,
    /// Of those that failed, how many reached some of their recipients.
    #[serde(skip_serializing_if = "is_none")]
    pub partly: usize,
    /// Of those that failed, how many still wait for other recipients.
    #[serde(skip_serializing_if = "is_none")]
    pub open: usize,
    /// The same by whose they are, where the log holds mail of several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
    /// What happened, in order of weight.
    pub sentences: Vec<String>,
    pub groups: Vec<Group>,
    /// At most a hundred: those with trouble first.
    pub stories: Vec<Story>,
}

/// The same trouble with the same host, counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Group {
    /// `deferred`, `bounced`, `rejected`, `note`.
    pub event: String,
    pub cause: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    pub count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    pub example: Evidence,
}

/// What happened to one message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Story {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// `delivered`, `waiting`, `failed`, `partly`, `unknown`.
    pub outcome: String,
    /// `own`, `incoming`, `notice`.
    pub whose: String,
    pub deferred: usize,
    /// How long it is on its way, as a line says; else from the first to the last line. In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// The last trouble's cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What that trouble is called among the log's groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    pub event: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Why, of an outcome that is none of the best: with several recipients each has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub start: usize,
    pub end: usize,
}

pub fn is_none(number: &usize) -> bool {
    *number == 0
}

const STORIES: usize = 100;
const GROUPS: usize = 60;
/// So many causes are told of in a sentence of their own.
const SENTENCES: usize = 8;

pub fn log(paste: &str, facts: &Facts, diagnosis: &Diagnosis, findings: &[Finding]) -> Option<Log> {
    let told = facts.log.as_ref()?;
    let all = share::of("", told.stories.iter());
    let mut log = Log {
        lines: told.lines,
        understood: told.understood,
        messages: all.messages,
        delivered: all.delivered,
        waiting: all.waiting,
        frozen: all.frozen,
        failed: all.failed + all.partly,
        partly: all.partly,
        open: all.open,
        shares: share::by_side(told),
        groups: groups(paste, facts, diagnosis, told),
        ..Log::default()
    };
    entitle(&mut log.groups, diagnosis, told, findings);
    log.sentences = sentences(&log);
    log.stories = stories(diagnosis, told);
    entitle_stories(&mut log);
    log.groups.truncate(GROUPS);
    Some(log)
}

/// Wordings of one cause about one host are one group.
fn groups(paste: &str, facts: &Facts, diagnosis: &Diagnosis, told: &story::Log) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let leading = leading(diagnosis, told);
    for group in &told.groups {
        let cause = diagnosis.causes.get(group.statement).copied().flatten();
        // A line that is about nothing wrong is no group.
        if cause.is_none() && group.event < Event::Deferred {
            continue;
        }
        if is_counted_by_its_rank(facts, diagnosis, told, group) {
            continue;
        }
        let led = leading.get(&(group.statement, group.host.as_deref())).copied().unwrap_or(0);
        let count = group.count.saturating_sub(led);
        if count == 0 {
            continue;
        }
        let cause = cause.map_or("undetermined", |cause| CAUSES[usize::from(cause)].id);
        let same = |known: &&mut Group| {
            known.cause == cause && known.host == group.host && known.event == group.event.name()
        };
        if let Some(known) = found.iter_mut().find(same) {
            known.count += count;
            known.last = group.last.as_ref().map(|time| time.text.clone()).or(known.last.take());
            continue;
        }
        let Some(example) = evidence(paste, facts, group.span) else { continue };
        found.push(Group {
            event: group.event.name().to_owned(),
            cause: cause.to_owned(),
            title: title(cause, diagnosis, group).to_owned(),
            host: group.host.clone(),
            count,
            first: group.first.as_ref().map(|time| time.text.clone()),
            last: group.last.as_ref().map(|time| time.text.clone()),
            example,
        });
    }
    order::by_key(&mut found, |group| std::cmp::Reverse(group.count));
    found
}

/// Each list that names a stranger's address has a line of dnsblog(8), and all of them together one of postscreen(8).
fn is_counted_by_its_rank(
    facts: &Facts,
    diagnosis: &Diagnosis,
    told: &story::Log,
    group: &story::Group,
) -> bool {
    let is_rule = |group: &story::Group| {
        let rule = diagnosis.rules.get(group.statement).copied().flatten();
        rule.is_some_and(|rule| RULES[usize::from(rule)].id == "postscreen/dnsbl")
    };
    let begins = |group: &story::Group, with: &str| {
        facts.statements[group.statement].text.as_str().trim_start().starts_with(with)
    };
    is_rule(group)
        && begins(group, "addr ")
        && told.groups.iter().any(|other| is_rule(other) && begins(other, "DNSBL rank"))
}

/// What it is called: by the rule that told it, where that has a name of its own, and of strangers that were turned away as what
/// this server did.
fn title(cause: &str, diagnosis: &Diagnosis, group: &story::Group) -> &'static str {
    let of_rule = diagnosis.rules.get(group.statement).copied().flatten();
    let of_rule = of_rule.map(|rule| RULES[usize::from(rule)].title).filter(|title| !title.is_empty());
    let is_strangers = group.event == Event::Rejected && !group.named.hands_in && group.named.inner.is_none();
    let turned_away = own_server::title(cause).filter(|_| is_strangers);
    let usual = || CAUSES.iter().find(|known| known.id == cause).map_or("", |known| known.title);
    // What a rule says of a receiving server's own fault, it says to senders.
    let is_senders = |title: &&str| !title.starts_with("The receiving server");
    match turned_away {
        Some(turned_away) => of_rule.filter(is_senders).unwrap_or(turned_away),
        None => of_rule.unwrap_or_else(usual),
    }
}

/// Where all groups of a cause are of one event, the finding's own title tells it best: of a server that refused others the cause
/// itself speaks to these.
fn entitle(groups: &mut [Group], diagnosis: &Diagnosis, told: &story::Log, findings: &[Finding]) {
    for (found, finding) in diagnosis.findings.iter().zip(findings) {
        let Some(of) = told.groups.iter().find(|group| Some(group.statement) == found.statement) else {
            continue;
        };
        let is_of = |group: &&mut Group| group.cause == finding.cause;
        if groups.iter_mut().filter(is_of).all(|group| group.event == of.event.name()) {
            groups.iter_mut().filter(is_of).for_each(|group| group.title.clone_from(&finding.title));
        }
    }
}

/// Notes that only led to an outcome of the same message for the same cause, by statement and host: Exim says that a host
/// cannot be reached, and on the next line that the message is put off for it.
fn leading<'a>(diagnosis: &Diagnosis, told: &'a story::Log) -> HashMap<(usize, Option<&'a str>), usize> {
    let cause = |step: &story::Step| diagnosis.causes.get(step.statement?).copied().flatten();
    let leads = |first: &story::Step, second: &story::Step| {
        first.event == Event::Note
            && matches!(second.event, Event::Deferred | Event::Bounced)
            && cause(first).is_some()
            && cause(first) == cause(second)
    };
    // A filter or a library says the same of one message on two lines.
    let again = |first: &story::Step, second: &story::Step| {
        first.event == Event::Note
            && second.event == Event::Note
            && first.host == second.host
            && first.time == second.time
            && cause(first).is_some()
            && cause(first) == cause(second)
    };
    // An outcome that gives no reason has it on the line before.
    let silent = |first: &story::Step, second: &story::Step| {
        first.event == Event::Note
            && matches!(second.event, Event::Deferred | Event::Bounced)
            && cause(first).is_some()
            && cause(second).is_none()
    };
    let mut found = HashMap::new();
    for pair in told.stories.iter().flat_map(|story| story.steps.windows(2)) {
        let [first, second] = pair else { continue };
        let doubled = match () {
            () if leads(first, second) => first,
            () if silent(first, second) || again(first, second) => second,
            () => continue,
        };
        if let Some(statement) = doubled.statement {
            *found.entry((statement, doubled.host.as_deref())).or_insert(0) += 1;
        }
    }
    // Of no message by itself: a library's complaint on the line before the outcome.
    let of = |group: &story::Group| diagnosis.causes.get(group.statement).copied().flatten();
    for (note, outcome) in
        told.led.iter().map(|(note, outcome)| (&told.groups[*note], &told.groups[*outcome]))
    {
        // A note that says why comes before an outcome that says only that it waits.
        let only_waits = of(outcome).is_some_and(|cause| CAUSES[usize::from(cause)].id == "delayed");
        let doubled = match of(note) {
            Some(_) if of(note) == of(outcome) => note,
            Some(_) if only_waits => outcome,
            _ => continue,
        };
        *found.entry((doubled.statement, doubled.host.as_deref())).or_insert(0) += 1;
    }
    found
}

/// The most frequent troubles as sentences, the messages first.
fn sentences(log: &Log) -> Vec<String> {
    let mut found = Vec::new();
    let fared: Vec<String> = log.tally().iter().map(share::fared).collect();
    if !fared.is_empty() {
        found.push(fared.join(" "));
    }
    let causes = by_cause(log);
    // One alone is not counted in place of being named.
    let named = if causes.len() <= SENTENCES { causes.len() } else { SENTENCES - 1 };
    for (cause, title) in &causes[..named] {
        let (cause, title) = (*cause, *title);
        let of_cause: Vec<&Group> =
            log.groups.iter().filter(|group| group.cause == cause && group.title == title).collect();
        let times: usize = of_cause.iter().map(|group| group.count).sum();
        let mut hosts: Vec<&str> = of_cause.iter().filter_map(|group| group.host.as_deref()).collect();
        hosts.dedup();
        let all = of_cause.iter().all(|group| group.host.is_some());
        // Who was turned away has no part in the fault that is named before.
        let from = if of_cause.iter().all(|group| group.event == "rejected") { "from " } else { "" };
        let at = match hosts.as_slice() {
            [] => String::new(),
            [one] if all => format!(" ({from}{one})"),
            [one, rest @ ..] if all => format!(" ({from}{one} and {} more)", rest.len()),
            [one, ..] => format!(" ({from}{one} among others)"),
        };
        let title = if cause == "undetermined" { "Without a reason that the log gives" } else { title };
        found.push(format!("{title}: {}{at}.", counted(times, "time")));
    }
    if let Some((_, first)) = causes.get(named) {
        let title =
            |title: &str| if title.is_empty() { "without a reason".to_owned() } else { title.to_owned() };
        let rest = causes[named + 1..].iter().take(SENTENCES).map(|(_, other)| title(other));
        let names = [title(first)].into_iter().chain(rest).collect::<Vec<_>>().join("; ");
        let beyond = causes.len().saturating_sub(named + 1 + SENTENCES);
        let more = if beyond > 0 { format!("; and {beyond} more") } else { String::new() };
        found.push(format!("And {} more: {names}{more}.", causes.len() - named));
    }
    found
}

/// Causes in order of how often they come.
fn by_cause(log: &Log) -> Vec<(&str, &str)> {
    let mut counts: Vec<(&str, &str, usize)> = Vec::new();
    for group in &log.groups {
        match counts.iter_mut().find(|(cause, title, _)| *cause == group.cause && *title == group.title) {
            Some((.., count)) => *count += group.count,
            None => counts.push((&group.cause, &group.title, group.count)),
        }
    }
    order::by_key(&mut counts, |(.., count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(cause, title, _)| (cause, title)).collect()
}

pub fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Failed ones first, then waiting, then the rest; among equals in the order of the log.
fn stories(diagnosis: &Diagnosis, told: &story::Log) -> Vec<Story> {
    let mut stories: Vec<&story::Story> = told.stories.iter().collect();
    let rank = |story: &story::Story| match outcome(story) {
        "failed" | "partly" => 0,
        "waiting" => 1,
        "delivered" => 2,
        _ => 3,
    };
    order::by_key(&mut stories, |story| rank(story));
    stories.truncate(STORIES);
    stories.into_iter().map(|story| one(diagnosis, story)).collect()
}

fn one(diagnosis: &Diagnosis, story: &story::Story) -> Story {
    let times: Vec<i64> =
        story.steps.iter().filter_map(|step| step.time.as_ref()).map(|time| time.seconds).collect();
    let seconds =
        times.first().zip(times.last()).map(|(first, last)| last - first).filter(|seconds| *seconds >= 0);
    // Where the log begins later than the message, its lines do not tell how old that is.
    let is_whole = story.steps.iter().any(|step| step.event == Event::Received);
    let seconds = story.age.max(seconds.filter(|_| is_whole));
    let last =
        story.steps.iter().rev().filter(|step| step.event >= Event::Deferred).find_map(|step| step.statement);
    let cause = last.and_then(|statement| diagnosis.causes.get(statement).copied().flatten());
    Story {
        id: story.id.clone(),
        from: story.from.clone(),
        to: story.to.clone(),
        outcome: outcome(story).to_owned(),
        whose: share::whose(story).to_owned(),
        deferred: story.deferred,
        seconds,
        cause: cause.map(|cause| CAUSES[usize::from(cause)].id.to_owned()),
        title: None,
        steps: story.steps.iter().map(|told| step(diagnosis, told)).collect(),
    }
}

/// A message's trouble is called as its group is: that of its host, else any of its cause.
fn entitle_stories(log: &mut Log) {
    let mut titles: HashMap<(&str, Option<&str>), &str> = HashMap::new();
    for group in &log.groups {
        titles.entry((&group.cause, group.host.as_deref())).or_insert(&group.title);
        titles.entry((&group.cause, None)).or_insert(&group.title);
    }
    for story in &mut log.stories {
        let Some(cause) = story.cause.as_deref() else { continue };
        let hosts = story.steps.iter().filter_map(|step| step.host.as_deref());
        let title = hosts.map(Some).chain([None]).find_map(|host| titles.get(&(cause, host)).copied());
        story.title = title.map(str::to_owned);
        for step in &mut story.steps {
            let Some(cause) = step.cause.as_deref() else { continue };
            let of = [step.host.as_deref(), None];
            let title = of.into_iter().find_map(|host| titles.get(&(cause, host)).copied());
            step.title = title.map(str::to_owned);
        }
    }
}

fn step(diagnosis: &Diagnosis, step: &story::Step) -> Step {
    let statement = step.statement.filter(|_| step.event >= Event::Deferred);
    let cause = statement.and_then(|statement| diagnosis.causes.get(statement).copied().flatten());
    Step {
        event: step.event.name().to_owned(),
        time: step.time.as_ref().map(|time| time.text.clone()),
        to: step.to.clone(),
        host: step.host.clone(),
        cause: cause.map(|cause| CAUSES[usize::from(cause)].id.to_owned()),
        title: None,
        start: step.span.start,
        end: step.span.end,
    }
}

pub fn outcome(story: &story::Story) -> &'static str {
    // It still waits, though others have it.
    if story.sent > 0 && story.failed == 0 && !story.waiting.is_empty() {
        return "waiting";
    }
    match (story.sent, story.failed, story.deferred) {
        (0, 0, 0) if story.steps.iter().any(|step| step.event == Event::Rejected) => "failed",
        (0, 0, 0) => "unknown",
        (0, 0, _) => "waiting",
        (0, _, _) => "failed",
        (_, 0, _) => "delivered",
        _ => "partly",
    }
}

#[cfg(test)]
mod tests {
    use super::{Log, Story};

    fn log(paste: &str) -> Log {
        crate::diagnose(paste).log.expect("a log")
    }

    fn smtp(id: &str, to: &str, outcome: &str) -> String {
        format!(
            "Nov 24 09:00:05 mx postfix/smtp[7]: {id}: to=<{to}>, relay=mx.example.net[192.0.2.4]:25, delay=2, {outcome}\n"
        )
    }

    #[test]
    fn what_the_server_wrote_itself_and_what_came_in_is_counted_apart() {
        let lines = [
            "Nov 24 09:00:01 mx postfix/submission/smtpd[1]: 4b9BQ12kZ9: client=pc[192.0.2.9], sasl_method=PLAIN, sasl_username=ann\n"
                .to_owned(),
            "Nov 24 09:00:01 mx postfix/qmgr[2]: 4b9BQ12kZ9: from=<ann@example.org>, size=9, nrcpt=1 (queue active)\n".to_owned(),
            smtp("4b9BQ12kZ9", "bob@example.net", "dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.4] said: 550 5.1.1 User unknown)"),
            "Nov 24 09:00:05 mx postfix/qmgr[2]: 4b9BQ34mY8: from=<>, size=9, nrcpt=1 (queue active)\n".to_owned(),
            "Nov 24 09:00:06 mx postfix/lmtp[3]: 4b9BQ34mY8: to=<ann@example.org>, relay=mx.example.org[private/lmtp], delay=1, dsn=2.0.0, \
             status=sent (250 2.0.0 Saved)\n"
                .to_owned(),
            "Nov 24 09:10:01 mx postfix/smtpd[4]: 4b9BQ56nX7: client=out.example.com[198.51.100.2]\n".to_owned(),
            "Nov 24 09:10:02 mx postfix/lmtp[5]: 4b9BQ56nX7: to=<ann@example.org>, relay=mx.example.org[private/lmtp], delay=1, dsn=2.0.0, \
             status=sent (250 2.0.0 Saved)\n"
                .to_owned(),
        ];
        let log = log(&lines.concat());
        assert_eq!(
            log.sentences[0],
            "1 message sent from here: 1 failed. 1 message that came in: 1 was delivered. 1 notice that a server wrote (bounces and \
             the like): 1 was delivered."
        );
        assert_eq!((log.messages, log.delivered, log.failed), (3, 2, 1));
        let own = self::log(&lines[..3].concat());
        assert!(own.shares.is_empty() && own.sentences[0] == "1 message: 1 failed.", "{:?}", own.sentences);
    }

    #[test]
    fn each_recipient_has_a_reason_of_its_own() {
        let said =
            |words: &str| format!("dsn=5.0.0, status=bounced (host mx.example.net[192.0.2.4] said: {words})");
        let log = log(&[
            smtp("4b9BQ12kZ9", "a@example.net", &said("550 5.1.1 User unknown")),
            smtp("4b9BQ12kZ9", "b@example.net", &said("552 5.2.2 mailbox full")),
            smtp("4b9BQ12kZ9", "c@example.net", "dsn=2.0.0, status=sent (250 Ok)"),
        ]
        .concat());
        let told = |step: &super::Step| Some((step.to.clone()?, step.title.clone()));
        let told: Vec<_> = log.stories[0].steps.iter().filter_map(told).collect();
        assert_eq!(
            told[0],
            ("a@example.net".to_owned(), Some("Their server has no mailbox with this name".to_owned()))
        );
        assert_eq!(told[1], ("b@example.net".to_owned(), Some("The recipient's mailbox is full".to_owned())));
        assert_eq!(told[2], ("c@example.net".to_owned(), None));
    }

    #[test]
    fn how_old_a_message_is_lines_of_its_end_do_not_tell() {
        let expired = "Nov 24 09:00:10 mx postfix/qmgr[2]: 4b9BQ12kZ9: from=<ann@example.org>, status=expired, returned to sender\n\
                       Nov 24 09:00:10 mx postfix/bounce[3]: 4b9BQ12kZ9: sender non-delivery notification: 4b9BQ34mY8\n\
                       Nov 24 09:00:12 mx postfix/qmgr[2]: 4b9BQ12kZ9: removed\n";
        let told = log(expired);
        assert_eq!((told.stories[0].outcome.as_str(), told.stories[0].seconds), ("failed", None));
    }

    #[test]
    fn one_attempt_on_two_lines_is_counted_once() {
        let log = log(
            "Nov  3 18:05:55 mx postfix/qmgr[14]: 4F1C2D81: from=<ann@example.org>, size=642, nrcpt=1 (queue active)\n\
             Nov  3 18:06:25 mx postfix/smtp[16]: connect to mail.example.net[192.0.2.12]:25: Connection timed out\n\
             Nov  3 18:06:25 mx postfix/smtp[16]: 4F1C2D81: to=<bob@example.net>, relay=none, delay=50784, \
             delays=50754/0.01/30/0, dsn=4.4.1, status=deferred (connect to mail.example.net[192.0.2.12]:25: Connection timed out)",
        );
        let [group] = &log.groups[..] else { panic!("{:?}", log.groups) };
        assert_eq!((group.count, group.host.as_deref()), (1, Some("mail.example.net")));
        let [Story { seconds, steps, .. }] = &log.stories[..] else { panic!("{:?}", log.stories) };
        assert_eq!(*seconds, Some(50_784));
        assert_eq!(steps[0].event, "taken up from the queue");
        assert_eq!(log.sentences[0], "1 message: 1 was put off and still waits.");
    }

    #[test]
    fn what_leads_to_an_outcome_is_no_trouble_of_its_own() {
        let log = log(
            "2024-03-05 12:00:00 1rhAbc-0001xY-2Z <= ann@example.org H=desk [198.51.100.4] P=esmtp S=900\n\
             2024-03-05 12:05:00 1rhAbc-0001xY-2Z H=mx.example.net [192.0.2.12] Connection timed out\n\
             2024-03-05 12:05:00 1rhAbc-0001xY-2Z == bob@example.net R=dnslookup T=remote_smtp defer (110): Connection timed out",
        );
        let counts: Vec<(&str, usize)> =
            log.groups.iter().map(|group| (group.event.as_str(), group.count)).collect();
        assert_eq!(counts, [("deferred", 1)]);
    }

    #[test]
    fn a_message_that_reached_some_is_said_so() {
        let log = log("Nov 25 08:00:03 mx postfix/cleanup[9]: 4b9BQ12kZ9: message-id=<f1e2@example.org>\n\
             Nov 25 08:00:03 mx postfix/smtp[21]: 4b9BQ12kZ9: to=<a@example.com>, relay=mx1.example.com[192.0.2.25]:25, delay=2, dsn=2.0.0, \
             status=sent (250 2.0.0 Ok: queued as 9F2)\n\
             Nov 25 08:00:33 mx postfix/smtp[22]: 4b9BQ12kZ9: to=<b@example.net>, relay=none, delay=32, dsn=4.4.1, status=deferred \
             (connect to mail.example.net[203.0.113.9]:25: Connection timed out)\n\
             Nov 25 08:44:22 mx postfix/smtp[23]: 4b9BQ12kZ9: to=<b@example.net>, relay=mail.example.net[203.0.113.9]:25, delay=2661, dsn=5.1.1, \
             status=bounced (host mail.example.net[203.0.113.9] said: 550 5.1.1 <b@example.net>: User unknown (in reply to RCPT TO command))");
        assert_eq!(log.sentences[0], "1 message: 1 reached some of the recipients and failed for others.");
        assert!(
            log.sentences.iter().all(|sentence| !sentence.contains("among others")),
            "{:?}",
            log.sentences
        );
    }

    #[test]
    fn recipients_of_a_log_have_their_codes() {
        let report = crate::diagnose(
            "2024-02-29T16:18:26.027Z,192.0.2.10,ex01.corp.example,,ex01,\"[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; \
             not found};{FQDN=};{IP=}]\",,ROUTING,FAIL,83417,<4f4e@example.net>,nobody@corp.example,550 5.1.10 \
             RESOLVER.ADR.RecipientNotFound; not found,5120,1,,,Invoice,ann@example.net,ann@example.net,2024-02-29T16:18:25.900Z",
        );
        let told = &report.recipients[0];
        assert_eq!((told.status.as_deref(), told.reply_code), (Some("5.1.10"), Some(550)));
        let facts = |name: &str| {
            report.findings[0].facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
        };
        assert_eq!(facts("Sender").as_deref(), Some("ann@example.net"));
        assert_eq!(facts("Message-ID").as_deref(), Some("<4f4e@example.net>"));
        assert!(facts("Reply").is_some_and(|reply| reply.starts_with("550 5.1.10 ")));
    }

    #[test]
    fn a_message_waits_as_long_as_one_recipient_does() {
        let report = crate::diagnose(
            "Nov 25 08:00:32 mx postfix/qmgr[5]: 4b9BQ12kZ9: from=<a@example.org>, size=433, nrcpt=2 (queue active)\n\
             Nov 25 08:00:33 mx postfix/smtp[22]: 4b9BQ12kZ9: to=<b@example.net>, relay=none, delay=32, dsn=4.4.1, status=deferred \
             (connect to mx.example.net[192.0.2.9]:25: Connection timed out)\n\
             Nov 25 08:00:34 mx postfix/smtp[23]: 4b9BQ12kZ9: to=<c@example.com>, relay=mx.example.com[192.0.2.8]:25, delay=2, dsn=2.0.0, \
             status=sent (250 2.0.0 Ok)\n\
             Nov 25 08:10:40 mx postfix/smtpd[20]: NOQUEUE: reject: RCPT from unknown[198.51.100.77]: 454 4.7.1 <t@example.info>: Relay \
             access denied; from=<x@example.org> to=<t@example.info> proto=ESMTP helo=<pc>\n",
        );
        let log = report.log.expect("a log");
        assert_eq!((log.waiting, log.delivered), (1, 0));
        let named = |cause: &str, name: &str| {
            let found = report.findings.iter().find(|found| found.cause == cause).expect("a finding");
            found.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
        };
        // Each answer has the facts of its own lines.
        assert_eq!(named("connection-timeout", "Recipient").as_deref(), Some("b@example.net"));
        assert_eq!(named("connection-timeout", "Sending address"), None);
        assert_eq!(named("relay-denied", "Recipient").as_deref(), Some("t@example.info"));
        assert_eq!(named("relay-denied", "Sending address").as_deref(), Some("198.51.100.77"));
    }

    #[test]
    fn what_stands_behind_a_reply_is_none_of_it() {
        let told = crate::diagnose(
            "[WARN] [C0FFEE00-1111-2222-3333-444455556666.1.1] [outbound] bounced: 550 5.1.1 no such user here to=<ann@example.org> \
             host=mx.example.org\n[WARN] [7A1C.1.1] [outbound] temp fail: 1795_2_x for domain example.net host=mx.example.net: 450 4.7.1 Greylisted",
        );
        let first = &told.findings[0];
        let reply = first.reply.as_ref().expect("a reply");
        assert_eq!(reply.text, "550 5.1.1 no such user here");
        assert_eq!(reply.remote.as_deref(), Some("mx.example.org"));
        let log = told.log.expect("a log");
        assert_eq!((log.messages, log.failed, log.waiting), (2, 1, 1));
    }

    #[test]
    fn what_two_lines_tell_of_one_attempt_counts_once() {
        let local = "Nov 26 07:15:02 mx dovecot: lmtp(ann@example.org)<1><a>: msgid=<1@example.net>: save failed to open mailbox INBOX: Quota \
                     exceeded (mailbox for user is full)\n";
        let outcome = "Nov 26 07:15:02 mx postfix/lmtp[9]: 5C1D720A41: to=<ann@example.org>, relay=mx.example.org[private/dovecot-lmtp], \
                       delay=0.3, dsn=5.2.2, status=bounced (host mx.example.org[private/dovecot-lmtp] said: 552 5.2.2 <ann@example.org> Quota \
                       exceeded (mailbox for user is full) (in reply to end of DATA command))\n";
        let log = |paste: &str| crate::diagnose(paste).log.expect("a log");
        let told = log(&format!("{local}{outcome}"));
        assert_eq!((told.messages, told.failed, told.waiting), (1, 1, 0));
        assert_eq!(told.groups.iter().map(|group| group.count).sum::<usize>(), 1, "{:?}", told.groups);
        assert_eq!(log(local).messages, 1);
        let note = "Nov 26 07:15:02 mx postfix/smtp[9]: warning: SASL authentication failure: No worthy mechs found\n";
        let outcome = "Nov 26 07:15:02 mx postfix/smtp[9]: 3F21A1C0B2: to=<ann@example.org>, relay=mx.example.net[192.0.2.5]:587, delay=0.3, \
                       dsn=4.7.0, status=deferred (SASL authentication failed; cannot authenticate to server mx.example.net[192.0.2.5]: no \
                       mechanism available)\n";
        let told = log(&format!("{note}{outcome}"));
        assert_eq!(told.groups.iter().map(|group| group.count).sum::<usize>(), 1, "{:?}", told.groups);
    }

    #[test]
    fn a_refusal_in_the_end_leads_over_what_put_the_message_off() {
        let tried = "to=<b@example.net>, relay=none, delay=32, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.12]:25: \
                     Connection timed out)";
        let paste = format!(
            "Nov 25 08:00:33 mx postfix/smtp[22]: connect to mx.example.net[192.0.2.12]:25: Connection timed out\n\
             Nov 25 08:00:33 mx postfix/smtp[22]: 4b9BQ12kZ9: {tried}\n\
             Nov 25 08:20:33 mx postfix/smtp[23]: 4b9BQ12kZ9: {tried}\n\
             Nov 25 08:40:33 mx postfix/smtp[24]: 4b9BQ12kZ9: to=<b@example.net>, relay=mx.example.net[192.0.2.12]:25, delay=99, \
             dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.12] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n\
             Nov 25 08:40:33 mx postfix/qmgr[9]: 4b9BQ12kZ9: removed\n"
        );
        let first = crate::diagnose(&paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.permanence.as_str()), ("user-unknown", "permanent"));
    }

    #[test]
    fn what_dovecot_rejects_on_its_second_line_is_one_delivery_that_failed() {
        let line = |rest: &str| {
            format!(
                "May 02 21:12:09 box dovecot: lmtp(b@example.org)<88><EPo3>: {rest} (mailbox for user is full)"
            )
        };
        let paste = [
            line("Error: sieve: msgid=<7@example.net>: failed to store into mailbox 'INBOX': Quota exceeded"),
            line("sieve: msgid=<7@example.net>: rejected message from <a@example.net> (Quota exceeded") + ")",
        ]
        .join("\n");
        let report = crate::diagnose(&paste);
        assert_eq!(report.findings[0].cause, "mailbox-full");
        assert_eq!(report.findings[0].permanence, "permanent");
        let log = report.log.expect("a log");
        assert_eq!((log.messages, log.failed, log.waiting), (1, 1, 0));
        assert_eq!(log.groups.iter().map(|group| group.count).sum::<usize>(), 1);
    }

    const SENT: &str = "Nov 21 14:01:03 mx postfix/smtp[90]: 7A0D91C022: to=<bob@example.net>, relay=mx.example.net[192.0.2.25]:25, delay=1, \
                        dsn=2.0.0, status=sent (250 2.0.0 Ok)\n";

    #[test]
    fn what_is_written_every_day_is_no_trouble() {
        for line in [
            "Nov 21 14:04:23 mx postfix/anvil[87]: statistics: max connection rate 2/60s for (smtp:192.0.2.44) at Nov 21 14:01:02",
            "Nov 21 14:04:23 mx postfix/anvil[87]: statistics: max connection count 1 for (smtpd:192.0.2.44) at Nov 21 14:01:02",
            "Nov 21 14:04:23 mx postfix/scache[88]: statistics: domain lookup hits=0 miss=2 success=0%",
            "Nov 21 14:01:03 mx opendkim[60]: 7A0D91C022: DKIM verification successful",
            "Nov 21 14:01:03 mx dovecot: imap-login: Login: user=<ann@example.org>, method=PLAIN, rip=192.0.2.9, lip=192.0.2.5, TLS",
        ] {
            let report = crate::diagnose(&format!("{SENT}{line}\n"));
            assert_eq!(report.findings.len(), 1, "{line}: {:?}", report.findings);
            assert_eq!(report.findings[0].cause, "delivered", "{line}");
            let log = report.log.expect("a log");
            assert!(log.groups.is_empty() && log.messages == 1, "{line}: {:?}", log.sentences);
        }
        let over = "Nov 21 14:04:23 mx postfix/smtpd[87]: warning: Connection rate limit exceeded: 61 from x.example.net[192.0.2.44] for service smtp";
        assert_eq!(crate::diagnose(over).findings[0].cause, "rate-limited");
    }

    #[test]
    fn the_delivery_program_may_tell_after_the_server() {
        let outcome = "Nov 26 07:15:02 mx postfix/lmtp[9]: 5C1D720A41: to=<ann@example.org>, relay=mx.example.org[private/dovecot-lmtp], \
                       delay=0.3, dsn=5.2.2, status=bounced (host mx.example.org[private/dovecot-lmtp] said: 552 5.2.2 <ann@example.org> Quota \
                       exceeded (mailbox for user is full) (in reply to end of DATA command))\n";
        let exims = "2026-11-26 07:15:02 1vLbQX-00000000AbC-1zXy ** ann@example.org R=virtual_user T=dovecot_lmtp: LMTP error from remote mail \
                     server after end of data: 552 5.2.2 <ann@example.org> Quota exceeded (mailbox for user is full)\n";
        let local = "Nov 26 07:15:02 mx dovecot: lmtp(ann@example.org)<1><a>: Error: sieve: msgid=<1@example.net>: failed to store into mailbox \
                     'INBOX': Quota exceeded (mailbox for user is full)\n\
                     Nov 26 07:15:02 mx dovecot: lmtp(ann@example.org)<1><a>: sieve: msgid=<1@example.net>: Unable to store message: Quota \
                     exceeded (mailbox for user is full)\n";
        for server in [outcome, exims] {
            for paste in [format!("{server}{local}"), format!("{local}{server}")] {
                let report = crate::diagnose(&paste);
                let first = &report.findings[0];
                assert_eq!(
                    (first.cause.as_str(), first.permanence.as_str()),
                    ("mailbox-full", "permanent"),
                    "{paste}"
                );
                let log = report.log.expect("a log");
                assert_eq!((log.messages, log.failed, log.waiting), (1, 1, 0), "{paste}");
                assert_eq!(log.groups.iter().map(|group| group.count).sum::<usize>(), 1, "{paste}");
            }
        }
    }

    #[test]
    fn who_was_reached_is_told_twice_and_counts_once() {
        let local = "Nov 21 14:01:03 mx dovecot: lmtp(ann@example.org)<8><x>: sieve: msgid=<a@example.net>: stored mail into mailbox 'INBOX'\n";
        let server = "Nov 21 14:01:03 mx postfix/lmtp[90]: 7A0D91C022: to=<ann@example.org>, relay=mx.example.org[private/dovecot-lmtp], delay=0.4, \
                      dsn=2.0.0, status=sent (250 2.0.0 <ann@example.org> x Saved)\n";
        for paste in [format!("{local}{server}"), format!("{server}{local}")] {
            assert_eq!(log(&paste).sentences[0], "1 message: 1 was delivered.");
        }
    }

    #[test]
    fn one_start_that_failed_is_one_event() {
        let start = |time: &str, number: u32| {
            format!(
                "Jun 14 {time}:31 vps postfix/smtps/smtpd[{number}]: warning: SASL: Connect to private/auth failed: No such file or directory\n\
                 Jun 14 {time}:31 vps postfix/smtps/smtpd[{number}]: fatal: no SASL authentication mechanisms\n\
                 Jun 14 {time}:32 vps postfix/master[10]: warning: process /usr/lib/postfix/sbin/smtpd pid {number} exit status 1\n\
                 Jun 14 {time}:32 vps postfix/master[10]: warning: /usr/lib/postfix/sbin/smtpd: bad command startup -- throttling\n"
            )
        };
        let report = crate::diagnose(&format!("{}{}", start("22:10", 88), start("22:11", 89)));
        assert_eq!(report.findings[0].stage, "submission");
        let log = report.log.expect("a log");
        assert_eq!(log.groups.iter().map(|group| group.count).sum::<usize>(), 2, "{:?}", log.groups);
    }

    #[test]
    fn what_follows_from_a_failed_session_is_none_of_its_own() {
        let line = |rest: &str| format!("Nov 24 09:00:07 mx postfix/smtpd[50]: {rest}\n");
        let paste = [
            line("connect from scan.example.org[10.1.1.77]"),
            line("SSL_accept error from scan.example.org[10.1.1.77]: -1"),
            line("warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1657:"),
            line("lost connection after STARTTLS from scan.example.org[10.1.1.77]"),
        ]
        .concat();
        let report = crate::diagnose(&paste);
        let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
        assert_eq!(told.cause, "tls-handshake");
        // The library's line names no client; the session's does.
        assert!(told.steps[0].text.contains("10.1.1.77"), "{:?}", told.steps);
    }

    #[test]
    fn strangers_in_a_summary_are_called_so() {
        let log = log(
            "2026-11-20 14:08:56 1vLbQX-00000000AbC-1zXy ** bob@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.5]: SMTP error \
             from remote mail server after RCPT TO:<bob@example.net>: 550 5.1.1 no such user\n\
             2026-11-20 14:09:11 H=(ADMIN) [203.0.113.55] rejected EHLO or HELO ADMIN: syntactically invalid argument(s)\n\
             2026-11-20 14:09:12 login authenticator failed for (User) [203.0.113.55]: 535 Incorrect authentication data (set_id=info)",
        );
        let said = log.sentences.join("\n");
        assert!(
            said.contains("Your server refused another one") && said.contains("Somebody tried to sign in"),
            "{said}"
        );
    }

    #[test]
    fn opendkims_judgement_of_mail_from_outside_is_told_as_such() {
        let report = crate::diagnose(
            "Nov 24 09:30:12 mx opendkim[8]: 4XsEGk2Pz3z9sY: s=one d=example.net SSL error:0407008A:rsa \
             routines:RSA_padding_check_PKCS1_type_1:invalid padding\n\
             Nov 24 09:30:12 mx opendkim[8]: 4XsEGk2Pz3z9sY: bad signature data\n",
        );
        let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
        assert!(told.title.starts_with("Mail that came in") && told.permanence == "none", "{told:?}");
        assert_eq!(told.commands[0].shell, "dig +short TXT one._domainkey.example.net");
        let log = report.log.expect("a log");
        assert_eq!(log.groups.iter().map(|group| group.count).sum::<usize>(), 1);
    }

    #[test]
    fn a_message_that_waits_for_what_the_line_before_says_counts_once() {
        let log = log("Nov 12 10:22:35 mx smtpd[12]: 5d8f3a1c00000001 mta error reason=Connection timeout\n\
             Nov 12 10:22:35 mx smtpd[12]: smtp-out: Enabling route [] <-> 192.0.2.5 (mx.example.net)\n\
             Nov 12 10:22:37 mx smtpd[12]: 0000000000000000 mta delivery evpid=a1b2c3d4e5f60718 from=<ann@example.org> to=<bob@example.net> rcpt=<-> \
             source=\"-\" relay=\"example.net\" delay=6s result=\"TempFail\" stat=\"Network error on destination MXs\"\n");
        assert_eq!(
            log.sentences,
            ["1 message: 1 was put off and still waits.", "The mail server did not answer in time: 1 time."]
        );
    }

    #[test]
    fn mailqs_list_is_a_log_of_what_waits() {
        let log = log("-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n\
             6C3D44E2F3     1024 Thu Nov 12 10:25:00  ann@example.org\n(connect to mx.example.com[192.0.2.8]:25: Connection timed\nout)\n      \
             eve@example.com\n\n-- 1 Kbytes in 1 Request.\n");
        assert_eq!(
            log.sentences,
            [
                "1 message: 1 was put off and still waits.",
                "The mail server did not answer in time: 1 time (mx.example.com)."
            ]
        );
    }

    const FULL: &str = "Nov 24 03:10:02 mx postfix/lmtp[44]: 3B7A2400F1: to=<ann@example.org>, relay=mx.example.org[private/dovecot-lmtp], delay=0.2, \
                        dsn=5.2.2, status=bounced (host mx.example.org[private/dovecot-lmtp] said: 552 5.2.2 <ann@example.org> Quota exceeded (mailbox \
                        for user is full) (in reply to end of DATA command))\n";
    const EXPIRED: &str = "Nov 24 03:10:40 mx dovecot[8]: imap-login: Disconnected: Connection closed: SSL_accept() failed: error:0A000415:SSL \
                           routines::sslv3 alert certificate expired: SSL alert number 45 (no auth attempts in 0 secs): user=<>, rip=198.51.100.20, \
                           lip=203.0.113.5, TLS handshaking\n";
    const GUESS: &str = "Nov 24 03:11:12 mx dovecot[8]: imap-login: Login aborted: Connection closed (auth failed, 3 attempts in 14 secs) (auth_failed): \
                         user=<eve@example.org>, method=PLAIN, rip=198.51.100.44, lip=203.0.113.5, TLS\n";
    const DATABASE: &str = "Nov 24 03:11:30 mx dovecot[8]: auth-worker(9): Error: sql(tom@example.org,198.51.100.45): Password query failed: Unknown \
                            column 'active' in 'where clause'\n";

    #[test]
    fn each_cause_of_a_log_has_an_answer_and_no_other_ones_recipient() {
        let report = crate::diagnose(&[FULL, EXPIRED, GUESS, DATABASE].concat());
        let told: Vec<_> = report
            .findings
            .iter()
            .map(|found| (found.cause.as_str(), found.recipient.as_deref(), found.permanence.as_str()))
            .collect();
        // What keeps everybody out comes first, then the mail that failed.
        assert_eq!(
            told,
            [
                ("server-error", None, "permanent"),
                ("mailbox-full", Some("ann@example.org"), "permanent"),
                ("tls-certificate", None, "none"),
                ("auth-credentials", None, "none"),
            ]
        );
        for found in report.findings.iter().filter(|found| found.cause != "mailbox-full") {
            assert!(
                found
                    .facts
                    .iter()
                    .all(|fact| !fact.value.contains("ann@example.org") && fact.value != "3B7A2400F1"),
                "{:?}",
                found.facts
            );
        }
        // One of them beside the mail that failed is told as well.
        for (beside, cause) in [(EXPIRED, "tls-certificate"), (GUESS, "auth-credentials")] {
            let report = crate::diagnose(&format!("{FULL}{beside}"));
            let causes: Vec<&str> = report.findings.iter().map(|found| found.cause.as_str()).collect();
            assert_eq!(causes, ["mailbox-full", cause]);
        }
    }

    #[test]
    fn what_a_stranger_was_answered_is_no_status_of_the_one_recipient() {
        let door = "Nov 24 03:12:00 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from unknown[198.51.100.77]: 450 4.7.1 <x@example.net>: Relay access denied; \
                    from=<y@example.net> to=<x@example.net> proto=ESMTP helo=<z>\n";
        let report = crate::diagnose(&format!("{FULL}{door}"));
        let [recipient] = &report.recipients[..] else { panic!("{:?}", report.recipients) };
        assert_eq!((recipient.status.as_deref(), recipient.reply_code), (Some("5.2.2"), Some(552)));
        let causes: Vec<&str> = report.findings.iter().map(|found| found.cause.as_str()).collect();
        assert_eq!(causes, ["mailbox-full", "relay-denied"]);
        assert_eq!(report.findings[1].recipient.as_deref(), Some("x@example.net"));
    }

    #[test]
    fn no_cause_of_a_log_is_left_out_of_its_summary() {
        const SAID: &[&str] = &[
            "550 5.1.1 User unknown",
            "552 5.2.2 mailbox full",
            "552 5.3.4 message too big",
            "450 4.2.0 Greylisted",
            "554 5.7.1 blocked using zen.spamhaus.org",
            "550 5.7.1 SPF fail",
            "554 5.7.1 Relay access denied",
            "553 5.1.8 Sender address rejected: Domain not found",
            "554 5.7.1 message contains a virus: virus found",
            "452 4.5.3 Too many recipients",
            "554 5.4.6 Too many hops",
        ];
        let line = |(at, said): (usize, &&str)| {
            let what = if said.starts_with('4') { "deferred" } else { "bounced" };
            smtp(
                &format!("4b9BQ12kZ{at:x}"),
                &format!("u{at}@d{at}.example"),
                &format!("dsn=5.0.0, status={what} (host mx.example.net[192.0.2.4] said: {said})"),
            )
        };
        let told = |number: usize| {
            let paste: String = SAID.iter().enumerate().take(number).map(line).collect();
            (log(&paste), crate::diagnose(&paste).findings)
        };
        let (few, findings) = told(8);
        assert_eq!((few.sentences.len(), findings.len()), (9, 8), "{:?}", few.sentences);
        let paste: String = SAID.iter().enumerate().take(8).map(line).collect();
        let text = crate::report::text::write(&crate::diagnose(&paste), None, &|_, text| text.to_owned());
        assert_eq!(text.matches("Facts that a postmaster will ask for").count(), 8, "{text}");
        let (many, _) = told(11);
        let last = many.sentences.last().expect("a sentence");
        assert!(last.starts_with("And 4 more: ") && last.matches(';').count() == 3, "{last}");
    }

    #[test]
    fn what_failed_for_one_may_wait_for_another() {
        let bounced =
            "dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.4] said: 550 5.1.1 User unknown)";
        let waits =
            "dsn=4.2.2, status=deferred (host mx.example.net[192.0.2.4] said: 452 4.2.2 mailbox full)";
        let mixed =
            [smtp("4b9BQ12kZ9", "a@example.net", bounced), smtp("4b9BQ12kZ9", "b@example.net", waits)]
                .concat();
        assert_eq!(log(&mixed).sentences[0], "1 message: 1 failed and still waits for other recipients.");
        let more = mixed + &smtp("4b9BQ12kZ8", "c@example.net", bounced);
        assert_eq!(
            log(&more).sentences[0],
            "2 messages: 2 failed (1 of them still waits for other recipients)."
        );
    }

    const EXIMS: &str = "2026-11-18 08:01:12 1tCx2Q-00000004kLm-1a2B <= news@example.org H=pc [192.0.2.3] P=esmtpa A=login:news@example.org S=4821\n\
         2026-11-18 08:01:14 1tCx2Q-00000004kLm-1a2B H=mx.example.net [192.0.2.110]: SMTP error from remote mail server after pipelined MAIL \
         FROM:<news@example.org> SIZE=49: 421 4.7.0 too many messages from your server, slow down\n\
         2026-11-18 08:01:14 1tCx2Q-00000004kLm-1a2B == ann@example.net R=dnslookup T=remote_smtp defer (-45) H=mx.example.net [192.0.2.110]: SMTP error \
         from remote mail server after pipelined MAIL FROM:<news@example.org> SIZE=49: 421 4.7.0 too many messages from your server, slow down\n\
         2026-11-18 08:01:15 1tCx2Q-00000004kLm-1a2B ** bob@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.120]: SMTP error from remote \
         mail server after RCPT TO:<bob@example.com>: 550 5.1.1 no such user\n\
         2026-11-18 08:01:45 1tCx2Q-00000004kLm-1a2B == eve@example.edu R=dnslookup T=remote_smtp defer (110): Connection timed out H=mail.example.edu \
         [203.0.113.19]: SMTP timeout after initial connection\n";

    #[test]
    fn each_answer_of_a_log_knows_whom_it_is_about_and_what_became_of_that_copy() {
        let report = crate::diagnose(EXIMS);
        let of = |cause: &str| report.findings.iter().find(|found| found.cause == cause).expect("told");
        // What the server answered stands on two lines, of which one names the recipient.
        assert_eq!(of("rate-limited").recipient.as_deref(), Some("ann@example.net"));
        let late = of("connection-timeout");
        assert_eq!(late.recipient.as_deref(), Some("eve@example.edu"));
        assert!(late.retry.starts_with("Exim tries again by itself"), "{}", late.retry);
        assert!(late.steps.iter().all(|step| !step.text.contains("came back")), "{:?}", late.steps);
    }

    #[test]
    fn each_answer_of_a_log_is_written_with_its_own_message() {
        let report = crate::diagnose(EXIMS);
        let letters = report.findings.iter().filter(|found| found.ask.is_some()).count();
        assert!(letters > 1);
        let text = crate::report::text::write(&report, None, &|_, text| text.to_owned());
        assert_eq!(text.matches("    Hello,\n").count(), letters, "{text}");
        assert_eq!(text.matches("Facts that a postmaster will ask for").count(), report.findings.len());
        let markdown = crate::report::markdown::write(&report, None);
        assert_eq!(markdown.matches("\nHello,\n").count(), letters, "{markdown}");
    }
}
