//! A report on a mail that the reader most likely never sent: its own header, which the report brings back, shows that a stranger's
//! server handed it in under the reader's address. Nothing is to be corrected, and nobody is to be written to.

use crate::diagnose::checks::Opinions;
use crate::diagnose::checks::alignment::{self, Alignment, By};
use crate::diagnose::checks::path;
use crate::diagnose::checks::speak::lower;
use crate::facts::message::Message;
use crate::facts::{Facts, Kind};
use crate::knowledge;
use crate::mail::received::Received;
use crate::mail::{address, header};
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What the returned header shows of who handed the mail in.
struct Entry<'a> {
    hop: &'a Received,
    /// An index into [`Message::fields`].
    field: usize,
    /// No server had it before.
    is_first: bool,
}

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, returned: Option<&Opinions>, values: &Values) {
    if facts.kind == Kind::Words && told.cause == "undetermined" {
        // Reports on mail that they did not write are all that they tell of.
        if says(paste, facts, DENIALS) && says(paste, facts, RETURNS) {
            by_word_alone(told);
        }
        return;
    }
    if !matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport) {
        return;
    }
    let is_denied = says(paste, facts, DENIALS);
    let by_header = facts.returned.as_deref().zip(returned);
    let is_settled = by_header
        .is_some_and(|(mail, opinions)| by_header_of(told, paste, facts, mail, opinions, is_denied, values));
    if is_denied && !is_settled {
        by_word_alone(told);
    }
}

/// Whether the header of the mail that came back settled whose it is.
fn by_header_of(
    told: &mut Finding,
    paste: &str,
    facts: &Facts,
    mail: &Message,
    opinions: &Opinions,
    is_denied: bool,
    values: &Values,
) -> bool {
    let is_claimed = !is_denied && says(paste, facts, CLAIMS);
    let Some(reader) = reader(facts, mail).filter(|_| !is_claimed) else { return false };
    let Some(domain) = address::domain(reader).filter(|_| !is_marked(reader)) else { return false };
    // Of what goes out nothing is weighed elsewhere: these are the results of whoever took it.
    let table = alignment::work_out(mail, &opinions.timeline);
    let table = table.as_ref();
    if table.is_some_and(|table| is_proved(table, &domain)) {
        if is_denied {
            by_own_account(told, &domain);
        }
        return true;
    }
    let Some(entry) = entry(mail).filter(|entry| is_foreign(entry, mail, &domain, values)) else {
        return false;
    };
    let fault = fault(mail, table, &domain);
    let is_stray = entry.is_first && !is_large(entry.hop) && !writes_ids(mail, &domain);
    match fault {
        Some(fault) if is_denied || is_stray => not_yours(told, entry.hop, &domain, &fault, values),
        None if is_denied && is_stray => not_yours(told, entry.hop, &domain, "", values),
        Some(fault) => told.add_note(&doubt(entry.hop, &domain, &fault)),
        None => return false,
    }
    let handed_in = entry.hop.from_ip.as_deref().and_then(|ip| mail.span_of(entry.field, ip));
    told.evidence.extend(handed_in.and_then(|span| crate::report::evidence::evidence(paste, facts, span)));
    true
}

/// Who got the report: the envelope's sender of the mail.
fn reader<'a>(facts: &'a Facts, mail: &'a Message) -> Option<&'a str> {
    let path = mail.return_path.as_ref().map(|path| path.read.address.as_str());
    let report = facts.message.as_deref().and_then(|report| report.to.first());
    let to = report.map(|to| to.read.address.as_str());
    let from = mail.from.first().map(|from| from.read.address.as_str());
    path.or(to).or(facts.envelope.sender.as_deref()).or(from).filter(|address| address.contains('@'))
}

/// A mark that the reader's own server put into the address: what comes back to it went out there (BATV, SRS).
fn is_marked(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["prvs=", "srs0", "srs1", "btv1=="].iter().any(|mark| address.starts_with(mark))
        || address.contains("+srs=")
}

/// Whether a server states that the mail is of this domain.
fn is_proved(table: &Alignment, domain: &str) -> bool {
    table.rows.iter().any(|row| {
        path::same_owner(&row.domain, domain)
            && row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("pass"))
    })
}

