//! Who the mail says it is from, and where answers go; and what senders of bulk owe their readers.

use super::Notes;
use super::alignment::Alignment;
use super::filters::{Verdict, fraud, is_on_replies, lower};
use super::form;
use super::path::same_owner;
use super::posing;
use super::service::{self, is_list};
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::address;
use crate::mail::ip::is_inner_name;

/// Ends of domain names that are telling inside a display name.
const TELLING: &[&str] = &[".com", ".net", ".org", ".gov", ".edu", ".co.uk"];

/// Seconds of UTC since 1970.
const YEAR_2000: i64 = 946_684_800;
const YEAR_2010: i64 = 1_262_304_000;
const YEAR_2017: i64 = 1_483_228_800;

pub(super) fn check(notes: &mut Notes, verdicts: &[Verdict], alignment: Option<&Alignment>) {
    display_name(notes);
    lookalike(notes, verdicts);
    reply_to(notes, verdicts);
    return_path(notes, alignment);
    made_up(notes);
    international(notes);
    bulk(notes);
    training(notes);
}

/// A name that holds an address or a domain of somebody else.
fn display_name(notes: &mut Notes) {
    for from in &notes.message.from {
        let Some(other) = other_in_name(&from.read) else { continue };
        let text = format!(
            "The name shown for the author holds {other}, but the address is {}. Many programs show only the name.",
            from.read.address
        );
        let evidence = notes.word(from.field, other);
        notes.add("display-name-imitates", text, evidence);
    }
}

/// A domain in From that comes close to the reader's own, where a filter speaks against the mail: by a word that is added, or a letter or two.
fn lookalike(notes: &mut Notes, verdicts: &[Verdict]) {
    let message = notes.message;
    let speaks = verdicts.iter().any(|verdict| verdict.counts && verdict.leaning > 0);
    let ([from], [to]) = (&message.from[..], &message.to[..]) else { return };
    let (Some(author), Some(reader)) = (from.read.domain(), to.read.domain()) else { return };
    let is_anybodys = knowledge::service_of_mailbox(&reader).is_some();
    if !speaks
        || is_anybodys
        || is_list(message)
        || same_owner(&author, &reader)
        || !is_close(&author, &reader)
    {
        return;
    }
    let text = format!(
        "The domain in From, {author}, comes close to the reader's own, {reader}, and is another one. It may be of the same house, or made to be taken for it: \
         ask by another way before you trust it."
    );
    let evidence = notes.word(from.field, &author);
    notes.add("lookalike-domain", text, evidence);
}

/// Whether two domains can be taken for each other by the word that names their owner.
fn is_close(one: &str, other: &str) -> bool {
    /// Short words are close to many.
    const LEAST: usize = 5;
    let word = |domain: &str| {
        let owner = knowledge::organizational_domain(domain).unwrap_or(domain);
        owner.split('.').next().unwrap_or_default().to_owned()
    };
    let (one, other) = (word(one), word(other));
    // Names that are counted, such as the stand-ins of a redacted paste, are nobody's imitation.
    let stem = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let are_counted =
        stem(&one) < one.len() && stem(&other) < other.len() && one[..stem(&one)] == other[..stem(&other)];
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let rest = long.strip_prefix(short.as_str()).map(|rest| rest.strip_prefix('-'));
    let rest = rest.or_else(|| long.strip_suffix(short.as_str()).map(|rest| rest.strip_suffix('-')));
    let is_longer = rest.is_some_and(|rest| rest.is_some());
    one != other
        && !are_counted
        && short.len() >= LEAST
        && long.len() < 64
        && (is_longer || distance(&one, &other) <= if short.len() < 9 { 1 } else { 2 })
}

/// How many letters have to be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.bytes().enumerate() {
        let mut row = vec![at + 1];
        for (on, b) in other.bytes().enumerate() {
            row.push((last[on] + usize::from(a != b)).min(last[on + 1] + 1).min(row[on] + 1));
        }
        last = row;
    }
    last[other.len()]
}

/// The word of the name that is somebody else's address or domain.
fn other_in_name(from: &address::Mailbox) -> Option<&str> {
    let (name, domain) = (from.name.as_deref()?, from.domain()?);
    name.split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c)).find(|word| {
        let claimed = claimed_domain(word);
        claimed.is_some_and(|claimed| !same_owner(&claimed, &domain))
    })
}

