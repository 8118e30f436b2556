//! Programs that somebody names because they work: `the same settings work in Thunderbird`. The words that failed are another's.

use std::ops::Range;

/// Says that something works; a clause with one of these, up to the name of what it works with.
const VERBS: &[&str] = &[
    "works",
    "work",
    "worked",
    "working",
    "fine",
    "ok",
    "okay",
    "klappt",
    "geht",
    "ging",
    "funktioniert",
    "läuft",
    "marche",
    "fonctionne",
    "passe",
    "funciona",
    "va",
    "funziona",
    "werkt",
    "działa",
    "works,",
    "fungerar",
];

/// Stands right before the name.
const WITH: &[&str] = &[
    "in", "with", "from", "using", "on", "via", "through", "mit", "über", "avec", "dans", "depuis", "con",
    "en", "desde", "da", "com", "no", "met", "z", "w", "med", "i",
];

/// Reading is another matter.
const READS: &[&str] =
    &["read", "receiv", "inbox", "empfang", "abruf", "recib", "recev", "ricev", "imap", "pop3"];

/// Said behind it.
const WORKS: &[&str] = &[
    " works",
    " work fine",
    " sends immediately",
    " sends fine",
    " sends at once",
    " sends without",
    " sends it",
    " sends mail",
    " is fine",
    " no problem",
    " can send",
    " succeeds",
    " funktioniert",
    " klappt",
    " geht",
    " marche",
    " fonctionne",
    " funciona",
    " funziona",
];

/// What takes it back.
const FAILS: &[&str] = &[
    " not ",
    "n't",
    "n\u{2019}t",
    "fail",
    "error",
    "cannot",
    " but ",
    "says",
    "no more",
    "no longer",
    "any more",
    "anymore",
    "nicht",
    "fehler",
    "aber",
    " mais ",
    "erreur",
    " pas ",
    " pero ",
    " no funciona",
    " non ",
    "except",
];

/// Whether the program that is named at `at` is said to work.
pub fn is_other(text: &str, at: &Range<usize>) -> bool {
    const LONGEST: usize = 200;
    let from = text.ceil_char_boundary(at.start.saturating_sub(LONGEST));
    let to = text.floor_char_boundary((at.end + LONGEST).min(text.len()));
    let before = text[from..at.start].to_lowercase();
    let begin = [". ", "! ", "? ", "\n"]
        .iter()
        .filter_map(|sign| Some(before.rfind(sign)? + sign.len()))
        .max()
        .unwrap_or(0);
    let before = before[begin..].trim_end();
    let before = ["mozilla", "microsoft", "my", "the", "apple"]
        .iter()
        .fold(before, |before, word| before.strip_suffix(word).map_or(before, str::trim_end));
    if works_with(clause(before)) {
        return true;
    }
    let after = text[at.end..to].to_lowercase();
    let end = [". ", "! ", "? ", "; ", "\n"]
        .iter()
        .filter_map(|sign| after.find(sign))
        .min()
        .unwrap_or(after.len());
    // `I use one program, and another one works.`
    let after = after[..end].split(" and ").next().unwrap_or_default();
    WORKS.iter().any(|words| after.contains(words)) && !FAILS.iter().any(|fails| after.contains(fails))
}

/// `it works with the same credentials in`, `klappt vom Laptop aus mit`: nothing in the clause takes it back.
fn works_with(clause: &str) -> bool {
    let mut words = clause.split_whitespace();
    let ends = words.next_back().is_some_and(|last| WITH.contains(&last));
    ends && words.any(|word| VERBS.contains(&word))
        && ![FAILS, READS].iter().any(|signs| signs.iter().any(|sign| clause.contains(sign)))
}

/// The last clause.
fn clause(text: &str) -> &str {
    &text[text.rfind([',', ';', ':', '(']).map_or(0, |at| at + 1)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_works_is_another_program() {
        let check = |text: &str| {
            let at = text.find("Thunderbird").expect("the name");
            is_other(text, &(at..at + 11))
        };
        for text in [
            "It times out on port 465, works in Thunderbird",
            "Thunderbird on the same machine with the same host, port 465 SSL/TLS, sends immediately. What is wrong?",
            "The same account works fine with Mozilla Thunderbird.",
            "With Thunderbird it works.",
            "Mit Thunderbird klappt es.",
            "it works with the same credentials in Thunderbird",
            "The same settings work from my laptop with Thunderbird",
            "funktioniert mit denselben Daten in Thunderbird",
            "ça marche avec les mêmes réglages dans Thunderbird",
        ] {
            assert!(check(text), "{text}");
        }
        for text in [
            "Thunderbird: Sending of the message failed.",
            "It does not work in Thunderbird",
            "It works on the web, not with Thunderbird",
            "Receiving works in Thunderbird",
            "Thunderbird works for reading, but sending ends so:",
            "I use Thunderbird 128 on Linux.",
            "Thunderbird says: An error occurred. It works elsewhere.",
            "Thunderbird no longer works",
            "I use Thunderbird, and another program works.",
        ] {
            assert!(!check(text), "{text}");
        }
    }

    #[test]
    fn the_program_that_failed_is_the_product() {
        let product = |paste: &str| crate::diagnose(paste).product.map(|product| product.id);
        let failed = "System.Net.Mail.SmtpException: The operation has timed out.\n   at System.Net.Mail.SmtpClient.Send(MailMessage message)";
        let alone = product(failed);
        assert!(alone.is_some());
        assert_eq!(product(&format!("Works in Thunderbird, not here.\n\n{failed}")), alone);
        let app = "FairEmail on my phone shows\n\njavax.mail.AuthenticationFailedException: 535 5.7.8 Error: authentication failed";
        assert_eq!(product(app).as_deref(), Some("fairemail"));
    }
}
