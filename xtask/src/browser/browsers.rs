//! Which browsers there are, and how each is started.

use super::driver::{Driver, Http};
use super::marionette::Firefox;
use super::screen::Screen;
use super::{Outcome, Server};
use serde_json::{Value, json};
use std::env;
use std::path::PathBuf;

/// A browser on this machine.
#[derive(Clone, Debug)]
pub enum Browser {
    /// With its driver, and flags beside the usual ones.
    Chromium {
        program: PathBuf,
        driver: PathBuf,
        flags: Vec<String>,
    },
    Firefox {
        program: PathBuf,
    },
    /// WebKitGTK's small browser with its driver. It needs a screen.
    WebKit {
        program: PathBuf,
        driver: PathBuf,
    },
}

/// No sandbox, since root may not have one; nothing that Chromium does on its own account.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    // Requests to this machine go through the proxy too.
    "--proxy-bypass-list=<-loopback>",
];

/// A started browser, and the screen that it is on.
pub type Started = (Box<dyn Driver>, Option<Screen>);

impl Browser {
    /// Starts it with a fresh profile and `server` as its proxy: what it asks of anybody is in the server's log.
    pub fn start(&self, server: &Server) -> Outcome<Started> {
        match self {
            Browser::Chromium { program, driver, flags } => {
                let mut args: Vec<String> = FLAGS.iter().map(|&flag| flag.to_owned()).collect();
                args.extend(flags.iter().cloned());
                args.push(format!("--proxy-server=http://127.0.0.1:{}", server.port));
                let wanted = json!({
                    "goog:chromeOptions": { "binary": program, "args": args },
                    "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
                });
                Ok((Box::new(Http::start(driver, &[], &wanted)?), None))
            }
            Browser::Firefox { program } => Ok((Box::new(Firefox::start(program, server.port)?), None)),
            Browser::WebKit { program, driver } => {
                let screen = Screen::start()?;
                let settings = [("DISPLAY", screen.display.clone()), ("GDK_BACKEND", "x11".to_owned())];
                let wanted: Value = json!({
                    "webkitgtk:browserOptions": { "binary": program, "args": ["--automation"] },
                });
                Ok((Box::new(Http::start(driver, &settings, &wanted)?), Some(screen)))
            }
        }
    }

    /// The variables that tell the tests of it.
    pub fn in_environment(&self) -> Vec<(&'static str, PathBuf)> {
        match self.clone() {
            Browser::Chromium { program, driver, .. } => {
                vec![("CHROMIUM", program), ("CHROMEDRIVER", driver)]
            }
            Browser::Firefox { program } => vec![("FIREFOX", program)],
            Browser::WebKit { program, driver } => vec![("MINIBROWSER", program), ("WEBKITDRIVER", driver)],
        }
    }

    pub fn chromium_told() -> Option<Browser> {
        Some(Browser::Chromium {
            program: told("CHROMIUM")?,
            driver: told("CHROMEDRIVER")?,
            flags: Vec::new(),
        })
    }

    pub fn firefox_told() -> Option<Browser> {
        told("FIREFOX").map(|program| Browser::Firefox { program })
    }

    pub fn webkit_told() -> Option<Browser> {
        Some(Browser::WebKit { program: told("MINIBROWSER")?, driver: told("WEBKITDRIVER")? })
    }
}

fn told(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}
