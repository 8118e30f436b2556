//! The build script: reads the knowledge, refuses what is wrong with file and line, writes static tables.
//!
//! `raw` is what the files hold, `article` reads the prose, `check` judges, `phrases` makes the automaton, `emit` writes
//! Rust. All faults are shown at once, not only the first.

#[allow(dead_code, reason = "what the articles say is read where they are shown")]
#[path = "../article.rs"]
mod article;
mod check;
#[path = "../code_spec.rs"]
mod code_spec;
mod emit;
mod extra;
#[allow(dead_code, reason = "replacing is the page's business")]
#[path = "../../text/find.rs"]
mod find;
mod guide;
#[allow(dead_code, reason = "names of numbers are the library's business")]
#[path = "../names.rs"]
mod names;
mod pack;
mod phrases;
#[allow(dead_code, reason = "what to fill in is said where a command is shown")]
#[path = "../placeholders.rs"]
mod placeholders;
mod places;
mod raw;
mod suffixes;
#[path = "../../text/token.rs"]
mod token;
#[allow(dead_code, reason = "what is said without values is the library's business")]
#[path = "../worded.rs"]
mod worded;

use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/knowledge");
    println!("cargo::rerun-if-changed=src/knowledge");
    println!("cargo::rerun-if-changed=src/text/find.rs");
    println!("cargo::rerun-if-changed=src/text/token.rs");
    let mut faults = Faults::default();
    let base = raw::Base::read(&root, &mut faults);
    check::all(&base, &mut faults);
    let tables = emit::Tables::new(&base, &mut faults);
    let extra = extra::tables(&root, &mut faults)
        + &guide::tables(&root, &base, &mut faults)
        + &places::tables(&root, &mut faults);
    if !faults.0.is_empty() {
        for fault in &faults.0 {
            println!("cargo::error={fault}");
        }
        std::process::exit(1);
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let knowledge = tables.knowledge() + &extra + &suffixes::emit();
    std::fs::write(out.join("knowledge.rs"), knowledge).expect("OUT_DIR can be written");
    std::fs::write(out.join("examples.rs"), tables.examples()).expect("OUT_DIR can be written");
}

/// What is wrong, each with file and line.
#[derive(Default)]
pub struct Faults(Vec<String>);

impl Faults {
    pub fn add(&mut self, place: impl std::fmt::Display, what: impl std::fmt::Display) {
        self.0.push(format!("{place}: {what}"));
    }
}
