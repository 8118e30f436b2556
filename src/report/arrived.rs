//! The verdict on headers of mail that arrived: where it landed and why, how long it took, what was proved.
//!
//! It is put together from the observations, which hold the details and the evidence.

use super::command::Values;
use super::{Evidence, Finding, Step};
use crate::diagnose;
use crate::diagnose::checks::timeline::{self, Place, Reason, Timeline, first_stamp, server};
use crate::diagnose::checks::{Observation, Opinions, speak};
use crate::facts::{Facts, ReportHeader};

/// From here on mail is called late, in seconds.
const LATE: i64 = 300;

/// Where a mail landed: the observation that tells, and what the verdict is then. The first that was seen decides.
const LANDED: &[(&str, &str)] = &[
    (QUARANTINED, "The mail was put in quarantine or in Junk"),
    ("virus-verdict", "A filter says that this mail carries malware"),
    ("in-junk", "The mail arrived, and was put in Junk"),
    ("phishing-verdict", "The mail arrived, and a filter calls it phishing"),
    ("spam-verdict", "The mail arrived, and a filter calls it spam"),
    (ON_THE_WAY, "The mail arrived, and a filter on its way called it spam"),
];

/// What is not told of a mail whose mailbox says where it put it.
const QUARANTINED: &str = "quarantined";

/// The mailbox's own word on the place.
const PLACED: &[&str] = &["in-junk", "in-inbox", "in-folder"];

/// A verdict that nobody behind that filter has to share.
const ON_THE_WAY: &str = "spam-verdict-on-the-way";

/// What else is said of the landing, where nothing is against the mail.
const WELCOME: &[&str] = &["in-inbox", "in-folder", "clean-verdict", "filter-skipped"];

/// What proves the author, or does not: one of them is always there when there is a From domain.
const PROVED: &[&str] =
    &["dmarc-passed", "dmarc-failed", "dmarc-not-published", "dmarc-not-stated", "not-aligned"];

/// What the verdict is put together from.
#[derive(Clone, Copy, Default)]
struct Chosen<'a> {
    /// What is against the mail, and the title that follows.
    landed: Option<(&'a Observation, &'static str)>,
    /// The same, or else what is for it.
    place: Option<&'a Observation>,
    slow: Option<&'a Observation>,
    /// Greylisting that the steps do not show, in seconds.
    held: Option<(&'a Observation, i64)>,
    proved: Option<&'a Observation>,
    /// A filter speaks of phishing or malware.
    danger: bool,
    /// Something that is stated proves the author, whatever DMARC came to.
    is_proved: bool,
}

fn chosen<'a>(facts: &Facts, opinions: Option<&'a Opinions>) -> Chosen<'a> {
    let seen = opinions.map_or(&[][..], |opinions| &opinions.observations);
    let alignment = opinions.and_then(|opinions| opinions.alignment.as_ref());
    let is_proved = alignment.is_some_and(|alignment| alignment.outcome == Some(true));
    let first = |ids: &[&str]| ids.iter().find_map(|id| seen.iter().find(|one| one.id == *id));
    let is_placed = first(PLACED).is_some();
    // The mailbox has the last word: a safe list of the reader's outweighs a filter.
    let in_inbox = first(&["in-inbox"]).is_some();
    let may_tell = |id: &str| match id {
        QUARANTINED => !is_placed,
        "spam-verdict" | ON_THE_WAY => !in_inbox,
        _ => true,
    };
    let landed = LANDED.iter().filter(|(id, _)| may_tell(id));
    let landed = landed.filter_map(|(id, title)| Some((first(&[id])?, *title))).next();
    Chosen {
        landed,
        place: landed.map(|(one, _)| one).or(first(WELCOME)),
        slow: first(&["slow-hop"]),
        held: first(&["greylisted"]).zip(held(facts, opinions)),
        proved: first(PROVED),
        danger: first(&["phishing-verdict", "virus-verdict"]).is_some()
            || (first(&["phishing-suspected"]).is_some() && !is_proved),
        is_proved,
    }
}

