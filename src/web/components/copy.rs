//! A button that copies.

use crate::web::browser::{clipboard, timer};
use crate::web::markup::html;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: AttrValue,
    /// What it copies, for those who cannot see where the button stands.
    pub what: AttrValue,
    #[prop_or("Copy".into())]
    pub label: AttrValue,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Copy(props: &Props) -> Html {
    let outcome = use_state(|| None::<bool>);
    let copy = {
        let (outcome, text) = (outcome.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let outcome = outcome.clone();
            clipboard::copy(&text, move |copied| {
                outcome.set(Some(copied));
                timer::after(4_000, move || outcome.set(None));
            });
        })
    };
    let label = match *outcome {
        None => props.label.clone(),
        Some(true) => "Copied".into(),
        Some(false) => "Copy it below".into(),
    };
    html! {
        <button type="button" class={classes!("copy", props.class.clone())} onclick={copy}>
            { label }
            <span class="hidden">{ format!(": {}", props.what) }</span>
            <span class="hidden" role="status">{ if *outcome == Some(true) { "Copied" } else { "" } }</span>
        </button>
    }
}
