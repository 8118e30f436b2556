//! What a text may tell that is not about mail, as far as its words show.

use super::candidate::{Candidate, Source};
use super::matcher;
use crate::facts::{Complaint, Facts, Kind, Role};
use crate::knowledge::{CAUSES, Confidence, OWNERS, OwnerKind, RULES, Stage, Target};
use crate::text::Span;

/// Up to so many words may stand alone, without anything around that shows what they are about, or that something went
/// wrong.
const SHORT: usize = 12;
const QUIET: usize = 25;

/// So many words that mean only this are not said by chance.
const TELLING: u8 = 4;

/// The candidates that fit what the text is about. Rules for what has nothing to do with mail hold only where nothing
/// speaks of mail. Where nothing does, or nothing went wrong, what anybody may say counts only if it is all that was said;
/// and where another place than a mail server is named, what happens on the way there is nothing of mail's.
pub fn fitting(facts: &Facts, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    if !facts.strange {
        without_others_lines(facts, &mut candidates);
        candidates.retain(|candidate| owner_kind(candidate) != Some(OwnerKind::Unrelated));
    }
    if let Some(complaint) = facts.complaint {
        // The mail arrived: only words that are known to be a program's tell more than that, and what makes mail late.
        let delays = |candidate: &Candidate| {
            complaint == Complaint::Late && CAUSES[usize::from(candidate.cause)].id == "greylisted"
        };
        candidates.retain(|candidate| {
            candidate.source == Source::Nothing || is_a_programs(candidate) || delays(candidate)
        });
    }
    if facts.goods {
        // Parcels come back, too, and bills are not paid: only what a mail program or a library is known to say counts.
        candidates.retain(|candidate| candidate.source == Source::Nothing || is_a_programs(candidate));
    }
    if facts.vague {
        // Who is unknown, and whose account is closed, stands at doors and in banks as well.
        for candidate in candidates.iter_mut().filter(|candidate| is_of_a_person(candidate)) {
            candidate.confidence = Confidence::Possible;
        }
    }
    if !facts.strange && !facts.quiet {
        return candidates;
    }
    let words = facts.statements.first().map_or(0, |first| first.text.as_str().split_whitespace().count());
    if facts.elsewhere {
        candidates.retain(|candidate| {
            !(is_systems(candidate) || (is_of_a_network(candidate) && is_anybodys(candidate)))
        });
    }
    // Trains connect, too: people who speak of no mail may speak of anything.
    if facts.strange && facts.told {
        candidates.retain(|candidate| {
            let weak = candidate.confidence == Confidence::Possible && is_of_a_network(candidate);
            !(weak && is_anybodys(candidate))
        });
    }
    if (facts.strange && words > SHORT) || words > QUIET {
        candidates.retain(|candidate| {
            let plain = candidate.confidence == Confidence::Certain && candidate.words >= TELLING;
            plain || !is_anybodys(candidate) || is_replys(facts, candidate)
        });
    }
    candidates
}

/// Whether it stands in a reply with a line of its own: who shows that to somebody may say what they like above it.
fn is_replys(facts: &Facts, candidate: &Candidate) -> bool {
    candidate.source >= Source::Phrase && facts.statements[candidate.statement].role == Role::Reply
}

/// Somebody asks by mail, or signs with an address, and the paragraph that failed is a database's, Git's or another's: what happens to
/// every connection is nothing of mail's there.
fn without_others_lines(facts: &Facts, candidates: &mut Vec<Candidate>) {
    if !matches!(facts.kind, Kind::Words | Kind::Exception | Kind::Traceback) {
        return;
    }
    let of_others: Vec<Span> = candidates
        .iter()
        .filter(|candidate| owner_kind(candidate) == Some(OwnerKind::Unrelated))
        .flat_map(|candidate| within(facts, candidate, "\n\n"))
        .collect();
    if of_others.is_empty() {
        return;
    }
    candidates.retain(|candidate| {
        let on_it = within(facts, candidate, "\n")
            .is_some_and(|line| of_others.iter().any(|paragraph| paragraph.contains(line)));
        !((on_it || is_on_others_line(facts, candidate)) && (is_systems(candidate) || is_anybodys(candidate)))
    });
}

/// Whether the line itself has words of another service around the candidate's own: `ssh: connect to host … port 22`.
fn is_on_others_line(facts: &Facts, candidate: &Candidate) -> bool {
    // A line of somebody's story is a whole paragraph.
    const NEAR: usize = 160;
    let text = &facts.statements[candidate.statement].text;
    let Some(told) = candidate.evidence.first().and_then(|span| text.range_of(*span)) else { return false };
    if within(facts, candidate, "\n").is_none() {
        return false;
    }
    let string = text.as_str();
    let from = string.floor_char_boundary(told.start.saturating_sub(NEAR));
    let from = string[from..told.start].rfind('\n').map_or(from, |at| from + at + 1);
    let to = string.floor_char_boundary((told.end + NEAR).min(string.len()));
    let to = string[told.end..to].find('\n').map_or(to, |at| told.end + at);
    matcher::run(&string[from..to]).iter().any(|hit| match hit.target {
        Target::Rule(rule) => {
            OWNERS[usize::from(RULES[usize::from(rule)].owner)].kind == OwnerKind::Unrelated
        }
        _ => false,
    })
}

