//! Files that are dropped on the page, pasted or chosen, and files that it gives away.

use super::folders;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, DragEvent, Element, File, FileList, HtmlElement, Url,
};

/// A file with the name that is shown: with its folders.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub name: String,
    pub file: File,
}

/// What was brought to the page.
pub enum Brought {
    Files(Vec<Named>),
    Text(String),
}

/// Those of a list; a folder that was chosen gives its files their paths.
pub fn of_list(files: &FileList) -> Vec<Named> {
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.map(|file| Named { name: path(&file), file }).collect()
}

fn path(file: &File) -> String {
    let path =
        js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// Takes what is dropped anywhere on the page; without this the browser would leave the page and open it. `over` hears
/// when something is dragged over the page, and when not any more.
pub fn on_drop(over: impl Fn(bool) + 'static, then: impl Fn(Brought) + Clone + 'static) {
    let over = Rc::new(Changes { last: Cell::new(false), then: over });
    let (entered, left) = (over.clone(), over.clone());
    listen("dragover", move |event: DragEvent| {
        if is_ours(&event) {
            event.prevent_default();
            entered.tell(true);
        }
    });
    listen("dragleave", move |event: DragEvent| {
        // From one element to another is not away.
        if event.related_target().is_none() {
            left.tell(false);
        }
    });
    listen("drop", move |event: DragEvent| {
        over.tell(false);
        let Some(data) = event.data_transfer().filter(|_| is_ours(&event)) else { return };
        event.prevent_default();
        if holds(&data, "Files") {
            let then = then.clone();
            folders::dropped(&data, move |files| then(Brought::Files(files)));
        } else {
            bring_text(&data, &then);
        }
    });
}

/// Files, or a text that is not moved into a text field.
fn is_ours(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| holds(&data, "Files") || (holds(&data, "text/plain") && !is_field(event)))
}

/// Tells what is new only: a drag is heard of many times a second.
struct Changes<F> {
    last: Cell<bool>,
    then: F,
}

impl<F: Fn(bool)> Changes<F> {
    fn tell(&self, now: bool) {
        if self.last.replace(now) != now {
            (self.then)(now);
        }
    }
}

/// Takes what is pasted while no text field has the keyboard; files also while one has.
pub fn on_paste(then: impl Fn(Brought) + Clone + 'static) {
    listen("paste", move |event: ClipboardEvent| {
        let Some(data) = event.clipboard_data() else { return };
        let files = pasted(&data);
        if !files.is_empty() {
            event.prevent_default();
            then(Brought::Files(files));
        } else if !is_field(&event) {
            event.prevent_default();
            bring_text(&data, &then);
        }
    });
}

/// Whether a paste brings files.
pub fn are_pasted(event: &web_sys::Event) -> bool {
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    data.is_some_and(|data| !pasted(&data).is_empty())
}

/// Office programs put a picture of the text beside the text: that is no file. A picture alone is a screenshot.
fn pasted(data: &DataTransfer) -> Vec<Named> {
    let files = data.files().map(|files| of_list(&files)).unwrap_or_default();
    let has_text = holds(data, "text/plain");
    files.into_iter().filter(|named| !has_text || !named.file.type_().starts_with("image/")).collect()
}

fn bring_text(data: &DataTransfer, then: &impl Fn(Brought)) {
    if let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty()) {
        then(Brought::Text(text));
    }
}

fn holds(data: &DataTransfer, kind: &str) -> bool {
    data.types().iter().any(|known| known.as_string().as_deref() == Some(kind))
}

/// Whether it happens where text is typed.
fn is_field(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.matches("input, textarea, select").unwrap_or(false))
}

fn listen<E: wasm_bindgen::convert::FromWasmAbi + 'static>(name: &str, then: impl Fn(E) + 'static) {
    let listener = Closure::<dyn Fn(E)>::new(then);
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback(name, listener.into_js_value().unchecked_ref());
    }
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
