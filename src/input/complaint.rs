//! What people complain of without any text of a program: that mail comes late, or lies in Junk. The mail arrived, so that no
//! refusal is to be looked for in their words.

use crate::facts::Complaint;
use crate::text::token;

/// Longer texts tell more than this.
const LONGEST: usize = 1500;

pub fn find(text: &str) -> Option<Complaint> {
    if text.len() > LONGEST {
        return None;
    }
    let mut seen = Seen::default();
    token::words(text, |_, word| seen.see(word));
    match () {
        () if seen.refused => None,
        () if seen.junk && seen.placed => Some(Complaint::Junk),
        // Of people it is a complaint; a program says so of what it did not send.
        () if seen.junk && seen.marked && super::topic::is_told(text) => Some(Complaint::Junk),
        () if seen.late && super::topic::is_mail(text) => Some(Complaint::Late),
        () => None,
    }
}

#[derive(Default)]
struct Seen {
    junk: bool,
    placed: bool,
    marked: bool,
    late: bool,
    refused: bool,
    /// How many words ago something was denied.
    since_not: Option<u8>,
    /// How many words ago Junk was named.
    since_junk: Option<u8>,
    last_is_in: bool,
    last_is_unit: bool,
    /// How many words ago somebody said `after`.
    since_after: Option<u8>,
}

impl Seen {
    fn see(&mut self, word: &str) {
        let is_near_junk = self.since_junk.is_some_and(|words| words < 3);
        let is_junk = JUNK.contains(&word) && self.since_not.is_none_or(|words| words > 2);
        self.junk |= is_junk;
        // `nothing in Junk`, `in spam there is nothing`: it was looked for there, and is not there.
        if (NOTHING.contains(&word) || NOT.contains(&word)) && is_near_junk {
            (self.junk, self.placed) = (false, false);
        }
        self.since_junk = match JUNK.contains(&word) {
            true => Some(0),
            false => self.since_junk.and_then(|words| words.checked_add(1)),
        };
        self.placed |= PLACED.contains(&word)
            || (is_junk && (self.last_is_in || !matches!(word, "spam" | "junk" | "spams")));
        self.marked |= MARKED.contains(&word);
        let is_denied = self.since_not.is_some_and(|words| words < 3);
        self.refused |=
            REFUSED.iter().any(|stem| word.starts_with(stem)) || (is_denied && TAKEN.contains(&word));
        self.since_not = match NOT.contains(&word) {
            true => Some(0),
            false => self.since_not.and_then(|words| words.checked_add(1)),
        };
        // `hours later`, `after 2 hours`
        let is_unit = UNITS.contains(&word);
        self.late |= LATE.contains(&word)
            || (self.last_is_unit && LATER.contains(&word))
            || (is_unit && self.since_after.is_some_and(|words| words <= 2));
        self.since_after = match AFTER.contains(&word) {
            true => Some(0),
            false => self.since_after.and_then(|words| words.checked_add(1)),
        };
        self.last_is_in = IN.contains(&word);
        self.last_is_unit = is_unit;
    }
}

const JUNK: &[&str] = &[
    "spam",
    "spams",
    "junk",
    "spamfolder",
    "junkfolder",
    "junkmail",
    "spambox",
    "spamordner",
    "junkordner",
    "spamverdacht",
    "indésirable",
    "indésirables",
    "pourriel",
    "pourriels",
];

/// Words for where it lies, and for how it came there.
const PLACED: &[&str] = &[
    "folder",
    "folders",
    "land",
    "lands",
    "landed",
    "landing",
    "ends",
    "ended",
    "goes",
    "going",
    "went",
    "filed",
    "ordner",
    "landen",
    "landet",
    "gelandet",
    "landeten",
    "verschoben",
    "dossier",
    "arrivent",
    "arrive",
    "tombent",
    "carpeta",
    "llegan",
    "caen",
    "cartella",
    "finiscono",
    "finisce",
    "pasta",
    "caem",
    "map",
    "komen",
    "belanden",
    "belandt",
];

const MARKED: &[&str] =
    &["marked", "flagged", "classified", "treated", "markiert", "eingestuft", "marqués", "marcados"];

/// `could not be sent`, `wurde nicht zugestellt`.
const NOTHING: &[&str] = &["nothing", "nichts", "rien", "nada", "niente", "niets", "nic"];
const NOT: &[&str] = &[
    "not", "cannot", "cant", "couldnt", "wasnt", "wont", "isnt", "nicht", "pas", "no", "non", "niet", "nie",
    "não",
];
const TAKEN: &[&str] = &[
    "sent",
    "send",
    "delivered",
    "accepted",
    "taken",
    "zugestellt",
    "gesendet",
    "versendet",
    "angenommen",
    "envoyé",
    "remis",
    "enviado",
    "entregado",
    "inviato",
    "consegnato",
    "verzonden",
    "bezorgd",
];

/// Before a word for Junk: `in spam`, `im Spam`, `dans les spams`.
const IN: &[&str] = &["in", "into", "im", "den", "dans", "les", "en", "nello", "nella", "na"];

/// Then it did not arrive.
const REFUSED: &[&str] = &[
    "reject",
    "refus",
    "bounc",
    "denied",
    "undeliver",
    "blocked",
    "blacklist",
    "abgelehnt",
    "abgewiesen",
    "zurück",
    "blockiert",
    "rechaz",
    "rifiut",
    "rejeté",
    "geweiger",
    "odrzuc",
];

const LATE: &[&str] = &[
    "late",
    "spät",
    "verspätet",
    "verspätung",
    "verzögert",
    "verzögerung",
    "zeitverzögert",
    "delayed",
    "delay",
    "delays",
    "retard",
    "tard",
    "retraso",
    "tarde",
    "ritardo",
    "tardi",
    "vertraging",
    "vertraagd",
    "laat",
    "atraso",
    "atrasado",
    "opóźnienie",
    "opóźnieniem",
];

const UNITS: &[&str] = &[
    "minutes", "hours", "hour", "days", "minuten", "stunden", "stunde", "tage", "tagen", "heures", "jours",
    "horas", "días", "ore", "giorni", "uur", "dagen", "godzin",
];
const LATER: &[&str] = &["later", "late", "später", "zu", "plus", "después", "dopo", "despues"];
const AFTER: &[&str] = &["after", "nach", "erst", "après", "después", "dopo", "na", "depois"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_complained_of() {
        for (text, is) in [
            ("my newsletters always land in the junk folder", Some(Complaint::Junk)),
            ("Unsere Rechnungen landen im Spam", Some(Complaint::Junk)),
            ("Mes messages arrivent dans les indésirables", Some(Complaint::Junk)),
            ("the mail came 5 hours late", Some(Complaint::Late)),
            ("Die Mails der Bank kommen erst nach 3 Stunden", Some(Complaint::Late)),
            ("I sent the mail at 9 and she got it 4 hours later", Some(Complaint::Late)),
            ("my mail is rejected as spam", None),
            ("gmail has marked my newsletter as spam", Some(Complaint::Junk)),
            ("The message could not be sent: it was flagged as spam", None),
            ("This message was marked as spam", None),
            ("Ihre Nachricht wurde nicht zugestellt und im Spamordner abgelegt", None),
            ("Your mail was not delivered. Please try again later", None),
            ("the train was late", None),
            ("the spam filter of our server is Rspamd", None),
        ] {
            assert_eq!(find(text), is, "{text}");
        }
    }
}
