//! What mailwhy knows: causes, rules, codes, providers, programs, as static tables that the build script writes.
//!
//! `README.md` in this folder says how to add to it. Nothing here looks at a paste.
//!
//! May use: `std`, `text::find` and `text::token`.

pub mod article;
mod automaton;
mod code_spec;
mod hosting;
mod images;
mod inspectors;
mod lookup;
mod names;
mod networks;
mod packed;
mod placeholders;
mod plugins;
mod sending;
mod suffix;
mod tables;
mod types;
pub mod worded;

use crate::text::find;
pub use automaton::{Automaton, TIGHT, automaton, languages};
pub use code_spec::CodeSpec;
pub use hosting::{Hoster, hoster_named};
pub use images::settings_of_image;
pub use inspectors::{Inspector, Spot, inspector};
pub use lookup::*;
pub use names::*;
pub use networks::{network_of_address, network_of_host, public_resolver};
pub use placeholders::PLACEHOLDERS;
pub use plugins::plugin;
pub use sending::{
    Proving, default_signer, proving, proving_of_domain, sending_service_of_field, sending_service_of_host,
    sending_service_of_software,
};
pub use suffix::{is_registrable, organizational_domain, same_organization};
pub use tables::*;
pub use types::*;

include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));
