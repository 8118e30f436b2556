//! The Content-Security-Policy: the browser itself sees to it that nothing leaves the page.
//!
//! It allows the site's own files and WebAssembly, and no other origin for anything. Inline scripts run by their hash only;
//! there is one, which starts the wasm (written by trunk).

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The policy, in CSP level 3. `{inline}` stands for the hashes. A worker from a file follows the headers that it came
/// with, not its page's policy; one from a blob inherits the policy, so the page may start blobs.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{inline}; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
    base-uri 'self'; form-action 'none'";

/// Puts the policy for what is in it into a page, before anything that it has to govern.
pub fn apply(page: &str) -> Result<String, String> {
    if page.contains("Content-Security-Policy") {
        return Err(
            "index.html holds a Content-Security-Policy; xtask/src/site/policy.rs is the place for it".into(),
        );
    }
    let hashes: String = inline_scripts(page).iter().map(|script| format!(" '{}'", hash(script))).collect();
    let policy = POLICY.replace("{inline}", &hashes);
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let (before, after) = page.split_once("<head>").ok_or("index.html has no <head>")?;
    // The encoding must be stated within the first kilobyte: browsers look no further.
    let charset = "<meta charset=\"utf-8\">";
    let (charset, after) = match after.split_once(charset) {
        Some((between, rest)) if between.trim().is_empty() => (charset, rest),
        _ => return Err(format!("index.html must begin its <head> with {charset}")),
    };
    Ok(format!("{before}<head>{charset}{meta}{after}"))
}

/// The text of every script element that has no `src`, exactly as it stands.
fn inline_scripts(page: &str) -> Vec<&str> {
    let bodies = page.split("<script").skip(1).filter_map(|element| {
        let (attributes, rest) = element.split_once('>')?;
        let (body, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(body)
    });
    bodies.collect()
}

/// `sha256-…` as CSP writes it (CSP3, 2.3.1, hash-source).
fn hash(script: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(script.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head>\n<meta charset=\"utf-8\">\n<script src=\"a.js\"></script></head>\
        <body><script type=\"module\">alert(1)</script></body></html>";

    #[test]
    fn hashes_what_is_inline_and_nothing_else() {
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let page = apply(PAGE).unwrap();
        assert!(
            page.contains("'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';"),
            "{page}"
        );
        assert_eq!(page.matches("sha256-").count(), 1);
    }

    #[test]
    fn comes_before_every_script() {
        let page = apply(PAGE).unwrap();
        assert!(page.find("Content-Security-Policy").unwrap() < page.find("<script").unwrap());
    }

    #[test]
    fn refuses_a_second_policy() {
        let page = apply(PAGE).unwrap();
        assert!(apply(&page).is_err());
    }
}
