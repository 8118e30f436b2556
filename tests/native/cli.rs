//! The command as a user runs it: output, exit status, messages.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mailwhy"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // The command may end before it reads (usage errors); a closed pipe is no fault then.
    let _ = child.stdin.take().expect("stdin is piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

#[test]
fn a_paste_on_standard_input_is_explained() {
    let output = run(&[], "452 4.2.2 <ann@example.org> mailbox full");
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("mailbox is full"), "{}", stdout(&output));
    assert!(!stdout(&output).contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn json_is_a_report() {
    let output = run(&["--format", "json", "-"], "452 4.2.2 mailbox full");
    let report: mailwhy::Report = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!((report.schema, report.findings[0].cause.as_str()), (1, "mailbox-full"));
    assert_eq!(report.findings[0].evidence[0].quote, "mailbox full");
}

#[test]
fn the_exit_status_tells() {
    assert_eq!(run(&[], "it is raining").status.code(), Some(1), "undetermined");
    assert_eq!(run(&["/nowhere/at/all"], "").status.code(), Some(2), "unreadable");
    assert_eq!(run(&["--no-such-option"], "").status.code(), Some(2), "usage");
    let unreadable = run(&["/nowhere/at/all"], "");
    assert!(
        String::from_utf8_lossy(&unreadable.stderr).contains("/nowhere/at/all"),
        "the message names the file"
    );
}

#[test]
fn batch_answers_each_line_and_file() {
    let folder = std::env::temp_dir().join(format!("mailwhy-batch-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("deep")).expect("a folder");
    std::fs::write(folder.join("deep/one.txt"), "452 4.2.2 mailbox full").expect("a file");
    let lines = "{\"id\":\"a\",\"text\":\"452 4.2.2 mailbox full\"}\n\n{\"id\":7,\"text\":\"=1+1, rain\"}\n";
    std::fs::write(folder.join("two.jsonl"), lines).expect("a file");
    let path = folder.to_str().expect("a plain path");

    let output = run(&["batch", path], "");
    let rows: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, [&format!("{path}/deep/one.txt"), "a", "7"]);
    assert_eq!(output.status.code(), Some(1), "one of them is undetermined");

    let csv = stdout(&run(&["batch", "--format", "csv", path], ""));
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.starts_with("id,kind,cause,"), "{csv}");
    std::fs::remove_dir_all(folder).expect("the folder goes");
}

#[test]
fn articles_codes_and_the_manual_are_printed() {
    for (what, wanted) in [("greylisted", "When to stop trying"), ("5.2.2", "mailbox-full"), ("550", "550")] {
        let output = run(&["explain", what], "");
        assert_eq!(output.status.code(), Some(0), "{what}");
        assert!(stdout(&output).contains(wanted), "{what}: {}", stdout(&output));
    }
    // Of a mail that arrived only what holds of it.
    let late = run(&["explain", "delayed#late"], "");
    let late = stdout(&late);
    assert!(late.starts_with("A mail that arrived late") && late.contains("Why it happens"), "{late}");
    assert!(!late.contains("When to stop trying") && !late.contains("Left out"), "{late}");
    assert_eq!(run(&["explain", "no-such-thing"], "").status.code(), Some(2));
    assert!(stdout(&run(&["man"], "")).contains(".TH mailwhy 1"));
}

#[test]
fn each_mail_of_a_paste_is_answered() {
    let block = |id: u8| {
        format!(
            "Received: from a.example.net by mx.example.org with ESMTPS id {id}; Tue, 3 Nov 2026 10:00:0{id} +0000\n\
             From: ann@example.net\nTo: bob@example.org\nMessage-ID: <{id}@example.net>\n\n"
        )
    };
    let text = stdout(&run(&[], &format!("What of these two?\n\n{}{}", block(1), block(2))));
    for told in [
        "2 mails stand in this paste",
        "<1@example.net>",
        "The mail that begins in line 8",
        "<2@example.net>",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
}
