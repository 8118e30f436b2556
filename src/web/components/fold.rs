//! What is folded is not drawn before it is opened for the first time; then it stays.

use crate::web::browser::timer;
use crate::web::worker::explained::Explained;
use yew::prelude::*;

/// How long to wait for what crosses behind the answer, in milliseconds, before looking again.
const PAUSE: i32 = 50;

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

/// Whether what is folded away at first has come from the worker; draws anew when it has.
#[hook]
pub fn use_folded(report: &Explained, wanted: bool) -> bool {
    let looked = use_state(|| 0);
    let here = report.folded.is_here();
    use_effect_with((wanted && !here, *looked), move |(waits, times)| {
        let times = *times;
        if *waits {
            timer::after(PAUSE, move || looked.set(times + 1));
        }
    });
    here
}
