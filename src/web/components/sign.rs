//! Signs: each state has a shape of its own, so that colour is never the only one to tell.

use yew::prelude::*;

/// The four states, and what else is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A disc with a tick: it arrived.
    Fine,
    /// A disc with clock hands: it passes.
    Temporary,
    /// An octagon with a cross: it stays until something is changed.
    Permanent,
    /// A diamond with a question.
    Unknown,
}

impl Shape {
    pub fn class(self) -> &'static str {
        match self {
            Shape::Fine => "fine",
            Shape::Temporary => "temporary",
            Shape::Permanent => "permanent",
            Shape::Unknown => "unknown",
        }
    }

    fn outline(self) -> &'static str {
        match self {
            Shape::Fine | Shape::Temporary => "M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18z",
            Shape::Permanent => "M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z",
            Shape::Unknown => "M10 .5 19.5 10 10 19.5.5 10z",
        }
    }

    fn inner(self) -> &'static str {
        match self {
            Shape::Fine => "M6 10.3l2.8 2.8L14 7.6",
            Shape::Temporary => "M10 5.4V10l3.2 2.2",
            Shape::Permanent => "M7 7l6 6M13 7l-6 6",
            Shape::Unknown => "M8 8.2c0-2.7 4-2.7 4-.2 0 1.6-2 1.6-2 3.4M10 13.9v.2",
        }
    }
}

/// The sign alone: the words beside it say the same.
pub fn sign(shape: Shape) -> Html {
    html! {
        <svg class={classes!("sign", shape.class())} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class="sign-shape" d={shape.outline()} />
            <path class="sign-line" d={shape.inner()} />
        </svg>
    }
}
