//! What Postfix's `mailq` (`postqueue -p`) lists, laid out as the lines that its log would have for it: the reason in brackets, which a
//! narrow window may have broken anywhere, and below it the recipients that it is about (showq(8), postqueue(1)).

use crate::text::{Text, TextBuilder, lines};
use std::ops::Range;

/// So many lines are looked at to know a list.
const SAMPLE: usize = 40;
/// So many lines of a reason are one.
const LONGEST: usize = 24;

/// Whether a text is such a list: its head, or an entry with a reason below it.
pub fn shaped(string: &str) -> bool {
    let all: Vec<&str> = lines(string).take(SAMPLE).map(|line| &string[line]).collect();
    let has_head = all.iter().any(|line| line.starts_with("-Queue ID-"));
    let entries = |pair: &[&str]| entry(pair[0]).is_some() && (has_head || begins_reason(pair[1]));
    all.windows(2).any(entries)
}

/// The list as lines of a log; any other text as it is.
pub fn lay_out(text: &Text) -> Text {
    let string = text.as_str();
    if !shaped(string) {
        return text.clone();
    }
    let mut builder = TextBuilder::new(text);
    let (mut item, mut reason): (Option<Item>, Option<Vec<Range<usize>>>) = (None, None);
    let mut all = lines(string).peekable();
    while let Some(line) = all.next() {
        let words = &string[line.clone()];
        if entry(words).is_some() {
            item = Item::read(string, line);
            reason = None;
        } else if begins_reason(words) {
            let mut parts = vec![trimmed(string, line)];
            while depth(string, &parts) > 0
                && parts.len() < LONGEST
                && let Some(next) = all.next_if(|next| goes_on(&string[next.clone()]))
            {
                parts.push(trimmed(string, next));
            }
            reason = Some(parts);
        } else if let (Some(item), Some(reason), Some(address)) =
            (&mut item, &reason, recipient(string, line.clone()))
        {
            item.taken(&mut builder);
            record(&mut builder, &item.id, reason, address);
        } else if let (Some(item), None, Some(address)) = (&mut item, &reason, recipient(string, line)) {
            // No reason stands above it: it has not been put off, or not yet.
            if let Some(state) = state(&string[item.mark.clone()]) {
                item.taken(&mut builder);
                item.state(&mut builder, state, address);
            }
        }
    }
    let laid_out = builder.finish();
    if laid_out.is_empty() { text.clone() } else { laid_out }
}

/// What the first line of a message in the queue tells.
struct Item {
    id: Range<usize>,
    /// `Nov 12 10:20:00`: when it was taken.
    arrival: Range<usize>,
    sender: Option<Range<usize>>,
    /// Id and the sign behind it that tells how it stands.
    mark: Range<usize>,
    is_told: bool,
}

/// How a message stands that no reason is told for, in words that the rules know (postqueue(1)): being delivered, or on hold.
fn state(mark: &str) -> Option<&'static str> {
    match mark.chars().next_back()? {
        '*' => Some("(delivery is under way at this moment)"),
        '!' => Some("(the message is on hold)"),
        _ => None,
    }
}

impl Item {
    fn read(string: &str, line: Range<usize>) -> Option<Self> {
        let id = line.start..line.start + entry(&string[line.clone()])?;
        let signs =
            string[id.end..line.end].bytes().take_while(|byte| matches!(byte, b'*' | b'!' | b'#')).count();
        let mark = id.start..id.end + signs;
        // Behind the id and the size: day, month, day of the month, time, sender.
        let mut words = line.clone().scan(line.start, |at, _| {
            let word = trimmed(string, *at..line.end);
            let end = string[word.clone()].find(char::is_whitespace).map_or(word.end, |end| word.start + end);
            *at = end;
            (word.start < end).then_some(word.start..end)
        });
        let (month, time) = (words.nth(3)?, words.nth(1)?);
        let sender = words.next().filter(|sender| is_address(&string[sender.clone()]));
        Some(Item { id, arrival: month.start..time.end, sender, mark, is_told: false })
    }

    /// Like a reason, and nothing was put off by another server.
    fn state(&self, builder: &mut TextBuilder, state: &'static str, address: Range<usize>) {
        let id = &self.id;
        builder.replace(id.start..id.start, "postfix/smtp[1]: ");
        builder.keep(id.clone());
        builder.replace(id.end..id.end, ": to=<");
        builder.keep(address.clone());
        builder.replace(address.end..address.end, ">, relay=none, status=deferred ");
        builder.replace(self.mark.clone(), state);
        builder.replace(address.end..address.end, "\n");
    }

    /// `Nov 12 10:20:00 mailq postfix/qmgr[1]: 4F1A22B0C1: from=<ann@example.org>`, once.
    fn taken(&mut self, builder: &mut TextBuilder) {
        if std::mem::replace(&mut self.is_told, true) {
            return;
        }
        builder.keep(self.arrival.clone());
        builder.replace(self.id.start..self.id.start, " mailq postfix/qmgr[1]: ");
        builder.keep(self.id.clone());
        if let Some(sender) = &self.sender {
            builder.replace(self.id.end..self.id.end, ": from=<");
            builder.keep(sender.clone());
            builder.replace(sender.end..sender.end, ">, ");
        } else {
            builder.replace(self.id.end..self.id.end, ": ");
        }
        builder.replace(self.id.end..self.id.end, "queue active\n");
    }
}

