//! What somebody writes above and below a report that they pasted: `She says her mailbox is not full.` It is no word of the report.

use super::lead::lead;
use super::signs;
use crate::input::prose;
use crate::mail::{header, reply};
use crate::text::AnyOf;

/// Where the remark begins, if there is one.
///
/// Only below the reports of programs that write nothing behind the recipients but the mail that they return: Postfix
/// (bounce_notify_util.c), Exim (bounces.c), qmail (qmail-send.c). Others end in advice of their own.
pub fn start(words: &str) -> Option<usize> {
    if !WRITERS.is_in(&signs::head(words, HEAD)) {
        return None;
    }
    let end = reports_end(words)?;
    let behind = &words[end..];
    let is_remark = behind.contains(char::is_alphabetic) && !OWN.is_in(&signs::head(behind, HEAD));
    is_remark.then_some(end)
}

/// How far somebody speaks above a report: whole paragraphs in which they tell of themselves or ask, and name nobody. What they do not
/// understand is nothing that a server said.
pub fn above(words: &str) -> usize {
    /// Who shows a report does not write much.
    const MOST: usize = 4;
    let is_theirs = |paragraph: &str| {
        !paragraph.contains('@')
            && !paragraph.lines().any(is_field)
            && (prose::is_persons(paragraph) || paragraph.trim_end().ends_with('?'))
            && !reply::refuses(paragraph)
    };
    let mut end = 0;
    for paragraph in words.split_inclusive("\n\n").take(MOST) {
        let is_last = end + paragraph.len() == words.len();
        if is_last || !(paragraph.trim().is_empty() || is_theirs(paragraph)) {
            break;
        }
        end += paragraph.len();
    }
    end
}

/// So far these sentences are looked for, in bytes.
const HEAD: usize = 4000;

/// The sentences with which they begin.
static WRITERS: AnyOf = AnyOf::new(&[
    "this is the mail system at host",
    "sorry to have to inform you that your message could not",
    "created automatically by mail delivery software",
    "i'm afraid i wasn't able to deliver your message",
]);

/// What Exim writes last below a warning.
static OWN: AnyOf = AnyOf::new(&["no action is required on your part", "delivery attempts will continue"]);

/// Behind the last line that belongs to a recipient: one that an address leads, that is set in, or that carries such a line on.
fn reports_end(words: &str) -> Option<usize> {
    let (mut at, mut end) = (0, None);
    let mut block = Block::Other;
    for line in words.split_inclusive('\n') {
        at += line.len();
        let above = block;
        block = block.next(line);
        match block {
            // The reason stands in a paragraph of its own below the address: what else does, cannot be told.
            Block::Other if matches!(above, Block::Reports { has_reason: false, .. }) => return None,
            Block::Reports { .. } => end = Some(at),
            // Below the fields of RFC 3464 or a header other rules hold.
            Block::Other if end.is_some() && is_field(line) => return None,
            _ => {}
        }
    }
    end
}

fn is_field(line: &str) -> bool {
    header::name_len(line).is_some_and(|len| header::is_known(&line[..len]) || line[..len].contains('-'))
}

/// Which lines these are.
#[derive(Clone, Copy)]
enum Block {
    /// Of a recipient.
    Reports {
        has_set_in: bool,
        is_over: bool,
        has_reason: bool,
    },
    Other,
}

impl Block {
    fn next(self, line: &str) -> Self {
        let is_set_in = line.starts_with([' ', '\t']);
        let is_over = line.trim_end().ends_with("command)");
        let lead = lead(line).map(|lead| line[lead.rest..].contains(char::is_alphabetic));
        match (self, lead) {
            _ if line.trim().is_empty() => Self::Other,
            (_, Some(has_reason)) => Self::Reports { has_set_in: false, is_over, has_reason },
            _ if line.contains(" said: ") => Self::Reports { has_set_in: false, is_over, has_reason: true },
            _ if is_set_in => Self::Reports { has_set_in: true, is_over, has_reason: true },
            // Who pastes loses the blanks before lines; but where some are set in, all are.
            (Self::Reports { has_set_in: false, is_over: false, .. }, None) => {
                Self::Reports { has_set_in: false, is_over, has_reason: true }
            }
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTFIX: &str = "This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your message could not\n\
                           be delivered to one or more recipients.\n\n<bob@example.net>: host mx.example.net[192.0.2.9] said: 550 5.1.1\n    \
                           User unknown (in reply to RCPT TO command)\n";

    fn remark(words: &str) -> Option<&str> {
        start(words).map(|at| words[at..].trim())
    }

    #[test]
    fn what_somebody_says_above_is_none_of_the_reports_words() {
        for remark in
            ["I got this today and do not understand it:\n\n", "Is it lost?\n\nWe wait for an answer.\n\n"]
        {
            assert_eq!(above(&format!("{remark}{POSTFIX}")), remark.len());
        }
        assert_eq!(
            (above(POSTFIX), above("My mailbox is full.\n"), above("bob@example.org is my friend.\n\nx")),
            (0, 0, 0)
        );
    }

    #[test]
    fn what_stands_below_a_report_is_somebodys() {
        let exim = "This message was created automatically by mail delivery software.\n\nThe following address failed:\n\n  bob@example.net\n    \
                    host mx.example.net [192.0.2.9]\n    550 5.1.1 User unknown\n\nIs it full?\n";
        assert_eq!(remark(exim), Some("Is it full?"));
        assert_eq!(
            remark(&format!("{POSTFIX}\nShe says it is not full.\n")),
            Some("She says it is not full.")
        );
        assert_eq!(remark(&format!("{POSTFIX}Nobody is blocked.")), Some("Nobody is blocked."));
        assert_eq!(remark(POSTFIX), None);
    }

    #[test]
    fn what_a_report_says_stays_its_own() {
        let second = "\n<eva@example.net>: host mx.example.net[192.0.2.9] said: 552 5.2.2\nmailbox is full (in reply to RCPT TO\ncommand)\n";
        assert_eq!(remark(&format!("{POSTFIX}{second}")), None);
        assert_eq!(remark(&format!("{POSTFIX}\nReporting-MTA: dns; mx.example.org\n")), None);
        let apart = "I'm afraid I wasn't able to deliver your message to the following addresses.\n\nbob@example.net\n\nNo such user\n\nIn other \
                     words: the mail was not delivered.\n";
        assert_eq!(remark(apart), None);
        let warning = "This message was created automatically by mail delivery software.\n\nThe address is:\n\n  bob@example.net\n    Delay reason: \
                       timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n";
        assert_eq!(remark(warning), None);
        assert_eq!(
            remark("Your message was not delivered.\n\nbob@example.net\n550 no\n\nThe mailbox is full.\n"),
            None
        );
    }
}
