//! Reads an article's prose: headings, paragraphs, lists, code. No other markup is allowed, and none reaches the page.

use super::find::cut;

/// What the emitter writes.
pub struct Section {
    pub level: u8,
    pub title: String,
    pub blocks: Vec<Block>,
}

pub enum Block {
    Paragraph(Vec<Inline>),
    List { ordered: bool, items: Vec<Vec<Inline>> },
    Code(String),
}

pub enum Inline {
    Text(String),
    Strong(String),
    Emphasis(String),
    Code(String),
    Link(String, String),
}

/// The headings of every article, in order.
pub const HEADINGS: [(u8, &str); 10] = [
    (2, "In one sentence"),
    (2, "How it shows itself"),
    (2, "Why it happens"),
    (2, "What you can do"),
    (2, "What an administrator can do"),
    (3, "On the sending side"),
    (3, "On the receiving side"),
    (2, "How to check"),
    (2, "When to stop trying"),
    (2, "Sources"),
];

/// Sections in order, or the line (within the prose) and what is wrong there.
pub fn read(prose: &str) -> Result<Vec<Section>, (usize, String)> {
    let mut sections: Vec<Section> = Vec::new();
    let mut lines = prose.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        if let Some((level, title)) = heading(line) {
            sections.push(Section { level, title: title.to_owned(), blocks: Vec::new() });
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let Some(section) = sections.last_mut() else {
            return Err((number, "text before the first heading".into()));
        };
        if line.starts_with("```") {
            let mut code = Vec::new();
            loop {
                match lines.next() {
                    Some((_, line)) if line.starts_with("```") => break,
                    Some((_, line)) => code.push(line),
                    None => return Err((number, "code fence that never closes".into())),
                }
            }
            section.blocks.push(Block::Code(code.join("\n")));
            continue;
        }
        let mut block = vec![line];
        while let Some((_, next)) = lines.peek() {
            if next.trim().is_empty() || heading(next).is_some() || next.starts_with("```") {
                break;
            }
            block.push(next);
            lines.next();
        }
        // A paragraph may run straight into its list.
        let first_item = block.iter().position(|line| item(line).is_some()).unwrap_or(block.len());
        if first_item > 0 {
            section
                .blocks
                .push(Block::Paragraph(inlines(&join(&block[..first_item])).map_err(|e| (number, e))?));
        }
        if first_item < block.len() {
            section.blocks.push(list(&block[first_item..]).map_err(|e| (number, e))?);
        }
    }
    Ok(sections)
}

fn heading(line: &str) -> Option<(u8, &str)> {
    line.strip_prefix("### ")
        .map(|title| (3, title))
        .or_else(|| line.strip_prefix("## ").map(|title| (2, title)))
}

fn join(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// The text behind a list sign, and whether the list is numbered.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(rest) = line.strip_prefix("- ") {
        return Some((false, rest));
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return None;
    }
    line[digits..].strip_prefix(". ").map(|rest| (true, rest))
}

fn list(lines: &[&str]) -> Result<Block, String> {
    let mut items: Vec<String> = Vec::new();
    let ordered = item(lines[0]).is_some_and(|(ordered, _)| ordered);
    for line in lines {
        match (item(line), items.last_mut()) {
            (Some((_, text)), _) => items.push(text.trim().to_owned()),
            (None, Some(last)) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            (None, None) => return Err("a list that starts without an item".into()),
        }
    }
    let items = items.iter().map(|item| inlines(item)).collect::<Result<_, _>>()?;
    Ok(Block::List { ordered, items })
}

/// Cuts a line into plain, strong, code and linked pieces.
pub fn inlines(text: &str) -> Result<Vec<Inline>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (piece, left) = if let Some(after) = rest.strip_prefix("**") {
            let (strong, left) = cut(after, "**").ok_or_else(|| format!("** without its end: {text}"))?;
            (Inline::Strong(strong.to_owned()), left)
        } else if let Some((text, left)) = emphasis(rest) {
            (Inline::Emphasis(text.to_owned()), left)
        } else if let Some(after) = rest.strip_prefix('`') {
            let end = after.find('`').ok_or_else(|| format!("` without its end: {text}"))?;
            (Inline::Code(after[..end].to_owned()), &after[end + 1..])
        } else if let Some((title, url, left)) = link(rest) {
            (Inline::Link(title.to_owned(), url.to_owned()), left)
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        if !plain.is_empty() {
            pieces.push(Inline::Text(std::mem::take(&mut plain)));
        }
        pieces.push(piece);
        rest = left;
    }
    if !plain.is_empty() {
        pieces.push(Inline::Text(plain));
    }
    Ok(pieces)
}

/// `*text*`; a star with a space behind it is a star.
fn emphasis(rest: &str) -> Option<(&str, &str)> {
    let after = rest.strip_prefix('*').filter(|after| !after.starts_with(' '))?;
    let end = after.find('*')?;
    Some((&after[..end], &after[end + 1..]))
}

fn link(rest: &str) -> Option<(&str, &str, &str)> {
    let after = rest.strip_prefix('[')?;
    let (title, after) = cut(after, "](")?;
    let (url, left) = after.split_once(')')?;
    Some((title, url, left))
}
