//! Lays the hops of a mail out in time: where each bar begins, how long it is, what its clock is worth.

use super::explained::{Bar, Stop};
use crate::web::clock::duration;

/// Where one step is longer than all others together so many times, its bar is drawn broken.
const DWARFS: i64 = 4;
/// Mail is that quick or slow by chance: no step of less is marked as the slowest. Seconds.
const MATTERS: i64 = 60;

/// The picture: all lengths in the same unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    pub rows: Vec<Row>,
    /// The width of it all; at least 1.
    pub width: i64,
    /// Seconds from the first to the last, clocks that are off left out.
    pub total: i64,
    /// Which row took longest, if it took so long that it matters and no other took as long.
    pub slowest: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub start: i64,
    pub length: i64,
    pub step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Where the way begins: there is nothing to compare with.
    First,
    /// Seconds since the hop before.
    Took(i64),
    /// The same, drawn shorter than it was.
    Broken(i64),
    /// Seconds that this clock is off at least, positive where it is ahead: it tells nothing of the way.
    Clock(i64),
    /// The field states no time that can be read.
    Unknown,
}

/// Of one hop, in seconds: when it says that it took the mail over, how far its clock is off, how long it took.
pub type Time = (Option<i64>, Option<i64>, Option<i64>);

/// The picture of hops, oldest first.
pub fn waterfall(times: &[Time]) -> Waterfall {
    let steps = steps(times);
    let took = |step: &Step| if let Step::Took(seconds) = step { *seconds } else { 0 };
    let total = steps.iter().map(took).fold(0, i64::saturating_add);
    let longest = steps.iter().map(took).max().unwrap_or(0);
    let mut rows = (0..steps.len()).filter(|row| took(&steps[*row]) == longest);
    let slowest = rows.next().filter(|_| longest >= MATTERS && rows.next().is_none());
    let others = total - longest;
    let broken = others > 0 && longest > others.saturating_mul(DWARFS);
    let mut rows = Vec::with_capacity(steps.len());
    let mut start = 0_i64;
    for step in steps {
        let (length, step) = match step {
            Step::Took(seconds) if broken && seconds == longest => {
                (others.saturating_mul(DWARFS), Step::Broken(seconds))
            }
            Step::Took(seconds) => (seconds, step),
            _ => (0, step),
        };
        rows.push(Row { start, length, step });
        start = start.saturating_add(length);
    }
    Waterfall { rows, width: start.max(1), total, slowest }
}

/// The picture of what the report tells of each hop. A step over servers whose times cannot be used is no server's.
pub fn of_stops(stops: &[Stop]) -> Waterfall {
    let mut picture = waterfall(
        &stops.iter().map(|stop| (stop.epoch, stop.spent.clock, stop.spent.took)).collect::<Vec<_>>(),
    );
    picture.slowest = picture.slowest.filter(|row| !stops[*row].spent.shared);
    picture
}

/// Lays the hops out for the page.
pub fn draw(stops: &mut [Stop]) {
    let picture = of_stops(stops);
    for (at, (stop, row)) in stops.iter_mut().zip(&picture.rows).enumerate() {
        stop.slowest = picture.slowest == Some(at);
        stop.step = words(row.step);
        stop.bar = bar(*row, picture.width, stop.slowest);
    }
}

/// In thousandths of the width; nothing is thinner than can be seen.
fn bar(row: Row, width: i64, slowest: bool) -> Bar {
    let part = |value: i64| value.saturating_mul(994) / width.max(1);
    let (start, length) = (part(row.start), part(row.length).max(6));
    let class = match row.step {
        Step::Clock(_) => "bar clock",
        Step::Unknown => "bar unknown",
        Step::First => "bar first",
        _ if slowest => "bar slow",
        _ => "bar",
    };
    let cut = matches!(row.step, Step::Broken(_)).then(|| break_line(start + length / 2));
    Bar { start, length, class: class.to_owned(), cut }
}

/// Two slanted cuts through a bar: it is longer than drawn.
fn break_line(middle: i64) -> String {
    format!("M{} 20l8-20h8l-8 20z M{} 20l8-20h8l-8 20z", middle - 20, middle + 4)
}

/// What a step of the way cost.
pub fn words(step: Step) -> String {
    match step {
        Step::First => "start".to_owned(),
        Step::Took(seconds) | Step::Broken(seconds) => duration(seconds),
        Step::Clock(off) => clock_words(off),
        Step::Unknown => "not known".to_owned(),
    }
}

