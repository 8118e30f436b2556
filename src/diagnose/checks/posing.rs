//! Signs of an imitation that no check of a domain can see: the reader's own house or an office in the name that is shown, the reader's
//! own domain from outside, and answers that are led elsewhere.

use super::alignment::Alignment;
use super::path::{self, same_owner};
use super::service::{self, is_list};
use super::timeline::Timeline;
use super::{Notes, Observation};
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::address;
use crate::mail::ip::is_inner;

/// Each of them, the weightiest first.
pub const SIGNS: [&str; 3] = ["claimed-name", "own-domain-outside", "answers-led-away"];

/// The sign that a mail shows, where it shows one.
pub fn sign(seen: &[Observation]) -> Option<&Observation> {
    SIGNS.iter().find_map(|id| seen.iter().find(|one| one.id == *id))
}

/// Offices inside a house, as names show them: those that are imitated to have money sent or passwords typed in.
const OFFICES: &[&str] = &[
    "ceo",
    "cfo",
    "gf",
    "managing director",
    "chief executive",
    "geschäftsführer",
    "geschäftsführerin",
    "geschäftsführung",
    "geschäftsleitung",
    "direction générale",
    "directeur général",
    "director general",
    "direttore generale",
    "payroll",
    "personalabteilung",
    "human resources",
    "it helpdesk",
    "it-helpdesk",
    "it support",
    "it-support",
    "it service desk",
    "helpdesk",
    "help desk",
    "mail administrator",
    "system administrator",
];

pub(super) fn check(notes: &mut Notes, timeline: &Timeline, alignment: Option<&Alignment>) {
    if is_list(notes.message) {
        return;
    }
    claimed_name(notes);
    if !notes.has(&["claimed-name"]) {
        claimed_house(notes);
    }
    if !notes.has(&["claimed-name"]) {
        borrowed_brand(notes);
    }
    own_domain(notes, timeline, alignment);
    led_away(notes);
}

