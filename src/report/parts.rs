//! A reply, part by part: code, enhanced code, hosts, addresses, links, and what each of them says.

use crate::diagnose::Finding;
use crate::facts::Statement;
use crate::knowledge::{self, BlockList, CAUSES, CODE_CLASSES, CODE_SUBJECTS, LISTS, OWNERS, RULES, Rule};
use crate::mail::place::{is_numbered, is_reference};
use crate::mail::reply::enhanced_at;
use crate::report::Part;
use std::borrow::Cow;
use std::ops::Range;

/// The parts that can be explained, in the order of the text, without overlaps, each thing once.
/// `said`: where in the statement the reply stands. `found`: who speaks, and which
/// block lists it names.
/// `sender`: the network address that is known to have sent.
pub fn parts(
    paste: &str,
    statement: &Statement,
    said: Range<usize>,
    found: &Finding,
    sender: Option<&str>,
) -> Vec<Part> {
    let text = &statement.text.as_str()[..said.end];
    let mut parts: Vec<Part> = Vec::new();
    for word in words(text).filter(|word| word.start >= said.start) {
        for (range, kind, meaning) in explain(text, word, statement, found, sender) {
            let span = statement.text.span(range);
            // A code that JSON has in parts, `"class":4,"subject":2`, is no word of the reply.
            let Some(quote) = paste.get(span.range()).filter(|quote| !quote.contains("\":")) else {
                continue;
            };
            let said = parts.iter().any(|part| part.quote == quote);
            if !said && parts.last().is_none_or(|last| last.end <= span.start) {
                let meaning = match crate::report::quoted::readable(quote) {
                    Cow::Owned(reads) if reads != quote => format!("Reads {reads}. {meaning}"),
                    _ => meaning,
                };
                let (quote, kind) = (quote.to_owned(), kind.to_owned());
                parts.push(Part { start: span.start, end: span.end, quote, kind, meaning });
            }
        }
    }
    parts
}

/// Ranges of what stands between white space, without the brackets and stops around it.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        // `b'5.1.1`: bytes, as Python writes them.
        let front = match word.starts_with("b'") || word.starts_with("b\"") {
            true => 2,
            false => word.len() - word.trim_start_matches(['<', '(', '[', '"', '\'', '#', '{']).len(),
        };
        let inner = word[front..].trim_end_matches(['>', ')', ']', '"', '\'', ',', ';', ':', '.', '}', '!']);
        // `<a@example.org>The mailbox`: lines that were glued.
        let end = if inner.contains('@') { inner.find('>').unwrap_or(inner.len()) } else { inner.len() };
        start + front..start + front + end
    })
}

