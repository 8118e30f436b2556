//! One case stays one, however it was damaged; several in a row come apart.

use super::paste::{KINDS, fixtures};
use mailwhy::many::split;

const ALL: &[&str] =
    &["api-error", "client-error", "library-error", "log", "settings", "transcript", "unknown"];

#[test]
fn every_fixture_is_one_case() {
    for fixture in fixtures(&[KINDS, ALL].concat()) {
        let quoted: String = fixture.paste.lines().map(|line| format!("> {line}\n")).collect();
        let crlf = fixture.paste.replace('\n', "\r\n");
        for paste in [&fixture.paste, &quoted, &crlf] {
            assert_eq!(split(paste).len(), 1, "{}", fixture.name);
        }
    }
}

#[test]
fn whole_mails_in_a_row_are_answered_each() {
    let mails = fixtures(KINDS).into_iter().filter(|fixture| fixture.name.ends_with(".eml"));
    for fixture in mails {
        let row = format!("{}\n\n", fixture.paste.trim_end()).repeat(3);
        let cases = split(&row);
        assert_eq!(cases.len(), 3, "{}", fixture.name);
        for case in cases {
            let report = crate::diagnose(&row[case]);
            assert_eq!(report.findings[0].cause, fixture.cause, "{}", fixture.name);
        }
    }
}

/// A megabyte of what a careless cutter would read again and again.
#[test]
fn cutting_takes_linear_time() {
    for piece in
        ["From: a\n\n", "From a b\nx: y\n\n", "{", "\"{", "550 a@b\n", "--\n", "Subject:\n\nx\n", "\n", "> "]
    {
        let paste = format!("{}\n{}", "x".repeat(500_000), piece.repeat(1_000_000 / piece.len()));
        for range in split(&paste) {
            assert!(paste.get(range).is_some());
        }
    }
}
