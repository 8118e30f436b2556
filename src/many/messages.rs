//! Several messages or bounces one after the other: header blocks, forwarded bounces, the words of bounces.
//!
//! The hard part is what must not be cut: a bounce returns the mail that it is about, a mail quotes others. So a header
//! begins a case only where nothing announces it, where no part of MIME is open around it, and, behind a bounce, only
//! where it is a bounce's own.

mod announced;
mod fields;
mod fresh;
mod lines;
mod openings;
mod walk;

use super::split::Cut;
use crate::input::damage;
use lines::lines;
use openings::openings;
use walk::Walk;

/// Only where at least two begin. What stands before the first is an introduction.
pub fn cut(text: &str) -> Cut {
    match damage::single_spaced(text) {
        None => between(text, &starts(text)),
        Some(repaired) => {
            let starts = starts(repaired.as_str());
            let starts: Vec<usize> = starts.iter().map(|start| repaired.span(*start..*start).start).collect();
            between(text, &starts)
        }
    }
}

fn starts(text: &str) -> Vec<usize> {
    let mut walk = Walk::new(text);
    lines(text).for_each(|line| walk.line(line));
    walk.close();
    match walk.heads.len() {
        0 | 1 if walk.has_parts => Vec::new(),
        0 | 1 => openings(text),
        _ => walk.heads.iter().map(|head| head.start).collect(),
    }
}

