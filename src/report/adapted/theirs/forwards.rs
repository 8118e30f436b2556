//! Forwards of addresses that lead in a circle: which addresses they are, where the Delivered-To fields of the message show that, or
//! the words name the one that the message came by.

use crate::diagnose::Finding;
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge::RULES;

/// Rules for a server that met its own Delivered-To field.
const RULES_OF_IT: &[&str] = &["mail-loop/forwards", "postfix/loop", "godaddy/looping"];
/// So many addresses a circle has at most that is told.
const MOST: usize = 8;

/// Whether it is the forwards of addresses, and not servers that pass a message to each other.
pub fn is_it(found: &Finding) -> bool {
    found.rule.is_some_and(|rule| RULES_OF_IT.contains(&RULES[usize::from(rule)].id))
}

/// The addresses of one round, the first one again at its end.
pub fn shown(facts: &Facts, found: &Finding) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    if let Some(message) = facts.returned.as_deref().or(facts.message.as_deref()) {
        all = delivered_to(message);
    }
    let recipient = found.recipient.and_then(|index| facts.recipients.get(index));
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let looping = recipient
        .map(|recipient| recipient.address.to_ascii_lowercase())
        .or_else(|| named(words, "loop for "));
    // Where it was stopped: the server refused to deliver to it once more.
    if let Some(looping) = looping {
        let came_by = recipient
            .and_then(|recipient| recipient.original.clone())
            .or_else(|| named(words, "expanded from "));
        let came_by = came_by.map(|address| address.to_ascii_lowercase());
        if let Some(came_by) = came_by.filter(|came_by| *came_by != looping && !all.contains(came_by)) {
            if all.last() != Some(&looping) {
                all.push(looping.clone());
            }
            all.push(came_by);
        }
        if all.last() != Some(&looping) {
            all.push(looping);
        }
    }
    round(&all)
}

fn round(all: &[String]) -> Option<String> {
    let (last, before) = all.split_last()?;
    let back = before.iter().rev().take(MOST).position(|one| one == last)?;
    Some(all[before.len() - 1 - back..].join(" → "))
}

/// Oldest first. A field of one address twice in a row is one station.
fn delivered_to(message: &Message) -> Vec<String> {
    let mut all: Vec<String> =
        message.all("Delivered-To").filter_map(|field| address(&field.value)).collect();
    all.reverse();
    all.dedup();
    all
}

/// qmail writes the virtual domain before the name: `example.org-ann@example.org`.
fn address(value: &str) -> Option<String> {
    let address = value.trim().trim_matches(['<', '>']).to_ascii_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    let local = local.strip_prefix(domain).and_then(|rest| rest.strip_prefix('-')).unwrap_or(local);
    Some(format!("{local}@{domain}"))
}

/// `mail forwarding loop for ann@example.org (expanded from <bob@example.org>)`
fn named(words: &str, behind: &str) -> Option<String> {
    let from = words.find(behind)? + behind.len();
    let word = words[from..].split_whitespace().next()?;
    address(word.trim_matches(['<', '>', '(', ')', ',', '.', ':', ';']))
}

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    const QMAIL: &str = "Hi. This is the qmail-send program at box.example.net.\nI'm afraid I wasn't able to deliver your message to the following \
                         addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<info@example.org>:\nThis message is looping: it \
                         already has my Delivered-To line. (#5.4.6)\n";
    const COPY: &str = "\n--- Below this line is a copy of the message.\n\nReturn-Path: <ann@example.com>\nReceived: (qmail 94 invoked by uid 89); 24 Nov 2026 \
                        10:05:17 -0000\nDelivered-To: desk@example.org\nReceived: (qmail 93 invoked by uid 89); 24 Nov 2026 10:05:16 -0000\nDelivered-To: \
                        example.org-info@example.org\nReceived: from mout.example.com (192.0.2.65)\n  by box.example.net with SMTP; 24 Nov 2026 10:05:15 \
                        -0000\nFrom: Ann <ann@example.com>\nTo: info@example.org\nSubject: a\n";
    const POSTFIX: &str = "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or \
                           more recipients.\n\n<info@example.org> (expanded from <desk@example.org>): mail forwarding loop for info@example.org\n";

    fn first(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn the_addresses_of_the_circle_are_named() {
        for paste in [&[QMAIL, COPY].concat(), POSTFIX] {
            let told = first(paste);
            assert_eq!(told.title, "The address's forwards lead in a circle");
            let circle = "info@example.org → desk@example.org → info@example.org";
            assert!(told.note.as_ref().is_some_and(|note| note.contains(circle)), "{:?}", told.note);
            assert!(told.ask.as_ref().is_some_and(|ask| ask.contains(circle)), "{:?}", told.ask);
            assert!(told.steps.iter().any(|step| step.text.contains(circle)), "{:?}", told.steps);
            assert!(!told.summary.contains("stations") && told.commands.is_empty());
        }
    }

    #[test]
    fn whose_it_is_does_not_hang_on_the_header() {
        let bare =
            "<info@example.org>:\nThis message is looping: it already has my Delivered-To line. (#5.4.6)\n";
        let reply = "554 5.4.6 <info@example.org>: mail forwarding loop for info@example.org";
        for paste in [&[QMAIL, COPY].concat(), QMAIL, bare, POSTFIX, reply] {
            let told = first(paste);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), told.stage.as_str()),
                ("mail-loop", "recipient-admin", "inbound"),
                "{paste}"
            );
        }
    }

    #[test]
    fn in_a_log_the_forwards_are_the_readers_own() {
        let told = first(
            "Nov 24 10:05:17 mx postfix/local[9]: 4F2A91C0B1: to=<info@example.org>, orig_to=<desk@example.org>, relay=local, delay=1, delays=1/0/0/0, dsn=5.4.6, \
             status=bounced (mail forwarding loop for info@example.org)\n",
        );
        assert_eq!((told.act.as_str(), &told.ask), ("sender-admin", &None));
        assert!(told.steps.iter().all(|step| !step.by.starts_with("recipient-admin")), "{:?}", told.steps);
    }
}
