//! The engine off the page's thread: a crash or a hang there costs one answer, never the page.
//!
//! `message` is what crosses, `bridge` the page's side, `host` the worker's.

pub mod bridge;
pub mod host;
pub mod message;
