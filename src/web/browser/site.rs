//! Where the site lies, as the build told the page in its head (`xtask/src/site/finish.rs`).

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

fn told(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let meta = document.query_selector(&format!("meta[name='{name}']")).ok()??;
    meta.get_attribute("content")
}

/// The absolute address of the site's root, with a slash at its end. Read it before the page's own address changes.
pub fn root() -> String {
    thread_local! {
        static ROOT: String = {
            let relative = told("mailwhy-root").unwrap_or_else(|| "./".to_owned());
            let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
            web_sys::Url::new_with_base(&relative, &here).map(|url| url.href()).unwrap_or(relative)
        };
    }
    ROOT.with(String::clone)
}

/// The file of all articles, below the root.
pub fn articles() -> String {
    told("mailwhy-articles").unwrap_or_default()
}

/// The text of a file of the site, by its name below the root.
pub async fn text(name: &str) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let address = format!("{}{name}", root());
    let response: Response = JsFuture::from(window.fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

/// The script of the service worker, below the root, where the build made one.
pub fn offline() -> Option<String> {
    told("mailwhy-offline")
}

/// The worker's script, below the root.
pub fn worker() -> String {
    told("mailwhy-worker").unwrap_or_else(|| "worker_loader.js".to_owned())
}
