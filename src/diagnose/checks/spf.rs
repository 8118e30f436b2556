//! Which name SPF was checked for (RFC 7208, section 2.4), and whether its domain said anything at all.

use crate::facts::message::{Message, Of};
use crate::mail::address;
use crate::mail::auth_results::Statement;
use crate::mail::received_spf::ReceivedSpf;

/// More than any mail is checked. So many fields are looked at.
pub const MOST: usize = 8;

/// One check of SPF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The domain that the result is about, in lower case.
    pub domain: String,
    pub result: String,
    /// The name that the server gave in HELO: it stands in for an envelope sender that is empty.
    pub is_helo: bool,
    /// The domain publishes no record, and the checking server made one up (`best guess record`).
    pub is_guess: bool,
}

/// What a statement of Authentication-Results was about; a Received-SPF of the same result may say more.
pub fn checked(message: &Message, found: &Statement) -> Option<Checked> {
    let comment = found.comment.as_deref().unwrap_or_default();
    let sender = ["smtp.mailfrom", "smtp.mail", "smtp.mfrom"].iter().find_map(|name| found.prop(name));
    let is_returned = || message.return_path.as_ref().is_some_and(|path| path.read.address.is_empty());
    let is_nobodys = sender.map_or_else(is_returned, is_empty);
    let is_same = |spf: &&Of<ReceivedSpf>| spf.read.result.eq_ignore_ascii_case(&found.result);
    let same = message.received_spf.iter().take(MOST).filter(is_same).map(|spf| &spf.read);
    let noted = same.filter_map(|spf| Some((spf.prop("envelope_from"), noted(spf)?))).next();
    // The name in HELO stands in for a sender that is stated to be empty, and the comment may name its domain.
    let helo = found.prop("smtp.helo").filter(|name| is_nobodys && !name.is_empty());
    let name = sender.filter(|name| !is_empty(name)).or(helo).or(named_in(comment));
    let Some(name) = name else {
        // One on a sender who is named is of another hop than one whose sender is empty.
        let (_, noted) = noted.filter(|(named, noted)| !is_nobodys || named.is_none() || noted.is_helo)?;
        return Some(Checked { is_helo: is_nobodys || noted.is_helo, ..noted });
    };
    let domain = domain(name);
    let is_guess =
        guessed(comment) || noted.is_some_and(|(_, noted)| noted.is_guess && noted.domain == domain);
    let result = found.result.clone();
    (!domain.is_empty()).then_some(Checked { domain, result, is_helo: is_nobodys, is_guess })
}

/// The same of a Received-SPF field. One on the name in HELO beside a sender who is named says nothing of that sender.
pub fn noted(spf: &ReceivedSpf) -> Option<Checked> {
    let comment = spf.comment.as_deref().unwrap_or_default();
    let is_of_helo = spf.prop("identity").is_some_and(|identity| identity.eq_ignore_ascii_case("helo"));
    let sender = spf.prop("envelope_from");
    let is_nobodys = sender.is_some_and(is_empty);
    let name = match sender.filter(|sender| !is_empty(sender)) {
        Some(_) if is_of_helo => return None,
        Some(sender) => sender,
        None if is_of_helo => spf.prop("helo").filter(|name| !is_empty(name))?,
        None => named_in(comment)?,
    };
    let domain = domain(name);
    let (result, is_helo) = (spf.result.clone(), is_of_helo || is_nobodys);
    (!domain.is_empty()).then_some(Checked { domain, result, is_helo, is_guess: guessed(comment) })
}

fn guessed(comment: &str) -> bool {
    comment.to_ascii_lowercase().contains("best guess record")
}

/// `domain of ann@example.com designates …`, or `mx.example.net: example.com does not designate …`: of a comment.
fn named_in(comment: &str) -> Option<&str> {
    let Some((_, rest)) = comment.split_once("domain of ") else {
        let (before, _) = comment.split_once(" does not designate ")?;
        return before
            .rsplit_once(": ")
            .map(|(_, name)| name)
            .filter(|name| name.contains('.') && !name.contains(' '));
    };
    let rest = rest.strip_prefix("transitioning ").unwrap_or(rest);
    rest.split_whitespace().next().filter(|name| name.contains('.'))
}

/// `<>`, or nothing.
fn is_empty(name: &str) -> bool {
    name.trim_matches(['<', '>', ' ', '"']).is_empty()
}

/// Of a bare domain, or of an address.
fn domain(name: &str) -> String {
    let domain = address::domain(name).unwrap_or_else(|| name.to_ascii_lowercase());
    domain.trim_matches(['<', '>', '.', ' ', ':', ',']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::received_spf;

    fn read(spf: &str) -> Option<Checked> {
        noted(&received_spf::parse(spf)?)
    }

    #[test]
    fn a_guess_is_told_from_a_record() {
        let guess = "pass (mx.example.org: best guess record for domain of ann@example.com designates 192.0.2.1 as permitted \
                     sender) client-ip=192.0.2.1;";
        let found = read(guess).expect("a domain");
        assert_eq!((found.domain.as_str(), found.is_guess, found.is_helo), ("example.com", true, false));
        assert!(read(&guess.replace("best guess record for ", "")).is_some_and(|found| !found.is_guess));
    }

    #[test]
    fn a_domain_without_a_record_is_named_in_the_comment() {
        let found = read("None (gate.example.net: example.com does not designate permitted sender hosts)");
        assert_eq!(found.map(|found| found.domain).as_deref(), Some("example.com"));
    }

    #[test]
    fn without_an_envelope_sender_the_name_in_helo_is_checked() {
        let found =
            read("pass (ok) identity=helo; helo=out.example.com; envelope-from=<>").expect("a domain");
        assert_eq!((found.domain.as_str(), found.is_helo), ("out.example.com", true));
        // Both were checked, and this is the one on the name: of the sender it says nothing.
        assert_eq!(
            read("pass (ok) identity=helo; helo=out.example.com; envelope-from=<bob@example.net>"),
            None
        );
    }

    #[test]
    fn an_empty_return_path_has_the_name_in_helo_checked() {
        let said = |path: &str| {
            let block = format!(
                "Return-Path: <{path}>\nAuthentication-Results: mx.example.net; spf=pass smtp.helo=mail.example.com; \
                 dkim=none; dmarc=fail header.from=example.org\nReceived: from mail.example.com (mail.example.com [192.0.2.4]) \
                 by mx.example.net with ESMTPS id 1; Wed, 4 Jun 2025 07:12:05 +0000\nFrom: postmaster@example.org\n"
            );
            crate::diagnose(&block).alignment.expect("a table").text
        };
        assert!(said("").contains("SPF passed only for mail.example.com, the name in HELO"), "{}", said(""));
        assert!(!said("ann@example.com").contains("the name in HELO"));
    }
}