/// Seconds of greylisting that no step of the way shows: the sender's server stamps nothing when it comes back.
fn held(facts: &Facts, opinions: Option<&Opinions>) -> Option<i64> {
    let field = facts.message.as_deref()?.field("X-Greylist")?;
    let shown = opinions.and_then(|opinions| opinions.timeline.total).unwrap_or(0);
    timeline::greylist_delay(&field.value).filter(|seconds| *seconds >= LATE && *seconds > shown)
}

/// Which observations the verdict's own words tell, as indices.
pub fn told(facts: &Facts, opinions: Option<&Opinions>) -> Vec<usize> {
    let Some(opinions) = opinions.filter(|_| facts.report_header.is_none()) else { return Vec::new() };
    let seen = &opinions.observations;
    let chosen = chosen(facts, Some(opinions));
    let told = [chosen.place, chosen.slow, chosen.held.map(|(one, _)| one), chosen.proved];
    let is_told = |one: &Observation| told.into_iter().flatten().any(|told| std::ptr::eq(told, one));
    (0..seen.len()).filter(|&index| is_told(&seen[index])).collect()
}

/// The finding on a header block that shows no failure.
pub fn finding(
    paste: &str,
    facts: &Facts,
    found: &diagnose::Finding,
    opinions: Option<&Opinions>,
) -> Finding {
    if let Some(header) = &facts.report_header {
        return of_report(paste, facts, header);
    }
    let chosen = chosen(facts, opinions);
    let Chosen { landed, place, slow, held, proved, danger, .. } = chosen;
    let late = opinions.and_then(|opinions| opinions.timeline.total).filter(|total| *total >= LATE);
    let told = held.into_iter().map(|(one, _)| one).chain(place).chain(slow).chain(proved);
    let wait = opinions.and_then(|opinions| wait(facts, opinions)).filter(|_| slow.is_some());
    let mut values = Values::plain_at(facts, sure_time(paste, facts, opinions));
    let (summary, note) = words(facts, opinions, &chosen);
    let act = act(chosen).unwrap_or(found.act.name());
    if let Some(wait) = &wait {
        values.add_wait(speak::duration(wait.seconds), speak::join(&wait.servers), &wait.next, wait.id);
    }
    let of_wait = wait.as_ref().filter(|wait| landed.is_none() && wait.is_unexplained()).map(|_| TO_HOLDER);
    let letter = letter(chosen).or(of_wait).filter(|_| !danger);
    Finding {
        cause: "delivered".to_owned(),
        title: title(landed.map(|(_, title)| title), late, held.map(|(_, seconds)| seconds)),
        summary,
        note,
        permanence: found.permanence.name().to_owned(),
        // Headers are claims, and the rest is concluded.
        confidence: "likely".to_owned(),
        stage: stage(landed.map(|(one, _)| one.id)).to_owned(),
        act: act.to_owned(),
        evidence: told.flat_map(|one| evidence(paste, facts, one)).collect(),
        steps: steps(chosen, wait.as_ref()),
        facts: values.facts(),
        // Nobody is to be asked to dig out what may do harm.
        ask: letter.map(|letter| values.message(letter)),
        ..Finding::default()
    }
}

