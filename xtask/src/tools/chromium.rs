//! Chromium and the driver that tests steer it with.

use super::find;
use crate::cmd::{Outcome, output, run, say};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub struct Chromium {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium or Chrome with its driver, or installs it on Debian.
pub fn chromium() -> Outcome<Chromium> {
    if let Some(there) = present() {
        return Ok(there);
    }
    if !is_debian() {
        return Err(missing());
    }
    let as_root: &[&str] = match output(Command::new("id").arg("-u")).as_deref().map(str::trim) {
        Some("0") => &["env"],
        _ if output(Command::new("sudo").args(["-n", "true"])).is_some() => &["sudo", "-n"],
        _ => return Err(missing()),
    };
    say("installing Chromium and its driver (Debian's packages)");
    apt(as_root, &["update"])?;
    apt(as_root, &["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"])?;
    present().ok_or_else(missing)
}

/// `CHROMIUM` and `CHROMEDRIVER` name others than the ones on the PATH.
fn present() -> Option<Chromium> {
    let named = |variable: &str| env::var_os(variable).map(PathBuf::from);
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let browser = named("CHROMIUM").or_else(|| names.iter().find_map(|name| find(name)))?;
    let driver = named("CHROMEDRIVER").or_else(|| find("chromedriver"))?;
    Some(Chromium { browser, driver })
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

fn missing() -> String {
    let gone = |names: &[&str]| names.iter().all(|name| find(name).is_none());
    let mut what = Vec::new();
    if gone(&["chromium", "chromium-browser", "google-chrome"]) {
        what.push("Chromium (or Chrome)");
    }
    if gone(&["chromedriver"]) {
        what.push("chromedriver of the same version");
    }
    format!(
        "for the tests in a browser this is missing: {}.\n\
         Debian:  apt-get install chromium chromium-driver   (as root)\n\
         Ubuntu:  apt-get install chromium-chromedriver      (as root)\n\
         macOS:   brew install --cask google-chrome chromedriver\n\
         Others:  put both on the PATH, or name them in CHROMIUM and CHROMEDRIVER.",
        what.join(" and ")
    )
}
