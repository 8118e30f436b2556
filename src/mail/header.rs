//! Header fields: a name, a colon, a value that may go on in indented lines (RFC 5322, sections 2.2 and 3.6.8).
//!
//! Lines end in LF here; `input::damage` brings other ends into that form.

use crate::text::each_line;
use std::borrow::Cow;
use std::ops::Range;

/// Where one field stands in its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawField {
    pub name: Range<usize>,
    /// Without the white space around it, folds kept.
    pub value: Range<usize>,
}

/// The fields of a block, up to the first empty line; and where the body begins, if there is one.
///
/// A line that is neither a field nor indented belongs to the field before it: it lost its indent on the way.
pub fn fields(block: &str) -> (Vec<RawField>, Option<usize>) {
    // As many as most blocks have.
    let mut fields: Vec<RawField> = Vec::with_capacity(32);
    let mut at = 0;
    for line in each_line(block) {
        let (start, end) = (at, at + line.len());
        at = end;
        if line.trim().is_empty() {
            if fields.is_empty() || is_blank_fold(line, &block[end..]) {
                continue;
            }
            return (trimmed(block, fields), Some(end));
        }
        let is_value = fields.last().is_some_and(|last| is_unindented_value(block, last, line));
        match name_and_colon(line).filter(|_| !is_value) {
            Some((len, colon)) => {
                fields.push(RawField { name: start..start + len, value: start + colon + 1..end });
            }
            None => {
                if let Some(last) = fields.last_mut() {
                    last.value.end = end;
                }
            }
        }
    }
    (trimmed(block, fields), None)
}

/// Whether a line that looks like a field is the value of the one above it, which lost its indent: `CIP:192.0.2.1;CAT:SPOOF` below
/// `X-Forefront-Antispam-Report:`. Such values are pairs without a blank, ended by semicolons.
fn is_unindented_value(block: &str, above: &RawField, line: &str) -> bool {
    let Some((len, colon)) = name_and_colon(line) else { return false };
    if colon == len && is_list_of_names(block, above) {
        let behind = &line[colon + 1..];
        let goes_on = block[above.value.clone()].trim_end().ends_with(':');
        return if behind.trim().is_empty() { goes_on } else { !behind.starts_with([' ', '\t']) };
    }
    let value = block[above.value.clone()].trim();
    let is_open = value.is_empty() || (value.ends_with(';') && is_pairs(value));
    is_open
        && !is_known(&line[..len])
        && colon == len
        && is_pairs(line)
        && is_known(&block[above.name.clone()])
}

/// Whether a signature's value so far ends within the names of the fields that it covers, `h=From:To:` (RFC 6376, section 3.5): what
/// follows without a blank, `Message-ID:Subject:Date; bh=…`, is more of them.
fn is_list_of_names(block: &str, above: &RawField) -> bool {
    const SIGNATURES: &[&str] =
        &["dkim-signature", "arc-message-signature", "x-google-dkim-signature", "domainkey-signature"];
    const LONGEST: usize = 1500;
    let name = &block[above.name.clone()];
    if !SIGNATURES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return false;
    }
    let value = block[above.value.clone()].trim_end();
    let tail = &value[value.ceil_char_boundary(value.len().saturating_sub(LONGEST))..];
    let last = tail.rsplit(';').next().unwrap_or_default().trim_start();
    last.strip_prefix(['h', 'H']).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// `a:1;b:2;`, with no blank behind the first colon.
fn is_pairs(text: &str) -> bool {
    let behind = text.split_once(':').and_then(|(_, behind)| behind.chars().next());
    behind.is_some_and(|behind| !behind.is_whitespace()) && text.contains(';')
}

/// A fold of nothing but blanks, with more of the value behind it: obsolete syntax (RFC 5322, section 4.2).
pub fn is_blank_fold(line: &str, behind: &str) -> bool {
    line.starts_with([' ', '\t']) && behind.starts_with([' ', '\t'])
}

/// How long the field name is with which a line begins. Blanks before the colon are obsolete syntax, yet met
/// (RFC 5322, section 4.5).
pub fn name_len(line: &str) -> Option<usize> {
    name_and_colon(line).map(|(len, _)| len)
}

/// How long the name is, and where its colon stands.
fn name_and_colon(line: &str) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    if !bytes.first()?.is_ascii_alphabetic() {
        return None;
    }
    let len = bytes.iter().position(|byte| !is_name(*byte))?;
    let colon = len + bytes[len..].iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    // `http://…` and `fe80::1` are values.
    let is_value = || bytes[colon..].starts_with(b"://") || bytes[colon..].starts_with(b"::");
    (bytes[colon] == b':' && !is_value()).then_some((len, colon))
}

