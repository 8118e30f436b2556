//! Pastes that mean harm: nothing in them runs, nothing is asked of anybody, the page stays awake.

use crate::visit::{Outcome, Visit};

/// Markup in every place that the page shows: subject, names, hosts, ids, reply, file name.
const MARKUP: &str = "Received: from <img/src=x/onerror=ran=1> (\"><script>ran=1</script> [192.0.2.2]) by <svg/onload=ran=1>.example.org id <b>1</b>; Tue, 3 Nov 2026 10:00:09 +0000\n\
    From: \"<iframe src=javascript:ran=1>\" <a@example.org>\nTo: <a@example.org>\nSubject: </title><script>ran=1</script>\n\
    Date: Tue, 3 Nov 2026 10:00:00 +0000\nMessage-ID: <\"onmouseover=ran=1 x=@example.org>\nX-Spam-Status: <style>*{display:none}</style>\n";

#[test]
fn markup_stays_text_wherever_it_is_shown() -> Outcome {
    for paste in [
        MARKUP,
        "550 5.1.1 <a href=javascript:ran=1>no such user</a> see https://example.org/<script>ran=1</script>",
    ] {
        let visit = Visit::to("")?;
        visit.settle()?;
        let before = visit.server.requests();
        visit.explain(paste)?;
        visit.verdict()?;
        visit.page.js("document.querySelectorAll('details').forEach(one => one.open = true)")?;
        visit
            .page
            .js("document.querySelectorAll('.answer [aria-expanded=false]').forEach(one => one.click())")?;
        visit.page.click("[data-test=share-open]")?;
        visit.page.until("document.querySelector('[data-test=share-link]')")?;
        let foreign = visit.page.js(
            "return !!window.ran || !!document.querySelector('main script, main iframe, main style, main img, [onerror], [onload], [href^=javascript]')",
        )?;
        assert_eq!(foreign, false);
        assert_eq!(visit.server.requests(), before);
        visit.console_is_clean()?;
    }
    Ok(())
}

/// Signs that turn the reading direction cannot make one thing look like another: they are seen, and end with their line.
#[test]
fn what_turns_the_direction_is_seen() -> Outcome {
    let visit = Visit::to("")?;
    visit.explain(
        "550 5.1.1 \u{202e}gnp.exe\u{202c} unknown user <\u{5d0}\u{5d1}@example.org>\nsecond \u{2067}line",
    )?;
    visit.verdict()?;
    let shown =
        visit.page.js("return document.querySelector('.paste-view .paste-text').textContent")?.to_string();
    for sign in ["U+202E", "U+202C", "U+2067"] {
        assert!(shown.contains(sign), "{sign} is not to be seen in {shown}");
    }
    let apart = visit.page.js(
        "return [...document.querySelectorAll('.paste-view .line')].every(line => getComputedStyle(line).unicodeBidi === 'isolate' && getComputedStyle(line).direction === 'ltr')",
    )?;
    assert_eq!(apart, true);
    Ok(())
}

/// Fifty megabytes at once: the page goes on answering, and an answer or a reason comes.
#[test]
fn fifty_megabytes_do_not_stop_the_page() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    let before = visit.server.requests();
    visit.page.js(
        "const clipboardData = new DataTransfer();
         clipboardData.setData('text/plain', 'mx said: 452 4.2.2 mailbox full \\u202e<script>ran=1</script>\\n'.repeat(900000));
         const box = document.querySelector('[data-test=box]');
         box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }))",
    )?;
    visit.page.js(
        "window.gap = 0; let last = performance.now();
         setInterval(() => { gap = Math.max(gap, performance.now() - last); last = performance.now() }, 20)",
    )?;
    // It takes longer than other waits: the worker may use up its own patience first.
    let end = "document.querySelector('[data-test=answer], [data-test=failure]') \
               || document.querySelector('[data-test=explained]')?.textContent";
    let waited = (0..4).find_map(|_| visit.page.until(&format!("!!({end})")).ok());
    assert!(waited.is_some(), "neither an answer nor a reason came");
    let gap = visit.page.js("return gap")?.as_f64().unwrap_or(f64::MAX);
    assert!(gap < 5_000.0, "the page stood still for {gap} ms");
    assert_eq!(visit.page.js("return !!window.ran")?, false);
    let worker_anew = |request: &String| request.contains("/worker-");
    let after: Vec<String> =
        visit.server.requests().into_iter().skip(before.len()).filter(|one| !worker_anew(one)).collect();
    assert_eq!(after, [] as [String; 0]);
    Ok(())
}
