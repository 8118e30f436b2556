//! Settings as they were read, with what is to be said about them. The password is never among them.

use crate::diagnose::{self, settings};
use crate::facts::settings::{Secret, Security};
use crate::facts::{Facts, Kind};
use crate::knowledge::{self, CAUSES, Topic};
use crate::report::adapted::program::device;
use crate::report::evidence::evidence;
use crate::report::values::Values;
use crate::report::{Evidence, Finding, Step};
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
    /// Signing in is switched on or off, where a switch for it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<bool>,
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
            ("Sign-in", self.sign_in.map(|on| if on { "switched on" } else { "switched off" }.to_owned())),
            ("User name", self.user.clone()),
            ("From", self.from.clone()),
            ("Password", self.password.then(|| "there, not shown".to_owned())),
        ];
        rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Service {
    /// What the provider documents, and whether that was looked up; where it says so stands in [`Service::source`].
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
            "" => knowledge::NOT_LOOKED_UP.to_owned(),
            date => format!("Looked up {date}:"),
        };
        format!("{} for sending: {servers}.{note} {looked_up}", self.name)
    }

    /// The same with the address of the page, for plain text.
    pub fn documented_at(&self, host: Option<&str>) -> String {
        format!("{} {}", self.documented(host), self.source)
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
    if finding.stage == "connection" && finding.confidence == "possible" {
        proved_by(finding, remarks);
    }
    let slip = || {
        let about = matches!(
            finding.cause.as_str(),
            "tls-required" | "auth-required" | "auth-credentials" | "auth-method"
        );
        let is_refused = finding.cause == "auth-credentials" || finding.cause == "auth-method";
        remarks.iter().find(|remark| {
            (about && matches!(remark.id, "name-misspelt" | "ssl-off"))
                || (is_refused && remark.id == "user-name")
                || ((about || finding.cause == "relay-denied") && remark.id == "no-sign-in")
        })
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
    if shown.is_some_and(|shown| matches!(shown.id, "auth-off" | "no-sign-in")) {
        // They say where it is switched on, and what is filled in; the settings show that it is off, or which fields are empty.
        finding.steps.retain(|step| !step.is_about(Topic::SignInFields));
    }
    if let Some(text) = shown.map(|shown| shown.text.clone()).or_else(switched_on) {
        let by = if read.main_cf.is_some() { "sender-admin" } else { "sender" };
        finding.steps.insert(0, Step::new(by, text));
    }
    if remarks.iter().any(|remark| remark.id == "fits") {
        without_matching(finding);
    }
    comes_next(finding, read, remarks);
    password_comes_next(finding, remarks);
    if finding.reply.is_none() && (finding.cause == "undetermined" || finding.confidence == "possible") {
        found_in_them(finding, remarks);
    }
}

/// The words say only that no connection came about, and the settings beside them show why it could not: port and encryption.
fn proved_by(finding: &mut Finding, remarks: &[settings::Remark]) {
    let is_it = |remark: &&settings::Remark| {
        remark.id == "port-against-encryption" && remark.level == settings::Level::Fault
    };
    let Some(fault) = remarks.iter().find(is_it) else { return };
    let (why, _) = fault.text.split_once(". ").unwrap_or((&fault.text, ""));
    finding.title = "Port and encryption in the settings do not fit together".to_owned();
    finding.summary =
        format!("The program got no connection, and its settings show why. {}.", why.trim_end_matches('.'));
    finding.note = None;
    finding.retry = "Not before port and encryption are set so that they fit.".to_owned();
    finding.permanence = "permanent".to_owned();
    finding.act = "sender".to_owned();
    finding.ask = None;
}

/// What frameworks put there until somebody sets it (Laravel, Rails), at a domain that nobody can own (RFC 2606, section 3).
fn is_placeholder(address: &str) -> bool {
    matches!(address.to_ascii_lowercase().as_str(), "hello@example.com" | "from@example.com")
}

/// The server wants encryption or a sign-in first, and once it has them, it refuses the account's own password: both are set right in one go.
fn password_comes_next(finding: &mut Finding, remarks: &[settings::Remark]) {
    let is_before = matches!(finding.cause.as_str(), "auth-required" | "tls-required");
    let remark = remarks.iter().find(|remark| remark.id == "app-password").filter(|_| is_before);
    let is_said = finding.steps.iter().any(|step| step.is_about(Topic::AppPassword));
    if let Some(remark) = remark.filter(|_| !is_said) {
        finding.steps.push(step(&remark.text));
    }
}

/// Once the sign-in works, a sender that is not the account is the next thing to be refused: both are set right in one go.
fn comes_next(finding: &mut Finding, read: &crate::facts::Settings, remarks: &[settings::Remark]) {
    let is_at_sign_in = matches!(
        finding.cause.as_str(),
        "auth-required" | "auth-credentials" | "auth-method" | "tls-required"
    );
    let differs = remarks.iter().any(|remark| remark.id == "from-not-account");
    let (Some(from), Some(user)) = (&read.from, &read.user) else { return };
    if !is_at_sign_in || !differs {
        return;
    }
    if is_placeholder(&from.is) {
        let text = format!(
            "Set the sender address, too: {} is a placeholder that the program came with. Enter the account's own address; else that is refused next.",
            from.is
        );
        finding.steps.push(Step::new("sender", text));
        return;
    }
    let text = format!(
        "Set the sender address, too: the settings have {} there, and sign in as {}. Enter the account's own address, or have the \
         account given leave for the other one; else that is refused next.",
        from.is, user.is
    );
    finding.steps.push(Step::new("sender", text));
}

/// Nobody said what is wrong, and the settings show what may be: that is tried first, and nobody has to compare them again.
fn found_in_them(finding: &mut Finding, remarks: &[settings::Remark]) {
    let is_to_set_right = |remark: &&settings::Remark| {
        remark.level > settings::Level::Fine && finding.steps.iter().all(|step| step.text != remark.text)
    };
    let found: Vec<Step> = remarks.iter().filter(is_to_set_right).map(|remark| step(&remark.text)).collect();
    if found.is_empty() {
        return;
    }
    finding.steps.retain(|step| step.text != device::FIELDS);
    finding.steps.splice(0..0, found);
}

/// Port and encryption stand in the paste and go together: to match them is no step, where there is another one.
fn without_matching(finding: &mut Finding) {
    if finding.steps.iter().any(|step| !step.is_about(Topic::MatchPorts)) {
        finding.steps.retain(|step| !step.is_about(Topic::MatchPorts));
    }
}

fn step(text: &str) -> Step {
    Step::new("sender", text.to_owned())
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
        "not-sent" => "With these settings no mail is sent",
        _ => "These settings cannot work as they are",
    }
    .to_owned();
    finding.summary = match kind {
        _ if fault.id == "not-sent" => {
            "The program puts its mail elsewhere than to a mail server, and tells of success. No server was asked, so that none refused anything."
        }
        Kind::Settings => "No answer of a server stands here: this is read from the settings themselves.",
        Kind::Log => "This is read from the lines of main.cf that stand beside the log.",
        _ => "The settings that stand in the same text tell why.",
    }
    .to_owned();
    // What is wrong; how it is mended stands with the steps.
    let (reason, rest) = match fault.text.split_once(". ") {
        Some((reason, rest)) => (format!("{reason}."), rest),
        None => (fault.text.clone(), ""),
    };
    // Its second sentence alone says all that is to be done.
    let cure = if fault.id == "port-against-encryption" { rest } else { &fault.text };
    finding.note = Some(reason);
    finding.retry = "As soon as it is set right.".to_owned();
    // What to do about a refusal is no help where none has come.
    let others =
        remarks.iter().filter(|remark| remark.level > settings::Level::Fine && remark.text != fault.text);
    finding.steps =
        std::iter::once(cure).chain(others.map(|remark| remark.text.as_str())).map(step).collect();
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
    finding.summary = match &read.main_cf {
        Some(main_cf) if !main_cf.keys.is_empty() => {
            "The lists of domains and networks, the relay, its encryption and its sign-in were compared with what Postfix documents, and the relay \
             with the table of passwords. master.cf is not in this text."
        }
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
                finding.who = match read.unsent {
                    Some(_) => "you, or whoever set up this program",
                    None => "you",
                }
                .to_owned();
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
        sign_in: read.auth.as_ref().map(|auth| auth.is),
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
        text: match facts.kind {
            Kind::Settings => remark.text.clone(),
            // Where words tell what failed, the settings need not guess at it.
            _ => remark.text.trim_end_matches(settings::ELSE).to_owned(),
        },
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
mod tests;
