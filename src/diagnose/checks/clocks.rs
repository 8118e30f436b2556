//! Whose clock is off: the fewest clocks that, taken out, leave times which agree with the order of the hops.
//!
//! What is counted are clocks and not fields: what one machine wrote stands or falls together. Among explanations with
//! as few clocks, the one by which the mail was fastest is taken: a wrong clock that happens to agree with servers
//! hours later is less likely than a mail that was as quick as mail is. Date is a witness, a weaker one where no hop
//! agrees with it.

use super::timeline::{Place, Step};
use crate::text::order;
use std::ops::Range;

/// Clocks that differ by less are ordinary: a small step back counts as no time. Seconds.
const SKEW: i64 = 15;
/// A step back by less than this is not worth another clock hours away. Seconds.
const DRIFT: i64 = 60;
/// A Date that is so near to a hop agrees with it. Seconds.
const NEAR: i64 = 300;

/// By so much an author's clock may well be ahead. Seconds.
const LEAST: i64 = 600;

/// What a clock, and Date, weigh in the balance.
const CLOCK: i64 = 100;
const LONE_DATE: i64 = 50;
/// The reader knows the clock of the newest hop, and a large provider looks after its own.
const NEWEST: i64 = 25;
const KNOWN: i64 = 30;

/// Marks the clocks that are off, and sets small steps back to no time. `machines` numbers the machine of each step;
/// `written` is Date, where another machine than the first hop's wrote it.
pub fn set_right(steps: &mut [Step], machines: &[usize], written: Option<i64>) {
    let times: Vec<Option<i64>> = steps.iter().map(|step| step.epoch).collect();
    let stated: Vec<usize> = (0..times.len()).filter(|&at| times[at].is_some()).collect();
    let known: Vec<bool> = steps.iter().map(|step| step.network.is_some()).collect();
    let kept = believed(&times, machines, &known, stated, written, DRIFT);
    // Of seconds, the clock of an author's machine tells nothing.
    let surest = believed(&times, machines, &known, kept.clone(), None, 0);
    let mut right = times.clone();
    for at in others(&times, &kept) {
        right[at] = None;
    }
    let near = corrected(&right, &surest, None);
    for &at in &kept {
        right[at] = near[at];
    }
    // Date speaks for the first hops only where it stands before those that are believed.
    let date = written.filter(|date| {
        right.iter().flatten().next().is_some_and(|first| *date <= first.saturating_add(DRIFT))
    });
    let mut all = right.clone();
    let far = others(&times, &kept);
    far.iter().for_each(|&at| all[at] = times[at]);
    let far_right = corrected(&all, &kept, date);
    for (at, step) in steps.iter_mut().enumerate() {
        let Some(time) = times[at] else { continue };
        let right = right[at].or(far_right[at]).unwrap_or(time);
        let off = time.saturating_sub(right);
        let is_small = off.saturating_abs() <= SKEW;
        step.clock_off = (!is_small).then_some(off);
        step.epoch = is_small.then_some(right);
    }
    let mut earlier = None;
    for step in steps.iter_mut().filter(|step| step.epoch.is_some()) {
        step.epoch = step.epoch.max(earlier);
        earlier = step.epoch;
    }
}

/// A Date, or a stamp, that is so near to the next house's fits it. Seconds.
const FITS: i64 = 15;

/// Takes out one house's stamps that lie behind those before them, where the servers before and after it agree: then that house is
/// behind, and no clock is ahead beside a wait that happens to be as long. `houses` numbers the house of each step; `written` is Date;
/// `is_stated` tells whether a field names a wait of so many seconds.
pub fn leave_out_behind(
    steps: &mut [Step],
    houses: &[usize],
    written: Option<i64>,
    is_stated: impl Fn(i64) -> bool,
) {
    let mut at = 0;
    // Each step is looked at once: a search that ends goes on from where it ended.
    while let Some(behind) = next_behind(steps, houses, at) {
        at = behind.hops.start;
        if behind.is_sure(steps, written, &is_stated) {
            behind.mark(steps);
        }
    }
}

