//! How far an answer reaches: what else it could have been, and what would make it surer.

use super::Considered;
use crate::diagnose::Finding;
use crate::facts::{Facts, Kind, Statement};
use crate::knowledge::{self, CAUSES, Code, OWNERS};

/// How many other causes are named.
const MOST: usize = 3;

/// Causes that the codes alone would also allow, and why they come second.
///
/// The nearest only: a bare 550 stands for nearly everything.
pub fn considered(found: &Finding, statement: Option<&Statement>) -> Vec<Considered> {
    let Some(statement) = statement else { return Vec::new() };
    let enhanced = statement.enhanced.and_then(|code| knowledge::enhanced_code(code.subject, code.detail));
    let basic = statement.code.and_then(knowledge::basic_code);
    // The number that has these meanings: an enhanced code that nobody registered has none.
    let shown = match enhanced {
        Some(_) => statement.enhanced.map(|code| code.to_string()),
        None => statement.code.map(|code| code.to_string()),
    };
    let (Some(code), Some(shown)) = (enhanced.or(basic), shown) else { return Vec::new() };
    let why = match found.rule {
        Some(_) => {
            format!("{shown} alone also stands for it, but the words beside it say more than the code.")
        }
        None => format!("{shown} stands for it, too, and no words beside it decide."),
    };
    causes(code)
        .filter(|cause| *cause != found.cause)
        .take(MOST)
        .map(|cause| {
            let cause = &CAUSES[usize::from(cause)];
            Considered { cause: cause.id.to_owned(), title: cause.title.to_owned(), why: why.clone() }
        })
        .collect()
}

fn causes(code: &Code) -> impl Iterator<Item = u8> {
    code.cause.into_iter().chain(code.also.iter().copied())
}

/// What to collect for a surer answer.
pub fn missing(facts: &Facts, found: &Finding, product: Option<u16>) -> Vec<String> {
    let undetermined = CAUSES[usize::from(found.cause)].id == "undetermined";
    let mut missing = Vec::new();
    if undetermined && let Some(owner) = product {
        let collect = OWNERS[usize::from(owner)].collect;
        if !collect.is_empty() {
            missing.push(collect.to_owned());
        }
    }
    if found.rule.is_none() && found.statement.is_some() && !undetermined {
        missing.push(
            "The words that stood beside the code: the whole line, or better the whole report.".to_owned(),
        );
    }
    if undetermined && missing.is_empty() {
        missing.push(collect(facts.kind).to_owned());
    }
    missing
}

fn collect(kind: Kind) -> &'static str {
    match kind {
        Kind::Bounce | Kind::DeliveryReport => {
            "The whole report, with the part for machines: open the message's source and copy all of it."
        }
        Kind::Log => "The other lines with the same queue id, from the first to the last.",
        Kind::Transcript => "The dialogue to its end, with the server's last reply.",
        Kind::Settings => "The error that your program shows with these settings, word for word.",
        _ => {
            "The whole text, word for word: the line with a number of three digits or a code such as 5.7.1, what stood \
             before and after it, and the name of the program that showed it."
        }
    }
}
