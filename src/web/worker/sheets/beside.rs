//! Sentences about a report and its findings that the page shows as they are.

use super::super::explained::Beside;
use super::headers::maker;
use super::way::{passed, way};
use crate::knowledge;
use crate::report::adapted::program::hoster::HOSTER;
use crate::report::message::{Filter, Value};
use crate::report::standing::headed;
use crate::report::{Evidence, Finding, Reply, Report, case};
use crate::web::clock::duration;

/// What is said beside a finding.
pub fn beside(report: &Report, finding: &Finding) -> Beside {
    let (way, stop) = way(finding, &report.kind);
    let passed = passed(report, finding, &way, stop);
    Beside {
        who: headed(&finding.who),
        here: here(&finding.state).to_owned(),
        way,
        stop,
        passed_at: passed.map(|(at, _)| at),
        passed_how: passed.map_or("", |(_, how)| how).to_owned(),
        sure: sure(&finding.confidence, finding.considered.is_empty()).to_owned(),
        letters: letters(finding, &report.kind),
        spoken: finding.reply.as_ref().and_then(spoken).unwrap_or_default(),
        meanings: meanings(report, finding),
        case: case::written(finding),
    }
}

/// What happened at the station where it ended.
fn here(state: &str) -> &'static str {
    match state {
        "warning" | "junk" | "late" | "mend" | "fine" => "arrived",
        "part" => "had it here",
        "temporary" | "lasting" => "held up here",
        _ => "stopped here",
    }
}

/// `is_alone`: nothing else is named that it could have been.
fn sure(confidence: &str, is_alone: bool) -> &'static str {
    match confidence {
        "certain" if !is_alone => "Certain: of all that the text says, these words tell why.",
        "certain" => "Certain: these words mean only this.",
        "likely" => "Likely: these words usually mean this.",
        _ => "Possible: these words allow this answer, and others too.",
    }
}

/// What stands beside each evidence; what several are told by is said at the first of them.
fn meanings(report: &Report, finding: &Finding) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for one in &finding.evidence {
        let meaning = meaning(report, one).filter(|meaning| !told.contains(meaning));
        told.push(meaning.unwrap_or_default());
    }
    told
}

/// What stands where a piece of evidence was read; nothing where only its words say it.
fn meaning(report: &Report, one: &Evidence) -> Option<String> {
    let holds = |start: usize, end: usize| start <= one.start && one.end <= end;
    let hops = report.hops.iter().chain(report.returned.iter().flat_map(|mail| &mail.hops));
    if let Some(hop) = hops.into_iter().find(|hop| holds(hop.start, hop.end)) {
        let is_counted = crate::report::journey::is_counted(report, hop);
        let later = hop.delay.filter(|seconds| *seconds > 0 && is_counted);
        let later = later.map(|seconds| format!(", {} after the one before", duration(seconds)));
        return Some(format!("{} took the mail over{}.", hop.by.as_ref()?, later.unwrap_or_default()));
    }
    if let Some(stated) = report.auth.iter().find(|stated| holds(stated.start, stated.end)) {
        return stated.meaning.clone();
    }
    if let Some(filter) = report.filters.iter().find(|filter| holds(filter.start, filter.end))
        && let Some(verdict) = &filter.verdict
    {
        if let Some(test) = test(filter, &one.quote) {
            return test;
        }
        return Some(format!("{}: {verdict}", maker(filter)));
    }
    let moves = report.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    let of_move = |words: &Option<crate::report::dialogue::Words>| {
        words.as_ref().is_some_and(|words| holds(words.start, words.end))
    };
    if let Some(turn) = moves.into_iter().find(|turn| of_move(&turn.command) || of_move(&turn.reply)) {
        return Some(turn.means.clone());
    }
    let mut fields = report.message.iter().flat_map(|message| &message.fields);
    let field = fields.find(|field| holds(field.start, field.end))?;
    knowledge::field(&field.name).map(|known| format!("{}: {}", field.name, known.about))
}

/// What one of a filter's own words means, where the quote is one; within, nothing where nobody documents it.
fn test(filter: &Filter, quote: &str) -> Option<Option<String>> {
    let note = filter.notes.iter().find(|note| note.term == quote);
    let points = ["points", "tests"].into_iter().find_map(|key| match filter.fields.get(key)? {
        Value::List(list) => list.iter().find(|item| item.split('=').next() == Some(quote)),
        Value::Text(_) => None,
    });
    if note.is_none() && points.is_none() {
        return None;
    }
    let weight =
        points.and_then(|item| item.split_once('=')).map(|(_, points)| format!(" ({points} points)"));
    Some(note.map(|note| {
        let meaning = note.meaning.trim_end_matches('.');
        format!("{}: {meaning}{}.", maker(filter), weight.unwrap_or_default())
    }))
}

