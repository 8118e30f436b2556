//! Rows of a message trace: sender, recipient, subject, status, whether in columns, as a list of labels, or in a file.

use std::ops::Range;

/// What became of one recipient's copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Delivered,
    Failed,
    Pending,
    Quarantined,
    /// Taken for spam: it lies in Junk, or was stopped.
    Spam,
    /// Spread to the members of a group.
    Expanded,
    /// Sent on to another address, that has a row of its own.
    Resolved,
    /// Not known yet.
    Getting,
}

/// As the page and the cmdlets write them.
const STATUSES: &[(&str, Status)] = &[
    ("delivered", Status::Delivered),
    ("failed", Status::Failed),
    ("pending", Status::Pending),
    ("quarantined", Status::Quarantined),
    ("filteredasspam", Status::Spam),
    ("filtered as spam", Status::Spam),
    ("expanded", Status::Expanded),
    ("resolved", Status::Resolved),
    ("gettingstatus", Status::Getting),
    ("getting status", Status::Getting),
];

/// The last event that the enhanced summary names for a recipient.
const ENDS: &[(&str, Status)] = &[
    ("Deliver", Status::Delivered),
    ("Send", Status::Delivered),
    ("Fail", Status::Failed),
    ("Defer", Status::Pending),
    ("Expand", Status::Expanded),
    ("Resolve", Status::Resolved),
];

pub struct Row {
    pub time: Option<Range<usize>>,
    pub sender: Option<Range<usize>>,
    pub recipient: Option<Range<usize>>,
    pub status: Status,
    /// Where the status stands.
    pub said: Range<usize>,
}

/// `Received SenderAddress RecipientAddress Subject Status`, `Date (UTC+01:00) Sender Recipient Subject Status`.
pub fn are_columns(line: &str) -> bool {
    if line.len() > 400 || line.contains('@') {
        return false;
    }
    let lower: String = line.to_ascii_lowercase().chars().filter(|sign| *sign != '_').collect();
    let mut rest = lower.as_str();
    // In this order, whatever else stands between them.
    ["sender", "recipient", "subject", "status"].iter().all(|name| match rest.find(name) {
        Some(at) => {
            rest = &rest[at + name.len()..];
            true
        }
        None => false,
    }) && (lower.contains("received") || lower.contains("date") || lower.contains("timestamp"))
}

/// The rows that a line is: one of the table, or one for each recipient of the enhanced summary.
pub fn rows(string: &str, line: Range<usize>) -> Vec<Row> {
    let words = &string[line.clone()];
    if words.contains("##") {
        return summary(string, line);
    }
    let addresses = addresses(words, line.start);
    let [sender, recipient, ..] = &addresses[..] else { return Vec::new() };
    let Some((status, said)) = status(words, line.start) else { return Vec::new() };
    let time = time(string, &line);
    vec![Row { time, sender: Some(sender.clone()), recipient: Some(recipient.clone()), status, said }]
}

/// `jo@example.org##Receive, Deliver;kim@example.org##Receive, Fail`.
fn summary(string: &str, line: Range<usize>) -> Vec<Row> {
    let words = &string[line.clone()];
    let sender = addresses(words, line.start).into_iter().next();
    let found = words.match_indices("##").filter_map(|(at, mark)| {
        let start = words[..at].rfind(['"', ',', ';', ' ', '\t']).map_or(0, |before| before + 1);
        let rest = &words[at + mark.len()..];
        let end = rest.find(['"', ';', '\t']).unwrap_or(rest.len());
        let last = rest[..end].trim_end().rsplit([',', ' ']).next()?;
        let (_, status) = ENDS.iter().find(|(name, _)| *name == last)?;
        let said = line.start + at + mark.len();
        let whom = line.start + start..line.start + at;
        let is_address = string[whom.clone()].contains('@');
        is_address.then(|| Row {
            time: time(string, &line),
            sender: sender.clone().filter(|sender| *sender != whom),
            recipient: Some(whom.clone()),
            status: *status,
            said: said..said + rest[..end].trim_end().len(),
        })
    });
    found.take(super::MOST).collect()
}

/// The time that a line begins with.
fn time(string: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let words = &string[line.clone()];
    let blanks = words.len() - words.trim_start().len();
    Some(line.start + blanks..line.start + super::event::time_end(words)?)
}

/// Addresses as they stand in columns; a Message-ID stands between angle brackets.
fn addresses(words: &str, from: usize) -> Vec<Range<usize>> {
    let is_end = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '"' | '#' | '(' | ')');
    let mut found = Vec::new();
    let mut start = 0;
    for part in words.split(is_end) {
        let begin = start;
        start += part.len() + words[start + part.len()..].chars().next().map_or(0, char::len_utf8);
        let is_address = part.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.contains('.') && !domain.ends_with('.')
        });
        if is_address && !part.contains(['<', '>', ':', '=']) && found.len() < 4 {
            found.push(from + begin..from + begin + part.len());
        }
    }
    found
}

