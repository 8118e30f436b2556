//! Who the mail says it is from, and where answers go; and what senders of bulk owe their readers.

use super::Notes;
use super::alignment::Alignment;
use super::filters::{Verdict, fraud, is_on_replies, lower};
use super::path::same_owner;
use crate::facts::message::Message;
use crate::mail::address;

/// Ends of domain names that are telling inside a display name.
const TELLING: &[&str] = &[".com", ".net", ".org", ".gov", ".edu", ".co.uk"];

/// Seconds of UTC since 1970.
const YEAR_2010: i64 = 1_262_304_000;
const YEAR_2017: i64 = 1_483_228_800;

pub(super) fn check(notes: &mut Notes, verdicts: &[Verdict], alignment: Option<&Alignment>) {
    display_name(notes);
    reply_to(notes, verdicts);
    return_path(notes, alignment);
    international(notes);
    bulk(notes);
    training(notes);
}

/// A name that holds an address or a domain of somebody else.
fn display_name(notes: &mut Notes) {
    for from in &notes.message.from {
        let (Some(name), Some(domain)) = (&from.read.name, from.read.domain()) else { continue };
        let other = name.split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c)).find(|word| {
            let claimed = claimed_domain(word);
            claimed.is_some_and(|claimed| !same_owner(&claimed, &domain))
        });
        let Some(other) = other else { continue };
        let text = format!(
            "The name shown for the author holds {other}, but the address is {}. Many programs show only the name.",
            from.read.address
        );
        let evidence = notes.word(from.field, other);
        notes.add("display-name-imitates", text, evidence);
    }
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

fn is_list(message: &Message) -> bool {
    ["List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List"]
        .iter()
        .any(|name| message.field(name).is_some())
}

/// What a mailing list says of itself, its addresses and names among it.
fn of_list(message: &Message) -> String {
    let fields = ["List-Post", "List-Id", "X-BeenThere", "X-Mailing-List", "Mailing-List"];
    let values = fields.iter().filter_map(|name| Some(message.field(name)?.value.to_ascii_lowercase()));
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
        false => format!("Answers go to {to}, not to {domain}. {}", on_answers(verdicts)),
    };
    let evidence = notes.word(elsewhere.field, to);
    notes.add("reply-to-elsewhere", text, evidence);
}

/// What to make of answers that go elsewhere: what is common is no comfort where a filter speaks against the mail.
fn on_answers(verdicts: &[Verdict]) -> String {
    if let Some((test, meaning)) = fraud(verdicts) {
        return format!("A filter sees fraud here ({test}: {}): do not answer.", lower(meaning));
    }
    let mut tests = verdicts.iter().filter(|verdict| verdict.counts).flat_map(|verdict| &verdict.notes);
    let against = tests.find(|(test, _, leaning)| *leaning > 0 && is_on_replies(test));
    match against {
        Some((test, meaning, _)) => format!(
            "A filter counts that against the mail ({test}: {}): ask the author by another way before you answer.",
            lower(meaning)
        ),
        None if verdicts.iter().any(|verdict| verdict.counts && verdict.leaning > 0) => {
            "A filter speaks against this mail: ask the author by another way before you answer.".to_owned()
        }
        None => "That is common for services that write on behalf of others; check it before you answer with anything \
                 private."
            .to_owned(),
    }
}

fn return_path(notes: &mut Notes, alignment: Option<&Alignment>) {
    let message = notes.message;
    let Some(domain) = message.from.first().and_then(|from| from.read.domain()) else { return };
    let Some(path) = &message.return_path else { return };
    let Some(bounces) = path.read.domain().filter(|bounces| !same_owner(bounces, &domain)) else { return };
    // What is usual for services is no comfort where the server may not use that name and nothing shows such a service.
    let is_doubtful = !is_list(message)
        && alignment
            .is_some_and(|alignment| alignment.detour.is_none() && alignment.has_spf_failed_for(&bounces));
    let more = match is_doubtful {
        true => "SPF did not pass for it either, so that address need not be the sender's own.",
        false => "That is usual for mailing lists, forwards and mailing services.",
    };
    let text = format!("Failures are reported to {bounces}, while the author writes from {domain}. {more}");
    let evidence = notes.word(path.field, &path.read.address);
    notes.add("return-path-elsewhere", text, evidence);
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
    if is_list(notes.message) {
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
