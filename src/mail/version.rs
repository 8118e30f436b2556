//! Numbers that are no codes: the versions of programs, amounts and counts that people write into their prose.
//!
//! `Joomla 5.1.1`, `updated to 4.4.2`, `PHP: 5.4.16` look like enhanced codes (RFC 3463), `500 GB` and `Microsoft 365`
//! like reply codes (RFC 5321, section 4.2).

/// Whether what stands before a number on its line makes it the version of something.
pub fn is_behind_a_name(before: &str) -> bool {
    let bare = before.trim_end_matches([' ', '\t', ':', '=', '"', '\'', '(', '[', '^', '~']);
    let word = last_word(bare);
    // `mx.exchange`: a part of a name.
    if bare[..bare.len() - word.len()].ends_with(['.', '@', '-', '_']) {
        return false;
    }
    let lower = word.to_lowercase();
    if NAMES.contains(&lower.as_str()) || NUMBERED.contains(&lower.as_str()) {
        return true;
    }
    // `updated to 4.4.2`; but `due to 5.7.1` is a reason.
    let is_adjoining = before.trim_end().len() == bare.len();
    let changed = || {
        let earlier = bare[..bare.len() - word.len()].to_lowercase();
        let mut last = earlier.split_whitespace().rev().take(4);
        last.any(|word| CHANGES.iter().any(|stem| word.starts_with(stem)))
    };
    is_adjoining && STEPS.contains(&lower.as_str()) && changed()
}

/// Words that announce a code, which a list of versions does not have as names.
const OF_CODES: &[&str] = &[
    "status",
    "dsn",
    "code",
    "error",
    "fehler",
    "erreur",
    "diagnostic",
    "reply",
    "response",
    "smtp",
    "reason",
    "result",
    "enhanced",
];

/// Whether a number that may be a code is the version of something whose name nobody lists: `Any Product 4.1.2 on …`, or a line
/// `Any Product: 4.1.2` beside another one whose number can be no code (`PHP: 8.2.1`).
pub fn is_of_any_product(text: &str, at: usize, end: usize) -> bool {
    // Names and versions stand on short lines.
    const LONGEST: usize = 120;
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST));
    let start = text[from..at].rfind('\n').map_or(from, |line| from + line + 1);
    let before = text[start..at].trim_end_matches(['v', 'V']);
    let name = before.trim_end_matches([' ', '\t', ':', '=', '|']);
    let last = last_word(name);
    let is_product =
        last.starts_with(char::is_alphabetic) && !OF_CODES.contains(&last.to_lowercase().as_str());
    if !is_product {
        return false;
    }
    let is_name = last.starts_with(char::is_uppercase) && before.len() == name.len() + 1;
    if is_name && goes_on_as_a_version(&text[end..]) {
        return true;
    }
    let rest = text[end..].trim_start_matches([' ', '\t', '\r']);
    let is_whole =
        (rest.is_empty() || rest.starts_with('\n')) && name.len() < 60 && name.len() < before.len();
    is_whole && (is_inventory(line_up(text, start)) || is_inventory(rest.trim_start_matches('\n')))
}

