//! The last step of a build: from trunk's one page to a site whose every address opens.
//!
//! A static host knows files only, so every other address has a copy of the page (`why/index.html`,
//! `why/<cause>/index.html`, `check/<complaint>/index.html`), and `404.html`, which most hosts show for all others, leads to
//! `404/`. A copy differs in its relative addresses, its title, its description, and in what paints first: these two
//! instead of the box. There is no `<base>`: with one, links to a place on the same page (`#main`) would lead away from it.
//!
//! Some things only the build knows, and the page is told in its head: where the site's root is, seen from the page's own
//! address, and what the script that loads the worker and the file of articles are called.
//!
//! ```html
//! <meta name="mailwhy-root" content="../../">
//! <meta name="mailwhy-worker" content="worker-1f0c2b7a99d3e801_loader.js">
//! <meta name="mailwhy-articles" content="articles-5d41402abc4b2a76.txt">
//! ```

use super::articles::worded::plain;
use super::{articles, bundle, files, offline, policy};
use crate::cmd::{Outcome, root};
use std::path::Path;

/// Finishes the site in `stage`. `public_url` is trunk's: "./" or an absolute path or URL, with a slash at its end.
/// A `fresh` one is built anew while somebody works on it.
pub fn finish(stage: &Path, public_url: &str, fresh: bool) -> Outcome {
    let index = stage.join("index.html");
    let page = reload_by_location(&files::read(&index)?);
    let page = bundle::styles(stage, &page, public_url)?;
    let page = bundle::icon(stage, &page, public_url)?;
    let page = bundle::program(stage, &page)?;
    let page = page.replacen("</head>", &(offline::head(public_url) + "</head>"), 1);
    let told = Told { worker: bundle::worker(stage)?, articles: articles::write(stage)? };
    let relative = public_url.starts_with('.');
    let place = |prefix: &str| if relative { prefix.to_owned() } else { public_url.to_owned() };

    files::write(&index, &at(&page, public_url, &place("./"), &told)?)?;
    for (address, title, description) in addresses()? {
        let up = "../".repeat(address.split('/').count());
        let page = opening(&named(&page, &title, &description), &title, &description);
        let page = if address.starts_with("why") { ahead(&page, public_url, &told.articles) } else { page };
        let copy = at(&page, public_url, &place(&up), &told)?;
        files::write(&stage.join(address).join("index.html"), &copy)?;
    }
    files::write(&stage.join("404.html"), &policy::apply(LOST)?)?;
    // Last of all, since it lists what is there.
    offline::write(stage, fresh)
}

/// What a host shows for an address of any depth that it does not know: it looks for the site's root, and leads to `404/`.
const LOST: &str = include_str!("lost.html");

/// What files of the site are called.
struct Told {
    worker: String,
    articles: String,
}

/// The page for a place from which the site's root is `root`.
fn at(page: &str, public_url: &str, root: &str, told: &Told) -> Outcome<String> {
    let mut page = page.to_owned();
    for quote in ['"', '\''] {
        page = page.replace(&format!("{quote}{public_url}"), &format!("{quote}{root}"));
    }
    let facts = [("root", root), ("worker", &told.worker), ("articles", &told.articles)];
    let facts: String = facts
        .iter()
        .map(|(name, value)| format!("<meta name=\"mailwhy-{name}\" content=\"{value}\">"))
        .collect();
    policy::apply(&page.replacen("</head>", &(facts + "</head>"), 1))
}

/// Every address but the root: its path, title and description. The knowledge tells those of articles and complaints.
fn addresses() -> Outcome<Vec<(String, String, String)>> {
    let row =
        |address: &str, title: &str, about: &str| (address.to_owned(), title.to_owned(), about.to_owned());
    let mut rows = vec![
        row("why", "Why mail fails", "Every cause that mailwhy knows, by the place where it shows itself."),
        row(
            "check",
            "What is wrong with your mail?",
            "One question at a time, to a cause or to whom to ask.",
        ),
        row("where", "Where to find the headers or the error", "Short steps for each mail program."),
        row("404", "There is no page at this address", "The causes of failed mail are one click away."),
    ];
    let knowledge = root().join("src/knowledge");
    for id in ids(&knowledge.join("causes"), "md")? {
        let article = files::read(&knowledge.join(format!("causes/{id}.md")))?;
        rows.push(row(&format!("why/{id}"), &value(&article, "title"), &plain(&value(&article, "summary"))));
    }
    for id in ids(&knowledge.join("guide"), "toml")? {
        let complaint = files::read(&knowledge.join(format!("guide/{id}.toml")))?;
        if complaint.lines().any(|line| line.starts_with("first = ")) {
            rows.push(row(&format!("check/{id}"), &value(&complaint, "title"), &value(&complaint, "about")));
        }
    }
    Ok(rows)
}

