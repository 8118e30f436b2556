//! The articles: one file of the site, loaded when the first of them is opened (`xtask/src/site/articles.rs` writes it).

use crate::knowledge::article::{self, Section};
use crate::text::find::{cut, replaced};

/// The article on a cause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    pub cause: String,
    pub title: String,
    pub summary: String,
    pub permanence: String,
    pub stage: String,
    pub act: String,
    pub retry: String,
    prose: String,
}

impl Article {
    pub fn sections(&self) -> Vec<Section> {
        // The build script refuses prose with faults.
        article::read(&self.prose).unwrap_or_default()
    }

    fn read(text: &str) -> Option<Article> {
        let (head, prose) = cut(text, "\n+++\n")?;
        let (cause, head) = head.split_once('\n')?;
        let value = |key: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
            Some(replaced(line.strip_suffix('"')?, "\\\"", "\""))
        };
        Some(Article {
            cause: cause.to_owned(),
            title: value("title")?,
            summary: value("summary")?,
            permanence: value("permanence")?,
            stage: value("stage")?,
            act: value("act")?,
            retry: value("retry")?,
            prose: prose.to_owned(),
        })
    }
}

/// All articles of the file.
pub fn read(file: &str) -> Vec<Article> {
    file.split('\u{1e}').filter_map(Article::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_is_written() {
        let head = "title = \"No \\\"room\\\"\"\nsummary = \"s\"\npermanence = \"none\"\nstage = \"dns\"\nact = \"nobody\"\nretry = \"r\"";
        let articles = read(&format!(
            "full\n{head}\n+++\n## Why\nSo.\n\u{1e}odd\nno title\n+++\n\u{1e}two\n{head}\n+++\n\u{1e}"
        ));
        assert_eq!(articles.iter().map(|a| a.cause.as_str()).collect::<Vec<_>>(), ["full", "two"]);
        assert_eq!(articles[0].title, "No \"room\"");
        assert_eq!(articles[0].sections()[0].title, "Why");
    }
}
