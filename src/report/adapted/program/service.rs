//! The answer for who sends through a service: it knows keys, verified senders and a console, and neither mail programs nor
//! mailboxes.

use crate::diagnose;
use crate::diagnose::checks::speak;
use crate::facts::{Action, Facts, Role};
use crate::knowledge::{CAUSES, OWNERS, OwnerKind, RULES, Topic};
use crate::report::advice::names_the_fault;
use crate::report::{Finding, Step};

/// Whether what told is the service's own wording, though a program's stack trace stands around it.
pub fn speaks(found: &diagnose::Finding) -> bool {
    let owner = found.rule.map(|rule| &OWNERS[usize::from(RULES[usize::from(rule)].owner)]);
    owner.is_some_and(|owner| owner.kind == OwnerKind::ApiError)
}

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, own_steps: usize) {
    match told.cause.as_str() {
        // A mail server asked for name and password, and no programming interface.
        "auth-credentials" if told.reply.is_none() => by_key(told, own_steps),
        // Its rule knows what the service asks for.
        "auth-method" if names_the_fault(found) => without_causes_letter(told, found),
        "auth-method" if told.reply.is_none() => by_leave(told, own_steps),
        // Its rule knows what state the account is in, and what ends that: there is nobody to be asked.
        "account-blocked" if names_the_fault(found) => without_causes_letter(told, found),
        "account-blocked" => by_console(told, own_steps),
        // Its rule knows that the service itself stopped it: no recipient's side has anything to tell.
        "virus-or-attachment" | "message-malformed"
            if names_the_fault(found) && told.stage == "submission" =>
        {
            told.ask = None;
        }
        // Its rule knows whom the service does not know.
        "sender-address-rejected" if names_the_fault(found) => without_causes_letter(told, found),
        "suppressed" if is_unwanted(told, facts, found) => unwanted(told),
        "sender-address-rejected" if told.reply.is_none() && !is_malformed(told) => {
            by_identity(told, own_steps)
        }
        _ => {}
    }
    if holds(facts, found) {
        if !goes_on(facts, found) {
            without_own_server(told);
        }
        told.retry = waits(facts);
        told.steps.retain(|step| !step.is_about(Topic::CameBack));
    }
    // The list is the service's, and only its customer's account opens it: no mail server of anybody's has a part in it.
    if told.cause == "suppressed" && told.act == "sender-admin" {
        is_accounts(told);
    }
    // Nobody sits before a mail program.
    let mut index = 0;
    told.steps.retain(|step| {
        index += 1;
        index <= own_steps || !step.is_about(Topic::MailProgram)
    });
}

/// Whether the event tells of one try that failed, and the service has the mail still: `deferred`, `"severity": "temporary"`.
pub fn goes_on(facts: &Facts, found: &diagnose::Finding) -> bool {
    let index = found.recipient.or((facts.recipients.len() == 1).then_some(0));
    let recipient = index.and_then(|index| facts.recipients.get(index));
    recipient.is_some_and(|recipient| recipient.action == Some(Action::Delayed))
}

/// Whether a service's own page or notice, copied as words, calls it a failure for now: it has the mail, and goes on.
pub fn holds(facts: &Facts, found: &diagnose::Finding) -> bool {
    const SOFT: &[&str] = &[
        "soft bounce",
        "soft-bounce",
        "softbounce",
        "soft_bounce",
        "temporary fail",
        "will retry",
        "will be retried",
    ];
    let is_for_good = |said: &crate::facts::Statement| said.code.is_some_and(|code| code >= 500);
    if goes_on(facts, found) {
        return true;
    }
    if facts.statements.iter().any(is_for_good) || !facts.recipients.is_empty() {
        return false;
    }
    let says = |text: &str| {
        let lower = text.to_lowercase();
        // Yahoo's own sentence has the word, whoever is put off.
        SOFT.iter().any(|word| lower.contains(word))
            || lower.replace("temporarily deferred", "").contains("deferred")
    };
    facts.statements.iter().take(4).any(|said| says(said.text.as_str()))
}

