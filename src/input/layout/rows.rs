//! Fields in lines that have another form than `Name: value`: tables, lists, bold names, numbered lines.

use super::{Names, end_line, is_name};
use crate::mail::header;
use crate::text::{Text, TextBuilder, each_line};
use std::ops::Range;

/// How the lines of a layout begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `| Name | value |`
    Bars,
    /// `Name<TAB>value`
    Tabs,
    /// `Name      value`
    Columns,
    /// `**Name:** value`, `- Name: value`, `12  Name: value`
    Marked,
    /// The name on a line, the value on the next.
    Above,
}

const FORMS: [Form; 5] = [Form::Bars, Form::Tabs, Form::Columns, Form::Marked, Form::Above];

/// A name and a value, as places in their line.
struct Row {
    name: Range<usize>,
    value: Range<usize>,
}

/// What stands before a value is short.
const HEAD: usize = 120;

pub fn as_fields(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let form = form(source)?;
    let mut writer = Writer::new(text, form);
    let mut at = 0;
    for line in each_line(source) {
        writer.line(at, line);
        at += line.len();
    }
    Some(writer.finish(at))
}

/// So many lines show the form: an attachment below them has many more, and none of it tells anything.
const LOOKED: usize = 4000;

/// The form that most names of mail stand in, where these are more than the fields that stand there as mail has them.
fn form(source: &str) -> Option<Form> {
    let mut names = [Names::default(); FORMS.len()];
    let mut plain = 0;
    for line in each_line(source).take(LOOKED) {
        let content = line.trim_end();
        // A name alone with its colon may have its value below.
        let is_field = !content.ends_with(':')
            && header::name_len(content).is_some_and(|len| header::is_known(&content[..len]));
        plain += usize::from(is_field);
        for (form, names) in FORMS.iter().zip(&mut names) {
            if let Some(row) = row(*form, content) {
                names.add(&content[row.name]);
            }
        }
    }
    let fits = |names: &Names| names.is_header() && names.known > plain * 2;
    let (at, _) =
        names.iter().enumerate().rev().filter(|(_, names)| fits(names)).max_by_key(|(_, n)| n.known)?;
    Some(FORMS[at])
}

/// The field that a line holds in a form; the line has no line end.
fn row(form: Form, line: &str) -> Option<Row> {
    let head = &line[..line.floor_char_boundary(HEAD)];
    match form {
        Form::Bars => bars(line, head),
        Form::Tabs => tabs(line, head),
        Form::Columns => {
            let len = head.find([' ', '\t'])?;
            let gap = line.len() - len - line[len..].trim_start().len();
            let fits =
                gap >= 2 && len + gap < line.len() && is_name(&head[..len]) && header::is_known(&head[..len]);
            fits.then_some(Row { name: 0..len, value: len + gap..line.len() })
        }
        Form::Marked => marked(line, head),
        Form::Above => {
            let name = line.strip_suffix(':').unwrap_or(line);
            let is_bare = name.len() == line.len();
            let fits = is_name(name)
                && (!is_bare || (header::is_known(name) && !name.starts_with(char::is_lowercase)));
            fits.then_some(Row { name: 0..name.len(), value: line.len()..line.len() })
        }
    }
}

fn bars(line: &str, head: &str) -> Option<Row> {
    let mut at = head.len() - head.trim_start().len();
    at += usize::from(head[at..].starts_with('|'));
    loop {
        let len = head[at..].find('|')?;
        let name = bare(line, at..at + len);
        at += len + 1;
        if is_name(&line[name.clone()]) {
            let value = header::trim(line, at..line.len());
            let end = value.end
                - usize::from(line[value.clone()].ends_with('|') && !line[value.clone()].ends_with("\\|"));
            return Some(Row { name, value: header::trim(line, value.start..end) });
        }
        if !is_number(line[name].trim()) {
            return None;
        }
    }
}

fn tabs(line: &str, head: &str) -> Option<Row> {
    let mut at = 0;
    loop {
        let len = head[at..].find('\t')?;
        let name = header::trim(line, at..at + len);
        at += len + 1;
        if is_name(&line[name.clone()]) {
            return Some(Row { name, value: header::trim(line, at..line.len()) });
        }
        if !is_number(&line[name]) {
            return None;
        }
    }
}

/// A cell's or a name's words without the marks of Markdown around them, and without its colon.
fn bare(line: &str, range: Range<usize>) -> Range<usize> {
    let range = header::trim(line, range);
    let part = &line[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(MARKS).len());
    let end = range.end - (part.len() - part.trim_end_matches(|c| c == ':' || MARKS.contains(&c)).len());
    start..end.max(start)
}

