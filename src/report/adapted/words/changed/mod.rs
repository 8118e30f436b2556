//! What the reader tells of a change after which mail failed: a new password, another network, a new certificate, another server. It is
//! the likeliest reason, so what follows from it comes first, with their own words.

mod words;

use crate::facts::{Facts, Role};
use crate::knowledge::Topic;
use crate::report::values::Values;
use crate::report::{Finding, Step, standing};
use crate::text::{AnyOf, Span, token};
use std::ops::Range;
use words::{CHANGED, LONG_AGO, NEW, NOBODY, NOT, SINCE, THINGS};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Password,
    Network,
    Certificate,
    Server,
}

/// Looked for first: few sentences have any of these.
static IS_CHANGED: AnyOf = AnyOf::new(CHANGED);
static IS_NEW: AnyOf = AnyOf::new(NEW);
/// What worked for so long since is no reason.
static IS_LONG_AGO: AnyOf = AnyOf::new(LONG_AGO);

/// So much of a paste is looked through, in bytes: who asks tells it above, or below.
const LONGEST: usize = 12 << 10;
/// Between a thing's name and that it changed, in words.
const NEAR: usize = 9;
/// What is shorter is a label, and what a program calls itself.
const LEAST: usize = 4;

pub fn lead(told: &mut Finding, paste: &str, facts: &Facts, kind: &str, values: &Values) {
    const KINDS: &[&str] =
        &["client-error", "library-error", "api-error", "transcript", "reply", "settings", "log"];
    if !KINDS.contains(&kind) || told.cause == "undetermined" {
        return;
    }
    const ALL: [Change; 4] = [Change::Password, Change::Certificate, Change::Server, Change::Network];
    if !ALL.iter().any(|change| advice(*change, &told.cause).is_some()) {
        return;
    }
    let changes = find(paste, facts);
    let fits = changes.iter().find_map(|(change, at)| Some((*change, at, advice(*change, &told.cause)?)));
    let Some((change, at, advice)) = fits else { return };
    let words = paste[at.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let by = match told.act.as_str() {
        "sender-admin" => "sender-admin",
        _ => "sender",
    };
    let address =
        values.get("sending_ip").filter(|_| change == Change::Network && BY_ADDRESS.contains(&&*told.cause));
    let address = address.map(|address| format!(" The server saw {address}.")).unwrap_or_default();
    let text = format!("You write “{words}”: begin there. {advice}{address}");
    let step = match change {
        Change::Password => Step::new(by, text).about(Topic::Password),
        _ => Step::new(by, text),
    };
    told.steps.insert(0, step);
    if change == Change::Network && told.permanence == "temporary" && told.act != "recipient-admin" {
        told.permanence = "permanent".to_owned();
        told.state = standing::state(&told.permanence, &told.cause, &told.act).to_owned();
        told.retry =
            "Not by itself, if the change is the reason: as soon as what it needs in the new place is set."
                .to_owned();
    }
}

/// What is decided by the network address that mail comes from.
const BY_ADDRESS: &[&str] = &[
    "relay-denied",
    "ip-blocklisted",
    "bad-reputation",
    "ptr-missing",
    "spf-fail",
    "sender-unauthenticated",
    "auth-required",
];

/// What follows from a change, where the failure can come of it.
fn advice(change: Change, cause: &str) -> Option<&'static str> {
    const NO_WAY: &[&str] = &[
        "connection-timeout",
        "connection-refused",
        "connection-dropped",
        "network-unreachable",
        "dns-temporary",
    ];
    match change {
        Change::Password
            if matches!(cause, "auth-credentials" | "account-blocked" | "relay-denied" | "auth-required") =>
        {
            Some(
                "Each program and device that uses the mailbox still holds the old password: type the new one into this one, and into all others, since \
             their failed attempts can lock the account.",
            )
        }
        Change::Network if cause == "server-name-unresolved" => Some(
            "In a new network other name servers hold: set on this machine one that answers from there, see that the gateway is right, and let the \
             firewall between the networks pass port 53, UDP and TCP.",
        ),
        Change::Network if NO_WAY.contains(&cause) => Some(
            "See that the firewall in the new place lets this machine out to the mail server's port, that its gateway is right, and whether the new \
             line's provider blocks port 25.",
        ),
        Change::Network if BY_ADDRESS.contains(&cause) => Some(
            "Your mail leaves from another network address now. Enter the new one wherever the old one was allowed: at the relay or sending service, \
             in the SPF record, and with the provider of the line for its name (PTR).",
        ),
        Change::Certificate if matches!(cause, "tls-certificate" | "tls-handshake") => Some(
            "See that the server shows the new certificate together with its intermediate ones, that it is made out to the name that the programs use, \
             and that each mail service was reloaded after the change.",
        ),
        Change::Server
            if NO_WAY.contains(&cause)
                || matches!(
                    cause,
                    "server-name-unresolved"
                        | "tls-certificate"
                        | "tls-handshake"
                        | "auth-credentials"
                        | "auth-method"
                        | "auth-required"
                        | "relay-denied"
                ) =>
        {
            Some(
                "Compare what this program has set with the new server: name, port, encryption, user name. What was allowed on the old server, such as \
                 sending without a sign-in from certain addresses, has to be set on the new one, too.",
            )
        }
        _ => None,
    }
}

