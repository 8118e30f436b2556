//! The program that somebody names beside their settings, or in telling what it does, where its own words do not show it.

use crate::diagnose::Diagnosis;
use crate::facts::Facts;
use crate::knowledge::{self, OWNERS, Owner};
use crate::report::kind::kind;

/// How people call it, in small letters, and its id. The longer name stands before one that is a part of it; without an id it is a service,
/// or another program of that name.
const NAMES: &[(&str, &str)] = &[
    ("thunderbird for android", "k9-mail"),
    ("thunderbird", "thunderbird"),
    ("outlook express", "outlook-express"),
    ("outlook on the web", "outlook-web"),
    ("outlook web", "outlook-web"),
    ("new outlook", "outlook-web"),
    ("neues outlook", "outlook-web"),
    ("neue outlook", "outlook-web"),
    ("nouvel outlook", "outlook-web"),
    ("outlook for android", ""),
    ("outlook for ios", ""),
    ("outlook app", ""),
    ("outlook mobile", ""),
    ("outlook", "outlook-desktop"),
    ("apple mail", "apple-mail"),
    ("windows live mail", "windows-live-mail"),
    ("k-9 mail", "k9-mail"),
    ("fairemail", "fairemail"),
    ("bluemail", "bluemail"),
    ("em client", "em-client"),
    ("seamonkey", "seamonkey"),
    ("claws mail", "claws-mail"),
    ("kmail", "kmail"),
    ("samsung email", "samsung-email"),
    ("the bat!", "the-bat"),
    ("roundcube", "roundcube"),
];

/// So much of a paste is looked through.
const LONGEST: usize = 16 << 10;

pub fn of(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Option<&'static Owner> {
    let kind = kind(facts, diagnosis);
    if diagnosis.product.is_some() || !matches!(kind, "settings" | "client-error") {
        return None;
    }
    let by_settings = facts.settings.as_ref().and_then(|settings| settings.program);
    let id = by_settings.filter(|_| kind == "settings").or_else(|| named(paste))?;
    knowledge::owner_number(id).map(|number| &OWNERS[usize::from(number)])
}

/// The one that is named; of two of them nobody knows which it is.
fn named(paste: &str) -> Option<&'static str> {
    let mut text = paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))].to_ascii_lowercase();
    let mut found = None;
    for (name, id) in NAMES {
        if !text.match_indices(name).any(|(at, _)| stands_alone(&text, at, name.len())) {
            continue;
        }
        if found.is_some_and(|other| other != *id) {
            return None;
        }
        found = Some(*id);
        text = text.replace(name, " ");
    }
    found.filter(|id| !id.is_empty())
}

/// Not within a host's name, an address or a longer word.
fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '@' | '.' | '-' | '_' | '/' | '\\');
    let (before, behind) = (&text[..at], &text[at + length..]);
    let goes_on = behind
        .starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '@' | '_' | '/' | '\\'))
        || behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    !before.ends_with(is_part) && !goes_on
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_program_is_known_by_its_name_in_a_sentence() {
        for (paste, want) in [
            ("Since Friday Outlook asks for my password.", Some("outlook-desktop")),
            ("These are the settings out of Thunderbird: Server: outlook.office365.com", Some("thunderbird")),
            ("Server: smtp-mail.outlook.com, user ann@outlook.com", None),
            ("Outlook works, Thunderbird does not.", None),
            ("In Outlook on the web it works.", Some("outlook-web")),
            ("in Outlook for Android", None),
        ] {
            assert_eq!(named(paste), want, "{paste}");
        }
    }

    #[test]
    fn settings_are_read_as_their_programs() {
        for (paste, want) in [
            (
                "MAIL_MAILER=log\nMAIL_HOST=127.0.0.1\nMAIL_PORT=2525\nMAIL_FROM_ADDRESS=a@example.org\n",
                "laravel",
            ),
            (
                "Settings in Thunderbird, it does not send:\n  Server: smtp.example.org   Port: 465\n  Verbindungssicherheit: STARTTLS\n  Benutzername: a@example.org\n",
                "thunderbird",
            ),
            (
                "Hi, since Friday Outlook keeps popping up asking for my password. I changed my password in the portal.",
                "outlook-desktop",
            ),
        ] {
            let report = crate::diagnose(paste);
            assert_eq!(report.product.map(|product| product.id).as_deref(), Some(want), "{paste}");
        }
    }
}
