//! The engine off the page's thread: a crash or a hang there costs one answer, never the page.
//!
//! `message`, `explained` and `folded` are what crosses; `bridge`, `given` and `taken` are the page's side; `host`, `checkup`, `sheets`
//! and `survey` are the worker's.

pub mod bridge;
mod checkup;
pub mod explained;
mod folded;
mod given;
pub mod host;
pub mod message;
mod picture;
mod sheets;
mod survey;
mod taken;
mod waterfall;
