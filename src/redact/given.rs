//! A part of a person's name that stands alone: `Thank you, Ida` below `From: Kern, Ida <ida@example.org>`.

use super::{Category, Found};
use crate::knowledge;
use std::collections::HashSet;
use std::ops::Range;

/// What is known by the names found. In the order of the paste.
pub fn find(paste: &str, found: &[Found]) -> Vec<Found> {
    let names = found.iter().filter(|found| found.category == Category::Name);
    let parts: HashSet<&str> = names.flat_map(|found| parts(&paste[found.range.clone()])).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let is_one = |word: &Range<usize>| parts.contains(&paste[word.clone()]);
    words(paste).filter(is_one).map(|range| Found { range, category: Category::Name }).collect()
}

/// Words of a name that are no words of a server's: letters alone, the first of them large.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    /// What many names of places and desks hold.
    const NOBODYS: &[&str] = &[
        "team",
        "support",
        "info",
        "service",
        "office",
        "mail",
        "outlook",
        "microsoft",
        "system",
        "administrator",
        "sales",
        "shop",
        "news",
        "newsletter",
        "group",
        "gmbh",
        "the",
        "and",
        "und",
        "von",
        "van",
        "der",
        "les",
        "des",
    ];
    name.split(|sign: char| !sign.is_alphabetic() && sign != '-').filter(|part| {
        let lower = part.to_lowercase();
        part.chars().count() > 2
            && part.starts_with(char::is_uppercase)
            && part.contains(char::is_lowercase)
            && !NOBODYS.contains(&lower.as_str())
            && knowledge::automaton().word(&lower) == 0
    })
}

/// Those that are a part of an address, a host or a path are found as such.
fn words(paste: &str) -> impl Iterator<Item = Range<usize>> {
    let is_within = |sign: char| sign.is_alphanumeric() || "@._-+/\\:".contains(sign);
    paste.split(move |sign: char| !is_within(sign)).filter_map(move |word| {
        let start = word.as_ptr() as usize - paste.as_ptr() as usize;
        let bare = word.trim_end_matches(['.', ':', '-']);
        (!bare.is_empty()).then(|| start..start + bare.len())
    })
}

#[cfg(test)]
mod tests {
    use crate::redact::{Options, redact};

    #[test]
    fn a_first_name_goes_with_the_whole_one() {
        let told = redact(
            "From: Kern, Ida <ida.kern@example.org>\nTo: Roth, Emil <emil@example.org>; Ott, Uwe\nSubject: Undeliverable: Offer\n\nHello Emil,\nwhy that?\nIda\n",
            &Options::default(),
        )
        .text;
        for name in ["Ida", "Emil", "Kern", "Roth", "Uwe"] {
            assert!(!told.contains(name), "{told}");
        }
        assert!(told.contains("From: Person 1 <") && told.contains("To: Person 2 <"), "{told}");
    }

    #[test]
    fn words_of_a_sentence_are_no_hosts_and_ids_are_no_people() {
        let told = |paste: &str| redact(paste, &Options::default()).text;
        let device =
            "The copier sends no scans by e-mail or by telefax any more, nothing comes from upstairs";
        assert_eq!(told(device), device);
        let field = told(
            "Received: from DESK7 (unknown [192.0.2.4])\n\tby hazelnut with ESMTPSA id 4F1A2B3C4D;\n\tTue, 3 Nov 2026 09:15:30 +0000\n",
        );
        assert!(!field.contains("DESK7") && !field.contains("hazelnut"), "{field}");
        let id = told("Message-ID: <4F1A.77@desk.example.org>\n");
        assert!(!id.contains("user") && !id.contains("4F1A"), "{id}");
        let report = told("X-Report: CIP:192.0.2.4;H:4F1A2B3C4D5E6F;PTR:4F1A2B3C4D5E;CAT:NONE\n");
        assert!(report.contains("H:") && report.contains("PTR:") && !report.contains("4F1A2B"), "{report}");
    }
}
