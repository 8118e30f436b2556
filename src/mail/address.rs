//! Addresses in header fields: RFC 5322, section 3.4, with the obsolete routes of section 4.4 and what is met instead.

use super::lex::{self, Kind, Token};

/// One mailbox of an address list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name or, where there is none, the comment that stands for it. Encoded words are left as they are.
    pub name: Option<String>,
    /// `local@domain`, quotes of the local part kept; empty for the null address `<>`.
    pub address: String,
}

impl Mailbox {
    /// The part behind the last `@`, in lower case.
    pub fn domain(&self) -> Option<String> {
        domain(&self.address)
    }
}

/// The part of an address behind its last `@`, in lower case, without a trailing dot.
pub fn domain(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    let domain = domain.trim_end_matches(['.', '>']);
    (!domain.is_empty()).then(|| domain.to_ascii_lowercase())
}

/// The addresses in angle brackets of any text: `<ann@example.org>: no such user`.
pub fn in_brackets(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('<').filter_map(|(at, _)| {
        let inner = &text[at + 1..];
        let inner = &inner[..inner.find(['>', '<', ' ', '\n'])?];
        let (local, domain) = inner.rsplit_once('@')?;
        (!local.is_empty() && domain.contains('.')).then_some(inner)
    })
}

/// The mailboxes of a list. Names of groups are left out, their members are not (RFC 5322, section 3.4).
pub fn list(value: &str) -> Vec<Mailbox> {
    let mut mailboxes = Vec::new();
    let mut pieces = Pieces::default();
    for token in lex::each(value, b"<>,;:") {
        match token.kind {
            Kind::Delimiter(b'<') => pieces.angle = Some(String::new()),
            Kind::Delimiter(b'>') => pieces.is_closed = true,
            // A route, `<@relay:user@example.com>`; outside of brackets the end of a group's name.
            Kind::Delimiter(b':') => pieces.colon(),
            Kind::Delimiter(b',') if pieces.is_in_angle() => pieces.push(&token, value),
            Kind::Delimiter(_) => mailboxes.extend(std::mem::take(&mut pieces).finish()),
            _ => pieces.push(&token, value),
        }
    }
    mailboxes.extend(pieces.finish());
    mailboxes
}

/// The first mailbox of a field, for fields that hold one.
pub fn first(value: &str) -> Option<Mailbox> {
    list(value).into_iter().next()
}

/// What has been read of one mailbox.
#[derive(Default)]
struct Pieces {
    words: Vec<String>,
    /// Where the last word ended, to tell `"a b"@example.com` from `"A B" b@example.com`.
    end: usize,
    comment: Option<String>,
    angle: Option<String>,
    is_closed: bool,
}

impl Pieces {
    fn is_in_angle(&self) -> bool {
        self.angle.is_some() && !self.is_closed
    }

    fn push(&mut self, token: &Token, value: &str) {
        let text = token.text(value);
        if token.kind == Kind::Comment {
            self.comment = self.comment.take().or_else(|| Some(token.inner(value).to_owned()));
        } else if self.is_in_angle() {
            self.angle.get_or_insert_default().push_str(text);
        } else if self.angle.is_none() {
            let glued = self.end == token.range.start && self.end > 0;
            match self.words.last_mut() {
                Some(last) if glued => last.push_str(text),
                _ => self.words.push(text.to_owned()),
            }
            self.end = token.range.end;
        }
    }

    fn colon(&mut self) {
        if self.is_in_angle() {
            self.angle = Some(String::new());
        } else if self.angle.is_none() {
            self.words.clear();
        }
    }

    fn finish(mut self) -> Option<Mailbox> {
        if let Some(address) = self.angle {
            let name = unquote(&self.words.join(" "));
            return Some(Mailbox {
                name: Some(name).filter(|name| !name.is_empty()).or(self.comment),
                address,
            });
        }
        // Without brackets the word with the sign in it is the address, the last one where none has it.
        let at = self.words.iter().rposition(|word| word.contains('@') && !word.ends_with('"'))?;
        let address = self.words.remove(at);
        let name = unquote(&self.words.join(" "));
        let name = Some(name).filter(|name| !name.is_empty()).or(self.comment);
        Some(Mailbox { name, address })
    }
}

/// A quoted string without its quotes and backslashes; other text as it is.
fn unquote(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return text.to_owned();
    };
    lex::unescape(inner)
}

