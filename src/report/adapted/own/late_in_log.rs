//! A log in which every message was delivered, and one of them late: the answer is how long that one took, where it lay meanwhile, and what it
//! was put off for.

use crate::diagnose::Diagnosis;
use crate::diagnose::checks::speak;
use crate::facts::Facts;
use crate::facts::story::{Event, Story, Whose};
use crate::knowledge::CAUSES;
use crate::report::{Finding, Step, standing};

/// In seconds: what is less is how mail is, greylisting and one attempt more included.
const LATE: i64 = 600;

pub fn adapt(findings: &mut [Finding], paste: &str, facts: &Facts, diagnosis: &Diagnosis) {
    let (Some(told), Some(log)) = (findings.first_mut(), &facts.log) else { return };
    if told.cause != "delivered" || told.state != "fine" {
        return;
    }
    let mut late: Vec<(&Story, i64)> = log
        .stories
        .iter()
        .filter(|story| is_delivered(story))
        .filter_map(|story| Some((story, took(story).filter(|took| *took >= LATE)?)))
        .collect();
    late.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
    let Some((story, took)) = late.first().copied() else { return without_lines(told) };
    let many = log.stories.iter().filter(|story| is_delivered(story)).count();
    let reasons = reasons(story, diagnosis);
    let shares = shares(story, paste);
    tell(told, story, took, &reasons, shares.as_ref());
    if many > 1 {
        let others = match late.len() {
            1 => format!("It is the only one of {many} messages here that came late."),
            late => format!("It is the latest of {late} late ones, of {many} messages here."),
        };
        told.add_note(&others);
    }
    evidence(told, story, paste, facts);
}

fn is_delivered(story: &Story) -> bool {
    story.sent > 0 && story.failed == 0 && story.waiting.is_empty() && story.whose() != Whose::Notice
}

/// From its coming in to its being taken, in seconds: as the log itself counts, else by the times of its lines.
fn took(story: &Story) -> Option<i64> {
    let times = || {
        let first = story.steps.iter().find_map(|step| step.time.as_ref())?;
        let sent = story.steps.iter().rev().find(|step| step.event == Event::Sent)?.time.as_ref()?;
        Some(sent.seconds - first.seconds)
    };
    story.age.or_else(times)
}

/// What it was put off for, how often, and by which servers.
struct Reason {
    title: &'static str,
    cause: &'static str,
    times: usize,
    hosts: Vec<String>,
}

fn reasons(story: &Story, diagnosis: &Diagnosis) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for step in &story.steps {
        let cause = step.statement.and_then(|at| diagnosis.causes.get(at).copied().flatten());
        let Some(cause) = cause.map(|cause| &CAUSES[usize::from(cause)]) else { continue };
        let is_put_off = step.event == Event::Deferred;
        // What one server said before another put it off stands in a line of its own.
        if cause.id == "delivered" || !(is_put_off || step.event == Event::Note) {
            continue;
        }
        let at = reasons.iter().position(|known| known.cause == cause.id).unwrap_or(reasons.len());
        if at == reasons.len() {
            reasons.push(Reason { title: cause.title, cause: cause.id, times: 0, hosts: Vec::new() });
        }
        let reason = &mut reasons[at];
        reason.times += usize::from(is_put_off);
        if let Some(host) = step.host.as_ref().filter(|host| !reason.hosts.contains(host)) {
            reason.hosts.push(host.clone());
        }
    }
    reasons.retain(|reason| reason.times > 0);
    reasons
}

/// Postfix's four parts of the time (postconf(5), delay_logging_resolution_limit; `delays=a/b/c/d`): before the queue manager took it up,
/// in its active queue, connecting, handing over. Seconds.
fn shares(story: &Story, paste: &str) -> Option<[i64; 4]> {
    let sent = story.steps.iter().rev().find(|step| step.event == Event::Sent)?;
    let (_, rest) = paste.get(sent.span.range())?.split_once("delays=")?;
    let mut parts = rest.split([',', ' ']).next()?.split('/');
    let mut next = || Some(parts.next()?.parse::<f64>().ok()? as i64);
    Some([next()?, next()?, next()?, next()?])
}

fn tell(told: &mut Finding, story: &Story, took: i64, reasons: &[Reason], shares: Option<&[i64; 4]>) {
    let to = story.to.first().map_or("its recipient".to_owned(), String::clone);
    let sent = story.steps.iter().rev().find(|step| step.event == Event::Sent);
    let host = sent.and_then(|step| step.host.as_deref());
    let lasted = speak::duration(took);
    told.title = "The message was delivered, but late".to_owned();
    let mut summary = format!("The message to {to} took {lasted} until ");
    summary.push_str(&host.map_or("it was taken. ".to_owned(), |host| format!("{host} took it. ")));
    summary.push_str(&where_it_lay(reasons, shares, took));
    told.summary = summary;
    told.recipient = story.to.first().cloned();
    told.state = standing::LATE.to_owned();
    told.stage = "outbound".to_owned();
    told.who = "nobody: it arrived".to_owned();
    told.retry = "Not needed: it has arrived. Sending again gives the recipient a second copy.".to_owned();
    told.commands.clear();
    told.reply = None;
    told.steps = steps(story, reasons, host);
    told.facts =
        facts_of(story, sent.and_then(|step| step.time.as_ref()).map(|time| time.text.as_str()), told);
    let mut lines: Vec<String> =
        told.facts.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect();
    lines.push(format!("On its way for: {lasted}"));
    lines.extend(reasons.iter().map(|reason| format!("Put off: {}", said(reason))));
    told.ask = Some(format!(
        "Hello,\n\na message to you arrived late. It lay on our side while your side did not take it yet. These lines help to find it in your log.\n\n{}\n\nCould you see \
         what your server did at these times, and whether it will do so again?\n\nThank you.",
        lines.join("\n")
    ));
    if reasons.is_empty() {
        told.ask = None;
    }
}

