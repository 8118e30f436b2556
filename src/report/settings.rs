//! Settings as they were read, with what is to be said about them. The password is never among them.

use super::Evidence;
use super::build::evidence;
use crate::diagnose::settings;
use crate::facts::Facts;
use crate::facts::settings::Security;
use crate::knowledge;
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
