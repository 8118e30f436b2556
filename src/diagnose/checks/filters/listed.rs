//! What a test of a block list found: the filter writes the listed domain or address beside the test.
//!
//! Rspamd's options: `DBL_SPAM(6.50)[shop.example:url]` (<https://docs.rspamd.com/modules/rbl/>). SpamAssassin's report: `[URIs: shop.example]`,
//! `[192.0.2.1 listed in zen.spamhaus.org]` (rules/20_dnsbl_tests.cf and 25_uribl.cf). Both checked 2026-11-28.

use super::scored::option;
use super::words::lower;
use super::{Verdict, path};
use crate::diagnose::checks::speak::join;
use crate::knowledge::filters::{RSPAMD, SPAMASSASSIN};
use crate::knowledge::{self, FilterTerm, TestMend};
use std::net::IpAddr;

/// So many are named of one test.
const MOST: usize = 3;

/// Names what the tests of a verdict found, where a mend can make use of it.
pub fn tell(verdict: &mut Verdict, filter: &str, value: &str, report: &str) {
    let table: &'static [FilterTerm] = match filter {
        "rspamd" => RSPAMD,
        "spamassassin" | "spam-flag" | "spam-score" => SPAMASSASSIN,
        _ => return,
    };
    for counted in &mut verdict.against {
        if counted.mend.and_then(|mend| mend.known).is_none() {
            continue;
        }
        let found = match filter {
            "rspamd" => by_rspamd(value, &counted.test),
            _ => by_spamassassin(report, &counted.test),
        };
        if found.is_empty() {
            continue;
        }
        let named: Vec<String> = found.iter().map(|one| (*one).to_owned()).collect();
        if let Some(term) = knowledge::filter_test(table, &counted.test) {
            let meaning = lower(term.meaning);
            let (bare, full) = (
                format!("{} ({meaning})", counted.test),
                format!("{} ({meaning}: {})", counted.test, join(&named)),
            );
            verdict.text = verdict.text.take().map(|text| text.replacen(&bare, &full, 1));
            verdict.most.0 = verdict.most.0.replacen(&bare, &full, 1);
        }
        counted.listed = named;
    }
}

/// A test of a list that stands in a log or a reply, and what it found.
pub struct Named<'a> {
    pub test: &'static str,
    pub meaning: &'static str,
    pub mend: TestMend,
    pub listed: Vec<&'a str>,
}

/// The tests of lists that any text names with what they found: Rspamd's log has `DBL_SPAM(6.50){shop.example:url;}`, and filters put the same into
/// the words of a refusal.
pub fn named_in(text: &str) -> Vec<Named<'_>> {
    let tables: [&'static [FilterTerm]; 2] = [RSPAMD, SPAMASSASSIN];
    let mut found: Vec<Named> = Vec::new();
    for (table, is_rspamds) in tables.into_iter().zip([true, false]) {
        for term in table {
            let Some(mend) = term.mend.filter(|mend| mend.known.is_some() && text.contains(term.term)) else {
                continue;
            };
            let listed =
                if is_rspamds { by_rspamd(text, term.term) } else { by_spamassassin(text, term.term) };
            if !listed.is_empty() && found.iter().all(|known| known.listed != listed || known.mend != mend) {
                found.push(Named { test: term.term, meaning: term.meaning, mend, listed });
            }
        }
    }
    found.truncate(MOST);
    found
}

/// `shop.example:url,192.0.2.1:from`
fn by_rspamd<'a>(value: &'a str, test: &str) -> Vec<&'a str> {
    let options = option(value, test).unwrap_or_default().split([',', ';']).map(str::trim);
    let bare = |option: &'a str| match option.rsplit_once(':') {
        Some((name, kind)) if kind.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') => name,
        _ => option,
    };
    named(options.map(bare))
}

/// What stands in brackets between one test and the next.
fn by_spamassassin<'a>(report: &'a str, test: &str) -> Vec<&'a str> {
    let is_end = |at: usize| !report[at..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let is_start = |at: usize| report[..at].ends_with(|c: char| c.is_whitespace() || c == '*');
    let Some(at) =
        report.match_indices(test).map(|(at, _)| at).find(|&at| is_start(at) && is_end(at + test.len()))
    else {
        return Vec::new();
    };
    let own = &report[at + test.len()..];
    let next = super::scored::report_tests(own).first().and_then(|(name, _)| own.find(name));
    let own = &own[..next.unwrap_or(own.len())];
    let inner = own.split('[').skip(1).filter_map(|part| part.split_once(']')).map(|(inner, _)| inner);
    // Behind `listed in` stands the list itself.
    let found = inner.flat_map(|inner| inner.split(" listed in").next().unwrap_or(inner).split_whitespace());
    // `Blocked - see <https://list.example/lookup?192.0.2.1>`
    let bare = |word: &'a str| {
        word.rsplit(['?', '/', '=']).next().unwrap_or(word).trim_matches(['<', '>', ',', ';'])
    };
    named(found.map(bare))
}

fn named<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for word in words {
        let is_known = path::is_host_name(word) || word.parse::<IpAddr>().is_ok();
        if is_known && !found.contains(&word) && found.len() < MOST {
            found.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rspamd_writes_it_behind_the_test() {
        let value = "default: False [9 / 15]; DBL_SPAM(6.50)[shop.example:url,a.shop.example:email]; \
                     RBL_SPAMHAUS_SBL(2.00)[2001:db8::1:from, 192.0.2.7:received]; ABUSE_SURBL(5.50)[old.example]; URIBL_BLACK(7.50)[]";
        assert_eq!(by_rspamd(value, "DBL_SPAM"), ["shop.example", "a.shop.example"]);
        assert_eq!(by_rspamd(value, "RBL_SPAMHAUS_SBL"), ["2001:db8::1", "192.0.2.7"]);
        assert_eq!(by_rspamd(value, "ABUSE_SURBL"), ["old.example"]);
        assert!(by_rspamd(value, "URIBL_BLACK").is_empty() && by_rspamd(value, "URIBL_RED").is_empty());
    }

    #[test]
    fn spamassassin_writes_it_below_the_test() {
        let report = "*  2.5 URIBL_DBL_SPAM Contains a spam URL listed in the Spamhaus DBL\n*      blocklist\n*      [URIs: shop.example \
                      b.example]\n*  1.3 RCVD_IN_BL_SPAMCOP_NET RBL: Received via a relay in bl.spamcop.net\n*      [Blocked - see \
                      <https://www.spamcop.net/bl.shtml?192.0.2.1>]\n*  3.3 RCVD_IN_SBL_CSS RBL: Received via a relay in Spamhaus SBL-CSS\n*      [192.0.2.9 \
                      listed in zen.spamhaus.org]\n*  0.0 URIBL_RED Contains an URL\n";
        assert_eq!(by_spamassassin(report, "URIBL_DBL_SPAM"), ["shop.example", "b.example"]);
        assert_eq!(by_spamassassin(report, "RCVD_IN_BL_SPAMCOP_NET"), ["192.0.2.1"]);
        assert_eq!(by_spamassassin(report, "RCVD_IN_SBL_CSS"), ["192.0.2.9"]);
        assert!(
            by_spamassassin(report, "URIBL_RED").is_empty()
                && by_spamassassin(report, "URIBL_DBL").is_empty()
        );
    }
}