/// The domains that a mail was for, but those of providers, where everybody is a stranger to the others.
fn houses(message: &Message) -> Vec<String> {
    let named = message.to.iter().filter_map(|to| to.read.domain());
    let taken = message.hops.iter().filter_map(|hop| address::domain(hop.read.r#for.as_deref()?));
    let mut houses: Vec<String> = named.chain(taken).collect();
    houses.retain(|domain| domain.contains('.') && knowledge::service_of_mailbox(domain).is_none());
    houses
}

/// Whether the author's domain is one that the mail was for.
pub fn is_of_own_house(message: &Message) -> bool {
    let from = message.from.first().and_then(|from| from.read.domain());
    from.is_some_and(|from| houses(message).iter().any(|house| same_owner(house, &from)))
}

/// Whether the one name shown for the author claims such an office.
pub fn claims_office(message: &Message) -> bool {
    let [from] = &message.from[..] else { return false };
    let shown = from.read.name.as_deref().unwrap_or_default().to_lowercase();
    OFFICES.iter().any(|office| has_words(&shown, office))
}

/// The name claims an office of the reader's own house, and the address is of another house, which nothing binds to it.
fn claimed_house(notes: &mut Notes) {
    let message = notes.message;
    let [from] = &message.from[..] else { return };
    let (Some(name), Some(domain)) = (from.read.name.as_deref(), from.read.domain()) else { return };
    let shown = name.to_lowercase();
    let houses = houses(message);
    if !claims_office(message)
        || service::seen(message).is_some()
        || houses.iter().any(|house| same_owner(house, &domain))
    {
        return;
    }
    let house = houses.iter().find(|house| {
        let word = owner_word(house);
        let part = || word.split('-').any(|part| part.len() >= 4 && has_words(&shown, part));
        has_words(&shown, &house.to_lowercase()) || (word.len() >= 4 && (has_words(&shown, &word) || part()))
    });
    // Who has the house's word in the own domain, too, is of the same group.
    let Some(house) = house.filter(|house| !domain.contains(&owner_word(house))) else { return };
    let text = format!(
        "The name shown for the author, {name}, claims an office of the reader's own house ({house}), and the address is of {domain}. If that is a service which \
         writes for {house}, such mail is usual; if not, somebody else uses its name. A check that passes proves {domain} alone."
    );
    let evidence = notes.word(from.field, name);
    notes.add("claimed-name", text, evidence);
}

/// Names that strangers borrow most, and the domains that they write from themselves. A country's own (`.de`, `.co.uk`) counts by the word.
const BRANDS: &[(&str, &[&str])] = &[
    (
        "microsoft",
        &[
            "microsoft",
            "microsoftonline",
            "office",
            "office365",
            "outlook",
            "live",
            "onmicrosoft",
            "sharepoint",
            "azure",
            "windows",
            "linkedin",
        ],
    ),
    ("office 365", &["microsoft", "microsoftonline", "office", "office365", "outlook", "onmicrosoft"]),
    ("google", &["google", "gmail", "googlemail", "youtube", "withgoogle"]),
    ("apple", &["apple", "icloud", "me"]),
    ("icloud", &["apple", "icloud", "me"]),
    ("amazon", &["amazon", "amazonaws", "amazonses", "aws", "audible"]),
    ("paypal", &["paypal"]),
    ("netflix", &["netflix"]),
    ("facebook", &["facebook", "facebookmail", "meta", "fb"]),
    ("instagram", &["instagram", "facebook", "facebookmail", "meta"]),
    ("whatsapp", &["whatsapp", "facebook", "meta"]),
    ("docusign", &["docusign"]),
    ("dropbox", &["dropbox", "dropboxmail"]),
    ("adobe", &["adobe", "adobesign", "echosign"]),
    ("dhl", &["dhl", "deutschepost"]),
    ("fedex", &["fedex"]),
    ("ups", &["ups"]),
];

/// What such names claim to be: who asks for a click, a password or money in a brand's name writes as one of these.
const PARTS: &[&str] = &[
    "security",
    "sicherheit",
    "support",
    "account",
    "accounts",
    "konto",
    "kundenservice",
    "kundendienst",
    "customer service",
    "service desk",
    "helpdesk",
    "admin",
    "administrator",
    "billing",
    "verification",
    "alert",
    "alerts",
    "team",
    "sécurité",
    "seguridad",
    "sicurezza",
];

/// Words of which domains are made up that imitate another: who types a password or a TAN is to feel safe there.
const LURES: &[&str] = &[
    "secure",
    "security",
    "sicher",
    "sicherheit",
    "login",
    "signin",
    "verify",
    "verification",
    "kundenportal",
    "konto",
    "account",
    "update",
    "tan",
    "pushtan",
    "securite",
    "seguro",
    "sicuro",
];

/// The part of a domain that the name shows, too, where the rest of it is such words: `examplebank-portal-secure`.
fn lured<'a>(own: &'a str, shown: &str) -> Option<&'a str> {
    let mut parts = own.split('-');
    let is_lure = own.contains('-') && own.split('-').any(|part| LURES.contains(&part));
    parts.find(|part| is_lure && part.len() >= 4 && !LURES.contains(part) && has_words(shown, part))
}

/// The brand whose part the name claims to be, as it is written there, where the address is none of its own. Whether it may write so,
/// nobody can see.
fn claimed_brand<'a>(name: &'a str, domain: &str) -> Option<&'a str> {
    let shown = name.to_ascii_lowercase();
    let own = owner_word(domain);
    if !PARTS.iter().any(|part| has_words(&shown, part)) {
        return None;
    }
    let known =
        BRANDS.iter().find(|(brand, owners)| has_words(&shown, brand) && !owners.contains(&own.as_str()));
    let brand = known.map(|(brand, _)| *brand).or_else(|| lured(&own, &shown))?;
    let at = shown.find(brand)?;
    name.get(at..at + brand.len())
}

/// Whether the name shown for the author is of that sort.
pub fn borrows_brand(message: &Message) -> bool {
    let mut from = message.from.iter().map(|from| &from.read);
    from.any(|from| {
        from.name
            .as_deref()
            .zip(from.domain())
            .is_some_and(|(name, domain)| claimed_brand(name, &domain).is_some())
    })
}

/// The name claims to be a part of a known company, and the address is of another domain: what passes proves that one alone.
fn borrowed_brand(notes: &mut Notes) {
    let message = notes.message;
    let [from] = &message.from[..] else { return };
    let (Some(name), Some(domain)) = (from.read.name.as_deref(), from.read.domain()) else { return };
    let Some(brand) = claimed_brand(name, &domain) else { return };
    // A house that writes in its own name may have the word in it.
    if houses(message).iter().any(|house| same_owner(house, &domain)) {
        return;
    }
    let text = format!(
        "The name shown for the author, {name}, speaks of {brand}, and the address is of {domain}, which {}. \
         A check that passes proves {domain} alone, and anybody can register a domain: not that {brand} has anything to do with it.",
        match lured(&owner_word(&domain), &name.to_ascii_lowercase()) {
            Some(_) => "is made up of that word and of words that ask for trust, as imitations are",
            None => "is none of the domains that are known of that company",
        }
    );
    let evidence = notes.word(from.field, name);
    notes.add("claimed-name", text, evidence);
}

