//! The main paths in the other browsers, one visit each: what works in Chromium alone works for two thirds of the readers.
//! Where a browser is not on the machine, `cargo xtask test` has said so, and its test has nothing to do.

use crate::visit::{Browser, Outcome, Visit};

#[test]
fn in_firefox() -> Outcome {
    Browser::firefox_told().map_or(Ok(()), |browser| main_paths(&browser))
}

#[test]
fn in_webkit() -> Outcome {
    Browser::webkit_told().map_or(Ok(()), |browser| main_paths(&browser))
}

fn main_paths(browser: &Browser) -> Outcome {
    let visit = Visit::with(browser)?;
    after_a_crash(&visit)?;
    from_a_paste_to_its_verdict(&visit)?;
    to_an_article_and_back(&visit)?;
    from_a_file(&visit)?;
    over_a_link(&visit)
}

const PASTE: &str = "452 4.2.2 <ann@example.org>: mailbox full";

fn after_a_crash(visit: &Visit) -> Outcome {
    visit.crash_the_first_worker();
    visit.open("")?;
    visit.explain(PASTE)?;
    assert!(!visit.page.text("[data-test=failure]")?.is_empty());
    assert_eq!(visit.page.js("return document.querySelector('[data-test=box]').value")?, PASTE);
    visit.page.click("[data-test=explain]")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

fn from_a_paste_to_its_verdict(visit: &Visit) -> Outcome {
    visit.open("")?;
    visit.explain(PASTE)?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    assert!(visit.page.text("[data-test=evidence]")?.contains("mailbox full"));
    visit.page.until("document.activeElement?.dataset.test === 'verdict'").map(drop)
}

fn to_an_article_and_back(visit: &Visit) -> Outcome {
    visit.page.click(".verdict-summary a")?;
    visit.page.until("document.querySelector('[data-test=article] h2')")?;
    // With the signs of the case, as a link that is passed on has them.
    let address = visit.page.js("return location.href")?;
    let article = visit.server.url("why/mailbox-full/#");
    assert!(address.as_str().is_some_and(|address| address.starts_with(&article)), "{address}");
    visit.page.js("history.back()")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

fn from_a_file(visit: &Visit) -> Outcome {
    // The browsers go at the same time: each has a server, and so a number, of its own.
    let file = std::env::temp_dir().join(format!("mailwhy-{}.txt", visit.server.port));
    std::fs::write(&file, "550 5.1.1 <ann@example.org>: user unknown").map_err(|e| e.to_string())?;
    visit.open("")?;
    visit.page.keys("[data-test=files]", &file.to_string_lossy())?;
    assert_eq!(visit.verdict()?, "user-unknown");
    std::fs::remove_file(&file).map_err(|e| e.to_string())
}

/// A link that holds a text, as the page itself made it.
fn over_a_link(visit: &Visit) -> Outcome {
    visit.page.click("[data-test=share-open]")?;
    let link = visit.page.until("document.querySelector('[data-test=share-link]')?.dataset.link")?;
    let link = link.as_str().unwrap_or_default();
    assert!(link.starts_with(&visit.server.url("#p2=")), "{link}");
    // The same page with another fragment would not be loaded anew.
    visit.open("why/")?;
    visit.page.open(link)?;
    assert_eq!(visit.verdict()?, "user-unknown");
    assert!(!visit.page.text(".paste-view")?.contains("ann@example.org"), "the address has a stand-in");
    Ok(())
}
