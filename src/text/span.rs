//! A string that remembers where each of its bytes stood in the paste.

use std::ops::Range;

/// A stretch of the paste: byte offsets into its UTF-8, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A repaired copy of (a part of) the paste, with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    string: String,
    runs: Vec<Run>,
}

/// From `at` on (an offset into the copy) the bytes stem from `origin`: one for one where `linear`, all of them from
/// the whole of it where not (a decoded entity, a decoded base64 body).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    at: usize,
    origin: Span,
    linear: bool,
}

impl Text {
    /// The paste itself.
    pub fn plain(paste: &str) -> Self {
        let origin = Span::new(0, paste.len());
        Self { string: paste.to_owned(), runs: vec![Run { at: 0, origin, linear: true }] }
    }

    pub fn as_str(&self) -> &str {
        &self.string
    }

    pub fn len(&self) -> usize {
        self.string.len()
    }

    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// Where a range of the copy stood in the paste.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.origin(range.start, false);
        if range.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.origin(range.end, true))
    }

    /// The part of the copy that `range` names, as a text of its own.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let mut builder = TextBuilder::new(self);
        builder.keep(range);
        builder.finish()
    }

    /// A range's string, cut to what is there: never panics.
    pub fn get(&self, range: Range<usize>) -> &str {
        self.string.get(range.start.min(self.len())..range.end.min(self.len())).unwrap_or("")
    }

    /// Where a stretch of the paste stands in the copy: the way back of [`Text::span`]. `None` where it was left out.
    pub fn range_of(&self, span: Span) -> Option<Range<usize>> {
        let first = self.copy_of(span.start)?;
        let last = self.copy_of(span.end.saturating_sub(1).max(span.start))?;
        let range = first.start..last.end.max(first.start);
        self.string.get(range.clone()).map(|_| range)
    }

    /// What became of one byte of the paste: a byte, or all that its piece was decoded to.
    fn copy_of(&self, at: usize) -> Option<Range<usize>> {
        self.runs.iter().enumerate().find_map(|(index, run)| {
            let next = self.runs.get(index + 1).map_or(self.len(), |next| next.at);
            let inside = (run.origin.start..run.origin.end).contains(&at);
            match run.linear {
                _ if !inside => None,
                true => Some(run.at + (at - run.origin.start))
                    .filter(|copy| *copy < next)
                    .map(|copy| copy..copy + 1),
                false => Some(run.at..next),
            }
        })
    }

    /// The paste's offset of one offset of the copy. An end belongs to the byte before it.
    fn origin(&self, at: usize, is_end: bool) -> usize {
        let look = if is_end { at.saturating_sub(1) } else { at };
        let index = self.runs.partition_point(|run| run.at <= look).saturating_sub(1);
        let Some(run) = self.runs.get(index) else { return 0 };
        match (run.linear, is_end) {
            (true, _) => (run.origin.start + (at - run.at.min(at))).min(run.origin.end),
            (false, true) => run.origin.end,
            (false, false) => run.origin.start,
        }
    }
}

/// Builds a [`Text`] out of another one, piece by piece.
pub struct TextBuilder<'a> {
    parent: &'a Text,
    built: Text,
}

impl<'a> TextBuilder<'a> {
    pub fn new(parent: &'a Text) -> Self {
        Self { parent, built: Text::default() }
    }

    /// Copies a range of the parent. The range must lie on character boundaries; what does not is left out.
    pub fn keep(&mut self, range: Range<usize>) {
        let Some(piece) = self.parent.string.get(range.clone()) else { return };
        if piece.is_empty() {
            return;
        }
        let base = self.built.len();
        let first = self.parent.runs.partition_point(|run| run.at <= range.start).saturating_sub(1);
        for (index, run) in self.parent.runs.iter().enumerate().skip(first) {
            if run.at >= range.end {
                break;
            }
            let next = self.parent.runs.get(index + 1).map_or(self.parent.len(), |next| next.at);
            let (from, to) = (run.at.max(range.start), next.min(range.end));
            let at = base + (from - range.start);
            let origin = match run.linear {
                true => Span::new(run.origin.start + (from - run.at), run.origin.start + (to - run.at)),
                false => run.origin,
            };
            self.push_run(Run { at, origin, linear: run.linear });
        }
        self.built.string.push_str(piece);
    }

    /// Puts `with` in the place of a range of the parent.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        if with.is_empty() {
            return;
        }
        let origin = self.parent.span(range);
        self.built.runs.push(Run { at: self.built.len(), origin, linear: false });
        self.built.string.push_str(with);
    }

    /// Puts `with` in the place of a range of the parent; kept where it is just what stands there.
    pub fn put(&mut self, range: Range<usize>, with: &str) {
        if self.parent.string.get(range.clone()) == Some(with) {
            self.keep(range);
        } else {
            self.replace(range, with);
        }
    }

    pub fn as_str(&self) -> &str {
        &self.built.string
    }

    pub fn finish(mut self) -> Text {
        if self.built.runs.is_empty() {
            let start = self.parent.origin(0, false);
            self.built.runs.push(Run { at: 0, origin: Span::new(start, start), linear: true });
        }
        self.built
    }

    /// Two linear runs that follow each other in both texts are one.
    fn push_run(&mut self, run: Run) {
        if let Some(last) = self.built.runs.last_mut()
            && last.linear
            && run.linear
            && last.origin.end == run.origin.start
            && last.at + last.origin.len() == run.at
        {
            last.origin.end = run.origin.end;
        } else {
            self.built.runs.push(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(paste: &str, build: impl Fn(&mut TextBuilder)) -> Text {
        let plain = Text::plain(paste);
        let mut builder = TextBuilder::new(&plain);
        build(&mut builder);
        builder.finish()
    }

    #[test]
    fn a_kept_piece_points_back() {
        let text = build("> one\n> two\n", |b| {
            b.keep(2..6);
            b.keep(8..12);
        });
        assert_eq!(text.as_str(), "one\ntwo\n");
        assert_eq!(text.span(4..7), Span::new(8, 11));
        assert_eq!(text.span(0..7), Span::new(2, 11));
    }

    #[test]
    fn a_replaced_piece_points_to_the_whole_of_what_it_stands_for() {
        let text = build("a &lt;b", |b| {
            b.keep(0..2);
            b.replace(2..6, "<");
            b.keep(6..7);
        });
        assert_eq!(text.as_str(), "a <b");
        assert_eq!(text.span(2..3), Span::new(2, 6));
        assert_eq!(text.span(2..4), Span::new(2, 7));
        assert_eq!(text.slice(2..4).span(0..2), Span::new(2, 7));
    }

    #[test]
    fn odd_ranges_do_no_harm() {
        let text = build("é", |b| b.keep(1..2));
        assert_eq!(text.as_str(), "");
        assert_eq!(text.span(0..0), Span::new(0, 0));
        assert_eq!(Text::plain("").span(5..9), Span::new(0, 0));
    }
}
