//! Many cases at once: cutting a text or a large file into cases, what is kept of each, counting, and writing the table out.
//!
//! One file a form: `mbox`, `events` (JSON), `messages`, `replies`; `split` chooses among them. `index` does the same for
//! files that are too large for one piece. A log is cut by the reader of logs.
//!
//! May use: `report`, `input` (to recognise logs and reports), `mail`, `text`.

mod case;
mod events;
mod export;
mod index;
mod mbox;
mod messages;
mod replies;
mod split;
mod tally;

pub use case::{Case, cases};
pub use export::{csv, json};
pub use index::{Index, LONGEST, Unread, WHOLE, index};
pub use split::{is_many, mails, split};
pub use tally::{Count, Tally};