/// The name claims an office or the reader's own house, and the address is one that anybody can have. A conversation has shown who it is.
fn claimed_name(notes: &mut Notes) {
    let message = notes.message;
    let [from] = &message.from[..] else { return };
    let (Some(name), Some(provider)) = (from.read.name.as_deref(), from.read.domain()) else { return };
    let is_answer = ["In-Reply-To", "References"].iter().any(|name| message.field(name).is_some());
    if is_answer || knowledge::service_of_mailbox(&provider).is_none() {
        return;
    }
    let houses = houses(message);
    let shown = name.to_lowercase();
    // A family has its name in the domain and in every address.
    let is_own = |word: &str| {
        let in_name = |name: Option<&str>| name.is_some_and(|name| name.to_lowercase().contains(word));
        in_name(Some(&from.read.address)) || message.to.iter().any(|to| in_name(to.read.name.as_deref()))
    };
    let office = OFFICES.iter().find(|office| has_words(&shown, office));
    let house = houses.iter().find(|house| {
        let word = owner_word(house);
        let starts = letters(&shown).starts_with(&letters(&word)) && !shown.contains(',');
        let part = || word.split('-').any(|part| part.len() >= 4 && has_words(&shown, part));
        let is_family = !word.contains('-') && is_own(&word);
        let is_named = has_words(&shown, &house.to_lowercase());
        is_named || (word.len() >= 5 && ((starts && !is_family) || (office.is_some() && part())))
    });
    let claim = match (house, office) {
        (Some(house), _) => format!("claims to be of the reader's own house ({house})"),
        // Who writes to a person at a provider is nobody's boss there.
        (None, Some(office)) if !houses.is_empty() => format!("claims an office ({office})"),
        _ => return,
    };
    let text = format!(
        "The name shown for the author, {name}, {claim}, and the address is one at {provider}: anybody can have a mailbox there, and \
         choose the name that it shows. A check that passes says that {provider} sent it, and not who wrote it."
    );
    let evidence = notes.word(from.field, name);
    notes.add("claimed-name", text, evidence);
}

/// The reader's own domain in From, of a mail that a server outside handed over, and nobody states a result of any check.
fn own_domain(notes: &mut Notes, timeline: &Timeline, alignment: Option<&Alignment>) {
    let message = notes.message;
    let [from] = &message.from[..] else { return };
    let Some(domain) = from.read.domain() else { return };
    let is_open = alignment.is_some_and(|alignment| {
        !alignment.is_stated() && !alignment.is_before_dmarc && !alignment.is_masked
    });
    let is_inside = message.fields.iter().any(|field| {
        let name = field.name.to_ascii_lowercase();
        name.ends_with("-authas") && field.value.trim().eq_ignore_ascii_case("internal")
    });
    // Who signed in anywhere has an account that somebody answers for.
    let is_signed_in = message.hops.iter().any(|hop| hop.read.is_authenticated);
    if !is_open || is_inside || is_signed_in || !houses(message).iter().any(|own| same_owner(own, &domain)) {
        return;
    }
    let border = timeline.trust.as_ref().and_then(|trust| message.hops.get(trust.hop));
    let Some((field, hop)) = border.map(|border| (border.field, &border.read)) else { return };
    let Some(client) = path::client(hop) else { return };
    let is_outside = hop.from_ip.as_deref().is_some_and(|ip| !is_inner(ip)) && path::is_host_name(client);
    // A house whose server has another's name may send through that other, too.
    let is_at_home = hop.by.as_deref().is_some_and(|by| same_owner(by, &domain));
    if !is_outside || !is_at_home || same_owner(client, &domain) {
        return;
    }
    let text = format!(
        "From shows {domain}, the reader's own domain, and the mail came in from outside, by {client}; no result of a check stands here. If \
         {client} is of a service that sends for that house, such mail is usual; if not, somebody else uses its name."
    );
    let evidence = notes.word(field, client);
    notes.add("own-domain-outside", text, evidence);
}

