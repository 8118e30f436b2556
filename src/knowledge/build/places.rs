//! Where each program hides the headers and the errors: a file for each.

use crate::extra::{file, files};
use crate::pack::Scroll;
use crate::{Faults, article};
use serde::Deserialize;
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
    let mut scroll = Scroll::default();
    scroll.number(places.len());
    for (id, path, PlaceFile { name, note, source, checked, find, .. }) in &places {
        scroll.text(id).text(name).text(note).text(source).text(checked).number(find.len());
        for RawFind { what, steps } in find {
            for step in steps {
                if let Err(fault) = article::inlines(step) {
                    faults.add(path.display(), fault);
                }
            }
            scroll.text(what).texts(steps);
        }
    }
    scroll.emit("PLACES_PACKED")
}
