//! The general answer about a cause, held against this very paste: what its words, its codes and the mail that came back
//! do not bear out is not said of it, and what they show beyond it is.

use crate::diagnose::{self, Diagnosis};
use crate::facts::{Facts, Moment, Statement};
use crate::knowledge::{self, CAUSES, Confidence, RULES, Rule, Topic};
use crate::mail::address;
use crate::report::kind::kind;
use crate::report::values::Values;
use crate::report::{Command, Finding, Step, scene};

/// `spoken`: the statement whose words are shown as the reply.
pub fn ground(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    spoken: Option<&Statement>,
    values: &Values,
) {
    if let Some(statement) = found.statement.map(|index| &facts.statements[index]) {
        disagree(told, found, statement);
    }
    if told.permanence == "permanent" && matches!(told.cause.as_str(), "tls-handshake" | "tls-certificate") {
        lasts_against_its_class(told);
    }
    if told.cause == "policy-rejected" && scene::is_theirs(values) {
        told.title = "A rule of the recipient's side refused the message".to_owned();
    }
    // A group has nobody whose own mailbox it is.
    let names_a_group = |reply: &crate::report::Reply| reply.text.contains("ForGroup");
    if told.cause == "recipient-restricted" && told.reply.as_ref().is_some_and(names_a_group) {
        told.steps.retain(|step| step.by != "recipient");
    }
    if told.cause == "too-many-recipients" && names_one(facts) {
        doubt(told, found);
        told.add_note(ONE_RECIPIENT);
    }
    if told.act == "recipient-admin" && told.ask.is_some() && kind(facts, diagnosis) != "transcript" {
        told.steps.extend(reach(told, values));
    }
    if spoken.is_some_and(|said| said.moment.is_some_and(is_late)) {
        refused_late(&mut told.commands);
    }
    if found.lists.is_empty() {
        told.commands.iter_mut().for_each(of_an_unnamed_list);
    }
    if told.cause == "dmarc-fail"
        && let Some(note) = unaligned(facts)
    {
        told.add_note(&note);
    }
    if matches!(told.cause.as_str(), "sender-unauthenticated" | "dmarc-fail" | "spf-fail" | "dkim-fail") {
        by_its_results(told);
    }
    if found.confidence == Confidence::Possible && told.permanence != "none" {
        claim_less(told);
    }
}

/// The class of a code says that a later attempt may succeed, and here something has to be changed first.
fn lasts_against_its_class(told: &mut Finding) {
    const CLASS: &str = "A failure for now: the message is sound, and a later attempt may succeed.";
    const HERE: &str = "By its class a failure for now; here it stays until something is changed.";
    let Some(reply) = told.reply.as_mut() else { return };
    for part in reply.parts.iter_mut().filter(|part| part.meaning.contains(CLASS)) {
        part.meaning = part.meaning.replace(CLASS, HERE);
    }
}

const ONE_RECIPIENT: &str = "The mail that came back names one recipient only. The limit may then count what was sent in some \
                             time, or what other mail in the same connection named: wait an hour, and ask how many are allowed.";

/// Whether the mail that came back is addressed to nobody but who is reported.
fn names_one(facts: &Facts) -> bool {
    let mail = facts.returned.as_deref();
    facts.recipients.len() == 1 && mail.is_some_and(|mail| mail.to.len() == 1 && mail.field("Cc").is_none())
}

/// How whoever runs the recipient's mail is reached: by the address that each domain has to have (RFC 5321, section 4.5.1),
/// where mail gets there at all. A large provider does not read it.
fn reach(told: &Finding, values: &Values) -> Option<Step> {
    let domain =
        values.get("recipient_domain").filter(|domain| knowledge::provider_of_host(domain).is_none())?;
    let text = match told.stage.as_str() {
        // A fault of everybody's mail stops that, too.
        _ if is_everybodys(told) => return None,
        // What goes round in a circle does so for all of a domain's addresses, as a rule.
        _ if told.cause == "mail-loop" => return None,
        _ if is_shut(told) && told.steps.iter().any(|step| step.is_about(Topic::ByPhone)) => return None,
        _ if is_shut(told) => {
            "Mail does not get there now: reach them by phone, or by an address elsewhere.".to_owned()
        }
        // The way there is shut, whoever writes.
        "tls" => format!(
            "The recipient's administrator reads postmaster@{domain}: write there from an address with another provider, as mail on \
             this way fails, too."
        ),
        _ => format!(
            "To reach the recipient's administrator, write to postmaster@{domain}, from another account if yours is refused, or \
             ask the recipient by phone to pass the message on."
        ),
    };
    Some(Step::new("sender", text))
}

