//! The browsers of the tests. Chromium is needed; Firefox and WebKit are used where they are or can be installed.

use super::{debian, find};
use crate::cmd::{Outcome, say};
use std::env;
use std::path::PathBuf;
use xtask::browser::Browser;

/// Finds Chromium or Chrome with its driver, or installs it on Debian.
pub fn chromium() -> Outcome<Browser> {
    if chromium_if_there().is_none() {
        debian::install("Chromium and its driver", &["chromium", "chromium-driver"])?;
    }
    chromium_if_there().ok_or_else(missing)
}

/// `CHROMIUM` and `CHROMEDRIVER` name others than the ones on the PATH.
pub fn chromium_if_there() -> Option<Browser> {
    let program = place("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
    Some(Browser::Chromium { program, driver: place("CHROMEDRIVER", &["chromedriver"])?, flags: Vec::new() })
}

/// Firefox and WebKit, installed on Debian if they are missing. Says which one is not there, and goes on without it.
pub fn others() -> Vec<Browser> {
    type Kind<'a> = (&'a str, &'a [&'a str], fn() -> Option<Browser>);
    let kinds: [Kind; 2] = [
        ("Firefox", &["firefox-esr"], firefox),
        ("WebKitGTK's driver, MiniBrowser and Xvfb", &["webkit2gtk-driver", "xvfb"], webkit),
    ];
    let mut there = Vec::new();
    for (what, packages, present) in kinds {
        if present().is_none()
            && let Err(fault) = debian::install(what, packages)
        {
            say(&fault);
        }
        match present() {
            Some(browser) => there.push(browser),
            None => say(&format!(
                "{what}: not there, so the tests in it are left out. Debian: apt-get install {}",
                packages.join(" ")
            )),
        }
    }
    there
}

/// `FIREFOX` names another than the one on the PATH.
fn firefox() -> Option<Browser> {
    Some(Browser::Firefox { program: place("FIREFOX", &["firefox-esr", "firefox"])? })
}

/// `MINIBROWSER` and `WEBKITDRIVER` name others than Debian's.
fn webkit() -> Option<Browser> {
    find("Xvfb")?;
    let debians = ["4.1", "4.0"].iter().flat_map(|version| {
        let machine = env::consts::ARCH;
        let library = format!("/usr/lib/{machine}-linux-gnu/webkit2gtk-{version}/MiniBrowser");
        Some(PathBuf::from(library)).filter(|file| file.is_file())
    });
    let program = env::var_os("MINIBROWSER").map(PathBuf::from).or_else(|| debians.into_iter().next())?;
    Some(Browser::WebKit { program, driver: place("WEBKITDRIVER", &["WebKitWebDriver"])? })
}

/// What a variable of the environment names, or the first of these programs that is there.
fn place(variable: &str, names: &[&str]) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).or_else(|| names.iter().find_map(|name| find(name)))
}

fn missing() -> String {
    let mut what = Vec::new();
    if place("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]).is_none() {
        what.push("Chromium (or Chrome)");
    }
    if place("CHROMEDRIVER", &["chromedriver"]).is_none() {
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
