//! What machine the reader sits at.

use crate::text::find::find;

/// Whether commands are wanted in their Windows form.
pub fn is_windows() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    find(&agent, "Windows").is_some()
}