/// Who said it, and when in the conversation.
fn spoken(reply: &Reply) -> Option<String> {
    let by = reply.remote.as_ref().map(|host| format!("by {host}"));
    let moment = reply.moment.as_deref().map(|moment| moment_of(moment).to_owned());
    let said: Vec<String> = by.into_iter().chain(moment).collect();
    (!said.is_empty()).then(|| format!("Said {}.", said.join(", ")))
}

fn moment_of(moment: &str) -> &'static str {
    match moment {
        "connect" => "as the connection was opened",
        "helo" => "at the greeting",
        "starttls" => "as the encryption was to begin",
        "auth" => "at the sign-in",
        "mail" => "when the sender was named (MAIL)",
        "rcpt" => "when the recipient was named (RCPT)",
        "data" => "when the message was announced (DATA)",
        "end-of-data" => "after the whole message",
        _ => "after the server had taken the message",
    }
}

/// The messages of a finding, each behind what its button says.
fn letters(finding: &Finding, kind: &str) -> Vec<(String, String)> {
    let first = finding.ask.iter().map(|letter| (button(finding, kind), letter.clone()));
    let other = finding.ask_if_sent.iter().map(|letter| (IF_SENT.to_owned(), letter.clone()));
    let told = finding.to_tell.iter().map(|told| (TO_TELL.to_owned(), told.clone()));
    first.chain(other).chain(told).collect()
}

const TO_TELL: &str = "A sentence for whoever asks why it was late";
const IF_SENT: &str = "If you sent it: a message to them";

/// The button of a finding's message.
fn button(finding: &Finding, kind: &str) -> String {
    let arrived = finding.cause == "delivered" && matches!(kind, "headers" | "message");
    match finding.act.as_str() {
        // Who has the headers may be on either side.
        "recipient" if arrived => IF_SENT.to_owned(),
        // `you, if the web site is yours, with whoever hosts it`: nobody writes to themselves.
        _ if arrived && finding.who.starts_with("you, ") => {
            let parted = [", with ", ", or "].iter().find_map(|part| finding.who.rsplit_once(part));
            let other = parted.map_or("them", |(_, other)| other.split(':').next().unwrap_or(other));
            format!("Message to {}", other.replace(" hosts it", " hosts the web site"))
        }
        _ if arrived => format!("Message to {}", finding.who),
        "sender-admin" if finding.who.starts_with(HOSTER) => {
            "Message to your hosting company or administrator".to_owned()
        }
        // Who has the log or the program before them runs it, as a rule.
        "sender-admin" if finding.who.starts_with("you, or") => {
            "If somebody else runs it: message to them".to_owned()
        }
        act => {
            let to = message_to(&finding.cause, act, finding.ask.as_deref().unwrap_or_default());
            // To write is no mending where the reader has it in their own hands.
            let is_theirs = act == "sender" && finding.cause != "undetermined" && to != TO_RECIPIENT;
            // Where waiting is the answer, to write is what comes last: the page sets this button like the others.
            if act == "nobody" && finding.cause != "undetermined" {
                format!("If it cannot wait: {}", to.replacen('M', "m", 1))
            } else if is_theirs {
                format!("If you cannot do this yourself: {}", to.replacen('M', "m", 1))
            } else {
                to.to_owned()
            }
        }
    }
}

const TO_RECIPIENT: &str = "Message to the recipient";

/// To whom a message is: who is to act; where that is the reader or nobody, the message itself tells.
pub fn message_to(cause: &str, act: &str, message: &str) -> &'static str {
    let act = if cause == "undetermined" { "sender" } else { act };
    match act {
        "nobody" if matches!(cause, "greylisted" | "server-unavailable") => "Message to their administrator",
        // Only whoever runs the organisation's mail can give what these ask for.
        "sender" if cause == "send-as-denied" || message.contains("our Microsoft 365") => {
            "Message to your administrator"
        }
        "sender" if !is_to_recipient(message) => "Message to your mail provider",
        "sender" | "nobody" | "recipient" => TO_RECIPIENT,
        "sender-admin" => "Message to your administrator",
        "recipient-admin" => "Message to their administrator",
        _ => "Message to them",
    }
}

