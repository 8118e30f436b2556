//! Gives a report the empty lines again that it lost: chats and tickets take them away. Without them the words below a header
//! would be read as the rest of it, and the parts of the message would not be found (RFC 5322, section 2.1; RFC 2046, section 5.1).

use crate::input::bounce;
use crate::mail::header;
use crate::text::{Text, TextBuilder, each_line};

/// Fields of the header, and words above it.
const FAR: usize = 60;
/// Parts within parts, deeper than reports have them.
const MOST_BOUNDARIES: usize = 16;

pub fn part_report(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let lost = match each_line(source.trim()).any(|line| line.trim().is_empty()) {
        true => below_header(source, is_words).into_iter().collect(),
        false => match everywhere(source) {
            none if none.is_empty() => above_returned(source).into_iter().collect(),
            lost => lost,
        },
    };
    if lost.is_empty() {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut done = 0;
    for at in lost {
        builder.keep(done..at);
        builder.replace(at..at, "\n");
        done = at;
    }
    builder.keep(done..source.len());
    Some(builder.finish())
}

/// Where the header of a report ends, at a line that is none of its fields and of this kind.
fn below_header(source: &str, ends: fn(&str) -> bool) -> Option<usize> {
    let (mut fields, mut is_reports, mut is_long, mut at) = (0, false, false, 0);
    for line in each_line(source).take(FAR) {
        match () {
            () if is_field(line) => {
                fields += 1;
                is_reports |= says_report(line);
                is_long = is_servers(line);
            }
            () if is_folded(line) || (is_long && is_torn(&source[at + line.len()..])) => {}
            () if fields > 1 && is_reports && ends(line) => return Some(at),
            () => (fields, is_reports, is_long) = (0, false, false),
        }
        at += line.len();
    }
    None
}

/// Whether the header goes on right behind a line that stands below a server's field: then it is that one's, which was folded and lost its
/// blanks, and no words of a report.
fn is_torn(behind: &str) -> bool {
    /// So many lines one field of a server is torn into.
    const FEW: usize = 10;
    let is_known = |line: &str| header::name_len(line).is_some_and(|len| header::is_known(&line[..len]));
    let is_part = |line: &str| line.starts_with("--") || starts(line, "content-");
    each_line(behind).take(FEW).take_while(|line| !is_part(line)).any(is_known)
}

/// Fields that servers write in several lines.
fn is_servers(line: &str) -> bool {
    const NAMES: &[&str] =
        &["received:", "authentication-results:", "received-spf:", "dkim-signature:", "arc-"];
    NAMES.iter().any(|name| starts(line, name))
}

/// The same where none is left: below the header, and around the headers of the parts behind it.
fn everywhere(source: &str) -> Vec<usize> {
    let Some(header_end) = below_header(source, |_| true) else { return Vec::new() };
    let mut lost = vec![header_end];
    let mut place = Place::Words;
    let mut at = header_end;
    let mut boundaries: Vec<&str> = each_line(&source[..header_end]).filter_map(boundary).collect();
    for line in each_line(&source[header_end..]) {
        if let Place::PartHeader { .. } = place {
            boundaries.extend(boundary(line).filter(|_| boundaries.len() < MOST_BOUNDARIES));
        }
        place = match place {
            _ if is_one_of(&boundaries, line) => {
                if at > header_end {
                    lost.push(at);
                }
                Place::PartHeader { holds_mail: false }
            }
            Place::PartHeader { holds_mail } if is_of_part(line) => {
                Place::PartHeader { holds_mail: holds_mail || holds_mail_itself(line) }
            }
            Place::PartHeader { holds_mail } => {
                lost.push(at);
                if holds_mail && is_field(line) { Place::InnerHeader } else { Place::Words }
            }
            Place::InnerHeader if !is_field(line) && !is_folded(line) => {
                lost.push(at);
                Place::Words
            }
            other => other,
        };
        at += line.len();
    }
    lost
}

/// Where the header that a report returns begins, right below the report's words.
fn above_returned(source: &str) -> Option<usize> {
    // Those that a header begins with; a report's own fields are others.
    const FIRST: &[&str] =
        &["received:", "return-path:", "authentication-results:", "dkim-signature:", "arc-"];
    let is_header = |line: &str| FIRST.iter().any(|name| starts(line, name));
    let mut at = 0;
    let begin = each_line(source).take(FAR).find_map(|line| {
        let begins_here = is_header(line).then_some(at);
        at += line.len();
        begins_here
    })?;
    (bounce::sounds(&source[..begin]) > 0).then_some(begin)
}

/// What a line of a message is a part of.
#[derive(Clone, Copy)]
enum Place {
    Words,
    PartHeader {
        holds_mail: bool,
    },
    /// Of a message that is a part itself.
    InnerHeader,
}

fn is_field(line: &str) -> bool {
    header::name_len(line).is_some()
}

fn is_folded(line: &str) -> bool {
    line.starts_with([' ', '\t']) && !line.trim().is_empty()
}

fn is_words(line: &str) -> bool {
    line.split_whitespace().count() > 2
}

/// Fields that only a report has, or a message that nobody wrote by hand (RFC 3462; RFC 3834, section 5; RFC 5321, section 4.5.5).
fn says_report(line: &str) -> bool {
    const SIGNS: &[&str] = &[
        "return-path: <>",
        "auto-submitted: auto-",
        "content-type: multipart/report",
        "x-failed-recipients:",
    ];
    // What cron mails are the words of a program, and those may tell of a failure.
    let is_cron = starts(line, "from:") && (line.contains("(Cron Daemon)") || line.contains("(Anacron)"));
    is_cron || bounce::is_daemon(line) || SIGNS.iter().any(|sign| starts(line, sign))
}

/// The name that parts what follows, where a line of a header gives it.
fn boundary(line: &str) -> Option<&str> {
    let (_, name) = line.split_once("boundary=")?;
    let name = match name.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => name.split([';', ' ', '\r', '\n']).next()?,
    };
    (!name.is_empty()).then_some(name)
}

