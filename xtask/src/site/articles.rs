//! The articles, in one file of their own: whoever only wants a paste explained does not load them, and who opens one does
//! not tell the server which.
//!
//! The file holds what `src/knowledge/causes/<id>.md` holds, one after the other: the id, the lines of the head that a
//! reader sees, the commands, each behind a line `[[command]]`, `+++`, the prose. `src/web/articles.rs` reads it.

use super::files;
use crate::cmd::{Outcome, root};
use std::path::Path;

/// What of the head is shown on an article's page.
const SHOWN: [&str; 6] = ["title", "summary", "permanence", "stage", "act", "retry"];

/// What of a command.
const OF_COMMAND: [&str; 3] = ["unix", "windows", "why"];

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
    let mut tables = head.split("\n[[");
    let lines = |table: &str, keys: &[&str]| -> String {
        let is_shown = |line: &&str| line.split_once(" = \"").is_some_and(|(key, _)| keys.contains(&key));
        table.lines().filter(is_shown).map(|line| format!("{line}\n")).collect()
    };
    let head = lines(tables.next().unwrap_or_default(), &SHOWN);
    let commands: String = tables
        .filter_map(|table| table.strip_prefix("command]]\n"))
        .map(|table| format!("[[command]]\n{}", to_fill_in(&lines(table, &OF_COMMAND))))
        .collect();
    format!("{head}{commands}+++\n{}\n", prose.trim())
}

/// Placeholders in capitals, as in an answer that does not know them: `{recipient_domain}` becomes RECIPIENT_DOMAIN.
fn to_fill_in(commands: &str) -> String {
    let mut parts = commands.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) if name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                out += &name.to_ascii_uppercase();
                out += rest;
            }
            _ => out = out + "{" + part,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_is_loaded() {
        let source = "+++\ntitle = \"Full\"\nask = \"\"\"\nHello\n\"\"\"\n\n[[step]]\nby = \"sender\"\n\n[[command]]\nonly = \"server\"\n\
                      unix = \"dig {recipient_domain} {2}\"\nwhy = \"Its servers.\"\n+++\n\n## Why\nSo.\n";
        let want = "title = \"Full\"\n[[command]]\nunix = \"dig RECIPIENT_DOMAIN {2}\"\nwhy = \"Its servers.\"\n+++\n## Why\nSo.\n";
        assert_eq!(shown(source), want);
    }

    #[test]
    fn every_article_has_all_of_its_head() {
        for (id, source) in all().unwrap() {
            let head = shown(&source);
            assert!(SHOWN.iter().all(|key| head.contains(&format!("{key} = \""))), "{id}");
            let (commands, shown) =
                (source.matches("[[command]]").count(), head.matches("[[command]]").count());
            assert_eq!((shown, head.matches("\nwhy = \"").count()), (commands, commands), "{id}");
            let lines =
                head.lines().filter(|line| line.starts_with("unix = \"") || line.starts_with("windows = \""));
            assert!(lines.count() >= commands, "{id}: a command in another sort of quotes");
        }
    }
}
