//! What axe-core finds on every page and in every state, wide and narrow, light and dark; and what it cannot find: the
//! keyboard, what is said aloud, zoom, colours of the reader's own. The site does not ship axe; only the tests have it.

use crate::visit::{Outcome, Visit, named};

/// A state of the page: what it is called, its address, what leads to it.
type State = (&'static str, &'static str, fn(&Visit) -> Outcome);

const STATES: &[State] = &[
    ("the box", "", |_| Ok(())),
    ("working", "", |visit| {
        // A worker that hears nothing: the page goes on waiting.
        visit.page.js("Worker.prototype.postMessage = () => {}")?;
        visit.explain("452 4.2.2 mailbox full")?;
        visit.page.until("document.querySelector('[data-test=working]')").map(drop)
    }),
    ("failure", "", |visit| {
        visit.page.js("location.hash = 'p1=AAAA'; location.reload()")?;
        visit.page.until("document.querySelector('[data-test=failure]')").map(drop)
    }),
    ("a refusal", "", |visit| answered(visit, "452 4.2.2 <ann@example.org>: mailbox full")),
    ("a bounce", "", |visit| example(visit, "bounce")),
    ("headers", "", |visit| example(visit, "headers")),
    ("a mail program's error", "", |visit| example(visit, "error message")),
    ("a dialogue", "", |visit| example(visit, "SMTP dialogue")),
    ("a log", "", |visit| example(visit, "server log")),
    ("settings", "", |visit| example(visit, "settings")),
    ("not known", "", |visit| answered(visit, "the weather is fine today")),
    ("several findings", "", |visit| {
        answered(visit, "a@example.org: 550 5.1.1 user unknown\nb@example.org: 452 4.2.2 mailbox full")
    }),
    ("everything unfolded", "", |visit| {
        example(visit, "headers")?;
        visit.page.js("document.querySelectorAll('details').forEach(one => one.open = true)")?;
        visit
            .page
            .js("document.querySelectorAll('.answer [aria-expanded=false]').forEach(one => one.click())")?;
        visit.page.until("document.querySelectorAll('details table').length > 2")?;
        visit.page.click("[data-test=timeline] .switch button:last-child")?;
        visit.page.until("document.querySelector('.hops')").map(drop)
    }),
    ("a link with the text", "", |visit| {
        answered(visit, "452 4.2.2 <ann@example.org>: mailbox full")?;
        visit.page.click("[data-test=share-open]")?;
        visit.page.until("document.querySelector('[data-test=share-link]')").map(drop)
    }),
    ("the list of keys", "", |visit| {
        visit
            .page
            .js("document.activeElement.blur(); dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))")?;
        visit.page.until("document.querySelector('[role=dialog]')").map(drop)
    }),
    ("an article", "why/greylisted/", |visit| {
        visit.page.until("document.querySelector('[data-test=article] h2')").map(drop)
    }),
    ("an article on a case", "why/dmarc-fail/#550,5.7.26,google", |visit| {
        visit.page.until("document.querySelector('[data-test=case]')").map(drop)
    }),
    ("the list of causes", "why/", |visit| {
        visit.page.until("document.querySelectorAll('main a').length > 20").map(drop)
    }),
    ("many cases", "", |visit| {
        overview(visit)?;
        visit.page.click("[data-test=facet-domain] [data-value='example.org']")
    }),
    ("a case of many", "", |visit| {
        overview(visit)?;
        visit.page.click("#case-1")?;
        visit.verdict().map(drop)
    }),
    ("where the guided check begins", "check/", |visit| {
        visit.page.until("document.querySelector('[data-test=guide]')").map(drop)
    }),
    ("a question and its trail", "check/does-not-go-out/#no.software.match.yes.yes", |visit| {
        visit.page.until("document.querySelector('[data-test=field-host]')").map(drop)
    }),
    ("the end of a check", "check/does-not-go-out/#no.software.match.yes.yes.silent.no.no", |visit| {
        visit.page.click(".who button")?;
        visit.page.until("document.querySelector('.letter:not(.printed)')").map(drop)
    }),
    ("where programs hide it", "where/", |visit| {
        visit.page.until("document.querySelector('#gmail')").map(drop)
    }),
    ("no article of this name", "why/no-such-cause/", |_| Ok(())),
];

const LIST: &str = "550 5.1.1 <ann@example.org> user unknown\n552 5.2.2 <bob@example.org> mailbox full\n\
    550 5.1.1 <cat@example.net> user unknown\n451 4.7.1 <dan@example.net> greylisted\n";

fn overview(visit: &Visit) -> Outcome {
    visit.explain(LIST)?;
    visit.page.until("document.querySelector('[data-test=explained]')").map(drop)
}

fn answered(visit: &Visit, paste: &str) -> Outcome {
    visit.explain(paste)?;
    visit.verdict().map(drop)
}

/// One of the page's own examples, by its name.
fn example(visit: &Visit, name: &str) -> Outcome {
    visit.page.js(&format!(
        "[...document.querySelectorAll('.examples button')].find(one => one.textContent === {name:?}).click()"
    ))?;
    visit.verdict().map(drop)
}

#[test]
fn axe_finds_nothing_on_a_desk() -> Outcome {
    check(&[(1280, "light"), (1280, "dark")])
}

#[test]
fn axe_finds_nothing_on_a_phone() -> Outcome {
    check(&[(320, "light"), (390, "dark")])
}