/// The changes that somebody tells of, with the words for each.
fn find(paste: &str, facts: &Facts) -> Vec<(Change, Range<usize>)> {
    let near = &paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))];
    let mut found = Vec::new();
    for sentence in sentences(near) {
        let text = &near[sentence.clone()];
        let lower = text.to_ascii_lowercase();
        if !IS_CHANGED.is_in(&lower) && !IS_NEW.is_in(&lower) {
            continue;
        }
        if !text.contains(" = ") && !text.contains("::") && !is_servers(facts, &sentence) {
            let told = change_in(text);
            found.extend(
                told.map(|(change, at)| (change, sentence.start + at.start..sentence.start + at.end)),
            );
        }
    }
    found
}

fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let ends = matches!(c, '\n' | '。' | '？')
            || (matches!(c, '.' | '!' | '?') && rest.starts_with(char::is_whitespace));
        if ends {
            found.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    found.push(start..text.len());
    found
}

/// Whether a server said it.
fn is_servers(facts: &Facts, sentence: &Range<usize>) -> bool {
    let span = Span::new(sentence.start, sentence.end);
    facts.statements.iter().filter(|said| said.role == Role::Reply).any(|said| {
        let whole = said.text.span(0..said.text.len());
        whole.start < span.end && span.start < whole.end
    })
}

fn change_in(sentence: &str) -> Option<(Change, Range<usize>)> {
    let mut words: Vec<(Range<usize>, String)> = Vec::new();
    token::words(sentence, |range, word| words.push((range, word.to_owned())));
    if words.len() < LEAST || words.iter().any(|(_, word)| NOBODY.contains(&word.as_str())) {
        return None;
    }
    if IS_LONG_AGO.is_in(&sentence.to_lowercase()) {
        return None;
    }
    let has = |list: &[&str]| words.iter().any(|(_, word)| list.contains(&word.as_str()));
    if sentence.trim_end().ends_with(['?', '？']) && !has(SINCE) {
        return None;
    }
    THINGS.iter().find_map(|(change, names)| {
        let things = names.iter().flat_map(|name| places(&words, name));
        things.into_iter().find_map(|thing| {
            let changed = CHANGED.iter().flat_map(|verb| places(&words, verb)).find(|verb| {
                let gap = if verb.start > thing.start {
                    verb.start - thing.end.min(verb.start)
                } else {
                    thing.start - verb.end.min(thing.start)
                };
                let before = verb.start.saturating_sub(2);
                let is_denied =
                    words[before..verb.start].iter().any(|(_, word)| NOT.contains(&word.as_str()));
                gap <= NEAR && !is_denied
            });
            // `new` stands before its name, or behind it in Romance languages.
            let new = || {
                NEW.iter().flat_map(|word| places(&words, word)).find(|new| {
                    let is_beside =
                        new.end + 1 >= thing.start && new.end <= thing.start || new.start == thing.end;
                    is_beside && has(SINCE)
                })
            };
            let is_new_itself = NEW.contains(&words[thing.start].1.as_str()) && has(SINCE);
            let other = changed.or_else(|| is_new_itself.then(|| thing.clone())).or_else(new)?;
            let (from, to) = (thing.start.min(other.start), thing.end.max(other.end));
            let at = without_half_a_bracket(sentence, words[from].0.start..words[to - 1].0.end);
            // `ERR_NETWORK_CHANGED` is a name.
            (!sentence[at.clone()].contains('_')).then_some((*change, at))
        })
    })
}

/// Up to a bracket that does not close in it: `I changed the provider (formerly …`.
fn without_half_a_bracket(sentence: &str, range: Range<usize>) -> Range<usize> {
    let text = &sentence[range.clone()];
    match text.rfind('(').filter(|open| !text[*open..].contains(')')) {
        Some(open) if open > 0 => range.start..range.start + text[..open].trim_end().len(),
        _ => range,
    }
}

