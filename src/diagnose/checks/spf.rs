//! Which name SPF was checked for (RFC 7208, section 2.4), and whether its domain said anything at all.

use crate::facts::message::Message;
use crate::mail::address;
use crate::mail::auth_results::Statement;
use crate::mail::received_spf::ReceivedSpf;

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
    let noted = message
        .received_spf
        .iter()
        .find(|spf| spf.read.result.eq_ignore_ascii_case(&found.result))
        .and_then(|spf| noted(&spf.read));
    let sender = ["smtp.mailfrom", "smtp.mail", "smtp.mfrom"].iter().find_map(|name| found.prop(name));
    let helo = found.prop("smtp.helo").filter(|name| !name.is_empty());
    let name = sender.filter(|name| !is_empty(name)).map(|name| (name, false));
    // The comment names the domain where the envelope sender is empty.
    let name = name.or(helo.map(|name| (name, true)));
    let name = name.or(named_in(comment).map(|name| (name, sender.is_some())));
    let Some((name, is_helo)) = name else {
        return noted.map(|noted| Checked { is_helo: sender.is_some() || noted.is_helo, ..noted });
    };
    let domain = domain(name);
    let is_guess =
        guessed(comment) || noted.as_ref().is_some_and(|noted| noted.is_guess && noted.domain == domain);
    let result = found.result.clone();
    (!domain.is_empty()).then_some(Checked { domain, result, is_helo, is_guess })
}

/// The same of a Received-SPF field.
pub fn noted(spf: &ReceivedSpf) -> Option<Checked> {
    let prop = |name: &str| spf.prop(name).filter(|value| !is_empty(value));
    let comment = spf.comment.as_deref().unwrap_or_default();
    let is_of_helo = spf.prop("identity").is_some_and(|identity| identity.eq_ignore_ascii_case("helo"));
    let sender = prop("envelope_from").filter(|_| !is_of_helo);
    let (name, is_helo) = match (sender, prop("helo").filter(|_| is_of_helo)) {
        (Some(sender), _) => (sender, false),
        (None, Some(helo)) => (helo, true),
        (None, None) => (named_in(comment)?, false),
    };
    let domain = domain(name);
    let result = spf.result.clone();
    (!domain.is_empty()).then_some(Checked { domain, result, is_helo, is_guess: guessed(comment) })
}

fn guessed(comment: &str) -> bool {
    comment.to_ascii_lowercase().contains("best guess record")
}

/// `domain of ann@example.com designates …`: of a comment.
fn named_in(comment: &str) -> Option<&str> {
    let (_, rest) = comment.split_once("domain of ")?;
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
    fn without_an_envelope_sender_the_name_in_helo_is_checked() {
        let found =
            read("pass (ok) identity=helo; helo=out.example.com; envelope-from=<>").expect("a domain");
        assert_eq!((found.domain.as_str(), found.is_helo), ("out.example.com", true));
    }
}
