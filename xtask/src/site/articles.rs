//! The articles, in one file of their own: whoever only wants a paste explained does not load them, and who opens one does
//! not tell the server which.
//!
//! The file holds what `src/knowledge/causes/<id>.md` holds, one after the other: the id, the lines of the head that a
//! reader sees, `+++`, the prose. `src/web/articles.rs` reads it.

use super::files;
use crate::cmd::{Outcome, root};
use std::path::Path;

/// What of the head is shown on an article's page.
const SHOWN: [&str; 6] = ["title", "summary", "permanence", "stage", "act", "retry"];

/// ASCII's record separator.
const BEHIND_ARTICLE: char = '\u{1e}';

/// Writes the file; gives its name, with a hash of what is in it.
pub fn write(stage: &Path) -> Outcome<String> {
    let text: String =
        all()?.iter().map(|(id, source)| format!("{id}\n{}{BEHIND_ARTICLE}", shown(source))).collect();
    let name = format!("articles-{}.txt", files::hash(text.as_bytes()));
    files::write(&stage.join(&name), &text)?;
    Ok(name)
}

/// Every cause and its article as it was written, in the order of the list.
fn all() -> Outcome<Vec<(String, String)>> {
    let folder = root().join("src/knowledge");
    let ids = files::read(&folder.join("causes.txt"))?;
    let article = |id: &str| Ok((id.to_owned(), files::read(&folder.join(format!("causes/{id}.md")))?));
    ids.lines().map(article).collect()
}

/// An article without what only the engine needs.
fn shown(source: &str) -> String {
    let (head, prose) = source.trim_start_matches("+++\n").split_once("\n+++\n").unwrap_or_default();
    let is_shown = |line: &&str| line.split_once(" = \"").is_some_and(|(key, _)| SHOWN.contains(&key));
    let head: String = head.lines().filter(is_shown).map(|line| format!("{line}\n")).collect();
    format!("{head}+++\n{}\n", prose.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_is_loaded() {
        let source = "+++\ntitle = \"Full\"\nask = \"\"\"\nHello\n\"\"\"\n[[step]]\nby = \"sender\"\n+++\n\n## Why\nSo.\n";
        assert_eq!(shown(source), "title = \"Full\"\n+++\n## Why\nSo.\n");
    }

    #[test]
    fn every_article_has_all_of_its_head() {
        for (id, source) in all().unwrap() {
            let head = shown(&source);
            assert!(SHOWN.iter().all(|key| head.contains(&format!("{key} = \""))), "{id}");
        }
    }
}
