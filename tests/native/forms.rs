//! The same text in the forms that chats, tickets, cells and windows give it: the answer is the same, and nobody has to know which it is.
//!
//! What still changes stands in a list beside each form. A test fails where another one does, and where one of them no longer does.

use super::paste::{KINDS, PLAIN, first_cause, fixtures};

/// The fixtures whose first cause is another one in this form.
fn changed(kinds: &[&str], form: fn(&str) -> String) -> Vec<String> {
    let is_changed = |paste: &str, cause: &str| first_cause(&crate::diagnose(&form(paste))) != cause;
    let all = fixtures(kinds).into_iter();
    all.filter(|fixture| is_changed(&fixture.paste, &fixture.cause)).map(|fixture| fixture.name).collect()
}

fn without_empty_lines(paste: &str) -> String {
    paste.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
}

fn in_one_line(paste: &str) -> String {
    paste.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Between words, at the width of a window or a mail.
fn wrapped(paste: &str) -> String {
    const WIDTH: usize = 62;
    let mut out = String::new();
    for line in paste.lines() {
        let mut width = 0;
        for word in line.split_inclusive(' ') {
            let len = word.trim_end().chars().count();
            if width > 0 && width + len > WIDTH {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                width = 0;
            }
            out.push_str(word);
            width += word.chars().count();
        }
        out.push('\n');
    }
    out
}

#[test]
fn lost_empty_lines_change_no_answer() {
    // ezmlm writes from an address like any other, a table of Microsoft's is found by the lines around it, and `msmtp: …` looks like a field.
    const STILL: &[&str] = &[
        "bounce/user-unknown.ezmlm-probe.eml",
        "bounce/user-unknown.ezmlm-warning.eml",
        "bounce/user-unknown.microsoft-365-with-headers.txt",
        "client-error/auth-credentials.cron-msmtp.txt",
    ];
    assert_eq!(changed(&[KINDS, PLAIN].concat(), without_empty_lines), STILL);
}

#[test]
fn lost_line_ends_change_no_answer() {
    // Rows of tables, hexadecimal dumps, settings between the lines of a dialogue.
    const STILL: &[&str] = &[
        "client-error/auth-credentials.cron-msmtp.txt",
        "log/mailbox-full.exchange-tracking.csv",
        "log/ptr-missing.postfix-remark.txt",
        "log/relay-denied.exchange-protocol.txt",
        "log/spam-content.message-trace-list.txt",
        "log/user-unknown.exchange-tracking-empty-time.csv",
        "log/user-unknown.hmailserver.txt",
        "log/user-unknown.powermta.csv",
        "transcript/auth-method.msmtp-no-tls.txt",
        "transcript/auth-required.msmtp-debug.txt",
        "transcript/connection-refused.msmtp.txt",
        "transcript/connection-refused.wireshark.txt",
        "transcript/connection-timeout.tcpdump.txt",
        "transcript/protocol-error.firewall.txt",
    ];
    let kinds = ["log", "transcript", "client-error", "library-error", "api-error"];
    assert_eq!(changed(&kinds, in_one_line), STILL);
}

#[test]
fn lines_that_were_broken_change_no_answer() {
    // Tables, objects of JSON, code; a reply whose second line is like nothing that was typed.
    const STILL: &[&str] = &[
        "log/connection-timeout.kumomta.jsonl",
        "log/greylisted.haraka-temp-failing.txt",
        "log/user-unknown.exchange-tracking-empty-time.csv",
        "log/user-unknown.kumomta.jsonl",
        "transcript/connection-refused.wireshark.txt",
        "transcript/connection-timeout.tcpdump.txt",
        "transcript/spf-fail.telnet-why.txt",
        "unknown/undetermined.comments-in-code.txt",
    ];
    assert_eq!(changed(PLAIN, wrapped), STILL);
}