/// What a server states against the mail being of this domain, in words.
fn fault(mail: &Message, table: Option<&Alignment>, domain: &str) -> Option<String> {
    let table = table.filter(|table| table.detour.is_none());
    let is_failed = |result: &str| matches!(result, "fail" | "hardfail" | "softfail");
    let of_table = table.and_then(|table| {
        let mut rows =
            table.rows.iter().filter(|row| row.by == By::Spf && path::same_owner(&row.domain, domain));
        rows.find_map(|row| {
            row.result.as_deref().map(str::to_ascii_lowercase).filter(|result| is_failed(result))
        })
    });
    // What was asked of an address of an inner network says nothing of anybody.
    let is_void =
        mail.received_spf.iter().any(|spf| spf.read.prop("client_ip").is_some_and(crate::mail::ip::is_inner));
    if let Some(result) = of_table.filter(|_| !is_void) {
        return Some(format!("SPF did not pass for {domain} (spf={result})"));
    }
    let is_own = |table: &&Alignment| path::same_owner(&table.from, domain);
    let failed = table.filter(is_own).is_some_and(|table| table.stated.as_deref() == Some("fail"));
    failed.then(|| format!("DMARC failed for {domain} (dmarc=fail)"))
}

/// The newest Received field of a server that took the mail from another house.
fn entry(mail: &Message) -> Option<Entry<'_>> {
    let is_from_outside = |hop: &Received| {
        let is_inner = hop.from_ip.as_deref().is_some_and(crate::mail::ip::is_inner);
        let same = path::client(hop)
            .zip(hop.by.as_deref())
            .is_some_and(|(client, by)| path::same_network(client, by));
        hop.from_ip.is_some() && !is_inner && !same
    };
    let at = mail.hops.iter().position(|hop| is_from_outside(&hop.read))?;
    Some(Entry { hop: &mail.hops[at].read, field: mail.hops[at].field, is_first: at + 1 == mail.hops.len() })
}

/// Whether nothing there is of the reader's own servers, or of one that the author signed in to, or of the recipient's own filter.
fn is_foreign(entry: &Entry, mail: &Message, domain: &str, values: &Values) -> bool {
    let own_name = domain.split('.').next().unwrap_or(domain).to_ascii_lowercase();
    let is_own = |name: Option<&str>| {
        name.is_some_and(|name| {
            path::same_owner(name, domain)
                || name.to_ascii_lowercase().split('.').any(|label| label == own_name)
        })
    };
    let is_of_own = |hop: &Received| {
        let names = [&hop.by, &hop.from_name, &hop.from_helo, &hop.from_rdns];
        names.into_iter().any(|name| is_own(name.as_deref()))
    };
    let client = path::client(entry.hop);
    let is_theirs = client.is_some_and(|client| {
        knowledge::is_filter_service(client)
            || values.get("recipient_domain").is_some_and(|theirs| path::same_owner(client, theirs))
    });
    !is_theirs && mail.hops.iter().all(|hop| !is_of_own(&hop.read) && !hop.read.is_authenticated)
}

/// A network through which many people send: the reader may be one of them.
fn is_large(hop: &Received) -> bool {
    let client = path::client(hop);
    path::network(client, hop.from_ip.as_deref()).is_some()
        || client.is_some_and(|client| knowledge::sending_service_of_host(client).is_some())
}

/// Whether the Message-ID was made in the reader's own domain.
fn writes_ids(mail: &Message, domain: &str) -> bool {
    let id = mail.message_id.as_ref().and_then(|id| address::domain(id.read.trim_end_matches('>')));
    id.is_some_and(|made| path::same_owner(&made, domain))
}

/// Whether the reader says so: in words above the report, or in those around it that are nobody else's. What the
/// returned mail says is its author's.
fn says(paste: &str, facts: &Facts, phrases: &[&str]) -> bool {
    /// So much of a paste's beginning is looked at, in bytes.
    const MARGIN: usize = 1200;
    let head = &paste[..paste.floor_char_boundary(MARGIN.min(paste.len()))];
    let lines = head.split_inclusive('\n').take_while(|line| header::name_len(line).is_none());
    let above = &head[..lines.map(str::len).sum()];
    // Below the few fields that a mail program shows of a report, and above the first that was not reached.
    let below: String = head
        .split_inclusive('\n')
        .take_while(|line| !line.trim_start().starts_with('<') && !line.contains(" said:"))
        .filter(|line| header::name_len(line).is_none())
        .collect();
    let beside = facts.prose.iter().filter_map(|span| paste.get(span.range()));
    beside.chain([above, &below]).any(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let said = words.join(" ").to_lowercase().replace('’', "'");
        phrases.iter().any(|phrase| said.contains(phrase))
    })
}

