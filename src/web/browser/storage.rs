//! What is kept on this device, if the reader wants that: the text in the box. Other tabs and later visits see it.

use super::site;

fn place() -> Option<(web_sys::Storage, String)> {
    let storage = web_sys::window()?.local_storage().ok()??;
    Some((storage, format!("mailwhy text {}", site::root())))
}

/// The text; nothing where keeping is switched off.
pub fn kept() -> Option<String> {
    let (storage, key) = place()?;
    storage.get_item(&key).ok()?
}

/// False where the browser does not allow it, or has no room.
pub fn keep(text: &str) -> bool {
    place().is_some_and(|(storage, key)| storage.set_item(&key, text).is_ok())
}

pub fn forget() {
    if let Some((storage, key)) = place() {
        let _ = storage.remove_item(&key);
    }
}
