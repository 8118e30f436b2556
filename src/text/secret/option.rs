//! Options of the programs that send mail from a command line.

use super::{is_value, quoted};
use std::ops::Range;

/// Programs whose options are read; a name counts as a word of its own.
pub(super) const TOOLS: &[&str] = &[
    "swaks",
    "curl",
    "sendemail",
    "msmtp",
    "ssmtp",
    "mailx",
    "s-nail",
    "wget",
    "mutt",
    "neomutt",
    "blat",
    "mailsend",
    "mailsend-go",
    "smtp-cli",
    "testsaslauthd",
    "doveadm",
    "smtptest",
    "imtest",
    "openssl",
];

/// The value is the password.
const PASSWORDS: &[&str] = &[
    "--auth-password",
    "-ap",
    "--password",
    "--pass",
    "-pass",
    "-xp",
    "-pw",
    "--oauth2-bearer",
    "--smtp-pass",
    "-password",
    "--http-password",
    "--ftp-password",
    "--proxy-password",
];
/// The value is `user:password`.
const PAIRS: &[&str] = &["--user", "-u", "--proxy-user", "-U"];

/// Whether the line runs one of the programs.
pub fn runs(lower: &str) -> bool {
    let is_tool = |word: &str| {
        let name =
            word.rsplit('/').next().unwrap_or(word).trim_start_matches(['$', '#', '`', '"', '\'', '(']);
        TOOLS.contains(&name.strip_suffix(".exe").unwrap_or(name))
    };
    let has_option = lower.as_bytes().contains(&b'-') && lower.contains(" -");
    (has_option || lower.contains("doveadm auth ")) && lower.split_ascii_whitespace().take(12).any(is_tool)
}

pub fn find(text: &str, line: Range<usize>, in_command: bool, found: &mut Vec<Range<usize>>) {
    let words = &text[line.clone()];
    if let Some(at) = words.find("passwordeval") {
        found.extend(printed(text, line.start + at, line.end));
    }
    if !in_command {
        return;
    }
    let tester =
        ["testsaslauthd", "doveadm", "smtptest", "imtest"].iter().find(|tool| words.contains(**tool));
    let mut at = line.start;
    let mut skip = line.start;
    for word in words.split([' ', '\t']) {
        let range = at..at + word.len();
        at = range.end + 1;
        if range.start < skip {
            continue;
        }
        let (name, glued) = match word.split_once('=') {
            Some((name, _)) if name.starts_with("--") => (name, Some(range.start + name.len() + 1)),
            // curl: `-uann:hunter2`.
            _ if word.len() > 2 && word.starts_with("-u") && word.contains(':') => {
                ("-u", Some(range.start + 2))
            }
            _ => (word, None),
        };
        let secret = PASSWORDS.contains(&name) || (tester.is_some() && matches!(name, "-p" | "-w"));
        if !secret && !PAIRS.contains(&name) {
            continue;
        }
        let start = glued.unwrap_or_else(|| line.end - text[range.end..line.end].trim_start().len());
        let Some(value) = argument(text, start, line.end) else { continue };
        skip = value.end;
        let value = if secret { Some(value) } else { behind_colon(text, value) };
        found.extend(value.filter(|value| is_value(&text[value.clone()])));
    }
    if tester == Some(&"doveadm") && (words.contains("auth test ") || words.contains("auth login ")) {
        found.extend(last_of_two(text, line));
    }
}

/// One argument, in quotes or up to the next space.
fn argument(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let rest = text.get(start..end)?;
    if rest.is_empty() || rest.starts_with('-') {
        return None;
    }
    let bare = || start..start + rest.find([' ', '\t']).unwrap_or(rest.len());
    Some(if rest.starts_with(['"', '\'']) { quoted(text, start, end).unwrap_or_else(bare) } else { bare() })
}

fn behind_colon(text: &str, value: Range<usize>) -> Option<Range<usize>> {
    let colon = text[value.clone()].find(':')?;
    Some(value.start + colon + 1..value.end)
}

/// `doveadm auth test ann@example.org hunter2`.
fn last_of_two(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let words = &text[line.clone()];
    let rest = words.split_once(" auth ")?.1;
    let given: Vec<&str> = rest
        .split_ascii_whitespace()
        .skip(1)
        .filter(|word| !word.starts_with('-') && !word.contains('='))
        .collect();
    let [.., _, secret] = given[..] else { return None };
    let start = secret.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + secret.len())
}

/// msmtp's `passwordeval "echo hunter2"`: other commands fetch it from a safe place.
fn printed(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let words = &text[at..end];
    let print = ["echo ", "printf "].iter().find_map(|print| Some(words.find(print)? + print.len()))?;
    let rest = words[print..].trim_start().trim_start_matches("-n ").trim_start();
    let start = end - rest.len();
    let value = argument(text, start, end)?;
    let length = text[value.clone()].trim_end_matches(['"', '\'']).len();
    Some(value.start..value.start + length)
}
