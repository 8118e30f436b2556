//! A recipient's domain that is one slip of the finger away from a large provider's: asked as a question, never told.

/// Domains that very many people have addresses at, and what is near them and real: never a slip.
const LARGE: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.co.uk",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.co.uk",
    "yahoo.co.jp",
    "ymail.com",
    "aol.com",
    "icloud.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "freenet.de",
    "orange.fr",
    "wanadoo.fr",
    "laposte.net",
    "free.fr",
    "libero.it",
    "virgilio.it",
    "comcast.net",
    "verizon.net",
    "sbcglobal.net",
    "bellsouth.net",
    "yandex.ru",
    "yandex.com",
    "rambler.ru",
    "zoho.com",
    "fastmail.com",
    "btinternet.com",
    "bigpond.com",
    "seznam.cz",
    "interia.pl",
    "naver.com",
];

/// Real domains of others, one edit away from a large one.
const REAL: &[&str] = &[
    "mail.com",
    "email.com",
    "gmail.de",
    "gmail.ru",
    "ymail.de",
    "hotmail.ca",
    "hotmail.it",
    "hotmail.es",
    "hotmail.be",
    "hotmail.nl",
    "hotmail.se",
    "live.de",
    "live.fr",
    "live.ca",
    "live.nl",
    "live.it",
    "love.com",
    "aim.com",
    "aol.de",
    "aol.fr",
    "yahoo.it",
    "yahoo.es",
    "yahoo.ca",
    "yahoo.in",
    "yahoo.se",
    "outlook.de",
    "outlook.fr",
    "outlook.es",
    "outlook.it",
    "icloud.de",
    "gmx.eu",
    "gmx.us",
    "gmx.fr",
    "gmx.li",
    "gmx.org",
    "web.com",
    "web.dk",
    "free.de",
    "libero.net",
    "yandex.by",
    "yandex.kz",
    "yandex.ua",
    "zoho.eu",
    "zoho.in",
    "fastmail.fm",
    "msn.cn",
    "msn.net",
    "oran.fr",
    "mac.com",
    "me.com",
];

/// Words this short have too many honest neighbours.
const SHORTEST: usize = 8;

/// The domain that was probably meant.
pub fn meant(domain: &str) -> Option<&'static str> {
    let domain = domain.to_ascii_lowercase();
    if domain.len() < SHORTEST || LARGE.contains(&domain.as_str()) || REAL.contains(&domain.as_str()) {
        return None;
    }
    let mut near = LARGE.iter().filter(|large| large.len() >= SHORTEST && one_edit(&domain, large));
    let first = near.next()?;
    // Near to two of them: not near-certain.
    near.next().is_none().then_some(first)
}

/// One letter missing, doubled, wrong or swapped with its neighbour (Damerau's four slips).
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same_front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_front..], &b[same_front..]);
    let same_back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same_back], &b[..b.len() - same_back]);
    match (a, b) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn near_certain_slips_are_asked_about() {
        for (domain, want) in [
            ("gmial.com", Some("gmail.com")),
            ("gmail.con", Some("gmail.com")),
            ("gmaill.com", Some("gmail.com")),
            ("Hotmai.com", Some("hotmail.com")),
            ("outlok.com", Some("outlook.com")),
            ("gmail.com", None),
            ("mail.com", None),
            ("ymail.com", None),
            ("gmx.fr", None),
            ("example.com", None),
            ("", None),
        ] {
            assert_eq!(meant(domain), want, "{domain}");
        }
    }
}
