//! What a result of SPF, DKIM and the like means, with what the statement itself says of its reason.

use crate::diagnose::checks::alignment::{has_expired, is_unusable, lacks_key};
use crate::diagnose::checks::filters::meaning_of_result;
use crate::diagnose::checks::spf;
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::auth_results::Statement;

pub fn meaning(message: &Message, statement: &Statement) -> Option<String> {
    let known = meaning_of_result(&statement.method, &statement.result)?;
    let own = match statement.method.as_str() {
        "spf" => of_spf(message, statement),
        "dkim" | "domainkeys" => of_dkim(statement).map(str::to_owned),
        // Without a domain there was none whose policy could be looked up.
        "dmarc" if statement.prop("header.from") == Some("") => {
            Some("The server found no domain in From whose DMARC policy it could look up.".to_owned())
        }
        "compauth" => Some(format!("{known}{}", reason(statement))),
        _ => None,
    };
    Some(own.unwrap_or_else(|| known.to_owned()))
}

/// Whose domain it was: that of the envelope sender, of the name in HELO, or of nobody who said anything.
fn of_spf(message: &Message, statement: &Statement) -> Option<String> {
    let checked = spf::checked(message, statement)?;
    let domain = &checked.domain;
    let passed = checked.result.eq_ignore_ascii_case("pass");
    match (checked.is_guess, checked.is_helo) {
        (true, _) => Some(format!(
            "{domain} publishes no SPF record: the server made one up by its own rules (best guess record){}. The domain \
             itself says nothing.",
            if passed { ", and the address fits that" } else { "" }
        )),
        (false, true) if passed => Some(format!(
            "The envelope sender is empty, so the name given in HELO was checked: the sending address may send for {domain} \
             (RFC 7208, section 2.4)."
        )),
        (false, true) => Some(format!(
            "The envelope sender is empty, so the name given in HELO was checked, {domain}. {}",
            meaning_of_result("spf", &checked.result).unwrap_or_default()
        )),
        (false, false) => None,
    }
}

/// Without its key, a signature tells nothing of the text; with it, the server may say what does not fit.
fn of_dkim(statement: &Statement) -> Option<&'static str> {
    let words = [statement.comment.as_deref(), statement.prop("reason")];
    let comment = &words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let result = statement.result.to_ascii_lowercase();
    if matches!(result.as_str(), "neutral" | "none") && says_unsigned(comment) {
        return Some("The mail carries no signature.");
    }
    if has_expired(statement) {
        return Some("The signature had expired when it was checked (x=).");
    }
    if is_unusable(statement) {
        return Some(
            "The server got no key that it could use: it is revoked, or of a kind that the server does not know.",
        );
    }
    // Google writes neutral for a signature that does not fit.
    if !matches!(result.as_str(), "fail" | "hardfail" | "neutral") {
        return None;
    }
    if lacks_key(comment) {
        return Some("The signature could not be checked: its key was not found.");
    }
    let comment = comment.to_ascii_lowercase();
    (comment.contains("body hash") || comment.contains("bodyhash"))
        .then_some("The text is not what was signed: it was changed after the signature was made.")
}

/// `no sig`, `message not signed`: some write neutral for that.
fn says_unsigned(comment: &str) -> bool {
    let comment = comment.trim().to_ascii_lowercase();
    comment == "no sig"
        || ["no signature", "not signed", "unsigned"].iter().any(|words| comment.contains(words))
}

/// Microsoft's, in numbers.
fn reason(statement: &Statement) -> String {
    let Some(code) = statement.prop("reason") else { return String::new() };
    match knowledge::compauth_reason(code) {
        Some(term) => format!(" Reason {code}: {}", term.meaning),
        None => format!(" Reason {code} is not documented."),
    }
}

#[cfg(test)]
mod tests {
    /// The meaning of each statement in a block.
    fn meanings(block: &str) -> Vec<String> {
        let paste = format!("{block}\nFrom: a@example.com\nSubject: x\n");
        crate::diagnose(&paste).auth.into_iter().filter_map(|auth| auth.meaning).collect()
    }

    #[test]
    fn spf_says_what_was_checked() {
        let guessed = meanings(
            "Received-SPF: pass (mx.example.org: best guess record for domain of out.example.com designates 192.0.2.1)\n\
             Authentication-Results: mx.example.org; spf=pass smtp.mail=",
        );
        assert!(guessed[0].starts_with("out.example.com publishes no SPF record"), "{guessed:?}");
        let helo = meanings(
            "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=<> smtp.helo=out.example.com",
        );
        assert!(helo[0].starts_with("The envelope sender is empty"), "{helo:?}");
        // Only the comment tells whose domain it was.
        let bare = meanings(
            "Authentication-Results: mx.example.org; spf=pass (domain of a@example.com designates 192.0.2.1)",
        );
        assert_eq!(bare, ["The sending address may send for the envelope sender's domain."]);
        // That the name in HELO was checked, too, does not say that the sender was empty.
        let helo_too = meanings("Authentication-Results: mx.example.org; spf=pass smtp.helo=out.example.com");
        assert_eq!(helo_too, bare);
        let plain = meanings("Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com");
        assert_eq!(plain, ["The sending address may send for the envelope sender's domain."]);
    }

    #[test]
    fn dkim_tells_the_reason_that_stands_there() {
        let of = |comment: &str| {
            meanings(&format!(
                "Authentication-Results: mx.example.org; dkim=fail ({comment}) header.d=example.com"
            ))
            .remove(0)
        };
        assert!(of("no key for signature").contains("key was not found"));
        let reason =
            "Authentication-Results: mx.example.org; dkim=fail reason=\"key not found in DNS\" (0-bit key)";
        assert!(meanings(reason)[0].contains("key was not found"));
        assert!(of("body hash did not verify").contains("changed after"));
        let hash = "Authentication-Results: mx.example.org; dkim=neutral (body hash did not verify) header.i=@example.com";
        assert!(meanings(hash)[0].contains("changed after"));
        let neutral = "Authentication-Results: mx.example.org; dkim=neutral (no sig)";
        assert_eq!(meanings(neutral), ["The mail carries no signature."]);
        assert!(of("signature did not verify").contains("or the key does not fit"));
    }
}
