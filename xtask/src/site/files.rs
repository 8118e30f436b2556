//! Reading and writing files of the site, with faults that name the file.

use crate::cmd::Outcome;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

pub fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

pub fn bytes(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// Writes a file, in folders that are made for it.
pub fn write(file: &Path, content: impl AsRef<[u8]>) -> Outcome {
    let folder = file.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, content))
        .map_err(|e| format!("{}: {e}", file.display()))
}

pub fn remove(file: &Path) -> Outcome {
    fs::remove_file(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// What goes into a file's name, so that it changes with the content: 16 hexadecimal digits.
pub fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
