//! What is taken along: links, files, paper.

use crate::visit::{Outcome, Visit};
use serde_json::json;

/// Writes down what is copied and what is saved instead of doing it.
const WATCH: &str = "
    window.copied = []; window.saved = [];
    navigator.clipboard.writeText = async text => { window.copied.push(text) };
    const made = new Map(), make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = blob => { const url = make(blob); made.set(url, blob); return url };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
        if (!this.download) return click.call(this);
        window.saved.push({ name: this.download, blob: made.get(this.href) });
    };";

fn answered(paste: &str) -> Outcome<Visit> {
    let visit = Visit::prepare()?;
    visit.page.before_each_page(WATCH)?;
    visit.open("")?;
    visit.explain(paste)?;
    visit.verdict()?;
    Ok(visit)
}

fn press(visit: &Visit, label: &str) -> Outcome {
    let found = format!(
        "[...document.querySelectorAll('.pass-on button')].find(one => one.textContent.startsWith({label:?}))"
    );
    visit.page.js(&format!("{found}.click()")).map(drop)
}

const HEADERS: &str = "Received: from b.example.org (b.example.org [192.0.2.2]) by c.example.org with ESMTPS id 2; Tue, 3 Nov 2026 10:00:09 +0000\n\
    Received: from a.example.org by b.example.org with ESMTP id 1; Tue, 3 Nov 2026 10:00:05 +0000\n\
    From: ann@example.org\nTo: bob@example.org\nSubject: =1+1\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n";

/// The link that is offered first explains without the paste.
#[test]
fn a_short_link_explains_the_case() -> Outcome {
    let visit = answered("452 4.2.2 <ann@example.org>: mailbox full")?;
    press(&visit, "Copy link")?;
    let link = visit.page.until("window.copied[0]")?;
    assert_eq!(link, visit.server.url("why/mailbox-full/#452,4.2.2"));
    visit.page.open(link.as_str().unwrap_or_default())?;
    visit.page.until("document.querySelector('[data-test=case]')")?;
    let case = visit.page.text("[data-test=case]")?;
    assert!(case.contains("452") && case.contains("4.2.2"), "{case}");
    visit.console_is_clean()
}

#[test]
fn each_kind_of_thing_can_be_kept_in_a_link() -> Outcome {
    let visit = answered("452 4.2.2 <ann@example.org>: mailbox full")?;
    visit.page.click("[data-test=share-open]")?;
    visit.page.until("document.querySelector('[data-test=share-link]')")?;
    // Of the whole text, in view or not.
    let kept = "document.querySelector('[data-test=share] .paste-text')?.textContent.includes('ann@')";
    assert_eq!(visit.page.js(&format!("return {kept}"))?, false);
    assert!(visit.page.text("[data-test=share-link]")?.contains("characters"), "the size is told");
    // What is to be read first is in view, and all below it.
    visit.page.until(
        "(top => top >= 0 && top < 150)(document.querySelector('#share-title').getBoundingClientRect().top)",
    )?;
    visit.page.click("[data-test=share] input")?;
    visit.page.until(kept).map(drop)
}

