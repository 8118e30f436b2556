//! What the codes of a statement tell, beside its words.

use super::candidate::{Candidate, Source, is_off, nothing, of_rule};
use super::matcher::Hit;
use crate::facts::Statement;
use crate::knowledge::{self, CAUSES, RULES, Rule};
use crate::text::Span;
use std::sync::LazyLock;

/// Whether a rule's condition on codes holds.
pub fn codes_hold(rule: &Rule, statement: &Statement) -> bool {
    let enhanced = statement.enhanced.map(|enhanced| (enhanced.class, enhanced.subject, enhanced.detail));
    rule.codes.is_empty() || rule.codes.iter().any(|spec| spec.holds(statement.code, enhanced))
}

/// The rules without phrases: few among thousands.
static CODE_RULES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let rules = RULES.iter().enumerate().filter(|(_, rule)| !rule.has_phrases);
    rules.map(|(number, _)| number as u16).collect()
});

/// Rules of a recognised owner that look at nothing but codes.
pub fn by_owners_code(index: usize, statement: &Statement, speakers: &[u16], hits: &[Hit]) -> Vec<Candidate> {
    if speakers.is_empty() || (statement.code.is_none() && statement.enhanced.is_none()) {
        return Vec::new();
    }
    let evidence: Vec<Span> = statement.code_span.into_iter().collect();
    CODE_RULES
        .iter()
        .map(|number| (*number, &RULES[usize::from(*number)]))
        .filter(|(_, rule)| speakers.contains(&rule.owner))
        .filter(|(number, rule)| codes_hold(rule, statement) && !is_off(*number, hits))
        .map(|(number, rule)| of_rule(index, number, rule, Source::OwnersCode, 0, evidence.clone()))
        .collect()
}

/// What the codes alone say: weak evidence.
pub fn by_code(index: usize, statement: &Statement) -> Vec<Candidate> {
    let mut found = Vec::new();
    let evidence: Vec<Span> = statement.code_span.into_iter().collect();
    let refused = statement.enhanced.is_some_and(|enhanced| enhanced.class > 2);
    let mut add = |code: &knowledge::Code, source: Source| {
        // X.1.9 and its like tell of success; with a 4 or 5 in front they tell nothing.
        if let Some(cause) =
            code.cause.filter(|cause| !(refused && CAUSES[usize::from(*cause)].id == "delivered"))
        {
            let confidence = code.confidence;
            let evidence = evidence.clone();
            // A basic code comes after all words; an enhanced one is weighed with them. 53z is about signing in and
            // nothing else (RFC 4954, section 6).
            let about_signing_in = statement.code.is_some_and(|code| (530..=539).contains(&code));
            let is_weak = source == Source::BasicCode && !about_signing_in;
            let priority = if is_weak { i8::MIN } else { 0 };
            found.push(Candidate { cause, confidence, priority, source, evidence, ..nothing(index) });
        }
    };
    if let Some(enhanced) = statement.enhanced
        && let Some(code) = knowledge::enhanced_code(enhanced.subject, enhanced.detail)
    {
        add(code, Source::EnhancedCode);
    }
    if let Some(code) = statement.code {
        if let Some(code) = knowledge::basic_code(code) {
            add(code, Source::BasicCode);
        } else if let Some(code) = knowledge::folk_code(code) {
            add(code, Source::BasicCode);
        }
    }
    found
}
