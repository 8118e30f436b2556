//! Somebody tells of a new line, provider or server: mail then comes from another address than the one that a relay service knows.

use super::Finding;
use super::values::Values;
use crate::facts::Facts;
use crate::knowledge::Topic;
use crate::text::token;

/// So many statements and bytes of each are looked through.
const STATEMENTS: usize = 8;
const LONGEST: usize = 4000;

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    if !told.steps.iter().any(|step| step.is_about(Topic::KnownAddress)) {
        return;
    }
    let Some(address) = values.get("sending_ip") else { return };
    let told_of = |text: &str| tells(&text[..text.floor_char_boundary(LONGEST)]);
    if facts.statements.iter().take(STATEMENTS).any(|said| told_of(said.text.as_str())) {
        told.add_note(&format!(
            "By the words beside it the line, the provider or the server is a new one: mail then comes from another address, and the service still knows \
             the old one. The new one is {address}."
        ));
    }
}

/// `a new fixed IP`, `we changed our provider`, `the line was switched`
fn tells(text: &str) -> bool {
    let (mut since_new, mut since_line, mut found) = (u8::MAX, u8::MAX, false);
    token::words(text, |_, word| {
        let (is_new, is_line) = (NEW.contains(&word), LINE.contains(&word));
        found |= (is_line && since_new < REACH) || (is_new && CHANGED.contains(&word) && since_line < REACH);
        since_new = if is_new { 0 } else { since_new.saturating_add(1) };
        since_line = if is_line { 0 } else { since_line.saturating_add(1) };
    });
    found
}

/// So many words stand between the two at most.
const REACH: u8 = 4;

const NEW: &[&str] = &[
    "new",
    "changed",
    "switched",
    "moved",
    "migrated",
    "neuer",
    "neue",
    "neuen",
    "neues",
    "gewechselt",
    "umgestellt",
    "umgezogen",
    "nouveau",
    "nouvelle",
    "nouvel",
    "changé",
    "nuevo",
    "nueva",
    "cambiado",
    "cambiamos",
    "nuovo",
    "nuova",
    "cambiato",
    "novo",
    "nova",
    "mudamos",
    "nieuw",
    "nieuwe",
    "nowy",
    "nowe",
    "nowym",
    "ny",
    "nytt",
    "новый",
    "новая",
    "сменили",
];
/// Those that may stand behind what changed.
const CHANGED: &[&str] = &[
    "changed",
    "switched",
    "moved",
    "migrated",
    "gewechselt",
    "umgestellt",
    "umgezogen",
    "changé",
    "cambiado",
    "cambiato",
    "сменили",
];
const LINE: &[&str] = &[
    "line",
    "ip",
    "isp",
    "internet",
    "router",
    "broadband",
    "fibre",
    "fiber",
    "office",
    "server",
    "vps",
    "anschluss",
    "leitung",
    "glasfaser",
    "internetanbieter",
    "provider",
    "büro",
    "ligne",
    "fai",
    "fournisseur",
    "box",
    "serveur",
    "línea",
    "proveedor",
    "operador",
    "servidor",
    "linea",
    "operatore",
    "gestore",
    "linha",
    "lijn",
    "verbinding",
    "łącze",
    "провайдер",
    "провайдера",
    "линия",
];

#[cfg(test)]
mod tests {
    use super::tells;

    #[test]
    fn a_new_line_is_the_reason_where_it_is_told() {
        for words in [
            "broke after our ISP gave us a new line",
            "we have a new fixed IP",
            "we changed our provider",
            "The line was switched on Friday",
            "seit wir einen neuen Anschluss haben",
            "depuis la nouvelle ligne",
        ] {
            assert!(tells(words), "{words}");
        }
        for words in
            ["a new message", "the server refused it", "the provider sent a letter, and we have new printers"]
        {
            assert!(!tells(words), "{words}");
        }
        let reply = "550 5.7.1 Invalid credentials for relay [192.0.2.44]. The IP address you've registered in your Workspace SMTP Relay service doesn't \
                     match the domain of the account this email is being sent from.";
        let note = |paste: &str| crate::diagnose(paste).findings.remove(0).note.unwrap_or_default();
        assert!(!note(reply).contains("new one"));
        let told =
            note(&format!("Our alerts broke after we got a new line (new fixed IP) last week:\n\n{reply}"));
        assert!(told.contains("The new one is 192.0.2.44"), "{told}");
    }
}
