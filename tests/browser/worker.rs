//! A worker that breaks down or hangs costs one answer, not the page.

use crate::visit::{Outcome, Visit};

/// The first worker of the page gets `listener` before its own code; the ones after it are as they should be.
fn first_worker_hears(listener: &str) -> String {
    format!(
        "const make = URL.createObjectURL.bind(URL);
         let first = true;
         URL.createObjectURL = blob => {{
             if (!first || blob.type !== 'text/javascript') return make(blob);
             first = false;
             return make(new Blob([{listener:?}, blob], {{ type: blob.type }}));
         }};"
    )
}

const PASTE: &str = "452 4.2.2 mailbox full";

#[test]
fn a_crash_keeps_the_paste_and_starts_again() -> Outcome {
    let visit = Visit::prepare()?;
    let crash =
        "addEventListener('message', event => { event.stopImmediatePropagation(); throw Error('crash') });";
    visit.page.before_each_page(&first_worker_hears(crash))?;
    visit.open("")?;
    visit.explain(PASTE)?;
    assert!(!visit.page.text("[data-test=failure]")?.is_empty());
    assert_eq!(visit.page.js("return document.querySelector('[data-test=box]').value")?, PASTE);
    visit.page.click("[data-test=explain]")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

#[test]
fn a_hang_is_ended() -> Outcome {
    let visit = Visit::prepare()?;
    let hang = "addEventListener('message', event => { event.stopImmediatePropagation(); for (;;) {} });";
    // Long waits are cut short.
    let hurry =
        "const later = setTimeout; setTimeout = (f, ms, ...more) => later(f, Math.min(ms, 5000), ...more);";
    visit.page.before_each_page(&(first_worker_hears(hang) + hurry))?;
    visit.open("")?;
    visit.explain(PASTE)?;
    assert!(!visit.page.text("[data-test=failure]")?.is_empty());
    visit.page.click("[data-test=explain]")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

#[test]
fn the_page_stays_awake_meanwhile() -> Outcome {
    let visit = Visit::prepare()?;
    let hang = "addEventListener('message', event => { event.stopImmediatePropagation(); for (;;) {} });";
    visit.page.before_each_page(&first_worker_hears(hang))?;
    visit.open("")?;
    visit.explain(PASTE)?;
    visit.page.click("[data-test=working] button")?;
    visit.page.click("[data-test=explain]")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.console_is_clean()
}
