//! Finds the recipients of a report by the places where addresses stand in its words.

use super::draft::Draft;
use super::find;
use super::lead::lead;
use super::signs;
use crate::mail::shown;
use crate::text::Text;
use std::ops::Range;

/// Addresses that a report names without meaning them: its own sender and receiver.
pub struct Others(pub Vec<String>);

impl Others {
    fn has(&self, address: &str) -> bool {
        find::is_helper(address) || self.0.iter().any(|other| other.eq_ignore_ascii_case(address))
    }
}

/// Finds the recipients by the places where addresses stand.
pub fn named(draft: &mut Draft, text: &Text, others: &Others) {
    let source = text.as_str();
    let mut before = "";
    let mut at = 0;
    let mut first = None;
    for line in source.split_inclusive('\n') {
        if let Some(lead) = lead(line)
            && (!asks_to_write(before) || goes_on(first, before, line, &source[at + line.len()..]))
        {
            first.get_or_insert(indent(line));
            for range in lead.addresses {
                if !others.has(&line[range.clone()]) {
                    let behind = &source[at + range.end..];
                    let written =
                        written(&behind[..behind.floor_char_boundary(LONGEST_FORM.min(behind.len()))]);
                    add(draft, text, at + range.start..at + range.end, written);
                }
            }
        }
        if !line.trim().is_empty() {
            before = line;
        }
        at += line.len();
    }
    if draft.facts.recipients.is_empty() {
        in_sentences(draft, text, others);
    }
    if draft.facts.recipients.is_empty()
        && let Some(group) = group(source)
    {
        draft.recipient(&group, None);
    }
}

/// The group that Google did not let somebody post to: its name stands in the notice's first sentence, `the group you tried to contact
/// (choir)`, and its domain in the address of the help, `support.google.com/a/example.org/`, or in the name that signs.
fn group(source: &str) -> Option<String> {
    let (_, rest) = source.split_once("group you tried to contact (")?;
    let name = rest.split_once(')')?.0.trim();
    let help =
        source.split_once("support.google.com/a/").and_then(|(_, rest)| rest.split(['/', ' ', '\n']).next());
    let domain = match help {
        Some(domain) => domain,
        None => source.lines().find_map(|line| line.trim().strip_suffix(" admins"))?,
    };
    let address = format!("{name}@{domain}");
    (find::addresses(&address) == [0..address.len()]).then_some(address)
}

fn add(draft: &mut Draft, text: &Text, range: Range<usize>, written: Option<&str>) {
    let range = whole(text.as_str(), &range).unwrap_or(range);
    let address = text.get(range.clone()).to_owned();
    let written = written.filter(|written| !written.eq_ignore_ascii_case(&address));
    if let Some(found) = draft.recipient(&address, Some(text.span(range)))
        && written.is_some()
    {
        draft.facts.recipients[found].original = written.map(str::to_owned);
    }
}

/// Another place of an address that the end of a line tore: `ann@exam` and `ple.org` below it. Without a dot behind the `@`, or with
/// its rest on the next line, it is the longer one that begins with it.
fn whole(source: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let address = &source[range.clone()];
    let (_, domain) = address.rsplit_once('@')?;
    let behind = source[range.end..].trim_start_matches(['>', ' ', '\t', '\r']);
    let below = behind.strip_prefix('\n').map(|below| below.trim_start_matches(['>', '|', ' ', '\t']));
    let has_dot = domain.contains(['.', '[']);
    if has_dot && below.is_none() {
        return None;
    }
    let begins = |other: &&Range<usize>| {
        let other = &source[(*other).clone()];
        let front = other.get(..address.len()).filter(|_| other.len() > address.len());
        let goes_on = || below.is_some_and(|below| below.starts_with(&other[address.len()..]));
        front.is_some_and(|front| front.eq_ignore_ascii_case(address)) && (!has_dot || goes_on())
    };
    // Reports of thousands of lines have thousands of addresses, and none that is torn.
    let near = &source[..source.floor_char_boundary(NEAR.min(source.len()))];
    find::addresses(near).iter().find(begins).cloned()
}

/// So far the whole address is looked for, in bytes.
const NEAR: usize = 20_000;

/// The fields for machines seldom say which address was written to; the words above them do.
pub fn written_to(draft: &mut Draft, words: &str) {
    const FEW: usize = 8;
    for recipient in draft.facts.recipients.iter_mut().take(FEW).filter(|known| known.original.is_none()) {
        let address = recipient.address.as_str();
        let behind = |at: usize| &words[at + address.len()..];
        let mut forms = words.match_indices(address).filter_map(|(at, _)| {
            let behind = behind(at);
            written(&behind[..behind.floor_char_boundary(LONGEST_FORM.min(behind.len()))])
        });
        recipient.original = forms.find(|written| !written.eq_ignore_ascii_case(address)).map(str::to_owned);
    }
}

/// So far is looked for it, in bytes: an address has at most 254 (RFC 5321, section 4.5.3.1.3, without its brackets).
const LONGEST_FORM: usize = 300;

