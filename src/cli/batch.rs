//! Many pastes, one line of output each, in bounded memory: a paste is read, explained, written, forgotten.

use super::{explained, named};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Result, Write};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Arguments {
    /// Files and folders; a folder stands for its files, a .jsonl file for its lines `{"id": …, "text": …}`
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to write the answers
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Jsonl,
    Csv,
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    report: &'a mailwhy::Report,
}

/// `Ok(false)`: something is undetermined.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut all_explained = true;
    for path in &arguments.paths {
        each_paste(path, &mut |id, text| {
            let report = mailwhy::diagnose(text);
            all_explained &= explained(&report);
            serde_json::to_writer(&mut out, &Row { id, report: &report })?;
            out.write_all(b"\n")
        })?;
    }
    out.flush()?;
    Ok(all_explained)
}

fn each_paste(path: &Path, paste: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path).map_err(|error| named(path, &error))?.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        return entries.iter().try_for_each(|entry| each_paste(entry, paste));
    }
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        return each_line(path, paste);
    }
    let bytes = std::fs::read(path).map_err(|error| named(path, &error))?;
    paste(&path.to_string_lossy(), &String::from_utf8_lossy(&bytes))
}

fn each_line(path: &Path, paste: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    let file = File::open(path).map_err(|error| named(path, &error))?;
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| named(path, &error))?;
        if line.trim().is_empty() {
            continue;
        }
        let fault = |error| std::io::Error::other(format!("{}:{}: {error}", path.display(), number + 1));
        let Line { id, text } = serde_json::from_str(&line).map_err(fault)?;
        match id.as_str() {
            Some(id) => paste(id, &text)?,
            None => paste(&id.to_string(), &text)?,
        }
    }
    Ok(())
}
