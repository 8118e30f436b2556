//! mailwhy says why mail failed: what happened, where on the way, who can mend it, and what to do next.
pub mod knowledge;
pub mod text;