/// That the reader wrote it.
const CLAIMS: &[&str] = &[
    "i wrote",
    "i've written",
    "i have written",
    "i sent",
    "i've sent",
    "i have sent",
    "i just sent",
    "i emailed",
    "i mailed",
    "i tried to send",
    "we wrote",
    "we sent",
    "we have sent",
    "ich schrieb",
    "ich schickte",
    "ich habe heute",
    "ich habe gestern",
    "j'ai écrit",
    "j'ai envoyé",
    "he escrito",
    "he enviado",
    "ho scritto",
    "ho inviato",
    "ho mandato",
    "eu enviei",
    "ik heb gestuurd",
    "ik stuurde",
];

/// That they did not.
const DENIALS: &[&str] = &[
    "i never wrote",
    "i never sent",
    "i have never written",
    "i have never sent",
    "i've never written",
    "i've never sent",
    "i did not write",
    "i did not send",
    "i didn't write",
    "i didn't send",
    "we never wrote",
    "we never sent",
    "we did not send",
    "we didn't send",
    "we did not write",
    "we didn't write",
    "not sent by me",
    "not sent by us",
    "nie geschrieben",
    "nicht geschrieben",
    "nie geschickt",
    "nicht geschickt",
    "nie gesendet",
    "nicht von mir",
    "nicht von uns",
    "jamais écrit",
    "jamais envoyé",
    "pas envoyé ce",
    "nunca he escrito",
    "nunca escribí",
    "nunca envié",
    "no he enviado",
    "mai scritto",
    "mai inviato",
    "nunca enviei",
    "nunca escrevi",
    "nooit gestuurd",
    "nooit geschreven",
    "niet gestuurd",
    "nooit verzonden",
    "aldrig skrevet",
    "aldrig sendt",
    "aldrig skrivit",
    "aldrig skickat",
    "nigdy nie wysł",
    "nie wysyłał",
    "nie wysłał",
    "nie pisał",
    "neposlal jsem",
    "nikdy jsem ne",
    "не отправлял",
    "не писал",
    "не посылал",
    "ben göndermedim",
    "送っていません",
    "送信していません",
    "没有发过",
    "不是我发的",
    "보낸 적이 없",
];

/// What people call the reports that come to them.
const RETURNS: &[&str] = &[
    "bounce",
    "undeliver",
    "returned mail",
    "delivery fail",
    "failure notice",
    "mailer-daemon",
    "mailer daemon",
    "rückläufer",
    "unzustellbar",
    "fehlermeldung",
    "messages d'erreur",
    "non remis",
    "devuelto",
    "rebotado",
    "rebote",
    "mancata consegna",
    "onbestelbaar",
    "zwrot",
    "niedostarcz",
    "недостав",
];

/// `static.example.net (192.0.2.1)`.
fn shown(hop: &Received) -> String {
    match (path::client(hop), hop.from_ip.as_deref()) {
        (Some(client), Some(ip)) => format!("{client} ({ip})"),
        (client, ip) => client.or(ip).unwrap_or("a server that is not named").to_owned(),
    }
}

fn by(hop: &Received) -> &str {
    hop.by.as_deref().unwrap_or("the server that reports")
}

fn doubt(hop: &Received, domain: &str, fault: &str) -> String {
    format!(
        "If you did not write this mail, it may be somebody else's who used your address: {} took it from {}, and {fault}. If you did, then that \
         server is missing in the SPF record of {domain}.",
        by(hop),
        shown(hop)
    )
}

