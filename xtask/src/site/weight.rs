//! What the site weighs on its way to the reader, compressed as servers do it (brotli, quality 11).

use crate::cmd::{Outcome, say};
use std::fs;
use std::path::Path;
use xtask::browser::compress;

/// A stage of loading: what it brings, in plain words; its budget in bytes; whether a file is part of it.
type Stage = (&'static str, usize, fn(&str) -> bool);

/// Each stage counts all that came before it.
const STAGES: [Stage; 4] = [
    ("what paints first: page and styles", 20_000, |name| name == "index.html" || name.ends_with(".css")),
    ("until the box takes a paste", 160_000, |name| !LATER.iter().any(|later| name.starts_with(later))),
    ("until any paste is explained", 450_000, |name| !name.starts_with(ARTICLES)),
    ("all of it, the articles too", 450_000, |_| true),
];

/// What loads when the box is there already: the engine, what keeps the site on the device, the articles.
const LATER: [&str; 5] = ["worker", "service-worker", "manifest", "icon", ARTICLES];

/// Loaded when the first of them is opened.
const ARTICLES: &str = "articles-";

/// Prints the files and the stages; with `strict`, fails when a budget is not kept.
pub fn print(dist: &Path, strict: bool) -> Outcome {
    if !dist.join("index.html").is_file() {
        say("no site in dist/ to weigh: cargo xtask build makes one");
        return Ok(());
    }
    let files = weights(dist)?;
    println!("\n{:<44}{:>10}{:>10}", "file", "bytes", "brotli");
    for (name, plain, brotli) in &files {
        println!("{name:<44}{plain:>10}{brotli:>10}");
    }
    println!("\n{:<44}{:>10}{:>10}", "stage", "budget", "brotli");
    let mut kept = true;
    for (what, budget, belongs) in STAGES {
        let sum: usize = files.iter().filter(|file| belongs(&file.0)).map(|file| file.2).sum();
        kept &= sum <= budget;
        println!("{what:<44}{budget:>10}{sum:>10}{}", if sum <= budget { "" } else { "  over" });
    }
    println!();
    if kept || !strict { Ok(()) } else { Err("the site is heavier than its budget".into()) }
}

/// All files of the site, heaviest first: name, bytes, bytes compressed. The pages in folders are copies of the one
/// page, and nobody loads two; 404.html only leads to one of them.
fn weights(dist: &Path) -> Outcome<Vec<(String, usize, usize)>> {
    let mut files = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?.flatten() {
            let path = entry.path();
            let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name != "404.html" && !name.ends_with("/index.html") {
                let content = fs::read(&path).map_err(|e| format!("{name}: {e}"))?;
                files.push((name, content.len(), compress(&content).len()));
            }
        }
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.2));
    Ok(files)
}
