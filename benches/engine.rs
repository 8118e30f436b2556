//! How fast an answer comes, as ratios taken in one run on one machine, so that they mean the same everywhere.
//!
//! `cargo xtask bench [--folder DIR] [--check]`. Medians of several rounds, by the clock.

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
    let folder = args.iter().position(|arg| arg == "--folder").and_then(|at| args.get(at + 1));
    let mut kept = true;
    println!("\n{:<52}{:>12}{:>8}", "measured", "result", "aim");
    kept &= against_mail_parser(folder.map(Path::new));
    kept &= growth();
    throughput(folder.map_or(Path::new("tests/fixtures"), Path::new));
    println!();
    if !kept && args.iter().any(|arg| arg == "--check") {
        std::process::exit(1);
    }
}

/// The whole answer against reading the same message's structure and nothing else.
fn against_mail_parser(folder: Option<&Path>) -> bool {
    let mut messages = vec![bounce(3), headers(12)];
    messages.extend(folder.map(pastes).unwrap_or_default());
    let ours = median(|| messages.iter().for_each(|text| drop(black_box(mailwhy::diagnose(text)))));
    let theirs = median(|| {
        for text in &messages {
            black_box(mail_parser::MessageParser::default().parse(text.as_bytes()));
        }
    });
    ratio(&format!("diagnose / mail_parser, {} messages", messages.len()), ours, theirs, 4.0)
}

/// Ten times the text should take ten times the time, whatever kind of text it is.
fn growth() -> bool {
    let kinds: [(&str, Make); 4] = [
        ("report of many recipients", |size| bounce(size / 190)),
        ("header block of many hops", |size| headers(size / 150)),
        ("server's log", |size| LOG_LINE.repeat(size / LOG_LINE.len())),
        ("one long line", |size| "550 5.1.1 no such user ".repeat(size / 23)),
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

/// Messages a second over a folder: the engine alone, and the command with its reading and writing.
fn throughput(folder: &Path) {
    let files = files(folder);
    let texts = pastes(folder);
    if texts.is_empty() {
        println!("no messages in {}: --folder DIR names others", folder.display());
        return;
    }
    let engine = median(|| texts.iter().for_each(|text| drop(black_box(mailwhy::diagnose(text)))));
    let command = median(|| {
        let mut batch = Command::new(env!("CARGO_BIN_EXE_mailwhy"));
        batch.args(["batch", "--format", "jsonl"]).args(&files).stdout(Stdio::null()).stderr(Stdio::null());
        batch.status().expect("the command runs");
    });
    for (name, time) in [("engine", engine), ("mailwhy batch", command)] {
        let rate = texts.len() as f64 / time.as_secs_f64();
        println!("{:<52}{rate:>10.0}/s", format!("{name}, {} messages", texts.len()));
    }
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
