//! Lays out what was read and concluded.

use crate::diagnose::{self, Diagnosis};
use crate::facts::{Facts, Kind};
use crate::knowledge::{CAUSES, OWNERS, OwnerKind, RULES};
use crate::report::adapted::own::{
    contained, exchange_connector, frozen, late_in_log, named_disk, one_mail, own_forward, own_gate,
    own_machine, own_network, refused_sign_in, rspamd_line, tools,
};
use crate::report::adapted::program::{
    first_byte, inspected, named_program, pinned_tls, plain_port, plugin, private_account, send_mail_message,
    short_login, web_works,
};
use crate::report::adapted::theirs::{
    borrowed, circle, expired, flow_rule, forward_target, held_post, listed_there, odd_sign, size_limit,
    tls_report, whose_server,
};
use crate::report::adapted::words::{addressee, both_addresses, changed, contact_step, grounded};
use crate::report::kind::kind;
use crate::report::quoted::{self, readable};
use crate::report::values::Values;
use crate::report::{
    Fact, Finding, OF_THE_SENDER, Product, Recipient, Report, Returned, Source, Stretch, adapted, advice,
    arrived, dialogue, evidence, letter, message, opinions, people, said, settings, standing, story,
};
use std::collections::HashSet;

/// How much of a report is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Whole,
    /// What a row of a table shows: of thousands of cases hardly one is opened, and that one is explained anew.
    Row,
}

/// The report on one paste.
pub fn build(paste: &str, mut facts: Facts, diagnosis: &Diagnosis, depth: Depth) -> Report {
    let mut report = match depth {
        Depth::Whole => lay_out(paste, &facts, diagnosis),
        Depth::Row => in_brief(paste, &facts, diagnosis),
    };
    // What nothing looks at any more is moved and not copied.
    if let (Some(shown), Some(stated)) = (&mut report.message, facts.message.take()) {
        (report.hops, shown.fields) = message::hops_and_fields(*stated);
    }
    if let (Some(returned), Some(stated)) = (&mut report.returned, facts.returned.take()) {
        (returned.hops, returned.message.fields) = message::hops_and_fields(*stated);
    }
    report
}

