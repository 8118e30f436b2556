//! Where each program hides the headers and the errors: a file for each.

use crate::extra::{file, files};
use crate::{Faults, article};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    /// Its place in the list.
    place: u8,
    name: String,
    #[serde(default)]
    note: String,
    source: String,
    /// Left out where the page was not looked up again.
    #[serde(default)]
    checked: String,
    find: Vec<RawFind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFind {
    what: String,
    steps: Vec<String>,
}

/// Reads, judges and writes them.
pub fn tables(root: &Path, faults: &mut Faults) -> String {
    let mut places = Vec::new();
    for (id, path) in files(&root.join("where")) {
        if let Some(read) = file::<PlaceFile>(&path, faults) {
            if read.find.is_empty()
                || read.find.iter().any(|find| find.steps.is_empty() || find.steps.len() > 5)
            {
                faults.add(path.display(), "needs things to find, each in one to five steps");
            }
            places.push((id, path, read));
        }
    }
    places.sort_by_key(|(_, _, read)| read.place);
    let mut out = String::from(
        "/// Where programs hide headers and errors, in the order to show them.\npub static PLACES: &[Place] = &[\n",
    );
    for (id, path, PlaceFile { name, note, source, checked, find, .. }) in &places {
        let _ = write!(
            out,
            "Place {{ id: {id:?}, name: {name:?}, note: {note:?}, source: {source:?}, checked: {checked:?}, finds: &["
        );
        for RawFind { what, steps } in find {
            let _ = write!(out, "Find {{ what: {what:?}, steps: &[");
            for step in steps {
                if let Err(fault) = article::inlines(step) {
                    faults.add(path.display(), fault);
                }
                let _ = write!(out, "{step:?},");
            }
            out.push_str("] },");
        }
        out.push_str("] },\n");
    }
    out.push_str("];\n");
    out
}