/// The browser forbids copying, the new way and the old one: the text is laid out to be copied by hand.
#[test]
fn where_copying_is_forbidden_the_text_is_selected() -> Outcome {
    let visit = answered("452 4.2.2 <ann@example.org>: mailbox full")?;
    visit.page.js("navigator.clipboard.writeText = async () => { throw new Error('no') };
         document.execCommand = () => false")?;
    press(&visit, "Copy as text")?;
    visit.page.until("document.activeElement.matches('.by-hand textarea')")?;
    let chosen = visit.page.js("const field = document.activeElement;
         return field.value.slice(field.selectionStart, field.selectionEnd)")?;
    assert!(chosen.as_str().is_some_and(|text| text.contains("mailbox is full")), "{chosen}");
    visit.page.until("document.querySelector('.pass-on p[role=status]').textContent.includes('Ctrl')")?;
    visit.page.js("document.activeElement.blur()")?;
    visit.page.until("!document.querySelector('.by-hand')")?;
    // Where only the new way is closed, nothing is left to do.
    visit.page.js(
        "document.execCommand = name => { window.old = [name, document.activeElement.value]; return true }",
    )?;
    press(&visit, "Copy as text")?;
    visit
        .page
        .until("window.old?.[1].includes('mailbox is full') && !document.querySelector('.by-hand')")
        .map(drop)
}

/// A link that was made on 2026-11-24, and what may become of links on their way.
#[test]
fn links_are_opened_or_calmly_refused() -> Outcome {
    let visit = Visit::to("")?;
    let open = |fragment: &str| {
        visit.page.open("about:blank")?;
        visit.page.open(&visit.server.url(&format!("#{fragment}")))
    };
    open("p1=MzU1UDDVM9QzVLApLU4tMnTIyC8uMdRLrUjMLchJtbNSAIkqlOZl5-WX5wEA")?;
    assert_eq!(visit.verdict()?, "user-unknown");
    let notice = visit.page.text("[data-test=answer] .notice")?;
    assert!(notice.contains("link") && notice.contains("stand-ins"), "{notice}");
    let bomb = bomb(&visit)?;
    for fragment in ["p1=MzU1UDDVM9QzVL", "p2=AAAA", "p1=!!!!", "p1=", "p99999999999999999999=x", &bomb] {
        open(fragment)?;
        visit.page.until("document.querySelector('[data-test=failure], [data-test=answer]')")?;
        let said = visit.page.js("return document.querySelector('[data-test=failure]')?.innerText ?? ''")?;
        let calm = said.as_str().is_some_and(|said| said.len() > 20 && said.contains("link"));
        assert!(calm, "{:.60}: {said}", fragment);
        assert_eq!(visit.page.js("return document.querySelectorAll('[data-test=box]').length")?, 1);
    }
    visit.console_is_clean()
}

/// A link to eight megabytes of `a`, packed by the browser.
fn bomb(visit: &Visit) -> Outcome<String> {
    let packed = visit.page.js_async(
        "const packed = new Blob(['a'.repeat(8 << 20)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
         const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
         const text = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
         return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')",
    )?;
    Ok(format!("p1={}", packed.as_str().unwrap_or_default()))
}

#[test]
fn tables_and_pictures_can_be_saved() -> Outcome {
    let visit = answered(HEADERS)?;
    for label in ["as JSON", "the hops as CSV", "the timeline as SVG", "as PNG"] {
        press(&visit, label)?;
    }
    visit.page.until("window.saved.length === 4")?;
    let saved = visit.page.js_async(
        "return Promise.all(saved.map(async ({ name, blob }) => {
             const bytes = new Uint8Array(await blob.arrayBuffer());
             return { name, size: bytes.length, start: [...bytes.slice(0, 4)], text: name.endsWith('.png') ? '' : await blob.text() };
         }))",
    )?;
    let file = |name: &str| {
        let found = saved.as_array().into_iter().flatten().find(|file| file["name"] == name);
        found.cloned().ok_or_else(|| format!("no {name} in {saved}"))
    };
    let table = file("mailwhy-hops.csv")?["text"].as_str().unwrap_or_default().to_owned();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert_eq!(file("mailwhy-timeline.png")?["start"], json!([0x89, 0x50, 0x4e, 0x47]));
    // Without its style, which the page's policy would not have in a document of the page's own.
    let picture = file("mailwhy-timeline.svg")?["text"].as_str().unwrap_or_default().to_owned();
    let (before, after) = picture.split_once("<style>").ok_or("no style of its own")?;
    let picture = json!(before.to_owned() + after.split_once("</style>").ok_or("no end of the style")?.1);
    let parsed = visit.page.js(&format!(
        "const parsed = new DOMParser().parseFromString({picture}, 'image/svg+xml');
         return parsed.querySelector('parsererror')?.textContent ?? parsed.querySelectorAll('.rail').length"
    ))?;
    assert_eq!(parsed, 2);
    assert!(file("mailwhy.json")?["text"].as_str().is_some_and(|text| text.contains("\"schema\": 1")));
    visit.console_is_clean()
}

#[test]
fn an_answer_fits_on_two_sheets_of_paper() -> Outcome {
    for paste in [HEADERS, "452 4.2.2 <ann@example.org>: mailbox full"] {
        let visit = answered(paste)?;
        let printed =
            visit.page.cdp("Page.printToPDF", &json!({ "paperWidth": 8.27, "paperHeight": 11.69 }))?;
        let pdf = printed["data"].as_str().unwrap_or_default();
        let pages = visit.page.js(&format!("return atob({pdf:?}).split('/Type /Page\\n').length - 1"))?;
        assert!((1..=2).contains(&pages.as_u64().unwrap_or_default()), "{pages} pages for {paste:.20}");
    }
    Ok(())
}
