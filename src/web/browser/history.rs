//! The address bar, as routes.

use super::site;
use crate::web::route::Route;
use wasm_bindgen::prelude::*;

/// The route of the page's address.
pub fn current() -> Route {
    let here = web_sys::window().map(|window| window.location());
    let origin = here.as_ref().and_then(|here| here.origin().ok()).unwrap_or_default();
    let fragment = here.as_ref().and_then(|here| here.hash().ok()).unwrap_or_default();
    let path = here.and_then(|here| here.pathname().ok()).unwrap_or_default();
    let root = site::root();
    let root_path = root.strip_prefix(&origin).unwrap_or("/");
    path.strip_prefix(root_path)
        .map_or(Route::Unknown, |path| Route::read(path, fragment.trim_start_matches('#')))
}

/// The part of the address that no server sees, where a link may hold a text: `p1=…`.
pub fn fragment() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let fragment = hash.strip_prefix('#')?;
    let version = fragment.strip_prefix('p')?.split_once('=')?.0;
    (!version.is_empty() && version.bytes().all(|b| b.is_ascii_digit())).then(|| fragment.to_owned())
}

/// Whether the address ends in this mark, which is taken away: a reload is not told again.
pub fn take_mark(mark: &str) -> bool {
    let window = web_sys::window();
    let hash = window.as_ref().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let there = hash.strip_prefix('#') == Some(mark);
    if let (true, Some(history)) = (there, window.and_then(|window| window.history().ok())) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&site::root()));
    }
    there
}

/// Goes there: a new entry in the history.
pub fn push(route: &Route) {
    let address = format!("{}{}", site::root(), route.path());
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Tells when the reader goes back or forth.
pub fn on_move(then: impl Fn(Route) + 'static) {
    let then = Closure::<dyn Fn()>::new(move || then(current()));
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("popstate", then.into_js_value().unchecked_ref());
    }
}

/// The title of the window.
pub fn title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}
