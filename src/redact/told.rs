//! What an answer knows of a paste: words of servers are nobody's, as far as they name nobody.

use crate::report::Report;
use crate::text::order;
use std::ops::Range;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The lines that the answer quotes, in bytes of the paste: in order, and none over another.
    pub quoted: Vec<Range<usize>>,
    /// The mail is a server's report on another one.
    pub is_report: bool,
}

impl Told {
    /// Of a mail of somebody's own only the header is ever quoted, so that its words stay their own.
    pub fn of(paste: &str, report: &Report) -> Self {
        let quotes = report.findings.iter().flat_map(|finding| &finding.evidence);
        let mut quoted: Vec<_> = quotes
            .filter_map(|quote| {
                let start = paste.get(..quote.start)?.rfind('\n').map_or(0, |at| at + 1);
                let end = paste.get(quote.end..)?.find('\n').map_or(paste.len(), |at| quote.end + at);
                Some(start..end)
            })
            .collect();
        order::by_key(&mut quoted, |line| line.start);
        quoted.dedup_by(|next, line| next.start < line.end);
        Told { quoted, is_report: matches!(report.kind.as_str(), "bounce" | "delivery-report") }
    }

    /// Whether a stretch is in a line that is quoted.
    pub(super) fn holds(&self, range: &Range<usize>) -> bool {
        let at = self.quoted.partition_point(|quoted| quoted.end <= range.start);
        self.quoted.get(at).is_some_and(|quoted| quoted.start < range.end)
    }
}
