//! What takes away the points that a filter's tests gave: the knowledge says it of each test, or of a family of them.

use super::{Chosen, home, own_device};
use crate::diagnose::checks::filters::Counted;
use crate::diagnose::checks::{Opinions, Points, speak};
use crate::knowledge::{Act, BlockList, LISTS, TestMend};
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

/// Whether the heaviest test is a list that names a link, or an address in the text, and not for the harm that it does: whoever wrote the
/// mail can leave it out.
pub fn is_of_link(tests: &[Counted]) -> bool {
    const HARM: &[&str] = &["PHISH", "PH_", "MALW", "MW_", "BOT", "CRACKED", "CR_"];
    tests.first().is_some_and(|one| {
        let is_lists = one.mend.is_some_and(|mend| mend.known.is_some() && mend.by == Act::Sender);
        is_lists && !HARM.iter().any(|harm| one.test.contains(harm))
    })
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
    let listing = listing(chosen).filter(|_| !chosen.poses);
    let told = |(mend, tests): (TestMend, Vec<&Counted>)| {
        let about = listing.as_ref().filter(|listing| tests.iter().any(|one| one.test == listing.test));
        let step = step(mend, &tests);
        about.map_or(step.clone(), |listing| listing.told(&step))
    };
    groups.into_iter().map(told).collect()
}

/// Where a list of servers is asked: how a test of it is named, and the list's id.
const OF_SERVERS: &[(&str, &str)] = &[
    ("SBL", "spamhaus"),
    ("XBL", "spamhaus"),
    ("PBL", "spamhaus"),
    ("SPAMHAUS", "spamhaus"),
    ("SPAMCOP", "spamcop"),
    ("PSBL", "psbl"),
    ("BRBL", "barracuda"),
    ("BARRACUDA", "barracuda"),
    ("RNBL", "validity"),
    ("VALIDITY", "validity"),
    ("SENDERSCORE", "validity"),
];

/// A list that holds the server which sent the mail, as a test that counted says.
pub struct Listing<'a> {
    pub test: &'a str,
    /// The server's address: as the filter names it, or as the server that took the mail over saw it.
    pub address: Option<&'a str>,
    /// Where an address is looked up.
    pub list: Option<&'static BlockList>,
}

pub fn listing<'a>(chosen: &Chosen<'a>) -> Option<Listing<'a>> {
    // Domains that are listed are the author's to leave out, and servers are their administrator's.
    let is_servers = |mend: TestMend| mend.known.is_some() && mend.by == Act::SenderAdmin;
    let is_listed = |one: &&Counted| one.mend.is_some_and(is_servers);
    let one = chosen.counted.iter().find(is_listed)?;
    // The longest name is the list's own: `SBL` ends more than one.
    let its =
        OF_SERVERS.iter().filter(|(name, _)| one.test.contains(name)).max_by_key(|(name, _)| name.len());
    let list = its.and_then(|(_, id)| LISTS.iter().find(|list| list.id == *id));
    Some(Listing {
        test: &one.test,
        address: one.listed.first().map(String::as_str).or(chosen.handed.address),
        list,
    })
}

impl Listing<'_> {
    fn page(&self) -> Option<&'static str> {
        self.list.map(|list| list.url)
    }

    /// The step on its test, to the author, who as a rule runs no server.
    fn told(&self, step: &Step) -> Step {
        let server =
            self.address.map_or(String::new(), |address| format!(" The server that sent it: {address}."));
        let page = self.page().map_or(String::new(), |page| format!(" Look it up at {page}."));
        let text = format!(
            "{}{server}{page} If somebody else runs that server, as a rule your mail or hosting provider, only they can do that: send them the message \
             to copy.",
            step.text
        );
        Step::new("author", text)
    }

    /// From the author to their own mail host.
    pub fn letter(&self) -> String {
        let line = |name: &str, value: Option<&str>| {
            value.map_or(String::new(), |value| format!("\n{name}: {value}"))
        };
        format!(
            "Hello,\na mail of mine was taken for spam, among others because a block list holds the server that sent it.{}{}\nTest of the filter: {}\n\
             Address in From: {{from}}\nRecipient: {{recipient}}\nTime: {{time}}\nMessage-ID: {{message_id}}\nCould you see why it is listed, mend that, and \
             have it taken off? Until then, could my mail go out by another server?\nThank you.",
            line("Server", self.address),
            line("Where it is looked up", self.page()),
            self.test
        )
    }
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
