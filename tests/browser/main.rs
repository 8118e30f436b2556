//! The page as people meet it, as it would be uploaded, in Chromium; `everywhere` is in Firefox and WebKit. `./test --browser` builds it and runs these.
//!
//! Elements are found by what they are for (`data-test`), so that a change of look breaks nothing here.

mod access;
mod article;
mod check;
mod everywhere;
mod hostile;
mod keep;
mod many;
mod offline;
mod pass_on;
mod paste;
mod privacy;
mod visit;
mod worker;
