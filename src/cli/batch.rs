//! Many pastes, one line of output each, in bounded memory: a paste is read, explained, written, forgotten.

use super::{charset, explained, files, named, open};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mailwhy::Report;
use mailwhy::report::csv;
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
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// `{"id": …, "report": …}` for each paste
    Jsonl,
    /// One row for each finding
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
    report: &'a Report,
}

/// `Ok(false)`: something is undetermined.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let mut paths = Vec::new();
    for path in &arguments.paths {
        paths.extend(files(path)?);
    }
    let progress = progress(paths.len());
    let mut out = BufWriter::new(std::io::stdout().lock());
    if matches!(arguments.format, Format::Csv) {
        out.write_all(CSV_HEAD.as_bytes())?;
    }
    let mut all_explained = true;
    for path in &paths {
        each_paste(path, &mut |id, text| {
            let Some(report) = answer(arguments.format, id, text) else {
                all_explained = false;
                return Ok(());
            };
            all_explained &= explained(&report);
            match arguments.format {
                Format::Jsonl => {
                    serde_json::to_writer(&mut out, &Row { id, report: &report })?;
                    out.write_all(b"\n")
                }
                Format::Csv => csv_rows(&mut out, id, &report),
            }
        })?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    out.flush()?;
    Ok(all_explained)
}

/// What the engine makes of a paste. A fault of the engine costs this one answer, and not those of ten thousand others.
fn answer(format: Format, id: &str, text: &str) -> Option<Report> {
    let answer = || match format {
        Format::Jsonl => mailwhy::diagnose_with(text, charset::decode),
        Format::Csv => mailwhy::diagnose_in_brief(text, charset::decode),
    };
    let report = std::panic::catch_unwind(answer).ok();
    if report.is_none() {
        eprintln!("mailwhy: {id}: left out, for a fault of mailwhy's own; please report it");
    }
    report
}

/// On a terminal only, and on standard error: standard output is for the answers.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files, {per_sec}, {eta} left");
    bar.with_style(style.expect("the template is fixed and well formed"))
}

fn each_paste(path: &Path, paste: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        return each_line(path, paste);
    }
    let bytes = std::fs::read(path).map_err(|error| named(path, &error))?;
    // A folder may hold pictures: what has no text is passed over, with a word.
    let opened = match open(path, &bytes) {
        Ok(opened) => opened,
        Err(error) => {
            eprintln!("mailwhy: {error}");
            return Ok(());
        }
    };
    opened.iter().try_for_each(|opened| match opened.name.ends_with(".eml") {
        true => paste(&opened.name, &opened.text),
        false => each_case(&opened.name, &opened.text, paste),
    })
}

/// The cases of a text: one, or those of an mbox file or a list. A file that is called `.eml` is one message.
fn each_case(id: &str, text: &str, paste: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    match &mailwhy::many::split(text)[..] {
        [whole] => paste(id, &text[whole.clone()]),
        cases => cases
            .iter()
            .enumerate()
            .try_for_each(|(number, case)| paste(&format!("{id}#{}", number + 1), &text[case.clone()])),
    }
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

const CSV_HEAD: &str =
    "id,kind,cause,confidence,permanence,stage,act,recipient,code,enhanced,remote,rule,evidence\r\n";

/// RFC 4180, one row a finding.
fn csv_rows(out: &mut impl Write, id: &str, report: &Report) -> Result<()> {
    for finding in &report.findings {
        let reply = finding.reply.clone().unwrap_or_default();
        let code = reply.code.map(|code| code.to_string()).unwrap_or_default();
        let evidence = finding.evidence.first().map(|evidence| evidence.words()).unwrap_or_default();
        let cells = [
            id,
            &report.kind,
            &finding.cause,
            &finding.confidence,
            &finding.permanence,
            &finding.stage,
            &finding.act,
            finding.recipient.as_deref().unwrap_or_default(),
            &code,
            reply.enhanced.as_deref().unwrap_or_default(),
            reply.remote.as_deref().unwrap_or_default(),
            finding.rule.as_deref().unwrap_or_default(),
            evidence,
        ];
        out.write_all(csv::row(cells).as_bytes())?;
    }
    Ok(())
}
