//! A row of a sending service's export: an address, a time, and in a cell of its own the event. Most events are no failures.

use crate::mail::{address, reply};
use std::ops::Range;

/// What a row says became of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It arrived, was read, or is on its way; the cell that says so.
    Arrived,
    /// Its reader complained of it.
    Complaint,
}

/// Written without blanks and signs: `Spam Complaint`, `spam_complaint`, `email.complained`.
const ARRIVED: &[&str] = &[
    "delivered",
    "delivery",
    "open",
    "opened",
    "firstopening",
    "uniqueopened",
    "click",
    "clicked",
    "linkclick",
    "linkclicked",
    "processed",
    "request",
    "requests",
    "accepted",
    "queued",
    "sent",
    "send",
    "injection",
    "unsubscribe",
    "unsubscribed",
    "groupunsubscribe",
    "listunsubscribe",
    "zugestellt",
    "geöffnet",
    "geklickt",
    "livré",
    "délivré",
    "ouvert",
    "entregado",
    "abierto",
    "consegnato",
    "aperto",
];

const COMPLAINTS: &[&str] = &[
    "spamreport",
    "spamreported",
    "spamcomplaint",
    "complaint",
    "complained",
    "abuse",
    "abusereport",
    "markedasspam",
    "reportedasspam",
    "fbl",
];

/// The event of a text that is one such row, and its cell. What else the row says must be no refusal.
pub fn event(text: &str) -> Option<(Event, Range<usize>)> {
    let row = text.trim();
    if row.contains('\n') || address::lead(row).is_none() || row.starts_with('{') {
        return None;
    }
    let sign = [';', '\t', ','].into_iter().find(|sign| row.matches(*sign).count() > 0)?;
    let start = text.len() - text.trim_start().len();
    let (found, cell) = cells(row, sign).find_map(|cell| Some((meant(&row[cell.clone()])?, cell)))?;
    (!reply::refuses(row)).then_some((found, start + cell.start..start + cell.end))
}

fn meant(cell: &str) -> Option<Event> {
    /// No event's name is longer.
    const LONGEST: usize = 32;
    let cell = cell.trim_matches(['"', '\'', ' ']);
    if cell.len() > LONGEST {
        return None;
    }
    let last = cell.rsplit('.').next().unwrap_or_default();
    let name: String =
        last.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match name.as_str() {
        name if ARRIVED.contains(&name) => Some(Event::Arrived),
        name if COMPLAINTS.contains(&name) => Some(Event::Complaint),
        _ => None,
    }
}

/// The cells between the signs that part them, with the quotation marks around them.
fn cells(row: &str, sign: char) -> impl Iterator<Item = Range<usize>> + '_ {
    let (mut at, mut is_quoted, mut is_done) = (0, false, false);
    std::iter::from_fn(move || {
        if is_done {
            return None;
        }
        let start = at;
        for (offset, char) in row[start..].char_indices() {
            is_quoted ^= char == '"';
            if char == sign && !is_quoted {
                at = start + offset + sign.len_utf8();
                return Some(start..start + offset);
            }
        }
        is_done = true;
        Some(start..row.len())
    })
}

#[cfg(test)]
mod tests {
    use super::{Event, event};

    #[test]
    fn a_row_names_its_event() {
        let meant = |row: &str| event(row).map(|(event, cell)| (event, row[cell].to_owned()));
        assert_eq!(meant("ann@example.org;spamreport;"), Some((Event::Complaint, "spamreport".to_owned())));
        assert_eq!(meant("ann@example.org\tOpened"), Some((Event::Arrived, "Opened".to_owned())));
        assert_eq!(meant("ann@example.org;delivered;\"550 5.1.1 no\""), None);
        assert_eq!(meant("Hello ann@example.org, it was delivered, thanks"), None);
    }
}
