//! A private account at Outlook.com (hotmail, live, msn): nobody administers it but its owner, and neither the Defender portal nor an
//! admin center knows it.

use crate::diagnose;
use crate::knowledge::{OWNERS, RULES};
use crate::report::values::Values;
use crate::report::{Finding, Source, Step};

/// The domains of private accounts, without their ends: `hotmail.co.uk`, `live.nl`.
const DOMAINS: &[&str] = &["outlook", "hotmail", "live", "msn"];

/// So much is looked through, in bytes.
const LONGEST: usize = 16 << 10;

pub fn adapt(told: &mut Finding, paste: &str, found: &diagnose::Finding, values: &Values) {
    let owner = found.rule.map(|rule| OWNERS[usize::from(RULES[usize::from(rule)].owner)].id);
    if owner != Some("microsoft") || !is_private(paste, values) {
        return;
    }
    match told.cause.as_str() {
        "account-blocked" => blocked(told),
        "auth-method" => with_password(told),
        _ => {}
    }
}

fn blocked(told: &mut Finding) {
    its_owners(told, &[SIGN_IN, PASSWORD, SLOWLY]);
    told.retry = "Not before you have signed in at outlook.com and shown that the account is yours; then, at times, only after a day.".to_owned();
    told.note = Some("Microsoft stopped sending from this account: somebody else may have got in, or it sent more than is usual.".to_owned());
    told.source = Some(Source { url: SOURCE.into(), checked: CHECKED.into() });
}

fn with_password(told: &mut Finding) {
    its_owners(told, &[BROWSER, OTHER]);
    told.retry =
        "Not with a password. As soon as the program signs in with the Microsoft account itself.".to_owned();
    told.note = None;
}

fn its_owners(told: &mut Finding, steps: &[&'static str]) {
    told.steps = steps.iter().map(|text| Step::new("sender", *text)).collect();
    told.act = "sender".to_owned();
    told.who = "you".to_owned();
    told.commands.clear();
    told.links.clear();
    told.ask = None;
}

fn is_of_one(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.split_once('.').is_some_and(|(name, _)| DOMAINS.contains(&name))
    })
}

/// Whether the sender's address is one of a private account; where no sender is known, whether such an address stands there that is
/// not the recipient's, or somebody says that it is one.
fn is_private(paste: &str, values: &Values) -> bool {
    if let Some(sender) = values.get("sender") {
        return is_of_one(&sender.to_lowercase());
    }
    let paste = paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))].to_lowercase();
    let recipient = values.get("recipient").unwrap_or_default().to_lowercase();
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | ',' | ';' | ':' | '“' | '”')
    };
    let mut words = paste
        .split(ends)
        .map(|word| word.trim_matches(['.', '?', '!']))
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        if is_of_one(word) && word != recipient {
            return true;
        }
        // `hotmail account`, `Outlook.com account`, `compte hotmail`
        let names = |word: &str| matches!(word, "hotmail" | "outlook.com" | "hotmail.com" | "live.com");
        let is_account = |word: &str| {
            ["account", "konto", "compte", "cuenta", "conta", "mailbox", "postfach"].contains(&word)
        };
        if let Some(next) = words.peek()
            && ((names(word) && is_account(next)) || (is_account(word) && names(next)))
        {
            return true;
        }
    }
    false
}

const SOURCE: &str = "https://support.office.com/en-us/article/Unusual-sign-in-activity-in-Outlook-com-1d719bb8-0569-4128-8e8c-bfd32d27db02";
const CHECKED: &str = "2026-11-27";
const SIGN_IN: &str = "Sign in at outlook.com (or account.microsoft.com) in a browser and follow the notice there: Microsoft sends a code to a phone, and \
                       with it the account may send again.";
const PASSWORD: &str = "Somebody else may have got in. Set a new password at account.microsoft.com, Security, and switch on two-step verification; then look \
                        in the Sent folder for mail that you did not write, and in the settings for rules and forwards that you did not make.";
const SLOWLY: &str = "Then begin with a few mails. An account that is new or was long unused may send to few people a day; for newsletters and lists there \
                      are services.";
const BROWSER: &str = "Remove the account from the program and add it anew by its own entry for Outlook.com or Microsoft: it opens a browser in which you sign \
                       in (OAuth2). Outlook.com takes no passwords from programs any more.";
const OTHER: &str = "Where the program or device has no such sign-in, let it send through an account at another provider; for yourself the web page \
                     outlook.com does.";

#[cfg(test)]
mod tests {
    const BLOCKED: &str = "Remote Server returned '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; WASCL UserAction verdict is not None.'";

    fn first(paste: &str) -> crate::report::Finding {
        let told = crate::diagnose(paste).findings.remove(0);
        assert!(matches!(told.cause.as_str(), "account-blocked" | "auth-method"), "{paste}: {}", told.cause);
        told
    }

    #[test]
    fn a_private_account_has_no_administrator() {
        for paste in [
            format!("My Hotmail account cannot send.\n\n{BLOCKED}"),
            format!("From: lena@outlook.de\n\n{BLOCKED}"),
            "lena@live.nl: 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0.eurprd01.prod.outlook.com]".to_owned(),
        ] {
            let told = first(&paste);
            assert!(told.steps.iter().all(|step| step.by == "sender" && !step.text.contains("dministrator")), "{:?}", told.steps);
            assert!(told.steps[0].text.to_lowercase().contains("outlook.com"), "{:?}", told.steps);
            assert_eq!((told.act.as_str(), told.ask), ("sender", None), "{paste}");
        }
    }

    #[test]
    fn a_company_has_one() {
        let told = first(BLOCKED);
        assert!(told.steps.iter().any(|step| step.text.contains("Defender")), "{:?}", told.steps);
    }
}
