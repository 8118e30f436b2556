//! How fast an answer comes, as ratios taken in one run on one machine, so that they mean the same everywhere.
//!
//! `cargo xtask bench [--headers DIR] [--folder DIR] [--check]`. Medians of several rounds, by the clock. The folders
//! hold header blocks and messages of your own; without them those lines are left out.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Rounds of each measurement; the median counts.
const ROUNDS: usize = 7;

/// A round lasts at least this long, for a clock that ticks coarsely.
const ROUND: Duration = Duration::from_millis(40);

/// Makes a text of about so many bytes.
type Make = fn(usize) -> String;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let option = |name: &str| Some(Path::new(args.get(args.iter().position(|arg| arg == name)? + 1)?));
    let mut kept = true;
    println!("\n{:<52}{:>12}{:>8}", "measured", "result", "aim");
    kept &= against_mail_parser("diagnose / mail_parser", &[bounce(3), headers(12)]);
    kept &= growth();
    kept &= long_text();
    start();
    kept &= header_blocks(option("--headers"));
    messages(option("--folder"));
    println!();
    if !kept && args.iter().any(|arg| arg == "--check") {
        std::process::exit(1);
    }
}

/// The whole answer against reading the same message's structure and nothing else.
fn against_mail_parser(name: &str, messages: &[String]) -> bool {
    let theirs = median(|| {
        for text in messages {
            black_box(mail_parser::MessageParser::default().parse(text.as_bytes()));
        }
    });
    ratio(name, explain(messages), theirs, 4.0)
}

/// The time that answers to all of the texts take.
fn explain(texts: &[String]) -> Duration {
    median(|| texts.iter().for_each(|text| drop(black_box(mailwhy::diagnose(text)))))
}

/// Ten times the text should take ten times the time, whatever kind of text it is.
fn growth() -> bool {
    let kinds: [(&str, Make); 10] = [
        ("report of many recipients", |size| bounce(size / 190)),
        ("header block of many hops", |size| headers(size / 150)),
        ("server's log", |size| LOG_LINE.repeat(size / LOG_LINE.len())),
        ("one long line", |size| "550 5.1.1 no such user ".repeat(size / 23)),
        ("short lines", |size| "ab c\n".repeat(size / 5)),
        ("quoted lines", |size| "> > > a\n".repeat(size / 8)),
        ("nested parts", nested),
        ("angle brackets", |size| "<".repeat(size)),
        ("round brackets", |size| format!("Received: {}", "(".repeat(size))),
        ("encoded words", |size| format!("Subject: {}", "=?".repeat(size / 2))),
    ];
    let mut kept = true;
    for (name, make) in kinds {
        let (small, large) = (make(100_000), make(1_000_000));
        let short = median(|| drop(black_box(mailwhy::diagnose(&small))));
        let long = median(|| drop(black_box(mailwhy::diagnose(&large))));
        // What was made is not of the exact size.
        let scale = 10.0 * small.len() as f64 / large.len() as f64;
        kept &= ratio(&format!("1 MB / 100 kB, {name} ({long:.1?})"), long.mul_f64(scale), short, 11.0);
    }
    kept
}

/// A text as long as hardly any, of a kind that all readers look at.
fn long_text() -> bool {
    let line = "The mail could not be handed over in time, and nobody knows why.\n";
    let text = line.repeat(5_000_000 / line.len());
    let time = explain(&[text]);
    let is_kept = time < Duration::from_secs(1);
    println!("{:<52}{:>12}{:>8}", "5 MB of text", format!("{time:.1?}"), "<1s");
    is_kept
}

/// The command from its start to its end, on one reply.
fn start() {
    let paste = std::env::temp_dir().join("mailwhy-bench.txt");
    fs::write(&paste, "550 5.1.1 no such user").expect("the temporary folder can be written to");
    let time = median(|| command(&[], std::slice::from_ref(&paste)));
    println!("{:<52}{:>12}", "mailwhy on one reply", format!("{time:.1?}"));
}

/// Header blocks a second in one process, and against mail_parser on the same ones.
fn header_blocks(folder: Option<&Path>) -> bool {
    let blocks = folder.map(pastes).unwrap_or_default();
    if blocks.is_empty() {
        println!("header blocks: none to measure; --headers DIR names a folder of them");
        return true;
    }
    rate("header blocks", blocks.len(), explain(&blocks));
    against_mail_parser("diagnose / mail_parser, header blocks", &blocks)
}

