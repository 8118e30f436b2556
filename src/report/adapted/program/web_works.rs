//! Somebody tells that the mailbox works in the browser: to try it there leads to nothing new.

use crate::knowledge::Topic;
use crate::report::Finding;

/// Names of the mailbox's page, in the languages in which people ask.
const WEB: &[&str] = &[
    "on the web",
    "webmail",
    "web mail",
    "in the browser",
    "in a browser",
    "in my browser",
    "web page",
    "webpage",
    "web site",
    "website",
    "web interface",
    "web version",
    "web client",
    "online",
    "im browser",
    "weboberfläche",
    "webseite",
    "im web",
    "im internet",
    "navigateur",
    "interface web",
    "site web",
    "navegador",
    "interfaz web",
    "página web",
    "via web",
    "sul web",
    "nel browser",
    "interfaccia web",
    "no site",
    "przeglądar",
    "przez stronę",
    "webben",
    "in de browser",
];

/// Says that it works there.
const WORKS: &[&str] = &[
    "works",
    "work fine",
    "working",
    "can log in",
    "can sign in",
    "can login",
    "log in fine",
    "sign in fine",
    "able to log in",
    "able to sign in",
    "can send",
    "no problem",
    "is fine",
    "geht",
    "klappt",
    "funktioniert",
    "anmelden kann",
    "einloggen kann",
    "kann ich mich anmelden",
    "kann ich mich einloggen",
    "marche",
    "fonctionne",
    "je peux me connecter",
    "funciona",
    "puedo entrar",
    "puedo iniciar",
    "funziona",
    "riesco ad accedere",
    "consigo entrar",
    "działa",
    "werkt",
    "fungerar",
];

/// What takes it back.
const NOT: &[&str] = &[
    " not ",
    "n't",
    "n’t",
    "neither",
    " nicht ",
    " kein",
    " pas ",
    " no funciona",
    " non ",
    " não ",
    " nie ",
    " niet ",
    " inte ",
    "error",
    "fehler",
];

/// So much of a paste is looked through, in bytes.
const LONGEST: usize = 12 << 10;

pub fn adapt(told: &mut Finding, paste: &str) {
    let is_told = told.steps.len() > 1 && told.steps.iter().any(|step| step.is_about(Topic::WebSignIn));
    if is_told && says_so(&paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))]) {
        told.steps.retain(|step| !step.is_about(Topic::WebSignIn));
    }
}

fn says_so(paste: &str) -> bool {
    let lower = paste.to_lowercase();
    let has = |clause: &str, words: &[&str]| words.iter().any(|word| clause.contains(word));
    lower
        .split(['.', '!', '?', '\n', ';', ','])
        .any(|clause| has(clause, WEB) && has(clause, WORKS) && !has(&format!(" {clause} "), NOT))
}

#[cfg(test)]
mod tests {
    use super::says_so;

    #[test]
    fn what_works_in_the_browser_is_known() {
        for paste in
            ["On the web I can log in and send.", "Im Browser geht es.", "Sur le site web ça marche."]
        {
            assert!(says_so(paste), "{paste}");
        }
        for paste in [
            "On the web I cannot log in.",
            "Im Browser geht es nicht.",
            "I changed it on the web page, and nothing works",
        ] {
            assert!(!says_so(paste), "{paste}");
        }
    }

    #[test]
    fn what_was_tried_is_not_to_be_tried_again() {
        let asks = "Since Friday my mail program keeps asking for my password and mails stay in the outbox.";
        let text = |paste: &str| crate::diagnose(paste).findings.remove(0).steps;
        let is_web = |step: &crate::report::Step| step.text.contains("provider's web page");
        assert!(text(asks).iter().any(is_web), "{:?}", text(asks));
        let steps = text(&format!("{asks} On the web I can log in and send."));
        assert!(!steps.iter().any(is_web), "{steps:?}");
        // What is known to help comes before the search for other words.
        let place = |words: &str| steps.iter().position(|step| step.text.contains(words));
        assert!(place("Credential Manager") < place("guided check"), "{steps:?}");
        let told = crate::diagnose(asks).findings.remove(0);
        assert!(told.facts.iter().all(|fact| fact.name != "Error"), "a letter is no error: {:?}", told.facts);
    }
}
