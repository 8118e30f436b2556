//! Fields whose name does not show of what kind their value has to be: the local part alone, the domain alone, a whole address, the
//! server's name with or without the port. By each program's documentation, 2026-11-27.

use crate::facts::settings::Wants;

/// A field of a program: the end of its name, in small letters and without signs.
struct Field {
    program: &'static str,
    end: &'static str,
    wants: Wants,
}

const fn field(program: &'static str, end: &'static str, wants: Wants) -> Field {
    Field { program, end, wants }
}

static FIELDS: &[Field] = &[
    // docs.nextcloud.com, admin manual, email configuration: the sender is mail_from_address@mail_domain.
    field("nextcloud", "mailfromaddress", Wants::LocalPart),
    field("nextcloud", "maildomain", Wants::Domain),
    field("nextcloud", "mailsmtphost", Wants::Host),
    // grafana.com/docs, configure-grafana, [smtp]: host and port in one value.
    field("grafana", "smtphost", Wants::HostAndPort),
    field("grafana", "fromaddress", Wants::Address),
    // prometheus.io/docs/alerting, configuration.
    field("alertmanager", "smtpsmarthost", Wants::HostAndPort),
    field("alertmanager", "smarthost", Wants::HostAndPort),
    field("alertmanager", "smtpfrom", Wants::Address),
    // github.com/discourse/discourse, config/discourse_defaults.conf.
    field("discourse", "discoursesmtpaddress", Wants::Host),
    field("discourse", "discoursesmtpdomain", Wants::Domain),
    field("discourse", "discoursenotificationemail", Wants::Address),
    // docs.gitea.com, config cheat sheet, [mailer].
    field("gitea", "smtpaddr", Wants::Host),
    // docs.gitlab.com/omnibus/settings/smtp.
    field("gitlab", "smtpaddress", Wants::Host),
    field("gitlab", "smtpdomain", Wants::Domain),
    field("gitlab", "gitlabemailfrom", Wants::Address),
    // laravel.com/docs/mail.
    field("laravel", "mailhost", Wants::Host),
    field("laravel", "mailfromaddress", Wants::Address),
    // docs.joinmastodon.org/admin/config.
    field("mastodon", "smtpserver", Wants::Host),
    field("mastodon", "smtpfromaddress", Wants::Address),
    // docs.djangoproject.com/en/stable/ref/settings.
    field("django", "emailhost", Wants::Host),
    field("django", "defaultfromemail", Wants::Address),
    // github.com/dani-garcia/vaultwarden/wiki/SMTP-Configuration.
    field("vaultwarden", "smtphost", Wants::Host),
    field("vaultwarden", "smtpfrom", Wants::Address),
    // docs.moodle.org: smtphosts may name the port behind a colon.
    field("moodle", "noreplyaddress", Wants::Address),
    // wpmailsmtp.com/docs, constants.
    field("wordpress", "wpmssmtphost", Wants::Host),
    field("wordpress", "wpmsmailfrom", Wants::Address),
    // ghost.org/docs/config/#mail.
    field("ghost", "mailoptionshost", Wants::Host),
    field("ghost", "mailfrom", Wants::Address),
    // odoo.com/documentation, command-line interface: smtp_server, email_from.
    field("odoo", "smtpserver", Wants::Host),
    field("odoo", "emailfrom", Wants::Address),
];

/// What a field wants, where its value is something else.
pub fn missed(program: Option<&str>, name: &str, value: &str) -> Option<Wants> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    let value = value.trim();
    let known = FIELDS.iter().find(|field| Some(field.program) == program && plain.ends_with(field.end));
    let wants = known.map(|field| field.wants)?;
    (!value.is_empty() && value.len() < LONGEST && !fits(wants, value)).then_some(wants)
}

/// RFC 5321, section 4.5.3.1.3, and a name before it.
const LONGEST: usize = 320;

fn fits(wants: Wants, value: &str) -> bool {
    let has_port =
        value.rsplit_once(':').is_some_and(|(name, port)| !name.contains(':') && port.parse::<u16>().is_ok());
    match wants {
        Wants::LocalPart => !value.contains('@'),
        Wants::Domain => !value.contains('@'),
        Wants::Address => {
            value.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        }
        // A scheme in front is told of by another rule.
        Wants::Host => value.contains("://") || !(value.contains('@') || has_port),
        Wants::HostAndPort => has_port || value.contains("://") || value.starts_with('['),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_another_kind_is_told() {
        for (program, name, value, want) in [
            ("nextcloud", "mail_from_address", "cloud@club.example", Some(Wants::LocalPart)),
            ("nextcloud", "mail_from_address", "cloud", None),
            ("nextcloud", "MAIL_DOMAIN", "cloud@club.example", Some(Wants::Domain)),
            ("laravel", "MAIL_FROM_ADDRESS", "cloud@club.example", None),
            ("laravel", "MAIL_FROM_ADDRESS", "cloud", Some(Wants::Address)),
            ("grafana", "GF_SMTP_HOST", "mail.club.example", Some(Wants::HostAndPort)),
            ("grafana", "GF_SMTP_HOST", "mail.club.example:587", None),
            ("discourse", "DISCOURSE_SMTP_ADDRESS", "forum@club.example", Some(Wants::Host)),
            ("django", "EMAIL_HOST", "mail.club.example:587", Some(Wants::Host)),
            ("django", "EMAIL_HOST", "smtp://mail.club.example", None),
            ("django", "EMAIL_HOST_USER", "me@club.example", None),
        ] {
            assert_eq!(missed(Some(program), name, value), want, "{name}={value}");
        }
    }
}
