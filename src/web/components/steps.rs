//! What to do, the first thing first, in the reader's voice.

use super::coded::coded;
use super::link::outside;
use crate::report::{Link, Step};
use crate::web::markup::html;
use crate::web::state::Voice;
use yew::prelude::*;

pub fn steps(steps: &[Step], links: &[Link], act: &str, voice: Voice, on_voice: &Callback<Voice>) -> Html {
    let (people, admins): (Vec<_>, Vec<_>) = steps.iter().partition(|step| voice_of(step) == Voice::Person);
    let both = !people.is_empty() && !admins.is_empty();
    let shown = match voice {
        Voice::Person if !people.is_empty() => people,
        Voice::Administrator if admins.is_empty() => people,
        _ => admins,
    };
    // The page of a form for administrators is none of the person's.
    let links = if both && voice == Voice::Person && act.ends_with("-admin") { &[] } else { links };
    // Whose hands all of them need is said above already.
    let told = shown.iter().all(|step| step.by == act || (act == "sender" && step.by == "sender-admin"));
    html! {
        <section class="steps" aria-labelledby="steps-title">
            <div class="section-head">
                <h2 id="steps-title">{ "Do this" }</h2>
                if both {
                    <div class="switch" role="group" aria-label="Whose steps">
                        { voice_button(voice, on_voice, Voice::Person, "You") }
                        { voice_button(voice, on_voice, Voice::Administrator, "Administrator") }
                    </div>
                }
            </div>
            // Another list where there are more or fewer: Chromium counts rows that were taken out.
            <ol key={shown.len()}>
                { for shown.iter().map(|step| html! {
                    <li>
                        if let Some(by) = by(&step.by).filter(|_| !told) { <span class="step-by">{ by }</span> }
                        { coded(&step.text) }
                    </li>
                }) }
            </ol>
            if !links.is_empty() {
                <ul class="step-links">
                    { for links.iter().map(|link| html! {
                        <li>{ outside(&link.url, &link.title) }</li>
                    }) }
                </ul>
            }
        </section>
    }
}

/// Whether what to do is told to a person, and there is more of it for an administrator.
pub fn told_to_person(steps: &[Step], voice: Voice) -> bool {
    let of = |voice: Voice| steps.iter().any(|step| voice_of(step) == voice);
    voice == Voice::Person && of(Voice::Person) && of(Voice::Administrator)
}

fn voice_of(step: &Step) -> Voice {
    if step.by.ends_with("-admin") || step.by == "network" { Voice::Administrator } else { Voice::Person }
}

fn voice_button(now: Voice, on_voice: &Callback<Voice>, voice: Voice, label: &'static str) -> Html {
    let pressed = now == voice;
    html! {
        <button type="button" aria-pressed={pressed.to_string()} onclick={on_voice.reform(move |_| voice)}>
            { label }
        </button>
    }
}

/// Whose hands it needs, where it is not the reader's own.
fn by(by: &str) -> Option<&'static str> {
    match by {
        "recipient" => Some("The recipient"),
        "author" => Some("The sender"),
        "sender-admin" => Some("Sending side"),
        "recipient-admin" => Some("Receiving side"),
        "network" => Some("Network"),
        _ => None,
    }
}
