//! Which programs show themselves in a paste: what only one of them has is told to its people alone.

use crate::diagnose::Diagnosis;
use crate::facts::Facts;
use crate::knowledge::{self, OWNERS};

/// So many statements are looked through, each so far, in bytes.
const STATEMENTS: usize = 8;
const BEGINNING: usize = 8 << 10;

/// Frameworks throw what the mailer below them says, under its name; what of their own stands around it shows them.
const FRAMEWORKS: &[(&str, &[&str])] = &[
    ("laravel", &["Illuminate\\", "Illuminate/", "laravel", "Laravel"]),
    ("spring", &["org.springframework", "spring.mail."]),
    ("django", &["django.core.mail", "/django/core/mail/"]),
];

/// Numbers of the programs that wrote the words, or whose settings stand beside them; the writer first.
pub fn programs(facts: &Facts, diagnosis: &Diagnosis) -> impl Iterator<Item = u16> {
    let set = facts.settings.as_ref().and_then(|settings| settings.program);
    let framework = FRAMEWORKS.iter().find(|(_, signs)| names(facts, signs)).map(|(id, _)| *id);
    let by_name = [set, facts.program, framework].into_iter().flatten();
    diagnosis.product.into_iter().chain(by_name.filter_map(knowledge::owner_number))
}

/// Whether one of these programs is among them.
pub fn is_seen(facts: &Facts, diagnosis: &Diagnosis, ids: &[&str]) -> bool {
    programs(facts, diagnosis).any(|owner| ids.contains(&OWNERS[usize::from(owner)].id))
}

fn names(facts: &Facts, signs: &[&str]) -> bool {
    facts.statements.iter().take(STATEMENTS).any(|said| {
        let text = said.text.as_str();
        let text = &text[..text.floor_char_boundary(BEGINNING.min(text.len()))];
        signs.iter().any(|sign| text.contains(sign))
    })
}