/// It names no reader, and answers go to another domain: so does who writes from a mailbox that is not theirs.
fn led_away(notes: &mut Notes) {
    let message = notes.message;
    let Some(domain) = message.from.first().and_then(|from| from.read.domain()) else { return };
    let away = message.reply_to.iter().find_map(|reply| Some((reply, reply.read.domain()?)));
    let Some((reply, to)) = away.filter(|(_, to)| !same_owner(to, &domain)) else { return };
    let is_known = houses(message).iter().any(|own| same_owner(own, &to));
    if !hides_its_readers(message) || is_known || service::is_to_many(message) {
        return;
    }
    let text = format!(
        "To names no reader (undisclosed recipients), and answers go to {to}, not to {domain}, which From shows. Mail looks so when a stranger \
         writes from somebody's account: checks that passed say that {domain} sent it, and not that its owner wrote it."
    );
    let evidence = notes.word(reply.field, &reply.read.address);
    notes.add("answers-led-away", text, evidence);
}

/// To names nobody (RFC 5322, section 3.6.3: a group without members).
pub fn hides_its_readers(message: &Message) -> bool {
    let is_nobody = |field: &crate::facts::message::Field| {
        let value = field.value.to_ascii_lowercase();
        !value.contains('@') && ["undisclosed", "unlisted", "hidden"].iter().any(|word| value.contains(word))
    };
    message.field("To").is_some_and(is_nobody) && message.field("Cc").is_none()
}

/// The word of a domain that names its owner.
fn owner_word(domain: &str) -> String {
    let owner = knowledge::organizational_domain(domain).unwrap_or(domain);
    owner.split('.').next().unwrap_or_default().to_lowercase()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether these words stand in a text, whole.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        is_end(text[..at].chars().next_back()) && is_end(text[at + words.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    fn told(from: &str, more: &str) -> Option<&'static str> {
        let paste = format!(
            "Received: from out.example.net (out.example.net [192.0.2.1]) by mx.norrland-pumps.example with ESMTPS id b for \
             <ann@norrland-pumps.example>; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: {from}\nTo: ann@norrland-pumps.example\nDate: Tue, 3 Nov 2026 \
             10:00:00 +0100\nMessage-ID: <1@example.net>\nSubject: a\n{more}"
        );
        let seen = crate::diagnose(&paste).observations;
        super::SIGNS.into_iter().find(|id| seen.iter().any(|one| one.id == *id))
    }

    #[test]
    fn an_office_or_the_readers_house_on_a_free_address_is_a_sign() {
        for name in [
            "Karin (CEO Norrland)",
            "Norrland Pumps Buchhaltung",
            "IT Helpdesk",
            "Karin (karin@norrland-pumps.example)",
        ] {
            assert_eq!(
                told(&format!("\"{name}\" <office.desk77@gmail.com>"), ""),
                Some("claimed-name"),
                "{name}"
            );
        }
        for (from, more) in [
            ("\"Karin Vogel\" <karin@gmail.com>", ""),
            ("\"IT Helpdesk\" <help@example.net>", ""),
            ("\"IT Helpdesk\" <help@gmail.com>", "In-Reply-To: <2@example.net>\n"),
            ("\"IT Helpdesk\" <help@gmail.com>", "List-Post: <mailto:talk@example.net>\n"),
        ] {
            assert_eq!(told(from, more), None, "{from}");
        }
    }

    #[test]
    fn the_readers_own_domain_from_outside_is_a_sign_where_no_result_stands() {
        let own = "Karin <karin@norrland-pumps.example>";
        assert_eq!(told(own, ""), Some("own-domain-outside"));
        assert_eq!(told(own, "X-MS-Exchange-Organization-AuthAs: Internal\n"), None);
        assert_eq!(told(own, "List-Post: <mailto:talk@norrland-pumps.example>\n"), None);
        let elsewhere = "Received: from out.example.net (out.example.net [192.0.2.1]) by mx.hoster.example with ESMTPS id b for \
                         <ann@example.org>; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: Karin <karin@example.org>\nTo: ann@example.org\nDate: Tue, 3 \
                         Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.net>\nSubject: a\n";
        let seen = crate::diagnose(elsewhere).observations;
        assert!(seen.iter().all(|one| one.id != "own-domain-outside"), "{seen:?}");
    }
}