/// The stamp of the first server, where the author's Date does not fit it.
fn sure_time(paste: &str, facts: &Facts, opinions: Option<&Opinions>) -> Option<String> {
    let opinions = opinions?;
    let is_off = |one: &Observation| matches!(one.id, "date-ahead" | "date-long-before" | "unreadable-date");
    opinions.observations.iter().find(|one| is_off(one))?;
    let span = first_stamp(facts.message.as_deref()?, &opinions.timeline)?;
    let stamp = paste.get(span.start..span.end)?;
    Some(stamp.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The header of a report: that it arrived helps nobody, and why the mail failed stands in its text.
fn of_report(paste: &str, facts: &Facts, header: &ReportHeader) -> Finding {
    let message = facts.message.as_deref();
    let field = message.and_then(|message| message.fields.get(header.field));
    let whom = header.recipient.as_ref().map_or(String::new(), |whom| format!(" It is about {whom}."));
    let subject = message.and_then(|message| message.subject.as_ref());
    let subject = subject.filter(|subject| !subject.read.trim().is_empty());
    let title = subject.filter(|_| header.is_failure).and_then(|subject| message?.fields.get(subject.field));
    let subject = subject.map(|subject| subject.read.trim());
    let subject = subject.map_or(String::new(), |subject| format!(" Its subject: “{subject}”."));
    let what = if header.is_failure { "why it failed" } else { "what became of it" };
    let step = |text: &'static str| Step { by: "sender".into(), text: text.into() };
    Finding {
        cause: "undetermined".to_owned(),
        title: match header.is_failure {
            true => {
                "This is itself a report that a mail was not delivered: open it for the reason".to_owned()
            }
            false => "This is itself a server's report on another mail: open it for the reason".to_owned(),
        },
        summary: format!(
            "These are only the headers of the report. Its text tells in full to whom the mail went and {what}.{whom}{subject}"
        ),
        permanence: "none".to_owned(),
        confidence: "certain".to_owned(),
        stage: "report".to_owned(),
        act: "nobody".to_owned(),
        // A delay and a success have the same form as a failure: the subject tells them apart.
        evidence: title
            .into_iter()
            .chain(field)
            .filter_map(|field| super::build::evidence(paste, facts, field.span))
            .collect(),
        steps: vec![
            step("Open the report in your mail program and paste its text here, word for word."),
            step(
                "Better still, paste the whole of it: what “Show original”, “View source” or the saved file has below these \
                 headers names the recipient, the server and its answer.",
            ),
        ],
        facts: Values::plain(facts).facts(),
        ..Finding::default()
    }
}

/// From the author to whoever can teach the filter.
const TO_RECIPIENT: &str = "Hello,
a message of mine was taken for spam on your side.
Address in From: {from}
Time: {time}
Message-ID: {message_id}
If you want mail from me, could you mark it as no spam and allow this sender?";

/// From the author to whoever can have the domain proved.
const TO_ADMINISTRATOR: &str = "Hello,
a message of ours was taken for spam, and nothing in its headers proves the domain in From.
Address in From: {from}
Time: {time}
Message-ID: {message_id}
Could you have such mail signed with DKIM for that domain, or the server that sends it listed in the domain's SPF record?";

/// To whoever runs the server where it waited.
const TO_HOLDER: &str = "Hello,
a mail took {held} from {holder} to {next}.
Address in From: {from}
Time: {time}
Message-ID: {message_id}
Its queue id there: {holder_id}
Could you see in the log of {holder} what it waited for?
Thank you.";

fn title(landed: Option<&str>, late: Option<i64>, held: Option<i64>) -> String {
    match (landed, held, late) {
        (Some(landed), ..) => landed.to_owned(),
        (None, Some(held), _) => {
            format!("The mail arrived after greylisting held it back for {}", speak::duration(held))
        }
        (None, None, Some(total)) => format!("The mail arrived after {} on its way", speak::duration(total)),
        (None, None, None) => "The mail arrived".to_owned(),
    }
}

/// First how far and how long, then where it landed and why; what else is to be said of these stands behind.
fn words(facts: &Facts, opinions: Option<&Opinions>, chosen: &Chosen) -> (String, Option<String>) {
    let way = opinions.map(|opinions| &opinions.timeline).filter(|way| !way.steps.is_empty()).map(|way| {
        let hops = speak::count(way.steps.len() as u64, "hop");
        let Some(total) = way.total.filter(|_| way.steps.len() > 1) else {
            return format!("It took {hops}.");
        };
        let counted = counted(facts, way, &speak::duration(total));
        match chosen.slow {
            Some(slow) => format!("It took {hops}{counted}: {}", speak::lower(&slow.text)),
            None => format!("It took {hops}{counted}."),
        }
    });
    let (landed, rest) = chosen.place.map_or(("", ""), |place| place.text.split_at(place.main));
    let landed = Some(landed.to_owned()).filter(|landed| !landed.is_empty());
    let held = chosen.held.map(|(_, seconds)| {
        format!("Before that, a server put it off by greylisting for {}: as it does once with servers that it does not know yet.", speak::duration(seconds))
    });
    let summary: Vec<String> = way.into_iter().chain(held).chain(landed).collect();
    let proved = chosen.proved.map_or("", |proved| proved.text.as_str());
    let note: Vec<&str> = [rest.trim(), proved].into_iter().filter(|text| !text.is_empty()).collect();
    (summary.join(" "), (!note.is_empty()).then(|| note.join(" ")))
}

/// The time, and of which part of the way it is: clocks that are off may leave its ends out, and a mail that was sent anew
/// has waited in between.
fn counted(facts: &Facts, way: &Timeline, total: &str) -> String {
    let is_known = |step: &&timeline::Step| step.epoch.is_some();
    let (first, last) = (way.steps.iter().find(is_known), way.steps.iter().rfind(is_known));
    let is_end = |one: Option<&timeline::Step>, end: Option<&timeline::Step>| {
        one.map(|step| step.hop) == end.map(|step| step.hop)
    };
    match (facts.message.as_deref(), first, last) {
        (Some(message), Some(from), Some(to))
            if !is_end(first, way.steps.first()) || !is_end(last, way.steps.last()) =>
        {
            let (from, to) = (server(message, from.hop), server(message, to.hop));
            format!("; from {from} to {to} it was {total}")
        }
        _ if way.anew.is_some() => format!(", {total} without the time before it was sent anew"),
        _ => format!(", {total} in all"),
    }
}

/// How far it came.
fn stage(landed: Option<&str>) -> &'static str {
    if landed == Some(QUARANTINED) { "filter" } else { "mailbox" }
}

/// Who can change where such mail lands: its author's administrator if the author is not proved, else the reader. What
/// a filter on the way said decides nothing where the mail ended.
fn act(chosen: Chosen) -> Option<&'static str> {
    match (chosen.landed?.0.id, chosen.proved.map(|one| one.id)) {
        (_, Some("dmarc-failed" | "not-aligned")) => Some("sender-admin"),
        (ON_THE_WAY, _) => None,
        _ => Some("recipient"),
    }
}

