//! Running other programs, and saying so.

use std::path::Path;
use std::process::{Command, Stdio};

pub use xtask::browser::root;

/// What went well, or one sentence for the person at the keyboard.
pub type Outcome<T = ()> = Result<T, String>;

pub fn say(text: &str) {
    eprintln!("mailwhy: {text}");
}

/// Shows the command line, runs it in the project's folder, and fails when it does.
pub fn run(command: &mut Command) -> Outcome {
    eprintln!("$ {}", line(command));
    let status = command.current_dir(root()).status().map_err(|e| format!("{}: {e}", line(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", line(command))) }
}

/// What a command prints, or nothing when it is missing or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Cargo, of the toolchain that runs xtask.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args);
    command
}

/// The value after `name` in the arguments, if it is there.
pub fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    let at = args.iter().position(|arg| arg == name)?;
    args.get(at + 1).map(String::as_str)
}

pub fn flag(args: &[String], name: &str) -> bool {
    args.iter().any(|arg| arg == name)
}

fn line(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| format!(" {}", arg.to_string_lossy()));
    args.fold(program, |line, arg| line + &arg)
}
