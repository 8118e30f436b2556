//! How the connection is to be encrypted: what the names and words say of it, one by one, and what that comes to.

use super::key::Key;
use super::program::Program;
use crate::facts::settings::{Security, Value};
use crate::text::Span;

/// What was said until now; of each kind the first counts.
#[derive(Default)]
pub struct Encryption {
    /// A word or an address says how.
    word: Option<Value<Security>>,
    /// The word is a bare `tls`, which is STARTTLS in some programs and TLS from the first byte in others.
    is_bare_tls: bool,
    ssl: Option<Value<bool>>,
    starttls: Option<Value<bool>>,
    tls: Option<Value<bool>>,
    /// A switch for encryption of any kind is off.
    any_off: Option<Span>,
    /// What is called begins encrypted, or does not.
    call: Option<Value<Security>>,
}

impl Encryption {
    pub fn is_told(&self) -> bool {
        self.word.is_some() || [&self.ssl, &self.starttls, &self.tls].iter().any(|switch| switch.is_some())
    }

    pub fn call(&mut self, is: Security, span: Span) {
        self.call = Some(Value { is, span });
    }

    pub fn say(&mut self, is: Security, span: Span) {
        self.word.get_or_insert(Value { is, span });
    }

    /// A name about encryption, with its value.
    pub fn set(&mut self, key: Key, value: &str, span: Span, program: Option<&Program>) {
        let on = switch(value);
        let put = |slot: &mut Option<Value<bool>>, is: bool| {
            slot.get_or_insert(Value { is, span });
        };
        match (key, on) {
            (Key::Security, _) => self.word(value, span, program),
            (Key::StartTlsByItself, _) => self.say(Security::StartTls, span),
            (Key::RequireTls, Some(true)) => put(&mut self.starttls, true),
            (Key::IgnoreTls, Some(true)) => put(&mut self.starttls, false),
            (Key::Ssl | Key::AnySsl | Key::Tls, None) if value.trim().is_empty() => {}
            (Key::Ssl | Key::AnySsl | Key::Tls, None) => self.word(value, span, program),
            (Key::Ssl, Some(is)) => put(&mut self.ssl, is),
            (Key::AnySsl, Some(true)) => put(&mut self.tls, true),
            // `ssl = false` says nothing of STARTTLS.
            (Key::AnySsl, Some(false)) => self.any_off = self.any_off.or(Some(span)),
            (Key::Tls, Some(is)) => put(&mut self.tls, is),
            (Key::StartTls, Some(is)) => put(&mut self.starttls, is),
            (Key::StartTls, None)
                if matches!(value.trim().to_ascii_lowercase().as_str(), "always" | "auto") =>
            {
                put(&mut self.starttls, true);
            }
            (Key::Protocol, _) => {
                let value = value.trim().to_ascii_lowercase();
                match value.as_str() {
                    "smtps" => self.say(Security::Implicit, span),
                    "smtp+starttls" => self.say(Security::StartTls, span),
                    "smtp" if program.is_some_and(|program| program.id == "gitea") => {
                        self.say(Security::None, span)
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn word(&mut self, value: &str, span: Span, program: Option<&Program>) {
        // `TLS (465)`, `STARTTLS (587)`: what a program offers, with the port that it goes with. A bracket ends a value.
        let offers = |port: &str| value.contains(&format!("({port}"));
        if offers("465") || offers("587") {
            let is = if offers("465") { Security::Implicit } else { Security::StartTls };
            return self.say(is, span);
        }
        // The level of Postfix: all of them are STARTTLS.
        if value.contains("encrypt") || value.trim() == "may" {
            return self.say(Security::StartTls, span);
        }
        let own = program.and_then(|program| program.word(value));
        if let Some(is) = own.or_else(|| security(value)) {
            self.is_bare_tls |=
                self.word.is_none() && own.is_none() && value.trim().eq_ignore_ascii_case("tls");
            self.say(is, span);
        }
    }

    /// Both switches are on, where the one shuts the other out.
    pub fn both_on(&self) -> Option<[Span; 2]> {
        let on = |switch: &Option<Value<bool>>| switch.as_ref().filter(|switch| switch.is).map(|on| on.span);
        Some([on(&self.ssl)?, on(&self.starttls)?])
    }

    /// `ssl = false`, and nothing beside it says whether STARTTLS is on.
    pub fn ssl_off(&self) -> Option<Span> {
        self.any_off.filter(|_| !self.is_told() && self.call.is_none())
    }

    /// TLS from the first byte is asked for in so many words.
    pub fn is_implicit(&self) -> bool {
        let told = self.call.as_ref().or(self.word.as_ref());
        told.is_some_and(|told| told.is == Security::Implicit)
            || self.ssl.as_ref().is_some_and(|switch| switch.is)
    }

    /// What all of it comes to.
    /// `main`: `tls` is the main switch, and `starttls` says how; with what holds where it is not said.
    pub fn settle(
        self,
        port: Option<u16>,
        program: Option<&Program>,
        main: Option<Security>,
    ) -> Option<Value<Security>> {
        let is = |switch: &Option<Value<bool>>, wanted: bool| {
            switch.as_ref().filter(|switch| switch.is == wanted).map(|switch| switch.span)
        };
        let value = |is: Security| move |span: Span| Value { is, span };
        let is_implicit_port = matches!(port, Some(465 | 2465));
        let implicit_word = self.word.clone().filter(|word| word.is == Security::Implicit);
        // What is called says more than a switch beside it.
        if let Some(told) = self.call.or(is(&self.ssl, true).map(value(Security::Implicit))).or(implicit_word)
        {
            return Some(told);
        }
        if let Some(span) = is(&self.starttls, true) {
            // Of two that are on, one may be the main switch, or TLS from the first byte.
            let is_clear = main.is_some() || is(&self.tls, true).is_none();
            return Some(Value { is: if is_clear { Security::StartTls } else { Security::Some }, span });
        }
        if let Some(mut word) = self.word {
            if self.is_bare_tls && is_implicit_port {
                word.is = Security::Some;
            }
            return Some(word);
        }
        if let Some(span) = is(&self.tls, true) {
            let is = match is(&self.starttls, false) {
                Some(_) if main.is_some() => Security::Implicit,
                _ => main.unwrap_or(Security::Some),
            };
            return Some(Value { is, span });
        }
        // Many programs encrypt at 465 whatever a switch for STARTTLS says.
        let is_sure = !is_implicit_port || program.is_some_and(Program::off_is_off);
        let off = is(&self.starttls, false).or(is(&self.tls, false));
        off.filter(|_| is_sure).map(value(Security::None))
    }
}

pub fn switch(value: &str) -> Option<bool> {
    const ON: &[&str] = &[
        "true",
        "yes",
        "on",
        "1",
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "enabled",
        "aktiviert",
        "an",
        "checked",
        "✓",
        "required",
        "enable",
        "ticked",
        "[x]",
        "☑",
        "✔",
        "angehakt",
        "activé",
        "coché",
        "activado",
        "marcado",
        "sì",
        "attivato",
        "aan",
        "ingeschakeld",
        "aangevinkt",
        "ativado",
        "tak",
        "på",
    ];
    const OFF: &[&str] = &[
        "false",
        "no",
        "off",
        "0",
        "nein",
        "non",
        "não",
        "disabled",
        "deaktiviert",
        "aus",
        "none",
        "unchecked",
        "disable",
        "never",
        "unticked",
        "[ ]",
        "☐",
        "désactivé",
        "desactivado",
        "no marcado",
        "disattivato",
        "uit",
        "uitgeschakeld",
        "desativado",
        "nie",
        "av",
    ];
    let value = value.trim().to_lowercase();
    match () {
        () if ON.contains(&value.as_str()) => Some(true),
        () if OFF.contains(&value.as_str()) => Some(false),
        () => None,
    }
}

/// `tls` means STARTTLS in PHPMailer, Laravel and Symfony; `SSL/TLS` means TLS from the first byte everywhere.
pub fn security(value: &str) -> Option<Security> {
    // What settings pages show where nothing is chosen, in their languages.
    const NONE: &[&str] = &[
        "",
        "ingen",
        "inga",
        "inget",
        "žádné",
        "žádný",
        "žádná",
        "bez szyfrowania",
        "sem criptografia",
        "sin cifrado",
        "sans chiffrement",
        "keine verschlüsselung",
        "ohne verschlüsselung",
        "no encryption",
        "not encrypted",
        "unencrypted",
        "unverschlüsselt",
        "ei mitään",
        "ei käytössä",
        "ei salausta",
        "nincs",
        "yok",
        "niciuna",
        "niciunul",
        "nada",
        "žiadne",
        "немає",
        "не используется",
        "без шифрования",
        "κανένα",
        "καμία",
        "なし",
        "无",
        "無",
        "없음",
        "none",
        "null",
        "keine",
        "aucun",
        "aucune",
        "ninguno",
        "ninguna",
        "nessuno",
        "nessuna",
        "nenhum",
        "nenhuma",
        "kein",
        "ohne",
        "off",
        "false",
        "no",
        "plain",
        "plaintext",
        "geen",
        "brak",
        "нет",
    ];
    let value = value.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| value.contains(word));
    match () {
        () if value.contains("starttls") => Some(Security::StartTls),
        () if says(&["smtps", "ssl", "wrapper", "force_tls", "submissions"]) => Some(Security::Implicit),
        () if NONE.contains(&value.trim()) => Some(Security::None),
        // `Ingen/None`: a word in two languages.
        () if value.contains(['/', '('])
            && value
                .split(['/', '(', ')'])
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .all(|word| NONE.contains(&word)) =>
        {
            Some(Security::None)
        }
        () if value.contains("tls") => Some(Security::StartTls),
        // Nodemailer's `secure: true`.
        () if value.trim() == "true" => Some(Security::Implicit),
        () if ["auto", "automatic", "on", "yes", "1"].contains(&value.trim()) => Some(Security::Some),
        () => None,
    }
}