/// One visit for all states: axe is put into each page anew.
fn check(looks: &[(u32, &str)]) -> Outcome {
    let file = named("AXE")?;
    let axe = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let visit = Visit::prepare()?;
    let mut found = Vec::new();
    for (width, scheme) in looks {
        visit.page.look(*width, 900, scheme)?;
        for (name, path, prepare) in STATES {
            // An address that differs in its fragment alone would not be loaded anew.
            visit.page.open("about:blank")?;
            visit.open(path)?;
            prepare(&visit).map_err(|fault| format!("{name}: {fault}"))?;
            visit.page.js(&axe)?;
            found.extend(
                violations(&visit)?.into_iter().map(|one| format!("{name}, {width} {scheme}: {one}")),
            );
            let wide = visit.page.js("return document.documentElement.scrollWidth")?;
            if wide.as_u64() > Some(u64::from(*width)) {
                found.push(format!("{name}: {wide} pixels in a window of {width}"));
            }
            // No table is so wide that its last column has to be scrolled to.
            let cut = visit.page.js(CUT)?;
            if cut != serde_json::json!([]) {
                found.push(format!("{name}, {width}: cut off are {cut}"));
            }
        }
    }
    if found.is_empty() { Ok(()) } else { Err(format!("{found:#?}")) }
}

/// What has to be scrolled sideways.
const CUT: &str =
    "return [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.ariaLabel}: ${one.scrollWidth} in ${one.clientWidth}`)";

fn violations(visit: &Visit) -> Outcome<Vec<String>> {
    let report = visit
        .page
        .js_async("return (await axe.run(document, { resultTypes: ['violations'] })).violations")?;
    let line = |violation: &serde_json::Value| {
        let nodes = violation["nodes"].as_array().into_iter().flatten();
        let places: Vec<String> = nodes.map(|node| node["target"].to_string()).take(4).collect();
        format!("{} ({}) {}", violation["help"], violation["impact"], places.join(" "))
    };
    Ok(report.as_array().into_iter().flatten().map(line).collect())
}

/// From a blank page to an answer passed on, by keyboard alone. Each stop must be seen to have the focus.
#[test]
fn everything_by_keyboard() -> Outcome {
    let visit = Visit::to("")?;
    visit.page.until("document.activeElement?.id === 'box'")?;
    visit.page.keys("[data-test=box]", "452 4.2.2 mailbox full")?;
    visit.page.keys("[data-test=box]", CONTROL_ENTER)?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.page.until("document.activeElement?.id === 'verdict'")?;
    let mut names = Vec::new();
    for _ in 0..80 {
        visit.page.press(TAB)?;
        let stop = visit.page.js(STOP)?;
        let name = stop["name"].as_str().unwrap_or_default().to_owned();
        // From the end of the page the way leads round to its beginning, where the paste stands.
        if name == "BODY" {
            continue;
        }
        if names.first() == Some(&name) && names.len() > 3 {
            break;
        }
        assert!(stop["seen"].as_bool() == Some(true), "nothing shows that {name} has the focus");
        names.push(name);
    }
    for wanted in ["Copy as Markdown", "Link with your text…", "Print", "Edit", "Clear"] {
        assert!(names.iter().any(|name| name.contains(wanted)), "{wanted} is not reached: {names:#?}");
    }
    visit.page.press("/")?;
    visit.page.until("document.activeElement?.id === 'box'")?;
    Ok(())
}

/// The name of what has the focus, and whether a ring or another outline shows it.
const STOP: &str = "
    const now = document.activeElement, look = getComputedStyle(now);
    return {
        name: now === document.body ? 'BODY' : now.innerText.trim() || now.getAttribute('aria-label') || now.tagName,
        seen: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== 'none',
    }";

#[test]
fn the_verdict_is_said_aloud() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("452 4.2.2 mailbox full")?;
    visit.verdict()?;
    // Screen readers read what takes the focus: the heading, which names the cause.
    visit.page.until("document.activeElement?.matches('h1[data-test=verdict]')")?;
    let title = visit.page.text("[data-test=verdict]")?;
    visit.page.until(&format!("document.title.startsWith({title:?})")).map(drop)
}

#[test]
fn the_readers_own_colours_and_stillness_are_kept() -> Outcome {
    let visit = Visit::prepare()?;
    visit.page.media(&[("forced-colors", "active"), ("prefers-reduced-motion", "reduce")])?;
    visit.open("")?;
    example(&visit, "headers")?;
    let moving = visit.page.js("return [...document.querySelectorAll('*')].filter(one => {
             const look = getComputedStyle(one);
             return parseFloat(look.transitionDuration) > 0.01 || parseFloat(look.animationDuration) > 0.01;
         }).length")?;
    assert_eq!(moving, 0, "with reduced motion nothing moves");
    // Bars carry their meaning by colour on ordinary screens; here they must not melt into the ground.
    let melted = visit.page.js("const ground = getComputedStyle(document.body).backgroundColor;
         return [...document.querySelectorAll('.hop-bar .bar, .sign')].filter(one => {
             const look = getComputedStyle(one);
             return look.fill === ground && look.stroke === 'none';
         }).length")?;
    assert_eq!(melted, 0, "signs and bars stay to be seen");
    Ok(())
}

/// 200 % zoom of a desk is a window of half its width with text twice as large; 320 px is 400 % (WCAG 2.2, 1.4.10).
#[test]
fn text_may_be_twice_as_large() -> Outcome {
    let visit = Visit::prepare()?;
    visit.page.look(640, 450, "light")?;
    visit.open("")?;
    visit.page.js("document.documentElement.style.fontSize = '200%'")?;
    example(&visit, "headers")?;
    let wide = visit.page.js("return document.documentElement.scrollWidth")?;
    assert!(wide.as_u64() <= Some(640), "{wide} pixels in a window of 640");
    Ok(())
}

/// WebDriver's code points.
const TAB: &str = "\u{e004}";
const CONTROL_ENTER: &str = "\u{e009}\u{e007}";
