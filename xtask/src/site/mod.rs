//! The page as a static site: built by trunk (index.html, Trunk.toml), finished and weighed here.

mod articles;
mod bundle;
mod files;
mod finish;
mod glue;
mod offline;
mod plain;
mod policy;
mod weight;

use crate::cmd::{self, Outcome, cargo, flag, option, root, say};
use crate::tools;
use std::path::PathBuf;

/// Where the finished site lies.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// `cargo xtask build [--public-url URL]`: the default is relative, which fits every path.
pub fn build(args: &[String]) -> Outcome {
    prepare()?;
    let mut trunk = trunk("build");
    trunk.args(["--release", "--locked"]);
    if let Some(url) = option(args, "--public-url") {
        trunk.args(["--public-url", url]);
    }
    cmd::run(&mut trunk)?;
    // Trunk's own mark that a build is going on; it stays behind.
    let _ = std::fs::remove_file(dist().join(".trunk-lock"));
    weigh(false)?;
    say("the site is in dist/, ready to upload as it is");
    Ok(())
}

/// `cargo xtask serve [--port N] [--open]`
pub fn serve(args: &[String]) -> Outcome {
    prepare()?;
    let mut trunk = trunk("serve");
    trunk.args(["--public-url", "/", "--port", option(args, "--port").unwrap_or("8080")]);
    if flag(args, "--open") {
        trunk.arg("--open");
    }
    cmd::run(&mut trunk)
}

/// `cargo xtask finish`: trunk's hook. The folder comes from trunk, in the environment.
pub fn finish_staged(_: &[String]) -> Outcome {
    let stage =
        std::env::var_os("TRUNK_STAGING_DIR").ok_or("this is a step of trunk's: use cargo xtask build")?;
    let public_url = std::env::var("TRUNK_PUBLIC_URL").unwrap_or_default();
    let fresh = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "debug");
    finish::finish(&PathBuf::from(stage), &public_url, fresh)
}

/// Prints what the site in dist/ weighs. With `strict`, a budget that is not kept is a failure.
pub fn weigh(strict: bool) -> Outcome {
    weight::print(&dist(), strict)
}

/// Tools first, then crates: trunk calls cargo several times and tells little while it waits.
fn prepare() -> Outcome {
    tools::page()?;
    cmd::run(&mut cargo(&["fetch", "--locked"]))
}

fn trunk(command: &str) -> std::process::Command {
    let mut trunk = tools::command("trunk");
    trunk.arg(command).env("TRUNK_SKIP_VERSION_CHECK", "true").env_remove("NO_COLOR");
    trunk
}
