//! A new version of the site is ready. It waits until the reader takes it, or has closed every window with the old one.

use crate::web::markup::html;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The text in the box outlives the change.
    pub kept: bool,
    pub on_use: Callback<()>,
}

#[component]
pub fn Newer(props: &Props) -> Html {
    let later = use_state(|| false);
    if *later {
        return Html::default();
    }
    let wait = {
        let later = later.clone();
        Callback::from(move |_: MouseEvent| later.set(true))
    };
    html! {
        <aside class="newer" aria-label="A new version" data-test="newer">
            <p role="status">
                { "A new version is ready. " }
                { if props.kept { "It loads the page anew; your text stays." } else { "It loads the page anew, and clears the box." } }
            </p>
            <div class="newer-bar">
                <button type="button" data-test="use-newer" onclick={props.on_use.reform(|_| ())}>{ "Use it" }</button>
                <button type="button" class="quiet" onclick={wait}>{ "Later" }</button>
            </div>
        </aside>
    }
}
