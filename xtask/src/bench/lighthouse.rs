//! Lighthouse's view of the site, as for a phone on a slow line: served compressed and cached, in the Chromium of the tests.

use crate::cmd::{Outcome, say};
use crate::{site, tools};
use serde_json::Value;
use std::path::Path;
use xtask::browser::{Browser, Server};

/// What it judges, and the least that is good enough.
const AIMS: [(&str, f64); 4] =
    [("accessibility", 100.0), ("best-practices", 100.0), ("seo", 100.0), ("performance", 98.0)];

/// The page of the box, and an article.
const PAGES: [&str; 2] = ["", "why/greylisted/"];

/// One run in a few is disturbed by what else the machine does; the best of so many counts.
const TRIES: usize = 3;

/// Prints the scores. Says whether all are reached; without Node, a site or a browser there is nothing to judge.
pub fn judge() -> Outcome<bool> {
    if !site::dist().join("index.html").is_file() {
        return Ok(true);
    }
    let Some(Browser::Chromium { program, .. }) = tools::chromium_if_there() else { return Ok(true) };
    let lighthouse = match tools::lighthouse() {
        Ok(script) => script,
        Err(fault) => {
            say(&format!("{fault}\nGoing on without Lighthouse."));
            return Ok(true);
        }
    };
    let server = Server::compressing(&site::dist(), "/")?;
    println!("\n{:<44}{:>16}{:>8}", "Lighthouse, mobile", "score", "aim");
    let mut kept = true;
    for page in PAGES {
        let scores = best(&lighthouse, &program, &server.url(page))?;
        for ((name, aim), score) in AIMS.iter().zip(scores) {
            let missed = if score >= *aim { "" } else { "  missed" };
            println!("{:<44}{score:>16}{:>8}{missed}", format!("/{page} {name}"), format!("≥{aim}"));
            kept &= score >= *aim;
        }
    }
    Ok(kept)
}

/// The best score in each category.
fn best(lighthouse: &Path, chromium: &Path, url: &str) -> Outcome<[f64; 4]> {
    let mut best = [0.0_f64; 4];
    for _ in 0..TRIES {
        let report = run(lighthouse, chromium, url)?;
        for (place, (name, _)) in best.iter_mut().zip(AIMS) {
            let score = report["categories"][name]["score"].as_f64().unwrap_or_default();
            *place = place.max((score * 100.0).round());
        }
        if best.iter().zip(AIMS).all(|(score, (_, aim))| *score >= aim) {
            break;
        }
    }
    Ok(best)
}

fn run(lighthouse: &Path, chromium: &Path, url: &str) -> Outcome<Value> {
    let mut command = tools::command("node");
    command.arg(lighthouse).arg(url).args(["--quiet", "--output=json", "--output-path=stdout"]);
    command.arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage");
    let done = command.env("CHROME_PATH", chromium).output().map_err(|e| format!("node: {e}"))?;
    let report: Value = serde_json::from_slice(&done.stdout)
        .map_err(|_| format!("Lighthouse failed: {}", String::from_utf8_lossy(&done.stderr)))?;
    match report["runtimeError"]["message"].as_str() {
        Some(fault) => Err(format!("Lighthouse: {fault}")),
        None => Ok(report),
    }
}
