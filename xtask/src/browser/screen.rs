//! A screen that nobody looks at, for browsers that will not do without one.

use super::Outcome;
use super::driver::Process;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// A running Xvfb; it ends with this value.
pub struct Screen {
    /// What `DISPLAY` is to be.
    pub display: String,
    _process: Process,
}

impl Screen {
    pub fn start() -> Outcome<Screen> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        let mut process = Process::start(command.stdout(Stdio::piped()))?;
        let output = process.0.stdout.take().ok_or("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number).map_err(|e| format!("Xvfb: {e}"))?;
        match number.trim() {
            "" => Err("Xvfb ended before it began".into()),
            number => Ok(Screen { display: format!(":{number}"), _process: process }),
        }
    }
}
