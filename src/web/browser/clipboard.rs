//! Copying and pasting.

use super::focus;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Copies the text, then says whether it worked. Where the browser does not allow that it may allow the old way: to copy
/// what is selected. Where not even that, the text stays selected, for the reader to copy, until the field is left.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let text = text.to_owned();
    let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
    // Without encryption a browser has none.
    let copied =
        clipboard.filter(|there| there.is_object()).map(|there| JsFuture::from(there.write_text(&text)));
    spawn_local(async move {
        let copied = match copied {
            Some(copied) => copied.await.is_ok(),
            None => false,
        };
        then(copied || selected(&text).is_some());
    });
}

/// Copies out of a field that is there for it alone.
fn selected(text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let before = focus::now();
    let field: web_sys::HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    let frame = document.create_element("label").ok()?;
    frame.set_class_name("by-hand");
    frame.set_text_content(Some("Press Ctrl C or ⌘ C to copy this. A click beside it closes it."));
    frame.append_child(&field).ok()?;
    focus::find("#main")?.append_child(&frame).ok()?;
    field.select();
    let copied = document.dyn_into::<web_sys::HtmlDocument>().ok()?.exec_command("copy");
    if copied == Ok(true) {
        frame.remove();
        return before.and_then(|before| before.focus().ok());
    }
    field.set_onblur(Some(Closure::once_into_js(move || frame.remove()).unchecked_ref()));
    None
}

/// The text that a paste event brings, before the browser puts it anywhere.
pub fn pasted(event: &web_sys::Event) -> Option<String> {
    let data = event.dyn_ref::<web_sys::ClipboardEvent>()?.clipboard_data()?;
    data.get_data("text/plain").ok()
}
