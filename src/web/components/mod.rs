//! Pieces of the pages. Each takes plain data and callbacks, and has a style file of the same name.

pub mod commands;
pub mod copy;
pub mod evidence;
pub mod examples;
pub mod facts;
pub mod help;
pub mod honest;
pub mod link;
pub mod masthead;
pub mod notice;
pub mod others;
pub mod paste_box;
pub mod paste_view;
pub mod path;
pub mod prose;
pub mod recipients;
pub mod reply;
pub mod sign;
pub mod state_word;
pub mod steps;
pub mod verdict;
pub mod who;
