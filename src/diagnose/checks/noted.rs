//! What the tests of a spam filter say on SPF, DKIM and DMARC: the word of that filter, and of nobody else.

use super::filters::scored::report_tests;
use super::path;
use super::side::{Side, host, sides};
use super::timeline::Timeline;
use crate::facts::message::Message;
use crate::knowledge;
use crate::knowledge::filters::{RSPAMD, SPAMASSASSIN};

/// How many tests are named.
const MOST: usize = 6;

/// One filter's tests on what proves the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// `the spam filter of mx.example.org`
    pub by: String,
    /// Each test, and what it means.
    pub tests: Vec<(String, &'static str)>,
    /// The field that lists them, an index into [`Message::fields`].
    pub field: usize,
}

impl Noted {
    /// SpamAssassin's test for a valid signature of the very domain in From.
    pub fn proves_author(&self) -> bool {
        self.tests.iter().any(|(test, _)| test == "DKIM_VALID_AU")
    }
}

/// The first filter that noted any.
pub fn noted(message: &Message, timeline: &Timeline) -> Option<Noted> {
    let lists = message.filters.iter().enumerate().filter_map(|(index, filter)| {
        let read = &filter.read;
        let table = match read.filter {
            "spamassassin" => SPAMASSASSIN,
            "rspamd" => RSPAMD,
            _ => return None,
        };
        let names = read.list("points").iter().chain(read.list("tests"));
        let names = names.map(|test| test.split('=').next().unwrap_or(test));
        let tests = of_proof(names, table);
        let by = || match host(message, read.filter) {
            Some(host) => of(&host),
            None => of_side(&sides(message, timeline)[index], timeline),
        };
        (!tests.is_empty()).then(|| Noted { by: by(), tests, field: filter.field })
    });
    let reports = (0..message.fields.len()).filter(|&at| message.fields[at].is("X-Spam-Report"));
    let reports = reports.filter_map(|field| {
        let value = &message.fields[field].value;
        let tests = of_proof(report_tests(value).into_iter().map(|(name, _)| name), SPAMASSASSIN);
        // How SpamAssassin's own text, and that of some who run it, name the host.
        let words = [("running on the system \"", '"'), ("performed by ", ' ')];
        let named = words.iter().find_map(|(start, end)| {
            let (_, rest) = value.split_once(start)?;
            rest.split([*end, '\n', '\r', '\t']).next()
        });
        let named = named.map(|host| host.trim_end_matches('.')).filter(|host| path::is_host_name(host));
        let host = named.map(str::to_owned).or_else(|| host(message, "spamassassin"));
        let by = host.map_or("a spam filter".to_owned(), |host| of(&host));
        (!tests.is_empty()).then_some(Noted { by, tests, field })
    });
    let symbols = (0..message.fields.len()).filter(|&at| message.fields[at].is("X-Rspamd-Report"));
    let symbols = symbols.filter_map(|field| {
        // `SYMBOL(-0.5) …`
        let names = message.fields[field].value.split_whitespace().filter_map(|word| word.split('(').next());
        let tests = of_proof(names, RSPAMD);
        let by = || host(message, "rspamd").map_or("a spam filter".to_owned(), |host| of(&host));
        (!tests.is_empty()).then(|| Noted { by: by(), tests, field })
    });
    lists.chain(reports).chain(symbols).next()
}

fn of(host: &str) -> String {
    format!("the spam filter of {host}")
}

fn of_side(side: &Side, timeline: &Timeline) -> String {
    match (side, &timeline.trust) {
        (Side::Before(server), _) => of(server),
        (Side::Receiver, Some(trust)) => of(&trust.network),
        _ => "a spam filter".to_owned(),
    }
}

/// SPF_PASS, R_DKIM_ALLOW and their like; what another of them says more exactly is left out.
fn of_proof<'a>(
    names: impl Iterator<Item = &'a str>,
    table: &'static [crate::knowledge::FilterTerm],
) -> Vec<(String, &'static str)> {
    const STARTS: [&str; 6] = ["SPF_", "DKIM_VALID", "DKIM_INVALID", "DMARC_", "R_SPF_", "R_DKIM_"];
    let mut tests: Vec<(String, &'static str)> = Vec::new();
    for name in names {
        let is_wanted = STARTS.iter().any(|start| name.starts_with(start)) && !name.starts_with("SPF_HELO");
        let term = knowledge::filter_term(table, name).filter(|_| is_wanted);
        let is_known = tests.iter().any(|(known, _)| known == name);
        if let Some(term) = term.filter(|_| !is_known && tests.len() < MOST) {
            tests.push((name.to_owned(), term.meaning));
        }
    }
    if tests.iter().any(|(test, _)| test == "DKIM_VALID_AU") {
        tests.retain(|(test, _)| test != "DKIM_VALID");
    }
    tests
}
