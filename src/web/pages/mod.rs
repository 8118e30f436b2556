//! One page a route.

pub mod answer;
pub mod article;
pub mod check;
pub mod home;
pub mod index;
pub mod places;
pub mod unknown;
