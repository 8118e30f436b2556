//! Many cases in one paste: cutting it into cases, and counting what comes out.
//!
//! May use: `report`, `text`.

mod split;
mod tally;

pub use split::split;
pub use tally::{Case, Count, Tally};