/// Whether it is the wrong one of two clocks, the observations tell.
fn clock_words(off: i64) -> String {
    format!("clock differs by {}", duration(off.saturating_abs()))
}

/// The delays are worked out with the answer, so that picture and words agree.
fn steps(times: &[Time]) -> Vec<Step> {
    let step = |time: &Time| match *time {
        (_, Some(off), _) => Step::Clock(off),
        (_, None, Some(took)) => Step::Took(took.max(0)),
        (Some(_), None, None) => Step::First,
        (None, None, None) => Step::Unknown,
    };
    times.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::super::explained::Spent;
    use super::*;

    /// By the seconds that each hop took.
    fn of(took: &[Option<i64>]) -> Waterfall {
        waterfall(&took.iter().map(|took| (Some(100), None, *took)).collect::<Vec<_>>())
    }

    #[test]
    fn bars_are_true_to_time() {
        let picture = of(&[None, Some(20), Some(60)]);
        assert_eq!(picture.rows[1], Row { start: 0, length: 20, step: Step::Took(20) });
        assert_eq!(picture.rows[2], Row { start: 20, length: 60, step: Step::Took(60) });
        assert_eq!((picture.width, picture.total, picture.slowest), (80, 80, Some(2)));
    }

    #[test]
    fn a_step_over_several_servers_marks_none_of_them() {
        let stop = |took, shared| Stop {
            epoch: Some(100),
            spent: Spent { took, shared, clock: None },
            ..Stop::default()
        };
        let slowest = |shared: bool| of_stops(&[stop(None, false), stop(Some(90), shared)]).slowest;
        assert_eq!((slowest(false), slowest(true)), (Some(1), None));
    }

    #[test]
    fn hops_are_drawn_with_their_words() {
        let took = [None, Some(2), Some(7_200)];
        let mut stops = took.map(|took| Stop {
            epoch: Some(100),
            spent: Spent { took, ..Spent::default() },
            ..Stop::default()
        });
        draw(&mut stops);
        assert_eq!((stops[0].step.as_str(), stops[0].bar.class.as_str()), ("start", "bar first"));
        assert_eq!((stops[1].slowest, stops[1].bar.start, stops[1].bar.length), (false, 0, 198));
        let last = &stops[2];
        assert_eq!((last.step.as_str(), last.bar.class.as_str(), last.slowest), ("2 h", "bar slow", true));
        assert!(last.bar.cut.as_ref().is_some_and(|cut| cut.starts_with('M')), "{last:?}");
    }

    #[test]
    fn only_what_matters_is_marked_as_the_slowest() {
        assert_eq!(of(&[None, Some(1), Some(59)]).slowest, None);
        assert_eq!(of(&[None, Some(90), Some(90)]).slowest, None);
        assert_eq!(of(&[None, Some(90), Some(91)]).slowest, Some(2));
    }

    #[test]
    fn a_bar_that_dwarfs_the_rest_is_broken() {
        let picture = of(&[None, Some(2), Some(7_200)]);
        assert_eq!(picture.rows[2], Row { start: 2, length: 8, step: Step::Broken(7_200) });
        assert_eq!(picture.total, 7_202);
    }

    #[test]
    fn a_clock_that_is_off_costs_nothing() {
        let picture =
            waterfall(&[(Some(100), None, None), (Some(40), Some(-60), None), (Some(103), None, Some(3))]);
        assert_eq!(picture.rows[1].step, Step::Clock(-60));
        assert_eq!(picture.rows[2].step, Step::Took(3));
        assert_eq!(picture.total, 3);
        let first =
            waterfall(&[(Some(900), Some(800), None), (Some(100), None, None), (Some(99), None, Some(0))]);
        assert_eq!(
            first.rows.iter().map(|row| row.step).collect::<Vec<_>>(),
            [Step::Clock(800), Step::First, Step::Took(0)]
        );
    }

    #[test]
    fn missing_times_and_wild_ones_are_borne() {
        assert_eq!(waterfall(&[(None, None, None)]).rows[0].step, Step::Unknown);
        assert_eq!(of(&[]).width, 1);
        assert!(of(&[Some(i64::MIN), Some(i64::MAX), Some(i64::MAX)]).width > 0);
    }
}
