//! Who may use whom: the rule that the head of `src/lib.rs` states, proved on the source.

use std::path::{Path, PathBuf};

/// Each layer, and the crate modules it may name.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &["text"]),
    ("mail", &["text", "mail"]),
    ("facts", &["text", "mail", "facts"]),
    ("input", &["text", "mail", "facts", "input"]),
    ("knowledge", &["text::find", "text::token", "knowledge"]),
    ("diagnose", &["text", "mail", "facts", "knowledge", "diagnose"]),
    ("files", &["text", "files"]),
    ("many", &["text", "mail", "input", "report", "many", "diagnose(", "diagnose_in_brief("]),
    ("redact", &["text", "knowledge", "report", "redact"]),
    ("report", &["text", "mail", "facts", "knowledge", "diagnose", "report"]),
];

/// What nothing below the edges may name: files, clocks, the environment, the browser.
const FORBIDDEN: &[&str] =
    &["std::fs", "std::env", "std::time::SystemTime", "Instant::now", "web_sys", "js_sys", "wasm_bindgen"];

#[test]
fn layers_use_only_what_lies_below_them() {
    let mut faults = Vec::new();
    for (layer, allowed) in LAYERS {
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(layer)) {
            if path.components().any(|part| part.as_os_str() == "build") && *layer == "knowledge" {
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source file can be read");
            for used in source.split("crate::").skip(1) {
                let fine = allowed.iter().any(|name| used.starts_with(name)) || used.starts_with('{');
                if !fine {
                    let name: String =
                        used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    faults.push(format!("{}: uses {name}", path.display()));
                }
            }
            for name in FORBIDDEN.iter().filter(|name| source.contains(**name)) {
                faults.push(format!("{}: names {name}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

pub fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