/// A run of stamps of one house that lie before an older hop's.
struct Behind {
    /// Those of the house before, which are later than the run's.
    before: Range<usize>,
    hops: Range<usize>,
    /// The last stamp before the run, the first and last in it, and the first behind it.
    earlier: i64,
    first: i64,
    last: i64,
    later: i64,
}

fn next_behind(steps: &[Step], houses: &[usize], from: usize) -> Option<Behind> {
    let mut at = from;
    loop {
        let start = (at + 1..steps.len()).find(|&start| {
            houses[start] != houses[start - 1]
                && matches!((steps[start - 1].said, steps[start].said), (Some(older), Some(own)) if own < older)
        })?;
        let end = (start..steps.len()).find(|&end| houses[end] != houses[start])?;
        at = start;
        let stamps = || steps[start..end].iter().filter_map(|step| step.said);
        let (Some(earlier), Some(later)) = (steps[start - 1].said, steps[end].said) else { continue };
        let (Some(first), Some(last)) = (stamps().min(), stamps().max()) else { continue };
        let before = (from..start).rev().take_while(|&older| houses[older] == houses[start - 1]);
        let before = before.last().unwrap_or(start - 1)..start;
        return Some(Behind { before, hops: start..end, earlier, first, last, later });
    }
}

impl Behind {
    /// Less than this part of the difference may lie between the servers before and after.
    const PART: i64 = 5;

    fn is_sure(&self, steps: &[Step], written: Option<i64>, is_stated: impl Fn(i64) -> bool) -> bool {
        let off = self.earlier.saturating_sub(self.first);
        let rest = self.later.saturating_sub(self.earlier);
        let agrees = (0..=FITS.min(off / Self::PART)).contains(&rest);
        // Who agrees with the house says that it is the other one that is ahead.
        let fits = |time: i64| (-2..=FITS).contains(&self.first.saturating_sub(time));
        let older = &steps[..self.before.start];
        let witness = older.iter().rev().find_map(|step| step.said);
        let begin = steps[self.before.start].said.unwrap_or(self.earlier);
        let is_in_order = begin <= self.earlier
            && older.iter().rev().find_map(|step| step.epoch).is_none_or(|older| older <= begin);
        off > SKEW
            && agrees
            && is_in_order
            && steps[self.hops.end].epoch == Some(self.later)
            && self.last < self.earlier
            && !witness.into_iter().chain(written).any(fits)
            && !is_stated(self.later.saturating_sub(self.last))
    }

    fn mark(&self, steps: &mut [Step]) {
        let mut first = i64::MIN;
        for step in &mut steps[self.before.clone()] {
            (step.clock_off, step.epoch) = (None, step.said.map(|said| said.max(first)));
            first = step.epoch.unwrap_or(first);
        }
        for step in &mut steps[self.hops.clone()] {
            step.clock_off = step.said.map(|said| said.saturating_sub(self.earlier));
            step.agreed = step.said.map(|_| self.later.saturating_sub(self.earlier));
            step.epoch = None;
        }
    }
}

/// Takes out the oldest machine's stamps where `written` is a minute or more later, and fits those of the next machine: the mail did
/// not exist yet. Gives whether it did. `is_own`: the author's own machine wrote that time, and no server that the mail was handed to.
pub fn leave_out_early(steps: &mut [Step], machines: &[usize], written: i64, is_own: bool) -> bool {
    let Some(first) = steps.iter().position(|step| step.said.is_some()) else { return false };
    let end = (first..steps.len()).find(|&at| machines[at] != machines[first]).unwrap_or(steps.len());
    let is_early = |step: &Step| {
        step.epoch.is_none_or(|time| written.saturating_sub(time) >= DRIFT) && step.clock_off.is_none()
    };
    // Where somebody signs in, a mail begins: the fields below are of another one, whose time was right.
    let next = steps[end..].iter().find(|step| step.said.is_some());
    let next = next.filter(|step| is_own || step.place != Place::Submission).and_then(|step| step.epoch);
    let fits = next.is_some_and(|next| (-2..=FITS).contains(&next.saturating_sub(written)));
    if !fits || steps[first].epoch.is_none() || !steps[first..end].iter().all(is_early) {
        return false;
    }
    for step in &mut steps[first..end] {
        step.clock_off = step.epoch.map(|time| time.saturating_sub(written));
        step.is_early = step.epoch.take().is_some();
    }
    true
}

