//! Keys that work everywhere on the page.

use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Control or Command with Enter.
    Explain,
    /// `/`
    Box,
    /// `?`
    Help,
    Escape,
    /// Alt with the arrow down or up: from case to case. No letters, which readers of the screen have for themselves.
    Next,
    Previous,
}

/// Listens for as long as the page lives. Single signs count only where nobody is typing.
pub fn on_key(then: impl Fn(Key) + 'static) {
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if let Some(key) = meaning(&event) {
            if key != Key::Escape {
                event.prevent_default();
            }
            then(key);
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("keydown", listener.into_js_value().unchecked_ref());
    }
}

fn meaning(event: &KeyboardEvent) -> Option<Key> {
    let key = event.key();
    if key == "Enter" && (event.ctrl_key() || event.meta_key()) {
        return Some(Key::Explain);
    }
    if key == "Escape" {
        return Some(Key::Escape);
    }
    match (event.alt_key(), key.as_str()) {
        (true, "ArrowDown") => return Some(Key::Next),
        (true, "ArrowUp") => return Some(Key::Previous),
        _ => {}
    }
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.matches("input, textarea, select").unwrap_or(false));
    if typing || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    match key.as_str() {
        "/" => Some(Key::Box),
        "?" => Some(Key::Help),
        _ => None,
    }
}
