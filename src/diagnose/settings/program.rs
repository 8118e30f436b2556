//! What is wrong by the rules of the program that the settings are for, and how it is written there.

use super::{Level, Remark, because, remark};
use crate::facts::Settings;
use crate::facts::settings::{Order, Security};
use crate::knowledge::Service;

/// A value with blanks in a .env file. phpdotenv: `Encountered unexpected whitespace`; Symfony's Dotenv: `A value containing
/// spaces must be surrounded by quotes`. Both read no further.
pub fn unquoted(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let unquoted = settings.unquoted.as_ref()?;
    let name = &unquoted.is;
    let program = match settings.is_of("laravel") {
        true => {
            "Laravel stops at the .env file then (Encountered unexpected whitespace), or goes on with older settings that are cached"
        }
        false => {
            "Symfony stops at the .env file then (A value containing spaces must be surrounded by quotes)"
        }
    };
    let text = format!(
        "The value of {name} has blanks and stands without quotation marks. {program}. Put it between quotation marks ({name}=\"…\"); an app password may lose its blanks instead."
    );
    because(remark("unquoted-blanks", Level::Fault, text, &[Some(unquoted.span)]), "undetermined")
}

/// Laravel hands MAIL_SCHEME to Symfony Mailer, which knows `smtp` and `smtps`.
pub fn unknown_scheme(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let scheme = settings.unknown_scheme.as_ref()?;
    let text = format!(
        "MAIL_SCHEME={} is none that Laravel knows (The \"{}\" scheme is not supported). Write MAIL_SCHEME=smtps for port 465, or MAIL_SCHEME=smtp for port 587: STARTTLS is used there by itself.",
        scheme.is, scheme.is
    );
    because(remark("scheme-unknown", Level::Fault, text, &[Some(scheme.span)]), "undetermined")
}

/// Django raises ValueError, Flask-Mail connects with TLS and then asks for STARTTLS.
pub fn both_on(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let [one, other] = settings.both_on?;
    let front = if settings.is_of("django") { "EMAIL" } else { "MAIL" };
    let text = format!(
        "{front}_USE_SSL and {front}_USE_TLS are both on, and only one may be: {front}_USE_SSL for port 465, {front}_USE_TLS (STARTTLS) for port 587. Set the other one to False."
    );
    because(remark("both-encryptions", Level::Fault, text, &[Some(one), Some(other)]), "tls-handshake")
}

/// Code that sets name and password, and then undoes it, or sets what was read before.
pub fn out_of_order(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let order = settings.out_of_order.as_ref()?;
    let spans = &[Some(order.span)];
    match order.is {
        Order::CredentialsEmptied => because(
            remark(
                "credentials-emptied",
                Level::Fault,
                "UseDefaultCredentials is set after Credentials, and setting it empties them again: the program sends without signing in. Set UseDefaultCredentials = false first, then Credentials, or leave that line out.".to_owned(),
                spans,
            ),
            "auth-required",
        ),
        Order::ConfigUnread => remark(
            "settings-after-use",
            Level::Doubt,
            "Mail(app) reads the settings at the moment in which it is made, and app.config is filled below it. Put mail = Mail(app) below the last of these lines.".to_owned(),
            spans,
        ),
    }
}