const MARKS: &[char] = &['*', '_', '`', '"'];

fn is_number(cell: &str) -> bool {
    (1..=4).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// How much of a line is its number, as editors and `grep -n` put it there.
fn number_len(line: &str) -> Option<usize> {
    let head = &line[..line.floor_char_boundary(HEAD)];
    let blanks = head.len() - head.trim_start_matches([' ', '\t']).len();
    let digits = head[blanks..].bytes().take_while(u8::is_ascii_digit).count();
    let at = blanks + digits;
    let behind = &head[at..];
    let sign = behind.chars().next().filter(|c| ":.)|→\t ".contains(*c));
    let len = match sign {
        _ if !(1..=5).contains(&digits) => return None,
        // `12  Received`, but not `4 hops`.
        Some(' ') if blanks == 0 && !behind.starts_with("  ") => return None,
        Some(sign) => sign.len_utf8(),
        None if behind.is_empty() => 0,
        None => return None,
    };
    Some(at + len)
}

fn marked(line: &str, head: &str) -> Option<Row> {
    let number = number_len(line);
    let mut at = number.unwrap_or(0);
    let skip = |at: usize| at + (head[at..].len() - head[at..].trim_start_matches([' ', '\t']).len());
    at = skip(at.min(head.len()));
    let bullet = ["- ", "* ", "+ ", "• ", "– "].iter().find(|bullet| head[at..].starts_with(**bullet));
    if let Some(bullet) = bullet {
        at = skip(at + bullet.len());
    }
    let opened =
        head[at..].trim_start_matches("<b>").trim_start_matches("<strong>").trim_start_matches(MARKS);
    let start = head.len() - opened.len();
    // Nothing but blanks before the name: a field as it is, or a fold.
    if number.is_none() && bullet.is_none() && start == at {
        return None;
    }
    let len = opened.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))?;
    // The mark of Markdown may be one that names have, too.
    let name = opened[..len].trim_end_matches('_');
    let tail = &opened[name.len()..];
    let marks = tail.find(|c: char| !(c == ':' || MARKS.contains(&c))).unwrap_or(tail.len());
    let mut value = start + name.len() + marks;
    let mut has_colon = tail[..marks].contains(':');
    for tag in ["</b>", "</strong>"] {
        if let Some(behind) = head.get(value..).and_then(|rest| rest.strip_prefix(tag)) {
            value += tag.len() + usize::from(behind.starts_with(':'));
            has_colon |= behind.starts_with(':');
        }
    }
    // A number alone stands before folds, too: `68   CIP:192.0.2.1;CTRY:DE`.
    let is_marked =
        bullet.is_some() || start > at || header::is_known(name) || line[value..].starts_with(' ');
    let fits = is_name(name) && has_colon && is_marked && !line[value..].starts_with("//");
    fits.then(|| Row { name: start..start + name.len(), value: header::trim(line, value..line.len()) })
}

struct Writer<'a> {
    source: &'a str,
    builder: TextBuilder<'a>,
    form: Form,
    is_open: bool,
    /// Whether an empty line stands above, which is left out where a field follows.
    is_parted: bool,
    /// Behind the header: as it is.
    is_behind: bool,
    /// The value of the name above is in the next line.
    is_awaited: bool,
    /// Of the line above, where an editor counts them.
    number: Option<u32>,
}

impl<'a> Writer<'a> {
    fn new(text: &'a Text, form: Form) -> Self {
        let builder = TextBuilder::new(text);
        let source = text.as_str();
        let (is_open, is_parted, is_behind, is_awaited) = (false, false, false, false);
        Self { source, builder, form, is_open, is_parted, is_behind, is_awaited, number: None }
    }

    fn line(&mut self, at: usize, line: &str) {
        let content = line.trim_end();
        let row = row(self.form, content)
            .filter(|row| self.is_open || header::is_known(&content[row.name.clone()]));
        let is_value = std::mem::take(&mut self.is_awaited);
        if let Some(row) = row.filter(|_| !self.is_behind) {
            self.is_awaited = self.form == Form::Above;
            return self.field(at, content, row);
        }
        // A field without a value has an empty line for it.
        if is_value && content.is_empty() {
            return;
        }
        if !self.is_open {
            if !self.is_heading(content) {
                self.builder.keep(at..at + line.len());
            }
        } else if self.is_behind {
            self.builder.keep(at..at + line.len());
        } else if content.is_empty() {
            self.is_parted = true;
        } else if self.is_parted && !self.goes_on(content) {
            self.is_behind = true;
            end_line(&mut self.builder, at);
            self.builder.replace(at..at, "\n");
            self.builder.keep(at..at + line.len());
        } else if !self.is_heading(content) {
            self.further(at, line);
        }
    }

