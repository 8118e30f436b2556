//! A smoke run of the fuzz target (fuzz/) that needs no nightly Rust: every fixture, damaged in many ways, by the same check.
//!
//! The damage is random but the same in every run, so a failure comes back.

#[path = "../../fuzz/check.rs"]
mod check;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// Damaged versions of each seed.
const ROUNDS: u32 = 20;

/// Longer seeds are cut: damage finds its faults in short ones, and sooner.
const LONGEST: usize = 8_000;

/// What pastes are made of, spelled so that damage brings readers into odd places.
const PIECES: [&str; 24] = [
    "550 5.7.26 ",
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\n ",
    "\n\t",
    "\n> ",
    "Received: from ",
    "by ",
    "; ",
    "<",
    ">",
    "\"",
    "(",
    "\\",
    "=?utf-8?q?=C3?=",
    "--",
    "Final-Recipient: rfc822;",
    "Status: 9.999.999\n",
    "\u{feff}",
    "\u{202e}",
    "é",
    "🙃",
];

const SEEDS: [&str; 3] = [
    "452 4.2.2 <ann@example.org>: mailbox full, try again later",
    "Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example with ESMTPS id x\r\n\tfor <ann@example.org>; \
     Tue, 3 Nov 2026 10:00:00 +0100\r\nAuthentication-Results: b.example; spf=pass; dkim=fail\r\nFrom: a@a.example\r\n",
    "Reporting-MTA: dns; b.example\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\n\
     Diagnostic-Code: smtp; 550-5.1.1 no such\n 550 5.1.1 user\n",
];

#[test]
fn a_damaged_paste_gets_a_sound_report() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut seeds: Vec<(String, Vec<u8>)> =
        SEEDS.iter().map(|seed| (format!("{seed:.30}"), seed.as_bytes().to_vec())).collect();
    fixtures(Path::new("tests/fixtures"), &mut seeds);
    for (name, seed) in &seeds {
        for round in 0..ROUNDS {
            let paste = damaged(seed, &mut random);
            if catch_unwind(|| check::check(&paste)).is_err() {
                let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("damaged.txt");
                fs::write(&kept, &paste).expect("the paste can be kept");
                panic!("{name}, round {round}: the paste is in {}", kept.display());
            }
        }
    }
}

fn fixtures(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            fixtures(&path, into);
        } else if let Ok(mut bytes) = fs::read(&path) {
            bytes.truncate(LONGEST);
            into.push((path.display().to_string(), bytes));
        }
    }
}

/// The seed with one to eight faults: a piece put in, bytes taken out, doubled, changed, or the end cut off.
fn damaged(seed: &[u8], random: &mut Random) -> String {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.extend_from_within(at..end),
            2 => bytes.truncate(at.max(1)),
            3 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            _ => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Xorshift (Marsaglia, 2003): enough for damage.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}