/// The steps that state a time and are not in `kept`.
fn others(times: &[Option<i64>], kept: &[usize]) -> Vec<usize> {
    let mut left = kept.iter().peekable();
    let is_other = |at: &usize| left.next_if(|kept| *kept == at).is_none() && times[*at].is_some();
    (0..times.len()).filter(is_other).collect()
}

/// Each time, moved as little as needed to stand between those of `kept` before and behind it.
fn corrected(times: &[Option<i64>], kept: &[usize], date: Option<i64>) -> Vec<Option<i64>> {
    let mut is_kept = vec![false; times.len()];
    kept.iter().for_each(|&at| is_kept[at] = true);
    let mut later = vec![None; times.len()];
    let mut next = None;
    for at in (0..times.len()).rev() {
        later[at] = next;
        next = if is_kept[at] { times[at] } else { next };
    }
    let mut earlier = date;
    let mut right = times.to_vec();
    for at in 0..times.len() {
        let Some(time) = times[at] else { continue };
        if is_kept[at] {
            earlier = Some(time);
        } else if let Some(earlier) = earlier.filter(|earlier| time < *earlier) {
            right[at] = Some(earlier);
        } else if let Some(later) = later[at].filter(|later| time > *later) {
            right[at] = Some(later);
        }
    }
    right
}

/// What one machine wrote, one hop behind the other.
struct Clock {
    hops: Range<usize>,
    first: i64,
    last: i64,
    weight: i64,
}

/// The steps that are to be believed, of those whose indices are in `stated`.
fn believed(
    times: &[Option<i64>],
    machines: &[usize],
    known: &[bool],
    stated: Vec<usize>,
    written: Option<i64>,
    drift: i64,
) -> Vec<usize> {
    let time = |at: usize| times[stated[at]].unwrap_or_default();
    let in_order = (1..stated.len()).all(|at| time(at).saturating_add(drift) >= time(at - 1));
    let ahead = |date: i64| stated.first().map_or(0, |_| date.saturating_sub(time(0)));
    if stated.is_empty() || (in_order && written.is_none_or(|date| ahead(date) <= drift)) {
        return stated;
    }
    let mut clocks: Vec<Clock> = Vec::new();
    if let Some(date) = written {
        // The more it explains, the less it has to agree to the second.
        let near = if ahead(date) < LEAST { -1 } else { NEAR.min(ahead(date) / 20) };
        let agrees = (1..stated.len()).any(|at| time(at).saturating_sub(date).saturating_abs() <= near);
        let weight = if agrees { CLOCK } else { LONE_DATE };
        clocks.push(Clock { hops: 0..0, first: date, last: date, weight });
    }
    for at in 0..stated.len() {
        let now = time(at);
        match clocks.last_mut() {
            Some(clock)
                if !clock.hops.is_empty()
                    && machines[stated[at]] == machines[stated[at - 1]]
                    && now.saturating_add(drift) >= clock.last =>
            {
                clock.hops.end = at + 1;
                clock.first = clock.first.min(now);
                clock.last = clock.last.max(now);
            }
            _ => {
                let known = if known[stated[at]] { KNOWN } else { 0 };
                clocks.push(Clock { hops: at..at + 1, first: now, last: now, weight: CLOCK + known });
            }
        }
    }
    if let Some(clock) = clocks.last_mut() {
        clock.weight += NEWEST;
    }
    // Of seconds, no time that lies between two clocks is to get lost.
    heaviest(&clocks, drift, drift == 0)
        .into_iter()
        .flat_map(|clock| clocks[clock].hops.clone())
        .map(|at| stated[at])
        .collect()
}

/// A run of clocks, by the clock it ends with: its weight, when its first hop was, and the clock before.
#[derive(Clone, Copy)]
struct Run {
    weight: i64,
    start: i64,
    end: usize,
}

