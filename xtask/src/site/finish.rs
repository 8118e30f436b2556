//! The last step of a build: from trunk's one page to a site whose every address opens.
//!
//! A static host knows files only, so the list of causes and each article have a copy of the page at their own address
//! (`why/index.html`, `why/<cause>/index.html`), and `404.html` is what most hosts show for all others. A copy differs in
//! its relative addresses alone. There is no `<base>`: with one, links to a place on the same page (`#main`) would lead
//! away from it.
//!
//! Two things only the build knows, and the page is told in its head: where the site's root is, seen from the page's own
//! address, and what the script is called that loads the worker.
//!
//! ```html
//! <meta name="mailwhy-root" content="../../">
//! <meta name="mailwhy-worker" content="worker-1f0c2b7a99d3e801_loader.js">
//! ```

use super::{bundle, files, policy};
use crate::cmd::{Outcome, root};
use std::path::Path;

/// Finishes the site in `stage`. `public_url` is trunk's: "./" or an absolute path or URL, with a slash at its end.
pub fn finish(stage: &Path, public_url: &str) -> Outcome {
    let index = stage.join("index.html");
    let page = reload_by_location(&files::read(&index)?);
    let page = bundle::styles(stage, &page, public_url)?;
    let page = bundle::icon(stage, &page, public_url)?;
    let worker = bundle::worker(stage)?;
    let relative = public_url.starts_with('.');
    let place = |prefix: &str| if relative { prefix.to_owned() } else { public_url.to_owned() };

    files::write(&index, &at(&page, public_url, &place("./"), &worker)?)?;
    files::write(&stage.join("why/index.html"), &at(&page, public_url, &place("../"), &worker)?)?;
    for cause in files::read(&root().join("src/knowledge/causes.txt"))?.lines().filter(|line| is_id(line)) {
        let article = files::read(&root().join(format!("src/knowledge/causes/{cause}.md")))?;
        let copy = stage.join("why").join(cause).join("index.html");
        files::write(&copy, &at(&named(&page, &article), public_url, &place("../../"), &worker)?)?;
    }
    // It can be shown for an address of any depth, so only an absolute root will do.
    let top = if relative { "/" } else { public_url };
    files::write(&stage.join("404.html"), &at(&page, public_url, top, &worker)?)
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

/// The page with an article's title and summary in its head, for search engines and for previews of links.
fn named(page: &str, article: &str) -> String {
    let value = |key: &str| {
        let line = article.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        let text = line.strip_suffix('"')?.replace("\\\"", "\"");
        Some(text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"))
    };
    let mut page = page.to_owned();
    for (key, before, after) in
        [("title", "<title>", "</title>"), ("summary", "name=\"description\" content=\"", "\"")]
    {
        if let (Some(value), Some(start)) = (value(key), page.find(before).map(|at| at + before.len()))
            && let Some(length) = page[start..].find(after)
        {
            let end = if key == "title" { " · mailwhy" } else { "" };
            page.replace_range(start..start + length, &format!("{value}{end}"));
        }
    }
    page
}

/// Trunk's script for reloading gets the server's address filled in when it is sent, which would change its hash; the
/// page's own address tells the same.
fn reload_by_location(page: &str) -> String {
    page.replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host").replace("'{{__TRUNK_WS_BASE__}}'", "'/'")
}

fn is_id(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
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
    fn an_articles_page_is_called_as_the_article() {
        let page = "<title>mailwhy</title><meta name=\"description\" content=\"all\">";
        let named = named(page, "+++\ntitle = \"The \\\"box\\\" is full\"\nsummary = \"No <room>.\"\n+++\n");
        let wanted = "<title>The &quot;box&quot; is full · mailwhy</title><meta name=\"description\" content=\"No &lt;room>.\">";
        assert_eq!(named, wanted);
    }

    #[test]
    fn an_absolute_address_stays() {
        let copy = at(&PAGE.replace("./", "/why/"), "/why/", "/why/", "w.js").unwrap();
        assert!(copy.contains("href=\"/why/a.css\"") && copy.contains("from '/why/a.js'"), "{copy}");
    }
}
