//! Programs from npm. Nothing of them is part of the site.

use super::{command, dir, find};
use crate::cmd::{Outcome, run, say};
use std::fs;
use std::path::PathBuf;

/// Checks pages for accessibility; the browser tests put it into the page. MPL-2.0.
const AXE: &str = "axe-core@4.14.1";

/// Judges the site in `cargo xtask bench`. Newer ones need a newer Node than Debian has. Apache-2.0.
const LIGHTHOUSE: &str = "lighthouse@12.8.2";

/// The path of Lighthouse's command.
pub fn lighthouse() -> Outcome<PathBuf> {
    let script = dir().join("node_modules/lighthouse/cli/index.js");
    if !script.is_file() {
        install(LIGHTHOUSE)?;
    }
    Ok(script)
}

/// The path of axe's script.
pub fn axe() -> Outcome<PathBuf> {
    let script = dir().join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        install(AXE)?;
    }
    Ok(script)
}

/// Installs a package, as `name@version`, beside the other tools.
pub fn install(package: &str) -> Outcome {
    let by_hand = format!("npm install --prefix {} {package}", dir().display());
    if find("npm").is_none() {
        return Err(format!("npm is missing, {package} comes from there. Install Node.js, then: {by_hand}"));
    }
    say(&format!("installing {package} into {}", dir().display()));
    fs::create_dir_all(dir()).map_err(|e| format!("{}: {e}", dir().display()))?;
    let mut npm = command("npm");
    npm.args(["install", "--no-fund", "--no-audit", "--save-exact", "--prefix"]).arg(dir()).arg(package);
    run(&mut npm).map_err(|e| format!("{e}\nBy hand: {by_hand}"))
}
