//! `cargo xtask bench`: how fast the engine is, as ratios taken in one run, how fast the page answers, what Lighthouse
//! says of the site, and what it weighs.

mod lighthouse;
mod page;
mod pastes;

use crate::cmd::{self, Outcome, cargo, flag};
use crate::site;

/// The engine's times come from benches/engine.rs, which takes `--headers DIR` and `--folder DIR`; `--page` leaves them out; `--check` makes a
/// missed aim a failure.
pub fn run(args: &[String]) -> Outcome {
    let strict = flag(args, "--check");
    if !flag(args, "--page") {
        cmd::run(cargo(&["bench", "--locked", "--bench", "engine", "--"]).args(args))?;
    }
    let kept = page::measure()? & lighthouse::judge()?;
    site::weigh(strict)?;
    if kept || !strict { Ok(()) } else { Err("the page misses an aim".into()) }
}
