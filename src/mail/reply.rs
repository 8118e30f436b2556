//! Replies of a server: RFC 5321 section 4.2, with enhanced status codes of RFC 2034 and RFC 3463.
//!
//! In pastes a reply hardly ever stands at the start of a line: it is quoted (`said: 550 …`), typed (`smtp; 550 …`),
//! wrapped, or glued (`550-5.7.1 … 550 5.7.1 …`). And many numbers of three digits are no replies: parts of addresses,
//! ports, sizes, dates.

use super::version;
use std::ops::Range;

/// A reply code that was found, and the enhanced code that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub code: Option<u16>,
    /// Class, subject, detail.
    pub enhanced: Option<(u8, u16, u16)>,
    /// Where the codes stand.
    pub range: Range<usize>,
}

/// The first reply in a text, if there is one: the one that most clearly is a code, the earlier of two equals.
pub fn find(text: &str) -> Option<Found> {
    all(text)
        .fold(None, |best: Option<(u8, Found)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, found)| found)
}

/// Every code in a text, in order, with how clearly it is one: see `reply_at`. The lines of one reply count each: see
/// [`continuations`].
pub fn all(text: &str) -> impl Iterator<Item = (u8, Found)> {
    let mut end = 0;
    text.match_indices(|c: char| matches!(c, '2'..='5')).filter_map(move |(at, _)| {
        let found = (at >= end).then(|| reply_at(text, at))??;
        end = found.1.range.end;
        Some(found)
    })
}

/// Whether a server's refusal is quoted in a text: a code that is clearly one.
pub fn refuses(text: &str) -> bool {
    all(text).any(|(weight, found)| weight > 1 && found.code >= Some(400))
}

/// The codes that begin the further lines of the same reply, `550-5.7.1 …`, or that stand in its midst where its lines
/// were glued: with the blanks after them. Without these the words read on as the server meant them.
pub fn continuations(text: &str, first: &Found) -> Vec<Range<usize>> {
    // `553-you are … 553-not … 553 here`: a reply of several lines (RFC 5321, section 4.2.1), all in one.
    let goes_on = text[first.range.end..].starts_with('-')
        || text.get(first.range.start + 3..).is_some_and(|rest| rest.starts_with('-'));
    let again = |(_, next): (u8, Found)| {
        let range = first.range.end + next.range.start..first.range.end + next.range.end;
        let leads = line_before(text, range.start).trim().is_empty();
        let same_code = next.code.is_some() && next.code == first.code;
        let same_enhanced = next.enhanced.is_some() && next.enhanced == first.enhanced;
        let bare = next.enhanced.is_none() && first.enhanced.is_none();
        // `[Message=450 4.7.323 tlsa-invalid]`, `Response: 550 Unknown user`: what a name is given is quoted, and begins no line.
        let before = &text[..range.start];
        let is_value = before.ends_with('=') || before.trim_end_matches(' ').ends_with("Response:");
        (same_code && !is_value && (leads || same_enhanced || (goes_on && bare))).then_some(range)
    };
    let mut found: Vec<Range<usize>> = all(&text[first.range.end..]).filter_map(again).collect();
    if let Some(code) = first.code.filter(|_| goes_on) {
        found.extend(glued(text, first.range.end, code));
        found.sort_unstable_by_key(|range| range.start);
    }
    for range in &mut found {
        let rest = &text[range.end..];
        range.end += rest.len() - rest.trim_start_matches([' ', '-', '\t']).len();
    }
    found
}

/// The line ends in the midst of a link, or before an address in brackets, `Client host` and `[192.0.2.1] blocked`: wherever a
/// narrow window broke it.
pub fn is_broken_off(line: &str, next: &str) -> bool {
    let line = line.trim_end();
    let address = next.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let is_address = address.is_some_and(|inner| {
        let inner = inner.strip_prefix("IPv6:").unwrap_or(inner);
        inner.parse::<std::net::IpAddr>().is_ok()
    });
    line.ends_with("://") || (is_address && line.ends_with(char::is_alphanumeric))
}

