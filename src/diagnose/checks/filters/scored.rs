//! Filters that add up points: SpamAssassin and Rspamd.

use super::words::lower;
use super::{Counted, Verdict};
use crate::diagnose::checks::points::Points;
use crate::diagnose::checks::speak::join;
use crate::facts::message::{Field, Message};
use crate::knowledge::filters::{RSPAMD, SPAMASSASSIN};
use crate::knowledge::{self, FilterTerm};
use crate::mail::spam_headers::{CUT, FilterReport, FilterValue};
use crate::text::order;
use std::collections::HashMap;

/// A test and its points, where they are given.
pub type Test<'a> = (&'a str, Option<Points>);

/// A report has a few dozen tests.
const MOST_POINTS: usize = 100;
/// From so many points on a test counts.
const COUNTS: Points = Points::tenths(1);
/// How many tests of a filter are named in its verdict.
const MOST_TESTS: usize = 3;
/// So many where several weigh the same.
const MOST_NAMED: usize = 6;

/// What speaks against a mail: its weight, its name, what is known of it.
type Against<'a> = (Points, &'a str, Option<&'static FilterTerm>);

pub(super) fn spamassassin(in_report: &[Test], report: &FilterReport) -> Verdict {
    let spam = report.get("flag").map(|flag| flag == "yes");
    let points = tests(report.list("points"));
    let listed = tests(report.list("tests"));
    // Another filter's report may stand in the same block: of that, only what is listed here is told.
    let given: HashMap<&str, Option<Points>> = in_report.iter().copied().collect();
    let of_report: Vec<Test> = match listed.is_empty() {
        true => in_report.to_vec(),
        false => listed.iter().map(|(name, _)| (*name, given.get(name).copied().flatten())).collect(),
    };
    let is_own = !points.is_empty();
    let tests = if is_own { points } else { of_report };
    // A bare yes or no, or a score alone, is written by many programs under this name.
    let is_its = ["required", "version"].iter().any(|key| report.get(key).is_some());
    let by = if is_its || !listed.is_empty() || !in_report.is_empty() {
        "SpamAssassin"
    } else {
        "the spam filter"
    };
    let shown = if is_own { Vec::new() } else { shown(&tests) };
    Verdict { points: shown, ..scored(report, by, spam, tests, SPAMASSASSIN) }
}

/// `TEST=points`, where any are known.
fn shown(tests: &[Test]) -> Vec<String> {
    if tests.iter().all(|(_, points)| points.is_none()) {
        return Vec::new();
    }
    let one = |(name, points): &Test| match points {
        Some(points) => format!("{name}={points}"),
        None => (*name).to_owned(),
    };
    tests.iter().map(one).collect()
}

/// SpamAssassin's report in words. Exim's hosts put that on mail which is not spam under another name.
pub fn report_field(message: &Message) -> Option<&Field> {
    message.field("X-Spam-Report").or_else(|| message.field("X-Ham-Report"))
}

/// `*  2.6 RULE_NAME words on it`: the points, which X-Spam-Status leaves out.
pub fn report_tests(value: &str) -> Vec<Test<'_>> {
    let is_name = |word: &str| {
        word.len() > 2
            && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            && word.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    let words: Vec<&str> = value.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| pair[0].contains('.') && is_name(pair[1]));
    pairs.filter_map(|pair| Some((pair[1], Some(Points::read(pair[0])?)))).take(MOST_POINTS).collect()
}

/// SpamAssassin's report in words, where it came with this very score: what it says stands for X-Spam-Status.
pub(super) fn reported(words: &str, tests: &[Test], report: &FilterReport) -> Option<Verdict> {
    let details = words.split_once("Content analysis details:")?.1;
    let (score, rest) = details.split_once('(')?.1.split_once(" points")?;
    let required = rest.split_once(" required")?.0.rsplit([' ', '\t']).next()?;
    let said = report.get("score")?.split(' ').next().and_then(Points::read)?;
    if Points::read(score.trim())? != said {
        return None;
    }
    let spam = match words {
        words if words.contains("has NOT identified") => false,
        words if words.contains("has identified") => true,
        _ => return None,
    };
    let text = |key: &str, value: &str| (key.to_owned(), FilterValue::Text(value.trim().to_owned()));
    let fields = vec![text("score", score), text("required", required)];
    let status = FilterReport { filter: "spamassassin", fields };
    let verdict = scored(&status, "SpamAssassin", Some(spam), tests.to_vec(), SPAMASSASSIN);
    Some(Verdict { counts: true, points: shown(tests), ..verdict })
}

