//! What the page asks of the browser, one thing a file. Nothing here knows of mail.

pub mod canvas;
pub mod clipboard;
pub mod files;
pub mod focus;
pub mod history;
pub mod keys;
pub mod printer;
pub mod site;
pub mod system;
pub mod time;
pub mod timer;