/// Where the words of a name stand, one after the other.
fn places(words: &[(Range<usize>, String)], name: &str) -> Vec<Range<usize>> {
    let mut wanted = Vec::new();
    token::words(name, |_, word| wanted.push(word.to_owned()));
    let fits = |at: &usize| {
        words[*at..].iter().map(|(_, word)| word).zip(&wanted).all(|(word, wanted)| word == wanted)
    };
    (0..(words.len() + 1).saturating_sub(wanted.len())).filter(fits).map(|at| at..at + wanted.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, want: Option<(Change, &str)>) {
        let got = change_in(sentence).map(|(change, at)| (change, &sentence[at]));
        assert_eq!(got, want, "{sentence}");
    }

    #[test]
    fn people_tell_what_they_changed() {
        check(
            "On Monday my boss changed the password of the scanner's mailbox.",
            Some((Change::Password, "changed the password")),
        );
        check(
            "Letzte Woche wurde das Passwort vom Scanner geändert",
            Some((Change::Password, "Passwort vom Scanner geändert")),
        );
        check(
            "depuis que j'ai changé le mot de passe, plus rien",
            Some((Change::Password, "changé le mot de passe")),
        );
        check(
            "non va più dopo che ho cambiato la password",
            Some((Change::Password, "cambiato la password")),
        );
        check("desde la nueva contraseña no envía nada", Some((Change::Password, "nueva contraseña")));
        check(
            "desde que cambié de compañía (antes Norte, ahora fibra de otra)",
            Some((Change::Network, "cambié de compañía")),
        );
        check(
            "it worked until I moved it to the new VLAN",
            Some((Change::Network, "moved it to the new VLAN")),
        );
        check(
            "broke after our ISP gave us a new line (new fixed address)",
            Some((Change::Network, "new line")),
        );
        check("seit der neuen Leitung geht nichts mehr raus", Some((Change::Network, "neuen Leitung")));
        check(
            "Why does it fail since the new certificate was installed?",
            Some((Change::Certificate, "new certificate")),
        );
        check("am Abend wurde der Mailserver getauscht", Some((Change::Server, "Mailserver getauscht")));
        check("我昨天改了邮箱的密码", Some((Change::Password, "改了邮箱的密码")));
    }

    #[test]
    fn what_was_not_changed_is_no_change() {
        for sentence in [
            "The password was not changed, I checked it.",
            "Nobody changed the password here.",
            "wir haben das Passwort nicht geändert",
            "je n'ai pas changé le mot de passe",
            "Do I need a new password for this?",
            "Please enter your password again and try later.",
            "net::ERR_NETWORK_CHANGED",
            "I changed line 12 of the script to red.",
            "We moved to Office 365 last week.",
            "Your mailbox moved to another folder today.",
            // Long ago, and it went well since.
            "moved to the new VLAN last year and worked",
            "vor zwei Jahren wurde das Passwort geändert, seitdem lief alles",
        ] {
            check(sentence, None);
        }
    }

    #[test]
    fn what_the_reader_changed_comes_first() {
        let first = |paste: &str| {
            let told = crate::diagnose(paste).findings.remove(0);
            (told.steps.first().map(|step| step.text.to_string()).unwrap_or_default(), told.state)
        };
        let scanner = first(
            "Canon imageRUNNER, scan to mail fails with NG #839.\nOn Friday somebody changed the password of the mailbox.\n",
        );
        assert!(
            scanner.0.contains("“changed the password”") && scanner.0.contains("type the new one"),
            "{scanner:?}"
        );
        let moved = first(
            "The test mail fails, it worked until I moved the box to the new VLAN.\n\nTrueNAS: [EFAULT] Failed to send email: [Errno -3] Temporary \
             failure in name resolution\n",
        );
        assert!(moved.0.contains("port 53"), "{moved:?}");
        assert_eq!(moved.1, "permanent");
        let line = first(
            "Our alerts broke after we got a new line (new fixed IP) last week:\n\n550 5.7.1 Invalid credentials for relay [192.0.2.44]. The IP address \
             you've registered in your Workspace SMTP Relay service doesn't match the domain of the account this email is being sent from.",
        );
        assert!(line.0.contains("The server saw 192.0.2.44"), "{line:?}");
        // What cannot come of it is told as ever.
        let full = first("452 4.2.2 mailbox full\n\nYesterday we changed the password.");
        assert!(!full.0.contains("begin there"), "{full:?}");
    }
}