/// Fastmail's `BAYES_50 0.8, HTML_MESSAGE 0.001`.
pub(super) fn hits(value: &str) -> Vec<Test<'_>> {
    let pairs = value.split(',').filter_map(|pair| pair.trim().split_once(' '));
    pairs.filter_map(|(name, points)| Some((name, Some(Points::read(points)?)))).take(MOST_POINTS).collect()
}

/// Points that a field of their own lists beside the score. From where on it is spam, they do not say.
pub(super) fn counted(tests: &[Test], report: &FilterReport) -> Option<Verdict> {
    let verdict = scored(report, "the spam filter", Some(true), tests.to_vec(), SPAMASSASSIN);
    let text = verdict.text?.replacen("Taken for spam", "From where on it is spam, the fields do not say", 1);
    let main = text.find(". ").map_or(text.len(), |end| end + 1);
    let said = Verdict { text: Some(text), main, leaning: 0, named: Vec::new(), ..Verdict::default() };
    let known = Verdict { by: verdict.by, notes: verdict.notes, points: shown(tests), ..said };
    (!tests.is_empty()).then_some(Verdict { counts: true, ..known })
}

/// The same of Fastmail, which names no threshold in its fields: by default it moves what has five points to Spam
/// (<https://www.fastmail.com/help/technical/spamchecks.html>, checked 2026-11-27).
pub(super) fn fastmail(tests: &[Test], report: &FilterReport) -> Option<Verdict> {
    const MOVED: i64 = 5;
    let score = Points::read(report.get("score")?.split(' ').next()?)?;
    let is_moved = score >= Points::whole(MOVED);
    let verdict = scored(report, "Fastmail", Some(is_moved), tests.to_vec(), SPAMASSASSIN);
    let text = verdict.text.as_deref()?;
    let more = text.get(verdict.main..)?;
    let main = match is_moved {
        true => format!(
            "{score} points, and from 5 on it moves mail to Spam unless the account is set otherwise."
        ),
        false => format!("Not taken for spam ({score} points)."),
    };
    Some(Verdict {
        counts: true,
        points: shown(tests),
        main: main.len(),
        text: Some(main.clone() + more),
        ..verdict
    })
}

/// The host, as SpamAssassin's own text names it.
pub fn system(report: &str) -> Option<&str> {
    let (_, rest) = report.split_once("running on the system \"")?;
    Some(rest.split(['"', '\n', '\r', '\t']).next()?.trim_end_matches('.'))
}

/// What Rspamd writes beside a test: `example.org,none` of `DMARC_POLICY_ALLOW(-0.50)[example.org,none]`. Its log has braces.
pub fn option<'a>(value: &'a str, test: &str) -> Option<&'a str> {
    let head = format!("{test}(");
    let is_part = |at: usize| value[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let at = value.match_indices(&head).map(|(at, _)| at).find(|&at| !is_part(at))?;
    let (_, rest) = value[at + head.len()..].split_once(')')?;
    let inner = match rest.strip_prefix('[') {
        Some(inner) => inner.split(']').next(),
        None => rest.strip_prefix('{')?.split('}').next(),
    };
    inner.filter(|option| !option.is_empty())
}

/// Of tests that compare a mail with known ones, what was known: its text by default, else by the end of the option (`bin`: a file, `img`: a
/// picture; <https://docs.rspamd.com/modules/fuzzy_check/>, checked 2026-11-27).
pub(super) fn tell_what_was_known(verdict: &mut Verdict, value: &str) {
    for counted in verdict.against.iter_mut().filter(|counted| counted.test.starts_with("FUZZY_")) {
        let kind = option(value, &counted.test).and_then(|option| option.rsplit(':').next());
        let Some(kind) = kind.filter(|kind| matches!(*kind, "bin" | "img")) else { continue };
        let term = knowledge::filter_term(RSPAMD, &format!("{}:{kind}", counted.test));
        counted.mend = term.and_then(|term| term.mend).or(counted.mend);
    }
}

pub(super) fn rspamd(report: &FilterReport) -> Verdict {
    let spam = report.get("spam").and_then(|spam| match spam {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    });
    scored(report, "Rspamd", spam, tests(report.list("points")), RSPAMD)
}

/// `NAME=1.5` or `NAME`.
fn tests(list: &[String]) -> Vec<Test<'_>> {
    let parse = |item: &'_ String| item.split_once('=').and_then(|(_, points)| Points::read(points));
    list.iter().map(|item| (item.split('=').next().unwrap_or(item), parse(item))).collect()
}

/// What a filter that learns says where it cannot decide: it has points by default, and they say nothing of the mail.
const UNDECIDED: &[&str] = &["BAYES_50"];

