//! `cargo xtask bench`: how fast the engine is, as ratios taken in one run, and what the site weighs.

use crate::cmd::{self, Outcome, cargo};
use crate::site;

/// The times come from benches/engine.rs, which takes `--folder DIR`; `--check` makes a missed aim a failure.
pub fn run(args: &[String]) -> Outcome {
    cmd::run(cargo(&["bench", "--locked", "--bench", "engine", "--"]).args(args))?;
    site::weigh(cmd::flag(args, "--check"))
}
