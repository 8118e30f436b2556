//! Files beside the rules: what EHLO offers, what providers document about their servers, the guided check.

use crate::Faults;
use crate::raw::Base;
use serde::Deserialize;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapabilityFile {
    source: String,
    checked: String,
    capability: Vec<RawCapability>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCapability {
    keyword: String,
    about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    name: String,
    domains: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    username: String,
    password: String,
    #[serde(default)]
    note: String,
    source: String,
    /// Left out where the page was not looked up again.
    #[serde(default)]
    checked: String,
    server: Vec<RawServer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    purpose: String,
    host: String,
    port: u16,
    security: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideFile {
    complaint: Vec<RawComplaint>,
    check: Vec<RawCheck>,
    tool: Vec<RawTool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComplaint {
    id: String,
    title: String,
    about: String,
    first: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    id: String,
    question: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    command: Vec<GuideCommand>,
    outcome: Vec<RawOutcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideCommand {
    #[serde(default)]
    unix: String,
    #[serde(default)]
    windows: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcome {
    says: String,
    check: Option<String>,
    cause: Option<String>,
    ask: Option<String>,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTool {
    name: String,
    shows: String,
    useless: String,
}

/// Reads, judges and writes them.
pub fn tables(root: &Path, base: &Base, faults: &mut Faults) -> String {
    let mut out = String::new();
    if let Some(file) = file::<CapabilityFile>(&root.join("capabilities.toml"), faults) {
        capabilities(&file, &mut out);
    }
    services(&root.join("settings"), faults, &mut out);
    if let Some(file) = file::<GuideFile>(&root.join("guide.toml"), faults) {
        judge_guide(&file, base, faults);
        guide(&file, base, &mut out);
    }
    out
}

fn file<T: serde::de::DeserializeOwned>(path: &Path, faults: &mut Faults) -> Option<T> {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    match read
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string().trim().replace('\n', " ")))
    {
        Ok(file) => Some(file),
        Err(error) => {
            faults.add(path.display(), error);
            None
        }
    }
}

fn capabilities(file: &CapabilityFile, out: &mut String) {
    let mut rows: Vec<&RawCapability> = file.capability.iter().collect();
    rows.sort_by(|a, b| a.keyword.cmp(&b.keyword));
    let _ = writeln!(out, "/// By keyword. Source: {}, checked {}.", file.source, file.checked);
    let _ = writeln!(out, "pub static CAPABILITIES: &[(&str, &str)] = &[");
    for row in rows {
        let _ = writeln!(out, "({:?}, {:?}),", row.keyword, row.about);
    }
    out.push_str("];\n");
}

const PURPOSES: &[&str] = &["submission", "imap", "pop3"];
const SECURITY: &[(&str, &str)] = &[("implicit", "Implicit"), ("starttls", "StartTls"), ("none", "None")];
const PASSWORDS: &[(&str, &str)] =
    &[("account", "Account"), ("app-password", "AppPassword"), ("oauth", "Oauth"), ("api-key", "ApiKey")];

fn services(folder: &Path, faults: &mut Faults, out: &mut String) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    out.push_str(
        "/// What providers document about their servers, by id.\npub static SERVICES: &[Service] = &[\n",
    );
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let Some(service) = file::<ServiceFile>(path, faults) else { continue };
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        let Some((_, password)) = PASSWORDS.iter().find(|(name, _)| *name == service.password) else {
            faults.add(path.display(), format!("password = {:?}", service.password));
            continue;
        };
        if !["address", "name", "fixed"].contains(&service.username.as_str()) {
            faults.add(path.display(), format!("username = {:?}", service.username));
        }
        let mut servers = String::new();
        for server in &service.server {
            let security = SECURITY.iter().find(|(name, _)| *name == server.security);
            let Some((_, security)) = security.filter(|_| PURPOSES.contains(&server.purpose.as_str())) else {
                faults.add(path.display(), format!("{} {}", server.purpose, server.security));
                continue;
            };
            let _ = write!(
                servers,
                "Server {{ purpose: {:?}, host: {:?}, port: {}, security: Security::{security} }},",
                server.purpose, server.host, server.port
            );
        }
        let _ = writeln!(
            out,
            "Service {{ id: {id:?}, name: {:?}, domains: &{:?}, hosts: &{:?}, whole_address: {}, password: PasswordKind::{password}, \
             note: {:?}, source: {:?}, checked: {:?}, servers: &[{servers}] }},",
            service.name,
            service.domains,
            service.hosts,
            service.username == "address",
            service.note,
            service.source,
            service.checked
        );
    }
    out.push_str("];\n");
}

const WHO: &[(&str, &str)] = &[
    ("sender", "Sender"),
    ("sender-admin", "SenderAdmin"),
    ("recipient", "Recipient"),
    ("recipient-admin", "RecipientAdmin"),
    ("network", "Network"),
    ("nobody", "Nobody"),
];

/// Every way leads on, every check can be reached, and none leads back.
fn judge_guide(file: &GuideFile, base: &Base, faults: &mut Faults) {
    let place = "src/knowledge/guide.toml";
    let known: HashSet<&str> = file.check.iter().map(|check| check.id.as_str()).collect();
    if known.len() != file.check.len() {
        faults.add(place, "a check's id stands twice");
    }
    for complaint in file.complaint.iter().filter(|complaint| !known.contains(complaint.first.as_str())) {
        faults.add(place, format!("{}: first = {:?} is no check", complaint.id, complaint.first));
    }
    let mut reached: HashSet<&str> =
        file.complaint.iter().map(|complaint| complaint.first.as_str()).collect();
    for (index, check) in file.check.iter().enumerate() {
        for outcome in &check.outcome {
            let ways =
                [&outcome.check, &outcome.cause, &outcome.ask].iter().filter(|way| way.is_some()).count();
            if ways != 1 {
                faults.add(place, format!("{}: {:?} leads {ways} ways", check.id, outcome.says));
            }
            if let Some(next) = &outcome.check {
                reached.insert(next);
                // Checks stand in the order in which they are asked: so nobody walks in circles.
                if !file.check[index + 1..].iter().any(|later| later.id == *next) {
                    faults.add(place, format!("{}: {next:?} is no later check", check.id));
                }
            }
            if let Some(cause) = outcome.cause.as_ref().filter(|cause| base.cause(cause).is_none()) {
                faults.add(place, format!("{}: {cause:?} is no cause", check.id));
            }
            if let Some(who) = outcome.ask.as_ref().filter(|who| !WHO.iter().any(|(name, _)| name == who)) {
                faults.add(place, format!("{}: ask = {who:?}", check.id));
            }
        }
    }
    for check in file.check.iter().filter(|check| !reached.contains(check.id.as_str())) {
        faults.add(place, format!("{} is never asked", check.id));
    }
}

fn guide(file: &GuideFile, base: &Base, out: &mut String) {
    let number = |id: &str| file.check.iter().position(|check| check.id == id).unwrap_or(0);
    out.push_str("/// The guided check: where it begins.\npub static COMPLAINTS: &[Complaint] = &[\n");
    for complaint in &file.complaint {
        let RawComplaint { id, title, about, first } = complaint;
        let _ = writeln!(
            out,
            "Complaint {{ id: {id:?}, title: {title:?}, about: {about:?}, first: {} }},",
            number(first)
        );
    }
    out.push_str("];\n/// The guided check: its questions.\npub static CHECKS: &[Check] = &[\n");
    for check in &file.check {
        let _ = write!(
            out,
            "Check {{ id: {:?}, question: {:?}, help: {:?}, commands: &[",
            check.id, check.question, check.help
        );
        for GuideCommand { unix, windows, why } in &check.command {
            let _ = write!(out, "Command {{ unix: {unix:?}, windows: {windows:?}, why: {why:?} }},");
        }
        out.push_str("], outcomes: &[");
        for outcome in &check.outcome {
            let next = match (&outcome.check, &outcome.cause, &outcome.ask) {
                (Some(check), _, _) => format!("Next::Check({})", number(check)),
                (_, Some(cause), _) => format!("Next::Cause({})", base.cause(cause).unwrap_or(0)),
                (_, _, who) => {
                    let who = WHO
                        .iter()
                        .find(|(name, _)| who.as_deref() == Some(name))
                        .map_or("Nobody", |(_, who)| who);
                    format!("Next::Ask(Act::{who})")
                }
            };
            let _ = write!(
                out,
                "Outcome {{ says: {:?}, text: {:?}, next: {next} }},",
                outcome.says, outcome.text
            );
        }
        out.push_str("] },\n");
    }
    out.push_str(
        "];\n/// The guided check: the tools that people are told to use.\npub static TOOLS: &[Tool] = &[\n",
    );
    for RawTool { name, shows, useless } in &file.tool {
        let _ = writeln!(out, "Tool {{ name: {name:?}, shows: {shows:?}, useless: {useless:?} }},");
    }
    out.push_str("];\n");
}