/// What the cause asks for is beside the point; what its rule asks for is not, where it can name the account.
fn without_causes_letter(told: &mut Finding, found: &diagnose::Finding) {
    let is_rules = found.rule.is_some_and(|rule| !RULES[usize::from(rule)].ask.is_empty());
    let names_account = told.facts.iter().any(|fact| fact.name == "Sender");
    if !(is_rules && names_account) {
        told.ask = None;
    }
}

/// What is looked at on a server of one's own: a service's is shared, and nobody but the service gets at it.
fn without_own_server(told: &mut Finding) {
    const OF_A_SERVER: &[&str] = &["qshape", "postconf", "postqueue", "exim", " -x ", "systemctl"];
    told.commands.retain(|command| !OF_A_SERVER.iter().any(|word| command.shell.contains(word)));
    told.steps.retain(|step| !step.is_about(Topic::OwnServer));
    if matches!(told.cause.as_str(), "bad-reputation" | "rate-limited" | "ip-blocklisted" | "spam-content") {
        told.steps.insert(0, Step::new("sender-admin", LIST));
        told.ask = None;
    }
    is_accounts(told);
}

/// Whoever has the account at the service mends it.
fn is_accounts(told: &mut Finding) {
    if told.act == "sender-admin" {
        told.who = "you, or whoever looks after the account at the service".to_owned();
    }
    for step in told.steps.iter_mut().filter(|step| step.by == "sender-admin") {
        step.by = "sender".into();
    }
}

const LIST: &str = "Nothing is to be sent by hand: look in the service's log tomorrow what became of it. The address that it was sent from is the service's, \
                    and often shared with others: where this goes on for days, its support can look. What is in your hands is the list: write to \
                    those who asked for it and read it, and take out who complained.";

/// Whether an event passes on the answer of the server that the service delivers to: what that one said, it said itself.
pub fn passes_on(facts: &Facts, found: &diagnose::Finding) -> bool {
    // Only the service knows how it stands with its customer.
    let is_services = matches!(CAUSES[usize::from(found.cause)].id, "account-blocked" | "sending-limit");
    let is_answer = |index: usize| facts.statements[index].role == Role::Reply;
    facts.event && !is_services && found.statement.or(found.answer).is_some_and(is_answer)
}

/// Mailgun says when it tries next: `"retry-seconds": 1800`.
fn waits(facts: &Facts) -> String {
    let texts = || facts.statements.iter().take(4).map(|said| said.text.as_str());
    let behind = |text: &str| {
        let (_, rest) = text.split_once("\"retry-seconds\":")?;
        rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse::<i64>().ok()
    };
    let when = texts().find_map(behind).filter(|seconds| *seconds > 0);
    let when = when.map_or(String::new(), |seconds| format!(", next in {}", speak::duration(seconds)));
    format!(
        "The service that sends your mail has it still, and goes on by itself{when}. A second copy would come on top of it."
    )
}

/// The list holds the address because somebody asked for no more mail, or complained.
fn is_unwanted(told: &Finding, facts: &Facts, found: &diagnose::Finding) -> bool {
    const SIGNS: &[&str] =
        &["unsub", "spam report", "spamreport", "complaint", "marked your messages as spam", "spamcomplaint"];
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str()).to_lowercase();
    let quotes: Vec<String> = told.evidence.iter().map(|shown| shown.quote.to_lowercase()).collect();
    let says = |text: &str| SIGNS.iter().any(|sign| text.contains(sign)) && !text.contains("bounce");
    quotes.iter().any(|quote| says(quote)) || says(&words)
}

/// Whoever does not want mail is not to get it: the entry stays.
fn unwanted(told: &mut Finding) {
    told.title = "The recipient asked for no more mail of this kind".to_owned();
    told.summary = "The sending service notes who unsubscribed or complained, and writes to them no longer. It did not try: nothing is broken."
        .to_owned();
    told.retry =
        "No. The entry in the service's list is right as long as the recipient does not ask for mail again."
            .to_owned();
    told.steps.retain(|step| step.by == "recipient");
    let step = |text: &'static str| Step::new("sender-admin", text);
    told.steps.insert(
        0,
        step("Leave the entry, and take the address off your own lists too: writing on to people who said no hurts all your mail, and is \
              forbidden in many countries."),
    );
    told.steps.insert(
        1,
        step("If it is mail that the person needs (an invoice, a password link), reach them another way and ask. Many services keep a list for \
              each kind of mail: send what was ordered apart from newsletters."),
    );
    told.commands.clear();
    told.ask = None;
}

