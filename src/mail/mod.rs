//! Values of mail, one a file: each is a pure function of a string, and names its RFC.
//!
//! May use: `text`.

pub mod address;
pub mod arc;
pub mod auth_results;
pub mod charset;
pub mod date;
pub mod dkim;
pub mod dsn;
pub mod encoded_word;
pub mod header;
pub mod ip;
pub mod lex;
pub mod message_id;
pub mod mime_track;
pub mod outcome;
pub mod place;
pub mod received;
pub mod received_spf;
pub mod reply;
pub mod shown;
pub mod spam_headers;
pub mod transfer;
pub mod version;
