//! Programs from crates.io.

use super::{command, dir};
use crate::cmd::{Outcome, cargo, output, root, run, say};
use std::fs;

/// Builds index.html with its styles and wasm into a site. Any 0.22 will do.
const TRUNK: &str = "0.22.1";

pub fn trunk() -> Outcome {
    match version("trunk") {
        Some(there) if there.starts_with("0.22.") => Ok(()),
        // Trunk's own release profile takes twice as long to build and makes nothing faster for us.
        _ => install("trunk", TRUNK, &["--locked", "--no-default-features", "--features", "rustls"]),
    }
}

/// Must be of the very version that Cargo.lock names for the crate, or it refuses the wasm.
pub fn wasm_bindgen() -> Outcome {
    let Some(wanted) = locked("wasm-bindgen") else { return Ok(()) };
    match version("wasm-bindgen") {
        Some(there) if there == wanted => Ok(()),
        _ => install("wasm-bindgen-cli", &wanted, &[]),
    }
}

fn install(package: &str, version: &str, more: &[&str]) -> Outcome {
    say(&format!("installing {package} {version} into {} (some minutes, once)", dir().display()));
    let mut command = cargo(&["install", package, "--version", version, "--force", "--root"]);
    command.arg(dir()).args(more);
    // Settings from the environment win over the package's own profile.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env_remove("CARGO_TARGET_DIR");
    run(&mut command).map_err(|e| format!("{e}\nBy hand: cargo install {package} --version {version}"))
}

/// The version that a program states: the second word of what `--version` prints.
fn version(program: &str) -> Option<String> {
    let said = output(command(program).arg("--version"))?;
    said.split_whitespace().nth(1).map(str::to_owned)
}

/// The version of a crate in Cargo.lock.
fn locked(name: &str) -> Option<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let (_, entry) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    entry.split('"').next().map(str::to_owned)
}
