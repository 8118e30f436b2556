//! What kind of paste it is, as the answer names it.

use crate::diagnose::{self, Diagnosis};
use crate::facts::{Facts, Kind};
use crate::knowledge::{self, OWNERS, OwnerKind, RULES};

pub fn kind(facts: &Facts, diagnosis: &Diagnosis) -> &'static str {
    match facts.kind {
        Kind::Bounce | Kind::DeliveryReport if only_sounds_like_a_report(facts, diagnosis) => {
            kind_of_words(facts, Kind::Words, diagnosis)
        }
        Kind::Headers => "headers",
        Kind::Message => "message",
        Kind::Bounce => "bounce",
        Kind::DeliveryReport => "delivery-report",
        Kind::FeedbackReport => "feedback-report",
        Kind::AutoReply => "auto-reply",
        // A sending service's own wording is its answer, by whatever way it came.
        Kind::Reply if product_kind(diagnosis) == Some(OwnerKind::ApiError) => "api-error",
        Kind::Reply => "reply",
        Kind::Transcript => "transcript",
        Kind::Log => "log",
        Kind::Settings => "settings",
        // Code that reports nothing, and cannot work.
        Kind::Source if diagnosis.findings.iter().any(|found| diagnose::is_settings(facts, found)) => {
            "settings"
        }
        // They send nothing, whoever tells of it: there was no error.
        Kind::Words
            if facts.settings.as_ref().is_some_and(|settings| settings.unsent.is_some())
                && diagnosis.findings.first().is_some_and(|found| diagnose::is_settings(facts, found)) =>
        {
            "settings"
        }
        Kind::Mixed => "mixed",
        Kind::Words | Kind::Exception | Kind::Traceback | Kind::Record | Kind::Source | Kind::Json => {
            kind_of_words(facts, facts.kind, diagnosis)
        }
    }
}

/// A program's error, or prose, in the words of reports: it names no recipient, and a program shows itself or nothing
/// is told.
fn only_sounds_like_a_report(facts: &Facts, diagnosis: &Diagnosis) -> bool {
    let bare = facts.message.is_none() && facts.returned.is_none() && facts.recipients.is_empty();
    let told = diagnosis.findings.iter().any(|finding| !finding.evidence.is_empty());
    let is_line = facts.statements.iter().all(|statement| !statement.text.as_str().trim().contains('\n'));
    let programs = [OwnerKind::ClientError, OwnerKind::LibraryError, OwnerKind::ApiError];
    bare && (!told || is_line || product_kind(diagnosis).is_some_and(|kind| programs.contains(&kind)))
}

pub fn product_kind(diagnosis: &Diagnosis) -> Option<OwnerKind> {
    diagnosis.product.map(|owner| OWNERS[usize::from(owner)].kind)
}

