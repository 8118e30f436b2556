//! The page: a box, and the answer under it. Built for the browser alone (feature `web`).
//!
//! Two programs of one source: `bin/app.rs` is the page, which knows how to draw a report and nothing about mail;
//! `bin/worker.rs` is the engine with all its knowledge, off the page's thread. `worker/` is the wire between them.
//!
//! `state` is what the page shows, `reduce` what becomes of it; `pages` are routes; `components` are pieces that take
//! plain data and callbacks, their markup made by `markup`. Only `worker` and `browser` name the browser. Text from a
//! paste reaches the document as text nodes and attribute values, never as markup.
//!
//! May use: `report`; on the worker's side `diagnose` and all of `knowledge`, on the page's what reads articles.

pub mod app;
pub mod articles;
pub mod browser;
mod cases;
pub mod clock;
pub mod components;
pub mod examples;
pub mod markup;
pub mod pages;
pub mod passage;
mod reduce;
pub mod route;
pub mod state;
pub mod survey;
pub mod worker;
