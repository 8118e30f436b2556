//! One page a route.

pub mod answer;
pub mod article;
pub mod home;
pub mod index;
pub mod unknown;