/// Whether mail to anybody there, the postmaster too, meets the same.
fn is_shut(told: &Finding) -> bool {
    matches!(told.stage.as_str(), "dns" | "connection" | "outbound")
        || matches!(told.cause.as_str(), "server-storage-full" | "server-unavailable")
        // Its server does not know the domain, whoever writes to whomever there.
        || (told.cause == "relay-denied" && told.act == "recipient-admin")
}

/// Whether the rule's own steps send the reader another way, as the refusal meets whoever writes.
fn is_everybodys(told: &Finding) -> bool {
    let rule = told.rule.as_deref().and_then(knowledge::rule);
    rule.is_some_and(|rule| rule.alone && rule.steps.iter().any(|step| step.about.has(Topic::AnotherWay)))
}

/// Words that say one thing beside an enhanced code that is registered for another one: both stand there, and one of them is
/// wrong. Codes that stand for many things agree with all of them.
fn disagree(told: &mut Finding, found: &diagnose::Finding, statement: &Statement) {
    let by_words = found.rule.is_some_and(|rule| {
        let rule = &RULES[usize::from(rule)];
        rule.has_phrases && rule.codes.is_empty()
    });
    let Some(enhanced) = statement.enhanced.filter(|enhanced| by_words && enhanced.class > 2) else { return };
    let Some(code) = knowledge::enhanced_code(enhanced.subject, enhanced.detail) else { return };
    let agrees = |cause: u8| cause == found.cause || code.also.contains(&found.cause);
    // 5.1.x and 5.2.x say of an address and of a mailbox one thing each; a code of another subject is often a makeshift.
    let of_recipient = |subject: u16| matches!(subject, 1 | 2);
    let Some(cause) = code.cause.filter(|cause| !agrees(*cause) && of_recipient(enhanced.subject)) else {
        return;
    };
    if CAUSES[usize::from(cause)].id == "delivered" || !is_of_mailboxes(&told.cause) {
        return;
    }
    // What one provider means by it agrees.
    let is_meant = |rule: &&Rule| {
        let mut codes = rule.codes.iter();
        rule.cause == found.cause
            && !rule.has_phrases
            && codes.any(|spec| spec.names((enhanced.class, enhanced.subject, enhanced.detail)))
    };
    if RULES.iter().any(|rule| is_meant(&rule)) {
        return;
    }
    let says = told.title.clone();
    let stands = code.meaning.trim_end_matches('.').to_owned();
    told.add_note(&format!(
        "Words and code do not agree here. The words say: {says}. The code {enhanced} stands for: {stands}. \
             This answer goes by the words; only whoever runs that server can say which is true."
    ));
    doubt(told, found);
}

/// What something stands against is not certain.
fn doubt(told: &mut Finding, found: &diagnose::Finding) {
    if found.confidence == Confidence::Certain {
        told.confidence = Confidence::Likely.name().to_owned();
    }
}

/// What is said of one mailbox: two of these cannot both be true.
fn is_of_mailboxes(cause: &str) -> bool {
    matches!(cause, "user-unknown" | "mailbox-disabled" | "mailbox-full" | "recipient-moved")
}

/// The server had taken the recipient's address when it refused.
fn is_late(moment: Moment) -> bool {
    matches!(moment, Moment::Data | Moment::EndOfData | Moment::AfterAcceptance)
}

/// A test that stops behind RCPT TO shows nothing of a refusal that came later.
fn refused_late(commands: &mut [Command]) {
    const WHY: &str = "Asks the receiving server for this one address and stops before any message is sent. This time the server \
                       took the address at RCPT TO and refused later, so a 250 proves nothing; a 5xx means that it now refuses \
                       the address at once.";
    for command in commands.iter_mut().filter(|command| command.shell.ends_with("--quit-after RCPT")) {
        command.why = WHY.to_owned();
    }
}

