//! Counts over many cases: causes, hosts, recipients' domains.

use crate::report::Report;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One finding of one case: a row of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// Where it comes from: a file's name, a line's number.
    pub id: String,
    pub cause: String,
    pub title: String,
    pub act: String,
    pub permanence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The host that refused, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<String>,
    /// The first words that told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// How often something was met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Count {
    pub name: String,
    pub count: usize,
}

/// Running counts: nothing of a case is kept but its names.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many pastes were counted.
    pub pastes: usize,
    causes: HashMap<String, usize>,
    hosts: HashMap<String, usize>,
    domains: HashMap<String, usize>,
}

impl Tally {
    /// Counts a report, and gives its rows.
    pub fn add(&mut self, id: &str, report: &Report) -> Vec<Case> {
        self.pastes += 1;
        report.findings.iter().map(|finding| self.finding(id, finding)).collect()
    }

    fn finding(&mut self, id: &str, finding: &crate::report::Finding) -> Case {
        let remote = finding.reply.as_ref().and_then(|reply| reply.remote.clone());
        *self.causes.entry(finding.cause.clone()).or_default() += 1;
        if let Some(host) = &remote {
            *self.hosts.entry(host.to_lowercase()).or_default() += 1;
        }
        if let Some((_, domain)) =
            finding.recipient.as_deref().and_then(|recipient| recipient.rsplit_once('@'))
        {
            *self.domains.entry(domain.to_lowercase()).or_default() += 1;
        }
        Case {
            id: id.to_owned(),
            cause: finding.cause.clone(),
            title: finding.title.clone(),
            act: finding.act.clone(),
            permanence: finding.permanence.clone(),
            recipient: finding.recipient.clone(),
            remote,
            quote: finding.evidence.first().map(|evidence| evidence.quote.clone()),
        }
    }

    pub fn causes(&self) -> Vec<Count> {
        sorted(&self.causes)
    }

    pub fn hosts(&self) -> Vec<Count> {
        sorted(&self.hosts)
    }

    pub fn domains(&self) -> Vec<Count> {
        sorted(&self.domains)
    }
}

/// The most frequent first; equals by name, so that the order never jumps.
fn sorted(counts: &HashMap<String, usize>) -> Vec<Count> {
    let mut rows: Vec<Count> =
        counts.iter().map(|(name, count)| Count { name: name.clone(), count: *count }).collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted() {
        let mut tally = Tally::default();
        for (id, text) in
            [("1", "452 4.2.2 mailbox full"), ("2", "550 5.1.1 user unknown"), ("3", "mailbox is full")]
        {
            let rows = tally.add(id, &crate::diagnose(text));
            assert_eq!(rows[0].id, id);
        }
        assert_eq!(tally.pastes, 3);
        assert_eq!(tally.causes()[0], Count { name: "mailbox-full".into(), count: 2 });
    }
}