/// Checked 2026-11-28: https://laravel.com/docs/mail#mail-and-local-development,
/// https://docs.djangoproject.com/en/stable/topics/email/#email-backends,
/// https://guides.rubyonrails.org/action_mailer_basics.html#action-mailer-configuration,
/// https://symfony.com/doc/current/mailer.html#disabling-delivery, https://wpmailsmtp.com/docs/how-to-secure-smtp-settings-by-using-constants/
pub fn unsent(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let unsent = settings.unsent.as_ref()?;
    let is = &unsent.is;
    let text = match settings.program.unwrap_or_default() {
        "laravel" => format!(
            "MAIL_MAILER={is} sends nothing: mail goes into a log file (storage/logs) or nowhere, and no error is shown. For sending write MAIL_MAILER=smtp, with MAIL_HOST, MAIL_PORT, MAIL_USERNAME and MAIL_PASSWORD of your outgoing server."
        ),
        "django" => format!(
            "{is} sends nothing: it is for trying out, and no error is shown. For sending write EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend', with EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER and EMAIL_HOST_PASSWORD."
        ),
        "ruby-net-smtp" => format!(
            "With the value {is} Rails sends nothing: mail is kept in memory or in files, and no error is shown. For sending set delivery_method = :smtp with smtp_settings of your outgoing server, and perform_deliveries = true, in the file of the environment that runs (config/environments/production.rb)."
        ),
        "symfony-mailer" => format!(
            "MAILER_DSN={is} sends nothing: it throws mail away, and no error is shown. For sending write MAILER_DSN=smtp://USER:PASSWORD@HOST:587."
        ),
        "wordpress" => {
            "WPMS_DO_NOT_SEND is on: WP Mail SMTP sends nothing. Take the line out of wp-config.php."
                .to_owned()
        }
        _ => "MAIL_SUPPRESS_SEND is on: the program sends nothing, and no error is shown. Set it to False."
            .to_owned(),
    };
    because(remark("not-sent", Level::Fault, text, &[Some(unsent.span)]), "undetermined")
}

/// phpdotenv ends a value without quotation marks at `#`.
pub fn cut_short(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let password = settings.password.as_ref().filter(|_| settings.cut_short)?;
    let text = "The password has a # in it and stands without quotation marks: Laravel takes only what stands before the #. Put the password between quotation marks.".to_owned();
    remark("password-cut", Level::Doubt, text, &[Some(password.span)])
}

pub fn misspelt(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let slip = settings.misspelt.first()?;
    let text = format!(
        "There is no setting {}; did you mean {}? As it is written it is not read.",
        slip.written, slip.meant
    );
    remark("name-misspelt", Level::Doubt, text, &[Some(slip.span)])
}

/// System.Net.Mail's EnableSsl is STARTTLS, and TLS from the first byte is not in it.
pub fn dotnet_465(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let port = settings.port.as_ref().filter(|port| matches!(port.is, 465 | 2465))?;
    if !settings.is_of("dotnet-smtpclient") {
        return None;
    }
    let use_587 = if super::lacks(service, 587) {
        ""
    } else {
        "Set the port to 587 and leave EnableSsl = true; or send with "
    };
    let or = if use_587.is_empty() { "Send with " } else { use_587 };
    let text = format!(
        ".NET's SmtpClient (System.Net.Mail) cannot use port {}: it begins in plain text and switches with STARTTLS, which is what EnableSsl means, while this port is encrypted from the first byte. It waits until it times out. {or}MailKit and SecureSocketOptions.SslOnConnect.",
        port.is
    );
    let span = settings.security.as_ref().map(|security| security.span);
    because(remark("port-against-encryption", Level::Fault, text, &[Some(port.span), span]), "tls-handshake")
}

/// CDO's smtpusessl is TLS from the first byte at every port but 25, where it is STARTTLS.
/// https://codekabinett.com/rdumps.php?Lang=2&targetDoc=cdo-starttls-smtpusessl is about it; only its beginning was read, 2026-11-27.
pub fn cdo_at_587(settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let port = settings.port.as_ref().filter(|port| matches!(port.is, 587 | 2525 | 2587))?;
    if !settings.is_of("cdo") {
        return None;
    }
    let is = port.is;
    let instead = match service.filter(|_| super::lacks(service, 465)) {
        Some(service) => format!(
            "{} has no port 465, so take port 25 with smtpusessl True where the network lets it out, or send by another component than CDO.",
            service.name
        ),
        None => "Set smtpserverport to 465 and leave smtpusessl True; or to 25 with smtpusessl True, where the server offers STARTTLS there and the network lets port 25 out.".to_owned(),
    };
    let (start, level, cause) = match &settings.security {
        Some(security) if security.is == Security::Implicit => (
            format!(
                "CDO cannot encrypt at port {is}: with smtpusessl True it begins with TLS from the first byte, as at every port but 25, and port {is} begins in plain text and switches with STARTTLS."
            ),
            Level::Fault,
            "tls-handshake",
        ),
        _ => (
            format!(
                "CDO sends without encryption here: smtpusessl is not True, and with it CDO could not use port {is}, because it begins with TLS from the first byte at every port but 25."
            ),
            if super::demands_encryption(settings, service) { Level::Fault } else { Level::Doubt },
            "tls-required",
        ),
    };
    let spans = &[Some(port.span), settings.security.as_ref().map(|security| security.span)];
    let found = remark("port-against-encryption", level, format!("{start} {instead}"), spans);
    if level == Level::Fault { because(found, cause) } else { found }
}

