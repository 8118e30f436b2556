//! Settings as they were read, with what is to be said about them. The password is never among them.

use super::evidence::evidence;
use super::values::Values;
use super::{Evidence, Finding, Step};
use crate::diagnose::{self, settings};
use crate::facts::settings::Security;
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
    // Beside words only what the settings prove.
    let is_proved = found.statement.is_none()
        && found.rule.is_none()
        && remarks.iter().any(|remark| remark.cause == Some(finding.cause.as_str()));
    if facts.kind != Kind::Settings && !is_proved {
        return;
    }
    let step = |text: &str| Step { by: "sender".into(), text: text.to_owned().into() };
    finding.facts.clear();
    finding.steps.retain(|step| !step.by.starts_with("recipient"));
    if finding.cause != "undetermined" {
        let is_it = |remark: &&settings::Remark| remark.cause == Some(finding.cause.as_str());
        if let Some(fault) = remarks.iter().find(is_it) {
            finding.title = "These settings cannot work as they are".to_owned();
            finding.summary = match facts.kind {
                Kind::Settings => "Nothing was sent yet, so no server has said anything: this is read from the settings themselves.",
                _ => "This is read from the settings that stand beside the words of the program.",
            }
            .to_owned();
            finding.note = Some(fault.text.clone());
            finding.retry = "As soon as it is set right.".to_owned();
            // What to do about a refusal is no help where none has come.
            let others = remarks
                .iter()
                .filter(|remark| remark.level > settings::Level::Fine && remark.text != fault.text);
            finding.steps = std::iter::once(fault).chain(others).map(|remark| step(&remark.text)).collect();
            finding.steps.push(step(match read.is_postfixs {
                true => "Then send once, and if it fails, paste here what the server's log says of it.",
                false => "Then send once, and paste here what the program says if it fails, word for word.",
            }));
            finding.commands.clear();
            finding.act = "sender".to_owned();
            finding.stage = stage(read).to_owned();
        }
        finding.ask = None;
        return;
    }
    let doubts: Vec<_> = remarks.iter().filter(|remark| remark.level == settings::Level::Doubt).collect();
    finding.title = match doubts.len() {
        0 => "Nothing in these settings is wrong by itself".to_owned(),
        1 => "Nothing in these settings is sure to fail; one thing may".to_owned(),
        several => format!("Nothing in these settings is sure to fail; {several} things may"),
    };
    finding.summary = "Port, encryption, server, user name and sender were compared with each other, and with what the provider \
                       documents where it is known. Whether the password is right, only the server can tell."
        .to_owned();
    finding.stage = stage(read).to_owned();
    finding.act = "sender".to_owned();
    finding.retry = String::new();
    finding.ask = None;
    finding.steps = doubts.iter().map(|doubt| step(&doubt.text)).collect();
    let sign_in = CAUSES.iter().find(|cause| cause.id == "auth-credentials");
    let commands = sign_in.iter().flat_map(|cause| &cause.commands);
    finding.commands = values.commands(commands);
    // It tries a password, which is refused there however right it is.
    let in_browser =
        settings::service(read).is_some_and(|service| service.password == knowledge::PasswordKind::Oauth);
    finding.commands.retain(|command| !(in_browser && command.shell.contains("--auth")));
    finding
        .steps
        .push(step("Send once with these settings, and paste here what the program says, word for word."));
}

/// Where the settings are at work: those of a mail server, at that server.
fn stage(read: &crate::facts::Settings) -> &'static str {
    if read.is_postfixs { "submission" } else { "client" }
}

pub fn settings(paste: &str, facts: &Facts) -> Option<Settings> {
    let read = facts.settings.as_ref()?;
    Some(Settings {
        host: read.host.as_ref().map(|host| host.is.clone()),
        port: read.port.as_ref().map(|port| port.is),
        security: read.security.as_ref().map(|security| name(security.is).to_owned()),
        user: read.user.as_ref().map(|user| user.is.clone()),
        from: read.from.as_ref().map(|from| from.is.clone()),
        password: read.password.as_ref().is_some_and(|password| !password.is.empty),
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
}
