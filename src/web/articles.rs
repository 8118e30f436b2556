//! The articles: one file of the site, loaded when the first of them is opened (`xtask/src/site/articles.rs` writes it).
//!
//! The file holds the prose alone; what stands above it the worker knows anyway, and puts the two together.

use crate::knowledge::article::{self, HEADINGS, Section};
use serde::{Deserialize, Serialize};

/// The article on a cause.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    pub cause: String,
    pub title: String,
    pub summary: String,
    pub permanence: String,
    pub stage: String,
    pub act: String,
    pub retry: String,
    pub prose: String,
}

impl Article {
    pub fn sections(&self) -> Vec<Section> {
        // The build script refuses prose with faults.
        article::read(&self.prose).unwrap_or_default()
    }
}

/// The prose of each of so many articles. The file holds what stands below the first heading in all of them, then what
/// stands below the second: what is alike weighs least side by side.
pub fn proses(file: &str, count: usize) -> Vec<String> {
    let cells: Vec<&str> = file.split(BETWEEN).collect();
    let section = |article: usize, at: usize, (level, title): (u8, &str)| {
        let text = cells.get(at * count + article).unwrap_or(&"");
        format!("{} {title}\n{text}\n", "#".repeat(usize::from(level)))
    };
    let prose = |article: usize| {
        HEADINGS.iter().enumerate().map(|(at, heading)| section(article, at, *heading)).collect()
    };
    (0..count).map(prose).collect()
}

/// ASCII's record separator.
const BETWEEN: char = '\u{1e}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_is_written() {
        let cells: Vec<String> =
            (0..HEADINGS.len()).flat_map(|at| ["a", "b"].map(|article| format!("{article}{at}."))).collect();
        let proses = proses(&cells.join("\u{1e}"), 2);
        let article = Article { prose: proses[1].clone(), ..Article::default() };
        let sections = article.sections();
        assert_eq!(sections.iter().map(|s| (s.level, s.title.as_str())).collect::<Vec<_>>(), HEADINGS);
        assert!(proses[1].contains("## Sources\nb9.") && proses[0].contains("## In one sentence\na0."));
    }

    #[test]
    fn a_file_that_is_cut_harms_nothing() {
        assert_eq!(proses("only this", 2).len(), 2);
        assert_eq!(proses("", 0).len(), 0);
    }
}