fn between(text: &str, starts: &[usize]) -> Cut {
    if starts.len() < 2 {
        return Cut::default();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    Cut {
        cases: starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect(),
        last: starts[starts.len() - 1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(text: &str) -> Vec<&str> {
        cut(text).cases.into_iter().map(|range| text[range].lines().next().unwrap_or_default()).collect()
    }

    const HEADERS: &str =
        "Received: from a by b; Tue\nFrom: ann@example.org\nTo: bob@example.net\nSubject: hello\n\n";
    const BOUNCE: &str = "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nTo: ann@example.org\nSubject: Undelivered Mail\n\
        \nThis is the mail system at host mx.example.net.\n\n<bob@example.net>: no\n\n--- Below this line is a copy of \
        the message.\n\nReceived: from a by b; Tue\nFrom: ann@example.org\nTo: bob@example.net\nMessage-ID: <1@a>\n\nhello\n\n";
    const FORWARDED: &str = "---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@example.com>\n\
        Date: Tue, 24 Nov 2026\nSubject: Delivery Status Notification (Failure)\nTo: <ann@example.org>\n\n\
        ** Address not found **\n\nYour message wasn't delivered to bob@example.net\n\n";

    #[test]
    fn header_blocks_in_a_row_are_cases() {
        let three = HEADERS.repeat(3);
        assert_eq!(firsts(&three), ["Received: from a by b; Tue"; 3]);
        assert_eq!(cut(&three.replace('\n', "\r")).cases.len(), 3);
        let ruled = format!("{HEADERS}----\n\n{HEADERS}");
        assert_eq!(firsts(&ruled).len(), 2);
        let quoted: String = HEADERS.repeat(2).lines().map(|line| format!("> {line}\n")).collect();
        assert_eq!(firsts(&quoted).len(), 2);
    }

    #[test]
    fn header_blocks_without_a_line_between_are_cases() {
        let block = |n: u8| {
            format!(
                "Return-Path: <a{n}@example.org>\nReceived: from a by b; Tue\nDKIM-Signature: h=x;\n From:Date:Subject\nFrom: \
                 ann@example.org\nTo: bob@example.net\nSubject: hello {n}\nX-Mailer: x\n"
            )
        };
        let three = block(1) + &block(2) + &block(3);
        let want = [
            "Return-Path: <a1@example.org>",
            "Return-Path: <a2@example.org>",
            "Return-Path: <a3@example.org>",
        ];
        assert_eq!(firsts(&three), want);
        assert_eq!(firsts(&three.replace('\n', "\n\n")), want);
        // One mail: fields that stand twice, and Received fields below the author's.
        let odd =
            block(1) + "Received: from c by d; Tue\nReceived: from e by f; Tue\nFrom: ann@example.org\n";
        assert!(firsts(&odd).is_empty());
        assert!(
            firsts(&(block(1) + "From: ann@example.org\nTo: eve@example.net\nSubject: hello\n")).is_empty()
        );
    }

    #[test]
    fn header_blocks_with_an_empty_line_behind_each_line_are_cases() {
        let doubled = HEADERS.repeat(3).replace('\n', "\n\n");
        assert_eq!(firsts(&doubled), ["Received: from a by b; Tue"; 3]);
        assert!(firsts(&HEADERS.replace('\n', "\n\n")).is_empty());
    }

    #[test]
    fn pages_that_show_a_table_above_the_header_are_cases() {
        let page = format!(
            "Original Message\n\nMessage ID\t<1@a>\nFrom:\tann@example.org\nSubject:\thello\nSPF:\tPASS with IP 192.0.2.1\n\
             DKIM:\t'PASS' with domain example.org\n\nDownload Original\n\n{HEADERS}How are you?\n\nAnn\n\n"
        );
        assert!(firsts(&page).is_empty());
        assert_eq!(firsts(&page.repeat(3)), ["Original Message"; 3]);
        let untitled = page.replace("Original Message\n\n", "");
        assert_eq!(firsts(&untitled.repeat(2)), ["Message ID\t<1@a>"; 2]);
    }

    #[test]
    fn a_bounce_keeps_what_it_returns() {
        assert!(firsts(BOUNCE).is_empty());
        assert_eq!(firsts(&BOUNCE.repeat(2)), ["Return-Path: <>"; 2]);
    }

    #[test]
    fn a_returned_mail_of_the_postmaster_is_no_case() {
        let bounce = "From: MAILER-DAEMON <>\nMessage-ID: <1@a>\nSubject: Mail delivery failed\n\n552 full\n\n\
            Original message follows.\n\nReceived: x\nSubject: Hi\nTo: you\nFrom: <postmaster@example.org>\n\nhi\n";
        assert!(firsts(bounce).is_empty());
    }

    #[test]
    fn parts_of_mime_belong_to_their_message() {
        let bounce = "From: MAILER-DAEMON@example.net\nSubject: Undelivered Mail\nContent-Type: multipart/report;\n boundary=\"b1\"\n\
            \n--b1\nContent-Type: text/plain\n\nno\n\n--b1\nContent-Type: message/rfc822\n\nReceived: x\nFrom: \
            mailer-daemon@example.org\nSubject: Undelivered\nTo: y\n\nThis is the mail system at host a.\n\n--b1--\n\n";
        assert!(firsts(bounce).is_empty());
        assert_eq!(firsts(&bounce.repeat(3)).len(), 3);
        assert_eq!(firsts(&format!("{bounce}{HEADERS}")).len(), 2);
    }

    #[test]
    fn forwarded_bounces_are_cases_and_their_introduction_is_none() {
        assert!(firsts(FORWARDED).is_empty());
        let note = "From: ann@example.org\nTo: help@example.org\nSubject: Fwd: Undeliverable\nMessage-ID: <2@a>\n\nPlease look at these.\n\n";
        assert!(firsts(&format!("{note}{FORWARDED}")).is_empty());
        let four = format!("{note}{}", FORWARDED.repeat(4));
        assert_eq!(firsts(&four), ["---------- Forwarded message ---------"; 4]);
    }

    #[test]
    fn words_of_bounces_without_headers_are_cases() {
        let one = "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you.\n\n<bob@example.net>: no\n\n";
        assert!(firsts(one).is_empty());
        assert_eq!(firsts(&one.repeat(2)).len(), 2);
    }

    #[test]
    fn a_mail_that_quotes_headers_is_one() {
        let mail = format!("{HEADERS}Look at these headers:\n\n{HEADERS}");
        assert!(firsts(&mail).is_empty());
    }
}
