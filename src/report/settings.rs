//! Settings as they were read, with what is to be said about them. The password is never among them.

use super::evidence::evidence;
use super::values::Values;
use super::{Evidence, Finding, Step};
use crate::diagnose::{self, settings};
use crate::facts::settings::{Secret, Security};
use crate::facts::{Facts, Kind};
use crate::knowledge::{self, CAUSES};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// `ssl-tls`, `starttls`, `none`, `some`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// A password stands in the paste.
    pub password: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// Faults first.
    pub remarks: Vec<Remark>,
}

/// What the provider documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    pub source: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub checked: String,
    pub servers: Vec<Server>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Server {
    /// `submission`, `imap`, `pop3`.
    pub purpose: String,
    pub host: String,
    pub port: u16,
    /// As in [`Settings::security`].
    pub security: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remark {
    pub id: String,
    /// `fault`, `doubt`, `fine`.
    pub level: String,
    pub text: String,
    pub evidence: Vec<Evidence>,
}

impl Settings {
    /// What was read, by name. Of a password only that there is one.
    pub fn read(&self) -> Vec<(&'static str, String)> {
        let security = self.security.as_deref().map(|security| match security {
            "ssl-tls" => "SSL/TLS, from the first byte",
            "starttls" => "STARTTLS",
            "none" => "none",
            _ => "switched on, and not said which kind",
        });
        let rows = [
            ("Server", self.host.clone()),
            ("Port", self.port.map(|port| port.to_string())),
            ("Encryption", security.map(str::to_owned)),
            ("User name", self.user.clone()),
            ("From", self.from.clone()),
            ("Password", self.password.then(|| "there, not shown".to_owned())),
        ];
        rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Service {
    /// What the provider documents, and whether that was looked up.
    pub fn documented(&self, host: Option<&str>) -> String {
        let server = |server: &Server| {
            let security = match server.security.as_str() {
                "ssl-tls" => "with SSL/TLS",
                "starttls" => "with STARTTLS",
                _ => "without encryption",
            };
            format!("{} port {} {security}", server.host, server.port)
        };
        let sending = || self.servers.iter().filter(|server| server.purpose == "submission");
        // Where the server in the settings is one of them, its namesakes in other countries tell nothing.
        let is_own = |server: &Server| host.is_some_and(|host| host.eq_ignore_ascii_case(&server.host));
        let has_own = sending().any(is_own);
        let servers =
            sending().filter(|server| !has_own || is_own(server)).map(server).collect::<Vec<_>>().join("; ");
        let note = if self.note.is_empty() { String::new() } else { format!(" {}", self.note) };
        let looked_up = match self.checked.as_str() {
            "" => format!("{} {}", knowledge::NOT_LOOKED_UP, self.source),
            date => format!("Looked up {date}: {}", self.source),
        };
        format!("{} for sending: {servers}.{note} {looked_up}", self.name)
    }
}

/// Says of a cause that settings lead to what is wrong in them. Where nothing is, that is the answer.
pub fn speak(finding: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let Some(read) = facts.settings.as_ref() else { return };
    let remarks = settings::remarks(read);
    let is_it = |remark: &&settings::Remark| {
        remark.level == settings::Level::Fault && remark.cause == Some(finding.cause.as_str())
    };
    let fault = remarks.iter().find(is_it);
    // Beside words only what the settings prove.
    let is_proved = found.statement.is_none() && found.rule.is_none() && fault.is_some();
    if facts.kind != Kind::Settings && !is_proved {
        return shown_by(finding, read, fault, &remarks);
    }
    finding.facts.clear();
    finding.steps.retain(|step| !step.by.starts_with("recipient"));
    finding.ask = None;
    match fault {
        Some(fault) => cannot_work(finding, facts.kind, read, fault, &remarks),
        None if finding.cause == "undetermined" => may_work(finding, read, &remarks, values),
        None => {}
    }
}

/// What a server refused, and the settings beside its words show: how to set it right comes first.
fn shown_by(
    finding: &mut Finding,
    read: &crate::facts::Settings,
    fault: Option<&settings::Remark>,
    remarks: &[settings::Remark],
) {
    let slip = || {
        let about = matches!(finding.cause.as_str(), "tls-required" | "auth-required" | "auth-credentials");
        remarks.iter().find(|remark| about && remark.id == "name-misspelt")
    };
    let shown = fault.filter(|fault| fault.cause != Some("undetermined")).or_else(slip);
    // Nothing in them switches it on.
    let is_plain = || finding.cause == "tls-required" && read.security.is_none();
    let port = read.port.as_ref().map(|port| port.is);
    let kind = if port == Some(465) { Security::Implicit } else { Security::StartTls };
    let switched_on = || {
        let written = settings::written(read, kind).filter(|_| is_plain())?;
        Some(format!("Switch encryption on. In these settings that is written: {written}."))
    };
    if let Some(text) = shown.map(|shown| shown.text.clone()).or_else(switched_on) {
        finding.steps.insert(0, step(&text));
    }
}

fn step(text: &str) -> Step {
    Step { by: "sender".into(), text: text.to_owned().into() }
}

/// A fault, and what else there is to say.
fn cannot_work(
    finding: &mut Finding,
    kind: Kind,
    read: &crate::facts::Settings,
    fault: &settings::Remark,
    remarks: &[settings::Remark],
) {
    finding.title = match fault.id {
        "open-relay" => "This server sends mail for everybody (an open relay)",
        "unquoted-blanks" => "The program cannot read this file",
        _ => "These settings cannot work as they are",
    }
    .to_owned();
    finding.summary = match kind {
        Kind::Settings => {
            "Nothing was sent yet, so no server has said anything: this is read from the settings themselves."
        }
        _ => "This is read from the settings that stand beside the words of the program.",
    }
    .to_owned();
    finding.note = Some(fault.text.clone());
    finding.retry = "As soon as it is set right.".to_owned();
    // What to do about a refusal is no help where none has come.
    let others =
        remarks.iter().filter(|remark| remark.level > settings::Level::Fine && remark.text != fault.text);
    finding.steps = std::iter::once(fault).chain(others).map(|remark| step(&remark.text)).collect();
    finding.steps.push(step(&last_step(read, true)));
    finding.missing.clear();
    finding.commands.clear();
    finding.permanence = "permanent".to_owned();
    finding.state = "permanent".to_owned();
    finding.stage = stage(read).to_owned();
    whose(finding, read);
}

fn may_work(
    finding: &mut Finding,
    read: &crate::facts::Settings,
    remarks: &[settings::Remark],
    values: &Values,
) {
    let doubts: Vec<_> = remarks.iter().filter(|remark| remark.level == settings::Level::Doubt).collect();
    finding.title = match doubts.len() {
        0 => "Nothing in these settings is wrong by itself".to_owned(),
        1 => "Nothing in these settings is sure to fail; one thing may".to_owned(),
        several => format!("Nothing in these settings is sure to fail; {several} things may"),
    };
    finding.summary = match read.main_cf {
        Some(_) => "The lists of domains and networks, the relay, its encryption and its sign-in were compared with what Postfix documents. \
                    Its tables and master.cf are not in this text.",
        None => "Port, encryption, server, user name and sender were compared with each other, and with what the provider \
                 documents where it is known. Whether the password is right, only the server can tell.",
    }
    .to_owned();
    finding.stage = stage(read).to_owned();
    whose(finding, read);
    finding.retry = String::new();
    finding.steps = doubts.iter().map(|doubt| step(&doubt.text)).collect();
    let sign_in = CAUSES.iter().find(|cause| cause.id == "auth-credentials" && read.host.is_some());
    let commands = sign_in.iter().flat_map(|cause| &cause.commands);
    finding.commands = values.commands(commands);
    // It tries a password, which is refused there however right it is.
    let in_browser =
        settings::service(read).is_some_and(|service| service.password == knowledge::PasswordKind::Oauth);
    finding.commands.retain(|command| !(in_browser && command.shell.contains("--auth")));
    finding.steps.push(step(&last_step(read, false)));
}

/// Whoever has a server's settings at hand is its administrator.
fn whose(finding: &mut Finding, read: &crate::facts::Settings) {
    match read.main_cf {
        Some(_) => {
            finding.act = "sender-admin".to_owned();
            finding.who = "the administrator of this server".to_owned();
        }
        None => {
            finding.act = "sender".to_owned();
            if finding.state == "permanent" {
                finding.who = "you".to_owned();
            }
        }
    }
}

/// How a change takes effect, and what to paste if it does not help.
fn last_step(read: &crate::facts::Settings, is_changed: bool) -> String {
    let first = match read.program {
        Some("postfix") if is_changed => "Then run `postfix check` and `postfix reload`. ",
        // https://laravel.com/docs/configuration#configuration-caching
        Some("laravel") => {
            "After each change of .env run `php artisan config:clear`, and start queue workers anew. "
        }
        _ => "",
    };
    let rest = match (read.program, is_changed) {
        (Some("postfix"), _) => "Send once, and if it fails, paste here what the server's log says of it.",
        (Some("laravel"), _) => "Send once, and paste here what the program says if it fails, word for word.",
        (_, true) => "Then send once, and paste here what the program says if it fails, word for word.",
        (_, false) => "Send once with these settings, and paste here what the program says, word for word.",
    };
    format!("{first}{rest}")
}

/// Where the settings are at work: those of a mail server, at that server.
fn stage(read: &crate::facts::Settings) -> &'static str {
    if read.main_cf.is_some() { "submission" } else { "client" }
}

pub fn settings(paste: &str, facts: &Facts) -> Option<Settings> {
    let read = facts.settings.as_ref()?;
    Some(Settings {
        host: read.host.as_ref().map(|host| host.is.clone()),
        port: read.port.as_ref().map(|port| port.is),
        security: read.security.as_ref().map(|security| name(security.is).to_owned()),
        user: read.user.as_ref().map(|user| user.is.clone()),
        from: read.from.as_ref().map(|from| from.is.clone()),
        password: read
            .password
            .as_ref()
            .is_some_and(|password| !matches!(password.is, Secret::Empty | Secret::StandIn)),
        service: settings::service(read).map(service),
        remarks: settings::remarks(read).iter().map(|remark| self::remark(paste, facts, remark)).collect(),
    })
}

fn service(service: &knowledge::Service) -> Service {
    let server = |server: &knowledge::Server| Server {
        purpose: server.purpose.to_owned(),
        host: server.host.to_owned(),
        port: server.port,
        security: match server.security {
            knowledge::Security::Implicit => "ssl-tls",
            knowledge::Security::StartTls => "starttls",
            knowledge::Security::None => "none",
        }
        .to_owned(),
    };
    Service {
        id: service.id.to_owned(),
        name: service.name.to_owned(),
        note: service.note.to_owned(),
        source: service.source.to_owned(),
        checked: service.checked.to_owned(),
        servers: service.servers.iter().map(server).collect(),
    }
}

fn remark(paste: &str, facts: &Facts, remark: &settings::Remark) -> Remark {
    Remark {
        id: remark.id.to_owned(),
        level: remark.level.name().to_owned(),
        text: remark.text.clone(),
        evidence: remark.spans.iter().filter_map(|span| evidence(paste, facts, *span)).collect(),
    }
}

fn name(security: Security) -> &'static str {
    match security {
        Security::Implicit => "ssl-tls",
        Security::StartTls => "starttls",
        Security::None => "none",
        Security::Some => "some",
    }
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn msmtp_begins_with_starttls_unless_told_otherwise() {
        let rc = |port: &str, more: &str| {
            first(&format!(
                "defaults\nauth on\ntls on\n{more}account a\nhost mail.example.org\nport {port}\nuser ann@example.org\npassword hunter2\n"
            ))
        };
        let waits = rc("465", "");
        assert_eq!(waits.cause, "tls-handshake");
        assert!(waits.steps[0].text.contains("tls_starttls off"), "{:?}", waits.steps);
        for (port, more) in [("465", "tls_starttls off\n"), ("587", ""), ("587", "tls_starttls on\n")] {
            assert_eq!(rc(port, more).cause, "undetermined", "{port} {more}");
        }
        assert_eq!(rc("587", "tls_starttls off\n").cause, "tls-handshake");
    }

    #[test]
    fn debians_exim_names_its_smarthost_with_two_colons() {
        let read = crate::diagnose(
            "dc_eximconfig_configtype='smarthost'\ndc_readhost='example.org'\ndc_smarthost='mx.example.net::587'\n",
        );
        let settings = read.settings.expect("settings");
        assert_eq!((settings.host.as_deref(), settings.port), (Some("mx.example.net"), Some(587)));
    }

    #[test]
    fn msmtprc_is_known_however_it_is_set_out() {
        let read = crate::diagnose(
            "defaults\ntls      on\naccount  a # own\nhost     mx.example.org\nport     587\nuser     ann\n",
        );
        assert_eq!(read.settings.and_then(|read| read.security).as_deref(), Some("starttls"));
        assert_eq!(read.product.map(|product| product.id).as_deref(), Some("msmtp"));
    }

    #[test]
    fn postfix_begins_in_plain_text_unless_told_otherwise() {
        let cf = |more: &str| {
            first(&format!(
                "relayhost = [mail.example.org]:465\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl\n{more}"
            ))
        };
        for more in ["", "smtp_tls_security_level = may\n", "smtp_use_tls = yes\n"] {
            let told = cf(more);
            assert_eq!((told.cause.as_str(), told.stage.as_str()), ("tls-handshake", "submission"), "{more}");
            assert!(told.steps[0].text.contains("smtp_tls_wrappermode = yes"), "{:?}", told.steps);
        }
        assert_eq!(
            cf("smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt\n").cause,
            "undetermined"
        );
        let open = |networks: &str| {
            let paste = format!(
                "relayhost = [mail.example.org]:587\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\nmynetworks = {networks}\n"
            );
            first(&paste).steps.iter().any(|step| step.text.contains("open relay"))
        };
        assert!(open("0.0.0.0/0") && open("127.0.0.0/8, ::/0"));
        assert!(!open("127.0.0.0/8 10.0.0.0/8"));
    }

    #[test]
    fn labels_are_read_in_the_language_of_the_program() {
        for paste in [
            "Outgoing server: imap.gmx.net\nPort: 993 SSL\nUser: ann",
            "Postausgangsserver: imap.gmx.net\nPort: 993  SSL\nBenutzer: ann",
            "Serveur de courrier sortant : imap.gmx.net\nPort : 993 (SSL)\nNom d'utilisateur : ann",
            "Servidor de correo saliente: imap.gmx.net\nPuerto: 993\nSeguridad: SSL/TLS",
            "Server di posta in uscita: imap.gmx.net\nPorta: 993\nSicurezza: SSL/TLS",
            "Uitgaande server: imap.gmx.net\nPoort: 993\nBeveiliging: SSL/TLS",
            "Serwer poczty wychodzącej: imap.gmx.net\nPort: 993\nZabezpieczenia: SSL/TLS",
        ] {
            let told = first(paste);
            assert_eq!(told.cause, "protocol-error", "{paste}");
            assert!(told.steps[0].text.contains("for fetching mail"), "{:?}", told.steps);
        }
    }

    #[test]
    fn a_port_that_a_provider_has_not_cannot_work() {
        let told = first(
            "MAIL_HOST=smtp.office365.com\nMAIL_PORT=465\nMAIL_USERNAME=ann@example.com\nMAIL_PASSWORD=hunter2\nMAIL_ENCRYPTION=ssl\n",
        );
        assert_eq!(told.title, "These settings cannot work as they are");
        assert!(told.steps[0].text.contains("port 587") && told.commands.is_empty());
        assert_eq!(
            told.steps.iter().filter(|step| step.text.contains("no port 465")).count(),
            1,
            "{:?}",
            told.steps
        );
    }

    #[test]
    fn no_setting_gets_out_of_its_quotes() {
        let told = first(
            "MAIL_HOST=smtp.example.org\nMAIL_PORT=587\nMAIL_ENCRYPTION=tls\nMAIL_USERNAME=it's $(id)\nMAIL_PASSWORD=hunter2\n\
             MAIL_FROM_ADDRESS=\"a $(id) b'@example.org\"\n",
        );
        let shells: Vec<&str> = told.commands.iter().map(|command| command.shell.as_str()).collect();
        assert!(
            shells.iter().any(|shell| shell.contains(r"--auth-user 'it'\''s $(id' --auth")),
            "{shells:?}"
        );
    }

    #[test]
    fn a_user_name_is_taken_as_it_is() {
        let told = first(
            "spring.mail.host=smtp.mailgun.org\nspring.mail.port=587\nspring.mail.username=postmaster\nspring.mail.password=hunter2\n\
                          spring.mail.properties.mail.smtp.starttls.enable=false\n",
        );
        assert!(told.steps.iter().any(|step| step.text.contains("whole address")), "{:?}", told.steps);
        assert!(told.steps.iter().any(|step| step.text.contains("Switch STARTTLS on")), "{:?}", told.steps);
        assert!(
            told.commands.iter().any(|command| command.shell.contains("--auth-user postmaster --auth")),
            "{:?}",
            told.commands
        );
    }

    #[test]
    fn settings_that_cannot_work_lead_whatever_stands_around_them() {
        let told = first(
            "We could not sync your account ann@example.org. IMAP and SMTP settings need to be checked.\nShow details\n\
                          Server: smtp.example.org\nPort: 465\nEncryption: STARTTLS\n",
        );
        assert_eq!(
            (told.title.as_str(), told.cause.as_str()),
            ("These settings cannot work as they are", "tls-handshake")
        );
        assert_eq!(told.confidence, "likely");
    }

    #[test]
    fn a_fault_in_settings_is_no_refusal() {
        let paste = "MAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=587\nMAIL_USERNAME=ann@example.com\nMAIL_PASSWORD=SG.x\nMAIL_ENCRYPTION=tls\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.title, "These settings cannot work as they are");
        assert!(first.steps[0].text.contains("apikey") && first.commands.is_empty());
        assert!(first.steps.iter().all(|step| !step.text.contains("web site")), "{:?}", first.steps);
    }

    fn remarks(paste: &str) -> Vec<(String, String, String)> {
        let read = crate::diagnose(paste).settings.expect("settings");
        read.remarks.into_iter().map(|remark| (remark.level, remark.id, remark.text)).collect()
    }

    fn has(paste: &str, id: &str) -> bool {
        remarks(paste).iter().any(|(_, known, _)| known == id)
    }

    #[test]
    fn encrypted_is_no_kind_where_the_program_is_not_known() {
        for switch in ["SMTP_TLS=true", "SMTP_SSL=true", "SMTP_USE_TLS=1", "SMTP_ENABLE_SSL=yes"] {
            for port in ["465", "587"] {
                let paste = format!(
                    "SMTP_HOST=mx.example.org\nSMTP_PORT={port}\nSMTP_USER=ann@example.org\n{switch}\n"
                );
                let report = crate::diagnose(&paste);
                let security = report.settings.and_then(|read| read.security);
                assert_eq!(security.as_deref(), Some("some"), "{paste}");
                assert_eq!(report.findings[0].cause, "undetermined", "{paste}");
            }
        }
    }

    #[test]
    fn a_switch_means_what_its_program_documents() {
        let tls = "tls-handshake";
        for (front, switches, port, want) in [
            ("EMAIL_HOST='mx.example.org'\nEMAIL_PORT=", "EMAIL_USE_TLS=True", "465", tls),
            ("EMAIL_HOST='mx.example.org'\nEMAIL_PORT=", "EMAIL_USE_SSL=True", "465", ""),
            (
                "EMAIL_HOST='mx.example.org'\nEMAIL_PORT=",
                "EMAIL_USE_SSL=True\nEMAIL_USE_TLS=True",
                "587",
                tls,
            ),
            (
                "EMAIL_HOST='mx.example.org'\nEMAIL_PORT=",
                "EMAIL_USE_SSL=True\nEMAIL_USE_TLS=False",
                "465",
                "",
            ),
            ("MAIL_SERVER='mx.example.org'\nMAIL_PORT=", "MAIL_USE_TLS=True", "587", ""),
            (
                "spring.mail.host=mx.example.org\nspring.mail.port=",
                "spring.mail.properties.mail.smtp.ssl.enable=true",
                "465",
                "",
            ),
            (
                "spring.mail.host=mx.example.org\nspring.mail.port=",
                "spring.mail.properties.mail.smtp.ssl.enable=true",
                "587",
                tls,
            ),
            ("MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=", "MAIL_ENCRYPTION=null", "465", ""),
            ("MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=", "MAIL_SCHEME=smtps", "465", ""),
            ("$mail->Host='mx.example.org';\n$mail->Port=", "$mail->SMTPSecure='tls';", "465", tls),
            (
                "$mail->Host='mx.example.org';\n$mail->Port=",
                "$mail->SMTPSecure=PHPMailer::ENCRYPTION_SMTPS;",
                "465",
                "",
            ),
            ("$mail->Host='mx.example.org';\n$mail->Port=", "$mail->SMTPSecure='';", "587", ""),
            ("host: 'mx.example.org', // nodemailer\nport: ", "secure: true, requireTLS: false", "465", ""),
            ("address: 'mx.example.org', # smtp_settings\nport: ", "enable_starttls_auto: true", "587", ""),
            (
                "address: 'mx.example.org', # smtp_settings\nport: ",
                "enable_starttls_auto: false, ssl: true",
                "465",
                "",
            ),
            (
                "address: 'mx.example.org', # smtp_settings\nport: ",
                "enable_starttls_auto: true, ssl: true",
                "587",
                tls,
            ),
            (
                "\"SMTPServer\": \"mx.example.org\",\n\"SMTPPort\": ",
                "\"ConnectionSecurity\": \"TLS\"",
                "465",
                "",
            ),
            (
                "'mail_smtphost' => 'mx.example.org',\n'mail_smtpport' => ",
                "'mail_smtpsecure' => '',",
                "465",
                "",
            ),
            (
                "'mail_smtphost' => 'mx.example.org',\n'mail_smtpport' => ",
                "'mail_smtpsecure' => 'ssl',",
                "587",
                tls,
            ),
            (
                "<network host=\"mx.example.org\" deliveryMethod=\"network\" port=",
                "enableSsl=\"true\" />",
                "587",
                "",
            ),
            (
                "<network host=\"mx.example.org\" deliveryMethod=\"network\" port=",
                "enableSsl=\"true\" />",
                "465",
                tls,
            ),
            ("mail smtp\nhost: mx.example.org\nport: ", "starttls: false", "465", ""),
        ] {
            let gap = if front.starts_with('<') { ' ' } else { '\n' };
            let quote = if front.starts_with('<') { "\"" } else { "" };
            let paste = format!("{front}{quote}{port}{quote}{gap}{switches}\nuser: 'ann@example.org'\n");
            let first = first(&paste);
            let got = if first.cause == "undetermined" { "" } else { &*first.cause };
            assert_eq!(got, want, "{paste}\n{:?}", first.steps);
        }
    }

    #[test]
    fn what_encryption_off_means_stands_in_the_providers_page() {
        let django = |host: &str| {
            let told = first(&format!(
                "EMAIL_HOST = '{host}'\nEMAIL_PORT = 587\nEMAIL_HOST_USER = 'ann@example.org'\nEMAIL_USE_TLS = False\n"
            ));
            (told.cause, told.steps[0].text.contains("EMAIL_USE_TLS = True"))
        };
        assert_eq!(django("smtp.gmail.com"), ("tls-required".to_owned(), true));
        assert_eq!(django("mx.example.org").0, "undetermined");
    }

    #[test]
    fn a_misspelt_name_is_told_and_not_read() {
        let paste = "EMAIL_HOST = 'mx.example.org'\nEMAIL_PORT = 587\nEMAIL_HOST_USER = 'ann@example.org'\nEMAIL_USES_TLS = True\n";
        let report = crate::diagnose(paste);
        assert!(report.settings.as_ref().is_some_and(|read| read.security.is_none()));
        assert!(report.findings[0].steps[0].text.contains("did you mean EMAIL_USE_TLS"));
        assert!(!has(&paste.replace("USES_TLS", "USE_TLS"), "name-misspelt"));
        let refused = format!(
            "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first.', 'a@b')\n\n{paste}"
        );
        let told = first(&refused);
        assert_eq!(told.cause, "tls-required");
        assert!(told.steps[0].text.contains("did you mean EMAIL_USE_TLS"), "{:?}", told.steps);
    }

    #[test]
    fn what_a_server_asks_for_is_told_in_the_programs_words() {
        let told = first(
            "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first.', 'a@b')\n\n\
             EMAIL_HOST = 'mx.example.org'\nEMAIL_PORT = 587\nEMAIL_HOST_USER = 'ann@example.org'\n",
        );
        assert_eq!(told.cause, "tls-required");
        assert!(told.steps[0].text.contains("EMAIL_USE_TLS = True"), "{:?}", told.steps);
    }

    #[test]
    fn nothing_is_said_of_a_password_that_does_not_stand_there() {
        let judged = |password: &str| {
            let paste = format!(
                "host: \"smtp.gmail.com\",\nport: 587,\nuser: \"ann@gmail.com\",\npass: {password},\n"
            );
            let told = remarks(&paste);
            let says = |words: &str| told.iter().any(|(.., text)| text.contains(words));
            (says("the form of one"), says("password is empty"))
        };
        for stand_in in [
            "\"********\"",
            "\"xxxxxxxx\"",
            "\"••••••••\"",
            "\"<app password>\"",
            "\"your_password\"",
            "process.env.MAIL_PASS",
            "os.environ['MAIL_PASS']",
            "config('mail.pass')",
            "fromPassphrase",
            "\"${MAIL_PASS}\"",
            "\"{{ mail_pass }}\"",
        ] {
            assert_eq!(judged(stand_in), (false, false), "{stand_in}");
            let paste = format!("host: \"mx.example.org\",\nport: 587,\nuser: \"ann\",\npass: {stand_in},\n");
            let read = crate::diagnose(&paste).settings.expect("settings");
            assert!(!read.password, "{stand_in}");
        }
        assert_eq!(judged("\"Rainy-Day-77\""), (true, false));
        assert_eq!(judged("\"\""), (false, true));
    }

    #[test]
    fn laravel_is_told_what_its_files_take() {
        let env = |line: &str| {
            first(&format!(
                "MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=587\nMAIL_USERNAME=ann@example.org\n{line}\n"
            ))
        };
        for line in ["MAIL_PASSWORD=abcd efgh ijkl mnop", "APP_NAME=Tea House"] {
            let told = env(line);
            assert_eq!((told.state.as_str(), told.who.as_str()), ("permanent", "you"), "{line}");
            assert!(told.steps[0].text.contains("has blanks"), "{line}: {:?}", told.steps);
            assert!(told.steps.iter().any(|step| step.text.contains("config:clear")), "{line}");
        }
        assert!(env("MAIL_PASSWORD=hun#ter2").steps[0].text.contains("before the #"));
        assert!(env("MAIL_PASSWORD=hunter2").steps[0].text.contains("config:clear"));
        let log = "MAIL_MAILER=log\nMAIL_HOST=mx.example.org\nMAIL_PORT=587\n";
        assert!(first(log).steps[0].text.contains("MAIL_MAILER=smtp"));
        assert!(env("MAIL_SCHEME=tls").steps[0].text.contains("MAIL_SCHEME=smtps"));
        for line in [
            "MAIL_PASSWORD=\"abcd efgh\"",
            "MAIL_PASSWORD=hunter2 # old one",
            "APP_NAME='Tea House'",
            "MAIL_FROM_NAME=\"${APP_NAME} x\"",
        ] {
            assert_eq!(env(line).state, "unknown", "{line}");
        }
        let other = "SMTP_HOST=mx.example.org\nSMTP_PORT=587\nSMTP_USER=ann@example.org\nSMTP_PASSWORD=abcd efgh ijkl mnop\n";
        assert_eq!(first(other).state, "unknown");
        let report = crate::diagnose("MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=587\n");
        assert_eq!(report.product.map(|product| product.id).as_deref(), Some("laravel"));
    }

    #[test]
    fn main_cf_is_judged_as_postfix_reads_it() {
        let cf = |more: &str| {
            format!("myhostname = mx.example.org\ncompatibility_level = 3.6\ninet_protocols = all\n{more}")
        };
        for (more, id, level) in [
            ("mydestination = $myhostname, outlook.com\n", "providers-domain", "fault"),
            ("relay_domains = gmail.com\n", "providers-domain", "doubt"),
            ("mynetworks = 0.0.0.0/0\n", "open-relay", "fault"),
            (
                "relayhost = smtp.example.net:587\nsmtp_tls_security_level = may\n",
                "relayhost-brackets",
                "doubt",
            ),
            ("relayhost = [mx.example.net]:587\nsmtp_tls_security_level = none\n", "no-encryption", "doubt"),
            ("relayhost = [smtp.gmail.com]:587\nsmtp_use_tls = no\n", "no-encryption", "fault"),
            ("relayhost = [smtp.gmail.com]:587\nsmtp_sasl_auth_enable = yes\n", "no-encryption", "doubt"),
            ("relayhost = [mx.example.net]:587\nsmtp_sasl_auth_enable = yes\n", "plain-mechanisms", "doubt"),
            (
                "virtual_alias_domains = example.net\nrelay_domains = example.net\n",
                "domain-listed-twice",
                "fault",
            ),
            ("smtp_tls_security_level = may # for all\n", "comment-in-value", "doubt"),
            (
                "relayhost = [smtp.gmail.com]\nsmtp_tls_security_level = encrypt\n",
                "port-not-documented",
                "doubt",
            ),
            ("relayhots = [mx.example.net]\n", "name-misspelt", "doubt"),
        ] {
            let told = remarks(&cf(more));
            let found = told.iter().find(|(_, known, _)| known == id);
            assert_eq!(found.map(|(level, ..)| level.as_str()), Some(level), "{more}: {told:?}");
        }
        assert!(has(
            "myhostname = web\ninet_protocols = all\nsmtp_tls_security_level = may\n",
            "myhostname-short"
        ));
        for more in [
            "mydestination = $myhostname, example.org\nrelay_domains = $mydestination\n",
            "mynetworks = 0.0.0.0/0\ninet_interfaces = loopback-only\n",
            "mynetworks = 0.0.0.0/0\nsmtpd_relay_restrictions = permit_sasl_authenticated, reject\n",
            "relayhost = [mx.example.net]:587\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_tls_security_options = noanonymous\n",
            "virtual_mailbox_domains = hash:/etc/postfix/domains\nvirtual_alias_domains = hash:/etc/postfix/domains\n",
            "smtpd_use_tls = yes\nsmtpd_sasl_auth_enable = no\n",
        ] {
            let told = remarks(&cf(more));
            assert!(told.iter().all(|(level, ..)| level == "fine"), "{more}: {told:?}");
        }
        let own = "myhostname = mx7.posteo.de\nmydestination = posteo.de\ninet_protocols = all\n";
        assert!(!has(own, "providers-domain"));
        let report = crate::diagnose(own);
        assert_eq!(report.product.map(|product| product.id).as_deref(), Some("postfix"));
        assert_eq!(report.findings[0].who, "the administrator of this server");
    }

    #[test]
    fn of_a_servers_faults_the_open_door_comes_first() {
        let told = crate::diagnose(
            "myhostname = mx.example.org\nmydestination = $myhostname, gmail.com\nmynetworks = 0.0.0.0/0\nrelayhost = [smtp.gmail.com]:587\nsmtp_tls_security_level = none\n",
        );
        assert_eq!(told.findings.len(), 1);
        let first = &told.findings[0];
        assert!(first.title.contains("open relay"), "{}", first.title);
        assert!(first.steps.iter().any(|step| step.text.contains("smtp_tls_security_level = encrypt")));
        assert!(first.steps.iter().any(|step| step.text.contains("gmail.com out of mydestination")));
        assert_eq!((first.act.as_str(), first.state.as_str()), ("sender-admin", "permanent"));
    }
}
