//! Any bytes as a paste: `cargo +nightly fuzz run diagnose` (needs `cargo install cargo-fuzz`).
//!
//! The same check runs without a nightly Rust in tests/native/fuzz.rs.

#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::check(&String::from_utf8_lossy(data)));