/// What was found, and whose mail it is, without hops and fields.
fn in_brief(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Report {
    let findings = diagnosis.findings.iter();
    Report {
        schema: 1,
        kind: kind(facts, diagnosis).to_owned(),
        findings: findings.map(|found| finding(paste, facts, found, diagnosis, Depth::Row)).collect(),
        message: facts.message.as_deref().map(message::message),
        ..Report::default()
    }
}

/// All but hops and fields.
fn lay_out(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Report {
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    let product = product.or_else(|| named_program::of(paste, facts, diagnosis));
    let stated = facts.message.as_deref();
    let thought = diagnosis.opinions.as_deref();
    let verdicts = thought.map_or(&[][..], |thought| &thought.verdicts);
    let mut findings: Vec<Finding> = diagnosis
        .findings
        .iter()
        .map(|found| spaced(finding(paste, facts, found, diagnosis, Depth::Whole)))
        .collect();
    name_all_recipients(&mut findings);
    late_in_log::adapt(&mut findings, paste, facts, diagnosis);
    Report {
        schema: 1,
        kind: kind(facts, diagnosis).to_owned(),
        language: diagnosis.language.map(str::to_owned),
        product: product.map(|owner| Product {
            id: owner.id.to_owned(),
            name: diagnose::product_name(facts, owner).to_owned(),
        }),
        recipients: facts.recipients.iter().map(recipient).collect(),
        message: stated.map(message::message),
        hops: Vec::new(),
        auth: stated.map(message::auth).unwrap_or_default(),
        arc: stated.and_then(message::arc),
        received_spf: stated.map(message::received_spf).unwrap_or_default(),
        dkim_signatures: stated.map(message::dkim_signatures).unwrap_or_default(),
        dialogue: dialogue::dialogue(paste, facts),
        log: story::log(paste, facts, diagnosis, &findings),
        told: diagnosis
            .findings
            .first()
            .filter(|found| is_arrival(facts, found))
            .zip(findings.first())
            .map(|(_, told)| arrived::told(told, facts, thought))
            .unwrap_or_default(),
        findings,
        settings: settings::settings(paste, facts),
        covered: facts.covered.iter().map(|span| Stretch { start: span.start, end: span.end }).collect(),
        filters: stated.map(|stated| message::filters(stated, verdicts)).unwrap_or_default(),
        observations: thought
            .map(|thought| opinions::observations(paste, facts, thought))
            .unwrap_or_default(),
        timeline: thought.and_then(opinions::timeline),
        alignment: thought.and_then(opinions::alignment),
        returned: returned(paste, facts, diagnosis),
    }
}

/// So many recipients of one answer are named in its letter.
const MOST_NAMED: usize = 10;

/// What is said once for several recipients names all of them, in the letter and among the facts of the first.
fn name_all_recipients(findings: &mut [Finding]) {
    let mut named = HashSet::new();
    for first in 0..findings.len() {
        let (told, rest) = findings[first..].split_at_mut(1);
        let told = &mut told[0];
        if !named.insert(told.title.clone()) {
            continue;
        }
        let Some(one) = told.recipient.clone().filter(|_| told.ask.is_some()) else { continue };
        // A letter to a recipient is no other one's business.
        let is_of_domain = told.act == "recipient-admin" && told.cause == "relay-denied";
        if told.act != "sender-admin" && told.cause != "sending-limit" && !is_of_domain {
            continue;
        }
        let domain =
            |told: &Finding| told.recipient.as_deref()?.rsplit_once('@').map(|(_, domain)| domain.to_owned());
        let is_same = |other: &&Finding| {
            other.title == told.title
                && other.state == told.state
                && other.cause == told.cause
                && (!is_of_domain || domain(other) == domain(told))
        };
        let others = rest.iter().filter(is_same).filter_map(|other| other.recipient.as_deref());
        let others: Vec<&str> = others.filter(|other| *other != one).take(MOST_NAMED).collect();
        if others.is_empty() {
            continue;
        }
        let all = format!("{one}, {}", others.join(", "));
        let line = format!("\nRecipient: {one}\n");
        told.ask = told.ask.take().map(|ask| ask.replace(&line, &format!("\nRecipients: {all}\n")));
        if let Some(fact) = told.facts.iter_mut().find(|fact| fact.name == "Recipient" && fact.value == one) {
            *fact = Fact { name: "Recipients".to_owned(), value: all };
        }
    }
}

fn spaced(mut finding: Finding) -> Finding {
    for ask in [&mut finding.ask, &mut finding.ask_if_sent] {
        *ask = ask.as_deref().map(letter::spaced);
    }
    finding
}

/// A header block that shows no failure.
fn is_arrival(facts: &Facts, found: &diagnose::Finding) -> bool {
    matches!(facts.kind, Kind::Headers | Kind::Message)
        && found.statement.is_none()
        && CAUSES[usize::from(found.cause)].id == "delivered"
}

/// The mail that a report brings back, without hops and fields.
fn returned(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Option<Returned> {
    let stated = facts.returned.as_deref()?;
    let thought = diagnosis.returned.as_deref()?;
    Some(Returned {
        message: message::message(stated),
        hops: Vec::new(),
        auth: message::auth(stated),
        dkim_signatures: message::dkim_signatures(stated),
        filters: message::filters(stated, &thought.verdicts),
        observations: opinions::observations(paste, facts, thought),
        timeline: opinions::timeline(thought),
        alignment: opinions::alignment(thought),
    })
}

fn finding(
    paste: &str,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    depth: Depth,
) -> Finding {
    let mut told = match is_arrival(facts, found) {
        true => arrived::finding(paste, facts, found, diagnosis.opinions.as_deref()),
        false => of_failure(paste, facts, found, diagnosis, depth),
    };
    if told.state.is_empty() {
        told.state = standing::state(&told.permanence, &told.cause, &told.act).to_owned();
    }
    // What passes by itself, and came too late for this copy: whoever sent it sends it again.
    if told.act == "nobody" && told.state == "permanent" && found.given_up {
        told.act = "sender".to_owned();
    }
    if told.who.is_empty() {
        told.who = match told.is_turned_away() {
            true => "nobody: no mail of yours failed".to_owned(),
            false if told.act == "sender-admin" => match crate::report::kind::kind(facts, diagnosis) {
                "log" => "you, or whoever runs your mail server".to_owned(),
                "library-error" => "you, or whoever runs the program".to_owned(),
                _ => standing::mender(&told.act, &told.cause).to_owned(),
            },
            false => standing::mender(&told.act, &told.cause).to_owned(),
        };
    }
    told
}

fn of_failure(
    paste: &str,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    depth: Depth,
) -> Finding {
    let cause = &CAUSES[usize::from(found.cause)];
    let rule = found.rule.map(|rule| &RULES[usize::from(rule)]);
    let statement = found.statement.map(|index| &facts.statements[index]);
    let spoken = found.answer.map(|index| &facts.statements[index]).or(statement);
    let by_lines = !matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    let words = spoken
        .and_then(|spoken| Some((spoken, said::said(spoken, quoted::told_by(facts, found), by_lines)?)));
    let words = words.map(|(spoken, range)| (spoken, &spoken.text.as_str()[range.clone()], range));
    let said = words.as_ref().map(|(spoken, words, _)| (*spoken, *words));
    let mut values = Values::new(facts, found, said, depth);
    values.add_program(diagnosis.product, facts.machine.as_deref());
    if facts.kind == Kind::Log {
        values.add_key(paste);
    }
    let mut told = Finding {
        cause: cause.id.to_owned(),
        title: advice::own(rule, |rule| rule.title).unwrap_or(cause.title).to_owned(),
        summary: values.worded(advice::own(rule, |rule| rule.summary).unwrap_or(cause.summary)).into_owned(),
        permanence: found.permanence.name().to_owned(),
        confidence: found.confidence.name().to_owned(),
        stage: found.stage.name().to_owned(),
        act: found.act.name().to_owned(),
        retry: match statement {
            // That codes of one class are tried again says nothing where there is none.
            Some(said) if cause.id == "undetermined" && said.code.is_none() && said.enhanced.is_none() => {
                String::new()
            }
            _ => advice::retry(found, cause, rule),
        },
        note: advice::note(found, rule),
        recipient: found
            .recipient
            .and_then(|index| facts.recipients.get(index))
            .map(|recipient| readable(&recipient.address).into_owned())
            .or_else(|| values.get("recipient").filter(|_| facts.recipients.len() < 2).map(str::to_owned)),
        sender: values
            .get("sender")
            .filter(|sender| OF_THE_SENDER.contains(&cause.id) && sender.contains('@'))
            .map(|sender| readable(sender).into_owned()),
        will_retry_until: found.recipient.and_then(|index| facts.recipients.get(index)?.will_retry_until),
        reply: words.and_then(|(spoken, words, range)| {
            quoted::reply(paste, facts, spoken, words, range, found, values.get("sending_ip"))
        }),
        provider: provider(found).map(str::to_owned),
        rule: rule.map(|rule| rule.id.to_owned()),
        source: rule.map(|rule| Source { url: rule.source.into(), checked: rule.checked.into() }),
        evidence: found
            .evidence
            .iter()
            .filter_map(|span| {
                Some(evidence::decoded(evidence::evidence(paste, facts, *span)?, facts, statement))
            })
            .collect(),
        did_you_mean: found.recipient.and_then(|index| facts.recipients.get(index)).and_then(did_you_mean),
        ..Finding::default()
    };
    let own_steps = match depth {
        Depth::Whole => advice::advise(&mut told, facts, found, diagnosis, &values),
        Depth::Row => 0,
    };
    adapted::adapt(&mut told, facts, found, diagnosis, own_steps, &values);
    own_network::adapt(&mut told, paste, facts, &values);
    own_forward::adapt(&mut told, paste, facts, found, &values);
    pinned_tls::adapt(&mut told, paste, kind(facts, diagnosis));
    plain_port::adapt(&mut told, kind(facts, diagnosis), &values);
    flow_rule::adapt(&mut told, paste, &values);
    held_post::adapt(&mut told, paste);
    forward_target::adapt(&mut told, facts, &values);
    own_gate::adapt(&mut told, paste, facts, found, &values);
    listed_there::adapt(&mut told, paste, facts);
    private_account::adapt(&mut told, paste, found, &values);
    people::adapt(&mut told, paste, facts, kind(facts, diagnosis), &values);
    short_login::adapt(&mut told, paste, facts, &values);
    let tries_for = found.recipient.and_then(|index| facts.recipients.get(index)?.tries_for);
    told.retry =
        tries_for.map_or_else(|| told.retry.clone(), |seconds| advice::as_noticed(&told.retry, seconds));
    advice::trust(&mut told, rule, diagnosis);
    advice::sender(&mut told, facts, diagnosis);
    inspected::adapt(&mut told, paste, diagnosis, &values);
    circle::tell(&mut told, facts, found, &values);
    frozen::adapt(&mut told, facts, found);
    tools::adapt(&mut told, diagnosis, &values);
    grounded::ground(&mut told, facts, found, diagnosis, spoken, &values);
    if depth == Depth::Whole {
        contact_step::adapt(&mut told, &values);
        expired::adapt(&mut told, facts, found);
        named_disk::adapt(&mut told, said.map(|(_, words)| words));
        named_disk::own(&mut told, paste);
        named_disk::rights(&mut told, statement.map(|statement| statement.text.as_str()));
        whose_server::name(&mut told, kind(facts, diagnosis));
    }
    settings::speak(&mut told, facts, found, &values);
    send_mail_message::adapt(&mut told, paste, diagnosis, &values);
    first_byte::adapt(&mut told, facts, found, &values);
    own_machine::adapt(&mut told, facts, kind(facts, diagnosis), diagnosis, &values);
    if depth == Depth::Whole {
        odd_sign::adapt(&mut told, spoken.map(|spoken| spoken.text.as_str()), &values);
        plugin::adapt(&mut told, paste, kind(facts, diagnosis));
        both_addresses::adapt(&mut told, paste, &values);
        if matches!(kind(facts, diagnosis), "client-error" | "library-error" | "transcript") {
            exchange_connector::adapt(&mut told, paste, facts, found, &values);
        }
        refused_sign_in::adapt(&mut told, facts, found);
        rspamd_line::adapt(&mut told, paste, facts, found);
        one_mail::adapt(&mut told, facts, &values);
        contained::adapt(&mut told, paste, kind(facts, diagnosis));
        contained::without(&mut told, paste, diagnosis);
        web_works::adapt(&mut told, paste);
        changed::lead(&mut told, paste, facts, kind(facts, diagnosis), &values);
    }
    addressee::adapt(&mut told, paste, found, &values);
    size_limit::tell(&mut told, facts);
    borrowed::adapt(&mut told, paste, facts, diagnosis.returned.as_deref(), &values);
    borrowed::without_inner_hosts(&mut told, facts);
    tls_report::adapt(&mut told, paste);
    told
}

/// The whole address, with the domain that was probably meant.
fn did_you_mean(recipient: &crate::facts::Recipient) -> Option<String> {
    let (local, domain) = recipient.address.rsplit_once('@')?;
    diagnose::typo::meant(domain).map(|meant| format!("{local}@{meant}"))
}

/// Whose rule recognised it: only an organisation counts, a program is the report's product.
fn provider(found: &diagnose::Finding) -> Option<&'static str> {
    let owner = match found.rule {
        Some(rule) => RULES[usize::from(rule)].owner,
        None => found.speaker?,
    };
    let owner = &OWNERS[usize::from(owner)];
    (owner.kind == OwnerKind::Provider).then_some(owner.id)
}

fn recipient(recipient: &crate::facts::Recipient) -> Recipient {
    Recipient {
        address: readable(&recipient.address).into_owned(),
        original: recipient.original.clone(),
        action: recipient.action.map(|action| action.name().to_owned()),
        status: recipient.status.map(|status| status.to_string()),
        reply_code: recipient.reply_code,
        will_retry_until: recipient.will_retry_until,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn beside_a_refusal_of_the_sender_stands_the_sender() {
        let reply = "554 5.2.252 SendAsDenied; scan@example.org not allowed to send as desk@example.org";
        let session = format!(
            "$ swaks --server smtp.example.org --from desk@example.org --to bob@example.net\n=== Connected to smtp.example.org.\n<-  220 smtp.example.org\n \
             -> EHLO me\n<-  250 smtp.example.org\n -> MAIL FROM:<desk@example.org>\n<-  250 2.1.0 OK\n -> RCPT TO:<bob@example.net>\n<-  250 2.1.5 OK\n \
             -> DATA\n<-  354 go on\n -> .\n<** {reply}\n"
        );
        let report = crate::diagnose(&session);
        assert_eq!(report.findings[0].cause, "send-as-denied");
        assert_eq!(report.findings[0].whom(), Some(("Sender", "desk@example.org")));
        let text = crate::report::text::write(&report, None, &|_, text| text.to_owned());
        assert!(text.lines().nth(1) == Some("  Sender: desk@example.org"), "{text}");
        // Data keeps whom it was for, and other causes show it.
        assert_eq!(report.findings[0].recipient.as_deref(), Some("bob@example.net"));
        let full = crate::diagnose("<bob@example.net>: 552 5.2.2 mailbox full").findings.remove(0);
        assert_eq!(full.whom(), Some(("Recipient", "bob@example.net")));
    }

    #[test]
    fn a_program_that_got_nowhere_names_its_server() {
        let paste = "The connection to the server failed. Account: 'a@example.com', Server: 'smtp.example.com', \
                     Protocol: SMTP, Port: 587, Secure(SSL): No, Socket Error: 10060, Error Number: 0x800CCC0E";
        let first = crate::diagnose(paste).findings.remove(0);
        assert!(first.commands[0].shell.ends_with("smtp.example.com 587"), "{:?}", first.commands[0]);
        let quotes: Vec<&str> = first.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
        assert!(quotes.contains(&"10060"), "{quotes:?}");
        let names: Vec<&str> = first.facts.iter().map(|fact| fact.name.as_str()).collect();
        assert_eq!(names, ["Server that was tried", "Error"]);
    }

    #[test]
    fn of_a_stack_the_line_that_tells_is_passed_on() {
        let paste = "Traceback (most recent call last):\n  File \"send.py\", line 9, in <module>\n    server.login(u, p)\n\
                     smtplib.SMTPServerDisconnected: Connection unexpectedly closed: [SSL: WRONG_VERSION_NUMBER] wrong version number";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.act, "sender");
        assert!(first.facts[0].value.starts_with("smtplib.SMTPServerDisconnected"), "{:?}", first.facts);
    }

    #[test]
    fn whom_an_event_tells_to_be_reached_the_others_failure_is_none_of() {
        let paste = r#"[{"email":"a@example.org","event":"delivered","response":"250 OK"},
            {"email":"b@example.org","event":"deferred","response":"452 4.2.2 mailbox full"},
            {"email":"c@example.org","event":"dropped","reason":"Bounced Address"}]"#;
        let findings = crate::diagnose(paste).findings;
        let told: Vec<_> = findings.iter().map(|found| (found.cause.as_str(), found.act.as_str())).collect();
        // What failed comes first.
        assert_eq!((told[0].0, told[1].0), ("mailbox-full", "suppressed"), "{told:?}");
        assert_eq!(told[2], ("delivered", "nobody"), "{told:?}");
    }

    #[test]
    fn a_session_names_its_one_recipient_and_its_server() {
        let paste = "$ openssl s_client -connect mail.example.org:465 -crlf\n235 2.0.0 Authentication succeeded\n\
                     mail from: <ann@example.org>\n250 2.0.0 Ok\nrcpt to: <bob@example.net>\n250 2.1.5 Ok\ndata\n354 go on\n.\n550 message rejected\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.recipient.as_deref(), Some("bob@example.net"));
        assert_eq!(first.reply.expect("a reply").remote.as_deref(), Some("mail.example.org"));
    }

    #[test]
    fn the_one_address_of_a_refusal_is_the_recipient() {
        let paste = "An error occurred while sending mail. The mail server responded: 5.1.1 <nobody@example.org>: User unknown. \
                     Please check the message recipient \"nobody@example.org\" and try again.";
        let first = crate::diagnose(paste).findings.remove(0);
        assert!(
            first.facts.iter().any(|fact| fact.name == "Recipient" && fact.value == "nobody@example.org")
        );
    }

    #[test]
    fn what_is_said_once_of_several_names_them_all() {
        let bounce = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more \
                      of its recipients. This is a permanent error. The following address(es) failed:\n\n  ann@example.org\n    Domain example.com has \
                      exceeded the max emails per hour (61/60 (101%)) allowed. Message discarded.\n  eve@example.org\n    Domain example.com has exceeded \
                      the max emails per hour (62/60 (103%)) allowed. Message discarded.\n";
        let told = crate::diagnose(bounce).findings.remove(0);
        let ask = told.ask.unwrap_or_default();
        assert!(
            ask.contains("Recipients: ann@example.org, eve@example.org") && !ask.contains("stopped"),
            "{ask}"
        );
        assert!(
            told.facts.iter().any(|fact| fact.name == "Recipients" && fact.value.contains("eve@example.org"))
        );
        // Nobody reads mail at a domain that does not exist.
        let nowhere = "<ann@no-such.example>: Host or domain name not found. Name service error for name=no-such.example type=MX: Host not found";
        let told = crate::diagnose(nowhere).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.ask), ("domain-not-found", None));
    }

    #[test]
    fn before_a_message_of_a_chat_stands_its_writer() {
        let chat = "[3/11/26, 10:05:09] Ann B: look what came back:\n[3/11/26, 10:05:20] Ann B: <bob@example.org>: host mx.example.org[192.0.2.1] said: \
                    550 5.7.24 <ann@example.com>: Sender address rejected: SPF PermError: Too many DNS lookups (in reply to RCPT TO command)\n";
        let report = crate::diagnose(chat);
        let told = &report.findings[0];
        assert_eq!((report.kind.as_str(), told.recipient.as_deref()), ("reply", Some("bob@example.org")));
        assert!(told.facts.iter().any(|fact| fact.name == "Sender" && fact.value == "ann@example.com"));
    }

    #[test]
    fn a_blocked_senders_level_is_no_verdict() {
        let header = "Subject: Lunch\nFrom: Bob <bob@example.com>\nTo: ann@outlook.com\nX-MS-Exchange-Organization-SCL: 6\n\
                      X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;OFR:CustomRules;\n\
                      X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:6;SRV:;IPV:NLI;SFV:BLK;CAT:NONE;DIR:INB;\nDate: Tue, 3 Nov 2026 10:00:00 +0000\n";
        let report = crate::diagnose(header);
        assert!(report.findings[0].summary.contains("OFR:CustomRules"), "{}", report.findings[0].summary);
        let words = format!("{:?}", report.filters);
        assert!(words.contains("follows from the reader's own list"), "{words}");
        assert!(words.contains("empty where it was not"), "{words}");
    }

    #[test]
    fn a_name_that_was_not_found_is_looked_up() {
        for paste in [
            "dial tcp: lookup smtp.exmaple.example on 127.0.0.53:53: no such host",
            "Error: getaddrinfo ENOTFOUND smtp.exmaple.example { code: 'EDNS', command: 'CONN' }",
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!(first.commands[0].shell, "nslookup smtp.exmaple.example", "{paste}");
        }
    }

    #[test]
    fn each_event_is_told_by_its_own_words() {
        let paste = r#"{"event":"hard_bounce","message-id":"<quota.1@example.com>","email":"ann@example.org","reason":"550 5.1.1 no such user"}
{"event":"request","message-id":"<2@example.com>","email":"eve@example.org"}
{"event":"soft_bounce","message-id":"<spam-blocked-3@example.com>","email":"bob@example.net","reason":"something odd"}
{"event":"delivered","message-id":"<4@example.com>","email":"ann@example.org"}"#;
        let told = crate::diagnose(paste);
        let told: Vec<_> = told
            .findings
            .iter()
            .map(|found| (found.recipient.as_deref().unwrap_or_default(), found.cause.as_str()))
            .collect();
        // The mail that arrived is another one than that which was refused.
        let want = [
            ("ann@example.org", "user-unknown"),
            ("bob@example.net", "undetermined"),
            ("ann@example.org", "delivered"),
        ];
        assert_eq!(told, want);
    }

    #[test]
    fn hundreds_of_events_are_all_answered() {
        let event = |number: usize| {
            format!(
                "{{\"event\":\"bounce\",\"email\":\"u{number}@example.org\",\"reason\":\"452 4.2.2 mailbox full\"}}\n"
            )
        };
        let paste: String = (0..150).map(event).collect();
        let findings = crate::diagnose(&paste).findings;
        assert_eq!(findings.len(), 150);
        assert!(findings.iter().all(|found| found.cause == "mailbox-full"));
    }
}
