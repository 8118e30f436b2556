//! Choosing files, or a folder. Dropping them works on the whole page.

use crate::web::browser::files::{Named, of_list};
use crate::web::markup::html;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub fn choose_files(on_files: &Callback<Vec<Named>>) -> Html {
    let chosen = on_files.clone();
    let chosen = Callback::from(move |event: Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let files = input.files().map(|files| of_list(&files)).unwrap_or_default();
        if !files.is_empty() {
            chosen.emit(files);
        }
        // The same file can be chosen again.
        input.set_value("");
    });
    html! {
        <>
            <label class="files">
                <input type="file" multiple={true} class="hidden" data-test="files" onchange={chosen.clone()} />
                <span>{ "files" }</span>
            </label>
            { " or " }
            <label class="files">
                <input type="file" webkitdirectory={true} class="hidden" data-test="folder" onchange={chosen} />
                <span>{ "a folder" }</span>
            </label>
        </>
    }
}
