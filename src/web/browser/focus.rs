//! Where the keyboard is, and what is in view.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

pub fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok()??.dyn_into().ok()
}

/// What has the keyboard.
pub fn now() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

/// Moves the keyboard to the first element that the selector finds.
pub fn to(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

/// Presses the button that the selector finds.
pub fn press(selector: &str) {
    if let Some(button) = find(selector) {
        button.click();
    }
}

/// Brings the element into the middle of `frame`, which scrolls by itself; the page does not move.
pub fn show_within(frame: &Element, element: &Element) {
    let (frame_box, element_box) = (frame.get_bounding_client_rect(), element.get_bounding_client_rect());
    let above = element_box.top() < frame_box.top() + 24.0;
    let below = element_box.bottom() > frame_box.bottom() - 24.0;
    if above || below {
        let offset = element_box.top() - frame_box.top() - frame_box.height() / 3.0;
        frame.set_scroll_top(frame.scroll_top() + offset as i32);
    }
}

/// The place of the page that its address names, if there is one.
pub fn to_fragment() {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    if let Some(element) = find(&hash) {
        element.scroll_into_view();
        let _ = element.focus();
    }
}

/// The top of the page.
pub fn top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
