//! What can be told of a password without telling it: whether one is there, and whether it has the form of an app password.

use crate::facts::settings::Secret;

pub fn judged(value: &str, in_code: bool) -> Secret {
    let value = value.trim();
    let lower = value.to_lowercase();
    let letters: String = value.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
    match () {
        () if is_placeholder(value) => Secret::Empty,
        () if ["", "null", "none", "nil", "''", "\"\""].contains(&lower.as_str()) => Secret::Empty,
        // `******** (app password)`: what somebody says of one that is covered.
        () if is_mask(value) && lower.contains("app") && lower.contains("password") => {
            Secret::LikeAppPassword
        }
        () if is_mask(value) || is_example(&lower) || is_fetched(value) => Secret::StandIn,
        // `!secret` is Home Assistant's, `!vault` Ansible's.
        () if lower.starts_with("!secret ") || lower.starts_with("!vault") => Secret::StandIn,
        () if in_code && is_name(value) => Secret::StandIn,
        () if letters.len() == 16 && letters.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Secret::LikeAppPassword
        }
        () => Secret::Other,
    }
}

/// What iOS shows in grey in a field in which nothing was entered, in its languages.
pub fn is_placeholder(value: &str) -> bool {
    const EMPTY: &[&str] = &[
        "optional",
        "facultatif",
        "opcional",
        "optioneel",
        "facoltativo",
        "facoltativa",
        "opzionale",
        "opcionalno",
        "opcjonalne",
        "opcjonalnie",
        "valgfri",
        "valgfrit",
        "valgfritt",
        "valfri",
        "valfritt",
        "valinnainen",
        "nepovinné",
        "необязательно",
        "необов’язково",
        "isteğe bağlı",
        "任意",
        "可选",
        "選填",
        "선택 사항",
        "required",
        "erforderlich",
        "obligatoire",
        "obligatorio",
        "obbligatorio",
        "vereist",
    ];
    let value = value.trim().trim_matches(['(', ')', '“', '”', '"']).to_lowercase();
    EMPTY.contains(&value.as_str())
}

/// `xxxxxxxx`, `********`, `••••`, `abcd****`: no password is written so.
fn is_mask(value: &str) -> bool {
    let is_sign =
        |c: char| matches!(c, '*' | '•' | '●' | '·' | 'x' | 'X' | '.' | '…' | '-' | '_' | '#' | '?' | ' ');
    const RUNS: &[&str] = &["****", "••••", "●●●●", "xxxx", "XXXX", "...."];
    value.chars().all(is_sign) || value.ends_with('…') || RUNS.iter().any(|run| value.contains(run))
}

/// `your_password`, `changeme`, `app-password-here`.
fn is_example(lower: &str) -> bool {
    const WORDS: &[&str] = &[
        "password",
        "passwort",
        "kennwort",
        "contraseña",
        "contrasena",
        "motdepasse",
        "wachtwoord",
        "senha",
        "changeme",
        "changethis",
        "your",
        "placeholder",
        "redacted",
        "hidden",
        "removed",
        "censored",
        "masked",
        "secret",
        "example",
    ];
    let plain: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    WORDS.iter().any(|word| plain.contains(word))
}

/// `${SMTP_PASS}`, `{{ pass }}`, `<password>`, `%PASS%`, `getenv("PASS")`, `new NetworkCredential(…`.
fn is_fetched(value: &str) -> bool {
    let within = |open: &str, close: &str| value.starts_with(open) && value.ends_with(close);
    // What closes the call may be cut off with the statement.
    let holds_a_name = |inner: &str| inner.starts_with(['"', '\'']) || inner.ends_with([')', ']']);
    let called = value.split_once(['(', '[']);
    let called = called.is_some_and(|(name, inner)| is_name(name) && holds_a_name(inner));
    called
        || value.starts_with("new ")
        || value.starts_with("${")
        || value.starts_with("{{")
        || value.strip_prefix('$').is_some_and(is_name)
        || [("<", ">"), ("[", "]"), ("%", "%"), ("{", "}")].iter().any(|(open, close)| within(open, close))
}

/// `fromPassword`, `config.mail.pass`, `$this->pass`.
fn is_name(value: &str) -> bool {
    let value = value.trim_start_matches('$');
    value.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'>' | b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_tell_nothing_of_a_password() {
        for value in [
            "xxxxxxxx",
            "********",
            "••••••",
            "<password>",
            "your_app_password",
            "changeme",
            "${SMTP_PASS}",
            "$SMTP_PASS",
            "{{ smtp_pass }}",
            "SG.xxxxxxxxxxxx",
            "getenv(\"SMTP_PASS\")",
            "Secrets[\"mail\"]",
            "!secret mail_pass",
            "new NetworkCredential(\"a\", \"b\"",
        ] {
            assert_eq!(judged(value, false), Secret::StandIn, "{value}");
        }
        for value in ["fromPassword", "$this->pass", "config.mail.pass"] {
            assert_eq!(judged(value, true), Secret::StandIn, "{value}");
        }
        for value in ["hunter2", "battery staple", "fromPassphrase", "s3cret;hunter2", "$2y$", "a(b"] {
            assert_eq!(judged(value, false), Secret::Other, "{value}");
        }
        assert_eq!(judged("abcd efgh ijkl mnop", false), Secret::LikeAppPassword);
        assert_eq!(judged("******** (app password)", false), Secret::LikeAppPassword);
        for empty in ["null", "Optional", "Facultatif", "Opcional", "Optioneel", "Facoltativo"] {
            assert_eq!(judged(empty, false), Secret::Empty, "{empty}");
        }
    }
}
