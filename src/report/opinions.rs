//! The part of a report that says what to make of a header block.

use crate::diagnose::checks::{self, Opinions, alignment, filters, timeline};
use crate::facts::Facts;
use crate::report::Evidence;
use crate::report::evidence::evidence;
use serde::{Deserialize, Serialize};

/// What is worth knowing but is no cause of failure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Observation {
    /// Public and permanent; all of them: [`observation_ids`].
    pub id: String,
    /// `info`, `notice` or `warning`.
    pub level: String,
    pub text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// How long the way took, the clocks that are off left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timeline {
    /// Oldest first, one for each of the report's hops.
    pub steps: Vec<Step>,
    /// The sum of the delays: steps whose clocks are off are not in it. Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Index into `steps` of the longest delay, the first of several. The page marks it where it took a minute or more and
    /// no other took as long: below that, mail is quick or slow by chance. Nor where it is a delay of several servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slowest: Option<usize>,
    /// Where belief begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<Trust>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// The hop's `index`.
    pub hop: usize,
    /// `submission`, `internal`, `border` or `collection`.
    pub place: String,
    /// Seconds since the last hop whose clock can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<i64>,
    /// Several servers took it together, since the times of some cannot be used.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// Percent of the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<u8>,
    /// Seconds that this clock is off at least; positive where it is ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_off: Option<i64>,
    /// Whose network took the mail over here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// Seconds by which this stamp is ahead of the servers behind it (negative: behind those before it), where that is too
    /// little to doubt the clock: the step is counted by theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<i64>,
    /// Which program of which machine it is, where its own name is `localhost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// What the delay is, or is likely to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likely: Option<String>,
    /// What the protocol named behind `with` means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_means: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trust {
    /// The `index` of the lowest hop that the receiving network wrote.
    pub hop: usize,
    pub network: String,
    pub why: String,
}

/// Whether what was proved belongs to the author's domain (DMARC).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Alignment {
    pub from: String,
    pub organization: String,
    pub rows: Vec<Row>,
    /// The server's own result of DMARC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Whether the table has an aligned pass; left out where too little is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aligned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authserv: Option<String>,
    /// Whether the receiving network wrote the results.
    pub trusted: bool,
    /// `mailing-list`, `rewritten` or `forwarded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detour: Option<String>,
    /// What a spam filter noted, where no server states a result of DMARC.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub noted: Vec<Noted>,
    pub text: String,
}

/// A test of a spam filter on SPF, DKIM or DMARC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Noted {
    pub test: String,
    pub meaning: String,
    /// Whose filter, as far as it is known.
    pub by: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// `spf` or `dkim`.
    pub by: String,
    pub domain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// `strict`, `relaxed` or `none`.
    pub relation: String,
    /// What the result needs to be understood: SPF of HELO, a guessed record, a filter's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// A key, value or test of a filter, explained.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    pub term: String,
    pub meaning: String,
    /// -1 speaks for the mail, 1 against it.
    #[serde(skip_serializing_if = "is_zero")]
    pub leaning: i8,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(leaning: &i8) -> bool {
    *leaning == 0
}

/// The ids of all observations, with their levels.
pub fn observation_ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    checks::OBSERVATIONS.iter().map(|(id, level)| (*id, level.name())).chain([(BEGUN, "notice")])
}

/// The paste begins within a field.
const BEGUN: &str = "begins-within-a-field";

pub fn observations(paste: &str, facts: &Facts, opinions: &Opinions) -> Vec<Observation> {
    let one = |seen: &checks::Observation| Observation {
        id: seen.id.to_owned(),
        level: seen.level.name().to_owned(),
        text: seen.text.clone(),
        evidence: seen.evidence.iter().filter_map(|span| evidence(paste, facts, *span)).collect(),
    };
    let all = opinions.observations.iter().map(one);
    begun(paste, facts).into_iter().chain(all).collect()
}

/// What was marked too short: who reads the way has to know that its end is not here.
fn begun(paste: &str, facts: &Facts) -> Option<Observation> {
    let message = facts.message.as_deref().filter(|message| message.is_begun)?;
    // Its name is not in the paste.
    let first = message.fields.first()?;
    let is_partly = first.is("Received") && !paste.get(first.span.range())?.starts_with(&first.name);
    let text = match is_partly {
        true => {
            "The paste begins within a Received field: of the newest server only a part stands here. Copy from the very first line of the headers to see all of its way."
        }
        false => {
            "The paste begins within a field: what stands above it, as a rule the newest servers of its way, is not here. Copy from the very first line of the headers."
        }
    };
    // Nothing is marked: the same words are the evidence of what they tell, and this has to be said beside it.
    Some(Observation {
        id: BEGUN.to_owned(),
        level: "notice".to_owned(),
        text: text.to_owned(),
        ..Observation::default()
    })
}

/// None where there are no hops.
pub fn timeline(opinions: &Opinions) -> Option<Timeline> {
    let timeline = &opinions.timeline;
    let trust = timeline.trust.as_ref();
    (!timeline.steps.is_empty()).then(|| Timeline {
        steps: timeline.steps.iter().map(step).collect(),
        total: timeline.total,
        slowest: timeline.slowest,
        trust: trust.map(|trust| Trust {
            hop: trust.hop,
            network: trust.network.clone(),
            why: trust.why.clone(),
        }),
    })
}

fn step(step: &timeline::Step) -> Step {
    Step {
        hop: step.hop,
        place: step.place.name().to_owned(),
        delay: step.delay,
        shared: matches!(step.likely, Some(timeline::Reason::Shared(_) | timeline::Reason::Placed(_))),
        share: step.share,
        clock_off: step.clock_off,
        adjusted: step.adjusted,
        program: step.program.clone(),
        network: step.network.map(str::to_owned),
        likely: step.likely.as_ref().map(|reason| reason.words() + &step.unless),
        with_means: step.with_means.map(str::to_owned),
    }
}

pub fn alignment(opinions: &Opinions) -> Option<Alignment> {
    let found = opinions.alignment.as_ref()?;
    let detour = found.detour.map(alignment::Detour::name);
    Some(Alignment {
        from: found.from.clone(),
        organization: found.organization.clone(),
        rows: found.rows.iter().map(row).collect(),
        stated: found.stated.clone(),
        policy: found.policy.clone(),
        aligned: found.outcome,
        authserv: found.authserv.clone(),
        trusted: found.is_trusted,
        detour: detour.map(str::to_owned),
        noted: found.noted.iter().flat_map(noted).collect(),
        text: found.text.clone(),
    })
}

fn noted(noted: &checks::noted::Noted) -> Vec<Noted> {
    let one = |(test, meaning): &(String, &'static str)| Noted {
        test: test.clone(),
        meaning: (*meaning).to_owned(),
        by: noted.by.clone(),
    };
    noted.tests.iter().map(one).collect()
}

fn row(row: &alignment::Row) -> Row {
    Row {
        by: row.by.name().to_owned(),
        domain: row.domain.clone(),
        selector: row.selector.clone(),
        result: row.result.clone(),
        relation: row.relation.name().to_owned(),
        remark: row.remark(),
    }
}

/// What a filter's terms mean.
pub fn notes(verdict: &filters::Verdict) -> Vec<Note> {
    let one = |(term, meaning, leaning): &(String, &'static str, i8)| Note {
        term: term.clone(),
        meaning: (*meaning).to_owned(),
        leaning: *leaning,
    };
    verdict.notes.iter().map(one).collect()
}