/// What stands in From is no address at all.
fn is_malformed(told: &Finding) -> bool {
    let quotes = told.evidence.iter().map(|shown| shown.quote.to_lowercase());
    quotes.into_iter().any(|quote| {
        ["invalid from", "invalid 'from'", "not a valid", "reject_reason", "from value"]
            .iter()
            .any(|sign| quote.contains(sign))
    })
}

/// A service sends for nobody but those who have shown it that the address or its domain is theirs.
fn by_identity(told: &mut Finding, own_steps: usize) {
    told.title = "The service does not know this sender as yours".to_owned();
    told.summary = "A sending service takes mail only from addresses and domains that were verified with it, and this From address is none of \
                    them. Nothing was sent, and the recipient has no part in it."
        .to_owned();
    told.retry = "As soon as the sender is verified with the service, or another one that is stands in From."
        .to_owned();
    at_the_service(
        told,
        own_steps,
        "sender-admin",
        "In the service's own pages, under senders or domains, add the domain behind the @ of the From address and enter in its DNS the records \
         that the service shows there, or verify the one address by the mail that it sends to it. Letter by letter the same: a subdomain counts \
         as another domain.",
    );
    told.steps.push(Step::new("sender-admin", "Look which From address the program really sent: many put in one of their own (`noreply@localhost`) where none is set. Look, too, \
               that the key belongs to the account, and the region, in which the sender is verified."));
    told.ask = None;
}

/// An account at a sending service has neither a folder of sent mail nor forwards: its console says what is the matter.
fn by_console(told: &mut Finding, own_steps: usize) {
    at_the_service(
        told,
        own_steps,
        "sender-admin",
        "Open the service's console: a notice on the account, or a message to the address that it belongs to, says what is \
         asked for before it is released.",
    );
}

/// Who calls a service's programming interface needs its leave, and no other way of signing in to a mail server.
fn by_leave(told: &mut Finding, own_steps: usize) {
    told.title = "The service does not let this program send for this account".to_owned();
    told.summary = "The program reached the service, and lacks the leave to send in this way, or the account has no mailbox \
                    for it. Nothing was sent."
        .to_owned();
    told.retry = "Not before the leave is given.".to_owned();
    at_the_service(
        told,
        own_steps,
        "sender-admin",
        "Look in the service's console what this program may do, and give it the leave to send for this account; then let \
         it sign in anew.",
    );
    told.ask = None;
}

/// A service's programming interface knows keys, and neither user names nor passwords.
fn by_key(told: &mut Finding, own_steps: usize) {
    told.title = "The service did not accept the key".to_owned();
    told.summary =
        "The request came with no key, with a wrong one, or with one that may not do this. Nothing was sent."
            .to_owned();
    told.retry = "Not before the key is right.".to_owned();
    at_the_service(
        told,
        own_steps,
        "sender",
        "Make a new key in the service's own pages, for this account and with leave to send, and put it into the program's \
         settings. Look that no blank or line end came along.",
    );
    told.ask = None;
}