/// The reader did not write it, and no header that came back shows whose server handed it in.
fn by_word_alone(told: &mut Finding) {
    let reason = lower(&std::mem::replace(
        &mut told.title,
        "By your words somebody else sent this mail with your address on it".to_owned(),
    ));
    told.summary = "Anybody can put an address on a mail without having the mailbox. What could not be delivered then comes back to whoever the address \
                    belongs to. Less often, somebody has the password and sends by the account itself."
        .to_owned();
    told.note = (told.cause != "undetermined").then(|| {
        format!("Why it came back: {reason}. That is for whoever wrote it to mend, and not for you.")
    });
    told.confidence = "likely".to_owned();
    told.permanence = "none".to_owned();
    told.act = "nobody".to_owned();
    told.state = "fine".to_owned();
    told.stage = "report".to_owned();
    told.who = "nobody: no mail of yours failed".to_owned();
    told.retry = "Nothing of yours waits to be sent again.".to_owned();
    told.did_you_mean = None;
    told.ask = None;
    told.ask_if_sent = None;
    told.commands.clear();
    told.links.clear();
    told.considered.clear();
    told.missing.clear();
    told.check.clear();
    let step = |by: &'static str, text: &'static str| Step::new(by, text);
    told.steps = vec![
        step(
            "sender",
            "Look into Sent for mail that you did not write, and into the list of sign-ins that your provider shows. If something there is strange: change \
             the password now, sign out all devices, switch on two-step verification, and remove forwards and rules that you did not make.",
        ),
        step(
            "sender",
            "If nothing is, your account was not used. Do not write to the recipients, open nothing that is attached to the reports, and delete them. Such \
             a wave ends by itself, mostly within days.",
        ),
        step(
            "sender",
            "To know it more surely, paste a whole report with the header of the mail that it brings back: its lowest Received field shows whose server \
             handed it in.",
        ),
        step(
            "sender-admin",
            "For a domain of your own: list the servers that send for it in an SPF record, sign with DKIM, and publish a DMARC record with p=reject once \
             all own mail passes. Other servers can then refuse what others send in its name, and no report comes back.",
        ),
    ];
}

/// The answer where somebody else most likely used the address.
fn not_yours(told: &mut Finding, hop: &Received, domain: &str, fault: &str, values: &Values) {
    let reason = told.title.clone();
    told.title = "Somebody likely used your address for this mail".to_owned();
    let stated = if fault.is_empty() { String::new() } else { format!(", and {fault}") };
    told.summary = format!(
        "The mail that came back entered {} from {}{stated}; no server of {domain} is named on its way. So somebody else likely wrote it and put \
         your address on it, and the report on it came to you.",
        by(hop),
        shown(hop),
    );
    told.note = Some(format!(
        "These headers show no use of your account; they cannot prove that there was none. Why it came back: {}.",
        lower(&reason)
    ));
    told.confidence = "likely".to_owned();
    told.permanence = "none".to_owned();
    told.act = "nobody".to_owned();
    told.state = "fine".to_owned();
    // The stations of the reader's own mail are none of its way.
    told.stage = "report".to_owned();
    told.who = "nobody: most likely no mail of yours failed".to_owned();
    told.retry = "Nothing of yours waits to be sent again.".to_owned();
    told.did_you_mean = None;
    told.ask = None;
    told.ask_if_sent = None;
    told.commands.clear();
    told.links.clear();
    told.considered.clear();
    told.missing.clear();
    told.check.clear();
    let step = |by: &'static str, text: String| Step::new(by, text);
    told.steps = vec![
        step("sender", "Do not write to the recipient, and open nothing that is attached to the report. There is nothing to correct: delete it.".to_owned()),
        step("sender", format!(
            "If a web site, a device or a service sends in your name, ask whether {} is its server. If so, the mail was yours after all.",
            shown(hop)
        )),
        step("sender", "To be sure of your account: look into Sent for mail that you did not write, and into the list of sign-ins that your provider shows. If something \
                        there is strange, change the password.".to_owned()),
    ];
    if knowledge::service_of_mailbox(domain).is_none() {
        told.steps.push(step("sender-admin", format!(
            "Once all mail of {domain} is signed with DKIM or sent by servers that its SPF record lists, publish a DMARC record with p=reject: then other \
             servers can refuse such mail at once."
        )));
    }
    if values.get("recipient_domain").is_some_and(|theirs| path::same_owner(by(hop), theirs)) {
        told.steps.push(step("recipient-admin", format!(
            "Let {} refuse such mail while the sending server is still connected, in place of a report afterwards: the report goes to whoever's address was used.",
            by(hop)
        )));
    }
}

