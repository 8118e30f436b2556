//! What takes away the points that a filter's tests gave: the knowledge says it of each test, or of a family of them.

use super::{Chosen, home, own_device};
use crate::diagnose::checks::filters::Counted;
use crate::diagnose::checks::{Opinions, Points, speak};
use crate::knowledge::{Act, TestMend};
use crate::report::Step;

/// So many are told at most, the heaviest first.
const MOST: usize = 3;
/// So many names stand before one of them.
const MOST_NAMES: usize = 3;
/// Beside the heaviest tests, those are told that weigh so much.
const WEIGHTY: Points = Points::tenths(5);

/// The tests that counted where the mail is, heaviest first.
pub fn of(opinions: &Opinions) -> &[Counted] {
    let mut told = opinions.verdicts.iter().filter(|verdict| verdict.counts && !verdict.is_earlier);
    told.find(|verdict| !verdict.against.is_empty()).map_or(&[], |verdict| &verdict.against)
}

/// A test by which SpamAssassin notes that a block list refuses its questions: `URIBL_BLOCKED`, `RCVD_IN_ZEN_BLOCKED_OPENDNS`.
pub fn unanswered(opinions: &Opinions) -> Option<&str> {
    let told = opinions.verdicts.iter().filter(|verdict| verdict.counts && !verdict.is_earlier);
    let mut tests = told.flat_map(|verdict| &verdict.notes).map(|(test, ..)| test.as_str());
    tests.find(|test| {
        (test.starts_with("URIBL_") || test.starts_with("RCVD_IN_")) && test.contains("_BLOCKED")
    })
}

/// Whether points are given, and those for the missing proof are the smaller part of them.
pub fn decide(tests: &[Counted]) -> bool {
    let sum = |all: &mut dyn Iterator<Item = &Counted>| {
        all.filter_map(|one| one.points).fold(Points::default(), Points::plus)
    };
    let all = sum(&mut tests.iter());
    let proof = sum(&mut tests.iter().filter(|one| one.mend.is_some_and(|mend| mend.is_proof)));
    all > Points::default() && proof.plus(proof) < all
}

/// One step for each thing that is to be changed, with the tests that it is about.
pub fn steps(chosen: &Chosen) -> Vec<Step> {
    // What lacks there the answer tells by itself.
    let tells_proof = chosen.is_doubted() || chosen.proved.is_some_and(|one| one.id == "dmarc-not-published");
    let is_weighty = |at: usize, one: &Counted| at < MOST || one.points >= Some(WEIGHTY);
    let mut groups: Vec<(TestMend, Vec<&Counted>)> = Vec::new();
    for (at, one) in chosen.counted.iter().enumerate() {
        let wanted = one.mend.filter(|mend| !(mend.is_proof && tells_proof));
        // These two have steps of their own.
        let is_told =
            home::is_of_home(&one.test) || (chosen.device.is_some() && own_device::is_of_date(&one.test));
        let Some(mend) = wanted.filter(|_| is_weighty(at, one) && !is_told) else {
            continue;
        };
        match groups.iter_mut().find(|(known, _)| *known == mend) {
            Some((_, tests)) => tests.push(one),
            None => groups.push((mend, vec![one])),
        }
    }
    groups.truncate(MOST);
    groups.into_iter().map(|(mend, tests)| step(mend, &tests)).collect()
}

/// The heaviest tests for a letter: whoever runs the filter finds the mail's points by them, and the author what is listed.
pub fn in_words(tests: &[Counted]) -> Option<String> {
    let one = |one: &Counted| {
        let points = one.points.map(|points| format!("{points} {}", unit(Some(points))));
        let listed = (!one.listed.is_empty()).then(|| speak::join(&one.listed));
        let known: Vec<String> = points.into_iter().chain(listed).collect();
        if known.is_empty() { one.test.clone() } else { format!("{} ({})", one.test, known.join(", ")) }
    };
    let told: Vec<String> = tests.iter().take(MOST).map(one).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn unit(points: Option<Points>) -> &'static str {
    if points == Some(Points::whole(1)) { "point" } else { "points" }
}

/// What is to be changed, by its name where all tests wrote it down.
fn text(mend: TestMend, tests: &[&Counted]) -> String {
    let Some(known) = mend.known.filter(|_| tests.iter().all(|one| !one.listed.is_empty())) else {
        return mend.text.to_owned();
    };
    let mut listed: Vec<String> = Vec::new();
    for one in tests.iter().flat_map(|one| &one.listed) {
        if !listed.contains(one) {
            listed.push(one.clone());
        }
    }
    known.replace("{listed}", &speak::join(&listed))
}

fn step(mend: TestMend, tests: &[&Counted]) -> Step {
    let names: Vec<String> = tests.iter().take(MOST_NAMES).map(|one| one.test.clone()).collect();
    let points = tests.iter().filter_map(|one| one.points).reduce(Points::plus);
    let together = if tests.len() > 1 { " together" } else { "" };
    let unit = unit(points);
    let points = points.map_or(String::new(), |points| format!(" ({points} {unit}{together})"));
    // Who has the headers may be on either side.
    let by = if mend.by == Act::Sender { "author" } else { mend.by.name() };
    Step::new(by, format!("{}{points}: {}", speak::join(&names), text(mend, tests)))
}
