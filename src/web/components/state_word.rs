//! Temporary, for good, arrived, not known: a word with its sign.

use super::sign::{Shape, sign};
use crate::web::markup::html;
use yew::prelude::*;

/// The state of a finding; who is to act (as in the report) tells whether all is well with what arrived.
pub fn shape(permanence: &str, cause: &str, act: &str) -> Shape {
    match (permanence, cause) {
        (_, "undetermined") => Shape::Unknown,
        (_, "delivered") if act != "nobody" => Shape::Warning,
        ("temporary", _) => Shape::Temporary,
        ("permanent", _) => Shape::Permanent,
        // What arrived, what answered by itself, and what the reader's own server turned away.
        (_, cause) if act == "nobody" || cause == "feedback-report" => Shape::Fine,
        // Something failed, and the text does not say for how long.
        _ => Shape::Unknown,
    }
}

pub fn word(shape: Shape) -> &'static str {
    match shape {
        Shape::Fine => "No failure",
        Shape::Temporary => "Temporary",
        Shape::Permanent => "Will not pass by itself",
        Shape::Warning => "Arrived, with doubts",
        _ => "Not known",
    }
}

/// `permanence` as in the report: `temporary`, `permanent`, `none`.
pub fn state_word(permanence: &str, cause: &str, act: &str) -> Html {
    let shape = shape(permanence, cause, act);
    html! {
        <span class={classes!("state-word", shape.class())}>
            { sign(shape) }
            { if shape == Shape::Unknown && cause != "undetermined" { "Not said whether it lasts" } else { word(shape) } }
        </span>
    }
}