type Explained = (Range<usize>, &'static str, String);

fn explain(
    text: &str,
    word: Range<usize>,
    statement: &Statement,
    found: &Finding,
    sender: Option<&str>,
) -> Vec<Explained> {
    let shown = &text[word.clone()];
    if let Some(codes) = codes(text, &word, statement, found) {
        return codes;
    }
    let kind_and_meaning = if let Some((_, meaning)) = WORDS.iter().find(|(known, _)| *known == shown) {
        Some(("code", (*meaning).to_owned()))
    } else if shown.starts_with("https://") || shown.starts_with("http://") {
        Some(("link", link(shown)))
    } else if let Some(meaning) = answer(shown, &found.lists) {
        Some(("address", meaning))
    } else if shown.parse::<std::net::IpAddr>().is_ok() && is_numbered(text, word.start) {
        None
    } else if shown.parse::<std::net::IpAddr>().is_ok() && is_reference(text, word.start) {
        Some(("code", "That server's own number for this answer: its page on errors lists it.".to_owned()))
    } else if shown.parse::<std::net::IpAddr>().is_ok() {
        let whose = match (sender, statement.remote.as_deref()) {
            (Some(sender), _) if sender == shown => "the server that sent",
            (_, Some(remote)) if remote == shown => "the server that answered",
            (None, Some(remote)) if remote.parse::<std::net::IpAddr>().is_ok() => "the server that sent",
            _ if is_senders(text, &word) => "the server that sent",
            _ => "a server: the one that sent, or the one that answered",
        };
        Some(("address", format!("The network address of {whose}.")))
    } else if let Some((_, domain)) = shown.rsplit_once('@') {
        let plain = !shown.contains(['"', '{', '}', ',', ':', '\\']);
        (plain && domain.contains('.'))
            .then(|| ("mailbox", "An e-mail address that the reply names.".to_owned()))
    } else {
        let is_domain = text[..word.start].trim_end().to_ascii_lowercase().ends_with("domain");
        let named = || "A domain that the reply names.".to_owned();
        host(shown).map(|meaning| ("host", if is_domain { named() } else { meaning }))
    };
    kind_and_meaning.map(|(kind, meaning)| (word, kind, meaning)).into_iter().collect()
}

/// Words that a maker put together, and that stand in no dictionary.
const WORDS: &[(&str, &str)] = &[
    // https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/fix-error-code-550-5-7-60-in-exchange-online, not looked up again
    ("SendAsDenied", crate::report::dialogue::SEND_AS_DENIED),
];

/// Whether the words around an address say that it is the sender's: `Client host [192.0.2.7]`, `IP 192.0.2.7 is listed`.
fn is_senders(text: &str, word: &Range<usize>) -> bool {
    /// What stands right before it.
    const BEFORE: &[&str] = &[
        "client host",
        "client",
        "client ip",
        "your ip",
        "your ip address",
        "sending ip",
        "sender ip",
        "your host",
    ];
    /// The same where it is of either side.
    const EITHER: &[&str] = &["ip", "ip address", "address", "host"];
    const LISTED: &[&str] = &[
        "is listed",
        "is blocked",
        "is blacklisted",
        "is on ",
        "listed ",
        "blocked ",
        "has been blocked",
        "was blocked",
    ];
    /// As far as is looked.
    const NEAR: usize = 24;
    let is_mark = |c: char| c.is_whitespace() || "[](){}<>:=\"'`".contains(c);
    let mut from = word.start.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = text.len().min(word.end + NEAR);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text[from..word.start].trim_end_matches(is_mark).to_ascii_lowercase();
    let after = text[word.end..to].trim_start_matches(is_mark).to_ascii_lowercase();
    let ends = |words: &str| {
        before
            .strip_suffix(words)
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    BEFORE.iter().any(|words| ends(words))
        || (EITHER.iter().any(|words| ends(words)) && LISTED.iter().any(|words| after.starts_with(words)))
}

/// `127.0.0.4`: no computer's address, but what a block list answered.
fn answer(word: &str, lists: &[u16]) -> Option<String> {
    let address: std::net::Ipv4Addr = word.parse().ok()?;
    if !address.is_loopback() || address.octets() == [127, 0, 0, 1] && lists.is_empty() {
        return None;
    }
    let known = lists.iter().find_map(|list| {
        let list = &LISTS[usize::from(*list)];
        Some(format!("The answer of the block list: {}", list.answer(address)?))
    });
    Some(
        known.unwrap_or_else(|| {
            "No computer's address: the answer of a block list that was asked.".to_owned()
        }),
    )
}

/// `550`, `5.1.1`, and the two glued: `550-5.1.1`.
fn codes(text: &str, word: &Range<usize>, statement: &Statement, told: &Finding) -> Option<Vec<Explained>> {
    let shown = &text[word.clone()];
    let mut found = Vec::new();
    let mut at = word.start;
    let basic = shown.get(..3).and_then(|digits| digits.parse::<u16>().ok());
    if let Some(code) = basic.filter(|code| Some(*code) == statement.code) {
        let whole = shown.len() == 3 || shown[3..].starts_with(['-', ' ', ':']);
        if !whole {
            return None;
        }
        let enhanced = statement.enhanced.filter(|enhanced| text.contains(&enhanced.to_string()));
        let has_words = text[word.end..].split_whitespace().nth(1).is_some();
        // By RFC 4954 of encryption and sign-in alone; Postfix puts off with it whom it does not relay for.
        let is_relaying = code == 454 && CAUSES[usize::from(told.cause)].id == "relay-denied";
        let meaning = match enhanced {
            _ if is_relaying => "A refusal for now. The words behind it say more.".to_owned(),
            Some(enhanced) => beside(code, Some(enhanced.subject), "The longer code beside it says more."),
            None if has_words => beside(code, None, "The words behind it say more."),
            None => basic_meaning(code),
        };
        found.push((at..at + 3, "code", meaning));
        at += (shown.len() - 3).min(1) + 3;
    }
    if let Some(((class, subject, detail), end)) = enhanced_at(text, at).filter(|(_, end)| *end <= word.end) {
        let owners = told.speaker.and_then(|owner| owners_meaning(owner, (class, subject, detail)));
        let meaning = owners.unwrap_or_else(|| {
            let meaning = enhanced_meaning(class, subject, detail);
            match is_otherwise(subject, detail, told.cause) {
                true => format!("As the code is defined: {meaning}"),
                false => meaning,
            }
        });
        found.push((at..end, "enhanced", meaning));
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a code is defined for something else than what the words beside it say.
fn is_otherwise(subject: u16, detail: u16, cause: u8) -> bool {
    let Some(known) = knowledge::enhanced_code(subject, detail) else { return false };
    // `x.x.0` and the code for policy at large say hardly anything, and undetermined is no other thing.
    let is_vague =
        detail == 0 || (subject, detail) == (7, 1) || CAUSES[usize::from(cause)].id == "undetermined";
    !is_vague && known.cause.is_some_and(|own| own != cause)
}

/// A basic code whose meaning the longer code or the words beside it narrow: `550` alone stands for nearly everything.
pub fn beside(code: u16, subject: Option<u16>, more: &str) -> String {
    // What is full (2 and 3) or too many (5) is none of security and content.
    let is_strange =
        matches!(code, 452 | 552) && subject.is_some_and(|subject| !matches!(subject, 2 | 3 | 5));
    let is_vague = matches!(code, 421 | 450 | 451 | 550 | 554) || is_strange;
    match code / 100 {
        4 if is_vague => format!("A refusal for now. {more}"),
        5 if is_vague => format!("A refusal. {more}"),
        _ => basic_meaning(code),
    }
}

/// What an organisation means by a code that says something else elsewhere, or nothing.
pub fn owners_meaning(owner: u16, enhanced: (u8, u16, u16)) -> Option<String> {
    let means = |rule: &&Rule| {
        rule.owner == owner && !rule.has_phrases && rule.codes.iter().any(|spec| spec.names(enhanced))
    };
    let rule = RULES.iter().find(means)?;
    let name = OWNERS[usize::from(owner)].name;
    // A code that the organisation has for several faults has a name of its own.
    let title = if rule.title.is_empty() { CAUSES[usize::from(rule.cause)].title } else { rule.title };
    let lasting =
        CODE_CLASSES.iter().find(|(digit, _)| *digit == enhanced.0).map_or("", |(_, meaning)| meaning);
    Some(format!("At {name} it stands for: {title}. {lasting}"))
}

pub fn basic_meaning(code: u16) -> String {
    if let Some(known) = knowledge::basic_code(code) {
        return known.meaning.to_owned();
    }
    if let Some(folk) = knowledge::folk_code(code) {
        return format!("{} {}", folk.meaning, folk.note).trim().to_owned();
    }
    let class = CODE_CLASSES.iter().find(|(digit, _)| u16::from(*digit) == code / 100);
    format!("This code is in no standard. {}", class.map_or("", |(_, meaning)| meaning)).trim().to_owned()
}

/// An unregistered code still has a class and a subject (RFC 3463, section 3).
pub fn enhanced_meaning(class: u8, subject: u16, detail: u16) -> String {
    let lasting = CODE_CLASSES.iter().find(|(digit, _)| *digit == class).map_or("", |(_, meaning)| meaning);
    // The meanings are those of failures.
    if class == 2 {
        return lasting.to_owned();
    }
    if let Some(known) = knowledge::enhanced_code(subject, detail) {
        return format!("{} {lasting}", known.meaning);
    }
    let area = CODE_SUBJECTS.iter().find(|(digit, ..)| *digit == subject).map(|(_, area, _)| *area);
    match area {
        Some(area) => format!("A code of this provider's own, about {area}. {lasting}"),
        None => format!("A code of this provider's own. {lasting}"),
    }
}

fn link(url: &str) -> String {
    let host = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    if let Some(list) = list_of(host).filter(|_| !host.is_empty()) {
        // What is to know of one that still runs stands above, where it is the reason.
        let note = if list.closed { list.note } else { "" };
        return format!("A page of the block list. {note}").trim().to_owned();
    }
    match knowledge::provider_of_host(host) {
        Some(owner) => format!("A page of {} about this refusal.", OWNERS[usize::from(owner)].name),
        None => "A page that the text names. It is the paste's word, not ours: look at the address before you open it."
            .to_owned(),
    }
}

/// The block list whose pages stand on a host, by the domain that its own page or its zone has.
fn list_of(host: &str) -> Option<&'static BlockList> {
    let is_its = |list: &&BlockList| {
        let page =
            list.url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        [page, list.zone].iter().any(|known| knowledge::same_organization(known, host))
    };
    // Microsoft's and Yahoo's pages tell of much else.
    LISTS.iter().filter(is_its).find(|list| !list.zone.is_empty())
}

fn host(word: &str) -> Option<String> {
    let labels: Vec<&str> = word.split('.').collect();
    let fine =
        |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let last = labels.last()?;
    // `RESOLVER.ADR.RecipientNotFound` is Exchange's own word.
    let mixed = last.bytes().any(|b| b.is_ascii_uppercase()) && last.bytes().any(|b| b.is_ascii_lowercase());
    // `S.p.A.`, `Sp.z.o.o`: a company's form.
    let is_short = labels.iter().all(|label| label.len() < 3);
    if labels.len() < 3
        || mixed
        || is_short
        || !labels.iter().all(fine)
        || !last.bytes().all(|b| b.is_ascii_alphabetic())
    {
        return None;
    }
    Some(match knowledge::provider_of_host(word) {
        Some(owner) => format!("A server of {}.", OWNERS[usize::from(owner)].name),
        None => "The name of a server.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    fn parts(paste: &str) -> Vec<(String, String)> {
        let report = crate::diagnose(paste);
        let reply = report.findings[0].reply.clone().expect("a reply");
        reply.parts.into_iter().map(|part| (part.quote, part.kind)).collect()
    }

    #[test]
    fn each_part_of_a_reply_is_explained_where_it_stands() {
        let parts = parts(
            "550-5.7.999 <ann@example.org>: blocked, see https://example.org/x?y (mx1.example.net[192.0.2.1])",
        );
        let want = [
            ("550", "code"),
            ("5.7.999", "enhanced"),
            ("ann@example.org", "mailbox"),
            ("https://example.org/x?y", "link"),
        ];
        let got: Vec<(&str, &str)> =
            parts.iter().map(|(quote, kind)| (quote.as_str(), kind.as_str())).collect();
        assert_eq!(got[..4], want);
    }

    #[test]
    fn whose_an_address_is_the_words_around_it_tell() {
        let is_senders = |reply: &str| {
            let at = reply.find("192.0.2.7").expect("the address");
            super::is_senders(reply, &(at..at + "192.0.2.7".len()))
        };
        for reply in [
            "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using list.example.net",
            "550 5.7.1 Mail from your IP address 192.0.2.7 is not taken here",
            "550 5.7.1 The IP 192.0.2.7 is listed as a source of spam",
            "554 5.7.1 client [192.0.2.7] has no reverse name",
        ] {
            assert!(is_senders(reply), "{reply}");
        }
        for reply in [
            "451 4.4.1 connection to 192.0.2.7 timed out",
            "550 5.7.1 the address 192.0.2.7 answers nothing",
            "550 5.1.2 äöüäöüäöüäöüäöüäöüäöü 192.0.2.7 äöüäöüäöüäöüäöüäöüäöü",
            "192.0.2.7",
        ] {
            assert!(!is_senders(reply), "{reply}");
        }
        // Beside another address, of which nothing is known.
        let report = crate::diagnose(
            "554 5.7.1 Client host [192.0.2.7] blocked using list.example.net, as 192.0.2.9 says",
        );
        let parts = report.findings[0].reply.clone().expect("a reply").parts;
        let meaning =
            |address: &str| parts.iter().find(|part| part.quote == address).map(|part| part.meaning.as_str());
        assert_eq!(meaning("192.0.2.7"), Some("The network address of the server that sent."));
        assert_ne!(meaning("192.0.2.9"), meaning("192.0.2.7"));
    }

    #[test]
    fn a_code_that_is_defined_for_something_else_gives_way() {
        let meaning = |paste: &str| {
            let parts = crate::diagnose(paste).findings[0].reply.clone().expect("a reply").parts;
            parts.into_iter().find(|part| part.kind == "enhanced").expect("a code").meaning
        };
        assert!(
            meaning("550 5.4.5 Daily user sending limit exceeded").starts_with("As the code is defined:")
        );
        assert!(!meaning("550 5.1.1 User unknown").starts_with("As the code is defined:"));
    }

    #[test]
    fn a_code_that_is_no_code_is_left_alone() {
        let report = crate::diagnose("452 mailbox full, 452KB of 450");
        let reply = report.findings[0].reply.clone().expect("a reply");
        assert_eq!(reply.parts.len(), 1);
        assert!(!reply.parts[0].meaning.is_empty());
    }

    #[test]
    fn a_providers_own_page_is_known_as_its() {
        assert!(super::link("https://postmaster.yahooinc.com/error-codes").starts_with("A page of Yahoo"));
        assert!(super::link("https://help.example.net/").starts_with("A page that the text names"));
    }
}
