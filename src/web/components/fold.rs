//! What is folded is not drawn before it is opened for the first time; then it stays.

use yew::prelude::*;

/// Whether a `details` element has been open, and what it is to call when it is opened (`ontoggle`).
#[hook]
pub fn use_opened(at_first: bool) -> (bool, Callback<Event>) {
    let opened = use_state_eq(|| at_first);
    let toggled = {
        let opened = opened.clone();
        Callback::from(move |_: Event| opened.set(true))
    };
    (*opened, toggled)
}
