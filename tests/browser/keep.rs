//! Keeping the text on the device: only where the reader wants it.

use crate::visit::{Outcome, Visit};

const BOX: &str = "document.querySelector('[data-test=box]').value";
const STORED: &str = "JSON.stringify(localStorage)";

fn reload(visit: &Visit) -> Outcome {
    visit.open("")
}

#[test]
fn a_reload_clears_the_box_unless_it_is_switched_on() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.paste("[data-test=box]", "452 4.2.2 one")?;
    reload(&visit)?;
    assert_eq!(visit.page.js(&format!("return {BOX}"))?, "");
    visit.page.click("[data-test=keep]")?;
    visit.page.paste("[data-test=box]", "452 4.2.2 two")?;
    reload(&visit)?;
    assert_eq!(visit.page.js(&format!("return {BOX}"))?, "452 4.2.2 two");
    assert_eq!(visit.page.js("return document.querySelector('[data-test=keep]').checked")?, true);
    visit.console_is_clean()
}

#[test]
fn what_was_explained_is_kept_too_and_cleared() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.click("[data-test=keep]")?;
    visit.explain("452 4.2.2 mailbox full")?;
    visit.verdict()?;
    reload(&visit)?;
    assert_eq!(visit.page.js(&format!("return {BOX}"))?, "452 4.2.2 mailbox full");
    visit.page.click(".paste-box-bar button.quiet")?;
    assert!(!visit.page.js(&format!("return {STORED}"))?.to_string().contains("mailbox"));
    Ok(())
}

/// From an answer, and from the box where nobody had the text explained.
#[test]
fn what_was_cleared_can_be_brought_back() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("452 4.2.2 mailbox full")?;
    visit.verdict()?;
    visit.page.click("[data-test=clear]")?;
    visit.page.click("[data-test=undo]")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.page.click("[data-test=clear]")?;
    visit.page.js("document.querySelector('[data-test=box]').value = '550 5.1.1 no such user'")?;
    visit.page.click(".paste-box-bar button.quiet")?;
    assert_eq!(visit.page.js(&format!("return {BOX}"))?, "");
    visit.page.click("[data-test=undo]")?;
    assert_eq!(visit.verdict()?, "user-unknown");
    visit.page.click("[data-test=clear]")?;
    reload(&visit)?;
    assert_eq!(visit.page.js("return !document.querySelector('[data-test=undo]')")?, true);
    visit.console_is_clean()
}

#[test]
fn switching_off_forgets() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.click("[data-test=keep]")?;
    visit.page.paste("[data-test=box]", "452 4.2.2 secret")?;
    visit.page.until(&format!("{STORED}.includes('secret')"))?;
    visit.page.click("[data-test=keep]")?;
    visit.page.until(&format!("!{STORED}.includes('mailwhy')"))?;
    reload(&visit)?;
    assert_eq!(visit.page.js(&format!("return {BOX}"))?, "");
    Ok(())
}

#[test]
fn what_is_too_large_is_not_kept_and_said_so() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.click("[data-test=keep]")?;
    visit.page.js("const box = document.querySelector('[data-test=box]');
         box.value = 'x'.repeat(1_100_000);
         box.dispatchEvent(new Event('input', { bubbles: true }))")?;
    visit.page.until("document.querySelector('.keep-note').textContent.includes('1 MB')")?;
    assert!(!visit.page.js(&format!("return {STORED}.includes('xxx')"))?.as_bool().unwrap_or(true));
    Ok(())
}

#[test]
fn what_is_typed_outlives_a_look_at_another_page() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.paste("[data-test=box]", "452 4.2.2 half a line")?;
    visit.page.click("main a[href$='where/']")?;
    visit.page.until("document.querySelector('#gmail')")?;
    visit.page.js("history.back()")?;
    visit
        .page
        .until(&format!("document.querySelector('[data-test=box]') && {BOX} === '452 4.2.2 half a line'"))?;
    assert!(!visit.page.js(&format!("return {STORED}"))?.to_string().contains("half"), "nothing is stored");
    Ok(())
}