/// `postfix/smtp: 4F1A22B0C1: to=<ann@example.org>, relay=none, status=deferred (host mx.example.org said: …)`.
fn record(builder: &mut TextBuilder, id: &Range<usize>, reason: &[Range<usize>], address: Range<usize>) {
    builder.replace(id.start..id.start, "postfix/smtp[1]: ");
    builder.keep(id.clone());
    builder.replace(id.end..id.end, ": to=<");
    builder.keep(address.clone());
    builder.replace(address.end..address.end, ">, relay=none, status=deferred ");
    for (number, part) in reason.iter().enumerate() {
        if number > 0 {
            builder.replace(part.start..part.start, " ");
        }
        builder.keep(part.clone());
    }
    builder.replace(address.end..address.end, "\n");
}

/// `4F1A22B0C1*    3061 Thu Nov 12 10:20:00  ann@example.org`: how long its queue id is.
fn entry(line: &str) -> Option<usize> {
    const DAYS: &[&str] = &["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let mut words = line.split_whitespace();
    let first = words.next().filter(|_| line.starts_with(|c: char| c.is_ascii_alphanumeric()))?;
    let id = first.trim_end_matches(['*', '!', '#']);
    let is_id = (6..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_size = words.next().is_some_and(|size| size.bytes().all(|byte| byte.is_ascii_digit()));
    let is_day = words.next().is_some_and(|day| DAYS.contains(&day));
    (is_id && is_size && is_day).then_some(id.len())
}

fn begins_reason(line: &str) -> bool {
    line.trim_start().starts_with('(')
}

/// Neither an empty line, nor an entry, nor a recipient alone.
fn goes_on(line: &str) -> bool {
    !line.trim().is_empty() && entry(line).is_none() && !is_address(line.trim())
}

/// How many brackets stay open.
fn depth(string: &str, parts: &[Range<usize>]) -> usize {
    let signs = parts.iter().flat_map(|part| string[part.clone()].chars());
    signs.fold(0, |depth: usize, sign| match sign {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    })
}

fn recipient(string: &str, line: Range<usize>) -> Option<Range<usize>> {
    let range = trimmed(string, line);
    is_address(&string[range.clone()]).then_some(range)
}

/// The prompt of a shell, `root@mx:~#` or `ann@mx$`, is none.
fn is_address(word: &str) -> bool {
    let is_host = |host: &str| {
        host.ends_with(|c: char| c.is_alphanumeric() || c == ']') && !host.contains(['~', '/', '#', '$'])
    };
    word.rsplit_once('@').is_some_and(|(_, host)| is_host(host))
        && !word.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'))
}

fn trimmed(string: &str, line: Range<usize>) -> Range<usize> {
    let words = &string[line.clone()];
    let start = line.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n\
        5B2C33D1E2*    3061 Thu Nov 12 10:20:00  ann@example.org\n   (host mx.example.net[192.0.2.5] said: 450 4.2.0 <bob@example.net>: Recipient\n      \
        address rejected: Greylisted (in reply to RCPT TO command))\n                                         bob@example.net\n\n\
        6C3D44E2F3     1024 Thu Nov 12 10:25:00  ann@example.org\n(connect to mx.example.com[192.0.2.8]:25: Connection timed\nout)\n      \
        eve@example.com\n      tom@example.com\n\n-- 4 Kbytes in 2 Requests.\nroot@mail:~#\nann@mail$\n";

    #[test]
    fn a_reason_that_was_broken_is_one() {
        let laid_out = lay_out(&Text::plain(LIST));
        let want = "Nov 12 10:20:00 mailq postfix/qmgr[1]: 5B2C33D1E2: from=<ann@example.org>, queue active\n\
            postfix/smtp[1]: 5B2C33D1E2: to=<bob@example.net>, relay=none, status=deferred (host mx.example.net[192.0.2.5] said: 450 4.2.0 \
            <bob@example.net>: Recipient address rejected: Greylisted (in reply to RCPT TO command))\n\
            Nov 12 10:25:00 mailq postfix/qmgr[1]: 6C3D44E2F3: from=<ann@example.org>, queue active\n\
            postfix/smtp[1]: 6C3D44E2F3: to=<eve@example.com>, relay=none, status=deferred (connect to mx.example.com[192.0.2.8]:25: Connection timed \
            out)\n\
            postfix/smtp[1]: 6C3D44E2F3: to=<tom@example.com>, relay=none, status=deferred (connect to mx.example.com[192.0.2.8]:25: Connection timed \
            out)\n";
        assert_eq!(laid_out.as_str(), want);
    }

    #[test]
    fn what_is_under_way_or_on_hold_is_told_of() {
        let list = "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n0A3F160C41*    8812 Wed Nov 25 07:55:10  ann@example.org\n    \
                    bob@example.net\n\n0C18160C9D!    8810 Wed Nov 25 07:55:11  ann@example.org\n    eve@example.net\n\n-- 17 Kbytes in 2 Requests.\n";
        let laid_out = lay_out(&Text::plain(list));
        let want = "Nov 25 07:55:10 mailq postfix/qmgr[1]: 0A3F160C41: from=<ann@example.org>, queue active\n\
            postfix/smtp[1]: 0A3F160C41: to=<bob@example.net>, relay=none, status=deferred (delivery is under way at this moment)\n\
            Nov 25 07:55:11 mailq postfix/qmgr[1]: 0C18160C9D: from=<ann@example.org>, queue active\n\
            postfix/smtp[1]: 0C18160C9D: to=<eve@example.net>, relay=none, status=deferred (the message is on hold)\n";
        assert_eq!(laid_out.as_str(), want);
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["", "(a)\n(b", "Mail queue is empty\n", "ABCDEF 12 men\n(who)\n"] {
            assert_eq!(lay_out(&Text::plain(text)).as_str(), text);
        }
    }
}
