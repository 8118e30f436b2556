//! Waiting.

use wasm_bindgen::prelude::*;

/// Does it once, after so many milliseconds.
pub fn after(milliseconds: i32, then: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let then = Closure::once_into_js(then);
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), milliseconds);
    }
}

/// Does it once, when the next frame is drawn: before it is laid out, after all that is being done now.
pub fn next_frame(then: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let then = Closure::once_into_js(then);
        let _ = window.request_animation_frame(then.unchecked_ref());
    }
}
