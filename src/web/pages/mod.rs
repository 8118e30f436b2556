//! One page a route.

pub mod answer;
pub mod article;
pub mod check;
pub mod hideouts;
pub mod home;
pub mod index;
pub mod many;
pub mod unknown;
