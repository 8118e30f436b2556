//! What the place tells: names and subjects in header fields, the text of a message that came back.

use super::users::is_role;
use super::{Category, Found, Told};
use std::ops::Range;

/// Fields whose values name people: display names stand before the address.
const PEOPLE: &[&str] = &[
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "resent-from",
    "resent-to",
    "resent-cc",
    "mail-followup-to",
    "disposition-notification-to",
    "x-original-to",
    "delivered-to",
    "errors-to",
    "x-sender",
    "von",
    "an",
    "kopie",
    "de",
    "à",
    "cci",
    "para",
    "da",
    "do",
    "van",
    "aan",
    "od",
    "från",
    "till",
    "fra",
    "til",
    "absender",
    "expéditeur",
    "destinataire",
    "remitente",
    "destinatario",
    "mittente",
    "remetente",
    "destinatário",
    "afzender",
    "nadawca",
    "odbiorca",
    "avsändare",
    "afsender",
    "avsender",
    "lähettäjä",
    "vastaanottaja",
    "odesílatel",
    "feladó",
    "címzett",
    "gönderen",
    "kimden",
    "kime",
    "от",
    "кому",
    "отправитель",
    "получатель",
    "від",
    "από",
    "προς",
    "发件人",
    "收件人",
    "寄件者",
    "收件者",
    "差出人",
    "送信者",
    "宛先",
];

/// Fields whose values are somebody's words.
const WORDS: &[&str] = &[
    "subject",
    "thread-topic",
    "comments",
    "keywords",
    "betreff",
    "objet",
    "asunto",
    "assunto",
    "oggetto",
    "onderwerp",
    "temat",
    "ämne",
    "emne",
    "organization",
    "x-original-subject",
    "aihe",
    "předmět",
    "tárgy",
    "konu",
    "тема",
    "θέμα",
    "主题",
    "主旨",
    "件名",
    "제목",
];

pub fn find(paste: &str, told: &Told) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut field = Field::Other;
    let mut body = Body { is_first_report: told.is_report, ..Body::default() };
    let mut block = Block::default();
    for line in paste.split_inclusive('\n') {
        let inner = quoted(line);
        let text = &line[inner..];
        let at = start + inner;
        // Above what a server said stands the report's own header; below it, that of the mail that came back.
        if is_of_delivery(text) || (value_at(text) == 0 && told.holds(&(at..start + line.len()))) {
            body.is_first_report = false;
        }
        if let Some(range) = body.line(text) {
            found.push(Found { range: at + range.start..at + range.end, category: Category::Content });
        } else {
            let folded = text.starts_with([' ', '\t']) && !text.trim().is_empty();
            let value = if folded { 0 } else { value_at(text) };
            if !folded {
                field = Field::of(&text[..value]);
            }
            block.line(text, value > 0 || folded);
            // A report has one subject; the next is that of the mail that it tells of.
            let is_subject = field == Field::Words && !folded;
            let is_reports = is_subject && std::mem::take(&mut body.is_first_report) && block.is_reports();
            let value = if is_reports { behind_colon(text, value) } else { value };
            field.find(text, value, at, &mut found);
        }
        start += line.len();
    }
    found
}

/// The fields that stand together. Those of a report come first of all, or name a daemon; who copied its words alone has
/// but the fields of the mail that came back.
#[derive(Default)]
struct Block {
    has_words_above: bool,
    is_daemons: bool,
}

impl Block {
    fn line(&mut self, text: &str, is_field: bool) {
        let said = text.to_lowercase();
        match is_field {
            true => {
                self.is_daemons |= DAEMONS.iter().any(|name| said.contains(name));
            }
            false => {
                self.is_daemons = false;
                self.has_words_above |= !said.trim().is_empty();
            }
        }
    }

    fn is_reports(&self) -> bool {
        self.is_daemons || !self.has_words_above
    }
}

