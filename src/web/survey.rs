//! Many cases: what was found, what of it is shown, which one is open. No markup, no browser.

use super::components::sign::Shape;
use super::worker::bridge::Loss;
use super::worker::message::{Found, Progress, Spot, Surveyed};
use crate::many::{Case, Count, Tally};
use std::rc::Rc;
use yew::AttrValue;

/// How many rows are drawn at first, and how many more each time.
pub const ROWS: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The question's number.
    pub id: u32,
    /// What was pasted; nothing where the cases are in files.
    pub paste: Option<AttrValue>,
    pub stage: Stage,
    pub progress: Progress,
    pub found: Rc<Vec<Rc<Found>>>,
    pub done: Surveyed,
    pub filter: Filter,
    pub view: View,
    /// The case that is being opened.
    pub opening: Option<Opening>,
    /// The case that was looked at last: where the keyboard is wanted in the list.
    pub last: Option<usize>,
    /// Why a case could not be opened.
    pub fault: Option<AttrValue>,
    /// How many rows are drawn.
    pub rows: usize,
}

/// Text and cases of a large paste are not gone through to see whether they are the same: the first goes with the number, the
/// others are put in a new place when there are more of them.
impl PartialEq for Survey {
    fn eq(&self, other: &Self) -> bool {
        let small =
            |survey: &Self| (survey.id, survey.stage, survey.progress, survey.view, survey.last, survey.rows);
        small(self) == small(other)
            && Rc::ptr_eq(&self.found, &other.found)
            && self.done == other.done
            && self.filter == other.filter
            && self.opening == other.opening
            && self.fault == other.fault
    }
}

/// How far the survey is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Reading,
    Finished,
    /// The reader did not want more.
    Stopped,
    Lost(Loss),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Overview,
    /// The answer to one case, by its place in `found`.
    Case(usize),
    /// The box, or the answer to something else.
    Away,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    pub index: usize,
    /// The question that explains it, and its text, as soon as there is one.
    pub asked: Option<(u32, AttrValue)>,
}

/// By what cases are counted and chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Cause,
    Who,
    Host,
    Domain,
    State,
}

/// What of the cases is shown: those with all of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    chosen: [Option<AttrValue>; 5],
    pub words: AttrValue,
}

pub enum Step {
    Begun {
        id: u32,
        paste: Option<AttrValue>,
    },
    Found {
        id: u32,
        found: Vec<Found>,
        progress: Progress,
    },
    /// Only those with this value, or all again where it is chosen already.
    Choose(Facet, AttrValue),
    Words(AttrValue),
    /// All cases again.
    All,
    More,
    /// The case is wanted.
    Open(usize),
    /// The next case is wanted, or the one before.
    Turn {
        forward: bool,
    },
    /// Its text is being explained.
    Asked {
        id: u32,
        spot: Spot,
        paste: AttrValue,
    },
    /// It cannot be had.
    Refused(AttrValue),
    /// To the overview.
    Back,
}

impl Facet {
    /// What a case is, in this respect.
    pub fn of(self, case: &Case) -> Option<&str> {
        match self {
            Facet::Cause => Some(&case.cause),
            Facet::Who => Some(&case.who),
            Facet::Host => case.host.as_deref(),
            Facet::Domain => case.domain(),
            Facet::State => Some(Shape::named(&case.state).class()),
        }
    }
}

impl Filter {
    pub fn chosen(&self, facet: Facet) -> Option<&str> {
        self.chosen[facet as usize].as_deref()
    }

    pub fn is_all(&self) -> bool {
        *self == Filter::default()
    }

    fn choose(&mut self, facet: Facet, value: AttrValue) {
        let chosen = &mut self.chosen[facet as usize];
        *chosen = (chosen.as_ref() != Some(&value)).then_some(value);
    }

    /// Whether the case fits, whatever it is in one respect.
    fn fits(&self, case: &Case, but: Option<Facet>) -> bool {
        let facets = [Facet::Cause, Facet::Who, Facet::Host, Facet::Domain, Facet::State];
        let facet_fits = |facet: Facet| {
            Some(facet) == but || self.chosen(facet).is_none_or(|wanted| facet.of(case) == Some(wanted))
        };
        facets.into_iter().all(facet_fits) && self.has_words(case)
    }

