//! An mbox file, RFC 4155: each message begins with a line `From address date` behind an empty line, and a header field
//! follows it.

use super::split::Cut;

pub fn looks(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    text.starts_with("From ") && field_follows(&text[first.len()..])
}

/// What stands before the first such line belongs to no message.
pub fn cut(text: &str) -> Cut {
    let mut starts = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut after_empty = true;
    for line in text[at..].split_inclusive('\n') {
        if after_empty && line.starts_with("From ") && field_follows(&text[at + line.len()..]) {
            starts.push((at, at + line.len()));
        }
        after_empty = line.trim().is_empty();
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(line, _)| *line).chain([text.len()]);
    let cases = starts.iter().zip(ends).map(|((_, start), end)| *start..end).collect();
    Cut { cases, last: starts.last().map_or(text.len(), |(line, _)| *line) }
}

/// Whether a line parts messages: `From ann@example.org Tue Nov  3 08:00:00 2026`.
pub fn is_separator(line: &str) -> bool {
    line.strip_prefix("From ").is_some_and(|rest| {
        let (sender, date) = rest.split_once(' ').unwrap_or_default();
        (sender.contains('@') || sender == "-" || sender == "MAILER-DAEMON") && date.matches(':').count() >= 2
    })
}

fn field_follows(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let Some(colon) = line.find(':') else { return false };
    colon > 0 && line.as_bytes()[..colon].iter().all(|b| (33..=126).contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_cut_at_its_from_lines() {
        let text = "From a@example.org Tue\nSubject: one\n\nFrom here on text\n\nFrom b@example.org Wed\nTo: x\n\nbody\n";
        let cut = cut(text);
        let pieces: Vec<&str> = cut.cases.into_iter().map(|range| &text[range]).collect();
        assert_eq!(pieces, ["Subject: one\n\nFrom here on text\n\n", "To: x\n\nbody\n"]);
        assert!(text[cut.last..].starts_with("From b@"));
        assert!(looks(text) && looks(&text.replace('\n', "\r\n")));
        assert!(!looks("From me to you\n550 no"));
    }
}
