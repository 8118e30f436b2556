//! What a run of header fields tells about whether a case begins.

use super::lines::{lines, unquoted};
use crate::input::reports;
use crate::mail::header;

/// What a header tells about whether a case begins.
#[derive(Default)]
pub struct Fields<'a> {
    pub count: usize,
    pub machine: usize,
    from: Option<&'a str>,
    subject: Option<&'a str>,
    pub boundary: Option<&'a str>,
    /// It begins with a field that servers put on top.
    pub is_trace_first: bool,
}

impl<'a> Fields<'a> {
    pub fn read(block: &'a str) -> Self {
        let mut fields = Fields::default();
        for line in lines(block).map(|line| unquoted(&block[line])) {
            if fields.boundary.is_none() {
                fields.boundary = boundary(line);
            }
            let Some(name) = name(line) else { continue };
            let value = line[line.find(':').map_or(line.len(), |colon| colon + 1)..].trim();
            let is_machine = header::is_machine(name);
            fields.is_trace_first |= fields.count == 0 && is_machine;
            fields.count += 1;
            fields.machine += usize::from(is_machine);
            if fields.from.is_none() && is_one_of(name, FROM) {
                fields.from = Some(value);
            }
            if fields.subject.is_none() && is_one_of(name, SUBJECT) {
                fields.subject = Some(value);
            }
        }
        fields
    }

    /// More than a program prints of a header.
    pub fn is_complete(&self) -> bool {
        self.from.is_some() && self.count >= 3 && self.machine > 0
    }

    /// Written by a mail server.
    pub fn is_report(&self) -> bool {
        self.is_bounce() || self.from.is_some_and(reports::is_server)
    }

    /// A bounce by its sender or its subject. An answer to a bounce or its forwarding is written by people.
    pub fn is_bounce(&self) -> bool {
        let about_failure = self.subject.is_some_and(|subject| {
            let is_answer = subject.split_once(':').is_some_and(|(mark, _)| is_one_of(mark, ANSWERS));
            !is_answer && reports::is_failing_subject(subject)
        });
        self.from.is_some_and(|from| about_failure || reports::is_daemon(from))
    }
}

/// Names that mail programs print over what they forward, in the languages that are met most.
const FROM: &[&str] = &["From", "Von", "De", "Da", "Van", "Från", "Fra", "Od", "От"];
const SUBJECT: &[&str] = &[
    "Subject",
    "Betreff",
    "Objet",
    "Oggetto",
    "Asunto",
    "Assunto",
    "Onderwerp",
    "Ämne",
    "Emne",
    "Temat",
    "Тема",
];
const ANSWERS: &[&str] =
    &["Re", "Fw", "Fwd", "Aw", "Wg", "Tr", "Rv", "Enc", "I", "R", "Sv", "Vs", "Antw", "Doorst"];

pub fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
}

/// The name of a field that mail has, or that a mail program prints.
pub fn name(line: &str) -> Option<&str> {
    let colon = line.get(..line.floor_char_boundary(80))?.find(':')?;
    let name = line[..colon].trim_matches(['*', ' ']);
    let is_known = header::name_len(line).is_some_and(|len| header::is_known(&line[..len]));
    (is_known || is_one_of(name, FROM) || is_one_of(name, SUBJECT)).then_some(name)
}

/// A row of the table that says what became of a check: `SPF: PASS with IP 192.0.2.1`.
pub fn is_result(line: &str) -> bool {
    let result = |rest: &str| rest.trim_start_matches([':', ' ', '\t', '\'']).starts_with(char::is_uppercase);
    ["SPF", "DKIM", "DMARC"].iter().any(|check| {
        line.strip_prefix(check).is_some_and(|rest| rest.starts_with([':', '\t']) && result(rest))
    })
}

/// `boundary=` of a Content-Type (RFC 2046, section 5.1.1).
fn boundary(line: &str) -> Option<&str> {
    let at = line.to_ascii_lowercase().find("boundary=")?;
    let value = line[at + "boundary=".len()..].trim_start();
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([';', ' ', '\t']).next()?,
    };
    (!value.is_empty()).then_some(value)
}