/// Whether the next line closes a bracket that a line left open: `… [HOST.EXAMPLE.COM` and `2026-11-20T08:00:01Z 08AB]`.
pub fn closes_bracket(before: &str, next: &str) -> bool {
    let line = before.trim_end().rsplit('\n').next().unwrap_or_default();
    [('[', ']'), ('(', ')')].into_iter().any(|(open, close)| {
        let is_open = line.rfind(open).is_some_and(|at| !line[at..].contains(close));
        is_open && next.find(close).is_some_and(|at| !next[..at].contains(open))
    })
}

/// Codes of further lines that were glued to the full stop of the one before: `… missing.550 Sender verify failed`.
fn glued(text: &str, from: usize, code: u16) -> Vec<Range<usize>> {
    let sign = code.to_string();
    let range = move |(at, _)| {
        let at = from + at;
        let ends = text[..at].strip_suffix(['.', '!', '?'])?.ends_with(char::is_alphabetic);
        (ends && text[at + 3..].starts_with([' ', '-'])).then_some(at..at + 3)
    };
    text[from..].match_indices(sign.as_str()).filter_map(range).collect()
}

/// How far back to look for what announces a code: longer lines are no reason to read them again for each number.
const LOOK_BACK: usize = 80;

/// What stands before `at` on its line, as far as it matters.
fn line_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(LOOK_BACK));
    let before = &text[from..at];
    before.rfind('\n').map_or(before, |newline| &before[newline + 1..])
}

/// A code that starts at `at`, with how clearly it is one: 3 with both codes, 2 enhanced or where a reply is due, 1
/// plausible.
fn reply_at(text: &str, at: usize) -> Option<(u8, Found)> {
    if !starts_a_number(text, at) {
        return None;
    }
    let before = line_before(text, at);
    if let Some((enhanced, end)) = enhanced_at(text, at) {
        if version::is_behind_a_name(before) || version::is_of_any_product(text, at, end) {
            return None;
        }
        return Some((2, Found { code: None, enhanced: Some(enhanced), range: at..end }));
    }
    let code = basic_at(text, at)?;
    if let Some((enhanced, end)) = enhanced_after(text, at + 3) {
        return Some((3, Found { code: Some(code), enhanced: Some(enhanced), range: at..end }));
    }
    let found = Found { code: Some(code), enhanced: None, range: at..at + 3 };
    let after = &text[at + 3..];
    let leads = before.trim_start_matches([' ', '\t', '>', '|']).is_empty();
    let rest = after.trim_start_matches([' ', '-', ':', '"', '\'', '#', '*', '(', '[']);
    let words_follow =
        rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '<' | '{')) || address_and_words(rest);
    let blanks_gone = after.trim_start_matches([' ', '\t', '\r']);
    let is_alone = blanks_gone.is_empty() || blanks_gone.starts_with('\n');
    if version::is_an_amount(after) && !after_cue(before) {
        return None;
    }
    if (leads && (words_follow || is_alone || after.starts_with('-')))
        || after_cue(before)
        || in_tuple(before, after)
    {
        return Some((2, found));
    }
    let is_plausible = words_follow && after.starts_with([' ', '-']) && !version::is_behind_a_name(before);
    is_plausible.then_some((1, found))
}

/// `554 192.0.2.1 has been blocked`: the address that the words are about comes first.
fn address_and_words(rest: &str) -> bool {
    let Some((first, words)) = rest.split_once(' ') else { return false };
    let address = first.trim_end_matches([']', ')', ',', ':']);
    address.parse::<std::net::IpAddr>().is_ok() && words.starts_with(|c: char| c.is_alphabetic() || c == '[')
}

/// A tuple of Python: `(535, b'…')`.
fn in_tuple(before: &str, after: &str) -> bool {
    // `"ID":451,"Type":…` of an event is none.
    let opens = !before.trim_end().ends_with("\":");
    opens
        && after
            .strip_prefix(',')
            .is_some_and(|rest| rest.trim_start().trim_start_matches(['b', 'u']).starts_with(['\'', '"']))
}

