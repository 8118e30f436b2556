//! Choosing files. Dropping them works on the whole page.

use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlInputElement};
use yew::prelude::*;

pub fn choose_files(on_files: &Callback<FileList>) -> Html {
    let on_files = on_files.clone();
    let chosen = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let files = input.and_then(|input| input.files()).filter(|files| files.length() > 0);
        if let Some(files) = files {
            on_files.emit(files);
        }
    };
    html! {
        <label class="files">
            <input type="file" multiple=true class="hidden" data-test="files" onchange={chosen} />
            <span>{ "a file" }</span>
        </label>
    }
}