/// To whom a letter goes, where one helps.
fn letter(chosen: Chosen) -> Option<&'static str> {
    let (landed, _) = chosen.landed?;
    match act(chosen) {
        Some("sender-admin") => Some(TO_ADMINISTRATOR),
        _ if landed.id == ON_THE_WAY => None,
        _ => Some(TO_RECIPIENT),
    }
}

/// The slowest part of the way: where the mail waited, and why.
struct Wait<'a> {
    /// The servers that had the mail meanwhile.
    servers: Vec<String>,
    /// Under which id the first of them had it.
    id: Option<&'a str>,
    seconds: i64,
    reason: Option<&'a Reason>,
    /// Who runs them, as far as it is known.
    by: &'static str,
    /// Who took it over then, and whether that was in the network where the mail ended.
    next: String,
    is_received: bool,
}

fn wait<'a>(facts: &'a Facts, opinions: &'a Opinions) -> Option<Wait<'a>> {
    let message = facts.message.as_deref()?;
    let timeline = &opinions.timeline;
    let at = timeline.slowest?;
    let step = &timeline.steps[at];
    let earlier = timeline.steps[..at].iter().rfind(|step| step.epoch.is_some())?;
    let mut servers = vec![server(message, earlier.hop)];
    if let Some(Reason::Shared(between)) = &step.likely {
        servers.extend(between.iter().cloned());
    }
    servers.dedup();
    let is_inside = |hop: usize| timeline.trust.as_ref().is_some_and(|trust| hop <= trust.hop);
    // What no other network has touched yet is with the sender's own.
    let is_first = |step: &&timeline::Step| matches!(step.place, Place::Submission | Place::Internal);
    let is_own =
        timeline.steps.iter().take_while(|step| step.hop >= earlier.hop).skip(1).all(|step| is_first(&step));
    Some(Wait {
        servers,
        id: message.hops.get(earlier.hop).and_then(|hop| hop.read.id.as_deref()),
        seconds: step.delay?,
        reason: step.likely.as_ref(),
        by: match is_inside(earlier.hop) {
            true => "recipient-admin",
            false if is_own => "sender-admin",
            false => "network",
        },
        next: server(message, step.hop),
        is_received: is_inside(step.hop),
    })
}