/// Laravel up to 8 has SwiftMailer, where `tls` is STARTTLS and `ssl` TLS from the first byte; from 9 on it is Symfony's mailer, which
/// goes by the port. https://github.com/laravel/framework/pull/40943, read 2026-11-27.
pub fn laravels_word(settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let port = settings.port.as_ref()?;
    let security = settings.security.as_ref().filter(|security| security.is == Security::Some)?;
    let (word, means) = match port.is {
        465 | 2465 => (
            "ssl",
            "tls is STARTTLS, and this port is encrypted from the first byte: both sides wait until the time runs out",
        ),
        25 | 587 | 2525 | 2587 => (
            "tls",
            "ssl is encryption from the first byte, and this port begins in plain text: the handshake fails",
        ),
        _ => return None,
    };
    if !settings.is_of("laravel") {
        return None;
    }
    let text = format!(
        "Up to Laravel 8 {means}. Write MAIL_ENCRYPTION={word} there for port {}. From Laravel 9 on the port decides, and the word does no harm.",
        port.is
    );
    remark("laravel-encryption", Level::Doubt, text, &[Some(port.span), Some(security.span)])
}

/// How a kind of encryption is written in the program's settings.
pub fn written(settings: &Settings, security: Security) -> Option<String> {
    let (implicit, starttls) = match settings.program? {
        "django" => (
            "EMAIL_USE_SSL = True and EMAIL_USE_TLS = False",
            "EMAIL_USE_TLS = True and EMAIL_USE_SSL = False",
        ),
        "flask-mail" => {
            ("MAIL_USE_SSL = True and MAIL_USE_TLS = False", "MAIL_USE_TLS = True and MAIL_USE_SSL = False")
        }
        "nodemailer" => ("secure: true", "secure: false"),
        "phpmailer" => ("SMTPSecure = 'ssl'", "SMTPSecure = 'tls'"),
        "symfony-mailer" => ("smtps://…:465", "smtp://…:587"),
        "ruby-net-smtp" => ("tls: true", "enable_starttls: true, without tls and ssl"),
        "gitlab" => (
            "gitlab_rails['smtp_tls'] = true and ['smtp_enable_starttls_auto'] = false",
            "gitlab_rails['smtp_enable_starttls_auto'] = true and ['smtp_tls'] = false",
        ),
        "spring" | "javamail" => (
            "mail.smtp.ssl.enable=true, without mail.smtp.starttls.enable",
            "mail.smtp.starttls.enable=true, without mail.smtp.ssl.enable",
        ),
        "python-smtplib" => ("smtplib.SMTP_SSL(host, 465)", "smtplib.SMTP(host, 587), then starttls()"),
        "lettre" => ("SmtpTransport::relay(host), port 465", "SmtpTransport::starttls_relay(host), port 587"),
        "home-assistant" => ("encryption: tls", "encryption: starttls"),
        "mattermost" => ("ConnectionSecurity TLS", "ConnectionSecurity STARTTLS"),
        "vaultwarden" => ("SMTP_SECURITY=force_tls", "SMTP_SECURITY=starttls"),
        "gitea" => ("PROTOCOL = smtps", "PROTOCOL = smtp+starttls"),
        "codeigniter" => ("SMTPCrypto ssl", "SMTPCrypto tls"),
        "ssmtp" => ("UseTLS=YES, without UseSTARTTLS", "UseTLS=YES and UseSTARTTLS=YES"),
        "cdo" => ("smtpserverport 465 and smtpusessl True", "smtpserverport 25 and smtpusessl True"),
        "n8n" => ("N8N_SMTP_SSL=true", "N8N_SMTP_SSL=false"),
        _ => return None,
    };
    Some(if security == Security::Implicit { implicit } else { starttls }.to_owned())
}
