//! The events of one message in a message trace: `Date`, `Event`, `Detail`.

use super::row::Status;
use crate::input::log;
use std::ops::Range;

/// What an event means for the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A step on the way.
    Step,
    Send,
    Deliver,
    Defer,
    Fail,
    Expand,
    /// What a filter or a rule made of it.
    Verdict,
}

/// As the page writes them; the longer one first where one begins like another.
const EVENTS: &[(&str, What)] = &[
    ("Receive", What::Step),
    ("Submit", What::Step),
    ("Send external", What::Send),
    ("Send", What::Send),
    ("Deliver", What::Deliver),
    ("Fail", What::Fail),
    ("Defer", What::Defer),
    ("Expand", What::Expand),
    ("Resolve", What::Step),
    ("Redirect", What::Step),
    ("Transfer", What::Step),
    ("Journal", What::Step),
    ("Transport rule", What::Verdict),
    ("Spam Diagnostics", What::Step),
    ("Spam", What::Verdict),
    ("Malware", What::Verdict),
    ("Drop", What::Verdict),
];

/// What Exchange Online says in them, and hardly anybody else.
pub const SAID: &[&str] =
    &["{LED=", "Message received by: ", "Message sent to ", "The message was submitted"];

pub struct Event {
    pub what: What,
    /// The event's name, and what is said of it.
    pub range: Range<usize>,
    detail: Range<usize>,
}

impl Event {
    /// Whether its words are those of Exchange Online.
    pub fn is_its_own(&self, string: &str) -> bool {
        SAID.iter().any(|said| string[self.detail.clone()].contains(said))
    }

    /// What the mail came to by it.
    pub fn ends(&self) -> Option<Status> {
        match self.what {
            What::Send | What::Deliver => Some(Status::Delivered),
            What::Fail => Some(Status::Failed),
            What::Defer => Some(Status::Pending),
            What::Expand => Some(Status::Expanded),
            What::Step | What::Verdict => None,
        }
    }

    /// The words that say why: the last error detail, `{LED=…}`, where there is one.
    pub fn says(&self, string: &str) -> Range<usize> {
        let found = within(string, &self.detail, "{LED=").filter(|found| !found.is_empty());
        found.unwrap_or_else(|| if self.detail.is_empty() { self.range.clone() } else { self.detail.clone() })
    }

    /// The server that said it.
    pub fn host(&self, string: &str) -> Option<String> {
        let named = within(string, &self.detail, "{FQDN=").or_else(|| {
            let (_, rest) = string[self.detail.clone()].split_once("Message sent to ")?;
            let start = self.detail.end - rest.len();
            Some(start..start + rest.find(' ').unwrap_or(rest.len()))
        })?;
        let name = string[named].trim();
        let is_name = name.contains('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        is_name.then(|| name.to_owned())
    }
}

/// The value behind a key, up to the end of its braces.
fn within(string: &str, detail: &Range<usize>, key: &str) -> Option<Range<usize>> {
    let words = &string[detail.clone()];
    let start = words.find(key)? + key.len();
    let rest = &words[start..];
    let end = rest.find("};").or_else(|| rest.find("}]")).or_else(|| rest.rfind('}')).unwrap_or(rest.len());
    Some(detail.start + start..detail.start + start + end)
}

/// Events that are being read, line by line.
#[derive(Default)]
pub struct Events {
    found: Vec<Event>,
    /// The name that a label gave; what is said of it follows.
    named: Option<(What, Range<usize>)>,
    /// The last one goes on.
    is_open: bool,
}

impl Events {
    /// `Event : Fail`, `Detail : Reason: …`.
    pub fn label(&mut self, string: &str, label: &str, value: Range<usize>) {
        self.is_open = false;
        if label == "event" {
            let name = string[value.clone()].trim();
            let known = EVENTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            self.named = known.map(|(_, what)| (*what, value));
        } else if let Some((what, name)) = self.named.take() {
            self.push(Event { what, range: name.start..value.end, detail: value });
        }
    }

    /// A row of the table, or a line that the row before goes on with. Whether it was one of them.
    pub fn line(&mut self, string: &str, line: Range<usize>) -> bool {
        let words = &string[line.clone()];
        if words.trim().is_empty() {
            self.is_open = false;
            return false;
        }
        if let Some(event) = event(string, &line) {
            self.push(event);
            return true;
        }
        let goes_on = self.is_open && time_end(words).is_none();
        if let Some(last) = self.found.last_mut().filter(|_| goes_on) {
            last.range.end = line.end;
            last.detail.end = line.end;
        }
        goes_on
    }

    fn push(&mut self, event: Event) {
        self.is_open = true;
        if self.found.len() < super::MOST {
            self.found.push(event);
        }
    }

    pub fn finish(self) -> Vec<Event> {
        self.found
    }
}

/// Where the time ends that a line begins with: one that a log knows, or what the first column of a row holds (`11/19/2026, 2:10 PM`).
pub fn time_end(words: &str) -> Option<usize> {
    let of_log =
        log::time_of(words).map(|time| time.as_ptr() as usize - words.as_ptr() as usize + time.len());
    of_log.or_else(|| {
        let cell = words.split_once('\t')?.0;
        let is_time = cell.trim_start().starts_with(|c: char| c.is_ascii_digit())
            && cell.contains(':')
            && cell.len() < 40;
        is_time.then_some(cell.len())
    })
}

/// `20/11/2026 07:02:14  Fail  Reason: …`; without a time the columns have to show.
fn event(string: &str, line: &Range<usize>) -> Option<Event> {
    let words = &string[line.clone()];
    // In one line with the heading above the table.
    let words = words.trim_start().strip_prefix("Message events:").unwrap_or(words);
    let behind = time_end(words).map_or(words, |end| words[end..].trim_start_matches(']'));
    let has_time = behind.len() < words.len();
    let rest = behind.trim_start();
    let rest = ["AM", "PM"].iter().find_map(|half| rest.strip_prefix(half)).unwrap_or(rest).trim_start();
    let (name, what) = EVENTS
        .iter()
        .find(|(name, _)| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))?;
    let after = &rest[name.len()..];
    let is_apart = match has_time {
        true => after.is_empty() || after.starts_with(char::is_whitespace),
        false => after.starts_with(['\t']) || after.starts_with("  "),
    };
    let detail = line.end - after.trim_start().len()..line.end;
    let start = line.end - rest.len();
    (is_apart && (has_time || !detail.is_empty())).then_some(Event {
        what: *what,
        range: start..line.end,
        detail,
    })
}