/// Words are of the kind of the program that wrote them, but a stack trace or a log record is never what it shows to
/// people. Where no program shows itself, the form tells, if there is anything to explain in the words at all.
fn kind_of_words(facts: &Facts, form: Kind, diagnosis: &Diagnosis) -> &'static str {
    let first = diagnosis.findings.first();
    let rule = first.and_then(|finding| finding.rule).map(|rule| &RULES[usize::from(rule)]);
    let owner = diagnosis.product.or(rule.map(|rule| rule.owner)).map(|owner| &OWNERS[usize::from(owner)]);
    // A server's wording in a text that has not the form of its log is quoted by somebody.
    let shows = |owner: &&knowledge::Owner| match owner.kind {
        OwnerKind::Log => diagnosis.product.is_some(),
        _ => owner.layer > 0 || diagnosis.product.is_some(),
    };
    let product = owner.filter(shows).map(|owner| owner.kind);
    let by_form = match form {
        Kind::Traceback | Kind::Exception | Kind::Source => "library-error",
        Kind::Json => "api-error",
        Kind::Record => "log",
        _ => "client-error",
    };
    let is_nobodys = diagnosis.product.is_none()
        && matches!(product, None | Some(OwnerKind::General | OwnerKind::Provider));
    if form == Kind::Words && is_nobodys && !facts.device && is_bare_reply(facts, diagnosis) {
        return "reply";
    }
    let is_own_record = matches!(form, Kind::Traceback | Kind::Record);
    let is_empty = first.is_none_or(|finding| finding.evidence.is_empty());
    match product {
        _ if rule.is_some_and(|rule| OWNERS[usize::from(rule.owner)].kind == OwnerKind::Unrelated) => {
            "unknown"
        }
        // A program shows that it worked.
        _ if facts.success.is_some() => "unknown",
        // Somebody names the program that they use, and it said nothing.
        _ if is_empty && facts.told && facts.settings.is_none() => "unknown",
        // A program is named, and nothing happened to it.
        _ if is_empty && facts.settings.is_none() && (facts.quiet || form == Kind::Source) => "unknown",
        Some(OwnerKind::ClientError) if is_own_record || form == Kind::Json => "library-error",
        Some(OwnerKind::ApiError) if is_own_record => "library-error",
        Some(OwnerKind::ClientError) => "client-error",
        Some(OwnerKind::LibraryError) => "library-error",
        Some(OwnerKind::ApiError) => "api-error",
        Some(OwnerKind::Log) => "log",
        Some(OwnerKind::Transcript) => "transcript",
        // Settings of mail stand beside words that tell nothing.
        _ if is_empty && facts.settings.is_none() => "unknown",
        // Who goes on trying is a server that has the mail.
        _ if facts.waiting => "bounce",
        _ if owner.is_some_and(|owner| owner.kind == OwnerKind::LibraryError) && form == Kind::Words => {
            "library-error"
        }
        _ => by_form,
    }
}

/// Somebody writes around it, and the one thing that is not theirs is a server's reply on lines of its own: no program said anything.
fn is_bare_reply(facts: &Facts, diagnosis: &Diagnosis) -> bool {
    let is_told = facts.told || !facts.prose.is_empty();
    let of_first = diagnosis.findings.first().and_then(|finding| finding.statement);
    let is_it = of_first.is_none_or(|index| facts.statements[index].code_span.is_some());
    let refuses = facts.statements.iter().any(|said| said.code.is_some_and(|code| code >= 400));
    facts.bare_reply && is_told && is_it && refuses && facts.settings.is_none()
}

/// A server has the mail, and tells of it, or had it until it gave up.
pub fn is_report(facts: &Facts, found: &diagnose::Finding, diagnosis: &Diagnosis) -> bool {
    found.given_up || matches!(kind(facts, diagnosis), "bounce" | "delivery-report" | "log")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_reply_below_somebodys_words_is_a_servers() {
        for reply in [
            "554 Transaction failed",
            "550 Administrative prohibition",
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked",
        ] {
            let alone = crate::diagnose(reply);
            for paste in [
                format!("Hello, our customers get this from us since today, what can we do?\n\n{reply}\n"),
                format!("I get this:\n{reply}\nWhat now?\n"),
            ] {
                let told = crate::diagnose(&paste);
                assert_eq!((told.kind.as_str(), alone.kind.as_str()), ("reply", "reply"), "{paste}");
                assert_eq!(told.findings[0].cause, alone.findings[0].cause, "{paste}");
                assert_eq!(told.findings[0].title, alone.findings[0].title, "{paste}");
            }
        }
        // A report of Exchange has a label before it, though it asks whether that was of use.
        let report = "Ihre Nachricht an bob@example.net konnte nicht übermittelt werden.\n\nWar diese Antwort hilfreich? Feedback senden.\n\nFehlerdetails\nGemeldeter \
                      Fehler:      550 5.7.520 Access denied, Your organization does not allow external forwarding.\n";
        assert_ne!(crate::diagnose(report).kind, "reply");
        // A program's box has words of its own before the number.
        let program = crate::diagnose(
            "I get this: An error occurred while sending mail. The mail server responded: 554 no. Please check the message.",
        );
        assert_eq!(program.kind, "client-error");
    }
}
