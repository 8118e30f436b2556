//! Copying.

use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Copies the text, then says whether it worked.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let Some(window) = web_sys::window() else { return then(false) };
    let copied = window.navigator().clipboard().write_text(text);
    spawn_local(async move { then(JsFuture::from(copied).await.is_ok()) });
}
