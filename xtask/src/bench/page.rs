//! How long the page takes from the wish for an explanation to the finished answer, in Chromium, the worker warm.
//!
//! The clock is the page's own, `performance.now`, and so is everything that is timed: what WebDriver costs is left out.
//! It starts as the text is pasted: the page hears of it by a paste event, the text itself being in the box (or, if it is
//! too long for a box, in the event). A MutationObserver hears of the answer in the
//! same task that puts it into the document; then one frame is waited for: a task that is posted from within
//! `requestAnimationFrame` runs when that frame has been styled, laid out and painted. Frames do not wait for a screen
//! here (`--disable-frame-rate-limit`), since a screen's rhythm of 16.7 ms would cover what is measured.
//! Of many cases the overview is the answer, when the last of them is in it. Each run starts from an empty box, with the answer before cleared away.

use super::pastes;
use crate::cmd::{Outcome, say};
use crate::{site, tools};
use serde_json::json;
use xtask::browser::{Browser, Server, Session};

/// So many runs of each paste count, after so many that do not: the browser compiles what is used often.
const RUNS: usize = 15;
const WARM_UP: usize = 3;

const FLAGS: &[&str] = &["--disable-frame-rate-limit", "--disable-gpu-vsync"];

/// Milliseconds in the page: until the answer stands in the document, and until it is painted.
const ONE_RUN: &str = "
    const box = document.querySelector('[data-test=box]');
    const clipboardData = new DataTransfer();
    if (window.benchPaste.length > 200000) clipboardData.setData('text/plain', window.benchPaste);
    else box.value = window.benchPaste;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const start = performance.now();
    const answered = new Promise(done => {
        const observer = new MutationObserver(() => {
            const overview = document.querySelector('[data-test=explained]');
            if (!document.querySelector('[data-test=answer]') && !overview?.textContent.trim()) return;
            observer.disconnect();
            done(performance.now());
        });
        observer.observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true });
    });
    box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
    const stands = await answered;
    const painted = await new Promise(done => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(0);
    }));
    const nodes = document.querySelectorAll('*').length;
    document.querySelector('[data-test=clear]').click();
    while (!document.querySelector('[data-test=box]')) await new Promise(requestAnimationFrame);
    return [stands - start, painted - start, nodes];";

/// Prints the medians. Says whether every aim is kept; without a site or a browser there is nothing to miss.
pub fn measure() -> Outcome<bool> {
    if !site::dist().join("index.html").is_file() {
        say("no site in dist/ whose speed could be measured: cargo xtask build makes one");
        return Ok(true);
    }
    let Some(Browser::Chromium { program, driver, .. }) = tools::chromium_if_there() else {
        say("no Chromium to measure the page in: cargo xtask setup browser installs it");
        return Ok(true);
    };
    let server = Server::start(&site::dist(), "/")?;
    let flags = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    let page = Session::start(&Browser::Chromium { program, driver, flags }, &server)?;
    println!("\n{:<44}{:>10}{:>12}{:>10}{:>8}", "paste to answer", "size", "in the page", "painted", "aim");
    let mut kept = true;
    for (name, aim, paste) in pastes::all() {
        let (stands, painted) = median_of(&page, &server, &paste)?;
        let missed = if painted <= aim { "" } else { "  missed" };
        let size = format!("{} kB", paste.len() / 1000);
        println!("{name:<44}{size:>10}{stands:>9.1} ms{painted:>7.1} ms{:>8}{missed}", format!("<{aim} ms"));
        kept &= painted <= aim;
    }
    Ok(kept)
}

fn median_of(page: &Session, server: &Server, paste: &str) -> Outcome<(f64, f64)> {
    page.open(&server.url(""))?;
    page.until("document.querySelector('[data-test=box]')")?;
    page.js(&format!("window.benchPaste = {}", json!(paste)))?;
    let mut runs = Vec::new();
    for _ in 0..WARM_UP + RUNS {
        let times = page.js_async(ONE_RUN)?;
        let time = |at: usize| times[at].as_f64().ok_or_else(|| format!("no time came back: {times}"));
        runs.push((time(0)?, time(1)?));
    }
    let middle = |pick: fn(&(f64, f64)) -> f64| {
        let mut times: Vec<f64> = runs[WARM_UP..].iter().map(pick).collect();
        times.sort_by(f64::total_cmp);
        times[RUNS / 2]
    };
    Ok((middle(|run| run.0), middle(|run| run.1)))
}
