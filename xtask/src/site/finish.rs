//! The last step of a build: from trunk's one page to a site whose every address opens.
//!
//! A static host knows files only, so each article has a copy of the page at its own address, `why/<cause>/index.html`,
//! and `404.html` is what most hosts show for all others. A copy differs in its relative addresses alone. There is no
//! `<base>`: with one, links to a place on the same page (`#main`) would lead away from it.
//!
//! Two things only the build knows, and the page is told in its head: where the site's root is, seen from the page's own
//! address, and what the script is called that loads the worker.
//!
//! ```html
//! <meta name="mailwhy-root" content="../../">
//! <meta name="mailwhy-worker" content="worker-1f0c2b7a99d3e801_loader.js">
//! ```

use super::policy;
use crate::cmd::{Outcome, root};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The ends of the names of the worker's files.
const WORKER: [&str; 3] = [".js", "_bg.wasm", "_loader.js"];

/// Finishes the site in `stage`. `public_url` is trunk's: "./" or an absolute path or URL, with a slash at its end.
pub fn finish(stage: &Path, public_url: &str) -> Outcome {
    let index = stage.join("index.html");
    let page = reload_by_location(&read(&index)?);
    let worker = name_worker(stage)?;
    let relative = public_url.starts_with('.');
    let place = |prefix: &str| if relative { prefix.to_owned() } else { public_url.to_owned() };

    write(&index, &at(&page, public_url, &place("./"), &worker)?)?;
    for cause in read(&root().join("src/knowledge/causes.txt"))?.lines().filter(|line| is_id(line)) {
        let copy = stage.join("why").join(cause).join("index.html");
        write(&copy, &at(&page, public_url, &place("../../"), &worker)?)?;
    }
    // It can be shown for an address of any depth, so only an absolute root will do.
    let top = if relative { "/" } else { public_url };
    write(&stage.join("404.html"), &at(&page, public_url, top, &worker)?)
}

/// The page for a place from which the site's root is `root`.
fn at(page: &str, public_url: &str, root: &str, worker: &str) -> Outcome<String> {
    let mut page = page.to_owned();
    for quote in ['"', '\''] {
        page = page.replace(&format!("{quote}{public_url}"), &format!("{quote}{root}"));
    }
    let told = format!(
        "<meta name=\"mailwhy-root\" content=\"{root}\"><meta name=\"mailwhy-worker\" content=\"{worker}\"></head>"
    );
    policy::apply(&page.replacen("</head>", &told, 1))
}

/// Trunk's script for reloading gets the server's address filled in when it is sent, which would change its hash; the
/// page's own address tells the same.
fn reload_by_location(page: &str) -> String {
    page.replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host").replace("'{{__TRUNK_WS_BASE__}}'", "'/'")
}

/// Trunk leaves the worker's names alone. Here they get a hash of what is in the files, so that an old page never meets a
/// new worker. Gives the name of the script that loads it, which has the other two names in it.
fn name_worker(stage: &Path) -> Outcome<String> {
    let mut hash = Sha256::new();
    for end in WORKER {
        let file = stage.join(format!("worker{end}"));
        hash.update(fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?);
    }
    let name =
        hash.finalize().iter().take(8).fold("worker-".to_owned(), |name, byte| name + &format!("{byte:02x}"));
    let loader = stage.join("worker_loader.js");
    write(&loader, &WORKER.iter().fold(read(&loader)?, |text, end| renamed(&text, end, &name)))?;
    for end in WORKER {
        let (old, new) = (stage.join(format!("worker{end}")), stage.join(format!("{name}{end}")));
        fs::rename(&old, new).map_err(|e| format!("{}: {e}", old.display()))?;
    }
    Ok(format!("{name}_loader.js"))
}

fn renamed(text: &str, end: &str, name: &str) -> String {
    text.replace(&format!("/worker{end}"), &format!("/{name}{end}"))
}

fn is_id(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

fn write(file: &Path, text: &str) -> Outcome {
    let folder = file.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, text))
        .map_err(|e| format!("{}: {e}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "<head><meta charset=\"utf-8\"><link href=\"./a.css\"></head><script>import a from './a.js'</script>";

    #[test]
    fn a_copy_finds_its_files_from_two_folders_down() {
        let copy = at(PAGE, "./", "../../", "w.js").unwrap();
        assert!(copy.contains("href=\"../../a.css\"") && copy.contains("from '../../a.js'"), "{copy}");
        assert!(copy.contains("name=\"mailwhy-root\" content=\"../../\""), "{copy}");
    }

    #[test]
    fn an_absolute_address_stays() {
        let copy = at(&PAGE.replace("./", "/why/"), "/why/", "/why/", "w.js").unwrap();
        assert!(copy.contains("href=\"/why/a.css\"") && copy.contains("from '/why/a.js'"), "{copy}");
    }
}
