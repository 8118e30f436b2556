//! Names that people sign in with, where words or signs say what they are: settings, logs, folders.

use super::hosts::is_host;
use super::{Category, Found};
use crate::knowledge;
use std::ops::Range;

/// What a key ends in that a user's name follows, in lower case.
const KEYS: &[&str] = &[
    "user",
    "username",
    "user name",
    "userid",
    "user id",
    "login",
    "loginname",
    "login name",
    "logon name",
    "account",
    "account name",
    "accountname",
    "sasl_sender",
    "orig_to",
    "authenticated_id",
    "authenticated sender",
    "benutzer",
    "benutzername",
    "benutzerkennung",
    "anmeldename",
    "kontoname",
    "konto",
    "utilisateur",
    "identifiant",
    "compte",
    "usuario",
    "usuário",
    "cuenta",
    "conta",
    "utente",
    "utilizador",
    "gebruiker",
    "gebruikersnaam",
    "użytkownik",
    "użytkownika",
];

/// Words for a user within a sentence, and those before them that show that a name comes next.
const IN_WORDS: &[&str] = &[
    "user",
    "username",
    "account",
    "login",
    "benutzer",
    "benutzers",
    "konto",
    "utilisateur",
    "compte",
    "usuario",
    "usuário",
    "cuenta",
    "conta",
    "utente",
    "utilizador",
    "gebruiker",
    "użytkownika",
];
const LEADING: &[&str] = &[
    "for", "by", "of", "as", "für", "des", "von", "pour", "l'", "para", "el", "del", "o", "per", "voor",
    "dla",
];

/// Keys of what a company calls its customer by.
const CUSTOMER_KEYS: &[&str] = &[
    "kundennummer",
    "kundennr",
    "kunden-nr",
    "vertragsnummer",
    "customer number",
    "customer no",
    "customer id",
    "contract number",
    "numéro de client",
    "número de cliente",
    "numero cliente",
    "klantnummer",
    "numer klienta",
];

/// The folders above a person's own.
const HOMES: &[&str] = &[
    "/home/",
    "/users/",
    "\\users\\",
    "\\documents and settings\\",
    "\\dokumente und einstellungen\\",
    "/var/mail/",
    "/var/spool/mail/",
];

/// Users and mailboxes that every system has: they show what went wrong, and nobody is called so.
const ROLES: &[&str] = &[
    "mailer-daemon",
    "mail-daemon",
    "postmaster",
    "hostmaster",
    "webmaster",
    "abuse",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "double-bounce",
    "root",
    "nobody",
    "www-data",
    "wwwrun",
    "apache",
    "vmail",
    "daemon",
    "public",
    "default",
    "all users",
    "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
];

/// How many bytes before a sign a key may fill.
const LONGEST_KEY: usize = 40;

pub fn is_role(name: &str) -> bool {
    ROLES.contains(&name.to_lowercase().as_str())
}

/// In no order.
pub fn find(paste: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for line in paste.lines() {
        let start = line.as_ptr() as usize - paste.as_ptr() as usize;
        let mut add = |range: Range<usize>, category| {
            found.push(Found { range: start + range.start..start + range.end, category });
        };
        homes(line, &mut add);
        assigned(line, &mut add);
        in_words(line, &mut add);
        of_exim(line, &mut add);
    }
    found
}

/// `/home/ann/`, `C:\Users\Ann Berg\AppData`, and with its signs doubled, as JSON writes it.
fn homes(line: &str, add: &mut impl FnMut(Range<usize>, Category)) {
    if !line.contains(['/', '\\']) {
        return;
    }
    let lower = line.to_ascii_lowercase();
    for home in HOMES {
        for home in [home.to_string(), home.replace('\\', "\\\\")] {
            for (at, _) in lower.match_indices(&home) {
                let start = at + home.len();
                let length = folder(&line[start..], home.starts_with('\\'));
                if length > 0 && !is_role(&line[start..start + length]) {
                    add(start..start + length, Category::Address);
                }
            }
        }
    }
}

/// How long a folder's name is; on Windows spaces may stand in it.
fn folder(rest: &str, is_windows: bool) -> usize {
    /// Longer is no name with a space in it.
    const LONGEST: usize = 40;
    let apart = |c: char| "\\/\"'<>|:;,()[]{}*?$%~@".contains(c);
    let end = rest.find(apart).unwrap_or(rest.len());
    let spaced = is_windows && rest[end..].starts_with('\\') && end <= LONGEST;
    if spaced { end } else { rest[..end].find(char::is_whitespace).unwrap_or(end) }
}

/// `Username: ann`, `smtp_user = "ann"`, `'user' => 'ann'`, `user=<ann>`, `"MAIL_USERNAME": "ann"`, `Benutzername: ann`.
fn assigned(line: &str, add: &mut impl FnMut(Range<usize>, Category)) {
    for (at, sign) in line.match_indices(['=', ':', '：']) {
        let mut from = at.saturating_sub(LONGEST_KEY);
        while !line.is_char_boundary(from) {
            from += 1;
        }
        let key = line[from..at].trim_end_matches([' ', '\t', '"', '\'', ']', ')', '*']).to_lowercase();
        let category = if ends_in(&key, CUSTOMER_KEYS) || ends_in(key.trim_end_matches('.'), CUSTOMER_KEYS) {
            Category::Id
        } else if ends_in(&key, KEYS) {
            Category::Address
        } else {
            continue;
        };
        let rest = bounded(&line[at + sign.len()..]);
        let value = rest.trim_start_matches([' ', '\t', '>', '=', '<', '*']);
        let quote = value.starts_with(['"', '\'']);
        let value = value.trim_start_matches(['"', '\'']);
        let start = value.as_ptr() as usize - line.as_ptr() as usize;
        let length = match category {
            Category::Id => token(value).len(),
            _ if quote || sign == "=" => sure(value),
            _ => said(value),
        };
        if length > 0 {
            name(line, start..start + length, category, add);
        }
    }
}