fn is_to_recipient(message: &str) -> bool {
    [" to you", " reach you", "your mail system"].iter().any(|words| message.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::CAUSES;

    #[test]
    fn nobody_is_to_write_to_themselves() {
        let of = |who: &str| {
            let finding = Finding {
                cause: "delivered".to_owned(),
                act: "sender".to_owned(),
                who: who.to_owned(),
                ..Finding::default()
            };
            button(&finding, "headers")
        };
        assert_eq!(
            of("you, if the web site is yours, with whoever hosts it"),
            "Message to whoever hosts the web site"
        );
        assert_eq!(
            of("you, or whoever looks after your mail: by a rule"),
            "Message to whoever looks after your mail"
        );
        assert_eq!(of("the sender's mail administrator"), "Message to the sender's mail administrator");
    }

    #[test]
    fn a_message_of_who_acts_himself_names_whom_it_asks() {
        let own_side = [
            "auth-credentials",
            "auth-required",
            "sending-limit",
            "server-name-unresolved",
            "too-many-recipients",
        ];
        let asks = |cause: &&crate::knowledge::Cause| cause.act.name() == "sender" && !cause.ask.is_empty();
        for cause in CAUSES.iter().filter(asks) {
            let wanted = if own_side.contains(&cause.id) {
                "Message to your mail provider"
            } else {
                "Message to the recipient"
            };
            assert_eq!(message_to(cause.id, "sender", cause.ask), wanted, "{}", cause.id);
        }
    }

    #[test]
    fn the_button_goes_by_who_refused() {
        let button = |paste: &str| {
            super::super::explained(crate::diagnose(paste)).beside.swap_remove(0).letters.swap_remove(0).0
        };
        assert_eq!(button("550 5.1.1 <ann@example.org> user unknown"), "Message to the recipient");
        assert_eq!(button("452 4.2.2 mailbox full"), "Message to the recipient");
        // The page colours what begins with Message: nobody has to write where waiting is the answer.
        assert_eq!(
            button("450 4.2.0 Greylisted, try again in 300 seconds"),
            "If it cannot wait: message to their administrator"
        );
        assert_eq!(
            button("535 5.7.8 authentication failed"),
            "If you cannot do this yourself: message to your mail provider"
        );
        assert_eq!(
            button(
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant"
            ),
            "Message to your administrator"
        );
    }

    #[test]
    fn who_held_a_mail_up_is_headed_by_name() {
        let late = "Received: from a.example.net by mx.example.org with ESMTPS id 2; Tue, 3 Nov 2026 12:35:00 +0000\n\
                    Received: from pc by a.example.net with ESMTPSA id 1; Tue, 3 Nov 2026 10:00:05 +0000\nFrom: ann@example.net\n";
        let beside = super::super::explained(crate::diagnose(late)).beside.swap_remove(0);
        assert_eq!(
            (beside.who.as_str(), beside.here.as_str()),
            ("example.net's mail administrator", "arrived")
        );
        assert_eq!(beside.letters[0].0, "Message to example.net's mail administrator");
    }

    #[test]
    fn evidence_says_what_stands_there() {
        let meanings =
            |paste: &str| super::super::explained(crate::diagnose(paste)).beside.swap_remove(0).meanings;
        let late = meanings(
            "Received: from a.example.org by mx.example.net with ESMTPS id 2; Tue, 3 Nov 2026 12:35:00 +0000\n\
             Received: from pc by a.example.org with ESMTPSA id 1; Tue, 3 Nov 2026 10:00:05 +0000\n\
             From: ann@example.org\nTo: bob@example.net\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n",
        );
        assert!(
            late.contains(&"mx.example.net took the mail over, 2 h 34 min after the one before.".to_owned()),
            "{late:?}"
        );
        let junk = meanings(
            "X-Spam-Flag: YES\nFrom: ann@example.org\nSubject: a\nReceived: by mx.example.net; Tue, 3 Nov 2026 12:35:00 +0000\n",
        );
        let tests = meanings(
            "X-Spam-Status: Yes, score=7 required=5 tests=[BAYES_99=3.5,RAZOR2_CHECK=2.5,LOCAL_TEST_7=1]\nFrom: ann@example.org\n\
             Subject: a\nReceived: by mx.example.net; Tue, 3 Nov 2026 12:35:00 +0000\n",
        );
        assert_eq!(
            tests[..2],
            [
                "SpamAssassin: By what it has learned, almost surely spam (99 in 100 or more) (3.5 points).",
                "SpamAssassin: The Razor network knows the text as spam (2.5 points).",
            ]
        );
        assert_eq!(tests[2], "");
        assert!(
            junk.iter().any(|meaning| meaning.contains("X-Spam-Flag") || meaning.contains("filter")),
            "{junk:?}"
        );
        let reply = super::super::explained(crate::diagnose(
            "status=bounced (host mx.example.org[192.0.2.7] said: 550 5.1.1 <ann@example.org>: User unknown (in reply to RCPT TO command))",
        ));
        assert_eq!(reply.beside[0].spoken, "Said by mx.example.org, when the recipient was named (RCPT).");
    }
}
