//! The articles, in one file of their own: whoever only wants a paste explained does not load them, and who opens one does
//! not tell the server which.
//!
//! The file holds what `src/knowledge/causes/<id>.md` holds, one after the other: the id, the lines of the head that a
//! reader sees, `+++`, the prose, with the commands of the head where it says how to check. `src/web/articles.rs` reads it.

use super::files;
use crate::cmd::{Outcome, root};
use placeholders::PLACEHOLDERS;
use std::path::Path;

#[path = "../../../src/knowledge/placeholders.rs"]
mod placeholders;
#[allow(dead_code, reason = "the values are the engine's")]
#[path = "../../../src/knowledge/worded.rs"]
pub mod worded;

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
    let mut tables = head.split("\n[[");
    let first = tables.next().unwrap_or_default();
    let shown: String =
        first.lines().filter(is_shown).map(|line| format!("{}\n", worded::plain(line))).collect();
    let commands: String =
        tables.filter_map(|table| table.strip_prefix("command]]\n")).map(command).collect();
    format!("{shown}+++\n{}\n", with_commands(prose.trim(), &commands))
}

/// The section behind the one that says how to check.
const BEHIND_CHECKS: &str = "\n## When to stop trying";

fn with_commands(prose: &str, commands: &str) -> String {
    match prose.find(BEHIND_CHECKS).filter(|_| !commands.is_empty()) {
        Some(at) => format!("{}\n{}\n{commands}{}", &prose[..at], fill_in(commands), &prose[at..]),
        None => prose.to_owned(),
    }
}

/// What goes in the place of the words in capitals that stand in these commands.
fn fill_in(commands: &str) -> String {
    let words: Vec<&str> = commands.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let said = PLACEHOLDERS.iter().map(|(name, what)| (name.to_ascii_uppercase(), what));
    let said: String = said
        .filter(|(name, _)| words.contains(&name.as_str()))
        .map(|(name, what)| format!("- `{name}`: {what}\n"))
        .collect();
    if said.is_empty() {
        said
    } else {
        format!("In the place of a word in capitals put what fits your case:\n{said}")
    }
}

/// What a command shows, and its form for each system.
fn command(table: &str) -> String {
    let value = |key: &str| {
        let line =
            table.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
        line.map(|line| line.replace("\\\"", "\"").replace("\\\\", "\\"))
    };
    let fence = |shell: String| format!("```\n{}\n```\n", to_fill_in(&shell));
    let unix = value("unix").map(fence).unwrap_or_default();
    let windows = value("windows").map(|shell| format!("On Windows, in PowerShell:\n\n{}", fence(shell)));
    format!("\n{unix}{}\n{}\n", windows.unwrap_or_default(), value("why").unwrap_or_default())
}

/// Placeholders in capitals, as in an answer that does not know them: `{recipient_domain}` becomes RECIPIENT_DOMAIN.
fn to_fill_in(shell: &str) -> String {
    let mut parts = shell.split('{');
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
        let source = "+++\ntitle = \"Full\"\nask = \"\"\"\nHello\n\"\"\"\n[[step]]\nby = \"sender\"\n+++\n\n## Why\nSo.\n";
        assert_eq!(shown(source), "title = \"Full\"\n+++\n## Why\nSo.\n");
    }

    #[test]
    fn commands_stand_where_an_article_says_how_to_check() {
        let source = "+++\ntitle = \"Full\"\n\n[[command]]\nonly = \"server\"\nunix = \"grep 'a\\\\|b' {recipient_domain} {2}\"\n\
                      why = \"Its servers.\"\n+++\n\n## How to check\nSo.\n\n## When to stop trying\nNow.\n";
        let want = "title = \"Full\"\n+++\n## How to check\nSo.\n\nIn the place of a word in capitals put what fits your case:\n- `RECIPIENT_DOMAIN`: the part after the @ of the recipient's address\n\n\n```\ngrep 'a\\|b' RECIPIENT_DOMAIN {2}\n```\n\nIts servers.\n\n## When to stop trying\nNow.\n";
        assert_eq!(shown(source), want);
        for (id, source) in all().unwrap() {
            let (commands, text) = (source.matches("[[command]]").count(), shown(&source));
            let fences = text
                .split("## How to check")
                .nth(1)
                .and_then(|rest| rest.split(BEHIND_CHECKS).next())
                .unwrap_or_default();
            assert!(fences.matches("```\n").count() >= 2 * commands, "{id}");
            // Each word in capitals is explained.
            let named =
                source.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
            let commands = source.split("[[command]]").skip(1).collect::<String>();
            for name in named.filter(|name| {
                name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && {
                    commands.split("\n+++").next().unwrap_or_default().contains(&format!("{{{name}}}"))
                }
            }) {
                let capitals = name.to_ascii_uppercase();
                assert!(fences.contains(&format!("- `{capitals}`: ")), "{id}: {capitals}");
            }
            // None of it is markup by accident.
            let whys = source.lines().filter_map(|line| line.strip_prefix("why = "));
            assert!(
                whys.into_iter().all(|why| !why.contains(['*', '[']) && why.matches('`').count() % 2 == 0),
                "{id}"
            );
        }
    }

    #[test]
    fn every_article_has_all_of_its_head() {
        for (id, source) in all().unwrap() {
            let head = shown(&source);
            assert!(SHOWN.iter().all(|key| head.contains(&format!("{key} = \""))), "{id}");
        }
    }
}