    fn has_words(&self, case: &Case) -> bool {
        let texts = [Some(&case.id), Some(&case.title), Some(&case.cause)];
        let texts =
            texts.into_iter().chain([case.recipient.as_ref(), case.host.as_ref(), case.quote.as_ref()]);
        self.words.is_empty() || texts.flatten().any(|text| contains(text, &self.words))
    }
}

/// Whether the words stand in the text, whatever the case of ASCII letters.
fn contains(text: &str, words: &str) -> bool {
    text.as_bytes().windows(words.len().max(1)).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}

impl Survey {
    pub fn begun(id: u32, paste: Option<AttrValue>) -> Self {
        Survey { id, paste, rows: ROWS, ..Survey::default() }
    }

    /// The overview is what is to be seen.
    pub fn is_shown(&self) -> bool {
        self.view == View::Overview && !self.found.is_empty()
    }

    /// The cases that are shown, by their places in `found`.
    pub fn matching(&self) -> Vec<usize> {
        let fits = |(index, found): (usize, &Rc<Found>)| self.filter.fits(&found.case, None).then_some(index);
        self.found.iter().enumerate().filter_map(fits).collect()
    }

    /// How often each value comes among the cases that all other choices leave.
    pub fn counts(&self, facet: Facet) -> Vec<Count> {
        self.tally(facet, Some(facet))
    }

    /// The same among those that are shown.
    pub fn counts_shown(&self, facet: Facet) -> Vec<Count> {
        self.tally(facet, None)
    }

    fn tally(&self, facet: Facet, but: Option<Facet>) -> Vec<Count> {
        let mut tally = Tally::default();
        let cases = self.found.iter().map(|found| &found.case).filter(|case| self.filter.fits(case, but));
        cases.filter_map(|case| facet.of(case)).for_each(|value| tally.add(value));
        tally.counts()
    }

    /// The cases before and behind the open one, among those that are shown; and its number there.
    pub fn around(&self, open: usize) -> (Option<usize>, usize, Option<usize>, usize) {
        let shown = self.matching();
        let at = shown.partition_point(|index| *index < open);
        let is_there = shown.get(at) == Some(&open);
        let before = at.checked_sub(1).map(|at| shown[at]);
        let next = shown.get(at + usize::from(is_there)).copied();
        (before, at + 1, next, shown.len())
    }

    /// The case that a key asks for: the one behind or before the open one, or the first.
    pub fn neighbour(&self, forward: bool) -> Option<usize> {
        match self.view {
            View::Away => None,
            View::Overview => self.matching().first().copied(),
            View::Case(open) => {
                let (before, _, next, _) = self.around(open);
                if forward { next } else { before }
            }
        }
    }

    pub fn step(&mut self, step: Step) {
        match step {
            Step::Begun { id, paste } => *self = Survey::begun(id, paste),
            Step::Found { id, found, progress } if id == self.id && self.stage == Stage::Reading => {
                self.progress = progress;
                Rc::make_mut(&mut self.found).extend(found.into_iter().map(Rc::new));
            }
            Step::Found { .. } => {}
            Step::Choose(facet, value) => {
                self.filter.choose(facet, value);
                self.rows = ROWS;
            }
            Step::Words(words) => {
                self.filter.words = words;
                self.rows = ROWS;
            }
            Step::All => (self.filter, self.rows) = (Filter::default(), ROWS),
            Step::More => self.rows += ROWS,
            Step::Open(index) => {
                (self.opening, self.fault) = (Some(Opening { index, asked: None }), None);
            }
            Step::Turn { forward } => {
                if let Some(index) = self.neighbour(forward) {
                    self.step(Step::Open(index));
                }
            }
            Step::Asked { id, spot, paste } => {
                let is_wanted = |opening: &&mut Opening| {
                    self.found.get(opening.index).is_some_and(|found| found.spot == spot)
                };
                if let Some(opening) = self.opening.as_mut().filter(is_wanted) {
                    opening.asked = Some((id, paste));
                }
            }
            Step::Refused(why) => (self.opening, self.fault) = (None, Some(why)),
            Step::Back => {
                (self.view, self.opening) = (View::Overview, None);
            }
        }
    }

    /// The end of reading, for whatever reason.
    pub fn end(&mut self, stage: Stage) {
        if self.stage == Stage::Reading {
            self.stage = stage;
        }
    }

