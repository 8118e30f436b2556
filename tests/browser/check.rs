//! The guided check: its addresses, the way through it and back, what is filled in.

use crate::visit::{Outcome, Visit};

const QUESTION: &str = "document.querySelector('[data-test=question]')";

fn asks(visit: &Visit, words: &str) -> Outcome {
    visit.page.until(&format!("{QUESTION}?.textContent.includes({words:?})")).map(drop)
}

#[test]
fn from_the_front_page_to_a_cause() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.click("main a[href$='check/']")?;
    visit.page.click("a[href$='check/does-not-go-out/']")?;
    asks(&visit, "show an error")?;
    for choice in ["no", "software", "match", "yes", "yes", "refused"] {
        visit.page.click(&format!("[data-test=choice-{choice}]"))?;
        visit.page.until(&format!("location.hash.endsWith({choice:?})"))?;
        // The next question is there when the last answer stands in the trail.
        visit.page.until(
            "document.querySelectorAll('[data-test=trail] li').length === location.hash.split('.').length",
        )?;
    }
    visit.page.until(&format!("{QUESTION}.dataset.cause === 'connection-refused'"))?;
    assert!(!visit.page.text("[data-test=who]")?.is_empty());
    assert_eq!(visit.page.js("return document.activeElement.dataset.test")?, "question");
    visit.console_is_clean()
}

#[test]
fn back_goes_one_answer_back() -> Outcome {
    let visit = Visit::to("check/does-not-arrive/")?;
    visit.page.click("[data-test=choice-no]")?;
    asks(&visit, "left your side")?;
    visit.page.click("[data-test=choice-sent]")?;
    asks(&visit, "How long ago")?;
    visit.page.js("history.back()")?;
    asks(&visit, "left your side")?;
    visit.page.js("history.forward()")?;
    asks(&visit, "How long ago")?;
    visit.console_is_clean()
}

#[test]
fn an_address_holds_the_answers_and_each_can_be_changed() -> Outcome {
    let visit = Visit::to("check/does-not-arrive/#no.sent.long.one")?;
    asks(&visit, "Is the address right")?;
    visit.page.click("[data-test=trail] li:nth-child(2) a")?;
    asks(&visit, "left your side")?;
    assert_eq!(visit.page.js("return location.hash")?, "#no");
    let asked = visit.server.requests();
    assert!(!asked.iter().any(|request| request.contains("sent.long")), "answers stay here: {asked:?}");
    visit.console_is_clean()
}

#[test]
fn what_is_filled_in_stands_in_the_commands() -> Outcome {
    let visit = Visit::to("check/does-not-go-out/#no.software.match.yes.yes")?;
    visit.page.paste("[data-test=field-host]", "mail.example.org; id")?;
    visit
        .page
        .until("document.querySelector('.command code').textContent.includes(\"'mail.example.org; id'\")")?;
    assert_eq!(visit.page.js("return document.activeElement.dataset.test")?, "field-host", "typing goes on");
    visit.page.click("[data-test=choice-silent]")?;
    asks(&visit, "antivirus")?;
    visit.console_is_clean()
}

#[test]
fn skipping_keeps_the_answers() -> Outcome {
    let visit = Visit::to("check/does-not-arrive/#no.sent")?;
    asks(&visit, "How long ago")?;
    visit.page.js("document.querySelector('.skip').click()")?;
    visit.page.until("document.activeElement.id === 'main'")?;
    assert_eq!(visit.page.js("return location.hash")?, "#no.sent");
    Ok(())
}

#[test]
fn nothing_to_go_on_leads_to_the_check() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("it does not work")?;
    assert_eq!(visit.verdict()?, "undetermined");
    visit.page.click(".answer a[href$='check/']")?;
    visit.page.until("document.querySelector('[data-test=guide]')").map(drop)
}

#[test]
fn an_address_names_a_program() -> Outcome {
    let visit = Visit::to("where/#thunderbird")?;
    visit.page.until("document.activeElement.id === 'thunderbird'")?;
    assert!(visit.page.text("#thunderbird")?.contains("View Source"));
    visit.console_is_clean()
}
