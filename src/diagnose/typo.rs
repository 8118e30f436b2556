//! A recipient's domain that is one slip of the finger away from a large provider's: asked as a question, never told.

use crate::text::slip::is_slip;

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

/// Ends that no domain has (Root Zone Database of IANA, checked 2026-11-27), and what was meant to be typed.
const ENDS: &[(&str, &str)] = &[
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("nett", "net"),
    ("nte", "net"),
    ("ogr", "org"),
    ("orgg", "org"),
];

/// The domain that was probably meant.
pub fn meant(domain: &str) -> Option<String> {
    let domain = domain.to_ascii_lowercase();
    large(&domain).map(str::to_owned).or_else(|| {
        let (front, end) = domain.rsplit_once('.')?;
        let (_, right) = ENDS.iter().find(|(wrong, _)| *wrong == end)?;
        let mended = format!("{front}.{right}");
        Some(large(&mended).map_or(mended, str::to_owned))
    })
}

/// A large provider's, one slip away.
fn large(domain: &str) -> Option<&'static str> {
    if domain.len() < SHORTEST || LARGE.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    let mut near = LARGE.iter().filter(|large| large.len() >= SHORTEST && is_slip(domain, large));
    let first = near.next()?;
    // Near to two of them: not near-certain.
    near.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn near_certain_slips_are_asked_about() {
        for (domain, want) in [
            ("gmial.com", Some("gmail.com")),
            ("gmail.con", Some("gmail.com")),
            ("gmial.con", Some("gmail.com")),
            ("gmaill.com", Some("gmail.com")),
            ("Villa-Rosa.con", Some("villa-rosa.com")),
            ("villa-rosa.co", None),
            ("Hotmai.com", Some("hotmail.com")),
            ("outlok.com", Some("outlook.com")),
            ("gmail.com", None),
            ("mail.com", None),
            ("ymail.com", None),
            ("gmx.fr", None),
            ("example.com", None),
            ("", None),
        ] {
            assert_eq!(meant(domain).as_deref(), want, "{domain}");
        }
    }
}
