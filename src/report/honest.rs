//! How far an answer reaches: what else it could have been, and what would make it surer.

use crate::diagnose::Finding;
use crate::facts::{Facts, Kind, Role, Statement};
use crate::knowledge::{self, CAUSES, Confidence, OWNERS, RULES};
use crate::report::Considered;

/// How many other causes are named.
const MOST: usize = 2;

/// Causes that the codes alone would also allow, by their registered meaning, and why they come second.
///
/// A bare 550 stands for nearly everything, so that only its own meaning counts; beside an enhanced code it says nothing.
pub fn considered(found: &Finding, statement: Option<&Statement>) -> Vec<Considered> {
    let Some(statement) = statement else { return Vec::new() };
    let (code, shown) = match (statement.enhanced, statement.code) {
        (Some(enhanced), _) => {
            (knowledge::enhanced_code(enhanced.subject, enhanced.detail), enhanced.to_string())
        }
        (None, Some(code)) => (knowledge::basic_code(code), code.to_string()),
        (None, None) => return Vec::new(),
    };
    let Some(code) = code else { return Vec::new() };
    // Words that mean only this leave no doubt, and nor does a number that its speaker has given a meaning of its own.
    let own = found.rule.is_some_and(|rule| !RULES[usize::from(rule)].has_phrases);
    if own || (found.rule.is_some() && found.confidence == Confidence::Certain) {
        return Vec::new();
    }
    let also = if statement.enhanced.is_some() && found.rule.is_none() { &code.also[..] } else { &[] };
    let why = match found.rule {
        Some(_) => {
            format!("{shown} by itself may mean this, too. The words beside it say more than the code.")
        }
        None if has_words(statement) => {
            format!("{shown} may mean this, too, and the words beside it are none that are known here.")
        }
        None => format!("{shown} may mean this, too, and no words beside it decide."),
    };
    code.cause
        .into_iter()
        .chain(also.iter().copied())
        .filter(|cause| *cause != found.cause)
        .take(MOST)
        .map(|cause| {
            let cause = &CAUSES[usize::from(cause)];
            Considered { cause: cause.id.to_owned(), title: cause.title.to_owned(), why: why.clone() }
        })
        .collect()
}

/// Whether a sentence stands beside the code, known or not.
fn has_words(statement: &Statement) -> bool {
    const SENTENCE: usize = 4;
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
    };
    statement.text.as_str().split_whitespace().filter(is_word).nth(SENTENCE - 1).is_some()
}

/// Words to show of a reply that is mentioned on the side, in characters.
const LONGEST: usize = 160;

/// What a report says of the same recipient beside the words that the answer goes by: another server's reply, another
/// attempt's.
pub fn also_said(facts: &Facts, found: &Finding, causes: &[Option<u8>]) -> Vec<Considered> {
    // What only says that it failed, and what follows from an earlier refusal, are no second reason.
    const NO_REASONS: &[&str] =
        &["queue-expired", "delayed", "undetermined", "delivered", "policy-rejected", "protocol-error"];
    let is_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    let Some(own) = found.statement.map(|index| &facts.statements[index]).filter(|_| is_report) else {
        return Vec::new();
    };
    let is_final = |said: &Statement| said.code.is_some_and(|code| code >= 500);
    let another = |said: &Statement, cause: u8| {
        (said.recipient == own.recipient || (said.recipient.is_none() && facts.recipients.len() == 1))
            && said.role >= Role::Words
            && said.code.is_some_and(|code| code >= 400)
            && said.code != own.code
            && said.enhanced.is_none_or(|enhanced| enhanced.subject != 5)
            && cause != found.cause
            && !NO_REASONS.contains(&CAUSES[usize::from(cause)].id)
    };
    let told = facts.statements.iter().zip(causes).filter_map(|(said, cause)| Some((said, (*cause)?)));
    let mut considered: Vec<Considered> = Vec::new();
    for (said, cause) in told.filter(|(said, cause)| another(said, *cause)) {
        let cause = &CAUSES[usize::from(cause)];
        let Some(range) = crate::report::said::said(said, said.code_span, true) else { continue };
        if considered.iter().any(|known| known.cause == cause.id) || considered.len() == MOST {
            continue;
        }
        let words: Vec<&str> = said.text.as_str()[range].split_whitespace().collect();
        let words: String = words.join(" ").chars().take(LONGEST).collect();
        let why = match is_final(own) && !is_final(said) {
            true => "The answer goes by the words that refuse for good.",
            false => "The answer goes by the words that say most.",
        };
        considered.push(Considered {
            cause: cause.id.to_owned(),
            title: cause.title.to_owned(),
            why: format!("The report says this, too: “{words}”. {why}"),
        });
    }
    considered
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
        let is_whole = facts.message.is_some() && matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
        let has_words = found.statement.is_some_and(|index| has_words(&facts.statements[index]));
        missing.push(
            match is_whole {
                _ if has_words => "What stood around these words: the lines above and below, the name of the program, or better the whole report.",
                true => "The server's words: this report gives the code alone. The log of the server that wrote it may have them.",
                false => "The words that stood beside the code: the whole line, or better the whole report.",
            }
            .to_owned(),
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
        Kind::Transcript => "The whole dialogue, from the greeting to the server's last reply.",
        Kind::Settings => "The error that your program shows with these settings, word for word.",
        Kind::Words | Kind::Exception | Kind::Traceback => {
            "Look for more beside these words: a number, a button such as “Details”, the program's own log, the device's job log. \
             Paste it with the name of the program or device."
        }
        _ => {
            "The whole text, word for word: the line with a number of three digits or a code such as 5.7.1, what stood \
             before and after it, and the name of the program that showed it."
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn another_reply_in_the_report_is_named() {
        let paste = "   ----- Transcript of session follows -----\nWhile talking to mx.example.org:\n>>> RCPT To:<ann@example.org>\n\
                     <<< 550 <ann@example.org>, no such user\n550 <ann@example.org>... User unknown\n\
                     421 example.org (smtp)... Deferred: Connection timed out during user open with example.org\n\n   \
                     ----- Unsent message follows -----\nFrom: bob@example.net\nSubject: x\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.cause, "user-unknown");
        let [other] = &first.considered[..] else { panic!("{:?}", first.considered) };
        assert_eq!(other.cause, "connection-timeout");
        assert!(other.why.contains("Connection timed out during user open"), "{other:?}");
        assert!(crate::diagnose("550 5.1.1 no such user").findings[0].considered.is_empty());
    }

    #[test]
    fn words_that_stand_beside_a_code_are_not_denied() {
        let said = |paste: &str| {
            let told = crate::diagnose(paste).findings.remove(0);
            told.considered
                .iter()
                .map(|other| other.why.clone())
                .chain(told.missing)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let with = said("454 4.7.5 The gardener left his blue wheelbarrow here");
        assert!(
            with.contains("none that are known here") && !with.contains("that stood beside the code"),
            "{with}"
        );
        assert!(said("454 4.7.5").contains("no words beside it decide"));
    }
}
