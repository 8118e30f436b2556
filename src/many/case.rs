//! What is kept of a case: a row of the table.

use crate::report::{Finding, Report};
use serde::{Deserialize, Serialize};

/// A quotation is cut to this many characters.
const LONGEST_QUOTE: usize = 160;

/// What is wrong for one recipient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// Where it comes from: a file's name, a number within it.
    pub id: String,
    pub cause: String,
    pub title: String,
    pub act: String,
    pub permanence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The host that answered, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The server's words, or those that told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl Case {
    /// The recipient's domain.
    pub fn domain(&self) -> Option<&str> {
        self.recipient.as_deref()?.rsplit_once('@').map(|(_, domain)| domain)
    }
}

/// A row for each recipient of a report, with its finding's number; one row where no recipient is named.
///
/// The first finding about a recipient is the telling one; the others say what else could be meant.
pub fn cases(id: &str, report: &Report) -> Vec<(usize, Case)> {
    let mut told: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for (index, finding) in report.findings.iter().enumerate() {
        if let Some(recipient) = &finding.recipient
            && !told.contains(&recipient.as_str())
        {
            told.push(recipient);
            rows.push((index, case(id, finding)));
        }
    }
    if rows.is_empty() {
        rows.extend(report.findings.first().map(|finding| (0, case(id, finding))));
    }
    rows
}

fn case(id: &str, finding: &Finding) -> Case {
    let reply = finding.reply.as_ref();
    let words = reply
        .map(|reply| reply.text.as_str())
        .or_else(|| finding.evidence.first().map(|evidence| evidence.quote.as_str()));
    Case {
        id: id.to_owned(),
        cause: finding.cause.clone(),
        title: finding.title.clone(),
        act: finding.act.clone(),
        permanence: finding.permanence.clone(),
        recipient: finding.recipient.clone().or_else(|| part(finding, "mailbox")),
        host: reply.and_then(|reply| reply.remote.as_deref()).map(str::to_lowercase),
        quote: words.map(one_line).filter(|words| !words.is_empty()),
    }
}

/// What the reply itself names.
fn part(finding: &Finding, kind: &str) -> Option<String> {
    let parts = &finding.reply.as_ref()?.parts;
    parts.iter().find(|part| part.kind == kind).map(|part| part.quote.clone())
}

fn one_line(words: &str) -> String {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if line.chars().count() + word.chars().count() > LONGEST_QUOTE {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_recipient_is_a_row() {
        let finding = |cause: &str, recipient: Option<&str>| Finding {
            cause: cause.to_owned(),
            recipient: recipient.map(str::to_owned),
            ..Finding::default()
        };
        let report = |findings| Report { findings, ..Report::default() };
        let check = |findings, want: &[(usize, &str)]| {
            let rows = cases("1", &report(findings));
            let got: Vec<(usize, &str)> =
                rows.iter().map(|(index, case)| (*index, case.cause.as_str())).collect();
            assert_eq!(got, want);
        };
        check(vec![finding("a", None), finding("b", None)], &[(0, "a")]);
        let (x, y) = (Some("x@example.org"), Some("y@example.org"));
        check(vec![finding("a", x), finding("b", x), finding("c", y)], &[(0, "a"), (2, "c")]);
        check(vec![], &[]);
    }

    #[test]
    fn a_reply_names_its_recipient() {
        let rows = cases("7", &crate::diagnose("552 5.2.2 <ann@example.org> mailbox full"));
        let case = &rows[0].1;
        assert_eq!((case.cause.as_str(), case.domain()), ("mailbox-full", Some("example.org")));
        assert_eq!(case.quote.as_deref(), Some("552 5.2.2 <ann@example.org> mailbox full"));
    }
}