impl Wait<'_> {
    /// Nobody chose that it should wait, as far as the fields tell: a log says more.
    fn is_unexplained(&self) -> bool {
        matches!(self.reason, None | Some(Reason::Shared(_) | Reason::Likely(_)))
    }
}

/// What shortens the wait.
fn shorter(wait: &Wait) -> Option<Step> {
    let (by, text) = match wait.reason {
        Some(Reason::Moderator) => (
            "sender",
            "A moderator of the mailing list had to let it through. Who writes from a subscribed address, or is allowed by the \
             list's owner, may not need to wait: ask the owner."
                .to_owned(),
        ),
        Some(Reason::Deferred | Reason::SentAnew(_)) => return None,
        Some(Reason::Collection) => (
            "recipient",
            "Let the program that fetches the mail look more often: the mail lay ready in the other mailbox.".to_owned(),
        ),
        Some(Reason::Greylisting | Reason::PartlyGreylisting(_)) => (
            if wait.is_received { "recipient-admin" } else { "network" },
            format!(
                "If such mail must not wait, make an exception from greylisting for this sender's servers on {}.",
                wait.next
            ),
        ),
        _ => (
            wait.by,
            format!(
                "Search the queue and the log of {} for the message's id, or ask whoever runs {}: they say what it waited for.",
                speak::join(&wait.servers),
                if wait.servers.len() == 1 { "it" } else { "them" }
            ),
        ),
    };
    Some(Step { by: by.into(), text: text.into() })
}

fn evidence(paste: &str, facts: &Facts, one: &Observation) -> Vec<Evidence> {
    one.evidence.iter().filter_map(|span| super::build::evidence(paste, facts, *span)).collect()
}

fn steps(chosen: Chosen, wait: Option<&Wait>) -> Vec<Step> {
    let Chosen { landed, place, slow, held, proved, danger, is_proved } = chosen;
    let against = landed.is_some();
    let on_the_way = landed.is_some_and(|(one, _)| one.id == ON_THE_WAY);
    let is_in_inbox = place.is_some_and(|place| place.id == "in-inbox");
    let is_placed = is_in_inbox || place.is_some_and(|place| place.id == "in-folder");
    let proved = proved.map(|one| one.id);
    let failed = matches!(proved, Some("dmarc-failed" | "not-aligned")) && !is_proved;
    let slow_step = wait.and_then(shorter);
    let is_late = slow.is_some() || held.is_some();
    let all: [(bool, &'static str, &'static str); 12] = [
        (
            !against && (held.is_some() || wait.is_some_and(Wait::is_unexplained)),
            "sender",
            "It is there, so for this mail nothing is to be done. If others wait as long, send these headers to whoever runs \
             the servers where it waited.",
        ),
        (
            danger,
            "recipient",
            "Open no link and no attachment of it, and do not answer it. If you know the sender, ask by another way \
             whether they wrote it; if not, report it with your mail program's button and delete it.",
        ),
        (
            on_the_way && !danger,
            "recipient",
            "If it lies in Junk and you want it, mark it as no spam there: that teaches your own filter, not the one on the \
             way, which passed the mail on.",
        ),
        (
            against && !on_the_way && !danger,
            "recipient",
            "If you want this mail, mark it as no spam where it lies: the filter learns from it. Do not allow the \
             whole domain: anybody can write its name into From.",
        ),
        (
            against,
            "sender",
            "Ask one recipient for these headers each time it happens. The same reason in each of them is the one to \
             mend.",
        ),
        (
            against && proved == Some("dmarc-passed"),
            "sender-admin",
            "SPF, DKIM and DMARC are not what speaks against it. Look at what the filter names below: its points, the \
             reputation of the sending address, complaints.",
        ),
        (
            failed,
            "sender-admin",
            "Sign with DKIM for the domain in From, or send through a server that its SPF record lists: nothing else \
             proves who wrote it.",
        ),
        (
            against && proved == Some("dmarc-not-published"),
            "sender-admin",
            "Publish a DMARC record for the domain in From, and sign with DKIM for it: the better the author is proved, the \
             more filters believe.",
        ),
        (
            is_in_inbox && !against && !is_late,
            "recipient",
            "If you do not see it, look into the other tabs of your inbox, and your own rules.",
        ),
        (
            !against && !is_placed && !is_late,
            "recipient",
            "If you do not see it, look into Junk, the other tabs of your inbox, and your own rules.",
        ),
        (
            held.is_some(),
            "recipient-admin",
            "If such mail must not wait, make an exception from greylisting for the sender's servers.",
        ),
        (
            !against && !is_late,
            "sender",
            "If somebody says that it never came, send them the Message-ID: their administrator can search for it.",
        ),
    ];
    let wanted = all.into_iter().filter(|(when, ..)| *when);
    let mut steps: Vec<Step> =
        wanted.map(|(_, by, text)| Step { by: by.into(), text: text.into() }).collect();
    // Behind what is to be done about Junk, and behind the reader's own.
    let at = if against { steps.len() } else { steps.iter().take_while(|step| step.by == "sender").count() };
    steps.splice(at..at, slow_step);
    steps
}

