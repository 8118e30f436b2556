//! `cargo xtask shots DIR [FILE...]`: pictures of the page, to be looked at by people.

use crate::cmd::{Outcome, say};
use crate::{site, tools};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::{Server, Session};

/// CSS pixels: a desk and a phone.
const WIDTHS: [u32; 2] = [1280, 390];

/// Takes every page wide and narrow, light and dark, into DIR: the box, an article, and the answer to each FILE. A FILE that
/// names an address of the site (`why/greylisted/`, `check/`) stands for that page. The site is the one in dist/.
pub fn run(args: &[String]) -> Outcome {
    let (folder, files) = args.split_first().ok_or("which folder shall the pictures go into?")?;
    let folder = Path::new(folder);
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let server = Server::start(&site::dist(), "/")?;
    let page = Session::start(&tools::chromium()?, &server)?;
    let usual = ["".to_owned(), "why/greylisted/".to_owned()];
    for subject in usual.iter().chain(files) {
        for width in WIDTHS {
            for scheme in ["light", "dark"] {
                page.look(width, if width < 600 { 844 } else { 900 }, scheme)?;
                show(&page, &server, subject)?;
                let file = folder.join(format!("{}-{width}-{scheme}.png", name(subject)));
                fs::write(&file, page.screenshot()?).map_err(|e| format!("{}: {e}", file.display()))?;
                say(&file.display().to_string());
            }
        }
    }
    Ok(())
}

fn show(page: &Session, server: &Server, subject: &str) -> Outcome {
    if subject.is_empty() || ["why/", "check/", "where/"].iter().any(|folder| subject.starts_with(folder)) {
        page.open(&server.url(subject))?;
        return page
            .until("document.querySelector('nav') && document.querySelector('main h1') && !document.querySelector('[aria-busy=true]')")
            .map(drop);
    }
    let paste = fs::read(PathBuf::from(subject)).map_err(|e| format!("{subject}: {e}"))?;
    page.open(&server.url(""))?;
    page.paste("[data-test=box]", &String::from_utf8_lossy(&paste))?;
    page.click("[data-test=explain]")?;
    page.until("document.querySelector('[data-test=answer], [data-test=failure]')").map(drop)
}

/// What the pictures of a subject are called.
fn name(subject: &str) -> String {
    match subject.trim_matches('/') {
        "" => "box".to_owned(),
        path if subject.contains("/#") => path.replace(['/', '#', '.'], "-"),
        path => Path::new(path).file_stem().unwrap_or_default().to_string_lossy().replace('/', "-"),
    }
}
