//! The page as people meet it, in Chromium, as it would be uploaded. `./test --browser` builds it and runs these.
//!
//! Elements are found by what they are for (`data-test`), so that a change of look breaks nothing here.

mod access;
mod article;
mod paste;
mod privacy;
mod visit;
mod worker;
