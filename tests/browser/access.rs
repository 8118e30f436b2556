//! What axe-core finds: every page, wide and narrow, light and dark. Only the tests have it; the site does not ship it.

use crate::visit::{Outcome, Visit, named};

fn check(path: &str, prepare: impl Fn(&Visit) -> Outcome) -> Outcome {
    let file = named("AXE")?;
    let axe = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let visit = Visit::prepare()?;
    let mut found = Vec::new();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
        visit.page.look(width, 900, scheme)?;
        visit.open(path)?;
        prepare(&visit)?;
        visit.page.js(&axe)?;
        let report = visit
            .page
            .js_async("return (await axe.run(document, { resultTypes: ['violations'] })).violations")?;
        for violation in report.as_array().into_iter().flatten() {
            let places =
                violation["nodes"].as_array().into_iter().flatten().map(|node| node["target"].to_string());
            let places: Vec<String> = places.take(4).collect();
            found.push(format!(
                "{width} {scheme}: {} ({}) {}",
                violation["help"],
                violation["impact"],
                places.join(" ")
            ));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(format!("{found:#?}")) }
}

#[test]
fn of_the_box() -> Outcome {
    check("", |_| Ok(()))
}

#[test]
fn of_an_answer() -> Outcome {
    check("", |visit| {
        visit.explain("452 4.2.2 <ann@example.org>: mailbox full")?;
        visit.verdict().map(drop)
    })
}

const LIST: &str = "550 5.1.1 <ann@example.org> user unknown\n552 5.2.2 <bob@example.org> mailbox full\n\
    550 5.1.1 <cat@example.net> user unknown\n451 4.7.1 <dan@example.net> greylisted\n";

fn overview(visit: &Visit) -> Outcome {
    visit.explain(LIST)?;
    visit.page.until("document.querySelector('[data-test=explained]')").map(drop)
}

#[test]
fn of_an_overview() -> Outcome {
    check("", |visit| {
        overview(visit)?;
        visit.page.click("[data-test=facet-domain] [data-value='example.org']")
    })
}

#[test]
fn of_a_case_of_many() -> Outcome {
    check("", |visit| {
        overview(visit)?;
        visit.page.click("#case-1")?;
        visit.verdict().map(drop)
    })
}

#[test]
fn of_an_article() -> Outcome {
    check("why/greylisted/", |visit| {
        visit.page.until("document.querySelector('[data-test=article]')").map(drop)
    })
}

#[test]
fn of_the_list_of_causes() -> Outcome {
    check("why/", |visit| visit.page.until("document.querySelectorAll('main a').length > 20").map(drop))
}

#[test]
fn of_where_the_check_begins() -> Outcome {
    check("check/", |visit| visit.page.until("document.querySelector('[data-test=guide]')").map(drop))
}

#[test]
fn of_a_question_and_its_trail() -> Outcome {
    check("check/does-not-go-out/#no.software.match.yes.yes", |visit| {
        visit.page.until("document.querySelector('[data-test=field-host]')").map(drop)
    })
}

#[test]
fn of_the_end_of_a_check() -> Outcome {
    check("check/does-not-go-out/#no.software.match.yes.yes.silent.no.no", |visit| {
        // The same address again does not load the page anew.
        if visit.page.js("return !document.querySelector('.letter')")? == true {
            visit.page.click(".who button")?;
        }
        visit.page.until("document.querySelector('.letter')").map(drop)
    })
}

#[test]
fn of_where_programs_hide_it() -> Outcome {
    check("where/", |visit| visit.page.until("document.querySelector('#gmail')").map(drop))
}

/// A page is read without scrolling sideways, down to the width that 400 % zoom leaves of a desk (WCAG 2.2, 1.4.10).
#[test]
fn nothing_is_wider_than_the_window() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("452 4.2.2 <ann@example.org>: mailbox full")?;
    visit.verdict()?;
    fits(&visit)?;
    let visit = Visit::to("")?;
    overview(&visit)?;
    fits(&visit)?;
    visit.page.click("#case-1")?;
    visit.verdict()?;
    fits(&visit)
}

fn fits(visit: &Visit) -> Outcome {
    for width in [1280, 390, 320] {
        visit.page.look(width, 900, "light")?;
        let wide = visit.page.js("return document.documentElement.scrollWidth")?;
        assert!(wide.as_u64() <= Some(u64::from(width)), "{wide} pixels in a window of {width}");
    }
    Ok(())
}