/// `4.1.2 on Linux`, `4.1.2, Other 6.0`: behind a code its reason stands.
fn goes_on_as_a_version(after: &str) -> bool {
    const JOINS: &[&str] = &[" on ", " with ", " running ", " auf ", " mit ", " sur ", " avec ", " con "];
    if JOINS.iter().any(|join| after.starts_with(join)) {
        return true;
    }
    let Some(rest) = after.strip_prefix(", ") else { return false };
    let mut words = rest.split_whitespace();
    words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The line before the one that begins at `start`, as far as it is short.
fn line_up(text: &str, start: usize) -> &str {
    let above = text[..start].trim_end_matches(['\n', '\r']);
    let from = above.ceil_char_boundary(above.len().saturating_sub(100));
    &above[above[from..].rfind('\n').map_or(from, |line| from + line + 1)..]
}

/// Whether the first line is a name with a version that can be no code.
fn is_inventory(text: &str) -> bool {
    let short = &text[..text.floor_char_boundary(100.min(text.len()))];
    let line = short.lines().next().unwrap_or_default().trim();
    let Some((name, number)) = line.rsplit_once([' ', '\t', '=', ':']) else { return false };
    let number = number.trim_start_matches(['v', 'V']);
    let parts: Vec<&str> = number.split('.').collect();
    let is_number =
        |part: &&str| !part.is_empty() && part.len() < 6 && part.bytes().all(|byte| byte.is_ascii_digit());
    let can_be_code = parts.len() == 3 && matches!(parts[0], "2" | "4" | "5");
    line.len() < 80
        && name.trim_end_matches([' ', ':', '=']).ends_with(char::is_alphabetic)
        && (2..=3).contains(&parts.len())
        && parts.iter().all(is_number)
        && !can_be_code
}

/// Whether what follows a number of three digits makes it an amount: `500 GB`, `450 users`.
pub fn is_an_amount(after: &str) -> bool {
    let word: String = after.trim_start().chars().take_while(|c| c.is_alphabetic()).take(12).collect();
    after.starts_with(' ') && UNITS.contains(&word.to_lowercase().as_str())
}

fn last_word(text: &str) -> &str {
    let start =
        text.char_indices().rev().find(|(_, c)| !c.is_alphanumeric()).map_or(0, |(at, c)| at + c.len_utf8());
    &text[start..]
}

/// Systems, languages, libraries and applications that people name with their version. None is a word of a reply.
const NAMES: &[&str] = &[
    "android",
    "angular",
    "apache",
    "centos",
    "chrome",
    "codeigniter",
    "composer",
    "cpanel",
    "debian",
    "directadmin",
    "discourse",
    "django",
    "docker",
    "dovecot",
    "drupal",
    "dsm",
    "elementor",
    "exchange",
    "exim",
    "express",
    "fedora",
    "ffmpeg",
    "firefox",
    "flask",
    "forgejo",
    "freebsd",
    "ghost",
    "gitea",
    "gitlab",
    "golang",
    "grafana",
    "haraka",
    "ios",
    "ipados",
    "ispconfig",
    "jakarta",
    "java",
    "javamail",
    "jdk",
    "jenkins",
    "jira",
    "joomla",
    "kernel",
    "keycloak",
    "laravel",
    "linux",
    "macos",
    "magento",
    "mailcow",
    "mailkit",
    "mailu",
    "mariadb",
    "mastodon",
    "matomo",
    "moodle",
    "mysql",
    "nextcloud",
    "nginx",
    "node",
    "nodejs",
    "nodemailer",
    "npm",
    "odoo",
    "office",
    "openssl",
    "opensuse",
    "outlook",
    "owncloud",
    "perl",
    "php",
    "phpmailer",
    "pip",
    "plesk",
    "plugin",
    "postfix",
    "postgresql",
    "powershell",
    "prestashop",
    "proxmox",
    "python",
    "qnap",
    "qts",
    "rails",
    "redmine",
    "rhel",
    "roundcube",
    "rspamd",
    "ruby",
    "rust",
    "safari",
    "shopware",
    "spamassassin",
    "spring",
    "squirrelmail",
    "strapi",
    "swiftmailer",
    "symfony",
    "synology",
    "thunderbird",
    "truenas",
    "typo3",
    "ubuntu",
    "vbulletin",
    "virtualmin",
    "webmin",
    "windows",
    "woocommerce",
    "wordpress",
    "xenforo",
    "yarn",
    "zabbix",
    "zimbra",
];

/// Words that announce a version.
const NUMBERED: &[&str] = &[
    "version",
    "versión",
    "versione",
    "versão",
    "versie",
    "wersja",
    "ver",
    "release",
    "build",
    "firmware",
    "microsoft",
    "upgrade",
    "update",
    "patch",
    "sdk",
];

/// Words between a change and the version that it led to or from.
const STEPS: &[&str] = &["to", "from", "auf", "von", "zu", "à", "vers", "de", "a", "da", "naar", "of"];

/// How words for such a change begin.
const CHANGES: &[&str] = &[
    "updat",
    "upgrad",
    "downgrad",
    "migrat",
    "switch",
    "version",
    "release",
    "aktualis",
    "geupdate",
    "mise",
    "actualiz",
    "aggiorn",
    "bijgewerkt",
    "from",
    "von",
];

const UNITS: &[&str] = &[
    "gb",
    "mb",
    "kb",
    "tb",
    "gib",
    "mib",
    "eur",
    "euro",
    "euros",
    "usd",
    "gbp",
    "chf",
    "dollar",
    "dollars",
    "ms",
    "sec",
    "secs",
    "seconds",
    "minutes",
    "hours",
    "days",
    "sekunden",
    "minuten",
    "stunden",
    "tage",
    "users",
    "customers",
    "people",
    "employees",
    "contacts",
    "subscribers",
    "emails",
    "mails",
    "orders",
    "clients",
    "kunden",
    "benutzer",
    "mitarbeiter",
    "kontakte",
    "empfänger",
    "times",
    "px",
    "watt",
    // Ways and weights.
    "km",
    "kilometer",
    "kilometers",
    "kilometre",
    "kilometres",
    "kilometern",
    "kilómetros",
    "kilomètres",
    "chilometri",
    "miles",
    "meter",
    "meters",
    "metres",
    "metern",
    "kg",
    "kilo",
    "pounds",
    "gramm",
    // Times and people.
    "weeks",
    "months",
    "years",
    "wochen",
    "monate",
    "jahre",
    "jahren",
    "leute",
    "menschen",
    "personen",
    "personas",
    "personnes",
    "persone",
    "members",
    "mitglieder",
    "students",
    "pupils",
    "schüler",
    "guests",
    // What is counted.
    "pages",
    "seiten",
    "letters",
    "briefe",
    "photos",
    "pictures",
    "fotos",
    "bilder",
    "franken",
    "kronen",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_stand_behind_the_names_of_programs() {
        for before in [
            "Matomo ",
            "on PHP: ",
            "the SMTP plugin version ",
            "Seit dem Update auf ",
            "since we upgraded it from ",
            "\"nodemailer\": \"^",
        ] {
            assert!(is_behind_a_name(before), "{before}");
        }
        for before in [
            "",
            "said ",
            "due to ",
            "Status: ",
            "DSN ",
            "550 ",
            "mx.example.exchange ",
            "address rejected ",
            "Fehler ",
            "mailto ",
        ] {
            assert!(!is_behind_a_name(before), "{before}");
        }
    }

    #[test]
    fn versions_of_any_product_stand_among_others() {
        let check = |text: &str, number: &str| {
            let at = text.find(number).expect("the number");
            is_of_any_product(text, at, at + number.len())
        };
        for (text, number) in [
            ("Runtime: 8.2.1\nQuick Mailer Pro: 4.1.2\nHost: smtp.example.org", "4.1.2"),
            ("Quick Mailer Pro: 5.1.1\nPHP: 8.2", "5.1.1"),
            ("Quick Mailer Pro: v5.1.1\nPHP: 8.2.9", "5.1.1"),
            ("FastForms 5.7.1 on a rented server", "5.7.1"),
            ("FastForms 5.7.1, Core 6.5", "5.7.1"),
        ] {
            assert!(check(text, number), "{text}");
        }
        for (text, number) in [
            ("Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.org", "5.1.1"),
            ("Version: 8.2\nStatus: 5.1.1", "5.1.1"),
            ("ann: 5.1.1\nbob: 5.2.2", "5.1.1"),
            ("rejected 5.7.1 with a reason", "5.7.1"),
            ("Error 5.7.1, Access 1 denied", "5.7.1"),
            ("5.1.1 User unknown", "5.1.1"),
        ] {
            assert!(!check(text, number), "{text}");
        }
    }

    #[test]
    fn amounts_have_units() {
        assert!(is_an_amount(" GB free") && is_an_amount(" emails a day") && is_an_amount(" km from here"));
        assert!(!is_an_amount(" user unknown") && !is_an_amount("-users") && !is_an_amount(" mailbox"));
    }
}
