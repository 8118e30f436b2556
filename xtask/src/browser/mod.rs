//! The site in a real browser, steered over WebDriver (<https://www.w3.org/TR/webdriver2/>), watched from outside.
//!
//! [`Server`] serves a folder and is at the same time the browser's proxy, so its log holds every request that the browser
//! makes, to whichever host. [`Session`] is one browser with a fresh profile: Chromium, Firefox or WebKit.

mod browsers;
mod driver;
mod marionette;
mod screen;
mod server;
mod session;
mod wire;

pub use browsers::Browser;
pub use server::{Server, compress};
pub use session::Session;

use std::path::PathBuf;

/// What went well, or what did not, in words.
pub type Outcome<T = ()> = Result<T, String>;

/// The project's folder. Cargo tells it when it runs something; what it told when it built may be another clone's, where
/// clones share a target folder.
pub fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(xtask).parent().expect("xtask lies in the project").to_path_buf()
}
