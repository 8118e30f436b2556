//! That the others got it is said at the end of many a report of a failure, and is no answer there.

use super::candidate::{Candidate, Source, nothing};
use crate::facts::{Action, Facts, Kind, Statement};
use crate::knowledge;
use crate::mail::outcome;
use crate::text::token;

/// Takes back what tells of a delivery where the same report says that something was not delivered: of everybody but those whom the
/// report itself calls reached. Elsewhere only what is said of the others.
pub fn of_the_others(facts: &Facts, judged: &mut [Vec<Candidate>]) {
    let Some(delivered) = knowledge::cause_number("delivered") else { return };
    let is_told = |candidate: &Candidate| candidate.cause == delivered && candidate.source >= Source::Phrase;
    if !judged.iter().flatten().any(is_told)
        || !facts.statements.iter().any(|said| tells_failure(said.text.as_str()))
    {
        return;
    }
    let is_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    let is_reached = |said: &Statement| {
        let action =
            said.recipient.and_then(|index| facts.recipients.get(index)).and_then(|known| known.action);
        matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
    };
    for own in judged.iter_mut() {
        let Some(first) = own.first().map(|first| (first.statement, first.speaker, first.product)) else {
            continue;
        };
        let said = &facts.statements[first.0];
        own.retain(|candidate| {
            let is_of_others = || names_others(said, candidate);
            !is_told(candidate) || is_reached(said) || !(is_report || is_of_others())
        });
        if own.is_empty() {
            own.push(Candidate { speaker: first.1, product: first.2, ..nothing(first.0) });
        }
    }
}

fn tells_failure(text: &str) -> bool {
    let flat: Vec<String> =
        text.split_whitespace().map(|word| word.to_lowercase().replace('’', "'")).collect();
    outcome::is_undelivered(&flat.join(" "))
}

/// Whether the sentence that tells of a delivery is about others: `to all other recipients`.
fn names_others(said: &Statement, candidate: &Candidate) -> bool {
    const OTHERS: &[&str] = &[
        "other",
        "others",
        "anderen",
        "übrigen",
        "autres",
        "otros",
        "demás",
        "altri",
        "outros",
        "demais",
        "overige",
        "andere",
        "остальным",
        "pozostałych",
    ];
    let text = said.text.as_str();
    candidate.evidence.iter().filter_map(|span| said.text.range_of(*span)).any(|range| {
        let end = text[range.end..].find(['.', '!', '\n']).map_or(text.len(), |end| range.end + end);
        let start = text[..range.start].rfind(['.', '!', '\n']).map_or(0, |start| start + 1);
        let mut found = false;
        token::words(&text[start..end], |_, word| found |= OTHERS.contains(&word));
        found
    })
}

#[cfg(test)]
mod tests {
    const TAIL: &str = "Unless you receive other Delivery Failure Reports, the document was successfully delivered to all other recipients.";

    #[test]
    fn a_report_of_failure_ends_with_the_success_of_others() {
        let report = |reason: &str| {
            format!(
                "Delivery Failure Report\nYour\tdocument:\tRota\nwas not delivered to:\tInes van Holt/Sales/Acme@Acme\nbecause:\t{reason}\n\n\
                 What should you do?\n  You can resend the undeliverable document to the recipients listed above.\n  {TAIL}\n\nRouting path\n\tCN=HUB1/O=Acme\n"
            )
        };
        for (reason, cause) in [
            (
                "Error delivering to CN=HUB7/O=Acme mail\\iholt.nsf; Unable to write to database because database would exceed its disk quota.",
                "mailbox-full",
            ),
            (
                "User Ines van Holt (Ines van Holt/Sales/Acme@Acme) not listed in Domino Directory",
                "user-unknown",
            ),
            ("The moon is wrong.", "undetermined"),
        ] {
            let told = crate::diagnose(&report(reason));
            let found = &told.findings[0];
            assert_eq!((found.cause.as_str(), told.kind.as_str()), (cause, "bounce"), "{reason}");
            assert_eq!(found.recipient.as_deref(), Some("Ines van Holt/Sales/Acme@Acme"), "{reason}");
            assert_eq!(
                told.product.as_ref().map(|product| product.id.as_str()),
                Some("lotus-domino"),
                "{reason}"
            );
        }
    }

    #[test]
    fn whatever_wrote_it() {
        let told = crate::diagnose(
            "Your message was not delivered to ines@acme.example: mailbox quota reached. It was successfully delivered to all other recipients.",
        );
        assert_eq!(told.findings[0].cause, "mailbox-full");
        let good = crate::diagnose("Your message was successfully delivered to ines@acme.example.");
        assert_eq!(good.findings[0].cause, "delivered");
    }
}