/// Where the reply names no list, the one that is asked says little.
fn of_an_unnamed_list(command: &mut Command) {
    if [".zen.spamhaus.org", ".dbl.spamhaus.org"].iter().any(|zone| command.shell.contains(zone)) {
        command.why.insert_str(
            0,
            "This asks the list that most servers ask, which need not be the one that refused. ",
        );
    }
}

/// Where the envelope's sender and the author are at different organisations, SPF cannot pass for DMARC (RFC 9989): what is
/// left is a signature of the author's domain.
fn unaligned(facts: &Facts) -> Option<String> {
    let mail = facts.returned.as_deref()?;
    let author = mail.from.first()?.read.domain()?;
    let envelope = address::domain(facts.envelope.sender.as_deref()?)?;
    if knowledge::same_organization(&author, &envelope) {
        return None;
    }
    let signers: Vec<&str> = mail.dkim.iter().filter_map(|signature| signature.read.get("d")).collect();
    let of_author = signers.iter().any(|signer| knowledge::same_organization(signer, &author));
    let signed = match (of_author, signers.first()) {
        (true, _) => format!("the mail that came back carries one of {author}, so it was not found valid"),
        (false, Some(signer)) => format!("the mail that came back carries one of {signer} alone"),
        (false, None) => "the mail that came back carries none".to_owned(),
    };
    Some(format!(
        "The From line shows {author}, the envelope's sender is at {envelope}. SPF proves the envelope's domain alone, and \
         DMARC asks for the one in From, so here only a DKIM signature of {author} could have passed; {signed}."
    ))
}

/// Servers that refuse for want of proof often say how each one came out: `Spf= Fail , Dkim= Pass , DMARC= Pass`. What passed
/// needs no mending.
fn by_its_results(told: &mut Finding) {
    let Some(reply) = &told.reply else { return };
    let results = results(&reply.text);
    let named = |wanted: bool| {
        let names = results.iter().filter(|(_, passed)| *passed == wanted).map(|(method, _)| *method);
        names.collect::<Vec<&str>>()
    };
    let (passed, failed) = (named(true), named(false));
    let text = match (&failed[..], &passed[..]) {
        ([], _) => return,
        (failed, []) => format!("By the reply itself {} did not pass.", failed.join(", ")),
        (failed, passed) => {
            format!("By the reply itself {} did not pass, and {} did.", failed.join(", "), passed.join(", "))
        }
    };
    told.add_note(&text);
    let is_mended =
        |step: &Step| METHODS.iter().any(|(method, topic)| passed.contains(method) && step.is_about(*topic));
    told.steps.retain(|step| step.by == "sender" || !is_mended(step));
}

const METHODS: &[(&str, Topic)] = &[("SPF", Topic::Spf), ("DKIM", Topic::Dkim), ("DMARC", Topic::Dmarc)];

/// `spf=fail`, `DKIM = pass`: each method once, with whether it passed.
fn results(reply: &str) -> Vec<(&'static str, bool)> {
    let upper = reply.to_ascii_uppercase();
    let result = |method: &'static str| {
        upper.match_indices(method).find_map(|(at, _)| {
            let value = upper[at + method.len()..].trim_start().strip_prefix('=')?.trim_start();
            let word = value.split(|c: char| !c.is_ascii_alphabetic()).next()?;
            matches!(word, "PASS" | "FAIL" | "NONE" | "SOFTFAIL" | "NEUTRAL" | "PERMERROR" | "TEMPERROR")
                .then_some((method, word == "PASS"))
        })
    };
    METHODS.iter().filter_map(|(method, _)| result(method)).collect()
}