/// The one address that a line of a list is about: the first thing on it, before a colon, or the only cell of a table that
/// is one.
pub fn subject(line: &str) -> Option<&str> {
    let line = unlisted(line);
    let first = line.split_once(':').map(|(first, _)| first.trim_matches(is_mark));
    let cells = line.split(['\t', ',', ';', '|']).map(|cell| cell.trim_matches(is_mark));
    let mut named = cells.filter(is_plain);
    // `ann@example.org 452 4.2.2 mailbox full`
    let beside = line.split_once(char::is_whitespace);
    let beside = beside.filter(|(_, said)| {
        is_refusal(said.trim_start_matches(is_mark)) || said.trim_start().starts_with(['-', '–', '—'])
    });
    let beside = beside.map(|(address, _)| address.trim_matches(is_mark));
    let cell = || named.next().filter(|_| named.next().is_none());
    first.filter(is_plain).or_else(cell).or(beside.filter(is_plain))
}

/// The same where nothing parts the address from the words about it, and where a time stands in front:
/// `2026-11-03 08:14 ann@example.org out of office`. Among lines of a list only: prose may begin so, too.
pub fn lead(line: &str) -> Option<&str> {
    let is_time = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_digit() || c == '[')
            && word.chars().all(|c| {
                c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | '/' | '+' | 'T' | 'Z' | ',' | '[' | ']')
            })
    };
    subject(line).or_else(|| {
        let mut words = unlisted(line).split_whitespace().skip_while(is_time);
        let address = words.next()?.trim_matches(is_mark);
        words.next().map(|_| address).filter(is_plain)
    })
}

/// Without the signs of a list or quotation in front, and without its number: `3. `, `3) `, `(3) `, `#3: `.
pub fn unlisted(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['"', '*', '-', '>', '•', ' ', '\t']);
    numbered(line).map_or(line, |(_, rest)| rest)
}

/// The number of a line in a list, and the line without it.
pub fn numbered(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start_matches(['*', '-', '>', ' ', '\t', '(', '#', '[']);
    let end = line.bytes().position(|byte| !byte.is_ascii_digit()).filter(|end| (1..6).contains(end))?;
    let rest = line[end..].strip_prefix(['.', ')', ']', ':'])?;
    let rest = rest.starts_with([' ', '\t']).then(|| rest.trim_start())?;
    Some((line[..end].parse().ok()?, rest))
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '‹' | '›' | '*' | '-')
}

/// An address and nothing else.
fn is_plain(cell: &&str) -> bool {
    let is_part = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ':' | '@' | '=');
    cell.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && (local.chars().chain(domain.chars())).all(is_part)
    })
}

/// Whether it begins with the code of a refusal, `452 …` or `5.1.1 …`.
fn is_refusal(said: &str) -> bool {
    let code = said.split(|c: char| c.is_whitespace() || c == '-').next().unwrap_or_default();
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_basic = code.len() == 3 && is_number(code);
    let is_enhanced = code.split('.').count() == 3 && code.split('.').all(is_number);
    code.starts_with(['4', '5']) && (is_basic || is_enhanced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, want: &[(&str, &str)]) {
        let got = list(value);
        let got: Vec<_> = got.iter().map(|m| (m.name.as_deref().unwrap_or(""), m.address.as_str())).collect();
        assert_eq!(got, want, "{value:?}");
    }

    #[test]
    fn mailboxes() {
        check("a@example.com", &[("", "a@example.com")]);
        check("A B <a@example.com>, c@example.org", &[("A B", "a@example.com"), ("", "c@example.org")]);
        check("\"B, \\\"A\\\"\" <a@example.com>", &[("B, \"A\"", "a@example.com")]);
        check("a@example.com (A B)", &[("A B", "a@example.com")]);
        check("\"a b\"@example.com", &[("", "\"a b\"@example.com")]);
        check("Friends: a@example.com, B <b@example.com>;", &[("", "a@example.com"), ("B", "b@example.com")]);
        check("undisclosed-recipients:;", &[]);
        check("<>", &[("", "")]);
        check("<@relay.example:a@example.com>", &[("", "a@example.com")]);
        check("A <a@example.com", &[("A", "a@example.com")]);
        check("a@example.com <b@example.com>", &[("a@example.com", "b@example.com")]);
        check("\"b@example.com\", <a@example.com>", &[("", "a@example.com")]); // a name that looks like an address
        check("", &[]);
    }

    #[test]
    fn domains() {
        assert_eq!(domain("\"a@b\"@Example.COM.").as_deref(), Some("example.com"));
        assert_eq!(domain("nobody"), None);
    }
}
