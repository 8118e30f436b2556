//! Whose settings these are, where a name in them shows it, and what that program means by words that mean several things.
//!
//! What is said here was looked up in each program's documentation, 2026-11-26.

use super::key::Key;
use crate::facts::settings::Security;
use crate::text::slip::closest;

pub struct Program {
    /// As in the knowledge, where the program is known there.
    pub id: &'static str,
    /// Rows of names: one row of which all stand in the text shows the program.
    marks: &'static [&'static [&'static str]],
    unless: &'static [&'static str],
    /// Ends of names, in small letters and without signs, and what they are here.
    keys: &'static [(&'static str, Key)],
    /// What a word for the encryption is here.
    words: &'static [(&'static str, Security)],
    /// Whether nothing else encrypts where its switch is off.
    off_is_off: bool,
    /// The names that it documents.
    names: &'static [&'static str],
}

const NONE: Program =
    Program { id: "", marks: &[], unless: &[], keys: &[], words: &[], off_is_off: false, names: &[] };

/// The earlier row wins.
static PROGRAMS: &[Program] = &[
    // https://laravel.com/docs/mail, config/mail.php: MAIL_SCHEME is `smtp` or `smtps`.
    Program {
        id: "laravel",
        marks: &[
            &["MAIL_MAILER"],
            &["MAIL_HOST", "MAIL_ENCRYPTION"],
            &["MAIL_DRIVER", "MAIL_ENCRYPTION"],
            &["MAIL_SCHEME", "MAIL_FROM_ADDRESS"],
        ],
        names: &[
            "MAIL_MAILER",
            "MAIL_DRIVER",
            "MAIL_SCHEME",
            "MAIL_URL",
            "MAIL_HOST",
            "MAIL_PORT",
            "MAIL_USERNAME",
            "MAIL_PASSWORD",
            "MAIL_ENCRYPTION",
            "MAIL_FROM_ADDRESS",
            "MAIL_FROM_NAME",
            "MAIL_EHLO_DOMAIN",
            "MAIL_SENDMAIL_PATH",
            "MAIL_LOG_CHANNEL",
        ],
        ..NONE
    },
    // https://symfony.com/doc/current/mailer.html
    Program { id: "symfony-mailer", marks: &[&["MAILER_DSN"]], ..NONE },
    // https://docs.djangoproject.com/en/stable/ref/settings/#email-use-tls
    Program {
        id: "django",
        marks: &[
            &["EMAIL_HOST_USER"],
            &["EMAIL_HOST_PASSWORD"],
            &["EMAIL_USE_TLS"],
            &["EMAIL_USE_SSL"],
            &["django.core.mail"],
        ],
        off_is_off: true,
        names: &[
            "EMAIL_BACKEND",
            "EMAIL_HOST",
            "EMAIL_PORT",
            "EMAIL_HOST_USER",
            "EMAIL_HOST_PASSWORD",
            "EMAIL_USE_TLS",
            "EMAIL_USE_SSL",
            "EMAIL_TIMEOUT",
            "EMAIL_SSL_KEYFILE",
            "EMAIL_SSL_CERTFILE",
            "EMAIL_FILE_PATH",
            "EMAIL_SUBJECT_PREFIX",
            "EMAIL_USE_LOCALTIME",
            "DEFAULT_FROM_EMAIL",
            "SERVER_EMAIL",
        ],
        ..NONE
    },
    // https://flask-mail.readthedocs.io
    Program {
        id: "flask-mail",
        marks: &[&["MAIL_USE_TLS"], &["MAIL_USE_SSL"], &["MAIL_DEFAULT_SENDER"], &["MAIL_SUPPRESS_SEND"]],
        off_is_off: true,
        names: &[
            "MAIL_SERVER",
            "MAIL_PORT",
            "MAIL_USE_TLS",
            "MAIL_USE_SSL",
            "MAIL_USERNAME",
            "MAIL_PASSWORD",
            "MAIL_DEFAULT_SENDER",
            "MAIL_DEBUG",
            "MAIL_MAX_EMAILS",
            "MAIL_SUPPRESS_SEND",
            "MAIL_ASCII_ATTACHMENTS",
        ],
        ..NONE
    },
    // https://docs.gitlab.com/omnibus/settings/smtp/: smtp_tls and smtp_ssl are TLS from the first byte.
    Program { id: "gitlab", marks: &[&["gitlab_rails["]], keys: FIRST_BYTE, off_is_off: true, ..NONE },
    // https://docs.joinmastodon.org/admin/config/#email
    Program {
        id: "mastodon",
        marks: &[&["SMTP_SERVER", "SMTP_LOGIN"], &["LOCAL_DOMAIN", "SMTP_SERVER"]],
        keys: FIRST_BYTE,
        ..NONE
    },
    // https://github.com/discourse/discourse/blob/main/config/discourse_defaults.conf
    Program {
        id: "discourse",
        marks: &[&["DISCOURSE_SMTP_ADDRESS"]],
        keys: &[("smtpforcetls", Key::Ssl)],
        ..NONE
    },
    // https://guides.rubyonrails.org/configuring.html#config-action-mailer-smtp-settings: `ssl` and `tls` are SMTPS.
    Program {
        id: "ruby-net-smtp",
        marks: &[&["smtp_settings"], &["enable_starttls_auto"], &["action_mailer"]],
        keys: FIRST_BYTE,
        off_is_off: true,
        ..NONE
    },
    // https://docs.spring.io/spring-boot/reference/io/email.html
    Program {
        id: "spring",
        marks: &[&["spring.mail."], &["spring:", "mail:", "smtp:"]],
        off_is_off: true,
        ..NONE
    },
    // https://jakarta.ee/specifications/mail/2.1/apidocs/, package of the SMTP provider.
    Program {
        id: "javamail",
        marks: &[&["mail.smtp.host"], &["mail.smtp.starttls"], &["mail.smtp.ssl"], &["mail.smtp.auth"]],
        off_is_off: true,
        ..NONE
    },
    // https://learn.microsoft.com/dotnet/api/system.net.mail.smtpclient.enablessl: RFC 3207 only, no SMTPS.
    Program {
        id: "dotnet-smtpclient",
        marks: &[
            &["EnableSsl", "SmtpClient"],
            &["EnableSsl", "NetworkCredential"],
            &["EnableSsl", "System.Net.Mail"],
            &["enableSsl", "mailSettings"],
            &["enableSsl", "deliveryMethod"],
        ],
        unless: &["MailKit", "MimeKit", "MimeMessage", "SecureSocketOptions"],
        keys: &[("enablessl", Key::StartTls)],
        off_is_off: true,
        ..NONE
    },
    // https://nodemailer.com/smtp/
    Program { id: "nodemailer", marks: &[&["nodemailer"], &["createTransport"]], off_is_off: true, ..NONE },
    // https://github.com/PHPMailer/PHPMailer: SMTPSecure is `tls` (STARTTLS) or `ssl`.
    Program { id: "phpmailer", marks: &[&["SMTPSecure"], &["PHPMailer"]], words: TLS_SWITCHES, ..NONE },
    // https://codeigniter.com/user_guide/libraries/email.html
    Program { id: "codeigniter", marks: &[&["SMTPCrypto"], &["smtp_crypto"]], words: TLS_SWITCHES, ..NONE },
    // https://git-scm.com/docs/git-send-email: `ssl` is smtps, `tls` is STARTTLS.
    Program {
        id: "git-send-email",
        marks: &[&["sendemail"], &["smtpEncryption"]],
        words: TLS_SWITCHES,
        ..NONE
    },
    // https://www.home-assistant.io/integrations/smtp/: `tls` is TLS from the first byte.
    Program {
        id: "home-assistant",
        marks: &[&["platform: smtp"]],
        words: &[("tls", Security::Implicit)],
        ..NONE
    },
    // https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/email_configuration.html
    // https://github.com/nextcloud/docker#auto-configuration-via-environment-variables
    Program {
        id: "nextcloud",
        marks: &[&["mail_smtpmode"], &["mail_smtphost"], &["SMTP_AUTHTYPE", "MAIL_DOMAIN"]],
        ..NONE
    },
    // https://docs.gitea.com/administration/config-cheat-sheet#mailer-mailer
    Program { id: "gitea", marks: &[&["SMTP_ADDR", "PROTOCOL"], &["GITEA__mailer__"]], ..NONE },
    // https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#smtp
    Program { id: "grafana", marks: &[&["GF_SMTP_"], &["startTLS_policy"]], ..NONE },
    // https://www.keycloak.org/docs/latest/server_admin/#_email: one switch for SSL, one for STARTTLS.
    Program {
        id: "keycloak",
        marks: &[&["replyToDisplayName"], &["fromDisplayName"], &["smtpServer", "starttls"]],
        keys: &[("ssl", Key::Ssl)],
        ..NONE
    },
    // https://docs.mattermost.com/configure/smtp-email.html: `TLS` is TLS from the first byte.
    Program {
        id: "mattermost",
        marks: &[&["ConnectionSecurity"], &["MM_EMAILSETTINGS_"]],
        words: &[("tls", Security::Implicit)],
        ..NONE
    },
    // https://github.com/dani-garcia/vaultwarden/wiki/SMTP-Configuration
    Program { id: "vaultwarden", marks: &[&["SMTP_SECURITY"], &["SMTP_EXPLICIT_TLS"]], ..NONE },
    // https://prometheus.io/docs/alerting/latest/configuration/: port 465 is encrypted by itself.
    Program {
        id: "alertmanager",
        marks: &[&["smtp_smarthost"], &["smarthost", "require_tls"]],
        keys: &[("requiretls", Key::Nothing)],
        ..NONE
    },
    // https://docs.n8n.io/hosting/configuration/environment-variables/user-management-smtp-2fa/
    Program { id: "n8n", marks: &[&["N8N_SMTP_"]], keys: &[("n8nsmtpssl", Key::Ssl)], ..NONE },
    // https://wiki.debian.org/Exim: update-exim4.conf.conf
    Program { id: "exim", marks: &[&["dc_smarthost"], &["dc_eximconfig_configtype"]], ..NONE },
    // ssmtp.conf(5)
    Program { id: "ssmtp", marks: &[&["mailhub", "UseTLS"], &["mailhub", "AuthUser"]], ..NONE },
    // https://learn.microsoft.com/en-us/previous-versions/exchange-server/exchange-10/ms526975(v=exchg.10)
    Program {
        id: "cdo",
        marks: &[
            &["cdo/configuration"],
            &["CDO.Message"],
            &["CDO.Configuration"],
            &["cdoSMTPServer"],
            &["cdoSMTPUseSSL"],
        ],
        keys: &[("smtpusessl", Key::Ssl), ("sendtls", Key::Nothing)],
        ..NONE
    },
    // https://wpmailsmtp.com/docs/how-to-secure-smtp-settings-by-using-constants/
    Program {
        id: "wordpress",
        marks: &[&["WPMS_SMTP_HOST"], &["WPMS_MAIL_FROM"], &["WPMS_ON"], &["WPMS_DO_NOT_SEND"]],
        ..NONE
    },
    // https://docs.rs/lettre/latest/lettre/transport/smtp/struct.SmtpTransport.html, not looked up again
    Program { id: "lettre", marks: &[&["SmtpTransport::"], &["::starttls_relay("]], ..NONE },
    // https://docs.python.org/3/library/smtplib.html
    Program { id: "python-smtplib", marks: &[&["smtplib"]], ..NONE },
];

