//! Delivery status notifications, the part for machines: RFC 3464, section 2.
//!
//! Groups of fields, parted by empty lines; the first is about the message, each further one about a recipient. Many
//! systems write but one group, or fields in another order, and people copy the fields out of their part: so a group
//! is any run of fields, and what it is about is told by its fields.

use super::header::{self, RawField};
use std::ops::Range;

/// One run of fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Name and value of each: ranges of the text.
    pub fields: Vec<RawField>,
}

impl Group {
    /// The value of the first field of that name, whatever its case.
    pub fn get<'a>(&self, text: &'a str, name: &str) -> Option<&'a str> {
        self.range(text, name).map(|range| &text[range])
    }

    /// Where the first field of that name has its value.
    pub fn range(&self, text: &str, name: &str) -> Option<Range<usize>> {
        let is_it = |field: &&RawField| text[field.name.clone()].eq_ignore_ascii_case(name);
        self.fields.iter().find(is_it).map(|field| field.value.clone()).filter(|value| !value.is_empty())
    }

    /// Whether it is about a recipient.
    pub fn is_recipient(&self, text: &str) -> bool {
        ["final-recipient", "original-recipient", "action", "x-actual-recipient"]
            .iter()
            .any(|name| self.range(text, name).is_some())
    }
}

/// The groups of a text. A recipient field that comes again begins a new group even without an empty line.
pub fn groups(text: &str) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        if line.trim().is_empty() {
            groups.push(Group::default());
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        match header::name_len(line).filter(|_| !line.starts_with([' ', '\t'])) {
            Some(len) => {
                let value = start + line.find(':').map_or(len, |colon| colon + 1);
                let field = RawField { name: start..start + len, value: value..end };
                if begins_anew(text, group, &field) {
                    groups.push(Group { fields: vec![field] });
                } else {
                    group.fields.push(field);
                }
            }
            None => {
                if let Some(last) = group.fields.last_mut() {
                    last.value.end = end;
                }
            }
        }
    }
    groups.retain(|group| !group.fields.is_empty());
    for field in groups.iter_mut().flat_map(|group| &mut group.fields) {
        field.value = header::trim(text, field.value.clone());
    }
    groups
}

fn begins_anew(text: &str, group: &Group, field: &RawField) -> bool {
    let name = &text[field.name.clone()];
    let starts =
        name.eq_ignore_ascii_case("final-recipient") || name.eq_ignore_ascii_case("original-recipient");
    starts && group.range(text, name).is_some()
}

/// The value of a field `type; value`: where the value stands. Without a type, all of it (RFC 3464, section 2.1.2).
pub fn typed(value: &str) -> (&str, Range<usize>) {
    match value.split_once(';') {
        Some((kind, rest))
            if kind.trim().bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/')) =>
        {
            let start = value.len() - rest.trim_start().len();
            (kind.trim(), start..value.len())
        }
        _ => ("", 0..value.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_parted_by_empty_lines_and_by_recipients() {
        let text = "Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; x@example.org\nAction: failed\n\
                    Diagnostic-Code: smtp; 550\n no\nFinal-Recipient: rfc822; y@example.org\n";
        let groups = groups(text);
        assert_eq!(groups.len(), 3);
        assert!(!groups[0].is_recipient(text) && groups[1].is_recipient(text));
        assert_eq!(groups[1].get(text, "diagnostic-code"), Some("smtp; 550\n no"));
        assert_eq!(groups[2].get(text, "Final-Recipient"), Some("rfc822; y@example.org"));
    }

    #[test]
    fn values_carry_a_type() {
        assert_eq!(typed("rfc822;a@example.org"), ("rfc822", 7..20));
        assert_eq!(typed("SMTP;  550 no"), ("SMTP", 7..13));
        assert_eq!(typed("550 no; never"), ("", 0..13));
        assert_eq!(typed(""), ("", 0..0));
    }
}