const DAEMONS: &[&str] = &["daemon", "postmaster", "mail delivery", "microsoftexchange"];

#[derive(Clone, Copy, PartialEq)]
enum Field {
    People,
    Words,
    Other,
}

impl Field {
    /// Of `Name:`, as it stands before the value.
    fn of(head: &str) -> Self {
        let name = head.trim().trim_end_matches(':').trim().trim_matches('*').to_lowercase();
        match name.as_str() {
            name if PEOPLE.contains(&name) => Field::People,
            name if WORDS.contains(&name) => Field::Words,
            _ => Field::Other,
        }
    }

    fn find(self, line: &str, value: usize, at: usize, found: &mut Vec<Found>) {
        let text = line[value..].trim_end();
        match self {
            Field::People => found.extend(names(until_next_field(text)).map(|range| Found {
                range: at + value + range.start..at + value + range.end,
                category: Category::Name,
            })),
            Field::Words if !text.trim().is_empty() => {
                let lead = text.len() - text.trim_start().len();
                let range = at + value + lead..at + value + text.len();
                found.push(Found { range, category: Category::Content });
            }
            _ => {}
        }
    }
}

/// A report's subject is a server's, up to the subject that it quotes: `Undeliverable: Lunch on Friday`.
fn behind_colon(line: &str, value: usize) -> usize {
    line[value..].find(':').map_or(line.len(), |colon| value + colon + 1)
}

/// Where the value of a header field begins; 0 where the line is no field.
fn value_at(line: &str) -> usize {
    let Some(colon) = line.find(':') else { return 0 };
    let name = line[..colon].trim_end().trim_matches('*');
    let fine = !name.is_empty()
        && name.len() < 80
        && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if fine { colon + 1 } else { 0 }
}

/// Display names: what stands before each `<address>`, or in brackets behind a bare one.
/// The value up to a field that lost its line: `To: Ann Berg <ann@example.org> Date: …`.
fn until_next_field(value: &str) -> &str {
    let begins = value.match_indices(": ").find_map(|(colon, _)| {
        let name = value[..colon].rsplit(|c: char| c.is_whitespace() || c == '>').next()?;
        let start = colon - name.len();
        let is_name = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        (start > 0 && is_name && name.starts_with(|c: char| c.is_ascii_uppercase())).then_some(start)
    });
    &value[..begins.unwrap_or(value.len())]
}

fn names(value: &str) -> impl Iterator<Item = Range<usize>> {
    people(value).into_iter().filter_map(move |piece| {
        let start = piece.start;
        let piece = &value[piece];
        let name = match piece.find('<') {
            Some(angle) => &piece[..angle],
            None if piece.contains('@') => &piece[piece.find('(').map_or(piece.len(), |open| open + 1)..],
            None => piece,
        };
        let trimmed = name.trim().trim_matches(['"', '\'', '(', ')', '[', ']', ';']);
        let lead = trimmed.as_ptr() as usize - piece.as_ptr() as usize;
        let plain = !trimmed.is_empty() && !trimmed.contains('@') && trimmed.chars().any(char::is_alphabetic);
        (plain && !is_machine(trimmed)).then(|| start + lead..start + lead + trimmed.len())
    })
}

/// Where each of them stands. `Berg, Ann <ann@example.org>` is one, as Outlook writes it.
fn people(value: &str) -> Vec<Range<usize>> {
    let mut people: Vec<Range<usize>> = Vec::new();
    let (mut at, mut ends) = (0, true);
    for piece in value.split_inclusive([',', ';']) {
        let bare = piece.trim_end_matches([',', ';']);
        let range = at..at + bare.len();
        at += piece.len();
        let given = bare.split('<').next().unwrap_or_default();
        let is_given = !given.contains('@') && given.split_whitespace().count() == 1;
        match people.last_mut() {
            Some(last) if !ends && is_given => last.end = range.end,
            _ => people.push(range),
        }
        // A surname has no address yet.
        ends = piece.ends_with(';') || bare.contains(['@', '<']) || bare.split_whitespace().count() > 3;
    }
    people
}