    fn field(&mut self, at: usize, content: &str, row: Row) {
        end_line(&mut self.builder, at);
        if self.form == Form::Marked {
            self.number = None;
            self.counted(content);
        }
        if !self.is_open && !self.builder.as_str().trim().is_empty() {
            self.builder.replace(at..at, "\n");
        }
        (self.is_open, self.is_parted) = (true, false);
        self.builder.keep(at + row.name.start..at + row.name.end);
        let value = at + row.value.start..at + row.value.end;
        self.builder.replace(at + row.name.end..value.start, ": ");
        if self.form == Form::Bars {
            self.cell(value)
        } else {
            self.builder.keep(value)
        }
        self.builder.replace(at + content.len()..at + content.len(), "\n");
    }

    /// A line that goes on with the value above it.
    fn further(&mut self, at: usize, line: &str) {
        let content = line.trim_end();
        self.is_parted = false;
        // Some are in the form of mail all the same.
        let is_field = header::name_len(content)
            .is_some_and(|len| header::is_known(&content[..len]) && self.form != Form::Above);
        if is_field {
            self.builder.keep(at..at + line.len());
            return;
        }
        let skip = if self.number.is_some() { self.counted(content).unwrap_or(0) } else { 0 };
        let words = header::trim(content, skip..content.len());
        if words.is_empty() {
            self.is_parted = true;
            return;
        }
        self.builder.replace(at..at, " ");
        let words = at + words.start..at + words.end;
        match self.form {
            Form::Bars => {
                let inner = self.source[words.clone()].trim_matches(|c: char| c == '|' || c.is_whitespace());
                let start = inner.as_ptr() as usize - self.source.as_ptr() as usize;
                self.cell(start..start + inner.len());
            }
            _ => self.builder.keep(words),
        }
        self.builder.replace(at + content.len()..at + content.len(), "\n");
    }

    /// How much of a line is the number that an editor put before it: one more than above. A year or an hour that a fold begins
    /// with is the value's.
    fn counted(&mut self, content: &str) -> Option<usize> {
        let len = number_len(content)?;
        let digits = content.trim_start().bytes().take_while(u8::is_ascii_digit);
        let number = digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
        let is_next = self.number.is_none_or(|last| number > last && number <= last + 2);
        is_next.then(|| {
            self.number = Some(number);
            len
        })
    }

    /// A cell of Markdown: `<br>` for a line's end, a backslash before a sign of its own.
    fn cell(&mut self, range: Range<usize>) {
        let part = &self.source[range.clone()];
        let (mut kept, mut at) = (0, 0);
        while let Some(found) = part[at..].find(['<', '\\']) {
            at += found;
            let rest = &part[at..];
            let tag = ["<br>", "<br/>", "<br />"].iter().find(|tag| rest.starts_with(**tag));
            if let Some(tag) = tag {
                self.builder.keep(range.start + kept..range.start + at);
                at += tag.len();
                self.builder.replace(range.start + at - tag.len()..range.start + at, "\n ");
                kept = at;
            } else if rest[1..].starts_with(['|', '*', '_', '<', '>', '[', ']', '`'])
                && rest.starts_with('\\')
            {
                self.builder.keep(range.start + kept..range.start + at);
                kept = at + 1;
                at += 2;
            } else {
                at += 1;
            }
        }
        self.builder.keep(range.start + kept..range.end);
    }

    /// What stands around the rows of a table: lines, and the names of its columns.
    fn is_heading(&self, content: &str) -> bool {
        let cells = content.trim_matches(|c: char| c == '|' || c.is_whitespace());
        let first = cells.split(['|', '\t']).next().unwrap_or_default().trim().trim_matches(MARKS);
        let is_named = ["name", "header", "field", "key", "#", "no.", "header name"]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(first));
        match self.form {
            Form::Bars => is_named || content.bytes().all(|byte| b"|-: +=".contains(&byte)),
            Form::Tabs => is_named && content.contains('\t'),
            _ => false,
        }
    }

    /// Whether a line behind an empty one is still the value's: indented, or a cell.
    fn goes_on(&self, content: &str) -> bool {
        match self.form {
            Form::Bars => content.trim_start().starts_with('|'),
            _ => content.starts_with([' ', '\t']),
        }
    }

    fn finish(mut self, at: usize) -> Text {
        end_line(&mut self.builder, at);
        self.builder.finish()
    }
}
