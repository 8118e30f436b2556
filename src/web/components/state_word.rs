//! Temporary, to stay, arrived, not known: a word with its sign.

use super::sign::{Shape, sign};
use crate::report::standing::word;
use crate::web::markup::html;
use yew::prelude::*;

/// `state` as in the report.
pub fn state_word(state: &str) -> Html {
    let shape = Shape::named(state);
    html! {
        <span class={classes!("state-word", shape.class())}>
            { sign(shape) }
            { word(state) }
        </span>
    }
}
