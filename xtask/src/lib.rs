//! What the browser tests and the screenshots share: Chromium under control, and a server for the site.

pub mod browser;