/// A letter is no surer than the verdict.
fn claim_less(told: &mut Finding) {
    // What is said of connections says itself that it does not know.
    if matches!(told.cause.as_str(), "undetermined" | "delayed") || told.stage == "connection" {
        return;
    }
    let Some(ask) = told.ask.take() else { return };
    let is_fact = |line: &&str| {
        line.split_once(": ").is_some_and(|(name, value)| {
            !value.is_empty() && told.facts.iter().any(|fact| fact.value == value) && name.len() < 40
        })
    };
    let lines: Vec<&str> = ask.lines().filter(is_fact).collect();
    told.ask = Some(format!(
        "Hello,\na message did not get through, and the answer does not say clearly why.\n{}\nAs far as the words tell, it may be \
         this: {}. Could you look in your log or your settings whether it is so?\nThank you.",
        lines.join("\n"),
        told.title
    ));
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    const BOUNCE: &str = "From: MAILER-DAEMON@out.example.net\nTo: bob@example.net\nSubject: Undelivered Mail Returned to Sender\n\
                          Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n\
                          This is the mail system at host out.example.net.\n\n<ann@example.org>: host mx.example.org[192.0.2.7] said: REPLY\n\n\
                          --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.net\nX-Postfix-Queue-ID: 4XyZbc12\n\
                          X-Postfix-Sender: rfc822; bob@example.net\n\nFinal-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.0.0\n\
                          Remote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; SHORT\n\n--b\nContent-Type: text/rfc822-headers\n\n\
                          From: Bob <bob@example.com>\nTo: ann@example.org\nSubject: hello\nMessage-ID: <1@example.com>\n\n--b--\n";

    fn bounce(reply: &str) -> crate::report::Finding {
        let short = reply.split(" (in reply").next().expect("a reply");
        first(&BOUNCE.replace("REPLY", reply).replace("SHORT", short))
    }

    #[test]
    fn what_was_refused_after_the_data_is_not_proved_at_rcpt() {
        let why = |reply: &str| bounce(reply).commands[0].why.clone();
        assert!(why("550 no such user (in reply to end of DATA command)").contains("a 250 proves nothing"));
        assert!(!why("550 no such user (in reply to RCPT TO command)").contains("proves nothing"));
    }

    #[test]
    fn words_and_code_that_disagree_are_named() {
        let told = bounce("550 5.2.1 <ann@example.org>: user unknown (in reply to RCPT TO command)");
        assert_eq!((told.cause.as_str(), told.confidence.as_str()), ("user-unknown", "likely"));
        assert!(told.note.is_some_and(|note| note.contains("do not agree") && note.contains("5.2.1")));
        let told = bounce("550 5.1.1 <ann@example.org>: user unknown (in reply to RCPT TO command)");
        assert_eq!((told.note, told.confidence.as_str()), (None, "certain"));
    }

    #[test]
    fn domains_that_do_not_align_are_compared() {
        let note = bounce("550 DMARC check failed (in reply to end of DATA command)").note.expect("a note");
        assert!(note.contains("shows example.com, the envelope's sender is at example.net"), "{note}");
        assert!(note.contains("carries none"), "{note}");
    }

    #[test]
    fn what_passed_needs_no_mending() {
        let told = bounce(
            "550 5.7.515 Access denied, sending domain mail.example.com doesn't meet the required authentication level. \
             Spf= Fail , Dkim= Pass , DMARC= Pass (in reply to end of DATA command)",
        );
        let note = told.note.expect("a note");
        assert!(note.contains("SPF did not pass, and DKIM, DMARC did"), "{note}");
        assert!(!told.steps.iter().any(|step| step.text.starts_with("Switch on DKIM")), "{:?}", told.steps);
        assert!(told.steps.iter().any(|step| step.text.contains("SPF record")), "{:?}", told.steps);
        let parts = told.reply.expect("a reply").parts;
        assert!(parts.iter().any(|part| part.meaning == "A domain that the reply names."), "{parts:?}");
    }

    #[test]
    fn a_code_is_explained_by_what_stands_beside_it() {
        let meaning = |reply: &str| bounce(reply).reply.expect("a reply").parts.remove(0).meaning;
        assert!(meaning("552 5.7.0 blocked for its content, a security issue").starts_with("A refusal."));
        assert!(meaning("552 5.2.2 mailbox full").contains("room"));
        assert!(!meaning("550 Unknown user").contains("longer code"));
    }

    #[test]
    fn a_postmaster_is_told_queue_id_and_address() {
        let told = bounce("550 5.1.1 no such user (in reply to RCPT TO command)");
        let fact =
            |name: &str| told.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str());
        assert_eq!(fact("Queue id"), Some("4XyZbc12"));
        assert_eq!(fact("Address of that server"), Some("192.0.2.7"));
    }

    #[test]
    fn names_to_fill_in_are_explained_and_found_first() {
        let told = first("550 5.1.1 <ann@example.org>: user unknown");
        assert!(told.commands[0].shell.contains("MX example.org"), "{:?}", told.commands);
        assert!(told.commands[1].why.contains("in the place of REMOTE"), "{:?}", told.commands);
    }
}
