//! Conversations with a server, and logs of one.

use super::super::explained::{Cell, Row, Sheet, head};
use crate::report::Report;
use crate::report::dialogue::{Capability, Move, Words};
use crate::report::story::{Group, Step, Story};
use crate::report::text::one_line;
use crate::web::clock::duration;

/// Each command beside its reply, the first wrong turn marked.
pub fn dialogue(report: &Report) -> Option<Sheet> {
    let dialogue = report.dialogue.as_ref()?;
    let steps = dialogue.exchanges.len();
    let moves =
        dialogue.exchanges.iter().enumerate().map(|(at, one)| exchange(one, dialogue.wrong == Some(at)));
    Some(Sheet {
        id: "dialogue".to_owned(),
        title: "Dialogue".to_owned(),
        summary: match dialogue.wrong {
            Some(wrong) => format!("{steps} steps, the first wrong turn at step {}", wrong + 1),
            None => format!("{steps} steps, none of them refused"),
        },
        open: true,
        head: head(&["Said", "Answered", "What it means"]),
        rows: moves.collect(),
        ..Sheet::default()
    })
}

/// The keywords of the server's reply to EHLO (RFC 5321, section 4.1.1.1).
pub fn offers(report: &Report) -> Option<Sheet> {
    let offers = &report.dialogue.as_ref()?.capabilities;
    let row = |offer: &Capability| {
        let about = offer.about.as_deref().unwrap_or("Not in the list of known extensions.");
        Row::new(vec![Cell::code(&offer.keyword).small(&offer.parameters), Cell::new(about)])
            .at(offer.evidence.start, offer.evidence.end)
    };
    let mut keywords: Vec<&str> = offers.iter().map(|offer| offer.keyword.as_str()).collect();
    keywords.dedup();
    (!offers.is_empty()).then(|| Sheet {
        id: "offers".to_owned(),
        title: "What the server offers".to_owned(),
        summary: keywords.join(", "),
        rows: offers.iter().map(row).collect(),
        ..Sheet::default()
    })
}

fn exchange(one: &Move, wrong: bool) -> Row {
    let lines = |said: &Words| said.text.lines().map(one_line).collect::<Vec<_>>().join("\n");
    let words = |said: &Option<Words>| said.as_ref().map(lines).unwrap_or_default();
    const COVERED: &str = "credentials, not shown";
    let said = match words(&one.command) {
        said if said.is_empty() && one.covered => Cell::new(COVERED),
        said => Cell::code(said).small(if one.covered { COVERED } else { "" }),
    };
    let sign = match (wrong, one.failed) {
        (true, _) if one.code.is_none_or(|code| code >= 500) => "permanent",
        (true, _) => "temporary",
        // What a program says of a refusal only repeats it.
        (false, true) if one.act != "trouble" => "temporary",
        _ => "",
    };
    let meaning = if wrong { format!("First wrong turn. {}", one.means) } else { one.means.to_string() };
    // What the program itself says between two commands is no command of the dialogue.
    let row = match matches!(one.act.as_str(), "note" | "trouble") {
        true => vec![Cell::code(words(&one.command)).sign(sign).small(if wrong {
            "first wrong turn, in the program’s own words"
        } else {
            "in the program’s own words"
        })],
        false => vec![said, Cell::code(words(&one.reply)), Cell::new(meaning).sign(sign)],
    };
    let row = Row::new(row);
    let row = Row { marked: wrong, ..row };
    match one.reply.as_ref().or(one.command.as_ref()) {
        Some(evidence) => row.at(evidence.start, evidence.end),
        None => row,
    }
}

/// A log in a few sentences, then trouble by trouble.
pub fn log(report: &Report) -> Option<Sheet> {
    let log = report.log.as_ref()?;
    Some(Sheet {
        id: "log".to_owned(),
        title: "Log".to_owned(),
        // How the messages fared is the first of the sentences.
        summary: format!("{} of {} lines understood", log.understood, log.lines),
        open: true,
        sentences: log.sentences.clone(),
        head: head(&["Times", "Trouble and host", "When"]),
        rows: log.groups.iter().map(group).collect(),
        ..Sheet::default()
    })
}

