//! Opening the page, and what every test does there.

use std::env;
use std::path::PathBuf;
pub use xtask::browser::{Browser, Outcome, Server, Session, root};

/// The site lies under a path, as on many hosts: an address that is meant for the top of a server would fail.
const BASE: &str = "/some/where/";

pub struct Visit {
    pub server: Server,
    pub page: Session,
}

impl Visit {
    /// A browser with the page not opened yet.
    pub fn prepare() -> Outcome<Visit> {
        Visit::with(&chromium()?)
    }

    pub fn with(browser: &Browser) -> Outcome<Visit> {
        let server = Server::start(&root().join("dist"), BASE)?;
        let page = Session::start(browser, &server)?;
        Ok(Visit { server, page })
    }

    /// The next worker that is loaded breaks down at its first question; those after it are as they should be.
    pub fn crash_the_first_worker(&self) {
        self.server.put_before(
            "_loader.js",
            "addEventListener('message', event => { event.stopImmediatePropagation(); throw Error('crash') });",
        );
    }

    /// Opens an address of the site, by its path from the root, and waits until the page has drawn itself.
    pub fn open(&self, path: &str) -> Outcome {
        self.page.open(&self.server.url(path))?;
        // The title stands there before the page does; the way to its other pages comes with it.
        self.page.until("document.querySelector('nav') && document.querySelector('main h1')").map(drop)
    }

    /// A browser with that address open.
    pub fn to(path: &str) -> Outcome<Visit> {
        let visit = Visit::prepare()?;
        visit.open(path)?;
        Ok(visit)
    }

    /// Waits until the worker is loaded, the site kept on the device, and nothing more is asked of the server.
    pub fn settle(&self) -> Outcome {
        self.page.js_async("await navigator.serviceWorker.ready")?;
        self.page.until("performance.getEntriesByType('resource').length > 2")?;
        for _ in 0..200 {
            let before = self.server.requests();
            std::thread::sleep(std::time::Duration::from_millis(150));
            let worker =
                before.iter().any(|request| request.contains("/worker-") && request.ends_with(".wasm"));
            if worker && before == self.server.requests() {
                return Ok(());
            }
        }
        Err(format!("the page never comes to rest: {:?}", self.server.requests()))
    }

    pub fn explain(&self, paste: &str) -> Outcome {
        self.page.paste("[data-test=box]", paste)?;
        self.page.click("[data-test=explain]")
    }

    /// The id of the cause that the page shows as its verdict.
    pub fn verdict(&self) -> Outcome<String> {
        let cause = self.page.until("document.querySelector('[data-test=verdict]')?.dataset.cause")?;
        Ok(cause.as_str().unwrap_or_default().to_owned())
    }

    /// Fails if the console holds anything that a developer would look into.
    pub fn console_is_clean(&self) -> Outcome {
        let lines = self.page.console()?;
        let faults: Vec<_> =
            lines.iter().filter(|l| l.starts_with("SEVERE") || l.starts_with("WARNING")).collect();
        if faults.is_empty() { Ok(()) } else { Err(format!("the console says: {faults:#?}")) }
    }
}

pub fn chromium() -> Outcome<Browser> {
    named("CHROMIUM")?;
    Browser::chromium_told().ok_or_else(|| "CHROMEDRIVER is not set".to_owned())
}

/// A program or file that `cargo xtask test` names in the environment.
pub fn named(variable: &str) -> Outcome<PathBuf> {
    let unset = || {
        format!(
            "{variable} is not set. These tests are run with ./test --browser, which sees to the browser."
        )
    };
    env::var_os(variable).map(PathBuf::from).ok_or_else(unset)
}
