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
    fn amounts_have_units() {
        assert!(is_an_amount(" GB free") && is_an_amount(" emails a day"));
        assert!(!is_an_amount(" user unknown") && !is_an_amount("-users") && !is_an_amount(" mailbox"));
    }
}
