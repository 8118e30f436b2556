//! Tests of the engine and the command, without a browser.

mod knowledge;
mod layers;
