//! What the commands need besides Rust itself, and how it gets onto the machine.
//!
//! A program that is on the PATH and fits is used as it is. One that is missing goes into `$CARGO_HOME/mailwhy` (for most
//! people `~/.cargo/mailwhy`): several clones share it, and it can be deleted at any time. Only browsers are installed for
//! the whole machine, through Debian's packages.

mod browsers;
mod cargo_tool;
mod debian;
mod npm;
mod wasm_opt;

pub use browsers::{chromium, chromium_if_there, others};
pub use npm::{axe, lighthouse};

use crate::cmd::{Outcome, say};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// `cargo xtask setup [page|browser]`
pub fn setup(args: &[String]) -> Outcome {
    let wanted = args.first().map_or("", String::as_str);
    if wanted != "browser" {
        page()?;
    }
    if wanted != "page" {
        chromium()?;
        others();
        axe()?;
    }
    say("all there");
    Ok(())
}

/// What building the page takes: trunk, wasm-bindgen of the locked version, a current wasm-opt.
pub fn page() -> Outcome {
    cargo_tool::trunk()?;
    cargo_tool::wasm_bindgen()?;
    wasm_opt::wasm_opt();
    Ok(())
}

/// Where missing programs are put.
pub fn dir() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from).join("mailwhy")
}

/// The PATH, preceded by the places where setup puts programs.
pub fn path() -> OsString {
    let ours = [dir().join("bin"), dir().join("node_modules/.bin")];
    let theirs = env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(env::split_paths(&theirs));
    env::join_paths(all).unwrap_or(theirs)
}

/// A program by name, whether it was there or setup put it there.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&path()).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A command that finds what setup installed, and so do the programs it starts.
pub fn command(name: &str) -> Command {
    let mut command = Command::new(find(name).unwrap_or_else(|| name.into()));
    command.env("PATH", path());
    command
}
