//! Words cut wherever a window or a printed page ended: links, and the box in which the console of Symfony, and of Laravel and
//! others with it, shows an exception, with two blanks before each line.

use crate::text::{Text, TextBuilder, each_line};
use std::ops::Range;

/// Puts words together again that a box has cut.
pub fn unbox(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !source.contains(".php line ") {
        return None;
    }
    let mut boxed: Vec<Range<usize>> = Vec::new();
    let (mut at, mut inside, mut joints) = (0, false, Vec::new());
    for line in each_line(source) {
        let content = line.strip_prefix("  ").map(str::trim_end).filter(|content| !content.is_empty());
        match content {
            _ if line.starts_with("In ") && line.contains(".php line ") => inside = true,
            // The name of the exception stands on a line of its own.
            Some(content) if inside && content.starts_with('[') && content.ends_with(']') => {}
            Some(content) if inside => boxed.push(at + 2..at + 2 + content.len()),
            _ => {
                inside &= line.trim().is_empty() && boxed.is_empty();
                joints.extend(joined(source, &std::mem::take(&mut boxed)));
            }
        }
        at += line.len();
    }
    joints.extend(joined(source, &boxed));
    if joints.is_empty() {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let mut kept = 0;
    for (gap, with) in joints {
        builder.keep(kept..gap.start);
        kept = gap.end;
        builder.replace(gap, with);
    }
    builder.keep(kept..source.len());
    Some(builder.finish())
}

/// The gaps between lines that go on, with what belongs there. A line that the window cut is as long as the longest; one sign
/// shorter where a blank was the last.
fn joined(source: &str, lines: &[Range<usize>]) -> Vec<(Range<usize>, &'static str)> {
    let width = |line: &Range<usize>| source[line.clone()].chars().count();
    let widest = lines.iter().map(width).max().unwrap_or(0);
    let joint = |pair: &[Range<usize>]| {
        let [line, next] = pair else { return None };
        let goes_on = source[next.clone()].starts_with(['.', ',', ';', ':', ')', '"']);
        let with = match widest - width(line) {
            0 => "",
            1 if goes_on => "",
            1 => " ",
            _ => return None,
        };
        (widest >= 40).then_some((line.end..next.start, with))
    };
    lines.windows(2).filter_map(joint).collect()
}

/// Puts links together again that were cut within their `https://`, as no words are; and the lines behind, while they are as
/// long as the one that shows how wide the page was.
pub fn whole_links(text: &Text) -> Option<Text> {
    let source = text.as_str();
    if !source.contains("\n:") && !source.contains("\n/") {
        return None;
    }
    let mut builder = TextBuilder::new(text);
    let (mut kept, mut at, mut width) = (0, 0, None);
    let mut lines = each_line(source).peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = at + content.len();
        at += line.len();
        let Some(next) = lines.peek().filter(|next| !next.trim().is_empty()) else {
            width = None;
            continue;
        };
        let own = content.chars().count();
        width = if is_cut_link(content, next) { Some(own) } else { width.filter(|width| *width == own) };
        if width.is_some() {
            builder.keep(kept..end);
            kept = at;
        }
    }
    (kept > 0).then(|| {
        builder.keep(kept..source.len());
        builder.finish()
    })
}

fn is_cut_link(line: &str, next: &str) -> bool {
    let ends = |end: &str| {
        line.ends_with(end)
            && (line.ends_with(&format!("http{end}")) || line.ends_with(&format!("https{end}")))
    };
    [("", "://"), (":", "//"), (":/", "/")].iter().any(|(end, begin)| next.starts_with(begin) && ends(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_a_page_cut_is_whole_again() {
        let whole = |text: &str| whole_links(&Text::plain(text)).map(|text| text.as_str().to_owned());
        let cut = "a\n535 5.7.139 no. See https\r\n://example.org/ab [07:15:\n44]\nb\n";
        assert_eq!(
            whole(cut).as_deref(),
            Some("a\n535 5.7.139 no. See https://example.org/ab [07:15:44]\nb\n")
        );
        assert_eq!(whole("see https:\n//example.org/").as_deref(), Some("see https://example.org/"));
        for fine in ["see http\n\n://a", "// https\n// b", "https://example.org\n/a", "a\n://b", "https"] {
            assert_eq!(whole(fine), None, "{fine}");
        }
    }

    #[test]
    fn words_that_a_window_cut_are_whole_again() {
        let shown = "In SmtpTransport.php line 346:\n                                                     \n  \
                     [Symfony\\Mailer\\UnexpectedResponseException (550)]  \n  \
                     Expected response code 250 but got 550, message 550  \n  \
                     -5.7.26 This mail has been blocked because the send  \n  \
                     er is unauthenticated.                               \n                                                     \nmail:test\n";
        let whole = unbox(&Text::plain(shown)).expect("a box");
        assert!(
            whole.as_str().contains(
                "message 550-5.7.26 This mail has been blocked because the sender is unauthenticated."
            ),
            "{}",
            whole.as_str()
        );
        assert!(whole.as_str().contains("Exception (550)]  \n  Expected"), "{}", whole.as_str());
    }

    #[test]
    fn short_lines_and_other_texts_stay() {
        for text in
            ["In A.php line 3:\n\n  No.\n  Nothing more.\n", "  Expected\n  nothing\n", "In A.php line 3:\nx"]
        {
            assert!(unbox(&Text::plain(text)).is_none(), "{text}");
        }
    }
}
