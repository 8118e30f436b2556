//! Tests of the engine and the command, without a browser.

mod cli;
mod dictionary;
mod fuzz;
mod knowledge;
mod layers;
mod many;
mod observations;
mod paste;
mod redact;
mod robust;
mod secrets;
mod slips;
