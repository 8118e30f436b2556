//! wasm-opt, which makes the page's wasm a good fifth smaller.

use super::{command, npm};
use crate::cmd::{output, say};

/// Binaryen as npm has it: the one source that is current and works without a download of its own. Apache-2.0.
const BINARYEN: &str = "binaryen@132.0.0";

/// Older ones (Debian 12 has 108) do not know what current Rust writes.
const OLDEST: u32 = 120;

/// Sees to wasm-opt. Where npm is missing trunk is left to download one, which it does when it finds none.
pub fn wasm_opt() {
    if version().is_some_and(|version| version >= OLDEST) {
        return;
    }
    if let Err(fault) = npm::install(BINARYEN) {
        say(&format!("{fault}\nGoing on without: trunk will try to download wasm-opt."));
    }
}

/// "wasm-opt version 132 (version_132)"
fn version() -> Option<u32> {
    let said = output(command("wasm-opt").arg("--version"))?;
    said.split_whitespace().nth(2)?.parse().ok()
}
