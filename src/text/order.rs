//! Sorting, the same code for every type.
//!
//! The standard library's sort is written out anew for each type and key: 4 kB of wasm each time, 90 kB of the engine's.
//! Here numbers are sorted, and a type costs only the moving of its values. Runs are merged, without the many cases that
//! make the library's own as fast as can be: a tenth of its code, and no panic where an order contradicts itself.

use std::cmp::Ordering;

/// Sorts by a key; equals stay in their order.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts; equals stay in their order.
pub fn by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut moved: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| moved[at].take()));
}

/// Sorts, and leaves one of equals.
pub fn distinct<T: Ord>(items: &mut Vec<T>) {
    by(items, T::cmp);
    items.dedup();
}

/// The numbers up to `count` in the order of what they stand for: neighbouring runs that are in order already are merged,
/// until there is one.
#[inline(never)]
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut ends: Vec<usize> =
        (1..=count).filter(|at| *at == count || compare(at - 1, *at).is_gt()).collect();
    while ends.len() > 1 {
        let mut merged = Vec::with_capacity(count);
        let mut start = 0;
        ends = ends
            .chunks(2)
            .map(|run| {
                let (middle, end) = (run[0], run[run.len() - 1]);
                merge(&order[start..middle], &order[middle..end], compare, &mut merged);
                start = end;
                end
            })
            .collect();
        order = merged;
    }
    order
}

/// Of equals the left one goes first.
fn merge<'a>(
    mut left: &'a [usize],
    mut right: &'a [usize],
    compare: &dyn Fn(usize, usize) -> Ordering,
    merged: &mut Vec<usize>,
) {
    while let (Some((&a, after_a)), Some((&b, after_b))) = (left.split_first(), right.split_first()) {
        if compare(a, b).is_le() {
            merged.push(a);
            left = after_a;
        } else {
            merged.push(b);
            right = after_b;
        }
    }
    merged.extend_from_slice(left);
    merged.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_stay_in_their_order() {
        let mut items: Vec<(u32, u32)> = (0..500).map(|at| (at * 7919 % 13, at)).collect();
        let mut wanted = items.clone();
        by_key(&mut items, |item| item.0);
        wanted.sort_by_key(|item| item.0);
        assert_eq!(items, wanted);
    }

    #[test]
    fn what_cannot_be_copied_is_sorted_too() {
        let mut words: Vec<String> = ["pear", "fig", "apple", "fig"].map(str::to_owned).into();
        by(&mut words, |a, b| b.cmp(a));
        assert_eq!(words, ["pear", "fig", "fig", "apple"]);
        distinct(&mut words);
        assert_eq!(words, ["apple", "fig", "pear"]);
        distinct::<String>(&mut Vec::new());
    }
}