/// `Spam: 7.2 of 5.0 points. Most against it: …`.
fn scored(
    report: &FilterReport,
    by: &'static str,
    spam: Option<bool>,
    tests: Vec<Test>,
    table: &'static [FilterTerm],
) -> Verdict {
    let mut against: Vec<Against> = Vec::new();
    let mut notes = Vec::new();
    let weighed = tests.iter().any(|(_, points)| points.is_some());
    for (name, points) in &tests {
        let term = knowledge::filter_test(table, name);
        if let Some(term) = term {
            // What the filter itself counts, it tells: a test of no points leans nowhere.
            let leaning = points.map_or(term.leaning, Points::leaning);
            notes.push(((*name).to_owned(), term.meaning, leaning));
        }
        // Beside tests with points, one without weighs nothing that is known.
        let leaning = term.filter(|_| !weighed).map_or(0, |term| term.leaning.into());
        let weight = points.unwrap_or(Points::whole(leaning));
        if weight > Points::default() && !UNDECIDED.contains(name) {
            against.push((weight, name, term));
        }
    }
    order::by_key(&mut against, |(weight, ..)| std::cmp::Reverse(*weight));
    // A thousandth of a point is how a filter notes what it does not count.
    if against.first().is_some_and(|(weight, ..)| *weight >= COUNTS) {
        against.retain(|(weight, ..)| *weight >= COUNTS);
    }
    let stated = |key: &str| report.get(key).filter(|value| !value.is_empty());
    let score = match (stated("score"), stated("required")) {
        // The second number is where it refuses; marking begins earlier.
        (Some(score), Some(required)) if by == "Rspamd" => {
            format!(" ({score} points, refused from {required})")
        }
        (Some(score), Some(required)) => format!(" ({score} points, spam from {required})"),
        (Some(score), None) => format!(" ({score} points)"),
        _ => String::new(),
    };
    let head = match spam {
        Some(true) => "Taken for spam",
        // Its `False` says no more than that.
        Some(false) if is_marked(by, stated("score")) => "Not refused",
        Some(false) => "Not taken for spam",
        None => return Verdict { by, notes, ..Verdict::default() },
    };
    let (named, rest) = most(&against, weighed);
    let most = match named.is_empty() {
        true => String::new(),
        false if weighed => format!(" Most against it: {}{rest}.", join(&named)),
        // Which of them weighs most, a list of names does not tell.
        false => format!(" Against it, among others: {}.", join(&named)),
    };
    let leaning = match spam {
        Some(true) => 1,
        _ if is_marked(by, stated("score")) => 0,
        _ => -1,
    };
    let cut = match report.get(CUT) {
        Some(_) => " The list of its tests breaks off in this text: others may have counted, too.",
        None => "",
    };
    let main = format!("{head}{score}.");
    let tests: Vec<String> =
        against.iter().take(named.len()).map(|(_, name, _)| (*name).to_owned()).collect();
    let counted = |(weight, test, term): &Against| Counted {
        test: (*test).to_owned(),
        points: weighed.then_some(*weight),
        mend: term.and_then(|term| term.mend),
        listed: Vec::new(),
    };
    let counted = against.iter().filter(|_| leaning >= 0).map(counted).collect();
    let (told, kept) = ((most, tests), <(String, Vec<String>)>::default());
    let ((more, named), most) = if spam == Some(false) { (kept, told) } else { (told, kept) };
    Verdict {
        main: main.len(),
        text: Some(main + &more + cut),
        named,
        most,
        leaning,
        notes,
        against: counted,
        by,
        ..Verdict::default()
    }
}

/// Whether Rspamd's points are so many that it does something about the mail: from 4 on by default, short of refusing it
/// (<https://docs.rspamd.com/configuration/metrics/>).
fn is_marked(by: &str, score: Option<&str>) -> bool {
    by == "Rspamd" && score.and_then(Points::read).is_some_and(|points| points >= Points::whole(4))
}

/// The heaviest tests, in words. Those of equal weight stand or fall together: where they are too many, their number
/// is told.
fn most(against: &[Against], weighed: bool) -> (Vec<String>, String) {
    let mut count = against.len().min(MOST_TESTS);
    let mut rest = String::new();
    if let Some((last, ..)) = against.get(MOST_TESTS - 1).filter(|_| weighed) {
        let heavier = against.iter().filter(|(weight, ..)| weight > last).count();
        let equal = against.iter().filter(|(weight, ..)| weight == last).count();
        count = heavier + equal;
        if count > MOST_NAMED {
            count = if heavier == 0 { MOST_TESTS } else { heavier };
            let others = heavier + equal - count;
            rest = format!("; {others} more weigh {last} each");
        }
    }
    let words = |(_, name, term): &Against| match term {
        Some(term) => format!("{name} ({})", lower(term.meaning)),
        None => (*name).to_owned(),
    };
    (against[..count].iter().map(words).collect(), rest)
}
