//! What the tests of a spam filter say on SPF, DKIM and DMARC: the word of that filter, and of nobody else.

use super::filters::meaning_of_result;
use super::filters::scored::{option, report_tests, system};
use super::path;
use super::side::{Side, host, side};
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
    /// Of the network where the mail ended, as far as anybody can tell: others may have written anything.
    pub is_receivers: bool,
    /// Of a server before that network.
    pub is_earlier: bool,
    /// Each test, and what it means.
    pub tests: Vec<(String, &'static str)>,
    /// The field that lists them, an index into [`Message::fields`].
    pub field: usize,
}

impl Noted {
    /// A test for a valid signature of the very domain in From, or for DMARC, where the receiver's own filter made it.
    pub fn proves_author(&self) -> bool {
        const PROOFS: &[&str] = &["DKIM_VALID_AU", "DMARC_PASS", "DMARC_POLICY_ALLOW"];
        self.is_receivers && self.has(PROOFS)
    }

    /// SPF alone may be of another domain than the author's.
    fn is_for_author(&self) -> bool {
        self.has(&["DMARC_PASS", "DMARC_POLICY_ALLOW"])
    }

    /// DMARC passed, by the word of the receiver's own filter.
    pub fn states_dmarc(&self) -> bool {
        self.is_receivers && self.has(&["DMARC_PASS", "DMARC_POLICY_ALLOW"])
    }

    /// Whether it found one of these.
    pub fn has(&self, tests: &[&str]) -> bool {
        self.tests.iter().any(|(test, _)| tests.contains(&test.as_str()))
    }
}

/// The domain that Rspamd found DMARC to have passed for: `DMARC_POLICY_ALLOW(-0.50)[example.org,none]`.
pub fn domain_by_rspamd(message: &Message) -> Option<String> {
    let mut own = message.filters.iter().filter(|filter| filter.read.filter == "rspamd");
    let option = own.find_map(|filter| option(&message.fields[filter.field].value, "DMARC_POLICY_ALLOW"))?;
    let domain = option.split(',').next()?.trim().to_ascii_lowercase();
    path::is_host_name(&domain).then_some(domain)
}

impl Noted {
    /// Whether any filter found a proof of the author, by its own word.
    pub fn speaks_for_author(&self) -> bool {
        const PROOFS: &[&str] = &["DKIM_VALID_AU", "DMARC_PASS", "DMARC_POLICY_ALLOW", "R_DKIM_ALLOW"];
        self.has(PROOFS)
    }
}

/// The first filter that noted any.
pub fn noted(message: &Message, timeline: &Timeline) -> Option<Noted> {
    first(message, timeline, |_| true)
}

/// The first of the network where the mail ended.
pub fn at_the_end(message: &Message, timeline: &Timeline) -> Option<Noted> {
    first(message, timeline, |noted| noted.is_receivers)
}

/// The first of another network that found the author proved.
pub fn noted_before(message: &Message, timeline: &Timeline) -> Option<Noted> {
    let found = first(message, timeline, |noted| !noted.is_receivers && noted.is_for_author());
    found.map(|mut noted| {
        noted.tests.retain(|(test, _)| FOR_AUTHOR.contains(&test.as_str()));
        noted
    })
}

/// Tests for a sender that SPF or DMARC proved.
const FOR_AUTHOR: &[&str] = &["SPF_PASS", "R_SPF_ALLOW", "DMARC_PASS", "DMARC_POLICY_ALLOW"];

fn first(message: &Message, timeline: &Timeline, is_wanted: impl Fn(&Noted) -> bool) -> Option<Noted> {
    let lists = message.filters.iter().filter_map(|filter| {
        let read = &filter.read;
        let names = read.list("points").iter().chain(read.list("tests"));
        let names = names.map(|test| test.split('=').next().unwrap_or(test));
        let tests = match read.filter {
            "spamassassin" => of_proof(names, SPAMASSASSIN)?,
            "rspamd" => of_proof(names, RSPAMD)?,
            "fortimail-spf" => {
                let result = read.get("spf-result")?;
                vec![(format!("spf-result={result}"), meaning_of_result("spf", result)?)]
            }
            _ => return None,
        };
        let side = side(message, timeline, filter);
        let by = host(message, read.filter).map_or_else(|| of_side(&side, timeline), |host| of(&host));
        let (is_receivers, is_earlier) = (side == Side::Receiver, matches!(side, Side::Before(_)));
        Some(Noted { by, is_receivers, is_earlier, tests, field: filter.field })
    });
    let border = timeline.trust.as_ref().map_or(0, |trust| message.hops[trust.hop].field);
    let fields =
        |name: &'static str| (0..message.fields.len()).filter(move |&at| message.fields[at].is(name));
    let told = |field: usize, tests: Vec<(String, &'static str)>, host: Option<String>| Noted {
        by: host.map_or("a spam filter".to_owned(), |host| of(&host)),
        is_receivers: field < border,
        is_earlier: false,
        tests,
        field,
    };
    let reports = fields("X-Spam-Report").chain(fields("X-Ham-Report")).filter_map(|field| {
        let value = &message.fields[field].value;
        let tests = of_proof(report_tests(value).into_iter().map(|(name, _)| name), SPAMASSASSIN)?;
        let named = system(value).filter(|host| path::is_host_name(host)).map(str::to_owned);
        Some(told(field, tests, named.or_else(|| host(message, "spamassassin"))))
    });
    let symbols = fields("X-Rspamd-Report").filter_map(|field| {
        // `SYMBOL(-0.5) …`
        let names = message.fields[field].value.split_whitespace().filter_map(|word| word.split('(').next());
        let tests = of_proof(names, RSPAMD)?;
        Some(told(field, tests, host(message, "rspamd")))
    });
    lists.chain(reports).chain(symbols).find(is_wanted)
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

/// SPF_PASS, R_DKIM_ALLOW and their like, if there are any; what another of them says more exactly is left out.
fn of_proof<'a>(
    names: impl Iterator<Item = &'a str>,
    table: &'static [crate::knowledge::FilterTerm],
) -> Option<Vec<(String, &'static str)>> {
    const STARTS: [&str; 6] = ["SPF_", "DKIM_VALID", "DKIM_INVALID", "DMARC_", "R_SPF_", "R_DKIM_"];
    let mut tests: Vec<(String, &'static str)> = Vec::new();
    for name in names {
        let is_wanted = STARTS.iter().any(|start| name.starts_with(start)) && !name.starts_with("SPF_HELO");
        if !is_wanted || tests.len() == MOST || tests.iter().any(|(known, _)| known == name) {
            continue;
        }
        if let Some(term) = knowledge::filter_term(table, name) {
            tests.push((name.to_owned(), term.meaning));
        }
    }
    if tests.iter().any(|(test, _)| test == "DKIM_VALID_AU") {
        tests.retain(|(test, _)| test != "DKIM_VALID");
    }
    (!tests.is_empty()).then_some(tests)
}
