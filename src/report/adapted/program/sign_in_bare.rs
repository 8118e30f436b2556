//! A conversation in which the sign-in came before the encryption, though the server had offered that: its first wrong turn is the
//! order, and no password or kind of sign-in (RFC 4954, section 4; RFC 3207).

use crate::facts::Facts;
use crate::facts::dialogue::Act;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    if !matches!(told.cause.as_str(), "auth-method" | "auth-required" | "tls-required")
        || !is_out_of_order(facts)
    {
        return;
    }
    told.title = "The sign-in was tried before the connection was encrypted".to_owned();
    told.summary = "The server offered encryption (STARTTLS), and the sign-in (AUTH) was sent without it. Most servers let nobody sign in on a connection that \
                    others can read: the password was not looked at."
        .to_owned();
    told.note = None;
    told.retry = "With STARTTLS before the sign-in, at once.".to_owned();
    told.act = "sender".to_owned();
    told.who = "you".to_owned();
    told.ask = None;
    let host = values.get("remote").unwrap_or("HOST");
    let by_hand = format!(
        "In a test by hand begin with `openssl s_client -starttls smtp -crlf -connect {host}:587`, then EHLO once more, and AUTH after that. Telnet cannot encrypt."
    );
    told.steps =
        [PROGRAM.to_owned(), by_hand, CHANGE.to_owned()].map(|text| Step::new("sender", text)).into();
}

const PROGRAM: &str = "In the program choose port 587 with STARTTLS, or 465 with SSL/TLS, in place of an unencrypted connection (port 25 is for servers among themselves). \
                       It then encrypts before it signs in, by itself.";
const CHANGE: &str =
    "What was sent as a password went over the line readable. If it was a real one, change it.";

/// STARTTLS was offered and never begun, and AUTH went wrong.
fn is_out_of_order(facts: &Facts) -> bool {
    let Some(dialogue) = &facts.dialogue else { return false };
    let offers = dialogue.capabilities.iter().take(64).any(|offered| offered.keyword == "STARTTLS");
    let began = dialogue.exchanges.iter().any(|exchange| exchange.act == Act::StartTls);
    let signs_in = dialogue
        .exchanges
        .iter()
        .any(|exchange| matches!(exchange.act, Act::Auth | Act::AuthData) && exchange.failed());
    offers && !began && signs_in
}

#[cfg(test)]
mod tests {
    #[test]
    fn who_signs_in_before_starttls_is_told_the_order() {
        let session = |offer: &str, reply: &str| {
            let paste = format!(
                "$ telnet smtp.example.net 25\n220 smtp.example.net ESMTP\nEHLO box.example.com\n250-smtp.example.net\n{offer}250 8BITMIME\nAUTH LOGIN\n{reply}\nQUIT\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        for reply in [
            "503 5.5.1 Error: authentication not enabled",
            "538 5.7.11 Encryption required for requested authentication mechanism",
            "530 5.7.0 Must issue a STARTTLS command first",
        ] {
            let told = session("250-STARTTLS\n", reply);
            assert_eq!(
                (told.title.as_str(), told.act.as_str()),
                ("The sign-in was tried before the connection was encrypted", "sender"),
                "{reply}"
            );
            assert!(
                told.steps[0].text.contains("587") && told.steps[1].text.contains("smtp.example.net:587"),
                "{:?}",
                told.steps
            );
        }
        assert_ne!(session("", "503 5.5.1 Error: authentication not enabled").act, "sender");
    }
}