/// Whether a line parts two parts.
fn is_one_of(boundaries: &[&str], line: &str) -> bool {
    let Some(name) = line.trim_end().strip_prefix("--") else { return false };
    boundaries.iter().any(|boundary| name.strip_suffix("--").unwrap_or(name) == *boundary)
}

/// Fields of a part's own header (RFC 2045, section 9), and what was folded below one.
fn is_of_part(line: &str) -> bool {
    starts(line, "content-") || is_folded(line)
}

fn holds_mail_itself(line: &str) -> bool {
    starts(line, "content-type: message/rfc822") || starts(line, "content-type: text/rfc822-headers")
}

fn starts(line: &str, with: &str) -> bool {
    line.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reports_words_are_parted_from_its_header() {
        let head = "Von: MAILER-DAEMON@mx.example.org\nBetreff: failure notice\n";
        let words =
            "Hi. This is the qmail-send program at mx.example.org.\n<ann@example.net>:\nno such user\n";
        check(part_report, &format!("{head}{words}"), &format!("{head}\n{words}"));
        for whole in [
            format!("{head}\n{words}"),
            format!("From: ann@example.org\nSubject: lost\n{words}"),
            format!("{head}{head}"),
        ] {
            assert!(part_report(&Text::plain(&whole)).is_none(), "{whole}");
        }
    }

    #[test]
    fn the_parts_of_a_report_without_empty_lines_are_found() {
        let whole = "From: MAILER-DAEMON@mx.example.org\nContent-Type: multipart/report;\n boundary=\"b1\"\n\n--b1\nContent-Type: text/plain\n\nIt failed.\n\n--b1\n\
                     Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\nFinal-Recipient: rfc822; ann@example.net\n\n--b1\n\
                     Content-Type: message/rfc822\n\nFrom: bob@example.org\nSubject: hello\n\nHello Ann\n\n--b1--\n";
        check(part_report, &whole.replace("\n\n", "\n"), whole);
    }

    #[test]
    fn the_header_that_words_return_is_parted_from_them() {
        let whole = "Delivery has failed to these recipients or groups:\nann@example.net\nRemote Server returned '550 5.1.1 User unknown'\n\
                     Original message headers:\n\nReceived: from a.example.org by b.example.org; Tue, 3 Nov 2026 11:42:08 +0000\n\
                     From: bob@example.org\nTo: ann@example.net\n";
        check(part_report, &whole.replace("\n\n", "\n"), whole);
        let own = "Why did this land in junk?\nReceived: from a.example.org by b.example.org; Tue, 3 Nov 2026 11:42:08 +0000\nFrom: a@example.org\n";
        assert!(part_report(&Text::plain(own)).is_none());
    }

    #[test]
    fn a_torn_field_of_an_automatic_mail_ends_no_header() {
        let torn = "Return-Path: <>\nReceived: from a.example.org by b.example.org; Tue, 3 Nov 2026 11:42:08 +0000\nAuto-Submitted: auto-generated\n\
                    Authentication-Results: b.example.org; dkim=pass (2048-bit key)\nheader.d=example.org header.i=@example.org\nheader.b=f4dQ9pLs\n\
                    Received: from c.example.org by a.example.org; Tue, 3 Nov 2026 11:42:07 +0000\nFrom: ann@example.org\n";
        assert!(part_report(&Text::plain(torn)).is_none());
    }

    #[track_caller]
    fn check(repair: fn(&Text) -> Option<Text>, from: &str, to: &str) {
        let repaired = repair(&Text::plain(from));
        assert_eq!(repaired.as_ref().map_or(from, Text::as_str), to, "{from:?}");
    }
}
