//! The list of keys.

use crate::web::browser::{focus, timer};
use crate::web::markup::html;
use yew::prelude::*;

const KEYS: [(&str, &str); 8] = [
    ("Ctrl Enter or ⌘ Enter", "Explain what is in the box"),
    ("/", "Go to the box"),
    ("Ctrl V or ⌘ V", "Anywhere on the page: explain the text or the files that are pasted"),
    ("Alt ↓", "Of many cases: open the first, go to the next"),
    ("Alt ↑", "Go to the case before"),
    ("Tab", "Go through the answer in reading order"),
    ("?", "Show this list"),
    ("Esc", "Close it; from a case, go back to the overview"),
];

#[derive(Properties, PartialEq)]
pub struct Props {
    pub on_close: Callback<()>,
}

#[component]
pub fn Help(props: &Props) -> Html {
    let close = use_node_ref();
    let button = close.clone();
    use_effect_with((), move |()| {
        let before = focus::now();
        if let Some(button) = button.cast::<web_sys::HtmlElement>() {
            let _ = button.focus();
        }
        // Back to where the reader was, when that can be reached again.
        move || {
            timer::after(0, move || {
                if let Some(before) = before {
                    let _ = before.focus();
                }
            });
        }
    });
    html! {
        <div class="help" role="dialog" aria-modal="true" aria-labelledby="help-title">
            <div class="help-sheet">
                <h2 id="help-title">{ "Keys" }</h2>
                <dl>
                    { for KEYS.iter().map(|(key, what)| html! {
                        <div><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></div>
                    }) }
                </dl>
                <button type="button" ref={close} onclick={props.on_close.reform(|_| ())}>{ "Close" }</button>
            </div>
        </div>
    }
}
