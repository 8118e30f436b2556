//! The guided check: a file for each complaint, with the questions that it begins; and the table of tools.

use crate::extra::{file, files};
use crate::names::Act;
use crate::pack::Scroll;
use crate::raw::Base;
use crate::{Faults, article};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComplaintFile {
    /// Its place in the list.
    place: u8,
    title: String,
    about: String,
    first: String,
    /// The mail is there: late, or in the wrong folder. What is said of refused mail does not hold.
    #[serde(default)]
    arrives: bool,
    /// The reader is the recipient: the other side is the sender's.
    #[serde(default)]
    to_reader: bool,
    sources: Vec<String>,
    checked: String,
    check: Vec<RawCheck>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    id: String,
    question: String,
    why: String,
    #[serde(default)]
    help: String,
    /// Shows what the reader's provider documents about its servers.
    #[serde(default)]
    provider: bool,
    #[serde(default)]
    command: Vec<RawCommand>,
    outcome: Vec<RawOutcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCommand {
    #[serde(default)]
    unix: String,
    #[serde(default)]
    windows: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcome {
    id: String,
    says: String,
    #[serde(default)]
    means: String,
    /// From here on nobody can run commands: a phone, a printer.
    #[serde(default)]
    by_hand: bool,
    check: Option<String>,
    paste: Option<String>,
    cause: Option<String>,
    ask: Option<String>,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    letter: String,
    /// The verdict where the reader's provider is known: what it documents is the text then.
    #[serde(default)]
    known: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToolFile {
    tool: Vec<RawTool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTool {
    name: String,
    shows: String,
    useless: String,
}

/// What the reader can fill in, and what follows from it.
const PLACEHOLDERS: &[&str] =
    &["host", "sender", "sender_domain", "recipient", "recipient_domain", "remote", "sending_ip", "selector"];

/// Places of the page that a text may lead to.
const PAGES: &[&str] = &["home", "where"];

/// Reads, judges and writes it.
pub fn tables(root: &Path, base: &Base, faults: &mut Faults) -> String {
    let folder = root.join("guide");
    let tools = file::<ToolFile>(&folder.join("tools.toml"), faults).map_or(Vec::new(), |file| file.tool);
    let mut complaints = Vec::new();
    for (id, path) in files(&folder).into_iter().filter(|(id, _)| id != "tools") {
        if let Some(read) = file::<ComplaintFile>(&path, faults) {
            complaints.push((id, read));
        }
    }
    complaints.sort_by_key(|(_, complaint)| complaint.place);
    let guide = Guide { base, complaints, place: folder.display().to_string() };
    guide.judge(faults);
    let mut scroll = Scroll::default();
    scroll.number(tools.len());
    for RawTool { name, shows, useless } in &tools {
        scroll.text(name).text(shows).text(useless);
    }
    scroll.emit("TOOLS_PACKED") + &guide.complaints() + &guide.questions(faults)
}

struct Guide<'a> {
    base: &'a Base,
    complaints: Vec<(String, ComplaintFile)>,
    place: String,
}

impl Guide<'_> {
    fn checks(&self) -> impl Iterator<Item = &RawCheck> {
        self.complaints.iter().flat_map(|(_, complaint)| &complaint.check)
    }

    fn number(&self, id: &str) -> Option<usize> {
        self.checks().position(|check| check.id == id)
    }

    fn judge(&self, faults: &mut Faults) {
        let mut known = HashSet::new();
        for check in self.checks() {
            let at = format!("{}: {}", self.place, check.id);
            if !known.insert(check.id.as_str()) {
                faults.add(&at, "stands twice");
            }
            let ids: HashSet<&str> = check.outcome.iter().map(|outcome| outcome.id.as_str()).collect();
            if ids.len() != check.outcome.len() || check.outcome.len() < 2 {
                faults.add(&at, "needs two outcomes or more, each with an id of its own");
            }
            let fine = |id: &str| {
                !id.is_empty()
                    && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            };
            if !ids.iter().all(|id| fine(id)) {
                faults.add(&at, "ids of outcomes stand in addresses: a-z, 0-9 and -");
            }
            for outcome in &check.outcome {
                self.judge_outcome(&format!("{at}: {}", outcome.id), outcome, faults);
            }
            let commands = check.command.iter().flat_map(|command| [&command.unix, &command.windows]);
            for text in commands.chain(check.outcome.iter().map(|outcome| &outcome.letter)) {
                placeholders(&at, text, faults);
            }
        }
        for (id, complaint) in &self.complaints {
            if complaint.sources.is_empty() || complaint.checked.len() != 10 {
                faults.add(
                    format!("{}: {id}", self.place),
                    "needs sources, and the date when they were checked",
                );
            }
        }
        self.judge_ways(faults);
    }

    fn judge_outcome(&self, at: &str, outcome: &RawOutcome, faults: &mut Faults) {
        let end = outcome.cause.is_some() || outcome.ask.is_some();
        let ways = [outcome.check.is_some(), outcome.paste.is_some(), end];
        if ways.iter().filter(|way| **way).count() != 1 {
            faults.add(
                at,
                "leads to a check, to a text to paste, or to a cause and somebody to ask: to one of them",
            );
        }
        if !end && !(outcome.verdict.is_empty() && outcome.text.is_empty() && outcome.letter.is_empty()) {
            faults.add(at, "verdict, text and letter belong to an end");
        }
        if end && outcome.cause.is_none() && (outcome.verdict.is_empty() || outcome.text.is_empty()) {
            faults.add(at, "an end without a cause needs a verdict and a text");
        }
        if outcome.check.as_ref().is_some_and(|check| self.number(check).is_none()) {
            faults.add(at, format!("{:?} is no check", outcome.check));
        }
        if outcome.cause.as_ref().is_some_and(|cause| self.base.cause(cause).is_none()) {
            faults.add(at, format!("{:?} is no cause", outcome.cause));
        }
        if outcome.ask.as_ref().is_some_and(|who| Act::from_name(who).is_none()) {
            faults.add(at, format!("ask = {:?}", outcome.ask));
        }
    }

    /// Every check can be reached, and nobody walks in circles.
    fn judge_ways(&self, faults: &mut Faults) {
        let mut left: HashSet<&str> = HashSet::new();
        for (id, complaint) in &self.complaints {
            match self.checks().find(|check| check.id == complaint.first) {
                Some(check) => self.walk(check, &mut Vec::new(), &mut left, faults),
                None => {
                    faults.add(format!("{}: {id}", self.place), format!("{:?} is no check", complaint.first))
                }
            }
        }
        for check in self.checks().filter(|check| !left.contains(check.id.as_str())) {
            faults.add(&self.place, format!("{} is never asked", check.id));
        }
    }

    fn walk<'a>(
        &'a self,
        check: &'a RawCheck,
        way: &mut Vec<&'a str>,
        left: &mut HashSet<&'a str>,
        faults: &mut Faults,
    ) {
        if way.contains(&check.id.as_str()) {
            return faults.add(&self.place, format!("in circles: {} > {}", way.join(" > "), check.id));
        }
        if !left.insert(&check.id) {
            return;
        }
        way.push(&check.id);
        for next in check.outcome.iter().filter_map(|outcome| outcome.check.as_ref()) {
            if let Some(next) = self.checks().find(|check| check.id == *next) {
                self.walk(next, way, left, faults);
            }
        }
        way.pop();
    }

    fn complaints(&self) -> String {
        let mut scroll = Scroll::default();
        scroll.number(self.complaints.len());
        for (id, ComplaintFile { title, about, first, arrives, to_reader, .. }) in &self.complaints {
            scroll.text(id).text(title).text(about).number(self.number(first).unwrap_or(0));
            scroll.number(usize::from(*arrives)).number(usize::from(*to_reader));
        }
        scroll.emit("COMPLAINTS_PACKED")
    }

    fn questions(&self, faults: &mut Faults) -> String {
        let mut scroll = Scroll::default();
        scroll.number(self.checks().count());
        for check in self.checks() {
            let RawCheck { id, question, why, help, provider, command, outcome } = check;
            self.prose(id, why, faults);
            self.prose(id, help, faults);
            scroll.text(id).text(question).text(why).text(help).number(usize::from(*provider));
            scroll.number(command.len());
            for RawCommand { unix, windows, why } in command {
                scroll.text(unix).text(windows).text(why);
            }
            scroll.number(outcome.len());
            for outcome in outcome {
                scroll.text(&outcome.id).text(&outcome.says).text(&outcome.means);
                scroll.number(usize::from(outcome.by_hand));
                self.next(outcome, &mut scroll, faults);
            }
        }
        scroll.emit("CHECKS_PACKED")
    }

    /// 0 and a check's number; 1 and what to paste; 2 and an end, its cause's number one more, 0 for none.
    fn next(&self, outcome: &RawOutcome, scroll: &mut Scroll, faults: &mut Faults) {
        if let Some(check) = &outcome.check {
            scroll.number(0).number(self.number(check).unwrap_or(0));
            return;
        }
        if let Some(paste) = &outcome.paste {
            scroll.number(1).text(paste);
            return;
        }
        let cause = outcome.cause.as_ref().and_then(|cause| self.base.cause(cause));
        let act = match (&outcome.ask, cause) {
            (Some(who), _) => Act::from_name(who).unwrap_or(Act::Nobody),
            (None, Some(cause)) => self.act_of(cause),
            (None, None) => Act::Nobody,
        };
        self.prose(&outcome.id, &outcome.text, faults);
        scroll.number(2).number(cause.map_or(0, |cause| cause + 1)).text(&outcome.verdict);
        scroll.name(Some(act)).text(&outcome.text).text(&outcome.letter).text(&outcome.known);
    }

    fn act_of(&self, cause: usize) -> Act {
        let file = self.base.causes.iter().find(|file| file.id == self.base.cause_ids[cause]);
        file.and_then(|file| Act::from_name(&file.content.act)).unwrap_or(Act::Nobody)
    }

    /// Whether the links and the code of a text are in order.
    fn prose(&self, id: &str, text: &str, faults: &mut Faults) {
        let pieces = article::inlines(text).unwrap_or_else(|fault| {
            faults.add(format!("{}: {id}", self.place), fault);
            Vec::new()
        });
        for piece in &pieces {
            let article::Inline::Link(_, to) = piece else { continue };
            let fine = match to.split_once(':') {
                Some(("cause", cause)) => self.base.cause(cause).is_some(),
                Some(("page", page)) => PAGES.contains(&page),
                Some(("https", _)) => true,
                _ => false,
            };
            if !fine {
                faults.add(format!("{}: {id}", self.place), format!("link to {to:?}"));
            }
        }
    }
}

fn placeholders(at: &str, text: &str, faults: &mut Faults) {
    for (_, rest) in text.match_indices('{').map(|(index, _)| text.split_at(index + 1)) {
        let name = rest.split('}').next().unwrap_or_default();
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if is_name && !PLACEHOLDERS.contains(&name) {
            faults.add(at, format!("{{{name}}} is filled in by nobody"));
        }
    }
}
