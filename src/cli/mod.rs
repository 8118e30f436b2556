//! The command line. Exit status: 0 explained, 1 something is undetermined, 2 usage or unreadable input.

mod arguments;
mod batch;
mod charset;
mod explain;
mod paint;

use arguments::{Arguments, Command, Format};
use clap::{CommandFactory, Parser};
use mailwhy::Report;
use mailwhy::report::text::Tone;
use std::io::{Read, Result, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Some(Command::Batch(arguments)) => batch::run(arguments),
        Some(Command::Explain { what }) => explain::run(what),
        Some(Command::Redact { file }) => redact(file.as_deref()),
        Some(Command::Man) => man(),
        None => one(arguments.file.as_deref(), arguments.format),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Somebody closed the pipe (`| head`): no reason to complain.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mailwhy: {error}");
            ExitCode::from(2)
        }
    }
}

/// Explains one paste. `Ok(false)`: something is undetermined.
fn one(file: Option<&Path>, format: Format) -> Result<bool> {
    let paste = read(file)?;
    let mut mails = mailwhy::several::mails(&paste, charset::decode).into_iter();
    let report =
        mails.next().map_or_else(|| mailwhy::diagnose_with(&paste, charset::decode), |mail| mail.report);
    match format {
        Format::Json => {
            let mut out = std::io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, &report)?;
            writeln!(out)?;
        }
        Format::Text => {
            write!(paint::stdout(), "{}", mailwhy::report::text::write(&report, None, &paint::tone))?;
            for other in mails {
                let title =
                    paint::tone(Tone::Heading, &format!("The mail that begins in line {}", other.line));
                let text = mailwhy::report::text::write(&other.report, None, &paint::tone);
                write!(paint::stdout(), "\n{title}\n\n{text}")?;
            }
        }
        Format::Markdown => {
            write!(std::io::stdout().lock(), "{}", mailwhy::report::markdown::write(&report, None))?;
            for other in mails {
                let text = mailwhy::report::markdown::write(&other.report, None);
                write!(
                    std::io::stdout().lock(),
                    "\n---\n\nThe mail that begins in line {}\n\n{text}",
                    other.line
                )?;
            }
        }
    }
    Ok(explained(&report))
}

/// Prints the paste with stand-ins for what belongs to persons.
fn redact(file: Option<&Path>) -> Result<bool> {
    let paste = read(file)?;
    let told = mailwhy::redact::Told::of(&paste, &mailwhy::diagnose(&paste));
    let redacted = mailwhy::redact::redact_told(&paste, &mailwhy::redact::Options::default(), &told);
    write!(std::io::stdout().lock(), "{}", redacted.text)?;
    Ok(true)
}

/// A file's text, or standard input's. Of an archive it is the first text; `batch` takes them all.
fn read(file: Option<&Path>) -> Result<String> {
    let mut bytes = Vec::new();
    let mut name = Path::new("standard input");
    match file {
        Some(path) if path.as_os_str() != "-" => {
            name = path;
            bytes = std::fs::read(path).map_err(|error| named(path, &error))?;
        }
        _ => _ = std::io::stdin().read_to_end(&mut bytes)?,
    }
    let opened = open(name, &bytes)?;
    Ok(opened.into_iter().next().map(|opened| opened.text).unwrap_or_default())
}

/// The texts in a file, or why there are none.
fn open(path: &Path, bytes: &[u8]) -> Result<Vec<mailwhy::files::Opened>> {
    let fault = |fault| std::io::Error::other(format!("{}: {fault}", path.display()));
    mailwhy::files::open(&path.to_string_lossy(), bytes).map_err(fault)
}

/// The manual page, made from the same arguments as `--help`.
fn man() -> Result<bool> {
    clap_mangen::Man::new(Arguments::command()).render(&mut std::io::stdout().lock())?;
    Ok(true)
}

fn explained(report: &Report) -> bool {
    report.findings.iter().all(|finding| finding.cause != "undetermined")
}

/// An error that says which file it is about.
fn named(path: &Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The files that a path stands for: a folder for all below it, in order of their names.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = std::fs::read_dir(path)
        .map_err(|error| named(path, &error))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        found.extend(files(&entry)?);
    }
    Ok(found)
}
