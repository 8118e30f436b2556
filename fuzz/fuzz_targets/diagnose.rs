//! Any bytes as a paste: see CONTRIBUTING.md, "Measuring". The same check runs without cargo-fuzz in tests/native/fuzz.rs.

#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::check(&String::from_utf8_lossy(data)));