/// Whether the name shows an address of one domain, From is of another, and answers go to a third, where anybody can have a mailbox. Lists
/// and forms write an author's address into the name, and have answers sent there.
pub fn poses_as_another(message: &Message) -> bool {
    let Some(from) = message.from.first() else { return false };
    let other = other_in_name(&from.read).filter(|word| word.contains('@')).and_then(claimed_domain);
    let Some((other, domain)) = other.zip(from.read.domain()) else { return false };
    let is_third = |reply: &str| !same_owner(reply, &other) && !same_owner(reply, &domain);
    let mut replies = message.reply_to.iter().filter_map(|reply| reply.read.domain()).peekable();
    replies.peek().is_some()
        && !is_list(message)
        && replies.all(|reply| is_third(&reply) && knowledge::service_of_mailbox(&reply).is_some())
}

/// The domain of an address, or a word that looks like a well-known kind of domain.
fn claimed_domain(word: &str) -> Option<String> {
    let word = word.trim_matches('.').to_ascii_lowercase();
    if word.contains('@') {
        return address::domain(&word).filter(|domain| domain.contains('.'));
    }
    let is_telling = TELLING.iter().any(|end| word.len() > end.len() && word.ends_with(end));
    (is_telling && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')))
        .then_some(word)
}

/// What a mailing list says of itself, its addresses and names among it.
fn of_list(message: &Message) -> String {
    let fields = ["List-Post", "List-Id", "X-BeenThere", "X-Mailing-List", "Mailing-List"];
    // Lists of old name themselves nowhere else.
    let fields = fields.iter().chain(["Sender", "Errors-To"].iter().filter(|_| is_list(message)));
    let values = fields.filter_map(|name| Some(message.field(name)?.value.to_ascii_lowercase()));
    values.collect::<Vec<_>>().join(" ")
}

fn reply_to(notes: &mut Notes, verdicts: &[Verdict]) {
    let message = notes.message;
    let Some(domain) = message.from.first().and_then(|from| from.read.domain()) else { return };
    let list = of_list(message);
    // A list has answers sent to itself.
    let elsewhere = message.reply_to.iter().find(|reply| {
        reply.read.domain().is_some_and(|reply| !same_owner(&reply, &domain) && !list.contains(&*reply))
    });
    let Some(elsewhere) = elsewhere else { return };
    let to = &elsewhere.read.address;
    let text = match is_list(message) && list.contains(&format!("@{domain}")) {
        true => format!("The list wrote its own address into From; answers go to {to}, likely the author."),
        false => format!(
            "Answers go to {to}, not to {domain}. {}",
            on_answers(
                message,
                verdicts,
                &domain,
                &to.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
            )
        ),
    };
    let evidence = notes.word(elsewhere.field, to);
    notes.add("reply-to-elsewhere", text, evidence);
}

/// Whether answers go to a provider's mailbox, which anybody can have, and the author writes from elsewhere.
pub fn answers_to_mailbox(message: &Message) -> bool {
    let is_mailbox = |domain: String| knowledge::service_of_mailbox(&domain).is_some();
    message.reply_to.iter().filter_map(|reply| reply.read.domain()).any(is_mailbox)
}

/// What to make of answers that go elsewhere: what is common is no comfort where a filter speaks against the mail.
fn on_answers(message: &Message, verdicts: &[Verdict], author: &str, reply: &str) -> String {
    if let Some((test, meaning)) = fraud(verdicts) {
        let what = if meaning.contains("fraud") { "fraud" } else { "phishing" };
        return format!("A filter sees {what} here ({test}: {}): do not answer.", lower(meaning));
    }
    let mut tests = verdicts.iter().filter(|verdict| verdict.counts).flat_map(|verdict| &verdict.notes);
    let against = tests.find(|(test, _, leaning)| *leaning > 0 && is_on_replies(test));
    match against {
        // A visitor's mailbox may be anywhere.
        _ if form::is_of_own_site(message) => {
            "A form or program of a web site wrote this mail: there, that is the visitor's address as a rule, which is what somebody typed in and nothing proves. To answer a visitor \
             is what it is for; open nothing of it that you do not expect."
                .to_owned()
        }
        Some((test, meaning, _)) => format!(
            "A filter counts that against the mail ({test}: {}): ask the author by another way before you answer.",
            lower(meaning)
        ),
        None if verdicts.iter().any(|verdict| verdict.counts && verdict.leaning > 0) => {
            "A filter speaks against this mail: ask the author by another way before you answer.".to_owned()
        }
        None if knowledge::service_of_mailbox(author).is_some() => format!(
            "Mailboxes at {author} are persons': few of them have answers sent elsewhere, and frauds do. Ask the author by \
             another way before you answer."
        ),
        // Anybody can have a mailbox there.
        None if knowledge::service_of_mailbox(reply).is_some() => format!(
            "Anybody can have a mailbox at {reply}, whoever they say they are: make sure by another way that the author wants \
             answers there before you send any."
        ),
        None if (is_list(message) || service::seen(message).is_some()) && !posing::borrows_brand(message) => {
            "That is common for services that write on behalf of others; check it before you answer with anything private."
                .to_owned()
        }
        None => format!(
            "These headers do not show whether {reply} is the author's, or of somebody who writes on their behalf: make sure by another way \
             before you answer."
        ),
    }
}

fn return_path(notes: &mut Notes, alignment: Option<&Alignment>) {
    let message = notes.message;
    let Some(domain) = message.from.first().and_then(|from| from.read.domain()) else { return };
    let Some(path) = &message.return_path else { return };
    let Some(bounces) = path.read.domain().filter(|bounces| !same_owner(bounces, &domain)) else { return };
    let text = format!(
        "Failures are reported to {bounces}, while the author writes from {domain}. {}",
        on_envelope(message, &bounces, alignment)
    );
    let evidence = notes.word(path.field, &path.read.address);
    notes.add("return-path-elsewhere", text, evidence);
}

/// What to make of an envelope sender of another domain: what is usual for lists and services is no comfort where nothing
/// shows one.
fn on_envelope(message: &Message, bounces: &str, alignment: Option<&Alignment>) -> String {
    let is_passed_on = alignment.is_some_and(|alignment| alignment.detour.is_some());
    let is_failed = alignment.is_some_and(|alignment| alignment.has_spf_failed_for(bounces));
    let is_proved = alignment.is_some_and(|alignment| alignment.outcome == Some(true));
    let is_service = ["List-Id", "List-Unsubscribe", "Feedback-ID", "X-CSA-Complaints"]
        .iter()
        .any(|name| message.field(name).is_some());
    if !bounces.contains('.') {
        return "That is a machine's name without a domain, to which nobody outside can report anything."
            .to_owned();
    }
    if is_inner_name(bounces) {
        return "That is a name of an inner network, to which nobody outside can report anything.".to_owned();
    }
    if !knowledge::is_registrable(bounces) {
        return format!(
            "{} Nothing can be reported there, so likely the name is made up.",
            no_such_end(bounces)
        );
    }
    let is_to_many = message.field("Precedence").is_some_and(|field| {
        ["list", "bulk"].iter().any(|word| field.value.trim().eq_ignore_ascii_case(word))
    });
    if is_list(message) || is_passed_on || is_to_many {
        return "That is usual for mailing lists, forwards and mailing services.".to_owned();
    }
    let service = service::seen(message).filter(|_| !is_failed);
    if let Some(service) = service.filter(|_| !is_service && !is_proved) {
        let field = message.fields.get(service.field).map_or("", |field| &field.name);
        return format!(
            "{}, a service that sends for others, shows itself in {field}: its customers' mail looks so. Who the customer is, that does \
             not prove.",
            service.name
        );
    }
    match (is_failed, is_service || is_proved) {
        (true, _) if form::form(message).is_some() => {
            "A program of a web site sent it, so that is the name of its machine or of its account there. SPF did not pass for that name either: whoever hosts the web site can mend \
             that record."
        }
        (true, _) => "SPF did not pass for it either, so that address need not be the sender's own.",
        (false, false) if form::form(message).is_some() => {
            "A program of a web site sent it, so likely that is the name of its machine or of its account there."
        }
        (false, true) => "That is usual for mailing services.",
        (false, false) => {
            "Services that send for others do so, and whoever writes under a name that is not theirs: these headers do not settle which \
             of the two."
        }
    }
    .to_owned()
}

fn no_such_end(domain: &str) -> String {
    let end = domain.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    format!("No top-level domain .{end} is known (by the Public Suffix List).")
}

/// Whether a domain ends as none can: no network's own name, and none that anybody can have registered.
pub fn is_made_up(domain: &str) -> bool {
    domain.contains('.') && !is_inner_name(domain) && !knowledge::is_registrable(domain)
}

/// An address for answers under an end that does not exist. Networks of old had ends of their own.
fn made_up(notes: &mut Notes) {
    let message = notes.message;
    let written = message.date.as_ref().and_then(|date| date.read.1).map_or(i64::MAX, |date| date.epoch);
    one_word(notes, written);
    let named = message.from.iter().map(|of| ("The author writes from", of));
    let named = named.chain(message.reply_to.iter().map(|of| ("Answers go to", of)));
    let found = named.filter_map(|(what, of)| Some((what, of, of.read.domain()?)));
    let mut found = found.filter(|(.., domain)| written > YEAR_2000 && is_made_up(domain));
    let Some((what, of, domain)) = found.next() else { return };
    let text = format!("{what} {domain}. {} No answer can arrive there.", no_such_end(&domain));
    let evidence = notes.word(of.field, &of.read.address);
    notes.add("unknown-top-level-domain", text, evidence);
}

/// An author at one word: no domain that anybody else could look up. Of old, machines had no other names.
fn one_word(notes: &mut Notes, written: i64) {
    let message = notes.message;
    // Where DMARC was asked for a domain, the one word was written over it later.
    let stated = message.auth.iter().flat_map(|field| &field.read.statements);
    if stated.filter_map(|found| found.prop("header.from")).any(|domain| domain.contains('.')) {
        return;
    }
    // A machine's own report is from the machine.
    if message.return_path.as_ref().is_some_and(|path| path.read.address.is_empty()) {
        return;
    }
    let named = message.from.iter().filter_map(|of| Some((of, of.read.domain()?)));
    let mut found =
        named.filter(|(_, domain)| written > YEAR_2000 && !domain.is_empty() && !domain.contains('.'));
    let Some((of, domain)) = found.next() else { return };
    let text = format!(
        "The author writes from {domain}: that is one word and no domain, as machines inside one network may be called. No answer from \
         elsewhere can arrive there."
    );
    let evidence = notes.word(of.field, &of.read.address);
    notes.add("unknown-top-level-domain", text, evidence);
}

/// Punycode, RFC 5891: letters beyond ASCII can look like others.
fn international(notes: &mut Notes) {
    let Some(from) = notes.message.from.first() else { return };
    let Some(domain) = from.read.domain() else { return };
    let encoded = domain.split('.').any(|label| label.starts_with("xn--"));
    if encoded || !domain.is_ascii() {
        let text = format!(
            "The author's domain {domain} has letters beyond a to z. Some of them look like others; compare the name with \
             the one you expect."
        );
        let evidence = notes.word(from.field, &domain);
        notes.add("international-domain", text, evidence);
    }
}

/// Mail to many should say how to leave (RFC 2369), by one click (RFC 8058): Gmail and Yahoo have asked it of bulk
/// senders since 2024. Discussion lists are left alone, and so is mail from before there was the field.
fn bulk(notes: &mut Notes) {
    let written =
        notes.message.date.as_ref().and_then(|date| date.read.1).map_or(i64::MAX, |date| date.epoch);
    if service::has_list_fields(notes.message) {
        return;
    }
    match notes.named("List-Unsubscribe") {
        Some((field, value)) if written > YEAR_2017 => {
            let has_https = value.to_ascii_lowercase().contains("https:");
            one_click(notes, field, has_https);
        }
        None if written > YEAR_2010 => without_unsubscribe(notes),
        _ => {}
    }
}

fn without_unsubscribe(notes: &mut Notes) {
    let precedence = notes.named("Precedence").filter(|(_, value)| {
        ["bulk", "list", "junk"].iter().any(|word| value.trim().eq_ignore_ascii_case(word))
    });
    let signs = ["X-CSA-Complaints", "X-Campaign", "X-CampaignID"];
    let Some((field, _)) = precedence.or_else(|| signs.iter().find_map(|name| notes.named(name))) else {
        return;
    };
    if notes.named("Auto-Submitted").is_some() {
        return;
    }
    let text = format!(
        "{} marks this as mail to many, but List-Unsubscribe is missing. Large providers expect it of bulk mail \
         (RFC 2369, RFC 8058).",
        notes.message.fields[field].name
    );
    let evidence = notes.value(field);
    notes.add("bulk-without-unsubscribe", text, evidence);
}

fn one_click(notes: &mut Notes, field: usize, has_https: bool) {
    let has_post = notes.named("List-Unsubscribe-Post").is_some();
    let missing = match (has_https, has_post) {
        (true, true) => return,
        (true, false) => "List-Unsubscribe-Post is missing",
        (false, true) => "an https address is missing",
        (false, false) => "an https address and List-Unsubscribe-Post are missing",
    };
    let text = format!(
        "The mail says how to unsubscribe, but not by one click: {missing} (RFC 8058). Gmail and Yahoo ask it of senders of \
         bulk mail."
    );
    let evidence = notes.value(field);
    notes.add("unsubscribe-not-one-click", text, evidence);
}

/// Phishing that an employer sends for practice says so in its header.
fn training(notes: &mut Notes) {
    let Some((field, _)) =
        ["X-PHISHTEST", "X-PhishMe", "X-PhishMeTracking"].iter().find_map(|name| notes.named(name))
    else {
        return;
    };
    let text = format!(
        "{} marks this as a training mail that an organisation sent to practise spotting phishing.",
        notes.message.fields[field].name
    );
    let evidence = notes.value(field);
    notes.add("training-mail", text, evidence);
}

#[cfg(test)]
mod tests {
    fn seen(id: &str, header: &str) -> Option<String> {
        let paste = format!(
            "{header}Received: from out.example.net (out.example.net [192.0.2.1]) by mx.example.org with ESMTPS id b; Tue, 3 \
             Nov 2026 10:00:02 +0100\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: a\n"
        );
        let found = crate::diagnose(&paste).observations.into_iter().find(|seen| seen.id == id);
        found.map(|seen| seen.text)
    }

    #[test]
    fn what_is_usual_for_services_is_said_where_one_is_seen() {
        let told = |envelope: &str, more: &str| {
            let header = format!("Return-Path: <{envelope}>\n{more}From: bob@example.com\n");
            seen("return-path-elsewhere", &header).expect("the envelope is another's")
        };
        let plain = told("b@example.net", "");
        assert!(!plain.contains("usual") && plain.contains("do not settle which of the two"), "{plain}");
        for sign in ["List-Unsubscribe: <https://example.net/u>\n", "List-Post: <mailto:a@example.net>\n"] {
            assert!(told("b@example.net", sign).contains("usual for"), "{sign}");
        }
        let sent = told("bounces+17-ab@example.net", "X-SG-EID: abc\n");
        assert!(
            sent.contains("SendGrid") && sent.contains("in X-SG-EID") && !sent.contains("do not settle"),
            "{sent}"
        );
        let made_up = told("b@mx.qqzx", "List-Unsubscribe: <https://example.net/u>\n");
        assert!(made_up.contains("No top-level domain .qqzx") && !made_up.contains("usual"), "{made_up}");
        assert!(told("root@web.lan", "").contains("inner network"));
        assert!(told("root@web-17", "").contains("without a domain"));
        assert!(told("b@example.net", "Precedence: list\n").contains("usual for"));
        assert!(told("owner-talk@example.net", "").contains("usual for"));
        assert!(told("b@example.net", "Sender: <talk-bounces@example.net>\n").contains("usual for"));
    }

    #[test]
    fn an_end_that_does_not_exist_is_told_of() {
        let told = |from: &str| seen("unknown-top-level-domain", &format!("From: {from}\n"));
        assert!(told("bob@mail.qqzx").is_some_and(|text| text.contains(".qqzx")));
        assert!(told("news@grandbank-points").is_some_and(|text| text.contains("one word and no domain")));
        for known in
            ["bob@example.com", "root@host.localdomain", "bob@mail.example", "bob@xn--e1afmkfd.xn--p1ai"]
        {
            assert_eq!(told(known), None, "{known}");
        }
    }

    #[test]
    fn a_persons_mailbox_has_no_service_that_answers() {
        let told = |from: &str| {
            seen("reply-to-elsewhere", &format!("From: {from}\nReply-To: shop@example.net\n"))
                .expect("elsewhere")
        };
        let plain = told("bob@example.com");
        assert!(
            plain.contains("These headers do not show whether example.net is") && !plain.contains("common"),
            "{plain}"
        );
        assert!(told("bob@example.com\nX-SG-EID: abc").contains("common for services"));
        let free =
            seen("reply-to-elsewhere", "From: bob@example.com\nX-SG-EID: abc\nReply-To: bob@gmail.com\n");
        assert!(free.is_some_and(|text| text.contains("Anybody can have a mailbox at gmail.com")));
        let person = told("bob@icloud.com");
        assert!(!person.contains("common for services") && person.contains("by another way"), "{person}");
    }
}