/// The address that was written to, where another one stands for it: `<b@example.net> (expanded from <a@example.org>)` of
/// Postfix, `(generated from a@example.org)` of Exim.
fn written(behind: &str) -> Option<&str> {
    const FORMS: &[&str] = &["(expanded from ", "(generated from "];
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | ':'));
    let rest = FORMS.iter().find_map(|form| behind.strip_prefix(form))?;
    let (address, _) = rest.split_once(')')?;
    let address = address.trim_matches(['<', '>']);
    (find::addresses(address) == [0..address.len()]).then_some(address)
}

/// Addresses that stand in the midst of lines: those with a word before them that means a recipient, or the only one.
fn in_sentences(draft: &mut Draft, text: &Text, others: &Others) {
    let source = text.as_str();
    let mut meant: Vec<Range<usize>> = find::addresses(source)
        .into_iter()
        .filter(|range| !others.has(&source[range.clone()]) && !is_senders(before(source, range.start)))
        .filter(|range| !shown::is_from(&source[line_start(source, range.start)..range.start]))
        .collect();
    // Whom the report itself went to is no failed recipient, unless nobody else is named.
    if meant.iter().any(|range| !is_noted(source, range.start)) {
        meant.retain(|range| !is_noted(source, range.start));
    }
    let cued: Vec<Range<usize>> =
        meant.iter().filter(|range| is_cued(before(source, range.start))).cloned().collect();
    let is_one =
        meant.windows(2).all(|two| source[two[0].clone()].eq_ignore_ascii_case(&source[two[1].clone()]));
    let chosen = if !cued.is_empty() {
        cued
    } else if is_one {
        meant
    } else {
        Vec::new()
    };
    for range in chosen {
        add(draft, text, range, None);
    }
}

/// Whether an address stands in a line of the note that programs put over a forwarded mail: `To:` right beside `Subject:`,
/// `Date:` and the like, in whatever language.
fn is_noted(source: &str, at: usize) -> bool {
    let start = line_start(source, at);
    is_field(&source[start..]) && source[..start].lines().next_back().is_some_and(is_field)
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// A line of a word and a colon, with something behind it.
fn is_field(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '*']);
    line.split_once(':').is_some_and(|(name, value)| {
        let word = name.trim_end_matches('*');
        !word.is_empty()
            && word.len() <= 20
            && word.chars().all(char::is_alphabetic)
            && value.lines().next().is_some_and(|value| !value.trim().is_empty())
    })
}

/// What stands before an offset on its line and at the end of the line above, in lower case.
fn before(source: &str, at: usize) -> String {
    let from = source.floor_char_boundary(at.saturating_sub(60));
    let flat = signs::flat(&source[from..at]);
    flat.trim_end_matches(['<', '"', '\'', ' ', ':', '=', '(', '[', '\\']).to_owned()
}

fn is_cued(before: String) -> bool {
    const CUES: &[&str] = &[
        "to",
        "recipient",
        "recipients",
        "user",
        "rcpt to",
        "address",
        "mailbox",
        "account",
        "email",
        "emailaddress",
        "for",
        "addressee",
        "an",
        "à",
        "a",
        "para",
        "al",
        "aan",
        "do",
        "пользователь",
        // Certified mail of Italy (PEC): `proveniente da "…" e destinato all'utente "…"`.
        "destinato all'utente",
        "destinata all'utente",
        "local mailbox",
        "generated by",
        "generated from",
        "permanent errors",
        "reach",
        "550",
        "553",
        "551",
        "552",
        "554",
        "5.1.1",
        "users",
    ];
    CUES.iter().any(|cue| before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

fn is_senders(before: String) -> bool {
    if before.ends_with("generated from") {
        return false;
    }
    const CUES: &[&str] = &[
        "from",
        "sender",
        "mail from",
        "reply-to",
        "contact",
        "envelope-from",
        "return-path",
        "message-id",
        "id",
        "identifier",
        "write to",
        "mail to",
        "e-mail to",
        "email to",
        "by e-mail at",
        "by email at",
        "via e-mail at",
        "via email at",
        "forward to",
        "report to",
        "von",
        "de",
        "source",
        "messageid",
        "proveniente da",
        "identificativo messaggio",
        "email us at",
        "us at",
    ];
    CUES.iter().any(|cue| before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

/// Whether a line leads the next of a list, whatever a server asked for in the reply above it: what is said of each is set in deeper than the
/// addresses, or names a host right below, as Exim's list does, or stands behind each address, as Postfix writes it.
fn goes_on(first: Option<usize>, before: &str, line: &str, behind: &str) -> bool {
    let next = behind.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim_start();
    let names_host = next.starts_with("host ") && next.contains('[');
    first.is_some_and(|first| {
        names_host || is_told_of(line) || (indent(line) == first && indent(before) > first)
    })
}

/// `<ann@example.org>: unknown user: "ann"`: whoever is to be asked has no words behind the address.
fn is_told_of(line: &str) -> bool {
    let behind = line.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(_, behind)| behind);
    behind.and_then(|behind| behind.strip_prefix(": ")).is_some_and(|words| !words.trim().is_empty())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A line that asks to write to somebody: the address under it is a helper's.
fn asks_to_write(line: &str) -> bool {
    let line = signs::flat(line);
    [
        "contact us",
        "please contact",
        "assistance",
        "question",
        "please write",
        "send mail to",
        "send an e-mail to",
        "help",
        "from:",
        "sender",
    ]
    .iter()
    .any(|sign| line.contains(sign))
        && !["recipient", "address"].iter().any(|sign| line.contains(sign))
}
