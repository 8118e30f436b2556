//! Articles, codes, rules and header fields, in a terminal.

use super::paint;
use mailwhy::knowledge::article::{Block, Inline};
use mailwhy::knowledge::{self, CAUSES, Cause, Code};
use mailwhy::report::text::{Tone, wrap};
use mailwhy::report::values::Values;
use mailwhy::report::{Command, case};
use std::io::{Result, Write};

/// `Ok(false)` where nothing is known by that name.
pub fn run(what: &str) -> Result<bool> {
    let text = text(what);
    match text {
        Some(text) => {
            write!(paint::stdout(), "{text}")?;
            Ok(true)
        }
        None => {
            let ids: Vec<&str> = CAUSES.iter().map(|cause| cause.id).collect();
            let known = format!(
                "nothing is known by the name {what:?}. Give a reply code (550), an enhanced code (5.7.26), a header \
                 field, or a cause: {}",
                ids.join(", ")
            );
            Err(std::io::Error::new(std::io::ErrorKind::NotFound, known))
        }
    }
}

fn text(what: &str) -> Option<String> {
    let (name, signs) = what.split_once('#').unwrap_or((what, ""));
    if let Some(cause) = knowledge::cause(name) {
        return Some(article(cause, &case::told(signs)));
    }
    if let Some(rule) = knowledge::RULES.iter().find(|rule| rule.id == what) {
        let cause = &CAUSES[usize::from(rule.cause)];
        return Some(format!("{}\n\n{}", rule.note, article(cause, &[])));
    }
    if let Some(codes) = codes(what) {
        return Some(codes);
    }
    let field = knowledge::field(what)?;
    Some(format!("{}\n\n{}\n", paint::tone(Tone::Heading, field.name), wrap(field.about, 78).join("\n")))
}

/// The code's own meaning, and the article of what it usually tells of.
fn codes(what: &str) -> Option<String> {
    let code = match what.split('.').collect::<Vec<_>>()[..] {
        [basic] => {
            let basic = basic.parse().ok()?;
            knowledge::basic_code(basic).or_else(|| knowledge::folk_code(basic))?
        }
        [_, subject, detail] => knowledge::enhanced_code(subject.parse().ok()?, detail.parse().ok()?)?,
        _ => return None,
    };
    Some(code_text(what, code))
}

fn code_text(what: &str, code: &Code) -> String {
    let mut out = format!("{}\n\n", paint::tone(Tone::Heading, what));
    for text in [code.meaning, code.note] {
        if !text.is_empty() {
            out += &format!("{}\n\n", wrap(text, 78).join("\n"));
        }
    }
    if !code.place.is_empty() {
        out += &format!("Usual at: {}\n", code.place);
    }
    let also: Vec<&str> = code.also.iter().map(|cause| CAUSES[usize::from(*cause)].id).collect();
    match code.cause {
        Some(cause) => out += &format!("It usually tells of: {}\n", CAUSES[usize::from(cause)].id),
        None => out += "On its own it does not tell the cause: the words beside it do.\n",
    }
    if !also.is_empty() {
        out += &format!("It may also be: {}\n", also.join(", "));
    }
    out += &format!("Source: {} {}\n", code.source.title, code.source.url);
    if let Some(cause) = code.cause {
        out += &format!("\n{}", article(&CAUSES[usize::from(cause)], &[]));
    }
    out
}

/// `signs`: what is known of the case, as a link has it behind the article's address.
fn article(cause: &Cause, signs: &[(String, String)]) -> String {
    let (left_out, signs) = match signs.split_first() {
        Some(((sign, titles), rest)) if sign == case::LEFT_OUT => (titles.as_str(), rest),
        _ => ("", signs),
    };
    let title = case::of_arrived(signs).map_or(cause.title, |(title, _)| title);
    let mut out = format!("{}\n{}\n", paint::tone(Tone::Heading, title), paint::tone(Tone::Quiet, cause.id));
    for (sign, meaning) in signs {
        // What stands above is not said again.
        if sign != title {
            out += &format!("\n{}\n", paint::tone(Tone::Strong, sign));
        }
        out += &format!("\n{}\n", wrap(meaning, 78).join("\n"));
    }
    for section in
        knowledge::article_on(cause).into_iter().filter(|section| !left_out.contains(&section.title))
    {
        out += &format!("\n{}\n", paint::tone(Tone::Strong, &section.title));
        for block in &section.blocks {
            out += &self::block(block);
        }
        if section.title == "How to check" {
            out += &commands(cause);
        }
    }
    out
}

/// What is not known stands in capitals, and is named where it first stands.
fn commands(cause: &Cause) -> String {
    let one = |command: &Command| {
        let lines: String = [&command.shell, &command.windows]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|line| format!("    {}\n", paint::tone(Tone::Code, line)))
            .collect();
        format!("\n{lines}\n      {}\n", wrap(&command.why, 72).join("\n      "))
    };
    Values::typed(&[]).commands(cause.commands.iter()).iter().map(one).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(inlines) => format!("\n{}\n", wrap(&plain(inlines), 78).join("\n")),
        Block::Code(code) => {
            let lines: String =
                code.lines().map(|line| format!("    {}\n", paint::tone(Tone::Code, line))).collect();
            format!("\n{lines}")
        }
        Block::List { ordered, items } => {
            let mut out = String::from("\n");
            for (index, item) in items.iter().enumerate() {
                let sign = if *ordered { format!("{}.", index + 1) } else { "-".to_owned() };
                out += &format!("{sign:>3} {}\n", wrap(&plain(item), 74).join("\n    "));
            }
            out
        }
    }
}

/// Links to causes and codes need no address here; those to the web keep it.
fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Strong(text) | Inline::Emphasis(text) => text.clone(),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Link(text, url) if url.starts_with("http") => format!("{text} ({url})"),
            Inline::Link(text, _) => text.clone(),
        })
        .collect()
}
