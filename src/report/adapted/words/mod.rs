//! What is said, and to whom: nothing twice, nothing that the paste shows to be beside the point.

pub(crate) mod addressee;
pub(crate) mod both_addresses;
pub(crate) mod changed;
pub(crate) mod contact_step;
pub(crate) mod grounded;
pub(crate) mod lasting;
pub(crate) mod said_once;
pub(crate) mod to_reader;
pub(crate) mod unexplained;
