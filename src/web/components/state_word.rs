//! Temporary, for good, arrived, not known: a word with its sign.

use super::sign::{Shape, Sign};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// As in the report: `temporary`, `permanent`, `none`.
    pub permanence: AttrValue,
    pub cause: AttrValue,
}

/// The state of a finding.
pub fn shape(permanence: &str, cause: &str) -> Shape {
    match (permanence, cause) {
        (_, "undetermined") => Shape::Unknown,
        ("temporary", _) => Shape::Temporary,
        ("permanent", _) => Shape::Permanent,
        _ => Shape::Fine,
    }
}

fn word(shape: Shape) -> &'static str {
    match shape {
        Shape::Fine => "No failure",
        Shape::Temporary => "Temporary",
        Shape::Permanent => "For good, until something is changed",
        Shape::Unknown => "Not known",
    }
}

#[component]
pub fn StateWord(props: &Props) -> Html {
    let shape = shape(&props.permanence, &props.cause);
    html! {
        <span class={classes!("state-word", shape.class())}>
            <Sign shape={shape} />
            { word(shape) }
        </span>
    }
}