/// A cell that is a status, else the words that end the line.
fn status(words: &str, from: usize) -> Option<(Status, Range<usize>)> {
    let cells = cells(words);
    let exact = cells.iter().rev().find_map(|cell| Some((named(&words[cell.clone()])?, cell.clone())));
    let (status, cell) = exact.or_else(|| {
        let line = words.trim_end();
        let (name, status) = STATUSES.iter().find(|(name, _)| {
            let at = line.len().wrapping_sub(name.len());
            let ends = line.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(name));
            ends && line[..at].ends_with(char::is_whitespace)
        })?;
        Some((*status, line.len() - name.len()..line.len()))
    })?;
    Some((status, from + cell.start..from + cell.end))
}

fn named(cell: &str) -> Option<Status> {
    STATUSES.iter().find(|(name, _)| cell.eq_ignore_ascii_case(name)).map(|(_, status)| *status)
}

/// What stands between tabs, between two blanks or more, or between commas, without its quotation marks.
fn cells(words: &str) -> Vec<Range<usize>> {
    let separator = match () {
        () if words.contains('\t') => "\t",
        () if words.contains("  ") => "  ",
        () => ",",
    };
    let mut found = Vec::new();
    let mut start = 0;
    for part in words.split(separator) {
        let trimmed = part.trim().trim_matches('"');
        let at = trimmed.as_ptr() as usize - words.as_ptr() as usize;
        found.push(at..at + trimmed.len());
        start += part.len() + separator.len();
    }
    debug_assert_eq!(start, words.len() + separator.len());
    found
}

/// `Recipient Address : jo@example.org`: the label in small letters, without blanks, and where the value stands.
pub fn label(string: &str, line: &Range<usize>) -> Option<(String, Range<usize>)> {
    let (name, value) = string[line.clone()].split_once(':')?;
    let label = plain(name)?;
    let start = line.end - value.trim_start().len();
    Some((label, start..start + value.trim().len()))
}

/// The names that are read, in one spelling each.
fn plain(name: &str) -> Option<String> {
    const KNOWN: &[&str] = &[
        "sender",
        "senderaddress",
        "recipient",
        "recipientaddress",
        "status",
        "messageid",
        "event",
        "detail",
        "received",
    ];
    if name.len() > 30 {
        return None;
    }
    let plain: String =
        name.trim().chars().filter(|sign| *sign != ' ').collect::<String>().to_ascii_lowercase();
    KNOWN.contains(&plain.as_str()).then_some(plain)
}

/// A row that is being read from a list of labels.
#[derive(Default)]
pub struct Labelled {
    time: Option<Range<usize>>,
    sender: Option<Range<usize>>,
    recipient: Option<Range<usize>>,
    status: Option<(Status, Range<usize>)>,
    /// A label on a line of its own: the value stands below it.
    waits: Option<String>,
}

impl Labelled {
    /// Takes a value in; gives the row before, where it is another one's.
    pub fn label(&mut self, string: &str, label: &str, value: Range<usize>) -> Option<Row> {
        if value.is_empty() {
            self.waits = Some(label.to_owned());
            return None;
        }
        self.waits = None;
        let place = match label {
            "received" => &mut self.time,
            "sender" | "senderaddress" => &mut self.sender,
            "recipient" | "recipientaddress" => &mut self.recipient,
            "status" => {
                let status = named(&string[value.clone()])?;
                let before = self.status.is_some().then(|| std::mem::take(self).finish()).flatten();
                self.status = Some((status, value));
                return before;
            }
            _ => return None,
        };
        let is_another = place.is_some();
        if !is_another {
            *place = Some(value);
            return None;
        }
        let before = std::mem::take(self).finish();
        self.label(string, label, value);
        before
    }

    /// A line without a label: a label by itself, or the value of the one above.
    pub fn value(&mut self, string: &str, line: Range<usize>) -> Option<Row> {
        let words = string[line.clone()].trim();
        if words.is_empty() {
            return None;
        }
        if let Some(label) = plain(words) {
            self.waits = Some(label);
            return None;
        }
        let label = self.waits.take()?;
        let start = words.as_ptr() as usize - string.as_ptr() as usize;
        self.label(string, &label, start..start + words.len())
    }

    pub fn finish(self) -> Option<Row> {
        let (status, said) = self.status?;
        Some(Row { time: self.time, sender: self.sender, recipient: self.recipient, status, said })
    }
}
