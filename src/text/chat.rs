//! What an export of a chat writes before each message: `[28/11/26, 08:14:52] Ann: `, `28.11.26, 08:14 - Ann: `.

use std::ops::Range;

/// The longest name. Bytes.
const LONGEST: usize = 80;

/// How long it is, and where the name of who wrote stands in it.
pub fn prefix(line: &str) -> Option<(usize, Range<usize>)> {
    // Signs of quoting; marks of the direction of writing, which cannot be seen.
    let start = line.len() - line.trim_start_matches(['>', ' ', '\u{200e}', '\u{200f}', '\u{feff}']).len();
    let (start, end) = match line[start..].strip_prefix('[') {
        Some(_) => (start + 1, "] "),
        None => (start, " - "),
    };
    let close = start + line[start..].find(end)?;
    let (date, time) = line[start..close].split_once(", ")?;
    let from = close + end.len();
    let name = &line[from..from + line[from..].find(": ")?];
    // A log of a program has its level there.
    let is_name = !name.is_empty()
        && name.len() <= LONGEST
        && !name.contains(['[', ']', '<', '=', '/'])
        && name.chars().any(char::is_lowercase);
    (is_date(date) && is_clock(time) && is_name).then(|| (from + name.len() + 2, from..from + name.len()))
}

/// `28/11/26`, `28.11.2026`, `2026-11-28`
fn is_date(date: &str) -> bool {
    let numbers: Vec<&str> = date.split(['/', '.', '-']).collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.len() == 3 && numbers.iter().all(is_number)
}

/// `08:14`, `8:14:52 PM`
fn is_clock(time: &str) -> bool {
    let clock = time.split([' ', '\u{202f}', '\u{a0}']).next().unwrap_or_default();
    let numbers: Vec<&str> = clock.split(':').collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(numbers.len(), 2 | 3) && numbers.iter().all(is_number) && time.len() <= clock.len() + 6
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn chats_are_told_from_logs() {
        for (line, name) in [
            ("[3/11/26, 10:05:09] Ann B: hello", "Ann B"),
            ("\u{200e}[03.11.2026, 10:05] Bob: <ann@example.org>: no", "Bob"),
            ("03.11.26, 10:05 - Eve: hello", "Eve"),
            ("11/3/26, 8:14\u{202f}PM - Eve: hello", "Eve"),
        ] {
            let (length, range) = prefix(line).expect(line);
            assert_eq!(&line[range], name);
            assert!(line[..length].ends_with(": "));
        }
        for line in [
            "2026-11-03, 10:05 - ERROR: no",
            "[2026-11-03 10:05:00] app: no",
            "Tue, 3 Nov - Ann: x",
            "[a, b] c: d",
        ] {
            assert_eq!(prefix(line), None, "{line}");
        }
    }
}
