//! `cargo xtask score`: how many labelled pastes the release build answers as labelled.

use crate::cmd::{self, Outcome, cargo, option, root, say};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pastes, their labels and the scorers lie beside the project, not in it.
const CORPUS: &str = "../shared/corpus";

/// `--corpus DIR` scores another folder of the same shape; every other argument (`--only`, `--errors`, `--json`) is
/// handed to the scorer.
pub fn run(args: &[String]) -> Outcome {
    let usual = root().join(CORPUS);
    let folder = option(args, "--corpus").map_or(usual.clone(), PathBuf::from);
    let Some(scorer) =
        [&folder, &usual].map(|dir| dir.join("run.py")).into_iter().find(|file| file.is_file())
    else {
        say(&format!("no labelled pastes in {}: nothing to score", folder.display()));
        return Ok(());
    };
    let mut command = Command::new("python3");
    command.arg(scorer).arg("--bin").arg(release_build()?).args(args);
    cmd::run(&mut command)
}

/// Builds the native command as it is shipped, and says where it is.
pub fn release_build() -> Outcome<PathBuf> {
    cmd::run(&mut cargo(&["build", "--release", "--locked", "--bin", "mailwhy"]))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new("target").into(), PathBuf::from);
    Ok(root().join(target).join("release/mailwhy"))
}
