//! The box. What is typed stays in it; the page asks for the text only when it is to be explained.

use crate::web::browser::timer;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What to start with.
    pub paste: AttrValue,
    pub busy: bool,
    pub on_explain: Callback<AttrValue>,
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
        Callback::from(move |_: Event| {
            let explain = explain.clone();
            timer::after(0, move || explain.emit(()));
        })
    };
    let clear = {
        let area = area.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = area.cast::<web_sys::HtmlTextAreaElement>() {
                area.set_value("");
                let _ = area.focus();
            }
        })
    };
    html! {
        <div class="paste-box">
            <label class="hidden" for="box">{ "What your mail program, server or bounce says" }</label>
            <textarea
                id="box" ref={area} data-test="box" rows="12" dir="auto"
                placeholder={PLACEHOLDER}
                spellcheck="false" autocomplete="off" autocapitalize="off"
                onpaste={pasted}
            />
            <div class="paste-box-bar">
                <button
                    type="button" class="primary" data-test="explain" disabled={props.busy}
                    onclick={explain.reform(|_| ())}
                >
                    { "Explain" }
                </button>
                <button type="button" class="quiet" onclick={clear}>{ "Clear" }</button>
                <span class="paste-box-hint"><kbd>{ "Ctrl" }</kbd>{ " " }<kbd>{ "Enter" }</kbd></span>
            </div>
        </div>
    }
}

/// Also in index.html, where the box stands before the page is loaded.
const PLACEHOLDER: &str = "Paste here: full headers, a bounce, an error, log lines…";
