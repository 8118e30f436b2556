//! From a paste to its explanation.

use crate::visit::{Outcome, Visit};

#[test]
fn a_paste_gets_its_verdict() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("452 4.2.2 <ann@example.org>: mailbox full")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    assert!(
        visit.page.text("[data-test=evidence]")?.contains("mailbox full"),
        "the words that told so are shown"
    );
    assert!(!visit.page.text("[data-test=who]")?.is_empty(), "somebody is named who can mend it");
    visit.console_is_clean()
}

#[test]
fn control_and_enter_explain() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.paste("[data-test=box]", "452 4.2.2 mailbox full")?;
    visit.page.keys("[data-test=box]", CONTROL_ENTER)?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.console_is_clean()
}

#[test]
fn pasting_alone_explains() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.paste("[data-test=box]", "452 4.2.2 mailbox full")?;
    visit.page.js("document.querySelector('[data-test=box]').dispatchEvent(new ClipboardEvent('paste'))")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

#[test]
fn charsets_of_east_asia_are_read() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain(include_str!("../fixtures/bounce/user-unknown.japanese.eml"))?;
    assert_eq!(visit.verdict()?, "user-unknown");
    Ok(())
}

#[test]
fn the_verdict_has_the_keyboard() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("452 4.2.2 mailbox full")?;
    visit.verdict()?;
    visit.page.until("document.activeElement?.dataset.test === 'verdict'").map(drop)
}

#[test]
fn what_is_pasted_is_never_markup() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("550 5.1.1 <b id=bold>no such user</b> <img src=x onerror=\"window.ran = true\"> <script>ran = 1</script>")?;
    visit.verdict()?;
    assert_eq!(visit.page.js("return !!window.ran || !!document.querySelector('#bold, img[src=x]')")?, false);
    visit.console_is_clean()
}

/// WebDriver's code points for Control and Enter; the keys stay down until the end of the string.
const CONTROL_ENTER: &str = "\u{e009}\u{e007}";

#[test]
fn a_delay_says_until_when_the_server_tries() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain(include_str!("../fixtures/delivery-report/delayed.gives-up.eml"))?;
    visit.verdict()?;
    assert!(visit.page.text("[data-test=until]")?.contains("until"), "the page says when it ends");
    visit.console_is_clean()
}
