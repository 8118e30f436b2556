//! Counts over many cases.

use crate::text::order;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How often something was met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Count {
    pub name: String,
    pub count: usize,
}

/// Running counts of names.
#[derive(Debug, Default)]
pub struct Tally<'a>(HashMap<&'a str, usize>);

impl<'a> Tally<'a> {
    pub fn add(&mut self, name: &'a str) {
        *self.0.entry(name).or_default() += 1;
    }

    /// The most frequent first; equals by name, so that the order never jumps.
    pub fn counts(&self) -> Vec<Count> {
        let mut counts: Vec<Count> =
            self.0.iter().map(|(name, count)| Count { name: (*name).to_owned(), count: *count }).collect();
        order::by(&mut counts, |a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_comes_first_and_equals_by_name() {
        let mut tally = Tally::default();
        ["b", "c", "a", "c"].into_iter().for_each(|name| tally.add(name));
        let counts: Vec<(String, usize)> =
            tally.counts().into_iter().map(|count| (count.name, count.count)).collect();
        assert_eq!(counts, [("c".to_owned(), 2), ("a".to_owned(), 1), ("b".to_owned(), 1)]);
    }
}
