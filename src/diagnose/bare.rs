//! A sign-in that failed, as a program or a device says, without the words by which the server refused it.

use super::{Diagnosis, Finding};
use crate::facts::{Facts, Kind, Role, Statement};
use crate::knowledge::{self, CAUSES, Confidence, OWNERS};
use crate::text::token;

/// A program that says no more than that signing in failed does not know why: a wrong password is likely, and no more. Where a
/// device signs in at Microsoft 365, that mailboxes may not sign in so is likelier.
pub fn temper(facts: &Facts, diagnosis: &mut Diagnosis) {
    if !is_unanswered(facts) {
        return;
    }
    let at_microsoft = is_device(facts, diagnosis) && is_at_microsoft(facts);
    let (Some(credentials), Some(method)) =
        (knowledge::cause_number("auth-credentials"), knowledge::cause_number("auth-method"))
    else {
        return;
    };
    if at_microsoft && diagnosis.findings.iter().any(|finding| finding.cause == credentials) {
        // What is told by one of them is told by the other.
        diagnosis.findings.retain(|finding| finding.cause != method);
    }
    for finding in &mut diagnosis.findings {
        if finding.cause != credentials {
            continue;
        }
        if at_microsoft {
            let cause = &CAUSES[usize::from(method)];
            (finding.cause, finding.rule) = (method, None);
            (finding.permanence, finding.stage, finding.act) = (cause.permanence, cause.stage, cause.act);
        }
        if at_microsoft || !names_credentials(facts, finding) {
            finding.confidence = finding.confidence.min(Confidence::Likely);
        }
    }
}

/// Whether a program shows its own words alone, and no server's answer.
pub fn is_unanswered(facts: &Facts) -> bool {
    let own = |said: &Statement| said.role != Role::Reply && said.code.is_none() && said.enhanced.is_none();
    matches!(facts.kind, Kind::Words | Kind::Exception | Kind::Traceback) && facts.statements.iter().all(own)
}

/// Whether a printer, a scanner or a copier speaks, or is spoken of.
pub fn is_device(facts: &Facts, diagnosis: &Diagnosis) -> bool {
    let product = diagnosis.product.map(|owner| OWNERS[usize::from(owner)].id);
    match product {
        Some(product) => product.ends_with("-printer"),
        None => facts.device,
    }
}

/// Whether the mailboxes of companies at Microsoft are named: `smtp.office365.com`, `Microsoft 365`.
pub fn is_at_microsoft(facts: &Facts) -> bool {
    let named = |said: &Statement| {
        let (mut found, mut last) = (false, false);
        token::words(said.text.as_str(), |_, word| {
            found |= matches!(word, "office365" | "o365" | "m365") || (last && word == "365");
            last = matches!(word, "office" | "microsoft");
        });
        found
    };
    facts.statements.iter().any(named)
}

/// Whether the telling words themselves are about user name or password.
pub fn names_credentials(facts: &Facts, finding: &Finding) -> bool {
    const WORDS: &[&str] = &[
        "user",
        "credential",
        "passwor",
        "kennwort",
        "benutzer",
        "zugangsdaten",
        "mot de passe",
        "utilisateur",
        "identifiant",
        "contraseña",
        "usuario",
        "credencial",
        "utente",
        "credenzial",
        "senha",
        "usuário",
        "palavra",
        "wachtwoord",
        "gebruiker",
        "hasło",
        "użytkownik",
        "heslo",
        "пароль",
        "пользовател",
        "パスワード",
        "密码",
        "密碼",
        "암호",
        "비밀번호",
    ];
    let Some(said) = finding.statement.and_then(|index| facts.statements.get(index)) else { return false };
    let quote = |span: &crate::text::Span| {
        said.text.range_of(*span).map(|range| said.text.as_str()[range].to_lowercase())
    };
    let mut told = finding.evidence.iter().filter_map(quote);
    told.any(|quote| WORDS.iter().any(|word| quote.contains(word)))
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> (String, String) {
        let found = crate::diagnose(paste).findings.remove(0);
        (found.cause, found.confidence)
    }

    #[test]
    fn a_sign_in_without_the_servers_words_is_likely_at_most() {
        for paste in [
            "Authentication failed",
            "SMTP login error",
            "Ricoh: Authentication with the destination has failed",
            "Kyocera 1102",
        ] {
            assert_eq!(first(paste), ("auth-credentials".into(), "likely".into()), "{paste}");
        }
        for paste in ["535 5.7.8 Authentication failed", "Mail program: the password is incorrect"] {
            assert_eq!(first(paste), ("auth-credentials".into(), "certain".into()), "{paste}");
        }
    }

    #[test]
    fn a_device_at_microsoft_may_not_be_allowed_to_sign_in() {
        for paste in [
            "Ricoh, smtp.office365.com port 587. The screen says: Authentication with the SMTP server failed.",
            "Scanner at Microsoft 365: SMTP authentication error",
        ] {
            assert_eq!(first(paste).0, "auth-method", "{paste}");
        }
        let answered = "Ricoh, smtp.office365.com: 535 5.7.3 Authentication unsuccessful";
        assert_eq!(first(answered), ("auth-credentials".to_owned(), "certain".to_owned()));
        // A host name that only holds these letters.
        assert_eq!(
            first("Ricoh, smtp.team365.de: Authentication with the SMTP server failed.").0,
            "auth-credentials"
        );
        assert_eq!(
            first("Ricoh, smtp.example.com: Authentication with the SMTP server failed.").0,
            "auth-credentials"
        );
    }
}
