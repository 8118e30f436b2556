//! Sendmail's long lines as a mail or a forum wraps them: the rest of a line stands on lines of its own, which begin with the next of its
//! values (`ctladdr=…`, `mailer=…`, `stat=…`) or go on in the midst of the server's words.

use super::recognise;
use crate::text::{Text, TextBuilder, lines};
use std::ops::Range;

/// The names of Sendmail's values (Operations Guide, section 2.1) that a line can break before.
const NAMES: &[&str] = &[
    "ctladdr=", "delay=", "xdelay=", "mailer=", "pri=", "relay=", "dsn=", "stat=", "ntries=", "reply=", "to=",
];

/// A line is wrapped at about so many columns, or more.
const COLUMNS: usize = 50;

/// Whether a line goes on with a value of the line above.
pub fn goes_on(line: &str) -> bool {
    NAMES.iter().any(|name| line.starts_with(name))
}

/// The text with such lines put together; without them it stays as it is.
pub fn join(text: &Text) -> Text {
    let string = text.as_str();
    if !string.contains(" to=") || !string.lines().any(goes_on) {
        return text.clone();
    }
    let all: Vec<Range<usize>> = lines(string).collect();
    let mut builder = TextBuilder::new(text);
    let mut joins = Joins::default();
    for (index, line) in all.iter().enumerate() {
        let words = &string[line.clone()];
        if joins.takes(words) {
            builder.replace(line.start..line.start, " ");
        } else if index > 0 {
            builder.replace(line.start..line.start, "\n");
        }
        builder.keep(line.start..line.start + words.trim_end().len());
    }
    builder.finish()
}

/// How far the record is that the last line belongs to.
#[derive(Default)]
struct Joins {
    is_open: bool,
    is_wrapped: bool,
    has_stat: bool,
    /// The last line broke off: at a comma or a colon, or where lines end that were wrapped.
    breaks_off: bool,
}

impl Joins {
    fn takes(&mut self, words: &str) -> bool {
        let goes_on = self.is_open
            && (goes_on(words)
                || (self.is_wrapped
                    && self.has_stat
                    && self.breaks_off
                    && !words.trim().is_empty()
                    && recognise(words).is_none()));
        if goes_on {
            self.is_wrapped = true;
            self.has_stat |= words.contains("stat=");
        } else {
            let is_record = recognise(words).is_some() && words.contains(" to=");
            *self = Joins { is_open: is_record, has_stat: words.contains("stat="), ..Joins::default() };
        }
        let end = words.trim_end();
        self.breaks_off =
            end.ends_with([',', ':']) || end.len() >= COLUMNS && !end.ends_with(['.', '?', '!']);
        goes_on
    }
}
