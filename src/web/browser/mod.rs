//! What the page asks of the browser, one thing a file. Nothing here knows of mail.

pub mod canvas;
pub mod charset;
pub mod clipboard;
pub mod files;
pub mod focus;
pub mod folders;
pub mod history;
pub mod keys;
pub mod launch;
pub mod offline;
pub mod printer;
pub mod site;
pub mod storage;
pub mod system;
pub mod time;
pub mod timer;