/// Whether a name is one that mail is known to have: those of the RFCs, of servers, and everything with `X-`.
pub fn is_known(name: &str) -> bool {
    is_machine(name)
        || starts(name, "content-")
        || PEOPLE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether only programs write the field: a block with one of these is no list that a mail program shows to people.
pub fn is_machine(name: &str) -> bool {
    ["x-", "arc-", "list-", "resent-", "ironport-"].iter().any(|prefix| starts(name, prefix))
        || MACHINE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a known field is mail's own: web servers and the errors of programs come with fields of the others, too.
pub fn is_mails_own(name: &str) -> bool {
    is_known(name)
        && !["x-", "content-"].iter().any(|prefix| starts(name, prefix))
        && !SHARED.iter().any(|shared| shared.eq_ignore_ascii_case(name))
}

fn starts(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Fields that programs add.
static MACHINE: &[&str] = &[
    "Received",
    "Return-Path",
    "Message-ID",
    "DKIM-Signature",
    "DomainKey-Signature",
    "Authentication-Results",
    "Received-SPF",
    "MIME-Version",
    "Delivered-To",
    "Envelope-To",
    "Delivery-Date",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "Precedence",
    "User-Agent",
    "Feedback-ID",
    "Thread-Topic",
    "Thread-Index",
    "Errors-To",
    "Mailing-List",
    "Original-Recipient",
    "Old-Return-Path",
    "Comments",
    "Autocrypt",
    "BIMI-Selector",
    "TLS-Required",
    "TLS-Report-Domain",
    "Apparently-To",
    "Mail-Followup-To",
    "Accept-Language",
    "Disposition-Notification-To",
    "Return-Receipt-To",
    "Importance",
    "Priority",
    "Require-Recipient-Valid-Since",
    "Authentication-Warning",
    "Archived-At",
    "Delivered",
    "Lines",
    "Status",
    "Newsgroups",
    "Path",
    "Xref",
];

/// Fields that HTTP has, too (RFC 9110), or that any program may print.
static SHARED: &[&str] = &[
    "Accept-Language",
    "Comments",
    "Date",
    "Importance",
    "Lines",
    "Path",
    "Priority",
    "Status",
    "User-Agent",
];

/// Fields that mail programs also show to people, or print when they forward.
static PEOPLE: &[&str] =
    &["From", "To", "Cc", "Bcc", "Subject", "Date", "Sent", "Reply-To", "Sender", "Organization"];

/// Printable ASCII but the colon, by the letter; in practice letters, digits and a few marks.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+' | b'!')
}

/// A value as one line: a fold is one blank (RFC 5322, section 2.2.3).
pub fn unfold(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    if !value.contains('\n') {
        return Cow::Borrowed(value);
    }
    let mut line = String::with_capacity(value.len());
    for part in value.split('\n') {
        let part = part.trim_matches(['\r', '\t', ' ']);
        if !line.is_empty() && !part.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    Cow::Owned(line)
}

fn trimmed(block: &str, mut fields: Vec<RawField>) -> Vec<RawField> {
    for field in &mut fields {
        field.value = trim(block, field.value.clone());
    }
    fields
}

/// A range without the white space at both of its ends.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &str, want: &[(&str, &str)]) {
        let (fields, _) = fields(block);
        let got: Vec<_> = fields
            .iter()
            .map(|f| (&block[f.name.clone()], unfold(&block[f.value.clone()]).into_owned()))
            .collect();
        let got: Vec<_> = got.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(got, want, "{block:?}");
    }

    #[test]
    fn fields_are_split_and_unfolded() {
        check(
            "Subject: one\n two\nTo : a\nX-Empty:\n\nBody: no",
            &[("Subject", "one two"), ("To", "a"), ("X-Empty", "")],
        );
        check(
            "A: b\nlost its indent\nC: http://example.com/",
            &[("A", "b lost its indent"), ("C", "http://example.com/")],
        );
        check(
            "A: one,\nhttp://example.com/x\nfe80::1\n12:30",
            &[("A", "one, http://example.com/x fe80::1 12:30")],
        );
        check("\n\nA: b", &[("A", "b")]);
        check("A: b\n \n c\n\n d", &[("A", "b c")]);
        check("", &[]);
    }

    #[test]
    fn the_body_begins_behind_the_empty_line() {
        assert_eq!(fields("A: b\n\nbody").1, Some(6));
        assert_eq!(fields("A: b\n").1, None);
    }

    #[test]
    fn the_names_that_a_signature_covers_are_no_fields() {
        let value = |block: &str| {
            let (found, _) = fields(block);
            assert_eq!(found.len(), 2, "{block}");
            unfold(&block[found[0].value.clone()]).into_owned()
        };
        assert_eq!(
            value(
                "DKIM-Signature: v=1; d=a.example; h=MIME-Version:References:\nMessage-ID:Subject:To:\nFrom:Date; bh=x; b=y\nFrom: a@a.example\n"
            ),
            "v=1; d=a.example; h=MIME-Version:References: Message-ID:Subject:To: From:Date; bh=x; b=y"
        );
        assert_eq!(value("ARC-Message-Signature: i=1; h=To\nFrom: a@a.example\n"), "i=1; h=To");
    }

    #[test]
    fn a_value_that_lost_its_indent_is_no_field() {
        let names = |block: &str| {
            let (found, _) = fields(block);
            found.into_iter().map(|field| block[field.name].to_owned()).collect::<Vec<_>>()
        };
        let block = "X-Forefront-Antispam-Report:\nCIP:192.0.2.1;CTRY:DE;\nCAT:SPOOF;DIR:INB;\nX-Microsoft-Antispam-Mailbox-Delivery:\nucf:0;jmr:0;dest:J;\nTo: \
                     a@example.org\n";
        assert_eq!(
            names(block),
            ["X-Forefront-Antispam-Report", "X-Microsoft-Antispam-Mailbox-Delivery", "To"]
        );
        assert_eq!(
            names("Subject:\nMood: good; better\nX-Mood:\nTo:a@example.org;b@example.org\n"),
            ["Subject", "Mood", "X-Mood", "To"]
        );
    }
}