/// The line or the paragraph that a candidate's words stand in, where no mail is sent in it.
fn within(facts: &Facts, candidate: &Candidate, end: &str) -> Option<Span> {
    let text = &facts.statements[candidate.statement].text;
    let told = text.range_of(*candidate.evidence.first()?)?;
    let string = text.as_str();
    let start = string[..told.start].rfind(end).map_or(0, |at| at + end.len());
    let end = string[told.end..].find(end).map_or(string.len(), |at| told.end + at);
    let said = string[start..end].to_ascii_lowercase();
    let sends = ["smtp", "sendmail", "mailer", "send mail", "sending mail", "send email"];
    (!sends.iter().any(|word| said.contains(word))).then(|| text.span(start..end))
}

fn owner_kind(candidate: &Candidate) -> Option<OwnerKind> {
    candidate.rule.map(|rule| OWNERS[usize::from(RULES[usize::from(rule)].owner)].kind)
}

fn is_a_programs(candidate: &Candidate) -> bool {
    let owner = candidate.rule.map(|rule| &OWNERS[usize::from(RULES[usize::from(rule)].owner)]);
    owner.is_some_and(|owner| {
        owner.layer > 0 && !matches!(owner.kind, OwnerKind::General | OwnerKind::Provider)
    })
}

/// About a person or an account, in words that belong to no program.
fn is_of_a_person(candidate: &Candidate) -> bool {
    const CAUSED: &[&str] = &[
        "user-unknown",
        "mailbox-disabled",
        "account-blocked",
        "recipient-moved",
        "recipient-restricted",
        "recipient-address-invalid",
    ];
    let owner = candidate.rule.map(|rule| &OWNERS[usize::from(RULES[usize::from(rule)].owner)]);
    let is_general = owner.is_some_and(|owner| {
        owner.kind == OwnerKind::General || (owner.kind == OwnerKind::ClientError && owner.layer == 0)
    });
    is_general && CAUSED.contains(&CAUSES[usize::from(candidate.cause)].id)
}

/// What befalls every connection, whatever it was for.
fn is_of_a_network(candidate: &Candidate) -> bool {
    matches!(
        CAUSES[usize::from(candidate.cause)].stage,
        Stage::Client | Stage::Dns | Stage::Connection | Stage::Tls
    )
}

/// Said by the system or by a tool for everything: whoever meets a network passes that on.
fn is_systems(candidate: &Candidate) -> bool {
    let owner = candidate.rule.map(|rule| &OWNERS[usize::from(RULES[usize::from(rule)].owner)]);
    owner.is_some_and(|owner| owner.kind == OwnerKind::LibraryError && owner.layer == 0)
}

