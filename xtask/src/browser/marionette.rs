//! Firefox, steered by its own protocol: what geckodriver turns WebDriver's commands into.
//!
//! Marionette (<https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html>) sends JSON over TCP, its length in
//! bytes and a colon before it: `[0, id, command, parameters]` one way, `[1, id, error, result]` the other. Using it leaves
//! out a program that no Debian package ships and that takes minutes to build.

use super::Outcome;
use super::driver::{Driver, PATIENCE, Process, wait_for};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a fresh profile is told: take a free port, let `{proxy}` see every request, ask nobody else for anything.
const SETTINGS: &str = r#"
user_pref("marionette.port", 0);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", {proxy});
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", {proxy});
user_pref("network.proxy.allow_hijacking_localhost", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.safebrowsing.downloads.remote.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.startup.page", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.update.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("toolkit.telemetry.enabled", false);
"#;

pub struct Firefox {
    stream: RefCell<BufReader<TcpStream>>,
    last_id: Cell<u32>,
    profile: PathBuf,
    _process: Process,
}

impl Firefox {
    pub fn start(program: &Path, proxy: u16) -> Outcome<Firefox> {
        let profile = profile(proxy)?;
        let mut command = Command::new(program);
        command.args(["--headless", "--marionette", "--no-remote", "--profile"]).arg(&profile);
        let process = Process::start(command.stdout(Stdio::null()))?;
        let port = wait_for("Firefox", || {
            fs::read_to_string(profile.join("MarionetteActivePort")).ok()?.trim().parse::<u16>().ok()
        })?;
        let fault = |e: std::io::Error| format!("Firefox: {e}");
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(fault)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(fault)?;
        let stream = RefCell::new(BufReader::new(stream));
        let firefox = Firefox { stream, last_id: Cell::new(0), profile, _process: process };
        // It speaks first.
        firefox.hear()?;
        firefox.say("WebDriver:NewSession", &json!({ "capabilities": { "alwaysMatch": {} } }))?;
        Ok(firefox)
    }

    fn say(&self, command: &str, parameters: &Value) -> Outcome<Value> {
        self.last_id.set(self.last_id.get() + 1);
        let message = json!([0, self.last_id.get(), command, parameters]).to_string();
        let sent =
            self.stream.borrow_mut().get_mut().write_all(format!("{}:{message}", message.len()).as_bytes());
        sent.map_err(|e| format!("{command}: {e}"))?;
        let mut answer = self.hear()?;
        match answer[2]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer[2]["message"])),
            None => Ok(answer[3].take()),
        }
    }

    fn hear(&self) -> Outcome<Value> {
        let fault = |e: &dyn std::fmt::Display| format!("Firefox: {e}");
        let mut stream = self.stream.borrow_mut();
        let mut length = Vec::new();
        stream.read_until(b':', &mut length).map_err(|e| fault(&e))?;
        let length = String::from_utf8_lossy(&length).trim_end_matches(':').parse().map_err(|e| fault(&e))?;
        let mut message = vec![0; length];
        stream.read_exact(&mut message).map_err(|e| fault(&e))?;
        serde_json::from_slice(&message).map_err(|e| fault(&e))
    }
}

impl Driver for Firefox {
    fn call(&self, _: &str, path: &str, body: &Value) -> Outcome<Value> {
        let mut body = body.clone();
        let words: Vec<&str> = path.split('/').collect();
        let command = match words[..] {
            ["url"] => "WebDriver:Navigate",
            ["window", "rect"] => "WebDriver:SetWindowRect",
            ["execute", "sync"] => "WebDriver:ExecuteScript",
            ["execute", "async"] => "WebDriver:ExecuteAsyncScript",
            ["element"] => "WebDriver:FindElement",
            ["element", id, what] => {
                body["id"] = id.into();
                match what {
                    "click" => "WebDriver:ElementClick",
                    "value" => "WebDriver:ElementSendKeys",
                    _ => "WebDriver:GetElementText",
                }
            }
            _ => return Err(format!("Firefox has no word for {path}")),
        };
        let mut answer = self.say(command, &body)?;
        Ok(answer.get_mut("value").map_or(Value::Null, Value::take))
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        let _ = self.say("Marionette:Quit", &json!({ "flags": ["eForceQuit"] }));
        let _ = self._process.0.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// A folder for a profile of its own.
fn profile(proxy: u16) -> Outcome<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("mailwhy-firefox-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("user.js"), SETTINGS.replace("{proxy}", &proxy.to_string())));
    written.map(|()| folder.clone()).map_err(|e| format!("{}: {e}", folder.display()))
}