/// The heaviest run whose times never go back by more than `drift`; of several, the shortest in time (the longest, if `is_long`); of those, the
/// one with the newest hop, whose clock the reader knows. In the order of n log n.
fn heaviest(clocks: &[Clock], drift: i64, is_long: bool) -> Vec<usize> {
    let mut ends: Vec<i64> = clocks.iter().map(|clock| clock.last).collect();
    order::distinct(&mut ends);
    // A Fenwick tree of the best runs by where they end.
    let mut best: Vec<Option<Run>> = vec![None; ends.len() + 1];
    let early = |run: Run| if is_long { run.start.saturating_neg() } else { run.start };
    let better = |a: Option<Run>, b: Option<Run>| match (a, b) {
        (Some(one), Some(other))
            if (one.weight, early(one), one.end) < (other.weight, early(other), other.end) =>
        {
            b
        }
        (None, _) => b,
        _ => a,
    };
    let mut before = vec![None; clocks.len()];
    let mut whole: Option<(i64, i64, Run)> = None;
    for (index, clock) in clocks.iter().enumerate() {
        let mut at = ends.partition_point(|end| *end <= clock.first.saturating_add(drift));
        let mut earlier = None;
        while at > 0 {
            earlier = better(earlier, best[at]);
            at &= at - 1;
        }
        before[index] = earlier.map(|run: Run| run.end);
        // Where only Date stands before, the way begins here.
        let begins = earlier.is_none_or(|run| clocks[run.end].hops.is_empty());
        let start = if clock.hops.is_empty() {
            i64::MAX
        } else if begins {
            clock.first
        } else {
            earlier.map_or(clock.first, |run| run.start)
        };
        let run = Run { weight: earlier.map_or(0, |run| run.weight) + clock.weight, start, end: index };
        if !clock.hops.is_empty() {
            let quick = start.saturating_sub(clock.last);
            let found = (run.weight, if is_long { quick.saturating_neg() } else { quick }, run);
            if whole.is_none_or(|(weight, quick, _)| (weight, quick) <= (found.0, found.1)) {
                whole = Some(found);
            }
        }
        let mut at = ends.partition_point(|end| *end < clock.last) + 1;
        while at < best.len() {
            best[at] = better(best[at], Some(run));
            at += at.isolate_lowest_one();
        }
    }
    let mut chain = Vec::new();
    let mut at = whole.map(|(.., run)| run.end);
    while let Some(index) = at {
        chain.push(index);
        at = before[index];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each on a machine of its own.
    fn set(times: &[i64], written: Option<i64>) -> Vec<(Option<i64>, Option<i64>)> {
        set_on(times, &(0..times.len()).collect::<Vec<_>>(), written)
    }

    fn set_on(times: &[i64], machines: &[usize], written: Option<i64>) -> Vec<(Option<i64>, Option<i64>)> {
        let mut steps: Vec<Step> =
            times.iter().map(|time| Step { epoch: Some(*time), ..Step::default() }).collect();
        set_right(&mut steps, machines, written);
        steps.iter().map(|step| (step.epoch, step.clock_off)).collect()
    }

    fn off(times: &[i64], written: Option<i64>) -> Vec<Option<i64>> {
        set(times, written).into_iter().map(|(_, off)| off).collect()
    }

    #[test]
    fn one_machine_is_one_clock() {
        // Three hops on a machine that is six hours behind, and one clock before them that is right.
        let times = [22_020, 0, 0, 3, 22_000, 22_010, 22_013];
        let found = set_on(&times, &[0, 1, 1, 1, 2, 3, 4], None);
        let off: Vec<_> = found.iter().map(|(_, off)| *off).collect();
        assert_eq!(off, [Some(20), Some(-22_000), Some(-22_000), Some(-21_997), None, None, None]);
        assert_eq!(found[4].0, Some(22_000));
    }

    #[test]
    fn a_clock_that_is_a_little_ahead_is_the_one_that_is_set_back() {
        let found = set(&[100, 112, 103, 104, 105, 106], None);
        let times: Vec<_> = found.iter().filter_map(|(time, _)| *time).collect();
        assert_eq!(times, [100, 103, 103, 104, 105, 106]);
        assert_eq!(off(&[100, 130, 103, 104], None), [None, Some(27), None, None]);
    }

    #[test]
    fn a_clock_a_few_seconds_ahead_takes_no_time_away() {
        // The sender's clock is ahead of a server that has the mail for 15 seconds.
        let found = set_on(&[13, 2, 5, 17], &[0, 1, 1, 2], None);
        assert_eq!(found.iter().filter_map(|(time, _)| *time).collect::<Vec<_>>(), [2, 2, 5, 17]);
    }

    #[test]
    fn a_queue_is_no_clock() {
        assert_eq!(off(&[0, 3600, 3603, 3605], None), [None; 4]);
        // A queue of an hour, and in it one clock that is off: which, nobody can tell.
        let off = off(&[0, 3600, 10, 3605], None);
        assert_eq!(off.iter().flatten().count(), 1, "{off:?}");
    }

    #[test]
    fn date_is_a_witness() {
        // Two hops that disagree, and Date with the older one.
        assert_eq!(off(&[5000, 100], Some(4990)), [None, Some(-4900)]);
        assert_eq!(off(&[5000, 100], None), [Some(4900), None]);
        assert_eq!(off(&[5000, 100, 5003], Some(4990)), [None, Some(-4900), None]);
        // The first server is an hour behind Date and the next one.
        assert_eq!(off(&[0, 3605, 3606], Some(3600)), [Some(-3600), None, None]);
        // A minute of an author's clock is no reason to doubt a server, nor is a Date that no hop agrees with.
        assert_eq!(off(&[0, 120, 121], Some(100)), [None; 3]);
        assert_eq!(off(&[0, 3605, 3606], Some(1800)), [None; 3]);
        // Date alone is off.
        assert_eq!(off(&[0, 2, 3], Some(3600)), [None; 3]);
    }

    #[test]
    fn a_house_that_alone_is_behind_is_the_wrong_one() {
        let off = |times: &[i64], houses: &[usize], written: Option<i64>, stated: Option<i64>| {
            let mut steps: Vec<Step> = times
                .iter()
                .map(|time| Step { epoch: Some(*time), said: Some(*time), ..Step::default() })
                .collect();
            // Each on a machine of its own.
            set_right(&mut steps, &(0..times.len()).collect::<Vec<_>>(), None);
            leave_out_behind(&mut steps, houses, written, |wait| stated == Some(wait));
            steps.iter().map(|step| step.clock_off.unwrap_or(0)).collect::<Vec<_>>()
        };
        let (two, one) = ([0, 1, 2, 3], [0, 1, 1, 2]);
        // Two servers of one house, a quarter of an hour behind those before and after it.
        assert_eq!(off(&[900, 8, 10, 905], &one, None, None), [0, -892, -890, 0]);
        // Where they are of two houses, both of which agree, the first is ahead.
        assert_eq!(off(&[900, 8, 10, 905], &two, None, None)[1..], [0, 0, 0]);
        // A wait behind it, Date, or a hop before that agrees with it.
        for (times, written, stated) in [
            (&[900, 8, 10, 990][..], None, None),
            (&[900, 8, 10, 905], Some(5), None),
            (&[900, 8, 10, 905], None, Some(895)),
        ] {
            assert!(off(times, &one, written, stated)[0] > 0, "{times:?} {written:?} {stated:?}");
        }
        assert!(off(&[2, 900, 8, 10, 905], &[0, 1, 2, 2, 3], None, None)[1] > 0);
    }

    #[test]
    fn half_a_minute_of_date_is_nothing() {
        assert_eq!(off(&[-32, 837, 722, 738], Some(0)), [None, Some(115), None, None]);
    }

    #[test]
    fn wild_times_do_no_harm() {
        assert_eq!(off(&[i64::MAX, i64::MIN], None), [Some(i64::MAX), None]);
        assert_eq!(off(&[], Some(1)), []);
    }

    #[test]
    fn ten_thousand_hops_take_no_time() {
        let times: Vec<i64> = (0..10_000).map(|at| (at * 7919) % 10_007 * 100).collect();
        let kept = set(&times, Some(5)).iter().filter(|(time, _)| time.is_some()).count();
        assert!(kept > 50, "{kept}");
    }
}
