//! The dictionary of header fields and the vocabulary of filters.

use mailwhy::knowledge::{self, FIELDS, FilterTerm, filters};

#[test]
fn a_field_is_found_whatever_its_case() {
    let field = knowledge::field("x-forefront-ANTISPAM-report").expect("a known field");
    assert_eq!(field.name, "X-Forefront-Antispam-Report");
    assert!(knowledge::field("X-Nobody-Knows-This").is_none());
}

#[test]
fn the_dictionary_is_large_and_each_entry_is_one_short_sentence() {
    assert!(FIELDS.len() >= 320, "{} fields", FIELDS.len());
    for field in FIELDS.iter() {
        assert!(knowledge::field(field.name).is_some_and(|found| found.name == field.name), "{}", field.name);
        assert!(field.about.ends_with('.') && field.about.len() <= 120, "{}: {}", field.name, field.about);
        assert!(
            field.source.starts_with("https://") || field.source.starts_with("observed in mail"),
            "{}: {}",
            field.name,
            field.source
        );
    }
}

#[test]
fn every_term_of_every_filter_is_found() {
    let tables: &[&[FilterTerm]] = &[
        filters::AUTH,
        filters::COMPAUTH,
        filters::DKIM,
        filters::FOREFRONT,
        filters::OTHERS,
        filters::RSPAMD,
        filters::SPAMASSASSIN,
        filters::TLS,
        filters::WITH,
    ];
    for table in tables {
        for term in *table {
            let found = knowledge::filter_term(table, term.term).expect(term.term);
            assert_eq!(found.meaning, term.meaning, "{} stands there twice", term.term);
            assert!((-1..=1).contains(&term.leaning), "{}", term.term);
        }
    }
}

#[test]
fn a_compauth_reason_falls_back_to_its_first_digit() {
    let meaning = |code| knowledge::compauth_reason(code).map(|term| term.meaning);
    assert!(meaning("109").is_some_and(|meaning| meaning.contains("no DMARC record")));
    assert!(meaning("105").is_some_and(|meaning| meaning.starts_with("Authenticated;")));
    assert!(meaning("130").is_some_and(|meaning| meaning.contains("ARC")));
    assert_eq!(meaning(""), None);
    assert_eq!(meaning("é"), None);
}