#[cfg(test)]
mod tests {
    fn finding(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    const WAY: &str = "Received: from mx.example.com (mx.example.com [192.0.2.1])\n\tby mx.example.org with ESMTPS id b2; \
        Tue, 3 Nov 2026 10:20:00 +0100\nReceived: from pc (pc.example.com [192.0.2.9])\n\tby mx.example.com with \
        ESMTPSA id a1; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: Bob <bob@example.com>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n\
        Message-ID: <1@example.com>\nSubject: Lunch\n";

    #[test]
    fn mail_that_took_long_is_called_late() {
        let late = finding(WAY);
        assert_eq!(late.title, "The mail arrived after 20 minutes on its way");
        assert!(late.summary.starts_with("It took 2 hops, 20 minutes in all: from "), "{}", late.summary);
        assert_eq!((late.cause.as_str(), late.act.as_str()), ("delivered", "nobody"));
    }

    #[test]
    fn who_is_to_be_asked_about_a_wait_depends_on_its_reason() {
        let steps = |paste: &str| {
            finding(paste).steps.into_iter().map(|step| step.text).collect::<Vec<_>>().join(" ")
        };
        assert!(steps(WAY).contains("log of mx.example.com for the message's id"), "{}", steps(WAY));
        let held = steps(&format!("X-Mailman-Approved-At: Tue, 3 Nov 2026 09:19:00 +0000\n{WAY}"));
        assert!(held.contains("A moderator") && !held.contains("queue"), "{held}");
    }

    #[test]
    fn a_filter_on_the_way_is_not_the_readers() {
        let paste = format!(
            "Received: from mx.example.org (mx.example.org [192.0.2.3])\n\tby in.example.net with ESMTPS id c3; Tue, 3 Nov \
             2026 10:20:01 +0100\n{WAY}X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\nX-Spam-Checker-Version: \
             SpamAssassin 4.0.0 on mx.example.org\n"
        );
        let told = finding(&paste);
        assert_eq!(told.title, "The mail arrived, and a filter on its way called it spam");
        assert!(told.summary.contains("SpamAssassin of mx.example.org"), "{}", told.summary);
        assert!(told.ask.is_none() && told.act == "nobody", "{:?}", told.ask);
        assert!(!told.steps.iter().any(|step| step.text.contains("the filter learns from it")));
    }

    #[test]
    fn a_date_that_is_off_is_no_time_for_a_postmaster() {
        let told = finding(&WAY.replace("Date: Tue, 3 Nov 2026 10:00", "Date: Tue, 3 Nov 2026 11:00"));
        let time = told.facts.iter().find(|fact| fact.name == "Time").expect("a time");
        assert_eq!(time.value, "Tue, 3 Nov 2026 10:00:00 +0100");
    }

    #[test]
    fn junk_is_the_verdict_with_its_reason() {
        let junk = finding(&format!("X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n{WAY}"));
        assert_eq!(junk.title, "The mail arrived, and a filter calls it spam");
        assert_eq!(
            junk.summary,
            "It took 2 hops, 20 minutes in all: from mx.example.com to mx.example.org took 20 minutes, likely greylisting, or a \
             busy server: the receiving side asked to come back later, and the sender did. SpamAssassin speaks against this \
             mail: taken for spam (7.2 points, spam from 5.0)."
        );
        assert_eq!(junk.act, "recipient");
        assert_eq!(junk.evidence[0].quote, "RAZOR2_CHECK");
        assert!(junk.ask.is_some_and(|ask| ask.contains("1@example.com")));
    }

    #[test]
    fn the_mailbox_has_the_last_word() {
        let stamps = |place: &str| {
            format!(
                "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:{place};ENG:(1);\nX-Forefront-Antispam-Report: \
                 CIP:192.0.2.1;CTRY:;LANG:en;SCL:5;SFV:SPM;CAT:SPM;\n{WAY}"
            )
        };
        let asks = |told: &crate::report::Finding| {
            told.steps.iter().any(|step| step.text.contains("mark it as no spam"))
        };
        let (inbox, junk) = (finding(&stamps("I")), finding(&stamps("J")));
        let letter = inbox.ask.clone().expect("a letter on the wait");
        assert!(
            letter.contains("Could you see in the log of mx.example.com") && !letter.contains("spam"),
            "{letter}"
        );
        assert_eq!((inbox.act.as_str(), asks(&inbox)), ("nobody", false));
        assert_eq!((junk.act.as_str(), junk.ask.is_some(), asks(&junk)), ("recipient", true, true));
    }

    #[test]
    fn nobody_is_told_to_dig_out_what_may_do_harm() {
        let stamp = "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;LANG:en;SCL:8;SFV:SPM;CAT:PHSH;";
        let phishing = finding(&format!("{stamp}\n{WAY}"));
        assert!(phishing.steps[0].text.starts_with("Open no link"), "{:?}", phishing.steps);
        assert!(!phishing.steps.iter().any(|step| step.text.contains("mark it as no spam")));
        assert_eq!(phishing.ask, None);
    }

    #[test]
    fn the_header_of_a_bounce_sends_to_its_text() {
        let bounce = "Return-Path: <>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: MAILER-DAEMON@\
            example.com\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; \
            report-type=delivery-status; boundary=b\nX-Failed-Recipients: ann@example.org\n";
        let told = finding(bounce);
        assert_eq!(
            told.title,
            "This is itself a report that a mail was not delivered: open it for the reason"
        );
        assert!(told.summary.contains("It is about ann@example.org."), "{}", told.summary);
        // Gmail's page shows a table above, which is not the report's text.
        let page = format!(
            "Original Message\n\nMessage ID\t<1@example.com>\nCreated at:\tTue\nSPF:\tNEUTRAL\n\n{bounce}"
        );
        let paged = finding(&page);
        assert_eq!((paged.title, paged.recipient), (told.title, None));
        // A mail to a postmaster, and an answer to a bounce, are no reports.
        let plain = "Return-Path: <bob@example.com>\nReceived: by mx.example.com id 1; Tue, 3 Nov 2026 10:00:09 +0100\nFrom: \
            postmaster@example.com\nSubject: Lunch\n";
        assert_eq!(finding(plain).cause, "delivered");
    }

    #[test]
    fn mail_that_arrived_as_it_should_says_so() {
        let fine = finding(&WAY.replace("10:20:00", "10:00:02"));
        assert_eq!(fine.title, "The mail arrived");
        assert!(fine.summary.starts_with("It took 2 hops, 2 seconds in all."), "{}", fine.summary);
    }
}