/// The names of a folder's files without their ending, in order.
fn ids(folder: &Path, ending: &str) -> Outcome<Vec<String>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut ids: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(ending)?.strip_suffix('.')?.to_owned())).collect();
    ids.sort();
    Ok(ids)
}

/// What `key = "…"` says at the head of a file of the knowledge.
fn value(text: &str, key: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
    line.unwrap_or_default().replace("\\\"", "\"")
}

/// The page that paints its title and description first, where the page of the root has the box.
fn opening(page: &str, title: &str, description: &str) -> String {
    let (Some(start), Some(end)) = (page.find("<main"), page.find("</main>")) else { return page.to_owned() };
    let words = format!(
        "<main id=\"main\"><div class=\"article\"><h1>{}</h1><p class=\"lead-text\">{}</p></div>",
        escaped(title),
        escaped(description)
    );
    format!("{}{words}{}", &page[..start], &page[end..])
}

/// The page that loads the articles beside its program, not after it.
fn ahead(page: &str, public_url: &str, articles: &str) -> String {
    let link = format!(
        "<link rel=\"preload\" href=\"{public_url}{articles}\" as=\"fetch\" crossorigin=\"anonymous\"></head>"
    );
    page.replacen("</head>", &link, 1)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The page with a title and description of its own, for search engines and for previews of links.
fn named(page: &str, title: &str, description: &str) -> String {
    let mut page = page.to_owned();
    for (value, before, after) in [
        (format!("{title} · mailwhy"), "<title>", "</title>"),
        (description.to_owned(), "name=\"description\" content=\"", "\""),
    ] {
        if let Some(start) = page.find(before).map(|at| at + before.len())
            && let Some(length) = page[start..].find(after)
        {
            page.replace_range(start..start + length, &escaped(&value));
        }
    }
    page
}

/// Trunk's script for reloading gets the server's address filled in when it is sent, which would change its hash; the
/// page's own address tells the same.
fn reload_by_location(page: &str) -> String {
    page.replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host").replace("'{{__TRUNK_WS_BASE__}}'", "'/'")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "<head><meta charset=\"utf-8\"><link href=\"./a.css\"></head><script>import a from './a.js'</script>";

    fn told() -> Told {
        Told { worker: "w.js".to_owned(), articles: "a.txt".to_owned() }
    }

    #[test]
    fn a_copy_finds_its_files_from_two_folders_down() {
        let copy = at(PAGE, "./", "../../", &told()).unwrap();
        assert!(copy.contains("href=\"../../a.css\"") && copy.contains("from '../../a.js'"), "{copy}");
        assert!(copy.contains("name=\"mailwhy-root\" content=\"../../\""), "{copy}");
    }

    #[test]
    fn an_articles_page_is_called_as_the_article() {
        let page = "<title>mailwhy</title><meta name=\"description\" content=\"all\">";
        let article = "+++\ntitle = \"The \\\"box\\\" is full\"\nsummary = \"No <room>.\"\n+++\n";
        let named = named(page, &value(article, "title"), &value(article, "summary"));
        let wanted = "<title>The &quot;box&quot; is full · mailwhy</title><meta name=\"description\" content=\"No &lt;room>.\">";
        assert_eq!(named, wanted);
    }

    #[test]
    fn what_paints_first_is_what_the_page_is_about() {
        let page = opening("<body><main class=\"home\"><textarea></textarea></main></body>", "a & b", "<c>");
        assert!(page.contains("<h1>a &amp; b</h1><p class=\"lead-text\">&lt;c></p>"), "{page}");
        assert!(!page.contains("textarea") && page.ends_with("</div></main></body>"), "{page}");
    }

    #[test]
    fn every_page_has_an_address() {
        let rows = addresses().unwrap();
        for wanted in ["why", "why/greylisted", "check", "check/does-not-arrive", "where"] {
            let (_, title, about) =
                rows.iter().find(|row| row.0 == wanted).unwrap_or_else(|| panic!("{wanted}"));
            assert!(!title.is_empty() && !about.is_empty(), "{wanted}");
        }
        assert!(!rows.iter().any(|row| row.0 == "check/tools"));
    }

    #[test]
    fn an_absolute_address_stays() {
        let copy = at(&PAGE.replace("./", "/why/"), "/why/", "/why/", &told()).unwrap();
        assert!(copy.contains("href=\"/why/a.css\"") && copy.contains("from '/why/a.js'"), "{copy}");
    }
}
