//! Copying and pasting.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Copies the text, then says whether it worked.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let Some(window) = web_sys::window() else { return then(false) };
    let copied = window.navigator().clipboard().write_text(text);
    spawn_local(async move { then(JsFuture::from(copied).await.is_ok()) });
}

/// The text that a paste event brings, before the browser puts it anywhere.
pub fn pasted(event: &web_sys::Event) -> Option<String> {
    let data = event.dyn_ref::<web_sys::ClipboardEvent>()?.clipboard_data()?;
    data.get_data("text/plain").ok()
}