/// An enhanced code behind a basic one, with little between: `550 5.1.1`, `550-5.1.1`, `550 #5.1.1`, `550 (5.1.1`, `(550): 5.1.1`.
fn enhanced_after(text: &str, at: usize) -> Option<((u8, u16, u16), usize)> {
    let after = &text[at..];
    let between = [' ', '-', '\t', '#', '(', ')', '[', ':', ',', '\'', '"', 'b', 'u'];
    let gap = after.len() - after.trim_start_matches(between).len();
    if !(1..=4).contains(&gap) {
        return None;
    }
    enhanced_at(text, at + gap)
}

/// Neither digits, letters nor the dots and colons of addresses, versions and times stand before it.
fn starts_a_number(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].chars().next_back() else { return true };
    if before.is_ascii_alphanumeric() || matches!(before, '.' | '_' | '/' | '@' | '$' | '+' | '%') {
        return false;
    }
    // `12:550`, `-550` and `,550` behind a digit are parts of something longer.
    if matches!(before, ':' | '-' | ',') {
        let rest = &text[..at - 1];
        return !rest
            .ends_with(|c: char| c.is_ascii_digit() || c == ']' || (before == '-' && c.is_alphabetic()));
    }
    true
}

fn basic_at(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 3)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text[at + 3..].chars().next() {
        None => {}
        Some(c) if c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '%' | '@') => return None,
        Some('.' | ':' | ',') if text[at + 4..].starts_with(|c: char| c.is_ascii_digit()) => return None,
        Some(_) => {}
    }
    // 465 and 587 are ports, and no reply has them. Of those that ask for more there are two (RFC 5321, section 4.2.3, and
    // RFC 4954, section 4).
    digits.parse().ok().filter(|code| match code {
        300..=399 => matches!(code, 334 | 354),
        200..=599 => !matches!(code, 465 | 587),
        _ => false,
    })
}

/// `class.subject.detail`, and where it ends. A fourth part makes it an address.
pub fn enhanced_at(text: &str, at: usize) -> Option<((u8, u16, u16), usize)> {
    let bytes = text.as_bytes();
    let class = *bytes.get(at).filter(|b| matches!(b, b'2' | b'4' | b'5'))? - b'0';
    let (subject, end) = small_number(bytes, at + 1)?;
    let (detail, end) = small_number(bytes, end)?;
    match bytes.get(end) {
        Some(b) if b.is_ascii_alphanumeric() || *b == b'_' => None,
        Some(b'.' | b'-') if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => None,
        _ => Some(((class, subject, detail), end)),
    }
}

