//! What is wrong with an SPF record by itself, so that every receiver ends in `permerror` (RFC 7208, section 2.6.7).

use crate::facts::{Facts, Record};
use crate::text::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault<'a> {
    /// A domain may have one record (RFC 7208, section 4.5).
    Several(Vec<&'a Record>),
    /// A term that there is not (section 4.6.1).
    Unknown(&'a Record, &'a str),
    /// Terms that ask DNS, more than the ten that may be (section 4.6.4), and those of the records they include not counted.
    Lookups(&'a Record, usize),
}

impl Fault<'_> {
    pub fn spans(&self) -> Vec<Span> {
        match self {
            Fault::Several(records) => records.iter().map(|record| record.span).collect(),
            Fault::Unknown(record, _) | Fault::Lookups(record, _) => vec![record.span],
        }
    }
}

/// The first fault of the records that a paste shows.
pub fn fault(facts: &Facts) -> Option<Fault<'_>> {
    let records: Vec<&Record> = facts.records.iter().filter(|record| record.is_spf()).collect();
    let same = |one: &Record| -> Vec<&Record> {
        let mut same: Vec<&Record> = Vec::new();
        for record in records.iter().filter(|record| record.name == one.name) {
            // The same answer twice is one record, asked for twice.
            if same.iter().all(|known| known.value != record.value) {
                same.push(record);
            }
        }
        same
    };
    let several = records.iter().map(|record| same(record)).find(|same| same.len() > 1);
    several.map(Fault::Several).or_else(|| records.iter().find_map(|record| own_fault(record)))
}

/// The terms of a record behind its version.
pub fn terms(record: &Record) -> impl Iterator<Item = &str> {
    record.value.split_whitespace().skip(1)
}

/// What a term is, without its sign and what it names: `include`, `ip4`, `redirect`.
fn name(term: &str) -> &str {
    let bare = term.trim_start_matches(['+', '-', '~', '?']);
    &bare[..bare.find([':', '/', '=']).unwrap_or(bare.len())]
}

/// That it is the last one: what stands behind it is never looked at.
pub fn is_all(term: &str) -> bool {
    name(term).eq_ignore_ascii_case("all")
}

fn own_fault(record: &Record) -> Option<Fault<'_>> {
    const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];
    const ASK: [&str; 6] = ["include", "a", "mx", "ptr", "exists", "redirect"];
    const MOST: usize = 10;
    // Modifiers that nobody knows are no fault (section 6): `name=value`.
    let is_known = |term: &str| {
        let is = |known: &&str| name(term).eq_ignore_ascii_case(known);
        MECHANISMS.iter().any(is) || term.contains('=')
    };
    // A cut record ends anywhere.
    let is_whole = terms(record).any(|term| is_all(term) || name(term).eq_ignore_ascii_case("redirect"));
    if let Some(term) = terms(record).find(|term| !is_known(term)).filter(|_| is_whole) {
        return Some(Fault::Unknown(record, term));
    }
    let asks = |term: &&str| ASK.iter().any(|known| name(term).eq_ignore_ascii_case(known));
    let lookups = terms(record).take_while(|term| !is_all(term)).filter(asks).count();
    (lookups > MOST).then_some(Fault::Lookups(record, lookups))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(records: &[(Option<&str>, &str)]) -> Facts {
        let record = |(at, (name, value)): (usize, &(Option<&str>, &str))| Record {
            name: name.map(str::to_owned),
            value: (*value).to_owned(),
            span: Span::new(at, at + 1),
        };
        Facts { records: records.iter().enumerate().map(record).collect(), ..Facts::default() }
    }

    #[test]
    fn a_domain_has_one_record() {
        let two = facts(&[(None, "v=spf1 mx -all"), (None, "v=spf1 include:a.example ~all")]);
        assert!(matches!(fault(&two), Some(Fault::Several(records)) if records.len() == 2));
        for fine in [
            &[(None, "v=spf1 mx -all"), (None, "v=spf1 mx -all")][..],
            &[(Some("a.example"), "v=spf1 mx -all"), (Some("b.example"), "v=spf1 a -all")],
            &[(None, "v=spf1 mx -all"), (None, "v=DMARC1; p=none")],
        ] {
            assert_eq!(fault(&facts(fine)), None, "{fine:?}");
        }
    }

    #[test]
    fn terms_are_those_of_the_standard() {
        let term = |value: &str| match fault(&facts(&[(None, value)])) {
            Some(Fault::Unknown(_, term)) => term.to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(term("v=spf1 ip:192.0.2.1 -all"), "ip:192.0.2.1");
        assert_eq!(term("v=spf1 inlcude:a.example ~all"), "inlcude:a.example");
        for fine in [
            "v=spf1 a/24 MX:b.example ip6:2001:db8::/32 exp=x.example -all",
            "v=spf1 redirect=a.example",
            "v=spf1 include:a.exam…",
        ] {
            assert_eq!(term(fine), "None", "{fine}");
        }
        let many = format!("v=spf1 {}-all", "include:a.example ".repeat(11));
        assert!(matches!(fault(&facts(&[(None, &many)])), Some(Fault::Lookups(_, 11))));
    }
}