/// Messages a second: the engine alone, and the command with its reading and writing.
fn messages(folder: Option<&Path>) {
    let messages = folder.map(pastes).unwrap_or_default();
    let (Some(folder), false) = (folder, messages.is_empty()) else {
        println!("messages: none to measure; --folder DIR names a folder of them");
        return;
    };
    rate("messages", messages.len(), explain(&messages));
    let files = files(folder);
    rate("mailwhy batch", messages.len(), median(|| command(&["batch", "--format", "jsonl"], &files)));
    against_mail_parser("diagnose / mail_parser, messages", &messages);
}

fn command(args: &[&str], files: &[PathBuf]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailwhy"));
    command.args(args).args(files).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("the command runs");
}

fn rate(name: &str, count: usize, time: Duration) {
    let rate = count as f64 / time.as_secs_f64();
    println!("{:<52}{rate:>10.0}/s", format!("{name}, {count}"));
}

fn ratio(name: &str, ours: Duration, theirs: Duration, aim: f64) -> bool {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!(
        "{name:<52}{ratio:>11.2}×{:>7}{}",
        format!("≤{aim}"),
        if ratio <= aim { "" } else { "  missed" }
    );
    ratio <= aim
}

/// The time that one call takes.
fn median(call: impl Fn()) -> Duration {
    let start = Instant::now();
    call();
    let calls = (ROUND.as_secs_f64() / start.elapsed().as_secs_f64()).ceil().max(1.0) as u32;
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            (0..calls).for_each(|_| call());
            start.elapsed() / calls
        })
        .collect();
    rounds.sort();
    rounds[ROUNDS / 2]
}

fn pastes(folder: &Path) -> Vec<String> {
    let texts = files(folder).into_iter().filter_map(|file| fs::read(file).ok());
    texts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

/// The files in a folder and the folders in it; a .jsonl file is no message but a list.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    let is_list = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "jsonl");
    let below = paths.into_iter().filter(|path| !is_list(path));
    below.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

const LOG_LINE: &str = "Nov  3 10:00:01 mx postfix/smtp[123]: 4XyZ1: to=<ann@example.org>, relay=mx.example.org[192.0.2.1]:25, \
    delay=1.2, dsn=5.1.1, status=bounced (host mx.example.org said: 550 5.1.1 no such user (in reply to RCPT TO))\n";

/// A delivery report (RFC 3464) on so many recipients.
fn bounce(recipients: usize) -> String {
    let mut text = String::from(
        "Return-Path: <>\nReceived: by mx.example.com (Postfix)\n\tid 4XyZ2; Tue, 3 Nov 2026 10:00:02 +0100 (CET)\n\
         From: MAILER-DAEMON@mx.example.com\nTo: bob@example.com\nSubject: Undelivered Mail Returned to Sender\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n\
         --b1\nContent-Type: text/plain\n\nThe mail system could not deliver your message.\n\n\
         --b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n",
    );
    for number in 0..recipients {
        text += &format!(
            "\nFinal-Recipient: rfc822; user{number}@example.org\nAction: failed\nStatus: 5.1.1\n\
             Remote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 550 5.1.1 <user{number}@example.org>: no such user here\n"
        );
    }
    text + "\n--b1\nContent-Type: text/rfc822-headers\n\nFrom: bob@example.com\nSubject: Lunch\n\n--b1--\n"
}

/// Multiparts in multiparts.
fn nested(size: usize) -> String {
    let part = |number: usize| format!("Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n");
    (0..size / 55).map(part).collect()
}

/// A header block with so many Received fields.
fn headers(hops: usize) -> String {
    let hop = |number: usize| {
        format!(
            "Received: from mx{number}.example.com (mx{number}.example.com [192.0.2.{}])\n\tby mx{}.example.com with ESMTPS id \
             a{number}\n\tfor <ann@example.org>; Tue, 3 Nov 2026 10:00:{:02} +0100\n",
            number % 256,
            number + 1,
            number % 60
        )
    };
    let hops: String = (0..hops).rev().map(hop).collect();
    hops + "From: Bob <bob@example.com>\nTo: ann@example.org\nSubject: Lunch\nMessage-ID: <1@example.com>\n\
            Date: Tue, 3 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain\n\nAt noon?\n"
}