/// So much of what follows a key is looked at: a line may hold any number of keys.
fn bounded(rest: &str) -> &str {
    const LONGEST: usize = 200;
    let mut end = rest.len().min(LONGEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}

/// A key of settings may have words of a path before it: `spring.mail.username`, `smtpUser`, but `superuser` is one, too.
fn ends_in(key: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| key.ends_with(end))
}

/// How long the value of a setting is: everything but what is none.
fn sure(value: &str) -> usize {
    let word = token(value);
    let none = ["yes", "no", "true", "false", "null", "none", "nil", "undefined", "unknown"];
    let plain = word.chars().all(|c| c.is_alphanumeric() || "._+\\-".contains(c));
    match plain && !none.contains(&word.to_lowercase().as_str()) {
        true => word.len(),
        false => 0,
    }
}

/// How long the name behind a colon is: some words that no server says, up to the next value. In a sentence (`user: the
/// mailbox is gone`) only what has the look of a name.
fn said(value: &str) -> usize {
    const MOST_WORDS: usize = 3;
    let until = value.find([',', ';', '|', '<', '(', '[', '\t']).unwrap_or(value.len());
    let part = &value[..value.find("  ").unwrap_or(until).min(until)];
    let mut end = 0;
    for (count, word) in part.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let at = word.as_ptr() as usize - part.as_ptr() as usize;
        if word.ends_with([':', '=']) {
            break;
        }
        if count == MOST_WORDS || !could_name(word) {
            let first = token(value);
            return if looks_signed_in(first) { first.len() } else { 0 };
        }
        end = at + word.len();
    }
    part[..end].trim_end_matches(['.', '"', '\'', '>', ')']).len()
}

/// No rule knows the word, it is no code and no address.
fn could_name(word: &str) -> bool {
    let word = word.trim_matches(['.', '"', '\'', '>', ')']);
    let is_number = word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.chars().all(|c| c.is_alphanumeric() || "._+\\-".contains(c))
        && (word.chars().any(char::is_alphabetic) || is_number)
        && !is_host(word)
        && !word.starts_with(|c: char| "._+-".contains(c))
        && knowledge::automaton().word(&word.to_lowercase()) == 0
}

/// Two words with a dot or the like between them, or a word with digits in it.
fn looks_signed_in(word: &str) -> bool {
    const SHORTEST: usize = 5;
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    word.len() >= SHORTEST
        && letters > 2
        && could_name(word)
        && (word.contains(['.', '_', '\\']) || word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// `login failed for user ann`, `Anmeldung für Benutzer 'ann'`, `user ann.berg is locked`.
fn in_words(line: &str, add: &mut impl FnMut(Range<usize>, Category)) {
    let (mut before, mut last) = ("", "");
    for word in line.split([' ', '\t']).filter(|word| !word.is_empty()) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let key = last.rsplit(['\'', '’']).next().unwrap_or(last).to_lowercase();
        if IN_WORDS.contains(&key.as_str()) && !last.ends_with([':', '=', '.', ',']) {
            let led = LEADING.contains(&before.to_lowercase().as_str()) || last.contains(['\'', '’']);
            let quoted = word.len() > bare.len() + 1
                && word.starts_with(['"', '\'', '‘', '“', '„', '<', '[', '\u{ab}']);
            if looks_signed_in(bare) || ((led || quoted) && bare.len() > 1 && could_name(bare)) {
                let start = bare.as_ptr() as usize - line.as_ptr() as usize;
                name(line, start..start + bare.len(), Category::Address, add);
            }
        }
        (before, last) = (last, word);
    }
}

/// `A=plain_login:ann`: the way to sign in, and who did (Exim's log).
fn of_exim(line: &str, add: &mut impl FnMut(Range<usize>, Category)) {
    let Some(at) = line.find(" A=") else { return };
    let value = line[at + 3..].split_whitespace().next().unwrap_or_default();
    let Some((_, user)) = value.split_once(':') else { return };
    let start = user.as_ptr() as usize - line.as_ptr() as usize;
    if !user.is_empty() && !user.contains('@') {
        add(start..start + user.len(), Category::Address);
    }
}

/// Without the domain of Windows before it: that is a computer's name or an organisation's.
fn name(line: &str, range: Range<usize>, category: Category, add: &mut impl FnMut(Range<usize>, Category)) {
    let text = &line[range.clone()];
    if is_role(text) {
        return;
    }
    match text.rsplit_once('\\') {
        Some((domain, _)) if category == Category::Address => {
            add(range.start..range.start + domain.trim_end_matches('\\').len(), Category::Host);
            add(range.start + domain.len() + 1..range.end, category);
        }
        _ => add(range, category),
    }
}

fn token(value: &str) -> &str {
    let apart = |c: char| c.is_whitespace() || "\"'<>()[]{},;|=&/".contains(c);
    let word = &value[..value.find(apart).unwrap_or(value.len())];
    // An address is found by its sign, a variable is no value.
    if word.contains(['@', '$', '%']) { "" } else { word.trim_end_matches(['.', ':']) }
}
