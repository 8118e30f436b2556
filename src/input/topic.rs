//! Whether a text is about mail at all. Servers of every kind refuse connections, users are unknown everywhere, and
//! numbers of three digits are bus lines, too.

use crate::mail::reply;
use crate::text::token;

/// Whether a word, an address, a port or a code shows that mail is spoken of.
pub fn is_mail(text: &str) -> bool {
    UNSPACED.iter().any(|word| text.contains(word))
        || has_address(text)
        || reply::all(text).any(|(_, found)| found.enhanced.is_some())
        || has_word(text)
}

/// Whether a word shows that something went wrong.
pub fn is_trouble(text: &str) -> bool {
    let text = text.to_lowercase();
    !text.is_ascii() || TROUBLE.iter().any(|word| text.contains(word))
}

/// Every language has its own; of those that are written in other letters than English's nothing is concluded.
const TROUBLE: &[&str] = &[
    " not ",
    "n't ",
    " not ",
    "n't ",
    "error",
    "fail",
    "could not",
    "couldn't",
    "cannot",
    "can't",
    "can not",
    "unable",
    "not able",
    "exception",
    "refus",
    "timed out",
    "timeout",
    "reject",
    "denied",
    "incorrect",
    "wrong",
    "unknown",
    "not exist",
    "not found",
    "no such",
    "quota",
    "exceed",
    "try again",
    "later",
    "resend",
    "block",
    "limit",
    "full",
    "invalid",
    "not allowed",
    "not permitted",
    "not accepted",
    "required",
    "must ",
    "unavailable",
    "not available",
    "expire",
    "suspend",
    "disable",
    "bounce",
    "spam",
    "blacklist",
    "too many",
    "too large",
    "too big",
    "lost",
    "closed",
    "reset",
    "warning",
    "problem",
    "trouble",
    "undeliver",
    "not deliver",
    "unexpected",
    "mismatch",
    "not match",
    "greylist",
    "not valid",
    "not trusted",
    "not supported",
    "not support",
    "unsupported",
    "aborted",
    "fehler",
    "nicht",
    "erreur",
    "impossible",
    "errore",
    "non ",
    "erro",
    "kan niet",
    "fout",
];

fn has_word(text: &str) -> bool {
    let mut found = false;
    let mut last_is_port = false;
    token::words(text, |range, word| {
        let port = last_is_port || text[..range.start].ends_with(':');
        found |= STEMS.iter().any(|stem| word.contains(stem))
            || WORDS.contains(&word)
            || (port && PORTS.contains(&word));
        last_is_port = word == "port";
    });
    found
}

/// `name@host.example`.
fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let host = &text[at + 1..];
        let end =
            host.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(host.len());
        let is_path = host[end..].starts_with([':', '/']);
        text[..at].ends_with(|c: char| c.is_alphanumeric())
            && host[..end].trim_end_matches('.').contains('.')
            && !is_path
    })
}

/// Parts of words: `mailer`, `email`, `phpmailer`, `smtplib`.
const STEMS: &[&str] = &["mail", "smtp", "courriel", "correo", "почт", "пошт", "pošt", "poczt"];

const WORDS: &[&str] = &[
    "imap",
    "pop3",
    "mx",
    "spf",
    "dkim",
    "dmarc",
    "ehlo",
    "helo",
    "starttls",
    "rcpt",
    "mta",
    "bounce",
    "bounced",
    "recipient",
    "recipients",
    "sender",
    "inbox",
    "outbox",
    "greylisted",
    "greylisting",
    "spam",
    "relay",
    "relaying",
    "outlook",
    "thunderbird",
    "postfix",
    "exim",
    "dovecot",
    "posta",
    "eposta",
    "courrier",
    "newsletter",
    "mua",
    "lmtp",
    "sasl",
    "empfänger",
    "absender",
    "destinataire",
    "destinatario",
    "destinatário",
    "odbiorca",
    "получатель",
];

/// In scripts without spaces every sign is a word.
const UNSPACED: &[&str] = &["メール", "邮件", "郵件", "邮箱", "메일", "بريد", "דואר"];

/// Ports of submission and relay (RFC 8314, RFC 6409), and those that providers offer beside them.
const PORTS: &[&str] = &["25", "465", "587", "2525"];

#[cfg(test)]
mod tests {
    use super::is_mail;

    #[test]
    fn mail_shows_itself() {
        for text in [
            "the e-mail",
            "smtplib.SMTP",
            "ann@example.org",
            "dial tcp 192.0.2.1:587",
            "no (5.1.1)",
            "メールを送信",
        ] {
            assert!(is_mail(text), "{text}");
        }
        for text in ["bus 550", "git@example.org:a/b", "dial tcp 192.0.2.1:5432", "port 80, 25 users"] {
            assert!(!is_mail(text), "{text}");
        }
    }
}
