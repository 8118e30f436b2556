//! Packages of Debian, where this is Debian and we may install.

use super::find;
use crate::cmd::{Outcome, output, run, say};
use std::fs;
use std::process::Command;

/// Installs packages for the whole machine. Says whether it could try at all.
pub fn install(what: &str, packages: &[&str]) -> Outcome<bool> {
    if !is_debian() {
        return Ok(false);
    }
    let as_root: &[&str] = match output(Command::new("id").arg("-u")).as_deref().map(str::trim) {
        Some("0") => &["env"],
        _ if output(Command::new("sudo").args(["-n", "true"])).is_some() => &["sudo", "-n"],
        _ => return Ok(false),
    };
    say(&format!("installing {what} (Debian's packages)"));
    apt(as_root, &["update"])?;
    apt(as_root, &[&["install", "--yes", "--no-install-recommends"], packages].concat())?;
    Ok(true)
}

fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian") && find("apt-get").is_some()
}

fn apt(as_root: &[&str], args: &[&str]) -> Outcome {
    let mut command = Command::new(as_root[0]);
    command.args(&as_root[1..]).arg("apt-get").args(["-qq"]).args(args);
    run(command.env("DEBIAN_FRONTEND", "noninteractive"))
}