fn group(group: &Group) -> Row {
    let until = group.last.as_ref().filter(|last| Some(*last) != group.first.as_ref());
    Row::new(vec![
        Cell::new(group.count.to_string()),
        Cell::new(&group.title).leads_to(&group.cause).small(group.host.clone().unwrap_or_default()),
        Cell::new(group.first.clone().unwrap_or_default())
            .small(until.map(|last| format!("to {last}")).unwrap_or_default()),
    ])
    .at(group.example.start, group.example.end)
}

/// Message by message.
pub fn stories(report: &Report) -> Option<Sheet> {
    let log = report.log.as_ref()?;
    let stories = &log.stories;
    (!stories.is_empty()).then(|| Sheet {
        id: "stories".to_owned(),
        title: "Messages".to_owned(),
        summary: format!("{} shown, those with trouble first", stories.len()),
        search: true,
        // Of one message the answer above tells all.
        open: log.failed + log.waiting > 1,
        head: head(&["Outcome", "To and from", "What happened"]),
        rows: stories.iter().map(story).collect(),
        ..Sheet::default()
    })
}

fn story(story: &Story) -> Row {
    let took = story.seconds.map(|seconds| format!(" after {}", duration(seconds))).unwrap_or_default();
    let troubles = troubles(story);
    // With several recipients each outcome names its own, and with several reasons each has its own.
    let line = |step: &Step| {
        let to = step.to.as_deref().filter(|_| story.to.len() > 1);
        let words = [step.time.as_deref(), Some(&*step.event), to, step.host.as_deref()];
        let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
        match step.title.as_deref().filter(|_| troubles.len() > 1) {
            Some(title) => format!("{words}: {title}"),
            None => words,
        }
    };
    // A remark of the server's own says nothing of the way.
    let steps = story.steps.iter().filter(|step| step.event != "note").map(line);
    // One a line: see `style/components/sheet.css`.
    let steps = steps.collect::<Vec<_>>().join("\n");
    let told = match (&story.title, &story.cause) {
        (Some(_), Some(_)) if troubles.len() > 1 && story.outcome != "delivered" => {
            Cell::new(format!("{} reasons, each beside its recipient", troubles.len())).small(steps)
        }
        (Some(title), Some(cause)) if story.outcome != "delivered" => {
            Cell::new(title).leads_to(cause).small(steps)
        }
        _ => Cell::default().small(steps),
    };
    let from = story.from.as_ref().map(|from| format!("from {from}")).unwrap_or_default();
    let row = Row::new(vec![
        Cell::new(format!("{}{took}", outcome(story))).small(&story.id).sign(sign(story)),
        Cell::new(story.to.join(", ")).small(from),
        told,
    ]);
    match story.steps.first() {
        Some(step) => row.at(step.start, step.end),
        None => row,
    }
}

/// What its recipients were not reached for, each once. What was mended by a later try counts no more.
fn troubles(story: &Story) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for (at, step) in story.steps.iter().enumerate() {
        let Some(title) = step.title.as_deref() else { continue };
        let is_past = story.steps[at + 1..].iter().any(|later| {
            later.to == step.to && matches!(later.event.as_str(), "sent" | "deferred" | "bounced")
        });
        if !is_past && !found.contains(&title) {
            found.push(title);
        }
    }
    found
}

fn sign(story: &Story) -> &'static str {
    match story.outcome.as_str() {
        "failed" | "partly" => "permanent",
        "waiting" => "temporary",
        "delivered" => "fine",
        _ => "unknown",
    }
}

fn outcome(story: &Story) -> &str {
    if story.outcome == "partly" { "delivered in part" } else { &story.outcome }
}
