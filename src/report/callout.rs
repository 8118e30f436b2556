//! A server that asked the sender's own server whether the sender address exists, and quotes what it was told: `Called: … Sent: …
//! Response: …` (Exim, verify.c). The answer is the reason, and it was given at home.

use super::values::Values;
use super::{Finding, Step};
use crate::diagnose;
use crate::facts::{Facts, Kind};

/// What the quoting server says of its question.
struct Callout<'a> {
    called: &'a str,
    sent: &'a str,
    response: &'a str,
}

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let words = found.answer.or(found.statement).map(|index| facts.statements[index].text.as_str());
    let Some(callout) = words.and_then(read) else { return };
    not_the_senders(told, callout.called);
    if told.cause != "sender-address-rejected" {
        return;
    }
    let sender = values.get("sender").unwrap_or("your sender address");
    let who = values.get("remote").unwrap_or("The recipient's server");
    let is_of_bounces = callout.sent.to_ascii_uppercase().starts_with("MAIL FROM:<>");
    told.title = "Your own mail server told theirs that the sender address does not exist".to_owned();
    told.summary = format!(
        "{who} checks senders: it connected to {}, the mail server of your domain, and asked whether {sender} takes mail. The answer there was no, so it refused your mail.",
        callout.called
    );
    if is_of_bounces {
        told.title = "Your own mail server does not take reports, and theirs checks that".to_owned();
        told.summary = format!(
            "{who} checks senders: it connected to {}, the mail server of your domain, and asked with an empty sender, as reports on delivery have it. That was refused there, so it refused your mail.",
            callout.called
        );
    }
    told.note = Some(format!("What {} answered: {}", callout.called, callout.response));
    told.retry = "As soon as your own server takes mail for that address. Some servers keep the old answer for a few hours.".to_owned();
    told.act = "sender-admin".to_owned();
    let in_log = facts.kind == Kind::Log;
    told.who =
        if in_log { "you, or whoever runs your mail server" } else { "your mail administrator" }.to_owned();
    told.ask = None;
    let step = |text: String| Step::new("sender-admin", text);
    let called = callout.called;
    told.steps = match is_of_bounces {
        true => vec![step(format!(
            "On {called} let mail with an empty sender (MAIL FROM:<>) in: every mail server has to take it (RFC 5321, section 4.5.5). Look for a rule, a filter or a gateway that refuses it."
        ))],
        false => vec![
            step(format!(
                "Make {sender} on {called}, as a mailbox, an alias or a forwarding: it has to take mail, for reports come back to it."
            )),
            step("Or let the program send under an address that exists there.".to_owned()),
            step(format!(
                "If the address exists, compare where: the MX record of the domain has to lead to the server that has the mailbox, and {called} has to know it (its table of mailboxes and aliases, or the server behind it)."
            )),
        ],
    };
    told.commands.retain(|command| command.shell.starts_with("swaks"));
}

/// `Called: 192.0.2.7` is the host that was called: nobody sent from there.
fn not_the_senders(told: &mut Finding, called: &str) {
    for part in told.reply.iter_mut().flat_map(|reply| &mut reply.parts) {
        if part.quote.trim_matches(['[', ']']) == called && part.kind == "address" {
            part.meaning = "The network address of the server that was asked about the sender.".to_owned();
        }
    }
    told.facts.retain(|fact| fact.name != "Sending address" || fact.value != called);
}

fn read(words: &str) -> Option<Callout<'_>> {
    let called = behind(words, "Called:")?;
    let sent = behind(words, "Sent:")?;
    let response = behind(words, "Response:")?;
    let called = called.split_whitespace().next()?.trim_matches(['[', ']']);
    called.parse::<std::net::IpAddr>().ok()?;
    Some(Callout { called, sent, response })
}

/// What stands behind a label, up to the next line of the reply: at its end, at `550-`, at a line break that was written out, or where
/// the last line of the reply begins.
fn behind<'a>(words: &'a str, label: &str) -> Option<&'a str> {
    let rest = words[words.find(label)? + label.len()..].trim_start();
    let mut end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    for sign in ["\\n", " 550-", " 450-", " 451-", " Sender verify failed", " Verification failed"] {
        end = end.min(rest.find(sign).unwrap_or(end));
    }
    Some(rest[..end].trim()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_the_own_server_answered_is_the_reason() {
        let line = |sent: &str, response: &str| {
            format!(
                "2026-11-20 09:10:04 1vAbC2-00000001Xyz-0Qqa <= news@lagoon.example H=(app) [10.20.0.4] P=esmtpsa S=4821\n\
                 2026-11-20 09:10:06 1vAbC2-00000001Xyz-0Qqa ** ida@harbour.example R=dnslookup T=remote_smtp H=mx.harbour.example [198.51.100.20]: SMTP error from remote \
                 mail server after RCPT TO:<ida@harbour.example>: 550-Verification failed for <news@lagoon.example>\\n550-Called:   192.0.2.77\\n550-Sent:     {sent}\\n\
                 550-Response: {response}\\n550 Sender verify failed\n"
            )
        };
        let told = crate::diagnose(&line("RCPT TO:<news@lagoon.example>", "550 5.1.1 No such user here"))
            .findings
            .remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("sender-address-rejected", "sender-admin"));
        assert!(told.steps[0].text.contains("Make news@lagoon.example on 192.0.2.77"), "{:?}", told.steps);
        assert!(
            told.note.as_deref().is_some_and(|note| note.contains("No such user here")),
            "{:?}",
            told.note
        );
        assert!(told.facts.iter().all(|fact| fact.name != "Sending address"), "{:?}", told.facts);
        let parts = told.reply.map(|reply| reply.parts).unwrap_or_default();
        assert!(parts.iter().any(|part| part.meaning.contains("was asked about the sender")), "{parts:?}");
        let empty =
            crate::diagnose(&line("MAIL FROM:<>", "550 5.7.1 Empty sender refused")).findings.remove(0);
        assert!(empty.steps[0].text.contains("empty sender"), "{:?}", empty.steps);
    }
}