fn where_it_lay(reasons: &[Reason], shares: Option<&[i64; 4]>, took: i64) -> String {
    if !reasons.is_empty() {
        let times: usize = reasons.iter().map(|reason| reason.times).sum();
        let all: Vec<String> = reasons.iter().map(said).collect();
        let often = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        return format!(
            "It lay in the queue of the server that logs this, which was put off {often}: {}.",
            all.join("; ")
        );
    }
    let most = shares.and_then(|shares| (0..4).max_by_key(|at| shares[*at]).map(|at| (at, shares[at])));
    match most.filter(|(_, seconds)| *seconds * 2 >= took) {
        Some((0, seconds)) => format!(
            "For {} of it, it lay in the queue of the server that logs this before the attempt that reached it: earlier attempts were put off, or it \
             was held. The lines from then are not in the text.",
            speak::duration(seconds)
        ),
        Some((1, seconds)) => format!(
            "For {} of it, it waited for a free place among the attempts of the server that logs this: too much mail at once, or for the same \
             domain.",
            speak::duration(seconds)
        ),
        Some((2, seconds)) => {
            format!(
                "For {} of it, the connection to the other server was being made.",
                speak::duration(seconds)
            )
        }
        Some((_, seconds)) => {
            format!("For {} of it, the message was being handed over.", speak::duration(seconds))
        }
        None => {
            "It lay on the server that logs this. Why, the lines from before say, which are not in the text."
                .to_owned()
        }
    }
}

/// `“The mail server did not answer in time” (2 times, mx2.example.org)`.
fn said(reason: &Reason) -> String {
    let often = if reason.times == 1 { "once".to_owned() } else { format!("{} times", reason.times) };
    let hosts =
        if reason.hosts.is_empty() { String::new() } else { format!(", {}", reason.hosts.join(" and ")) };
    format!("“{}” ({often}{hosts})", reason.title)
}

fn steps(story: &Story, reasons: &[Reason], host: Option<&str>) -> Vec<Step> {
    let mut steps = vec![Step::new("sender-admin", "Nothing is to be done for this message: it is there.")];
    if reasons.is_empty() {
        let id = if story.id.is_empty() { "its queue id".to_owned() } else { format!("`{}`", story.id) };
        steps.push(Step::new(
            "sender-admin",
            format!("To see why it waited, look in the log for the earlier lines with {id}: each attempt that failed says what it was put off for."),
        ));
        return steps;
    }
    let name = host.unwrap_or("the other server");
    steps.push(Step::new(
        "sender-admin",
        format!("If mail there is often late, or this one was urgent, send the message below to whoever runs {name}: the times and answers are in it."),
    ));
    if reasons.iter().any(|reason| reason.cause == "greylisted") {
        steps.push(Step::new(
            "recipient-admin",
            "Greylisting lasts as long as the sender's server waits between attempts. Except known senders, or those whose SPF passes.",
        ));
    }
    steps
}

