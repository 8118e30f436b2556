//! An automatic answer as a mail program's window shows it: its subject, and no header. What it tells of a mailbox or of dates is no
//! failure.

use super::signs;
use crate::facts::{Facts, Kind};
use crate::input::Paste;
use crate::mail::reply;

/// How sure words can be an automatic answer's.
pub const SURE: u8 = 68;

/// The subject stands among the first lines.
const HEAD: usize = 8;
/// So far into a subject its mark stands, in bytes: what is answered comes behind it.
const MARK: usize = 48;

/// How sure it is that a text is an automatic answer.
pub fn looks(paste: &Paste) -> u8 {
    let string = paste.line_feeds().as_str();
    let mut head = string.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEAD);
    let is_answer = head.any(|line| subject(line).is_some_and(signs::is_answering_subject));
    if is_answer && !reply::refuses(string) { SURE } else { 0 }
}

pub fn read(_: &Paste) -> Facts {
    Facts { kind: Kind::AutoReply, ..Facts::default() }
}

/// The beginning of a subject: behind its name, or with a colon of its own, `Automatic reply: Offer`.
fn subject(line: &str) -> Option<&str> {
    let (name, value) = line.split_once([':', '：'])?;
    let lower = name.trim().to_lowercase();
    let is_named = SUBJECTS.contains(&lower.as_str());
    let subject = if is_named { value } else { name };
    let fits = is_named || (name.len() <= MARK && !value.trim().is_empty());
    fits.then(|| &subject[..subject.floor_char_boundary(MARK.min(subject.len()))])
}

/// What mail programs call the field Subject.
const SUBJECTS: &[&str] = &[
    "subject",
    "re",
    "betreff",
    "objet",
    "asunto",
    "oggetto",
    "assunto",
    "onderwerp",
    "ämne",
    "emne",
    "aihe",
    "temat",
    "předmět",
    "predmet",
    "tárgy",
    "subiect",
    "konu",
    "тема",
    "θέμα",
    "件名",
    "主题",
    "主旨",
    "제목",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn is_answer(paste: &str) -> bool {
        looks(&Paste::new(paste)) == SURE
    }

    #[test]
    fn an_automatic_answer_shows_itself_by_its_subject() {
        for paste in [
            "Subject: Automatic reply: Order 12\n\nI am away until 4 May. My mailbox may be full by then.",
            "Betreff: Automatische Antwort: Rechnung\n\nIch bin im Urlaub, mein Postfach ist voll.",
            "Lähettäjä: Oona\nAihe: Automaattinen vastaus: Lasku\n\nMy mailbox is full.",
            "Out of office: Order 12\n\nBack on Monday. The mailbox is over quota until then.",
        ] {
            assert!(is_answer(paste), "{paste}");
        }
    }

    #[test]
    fn a_refusal_below_such_a_subject_is_one() {
        assert!(!is_answer("Subject: Automatic reply: Order 12\n\n550 5.2.2 mailbox full"));
        assert!(!is_answer("Subject: Order 12\n\nMy mailbox is full."));
    }
}
