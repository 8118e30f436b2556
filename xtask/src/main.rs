//! What is done with mailwhy's source. `cargo xtask` lists the commands; ./serve and ./test are the same with the
//! toolchain seen to first.

mod bench;
mod cmd;
mod score;
mod shots;
mod site;
mod suite;
mod tools;

use cmd::Outcome;
use std::process::ExitCode;

/// A command: its name, what to write after it, what it does.
type Row = (&'static str, &'static str, &'static str, fn(&[String]) -> Outcome);

const COMMANDS: &[Row] = &[
    (
        "serve",
        "[--port N] [--open]",
        "build the page, open it on this machine, rebuild on every change",
        site::serve,
    ),
    ("test", "[--native|--browser] [NAME]", "run the native tests, then those in Chromium", suite::run),
    ("build", "[--public-url URL]", "write the static site, ready to upload, into dist/", site::build),
    ("score", "[--corpus DIR] [...]", "score the answers on labelled pastes, if there are any", score::run),
    (
        "bench",
        "[--page] [--headers DIR] [--folder DIR] [--check]",
        "time the engine and the page, weigh the site",
        bench::run,
    ),
    ("shots", "DIR [FILE...]", "take pictures of the page in dist/, with these pastes in it", shots::run),
    ("setup", "[page|browser]", "install what the other commands need, and nothing else", tools::setup),
    ("finish", "", "the last step of a build of the page; trunk calls it", site::finish_staged),
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let Some((.., run)) = COMMANDS.iter().find(|row| row.0 == name) else {
        usage();
        return if name.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    };
    match run(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            cmd::say(&fault);
            ExitCode::FAILURE
        }
    }
}

fn usage() {
    println!("cargo xtask COMMAND\n");
    for (name, arguments, what, _) in COMMANDS {
        println!("  {:<36}{what}", format!("{name} {arguments}"));
    }
}
