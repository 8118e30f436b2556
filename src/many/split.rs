//! Cuts a paste that holds many cases: an mbox file, a list of replies.

use std::ops::Range;

/// From how many reply lines on a paste is a list, and not one reply of several lines.
const LIST: usize = 4;

/// The cases of a paste, in order; one range where it is one case.
pub fn split(paste: &str) -> Vec<Range<usize>> {
    let cases = mbox(paste).or_else(|| replies(paste));
    cases.unwrap_or_else(|| std::iter::once(0..paste.len()).collect())
}

/// RFC 4155: each message begins with a line `From address date` behind an empty line, and a header field follows it.
fn mbox(paste: &str) -> Option<Vec<Range<usize>>> {
    let text = paste.trim_start_matches('\u{feff}');
    if !text.starts_with("From ") {
        return None;
    }
    let mut starts = Vec::new();
    let mut at = paste.len() - text.len();
    let mut after_empty = true;
    for line in text.split_inclusive('\n') {
        if after_empty && line.starts_with("From ") && field_follows(&paste[at + line.len()..]) {
            starts.push((at, at + line.len()));
        }
        after_empty = line.trim().is_empty();
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(line, _)| *line).chain([paste.len()]);
    let cases: Vec<_> = starts.iter().zip(ends).map(|((_, start), end)| *start..end).collect();
    (cases.len() > 1).then_some(cases)
}

fn field_follows(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let Some(colon) = line.find(':') else { return false };
    colon > 0 && line.as_bytes()[..colon].iter().all(|b| (33..=126).contains(b))
}

/// Lines that each begin with a refusal. A reply of several lines (`550-…`, RFC 5321 section 4.2.1) is one case.
fn replies(paste: &str) -> Option<Vec<Range<usize>>> {
    let mut cases: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut continues = false;
    for line in paste.split_inclusive('\n') {
        let text = line.trim();
        let range = at..at + line.len();
        at += line.len();
        if text.is_empty() {
            continue;
        }
        let begins = begins_with_refusal(text);
        match cases.last_mut() {
            Some(last) if continues || !begins => last.end = range.end,
            None if !begins => return None,
            _ => cases.push(range),
        }
        continues = begins && text.as_bytes().get(3) == Some(&b'-');
    }
    // Lines that only hang on to a case are the minority in a list.
    let lines = paste.lines().filter(|line| !line.trim().is_empty()).count();
    (cases.len() >= LIST && cases.len() * 2 >= lines).then_some(cases)
}

fn begins_with_refusal(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() > 4
        && matches!(bytes[0], b'4' | b'5')
        && bytes[1..3].iter().all(u8::is_ascii_digit)
        && matches!(bytes[3], b' ' | b'-')
}

#[cfg(test)]
mod tests {
    use super::split;

    fn pieces(paste: &str) -> Vec<&str> {
        split(paste).into_iter().map(|range| &paste[range]).collect()
    }

    #[test]
    fn an_mbox_is_cut_at_its_from_lines() {
        let paste = "From a@example.org Tue\nSubject: one\n\nFrom here on text\n\nFrom b@example.org Wed\nTo: x\n\nbody\n";
        assert_eq!(pieces(paste), ["Subject: one\n\nFrom here on text\n\n", "To: x\n\nbody\n"]);
    }

    #[test]
    fn a_list_of_replies_is_cut_at_its_lines() {
        let paste = "550 5.1.1 no\n452 full\n\n550-5.7.1 one\n550 5.7.1 and two\n554 no\n";
        assert_eq!(
            pieces(paste),
            ["550 5.1.1 no\n", "452 full\n", "550-5.7.1 one\n550 5.7.1 and two\n", "554 no\n"]
        );
    }

    #[test]
    fn one_case_stays_whole() {
        for paste in ["550 5.1.1 no\n550 5.1.1 still the same", "From me to you\n550 no", ""] {
            assert_eq!(pieces(paste), [paste]);
        }
    }
}