/// Said by a code alone, or in words that belong to no program.
fn is_anybodys(candidate: &Candidate) -> bool {
    let owner = candidate.rule.map(|rule| &OWNERS[usize::from(RULES[usize::from(rule)].owner)]);
    match owner {
        None => candidate.source != Source::Nothing,
        // Whoever writes in another language shows mail programs: their sentences are translated, a server's are not.
        Some(_) if !candidate.lang.is_empty() => false,
        Some(owner) => {
            owner.kind == OwnerKind::General || (owner.kind == OwnerKind::ClientError && owner.layer == 0)
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_refusal_is_trouble_whatever_stands_around_it() {
        let code = "auth := smtp.PlainAuth(\"\", \"ann@example.org\", pass, \"smtp.example.org\")\n\
            err := smtp.SendMail(\"smtp.example.org:587\", auth, from, to, msg)\nif err != nil {\n\tlog.Fatal(err)\n}\n";
        let said = "2026/11/24 16:40:09 main.go:58: smtp.SendMail: 504 5.7.4 Unrecognized authentication type [AM0PR01 2026-11-24T16:40:09 08DD]\n";
        assert_eq!(crate::diagnose(&format!("{said}\n{code}")).findings[0].cause, "auth-method");
        assert_eq!(crate::diagnose(code).kind, "unknown");
    }

    #[test]
    fn parcels_letters_and_bills_are_nothing_of_mails() {
        for paste in [
            "Su paquete 88 no se pudo entregar por destinatario desconocido.",
            "Votre colis est retourné : destinataire inconnu",
            "Das Paket kam zurück, Empfänger unbekannt.",
            "The post office sent the letter back, \"address unknown\".",
            "Invoice 17 is open, your account has been suspended.",
            "Ihre Rechnung ist offen. Ihr Konto wurde gesperrt.",
            "Sendung 4 zurück an Absender, Annahme verweigert, Empfänger unbekannt",
            "De: Sur <a@sur.example>\nAsunto: Su envío no ha podido ser entregado\n\nSu paquete no pudo ser entregado: destinatario desconocido.",
            "From: Post <a@post.example>\nSubject: Your parcel could not be delivered\n\nYour parcel 5 could not be delivered: recipient unknown.",
            "From: Films <a@films.example>\nSubject: Your account is suspended\n\nYour account has been suspended, the payment failed.",
            "From: Help <a@web.example>\nSubject: Your mailbox is full\n\nYour mailbox is full. Click here to verify your account.",
        ] {
            let found = crate::diagnose(paste).findings.remove(0);
            assert_eq!((found.cause.as_str(), found.recipient), ("undetermined", None), "{paste}");
        }
        // Without anything around them they point somewhere.
        for paste in ["Empfänger unbekannt", "account suspended"] {
            assert_eq!(crate::diagnose(paste).findings[0].confidence, "possible", "{paste}");
        }
        for paste in [
            "Your message could not be delivered: recipient unknown",
            "550 5.1.1 recipient unknown",
            "Ihre E-Mail konnte nicht zugestellt werden: Empfänger unbekannt. Betreff: Rechnung 17",
            "<eve@example.org>: recipient unknown (your invoice)",
        ] {
            let found = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (found.cause.as_str(), found.confidence.as_str()),
                ("user-unknown", "certain"),
                "{paste}"
            );
        }
    }

    #[test]
    fn what_somebody_says_above_is_nothing_that_a_server_said() {
        let said = "Hello, can somebody help? I got this today and do not understand it:\n\n";
        for (shown, cause) in [
            ("550 User unknown", "user-unknown"),
            ("552 Message size exceeds limit", "message-too-large"),
            (
                "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.org>\nSubject: Warning: could not send message for past 4 hours\n\n   \
                 ----- Transcript of session follows -----\n<bob@example.net>... Deferred: Connection refused by mx.example.net.\nWarning: message \
                 still undelivered after 4 hours\n",
                "connection-refused",
            ),
        ] {
            assert_eq!(crate::diagnose(&format!("{said}{shown}")).findings[0].cause, cause, "{shown}");
        }
        // A number in a story is none of a server's.
        let story = "We walked up the hill with all of our friends and counted the steps until we were tired: 550 steps, no mail anywhere\n";
        assert_eq!(crate::diagnose(story).findings[0].cause, "undetermined");
    }

    #[test]
    fn a_warning_about_ones_own_mailbox_is_no_failure() {
        for paste in [
            "mailbox nearly full",
            "Your mailbox is almost full. Delete some mail.",
            "Your mailbox is 98% used and full. Click here to get more.",
            "Ihr Kennwort läuft morgen ab. Ihr E-Mail-Konto wird gesperrt.",
            "Votre boîte est presque pleine. Cliquez ici, sinon votre compte sera fermé.",
            "Tu buzón está casi lleno.",
            "3 messages could not be delivered to your inbox because your mailbox is nearly full.",
            "From: Support <a@web.example>\nTo: eve@example.org\nSubject: Undelivered mail: 3 messages held\n\nDear eve,\n3 messages could not be \
             delivered because your storage is almost full. Failure to act will lead to your account being suspended.",
        ] {
            let found = crate::diagnose(paste).findings.remove(0);
            assert_eq!((found.cause.as_str(), found.recipient), ("undetermined", None), "{paste}");
        }
        for (paste, cause) in [
            ("552 5.2.2 Mailbox almost full, your account will be blocked", "mailbox-full"),
            ("Your message could not be delivered: the recipient's mailbox is full", "mailbox-full"),
            (
                "Your mailbox is almost full - Message not sent. The mailbox exceeded its send quota.",
                "mailbox-full",
            ),
        ] {
            assert_eq!(crate::diagnose(paste).findings[0].cause, cause, "{paste}");
        }
    }

    #[test]
    fn a_step_of_a_build_and_a_web_servers_number_are_nothing_of_mails() {
        for paste in [
            "api-1 exited with code 1",
            "Error: Process completed with exit code 1.",
            "npm ERR! code ELIFECYCLE\nnpm ERR! errno 1",
            "make: *** [Makefile:8: all] Error 2\nProcess exited with code 2",
            "503 Service Unavailable",
            "503 Service Temporarily Unavailable\nnginx",
            "502 Bad Gateway",
        ] {
            let report = crate::diagnose(paste);
            assert_eq!(
                (report.kind.as_str(), report.findings[0].cause.as_str()),
                ("unknown", "undetermined"),
                "{paste}"
            );
        }
        for (paste, cause) in [
            ("503 Bad sequence of commands", "protocol-error"),
            ("554 5.3.0 procmail exited with code 73", "delivery-program-failed"),
        ] {
            assert_eq!(crate::diagnose(paste).findings[0].cause, cause, "{paste}");
        }
    }
}
