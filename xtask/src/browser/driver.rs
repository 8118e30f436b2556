//! What steers a browser: a driver that speaks WebDriver over HTTP, or Firefox itself.

use super::{Outcome, wire};
use serde_json::{Value, json};
use std::env;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to start, on a slow and busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Carries out commands of WebDriver, named as in its table of endpoints: a method, and a path below the session's.
pub trait Driver {
    fn call(&self, method: &str, path: &str, body: &Value) -> Outcome<Value>;
}

/// A child that ends with this value.
pub struct Process(pub Child);

impl Process {
    pub fn start(command: &mut Command) -> Outcome<Process> {
        let quiet = command.stdin(Stdio::null()).stderr(Stdio::null());
        let name = quiet.get_program().to_string_lossy().into_owned();
        quiet.spawn().map(Process).map_err(|e| format!("{name}: {e}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A session of chromedriver or WebKitWebDriver.
pub struct Http {
    port: u16,
    id: String,
    _process: Process,
}

impl Http {
    /// Starts the driver and, with these capabilities, its browser.
    pub fn start(program: &Path, settings: &[(&str, String)], wanted: &Value) -> Outcome<Http> {
        let port = free_port()?;
        let mut command = Command::new(program);
        command.arg(format!("--port={port}")).stdout(Stdio::null()).envs(settings.iter().cloned());
        let process = Process::start(&mut command)?;
        wait_for("the driver", || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())?;
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let made = wire::call(port, "POST", "/session", Some(&wanted))?;
        let id = made["value"]["sessionId"].as_str().ok_or_else(|| format!("no browser: {made}"))?.to_owned();
        Ok(Http { port, id, _process: process })
    }
}

impl Driver for Http {
    /// WebDriver puts answers and errors alike under `value`.
    fn call(&self, method: &str, path: &str, body: &Value) -> Outcome<Value> {
        let path = format!("/session/{}/{path}", self.id);
        let mut answer = wire::call(self.port, method, &path, (method == "POST").then_some(body))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) if value["stacktrace"].is_string() => Err(format!("{error}: {}", value["message"])),
            _ => Ok(value),
        }
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        // Closes the browser; its driver ends right after. `MAILWHY_KEEP_BROWSER` is for looking at what a test left.
        if env::var_os("MAILWHY_KEEP_BROWSER").is_none() {
            let _ = wire::call(self.port, "DELETE", &format!("/session/{}", self.id), None);
        }
    }
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|e| e.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|e| e.to_string())
}

/// Looks again and again until there is something.
pub fn wait_for<T>(what: &str, look: impl Fn() -> Option<T>) -> Outcome<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match look() {
            Some(found) => return Ok(found),
            None if Instant::now() > end => return Err(format!("waited in vain for {what}")),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}
