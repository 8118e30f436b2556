//! Signs: each state has a shape of its own, so that colour is never the only one to tell.

use crate::web::markup::html;
use yew::prelude::*;

/// The states, and two for what is worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A disc with a tick: it arrived.
    Fine,
    /// An hourglass: it arrived, after hours.
    Late,
    /// A disc with clock hands: it passes.
    Temporary,
    /// An octagon with a cross: it stays until something is changed.
    Permanent,
    /// A square with a question.
    Unknown,
    /// A ring with an i: worth a look.
    Notice,
    /// A triangle with an exclamation mark: it arrived amiss, explains a verdict, or asks for care.
    Warning,
}

impl Shape {
    /// Those of an outcome, the gravest first.
    pub const STATES: [Shape; 6] =
        [Shape::Permanent, Shape::Temporary, Shape::Unknown, Shape::Warning, Shape::Late, Shape::Fine];

    /// By a finding's state, or the name of a sign.
    pub fn named(name: &str) -> Shape {
        match name {
            "fine" | "mend" => Shape::Fine,
            "late" => Shape::Late,
            // The sender's server holds the mail still, whatever has to be changed.
            "temporary" | "lasting" => Shape::Temporary,
            "permanent" | "lost" => Shape::Permanent,
            "notice" => Shape::Notice,
            "warning" | "junk" => Shape::Warning,
            _ => Shape::Unknown,
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Shape::Fine => "fine",
            Shape::Late => "late",
            Shape::Temporary => "temporary",
            Shape::Permanent => "permanent",
            Shape::Unknown => "unknown",
            Shape::Notice => "look",
            Shape::Warning => "warning",
        }
    }

    fn outline(self) -> &'static str {
        match self {
            Shape::Fine | Shape::Temporary | Shape::Notice => "M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18z",
            Shape::Late => "M4 1h12v3.5L12.5 10l3.5 5.5V19H4v-3.5L7.5 10 4 4.5z",
            Shape::Permanent => "M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z",
            Shape::Unknown => {
                "M4 1.5h12A2.5 2.5 0 0 1 18.5 4v12a2.5 2.5 0 0 1-2.5 2.5H4A2.5 2.5 0 0 1 1.5 16V4A2.5 2.5 0 0 1 4 1.5z"
            }
            Shape::Warning => {
                "M8.4 2.4a1.9 1.9 0 0 1 3.2 0l7.4 13a1.9 1.9 0 0 1-1.6 2.8H2.6A1.9 1.9 0 0 1 1 15.4z"
            }
        }
    }

    fn inner(self) -> &'static str {
        match self {
            Shape::Late => "M7.5 5h5M8.5 15.5h3",
            Shape::Fine => "M6 10.3l2.8 2.8L14 7.6",
            Shape::Temporary => "M10 5.4V10l3.2 2.2",
            Shape::Permanent => "M7 7l6 6M13 7l-6 6",
            Shape::Unknown => "M7.6 7.8c0-3.2 4.8-3.2 4.8-.3 0 1.9-2.4 1.9-2.4 4M10 14.2v.2",
            Shape::Notice => "M10 9.2v5M10 5.8v.2",
            Shape::Warning => "M10 7v4.6M10 14.8v.2",
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

#[cfg(test)]
mod tests {
    use super::Shape;
    use crate::report::standing::word;

    /// The overview chooses by signs, and has the words of the answers on its buttons.
    #[test]
    fn each_sign_of_an_outcome_has_its_word() {
        let words = Shape::STATES.map(|shape| word(shape.class()));
        let states = ["permanent", "temporary", "unknown", "warning", "late", "fine"];
        assert_eq!(words, states.map(word));
        assert_eq!(Shape::STATES.map(Shape::class), states.map(|state| Shape::named(state).class()));
    }
}