fn facts_of(story: &Story, taken: Option<&str>, told: &Finding) -> Vec<crate::report::Fact> {
    let fact = |name: &str, value: Option<&str>| {
        Some(crate::report::Fact {
            name: name.to_owned(),
            value: value.filter(|value| !value.is_empty())?.to_owned(),
        })
    };
    let first = story.steps.iter().find_map(|step| step.time.as_ref()).map(|time| time.text.as_str());
    let host =
        story.steps.iter().rev().find(|step| step.event == Event::Sent).and_then(|step| step.host.as_deref());
    // The mail's own id is known where the log is of one mail.
    let known = told.facts.iter().find(|fact| fact.name == "Message-ID").map(|fact| fact.value.as_str());
    [
        fact("Recipient", story.to.first().map(String::as_str)),
        fact("Sender", story.from.as_deref()),
        fact("Message-ID", known),
        fact("Queue id", Some(&story.id)),
        fact("First seen", first.filter(|first| Some(*first) != taken)),
        fact("Taken at", taken),
        fact("Taken by", host),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn evidence(told: &mut Finding, story: &Story, paste: &str, facts: &Facts) {
    let sent = story.steps.iter().rev().find(|step| step.event == Event::Sent);
    if let Some(shown) = sent.and_then(|step| crate::report::evidence::evidence(paste, facts, step.span)) {
        told.evidence = vec![shown];
    }
}

/// A letter that promises lines and has none is no help: of several messages none is meant.
fn without_lines(told: &mut Finding) {
    const NAMED: &[&str] = &["Recipient: ", "Message-ID: ", "Queue id: ", "Time: "];
    let has_lines =
        |letter: &String| letter.lines().any(|line| NAMED.iter().any(|name| line.starts_with(name)));
    told.ask = told.ask.take().filter(has_lines);
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn told(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    fn sent(id: &str, at: &str, delay: &str) -> String {
        format!(
            "Nov 27 {at} mx postfix/smtp[9]: {id}: to=<ann@example.org>, relay=mx1.example.org[192.0.2.1]:25, {delay}, dsn=2.0.0, status=sent (250 2.0.0 \
             Ok: queued as 4XyZ)\n"
        )
    }

    fn put_off(id: &str, at: &str, words: &str) -> String {
        format!(
            "Nov 27 {at} mx postfix/smtp[9]: {id}: to=<ann@example.org>, relay=mx2.example.org[192.0.2.2]:25, delay=60, dsn=4.7.1, status=deferred ({words})\n"
        )
    }

    #[test]
    fn a_log_of_one_late_message_says_how_late_and_why() {
        let grey = "host mx2.example.org[192.0.2.2] said: 451 4.7.1 Greylisted (in reply to RCPT TO command)";
        let log = [
            "Nov 27 06:00:03 mx postfix/qmgr[1]: 4dTq8M2wXyz1B: from=<bob@example.net>, size=9, nrcpt=1 (queue active)\n".to_owned(),
            put_off("4dTq8M2wXyz1B", "06:01:04", "connect to mx2.example.org[192.0.2.2]:25: Connection timed out"),
            put_off("4dTq8M2wXyz1B", "07:25:05", grey),
            sent("4dTq8M2wXyz1B", "08:31:46", "delay=9103, delays=9101/0.01/0.8/1.1"),
        ]
        .concat();
        let one = told(&log);
        assert_eq!((one.cause.as_str(), one.state.as_str()), ("delivered", "late"));
        assert_eq!(one.title, "The message was delivered, but late");
        for part in
            ["2 hours 31 minutes", "mx1.example.org", "did not answer in time", "mx2.example.org", "2 times"]
        {
            assert!(one.summary.contains(part), "{part}: {}", one.summary);
        }
        let letter = one.ask.expect("a letter");
        for part in ["ann@example.org", "4dTq8M2wXyz1B", "Nov 27 06:00:03", "Nov 27 08:31:46"] {
            assert!(letter.contains(part), "{part}: {letter}");
        }
        // Another message that was quick is not the answer.
        let quick = sent("4dTq8N3k1cz1C", "06:00:05", "delay=1.4, delays=0.1/0.02/0.5/0.8");
        let two = told(&format!("{quick}{log}"));
        assert_eq!(two.title, one.title);
        assert!(two.evidence[0].quote.contains("4dTq8M2wXyz1B"), "{:?}", two.evidence);
        assert!(two.note.is_some_and(|note| note.contains("2 messages")));
    }

    #[test]
    fn the_last_line_alone_tells_how_long_it_took() {
        let waited = told(&sent("4dTq8M2wXyz1B", "08:31:46", "delay=9103, delays=9101/0.01/0.8/1.1"));
        assert_eq!(waited.state, "late");
        assert!(waited.summary.contains("before the attempt that reached it"), "{}", waited.summary);
        assert!(waited.steps[1].text.contains("`4dTq8M2wXyz1B`"), "{:?}", waited.steps);
        let busy = told(&sent("4dTq8M2wXyz1B", "08:31:46", "delay=9103, delays=2/9101/0.8/1.1"));
        assert!(busy.summary.contains("free place"), "{}", busy.summary);
        let quick = told(&sent("4dTq8M2wXyz1B", "08:31:46", "delay=1.4, delays=0.1/0.02/0.5/0.8"));
        assert_eq!(quick.state, "fine");
        let exim = told(
            "2026-11-27 08:31:46 1vLbQX-00000000AbC-1zXy => ann@example.org R=dnslookup T=remote_smtp H=mx1.example.org [192.0.2.1] C=\"250 OK\" QT=2h31m43s DT=1s\n",
        );
        assert_eq!(exim.state, "late");
        let sendmail = told(
            "Nov 27 08:31:46 mx sendmail[99]: 5AR6Vk2x012345: to=<ann@example.org>, delay=02:31:43, xdelay=00:00:02, mailer=esmtp, pri=120000, \
             relay=mx1.example.org. [192.0.2.1], dsn=2.0.0, stat=Sent (Ok: queued as 4XyZ)\n",
        );
        assert_eq!(sendmail.state, "late");
    }

    #[test]
    fn a_letter_without_lines_is_none() {
        let two = [
            sent("4dTq8M2wXyz1B", "08:31:46", "delay=1.4"),
            sent("4dTq8N3k1cz1C", "08:31:47", "delay=1.4").replace("ann@", "eva@"),
        ]
        .concat();
        let letter = told(&two).ask.unwrap_or_default();
        assert!(letter.is_empty() || letter.contains("ann@example.org"), "{letter}");
    }
}