/// What is to be done in the service's own pages, behind what its rule knows; a mail server has no part in it.
fn at_the_service(told: &mut Finding, own_steps: usize, by: &'static str, text: &'static str) {
    told.steps.truncate(own_steps);
    told.steps.push(Step::new(by, text));
    told.commands.clear();
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn what_a_trial_does_not_allow_does_not_pass_by_itself() {
        for paste in [
            "421 Domain sandbox1.mailgun.org is not allowed to send: Sandbox subdomains are for test purposes only.",
            "421 4.7.0 Free accounts are for test purposes only. Please upgrade or add the address to authorized recipients (mailgun)",
            "454 4.0.0 MessageRejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.org",
            "451 Authentication failed: Maximum credits exceeded (smtp.sendgrid.net)",
            "{\"statusCode\":403,\"message\":\"You can only send testing emails to your own email address (ann@example.org).\"}",
        ] {
            let told = first(paste);
            assert_ne!(told.permanence, "temporary", "{paste}");
            assert_ne!(told.state, "temporary", "{paste}");
            assert!(!told.retry.starts_with("Yes"), "{paste}: {}", told.retry);
        }
    }

    #[test]
    fn a_sender_that_is_not_verified_is_verified_with_the_service() {
        for paste in [
            "{\"statusCode\":403,\"name\":\"validation_error\",\"message\":\"The example.org domain is not verified. Please, add and verify your domain\"}",
            "{\"ErrorIdentifier\":\"1\",\"ErrorCode\":\"send-0008\",\"ErrorMessage\":\"\\\"a@example.org\\\" is not an authorized sender email address for your account.\"}",
            "sendgrid: The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
        ] {
            let told = first(paste);
            assert_eq!(told.title, "The service does not know this sender as yours", "{paste}");
            assert!(told.steps.iter().all(|step| !step.text.contains("friend") && !step.text.contains("MX")));
            assert!(told.commands.is_empty() && told.ask.is_none(), "{:?}", told.commands);
        }
        let malformed = first("{\"ErrorCode\":300,\"Message\":\"Invalid 'From' address: 'ann'.\"}");
        assert_ne!(malformed.title, "The service does not know this sender as yours");
    }

    #[test]
    fn whoever_unsubscribed_is_left_alone() {
        for paste in [
            "{\"event\":\"dropped\",\"reason\":\"Unsubscribed Address\",\"sg_event_id\":\"1\"}",
            "[{\"status\":\"rejected\",\"reject_reason\":\"unsub\"}]",
            "mailgun {\"event\":\"failed\",\"reason\":\"suppress-complaint\",\"delivery-status\":{\"code\":607}}",
        ] {
            let told = first(paste);
            assert_eq!(told.cause, "suppressed", "{paste}");
            assert!(told.steps[0].text.starts_with("Leave the entry"), "{:?}", told.steps);
        }
        let bounced = first("{\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"1\"}");
        assert!(bounced.steps.iter().any(|step| step.text.contains("once you know that it is good")));
    }

    #[test]
    fn what_an_event_passes_on_the_recipients_server_said() {
        let ses = |kind: &str, reply: &str| {
            first(&format!(
                "{{\"notificationType\":\"Bounce\",\"bounce\":{{\"bounceType\":\"{kind}\",\"bouncedRecipients\":[{{\"emailAddress\":\"bob@example.net\",\
                 \"action\":\"failed\",\"diagnosticCode\":\"smtp; {reply}\"}}],\"reportingMTA\":\"dns; b7.smtp-out.amazonses.com\"}},\
                 \"mail\":{{\"source\":\"ann@example.org\"}}}}"
            ))
        };
        let sendgrid = first(
            r#"[{"email":"bob@example.net","event":"deferred","sg_event_id":"1","response":"452 4.7.1 192.0.2.4 has a poor reputation here"}]"#,
        );
        let file =
            ses("Transient", "552 5.7.0 This message was blocked because its attachment is not allowed");
        for told in [&file, &sendgrid] {
            assert_eq!(told.stage, "filter", "{}", told.cause);
            assert!(
                told.ask.as_ref().is_none_or(|ask| !ask.contains("the outgoing mail server")),
                "{:?}",
                told.ask
            );
        }
        assert!(file.ask.is_some_and(|ask| ask.contains("your mail system takes")));
        assert!(file.facts.iter().any(|fact| fact.value == "b7.smtp-out.amazonses.com"), "{:?}", file.facts);
    }

    #[test]
    fn an_account_that_is_new_is_not_blocked() {
        let told = first(
            "{\"ErrorCode\":412,\"Message\":\"While your account is pending approval, all recipients must share the domain.\"}",
        );
        assert_eq!(told.cause, "account-blocked");
        assert!(!told.title.contains("blocked") && told.ask.is_none(), "{}", told.title);
        assert!(told.steps.iter().all(|step| !step.text.contains("password")), "{:?}", told.steps);
    }

    #[test]
    fn what_a_service_has_still_is_not_sent_by_hand() {
        for page in [
            "Brevo > Logs\nSoft bounce\nReason",
            "Mailgun  temporary fail, will retry\nReason",
            "SendGrid Activity: Deferred\nReason",
        ] {
            for reply in [
                "421 4.7.0 [TSS04] Messages from 192.0.2.21 temporarily deferred due to user complaints",
                "452 4.2.2 mailbox full",
            ] {
                let told = first(&format!("{page}: {reply}\n"));
                assert!(told.retry.contains("goes on by itself"), "{page} {reply}: {}", told.retry);
                assert!(
                    told.commands.iter().all(|command| !command.shell.contains("qshape")),
                    "{:?}",
                    told.commands
                );
                assert!(
                    told.steps.iter().all(|step| !step.text.starts_with("Send the message again")),
                    "{:?}",
                    told.steps
                );
            }
        }
        let refused = first("550 5.7.1 temporarily deferred, says smtp-relay.brevo.com");
        assert!(!refused.retry.contains("goes on by itself"), "{}", refused.retry);
    }

    #[test]
    fn a_stack_trace_around_a_services_words_changes_nothing() {
        let told = crate::diagnose(
            "ResponseError: Forbidden\n    at node_modules/@sendgrid/client/src/classes/client.js:1:2 {\n  code: 403,\n  response: {\n    body: {\n      errors: \
             [\n        {\n          message: 'The from address does not match a verified Sender Identity.',\n          field: 'from'\n        }\n      ]\n    }\n  }\n}\n",
        )
        .findings
        .remove(0);
        assert_eq!(told.title, "The service does not know this sender as yours");
    }

    #[test]
    fn a_bounce_for_now_passes_unless_a_server_said_that_it_stays() {
        let told = |kind: &str, details: &str| {
            let first = crate::diagnose(&format!(
                "{{\"RecordType\":\"Bounce\",\"ID\":451,\"Type\":\"{kind}\",\"TypeCode\":4096,\"Name\":\"Bounce\",\"Description\":\"Not delivered (ex: unknown user, \
                 mailbox full).\",\"Details\":\"{details}\",\"Email\":\"bob@example.net\",\"From\":\"ann@example.org\",\"Inactive\":false}}"
            ))
            .findings
            .remove(0);
            (first.cause, first.permanence)
        };
        let answer = |cause: &str, permanence: &str| (cause.to_owned(), permanence.to_owned());
        assert_eq!(
            told("SoftBounce", "smtp;451 4.7.1 Greylisted, come back later"),
            answer("greylisted", "temporary")
        );
        assert_eq!(told("SoftBounce", "smtp;550 5.1.1 no such user"), answer("user-unknown", "permanent"));
        assert_eq!(told("SoftBounce", "mailbox over quota"), answer("mailbox-full", "temporary"));
        assert_eq!(told("HardBounce", "smtp;550 5.1.1 no such user"), answer("user-unknown", "permanent"));
    }

    #[test]
    fn a_services_own_list_is_its_customers() {
        let told = crate::diagnose(
            r#"{"type":"email.bounced","data":{"bounce":{"message":"The address is on the suppression list","type":"Permanent"},"to":["bob@example.net"]}}"#,
        )
        .findings
        .remove(0);
        assert_eq!((told.cause.as_str(), told.recipient.as_deref()), ("suppressed", Some("bob@example.net")));
        assert_eq!(told.who, "you, or whoever looks after the account at the service");
        assert!(told.steps.iter().all(|step| step.by != "sender-admin"), "{:?}", told.steps);
    }

    #[test]
    fn mailjets_own_list_is_found_in_its_pages() {
        let told = crate::diagnose(
            r#"{"event":"blocked","email":"eve@example.org","error_related_to":"recipient","error":"preblocked"}"#,
        )
        .findings
        .remove(0);
        assert!(
            told.steps[0].text.contains("In Mailjet") && told.steps[0].text.contains("eve@example.org"),
            "{:?}",
            told.steps
        );
        assert!(told.steps.iter().all(|step| !step.text.contains("suppression list")), "{:?}", told.steps);
    }
}
