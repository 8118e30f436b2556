//! Passwords in a paste stand nowhere in the report: neither plain nor as AUTH sends them.

use std::path::Path;

/// What the fixtures use as passwords: `hunter2` alone, in base64, and as AUTH PLAIN sends it.
const SECRETS: &[&str] = &["hunter2", "aHVudGVyMg", "AGFubgBodW50ZXIy", "abcd efgh ijkl", "p%40ssw0rd"];

#[test]
fn no_report_quotes_a_password() {
    let mut seen = vec![false; SECRETS.len()];
    let mut told = Vec::new();
    for folder in ["settings", "transcript"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
        for entry in std::fs::read_dir(folder).expect("the fixtures are there") {
            let path = entry.expect("a folder can be read").path();
            let paste = std::fs::read_to_string(&path).expect("a fixture is text");
            let report = serde_json::to_string(&mailwhy::diagnose(&paste)).expect("a report is JSON");
            for (secret, seen) in SECRETS.iter().zip(&mut seen) {
                *seen |= paste.contains(secret);
                if report.contains(secret) {
                    told.push(format!("{}: {secret}", path.display()));
                }
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    assert!(seen.iter().all(|seen| *seen), "every secret stands in a fixture: {seen:?}");
}

#[test]
fn what_is_covered_is_marked() {
    let paste = "MAIL_HOST=mx.example.org\nMAIL_PORT=587\nMAIL_PASSWORD=hunter2\n";
    let report = mailwhy::diagnose(paste);
    assert_eq!(report.kind, "settings");
    let covered: Vec<&str> =
        report.covered.iter().map(|stretch| &paste[stretch.start..stretch.end]).collect();
    assert_eq!(covered, ["hunter2"]);
}
