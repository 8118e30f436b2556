//! A server that asked the sender's own server whether the sender address exists, and quotes what it was told: `Called: … Sent: …
//! Response: …` (Exim, verify.c), `undeliverable address: host mx.example.org[192.0.2.1] said: …` (Postfix, verify.c). The answer is the
//! reason, and it was given at home.

use crate::diagnose::{self, Writer};
use crate::facts::{Facts, Kind, Role, Statement};
use crate::knowledge::CAUSES;
use crate::report::values::Values;
use crate::report::{Finding, Step};
use crate::text::Text;

/// What the quoting server says of its question.
struct Callout<'a> {
    called: &'a str,
    sent: &'a str,
    response: &'a str,
}

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let words = found.answer.or(found.statement).map(|index| facts.statements[index].text.as_str());
    let Some(callout) = words.and_then(read) else { return };
    if let Some(reply) = &mut told.reply {
        not_the_senders(reply, callout.called);
    }
    if told.cause != "sender-address-rejected" {
        return;
    }
    let sender = values.get("sender").unwrap_or("your sender address");
    let who = values.get("remote").unwrap_or("The recipient's server");
    let is_of_bounces = callout.sent.to_ascii_uppercase().starts_with("MAIL FROM:<>");
    let is_unknown = is_unknown(callout.response);
    told.title = match is_unknown {
        true => "Your own mail server told theirs that the sender address does not exist",
        false => "Your own mail server turned away theirs, which asked about the sender",
    }
    .to_owned();
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
        false if !is_unknown => vec![step(format!(
            "See what {called} answered: {}. Mend that there, so that it takes mail for {sender} from whoever asks.",
            callout.response
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
    for command in &mut told.commands {
        ask(command, called, is_of_bounces);
    }
}

/// The same question to the very host that was asked.
fn ask(command: &mut crate::report::Command, called: &str, is_of_bounces: bool) {
    let Some((before, rest)) = command.shell.split_once("--server ") else { return };
    let behind = rest.find(' ').map_or("", |at| &rest[at..]);
    command.shell = format!("{before}--server {called}{behind}");
    command.why = match is_of_bounces {
        true => "Asks as the other side did, with an empty sender. A 5xx is what it saw.".to_owned(),
        false => {
            "Asks as the other side did, whether the address takes a report. A 5xx is what it saw.".to_owned()
        }
    };
}

/// `Called: 192.0.2.7` is the host that was called: nobody sent from there.
fn not_the_senders(reply: &mut crate::report::Reply, called: &str) {
    for part in &mut reply.parts {
        if part.quote.trim_matches(['[', ']']) == called && part.kind == "address" {
            part.meaning = "The network address of the server that was asked about the sender.".to_owned();
        }
    }
}

/// Whether the answer was that there is no such mailbox, and no other refusal.
fn is_unknown(response: &str) -> bool {
    const NONE: [&str; 3] = ["user-unknown", "mailbox-disabled", "recipient-moved"];
    let statement = Statement::new(Text::plain(response), Role::Reply);
    let told = diagnose::judge(0, &statement, None, Writer::Any);
    told.iter().any(|told| told.rule.is_some() && NONE.contains(&CAUSES[usize::from(told.cause)].id))
}

fn read(words: &str) -> Option<Callout<'_>> {
    exims(words).or_else(|| postfixs(words))
}

fn exims(words: &str) -> Option<Callout<'_>> {
    let called = behind(words, "Called:")?;
    let sent = behind(words, "Sent:")?;
    let response = behind(words, "Response:")?;
    let called = called.split_whitespace().next()?.trim_matches(['[', ']']);
    called.parse::<std::net::IpAddr>().ok()?;
    Some(Callout { called, sent, response })
}

fn postfixs(words: &str) -> Option<Callout<'_>> {
    let (_, rest) = words.split_once("Sender address rejected: un")?;
    let (_, rest) = rest.split_once("address: host ")?;
    let (host, said) = rest.split_once("] said: ")?;
    let (called, _) = host.split_once('[')?;
    let (response, command) = said.split_once(" (in reply to ").unwrap_or((said, "RCPT TO"));
    Some(Callout { called, sent: command, response: response.trim() })
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
        let asks = told.commands.first().map(|command| command.shell.as_str()).unwrap_or_default();
        assert!(asks.contains("--server 192.0.2.77 "), "{asks}");
        let empty =
            crate::diagnose(&line("MAIL FROM:<>", "550 5.7.1 Empty sender refused")).findings.remove(0);
        assert!(empty.steps[0].text.contains("empty sender"), "{:?}", empty.steps);
        let postfixs = |response: &str| {
            crate::diagnose(&format!(
                "Nov 26 09:12:01 mail postfix/smtp[2211]: 9AB3C2: to=<ida@harbour.example>, relay=mx.harbour.example[198.51.100.20]:25, delay=1, \
                 delays=0/0/0/1, dsn=5.1.7, status=bounced (host mx.harbour.example[198.51.100.20] said: 550 5.1.7 <news@lagoon.example>: Sender \
                 address rejected: undeliverable address: host mail.lagoon.example[192.0.2.77] said: {response} (in reply to RCPT TO command) (in \
                 reply to RCPT TO command))\n"
            ))
            .findings
            .remove(0)
        };
        let told = postfixs("550 5.1.1 <news@lagoon.example>: Recipient address rejected: User unknown");
        assert!(told.steps[0].text.contains("Make news@lagoon.example on mail.lagoon.example"), "{told:?}");
        assert!(told.facts.iter().all(|fact| fact.name != "Sending address"), "{:?}", told.facts);
        let told = postfixs("554 5.7.1 Client host blocked using zen.spamhaus.org");
        assert!(
            !told.title.contains("does not exist") && told.steps[0].text.contains("zen.spamhaus"),
            "{told:?}"
        );
        // hMailServer writes a reply on one line, and names its peer by the address alone.
        let row = |said: &str| {
            format!("\"SMTPC\"\t5\t88\t\"2026-11-20 09:10:06.331\"\t\"198.51.100.20\"\t\"{said}\"\n")
        };
        let rows = [
            "SENT: MAIL FROM:<news@lagoon.example>",
            "RECEIVED: 250 OK",
            "SENT: RCPT TO:<ida@harbour.example>",
            "RECEIVED: 550-Verification failed for <news@lagoon.example>[nl]550-Called:   192.0.2.77[nl]550-Sent:     RCPT \
             TO:<news@lagoon.example>[nl]550-Response: 550 Unknown user[nl]550 Sender verify failed",
        ];
        let told = crate::diagnose(&rows.map(row).concat()).findings.remove(0);
        assert!(told.summary.starts_with("198.51.100.20 checks senders"), "{}", told.summary);
        assert!(told.note.is_some_and(|note| note.ends_with("192.0.2.77 answered: 550 Unknown user")));
        assert!(told.facts.iter().all(|fact| fact.value != "192.0.2.77"), "{:?}", told.facts);
    }
}
