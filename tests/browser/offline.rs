//! Without the network, after the first visit; new versions; what other programs share.

use crate::visit::{Outcome, Server, Session, Visit, chromium, root};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn it_says_when_it_is_ready_and_then_is() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.until("document.querySelector('[data-test=offline-ready]')")?;
    visit.server.hang_up();
    visit.open("")?;
    visit.explain("452 4.2.2 mailbox full")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.open("why/user-unknown/")?;
    visit.page.until("document.querySelector('[data-test=article]')")?;
    visit.open("check/does-not-arrive/#no.sent")?;
    visit.page.until("document.querySelector('[data-test=choice-long]')")?;
    visit.open("where/")?;
    visit.page.until("document.querySelector('#gmail')").map(drop)
}

#[test]
fn a_first_visit_may_begin_anywhere() -> Outcome {
    let visit = Visit::to("why/greylisted/")?;
    visit.settle()?;
    visit.server.hang_up();
    visit.open("")?;
    visit.explain("452 4.2.2 mailbox full")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.console_is_clean()
}

#[test]
fn a_new_version_waits_until_it_is_wanted() -> Outcome {
    let site = Copy::new("newer")?;
    let server = Server::start(&site.0, "/some/where/")?;
    let page = Session::start(&chromium()?, &server)?;
    let visit = Visit { server, page };
    visit.open("")?;
    visit.settle()?;
    let script = site.0.join("service-worker.js");
    let newer = fs::read_to_string(&script).map_err(|e| e.to_string())?.replacen(
        "const VERSION = \"",
        "const VERSION = \"0",
        1,
    );
    fs::write(&script, newer).map_err(|e| e.to_string())?;
    visit.page.paste("[data-test=box]", "452 4.2.2 mailbox full")?;
    visit.page.js_async("await (await navigator.serviceWorker.ready).update()")?;
    visit.page.until("document.querySelector('[data-test=newer]')")?;
    let text = "return document.querySelector('[data-test=box]').value";
    assert_eq!(
        visit.page.js(text)?,
        "452 4.2.2 mailbox full",
        "nothing has changed under the reader's hands"
    );
    visit.page.js("window.old = true")?;
    visit.page.click("[data-test=use-newer]")?;
    visit.page.until("!window.old && document.querySelector('[data-test=offline-ready]')")?;
    let versions = "return (await caches.keys()).length";
    assert_eq!(visit.page.js_async(versions)?, 2, "the one before stays for other windows");
    visit.console_is_clean()
}

/// As a browser does it for an installed site: a form that is posted to the address in the manifest, whose answer leads to
/// the page.
#[test]
fn shared_text_is_explained_and_reaches_no_server() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    visit.page.js(
        "const form = new FormData(); form.append('text', '552 5.2.2 mailbox full');
         fetch('share', { method: 'POST', body: form, redirect: 'manual' }).then(() => { location.hash = 'shared'; location.reload(); })",
    )?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    let reached = visit.server.requests();
    assert!(
        !reached.iter().any(|request| request.starts_with("POST") || request.contains("share")),
        "{reached:?}"
    );
    assert_eq!(visit.page.js("return location.hash")?, "");
    Ok(())
}

#[test]
fn a_shared_file_is_opened() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    visit.page.js(
        "const form = new FormData(); form.append('files', new File(['452 4.2.2 mailbox full'], 'error.txt'));
         fetch('share', { method: 'POST', body: form, redirect: 'manual' }).then(() => { location.hash = 'shared'; location.reload(); })",
    )?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

/// What a browser hands over that opens a file with the installed site.
#[test]
fn a_file_that_the_system_opens_is_explained() -> Outcome {
    let visit = Visit::prepare()?;
    visit.page.before_each_page(
        "Object.defineProperty(window, 'launchQueue', { value: { setConsumer(take) {
             take({ files: [{ getFile: async () => new File(['452 4.2.2 mailbox full'], 'bounce.eml') }] });
         } } })",
    )?;
    visit.open("")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

#[test]
fn the_manifest_names_what_is_there() -> Outcome {
    let visit = Visit::to("why/greylisted/")?;
    let manifest = visit.page.cdp("Page.getAppManifest", &serde_json::json!({}))?;
    assert!(manifest["errors"].as_array().is_some_and(Vec::is_empty), "{manifest}");
    let read: serde_json::Value =
        serde_json::from_str(manifest["data"].as_str().unwrap_or_default()).map_err(|e| e.to_string())?;
    for icon in read["icons"].as_array().into_iter().flatten() {
        let name = icon["src"].as_str().unwrap_or_default();
        assert!(root().join("dist").join(name).is_file(), "{name}");
    }
    Ok(())
}

/// A site that a test may change.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Outcome<Copy> {
        let to = std::env::temp_dir().join(format!("mailwhy-{name}-{}", std::process::id()));
        copy(&root().join("dist"), &to).map_err(|e| e.to_string())?;
        Ok(Copy(to))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?
        } else {
            fs::copy(entry.path(), target).map(drop)?
        }
    }
    Ok(())
}
