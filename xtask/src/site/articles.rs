//! The articles, in one file of their own: whoever only wants a paste explained does not load them, and who opens one does
//! not tell the server which.
//!
//! The file holds the prose of `src/knowledge/causes/<id>.md`, in the order of `causes.txt`: what stands below the first
//! heading in all of them, then what stands below the second, and so on. Side by side it compresses best. The heads are in
//! the worker. `src/web/articles.rs` reads it.

use super::files;
use crate::cmd::{Outcome, root};
use std::path::Path;

/// ASCII's record separator.
const BETWEEN: &str = "\u{1e}";

/// Writes the file; gives its name, with a hash of what is in it.
pub fn write(stage: &Path) -> Outcome<String> {
    let text = columns(&all()?)?;
    let name = format!("articles-{}.txt", files::hash(text.as_bytes()));
    files::write(&stage.join(&name), &text)?;
    Ok(name)
}

/// The sections of all articles, heading by heading.
fn columns(articles: &[(String, String)]) -> Outcome<String> {
    let sections: Vec<Vec<String>> = articles.iter().map(|(_, source)| sections(source)).collect();
    let count = sections.first().map_or(0, Vec::len);
    if let Some(odd) = sections.iter().position(|one| one.len() != count) {
        return Err(format!("{} has other headings than the rest", articles[odd].0));
    }
    let column = |at: usize| sections.iter().map(move |one| one[at].as_str());
    Ok((0..count).flat_map(column).collect::<Vec<_>>().join(BETWEEN))
}

/// What stands below each heading of the prose.
fn sections(source: &str) -> Vec<String> {
    let prose = source.trim_start_matches("+++\n").split_once("\n+++\n").map_or("", |(_, prose)| prose);
    let mut sections: Vec<String> = Vec::new();
    let mut code = false;
    for line in prose.lines() {
        code ^= line.starts_with("```");
        match sections.last_mut() {
            // In code a line may begin with a number sign.
            _ if !code && line.starts_with('#') => sections.push(String::new()),
            Some(section) => *section += &format!("{line}\n"),
            None => {}
        }
    }
    sections.iter().map(|section| section.trim().to_owned()).collect()
}

/// Every cause and its article as it was written, in the order of the list.
fn all() -> Outcome<Vec<(String, String)>> {
    let folder = root().join("src/knowledge");
    let ids = files::read(&folder.join("causes.txt"))?;
    let article = |id: &str| Ok((id.to_owned(), files::read(&folder.join(format!("causes/{id}.md")))?));
    ids.lines().map(article).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stand_by_their_headings() {
        let article = |words: &str| {
            let source = format!(
                "+++\ntitle = \"Full\"\n+++\n\n## Why\n{words}.\n\n```\n# no heading\n```\n\n### How\nEnd.\n"
            );
            (words.to_owned(), source)
        };
        let wanted = "One.\n\n```\n# no heading\n```\u{1e}Two.\n\n```\n# no heading\n```\u{1e}End.\u{1e}End.";
        assert_eq!(columns(&[article("One"), article("Two")]).unwrap(), wanted);
        assert!(columns(&[article("One"), ("odd".to_owned(), "+++\n\n+++\n## Why\n".to_owned())]).is_err());
    }

    #[test]
    fn all_articles_have_the_same_headings() {
        let all = all().unwrap();
        assert_eq!(columns(&all).unwrap().split(BETWEEN).count() % all.len(), 0);
    }
}
