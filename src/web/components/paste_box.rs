//! The box. What is typed stays in it; the page asks for the text only when it is to be explained.
//!
//! A long text is held beside the box, not in it: browsers take a minute to put five megabytes of lines into a field, and
//! nobody edits them there.

use crate::web::browser::{clipboard, files, timer};
use crate::web::markup::html;
use crate::web::state::Keeping;
use yew::prelude::*;

/// A longer text is held, in bytes.
const LONG: usize = 256 << 10;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What to start with.
    pub paste: AttrValue,
    /// What was cleared last, to bring it back.
    pub cleared: AttrValue,
    pub busy: bool,
    pub on_explain: Callback<AttrValue>,
    pub keeping: Keeping,
    /// The text that is to be kept on the device; nothing to forget it.
    pub on_keep: Callback<Option<AttrValue>>,
    /// The box is emptied of this.
    pub on_clear: Callback<AttrValue>,
}

#[component]
pub fn PasteBox(props: &Props) -> Html {
    let area = use_node_ref();
    let held = use_state_eq(|| false);
    let first = area.clone();
    let hold = held.clone();
    use_effect_with(props.paste.clone(), move |paste| {
        let long = paste.len() > LONG;
        hold.set(long);
        if let Some(area) = first.cast::<web_sys::HtmlTextAreaElement>() {
            let shown = if long { "" } else { paste };
            // To set what stands there already would lay the whole text out anew.
            if area.value() != shown {
                area.set_value(shown);
            }
        }
    });
    let focused = area.clone();
    use_effect_with((), move |()| {
        if let Some(area) = focused.cast::<web_sys::HtmlElement>() {
            let _ = area.focus();
        }
    });
    // What is typed, or where nothing is, what is held.
    let text = {
        let (area, kept) = (area.clone(), held.then(|| props.paste.clone()));
        move || {
            let area = area.cast::<web_sys::HtmlTextAreaElement>();
            let typed = AttrValue::from(area.map(|area| area.value()).unwrap_or_default());
            kept.clone().filter(|_| typed.is_empty()).unwrap_or(typed)
        }
    };
    let explain = {
        let (text, on_explain) = (text.clone(), props.on_explain.clone());
        Callback::from(move |()| on_explain.emit(text()))
    };
    // At the moment of the event the text is not in the box yet.
    let pasted = {
        let (explain, on_explain) = (explain.clone(), props.on_explain.clone());
        Callback::from(move |event: Event| {
            // Files are taken by the page as a whole.
            if files::are_pasted(&event) {
                return;
            }
            if let Some(text) = clipboard::pasted(&event).filter(|text| text.len() > LONG) {
                event.prevent_default();
                return on_explain.emit(text.into());
            }
            let explain = explain.clone();
            timer::after(0, move || explain.emit(()));
        })
    };
    // What stands in the box is kept while that is switched on: each change, a cleared box too.
    let keep = {
        let (on_keep, text) = (props.on_keep.clone(), text.clone());
        move |wanted: bool| on_keep.emit(wanted.then(&text))
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
        let (area, held, text, on_clear) = (area.clone(), held.clone(), text.clone(), props.on_clear.clone());
        let (on_keep, wanted) = (props.on_keep.clone(), props.keeping.is_wanted());
        Callback::from(move |_: MouseEvent| {
            on_clear.emit(text());
            held.set(false);
            if let Some(area) = area.cast::<web_sys::HtmlTextAreaElement>() {
                area.set_value("");
                let _ = area.focus();
                if wanted {
                    on_keep.emit(Some(AttrValue::default()));
                }
            }
        })
    };
    let wanted = props.keeping.is_wanted();
    let cleared = props.cleared.clone();
    html! {
        <div class="paste-box">
            <label class="hidden" for="box">{ "What your mail program, server or bounce says" }</label>
            <textarea
                id="box" ref={area} data-test="box" rows="12" dir="auto"
                placeholder={PLACEHOLDER}
                spellcheck="false" autocomplete="off" autocapitalize="off"
                onpaste={pasted} oninput={typed}
            />
            if *held {
                <p class="notice" data-test="held">{ size(props.paste.len()) }</p>
            }
            <div class="paste-box-bar">
                <button
                    type="button" class="primary" data-test="explain" disabled={props.busy}
                    onclick={explain.reform(|_| ())}
                >
                    { "Explain" }
                </button>
                <button type="button" class="quiet" onclick={clear}>{ "Clear" }</button>
                if !cleared.is_empty() {
                    <button
                        type="button" class="quiet" data-test="undo"
                        onclick={props.on_explain.reform(move |_| cleared.clone())}
                    >
                        { "Bring it back" }
                    </button>
                }
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

fn size(bytes: usize) -> String {
    let tenths = (bytes + 50_000) / 100_000;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    format!(
        "Your text of {whole}.{tenth} MB is kept, but not shown here: it is too long to be edited in a box."
    )
}

/// Also in index.html, where the box stands before the page is loaded.
const PLACEHOLDER: &str = "Paste here: full headers, a bounce, an error, log lines…";
