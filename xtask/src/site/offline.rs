//! What makes the site work without the network, and installable: the service worker, the manifest, the icons.
//!
//! The service worker keeps one version: its list of files, and a number that changes with any of them. It is a small
//! script and no wasm, because browsers start it for every request.
//!
//! A share target has to be an address, so what is shared is posted to `share` below the root; the service worker answers
//! that itself. GET would put the text into an address, where it would be written into logs if the service worker were gone.

use super::files;
use crate::cmd::{Outcome, root};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const SCRIPT: &str = include_str!("service-worker.js");

/// A page of each depth; the copies differ in their relative addresses alone.
pub const PAGES: [&str; 3] = ["./", "why/", "why/greylisted/"];

/// Where the icons lie in the source; they keep their names.
const ICONS: [&str; 3] = ["icon-192.png", "icon-512.png", "icon-maskable.png"];

/// What belongs into the head of a page; addresses as trunk writes them.
pub fn head(public_url: &str) -> String {
    format!(
        "<link rel=\"manifest\" href=\"{public_url}manifest.webmanifest\"><link rel=\"apple-touch-icon\" \
         href=\"{public_url}icon-192.png\"><meta name=\"mailwhy-offline\" content=\"service-worker.js\">"
    )
}

/// Writes what `head` names. The last step: the service worker lists what is there.
pub fn write(stage: &Path, fresh: bool) -> Outcome {
    for icon in ICONS {
        let from = root().join("style/icons").join(icon);
        fs::copy(&from, stage.join(icon)).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    files::write(&stage.join("manifest.webmanifest"), manifest().to_string())?;
    files::write(&stage.join("service-worker.js"), &script(stage, fresh)?)
}

fn script(stage: &Path, fresh: bool) -> Outcome<String> {
    let kept = kept(stage)?;
    let mut content = Vec::new();
    for file in &kept {
        let path = if file.ends_with('/') { stage.join(file).join("index.html") } else { stage.join(file) };
        content.extend_from_slice(file.as_bytes());
        content.extend(files::bytes(&path)?);
    }
    Ok(SCRIPT
        .replace("{version}", &files::hash(&content))
        .replace("{files}", &json!(kept).to_string())
        .replace("{pages}", &json!(PAGES).to_string())
        .replace("{fresh}", &fresh.to_string()))
}

/// What is kept on the device, by its address below the root: everything but copies of the page.
fn kept(stage: &Path) -> Outcome<Vec<String>> {
    let mut kept: Vec<String> = PAGES.iter().map(|&page| page.to_owned()).collect();
    let mut folders = vec![stage.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?.flatten() {
            let path = entry.path();
            let name = path.strip_prefix(stage).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with(".html") && name != "service-worker.js" && !name.starts_with('.') {
                kept.push(name);
            }
        }
    }
    kept[PAGES.len()..].sort();
    Ok(kept)
}

/// Addresses in a manifest are relative to the manifest (Web Application Manifest, 2.2).
fn manifest() -> Value {
    let icon = |name: &str, size: &str, purpose: &str| json!({ "src": name, "sizes": size, "type": "image/png", "purpose": purpose });
    let files = json!({
        "message/rfc822": [".eml"],
        "application/mbox": [".mbox"],
        "application/vnd.ms-outlook": [".msg"],
        "text/plain": [".txt", ".log"],
    });
    json!({
        "name": "mailwhy: why did this mail fail?",
        "short_name": "mailwhy",
        "description": "Says why mail failed, and who can mend it. Nothing leaves the page.",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#fbfbf9",
        "theme_color": "#fbfbf9",
        "icons": [
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable.png", "512x512", "maskable"),
        ],
        "file_handlers": [{ "action": "./", "accept": files }],
        "launch_handler": { "client_mode": "navigate-new" },
        "share_target": {
            "action": "share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{ "name": "files", "accept": ["message/rfc822", "text/plain", ".eml", ".mbox", ".msg", ".log", ".txt"] }],
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_changes_with_any_file() {
        let stage = std::env::temp_dir().join(format!("mailwhy-offline-{}", std::process::id()));
        for page in PAGES {
            files::write(&stage.join(page).join("index.html"), "page").unwrap();
        }
        files::write(&stage.join("app-0123456789abcdef.js"), "one").unwrap();
        let one = script(&stage, false).unwrap();
        assert!(one.contains("[\"./\",\"why/\",\"why/greylisted/\",\"app-0123456789abcdef.js\"]"), "{one}");
        assert_eq!(script(&stage, false).unwrap(), one);
        files::write(&stage.join("why/index.html"), "another page").unwrap();
        assert_ne!(script(&stage, false).unwrap(), one);
        fs::remove_dir_all(&stage).unwrap();
    }
}
