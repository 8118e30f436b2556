//! Files that are dropped on the page or chosen, and files that it gives away.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, DataTransfer, DragEvent, File, FileList, HtmlElement, Url};

/// Takes files that are dropped anywhere on the page; without this the browser would leave the page and open them.
pub fn on_drop(then: impl Fn(FileList) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let over = Closure::<dyn Fn(DragEvent)>::new(|event: DragEvent| event.prevent_default());
    let drop = Closure::<dyn Fn(DragEvent)>::new(move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files()).filter(|files| files.length() > 0);
        if let Some(files) = files {
            event.prevent_default();
            then(files);
        }
    });
    let _ = window.add_event_listener_with_callback("dragover", over.into_js_value().unchecked_ref());
    let _ = window.add_event_listener_with_callback("drop", drop.into_js_value().unchecked_ref());
}

/// Files that came one by one, as one list; nothing where there are none.
pub fn list(files: &js_sys::Array) -> Option<FileList> {
    let transfer = DataTransfer::new().ok()?;
    for file in files.iter().filter_map(|file| file.dyn_into::<File>().ok()) {
        transfer.items().add_with_file(&file).ok()?;
    }
    transfer.files().filter(|files| files.length() > 0)
}

/// Saves a text on the reader's device. Says whether it could.
pub fn save(name: &str, kind: &str, text: &str) -> bool {
    blob(kind, text).and_then(|blob| save_blob(name, &blob)).is_ok()
}

pub fn blob(kind: &str, text: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options)
}

pub fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlElement = document.create_element("a")?.dyn_into()?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.click();
    Url::revoke_object_url(&url)
}