const FIRST_BYTE: &[(&str, Key)] = &[("ssl", Key::Ssl), ("tls", Key::Ssl)];
const TLS_SWITCHES: &[(&str, Security)] = &[("tls", Security::StartTls)];

/// The program that a text shows.
pub fn of(text: &str) -> Option<&'static Program> {
    let shows = |program: &&Program| {
        program.marks.iter().any(|row| row.iter().all(|mark| stands(text, mark)))
            && !program.unless.iter().any(|mark| text.contains(mark))
    };
    PROGRAMS.iter().find(shows)
}

/// At the beginning of a name: `EMAIL_HOST_USER`, and not within `PAPERLESS_EMAIL_HOST_USER`.
fn stands(text: &str, mark: &str) -> bool {
    let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(mark).any(|(at, _)| begins(at))
}

impl Program {
    /// What a name is in this program.
    pub fn key(&self, name: &str) -> Option<Key> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_lowercase();
        // `enable_starttls` is no `tls`.
        let fits = |end: &str| plain.ends_with(end) && !(end == "tls" && plain.ends_with("starttls"));
        self.keys.iter().find(|(end, _)| fits(end)).map(|(_, key)| *key)
    }

    pub fn word(&self, value: &str) -> Option<Security> {
        let value = value.trim();
        self.words.iter().find(|(word, _)| value.eq_ignore_ascii_case(word)).map(|(_, security)| *security)
    }

    pub fn off_is_off(&self) -> bool {
        self.off_is_off
    }

    /// The name that was meant, where one sign is wrong and no such name is documented.
    pub fn meant(&self, name: &str) -> Option<&'static str> {
        closest(name, self.names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_show_themselves_by_their_names() {
        for (text, want) in [
            ("MAIL_MAILER=smtp", Some("laravel")),
            ("EMAIL_HOST_USER = 'a'", Some("django")),
            ("PAPERLESS_EMAIL_HOST_USER=a", None),
            ("var c = new SmtpClient { EnableSsl = true };", Some("dotnet-smtpclient")),
            ("using MailKit.Net.Smtp; new SmtpClient(); EnableSsl", None),
            ("\"EnableSsl\": true", None),
            ("MAIL_HOST=a", None),
        ] {
            assert_eq!(of(text).map(|program| program.id), want, "{text}");
        }
    }

    #[test]
    fn names_are_read_as_their_program_has_them() {
        let rails = of("smtp_settings").expect("Rails");
        assert_eq!(rails.key("tls"), Some(Key::Ssl));
        assert_eq!(rails.key("enable_starttls"), None);
    }

    #[test]
    fn slips_of_documented_names() {
        let django = of("EMAIL_HOST_USER").expect("Django");
        for (name, want) in [
            ("EMAIL_USER_TLS", Some("EMAIL_USE_TLS")),
            ("EMAIL_US_TLS", Some("EMAIL_USE_TLS")),
            ("EMAIL_UES_TLS", Some("EMAIL_USE_TLS")),
            ("EMAIL_HOST_USERS", Some("EMAIL_HOST_USER")),
            ("EMAIL_USE_TLS", None),
            ("EMAIL_USE_SSL", None),
            ("EMAIL_HOST_USERNAME", None),
            ("EMAIL_SENDER", None),
        ] {
            assert_eq!(django.meant(name), want, "{name}");
        }
    }
}
