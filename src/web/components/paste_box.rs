//! The box. What is typed stays in it; the page asks for the text only when it is to be explained.

use crate::web::browser::{files, timer};
use crate::web::state::Keeping;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What to start with.
    pub paste: AttrValue,
    pub busy: bool,
    pub on_explain: Callback<AttrValue>,
    pub keeping: Keeping,
    /// The text that is to be kept on the device; nothing to forget it.
    pub on_keep: Callback<Option<AttrValue>>,
}

#[component]
pub fn PasteBox(props: &Props) -> Html {
    let area = use_node_ref();
    let first = area.clone();
    use_effect_with(props.paste.clone(), move |paste| {
        if let Some(area) = first.cast::<web_sys::HtmlTextAreaElement>() {
            area.set_value(paste);
        }
    });
    let focused = area.clone();
    use_effect_with((), move |()| {
        if let Some(area) = focused.cast::<web_sys::HtmlElement>() {
            let _ = area.focus();
        }
    });
    let explain = {
        let (area, on_explain) = (area.clone(), props.on_explain.clone());
        Callback::from(move |()| {
            if let Some(area) = area.cast::<web_sys::HtmlTextAreaElement>() {
                on_explain.emit(area.value().into());
            }
        })
    };
    // At the moment of the event the text is not in the box yet.
    let pasted = {
        let explain = explain.clone();
        Callback::from(move |event: Event| {
            // Files are taken by the page as a whole.
            if files::are_pasted(&event) {
                return;
            }
            let explain = explain.clone();
            timer::after(0, move || explain.emit(()));
        })
    };
    // What stands in the box is kept while that is switched on: each change, a cleared box too.
    let keep = {
        let (area, on_keep) = (area.clone(), props.on_keep.clone());
        move |wanted: bool| {
            let text =
                area.cast::<web_sys::HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            on_keep.emit(wanted.then(|| text.into()));
        }
    };
    let typed = {
        let (keep, wanted) = (keep.clone(), props.keeping.is_wanted());
        Callback::from(move |_: InputEvent| {
            if wanted {
                keep(true);
            }
        })
    };
    let clear = {
        let (area, keep, wanted) = (area.clone(), keep.clone(), props.keeping.is_wanted());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = area.cast::<web_sys::HtmlTextAreaElement>() {
                area.set_value("");
                let _ = area.focus();
                if wanted {
                    keep(true);
                }
            }
        })
    };
    let wanted = props.keeping.is_wanted();
    html! {
        <div class="paste-box">
            <label class="hidden" for="box">{ "What your mail program, server or bounce says" }</label>
            <textarea
                id="box" ref={area} data-test="box" rows="12" dir="auto"
                placeholder={PLACEHOLDER}
                spellcheck="false" autocomplete="off" autocapitalize="off"
                onpaste={pasted} oninput={typed}
            />
            <div class="paste-box-bar">
                <button
                    type="button" class="primary" data-test="explain" disabled={props.busy}
                    onclick={explain.reform(|_| ())}
                >
                    { "Explain" }
                </button>
                <button type="button" class="quiet" onclick={clear}>{ "Clear" }</button>
                <label class="keep">
                    <input
                        type="checkbox" role="switch" data-test="keep"
                        checked={props.keeping.is_wanted()}
                        onchange={move |_: Event| keep(!wanted)}
                    />
                    { "Keep on this device" }
                </label>
                <span class="paste-box-hint"><kbd>{ "Ctrl" }</kbd>{ " " }<kbd>{ "Enter" }</kbd></span>
            </div>
            <p class="keep-note" role="status">{ kept(props.keeping) }</p>
        </div>
    }
}

fn kept(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Off => "",
        Keeping::On => {
            "The text stays in this browser, also after a reload, until you clear it or switch this off."
        }
        Keeping::TooLarge => "This text is over 1 MB, too large to be kept: a reload clears it.",
        Keeping::Refused => {
            "This browser does not let the page keep anything. A private window may be the reason."
        }
    }
}

/// Also in index.html, where the box stands before the page is loaded.
const PLACEHOLDER: &str = "Paste here: full headers, a bounce, an error, log lines…";