/// A dot and one to three digits.
fn small_number(bytes: &[u8], at: usize) -> Option<(u16, usize)> {
    if bytes.get(at) != Some(&b'.') {
        return None;
    }
    let digits = bytes[at + 1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let number = bytes[at + 1..at + 1 + digits].iter().fold(0, |n, b| n * 10 + u16::from(b - b'0'));
    Some((number, at + 1 + digits))
}

/// Words after which a number of three digits is a reply code.
const CUES: &[&str] = &[
    "said",
    "smtp;",
    "reply",
    "returned",
    "response",
    "error",
    "code",
    "status",
    "->",
    "<<<",
    "<--",
    "rejected",
    "replied",
    "answered",
    "command",
    "server",
    "reason",
    "failed",
    "failure",
    "because of",
    "with message",
];

fn after_cue(before: &str) -> bool {
    // `the error was: 550 …`
    if before.trim_end().ends_with("was:") || before.trim_end().ends_with("is:") {
        return true;
    }
    // A transcript of Sendmail's.
    if before.trim_end().ends_with("<<<") {
        return true;
    }
    let before = before.trim_end_matches([' ', '\t', '"', '\'', '(', '[', '=', '<', '#', ':']);
    let before = before.to_ascii_lowercase();
    CUES.iter().any(|cue| before.ends_with(cue)) || before.ends_with(['>', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: Option<u16>, enhanced: Option<(u8, u16, u16)>) {
        let found = find(text);
        assert_eq!(found.as_ref().and_then(|f| f.code), code, "{text}");
        assert_eq!(found.as_ref().and_then(|f| f.enhanced), enhanced, "{text}");
    }

    #[test]
    fn codes_are_found_where_they_stand() {
        check("550 5.1.1 no such user", Some(550), Some((5, 1, 1)));
        check("550-5.7.26 not signed", Some(550), Some((5, 7, 26)));
        check("host mx.example.org[192.0.2.1] said: 452 full", Some(452), None);
        check("smtp; 550 no", Some(550), None);
        check("could not deliver (#5.1.1)", None, Some((5, 1, 1)));
        check("554", Some(554), None);
        check("550 #5.1.0 Address rejected", Some(550), Some((5, 1, 0)));
        check("Remote server said: 550-\"no\"", Some(550), None);
        check("<<< 450 wait", Some(450), None);
        check("Expected 235, with message \"535 Authentication no\"", Some(535), None);
        check("SMTPDataError: (552, b'5.3.4 too big')", Some(552), Some((5, 3, 4)));
        check("(550, 'no')", Some(550), None);
        check("550 [4.4.7] a", Some(550), Some((4, 4, 7)));
        check("メールボックス容量超過552 5.2.2 full", Some(552), Some((5, 2, 2)));
    }

    #[test]
    fn lines_that_a_narrow_window_broke_go_on() {
        assert!(is_broken_off("554 5.7.1 Client host", "[192.0.2.1] blocked"));
        assert!(is_broken_off("554 Client host", "[IPv6:2001:db8::1] blocked"));
        assert!(is_broken_off("see https://", "example.org/why"));
        assert!(!is_broken_off("550 no such user", "[2026-11-25 10:00] next"));
        assert!(!is_broken_off("550 refused.", "[192.0.2.1] connected"));
        assert!(closes_bracket("550 no [A.EXAMPLE", "2026 08AB]") && closes_bracket("x\n550 no (see", "b)"));
        assert!(!closes_bracket("550 no [A]", "b]") && !closes_bracket("550 [A", "[b]"));
    }

    #[test]
    fn other_numbers_are_no_codes() {
        check("connect to 192.0.2.250 port 587", None, None);
        check("on 2024.550.1 and at 10:550:22", None, None);
        check("version v5.4.1 of it", None, None);
        check("[192.0.2.1]:25", None, None);
        check("at 5.7.1.9", None, None);
        check("{\"ID\":451,\"Type\":\"Bounce\"}", None, None);
        check("queue id AB-550-1", None, None);
        check("Moodle 4.4.2, PHP 5.4.16 and 500 GB for 450 users", None, None);
        check("the plug-in was updated to 5.0.3 and Microsoft 365 Family says no", None, None);
        check("PrestaShop 5.1.1 says 550 5.7.1 not allowed", Some(550), Some((5, 7, 1)));
    }

    #[test]
    fn the_codes_of_further_lines_are_known() {
        let text = "550-5.1.1 The account does\n550-5.1.1 not exist. 550 5.1.1 Look\n552 other";
        let first = find(text).expect("a reply");
        let pieces: Vec<&str> = continuations(text, &first).into_iter().map(|range| &text[range]).collect();
        assert_eq!(pieces, ["550-5.1.1 ", "550 5.1.1 "]);
        let text = "553-you are no 553-customer of this 553 server";
        let first = find(text).expect("a reply");
        let pieces: Vec<&str> = continuations(text, &first).into_iter().map(|range| &text[range]).collect();
        assert_eq!(pieces, ["553-", "553 "]);
        let text = "550-No such sender.550-Look again.550 Verification failed";
        let first = find(text).expect("a reply");
        let pieces: Vec<&str> = continuations(text, &first).into_iter().map(|range| &text[range]).collect();
        assert_eq!(pieces, ["550-", "550 "]);
    }
}