    /// The opened case is explained: its finding's number and its text.
    pub fn opened(&mut self, id: u32) -> Option<(usize, AttrValue)> {
        let (_, paste) = self.opening.as_ref()?.asked.clone().filter(|(asked, _)| *asked == id)?;
        let index = self.opening.take()?.index;
        (self.view, self.last) = (View::Case(index), Some(index));
        // The list is drawn up to this case at least, so that the way back leads to it.
        self.rows = self.rows.max(self.around(index).1.next_multiple_of(ROWS));
        Some((self.found.get(index)?.finding, paste))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(cause: &str, recipient: &str, host: Option<&str>) -> Found {
        let case = Case {
            cause: cause.into(),
            permanence: "permanent".into(),
            recipient: Some(recipient.into()),
            host: host.map(str::to_owned),
            ..Case::default()
        };
        Found { case, ..Found::default() }
    }

    fn survey() -> Survey {
        let mut survey = Survey::begun(1, None);
        let host = Some("mx.example.org");
        let mut rows = vec![
            found("mailbox-full", "a@example.org", host),
            found("user-unknown", "b@example.org", host),
            found("user-unknown", "c@example.net", None),
        ];
        rows.iter_mut().enumerate().for_each(|(index, found)| found.spot.start = index as u64);
        survey.step(Step::Found { id: 1, found: rows, progress: Progress::default() });
        survey
    }

    fn counts(survey: &Survey, facet: Facet) -> Vec<(String, usize)> {
        survey.counts(facet).into_iter().map(|count| (count.name, count.count)).collect()
    }

    #[test]
    fn choices_narrow_what_is_shown_and_counted() {
        let mut survey = survey();
        assert_eq!(survey.matching(), [0, 1, 2]);
        survey.step(Step::Choose(Facet::Cause, "user-unknown".into()));
        assert_eq!(survey.matching(), [1, 2]);
        assert_eq!(
            counts(&survey, Facet::Domain),
            [("example.net".to_owned(), 1), ("example.org".to_owned(), 1)]
        );
        // The other causes can still be chosen.
        assert_eq!(counts(&survey, Facet::Cause)[1], ("mailbox-full".to_owned(), 1));
        survey.step(Step::Choose(Facet::Host, "mx.example.org".into()));
        assert_eq!(survey.matching(), [1]);
        survey.step(Step::Choose(Facet::Cause, "user-unknown".into()));
        assert_eq!(survey.matching(), [0, 1]);
        survey.step(Step::Words("C@EXAMPLE".into()));
        assert!(survey.matching().is_empty());
        survey.step(Step::All);
        assert_eq!(survey.matching().len(), 3);
    }

    #[test]
    fn one_case_leads_to_the_next_that_is_shown() {
        let mut survey = survey();
        survey.step(Step::Choose(Facet::Domain, "example.org".into()));
        assert_eq!(survey.neighbour(true), Some(0));
        survey.view = View::Case(0);
        assert_eq!(survey.neighbour(true), Some(1));
        assert_eq!(survey.around(1), (Some(0), 2, None, 2));
        survey.view = View::Case(1);
        assert_eq!((survey.neighbour(true), survey.neighbour(false)), (None, Some(0)));
    }

    #[test]
    fn a_case_opens_when_its_explanation_is_there() {
        let mut survey = survey();
        survey.step(Step::Open(2));
        assert_eq!(survey.opened(7), None);
        let spot = Spot { start: 2, ..Spot::default() };
        survey.step(Step::Asked { id: 5, spot: Spot::default(), paste: "another".into() });
        survey.step(Step::Asked { id: 7, spot, paste: "text".into() });
        assert_eq!((survey.opened(6), survey.opened(5)), (None, None));
        assert_eq!(survey.opened(7), Some((0, "text".into())));
        assert_eq!(survey.view, View::Case(2));
        survey.step(Step::Back);
        assert_eq!(survey.view, View::Overview);
    }

    #[test]
    fn what_comes_after_the_end_does_not_count() {
        let mut survey = survey();
        survey.end(Stage::Stopped);
        survey.step(Step::Found { id: 1, found: vec![found("x", "y", None)], progress: Progress::default() });
        assert_eq!(survey.found.len(), 3);
        survey.end(Stage::Finished);
        assert_eq!(survey.stage, Stage::Stopped);
    }
}
