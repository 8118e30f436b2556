//! The command line. Exit status: 0 explained, 1 something is undetermined, 2 usage or unreadable input.

mod batch;

use clap::{Parser, Subcommand, ValueEnum};
use mailwhy::Report;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Says why mail failed: what happened, where on the way, who can mend it, and what to do next.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The file to explain; `-` or nothing reads standard input
    file: Option<PathBuf>,
    /// How to write the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

#[derive(Subcommand)]
enum Command {
    /// Explains many pastes: files, folders, and each line of .jsonl files
    Batch(batch::Arguments),
}

pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Some(Command::Batch(arguments)) => batch::run(&arguments),
        None => one(arguments.file, arguments.format),
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
fn one(file: Option<PathBuf>, format: Format) -> std::io::Result<bool> {
    let bytes = match &file {
        Some(path) if path.as_os_str() != "-" => std::fs::read(path).map_err(|error| named(path, &error))?,
        _ => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes)?;
            bytes
        }
    };
    let report = mailwhy::diagnose(&String::from_utf8_lossy(&bytes));
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json | Format::Text | Format::Markdown => {
            serde_json::to_writer_pretty(&mut out, &report)?;
            writeln!(out)?;
        }
    }
    Ok(explained(&report))
}

fn explained(report: &Report) -> bool {
    report.findings.iter().all(|finding| finding.cause != "undetermined")
}

fn named(path: &std::path::Path, error: &std::io::Error) -> std::io::Error {
    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
