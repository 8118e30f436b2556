//! Values of mail, one a file: each is a pure function of a string, and names its RFC.
//!
//! May use: `text`.

pub mod reply;
