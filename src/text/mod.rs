//! Bytes, lines and offsets. Nothing here knows of mail.
//!
//! A paste is hardly ever clean: quoted, wrapped, indented, escaped. Readers work on a repaired copy, but evidence
//! has to point into the paste as it was pasted. [`Text`] carries both: a string, and where each byte of it stood.
//!
//! May use: `std` and `memchr` alone.

mod any_of;
mod bytes;
pub mod chat;
mod ends;
pub mod find;
pub mod frame;
mod hidden;
mod lines;
pub mod opinion;
pub mod order;
pub mod scanned;
pub mod secret;
pub mod slip;
mod span;
pub mod token;

pub use any_of::AnyOf;
pub use bytes::{from_bytes, to_bytes};
pub use ends::line_feeds;
pub use hidden::{is_hidden, seen};
pub use lines::{each_line, lines};
pub use span::{Span, Text, TextBuilder};