/// The reader did not write it, and it was proved as of their own domain.
fn by_own_account(told: &mut Finding, domain: &str) {
    let reason = lower(&std::mem::replace(
        &mut told.title,
        "The mail was sent in your name, likely from an account of your domain".to_owned(),
    ));
    told.summary = format!(
        "You say that you did not write it, and the header that came back says that the mail was proved as one of {domain}. So it likely went out by \
         an account, a program or a device of that domain."
    );
    told.note = Some(format!("Why it came back: {reason}."));
    told.confidence = "likely".to_owned();
    told.retry = "There is nothing to send again, if you did not write it.".to_owned();
    told.did_you_mean = None;
    told.ask = None;
    told.commands.clear();
    let steps = [
        "If you did not write it: change the password of the mailbox now, sign out all devices, switch on two-step verification, and remove forwards \
         and rules that you did not make.",
        "Ask others who may send in your name, and look at web sites, calendars and devices that do so: it may be a mail of theirs.",
        "Look into Sent, and ask whoever looks after your mail to search the server's log for the Message-ID: it shows which account sent it.",
    ];
    told.steps = steps.map(|text| Step::new("sender", text)).into();
}

/// Of a report on mail that was somebody else's server's to deliver: what cannot be reached from where the reader sits.
pub fn without_inner_hosts(told: &mut Finding, facts: &Facts) {
    let is_inner = |word: &str| {
        let host = word.trim_matches(['[', ']', '\'', '"']);
        crate::mail::ip::is_inner(host)
            || host.rsplit_once(':').is_some_and(|(host, _)| crate::mail::ip::is_inner(host))
    };
    if matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport) {
        told.commands.retain(|command| !command.shell.split_whitespace().any(is_inner));
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    /// A report on a mail in Ann's name, with these fields on top of the returned header.
    fn told(question: &str, fields: &str, id: &str) -> Finding {
        let paste = format!(
            "{question}From: MAILER-DAEMON@mx.example.net\nTo: ann@joinery.example.com\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\n<bob@example.net>: host \
             10.1.0.9[10.1.0.9] said: 550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO \
             command)\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; \
             bob@example.net\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; 10.1.0.9\nDiagnostic-Code: smtp; 550 5.1.1 <bob@example.net>: Recipient address \
             rejected: User unknown in virtual mailbox table\n\n--x\nContent-Type: text/rfc822-headers\n\nReturn-Path: \
             <ann@joinery.example.com>\n{fields}From: Ann <ann@joinery.example.com>\nTo: bob@example.net\nSubject: overdue\nDate: Tue, 3 Nov 2026 10:00:00 \
             +0000\nMessage-ID: <17@{id}>\n\n--x--\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    const STRANGER: &str = "Received: from pool.example.org (unknown [203.0.113.9]) by mx.example.net (Postfix) with ESMTP id b7 for <bob@example.net>; Tue, 3 Nov \
                            2026 10:00:02 +0000\n";
    const FAILED: &str = "Received-SPF: Fail (mailfrom) identity=mailfrom; client-ip=203.0.113.9; helo=pool.example.org; \
                          envelope-from=ann@joinery.example.com; receiver=mx.example.net\n";

    #[test]
    fn mail_that_a_stranger_handed_in_is_not_the_readers() {
        let results = "Authentication-Results: mx.example.net; dmarc=fail header.from=joinery.example.com\n";
        for found in [FAILED, results] {
            let told = told("", &format!("{found}{STRANGER}"), "pool.example.org");
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), told.state.as_str()),
                ("user-unknown", "nobody", "fine")
            );
            assert_eq!(told.stage, "report");
            assert_eq!((told.ask, told.confidence.as_str(), told.commands.len()), (None, "likely", 0));
            assert!(
                told.summary.contains("203.0.113.9") && told.title.contains("used your address"),
                "{}",
                told.summary
            );
            assert!(
                told.steps.iter().all(|step| !step.text.contains("letter by letter")),
                "{:?}",
                told.steps
            );
        }
        // Somebody's own word stands in for a result.
        assert_eq!(told("I never wrote to this person.\n\n", STRANGER, "pool.example.org").act, "nobody");
        assert_eq!(told("", STRANGER, "pool.example.org").act, "sender");
    }

    #[test]
    fn who_did_not_write_it_has_no_address_to_correct() {
        const BOUNCE: &str = "<bob@example.net>: host mx.example.net[198.51.100.9] said: 550 5.1.1 <bob@example.net> recipient rejected (in reply to RCPT TO \
                              command)\n";
        for words in [
            "I never wrote this mail! I get 200 of these since tonight.\nUndelivered Mail Returned to Sender\n\n",
            "Subject: Undelivered Mail Returned to Sender\nI did not send this, what is it?\n\n",
            "Warum bekomme ich das? Ich habe diese Mails nie geschrieben!\nUndelivered Mail Returned to Sender\n",
            "Je n'ai jamais envoyé ce message.\nUndelivered Mail Returned to Sender\n\n",
            "Nigdy nie wysłałem tej wiadomości.\nUndelivered Mail Returned to Sender\n\n",
        ] {
            let told = crate::diagnose(&format!("{words}{BOUNCE}")).findings.remove(0);
            assert_eq!(
                (told.act.as_str(), told.state.as_str(), &told.ask),
                ("nobody", "fine", &None),
                "{words}"
            );
            assert!(told.title.contains("somebody else"), "{words}: {}", told.title);
            let said = |what: &str| told.steps.iter().any(|step| step.text.contains(what));
            assert!(said("password") && said("Sent") && said("DMARC"), "{:?}", told.steps);
        }
        for words in [
            "I get 200 bounce messages a day for mails I never sent. What is going on?",
            "Je reçois des centaines de messages d'erreur pour des mails que je n'ai jamais envoyés",
        ] {
            let told = crate::diagnose(words).findings.remove(0);
            assert!(told.title.contains("somebody else") && told.note.is_none(), "{words}: {}", told.title);
        }
        let plain =
            crate::diagnose(&format!("Undelivered Mail Returned to Sender\n\n{BOUNCE}")).findings.remove(0);
        assert_eq!(plain.act, "sender");
    }

    #[test]
    fn the_readers_own_mail_stays_theirs() {
        let own = "Received: from mail.joinery.example.com (mail.joinery.example.com [198.51.100.4]) by mx.example.net (Postfix) with ESMTPS id b7 for \
                   <bob@example.net>; Tue, 3 Nov 2026 10:00:02 +0000\n";
        let passed = "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=198.51.100.4; envelope-from=ann@joinery.example.com; \
                      receiver=mx.example.net\n";
        let of_own = told("", &format!("{passed}{own}"), "joinery.example.com");
        assert!(of_own.act == "sender" && of_own.ask.is_some(), "{of_own:?}");
        // A record that lacks the own server is no stranger's doing.
        assert_eq!(told("", &format!("{FAILED}{own}"), "joinery.example.com").act, "sender");
        let denied =
            told("I never wrote to this person.\n\n", &format!("{passed}{own}"), "joinery.example.com");
        assert!(
            denied.ask.is_none() && denied.steps[0].text.contains("change the password"),
            "{:?}",
            denied.steps
        );
        // Who says that they wrote it is believed.
        assert_eq!(
            told("I wrote to Bob this morning.\n\n", &format!("{FAILED}{STRANGER}"), "pool.example.org").act,
            "sender"
        );
        // An own program may stand anywhere: that is said, and not decided.
        let unsure = told("", &format!("{FAILED}{STRANGER}"), "joinery.example.com");
        assert!(
            unsure.act == "sender"
                && unsure.note.is_some_and(|note| note.contains("If you did not write this mail"))
        );
        // What was asked of an inner address proves nothing.
        let inner = FAILED.replace("client-ip=203.0.113.9", "client-ip=10.0.0.7");
        assert_eq!(told("", &format!("{inner}{STRANGER}"), "pool.example.org").act, "sender");
    }

    #[test]
    fn nobody_is_sent_to_a_host_of_an_inner_network() {
        let told = told("", "", "joinery.example.com");
        assert!(!told.commands.is_empty(), "the others stay");
        assert!(
            told.commands.iter().all(|command| !command.shell.contains("10.1.0.9")),
            "{:?}",
            told.commands
        );
    }
}