/// Mail programs' own name in what they report.
fn is_machine(name: &str) -> bool {
    is_role(name) || name.to_ascii_lowercase().starts_with("mail delivery ")
}

/// How long the quote signs before a line's text are (`> > `): one space belongs to each, more are the line's own.
fn quoted(line: &str) -> usize {
    let mut rest = line;
    while let Some(after) = rest.strip_prefix(['>', '|']) {
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    line.len() - rest.len()
}

/// The text of a message: after the header block that follows a MIME part's head or a sign that says so.
#[derive(Default)]
struct Body {
    state: State,
    /// The header block shows that the mail is a server's report: its own words belong to nobody.
    is_report: bool,
    /// So much is known of the first mail, whatever its header shows.
    is_first_report: bool,
    /// The head of a part says that it is about a delivery, or holds a mail.
    is_machines: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    /// Nothing of a message has been seen.
    #[default]
    Outside,
    /// In a header block that has the look of a message's.
    Head,
    /// In the text behind it: taken out.
    Text,
    /// In the head of a part of it.
    Part,
}

impl Body {
    /// The range of the line that is a message's text.
    fn line(&mut self, line: &str) -> Option<Range<usize>> {
        let text = line.trim_end();
        if matches!(self.state, State::Outside | State::Head) {
            self.is_report |= is_of_report(text);
        }
        match self.state {
            State::Outside if opens(text) => self.state = State::Head,
            State::Outside if text.is_empty() => self.is_report = false,
            State::Head if text.is_empty() => {
                let is_report = self.is_report || std::mem::take(&mut self.is_first_report);
                self.state = if is_report { State::Outside } else { State::Text };
                (self.is_report, self.is_first_report) = (false, false);
            }
            State::Text if closes(text) => (self.state, self.is_machines) = (State::Part, false),
            State::Part if text.is_empty() => {
                self.state = if self.is_machines { State::Outside } else { State::Text };
            }
            State::Part if is_in_head(text) => self.is_machines |= is_for_machines(text),
            State::Text | State::Part if !text.is_empty() => {
                self.state = State::Text;
                return Some(0..text.len());
            }
            _ => {}
        }
        None
    }
}

/// A message of somebody's own begins: its identifying fields, below the words of a report.
fn opens(line: &str) -> bool {
    begins(line, &["message-id:", "mime-version:", "x-mailer:", "user-agent:"])
}

/// A field that only reports on delivery have (RFC 3464), or that names who writes them.
fn is_of_report(line: &str) -> bool {
    const DAEMONS: &[&str] = &["mailer-daemon", "postmaster@", "mail delivery", "mail-daemon"];
    let lower = line.to_ascii_lowercase();
    begins(&lower, &["content-type: multipart/report", "x-failed-recipients:"])
        || (begins(&lower, &["from:"]) && DAEMONS.iter().any(|name| lower.contains(name)))
}

/// A field of the part that programs read (RFC 3464).
fn is_of_delivery(line: &str) -> bool {
    begins(line, &["reporting-mta:", "final-recipient:", "diagnostic-code:"])
}

/// What servers wrote, or a mail with a head of its own.
fn is_for_machines(line: &str) -> bool {
    begins(line, &["content-type: message/", "content-type: text/rfc822"])
}

/// A field, or the next line of one.
fn is_in_head(line: &str) -> bool {
    value_at(line) > 0 || line.starts_with([' ', '\t'])
}

fn begins(line: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

/// A MIME boundary ends a part. What a report says stands in parts of their own.
fn closes(line: &str) -> bool {
    line.starts_with("--")
        && !line.starts_with("-- ")
        && line.len() > 2
        && line.bytes().any(|b| b.is_ascii_alphanumeric())
}
